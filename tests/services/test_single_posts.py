"""Whatever door is used: one definitive officer a kecamatan, one definitive post an officer, no open Plt."""

from dataclasses import fields, replace
from datetime import date
from itertools import combinations
from threading import Event, Thread
from time import sleep

import pytest
from sqlalchemy import select

from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.regions import Region
from db.rules.exits import StepKind
from db.rules.imports import SourceRow, Task
from db.rules.officers import AssignmentKind, DecreeLevel, MemberForm, overlaps
from db.rules.problems import RuleViolation
from db.services import (
    activities,
    assignments,
    decree_members,
    decree_renewal,
    decrees,
    drafts,
    exit_steps,
    exits,
    imports,
    letters,
    officers,
)
from db.services.activities import ActivityForm
from db.services.assignments import AssignmentForm
from db.services.covers import CoverForm
from db.services.decrees import DecreeForm
from tests.services.utan import UTAN, render

TODAY, FRIDAY = date(2020, 4, 9), date(2020, 4, 10)
DEFINITIVE, ACTING, DOUBLE = AssignmentKind
COVER, HANDOVER = StepKind.COVER, StepKind.HANDOVER
RESIGNED = exits.ExitForm("Mengundurkan diri", "ikut Pilkades", FRIDAY, "05/TKSK/2020", date(2020, 4, 8))
DECREE = DecreeForm(
    level=DecreeLevel.REGENCY,
    number="1/2021",
    dated_on=date(2020, 12, 20),
    issuer="Bupati",
    title="Penetapan TKSK",
    starts_on=date(2021, 1, 1),
    ends_on=date(2021, 12, 31),
)
COLUMNS = ("name", "nik", "birth_date", "post", "first_year")
NEW_NIK = "5204060101909001"


def broken(session):
    """The days on which the roster says what cannot be; every test below ends with asking this."""
    terms = list(session.scalars(select(Assignment).order_by(Assignment.id)))
    definitive = [term for term in terms if term.kind is DEFINITIVE]
    found = []
    for one, other in combinations(definitive, 2):
        if overlaps(one, other.starts_on, other.ends_on):
            if one.kecamatan_code == other.kecamatan_code:
                found.append(f"dua definitif di {one.kecamatan.name}")
            if one.officer_id == other.officer_id:
                found.append(f"{one.officer.describe()} definitif di dua kecamatan")
    for interim in terms:
        if interim.kind is not DEFINITIVE and interim.ends_on is None:
            found += [
                f"Plt tanpa akhir di samping {one.describe()}"
                for one in definitive
                if one.kecamatan_code == interim.kecamatan_code and overlaps(one, interim.starts_on, None)
            ]
    return found


@pytest.fixture(autouse=True)
def sound(act):
    """Nothing that a test does, refused or not, leaves the roster broken."""
    yield
    assert act(broken) == []


def post(act, code=UTAN, on=TODAY):
    return next(row for row in act(officers.list_posts, on=on) if row.id == code)


def other(act):
    return next(row for row in act(officers.list_posts, on=TODAY) if row.officer_id and row.id != UTAN)


def leave(act, row, left_on=FRIDAY):
    act(exits.record_exit, row.assignment_id, replace(RESIGNED, left_on=left_on))


def assign(act, who, code, kind, starts_on, ends_on=None):
    """who: an officer's id, or the name of somebody new."""
    person = {"name": who, "no_nik_reason": "belum diserahkan"} if isinstance(who, str) else None
    form = AssignmentForm(None if person else who, code, kind, starts_on, ends_on, None)
    return act(assignments.add_assignment, form, today=TODAY, person=person)


def terms(act, code=UTAN):
    rows = act(assignments.list_assignments, code)
    return [(row.kind, row.starts_on, row.ends_on) for row in reversed(rows)]


def person_of(act, row):
    def read(session):
        person = session.get_one(Officer, row.officer_id).person
        return {"id": person.id, "name": person.name, "nik": person.nik, "birth_date": person.birth_date}

    return act(read)


def take_in(act, person, kecamatan, today=date(2020, 4, 12)):
    task = Task("officers", COLUMNS, today, headings=COLUMNS, file_name="daftar.xlsx", with_posts=True)
    values = person | {"post": kecamatan, "first_year": "2020"}
    row = SourceRow("Sheet1", 2, tuple(values.get(name, "") for name in COLUMNS))
    [looked] = act(imports.dry_run, task, [row]).rows
    [written] = act(imports.apply, task, [row]).rows
    assert looked.reason == written.reason
    return written.reason


def decree_of(act, row):
    number = act(lambda session: session.get_one(Assignment, row.assignment_id).decree_id)
    found = next(one for one in act(decrees.list_decrees) if one.id == number)
    return number, {field.name: getattr(found, field.name) for field in fields(DecreeForm)}


def moved(act):
    """Who serves in Utan until the end of 2020 serves elsewhere from 2021."""
    utan, there = post(act), other(act)
    leave(act, there)
    assign(act, utan.officer_id, there.id, DEFINITIVE, date(2021, 1, 1))
    return utan, there


# Two posts of one officer


def test_an_exit_taken_back_leads_to_no_second_post(act):
    utan, there = post(act), other(act)
    leave(act, there)
    leave(act, utan)
    assign(act, utan.officer_id, there.id, DEFINITIVE, date(2020, 4, 20))
    with pytest.raises(
        RuleViolation, match=f"bertugas definitif di Kecamatan {there.kecamatan} pada 20 April"
    ):
        act(exits.undo_exit, utan.assignment_id, today=date(2020, 4, 21))


def test_a_late_exit_leads_to_no_second_post(act):
    utan, _there = moved(act)
    with pytest.raises(RuleViolation, match="bertugas definitif di Kecamatan"):
        leave(act, utan, date(2021, 3, 1))


def test_a_longer_decree_leads_to_no_second_post(act):
    utan, _there = moved(act)
    number, before = decree_of(act, utan)
    with pytest.raises(RuleViolation, match="bertugas definitif di Kecamatan"):
        act(decrees.change_decree, number, before, before | {"ends_on": date(2021, 6, 30)})


def test_a_new_decree_and_a_renewal_lead_to_no_second_post(act):
    utan, there = moved(act)
    member = MemberForm(1, utan.officer, "", "", utan.kecamatan, person_id=person_of(act, utan)["id"])
    with pytest.raises(RuleViolation, match="bertugas definitif di Kecamatan"):
        act(decrees.record_decree, DECREE, [member], today=TODAY)
    candidates = act(decree_renewal.list_candidates, DECREE.starts_on)
    ticked = tuple(one.id for one in candidates if one.kecamatan != there.kecamatan)
    reasons = {one.id: "Hasil evaluasi" for one in candidates if one.id not in ticked}
    with pytest.raises(RuleViolation, match="bertugas definitif di Kecamatan"):
        act(decree_renewal.renew, DECREE, ticked, reasons, today=TODAY)


def test_an_import_leads_to_no_second_post(act):
    utan, there = post(act), other(act)
    act(lambda session: session.delete(session.get_one(Assignment, there.assignment_id)))
    person = person_of(act, utan)
    act(officers.correct_term, utan.assignment_id, {"ends_on": date(2020, 12, 31)}, {"ends_on": FRIDAY})
    said = take_in(act, person, there.kecamatan)
    assert f"{person['name']} bertugas definitif di Kecamatan Utan" in said


def test_of_two_who_appoint_at_once_the_second_is_told_of_the_first(act, database):
    leave(act, post(act))
    begun, told = Event(), []

    def second():
        begun.set()
        try:
            assign(act, "Orang Kedua", UTAN, DEFINITIVE, FRIDAY)
        except RuleViolation as error:
            told.append(str(error))

    thread = Thread(target=second)
    with database.writing() as session:
        form = AssignmentForm(None, UTAN, DEFINITIVE, FRIDAY, None, None)
        person = {"name": "Orang Pertama", "no_nik_reason": "belum diserahkan"}
        assignments.add_assignment(session, form, today=TODAY, person=person)
        thread.start()
        begun.wait()
        sleep(0.5)  # the second one waits for the first by now
    thread.join()
    assert "sudah dijabat Orang Pertama pada 10 April 2020" in told[0]


# An interim beside a definitive officer


@pytest.mark.parametrize("starts_on", [FRIDAY, date(2020, 5, 1)])
def test_an_interim_that_never_served_makes_room(act, starts_on):
    leave(act, post(act))
    assign(act, "Plt Satu", UTAN, ACTING, starts_on)
    assign(act, "Definitif Satu", UTAN, DEFINITIVE, FRIDAY)
    assert [kind for kind, *_days in terms(act)] == [DEFINITIVE, DEFINITIVE]


def test_an_interim_that_served_is_named(act):
    leave(act, post(act))
    assign(act, "Plt Satu", UTAN, ACTING, FRIDAY)
    work(act, post(act, on=FRIDAY).officer_id, FRIDAY)
    with pytest.raises(RuleViolation, match="Plt Satu ditunjuk bertugas sementara di Kecamatan Utan"):
        assign(act, "Definitif Satu", UTAN, DEFINITIVE, FRIDAY)


def work(act, officer_id, day):
    form = ActivityForm(officer_id=officer_id, done_on=day, duty_code="T1", text="di Utan")
    return act(activities.save_activity, None, ActivityForm(), form, date(2020, 5, 3))


def test_an_exit_taken_back_removes_an_interim_noted_by_hand(act):
    utan = post(act)
    leave(act, utan)
    assign(act, "Plt Satu", UTAN, ACTING, FRIDAY)
    act(exits.undo_exit, utan.assignment_id, today=FRIDAY)
    assert terms(act) == [(DEFINITIVE, date(2020, 1, 2), date(2020, 12, 31))]


def test_a_decree_ends_an_interim(act):
    utan = post(act)
    assign(act, "Plt Satu", UTAN, ACTING, date(2021, 1, 1))
    member = MemberForm(1, utan.officer, "", "", "Utan", person_id=person_of(act, utan)["id"])
    act(decrees.record_decree, DECREE, [member], today=TODAY)
    assert terms(act) == [(DEFINITIVE, date(2020, 1, 2), date(2021, 12, 31))]


def test_a_longer_decree_of_an_interim_does_not_pass_the_next_officer(act):
    utan, there = post(act), other(act)
    leave(act, utan)
    leave(act, there)
    members = [MemberForm(1, "Orang Lain", NEW_NIK, "", there.kecamatan)]
    number = act(decrees.record_decree, replace(DECREE, starts_on=FRIDAY), members, today=TODAY)
    form = AssignmentForm(None, UTAN, ACTING, FRIDAY, DECREE.ends_on, number)
    person = {"name": "Plt Satu", "no_nik_reason": "belum diserahkan"}
    act(assignments.add_assignment, form, today=TODAY, person=person)
    assign(act, "Definitif Satu", UTAN, DEFINITIVE, date(2022, 1, 1))
    before = vars(replace(DECREE, starts_on=FRIDAY))
    act(decrees.change_decree, number, before, {**before, "ends_on": None})
    assert terms(act)[1] == (ACTING, FRIDAY, date(2021, 12, 31))


def test_an_import_starts_nobody_beside_an_interim(act):
    leave(act, post(act))
    assign(act, "Plt Satu", UTAN, ACTING, FRIDAY)
    person = {"name": "Baru Sekali", "nik": NEW_NIK, "birth_date": date(1990, 1, 1)}
    assert "sudah dijalankan sementara oleh Plt Satu" in take_in(act, person, "Utan")


def test_a_name_taken_out_of_a_decree_gives_no_longer_term_than_is_free(act):
    utan = post(act)
    member = MemberForm(1, utan.officer, "", "", "Utan", person_id=person_of(act, utan)["id"])
    act(decrees.record_decree, replace(DECREE, number="A", ends_on=None), [member], today=TODAY)
    late = replace(DECREE, number="B", dated_on=date(2020, 12, 30))
    number = act(decrees.record_decree, late, [member], today=TODAY)
    assign(act, "Sesudahnya", UTAN, DEFINITIVE, date(2022, 1, 1))
    [listed] = act(decrees.list_members, number)
    with pytest.raises(RuleViolation, match="sudah dijabat Sesudahnya pada 1 Januari 2022"):
        act(decree_members.remove_member, listed.id)


def test_an_interim_for_a_leave_stays_when_the_term_grows(act):
    leave(act, post(act), date(2020, 6, 1))
    assign(act, "Plt Cuti", UTAN, ACTING, FRIDAY, date(2020, 5, 10))
    act(exits.undo_exit, post(act).assignment_id, today=FRIDAY)
    assert terms(act)[1] == (ACTING, FRIDAY, date(2020, 5, 10))


def test_a_correction_ends_an_interim_and_gives_no_second_post(act):
    utan, there = post(act), other(act)
    leave(act, utan)
    leave(act, there)
    assign(act, "Plt Satu", UTAN, ACTING, FRIDAY)
    late = assign(act, "Orang Baru", there.id, DEFINITIVE, date(2020, 6, 1))
    moved = {"kecamatan_code": there.id, "starts_on": date(2020, 6, 1)}, {"kecamatan_code": UTAN}
    act(officers.correct_term, late, moved[0], moved[0] | moved[1])
    assert terms(act)[-2] == (ACTING, FRIDAY, date(2020, 5, 31))
    before = {"starts_on": date(2020, 6, 1)}
    with pytest.raises(RuleViolation, match="sudah dijabat"):
        act(officers.correct_term, late, before, {"starts_on": date(2020, 4, 1)})


def test_an_interim_may_serve_until_its_kecamatan_is_closed(act):
    leave(act, post(act))

    def close(session):
        session.get_one(Region, UTAN).closed_on = date(2021, 1, 1)

    act(close)
    with pytest.raises(RuleViolation, match="sudah ditutup sejak 1 Januari 2021"):
        assign(act, "Plt Satu", UTAN, ACTING, FRIDAY)
    assign(act, "Plt Satu", UTAN, ACTING, FRIDAY, date(2020, 12, 31))
    assert terms(act)[-1] == (ACTING, FRIDAY, date(2020, 12, 31))


# Exits


def test_a_second_undo_says_so_and_changes_nothing(act):
    utan = post(act)
    before = terms(act)
    leave(act, utan)
    act(exits.undo_exit, utan.assignment_id, today=FRIDAY)
    with pytest.raises(RuleViolation, match="belum dicatat"):
        act(exits.undo_exit, utan.assignment_id, today=FRIDAY)
    assert terms(act) == before


def test_who_has_left_is_not_brought_back_by_an_import(act):
    utan = post(act)
    person = person_of(act, utan)
    leave(act, utan)
    said = take_in(act, person, "Utan")
    assert "sudah berhenti sejak 10 April 2020 (ikut Pilkades)" in said
    assert terms(act) == [(DEFINITIVE, date(2020, 1, 2), date(2020, 4, 9))]


def test_double_duty_that_would_begin_after_an_exit_goes(act):
    utan, there = post(act), other(act)
    leave(act, there, date(2020, 4, 20))
    assign(act, utan.officer_id, there.id, DOUBLE, date(2020, 5, 1), date(2020, 6, 1))
    leave(act, utan)
    assert DOUBLE not in {kind for kind, *_days in terms(act, there.id)}


def test_who_is_not_renewed_ends_double_duty_too(act):
    utan, there = post(act), other(act)
    leave(act, utan)
    assign(act, there.officer_id, UTAN, DOUBLE, FRIDAY)
    candidates = act(decree_renewal.list_candidates, DECREE.starts_on)
    ticked = tuple(one.id for one in candidates if one.id != there.assignment_id)
    reasons = {there.assignment_id: "Hasil evaluasi"}
    act(decree_renewal.renew, DECREE, ticked, reasons, today=TODAY)
    assert terms(act)[-1] == (DOUBLE, FRIDAY, date(2020, 12, 31))


def test_an_interim_does_not_leave_by_an_exit(act):
    leave(act, post(act))
    plt = assign(act, "Plt Satu", UTAN, ACTING, FRIDAY)
    with pytest.raises(RuleViolation, match="Akhiri Plt / rangkap"):
        act(exits.record_exit, plt, replace(RESIGNED, left_on=date(2020, 5, 1)))


# Who covers


def covered(act, steps=frozenset({COVER}), name="Orang Plt"):
    term = post(act).assignment_id
    act(exits.leave, term, RESIGNED, steps, CoverForm(None, name, "", "PNS", "Jl"), today=FRIDAY)
    return term, {row.id: row for row in act(exit_steps.get_follow_up, term).steps}


def people(act, name="Orang Plt"):
    return act(lambda session: len(session.scalars(select(Person.id).where(Person.name == name)).all()))


def test_an_interim_that_was_not_needed_leaves_nobody_behind(act):
    term, _steps = covered(act)
    act(exits.undo_exit, term, today=FRIDAY)
    assert (len(terms(act)), people(act)) == (1, 0)


def test_an_interim_that_served_is_ended_not_forgotten(act):
    term, _steps = covered(act)
    officer = post(act, on=FRIDAY).officer_id
    work(act, officer, date(2020, 5, 2))
    act(exits.leave_out, term, COVER, today=date(2020, 5, 10))
    assert terms(act)[-1] == (ACTING, FRIDAY, date(2020, 5, 9))
    assert people(act) == 1


def test_an_interim_that_has_ended_stays_as_it_was(act):
    term, _steps = covered(act)
    assign(act, "Definitif Satu", UTAN, DEFINITIVE, date(2020, 8, 1))
    act(exits.leave_out, term, COVER, today=date(2020, 9, 1))
    assert terms(act)[1] == (ACTING, FRIDAY, date(2020, 7, 31))


def test_a_mistaken_exit_found_late_keeps_the_days_of_the_interim(act):
    term, _steps = covered(act)
    act(exits.undo_exit, term, today=date(2020, 4, 20))
    assert terms(act) == [
        (DEFINITIVE, date(2020, 1, 2), date(2020, 12, 31)),
        (ACTING, FRIDAY, date(2020, 4, 19)),
    ]


@pytest.mark.parametrize("cancelled", [False, True], ids=["draft deleted", "letter cancelled"])
def test_somebody_else_covers_after_the_first_letter_is_gone(act, cancelled):
    term, steps = covered(act)
    if cancelled:
        issued = act(drafts.finalise, steps[COVER].draft_id, today=FRIDAY, render=render)
        act(letters.cancel_letter, issued.letters[0].id, "salah nama")
    else:
        act(drafts.delete_draft, steps[COVER].draft_id)
    cover = CoverForm(None, "Orang Lain", "", "PNS", "Jl")
    act(exits.prepare_step, term, COVER, cover, today=FRIDAY)
    assert post(act, on=FRIDAY).officer == "Orang Lain"
    act(exits.leave_out, term, COVER, today=FRIDAY)
    assert len(terms(act)) == 1


def test_the_other_papers_follow_who_covers_but_for_what_was_typed(act):
    term, steps = covered(act, frozenset({COVER, HANDOVER, StepKind.DISMISSAL}))
    minutes = steps[HANDOVER].draft_id
    form = act(drafts.get_draft, minutes).form
    typed = replace(form, values={**form.values, "tempat": "Balai Desa Motong"})
    act(drafts.save_draft, minutes, typed, form)
    act(exits.leave_out, term, COVER, today=FRIDAY)
    act(exits.prepare_step, term, COVER, CoverForm(None, "Orang Lain", "", "PNS", "Jl"), today=FRIDAY)
    values = act(drafts.get_draft, minutes).form.values
    assert (values["nama_kedua"], values["tempat"]) == ("Orang Lain", "Balai Desa Motong")
    told = act(drafts.get_draft, steps[StepKind.DISMISSAL].draft_id).form.values["uraian"]
    assert any("Orang Lain" in line for line in told)
