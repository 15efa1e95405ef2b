"""The colours and the type of the program: one palette, one small style sheet on Fusion."""

from dataclasses import dataclass, fields
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from desktop.widgets.marks import draw_marks
from desktop.widgets.style_sheet import SHEET

TONES = ("good", "warn", "bad", "info", "neutral")


@dataclass(frozen=True)
class Colours:
    """Names say what a colour is for; `NAME_bg` lies under a text in NAME."""

    base: str
    surface: str
    raised: str
    alt: str
    line: str
    edge: str  # the border of a field: a little stronger than a line
    text: str
    muted: str
    disabled: str
    accent: str
    accent_strong: str  # the accent under the pointer
    on_accent: str
    chosen: str
    good: str
    good_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str
    info: str
    info_bg: str
    neutral: str
    neutral_bg: str

    def tone(self, name: str) -> QColor:
        return QColor(getattr(self, name))

    def tone_bg(self, name: str) -> QColor:
        return QColor(getattr(self, f"{name}_bg"))


LIGHT = Colours(
    base="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    alt="#FAFBFC",
    line="#D5DAE1",
    edge="#B7C0CA",
    text="#1B2430",
    muted="#586372",
    disabled="#98A1AC",
    accent="#0B5FA5",
    accent_strong="#094E88",
    on_accent="#FFFFFF",
    chosen="#DCEAF8",
    good="#1B7444",
    good_bg="#E3F4EA",
    warn="#8A5A00",
    warn_bg="#FDF1D8",
    bad="#B3261E",
    bad_bg="#FCE4E2",
    info="#0B5FA5",
    info_bg="#E2EEF9",
    neutral="#4B5563",
    neutral_bg="#E9ECF0",
)
DARK = Colours(
    base="#14181D",
    surface="#1B2128",
    raised="#222A33",
    alt="#1E252D",
    line="#343E4A",
    edge="#4A5664",
    text="#E6EAF0",
    muted="#A5B0BD",
    disabled="#6A7582",
    accent="#6CB4F5",
    accent_strong="#8CC5F8",
    on_accent="#0C1A28",
    chosen="#20405F",
    good="#6FD09A",
    good_bg="#173325",
    warn="#E5B84B",
    warn_bg="#352A10",
    bad="#FF9C93",
    bad_bg="#3A1C1A",
    info="#6CB4F5",
    info_bg="#16304A",
    neutral="#B9C3CF",
    neutral_bg="#2C3540",
)


class _Theme(QObject):
    """What is worn now, and word of a change."""

    changed = Signal()
    colours = LIGHT
    follows_system = True
    listens = False

    def follow(self, scheme: Qt.ColorScheme) -> None:
        app = QApplication.instance()
        if self.follows_system and isinstance(app, QApplication):
            self.wear(app, scheme == Qt.ColorScheme.Dark)

    def wear(self, app: QApplication, dark: bool) -> None:
        self.colours = DARK if dark else LIGHT
        app.setPalette(_palette(self.colours))
        app.setStyleSheet(_style_sheet(self.colours))
        self.changed.emit()


theme = _Theme()  # `theme.changed` tells of an exchange of the palette


def colours() -> Colours:
    """The palette in use."""
    return theme.colours


def apply_theme(app: QApplication, dark: bool | None = None) -> None:
    """Dress the program; `dark=None` follows the system now and whenever it changes its mind."""
    hints = app.styleHints()
    theme.follows_system = False
    if dark is None:
        hints.unsetColorScheme()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        theme.follows_system = True
    else:  # the title bars and the system's own dialogs are to match
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    if not theme.listens:
        hints.colorSchemeChanged.connect(theme.follow)
        theme.listens = True
    app.setStyle("Fusion")
    app.setFont(_font(app))
    theme.wear(app, dark)


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget one of the roles of the style sheet, also after it has been shown."""
    set_look(widget, role=role)


def set_look(widget: QWidget, **properties: str) -> None:
    """Set the properties that the style sheet looks at, and dress the widget anew if one changed."""
    if any(widget.property(name) != value for name, value in properties.items()):
        for name, value in properties.items():
            widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _font(app: QApplication) -> QFont:
    if not QFontDatabase.families():
        for path in sorted(resources.path("fonts").glob("LiberationSans*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        app.setFont(QFont("Liberation Sans"))
    font = QFont(app.font())
    font.setPointSizeF(10)
    font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width stand under each other
    return font


def _palette(worn: Colours) -> QPalette:
    roles = QPalette.ColorRole
    pairs = (
        (roles.Window, worn.base),
        (roles.WindowText, worn.text),
        (roles.Base, worn.surface),
        (roles.AlternateBase, worn.alt),
        (roles.Text, worn.text),
        (roles.Button, worn.raised),
        (roles.ButtonText, worn.text),
        (roles.BrightText, worn.bad),
        (roles.Highlight, worn.accent),
        (roles.HighlightedText, worn.on_accent),
        (roles.Accent, worn.accent),
        (roles.Link, worn.accent),
        (roles.LinkVisited, worn.accent),
        (roles.PlaceholderText, worn.muted),
        (roles.ToolTipBase, worn.raised),
        (roles.ToolTipText, worn.text),
    )
    palette = QPalette(QColor(worn.raised), QColor(worn.base))
    for role, colour in pairs:
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(worn.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, roles.Highlight, QColor(worn.line))
    return palette


def _style_sheet(worn: Colours) -> str:
    names = {field.name: getattr(worn, field.name) for field in fields(worn)}
    marks = draw_marks(muted=worn.muted, text=worn.text, disabled=worn.disabled, on_accent=worn.on_accent)
    return Template(SHEET).substitute(names, **marks)
