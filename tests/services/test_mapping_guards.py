"""What the map refuses: days to come, a NIK of somebody else, a No. KK taken, a kind of the other sex."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from db.exchange import report as excel
from db.models.families import Family
from db.models.people import Person
from db.rules.mapping import RecordState, Register
from db.rules.people import Sex
from db.rules.problems import Conflict, RuleViolation
from db.rules.releases import NamesForm
from db.rules.rounds import SheetState
from db.services.mapping import (
    aid,
    entry,
    families,
    listing,
    merges,
    paste,
    records,
    releases,
    sheets,
    states,
)
from db.services.mapping.families import FamilyForm, MemberForm
from db.services.mapping.filters import Filter
from db.services.reports import frame_report
from tests.services.test_mapping import AMAQ, DESA, INAQ, TODAY, form
from tests.services.test_mapping_entry import FIELDS, GRID, KK, USUAL
from tests.services.test_record_life import AID
from tests.services.test_rounds import AT, begin, sheet_ids
from tests.services.utan import person

AHEAD = TODAY + timedelta(1)
LATE = "Tanggal tidak boleh sesudah hari ini"
NEW_KK = "5204061002159109"


def record(act, *args, **kwargs):
    return act(entry.record, form(*args, **kwargs), today=TODAY)


def numbers(act):
    return act(
        lambda session: [
            session.scalars(select(Family.kk)).one(),
            *session.scalars(
                select(Person.kk).where(Person.name.in_(("Amaq Sahnun", "Inaq Mariam"))).order_by(Person.name)
            ),
        ]
    )


def test_somebody_recorded_away_from_home_moves_only_when_it_is_said(act):
    town = "5204062002"
    own = AMAQ | {"address": "Dusun Stowe", "rt": "001"}
    who = record(act, own).person_id

    def home(session):
        person = session.get_one(Person, who)
        return person.desa_code, person.address

    [case] = record(act, AMAQ, {"PMKS-11": ["a"]}, person_id=who, desa_code=town).record_ids
    assert act(home) == (DESA, "Dusun Stowe")
    [row] = act(records.list_records, 0, 9, Filter(kind_code="PMKS-11"))
    assert row.desa == "Labuhan Bajo"
    before = act(entry.get_form, case)
    after = replace(before, person=own, person_before=own | {"desa_code": DESA, "outside": ""}, note="x")
    act(entry.change, case, before, after, today=TODAY)  # the form shows the desa of the case
    assert act(home)[0] == DESA
    act(entry.change, case, before, replace(after, moves=True), today=TODAY)
    assert act(home)[0] == town
    record(act, AMAQ | {"address": "Jalan Baru"}, {"PMKS-12": ["a"]}, person_id=who, desa_code=DESA)
    assert act(home) == (DESA, "Jalan Baru")


def test_days_to_come_are_refused_everywhere(act):
    with pytest.raises(RuleViolation, match=LATE):
        record(act, recorded_on=AHEAD)
    made = record(act)
    [case] = made.record_ids
    for late in (
        (states.confirm, [case], {}),
        (states.move, case, {"state": RecordState.CHECKED}),
        (states.close_record, case, {"reason": "Pindah"}),
    ):
        service, who, values = late
        with pytest.raises(RuleViolation, match=LATE):
            act(service, who, on=AHEAD, today=TODAY, **values)
    act(states.close_record, case, on=TODAY, today=TODAY, reason="Pindah")
    with pytest.raises(RuleViolation, match=LATE):
        act(states.reopen, case, on=AHEAD, today=TODAY, reason="pulang")
    values = AID | {"person_id": made.person_id, "begins_on": AHEAD}
    with pytest.raises(RuleViolation, match=LATE):
        act(aid.save_aid, None, {}, values, today=TODAY)


def test_a_corrected_family_number_is_that_of_the_family_too(act):
    members = (MemberForm("Inaq Mariam", "5204064501909002", "3", Sex.FEMALE, date(1990, 1, 5)),)
    done = record(act, AMAQ | {"kk": KK}, {"PMKS-24": ["a"]}, family=FamilyForm(2, members))
    assert numbers(act) == [KK, KK, KK]
    before = act(entry.get_form, done.record_ids[0])
    own = act(
        lambda session: {name: getattr(session.get_one(Person, done.person_id), name) for name in FIELDS}
    )
    after = replace(before, person=own | {"kk": NEW_KK}, person_before=own)
    act(entry.change, done.record_ids[0], before, after, today=TODAY)
    assert numbers(act) == [NEW_KK] * 3
    record(act, AMAQ | {"kk": NEW_KK}, {"PMKS-25": ["a"]}, person_id=done.person_id)
    assert act(families.find_family, NEW_KK, today=TODAY).id == done.family_id
    record(
        act,
        person("Amaq Lain", "5204060101409001", date(1940, 1, 1), sex=Sex.MALE, kk=KK),
        {"PMKS-24": ["a"]},
    )
    now = own | {"kk": NEW_KK}
    with pytest.raises(RuleViolation, match=r"No\. KK ini sudah dipakai Keluarga Amaq Lain"):
        act(
            entry.change,
            done.record_ids[0],
            before,
            replace(before, person=now | {"kk": KK}, person_before=now),
            today=TODAY,
        )


@pytest.mark.parametrize("changes", [{"name": "Nama Orang Lain"}, {"birth_date": "15/08/1951"}])
def test_a_pasted_row_never_turns_the_owner_of_a_nik_into_somebody_else(act, changes):
    record(act, kinds={"PMKS-11": ["a"]})
    [said] = act(paste.save_rows, [GRID | changes], USUAL, today=TODAY)
    assert said.problems == (
        "NIK ini milik Amaq Sahnun (15-08-1950); periksa NIK, nama, dan tanggal lahirnya.",
    )
    assert act(records.count_records) == 1
    [said] = act(paste.save_rows, [GRID], USUAL, today=TODAY)
    assert said.problems == ()


def test_names_show_what_the_head_of_a_family_gets_today(act):
    head = record(act, AMAQ, {"PMKS-24": ["a"]}).person_id
    for programme, ends in (("pkh", None), ("sembako", AHEAD), ("blt_dd", TODAY - timedelta(1))):
        values = AID | {"person_id": head, "programme_code": programme, "ends_on": ends}
        act(aid.save_aid, None, {}, values | {"exception_reason": "musyawarah"}, today=TODAY)
    asked = NamesForm(Register.PPKS, DESA[:6], DESA, reason="Rapat koordinasi", recipient="Bappeda")
    [table] = act(releases.take_names, asked, today=TODAY).tables
    [row] = table.rows
    assert row[8] == "Program Keluarga Harapan (PKH), Sembako/BPNT"
    got = {"pkh": 1, "sembako": 1, "blt_dd": 0}  # the list means the same
    for programme, number in got.items():
        where = Filter.of({"programme_code": programme}, TODAY)
        assert act(records.count_records, where) == number


def test_a_step_is_not_undone_where_somebody_went_on(act):
    ids = sheet_ids(act, begin(act))[:2]
    change = act(sheets.set_state, ids, SheetState.RUNNING, on=TODAY)
    act(sheets.set_state, ids[:1], SheetState.HANDED_IN, on=TODAY)
    with pytest.raises(Conflict, match="tidak dapat diurungkan lagi"):
        act(sheets.restore_states, change, on=TODAY)
    act(sheets.restore_states, [one for one in change if one[0] == ids[1]], on=TODAY)


def test_a_kind_of_women_does_not_come_to_a_man_by_a_merge(act):
    man = record(act, AMAQ, {"PMKS-08": ["a"]}).person_id
    woman = record(act, INAQ, {"PMKS-23": ["a"]}).person_id
    with pytest.raises(RuleViolation, match="tidak berlaku bagi Laki-laki"):
        act(merges.merge_people, man, woman, [], today=TODAY)
    act(merges.merge_people, man, woman, ["sex"], today=TODAY)


def test_a_long_list_is_written_row_by_row_and_says_the_same(act, monkeypatch):
    record(act, facts={"income": 500000, "lives_with_family": True})
    table = act(listing.records_table, Filter(), "", TODAY)
    assert [column.title for column in table.columns[-2:]] == [
        "Tinggal dalam keluarga",
        "Penghasilan per bulan",
    ]
    assert table.rows[0][-2:] == ("Ya", 500000)
    report = act(frame_report, [table], at=AT)
    books = []
    for most in (excel.LONG, 0):
        monkeypatch.setattr(excel, "LONG", most)
        books.append(CalamineWorkbook.from_filelike(BytesIO(excel.report_workbook(report))))
    short, long = (book.get_sheet_by_index(0).to_python() for book in books)
    assert short == long
    [line] = [row for row in long if "Amaq Sahnun" in row]
    assert any(str(cell).startswith("a. ") and len(cell) > 20 for cell in line)  # words, not letters
