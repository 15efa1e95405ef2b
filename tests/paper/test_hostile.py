"""What people type and upload that a letter cannot hold: it prints all the same, without black boxes."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter
from desktop import paper
from desktop.paper.fonts import BONUM, FONTS, SANS, printable
from tests.paper import samples

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
ARABIC, HEBREW, CHINESE = (
    "\u0645\u062d\u0645\u062f",
    "\u05e9\u05dc\u05d5\u05dd",
    "\u4e2d\u6587",
)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NAMES = {
    "A <b>& B</b> </para> &amp;": "A <b>& B</b> </para> &amp;",
    "Baiq \U0001f600\u2764\ufe0f Nurhayati": "Baiq Nurhayati",
    f"Dewi{FAMILY} Lestari": "Dewi Lestari",
    "Siti \U0001f44d\U0001f3fd Aminah": "Siti Aminah",
    f"Ahmad {ARABIC}": "Ahmad ????",
    f"Lalu {CHINESE}": "Lalu ??",
    "Ahmad \u202eidayruS\u202c": "Ahmad idayruS",
    "Jose\u0301 A\u0301lvarez": "Jos\u00e9 \u00c1lvarez",
    "Nur\u200bhayati\u00ad": "Nurhayati",
    "{nama} {tidak_ada:besar}": "{nama} {tidak_ada:besar}",
}


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", " ")


def png(width: int, height: int) -> bytes:
    """A PNG of one colour that is far larger open than closed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\x40\x80\xc0" * width
    data = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height), "navy").save(data, "JPEG", quality=10)
    return data.getvalue()


@pytest.mark.parametrize(("typed", "shown"), NAMES.items())
def test_a_name_is_printed_with_what_the_font_has(typed, shown):
    words = words_of(paper.render(samples.frame(), replace(samples.call(), name=typed)))
    assert f"Saudara {shown}" in " ".join(words.split())


@pytest.mark.parametrize("kind", samples.LETTERS)
def test_no_letter_asks_a_font_for_what_it_lacks(kind):
    make, facts = samples.LETTERS[kind]
    hostile = f"\U0001f600{ARABIC}{HEBREW}{CHINESE}\u202e\ufffd\x9f"
    signer = replace(samples.HEAD_OF_OFFICE, name=hostile, rank=hostile)
    head = replace(samples.SUMBAWA, office=hostile, address=hostile)
    words = words_of(paper.render(replace(make(), signer=signer, head=head, place=hostile), facts()))
    assert not set(words) & set(ARABIC + CHINESE + "\U0001f600\u202e")


@pytest.mark.parametrize("font", [SANS.regular, SANS.bold, BONUM.regular, BONUM.bold])
def test_what_is_printable_is_in_the_font(font):
    everything = "".join(chr(code) for code in range(0x20, 0x3000) if not 0x7F <= code < 0xA0)
    assert all(ord(sign) in FONTS[font].face.charToGlyph for sign in printable(everything, font))


BROKEN = {
    "svg": SVG,
    "empty": b"",
    "eight bytes": samples.LOGO[:8],
    "broken": samples.LOGO[:900],
    "cut short": samples.LOGO[:-200],
    "64 megapixels": png(8000, 8000),
    "gif": b"GIF89a\1\0\1\0",
}


@pytest.mark.parametrize("logo", BROKEN.values(), ids=BROKEN)
def test_a_stored_logo_that_cannot_be_read_is_left_out(logo):
    frame = samples.frame(head=replace(samples.SUMBAWA, logo=logo))
    page = PdfReader(BytesIO(paper.render(frame, samples.call()))).pages[0]
    assert "DINAS SOSIAL" in page.extract_text()
    assert not page.images


@pytest.mark.parametrize("logo", [png(8000, 5000), jpeg(8000, 5000)], ids=["png", "jpeg"])
def test_a_logo_of_forty_megapixels_is_made_small(logo):
    frame = samples.frame(head=replace(samples.SUMBAWA, logo=logo))
    pdf = paper.render(frame, samples.call())
    [image] = PdfReader(BytesIO(pdf)).pages[0].images
    assert max(image.image.size) <= 520
    assert len(pdf) < 200_000


def test_a_letter_without_values_prints_dots():
    for kind in LetterKind:
        words = words_of(paper.render(samples.frame(), Letter(kind, {})))
        assert words.strip(), kind
    assert "\u2026" * 8 in words_of(paper.render(samples.frame(), Letter(LetterKind.CALL, {})))


def test_a_word_of_a_thousand_letters_and_a_row_of_a_thousand_words_print():
    values = {"nama": "A" * 1000, "tugas": ("kata " * 1000,), "kecamatan": "Utan"}
    pdf = paper.render(samples.banda_aceh(), Letter(LetterKind.PRESENTATION, values))
    assert words_of(pdf).replace(" ", "").count("A" * 20) >= 1
    assert len(PdfReader(BytesIO(pdf)).pages) > 1
