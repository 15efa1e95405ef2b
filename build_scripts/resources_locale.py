"""Compiles resources/locale/qtbase_id.ts, the Indonesian for Qt's own words, into what the program loads."""

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "resources" / "locale" / "qtbase_id.ts"


def bake() -> None:
    """Run Qt's compiler for translations."""
    command = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([str(command), str(SOURCE), "-qm", str(SOURCE.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    bake()
