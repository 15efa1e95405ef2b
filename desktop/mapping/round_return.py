"""A kit that came back: what each of its rows would do, before anything is written."""

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QPushButton, QVBoxLayout, QWidget

from db.exchange.lines import list_workbook
from db.rules.dates import short_date
from db.rules.kits import KitLine, KitOutcome, KitPlan, ReturnedKit, outcome_label
from db.rules.words import _
from db.services.mapping import kit_undo, surveys
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.parts.progress import Progress
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.fields import DateField
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

TONES = {
    KitOutcome.NEW: "info",
    KitOutcome.CHANGED: "warn",
    KitOutcome.CONFIRMED: "good",
    KitOutcome.CLOSED: "neutral",
    KitOutcome.COUNT: "good",
    KitOutcome.KNOWN: "neutral",
    KitOutcome.MISSING: "neutral",
    KitOutcome.UNCLEAR: "bad",
}
WRITES = {*KitOutcome} - {KitOutcome.KNOWN, KitOutcome.MISSING, KitOutcome.UNCLEAR}
COLUMNS = (("Hasil", 16), ("Baris", 8), ("Nama", 30), ("Jenis", 34), ("Keterangan", 70))


class ReturnDialog(QDialog):
    """First a trial; “Tulis” writes the same in one transaction, and what is unclear stays listed."""

    said = Signal(str)
    refused = Signal(object)  # the file is none of ours: the dialog does not open

    def __init__(self, parent: QWidget, worker: Worker, returned: ReturnedKit) -> None:
        super().__init__(parent)
        self.worker, self.returned = worker, returned
        self.plan: KitPlan | None = None
        self.written = False
        self.setWindowTitle(_("Terima paket kembali"))
        room = self.screen().availableGeometry()
        self.resize(min(1000, room.width() - 32), min(600, room.height() - 64))
        self.banner = Banner()
        self.banner.hide()
        self.about = label("", "strong")
        self.file = label(returned.file_name, "muted")
        self.day = DateField(maximum=today())
        self.day.set_value(today())
        self.filters: dict[KitOutcome | None, QPushButton] = {}
        self._group = QButtonGroup(self)
        for outcome in (None, *KitOutcome):
            made = self.filters[outcome] = button("")
            made.setCheckable(True)
            made.clicked.connect(lambda _on: self._show())
            self._group.addButton(made)
        self.filters[None].setChecked(True)
        self.model = RowsTable(
            (
                Column(_("Hasil"), lambda r: outcome_label(r.outcome), lambda r: TONES[r.outcome], width=128),
                Column(_("Baris"), lambda r: r.row, width=62),
                Column(_("Nama"), lambda r: r.name or "—", width=190, tooltip=lambda r: r.name),
                Column(_("Jenis"), lambda r: r.kind, width=210, tooltip=lambda r: r.kind),
                Column(_("Keterangan"), lambda r: r.said, width=330, tooltip=lambda r: r.said),
            )
        )
        self.table = TableView(self.model, "mapping/return")
        self.table.set_empty(_("Tidak ada baris seperti itu."))
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self.excel_button = button(_("Simpan daftar (Excel)"), "file-excel-outline", on_click=self.save_list)
        self.write_button = button(_("Tulis"), primary=True, on_click=self.write)
        self.write_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self.banner)
        box.addLayout(row(self.about, self.file, None, label(_("Tanggal pendataan"), "muted"), self.day))
        box.addLayout(row(*self.filters.values(), None, spacing=4))
        box.addWidget(self.table, 1)
        box.addWidget(self.waiting)
        box.addLayout(row(self.excel_button, None, self.write_button, self.cancel_button))
        self.write_button.setEnabled(False)
        self.excel_button.setEnabled(False)
        self.day.editingFinished.connect(self.try_it)
        self.try_it()

    def try_it(self) -> None:
        """The trial: everything is checked, nothing stays."""
        if self.written:
            return
        returned, day, now = self.returned, self.day.value() or today(), today()
        self.progress.begin(_("Memeriksa paket…"), max(len(returned.rows), 1))
        tick = self.progress.tick
        self.worker.write(
            self,
            lambda session: surveys.try_kit(session, returned, on=day, today=now, tick=tick),
            self._take,
            self._refuse,
        )

    def write(self) -> None:
        """Write it, in one transaction."""
        returned, day, now, at = self.returned, self.day.value() or today(), today(), datetime.now(UTC)
        self.write_button.setEnabled(False)
        self.progress.begin(_("Menulis paket…"), max(len(returned.rows), 1))
        tick = self.progress.tick
        self.worker.write(
            self,
            lambda session: kit_undo.take_kit(session, returned, on=day, today=now, at=at, tick=tick),
            self._done,
            self._fail,
        )

    def save_list(self) -> None:
        """What became of each row, to be worked off."""
        if self.plan is None:
            return
        name = f"Hasil paket {self.plan.desa} {self.plan.code}.xlsx"
        if path := ask_where_to_save(self, _("Simpan daftar"), name, _("Excel (*.xlsx)")):
            title = f"{self.plan.desa}, {self.plan.round}, paket {self.plan.code}"
            lines = [
                (outcome_label(one.outcome), one.row, one.name, one.kind, one.said) for one in self.plan.lines
            ]
            work = list_workbook("Hasil", "Hasil paket pendataan", title, COLUMNS, lines)
            self.worker.run(
                self,
                lambda: write_file(path, work),
                lambda written: self.said.emit(_("{file} disimpan.").format(file=written.name)),
                self._fail,
            )

    def reject(self) -> None:
        self.progress.stop()
        super().reject()

    def _take(self, plan: KitPlan) -> None:
        self.progress.finish()
        self._show_plan(plan)
        written = sum(number for outcome, number in plan.counts.items() if outcome in WRITES)
        self.write_button.setText(_("Tulis {n} baris").format(n=written))
        self.write_button.setEnabled(bool(written))
        told = []
        if plan.returned_before:
            text = _("Paket ini sudah pernah diterima pada {day}; hanya yang baru atau berubah ditulis lagi.")
            told.append(text.format(day=short_date(plan.returned_before)))
        if unclear := plan.counts.get(KitOutcome.UNCLEAR):
            text = _("{n} baris perlu diperiksa dan tidak akan ditulis; sebabnya ada di daftar.")
            told.append(text.format(n=unclear))
        if told:
            self.banner.say(" ".join(told), "warn")

    def _show_plan(self, plan: KitPlan) -> None:
        self.plan = plan
        self.about.setText(
            _("{desa}, {kecamatan} · {round} · paket {code}").format(
                desa=plan.desa, kecamatan=plan.kecamatan, round=plan.round, code=plan.code
            )
        )
        for outcome, made in self.filters.items():
            number = plan.counts.get(outcome, 0) if outcome else len(plan.lines)
            made.setText(f"{outcome_label(outcome) if outcome else _('Semua')} {number}")
            made.setVisible(bool(number) or outcome is None)
        self.excel_button.setEnabled(bool(plan.lines))
        self._show()

    def _show(self) -> None:
        if self.plan is None:
            return
        wanted = next((one for one, made in self.filters.items() if made.isChecked()), None)
        lines: list[KitLine] = [one for one in self.plan.lines if wanted in (None, one.outcome)]
        order = (KitOutcome.UNCLEAR, KitOutcome.CHANGED, KitOutcome.NEW, KitOutcome.CLOSED)
        places = {one: place for place, one in enumerate(order)}
        self.model.set_rows(sorted(lines, key=lambda one: places.get(one.outcome, len(order))))

    def _done(self, plan: KitPlan) -> None:
        self.progress.finish()
        self.written = True
        self._show_plan(plan)
        unclear = plan.counts.get(KitOutcome.UNCLEAR, 0)
        text = _("Paket {code} ditulis.").format(code=plan.code)
        if unclear:
            text += " " + _("{n} baris belum ditulis: simpan daftarnya, lalu perbaiki.").format(n=unclear)
        self.said.emit(text)
        if not unclear:
            self.accept()
            return
        self.banner.say(text, "warn")
        self.write_button.hide()
        self.cancel_button.setText(_("Tutup"))
        self.filters[KitOutcome.UNCLEAR].setChecked(True)
        self._show()

    def _refuse(self, error: Exception) -> None:
        """Another office's kit, a changed code, a locked round: there is nothing to look at."""
        self.progress.finish()
        if not self.progress.was_stopped:
            self.refused.emit(error)
        self.done(QDialog.DialogCode.Rejected)

    def _fail(self, error: Any) -> None:
        self.progress.finish()
        self.banner.say(sentence(error), "bad")
        self.write_button.setEnabled(self.plan is not None and not self.written)
