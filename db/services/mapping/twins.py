"""Pairs of people who may be one: listed, looked at side by side, decided, reported."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from db.access import actor_of, needs
from db.models.aid import Aid
from db.models.audit import AuditEntry
from db.models.mapping import Kind, MappingRecord
from db.models.officers import Officer
from db.models.people import Person
from db.models.recruitment import Applicant
from db.models.regions import Region
from db.models.twins import PersonMerge, TwinPair
from db.people import FIELDS, place_of
from db.records import in_portions
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.people import Sex, mask_nik, sex_label
from db.rules.problems import refuse
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.twins import Verdict, certainty, odds_of, reasons_said, verdict_label
from db.rules.words import _
from db.services.mapping.seen import shown_kinds, shown_people
from db.services.references import list_choices

First, Second = aliased(Person), aliased(Person)
MOST_ROWS = 5000  # of a report
CHOICES = {
    "religion": "religions",
    "marital_status": "marital_statuses",
    "education": "educations",
    "occupation": "occupations",
}
NUMBERS = frozenset({"nik", "kk"})
TOGETHER = {
    "no_nik_reason": "nik",
    "outside": "desa_code",
    "rw": "rt",
}  # chosen with the field they belong to


@dataclass(frozen=True)
class TwinRow:
    """One pair in the list; of people made one the merge, with its names as they were."""

    id: int
    score: int  # per cent
    first_id: int
    second_id: int
    first: str
    second: str
    first_born: date | None
    second_born: date | None
    first_place: str
    second_place: str
    why: str
    verdict: Verdict
    decided_at: datetime | None
    decided_by: str
    undone: bool = False


@dataclass(frozen=True)
class ComparedField:
    """One line of the comparison: what both say, in words, and whether that differs."""

    name: str
    label: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Two people side by side; what each is in the office beside."""

    first_id: int
    second_id: int
    fields: tuple[ComparedField, ...]
    first_roles: tuple[str, ...]
    second_roles: tuple[str, ...]
    better: Mapping[str, str]  # field: "first" or "second", what a merge would take


@needs(Right.READ)
def last_search(session: Session) -> date | None:
    """When somebody has looked for twins last; the log knows it, also of a search that found nobody."""
    searches = (AuditEntry.table_name == TwinPair.__tablename__, AuditEntry.record_id == "")
    at = session.scalar(select(func.max(AuditEntry.at)).where(*searches))
    return at.astimezone().date() if at else None


@needs(Right.READ)
def count_verdicts(session: Session) -> dict[Verdict, int]:
    """How many pairs are open, and how many were decided which way."""
    counted = {
        verdict: number
        for verdict, number in session.execute(
            select(TwinPair.verdict, func.count())
            .where(*_shown(session, TwinPair.first_id, TwinPair.second_id))
            .group_by(TwinPair.verdict)
        )
    }
    merged = select(func.count()).select_from(PersonMerge).where(PersonMerge.undone_at.is_(None))
    merged = merged.where(*_shown(session, PersonMerge.kept_id, PersonMerge.gone_id))
    return dict.fromkeys(Verdict, 0) | counted | {Verdict.SAME: session.scalars(merged).one()}


@needs(Right.READ)
def count_pairs(
    session: Session, verdict: Verdict = Verdict.OPEN, kecamatan_code: str = "", least: int = 0
) -> int:
    """How many rows a filter finds."""
    if verdict is Verdict.SAME:
        merges = select(func.count()).select_from(PersonMerge)
        return session.scalars(merges.where(*_shown(session, PersonMerge.kept_id, PersonMerge.gone_id))).one()
    query = _pairs(session, verdict, kecamatan_code, least).with_only_columns(
        func.count(), maintain_column_froms=True
    )
    return session.scalars(query.order_by(None)).one()


@needs(Right.READ)
def list_pairs(
    session: Session,
    offset: int,
    limit: int,
    verdict: Verdict = Verdict.OPEN,
    kecamatan_code: str = "",
    least: int = 0,
) -> list[TwinRow]:
    """One page, the likeliest first; least: per cent. Of people made one the latest first."""
    if verdict is Verdict.SAME:
        merges = select(PersonMerge).where(*_shown(session, PersonMerge.kept_id, PersonMerge.gone_id))
        merges = merges.order_by(PersonMerge.id.desc()).offset(offset).limit(limit)
        return [_merged(merge) for merge in session.scalars(merges)]
    rows = session.execute(_pairs(session, verdict, kecamatan_code, least).offset(offset).limit(limit)).all()
    codes = {code for _pair, *people in rows for one in people if (code := one.desa_code)}
    names = _places(session, codes)
    return [_row(pair, first, second, names) for pair, first, second in rows]


@needs(Right.READ)
def compare(session: Session, first_id: int, second_id: int) -> Comparison:
    """Two people field by field; who may not edit people sees masked numbers."""
    first, second = session.get(Person, first_id), session.get(Person, second_id)
    if first is None or second is None:
        raise refuse(_("Salah satu dari kedua orang ini sudah tidak ada. Cari orang ganda sekali lagi."))
    return compare_rows(session, first, second)


@needs(Right.READ)
def compare_rows(session: Session, first: Person, second: Person) -> Comparison:
    """The same of two rows, which may be remembered ones."""
    lists = {field: _texts(session, name) for field, name in CHOICES.items()}
    masked = not actor_of(session).rights & EDITS_PEOPLE
    lines, better = [], {}
    for field in FIELDS:
        one, other = (_said(session, person, field, lists, masked) for person in (first, second))
        differs = getattr(first, field) != getattr(second, field)
        if one or other:
            label = Person.__table__.columns[field].info["label"]
            lines.append(ComparedField(field, label, one, other, differs))
        better[field] = "second" if differs and not getattr(first, field) else "first"
    for field, leader in TOGETHER.items():
        better[field] = better[leader]
    roles = [tuple(_roles(session, person)) for person in (first, second)]
    return Comparison(first.id, second.id, tuple(lines), roles[0], roles[1], better)


@needs(Right.MAPPING)
def decide(session: Session, pair_id: int, verdict: Verdict) -> None:
    """Remember that two are not the same, or open the question again."""
    pair = session.get(TwinPair, pair_id)
    if pair is None:
        raise refuse(_("Pasangan ini sudah tidak ada. Muat ulang daftarnya."))
    decided = verdict is not Verdict.OPEN
    pair.verdict = verdict
    pair.decided_at = datetime.now(UTC) if decided else None
    pair.decided_by = actor_of(session).name if decided else ""


@needs(Right.EXPORT)
def report_pairs(
    session: Session, verdict: Verdict = Verdict.OPEN, kecamatan_code: str = "", least: int = 0
) -> ReportTable:
    """The list of possible doubles, for the work in the desa (domain.md L11); NIK are masked."""
    rows = list_pairs(session, 0, MOST_ROWS, verdict, kecamatan_code, least)
    niks = _niks(session, {one for row in rows for one in (row.first_id, row.second_id)})
    subtitle = [f"Keadaan: {verdict_label(verdict)}"]
    if kecamatan_code:
        subtitle.append(f"Kecamatan {session.get_one(Region, kecamatan_code).name}")
    if least:
        subtitle.append(f"Kemungkinan paling sedikit {least}%")
    columns = (
        ReportColumn("number", "No.", 4, ColumnKind.WHOLE),
        ReportColumn("score", "Kemungkinan", 7, ColumnKind.MARK),
        *(_person_columns("first", "pertama")),
        *(_person_columns("second", "kedua")),
        ReportColumn("why", "Alasan", 36),
    )
    cells = tuple(
        (
            *(number, f"{row.score}%"),
            *(row.first, niks.get(row.first_id, ""), row.first_born, row.first_place),
            *(row.second, niks.get(row.second_id, ""), row.second_born, row.second_place),
            row.why,
        )
        for number, row in enumerate(rows, 1)
    )
    return ReportTable("L11", "Daftar dugaan orang ganda", columns, cells, tuple(subtitle))


def _person_columns(side: str, which: str) -> Sequence[ReportColumn]:
    return (
        ReportColumn(f"{side}_name", f"Nama {which}", 18),
        ReportColumn(f"{side}_nik", "NIK", 14, ColumnKind.NIK),
        ReportColumn(f"{side}_born", "Lahir", 9, ColumnKind.DATE),
        ReportColumn(f"{side}_place", "Desa", 16),
    )


def _shown(session: Session, *people: InstrumentedAttribute[int]) -> list[ColumnElement[bool]]:
    return [shown_people(session, person) for person in people]


def _pairs(
    session: Session, verdict: Verdict, kecamatan_code: str, least: int
) -> Select[TwinPair, Person, Person]:
    query = (
        select(TwinPair, First, Second)
        .join(First, First.id == TwinPair.first_id)
        .join(Second, Second.id == TwinPair.second_id)
        .where(TwinPair.verdict == verdict, *_shown(session, TwinPair.first_id, TwinPair.second_id))
    )
    if least:
        query = query.where(TwinPair.score >= odds_of(least))
    if kecamatan_code:
        there = (
            one.desa_code.between(f"{kecamatan_code}0000", f"{kecamatan_code}9999") for one in (First, Second)
        )
        query = query.where(or_(*there))
    if verdict is Verdict.OPEN:
        return query.order_by(TwinPair.score.desc(), TwinPair.id)
    return query.order_by(TwinPair.decided_at.desc(), TwinPair.id)


def _row(pair: TwinPair, first: Person, second: Person, names: Mapping[str, str]) -> TwinRow:
    return TwinRow(
        pair.id,
        certainty(pair.score),
        first.id,
        second.id,
        first.name,
        second.name,
        first.birth_date,
        second.birth_date,
        names.get(first.desa_code or "", first.outside),
        names.get(second.desa_code or "", second.outside),
        reasons_said(pair.reasons, first.name, second.name),
        pair.verdict,
        pair.decided_at,
        pair.decided_by,
    )


def _merged(merge: PersonMerge) -> TwinRow:
    kept, gone = merge.before["kept"], merge.before["gone"]
    first_place, second_place = (place.replace("Kecamatan ", "") for place in merge.before["places"])
    parted = _("dipisahkan lagi oleh {who}").format(who=merge.undone_by)
    return TwinRow(
        id=merge.id,
        score=merge.before["score"] or 99,
        first_id=merge.kept_id,
        second_id=merge.gone_id,
        first=kept["name"],
        second=gone["name"],
        first_born=_day(kept["birth_date"]),
        second_born=_day(gone["birth_date"]),
        first_place=first_place,
        second_place=second_place,
        why=parted if merge.undone_at else merge.before["why"],
        verdict=Verdict.SAME,
        decided_at=merge.made_at,
        decided_by=merge.made_by,
        undone=merge.undone_at is not None,
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _places(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Motong, Utan: the desa of many by code."""
    wanted = {*codes, *(code[:6] for code in codes)}
    names = {
        code: name
        for portion in in_portions(sorted(wanted))
        for code, name in session.execute(select(Region.code, Region.name).where(Region.code.in_(portion)))
    }
    return {code: f"{names[code]}, {names[code[:6]]}" for code in codes}


def _niks(session: Session, ids: Collection[int]) -> dict[int, str]:
    return {
        person: mask_nik(nik)
        for portion in in_portions(sorted(ids))
        for person, nik in session.execute(select(Person.id, Person.nik).where(Person.id.in_(portion)))
    }


def _texts(session: Session, list_name: str) -> dict[str, str]:
    return {choice.code: choice.text for choice in list_choices(session, list_name)}


def _said(
    session: Session, person: Person, field: str, lists: Mapping[str, Mapping[str, str]], masked: bool
) -> str:
    value = getattr(person, field)
    if field == "desa_code":
        return place_of(session, person) if value else ""
    if field in NUMBERS and masked:
        return mask_nik(value)
    if isinstance(value, Sex):
        return sex_label(value)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return lists.get(field, {}).get(value, value or "")


def _roles(session: Session, person: Person) -> list[str]:
    """What hangs on a person: so nobody decides without seeing it."""
    roles = []
    if session.scalar(select(Officer.id).where(Officer.person_id == person.id)):
        roles.append(_("TKSK"))
    applied = select(func.count()).where(Applicant.person_id == person.id)
    if number := session.scalars(applied).one():
        roles.append(_("pelamar ({number})").format(number=number))
    records = (
        select(Kind.name, MappingRecord.closed_on)
        .join(Kind, Kind.code == MappingRecord.kind_code)
        .where(MappingRecord.person_id == person.id, shown_kinds(session))
        .order_by(Kind.register, Kind.position)
    )
    for name, closed_on in session.execute(records):
        roles.append(_("{kind} (ditutup)").format(kind=name) if closed_on else name)
    aid = select(func.count()).where(Aid.person_id == person.id)
    if number := session.scalars(aid).one():
        roles.append(_("{number} bantuan").format(number=number))
    return roles
