"""Stages, proposals in words, decisions (domain.md 1.5, 5.3, 8.1)."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from db.rules.recruitment import (
    NEXT_STAGES,
    OPEN_STAGES,
    Applied,
    Candidate,
    CheckMethod,
    PanelRole,
    ProposalStatus,
    Requirement,
    RequirementKind,
    Result,
    Stage,
    check_decision,
    check_late,
    check_move,
    check_panel,
    check_schedule,
    check_stage,
    check_withdrawal,
    late_label,
    missing_papers,
    proposal_steps,
    propose,
    stage_label,
)

UTAN = "520406"
COUNTED_ON = date(2020, 4, 17)
AGE = Requirement(RequirementKind.AGE, 20, 35, CheckMethod.AUTOMATIC)
EDUCATION = Requirement(RequirementKind.EDUCATION, 5, None, CheckMethod.AUTOMATIC)
DOMICILE = Requirement(RequirementKind.DOMICILE, None, None, CheckMethod.AUTOMATIC)
RINA = Candidate(date(1992, 1, 5), 8, "Diploma IV/Strata I", UTAN, "Motong, Kecamatan Utan")


def proposed(requirement, **changes):
    answer = propose(requirement, replace(RINA, **changes), UTAN, "Utan", COUNTED_ON)
    return answer.result, answer.reason


@pytest.mark.parametrize("now", Stage)
@pytest.mark.parametrize("target", Stage)
def test_a_stage_only_moves_along_the_table(now, target):
    problems = check_move(now, target)
    assert (problems == []) == (target in NEXT_STAGES[now])
    if problems:
        assert f"{stage_label(now)} belum dapat ke tahap {stage_label(target)}" in problems[0].text


FORWARD = ["draft", "announced", "administration", "interview", "decided", "proposed", "filled"]
BACK = {  # an objection is accepted; nobody is chosen any more; the ministry refuses
    ("interview", "administration"),
    ("decided", "interview"),
    ("proposed", "interview"),
}


@pytest.mark.parametrize("now", Stage)
@pytest.mark.parametrize("target", Stage)
def test_the_table_is_the_one_of_the_regulation(now, target):
    """Written out here once more, so that no change of the table goes unseen (domain.md 8.1)."""
    ahead = (now.value, target.value) in pairwise(FORWARD)
    stopped = target is Stage.CANCELLED and now.value in FORWARD[:-1]
    assert (check_move(now, target) == []) == (ahead or stopped or (now.value, target.value) in BACK)


@pytest.mark.parametrize("now", Stage)
def test_every_running_stage_can_be_cancelled_and_no_other(now):
    assert (Stage.CANCELLED in NEXT_STAGES[now]) == (now in OPEN_STAGES)


def test_the_stages_follow_one_another_to_the_end():
    way, now = [Stage.DRAFT], Stage.DRAFT
    while forward := NEXT_STAGES[now] - {Stage.CANCELLED, *way}:
        [now] = forward
        way.append(now)
    assert way == [stage for stage in Stage if stage is not Stage.CANCELLED]


@pytest.mark.parametrize("now", Stage)
def test_a_step_says_for_which_stage_it_is(now):
    problems = check_stage(now, Stage.ANNOUNCED, Stage.ADMINISTRATION)
    assert (problems == []) == (now in (Stage.ANNOUNCED, Stage.ADMINISTRATION))
    if problems:
        assert problems[0].text.endswith("langkah ini untuk tahap Pendaftaran atau Seleksi administrasi.")


@pytest.mark.parametrize(
    ("born", "answer"),
    [
        (date(1992, 1, 5), (Result.PASS, "umur 28 tahun pada 17 April 2020")),
        (date(1984, 4, 18), (Result.PASS, "umur 35 tahun pada 17 April 2020")),
        (date(1984, 4, 17), (Result.FAIL, "umur 36 tahun pada 17 April 2020, batas 35")),
        (date(2000, 4, 17), (Result.PASS, "umur 20 tahun pada 17 April 2020")),
        (date(2000, 4, 18), (Result.FAIL, "umur 19 tahun pada 17 April 2020, paling rendah 20")),
        (None, (Result.FAIL, "tanggal lahir belum diisi")),
    ],
)
def test_the_age_is_proposed_with_the_day_it_is_counted(born, answer):
    assert proposed(AGE, birth_date=born) == answer


@pytest.mark.parametrize(
    ("level", "name", "answer"),
    [
        (5, "SLTA/sederajat", (Result.PASS, "pendidikan SLTA/sederajat")),
        (4, "SLTP/sederajat", (Result.FAIL, "pendidikan SLTP/sederajat")),
        (None, "", (Result.FAIL, "pendidikan belum diisi")),
    ],
)
def test_the_education_is_proposed_with_its_name(level, name, answer):
    assert proposed(EDUCATION, education_level=level, education_name=name) == answer


@pytest.mark.parametrize(
    ("code", "place", "answer"),
    [
        (UTAN, "Motong, Kecamatan Utan", (Result.PASS, "domisili Motong, Kecamatan Utan")),
        (
            "520405",
            "Dalam, Kecamatan Alas",
            (Result.FAIL, "domisili Dalam, Kecamatan Alas, di luar Kecamatan Utan"),
        ),
        (None, "Kota Mataram", (Result.FAIL, "domisili Kota Mataram, di luar Kecamatan Utan")),
        (None, "", (Result.FAIL, "domisili belum diisi")),
    ],
)
def test_the_domicile_is_proposed_with_the_place(code, place, answer):
    assert proposed(DOMICILE, desa_kecamatan=code, domicile=place) == answer


@pytest.mark.parametrize("kind", RequirementKind)
def test_what_only_a_person_can_see_is_left_to_a_person(kind):
    manual = Requirement(kind, None, None, CheckMethod.MANUAL)
    assert proposed(manual) == (None, "periksa berkas")


@pytest.mark.parametrize("kind", [RequirementKind.DOCUMENT, RequirementKind.STATEMENT, RequirementKind.OTHER])
def test_a_requirement_without_a_check_of_its_own_is_never_guessed(kind):
    assert proposed(Requirement(kind, None, None, CheckMethod.AUTOMATIC)) == (None, "periksa berkas")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ([], None),
        (["KTP"], "berkas belum ada: KTP"),
        (["KTP", "SKCK (asli)"], "berkas belum ada: KTP, SKCK"),
        (list("ABCDE"), "berkas belum ada: A, B, C, D, E"),
        (list("ABCDEF"), "berkas belum ada: A, B, C, D, dan 2 lainnya"),
        (list("ABCDEFGHIJKL"), "tidak satu pun berkas wajib ada"),
    ],
)
def test_missing_papers_are_tms_and_named(missing, said):
    found = missing_papers(missing, 12)
    assert (found and found.reason, found and found.result) == (said, said and Result.FAIL)


@pytest.mark.parametrize(
    ("day", "reason", "said"),
    [
        (date(2020, 4, 18), "banjir", "Terlambat (18-04-2020): banjir"),
        (date(2020, 4, 12), "dari jauh", "Mendahului (12-04-2020): dari jauh"),
        (date(2020, 4, 14), "", ""),
    ],
)
def test_who_was_late_is_told_with_day_and_reason(day, reason, said):
    assert late_label(day, date(2020, 4, 17), reason) == said


@pytest.mark.parametrize(
    ("suggestion", "result", "allowed"),
    [
        (Result.PASS, Result.PASS, True),
        (Result.FAIL, Result.FAIL, True),  # the proposal's own words are the reason
        (None, Result.PASS, True),
        (None, Result.FAIL, False),
        (Result.PASS, Result.FAIL, False),
        (Result.FAIL, Result.PASS, False),
    ],
)
def test_an_override_and_a_tms_need_a_reason(suggestion, result, allowed):
    assert (check_decision(suggestion, result, " ") == []) is allowed
    assert check_decision(suggestion, result, "KTP menunjukkan lain") == []


@pytest.mark.parametrize(
    ("registered", "reason", "allowed"),
    [
        (date(2020, 4, 13), "", True),
        (date(2020, 4, 17), "", True),
        (date(2020, 4, 18), "", False),
        (date(2020, 4, 12), " ", False),
        (date(2020, 4, 18), "banjir", True),
    ],
)
def test_a_late_application_needs_a_reason(registered, reason, allowed):
    assert (check_late(registered, date(2020, 4, 13), date(2020, 4, 17), reason) == []) is allowed


def test_the_days_of_a_selection_follow_one_another():
    days = [date(2020, 4, day) for day in (13, 13, 17, 17, 20)]
    assert check_schedule(*days) == []
    fields = ("opens_on", "closes_on", "administration_on", "interview_on")
    for place, field in enumerate(fields, 1):
        wrong = [date(2020, 4, 1) if n == place else day for n, day in enumerate(days)]
        assert check_schedule(*wrong)[0].field == field


@pytest.mark.parametrize(
    ("roles", "names", "sentences"),
    [
        ([PanelRole.CHAIR, PanelRole.SECRETARY, PanelRole.MEMBER], "abc", []),
        (
            [PanelRole.CHAIR, PanelRole.MEMBER],
            "ab",
            ["Panel paling sedikit tiga orang; sekarang 2."],
        ),
        ([PanelRole.MEMBER] * 3, "abc", ["Panel harus mempunyai tepat satu ketua."]),
        (
            [PanelRole.CHAIR, PanelRole.CHAIR, PanelRole.MEMBER],
            "abc",
            ["Panel harus mempunyai tepat satu ketua."],
        ),
        (
            [PanelRole.CHAIR, PanelRole.MEMBER, PanelRole.MEMBER],
            "aab",
            ["Satu orang tidak boleh dua kali dalam panel."],
        ),
    ],
)
def test_a_panel_has_three_people_and_one_chair(roles, names, sentences):
    assert [problem.text for problem in check_panel(roles, names)] == sentences


@pytest.mark.parametrize("now", [Stage.DECIDED, Stage.PROPOSED])
def test_without_its_candidate_a_selection_goes_back_to_the_interview(now):
    back = NEXT_STAGES[now] & {Stage.DRAFT, Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW}
    assert back == {Stage.INTERVIEW}


@pytest.mark.parametrize("status", Applied)
def test_after_the_decision_only_who_was_chosen_or_waits_can_withdraw(status):
    assert check_withdrawal(Stage.INTERVIEW, status) == []
    for now in (Stage.DECIDED, Stage.PROPOSED):
        may = status in (Applied.CHOSEN, Applied.RESERVE)
        assert (check_withdrawal(now, status) == []) is may


def test_every_proposal_can_come_back_until_the_decree():
    for status in ProposalStatus:
        steps = proposal_steps(status)
        assert ProposalStatus.DECREED not in steps  # the decree has its own form
        may_return = status not in (ProposalStatus.RETURNED, ProposalStatus.DECREED, ProposalStatus.REFUSED)
        assert (ProposalStatus.RETURNED in steps) is may_return
