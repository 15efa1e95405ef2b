"""Taking down a case: of a person, of the family he or she heads, or of a group or institution."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.families import Collective, Family
from db.models.mapping import Kind, MappingRecord, RecordStep
from db.models.people import Person
from db.models.rounds import Round
from db.people import complete_person, hold_person, write_person
from db.records import merge
from db.rules.access import Right
from db.rules.mapping import (
    RecordState,
    Subject,
    check_by_hand,
    check_record,
    check_without_nik,
    doubt_age,
    may_be_about,
)
from db.rules.problems import Problem, refuse, require
from db.rules.words import _
from db.services.mapping import facts
from db.services.mapping.collectives import CollectiveForm, write_collective
from db.services.mapping.families import FamilyForm, write_family
from db.services.mapping.kinds import kind_facts
from db.services.mapping.seen import hides_names, require_seen

OWN = ("recorded_on", "source", "recorder", "exception_reason", "note")  # fields of the record itself
GROUPS = (Subject.COMMUNITY, Subject.INSTITUTION)


@dataclass(frozen=True)
class RecordForm:
    """A person (who heads the family of family kinds) or a collective under one or more kinds, as typed."""

    person_id: int | None
    person: Mapping[str, Any]
    kinds: Mapping[str, Sequence[str]]  # code of the kind: letters of the criteria
    disabilities: Sequence[str]
    desa_code: str
    recorded_on: date
    source: str
    recorder: str
    exception_reason: str
    note: str
    person_before: Mapping[str, Any] = field(default_factory=dict)  # a known person, as the form was filled
    moves: bool | None = (
        None  # whether a known person now lives in the desa; None: where the address is another
    )
    facts: Mapping[str, Any] = field(default_factory=dict)  # fields of F-1 to F-5 by their codes
    family: FamilyForm = field(default_factory=FamilyForm)
    collective: CollectiveForm | None = None  # then nothing of a person matters


@dataclass(frozen=True)
class Recorded:
    """Who was taken down, and the cases that were made."""

    person_id: int | None
    family_id: int | None
    collective_id: int | None
    record_ids: tuple[int, ...]


@needs(Right.MAPPING)
def record(session: Session, form: RecordForm, *, today: date) -> Recorded:
    """Record somebody under kinds: all of them, or none."""
    _check_begun(form, today)
    kinds = [session.get_one(Kind, code) for code in form.kinds]
    if form.collective is not None:
        _check_all_about(kinds, (Subject.COMMUNITY, Subject.INSTITUTION))
        subject = write_collective(session, form.collective, form.desa_code, _groups(kinds))
        made = [_add(session, form, kind, subject, None, today) for kind in kinds]
        facts.keep(session, form.facts, subject, made)
        return Recorded(None, None, subject.id, tuple(one.id for one in made))
    _check_all_about(kinds, (Subject.PERSON, Subject.FAMILY))
    if form.person_id is not None and any(kind.sensitive for kind in kinds) and hides_names(session):
        # Refused whether or not it is on record already: trying would tell which.
        raise refuse(
            _("Jenis ini peka: orang yang sudah ada di data dicatat oleh yang berhak melihat namanya."),
            "kind_code",
        )
    person = _write_person(session, form, today)
    _check_nik(person, kinds)
    family = None
    if any(kind.subject is Subject.FAMILY for kind in kinds):
        family = write_family(session, person, form.family, form.desa_code, today)
    made = []
    for kind in kinds:
        about: Person | Family = family if family and kind.subject is Subject.FAMILY else person
        made.append(_add(session, form, kind, about, person, today))
    for who in (person, family):
        if who is not None:
            facts.keep(session, form.facts, who, [one for one in made if one.subject is who])
    return Recorded(person.id, family.id if family else None, None, tuple(one.id for one in made))


@needs(Right.MAPPING)
def get_form(session: Session, record_id: int) -> RecordForm:
    """A case as the form shows it, to be changed."""
    found = _found(session, record_id)
    person = found.person or (found.family.head if found.family else None)
    return RecordForm(
        person_id=person.id if person else None,
        person={},
        kinds={found.kind_code: tuple(found.criteria)},
        disabilities=tuple(found.disabilities),
        desa_code=found.desa_code,
        facts=facts.known(session, found),
        family=FamilyForm.of(found.family) if found.family else FamilyForm(),
        collective=CollectiveForm.of(found.collective) if found.collective else None,
        **{name: getattr(found, name) for name in OWN},
    )


@needs(Right.MAPPING)
def change(session: Session, record_id: int, before: RecordForm, after: RecordForm, *, today: date) -> None:
    """Write what was changed in the form; what others changed meanwhile stays."""
    found = _found(session, record_id)
    if found.closed_on is not None:
        raise refuse(_("Pendataan ini sudah ditutup; buka kembali sebelum mengubahnya."))
    _check_begun(after, today)
    [letters] = after.kinds.values()
    person = None
    if found.collective is not None and after.collective is not None and before.collective is not None:
        write_collective(
            session, after.collective, after.desa_code, (found.collective.subject,), before.collective
        )
    else:
        person = _write_person(session, after, today)
        _check_nik(person, [found.kind])
        if found.family is not None:
            write_family(session, person, after.family, after.desa_code, today, found.family, before.family)
    about = person if found.person_id else None
    _check(session, after, found.kind, letters, about, today)
    kept = {name: getattr(before, name) for name in (*OWN, "desa_code")}
    typed = {name: _stripped(getattr(after, name)) for name in (*OWN, "desa_code")}
    ticked = ("criteria", "disabilities")
    [old] = before.kinds.values()
    kept |= dict(zip(ticked, (list(old), list(before.disabilities)), strict=True))
    given = list(after.disabilities) if found.kind.needs_disability else []
    typed |= dict(zip(ticked, (list(letters), given), strict=True))
    merge(session, found, kept, typed)
    found.kecamatan_code = found.desa_code[:6]
    facts.change(session, found, before.facts, after.facts)
    session.flush()


@needs(Right.READ)
def day_of_ages(session: Session, recorded_on: date, today: date) -> date:
    """The reference date of the round that runs, or else the day of the data (R2)."""
    running = session.scalars(
        select(Round.reference_date)
        .where(Round.locked_at.is_(None), Round.begins_on <= today, Round.ends_on >= today)
        .order_by(Round.begins_on.desc())
    ).first()
    return running or recorded_on


def _found(session: Session, record_id: int) -> MappingRecord:
    """A record; one of a sensitive kind only for who may see its name (R9)."""
    found = session.get_one(MappingRecord, record_id)
    require_seen(session, found)
    return found


def _check_begun(form: RecordForm, today: date) -> None:
    if not form.kinds:
        raise refuse(_("Pilih paling sedikit satu jenis PPKS atau PSKS."), "kind_code")
    require(check_by_hand(form.kinds))
    if not form.desa_code:
        raise refuse(_("Pilih desa/kelurahan."), "desa_code")
    if form.recorded_on > today:
        raise refuse(_("Tanggal tidak boleh sesudah hari ini."), "recorded_on")


def _check_all_about(kinds: Iterable[Kind], subjects: Sequence[Subject]) -> None:
    for kind in kinds:
        if not any(may_be_about(kind.code, kind.subject, wanted) for wanted in subjects):
            if Subject.PERSON in subjects:
                text = _("{kind} dicatat pada kelompok atau lembaga, bukan pada orang.")
            else:
                text = _("{kind} dicatat pada orang atau keluarga, bukan pada kelompok.")
            raise refuse(text.format(kind=kind.name), "kind_code")


def _groups(kinds: Iterable[Kind]) -> tuple[Subject, ...]:
    return tuple(kind.subject if kind.subject in GROUPS else Subject.COMMUNITY for kind in kinds)


def _write_person(session: Session, form: RecordForm, today: date) -> Person:
    values = dict(form.person) | {"desa_code": form.desa_code}
    if form.person_id:  # two who record one person come after one another: one family, each kind once
        known = hold_person(session, form.person_id)
        if _lives_elsewhere(known, form):
            del values["desa_code"]
        elif "outside" in form.person_before:
            values["outside"] = ""
    if form.person_id and form.person_before:
        return write_person(session, form.person_id, form.person_before, values, today)
    return complete_person(session, form.person_id, values, today)


def _lives_elsewhere(person: Person, form: RecordForm) -> bool:
    """Whether somebody is recorded away from home and stays there: a child of the street."""
    if not (person.desa_code or person.outside) or person.desa_code == form.desa_code:
        return False
    if form.moves is not None:
        return not form.moves
    typed = {name: str(form.person.get(name) or "").strip() for name in ("address", "rt", "rw")}
    return not any(text and text != getattr(person, name) for name, text in typed.items())


def _check_nik(person: Person, kinds: Sequence[Kind]) -> None:
    if not person.nik:
        codes, names = [kind.code for kind in kinds], [kind.name for kind in kinds]
        require(check_without_nik(codes, names, person.no_nik_reason))


def _check(
    session: Session, form: RecordForm, kind: Kind, letters: Sequence[str], person: Person | None, today: date
) -> None:
    rules = kind_facts(kind).rules
    sex, born = (person.sex, person.birth_date) if person else (None, None)
    require(check_record(rules, letters, form.disabilities, sex))
    if born and form.recorded_on and form.recorded_on < born:
        raise refuse(_("Tanggal data sebelum tanggal lahirnya."), "recorded_on")
    doubts = doubt_age(rules, born, day_of_ages(session, form.recorded_on, today))
    if doubts and (rules.strict_age or not form.exception_reason.strip()):
        field_name = "birth_date" if rules.strict_age else "exception_reason"
        raise refuse(doubts[0].text, field_name)


def _add(
    session: Session,
    form: RecordForm,
    kind: Kind,
    about: Person | Family | Collective,
    person: Person | None,
    today: date,
) -> MappingRecord:
    own = about if isinstance(about, Person) else None
    _check(session, form, kind, form.kinds[kind.code], own, today)
    require(_check_double(session, about, kind))
    made = MappingRecord(
        person=own,
        family=about if isinstance(about, Family) else None,
        collective=about if isinstance(about, Collective) else None,
        sex=(own.sex or "") if own else "",
        born=own.birth_date if own else None,
        kind=kind,
        desa_code=form.desa_code,
        kecamatan_code=form.desa_code[:6],
        criteria=list(form.kinds[kind.code]),
        disabilities=list(form.disabilities) if kind.needs_disability else [],
        confirmed_on=form.recorded_on,
        **{name: _stripped(getattr(form, name)) for name in OWN},
    )
    session.add(made)
    session.flush()
    session.add(
        RecordStep(record_id=made.id, state=RecordState.REPORTED, on_day=today, by=actor_of(session).name)
    )
    return made


def _check_double(session: Session, about: Person | Family | Collective, kind: Kind) -> list[Problem]:
    """The same kind once per subject while it is in force (R1)."""
    column = {
        Person: MappingRecord.person_id,
        Family: MappingRecord.family_id,
        Collective: MappingRecord.collective_id,
    }[type(about)]
    same = select(MappingRecord.id).where(
        column == about.id, MappingRecord.kind_code == kind.code, MappingRecord.closed_on.is_(None)
    )
    if session.scalar(same) is None:
        return []
    text = _("{name} sudah tercatat sebagai {kind}.")
    return [Problem(text.format(name=about.describe(), kind=kind.name), "kind_code")]


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
