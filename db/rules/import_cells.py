"""Cells of other people's spreadsheets as values: dates, numbers and words as offices really type them.

domain.md 1.10, 3.1–3.5, 7.1: dates partly text and partly Excel serials, numbers as floats, ticks.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from db.rules.imports import CleanRow, Field, SourceRow
from db.rules.people import Sex, check_phone, compare_nik, normalise_phone, read_nik
from db.rules.words import _

EXCEL_DAY_ZERO = date(1899, 12, 30)
LAST_SERIAL = 80_000  # the year 2119
EXACT = 2**53  # a float above does not tell all its digits
NOTHING_SAID = {"", "-", "--", "0", "null", "none", "nan", "#n/a", "n/a", "tidak ada"}
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says; a doubt is told and the value left as it is read, a fault refuses the row."""

    values: Mapping[str, Any] = field(default_factory=dict)
    warning: str = ""
    error: str = ""


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
    if re.fullmatch(r"[0-9]+\.0+", text):
        text = text.partition(".")[0]
    number = re.sub(r"[\s.\-'’`\"_]", "", text)
    return "" if not number.strip("0") or number.casefold() in NOTHING_SAID else number


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
    seen = f"{cell:.3E}" if isinstance(cell, float) else str(cell).strip()
    return text.format(seen=seen)


def read_nik_cell(cell: Any) -> Reading:
    """domain.md 3.1: form is an error; a date that does not exist is only told, in lists."""
    if damaged(cell):
        return Reading(error=damage_said(cell))
    nik = number_text(cell)
    if not nik:
        return Reading()
    if not re.fullmatch("[0-9]+", nik):
        return Reading(error=_("NIK “{nik}” hanya boleh berisi angka").format(nik=nik[:30]))
    if len(nik) != 16:
        return Reading(error=_("NIK harus 16 angka; di daftar {count} angka").format(count=len(nik)))
    if len(set(nik)) == 1 or nik.endswith("0000"):
        return Reading(error=_("NIK {nik} tampak bukan nomor yang sebenarnya").format(nik=nik))
    return Reading({"nik": nik})


def read_niat_cell(cell: Any) -> Reading:
    """Ten digits; six are the old form of DKI, not a person's number (domain.md 1.7)."""
    niat = number_text(cell)
    if not niat or re.fullmatch("[0-9]{10}", niat):
        return Reading({"niat": niat} if niat else {})
    if re.fullmatch("[0-9]{6}", niat):
        return Reading(warning=_("NIAT {niat} hanya kode kecamatan; tidak disimpan").format(niat=niat))
    return Reading(error=_("NIAT “{niat}” harus 10 angka").format(niat=niat[:20]))


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
    words, front, behind = name.split(), [], []
    while len(words) > 1 and _is_front(words[0]):
        front.append(words.pop(0))
    while len(words) > 1 and "." in words[-1] and fold(words[-1]) in BACK_TITLES:
        behind.insert(0, words.pop())
    bare = " ".join(words)
    if bare.isupper() or bare.islower():
        bare = " ".join(_cased(word) for word in words)
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


def clean_row(row: SourceRow, columns: Sequence[tuple[int, Field]], today: date) -> CleanRow:
    """Read one row; each cell by the reader of its field."""
    clean = CleanRow(row.sheet, row.number)
    width = len(row.cells)
    for place, field in columns:
        cell = row.cells[place] if place < width else None
        if is_empty(cell):
            continue
        reading = READERS[field.read](cell, field, today)
        if reading.error:
            clean.errors.append(reading.error)
        if reading.warning:
            clean.warnings.append(reading.warning)
        for name, value in reading.values.items():
            if clean.values.get(name, value) != value:
                text = _("kolom “{label}” bertentangan dengan kolom lain; yang pertama dipakai")
                clean.warnings.append(text.format(label=field.label))
            else:
                clean.values[name] = value
    _join_niat(clean)
    if nik := clean.values.get("nik"):
        if read_nik(nik, today) is None:
            clean.warnings.append(_("tanggal lahir di dalam NIK tidak ada"))
        told = compare_nik(nik, clean.values.get("birth_date"), clean.values.get("sex"), today)
        clean.warnings += [problem.text.rstrip(".") for problem in told]
    return clean


def _join_niat(clean: CleanRow) -> None:
    """Sulawesi Tengah's form has the NIAT in two boxes (domain.md 1.10)."""
    first, second = clean.values.pop("niat_a", ""), clean.values.pop("niat_b", "")
    if first and second and "niat" not in clean.values:
        reading = read_niat_cell(first + second.zfill(4))
        clean.values.update(reading.values)
        clean.errors += [reading.error] if reading.error else []


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
    return _cased(word) if word.isupper() and len(fold(word)) > 2 else word


def _cased(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part[0][:1].upper() + part[0][1:].lower(), word)


def _text(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell)
    return Reading({} if text.casefold() in NOTHING_SAID else {field.name: text, **field.also})


def _digits(cell: Any, field: Field, _today: date) -> Reading:
    if damaged(cell):
        text = _("{label} tersimpan sebagai angka sehingga angka terakhirnya hilang; tidak disimpan")
        return Reading(warning=text.format(label=field.label))
    number = number_text(cell)
    return Reading({field.name: number, **field.also} if number else {})


def _account(cell: Any, field: Field, today: date) -> Reading:
    source, _dot, _bank = field.name.partition(".")
    return _digits(cell, Field(f"{source}.number", field.label, also=field.also), today)


def _name(cell: Any, _field: Field, _today: date) -> Reading:
    front, name, back = split_name(cell_text(cell))
    values = {"name": name, "front_title": front, "back_title": back}
    return Reading({key: value for key, value in values.items() if value})


def _mother(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell)
    if text.casefold() in NOTHING_SAID:
        return Reading()
    return Reading({field.name: " ".join(map(_cased, text.split())) if text.isupper() else text})


def _date(cell: Any, field: Field, today: date) -> Reading:
    day = read_date(cell, today)
    text = cell_text(cell)
    if day is None and text.casefold() not in NOTHING_SAID:
        said = _("{label} “{text}” tidak terbaca; tulis seperti 12-03-1990")
        return Reading(warning=said.format(label=field.label, text=text[:30]))
    if day and not 1900 <= day.year <= today.year + 50:
        said = _("{label} {text} tidak mungkin")
        return Reading(warning=said.format(label=field.label, text=day.strftime("%d-%m-%Y")))
    return Reading({field.name: day} if day else {})


def _birth(cell: Any, field: Field, today: date) -> Reading:
    if not isinstance(cell, str):
        return _date(cell, Field("birth_date", field.label), today)
    place, day = split_birth(cell_text(cell), today)
    values = {"birth_place": _place(place), "birth_date": day}
    said = _("tanggal lahir pada “{text}” tidak terbaca").format(text=cell_text(cell)[:40])
    return Reading({key: value for key, value in values.items() if value}, "" if day else said)


def _town(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell)
    return Reading({} if text.casefold() in NOTHING_SAID else {field.name: _place(text)})


def _place(text: str) -> str:
    return " ".join(map(_cased, text.split())) if text.isupper() else text


def _year(cell: Any, field: Field, today: date) -> Reading:
    if isinstance(cell, datetime | date):
        return Reading({field.name: cell.year})
    text = cell_text(cell)
    if found := re.search(r"(?<![0-9])(19|20)[0-9]{2}(?![0-9])", text):
        if int(found[0]) <= today.year + 1:
            return Reading({field.name: int(found[0])})
    elif text.casefold() in NOTHING_SAID:
        return Reading()
    said = _("{label} “{text}” bukan tahun; tidak disimpan")
    return Reading(warning=said.format(label=field.label, text=text[:20]))


def _sex(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, read_sex(cell_text(cell)))


def _school(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, read_education(cell_text(cell)))


def _religion(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, _by_sign(cell, RELIGION_SIGNS))


def _marital(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, _by_sign(cell, MARITAL_SIGNS))


def _by_sign(cell: Any, signs: Sequence[tuple[str, str]]) -> str:
    folded = fold(cell_text(cell))
    return next((code for sign, code in signs if folded.startswith(sign)), "")


def _word(cell: Any, field: Field, value: Any) -> Reading:
    text = cell_text(cell)
    if not value and text.casefold() not in NOTHING_SAID:
        said = _("{label} “{text}” tidak dikenal; tidak disimpan")
        return Reading(warning=said.format(label=field.label, text=text[:30]))
    return Reading({field.name: value} if value else {})


def _tick(cell: Any, field: Field, _today: date) -> Reading:
    return Reading({} if cell_text(cell).casefold() in NOTHING_SAID else field.also)


def _flag(cell: Any, field: Field, _today: date) -> Reading:
    folded = fold(cell_text(cell))
    no = folded.startswith(("tidak", "non", "0", "false", "berhenti"))
    return Reading({field.name: not no} if folded else {})


def _phone(cell: Any, field: Field, _today: date) -> Reading:
    phone, other = read_phones(re.sub(r"\.0$", "", cell_text(cell)))
    said = _("No. HP {numbers} tidak disimpan").format(numbers=other[:40]) if other.strip("0-") else ""
    return Reading({field.name: phone} if phone else {}, said)


def _block(cell: Any, field: Field, _today: date) -> Reading:
    """RT and RW: three digits with zeros (domain.md 3.5)."""
    number = number_text(cell)
    if number.isdigit() and len(number) <= 3:
        return Reading({field.name: number.zfill(3)})
    said = _("{label} “{text}” tidak disimpan").format(label=field.label, text=cell_text(cell)[:20])
    return Reading(warning=said if number else "")


def _blocks(cell: Any, _field: Field, _today: date) -> Reading:
    """RT/RW in one cell: 002/005."""
    found = re.search(r"([0-9]{1,3})\D+([0-9]{1,3})", cell_text(cell))
    return Reading({"rt": found[1].zfill(3), "rw": found[2].zfill(3)} if found else {})


def _email(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell).replace(" ", "")
    if re.fullmatch(r"[^@]+@[^@]+\.[^@]+", text):
        return Reading({field.name: text})
    return _word(cell, field, "")


Reader = Callable[[Any, Field, date], Reading]
READERS: dict[str, Reader] = {
    "text": _text,
    "digits": _digits,
    "account": _account,
    "name": _name,
    "person": _mother,
    "nik": lambda cell, _field, _today: read_nik_cell(cell),
    "niat": lambda cell, _field, _today: read_niat_cell(cell),
    "date": _date,
    "birth": _birth,
    "town": _town,
    "year": _year,
    "sex": _sex,
    "education": _school,
    "religion": _religion,
    "marital": _marital,
    "tick": _tick,
    "flag": _flag,
    "phone": _phone,
    "block": _block,
    "blocks": _blocks,
    "email": _email,
}
