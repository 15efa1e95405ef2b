"""What the panel writes before it decides: why its members differ, and a draw between equals."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.rules.dates import decimal_text
from db.rules.ties import Draw
from db.rules.words import _
from db.services.recruitment import ranking
from db.services.recruitment.standing import Standing
from desktop.recruitment.order_field import OrderField
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

NOTE_HEIGHT = 64


class SpreadNotesDialog(FormDialog):
    """One note for each candidate whom the members score very differently."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int, standing: Standing) -> None:
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Catatan selisih nilai"), form, _("Simpan catatan"))
        self._worker, self._vacancy_id = worker, vacancy_id
        self._before = {row.applicant_id: row.spread_note for row in standing.rows if row.wide}
        limit = decimal_text(standing.spread_limit).removesuffix(",00")
        text = _("Selisih {limit} atau lebih perlu dijelaskan panel; catatan dicetak dalam berita acara.")
        form.add_widget(label(text.format(limit=limit), "muted", wrap=True))
        for row in standing.rows:
            if row.wide:
                field = QPlainTextEdit()
                field.setFixedHeight(NOTE_HEIGHT)
                field.setTabChangesFocus(True)
                spread = decimal_text(row.spread)
                name = _("{name}, selisih {spread}").format(name=row.name, spread=spread)
                form.add(str(row.applicant_id), name, field, required=True)
        form.fill({str(key): note for key, note in self._before.items()})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            ranking.explain_spread,
            vacancy_id=self._vacancy_id,
            notes={int(key): note for key, note in values.items()},
            before=self._before,
        )
        self._worker.write(self, work, then=lambda _nothing: self._saved(), failed=self.show_error)

    def _saved(self) -> None:
        self.said.emit(_("Catatan selisih nilai disimpan."))
        self.accept()


class DrawDialog(FormDialog):
    """Candidates who are equal down the whole ladder: what was drawn, when, and who saw it."""

    said = Signal(str)

    def __init__(
        self, parent: QWidget | None, worker: Worker, vacancy_id: int, standing: Standing, day: date
    ) -> None:
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Catat undian"), form, _("Simpan undian"))
        self._worker, self._vacancy_id, self._today = worker, vacancy_id, day
        names = {row.applicant_id: row.name for row in standing.rows if row.applicant_id in standing.undrawn}
        text = _("Calon ini sama pada semua langkah. Undilah di depan saksi, lalu susun menurut hasilnya.")
        form.add_widget(label(text, "muted", wrap=True))
        self.order = OrderField(names)
        form.add("order", _("Urutan keluar"), self.order)
        form.add("on", _("Tanggal undian"), DateField(), required=True)
        form.add("first", _("Saksi pertama"), line_edit(120), required=True)
        form.add("second", _("Saksi kedua"), line_edit(120), required=True)
        form.fill({"order": tuple(names), "on": day})

    def save(self, values: dict[str, Any]) -> None:
        draw = Draw(values["on"], (values["first"], values["second"]), values["order"])
        work = partial(ranking.record_draw, vacancy_id=self._vacancy_id, draw=draw, today=self._today)
        self._worker.write(self, work, then=lambda _nothing: self._saved(), failed=self.show_error)

    def _saved(self) -> None:
        self.said.emit(_("Undian dicatat."))
        self.accept()
