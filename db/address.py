"""Where a database lies, as a person writes it."""

from pathlib import Path
from urllib.parse import unquote

FILES = {".db", ".sqlite", ".sqlite3"}  # a word that ends so names a file


def file_of(text: str) -> Path | None:
    """The file that an address names, as it is called or as a URL; None where it names something else."""
    scheme, mark, rest = text.strip().partition("://")
    if not mark and (Path(scheme).suffix.lower() in FILES or Path(scheme).is_file()):
        return Path(scheme)
    if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
        return Path(unquote(rest[1:]))
    return None
