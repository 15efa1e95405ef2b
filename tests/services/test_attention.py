"""What the first page calls attention to, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from db.models.office import Official
from db.models.recruitment import ApplicantDocument, Proposal, Vacancy
from db.rules.agenda import IncomingForm
from db.rules.attention import AttentionKind
from db.rules.letter_life import RETURN_EXPECTED
from db.rules.office import Authority
from db.rules.officers import PostState
from db.rules.recruitment import ProposalStatus, Stage
from db.services import agenda, attention, letters, officers, settings
from db.services.mapping import rounds
from db.services.recruitment import interviews, proposals, ranking, sheet_entry, vacancies
from tests.services.many import fill_many
from tests.services.utan import EARLY, UTAN, leave_utan, lock, open_utan, ready_to_score, render, untick

WAITING = (AttentionKind.PROPOSAL_RETURNED, AttentionKind.PROPOSAL_SILENT)


@pytest.fixture(autouse=True)
def no_word_of_reports(act):
    """Nobody has noted a monthly report here: that is told elsewhere."""
    limits = act(settings.get_limits)
    act(settings.change_limits, limits, replace(limits, report_warns=0))


def propose_rina(act):
    """The whole selection in short, to a proposal sent on 24 April."""
    vacancy, (rina, ahmad, _budi, _nia) = ready_to_score(act)
    for applicant, value in ((rina, 80), (ahmad, 72)):
        for member in act(interviews.list_panel, vacancy):
            values = {f"W{n}": Decimal(value) for n in range(1, 7)}
            act(sheet_entry.save_scores, applicant, member.id, values, before={})
            lock(act, applicant, member.id)
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    return vacancy


def kinds(matters):
    return [matter.kind for matter in matters]


def beside_letters(act, on):
    """What waits on a day, without the line about letters that are not back yet."""
    matters = act(attention.list_attention, on)
    return [matter for matter in matters if matter.kind is not AttentionKind.LETTERS_AWAITED]


def test_desa_that_have_not_handed_in_their_sheet_are_counted_from_two_weeks_before_the_end(act):
    days = {"reference_date": date(2020, 4, 30), "begins_on": date(2020, 3, 1), "ends_on": date(2020, 4, 30)}
    act(rounds.create_round, {"name": "Semester I", "year": 2020, "note": ""} | days, today=date(2020, 4, 1))
    waits = AttentionKind.SHEETS_WAIT
    assert waits not in kinds(act(attention.list_attention, date(2020, 4, 15)))
    [matter] = [one for one in act(attention.list_attention, date(2020, 4, 16)) if one.kind is waits]
    assert (matter.number, matter.days, matter.detail) == (165, 14, "Semester I")
    [late] = [one for one in act(attention.list_attention, date(2020, 5, 2)) if one.kind is waits]
    assert late.days == -2


def test_a_full_roster_in_april_needs_nothing(act):
    assert act(attention.list_attention, date(2020, 4, 9)) == []


def test_a_decree_that_ends_soon_is_one_line_for_all_its_officers(act):
    assert act(attention.list_attention, date(2020, 10, 1)) == []
    [matter] = act(attention.list_attention, date(2020, 11, 21))
    assert matter.kind is AttentionKind.DECREE_ENDS
    assert (matter.on, matter.days, matter.number) == (date(2020, 12, 31), 40, 24)


def test_an_empty_post_counts_its_days(act):
    leave_utan(act)
    [matter] = act(attention.list_attention, date(2020, 4, 13))
    assert matter.kind is AttentionKind.POST_VACANT
    assert (matter.kecamatan, matter.kecamatan_code, matter.days) == ("Utan", UTAN, 3)
    assert matter.vacancy_id is None


def test_a_running_vacancy_is_named_once_by_its_due_step(act):
    leave_utan(act)
    vacancy = open_utan(act)
    [matter] = beside_letters(act, date(2020, 4, 13))
    assert (matter.kind, matter.stage) == (AttentionKind.STEP_DUE, Stage.DRAFT)
    assert (matter.vacancy_id, matter.days) == (vacancy, 0)
    act(vacancies.announce, vacancy, render=render)
    [waiting] = beside_letters(act, date(2020, 4, 14))
    assert (waiting.kind, waiting.vacancy_id) == (AttentionKind.POST_VACANT, vacancy)
    [late] = beside_letters(act, date(2020, 4, 19))
    assert (late.kind, late.stage, late.days) == (AttentionKind.STEP_DUE, Stage.ANNOUNCED, 2)


def test_a_proposal_without_answer_is_called_to_mind_after_sixty_days(act):
    vacancy = propose_rina(act)
    assert kinds(beside_letters(act, date(2020, 6, 22))) == [AttentionKind.POST_VACANT]
    [silent] = beside_letters(act, date(2020, 6, 23))
    assert (silent.kind, silent.person, silent.days) == (
        AttentionKind.PROPOSAL_SILENT,
        "Rina Marlina",
        60,
    )
    proposal = act(proposals.find_proposal, vacancy)
    act(
        proposals.track,
        proposal.id,
        ProposalStatus.RETURNED,
        on=date(2020, 6, 24),
        note="kurang SKCK",
        today=date(2020, 12, 1),
    )
    [returned] = beside_letters(act, date(2020, 6, 24))
    assert (returned.kind, returned.days) == (AttentionKind.PROPOSAL_RETURNED, 0)


def test_proposals_that_wait_are_asked_for_at_once(act, database):
    """The same few questions however many wait."""

    def count():
        statements = []

        def note(*sent):
            statements.append(sent[2])

        event.listen(database.engine, "before_cursor_execute", note)
        matters = act(attention.list_attention, date(2021, 12, 1))
        event.remove(database.engine, "before_cursor_execute", note)
        return len(statements), sum(matter.kind in WAITING for matter in matters)

    act(fill_many)
    asked, waiting = count()
    assert waiting == 2

    def answer_none(session):
        for proposal in session.scalars(select(Proposal)):
            session.get_one(Vacancy, proposal.vacancy_id).stage = Stage.DRAFT

    act(answer_none)
    assert asked - 2 <= count()[0] <= asked  # their events, and the letters that asked


def test_posts_are_vacant_in_an_office_that_has_no_officers_yet(act):
    matters = act(attention.list_attention, date(2019, 1, 1))
    assert {matter.kind for matter in matters} == {AttentionKind.POST_VACANT}
    assert {matter.on for matter in matters} == {None}
    assert len(matters) == len(act(officers.list_posts, on=date(2019, 1, 1), state=PostState.VACANT)) == 24


def end_terms(database, *ends):
    with database.writing() as session:
        [head] = session.scalars(select(Official))
        head.ends_on, *others = ends
        for end in others:
            session.add(
                Official(
                    name="Lalu Iqbal",
                    position="Sekretaris Dinas",
                    authority=Authority.ON_BEHALF,
                    starts_on=head.starts_on,
                    ends_on=end,
                )
            )


def test_the_last_signer_is_named_from_a_month_before_the_end(act, database):
    end = date(2020, 5, 31)
    end_terms(database, end)
    assert act(attention.list_attention, end - timedelta(31)) == []
    [matter] = act(attention.list_attention, end - timedelta(30))
    assert (matter.kind, matter.on, matter.days) == (AttentionKind.SIGNER_ENDS, end, 30)
    assert matter.person == "Dra. Hj. Nur Kartini Wahyuni, M.Si."
    [matter] = act(attention.list_attention, end + timedelta(9))
    assert matter.days == -9


def test_as_long_as_somebody_else_may_sign_nobody_is_warned(act, database):
    end_terms(database, date(2020, 5, 31), date(2020, 7, 31))
    assert act(attention.list_attention, date(2020, 6, 1)) == []
    [matter] = act(attention.list_attention, date(2020, 7, 15))
    assert (matter.person, matter.on) == ("Lalu Iqbal", date(2020, 7, 31))


def test_letters_that_wait_are_named_once_with_their_number(act):
    for sender in ("Camat Utan", "Dinas Sosial Provinsi"):
        act(
            agenda.record_incoming,
            IncomingForm(
                received_on=date(2020, 4, 1),
                sender=sender,
                subject="Permintaan data",
                follow_up_on=date(2020, 4, 6),
            ),
            today=date(2020, 4, 1),
        )
    [late] = [
        matter
        for matter in act(attention.list_attention, date(2020, 4, 9))
        if matter.kind is AttentionKind.INCOMING_OVERDUE
    ]
    assert (late.on, late.days, late.number) == (date(2020, 4, 6), 3, 2)
    assert late.person in ("Camat Utan", "Dinas Sosial Provinsi")
    assert AttentionKind.INCOMING_OVERDUE not in {
        matter.kind for matter in act(attention.list_attention, date(2020, 4, 6))
    }


def test_letters_not_back_within_a_week_are_counted_in_one_line(act):
    leave_utan(act)
    announced = act(vacancies.announce, open_utan(act), render=render)
    printed_on = act(letters.get_letter, announced.id).dated_on

    def awaited(days):
        on = printed_on + timedelta(days)
        found = act(attention.list_attention, on)
        return [matter.number for matter in found if matter.kind is AttentionKind.LETTERS_AWAITED]

    assert awaited(RETURN_EXPECTED) == []
    assert awaited(RETURN_EXPECTED + 1) == [1]
    act(letters.mark_returned, [announced.id], printed_on)
    assert awaited(RETURN_EXPECTED + 1) == []


@pytest.mark.parametrize(
    ("on", "level"), [(date(2020, 10, 2), 1), (date(2020, 11, 1), 2), (date(2020, 12, 1), 3)]
)
def test_the_end_of_a_decree_comes_nearer_in_three_steps(act, on, level):
    [matter] = [m for m in act(attention.list_attention, on) if m.kind is AttentionKind.DECREE_ENDS]
    assert (matter.days, matter.level) == ((date(2020, 12, 31) - on).days, level)


def test_a_paper_that_runs_out_before_the_interview(act, database):
    vacancy, (rina, *_others) = ready_to_score(act)
    with database.writing() as session:
        paper = session.scalars(
            select(ApplicantDocument).where(ApplicantDocument.applicant_id == rina).limit(1)
        ).one()
        paper.expires_on = date(2020, 4, 19)  # the interview is on the 20th
        name = paper.document.name
    found = [m for m in act(attention.list_attention, date(2020, 4, 18)) if m.vacancy_id == vacancy]
    [matter] = [m for m in found if m.kind is AttentionKind.APPLICANT_PAPER]
    assert (matter.detail, matter.person, matter.on) == (name, "Rina Marlina", date(2020, 4, 19))
