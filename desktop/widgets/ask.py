"""Questions to the person: the buttons are verbs, and Enter always has a meaning."""

from PySide6.QtWidgets import QMessageBox, QWidget

from db.rules.words import _
from desktop.widgets.theme import set_role


def confirm(parent: QWidget | None, text: str, action: str, details: str = "", danger: bool = False) -> bool:
    """Ask before doing `action` (a verb); where something would be lost, Enter means Batal."""
    box = _box(parent, text, details)
    act = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(_("Batal"), QMessageBox.ButtonRole.RejectRole)
    set_role(act, "danger" if danger else "primary")
    box.setDefaultButton(cancel if danger else act)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is act


def choose(parent: QWidget | None, text: str, *actions: str, details: str = "") -> int | None:
    """Ask which of some actions (verbs) to take; the first is the default. None is Batal."""
    box = _box(parent, text, details)
    buttons = [box.addButton(action, QMessageBox.ButtonRole.ActionRole) for action in actions]
    cancel = box.addButton(_("Batal"), QMessageBox.ButtonRole.RejectRole)
    set_role(buttons[0], "primary")
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    return next((place for place, made in enumerate(buttons) if made is clicked), None)


def inform(parent: QWidget | None, text: str, details: str = "") -> None:
    """Say something that must be read before going on; a quiet line elsewhere is nearly always better."""
    box = _box(parent, text, details)
    close = box.addButton(_("Tutup"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.exec()


def _box(parent: QWidget | None, text: str, details: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(_("Pilar TKSK"))
    box.setText(text)
    box.setInformativeText(details)
    return box
