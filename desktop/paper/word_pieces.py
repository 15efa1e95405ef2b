"""A Word document in the pieces that letters are made of; python-docx is imported when the first is made."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from db.rules.letters import Letterhead

Piece = tuple[str, bool]  # words, and whether they are bold
LOGO = 2.2  # cm
LOGO_PIXELS = 520
SPACE_TO_SIGN = 3  # empty lines
MARK_COLOUR = (0xB3, 0x26, 0x1E)


class Sheet:
    """Lengths are centimetres, type is points."""

    def __init__(
        self,
        paper: tuple[float, float],
        margins: tuple[float, float, float, float],
        face: str,
        size: float,
        line: float,
    ) -> None:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        self.document: Any = Document()
        self.size, self._line = size, line
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if paper[0] > paper[1] else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(paper[0]), Cm(paper[1])
        top, bottom, left, right = margins
        section.top_margin, section.bottom_margin = Cm(top), Cm(bottom)
        section.left_margin, section.right_margin = Cm(left), Cm(right)
        section.header_distance = Cm(min(0.8, top / 2))
        self.width = paper[0] - left - right
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = face, Pt(size)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), face)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = line

    def mark(self, text: str) -> None:
        """Words in the head of every page."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        paragraph = self.document.sections[0].header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(*MARK_COLOUR)

    def title(self, title: str, made: datetime) -> None:
        """What the file says of itself."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title, "Pilar TKSK", "id-ID"
        properties.comments = "Konsep, bukan naskah final"
        properties.created = properties.modified = made

    def save(self) -> bytes:
        output = BytesIO()
        self.document.save(output)
        return output.getvalue()

    def width_of(self, words: str) -> float:
        """About how wide words are."""
        return len(words) * self.size * 0.52 / 72 * 2.54

    def paragraph(
        self,
        pieces: Sequence[Piece],
        *,
        left: float = 0.0,
        first: float = 0.0,
        align: str = "justify",
        size: float | None = None,
        after: float = 0.0,
        keep: bool = False,
        where: Any = None,
    ) -> Any:
        """Words in a paragraph of the document, or of a cell."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        made = (where or self.document).add_paragraph()
        form = made.paragraph_format
        made.alignment = {
            "left": WD_ALIGN_PARAGRAPH.LEFT,
            "center": WD_ALIGN_PARAGRAPH.CENTER,
            "right": WD_ALIGN_PARAGRAPH.RIGHT,
        }.get(align, WD_ALIGN_PARAGRAPH.JUSTIFY)
        if left:
            form.left_indent = Cm(left)
        if first:
            form.first_line_indent = Cm(first)
        if after:
            form.space_after = Pt(after)
        form.keep_with_next = keep or None
        for words, bold in pieces:
            run = made.add_run(words)
            run.bold = bold or None
            if size:
                run.font.size = Pt(size)
        return made

    def gap(self, lines: float, *, keep: bool = False) -> None:
        """White of so many lines."""
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        made = self.paragraph([], keep=keep)
        made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        made.paragraph_format.line_spacing = Pt(max(self.size * 1.15 * lines, 1))

    def fact(self, label: str, value: Sequence[Piece], column: float, indent: float) -> None:
        """Label, colon, value that hangs beside them."""
        from docx.shared import Cm

        start = indent + column + 0.4
        made = self.paragraph(
            [(label, False), ("\t:\t", False), *value], left=start, first=indent - start, align="left"
        )
        for place in (indent + column, start):
            made.paragraph_format.tab_stops.add_tab_stop(Cm(place))

    def item(
        self,
        marker: str,
        words: Sequence[Piece],
        indent: float,
        *,
        column: float = 0.75,
        bold: bool = False,
        keep: bool = False,
        where: Any = None,
    ) -> None:
        """A marker, and words that hang beside it."""
        from docx.shared import Cm

        start = indent + column
        made = self.paragraph(
            [(f"{marker}\t", bold), *words], left=start, first=-column, keep=keep, where=where
        )
        made.paragraph_format.tab_stops.add_tab_stop(Cm(start))

    def recital(self, label: str, words: Sequence[Sequence[Piece]], items: Sequence[Any]) -> None:
        """A label and its colon, and beside them paragraphs and items."""
        table = self._grid((3.2, 0.4, self.width - 3.6))
        cells = table.rows[0].cells
        self.paragraph([(label, False)], align="left", where=cells[0])
        self.paragraph([(":" if label else "", False)], align="left", where=cells[1])
        for pieces in words:
            self.paragraph(pieces, where=cells[2])
        for marker, line in items:
            if marker:
                self.item(marker, line, 0.0, where=cells[2])
            else:
                self.paragraph(line, where=cells[2])
        self._drop_first(cells)
        self.gap(0.3)

    def table(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        aligns: Sequence[str],
        size: float,
    ) -> None:
        """Ruled rows; the head is repeated, and no row is split."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        total = sum(shares)
        widths = [self.width * share / total for share in shares]
        table = self._grid(widths, rows=len(rows) + 1)
        table.style = "Table Grid"
        for place, row in enumerate(table.rows):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if place == 0:
                head = OxmlElement("w:tblHeader")
                head.set(qn("w:val"), "true")
                properties.append(head)
            words = titles if place == 0 else rows[place - 1]
            cells = row.cells
            for number, cell in enumerate(cells):
                align = "center" if place == 0 else aligns[number]
                self.paragraph([(words[number], place == 0)], align=align, size=size, where=cell)
            self._drop_first(cells)

    def signature(self, before: Sequence[str], name: str, after: Sequence[str], left: float) -> None:
        """Lines, room to sign, the name, what is known; it stays together and with what stands above."""
        for words in [*before, *([""] * SPACE_TO_SIGN)]:
            self.paragraph([(words, False)], left=left, align="left", keep=True)
        self.paragraph([(name, True)], left=left, align="left", keep=bool(after))
        for place, words in enumerate(after, 1):
            self.paragraph([(words, False)], left=left, align="left", keep=place < len(after))

    def pair(self, left: Sequence[str], right: Sequence[str], above: str, start: float) -> None:
        """Two who sign side by side."""
        self.gap(0.6, keep=True)
        table = self._grid((self.width * start, self.width * (1 - start)))
        cells = table.rows[0].cells
        for cell, person, over in zip(cells, (left, right), ("", above), strict=True):
            if above:
                self.paragraph([(over, False)], align="left", where=cell)
            if person:
                position, name, *known = [*person, ""] if len(person) < 2 else person
                self.paragraph([(position, False)], align="left", where=cell)
                for _line in range(SPACE_TO_SIGN):
                    self.paragraph([], where=cell)
                self.paragraph([(name, True)], align="left", where=cell)
                for words in filter(None, known):
                    self.paragraph([(words, False)], align="left", where=cell)
            elif not above:
                self.paragraph([], where=cell)
        self._drop_first(cells)

    def new_page(self) -> None:
        self.document.add_page_break()

    def letterhead(self, head: Letterhead) -> None:
        """Lambang at left, names centred, a thick line below."""
        from docx.shared import Cm

        logo = _logo(head.logo) if head.logo else None
        aside = LOGO + 0.3 if logo else 0.0
        table = self._grid((aside, self.width - aside) if logo else (self.width,))
        cells = table.rows[0].cells
        if logo:
            self.paragraph([], align="center", where=cells[0]).add_run().add_picture(
                BytesIO(logo), width=Cm(LOGO * 0.9)
            )
        names = cells[-1]
        address = head.address + (f", Kode Pos {head.postcode}" if head.postcode else "")
        contacts = (("Telepon", head.phone), ("Pos-el", head.email), ("Laman", head.website))
        known = ", ".join(f"{label} {value}" for label, value in contacts if value)
        self.paragraph([(head.government.upper(), False)], align="center", size=13.5, where=names)
        self.paragraph([(head.office.upper(), True)], align="center", size=18, where=names)
        for line in filter(None, (address, known)):
            self.paragraph([(line, False)], align="center", size=10, where=names)
        self._drop_first(cells)
        self._rule()

    def _rule(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        made = self.paragraph([])
        edges, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
        for name, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "1"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        edges.append(line)
        made._p.get_or_add_pPr().append(edges)

    def _grid(self, widths: Sequence[float], rows: int = 1) -> Any:
        from docx.shared import Cm

        table = self.document.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        return table

    @staticmethod
    def _drop_first(cells: Sequence[Any]) -> None:
        """Word wants a paragraph in every cell; the empty one it began with goes."""
        for cell in cells:
            if len(cell.paragraphs) > 1:
                first = cell.paragraphs[0]._p
                first.getparent().remove(first)


def _logo(data: bytes) -> bytes | None:
    """A logo small enough for a file that is sent around; None where it is no picture."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as source:
            image = source.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    image.thumbnail((LOGO_PIXELS, LOGO_PIXELS), Image.Resampling.LANCZOS)
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()
