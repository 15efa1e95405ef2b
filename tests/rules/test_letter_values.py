"""Facts as the values of a letter's fields, and back from JSON."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from db.catalog import spec_of
from db.records import as_json
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import letter_of, typed_values
from db.rules.letters import Letter
from db.rules.problems import RuleViolation
from db.rules.templates import Field, FieldType
from tests.paper import samples

TOO = {"tahap_berikut"}  # filled although something is usual: that stands in minutes of before
FIELDS = tuple(Field(kind.value, kind.name.capitalize(), kind) for kind in FieldType)


@pytest.mark.parametrize("name", samples.LETTERS)
def test_facts_fill_exactly_the_fields_of_their_kind_and_come_back_from_json(name):
    letter = letter_of(samples.LETTERS[name][1]())
    fields = spec_of(letter.kind).fields
    assert set(letter.values) == {field.name for field in fields if not field.usual or field.name in TOO}
    usual = {field.name: field.usual for field in fields if field.usual}
    assert typed_values(fields, as_json(letter.values)) == {**usual, **letter.values}
    assert letter_of(letter) is letter


def test_typed_values_by_the_type_of_the_field():
    raw = {
        "text": " Dewi ",
        "lines": "satu\n\n dua ",
        "date": "2022-03-08",
        "number": "3",
        "decimal": "72,75",
        "table": [{"nama": " A "}, {"nama": ""}],
        "tak_ada": "x",
    }
    assert typed_values(FIELDS, raw) == {
        "text": "Dewi",
        "lines": ("satu", "dua"),
        "date": date(2022, 3, 8),
        "number": 3,
        "decimal": Decimal("72.75"),
        "table": ({"nama": "A"},),
    }


def test_until_the_same_day_is_one_day():
    fields = spec_of(LetterKind.ASSIGNMENT).fields
    values = spec_of(LetterKind.ASSIGNMENT).sample | {
        "tanggal_selesai": "2020-08-12",
        "tanggal_mulai": "2020-08-12",
    }
    assert typed_values(fields, values)["tanggal_selesai"] is None
    later = typed_values(fields, values | {"tanggal_selesai": "2020-08-13"})
    assert later["tanggal_selesai"] == date(2020, 8, 13)


def test_nothing_typed_is_nothing_said():
    nothing = {"text": "", "lines": (), "date": None, "number": None, "decimal": None, "table": ()}
    assert typed_values(FIELDS, {}) == nothing
    assert typed_values(FIELDS, dict.fromkeys(nothing, "")) == nothing
    assert typed_values(FIELDS, dict.fromkeys(nothing)) == nothing


@pytest.mark.parametrize(
    "written", ["8-3-2022", "08/03/2022", "08.03.2022", "2022-03-08", "2022-03-08T00:00:00", date(2022, 3, 8)]
)
def test_a_date_as_it_is_typed(written):
    assert typed_values(FIELDS[2:3], {"date": written}) == {"date": date(2022, 3, 8)}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("date", "31-02-2022", "Date bukan tanggal"),
        ("date", "besok", "Date bukan tanggal"),
        ("date", "8-3-22", "Date bukan tanggal"),
        ("number", "1.5", "Number bukan bilangan"),
        ("date", "8-3", "Date bukan tanggal"),
        ("number", "tiga", "Number bukan bilangan"),
        ("number", 2.5, "Number bukan bilangan"),
        ("decimal", "tinggi", "Decimal bukan angka"),
        ("decimal", "NaN", "Decimal bukan angka"),
        ("table", "bukan tabel", "Table bukan tabel"),
        ("table", [1, 2], "Table bukan tabel"),
        ("text", ["daftar"], "Text tidak dapat dibaca"),
        ("lines", {"a": 1}, "Lines tidak dapat dibaca"),
    ],
)
def test_what_does_not_fit_is_one_sentence_at_its_field(field, value, said):
    with pytest.raises(RuleViolation) as refused:
        typed_values(FIELDS, {field: value})
    [problem] = refused.value.problems
    assert problem.text.startswith(said)
    assert problem.field == field


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.500.000", 1_500_000), ("1.500", 1500), ("12", 12), (3.0, 3), (0, 0), ("-2", -2)],
)
def test_a_number_as_it_is_typed(typed, number):
    assert typed_values(FIELDS[3:4], {"number": typed}) == {"number": number}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.500.000,50", "1500000.50"), ("1.500,5", "1500.5"), ("75.917", "75.917"), ("70", "70"), (70, "70")],
)
def test_a_decimal_as_it_is_typed_or_kept(typed, number):
    assert typed_values(FIELDS[4:5], {"decimal": typed}) == {"decimal": Decimal(number)}


def test_all_that_does_not_fit_is_said_at_once():
    with pytest.raises(RuleViolation) as refused:
        typed_values(FIELDS, {"date": "x", "number": "y"})
    assert len(refused.value.problems) == 2


def test_one_officer_is_named_in_the_decree_and_several_in_its_annex():
    alone, several, nobody = (letter_of(samples.decree(count)).values for count in (1, 3, 0))
    assert alone["nama"]
    assert not alone["daftar"]
    assert not several["nama"]
    assert [row["nama"] for row in several["daftar"]] == [samples.person(i) for i in range(3)]
    assert not nobody["nama"]
    assert not nobody["daftar"]


def test_phrases_are_computed():
    values = letter_of(replace(samples.receipt(), complete_by=None)).values
    assert values["catatan"].startswith("Berkas yang belum ada: Surat lamaran bermeterai; ")
    assert letter_of(samples.receipt(0)).values["catatan"] == "Berkas diterima lengkap."
    assert (
        letter_of(samples.presentation()).values["masa_tugas"]
        == "1 Januari 2022 sampai dengan 31 Desember 2022"
    )
    minutes = replace(samples.interview_minutes(), tie_note="usia", reserves=(), decision_reason="domisili.")
    values = letter_of(minutes).values
    assert (values["nilai_sama"], values["cadangan"], values["pertimbangan"]) == (
        "Aturan nilai sama yang dipakai: usia.",
        "tidak ada",
        "domisili",
    )
    assert isinstance(letter_of(samples.call()), Letter)
    assert letter_of(samples.call()).kind is LetterKind.CALL
