"""The life of a record: states, aid, what is done, photos, places, cards, kinds and fields."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.models.aid import Aid
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.rules.access import ROLES, Right
from db.rules.aid import HandlingKind, Standing
from db.rules.kind_fields import FieldType, FormCode
from db.rules.mapping import RecordState, Register, Subject
from db.rules.people import Sex
from db.rules.problems import Forbidden, RuleViolation
from db.services import history
from db.services.mapping import (
    aid,
    boards,
    card_reports,
    cards,
    facts,
    fields,
    handling,
    kind_editor,
    kinds,
    photos,
    records,
    relations,
    states,
)
from db.services.mapping.boards import BoardRow
from db.services.mapping.collectives import CollectiveForm
from db.services.mapping.families import FamilyForm, MemberForm, write_family
from db.services.mapping.kind_editor import CriterionLine
from tests.services.test_mapping import AMAQ, DESA, INAQ, TODAY, form

KK = "5204060101209001"
CHECKED, VALID, SERVED, CLOSED = (
    RecordState.CHECKED,
    RecordState.VALID,
    RecordState.SERVED,
    RecordState.CLOSED,
)


def recorded(act, *args, **kwargs):
    return act(records.record, form(*args, **kwargs), today=TODAY)


def card_of(act, record_id):
    return act(cards.get_card, record_id, today=TODAY)


def one(act, *args, **kwargs):
    return recorded(act, *args, **kwargs).record_ids[0]


def test_a_record_goes_from_report_to_closing_and_back_with_who_and_when(act, act_as):
    case = one(act)
    with pytest.raises(RuleViolation, match="Langkah ini tidak berlaku"):
        act(states.move, case, SERVED, on=TODAY, today=TODAY)
    act(states.move, case, CHECKED, on=TODAY, today=TODAY, note="rumah dikunjungi")
    with pytest.raises(RuleViolation, match="Tulis alasan mengembalikan"):
        act(states.move, case, RecordState.REPORTED, on=TODAY, today=TODAY)
    act_as("admin", states.move, case, VALID, on=TODAY, today=TODAY)
    with pytest.raises(RuleViolation, match="Pilih alasan"):
        act(states.close_record, case, on=TODAY, today=TODAY, reason=" ")
    act(states.close_record, case, on=TODAY, today=TODAY, reason="Pindah", note="ke Lombok")
    with pytest.raises(RuleViolation, match="sudah ditutup pada 21-11-2026"):
        act(states.close_record, case, on=TODAY, today=TODAY, reason="Ganda")
    with pytest.raises(RuleViolation, match="Tulis alasan membuka"):
        act(states.reopen, case, on=TODAY, today=TODAY, reason="")
    assert act(states.reopen, case, on=TODAY, today=TODAY, reason="pulang lagi") is VALID
    [shown] = card_of(act, case).records
    assert [step.state for step in shown.steps] == [RecordState.REPORTED, CHECKED, VALID, CLOSED, VALID]
    assert [step.note for step in shown.steps[1:]] == [
        *("rumah dikunjungi", "", "Pindah: ke Lombok", "Dibuka kembali: pulang lagi")
    ]
    assert shown.steps[2].by == "Admin"
    with pytest.raises(Forbidden):
        act_as("auditor", states.move, case, SERVED, on=TODAY, today=TODAY)


def test_a_closed_record_stays_closed_while_the_same_kind_is_open_again(act):
    made = recorded(act)
    act(states.close_record, made.record_ids[0], on=TODAY, today=TODAY, reason="Salah data")
    recorded(act, person_id=made.person_id)
    with pytest.raises(RuleViolation, match="masih terbuka"):
        act(states.reopen, made.record_ids[0], on=TODAY, today=TODAY, reason="x")


def test_many_are_confirmed_at_once_and_none_gets_an_older_day(act):
    first = one(act, recorded_on=date(2025, 1, 2))
    second = one(act, INAQ, {"PMKS-23": ["a"]}, recorded_on=date(2025, 1, 2))
    act(states.close_record, second, on=TODAY, today=TODAY, reason="Pindah")
    assert act(states.confirm, [first, second], on=TODAY, today=TODAY) == 1
    assert act(states.confirm, [first], on=date(2026, 1, 1), today=TODAY) == 1
    assert card_of(act, first).records[0].confirmed_on == TODAY
    with pytest.raises(RuleViolation, match="Paling banyak 500"):
        act(states.confirm, range(501), on=TODAY, today=TODAY)


def family(act):
    head = recorded(
        act,
        AMAQ | {"kk": KK},
        {"PMKS-08": ["a"], "PMKS-24": ["a"]},
        family=FamilyForm(2, (MemberForm("Inaq Mariam", INAQ["nik"], "3", Sex.FEMALE, date(1990, 1, 5)),)),
    )
    shown = card_of(act, head.record_ids[0])
    return head, {member.name: member.person_id for member in shown.family}


def test_the_card_has_all_kinds_of_a_person_and_the_family(act):
    head, members = family(act)

    def typed_again(session):
        one = session.get_one(Person, head.person_id)
        write_family(session, one, FamilyForm(2, (MemberForm("INAQ MARIAM"),)), DESA, TODAY)

    act(typed_again)  # without a NIK, and no second person
    shown = card_of(act, head.record_ids[1])
    assert shown.name == "Keluarga Amaq Sahnun"
    assert [record.kind.code for record in shown.records] == ["PMKS-08", "PMKS-24"]
    assert [(member.name, member.relation) for member in shown.family] == [
        *(("Amaq Sahnun", "Kepala keluarga"), ("Inaq Mariam", "Istri"))
    ]
    assert shown.records[1].of_family
    other = one(act, {}, {"PMKS-23": ["a"]}, person_id=members["Inaq Mariam"])
    assert card_of(act, head.record_ids[0]).family[1].record_id == other
    assert [record.id for record in card_of(act, other).records] == [other]


AID = dict(
    programme_code="pkh",
    begins_on=date(2026, 1, 1),
    ends_on=None,
    amount=None,
    fund_code="",
    provider="",
    as_of=None,
    source="",
    note="",
    exception_reason="",
)


def test_a_second_aid_of_the_family_is_double_unless_the_pair_is_allowed(act, act_as):
    _head, members = family(act)
    amaq, inaq = members["Amaq Sahnun"], members["Inaq Mariam"]
    act(aid.save_aid, None, {}, AID | {"person_id": amaq}, today=TODAY)
    allowed = AID | {"person_id": inaq, "programme_code": "sembako"}
    assert act(aid.double_of, allowed) == ""
    act(aid.save_aid, None, {}, allowed, today=TODAY)
    again = AID | {"person_id": inaq, "programme_code": "blt_dd"}
    told = act(aid.double_of, again)
    assert "Program Keluarga Harapan (PKH) untuk Amaq Sahnun sejak 01-01-2026" in told
    with pytest.raises(RuleViolation, match="Tulis alasan bantuan ganda"):
        act(aid.save_aid, None, {}, again, today=TODAY)
    act(aid.save_aid, None, {}, again | {"exception_reason": "musyawarah desa"}, today=TODAY)
    assert [row.double for row in act(aid.list_aid, [amaq, inaq])] == ["", "", ""]  # allowed, or explained

    def explain(session, reason):
        session.scalars(select(Aid).where(Aid.programme_code == "blt_dd")).one().exception_reason = reason

    act(explain, "")
    doubled = [row.double for row in act(aid.list_aid, [amaq, inaq])]
    assert sum("Bantuan ganda" in text for text in doubled) == 3
    act(explain, "musyawarah desa")
    assert act(aid.double_of, again | {"begins_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}) == ""
    with pytest.raises(Forbidden):
        act_as("operator", aid.allow_pair, "pkh", "blt_dd", "")
    act(aid.allow_pair, "pkh", "blt_dd", "Perbup 1/2026")
    act(aid.allow_pair, "sembako", "blt_dd", "Perbup 1/2026")
    third = AID | {"person_id": amaq, "programme_code": "blt_dd", "begins_on": date(2026, 2, 1)}
    assert "BLT Dana Desa untuk Inaq Mariam" in act(aid.double_of, third)  # the same for two members
    act(aid.allow_pair, "blt_dd", "blt_dd", "")
    assert act(aid.double_of, third) == ""
    act(aid.forbid_pair, ("blt_dd", "pkh"))
    assert "PKH" in act(aid.double_of, third)


def test_dtsen_is_kept_with_its_day_and_a_decile_only_for_who_is_listed(act):
    made = recorded(act)
    empty = dict(dtsen_id="", standing=Standing.UNCHECKED, decile=None, as_of=None, source="")
    listed = empty | {"standing": Standing.LISTED, "decile": 2, "as_of": date(2025, 6, 1), "dtsen_id": "X1"}
    with pytest.raises(RuleViolation, match="Isi tanggal keadaan"):
        act(aid.save_status, made.person_id, empty, listed | {"as_of": None}, today=TODAY)
    wrong = listed | {"standing": Standing.NOT_LISTED}
    with pytest.raises(RuleViolation, match="Desil hanya"):
        act(aid.save_status, made.person_id, empty, wrong, today=TODAY)
    act(aid.save_status, made.person_id, empty, listed, today=TODAY)
    act(aid.save_status, made.person_id, listed, listed | {"decile": 3}, today=TODAY)
    assert card_of(act, made.record_ids[0]).status.decile == 3


def test_a_referral_makes_the_record_referred_and_a_service_served(act):
    case = one(act)
    plain = dict(what="Kursi roda", institution="", on_day=TODAY, done_on=None, result="")
    act(handling.save_handling, case, None, {}, plain | {"kind": HandlingKind.NEED}, today=TODAY)
    assert card_of(act, case).records[0].state is RecordState.REPORTED
    with pytest.raises(RuleViolation, match="lembaga tujuan"):
        act(handling.save_handling, case, None, {}, plain | {"kind": HandlingKind.REFERRAL}, today=TODAY)
    referral = plain | {"kind": HandlingKind.REFERRAL, "institution": "Sentra Paramita"}
    act(handling.save_handling, case, None, {}, referral, today=TODAY)
    assert card_of(act, case).records[0].state is RecordState.REFERRED
    act(handling.save_handling, case, None, {}, plain | {"kind": HandlingKind.SERVICE}, today=TODAY)
    [shown] = card_of(act, case).records
    assert shown.state is SERVED
    assert shown.steps[-1].note == "Layanan: Kursi roda"
    assert len(shown.handling) == 3
    done = next(row for row in shown.handling if row.kind is HandlingKind.NEED)
    before = plain | {"kind": HandlingKind.NEED}
    act(
        handling.save_handling,
        case,
        done.id,
        before,
        before | {"done_on": TODAY, "result": "ada"},
        today=TODAY,
    )
    assert [row.result for row in card_of(act, case).records[0].handling if row.id == done.id] == ["ada"]


def test_photos_are_small_and_few_and_a_place_far_away_is_doubted(act):
    case = one(act)
    with pytest.raises(RuleViolation, match="300 KB"):
        act(photos.add_photo, case, b"x" * (300 * 1024 + 1))
    photo = act(photos.add_photo, case, b"jpeg", "rumah")
    act(photos.name_photo, photo, "rumah dari depan")
    assert [row.caption for row in card_of(act, case).records[0].photos] == ["rumah dari depan"]
    act(photos.remove_photo, photo)
    act(photos.set_point, case, None, (-8.4, 117.2))
    assert card_of(act, case).records[0].point == (-8.4, 117.2)
    assert "di luar kabupaten" in act(photos.doubt_point, DESA, (-6.2, 106.8))


def test_a_place_in_the_own_desa_is_not_doubted_one_in_another_kecamatan_is(act, database):
    from db.models.regions import Region

    with database.reading() as session:
        own = session.get_one(Region, DESA)
        here = (own.latitude, own.longitude)
    assert act(photos.doubt_point, DESA, here) == ""
    assert "km dari desanya" in act(photos.doubt_point, DESA, (here[0] - 0.1, here[1] + 0.5))


def test_a_sensitive_kind_hides_its_subject_and_opening_it_is_noted(act, act_as, monkeypatch):
    made = recorded(act, AMAQ, {"PMKS-16": ["a"], "PMKS-08": ["a"]})
    hidden, open_one = made.record_ids
    seen = act_as("auditor", cards.get_card, hidden, today=TODAY)
    assert seen.hidden
    assert (seen.name, seen.facts, seen.aid) == ("(dirahasiakan)", (), ())
    blind = ROLES["verifier"][1] - {Right.SENSITIVE}
    monkeypatch.setitem(ROLES, "blind", ("Buta", blind))
    for service, more in (
        (states.confirm, {"record_ids": [hidden], "on": TODAY, "today": TODAY}),
        (states.move, {"record_id": hidden, "state": CHECKED, "on": TODAY, "today": TODAY}),
        (states.close_record, {"record_id": hidden, "on": TODAY, "today": TODAY, "reason": "Pindah"}),
        (photos.list_photos, {"record_id": hidden}),
        (handling.list_handling, {"record_id": hidden}),
        (photos.set_point, {"record_id": hidden, "before": None, "after": (-8.4, 117.2)}),
    ):
        with pytest.raises(Forbidden):
            act_as("blind", service, **more)
    other = act_as("auditor", cards.get_card, open_one, today=TODAY)
    assert [record.kind.code for record in other.records] == ["PMKS-08"]
    assert act(cards.is_noted, open_one)
    assert not act_as("auditor", cards.is_noted, hidden)
    card_of(act, hidden)
    lines = act(history.list_history, 0, 50)
    assert any(line.sentence.startswith("Membuka kartu Orang dengan HIV") for line in lines)
    assert not any("Amaq" in line.sentence for line in lines if "Membuka" in line.sentence)


def institution(act):
    return recorded(
        act,
        {},
        {"PSKS-04": ["a"]},
        collective=CollectiveForm(None, {"name": "LKS Harapan"}),
        facts={"registration_until": "2026-12-01"},
    )


def test_an_institution_has_its_board_by_period_and_permits_that_expire(act):
    made = institution(act)
    known = recorded(act, INAQ, {"PMKS-23": ["a"]}).person_id
    lines = (
        BoardRow(None, "Ketua", "", INAQ["nik"], "SK 1/2026", date(2026, 1, 1), date(2030, 12, 31)),
        BoardRow(None, "Ketua", "Lalu Ahmad", "", "SK 1/2021", date(2021, 1, 1), date(2025, 12, 31)),
    )
    with pytest.raises(RuleViolation, match="Isi jabatan"):
        act(boards.save_board, made.collective_id, (), (replace(lines[0], position=""),), today=TODAY)
    act(boards.save_board, made.collective_id, (), lines, today=TODAY)
    shown = card_of(act, made.record_ids[0])
    assert [(row.name, row.person_id) for row in shown.board] == [
        ("Inaq Mariam", known),
        ("Lalu Ahmad", None),
    ]
    assert [(permit.label, permit.until) for permit in shown.permits] == [
        ("Tanda daftar berlaku sampai", date(2026, 12, 1))
    ]
    assert act(boards.roles_of, known) == ("Ketua LKS Harapan",)
    act(boards.save_board, made.collective_id, shown.board, shown.board[:1], today=TODAY)
    assert len(card_of(act, made.record_ids[0]).board) == 1


KIND = dict(
    register=Register.PPKS,
    subject=Subject.PERSON,
    name="Rumah tak layak huni",
    abbreviation="RTLH",
    definition="",
    minimum_age=None,
    maximum_age=None,
    sex="",
    needs_disability=False,
    sensitive=False,
    group="",
    valid_from=None,
    criteria=(CriterionLine("", "atap bocor"), CriterionLine("", "lantai tanah")),
)


def test_the_office_adds_closes_and_deletes_local_kinds_only(act, act_as):
    with pytest.raises(Forbidden):
        act_as("operator", kind_editor.add_kind, KIND)
    code = act(kind_editor.add_kind, KIND)
    assert code == "LOK-01"
    case = one(act, kinds={code: ["b"]})
    with pytest.raises(RuleViolation, match="sudah dipakai"):
        act(kind_editor.delete_kind, code)
    [row] = [row for row in act(kind_editor.list_all) if row.id == code]
    before = {name: getattr(row, name) for name in KIND}
    fewer = before | {"criteria": row.criteria[:1]}
    with pytest.raises(RuleViolation, match="Kriteria b sudah dicentang"):
        act(kind_editor.change_kind, code, before, fewer)
    with pytest.raises(RuleViolation, match="tidak dapat diubah"):
        act(kind_editor.change_kind, code, before, before | {"subject": Subject.FAMILY})
    more = before | {"name": "RTLH", "criteria": (*row.criteria, CriterionLine("", "dinding bambu"))}
    act(kind_editor.change_kind, code, before, more)
    act(kind_editor.close_kind, code, on=TODAY, today=TODAY)
    assert code not in {kind.code for kind in act(kinds.list_kinds)}
    assert [kind.kind.name for kind in card_of(act, case).records] == ["RTLH"]
    act(kind_editor.open_kind, code)
    assert code in {kind.code for kind in act(kinds.list_kinds)}
    second = act(kind_editor.add_kind, KIND)
    act(kind_editor.delete_kind, second)
    with pytest.raises(RuleViolation, match="Jenis resmi tidak dapat dihapus"):
        act(kind_editor.delete_kind, "PMKS-01")


FIELD = dict(
    form=FormCode.PPKS_PERSON,
    kinds=(),
    block="Ekonomi",
    label="Punya ternak",
    type=FieldType.CHOICE,
    choices="Tidak\nKambing\nSapi",
    unit="",
    required=False,
    active=True,
)


def test_the_office_adds_its_own_fields_and_switches_shipped_ones_off(act):
    with pytest.raises(RuleViolation, match="dua pilihan"):
        act(fields.save_field, None, {}, FIELD | {"choices": "Sapi"})
    code = act(fields.save_field, None, {}, FIELD)
    assert code == "own_punya_ternak"
    made = recorded(act, facts={code: "Sapi", "income": 500000})
    shown = card_of(act, made.record_ids[0])
    assert {(said.label, said.text) for said in shown.said} == {
        ("Punya ternak", "Sapi"),
        ("Penghasilan per bulan", "Rp500.000"),
    }
    with pytest.raises(RuleViolation, match="sudah diisi"):
        act(fields.delete_field, code)
    before = FIELD | {"choices": ("Tidak", "Kambing", "Sapi")}
    with pytest.raises(RuleViolation, match="tidak dapat diubah"):
        act(fields.save_field, code, before, before | {"type": FieldType.TEXT})
    with pytest.raises(RuleViolation, match="bawaan tidak dapat dihapus"):
        act(fields.delete_field, "income")
    act(fields.switch_field, "income", active=False)
    assert "income" not in {field.code for field in act(facts.list_fields)}
    assert len(card_of(act, made.record_ids[0]).said) == 2  # what was answered stays to be seen
    act(fields.move_field, code, -1)
    own = [row.id for row in act(fields.list_all) if row.form is FormCode.PPKS_PERSON]
    assert own.index(code) == len(own) - 2
    with pytest.raises(RuleViolation, match="sudah mempunyai isian bernama punya TERNAK"):
        act(fields.save_field, None, {}, FIELD | {"label": "punya TERNAK", "kinds": ("PMKS-01",)})
    second = act(fields.save_field, None, {}, FIELD | {"label": "Punya ternak?"})
    assert second == "own_punya_ternak_2"
    act(fields.delete_field, second)
    assert act(fields.kinds_of_form, FormCode.PSKS_INSTITUTION)[0][0] == "PSKS-04"


def test_records_keep_the_point_as_it_is_when_the_record_changes(act, database):
    case = one(act)
    act(photos.set_point, case, None, (-8.4, 117.2))
    with database.reading() as session:
        assert session.get_one(MappingRecord, case).longitude == 117.2


def test_people_with_one_kk_become_a_family_when_somebody_heads_it(act):
    first = recorded(act, AMAQ | {"kk": KK})
    second = recorded(act, INAQ | {"kk": KK}, {"PMKS-23": ["a"]})
    with pytest.raises(RuleViolation, match="Tentukan dulu kepala"):
        act(relations.set_relation, second.person_id, "3")
    act(relations.set_relation, first.person_id, "1")
    act(relations.set_relation, second.person_id, "3")
    shown = card_of(act, second.record_ids[0]).family
    assert [(one.name, one.relation) for one in shown] == [
        *(("Amaq Sahnun", "Kepala keluarga"), ("Inaq Mariam", "Istri"))
    ]
    with pytest.raises(RuleViolation, match="kepala keluarga yang lain"):
        act(relations.set_relation, first.person_id, "4")
    act(relations.set_relation, second.person_id, "1")
    assert card_of(act, first.record_ids[0]).family[0].name == "Inaq Mariam"


def test_what_is_printed_has_all_rows(act):
    _head, members = family(act)
    amaq = members["Amaq Sahnun"]
    act(aid.save_aid, None, {}, AID | {"person_id": amaq, "amount": 750000}, today=TODAY)
    assert act(history.list_history, 0, 1)[0].sentence == "Bantuan Amaq Sahnun ditambahkan"
    [row] = act(card_reports.aid_table, members["Inaq Mariam"], today=TODAY).rows
    assert row[:5] == ("Program Keluarga Harapan (PKH)", "Amaq Sahnun", date(2026, 1, 1), None, 750000)
    assert len(act(card_reports.kinds_table, today=TODAY).rows) == 38
    assert len(act(card_reports.fields_table, today=TODAY).rows) == len(act(fields.list_all))
    assert len(act(card_reports.pairs_table, today=TODAY).rows) == 13


def test_the_log_says_each_field_by_its_name(act):
    case = one(act, facts={"income": 500000, "lives_with_family": True})

    def edit(session):
        before, after = {"income": 500000}, {"income": 750000, "hamlet": "Orong"}
        facts.change(session, session.get_one(MappingRecord, case), before, after)

    act(edit)
    [row] = act(history.list_history, 0, 1)
    assert row.sentence.endswith(
        "diubah: Dusun/lingkungan kosong menjadi “Orong”; Penghasilan per bulan “500000” menjadi “750000”"
    )


def test_the_history_of_a_record_has_the_answers_about_its_subject(act):
    known = {"family_income": 400000}
    made = recorded(act, AMAQ | {"kk": KK}, {"PMKS-24": ["a"]}, family=FamilyForm(5), facts=known)
    hidden = recorded(act, person_id=made.person_id, kinds={"PMKS-16": ["a"]}).record_ids[0]
    [case] = made.record_ids

    def edit(session):
        record, secret = (session.get_one(MappingRecord, key) for key in (case, hidden))
        facts.change(session, record, known, known | {"family_income": 900000})
        facts.change(session, secret, {}, {"hamlet": "Orong"})

    act(edit)
    said = [row.sentence for row in act(history.list_history, 0, 50, "mapping_record", str(case))]
    assert "Keluarga Amaq Sahnun diubah: Penghasilan per bulan “400000” menjadi “900000”" in said
    assert "Keterangan orang ditambahkan: Dusun/lingkungan “Orong”" in said
    of_hidden = [row.sentence for row in act(history.list_history, 0, 50, "mapping_record", str(hidden))]
    assert not any("Amaq" in one or "Keterangan" in one or "Keluarga" in one for one in of_hidden)
    shown = act(cards.get_card, case, today=TODAY)
    assert (shown.family_id, shown.family_size) == (made.family_id, 5)
