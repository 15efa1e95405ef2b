"""The papers of a selection's day: the exact list of pages for three members and five candidates."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from db.rules.imports import stopped
from db.rules.problems import RuleViolation
from db.rules.recruitment import Applied
from db.rules.slots import SlotPlan
from db.services.recruitment import applicants, day_pack, interviews, slots, vacancies
from db.services.recruitment.administration import finish_administration
from desktop.paper import render_day_pack
from tests.services.utan import (
    PEOPLE,
    TEAM,
    leave_utan,
    open_utan,
    person,
    register,
    render,
    verify,
)

FIVE = (
    *PEOPLE[:2],
    person("Siti Hajar", "5204066203949005", date(1994, 3, 22)),
    person("Lalu Muhammad Zainuddin Abdul Madjid", "5204061101919006", date(1991, 1, 11)),
    person("Nurul Hidayah", "5204065512909007", date(1990, 12, 15)),
)
PANEL = (
    ("Drs. H. Ahmad Fauzi, M.Si.", "Dinas Sosial", "chair"),
    ("Sri Lestari", "Dinas Sosial", "secretary"),
    ("Lalu Wirya", "Inspektorat", "member"),
)


@pytest.fixture
def act(sqlite_database):
    def run(service, *args, **kwargs):
        with sqlite_database.writing() as session:
            return service(session, *args, **kwargs)

    return run


@pytest.fixture
def vacancy(act):
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    ids = [register(act, vacancy, values) for values in FIVE]
    act(vacancies.close_registration, vacancy)
    for applicant in ids:
        verify(act, applicant)
    act(finish_administration, vacancy, TEAM, render=render)
    assert all(act(applicants.get_applicant, one).status is Applied.PASSED for one in ids)
    return vacancy, ids


def set_panel(act, vacancy):
    panel = [interviews.MemberForm(name, where, interviews.PanelRole(role)) for name, where, role in PANEL]
    act(interviews.set_panel, vacancy, panel, before=[])


def read(pdf):
    reader = PdfReader(BytesIO(pdf))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    marks = [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline]
    return texts, marks


def test_three_members_and_five_candidates_are_these_pages(act, vacancy):
    number, ids = vacancy
    set_panel(act, number)
    plan = SlotPlan(date(2020, 4, 20), 540, 900, 30, rooms=("Ruang A",))
    made = act(slots.propose_slots, ids[::-1], plan)
    act(slots.save_slots, number, made, before=[None] * 5)
    done = []
    texts, marks = read(render_day_pack(act(day_pack.day_pack, number), done.append))
    names = [name for name, _where, _role in PANEL]
    assert marks == [
        ("Daftar hadir", 0),
        *((f"Lembar penilaian: {name}", 1 + 5 * place) for place, name in enumerate(names)),
        *((f"Pakta integritas: {name}", 16 + place) for place, name in enumerate(names)),
        ("Kartu meja", 19),
        ("Nomor antrean", 21),
        ("Rancangan berita acara", 24),
    ]
    assert done == list(range(1, 11))
    queue = [person["name"] for person in FIVE[::-1]]  # in the order of the plan, not of registration
    for place, name in enumerate(names):
        for turn, candidate in enumerate(queue):
            sheet = texts[1 + 5 * place + turn]
            assert name in sheet
            assert candidate in sheet
            assert all(word in sheet for word in ("runtut", "empatik", "kerahasiaan"))  # the descriptors
    for turn, candidate in enumerate(queue):
        page = texts[21 + turn // 2]
        assert candidate.split()[0] in page
    assert "pukul 09.30 WITA, Ruang A" in texts[21]
    assert "RANCANGAN" not in texts[0]
    assert "Drs. H. Ahmad" in texts[19]
    assert len(texts) in (25, 26)  # the minutes may take a second page
    assert "tidak ada yang memenuhi" not in " ".join(texts[24:])
    assert not any(len(run) == 16 for text in texts for run in digits_of(text))


def digits_of(text):
    return "".join(sign if sign.isdigit() else " " for sign in text).split()


def test_it_can_be_stopped(act, vacancy):
    set_panel(act, vacancy[0])

    def tick(done):
        if done == 2:
            raise stopped()

    with pytest.raises(type(stopped())):
        render_day_pack(act(day_pack.day_pack, vacancy[0]), tick)


def test_without_a_panel_there_is_no_pack(act, vacancy):
    with pytest.raises(RuleViolation, match="Susun panel wawancara dahulu"):
        act(day_pack.day_pack, vacancy[0])
