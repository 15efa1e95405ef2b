"""A kecamatan on two pages or one: who serves, what was done and reported, the figures of the social map."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from db.rules.profile import DutyCount, KecamatanProfile
from desktop.paper.blocks import fields, heading, title
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead, logo_picture
from desktop.paper.pages import Page, paginate
from desktop.paper.press import author
from desktop.paper.report import paper_of, set_table
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Picture, Rule, Strip, Strips, beside, gap, shifted, stacked, text

PHOTO = 3.6 * CM  # the longer side
SIDE = 0.6 * CM  # between what stands side by side
MOST_TERMS, MOST_ACTIVITIES = 10, 16  # rows, fewer where the page does not hold them
NO_OFFICER = "Belum ada TKSK yang dicatat di kecamatan ini."
NO_REPORTER = "Tidak ada TKSK definitif yang wajib melapor tahun ini dan tahun lalu."
NO_RECORD = "Belum ada yang dicatat di kecamatan ini."
BAR, BAR_GREY = 6.5, 0.45
BAR_SIZE = FIGURES_SIZE = 9.0


def print_profile(profile: KecamatanProfile) -> bytes:
    """Print the two pages; one, where both fit on it."""
    layout = paper_of(profile.frame, landscape=False)
    whole = [
        *_first_page(profile, layout, MOST_TERMS),
        gap(0.6, layout),
        *_second_page(profile, layout, MOST_ACTIVITIES),
    ]
    pages = paginate(whole, layout.height)
    if len(pages) > 1:
        pages = [
            *_one_page(lambda rows: _first_page(profile, layout, rows), range(MOST_TERMS, 0, -1), layout),
            *_one_page(
                lambda rows: _second_page(profile, layout, rows), range(MOST_ACTIVITIES, 0, -1), layout
            ),
        ]
    frame = profile.frame
    footer = f"Profil Kecamatan {profile.kecamatan}, keadaan {profile.day}\n{frame.printed}"
    document = Document(layout, pages, frame.practice, footer)
    return write([document], f"Profil Kecamatan {profile.kecamatan}", author(frame.head))


def _one_page(compose: Callable[[int], Strips], rows: Sequence[int], layout: Layout) -> list[Page]:
    """The page with as many rows as it holds."""
    pages: list[Page] = []
    for most in rows:
        pages = paginate(compose(most), layout.height)
        if len(pages) == 1:
            break
    return pages


def _first_page(profile: KecamatanProfile, layout: Layout, rows: int) -> Strips:
    """Who serves and served, what was reported and done."""
    history = replace(profile.history, rows=profile.history.rows[:rows])
    name = f"PROFIL KECAMATAN {profile.kecamatan.upper()}"
    return [
        *letterhead(profile.frame.head, layout),
        *title([name, profile.frame.regency.upper()], layout),
        *text(f"Keadaan {profile.day}", layout.small(9), align="center"),
        gap(0.6, layout),
        _officer(profile, layout),
        *set_table(history, layout, named=True, nothing=NO_OFFICER),
        *set_table(profile.months, layout, named=True, nothing=NO_REPORTER),
        *_work(profile, layout),
    ]


def _work(profile: KecamatanProfile, layout: Layout) -> Strips:
    """How often each duty was done; a sentence where nothing was."""
    done = sum(duty.number for duty in profile.duties)
    small, since = layout.small(10), f"sejak {profile.since}"
    if not done and not profile.activities.rows:
        nothing = f"Belum ada kegiatan yang dicatat {since}."
        return [gap(0.6, layout), *heading("Kegiatan", small), *text(nothing, layout.small(9), align="left")]
    title = f"Kegiatan per tugas {since}: {done} kegiatan"
    return [gap(0.6, layout), *heading(title, small), *_bars(profile.duties, layout.small(BAR_SIZE))]


def _second_page(profile: KecamatanProfile, layout: Layout, rows: int) -> Strips:
    """The latest activities, where there are any, and the figures of the social map."""
    latest = replace(profile.activities, rows=profile.activities.rows[:rows])
    return [
        *(set_table(latest, layout, named=True) if latest.rows else []),
        _side_by_side(profile, layout),
    ]


def _officer(profile: KecamatanProfile, layout: Layout) -> Strip:
    """The photo, and beside it what is known of the officer."""
    picture = logo_picture(profile.photo) if profile.photo else None
    if picture is None:
        return stacked(fields(profile.facts, layout.small(10)))
    jpeg, width, height = picture
    photo = Strip(PHOTO * height, (Picture(0, 0, PHOTO * width, PHOTO * height, jpeg),))
    start = PHOTO * width + SIDE
    facts = fields(profile.facts, layout.small(10), width=layout.width - start)
    return stacked(beside([photo], [stacked(shifted(facts, start))]))


def _bars(duties: Sequence[DutyCount], layout: Layout) -> Strips:
    """A bar for each duty, as long as it was done often."""
    label_width = layout.width * 0.56
    most = max((duty.number for duty in duties), default=0)
    room = layout.width - label_width - 3 * layout.size
    strips: Strips = []
    for duty in duties:
        line = [stacked(text(f"{duty.code}  {duty.name}", layout, label_width - layout.size, "left"))]
        length = room * duty.number / most if most else 0.0
        middle = layout.leading / 2
        bar = Rule(label_width, middle, label_width + length, middle, thick=BAR, grey=BAR_GREY)
        number = shifted(
            text(str(duty.number), layout, 3 * layout.size, "left"), label_width + length + layout.size / 2
        )
        drawn = [Strip(layout.leading, (bar,) if length else ())]
        strips += [replace(strip, keep=True) for strip in beside(beside(line, drawn), number)]
        strips.append(gap(0.35, layout, keep=True))
    return strips


def _side_by_side(profile: KecamatanProfile, layout: Layout) -> Strip:
    """PPKS at the left, PSKS at the right."""
    half = (layout.width - SIDE) / 2
    narrow = replace(layout, right=layout.right + layout.width - half, size=FIGURES_SIZE)
    columns = [
        stacked(shifted(set_table(recap, narrow, named=True, nothing=NO_RECORD), place * (half + SIDE)))
        for place, recap in enumerate(profile.recaps)
    ]
    return stacked(beside(columns[:1], columns[1:]))
