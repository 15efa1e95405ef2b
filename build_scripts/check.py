"""The one check before every commit and in CI: `python build_scripts/check.py`. It installs what it needs."""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build_scripts.environment import DEV_LOCK, ROOT, install_postgres, prepare, say

STEPS = {
    "format": ("ruff", "format", "--check", "."),
    "ruff": ("ruff", "check", "."),
    "mypy": ("mypy",),
    "pytest": ("pytest", "-n", "2"),
}
COUNTED = "Uji basis data:"  # how tests/counting.py begins its line
NO_POSTGRES = "PERINGATAN: PostgreSQL tidak ada, jadi uji basis data hanya berjalan pada SQLite."


def main() -> None:
    """Run every step, even after a failure, and end with one line for each."""
    python = prepare(DEV_LOCK)
    has_postgres = install_postgres()
    results = {}
    closing = [] if has_postgres else [NO_POSTGRES]
    for name, command in STEPS.items():
        say(f"\n== {name}: {' '.join(command)}")
        start = time.perf_counter()
        code, counted = run([str(python), "-m", *command])
        results[name] = code == 0
        closing += [
            f"{name:8} {'baik' if code == 0 else 'GAGAL'} ({time.perf_counter() - start:.0f} d)",
            *counted,
        ]
    say("\n== Hasil\n" + "\n".join(closing))
    if not all(results.values()) or (os.environ.get("CI") == "true" and not has_postgres):
        sys.exit("Pemeriksaan GAGAL.")
    say("Pemeriksaan berhasil.")


def run(command: list[str]) -> tuple[int, list[str]]:
    """Run a command with its output in sight; return its exit code and the lines that count tests."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    counted = []
    for line in map(str.rstrip, process.stdout or ()):
        say(line)
        if line.startswith(COUNTED):
            counted.append(line)
    return process.wait(), counted


if __name__ == "__main__":
    main()
