"""The letter form and the title form, and what both share: number, signature, copies (domain.md 4.4, 4.5)."""

from collections.abc import Sequence

from db.rules.dates import long_date
from db.rules.letters import Frame, Signer
from db.rules.office import group_nip
from desktop.paper.blocks import DOTS, fields, items, keep_to_last, numbers, title
from desktop.paper.fonts import width_of
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.strips import (
    Bold,
    Rule,
    Run,
    Strip,
    Strips,
    Text,
    beside,
    gap,
    kept,
    shifted,
    stacked,
    text,
)

SIGNATURE_SPACE = 2.5 * CM
SIGNATURE_SHARE = 0.5  # the block begins in the middle, or further left when a line of it is long
SIGNATURE_LEFTMOST = 0.36
DELEGATIONS = ("a.n.", "u.b.", "Plt.", "Plh.", "Pj.", "Pjs.")


def number_or_dots(number: str) -> str:
    """The number of a letter, or dots to be filled in by hand."""
    return number or DOTS


def nip_text(nip: str) -> str:
    """NIP 19700101 199503 1 002 (domain.md 3.4)."""
    return f"NIP {group_nip(nip)}"


def titled(frame: Frame, lines: Sequence[str], layout: Layout, *, about: Sequence[str] = ()) -> Strips:
    """Head and title of the title form: kind, NOMOR, TENTANG, subject."""
    named = [*lines, f"NOMOR {number_or_dots(frame.number)}"]
    return [
        *letterhead(frame.head, layout),
        *title([*named, *(("TENTANG", *about) if about else ())], layout),
        gap(1, layout, keep=True),
    ]


def correspondence(
    frame: Frame,
    layout: Layout,
    *,
    urgency: str,
    attachment: str,
    about: str,
    to: Sequence[Text],
    at: str,
) -> Strips:
    """Head of the letter form: place and date at right, Nomor/Sifat/Lampiran/Hal, Yth. … di …."""
    start = signature_start(frame.signer, layout)
    dated = text(f"{frame.place}, {long_date(frame.dated_on)}", layout, layout.width - start, "left")
    block = fields(
        [
            ("Nomor", number_or_dots(frame.number)),
            ("Sifat", urgency),
            ("Lampiran", attachment),
            ("Hal", about),
        ],
        layout,
    )
    honour = width_of("Yth. ", layout.family.regular, layout.size)
    names = [strip for line in to for strip in text(line, layout, layout.width * 0.7, "left")]
    return [
        *letterhead(frame.head, layout),
        *shifted(dated, start),
        gap(0.4, layout),
        *block,
        gap(1, layout),
        *beside(text("Yth.", layout, honour, "left"), shifted(names, honour)),
        *text("di", layout, align="left"),
        *shifted(text(at, layout, layout.width * 0.7, "left"), 1.25 * CM),
        gap(1, layout),
    ]


def signature_start(signer: Signer, layout: Layout) -> float:
    """Where the signature block begins, and with it the date: all of it must end before the margin."""
    regular, bold, size = layout.family.regular, layout.family.bold, layout.size
    lengths = [width_of(_parted(line)[1], regular, size) for line in (*signer.position, signer.rank)]
    lengths += [width_of(signer.name, bold, size), width_of(nip_text(signer.nip), regular, size)]
    start = min(layout.width * SIGNATURE_SHARE, layout.width - max(lengths))
    return max(start, layout.width * SIGNATURE_LEFTMOST)


def signature(
    signer: Signer, layout: Layout, before: Sequence[str] = (), start: float | None = None
) -> Strip:
    """Date or place, position, room to sign, name, rank and NIP as one strip that is never cut."""
    start = signature_start(signer, layout) if start is None else start
    single = layout.small(layout.size)
    width = layout.width - start
    lines = [strip for line in before for strip in text(line, single, width, "left")]
    marks: list[Strip] = []
    for line in signer.position:
        prefix, rest = _parted(line)
        hang = width_of(f"{prefix} ", layout.family.regular, layout.size) if prefix else 0.0
        lead = shifted(text(prefix, single, hang, "left"), -hang) if prefix else []
        marks += (
            beside(lead, text(rest, single, width, "left")) if lead else text(rest, single, width, "left")
        )
    name = text([Bold(signer.name)], single, width, "left")
    lines += [*marks, Strip(SIGNATURE_SPACE), *map(_underlined, name)]
    if signer.rank:
        lines += text(signer.rank, single, width, "left")
    if signer.nip:
        lines += text(nip_text(signer.nip), single, width, "left")
    return stacked(shifted(lines, start))


def dated_signature(frame: Frame, layout: Layout) -> Strip:
    """The signature of a document with a title: place and date stand above the position."""
    return signature(frame.signer, layout, [f"{frame.place}, {long_date(frame.dated_on)}"])


def closed(
    body: Strips, signed: Strip, layout: Layout, after: Sequence[Strip] = (), lines: int = 2
) -> Strips:
    """The body, then the signature, bound to some lines of it, then copies on the same page."""
    ending = [gap(1, layout, keep=True), signed]
    if after:
        ending = [*kept([*ending, gap(1, layout), *after[:-1]]), after[-1]]
    return [*keep_to_last(body, lines), *ending]


def copies(names: Sequence[str], layout: Layout, label: str = "Tembusan:") -> Strips:
    """Tembusan at the left, below the signature."""
    small = layout.small(layout.size - 1)
    ended = [f"{name};" for name in names[:-1]] + [f"{name}." for name in names[-1:]]
    return kept([*text(label, small, align="left"), *items(ended, numbers(len(ended)), small)])


def _parted(line: str) -> tuple[str, str]:
    """('a.n.', 'KEPALA DINAS SOSIAL'): the prefix hangs before the lines of the position."""
    first, _blank, rest = line.partition(" ")
    return (first, rest) if first in DELEGATIONS and rest else ("", line)


def _underlined(strip: Strip) -> Strip:
    lines = [
        Rule(run.x, run.y + 1.8, run.x + width_of(run.words, run.font, run.size), run.y + 1.8, 0.7)
        for run in strip.marks
        if isinstance(run, Run)
    ]
    return Strip(strip.height, (*strip.marks, *lines))
