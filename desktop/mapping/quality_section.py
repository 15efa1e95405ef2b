"""The section Mutu data: what is wrong in the map, how that changes, and the way to mend it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from db.rules.access import Right
from db.rules.quality import BY_CODE, Check, QualityRule, quality_table, trend_chart
from db.rules.reports import ReportTable
from db.rules.words import _, grouped
from db.services import regions
from db.services.mapping import homework, quality
from desktop.clock import today
from desktop.mapping.recap_charts import ChartsView
from desktop.parts.awaited import Awaited
from desktop.parts.choices import refill
from desktop.parts.opener import Opener
from desktop.parts.report_view import ReportView
from desktop.parts.rights import allow
from desktop.widgets.basics import button, card, label
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

EVERYWHERE = ""


class QualitySection(Tab, Opener):
    """The whole office is checked when asked, and kept for the trend; one kecamatan is counted at once."""

    reads = frozenset({"mapping_record", "person", "kind", "twin_pair", "setting"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.check: Check | None = None
        self._rule: QualityRule | None = None
        self.view = ReportView(worker)
        self.kecamatan = QComboBox()
        self.kecamatan.setAccessibleName(_("Kecamatan"))
        self.kecamatan.setMinimumWidth(230)
        self.check_button = button(_("Periksa sekarang"), "refresh", primary=True, on_click=self.check_now)
        self.homework_button = button(_("Cetak untuk desa"), "printer-outline", on_click=self.print_homework)
        self.page = Page(
            _("Mutu data"),
            "",
            *(self.homework_button, self.view.excel_button, self.view.print_button, self.check_button),
        )
        self.about, self.title = label("", "muted", wrap=True), label("", "strong", wrap=True)
        self.fix_button = button(_("Perbaiki sekarang"), primary=True, on_click=self.fix_now)
        self.trend = ChartsView()
        self.trend.setMinimumHeight(260)
        self.side = card(_("Aturan"), self.title, self.about, self.fix_button)
        self.history = card(_("Perjalanan"), self.trend)
        self._awaited = Awaited(self.view.waiting, self.view.banner)
        self._lay_out()
        allow(worker, Right.MAPPING, self.check_button)
        allow(worker, Right.EXPORT, self.homework_button)
        self.kecamatan.currentIndexChanged.connect(lambda _place: self._read())
        self.view.said.connect(self.said)
        self.view.chosen.connect(self._show_rule)
        self.view.activated.connect(lambda _rule: self.fix_now())

    def refresh(self) -> None:
        self.worker.read(self, regions.list_kecamatan, self._offer, self._fail)

    def receive(self, topic: str, payload: Any) -> None:
        """`quality` with a kecamatan_code."""
        place = self.kecamatan.findData((payload or {}).get("kecamatan_code", EVERYWHERE))
        self.kecamatan.setCurrentIndex(max(place, 0))

    def check_now(self) -> None:
        """Count every rule for the whole office, one after the other, and keep the counts."""
        self.check_button.setEnabled(False)
        self._count({}, self._awaited.start(_("Memeriksa mutu data…")))

    def _count(self, numbers: dict[str, int], job: int) -> None:
        if not self._awaited.is_awaited(job):
            self.check_button.setEnabled(True)
            return
        self.view.waiting.advance(len(numbers), len(quality.ALL))
        if len(numbers) == len(quality.ALL):
            self._keep(job, numbers)
            return
        rule = quality.ALL[len(numbers)]
        self.worker.read(
            self,
            partial(quality.count_rule, rule=rule, today=today()),
            lambda number: self._count(numbers | {rule: number}, job),
            partial(self._stop, job),
        )

    def fix_now(self) -> None:
        """Open the list of what the chosen rule found."""
        rule, place, day = self._rule, str(self.kecamatan.currentData() or ""), today()
        if rule is None or not self.fix_button.isEnabled():
            return
        if rule.code == "twins":
            self.navigate.emit("mapping/twins", {"kecamatan_code": place})
            return

        def show(found: quality.Findings) -> None:
            if found.number > len(found.record_ids):
                text = _("{n} pertama dari {all} ditampilkan; sesudah diperbaiki, buka lagi.")
                self.said.emit(text.format(n=grouped(len(found.record_ids)), all=grouped(found.number)))
            self.navigate.emit("mapping/names", {"record_ids": found.record_ids})

        work = partial(quality.find_broken, rule=rule.code, today=day, kecamatan_code=place)
        self.worker.read(self, work, show, self._fail)

    def print_homework(self) -> None:
        """The lists of the desa of the chosen kecamatan, as one paper."""
        place = str(self.kecamatan.currentData() or "")
        if not place:
            self.view.banner.say(_("Pilih dahulu kecamatannya; daftar dicetak untuk setiap desanya."), "warn")
            self.kecamatan.setFocus()
            return
        work = partial(homework.list_homework, kecamatan_code=place, desa_code="", today=today())
        self.worker.read(self, work, self._print, self._fail)

    def _print(self, tables: list[ReportTable]) -> None:
        if not tables:
            self.view.banner.say(_("Tidak ada yang perlu diperbaiki di kecamatan ini."), "good")
            return
        self.view.print_tables(tables)

    def _lay_out(self) -> None:
        self.page.add_filter(self.kecamatan)
        self.page.add_main(self.view, 1)
        self.page.add_card(self.side, self.history)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self._show_rule(None)

    def _offer(self, places: list[Any]) -> None:
        whole = (EVERYWHERE, _("Seluruh kabupaten/kota"))
        refill(self.kecamatan, [whole, *((one.code, one.name) for one in places)])
        self._read()

    def _read(self) -> None:
        place, day = self.kecamatan.currentData() or "", today()

        def work(session: Any) -> Check:
            if place:
                return quality.check_kecamatan(session, place, today=day)
            return quality.read_check(session)

        def show(check: Check) -> None:
            if place == (self.kecamatan.currentData() or ""):
                self._show(check)

        self.worker.read(self, work, show, self._fail)

    def _show(self, check: Check) -> None:
        self.check = check
        if check.on_day is None:
            self.page.head.set_facts(_("Belum pernah diperiksa"))
            text = _("Periksa dahulu seluruh data: NIK, umur, jenis kelamin, kriteria, dan data yang lama.")
            self.view.show_nothing(text, _("Periksa sekarang"), self.check_now)
            self._show_rule(None)
            return
        table = quality_table(check)
        self.page.head.set_facts(" · ".join(table.subtitle))
        self.view.show_report(table)
        if self._rule is None or not self.view.views[0].choose(self._rule.code):
            self.view.views[0].selectRow(0)

    def _show_rule(self, code: Any) -> None:
        self._rule = BY_CODE.get(code) if code else None
        number = self.check.numbers.get(code, 0) if self.check and code else 0
        self.side.setVisible(self._rule is not None)
        self.history.setVisible(self._rule is not None and not self.kecamatan.currentData())
        if self._rule is None:
            return
        self.title.setText(self._rule.title)
        self.about.setText(self._rule.why)
        self.fix_button.setEnabled(number > 0)
        self.fix_button.setText(
            _("Perbaiki sekarang ({n})").format(n=grouped(number)) if number else _("Tidak ada yang salah")
        )
        if not self.kecamatan.currentData():
            self.worker.read(
                self, partial(quality.read_trend, rule=code), partial(self._draw, self._rule), self._fail
            )

    def _draw(self, rule: QualityRule, counts: list[Any]) -> None:
        if rule is self._rule:
            self.trend.show_charts([trend_chart(rule, counts)])

    def _keep(self, job: int, numbers: Mapping[str, int]) -> None:
        self.check_button.setEnabled(True)
        if self._awaited.end(job):
            keep = partial(quality.keep_counts, numbers=numbers, today=today())
            self.worker.write(self, keep, lambda _none: self._read(), self._fail)

    def _stop(self, job: int, error: Exception) -> None:
        self.check_button.setEnabled(True)
        self._awaited.fail(job, error)

    def _fail(self, error: Exception) -> None:
        self.view.banner.say(sentence(error), "bad")
