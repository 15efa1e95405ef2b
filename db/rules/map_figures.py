"""A figure for each kecamatan or desa, as the map, its table and its paper show it."""

from dataclasses import dataclass

from db.rules.geometry import Shape
from db.rules.map_classes import Classes, classify
from db.rules.masking import Cell
from db.rules.words import _, grouped

UNSURVEYED, COVERED_WORD = "belum didata", "disamarkan"  # as printed, so never translated
UNNAMED = "disebut tanpa nama"


@dataclass(frozen=True)
class MapPlace:
    """`figure`: cases; None: not surveyed; text: covered in public versions."""

    code: str
    name: str
    kecamatan: str  # its name, of a desa
    figure: Cell | None
    latitude: float | None
    longitude: float | None
    border: Shape = ()
    unnamed: bool = False  # desa have said a number, and no name is recorded

    @property
    def words(self) -> str:
        """The figure in words."""
        if self.figure is None:
            return UNNAMED if self.unnamed else UNSURVEYED
        return self.figure if isinstance(self.figure, str) else grouped(self.figure)


@dataclass(frozen=True)
class MapFigures:
    """What is counted, of which day, and the places."""

    title: str
    subtitle: tuple[str, ...]
    places: tuple[MapPlace, ...]
    kinds: tuple[str, ...] = ()  # that each figure adds up

    @property
    def classes(self) -> Classes:
        return classify([place.figure for place in self.places if isinstance(place.figure, int)])

    @property
    def legend(self) -> list[tuple[str, str, bool]]:
        """Colour, words and whether hatched: not surveyed, none, then the classes."""
        classes = self.classes
        entries = [(classes.colour(last), words_of(first, last), False) for first, last in classes.ranges()]
        if any(place.figure == 0 for place in self.places):
            entries.insert(0, (classes.colour(0), "0", False))
        if any(isinstance(place.figure, str) for place in self.places):
            entries.append((classes.colour(0), COVERED_WORD, False))
        if any(place.figure is None for place in self.places):
            words = dict.fromkeys(place.words for place in self.places if place.figure is None)
            entries.insert(0, (classes.colour(None), " / ".join(sorted(words)), True))
        return entries

    def colour(self, place: MapPlace) -> str:
        """What a place is filled with; what is covered looks like nobody."""
        return self.classes.colour(0 if isinstance(place.figure, str) else place.figure)


def words_of(first: int, last: int) -> str:
    """1.001–2.500, or 7 for a single figure."""
    both = [grouped(number) for number in (first, last)]
    return both[1] if first == last else "–".join(both)


def tooltip(place: MapPlace) -> str:
    """Jorok, Kecamatan Utan: 12 kasus."""
    name = f"{place.name}, Kecamatan {place.kecamatan}" if place.kecamatan else place.name
    if place.figure is None:
        return f"{name}: {place.words}"
    return _("{name}: {figure} kasus").format(name=name, figure=place.words)
