"""What a person's numbers and dates tell, and where they disagree (domain.md 3.1, 3.5)."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from db.rules.dates import short_date
from db.rules.office import digits
from db.rules.problems import Problem
from db.rules.words import _

# A NIK or a No. KK of 16 digits, and no dummy that strangers share.
NUMBER = re.compile(r"(?!([0-9])\1{15}|1234567890)[0-9]{12}(?!0000)[0-9]{4}")
OLDEST = 130  # years
ALIKE = 0.6  # below this ratio of equal letters two names are two people


class Sex(StrEnum):
    MALE = "L"
    FEMALE = "P"


def sex_label(sex: Sex) -> str:
    """Laki-laki or Perempuan."""
    return _("Laki-laki") if sex == Sex.MALE else _("Perempuan")


@dataclass(frozen=True)
class NIKFacts:
    """What a NIK says about its owner. Region and date are those of the first issue."""

    kecamatan_code: str
    birth_date: date
    sex: Sex


def check_nik(text: str, today: date, field: str = "nik") -> list[Problem]:
    """Why a typed NIK cannot be one; empty when it can. An empty NIK is not checked here."""
    nik = digits(text)
    if re.search(r"[^0-9]", nik):
        return [Problem(_("NIK hanya boleh berisi angka."), field)]
    if len(nik) != 16:
        return [Problem(_("NIK harus 16 angka; yang diketik {count} angka.").format(count=len(nik)), field)]
    if len(set(nik)) == 1 or nik.endswith("0000"):
        return [Problem(_("NIK ini tampak bukan nomor yang sebenarnya. Salin dari KTP atau KK."), field)]
    if read_nik(nik, today) is None:
        text = _("Tanggal lahir di dalam NIK tidak ada: angka ke-7 sampai ke-12 adalah {digits}.")
        return [Problem(text.format(digits=nik[6:12]), field)]
    return []


def check_birth(born: date | None, today: date) -> list[Problem]:
    """Why nobody who lives can be born on a day."""
    if born is None:
        return []
    if born > today:
        return [Problem(_("Tanggal lahir sesudah hari ini."), "birth_date")]
    if born.year < today.year - OLDEST:
        text = _("Tanggal lahir lebih dari {years} tahun yang lalu; periksa tahunnya.")
        return [Problem(text.format(years=OLDEST), "birth_date")]
    return []


def is_dummy(number: str) -> bool:
    """Whether somebody has filled the place of a number: no family is found by it, and nobody keeps it."""
    return len(number) == 16 and number.isdigit() and not NUMBER.fullmatch(number)


def read_nik(nik: str, today: date) -> NIKFacts | None:
    """The facts in a NIK of 16 digits: DDMMYY, women's day plus 40; None if there is no such date.

    The century is the one that makes the person alive and at most 100 years old.
    """
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex = Sex.FEMALE if day > 40 else Sex.MALE
    for century in (2000, 1900):
        try:
            born = date(century + year, month, day - 40 if day > 40 else day)
        except ValueError:
            continue
        if born <= today:
            return NIKFacts(nik[:6], born, sex)
    return None


def compare_nik(nik: str, birth_date: date | None, sex: Sex | None, today: date) -> list[Problem]:
    """Where a valid NIK disagrees with the typed birth date and sex: warnings, never refusals.

    A NIK does not change when the date of birth is corrected (domain.md 3.1).
    """
    facts = read_nik(nik, today)
    warnings = []
    if facts and birth_date and facts.birth_date.strftime("%d%m%y") != birth_date.strftime("%d%m%y"):
        text = _("NIK menunjukkan tanggal lahir {date}; periksa KTP.")
        warnings.append(Problem(text.format(date=short_date(facts.birth_date)), "birth_date"))
    if facts and sex and facts.sex != sex:
        text = _("NIK menunjukkan {sex}; periksa KTP.")
        warnings.append(Problem(text.format(sex=sex_label(facts.sex).lower()), "sex"))
    return warnings


def normalise_phone(text: str) -> str:
    """+62 812-3456-7890 -> 081234567890."""
    phone = re.sub(r"[\s.\-()+]", "", text)
    return f"0{phone[2:]}" if phone.startswith("62") else phone


def check_phone(text: str, field: str = "phone") -> list[Problem]:
    """A mobile number has 10 to 13 digits and begins with 08; empty is allowed."""
    phone = normalise_phone(text)
    if not phone or re.fullmatch(r"08[1-9][0-9]{7,10}", phone):
        return []
    return [Problem(_("Nomor HP dimulai 08 dan berisi 10–13 angka."), field)]


def split_address(text: str) -> tuple[str, str, str]:
    """An address as lists have it, with RT and RW apart: “Dusun Stowe RT 003 RW 002”, “Motong RT 1/RW 2”."""
    found = re.fullmatch(r"(.+?)[\s,]+RT[\s.]*(\d{1,3})[\s,/]*RW[\s.]*(\d{1,3})", text.strip(), re.IGNORECASE)
    return (found[1], found[2], found[3]) if found else (text, "", "")


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings may be one person: titles and some other letters are forgiven."""
    first, second = _bare_words(one), _bare_words(other)
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return SequenceMatcher(None, " ".join(first), " ".join(second)).ratio() >= ALIKE


def is_owner(known_name: str, known_born: Any, name: str, born: Any) -> bool:
    """Whether a line with somebody's number is about him: name and birth date agree (peers.md 5.2)."""
    return is_same_name(known_name, name) and (not born or not known_born or born == known_born)


def _bare_words(name: str) -> list[str]:
    """Drs. H. Ahmad Fauzi, M.Si. -> ahmad fauzi."""
    words = re.sub(r"[^\w\s.]", "", name.partition(",")[0].casefold()).split()
    return [word for word in words if "." not in word] or words


def mask_digits(text: str) -> str:
    """Every long run of digits as its last four: NIK, account and telephone numbers in a sentence."""
    return re.sub(r"\d{8,}", lambda run: f"••••{run[0][-4:]}", text)


def mask_nik(nik: str | None) -> str:
    """5204••••••••9001: enough to recognise, not enough to misuse (domain.md 6.2)."""
    return f"{nik[:4]}••••••••{nik[-4:]}" if nik else ""
