"""The recruitment tab: from an empty post to a new officer."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from desktop.recruitment.board import VacancyBoard
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
            ),
        }
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.board, self.page = VacancyBoard(worker), VacancyPage(worker)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.board)
        self.stack.addWidget(self.page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self.board.chosen.connect(self.show_vacancy)
        self.board.said.connect(self.said)
        self.page.left.connect(self.show_board)
        self.page.said.connect(self.said)
        self.page.navigate.connect(self.navigate)

    @property
    def dialog(self) -> Any:
        """The dialog or paper that is open on the page or the board, or None."""
        return self.page.dialog or self.board.dialog

    def refresh(self) -> None:
        if self.stack.currentWidget() is self.board:
            self.board.refresh()
        else:
            self.page.refresh()

    def receive(self, topic: str, payload: Any) -> None:
        if topic == "open":
            self.show_board()
            self.board.open_vacancy(payload)
        elif topic == "show":
            self.show_vacancy(payload)
        elif topic == "board":
            self.show_board()

    def show_board(self) -> None:
        """Show all vacancies."""
        self.stack.setCurrentWidget(self.board)
        self.board.refresh()
        self.board.table.setFocus()

    def show_vacancy(self, vacancy_id: int) -> None:
        """Show one vacancy."""
        self.stack.setCurrentWidget(self.page)
        self.page.show_vacancy(vacancy_id)
