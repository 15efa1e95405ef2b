"""The story of Utan through the services, on both databases."""

from datetime import date
from decimal import Decimal

import pytest

from db.rules.letters import TeamMember
from db.rules.officers import DecreeLevel, PostState
from db.rules.problems import RuleViolation
from db.rules.recruitment import Applied, PanelRole, ProposalStatus, Result, Stage
from db.services import decrees, letters, officers
from db.services.recruitment import administration, applicants, interviews, proposals, vacancies

UTAN = "520406"
TEAM = [TeamMember("Ahmad Fauzi", "Ketua"), TeamMember("Sri Lestari", "Sekretaris")]


def render(frame, facts):
    return f"%PDF {frame.number} {type(facts).__name__}".encode()


def leave_utan(act):
    post = next(p for p in act(officers.list_posts, on=date(2020, 4, 9)) if p.id == UTAN)
    form = officers.ExitForm(
        "Mengundurkan diri", "ikut Pilkades", date(2020, 4, 10), "05/TKSK-UTN/2020", date(2020, 4, 8)
    )
    act(officers.record_exit, post.assignment_id, form)


def open_utan(act):
    rules = act(vacancies.default_set, date(2020, 4, 13))
    form = vacancies.VacancyForm(
        kecamatan_code=UTAN,
        quota=1,
        opened_on=date(2020, 4, 13),
        opens_on=date(2020, 4, 13),
        closes_on=date(2020, 4, 17),
        administration_on=date(2020, 4, 17),
        interview_on=date(2020, 4, 20),
        result_on=date(2020, 4, 21),
        age_counted_on=date(2020, 4, 17),
        hours="08.00–15.00 WITA",
        interview_time="09.00 WITA",
        place="Aula Dinas Sosial Kabupaten Sumbawa",
        pass_mark=Decimal(70),
    )
    return act(vacancies.open_vacancy, form, rules)


def person(name, nik, born, desa="5204062001", education="5", **more):
    return {
        "name": name,
        "nik": nik,
        "birth_date": born,
        "birth_place": "Utan",
        "desa_code": desa,
        "education": education,
        "phone": "081234567890",
        **more,
    }


PEOPLE = (
    person("Rina Marlina", "5204064501929002", date(1992, 1, 5), education="8"),
    person("Ahmad Zaelani", "5204061508909001", date(1990, 8, 15)),
    person("Budi Santoso", "5204061003849003", date(1984, 3, 10)),
    person("Nia Lestari", "5204055507929004", date(1992, 7, 15), desa="5204052001"),
)


def register(act, vacancy, values):
    form = applicants.ApplicationForm(None, values, date(2020, 4, 14), "PSM", "", frozenset({"D01", "D03"}))
    return act(applicants.register, vacancy, form, today=date(2020, 4, 14))


def verify(act, applicant):
    rows = act(administration.list_checks, applicant)
    decisions = [
        administration.Decision(row.requirement_id, row.proposed or Result.PASS, "") for row in rows
    ]
    return act(administration.decide_checks, applicant, decisions)


def ready_to_score(act):
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    ids = [register(act, vacancy, values) for values in PEOPLE]
    act(vacancies.close_registration, vacancy)
    for applicant in ids:
        verify(act, applicant)
    act(administration.finish_administration, vacancy, TEAM, render=render)
    panel = [
        interviews.MemberForm("Ahmad Fauzi", "Dinas Sosial", PanelRole.CHAIR),
        interviews.MemberForm("Sri Lestari", "Dinas Sosial", PanelRole.SECRETARY),
        interviews.MemberForm("Lalu Wirya", "Inspektorat", PanelRole.MEMBER),
    ]
    act(interviews.set_panel, vacancy, panel)
    return vacancy, ids


def score(act, vacancy, applicant, *sheets):
    for member, values in zip(act(interviews.list_panel, vacancy), sheets, strict=True):
        codes = (f"W{n}" for n in range(1, 7))
        act(interviews.save_scores, applicant, member.id, dict(zip(codes, map(Decimal, values), strict=True)))


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
    act(interviews.issue_calls, vacancy, dated_on=date(2020, 4, 17), render=render)
    score(act, vacancy, rina, (80, 75, 70, 85, 60, 70), (70, 80, 75, 80, 70, 65), (90, 85, 80, 75, 65, 80))
    standing = act(interviews.get_standing, vacancy)
    assert standing.open_sheets == 3
    assert all(row.rank is None for row in standing.rows)
    score(act, vacancy, ahmad, (70,) * 6, (72,) * 6, (74,) * 6)
    first, second = act(interviews.get_standing, vacancy).rows
    assert (first.applicant_id, first.final, first.rank) == (rina, Decimal("75.92"), 1)
    assert (second.final, second.rank) == (Decimal("72.00"), 2)
    act(interviews.decide, vacancy, rina, "", decided_on=date(2020, 4, 20), render=render)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    proposal = act(proposals.find_proposal, vacancy)
    act(proposals.track, proposal.id, ProposalStatus.RECEIVED, on=date(2020, 4, 28), note="")
    decree = decrees.DecreeForm(
        DecreeLevel.MINISTRY,
        "12/5/SK/HK.01/05/2020",
        date(2020, 5, 11),
        "Direktur Jenderal Pemberdayaan Sosial",
        "Penetapan TKSK",
        date(2020, 5, 11),
        date(2020, 12, 31),
    )
    decree_id = act(proposals.record_decree, vacancy, decree, "5204060099")
    [letter] = act(decrees.issue_presentations, decree_id, dated_on=date(2020, 5, 12), render=render)
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
