"""The roster: who serves where on which day."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import IntegrityError

from db.models.officers import Assignment
from db.rules.officers import AssignmentKind, PostState
from db.rules.problems import Conflict, RuleViolation
from db.services import exits, officers, people
from tests.services.utan import UTAN, leave_utan, person

RINA = person("Rina Marlina", "5204064501929002", date(1992, 1, 5))
AHMAD = person("Ahmad Zaelani", "5204061508909001", date(1990, 8, 15))


def post(act, on, code=UTAN):
    return next(row for row in act(officers.list_posts, on=on) if row.id == code)


def add(act, values, starts_on, ends_on=None, niat="", kecamatan=UTAN, person_id=None):
    term = {"kecamatan_code": kecamatan, "starts_on": starts_on, "ends_on": ends_on}
    return act(officers.add_officer, person_id, values, niat=niat, today=date(2020, 4, 9), **term)


def test_the_practice_office_has_24_officers(act):
    totals = act(officers.post_totals, date(2020, 4, 9))
    assert (totals.kecamatan, totals.filled, totals.acting, totals.vacant) == (24, 24, 0, 0)


def test_a_second_officer_on_the_same_day_is_refused_with_the_name_of_the_first(act):
    first = post(act, date(2020, 4, 9)).officer
    with pytest.raises(RuleViolation) as refusal:
        add(act, RINA, date(2020, 4, 13))
    assert f"Kecamatan Utan sudah dijabat {first} pada 13 April 2020." in str(refusal.value)
    assert act(people.find_by_nik, RINA["nik"]) is None  # nothing is half-written


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2020, 12, 31), None),
        (date(2019, 1, 1), date(2020, 1, 2)),
        (date(2019, 1, 1), None),
        (date(2020, 5, 1), date(2020, 5, 1)),
    ],
)
def test_the_database_itself_refuses_a_second_officer(act, database, starts_on, ends_on):
    holder = post(act, date(2020, 4, 9))
    row = {
        "officer_id": holder.officer_id,
        "kecamatan_code": UTAN,
        "kind": AssignmentKind.DEFINITIVE,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    with pytest.raises((IntegrityError, Conflict)), database.writing() as session:
        session.execute(insert(Assignment), [row], execution_options={"note": "uji"})


def test_the_database_itself_refuses_to_move_an_officer_into_a_held_post(act, database):
    holder = post(act, date(2020, 4, 9), "520405")
    with pytest.raises((IntegrityError, Conflict)), database.writing() as session:
        session.get_one(Assignment, holder.assignment_id).kecamatan_code = UTAN


def test_an_acting_officer_may_serve_beside_the_definitive_one(act, database):
    holder = post(act, date(2020, 4, 9))
    row = {
        "officer_id": post(act, date(2020, 4, 9), "520405").officer_id,
        "kecamatan_code": UTAN,
        "kind": AssignmentKind.ACTING,
        "starts_on": date(2020, 4, 1),
    }
    with database.writing() as session:
        session.execute(insert(Assignment), [row], execution_options={"note": "uji"})
    beside = post(act, date(2020, 4, 9))
    assert (beside.state, beside.holder) == (PostState.FILLED, holder.officer)
    assert beside.interim == post(act, date(2020, 4, 9), "520405").officer
    leave_utan(act)
    alone = post(act, date(2020, 4, 20))
    assert (alone.state, alone.holder, alone.officer) == (PostState.ACTING, "", beside.interim)
    assert (alone.vacant_since, alone.days_vacant) == (date(2020, 4, 10), 10)
    assert alone.cause == "Mengundurkan diri, ikut Pilkades"


def test_nobody_leaves_before_having_started(act):
    form = exits.ExitForm("Mengundurkan diri", "", date(2020, 1, 2), "", None)
    with pytest.raises(RuleViolation, match="Tanggal berhenti harus sesudah awal penugasan"):
        act(exits.record_exit, post(act, date(2020, 4, 9)).assignment_id, form)


def test_a_corrected_end_cannot_reach_into_the_successors_term(act):
    leave_utan(act)
    left = post(act, date(2020, 4, 13)).assignment_id
    add(act, RINA, date(2020, 5, 11))
    before = {"ends_on": date(2020, 4, 9)}
    with pytest.raises(RuleViolation, match="sudah dijabat Rina Marlina pada 11 Mei 2020"):
        act(officers.correct_term, left, before, {"ends_on": date(2020, 6, 1)})
    act(officers.correct_term, left, before, {"ends_on": date(2020, 5, 10)})
    assert post(act, date(2020, 5, 10)).state is PostState.FILLED


def test_three_officers_in_a_row_are_each_found_on_their_days(act):
    first = post(act, date(2020, 4, 9)).officer
    leave_utan(act)
    rina = add(act, RINA, date(2020, 5, 11), date(2020, 8, 31), "5204060099")
    add(act, AHMAD, date(2020, 9, 1))
    expected = {
        date(2020, 1, 1): "",
        date(2020, 1, 2): first,
        date(2020, 4, 9): first,
        date(2020, 4, 10): "",
        date(2020, 5, 10): "",
        date(2020, 5, 11): "Rina Marlina",
        date(2020, 8, 31): "Rina Marlina",
        date(2020, 9, 1): "Ahmad Zaelani",
        date(2030, 1, 1): "Ahmad Zaelani",  # an open end
    }
    assert {day: post(act, day).officer for day in expected} == expected
    assert act(officers.get_officer, rina).posts == ("Utan: 11-05-2020 s.d. 31-08-2020",)
    [found] = act(officers.list_posts, on=date(2020, 6, 1), text="99")
    assert (found.kecamatan, found.niat) == ("Utan", "5204060099")


def test_a_post_that_was_never_held_has_no_days(act):
    utan = post(act, date(2019, 12, 31))
    assert (utan.state, utan.vacant_since, utan.days_vacant) == (PostState.VACANT, None, None)


def test_a_term_that_ran_out_says_so(act):
    utan = post(act, date(2021, 1, 3))
    assert (utan.cause, utan.vacant_since, utan.days_vacant) == (
        "Masa tugas berakhir",
        date(2021, 1, 1),
        2,
    )


def test_the_roster_takes_as_many_queries_for_24_posts_as_for_one(act, database):
    leave_utan(act)
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert len(act(officers.list_posts, on=date(2020, 4, 13))) == 24
    assert len([sql for sql in statements if sql.startswith("SELECT")]) <= 5


def test_filters_of_the_roster(act):
    leave_utan(act)
    on = date(2020, 4, 13)
    assert len(act(officers.list_posts, on)) == 24
    [first, *others] = [row.kecamatan for row in act(officers.list_posts, on=on)]
    assert (first, others) == ("Utan", sorted(others))  # the empty post stands on top
    assert len(act(officers.list_posts, on, state=PostState.VACANT)) == 1
    assert [row.kecamatan for row in act(officers.list_posts, on=on, text="moyo hilir")] == ["Moyo Hilir"]


def test_a_niat_belongs_to_one_person(act):
    taken = post(act, date(2020, 4, 9))
    leave_utan(act)
    with pytest.raises(RuleViolation, match=f"NIAT {taken.niat} sudah dimiliki"):
        add(act, RINA, date(2020, 5, 11), niat=taken.niat)
    rina = add(act, RINA, date(2020, 5, 11), niat="52.04.06-0099")
    assert act(officers.get_officer, rina).niat == "5204060099"


def test_a_kecamatan_is_chosen_from_the_list(act):
    for wrong in ("", "999999", "5204062001"):
        with pytest.raises(RuleViolation, match="Pilih kecamatan dari daftar"):
            add(act, RINA, date(2020, 5, 11), kecamatan=wrong)


def test_two_clerks_who_fill_the_same_post_at_once_do_not_both_succeed(act, database):
    leave_utan(act)
    start, outcome = threading.Barrier(2), []

    def work(values):
        start.wait()
        try:
            with database.writing() as session:
                officers.add_officer(
                    session,
                    None,
                    values,
                    niat="",
                    kecamatan_code=UTAN,
                    starts_on=date(2020, 5, 11),
                    ends_on=None,
                    today=date(2020, 4, 9),
                )
            outcome.append("done")
        except RuleViolation as refusal:
            outcome.append(str(refusal))

    threads = [threading.Thread(target=work, args=(values,)) for values in (RINA, AHMAD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcome.count("done") == 1
    [sentence] = [text for text in outcome if text != "done"]
    assert "sudah dijabat" in sentence or "baru saja diubah orang lain" in sentence


def test_a_post_is_empty_from_the_day_after_the_last(act):
    leave_utan(act)
    for n in range(5):
        day = date(2020, 4, 10) + timedelta(days=n)
        assert post(act, day).days_vacant == n


def correct(act, assignment, **changes):
    term = act(officers.find_term, assignment)
    before = {"kecamatan_code": term.kecamatan_code, "starts_on": term.starts_on}
    act(officers.correct_term, assignment, before, before | changes)


def test_a_start_that_was_typed_wrongly_is_put_right(act):
    leave_utan(act)
    add(act, RINA, date(2020, 5, 11))
    rina = post(act, date(2020, 5, 11)).assignment_id
    correct(act, rina, starts_on=date(2020, 5, 1))
    assert post(act, date(2020, 5, 1)).officer == "Rina Marlina"
    with pytest.raises(RuleViolation, match=r"^Kecamatan Utan sudah dijabat Burhan .* pada 9 April 2020\."):
        correct(act, rina, starts_on=date(2020, 4, 9))
    holder = post(act, date(2020, 4, 9)).assignment_id
    with pytest.raises(RuleViolation, match="berakhir 9 April 2020; tanggal mulainya tidak boleh sesudah"):
        correct(act, holder, starts_on=date(2020, 4, 10))


def test_a_kecamatan_that_was_typed_wrongly_is_put_right_while_nothing_hangs_on_it(act):
    leave_utan(act)
    add(act, RINA, date(2020, 5, 11))
    rina = post(act, date(2020, 5, 11)).assignment_id
    with pytest.raises(RuleViolation, match=r"^Kecamatan Alas sudah dijabat"):
        correct(act, rina, kecamatan_code="520405")
    with pytest.raises(RuleViolation, match="Pilih kecamatan dari daftar"):
        correct(act, rina, kecamatan_code="5204062001")
    alas = post(act, date(2020, 4, 9), "520405").assignment_id
    with pytest.raises(RuleViolation, match="karena tercantum dalam SK 460/001/DINSOS/2020"):
        correct(act, alas, kecamatan_code=UTAN)
    act(exits.record_exit, alas, exits.ExitForm("Meninggal dunia", "", date(2020, 4, 20), "", None))
    correct(act, rina, kecamatan_code="520405")
    assert post(act, date(2020, 5, 11), "520405").officer == "Rina Marlina"
    assert post(act, date(2020, 5, 11)).state is PostState.VACANT
    act(exits.record_exit, rina, exits.ExitForm("Meninggal dunia", "", date(2020, 6, 1), "", None))
    with pytest.raises(RuleViolation, match="karena berhentinya sudah dicatat"):
        correct(act, rina, kecamatan_code=UTAN)


def test_two_people_who_correct_the_same_start_are_told(act):
    leave_utan(act)
    add(act, RINA, date(2020, 5, 11))
    rina = post(act, date(2020, 5, 11)).assignment_id
    before = {"kecamatan_code": UTAN, "starts_on": date(2020, 5, 11)}
    act(officers.correct_term, rina, before, before | {"starts_on": date(2020, 5, 12)})
    with pytest.raises(Conflict, match="baru saja mengubah Mulai menjadi 12-05-2020"):
        act(officers.correct_term, rina, before, before | {"starts_on": date(2020, 5, 13)})
