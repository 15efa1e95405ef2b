"""Whether this program is whole: an empty database is made, migrated, and one letter comes out of it."""

import sys
import tempfile
from datetime import date
from pathlib import Path

DAY = date(2020, 4, 13)


def run_self_test() -> int:
    """Prints what was tried; exit code 0 when all of it worked."""
    from desktop.app import make_app

    app = make_app()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pdf = _issue_letter(f"sqlite:///{Path(folder) / 'uji.db'}")
        pages = _count_pages(pdf)
    _show_window()
    app.processEvents()
    sys.stdout.write(
        f"Uji mandiri berhasil: basis data dibuat, satu surat {pages} halaman, jendela dibuka.\n"
    )
    return 0


def _issue_letter(url: str) -> bytes:
    from db.engine import Database
    from db.migrate import migrate
    from db.rules.access import system_actor
    from db.services import decrees, practice, setup
    from desktop.paper import render

    database = Database(url, system_actor("uji"))
    migrate(database, DAY)
    with database.writing() as session:
        setup.load_lists(session)
        practice.create_practice_office(session)
        practice.fill_roster(session, year=DAY.year, today=DAY)
        facts = decrees.decree_facts(session, starts_on=DAY, ends_on=date(2020, 12, 31), notices=())
        letter = decrees.issue_decree(session, facts, dated_on=DAY, render=render)
    database.close()
    return letter.pdf


def _count_pages(pdf: bytes) -> int:
    from PySide6.QtCore import QBuffer
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return document.pageCount()


def _show_window() -> None:
    from desktop.app import make_app, make_window

    window = make_window(make_app())
    window.show()
    window.grab()
    window.hide()
