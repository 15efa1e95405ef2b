"""What this computer remembers: not the office's data, which travel with the database."""

from dataclasses import dataclass, fields

from PySide6.QtCore import QByteArray, QSettings


@dataclass
class Settings:
    """Declared once, with type and default."""

    database: str = ""  # empty: the file in the user's data folder
    tab: int = 0
    theme: str = "system"  # system | light | dark
    geometry: QByteArray | None = None

    @classmethod
    def load(cls) -> "Settings":
        """What was remembered, or the defaults."""
        store, kept = QSettings(), cls()
        for field in fields(cls):
            setattr(kept, field.name, store.value(field.name, getattr(kept, field.name)))
        kept.tab = int(kept.tab or 0)  # an ini file keeps only words
        return kept

    def save(self) -> None:
        """Remember all of it."""
        store = QSettings()
        for field in fields(self):
            store.setValue(field.name, getattr(self, field.name))
