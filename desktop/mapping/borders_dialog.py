"""Borders of kecamatan or desa from a GeoJSON file: which fit, which do not, before anything is kept."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.geometry import DESA, Border, Match, read_borders
from db.rules.problems import Trouble
from db.rules.words import _
from db.services import boundaries
from db.services.boundaries import Kept
from desktop.files import ask_what_to_open
from desktop.parts.opener import Opener
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LARGEST = 200 * 2**20
FEWEST = 0.5  # so much of a file must belong to this office


class BordersDialog(QDialog, Opener):
    """`Pakai batas ini` waits until a file was read that belongs here."""

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self.match: Match | None = None
        self._source = ""
        self.setWindowTitle(_("Batas wilayah"))
        self.setAcceptDrops(True)
        self.kept = label("", "muted", wrap=True)
        self.told = label(
            _(
                "Pilih berkas GeoJSON (WGS 84) berisi batas kecamatan atau desa kabupaten/kota ini; "
                "wilayah dicocokkan menurut kode, lalu nama."
            ),
            wrap=True,
        )
        self.waiting, self.banner = Waiting(), Banner()
        self.banner.hide()
        columns = (
            Column(_("Yang tidak cocok"), lambda line: line[0], width=250, tooltip=lambda line: line[0]),
            Column(_("Sebab"), lambda line: line[1], tooltip=lambda line: line[1]),
        )
        self.lines = RowsTable(columns, parent=self)
        self.table = TableView(self.lines, "borders")
        self.table.set_empty(_("Yang tidak cocok muncul di sini."))
        self.open_button = button(_("Pilih berkas…"), "file-upload-outline", on_click=self.choose_file)
        self.use_button = button(_("Pakai batas ini"), primary=True, on_click=self.use)
        self.remove_button = button(_("Hapus batas yang ada…"), on_click=self.remove)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self.use_button.setEnabled(False)
        self.open_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        for piece in (self.kept, self.told, self.waiting, self.banner):
            box.addWidget(piece)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.open_button, self.remove_button, None, self.use_button, self.close_button))
        take_room(self, 720, 480)
        self._read_kept()

    def choose_file(self) -> None:
        """Ask for the file."""
        kinds = _("Batas wilayah (*.geojson *.json)")
        if path := ask_what_to_open(self, _("Pilih batas wilayah"), kinds):
            self.use_file(path)

    def use_file(self, path: Path) -> None:
        """Read a file and show what fits."""
        self.banner.clear()
        self.waiting.start(_("Membaca batas wilayah…"))
        self.worker.run(self, partial(_read, path), partial(self._check, path.name), self._fail)

    def use(self) -> None:
        """Keep what fits in place of the borders of the same level."""
        if self.match is None:
            return
        self.use_button.setEnabled(False)
        match, source = self.match, self._source
        self.waiting.start(_("Menyimpan batas wilayah…"))
        work = partial(boundaries.keep, match=match, source=source)
        self.worker.write(self, work, lambda _none: self.accept(), self._fail)

    def remove(self) -> None:
        """Back to circles, after a question."""
        question = _("Hapus semua batas wilayah? Peta kembali memakai lingkaran.")
        if confirm(self, question, _("Hapus"), danger=True):

            def work(session: "Session") -> None:
                for kept in boundaries.list_kept(session):
                    boundaries.remove(session, kept.level)

            self.worker.write(self, work, lambda _none: self._read_kept(), self._fail)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.use_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _read_kept(self) -> None:
        self.worker.read(self, boundaries.list_kept, self._show_kept, self._fail)

    def _show_kept(self, kept: list[Kept]) -> None:
        words = [
            _("{level}: {number} dari {places} ({file})").format(
                level=_("Desa/kelurahan") if one.level == DESA else _("Kecamatan"),
                number=one.number,
                places=one.places,
                file=one.source,
            )
            for one in kept
        ]
        self.kept.setText(_("Sudah dimuat: ") + "; ".join(words) if words else _("Belum ada batas wilayah."))
        self.remove_button.setEnabled(bool(kept))

    def _check(self, name: str, borders: list[Border]) -> None:
        self._source = name
        work = partial(boundaries.check, borders=borders)
        self.worker.read(self, work, partial(self._show, len(borders)), self._fail)

    def _show(self, number: int, match: Match) -> None:
        self.waiting.finish()
        self.match = match
        level = _("desa/kelurahan") if match.level == DESA else _("kecamatan")
        bare = [(code, _("belum ada batasnya dalam berkas ini")) for code in match.bare]
        self.lines.set_rows([*match.strangers, *bare])
        enough = len(match.shapes) >= FEWEST * number and match.shapes
        if not enough:
            text = _("Isi {file} bukan wilayah kabupaten/kota ini: hanya {number} dari {all} yang cocok.")
            self.banner.say(text.format(file=self._source, number=len(match.shapes), all=number), "bad")
        else:
            text = _("{number} dari {all} batas {level} cocok; {bare} {level} tetap berupa lingkaran.")
            said = text.format(number=len(match.shapes), all=number, level=level, bare=len(match.bare))
            self.banner.say(said, "good" if not (match.strangers or match.bare) else "warn")
        self.use_button.setEnabled(bool(enough))
        (self.use_button if enough else self.open_button).setDefault(True)

    def _fail(self, error: Exception) -> None:
        self.waiting.finish()
        self.use_button.setEnabled(self.match is not None)
        self.banner.say(sentence(error), "bad")


def _read(path: Path) -> list[Border]:
    """The borders of a file; Trouble says in one sentence why not."""
    try:
        if path.stat().st_size > LARGEST:
            text = _("{file} lebih dari 200 MB. Sederhanakan dahulu batasnya, misalnya di mapshaper.")
            raise Trouble(text.format(file=path.name))
        return read_borders(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        text = _("{file} bukan berkas GeoJSON (teks UTF-8). Simpan ulang sebagai GeoJSON.")
        raise Trouble(text.format(file=path.name)) from error
    except OSError as error:
        text = _("{file} tidak dapat dibaca: {reason}.")
        raise Trouble(text.format(file=path.name, reason=error.strerror or error)) from error
