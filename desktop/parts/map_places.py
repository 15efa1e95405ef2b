"""Places of a map: what each is, and how it is coloured."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from db.rules.geometry import Shape, middle
from desktop.widgets.theme import Colours


@dataclass(frozen=True)
class Place:
    """One place; `tone` is its colour (of the theme, or #rrggbb), `tooltip` the values behind it."""

    id: Any
    name: str
    latitude: float
    longitude: float
    tone: str = "neutral"
    tooltip: str = ""
    faint: bool = False  # not among what is looked for
    border: Shape = ()  # without one it is a circle
    hatched: bool = False  # nobody knows: told apart without colours


class Key(NamedTuple):
    """An entry of the legend."""

    tone: str
    word: str
    hatched: bool = False


def spot_of(place: Place, narrowed: float) -> QPointF:
    """Where a place lies on flat ground: the middle of its border, else its point."""
    x, y = middle(place.border) if place.border else (place.longitude, place.latitude)
    return QPointF(x * narrowed, -y)


def path_of(border: Shape, narrowed: float) -> QPainterPath:
    """A border as a path on flat ground."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)  # holes are rings too
    for polygon in border:
        for ring in polygon:
            path.addPolygon(QPolygonF([QPointF(x * narrowed, -y) for x, y in ring]))
    return path


def colour_of(tone: str, worn: Colours) -> QColor:
    """A colour of the theme by its name, or #rrggbb."""
    return QColor(tone if tone.startswith("#") else worn.tone(tone))


def brush_of(place: Place, worn: Colours) -> QColor:
    """What a place is filled with."""
    return QColor(worn.tone_bg(place.tone)) if place.faint else colour_of(place.tone, worn)


def readable_on(place: Place, worn: Colours) -> str:
    """Black or white, whichever stands out on the colour of a place."""
    under = brush_of(place, worn)
    light = 0.299 * under.red() + 0.587 * under.green() + 0.114 * under.blue()
    return "#1b1f24" if light > 140 else "#ffffff"
