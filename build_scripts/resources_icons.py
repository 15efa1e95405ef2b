"""Remakes resources/icons (glyphs of Material Design Icons as SVG) and the pictures of our own drawings."""

import json
import os
from pathlib import Path

import qtawesome
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
ICONS = RESOURCES / "icons"
FONTS = Path(qtawesome.__file__).parent / "fonts"
FONT = "materialdesignicons6-webfont-6.9.96.ttf"
CHARMAP = "materialdesignicons6-webfont-charmap-6.9.96.json"
SIZE = 24
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
NAMES = (
    "account-clock-outline",
    "account-group-outline",
    "account-minus-outline",
    "account-plus-outline",
    "account-search-outline",
    "account-tie-outline",
    "alert-circle-outline",
    "alert-outline",
    "arrow-left",
    "calendar-outline",
    "card-account-details-outline",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "clipboard-check-outline",
    "clipboard-edit-outline",
    "close",
    "cog-outline",
    "content-copy",
    "content-save-outline",
    "counter",
    "database-outline",
    "delete-outline",
    "email-outline",
    "eye-outline",
    "file-document-outline",
    "file-download-outline",
    "file-excel-outline",
    "file-pdf-box",
    "file-sign",
    "file-upload-outline",
    "fit-to-page-outline",
    "format-list-checks",
    "gavel",
    "help-circle-outline",
    "history",
    "home-outline",
    "image-outline",
    "information-outline",
    "lock-outline",
    "logout",
    "magnify",
    "map-marker-outline",
    "map-outline",
    "office-building-outline",
    "pencil-outline",
    "phone-outline",
    "plus",
    "printer-outline",
    "refresh",
    "school-outline",
    "send-outline",
    "stamper",
    "star-outline",
    "tray-arrow-down",
    "trophy-outline",
    "undo",
    "zoom-in",
    "zoom-out",
)
OTHER_NAMES = {"zoom-in": "magnify-plus-outline", "zoom-out": "magnify-minus-outline"}  # in the font


def bake_glyphs() -> None:
    """Write one SVG of 24 by 24 for each name; its colour is the text colour of whoever shows it."""
    points = json.loads((FONTS / CHARMAP).read_text("utf-8"))
    with TTFont(FONTS / FONT) as font:
        scale = SIZE / font["head"].unitsPerEm
        top = font["hhea"].ascent * scale
        glyphs, characters = font.getGlyphSet(), font.getBestCmap()
        for name in NAMES:
            pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
            glyph = glyphs[characters[int(points[OTHER_NAMES.get(name, name)], 16)]]
            glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, 0, top)))
            (ICONS / f"{name}.svg").write_text(
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
                f'viewBox="0 0 {SIZE} {SIZE}" fill="currentColor"><path d="{pen.getCommands()}"/></svg>\n',
                "utf-8",
            )


def _draw(svg: Path, width: int, height: int) -> Image.Image:
    renderer = QSvgRenderer(str(svg))
    image = QImage(width, height, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return Image.frombytes("RGBA", (width, height), bytes(image.constBits()))


def bake_pictures() -> None:
    """Draw the program's icon and the practice logo from their SVG files."""
    pictures = [_draw(ICONS / "pilar.svg", size, size) for size in ICO_SIZES]
    pictures[-1].save(ICONS / "pilar.png", optimize=True)
    pictures[-1].save(ICONS / "pilar.ico", sizes=[(s, s) for s in ICO_SIZES], append_images=pictures[:-1])
    logo = _draw(RESOURCES / "letterhead" / "practice_logo.svg", 600, 720)
    logo.save(RESOURCES / "letterhead" / "practice_logo.png", dpi=(600, 600), optimize=True)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    bake_glyphs()
    bake_pictures()
    print(f"{len(NAMES)} ikon, {sum(file.stat().st_size for file in ICONS.glob('*.svg')):,} byte")
