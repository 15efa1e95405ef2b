"""The annex with photos: all of them, in order, two by two, with their captions."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import typed_values
from db.rules.letters import Letter
from desktop import paper
from tests.paper.samples import frame


@pytest.fixture(scope="module")
def letter():
    spec = spec_of(LetterKind.MONTHLY_REPORT)
    return Letter(LetterKind.MONTHLY_REPORT, typed_values(spec.fields, spec.sample))


def photo(number, size=(640, 480)):
    content = BytesIO()
    Image.new("RGB", size, (number * 7 % 256, 90, 150)).save(content, "JPEG")
    return content.getvalue(), f"Kegiatan ke-{number}, 3 April 2020"


def pages(letter, photos):
    return PdfReader(BytesIO(paper.render_photos(frame(), letter, photos))).pages


def test_every_photo_is_there_with_its_caption(letter):
    photos = [photo(n, (480, 640) if n % 2 else (640, 480)) for n in range(13)]
    found = pages(letter, photos)
    words = " ".join(" ".join(page.extract_text().split()) for page in found)
    assert len(found) == 2
    assert sum(len(page.images) for page in found) == 13
    assert words.startswith("DOKUMENTASI")
    assert [words.index(caption) for _jpeg, caption in photos] == sorted(
        words.index(caption) for _jpeg, caption in photos
    )


def test_a_broken_photo_keeps_its_caption(letter):
    found = pages(letter, [(b"\xff\xd8\xff rusak", "Rapat, 3 April 2020"), photo(1)])
    assert "Rapat, 3 April 2020" in found[0].extract_text()
    assert len(found[0].images) == 1


def test_the_same_photos_give_the_same_bytes(letter):
    photos = [photo(1), photo(2)]
    assert paper.render_photos(frame(), letter, photos) == paper.render_photos(frame(), letter, photos)
