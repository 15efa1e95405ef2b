"""Calls to the written and the computer test."""

from datetime import date

import pytest

from db.rules.letter_kinds import LetterKind
from db.rules.problems import RuleViolation
from db.rules.selection import Component
from db.services import letters
from db.services.recruitment import test_calls
from db.services.recruitment.test_calls import Sitting
from desktop import paper
from tests.services.test_ranking import with_tests
from tests.services.utan import ready_to_score

DAY = date(2020, 4, 23)


def test_each_candidate_is_called_to_the_test_with_its_name_day_and_place(act):
    vacancy, _ids = ready_to_score(act)
    with_tests(act, vacancy)
    assert list(act(test_calls.plan_of, vacancy).days) == [Component.WRITTEN]
    sitting = Sitting(Component.WRITTEN, DAY, "08.00 WITA", "SMA Negeri 1 Utan")
    late = {"dated_on": date(2020, 4, 24), "render": paper.render}
    with pytest.raises(RuleViolation, match="sesudah tesnya"):
        act(test_calls.issue_to_sit, vacancy, sitting, **late)
    off = Sitting(Component.COMPUTER, DAY, "08.00", "Aula")
    with pytest.raises(RuleViolation, match="Tes komputer tidak dipakai"):
        act(test_calls.issue_to_sit, vacancy, off, dated_on=DAY, render=paper.render)
    made = act(test_calls.issue_to_sit, vacancy, sitting, dated_on=DAY, render=paper.render)
    assert len(made) == 2
    rows = [row for row in act(letters.letters_of, vacancy_id=vacancy) if row.kind is LetterKind.TEST_CALL]
    assert {row.subject for row in rows} == {"Panggilan Tes Tertulis Calon TKSK Kecamatan Utan"}
    stated = act(test_calls.letters_to_sit, vacancy, sitting)[0].values
    assert (stated["tes"], stated["tanggal_tes"], stated["tempat"]) == (
        "tes tertulis",
        DAY,
        "SMA Negeri 1 Utan",
    )
