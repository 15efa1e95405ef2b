"""The start: the window is painted before anything slow is imported."""

import sys
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths
from PySide6.QtWidgets import QApplication

import resources
from db.rules.words import bind
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.sweeper import Sweeper
from desktop.widgets.theme import apply_theme


def run(database: str = "") -> int:
    """Open the window and stay until it is closed."""
    app = make_app()
    window = make_window(app)
    window.show()
    app.processEvents()  # painted now; the rest is imported behind it
    if not window.isVisible():
        return 0  # closed already

    from desktop.program import Program

    program = Program(window, database)
    program.open()
    return app.exec()


def make_app() -> QApplication:
    """Qt with our name and our language."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    if app.findChild(Sweeper) is None:
        Sweeper(app)
    app.setOrganizationName("Pilar TKSK")
    app.setApplicationName("Pilar TKSK")
    bind(resources.path("locale"), [])  # the language of the texts; an English catalogue may join it
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
    return app


def make_window(app: QApplication) -> MainWindow:
    """The window in its colours, still without data."""
    settings = Settings.load()
    apply_theme(app, {"light": False, "dark": True}.get(settings.theme))
    return MainWindow(settings)


def data_folder() -> Path:
    """Where this user's database, practice database and log lie."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
