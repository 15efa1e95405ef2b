"""A chart as screen and paper draw it: horizontal bars, each of one or more parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.rules.masking import Cell
from db.rules.words import grouped


@dataclass(frozen=True)
class Bar:
    """One bar; what is covered in public versions has its sign in place of a length."""

    name: str
    parts: tuple[Cell, ...]
    note: str = ""  # in place of its number

    @property
    def length(self) -> int:
        return sum(part for part in self.parts if isinstance(part, int))

    @property
    def words(self) -> str:
        """What stands behind the bar."""
        if self.note:
            return self.note
        signs = [part for part in self.parts if isinstance(part, str)]
        return signs[0] if signs and not self.length else grouped(self.length)


@dataclass(frozen=True)
class Chart:
    """Titles are as printed, so never translated. series: what the parts of the bars are; none: one part."""

    title: str
    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        return max((bar.length for bar in self.bars), default=0)


def simple_chart(title: str, numbers: Mapping[str, Cell]) -> Chart:
    """One bar for each name."""
    return Chart(title, tuple(Bar(name, (number,)) for name, number in numbers.items()))


def stacked_chart(
    title: str, series: Sequence[str], numbers: Mapping[str, tuple[Sequence[Cell], Cell]]
) -> Chart:
    """Bars of parts, each with its whole."""
    bars = (
        Bar(name, tuple(parts), grouped(whole) if isinstance(whole, int) else whole)
        for name, (parts, whole) in numbers.items()
    )
    return Chart(title, tuple(bars), tuple(series))
