"""Who changed what: the history of one record, and the latest of everything."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.access import actor_of, needs
from db.audit import said
from db.models.audit import Action, AuditEntry
from db.models.letters import Letter, Scan
from db.models.office import Reference, Role
from db.models.officers import Decree
from db.models.regions import Region
from db.records import count
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.people import mask_digits
from db.services.mapping.seen import hides_names

PLACES = frozenset({"Desa/kelurahan", "Kecamatan", "Kabupaten/kota"})  # fields that the log keeps as codes
ROLE = "Peran"
LISTS = {  # fields that the log keeps as codes of one of the office's lists
    "Pendidikan": "educations",
    "Agama": "religions",
    "Status kawin": "marital_statuses",
    "Status kepegawaian": "employments",
    "Jenis SK": "decree_kinds",
    "Sumber dana": "funds",
    "Program": "programmes",
    "Program bantuan": "aid_programmes",
    "Program bantuan kedua": "aid_programmes",
    "Sumber anggaran": "aid_funds",
    "Dokumen": "officer_papers",
}
RECORDS = {  # fields that the log keeps as the id of another record
    "SK": (Decree.id, Decree.number),
    "Menggantikan SK": (Decree.id, Decree.number),
    "Pindaian": (Scan.id, Scan.name),
    "Daftar terima": (Letter.id, Letter.number),
}
ANSWER = "Isian "  # before the code of a field of forms F-1 to F-5
CODED = PLACES | set(LISTS) | {ROLE} | set(RECORDS)
DESA = 10  # digits of its code
Records = tuple[tuple[str, str], ...]  # table and id of each


@dataclass(frozen=True)
class HistoryRow:
    """One line of the log."""

    id: int
    at: datetime
    user_name: str
    pc: str
    sentence: str


@needs(Right.HISTORY)
def count_history(
    session: Session, table_name: str = "", record_id: str = "", text: str = "", also: Records = ()
) -> int:
    """How many lines `list_history` has in all."""
    return count(session, _entries(session, table_name, record_id, text, also))


@needs(Right.HISTORY)
def list_history(
    session: Session,
    offset: int,
    limit: int,
    table_name: str = "",
    record_id: str = "",
    text: str = "",
    also: Records = (),
) -> list[HistoryRow]:
    """Newest first; of one record when it is named (its id is text), of what belongs to it, and of `also`."""
    query = _entries(session, table_name, record_id, text, also)
    query = query.order_by(AuditEntry.id.desc()).offset(offset).limit(limit)
    entries = list(session.scalars(query))
    names = names_of(session, ((e.old, e.new) for e in entries if e.action is Action.CHANGE))
    answers = _answers_of(session, entries)
    shown = str if actor_of(session).rights & EDITS_PEOPLE else mask_digits
    return [
        HistoryRow(entry.id, entry.at, entry.user_name, entry.pc, shown(_in_words(entry, names, answers)))
        for entry in entries
    ]


@needs(Right.READ)
def names_of(
    session: Session, changes: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> dict[tuple[str, Any], str]:
    """What the codes and ids in changes (old and new values by label) stand for, by label and code."""
    values = {
        (label, value)
        for old, new in changes
        for label in CODED & set(new)
        for value in (old[label], new[label])
        if value
    }
    codes = {code for label, code in values if label not in RECORDS}
    levels = {code[:6] for code in codes}
    regions = dict(
        session.execute(select(Region.code, Region.name).where(Region.code.in_(codes | levels))).all()
    )
    others: dict[str, Select[Any, str]] = {label: _texts_of(name) for label, name in LISTS.items()}
    others[ROLE] = select(Role.code, Role.name)
    names = {
        (label, code): f"{name}, Kecamatan {regions[code[:6]]}" if len(code) == DESA else name
        for label in PLACES
        for code, name in regions.items()
    }
    for label, (identity, name) in RECORDS.items():
        ids = {value for used, value in values if used == label and type(value) is int}
        others[label] = select(identity, name).where(identity.in_(ids))
    for label, query in others.items():
        if any(label == used for used, _code in values):
            names |= {(label, code): text for code, text in session.execute(query)}
    return names


def _texts_of(list_name: str) -> Select[str, str]:
    return select(Reference.code, Reference.text).where(Reference.list_name == list_name)


def _answers_of(session: Session, entries: Iterable[AuditEntry]) -> dict[str, str]:
    """What the fields of the forms are called, by what the log calls them: Isian income."""
    from db.models.mapping import KindField

    if not any(label.startswith(ANSWER) for entry in entries for label in entry.new):
        return {}
    return {ANSWER + code: label for code, label in session.execute(select(KindField.code, KindField.label))}


def _in_words(entry: AuditEntry, names: Mapping[tuple[str, Any], str], answers: Mapping[str, str]) -> str:
    """The sentence of a line, with the names of places, choices and fields in place of their codes."""
    sentence = entry.sentence
    if entry.action is Action.CHANGE:
        for label in CODED & set(entry.new):
            pair = entry.old[label], entry.new[label]
            old, new = (said(names.get((label, code), code)) for code in pair)
            noted = f"{label} {said(pair[0])} menjadi {said(pair[1])}"
            sentence = sentence.replace(noted, f"{label} {old} menjadi {new}")
        for label in set(answers) & set(entry.new):
            sentence = sentence.replace(f"{label} ", f"{answers[label]} ")
    elif entry.action is Action.CREATE and all(label in answers for label in entry.new):
        told = (f"{answers[label]} {said(value)}" for label, value in entry.new.items())
        sentence = ": ".join(part for part in (sentence, "; ".join(told)) if part)
    return sentence


def _entries(
    session: Session, table_name: str, record_id: str, text: str, also: Records
) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if table_name and record_id:
        named = [_of(table, record) for table, record in ((table_name, record_id), *also)]
        belonging = [_among(table, ids) for table, ids in _belonging(table_name, record_id)]
        query = query.where(or_(*named, *belonging))
    elif table_name:
        query = query.where(AuditEntry.table_name == table_name)
    if text:
        query = query.where(or_(AuditEntry.sentence.icontains(text, autoescape=True), *_naming(text)))
    return query.where(~_secret()) if hides_names(session) else query


def _secret() -> ColumnElement[bool]:
    """Lines of cases under sensitive kinds (R9): those beside them name people, so they are left out."""
    from db.models.mapping import Kind, MappingRecord

    table, identity, line = AuditEntry.table_name, AuditEntry.record_id, aliased(AuditEntry)
    cases = select(MappingRecord.id).join(MappingRecord.kind)
    key = case((and_(table == "mapping_record", identity != ""), cast(identity, Integer)))
    # Of what is gone the log itself knows the kind or the case: the lines of its making and its end say it.
    own = select(line.id).where(line.table_name == table, line.record_id == identity, identity != "")
    kind = func.coalesce(line.old["Jenis"].as_string(), line.new["Jenis"].as_string())
    of = func.coalesce(line.old["Pendataan"].as_integer(), line.new["Pendataan"].as_integer())
    of_kind = own.where(kind.not_in(select(Kind.code).where(~Kind.sensitive)))
    of_case = own.where(of.is_not(None), ~cases.where(MappingRecord.id == of, ~Kind.sensitive).exists())
    is_secret = or_(cases.where(MappingRecord.id == key, Kind.sensitive).exists(), of_kind.exists())
    return or_(
        and_(table == "mapping_record", is_secret),
        and_(table.in_(("handling", "record_photo")), of_case.exists()),
    )


def _naming(text: str) -> Iterator[ColumnElement[bool]]:
    """Lines with a code whose name contains the text: people search for what they read."""
    sources: tuple[tuple[Collection[str], Any, Any], ...] = (
        (PLACES, Region.code, Region.name),
        (tuple(LISTS), Reference.code, Reference.text),
        ((ROLE,), Role.code, Role.name),
        (("SK", "Menggantikan SK"), cast(Decree.id, String), Decree.number),
    )
    for labels, code, name in sources:
        coded = or_(*(AuditEntry.sentence.contains(f"{label} ") for label in labels))
        noted = AuditEntry.sentence.contains("“" + code + "”")
        named = select(code).where(name.icontains(text, autoescape=True), noted).exists()
        yield and_(AuditEntry.action == Action.CHANGE, coded, named)


def _belonging(table_name: str, record_id: str) -> list[tuple[str, Select[Any]]]:
    """Tables and ids of the records that make up one that people see as a whole."""
    match table_name:
        case "applicant":
            return _of_applicant(int(record_id))
        case "vacancy":
            return _of_vacancy(int(record_id))
        case "officer":
            return _of_officer(int(record_id))
        case "mapping_record":
            return _of_record(int(record_id))
    return []


def _of_record(record_id: int) -> list[tuple[str, Select[Any]]]:
    """Whom it is about, with their answers to the forms."""
    from db.models.families import Family
    from db.models.mapping import Kind, MappingRecord

    def owner(column: Any) -> Select[Any]:
        # Under a sensitive kind the log does not lead to the person: not everybody may see who it is.
        of = select(column).select_from(MappingRecord).join(Kind, Kind.code == MappingRecord.kind_code)
        of = of.outerjoin(Family, Family.id == MappingRecord.family_id)
        return of.where(MappingRecord.id == record_id, ~Kind.sensitive)

    people = owner(func.coalesce(MappingRecord.person_id, Family.head_id))
    headed = select(Family.id).where(Family.head_id.in_(people))
    return [
        ("person", people),
        ("person_profile", people),
        ("family", headed),
        ("collective", owner(MappingRecord.collective_id)),
    ]


def _of_applicant(applicant_id: int) -> list[tuple[str, Select[Any]]]:
    from db.models.recruitment import Applicant, ApplicantCheck, ApplicantDocument, Score

    parts = (ApplicantDocument, ApplicantCheck, Score)
    return [
        ("person", select(Applicant.person_id).where(Applicant.id == applicant_id)),
        *((part.__tablename__, select(part.id).where(part.applicant_id == applicant_id)) for part in parts),
    ]


def _of_vacancy(vacancy_id: int) -> list[tuple[str, Select[Any]]]:
    from db.models import recruitment as tables

    parts = (
        tables.VacancyRequirement,
        tables.VacancyDocument,
        tables.VacancyCriterion,
        tables.PanelMember,
        tables.Proposal,
    )
    event = tables.ProposalEvent
    steps = select(event.id).join(tables.Proposal, tables.Proposal.id == event.proposal_id)
    return [
        *((part.__tablename__, select(part.id).where(part.vacancy_id == vacancy_id)) for part in parts),
        (event.__tablename__, steps.where(tables.Proposal.vacancy_id == vacancy_id)),
    ]


def _of_officer(officer_id: int) -> list[tuple[str, Select[Any]]]:
    """The person, the photo and each row of the card; of rows that are gone the log knows whose they were."""
    from db.models import officer_card as tables
    from db.models.officers import Assignment, Officer

    person = select(Officer.person_id).where(Officer.id == officer_id)
    parts = (
        *(tables.BankAccount, tables.OfficerPaper, tables.Training),
        *(tables.OfficerProgramme, tables.Evaluation, Assignment),
    )
    made = {
        part: select(AuditEntry.record_id).where(
            AuditEntry.table_name == part.__tablename__, AuditEntry.new["TKSK"].as_integer() == officer_id
        )
        for part in parts
    }
    return [
        ("person", person),
        ("person_photo", person),
        *((part.__tablename__, select(part.id).where(part.officer_id == officer_id)) for part in parts),
        *((part.__tablename__, query) for part, query in made.items()),
    ]


def _among(table_name: str, ids: Select[Any]) -> ColumnElement[bool]:
    keys = ids.subquery()
    as_text = select(cast(keys.c[0], String))
    return and_(AuditEntry.table_name == table_name, AuditEntry.record_id.in_(as_text))


def _of(table_name: str, record_id: str) -> ColumnElement[bool]:
    return and_(AuditEntry.table_name == table_name, AuditEntry.record_id == record_id)
