"""The recap of the scores: what is open, who stands where, how far the panel agrees; and its papers."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.rules.access import Right
from db.rules.arithmetic import arithmetic_tables
from db.rules.recruitment import Stage
from db.rules.reports import Report
from db.rules.words import _
from db.services import reports
from db.services.recruitment import arithmetic
from db.services.recruitment.recap import Recap, get_recap
from db.services.recruitment.standing import broken_in_words
from desktop.clock import today
from desktop.paper import join, render_report
from desktop.parts.opener import Opener
from desktop.parts.report_view import ReportView
from desktop.parts.rights import allow
from desktop.recruitment.ranking_notes import DrawDialog, SpreadNotesDialog
from desktop.recruitment.standing_table import in_words
from desktop.recruitment.work_dialog import WorkDialog
from desktop.widgets.basics import button, label, link, row
from desktop.widgets.theme import set_role
from desktop.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog
    from sqlalchemy.orm import Session


class RankingDialog(WorkDialog, Opener):
    """Enter or a double click on a candidate prints the arithmetic sheet."""

    matrix_wanted = Signal()  # the report of member by aspect

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(parent, worker)
        self.setWindowTitle(_("Rekap nilai"))
        self.dialog: QDialog | None = None
        self._vacancy_id = vacancy_id
        self.recap: Recap | None = None
        self.status = label("", "strong", wrap=True)
        self.view = ReportView(worker)
        self.view.said.connect(self.said)
        self.view.activated.connect(self.print_sheets)
        self.scoring_button = button(_("Aturan penilaian"), "cog-outline", on_click=self.show_scoring)
        self.tests_button = button(_("Nilai tes"), "clipboard-edit-outline", on_click=self.enter_tests)
        self.notes_button = button(_("Catatan selisih"), "alert-outline", on_click=self.write_notes)
        self.draw_button = button(_("Catat undian"), "counter", on_click=self.record_draw)
        self.sheets_button = button(
            _("Lembar hitung"), "printer-outline", on_click=lambda: self.print_sheets(None)
        )
        self.sheets_button.setToolTip(_("Semua calon; Enter pada satu calon mencetak lembarnya saja"))
        self.decide_button = button(_("Tetapkan calon"), "trophy-outline", on_click=self.decide)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self.close_button.setDefault(True)
        self.matrix_link = link(_("Matriks nilai (L13)…"), self.show_matrix)
        self.matrix_link.setToolTip(_("Nilai tiap anggota untuk tiap aspek"))
        self.matrix_link.hide()
        above = row(self.status, self.matrix_link)
        above.setStretch(0, 1)
        self.box.addLayout(above)
        self.box.addWidget(self.view, 1)
        self.box.addLayout(
            row(
                *(self.scoring_button, self.tests_button, self.notes_button, self.draw_button),
                *(None, self.sheets_button, self.view.print_button, self.view.excel_button),
                *(self.decide_button, self.close_button),
            )
        )
        for waiting in (self.notes_button, self.draw_button, self.tests_button):
            waiting.hide()
        self.sheets_button.setEnabled(False)
        self.decide_button.setEnabled(False)
        allow(worker, Right.DECIDE, self.notes_button, self.draw_button, self.decide_button)
        allow(worker, Right.EXPORT, self.sheets_button)
        self.reload()

    def save(self) -> None:
        """Nothing is typed here."""

    def unsaved(self) -> bool:
        return False

    def reload(self) -> None:
        self.worker.read(
            self, partial(get_recap, vacancy_id=self._vacancy_id), self._show, failed=self.show_error
        )

    def show_scoring(self) -> None:
        """How this vacancy counts."""
        from desktop.recruitment.scoring_form import ScoringDialog

        self._open(ScoringDialog(self, self.worker, self._vacancy_id))

    def enter_tests(self) -> None:
        """The results of the tests beside the interview."""
        from desktop.recruitment.components_form import ResultsDialog

        self._open(ResultsDialog(self, self.worker, self._vacancy_id))

    def show_matrix(self) -> None:
        """Leave for the report of each member's value for each aspect."""
        self.accept()
        self.matrix_wanted.emit()

    def write_notes(self) -> None:
        """Why the members differ."""
        if self.recap:
            self._open(SpreadNotesDialog(self, self.worker, self._vacancy_id, self.recap.standing))

    def record_draw(self) -> None:
        """What was drawn between equals."""
        if self.recap:
            self._open(DrawDialog(self, self.worker, self._vacancy_id, self.recap.standing, today()))

    def decide(self) -> None:
        """Choose the candidate to be proposed."""
        from desktop.recruitment.decision import DecisionDialog

        dialog = DecisionDialog(self, self.worker, self._vacancy_id)
        dialog.accepted.connect(self.accept)
        self.open_dialog(dialog)

    def print_sheets(self, applicant_id: int | None) -> None:
        """The arithmetic of one candidate, or of all with a bookmark for each."""
        if self.recap is None or not self.sheets_button.isEnabled():
            return
        at, kecamatan = datetime.now(), self.recap.kecamatan

        def work(session: "Session") -> list[tuple[str, Report]]:
            found = arithmetic.arithmetic_facts(session, self._vacancy_id, applicant_id)
            return [
                (facts.name, reports.frame_report(session, arithmetic_tables(facts), at=at))
                for facts in found
            ]

        def made(found: list[tuple[str, Report]]) -> None:
            def printed() -> bytes:
                return join([render_report(report) for _name, report in found], [name for name, _r in found])

            title = _("Lembar hitung Kecamatan {name}").format(name=kecamatan)
            self.worker.run(self, printed, then=partial(self._show_sheets, title), failed=self._failed_sheets)

        self.sheets_button.setEnabled(False)
        self.worker.read(self, work, then=made, failed=self._failed_sheets)

    def _show_sheets(self, title: str, pdf: bytes) -> None:
        self._offer()
        self.show_paper(title, pdf)

    def _failed_sheets(self, error: Exception) -> None:
        self._offer()
        self.show_error(error)

    def _open(self, dialog: "QDialog") -> None:
        dialog.finished.connect(lambda _result: self.reload())
        self.open_dialog(dialog)

    def _show(self, recap: Recap) -> None:
        self.recap = recap
        self.setWindowTitle(_("Rekap nilai Kecamatan {name}").format(name=recap.kecamatan))
        self.view.show_report(recap.table)
        self.status.setText(self._status(recap))
        if recap.standing.broken:
            self.banner.say(broken_in_words(recap.standing.broken, printed=recap.standing.printed), "bad")
        else:
            self.banner.clear()
        self._offer()

    @staticmethod
    def _status(recap: Recap) -> str:
        standing = recap.standing
        said = [in_words(standing, 0)]
        if standing.unexplained:
            names = ", ".join(row.name for row in standing.unexplained)
            said.append(_("Tulis catatan selisih nilai untuk {names}.").format(names=names))
        if standing.undrawn:
            said.append(_("Ada calon yang sama pada semua langkah; catat undian."))
        return " ".join(said)

    def _offer(self) -> None:
        recap = self.recap
        if recap is None:
            return
        standing, running = recap.standing, recap.stage is Stage.INTERVIEW
        self.tests_button.setVisible(bool(standing.tests))
        self.notes_button.setVisible(running and any(row.wide for row in standing.rows))
        self.draw_button.setVisible(running and bool(standing.undrawn))
        self.sheets_button.setEnabled(standing.complete)
        self.matrix_link.setVisible(standing.complete)
        self.decide_button.setVisible(running)
        ready = running and standing.complete and any(row.passes for row in standing.rows)
        waiting = bool(standing.unexplained or standing.undrawn or standing.broken)
        self.decide_button.setEnabled(ready and not waiting)
        set_role(self.decide_button, "primary" if self.decide_button.isEnabled() else "")
