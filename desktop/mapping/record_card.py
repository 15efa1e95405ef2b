"""The chosen record at the side: what the kind means, what was ticked, and the ways on."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from db.rules.dates import long_date
from db.rules.words import _
from db.services.mapping import records
from db.services.mapping.records import MappingRow, RecordFacts
from desktop.clock import today
from desktop.mapping.labels import SensitiveMark
from desktop.parts.history import HistoryDialog
from desktop.widgets.basics import Card, Checklist, Facts, button, label, link, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField
from desktop.widgets.form import Form
from desktop.worker import Worker


class CloseDialog(FormDialog):
    """Why a record leaves the figures; it stays on file."""

    def __init__(self, parent: QWidget | None, worker: Worker, record: MappingRow) -> None:
        form = Form("above")
        title = _("Tutup data: {name}").format(name=record.name)
        super().__init__(parent, title, form, _("Tutup data"))
        self.worker, self._record = worker, record
        self.reason = QComboBox()
        self.reason.addItem("", None)
        for text in _reasons():
            self.reason.addItem(text, text)
        self.closed_on = DateField(minimum=record.recorded_on, maximum=max(today(), record.recorded_on))
        explained = _("{kind}. Data keluar dari daftar dan rekap, tetapi tetap tersimpan dalam riwayat.")
        form.add_widget(label(explained.format(kind=record.kind), "muted", wrap=True))
        form.add("reason", _("Alasan"), self.reason, required=True)
        form.add("closed_on", _("Sejak tanggal"), self.closed_on, required=True)
        form.fill({"closed_on": max(today(), record.recorded_on)})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            records.close_record, record_id=self._record.id, on=values["closed_on"], reason=values["reason"]
        )
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class RecordCard(Card):
    """Empty until a row is chosen; asks the worker for the words."""

    closed = Signal(str)  # a sentence about the record that was closed

    def __init__(self, worker: Worker) -> None:
        super().__init__(_("Pendataan"))
        self.worker = worker
        self.dialog: QWidget | None = None
        self._record: MappingRow | None = None
        self.hint = label(_("Pilih satu baris untuk melihat arti jenis dan kriterianya."), "muted", wrap=True)
        self.name = label("", "title", wrap=True)
        self.kind, self.sensitive = label("", "strong", wrap=True), SensitiveMark()
        self.definition = label("", "muted", wrap=True)
        self.criteria, self.facts = Checklist(), Facts()
        self.close_button = button(_("Tutup data…"), "account-minus-outline", on_click=self.close_record)
        self.history_link = link(_("Riwayat"), self.show_history)
        kind = row(self.kind, self.sensitive)
        kind.setStretch(0, 1)
        self._criteria_title = label(_("Kriteria"), "section")
        self.add(self.hint, self.name, kind, self.definition, self._criteria_title, self.criteria)
        self.add(self.facts, row(self.close_button, None, self.history_link))
        self._show_pieces(False)

    def show_record(self, record: MappingRow | None, may_close: bool) -> None:
        """Show the card of a row of the list, or the hint."""
        self._record = record
        self.close_button.setEnabled(may_close)
        if record is None:
            self._show_pieces(False)
            return
        self.worker.read(self, lambda session: records.get_record(session, record.id), then=self._show)

    def close_record(self) -> None:
        """Ask why, and take the record out of the figures."""
        if (record := self._record) is None:
            return
        dialog = CloseDialog(self, self.worker, record)
        text = _("Data {name} ({kind}) ditutup: {reason}.")
        dialog.accepted.connect(
            lambda: self.closed.emit(
                text.format(name=record.name, kind=record.kind, reason=dialog.reason.currentText().lower())
            )
        )
        self.dialog = dialog
        dialog.open()

    def show_history(self) -> None:
        """Who changed this record, and when."""
        if self._record is not None:
            record = self._record
            self.dialog = HistoryDialog(self, self.worker, record.name, "mapping_record", str(record.id))
            self.dialog.open()

    def _show(self, facts: RecordFacts) -> None:
        record = self._record
        if record is None or record.id != facts.id:  # another row was chosen meanwhile
            return
        self.name.setText(facts.name)
        self.kind.setText(facts.kind.name)
        self.definition.setText(facts.kind.definition)
        self.criteria.set_lines((text, True) for text in facts.criteria)
        self.facts.set_facts(
            (name, words)
            for name, words in (
                (_("Disabilitas"), ", ".join(facts.disabilities)),
                (_("Umur"), "" if record.age is None else _("{age} tahun").format(age=record.age)),
                (_("Alamat"), f"{record.desa}, {record.kecamatan}"),
                (_("Tanggal data"), long_date(facts.recorded_on)),
                (_("Sumber"), facts.source),
                (_("Petugas"), facts.recorder),
                (_("Pengecualian"), facts.exception_reason),
                (_("Catatan"), facts.note),
            )
            if words
        )
        self._show_pieces(True)
        self.sensitive.setVisible(facts.kind.sensitive)
        self._criteria_title.setVisible(bool(facts.criteria))

    def _show_pieces(self, shown: bool) -> None:
        self.hint.setVisible(not shown)
        pieces = (self.name, self.kind, self.sensitive, self.definition, self._criteria_title, self.criteria)
        for piece in (*pieces, self.facts, self.close_button, self.history_link):
            piece.setVisible(shown)


def _reasons() -> tuple[str, ...]:
    return (
        _("Pindah"),
        _("Meninggal"),
        _("Ganda"),
        _("Sudah mampu"),
        _("Tidak ditemukan"),
        _("Salah data"),
    )
