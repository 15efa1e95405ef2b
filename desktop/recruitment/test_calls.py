"""Calls to the written or the computer test: which, when, where; one letter to each candidate."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.rules.selection import component_label
from db.rules.words import _
from db.services.recruitment import test_calls
from db.services.recruitment.test_calls import Sitting, SittingPlan
from desktop.clock import today
from desktop.paper import render
from desktop.parts.signer import add_signer
from desktop.recruitment.day_field import DayField
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from db.services.letters import IssuedLetter


class TestCallDialog(FormDialog):
    """The planned day is proposed; hour and place as those of the interview, to be changed."""

    issued = Signal(object)  # the letters

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        form = Form(labels="above", compact=True)
        self._worker, self._vacancy_id = worker, vacancy_id
        self._plan = SittingPlan({}, "", "")
        self.test, self.held_on, self.dated_on = ChoiceField(), DayField(), DayField()
        form.add("test", _("Tes"), self.test, required=True)
        form.add("on", _("Hari tes"), self.held_on, required=True)
        form.add("time", _("Jam"), line_edit(40), required=True)
        form.add("place", _("Tempat"), line_edit(200), required=True)
        form.add("dated_on", _("Tanggal surat"), self.dated_on, required=True)
        self.signer = add_signer(form, worker, self.dated_on)
        super().__init__(parent, _("Panggilan tes"), form, _("Cetak panggilan"))
        self.setMinimumWidth(560)
        self.wished_height = 560
        self.save_button.setEnabled(False)
        form.edited.connect(self._follow)
        work = partial(test_calls.plan_of, vacancy_id=vacancy_id)
        worker.read(self, work, then=self._fill, failed=self.show_error)

    def save(self, values: dict[str, Any]) -> None:
        sitting = Sitting(values["test"], values["on"], values["time"], values["place"])
        work = partial(
            test_calls.issue_to_sit,
            vacancy_id=self._vacancy_id,
            sitting=sitting,
            dated_on=values["dated_on"],
            render=render,
            official_id=values["signer"],
        )
        self._worker.write(self, work, then=self._done, failed=self.show_error)

    def _fill(self, plan: SittingPlan) -> None:
        self._plan = plan
        self.test.set_choices((test, component_label(test)) for test in plan.days)
        first = next(iter(plan.days), None)
        day = plan.days[first] if first else None
        letter = min(today(), day) if day else today()
        self.form.fill({"test": first, "on": day, "time": plan.time, "place": plan.place, "dated_on": letter})
        self.save_button.setEnabled(bool(plan.days))
        self._warn()

    def _follow(self, field: str) -> None:
        if field == "test":
            self.held_on.set_value(self._plan.days.get(self.test.value()))
        self._warn()

    def _warn(self) -> None:
        day, letter = self.held_on.value(), self.dated_on.value()
        same = day is not None and day == letter
        text = _("Surat bertanggal hari tes itu sendiri; pastikan calon sudah menerimanya sebelum tes.")
        self.form.note("dated_on", text if same else "", "warn")

    def _done(self, made: "list[IssuedLetter]") -> None:
        self.accept()
        self.issued.emit(made)
