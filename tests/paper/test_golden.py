"""Pages as they were looked at: one hash for the words of a page and where each of them stands.

A change of layout changes hashes: look at the pages again (pdftoppm), then write the new ones:
python -m tests.paper.test_golden
"""

import hashlib
import json
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer
from PySide6.QtPdf import QPdfDocument

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import letter_of, typed_values
from db.rules.letters import Frame, Letter, PaperSize
from desktop import paper
from desktop.paper.engine import template_of
from desktop.paper.poster import SIDE
from desktop.paper.press import layout_for
from tests.paper import samples

GOLDEN = Path(__file__).with_name("golden.json")
CODE = "7F3A-91C2"
COUNTS = (1, 19, 26, 40, 60, 290)
TOLERANCE = 2  # points: italics lean out of their box
LONGEST = samples.LONG_NAME[:60]


def case(name: str) -> tuple[Frame, Letter]:
    """A letter by the name of its case: kind, paper, and what is unusual in it."""
    kind, size, *unusual = name.split()
    if unusual == ["sample"]:
        spec = spec_of(LetterKind(kind))
        frame = samples.frame(paper=PaperSize(size), code=CODE)
        return frame, Letter(LetterKind(kind), typed_values(spec.fields, spec.sample))
    make_frame, make_facts = samples.LETTERS[kind]
    frame, facts = replace(make_frame(), paper=PaperSize(size), code=CODE), make_facts()
    for word in unusual:
        if word.isdigit():
            letter = letter_of(samples.decree(int(word)))
        elif word == "long-office":
            frame = replace(frame, head=samples.LONG_HEAD)
        elif word == "no-logo":
            frame = replace(frame, head=replace(frame.head, logo=None))
    if not any(word.isdigit() for word in unusual):
        letter = letter_of(facts)
    if "long-name" in unusual:
        values = dict(letter.values)
        if isinstance(values.get("daftar"), tuple):
            values["daftar"] = tuple({**row, "nama": LONGEST} for row in values["daftar"])
        if "nama" in values:
            values["nama"] = LONGEST
        letter = Letter(letter.kind, values)
        frame = replace(frame, signer=replace(frame.signer, name=LONGEST))
    return frame, letter


CASES = (
    *(f"{kind} {size}" for kind in samples.LETTERS for size in PaperSize),
    *(f"decree {size} {count}" for count in COUNTS for size in PaperSize),
    *(f"{kind} {size} long-name" for kind in ("call", "receipt", "proposal") for size in PaperSize),
    *(f"decree {size} 19 long-name" for size in PaperSize),
    *(f"{kind} {size} long-office" for kind in ("announcement", "decree", "receipt") for size in PaperSize),
    *(f"{kind} {size} no-logo" for kind in ("presentation", "administration_minutes") for size in PaperSize),
    *(f"{kind} {size} sample" for kind in LetterKind for size in PaperSize),
)


@cache
def printed(name: str) -> bytes:
    return paper.render(*case(name))


def words_and_places(page) -> list[str]:
    """Every run of text of a page with its place in tenths of a point, and the page's box."""
    found = [f"{float(page.mediabox.width):.0f} x {float(page.mediabox.height):.0f}"]

    def visit(words, _cm, matrix, _font, size):
        if words.strip():
            found.append(f"{matrix[4]:.1f} {matrix[5]:.1f} {size:.1f} {words.strip()}")

    page.extract_text(visitor_text=visit)
    return found


def looked_at(name: str) -> list[str]:
    """One short hash for each page."""
    pages = PdfReader(BytesIO(printed(name))).pages
    return [hashlib.sha256("\n".join(words_and_places(page)).encode()).hexdigest()[:16] for page in pages]


@pytest.mark.parametrize("name", CASES)
def test_the_pages_are_those_that_were_looked_at(name):
    assert looked_at(name) == json.loads(GOLDEN.read_text("utf-8"))[name]


def lines_of(page) -> list[tuple[float, str]]:
    """The lines of a page from the top: how high they stand, and their words."""
    rows: dict[float, list[str]] = {}

    def visit(words, _cm, matrix, _font, _size):
        if words.strip():
            rows.setdefault(round(matrix[5]), []).append(words.strip())

    page.extract_text(visitor_text=visit)
    return [(y, " ".join(words)) for y, words in sorted(rows.items(), reverse=True)]


@pytest.mark.parametrize("name", CASES)
def test_no_signature_stands_alone_and_nothing_touches_the_foot(name):
    frame, letter = case(name)
    for page in PdfReader(BytesIO(printed(name))).pages:
        lines = lines_of(page)
        height = float(page.mediabox.height)
        foot = [y for y, words in lines if CODE in words]
        assert len(foot) == 1
        above = [y for y, _words in lines if y > foot[0]]
        half = foot[0] > height / 2
        clear = min(above) - foot[0]
        assert clear > (12 if half else 25), f"{clear} points above the foot"
        words = [words for _y, words in lines]
        signed = [i for i, line in enumerate(words) if frame.signer.name in line]
        if signed and letter.kind != "receipt":
            titles = [i for i in range(signed[-1]) if frame.signer.position[0] in words[i]]
            position = titles[-1]
            before = [line for line in words[:position] if not line.startswith("- ")]
            assert len(before) >= 2
            nip = [i for i, line in enumerate(words) if line.startswith("NIP")]
            assert position < signed[-1] < nip[-1]


@pytest.mark.parametrize("name", CASES)
def test_no_text_stands_outside_the_margins(name):
    frame, letter = case(name)
    layout = layout_for(template_of(frame, letter).profile, frame)
    poster = letter.kind is LetterKind.POSTER
    least = SIDE * layout.page[0] / layout.left if poster else layout.floor.margin
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(printed(name))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    assert document.pageCount()
    for place in range(document.pageCount()):
        width = document.pagePointSize(place).width()
        lines = [line.boundingRect() for line in document.getAllText(place).bounds()]
        assert len(lines) > 5
        assert min(line.left() for line in lines) >= layout.left * least - TOLERANCE
        assert max(line.right() for line in lines) <= width - layout.right * least + TOLERANCE
        assert min(line.top() for line in lines) >= 20


@pytest.mark.parametrize("count", COUNTS[1:])
@pytest.mark.parametrize("size", PaperSize)
def test_every_name_of_the_annex_is_printed_once_and_the_last_with_the_signature(count, size):
    pages = [lines_of(page) for page in PdfReader(BytesIO(printed(f"decree {size} {count}"))).pages]
    first = next(i for i, page in enumerate(pages) if any("LAMPIRAN" in words for _y, words in page))
    annex = pages[first:]
    for page in annex:
        assert any("NIAT" in words for _y, words in page)
    numbers = [
        int(words.split(".")[0])
        for page in annex
        for _y, words in page
        if words.split(".")[0].isdigit() and ". " in words
    ]
    assert numbers == list(range(1, count + 1))
    last = [words for _y, words in annex[-1]]
    assert any(words.startswith(f"{count}. ") for words in last)
    assert any(words.startswith(f"{count - 1}. ") for words in last)
    assert any("NIP" in words for words in last)


if __name__ == "__main__":
    written = json.dumps({name: looked_at(name) for name in CASES}, indent=1)
    GOLDEN.write_text(written + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(CASES)} cases\n")
