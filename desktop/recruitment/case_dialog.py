"""The case file of a vacancy: whole or masked, written page by page while the window goes on."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QRadioButton, QVBoxLayout, QWidget

from db.rules.access import Right, may_take_whole
from db.rules.case_file import CaseFile
from db.rules.imports import stopped
from db.rules.words import _
from db.services.recruitment import case_file
from desktop.clock import today
from desktop.errors import show_error
from desktop.files import GrowingFile, ask_where_to_save
from desktop.paper import bind_case_file, count_case_steps
from desktop.parts.progress import Progress
from desktop.parts.rights import may
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.dialog import GuardedDialog
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.paper.case_file import Bound

WIDTH, HEIGHT = 620, 380  # with the line that tells how far it is, or what came of it


@dataclass(frozen=True)
class Taken:
    """Which file was asked for, and where it grows."""

    vacancy_id: int
    masked: bool
    scores: bool
    file: GrowingFile


class CaseFileDialog(GuardedDialog):
    """Asks which file, and where to; a file that was begun is whole or not there at all."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int, kecamatan: str) -> None:
        super().__init__(parent)
        self._worker, self._vacancy_id, self._kecamatan = worker, vacancy_id, kecamatan
        self.setWindowTitle(_("Berkas perkara Kecamatan {name}").format(name=kecamatan))
        self.setMinimumSize(WIDTH, HEIGHT)
        self.banner = Banner()
        self.banner.hide()
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self.masked = QRadioButton(_("Disamarkan: untuk umum, PPID, Ombudsman, DPRD"))
        self.whole = QRadioButton(_("Lengkap: untuk pemeriksaan resmi, memuat NIK dan naskah asli"))
        self.scores = QCheckBox(_("Sertakan nilai per nomor pendaftaran (untuk pemeriksa, bukan untuk umum)"))
        self.scans = QCheckBox(_("Sertakan halaman pindaian"))
        self.scans.setChecked(True)
        self.make_button = button(_("Simpan PDF…"), "content-save-outline", primary=True, on_click=self.make)
        self.make_button.setDefault(True)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self._lay_out()
        self.masked.setChecked(True)
        self.masked.toggled.connect(lambda _on: self._offer())
        self._offer()

    def unsaved(self) -> bool:
        return False

    def make(self) -> None:
        """Ask where, and begin."""
        name = _("Berkas perkara seleksi TKSK {name} {day}").format(
            name=self._kecamatan, day=f"{today():%Y-%m-%d}"
        )
        kind = _("disamarkan") if self.masked.isChecked() else _("lengkap")
        asked = ask_where_to_save(self, _("Simpan PDF"), f"{name} {kind}.pdf", _("PDF (*.pdf)"))
        if asked is not None:
            self.write_to(asked)

    def write_to(self, path: Path) -> None:
        """Read what belongs to it, write it piece by piece, and note in the log what came out."""
        taken = Taken(self._vacancy_id, self.masked.isChecked(), self.scores.isChecked(), GrowingFile(path))
        self._run(True)
        self.banner.clear()
        self.progress.begin(_("Membaca data lowongan…"))
        work = partial(
            case_file.get_case_file,
            vacancy_id=taken.vacancy_id,
            at=datetime.now(),
            masked=taken.masked,
            scores=taken.scores,
            scans=self.scans.isChecked(),
        )
        self._worker.read(self, work, then=partial(self._bind, taken), failed=self._fail)

    def reject(self) -> None:
        if self._saving:
            self.progress.stop()
        else:
            super().reject()

    def _bind(self, taken: Taken, case: CaseFile) -> None:
        if self.progress.was_stopped:  # while it was read
            self._fail(stopped())
            return
        self.progress.finish()
        self.progress.begin(_("Menyusun berkas perkara…"), count_case_steps(case))
        work = partial(_write, taken=taken, case=case, progress=self.progress)
        self._worker.read(self, work, then=partial(self._note, taken), failed=self._fail)

    def _note(self, taken: Taken, bound: "Bound") -> None:
        if self.progress.was_stopped:  # after the last piece
            taken.file.drop()
            self._fail(stopped())
            return
        work = partial(_keep, taken=taken, bound=bound)
        self._worker.write(
            self, work, then=lambda _nothing: self._written(taken.file.path, bound), failed=self._fail
        )

    def _written(self, path: Path, bound: "Bound") -> None:
        self._run(False)
        text = _("{file} disimpan: {n} halaman.").format(file=path.name, n=bound.pages)
        tone = "good"
        if bound.changed:
            tone = "bad"
            text = _("{text} Naskah yang tidak cocok dengan arsip: {names}.").format(
                text=text, names="; ".join(bound.changed)
            )
        url = QUrl.fromLocalFile(str(path))
        self.banner.say(text, tone, _("Buka berkas"), lambda: QDesktopServices.openUrl(url))
        self.said.emit(text)
        self.close_button.setFocus()

    def _fail(self, error: Exception) -> None:
        self._run(False)
        if self.progress.was_stopped:
            self.banner.say(_("Dihentikan. Tidak ada berkas yang ditulis."), "warn")
        elif self.isVisible():
            self.say_failure(error)
        else:
            show_error(self, error)

    def _run(self, running: bool) -> None:
        self._saving = running
        if not running:
            self.progress.finish()
        for piece in (self.masked, self.whole, self.make_button, self.close_button):
            piece.setEnabled(not running)
        self._offer()

    def _offer(self) -> None:
        """Values are asked for in a masked file, scans are in a whole one."""
        masked, running = self.masked.isChecked(), self._saving
        sees = may_take_whole(self._worker.actor.rights)
        self.whole.setEnabled(sees and not running)
        self.whole.setToolTip(
            ""
            if sees
            else _("Hanya untuk yang mengelola atau memutuskan seleksi dan berhak mengekspor data.")
        )
        self.scores.setVisible(masked)
        self.scans.setVisible(not masked)
        reads = may(self._worker, Right.HISTORY)
        self.scans.setEnabled(reads and not running)
        self.scores.setEnabled(not running)
        text = _(
            "Tanpa NIK, alamat, telepon, dan tanggal lahir. Pelamar disebut dengan nomor pendaftaran; "
            "naskah asli tidak disertakan, tetapi sidik SHA-256-nya tercantum."
        )
        if not masked:
            text = _(
                "Semua data, naskah dari arsip, dan pindaian. Pengambilan berkas ini dicatat dalam riwayat. "
                "Serahkan hanya kepada yang berwenang memeriksa."
            )
        self.explanation.setText(text)

    def _lay_out(self) -> None:
        text = _(
            "Semua tentang lowongan ini dalam satu PDF: aturan, tahapan, pelamar, pemeriksaan, nilai, "
            "hitungan, berita acara, usulan, SK, dengan daftar isi, penanda, dan nomor halaman. "
            "Nilai baru tampil sesudah semua lembar dikunci."
        )
        self.explanation = label("", "muted", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        for piece in (self.banner, label(text, wrap=True), self.masked, self.scores, self.whole, self.scans):
            box.addWidget(piece)
        box.addWidget(self.explanation)
        box.addWidget(self.waiting)
        box.addStretch(1)
        box.addLayout(row(None, self.make_button, self.close_button))


def _write(session: "Session", taken: Taken, case: CaseFile, progress: Progress) -> "Bound":
    """Each piece goes to the disk as it is made; when anything is in the way, no file is left."""
    try:
        with taken.file.growing() as stream:
            fetch = case_file.open_papers(session, taken.vacancy_id, masked=case.masked)
            return bind_case_file(case, stream, fetch, progress.tick)
    except BaseException:
        taken.file.drop()
        raise


def _keep(session: "Session", taken: Taken, bound: "Bound") -> None:
    """The log and the file, or neither."""
    try:
        case_file.note_case_file(
            session, taken.vacancy_id, masked=taken.masked, scores=taken.scores, pages=bound.pages
        )
        session.flush()
        taken.file.keep()
    except BaseException:
        taken.file.drop()
        raise
