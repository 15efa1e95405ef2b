"""Many letters as separate PDF files in a folder; one that cannot be written does not stop the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from db.services import letters
from db.services.letters import LetterRow
from desktop.files import file_name, write_file
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.worker import Worker


@dataclass(frozen=True)
class Saved:
    """How it ended."""

    folder: Path
    written: int
    failures: tuple[tuple[str, str], ...]  # file, sentence
    stopped: bool


class FolderSaver(QObject):
    """Fetches and writes one letter after the other; `then` gets a `Saved`."""

    def __init__(self, parent: QObject, worker: Worker, waiting: Waiting) -> None:
        super().__init__(parent)
        self._worker, self._waiting = worker, waiting

    def save(
        self, rows: Sequence[LetterRow], folder: Path, what: str, then: Callable[[Saved], object]
    ) -> None:
        """Write letters of the register."""
        self.save_as(
            [(row.id, name) for row, name in zip(rows, names(rows), strict=True)], folder, what, then
        )

    def save_as(
        self, wanted: Sequence[tuple[int, str]], folder: Path, what: str, then: Callable[[Saved], object]
    ) -> None:
        """Write letters, by their ids, into files of these names."""
        self._left, self._folder, self._then = list(wanted), folder, then
        self._total, self._written, self._stopped = len(wanted), 0, False
        self._failures: list[tuple[str, str]] = []
        self._waiting.start(what, self._stop)
        self._next()

    def _next(self) -> None:
        self._waiting.advance(self._total - len(self._left), self._total)
        if self._stopped or not self._left:
            self._waiting.finish()
            self._then(Saved(self._folder, self._written, tuple(self._failures), self._stopped))
            return
        letter_id, name = self._left.pop(0)
        work = partial(letters.get_paper, letter_id=letter_id)
        self._worker.read(self, work, partial(self._write, name), partial(self._miss, name))

    def _write(self, name: str, pdf: bytes) -> None:
        work = partial(_write, self._folder / name, pdf)
        self._worker.run(self, work, self._count, partial(self._miss, name))

    def _count(self, _path: Path) -> None:
        self._written += 1
        self._next()

    def _miss(self, name: str, error: Exception) -> None:
        self._failures.append((name, sentence(error)))
        self._next()

    def _stop(self) -> None:
        self._stopped = True


def names(rows: Sequence[LetterRow]) -> list[str]:
    """A file name for each letter, no two alike, also where capitals do not tell files apart."""
    used: set[str] = set()
    made = []
    for letter in rows:
        stem = file_name(f"{letter.number} {letter.subject}")
        name, again = stem, 1
        while name.casefold() in used:
            again += 1
            name = f"{stem} ({again})"
        used.add(name.casefold())
        made.append(f"{name}.pdf")
    return made


def _write(path: Path, pdf: bytes) -> Path:
    """A file that holds these bytes already is left alone, also while a reader has it open."""
    try:
        if path.read_bytes() == pdf:
            return path
    except OSError:
        pass
    return write_file(path, pdf)
