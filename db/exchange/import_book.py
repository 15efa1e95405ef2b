"""What became of a list, beside the list itself; and an empty list to fill (peers.md row 69)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice
from typing import Any

from db.exchange.lines import list_workbook
from db.rules.import_cells import cell_text, damaged
from db.rules.import_rows import DAYS
from db.rules.imports import Outcome, PlannedRow, SourceRow, Target
from db.rules.words import _

TITLES = ("Baris", "Hasil", "Alasan", "Perubahan")  # as printed, so never translated
OUTCOMES = {
    Outcome.NEW: "Baru",
    Outcome.CHANGED: "Berubah",
    Outcome.SAME: "Sama",
    Outcome.ERROR: "Ditolak",
    Outcome.SKIPPED: "Dilewati",
    Outcome.UNCLEAR: "Menunggu keputusan",
}
MOST_ROWS = 1_000_000  # of a sheet; Excel itself ends a little later
TEMPLATE = "Isi mulai baris 2. NIK, No. KK, dan nomor lain adalah teks; tanggal seperti 12-03-1990."
CHOICES, OFFERED_ROWS = "Pilihan", 5_000
UNFIT = {"tick", "birth", "blocks"}  # columns that a new list does not need


def result_workbook(
    headings: Sequence[str], rows: Iterable[SourceRow], planned: Sequence[PlannedRow]
) -> bytes:
    """The rows as they came, each with what became of it and why; to be corrected and taken in again."""
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(content, options) as file:
        text = file.add_format({"num_format": "@"})
        day = file.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
        bold = file.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        pairs, sheets = zip(rows, planned, strict=True), 0
        while (portion := list(islice(pairs, 1))) or not sheets:
            sheets += 1
            sheet = file.add_worksheet("Hasil" if sheets == 1 else f"Hasil {sheets}")
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(headings) - 1, 18)
            sheet.set_column(len(headings), len(headings) + len(TITLES), 20)
            for place, title in enumerate((*headings, "Lembar", *TITLES)):
                sheet.write_string(0, place, title, bold)
            number = 0
            for number, (row, plan) in enumerate(chain(portion, islice(pairs, MOST_ROWS - 1)), 1):
                cells: list[Any] = [*row.cells, *[""] * len(headings)][: len(headings)]
                changes = "; ".join(f"{d.label}: {d.before or '–'} → {d.after}" for d in plan.differences)
                cells += [row.sheet, str(row.number), OUTCOMES[plan.outcome], plan.reason, changes]
                for place, cell in enumerate(cells):
                    if isinstance(cell, datetime | date):
                        sheet.write_datetime(number, place, cell, day)
                    else:
                        sheet.write_string(number, place, _as_found(cell), text)
            sheet.autofilter(0, 0, max(number, 1), len(headings) + len(TITLES))
    return content.getvalue()


def _as_found(cell: Any) -> str:
    """A number that has lost digits must not look whole: the next import refuses it again."""
    return f"{cell:.5E}" if isinstance(cell, float) and damaged(cell) else cell_text(cell)


def template_workbook(target: Target) -> bytes:
    """The headings of a list, its columns set to text so that no NIK loses a digit; words to pick from."""
    import xlsxwriter
    from xlsxwriter.utility import xl_col_to_name

    content = BytesIO()
    fields = [one for one in target.fields if one.read not in UNFIT and not one.name.startswith("niat_")]
    with xlsxwriter.Workbook(content, {"in_memory": True}) as file:
        sheet, choices = file.add_worksheet("Daftar"), file.add_worksheet(CHOICES)
        text = file.add_format({"num_format": "@"})
        day = file.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
        bold = file.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        used = 0
        for place, one in enumerate(fields):
            sheet.set_column(place, place, max(16, len(one.label) // 2), day if one.read in DAYS else text)
            sheet.write_string(0, place, one.label, bold)
            if words := target.words.get(one.name):
                letter = xl_col_to_name(used)
                choices.set_column(used, used, min(max(map(len, words)) + 2, 48))
                choices.write_column(0, used, (one.label, *words))
                source = f"={CHOICES}!${letter}$2:${letter}${len(words) + 1}"
                rule = {"validate": "list", "source": source, "show_error": False}  # other words may do too
                sheet.data_validation(1, place, OFFERED_ROWS, place, rule)
                used += 1
        sheet.freeze_panes(1, 1)
        choices.freeze_panes(1, 0)
        notes = file.add_worksheet("Petunjuk")
        notes.set_column(0, 0, 100, file.add_format({"text_wrap": True}))
        needed = ", ".join(one.label for one in fields if one.required)
        told = [TEMPLATE, _("Wajib: {fields}. Kolom lain boleh kosong.").format(fields=needed), target.needs]
        if used:
            told.append(_("Lembar {name}: kata yang dikenal untuk kolom berpilihan.").format(name=CHOICES))
        notes.write_column(0, 0, [line for line in told if line])
    return content.getvalue()


def batch_workbook(title: str, rows: Iterable[tuple[str, str, Outcome, str, str]]) -> bytes:
    """An import of long ago: row, name, outcome, reason and changes as they were kept."""
    columns = (("Baris", 8), ("Nama", 32), ("Hasil", 12), ("Alasan", 60), ("Perubahan", 60))
    lines = ((number, name, OUTCOMES[outcome], *words) for number, name, outcome, *words in rows)
    return list_workbook("Hasil", "Hasil impor", title, columns, lines)
