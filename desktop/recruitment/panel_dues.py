"""What the panel still owes before it decides: statements, a note, a draw; each with its way on."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.words import _
from db.services.recruitment.standing import Standing, open_problems
from desktop.clock import today
from desktop.parts.rights import allow
from desktop.recruitment.ranking_notes import DrawDialog, SpreadNotesDialog
from desktop.recruitment.score_dialogs import PinsDialog
from desktop.widgets.basics import label, link, row
from desktop.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


class PanelDues(QWidget):
    """Two lines at most, hidden while nothing is owed; `settled` when something may have changed."""

    settled = Signal()

    def __init__(self, worker: Worker, vacancy_id: int) -> None:
        super().__init__()
        self._worker, self._vacancy_id = worker, vacancy_id
        self._standing = Standing((), (), 0, "")
        self.dialog: QDialog | None = None
        self.owed, self.unstated = label("", wrap=True, tone="bad"), label("", wrap=True, tone="warn")
        self.notes_link = link(_("Tulis catatan selisih…"), self.write_notes)
        self.draw_link = link(_("Catat undian…"), self.record_draw)
        self.statements_link = link(_("Catat pernyataan…"), self.record_statements)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for pieces in ((self.owed, self.notes_link, self.draw_link), (self.unstated, self.statements_link)):
            line = row(*pieces)
            line.setStretch(0, 1)
            box.addLayout(line)
        allow(worker, Right.DECIDE, self.notes_link, self.draw_link)
        allow(worker, Right.SCORE, self.statements_link)
        self.show_standing(self._standing)

    def show_standing(self, standing: Standing, *, running: bool = True, every: bool = True) -> None:
        """Say what is open, with `every` also what waits for sheets; nothing once the interview is over."""
        self._standing = standing
        shown = (
            standing if every else replace(standing, open_sheets=0, open_tests=0, unlocked_tests=0, broken=())
        )
        problems = open_problems(shown) if running else []
        self.owed.setText(" ".join(problem.text for problem in problems))
        text = _("Pernyataan integritas belum dicatat: {names}")
        waiting = ", ".join(standing.unstated) if running else ""
        self.unstated.setText(text.format(names=waiting) if waiting else "")
        self.owed.setVisible(bool(problems))
        self.notes_link.setVisible(bool(problems and standing.unexplained))
        self.draw_link.setVisible(bool(problems and standing.undrawn))
        self.unstated.setVisible(bool(waiting))
        self.statements_link.setVisible(bool(waiting))
        self.setVisible(bool(problems or waiting))

    def write_notes(self) -> None:
        """Why the members differ."""
        self._open(SpreadNotesDialog(self.window(), self._worker, self._vacancy_id, self._standing))

    def record_draw(self) -> None:
        """What was drawn between equals."""
        self._open(DrawDialog(self.window(), self._worker, self._vacancy_id, self._standing, today()))

    def record_statements(self) -> None:
        """Who signed the statement of integrity."""
        self._open(PinsDialog(self.window(), self._worker, self._vacancy_id))

    def _open(self, dialog: "QDialog") -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self.settled.emit())
        dialog.open()
