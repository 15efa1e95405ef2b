"""What a letter of an exit still lacks, typed where it is missed; and who covers, asked later."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.rules.exits import StepKind, step_label
from db.rules.templates import Field, FieldType
from db.rules.words import _
from db.services import exits
from db.services.covers import CoverChoice
from db.services.exit_steps import FollowUp, StepRow
from desktop.clock import today
from desktop.officers.exit_parts import CoverPart
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

SHORT = frozenset({FieldType.TEXT, FieldType.DATE, FieldType.NUMBER, FieldType.LINES})


def can_be_typed(step: StepRow) -> bool:
    """Whether all that a letter lacks fits into a small form; a table is filled in with the letter."""
    return bool(step.missing) and all(field.type in SHORT for field in step.missing)


class MissingDialog(FormDialog):
    """The required fields of one letter that say nothing yet."""

    def __init__(self, parent: QWidget, worker: Worker, assignment_id: int, step: StepRow) -> None:
        self._worker, self._assignment_id, self._step = worker, assignment_id, step
        form = Form("above", compact=True)
        for field in step.missing:
            form.add(field.name, field.label, _widget(field), required=True, hint=field.help)
        super().__init__(parent, _("Lengkapi: {step}").format(step=step_label(step.id)), form, _("Simpan"))

    def save(self, values: dict[str, Any]) -> None:
        lines = {field.name for field in self._step.missing if field.type is FieldType.LINES}
        said = {name: _lines(value) if name in lines else value for name, value in values.items()}
        work = partial(
            exits.complete_step, assignment_id=self._assignment_id, kind=self._step.id, values=said
        )
        self._worker.write(self, work, lambda _nothing: self.accept(), self.show_error)


class CoverDialog(FormDialog):
    """Who serves for the time being, asked when the step is prepared later."""

    def __init__(self, parent: QWidget, worker: Worker, facts: FollowUp, near: Sequence[CoverChoice]) -> None:
        self._worker, self._assignment_id = worker, facts.assignment_id
        self.cover = CoverPart()
        self.cover.offer(near)
        self.cover.show_day(facts.left_on, today())
        form = Form()
        form.add_widget(self.cover)
        super().__init__(parent, _("Penunjukan Plt"), form, _("Siapkan"))
        self.cover.choice.setFocus()

    def changed(self) -> bool:
        return self.cover.changed()

    def save(self, values: dict[str, Any]) -> None:
        if not self.cover.check():
            self._set_saving(False)
            return
        work = partial(
            exits.prepare_step,
            assignment_id=self._assignment_id,
            kind=StepKind.COVER,
            cover=self.cover.value(),
            today=today(),
        )
        self._worker.write(self, work, lambda _nothing: self.accept(), self.show_error)


def _widget(field: Field) -> QWidget:
    if field.type is FieldType.DATE:
        return DateField()
    if field.type is FieldType.NUMBER:
        return WholeField()
    if field.type is FieldType.LINES:
        lines = QPlainTextEdit()
        lines.setTabChangesFocus(True)
        return lines
    return line_edit(300)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
