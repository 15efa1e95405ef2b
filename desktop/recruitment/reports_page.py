"""The reports about selections: choose one, say of which year, kecamatan and stage, look, print, save."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox

from db.rules.recruitment import OPEN_STAGES, Stage, stage_label
from db.rules.reports import ReportTable
from db.rules.words import _, ngettext
from db.services import regions
from db.services.recruitment import reports, score_report, vacancies
from db.services.recruitment.reports import Wanted
from db.services.recruitment.vacancies import VacancyRow
from desktop.clock import today
from desktop.parts.report_view import ReportView
from desktop.widgets.basics import button
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import sentence
from desktop.widgets.fields import ChoiceField
from desktop.widgets.page import Page
from desktop.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

NARROWEST = 90
SCORES = "L13"
EVERY = frozenset(Stage)
Found = tuple[tuple[ReportTable, ...], str]  # or why there are none
Choices = tuple[list[int], list[tuple[str, str]], list[VacancyRow]]


@dataclass(frozen=True)
class OfferedReport:
    """One report; `read` None: it is about one vacancy."""

    code: str
    label: str
    read: "Callable[[Session, Wanted], ReportTable | tuple[ReportTable, ...]] | None"


def offered_reports() -> tuple[OfferedReport, ...]:
    """The reports in the order of domain.md 11, then what has no code there."""
    return (
        OfferedReport("L12", _("L12 · Rekap pelamar"), reports.applicants_report),
        OfferedReport(SCORES, _("L13 · Rekap nilai dan peringkat"), None),
        OfferedReport("L16", _("L16 · Register usulan"), reports.register_report),
        OfferedReport("lead", _("Lama proses seleksi"), reports.lead_report),
    )


class RecruitmentReports(Page):
    """What is shown is what is printed and saved. Enter on a row shows its vacancy."""

    said = Signal(str)
    left = Signal()  # back to all vacancies
    vacancy_chosen = Signal(int)

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self._reports = offered_reports()
        self._asked = 0
        self.signed = QCheckBox(_("Mengetahui"))
        self.signed.setToolTip(_("Cetak dengan tanda tangan kepala dinas."))
        self.view = ReportView(worker, self.signed.isChecked)
        self.back_button = button(_("Semua lowongan"), "arrow-left", on_click=lambda: self.left.emit())
        super().__init__(
            _("Laporan rekrutmen"),
            "",
            *(self.back_button, self.view.excel_button, self.view.print_button),
        )
        self.report, self.year, self.kecamatan, self.stage = (QComboBox() for _place in range(4))
        names = (_("Laporan"), _("Tahun pengumuman"), _("Kecamatan"), _("Tahap"))
        for choice, name in zip((self.report, self.year, self.kecamatan, self.stage), names, strict=True):
            choice.setAccessibleName(name)
            choice.setToolTip(name)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.setMinimumWidth(NARROWEST)
        self.report.addItems([offered.label for offered in self._reports])
        self.year.addItem(_("Semua tahun"), None)
        self.kecamatan.addItem(_("Semua kecamatan"), "")
        self.stage.addItem(_("Semua tahap"), EVERY)
        self.stage.addItem(_("Yang berjalan"), OPEN_STAGES)
        for stage in Stage:
            self.stage.addItem(stage_label(stage), frozenset({stage}))
        self.vacancy = ChoiceField(hint=_("Ketik kecamatan…"))
        self.vacancy.setAccessibleName(_("Lowongan"))
        self.vacancy.setMinimumContentsLength(38)
        self._busy = BusyCursor(self)
        self.add_filter(self.report, self.vacancy, self.year, self.kecamatan, self.stage, self.signed)
        self.add_main(self.view, 1)

        self.report.currentIndexChanged.connect(lambda _place: self._take_report())
        for choice in (self.year, self.kecamatan, self.stage, self.vacancy):
            choice.currentIndexChanged.connect(lambda _place: self._read())
        self.view.said.connect(self.said)
        self.view.activated.connect(self._open)
        self._take_report(read=False)

    @property
    def chosen(self) -> OfferedReport:
        """The report that is shown."""
        return self._reports[self.report.currentIndex()]

    @property
    def wanted(self) -> Wanted:
        """What is asked of it."""
        year, code = self.year.currentData(), self.kecamatan.currentData()
        return Wanted(today(), year, code or "", self.stage.currentData() or EVERY)

    def refresh(self) -> None:
        """Read what may be chosen, then the report anew."""
        self.worker.read(self, _choices, self._offer, self._fail)

    def show_report(self, code: str = "", vacancy_id: int | None = None) -> None:
        """Bring a report into sight, where asked for one vacancy."""
        codes = [offered.code for offered in self._reports]
        with QSignalBlocker(self.report), QSignalBlocker(self.vacancy):
            if code in codes:
                self.report.setCurrentIndex(codes.index(code))
            if vacancy_id is not None:
                if self.vacancy.findData(vacancy_id) < 0:
                    self.vacancy.set_choices([(vacancy_id, "")])  # the list is being read
                self.vacancy.set_value(vacancy_id)
        self._take_report(read=False)
        self.refresh()

    def _offer(self, choices: Choices) -> None:
        years, places, rows = choices
        named = [(row.id, _vacancy_words(row)) for row in rows if row.stage is not Stage.DRAFT]
        with QSignalBlocker(self.year), QSignalBlocker(self.kecamatan), QSignalBlocker(self.vacancy):
            kept = self.vacancy.value()
            self.vacancy.set_choices(named)
            self.vacancy.set_value(kept)
            _refill(self.year, [(None, _("Semua tahun")), *((year, str(year)) for year in years)])
            _refill(self.kecamatan, [("", _("Semua kecamatan")), *places])
        self._read()

    def _take_report(self, *, read: bool = True) -> None:
        about_one = self.chosen.read is None
        self.vacancy.setVisible(about_one)
        for choice in (self.year, self.kecamatan, self.stage):
            choice.setVisible(not about_one)
        if read:
            self._read()

    def _read(self) -> None:
        offered, wanted, vacancy_id = self.chosen, self.wanted, self.vacancy.value()
        self._asked += 1
        asked = self._asked
        if offered.read is None and vacancy_id is None:
            self._busy.stop()
            self._say(_("Matriks nilai anggota dan aspek dari satu lowongan."), "")
            self.view.show_nothing(_("Pilih lowongan di atas: ketik kecamatannya."))
            return
        self._busy.start()

        def show(found: Found) -> None:
            if asked == self._asked:
                self._show(found)

        self.worker.read(self, partial(_read, offered, wanted, vacancy_id), show, self._fail)

    def _show(self, found: Found) -> None:
        self._busy.stop()
        self.view.banner.clear()
        tables, why = found
        if not tables:
            self._say(self.chosen.label, "")
            self.view.show_nothing(why, _("Lihat lowongan"), self._show_vacancy)
            return
        if not any(table.rows for table in tables):
            self._say(tables[0].title, "")
            self.view.show_nothing(
                _("Belum ada yang dilaporkan. Longgarkan tahun, kecamatan atau tahap di atas.")
            )
            return
        self.view.show_report(*tables)
        number = len(set(tables[0].keys)) or len(tables[0].rows)
        words = ngettext("{n} baris", "{n} baris", number)
        if self.chosen.read is None:
            words = ngettext("{n} calon", "{n} calon", number)
        elif self.chosen.code != "L16":
            words = ngettext("{n} lowongan", "{n} lowongan", number)
        self._say(" · ".join((tables[0].title, *tables[0].subtitle)), words.format(n=number))

    def _say(self, facts: str, count: str) -> None:
        self.head.set_facts(facts)
        self.set_count(count)

    def _open(self, key: Any) -> None:
        if self.chosen.read is not None and isinstance(key, int):
            self.vacancy_chosen.emit(key)

    def _show_vacancy(self) -> None:
        if vacancy_id := self.vacancy.value():
            self.vacancy_chosen.emit(vacancy_id)

    def _fail(self, error: Exception) -> None:
        self._busy.stop()
        self.view.banner.say(sentence(error), "bad")


def _read(offered: OfferedReport, wanted: Wanted, vacancy_id: int | None, session: "Session") -> Found:
    if offered.read is None:
        assert vacancy_id is not None
        found = score_report.score_report(session, vacancy_id)
        return found.tables, found.why
    tables = offered.read(session, wanted)
    return (tables, "") if isinstance(tables, tuple) else ((tables,), "")


def _choices(session: "Session") -> Choices:
    places = [(place.code, place.name) for place in regions.list_kecamatan(session)]
    return reports.vacancy_years(session), places, vacancies.list_vacancies(session)


def _vacancy_words(row: VacancyRow) -> str:
    return f"{row.kecamatan} {row.opened_on.year} · {stage_label(row.stage)}"


def _refill(choice: QComboBox, offered: list[tuple[Any, str]]) -> None:
    kept = choice.currentData()
    choice.clear()
    for key, text in offered:
        choice.addItem(text, key)
    choice.setCurrentIndex(max(choice.findData(kept), 0))
