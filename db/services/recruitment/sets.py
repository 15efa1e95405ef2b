"""Named, dated sets of rules: what an office keeps to begin its vacancies with (domain.md 1.5)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.recruitment import SelectionSet, SetCriterion, SetDocument, SetRequirement
from db.records import clash, hold
from db.rules.access import Right
from db.rules.problems import Conflict, refuse, require
from db.rules.scoring import check_weights
from db.rules.words import _
from db.services.recruitment.vacancies import SetFacts, check_requirements, default_set, rules_of


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
    query = select(SelectionSet).order_by(SelectionSet.valid_from.desc(), SelectionSet.id.desc())
    found = list(session.scalars(query))
    now = default_set(session, on).id if found else 0
    return [SetRow(one.id, one.name, one.valid_from, one.id == now) for one in found]


@needs(Right.READ)
def get_set(session: Session, set_id: int) -> SetFacts:
    """One set with all its rules."""
    found = session.get_one(SelectionSet, set_id)
    return rules_of(found.id, found.name, found)


@needs(Right.OFFICE)
def change_set(session: Session, name: str, valid_from: date, rules: SetFacts, *, before: SetFacts) -> None:
    """Change a set where it stands; vacancies keep the copy that they were opened with.

    before: the set as the form was opened with it; refused when somebody else has changed it meanwhile.
    """
    require([*check_weights([c.weight for c in rules.criteria]), *check_requirements(rules.requirements)])
    found = hold(session, SelectionSet, before.id)
    if rules_of(found.id, found.name, found) != before:
        raise Conflict([clash(session, SelectionSet, _("set seleksi"), found.name, ids=[found.id])])
    if not name.strip():
        raise refuse(_("Isi nama set."), "name")
    same = select(SelectionSet.id).where(SelectionSet.name == name.strip(), SelectionSet.id != found.id)
    if session.scalar(same) is not None:
        raise refuse(_("Nama set ini sudah dipakai; beri nama lain."), "name")
    found.name, found.valid_from, found.pass_mark = name.strip(), valid_from, rules.pass_mark
    if rules.requirements != before.requirements:
        found.requirements = [
            SetRequirement(position=n, **vars(r)) for n, r in enumerate(rules.requirements, 1)
        ]
    if rules.documents != before.documents:
        found.documents = [SetDocument(position=n, **vars(d)) for n, d in enumerate(rules.documents, 1)]
    if rules.criteria != before.criteria:
        found.criteria = [SetCriterion(position=n, **vars(c)) for n, c in enumerate(rules.criteria, 1)]
