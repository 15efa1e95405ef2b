"""The case file on paper, bound page by page: cover and contents first, then chapters, at last the hashes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import BinaryIO

from pypdf.errors import PyPdfError

from db.rules.case_file import CaseChapter, CaseFile, CasePaper, CasePart, case_table, hash_text
from db.rules.reports import ReportTable
from desktop.paper.blocks import fields, heading, title
from desktop.paper.case_stamp import StampedBinder
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.pages import Page, paginate
from desktop.paper.press import author
from desktop.paper.report import set_table
from desktop.paper.scanned import gather
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Bold, Strip, Strips, beside, gap, page_break, shifted, text

MARGIN, BOTTOM, LEFT = 1.6 * CM, 1.5 * CM, 2 * CM
TOGETHER = 25  # parts that are drawn at once
MOST_LISTED = 40  # bookmarks of a chapter in the contents; more are only in the outline
NUMBER = 1.8 * CM
HASHES = "Daftar naskah dan sidik SHA-256"
FRONT = "Sampul dan daftar isi"
HOW = (
    "Sidik SHA-256 dihitung dari byte naskah dalam arsip; titik dua hanya memisahkan kelompok. "
    "Naskah yang sama selalu menghasilkan sidik yang sama; satu huruf yang diubah mengubah seluruh sidik."
)
WHOLE_FILE = "RAHASIA: MEMUAT DATA PRIBADI"
MASKED_FILE = "DISAMARKAN UNTUK UMUM"
MASKED_HOW = (
    "Berkas ini tidak memuat NIK, alamat, nomor telepon, dan tanggal lahir. Pelamar disebut dengan nomor "
    "pendaftarannya; nama hanya disebut untuk calon yang sudah diumumkan. Naskah yang memuat data pribadi "
    "tidak disertakan: isinya ditulis ulang, dan sidik SHA-256 aslinya tercantum pada bab terakhir."
)
UNREADABLE = "Naskah ini tidak dapat dibuka, jadi halamannya tidak ada di sini."
CHANGED = "TIDAK COCOK dengan sidik saat diarsipkan"

Fetch = Callable[[CasePaper], bytes]
Listed = tuple[int, str, int]  # how deep, title, page from 0


@dataclass(frozen=True)
class Bound:
    """What came of it."""

    pages: int
    changed: tuple[str, ...]  # papers whose bytes are no longer those of the archive


def count_steps(case: CaseFile) -> int:
    """How often `tick` is told."""
    parts = sum(len(_together(chapter.parts)) or 1 for chapter in case.chapters)
    return parts + sum(paper.wanted for paper in case.papers) + 2


def bind_case_file(
    case: CaseFile, output: BinaryIO, fetch: Fetch, tick: Callable[[int], object] = lambda _done: None
) -> Bound:
    """Write the file. fetch: brings the bytes of a paper; tick: told after each piece, may end the work."""
    return _Binding(case, output, fetch, tick).bind()


class _Binding:
    def __init__(self, case: CaseFile, output: BinaryIO, fetch: Fetch, tick: Callable[[int], object]) -> None:
        self._case, self._fetch, self._tick = case, fetch, tick
        name = f"Berkas perkara seleksi TKSK Kecamatan {case.kecamatan} {case.year}"
        self._binder = StampedBinder(output, name)
        self._listed: list[Listed] = []
        self._waiting: list[tuple[str, CasePart]] = []  # with the title of the chapter that begins there
        self._done = 0
        self._changed: list[CasePaper] = []

    def bind(self) -> Bound:
        for number, chapter in enumerate(self._case.chapters, 1):
            self._add_chapter(f"{number}. {chapter.title}", chapter)
        self._add_hashes(f"{len(self._case.chapters) + 1}. {HASHES}")
        self._add_front()
        self._binder.close()
        return Bound(self._binder.pages, tuple(paper.title for paper in self._changed))

    def _step(self) -> None:
        self._done += 1
        self._tick(self._done)

    def _add_chapter(self, named: str, chapter: CaseChapter) -> None:
        """Chapters without papers of their own follow each other on a page."""
        parts = [*chapter.parts]
        if chapter.papers:
            parts.append(_papers_part(chapter.papers))
        for first, some in enumerate(_together(parts)):
            if first:
                self._flush()
            self._waiting += [("" if first or place else named, part) for place, part in enumerate(some)]
            self._step()
        if any(paper.wanted for paper in chapter.papers):
            self._flush()
        for paper in chapter.papers:
            if paper.wanted:
                self._add_paper(paper)
                self._step()

    def _flush(self) -> None:
        """Draw what waits."""
        documents: list[Document] = []
        marks: list[Listed] = []
        for lies, group in groupby(self._waiting, lambda one: _lies(one[1])):
            layout = _layout(self._case, landscape=lies)
            pages = paginate(list(_strips(list(group), layout)), layout.height)
            marks += _marks(pages, len(documents))
            documents += [Document(layout, [page], self._case.practice) for page in pages]
        self._waiting, start = [], self._binder.pages
        if documents:
            self._binder.add(write(documents, self._case.title, author(self._case.head)), "")
        for depth, words, page in marks:
            self._list(words, start + page, depth)

    def _list(self, words: str, page: int, depth: int = 1) -> None:
        self._binder.mark(words, depth, page)
        self._listed.append((depth, words, page))

    def _add_paper(self, paper: CasePaper) -> None:
        content = self._fetch(paper)
        if sha256(content).hexdigest() != paper.sha256:
            self._changed.append(paper)
        start = self._binder.pages
        self._binder.cancelled = paper.cancelled
        try:
            self._binder.add(content if paper.letter_id else gather([(content, None)]), "")
        except (PyPdfError, OSError, SyntaxError, KeyError, TypeError, ValueError):
            if self._binder.pages != start:
                raise
            self._binder.drop_stamps()
            self._waiting = [("", CasePart(lines=(paper.title, UNREADABLE)))]
            self._flush()
        self._binder.cancelled = ""
        self._list(f"{paper.title} (dibatalkan)" if paper.cancelled else paper.title, start)

    def _add_hashes(self, named: str) -> None:
        rows = [(paper.title, hash_text(paper.sha256), self._remark(paper)) for paper in self._case.papers]
        columns = (("Naskah", 46), ("SHA-256", 46), ("Keterangan", 22))
        self._waiting.append((named, CasePart(tables=(case_table("", columns, rows, HOW),))))
        self._flush()
        self._step()

    def _remark(self, paper: CasePaper) -> str:
        if paper in self._changed:
            return CHANGED
        said = [words for words in ("dibatalkan" if paper.cancelled else "",) if words]
        said.append("disertakan" if paper.wanted else "tidak disertakan")
        return ", ".join(said)

    def _add_front(self) -> None:
        """Its own length decides where everything else stands, so it is set twice."""
        pages = self._front(0)
        pages = self._front(len(pages))
        layout, first = _layout(self._case, landscape=False), self._binder.pages
        documents = [Document(layout, [page], self._case.practice) for page in pages]
        self._binder.add(write(documents, self._case.title, author(self._case.head)), FRONT)
        self._binder.bring_to_front(first)
        self._step()

    def _front(self, before: int) -> list[Page]:
        layout = _layout(self._case, landscape=False)
        changed = [f"Naskah {paper.title}: byte-nya {CHANGED}." for paper in self._changed]
        cover = _cover(self._case, [*self._case.warnings, *changed], layout)
        contents = [page_break(), *title(["DAFTAR ISI"], layout), gap(1, layout, keep=True)]
        small = layout.small(10)
        for depth, words, page in _shortened(self._listed):
            contents += _listed_line(words, page + before + 1, depth, small)
        return paginate([*cover, *contents], layout.height)


def _layout(case: CaseFile, *, landscape: bool) -> Layout:
    return Layout(
        case.paper,
        landscape=landscape,
        top=MARGIN,
        bottom=BOTTOM,
        left=LEFT,
        right=MARGIN,
        size=12,
        line=1.0,
        one_page=False,
    )


def _cover(case: CaseFile, warnings: Sequence[str], layout: Layout) -> Strips:
    head = replace(case.head, phone="", email="", website="") if case.masked else case.head
    large, small = replace(layout, size=17), layout.small(10.5)
    lines = ["BERKAS PERKARA SELEKSI", "TENAGA KESEJAHTERAAN SOSIAL KECAMATAN"]
    strips = [*letterhead(head, layout), gap(4, layout), *title(lines, large), gap(0.8, layout)]
    strips += title([f"KECAMATAN {case.kecamatan} TAHUN {case.year}".upper(), case.regency.upper()], layout)
    strips += [gap(2, layout), *title([MASKED_FILE if case.masked else WHOLE_FILE], layout), gap(3, layout)]
    strips += fields([pair for pair in case.facts if pair[1]], small)
    for warning in warnings:
        strips += [gap(0.6, layout), *text([Bold(f"PERINGATAN. {warning}")], small, align="left")]
    strips.append(gap(2, layout))
    if case.masked:
        strips += [*text(MASKED_HOW, small, align="left"), gap(0.8, layout)]
    return [*strips, *text(f"{case.printed}.", small, align="left")]


def _listed_line(words: str, page: int, depth: int, layout: Layout) -> Strips:
    indent = depth * 0.7 * CM
    room = layout.width - indent - NUMBER - 0.3 * CM
    said = [Bold(words)] if not depth else words
    line = shifted(text(said, layout, room, "left"), indent)
    number = shifted(text(f"hal. {page}", layout, NUMBER, "right"), layout.width - NUMBER)
    return [*([] if depth else [gap(0.35, layout)]), *beside(line, number)]


def _strips(parts: Sequence[tuple[str, CasePart]], layout: Layout) -> Iterator[Strip]:
    words = layout.small(10)
    for place, (named, part) in enumerate(parts):
        if part.own_page and place and not named:
            yield page_break()
        if named:
            yield gap(1.6, layout)
            yield from _marked(0, named, replace(layout, size=15))
            yield gap(0.5, layout, keep=True)
        if part.title:
            if not part.own_page:
                yield gap(0.8, layout)
            yield from _marked(1, part.title, layout.small(11))
            yield gap(0.2, layout, keep=True)
        bound = bool(part.tables)
        for line in part.lines:
            yield from (replace(one, keep=bound) for one in text(line, words, align="left"))
            yield gap(0.3, layout, keep=bound)
        for table in part.tables:
            yield from _set(table, layout)
        yield gap(0.4, layout)


def _marked(depth: int, words: str, layout: Layout) -> Strips:
    first, *rest = heading(words, layout)
    return [replace(first, bookmark=f"{depth}{words}"), *rest]


def _set(table: ReportTable, layout: Layout) -> Strips:
    subtitle = [strip for line in table.subtitle for strip in text(line, layout.small(9), align="left")]
    if not subtitle:
        return set_table(table, layout, named=bool(table.title))
    head = [gap(0.6, layout), *heading(table.title, layout.small(10))] if table.title else []
    kept = [replace(strip, keep=True) for strip in subtitle]
    return [*head, *kept, gap(0.3, layout, keep=True), *set_table(table, layout, named=False)]


def _papers_part(papers: Sequence[CasePaper]) -> CasePart:
    """What the archive has of a chapter, and whether its pages follow."""
    rows = []
    for paper in papers:
        said = [f"dibatalkan: {paper.cancelled.rstrip('.')}"] if paper.cancelled else []
        said.append(paper.left_out or "halaman berikut")
        rows.append((paper.title, "; ".join(said)))
    return CasePart(tables=(case_table("Naskah dalam arsip", (("Naskah", 60), ("Keterangan", 40)), rows),))


def _together(parts: Sequence[CasePart]) -> list[Sequence[CasePart]]:
    return [parts[first : first + TOGETHER] for first in range(0, len(parts), TOGETHER)]


def _lies(part: CasePart) -> bool:
    return any(table.landscape for table in part.tables)


def _marks(pages: Sequence[Page], before: int) -> list[Listed]:
    return [
        (int(strip.bookmark[0]), strip.bookmark[1:], before + place)
        for place, page in enumerate(pages)
        for strip in page
        if strip.bookmark
    ]


def _shortened(listed: Sequence[Listed]) -> list[Listed]:
    """The contents; what a chapter has too many of stands in the bookmarks alone."""
    found: list[Listed] = []
    for _named, group in groupby(listed, _Chapters()):
        first, *rest = group
        found += [first, *(rest if len(rest) <= MOST_LISTED else ())]
    return found


class _Chapters:
    """Counts chapters as they go by."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, one: Listed) -> int:
        self._number += not one[0]
        return self._number
