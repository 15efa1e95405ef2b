"""An invented regency of 5,000 kecamatan with ten years of officers, Plt among them."""

from datetime import date

from sqlalchemy import delete, insert

from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.regions import Region
from db.rules.officers import AssignmentKind
from db.services import practice, setup

KECAMATAN, YEARS = 5_000, 10
FIRST_YEAR, TODAY = 2011, date(2020, 4, 9)
NOTE = {"note": "data uji"}
FIRST_NAMES = ("Ahmad", "Siti", "Burhan", "Nur", "Rina", "Made", "Yusuf", "Dewi")
LAST_NAMES = ("Maulana", "Aisyah", "Saputra", "Lestari", "Hidayat", "Wulandari", "Ramli")
HELD = {"end_reason": "", "end_detail": ""}
LEFT = {"end_reason": "Mengundurkan diri", "end_detail": "ikut Pilkades"}


def fill(session):
    """A term a year, three officers in a row; one post in twenty is empty today, half of these with a Plt."""
    setup.load_lists(session)
    practice.create_practice_office(session)
    own = (Region.code.like("5204%"), Region.level > 4)
    session.execute(delete(Region).where(*own), execution_options=NOTE)
    people = [
        {"id": n, "name": f"{FIRST_NAMES[n % 8]} {LAST_NAMES[n % 7]} {n}", "no_nik_reason": "data uji"}
        for n in range(1, KECAMATAN * 3 + 1)
    ]
    officers = [{"id": n, "person_id": n, "niat": f"5204{n:06d}"} for n in range(1, len(people) + 1)]
    for kind, rows in ((Region, list(_regions())), (Person, people), (Officer, officers)):
        session.execute(insert(kind), rows, execution_options=NOTE)
    session.execute(insert(Assignment), list(_terms()), execution_options=NOTE)


def _regions():
    for n in range(KECAMATAN):
        yield {
            "code": f"5204{n:04d}",
            "level": 6,
            "name": f"{LAST_NAMES[n % 7]} {n:04d}",
            "latitude": -8.2 - (n // 80) * 0.01,
            "longitude": 116.8 + (n % 80) * 0.01,
            "posts": 0 if n % 100 == 7 else 1,
        }


def _terms():
    definitive, acting = AssignmentKind.DEFINITIVE, AssignmentKind.ACTING
    for n in range(KECAMATAN):
        for turn in range(YEARS):
            year = FIRST_YEAR + turn
            left = year == TODAY.year and n % 20 == 3
            term = {
                "kind": definitive,
                "starts_on": date(year, 1, 2),
                "officer_id": 3 * n + 1 + turn * 3 // YEARS,
            }
            term |= {"ends_on": date(year, 1, 31) if left else date(year, 12, 31)}
            yield term | {"kecamatan_code": f"5204{n:04d}"} | (LEFT if left else HELD)
        if n % 40 == 3:
            term = {"kind": acting, "starts_on": date(2020, 2, 1), "ends_on": None, "officer_id": 3 * n + 3}
            yield term | {"kecamatan_code": f"5204{n:04d}"} | HELD
