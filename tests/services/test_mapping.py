"""The social map: who may be recorded under what, and figures that agree with the lists."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from db.rules.mapping import Register
from db.rules.people import Sex
from db.rules.problems import RuleViolation
from db.services import history, people, practice
from db.services.mapping import kinds, recaps, records
from db.services.mapping.records import Filter
from tests.services.utan import person

TODAY = date(2026, 11, 21)
DESA = "5204062001"
AMAQ = person("Amaq Sahnun", "5204061508509001", date(1950, 8, 15), sex=Sex.MALE)
INAQ = person("Inaq Mariam", "5204064501909002", date(1990, 1, 5), sex=Sex.FEMALE)


def form(values=AMAQ, kinds=None, **changes):
    usual = records.RecordForm(
        person_id=None,
        person=values,
        kinds=kinds if kinds is not None else {"PMKS-08": ["a"]},
        disabilities=(),
        desa_code=DESA,
        recorded_on=TODAY,
        source="Pendataan 2026",
        recorder="Sari",
        exception_reason="",
        note="",
    )
    return replace(usual, **changes)


def record(act, *args, **kwargs):
    return act(records.record, form(*args, **kwargs), today=TODAY).person_id


def test_there_are_26_ppks_and_12_psks_each_with_criteria(act):
    assert len(act(kinds.list_kinds, Register.PPKS)) == 26
    assert len(act(kinds.list_kinds, Register.PSKS)) == 12
    assert all(kind.criteria for kind in act(kinds.list_kinds))


@pytest.mark.parametrize(
    ("values", "kinds", "changes", "sentence"),
    [
        (AMAQ, {}, {}, "Pilih paling sedikit satu jenis PPKS atau PSKS"),
        (AMAQ, {"PMKS-08": []}, {}, "Centang paling sedikit satu kriteria"),
        (AMAQ, {"PMKS-09": ["a"]}, {}, "Pilih jenis disabilitas untuk"),
        (AMAQ, {"PMKS-23": ["a"]}, {}, "hanya untuk perempuan"),
        (INAQ, {"PMKS-08": ["a"]}, {}, "Umur 36 tahun pada 21 November 2026; .* 60 tahun ke atas"),
        (AMAQ, {"PMKS-08": ["a"]}, {"desa_code": ""}, "Pilih desa/kelurahan"),
        (AMAQ | {"nik": ""}, {"PMKS-08": ["a"]}, {}, "Isi NIK: Lanjut usia telantar dicatat dengan NIK"),
        (AMAQ | {"nik": ""}, {"PMKS-11": ["a"]}, {}, "Isi NIK, atau pilih alasan tanpa NIK"),
        (AMAQ, {"PMKS-08": ["a"]}, {"source": "x" * 121}, "Sumber paling panjang 120 huruf"),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused_in_one_sentence(act, values, kinds, changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        record(act, values, kinds, **changes)
    assert act(people.find_by_nik, values["nik"] or AMAQ["nik"]) is None  # nothing is half-written


def test_one_wrong_kind_of_two_records_neither(act):
    with pytest.raises(RuleViolation, match="Umur 36 tahun"):
        record(act, INAQ, {"PMKS-23": ["a"], "PMKS-08": ["a"]})
    assert act(records.count_records) == 0


def test_an_age_that_does_not_fit_is_recorded_with_a_reason(act):
    record(act, INAQ, {"PMKS-02": ["a"]}, exception_reason="sakit menahun, hidup sendiri")
    [row] = act(records.list_records, 0, 10)
    assert act(records.get_record, row.id).exception_reason == "sakit menahun, hidup sendiri"


def test_the_same_kind_twice_is_refused_and_the_card_says_the_criteria(act):
    known = record(act)
    with pytest.raises(RuleViolation, match="Amaq Sahnun sudah tercatat sebagai Lanjut usia"):
        record(act, person_id=known)
    [row] = act(records.list_records, 0, 10)
    card = act(records.get_record, row.id)
    assert card.criteria == (card.kind.criteria[0][1],)


def test_a_closed_record_leaves_the_figures_and_may_be_opened_again_the_same_day(act):
    known = record(act)
    [row] = act(records.list_records, 0, 10)
    with pytest.raises(RuleViolation, match="Pilih alasan"):
        act(records.close_record, row.id, on=TODAY, today=TODAY, reason=" ")
    act(records.close_record, row.id, on=TODAY, today=TODAY, reason="salah input")
    assert act(records.count_records) == sum(act(recaps.recap).totals) == 0
    record(act, person_id=known)
    assert act(records.count_records) == sum(act(recaps.recap).totals) == 1


def test_a_known_person_needs_no_typing(act):
    known = record(act)
    assert record(act, {}, {"PMKS-09": ["a"]}, person_id=known, disabilities=["1"]) == known
    assert act(records.count_records, Filter(text="sahnun")) == 2
    assert act(people.get_person, known).nik == AMAQ["nik"]


def test_who_has_no_nik_is_recorded_with_the_reason(act):
    for n in range(3):
        values = {"name": f"Tanpa KTP {n}", "nik": "", "no_nik_reason": "belum merekam KTP-el"}
        record(act, values, {"PMKS-11": ["a"]})
    rows = act(records.list_records, 0, 10, Filter(text="tanpa ktp"))
    assert [row.masked_nik for row in rows] == ["belum merekam KTP-el"] * 3
    assert len({row.person_id for row in rows}) == 3


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("5204061508509001", 1),
        ("520406", 2),
        ("5204 06", 2),
        ("52040645", 1),
        ("5204069", 0),
        ("sahnun", 1),
        ("AMA", 1),
        ("sahn amaq", 1),
        ("sachnoen", 1),
        ("%", 0),
        ("", 2),
    ],
)
def test_people_are_found_by_the_beginning_of_the_nik_and_by_words_of_the_name(act, search, found):
    record(act)
    record(act, INAQ, {"PMKS-23": ["a"]})
    where = Filter(text=search)
    assert act(records.count_records, where) == len(act(records.list_records, 0, 10, where)) == found


def test_the_recap_counts_what_the_lists_show(act):
    done = act(practice.fill_map, today=TODAY)
    recap = act(recaps.recap)
    kecamatan = {place: n for n, (place, _counts) in enumerate(recap.rows)}
    assert len(recap.rows) == 24
    assert sum(recap.totals) == act(records.count_records) == done > 30
    for column, (code, _short, _name) in enumerate(recap.columns):
        assert recap.totals[column] == act(records.count_records, Filter(kind_code=code))
    for place in ("Utan", "Alas"):
        counted = sum(recap.rows[kecamatan[place]][1])
        code = {"Utan": "520406", "Alas": "520405"}[place]
        assert counted == act(records.count_records, Filter(kecamatan_code=code))
    assert sum(act(recaps.recap, Register.PSKS).totals) == 0


def test_pages_follow_one_another_in_order_of_name(act):
    done = act(practice.fill_map, today=TODAY)
    rows = [row for start in range(0, done, 7) for row in act(records.list_records, start, 7)]
    assert len({row.id for row in rows}) == len(rows) == done
    assert rows == act(records.list_records, 0, done)


def test_a_page_takes_few_queries(act, database):
    act(practice.fill_map, today=TODAY)
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    act(records.list_records, 0, 200)
    assert len([sql for sql in statements if sql.startswith("SELECT")]) <= 4


# --- names under sensitive kinds (domain.md R9)

HIDDEN = "(dirahasiakan)"
SENSITIVE = {"PMKS-15": ["a"]}
MAY_NOT_SEE = ("panel", "auditor", "head")


def sensitive_and_other(act):
    record(act, INAQ, SENSITIVE, note="Inaq Mariam dijemput tetangga")
    record(act)
    rows = {row.name: row for row in act(records.list_records, 0, 10)}
    assert act(records.get_record, rows["Inaq Mariam"].id).kind.sensitive
    return rows["Inaq Mariam"], rows["Amaq Sahnun"]


@pytest.mark.parametrize("role", MAY_NOT_SEE)
def test_who_may_not_edit_the_map_sees_no_name_under_a_sensitive_kind(act, act_as, role):
    secret, _open = sensitive_and_other(act)
    hidden, shown = act_as(role, records.list_records, 0, 10)
    assert (hidden.id, hidden.name, hidden.masked_nik, hidden.person_id) == (secret.id, HIDDEN, HIDDEN, None)
    assert (shown.name, shown.masked_nik) == ("Amaq Sahnun", "5204••••••••9001")
    card = act_as(role, records.get_record, secret.id)
    assert (card.name, card.note) == (HIDDEN, HIDDEN)
    assert "Mariam" not in repr(card)


@pytest.mark.parametrize("role", MAY_NOT_SEE)
@pytest.mark.parametrize("needle", ["mariam", "5204064501909002", "520406"])
def test_a_search_does_not_tell_what_is_hidden(act, act_as, role, needle):
    secret, _open = sensitive_and_other(act)
    assert secret.id in {row.id for row in act(records.list_records, 0, 10, Filter(text=needle))}
    found = act_as(role, records.list_records, 0, 10, Filter(text=needle))
    assert secret.id not in {row.id for row in found}
    assert act_as(role, records.count_records, Filter(text=needle)) == len(found)
    assert act_as(role, records.count_records) == 2  # the figures stay whole


@pytest.mark.parametrize("role", ["operator", "verifier"])
def test_who_works_on_the_map_sees_every_name(act, act_as, role):
    secret, _open = sensitive_and_other(act)
    assert act_as(role, records.get_record, secret.id).name == "Inaq Mariam"
    assert act_as(role, records.count_records, Filter(text="mariam")) == 1


def test_the_log_does_not_say_who_is_recorded_under_a_sensitive_kind(act):
    somebody = {
        "name": "Tokoh Rekaan",
        "nik": "5204061508859001",
        "birth_date": date(1985, 8, 15),
        "sex": "L",
    }
    form = records.RecordForm(
        person_id=None,
        person=somebody,
        kinds={"PMKS-16": ["a"]},
        disabilities=(),
        desa_code="5204062001",
        recorded_on=date(2020, 4, 9),
        source="",
        recorder="",
        exception_reason="",
        note="",
    )
    act(records.record, form, today=date(2020, 4, 9))
    [row] = act(records.list_records, 0, 10, Filter(text="Tokoh Rekaan"))
    lines = act(history.list_history, 0, 50, "mapping_record", str(row.id))
    assert lines
    assert not [line.sentence for line in lines if "Tokoh Rekaan" in line.sentence]
