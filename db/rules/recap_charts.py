"""The charts of a recap: the same figures as its tables, and in public versions not one more."""

from collections.abc import Mapping, Sequence

from db.rules.charts import Chart, simple_chart, stacked_chart
from db.rules.mapping import Register
from db.rules.masking import COVERED, Cell, has_covered, visible_sum
from db.rules.recap_tables import SEXES, Key, RecapFigures, parts_of, visible


def recap_charts(
    figures: RecapFigures, by_sex: Mapping[Key, int], *, masked: bool = False
) -> tuple[Chart, ...]:
    """Bars by kind, their parts by sex, and bars by problem group. by_sex: cases of a place, kind and sex.

    What the table of a sex does not show everywhere is one part with what is covered of the others.
    """
    whole, sums = visible(figures, masked=masked)
    keys = [key for key, _name in SEXES]
    tables = parts_of(figures, by_sex, keys, whole if masked else None)
    bars: dict[str, tuple[Sequence[Cell], Cell]] = {}
    groups: dict[str, list[tuple[str, Cell]]] = {}
    for kind in figures.kinds:
        columns = [[tables[key].get((place.code, kind.code), 0) for place in figures.places] for key in keys]
        parts = [COVERED if has_covered(column) else visible_sum(column) for column in columns]
        total = sums[kind.code]
        rest = total - sum(part for part in parts if isinstance(part, int)) if isinstance(total, int) else 0
        bars[f"{kind.short} {kind.name}"] = (
            [*parts, *([rest] if masked else [])],
            figures.said_everywhere(total, [kind.code]),
        )
        groups.setdefault(kind.group or "Lainnya", []).append((kind.code, total))
    what = "masalah" if figures.question.register is Register.PPKS else "sumber"
    series = [name for _key, name in SEXES] + (["Disamarkan"] if masked else [])
    return (
        stacked_chart("Kasus menurut jenis dan jenis kelamin", series, bars),
        simple_chart(
            f"Kasus menurut kelompok {what}",
            {
                name: figures.said_everywhere(
                    visible_sum([cell for _code, cell in cells]), [code for code, _cell in cells]
                )
                for name, cells in groups.items()
            },
        ),
    )
