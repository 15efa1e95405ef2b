"""Remakes resources/fonts: copies Liberation Sans, turns TeX Gyre Bonum into TrueType as Pilar Bonum.

Needs the Debian packages fonts-liberation2 and fonts-texgyre. reportlab embeds no PostScript outlines, hence
the conversion; the licence of TeX Gyre asks for another name of what is derived from it.
"""

import shutil
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).resolve().parents[1] / "resources" / "fonts"
LIBERATION = Path("/usr/share/fonts/truetype/liberation2")
GYRE = Path("/usr/share/texmf/fonts/opentype/public/tex-gyre")
STYLES = {"Regular": "regular", "Bold": "bold", "Italic": "italic", "BoldItalic": "bolditalic"}
WORDS = {"Regular": "Regular", "Bold": "Bold", "Italic": "Italic", "BoldItalic": "Bold Italic"}
FAMILY = "Pilar Bonum"
MAX_ERROR = 1.0  # in units of the em square (1000): a curve may lie off by this much
UNHINTED = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)


def _to_truetype(font: TTFont) -> None:
    """Replace the cubic outlines by quadratic ones."""
    order = font.getGlyphOrder()
    glyph_set = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = outlines = newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = order, glyphs
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    profile = font["maxp"]
    profile.tableVersion, profile.maxZones = 0x00010000, 1
    for field in UNHINTED:
        setattr(profile, field, 0)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, order
    font.sfntVersion = "\0\1\0\0"


def _rename(font: TTFont, style: str) -> None:
    """Give the family its own name and say where it comes from; copyright and licence stay."""
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    texts = {
        1: FAMILY,
        2: WORDS[style],
        3: f"{postscript};2.004",
        4: f"{FAMILY} {WORDS[style]}",
        6: postscript,
        10: "TeX Gyre Bonum 2.004 by B. Jackowski and J. M. Nowacki, converted to TrueType outlines.",
    }
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (16, 17, 18, 21, 22):
            names.removeNames(record.nameID)
    for name_id, text in texts.items():
        names.removeNames(name_id)
        names.setName(text, name_id, 3, 1, 0x409)


def bake() -> None:
    """Write the eight faces."""
    for style, source in STYLES.items():
        shutil.copyfile(LIBERATION / f"LiberationSans-{style}.ttf", TARGET / f"LiberationSans-{style}.ttf")
        with TTFont(GYRE / f"texgyrebonum-{source}.otf", recalcTimestamp=False) as font:
            _to_truetype(font)
            _rename(font, style)
            font.save(TARGET / f"{FAMILY.replace(' ', '')}-{style}.ttf")
    for file in sorted(TARGET.glob("*.ttf")):
        print(f"{file.name}: {file.stat().st_size:,} byte")


if __name__ == "__main__":
    bake()
