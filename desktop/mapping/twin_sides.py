"""Two people side by side: what differs stands out, and what each is in the office is said below."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.dates import short_date
from db.rules.words import _
from db.services.mapping.twins import Comparison, TwinRow
from desktop.widgets.basics import label
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

# Least and wished width of each column of the list: per cent, both, desa, why, decided.
PAIR_RANGES = [(104, 112), (150, 235), (150, 235), (110, 170), (240, 620), (110, 190)]
SURE, LIKELY = 88, 60  # per cent: green, yellow


class TwinSides(QWidget):
    """`compared` is what is shown, or None while it is being read."""

    def __init__(self) -> None:
        super().__init__()
        self.compared: Comparison | None = None
        self.why = label("", "strong", wrap=True)
        self.rows = RowsTable(side_columns())
        self.table = TableView(self.rows, "mapping/twin_sides")
        self.table.set_compact(True)
        self.table.setAccessibleName(_("Kedua orang berdampingan"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.why)
        box.addWidget(self.table, 1)

    def clear(self) -> None:
        """Nothing chosen."""
        self.compared = None
        self.why.setText("")
        self.rows.set_rows([])

    def show_pair(self, pair: TwinRow, compared: Comparison) -> None:
        """Both, field by field; what differs first."""
        self.compared = compared
        self.why.setText(f"{pair.score}%: {pair.why}" if pair.why else f"{pair.score}%")
        lines = sorted(compared.fields, key=lambda one: not one.differs)
        rows: list[Any] = [
            SimpleNamespace(
                id=one.name, label=one.label, first=one.first, second=one.second, differs=one.differs
            )
            for one in lines
        ]
        first, second = (
            "; ".join(roles) or _("tidak ada") for roles in (compared.first_roles, compared.second_roles)
        )
        rows.insert(
            0,
            SimpleNamespace(
                id="roles", label=_("Tercatat sebagai"), first=first, second=second, differs=False
            ),
        )
        self.rows.set_rows(rows)


def side_columns() -> list[Column]:
    """Label, both sides, and a sign where they differ."""

    def differs(line: Any) -> bool:
        return bool(line.differs)

    return [
        Column("", lambda line: "≠" if line.differs else "", width=36),
        Column(_("Isian"), lambda line: line.label, width=170, muted=lambda line: not line.differs),
        Column(
            _("Orang pertama"),
            lambda line: line.first,
            width=420,
            bold=differs,
            tooltip=lambda line: line.first,
        ),
        Column(
            _("Orang kedua"),
            lambda line: line.second,
            width=420,
            bold=differs,
            tooltip=lambda line: line.second,
        ),
    ]


def pair_columns() -> list[Column]:
    """The columns of the list of pairs."""

    def tone(pair: TwinRow) -> str:
        return "good" if pair.score >= SURE else "warn" if pair.score >= LIKELY else "neutral"

    def said(name: Callable[[TwinRow], str], born: Callable[[TwinRow], Any]) -> Callable[[TwinRow], str]:
        def text(pair: TwinRow) -> str:
            day = born(pair)
            return f"{name(pair)}, {short_date(day)}" if day else name(pair)

        return text

    return [
        Column(_("Kemungkinan"), lambda pair: f"{pair.score}%", tone=tone, width=104),
        Column(_("Orang pertama"), said(lambda pair: pair.first, lambda pair: pair.first_born), width=250),
        Column(_("Orang kedua"), said(lambda pair: pair.second, lambda pair: pair.second_born), width=250),
        Column(_("Desa"), _place, width=190, tooltip=_place),
        Column(_("Mengapa"), lambda pair: pair.why, width=430, tooltip=lambda pair: pair.why),
        Column(_("Diputuskan"), _decided, width=150, tooltip=_decided),
    ]


def _place(pair: TwinRow) -> str:
    return (
        pair.first_place
        if pair.first_place == pair.second_place
        else f"{pair.first_place} / {pair.second_place}"
    )


def _decided(pair: TwinRow) -> str:
    return f"{pair.decided_at.astimezone():%d-%m-%Y}, {pair.decided_by}" if pair.decided_at else ""
