"""The annex DOKUMENTASI of a report: photos two by two, each with its caption."""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from PIL import Image

from db.catalog import spec_of
from db.rules.letters import Frame, Letter
from desktop.paper.blocks import title
from desktop.paper.layout import CM, Layout
from desktop.paper.pages import paginate
from desktop.paper.press import author, layout_for
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Picture, Strip, Strips, beside, gap, shifted, stacked, text

TITLE = "DOKUMENTASI"
ACROSS = 2
BETWEEN = 0.7 * CM
HIGHEST = 0.75  # of the width: the usual photo lying on its side; others are made to fit
CAPTION_SIZE = 9.5


def print_photos(frame: Frame, letter: Letter, photos: Sequence[tuple[bytes, str]]) -> bytes:
    """Print the pages with the photos of a letter, each a JPEG and its caption, on the letter's paper."""
    template = frame.template or spec_of(letter.kind).template
    layout = replace(layout_for(template.profile, frame), one_page=False)
    pages = paginate(compose(layout, photos), layout.height)
    return write([Document(layout, pages, frame.practice)], TITLE.capitalize(), author(frame.head))


def compose(layout: Layout, photos: Sequence[tuple[bytes, str]]) -> Strips:
    """Rows of photos below the title; a row is never cut."""
    strips = [*title([TITLE], layout), gap(1, layout, keep=True)]
    width = (layout.width - BETWEEN * (ACROSS - 1)) / ACROSS
    for first in range(0, len(photos), ACROSS):
        row: Strips = []
        for place, (jpeg, caption) in enumerate(photos[first : first + ACROSS]):
            made = stacked(_photo(jpeg, caption, width, layout.small(CAPTION_SIZE)))
            row = beside(row, shifted([made], place * (width + BETWEEN))) if row else [made]
        strips += [stacked(row), gap(0.8, layout)]
    return strips


def _photo(jpeg: bytes, caption: str, width: float, layout: Layout) -> Strips:
    """A photo at the foot of its place, and the caption below it in the middle."""
    height = width * HIGHEST
    size = _size(jpeg)
    marks: tuple[Picture, ...] = ()
    if size:
        scale = min(width / size[0], height / size[1])
        wide, tall = size[0] * scale, size[1] * scale
        marks = (Picture((width - wide) / 2, height - tall, wide, tall, jpeg),)
    words = text(caption, layout, width, "center")
    return [Strip(height, marks), Strip(0.15 * CM), *words]


def _size(jpeg: bytes) -> tuple[int, int] | None:
    """None for what is broken: its caption is printed all the same."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
                picture.load()
                return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
