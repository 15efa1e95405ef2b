"""What the time, age, papers and reports of officers call for, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.models.letters import LetterNumber
from db.models.officer_card import OfficerPaper
from db.models.officers import Assignment, Decree, DecreeMember, Officer
from db.models.work import Activity, MonthlyReport
from db.rules.attention import AttentionKind
from db.rules.letter_kinds import LetterKind
from db.rules.officers import AssignmentKind, DecreeLevel
from db.rules.problems import Conflict, Forbidden
from db.rules.settings import Limits
from db.rules.work import ReportState
from db.services import numbers, officer_attention, settings

UTAN = "520406"
APRIL = date(2020, 4, 9)
QUIET = Limits(age_limit_years=100, term_years=40, niat_after_months=600)


def found(act, kind, on=APRIL, **limits):
    matters = act(officer_attention.list_officer_matters, on, replace(QUIET, **limits))
    return [matter for matter in matters if matter.kind is kind]


@pytest.fixture
def utan(database):
    with database.reading() as session:
        query = select(Assignment.officer_id).where(Assignment.kecamatan_code == UTAN)
        return session.scalars(query).one()


def put(database, *records):
    with database.writing() as session:
        session.add_all(records)


def alter(database, officer_id, **values):
    with database.writing() as session:
        assignment = session.scalars(select(Assignment).where(Assignment.officer_id == officer_id)).one()
        for name, value in values.items():
            setattr(assignment, name, value)


def test_a_term_is_called_to_mind_half_a_year_before_its_limit(act, database, utan):
    alter(database, utan, starts_on=date(2015, 10, 1))
    limits = {"term_years": 5, "term_ends_within": 180}
    assert utan not in {
        m.officer_id for m in found(act, AttentionKind.TERM_LIMIT, date(2020, 4, 3), **limits)
    }
    soon = found(act, AttentionKind.TERM_LIMIT, date(2020, 4, 4), **limits)
    [matter] = [m for m in soon if m.officer_id == utan]
    assert (matter.on, matter.days, matter.kecamatan) == (date(2020, 10, 1), 180, "Utan")


def test_an_extension_begins_the_term_anew_and_a_yearly_decree_does_not(act, database, utan):
    alter(database, utan, starts_on=date(2015, 1, 2))

    def named():
        matters = found(act, AttentionKind.TERM_LIMIT, APRIL, term_years=5)
        return {matter.officer_id for matter in matters}

    for kind, still in (("yearly", True), ("extension", False)):
        facts = {"issuer": "Kepala Dinas", "title": "TKSK", "starts_on": date(2020, 1, 2)}
        number = {"number": f"1/{kind}", "dated_on": date(2020, 1, 2), "level": DecreeLevel.PROVINCE}
        decree = Decree(kind_code=kind, **facts, **number)
        put(database, DecreeMember(decree=decree, officer_id=utan, kecamatan_code=UTAN, position=1))
        assert (utan in named()) is still


def test_somebody_who_reaches_the_age_limit_within_a_year(act, database, utan):
    def days(on):
        matters = found(act, AttentionKind.AGE_LIMIT, on, age_limit_years=60)
        return [matter.days for matter in matters if matter.officer_id == utan]

    with database.writing() as session:
        session.get_one(Officer, utan).person.birth_date = date(1961, 4, 9)
    assert days(date(2020, 4, 8)) == []
    assert days(date(2020, 4, 9)) == [365]
    with database.writing() as session:
        session.get_one(Officer, utan).person.birth_date = date(1960, 4, 8)
    assert days(date(2020, 4, 9)) == [-1]


def test_a_number_of_the_ministry_that_is_long_in_coming(act, database, utan):
    assert found(act, AttentionKind.NIAT_MISSING, niat_after_months=6) == []
    with database.writing() as session:
        session.get_one(Officer, utan).niat = None
    alter(database, utan, starts_on=date(2019, 10, 9))
    [matter] = found(act, AttentionKind.NIAT_MISSING, niat_after_months=6)
    assert (matter.officer_id, matter.days) == (utan, 0)
    assert found(act, AttentionKind.NIAT_MISSING, date(2020, 4, 8), niat_after_months=6) == []


def test_an_interim_that_lasts_too_long(act, database, utan):
    alter(database, utan, kind=AssignmentKind.ACTING, starts_on=date(2019, 10, 9))
    [matter] = found(act, AttentionKind.INTERIM_LONG)
    assert (matter.officer_id, matter.kecamatan) == (utan, "Utan")
    assert found(act, AttentionKind.INTERIM_LONG, acting_months=7) == []


def test_of_papers_of_one_kind_the_one_that_lasts_longest_counts(act, database, utan):
    old = OfficerPaper(officer_id=utan, kind_code="skck", expires_on=date(2020, 1, 1))
    put(database, old)
    [matter] = found(act, AttentionKind.PAPER_ENDS)
    assert (matter.detail, matter.days) == ("SKCK", -99)
    put(database, OfficerPaper(officer_id=utan, kind_code="skck", expires_on=date(2020, 12, 1)))
    assert found(act, AttentionKind.PAPER_ENDS) == []


def test_last_months_reports_are_missed_after_their_day(act, database, utan):
    """Also in an office that never noted one; not of who served only a part of the month."""
    assert len(found(act, AttentionKind.REPORT_LATE)) == 24
    assert found(act, AttentionKind.REPORT_LATE, report_warns=0) == []
    alter(database, utan, starts_on=date(2020, 3, 2))
    assert len(found(act, AttentionKind.REPORT_LATE)) == 23
    alter(database, utan, starts_on=date(2020, 1, 2))
    march = {"year": 2020, "month": 3, "state": ReportState.RECEIVED, "received_on": date(2020, 4, 3)}
    put(database, MonthlyReport(officer_id=utan, kecamatan_code=UTAN, **march))
    assert found(act, AttentionKind.REPORT_LATE, date(2020, 4, 5)) == []
    late = found(act, AttentionKind.REPORT_LATE, date(2020, 4, 6))
    assert len(late) == 23
    assert utan not in {matter.officer_id for matter in late}
    assert {(matter.on, matter.days) for matter in late} == {(date(2020, 4, 5), 1)}


def test_a_duty_that_nobody_does_for_three_months(act, database, utan):
    def activity(duty, day):
        return Activity(officer_id=utan, kecamatan_code=UTAN, done_on=day, duty_code=duty, text="Kegiatan")

    put(database, activity("T1", date(2020, 4, 1)), *(activity("T2", date(2020, m, 9)) for m in (2, 3)))
    assert found(act, AttentionKind.DUTY_IDLE) == []  # the office has noted activities for two months only
    put(database, activity("T3", date(2020, 1, 9)))
    idle = {matter.detail[:2] for matter in found(act, AttentionKind.DUTY_IDLE)}
    assert idle == {"T3", "T4", "T5", "T6", "T7", "T8"}


def test_a_number_set_aside_that_gets_no_letter(act, database):
    act(numbers.reserve, LetterKind.CALL, date(2020, 4, 9), 1, "undangan rapat")
    assert found(act, AttentionKind.NUMBER_RESERVED, date(2020, 4, 23)) == []
    [matter] = found(act, AttentionKind.NUMBER_RESERVED, date(2020, 4, 24))
    assert "undangan rapat" in matter.detail
    with database.reading() as session:
        assert session.scalars(select(LetterNumber.number)).one() in matter.detail


def test_limits_are_the_offices_and_changed_by_who_may(act, act_as):
    shipped = act(settings.get_limits)
    act(settings.change_limits, shipped, replace(shipped, report_day=10))
    assert act(settings.get_limits).report_day == 10
    act(settings.change_limits, shipped, replace(shipped, acting_months=3))  # another one's change stays
    assert act(settings.get_limits) == replace(shipped, report_day=10, acting_months=3)
    with pytest.raises(Forbidden):
        act_as("operator", settings.change_limits, shipped, replace(shipped, report_day=1))


def test_a_limit_that_two_people_change_is_refused_to_the_second(act):
    shipped = act(settings.get_limits)
    act(settings.change_limits, shipped, replace(shipped, report_day=7))
    with pytest.raises(Conflict):
        act(settings.change_limits, shipped, replace(shipped, report_day=9))
    assert act(settings.get_limits).report_day == 7
