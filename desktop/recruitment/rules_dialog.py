"""A form with the rules of a selection beside it: of a set, and of a vacancy."""

from PySide6.QtWidgets import QWidget

from desktop.recruitment.rules_editor import RulesEditor
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.worker import Worker

HEIGHT = 700


class RulesDialog(FormDialog):
    """The rules are checked with the form, and a refusal goes to the tab that it is about."""

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        title: str,
        form: Form,
        save_text: str,
        widths: tuple[int, int],
    ) -> None:
        """`widths`: of the form, and of the whole."""
        super().__init__(parent, title, form, save_text)
        self.rules = RulesEditor(worker)
        self._refused = False
        self.rules.edited.connect(self._forget_refusal)
        self.add_side(self.rules, 1)
        self._area.setMinimumWidth(widths[0])
        self._area.setMaximumWidth(widths[0])
        self.resize(widths[1], HEIGHT)
        self.wished_height = HEIGHT

    def submit(self) -> None:
        if self.rules.check():
            super().submit()

    def show_error(self, error: Exception) -> None:
        self.rules.show_problem(error)
        super().show_error(error)
        self._refused = True

    def _forget_refusal(self) -> None:
        """What was refused is being corrected."""
        if self._refused:
            self._refused = False
            self.form.show_problems([])
            self.banner.clear()

    def changed(self) -> bool:
        return super().changed() or self.rules.changed()
