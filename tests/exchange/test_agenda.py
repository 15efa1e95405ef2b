"""The agenda written to Excel and opened again."""

from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from db.exchange.agenda import agenda_workbook
from db.rules.agenda import AgendaBook, AgendaLine, Direction

DAY = date(2020, 4, 15)
LINES = (
    AgendaLine(Direction.IN, "1", DAY, "3304010101010001", date(2020, 4, 13), "Camat Utan", "=1+1", ""),
    AgendaLine(Direction.NUMBER, "005.01", DAY, "0005", None, "", "Surat tugas", "batal: salah ketik"),
)


def read(book):
    workbook = CalamineWorkbook.from_filelike(BytesIO(agenda_workbook(book)))
    return workbook.get_sheet_by_name("Agenda").to_python(skip_empty_area=False)


def test_numbers_stay_text_days_stay_days_and_nothing_becomes_a_formula():
    rows = read(AgendaBook("BUKU AGENDA", "DINAS SOSIAL", "April 2020", LINES, "dicetak hari ini"))
    assert rows[0][0] == "BUKU AGENDA"
    assert rows[1][0] == "DINAS SOSIAL · April 2020 · dicetak hari ini"
    assert rows[3][:3] == ["Arah", "No. agenda", "Tanggal"]
    assert rows[4] == [
        *("Masuk", "1", DAY, "3304010101010001", date(2020, 4, 13), "Camat Utan", "=1+1", ""),
    ]
    assert rows[5] == ["Nomor", "005.01", DAY, "0005", "", "", "Surat tugas", "batal: salah ketik"]


def test_a_month_without_letters_is_still_a_workbook():
    rows = read(AgendaBook("BUKU AGENDA", "DINAS SOSIAL", "Mei 2020", (), "dicetak hari ini"))
    assert len(rows) == 4
