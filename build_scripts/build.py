"""Builds the program as one folder, dist/pilar, for this system: `python build_scripts/build.py`."""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build_scripts.environment import DEV_LOCK, ROOT, WINDOWS, prepare, say

DIST, WORK = ROOT / "dist", ROOT / "build"
PROGRAM = DIST / "pilar" / ("pilar.exe" if WINDOWS else "pilar")


def main() -> None:
    """Build, let the built program test itself, and tell its size."""
    python = prepare(DEV_LOCK)
    start = time.perf_counter()
    say("Membangun program dengan PyInstaller (beberapa menit) ...")
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    command += [f"--distpath={DIST}", f"--workpath={WORK}", str(ROOT / "build_scripts" / "pilar.spec")]
    subprocess.run(command, cwd=ROOT, check=True)
    megabytes = sum(path.lstat().st_size for path in PROGRAM.parent.rglob("*")) / 1e6
    say(f"{PROGRAM.parent}: {megabytes:.0f} MB, dibuat dalam {time.perf_counter() - start:.0f} detik.")
    self_test()


def self_test() -> None:
    """Run every feature inside the bundle: only that shows whether something was left out."""
    start = time.perf_counter()
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    answer = subprocess.run([PROGRAM, "self-test"], cwd=PROGRAM.parent, env=environment, check=False)
    if answer.returncode:
        sys.exit(f"Program yang dibangun gagal menguji dirinya (kode {answer.returncode}).")
    say(f"Program yang dibangun lulus uji diri dalam {time.perf_counter() - start:.1f} detik.")


if __name__ == "__main__":
    main()
