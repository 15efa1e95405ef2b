"""Small forms of the book of numbers: set aside, strike out, note what SRIKANDI gave."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.words import _, ngettext
from db.services import numbering, numbers, srikandi
from db.services.numbers import RESERVE_LIMIT, NumberRow
from db.services.srikandi import NotEntered
from desktop.clock import today
from desktop.parts.rights import allow
from desktop.widgets.banner import Banner
from desktop.widgets.basics import PageHead, button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.fields import ChoiceField, DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

PURPOSE_LENGTH = 200
REASON_LENGTH = 300
NUMBER_LENGTH = 120


class ReserveDialog(FormDialog):
    """Sets numbers aside; `made` holds them afterwards."""

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        self._worker = worker
        self.made: list[NumberRow] = []
        kinds = [(kind, kind_label(kind)) for kind in numbering.numbered_kinds()]
        self.kind = ChoiceField(kinds, hint=_("Pilih jenis surat…"))
        self.dated_on = DateField()
        self.count = QSpinBox()
        self.count.setRange(1, RESERVE_LIMIT)
        self.count.setMaximumWidth(120)
        self.purpose = line_edit(PURPOSE_LENGTH)
        self.purpose.setPlaceholderText(_("misalnya Undangan rapat koordinasi untuk 24 Camat"))
        self.preview = label("", "muted", wrap=True)
        form = Form(compact=True)
        form.add("kind", _("Jenis surat"), self.kind, required=True)
        form.add("dated_on", _("Tanggal surat"), self.dated_on, required=True)
        form.add("count", _("Banyaknya"), self.count, required=True)
        form.add("purpose", _("Untuk"), self.purpose, required=True)
        form.add_widget(self.preview)
        super().__init__(parent, _("Pesan nomor"), form, _("Pesan nomor"))
        form.fill({"kind": LetterKind.INVITATION, "dated_on": today(), "count": 1})
        form.edited.connect(lambda _field: self._look())
        self._look()

    def save(self, values: dict[str, Any]) -> None:
        """Set them aside in the name of whoever works here."""
        kind = LetterKind(values.pop("kind"))
        work = partial(numbers.reserve, kind=kind, **values)
        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def _finish(self, made: list[NumberRow]) -> None:
        self.made = made
        self.accept()

    def _look(self) -> None:
        """Show which number would be the first."""
        kind, day = self.kind.value(), self.dated_on.value()
        if kind is None or day is None:
            self.preview.setText("")
            return
        chosen = LetterKind(kind)

        def work(session: Any) -> tuple[str, str]:
            first = numbers.preview_next(session, chosen, day)
            return first, numbers.later_number(session, chosen, day)

        self._worker.read(self, work, then=self._show_first, failed=lambda _error: None)

    def _show_first(self, found: tuple[str, str]) -> None:
        number, later = found
        said = _("Nomor pertama yang akan dipesan: {number}").format(number=number)
        if later:
            text = _("Nomor {later} sudah dipakai untuk tanggal sesudahnya; nomor sisipan lebih tepat.")
            said += "\n" + text.format(later=later)
        self.preview.setText(said)


class VoidDialog(FormDialog):
    """Asks why a number is struck out."""

    def __init__(self, parent: QWidget, worker: Worker, number: NumberRow) -> None:
        self._worker, self._number = worker, number
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(76)
        form = Form(compact=True)
        form.add_widget(label(number.number, "strong"))
        form.add_widget(label(number.explanation, "muted", wrap=True))
        hint = _("Nomor yang batal tetap ada dalam buku dan tidak pernah dipakai lagi.")
        form.add("reason", _("Alasan"), self.reason, required=True, hint=hint)
        super().__init__(parent, _("Batalkan nomor"), form, _("Batalkan nomor"))
        form.fill({})

    def save(self, values: dict[str, Any]) -> None:
        """Strike it out."""
        reason = values["reason"][:REASON_LENGTH]
        work = partial(numbers.void, number_id=self._number.id, reason=reason)
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class ExternalDialog(FormDialog):
    """Notes the number that SRIKANDI gave to a letter."""

    def __init__(
        self, parent: QWidget, worker: Worker, letter_id: int, title: str, external_number: str = ""
    ) -> None:
        self._worker, self._letter_id = worker, letter_id
        self.number = line_edit(NUMBER_LENGTH)
        form = Form(compact=True)
        form.add_widget(label(title, "strong", wrap=True))
        hint = _("Kosongkan untuk menghapusnya. Nomor kita sendiri tidak berubah.")
        form.add("external_number", _("Nomor SRIKANDI"), self.number, hint=hint)
        super().__init__(parent, _("Nomor SRIKANDI"), form, _("Simpan nomor"))
        form.fill({"external_number": external_number})

    def save(self, values: dict[str, Any]) -> None:
        """Write it beside our own."""
        work = partial(srikandi.record_external, letter_id=self._letter_id, number=values["external_number"])
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class NotEnteredDialog(QDialog):
    """The letters of a year that SRIKANDI does not know yet, to be copied there one after the other."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker, year: int) -> None:
        super().__init__(parent)
        self.worker, self._year = worker, year
        self.dialog: ExternalDialog | None = None
        self.setWindowTitle(_("Belum di SRIKANDI"))
        self.record_button = button(_("Catat nomornya…"), primary=True, on_click=self.record)
        self.record_button.setDefault(True)
        self.copy_button = button(_("Salin"), "content-copy", on_click=self.copy)
        self.copy_button.setToolTip(
            _("Salin semua baris, atau yang dipilih, untuk ditempel di SRIKANDI atau Excel")
        )
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.banner = Banner()
        self.banner.hide()
        self.rows = RowsTable(_columns(), parent=self)
        self.table = TableView(self.rows, "srikandi")
        self.table.set_empty(
            _("Semua surat tahun {year} sudah dicatat di SRIKANDI.").format(year=year),
            _("Tutup"),
            self.accept,
        )
        facts = _("Surat tahun {year} yang belum punya nomor SRIKANDI; salin, lalu catat nomornya di sini.")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(12)
        box.addWidget(PageHead(_("Belum di SRIKANDI"), facts.format(year=year)))
        box.addWidget(self.banner)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.copy_button, None, self.record_button, self.close_button))
        take_room(self, 980, 520)
        allow(worker, Right.LETTERS, self.record_button)
        worker.changed.connect(self._on_changed)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self.record_button.click())
        self.table.copied.connect(self._tell)
        self._offer(None)
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew."""
        work = partial(srikandi.list_not_entered, year=self._year)
        self.worker.read(self, work, then=self._show, failed=self._refuse)

    def record(self) -> None:
        """Ask for the number of the chosen letter; then the next one is chosen."""
        letter: NotEntered | None = self.table.current_row()
        if letter is not None:
            self.dialog = ExternalDialog(self, self.worker, letter.id, _name(letter))
            self.dialog.open()

    def copy(self) -> None:
        """Put the chosen letters, or all of them, on the clipboard."""
        ranges = self.table.selected_ranges()
        chosen = [line for first, last in ranges for line in self.rows.rows[first : last + 1]]
        lines: Sequence[NotEntered] = chosen if len(chosen) > 1 else self.rows.rows
        QGuiApplication.clipboard().setText(srikandi.entry_sheet(lines))
        text = ngettext("{n} surat disalin.", "{n} surat disalin.", len(lines))
        self._tell(text.format(n=len(lines)))

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "letter" in tables:
            self.refresh()

    def _show(self, letters: list[NotEntered]) -> None:
        place = self.table.currentIndex().row()
        self.rows.set_rows(letters)
        self.copy_button.setEnabled(bool(letters))
        if letters and self.table.current_row() is None:
            self.table.selectRow(min(max(place, 0), len(letters) - 1))

    def _offer(self, letter: NotEntered | None) -> None:
        self.record_button.setEnabled(letter is not None)

    def _tell(self, text: str) -> None:
        self.banner.say(text, "good")
        self.said.emit(text)

    def _refuse(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")


def _name(letter: NotEntered) -> str:
    return " · ".join(filter(None, (letter.number or _("tanpa nomor"), letter.subject)))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Nomor"), lambda r: r.number or "……", width=210, tooltip=lambda r: r.number),
        Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=96),
        Column(_("Jenis"), lambda r: kind_label(r.kind), width=170),
        Column(_("Hal"), lambda r: r.subject, width=250, tooltip=lambda r: r.subject),
        Column(_("Tujuan"), lambda r: r.recipient, width=180, tooltip=lambda r: r.recipient),
    )
