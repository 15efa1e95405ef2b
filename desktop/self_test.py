"""Whether this program is whole: one piece of everything that a build could have left out is really used."""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from db.rules.letter_kinds import LetterKind
    from db.rules.letters import Frame, Letter

DAY = date(2020, 4, 13)
CODE = "7F3A-91C2"


class Missing(Exception):
    """Something that belongs to the program does not work."""


def run_self_test() -> int:
    """Tries one thing after another; a sentence about the first that fails, and exit code 1."""
    from desktop.app import make_app

    app = make_app()
    for what, attempt in _attempts():
        try:
            attempt()
        except Exception as error:
            sys.stderr.write(f"Uji mandiri gagal pada {what}: {type(error).__name__}: {error}\n")
            return 1
        app.processEvents()
    names = ", ".join(what for what, _attempt in _attempts())
    sys.stdout.write(f"Uji mandiri berhasil: {names}.\n")
    return 0


def _attempts() -> tuple[tuple[str, Callable[[], None]], ...]:
    return (
        ("surat dari basis data baru", _try_letter),
        ("buku kerja Excel", _try_workbook),
        ("surat tiap jenis", _try_kinds),
        ("kode arsip pada pindaian", _try_code),
        ("surat Word", _try_word),
        ("kata sandi", _try_password),
        ("server basis data", _try_server),
        ("ikon", _try_icon),
        ("bahasa", _try_language),
        ("pencetak dan halaman surat", _try_printer),
        ("jendela", _try_window),
    )


def _need(fact: object, what: str) -> None:
    if not fact:
        raise Missing(what)


def _try_letter() -> None:
    from pypdf import PdfReader

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pages = PdfReader(BytesIO(_issue_letter(Path(folder) / "uji.db"))).pages
    _need(pages, "surat tanpa halaman")
    resources: list[Any] = [page["/Resources"] for page in pages]
    fonts = [font.get_object() for resource in resources for font in resource["/Font"].values()]
    embedded = {font["/BaseFont"] for font in fonts if "/FontFile2" in font["/FontDescriptor"].get_object()}
    _need(len(embedded) >= 2, "huruf surat tidak ikut di dalam PDF")


def _issue_letter(path: Path) -> bytes:
    from db.engine import Database, database_url
    from db.migrate import migrate
    from db.rules.access import system_actor
    from db.services import decree_letters, practice, setup
    from desktop.paper import render

    database = Database(database_url(path), system_actor("uji"))
    try:
        migrate(database, DAY)
        with database.writing() as session:
            setup.load_lists(session)
            practice.create_practice_office(session)
            practice.fill_roster(session, year=DAY.year, today=DAY)
            facts = decree_letters.decree_facts(
                session, starts_on=DAY, ends_on=date(2020, 12, 31), notices=()
            )
            return decree_letters.issue_decree(session, facts, dated_on=DAY, render=render).pdf
    finally:
        database.close()


def _try_workbook() -> None:
    from python_calamine import CalamineWorkbook

    from db.exchange.report import report_workbook
    from db.rules.letters import Letterhead, PaperSize
    from db.rules.reports import ColumnKind, Report, ReportColumn, ReportTable

    columns = (ReportColumn("place", "Kecamatan", 20), ReportColumn("cases", "Kasus", 8, ColumnKind.WHOLE))
    table = ReportTable("", "Uji", columns, (("Utan", 3),))
    head = Letterhead("PEMERINTAH", "DINAS SOSIAL", "Jalan Garuda")
    report = Report(head, PaperSize.F4, True, "Kabupaten Sumbawa", (table,), "uji")
    book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report)))
    _need(["Utan", 3] in book.get_sheet_by_index(0).to_python(), "isi buku kerja lain dari yang ditulis")


def _sample(kind: "LetterKind") -> tuple["Frame", "Letter"]:
    from db.catalog import spec_of
    from db.rules.letter_values import typed_values
    from db.rules.letters import Frame, Letter, Letterhead, PaperSize, Signer

    spec = spec_of(kind)
    head = Letterhead("PEMERINTAH", "DINAS SOSIAL", "Jalan Garuda")
    signer = Signer(("KEPALA DINAS SOSIAL,",), "Rahmi Kartika", "Pembina", "196801011990031001")
    frame = Frame(head, "400.9/001/2020", DAY, "Sumbawa Besar", signer, PaperSize.F4, code=CODE)
    return frame, Letter(kind, typed_values(spec.fields, spec.sample))


def _try_kinds() -> None:
    from db.rules.letter_kinds import LetterKind
    from desktop.paper import render

    for kind in LetterKind:
        try:
            _need(render(*_sample(kind)).startswith(b"%PDF"), "bukan PDF")
        except Exception as error:
            raise Missing(f"{kind.value}: {type(error).__name__}: {error}") from error


def _try_code() -> None:
    """What a scanner would see of a page is read as a pile of scans is."""
    from db.rules.letter_kinds import LetterKind
    from desktop.letters.reader import read_codes
    from desktop.paper import render

    found = list(read_codes(render(*_sample(LetterKind.INVITATION))))
    _need(found and set(found) == {CODE}, f"pada halaman terbaca {found}")


def _try_word() -> None:
    from docx import Document

    from db.rules.letter_kinds import LetterKind
    from desktop.paper.word import MARK, render_word

    document = Document(BytesIO(render_word(*_sample(LetterKind.INVITATION))))
    _need(document.sections[0].header.paragraphs[0].text == MARK, "tanda konsep tidak ada")
    _need(any("Rahmi Kartika" in line.text for line in document.paragraphs), "penanda tangan tidak ada")


def _try_password() -> None:
    from argon2 import PasswordHasher

    hasher = PasswordHasher()
    hasher.verify(hasher.hash("rahasia"), "rahasia")


def _try_server() -> None:
    import psycopg

    from db.engine import make_engine

    make_engine("postgresql+psycopg://server/pilar").dispose()
    _need(psycopg.pq.__impl__ == "binary", "pustaka PostgreSQL tidak ikut")


def _try_icon() -> None:
    from desktop.widgets.icons import icon

    _need(icon("printer-outline", "muted").availableSizes(), "ikon kosong")
    _need(not icon("printer-outline", "muted").pixmap(18, 18).isNull(), "ikon tidak dapat digambar")


def _try_language() -> None:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    from desktop.program import translate

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    translate(app)
    _need(QCoreApplication.translate("QPlatformTheme", "Cancel") == "Batal", "kata-kata Qt tidak ikut")


def _try_printer() -> None:
    from PySide6.QtPrintSupport import QPrinter

    from desktop.viewer import PaperView
    from desktop.worker import Worker

    QPrinter(QPrinter.PrinterMode.HighResolution).setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    worker = Worker()
    PaperView(worker, "kosong").grab()
    worker.close()


def _try_window() -> None:
    from desktop.app import make_app, make_window

    window = make_window(make_app())
    window.show()
    window.grab()
    window.hide()
