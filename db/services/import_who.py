"""Whom a row of a list of TKSK is about: by NIK, then NIAT, then name and birth date (peers.md 5.2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from db.models.officer_card import BankAccount
from db.models.officers import Officer
from db.models.people import Person
from db.people import check_owner
from db.rules.dates import long_date
from db.rules.import_cells import fold
from db.rules.imports import CleanRow
from db.rules.words import _
from db.services.import_plan import Plan


@dataclass(slots=True)
class OfficerPlan(Plan):
    """A row with the people it may be about, and what it writes."""

    person: Person | None = None
    officer: Officer | None = None
    person_values: dict[str, Any] = field(default_factory=dict)
    officer_values: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    post: tuple[str, date] | None = None
    notes: list[str] = field(default_factory=list)


class Finder:
    """Looks up a portion of the list at a time, and remembers who stood in the portions before."""

    def __init__(self, session: Session, sheets: int) -> None:
        self._session, self._sheets = session, sheets
        self._seen: dict[tuple[str, Any], tuple[str, int]] = {}  # number, person or name: who had it first
        self._made: set[int] = set()  # people whom this list has brought
        self._by_nik: dict[str, Person] = {}
        self._by_niat: dict[str, Officer] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._officers: dict[int, Officer] = {}  # by person
        self._accounts: dict[tuple[int, str], BankAccount] = {}  # by officer and source

    def look_up(self, rows: Iterable[CleanRow]) -> None:
        """Read everybody whom these rows may be about."""
        rows = list(rows)
        session = self._session
        niks = {row.values["nik"] for row in rows if "nik" in row.values}
        niats = {row.values["niat"] for row in rows if "niat" in row.values}
        names = {row.values["name"].casefold() for row in rows if "name" in row.values}
        query = select(Person).where(or_(Person.nik.in_(niks), func.lower(Person.name).in_(names)))
        people = {person.id: person for person in session.scalars(query) if person.id not in self._made}
        wanted = select(Officer).where(or_(Officer.niat.in_(niats), Officer.person_id.in_(people)))
        found = session.scalars(wanted.options(joinedload(Officer.person)))
        officers = [officer for officer in found if officer.person_id not in self._made]
        accounts = session.scalars(
            select(BankAccount).where(BankAccount.officer_id.in_([officer.id for officer in officers]))
        )
        self._by_nik = {person.nik: person for person in people.values() if person.nik}
        self._by_niat = {officer.niat: officer for officer in officers if officer.niat}
        self._officers = {officer.person_id: officer for officer in officers}
        self._accounts = {(account.officer_id, account.source_code): account for account in accounts}
        self._by_name = defaultdict(list)
        for person in people.values():
            self._by_name[fold(person.name)].append(person)

    def note_made(self, people: Iterable[Person]) -> None:
        """Who came with a portion is not known to the next: writing finds the same as looking did."""
        self._made.update(person.id for person in people)

    def account(self, officer: Officer | None, source: str) -> BankAccount | None:
        """The account of an officer for a source of money."""
        return self._accounts.get((officer.id, source)) if officer and officer.id else None

    def find(self, plan: OfficerPlan) -> list[str]:
        """Who this is; a sentence where it cannot be told, never the first of several."""
        values, name = plan.values, plan.values["name"]
        nik, niat = values.get("nik"), values.get("niat")
        by_nik = self._by_nik.get(nik) if nik else None
        by_niat = self._by_niat.get(niat) if niat else None
        owners = (("NIK", by_nik), ("NIAT", by_niat.person if by_niat else None))
        for label, owner in owners:
            if owner is not None and (other := check_owner(owner, name, values.get("birth_date"), label)):
                return [problem.text.rstrip(".") for problem in other]
        if by_niat is not None:
            owner = by_niat.person
            if (by_nik is not None and by_nik is not owner) or (by_nik is None and nik and owner.nik):
                text = _("NIAT ini milik {name} dengan NIK lain; periksa")
                return [text.format(name=owner.full_name)]
        plan.person = by_nik or (by_niat.person if by_niat else None)
        if plan.person is None:
            problem = self._find_by_name(plan, self._by_name.get(fold(name), []))
            if problem:
                return [problem]
        if plan.person is not None:
            plan.officer = self._officers.get(plan.person.id)
            if plan.officer and niat and plan.officer.niat and plan.officer.niat != niat:
                text = _("{name} tercatat dengan NIAT {niat}; periksa")
                return [text.format(name=plan.person.full_name, niat=plan.officer.niat)]
        return []

    def _find_by_name(self, plan: OfficerPlan, namesakes: list[Person]) -> str:
        nik, born = plan.values.get("nik"), plan.values.get("birth_date")
        if born is not None:
            alike = [one for one in namesakes if one.birth_date in (born, None)]
        else:
            alike = [] if nik or plan.values.get("niat") else namesakes
        if not alike:
            return ""
        sure = [one for one in alike if born is not None and one.birth_date == born]
        if len(alike) == 1 and sure and not (nik and sure[0].nik):
            [plan.person] = sure
            return ""
        if nik and not sure:
            return ""  # a namesake without birth date, and this one has a number of the own
        who = "; ".join(_described(one) for one in alike[:3])
        if nik:
            text = _("nama dan tanggal lahirnya sama dengan {who}, tetapi NIK-nya lain; periksa")
            return text.format(who=who)
        return _("mungkin sama dengan {who}; lengkapi NIK atau tanggal lahir").format(who=who)

    def once(self, plan: OfficerPlan) -> list[str]:
        """Nobody stands in the list twice."""
        values = plan.values
        keys: list[tuple[str, Any]] = [("NIK", values.get("nik")), ("NIAT", values.get("niat"))]
        if plan.person is not None:
            keys.append((_("orang"), plan.person.id))
        elif values.get("birth_date") or not (values.get("nik") or values.get("niat")):
            keys.append((_("nama dan tanggal lahir"), (fold(values["name"]), values.get("birth_date"))))
        for label, key in keys:
            first = self._seen.get((label, key)) if key else None
            if first is not None:
                return [_("{label} sama dengan {place}").format(label=label, place=self._place(first))]
        for label, key in keys:
            if key:
                self._seen[label, key] = plan.row.id
        return []

    def _place(self, row: tuple[str, int]) -> str:
        """Baris 12; of several sheets also which."""
        sheet, number = row
        text = _("lembar {sheet} baris {row}") if self._sheets > 1 else _("baris {row}")
        return text.format(sheet=sheet, row=number)


def _described(person: Person) -> str:
    born = long_date(person.birth_date) if person.birth_date else ""
    return f"{person.full_name} ({born})" if born else person.full_name
