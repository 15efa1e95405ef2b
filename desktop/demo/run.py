"""Plays both stories on fresh practice databases and keeps what comes out."""

import json
import os
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from db.engine import database_url
from db.rules.problems import Trouble
from desktop.app import data_folder, make_app, make_window
from desktop.clock import set_today
from desktop.demo.banda_aceh import play_banda_aceh
from desktop.demo.player import DemoFailed, Player
from desktop.demo.social_map import play_map
from desktop.demo.utan import play_utan
from desktop.opening import throw_away
from desktop.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

SIZE = (1366, 768)  # the screen of an ordinary office PC
MARK = ".pilar-demo"  # lies in a folder that the demonstration has made, and may empty again
FIRST_DAY = date(2020, 4, 9)
ACEH_DAY = date(2022, 3, 1)


def run_demo(out: Path, speed: float) -> int:
    """Write papers, pictures and databases to `out`; prints a line per step. Exit code 0 when all worked.

    What lies in a folder that no demonstration has made stays as it is: such a folder is refused.
    """
    out = out.resolve()
    try:
        _forget_settings()
        _give_a_screen()
        app = make_app()
        _clear(out)
        return _play(app, out, speed)
    except DemoFailed as failure:
        sys.stderr.write(f"Peragaan berhenti: {failure} tidak muncul di layar.\n")
    except OSError as error:
        sys.stderr.write(f"Peragaan berhenti: {error.filename or out} tidak dapat ditulis.\n")
    except Trouble as trouble:
        sys.stderr.write(f"Peragaan berhenti: {trouble}\n")
    return 1


def _play(app: QApplication, out: Path, speed: float) -> int:
    started = time.monotonic()
    sumbawa, banda_aceh = out / "pilar.db", out / "pilar-banda-aceh.db"
    window = make_window(app)
    window.resize(*SIZE)
    window.show()
    program = Program(window)
    player = Player(window, out / "layar", speed)
    try:
        set_today(FIRST_DAY)
        _prepare(sumbawa, _sumbawa)
        _open(program, player, sumbawa)
        _wait_for_home(player)
        player.step("Beranda kantor latihan Sumbawa")
        play_utan(player)
        play_map(player, out / "surat")
        letters, people = _keep_papers(program, out / "surat", "sumbawa")
        set_today(ACEH_DAY)
        _prepare(banda_aceh, _banda_aceh)
        _open(program, player, banda_aceh)
        play_banda_aceh(player, out / "surat")
        more_letters, more_people = _keep_papers(program, out / "surat", "banda-aceh")
    except DemoFailed:
        window.grab().save(str(out / "layar" / "gagal.png"))
        raise
    finally:
        set_today(None)
        window.close()
        app.processEvents()
    for path in (sumbawa, banda_aceh):
        _fold_journal(path)
    sys.stdout.write(
        f"Selesai dalam {time.monotonic() - started:.0f} detik: {letters + more_letters} surat, "
        f"{people + more_people} orang. Hasilnya di {out}\n"
    )
    return 0


def _open(program: Program, player: Player, path: Path) -> None:
    window = program.window
    program.open(str(path))
    player.wait(lambda: window.office is not None, "basis data terbuka")
    window.show_tab("home")
    player.settle()


def _wait_for_home(player: Player) -> None:
    from desktop.home.tab import HomeTab

    home = player.window.pages["home"]
    assert isinstance(home, HomeTab)
    player.wait(lambda: home.filled_card.number.text() == "24", "Beranda")


def _prepare(path: Path, fill: "Callable[[Session], None]") -> None:
    """A practice database on disk, before the window opens it."""
    from db.engine import Database
    from db.migrate import migrate
    from db.rules.access import system_actor
    from db.services import setup
    from desktop.opening import pc_name

    database = Database(database_url(path), system_actor(pc_name()))
    migrate(database, FIRST_DAY)
    with database.writing() as session:
        setup.load_lists(session)
        fill(session)
    database.close()


def _sumbawa(session: "Session") -> None:
    from db.services import practice

    practice.create_practice_office(session, practice.SUMBAWA)
    practice.fill_roster(session, year=FIRST_DAY.year, today=FIRST_DAY)
    practice.fill_map(session, today=FIRST_DAY)


def _banda_aceh(session: "Session") -> None:
    from db.services import practice

    practice.create_practice_office(session, practice.BANDA_ACEH)


def _keep_papers(program: Program, folder: Path, office: str) -> tuple[int, int]:
    """Write every final letter as the database keeps it. Returns the number of letters and of people."""
    from db.services import letters, people

    with program.worker.database.reading() as session:
        number = letters.count_letters(session)
        rows = letters.list_letters(session, 0, number)
        for place, letter in enumerate(reversed(rows), 1):
            name = f"{office}-{place:02}-{letter.kind.value}-{_plain(letter.recipient or letter.subject)}.pdf"
            (folder / name).write_bytes(letters.get_paper(session, letter.id))
        return number, people.count_people(session)


def _plain(text: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in text.lower())[:40].strip("-")


def _clear(out: Path) -> None:
    """Make the folder ready, taking away what the demonstration before has left there and nothing else."""
    own = data_folder().resolve()
    if own == out or own in out.parents:
        raise Trouble(f"{out} adalah folder data Pilar TKSK. Pilih folder lain.")
    if out.exists() and not out.is_dir():
        raise Trouble(f"{out} bukan folder. Pilih folder lain.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise Trouble(f"{out} berisi berkas lain. Pilih folder yang baru atau kosong.")
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text("Folder ini diisi dan dihapus oleh peragaan Pilar TKSK.\n", "utf-8")
    for name in ("surat", "layar"):
        if (out / name).exists():
            shutil.rmtree(out / name)
        (out / name).mkdir()
    for name in ("pilar.db", "pilar-banda-aceh.db"):
        throw_away(database_url(out / name))


def _fold_journal(path: Path) -> None:
    """One file to give away: the journal is written back into it."""
    from db.engine import make_engine

    engine = make_engine(database_url(path))
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()


def _give_a_screen() -> None:
    """Without a screen Qt imagines a small one; here it imagines that of an office PC."""
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        return
    file = Path(tempfile.mkdtemp(prefix="pilar-screen-")) / "screen.json"
    screen = {"name": "PC", "x": 0, "y": 0, "width": SIZE[0], "height": SIZE[1], "logicalDpi": 96, "dpr": 1}
    file.write_text(json.dumps({"screens": [screen]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"


def _forget_settings() -> None:
    """The demonstration neither uses nor changes what this computer remembers."""
    folder = tempfile.mkdtemp(prefix="pilar-demo-")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
