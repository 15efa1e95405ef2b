"""The story of Utan, each step done by whoever may do it, and refused to everybody else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from db.rules.access import ROLES
from db.rules.officers import DecreeLevel, PostState
from db.rules.problems import Forbidden
from db.rules.recruitment import PanelRole, ProposalStatus, Result, Stage
from db.services import decree_letters, decrees, exits, officers
from db.services.recruitment import (
    administration,
    applicants,
    calls,
    interviews,
    proposal_papers,
    proposals,
    ranking,
    sets,
    sheet_entry,
    vacancies,
)
from tests.services.utan import EARLY, PEOPLE, TEAM, UTAN, all_papers, render, vacancy_form

DAY = date(2020, 4, 14)
EXIT = exits.ExitForm("Mengundurkan diri", "ikut Pilkades", date(2020, 4, 10), "05/2020", date(2020, 4, 8))
DECREE = decrees.DecreeForm(
    DecreeLevel.MINISTRY,
    "12/5/SK/HK.01/05/2020",
    date(2020, 5, 11),
    "Direktur Jenderal Pemberdayaan Sosial",
    "Penetapan TKSK",
    date(2020, 5, 11),
    date(2020, 12, 31),
)
PANEL = [
    interviews.MemberForm("Ahmad Fauzi", "Dinas Sosial", PanelRole.CHAIR),
    interviews.MemberForm("Sri Lestari", "Dinas Sosial", PanelRole.SECRETARY),
    interviews.MemberForm("Lalu Wirya", "Inspektorat", PanelRole.MEMBER),
]
NOT_ADMIN = set(ROLES) - {"admin"}


@pytest.fixture
def step(act_as):
    """Do a step as its role; before that, every role that may not is refused and leaves no trace."""

    def run(role, service, *args, also=(), **kwargs):
        for other in sorted(NOT_ADMIN - {role, *also}):
            with pytest.raises(Forbidden, match=f"^{other.title()} tidak berhak"):
                act_as(other, service, *args, **kwargs)
        return act_as(role, service, *args, **kwargs)

    return run


def test_every_step_of_the_story_is_done_by_its_role_and_refused_to_the_others(act, step):
    post = next(p for p in act(officers.list_posts, on=date(2020, 4, 9)) if p.id == UTAN)
    step("operator", exits.record_exit, post.assignment_id, EXIT)
    rules = act(sets.default_set, DAY)
    vacancy = step("operator", vacancies.open_vacancy, vacancy_form(), rules)
    step("operator", vacancies.announce, vacancy, render=render)
    applicant_ids = []
    for values in PEOPLE[:2]:
        form = applicants.ApplicationForm(None, values, DAY, "PSM", "", all_papers(act, vacancy))
        applicant_ids.append(step("operator", applicants.register, vacancy, form, today=DAY))
        newest = applicant_ids[-1]
        step("operator", applicants.issue_receipt, newest, dated_on=DAY, render=render)
    step("operator", vacancies.close_registration, vacancy)
    for applicant in applicant_ids:
        rows = act(administration.list_checks, applicant)
        decisions = [
            administration.Decision(row.requirement_id, row.proposed or Result.PASS, "") for row in rows
        ]
        step("verifier", administration.decide_checks, applicant, decisions, before=rows)
    minutes = step("verifier", administration.finish_administration, vacancy, TEAM, render=render)
    assert minutes.pdf.endswith(b"AdministrationMinutesFacts")
    step("operator", interviews.set_panel, vacancy, PANEL, before=[])
    called = date(2020, 4, 17)
    step("operator", calls.issue_calls, vacancy, dated_on=called, render=render)
    for applicant, value in zip(applicant_ids, (80, 75), strict=True):
        sheet = {f"W{n}": Decimal(value) for n in range(1, 7)}
        for member in act(interviews.list_panel, vacancy):
            may = ("operator",)  # types what stands on the paper sheets
            step("panel", sheet_entry.save_scores, applicant, member.id, sheet, before={}, also=may)
            paper = {"compared": [member.id], "typist": "Sri Lestari"}
            step("panel", sheet_entry.lock_sheets, [(applicant, member.id)], **paper, also=may)
    chosen, on = applicant_ids[0], date(2020, 4, 20)
    step("head", ranking.decide, vacancy, chosen, "", early_reason=EARLY, decided_on=on, render=render)
    sent = date(2020, 4, 24)
    papers = [proposal_papers.form_of(line) for line in act(proposal_papers.list_papers, vacancy)]
    ready = [replace(paper, wanted=paper.position <= 3) for paper in papers]
    step("operator", proposal_papers.save_papers, vacancy, papers, ready)
    step("operator", proposals.propose_candidate, vacancy, dated_on=sent, render=render)
    proposal = act(proposals.find_proposal, vacancy)
    step(
        "operator",
        proposals.track,
        proposal.id,
        ProposalStatus.RECEIVED,
        on=date(2020, 4, 28),
        note="",
        today=date(2020, 12, 1),
    )
    decree = step(
        "operator", proposals.receive_decree, vacancy, DECREE, "5204060099", today=date(2020, 12, 1)
    )
    told = date(2020, 5, 12)
    step("operator", decree_letters.issue_presentations, decree, dated_on=told, render=render)
    post = next(p for p in act(officers.list_posts, on=told) if p.id == UTAN)
    assert (post.officer, post.state) == ("Rina Marlina", PostState.FILLED)
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.FILLED
