"""The licences that travel with a built program: ours, Python's, and those of every library in the bundle."""

import re
import shutil
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "build_scripts" / "requirements.lock"
BY_THE_QT_COMPANY = ("pyside6-addons", "pyside6-essentials", "shiboken6")  # their wheels hold no licence
WITH_LGPL = (*BY_THE_QT_COMPANY, "lxml")  # its wheel holds GNU libiconv, and of that licence an address only
LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


def bundled() -> list[str]:
    """The libraries that the program is locked to."""
    return re.findall(r"^([\w.-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)


def collect_licences(target: Path) -> None:
    """Fill the folder `lisensi` of a bundle; refuses a library that has come without a licence."""
    shutil.copytree(ROOT / "build_scripts" / "licences", target, dirs_exist_ok=True)
    shutil.copy(ROOT / "LICENSE", target / "LICENSE")
    for name in bundled():
        with suppress(PackageNotFoundError):  # one that another system needs
            _copy(name, target / name)
    folders = (Path(sys.base_prefix), Path(shutil.__file__).parent)  # on Windows, elsewhere
    for path in (folder / "LICENSE.txt" for folder in folders):
        if path.is_file():
            shutil.copy(path, target / "LICENSE-Python.txt")


def _copy(name: str, target: Path) -> None:
    package = distribution(name)
    found = [
        file
        for file in package.files or ()
        if ".dist-info" in file.parts[0] and LICENCE.search(str(Path(*file.parts[1:])))
    ]
    target.mkdir(exist_ok=True)
    for file in found:
        inside = [part for part in file.parts[1:] if part.lower() != "licenses"]
        shutil.copy(str(package.locate_file(file)), target / "-".join(inside))  # some have ten of one name
    if name in WITH_LGPL:
        shutil.copy(ROOT / "build_scripts" / "licences" / "LGPL-3.0.txt", target)
    if not found and name not in BY_THE_QT_COMPANY:
        raise FileNotFoundError(f"{name} has no licence in its wheel")
