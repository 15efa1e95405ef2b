"""DTSEN and the aid of a family: who gets what since when, double aid, and the pairs that are none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.aid import Aid, AidPair, WelfareStatus
from db.models.families import Family, FamilyMember
from db.models.people import Person
from db.records import merge
from db.rules.access import Right
from db.rules.aid import Given, Pair, Standing, find_double, pair_of, tell_double
from db.rules.dates import short_date
from db.rules.problems import Problem, refuse, require
from db.rules.words import _
from db.services.references import list_choices

MEMBERS = 60  # more than any family; a KK typed for many strangers is no family
FIELDS = (
    *("person_id", "programme_code", "begins_on", "ends_on", "amount", "fund_code", "provider", "as_of"),
    *("source", "note", "exception_reason"),
)
STATUS = ("dtsen_id", "standing", "decile", "as_of", "source")


@dataclass(frozen=True)
class AidRow:
    """One aid of somebody in the family, in words."""

    id: int
    person_id: int
    name: str
    programme_code: str
    programme: str
    begins_on: date
    ends_on: date | None
    amount: int | None
    fund: str
    provider: str
    as_of: date | None
    exception_reason: str
    values: Mapping[str, Any]  # as the form takes them
    double: str = ""  # which other aid of these people it doubles, unless a reason is given


@dataclass(frozen=True)
class StatusFacts:
    """What DTSEN says of a person, of which day."""

    dtsen_id: str = ""
    standing: Standing = Standing.UNCHECKED
    decile: int | None = None
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True)
class PairRow:
    """Two programmes that are no double aid."""

    id: Pair
    first: str
    second: str
    note: str


@needs(Right.READ)
def family_of(session: Session, person_id: int) -> list[int]:
    """Who shares aid with a person: the same No. KK, or the same family."""
    kk = session.scalar(select(Person.kk).where(Person.id == person_id))
    member = select(FamilyMember.family_id).where(FamilyMember.person_id == person_id)
    of = [Family.head_id == person_id, Family.id.in_(member)]
    if kk:
        of.append(Family.kk == kk)
    families = list(session.scalars(select(Family.id).where(or_(*of)).limit(MEMBERS)))
    numbers = [
        number for number in session.scalars(select(Family.kk).where(Family.id.in_(families))) if number
    ]
    belongs = [
        Person.id == person_id,
        Person.id.in_(select(FamilyMember.person_id).where(FamilyMember.family_id.in_(families))),
        Person.id.in_(select(Family.head_id).where(Family.id.in_(families))),
    ]
    if numbers := sorted({*numbers, *([kk] if kk else [])}):
        belongs.append(Person.kk.in_(numbers))
    found = set(session.scalars(select(Person.id).where(or_(*belongs)).order_by(Person.id).limit(MEMBERS)))
    return sorted({*found, person_id})


@needs(Right.READ)
def list_aid(session: Session, person_ids: Sequence[int]) -> list[AidRow]:
    """What these people get and got, the newest first, and what of it is double."""
    rows = _rows(session, person_ids)
    unexplained = [_given(row) for row in rows if not row.exception_reason]
    allowed = _allowed(session)
    doubles = {one.id: find_double(one, unexplained, allowed) for one in unexplained}
    return [replace(row, double=tell_double(found) if (found := doubles.get(row.id)) else "") for row in rows]


def _rows(session: Session, person_ids: Sequence[int]) -> list[AidRow]:
    programmes, funds = _names(session, "aid_programmes"), _names(session, "aid_funds")
    query = (
        select(Aid)
        .where(Aid.person_id.in_(person_ids))
        .order_by(Aid.ends_on.is_not(None), Aid.begins_on.desc(), Aid.id.desc())
    )
    return [
        AidRow(
            aid.id,
            aid.person_id,
            aid.person.full_name,
            aid.programme_code,
            programmes.get(aid.programme_code, aid.programme_code),
            aid.begins_on,
            aid.ends_on,
            aid.amount,
            funds.get(aid.fund_code, aid.fund_code),
            aid.provider,
            aid.as_of,
            aid.exception_reason,
            {name: getattr(aid, name) for name in FIELDS},
        )
        for aid in session.scalars(query)
    ]


@needs(Right.READ)
def double_of(session: Session, values: Mapping[str, Any], aid_id: int | None = None) -> str:
    """What the form says while somebody types: which aid of the family the new one doubles, or nothing."""
    if not (values.get("person_id") and values.get("programme_code") and values.get("begins_on")):
        return ""
    found = _doubles(session, values, aid_id)
    return tell_double(found) if found else ""


@needs(Right.MAPPING)
def save_aid(
    session: Session, aid_id: int | None, before: Mapping[str, Any], after: Mapping[str, Any], *, today: date
) -> int:
    """Add or change an aid. A double one is kept only with a reason, which names it for ever."""
    require(_check(after, today))
    found = _doubles(session, after, aid_id)
    if found and not str(after["exception_reason"]).strip():
        reason = _("Tulis alasan bantuan ganda bila memang demikian.")
        raise refuse(f"{tell_double(found)} {reason}", "exception_reason")
    values = {name: _clean(after[name]) for name in FIELDS}
    if not found:
        values["exception_reason"] = ""
    if aid_id is None:
        made = Aid(person=session.get_one(Person, values["person_id"]), **values)  # whom the log names
        session.add(made)
        session.flush()
        return made.id
    known = session.get_one(Aid, aid_id)
    merge(session, known, {name: _clean(before[name]) for name in FIELDS}, values)
    return known.id


@needs(Right.MAPPING)
def remove_aid(session: Session, aid_id: int) -> None:
    """Take out what was noted by mistake; an aid that is over gets a last day instead."""
    session.delete(session.get_one(Aid, aid_id))
    session.flush()


@needs(Right.MAPPING)
def restore_aid(session: Session, values: Mapping[str, Any]) -> None:
    """Undo `remove_aid`: it stood there before, so nothing is asked again."""
    person = session.get_one(Person, values["person_id"])
    session.add(Aid(person=person, **{name: values[name] for name in FIELDS}))
    session.flush()


@needs(Right.READ)
def get_status(session: Session, person_id: int) -> StatusFacts:
    """What DTSEN says of a person; a person nobody asked about is unchecked."""
    found = session.get(WelfareStatus, person_id)
    return StatusFacts(**{name: getattr(found, name) for name in STATUS}) if found else StatusFacts()


@needs(Right.MAPPING)
def save_status(
    session: Session, person_id: int, before: Mapping[str, Any], after: Mapping[str, Any], *, today: date
) -> None:
    """Write what a form says of DTSEN."""
    if after["as_of"] is None:
        raise refuse(_("Isi tanggal keadaan data DTSEN ini."), "as_of")
    if after["as_of"] > today:
        raise refuse(_("Tanggal tidak boleh sesudah hari ini."), "as_of")
    if after["decile"] is not None and after["standing"] is not Standing.LISTED:
        raise refuse(_("Desil hanya untuk yang terdaftar di DTSEN."), "decile")
    values = {name: _clean(after[name]) for name in STATUS}
    known = session.get(WelfareStatus, person_id)
    if known is None:
        session.add(WelfareStatus(person=session.get_one(Person, person_id), **values))
        session.flush()
    else:
        merge(session, known, {name: _clean(before[name]) for name in STATUS}, values)


@needs(Right.READ)
def list_pairs(session: Session) -> list[PairRow]:
    """The pairs that are no double aid, in the order of their programmes."""
    names = _names(session, "aid_programmes")
    order = list(names)
    rows = [
        PairRow(
            (pair.first_code, pair.second_code),
            names.get(pair.first_code, pair.first_code),
            names.get(pair.second_code, pair.second_code),
            pair.note,
        )
        for pair in session.scalars(select(AidPair))
    ]
    return sorted(rows, key=lambda row: [order.index(code) if code in order else 99 for code in row.id])


@needs(Right.OFFICE)
def allow_pair(session: Session, one: str, other: str, note: str) -> None:
    """From now on two programmes are no double aid; the same twice: for several members of a family."""
    if not one or not other:
        raise refuse(_("Pilih dua program."), "first_code" if not one else "second_code")
    first, second = pair_of(one, other)
    known = session.get(AidPair, (first, second))
    if known is None:
        session.add(AidPair(first_code=first, second_code=second, note=note.strip()))
    else:
        known.note = note.strip()
    session.flush()


@needs(Right.OFFICE)
def forbid_pair(session: Session, pair: Pair) -> None:
    """Two programmes are a double aid again; what is noted already stays."""
    if (known := session.get(AidPair, pair)) is not None:
        session.delete(known)
        session.flush()


def _doubles(session: Session, values: Mapping[str, Any], aid_id: int | None) -> list[Given]:
    known = [_given(row) for row in _rows(session, family_of(session, values["person_id"]))]
    new = Given(
        aid_id,
        *(values["person_id"], "", values["programme_code"], ""),
        *(values["begins_on"], values.get("ends_on")),
    )
    return find_double(new, known, _allowed(session))


def _given(row: AidRow) -> Given:
    return Given(
        row.id, row.person_id, row.name, row.programme_code, row.programme, row.begins_on, row.ends_on
    )


def _allowed(session: Session) -> set[Pair]:
    return {(pair.first_code, pair.second_code) for pair in session.scalars(select(AidPair))}


def _check(values: Mapping[str, Any], today: date) -> list[Problem]:
    begins, ends = values["begins_on"], values["ends_on"]
    problems = []
    if not values["person_id"]:
        problems.append(Problem(_("Pilih penerima."), "person_id"))
    if not values["programme_code"]:
        problems.append(Problem(_("Pilih program."), "programme_code"))
    if begins is None:
        problems.append(Problem(_("Isi tanggal mulai menerima."), "begins_on"))
    elif begins > today:
        problems.append(Problem(_("Tanggal tidak boleh sesudah hari ini."), "begins_on"))
    if begins and ends and ends < begins:
        text = _("Paling awal {day}, tanggal mulainya.")
        problems.append(Problem(text.format(day=short_date(begins)), "ends_on"))
    if values["as_of"] and values["as_of"] > today:
        problems.append(Problem(_("Tanggal tidak boleh sesudah hari ini."), "as_of"))
    return problems


def _names(session: Session, list_name: str) -> dict[str, str]:
    return {choice.code: choice.text for choice in list_choices(session, list_name)}


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
