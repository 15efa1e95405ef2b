"""Kegiatan: what officers did by day, found, typed in, corrected."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import MONTHS, short_date
from db.rules.profile import DutyCount
from db.rules.words import _, grouped, ngettext
from db.rules.work import FIRST_YEAR
from db.services import activities
from db.services.activities import ActivityForm, ActivityRow, Search, WorkOfficer
from db.services.references import Choice, list_choices
from desktop.clock import today
from desktop.officers.activity_form import ActivityDialog, new_form
from desktop.officers.activity_side import ActivitySide
from desktop.officers.duty_strip import DutyStrip
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.fields import ChoiceField
from desktop.widgets.lazy_table import LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

PROGRAMME = "+"  # before its code, among the duties
Choices = tuple[list[WorkOfficer], list[Choice], list[Choice]]


class ActivityView(Tab, Opener):
    """Insert begins an entry, Enter changes one, Delete takes it away after asking."""

    reads = frozenset(
        {"activity", "activity_photo", "assignment", "officer", "person", "reference", "setting"}
    )

    def __init__(self, worker: Worker, switch: QWidget) -> None:
        super().__init__(worker)
        self.officers: list[WorkOfficer] = []
        self.duties: list[Choice] = []
        self.programmes: list[Choice] = []
        self.print_button = button(_("Cetak / Excel…"), "printer-outline", on_click=self.show_table)
        self.add_button = button(_("Catat kegiatan"), "plus", primary=True, on_click=self.add)
        self.add_button.setToolTip("Insert")
        self.page = Page(_("Kegiatan"), "", switch, self.print_button, self.add_button)
        self.model = LazyTable(
            worker, _columns(), activities.count_activities, activities.list_activities, self
        )
        self.table = TableView(self.model, "officers/activities")
        self.search = SearchBox(_("Cari kegiatan, tempat, nama…"), self.table, width=220)
        self.officer = ChoiceField(hint=_("Semua TKSK"))
        self.officer.setAccessibleName(_("TKSK"))
        self.officer.setMinimumWidth(210)
        self.year, self.month, self.duty = QComboBox(), QComboBox(), QComboBox()
        self._set_up_filters()
        self.strip, self.side = DutyStrip(), ActivitySide()
        self.page.add_filter(self.officer, self.year, self.month, self.duty, self.search)
        self.page.add_main(self.strip)
        self.page.add_main(self.table, 1)
        self.page.add_card(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.may_edit = allow(
            worker, Right.OFFICERS, self.add_button, self.side.edit_button, self.side.delete_button
        )
        for keys, what in ((Qt.Key.Key_Insert, self.add), (Qt.Key.Key_Delete, self.delete)):
            parent = self if keys == Qt.Key.Key_Insert else self.table
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), parent, what, context=context)
        self.side.edit_button.clicked.connect(lambda _checked: self.edit())
        self.side.delete_button.clicked.connect(lambda _checked: self.delete())
        self.search.searched.connect(lambda _text: self._search())
        self.officer.currentIndexChanged.connect(lambda _place: self._search())
        self.officer.editTextChanged.connect(lambda text: None if text else self._search())
        for choice in (self.year, self.month, self.duty):
            choice.currentIndexChanged.connect(lambda _place: self._search())
        self.strip.chosen.connect(self._look_for_duty)
        self.table.activated_row.connect(lambda _row: self.edit())
        self.table.current_row_changed.connect(self._follow)
        self.table.copied.connect(self.said)
        self.model.searched.connect(self._count)
        self._search()

    @property
    def wanted(self) -> Search:
        """What is looked for."""
        chosen = self.duty.currentData() or ""
        extra = chosen.startswith(PROGRAMME)
        return Search(
            self.officer.value(),
            self.year.currentData(),
            self.month.currentData(),
            "" if extra else chosen,
            chosen.removeprefix(PROGRAMME) if extra else "",
            self.search.text().strip(),
        )

    def refresh(self) -> None:
        def work(session: Any) -> Choices:
            return (
                activities.list_work_officers(session),
                list_choices(session, "duties"),
                list_choices(session, "programmes"),
            )

        self.worker.read(self, work, self._offer, self._fail)
        self.model.refresh()
        self._read_strip()
        self._follow(self.table.current_row())

    def show_month(self, officer_id: int | None, year: int | None, month: int | None) -> None:
        """Look for the entries of an officer in a month."""
        blocked = [QSignalBlocker(one) for one in (self.officer, self.year, self.month, self.duty)]
        self.search.setText("")
        self.officer.set_value(officer_id)
        self.year.setCurrentIndex(max(self.year.findData(year), 0))
        self.month.setCurrentIndex(max(self.month.findData(month), 0))
        self.duty.setCurrentIndex(0)
        del blocked
        self._search()

    def clear(self) -> None:
        """Show all entries again."""
        self.show_month(None, None, None)

    def add(self) -> None:
        """Begin an entry, for the officer and in the month that are looked at."""
        if self.may_edit and self.officers and self.dialog is None:
            wanted, day = self.wanted, today()
            if wanted.year and wanted.month and (wanted.year, wanted.month) != (day.year, day.month):
                day = min(day, day.replace(year=wanted.year, month=wanted.month, day=1))
            self._open_form(new_form(wanted.officer_id, day), None)

    def edit(self) -> None:
        """Open the chosen entry."""
        row: ActivityRow | None = self.table.current_row()
        if row is not None and self.may_edit:
            work = partial(activities.get_activity, activity_id=row.id)
            self.worker.read(self, work, lambda form: self._open_form(form, row.id), self._fail)

    def delete(self) -> None:
        """Delete the chosen entry after asking."""
        row: ActivityRow | None = self.table.current_row()
        if row is None or not self.may_edit:
            return
        photos = ngettext(" dengan {n} foto", " dengan {n} foto", row.photos).format(n=row.photos)
        question = _("Kegiatan {officer} tanggal {day}{photos} dihapus. Riwayat tetap mencatatnya.").format(
            officer=row.officer, day=short_date(row.done_on), photos=photos if row.photos else ""
        )
        if confirm(self, question, _("Hapus kegiatan"), details=row.text[:200], danger=True):
            work = partial(activities.delete_activity, activity_id=row.id)
            done = _("Kegiatan dihapus.")
            self.worker.write(self, work, lambda _nothing: self.said.emit(done), self._fail)

    def show_table(self) -> None:
        """The entries that are shown, on paper and in Excel."""
        from desktop.officers.post_tables import show_table

        wanted, said = self.wanted, self._filters()

        def work(session: Any) -> Any:
            return activities.activities_table(session, wanted, said)

        self.worker.read(self, work, partial(show_table, self), self._fail)

    def _open_form(self, form: ActivityForm, activity_id: int | None) -> None:
        lists = (self.officers, self.duties, self.programmes)
        dialog = ActivityDialog(self, self.worker, *lists, form, activity_id)
        dialog.saved.connect(lambda: self.said.emit(_("Kegiatan disimpan.")))
        dialog.finished.connect(lambda _result: self.table.setFocus())
        self.open_dialog(dialog)

    def _set_up_filters(self) -> None:
        self.year.setAccessibleName(_("Tahun"))
        self.year.addItem(_("Semua tahun"), None)
        for year in range(today().year, FIRST_YEAR - 1, -1):
            self.year.addItem(str(year), year)
        self.month.setAccessibleName(_("Bulan"))
        self.month.addItem(_("Semua bulan"), None)
        for number, name in enumerate(MONTHS, 1):
            self.month.addItem(name, number)
        self.duty.setAccessibleName(_("Tugas atau program"))
        self.duty.addItem(_("Semua tugas"), None)
        self.duty.setMaximumWidth(150)

    def _offer(self, choices: Choices) -> None:
        self.officers, self.duties, self.programmes = choices
        kept, searched = self.duty.currentData(), self.officer.value()
        with QSignalBlocker(self.officer), QSignalBlocker(self.duty):
            self.officer.set_choices([(o.id, f"{o.name} — {o.kecamatan}") for o in self.officers])
            self.duty.clear()
            self.duty.addItem(_("Semua tugas"), None)
            for duty in self.duties:
                self.duty.addItem(f"{duty.code} {duty.text}", duty.code)
            for programme in self.programmes:
                self.duty.addItem(programme.text, PROGRAMME + programme.code)
            self.duty.setCurrentIndex(max(self.duty.findData(kept), 0))
        if self.officer.value() != searched:  # who was asked for before the list was there
            self._search()
        self.add_button.setEnabled(bool(self.officers))
        if not self.officers:
            self.add_button.setToolTip(_("Belum ada TKSK; tambah dahulu di Daftar TKSK."))

    def _search(self) -> None:
        self.model.search(search=self.wanted)
        self._read_strip()

    def _read_strip(self) -> None:
        day, officer_id = today(), self.officer.value()
        who = self.officer.currentText() if officer_id is not None else ""

        def take(found: tuple[date, tuple[DutyCount, ...]]) -> None:
            if officer_id == self.officer.value():
                self.strip.show_counts(found[0], found[1], who)

        work = partial(activities.duty_counts, on=day, officer_id=officer_id)
        self.worker.read(self, work, take, self._fail)

    def _look_for_duty(self, code: str) -> None:
        place = self.duty.findData(code)
        self.duty.setCurrentIndex(0 if self.duty.currentIndex() == place else place)

    def _follow(self, row: ActivityRow | None) -> None:
        self.side.show_row(row)
        if row is not None and row.photos:
            work = partial(activities.get_activity, activity_id=row.id)
            self.worker.read(self, work, partial(self._show_photos, row.id), lambda _gone: None)
        elif row is not None:
            self.side.show_photos(())

    def _show_photos(self, activity_id: int, form: ActivityForm) -> None:
        if self.side.row is not None and self.side.row.id == activity_id:
            self.side.show_photos(form.photos)

    def _count(self, number: int) -> None:
        words = ngettext("{n} kegiatan", "{n} kegiatan", number)
        self.page.head.set_facts(words.format(n=grouped(number)))
        if self.wanted == Search():
            text = _("Belum ada kegiatan. Catat dari laporan yang masuk; tekan Insert untuk memulai.")
            self.table.set_empty(text, _("Catat kegiatan") if self.may_edit else "", self.add)
        else:
            self.table.set_empty(_("Tidak ada kegiatan yang cocok."), _("Tampilkan semua"), self.clear)
        if number and self.table.current_row() is None:
            self.table.selectRow(0)

    def _filters(self) -> tuple[str, ...]:
        """What was asked for, as the paper says it."""
        wanted = self.wanted
        said = [self.officer.currentText()] if wanted.officer_id is not None else []
        if wanted.year and not wanted.month:
            said.append(f"Tahun {wanted.year}")
        if wanted.month and not wanted.year:
            said.append(f"Bulan {MONTHS[wanted.month - 1]}")
        if wanted.duty or wanted.programme:
            said.append(f"Tugas {wanted.duty}" if wanted.duty else f"Program {self.duty.currentText()}")
        return (*said, f"Cari: “{wanted.text}”") if wanted.text else tuple(said)

    def _fail(self, error: Exception) -> None:
        self.page.banner.say(sentence(error), "bad")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Tanggal"), lambda r: short_date(r.done_on), width=96, sort_key="done_on"),
        Column(_("TKSK"), lambda r: r.officer, width=160, sort_key="officer", bold=lambda _r: True),
        Column(_("Kecamatan"), lambda r: r.kecamatan, width=110, sort_key="kecamatan"),
        Column(_("Tugas"), _duty, width=90, tooltip=_duty, sort_key="duty"),
        Column(_("Kegiatan"), lambda r: " ".join(r.text.split()), width=256, tooltip=lambda r: r.text),
        Column(
            _("Peserta"),
            lambda r: "" if r.participants is None else str(r.participants),
            align_right=True,
            width=84,
            sort_key="participants",
        ),
        Column(_("Foto"), lambda r: str(r.photos or ""), align_right=True, width=54),
        Column(_("Tempat"), lambda r: r.place, tooltip=lambda r: r.place),
    )


def _duty(row: ActivityRow) -> str:
    return " · ".join(part for part in (row.duty, row.programme) if part)
