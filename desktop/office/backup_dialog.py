"""The office's data copied into one file, while everybody goes on working."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.backups import backup_name, size_text
from db.rules.dates import long_date
from db.rules.problems import RuleViolation, Trouble
from db.rules.words import _, grouped, ngettext
from db.services import backups
from desktop.clock import today
from desktop.files import ask_where_to_save, in_the_way
from desktop.parts.progress import Progress
from desktop.parts.rights import allow
from desktop.settings import BACKUPS
from desktop.widgets.banner import Banner
from desktop.widgets.basics import breakable, button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.dialog import GuardedDialog
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.backup import Backup

WIDTH, HEIGHT = 580, 300  # with the line that tells how far it is, or what came of it
MEGABYTE = 1_000_000


class BackupDialog(GuardedDialog):
    """Says what the file holds, asks where to, and tells what came of it."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, regency: str) -> None:
        super().__init__(parent)
        self._worker, self._regency = worker, regency
        self._total = 1  # megabytes to copy
        self.setWindowTitle(_("Cadangkan data"))
        self.setMinimumSize(WIDTH, HEIGHT)
        self.banner = Banner()
        self.banner.hide()
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self.last = label("", "strong", wrap=True)
        self.start_button = button(
            _("Pilih tempat…"), "content-save-outline", primary=True, on_click=self.start
        )
        self.start_button.setDefault(True)
        self.start_button.setEnabled(False)  # until the database has answered
        self.close_button = button(_("Tutup"), on_click=self.reject)
        allow(worker, Right.OFFICE, self.start_button)
        self._lay_out()
        worker.read(self, _read, then=self._begin, failed=self.say_failure)

    def unsaved(self) -> bool:
        return False

    def start(self) -> None:
        """Ask where, and begin."""
        name = backup_name(self._regency, today())
        kind = _("Data Pilar TKSK (*.db)")
        if path := ask_where_to_save(self, _("Cadangkan data"), name, kind, BACKUPS):
            self.copy_to(path)

    def copy_to(self, path: Path) -> None:
        """Copy and check beside everybody's work; then keep the day of it."""
        self._run(True)
        self.banner.clear()
        work = partial(_copy, path=path, progress=self.progress)
        self._worker.read(self, work, then=self._note, failed=self._fail)

    def reject(self) -> None:
        if self._saving:
            self.progress.stop()
        else:
            super().reject()

    def _begin(self, facts: "tuple[date | None, int]") -> None:
        last, size = facts
        self._show_last(last)
        self._total = max(size // MEGABYTE, 1)  # what has no size cannot be stopped
        self.start_button.setEnabled(True)
        self.start_button.setFocus()

    def _note(self, made: "Backup") -> None:
        day = today()
        self._worker.write(
            self,
            lambda session: backups.note_backup(session, made, day),
            then=lambda _nothing: self._done(made, day),
            failed=self._fail,
        )

    def _done(self, made: "Backup", day: date) -> None:
        self._run(False)
        self._show_last(day)
        text = _(
            "Cadangan tersimpan dan sudah diperiksa: {file} di {folder}, {size}, "
            "{people} orang, {letters} surat."
        ).format(
            file=breakable(made.path.name),
            folder=breakable(str(made.path.parent)),
            size=size_text(made.size),
            people=grouped(made.people),
            letters=grouped(made.letters),
        )
        url = QUrl.fromLocalFile(str(made.path.parent))
        self.banner.say(text, "good", _("Buka folder"), lambda: QDesktopServices.openUrl(url))
        self.said.emit(_("Cadangan tersimpan: {file}").format(file=made.path.name))
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    def _fail(self, error: Exception) -> None:
        self._run(False)
        if self.progress.was_stopped and isinstance(error, RuleViolation):
            self.banner.say(_("Dihentikan. Tidak ada cadangan yang ditulis."), "warn")
        else:
            self.say_failure(error)
        self.start_button.setFocus()

    def _run(self, running: bool) -> None:
        self._saving = running
        self.start_button.setEnabled(not running)
        self.close_button.setEnabled(not running)
        if running:
            self.progress.begin(_("Menyalin data (MB)…"), self._total)
        else:
            self.progress.finish()

    def _show_last(self, last: date | None) -> None:
        text = _("Data ini belum pernah dicadangkan.")
        if last is not None:
            days = (today() - last).days
            since = ngettext("{n} hari lalu", "{n} hari lalu", days).format(n=days) if days else _("hari ini")
            text = _("Cadangan terakhir: {day}, {since}.").format(day=long_date(last), since=since)
        self.last.setText(text)

    def _lay_out(self) -> None:
        what = _(
            "Seluruh data kantor disalin ke satu berkas: TKSK, lowongan, pemetaan, surat, dan pindaian. "
            "Anda dan orang lain tetap dapat bekerja."
        )
        care = _(
            "Berkas itu memuat data pribadi semua orang, termasuk NIK, dan belum bersandi: siapa pun yang "
            "memegangnya dapat membacanya. Simpan di flashdisk atau komputer lain yang terkunci, bukan hanya "
            "di komputer ini. Buka lagi dengan Berkas → Buka data kantor lain."
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        for piece in (
            self.banner,
            self.last,
            label(what, wrap=True),
            label(care, "muted", wrap=True),
            self.waiting,
        ):
            box.addWidget(piece)
        box.addStretch(1)
        box.addLayout(row(None, self.start_button, self.close_button))


def _copy(session: "Session", path: Path, progress: Progress) -> "Backup":
    try:
        return backups.copy_data(session, path, lambda done: progress.tick(done // MEGABYTE))
    except OSError as error:
        raise Trouble(in_the_way(path, error)) from error


def _read(session: "Session") -> "tuple[date | None, int]":
    return backups.last_backup(session), backups.data_size(session)
