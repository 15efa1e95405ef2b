"""How a letter ends: signature, copies (domain.md 4.4, 4.5)."""

from collections.abc import Sequence

from db.rules.letters import Signer
from db.rules.office import group_nip
from desktop.paper.blocks import items, keep_to_last
from desktop.paper.fonts import width_of
from desktop.paper.layout import CM, Layout
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
BOX = (5.5 * CM, 2.5 * CM)  # at most
BOX_SIZE = 8.0
BOX_WORDS = "Tempat tanda tangan elektronik"
DELEGATIONS = ("a.n.", "u.b.", "Plt.", "Plh.", "Pj.", "Pjs.")


def nip_text(nip: str) -> str:
    """NIP 19700101 199503 1 002 (domain.md 3.4)."""
    return f"NIP {group_nip(nip)}"


def signature_start(signer: Signer, layout: Layout) -> float:
    """Where the signature block begins, and with it the date: all of it must end before the margin."""
    regular, bold, size = layout.family.regular, layout.family.bold, layout.size
    lengths = [width_of(parted(line)[1], regular, size) for line in (*signer.position, signer.rank)]
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
        prefix, rest = parted(line)
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
    strip = stacked(shifted(lines, start))
    return _with_box(strip, start, layout) if layout.tte_box else strip


def signed_here(parts: Sequence[str], layout: Layout, width: float, space: float) -> Strips:
    """Position, room to sign, name in bold, and what is known of the person; nothing for nobody."""
    if not parts:
        return []
    position, name, *known = [*parts, ""] if len(parts) < 2 else parts
    return [
        *text(position, layout, width, "left"),
        Strip(space),
        *text([Bold(name)], layout, width, "left"),
        *(strip for line in known if line for strip in text(line, layout, width, "left")),
    ]


def closed(body: Strips, signed: Strip, layout: Layout, lines: int = 2) -> Strips:
    """The body, then the signature, bound to some lines of it."""
    return [*keep_to_last(body, lines), gap(1, layout, keep=True), signed]


def copies(names: Sequence[Text], layout: Layout, label: Text) -> Strips:
    """Tembusan at the left, below the signature."""
    small = layout.small(layout.size - 1)
    marked = [f"{i}." for i in range(1, len(names) + 1)]
    return [*kept(text(label, small, align="left")), *items(names, marked, small)]


def parted(line: str) -> tuple[str, str]:
    """('a.n.', 'KEPALA DINAS SOSIAL'): the prefix hangs before the lines of the position."""
    first, _blank, rest = line.partition(" ")
    return (first, rest) if first in DELEGATIONS and rest else ("", line)


def _with_box(strip: Strip, start: float, layout: Layout) -> Strip:
    """The signature with room for an electronic one at its left."""
    width, height = min(start - 0.5 * CM, BOX[0]), min(strip.height, BOX[1])
    left, top = start - 0.5 * CM - width, (strip.height - height) / 2
    right, bottom = left + width, top + height
    edges = ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom))
    rules = [Rule(*edge, 0.4, dashed=True) for edge in (*edges, (right, top, right, bottom))]
    small = layout.small(BOX_SIZE)
    label = shifted(text(BOX_WORDS, small, width, "center"), left)
    words = [mark.moved(0, top + (height - small.leading) / 2) for line in label for mark in line.marks]
    return Strip(strip.height, (*strip.marks, *rules, *words))


def _underlined(strip: Strip) -> Strip:
    lines = [
        Rule(run.x, run.y + 1.8, run.x + width_of(run.words, run.font, run.size), run.y + 1.8, 0.7)
        for run in strip.marks
        if isinstance(run, Run)
    ]
    return Strip(strip.height, (*strip.marks, *lines))
