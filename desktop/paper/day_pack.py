"""The papers of a selection's day in one PDF: letters as they are, and cards with names and numbers."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from io import BytesIO

from db.rules.day_pack import DayPack, DeskCard, QueueCard
from db.rules.letters import Frame
from desktop.paper.binder import Binder
from desktop.paper.layout import CM, Layout
from desktop.paper.press import author, print_set
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Bold, Rule, Strip, Strips, stacked, text

DESK_TITLE, QUEUE_TITLE = "Kartu meja", "Nomor antrean"
MARGIN = 1.5 * CM
LARGEST, SMALLEST = 72.0, 24.0
NUMBER = 190.0
LINES = 2  # of a name
CUT = 0.7  # grey of the line to cut along


def print_day_pack(pack: DayPack, tick: Callable[[int], object] = lambda _done: None) -> bytes:
    """Print all of it. tick: told after each piece; what it raises ends the work."""
    output = BytesIO()
    binder = Binder(output)
    for place, (title, draw) in enumerate(pieces_of(pack), 1):
        binder.add(draw(), title)
        tick(place)
    binder.close()
    return output.getvalue()


def pieces_of(pack: DayPack) -> list[tuple[str, Callable[[], bytes]]]:
    """Each bookmark with what draws its pages, in the order of the day."""
    pieces: list[tuple[str, Callable[[], bytes]]] = [
        (part.title, partial(print_set, part.frame, part.papers)) for part in pack.parts
    ]
    pieces.append((DESK_TITLE, partial(_cards, pack.frame, DESK_TITLE, map(_desk, pack.desk_cards))))
    pieces.append((QUEUE_TITLE, partial(_cards, pack.frame, QUEUE_TITLE, map(_number, pack.queue_cards))))
    draft = pack.draft
    return [*pieces, (draft.title, partial(print_set, draft.frame, draft.papers))]


Draw = Callable[[Layout], Strips]


def _cards(frame: Frame, title: str, cards: Iterable[Draw]) -> bytes:
    """Two cards to a sheet, each in the middle of its half, with a line to cut along."""
    layout = Layout(frame.paper, top=MARGIN, bottom=MARGIN, left=MARGIN, right=MARGIN, line=1.0)
    half, drawn = layout.height / 2, list(cards)
    pages = []
    for first in range(0, len(drawn), 2):
        page = [_framed(card(layout), half) for card in drawn[first : first + 2]]
        cut = Rule(-MARGIN, half, layout.width + MARGIN, half, 0.4, dashed=True, grey=CUT)
        pages.append([replace(page[0], marks=(*page[0].marks, cut)), *page[1:]])
    return write([Document(layout, [page], frame.practice) for page in pages], title, author(frame.head))


def _framed(card: Strips, height: float) -> Strip:
    strip = stacked(card)
    down = (height - strip.height) / 2
    return Strip(height, tuple(mark.moved(0, down) for mark in strip.marks))


def _desk(card: DeskCard) -> Draw:
    def draw(layout: Layout) -> Strips:
        small = layout.small(layout.size)
        lines = [*_large(card.name, layout), Strip(0.6 * CM)]
        lines += text(card.role, replace(small, size=22), layout.width, "center")
        if card.institution:
            lines += text(card.institution, replace(small, size=16), layout.width, "center")
        return lines

    return draw


def _number(card: QueueCard) -> Draw:
    def draw(layout: Layout) -> Strips:
        small = layout.small(layout.size)
        number = text([Bold(str(card.number))], replace(small, size=NUMBER, line=0.8), layout.width, "center")
        lines = [*number, Strip(0.4 * CM)]
        lines += text([Bold(card.name)], replace(small, size=22), layout.width, "center")
        for words in (card.registration_number, card.turn):
            lines += text(words, replace(small, size=14), layout.width, "center") if words else []
        return lines

    return draw


def _large(name: str, layout: Layout) -> Strips:
    """A name as large as it may be on two lines, no word of it cut."""
    size = LARGEST
    while True:
        lines = text([Bold(name)], replace(layout, size=size), layout.width, "center")
        if size <= SMALLEST or (len(lines) <= LINES and _whole(name, lines)):
            return lines
        size -= 2


def _whole(name: str, lines: Strips) -> bool:
    words = " ".join(mark.words for line in lines for mark in line.marks if hasattr(mark, "words"))
    return words.split() == name.split()
