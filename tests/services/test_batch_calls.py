"""Call letters to many vacancies in one go: who gets one, in which order, and nobody two."""

import threading
from datetime import date

import pytest
from sqlalchemy import event, func, select

from db.engine import Database
from db.models.letters import Letter
from db.models.recruitment import Applicant, Vacancy
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.problems import Forbidden, RuleViolation
from db.rules.recruitment import Applied, Stage
from db.services import history
from db.services.recruitment import applicants, batch_calls, calls
from tests.conftest import ACTOR
from tests.services.many import CALLED, HALF_CALLED, fill_many
from tests.services.utan import render

DAY = date(2020, 5, 20)


@pytest.fixture
def ids(act):
    return act(fill_many)


@pytest.fixture
def offered(act, ids):
    return {one.id: one for one in act(batch_calls.list_calls)}


WHY = "jadwal ulang sudah disepakati"


def issue(act, people, reason=WHY, **more):
    return act(batch_calls.issue_batch, people, dated_on=DAY, render=render, reason=reason, **more)


def test_who_is_called_for_a_day_that_is_over_is_called_with_a_reason(act, offered, ids):
    late = next(one for one in offered.values() if one.uncalled and one.rows[0].on <= DAY)
    people = [row.applicant_id for row in late.rows if row.called_on is None]
    with pytest.raises(RuleViolation, match=f"Jadwal tidak sesudah tanggal surat .*{late.kecamatan}"):
        issue(act, people, reason=" ")
    assert issue(act, people).made
    said = [line.sentence for line in act(history.list_history, 0, 50, "vacancy", str(late.id))]
    assert any(f"Panggilan wawancara tetap dicetak: {WHY}" in one for one in said)


def test_every_vacancy_at_its_interview_with_who_lacks_what(offered, ids):
    assert set(offered) == set(ids[7:13])
    assert [one.kecamatan for one in offered.values()] == sorted(one.kecamatan for one in offered.values())
    bare, half, done = offered[ids[7]], offered[ids[HALF_CALLED]], offered[ids[CALLED]]
    assert [one.uncalled for one in (bare, half, done)] == [6, 4, 0]
    assert (bare.objections, done.objections) == (2, 0)
    assert [row.planned for row in half.rows] == [True] * 5 + [False]
    assert {row.time for row in bare.rows} == {"09.00 WITA"}
    assert [row.time for row in half.rows][:2] == ["09.00 WITA", "10.00 WITA"]
    assert [bool(row.address) for row in bare.rows] == [True, True, True, False, True, True]
    assert half.rows[0].number.startswith("400.9/")
    assert half.rows[0].phone.startswith("0812")


def test_those_without_a_letter_get_one_in_the_order_asked_for(act, offered, ids):
    wanted = [row.applicant_id for key in (ids[11], ids[7], ids[HALF_CALLED]) for row in offered[key].rows]
    issued = issue(act, wanted)
    names = {row.applicant_id: row.name for one in offered.values() for row in one.rows}
    assert [one.recipient for one in issued.made] == [names[key] for key in [*wanted[:12], *wanted[14:]]]
    assert issued.skipped == tuple(names[key] for key in wanted[12:14])
    numbers = [one.letter.number for one in issued.made]
    assert len(set(numbers)) == 16
    assert numbers == sorted(numbers, key=lambda number: int(number.split("/")[1].split(".")[0]))

    def kept(session):
        letter = session.get_one(Letter, issued.made[0].letter.id)
        return letter.vacancy_id, letter.applicant_id, letter.dated_on, letter.facts["jam"]

    assert act(kept) == (ids[11], wanted[0], DAY, "09.00 WITA")
    after = {one.id: one.uncalled for one in act(batch_calls.list_calls)}
    assert [after[key] for key in (ids[11], ids[7], ids[HALF_CALLED])] == [0, 0, 0]


def test_nobody_gets_two_unless_it_is_wished(act, offered, ids):
    people = [row.applicant_id for row in offered[ids[7]].rows]
    assert len(issue(act, people).made) == 6
    again = issue(act, people)
    assert (again.made, len(again.skipped)) == ((), 6)
    assert len(issue(act, people, again=True).made) == 6

    def cancel(session):
        for letter in session.scalars(select(Letter).where(Letter.applicant_id == people[0])):
            letter.status = LetterStatus.CANCELLED

    act(cancel)
    assert len(issue(act, people).made) == 1  # whose letters no longer count


def test_who_left_meanwhile_is_named_and_the_others_get_theirs(act, offered, ids):
    def leave(session):
        session.get_one(Applicant, offered[ids[7]].rows[0].applicant_id).status = Applied.WITHDRAWN
        session.get_one(Vacancy, ids[11]).stage = Stage.CANCELLED

    act(leave)
    first, other = offered[ids[7]], offered[ids[11]]
    people = [row.applicant_id for row in (*first.rows, *other.rows)]
    issued = issue(act, people)
    assert len(issued.made) == 5
    assert set(issued.skipped) == {first.rows[0].name, *(row.name for row in other.rows)}


def test_who_withdraws_while_the_letters_are_made_gets_none(database):
    """The letters wait for what is being written, and see it."""
    with database.writing() as session:
        vacancy = fill_many(session)[7]
    with database.reading() as session:
        [people] = [
            [r.applicant_id for r in v.rows] for v in batch_calls.list_calls(session) if v.id == vacancy
        ]
    other, issued = Database(database.url, ACTOR), []

    def work():
        with other.writing() as session:
            issued.append(
                batch_calls.issue_batch(session, people[:2], dated_on=DAY, render=render, reason=WHY)
            )

    maker = threading.Thread(target=work)
    with database.writing() as session:
        applicants.withdraw(session, people[0], "diterima bekerja", on=DAY, today=DAY)
        session.flush()
        maker.start()
        maker.join(1)
        assert maker.is_alive()
    maker.join(20)
    other.close()
    assert (len(issued[0].made), len(issued[0].skipped)) == (1, 1)


def test_letters_are_asked_for_at_once(act, database, ids):
    query = select(Applicant.id).where(
        Applicant.vacancy_id.in_(ids[7:13]), Applicant.status == Applied.PASSED
    )
    people = act(lambda session: session.scalars(query).all())
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *sent: statements.append(sent[2]))
    assert len(act(batch_calls.batch_facts, people)) == 36
    assert len(statements) <= 6


def test_a_lot_is_made_whole_or_not_at_all(act, offered, ids):
    def broken(frame, facts):
        if facts.name == offered[ids[7]].rows[3].name:
            raise RuntimeError("listrik padam")
        return render(frame, facts)

    def count(session):
        return session.scalar(select(func.count()).select_from(Letter).where(Letter.kind == LetterKind.CALL))

    before = act(count)
    people = [row.applicant_id for row in offered[ids[7]].rows]
    with pytest.raises(RuntimeError):
        act(batch_calls.issue_batch, people, dated_on=DAY, render=broken, reason=WHY)
    with pytest.raises(RuleViolation, match="pejabat"):
        act(batch_calls.issue_batch, people, dated_on=date(2001, 1, 2), render=render, reason=WHY)
    assert act(count) == before


def test_what_a_letter_of_the_batch_says_is_what_one_by_one_says(act, ids):
    by_one = [facts for key in ids[7:13] for facts in act(calls.call_facts, key)]

    def admitted(session):
        query = select(Applicant.id).where(Applicant.vacancy_id.in_(ids[7:13]))
        passed = query.where(Applicant.status == Applied.PASSED)
        return session.scalars(passed.order_by(Applicant.vacancy_id, Applicant.registration_number)).all()

    people = act(admitted)
    assert len(people) == 36
    assert act(batch_calls.batch_facts, people) == by_one


def test_the_batch_needs_its_right(act_as, offered, ids):
    people = [row.applicant_id for row in offered[ids[7]].rows]
    assert act_as("auditor", batch_calls.list_calls)
    with pytest.raises(Forbidden):
        act_as("auditor", batch_calls.issue_batch, people, dated_on=DAY, render=render)
