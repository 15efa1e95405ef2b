"""A large office in a SQLite file: a million invented people, and 1.3 cases for each of them.

    codes = make_office(path)                  # migrated, lists, practice office; 60 kecamatan, 900 desa
    fill(path, codes, COUNT)                   # the people, through the driver
    fill_records(path)                         # their cases: persons, families, groups; then the tallies

COUNT is what `PILAR_PEOPLE` says, a million without it. `make_office(path, kecamatan=0)` keeps the 24
kecamatan of Sumbawa. A million takes about three minutes: make it once a module, one at a time.
"""

import json
import os
import random
from datetime import date, timedelta

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import func, select

from db.engine import Database
from db.migrate import migrate
from db.models.people import Person
from db.models.regions import Region
from db.rules.access import system_actor
from db.rules.mapping import Subject
from db.rules.names import fold
from db.services import practice, setup
from db.tallies import counting_later

COUNT = int(os.environ.get("PILAR_PEOPLE", 1_000_000))
FIRST = """Ahmad Muhammad Siti Nur Sri Abdul Dewi Budi Agus Rina Lalu Baiq Amaq Inaq Hasan Husni Fitri Yusuf
Zainal Wahyu Rahmat Ratna Endang Eko Dwi Tri Putri Indah Ayu Made Wayan Ketut Nyoman Burhan Syamsul Khairul
Junaidi Mulyadi Suparman Suryani Kartini Sulastri Hamzah Ismail Ibrahim Fatimah Aminah Khadijah Rohani"""
LAST = """Santoso Wijaya Rahman Hidayat Marlina Fauzi Arifin Kurniawan Setiawan Saputra Lestari Wulandari
Maulana Hakim Gunawan Susanti Handayani Nurhayati Rosmiati Salmah Sahnun Mariam Suhaili Supriadi Jayadi
Zulkifli Ramadhan Firmansyah Hasanah Mustafa Anwar Basri Daud Effendi Farida Ghozali Harun Idris"""
WORDS = (0, 1, 1, 1, 2)  # after the first name
DAYS = 80 * 365
SERIALS = 1000  # of a NIK with one region and birthday: 9000 to 9999 are nobody's
TODAY = date(2020, 4, 9)  # as the benches have it
SHARES = (1,) * 80 + (2,) * 17 + (3,) * 3  # cases of one person
STATES = ("reported",) * 4 + ("checked",) * 2 + ("valid",) * 3 + ("served",)
CLOSED, MOVED = 0.02, 0.02  # cases that are closed; recorded in another desa than that of the person
SOURCES = ("Musyawarah desa", "Laporan TKSK", "Pendataan lapangan", "Data kecamatan")


def make_office(path, kecamatan=60, desa=900):
    """A migrated file with the practice office, filled up to so many kecamatan and desa; codes of its desa.

    kecamatan=0 leaves the 24 of Sumbawa.
    """
    database = Database(f"sqlite:///{path}", system_actor("PC-UJI"))
    migrate(database, TODAY)
    with database.writing() as session:
        setup.load_lists(session)
        practice.create_practice_office(session)
        known, there = (session.scalar(select(func.count()).where(Region.level == n)) for n in (6, 10))
        more = range(max(kecamatan - known, 0))
        session.add_all(Region(code=f"5204{60 + n}", level=6, name=f"Kecamatan {n + 1:02}") for n in more)
        session.add_all(
            Region(code=f"5204{60 + n % len(more)}{2001 + n // len(more)}", level=10, name=f"Desa {n + 1:03}")
            for n in range(max(desa - there, 0) if more else 0)
        )
        session.flush()
        codes = list(
            session.scalars(select(Region.code).where(func.length(Region.code) == 10).order_by(Region.code))
        )
    database.close()
    return codes


def fill(path, codes, count=COUNT):
    """Write people into a migrated file, through the driver. codes: of desa."""
    chance, taken = random.Random(2026), {}
    columns = [column.name for column in Person.__table__.columns]
    rest = dict.fromkeys(columns, "")
    connection = sqlcipher.connect(str(path))
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM person").fetchone()
    with connection:
        connection.executemany(
            f"INSERT INTO person ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})",
            (rest | person(number, chance, taken, codes) for number in range(first, first + count)),
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


def fill_records(path, today=TODAY):
    """Cases for everybody in the file: of their age and sex, of the family they head, of groups they know."""
    database = Database(f"sqlite:///{path}", system_actor("PC-UJI"))
    with database.writing() as session, counting_later(session, today):
        driver = session.connection().connection.driver_connection
        driver.execute("PRAGMA defer_foreign_keys=ON")
        kinds = _kinds(driver)
        codes = [code for (code,) in driver.execute("SELECT DISTINCT desa_code FROM person ORDER BY 1")]
        chance, families, groups = random.Random(2027), [], []
        driver.executemany(
            "INSERT INTO mapping_record (person_id, family_id, collective_id, kind_code, desa_code, "
            "kecamatan_code, sex, born, criteria, disabilities, facts, state, recorded_on, confirmed_on, "
            "entered_at, source, recorder, exception_reason, note, closed_on, closed_reason, version) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?, ?, ?, ?, ?, 'TKSK', '', '', ?, ?, 1)",
            _cases(driver, chance, kinds, codes, families, groups, today),
        )
        driver.executemany(
            "INSERT INTO family (id, kk, head_id, desa_code, address, rt, rw, facts, version) "
            "VALUES (?, ?, ?, ?, '', '', '', '{}', 1)",
            families,
        )
        driver.executemany(
            "INSERT INTO collective (id, subject, name, desa_code, address, phone, email, leader, facts, "
            "version) VALUES (?, ?, ?, ?, '', '', '', '', '{}', 1)",
            groups,
        )
    with database.writing() as session:
        session.connection().connection.driver_connection.execute("ANALYZE")
    database.close()


def _kinds(driver):
    rows = driver.execute(
        "SELECT code, name, subject, coalesce(minimum_age, 0), coalesce(maximum_age, 200), sex, "
        "needs_disability FROM kind WHERE valid_until IS NULL AND code <> 'PSKS-11' ORDER BY code"
    )
    return list(rows)


def _cases(driver, chance, kinds, codes, families, groups, today):
    of_persons = [kind for kind in kinds if kind[2] == Subject.PERSON]
    others = [kind for kind in kinds if kind[2] != Subject.PERSON]
    fitting = {}  # by age and sex
    people = driver.execute("SELECT id, kk, name, desa_code, birth_date, sex FROM person ORDER BY id")
    for number, kk, name, home, born, sex in people:
        age = today.year - int(born[:4])
        if (age, sex) not in fitting:
            fitting[age, sex] = [k for k in of_persons if k[3] <= age <= k[4] and k[5] in ("", sex)]
        share = chance.choice(SHARES)
        for kind in chance.sample(fitting[age, sex], share):
            yield _case(chance, (number, None, None), kind, home, codes, (sex, born))
        if number % 14 == 0:  # a family or a group beside them: 1.3 cases for each person
            kind = chance.choice(others)
            if kind[2] == Subject.FAMILY:
                unique = kk if number % 28 == 0 else None
                families.append((number, unique, number, home))
                yield _case(chance, (None, number, None), kind, home, codes, ("", None))
            else:
                groups.append((number, kind[2], f"{kind[1]} {name}"[:160], home))
                yield _case(chance, (None, None, number), kind, home, codes, ("", None))


def _case(chance, subject, kind, home, codes, who):
    desa = chance.choice(codes) if chance.random() < MOVED else home
    day = (TODAY - timedelta(chance.randrange(900))).isoformat()
    closed = chance.random() < CLOSED
    return (
        *subject,
        kind[0],
        desa,
        desa[:6],
        *who,
        '["a"]',
        json.dumps(["fisik"] if kind[6] else []),
        "closed" if closed else chance.choice(STATES),
        day,
        day,
        f"{day} 00:00:00.000000",
        chance.choice(SOURCES),
        TODAY.isoformat() if closed else None,
        "Pindah" if closed else "",
    )
