"""What is odd in a letter and said in amber; marks that fall out of pasted lists; NIP in groups."""

from datetime import date

import pytest

from db.catalog import spec_of
from db.rules.doubts import find_doubts, odd_day
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import printed_values
from db.rules.markers import is_listed, without_marker

DAY = date(2020, 4, 16)


@pytest.mark.parametrize(
    ("kind", "name"), [(LetterKind.INVITATION, "tanggal_acara"), (LetterKind.CALL, "tanggal_wawancara")]
)
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2020-04-15", "Rabu, 15 April 2020 mendahului tanggal surat (16 April 2020)."),
        ("2020-04-19", "Minggu, 19 April 2020: hari libur akhir pekan."),
        ("2020-05-01", "Jumat, 1 Mei 2020: hari libur nasional."),
        ("2020-04-16", ""),
        ("2020-04-20", ""),
        ("", ""),
        ("entah", ""),
    ],
)
def test_a_day_on_which_nobody_comes(kind, name, day, said):
    found = find_doubts(spec_of(kind), {name: day}, DAY)
    assert [(problem.field, problem.text) for problem in found] == ([(name, said)] if said else [])


def test_the_day_of_a_letter():
    assert odd_day(date(2020, 4, 18)) == "Sabtu, 18 April 2020: hari libur akhir pekan."
    assert odd_day(date(2020, 5, 1)) == "Jumat, 1 Mei 2020: hari libur nasional."
    assert not odd_day(DAY)
    assert not odd_day(None)


@pytest.mark.parametrize(
    ("nip", "odd"), [("198204052006042011", 0), ("19820405 200604 2 011", 0), ("-", 0), ("1982", 1)]
)
def test_a_nip_that_lacks_digits(nip, odd):
    found = find_doubts(spec_of(LetterKind.ALLOWANCE_LIST), {"nip_bendahara": nip}, DAY)
    assert len(found) == odd
    assert all("18 angka" in problem.text and "4" in problem.text for problem in found)


def test_a_nip_is_printed_in_its_groups_wherever_it_stands():
    values = {
        "nip_camat": "198204052006042011",
        "nipah": "198204052006042011",
        "tim": ({"nama": "A", "nip": "1982.0405.2006042011"}, {"nama": "B", "nip": "-"}),
    }
    shown = printed_values((), values)
    assert shown["nip_camat"] == "19820405 200604 2 011"
    assert shown["nipah"] == values["nipah"]
    assert [row["nip"] for row in shown["tim"]] == ["19820405 200604 2 011", "-"]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("1. Bupati Sumbawa", "Bupati Sumbawa"),
        ("12) Arsip", "Arsip"),
        ("a. Camat Utan", "Camat Utan"),
        ("- Arsip", "Arsip"),
        ("\u2022\tArsip", "Arsip"),
        ("a.n. Bupati", "a.n. Bupati"),
        ("a. n. Bupati", "a. n. Bupati"),
        ("17 April 2020", "17 April 2020"),
        ("-", "-"),
        ("S. Sos", "S. Sos"),
    ],
)
def test_marks_before_a_line(line, left):
    assert without_marker(line) == left


def test_which_lines_the_letter_numbers_itself():
    letter = spec_of(LetterKind.OFFICIAL_LETTER)
    assert is_listed(letter, "tembusan")
    assert not is_listed(letter, "isi")  # paragraphs
    assert is_listed(spec_of(LetterKind.NOTES), "peserta")
