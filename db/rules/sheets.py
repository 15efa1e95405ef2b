"""Score sheets: what may be written on them, how far they are, the seal over their values (domain.md 5.3)."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from db.rules.problems import Problem
from db.rules.selection import Scale
from db.rules.words import _

FIVEFOLD = Decimal(20)  # a value of 1–5 counts twenty times
PIN_LENGTHS = range(4, 9)
PIN_TRIES = 5
NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")
THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")  # a point before three digits parts thousands here


class SheetState(StrEnum):
    OPEN = "open"  # values are missing
    TYPED = "typed"  # full, not locked
    LOCKED = "locked"
    RECUSED = "recused"
    ABSENT = "absent"


def state_label(state: SheetState) -> str:
    """What the screen calls a state."""
    return {
        SheetState.OPEN: _("belum lengkap"),
        SheetState.TYPED: _("terisi"),
        SheetState.LOCKED: _("terkunci"),
        SheetState.RECUSED: _("tidak menilai"),
        SheetState.ABSENT: _("tidak hadir"),
    }[state]


def state_of(*, absent: bool, recused: bool, locked: bool, given: int, criteria: int) -> SheetState:
    """How far a sheet is."""
    if absent:
        return SheetState.ABSENT
    if recused:
        return SheetState.RECUSED
    if locked:
        return SheetState.LOCKED
    return SheetState.TYPED if criteria and given >= criteria else SheetState.OPEN


def out_of_hundred(value: Decimal, scale: Scale) -> Decimal:
    """A value as the arithmetic takes it; kept and printed as it was given."""
    return value * FIVEFOLD if scale is Scale.FIVE else value


def bounds(scale: Scale) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value."""
    return (Decimal(1), Decimal(5)) if scale is Scale.FIVE else (Decimal(0), Decimal(100))


def check_score(value: Decimal, scale: Scale = Scale.HUNDRED, field: str = "value") -> list[Problem]:
    """A value lies on its scale and has at most three decimals, as many as are kept."""
    low, high = bounds(scale)
    if not (value.is_finite() and low <= value <= high):
        typed = f"{value:f}".replace(".", ",")
        text = _("Nilai harus antara {low} dan {high}; yang diketik {v}.")
        return [Problem(text.format(low=low, high=high, v=typed), field)]
    if value != round(value, 3):
        return [Problem(_("Nilai paling banyak tiga angka di belakang koma."), field)]
    return []


def read_score(text: str, scale: Scale = Scale.HUNDRED) -> tuple[Decimal | None, str]:
    """A value as it was typed, or the sentence that says why it is none. Nothing typed is missing."""
    typed = text.strip()
    if not typed:
        return None, ""
    if THOUSANDS.fullmatch(typed):
        return None, _("Nilai ditulis tanpa titik ribuan, misalnya 85 atau 8,5; yang diketik {v}.").format(
            v=typed
        )
    if not NUMBER.fullmatch(typed):
        return None, _("Tulis angka, misalnya 85 atau 72,5; yang diketik {v}.").format(v=typed)
    value = Decimal(typed.replace(",", "."))
    problems = check_score(value, scale)
    return (None, problems[0].text) if problems else (value, "")


def check_pin(pin: str) -> list[Problem]:
    """A PIN is four to eight digits, and not one digit repeated or a row like 1234."""
    if not (pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTHS):
        return [Problem(_("PIN terdiri atas 4 sampai 8 angka."), "pin")]
    if len(set(pin)) == 1 or pin in "01234567890" or pin in "09876543210":
        return [Problem(_("PIN ini terlalu mudah ditebak. Pilih angka yang tidak berurutan."), "pin")]
    return []


def differing(first: Mapping[str, Decimal], second: Mapping[str, Decimal]) -> list[str]:
    """Codes of which two typists who did not see each other wrote something else."""
    return sorted(code for code in first.keys() & second.keys() if first[code] != second[code])


def seal_of(
    vacancy: int, registration_number: str, giver: str, values: Mapping[str, Decimal], moment: datetime
) -> str:
    """SHA-256 over whose values these are and who gave them, the exact values and when they were locked.

    giver: a member of the panel, or the source of a test's result.
    """
    lines = [str(vacancy), registration_number, giver]
    lines += [f"{code}={value.normalize():f}" for code, value in sorted(values.items())]
    lines.append(moment.astimezone(UTC).replace(microsecond=0).isoformat())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
