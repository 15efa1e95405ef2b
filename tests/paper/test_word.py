"""The Word file of each kind of letter: all that the PDF says, and that it is no final letter."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import zxingcpp
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from db.catalog import spec_of
from db.rules.archive_code import SHOWN_CODE, find_code
from db.rules.letter_kinds import LetterKind, Profile, Template
from db.rules.letter_values import typed_values
from db.rules.letters import Frame, Letter, Letterhead, PaperSize, Signer
from db.rules.templates import Block, BlockKind
from desktop.paper.word import MARK, render_word

DAY = date(2020, 4, 17)
HEAD = Letterhead("Pemerintah Kabupaten Sumbawa", "Dinas Sosial", "Jalan Garuda Nomor 1", phone="0371")
SIGNER = Signer(
    ("KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,"),
    "Dr. Rahmi Kartika, S.Sos.",
    "Pembina",
    "196801011990031001",
)
FRAME = Frame(HEAD, "400.9/001/Dinsos/2020", DAY, "Sumbawa Besar", SIGNER, PaperSize.F4)


def sample(kind):
    spec = spec_of(kind)
    return Letter(kind, typed_values(spec.fields, spec.sample))


def words(content):
    document = Document(BytesIO(content))
    found = [node.text or "" for node in document.element.body.iter(qn("w:t"), qn("w:tab"))]
    return " ".join("".join(found).split())


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_is_written_and_marked_on_every_page(kind):
    content = render_word(FRAME, sample(kind))
    document = Document(BytesIO(content))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == MARK
    profile = spec_of(kind).template.profile
    sides = {PaperSize.F4: {21.5, 33.0}, PaperSize.A4: {21.0, 29.7}}
    paper = PaperSize(profile.paper) if profile.paper else PaperSize.F4
    assert {round(section.page_width.cm, 1), round(section.page_height.cm, 1)} == sides[paper]
    if any(block.kind is BlockKind.SIGN for block in spec_of(kind).template.blocks):
        assert "Rahmi Kartika" in words(content)


def test_the_same_letter_gives_the_same_bytes():
    assert render_word(FRAME, sample(LetterKind.DECREE)) == render_word(FRAME, sample(LetterKind.DECREE))


def test_table_heads_are_repeated_and_no_row_is_split():
    document = Document(BytesIO(render_word(FRAME, sample(LetterKind.DECREE))))
    ruled = [table for table in document.tables if table.style.name == "Table Grid"]
    assert ruled
    for table in ruled:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_signature_stays_together():
    document = Document(BytesIO(render_word(FRAME, sample(LetterKind.INVITATION))))
    lines = document.paragraphs
    first = next(i for i, line in enumerate(lines) if line.text == SIGNER.position[0])
    last = next(i for i, line in enumerate(lines) if line.text.startswith("NIP 19680101"))
    assert all(line.paragraph_format.keep_with_next for line in lines[first:last])


def test_markup_controls_emoji_and_right_to_left_are_just_words():
    spec = spec_of(LetterKind.INVITATION)
    name = "<b>Sari & Co</b> \x07🙂 مريم"
    values = typed_values(spec.fields, {**spec.sample, "penerima": name})
    said = words(render_word(FRAME, Letter(LetterKind.INVITATION, values)))
    assert "<b>Sari & Co</b> 🙂 مريم" in said


@pytest.mark.parametrize("logo", [b"<svg/>", b"\x89PNG\r\n\x1a\nbroken", b""])
def test_a_logo_that_is_no_picture_is_left_out(logo):
    frame = replace(FRAME, head=replace(HEAD, logo=logo))
    assert "DINAS SOSIAL" in words(render_word(frame, sample(LetterKind.INVITATION)))


def test_an_edited_template_and_a_lying_sheet_are_followed():
    blocks = (
        Block(BlockKind.TITLE, lines=("NASKAH UJI", "", "{nomor}")),
        Block(BlockKind.SECTION, label="I.", text="Umum"),
        Block(BlockKind.LIST, lines=("satu", "dua"), style="a;"),
        Block(BlockKind.SIGN_PAIR, lines=("PIHAK KEDUA,|Budi|Camat",), text="Utan"),
        Block(BlockKind.SPACE, style="2"),
        Block(BlockKind.CUT),
        Block(BlockKind.PAGE),
        Block(BlockKind.SIGN, style="dated known"),
    )
    template = Template(blocks, Profile(landscape=True, paper="A4"))
    content = render_word(replace(FRAME, template=template), sample(LetterKind.INVITATION))
    section = Document(BytesIO(content)).sections[0]
    assert section.page_width > section.page_height
    said = words(content)
    for expected in (
        "NASKAH UJI",
        "400.9/001/Dinsos/2020",
        "satu;",
        "dua.",
        "Budi",
        "Mengetahui,",
        "Sumbawa Besar",
    ):
        assert expected in said


def test_a_final_letter_carries_its_archive_code_at_the_foot_of_every_page():
    content = render_word(replace(FRAME, code="7F3A-91C2"), sample(LetterKind.DECREE))
    section = Document(BytesIO(content)).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == MARK
    for foot in (section.first_page_footer, section.footer):
        assert "Kode arsip internal 7F3A-91C2, bukan tanda tangan elektronik" in foot.paragraphs[0].text
        [name] = [part.partname for part in foot.part.related_parts.values()]
        with ZipFile(BytesIO(content)) as made:
            picture = made.read(str(name)[1:])
        [read] = zxingcpp.read_barcodes(with_white(Image.open(BytesIO(picture))))
        assert find_code(read.text) == "7F3A-91C2"


def with_white(picture):
    """On white, as on paper."""
    white = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    white.paste(picture.convert("L"), (40, 40))
    return white


def test_a_draft_has_no_code():
    for code in ("", SHOWN_CODE):
        content = render_word(replace(FRAME, code=code), sample(LetterKind.INVITATION))
        section = Document(BytesIO(content)).sections[0]
        assert not section.footer.paragraphs[0].text
        assert "Kode arsip" not in words(content)


def test_the_code_of_half_a_page_stands_in_its_half():
    content = render_word(replace(FRAME, code="7F3A-91C2"), sample(LetterKind.RECEIPT))
    document = Document(BytesIO(content))
    [frame] = document.element.body.iter(qn("w:framePr"))
    top = int(frame.get(qn("w:y"))) / 20 / 72 * 2.54
    assert 14 < top < 16.5
    assert "7F3A-91C2" in words(content)
    assert not document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("kind", [LetterKind.DECREE, LetterKind.RECEIPT, LetterKind.INTERVIEW_MINUTES])
def test_columns_are_as_wide_as_on_paper_and_end_at_the_margin(kind):
    document = Document(BytesIO(render_word(FRAME, sample(kind))))
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / 12700
    for table in document.tables:
        widths = [int(column.get(qn("w:w"))) / 20 for column in table._tbl.tblGrid]
        indent = int(table._tbl.tblPr.find(qn("w:tblInd")).get(qn("w:w"))) / 20
        assert indent + sum(widths) == pytest.approx(room, abs=1)
        assert widths == pytest.approx([cell.width / 12700 for cell in table.rows[0].cells], abs=1)
    if kind is LetterKind.RECEIPT:
        assert len(document.tables[1].columns) == 6  # side by side, as on paper


def test_the_paper_is_as_tight_as_the_pdf():
    """A letter that only fits its page when it is tightened, fits it in Word too."""
    loose = spec_of(LetterKind.ANNOUNCEMENT).template.profile
    document = Document(BytesIO(render_word(FRAME, sample(LetterKind.ANNOUNCEMENT))))
    normal = document.styles["Normal"]
    assert (normal.font.size.pt, normal.paragraph_format.line_spacing) < (loose.size, loose.line)


ORDER = ("keepNext", "pageBreakBefore", "framePr", "widowControl", "pBdr", "tabs", "spacing", "ind", "jc")


@pytest.mark.parametrize("kind", LetterKind)
def test_word_gets_its_elements_in_the_order_of_the_standard(kind):
    content = render_word(replace(FRAME, code="7F3A-91C2"), sample(kind))
    with ZipFile(BytesIO(content)) as made:
        parts = [made.read(name) for name in made.namelist() if name.startswith("word/") and ".xml" in name]
    for part in parts:
        for node in etree.fromstring(part).iter(qn("w:pPr")):
            places = [
                ORDER.index(child.tag.split("}")[1]) for child in node if child.tag.split("}")[1] in ORDER
            ]
            assert places == sorted(places)


def test_dates_and_counted_numbers_are_not_parted():
    document = Document(BytesIO(render_word(FRAME, sample(LetterKind.INTERVIEW_MINUTES))))
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    assert list(document.element.body.iter(qn("w:noBreakHyphen")))
    assert "(20-04-2020)" in text
    document = Document(BytesIO(render_word(FRAME, sample(LetterKind.OBJECTION_ANSWER))))
    assert "18\u00a0April\u00a02020" in "".join(paragraph.text for paragraph in document.paragraphs)
