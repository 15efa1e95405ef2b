"""Remakes the two lock files: `python build_scripts/lock.py [--upgrade]` (needs uv).

The locks hold exact versions and hashes for Windows and Linux and for each supported Python, and no address
of any server, so plain pip installs them from wherever the computer is set up to fetch packages.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("--group", "dev")}
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)


def lock() -> None:
    """Write both locks; the second one keeps the versions of the first."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if not uv:
        sys.exit("uv tidak ditemukan. Pasang uv lebih dahulu, lalu ulangi.")
    runtime = ROOT / "build_scripts" / "requirements.lock"
    for name, extra in LOCKS.items():
        target = runtime.with_name(name)
        constraints = () if target == runtime else ("--constraint", str(runtime))
        command = [uv, "pip", "compile", "pyproject.toml", *extra, *OPTIONS, *constraints, *sys.argv[1:]]
        subprocess.run([*command, "-o", str(target)], cwd=ROOT, check=True)
        if "http" in target.read_text("utf-8"):
            sys.exit(f"{name} memuat alamat server: periksa pengaturan uv.")
        print(f"{name} selesai dibuat.")


if __name__ == "__main__":
    lock()
