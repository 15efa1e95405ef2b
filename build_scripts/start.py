"""Starts Pilar TKSK: `python build_scripts/start.py [arguments]`. It first installs what is missing."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build_scripts.environment import WINDOWS, prepare

SCREENLESS = {"demo", "self-test", "--help", "-h", "--version"}
NO_SCREEN = (
    "Tidak ada layar pada komputer ini (DISPLAY dan WAYLAND_DISPLAY kosong), jadi jendela tidak dapat "
    "dibuka; tanpa layar hanya perintah demo dan self-test yang dapat dijalankan."
)


def main() -> None:
    """Prepare, then become the program."""
    arguments = sys.argv[1:]
    python = str(prepare())
    if not has_screen():
        if not SCREENLESS & set(arguments):
            sys.exit(NO_SCREEN)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    command = [python, "-P", "-m", "desktop", *arguments]
    if WINDOWS:  # there execv would give the console back before the program ends
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(python, command)


def has_screen() -> bool:
    """Whether Qt has somewhere to draw, or was told where."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Dihentikan.")
