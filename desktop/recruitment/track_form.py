"""The track of a vacancy in a dialog: which steps there are, who runs them, planned and real days."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from db.rules.objections import LONGEST_PERIOD
from db.rules.problems import RuleViolation
from db.rules.selection import RunBy, TrackStep, run_by_label, track_label
from db.rules.track import ALWAYS, StepForm, StepView, day_warnings
from db.rules.words import _
from db.services import holidays
from db.services.recruitment import track
from desktop.clock import today
from desktop.widgets import adapters
from desktop.widgets.basics import label, row, scrolled
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.theme import set_look
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TESTED = (TrackStep.WRITTEN, TrackStep.COMPUTER, TrackStep.INTERVIEW)
DAYS = ("planned_on", "planned_until", "begun_on", "done_on")
DAY_WIDTH = 136
ROOMY = 32767  # a note that is too long is refused in a sentence, never cut
STEPS_HEIGHT, WIDTH, HEIGHT = 480, 1300, 660


class TrackDialog(FormDialog):
    """One row for each step; what is behind can no longer be changed, only its real days and its note."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        form = Form("above", compact=True)
        super().__init__(parent, _("Tahapan seleksi"), form, _("Simpan tahapan"))
        self._worker, self._vacancy_id = worker, vacancy_id
        self._before: list[StepView] = []
        self.cells: dict[TrackStep, dict[str, Any]] = {}
        text = _(
            "Tahap yang sudah dilalui tidak berubah lagi; tanggal nyatanya masih dapat dicatat. Tahap yang "
            "dilaksanakan provinsi cukup dicatat tanggal selesai dan hasilnya."
        )
        form.add_widget(label(text, "muted", wrap=True))
        self._holidays: Mapping[date, str] = {}
        self.early_text = label("", wrap=True, tone="warn")  # planned days that are odd, though allowed
        self.early_text.hide()
        form.add_widget(self.early_text)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(6, 1)
        heads = (
            _("Tahap"),
            _("Pelaksana"),
            _("Rencana"),
            _("sampai"),
            _("Mulai"),
            _("Selesai"),
            _("Catatan"),
        )
        for place, head in enumerate(heads):
            self._grid.addWidget(label(head, "muted"), 0, place)
        for step in TrackStep:
            self._add_row(step)
        self.period = QSpinBox()
        self.period.setRange(0, LONGEST_PERIOD)
        self.period.setSuffix(_(" hari kerja"))
        self.period.setAccessibleName(_("Masa sanggah"))
        self._days = 0  # of that period, as it was read
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._grid)
        box.addLayout(row(label(_("Masa sanggah"), "muted"), self.period, None))
        box.addStretch(1)
        area = scrolled(holder)
        area.setMinimumHeight(STEPS_HEIGHT)
        form.add_widget(area)
        take_room(self, WIDTH, HEIGHT)
        self.wished_height = HEIGHT
        self.save_button.setEnabled(False)

        def work(session: "Session") -> tuple[list[StepView], int, Mapping[date, str]]:
            return (
                track.list_steps(session, vacancy_id),
                track.get_objection_days(session, vacancy_id),
                holidays.holiday_names(session),
            )

        worker.read(self, work, then=lambda found: self._fill(*found), failed=self.show_error)
        for step in (TrackStep.OBJECTION, *TESTED):
            for day in ("planned_on", "planned_until"):
                self.cells[step][day].textChanged.connect(self._say_early)
            self.cells[step]["active"].toggled.connect(self._say_early)

    def value(self) -> list[StepForm]:
        """The steps as they are typed."""
        return [
            replace(
                StepForm(**{name: getattr(view, name) for name in StepForm.__dataclass_fields__}),
                **{name: adapters.read(cell) for name, cell in self.cells[view.step].items()},
            )
            for view in self._before
        ]

    def changed(self) -> bool:
        typed = {form.step: vars(form) for form in self.value()}
        other = bool(self._before) and self.period.value() != self._days
        return other or any(
            getattr(v, name) != typed[v.step][name] for v in self._before for name in typed[v.step]
        )

    def submit(self) -> None:
        for step, cells in self.cells.items():
            if wrong := next((text for name in DAYS if (text := cells[name].problem())), ""):
                self.banner.say(f"{track_label(step)}: {wrong}", "bad")
                return
        super().submit()

    def save(self, values: dict[str, Any]) -> None:
        number, steps, before, days = self._vacancy_id, self.value(), self._before, self.period.value()

        def work(session: "Session") -> None:
            if days != self._days:
                track.change_objection_days(session, number, days)
            track.change_track(session, number, steps, before=before, today=today())

        self._worker.write(self, work, then=lambda _nothing: self._finish(), failed=self.show_error)

    def show_error(self, error: Exception) -> None:
        super().show_error(error)
        if isinstance(error, RuleViolation):
            self.banner.say(" ".join(problem.text for problem in error.problems), "bad")
            steps = {problem.field for problem in error.problems}
            for step, cells in self.cells.items():
                set_look(cells["active"], tone="bad" if step.value in steps else "")

    def _add_row(self, step: TrackStep) -> None:
        name = track_label(step)
        active, run_by = QCheckBox(name), QComboBox()
        for by in RunBy:
            run_by.addItem(run_by_label(by), by)
        cells: dict[str, Any] = {"active": active, "run_by": run_by}
        for day in DAYS:
            cells[day] = DateField()
            cells[day].setFixedWidth(DAY_WIDTH)
        cells["note"] = line_edit(ROOMY)
        titles = (_("dipakai"), _("pelaksana"), _("rencana mulai"), _("rencana selesai"), _("mulai"))
        place = len(self.cells) + 1
        for column, cell in enumerate(cells.values()):
            title = (*titles, _("selesai"), _("catatan"))[column]
            cell.setAccessibleName(f"{name}, {title}")
            self._grid.addWidget(cell, place, column)
        self.cells[step] = cells

    def _fill(self, steps: list[StepView], days: int, free: Mapping[date, str]) -> None:
        self._before, self._days, self._holidays = steps, days, free
        self.period.setValue(days)
        checked = next(view.passed for view in steps if view.step is TrackStep.ADMINISTRATION)
        self.period.setEnabled(not checked)
        day = today()
        for view in steps:
            cells = self.cells[view.step]
            for name, cell in cells.items():
                adapters.write(cell, getattr(view, name))
            cells["active"].setEnabled(not view.passed and view.step not in ALWAYS)
            for name in ("run_by", "planned_on", "planned_until"):
                cells[name].setEnabled(not view.passed)
            late = view.is_overdue(day)
            set_look(
                cells["planned_until" if view.planned_until else "planned_on"], tone="bad" if late else ""
            )
            cells["active"].setToolTip(
                _("Sudah dilalui.") if view.passed else _("Terlambat.") if late else ""
            )
        self.save_button.setEnabled(True)
        self._say_early()

    def _say_early(self) -> None:
        if not self._before:
            return
        forms = {form.step: form for form in self.value()}
        objection = forms[TrackStep.OBJECTION]
        last = objection.planned_until or objection.planned_on if objection.active else None
        said = day_warnings(forms, last, self._holidays)
        self.early_text.setText(" ".join(said))
        self.early_text.setVisible(bool(said))

    def _finish(self) -> None:
        self._before = []
        self.accept()
        self.said.emit(_("Tahapan seleksi disimpan."))
