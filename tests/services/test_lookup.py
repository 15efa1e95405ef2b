"""Lists that somebody brings: who is here, who differs, who is missing; sensitive kinds by right."""

from datetime import date

import pytest

from db.models.aid import Aid, WelfareStatus
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.rules.aid import Standing
from db.rules.lookups import Met, read_rows, read_text
from db.rules.people import Sex
from db.services.mapping import lookup

MOTONG = "5204062002"
BORN = date(1980, 4, 17)
TODAY = date(2026, 11, 21)


@pytest.fixture
def somebody(act):
    def make(session):
        facts = {"desa_code": MOTONG, "sex": Sex.MALE}
        found = [
            Person(name="Muhammad Jusup", nik="5204061704809001", birth_date=BORN, **facts),
            Person(name="Siti Aminah", no_nik_reason="Belum punya", birth_date=date(1992, 1, 5), **facts),
            Person(name="Siti Aminah", nik="5204064501929002", birth_date=date(1992, 1, 5), **facts),
            Person(name="Lalu Wira", nik="5204060703909001", birth_date=date(1990, 3, 7), **facts),
        ]
        session.add_all(found)
        session.flush()
        for kind in ("PMKS-24", "PMKS-16"):
            session.add(
                MappingRecord(
                    person_id=found[0].id,
                    kind_code=kind,
                    desa_code=MOTONG,
                    kecamatan_code=MOTONG[:6],
                    recorded_on=TODAY,
                    criteria=["a"],
                    disabilities=[],
                )
            )
        session.add(Aid(person_id=found[0].id, programme_code="PKH", begins_on=date(2025, 1, 1)))
        session.add(
            Aid(
                person_id=found[0].id,
                programme_code="BPNT",
                begins_on=date(2020, 1, 1),
                ends_on=date(2021, 1, 1),
            )
        )
        session.add(
            WelfareStatus(person_id=found[0].id, standing=next(iter(Standing)), decile=2, as_of=TODAY)
        )
        session.flush()
        return found[0].id

    return act(make)


def answers(act, text):
    return act(lookup.look_up, read_text(text, TODAY), lambda _done: None, today=TODAY)


def test_a_nik_finds_its_person_with_all_that_is_known(act, somebody):
    [found] = answers(act, "5204.0617.0480.9001")
    assert (found.met, found.person_id, found.name, found.place) == (
        Met.FOUND,
        somebody,
        "Muhammad Jusup",
        "Labuhan Bajo, Utan",
    )
    assert (found.decile, "PKH" in found.aid or "Keluarga Harapan" in found.aid) == (2, True)
    assert found.kinds.count(",") == 1


@pytest.mark.parametrize(
    ("line", "met", "note"),
    [
        ("Moh. Yusuf;17 April 1980", Met.FOUND, ""),
        ("Moh. Yusuf\t17/04/1980", Met.FOUND, ""),
        ("Moh. Yusup, 17-4-80", Met.FOUND, ""),
        ("5204061704809001;Muhammad Jusup;18-04-1980", Met.CHANGED, "lahir di sini 17-04-1980"),
        ("5204061704809001;Burhan;17-04-1980", Met.CHANGED, "nama di sini Muhammad Jusup"),
        ("5204061704809007;Muhamad Yusuf;17-04-1980", Met.CHANGED, "NIK di sini 5204061704809001"),
        ("Siti Aminah;05-01-1992", Met.SEVERAL, "Siti Aminah (no. "),
        ("Lalu Wira;03-07-1990", Met.CHANGED, "lahir di sini 07-03-1990"),
        ("Lalu Wira", Met.FOUND, ""),
        ("5204061704809008", Met.MISSING, ""),
        ("Tidak Dikenal;01-01-1960", Met.MISSING, ""),
        ("520406170480", Met.UNREADABLE, "Tidak ada NIK atau nama"),
        ("5,20406E+15", Met.UNREADABLE, "tersimpan sebagai angka (5,20406E+15)"),
        ("Muhammad Jusup;29-02-2001", Met.UNREADABLE, "Tanggal lahir 29-02-2001"),
        ("Muhammad Jusup;17-04-2080", Met.UNREADABLE, "Tanggal lahir 17-04-2080"),
        ("5204061704809001;Muhammad Jusup;29-02-2001", Met.CHANGED, "Tanggal lahir 29-02-2001"),
        ("520406170480900;Tidak Dikenal;01-01-1960", Met.UNREADABLE, "16 angka"),
        ("Muhammad Jusup 1980", Met.UNREADABLE, "Nama berisi angka"),
        ("Lalu Wira 7 Maret 1990", Met.FOUND, ""),
        ("NIK: 5204 0617 0480 9001", Met.FOUND, ""),
        ("1. Muhammad Jusup 17-04-1980", Met.FOUND, ""),
        ("2) 5204061704809001 Muhammad Jusup", Met.FOUND, ""),
        ("Nikmah", Met.MISSING, "dicari dengan nama saja"),
    ],
)
def test_each_line_gets_its_answer(act, somebody, line, met, note):
    [found] = answers(act, line)
    assert found.met is met
    assert note in found.note


def test_headings_say_which_column_is_what(act, somebody):
    text = """No;NIK;Nama;No KK;Tanggal lahir
1;5204061704809001;Muhammad Jusup;5204061111111111;17-04-1980
2;;Lalu Wira;;7-3-1990"""
    first, second = answers(act, text)
    assert (first.id, first.met, second.id, second.met) == (2, Met.FOUND, 3, Met.FOUND)


def test_a_line_typed_otherwise_does_not_slip_into_the_columns():
    text = "NIK\tNama\tTgl lahir\n5204061704809001\nLalu Wira; 07-03-1990\n5,20406E+15\n\tSiti\t30-02-1990"
    nik, named, damaged, never, turned = read_text(f"{text}\n07-03-1990; Lalu Wira", TODAY)
    assert (turned.name, turned.born) == (named.name, named.born)
    assert (nik.nik, named.name, named.born) == ("5204061704809001", "Lalu Wira", date(1990, 3, 7))
    assert "5,20406E+15" in damaged.problem
    assert (never.name, "30-02-1990" in never.problem) == ("", True)


def test_cells_of_a_workbook_are_read_as_they_are():
    rows = [
        (1, ["DAFTAR", None, None]),
        (2, ["NIK", "Nama", "Tgl lahir"]),
        (3, ["5204061704809001", "X Y Z", 29328.0]),
    ]
    [asked] = read_rows(rows, TODAY)
    assert (asked.row, asked.nik, asked.born) == (3, "5204061704809001", date(1980, 4, 17))


def test_sensitive_kinds_and_numbers_are_shown_by_right(act_as, somebody):
    asked = read_text("5204061704809001", TODAY)
    [found] = act_as("auditor", lookup.look_up, asked, lambda _done: None, today=TODAY)
    assert found.kinds.count(",") == 0  # a word in its place would tell
    assert found.nik == "5204••••••••9001"
    [found] = act_as("operator", lookup.look_up, asked, lambda _done: None, today=TODAY)
    assert found.kinds.count(",") == 1
    assert found.nik == "5204061704809001"


def test_the_table_has_a_row_for_each_line_and_adds_up(act, somebody):
    table = lookup.lookup_table(answers(act, "5204061704809001\n5204061704809008\nTidak Dikenal;01-01-1960"))
    assert [row[0] for row in table.rows] == [1, 2, 3]
    assert "3 baris" in table.subtitle[0]
    assert "Ada: 1" in table.subtitle[0]
    assert "Tidak ada: 2" in table.subtitle[0]
