"""What all berita acara share (domain.md 9.6): opening in words, the team's signatures, Mengetahui."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.rules.dates import minutes_opening
from db.rules.letters import Frame, TeamMember
from desktop.paper.blocks import plain, title
from desktop.paper.fonts import width_of
from desktop.paper.forms import closed, signature, titled
from desktop.paper.layout import CM, Layout
from desktop.paper.strips import Run, Strips, gap, kept, text
from desktop.paper.table import PAD, Column, table

CLOSING = "Demikian Berita Acara ini dibuat dengan sebenar-benarnya untuk dipergunakan sebagaimana mestinya."
SIGNING_HEIGHT = 1.1 * CM
WHOLE = 9  # a team of so many signs on one page
DOT = "\u2026"
TEAM_COLUMNS = (
    Column("No.", 1, "center"),
    Column("Nama", 5.4),
    Column("Jabatan dalam Tim", 4.2),
    Column("Tanda Tangan", 6),
)


def minutes(
    frame: Frame,
    about: Sequence[str],
    held_on: date,
    place: str,
    deed: str,
    body: Strips,
    team: Sequence[TeamMember],
    layout: Layout,
) -> Strips:
    """A whole berita acara around its body; deed says what the team has done."""
    opening = (
        f"{minutes_opening(held_on)}, bertempat di {place}, kami yang bertanda tangan di bawah ini {deed}"
    )
    signing = [*text(CLOSING, layout), gap(0.8, layout, keep=True), *team_table(team, layout.small(11))]
    signed = signature(frame.signer, layout, ["Mengetahui,"])
    return [
        *titled(frame, ["BERITA ACARA"], layout, about=about),
        *plain(opening, layout),
        *body,
        *closed(kept(signing[:-1]) + signing[-1:] if len(team) <= WHOLE else signing, signed, layout),
    ]


def team_table(team: Sequence[TeamMember], layout: Layout) -> Strips:
    """TIM SELEKSI: who signs, with places for signatures alternating left and right."""
    rows = [(f"{i}.", member.name, member.role, "") for i, member in enumerate(team, start=1)]
    shares = [column.share for column in TEAM_COLUMNS]
    start = layout.width * sum(shares[:-1]) / sum(shares)
    half = layout.width * shares[-1] / sum(shares) / 2
    whole = len(team) <= WHOLE
    head, *lines = table(TEAM_COLUMNS, rows, layout, row_height=SIGNING_HEIGHT, middle=True, whole=whole)
    signed = [
        replace(
            strip, marks=(*strip.marks, _place_to_sign(i, start + (i % 2) * half, half, strip.height, layout))
        )
        for i, strip in enumerate(lines)
    ]
    return [*title(["TIM SELEKSI"], layout), gap(0.3, layout, keep=True), head, *signed]


def _place_to_sign(i: int, x: float, width: float, height: float, layout: Layout) -> Run:
    """A number and dots, as many as there is room for."""
    font = layout.family.regular
    room = width - 2 * PAD - width_of(f"{i + 1}. ", font, layout.size)
    dots = DOT * int(room / width_of(DOT, font, layout.size))
    return Run(x + PAD, height - 2 * PAD, f"{i + 1}. {dots}", font, layout.size)
