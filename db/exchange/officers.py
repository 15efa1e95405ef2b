"""Lists of officers as offices really keep them: title rows on top, headings in many spellings."""

import re
from datetime import date, datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any

from db.rules.officers import MemberForm
from db.rules.people import Sex
from db.rules.problems import Trouble, refuse

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
EDUCATION_SIGNS = (  # as lists write it -> code of the list `educations`
    *(("S3", "10"), ("S2", "9"), ("S1", "8"), ("DIV", "8"), ("D4", "8"), ("DIII", "7"), ("D3", "7")),
    *(("DII", "6"), ("D2", "6"), ("DI", "6"), ("D1", "6"), ("SLTA", "5"), ("SMA", "5"), ("SMK", "5")),
    *(("MA", "5"), ("SLTP", "4"), ("SMP", "4")),
)


def read_officer_list(path: Path) -> list[MemberForm]:
    """The rows of the first sheet that has the headings.

    Raises RuleViolation naming the missing columns, Trouble for a file that cannot be read.
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
            return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
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
    members = []
    for number, row in enumerate(sheet[header + 1 :], header + 2):
        cells = {field: row[place] if place < len(row) else "" for field, place in columns.items()}
        if not _text(cells["name"]):
            continue
        members.append(
            MemberForm(
                row=number,
                name=_text(cells["name"]),
                nik=_number(cells.get("nik", "")),
                niat=_number(cells.get("niat", "")),
                kecamatan=_text(cells["kecamatan"]),
                birth_place=_text(cells.get("birth_place", "")),
                birth_date=_date(cells.get("birth_date", "")),
                sex=_sex(_text(cells.get("sex", ""))),
                address=_text(cells.get("address", "")),
                desa=_text(cells.get("desa", "")),
                phone=_number(cells.get("phone", "")),
                education=_education(_text(cells.get("education", ""))),
            )
        )
    return members


def _text(cell: Any) -> str:
    return " ".join(str(cell).split())


def _number(cell: Any) -> str:
    """Digits as text. A NIK that Excel kept as a number has lost its last digit: it is left to the check."""
    if isinstance(cell, float):
        return f"{cell:.0f}"
    number = re.sub(r"[\s.\-'’]", "", str(cell))
    return "" if number in {"0", "-"} else number


def _date(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(_text(cell), pattern).date()
        except ValueError:
            continue
    return None


def _sex(text: str) -> Sex | None:
    return {"L": Sex.MALE, "P": Sex.FEMALE}.get(text[:1].upper())


def _education(text: str) -> str:
    folded = re.sub(r"[^A-Z0-9]", "", text.upper())
    return next((code for sign, code in EDUCATION_SIGNS if sign in folded), "")
