"""People who may be one and the same (peers.md rows 62–64)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

from db.rules.names import ALIKE, alikeness, fold
from db.rules.office import digits
from db.rules.words import _

STRONG = 2.0  # logarithm of the odds: 7 to 1 that two are one person
OFFERED = -1.0  # below it nobody is asked
CANDIDATE = OFFERED - 3.5  # what further facts may still lift
MOST_PAIRS = 20_000  # are kept of one search
SERIAL = 4  # last digits of a NIK
NIK, KK = 16, 16

NIK_SLIP, KK_SAME, MOTHER_SAME, MOTHER_OTHER, PHONE_SAME = 4.0, 2.5, 3.0, -1.0, 1.0
ADDRESS_SAME, ADDRESS_OTHER = 3.0, -0.8  # street or dusun with RT
RESPELT, SPELT_ANEW = (-0.7, 5.0), 0.05  # a spelling that few others use speaks for one person
TWINS, MAYBE_TWINS, ONE_LETTER = -20.0, -8.0, -2.0  # one birth date and one KK, but another given name


class Verdict(StrEnum):
    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"


def verdict_label(verdict: Verdict) -> str:
    """What the screen calls a decision."""
    return {
        Verdict.OPEN: _("Belum diputuskan"),
        Verdict.SAME: _("Orang yang sama"),
        Verdict.DIFFERENT: _("Bukan orang yang sama"),
    }[verdict]


class Sign(StrEnum):
    """What speaks for or against two people being one; a pair keeps those that are worth saying."""

    NAME_SAME = "name_same"
    NAME_CLOSE = "name_close"
    NAME_NEAR = "name_near"
    NAME_SHORT = "name_short"
    NAME_TURNED = "name_turned"
    NAME_OTHER = "name_other"
    BORN_SAME = "born_same"
    BORN_SWAPPED = "born_swapped"
    BORN_DAY = "born_day"
    BORN_MONTH = "born_month"
    BORN_YEAR = "born_year"
    BORN_FIRST = "born_first"
    BORN_OTHER = "born_other"
    BORN_UNKNOWN = "born_unknown"
    DESA_SAME = "desa_same"
    KECAMATAN_SAME = "kecamatan_same"
    DESA_OTHER = "desa_other"
    PLACE_UNKNOWN = "place_unknown"
    SEX_SAME = "sex_same"
    SEX_OTHER = "sex_other"
    SEX_UNKNOWN = "sex_unknown"
    NIK_SLIP = "nik_slip"
    NIK_OTHER = "nik_other"
    NIK_NONE = "nik_none"
    KK_SAME = "kk_same"
    MOTHER_SAME = "mother_same"
    MOTHER_OTHER = "mother_other"
    PHONE_SAME = "phone_same"
    ADDRESS_SAME = "address_same"
    TWINS = "twins"


UNSAID = frozenset({Sign.SEX_SAME, Sign.SEX_UNKNOWN, Sign.PLACE_UNKNOWN})


@dataclass(frozen=True)
class Side:
    """One of two people, as far as it takes to compare them beyond name, birth date and desa."""

    name: str
    folded: str
    nik: str | None = None
    kk: str = ""
    mother: str = ""
    phone: str = ""
    address: str = ""
    rt: str = ""


def sign_words(sign: Sign, one: str, other: str) -> str:
    """nama sangat mirip (Moh. Yusuf / Muhammad Jusup)."""
    both = f"({one} / {other})"
    return {
        Sign.NAME_SAME: _("nama sama")
        if one == other
        else _("nama sama, ejaan lain {both}").format(both=both),
        Sign.NAME_CLOSE: _("nama sangat mirip {both}").format(both=both),
        Sign.NAME_NEAR: _("nama mirip {both}").format(both=both),
        Sign.NAME_SHORT: _("nama lebih pendek {both}").format(both=both),
        Sign.NAME_TURNED: _("urutan nama tertukar {both}").format(both=both),
        Sign.NAME_OTHER: _("nama berbeda {both}").format(both=both),
        Sign.BORN_SAME: _("tanggal lahir sama"),
        Sign.BORN_SWAPPED: _("tanggal dan bulan lahir tertukar"),
        Sign.BORN_DAY: _("tanggal lahir berbeda satu angka"),
        Sign.BORN_MONTH: _("bulan lahir berbeda"),
        Sign.BORN_YEAR: _("tahun lahir berbeda satu angka"),
        Sign.BORN_FIRST: _("tahun lahir sama, salah satu 1 Januari"),
        Sign.BORN_OTHER: _("tanggal lahir berbeda"),
        Sign.BORN_UNKNOWN: _("tanggal lahir tidak diketahui"),
        Sign.DESA_SAME: _("desa sama"),
        Sign.KECAMATAN_SAME: _("desa lain di kecamatan yang sama"),
        Sign.DESA_OTHER: _("kecamatan berbeda"),
        Sign.SEX_OTHER: _("jenis kelamin berbeda"),
        Sign.NIK_SLIP: _("NIK hampir sama (salah ketik)"),
        Sign.NIK_OTHER: _("NIK berbeda"),
        Sign.NIK_NONE: _("salah satu tanpa NIK"),
        Sign.KK_SAME: _("No. KK sama"),
        Sign.MOTHER_SAME: _("nama ibu sama"),
        Sign.MOTHER_OTHER: _("nama ibu berbeda"),
        Sign.PHONE_SAME: _("No. HP sama"),
        Sign.ADDRESS_SAME: _("alamat sama"),
        Sign.TWINS: _("mungkin saudara kembar"),
    }.get(sign, "")


def reasons_said(signs: Sequence[str], one: str, other: str) -> str:
    """Why two people may be one, in one line."""
    return ", ".join(filter(None, (sign_words(Sign(sign), one, other) for sign in signs)))


def certainty(score: float) -> int:
    """The odds as a percentage from 1 to 99: nothing is certain before somebody has looked."""
    return min(max(round(100 / (1 + exp(-score))), 1), 99)


def weigh_further(
    score: float, signs: Sequence[Sign], one: Side, other: Side, seldom: float = 0
) -> tuple[float, list[Sign]]:
    """Add what spelling, NIK, KK, mother, phone and address say to the score of name, birth date and desa.

    seldom: of two spellings of one name, how many have the name for each who spells it as the rarer does.
    """
    said = [sign for sign in signs if sign not in UNSAID]
    if seldom:
        score += min(max(log(SPELT_ANEW * seldom), RESPELT[0]), RESPELT[1])
    if one.address and other.address and not _same_address(one, other):
        score += ADDRESS_OTHER
    for weight, sign in _further(set(signs), one, other):
        score += weight
        said.append(sign)
    return score, said


def _further(signs: set[Sign], one: Side, other: Side) -> Iterator[tuple[float, Sign]]:
    first, second = _real_nik(one.nik), _real_nik(other.nik)
    slip = bool(first and second and is_nik_slip(first, second))
    if slip:
        yield NIK_SLIP, Sign.NIK_SLIP
    elif first and second:
        yield 0.0, Sign.NIK_OTHER
    else:
        yield 0.0, Sign.NIK_NONE
    same_kk = len(one.kk) == KK and one.kk == other.kk
    if same_kk and Sign.BORN_SAME in signs and not slip and are_twins(one.folded, other.folded):
        sure = TWINS if first and second else ONE_LETTER if Sign.NAME_CLOSE in signs else MAYBE_TWINS
        yield sure, Sign.TWINS
        return  # what else is the same is the family's
    if same_kk:
        yield KK_SAME, Sign.KK_SAME
    if one.mother and other.mother:
        alike = alikeness(fold(one.mother), fold(other.mother))
        if alike >= ALIKE:
            yield MOTHER_SAME, Sign.MOTHER_SAME
        elif alike < ALIKE / 2:
            yield MOTHER_OTHER, Sign.MOTHER_OTHER
    if one.phone and one.phone == other.phone:  # one phone serves a whole family: little is said by it
        yield PHONE_SAME, Sign.PHONE_SAME
    if one.address and _same_address(one, other):
        yield ADDRESS_SAME, Sign.ADDRESS_SAME


def are_twins(one: str, other: str) -> bool:
    """Whether two folded names of one family, born on one day, are two children: no word less, no turn."""
    first, second = one.split(), other.split()
    return sorted(first) != sorted(second) and not (set(first) < set(second) or set(second) < set(first))


def is_nik_slip(one: str, other: str) -> bool:
    """Whether two NIK differ as by one slip: two digits swapped, or one digit wrong before the serial.

    One digit of the serial is no slip: neighbours by birth have such numbers.
    """
    differs = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differs) == 1:
        return differs[0] < NIK - SERIAL
    if len(differs) != 2:
        return False
    first, second = differs
    return second == first + 1 and one[first] == other[second] and one[second] == other[first]


def _real_nik(nik: str | None) -> str:
    """A NIK that says something: not one of the fillers of those who have none."""
    number = digits(nik or "")
    filler = len(number) != NIK or len(set(number)) == 1 or number.endswith("0" * SERIAL)
    return "" if filler or len(set(number[6:])) == 1 else number


def _same_address(one: Side, other: Side) -> bool:
    return (one.address.casefold(), one.rt) == (other.address.casefold(), other.rt)


def odds_of(percent: int) -> float:
    """The score from which a pair has at least this certainty."""
    return log((percent - 0.5) / (100.5 - percent))
