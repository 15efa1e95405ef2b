"""Classes of figures for a map: none, not surveyed, up to five steps of colour (domain.md 2.2, issue 6)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

# ColorBrewer YlGnBu without its palest step: grows darker evenly, told apart by the colour-blind and in grey.
STEPS = ("#c7e9b4", "#7fcdbb", "#41b6c4", "#1d7fb8", "#253494")
NOBODY, UNKNOWN = "#f4f4ee", "#ffffff"  # confirmed none; not surveyed is hatched as well


@dataclass(frozen=True)
class Classes:
    """`limits`: the highest figure of each class, in rising order; nothing where all figures are 0."""

    limits: tuple[int, ...]

    def place(self, figure: int) -> int:
        """Which class a figure above 0 belongs to, counted from 0."""
        return bisect_left(self.limits, figure)

    def colour(self, figure: int | None) -> str:
        """The colour of a figure; None: not surveyed."""
        if figure is None:
            return UNKNOWN
        if figure == 0:
            return NOBODY
        spread = len(STEPS) - 1
        last = max(len(self.limits) - 1, 1)
        return STEPS[round(self.place(figure) * spread / last)]

    def ranges(self) -> list[tuple[int, int]]:
        """The first and last figure of each class, for the legend."""
        firsts = (1, *(limit + 1 for limit in self.limits))
        return list(zip(firsts, self.limits, strict=False))


def classify(figures: Sequence[int]) -> Classes:
    """As many classes as there are different figures, at most five, with about as many places in each."""
    counted = sorted(figure for figure in figures if figure > 0)
    different = sorted(set(counted))
    if len(different) <= len(STEPS):
        return Classes(tuple(different))
    cuts = [counted[(len(counted) * step - 1) // len(STEPS)] for step in range(1, len(STEPS))]
    return Classes(tuple(sorted({*(_round(cut, different) for cut in cuts), different[-1]})))


def _round(cut: int, different: Sequence[int]) -> int:
    """A limit that reads well (20 instead of 19) where that moves no figure to another class."""
    following = different[min(bisect_left(different, cut) + 1, len(different) - 1)]
    for unit in (1000, 500, 100, 50, 10, 5):
        rounded = -(-cut // unit) * unit
        if cut <= rounded < following:
            return rounded
    return cut
