"""The widget of each field of a letter, and what it takes from the office's own lists."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.rules.drafts import keep_value
from db.rules.letter_kinds import KindSpec
from db.rules.markers import is_listed
from db.rules.templates import Field, FieldType
from db.rules.words import _
from db.services import letter_sources
from desktop.letters.compose_fields import ItemsField, OfferField, SumField
from desktop.letters.compose_officers import officer_choices
from desktop.letters.compose_table import LinesField, ParagraphField, TableField, WholeField
from desktop.widgets.basics import link
from desktop.widgets.fields import DateField, DecimalField, line_edit
from desktop.worker import Worker

LONG = 72  # letters of the sample: a field of several lines
TALL = 96
LONGEST = 1000
Offer = Callable[[str, Callable[[Any], Any], Callable[[list[dict[str, Any]]], object]], object]


class FieldMaker(QObject):
    """Makes the fields of one kind of letter."""

    prefilled = Signal(str, object)  # a field, and what the program has put into it

    def __init__(
        self, parent: QWidget, worker: Worker, spec: KindSpec, day: Callable[[], date], offer: Offer
    ) -> None:
        """day: that of the letter. offer: title, rows to tick, who takes them."""
        super().__init__(parent)
        self._worker, self._spec, self._day, self._offer = worker, spec, day, offer

    def make(self, field: Field) -> QWidget:
        """The widget of a field."""
        sample = self._spec.sample.get(field.name)
        match field.type:
            case FieldType.DATE:
                return DateField()
            case FieldType.NUMBER:
                return SumField() if field.sums else WholeField()
            case FieldType.DECIMAL:
                return DecimalField(2)
            case FieldType.LINES:
                lines = ItemsField() if is_listed(self._spec, field.name) else LinesField()
                lines.setMaximumHeight(TALL)
                return lines
            case FieldType.TABLE:
                return self._table(field)
        if field.choices:
            return OfferField(field.choices)
        if field.source == "kecamatan":
            return self._kecamatan()
        if isinstance(sample, str) and len(sample) > LONG:
            return ParagraphField()
        return line_edit(LONGEST)

    def taker(self, field: Field, widget: QWidget) -> QWidget | None:
        """What stands below lines that may be taken from a list."""
        if not isinstance(widget, LinesField) or not field.source:
            return None
        text = _("Ambil uraian tugas TKSK") if field.source == "duties" else _("Ambil dari daftar")
        return link(text, partial(self._take_lines, field, widget))

    def prefill(self, field: Field, table: TableField) -> None:
        """Put in the rows that the office usually has, unless somebody is quicker."""
        day = self._day()

        def take(rows: list[dict[str, str]]) -> None:
            if rows and table.value() is None:
                table.blockSignals(True)
                table.set_value(rows)
                table.blockSignals(False)
                self.prefilled.emit(field.name, table.value())
                table.edited.emit()

        self._worker.read(
            self, lambda session: letter_sources.list_rows(session, field.source, day), then=take
        )

    def _table(self, field: Field) -> TableField:
        table = TableField(field.columns, _("Belum ada baris."))
        if field.source == "officers":
            taker = table.add_source(_("Ambil dari daftar TKSK…"))
            taker.clicked.connect(
                lambda: self._offer(_("Pilih TKSK"), officer_choices(self._day()), table.take)
            )
        elif field.source:
            taker = table.add_source(_("Ambil dari daftar"), "format-list-checks")
            taker.clicked.connect(lambda: self._take_rows(field, table))
        return table

    def _kecamatan(self) -> OfferField:
        names = OfferField(free=True)
        self._worker.read(self, letter_sources.list_kecamatan_names, then=names.offer)
        return names

    def _take_lines(self, field: Field, lines: LinesField) -> None:
        self._worker.read(
            self,
            lambda session: letter_sources.list_lines(session, field.source),
            then=lambda found: lines.set_value([*(lines.value() or ()), *found]),
        )

    def _take_rows(self, field: Field, table: TableField) -> None:
        day = self._day()
        self._worker.read(
            self, lambda session: letter_sources.list_rows(session, field.source, day), then=table.take
        )


def typed(field: Field, kept: Any) -> Any:
    """A kept value as its widget takes it; where nobody has said anything, what is usual."""
    if kept in (None, ""):
        return typed(field, field.usual) if field.usual else None
    if field.type is FieldType.DATE:
        return date.fromisoformat(str(kept)) if isinstance(kept, str) else kept
    if field.type in (FieldType.NUMBER, FieldType.DECIMAL):
        return Decimal(str(kept))
    if field.type is FieldType.LINES:
        return [kept] if isinstance(kept, str) else list(kept)
    if field.type is FieldType.TABLE:
        return list(kept) if isinstance(kept, list | tuple) else None
    return str(kept)


def kept(field: Field, value: Any) -> Any:
    """The value of a widget as a draft keeps it."""
    if isinstance(value, Decimal) and field.type is FieldType.NUMBER:
        return int(value)
    return keep_value(value)
