"""The head of every letter (domain.md 4.3): lambang at left, names centred, thick and thin line."""

import warnings
from dataclasses import replace
from functools import lru_cache
from io import BytesIO

from PIL import Image

from db.rules.letters import Letterhead
from desktop.paper.layout import CM, Layout
from desktop.paper.strips import (
    Bold,
    Picture,
    Rule,
    Strip,
    Strips,
    balanced,
    height_of,
    shifted,
    stacked,
    text,
)

LOGO = 2.2 * CM  # at most so wide and so high
FORMATS = ("PNG", "JPEG")
LARGEST_LOGO = 50_000_000  # points of a picture: 200 MB when it is open
LOGO_PIXELS = 520  # 600 dots per inch: sharp in print, small in the file
BESIDE_LOGO = 0.3 * CM
SIZES = ((13.5, 18.0), (12.0, 16.0), (10.5, 14.0))  # government and office: 3 to 4
OFFICE_LINES = 2  # a longer name is tried in smaller letters, and takes three lines if it must
ADDRESS_SIZE = 10
THICK, THIN, BETWEEN = 2.25, 0.75, 1.5


def letterhead(head: Letterhead, layout: Layout) -> Strips:
    """The head as one strip, with the lines and white below it."""
    logo = logo_picture(head.logo) if head.logo else None
    side = LOGO * layout.head
    aside = side + BESIDE_LOGO if logo else 0.0
    names = shifted(_names(head, layout, layout.width - aside), aside)
    height = height_of(names)
    strip = stacked(names)
    if logo:
        jpeg, width, tall = logo[0], logo[1] * side, logo[2] * side
        height = max(height, tall)
        strip = stacked([Strip((height - strip.height) / 2), strip])
        picture = Picture((side - width) / 2, (height - tall) / 2, width, tall, jpeg)
        strip = Strip(height, (picture, *strip.marks))
    thin = 3 + THICK + BETWEEN + THIN / 2
    rules = Strip(
        thin + THIN,
        (
            Rule(0, 3 + THICK / 2, layout.width, 3 + THICK / 2, THICK),
            Rule(0, thin, layout.width, thin, THIN),
        ),
    )
    return [stacked([strip, rules]), Strip(0.9 * layout.size * layout.space, white=True)]


def _names(head: Letterhead, layout: Layout, width: float) -> Strips:
    """Government and office in capitals, then address and what else is known."""
    small, large, lines = head_lines(head, layout, width)
    small_type = layout.small(ADDRESS_SIZE * layout.head)
    return [
        *balanced(head.government.upper(), _sized(layout, small), width),
        *balanced([Bold(head.office.upper())], _sized(layout, large), width),
        *(strip for line in lines for strip in text(line, small_type, width, "center")),
    ]


@lru_cache(maxsize=32)
def head_lines(head: Letterhead, layout: Layout, width: float) -> tuple[float, float, tuple[str, ...]]:
    """The sizes of government and office, and the lines below them."""
    for small, large in SIZES:
        government = balanced(head.government.upper(), _sized(layout, small * layout.head), width)
        office = balanced([Bold(head.office.upper())], _sized(layout, large * layout.head), width)
        if len(government) == 1 and len(office) <= OFFICE_LINES:
            break
    address = head.address + (f", Kode Pos {head.postcode}" if head.postcode else "")
    contacts = (("Telepon", head.phone), ("Pos-el", head.email), ("Laman", head.website))
    known = [f"{label} {value}" for label, value in contacts if value]
    lines = [address] if address else []
    lines += _joined(known, layout, width)
    return small * layout.head, large * layout.head, tuple(lines)


def _joined(parts: list[str], layout: Layout, width: float) -> list[str]:
    """All on one line if they fit, else the last on a line of its own."""
    line = ", ".join(parts)
    if len(parts) > 1 and len(text(line, layout.small(ADDRESS_SIZE), width)) > 1:
        return [", ".join(parts[:-1]), parts[-1]]
    return [line] if line else []


def _sized(layout: Layout, size: float) -> Layout:
    """The same face in another size, also larger than the body's, in single lines."""
    return replace(layout, size=size, line=1.0)


@lru_cache(maxsize=8)
def logo_picture(data: bytes) -> tuple[bytes, float, float] | None:
    """A logo as JPEG on white, made once, and its width and height, of which the larger is 1.

    None for what is no picture, is broken, or is too large to open: the letter prints without it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            source = Image.open(BytesIO(data), formats=FORMATS)
        if source.width * source.height > LARGEST_LOGO:
            return None
        source.draft("RGB", (LOGO_PIXELS, LOGO_PIXELS))  # a JPEG is read smaller than it is
        image = source if source.mode in ("RGB", "RGBA") else source.convert("RGBA")
        image.thumbnail((LOGO_PIXELS, LOGO_PIXELS), Image.Resampling.LANCZOS)
        image = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    jpeg = BytesIO()
    white.save(jpeg, "JPEG", quality=92, subsampling=0)
    longer = max(image.size)
    return jpeg.getvalue(), image.width / longer, image.height / longer
