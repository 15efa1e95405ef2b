"""What this computer remembers: not the office's data, which travel with the database."""

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

THEMES = ("system", "light", "dark")


@dataclass
class Settings:
    """Declared once, with type and default."""

    database: str = ""  # empty: the file in the user's data folder
    tab: int = 0
    theme: str = "system"  # system | light | dark
    geometry: QByteArray | None = None

    @classmethod
    def load(cls) -> "Settings":
        """What was remembered; where that is damaged, the default."""
        store, kept = QSettings(), cls()
        database, theme = store.value("database"), store.value("theme")
        tab, geometry = str(store.value("tab")), store.value("geometry")  # an ini file keeps only words
        kept.database = database if isinstance(database, str) else ""
        kept.theme = theme if theme in THEMES else "system"
        kept.tab = int(tab) if tab.isascii() and tab.isdigit() else 0
        kept.geometry = geometry if isinstance(geometry, QByteArray) else None
        return kept

    def save(self) -> None:
        """Remember all of it."""
        store = QSettings()
        for field in fields(self):
            store.setValue(field.name, getattr(self, field.name))


FOLDER, BACKUPS = (
    "folder",
    "backup_folder",
)  # beside the fields above: it is kept at once, and a window that closes must not undo it


def last_folder(kind: str = FOLDER) -> Path | None:
    """Where a file, or a file of a kind, was last saved."""
    kept = QSettings().value(kind)
    return Path(kept) if isinstance(kept, str) and kept else None


def remember_folder(folder: Path, kind: str = FOLDER) -> None:
    """Begin here the next time."""
    QSettings().setValue(kind, str(folder))
