"""Files that people keep: written whole or not at all."""

import errno
from pathlib import Path

from db.rules.problems import Trouble
from db.rules.words import _


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all; Trouble says what is in the way."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Trouble(_sentence(path, error)) from error
    return path


def _sentence(path: Path, error: OSError) -> str:
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
