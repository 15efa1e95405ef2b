"""The Word file of each kind of letter: all that the PDF says, and that it is no final letter."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from db.catalog import spec_of
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
