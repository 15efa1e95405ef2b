"""The kinds in the form: found by typing, each with its definition and its criteria to tick."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from db.rules.mapping import FROM_ROSTER
from db.rules.words import _
from db.services.mapping.kinds import KindFacts
from desktop.mapping.labels import SensitiveMark, kind_label
from desktop.widgets.basics import Card, Label, button, label, link, row
from desktop.widgets.fields import ChoiceField

OPENS_LIST = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
LETTERS_WIDTH = 170
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class _Words(Label):
    """The words of a box that are too long for one line; a click on them is a click on the box."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._box = box

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._box.toggle()
        self._box.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()


def tick_line(box: QCheckBox, text: str) -> QWidget:
    """A box with words beside it that go on in a second line."""
    box.setAccessibleName(text)
    line = QWidget()
    words = _Words(text, box)
    words.setContentsMargins(0, 3, 0, 0)
    pieces = row(box, words, spacing=2)
    pieces.setStretch(1, 1)
    pieces.setAlignment(box, Qt.AlignmentFlag.AlignTop)
    line.setLayout(pieces)
    return line


class KindCard(Card):
    """One chosen kind: what it means, and which of its criteria apply."""

    edited = Signal()

    def __init__(self, kind: KindFacts, remove: Callable[[], object]) -> None:
        super().__init__("", spacing=4)
        self.kind = kind
        self.criteria: dict[str, QCheckBox] = {}
        self.remove_link = link(_("Hapus"), remove)
        self.remove_link.setAccessibleName(_("Hapus {kind}").format(kind=kind.name))
        head = row(label(kind_label(kind), "strong", wrap=True), spacing=8)
        head.setStretch(0, 1)
        if kind.sensitive:
            head.addWidget(SensitiveMark())
        self.letters = QLineEdit()
        self.letters.setPlaceholderText(_("huruf, misalnya a c"))
        self.letters.setAccessibleName(_("Huruf kriteria {kind}").format(kind=kind.name))
        self.letters.setFixedWidth(LETTERS_WIDTH)
        self.letters.setVisible(bool(kind.criteria))
        self.letters.textEdited.connect(self._tick_letters)
        head.addWidget(self.letters)
        head.addWidget(self.remove_link)
        self._unknown = label("", "note", wrap=True, tone="bad")
        self._unknown.hide()
        self.add(head, self._unknown, label(kind.definition, "muted", wrap=True))
        for letter, text in kind.criteria:
            box = self.criteria[letter] = QCheckBox()
            box.toggled.connect(self._tell)
            self.add(tick_line(box, f"{letter}. {text}"))

    def value(self) -> tuple[str, ...]:
        """The letters of the ticked criteria."""
        return tuple(letter for letter, box in self.criteria.items() if box.isChecked())

    def set_value(self, letters: Iterable[str]) -> None:
        """Tick these letters and no others."""
        for letter, box in self.criteria.items():
            box.setChecked(letter in letters)

    def waits(self) -> bool:
        """Whether no criterion is ticked yet."""
        return bool(self.criteria) and not self.value()

    def problem(self) -> str:
        """Which of the letters typed is no criterion of this kind."""
        typed = sorted(set(filter(str.isalnum, self.letters.text().casefold())) - self.criteria.keys())
        if not typed:
            return ""
        text = _("{kind}: huruf {letters} tidak ada; pilihannya {known}.")
        known = ", ".join(self.criteria)
        return text.format(kind=self.kind.name, letters=", ".join(typed), known=known)

    def _tick_letters(self, typed: str) -> None:
        """The letters typed are ticked, so that no hand leaves the keyboard."""
        self.set_value(typed.casefold())
        self._say_unknown()
        self.edited.emit()

    def _tell(self) -> None:
        if not self.letters.hasFocus():
            self.letters.setText(", ".join(self.value()))
            self._say_unknown()
        self.edited.emit()

    def _say_unknown(self) -> None:
        unknown = self.problem()
        self._unknown.setText(unknown)
        self._unknown.setVisible(bool(unknown))


class KindsField(QWidget):
    """One or more kinds. The value is the letters per code of a kind; None where nothing is chosen."""

    edited = Signal()
    finished = Signal()  # Enter behind the last letter
    help_wanted = Signal(str)  # code of the kind being looked for, or ""
    refused = Signal(str)  # code of a kind that is not taken down by hand

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, KindCard] = {}
        self._known: dict[str, KindFacts] = {}
        self._awaited: Mapping[str, Iterable[str]] | None = None  # a value that came before the kinds
        self.kind_choice = ChoiceField(hint=_("Ketik jenis, misalnya lanjut usia…"))
        self.kind_choice.setAccessibleName(_("Jenis PPKS atau PSKS"))
        self.add_kind_button = button(_("Tambah jenis"), "plus", on_click=self.add_chosen)
        self.help_link = link(_("Arti jenis (F1)"), self._ask_help)
        self._head = row(self.kind_choice, self.add_kind_button, self.help_link)
        self._head.setStretch(0, 1)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._head)
        box.addLayout(self._cards)
        self.setFocusProxy(self.kind_choice)
        line = self.kind_choice.lineEdit()
        assert line is not None
        for piece in (self.kind_choice, line):
            piece.installEventFilter(self)
        self.kind_choice.activated.connect(lambda _place: QTimer.singleShot(0, self.add_chosen))

    def set_kinds(self, kinds: Iterable[KindFacts]) -> None:
        """Offer these kinds; those chosen that are not among them go."""
        chosen = self.value()
        self._known = {kind.code: kind for kind in kinds}
        self.kind_choice.set_choices((kind.code, kind_label(kind)) for kind in self._known.values())
        self.set_value(self._awaited if self._awaited is not None else chosen)

    def offered(self) -> list[KindFacts]:
        """The kinds to choose from, in official order."""
        return list(self._known.values())

    def chosen(self) -> list[KindFacts]:
        """The chosen kinds, in the order chosen."""
        return [card.kind for card in self.kinds.values()]

    def add_chosen(self) -> None:
        """Put the kind that stands in the search line among the chosen ones."""
        code = self.kind_choice.value()
        if code is None:
            self.kind_choice.setFocus()
            return
        self.kind_choice.set_value(None)
        self.add_kind(code)

    def add_kind(self, code: str) -> None:
        """Choose a kind; its criteria wait for their letters."""
        if code == FROM_ROSTER:
            self.refused.emit(code)
            return
        if code not in self.kinds:
            self._put(code)
            self.edited.emit()
        if self.kinds[code].criteria:
            self.kinds[code].letters.setFocus(Qt.FocusReason.TabFocusReason)

    def lock(self) -> None:
        """Of a record that is changed the kind stays."""
        for piece in (self.kind_choice, self.add_kind_button):
            piece.hide()
        self._head.insertStretch(0)  # the link stays at the edge
        for made in self.kinds.values():
            made.remove_link.hide()

    def remove_kind(self, code: str) -> None:
        """Let a kind go."""
        self._drop(code)
        self.kind_choice.setFocus()
        self.edited.emit()

    def value(self) -> dict[str, tuple[str, ...]] | None:
        return {code: card.value() for code, card in self.kinds.items()} or None

    def set_value(self, value: Mapping[str, Iterable[str]] | None) -> None:
        self._awaited = None if self._known else value
        for code in list(self.kinds):
            self._drop(code)
        self.kind_choice.set_value(None)
        for code, letters in (value or {}).items():
            if code in self._known:
                self._put(code)
                self.kinds[code].set_value(tuple(letters))
        self._point()

    def problem(self) -> str:
        """Which kind still waits for a criterion."""
        if found := self.kind_choice.problem():
            return found
        for card in self.kinds.values():
            if unknown := card.problem():
                return unknown
            if card.criteria and not card.value():
                text = _("{kind}: centang paling sedikit satu kriteria.")
                return text.format(kind=card.kind.name)
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        of_letters = next((code for code, made in self.kinds.items() if made.letters is watched), None)
        if of_letters is not None:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_F1:
                    self.help_wanted.emit(of_letters)
                    return True
                if event.key() in ENTER:
                    self._go_on()
                    return True
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Wheel:
            event.ignore()  # scrolling the form must not choose a kind
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_F1:
                self._ask_help()
                return True
            if event.key() in OPENS_LIST:
                self.kind_choice.showPopup()
                return True
            if event.key() in ENTER:
                if self.kind_choice.currentText().strip():
                    self.add_chosen()
                elif self.kinds:
                    self._go_on()
                else:
                    self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _ask_help(self) -> None:
        self.help_wanted.emit(self.kind_choice.value() or next(reversed(self.kinds), ""))

    def _put(self, code: str) -> None:
        made = KindCard(self._known[code], lambda: self.remove_kind(code))
        made.edited.connect(self.edited)
        made.edited.connect(self._point)
        made.letters.installEventFilter(self)
        self.kinds[code] = made
        self._cards.addWidget(made)

    def _point(self) -> None:
        """Where the cursor goes: to a kind that still waits for its letters, else to the search."""
        waiting = next((made for made in self.kinds.values() if made.waits()), None)
        here = waiting.letters if waiting else self.kind_choice
        if self.focusProxy() is not here:
            self.setFocusProxy(here)

    def _go_on(self) -> None:
        waiting = next((made for made in self.kinds.values() if made.waits()), None)
        if waiting is not None:
            waiting.letters.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()

    def _drop(self, code: str) -> None:
        made = self.kinds.pop(code)
        self._cards.removeWidget(made)
        made.hide()
        made.deleteLater()


class TicksField(QWidget):
    """Several of a short list. The value is the codes; None where nothing is ticked."""

    edited = Signal()

    def __init__(self, across: int = 6) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self._across = across
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(across, 1)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer these (code, words); called once."""
        for place, (code, text) in enumerate(choices):
            box = self.boxes[code] = QCheckBox(text)
            box.toggled.connect(lambda _checked: self.edited.emit())
            self._grid.addWidget(box, *divmod(place, self._across))
            if place == 0:
                self.setFocusProxy(box)

    def value(self) -> tuple[str, ...] | None:
        return tuple(code for code, box in self.boxes.items() if box.isChecked()) or None

    def set_value(self, value: Any) -> None:
        for code, box in self.boxes.items():
            box.setChecked(code in (value or ()))
