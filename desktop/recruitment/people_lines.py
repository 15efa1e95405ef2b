"""Names with a role, one person to a line: who checked, who interviews; and the dialog around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from db.rules.recruitment import PanelRole, panel_role_label
from db.rules.words import _
from desktop.widgets.basics import button, icon_button, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.worker import Worker

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
ROLE_WIDTH, REMOVE_WIDTH = 132, 34
ROOM = 48  # for one more line, or a sentence on top
USUAL_ROLES = (PanelRole.CHAIR, PanelRole.SECRETARY, PanelRole.MEMBER)


@dataclass(frozen=True)
class NamedPerson:
    """What one line says."""

    name: str
    institution: str
    role: PanelRole


class PersonLine(QWidget):
    """Name, where from, role."""

    edited = Signal()

    def __init__(self, person: NamedPerson, with_institution: bool) -> None:
        super().__init__()
        self.name, self.institution = QLineEdit(person.name), QLineEdit(person.institution)
        self.name.setMaxLength(120)
        self.name.setAccessibleName(_("Nama"))
        self.institution.setMaxLength(160)
        self.institution.setAccessibleName(_("Instansi"))
        self.institution.setVisible(with_institution)
        self.role = QComboBox()
        self.role.setAccessibleName(_("Peran"))
        self.role.setFixedWidth(ROLE_WIDTH)
        for role in PanelRole:
            self.role.addItem(panel_role_label(role), role)
        self.role.setCurrentIndex(self.role.findData(person.role))
        self.remove_button = icon_button("close", _("Hapus baris ini"))
        self.remove_button.setFixedWidth(REMOVE_WIDTH)
        box = row(self.name, self.institution, self.role, self.remove_button)
        box.setStretch(0, 3)
        box.setStretch(1, 2)
        self.setLayout(box)
        for field in (self.name, self.institution):
            field.setCursorPosition(0)
            field.textEdited.connect(lambda _text: self.edited.emit())
            field.editingFinished.connect(partial(field.setCursorPosition, 0))  # show the beginning
        self.role.currentIndexChanged.connect(lambda _place: self.edited.emit())

    def value(self) -> NamedPerson:
        return NamedPerson(
            self.name.text().strip(), self.institution.text().strip(), PanelRole(self.role.currentData())
        )


class PeopleLines(QWidget):
    """A field of a form whose value is a list of people; Enter goes to the next name."""

    edited = Signal()

    def __init__(self, with_institution: bool = False) -> None:
        super().__init__()
        self.lines: list[PersonLine] = []
        self._with_institution = with_institution
        self.add_button = button(_("Tambah baris"), "plus", on_click=self._add_by_hand)
        heads = [label(_("Nama"), "muted"), label(_("Instansi"), "muted"), label(_("Peran"), "muted")]
        heads[1].setVisible(with_institution)
        heads[2].setFixedWidth(ROLE_WIDTH + 8 + REMOVE_WIDTH)
        head = row(*heads)
        head.setStretch(0, 3)
        head.setStretch(1, 2)
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addLayout(self._box)
        box.addLayout(row(self.add_button, None))
        self.set_value(None)

    def value(self) -> list[NamedPerson] | None:
        """The lines in which something stands; None: nobody yet."""
        people = [line.value() for line in self.lines]
        return [person for person in people if person.name or person.institution] or None

    def set_value(self, people: Iterable[NamedPerson] | None) -> None:
        """Show these people, or three empty lines."""
        for line in list(self.lines):
            self._drop(line)
        for person in people or [NamedPerson("", "", role) for role in USUAL_ROLES]:
            self._add(person)
        self.setFocusProxy(self.lines[0].name)

    def problem(self) -> str:
        """A line without a name cannot stay."""
        nameless = any(not person.name for person in self.value() or ())
        return _("Isi nama pada setiap baris.") if nameless else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in ENTER:
            fields = [line.name for line in self.lines]
            after = fields[fields.index(watched) + 1 :] if watched in fields else []
            if after:
                after[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()  # scrolling must not change a role
            return True
        return super().eventFilter(watched, event)

    def _add_by_hand(self) -> None:
        line = self._add(NamedPerson("", "", PanelRole.MEMBER))
        line.name.setFocus()
        self.edited.emit()

    def _add(self, person: NamedPerson) -> PersonLine:
        line = PersonLine(person, self._with_institution)
        line.edited.connect(self.edited)
        line.remove_button.clicked.connect(lambda: self._remove_by_hand(line))
        line.name.installEventFilter(self)
        line.role.installEventFilter(self)
        before = self.lines[-1].remove_button if self.lines else None
        self.lines.append(line)
        self._box.addWidget(line)
        if before:
            self.setTabOrder(before, line.name)
        for one, other in ((line.name, line.institution), (line.institution, line.role)):
            self.setTabOrder(one, other)
        self.setTabOrder(line.role, line.remove_button)
        self.setTabOrder(line.remove_button, self.add_button)
        self._offer_removal()
        return line

    def _remove_by_hand(self, line: PersonLine) -> None:
        self._drop(line)
        self._offer_removal()
        self.setFocusProxy(self.lines[0].name)
        self.edited.emit()

    def _drop(self, line: PersonLine) -> None:
        self.lines.remove(line)
        self._box.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _offer_removal(self) -> None:
        for line in self.lines:
            line.remove_button.setEnabled(len(self.lines) > 1)


class PeopleDialog(FormDialog):
    """A sentence about what the names are for, and the names; what to do with them is said by `save`."""

    said = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        title: str,
        explanation: str,
        heading: str,
        save_text: str,
        with_institution: bool = False,
    ) -> None:
        self.worker = worker
        self.people = PeopleLines(with_institution)
        self.add_button = self.people.add_button
        form = Form(labels="above", columns=2, compact=True)
        form.add_widget(label(explanation, "muted", wrap=True))
        form.add("people", heading, self.people, required=True, wide=True)
        super().__init__(parent, title, form, save_text)

    @property
    def lines(self) -> list[PersonLine]:
        """One line for each person, each with `.name`, `.institution` and `.role`."""
        return self.people.lines

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.resize(self.width(), self.height() + ROOM)
