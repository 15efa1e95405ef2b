"""A table of the office's own in a window: looked at, changed by a form, printed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.parts.report_dialog import ReportDialog
from desktop.widgets.banner import Banner
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.worker import Worker


class KeptTable(QDialog, Opener):
    """list_all and report_table: the services that read it; show_all: what was read."""

    said = Signal(str)
    list_all: Callable[..., Any]
    report_table: Callable[..., Any]

    def __init__(self, parent: QWidget | None, worker: Worker, title: str) -> None:
        super().__init__(parent)
        self.worker = worker
        self.setWindowTitle(title)
        self.banner = Banner()
        self.banner.hide()

    def show_all(self, found: list[Any]) -> None:
        """Show what was read."""
        raise NotImplementedError

    def show_report(self) -> None:
        """The whole table, to be printed or saved."""
        work = partial(self.report_table, today=today())
        self.worker.read(
            self, work, then=lambda table: self.open_dialog(ReportDialog(self, self.worker, table))
        )

    def open_form(self, dialog: FormDialog) -> None:
        """Ask, and read anew what was written."""
        dialog.accepted.connect(self.refresh)
        self.open_dialog(dialog)

    def write(self, work: Any) -> None:
        """Write, and read anew; what is refused is said above the table."""
        self.worker.write(
            self,
            work,
            then=lambda _nothing: self.refresh(),
            failed=lambda error: self.banner.say(sentence(error), "bad"),
        )

    def refresh(self) -> None:
        """Read the table."""
        self.banner.hide()
        self.worker.read(self, self.list_all, then=self.show_all)
