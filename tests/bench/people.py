"""A million invented people in a SQLite file, with the villages, birthdays and names of a large office."""

import random
from datetime import date, timedelta

import sqlcipher3.dbapi2 as sqlcipher

from db.models.people import Person
from db.rules.names import fold

COUNT = 1_000_000
FIRST = """Ahmad Muhammad Siti Nur Sri Abdul Dewi Budi Agus Rina Lalu Baiq Amaq Inaq Hasan Husni Fitri Yusuf
Zainal Wahyu Rahmat Ratna Endang Eko Dwi Tri Putri Indah Ayu Made Wayan Ketut Nyoman Burhan Syamsul Khairul
Junaidi Mulyadi Suparman Suryani Kartini Sulastri Hamzah Ismail Ibrahim Fatimah Aminah Khadijah Rohani"""
LAST = """Santoso Wijaya Rahman Hidayat Marlina Fauzi Arifin Kurniawan Setiawan Saputra Lestari Wulandari
Maulana Hakim Gunawan Susanti Handayani Nurhayati Rosmiati Salmah Sahnun Mariam Suhaili Supriadi Jayadi
Zulkifli Ramadhan Firmansyah Hasanah Mustafa Anwar Basri Daud Effendi Farida Ghozali Harun Idris"""
WORDS = (0, 1, 1, 1, 2)  # after the first name
DAYS = 80 * 365
SERIALS = 1000  # of a NIK with one region and birthday: 9000 to 9999 are nobody's


def fill(path, codes, count=COUNT):
    """Write people into a migrated file, through the driver. codes: of desa."""
    chance, taken = random.Random(2026), {}
    columns = [column.name for column in Person.__table__.columns]
    rest = dict.fromkeys(columns, "")
    connection = sqlcipher.connect(str(path))
    with connection:
        connection.executemany(
            f"INSERT INTO person ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})",
            (rest | person(number, chance, taken, codes) for number in range(1, count + 1)),
        )
    connection.execute("ANALYZE")
    connection.close()


def person(number, chance, taken, codes):
    """One of them; taken: how many were born in a kecamatan on a day."""
    more = (chance.choice(LAST.split()) for _ in range(chance.choice(WORDS)))
    name, born = " ".join((chance.choice(FIRST.split()), *more)), date(1940, 1, 1)
    born += timedelta(chance.randrange(DAYS))
    desa, sex = chance.choice(codes), chance.choice("LP")
    head = f"{desa[:6]}{born.day + (40 if sex == 'P' else 0):02}{born:%m%y}"
    serial = taken[head] = taken.get(head, -1) + 1
    nik = f"{head}{9000 + serial}" if serial < SERIALS else None
    facts = {
        "id": number,
        "nik": nik,
        "kk": f"{head[:6]}{number // 4:010}",
        "name": name,
        "folded": fold(name),
    }
    return facts | {"birth_date": born.isoformat(), "sex": sex, "desa_code": desa, "version": 1}
