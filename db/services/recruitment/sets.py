"""Named, dated sets of rules: what an office keeps to begin its vacancies with (domain.md 1.5, 5.3, 9.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.recruitment import (
    SelectionSet,
    SetAttachment,
    SetCriterion,
    SetDocument,
    SetRequirement,
    Vacancy,
    VacancyCriterion,
    VacancyDocument,
    VacancyRequirement,
)
from db.models.selection import ProposalPaper
from db.records import clash, copy, hold, merge
from db.rules.access import Right
from db.rules.objections import check_period
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.recruitment import CheckMethod, RequirementKind, check_requirement
from db.rules.scoring import check_weights
from db.rules.selection import AttachmentSource
from db.rules.words import _
from db.services.recruitment.components import ScoringForm, check_scoring, columns_of, scoring_of

LONGEST_VALIDITY = 120  # months
LISTS = ("requirements", "documents", "criteria", "attachments")
TABLES: dict[type[SelectionSet | Vacancy], tuple[type[Any], ...]] = {
    SelectionSet: (SetRequirement, SetDocument, SetCriterion, SetAttachment),
    Vacancy: (VacancyRequirement, VacancyDocument, VacancyCriterion, ProposalPaper),
}


@dataclass(frozen=True)
class RequirementForm:
    code: str
    text: str
    kind: RequirementKind
    mandatory: bool
    minimum: int | None
    maximum: int | None
    method: CheckMethod
    article: str


@dataclass(frozen=True)
class DocumentForm:
    code: str
    name: str
    mandatory: str  # yes | conditional | optional | when_chosen
    valid_months: int | None = None  # from the day on the paper


@dataclass(frozen=True)
class CriterionForm:
    code: str
    name: str
    weight: Decimal
    level_1: str
    level_3: str
    level_5: str


@dataclass(frozen=True)
class AttachmentForm:
    """What goes with the proposal; of an applicant's paper its code."""

    name: str
    source: AttachmentSource
    document_code: str = ""


@dataclass(frozen=True)
class SetFacts:
    """A default set, or a vacancy's own copy of one."""

    id: int
    name: str
    scoring: ScoringForm
    objection_days: int
    second_verifier: bool
    requirements: tuple[RequirementForm, ...]
    documents: tuple[DocumentForm, ...]
    criteria: tuple[CriterionForm, ...]
    attachments: tuple[AttachmentForm, ...]
    valid_from: date | None = None  # of a set


@dataclass(frozen=True)
class SetRow:
    """One set in a list."""

    id: int
    name: str
    valid_from: date
    in_force: bool  # what the next vacancy begins with


@needs(Right.READ)
def list_sets(session: Session, on: date) -> list[SetRow]:
    """Every set, the newest first."""
    found = _newest_first(session)
    now = default_set(session, on).id if found else 0
    return [SetRow(one.id, one.name, one.valid_from, one.id == now) for one in found]


@needs(Right.READ)
def get_set(session: Session, set_id: int) -> SetFacts:
    """One set with all its rules."""
    return rules_of_set(session.get_one(SelectionSet, set_id))


@needs(Right.READ)
def default_set(session: Session, on: date) -> SetFacts:
    """The newest set that is in force on a day."""
    found = _newest_first(session)
    if not found:
        raise refuse(
            _("Belum ada set persyaratan. Tambahkan di tab Rekrutmen lewat tombol Set seleksi bawaan.")
        )
    return rules_of_set(next((one for one in found if one.valid_from <= on), found[0]))


@needs(Right.OFFICE)
def save_set(session: Session, name: str, valid_from: date, rules: SetFacts) -> int:
    """Keep changed defaults as a new dated set; vacancies that run keep their own copy."""
    require(check_rules(rules))
    new = SelectionSet(name=_free_name(session, name), valid_from=valid_from, **columns(rules))
    put_rules(new, rules)
    session.add(new)
    session.flush()
    return new.id


@needs(Right.OFFICE)
def change_set(session: Session, name: str, valid_from: date, rules: SetFacts, *, before: SetFacts) -> None:
    """Change a set where it stands; vacancies keep the copy that they were opened with.

    before: the set as the form was opened with it; what somebody else has changed meanwhile stays.
    """
    require(check_rules(rules))
    found = hold(session, SelectionSet, before.id)
    kept = rules_of_set(found)
    changed = changed_rules(session, found, kept, before, rules)
    found.tie_ladder = columns(kept)["tie_ladder"]  # written out where it was the usual one
    opened = {"name": before.name, "valid_from": before.valid_from, **columns(before)}
    name = _free_name(session, name, found.id)
    merge(session, found, opened, {"name": name, "valid_from": valid_from, **columns(rules)})
    put_rules(found, changed, kept)
    require(check_rules(rules_of_set(found)))  # what two people changed must fit together


@needs(Right.READ)
def changed_rules(
    session: Session, target: SelectionSet | Vacancy, kept: SetFacts, before: SetFacts, after: SetFacts
) -> SetFacts:
    """The rules as they are now (`kept`) with the lists that this form changed; refuses what two changed.

    before, after: the rules as the form was opened with them, and as it holds them.
    """
    merged, clashes = kept, []
    words = (_("persyaratan"), _("dokumen"), _("aspek wawancara"), _("lampiran usulan"))
    for name, table, word in zip(LISTS, TABLES[type(target)], words, strict=True):
        opened, typed, now = getattr(before, name), getattr(after, name), getattr(kept, name)
        if typed in (opened, now):
            continue
        if now != opened:
            codes = ", ".join(sorted({getattr(rule, "code", "") or rule.name for rule in {*now} ^ {*opened}}))
            owner: dict[str, Any] = {
                "set_id" if isinstance(target, SelectionSet) else "vacancy_id": target.id
            }
            ids = list(session.scalars(select(table.id).filter_by(**owner)))
            clashes.append(clash(session, table, f"{word} {codes}", ids=ids, **owner))
        merged = replace(merged, **{name: typed})
    if clashes:
        raise Conflict(clashes)
    return merged


@needs(Right.READ)
def attachments_of(session: Session, vacancy: Vacancy) -> list[ProposalPaper]:
    """What goes with the proposal of a vacancy, in its order; copied from the set when it was opened."""
    query = select(ProposalPaper).where(ProposalPaper.vacancy_id == vacancy.id)
    return list(session.scalars(query.order_by(ProposalPaper.position)))


def rules_of_set(found: SelectionSet) -> SetFacts:
    """The rules of a set."""
    attachments = tuple(copy(AttachmentForm, row) for row in found.attachments)
    return replace(_facts(found, found.name, attachments), valid_from=found.valid_from)


@needs(Right.READ)
def rules_of_vacancy(session: Session, vacancy: Vacancy) -> SetFacts:
    """A vacancy's own copy of the rules."""
    papers = attachments_of(session, vacancy) if vacancy.id else []
    attachments = (
        AttachmentForm(paper.name, paper.source, paper.document.code if paper.document else "")
        for paper in papers
    )
    return _facts(vacancy, vacancy.describe(), tuple(attachments))


def put_rules(target: SelectionSet | Vacancy, rules: SetFacts, kept: SetFacts | None = None) -> None:
    """Give a set or a vacancy its lists; those that are the same as `kept` stay.

    The attachments of a vacancy have files: `put_vacancy_rules`.
    """
    for name, table in zip(LISTS, TABLES[type(target)], strict=True):
        wanted = getattr(rules, name)
        if table is not ProposalPaper and (kept is None or wanted != getattr(kept, name)):
            setattr(target, name, [table(position=n, **vars(row)) for n, row in enumerate(wanted, 1)])


@needs(Right.RECRUITMENT)
def put_vacancy_rules(session: Session, vacancy: Vacancy, rules: SetFacts, kept: SetFacts | None) -> None:
    """The same with the attachments of the proposal; one that stays keeps the file that it has."""
    papers = attachments_of(session, vacancy) if kept else []
    if kept and (rules.documents, rules.attachments) == (kept.documents, kept.attachments):
        put_rules(vacancy, rules, kept)
        return
    files = {paper.name: (paper.wanted, paper.letter_id, paper.scan_id) for paper in papers}
    for paper in papers:  # they point to documents that may go
        session.delete(paper)
    session.flush()
    put_rules(vacancy, rules, kept)
    session.flush()
    documents = {document.code: document for document in vacancy.documents}
    for position, form in enumerate(rules.attachments, 1):
        wanted, letter_id, scan_id = files.get(form.name, (True, None, None))
        session.add(
            ProposalPaper(
                vacancy_id=vacancy.id,
                position=position,
                name=form.name,
                source=form.source,
                document=documents.get(form.document_code),
                wanted=wanted,
                letter_id=letter_id,
                scan_id=scan_id,
            )
        )
    session.flush()


def check_rules(rules: SetFacts) -> list[Problem]:
    """Weights of 100 twice, limits that make sense, attachments that can be found."""
    return [
        *check_weights([criterion.weight for criterion in rules.criteria]),
        *(p for r in rules.requirements for p in check_requirement(r.code, r.text, r.minimum, r.maximum)),
        *(problem for document in rules.documents for problem in _check_document(document)),
        *check_scoring(rules.scoring),
        *check_period(rules.objection_days),
        *_check_attachments(rules.attachments, {document.code for document in rules.documents}),
    ]


def columns(rules: SetFacts) -> dict[str, Any]:
    """What a set or a vacancy keeps of the rules in columns of its own."""
    counting = columns_of(rules.scoring)
    return {**counting, "objection_days": rules.objection_days, "second_verifier": rules.second_verifier}


def _check_document(document: DocumentForm) -> list[Problem]:
    if not document.name:
        return [Problem(_("Dokumen {code}: isi namanya.").format(code=document.code), "documents")]
    if document.valid_months is not None and not 1 <= document.valid_months <= LONGEST_VALIDITY:
        text = _("Dokumen {code}: masa berlaku 1 sampai {most} bulan.")
        return [Problem(text.format(code=document.code, most=LONGEST_VALIDITY), "documents")]
    return []


def _check_attachments(attachments: Sequence[AttachmentForm], codes: set[str]) -> list[Problem]:
    problems, names = [], set()
    for number, one in enumerate(attachments, 1):
        if not one.name:
            problems.append(_("Lampiran usulan {n}: isi namanya.").format(n=number))
        elif one.name.casefold() in names:
            problems.append(_("Lampiran usulan “{name}” tertulis dua kali.").format(name=one.name))
        names.add(one.name.casefold())
    papers = [one for one in attachments if one.source is AttachmentSource.APPLICANT_PAPER]
    if lost := [one.name for one in papers if one.name and one.document_code not in codes]:
        text = _(
            "Lampiran usulan tanpa dokumen pelamar: {names}. Pilih dokumennya pada tab Lampiran usulan, "
            "atau hapus lampiran itu."
        )
        problems.append(text.format(names="; ".join(lost)))
    return [Problem(text, "attachments") for text in problems]


def _facts(source: SelectionSet | Vacancy, name: str, attachments: tuple[AttachmentForm, ...]) -> SetFacts:
    return SetFacts(
        id=source.id,
        name=name,
        scoring=scoring_of(source),
        objection_days=source.objection_days,
        second_verifier=source.second_verifier,
        requirements=tuple(copy(RequirementForm, row) for row in source.requirements),
        documents=tuple(copy(DocumentForm, row) for row in source.documents),
        criteria=tuple(copy(CriterionForm, row) for row in source.criteria),
        attachments=attachments,
    )


def _newest_first(session: Session) -> list[SelectionSet]:
    return list(
        session.scalars(select(SelectionSet).order_by(SelectionSet.valid_from.desc(), SelectionSet.id.desc()))
    )


def _free_name(session: Session, name: str, own_id: int = 0) -> str:
    """The name, if it is one and no other set has it."""
    if not name.strip():
        raise refuse(_("Isi nama set."), "name")
    same = select(SelectionSet.id).where(SelectionSet.name == name.strip(), SelectionSet.id != own_id)
    if session.scalar(same) is not None:
        raise refuse(_("Nama set ini sudah dipakai; beri nama lain."), "name")
    return name.strip()
