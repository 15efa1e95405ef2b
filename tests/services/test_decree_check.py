"""A decree that came against the office's proposals and roster (peers.md case D5), on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from db.models.people import Person
from db.models.recruitment import Applicant, Proposal, Vacancy
from db.rules.decree_check import IncomingName, Outcome, incoming_of, outcome_label
from db.rules.officers import MemberForm
from db.rules.people import Sex
from db.rules.problems import Forbidden, RuleViolation
from db.rules.recruitment import Applied, Stage
from db.services import decree_check, decrees, officers
from tests.services.test_decrees import NTB
from tests.services.utan import UTAN, leave_utan

ON = date(2021, 1, 1)
DAY = date(2020, 11, 1)


@pytest.fixture
def gorontalo(act, database):
    """Nineteen kecamatan with a chosen candidate each, while the old officers still serve."""
    posts = act(officers.list_posts, on=date(2020, 4, 9))[:19]
    days = ("opened_on", "opens_on", "closes_on", "administration_on", "interview_on", "result_on")
    with database.writing() as session:
        for number, post in enumerate(posts, 1):
            person = Person(
                name=f"Calon Nomor{number}",
                nik=f"{post.id}05059{number % 10}9{number:03}",
                sex=Sex.MALE,
                birth_date=date(1990, 5, 5),
            )
            vacancy = Vacancy(
                kecamatan_code=post.id,
                stage=Stage.PROPOSED,
                **dict.fromkeys((*days, "age_counted_on"), DAY),
                hours="08.00–15.00",
                interview_time="09.00",
                place="Aula",
                pass_mark=70,
            )
            vacancy.applicants.append(
                Applicant(
                    person=person,
                    registration_number=f"REG-{number:03}",
                    registered_on=DAY,
                    status=Applied.CHOSEN,
                )
            )
            session.add(vacancy)
    return posts


def the_decree(posts):
    """Eleven who serve now, and eight who were proposed."""
    return [
        IncomingName(n, post.officer if n <= 11 else f"Calon Nomor{n}", "", "", post.kecamatan)
        for n, post in enumerate(posts, 1)
    ]


def test_eleven_not_proposed_and_eight_as_proposed(act, gorontalo):
    result = act(decree_check.check_names, the_decree(gorontalo), on=ON)
    counts = {one: number for one, number in result.counts.items() if number}
    assert counts == {
        Outcome.SAME: 8,
        Outcome.NOT_PROPOSED: 11,
        Outcome.MISSING: 11 + 5,  # and the five kecamatan that the decree leaves out
    }
    first = result.rows[0].match
    assert first.note == f"TKSK lama Kecamatan {gorontalo[0].kecamatan}. Yang kita usulkan: Calon Nomor1."
    table = act(decree_check.result_table, result, result.rows, "SK Dirjen 6/5/SK/HK.01/01/2023")
    assert len(table.rows) == len(result.rows) == 35
    assert table.subtitle[0] == "SK Dirjen 6/5/SK/HK.01/01/2023"
    assert "Tidak diusulkan: 11" in table.notes[0]
    assert [row[5] for row in table.rows].count("Tidak diusulkan") == 11
    assert not any(
        cell and len(str(cell)) == 16 and str(cell).isdigit() for row in table.rows for cell in row
    )


def test_what_is_ours_goes_over_into_a_decree_and_ends_its_selections(act, gorontalo, database):
    result = act(decree_check.check_names, the_decree(gorontalo), on=ON)
    members = act(decree_check.members_of, result.rows)
    assert [one.name for one in members] == [f"Calon Nomor{n}" for n in range(12, 20)]
    act(decrees.record_decree, NTB, members, today=ON)
    posts = {row.id: row for row in act(officers.list_posts, on=date(2021, 6, 1))}
    assert [posts[post.id].officer for post in gorontalo[11:]] == [one.name for one in members]
    with database.reading() as session:
        stages = [row.stage for row in session.query(Vacancy).order_by(Vacancy.id)]
        assert stages == [Stage.PROPOSED] * 11 + [Stage.FILLED] * 8
        assert session.query(Proposal).count() == 0
        chosen = [row.status for row in session.query(Applicant).order_by(Applicant.id)]
        assert chosen == [Applied.CHOSEN] * 11 + [Applied.APPOINTED] * 8


def test_without_proposals_whoever_serves_is_expected(act):
    members = act(decrees.list_roster_members, date(2020, 4, 9))
    came = incoming_of(members)
    came[0] = replace(came[0], niat="5204019999")
    result = act(decree_check.check_names, came[:23], on=ON)
    counts = {one.value: number for one, number in result.counts.items() if number}
    assert counts == {"same": 22, "niat_differs": 1, "missing": 1}
    again = act(decree_check.members_of, result.rows)
    assert [one.row for one in again] == list(range(1, 24))
    assert {one.person_id for one in again} == {one.person_id for one in members[:23]}


def test_who_has_left_is_known_but_not_expected(act):
    left = next(row for row in act(officers.list_posts, on=date(2020, 4, 9)) if row.id == UTAN)
    leave_utan(act)
    came = [IncomingName(1, left.officer, niat=left.niat, kecamatan="Utan")]
    [match, *missing] = [row.match for row in act(decree_check.check_names, came, on=date(2020, 6, 1)).rows]
    assert (match.outcome, match.note) == (Outcome.NOT_PROPOSED, "TKSK lama Kecamatan Utan.")
    assert len(missing) == 23


def test_an_auditor_sees_no_whole_nik_and_records_nothing(act_as):
    came = [IncomingName(1, "Orang Baru", nik="5204061111119001", kecamatan="Utan")]
    result = act_as("auditor", decree_check.check_names, came, on=ON)
    said = str(result)
    assert "5204061111119001" not in said
    assert not any(row.match.ours.nik.isdigit() for row in result.rows if row.match.ours)
    with pytest.raises(Forbidden):
        act_as("auditor", decree_check.members_of, result.rows)


def test_a_name_for_a_kecamatan_that_is_held_is_refused_in_one_sentence(act):
    member = MemberForm(row=3, name="Orang Baru", nik="", niat="", kecamatan="Utan")
    held = next(row for row in act(officers.list_posts, on=date(2020, 6, 1)) if row.id == UTAN)
    form = replace(NTB, starts_on=date(2020, 6, 1))
    with pytest.raises(RuleViolation, match=f"Baris 3, Orang Baru: .*sudah dijabat {held.officer}"):
        act(decrees.record_decree, form, [member], today=ON)
    assert len(act(decrees.list_decrees)) == 1


def test_screen_and_paper_call_a_result_the_same():
    assert {one: outcome_label(one) for one in Outcome} == decree_check.RESULTS
