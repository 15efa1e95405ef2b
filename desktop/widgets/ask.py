"""Questions to the person: the buttons are verbs, and Enter always has a meaning."""

from PySide6.QtWidgets import QDialog, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from db.rules.words import _
from desktop.widgets.basics import button, label, row
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


def ask_text(
    parent: QWidget | None, title: str, text: str, value: str = "", action: str = "", required: bool = True
) -> str | None:
    """Ask for one line of words; None when the person thinks better of it."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(420)
    field = QLineEdit(value)
    field.setAccessibleName(text)
    field.selectAll()
    accept = button(action or _("Simpan"), primary=True)
    accept.setDefault(True)
    accept.clicked.connect(dialog.accept)
    cancel = button(_("Batal"), on_click=dialog.reject)
    if required:
        accept.setEnabled(bool(value.strip()))
        field.textChanged.connect(lambda typed: accept.setEnabled(bool(typed.strip())))
    box = QVBoxLayout(dialog)
    box.setContentsMargins(16, 16, 16, 16)
    box.setSpacing(8)
    box.addWidget(label(text, wrap=True))
    box.addWidget(field)
    box.addSpacing(8)
    box.addLayout(row(None, accept, cancel))
    return field.text().strip() if dialog.exec() else None


def _box(parent: QWidget | None, text: str, details: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(_("Pilar TKSK"))
    box.setText(text)
    box.setInformativeText(details)
    return box
