"""The survey kit as a workbook: drop-downs, NIK as text, a hidden code in each row and in a hidden sheet."""

from io import BytesIO
from typing import TYPE_CHECKING

from db.exchange.report import SHEETS
from db.rules.dates import long_date, short_date
from db.rules.kits import (
    BLANK_ROWS,
    CHANGED,
    COLUMNS,
    COUNT_TITLES,
    NO,
    TEXT_COLUMNS,
    TOKEN_TITLE,
    UNCHANGED,
    YES,
    KitFacts,
    token,
)
from db.rules.letters import PaperSize

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_SHEET, COUNTS_SHEET, LISTS_SHEET, KEY_SHEET = "Data", "Angka", "Pilihan", "Pilar"
HEAD = 3  # the row of the titles, counted from 0
HOW = (
    "1. Lembar Data: baris yang sudah terisi adalah data lama. Pilih Keadaan: Tetap, Berubah (lalu perbaiki "
    "isinya), atau sebab tidak lagi didata.",
    "2. Tambahkan orang baru pada baris kosong di bawahnya; isi Jenis, Nama, L/P, dan Kriteria.",
    "3. Lembar Angka: tulis jumlah tiap jenis. Bila tidak ada sama sekali, pilih Ya pada kolom Nihil.",
    "4. NIK dan No. KK 16 angka; tanggal lahir seperti 17-08-1950; kriteria huruf kecil, misalnya a, c.",
    "5. Baris boleh diurutkan dan berkas boleh diganti namanya. Jangan menghapus kolom yang tersembunyi.",
)


def kit_workbook(kit: KitFacts) -> bytes:
    """One desa's kit."""
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as file:
        file.set_properties({"title": f"Paket pendataan {kit.code}", "subject": kit.round})
        title = file.add_format({"bold": True, "font_size": 13})
        data, counts = file.add_worksheet(ROWS_SHEET), file.add_worksheet(COUNTS_SHEET)
        notes = file.add_worksheet("Petunjuk")
        lists, key = file.add_worksheet(LISTS_SHEET), file.add_worksheet(KEY_SHEET)
        ranges = _write_lists(lists, kit)
        _write_rows(file, data, kit, title, ranges)
        _write_counts(file, counts, kit, title)
        _write_notes(file, notes, kit, title)
        for sheet in (data, counts, notes):
            sheet.set_paper(SHEETS[PaperSize.F4])
            sheet.fit_to_pages(1, 0)
        for place, pair in enumerate(
            (("kode", kit.code), ("wilayah", kit.regency_code), ("desa", kit.desa_code), ("segel", kit.seal))
        ):
            key.write_row(place, 0, pair)
        lists.hide()
        key.very_hidden()
    return content.getvalue()


def _write_lists(sheet: "Worksheet", kit: KitFacts) -> dict[str, str]:
    """The choices of the drop-downs, each in a column of its own: a list in a cell holds 255 letters only."""
    letters = sorted({letter for kind in kit.kinds for letter, _text in kind.criteria})
    lists = {
        "state": [UNCHANGED, CHANGED, *kit.reasons],
        "desa": [kit.desa],
        "kind": [kind.choice for kind in kit.kinds],
        "sex": ["L", "P"],
        "criteria": letters,
        "disabilities": list(kit.disabilities),
        "has_id_card": [YES, NO],
    }
    ranges = {}
    for column, (name, choices) in enumerate(lists.items()):
        sheet.write_column(0, column, choices)
        letter = chr(ord("A") + column)
        ranges[name] = f"={LISTS_SHEET}!${letter}$1:${letter}${max(len(choices), 1)}"
    return ranges


def _write_rows(
    file: "Workbook", sheet: "Worksheet", kit: KitFacts, title: "Format", ranges: dict[str, str]
) -> None:
    cell = file.add_format({"num_format": "@", "border": 1, "valign": "top"})
    known = file.add_format({"num_format": "@", "border": 1, "valign": "top", "bg_color": "#F2F5F8"})
    head = file.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#DCEAF8"})
    sheet.write_string(0, 1, f"PENDATAAN {kit.desa.upper()}, KECAMATAN {kit.kecamatan.upper()}", title)
    sheet.write_string(1, 1, f"{kit.round} · paket {kit.code} · petugas {kit.recorder or '…'}")
    sheet.write_string(HEAD, 0, TOKEN_TITLE, head)
    sheet.set_column(0, 0, 14, None, {"hidden": True})
    last = HEAD + len(kit.rows) + BLANK_ROWS
    for at, titled in enumerate(COLUMNS, 1):
        sheet.set_column(at, at, titled.width)
        sheet.write_string(HEAD, at, titled.title, head)
        if titled.name in ranges:
            sheet.data_validation(
                HEAD + 1,
                at,
                last,
                at,
                {
                    "validate": "list",
                    "source": ranges[titled.name],
                    # several letters or kinds of disability may be typed
                    "error_type": "information" if titled.name in ("criteria", "disabilities") else "stop",
                    "error_title": titled.title,
                    "error_message": "Pilih dari daftar.",
                },
            )
    for number, row in enumerate(kit.rows, 1):
        place = HEAD + number
        sheet.write_string(place, 0, token(kit.code, number))
        for column, one in enumerate(COLUMNS, 1):
            sheet.write_string(
                place, column, kit.desa if one.name == "desa" else row.get(one.name, ""), known
            )
    for number in range(1, BLANK_ROWS + 1):
        place = HEAD + len(kit.rows) + number
        sheet.write_string(place, 0, token(kit.code, number, new=True))
        for column, one in enumerate(COLUMNS, 1):
            if one.name == "desa":
                sheet.write_string(place, column, kit.desa, cell)
            else:
                sheet.write_blank(place, column, None, cell)
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.autofilter(HEAD, 0, last, len(COLUMNS))  # sorting takes the hidden codes along
    sheet.set_landscape()
    sheet.repeat_rows(HEAD)
    sheet.set_footer(f"&L&8Paket pendataan {kit.code}&R&8&P/&N")
    assert {column.name for column in COLUMNS} >= TEXT_COLUMNS, "columns of text are columns"


def _write_counts(file: "Workbook", sheet: "Worksheet", kit: KitFacts, title: "Format") -> None:
    cell = file.add_format({"border": 1})
    head = file.add_format({"bold": True, "border": 1, "bg_color": "#DCEAF8"})
    sheet.write_string(0, 0, f"ANGKA {kit.desa.upper()}", title)
    sheet.write_string(1, 0, "Kosong berarti belum didata. Nihil berarti sudah ditanyakan dan tidak ada.")
    for place, (text, width) in enumerate(zip(COUNT_TITLES, (10, 46, 10, 11, 10, 16), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(HEAD, place, text, head)
    last = HEAD + len(kit.kinds)
    for number, kind in enumerate(kit.kinds, HEAD + 1):
        sheet.write_string(number, 0, kind.code, cell)
        sheet.write_string(number, 1, kind.name, cell)
        for place in range(2, len(COUNT_TITLES)):
            sheet.write_blank(number, place, None, cell)
    whole = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 999999}
    sheet.data_validation(HEAD + 1, 2, last, 4, {**whole, "error_message": "Tulis angka bulat."})
    sheet.data_validation(HEAD + 1, 5, last, 5, {"validate": "list", "source": [YES]})
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.set_footer(f"&L&8Paket pendataan {kit.code}&R&8&P/&N")


def _write_notes(file: "Workbook", sheet: "Worksheet", kit: KitFacts, title: "Format") -> None:
    wrap = file.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    due = f", kembalikan paling lambat {long_date(kit.ends_on)}" if kit.ends_on else ""
    lines = [
        f"{kit.round}, umur dihitung per {short_date(kit.reference_date)}{due}.",
        *HOW,
        "",
        *(
            f"{kind.code} {kind.name}: " + "; ".join(f"{letter}. {text}" for letter, text in kind.criteria)
            for kind in kit.kinds
        ),
    ]
    sheet.write_string(0, 0, f"Petunjuk paket pendataan {kit.code}", title)
    for place, line in enumerate(lines, 1):
        sheet.write_string(place, 0, line, wrap)
