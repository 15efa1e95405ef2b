"""A folder of scans dropped on an application: which file is which paper, looked over before it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QGridLayout, QVBoxLayout, QWidget

from db.rules.applicants import match_papers
from db.rules.problems import RuleViolation
from db.rules.scans import ENDINGS
from db.rules.words import _, ngettext
from desktop.files import start_folder
from desktop.parts.scan import NewScan, read_scan
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row, scrolled

MOST_FILES = 60
Documents = Sequence[tuple[str, str]]  # code and name


@dataclass(frozen=True)
class ReadFolder:
    """The files of a folder that are scans, and why others are not."""

    scans: tuple[NewScan, ...]
    refused: tuple[str, ...]


class MatchDialog(QDialog):
    """One line to each file, with the paper that its name tells; `matched` brings scans by code."""

    matched = Signal(object)  # dict of NewScan by code

    def __init__(self, parent: QWidget, found: ReadFolder, documents: Documents) -> None:
        super().__init__(parent)
        self._scans = found.scans
        self.choices: list[QComboBox] = []
        self.setWindowTitle(_("Pindaian yang mana untuk berkas apa?"))
        self.setMinimumSize(680, 320)
        self.banner = Banner()
        self.banner.hide()
        self.keep_button = button(_("Pakai pindaian ini"), primary=True, on_click=self.keep)
        self.keep_button.setDefault(True)
        self.keep_button.setEnabled(bool(found.scans))
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.addWidget(label(_("Nama berkas"), "muted"), 0, 0)
        grid.addWidget(label(_("Berkas pelamar"), "muted"), 0, 1)
        codes = match_papers([scan.name for scan in found.scans], documents)
        for place, (scan, code) in enumerate(zip(found.scans, codes, strict=True), 1):
            choice = QComboBox()
            choice.addItem(_("(jangan disimpan)"), "")
            for own, name in documents:
                choice.addItem(name.split(" (")[0], own)
            choice.setCurrentIndex(choice.findData(code))
            choice.setAccessibleName(_("Berkas untuk {file}").format(file=scan.name))
            self.choices.append(choice)
            grid.addWidget(label(scan.name, wrap=True), place, 0)
            grid.addWidget(choice, place, 1)
        grid.setRowStretch(len(found.scans) + 1, 1)
        inside = QWidget()
        inside.setLayout(grid)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.banner)
        box.addWidget(scrolled(inside), 1)
        box.addLayout(row(None, self.keep_button, self.cancel_button))
        room = self.screen().availableGeometry()
        self.resize(720, min(140 + 40 * len(found.scans), room.height() - 64))
        if found.refused:
            self.banner.say(" ".join(found.refused[:3]), "warn")
        elif not found.scans:
            self.banner.say(_("Tidak ada pindaian PDF, JPG, atau PNG di sini."), "warn")

    def keep(self) -> None:
        """Bring the scans, each for its paper; two for one paper are refused."""
        chosen: dict[str, NewScan] = {}
        for scan, choice in zip(self._scans, self.choices, strict=True):
            code = choice.currentData()
            if code and code in chosen:
                text = _("{paper} dipilih untuk dua berkas. Pilih salah satu.")
                self.banner.say(text.format(paper=choice.currentText()), "bad")
                choice.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            if code:
                chosen[code] = scan
        self.accept()
        self.matched.emit(chosen)


def ask_for_folder(parent: QWidget) -> list[Path]:
    """The files of a folder that somebody chooses; none when it is Batal."""
    folder = QFileDialog.getExistingDirectory(parent, _("Folder pindaian"), str(start_folder()))
    return scan_files([Path(folder)]) if folder else []


def dropped_files(what: QMimeData) -> list[Path]:
    """The scans among what is being dropped: files, and the files of folders."""
    return scan_files([Path(url.toLocalFile()) for url in what.urls() if url.isLocalFile()])


def scan_files(paths: Iterable[Path]) -> list[Path]:
    """Files that may be scans by their endings, in order of their names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [one for one in inside if one.suffix.lower().lstrip(".") in ENDINGS and one.is_file()]
    return found[:MOST_FILES]


def read_files(paths: Sequence[Path]) -> ReadFolder:
    """Read them; runs in any thread. What is no scan is told, the others are read."""
    scans, refused = [], []
    for path in paths:
        try:
            scans.append(read_scan(path))
        except RuleViolation as error:
            refused.append(str(error))
    return ReadFolder(tuple(scans), tuple(refused))


def scans_said(scans: dict[str, NewScan], documents: Documents) -> str:
    """Which papers have a scan that waits to be kept."""
    if not scans:
        return ""
    names = [name.split(" (")[0] for code, name in documents if code in scans]
    text = ngettext("{n} pindaian siap disimpan: {names}", "{n} pindaian siap disimpan: {names}", len(scans))
    return text.format(n=len(scans), names=", ".join(names))
