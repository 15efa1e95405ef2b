"""Two periods of a recap side by side (domain.md 11 L09)."""

from decimal import Decimal

from db.rules.mapping import register_words
from db.rules.masking import Cell, visible_sum
from db.rules.recap_tables import (
    RecapFigures,
    masked_notes,
    notes_of_signs,
    subtitle_of,
    visible,
)
from db.rules.reports import ColumnKind, ReportColumn, ReportTable, share_of


def compare_table(first: RecapFigures, then: RecapFigures, *, masked: bool = False) -> ReportTable:
    """Each kind in two periods, with the difference as a number and as a share of the first (L09)."""
    one, two = (visible(figures, masked=masked)[1] for figures in (first, then))
    kinds = {kind.code: kind for kind in (*first.kinds, *then.kinds)}
    rows = [
        (
            code,
            kind.name,
            *_change(
                *(f.said_everywhere(own.get(code, 0), [code]) for f, own in ((first, one), (then, two)))
            ),
        )
        for code, kind in kinds.items()
    ]
    sums = (visible_sum(list(one.values())), visible_sum(list(two.values())))
    return ReportTable(
        "L09",
        "Perbandingan Dua Periode " + register_words(first.question.register, local=first.question.local),
        (
            ReportColumn("code", "Kode", 9),
            ReportColumn("kind", "Jenis", 34),
            ReportColumn("first", first.source, 13, ColumnKind.WHOLE),
            ReportColumn("then", then.source, 13, ColumnKind.WHOLE),
            ReportColumn("change", "Selisih", 9, ColumnKind.WHOLE),
            ReportColumn("share", "Selisih %", 9, ColumnKind.PERCENT),
        ),
        tuple(rows),
        subtitle=(f"{first.source} dibandingkan dengan {then.source}", subtitle_of(then, masked=masked)[1]),
        totals=("", "Jumlah kasus", *_change(*sums)) if rows else (),
        notes=(
            *notes_of_signs(rows),
            *(masked_notes(kinds.values()) if masked else []),
        ),
        keys=tuple(kinds),
        landscape=False,
    )


def _change(first: Cell, then: Cell) -> tuple[Cell | Decimal | None, ...]:
    """Number, number, difference, share."""
    if isinstance(first, str) or isinstance(then, str):
        return (first, then, None, None)
    return (first, then, then - first, share_of(then - first, first))
