"""Fields of the agenda's forms and lists: words typed before, a year, the scan of a paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QStringListModel, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QLineEdit

from db.rules.problems import Trouble, require
from db.rules.scans import ENDINGS, HEAD, LARGEST, check_scan
from db.rules.words import _
from desktop.files import ask_what_to_open
from desktop.widgets.basics import button, label, link, row
from desktop.widgets.failure import sentence
from desktop.widgets.icons import icon, set_icon
from desktop.worker import Worker

FILTER_WIDTH = 96  # a filter gives way before the window does


@dataclass(frozen=True)
class ScanFile:
    """A file that is to be kept as a scan."""

    name: str
    content: bytes


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


class ScanField(QFrame):
    """A `ScanFile` or None; dropped on it, or chosen. What is no scan is refused in one sentence."""

    edited = Signal()
    refused = Signal(str)  # why the last file was not taken; empty: it was

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._scan: ScanFile | None = None
        self._reading = False
        self.setAcceptDrops(True)
        self.name = label("", "muted")
        self.choose_button = button(_("Pilih berkas…"), "file-upload-outline", on_click=self._choose)
        self.remove_button = link(_("Lepas"), lambda: self.set_value(None))
        box = row(self.choose_button, self.name, self.remove_button, spacing=12)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.setFocusProxy(self.choose_button)
        self.set_value(None)

    def value(self) -> ScanFile | None:
        return self._scan

    def set_value(self, value: ScanFile | None) -> None:
        self._scan = value
        self._show()
        self.edited.emit()

    def problem(self) -> str:
        """A file that is still being read cannot be saved yet."""
        return _("Berkas masih dibaca; tunggu sebentar.") if self._reading else ""

    def use_file(self, path: Path) -> None:
        """Take a file, if it is a scan."""
        self._reading = True
        self.name.setText(_("Membaca {file}…").format(file=path.name))
        self._worker.run(self, lambda: read_scan(path), then=self._take, failed=self._refuse)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.use_file(path)

    def _choose(self) -> None:
        if path := ask_for_scan(self):
            self.use_file(path)

    def _take(self, scan: ScanFile) -> None:
        self._reading = False
        self.refused.emit("")
        self.set_value(scan)

    def _refuse(self, error: Exception) -> None:
        self._reading = False
        self._show()
        self.refused.emit(sentence(error))

    def _show(self) -> None:
        scan = self._scan
        size = f" ({len(scan.content) / 1024 / 1024:.1f} MB)".replace(".", ",") if scan else ""
        self.name.setText(f"{scan.name}{size}" if scan else _("atau seret berkas pindaian ke sini"))
        self.remove_button.setVisible(scan is not None)


def dropped_file(what: QMimeData) -> Path | None:
    """The one file that is being dropped, or None."""
    files = [Path(url.toLocalFile()) for url in what.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None


def ask_for_scan(parent: QFrame) -> Path | None:
    """Ask for a scan on the disk, in the folder last used; None is Batal."""
    kinds = " ".join(f"*.{ending}" for ending in ENDINGS)
    return ask_what_to_open(parent, _("Pilih pindaian"), _("Pindaian ({kinds})").format(kinds=kinds))


def read_scan(path: Path) -> ScanFile:
    """The file, if it is a scan; one that is too large is not read at all."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
            require(check_scan(path.name, size, head))
            return ScanFile(path.name, head + file.read(LARGEST))
    except OSError as error:
        text = _("{file} tidak dapat dibaca. Periksa apakah berkas itu masih ada dan tidak terkunci.")
        raise Trouble(text.format(file=path.name)) from error
