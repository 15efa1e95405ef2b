"""L04: the whole history of one TKSK as a document of several tables (domain.md 11)."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import actor_of, needs
from db.models.office import Reference
from db.models.officer_card import Evaluation, OfficerPaper, OfficerProgramme, Training
from db.models.officers import Assignment, Decree, DecreeMember, Officer
from db.models.people import Person
from db.models.regions import Region
from db.models.stipends import StipendPayment
from db.models.work import MonthlyReport
from db.people import address_of
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import age_on, long_date
from db.rules.evaluation import grade_label, recommendation_label
from db.rules.office import full_name
from db.rules.officer_reports import (
    ASSIGNMENTS_COLUMNS,
    EVALUATIONS_COLUMNS,
    FACTS_COLUMNS,
    OWN_DECREES_COLUMNS,
    OWN_MONTHS_COLUMNS,
    PAPERS_COLUMNS,
    PROGRAMMES_COLUMNS,
    SIGN_NOTE,
    STIPENDS_COLUMNS,
    TRAININGS_COLUMNS,
    Arrived,
    month_signs,
    standing_of,
    year_cells,
)
from db.rules.officers import assignment_label, level_label
from db.rules.people import mask_nik, sex_label
from db.rules.reports import Cell, ReportColumn, ReportTable
from db.rules.settings import Limits
from db.services.officer_reports import last_days_served
from db.services.settings import get_limits


@needs(Right.READ)
def officer_report(session: Session, officer_id: int, on: date) -> tuple[ReportTable, ...]:
    """L04: who it is, and every decree, assignment, paper, training, report, evaluation and payment."""
    officer = session.get_one(Officer, officer_id, options=[joinedload(Officer.person)])
    words, limits = _words(session), get_limits(session)
    terms = session.scalars(
        select(Assignment)
        .where(Assignment.officer_id == officer_id)
        .order_by(Assignment.starts_on, Assignment.id)
        .options(joinedload(Assignment.kecamatan), joinedload(Assignment.decree))
    ).all()
    asked = f"{officer.person.full_name}, keadaan {long_date(on)}"

    def table(title: str, columns: tuple[ReportColumn, ...], rows: Any, *notes: str) -> ReportTable:
        return ReportTable("", title, columns, tuple(rows), notes=notes, landscape=False)

    return (
        ReportTable(
            "L04",
            "Riwayat TKSK",
            FACTS_COLUMNS,
            tuple(_facts(session, officer, words, on)),
            (asked,),
            landscape=False,
        ),
        table("SK", OWN_DECREES_COLUMNS, _decrees(session, officer_id, on, limits)),
        table("Penugasan", ASSIGNMENTS_COLUMNS, map(_assignment, terms)),
        table("Dokumen", PAPERS_COLUMNS, _papers(session, officer_id, words)),
        table("Pelatihan", TRAININGS_COLUMNS, _trainings(session, officer_id)),
        table("Program yang didampingi", PROGRAMMES_COLUMNS, _programmes(session, officer_id, words)),
        table(
            "Laporan bulanan", OWN_MONTHS_COLUMNS, _months(session, officer_id, terms, on, limits), SIGN_NOTE
        ),
        table("Evaluasi tahunan", EVALUATIONS_COLUMNS, _evaluations(session, officer_id)),
        table("Tali asih", STIPENDS_COLUMNS, _stipends(session, officer_id, words)),
    )


@needs(Right.READ)
def list_officer_names(session: Session) -> list[tuple[int, str]]:
    """Everybody who is or was TKSK, in order of name: id, and name with NIAT."""
    query = select(Officer.id, Officer.niat, Person.front_title, Person.name, Person.back_title)
    return [
        (officer_id, " · ".join(part for part in (full_name(front, name, back), niat) if part))
        for officer_id, niat, front, name, back in session.execute(
            query.join(Officer.person).order_by(Person.name, Officer.id)
        )
    ]


Words = dict[tuple[str, str], str]  # list and code of a reference, and its text
Rows = list[tuple[Cell, ...]]


def _words(session: Session) -> Words:
    lists = ("educations", "religions", "employments", "officer_papers", "programmes", "funds")
    found = select(Reference.list_name, Reference.code, Reference.text).where(Reference.list_name.in_(lists))
    return {(name, code): text for name, code, text in session.execute(found)}


def _facts(session: Session, officer: Officer, words: Words, on: date) -> Rows:
    person = officer.person
    edits = EDITS_PEOPLE & actor_of(session).rights
    age = f"{age_on(person.birth_date, on)} tahun" if person.birth_date else ""
    facts = [
        ("Nama", person.full_name),
        ("NIAT", officer.niat or ""),
        ("NIK", (person.nik or "") if edits else mask_nik(person.nik)),
        ("Tempat, tanggal lahir", person.birth),
        ("Umur", age),
        ("Jenis kelamin", sex_label(person.sex) if person.sex else ""),
        ("Agama", words.get(("religions", person.religion), person.religion)),
        ("Pendidikan", words.get(("educations", person.education), person.education)),
        ("Jurusan dan tahun lulus", officer.study),
        ("Alamat", address_of(session, person)),
        ("No. HP", person.phone),
        ("Pos-el", person.email),
        ("Status kepegawaian", words.get(("employments", officer.employment), officer.employment)),
        ("Pekerjaan utama", officer.main_job),
        ("No. kartu registrasi", officer.card_number),
        ("Pengangkatan pertama", _told(officer.first_year, officer.first_decree, officer.first_issuer)),
        ("Pengangkatan terakhir", _told(officer.last_year, officer.last_decree, officer.last_issuer)),
        ("Catatan", officer.note),
    ]
    return [(name, fact) for name, fact in facts if fact]


def _told(year: int | None, decree: str, issuer: str) -> str:
    return ", ".join(part for part in (str(year or ""), decree, issuer) if part)


def _decrees(session: Session, officer_id: int, on: date, limits: Limits) -> Rows:
    query = (
        select(Decree, Region.name, Region.code)
        .join(DecreeMember, DecreeMember.decree_id == Decree.id)
        .join(Region, Region.code == DecreeMember.kecamatan_code)
        .where(DecreeMember.officer_id == officer_id)
        .order_by(Decree.dated_on, Decree.id)
    )
    left = last_days_served(session, on)
    return [
        (
            *(decree.number, level_label(decree.level), decree.dated_on, decree.issuer, kecamatan),
            *(decree.starts_on, decree.ends_on, _now(decree, left.get((officer_id, code)), on, limits)),
        )
        for decree, kecamatan, code in session.execute(query)
    ]


def _now(decree: Decree, left: date | None, on: date, limits: Limits) -> str:
    return standing_of(decree.starts_on, decree.ends_on, left, on, limits)[1]


def _assignment(term: Assignment) -> tuple[Cell, ...]:
    kind = assignment_label(term.kind)
    return (term.kecamatan.name, kind, term.starts_on, term.ends_on, term.decree_number, term.cause)


def _papers(session: Session, officer_id: int, words: Words) -> Rows:
    own = select(OfficerPaper).where(OfficerPaper.officer_id == officer_id)
    return [
        (
            words.get(("officer_papers", paper.kind_code), paper.kind_code),
            *(paper.number, paper.issuer, paper.dated_on, paper.expires_on),
        )
        for paper in session.scalars(own.order_by(OfficerPaper.kind_code, OfficerPaper.id))
    ]


def _trainings(session: Session, officer_id: int) -> Rows:
    own = select(Training).where(Training.officer_id == officer_id)
    return [
        (training.name, training.organiser, training.year, training.hours, training.certificate)
        for training in session.scalars(own.order_by(Training.year, Training.id))
    ]


def _programmes(session: Session, officer_id: int, words: Words) -> Rows:
    own = select(OfficerProgramme).where(OfficerProgramme.officer_id == officer_id)
    return [
        (words.get(("programmes", one.programme_code), one.programme_code), one.starts_on, one.ends_on)
        for one in session.scalars(own.order_by(OfficerProgramme.starts_on, OfficerProgramme.id))
    ]


def _months(session: Session, officer_id: int, terms: Any, on: date, limits: Limits) -> Rows:
    """A line for each year with reports, and each kecamatan that was served in it."""
    arrived: dict[tuple[int, str], Arrived] = defaultdict(dict)
    for report in session.scalars(select(MonthlyReport).where(MonthlyReport.officer_id == officer_id)):
        arrived[report.year, report.kecamatan_code][report.month] = (report.state, report.received_on)
    names = {term.kecamatan_code: term.kecamatan.name for term in terms}
    rows: Rows = []
    for year, code in sorted(arrived):
        spans = [(term.starts_on, term.ends_on) for term in terms if term.kecamatan_code == code]
        cells = month_signs(year_cells(spans, arrived[year, code], year, on, limits))
        rows.append((year, names.get(code, code), *cells))
    return rows


def _evaluations(session: Session, officer_id: int) -> Rows:
    own = select(Evaluation).where(Evaluation.officer_id == officer_id).order_by(Evaluation.year)
    return [
        (
            *(one.year, one.value, grade_label(one.grade) if one.grade else ""),
            recommendation_label(one.recommendation) if one.recommendation else "",
            *(one.assessor, one.assessed_on),
        )
        for one in session.scalars(own)
    ]


def _stipends(session: Session, officer_id: int, words: Words) -> Rows:
    paid = (
        select(
            *(StipendPayment.year, StipendPayment.source_code, func.count(), func.sum(StipendPayment.amount)),
            func.max(StipendPayment.paid_on),
        )
        .where(StipendPayment.officer_id == officer_id)
        .group_by(StipendPayment.year, StipendPayment.source_code)
        .order_by(StipendPayment.year, StipendPayment.source_code)
    )
    return [
        (year, words.get(("funds", source), source), months, int(amount), last)
        for year, source, months, amount, last in session.execute(paid)
    ]
