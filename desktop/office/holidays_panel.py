"""The days on which the office does not work: typed, pasted, or taken from Excel, year by year."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from db.rules.access import Right
from db.rules.dates import day_name, short_date
from db.rules.holidays import HolidayForm, ReadList, fixed_list, read_list, read_pasted
from db.rules.words import _, ngettext
from db.services import holidays
from db.services.holidays import Imported
from desktop.clock import today
from desktop.files import ask_what_to_open
from desktop.office.panel import Panel
from desktop.parts.rights import allow, may
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, YearField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

FIRST_YEAR = 2015
TOLD = 3  # rows that could not be read


class HolidayDialog(FormDialog):
    """One holiday, new or changed."""

    def __init__(
        self, parent: QWidget | None, worker: Worker, holiday: HolidayForm | None, day: date
    ) -> None:
        form = Form("above", compact=True)
        super().__init__(parent, _("Hari libur"), form, _("Simpan hari libur"))
        self._worker, self._before = worker, holiday
        form.add("on", _("Tanggal"), DateField(), required=True)
        form.add("name", _("Nama"), line_edit(120), required=True)
        form.add("joint_leave", "", QCheckBox(_("Cuti bersama")))
        form.fill(vars(holiday) if holiday else {"on": day, "name": "", "joint_leave": False})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(holidays.save_holiday, form=HolidayForm(**values), before=self._before)
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class HolidaysPanel(Panel):
    """Weekends are free by themselves; what moves from year to year comes from the decree of that year."""

    reads = frozenset({"holiday"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.year = YearField(FIRST_YEAR, today().year)
        self.year.setAccessibleName(_("Tahun"))
        self.count = label("", "muted")
        columns = (
            Column(_("Tanggal"), lambda r: short_date(r.on), width=110, sort_key="on"),
            Column(_("Hari"), lambda r: day_name(r.on), width=90),
            Column(_("Nama"), lambda r: r.name, width=420, sort_key="name"),
            Column(_("Jenis"), lambda r: _("Cuti bersama") if r.joint_leave else _("Hari libur")),
        )
        self.holidays = RowsTable(columns, parent=self)
        self.table = TableView(self.holidays, "holidays")
        self.fixed_button = button(_("Isi libur tetap"), on_click=self.add_fixed)
        self.fixed_button.setToolTip(_("1 Januari, 1 Mei, 1 Juni, 17 Agustus, dan 25 Desember."))
        self.paste_button = button(_("Tempel"), "content-copy", on_click=self.paste)
        self.paste_button.setToolTip(_("Salin tanggal dan nama dari Excel, lalu tekan Ctrl+V di sini."))
        self.import_button = button(_("Impor…"), "file-upload-outline", on_click=self._ask_file)
        self.add_button = button(_("Tambah…"), "plus", on_click=self._add)
        self.change_button = button(_("Ubah…"), "pencil-outline", on_click=self._change)
        self.remove_button = button(_("Hapus"), "delete-outline", on_click=self._remove)
        note = _(
            "Masa sanggah, jadwal wawancara, dan peringatan tanggal memakai daftar ini. Sabtu dan Minggu "
            "selalu libur. Isi libur lain dan cuti bersama dari SKB tahun itu."
        )
        self.box.addWidget(label(note, "muted", wrap=True))
        self.box.addLayout(row(self.year, self.count, None))
        self.box.addWidget(self.table, 1)
        self.set_actions(
            *(self.add_button, self.change_button, self.remove_button, self.paste_button),
            *(self.import_button, self.fixed_button, None),
        )
        self._able = allow(
            worker,
            Right.OFFICE,
            *(self.add_button, self.change_button, self.remove_button),
            *(self.paste_button, self.import_button, self.fixed_button),
        )
        self.year.valueChanged.connect(lambda _year: self.refresh())
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self.change_button.click())
        QShortcut(QKeySequence.StandardKey.Paste, self, self.paste_button.click)
        QShortcut(QKeySequence.StandardKey.Delete, self.table, self.remove_button.click)
        self._offer(None)

    def refresh(self) -> None:
        work = partial(holidays.list_holidays, year=self.year.value())
        self.worker.read(self, work, self._show, self.show_failure)

    def add_fixed(self) -> None:
        """The days that are the same every year."""
        self._take(ReadList(tuple(fixed_list(self.year.value())), ()))

    def paste(self) -> None:
        """What was copied from a spreadsheet or a letter."""
        self._take(read_pasted(QGuiApplication.clipboard().text()))

    def take_file(self, path: Path) -> None:
        """Read a list from Excel or CSV."""

        def read() -> ReadList:
            from db.exchange.sheets import read_grid  # late: it brings the reader of workbooks

            grid = read_grid(path)
            return read_list(cells for sheet in grid.sheets for cells in sheet.read())

        self.worker.run(self, read, then=self._take, failed=self.show_failure)

    def _ask_file(self) -> None:
        kinds = _("Daftar (*.xlsx *.xls *.ods *.csv)")
        if path := ask_what_to_open(self, _("Impor hari libur"), kinds):
            self.take_file(path)

    def _take(self, found: ReadList) -> None:
        if not found.rows:
            self.banner.say(_("Tidak ada tanggal yang terbaca. Satu baris: tanggal, lalu nama libur."), "bad")
            return
        work = partial(holidays.take_holidays, rows=found.rows)
        self.worker.write(self, work, partial(self._taken, found), self.show_failure)

    def _taken(self, found: ReadList, done: Imported) -> None:
        years = {row.on.year for row in found.rows}
        if self.year.value() not in years:
            self.year.setValue(max(years))
        text = _("{added} hari libur ditambahkan, {changed} diubah, {same} sudah ada.")
        said = text.format(added=done.added, changed=done.changed, same=done.same)
        if found.unread:
            lines = "; ".join(found.unread[:TOLD])
            said += " " + _("{n} baris tidak terbaca: {lines}.").format(n=len(found.unread), lines=lines)
        self.banner.say(said, "warn" if found.unread else "good")
        self.refresh()

    def _show(self, rows: list[HolidayForm]) -> None:
        self.holidays.set_rows(rows)
        text = ngettext("{n} hari libur", "{n} hari libur", len(rows))
        self.count.setText(text.format(n=len(rows)))
        empty = _("Belum ada hari libur tahun {year}. Mulai dari libur tetap, lalu isi sisanya dari SKB.")
        way_on = _("Isi libur tetap") if self._able else ""
        self.table.set_empty(empty.format(year=self.year.value()), way_on, self.add_fixed)

    def _offer(self, chosen: HolidayForm | None) -> None:
        able = chosen is not None and may(self.worker, Right.OFFICE)
        self.change_button.setEnabled(able)
        self.remove_button.setEnabled(able)

    def _add(self) -> None:
        day = today()
        self._open(None, day if day.year == self.year.value() else date(self.year.value(), 1, 1))

    def _change(self) -> None:
        if chosen := self.table.current_row():
            self._open(chosen, chosen.on)

    def _open(self, holiday: HolidayForm | None, day: date) -> None:
        self.dialog = HolidayDialog(self, self.worker, holiday, day)
        self.dialog.accepted.connect(lambda: self.tell(_("Hari libur disimpan.")))
        self.dialog.open()

    def _remove(self) -> None:
        chosen = self.table.current_row()
        if chosen is None:
            return
        text = _("{name} ({day}) menjadi hari kerja biasa.")
        if confirm(self, text.format(name=chosen.name, day=short_date(chosen.on)), _("Hapus"), danger=True):
            work = partial(holidays.remove_holidays, days=[chosen.on])
            self.worker.write(self, work, lambda _n: self.tell(_("Hari libur dihapus.")), self.show_failure)
