"""The office's paper: facts in, PDF out. No window, no database, no clock.

What draws (reportlab, fonts) is imported when the first letter is printed, so that importing this is light.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from db.rules.case_file import CaseFile, CasePaper
from db.rules.day_pack import DayPack
from db.rules.kits import KitFacts
from db.rules.letters import Facts, Frame, Letter, Letterhead, PaperSize
from db.rules.mapping_report import MappingReport
from db.rules.profile import KecamatanProfile
from db.rules.public_result import PublicPage
from db.rules.reports import Report

if TYPE_CHECKING:
    from desktop.paper.binder import Binder
    from desktop.paper.case_file import Bound


def render(frame: Frame, facts: Facts | Letter) -> bytes:
    """Print one letter from its template. The same frame and facts give the same bytes."""
    from desktop.paper.press import print_letter

    return print_letter(frame, facts)


def find_unprinted(frame: Frame, facts: Facts | Letter) -> str:
    """One sentence about the signs of a letter that its type cannot print; empty when all print."""
    from desktop.paper.unprinted import find_unprinted as find

    return find(frame, facts)


def render_poster_picture(frame: Frame, letter: Letter) -> bytes:
    """The poster of a vacancy as a PNG of 1080 × 1350, to be sent to phones."""
    from desktop.paper.press import picture_poster

    return picture_poster(frame, letter)


def render_set(frame: Frame, papers: Sequence[Facts | Letter]) -> bytes:
    """Print papers of one kind as one PDF, one after the other: the score sheets of an interview."""
    from desktop.paper.press import print_set

    return print_set(frame, papers)


def render_report(report: Report) -> bytes:
    """Print any report."""
    from desktop.paper.report import print_report

    return print_report(report)


def render_mapping_report(report: MappingReport) -> bytes:
    """Print the report of a social mapping of a kecamatan."""
    from desktop.paper.mapping_report import print_mapping_report

    return print_mapping_report(report)


def render_kit(kit: KitFacts) -> bytes:
    """Print the form of a survey kit."""
    from desktop.paper.kit import print_kit

    return print_kit(kit)


def render_profile(profile: KecamatanProfile) -> bytes:
    """Print the two pages about a kecamatan."""
    from desktop.paper.profile import print_profile

    return print_profile(profile)


def render_photos(frame: Frame, letter: Letter, photos: Sequence[tuple[bytes, str]]) -> bytes:
    """Print the annex DOKUMENTASI of a letter: JPEGs with their captions."""
    from desktop.paper.photos import print_photos

    return print_photos(frame, letter, photos)


def render_day_pack(pack: DayPack, tick: Callable[[int], object] = lambda _done: None) -> bytes:
    """Print the papers of a selection's day as one PDF; `tick` is told after each piece."""
    from desktop.paper.day_pack import print_day_pack

    return print_day_pack(pack, tick)


def render_letterhead_preview(frame: Frame) -> bytes:
    """Print one page with the letterhead above a grey sample text."""
    from desktop.paper.press import print_preview

    return print_preview(frame)


def render_public_page(page: PublicPage, head: Letterhead, paper: PaperSize, *, practice: bool) -> bytes:
    """Print the results of one or more selections as everybody may read them."""
    from desktop.paper.public_result import print_public_page

    return print_public_page(page, head, paper, practice=practice)


def bind_case_file(
    case: CaseFile,
    output: BinaryIO,
    fetch: Callable[[CasePaper], bytes],
    tick: Callable[[int], object] = lambda _done: None,
) -> "Bound":
    """Write the case file of a vacancy piece by piece; `fetch` brings the bytes of its papers."""
    from desktop.paper.case_file import bind_case_file as bind

    return bind(case, output, fetch, tick)


def count_case_steps(case: CaseFile) -> int:
    """How often `bind_case_file` tells that it has done a piece."""
    from desktop.paper.case_file import count_steps

    return count_steps(case)


def join(pdfs: Iterable[bytes], titles: Iterable[str]) -> bytes:
    """One PDF of many, in order, each with a bookmark; the papers may come one by one."""
    from desktop.paper.binder import join as bind

    return bind(pdfs, titles)


def binding(output: BinaryIO) -> "Binder":
    """Joins papers into a file as they come: `add` each, then `close`."""
    from desktop.paper.binder import Binder

    return Binder(output)


def gather(pieces: Sequence[tuple[bytes, Sequence[int] | None]]) -> bytes:
    """One PDF of scanned pages and pictures, in order; places of pages from 0, None: all of them."""
    from desktop.paper.scanned import gather as sew

    return sew(pieces)


def count_pages(content: bytes) -> int:
    """How many pages a scan has; a picture is one, and 0 says that nobody knows."""
    from desktop.paper.scanned import count_pages as number

    return number(content)
