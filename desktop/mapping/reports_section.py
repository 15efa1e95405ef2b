"""The section Laporan of the map: choose a report, say of what, look, print, save."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from db.exchange.open_data import open_data_csv, open_data_notes
from db.rules.access import Right
from db.rules.mapping_report import MappingReport
from db.rules.releases import WATERMARK
from db.rules.reports import ReportTable
from db.rules.words import _, grouped, ngettext
from db.services.mapping.mapping_report import ReportForm, mapping_report
from db.services.mapping.releases import Release
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.mapping.bnba_dialog import NamesDialog
from desktop.mapping.mapping_report_dialog import MappingReportDialog
from desktop.mapping.recap_filters import RecapFilters, read_offers
from desktop.mapping.reports import (
    ANOMALIES,
    NAMES,
    REPORT,
    OfferedReport,
    Wanted,
    offered_reports,
    read_report,
    read_rounds,
)
from desktop.parts.choices import refill
from desktop.parts.opener import Opener
from desktop.parts.report_view import ReportView
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker


class ReportsSection(Tab, Opener):
    """What is shown is what is printed and saved."""

    reads = frozenset(
        {
            *("mapping_record", "person", "kind", "region", "office", "data_round", "round_sheet"),
            *("data_release", "survey_kit"),
        }
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._asked = 0
        self._names: Release | None = None
        self._reports = offered_reports()
        self.report, self.round = QComboBox(), QComboBox()
        self.report.setAccessibleName(_("Laporan"))
        self.report.addItems([offered.label for offered in self._reports])
        self.round.setAccessibleName(_("Putaran"))
        self.filters = RecapFilters(self)
        self.sheets = QCheckBox(_("L/P dan umur"))
        self.sheets.setChecked(True)
        self.signed = QCheckBox(_("Mengetahui"))
        self.signed.setToolTip(_("Cetak dengan tanda tangan kepala dinas."))
        self.view = ReportView(worker, self.signed.isChecked)
        self.csv_button = button(_("Simpan CSV"), "file-download-outline", on_click=self.save_csv)
        self.names_button = button(_("Buat daftar nama…"), on_click=self.make_names)
        self.sealed_button = button(_("Simpan ZIP bersandi…"), "lock-outline", on_click=self.view.save_sealed)
        self.draft_button = button(_("Buka konsep berita acara"), on_click=self._open_draft)
        self._busy = BusyCursor(self)
        self._lay_out()
        self.report.currentIndexChanged.connect(lambda _place: self._take_report())
        self.filters.changed.connect(self._read)
        self.round.currentIndexChanged.connect(lambda _place: self._read())
        self.sheets.toggled.connect(lambda _on: self._read())
        self.view.said.connect(self.said)
        allow(worker, Right.EXPORT, self.csv_button, self.names_button, self.sealed_button)

    @property
    def chosen(self) -> OfferedReport:
        """The report that is shown."""
        return self._reports[self.report.currentIndex()]

    def refresh(self) -> None:
        self.worker.read(
            self,
            lambda session: (*read_offers(session), read_rounds(session)),
            lambda offers: self._offer(*offers),
            self._fail,
        )

    def receive(self, topic: str, payload: Any) -> None:
        """`reports` with a code (L09): show that report."""
        codes = [offered.code for offered in self._reports]
        if payload in codes:
            self.report.setCurrentIndex(codes.index(payload))

    def make_names(self) -> None:
        """Ask for what and for whom, then show the list."""
        dialog = NamesDialog(self, self.worker)
        dialog.accepted.connect(lambda: self._take_names(dialog.answer))
        self.open_dialog(dialog)

    def make_report(self) -> None:
        """Read the ready-made texts, then open them to be changed."""
        question = self.filters.question
        if question is None or not question.kecamatan_code:
            return
        wanted = ReportForm(question.kecamatan_code, question.on, question.round_id)
        at = datetime.combine(today(), datetime.now().time())

        def show(ready: MappingReport) -> None:
            self.open_dialog(MappingReportDialog(self, self.worker, wanted, ready))

        self.worker.read(self, lambda session: mapping_report(session, wanted, at=at), show, self._fail)

    def save_csv(self) -> None:
        """Ask where, and write the open data."""
        name = f"L20 {self.view.tables[0].title} {today():%Y-%m-%d}.csv"
        if path := ask_where_to_save(self, _("Simpan data terbuka"), name, "CSV (*.csv)"):
            self.write_csv(path)

    def write_csv(self, path: Path) -> None:
        """Write what is shown, and beside it what it means; the status bar says where they are."""
        target = path if path.suffix.lower() == ".csv" else path.with_name(f"{path.name}.csv")
        table, day = self.view.tables[0], today()
        notes = target.with_name(f"{target.stem}-keterangan.txt")

        def write() -> Path:
            write_file(notes, open_data_notes(table, target.name, day))
            return write_file(target, open_data_csv(table))

        told = _("Data terbuka disimpan: {path}, dengan {notes}")
        self.worker.run(
            self,
            write,
            lambda written: self.said.emit(told.format(path=written, notes=notes.name)),
            self._fail,
        )

    def _lay_out(self) -> None:
        own = self.filters
        actions = (
            self.names_button,
            self.draft_button,
            self.sealed_button,
            self.csv_button,
            self.view.excel_button,
            self.view.print_button,
        )
        self.page = Page(_("Laporan"), "", self.signed, *actions)
        self._day_label = label(_("Umur per"), "muted")
        self._by_filter: dict[str, tuple[QWidget, ...]] = {
            "list": (own.list,),
            "round": (self.round,),
            "period": (own.period,),
            "places": (own.kecamatan,),
            "desa": (own.by_desa,),
            "masked": (own.masked,),
            "sheets": (self.sheets,),
            "day": (self._day_label, own.day),
        }
        for unused in (own.sex, own.age, own.other, own.grouped):
            unused.setParent(self)
            unused.hide()
        self.page.add_filter(self.report, *(one for group in self._by_filter.values() for one in group))
        self.page.add_main(self.view, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    def _offer(self, places: list[Any], periods: list[Any], rounds: list[tuple[int, str]]) -> None:
        self.filters.offer(places, periods)
        refill(self.round, rounds)
        self._take_report()

    def _take_report(self) -> None:
        """Another report knows other filters."""
        offered = self.chosen
        for name, widgets in self._by_filter.items():
            for one in widgets:
                one.setVisible(name in offered.filters)
        self.csv_button.setVisible(offered.code == "L20")
        self.signed.setVisible(offered.code not in (ANOMALIES, REPORT))
        with QSignalBlocker(self.filters):
            self.filters.masked.setChecked(offered.code == "L20")
        self._read()

    def _read(self) -> None:
        offered, question = self.chosen, self.filters.question
        self._asked += 1
        asked = self._asked
        self.page.set_count("")
        self.page.head.set_facts(offered.title)
        self.view.watermark = WATERMARK if offered.code == NAMES else ""
        made = self._names if offered.code == NAMES else None
        self.names_button.setVisible(made is not None)
        self.sealed_button.setVisible(made is not None)
        self.draft_button.setVisible(made is not None and made.draft_id is not None)
        if question is None or self._asks_first(offered):
            return
        self._busy.start()
        wanted = Wanted(
            question,
            masked=self.filters.masked.isChecked(),
            sheets=self.sheets.isChecked(),
            round_id=self.round.currentData(),
        )
        day = today()

        def show(tables: list[ReportTable]) -> None:
            if asked == self._asked:
                self._show(tables)

        work = partial(read_report, code=offered.code, wanted=wanted, today=day)
        self.worker.read(self, work, show, self._fail)

    def _asks_first(self, offered: OfferedReport) -> bool:
        """What stands in place of a report that something must be done for first."""
        say = self.view.show_nothing
        if offered.code == NAMES:
            if self._names is not None:
                self._show(list(self._names.tables))
            else:
                say(
                    _("Daftar nama berisi data pribadi: tulis dahulu untuk siapa dan untuk apa."),
                    _("Buat daftar nama…"),
                    self.make_names,
                )
            if Right.EXPORT not in self.worker.actor.rights:
                say(_("Peran Anda tidak berhak mengekspor data."))
            return True
        if offered.code == ANOMALIES:
            say(
                _("Kasus ganda dan anomali dihitung di papan mutu data, dengan daftar untuk diperbaiki."),
                _("Buka Mutu data"),
                lambda: self.navigate.emit("mapping/quality", None),
            )
            return True
        if offered.code == REPORT:
            chosen = self.filters.kecamatan.currentData()
            text = _(
                "Isi, rekap per desa, prioritas, dan tanda tangan; naskahnya dapat diubah sebelum dicetak."
            )
            say(
                text if chosen else _("Pilih kecamatan di atas."),
                _("Susun laporan…") if chosen else "",
                self.make_report,
            )
            return True
        if offered.code == "L10" and self.round.currentData() is None:
            self._ask_for_rounds(_("Belum ada putaran pendataan."))
            return True
        return False

    def _ask_for_rounds(self, text: str) -> None:
        self.view.show_nothing(text, _("Buka Putaran"), lambda: self.navigate.emit("mapping/rounds", None))

    def _show(self, tables: list[ReportTable]) -> None:
        self._busy.stop()
        if not tables:
            self._ask_for_rounds(_("Belum ada dua putaran yang dikunci untuk dibandingkan."))
            return
        self.view.banner.clear()
        self.page.head.set_facts(" · ".join((tables[0].title, *tables[0].subtitle[:1])))
        self.view.show_report(*tables)
        number = len(tables[0].rows)
        words = ngettext("{n} baris", "{n} baris", number).format(n=grouped(number))
        self.page.set_count(words if len(tables) == 1 else "")

    def _take_names(self, answer: Release | None) -> None:
        self._names = answer
        self._read()
        if answer is not None:
            self.said.emit(_("Daftar nama dicatat dalam register data keluar (L18)."))

    def _open_draft(self) -> None:
        if self._names is not None and self._names.draft_id is not None:
            self.navigate.emit("letters/draft", self._names.draft_id)

    def _fail(self, error: Exception) -> None:
        self._busy.stop()
        self.view.show_nothing(sentence(error))
