"""One question before a step is taken: a sentence, and where needed its day, its signer or its reason."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.parts.earlier import add_earlier
from desktop.parts.signer import add_signer
from desktop.recruitment.day_field import DayField
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.widgets.theme import set_role
from desktop.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from db.services.letters import LetterRow
    from desktop.parts.look import Stated


TEXT_WIDTH, SIDES = 500, 40


class QuestionDialog(FormDialog):
    """`work(session, values)` runs when the person agrees; `done_with` brings its answer.

    Values: `on` where a `day` is asked, `reason` where a `reason` is asked, `signer` where somebody signs:
    on the day that is asked, else on the day that `signer` is. With `earlier`, a name for letters and those
    that exist, these are offered; `earlier_wanted` brings them. `look` says what the letters state that
    are about to become final: they are shown beside the question. `caution`: what to mind about the day.
    """

    done_with = Signal(object)
    earlier_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        title: str,
        text: str,
        action: str,
        work: "Callable[[Session, dict[str, Any]], object]",
        *,
        day: tuple[str, date] | None = None,
        caution: "Callable[[date], str] | None" = None,
        signer: date | None = None,
        reason: str = "",
        danger: bool = False,
        earlier: "tuple[str, Sequence[LetterRow]] | None" = None,
        look: "Stated | None" = None,
    ) -> None:
        form = Form(labels="above", compact=True)
        super().__init__(parent, title, form, action)
        self._worker, self._work = worker, work
        self.text = label(text, wrap=True)
        self.text.setMinimumWidth(TEXT_WIDTH)
        form.add_widget(self.text)
        if earlier:
            self.earlier_banner = add_earlier(form, *earlier, lambda: self._want(earlier[1]))
        if day:
            form.add("on", day[0], DayField(), required=True)
            form.fill({"on": day[1]})
            if caution:
                form.edited.connect(lambda _field: self._warn(caution))
                self._warn(caution)
        if signer:
            self.signer = add_signer(form, worker, form.widget("on") if day else signer)
        self._has_reason = bool(reason)
        if reason:
            field = QLineEdit()
            field.setMaxLength(300)
            form.add("reason", reason, field, required=True)
        if danger:
            set_role(self.save_button, "danger")
        if look:
            from desktop.parts.look import add_look  # late: it brings QtPdf

            self._area.setMinimumWidth(TEXT_WIDTH + SIDES)  # the letter beside it takes the rest
            self.setMinimumWidth(TEXT_WIDTH + 3 * SIDES)
            self.look = add_look(self, worker, look, lambda values: values["on"] if day else signer)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._has_reason:
            self.form.focus("reason")  # its day is proposed already

    def _warn(self, caution: "Callable[[date], str]") -> None:
        """What to mind about the day that is typed."""
        on = self.form.widget("on").value()
        self.form.note("on", caution(on) if on else "", "warn")

    def save(self, values: dict[str, Any]) -> None:
        self._worker.write(
            self, lambda session: self._work(session, values), then=self._finish, failed=self.show_error
        )

    def _want(self, earlier: "Sequence[LetterRow]") -> None:
        self.earlier_wanted.emit(earlier)
        self.done(self.DialogCode.Rejected)

    def _finish(self, answer: object) -> None:
        self.accept()
        self.done_with.emit(answer)
