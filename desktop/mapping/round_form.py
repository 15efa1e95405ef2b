"""A round of data: its name, the day of its ages, from when until when."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.rules.words import _
from db.services.mapping import rounds
from desktop.clock import today
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker


class RoundDialog(FormDialog):
    """A new round comes with a sheet for each desa; a running one may be corrected."""

    said = Signal(str)

    def __init__(
        self, parent: QWidget, worker: Worker, values: Mapping[str, Any], round_id: int | None = None
    ) -> None:
        self._worker, self._round_id, self._before = worker, round_id, dict(values)
        self.made: int | None = round_id
        form = Form(compact=True)
        if round_id is None:
            text = _(
                "Setiap desa/kelurahan mendapat satu lembar; TKSK kecamatannya diusulkan sebagai petugas. "
                "Umur dihitung pada tanggal acuan."
            )
            form.add_widget(label(text, "muted", wrap=True))
        self.name = line_edit(80)
        form.add("name", _("Nama"), self.name, required=True, hint=_("Contoh: Semester I 2026"))
        form.add("year", _("Tahun"), WholeField(4), required=True)
        self.reference = DateField()
        form.add("reference_date", _("Tanggal acuan"), self.reference, required=True)
        form.add("begins_on", _("Mulai"), DateField(), required=True)
        form.add("ends_on", _("Selesai"), DateField(), required=True)
        form.add("note", _("Catatan"), line_edit(300))
        title = _("Putaran baru") if round_id is None else _("Ubah putaran")
        super().__init__(parent, title, form, _("Buat putaran") if round_id is None else _("Simpan"))
        form.fill(values)

    def save(self, values: dict[str, Any]) -> None:
        if self._round_id is None:
            day = today()
            work: Any = lambda session: rounds.create_round(session, values, today=day)  # noqa: E731
        else:
            round_id, before = self._round_id, self._before
            work = lambda session: rounds.change_round(session, round_id, before, values)  # noqa: E731
        self._worker.write(self, work, self._finish, self.show_error)

    def _finish(self, made: int | None) -> None:
        self.made = made or self._round_id
        self.said.emit(_("Putaran disimpan."))
        self.accept()
