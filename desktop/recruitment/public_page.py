"""The public page of results: printed for the notice board, and one HTML file for a website or a phone."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.dates import day_and_date
from db.rules.public_result import public_html
from db.rules.words import _
from db.services.recruitment import public_result
from db.services.recruitment.public_result import PublicOffer
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.paper import render_public_page
from desktop.parts.opener import Opener
from desktop.recruitment.day_field import DayField
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import BusyCursor
from desktop.widgets.dialog import GuardedDialog
from desktop.worker import Worker

WIDTH, HEIGHT = 640, 270  # with what came of it


class PublicPageDialog(GuardedDialog, Opener):
    """The results of one vacancy or of several, as everybody may read them."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_ids: Sequence[int]) -> None:
        super().__init__(parent)
        self.worker, self._ids = worker, tuple(vacancy_ids)
        self.offer: PublicOffer | None = None
        self.setWindowTitle(_("Halaman hasil publik"))
        self.setMinimumSize(WIDTH, HEIGHT)
        self._busy = BusyCursor(self)
        self.banner = Banner()
        self.banner.hide()
        text = _(
            "Nomor pendaftaran dan hasil tiap tahap, tanpa NIK, alamat, dan nilai. Nama hanya disebut untuk "
            "calon yang diusulkan. Berkas HTML dapat diunggah ke situs web atau dikirim lewat WhatsApp; "
            "isinya lengkap dalam satu berkas."
        )
        self.text = label(text, wrap=True)
        self.contents = label("", "strong", wrap=True)
        self.early_text = label("", wrap=True, tone="warn")
        self.early_text.hide()
        self.day = DayField()
        self.day.set_value(today())
        self.save_button = button(
            _("Simpan HTML…"), "content-save-outline", primary=True, on_click=self.save_html
        )
        self.save_button.setDefault(True)
        self.print_button = button(_("Lihat dan cetak PDF"), "printer-outline", on_click=self.print_page)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        for piece in (self.banner, self.text, self.contents):
            box.addWidget(piece)
        box.addLayout(row(label(_("Hari pengumuman")), self.day, None))
        box.addWidget(self.early_text)
        self.day.edited.connect(self._say_early)
        box.addStretch(1)
        box.addLayout(row(None, self.save_button, self.print_button, self.close_button))
        self._enable(False)
        self._read(self._show)

    def unsaved(self) -> bool:
        return False

    def save_html(self) -> None:
        """Ask where, and write the page as one file."""
        if self.offer is None:
            return
        name = f"{self.offer.page.title} {today():%Y-%m-%d}.html"
        if path := ask_where_to_save(self, _("Simpan HTML"), name, _("Halaman web (*.html)")):
            self.write_to(path)

    def write_to(self, path: Path) -> None:
        """Write the page as it is now into this file."""

        def write(offer: PublicOffer) -> None:
            content = public_html(offer.page).encode()
            self.worker.run(self, lambda: write_file(path, content), self._written, self._fail)

        self._read(write)

    def print_page(self) -> None:
        """Show the same on paper, where it is printed."""

        def draw(offer: PublicOffer) -> None:
            def work() -> bytes:
                return render_public_page(offer.page, offer.head, offer.paper, practice=offer.practice)

            self.worker.run(self, work, partial(self._drawn, offer.page.title), self._fail)

        self._read(draw)

    def _read(self, then: Callable[[PublicOffer], Any]) -> None:
        on = self.day.value()
        if on is None:
            self.banner.say(_("Isi hari pengumuman."), "bad")
            return
        self._work(True)
        work = partial(public_result.public_page, vacancy_ids=self._ids, on=on)
        self.worker.read(self, work, then, self._fail)

    def _show(self, offer: PublicOffer) -> None:
        self._work(False)
        self.offer = offer
        names = ", ".join(one.kecamatan for one in offer.page.results)
        said = [_("{n} lowongan dengan hasil: {names}.").format(n=len(offer.page.results), names=names)]
        if offer.without:
            said.append(
                _("Belum ada hasil, jadi tidak dimuat: {names}.").format(names=", ".join(offer.without))
            )
        self.contents.setText(" ".join(said))
        self._say_early()
        self._enable(True)
        self.save_button.setFocus()

    def _say_early(self) -> None:
        """A final result told while somebody may still object to the administration."""
        on = self.day.value()
        early = self.offer.early(on) if self.offer and on else []
        text = _("Hasil akhir dimuat sebelum masa sanggah hasil administrasi berakhir: {names}.")
        names = ", ".join(f"{name} ({day_and_date(last)})" for name, last in early)
        self.early_text.setText(text.format(names=names) if early else "")
        self.early_text.setVisible(bool(early))

    def _written(self, path: Path) -> None:
        self._work(False)
        text = _("{file} disimpan.").format(file=path.name)
        url = QUrl.fromLocalFile(str(path))
        self.banner.say(text, "good", _("Buka berkas"), lambda: QDesktopServices.openUrl(url))
        self.said.emit(text)

    def _drawn(self, title: str, pdf: bytes) -> None:
        self._work(False)
        self.show_paper(title, pdf)

    def _fail(self, error: Exception) -> None:
        self._work(False)
        self._enable(self.offer is not None)
        self.say_failure(error)

    def _work(self, working: bool) -> None:
        self._saving = working
        if working:
            self._busy.start()
        else:
            self._busy.stop()
        self._enable(not working and self.offer is not None)

    def _enable(self, ready: bool) -> None:
        for piece in (self.save_button, self.print_button):
            piece.setEnabled(ready)
