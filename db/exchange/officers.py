"""Lists of officers as offices really keep them: title rows on top, headings in many spellings."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from db.rules.dates import MONTHS
from db.rules.officers import MemberForm
from db.rules.people import Sex
from db.rules.problems import Problem, RuleViolation, Trouble, refuse
from db.rules.words import _

# Headings of the three provinces in domain.md 1.10 and 7.2, folded to letters and digits.
HEADINGS = {
    "name": ("namalengkap", "nama", "namasesuaidenganktp", "namatksk"),
    "kecamatan": (
        *("kecamatanlokasitugas", "tempattugaskecamatan", "kecamatantugas", "kecamatan", "wilayahtugas"),
    ),
    "nik": ("noktpnik", "nik", "nomornik", "nomorktp", "noktp"),
    "niat": ("niat", "nomorindukanggotatksk", "nomorindukanggota"),
    "birth_place": ("tempatlahir",),
    "birth_date": ("tanggallahir", "tgllahir", "tanggallahirddmmyyyy"),
    "sex": ("jeniskelamin", "jeniskelaminlp", "jk", "lp"),
    "address": ("alamat", "alamatrumah", "jalan"),
    "desa": ("desakelurahan", "desa", "kelurahan", "gampong"),
    "phone": ("nohandphone", "nohp", "telpon", "telepon", "hp"),
    "education": ("pendidikan", "pendidikanterakhir", "tingkatpendidikan"),
}
NEEDED = {"name": "Nama", "kecamatan": "Kecamatan lokasi tugas"}
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
EXCEL_DAY_ZERO = date(1899, 12, 30)


def read_officer_list(path: Path) -> list[MemberForm]:
    """The rows of the first sheet that has the headings.

    Raises RuleViolation naming the missing columns or the NIK that Excel has damaged, Trouble for a file
    that cannot be read.
    """
    best: set[str] = set()
    for sheet in _sheets(path):
        for number, row in enumerate(sheet[:15]):
            columns = _columns(row)
            if set(NEEDED) <= set(columns):
                return _members(sheet, number, columns)
            best = max(best, set(columns), key=len)
    missing = _(" dan ").join(f"“{label}”" for field, label in NEEDED.items() if field not in best)
    text = _("Kolom {columns} tidak ditemukan di {file}. Beri judul kolom itu, lalu pilih berkasnya lagi.")
    raise refuse(text.format(columns=missing, file=path.name))


def _sheets(path: Path) -> list[list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
            return [sheet.to_python(skip_empty_area=False) for sheet in sheets]  # rows as Excel counts them
    except PermissionError as error:
        raise Trouble(_("{file} sedang dibuka program lain. Tutup dahulu.").format(file=path.name)) from error
    except (CalamineError, OSError) as error:
        text = _("{file} tidak dapat dibaca sebagai Excel. Simpan sebagai .xlsx, lalu pilih lagi.")
        raise Trouble(text.format(file=path.name)) from error


def _columns(row: list[Any]) -> dict[str, int]:
    folded = [re.sub(r"[^a-z0-9]", "", str(cell).lower()) for cell in row]
    found = {}
    for field, names in HEADINGS.items():
        place = next((folded.index(name) for name in names if name in folded), None)
        if place is not None:
            found[field] = place
    return found


def _members(sheet: list[list[Any]], header: int, columns: dict[str, int]) -> list[MemberForm]:
    members, damaged = [], []
    for number, row in enumerate(sheet[header + 1 :], header + 2):
        cells = {field: row[place] if place < len(row) else "" for field, place in columns.items()}
        if not _text(cells["name"]):
            continue
        nik = cells.get("nik", "")
        if isinstance(nik, float) and nik >= 1e15 and nik % 10 == 0:
            damaged.append(number)
        members.append(
            MemberForm(
                row=number,
                name=_name(_text(cells["name"])),
                nik=_number(nik),
                niat=_number(cells.get("niat", "")),
                kecamatan=_text(cells["kecamatan"]),
                birth_place=_text(cells.get("birth_place", "")),
                birth_date=_date(cells.get("birth_date", "")),
                sex=_sex(_text(cells.get("sex", ""))),
                address=_text(cells.get("address", "")),
                desa=_text(cells.get("desa", "")),
                phone=_phone(_number(cells.get("phone", ""))),
                education=_education(_text(cells.get("education", ""))),
            )
        )
    text = _("Baris {row}: NIK tersimpan sebagai angka, dan Excel mengganti angka terakhirnya dengan 0. ")
    text += _("Ubah kolom NIK menjadi Teks, ketik ulang NIK-nya, lalu pilih berkasnya lagi.")
    if damaged:
        raise RuleViolation(Problem(text.format(row=row), "nik") for row in damaged)
    return members


def _text(cell: Any) -> str:
    return " ".join(str(cell).split())


def _name(text: str) -> str:
    """A name in capitals is written as people write it; titles behind the comma stay as they are."""
    name, comma, titles = text.partition(",")
    if name.isupper():
        name = " ".join(word[:1] + word[1:].lower() for word in name.split(" "))
    return name + comma + titles


def _number(cell: Any) -> str:
    """Digits as text, also of a cell that Excel keeps as a number; 0 and - stand for nothing."""
    text = f"{cell:.0f}" if isinstance(cell, float) else str(cell)
    number = re.sub(r"[\s.\-'’]", "", text)
    return "" if number == "0" else number


def _phone(number: str) -> str:
    """The 0 in front that a number cell loses."""
    return f"0{number}" if number.startswith("8") else number


def _date(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):  # a day count whose cell is not formatted as a date
        return EXCEL_DAY_ZERO + timedelta(days=int(cell)) if 1 <= cell < 80_000 else None
    text = _text(cell).lower()
    for number, month in enumerate(MONTHS, 1):
        text = text.replace(month.lower(), str(number))
    for pattern in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %m %Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None


def _sex(text: str) -> Sex | None:
    word = text.upper()
    if word in ("PRIA", "LK"):
        return Sex.MALE
    return {"L": Sex.MALE, "P": Sex.FEMALE, "W": Sex.FEMALE}.get(word[:1])


def _education(text: str) -> str:
    folded = re.sub(r"[^A-Z0-9]", "", text.upper())
    return next((code for sign, code in EDUCATION_SIGNS if re.search(sign, folded)), "")
