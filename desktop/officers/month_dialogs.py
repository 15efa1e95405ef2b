"""What marking monthly reports asks: which came in on which day, and what is to be revised."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QWidget

from db.rules.dates import MONTHS
from db.rules.problems import Problem
from db.rules.words import _, ngettext
from db.rules.work import ReportState
from db.services import monthly_reports
from db.services.monthly_paper import ReportKey
from db.services.monthly_reports import LONGEST_NOTE, Marked, MonthsRow
from desktop.clock import today
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField
from desktop.widgets.form import Form
from desktop.widgets.tick_list import TickList
from desktop.worker import Worker

Done = Callable[[Marked], object]


class ReceiveDialog(FormDialog):
    """The pile of paper on the desk: tick whose reports of a month it holds, and say when they came."""

    def __init__(
        self, parent: QWidget, worker: Worker, year: int, month: int, rows: Sequence[MonthsRow], done: Done
    ) -> None:
        self._worker, self._year, self._rows, self._done = worker, year, rows, done
        self.month, self.received_on = QComboBox(), DateField()
        self.officers, self.left = TickList(), QLabel()
        self.left.setProperty("role", "muted")
        months = [n for n in range(1, 13) if self._waiting(n)]
        for number in months:
            self.month.addItem(f"{MONTHS[number - 1]} {year}", number)
        form = Form(compact=True)
        form.add("month", _("Laporan bulan"), self.month, required=True)
        form.add("received_on", _("Diterima pada"), self.received_on, required=True)
        form.add("officers", _("Yang masuk"), self.officers)
        self.officers.setMinimumHeight(260)
        super().__init__(parent, _("Tandai laporan diterima"), form, _("Tandai diterima"))
        self.buttons.insertWidget(0, self.left)
        form.fill({"month": month if month in months else (months or [0])[-1], "received_on": today()})
        self._offer()
        self.month.currentIndexChanged.connect(lambda _place: self._offer())
        self.officers.edited.connect(self._count)

    def save(self, values: dict[str, Any]) -> None:
        keys = [
            ReportKey(officer_id, code, self._year, values["month"])
            for officer_id, code in values["officers"]
        ]
        day, now = values["received_on"], today()
        if not keys:
            self.form.show_problems([Problem(_("Centang paling sedikit satu TKSK."), "officers")])
            self._set_saving(False)
            return

        def work(session: Any) -> Marked:
            return monthly_reports.receive(session, keys, day, today=now)

        def finish(marked: Marked) -> None:
            self.accept()
            self._done(marked)

        self._worker.write(self, work, finish, self.show_error)

    def changed(self) -> bool:
        """Ticks are quickly made again."""
        return False

    def _waiting(self, month: int) -> list[MonthsRow]:
        return [r for r in self._rows if (cell := r.cells[month - 1]).begun and cell.state is None]

    def _offer(self) -> None:
        month = self.month.currentData()
        waiting = self._waiting(month) if month else []
        self.officers.clear()
        self.officers.set_choices([(r.id, f"{r.kecamatan} — {r.name}") for r in waiting], ticked=False)
        self._count()

    def _count(self) -> None:
        number = len(self.officers.value())
        self.left.setText(ngettext("{n} dicentang", "{n} dicentang", number).format(n=number))


class ReviseDialog(FormDialog):
    """What the officer has to repair before the report is approved."""

    def __init__(
        self, parent: QWidget, worker: Worker, keys: Sequence[ReportKey], note: str, done: Done
    ) -> None:
        self._worker, self._keys, self._done = worker, keys, done
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        form = Form(labels="above", compact=True)
        hint = _("Terbaca di rincian laporan, dan dapat disalin untuk TKSK. Ctrl+Enter menyimpan.")
        form.add("note", _("Apa yang perlu diperbaiki?"), self.note, required=True, hint=hint)
        title = _("Perlu perbaikan")
        if len(keys) > 1:
            words = ngettext("Perlu perbaikan: {n} laporan", "Perlu perbaikan: {n} laporan", len(keys))
            title = words.format(n=len(keys))
        super().__init__(parent, title, form, _("Minta perbaikan"))
        form.fill({"note": note})

    def save(self, values: dict[str, Any]) -> None:
        keys, note, day = self._keys, values["note"][: LONGEST_NOTE + 1], today()

        def work(session: Any) -> Marked:
            return monthly_reports.decide(session, keys, ReportState.REVISE, day, note)

        def finish(marked: Marked) -> None:
            self.accept()
            self._done(marked)

        self._worker.write(self, work, finish, self.show_error)
