"""The yearly renewal: everybody who serves goes on under a new decree, but for those who do not (1.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.appointments import end_post, hold_posts
from db.models.officer_card import Evaluation
from db.models.officers import Assignment
from db.rules.access import Right
from db.rules.attention import AttentionKind
from db.rules.dates import short_date
from db.rules.evaluation import Grade, grade_label
from db.rules.problems import Problem, require
from db.rules.words import _
from db.services.decree_members import kecamatan_codes, last_terms, member_of, write_members
from db.services.decrees import DecreeForm, check_decree, new_decree
from db.services.officer_attention import list_officer_matters
from db.services.settings import get_limits

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Candidate:
    """Somebody who serves, with what speaks for and against another year."""

    id: int  # of the assignment
    person_id: int
    name: str
    niat: str
    kecamatan: str
    ends_on: date | None
    decree_id: int | None
    decree: str
    year: int | None  # of the last evaluation
    grade: Grade | None
    warnings: tuple[str, ...]

    @property
    def words(self) -> str:
        """Alas — Nurhidayah Syafira · 2020: Baik · 60 tahun pada 12-03-2021."""
        graded = f"{self.year}: {grade_label(self.grade)}" if self.grade else _("belum dievaluasi")
        return " · ".join((f"{self.kecamatan} — {self.name}", graded, *self.warnings))


@needs(Right.READ)
def list_candidates(session: Session, starts_on: date) -> list[Candidate]:
    """Everybody whose term a decree from this day on would go on with, by kecamatan."""
    terms = last_terms(session, starts_on)
    graded: dict[int, Evaluation] = {}
    for one in session.scalars(
        select(Evaluation).where(Evaluation.year <= starts_on.year).order_by(Evaluation.year)
    ):
        graded[one.officer_id] = one
    warnings = _warnings(session, starts_on)
    return [
        Candidate(
            id=term.id,
            person_id=term.officer.person_id,
            name=term.officer.person.full_name,
            niat=term.officer.niat or "",
            kecamatan=term.kecamatan.name,
            ends_on=term.ends_on,
            decree_id=term.decree_id,
            decree=term.decree_number,
            year=graded[term.officer_id].year if term.officer_id in graded else None,
            grade=graded[term.officer_id].grade if term.officer_id in graded else None,
            warnings=tuple(warnings.get(term.officer_id, ())),
        )
        for term in terms
    ]


@needs(Right.OFFICERS)
def renew(
    session: Session,
    form: DecreeForm,
    ticked: tuple[int, ...],
    reasons: Mapping[int, str],
    *,
    today: date,
) -> int:
    """Note the new decree; the ticked go on under it, the others end with the decree that they have.

    ticked: assignments. reasons: why each of the others is not renewed. All of it, or nothing.
    Returns the decree's id.
    """
    require(check_decree(session, form))
    hold_posts(session, kecamatan_codes(session).values())
    terms = {term.id: term for term in last_terms(session, form.starts_on)}
    problems = []
    for term in terms.values():
        if term.id not in ticked and not reasons.get(term.id, "").strip():
            text = _("{name} ({kecamatan}) tidak dicentang: pilih alasannya.")
            said = text.format(name=term.officer.person.full_name, kecamatan=term.kecamatan.name)
            problems.append(Problem(said, "reason"))
    gone = [number for number in (*ticked, *reasons) if number not in terms]
    if gone:
        problems.append(Problem(_("Daftar TKSK baru saja berubah. Tutup isian ini dan buka lagi.")))
    if not ticked:
        problems.append(Problem(_("Centang paling sedikit satu TKSK."), "renewed"))
    require(problems)
    decree = new_decree(form)
    session.add(decree)
    session.flush()
    for number in reasons:
        _let_go(session, terms[number], form.starts_on, reasons[number])
    chosen = [term for term in terms.values() if term.id in ticked]
    session.flush()
    write_members(session, decree, [member_of(place, term) for place, term in enumerate(chosen, 1)], today)
    return decree.id


def _warnings(session: Session, starts_on: date) -> dict[int, list[str]]:
    limits = get_limits(session)
    found: dict[int, list[str]] = {}
    for matter in list_officer_matters(session, starts_on - DAY, limits):
        if matter.officer_id is None or matter.on is None:
            continue
        if matter.kind is AttentionKind.AGE_LIMIT:
            text = _("{n} tahun pada {day}").format(n=limits.age_limit_years, day=short_date(matter.on))
        elif matter.kind is AttentionKind.TERM_LIMIT:
            text = _("masa tugas {n} tahun pada {day}")
            text = text.format(n=limits.term_years, day=short_date(matter.on))
        else:
            continue
        found.setdefault(matter.officer_id, []).append(text)
    return found


def _let_go(session: Session, term: Assignment, starts_on: date, reason: str) -> None:
    """Who is not renewed stays until the decree ends that he has, at the latest until the new one begins."""
    last = starts_on - DAY
    if term.decree and term.decree.ends_on and term.decree.ends_on < last:
        last = term.decree.ends_on
    end = max(min(term.ends_on, last) if term.ends_on else last, term.starts_on)
    end_post(session, term, end, reason.strip())
