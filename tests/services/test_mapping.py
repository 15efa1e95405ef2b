"""The social map: who may be recorded under what, and figures that agree with the lists."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import event

from db.rules.mapping import Register
from db.rules.people import Sex
from db.rules.problems import Forbidden, RuleViolation
from db.services import history, mapping, people, practice
from tests.services.utan import person

TODAY = date(2026, 11, 21)
DESA = "5204062001"
AMAQ = person("Amaq Sahnun", "5204061508509001", date(1950, 8, 15), sex=Sex.MALE)
INAQ = person("Inaq Mariam", "5204064501909002", date(1990, 1, 5), sex=Sex.FEMALE)


def form(values=AMAQ, kinds=None, **changes):
    usual = mapping.RecordForm(
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
    return act(mapping.record, form(*args, **kwargs), today=TODAY)


def test_there_are_26_ppks_and_12_psks_each_with_criteria(act):
    assert len(act(mapping.list_kinds, Register.PPKS)) == 26
    assert len(act(mapping.list_kinds, Register.PSKS)) == 12
    assert all(kind.criteria for kind in act(mapping.list_kinds))


@pytest.mark.parametrize(
    ("values", "kinds", "changes", "sentence"),
    [
        (AMAQ, {}, {}, "Pilih paling sedikit satu jenis PPKS atau PSKS"),
        (AMAQ, {"PMKS-08": []}, {}, "Centang paling sedikit satu kriteria"),
        (AMAQ, {"PMKS-09": ["a"]}, {}, "Pilih jenis disabilitas untuk"),
        (AMAQ, {"PMKS-23": ["a"]}, {}, "hanya untuk perempuan"),
        (INAQ, {"PMKS-08": ["a"]}, {}, "Umur 36 tahun pada 21 November 2026; .* 60 tahun ke atas"),
        (AMAQ, {"PMKS-08": ["a"]}, {"desa_code": ""}, "Pilih desa/kelurahan"),
        (AMAQ | {"nik": ""}, {"PMKS-08": ["a"]}, {}, "Isi NIK, atau pilih alasan tanpa NIK"),
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
    assert act(mapping.count_records) == 0


def test_an_age_that_does_not_fit_is_recorded_with_a_reason(act):
    record(act, INAQ, {"PMKS-08": ["a"]}, exception_reason="sakit menahun, hidup sendiri")
    [row] = act(mapping.list_records, 0, 10)
    assert act(mapping.get_record, row.id).exception_reason == "sakit menahun, hidup sendiri"


def test_the_same_kind_twice_is_refused_and_the_card_says_the_criteria(act):
    known = record(act)
    with pytest.raises(RuleViolation, match="Amaq Sahnun sudah tercatat sebagai Lanjut usia"):
        record(act, person_id=known)
    [row] = act(mapping.list_records, 0, 10)
    card = act(mapping.get_record, row.id)
    assert card.criteria == (card.kind.criteria[0][1],)


def test_a_closed_record_leaves_the_figures_and_may_be_opened_again_the_same_day(act):
    known = record(act)
    [row] = act(mapping.list_records, 0, 10)
    with pytest.raises(RuleViolation, match="Pilih alasan"):
        act(mapping.close_record, row.id, on=TODAY, reason=" ")
    act(mapping.close_record, row.id, on=TODAY, reason="salah input")
    assert act(mapping.count_records) == sum(act(mapping.recap).totals) == 0
    record(act, person_id=known)
    assert act(mapping.count_records) == sum(act(mapping.recap).totals) == 1


def test_a_known_person_needs_no_typing(act):
    known = record(act)
    assert record(act, {}, {"PMKS-09": ["a"]}, person_id=known, disabilities=["1"]) == known
    assert act(mapping.count_records, "sahnun") == 2
    assert act(people.get_person, known).nik == AMAQ["nik"]


def test_who_has_no_nik_is_recorded_with_the_reason(act):
    for n in range(3):
        values = {"name": f"Tanpa KTP {n}", "nik": "", "no_nik_reason": "belum merekam KTP-el"}
        record(act, values, {"PMKS-11": ["a"]})
    rows = act(mapping.list_records, 0, 10, "tanpa ktp")
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
    assert act(mapping.count_records, search) == len(act(mapping.list_records, 0, 10, search)) == found


def test_the_recap_counts_what_the_lists_show(act):
    done = act(practice.fill_map, today=TODAY)
    recap = act(mapping.recap)
    kecamatan = {place: n for n, (place, _counts) in enumerate(recap.rows)}
    assert len(recap.rows) == 24
    assert sum(recap.totals) == act(mapping.count_records) == done > 30
    for column, (code, _short, _name) in enumerate(recap.columns):
        assert recap.totals[column] == act(mapping.count_records, kind_code=code)
    for place in ("Utan", "Alas"):
        counted = sum(recap.rows[kecamatan[place]][1])
        code = {"Utan": "520406", "Alas": "520405"}[place]
        assert counted == act(mapping.count_records, kecamatan_code=code)
    assert sum(act(mapping.recap, Register.PSKS).totals) == 0


def test_pages_follow_one_another_in_order_of_name(act):
    done = act(practice.fill_map, today=TODAY)
    rows = [row for start in range(0, done, 7) for row in act(mapping.list_records, start, 7)]
    assert len({row.id for row in rows}) == len(rows) == done
    assert rows == act(mapping.list_records, 0, done)


def test_lists_and_recap_take_few_queries(act, database):
    act(practice.fill_map, today=TODAY)
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    act(mapping.list_records, 0, 200)
    act(mapping.recap)
    assert len([sql for sql in statements if sql.startswith("SELECT")]) <= 8


# --- names under sensitive kinds (domain.md R9)

HIDDEN = "(dirahasiakan)"
SENSITIVE = {"PMKS-15": ["a"]}
MAY_NOT_SEE = ("panel", "auditor", "head")


def sensitive_and_other(act):
    record(act, INAQ, SENSITIVE, note="Inaq Mariam dijemput tetangga")
    record(act)
    rows = {row.name: row for row in act(mapping.list_records, 0, 10)}
    assert act(mapping.get_record, rows["Inaq Mariam"].id).kind.sensitive
    return rows["Inaq Mariam"], rows["Amaq Sahnun"]


@pytest.mark.parametrize("role", MAY_NOT_SEE)
def test_who_may_not_edit_the_map_sees_no_name_under_a_sensitive_kind(act, act_as, role):
    secret, _open = sensitive_and_other(act)
    hidden, shown = act_as(role, mapping.list_records, 0, 10)
    assert (hidden.id, hidden.name, hidden.masked_nik, hidden.person_id) == (secret.id, HIDDEN, HIDDEN, None)
    assert (shown.name, shown.masked_nik) == ("Amaq Sahnun", "5204••••••••9001")
    card = act_as(role, mapping.get_record, secret.id)
    assert (card.name, card.note) == (HIDDEN, HIDDEN)
    assert "Mariam" not in repr(card)


@pytest.mark.parametrize("role", MAY_NOT_SEE)
@pytest.mark.parametrize("needle", ["mariam", "5204064501909002", "520406"])
def test_a_search_does_not_tell_what_is_hidden(act, act_as, role, needle):
    secret, _open = sensitive_and_other(act)
    assert secret.id in {row.id for row in act(mapping.list_records, 0, 10, needle)}
    found = act_as(role, mapping.list_records, 0, 10, needle)
    assert secret.id not in {row.id for row in found}
    assert act_as(role, mapping.count_records, needle) == len(found)
    assert act_as(role, mapping.count_records) == 2  # the figures stay whole


@pytest.mark.parametrize("role", ["operator", "verifier"])
def test_who_works_on_the_map_sees_every_name(act, act_as, role):
    secret, _open = sensitive_and_other(act)
    assert act_as(role, mapping.get_record, secret.id).name == "Inaq Mariam"
    assert act_as(role, mapping.count_records, "mariam") == 1


@pytest.mark.parametrize(
    ("role", "may"), [("operator", True), ("head", True), ("auditor", False), ("panel", False)]
)
def test_the_recap_leaves_the_program_with_who_may_export(act, act_as, role, may):
    record(act)
    assert sum(act_as(role, mapping.recap).totals) == 1
    at = datetime(2026, 11, 21, 9, 5)
    if not may:
        with pytest.raises(Forbidden, match=f"{role.title()} tidak berhak mengekspor data"):
            act_as(role, mapping.export_recap, Register.PPKS, title="Rekap", at=at)
        return
    facts = act_as(role, mapping.export_recap, Register.PPKS, title="Rekap", at=at)
    assert (facts.title, facts.regency, sum(facts.totals)) == ("Rekap", "Kabupaten Sumbawa", 1)
    assert facts.columns[7][0] == "08"
    assert facts.printed == f"dicetak 21-11-2026 pukul 09.05 WITA oleh {role.title()}"


def test_the_log_does_not_say_who_is_recorded_under_a_sensitive_kind(act):
    somebody = {
        "name": "Tokoh Rekaan",
        "nik": "5204061508859001",
        "birth_date": date(1985, 8, 15),
        "sex": "L",
    }
    form = mapping.RecordForm(
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
    act(mapping.record, form, today=date(2020, 4, 9))
    [row] = act(mapping.list_records, 0, 10, "Tokoh Rekaan")
    lines = act(history.list_history, 0, 50, "mapping_record", str(row.id))
    assert lines
    assert not [line.sentence for line in lines if "Tokoh Rekaan" in line.sentence]
