"""The papers of a decree: its scan, letters to each Camat, the office's own Keputusan, its annex."""

from functools import partial

from db.rules.letter_kinds import LetterKind
from db.rules.officers import DecreeLevel
from db.rules.reports import ReportTable
from db.rules.words import _, ngettext
from db.services import decrees, letters
from db.services.decrees import DecreeListRow
from db.services.letters import IssuedLetter, LetterRow
from desktop import paper
from desktop.officers.own_decree_form import OwnDecreeDialog
from desktop.officers.presentation_form import PresentationDialog
from desktop.parts.numbered import with_number
from desktop.parts.opener import Opener
from desktop.parts.report_dialog import ReportDialog
from desktop.parts.scan import NewScan, ScanField, ask_for_scan, read_scan
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView


class DecreePapers(Tab, Opener):
    """A section with a `table` of decrees."""

    page: Page
    table: TableView
    decrees: list[DecreeListRow]

    def attach_scan(self) -> None:
        """Ask for the scan of the chosen decree."""
        if self.table.current_row() is None:
            return
        if path := ask_for_scan(self):
            self.worker.run(self, partial(read_scan, path), self.use_scan, self._refuse)

    def use_scan(self, scan: NewScan) -> None:
        """Keep a scan with the chosen decree."""
        decree: DecreeListRow | None = self.table.current_row()
        if decree is None:
            return

        def said(instead: bool) -> None:
            text = _("Pindaian SK {number} diganti; yang lama tetap tersimpan.")
            text = text if instead else _("Pindaian SK {number} disimpan.")
            self._say(text.format(number=decree.number))

        self.worker.write(
            self,
            lambda session: decrees.attach_scan(session, decree.id, scan.name, scan.content),
            said,
            self._refuse,
        )

    def show_scan(self) -> None:
        """Show the pages of the chosen decree."""
        if decree := self.table.current_row():
            self._viewer = ScanField(self.worker)
            self._viewer.setParent(self)
            self._viewer.hide()
            self._viewer.set_value(decree.scan_id)
            self._viewer.look()

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
            self, lambda session: letters.letters_of(session, decree_id=decree.id), ask, self._refuse
        )

    def make_keputusan(self) -> None:
        """Ask for the term of the office's own Keputusan, and make it."""
        above = (row for row in self.decrees if row.level is not DecreeLevel.REGENCY)
        dialog = OwnDecreeDialog(self, self.worker, next(above, None))
        dialog.accepted.connect(lambda: self._show_keputusan(dialog.issued))
        self.open_dialog(dialog)

    def print_annex(self) -> None:
        """The names of the chosen decree as its annex."""

        def show(table: ReportTable) -> None:
            self.open_dialog(ReportDialog(self, self.worker, table, signed=True))

        if decree := self.table.current_row():
            self.worker.read(
                self, lambda session: decrees.annex_table(session, decree.id), show, self._refuse
            )

    def _take_letters(self, dialog: PresentationDialog, decree: DecreeListRow) -> None:
        if issued := dialog.issued:
            titles = [f"{letter.number} {letter.subject}".strip() for letter in issued]
            self._join(decree, [letter.pdf for letter in issued], titles)
            text = ngettext(
                "{number} surat penghadapan dicetak.", "{number} surat penghadapan dicetak.", len(issued)
            )
            self._say(text.format(number=len(issued)))
        elif earlier := dialog.wanted:
            ids = [row.id for row in earlier]
            titles = [f"{row.number} {row.subject}".strip() for row in earlier]
            self.worker.read(
                self,
                lambda session: [pdf for _number, pdf in letters.get_papers(session, ids)],
                lambda pdfs: self._join(decree, pdfs, titles),
                self._refuse,
            )

    def _join(self, decree: DecreeListRow, pdfs: list[bytes], titles: list[str]) -> None:
        title = _("Surat penghadapan SK {number}").format(number=decree.number)
        self.worker.run(
            self, lambda: paper.join(pdfs, titles), lambda pdf: self.show_paper(title, pdf), self._refuse
        )

    def _show_keputusan(self, issued: IssuedLetter | None) -> None:
        if issued:
            named = with_number(_("Keputusan"), issued)
            self._say(_("{letter} diterbitkan.").format(letter=named))
            self.show_paper(named, issued.pdf)

    def _say(self, text: str) -> None:
        self.page.banner.clear()
        self.said.emit(text)

    def _refuse(self, error: Exception) -> None:
        self.page.banner.say(sentence(error), "bad")
