"""Whom the rows of a decree are about: as chosen, by number, by the post, by name and birth date."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.officers import Assignment, Officer, serves_within
from db.models.people import Person
from db.rules.access import Right
from db.rules.decree_check import bare_name
from db.rules.import_cells import fold_place, split_name
from db.rules.imports import CleanRow, Outcome, PlannedRow
from db.rules.office import digits
from db.rules.officers import AssignmentKind, MemberForm
from db.rules.problems import Problem
from db.services.import_who import Finder, OfficerPlan

DAY = timedelta(days=1)


@needs(Right.READ)
def find_people(
    session: Session, members: Sequence[MemberForm], kecamatan: Mapping[str, str], starts_on: date | None
) -> tuple[dict[int, Person], dict[int, list[Problem]]]:
    """Who each row is, by its place: as chosen, by NIK, by NIAT, holding the kecamatan by that name, known.

    And what is doubtful of the others: a namesake without NIK may be the same, and is never made twice.
    """
    ids = {member.person_id for member in members if member.person_id}
    niks = {digits(member.nik) for member in members if member.nik}
    niats = {digits(member.niat) for member in members if member.niat}
    known = session.scalars(select(Person).where(or_(Person.id.in_(ids), Person.nik.in_(niks)))).all()
    by_id = {person.id: person for person in known}
    by_nik = {person.nik: person for person in known if person.nik}
    numbered = select(Officer).where(Officer.niat.in_(niats)).options(joinedload(Officer.person))
    by_niat = {officer.niat: officer.person for officer in session.scalars(numbered)}
    holding = _holders(session, starts_on) if starts_on else {}
    found: dict[int, Person] = {}
    for place, member in enumerate(members):
        person = by_id.get(member.person_id or 0) or by_nik.get(digits(member.nik))
        person = person or by_niat.get(digits(member.niat) or None)
        if person is None and not member.nik:
            holder = holding.get(kecamatan.get(fold_place(member.kecamatan), ""))
            if holder and bare_name(holder.name) == bare_name(member.name):
                person = holder
        if person:
            found[place] = person
    doubts = _find_namesakes(session, members, found)
    return found, doubts


def _find_namesakes(
    session: Session, members: Sequence[MemberForm], found: dict[int, Person]
) -> dict[int, list[Problem]]:
    """Who is known by name and birth date, as an import finds them; adds them to `found`."""
    rows = {}
    for place, member in enumerate(members):
        if place not in found and member.name.strip():
            nik, niat = digits(member.nik), digits(member.niat)
            name, born = split_name(member.name)[1], member.birth_date
            values = {"name": name, "nik": nik, "niat": niat, "birth_date": born}
            given = {name: value for name, value in values.items() if value}
            rows[place] = CleanRow("", member.row, given)
    finder, doubts = Finder(session, 1), {}
    finder.look_up(rows.values())
    for place, row in rows.items():
        plan = OfficerPlan(PlannedRow("", row.number, row.values["name"], Outcome.SAME), row.values)
        if said := finder.find(plan):
            doubts[place] = [Problem(text) for text in said]
        elif plan.person is not None:
            found[place] = plan.person
    return doubts


def _holders(session: Session, day: date) -> dict[str, Person]:
    """Who holds each kecamatan on a day, or held it until the day before."""
    terms = session.scalars(
        select(Assignment)
        .where(
            Assignment.kind == AssignmentKind.DEFINITIVE,
            serves_within(day - DAY, day),
        )
        .order_by(Assignment.starts_on)
        .options(joinedload(Assignment.officer).joinedload(Officer.person))
    )
    return {term.kecamatan_code: term.officer.person for term in terms}
