"""What was noted within a term keeps it: an interim that was used, an import that was built upon."""

from datetime import date

import pytest

from db.models.officers import Assignment
from db.models.stipends import StipendPayment
from db.models.work import Activity, MonthlyReport
from db.rules.officers import AssignmentKind
from db.rules.work import ReportState
from db.worked import find_worked
from tests.services.utan import UTAN

ALAS = "520405"
FIRST, LAST = date(2020, 4, 10), date(2020, 10, 9)
DEFINITIVE, ACTING, DOUBLE = AssignmentKind


def payment(officer_id, year=2020, month=4):
    return StipendPayment(
        officer_id=officer_id,
        source_code="apbn",
        year=year,
        month=month,
        amount=1,
        paid_on=date(year, month, 28),
    )


def report(officer_id, code=UTAN, month=4):
    return MonthlyReport(
        officer_id=officer_id,
        kecamatan_code=code,
        year=2020,
        month=month,
        state=ReportState.RECEIVED,
        received_on=date(2020, month, 28),
    )


def activity(officer_id, code=UTAN, day=FIRST):
    return Activity(officer_id=officer_id, kecamatan_code=code, done_on=day, text="Kunjungan")


@pytest.mark.parametrize(
    ("kind", "note", "label"),
    [
        (ACTING, activity, "Kegiatan TKSK"),
        (ACTING, lambda officer: activity(officer, day=LAST), "Kegiatan TKSK"),
        (ACTING, lambda officer: activity(officer, ALAS), None),
        (ACTING, lambda officer: activity(officer, day=date(2020, 4, 9)), None),
        (ACTING, lambda officer: activity(officer, day=date(2020, 10, 10)), None),
        (DOUBLE, report, "Laporan bulanan"),
        (ACTING, lambda officer: report(officer, month=10), "Laporan bulanan"),
        (ACTING, lambda officer: report(officer, month=3), None),
        (DOUBLE, lambda officer: report(officer, ALAS), None),  # of the own post
        (DEFINITIVE, lambda officer: report(officer, ALAS), None),
        (ACTING, payment, "Pembayaran tali asih"),
        (DEFINITIVE, payment, "Pembayaran tali asih"),
        (DOUBLE, payment, None),  # who serves here too is paid for the own post
        (ACTING, lambda officer: payment(officer, 2019, 12), None),
    ],
)
def test_a_term_has_the_work_of_its_officer_there_within_its_days(act, kind, note, label):
    def work(session):
        holder = session.query(Assignment).filter_by(kecamatan_code=UTAN).first()
        holder.ends_on = date(2020, 4, 9)
        session.flush()
        term = Assignment(
            officer_id=holder.officer_id, kecamatan_code=UTAN, kind=kind, starts_on=FIRST, ends_on=LAST
        )
        session.add_all([term, note(holder.officer_id)])
        session.flush()
        return find_worked(session, [term.id, 0]).get(term.id)

    assert act(work) == label


def test_a_term_without_end_goes_on(act):
    def work(session):
        holder = session.query(Assignment).filter_by(kecamatan_code=UTAN).first()
        holder.ends_on = None
        session.add(activity(holder.officer_id, day=date(2031, 1, 1)))
        session.flush()
        return find_worked(session, [holder.id])

    assert list(act(work).values()) == ["Kegiatan TKSK"]
