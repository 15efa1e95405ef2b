"""The register of decrees, and what is made from one: letters to the Camat, the office's own Keputusan."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.letter_kinds import LetterKind
from db.rules.officers import DecreeLevel, level_label
from db.rules.words import _, ngettext
from db.services import decrees, letters
from db.services.decrees import DecreeListRow
from db.services.letters import IssuedLetter, LetterRow
from desktop import paper
from desktop.officers.decree_form import DecreeDialog
from desktop.officers.own_decree_form import OwnDecreeDialog
from desktop.officers.presentation_form import PresentationDialog
from desktop.parts.numbered import with_number
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.banner import Banner
from desktop.widgets.basics import PageHead, button, link, row
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

READS = frozenset({"decree", "decree_member"})


class DecreesDialog(QDialog, Opener):
    """Newest first. `said` tells the status bar what was done."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self._wanted: int | None = None  # the decree to choose when the list is read
        self.paper: QDialog | None = None
        self.setWindowTitle(_("Daftar SK"))
        self.record_button = button(_("Catat SK baru"), "plus", primary=True, on_click=self.record)
        self.record_button.setDefault(True)
        self.presentations_button = button(
            _("Cetak surat penghadapan"), "printer-outline", on_click=self.print_presentations
        )
        self.keputusan_button = button(
            _("Buat Keputusan Kepala Dinas"), "gavel", on_click=self.make_keputusan
        )
        self.history_button = link(_("Riwayat"), self.show_history)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.banner = Banner()
        self.banner.hide()
        self.model = RowsTable(_columns(), parent=self)
        self.table = TableView(self.model, "officers/decrees")
        recorder = allow(worker, Right.OFFICERS, self.record_button)
        allow(worker, Right.LETTERS, self.presentations_button, self.keputusan_button)
        allow(worker, Right.HISTORY, self.history_button)
        head = PageHead(_("Daftar SK"), _("SK penetapan TKSK, yang terbaru di atas."))
        self.table.set_empty(
            _("Belum ada SK yang dicatat."), _("Catat SK baru") if recorder else "", self.record
        )
        for action in (self.keputusan_button, self.presentations_button, self.record_button):
            head.add_action(action)

        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(12)
        box.addWidget(head)
        box.addWidget(self.banner)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.history_button, None, self.close_button))
        room = self.screen().availableGeometry()
        self.resize(min(1300, room.width() - 32), min(560, room.height() - 64))

        worker.changed.connect(self._on_changed)
        self.table.current_row_changed.connect(self._offer_actions)
        self.table.activated_row.connect(lambda _row: self.presentations_button.click())
        self._offer_actions(None)
        self.table.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Read the register anew."""
        self.worker.read(self, decrees.list_decrees, self._show, failed=self._refuse)

    def record(self) -> None:
        """Note a decree that has come."""
        dialog = DecreeDialog(self, self.worker)
        dialog.accepted.connect(lambda: self._note_recorded(dialog))
        self.open_dialog(dialog)

    def print_presentations(self) -> None:
        """Ask for the day of the letters to the Camat, and make them."""
        decree: DecreeListRow | None = self.table.current_row()
        if decree is None or not decree.members:
            return

        def ask(rows: list[LetterRow]) -> None:
            earlier = [row for row in rows if row.kind is LetterKind.PRESENTATION][-decree.members :]
            dialog = PresentationDialog(self, self.worker, decree, earlier)
            dialog.accepted.connect(lambda: self._take_letters(dialog, decree))
            self.open_dialog(dialog)

        self.worker.read(
            self, lambda session: letters.letters_of(session, decree_id=decree.id), ask, failed=self._refuse
        )

    def make_keputusan(self) -> None:
        """Ask for the term of the office's own Keputusan, and make it."""
        above = (row for row in self.model.rows if row.level is not DecreeLevel.REGENCY)
        dialog = OwnDecreeDialog(self, self.worker, next(above, None))
        dialog.accepted.connect(lambda: self._show_keputusan(dialog.issued))
        self.open_dialog(dialog)

    def show_history(self) -> None:
        """Who changed what in the chosen decree."""
        if decree := self.table.current_row():
            self.show_history_of(decree.number, "decree", decree.id)

    def _on_changed(self, tables: frozenset[str]) -> None:
        if tables & READS:
            self.refresh()

    def _show(self, rows: list[DecreeListRow]) -> None:
        self.model.set_rows(rows)
        wanted = self._wanted
        if rows and (wanted is not None or self.table.current_row() is None):
            self.table.choose(rows[0].id if wanted is None else wanted)
            self._wanted = None

    def _offer_actions(self, decree: DecreeListRow | None) -> None:
        self.presentations_button.setEnabled(decree is not None and decree.members > 0)
        self.history_button.setEnabled(decree is not None)

    def _note_recorded(self, dialog: DecreeDialog) -> None:
        self._wanted = dialog.decree_id
        self.refresh()
        self._say(dialog.sentence)

    def _take_letters(self, dialog: PresentationDialog, decree: DecreeListRow) -> None:
        if dialog.issued:
            self._bind(decree, dialog.issued)
        elif earlier := dialog.wanted:
            ids, titles = (
                [row.id for row in earlier],
                [f"{row.number} {row.subject}".strip() for row in earlier],
            )
            self.worker.read(
                self,
                lambda session: [pdf for _number, pdf in letters.get_papers(session, ids)],
                then=lambda pdfs: self._join(decree, pdfs, titles),
                failed=self._refuse,
            )

    def _bind(self, decree: DecreeListRow, issued: Sequence[IssuedLetter]) -> None:
        titles = [f"{letter.number} {letter.subject}".strip() for letter in issued]
        self._join(decree, [letter.pdf for letter in issued], titles)
        text = ngettext(
            "{number} surat penghadapan dicetak.", "{number} surat penghadapan dicetak.", len(issued)
        )
        self._say(text.format(number=len(issued)))

    def _join(self, decree: DecreeListRow, pdfs: list[bytes], titles: list[str]) -> None:
        title = _("Surat penghadapan SK {number}").format(number=decree.number)
        self.worker.run(
            self,
            lambda: paper.join(pdfs, titles),
            then=lambda pdf: self._show_paper(title, pdf),
            failed=self._refuse,
        )

    def _show_keputusan(self, issued: IssuedLetter | None) -> None:
        if issued:
            named = with_number(_("Keputusan"), issued)
            self._say(_("{letter} diterbitkan.").format(letter=named))
            self._show_paper(named, issued.pdf)

    def _show_paper(self, title: str, pdf: bytes) -> None:
        from desktop.viewer import show_paper

        self.paper = show_paper(self, self.worker, title, pdf)

    def _say(self, text: str) -> None:
        self.banner.say(text, "good")
        self.said.emit(text)

    def _refuse(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Nomor"), lambda row: row.number, sort_key="number", width=165),
        Column(_("Tanggal"), lambda row: short_date(row.dated_on), sort_key="dated_on", width=96),
        Column(_("Tingkat"), lambda row: level_label(row.level), sort_key="level", width=124),
        Column(_("Pejabat penerbit"), lambda row: row.issuer, sort_key="issuer", width=340),
        Column(_("Tentang"), lambda row: row.title, width=260),
        Column(_("Berlaku"), _term, sort_key="starts_on", width=206),
        Column(_("Nama"), lambda row: str(row.members), align_right=True, sort_key="members", width=70),
    )


def _term(row: DecreeListRow) -> str:
    if row.ends_on is None:
        return _("sejak {day}").format(day=short_date(row.starts_on))
    return f"{short_date(row.starts_on)} s.d. {short_date(row.ends_on)}"
