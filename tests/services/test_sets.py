"""Named, dated sets of rules: several beside each other, changed where they stand, copied into vacancies."""

from dataclasses import replace
from datetime import date

import pytest

from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services.recruitment import sets, vacancies
from tests.services.utan import default_rules, open_utan, vacancy_form

DAY = date(2020, 4, 13)


def another(act, name="Set 2021", day=date(2021, 1, 1)):
    rules = default_rules(act)
    older = tuple(replace(r, maximum=40) if r.maximum == 35 else r for r in rules.requirements)
    return act(vacancies.save_set, name, day, replace(rules, requirements=older))


def test_several_sets_stand_beside_each_other_and_the_day_says_which_is_in_force(act):
    first = default_rules(act)
    new = another(act)
    assert [(row.id, row.in_force) for row in act(sets.list_sets, DAY)] == [(new, False), (first.id, True)]
    assert [row.in_force for row in act(sets.list_sets, date(2021, 2, 1))] == [True, False]


def test_a_set_is_changed_where_it_stands_and_a_vacancy_keeps_its_copy(act):
    rules = default_rules(act)
    vacancy = open_utan(act)
    shorter = replace(rules, documents=rules.documents[:3])
    act(sets.change_set, "Set kabupaten", date(2020, 1, 1), shorter, before=rules)
    found = act(sets.get_set, rules.id)
    assert (found.name, len(found.documents)) == ("Set kabupaten", 3)
    assert found.requirements == rules.requirements
    assert len(act(vacancies.get_vacancy, vacancy).rules.documents) == 18


def test_a_vacancy_may_begin_with_a_set_that_is_not_in_force(act):
    chosen = act(sets.get_set, another(act))
    vacancy = act(vacancies.open_vacancy, vacancy_form(), chosen)
    assert 40 in {r.maximum for r in act(vacancies.get_vacancy, vacancy).rules.requirements}


def test_two_who_change_the_same_set_do_not_overwrite_each_other(act):
    rules = default_rules(act)
    act(sets.change_set, rules.name, DAY, replace(rules, documents=rules.documents[:3]), before=rules)
    with pytest.raises(Conflict, match="mengubah set seleksi"):
        act(sets.change_set, rules.name, DAY, replace(rules, criteria=rules.criteria), before=rules)


def test_a_name_belongs_to_one_set_and_only_the_office_changes_it(act, act_as):
    rules = default_rules(act)
    another(act)
    with pytest.raises(RuleViolation, match="Nama set ini sudah dipakai"):
        act(sets.change_set, "Set 2021", DAY, rules, before=rules)
    with pytest.raises(Forbidden):
        act_as("operator", sets.change_set, "Lain", DAY, rules, before=rules)
