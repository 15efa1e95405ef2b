"""A preview differs from the final paper in one thing: a table that waits for its rows says so."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from db.catalog import spec_of
from db.rules.archive_code import SHOWN_CODE
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter
from db.rules.templates import BlockKind
from desktop import paper
from desktop.paper.content import NIHIL, NO_ROWS
from desktop.paper.word import render_word
from tests.paper import samples
from tests.paper.test_hostile import words_of

TABLES = [
    kind
    for kind in LetterKind
    if any(block.kind is BlockKind.TABLE and not block.when for block in spec_of(kind).template.blocks)
]
PREVIEW = replace(samples.frame(), code=SHOWN_CODE)


@pytest.mark.parametrize("kind", TABLES)
def test_rows_are_awaited_in_a_preview_and_nihil_on_the_final_paper(kind):
    empty = Letter(kind, {})
    shown = words_of(paper.render(PREVIEW, empty)).replace(" ", "")
    assert NO_ROWS.replace(" ", "") in shown
    assert NIHIL not in shown
    for code in ("", "7F3A-91C2"):
        final = words_of(paper.render(replace(PREVIEW, code=code), empty))
        assert NIHIL in final
        assert "belum ada" not in final


def test_what_waits_is_grey():
    empty = Letter(LetterKind.ASSIGNMENT, {})
    grey = b".55 .55 .55 rg", b".55 g"
    pdf = paper.render(PREVIEW, empty)
    content = PdfReader(BytesIO(pdf)).pages[0].get_contents().get_data()
    assert any(mark in content for mark in grey)


def test_a_draft_in_word_waits_too_and_has_no_code():
    document = Document(BytesIO(render_word(PREVIEW, Letter(LetterKind.ASSIGNMENT, {}))))
    cells = [cell.text for table in document.tables for cell in table._cells]
    assert NO_ROWS in cells
    assert SHOWN_CODE not in document.sections[0].footer.paragraphs[0].text
