"""The reports about TKSK: choose one, say of when and of whom, look, print, save."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout

from db.rules.access import Right
from db.rules.reports import ReportTable
from db.rules.words import _, grouped, ngettext
from db.services import reports
from db.services.officer_reports import Wanted
from desktop.clock import today
from desktop.officers.profile import show_profile
from desktop.officers.reports import HISTORY, OfferedReport, offered_reports, read_choices, read_report
from desktop.parts.opener import Opener
from desktop.parts.report_view import ReportView
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import sentence
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

NARROWEST = 90


class ReportsSection(Tab, Opener):
    """What is shown is what is printed and saved."""

    reads = frozenset(
        {
            *("assignment", "officer", "person", "decree", "decree_member", "monthly_report", "vacancy"),
            *("region", "setting", "officer_paper", "training", "officer_programme", "evaluation"),
            *("stipend_payment", "reference"),
        }
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._reports = offered_reports()
        self._asked = 0
        self._offered = ""  # code of the report whose filters are shown
        self._key: tuple[int | None, str, int | None] | None = (
            None  # officer, kecamatan, and what makes it one
        )
        self.report = QComboBox()
        self.report.setAccessibleName(_("Laporan"))
        self.report.addItems([offered.label for offered in self._reports])
        self.as_of = DateField()
        self.as_of.setAccessibleName(_("Keadaan per tanggal"))
        self.as_of.setFixedWidth(130)
        self.as_of.set_value(today())
        self.kecamatan, self.state, self.year = QComboBox(), QComboBox(), QComboBox()
        self.kecamatan.setAccessibleName(_("Kecamatan"))
        self.kecamatan.addItem(_("Semua kecamatan"), "")
        self.state.setAccessibleName(_("Keadaan"))
        self.year.setAccessibleName(_("Tahun"))
        for choice in (self.report, self.kecamatan, self.state, self.year):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.setMinimumWidth(NARROWEST)  # where the window is narrow
        self.officer = ChoiceField(hint=_("Ketik nama atau NIAT…"))
        self.officer.setAccessibleName(_("TKSK"))
        self.officer.setMinimumContentsLength(34)
        self.officer.setMinimumWidth(NARROWEST)
        self.signed = QCheckBox(_("Mengetahui"))
        self.signed.setToolTip(_("Cetak dengan tanda tangan kepala dinas."))
        self.whole_nik = QCheckBox(_("NIK lengkap"))
        self.whole_nik.setToolTip(_("Untuk provinsi atau kementerian; riwayat mencatat pembukanya."))
        self.view = ReportView(worker, self.signed.isChecked)
        self.profile_button = button(_("Profil kecamatan"), "map-outline", on_click=self.show_profile)
        self.history_action = QAction(_("Riwayat TKSK ini"), self)
        self.history_action.triggered.connect(self.show_history)
        self._busy = BusyCursor(self)
        self._years: list[int] = [today().year]
        self._lay_out()

        self.report.currentIndexChanged.connect(lambda _place: self._take_report())
        self.as_of.textChanged.connect(lambda _text: self._read())
        for choice in (self.kecamatan, self.state, self.year, self.officer):
            choice.currentIndexChanged.connect(lambda _place: self._read())
        self.view.said.connect(self.said)
        self.view.activated.connect(lambda _key: self.show_history())
        self.view.chosen.connect(self._take_key)
        self.whole_nik.toggled.connect(self._open_niks)
        allow(worker, Right.EXPORT, self.profile_button, self.whole_nik)
        self._take_key(None)

    @property
    def chosen(self) -> OfferedReport:
        """The report that is shown."""
        return self._reports[self.report.currentIndex()]

    @property
    def wanted(self) -> Wanted | None:
        """What is asked of it; None while the day is half typed."""
        day, offered = self.as_of.value(), self.chosen
        if day is None:
            return None
        state = self.state.currentIndex()
        return Wanted(
            day,
            self.kecamatan.currentData() or "",
            offered.states[state][0] if offered.states and state >= 0 else None,
            self.year.currentData() if offered.years or offered.one_year else None,
            whole_nik=self.whole_nik.isChecked(),
        )

    def refresh(self) -> None:
        """Read what may be chosen, then the report anew."""
        day = today()
        self.worker.read(self, lambda session: read_choices(session, day), self._offer, self._fail)

    def receive(self, topic: str, payload: Any) -> None:
        """`reports` with a code (L05), or with a code and a TKSK: show that report."""
        code, officer_id = payload if isinstance(payload, tuple) else (payload, None)
        codes = [offered.code for offered in self._reports]
        if code in codes:
            if officer_id is not None:
                self.officer.set_value(officer_id)
            self.report.setCurrentIndex(codes.index(code))
            self._take_report()

    def show_history(self) -> None:
        """L04 of the TKSK in the chosen row."""
        if self._key and self._key[0] is not None:
            self.receive("reports", (HISTORY, self._key[0]))

    def show_profile(self) -> None:
        """The two pages about the kecamatan of the chosen row."""
        if self._key and (day := self.as_of.value()):
            show_profile(self, self._key[1], day)

    def _open_niks(self, wanted: bool) -> None:
        """The log is told before the numbers are shown."""
        if not wanted:
            self._read()
            return
        work = partial(reports.open_whole_niks, title=f"{self.chosen.code} {self.chosen.title}")
        self.worker.write(self, work, then=lambda _nothing: self._read(), failed=self._keep_masked)

    def _keep_masked(self, error: Exception) -> None:
        self.whole_nik.setChecked(False)
        self._fail(error)

    def _lay_out(self) -> None:
        self.page = Page(
            *(_("Laporan TKSK"), ""),
            *(self.profile_button, self.view.excel_button, self.view.print_button),
        )
        self.page.add_filter(
            *(self.report, self.officer, self.kecamatan, self.state, self.year),
            *(label(_("Per"), "muted"), self.as_of, self.signed, self.whole_nik),
        )
        self.page.add_main(self.view, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    def _offer(self, choices: tuple[list[tuple[int, str]], list[tuple[str, str]], list[int]]) -> None:
        officers, places, self._years = choices
        kept = self.kecamatan.currentData()
        with QSignalBlocker(self.kecamatan), QSignalBlocker(self.officer):
            self.officer.set_choices(officers)
            self.kecamatan.clear()
            for code, name in (("", _("Semua kecamatan")), *places):
                self.kecamatan.addItem(name, code)
            self.kecamatan.setCurrentIndex(max(self.kecamatan.findData(kept), 0))
        self._take_report()

    def _take_report(self) -> None:
        """Another report knows other filters."""
        offered, about_one = self.chosen, self.chosen.read is None
        same, self._offered = offered.code == self._offered, offered.code
        kept = (self.year.currentData(), self.state.currentIndex()) if same else (None, 0)
        with QSignalBlocker(self.state), QSignalBlocker(self.year), QSignalBlocker(self.as_of):
            if self.as_of.value() is None:  # half typed
                self.as_of.set_value(today())
            self.state.clear()
            self.state.addItems([words for _state, words in offered.states])
            self.state.setCurrentIndex(max(kept[1], 0) if offered.states else -1)
            self.year.clear()
            if offered.years:
                self.year.addItem(offered.years, None)
            for year in self._years:
                self.year.addItem(str(year), year)
            place = self.year.findData(kept[0] or (today().year if offered.one_year else None))
            self.year.setCurrentIndex(max(place, 0))
        self.officer.setVisible(about_one)
        self.whole_nik.setVisible(offered.code == "L01")
        self.kecamatan.setVisible(not about_one)
        self.state.setVisible(bool(offered.states))
        self.year.setVisible(bool(offered.years) or offered.one_year)
        self._read()

    def _read(self) -> None:
        offered, wanted, officer_id = self.chosen, self.wanted, self.officer.value()
        self._asked += 1
        asked = self._asked
        if wanted is None:
            return
        if offered.read is None and officer_id is None:
            self._busy.stop()
            self.page.head.set_facts(_("Riwayat satu TKSK"))
            self.page.set_count("")
            self._take_key(None)
            self.view.show_nothing(_("Pilih TKSK di atas: ketik nama atau NIAT-nya."))
            return
        self._busy.start()

        def show(tables: tuple[ReportTable, ...]) -> None:
            if asked == self._asked:
                self._show(tables)

        self.worker.read(
            self, lambda session: read_report(session, offered, wanted, officer_id), show, self._fail
        )

    def _show(self, tables: tuple[ReportTable, ...]) -> None:
        self._busy.stop()
        self.view.banner.clear()
        self.page.head.set_facts(" · ".join((tables[0].title, *tables[0].subtitle[:1])))
        self._take_key(None)
        self.view.show_report(*tables)
        for table in self.view.views:
            table.menu_actions = [self.history_action] if tables[0].keys else []
        number = len(tables[0].rows)
        words = ngettext("{n} baris", "{n} baris", number).format(n=grouped(number))
        self.page.set_count(words if len(tables) == 1 else "")

    def _take_key(self, key: Any) -> None:
        self._key = key if isinstance(key, tuple) else None
        self.profile_button.setEnabled(self._key is not None)
        self.profile_button.setToolTip("" if self._key else _("Pilih satu baris dahulu."))
        self.history_action.setEnabled(bool(self._key and self._key[0] is not None))

    def _fail(self, error: Exception) -> None:
        self._busy.stop()
        self.view.banner.say(sentence(error), "bad")
