import re
from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.widgets.icons import icon, set_icon
from desktop.widgets.style_sheet import SHEET
from desktop.widgets.theme import DARK, LIGHT, TONES, apply_theme, colours

GROUNDS = ("base", "surface", "raised", "alt", "chosen")
PAIRS = [
    *((text, ground) for text in ("text", "muted", "accent", "bad") for ground in GROUNDS),
    *((tone, "surface") for tone in TONES),
    *((tone, "base") for tone in TONES),
    *((tone, f"{tone}_bg") for tone in TONES),
    *(("accent", f"{tone}_bg") for tone in TONES),
    *((text, "neutral_bg") for text in ("text", "muted")),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
]


def brightness(colour):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in QColor(colour).getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("worn", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(worn):
    poor = [
        f"{text} on {ground}: {ratio:.2f}"
        for text, ground in PAIRS
        if (ratio := contrast(getattr(worn, text), getattr(worn, ground))) < 4.5
    ]
    assert poor == []


def test_the_style_sheet_names_no_colour():
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", SHEET) == []


def test_the_theme_can_be_exchanged_and_icons_follow(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "magnify")
    apply_theme(QApplication.instance(), dark=True)
    try:
        assert colours() is DARK
        assert QApplication.palette().window().color() == QColor(DARK.base)
        assert _inked(button.icon()) == QColor(DARK.text)
    finally:
        apply_theme(QApplication.instance(), dark=False)
    assert _inked(button.icon()) == QColor(LIGHT.text)


def test_every_colour_is_a_colour():
    assert all(QColor(value).isValid() for worn in (LIGHT, DARK) for value in asdict(worn).values())


def test_an_icon_is_crisp_at_every_scale():
    drawn = icon("printer-outline")
    for size in (16, 20, 24, 32, 48):
        assert drawn.actualSize(drawn.availableSizes()[0]).isValid()
        assert size in {available.width() for available in drawn.availableSizes()}


def _inked(drawn):
    image = drawn.pixmap(48, 48).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return next(c for x, y in points if (c := image.pixelColor(x, y)).alpha() == 255)
