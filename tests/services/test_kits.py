"""The survey kit: given out with what is known, known again when it comes back (peers.md 5 no. 18)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from db.exchange.kit_book import kit_workbook
from db.exchange.kit_reading import read_kit
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.rules.kits import KitOutcome, seal_of, token
from db.rules.mapping import Register
from db.rules.people import Sex
from db.rules.problems import RuleViolation, Trouble
from db.rules.releases import NamesForm
from db.rules.rounds import CellState
from db.services.mapping import kit_undo, kits, records, releases, surveys
from tests.services.test_mapping import form
from tests.services.test_rounds import MOTONG, ORONG, begin, cell, four, lock, record

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
NEW = {
    "kind": "PMKS-08 Lanjut usia telantar (LUT)",
    "name": "Amaq Baru",
    "nik": "5204060101519006",
    "sex": "L",
    "birth_date": "01-01-1951",
    "address": "Dusun Baru",
    "criteria": "a, b",
}


def make(act, round_id, *kinds, desa=MOTONG):
    return act(kits.make_kit, round_id, desa, kinds, at=AT)


def sheet_of(content, name):
    """The rows of a sheet as cells, from the header on."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()
    return rows[3:]


def edit(tmp_path, kit, change, *, name="paket.xlsx", keys=None, counts=None):
    """A workbook as somebody has edited it: `change` gets the rows as dictionaries."""
    content = kit_workbook(kit)
    head, *lines = sheet_of(content, "Data")
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    rows = change(rows) or rows
    said = {"kode": kit.code, "wilayah": kit.regency_code, "desa": kit.desa_code, "segel": kit.seal}
    said |= keys or {}
    path = tmp_path / name
    with xlsxwriter.Workbook(str(path)) as file:
        sheet = file.add_worksheet("Lembar1")  # renamed
        sheet.write_row(0, 0, head)
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, [row.get(title, "") for title in head])
        if counts:
            sheet = file.add_worksheet("Angka")
            sheet.write_row(0, 0, ("Kode", "Jenis", "Laki-laki", "Perempuan", "Jumlah", "Nihil (tidak ada)"))
            for place, line in enumerate(counts, 1):
                sheet.write_row(place, 0, line)
        key = file.add_worksheet("Pilar")
        for place, pair in enumerate(said.items()):
            key.write_row(place, 0, pair)
        key.very_hidden()
    return read_kit(path)


def fill(row, **values):
    titles = {
        "kind": "Jenis",
        "name": "Nama lengkap",
        "nik": "NIK",
        "sex": "L/P",
        "birth_date": "Tanggal lahir",
    }
    titles |= {
        "address": "Alamat",
        "criteria": "Kriteria",
        "state": "Keadaan",
        "note": "Keterangan",
        "rt": "RT",
    }
    row.update({titles[name]: value for name, value in values.items()})


def named(rows, name):
    return next(row for row in rows if row["Nama lengkap"] == name)


def blank(rows):
    return next(row for row in rows if not row["Nama lengkap"])


def try_it(act, returned):
    return act(surveys.try_kit, returned, on=TODAY, today=TODAY)


def take(act, returned):
    return act(kit_undo.take_kit, returned, on=TODAY, today=TODAY, at=AT)


def outcomes(plan):
    return {(line.name or line.kind[:7]): line.outcome for line in plan.lines}


def test_a_kit_with_names_stands_in_the_register_of_what_left(act):
    round_id = begin(act)
    four(act)
    sent = make(act, round_id, "PMKS-08", desa=MOTONG)
    act(kits.make_kit, round_id, MOTONG, (), at=AT, named=False)
    make(act, round_id, desa=ORONG)  # where nobody is known
    [row] = act(releases.releases_table).rows
    assert row[1:] == (
        "Pilar TKSK",
        f"Paket pendataan Motong, Kecamatan Utan ({sent.code})",
        3,
        "Lengkap",
        "Petugas pendataan",
        "Pendataan Semester I 2026",
    )
    form = NamesForm(Register.PPKS, MOTONG[:6], reason="Rapat koordinasi", recipient="Bappeda")
    act(releases.take_names, form, today=TODAY)
    days = [row[0] for row in act(releases.releases_table).rows]
    assert days == sorted(days, reverse=True)
    assert len(days) == 2


def test_the_workbook_has_what_a_desa_needs(act):
    round_id = begin(act)
    four(act)
    kit = make(act, round_id)
    assert [row["name"] for row in kit.rows] == ["Amaq Darwis", "Amaq Rinah", "Amaq Sahnun", "Inaq Mariam"]
    content = kit_workbook(kit)
    head, first, *rest = sheet_of(content, "Data")
    known = dict(zip(head, first, strict=True))
    assert known["NIK"] == "5204060101489004"  # text: no digit is lost
    assert (known["Desa/kelurahan"], known["L/P"], known["Tanggal lahir"]) == ("Motong", "L", "01-01-1948")
    assert known["Kode baris"] == token(kit.code, 1)
    assert len(rest) == 3 + 60
    assert [row[0] for row in sheet_of(content, "Angka")[1:]][:2] == ["PMKS-01", "PMKS-02"]
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    hidden = {sheet.name: str(sheet.visible) for sheet in book.sheets_metadata}
    assert "VeryHidden" in hidden["Pilar"]


def test_kits_of_a_kecamatan_are_made_in_one_run_that_can_be_stopped(act):
    round_id = begin(act)
    wishes = {MOTONG: ("PMKS-08",), ORONG: ()}

    def stop(done):
        if done == 2:
            raise RuntimeError("Batal")

    with pytest.raises(RuntimeError):
        act(kits.make_kits, round_id, wishes, at=AT, tick=stop)
    assert act(kits.list_kits, round_id) == []
    made = act(kits.make_kits, round_id, wishes, at=AT)
    assert [len(kit.kinds) for kit in made] == [1, 37]
    first = act(kits.list_kits, round_id)[0]
    four(act)
    assert [
        len(act(kits.make_kits, round_id, {MOTONG: ()}, at=AT, named=named)[0].rows)
        for named in (True, False)
    ] == [4, 0]
    act(kits.remove_kit, first.id)
    assert len(act(kits.list_kits, round_id)) == 3


def test_sensitive_rows_go_out_only_by_right(act, database):
    round_id = begin(act)
    record(act, "Inaq Rahasia", "5204064501909002", date(1990, 1, 5), kind="PMKS-10", sex=Sex.FEMALE)
    assert len(make(act, round_id, "PMKS-10").rows) == 1

    def without(session):
        actor = session.info["actor"]
        session.info["actor"] = replace(actor, rights=actor.rights - {"sensitive"})
        return kits.make_kit(session, round_id, MOTONG, ["PMKS-10"], at=AT)

    with database.writing() as session:
        assert without(session).rows == ()


def test_round_trip_with_changed_new_missing_and_zero(act, tmp_path):
    round_id = begin(act)
    ids = four(act)
    kit = make(act, round_id)

    def work(rows):
        fill(named(rows, "Amaq Sahnun"), state="Tetap")
        fill(named(rows, "Amaq Rinah"), state="Berubah", address="Dusun Timur", rt="2")
        fill(named(rows, "Amaq Darwis"), state="Meninggal")
        fill(blank(rows), **NEW)
        rows = [row for row in rows if row["Nama lengkap"] != "Inaq Mariam"]  # somebody deleted a row
        return sorted(rows, key=lambda row: row["Alamat"], reverse=True)  # and sorted the sheet

    counts = [
        ("PMKS-01", "", "", "", "", "Ya"),
        ("PMKS-02", "", 5, 7, "", ""),
        ("PMKS-03", "", "", "", 4, ""),
    ]
    returned = edit(tmp_path, kit, work, name="nama lain.xlsx", counts=counts)
    plan = try_it(act, returned)
    assert outcomes(plan) == {
        "Amaq Sahnun": KitOutcome.CONFIRMED,
        "Amaq Rinah": KitOutcome.CHANGED,
        "Amaq Darwis": KitOutcome.CLOSED,
        "Inaq Mariam": KitOutcome.MISSING,
        "Amaq Baru": KitOutcome.NEW,
        "PMKS-01": KitOutcome.COUNT,
        "PMKS-02": KitOutcome.COUNT,
        "PMKS-03": KitOutcome.COUNT,
    }
    changed = next(line for line in plan.lines if line.outcome is KitOutcome.CHANGED)
    assert changed.said == "Alamat: – → Dusun Timur; RT: – → 002"

    def states(session):
        return [session.get(MappingRecord, one).closed_on for one in ids], session.query(Person).count()

    before = act(states)
    assert before[0] == [None] * 4  # the trial has left nothing
    assert cell(act, round_id, kind="PMKS-01").state is CellState.NOT_SURVEYED
    assert take(act, returned).counts == plan.counts
    closed, people = act(states)
    assert [day is not None for day in closed] == [False, False, True, False]
    assert people == before[1] + 1
    assert act(lambda s: s.get(MappingRecord, ids[0]).confirmed_on) == TODAY
    assert act(lambda s: s.get(MappingRecord, ids[1]).person.address) == "Dusun Timur"
    assert cell(act, round_id, kind="PMKS-01").state is CellState.NONE
    said = cell(act, round_id, kind="PMKS-02")
    assert (said.total, said.males, said.females, said.source) == (12, 5, 7, f"Paket {kit.code}")
    [row] = act(kits.list_kits, round_id)
    assert row.returned_at is not None
    assert "baru 1" in row.outcome
    again = try_it(act, returned)
    assert again.returned_before == TODAY
    assert set(again.counts) == {KitOutcome.KNOWN, KitOutcome.MISSING}  # never twice
    rinah = act(lambda s: s.get(MappingRecord, ids[1]).person_id)
    act(lambda s: setattr(s.get(Person, rinah), "address", "Dusun Barat"))
    undone = act(kit_undo.take_back, row.id)
    assert [kept.reason for kept in undone.kept] == ["Alamat sudah diubah sesudahnya"]
    assert act(states) == before  # back in force, and nobody new
    assert act(lambda s: s.get(Person, rinah).address) == "Dusun Barat"
    assert cell(act, round_id, kind="PMKS-01").state is CellState.NOT_SURVEYED
    assert act(kits.list_kits, round_id)[0].returned_at is None
    with pytest.raises(RuleViolation, match="sudah diambil"):
        act(kit_undo.check_take_back, row.id)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"kind": ""}, "Jenis belum dipilih"),
        ({"kind": "PMKS-99 Entah"}, "tidak ada di paket ini"),
        ({"criteria": ""}, "Centang paling sedikit satu kriteria"),
        ({"birth_date": "29-02-2001"}, "tidak ada; contoh"),
        ({"birth_date": "01-01-1990", "nik": "5204060101909007"}, "Umur 36 tahun"),
        ({"sex": "x"}, "L/P “x” tidak dipahami"),
        ({"sex": ""}, "L/P belum diisi"),
        ({"nik": "520406010151900"}, "NIK"),
        ({"nik": ""}, "NIK"),
        ({"name": ""}, "Isi nama lengkap"),
        ({"nik": "5204061508509001", "name": "Amaq Sahnun", "birth_date": "15-08-1950"}, "sudah tercatat"),
        ({"nik": "5204061508509001", "name": "Amaq Sahnun"}, "NIK ini milik Amaq Sahnun (15-08-1950)"),
        (
            {"nik": "5204061508509001", "name": "Zainal Abidin", "birth_date": "15-08-1950"},
            "NIK ini milik Amaq Sahnun",
        ),
    ],
)
def test_unclear_rows_are_listed_with_their_reason_and_the_others_are_written(act, tmp_path, values, why):
    round_id = begin(act)
    four(act)
    kit = make(act, round_id)

    def work(rows):
        fill(blank(rows), **(NEW | values))
        fill(named(rows, "Amaq Sahnun"), state="Tetap")

    plan = take(act, edit(tmp_path, kit, work))
    unclear = [line for line in plan.lines if line.outcome is KitOutcome.UNCLEAR]
    assert len(unclear) == 1
    assert why in unclear[0].said
    assert plan.counts[KitOutcome.CONFIRMED] == 1


def test_what_the_office_changed_meanwhile_is_not_overwritten(act, tmp_path):
    round_id = begin(act)
    ids = four(act)
    kit = make(act, round_id)
    act(lambda s: setattr(s.get(MappingRecord, ids[0]).person, "address", "Dusun Kantor"))

    def work(rows):
        fill(named(rows, "Amaq Sahnun"), state="Berubah", address="Dusun Desa")

    plan = take(act, edit(tmp_path, kit, work))
    line = next(line for line in plan.lines if line.name == "Amaq Sahnun")
    assert line.outcome is KitOutcome.UNCLEAR
    assert "Alamat" in line.said
    assert act(lambda s: s.get(MappingRecord, ids[0]).person.address) == "Dusun Kantor"


def test_a_changed_name_meanwhile_and_another_field_of_the_kit_are_both_kept(act, tmp_path):
    round_id = begin(act)
    ids = four(act)
    kit = make(act, round_id)
    act(lambda s: setattr(s.get(MappingRecord, ids[0]).person, "name", "Amaq Sahnun Tua"))
    plan = take(
        act, edit(tmp_path, kit, lambda rows: fill(named(rows, "Amaq Sahnun"), state="Berubah", rt="004"))
    )
    assert plan.counts[KitOutcome.CHANGED] == 1
    person = act(lambda s: (s.get(MappingRecord, ids[0]).person.name, s.get(MappingRecord, ids[0]).person.rt))
    assert person == ("Amaq Sahnun Tua", "004")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"name": "Warga Hing", "nik": "5204060101409001"}, "berisi Warga Hing"),
        ({"birth_date": date(1940, 1, 1)}, "berisi Amaq Sahnun"),
        ({"kind_code": "PMKS-11"}, "(Gelandangan"),
        ({"desa_code": ORONG}, "pindah ke Orong"),
    ],
)
@pytest.mark.parametrize("answer", [{"state": "Meninggal"}, {"state": "Tetap"}, {"rt": "004"}])
def test_a_record_that_is_another_one_by_now_is_neither_closed_nor_changed(act, tmp_path, what, said, answer):
    round_id = begin(act)
    ids = four(act)
    kit = make(act, round_id)
    returned = edit(tmp_path, kit, lambda rows: fill(named(rows, "Amaq Sahnun"), **answer))

    def change(session):
        record = session.get(MappingRecord, ids[0])
        for name, value in what.items():
            setattr(record if hasattr(record, name) else record.person, name, value)

    act(change)
    plan = take(act, returned)
    line = next(line for line in plan.lines if line.name == "Amaq Sahnun")
    assert line.outcome is KitOutcome.UNCLEAR
    assert said in line.said
    assert act(lambda s: s.get(MappingRecord, ids[0]).closed_on) is None
    assert act(lambda s: s.get(MappingRecord, ids[0]).person.rt) == ""


def test_a_correction_by_a_kit_is_no_other_person_when_it_comes_twice(act, tmp_path):
    round_id = begin(act)
    four(act)
    kit = make(act, round_id)
    returned = edit(
        tmp_path, kit, lambda rows: fill(named(rows, "Amaq Sahnun"), state="Berubah", birth_date="16-08-1950")
    )
    assert take(act, returned).counts[KitOutcome.CHANGED] == 1
    assert KitOutcome.UNCLEAR not in take(act, returned).counts


def test_nobody_is_dead_in_one_row_and_the_same_in_another(act, tmp_path):
    round_id = begin(act)
    stays = four(act)[0]
    sahnun = act(lambda s: s.get(MappingRecord, stays).person_id)
    also = form({}, {"PMKS-20": ["a"]}, person_id=sahnun, desa_code=MOTONG)
    act(records.record, also, today=also.recorded_on)
    kit = make(act, round_id)

    def work(rows):
        first, second = (row for row in rows if row["Nama lengkap"] == "Amaq Sahnun")
        fill(first, state="Meninggal")
        fill(second, state="Tetap")

    plan = try_it(act, edit(tmp_path, kit, work))
    assert plan.counts[KitOutcome.CLOSED] == plan.counts[KitOutcome.UNCLEAR] == 1


def test_the_identity_card_is_asked_for_and_kept(act, tmp_path):
    round_id = begin(act)
    four(act)
    kit = make(act, round_id)
    plan = take(act, edit(tmp_path, kit, lambda rows: named(rows, "Amaq Sahnun").update({"Punya KTP": "Ya"})))
    assert plan.counts[KitOutcome.CHANGED] == 1
    again = make(act, round_id)
    assert next(row for row in again.rows if row["name"] == "Amaq Sahnun")["has_id_card"] == "Ya"


def test_families_are_known_by_their_head(act, tmp_path):
    round_id = begin(act)
    kit = make(act, round_id, "PMKS-24")
    values = NEW | {"kind": "PMKS-24 Fakir miskin"}
    plan = take(act, edit(tmp_path, kit, lambda rows: fill(blank(rows), **values)))
    assert plan.counts[KitOutcome.NEW] == 1
    [row] = make(act, round_id, "PMKS-24").rows
    assert row["name"] == "Amaq Baru"


def test_codes_that_were_sorted_apart_from_their_rows_change_nobody(act, tmp_path):
    round_id = begin(act)
    four(act)
    kit = make(act, round_id)

    def shift(rows):
        codes = [row["Kode baris"] for row in rows[:3]]
        for row, code in zip(rows[:3], codes[1:] + codes[:1], strict=True):
            row.update({"Kode baris": code, "Keadaan": "Berubah"})

    plan = take(act, edit(tmp_path, kit, shift))
    assert plan.counts[KitOutcome.UNCLEAR] == 3
    assert KitOutcome.CHANGED not in plan.counts
    assert "baris tertukar?" in plan.lines[0].said


def test_families_and_groups_are_changed_too(act, tmp_path):
    round_id = begin(act)
    kit = make(act, round_id, "PMKS-24", "PMKS-26", "PSKS-05")

    def add(rows):
        lines = [row for row in rows if not row["Nama lengkap"]]
        fill(lines[0], **(NEW | {"kind": "PMKS-24 Fakir miskin"}))
        fill(lines[1], kind="PMKS-26", name="Komunitas Bukit", address="Bukit", criteria="a")
        fill(lines[2], kind="PSKS-05", name="Karang Taruna Motong", criteria="a")

    assert take(act, edit(tmp_path, kit, add)).counts == {KitOutcome.NEW: 3}
    kit = make(act, round_id)
    assert [row["name"] for row in kit.rows] == ["Amaq Baru", "Komunitas Bukit", "Karang Taruna Motong"]

    def change(rows):
        fill(named(rows, "Amaq Baru"), state="Berubah", address="Dusun Lain")
        fill(named(rows, "Komunitas Bukit"), state="Berubah", address="Bukit Tinggi")
        fill(named(rows, "Karang Taruna Motong"), state="Tidak ditemukan")

    plan = take(act, edit(tmp_path, kit, change))
    assert plan.counts == {KitOutcome.CHANGED: 2, KitOutcome.CLOSED: 1}
    again = make(act, round_id)
    assert [row["address"] for row in again.rows] == ["Dusun Lain", "Bukit Tinggi"]


def test_a_kit_of_another_office_or_with_a_changed_code_is_refused(act, tmp_path):
    kit = make(act, begin(act))
    other = edit(
        tmp_path, kit, lambda rows: rows, keys={"wilayah": "1171", "segel": seal_of(kit.code, "1171", MOTONG)}
    )
    with pytest.raises(RuleViolation, match=r"paket kantor lain \(kode wilayah 1171\)"):
        try_it(act, other)
    changed = edit(tmp_path, kit, lambda rows: rows, keys={"desa": ORONG})
    with pytest.raises(RuleViolation, match="sudah diubah, jadi tidak dipercaya"):
        try_it(act, changed)
    made_up = edit(
        tmp_path, kit, lambda rows: rows,
        keys={"kode": "AAAA-2222", "segel": seal_of("AAAA-2222", kit.regency_code, MOTONG)},
    )  # fmt: skip
    with pytest.raises(RuleViolation, match="Paket AAAA-2222 tidak dikenal"):
        try_it(act, made_up)


def test_rows_of_another_kit_and_doubled_ones_are_unclear(act, tmp_path):
    round_id = begin(act)
    four(act)
    kit, other = make(act, round_id), make(act, round_id)

    def work(rows):
        fill(named(rows, "Amaq Sahnun"), state="Tetap")
        doubled = dict(named(rows, "Amaq Sahnun"))
        strange = dict(named(rows, "Amaq Rinah")) | {"Kode baris": token(other.code, 2)}
        return [*rows, doubled, strange]

    plan = try_it(act, edit(tmp_path, kit, work))
    assert [line.said for line in plan.lines if line.outcome is KitOutcome.UNCLEAR] == [
        "baris ini ada dua kali",
        f"baris ini dari paket lain ({other.code})",
    ]


def test_nobody_and_names_cannot_both_be_true(act, tmp_path):
    kit = make(act, begin(act))
    counts = [
        ("PMKS-08", "", "", "", "", "Ya"),
        ("PMKS-09", "", "", "", 3, "Ya"),
        ("PMKS-02", "", "", "", "x", ""),
        ("PMKS-03", "", "", "", "1.5", ""),
    ]
    plan = take(act, edit(tmp_path, kit, lambda rows: fill(blank(rows), **NEW), counts=counts))
    said = [line.said for line in plan.lines if line.outcome is KitOutcome.UNCLEAR]
    assert said == [
        "nihil, tetapi ada nama pada jenis ini",
        "nihil, tetapi juga ada angka",
        "“x” bukan angka",
        "“1.5” bukan angka",  # not 15
    ]


def test_a_kit_without_its_hidden_sheet_is_known_by_its_rows(act, tmp_path):
    round_id = begin(act)
    four(act)
    kit = make(act, round_id)
    head, *rows = sheet_of(kit_workbook(kit), "Data")
    path = tmp_path / "disalin.csv"
    lines = [head, *rows]
    path.write_text("\n".join(";".join(str(cell) for cell in line) for line in lines), encoding="utf-8")
    returned = read_kit(path)
    assert returned.code == kit.code
    assert try_it(act, returned).counts[KitOutcome.MISSING] == 4


def test_another_workbook_is_no_kit(tmp_path):
    path = tmp_path / "daftar.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet().write_row(0, 0, ("NIK", "Nama lengkap", "Jenis"))
    with pytest.raises(Trouble, match="bukan paket pendataan"):
        read_kit(path)


def test_a_kit_of_a_locked_round_is_refused(act, tmp_path):
    round_id = begin(act)
    kit = make(act, round_id)
    lock(act, round_id)
    with pytest.raises(RuleViolation, match="sudah dikunci"):
        try_it(act, edit(tmp_path, kit, lambda rows: rows))


def test_a_name_that_looks_like_a_formula_stays_words(act):
    round_id = begin(act)
    record(act, "=1+1", "5204061508509001", date(1950, 8, 15))
    _head, first, *_rest = sheet_of(kit_workbook(make(act, round_id)), "Data")
    assert "=1+1" in first
