"""The recruitment tab: from an empty post to a new officer."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from desktop.recruitment.board import VacancyBoard
from desktop.recruitment.reports_page import RecruitmentReports
from desktop.recruitment.vacancy_page import VacancyPage
from desktop.widgets.tab import Tab
from desktop.worker import Worker


class RecruitmentTab(Tab):
    """The board of all vacancies, or the page of one."""

    reads = frozenset(
        {
            *("vacancy", "applicant", "applicant_document", "applicant_check", "panel_member", "score"),
            *("proposal", "proposal_event", "letter", "person", "assignment", "decree", "selection_set"),
            *(
                "component_score",
                "score_sheet",
                "recusal",
                "vacancy_step",
                "objection",
                "interview_slot",
                "holiday",
                "proposal_paper",
                "reference",
                "setting",
            ),
        }
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.board, self.page = VacancyBoard(worker), VacancyPage(worker)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.board)
        self.stack.addWidget(self.page)
        self._reports: RecruitmentReports | None = None  # made when somebody asks for it
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self.board.chosen.connect(self.show_vacancy)
        self.board.said.connect(self.said)
        self.board.reports_wanted.connect(self.show_reports)
        self.page.left.connect(self.show_board)
        self.page.said.connect(self.said)
        self.page.navigate.connect(self.navigate)

    @property
    def dialog(self) -> Any:
        """The dialog or paper that is open on the page or the board, or None."""
        return self.page.dialog or self.board.dialog

    @property
    def reports(self) -> RecruitmentReports:
        """The page of the reports."""
        if self._reports is None:
            self._reports = RecruitmentReports(self.worker)
            self._reports.left.connect(self.show_board)
            self._reports.said.connect(self.said)
            self._reports.vacancy_chosen.connect(self.show_vacancy)
            self.stack.addWidget(self._reports)
        return self._reports

    def refresh(self) -> None:
        shown: Any = self.stack.currentWidget()
        shown.refresh()

    def receive(self, topic: str, payload: Any) -> None:
        if topic == "open":
            self.show_board()
            self.board.open_vacancy(payload)
        elif topic == "show":
            self.show_vacancy(payload)
        elif topic == "remind":
            self.show_vacancy(payload)
            self.page.when_read(self.page.do.remind_when_shown)
        elif topic == "board":
            self.show_board()
        elif topic == "reports":
            self.show_reports(*(payload or ()))

    def show_board(self) -> None:
        """Show all vacancies."""
        self.stack.setCurrentWidget(self.board)
        self.board.refresh()
        self.board.table.setFocus()

    def show_vacancy(self, vacancy_id: int) -> None:
        """Show one vacancy."""
        self.stack.setCurrentWidget(self.page)
        self.page.show_vacancy(vacancy_id)

    def show_reports(self, code: str = "", vacancy_id: int | None = None) -> None:
        """Show the reports, where asked for one of them, of one vacancy."""
        self.stack.setCurrentWidget(self.reports)
        self.reports.show_report(code, vacancy_id)
