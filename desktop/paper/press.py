"""From a frame and what is to be said to a PDF: which paper, which pages, which title."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from db.catalog import spec_of
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind, Profile, kind_label
from db.rules.letter_values import letter_of
from db.rules.letters import Facts, Frame, Letter, Letterhead, PaperSize
from db.rules.templates import COMMON, FieldType, plain
from desktop.paper.blocks import paragraph
from desktop.paper.content import printed_blocks
from desktop.paper.engine import compose, template_of, values_of
from desktop.paper.fonts import BONUM, SANS
from desktop.paper.foot import FOOT_TOP, FOOT_TOP_HALF
from desktop.paper.layout import CM, Floor, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.pages import fitted, paginate
from desktop.paper.poster import Poster, draw_poster, print_poster
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Strip, greyed, shifted, text

FAMILIES = {"sans": SANS, "bonum": BONUM}
HALF_BOTTOM = 0.5 * CM
FIELD = re.compile(r"(\{[^{}]*\})")
COUNTED = {FieldType.NUMBER, FieldType.DATE}
IMPERSONAL = {
    "kecamatan",
    "judul",
    "masa",
    "periode",
    *(field.name for field in COMMON if "penanda_tangan" not in field.name),
}
SAMPLE_GREY = 0.72
SAMPLE = (
    "Contoh isi surat. Huruf, jarak, dan lebar baris pada halaman ini sama dengan yang dipakai dalam surat "
    "yang sesungguhnya, sehingga kepala surat dapat diperiksa sebelum disimpan. "
)


def print_letter(frame: Frame, facts: Facts | Letter) -> bytes:
    """Print one letter."""
    letter = letter_of(facts)
    title, name, subject = title_of(frame, letter), author(frame.head), subject_of(frame, letter)
    if letter.kind is LetterKind.POSTER:
        wanted = layout_for(template_of(frame, letter).profile, frame)
        return print_poster(frame, _poster_of(frame, letter), wanted, title, name, subject)
    return write([_document(frame, letter)], title, name, subject)


def print_set(frame: Frame, papers: Sequence[Facts | Letter]) -> bytes:
    """Print papers of one kind into one PDF; each begins on a new page."""
    letters = [letter_of(facts) for facts in papers]
    title, subject = (title_of(frame, letters[0]), subject_of(frame, letters[0])) if letters else ("", "")
    return write([_document(frame, letter) for letter in letters], title, author(frame.head), subject)


def picture_poster(frame: Frame, letter: Letter) -> bytes:
    """The poster as a picture."""
    return draw_poster(frame, _poster_of(frame, letter))


def fitted_layout(frame: Frame, letter: Letter) -> Layout:
    """The paper as it is printed: tightened where that saves a page."""
    wanted = layout_for(template_of(frame, letter).profile, frame)
    return fitted(partial(compose, frame, letter), wanted)[0]


def _document(frame: Frame, letter: Letter) -> Document:
    wanted = layout_for(template_of(frame, letter).profile, frame)
    layout, pages = fitted(partial(compose, frame, letter), wanted)
    return Document(layout, pages, frame.practice, code=frame.code)


def _poster_of(frame: Frame, letter: Letter) -> Poster:
    values = values_of(frame, letter)
    return Poster(printed_blocks(template_of(frame, letter).blocks, values), values)


def layout_for(profile: Profile, frame: Frame) -> Layout:
    """The paper that a profile describes."""
    layout = Layout(
        PaperSize(profile.paper) if profile.paper else frame.paper,
        profile.landscape,
        profile.top * CM,
        max(profile.bottom * CM, FOOT_TOP) if frame.code else profile.bottom * CM,
        profile.left * CM,
        profile.right * CM,
        FAMILIES.get(profile.family, SANS),
        profile.size,
        profile.line,
        profile.space,
        profile.head,
        profile.half,
        tte_box=profile.tte_box,
        one_page=profile.one_page,
        floor=Floor(profile.least_line, profile.least_space, profile.least_margin, profile.least_size),
    )
    if not profile.half:
        return layout
    foot = FOOT_TOP_HALF if frame.code else HALF_BOTTOM
    return replace(layout, room=layout.page[1] / 2 - layout.top - foot)


def title_of(frame: Frame, letter: Letter) -> str:
    """The title of a PDF: its kind, its number, what it is about."""
    kind, subject = kind_label(letter.kind), subject_of(frame, letter)
    named = subject.casefold().startswith(kind.casefold())  # it names its kind itself
    head = subject if named else kind
    numbered = f"{head} Nomor {frame.number}" if frame.number else head
    return numbered if named or not subject else f"{numbered}: {subject}"


def subject_of(frame: Frame, letter: Letter) -> str:
    """What a letter is about, up to the first field that may name a person."""
    spec = spec_of(letter.kind)
    values = values_of(frame, letter)
    named = IMPERSONAL | {field.name for field in spec.fields if field.type in COUNTED}
    words: list[str] = []
    for part in FIELD.split(spec.subject):
        name = part[1:-1].partition(":")[0] if part.startswith("{") else ""
        if name and (name not in named or not values.get(name)):
            break
        words.append(plain(part, values))
    return "".join(words).removesuffix(" a.n. ").strip(" ,:;-\u2013") or kind_label(letter.kind)


def print_preview(frame: Frame) -> bytes:
    """Print the letterhead above a sample in grey."""
    layout = Layout(frame.paper)
    strips = letterhead(frame.head, layout)
    start = layout.width / 2
    dated = f"{frame.place}, {long_date(frame.dated_on)}" if frame.place else long_date(frame.dated_on)
    sample = [
        *shifted(text(dated, layout, layout.width - start, "left"), start),
        Strip(layout.leading, white=True),
    ]
    for repeats in (2, 3, 2):
        sample += paragraph(SAMPLE * repeats, layout)
    pages = paginate([*strips, *greyed(sample, SAMPLE_GREY)], layout.height)
    return write([Document(layout, pages[:1], frame.practice)], "Kepala Surat", author(frame.head))


def author(head: Letterhead) -> str:
    """The office, as the author of a PDF."""
    return f"{head.office}, {head.government}"
