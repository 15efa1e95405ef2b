"""How a letter stands on a day."""

from datetime import date, timedelta

import pytest

from db.rules.letter_life import (
    LetterStatus,
    Standing,
    check_reason,
    letter_status_label,
    standing_label,
    standing_of,
)

DAY = date(2020, 4, 17)


@pytest.mark.parametrize(
    ("status", "needs_signature", "later", "standing"),
    [
        (LetterStatus.FINAL, True, 0, Standing.FINAL),
        (LetterStatus.FINAL, True, 1, Standing.AWAITED),
        (LetterStatus.FINAL, False, 9, Standing.FINAL),
        (LetterStatus.FINAL, True, -3, Standing.FINAL),
        (LetterStatus.SIGNED, True, 9, Standing.SIGNED),
        (LetterStatus.CANCELLED, True, 9, Standing.CANCELLED),
    ],
)
def test_a_letter_is_awaited_from_the_day_after(status, needs_signature, later, standing):
    assert standing_of(status, needs_signature, DAY, DAY + timedelta(later)) is standing


def test_every_state_has_a_word():
    assert all(letter_status_label(status) for status in LetterStatus)
    assert [standing_label(s) for s in Standing] == ["Final", "Belum kembali", "Ditandatangani", "Dibatalkan"]


@pytest.mark.parametrize(("reason", "good"), [("", False), ("  x ", False), ("Salah nama", True)])
def test_a_reason_says_something(reason, good):
    assert (not check_reason(reason)) is good
