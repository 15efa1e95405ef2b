"""Cells of other people's spreadsheets as values: dates, numbers and words as offices really type them.

domain.md 1.10, 3.1–3.5, 7.1: dates partly text and partly Excel serials, numbers as floats, ticks.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from db.rules.people import Sex, check_phone, normalise_phone
from db.rules.words import _

EXCEL_DAY_ZERO = date(1899, 12, 30)
LAST_SERIAL = 80_000  # the year 2119
EXACT = 2**53  # a float above does not tell all its digits
NOTHING_SAID = {"", "-", "--", "0", "null", "none", "nan", "#n/a", "n/a"}
NOTHING_SAID |= {f"{no} {there}" for no in ("tidak", "tdk", "belum", "blm") for there in ("ada", "punya")}
MONTHS = (  # by their first letters, also as typed wrongly or in English
    ("jan",),
    ("feb", "peb"),
    ("mar",),
    ("apr",),
    ("mei", "may"),
    ("jun",),
    ("jul",),
    ("agu", "agt", "ags", "aug"),
    ("sep",),
    ("okt", "oct"),
    ("nov", "nop"),
    ("des", "dec"),
)
MONTH_OF = {sign: number for number, signs in enumerate(MONTHS, 1) for sign in signs}
EDUCATION_SIGNS = (  # as lists write it, letters and digits only -> code of the list `educations`
    ("S3|STRATAIII|DOKTOR", "10"),
    ("S2|STRATAII|MAGISTER|PASCASARJANA", "9"),
    ("S1|STRATAI|SARJANA|^D(IPLOMA)?(IV|4)", "8"),
    ("^D(IPLOMA)?(III|3)|AKADEMI", "7"),
    ("^D(IPLOMA)?(I|1|2)", "6"),
    ("SLTA|SMA|SMK|SMU|ALIYAH|PAKETC|^MA$", "5"),
    ("SLTP|SMP|MTS|TSANAWIYAH|PAKETB", "4"),
    ("^SD|SEKOLAHDASAR|PAKETA$", "3"),
)
RELIGION_SIGNS = (
    *(("isl", "1"), ("kato", "3"), ("katho", "3"), ("kris", "2"), ("prot", "2"), ("hin", "4")),
    *(("bud", "5"), ("kong", "6"), ("khong", "6"), ("keper", "7")),
)
MARITAL_SIGNS = (
    ("belum", "1"),
    ("ceraim", "4"),
    ("cerai", "3"),
    ("janda", "3"),
    ("kawin", "2"),
    ("nikah", "2"),
)
FRONT_TITLES = {
    *("dr", "drg", "drs", "dra", "h", "hj", "ir", "prof", "kh", "ust", "ustad", "tgk", "apt", "ns", "pdt"),
}
BACK_TITLES = {
    *("ssos", "spd", "spdi", "sag", "ski", "skom", "se", "sh", "st", "sip", "spsi", "skm", "skep", "sst"),
    *("shi", "sei", "sthi", "spt", "sp", "shum", "stp", "ssosi", "msi", "mm", "mpd", "mag", "msos", "mkes"),
    *("mh", "mt", "mkom", "map", "msc", "ma", "amd", "amdkeb", "amdkep", "ners", "sstp", "ssi", "spdsd"),
}

YES = re.compile(
    "((sudah|masih)?(ya|iya|y|yes|v|x|1|true|benar|ada|aktif|dapat|menerima|penerima|terima|terdaftar|"
    "punya|memiliki|kpm|masuk|sudah|sedang))"
)
NO = re.compile(
    "((sudah)?(tidak|tdk|bukan|belum|blm|non)(lagi|pernah|ada|aktif|dapat|menerima|penerima|terima|terdaftar|"
    "punya|memiliki)*|(graduasi|lulus)(mandiri|alami(ah)?)?|false|no|n|t|0|stop|berhenti|keluar)"
)
TICKS = frozenset("✓✔√☑☒")


def fold(text: str) -> str:
    """Letters and digits only, in small letters: for comparing headings and names."""
    return "".join(filter(str.isalnum, text.casefold()))


def fold_place(name: str) -> str:
    """Kec. Alas Barat -> alasbarat."""
    kind = r"^\s*(kecamatan|kec|distrik|desa|kelurahan|kel|ds|gampong|nagari|pekon|kampung)\b"
    return fold(re.sub(kind, "", name.casefold()))


def same_regency(one: str, other: str) -> bool:
    """Kab. Sumbawa is Kabupaten Sumbawa and Sumbawa, but not Sumbawa Barat; Kota Bima is not Kab. Bima."""
    (kind, name), (other_kind, other_name) = _regency(one), _regency(other)
    return name == other_name and (kind == other_kind or not kind or not other_kind)


def cell_text(cell: Any) -> str:
    """A cell as the spreadsheet shows it, spaces tidied; whole floats lose their .0."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "1" if cell else ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell == cell and abs(cell) < 1e17 and cell == int(cell) else str(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%d-%m-%Y")
    return "" if cell is None else " ".join(str(cell).split())


def is_empty(cell: Any) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def number_text(cell: Any) -> str:
    """Digits as text, also of a cell that Excel keeps as a number; 0 and - stand for nothing."""
    text = cell_text(cell).strip("'’`\" ")
    if text.casefold() in NOTHING_SAID:
        return ""
    if re.fullmatch(r"[0-9]+\.0+", text):
        text = text.partition(".")[0]
    number = re.sub(r"[\s.\-'’`\"_]", "", text)
    return number if number.strip("0") else ""


def zeros(cell: Any) -> str:
    """Noughts that only fill the place of a number; a single 0 stands for nothing."""
    text = cell.strip("'’`\" ") if isinstance(cell, str) else ""
    return text if len(text) > 1 and set(text) == {"0"} else ""


def damaged(cell: Any) -> bool:
    """Whether Excel has lost digits of a long number: it keeps fifteen and puts 0 for the others."""
    if isinstance(cell, float):
        return cell >= 1e15 and (cell % 10 == 0 or cell >= EXACT)
    text = str(cell).strip("'’`\" ")
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+", text):
        return True
    return bool(re.fullmatch(r"[0-9]{15,}0\.0+", text))


def damage_said(cell: Any) -> str:
    """The sentence for a number that lost digits."""
    text = _(
        "NIK tersimpan sebagai angka ({seen}) sehingga angka terakhirnya hilang; "
        "ubah kolom NIK menjadi Teks dan ketik ulang"
    )
    seen = cell_text(cell).strip("'’`\" ")  # the number found: in Excel it may look like 5.204E+15
    return text.format(seen=seen)


def read_date(cell: Any, today: date) -> date | None:
    """A date cell, a day count whose cell is not formatted as one, or a date as people type it."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return EXCEL_DAY_ZERO + timedelta(days=int(cell)) if 1 <= cell < LAST_SERIAL else None
    text = cell_text(cell).casefold()
    if re.fullmatch(r"[0-9]{5}(\.0+)?", text):
        return read_date(float(text), today)
    text = re.sub(r"^[a-z']+\s*,\s*(?=[0-9])", "", text)  # Senin, 12 Maret 1990
    if iso := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})([ t].*)?", text):
        return _day(int(iso[3]), int(iso[2]), int(iso[1]))
    parts = re.fullmatch(
        r"([0-9]{1,2})[\s./,-]+([0-9]{1,2}|[a-z]{3,9})\.?[\s./,-]+([0-9]{4}|[0-9]{2})(\s+[0-9:.]+)?", text
    )
    if parts is None:
        return None
    month = int(parts[2]) if parts[2].isdigit() else MONTH_OF.get(parts[2][:3], 0)
    year = int(parts[3])
    if year < 100:
        year += 2000 if year <= today.year % 100 else 1900
    return _day(int(parts[1]), month, year)


def split_birth(text: str, today: date) -> tuple[str, date | None]:
    """Place and date of birth in one cell: Utan, 12-03-1990; Utan / 12 Maret 1990."""
    for start in (found.start() for found in re.finditer(r"(?<![0-9])[0-9]", text)):
        if day := read_date(text[start:], today):
            return text[:start].strip(" ,/.;:-–"), day
    return text.strip(" ,/.;:-–"), None


def split_name(text: str) -> tuple[str, str, str]:
    """Titles apart from the name: H. Ahmad, S.Sos → H. | Ahmad | S.Sos; capitals are written as names."""
    name, _comma, back = (part.strip() for part in text.partition(","))
    words = name.split()
    front: list[str] = []
    behind: list[str] = []
    while len(words) > 1 and _is_front(words[0]):
        front.append(words.pop(0))
    while len(words) > 1 and "." in words[-1] and fold(words[-1]) in BACK_TITLES:
        behind.insert(0, words.pop())
    bare = " ".join(words)
    if bare.isupper() or bare.islower():
        bare = " ".join(cased(word) for word in words)
    back = ", ".join(part for part in (" ".join(behind), back) if part)
    return " ".join(_title_cased(word) for word in front), bare, back


def read_sex(text: str) -> Sex | None:
    """L, P, W, Laki-laki, Pria, Perempuan, Wanita, [1] L, 1, 2."""
    word = re.sub(r"^\[?[12]\]?\s*(?=[a-z])", "", text.casefold())
    if word in ("pria", "lk", "1", "[1]", "cowok"):
        return Sex.MALE
    if word in ("2", "[2]"):
        return Sex.FEMALE
    return {"l": Sex.MALE, "p": Sex.FEMALE, "w": Sex.FEMALE}.get(word[:1])


def read_yes(text: str, *own: str) -> bool | None:
    """Whether a cell says yes or no; own: words that mean yes in its column, folded. None: neither."""
    if text and TICKS.issuperset(text):
        return True
    word = fold(text)
    for one in own:
        word = word if word == one else word.removesuffix(one)
    if word in own or YES.fullmatch(word):
        return True
    return False if NO.fullmatch(word) else None


def read_education(text: str) -> str:
    """The code of a school in words; nothing for what may be several."""
    bare = re.sub(r"^\[?[0-9]\]?\s+(?=\D)", "", text.strip()).upper()
    found = {_education(part) for part in re.split(r"[/,]", bare)} - {""}
    if len(found) > 1:
        whole = _education(bare)
        return whole if re.search("DIPLOMA", bare) else ""
    return found.pop() if found else ""


def read_phones(text: str) -> tuple[str, str]:
    """The first usable mobile number, and what was left aside."""
    pieces = re.split(r"[/;,]| dan | atau ", text)
    numbers = [normalise_phone(piece.strip("'’ ")) for piece in pieces if piece.strip()]
    numbers = [f"0{number}" if number.startswith("8") else number for number in numbers]
    good = next((n for n in numbers if n and not check_phone(n)), "")
    return good, ", ".join(number for number in numbers if number != good)


def _regency(text: str) -> tuple[str, str]:
    kind = re.match(r"\s*(kab|kota)(upaten)?\b\.?\s*(adm\w*\b\.?)?", text.casefold())
    if kind is None:
        return "", fold(text)
    return kind[1], fold(text.casefold()[kind.end() :])


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _education(text: str) -> str:
    folded = re.sub(r"[^A-Z0-9]", "", text)
    return next((code for sign, code in EDUCATION_SIGNS if re.search(sign, folded)), "")


def _is_front(word: str) -> bool:
    bare = fold(word)
    return bare in FRONT_TITLES and ("." in word or bare in ("dr", "drs", "dra", "hj", "prof"))


def _title_cased(word: str) -> str:
    return cased(word) if word.isupper() and len(fold(word)) > 2 else word


def cased(word: str) -> str:
    """UTAN -> Utan, AL-FATAH -> Al-Fatah."""
    return re.sub(r"[^\W\d_]+", lambda part: part[0][:1].upper() + part[0][1:].lower(), word)
