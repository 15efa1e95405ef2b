"""What the first page calls attention to, on both databases."""

from datetime import date
from decimal import Decimal

from db.rules.letters import TeamMember
from db.rules.officers import PostState
from db.rules.recruitment import Applied, PanelRole, ProposalStatus, Result, Stage
from db.services import attention, officers
from db.services.attention import AttentionKind
from db.services.recruitment import administration, applicants, interviews, proposals, vacancies

UTAN = "520406"
TEAM = [TeamMember("Ahmad Fauzi", "Ketua")]


def render(frame, _facts):
    return f"%PDF {frame.number}".encode()


def leave_utan(act):
    [post] = [p for p in act(officers.list_posts, on=date(2020, 4, 9)) if p.id == UTAN]
    form = officers.ExitForm("Mengundurkan diri", "", date(2020, 4, 10), "", None)
    act(officers.record_exit, post.assignment_id, form)


def open_utan(act):
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
        place="Aula",
        pass_mark=Decimal(70),
    )
    return act(vacancies.open_vacancy, form, act(vacancies.default_set, date(2020, 4, 13)))


def propose_rina(act, vacancy):
    """The whole selection in short, to a proposal sent on 24 April."""
    values = {
        "name": "Rina Marlina",
        "nik": "5204064501929002",
        "birth_date": date(1992, 1, 5),
        "birth_place": "Utan",
        "desa_code": "5204062001",
        "education": "8",
        "phone": "081234567890",
    }
    form = applicants.ApplicationForm(None, values, date(2020, 4, 14), "PSM", "", frozenset())
    rina = act(applicants.register, vacancy, form, today=date(2020, 4, 14))
    act(vacancies.close_registration, vacancy)
    rows = act(administration.list_checks, rina)
    decisions = [
        administration.Decision(row.requirement_id, Result.PASS, "periksa berkas asli") for row in rows
    ]
    act(administration.decide_checks, rina, decisions)
    act(administration.finish_administration, vacancy, TEAM, render=render)
    panel = [
        interviews.MemberForm("Ahmad Fauzi", "Dinas Sosial", PanelRole.CHAIR),
        interviews.MemberForm("Sri Lestari", "Dinas Sosial", PanelRole.SECRETARY),
        interviews.MemberForm("Lalu Wirya", "Inspektorat", PanelRole.MEMBER),
    ]
    act(interviews.set_panel, vacancy, panel)
    for member in act(interviews.list_panel, vacancy):
        act(interviews.save_scores, rina, member.id, {f"W{n}": Decimal(80) for n in range(1, 7)})
    act(interviews.decide, vacancy, rina, "", decided_on=date(2020, 4, 20), render=render)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    assert act(applicants.get_applicant, rina).status is Applied.CHOSEN


def kinds(matters):
    return [matter.kind for matter in matters]


def test_a_full_roster_in_april_needs_nothing(act):
    assert act(attention.list_attention, date(2020, 4, 9)) == []


def test_a_decree_that_ends_soon_is_one_line_for_all_its_officers(act):
    assert act(attention.list_attention, date(2020, 10, 1)) == []
    [matter] = act(attention.list_attention, date(2020, 11, 21))
    assert matter.kind is AttentionKind.DECREE_ENDS
    assert (matter.on, matter.days, matter.officers) == (date(2020, 12, 31), 40, 24)


def test_an_empty_post_counts_its_days(act):
    leave_utan(act)
    [matter] = act(attention.list_attention, date(2020, 4, 13))
    assert matter.kind is AttentionKind.POST_VACANT
    assert (matter.kecamatan, matter.kecamatan_code, matter.days) == ("Utan", UTAN, 3)
    assert matter.vacancy_id is None


def test_a_running_vacancy_is_named_once_by_its_due_step(act):
    leave_utan(act)
    vacancy = open_utan(act)
    [matter] = act(attention.list_attention, date(2020, 4, 13))
    assert (matter.kind, matter.stage) == (AttentionKind.STEP_DUE, Stage.DRAFT)
    assert (matter.vacancy_id, matter.days) == (vacancy, 0)
    act(vacancies.announce, vacancy, render=render)
    [waiting] = act(attention.list_attention, date(2020, 4, 14))
    assert (waiting.kind, waiting.vacancy_id) == (AttentionKind.POST_VACANT, vacancy)
    [late] = act(attention.list_attention, date(2020, 4, 19))
    assert (late.kind, late.stage, late.days) == (AttentionKind.STEP_DUE, Stage.ANNOUNCED, 2)


def test_a_proposal_without_answer_is_called_to_mind_after_sixty_days(act):
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    propose_rina(act, vacancy)
    assert kinds(act(attention.list_attention, date(2020, 6, 22))) == [AttentionKind.POST_VACANT]
    [silent] = act(attention.list_attention, date(2020, 6, 23))
    assert (silent.kind, silent.person, silent.days) == (
        AttentionKind.PROPOSAL_SILENT,
        "Rina Marlina",
        60,
    )
    proposal = act(proposals.find_proposal, vacancy)
    act(proposals.track, proposal.id, ProposalStatus.RETURNED, on=date(2020, 6, 24), note="kurang SKCK")
    [returned] = act(attention.list_attention, date(2020, 6, 24))
    assert (returned.kind, returned.days) == (AttentionKind.PROPOSAL_RETURNED, 0)


def test_posts_are_vacant_in_an_office_that_has_no_officers_yet(act):
    matters = act(attention.list_attention, date(2019, 1, 1))
    assert {matter.kind for matter in matters} == {AttentionKind.POST_VACANT}
    assert {matter.on for matter in matters} == {None}
    assert len(matters) == len(act(officers.list_posts, on=date(2019, 1, 1), state=PostState.VACANT)) == 24
