"""The last number that was given before this program counts on."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from db.rules.words import _
from db.services import numbers
from db.services.numbers import HIGHEST, Run
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.worker import Worker


class StartDialog(FormDialog):
    """For an office that begins in the middle of a year; a run only goes upwards."""

    def __init__(self, parent: QWidget, worker: Worker, year: int) -> None:
        self._worker = worker
        self._runs: dict[str, Run] = {}
        self.year, self.last, self.series = QSpinBox(), QSpinBox(), QComboBox()
        self.year.setRange(2000, 2100)
        self.last.setRange(0, HIGHEST)
        for field in (self.year, self.last):
            field.setMaximumWidth(140)
        form = Form(compact=True)
        text = _(
            "Surat berikutnya mendapat nomor sesudahnya; nomor sebelumnya tercatat diberikan di luar program."
        )
        form.add_widget(label(text, "muted", wrap=True))
        form.add("year", _("Tahun"), self.year, required=True)
        form.add("series", _("Urutan"), self.series, required=True)
        form.add("last", _("Nomor terakhir yang sudah dipakai"), self.last, required=True)
        super().__init__(parent, _("Nomor awal"), form, _("Simpan nomor awal"))
        form.fill({"year": year})
        self.year.valueChanged.connect(lambda _year: self._read())
        self.series.currentIndexChanged.connect(lambda _place: self._show_last())
        self._read()

    def save(self, values: dict[str, Any]) -> None:
        """Raise the run."""
        work = partial(numbers.set_start, **values)
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)

    def _read(self) -> None:
        year = self.year.value()
        work = partial(numbers.list_runs, year=year)
        self._worker.read(self, work, then=partial(self._offer, year), failed=self.show_error)

    def _offer(self, year: int, runs: list[Run]) -> None:
        if year != self.year.value():
            return
        chosen = self.series.currentData()
        self._runs = {run.series: run for run in runs if run.counted}
        self.series.blockSignals(True)
        self.series.clear()
        for run in self._runs.values():
            self.series.addItem(run.label, run.series)
        self.series.setCurrentIndex(max(self.series.findData(chosen), 0))
        self.series.blockSignals(False)
        self._show_last()
        self.form.take_as_original("series")
        self.form.take_as_original("last")

    def _show_last(self) -> None:
        if run := self._runs.get(self.series.currentData()):
            self.last.setMinimum(run.last)
            self.last.setValue(run.last)
