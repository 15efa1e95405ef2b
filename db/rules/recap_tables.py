"""The recap as tables for screen, paper and Excel (domain.md 11 L06, L07): counted once, set here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

from db.rules.dates import long_date
from db.rules.mapping import Register, register_words
from db.rules.masking import COVERED, GROUPS_NOTE, NOTE, Cell, cover, has_covered, visible_sum
from db.rules.people import Sex
from db.rules.recaps import FIRST_AGES, AgeGroup
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.rounds import ROSTER_KIND
from db.rules.words import grouped as grouped_number

CODES = {Register.PPKS: "L06", Register.PSKS: "L07"}
SEXES = ((Sex.MALE.value, "Laki-laki"), (Sex.FEMALE.value, "Perempuan"), ("", "Tanpa jenis kelamin"))
AGES = {  # as printed, so never translated
    AgeGroup.BABY: "Umur 0–5 tahun",
    AgeGroup.CHILD: "Umur 6–12 tahun",
    AgeGroup.YOUTH: "Umur 13–17 tahun",
    AgeGroup.ADULT: "Umur 18–59 tahun",
    AgeGroup.OLD: "Umur 60 tahun ke atas",
    AgeGroup.UNKNOWN: "Umur tidak diketahui, keluarga, dan lembaga",
}
CASES, PEOPLE = "cases", "people"  # names of the columns at the end
Key = tuple[str, ...]  # place and kind; and sex or age
KECAMATAN = 6  # digits of its code
GROUP = "group:"  # begins the name of a column of a problem group
PEOPLE_NOTE = (
    "Kasus: satu orang, keluarga, atau lembaga di bawah satu jenis. Orang: orang, keluarga, dan lembaga yang "
    "berbeda; yang tercatat di bawah beberapa jenis atau di beberapa tempat dihitung sekali."
)
UNSURVEYED, UNNAMED = "–", "*"  # as printed
SIGNS = (UNSURVEYED, UNNAMED)  # in place of nought, where nobody is recorded
UNSURVEYED_NOTE = f"{UNSURVEYED}: belum didata. 0: didata, dan tidak ada."
UNNAMED_NOTE = f"{UNNAMED}: desa menyebut jumlahnya, namanya belum didata."
BEYOND_NOTE = "Di luar rekap ini: {number} kasus yang disebut desa tanpa nama."
ROUND_NOTE = "Pada putaran terkunci, yang tercatat di dua desa dihitung sebagai orang di keduanya."
LOCAL_NOTE = "Jenis lokal tidak ditanyakan dalam putaran: 0 berarti tidak ada yang tercatat."
ROSTER_NOTE = "PSKS-11 (TKSK) dihitung dari Daftar TKSK: yang definitif pada tanggal itu."


@dataclass(frozen=True)
class RecapQuestion:
    """What a recap counts: cases in force on a day, or those of a locked round."""

    register: Register
    on: date  # whose ages they are: the reference date of a round
    round_id: int | None = None
    by_desa: bool = False
    kecamatan_code: str = ""  # only this one
    sex: str | None = None
    age_group: AgeGroup | None = None
    local: bool = False  # kinds LOK-… of the office's own in place of the official ones
    asked_on: date | None = None  # where the ages are those of another day

    @property
    def day(self) -> date:
        """Of what is counted as it stands now."""
        return self.asked_on or self.on


@dataclass(frozen=True)
class RecapKind:
    code: str
    name: str
    abbreviation: str
    group: str
    personal: bool = True  # small figures could point at somebody: not those of institutions and TKSK

    @property
    def short(self) -> str:
        return self.code.rsplit("-", 1)[-1]


@dataclass(frozen=True)
class RecapPlace:
    """A kecamatan or desa; the seats of TKSK among desa stand under the code of their kecamatan."""

    code: str
    name: str
    kecamatan: str = ""  # its name, where desa of several are shown


@dataclass(frozen=True)
class RecapFigures:
    """The counted recap. Cells that are not there are nought, or unknown where nobody has asked."""

    question: RecapQuestion
    source: str  # keadaan 21 November 2026, or the name of the locked round
    kinds: tuple[RecapKind, ...]
    places: tuple[RecapPlace, ...]
    cells: Mapping[Key, int]  # place and kind
    people: Mapping[str, int] | None  # of each place; None: a locked round does not know it so finely
    all_people: int | None
    kecamatan_name: str = ""
    recorded: frozenset[Key] | None = None  # with a case of any sex and age; None: nothing is unknown
    nobody: frozenset[Key] = field(default_factory=frozenset)  # all desa have said so
    unnamed: Mapping[Key, int] = field(default_factory=dict)  # cases that desa count beyond the names
    covered_totals: frozenset[str] = field(default_factory=frozenset)  # kinds covered in the table above
    by_sex: Mapping[Key, int] = field(default_factory=dict)  # place, kind, sex
    by_age: Mapping[Key, int] = field(default_factory=dict)

    def row(self, place: str) -> tuple[int, ...]:
        return tuple(self.cells.get((place, kind.code), 0) for kind in self.kinds)

    def said(self, value: Cell, places: Iterable[str], kinds: Iterable[str]) -> Cell:
        """A figure as it is told: nought only where it is known that there is nobody (peers.md 3)."""
        if value != 0 or self.recorded is None:
            return value
        cells = set(product(places, kinds))
        if not self.recorded.isdisjoint(cells) or cells <= self.nobody:
            return 0
        return UNSURVEYED if cells.isdisjoint(self.unnamed) else UNNAMED

    def said_everywhere(self, value: Cell, kinds: Iterable[str]) -> Cell:
        """The same of a sum over all places."""
        return self.said(value, [place.code for place in self.places], kinds)

    @property
    def totals(self) -> tuple[int, ...]:
        rows = [self.row(place.code) for place in self.places]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(self.kinds)


def recap_table(figures: RecapFigures, *, masked: bool = False, grouped: bool = False) -> ReportTable:
    """The one table that the screen shows, and that is printed and saved."""
    return recap_tables(figures, masked=masked, grouped=grouped)[0]


def recap_tables(figures: RecapFigures, *, masked: bool = False, grouped: bool = False) -> list[ReportTable]:
    """The whole, then a table for each sex and each age group where they were counted (L06)."""
    places = [place.code for place in figures.places]
    kinds = [kind.code for kind in figures.kinds]
    whole, totals = visible(figures, masked=masked)
    tables = [_table(figures, whole, totals, masked=masked, grouped=grouped)]
    for parts, names in ((figures.by_sex, SEXES), (figures.by_age, tuple(AGES.items()))):
        if not parts:
            continue
        keys = [str(key) for key, _name in names]
        shown = parts_of(figures, parts, keys, whole if masked else None)
        for key, (_key, name) in zip(keys, names, strict=True):
            cells = shown[key]
            if any(cells.values()):
                sums: dict[str, Cell] = {
                    kind: visible_sum([cells.get((place, kind), 0) for place in places]) for kind in kinds
                }
                one = replace(figures, people=None, all_people=None)
                tables.append(_table(one, cells, sums, masked=masked, grouped=grouped, part=name))
    return tables


def visible(figures: RecapFigures, *, masked: bool) -> tuple[Mapping[Key, Cell], dict[str, Cell]]:
    """The cells, and the totals of the kinds: in public versions what everybody may see."""
    return covered(figures) if masked else _uncovered(figures)


def covered(figures: RecapFigures) -> tuple[dict[Key, Cell], dict[str, Cell]]:
    """What everybody may see: the cells, and the totals of the kinds.

    Desa are covered as parts of their kecamatan, and those as parts of the whole.
    """
    cells, totals = _uncovered(figures)
    shown = dict(cells)
    groups: dict[str, list[str]] = {}
    parted = figures.question.by_desa and not figures.question.kecamatan_code
    for place in figures.places:
        groups.setdefault(place.code[:KECAMATAN] if parted else place.code, []).append(place.code)
    for kind in figures.kinds:
        if not kind.personal:
            continue
        sums = [
            sum(figures.cells.get((place, kind.code), 0) for place in inside) for inside in groups.values()
        ]
        above = cover(sums, hidden_whole=kind.code in figures.covered_totals)
        totals[kind.code] = above.whole
        for inside, cell in zip(groups.values(), above.parts, strict=True):
            parts: Sequence[Cell] = (cell,)
            if parted:
                own = [figures.cells.get((place, kind.code), 0) for place in inside]
                parts = cover(own, hidden_whole=isinstance(cell, str)).parts
            shown |= {(place, kind.code): part for place, part in zip(inside, parts, strict=True)}
    return shown, totals


def _uncovered(figures: RecapFigures) -> tuple[Mapping[Key, Cell], dict[str, Cell]]:
    return figures.cells, dict(zip([kind.code for kind in figures.kinds], figures.totals, strict=True))


def parts_of(
    figures: RecapFigures,
    parts: Mapping[Key, int],
    keys: Sequence[str],
    whole: Mapping[Key, Cell] | None,
) -> dict[str, dict[Key, Cell]]:
    """Of each part its table; covered, they are parts of what the whole shows."""
    shown: dict[str, dict[Key, Cell]] = {key: {} for key in keys}
    personal = {kind.code for kind in figures.kinds if kind.personal}
    for place, kind in figures.cells:
        values = [parts.get((place, kind, key), 0) for key in keys]
        cells: Sequence[Cell] = values
        if whole is not None and kind in personal:
            cells = cover(values, hidden_whole=isinstance(whole.get((place, kind)), str)).parts
        for key, cell in zip(keys, cells, strict=True):
            shown[key][place, kind] = cell
    return shown


def _table(
    figures: RecapFigures,
    cells: Mapping[Key, Cell],
    totals: Mapping[str, Cell],
    *,
    masked: bool,
    grouped: bool,
    part: str = "",
) -> ReportTable:
    question = figures.question
    columns = (
        _grouped(figures.kinds) if grouped else [(_kind_column(kind), [kind.code]) for kind in figures.kinds]
    )
    named = _place_columns(question)

    codes = [kind.code for kind in figures.kinds]

    def shown(by_kind: Sequence[Cell], places: Sequence[str]) -> list[Cell]:
        """The columns of the kinds or their groups, and all together."""
        own = dict(zip(codes, by_kind, strict=True))
        sums = (
            [visible_sum([own[code] for code in inside]) for _column, inside in columns]
            if grouped
            else by_kind
        )
        told = [
            figures.said(one, places, inside) for one, (_column, inside) in zip(sums, columns, strict=True)
        ]
        return [*told, figures.said(visible_sum(by_kind), places, codes)]

    rows: list[tuple[Cell, ...]] = []
    for place in figures.places:
        by_kind = [cells.get((place.code, code), 0) for code in codes]
        names = (place.kecamatan, place.name) if len(named) > 1 else (place.name,)
        ends: list[Cell] = []
        if figures.people is not None:
            people = _people(figures.people.get(place.code, 0), by_kind)
            ends = [figures.said(people, [place.code], codes)]
        rows.append((*names, *shown(by_kind, [place.code]), *ends))
    by_kind = [totals.get(code, 0) for code in codes]
    all_seen = [*by_kind, *(cells.values() if masked else ())]
    everywhere = [place.code for place in figures.places]
    ends = []
    if figures.people is not None:
        ends = [figures.said(_people(figures.all_people or 0, all_seen), everywhere, codes)]
    sums = (*("Jumlah" if not n else "" for n in range(len(named))), *shown(by_kind, everywhere), *ends)
    notes = [PEOPLE_NOTE] if figures.people is not None else []
    notes += [ROUND_NOTE] if question.round_id is not None and figures.people is not None else []
    notes += notes_of_signs(rows)
    if beyond := sum(figures.unnamed.values()) if not (masked or part) else 0:
        notes.append(BEYOND_NOTE.format(number=grouped_number(beyond)))
    notes += [LOCAL_NOTE] if question.local else []
    notes += [ROSTER_NOTE] if question.register is Register.PSKS and not question.local else []
    return ReportTable(
        CODES[question.register] if not (part or question.local) else "",
        f"{title_of(question)}{f': {part}' if part else ''}",
        (
            *named,
            *(column for column, _codes in columns),
            ReportColumn(CASES, "Kasus", 7, ColumnKind.WHOLE),
            *([ReportColumn(PEOPLE, "Orang", 6, ColumnKind.WHOLE)] if figures.people is not None else ()),
        ),
        tuple(rows),
        subtitle=subtitle_of(figures, masked=masked),
        totals=sums if rows else (),
        notes=(*notes, *(masked_notes(figures.kinds) if masked else [])),
        keys=tuple(place.code for place in figures.places),
    )


def notes_of_signs(rows: Iterable[Sequence[object]]) -> list[str]:
    """What the signs in place of nought mean, where they stand."""
    found = {cell for row in rows for cell in row if cell in SIGNS}
    notes = ((UNSURVEYED, UNSURVEYED_NOTE), (UNNAMED, UNNAMED_NOTE))
    return [note for sign, note in notes if sign in found]


def masked_notes(kinds: Iterable[RecapKind]) -> list[str]:
    """What stands below a public version."""
    return [NOTE] if all(kind.personal for kind in kinds) else [NOTE, GROUPS_NOTE]


def _people(number: int, beside: Sequence[Cell]) -> Cell:
    return COVERED if has_covered(beside) else number


def title_of(question: RecapQuestion) -> str:
    """As printed, so never translated."""
    what = register_words(question.register, local=question.local)
    return f"Rekapitulasi {what} per {'Desa/Kelurahan' if question.by_desa else 'Kecamatan'}"


def subtitle_of(figures: RecapFigures, *, masked: bool = False) -> tuple[str, ...]:
    """What was asked for, in words."""
    question = figures.question
    asked = [
        f"Kecamatan {figures.kecamatan_name}" if question.kecamatan_code else "",
        dict(SEXES).get(question.sex, "") if question.sex is not None else "",
        AGES[question.age_group] if question.age_group is not None else "",
        f"umur per {long_date(question.on)}",
        "versi publik: angka kecil disamarkan" if masked else "",
    ]
    words = " · ".join(part for part in asked if part)
    return (figures.source, words[:1].upper() + words[1:])


def _place_columns(question: RecapQuestion) -> tuple[ReportColumn, ...]:
    kecamatan = ReportColumn("kecamatan", "Kecamatan", 15)
    desa = ReportColumn("place", "Desa/kelurahan", 17)
    if not question.by_desa:
        return (replace(kecamatan, name="place"),)
    return (desa,) if question.kecamatan_code else (kecamatan, desa)


def _kind_column(kind: RecapKind) -> ReportColumn:
    return ReportColumn(kind.code, f"{kind.code} {kind.name}", 5, ColumnKind.WHOLE, short=kind.short)


def _grouped(kinds: Sequence[RecapKind]) -> list[tuple[ReportColumn, list[str]]]:
    """The problem groups of PP 39/2012 in the order in which their kinds stand (domain.md 2.2)."""
    groups: dict[str, list[str]] = {}
    for kind in kinds:
        groups.setdefault(kind.group or "Lainnya", []).append(kind.code)
    return [
        (ReportColumn(f"{GROUP}{name}", name, 12, ColumnKind.WHOLE), codes) for name, codes in groups.items()
    ]


def names_wanted(figures: RecapFigures, place: str | None, column: str) -> dict[str, object]:
    """The filter of the list of names behind a figure; no place: the row of sums."""
    question = figures.question
    code = place or question.kecamatan_code
    groups = dict(FIRST_AGES)
    asked: dict[str, object] = {"register": str(question.register), "kecamatan_code": code[:KECAMATAN]}
    if len(code) > KECAMATAN:
        asked["desa_code"] = code
    kinds = kinds_within(figures, column)
    asked |= {"kind_code": column} if kinds == (column,) else {"kind_codes": kinds}
    if question.sex is not None:
        asked |= {"sex": question.sex} if question.sex else {"without_sex": True}
    if question.age_group is AgeGroup.UNKNOWN:
        asked |= {"age_unknown": True, "age_on": question.on}
    elif question.age_group is not None:
        first = groups[question.age_group]
        older = [age for age in groups.values() if age > first]
        asked |= {"age_from": first, "age_on": question.on}
        asked |= {"age_to": min(older) - 1} if older else {}
    return asked


def kinds_within(figures: RecapFigures, column: str) -> tuple[str, ...]:
    """The kinds that a column adds up: its own, those of its problem group, or all."""
    if column.startswith(GROUP):
        return dict((one.name, tuple(codes)) for one, codes in _grouped(figures.kinds))[column]
    codes = tuple(kind.code for kind in figures.kinds)
    return (column,) if column in codes else codes


def seats_within(figures: RecapFigures, place: str | None, column: str) -> int:
    """The TKSK that a figure adds up: they stand in the roster, not in the list of names."""
    if ROSTER_KIND not in kinds_within(figures, column):
        return 0
    return sum(
        number
        for (code, kind), number in figures.cells.items()
        if kind == ROSTER_KIND and place in (None, code)
    )
