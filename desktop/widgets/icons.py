"""Icons in the colours of the palette, crisp at every scale of the screen."""

import logging
from functools import cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

import resources
from desktop.widgets.theme import colours, theme

log = logging.getLogger(__name__)

SIZES = (16, 20, 24, 32, 48)  # in points of the screen's scale


class HasIcon(Protocol):
    """A button, an action: whatever wears an icon."""

    def setIcon(self, icon: QIcon, /) -> None: ...
    def setProperty(self, name: str, value: object, /) -> bool: ...


def icon(name: str, tone: str = "text") -> QIcon:
    """The icon NAME of resources/icons in a colour of the palette: `text`, `muted`, `accent`, `bad`…"""
    worn = colours()
    return _draw(name, getattr(worn, tone), worn.disabled, _scales()) if name else QIcon()


def set_icon(target: HasIcon, name: str, tone: str = "text") -> None:
    """Like `target.setIcon(icon(…))`, and the icon is drawn anew when the palette is exchanged."""
    target.setIcon(icon(name, tone))
    target.setProperty("icon_name", name)
    target.setProperty("icon_tone", tone)


@cache
def _draw(name: str, colour: str, disabled: str, scales: frozenset[float]) -> QIcon:
    drawn, svg = QIcon(), _svg(name)
    for size in sorted({round(size * scale) for size in SIZES for scale in scales}) if svg else ():
        drawn.addPixmap(_pixmap(svg, size, colour))
        drawn.addPixmap(_pixmap(svg, size, disabled), QIcon.Mode.Disabled)
    return drawn


@cache
def _svg(name: str) -> bytes:
    try:
        return resources.path("icons", f"{name}.svg").read_bytes()
    except OSError:
        log.warning("no icon %r", name)
        return b""


def _pixmap(svg: bytes, size: int, colour: str) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # late: the first window does not wait for it

    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size, size))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap


def _scales() -> frozenset[float]:
    return frozenset({1.0} | {screen.devicePixelRatio() for screen in QGuiApplication.screens()})


def _redraw() -> None:
    for window in QApplication.topLevelWidgets():
        for target in (window, *window.findChildren(QObject)):
            if name := target.property("icon_name"):
                target.setIcon(icon(name, target.property("icon_tone")))  # type: ignore[attr-defined]


theme.changed.connect(_redraw)
