"""What a round waits for, how long it has, and how a figure of a desa agrees with its names."""

from datetime import date

import pytest

from db.rules.deltas import Case, Difference, balance
from db.rules.kits import changes_said, compare, kind_code_of, letters_of, read_token, token
from db.rules.rounds import Cell, CellState, NextStep, Progress, SheetState, cell_text, reconciled, time_words

BEGINS, ENDS = date(2026, 5, 1), date(2026, 6, 30)


def progress(states=None, *, locked=False, kits=0):
    return Progress(BEGINS, ENDS, locked, states or {SheetState.NOT_BEGUN: 9}, 90, 30, kits)


@pytest.mark.parametrize(
    ("today", "states", "others", "step"),
    [
        (date(2026, 4, 1), None, {}, NextStep.WAIT),
        (date(2026, 5, 1), None, {}, NextStep.MAKE_KITS),
        (date(2026, 5, 1), None, {"kits": 3}, NextStep.FILL),
        (date(2026, 5, 1), {SheetState.RUNNING: 1, SheetState.HANDED_IN: 8}, {}, NextStep.FILL),
        (date(2026, 5, 1), {SheetState.RETURNED: 1, SheetState.VALIDATED: 8}, {}, NextStep.FILL),
        (date(2026, 7, 9), {SheetState.HANDED_IN: 1, SheetState.VERIFIED: 8}, {}, NextStep.VERIFY),
        (date(2026, 7, 9), {SheetState.VERIFIED: 1, SheetState.VALIDATED: 8}, {}, NextStep.VALIDATE),
        (date(2026, 7, 9), {SheetState.VALIDATED: 9}, {}, NextStep.LOCK),
        (date(2026, 7, 9), {SheetState.LOCKED: 9}, {"locked": True}, NextStep.COMPARE),
    ],
)
def test_the_most_useful_thing_to_do_now(today, states, others, step):
    assert progress(states, **others).next_step(today) is step


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 4, 1), ("Mulai 30 hari lagi", "neutral")),
        (date(2026, 5, 1), ("60 hari lagi", "info")),
        (date(2026, 6, 25), ("5 hari lagi", "warn")),
        (date(2026, 6, 30), ("Hari terakhir", "warn")),
        (date(2026, 7, 3), ("Lewat 3 hari", "bad")),
    ],
)
def test_how_much_time_is_left(today, words):
    assert time_words(progress(), today) == words


@pytest.mark.parametrize(
    ("cell", "text", "state", "words"),
    [
        (Cell(), "", CellState.NOT_SURVEYED, "belum didata"),
        (Cell(0), "0", CellState.NONE, "angka 0, nihil, dipastikan"),
        (Cell(12, 9), "12", CellState.COUNTED, "angka 12, bernama 9, belum bernama 3"),
        (Cell(None, 4), "4", CellState.COUNTED, "tanpa angka desa, bernama 4"),
        (Cell(2, 3), "3", CellState.COUNTED, "angka 2, bernama 3, nama lebih 1 dari angka desa"),
        (
            Cell(1250, 0, 50, 1200),
            "1.250",
            CellState.COUNTED,
            "angka 1250 (L 50, P 1200), bernama 0, belum bernama 1250",
        ),
    ],
)
def test_a_cell_says_what_is_known(cell, text, state, words):
    assert (cell_text(cell), cell.state, reconciled(cell)) == (text, state, words)


def test_a_balance_adds_up_whatever_happens():
    old = Case("A", "K1", "L", date(1950, 1, 1))
    differences = [
        Difference(1, None, old),
        Difference(2, old, None, "Meninggal"),
        Difference(3, old, None, gone=True),
        Difference(4, old, Case("B", "K1", "L", date(1950, 1, 1))),
        Difference(5, old, Case("B", "K2", "P", None)),
        Difference(6, old, Case("A", "K1", "P", date(1950, 1, 1))),
    ]
    found = balance({("A", "K1"): 10}, differences)
    assert {key: one.now for key, one in found.items()} == {("A", "K1"): 7, ("B", "K1"): 1, ("B", "K2"): 1}
    assert sum(one.now for one in found.values()) == 10 + 1 - 2
    assert found["A", "K1"].reasons == {"Meninggal": 1, "digabung atau ditarik": 1}
    assert sum(one.corrected for one in found.values()) == 2


def test_the_code_of_a_row_is_read_as_it_was_written():
    assert read_token(token("K7QX-2MPD", 12)) == ("K7QX-2MPD", False, 12)
    assert read_token(f" {token('K7QX-2MPD', 3, new=True).lower()} ") == ("K7QX-2MPD", True, 3)
    assert read_token("K7QX2MPD/12") is None


def test_only_what_was_changed_counts():
    given = {"name": "Amaq", "rt": "002", "criteria": "a, c", "kind": "PMKS-08 Lanjut usia telantar"}
    assert (
        compare(
            given, {"name": "Amaq ", "rt": "2", "criteria": "a,c", "kind": "pmks-08 lanjut usia telantar"}
        )
        == {}
    )
    changes = compare(given, {"name": "", "rt": "004", "address": "Dusun"})
    assert changes_said(changes) == "Alamat: – → Dusun; RT: 002 → 004"


def test_criteria_and_kinds_as_people_type_them():
    assert letters_of("a; C,c") == ("a", "c")
    assert kind_code_of("apa saja", ()) is None
