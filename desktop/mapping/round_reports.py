"""Laporan putaran: progress, completeness, matrix, and what changed since the figures were sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.deltas import Change, change_label
from db.rules.mapping import Register
from db.rules.reports import ReportTable
from db.rules.words import _
from db.services.mapping import count_deltas, deltas, round_reports
from db.services.mapping.deltas import Compared
from db.services.mapping.rounds import RoundFacts
from db.services.regions import list_kecamatan
from desktop.mapping.recap_filters import LISTS
from desktop.parts.report_view import ReportView
from desktop.widgets.basics import row
from desktop.widgets.fields import ChoiceField
from desktop.worker import Worker

DELTAS = ("delta", "delta_desa", "names", "counts")


class RoundReports(QWidget):
    """One report at a time; what is printed and saved is what is shown."""

    said = Signal(str)
    failed = Signal(object)
    activated = Signal(str, object)  # code of the report, and the key of its row

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.round: RoundFacts | None = None
        self.report, self.list, self.other, self.change = (QComboBox() for _made in range(4))
        self.report.setAccessibleName(_("Laporan"))
        self.list.setAccessibleName(_("Daftar"))
        self.other.setAccessibleName(_("Dibandingkan dengan"))
        self.change.setAccessibleName(_("Perubahan"))
        for code, text in _reports():
            self.report.addItem(text, code)
        for register, local, words in LISTS:
            self.list.addItem(words, (register, local))
        self.change.addItem(_("Semua perubahan"), None)
        for one in Change:
            self.change.addItem(change_label(one), one)
        self.kecamatan = ChoiceField(hint=_("Semua kecamatan"))
        self.kecamatan.setAccessibleName(_("Kecamatan"))
        self.view = ReportView(worker)
        self.view.said.connect(self.said)
        self.view.activated.connect(lambda key: self.activated.emit(self.report.currentData(), key))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(
            row(
                self.report,
                self.list,
                self.other,
                self.change,
                self.kecamatan,
                None,
                self.view.print_button,
                self.view.excel_button,
            )
        )
        box.addWidget(self.view, 1)
        for choice in (self.report, self.list, self.other, self.change):
            choice.currentIndexChanged.connect(lambda _place: self.refresh())
        self.kecamatan.currentIndexChanged.connect(lambda _place: self.refresh())
        self.kecamatan.editTextChanged.connect(lambda text: None if text else self.refresh())
        worker.read(
            self,
            list_kecamatan,
            lambda places: self.kecamatan.set_choices((place.code, place.name) for place in places),
        )

    def show_round(self, found: RoundFacts, rounds: list[RoundFacts]) -> None:
        """Another round, or the same once more."""
        self.round = found
        self.rounds = rounds
        chosen = self.other.currentData()
        self.other.blockSignals(True)
        self.other.clear()
        self.other.addItem(_("dengan keadaan sekarang"), None)
        for one in rounds:
            if one.locked and one.id != found.id and one.reference_date >= found.reference_date:
                self.other.addItem(_("dengan {name}").format(name=one.name), one.id)
        self.other.setCurrentIndex(max(self.other.findData(chosen), 0))
        self.other.blockSignals(False)
        self.refresh()

    def show_report(self, code: str) -> None:
        """Bring a report to the front."""
        self.report.setCurrentIndex(self.report.findData(code))

    def refresh(self) -> None:
        """Reckon the report anew."""
        code = self.report.currentData()
        self.list.setVisible(code in (*DELTAS, "growth"))
        self.other.setVisible(code in DELTAS)
        self.change.setVisible(code == "names")
        self.kecamatan.setVisible(code != "complete")
        if self.round is None or self.isHidden():
            return
        job = self.view.awaited.start(_("Menghitung laporan…"))  # what was awaited before is given up
        why = self._why_not(code)
        if why:
            self.view.awaited.end(job)
            self.view.show_nothing(why)
            return
        work = self._work(code, self.kecamatan.value() or "")
        self.worker.read(self, work, partial(self._show, job), partial(self.view.awaited.fail, job))

    def _why_not(self, code: str) -> str:
        assert self.round is not None, "refresh has looked"
        if code in DELTAS and not self.round.locked:
            return _(
                "Perubahan dihitung sejak putaran dikunci. {name} belum dikunci; pilih putaran yang sudah "
                "dikunci di atas, atau kunci putaran ini setelah semua lembar divalidasi."
            ).format(name=self.round.name)
        if code == "growth" and sum(one.locked for one in self.rounds) < 2:
            return _("Pertumbuhan dihitung dari paling sedikit dua putaran yang dikunci.")
        return ""

    def _work(self, code: str, place: str) -> Callable[[Any], ReportTable]:
        assert self.round is not None, "refresh has looked"
        one = self.round.id
        register, local = self.list.currentData()
        compared = Compared(one, self.other.currentData(), register, local, place)
        locked = [found.id for found in self.rounds if found.locked][:6]
        change = self.change.currentData()
        made: dict[str, Callable[[Any], ReportTable]] = {
            "progress": lambda s: round_reports.progress_table(s, one, kecamatan_code=place),
            "progress_desa": lambda s: round_reports.progress_table(
                s, one, by_desa=True, kecamatan_code=place
            ),
            "complete": lambda s: round_reports.completeness_table(s, one),
            "ppks": lambda s: round_reports.matrix_table(s, one, Register.PPKS, kecamatan_code=place),
            "psks": lambda s: round_reports.matrix_table(s, one, Register.PSKS, kecamatan_code=place),
            "reconciled": lambda s: round_reports.reconciled_table(s, one, kecamatan_code=place),
            "delta": lambda s: deltas.delta_table(s, compared),
            "delta_desa": lambda s: deltas.delta_table(s, compared, by_desa=True),
            "names": lambda s: deltas.names_table(s, compared, change),
            "counts": lambda s: count_deltas.count_delta_table(s, compared),
            "growth": lambda s: round_reports.growth_table(
                s, locked, register, local=local, kecamatan_code=place
            ),
        }
        return made[code]

    def _show(self, job: int, table: ReportTable) -> None:
        if self.view.awaited.end(job):
            self.view.show_report(table)


def _reports() -> tuple[tuple[str, str], ...]:
    return (
        ("progress", _("L10 Kemajuan per kecamatan")),
        ("progress_desa", _("L10 Kemajuan per desa")),
        ("complete", _("Kelengkapan per kecamatan")),
        ("ppks", _("Matriks PPKS")),
        ("psks", _("Matriks PSKS")),
        ("reconciled", _("Angka dan nama belum cocok")),
        ("delta", _("Perubahan per jenis")),
        ("delta_desa", _("Perubahan per desa")),
        ("names", _("Nama di balik perubahan")),
        ("counts", _("Perubahan angka desa")),
        ("growth", _("L09 Pertumbuhan antarperiode")),
    )
