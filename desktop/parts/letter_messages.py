"""Texts for WhatsApp: of each recipient one, to be copied one by one, all at once, or kept in Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from db.exchange.letters import messages_workbook
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.words import _
from db.services import letter_preview
from db.services.letter_preview import LetterMessage
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.parts.rights import allow
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.fields import line_edit
from desktop.widgets.lazy_table import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

CHUNK = 100  # letters read at once
BETWEEN = "\n\n----------\n\n"


@dataclass
class Message:
    """A text for one recipient; the phone may be typed here, and is not kept."""

    name: str
    phone: str
    text: str
    number: str = ""
    copied: bool = False


class MessagesDialog(QDialog):
    """A table of recipients: Enter copies the text of a row, and the next one is chosen."""

    def __init__(self, parent: QWidget | None, worker: Worker, messages: Sequence[Message] = ()) -> None:
        super().__init__(parent)
        self.worker = worker
        self.messages = list(messages)
        self._over = False
        self.setWindowTitle(_("Teks WhatsApp"))
        self.setMinimumSize(820, 560)
        self.banner = Banner()
        self.banner.hide()
        self.waiting = Waiting()
        self.rows = RowsTable(
            (
                Column(_("Nomor"), lambda m: m.number or "—", width=210),
                Column(_("Penerima"), lambda m: m.name, width=200),
                Column(_("No. WhatsApp"), lambda m: m.phone or "—", width=130),
                Column(_("Keadaan"), lambda m: _("disalin") if m.copied else "", width=100),
                Column(_("Teks"), lambda m: " ".join(m.text.split())),
            ),
            self.messages,
        )
        self.table = TableView(self.rows, "whatsapp")
        self.table.setAccessibleName(_("Penerima"))
        self.table.set_empty(_("Surat yang dipilih tidak mempunyai teks WhatsApp."))
        self.copy_action = QAction(_("Salin teks"), self)
        self.copy_action.triggered.connect(lambda _checked: self.copy())
        self.table.menu_actions = [self.copy_action]
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Teks WhatsApp"))
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(150)
        self.phone = line_edit(20)
        self.phone.setFixedWidth(160)
        self.phone.setAccessibleName(_("No. WhatsApp"))
        self.phone.setToolTip(_("Boleh diketik di sini; dipakai untuk jendela ini saja dan tidak disimpan."))
        self.number_button = button(_("Salin nomor"), on_click=self.copy_number)
        self.note = label("", "muted")
        self.copy_button = button(_("Salin teks"), "content-copy", primary=True, on_click=self.copy)
        self.copy_button.setDefault(True)
        self.all_button = button(_("Salin semua"), on_click=self.copy_all)
        self.excel_button = button(_("Simpan sebagai Excel…"), on_click=self.save_excel)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        allow(worker, Right.EXPORT, self.excel_button)
        self._lay_out()
        self.table.current_row_changed.connect(self._show)
        self.table.activated_row.connect(lambda _row: self.copy())
        self.phone.textEdited.connect(self._type_phone)
        self._offer()

    def read(self, letter_ids: Sequence[int], phones: Mapping[int, str] | None = None) -> None:
        """Fetch the texts of these final letters, some at a time; phones: those that are known already."""
        self.waiting.start(_("Menyusun teks…"), self.stop)
        self._read(tuple(letter_ids), 0, dict(phones or {}))

    def stop(self) -> None:
        """Read no further; what is there stays."""
        self._over = True

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self.stop()
        super().done(result)

    # Copies

    def copy(self) -> None:
        """The text of the chosen row goes to the clipboard; asked again, that of the next row."""
        place = self._place()
        if not self.messages:
            return
        if self.messages[place].copied and place + 1 < len(self.messages):
            place += 1
            self.table.selectRow(place)
        message = self.messages[place]
        QGuiApplication.clipboard().setText(message.text)
        message.copied = True
        self.rows.repaint_rows(place, place)
        self.note.setText(_("Disalin: {name}").format(name=message.name))
        self._name_copy()

    def copy_number(self) -> None:
        """The telephone number goes to the clipboard."""
        if self.messages:
            QGuiApplication.clipboard().setText(self.messages[self._place()].phone)
            self.note.setText(_("Nomor disalin."))

    def copy_all(self) -> None:
        """All texts, one below the other, each with its recipient."""
        said = []
        for message in self.messages:
            head = " · ".join(part for part in (message.name, message.phone, message.number) if part)
            said.append(f"{head}\n{message.text}")
        QGuiApplication.clipboard().setText(BETWEEN.join(said))
        self.note.setText(_("{n} teks disalin.").format(n=len(said)))

    def save_excel(self) -> None:
        """Ask where, and keep the table."""
        name = _("Teks WhatsApp {day}.xlsx").format(day=today().isoformat())
        if path := ask_where_to_save(self, _("Simpan sebagai Excel"), name, _("Excel (*.xlsx)")):
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Keep the table in this workbook."""
        rows = [(m.number, m.name, m.phone, m.text) for m in self.messages]
        subtitle = _("{n} penerima, disusun {day}").format(n=len(rows), day=long_date(today()))
        title = self.windowTitle()
        said = _("{file} disimpan.").format(file=path.name)
        self.worker.run(
            self,
            lambda: write_file(path, messages_workbook(title, subtitle, rows)),
            lambda _path: self.banner.say(said, "good"),
            self._fail,
        )

    # Reading

    def _read(self, ids: tuple[int, ...], first: int, phones: dict[int, str]) -> None:
        chunk = ids[first : first + CHUNK]
        if not chunk or self._over:
            self.waiting.finish()
            return

        def take(found: list[LetterMessage]) -> None:
            self.messages += [
                Message(m.recipient, phones.get(m.letter_id) or m.phone, m.text, m.number) for m in found
            ]
            chosen = self._place()
            self.rows.set_rows(self.messages)
            if self.messages:
                self.table.selectRow(chosen)
            self._offer()
            self.waiting.advance(first + len(chunk), len(ids))
            self._read(ids, first + CHUNK, phones)

        work = partial(letter_preview.final_messages, letter_ids=chunk)
        self.worker.read(self, work, take, self._fail)

    def _fail(self, error: Exception) -> None:
        self.waiting.finish()
        self.banner.say(sentence(error), "bad")

    # The chosen row

    def _show(self, message: Any) -> None:
        if isinstance(message, Message):
            self.text.setPlainText(message.text)
            self.phone.setText(message.phone)
            self.number_button.setEnabled(bool(message.phone))
            self._name_copy()

    def _type_phone(self, words: str) -> None:
        place = self._place()
        if self.messages:
            self.messages[place].phone = words.strip()
            self.number_button.setEnabled(bool(words.strip()))
            self.rows.repaint_rows(place, place)

    def _name_copy(self) -> None:
        place = self._place()
        on = self.messages[place].copied and place + 1 < len(self.messages)
        self.copy_button.setText(f" {_('Salin berikutnya') if on else _('Salin teks')}")

    def _place(self) -> int:
        return max(self.table.currentIndex().row(), 0)

    def _offer(self) -> None:
        for piece in (self.copy_button, self.all_button, self.phone):
            piece.setEnabled(bool(self.messages))
        if self.messages and self.table.current_row() is None:
            self.table.selectRow(0)
        if not self.messages:
            self.number_button.setEnabled(False)

    def _lay_out(self) -> None:
        self.copy_button.setMinimumWidth(170)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self.banner)
        box.addWidget(self.waiting)
        box.addWidget(self.table, 1)
        box.addWidget(self.text)
        box.addLayout(row(label(_("No. WhatsApp")), self.phone, self.number_button, self.note, None))
        box.addLayout(row(self.copy_button, self.all_button, self.excel_button, None, self.close_button))
