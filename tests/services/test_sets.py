"""Named, dated sets of rules: several beside each other, changed where they stand, copied into vacancies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from db.models.recruitment import Vacancy
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.rules.selection import AttachmentSource, Scale, TieStep, TrackStep
from db.services.recruitment import administration, components, sets, track, vacancies
from db.services.recruitment.sets import AttachmentForm, DocumentForm
from tests.services.utan import default_rules, open_utan, vacancy_form

DAY = date(2020, 4, 13)


def another(act, name="Set 2021", day=date(2021, 1, 1)):
    rules = default_rules(act)
    older = tuple(replace(r, maximum=40) if r.maximum == 35 else r for r in rules.requirements)
    return act(sets.save_set, name, day, replace(rules, requirements=older))


def first_documents(rules, number):
    """The set with its first papers only, and the attachments that belong to them."""
    documents = rules.documents[:number]
    codes = {"", *(document.code for document in documents)}
    attachments = tuple(a for a in rules.attachments if a.document_code in codes)
    return replace(rules, documents=documents, attachments=attachments)


def test_several_sets_stand_beside_each_other_and_the_day_says_which_is_in_force(act):
    first = default_rules(act)
    new = another(act)
    assert [(row.id, row.in_force) for row in act(sets.list_sets, DAY)] == [(new, False), (first.id, True)]
    assert [row.in_force for row in act(sets.list_sets, date(2021, 2, 1))] == [True, False]


def test_a_set_is_changed_where_it_stands_and_a_vacancy_keeps_its_copy(act):
    rules = default_rules(act)
    vacancy = open_utan(act)
    shorter = first_documents(rules, 3)
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
    day = rules.valid_from
    act(sets.change_set, rules.name, day, first_documents(rules, 3), before=rules)
    with pytest.raises(Conflict, match="mengubah dokumen D04"):
        act(sets.change_set, rules.name, day, first_documents(rules, 4), before=rules)
    act(sets.change_set, "Set kabupaten", DAY, rules, before=rules)
    with pytest.raises(Conflict, match="mengubah Berlaku mulai menjadi 13-04-2020"):
        act(sets.change_set, "Set kabupaten", date(2020, 3, 1), rules, before=rules)
    with pytest.raises(Conflict, match="mengubah Nama menjadi “Set kabupaten”"):
        act(sets.change_set, "Set lain", day, rules, before=rules)


def test_what_two_people_change_in_different_places_of_a_set_is_kept_from_both(act):
    rules = default_rules(act)
    act(sets.change_set, rules.name, date(2020, 3, 1), rules, before=rules)
    second = replace(rules, second_verifier=True, scoring=replace(rules.scoring, pass_mark=Decimal(75)))
    act(sets.change_set, rules.name, rules.valid_from, second, before=rules)
    act(sets.change_set, rules.name, rules.valid_from, first_documents(rules, 3), before=rules)
    found = act(sets.get_set, rules.id)
    assert (found.valid_from, found.second_verifier, found.scoring.pass_mark) == (date(2020, 3, 1), True, 75)
    assert len(found.documents) == 3


def test_what_two_people_change_in_a_set_must_fit_together(act):
    rules = default_rules(act)
    without = replace(rules, attachments=())
    act(sets.change_set, rules.name, DAY, replace(first_documents(rules, 3), attachments=()), before=rules)
    fewer = replace(without, attachments=rules.attachments[:6])
    with pytest.raises(RuleViolation, match="Lampiran usulan tanpa dokumen pelamar"):
        act(sets.change_set, rules.name, DAY, fewer, before=replace(rules, attachments=()))
    assert act(sets.get_set, rules.id).attachments == ()


def test_a_name_belongs_to_one_set_and_only_the_office_changes_it(act, act_as):
    rules = default_rules(act)
    another(act)
    with pytest.raises(RuleViolation, match="Nama set ini sudah dipakai"):
        act(sets.change_set, "Set 2021", DAY, rules, before=rules)
    with pytest.raises(Forbidden):
        act_as("operator", sets.change_set, "Lain", DAY, rules, before=rules)


def whole(rules):
    """The set with everything in it changed."""
    counting = replace(
        rules.scoring,
        scale=Scale.FIVE,
        written_weight=Decimal(40),
        interview_weight=Decimal(60),
        written_minimum=Decimal(50),
        pass_mark=Decimal(65),
        spread_limit=Decimal(15),
        least_members=5,
        tie_ladder=(TieStep.AGE, TieStep.DRAW),
    )
    papers = tuple(replace(d, valid_months=3) if d.code == "D08" else d for d in rules.documents)
    ours = AttachmentForm("Foto kegiatan", AttachmentSource.OTHER)
    return replace(
        rules,
        scoring=counting,
        objection_days=5,
        second_verifier=True,
        documents=papers,
        attachments=(ours, *rules.attachments[:5]),
    )


def test_a_set_is_whole_and_a_vacancy_takes_all_of_it(act, database):
    rules = default_rules(act)
    assert [one.source for one in rules.attachments[:3]] == [
        AttachmentSource.ADMINISTRATION_MINUTES,
        AttachmentSource.INTERVIEW_MINUTES,
        AttachmentSource.RECAP,
    ]
    assert {d.code: d.valid_months for d in rules.documents if d.valid_months} == {"D07": 6}
    act(sets.change_set, rules.name, DAY, whole(rules), before=rules)
    kept = act(sets.get_set, rules.id)
    assert kept == replace(whole(rules), valid_from=DAY)
    vacancy = act(vacancies.open_vacancy, vacancy_form(), kept)
    taken = act(vacancies.get_vacancy, vacancy).rules
    assert replace(taken, id=kept.id, name=kept.name, valid_from=DAY) == kept
    assert act(components.get_scoring, vacancy).form == kept.scoring
    assert act(track.get_objection_days, vacancy) == 5
    assert act(administration.wants_second, vacancy) is True
    steps = {step.step: step.active for step in act(track.list_steps, vacancy)}
    assert (steps[TrackStep.WRITTEN], steps[TrackStep.COMPUTER]) == (True, False)
    with database.reading() as session:
        rows = sets.attachments_of(session, session.get_one(Vacancy, vacancy))
        assert [(row.position, row.name, row.wanted) for row in rows[:2]] == [
            (1, "Foto kegiatan", True),
            (2, "Berita Acara Seleksi Administrasi", True),
        ]
        assert [row.document.code for row in rows if row.document] == ["D03", "D04"]


def test_the_copy_of_a_vacancy_changes_until_somebody_applies_and_keeps_the_files_it_has(act, database):
    rules = default_rules(act)
    vacancy = act(vacancies.open_vacancy, vacancy_form(), rules)
    with database.writing() as session:
        last = sets.attachments_of(session, session.get_one(Vacancy, vacancy))[-1]
        last.wanted = False
    before = act(vacancies.get_vacancy, vacancy)
    changed = replace(whole(before.rules), attachments=rules.attachments[::-1])
    act(vacancies.change_vacancy, vacancy, before.form, changed, before=before)
    assert act(vacancies.get_vacancy, vacancy).rules == changed
    assert act(sets.get_set, rules.id) == rules
    with database.reading() as session:
        first = sets.attachments_of(session, session.get_one(Vacancy, vacancy))[0]
        assert (first.source, first.wanted) == (AttachmentSource.EXIT_LETTER, False)


def test_two_who_change_the_counting_of_a_vacancy_in_different_places_are_both_kept(act):
    vacancy = open_utan(act)
    opened = act(vacancies.get_vacancy, vacancy)
    for change in ({"pass_mark": Decimal(75)}, {"spread_limit": Decimal(15)}):
        rules = replace(opened.rules, scoring=replace(opened.rules.scoring, **change))
        act(vacancies.change_vacancy, vacancy, opened.form, rules, before=opened)
    found = act(vacancies.get_vacancy, vacancy).rules.scoring
    assert (found.pass_mark, found.spread_limit) == (75, 15)
    rules = replace(opened.rules, scoring=replace(opened.rules.scoring, pass_mark=Decimal(60)))
    with pytest.raises(Conflict, match="mengubah Ambang lulus"):
        act(vacancies.change_vacancy, vacancy, opened.form, rules, before=opened)
    fewer = replace(opened.rules, attachments=opened.rules.attachments[1:])
    act(vacancies.change_vacancy, vacancy, opened.form, fewer, before=opened)
    other = replace(opened.rules, attachments=opened.rules.attachments[2:])
    with pytest.raises(Conflict, match="mengubah lampiran usulan"):
        act(vacancies.change_vacancy, vacancy, opened.form, other, before=opened)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"objection_days": 31}, "Masa sanggah 0 sampai 30"),
        ({"attachments": (AttachmentForm("", AttachmentSource.OTHER),)}, "Lampiran usulan 1: isi namanya"),
        ({"attachments": (AttachmentForm("KTP", AttachmentSource.OTHER),) * 2}, "tertulis dua kali"),
        (
            {"attachments": (AttachmentForm("KTP", AttachmentSource.APPLICANT_PAPER, "D99"),)},
            "Pilih dokumennya",
        ),
        (
            {"documents": (DocumentForm("D01", "Surat", "yes", 0),), "attachments": ()},
            "masa berlaku 1 sampai",
        ),
        ({"documents": (DocumentForm("D01", "", "yes"),), "attachments": ()}, "Dokumen D01: isi namanya"),
    ],
)
def test_a_set_that_makes_no_sense_is_refused(act, change, sentence):
    rules = default_rules(act)
    with pytest.raises(RuleViolation, match=sentence):
        act(sets.save_set, "Set lain", DAY, replace(rules, **change))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"interview_weight": Decimal(0), "written_weight": Decimal(100)}, "Wawancara harus mempunyai bobot"),
        ({"interview_weight": Decimal(90)}, "Jumlah bobot komponen harus 100; sekarang 90"),
        ({"pass_mark": Decimal(101)}, "antara 0 dan 100"),
        ({"least_members": 0}, "Penilai paling sedikit"),
    ],
)
def test_a_counting_that_makes_no_sense_is_refused(act, change, sentence):
    rules = default_rules(act)
    with pytest.raises(RuleViolation, match=sentence):
        act(sets.save_set, "Set lain", DAY, replace(rules, scoring=replace(rules.scoring, **change)))


def test_an_aspect_without_weight_is_refused(act):
    rules = default_rules(act)
    light, heavy, *others = rules.criteria
    criteria = (replace(light, weight=Decimal(0)), replace(heavy, weight=heavy.weight * 2), *others)
    with pytest.raises(RuleViolation, match="Setiap bobot harus lebih dari 0"):
        act(vacancies.open_vacancy, vacancy_form(), replace(rules, criteria=criteria))
