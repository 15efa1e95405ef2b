"""Dates and numbers as Indonesian letters write them, whatever the computer's locale.

Weekday, month and words are always computed from the date (domain.md 0.3 rule 4 and 4.8).
"""

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db.rules.words import _

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)})  # month, day; others move
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def day_name(day: date) -> str:
    """Jumat."""
    return DAYS[day.weekday()]


def long_date(day: date) -> str:
    """17 April 2020."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_and_date(day: date) -> str:
    """Jumat, 17 April 2020."""
    return f"{day_name(day)}, {long_date(day)}"


def short_date(day: date | None) -> str:
    """17-04-2020, as tables show it; empty for no date."""
    return day.strftime("%d-%m-%Y") if day else ""


def period(first: date, last: date | None) -> str:
    """13 s.d. 16 April 2020; 30 April s.d. 2 Mei 2020; one day alone when both are equal."""
    if last is None or last == first:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} s.d. {long_date(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} s.d. {long_date(last)}"
    return f"{long_date(first)} s.d. {long_date(last)}"


def in_words(number: int) -> str:
    """2020 -> dua ribu dua puluh."""
    from num2words import num2words  # 20 ms, wanted only on paper

    return str(num2words(number, lang="id"))


def count_in_words(number: int, unit: str) -> str:
    """3 (tiga) orang."""
    return f"{number} ({in_words(number)}) {unit}"


def minutes_opening(day: date) -> str:
    """Pada hari ini Jumat tanggal tujuh belas bulan April tahun dua ribu dua puluh (17-04-2020)."""
    return (
        f"Pada hari ini {day_name(day)} tanggal {in_words(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {in_words(day.year)} ({short_date(day)})"
    )


def two_places(value: Decimal) -> Decimal:
    """Rounded half up to two places: only for showing, never before the end of a calculation."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def decimal_text(value: Decimal | None) -> str:
    """72,75: two places and a decimal comma; empty for a missing value."""
    return "" if value is None else f"{two_places(value):f}".replace(".", ",")


def age_on(birth: date, day: date) -> int:
    """Full years on a day; who was born on 29 February has the birthday on 1 March (domain.md 3.5)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def no_such_day(day: int, month: int, year: int) -> str:
    """Why there is no 29-02-2001; empty where there is such a day."""
    if not 1 <= month <= 12:
        return _("Bulan {month} tidak ada: bulan 1 sampai 12.").format(month=month)
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return ""
    if (day, month) == (29, 2):
        return _("29 Februari {year} tidak ada: {year} bukan tahun kabisat.").format(year=year)
    name = MONTHS[month - 1]
    return _("{month} {year} hanya sampai tanggal {last}.").format(month=name, year=year, last=last)
