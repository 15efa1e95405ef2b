"""Files that people keep: where they go, what they are called; written whole or not at all."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from db.rules.problems import Trouble
from db.rules.words import _
from desktop.settings import FOLDER, last_folder, remember_folder

LONGEST_NAME = 120  # Windows counts the folder too
BETWEEN = re.compile(r"[/\\]+")  # the parts of a number
UNFIT = re.compile(r"[^\w\-., ]")


def file_name(title: str) -> str:
    """A title as every system takes it for a file: Panggilan (400.9/041) becomes Panggilan 400.9-041."""
    name = " ".join(UNFIT.sub(" ", BETWEEN.sub("-", title)).split())
    return name.strip(" .,-_")[:LONGEST_NAME].strip(" .,-_") or _("Berkas")


def ask_where_to_save(parent: QWidget, title: str, name: str, kind: str, place: str = FOLDER) -> Path | None:
    """Ask for a file to write, in the folder last used or among the user's documents; None is Batal.

    name: a title and its ending, made fit for a file here. kind: the filter, as `PDF (*.pdf)`.
    place: which folder is remembered: backups have their own.
    """
    stem, _dot, ending = name.rpartition(".")
    dialog = QFileDialog(parent, title, str(start_folder(place)), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)  # before it asks whether a file of that name may go
    dialog.selectFile(f"{file_name(stem)}.{ending}")
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    if not chosen:
        return None
    path = Path(chosen[0])
    remember_folder(path.parent, place)
    return path


def ask_what_to_open(parent: QWidget, title: str, kind: str) -> Path | None:
    """Ask for a file to read, in the folder last used; None is Batal."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, str(start_folder()), kind)
    if not name:
        return None
    remember_folder(Path(name).parent)
    return Path(name)


def start_folder(place: str = FOLDER) -> Path:
    """Where a file dialog begins: the folder last used, else the documents, else home: the first that is."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folders = (last_folder(place), Path(documents))
    return next((folder for folder in folders if folder is not None and folder.is_dir()), Path.home())


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all; Trouble says what is in the way."""
    file = GrowingFile(path)
    with file.growing() as stream:
        stream.write(content)
    return file.keep()


class GrowingFile:
    """A file written piece by piece, and whole or not at all; after any Trouble nothing is left of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(path.name + ".part")
        self._stream: BinaryIO | None = None

    @contextmanager
    def growing(self) -> Iterator[BinaryIO]:
        """Where the next piece is written."""
        try:
            if self._stream is None:
                self._stream = self._part.open("wb")
            yield self._stream
        except OSError as error:
            self.drop()
            raise Trouble(in_the_way(self.path, error)) from error

    def keep(self) -> Path:
        """It is complete: put it in its place."""
        with self.growing() as stream:
            stream.close()
            self._part.replace(self.path)
        self._stream = None
        return self.path

    def drop(self) -> None:
        """It is not wanted any more."""
        if self._stream is not None:
            with suppress(OSError):  # a full disk refuses what is still to be written
                self._stream.close()
            self._part.unlink(missing_ok=True)
            self._stream = None


def in_the_way(path: Path, error: OSError) -> str:
    """Why a file cannot be written, and what to do."""
    if isinstance(error, PermissionError):  # so Windows calls a file that Excel or a reader has open
        text = _(
            "{file} sedang dibuka program lain atau dilindungi. Tutup berkas itu atau pilih tempat lain."
        )
    elif isinstance(error, FileNotFoundError):
        text = _("{file} tidak dapat ditulis: foldernya tidak ada. Pilih folder lain.")
    elif error.errno == errno.ENOSPC:
        text = _("{file} tidak dapat ditulis: cakram penuh. Kosongkan ruang atau pilih tempat lain.")
    else:
        text = _("{file} tidak dapat ditulis. Pilih tempat lain.")
    return text.format(file=path.name)
