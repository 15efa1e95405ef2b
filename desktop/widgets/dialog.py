"""A dialog around a form: a verb that saves, Batal, and nothing typed is ever lost by accident."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from db.rules.problems import RuleViolation
from db.rules.words import _
from desktop.widgets.ask import choose, confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, row, scrolled
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import copy_report, is_expected, sentence
from desktop.widgets.form import Form

Save = Callable[[dict[str, Any]], object]


class GuardedDialog(QDialog):
    """Does not close while something is being saved, nor without asking while something would be lost."""

    banner: Banner
    _saving = False

    def unsaved(self) -> bool:
        """Whether something typed would be lost."""
        raise NotImplementedError

    def say_failure(self, error: Exception) -> None:
        """Say on the banner what is in the way; a fault of ours can be copied as a report."""
        if is_expected(error):
            self.banner.say(sentence(error), "bad")
        else:
            self.banner.say(sentence(error), "bad", _("Salin laporan"), lambda: copy_report(error))

    def reject(self) -> None:
        if not self._saving and self._may_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._saving or not self._may_go():
            event.ignore()
        else:
            self.done(QDialog.DialogCode.Rejected)

    def _may_go(self) -> bool:
        question = _("Buang isian yang belum disimpan?")
        return not self.unsaved() or confirm(self, question, _("Buang isian"), danger=True)


class FormDialog(GuardedDialog):
    """`save(values)` starts the writing; its answer calls `accept()`, its failure `show_error(error)`:

    worker.write(dialog, work, then=lambda _row: dialog.accept(), failed=dialog.show_error)
    """

    def __init__(
        self, parent: QWidget | None, title: str, form: Form, save_text: str, save: Save | None = None
    ) -> None:
        super().__init__(parent)
        self.form, self._save, self._save_text = form, save, save_text
        self.wished_height = 0  # where what stands beside the form wants more than the form
        self._busy = BusyCursor(self)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.banner = Banner()
        self.banner.hide()
        self.save_button = button(save_text, primary=True, on_click=self.submit)
        self.save_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        self.buttons = row(None, self.save_button, self.cancel_button)
        form.setContentsMargins(16, 12, 16, 4)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidgetResizable(True)
        self._area.setWidget(form)

        self._body = row(self._area, spacing=0)
        self._body.setStretch(0, 1)
        inside = QWidget()
        inside.setLayout(self._body)
        self._whole = scrolled(inside)  # a screen too small for form and side: the buttons stay in sight
        self._whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 12)
        box.setSpacing(8)
        box.addWidget(self.banner)
        box.addWidget(self._whole, 1)
        self.buttons.setContentsMargins(16, 0, 16, 0)
        box.addLayout(self.buttons)
        form.submitted.connect(self.submit)
        QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_S), self, self.submit)

    def add_side(self, widget: QWidget, stretch: int = 0) -> None:
        """Put something beside the form: people already known, the rules of a selection."""
        widget.setContentsMargins(0, 12, 16, 4)
        self._body.addWidget(widget, stretch)

    def unsaved(self) -> bool:
        return self.changed()

    def changed(self) -> bool:
        """Whether something typed would be lost; a dialog with more than its form adds to this."""
        return self.form.changed()

    def save(self, values: dict[str, Any]) -> None:
        """Start the writing; a subclass may say how, instead of the argument `save`."""
        if self._save:
            self._save(values)

    def submit(self) -> None:
        """Check what was typed, and save it."""
        self.setFocus()  # the field being edited finishes what it does when left
        if self._saving:
            return
        if self.form.check():
            self.banner.clear()
            self._set_saving(True)
            self.save(self.form.values())
        else:
            self._grow()  # for the sentences below the fields

    def show_error(self, error: Exception) -> None:
        """Stay open with what was typed, and say what is in the way."""
        self._set_saving(False)
        if isinstance(error, RuleViolation):
            self.form.show_problems(error.problems)
        else:
            self.say_failure(error)
        self._grow()

    def accept(self) -> None:
        self._set_saving(False)
        super().accept()

    def fit(self) -> None:
        """Take the size that the form wishes, as far as the screen has room; once more when it has grown."""
        room = self.screen().availableGeometry()
        self.setMinimumSize(
            min(self.minimumWidth(), room.width() - 32), min(self.minimumHeight(), room.height() - 64)
        )
        wished = self.form.sizeHint().height() + self.buttons.sizeHint().height() + 32
        if self.banner.isVisible():
            wished += self.banner.sizeHint().height() + 8
        wished = max(wished, self.wished_height)
        width = min(max(self.width(), self.form.sizeHint().width() + 16), room.width() - 32)
        self.resize(width, min(wished, room.height() - 64))

    def _grow(self) -> None:
        """Make room for what the form has to say now, never less than there is."""
        self.form.updateGeometry()
        height, room = self.form.sizeHint().height(), self.screen().availableGeometry().height() - 64
        missing = height - self._area.height()
        if missing > 0:
            self.resize(self.width(), min(self.height() + missing, room))

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)
        self.form.focus_first()

    def submit_and_close(self) -> None:
        """Save, and be done."""
        self.submit()

    def _may_go(self) -> bool:
        """What is typed can be saved on the way out."""
        if not self.unsaved() or not self.save_button.isEnabled():
            return super()._may_go()
        save = _("Simpan")
        verb = (
            save if self._save_text.startswith(save) else self._save_text
        )  # never issues under another name
        wish = choose(self, _("Simpan perubahan?"), verb, _("Buang isian"))
        if wish == 0:
            self.submit_and_close()
        return wish == 1

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self.form.setEnabled(not saving)
        self.save_button.setEnabled(not saving)
        self.cancel_button.setEnabled(not saving)
        self.save_button.setText(_("Menyimpan…") if saving else self._save_text)
        if saving:
            self._busy.start()
        else:
            self._busy.stop()
