"""The section Rekap: kecamatan or desa × kinds, its charts, and two periods side by side."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from db.rules.charts import Chart
from db.rules.recap_charts import recap_charts
from db.rules.recap_compare import compare_table
from db.rules.recap_tables import (
    CASES,
    PEOPLE,
    RecapFigures,
    RecapQuestion,
    kinds_within,
    names_wanted,
    recap_table,
    seats_within,
)
from db.rules.reports import ReportTable, row_texts
from db.rules.rounds import ROSTER_KIND
from db.rules.words import _
from db.services.mapping import frozen_names, recaps
from desktop.clock import today
from desktop.mapping.recap_charts import ChartsView
from desktop.mapping.recap_filters import RecapFilters, read_offers
from desktop.parts.opener import Opener
from desktop.parts.report_view import ReportView
from desktop.widgets.basics import label, row
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

DESA = 10  # digits of its code


class RecapSection(Tab, Opener):
    """What is shown is what is printed and saved; a click on a number, or Enter on it, leads to its names."""

    reads = frozenset({"mapping_record", "person", "kind", "region", "office", "assignment", "data_round"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._asked = 0
        self._figures: RecapFigures | None = None
        self.filters = RecapFilters(self)
        self.as_charts = QCheckBox(_("Grafik"))
        self.view, self.charts = ReportView(worker), ChartsView()
        self.views = QStackedWidget()
        self.views.addWidget(self.view)
        self.views.addWidget(self.charts)
        self._busy = BusyCursor(self)
        self.page = Page(_("Rekap"), "", self.view.excel_button, self.view.print_button)
        self._lay_out()
        self.filters.changed.connect(self._read)
        self.as_charts.toggled.connect(self._show_charts)
        self.view.said.connect(self.said)
        self.view.figure.connect(self._show_names)

    def refresh(self) -> None:
        day = today()
        self.worker.read(self, read_offers, lambda offers: self._offer(*offers), self._fail)
        self.worker.read(self, lambda session: recaps.is_stale(session, day), self._renew, self._fail)

    def receive(self, topic: str, payload: Any) -> None:
        """`recap` with what to count: register, kecamatan_code, by_desa, round_id."""
        if isinstance(payload, dict):
            self.filters.ask(payload)

    def _lay_out(self) -> None:
        own = self.filters
        self.page.add_filter(
            *(own.list, own.period, own.kecamatan, own.by_desa, own.sex, own.age),
            *(label(_("Umur per"), "muted"), own.day),
        )
        self.hint = label(_("Klik angka, atau tekan Enter padanya, untuk melihat namanya."), "muted")
        second = QWidget()
        second.setLayout(
            row(
                *(self.as_charts, own.grouped, own.masked),
                *(label(_("Bandingkan dengan"), "muted"), own.other, None, self.hint),
            )
        )
        self.page.add_main(second)
        self.page.add_main(self.views, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    def _show_charts(self, on: bool) -> None:
        self.views.setCurrentIndex(int(on))
        self.hint.setVisible(not on)

    def _offer(self, places: list[Any], periods: list[Any]) -> None:
        self.filters.offer(places, periods)
        self._read()

    def _renew(self, stale: bool) -> None:
        """Figures by age come quickly only where the tallies know the ages of about today."""
        if stale:
            self.worker.write(self, partial(recaps.renew, today=today()), lambda _nothing: None, self._fail)

    def _read(self) -> None:
        question, other = self.filters.question, self.filters.compared
        self._asked += 1
        if question is None:
            return
        asked, masked, grouped = (
            self._asked,
            self.filters.masked.isChecked(),
            self.filters.grouped.isChecked(),
        )
        self._busy.start()

        def show(answer: tuple[RecapFigures, ReportTable, tuple[Chart, ...]]) -> None:
            if asked == self._asked:
                self._show(*answer)

        work = partial(read_recap, question=question, other=other, masked=masked, grouped=grouped)
        self.worker.read(self, work, show, self._fail)

    def _show(self, figures: RecapFigures, table: ReportTable, charts: tuple[Chart, ...]) -> None:
        self._busy.stop()
        self.view.banner.clear()
        self._figures = figures
        self.view.charts = charts
        self.charts.show_charts(charts)
        self.page.head.set_facts(table.subtitle[0])
        question = figures.question
        if not any(figures.totals) and self.filters.compared is None and not question.kecamatan_code:
            self._show_empty(question)
            return
        self.view.show_report(table)
        said = dict(zip([one.name for one in table.columns], row_texts(table, table.totals), strict=True))
        words = _("{cases} kasus · {people} orang") if PEOPLE in said else _("{cases} kasus")
        self.page.set_count(words.format(**said) if CASES in said else "")

    def _show_empty(self, question: RecapQuestion) -> None:
        self.page.set_count("")
        if question.local:
            self.view.show_nothing(_("Kantor ini belum mencatat jenis lokal (LOK-…)."))
        elif question.round_id is not None or question.sex is not None or question.age_group is not None:
            self.view.show_nothing(_("Tidak ada kasus untuk pilihan ini."))
        else:
            self.view.show_nothing(
                _("Belum ada pendataan. Catat orang, keluarga, atau lembaga; angkanya muncul di sini."),
                _("Catat orang"),
                lambda: self.navigate.emit("mapping/add", None),
            )

    def _show_names(self, place: str | None, column: str) -> None:
        figures = self._figures
        if figures is None:
            return
        if self.filters.compared is not None:  # its rows are kinds
            place, column = None, place or ""
        question = figures.question
        if column == ROSTER_KIND or (question.by_desa and place and len(place) < DESA):  # seats of TKSK
            self.navigate.emit("officers/post", place[:6]) if place else self.navigate.emit(
                "officers/roster", None
            )
            return
        if seats := seats_within(figures, place, column):
            text = _("{n} TKSK dari angka ini tidak ada di daftar nama: mereka ada di tab TKSK.")
            self.said.emit(text.format(n=seats))
        asked = names_wanted(figures, place, column)
        if question.round_id is None:
            self.navigate.emit("mapping/names", asked)
            return
        kinds = kinds_within(figures, column)
        self.worker.read(
            self,
            lambda session: frozen_names.find_frozen(session, question, place or "", kinds),
            lambda ids: self.navigate.emit("mapping/names", {"record_ids": tuple(ids)}),
            self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self._busy.stop()
        self.view.banner.say(sentence(error), "bad")


def read_recap(
    session: Any, question: RecapQuestion, other: RecapQuestion | None, *, masked: bool, grouped: bool
) -> tuple[RecapFigures, ReportTable, tuple[Chart, ...]]:
    """The figures, and what is shown of them."""
    figures = recaps.count(session, question, masked=masked)
    if other is not None:
        before = recaps.count(session, other, masked=masked)
        return figures, compare_table(before, figures, masked=masked), ()
    charts = recap_charts(figures, recaps.count_sexes(session, question), masked=masked)
    return figures, recap_table(figures, masked=masked, grouped=grouped), charts
