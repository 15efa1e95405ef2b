"""What is asked and shown before a draft becomes final, and the texts for WhatsApp."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from db.rules.dates import day_and_date, long_date
from db.rules.drafts import Unfit
from db.rules.letter_kinds import kind_label
from db.rules.words import _
from db.services.drafts import DraftFacts
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Facts, button, label, row
from desktop.widgets.lazy_table import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView


class FinaliseDialog(QDialog):
    """The last look: number, day and signer of a letter that will not change any more."""

    def __init__(
        self,
        parent: QWidget | None,
        draft: DraftFacts,
        *,
        number: str,
        signer: str,
        unfit: Sequence[Unfit],
        weekend: bool,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Jadikan final"))
        self.setMinimumWidth(520)
        many = len(draft.form.recipients)
        fit = many - len(unfit)
        self.banner = Banner()
        self.banner.close_button.hide()
        self.banner.hide()
        first = _("{number} dan seterusnya") if many > 1 and number else "{number}"
        pairs = [
            (_("Jenis"), kind_label(draft.form.kind)),
            (_("Hal"), draft.subject),
            (_("Nomor"), first.format(number=number or _("titik-titik"))),
            (_("Tanggal"), day_and_date(draft.form.dated_on)),
            (_("Penandatangan"), signer or _("belum ada")),
        ]
        if many:
            pairs.append((_("Surat"), _("{n} surat, satu untuk tiap penerima").format(n=fit)))
        if draft.corrects_id:
            text = _("{number}; surat itu menjadi “dibatalkan” ({reason})")
            said = text.format(number=draft.corrects_number, reason=draft.correction_reason)
            pairs.append((_("Menggantikan"), said))
        checked = _("belum diparaf")
        if draft.checked_by:
            day = long_date(draft.checked_on) if draft.checked_on else ""
            checked = _("{name}, {day}").format(name=draft.checked_by, day=day)
        pairs.append((_("Paraf"), checked))
        self.facts = Facts(pairs)
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.note = label(
            _("Sesudah final isinya tidak berubah lagi. Bila keliru, buat versi 2 lewat Perbaiki."),
            "muted",
            wrap=True,
        )
        self.table = unfit_table(unfit)
        self.table.setVisible(bool(unfit))
        self.final_button = button(_("Jadikan final"), primary=True, on_click=self.accept)
        self.final_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.banner)
        box.addWidget(self.facts)
        box.addWidget(self.table)
        box.addWidget(self.note)
        if not unfit:
            box.addStretch(1)
        box.addLayout(row(None, self.final_button, self.cancel_button))
        if unfit:
            text = _("{n} penerima belum lengkap dan belum mendapat surat; yang lain tetap dibuat.")
            self.banner.say(text.format(n=len(unfit)), "warn")
        elif weekend:
            self.banner.say(_("Tanggal surat jatuh pada hari libur akhir pekan."), "warn")
        self.adjustSize()


@dataclass(frozen=True)
class Message:
    """A text for one recipient."""

    name: str
    phone: str
    text: str


class MessagesDialog(QDialog):
    """Texts for WhatsApp, one after the other: copy, paste there, and the next is chosen."""

    def __init__(self, parent: QWidget | None, messages: Sequence[Message]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Teks WhatsApp"))
        self.setMinimumSize(620, 460)
        self.copied: set[int] = set()
        self.messages = list(messages)
        self.rows = RowsTable(
            (
                Column(_("Penerima"), lambda m: m.name, width=260),
                Column(_("No. WhatsApp"), lambda m: m.phone or "—", width=150),
                Column(_("Keadaan"), lambda m: _("disalin") if self._is_copied(m) else ""),
            ),
            self.messages,
        )
        self.table = TableView(self.rows)
        self.table.setVisible(len(self.messages) > 1)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Teks WhatsApp"))
        self.copy_button = button(_("Salin teks"), "content-copy", primary=True, on_click=self.copy)
        self.copy_button.setMinimumWidth(176)
        self.copy_button.setDefault(True)
        self.number_button = button(_("Salin nomor"), on_click=self.copy_number)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.note = label("", "muted")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self.table, 1)
        box.addWidget(self.text, 1)
        box.addLayout(row(self.note, None, self.number_button, self.copy_button, self.close_button))
        self.table.current_row_changed.connect(self._show)
        self.table.selectRow(0)
        self._show(self.messages[0] if self.messages else None)

    def copy(self) -> None:
        """The text goes to the clipboard; the next copy takes the next recipient."""
        place = self._place()
        if place in self.copied and place + 1 < len(self.messages):
            place += 1
            self.table.selectRow(place)
        QGuiApplication.clipboard().setText(self.messages[place].text)
        self.copied.add(place)
        self.rows.repaint_rows(place, place)
        self.note.setText(_("Disalin: {name}").format(name=self.messages[place].name))
        more = place + 1 < len(self.messages)
        self.copy_button.setText(f" {_('Salin berikutnya') if more else _('Salin teks')}")

    def copy_number(self) -> None:
        """The telephone number goes to the clipboard."""
        QGuiApplication.clipboard().setText(self.messages[self._place()].phone)
        self.note.setText(_("Nomor disalin."))

    def _show(self, message: Message | None) -> None:
        if message is not None:
            self.text.setPlainText(message.text)
            self.number_button.setEnabled(bool(message.phone))
            if self._place() not in self.copied:
                self.copy_button.setText(f" {_('Salin teks')}")

    def _place(self) -> int:
        return max(self.table.currentIndex().row(), 0)

    def _is_copied(self, message: Message) -> bool:
        return any(self.messages[place] is message for place in self.copied)


def unfit_table(unfit: Sequence[Unfit]) -> TableView:
    """Who got no letter, and why; can be copied to Excel."""
    columns = (
        Column(_("No."), lambda u: str(u.place), width=52, align_right=True),
        Column(_("Penerima"), lambda u: u.name or "—", width=220),
        Column(_("Alasan"), lambda u: u.reason),
    )
    table = TableView(RowsTable(columns, unfit))
    table.set_empty(_("Semua penerima mendapat surat."))
    return table
