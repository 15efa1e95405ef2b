"""Small figures in tables for everybody (domain.md 6.2 no. 5): fewer than five might point at a person.

A figure from 1 to 4 is printed as "<5". It could still be reckoned from the total and the other figures, so
more of them are covered with "*" until another set of values fits what is printed equally well:

* of each kind the true total stays, and its column is covered until no small figure follows from it; a total
  below five, and one that would give the small ones away, is covered too;
* the sums at the end of the rows, of problem groups and of partial sheets add up only what is printed ("≥7"):
  they tell nothing that the reader does not see already;
* sheets by sex or by age are parts of the first sheet, figure by figure, and are covered the same way;
* the desa of a kecamatan are parts of its figure in the table of all kecamatan: where it is covered there,
  its total and its desa are covered here;
* a map shows what the table of the same places shows: of one kind its cell, of all kinds what is printed;
* only the whole is published: a table of one sex or one age group alone would be covered by itself, and the
  rest would follow from the two, so it is refused; such tables stand beside the whole, as its parts.

Not guarded: both tables published of a kecamatan whose desa have nothing but ones, or nothing but fours.

How many different persons there are is left out wherever a figure beside it is covered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 5
SMALL, COVERED = f"<{LEAST}", "*"  # as printed
NOTE = (
    f"{SMALL}: kurang dari {LEAST}. {COVERED}: disamarkan agar angka kecil tidak dapat dihitung. "
    "≥: jumlah angka yang tampak saja."
)
GROUPS_NOTE = "Angka kelompok, lembaga, dan TKSK tidak disamarkan."
Cell = int | str


@dataclass(frozen=True)
class Cover:
    """What a reader sees of the parts of one sum, and of the sum."""

    parts: tuple[Cell, ...]
    whole: Cell


def is_small(number: int) -> bool:
    """Whether a figure is too small to be shown to everybody."""
    return 0 < number < LEAST


def cover(values: Sequence[int], *, hidden_whole: bool = False) -> Cover:
    """Cover the small ones, and others until none of them follows from the whole.

    hidden_whole: the reader must not learn the whole either, so he sees none of its parts.
    """
    whole = sum(values)
    if hidden_whole:
        return Cover(tuple(COVERED if value else 0 for value in values), COVERED if whole else 0)
    hidden = {place for place, value in enumerate(values) if is_small(value)}
    by_size = sorted((value, place) for place, value in enumerate(values) if value)
    spare = [place for _value, place in by_size if place not in hidden]
    told = not is_small(whole)
    while hidden and told and not _is_open([values[place] for place in hidden]):
        if spare:
            hidden.add(spare.pop(0))
        else:
            told = False
    shown = [
        value if place not in hidden else SMALL if is_small(value) else COVERED
        for place, value in enumerate(values)
    ]
    if told:
        return Cover(tuple(shown), whole)
    small = is_small(whole) and len(hidden) < LEAST - 1  # four parts of fewer than five are one each
    return Cover(tuple(shown), SMALL if small else COVERED)


def _is_open(hidden: Sequence[int]) -> bool:
    """Whether each small one could be one more or less, with another one less or more."""
    for place, value in enumerate(hidden):
        others = [*hidden[:place], *hidden[place + 1 :]]
        rises = value < LEAST - 1 and any(other > 1 and other != LEAST for other in others)
        falls = value > 1 and any(other != LEAST - 1 for other in others)
        if is_small(value) and not (rises or falls):
            return False
    return True


def visible_sum(cells: Sequence[Cell]) -> Cell:
    """What the reader could add up, marked where that is not all."""
    shown = sum(cell for cell in cells if isinstance(cell, int))
    if all(isinstance(cell, int) for cell in cells):
        return shown
    return f"≥{shown:,}".replace(",", ".") if shown else COVERED


def has_covered(cells: Iterable[Cell]) -> bool:
    """Whether something in a row is not shown."""
    return any(isinstance(cell, str) for cell in cells)
