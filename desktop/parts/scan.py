"""A scanned paper in a form: attached from a file, looked at, taken away; kept when the form is saved."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImageReader
from PySide6.QtWidgets import QFrame, QWidget

from db.rules.access import Right
from db.rules.problems import Trouble, require
from db.rules.scans import ENDINGS, HEAD, LARGEST, check_scan, scan_kind
from db.rules.words import _
from db.services import scans
from desktop import paper
from desktop.errors import show_error
from desktop.files import ask_what_to_open
from desktop.parts.rights import allow
from desktop.viewer import show_paper
from desktop.widgets.basics import button, icon_button, label, row
from desktop.widgets.failure import sentence
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_PIXELS = 80_000_000  # A3 at 600 dpi


@dataclass(frozen=True)
class NewScan:
    """A file that is attached and not kept yet."""

    name: str
    content: bytes


Attached = int | NewScan | None


class ScanField(QFrame):
    """The id of a scan, a file that waits to be kept, or None; a file may be dropped on it.

    roomy: the name of the file stands beside the buttons, and its form tells of a refusal.
    right: what changes the thing that the scan belongs to.
    """

    edited = Signal()
    refused = Signal(str)  # why the last file was not taken; empty: it was

    def __init__(self, worker: Worker, *, roomy: bool = False, right: Right = Right.LETTERS) -> None:
        super().__init__()
        self._worker = worker
        self._attached: Attached = None
        self._roomy = roomy
        self._locked = self._reading = False
        self.setAcceptDrops(True)
        self.name = label("", "muted")
        self.name.setVisible(roomy)
        self.attach_button = button(_("Lampirkan…"), "file-upload-outline", on_click=self._ask)
        self.look_button = icon_button("eye-outline", _("Lihat pindaian"), self.look)
        self.remove_button = icon_button("delete-outline", _("Lepas pindaian"), self._remove)
        box = row(self.attach_button, self.name, self.look_button, self.remove_button, None, spacing=4)
        self.setLayout(box)
        self._may_look = allow(worker, Right.HISTORY, self.look_button)
        allow(worker, right, self.attach_button)
        self._show()

    def value(self) -> Attached:
        return self._attached

    def set_value(self, value: Attached) -> None:
        self._attached = value
        self._show()

    def problem(self) -> str:
        """A file that is still being read cannot be saved yet."""
        return _("Berkas masih dibaca; tunggu sebentar.") if self._reading else ""

    def lock(self) -> None:
        """It may only be looked at."""
        self._locked = True
        self.setAcceptDrops(False)
        self._show()

    def use_file(self, path: Path) -> None:
        """Attach a file; what is no scan is refused in one sentence."""
        self._reading = True
        self.name.setText(_("Membaca {file}…").format(file=path.name))
        self._worker.run(self, partial(read_scan, path), self._take, self._refuse)

    def look(self) -> None:
        """Show the pages."""
        attached = self._attached
        if isinstance(attached, NewScan):
            self._lay_out(attached.name, attached.content)
        elif attached is not None:
            self._worker.read(
                self,
                lambda session: scans.get_scan(session, attached),
                lambda found: self._lay_out(*found),
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) and self.attach_button.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.use_file(path)

    def _ask(self) -> None:
        if path := ask_for_scan(self):
            self.use_file(path)

    def _take(self, found: NewScan) -> None:
        self._reading = False
        self.set_value(found)
        self.refused.emit("")
        self.edited.emit()

    def _refuse(self, error: Exception) -> None:
        self._reading = False
        self._show()
        if self._roomy:
            self.refused.emit(sentence(error))
        else:
            show_error(self, error)

    def _remove(self) -> None:
        self.set_value(None)
        self.edited.emit()

    def _lay_out(self, name: str, content: bytes) -> None:
        title = name.rpartition(".")[0] or name
        self._worker.run(
            self,
            partial(as_pages, name, content),
            lambda pdf: show_paper(self.window(), self._worker, title, pdf),
        )

    def _show(self) -> None:
        attached = self._attached
        there = attached is not None
        self.attach_button.setVisible(not there and not self._locked)
        self.look_button.setVisible(there)
        self.remove_button.setVisible(there and not self._locked)
        self.setFocusProxy(self.look_button if there else self.attach_button)
        said = "" if there else _("atau seret berkas pindaian ke sini")
        if isinstance(attached, NewScan):
            size = f"{len(attached.content) / 1024 / 1024:.1f}".replace(".", ",")
            said = f"{attached.name} ({size} MB)"
        self.name.setText(said)
        if self._may_look:
            self.look_button.setToolTip(said if there and said else _("Lihat pindaian"))


def keep(session: "Session", attached: Attached) -> int | None:
    """Keep what was attached for good, in the transaction of the form. Returns the id of the scan."""
    if isinstance(attached, NewScan):
        return scans.file_scan(session, attached.name, attached.content)
    return attached


def dropped_file(what: QMimeData) -> Path | None:
    """The one file that is being dropped, or None."""
    files = [Path(url.toLocalFile()) for url in what.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None


def ask_for_scan(parent: QWidget) -> Path | None:
    """Ask for a scan on the disk, in the folder last used; None is Batal."""
    kinds = " ".join(f"*.{ending}" for ending in ENDINGS)
    return ask_what_to_open(parent, _("Pilih pindaian"), _("Pindaian ({kinds})").format(kinds=kinds))


def read_scan(path: Path) -> NewScan:
    """The file, if it is a scan; one that is too large is not read at all. Runs in any thread."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
            require(check_scan(path.name, size, head))
            return NewScan(path.name, head + file.read(LARGEST))
    except OSError as error:
        text = _("{file} tidak dapat dibaca. Periksa apakah berkas itu masih ada dan tidak terkunci.")
        raise Trouble(text.format(file=path.name)) from error


def as_pages(name: str, content: bytes) -> bytes:
    """A PDF as it is; a picture as a PDF of one page. Runs in any thread."""
    if scan_kind(content) == "pdf":
        return content
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    width, height = QImageReader(buffer).size().toTuple()
    if 0 < width * height <= MOST_PIXELS:
        with suppress(OSError, SyntaxError, ValueError):  # what a broken picture raises
            return paper.gather([(content, None)])
    text = _("{file} rusak atau terlalu besar, jadi tidak dapat ditampilkan. Pindai ulang suratnya.")
    raise Trouble(text.format(file=name))
