"""The poster of a vacancy as a picture for phones, 1080 × 1350."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.rules.letters import Frame, Letter
from db.rules.words import _
from db.services import letter_preview
from desktop import paper
from desktop.files import ask_where_to_save, write_file
from desktop.worker import Worker

Said = Callable[[str], object]
Failed = Callable[[Exception], object]


def save_as_picture(
    owner: QWidget, worker: Worker, poster: tuple[Frame, Letter] | int, title: str, said: Said, failed: Failed
) -> None:
    """Ask where, and draw the poster: a frame and what it says, or the id of a final letter."""
    name = f"{title}.png"
    if target := ask_where_to_save(owner, _("Simpan gambar"), name, _("Gambar PNG (*.png)")):
        write_picture(owner, worker, poster, target, said, failed)


def write_picture(
    owner: QWidget,
    worker: Worker,
    poster: tuple[Frame, Letter] | int,
    target: Path,
    said: Said,
    failed: Failed,
) -> None:
    """Draw the poster into this file; `said` gets a sentence when it is done."""

    def draw(found: tuple[Frame, Letter]) -> None:
        def job() -> Path:
            return write_file(target, paper.render_poster_picture(*found))

        text = _("{file} disimpan.").format(file=target.name)
        worker.run(owner, job, lambda _path: said(text), failed)

    if isinstance(poster, int):
        work = partial(letter_preview.final_letter, letter_id=poster)
        worker.read(owner, work, then=draw, failed=failed)
    else:
        draw(poster)
