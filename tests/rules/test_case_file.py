"""What the public may not read is taken out of whatever somebody typed."""

from datetime import date

import pytest

from db.rules.case_file import (
    HIDDEN,
    Called,
    CaseChapter,
    CaseFile,
    CasePaper,
    CasePart,
    Names,
    case_table,
    hash_text,
    moved_column,
    without_column,
)
from db.rules.letters import Letterhead, PaperSize
from db.rules.reports import ColumnKind, ReportColumn, ReportTable

PEOPLE = (
    Called(
        1, "TKSK-2020-5204-06-001", "Rina Marlina, S.Sos.", "Rina Marlina", told=True, phone="081234567801"
    ),
    Called(
        2,
        "TKSK-2020-5204-06-002",
        "H. Ahmad Zaelani",
        "Ahmad Zaelani",
        nik="5204061508909001",
        phone="081234567802",
        birth=date(1990, 8, 15),
        address="Dusun Motong RT 1",
    ),
    Called(3, "TKSK-2020-5204-06-003", "Nia Lestari", "Nia Lestari"),
)
NAMES = Names(PEOPLE, ["Sri Lestari", "Utan"], masked=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Berkas H. Ahmad Zaelani kurang", "Berkas TKSK-2020-5204-06-002 kurang"),
        ("AHMAD ZAELANI terlambat", "TKSK-2020-5204-06-002 terlambat"),
        ("menurut Zaelani sendiri", f"menurut {HIDDEN} sendiri"),
        ("Sri Lestari tidak menilai Nia Lestari", "Sri Lestari tidak menilai TKSK-2020-5204-06-003"),
        ("Rina Marlina dipilih", "Rina Marlina dipilih"),
        ("NIK 5204061508909001", f"NIK {HIDDEN}"),
        ("NIK 520406 150890 9999", f"NIK {HIDDEN}"),
        ("NIK 5204.0615.0890.9999", f"NIK {HIDDEN}"),
        ("telepon 0812 3456 7802 atau +62 812-3456-7802", f"telepon {HIDDEN} atau {HIDDEN}"),
        ("tinggal di Dusun Motong RT 1", f"tinggal di {HIDDEN}"),
        ("lahir 15 Agustus 1990", f"lahir {HIDDEN}"),
        ("tanggal 17-04-2020 s.d. 20-04-2020", "tanggal 17/04/2020 s.d. 20/04/2020"),
        ("Nomor 400.9.12.3/045/Dinsos/2020", "Nomor 400.9.12.3/045/Dinsos/2020"),
        ("", ""),
    ],
)
def test_names_and_numbers_leave_a_masked_text(typed, said):
    assert NAMES.clean(typed) == said
    assert Names(PEOPLE, masked=False).clean(typed) == typed


def test_only_who_was_announced_is_called_by_name():
    assert [NAMES.of(one.id) for one in PEOPLE] == [
        "Rina Marlina, S.Sos.",
        "TKSK-2020-5204-06-002",
        "TKSK-2020-5204-06-003",
    ]
    assert NAMES.pair(1) == "TKSK-2020-5204-06-001, Rina Marlina, S.Sos."
    assert NAMES.pair(2) == "TKSK-2020-5204-06-002"
    assert Names(PEOPLE, masked=False).of(2) == "H. Ahmad Zaelani"


def case_of(*tables, **more):
    return CaseFile(
        *("Utan", 2020, True, Letterhead("", "", ""), PaperSize.F4, False, "Sumbawa"),
        **{
            "facts": (),
            "warnings": (),
            "chapters": (CaseChapter("", (CasePart("", tables),)),),
            "printed": "",
        }
        | more,
    )


def test_whole_numbers_beside_each_other_are_no_nik_and_look_alike_in_both_files():
    mark = ColumnKind.MARK
    weight = ReportColumn("weight", "Bobot", 1, mark)
    columns = (weight, *(ReportColumn(f"p{n}", "", 1, mark) for n in range(6)))
    wide = ReportTable("", "", columns, (("20", *("80", "1.600") * 3),))
    small = ReportTable("", "", columns, (("20", "80", "70", "", "", "", ""),))
    nik = case_table("", (("NIK", 1, ColumnKind.NIK),), [("5204061508909001",)])
    for names in (NAMES, Names(PEOPLE, masked=False)):
        made = names.clean_case(case_of(wide, small, nik)).chapters[0].parts[0].tables
        assert made[0].rows == (("20", *("80,0", "1.600,0") * 3),)
        assert made[1] == small
        assert made[2].rows == ((HIDDEN if names.masked else "5204061508909001",),)


def test_every_line_of_a_masked_file_is_cleaned():
    bad = "Ahmad Zaelani, NIK 5204061508909001, HP 081234567802"
    paper = CasePaper(bad, "", cancelled=bad)
    part = CasePart(bad, (case_table(bad, (("A", 1),), [(bad,)], bad),), (bad,))
    case = case_of(
        facts=(("Hal", bad),), warnings=(bad,), chapters=(CaseChapter("", (part,), (paper,)),), printed=""
    )
    said = repr(NAMES.clean_case(case))
    for secret in ("Zaelani", "5204061508909001", "081234567802"):
        assert secret not in said
    assert repr(Names(PEOPLE, masked=False).clean_case(case)) == repr(case)


def test_a_month_and_a_public_place_stay_though_people_are_called_so():
    people = [Called(1, "001", "Juni Hartati", "Juni Hartati", address="Utan")]
    names = Names(people, ["Utan"], masked=True)
    assert names.clean("16 Juni 2020 di Kecamatan Utan") == "16 Juni 2020 di Kecamatan Utan"
    assert names.clean("Juni Hartati, Hartati") == f"001, {HIDDEN}"


def test_columns_go_and_move():
    table = case_table("", (("A", 1), ("B", 1), ("C", 1)), [(1, 2, 3)])
    assert without_column(table, "c1").rows == ((1, 3),)
    assert moved_column(table, "c0", before="c2").rows == ((2, 1, 3),)


def test_a_hash_loses_nothing_in_its_groups():
    digest = "0123456789abcdef" * 4
    assert hash_text(digest).replace(":", "").replace(" ", "") == digest
