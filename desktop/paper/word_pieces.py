"""A Word document in the pieces that letters are made of; python-docx is imported when the first is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import BETWEEN, THICK, THIN
from desktop.paper.strips import Bold
from desktop.paper.word_xml import (
    TWIPS,
    add_border,
    add_element,
    add_field,
    add_picture,
    add_words,
    align_cells,
    colour,
    place_on_sheet,
    put_in_order,
)

Words = Sequence[str]  # pieces, of which some are Bold
FACES = {"LiberationSans-Regular": "Arial", "PilarBonum-Regular": "Bookman Old Style"}
LINES = {"Bookman Old Style": 0.98}  # its lines are higher than those of the face on paper
MARK_SIZE = 9.0
HEADER = 0.8 * CM  # from the edge of the sheet
FOOTER = 0.55 * CM
WORD_2013 = "15"  # tables begin at the margin, as on the other papers


@dataclass(frozen=True)
class Cell:
    """What stands in a cell of a table."""

    words: Words
    align: str = "left"
    size: float | None = None
    left: float = 0.0
    before: float = 0.0  # white above
    bottom: bool = False  # at the lower edge


class Sheet:
    """A document that grows downwards. Lengths are points."""

    def __init__(self, layout: Layout) -> None:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.oxml.ns import qn
        from docx.shared import Pt

        self.document: Any = Document()
        self.layout = layout
        self.indent = 0.0  # of all that is added
        self.width = layout.width
        self.white = 0.0  # stands above what is added next
        self.added = 0  # pieces so far
        self._fresh = self._bound = False  # what is added next begins a page; stays with the last
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if layout.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Pt(layout.page[0]), Pt(layout.page[1])
        section.top_margin, section.bottom_margin = Pt(layout.top), Pt(layout.bottom)
        section.left_margin, section.right_margin = Pt(layout.left), Pt(layout.right)
        section.header_distance = Pt(min(HEADER, layout.top / 2))
        section.footer_distance = Pt(FOOTER)
        section.different_first_page_header_footer = True
        face, normal = FACES.get(layout.family.regular, "Arial"), self.document.styles["Normal"]
        normal.font.name, normal.font.size = face, Pt(layout.size)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), face)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = layout.line * LINES.get(face, 1.0)
        normal.paragraph_format.widow_control = True
        for setting in self.document.settings.element.iter(qn("w:compatSetting")):
            if setting.get(qn("w:name")) == "compatibilityMode":
                setting.set(qn("w:val"), WORD_2013)

    def mark(self, mark: str) -> None:
        """Words in the head of every page, and from the second page its number."""
        section = self.document.sections[0]
        first, others = section.first_page_header.paragraphs[0], section.header.paragraphs[0]
        for paragraph in (first, others):
            self._set(paragraph, [Bold(mark)], align="center", size=MARK_SIZE)
            paragraph.paragraph_format.line_spacing = 1.0
            colour(paragraph.runs[0])
        number = section.header.add_paragraph()
        self._set(number, ["- "], align="center")
        add_field(number.add_run(), "PAGE")
        number.add_run(" -")

    def foot(self, words: str, picture: bytes, side: float) -> None:
        """A picture and words at the foot of every page."""
        section = self.document.sections[0]
        for foot in (section.first_page_footer, section.footer):
            self._code(foot.paragraphs[0], words, picture, side)

    def half(self, words: str, picture: bytes, side: float, below: float) -> None:
        """Picture and words, where there are any, above a dashed line in the middle of the sheet."""
        layout = self.layout
        made = self.document.add_paragraph()
        place_on_sheet(made, layout.left, layout.page[1] / 2 - below - (side if words else 0), layout.width)
        if words:
            self._code(made, words, picture, side)
        add_border(made, "dashed", space=1.0, bottom=0.5)

    def _code(self, paragraph: Any, words: str, picture: bytes, side: float) -> None:
        from docx.shared import Pt

        paragraph.paragraph_format.line_spacing = 1.0
        add_picture(paragraph, picture, side, side)
        run = paragraph.add_run(f"   {words}")
        run.font.size, run.font.name = Pt(7.5), "Arial"
        raised = str(round(side - 5))  # half points: to the middle of the picture
        add_element(run._r.get_or_add_rPr(), "w:position", val=raised)

    def title(self, title: str, made: datetime) -> None:
        """What the file says of itself."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title, "Pilar TKSK", "id-ID"
        properties.comments = "Konsep, bukan naskah final"
        properties.created = properties.modified = made

    def save(self) -> bytes:
        output, section = BytesIO(), self.document.sections[0]
        parts = (section.header, section.first_page_header, section.footer, section.first_page_footer)
        for root in (self.document.element, *(part._element for part in parts)):
            put_in_order(root)
        self.document.save(output)
        return output.getvalue()

    # One below the other

    def paragraph(
        self,
        words: Words,
        *,
        left: float = 0.0,
        right: float = 0.0,
        first: float = 0.0,
        align: str = "justify",
        size: float | None = None,
        single: bool = False,
        tabs: Sequence[float] = (),
        keep: bool = False,
        before: float = 0.0,
    ) -> Any:
        """Words in a paragraph. first: of its first line, from left; tabs are measured from the left edge.

        single: in single lines, as all that is set in a size of its own.
        """
        from docx.shared import Pt

        self._begin()
        made = self.document.add_paragraph()
        self._set(made, words, align=align, size=size, whole=True)
        form, left = made.paragraph_format, left + self.indent
        if left:
            form.left_indent = Pt(left)
        if right:
            form.right_indent = Pt(right)
        if first:
            form.first_line_indent = Pt(first)
        if size or single:
            form.line_spacing = 1.0
        if before:
            form.space_before = Pt(before)
        for place in tabs:
            form.tab_stops.add_tab_stop(Pt(place + self.indent))
        form.keep_with_next = keep or None
        form.page_break_before = self._fresh or None
        self._fresh = False
        return made

    def hang(
        self,
        labels: Sequence[tuple[str, float]],
        words: Words,
        *,
        left: float = 0.0,
        align: str = "justify",
        keep: bool = False,
        **look: Any,
    ) -> None:
        """Labels, each as wide as told, and words that hang beside them on all lines."""
        tabs, start = [], left
        for _label, wide in labels:
            start += wide
            tabs.append(start)
        lead = "".join(f"{label}\t" for label, _wide in labels)
        said = [Bold(lead) if look.pop("bold", False) else lead, *words]
        self.paragraph(said, left=start, first=left - start, align=align, tabs=tabs, keep=keep, **look)

    def _begin(self) -> None:
        """White below what was added last; in Word two tables need a paragraph between them."""
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        last, height, bound = self._last(), self.white, self._bound
        self.white, self._bound = 0.0, False
        self.added += 1
        if last is None or self._fresh:
            return
        if last.tag.endswith("}p"):
            if height:
                self.document.paragraphs[-1].paragraph_format.space_after = Pt(height)
        else:
            form = self.document.add_paragraph().paragraph_format
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(height, 1.0))
            form.keep_with_next = bound or None

    def bind(self) -> None:
        """What was added last stays on the page of what comes next: a paragraph, or two rows of a table."""
        from docx.oxml.ns import qn

        last, empty, self._bound = self._last(), True, True
        while last is not None and empty:
            parts = last.findall(qn("w:tr"))[-2:] if last.tag == qn("w:tbl") else [last]
            for part in parts:
                for paragraph in part.iter(qn("w:p")):
                    paragraph.get_or_add_pPr().get_or_add_keepNext()
            empty = last.tag == qn("w:p") and not list(last.iter(qn("w:t"), qn("w:drawing")))
            last = last.getprevious()

    def new_page(self) -> None:
        """What is added next begins a page."""
        self._fresh = self._last() is not None
        self.added += 1

    def rule(self, height: float) -> None:
        """A line to write on."""
        from docx.enum.text import WD_TAB_LEADER
        from docx.shared import Pt

        white = height - self.layout.leading
        form = self.paragraph(["\t"], align="left", before=max(white, 0.0)).paragraph_format
        form.tab_stops.add_tab_stop(Pt(self.width + self.indent - 1), leader=WD_TAB_LEADER.LINES)

    def cut(self) -> None:
        """A dashed line across the sheet."""
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        layout = self.layout
        made = self.paragraph([], left=-layout.left, right=-layout.right, before=layout.size / 2)
        form = made.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(2)
        form.space_after = Pt(layout.size / 2)
        add_border(made, "dashed", top=0.5)

    # Side by side

    def letterhead(
        self, logo: tuple[bytes, float, float] | None, aside: float, lines: Sequence[tuple[str, float]]
    ) -> None:
        """A picture with its width and height at the left, lines centred beside it, rules below."""
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        table = self._grid((aside, self.width - aside) if logo else (self.width,))
        cells = table.rows[0].cells
        if logo is not None:
            picture, width, height = logo
            add_picture(self._in_cell(cells[0], Cell([], "center")), picture, width, height)
        for words, size in lines:
            self._in_cell(cells[-1], Cell([words], "center", size))
        align_cells(cells)
        self.white = 3.0
        form = self.paragraph([]).paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(BETWEEN)
        add_border(self.document.paragraphs[-1], top=THICK, bottom=THIN)

    def columns(self, people: Sequence[Sequence[Cell]], start: float) -> None:
        """What stands at the left and at the right, never parted."""
        table = self._grid((start, self.width - start))
        add_element(table.rows[0]._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, lines in zip(table.rows[0].cells, people, strict=True):
            for line in lines or [Cell([])]:
                self._in_cell(cell, line)

    def table(
        self,
        rows: Sequence[Sequence[Cell]],
        widths: Sequence[float],
        *,
        heads: int,
        pads: tuple[float, float],
        height: float = 0.0,
        middle: bool = False,
        whole: bool = False,
    ) -> None:
        """Ruled rows; the first ones are repeated on each page, and no row is split."""
        from docx.shared import Pt

        table = self._grid(widths, len(rows), pads)
        table.style = "Table Grid"
        for place, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            properties = row._tr.get_or_add_trPr()
            add_element(properties, "w:cantSplit")
            if place < heads:
                add_element(properties, "w:tblHeader", val="true")
            elif height:
                row.height = Pt(height)
            made = row.cells
            for cell, said in zip(made, cells, strict=True):
                paragraph = self._in_cell(cell, said)
                if place < heads or (whole and place < len(rows) - 1):
                    paragraph.paragraph_format.keep_with_next = True
            if middle or place < heads:
                align_cells(cell for cell, said in zip(made, cells, strict=True) if not said.bottom)
            align_cells((cell for cell, said in zip(made, cells, strict=True) if said.bottom), bottom=True)

    def _set(
        self, made: Any, words: Words, *, align: str, size: float | None = None, whole: bool = False
    ) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        made.alignment = {
            "left": WD_ALIGN_PARAGRAPH.LEFT,
            "center": WD_ALIGN_PARAGRAPH.CENTER,
            "right": WD_ALIGN_PARAGRAPH.RIGHT,
        }.get(align, WD_ALIGN_PARAGRAPH.JUSTIFY)
        for piece in words:
            run = made.add_run()
            add_words(run, piece, whole=whole)
            run.bold = isinstance(piece, Bold) or None
            if size:
                run.font.size = Pt(size)

    def _in_cell(self, cell: Any, said: Cell) -> Any:
        from docx.shared import Pt

        used = len(cell.paragraphs) > 1 or cell.paragraphs[0].runs or cell.paragraphs[0].alignment is not None
        made = cell.add_paragraph() if used else cell.paragraphs[0]
        self._set(made, said.words, align=said.align, size=said.size)
        if said.size:
            made.paragraph_format.line_spacing = 1.0
        if said.left:
            made.paragraph_format.left_indent = Pt(said.left)
        if said.before:
            made.paragraph_format.space_before = Pt(said.before)
        return made

    def _grid(self, widths: Sequence[float], rows: int = 1, pads: tuple[float, float] = (0.0, 0.0)) -> Any:
        from docx.shared import Pt

        self._begin()
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Pt(width)
        properties = table._tbl.tblPr
        add_element(properties, "w:tblInd", w=str(round(self.indent * TWIPS)), type="dxa")
        margins = add_element(properties, "w:tblCellMar")
        for name, pad in (("top", pads[1]), ("left", pads[0]), ("bottom", pads[1]), ("right", pads[0])):
            add_element(margins, f"w:{name}", w=str(round(pad * TWIPS)), type="dxa")
        if self._fresh:
            table.rows[0].cells[0].paragraphs[0].paragraph_format.page_break_before = True
            self._fresh = False
        return table

    def _last(self) -> Any:
        """The last paragraph or table; none in an empty document."""
        found = [node for node in self.document.element.body if not node.tag.endswith("}sectPr")]
        return found[-1] if found else None
