"""Kecamatan and desa of the office, and how they are brought up to date."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.problems import Trouble
from db.rules.region_changes import Affected, ChangeKind, affected_words, dotted
from db.rules.words import _
from db.services import office, region_choices, regions
from db.services.region_choices import ChangeRow
from db.services.regions import RegionChanges, RegionPlan
from desktop.clock import today
from desktop.files import ask_what_to_open
from desktop.office.panel import Panel
from desktop.office.region_change_dialog import RegionChangeDialog
from desktop.parts.history import HistoryDialog
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, link
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


@dataclass(frozen=True)
class KecamatanRow:
    """A kecamatan and how many desa and kelurahan it has."""

    id: str
    name: str
    desa: int


class RegionsPanel(Panel):
    """Counts, the list and what has become of regions; the import of a newer list."""

    reads = frozenset({"region", "region_change"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.counts = label("", "strong", wrap=True)
        columns = (
            Column(_("Kecamatan"), lambda r: r.name, width=260, sort_key="name"),
            Column(_("Kode"), lambda r: dotted(r.id), width=110, sort_key="id"),
            Column(_("Desa/kelurahan"), lambda r: str(r.desa), width=130, align_right=True, sort_key="desa"),
            Column("", lambda _r: ""),
        )
        self.kecamatan = RowsTable(columns, parent=self)
        self.table = TableView(self.kecamatan, "regions")
        self.changes = RowsTable(_change_columns(), parent=self)
        self.change_table = TableView(self.changes, "region_changes")
        self.change_table.set_empty(_("Belum ada wilayah yang berganti nama, dimekarkan, atau digabung."))
        self.import_button = button(_("Perbarui dari CSV…"), "file-upload-outline", on_click=self._choose)
        self.rename_button = button(_("Ubah nama/kode…"), on_click=partial(self.change, ChangeKind.RENAME))
        self.split_button = button(_("Pemekaran…"), on_click=partial(self.change, ChangeKind.SPLIT))
        self.merge_button = button(_("Penggabungan…"), on_click=partial(self.change, ChangeKind.MERGE))
        self.history_button = link(_("Riwayat"), self._open_history)
        writes = (self.rename_button, self.split_button, self.merge_button)
        able = allow(worker, Right.OFFICE, self.import_button, *writes)
        allow(worker, Right.HISTORY, self.history_button)
        self.table.set_empty(_("Belum ada wilayah."), _("Perbarui dari CSV…") if able else "", self._choose)
        note = _(
            "Perubahan satu wilayah dicatat di sini, dan datanya ikut pindah. Daftar baru seluruh "
            "kabupaten/kota diambil dari berkas CSV dengan kolom kode dan nama; yang tidak ada lagi di "
            "dalamnya ditutup, tidak dihapus."
        )
        self.box.addWidget(self.counts)
        self.box.addWidget(label(note, "muted", wrap=True))
        self.box.addWidget(self.table, 3)
        self.box.addWidget(label(_("Perubahan wilayah"), "section"))
        self.box.addWidget(self.change_table, 2)
        self.set_actions(*writes, self.import_button, self.history_button, None)

    def refresh(self) -> None:
        self.worker.read(self, _read, then=self._show, failed=self.show_failure)

    def change(self, kind: ChangeKind) -> None:
        """Ask what becomes of a region."""
        self.dialog = dialog = RegionChangeDialog(self, self.worker, kind)
        dialog.accepted.connect(lambda: self._changed(dialog.affected))
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Bring the regions up to date from this file."""
        self.import_button.setEnabled(False)
        self.worker.run(self, partial(read_text, path), then=self._import, failed=self._fail)

    def _choose(self) -> None:
        if path := ask_what_to_open(self, _("Pilih daftar wilayah"), _("Daftar CSV (*.csv *.txt)")):
            self.import_file(path)

    def _import(self, content: str) -> None:
        work = partial(regions.preview_regions, content=content, on=today())
        self.worker.read(self, work, then=partial(self._agree, content), failed=self._fail)

    def _agree(self, content: str, plan: RegionPlan) -> None:
        """Ask before anything is closed."""
        if plan.closes and not confirm(self, _question(plan), _("Perbarui wilayah"), danger=True):
            self.import_button.setEnabled(True)
            return
        work = partial(regions.import_regions, content=content, on=today())
        self.worker.write(self, work, then=self._imported, failed=self._fail)

    def _imported(self, changes: RegionChanges) -> None:
        self.import_button.setEnabled(True)
        text = _("Wilayah diperbarui: {added} ditambah, {renamed} berganti nama, {closed} ditutup.")
        self.tell(text.format(**vars(changes)))

    def _changed(self, found: Affected | None) -> None:
        if found is not None:
            self.tell(_("Perubahan wilayah disimpan. {words}").format(words=affected_words(found)))

    def _fail(self, error: Exception) -> None:
        self.import_button.setEnabled(True)
        self.show_failure(error)

    def _show(self, found: tuple[str, list[KecamatanRow], int, list[ChangeRow]]) -> None:
        regency, rows, closed, changes = found
        text = _("{regency}: {kecamatan} kecamatan, {desa} desa/kelurahan").format(
            regency=regency, kecamatan=len(rows), desa=sum(line.desa for line in rows)
        )
        if closed:
            text = _("{text}; {closed} kecamatan sudah ditutup").format(text=text, closed=closed)
        self.counts.setText(text)
        self.kecamatan.set_rows(rows)
        self.changes.set_rows(changes)

    def _open_history(self) -> None:
        self.dialog = HistoryDialog(self, self.worker, _("wilayah"), "region")
        self.dialog.open()


def _question(plan: RegionPlan) -> str:
    text = _(
        "Daftar ini menutup {kecamatan} kecamatan dan {desa} desa/kelurahan, menambah {added} wilayah, "
        "dan mengganti {renamed} nama."
    ).format(
        kecamatan=len(plan.closed_kecamatan),
        desa=plan.closed_desa,
        added=plan.added,
        renamed=plan.renamed,
    )
    if not plan.closed_kecamatan:
        return text
    names = _("Kecamatan yang ditutup: {names}.").format(names=", ".join(plan.closed_kecamatan))
    return f"{text} {names}"


def read_text(path: Path) -> str:
    """A file as Excel saves it: UTF-8, or the code page of Windows."""
    try:
        content = path.read_bytes()
    except OSError as error:
        text = _("{file} tidak dapat dibaca: {reason}. Tutup berkas itu di program lain, lalu ulangi.")
        raise Trouble(text.format(file=path.name, reason=error.strerror or error)) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read(session: Any) -> tuple[str, list[KecamatanRow], int, list[ChangeRow]]:
    open_ones = regions.list_kecamatan(session)
    every = regions.list_kecamatan(session, with_closed=True)
    desa = Counter(place.code[:6] for place in regions.list_desa(session))
    rows = [KecamatanRow(place.code, place.name, desa[place.code]) for place in open_ones]
    changes = region_choices.list_changes(session)
    return office.get_office(session).regency, rows, len(every) - len(open_ones), changes


def _change_columns() -> tuple[Column, ...]:
    return (
        Column(_("Berlaku"), lambda one: short_date(one.on_day), width=106, sort_key="on_day"),
        Column(_("Perubahan"), lambda one: one.what, tooltip=lambda one: one.what, width=330),
        Column(_("Kode lama"), lambda one: dotted(one.old_code), width=130),
        Column(_("Kode baru"), lambda one: dotted(one.new_code), width=130),
        Column(_("Dasar"), lambda one: one.basis, tooltip=lambda one: one.basis),
    )
