"""A text with fields: fields are coloured, a broken name is underlined in red and explained while typing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFocusEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from db.rules.templates import COMMON, FORMS, NAMED, Field, FieldType, check_text
from db.rules.words import _
from desktop.widgets.basics import label
from desktop.widgets.theme import colours, set_look, theme

LOW, HIGH = 34, 92  # one line, several lines
DATE_FORMS = ("", "hari", "pendek", "bulan")
NUMBER_FORMS = ("", "terbilang", "bilangan", "orang", "rupiah")


class FieldText(QWidget):
    """One text or several lines. `edited` tells of each change; `focused` that the cursor came in."""

    edited = Signal()
    focused = Signal(object)

    def __init__(self, fields: Sequence[Field], *, many: bool, name: str) -> None:
        super().__init__()
        self._fields, self._many = tuple(fields), many
        self.edit = _Edit()
        self.edit.setAccessibleName(name)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(HIGH if many else LOW)
        self.marks = _Marks(self.edit.document(), self._fields)
        self.note = label("", "note", wrap=True)
        self.note.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.edit)
        box.addWidget(self.note)
        self.edit.textChanged.connect(self._on_changed)
        self.edit.came_in.connect(lambda: self.focused.emit(self))
        theme.changed.connect(self.marks.rehighlight)

    def grow(self) -> None:
        """Room for a paragraph, although it is one text."""
        self.edit.setFixedHeight(HIGH)

    def text(self) -> str:
        return self.edit.toPlainText()

    def lines(self) -> tuple[str, ...]:
        return tuple(line.rstrip() for line in self.text().rstrip("\n").split("\n")) if self.text() else ()

    def set_text(self, text: str) -> None:
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self.marks.rehighlight()
        self._say()

    def insert(self, words: str) -> None:
        """Put words where the cursor is."""
        self.edit.insertPlainText(words)
        self.edit.setFocus()

    def problems(self) -> list[str]:
        """What is wrong with the fields, a sentence each."""
        return list(dict.fromkeys(check_text(self.text(), self._fields)))

    def _on_changed(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        problems = self.problems()
        self.note.setText("\n".join(problems))
        self.note.setVisible(bool(problems))
        tone = "bad" if problems else ""
        set_look(self.note, tone=tone)
        set_look(self.edit, tone=tone)
        self.edit.setAccessibleDescription(self.note.text())


class _Edit(QPlainTextEdit):
    came_in = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.came_in.emit()


class _Marks(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, fields: Sequence[Field]) -> None:
        super().__init__(document)
        self._fields = tuple(fields)

    def highlightBlock(self, text: str) -> None:
        known, broken = QTextCharFormat(), QTextCharFormat()
        known.setForeground(QColor(colours().accent))
        broken.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        broken.setUnderlineColor(QColor(colours().bad))
        broken.setForeground(QColor(colours().bad))
        for found in NAMED.finditer(text):
            whole = found.group(0)
            if whole in ("{{", "}}"):
                continue
            sound = not check_text(whole, self._fields)
            self.setFormat(found.start(), len(whole), known if sound else broken)


def field_menu(parent: QWidget, fields: Sequence[Field], insert: object) -> QMenu:
    """The fields of a kind, then those of all letters; dates and numbers with their forms."""
    menu = QMenu(parent)
    for field in fields:
        _add(menu, field, insert)
    menu.addSeparator()
    common = menu.addMenu(_("Bidang semua surat"))
    for field in COMMON:
        _add(common, field, insert)
    return menu


def _add(menu: QMenu, field: Field, insert: object) -> None:
    forms: Sequence[str] = ()
    if field.type is FieldType.DATE:
        forms = DATE_FORMS
    elif field.type in (FieldType.NUMBER, FieldType.DECIMAL):
        forms = NUMBER_FORMS
    elif field.type is FieldType.TEXT:
        forms = ("", "tebal", "besar")
    title = f"{field.label}  {{{field.name}}}"
    if len(forms) < 2:
        menu.addAction(title, lambda: insert(f"{{{field.name}}}"))  # type: ignore[operator]
        return
    inner = menu.addMenu(title)
    for form in forms:
        if form and form not in FORMS:
            continue
        words = f"{{{field.name}:{form}}}" if form else f"{{{field.name}}}"
        inner.addAction(f"{form_label(form)}  {words}", lambda words=words: insert(words))  # type: ignore[operator,misc]


def form_label(form: str) -> str:
    """What the screen calls a form of a field."""
    return {
        "": _("apa adanya"),
        "tebal": _("tebal"),
        "besar": _("huruf besar"),
        "hari": _("dengan hari"),
        "pendek": _("angka, 17-04-2020"),
        "bulan": _("bulan dan tahun"),
        "terbilang": _("dengan huruf"),
        "bilangan": _("angka dan huruf"),
        "orang": _("… (…) orang"),
        "rupiah": _("rupiah"),
    }.get(form, form)
