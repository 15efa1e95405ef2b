"""Lists of applicants for one vacancy: each becomes an application with a number, or a reason why not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from db.applications import registration_number
from db.models.people import Person
from db.models.recruitment import Applicant, Vacancy
from db.records import hold
from db.rules.access import Right
from db.rules.applicants import SERVICE_MOST
from db.rules.imports import CleanRow, Difference, Outcome, PlannedRow, Target, Task
from db.rules.imports_applicants import applicant_target
from db.rules.office import full_name
from db.rules.people import check_phone, is_same_name
from db.rules.problems import require
from db.rules.recruitment import Stage, check_late, check_stage
from db.rules.words import _
from db.services.import_places import Places
from db.services.import_plan import Plan
from db.services.recruitment.applicants import note_documents

PERSON = (
    *("nik", "front_title", "name", "back_title", "birth_place", "birth_date", "sex", "education"),
    *("address", "rt", "rw", "desa_code", "outside", "phone", "email"),
)
OWN = ("organisation", "late_reason")


@dataclass(slots=True)
class ApplicantPlan(Plan):
    """A row with the person it is about, and what it writes."""

    person: Person | None = None
    person_values: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)


class ApplicantImport:
    """People are known by their NIK; of a known person only what is empty is filled."""

    right = Right.RECRUITMENT

    @staticmethod
    def target() -> Target:
        """What lists of applicants may bring."""
        return applicant_target()

    def __init__(self, session: Session, task: Task) -> None:
        self._session, self._task = session, task
        self._vacancy_id = int(task.target.partition("/")[2])
        vacancy = session.get_one(Vacancy, self._vacancy_id)
        require(check_stage(vacancy.stage, Stage.ANNOUNCED))
        self._days = vacancy.opens_on, vacancy.closes_on
        self._places = Places(session)
        self._seen: dict[str, int] = {}  # NIK: the row that had it first
        self._people: dict[str, Person] = {}
        query = select(Person.nik, Applicant.registration_number).join(Applicant.person)
        rows = session.execute(query.where(Applicant.vacancy_id == self._vacancy_id))
        self._registered: dict[str, str] = {nik: number for nik, number in rows if nik}

    def plan(self, rows: list[CleanRow]) -> list[Plan]:
        """What becomes of some rows, looked up together."""
        niks = {row.values["nik"] for row in rows if "nik" in row.values}
        people = self._session.scalars(select(Person).where(Person.nik.in_(niks)))
        self._people = {person.nik: person for person in people if person.nik}
        return [self._plan_row(row) for row in rows]

    def write(self, plans: Iterable[Plan]) -> None:
        """Write what was planned, in the order of the list: so run the registration numbers."""
        vacancy = hold(self._session, Vacancy, self._vacancy_id)
        for plan in plans:
            assert isinstance(plan, ApplicantPlan)
            if plan.row.outcome is Outcome.NEW:
                self._write_row(plan, vacancy)
        self._session.flush()

    def _plan_row(self, row: CleanRow) -> ApplicantPlan:
        values, nik = row.values, row.values.get("nik", "")
        name = full_name(values.get("front_title", ""), values.get("name", ""), values.get("back_title", ""))
        plan = ApplicantPlan(PlannedRow(row.sheet, row.number, name, Outcome.SAME), values)
        if not values.get("name") and not nik:
            return _close(plan, Outcome.SKIPPED, [_("baris tanpa nama dan NIK")])
        errors = [*row.errors, *self._who(plan, nik, told=any("NIK" in error for error in row.errors))]
        if not errors and (number := self._registered.get(nik)):
            text = _("sudah terdaftar dengan nomor {number}")
            return _close(plan, Outcome.SAME, [text.format(number=number)])
        home, doubts = self._places.home(values)
        plan.person_values = {key: values[key] for key in PERSON if key in values} | home
        plan.own = {key: values[key] for key in OWN if key in values}
        plan.own["registered_on"] = values.get("registered_on", self._task.today)
        errors += self._own_errors(plan)
        if errors:
            return _close(plan, Outcome.ERROR, [*errors, *row.warnings])  # all that is to be corrected
        self._seen[nik] = row.number
        notes = [*row.warnings, *doubts, *self._compare(plan)]
        return _close(plan, Outcome.NEW, notes)

    def _who(self, plan: ApplicantPlan, nik: str, told: bool) -> list[str]:
        """Nobody without a NIK, nobody twice, nobody under another's number.

        told: what is wrong with the NIK is said already.
        """
        if not plan.values.get("name"):
            return [_("nama kosong")]
        if not nik:
            return [] if told else [_("NIK kosong atau tidak terbaca")]
        if (first := self._seen.get(nik)) is not None:
            return [_("NIK sama dengan baris {row}").format(row=first)]
        plan.person = self._people.get(nik)
        if plan.person is not None and not is_same_name(plan.person.name, plan.values["name"]):
            return [_("NIK ini milik {name}; periksa").format(name=plan.person.full_name)]
        return []

    def _own_errors(self, plan: ApplicantPlan) -> list[str]:
        errors = []
        late = check_late(plan.own["registered_on"], *self._days, plan.own.get("late_reason", ""))
        errors += [problem.text.rstrip(".") for problem in late]
        errors += [p.text.rstrip(".") for p in check_phone(plan.person_values.get("phone", ""))]
        if typed := plan.values.get("service_years"):
            years = int(typed) if str(typed).isdigit() else SERVICE_MOST + 1
            if years > SERVICE_MOST:
                errors.append(_("lama aktif “{typed}” tidak terbaca").format(typed=str(typed)[:20]))
            else:
                plan.own["service_years"] = years
        for columns, given in (
            (inspect(Person).columns, plan.person_values),
            (inspect(Applicant).columns, plan.own),
        ):
            for name, value in given.items():
                column = columns[name]
                limit = getattr(column.type, "length", None)
                if limit and isinstance(value, str) and len(value) > limit:
                    text = _("{field} paling panjang {limit} huruf")
                    errors.append(text.format(field=column.info["label"], limit=limit))
        return errors

    def _compare(self, plan: ApplicantPlan) -> list[str]:
        """Keep of a known person what is still empty; what stands stays, and is told."""
        columns, notes, differences = inspect(Person).columns, [], []
        person = plan.person
        if person is not None:
            notes.append(_("orangnya sudah dikenal"))
        for name, value in list(plan.person_values.items()):
            now = getattr(person, name) if person is not None else None
            label = columns[name].info["label"]
            if now in ("", None):
                if name != "name":
                    differences.append(Difference(name, label, "", self._words(name, value)))
                continue
            del plan.person_values[name]
            if str(now).casefold() != str(value).casefold() and not name.endswith("title"):
                text = _("{field} tetap {now}")
                notes.append(text.format(field=label, now=self._words(name, now)))
        if "desa_code" in plan.person_values and person is not None and person.outside:
            del plan.person_values["desa_code"]
        plan.row.differences = tuple(differences)
        return notes

    def _words(self, name: str, value: Any) -> str:
        if name in ("desa_code", "education"):
            return self._places.said(name, value)
        told = inspect(Person).columns[name].info["words"](value)
        return f"{value:%d-%m-%Y}" if name == "birth_date" else str(told)

    def _write_row(self, plan: ApplicantPlan, vacancy: Vacancy) -> None:
        person = plan.person
        if person is None:
            person = Person(**plan.person_values)
            plan.made.append(person)
        elif plan.person_values:
            plan.changed.append((person, {name: getattr(person, name) for name in plan.person_values}))
            for name, value in plan.person_values.items():
                setattr(person, name, value)
        applicant = Applicant(
            vacancy=vacancy,
            person=person,
            registration_number=registration_number(self._session, vacancy),
            **plan.own,
        )
        self._session.add(applicant)
        note_documents(applicant, vacancy, frozenset())
        plan.made += [applicant, *applicant.documents]


def _close(plan: ApplicantPlan, outcome: Outcome, reasons: Iterable[str]) -> ApplicantPlan:
    plan.row.outcome = outcome
    told = "; ".join(dict.fromkeys(reasons))
    plan.row.reason = told[:1].upper() + told[1:]
    return plan
