"""The case file of a selection: its chapters, its papers, and what the public may not read in it.

As printed, so never translated (peers.md row 44; domain.md 5.3, 6.2).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.rules.dates import DAYS, MONTHS, long_date, short_date
from db.rules.letters import Letterhead, PaperSize
from db.rules.public_lists import DAY, NIK
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable

HIDDEN = "[disamarkan]"
PHONE = re.compile(r"(?<!\d)(?:\+?62|0)[\s.\-]*\d(?:[\s.\-]*\d){7,12}(?!\d)")
WHOLE = re.compile(r"\d+(\.\d{3})*")
CALENDAR = frozenset((*DAYS, *MONTHS))  # names of people too; alone they are the days of the file
WEIGHT = "weight"
LEAST_WORD = 4  # letters of a part of a name that gives somebody away
HASH_GROUP = 8
Heading = tuple[str, float] | tuple[str, float, ColumnKind]


@dataclass(frozen=True)
class CasePaper:
    """A paper of the archive, byte for byte: a final letter or a scan."""

    title: str
    sha256: str
    letter_id: int | None = None
    scan_id: int | None = None
    cancelled: str = ""  # why it counts no more
    left_out: str = ""  # why its pages are not in the file

    @property
    def wanted(self) -> bool:
        """Whether its pages are in the file."""
        return not self.left_out


@dataclass(frozen=True)
class CasePart:
    """Tables and sentences; one that has a title has a bookmark too."""

    title: str = ""
    tables: tuple[ReportTable, ...] = ()
    lines: tuple[str, ...] = ()
    own_page: bool = False


@dataclass(frozen=True)
class CaseChapter:
    """One chapter: what the program knows, then the papers as the archive keeps them."""

    title: str
    parts: tuple[CasePart, ...] = ()
    papers: tuple[CasePaper, ...] = ()


@dataclass(frozen=True)
class CaseFile:
    """Everything of one vacancy in order."""

    kecamatan: str
    year: int
    masked: bool
    head: Letterhead
    paper: PaperSize
    practice: bool
    regency: str
    facts: tuple[tuple[str, str], ...]  # on the cover
    warnings: tuple[str, ...]  # on the cover too
    chapters: tuple[CaseChapter, ...]
    printed: str  # when, and by whom

    @property
    def title(self) -> str:
        """As the cover and the name of the file say it; without a person's name."""
        kind = " (disamarkan untuk umum)" if self.masked else ""
        return f"Berkas Perkara Seleksi TKSK Kecamatan {self.kecamatan} {self.year}{kind}"

    @property
    def papers(self) -> tuple[CasePaper, ...]:
        """All papers in the order of the file."""
        return tuple(paper for chapter in self.chapters for paper in chapter.papers)


@dataclass(frozen=True)
class Called:
    """An applicant, and everything by which others would know him or her."""

    id: int
    number: str
    name: str  # with titles
    bare: str
    told: bool = False  # the public list names this person
    nik: str = ""
    phone: str = ""
    birth: date | None = None
    address: str = ""


class Names:
    """What applicants are called: their names, or in a masked file their registration numbers."""

    def __init__(self, people: Sequence[Called], others: Iterable[str] = (), *, masked: bool) -> None:
        self.masked = masked
        self._people = {one.id: one for one in people}
        hidden = [one for one in people if not one.told] if masked else []
        said: dict[str, str] = {}
        for one in hidden:
            said |= {one.name: one.number, one.bare: one.number}
        public = {word for name in (*others, *(p.name for p in people if p.told)) for word in _words(name)}
        for one in people if masked else ():
            said |= {
                private: HIDDEN
                for private in _private(one)
                if len(private) >= LEAST_WORD and not (set() < _words(private) <= public)
            }
        for one in hidden:
            said |= {word: HIDDEN for word in _words(one.bare) - public - CALENDAR - said.keys()}
        self._said = {key.casefold(): words for key, words in said.items() if key}
        names = sorted(map(re.escape, self._said), key=len, reverse=True)
        self._known = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE) if names else None

    def of(self, applicant_id: int) -> str:
        """The name, or the registration number where the public may not know it."""
        one = self._people[applicant_id]
        return one.number if self.masked and not one.told else one.name

    def pair(self, applicant_id: int) -> str:
        """Number and name, or the number alone."""
        one = self._people[applicant_id]
        name = self.of(applicant_id)
        return name if name == one.number else f"{one.number}, {name}"

    def clean(self, text: str) -> str:
        """A text that somebody typed, without what the public may not read."""
        if not self.masked or not text:
            return text
        if self._known is not None:
            text = self._known.sub(lambda found: self._said[found[0].casefold()], text)
        kept = DAY.sub(lambda found: found[0].replace("-", "/").replace(".", "/"), text)
        return PHONE.sub(HIDDEN, NIK.sub(HIDDEN, kept))

    def clean_case(self, case: CaseFile) -> CaseFile:
        """The whole file, every line of it, at the place where it leaves the services."""
        return replace(
            case,
            facts=tuple((label, self.clean(value)) for label, value in case.facts),
            warnings=tuple(map(self.clean, case.warnings)),
            chapters=tuple(map(self._chapter, case.chapters)),
        )

    def _chapter(self, chapter: CaseChapter) -> CaseChapter:
        return replace(
            chapter,
            parts=tuple(
                replace(
                    part,
                    title=self.clean(part.title),
                    tables=tuple(map(self._table, part.tables)),
                    lines=tuple(map(self.clean, part.lines)),
                )
                for part in chapter.parts
            ),
            papers=tuple(
                replace(paper, title=self.clean(paper.title), cancelled=self.clean(paper.cancelled))
                for paper in chapter.papers
            ),
        )

    def _table(self, table: ReportTable) -> ReportTable:
        table = set_apart(table)
        if not self.masked:
            return table
        return replace(
            table,
            title=self.clean(table.title),
            rows=tuple(tuple(map(self._cell, row)) for row in table.rows),
            totals=tuple(map(self._cell, table.totals)),
            subtitle=tuple(dict.fromkeys(map(self.clean, table.subtitle))),
            notes=tuple(map(self.clean, table.notes)),
        )

    def _cell(self, cell: Cell) -> Cell:
        return self.clean(cell) if isinstance(cell, str) else cell


def set_apart(table: ReportTable) -> ReportTable:
    """Where whole numbers beside each other read like a NIK, they get a decimal; weights stay."""
    places = [n for n, column in enumerate(table.columns) if column.kind is ColumnKind.MARK]
    lines = [" ".join(str(line[n]) for n in places) for line in (*table.rows, table.totals) if line]
    if not any(map(NIK.search, lines)):
        return table
    numbers = {n for n in places if table.columns[n].name != WEIGHT}

    def apart(line: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(
            f"{cell},0" if n in numbers and isinstance(cell, str) and WHOLE.fullmatch(cell) else cell
            for n, cell in enumerate(line)
        )

    return replace(
        table, rows=tuple(map(apart, table.rows)), totals=apart(table.totals) if table.totals else ()
    )


def case_table(
    title: str,
    columns: Sequence[Heading],
    rows: Iterable[Sequence[Cell]],
    *notes: str,
) -> ReportTable:
    """A table of the file: titles with their part of the width."""
    made = tuple(
        ReportColumn(f"c{place}", column[0], column[1], column[2] if len(column) > 2 else ColumnKind.TEXT)
        for place, column in enumerate(columns)
    )
    return ReportTable("", title, made, tuple(tuple(row) for row in rows), notes=notes, landscape=False)


def fact_table(pairs: Iterable[tuple[str, str]], title: str = "") -> ReportTable:
    """What is said, and what of it."""
    rows = [(label, value) for label, value in pairs if value]
    return case_table(title, (("Hal", 28), ("Keterangan", 72)), rows)


def hash_text(digest: str) -> str:
    """A SHA-256 in groups that an eye can compare."""
    groups = [digest[place : place + HASH_GROUP] for place in range(0, len(digest), HASH_GROUP)]
    half = len(groups) // 2
    return f"{':'.join(groups[:half])}: {':'.join(groups[half:])}"


def without_column(table: ReportTable, name: str) -> ReportTable:
    """A table without one of its columns."""
    return _picked(table, [place for place, column in enumerate(table.columns) if column.name != name])


def moved_column(table: ReportTable, name: str, *, before: str) -> ReportTable:
    """A table with a column in another place."""
    names = [column.name for column in table.columns]
    places = [place for place in range(len(names)) if names[place] != name]
    places.insert(places.index(names.index(before)), names.index(name))
    return _picked(table, places)


def _picked(table: ReportTable, places: Sequence[int]) -> ReportTable:
    def picked(row: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(row[place] for place in places)

    return replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(map(picked, table.rows)),
        totals=picked(table.totals) if table.totals else (),
    )


def _private(one: Called) -> set[str]:
    found = {one.nik, one.phone, one.address}
    if one.phone.startswith("0"):
        found.add(f"62{one.phone[1:]}")
    if one.birth is not None:
        found |= {long_date(one.birth), short_date(one.birth), one.birth.isoformat()}
    return found - {""}


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", name) if len(word) >= LEAST_WORD and not word.isdigit()}
