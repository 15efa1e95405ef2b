"""Rights and the words around what can be wrong."""

import pytest

from db.rules.access import ROLES, Right, right_label, role_hint
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.mapping import Subject, subject_label
from db.rules.office import Authority, authority_label
from db.rules.officers import DecreeLevel, level_label
from db.rules.people import Sex, sex_label
from db.rules.problems import Problem, RuleViolation, refuse, require
from db.rules.recruitment import (
    Applied,
    PanelRole,
    ProposalStatus,
    Result,
    Stage,
    applied_label,
    panel_role_label,
    proposal_label,
    result_label,
    stage_label,
)

LABELS = (
    *((Right, right_label), (LetterKind, kind_label), (Subject, subject_label), (Sex, sex_label)),
    *((Authority, authority_label), (DecreeLevel, level_label), (Stage, stage_label)),
    *((Applied, applied_label), (PanelRole, panel_role_label), (Result, result_label)),
    (ProposalStatus, proposal_label),
)


@pytest.mark.parametrize(("words", "label"), LABELS, ids=[words.__name__ for words, _label in LABELS])
def test_every_word_of_the_program_has_its_own_name_on_screen(words, label):
    assert len({label(word) for word in words}) == len(words)


def test_the_admin_may_do_everything_and_everybody_may_read():
    assert ROLES["admin"][1] == frozenset(Right)
    assert all(Right.READ in rights for _name, rights in ROLES.values())


def test_only_the_admin_manages_users():
    assert [code for code, (_name, rights) in ROLES.items() if Right.USERS in rights] == ["admin"]


def test_who_types_scores_does_not_decide():
    assert [code for code, (_name, r) in ROLES.items() if {Right.SCORE, Right.DECIDE} <= r] == ["admin"]


def test_the_head_decides_and_does_no_clerks_work():
    rights = ROLES["head"][1]
    assert Right.DECIDE in rights
    assert not rights & {Right.LETTERS, Right.RECRUITMENT, Right.OFFICERS, Right.MAPPING, Right.VERIFY}


def test_a_refusal_says_all_its_sentences():
    with pytest.raises(RuleViolation, match=r"^Satu\.\nDua\.$") as refusal:
        require(iter([Problem("Satu."), Problem("Dua.", "name")]))
    assert [problem.field for problem in refusal.value.problems] == [None, "name"]
    require([])


def test_a_refusal_of_one_sentence():
    assert refuse("Isi nama.", "name").problems == (Problem("Isi nama.", "name"),)


def test_every_role_is_explained_in_a_sentence_of_its_own():
    hints = {role_hint(code) for code in ROLES}
    assert len(hints) == len(ROLES)
    assert all(hint.endswith(".") for hint in hints)
    assert role_hint("buatan kantor") == ""
