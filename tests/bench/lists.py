"""Lists of people as offices send them, of any length: twenty columns, and errors where asked for."""

import csv
import random
from datetime import date, timedelta

from tests.bench.people import FIRST, LAST, WORDS

HEADINGS = (
    *("NIK", "No KK", "Nama Lengkap", "Nama Ibu Kandung", "Tempat Lahir", "Tanggal Lahir", "Jenis Kelamin"),
    *("Agama", "Status Kawin", "Pendidikan", "Pekerjaan", "Alamat", "RT", "RW", "Desa/Kelurahan"),
    *("Kecamatan", "No HP", "Kode Kategori", "Jenis Disabilitas", "Catatan"),
)
KINDS = ("PMKS-09", "PMKS-11", "PMKS-12", "PMKS-13", "PMKS-20", "PMKS-21", "PMKS-22", "PMKS-14")
RELIGIONS = ("Islam", "Islam", "Islam", "Hindu", "Kristen")
SCHOOLS = ("SD", "SLTP", "SLTA", "S1", "")
JOBS = ("Petani/pekebun", "Nelayan/perikanan", "Buruh harian lepas", "Mengurus rumah tangga", "")
BORN = date(1940, 1, 1)
DAYS = 60 * 365


def people(count, places, *, seed=5, errors=0.0, region="5204"):
    """Rows as text; places: pairs of desa and kecamatan. errors: the share of rows with a fault."""
    chance, taken = random.Random(seed), {}
    firsts, lasts = FIRST.split(), LAST.split()
    for number in range(count):
        name = " ".join((chance.choice(firsts), *(chance.choice(lasts) for _ in range(chance.choice(WORDS)))))
        born, sex = BORN + timedelta(chance.randrange(DAYS)), chance.choice("LP")
        desa, kecamatan = chance.choice(places)
        head = f"{region}{chance.randrange(1, 90):02}{born.day + (40 if sex == 'P' else 0):02}{born:%m%y}"
        serial = taken[head] = taken.get(head, 8999 - (seed % 9) * 900) + 1
        kind = chance.choice(KINDS)
        row = [
            *(
                f"{head}{serial % 9999 + 1:04}",
                f"{region}{number // 4:012}"[:16],
                name,
                chance.choice(firsts),
                "Sumbawa",
            ),
            *(f"{born:%d-%m-%Y}", sex, chance.choice(RELIGIONS), "Kawin", chance.choice(SCHOOLS)),
            *(
                chance.choice(JOBS),
                f"Dusun {chance.choice(lasts)}",
                f"{number % 9 + 1:03}",
                f"{number % 7 + 1:03}",
            ),
            *(desa, kecamatan, f"0812{number % 10**8:08}", kind),
            *("fisik|sensorik" if kind == "PMKS-09" else "", ""),
        ]
        if errors and chance.random() < errors:
            spoil(row, number)
        yield row


def spoil(row, number):
    """One of the faults that lists have."""
    match number % 6:
        case 0:
            row[0] = "5.20406E+15"
        case 1:
            row[5] = "29-02-2001"
        case 2:
            row[14] = "Desa Entah"
        case 3:
            row[17], row[6] = "PMKS-23", "L"
        case 4:
            row[17], row[5] = "PMKS-08", "01-01-2005"
        case 5:
            row[2] = ""


def write_csv(path, rows):
    """As Buleleng's program has them: semicolons."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows)
    return path


def write_xlsx(path, rows):
    """Everything as text."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as file:
        sheet = file.add_worksheet("Data")
        for number, cells in enumerate((HEADINGS, *rows)):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
    return path
