"""Rows copied from a spreadsheet, read into the fields of the entry grid (domain.md 13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.rules.import_cells import damage_said, damaged, fold, fold_place, number_text, read_date, read_sex
from db.rules.imports_mapping import fold_kind, read_disabilities
from db.rules.people import split_address
from db.rules.words import _

MOST_ROWS = 2000
KNOWN_HEADINGS = 2  # so many make a first row one of headings


@dataclass(frozen=True)
class GridColumn:
    """One column of the grid, and the headings under which lists have it, folded."""

    name: str
    title: str
    headings: frozenset[str]


def grid_columns() -> tuple[GridColumn, ...]:
    """In the order that is taken where there are no headings."""
    return tuple(
        GridColumn(name, title, frozenset({fold(title), *headings.split()}))
        for name, title, headings in (
            ("nik", _("NIK"), "nonik nomornik noktp nomorktp"),
            ("name", _("Nama"), "namalengkap namapenduduk namappks namapenerima"),
            ("birth_date", _("Tanggal lahir"), "tgllahir tanggallahirddmmyyyy ttl"),
            ("sex", _("L/P"), "jk jeniskelamin kelamin lp sex"),
            ("desa", _("Desa/kelurahan"), "desa kelurahan desakel namadesa gampong nagari"),
            ("kecamatan", _("Kecamatan"), "kec namakecamatan"),
            ("address", _("Alamat"), "alamatlengkap dusun alamatdomisili jalan"),
            ("rt", _("RT"), "nort"),
            ("rw", _("RW"), "norw"),
            ("kk", _("No. KK"), "kk nokk nomorkk nokartukeluarga"),
            ("phone", _("No. HP"), "hp nohp telepon notelp notelepon"),
            ("kind", _("Jenis"), "jenisppks jenispmks kategori kategorippks kodejenis jenispsks kode"),
            ("criteria", _("Kriteria"), "hurufkriteria kriteriappks"),
            ("disabilities", _("Jenis disabilitas"), "disabilitas ragamdisabilitas"),
            ("no_nik_reason", _("Alasan tanpa NIK"), ""),
            ("exception_reason", _("Alasan pengecualian"), ""),
            ("note", _("Catatan"), "keterangan ket"),
        )
    )


@dataclass(frozen=True)
class Lookups:
    """What words of a row may mean."""

    kinds: Mapping[str, str]  # folded -> code
    desa: Mapping[str, tuple[str, ...]]  # folded name -> codes
    kecamatan: Mapping[str, str]  # folded name -> code


@dataclass(frozen=True)
class ReadRow:
    """A row as values, or the sentences that say why it cannot be read."""

    values: Mapping[str, Any]
    problems: tuple[str, ...]


def split_rows(text: str) -> list[list[str]]:
    """What Excel puts on the clipboard: tabs between cells, lines between rows."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows = [[cell.strip().strip('"') for cell in line.split("\t")] for line in lines]
    return [row for row in rows if any(row)][: MOST_ROWS + 1]


def columns_of(first: Sequence[str]) -> list[str] | None:
    """Which column each cell of a first row of headings names ("" for none); None where it is no such row."""
    columns, found = grid_columns(), list[str]()
    for cell in first:
        folded = fold(cell)
        names = [column.name for column in columns if folded in column.headings and column.name not in found]
        found.append(names[0] if names and folded else "")
    return found if sum(map(bool, found)) >= KNOWN_HEADINGS else None


def into_grid(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows under the names of the grid's columns, by headings or by order."""
    if not rows:
        return []
    names = columns_of(rows[0])
    body = rows if names is None else rows[1:]
    usual = names or [column.name for column in grid_columns()]
    return [
        {name: cell for name, cell in zip(usual, row, strict=False) if name and cell}
        for row in body[:MOST_ROWS]
    ]


def read_row(row: Mapping[str, str], lookups: Lookups, usual: Mapping[str, Any], today: date) -> ReadRow:
    """The values of one row; what it leaves empty is taken from `usual`."""
    problems: list[str] = []
    cells = {name: cell.strip() for name, cell in row.items()}
    address, rt, rw = split_address(cells.get("address", ""))
    values: dict[str, Any] = {
        "name": cells.get("name", ""),
        "nik": number_text(cells.get("nik", "")),
        "kk": number_text(cells.get("kk", "")),
        "phone": number_text(cells.get("phone", "")),
        "address": address,
        "rt": cells.get("rt", "") or rt or usual.get("rt", ""),
        "rw": cells.get("rw", "") or rw or usual.get("rw", ""),
        "no_nik_reason": cells.get("no_nik_reason", ""),
        "exception_reason": cells.get("exception_reason", ""),
        "note": cells.get("note", ""),
    }
    if damaged(cells.get("nik", "")):
        problems.append(damage_said(cells["nik"]) + ".")
    values["birth_date"] = born = read_date(cells.get("birth_date", ""), today)
    if born is None and cells.get("birth_date"):
        text = _("Tanggal lahir “{typed}” tidak ada; tulis 17-04-1980.")
        problems.append(text.format(typed=cells["birth_date"]))
    values["sex"] = sex = read_sex(cells.get("sex", ""))
    if sex is None and cells.get("sex"):
        text = _("Jenis kelamin “{typed}” tidak dikenal; tulis L atau P.")
        problems.append(text.format(typed=cells["sex"]))
    values["desa_code"] = _desa(cells, lookups, usual, problems)
    values["kind_code"] = _kind(cells, lookups, usual, problems)
    letters = [sign for sign in cells.get("criteria", "").casefold() if sign.isalpha()]
    values["criteria"] = letters or list(usual.get("criteria", ()))
    values["disabilities"], strange = read_disabilities(cells.get("disabilities", ""))
    if strange:
        problems.append(_("Jenis disabilitas “{typed}” tidak dikenal.").format(typed=strange))
    return ReadRow(values, tuple(problems))


def _desa(cells: Mapping[str, str], lookups: Lookups, usual: Mapping[str, Any], problems: list[str]) -> str:
    typed = cells.get("desa", "")
    if not typed:
        return str(usual.get("desa_code") or "")
    if (code := number_text(typed)).isdigit() and any(code in codes for codes in lookups.desa.values()):
        return code
    codes = lookups.desa.get(fold_place(typed), ())
    if kecamatan := lookups.kecamatan.get(fold_place(cells.get("kecamatan", ""))):
        codes = tuple(code for code in codes if code.startswith(kecamatan))
    if len(codes) > 1 and (near := str(usual.get("desa_code") or "")[:6]):
        codes = tuple(code for code in codes if code.startswith(near)) or codes
    if len(codes) == 1:
        return codes[0]
    text = (
        _("Desa “{typed}” ada di beberapa kecamatan; isi kolom Kecamatan.")
        if codes
        else _("Desa “{typed}” tidak ada dalam daftar wilayah.")
    )
    problems.append(text.format(typed=typed))
    return ""


def _kind(cells: Mapping[str, str], lookups: Lookups, usual: Mapping[str, Any], problems: list[str]) -> str:
    typed = cells.get("kind", "")
    if not typed:
        return str(usual.get("kind_code") or "")
    code = lookups.kinds.get(fold_kind(typed), "")
    if not code:
        problems.append(_("Jenis “{typed}” tidak dikenal; tulis nama atau nomornya.").format(typed=typed))
    return code
