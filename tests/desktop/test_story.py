"""The story of Utan, clicked through the real window; and the demonstration as the command runs it."""

import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from db.engine import Database
from db.rules.letter_kinds import LetterKind
from db.rules.officers import PostState
from db.rules.recruitment import Applied, Stage
from db.services import letters, officers
from db.services.recruitment import applicants, ranking, vacancies
from desktop.clock import set_today
from desktop.demo.player import Player
from desktop.demo.utan import UTAN, play_utan
from desktop.main_window import MainWindow
from desktop.program import Program
from desktop.settings import Settings
from tests.conftest import ACTOR

ROOT = Path(__file__).parents[2]
MILLIMETRE = 72 / 25.4
OF_THE_STORY = {
    LetterKind.EXIT_ACCEPTANCE,
    LetterKind.HANDOVER_MINUTES,
    LetterKind.ACTING_ASSIGNMENT,
    LetterKind.DISMISSAL_PROPOSAL,
    LetterKind.ANNOUNCEMENT,
    LetterKind.RECEIPT,
    LetterKind.CALL,
    LetterKind.ADMINISTRATION_MINUTES,
    LetterKind.INTERVIEW_MINUTES,
    LetterKind.FINAL_RESULTS,
    LetterKind.PROPOSAL,
    LetterKind.PRESENTATION,
    LetterKind.DECREE,
}


@pytest.fixture
def own_settings(tmp_path):
    """Neither use nor change what this computer remembers."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def player(qtbot, sqlite_database, own_settings, tmp_path):
    """The whole program on the practice office of Sumbawa, and the hands that work it."""
    set_today(date(2020, 4, 9))
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    program = Program(window)
    program.open(sqlite_database.url)
    qtbot.waitUntil(lambda: window.office is not None)
    pictures = tmp_path / "layar"
    pictures.mkdir()
    yield Player(window, pictures, speed=0)
    window.close()
    QApplication.processEvents()
    set_today(None)


def test_the_vacant_post_of_utan_is_filled_by_clicking(player, sqlite_database):
    play_utan(player)
    with sqlite_database.reading() as session:
        [vacancy] = vacancies.list_vacancies(session)
        assert (vacancy.kecamatan, vacancy.stage, vacancy.passed) == ("Utan", Stage.FILLED, 3)
        people = applicants.list_applicants(session, 0, 10, vacancy.id)
        assert [person.status for person in people] == [
            *(Applied.APPOINTED, Applied.RESERVE, Applied.RESERVE, Applied.FAILED, Applied.FAILED)
        ]
        assert people[3].status_reason == "umur 36 tahun pada 17 April 2020, batas 35"
        first, *_others = ranking.get_standing(session, vacancy.id).rows
        assert (first.name, str(first.final), first.rank) == ("Rina Marlina", "75.92", 1)
        open_post = next(p for p in officers.list_posts(session, on=date(2020, 4, 13)) if p.id == UTAN)
        assert (open_post.state, open_post.days_vacant) == (PostState.ACTING, 3)
        filled = next(post for post in officers.list_posts(session, on=date(2020, 5, 12)) if post.id == UTAN)
        assert (filled.officer, filled.niat) == ("Rina Marlina", "5204060125")
        rows = letters.list_letters(session, 0, 100)
        assert {row.kind for row in rows} == OF_THE_STORY
        assert sorted(row.number.split("/")[1] for row in rows) == [f"{n:03}" for n in range(1, 20)]


def test_the_demonstration_writes_papers_pictures_and_databases(tmp_path):
    out = tmp_path / "peragaan é #1"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path / "data")}
    environment["PYTHONIOENCODING"] = "ascii"  # as a redirected console of Windows: it knows no é
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "demo", "--out", out],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "28 surat" in done.stdout.splitlines()[-1]
    papers = sorted((out / "surat").glob("*.pdf"))
    texts = {path.name: _text(path) for path in papers}
    assert (
        len([name for name in texts if name.startswith("banda-aceh-") and "Yth. Camat" in texts[name]]) == 9
    )
    assert any("Jumat, 17 April 2020" in text for text in texts.values())
    assert any("Senin, 20 April 2020" in text for text in texts.values())
    assert not any(sign in text for text in texts.values() for sign in ("■", "�"))
    for path in papers:
        for page in PdfReader(path).pages:
            size = (round(page.mediabox.width / MILLIMETRE), round(page.mediabox.height / MILLIMETRE))
            assert size == (215, 330)
    assert len(list((out / "layar").glob("*.png"))) > 40
    database = Database(f"sqlite:///{out / 'pilar.db'}", ACTOR)
    with database.reading() as session:
        [newest, *_others] = letters.list_letters(session, 0, 1)
        kept = letters.get_paper(session, newest.id)
    database.close()
    assert PdfReader(BytesIO(kept)).pages
    assert kept in [path.read_bytes() for path in papers]


def _text(path):
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
