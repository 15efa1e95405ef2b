"""The story of Utan through the services, on both databases."""

from datetime import date
from decimal import Decimal

import pytest

from db.rules.officers import DecreeLevel, PostState
from db.rules.problems import RuleViolation
from db.rules.recruitment import Applied, ProposalStatus, Stage
from db.services import decree_letters, decrees, letters, officers
from db.services.recruitment import applicants, calls, proposals, ranking, vacancies
from tests.services.utan import (
    EARLY,
    PEOPLE,
    UTAN,
    leave_utan,
    open_utan,
    ready_to_score,
    register,
    render,
    score,
    untick,
)


def test_a_resignation_leaves_the_kecamatan_empty_and_counts_the_days(act):
    leave_utan(act)
    [utan, *others] = act(officers.list_posts, on=date(2020, 4, 13))
    assert (utan.kecamatan, utan.state, utan.days_vacant) == ("Utan", PostState.VACANT, 3)
    assert utan.vacant_since == date(2020, 4, 10)
    assert "ikut Pilkades" in utan.cause
    assert {post.state for post in others} == {PostState.FILLED}


def test_the_program_proposes_with_the_reason_in_words(act):
    _vacancy, ids = ready_to_score(act)
    rina, _ahmad, budi, nia = (act(applicants.get_applicant, i) for i in ids)
    assert rina.status is Applied.PASSED
    assert (budi.status, budi.status_reason) == (
        Applied.FAILED,
        "umur 36 tahun pada 17 April 2020, batas 35",
    )
    assert nia.status is Applied.FAILED
    assert "di luar Kecamatan Utan" in nia.status_reason


def test_the_whole_way_from_resignation_to_the_new_officer(act):
    vacancy, (rina, ahmad, _budi, _nia) = ready_to_score(act)
    act(calls.issue_calls, vacancy, dated_on=date(2020, 4, 17), render=render)
    score(act, vacancy, rina, (80, 75, 70, 85, 60, 70), (70, 80, 75, 80, 70, 65), (90, 85, 80, 75, 65, 80))
    standing = act(ranking.get_standing, vacancy)
    assert standing.open_sheets == 3
    assert all(row.rank is None for row in standing.rows)
    score(act, vacancy, ahmad, (70,) * 6, (72,) * 6, (74,) * 6)
    first, second = act(ranking.get_standing, vacancy).rows
    assert (first.applicant_id, first.final, first.rank) == (rina, Decimal("75.92"), 1)
    assert (second.final, second.rank) == (Decimal("72.00"), 2)
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    proposal = act(proposals.find_proposal, vacancy)
    act(
        proposals.track,
        proposal.id,
        ProposalStatus.RECEIVED,
        on=date(2020, 4, 28),
        note="",
        today=date(2020, 12, 1),
    )
    decree = decrees.DecreeForm(
        DecreeLevel.MINISTRY,
        "12/5/SK/HK.01/05/2020",
        date(2020, 5, 11),
        "Direktur Jenderal Pemberdayaan Sosial",
        "Penetapan TKSK",
        date(2020, 5, 11),
        date(2020, 12, 31),
    )
    decree_id = act(proposals.receive_decree, vacancy, decree, "5204060099", today=date(2020, 12, 1))
    [letter] = act(decree_letters.issue_presentations, decree_id, dated_on=date(2020, 5, 12), render=render)
    assert "Camat Utan" in act(letters.list_letters, 0, 10)[0].recipient
    assert letter.pdf == act(letters.get_paper, letter.id)
    post = next(p for p in act(officers.list_posts, on=date(2020, 5, 12)) if p.id == UTAN)
    assert (post.officer, post.niat) == ("Rina Marlina", "5204060099")
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.FILLED


def test_the_same_person_cannot_apply_twice(act):
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    register(act, vacancy, PEOPLE[0])
    with pytest.raises(RuleViolation, match="sudah dimiliki Rina Marlina"):
        register(act, vacancy, PEOPLE[0])
