"""A scanned paper in a form: attached from a file, looked at, taken away; kept when the form is saved."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, Signal
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QWidget

from db.rules.access import Right
from db.rules.problems import Trouble, refuse, require
from db.rules.scans import LARGEST, check_scan, scan_kind
from db.rules.words import _
from db.services import scans
from desktop import paper
from desktop.files import ask_what_to_open
from desktop.parts.rights import allow
from desktop.viewer import show_paper
from desktop.widgets.basics import button, icon_button, row
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


class ScanField(QWidget):
    """The id of a scan, a file that waits to be kept, or None."""

    edited = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._attached: Attached = None
        self._locked = False
        self.attach_button = button(_("Lampirkan…"), "file-upload-outline", on_click=self._ask)
        self.look_button = icon_button("eye-outline", _("Lihat pindaian"), self.look)
        self.remove_button = icon_button("delete-outline", _("Lepas pindaian"), self._remove)
        self.setLayout(row(self.attach_button, self.look_button, self.remove_button, None, spacing=4))
        self.setFocusProxy(self.attach_button)
        self._may_look = allow(worker, Right.HISTORY, self.look_button)
        allow(worker, Right.LETTERS, self.attach_button)
        self._show()

    def value(self) -> Attached:
        return self._attached

    def set_value(self, value: Attached) -> None:
        self._attached = value
        self._show()

    def lock(self) -> None:
        """It may only be looked at."""
        self._locked = True
        self._show()

    def use_file(self, path: Path) -> None:
        """Attach a file; what is no scan is refused in one sentence."""
        self._worker.run(self, partial(read_scan, path), self._take)

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

    def _ask(self) -> None:
        if path := ask_what_to_open(self, _("Lampirkan pindaian"), _("Pindaian (*.pdf *.jpg *.jpeg *.png)")):
            self.use_file(path)

    def _take(self, found: NewScan) -> None:
        self.set_value(found)
        self.edited.emit()

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
        there = self._attached is not None
        self.attach_button.setVisible(not there and not self._locked)
        self.look_button.setVisible(there)
        self.remove_button.setVisible(there and not self._locked)
        self.setFocusProxy(self.look_button if there else self.attach_button)
        name = self._attached.name if isinstance(self._attached, NewScan) else ""
        if self._may_look:
            self.look_button.setToolTip(name or _("Lihat pindaian"))


def keep(session: "Session", attached: Attached) -> int | None:
    """Keep what was attached for good, in the transaction of the form. Returns the id of the scan."""
    if isinstance(attached, NewScan):
        return scans.file_scan(session, attached.name, attached.content)
    return attached


def read_scan(path: Path) -> NewScan:
    """A file as it may be attached; runs in any thread."""
    try:
        if path.stat().st_size > LARGEST:
            require(check_scan(path.name, path.stat().st_size, b""))
        content = path.read_bytes()
    except OSError as error:
        text = _("{file} tidak dapat dibaca: {reason}.")
        raise refuse(text.format(file=path.name, reason=error.strerror or error), "scan") from error
    require(check_scan(path.name, len(content), content))
    return NewScan(path.name, content)


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
