"""What the user may not do is switched off, and its tooltip says why."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from db.rules.access import Right, missing_right
from desktop.worker import Worker

Control = QWidget | QAction


def may(worker: Worker, right: Right) -> bool:
    """Whether the user has a right."""
    return right in worker.actor.rights


def allow(worker: Worker, right: Right, *controls: Control) -> bool:
    """Switch controls off for good where the user lacks a right; returns whether the user has it.

    A page may go on calling `setEnabled` and `setToolTip`: a locked control stays off and keeps its reason.
    """
    allowed = may(worker, right)
    for control in controls:
        if not allowed and not control.findChild(_Lock):  # one reason is enough; two would fight for it
            _Lock(control, missing_right(right))
    return allowed


class _Lock(QObject):
    """Switches its control off again whenever somebody switches it on."""

    def __init__(self, control: Control, reason: str) -> None:
        super().__init__(control)
        self._control, self._reason = control, reason
        if isinstance(control, QAction):
            control.changed.connect(self._hold)
        else:
            control.installEventFilter(self)
        self._hold()

    def eventFilter(self, _control: QObject, event: QEvent) -> bool:
        """Widgets have no signal for this."""
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange):
            self._hold()
        return False

    def _hold(self) -> None:
        if self._control.isEnabled():
            self._control.setEnabled(False)
        if self._control.toolTip() != self._reason:
            self._control.setToolTip(self._reason)
