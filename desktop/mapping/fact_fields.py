"""The fields of forms F-1 to F-5 that appear by kind, as one field of the form (domain.md 2.5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.kind_fields import FIRST_YEAR, FieldFacts, FieldType, FormCode
from db.rules.problems import Problem
from db.rules.words import _
from desktop.clock import today
from desktop.mapping.kind_fields import TicksField
from desktop.widgets import adapters
from desktop.widgets.basics import clear, link
from desktop.widgets.fields import ChoiceField, DateField, DecimalField, WholeField, line_edit
from desktop.widgets.form import Form

COLUMNS = 3
LONGEST_TEXT, LONGEST_NUMBER = 200, 9


class FactsField(QWidget):
    """The value is a dict by the codes of the fields; what has no field now is kept as it came.

    Fields of the chosen kinds are shown; those about the subject wait behind a link, unless one is required
    or has been answered.
    """

    edited = Signal()
    finished = Signal()  # Enter in the last field

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.widgets: dict[str, QWidget] = {}
        self.fields: tuple[FieldFacts, ...] = ()
        self.shows_all = False
        self._values: dict[str, Any] = {}
        self.more_link = link("", self.show_all)
        self._place = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(self._place)
        box.addWidget(self.more_link)

    def set_fields(self, fields: Sequence[FieldFacts]) -> None:
        """Ask for these; what was answered stays."""
        if tuple(fields) != self.fields:
            self._values = self.value()
            self.fields = tuple(fields)
            self._make()

    def show_all(self) -> None:
        """Ask for everything, also what is asked seldom."""
        self._values = self.value()
        self.shows_all = True
        self._make()
        if self.form is not None:
            self.form.focus_first()

    def value(self) -> dict[str, Any]:
        own = {code: _plain(adapters.read(widget)) for code, widget in self.widgets.items()}
        said = {code: now for code, now in own.items() if code in self._values or not adapters.is_empty(now)}
        return {**self._values, **said}

    def set_value(self, value: Mapping[str, Any] | None) -> None:
        self._values = dict(value or {})
        self.widgets = {}
        self._make()

    def problem(self) -> str:
        """What cannot be read, or is required and missing."""
        names = {field.code: field.label for field in self.fields}
        return next((f"{names[one.field or '']}: {one.text}" for one in self._problems()), "")

    def point_out(self, text: str) -> bool:
        """Say what is wrong below the very fields; False where nothing is wrong in them."""
        problems = self._problems()
        if self.form is not None and (text or not problems):  # else another field of the form was edited
            self.form.show_problems(problems)
            first = problems[0].field if problems else next(iter(self.widgets))
            self.setFocusProxy(self.widgets[first or ""])
        return bool(problems)

    def _problems(self) -> list[Problem]:
        found = []
        for field in self._shown() if self.form is not None else ():
            widget = self.widgets[field.code]
            text = adapters.problem(widget)
            if not text and field.required and adapters.is_empty(adapters.read(widget)):
                text = _("Belum diisi.")
            if text:
                found.append(Problem(text, field.code))
        return found

    def _shown(self) -> list[FieldFacts]:
        return [
            field
            for field in self.fields
            if field.kinds
            or field.required
            or self.shows_all
            or not adapters.is_empty(self._values.get(field.code))
        ]

    def _make(self) -> None:
        clear(self._place)
        shown = self._shown()
        hidden = len(self.fields) - len(shown)
        self.more_link.setText(_("Isian lain ({number})…").format(number=hidden))
        self.more_link.setVisible(hidden > 0)
        self.widgets, self.form = {}, None
        self.setFocusProxy(self.more_link)
        self.setVisible(bool(self.fields))
        if not shown:
            return
        form = self.form = Form("above", columns=COLUMNS, compact=True)
        form.setContentsMargins(0, 0, 0, 0)
        block = None
        for field in shown:
            if field.block != block and not field.kinds:  # those of the kinds stand under the field's name
                block = field.block
                form.section(block)
            widget = self.widgets[field.code] = _widget(field, self._values.get(field.code))
            title = f"{field.label} ({field.unit})" if field.unit else field.label
            form.add(field.code, title, widget, required=field.required, wide=field.type is FieldType.CHOICES)
        form.fill({field.code: _typed(field, self._values.get(field.code)) for field in shown})
        form.edited.connect(lambda _code: self.edited.emit())
        form.submitted.connect(self.finished)
        self._place.addWidget(form)
        self.setFocusProxy(next(iter(self.widgets.values())))


def _widget(field: FieldFacts, value: Any) -> QWidget:
    choices = [(text, text) for text in field.choices]
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):  # what was answered once is kept, and seen
        answers = [value] if isinstance(value, str) else value or ()
        old = [text for text in answers if text and text not in field.choices]
        choices += [(text, _("{text} (tidak dipakai lagi)").format(text=text)) for text in old]
    match field.type:
        case FieldType.WHOLE:
            return WholeField(LONGEST_NUMBER, (FIRST_YEAR, today().year) if field.year else None)
        case FieldType.MONEY:
            return DecimalField(0, minimum=0)
        case FieldType.DATE:
            return DateField()
        case FieldType.YES_NO:
            return _yes_no()
        case FieldType.CHOICE:
            return ChoiceField(choices, hint=_("Pilih…"))
        case FieldType.CHOICES:
            made = TicksField(across=4)
            made.set_choices(choices)
            return made
    return line_edit(LONGEST_TEXT)


def _yes_no() -> QComboBox:
    made = QComboBox()
    for text, value in (("", None), (_("Ya"), True), (_("Tidak"), False)):
        made.addItem(text, value)
    return made


def _typed(field: FieldFacts, value: Any) -> Any:
    """As its widget takes it."""
    if field.type is FieldType.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    return list(value) if isinstance(value, tuple) else value


def fields_for(fields: Iterable[FieldFacts], forms: Iterable[tuple[Any, Iterable[str]]]) -> list[FieldFacts]:
    """The fields that forms with these kinds ask for, those of the kinds first.

    What a family and its head are both asked, such as the income, is asked of the family.
    """
    asked = [(form, frozenset(kinds)) for form, kinds in forms]
    found = [field for field in fields if any(field.appears(form, kinds) for form, kinds in asked)]
    of_family = {field.label for field in found if field.form is FormCode.PPKS_FAMILY}
    once = [field for field in found if field.form is FormCode.PPKS_FAMILY or field.label not in of_family]
    return sorted(once, key=lambda field: not field.kinds)
