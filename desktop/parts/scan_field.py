"""The scan of a paper in a form: dropped on it, or chosen."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame

from db.rules.problems import Trouble, require
from db.rules.scans import ENDINGS, HEAD, LARGEST, check_scan
from db.rules.words import _
from desktop.files import ask_what_to_open
from desktop.widgets.basics import button, label, link, row
from desktop.widgets.failure import sentence
from desktop.worker import Worker


@dataclass(frozen=True)
class ScanFile:
    """A file that is to be kept as a scan."""

    name: str
    content: bytes


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
