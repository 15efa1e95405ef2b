"""Prepares everything the program needs: Python, .venv, locked packages, system libraries, PostgreSQL.

Standard library only. The text down to `sys.exit` must also parse on an older Python, which is refused there.
"""

import sys


def python_problem(major: int, minor: int) -> str:
    """Why this Python cannot run the program; empty if it can."""
    if (3, 11) <= (major, minor) <= (3, 13):
        return ""
    age = "terlalu lama" if (major, minor) < (3, 11) else "terlalu baru"
    return (
        f"Pilar TKSK memerlukan Python 3.11, 3.12, atau 3.13; Python {major}.{minor} {age}. "
        "Pasang salah satunya, lalu jalankan perintah ini dengan Python itu."
    )


if python_problem(*sys.version_info[:2]):
    sys.exit(python_problem(*sys.version_info[:2]))

import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "build_scripts" / "requirements.lock"
DEV_LOCK = ROOT / "build_scripts" / "requirements-dev.lock"
WINDOWS = sys.platform == "win32"

LIBRARIES = {  # what Qt's own files ask of Linux, and the Debian package that holds it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


def say(text: str) -> None:
    """One line for the user, at once, on any console."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def prepare(lock: Path = RUNTIME_LOCK, venv: Path = VENV) -> Path:
    """Make what is missing and return the Python of the .venv. Nothing to do costs a few milliseconds."""
    python = venv_python(venv)
    if stamp_fits(lock, venv):
        return python
    install_system_libraries()
    if not venv_works(venv):
        make_venv(venv)
    install_packages(lock, venv)
    install_command(venv)
    write_stamp(lock, venv)
    return python


# The stamp: its first line tells for which Python and place the .venv was made, the others what is in it.


def stamp_fits(lock: Path, venv: Path) -> bool:
    """Whether this .venv was finished, here, by this Python, with this very lock."""
    try:
        place, *installed = (venv / "pilar.stamp").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return False
    return place == _place(venv) and _digest(lock) in installed and venv_python(venv).exists()


def write_stamp(lock: Path, venv: Path) -> None:
    """Note what is installed; the development lock holds the runtime lock as well."""
    locks = {lock, RUNTIME_LOCK} if lock == DEV_LOCK else {lock}
    lines = [_place(venv), *map(_digest, locks)]
    (venv / "pilar.stamp").write_text("\n".join(lines) + "\n", "utf-8")


def _place(venv: Path) -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]} {sys.base_prefix} {venv.resolve()}"


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


# The .venv and its packages.


def venv_python(venv: Path) -> Path:
    """The Python inside a .venv."""
    return venv / ("Scripts/python.exe" if WINDOWS else "bin/python")


def site_packages(venv: Path) -> Path:
    """Where a .venv keeps its packages."""
    return venv / ("Lib/site-packages" if WINDOWS else f"lib/python3.{sys.version_info[1]}/site-packages")


def venv_works(venv: Path) -> bool:
    """Whether the .venv can be used further: same Python version, pip at hand."""
    command = [str(venv_python(venv)), "-Ic", "import pip, sys; print(*sys.version_info[:2])"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def make_venv(venv: Path) -> None:
    """Make a fresh .venv in place of whatever is there."""
    say("Menyiapkan ruang kerja Python (.venv) ...")
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info[1]}-venv"
        if not apt_install([package], "Python di komputer ini belum lengkap"):
            sys.exit("Ruang kerja Python tidak dapat dibuat tanpa modul venv dan ensurepip.")
    answer = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", venv], capture_output=True, text=True, check=False
    )
    if answer.returncode:
        sys.exit(f"Ruang kerja Python tidak dapat dibuat di {venv}.\n{answer.stdout}{answer.stderr}")


def install_packages(lock: Path, venv: Path) -> None:
    """Install exactly the locked packages; each file is checked against its hash, and nothing is built."""
    (venv / "pilar.stamp").unlink(missing_ok=True)
    for package in site_packages(venv).glob("*.dist-info"):
        if not (package / "INSTALLER").exists():  # the last file pip writes: that install was cut off
            shutil.rmtree(package)
    command = [str(venv_python(venv)), "-Im", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    command += ["-r", str(lock)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        last_words = show_progress(pip.stdout or (), total=lock.read_text("utf-8").count("=="))
    if pip.returncode:
        say("\n".join(last_words))
        sys.exit("Paket gagal dipasang. Periksa sambungan internet dan ruang disk, lalu ulangi perintah ini.")


def show_progress(lines: Iterable[str], total: int) -> list[str]:
    """Turn pip's many lines into a few short ones; return the last of pip's own for the case of trouble."""
    done = 0
    last_words: list[str] = []
    for line in map(str.strip, lines):
        last_words = [*last_words[-9:], line]
        fetched = line.startswith(("Collecting", "Processing"))
        done += fetched or line.startswith(("Requirement already satisfied", "Ignoring"))
        if fetched:
            name = re.split("==|-[0-9]", Path(line.split()[1]).name)[0]
            say(f"Mengambil paket {done}/{total}: {name} ...")
        elif line.startswith("Installing collected packages"):
            say(f"Memasang {line.count(',') + 1} paket ke dalam .venv (sekitar satu menit) ...")
    return last_words


def install_command(venv: Path) -> None:
    """Put the project and its `pilar` command into the .venv, by relative paths: the folder may be moved."""
    site = site_packages(venv)
    (site / "pilar.pth").write_text(os.path.relpath(ROOT, site) + "\n", "ascii")
    if WINDOWS:
        (venv / "Scripts" / "pilar.cmd").write_text('@"%~dp0python.exe" -P -m desktop %*\n', "ascii")
        return
    command = venv / "bin" / "pilar"
    command.write_text(
        '#!/bin/sh\nexec "$(dirname -- "$(readlink -f -- "$0")")/python" -P -m desktop "$@"\n', "ascii"
    )
    command.chmod(0o755)


# What comes from the system.


def missing_libraries() -> list[str]:
    """The Debian packages of those libraries that Linux cannot find."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in LIBRARIES.items() if not _can_load(name)]


def _can_load(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_system_libraries() -> None:
    """Make sure that Qt finds its libraries."""
    packages = missing_libraries()
    if packages and not apt_install(packages, "Pustaka sistem untuk jendela program belum ada"):
        sys.exit("Program belum dapat dijalankan tanpa pustaka itu.")


def apt_install(packages: list[str], reason: str) -> bool:
    """Install Debian packages as root; otherwise tell what to type."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if WINDOWS or not shutil.which("apt-get"):
        say(f"{reason}. Pasang dengan pengelola paket sistem ini (nama menurut Debian): {' '.join(packages)}")
        return False
    if os.geteuid() != 0:
        say(f"{reason}. Ketik baris ini, lalu ulangi:\n  sudo apt-get update && sudo {line}")
        return False
    say(f"{reason}. Memasang dengan apt-get: {' '.join(packages)} ...")
    for command in (line, "apt-get update", line):  # the lists may be empty or old: renew them and try again
        answer = subprocess.run(
            command.split(),
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
        if command == line and answer.returncode == 0:
            return True
    say(answer.stderr.strip())
    return False


def postgres_programs() -> Path | None:
    """The newest folder with Debian's PostgreSQL server programs."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def install_postgres() -> bool:
    """Make sure that the tests find a PostgreSQL server."""
    if WINDOWS or postgres_programs():
        return not WINDOWS
    return apt_install(["postgresql"], "PostgreSQL untuk pengujian belum ada")
