"""Why something is taken back, asked before it is done."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.rules.letter_life import check_reason
from db.rules.problems import RuleViolation
from db.rules.words import _
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.worker import Worker


class ReasonDialog(FormDialog):
    """Asks why; `work(session, reason=…)` does it, and `answer` holds what it answered."""

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        title: str,
        explanation: str,
        verb: str,
        work: Callable[..., Any],
    ) -> None:
        self._worker, self._work, self.answer = worker, work, None
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(76)
        self.reason.setTabChangesFocus(True)
        form = Form(compact=True)
        form.add_widget(label(explanation, "muted", wrap=True))
        form.add("reason", _("Alasan"), self.reason, required=True)
        super().__init__(parent, title, form, verb)
        form.fill({})

    def save(self, values: dict[str, Any]) -> None:
        """Do it, with the reason."""
        if problems := check_reason(values["reason"]):
            self.show_error(RuleViolation(problems))
            return
        work = partial(self._work, reason=values["reason"].strip())
        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def _finish(self, answer: Any) -> None:
        self.answer = answer
        self.accept()
