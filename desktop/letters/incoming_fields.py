"""Fields of the agenda's forms and lists: words typed before, a year."""

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from db.rules.words import _
from desktop.widgets.icons import icon, set_icon

FILTER_WIDTH = 96  # a filter gives way before the window does


class WordsField(QLineEdit):
    """A line of free words; what was typed before is offered, and all of it behind the arrow."""

    def __init__(self, length: int, words: Iterable[str] = ()) -> None:
        super().__init__()
        self.setMaxLength(length)
        self._words = QStringListModel(list(words), self)
        offered = QCompleter(self._words, self)
        offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(offered)
        self._opener = self.addAction(
            icon("chevron-down", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        set_icon(self._opener, "chevron-down", "muted")
        self._opener.setToolTip(_("Pilih dari daftar"))
        self._opener.triggered.connect(self.show_all)
        self._opener.setVisible(bool(self._words.stringList()))

    def offer(self, words: Iterable[str]) -> None:
        """Offer these; what was typed stays."""
        self._words.setStringList(list(dict.fromkeys(word for word in words if word)))
        self._opener.setVisible(bool(self._words.stringList()))

    def show_all(self) -> None:
        """Show all that is offered."""
        self.setFocus()
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()


class YearFilter(QComboBox):
    """All years, or one of those that have something."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Tahun"))
        self.setMinimumWidth(FILTER_WIDTH)
        self.addItem(_("Semua tahun"), 0)

    def year(self) -> int:
        """The chosen year, or 0."""
        return int(self.currentData() or 0)

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years; the chosen one stays if it is among them, and nothing is said of it."""
        chosen = self.year()
        self.blockSignals(True)
        self.clear()
        self.addItem(_("Semua tahun"), 0)
        for year in years:
            self.addItem(str(year), year)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        self.blockSignals(False)


def set_quietly(choice: QComboBox, place: int) -> None:
    """Choose without searching at once."""
    choice.blockSignals(True)
    choice.setCurrentIndex(place)
    choice.blockSignals(False)
