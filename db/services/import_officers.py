"""Lists of TKSK: who of them is known, what is new, and where the list says they serve."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from db.audit import said
from db.models.officer_card import BankAccount
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.regions import Region
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.imports import CleanRow, Difference, Outcome, PlannedRow, Target, Task, values_of
from db.rules.imports_officers import officer_target
from db.rules.office import full_name
from db.rules.officers import AssignmentKind, Term, check_definitive, left_before, overlaps
from db.rules.words import _
from db.services.import_places import Places
from db.services.import_plan import Plan
from db.services.import_who import Finder, OfficerPlan

if TYPE_CHECKING:
    from db.base import Base

PERSON = (
    *("nik", "front_title", "name", "back_title", "mother", "birth_place", "birth_date", "sex", "religion"),
    *("marital_status", "education", "address", "rt", "rw", "desa_code", "outside", "phone", "email"),
)
OFFICER = (
    *("niat", "first_year", "first_decree", "first_issuer", "last_year", "last_decree", "last_issuer"),
    *("main_job", "card_number", "performing", "study", "note"),
)
ACCOUNT = ("number", "bank", "holder")
SOURCES = ("apbn", "apbd_province")
LONGEST_CHANGE = 60


class OfficerImport:
    """People are found by NIK, then NIAT, then name and birth date; what is unclear is refused with whom."""

    right = Right.OFFICERS

    @staticmethod
    def target() -> Target:
        """What lists of TKSK may bring."""
        return officer_target()

    def __init__(self, session: Session, task: Task) -> None:
        self._session, self._task = session, task
        self._places = Places(session)
        fields: Target = officer_target()
        self._replaced = {
            value for one in fields.fields if one.name in task.overwrite for value in values_of(one)
        }
        if "desa" in self._replaced:
            self._replaced |= {"desa_code", "outside"}
        if "niat_a" in self._replaced:
            self._replaced.add("niat")
        self._finder = Finder(session, task.sheets)
        self._terms: dict[str, list[Term]] = defaultdict(list)  # definitive, by kecamatan
        self._interims: dict[str, list[Term]] = defaultdict(list)  # by kecamatan
        self._posts: dict[int, list[Term]] = defaultdict(list)  # definitive, by officer
        self._serving: dict[int, list[str]] = defaultdict(list)  # kecamatan by officer, from today
        self._read_terms()

    def plan(self, rows: list[CleanRow]) -> list[Plan]:
        """What becomes of some rows, looked up together."""
        self._finder.look_up(rows)
        return [self._plan_row(row) for row in rows]

    def write(self, plans: Iterable[Plan]) -> None:
        """Write what was planned; one flush for all of them."""
        for plan in plans:
            assert isinstance(plan, OfficerPlan)
            if plan.row.outcome in (Outcome.NEW, Outcome.CHANGED):
                self._write_row(plan)
        self._session.flush()
        self._finder.note_made(one for plan in plans for one in plan.made if isinstance(one, Person))

    def _plan_row(self, row: CleanRow) -> OfficerPlan:
        values = row.values
        name = full_name(values.get("front_title", ""), values.get("name", ""), values.get("back_title", ""))
        plan = OfficerPlan(PlannedRow(row.sheet, row.number, name, Outcome.SAME), values)
        plan.notes = list(row.warnings)
        if not values.get("name") and not values.get("nik") and not values.get("niat"):
            return _close(plan, Outcome.SKIPPED, [_("baris tanpa nama, NIK, dan NIAT")])
        if self._places.is_elsewhere(regency := values.get("post_regency", "")):
            return _close(plan, Outcome.SKIPPED, [_("bertugas di {regency}").format(regency=regency)])
        errors = list(row.errors)
        if not values.get("name"):
            errors.append(_("nama kosong"))
        if not errors:
            errors += self._finder.find(plan)
        if not errors:
            errors += self._finder.once(plan)
        if not errors:
            self._take_values(plan)
            errors += _too_long(plan)
        post = self._places.kecamatan(values.get("post", ""))
        if values.get("post") and not post:
            text = _("kecamatan “{name}” tidak ada di kabupaten/kota ini")
            errors.append(text.format(name=values["post"][:40]))
        if errors:
            return _close(plan, Outcome.ERROR, errors)
        self._compare(plan)
        if post:
            self._check_niat(plan, post)
            if self._task.with_posts and (plan.officer is None or post not in self._serving[plan.officer.id]):
                self._plan_post(plan, post)
                plan.row.placed = plan.post is not None
        outcome = Outcome.CHANGED if plan.row.differences else Outcome.SAME
        return _close(plan, Outcome.NEW if plan.officer is None else outcome, plan.notes)

    def _take_values(self, plan: OfficerPlan) -> None:
        values = plan.values
        home, doubts = self._places.home(values)
        plan.notes += doubts
        plan.person_values = {name: values[name] for name in PERSON if name in values} | home
        plan.officer_values = {name: values[name] for name in OFFICER if name in values}
        for source in SOURCES:
            account = {name: values[key] for name in ACCOUNT if (key := f"{source}.{name}") in values}
            if account.get("number"):
                plan.accounts[source] = account
                if not account.get("bank") and not self._finder.account(plan.officer, source):
                    plan.notes.append(_("rekening tanpa nama bank"))
            elif account:
                plan.notes.append(_("rekening tanpa nomor; tidak disimpan"))
        if plan.person is None and not values.get("nik"):
            plan.person_values["no_nik_reason"] = _("tidak ada pada daftar")
            plan.notes.append(_("tanpa NIK"))

    def _compare(self, plan: OfficerPlan) -> None:
        """Keep only what the list changes: what is empty is filled, other values as the columns allow."""
        differences: list[Difference] = []
        person, officer = plan.person, plan.officer
        if person is not None:
            if plan.officer is None:
                plan.notes.append(_("orangnya sudah dikenal; dijadikan TKSK"))
            plan.person_values = self._changes(plan, person, plan.person_values, differences)
            if plan.person_values.get("nik") and person.no_nik_reason:
                plan.person_values["no_nik_reason"] = ""
            if plan.person_values.get("desa_code"):
                plan.person_values["outside"] = ""
        if officer is not None:
            plan.officer_values = self._changes(plan, officer, plan.officer_values, differences)
        for source, values in list(plan.accounts.items()):
            account = self._finder.account(officer, source)
            if account is not None:
                plan.accounts[source] = self._changes(plan, account, values, differences, f"{source}.")
            elif officer is not None:
                differences.append(Difference(source, _("Rekening"), "", values["number"]))
        plan.row.differences = tuple(differences)

    def _changes(
        self,
        plan: OfficerPlan,
        record: "Base",
        values: Mapping[str, Any],
        differences: list[Difference],
        prefix: str = "",
    ) -> dict[str, Any]:
        columns, changes = inspect(type(record)).columns, {}
        for name, value in values.items():
            now = getattr(record, name)
            if now == value or (isinstance(now, str) and now.casefold() == str(value).casefold()):
                continue
            info = columns[name].info
            before, after = self._words(name, now, info), self._words(name, value, info)
            if now not in ("", None) and prefix + name not in self._replaced:
                text = _("{field} tetap {now} (di daftar {value})")
                plan.notes.append(text.format(field=info["label"], now=before, value=after))
                continue
            changes[name] = value
            differences.append(Difference(prefix + name, info["label"], before, after))
        return changes

    def _words(self, name: str, value: Any, info: Mapping[str, Any]) -> str:
        if value in ("", None):
            return ""
        if name in ("desa_code", "education", "religion", "marital_status"):
            return self._places.said(name, value)
        return said(info["words"](value)).strip("“”")[:LONGEST_CHANGE]

    def _check_niat(self, plan: OfficerPlan, post: str) -> None:
        niat = plan.values.get("niat", "")
        if niat and not niat.startswith(post):
            text = _("NIAT {niat} bukan nomor Kecamatan {name}")
            plan.notes.append(text.format(niat=niat, name=self._places.name(post)))

    def _plan_post(self, plan: OfficerPlan, post: str) -> None:
        """Begin the assignment that the list tells of, where nobody serves and nothing is known."""
        officer, name = plan.officer, self._places.name(post)
        serving = self._serving[officer.id] if officer else []
        if post in serving:
            return
        years = [
            plan.values.get("first_year") or (officer and officer.first_year),
            plan.values.get("last_year"),
        ]
        if serving:
            text = _("masih bertugas di {other}, bukan {name}; penugasan tidak diubah")
            plan.notes.append(text.format(other=self._places.name(serving[0]), name=name))
            return
        posts = self._posts[officer.id] if officer else []
        told = plan.values.get("post_start")
        starts = [told] if told else [s for year in years if year for s in self._starts(post, year)]
        if not starts and self._task.post_from:
            starts = [self._task.post_from]
        why = _("tahun pengangkatan tidak ada") if not starts else self._places.no_post(post)
        if plan.values.get("performing") is False:
            why = _("status tidak aktif")
        if left := left_before(posts, self._task.today):
            day = long_date((left.ends_on or self._task.today) + timedelta(days=1))
            why = _("sudah berhenti sejak {day} ({reason})").format(day=day, reason=left.end_reason)
        for starts_on in starts if not why else []:
            held = [one for one in self._terms[post] if overlaps(one, starts_on, None)]
            problems = check_definitive(name, plan.row.name, held, posts, starts_on, None)
            interim = next((one for one in self._interims[post] if overlaps(one, starts_on, None)), None)
            if not problems and interim is None:
                plan.post = post, starts_on
                self._terms[post].append(Term(plan.row.name, starts_on, None))
                day = long_date(starts_on)
                begins = Difference("post", _("Penugasan"), "", f"{name}, {day}")
                plan.row.differences += (begins,)
                return
            if held:
                why = _("sudah dijabat {officer}").format(officer=held[0].officer)
            elif problems:
                why = problems[0].text.partition(". ")[0]
            elif interim is not None:
                why = _("sudah dijalankan sementara oleh {officer}").format(officer=interim.officer)
        text = _("penugasan di {name} tidak dibuat: {why}")
        plan.notes.append(text.format(name=name, why=why))

    def _starts(self, post: str, year: int) -> list[date]:
        """The first of January, or the day after somebody left that year; a planned end is none."""
        ends = [
            term.ends_on for term in self._terms[post] if term.ends_on and term.ends_on < self._task.today
        ]
        return [date(year, 1, 1), *(day + timedelta(days=1) for day in ends if day.year == year)]

    def _write_row(self, plan: OfficerPlan) -> None:
        session = self._session
        if plan.person is None:
            plan.person = Person(**plan.person_values)
            plan.made.append(plan.person)
        elif plan.person_values:
            _set(plan, plan.person, plan.person_values)
        if plan.officer is None:
            plan.officer = Officer(person=plan.person, **plan.officer_values)
            plan.made.append(plan.officer)
        elif plan.officer_values:
            _set(plan, plan.officer, plan.officer_values)
        for source, values in plan.accounts.items():
            account = self._finder.account(plan.officer, source)
            if account is None:
                plan.made.append(BankAccount(officer=plan.officer, source_code=source, **values))
            elif values:
                _set(plan, account, values)
        if plan.post is not None:
            code, starts_on = plan.post
            plan.made.append(
                Assignment(
                    officer=plan.officer,
                    kecamatan_code=code,
                    kind=AssignmentKind.DEFINITIVE,
                    starts_on=starts_on,
                )
            )
        session.add_all(plan.made)

    def _read_terms(self) -> None:
        rows = self._session.execute(
            select(
                Assignment.kecamatan_code,
                Assignment.starts_on,
                Assignment.ends_on,
                Assignment.officer_id,
                Assignment.kind,
                func.coalesce(func.nullif(Assignment.end_detail, ""), Assignment.end_reason),
                Person.name,
                Region.name,
            )
            .join(Assignment.kecamatan)
            .join(Assignment.officer)
            .join(Officer.person)
        )
        for code, starts_on, ends_on, officer_id, kind, reason, name, kecamatan in rows:
            term = Term(name, starts_on, ends_on, reason, kecamatan)
            if kind is AssignmentKind.DEFINITIVE:
                self._terms[code].append(term)
                self._posts[officer_id].append(term)
            else:
                self._interims[code].append(term)
            if ends_on is None or ends_on >= self._task.today:
                self._serving[officer_id].append(code)


def _close(plan: OfficerPlan, outcome: Outcome, reasons: Iterable[str]) -> OfficerPlan:
    plan.row.outcome = outcome
    told = "; ".join(dict.fromkeys(reasons))
    plan.row.reason = told[:1].upper() + told[1:]
    return plan


def _set(plan: Plan, record: "Base", values: Mapping[str, Any]) -> None:
    plan.changed.append((record, {name: getattr(record, name) for name in values}))
    for name, value in values.items():
        setattr(record, name, value)


def _too_long(plan: OfficerPlan) -> list[str]:
    """The database's limits, told before anything is written."""
    accounts = [(BankAccount, values) for values in plan.accounts.values()]
    problems = []
    for kind, values in ((Person, plan.person_values), (Officer, plan.officer_values), *accounts):
        columns = inspect(kind).columns
        for name, value in values.items():
            limit = getattr(columns[name].type, "length", None)
            if limit and isinstance(value, str) and len(value) > limit:
                text = _("{field} paling panjang {limit} huruf")
                problems.append(text.format(field=columns[name].info["label"], limit=limit))
    return problems
