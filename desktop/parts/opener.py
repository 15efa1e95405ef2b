"""What opens dialogs and papers here: one at a time, kept while it is open, gone when it closes."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QWidget

from desktop.worker import Worker

if TYPE_CHECKING:
    from db.services.letters import IssuedLetter


class Opener:
    """Mixed into a widget that has a `worker` and a signal `said`."""

    worker: Worker
    said: Any
    dialog: QDialog | None = None

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a dialog, pass on what it says, and let it go when it is closed."""
        self.dialog = dialog
        dialog.finished.connect(partial(self._let_go, dialog))
        if hasattr(dialog, "said"):
            dialog.said.connect(self.said)
        dialog.open()

    def show_paper(self, title: str, pdf: bytes) -> None:
        """Show a finished paper."""
        from desktop.viewer import show_paper

        dialog = show_paper(self._widget(), self.worker, title, pdf)
        self.dialog = dialog
        dialog.finished.connect(partial(self._forget, dialog))

    def show_letter(self, letter: "IssuedLetter") -> None:
        """Show a letter that has just been made final."""
        from desktop.parts.numbered import with_number

        self.show_paper(with_number(letter.subject, letter), letter.pdf)

    def show_history_of(self, title: str, table_name: str, record_id: int) -> None:
        """Show who changed what in one record."""
        from desktop.parts.history import HistoryDialog

        self.open_dialog(HistoryDialog(self._widget(), self.worker, title, table_name, str(record_id)))

    def _widget(self) -> QWidget:
        assert isinstance(self, QWidget)
        return self

    def _let_go(self, dialog: QDialog, _result: int) -> None:
        self._forget(dialog)
        dialog.deleteLater()

    def _forget(self, dialog: QDialog, _result: int = 0) -> None:
        if self.dialog is dialog:
            self.dialog = None
