"""What the map's services add to the rules, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from db.rules.people import Sex
from db.rules.problems import RuleViolation
from db.services import mapping, people
from db.services.mapping import RecordForm

TODAY = date(2026, 11, 21)
NIK = "5204060207519102"
PERSON = {"name": "Mahyuddin Kadir", "nik": NIK, "birth_date": date(1951, 7, 2), "sex": Sex.MALE}
FORM = RecordForm(
    person_id=None,
    person=PERSON,
    kinds={"PMKS-08": ("a", "b"), "PMKS-09": ("c",)},
    disabilities=("fisik",),
    desa_code="5204062001",
    recorded_on=TODAY,
    source="Kunjungan rumah",
    recorder="Sri Wahyuni",
    exception_reason="",
    note="",
)


def test_the_card_of_a_record_is_in_words(act):
    act(mapping.record, FORM, today=TODAY)
    old_age, disabled = (
        act(mapping.get_record, row.id) for row in act(mapping.list_records, 0, 10, kind_code="")
    )
    assert old_age.kind.name == "Lanjut usia telantar"
    assert len(old_age.criteria) == 2
    assert old_age.disabilities == ()
    assert disabled.disabilities == ("Disabilitas fisik",)
    assert (disabled.source, disabled.recorder) == ("Kunjungan rumah", "Sri Wahyuni")


def test_a_known_person_may_be_completed_while_recording(act):
    known = act(mapping.record, FORM, today=TODAY)
    facts = act(people.get_person, known)
    before = {name: getattr(facts, name) for name in (*PERSON, "phone")}
    form = replace(
        FORM,
        person_id=known,
        person=PERSON | {"phone": "081234567890"},
        person_before=before,
        kinds={"PMKS-24": ("a",)},
        disabilities=(),
    )
    act(mapping.record, form, today=TODAY)
    assert act(people.get_person, known).phone == "081234567890"


def test_all_kinds_are_recorded_or_none(act):
    act(mapping.record, FORM, today=TODAY)
    known = act(mapping.list_records, 0, 1)[0].person_id
    form = replace(FORM, person_id=known, kinds={"PMKS-24": ("a",), "PMKS-08": ("a",)})
    with pytest.raises(RuleViolation, match="sudah tercatat sebagai Lanjut usia telantar"):
        act(mapping.record, form, today=TODAY)
    assert act(mapping.count_records) == 2


def test_the_rows_of_the_recap_know_their_kecamatan(act):
    act(mapping.record, FORM, today=TODAY)
    recap = act(mapping.recap)
    assert len(recap.places) == len(recap.rows) == 24
    counts = dict(zip(recap.places, (counts for _name, counts in recap.rows), strict=True))
    assert sum(counts["520406"]) == sum(recap.totals) == 2


def test_a_closed_record_leaves_the_figures(act):
    act(mapping.record, FORM, today=TODAY)
    [first, _second] = act(mapping.list_records, 0, 10)
    act(mapping.close_record, first.id, on=TODAY, reason="Pindah")
    assert act(mapping.count_records) == sum(act(mapping.recap).totals) == 1
