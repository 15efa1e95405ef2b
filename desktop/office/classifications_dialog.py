"""The codes by which letters are filed: found by word, the office's favourites on top, its own added."""

from functools import partial

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.words import _, ngettext
from db.services import classifications
from db.services.classifications import ClassificationRow
from desktop.clock import today
from desktop.parts.rights import allow
from desktop.widgets.banner import Banner
from desktop.widgets.basics import PageHead, button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class OwnCodeDialog(FormDialog):
    """A code that the shipped lists do not have."""

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        self._worker = worker
        self.code, self.name = line_edit(30), line_edit(200)
        form = Form(compact=True)
        form.add("code", _("Kode"), self.code, required=True)
        form.add("name", _("Nama"), self.name, required=True)
        super().__init__(parent, _("Tambah kode"), form, _("Tambah kode"))
        form.fill({})

    def save(self, values: dict[str, str]) -> None:
        """Add it, among the favourites."""
        work = partial(classifications.add_classification, code=values["code"], name=values["name"])
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class ClassificationsDialog(QDialog):
    """What is a favourite stands on top in every form; what is closed is offered no more."""

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self.dialog: OwnCodeDialog | None = None
        self.setWindowTitle(_("Klasifikasi"))
        self.search = SearchBox(_("Cari kata atau kode…"), width=320)
        self.count = label("", "muted")
        self.add_button = button(_("Tambah kode…"), "plus", on_click=self.add)
        self.favourite_button = button(_("Tandai sering dipakai"), primary=True, on_click=self.mark)
        self.favourite_button.setDefault(True)
        self.close_code_button = button(_("Tidak dipakai lagi"), on_click=self.close_code)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.banner = Banner()
        self.banner.hide()
        self.rows = RowsTable(_columns(), parent=self)
        self.table = TableView(self.rows, "classifications")
        self.search.results = self.table
        facts = _("Permendagri 83/2022, kode lama, dan kode kantor. Surat lama tetap memakai kodenya.")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(12)
        box.addWidget(PageHead(_("Klasifikasi"), facts, self.add_button))
        box.addWidget(self.banner)
        box.addLayout(row(self.search, None, self.count))
        box.addWidget(self.table, 1)
        box.addLayout(row(self.close_code_button, None, self.favourite_button, self.close_button))
        take_room(self, 940, 560)
        allow(worker, Right.LETTERS, self.add_button, self.favourite_button)
        allow(worker, Right.OFFICE, self.close_code_button)
        worker.changed.connect(self._on_changed)
        self.search.searched.connect(lambda _text: self.refresh())
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self.favourite_button.click())
        self.rows.searched.connect(self._show_count)
        self._offer(None)
        self.search.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Look for what is typed."""
        text = self.search.text().strip()
        work = partial(classifications.list_classifications, text=text, with_closed=True)
        self.worker.read(self, work, then=partial(self._show, text), failed=self._refuse)

    def mark(self) -> None:
        """Put the chosen code on top, or back into its place."""
        if code := self._chosen():
            work = partial(classifications.set_favourite, code=code.id, favourite=not code.favourite)
            self.worker.write(self, work, then=lambda _nothing: None, failed=self._refuse)

    def close_code(self) -> None:
        """Offer the chosen code no longer, or again."""
        if code := self._chosen():
            day = None if code.closed_on else today()
            work = partial(classifications.close_classification, code=code.id, on=day)
            self.worker.write(self, work, then=lambda _nothing: None, failed=self._refuse)

    def add(self) -> None:
        """Ask for a code of our own."""
        self.dialog = OwnCodeDialog(self, self.worker)
        self.dialog.open()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "classification" in tables:
            self.refresh()

    def _chosen(self) -> ClassificationRow | None:
        chosen: ClassificationRow | None = self.table.current_row()
        return chosen

    def _show(self, text: str, rows: list[ClassificationRow]) -> None:
        if text != self.search.text().strip():
            return  # typed on meanwhile
        empty = _("Tidak ada kode yang cocok. Cari kata lain, atau tambahkan kode kantor sendiri.")
        self.table.set_empty(empty, _("Tambah kode…"), self.add)
        self.rows.set_rows(rows)

    def _show_count(self, found: int) -> None:
        self.count.setText(ngettext("{n} kode", "{n} kode", found).format(n=found))

    def _offer(self, code: ClassificationRow | None) -> None:
        for control in (self.favourite_button, self.close_code_button):
            control.setEnabled(code is not None)
        is_favourite, is_closed = bool(code and code.favourite), bool(code and code.closed_on)
        self.favourite_button.setText(
            _("Lepas dari sering dipakai") if is_favourite else _("Tandai sering dipakai")
        )
        self.close_code_button.setText(_("Pakai lagi") if is_closed else _("Tidak dipakai lagi"))

    def _refuse(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")


def _columns() -> tuple[Column, ...]:
    return (
        Column("★", lambda r: "★" if r.favourite else "", width=40),
        Column(_("Kode"), lambda r: r.id, width=104),
        Column(_("Nama"), lambda r: r.name, width=300, tooltip=lambda r: r.name),
        Column(_("Termasuk"), lambda r: r.path, width=250, tooltip=lambda r: r.path, muted=lambda _r: True),
        Column(_("Sumber"), _source, width=160),
    )


def _source(code: ClassificationRow) -> str:
    return f"{code.source} · " + _("tidak dipakai") if code.closed_on else code.source
