"""A map on paper: areas within their borders, or circles at their places, and a legend of the colours."""

from collections.abc import Iterator, Sequence
from math import cos, pi, radians, sin

from db.rules.geometry import Point, middle
from db.rules.map_figures import MapFigures, MapPlace
from desktop.paper.fonts import width_of
from desktop.paper.layout import Layout
from desktop.paper.strips import Area, Mark, Run, Strip, Strips, gap

SIZE = 7.0  # letters of names and of the legend
RADIUS, SMALLEST, CROWDED = 6.0, 2.0, 60  # circles shrink beyond so many places
ROUND = 24  # corners of a circle
EDGE = 16.0  # white around the places, for circles and their names
SWATCH = 10.0  # a colour in the legend
DARK = 120  # below this a colour wants white letters
Box = tuple[float, float, float, float]  # left, top, right, bottom


def map_strips(figures: MapFigures, layout: Layout, height: float) -> Strips:
    """The map as one strip that is never cut, and the legend below it. height: room for both, in points."""
    small = layout.small(SIZE)
    legend = _legend(figures, small)
    ground = _Ground(figures, layout.width, height - legend.height - small.leading)
    strips = [Strip(ground.height, tuple(_marks(figures, small, ground)), keep=True)]
    return [*strips, gap(0.5, small, keep=True), legend]


class _Ground:
    """How the places lie on the paper: all of them, as large as there is room, north up."""

    def __init__(self, figures: MapFigures, width: float, room: float) -> None:
        self.known = [place for place in figures.places if place.border or place.latitude is not None]
        self.spots = {place.code: _spot(place) for place in self.known}
        points = [point for place in self.known for ring in _rings(place) for point in ring]
        corners = [*self.spots.values(), *points] or [(0.0, 0.0)]
        self._left, right = min(x for x, _y in corners), max(x for x, _y in corners)
        low, self._high = min(y for _x, y in corners), max(y for _x, y in corners)
        self._narrowed = cos(radians((low + self._high) / 2))
        across, down = max((right - self._left) * self._narrowed, 1e-6), max(self._high - low, 1e-6)
        self._scale = min((width - 2 * EDGE) / across, (room - 2 * EDGE) / down)
        self._shift = (width - across * self._scale) / 2
        self.height = down * self._scale + 2 * EDGE

    def at(self, point: Point) -> Point:
        """Where a point of the earth lies on the strip."""
        x, y = point
        return self._shift + (x - self._left) * self._narrowed * self._scale, EDGE + (
            self._high - y
        ) * self._scale


def _marks(figures: MapFigures, layout: Layout, ground: _Ground) -> Iterator[Mark]:
    known = ground.known
    radius = RADIUS if len(known) <= CROWDED else max(SMALLEST, RADIUS * CROWDED / len(known))
    spots = {code: ground.at(spot) for code, spot in ground.spots.items()}
    for place in known:
        rings = tuple(tuple(map(ground.at, ring)) for ring in _rings(place))
        yield Area(
            rings or (_circle(spots[place.code], radius),), figures.colour(place), place.figure is None
        )
    yield from _names(figures, known, spots, radius, layout)


def _names(
    figures: MapFigures, known: Sequence[MapPlace], spots: dict[str, Point], radius: float, layout: Layout
) -> Iterator[Mark]:
    """The name and figure of each place, where they cover no others: the highest figures first."""
    font, taken = layout.family.regular, list[Box]()
    by_figure = sorted(known, key=lambda place: -(place.figure if isinstance(place.figure, int) else -1))
    for place in by_figure:
        x, y = spots[place.code]
        lines = [place.name, place.words] if place.figure is not None else [place.name]
        widths = [width_of(line, font, layout.size) for line in lines]
        down = y if place.border else y + radius + layout.leading
        top = down - layout.leading * len(lines) / 2
        box = (x - max(widths) / 2, top, x + max(widths) / 2, top + layout.leading * len(lines))
        if box[0] < 0 or box[2] > layout.width or any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        grey = 1.0 if place.border and _is_dark(figures.colour(place)) else 0.0
        for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
            baseline = top + layout.leading * number + layout.baseline
            yield Run(x - width / 2, baseline, line, font, layout.size, grey=grey)


def _legend(figures: MapFigures, layout: Layout) -> Strip:
    """Classes side by side, in as many lines as they need."""
    marks, x, y = list[Mark](), 0.0, 0.0
    line = max(layout.leading, SWATCH + 2)
    for colour, words, hatched in figures.legend:
        width = SWATCH + 4 + width_of(words, layout.family.regular, layout.size)
        if x and x + width > layout.width:
            x, y = 0.0, y + line
        box = ((x, y), (x + SWATCH, y), (x + SWATCH, y + SWATCH), (x, y + SWATCH))
        marks.append(Area((box,), colour, hatched))
        marks.append(Run(x + SWATCH + 4, y + layout.baseline, words, layout.family.regular, layout.size))
        x += width + 14
    return Strip(y + line, tuple(marks))


def _spot(place: MapPlace) -> Point:
    if place.border:
        return middle(place.border)
    return place.longitude or 0.0, place.latitude or 0.0


def _rings(place: MapPlace) -> Iterator[Sequence[Point]]:
    return (ring for polygon in place.border for ring in polygon)


def _circle(centre: Point, radius: float) -> tuple[Point, ...]:
    turns = (2 * pi * corner / ROUND for corner in range(ROUND))
    return tuple((centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < DARK
