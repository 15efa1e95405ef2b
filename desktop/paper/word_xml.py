"""What python-docx has no words for: elements of a Word document, in the order that Word wants."""

import re
from io import BytesIO
from typing import Any

ORDER = {  # of the standard; pieces that are not used here come last
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr tabs spacing ind jc rPr",
    "rPr": "rStyle rFonts b i u color position sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
}
TWIPS = 20  # of a point
COUNTED = re.compile(r"(?<=\w)-(?=\d)")
CONTENT = re.compile("([\t\n])")
LINE = 8  # of a border, in a point
MARK_COLOUR = (0xB3, 0x26, 0x1E)


def add_element(parent: Any, name: str, **values: str) -> Any:
    """An element of Word below another."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made


def put_in_order(root: Any) -> None:
    """Word wants what it knows of a paragraph, a run, a table in one order."""
    from docx.oxml.ns import qn

    for parent, names in ORDER.items():
        places = {qn(f"w:{name}"): place for place, name in enumerate(names.split())}
        for node in root.iter(qn(f"w:{parent}")):
            node[:] = sorted(node, key=lambda child: places.get(child.tag, len(places)))


def add_border(paragraph: Any, line: str = "single", space: float = 0.0, **sides: float) -> None:
    """Lines above and below, so many points thick."""
    edges = add_element(paragraph._p.get_or_add_pPr(), "w:pBdr")
    for side, thick in sides.items():
        size, away = str(round(thick * LINE)), str(round(space))
        add_element(edges, f"w:{side}", val=line, sz=size, space=away, color="000000")


def add_words(run: Any, words: str, *, whole: bool) -> None:
    """Words of a run. whole: 20-04-2020 is not parted at the end of a line."""
    for place, part in enumerate(COUNTED.split(words) if whole else (words,)):
        if place:
            add_element(run._r, "w:noBreakHyphen")
        for sign in CONTENT.split(part):
            if sign == "\t":
                run.add_tab()
            elif sign == "\n":
                run.add_break()
            elif sign:
                run.add_text(sign)


def add_picture(paragraph: Any, picture: bytes, width: float, height: float) -> None:
    """A picture in a line, without white around it."""
    from docx.shared import Pt

    made = paragraph.add_run().add_picture(BytesIO(picture), width=Pt(width), height=Pt(height))
    for side in ("distT", "distB", "distL", "distR"):
        made._inline.set(side, "0")


def place_on_sheet(paragraph: Any, x: float, y: float, width: float) -> None:
    """Stand at a place of the sheet, whatever the text does."""
    places = {"x": x, "y": y, "w": width}
    numbers = {name: str(round(value * TWIPS)) for name, value in places.items()}
    around = {"hAnchor": "page", "vAnchor": "page", "wrap": "around", "hRule": "auto"}
    add_element(paragraph._p.get_or_add_pPr(), "w:framePr", **numbers, **around)


def add_field(run: Any, name: str) -> None:
    """A number that Word fills in."""
    add_element(run._r, "w:fldChar", fldCharType="begin")
    add_element(run._r, "w:instrText").text = name
    add_element(run._r, "w:fldChar", fldCharType="end")


def colour(run: Any) -> None:
    """Red words."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor(*MARK_COLOUR)


def align_cells(cells: Any, *, bottom: bool = False) -> None:
    """In the middle of their rows, or at the lower edge."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as PLACE

    for cell in cells:
        cell.vertical_alignment = PLACE.BOTTOM if bottom else PLACE.CENTER
