"""Making survey kits: which desa, which kinds, as Excel and as printed forms, in one run with a bar."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QVBoxLayout, QWidget

from db.exchange.kit_book import kit_workbook
from db.rules.kits import KitFacts
from db.rules.words import _, ngettext
from db.services.mapping import kits
from db.services.mapping.kits import KitDesa
from desktop import paper
from desktop.files import file_name, start_folder, write_file
from desktop.parts.progress import Progress
from desktop.settings import remember_folder
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, link, row
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.fields import ChoiceField
from desktop.widgets.tick_list import TickList
from desktop.worker import Worker

WHITE, ALL, SOME = "white", "all", "some"


class MakeKitsDialog(QDialog):
    """Enter makes them. A kecamatan is one run: a workbook per desa, the forms together in one PDF."""

    said = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        round_id: int,
        desa: Sequence[KitDesa],
        kinds: Sequence[tuple[str, str]],
        desa_codes: Sequence[str] = (),
        cells: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self.worker, self._round_id, self._desa, self._cells = worker, round_id, desa, cells
        self.made: list[KitFacts] = []
        self.setWindowTitle(_("Buat paket pendataan"))
        self.resize(820, 560)
        self.banner = Banner()
        self.banner.hide()
        self.kecamatan = ChoiceField(hint=_("Semua kecamatan"))
        self.kecamatan.setAccessibleName(_("Kecamatan"))
        self.kecamatan.set_choices(dict.fromkeys((one.kecamatan_code, one.kecamatan) for one in desa))
        self.desa = TickList()
        self.desa.setAccessibleName(_("Desa"))
        self.all_link = link(_("Centang semua"), lambda: self.desa.tick_all())
        self.none_link = link(_("Kosongkan"), lambda: self.desa.tick_all(False))
        self.which = QComboBox()
        self.which.setAccessibleName(_("Jenis"))
        for code, text in (
            (WHITE, _("Jenis yang belum didata di tiap desa")),
            (ALL, _("Semua jenis (juga memastikan data lama)")),
            (SOME, _("Jenis yang dicentang")),
        ):
            self.which.addItem(text, code)
        self.kinds = TickList()
        self.kinds.setAccessibleName(_("Jenis"))
        self.kinds.set_choices(((code, f"{code} {name}") for code, name in kinds), ticked=False)
        self.excel, self.form = QCheckBox(_("Excel per desa")), QCheckBox(_("Formulir cetak (PDF)"))
        self.named = QCheckBox(_("Dengan nama yang sudah didata"))
        for tick in (self.excel, self.form, self.named):
            tick.setChecked(True)
        self.count = label("", "muted")
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self.make_button = button(_("Buat paket…"), primary=True, on_click=self.ask_folder)
        self.make_button.setDefault(True)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addLayout(row(self.kecamatan, None, self.all_link, self.none_link))
        left.addWidget(self.desa, 1)
        right.addWidget(self.which)
        right.addWidget(self.kinds, 1)
        right.addStretch(0)
        sides = row(spacing=12)
        sides.addLayout(left, 1)
        sides.addLayout(right, 1)
        text = _(
            "Nama yang sudah didata ikut untuk dipastikan; NIK ditulis lengkap, jadi jaga berkasnya. Tanpa "
            "centang itu paket dibuat kosong."
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self.banner)
        box.addLayout(sides, 1)
        box.addLayout(row(self.excel, self.form, self.named, None, self.count))
        box.addWidget(label(text, "note", wrap=True))
        box.addWidget(self.waiting)
        box.addLayout(row(None, self.make_button, self.close_button))
        chosen = set(desa_codes)
        self._offer_desa(lambda one: one.code in chosen if chosen else bool(one.white))
        self.kecamatan.currentIndexChanged.connect(lambda _place: self._take_kecamatan())
        self.kecamatan.editTextChanged.connect(lambda text: None if text else self._take_kecamatan())
        self.which.currentIndexChanged.connect(lambda _place: self._count())
        for ticks in (self.desa, self.kinds):
            ticks.edited.connect(self._count)
        self._count()

    def wishes(self) -> dict[str, tuple[str, ...]]:
        """For each chosen desa the kinds that are asked."""
        which, some = self.which.currentData(), self.kinds.value()
        chosen = set(self.desa.value())
        cells: dict[str, list[str]] = {}
        for code, kind in self._cells:
            cells.setdefault(code, []).append(kind)
        found = {}
        for one in self._desa:
            if one.code in chosen:
                white = tuple(cells.get(one.code, one.white)) if self._cells else one.white
                kinds = {WHITE: white, ALL: (), SOME: some}[which]
                if kinds or which == ALL:
                    found[one.code] = kinds
        return found

    def ask_folder(self) -> None:
        """Where the files go."""
        folder = QFileDialog.getExistingDirectory(self, _("Simpan paket di folder"), str(start_folder()))
        if folder:
            remember_folder(Path(folder))
            self.make(Path(folder))

    def make(self, folder: Path) -> None:
        """Make the kits in one transaction, then write their files."""
        wishes, round_id, at = self.wishes(), self._round_id, datetime.now(UTC)
        named = self.named.isChecked()
        self.banner.clear()
        self.make_button.setEnabled(False)
        self.progress.begin(_("Menyiapkan paket…"), len(wishes))
        tick = self.progress.tick
        self.worker.write(
            self,
            lambda session: kits.make_kits(session, round_id, wishes, at=at, named=named, tick=tick),
            lambda made: self._write(folder, made),
            self._fail,
        )

    def reject(self) -> None:
        if self.waiting.isHidden():
            super().reject()

    def _write(self, folder: Path, made: list[KitFacts]) -> None:
        self.made = made
        excel, form = self.excel.isChecked(), self.form.isChecked()
        self.progress.begin(_("Menulis berkas…"), len(made) * (excel + form))
        tick = self.progress.tick
        self.worker.run(
            self,
            lambda: write_kits(folder, made, excel=excel, form=form, tick=tick),
            partial(self._finish, folder),
            self._fail,
        )

    def _finish(self, folder: Path, files: int) -> None:
        self.progress.finish()
        self.make_button.setEnabled(True)
        text = ngettext(
            "{n} paket dibuat, {files} berkas.", "{n} paket dibuat, {files} berkas.", len(self.made)
        )
        said = text.format(n=len(self.made), files=files)
        url = QUrl.fromLocalFile(str(folder))
        self.banner.say(said, "good", _("Buka folder"), lambda: QDesktopServices.openUrl(url))
        self.said.emit(said)
        self.close_button.setFocus()

    def _fail(self, error: Exception) -> None:
        self.progress.finish()
        self.make_button.setEnabled(True)
        text = sentence(error)
        if self.made:
            text += " " + _("Paketnya tercatat; berkasnya dapat disimpan lagi dari daftar paket.")
        self.banner.say(text, "bad")

    def _take_kecamatan(self) -> None:
        self._offer_desa(lambda one: bool(one.white))

    def _offer_desa(self, is_ticked: Any) -> None:
        code = self.kecamatan.value() or ""
        shown = [one for one in self._desa if one.kecamatan_code.startswith(code)]
        self.desa.set_choices(
            (
                one.code,
                _("{desa}, {kecamatan} ({n} jenis kosong)").format(
                    desa=one.name, kecamatan=one.kecamatan, n=len(one.white)
                ),
            )
            for one in shown
        )
        self.desa.set_value([one.code for one in shown if is_ticked(one)])

    def _count(self) -> None:
        self.kinds.setVisible(self.which.currentData() == SOME)
        wishes = self.wishes()
        self.count.setText(ngettext("{n} paket", "{n} paket", len(wishes)).format(n=len(wishes)))
        self.make_button.setEnabled(bool(wishes))


def write_kits(folder: Path, made: Sequence[KitFacts], *, excel: bool, form: bool, tick: Any) -> int:
    """A workbook for each desa, and for each kecamatan its forms in one PDF; returns how many files."""
    done, files = 0, 0
    forms: dict[str, list[tuple[str, bytes]]] = {}
    for kit in made:
        name = f"Paket {kit.kecamatan} {kit.desa} {kit.code}"
        if excel:
            write_file(folder / f"{file_name(name)}.xlsx", kit_workbook(kit))
            done, files = done + 1, files + 1
            tick(done)
        if form:
            forms.setdefault(kit.kecamatan, []).append((f"{kit.desa} {kit.code}", paper.render_kit(kit)))
            done += 1
            tick(done)
    for kecamatan, parts in forms.items():
        pdf = (
            parts[0][1]
            if len(parts) == 1
            else paper.join([pdf for _t, pdf in parts], [t for t, _pdf in parts])
        )
        stem = f"Formulir {kecamatan} {made[0].round} {parts[0][0].rpartition(' ')[2]}"
        write_file(folder / f"{file_name(stem)}.pdf", pdf)
        files += 1
    return files
