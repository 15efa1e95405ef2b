"""Lists of officers that come with a decree, read as any list is."""

from datetime import date
from pathlib import Path
from typing import Any

from db.exchange.headings import Header, find_lists, match, source_rows
from db.exchange.sheets import Sheet, read_grid
from db.rules.import_cells import damage_said, damaged, number_text
from db.rules.import_rows import clean_row
from db.rules.imports_officers import officer_target
from db.rules.office import full_name
from db.rules.officers import MemberForm
from db.rules.problems import Problem, RuleViolation, refuse
from db.rules.words import _

NEEDED = ("name", "post")
DAY = date(2029, 12, 31)  # years of two digits up to 29 are of this century, as Excel has it


def read_officer_list(path: Path) -> list[MemberForm]:
    """The rows of the sheet that has the headings.

    Raises RuleViolation naming the missing columns or the NIK that Excel has damaged, Trouble for a file
    that cannot be read.
    """
    target = officer_target()
    missing = list(NEEDED)
    for sheet, header in find_lists(read_grid(path), target):
        columns = match(header.titles, target, {})
        if set(NEEDED) <= set(columns):
            return _members(sheet, header, columns)
        missing = min(missing, [name for name in NEEDED if name not in columns], key=len)
    labels = _(" dan ").join(f"“{target.by_name()[name].label}”" for name in missing)
    text = _("Kolom {columns} tidak ditemukan di {file}. Beri judul kolom itu, lalu pilih berkasnya lagi.")
    raise refuse(text.format(columns=labels, file=path.name))


def _members(sheet: Sheet, header: Header, columns: tuple[str, ...]) -> list[MemberForm]:
    fields = officer_target().by_name()
    places = {name: place for place, name in enumerate(columns) if name}
    readers = [(place, fields[name]) for name, place in places.items()]
    members, lost = [], []
    for row in source_rows([(sheet, header)]):
        raw: dict[str, Any] = {name: row.cells[p] for name, p in places.items() if p < len(row.cells)}
        values = clean_row(row, readers, DAY).values
        if not values.get("name"):
            continue
        if damaged(raw.get("nik", "")):
            lost.append((row.number, damage_said(raw["nik"])))
        # numbers that are no NIK, NIAT or telephone are told beside the list, as they stand in it
        members.append(
            MemberForm(
                row=row.number,
                name=full_name(values.get("front_title", ""), values["name"], values.get("back_title", "")),
                nik=number_text(raw.get("nik", "")),
                niat=values.get("niat") or number_text(raw.get("niat", "")),
                kecamatan=values.get("post", ""),
                birth_place=values.get("birth_place", ""),
                birth_date=values.get("birth_date"),
                sex=values.get("sex"),
                address=values.get("address", ""),
                desa=values.get("desa", ""),
                phone=values.get("phone") or number_text(raw.get("phone", "")),
                education=values.get("education", ""),
            )
        )
    if lost:
        raise RuleViolation(
            Problem(_("Baris {row}: {problem}.").format(row=number, problem=said), "nik")
            for number, said in lost
        )
    return members
