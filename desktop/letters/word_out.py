"""A final letter as a Word file for who must still change a word; its PDF stays the letter."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.rules.letters import Frame, Letter
from db.rules.words import _
from db.services import letter_preview
from desktop.files import ask_where_to_save, write_file
from desktop.worker import Worker


def save_as_word(
    owner: QWidget,
    worker: Worker,
    letter_id: int,
    title: str,
    said: Callable[[str], object],
    failed: Callable[[Exception], object],
) -> None:
    """Ask where, and write the letter as Word; `said` gets a sentence when it is done."""
    name = f"{title} ({_('konsep')}).docx"
    if target := ask_where_to_save(owner, _("Simpan Word"), name, _("Word (*.docx)")):
        write_word(owner, worker, letter_id, target, said, failed)


def write_word(
    owner: QWidget,
    worker: Worker,
    letter_id: int,
    target: Path,
    said: Callable[[str], object],
    failed: Callable[[Exception], object],
) -> None:
    """Write a final letter as Word into this file."""

    def write(found: tuple[Frame, Letter]) -> None:
        def job() -> Path:
            from desktop.paper.word import render_word

            return write_file(target, render_word(*found))

        text = _("{file} disimpan. Berkas ini konsep, bukan naskah final.").format(file=target.name)
        worker.run(owner, job, lambda _path: said(text), failed)

    worker.read(owner, partial(letter_preview.final_letter, letter_id=letter_id), then=write, failed=failed)
