"""What a sheet takes, how far it is, and the seal that gives away the smallest change."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from db.rules.selection import Scale
from db.rules.sheets import (
    SheetState,
    check_pin,
    check_score,
    differing,
    out_of_hundred,
    read_score,
    seal_of,
    state_label,
    state_of,
)

MOMENT = datetime(2020, 4, 20, 2, 30, tzinfo=UTC)
SHEET = {"W1": Decimal(80), "W2": Decimal("72.5")}


@pytest.mark.parametrize(
    ("typed", "value"), [("8,5", "8.5"), ("8.5", "8.5"), (" 80 ", "80"), ("100", "100"), ("33,333", "33.333")]
)
def test_a_value_is_read_as_people_write_it(typed, value):
    assert read_score(typed) == (Decimal(value), "")


def test_nothing_typed_is_missing_and_no_nought():
    assert read_score("  ") == (None, "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("85.000", "Nilai ditulis tanpa titik ribuan"),
        ("101", "antara 0 dan 100; yang diketik 101"),
        ("-1", "antara 0 dan 100; yang diketik -1"),
        ("8,5,5", "Tulis angka"),
        ("delapan", "Tulis angka"),
        ("33,3333", "tiga angka di belakang koma"),
    ],
)
def test_what_is_no_value_is_refused_in_a_sentence(typed, sentence):
    value, problem = read_score(typed)
    assert value is None
    assert sentence in problem


@pytest.mark.parametrize(
    ("value", "scale", "fine"),
    [
        (0, Scale.HUNDRED, True),
        (100, Scale.HUNDRED, True),
        (0, Scale.FIVE, False),
        (1, Scale.FIVE, True),
        (5, Scale.FIVE, True),
        ("5.5", Scale.FIVE, False),
        ("NaN", Scale.HUNDRED, False),
    ],
)
def test_a_value_lies_on_its_scale(value, scale, fine):
    assert (check_score(Decimal(value), scale) == []) is fine


@pytest.mark.parametrize("value", ["0", "100", "75.5", "33.333"])
def test_a_value_from_0_to_100_is_taken(value):
    assert check_score(Decimal(value)) == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("-1", "Nilai harus antara 0 dan 100; yang diketik -1."),
        ("101", "Nilai harus antara 0 dan 100; yang diketik 101."),
        ("100.5", "Nilai harus antara 0 dan 100; yang diketik 100,5."),
        ("NaN", "Nilai harus antara 0 dan 100; yang diketik NaN."),
        ("33.3333", "Nilai paling banyak tiga angka di belakang koma."),
    ],
)
def test_another_value_is_refused(value, sentence):
    [problem] = check_score(Decimal(value), field="W1")
    assert (problem.text, problem.field) == (sentence, "W1")


def test_five_times_twenty_is_a_hundred():
    assert out_of_hundred(Decimal(5), Scale.FIVE) == 100
    assert out_of_hundred(Decimal("72.5"), Scale.HUNDRED) == Decimal("72.5")


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, SheetState.OPEN),
        ({"given": 6}, SheetState.TYPED),
        ({"given": 6, "locked": True}, SheetState.LOCKED),
        ({"given": 6, "recused": True}, SheetState.RECUSED),
        ({"recused": True, "absent": True}, SheetState.ABSENT),
        ({"criteria": 0}, SheetState.OPEN),
    ],
)
def test_how_far_a_sheet_is(facts, state):
    usual = {"absent": False, "recused": False, "locked": False, "given": 0, "criteria": 6}
    assert state_of(**usual | facts) is state
    assert state_label(state)


def seal(**changes):
    usual = {"vacancy": 1, "registration_number": "001", "giver": "Sri", "values": SHEET, "moment": MOMENT}
    return seal_of(**usual | changes)


@pytest.mark.parametrize(
    "change",
    [
        {"vacancy": 2},
        {"registration_number": "002"},
        {"giver": "Budi"},
        {"values": SHEET | {"W1": Decimal("80.001")}},
        {"values": {"W1": Decimal(80)}},
        {"values": {"W1": Decimal("72.5"), "W2": Decimal(80)}},
        {"moment": MOMENT + timedelta(seconds=1)},
    ],
)
def test_whatever_changes_breaks_the_seal(change):
    assert seal(**change) != seal()


def test_the_seal_looks_at_values_not_at_how_they_are_written():
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=8)))
    assert seal(values={"W2": Decimal("72.500"), "W1": Decimal("80.0")}, moment=elsewhere) == seal()


def test_two_copies_differ_where_they_do():
    assert differing(SHEET, SHEET | {"W2": Decimal("72.6")}) == ["W2"]
    assert differing(SHEET, {"W1": Decimal("80.00")}) == []


@pytest.mark.parametrize("pin", ["4071", "90210455"])
def test_a_good_pin(pin):
    assert check_pin(pin) == []
