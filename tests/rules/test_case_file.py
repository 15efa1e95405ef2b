"""What the public may not read is taken out of whatever somebody typed."""

from datetime import date

import pytest

from db.rules.case_file import HIDDEN, Called, Names, case_table, hash_text, moved_column, without_column

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


def test_whole_numbers_beside_each_other_are_no_nik():
    table = case_table("", (("A", 1), ("B", 1)), [("80", "1.600")])
    assert NAMES.clean_table(table).rows == (("80,0", "1.600,0"),)


def test_columns_go_and_move():
    table = case_table("", (("A", 1), ("B", 1), ("C", 1)), [(1, 2, 3)])
    assert without_column(table, "c1").rows == ((1, 3),)
    assert moved_column(table, "c0", before="c2").rows == ((2, 1, 3),)


def test_a_hash_loses_nothing_in_its_groups():
    digest = "0123456789abcdef" * 4
    assert hash_text(digest).replace(":", "").replace(" ", "") == digest
