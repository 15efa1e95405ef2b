"""Compares a list that somebody brings with the people here: found, different, several, missing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.aid import Aid, WelfareStatus
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.models.regions import Region
from db.records import in_portions
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import short_date
from db.rules.likeness import near_dates
from db.rules.lookups import Asked, Met, met_label
from db.rules.names import ALIKE, alikeness, fold
from db.rules.people import mask_digits, mask_nik
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.words import _, grouped
from db.services.mapping.filters import gets_now
from db.services.mapping.seen import shown_kinds, shown_people
from db.services.references import list_choices

SEVERAL = 6  # people of one name are read; that there are more need not be known
NAMED = 3  # of several, so many are told by name
SAME_LIKENESS = 0.02  # two are equally good below this difference
Tick = Callable[[int], object]
Candidate = Row[int, str | None, str, str, date | None, str | None, str]


@dataclass(frozen=True)
class Answer:
    """One row of the list, and who that is here."""

    id: int  # the row
    asked: Asked
    met: Met
    person_id: int | None = None
    name: str = ""
    nik: str = ""  # masked for who may not edit people
    born: date | None = None
    place: str = ""
    kinds: str = ""
    aid: str = ""
    decile: int | None = None
    note: str = ""  # what differs, or who else


@needs(Right.READ)
def look_up(session: Session, asked: Sequence[Asked], tick: Tick, *, today: date) -> list[Answer]:
    """Who of this list is here, by NIK and else by name and birth date; tick is told the rows done."""
    found = _find(session, asked, tick)
    people = {person.id: person for persons in found.values() for person in persons}
    lone = {persons[0].id for persons in found.values() if len(persons) == 1}
    places = _places(session, {person.desa_code for person in people.values() if person.desa_code})
    kinds, aid, deciles = _kinds(session, lone), _aid(session, lone, today), _deciles(session, lone)
    whole = bool(actor_of(session).rights & EDITS_PEOPLE)
    answers = []
    for one in asked:
        persons = found.get(one.row, ())
        if not persons and one.problem:
            answers.append(Answer(one.row, one, Met.UNREADABLE, note=one.problem))
        elif not persons:
            vague = (
                "" if one.nik or one.born else _("dicari dengan nama saja; tambahkan NIK atau tanggal lahir")
            )
            answers.append(Answer(one.row, one, Met.MISSING, note=vague))
        elif len(persons) > 1:
            said = "; ".join(_in_short(person, places) for person in persons[:NAMED])
            more = _(" dan lainnya") if len(persons) > NAMED else ""
            answers.append(Answer(one.row, one, Met.SEVERAL, note=f"{said}{more}"))
        else:
            [person] = persons
            differs = ", ".join(filter(None, (*_differences(one, person, whole=whole), one.problem)))
            answers.append(
                Answer(
                    one.row,
                    one,
                    Met.CHANGED if differs else Met.FOUND,
                    person.id,
                    person.name,
                    person.nik or "" if whole else mask_nik(person.nik),
                    person.birth_date,
                    places.get(person.desa_code or "", person.outside),
                    kinds[person.id],
                    aid[person.id],
                    deciles.get(person.id),
                    differs,
                )
            )
    return answers


def lookup_table(answers: Sequence[Answer]) -> ReportTable:
    """The answers as one table for screen, paper and Excel; as many rows as the list had.

    A whole NIK leaves the office by the register of releases only: here it is whole where the list had it.
    """
    columns = (
        ReportColumn("row", "Baris", 5, ColumnKind.WHOLE),
        ReportColumn("asked_nik", "NIK dicari", 15, ColumnKind.NIK),
        ReportColumn("asked_name", "Nama dicari", 18),
        ReportColumn("asked_born", "Lahir dicari", 9, ColumnKind.DATE),
        ReportColumn("met", "Hasil", 10, ColumnKind.MARK),
        ReportColumn("note", "Keterangan", 30),
        ReportColumn("number", "Nomor orang", 8, ColumnKind.YEAR),
        ReportColumn("nik", "NIK di sini", 15, ColumnKind.NIK),
        ReportColumn("name", "Nama di sini", 18),
        ReportColumn("born", "Lahir", 9, ColumnKind.DATE),
        ReportColumn("place", "Desa", 16),
        ReportColumn("kinds", "Jenis", 20),
        ReportColumn("aid", "Bantuan", 14),
        ReportColumn("decile", "Desil", 5, ColumnKind.YEAR),
    )
    rows = tuple(
        (
            *(
                one.id,
                one.asked.nik,
                one.asked.name or ("" if one.asked.nik else one.asked.text),
                one.asked.born,
            ),
            *(met_label(one.met), mask_digits(one.note), one.person_id),
            *(one.nik if one.nik == one.asked.nik else mask_nik(one.nik), one.name, one.born, one.place),
            *(one.kinds, one.aid, one.decile),
        )
        for one in answers
    )
    counted = (f"{met_label(met)}: {grouped(sum(one.met is met for one in answers))}" for met in Met)
    subtitle = (f"{grouped(len(answers))} baris", *counted)
    return ReportTable("", "Pencocokan daftar", columns, rows, (" · ".join(subtitle),))


def _find(session: Session, asked: Sequence[Asked], tick: Tick) -> dict[int, Sequence[Candidate]]:
    by_nik: dict[str | None, Candidate] = {}
    niks = sorted({one.nik for one in asked if one.nik})
    for portion in in_portions(niks):
        by_nik |= {
            person.nik: person for person in session.execute(_asked(session).where(Person.nik.in_(portion)))
        }
    found: dict[int, Sequence[Candidate]] = {}
    left = []
    for one in asked:
        if person := by_nik.get(one.nik) if one.nik else None:
            found[one.row] = (person,)
        elif one.name:
            left.append(one)
    tick(len(asked) - len(left))
    born = _born_then(session, {day for one in left if one.born for day in near_dates(one.born)})
    for done, one in enumerate(left, len(asked) - len(left)):
        persons = _by_name(session, one, born)
        if persons:
            found[one.row] = persons
        if done % 20 == 0:
            tick(done)
    tick(len(asked))
    return found


def _asked(session: Session) -> Select[int, str | None, str, str, date | None, str | None, str]:
    return select(
        *(
            Person.id,
            Person.nik,
            Person.name,
            Person.folded,
            Person.birth_date,
            Person.desa_code,
            Person.outside,
        )
    ).where(shown_people(session, Person.id))


def _born_then(session: Session, days: Collection[date]) -> dict[date, list[Candidate]]:
    born: dict[date, list[Candidate]] = defaultdict(list)
    for portion in in_portions(sorted(days)):
        for person in session.execute(_asked(session).where(Person.birth_date.in_(portion))):
            born[person.birth_date].append(person)
    return born


def _by_name(session: Session, one: Asked, born: dict[date, list[Candidate]]) -> Sequence[Candidate]:
    """Who is called alike and was born on the day, or with day and month swapped; else the namesakes."""
    called = fold(one.name)
    if one.born is not None:
        alike = [
            (alikeness(called, person.folded) - place / 10, person)
            for place, day in enumerate(near_dates(one.born))
            for person in born.get(day, ())
        ]
        best = max((likeness for likeness, _person in alike), default=0.0)
        if best >= ALIKE - 0.1:
            return [person for likeness, person in alike if likeness > best - SAME_LIKENESS]
    namesakes = session.execute(_asked(session).where(Person.folded == called).limit(SEVERAL)).all()
    if one.born is None:
        return namesakes
    unknown = [person for person in namesakes if person.birth_date is None]
    near = [
        person
        for person in namesakes
        if person.birth_date and abs(person.birth_date.year - one.born.year) <= 1
    ]
    return near[:1] if len(namesakes) == 1 and near else unknown if len(namesakes) < SEVERAL else []


def _differences(one: Asked, person: Candidate, *, whole: bool) -> Iterable[str]:
    if one.nik and person.nik and one.nik != person.nik:
        yield _("NIK di sini {nik}").format(nik=person.nik if whole else mask_nik(person.nik))
    elif one.nik and not person.nik:
        yield _("di sini belum ada NIK")
    if one.name and fold(one.name) != person.folded:
        yield _("nama di sini {name}").format(name=person.name)
    if one.born and person.birth_date is None:
        yield _("di sini belum ada tanggal lahir")
    elif one.born and one.born != person.birth_date:
        yield _("lahir di sini {day}").format(day=short_date(person.birth_date))


def _in_short(person: Candidate, places: dict[str, str]) -> str:
    day = short_date(person.birth_date) if person.birth_date else ""
    return ", ".join(
        filter(None, (f"{person.name} (no. {person.id})", day, places.get(person.desa_code or "")))
    )


def _places(session: Session, codes: Collection[str]) -> dict[str, str]:
    wanted = sorted({*codes, *(code[:6] for code in codes)})
    names = {
        code: name
        for portion in in_portions(wanted)
        for code, name in session.execute(select(Region.code, Region.name).where(Region.code.in_(portion)))
    }
    return {code: f"{names[code]}, {names[code[:6]]}" for code in codes}


def _kinds(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The kinds in force of each; sensitive ones only for who may see them (R9)."""
    found: dict[int, list[str]] = defaultdict(list)
    for portion in in_portions(sorted(ids)):
        query = (
            select(MappingRecord.person_id, Kind.name)
            .join(Kind, Kind.code == MappingRecord.kind_code)
            .where(
                MappingRecord.person_id.in_(portion), MappingRecord.closed_on.is_(None), shown_kinds(session)
            )
            .order_by(Kind.register, Kind.position)
        )
        for person, name in session.execute(query):
            found[person or 0].append(name)
    return {person: ", ".join(dict.fromkeys(found[person])) for person in ids}


def _aid(session: Session, ids: Collection[int], today: date) -> dict[int, str]:
    names = {choice.code: choice.text for choice in list_choices(session, "aid_programmes")}
    found: dict[int, list[str]] = defaultdict(list)
    for portion in in_portions(sorted(ids)):
        query = select(Aid.person_id, Aid.programme_code).where(Aid.person_id.in_(portion), gets_now(today))
        for person, code in session.execute(query):
            found[person].append(names.get(code, code))
    return {person: ", ".join(dict.fromkeys(found[person])) for person in ids}


def _deciles(session: Session, ids: Collection[int]) -> dict[int, int | None]:
    return {
        person: decile
        for portion in in_portions(sorted(ids))
        for person, decile in session.execute(
            select(WelfareStatus.person_id, WelfareStatus.decile).where(WelfareStatus.person_id.in_(portion))
        )
    }
