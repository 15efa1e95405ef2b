"""How a selection counts: scale, components, marks, the ladder for equal scores; fixed at the first score."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.rules.access import Right
from db.rules.selection import Component, Scale, TieStep, scale_label, tie_label
from db.rules.words import _
from db.services.recruitment import components
from db.services.recruitment.components import ScoringFacts, ScoringForm
from db.services.recruitment.reckoning import TESTS
from desktop.parts.rights import allow, may
from desktop.recruitment.order_field import OrderField
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DecimalField, WholeField
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.theme import set_look
from desktop.worker import Worker

NOUGHT = Decimal(0)
SCALE_WIDTH = 156


class CountingForm(Form):
    """The rules of counting, of a set and of a vacancy; the formula stands in words below the weights."""

    def __init__(self, *first: QWidget) -> None:
        super().__init__(labels="above", columns=4, compact=True, gap=6)
        self.ladder = OrderField({step: tie_label(step) for step in TieStep}, ticked=True)
        self.formula = label("", wrap=True)
        for piece in first:
            self.add_widget(piece)
        for name, text in (
            ("written", _("Bobot tes tertulis")),
            ("computer", _("Bobot tes komputer")),
            ("interview", _("Bobot wawancara")),
        ):
            self.add(f"{name}_weight", text, DecimalField(2, 0, 100), required=True)
        self.add("pass_mark", _("Ambang lulus"), DecimalField(2, 0, 100), required=True)
        for name, text in (
            ("written", _("Minimum tertulis")),
            ("computer", _("Minimum komputer")),
            ("interview", _("Minimum wawancara")),
        ):
            self.add(f"{name}_minimum", text, DecimalField(2, 0, 100))
        self.add("spread_limit", _("Batas selisih"), DecimalField(2, 0, 100), required=True)
        self.widget("spread_limit").setToolTip(_("Selisih nilai penilai yang wajib dijelaskan panel"))
        self.add_widget(self.formula)
        self.add("least_members", _("Penilai minimal"), WholeField(1), required=True)
        scales = ChoiceField((scale, scale_label(scale)) for scale in Scale)
        scales.setMaximumWidth(SCALE_WIDTH)
        self.add("scale", _("Skala nilai"), scales, required=True)

    def add_ladder(self) -> None:
        """The last field, behind what somebody else adds."""
        text = _("Bila nilai akhir sama: urutan pembeda (centang dan susun)")
        self.add("tie_ladder", text, self.ladder, wide=True)

    def typed(self) -> ScoringForm:
        """What is typed; an empty weight is nought, and a mark that cannot be read yet too."""
        asked = {"written_minimum", "computer_minimum", "interview_minimum"}
        values = self.values()
        given = {field.name: values[field.name] for field in fields(ScoringForm)}
        for name, value in given.items():
            if value is None and name not in asked:
                given[name] = 0 if name == "least_members" else NOUGHT
        given["scale"] = Scale(values["scale"] or Scale.HUNDRED)
        return ScoringForm(**given)

    def say_formula(
        self, criteria: Sequence[Decimal], used: frozenset[Component] = frozenset(Component)
    ) -> None:
        """The formula of what is typed, or what is wrong with it."""
        form = self.typed()
        problems = components.check_scoring(form)
        said = components.formula_of(form, used, criteria)
        self.formula.setText(problems[0].text if problems else said)
        set_look(self.formula, tone="bad" if problems else "")


class ScoringDialog(FormDialog):
    """The rules of a vacancy that is open, until the first score."""

    said = Signal(str)
    form: CountingForm

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        self.frozen_text = label("", wrap=True, tone="warn")
        self.frozen_text.hide()
        form = CountingForm(self.frozen_text)
        form.add_ladder()
        super().__init__(parent, _("Aturan penilaian"), form, _("Simpan"))
        self._worker, self._vacancy_id = worker, vacancy_id
        self._facts: ScoringFacts | None = None
        self.ladder, self.formula = form.ladder, form.formula
        take_room(self, 720, 640)
        form.edited.connect(lambda _field: self._say_formula())
        form.setEnabled(False)
        self.save_button.setEnabled(False)
        work = partial(components.get_scoring, vacancy_id=vacancy_id)
        worker.read(self, work, then=self._show, failed=self.show_error)

    def save(self, _values: dict[str, Any]) -> None:
        assert self._facts is not None, "the button waits for what is read"
        work = partial(
            components.save_scoring,
            vacancy_id=self._vacancy_id,
            form=self.form.typed(),
            before=self._facts.form,
        )
        self._worker.write(self, work, then=lambda _nothing: self._saved(), failed=self.show_error)

    def _show(self, facts: ScoringFacts) -> None:
        self._facts = facts
        self.setWindowTitle(_("Aturan penilaian Kecamatan {name}").format(name=facts.kecamatan))
        self.form.fill(vars(facts.form))
        may_change = not facts.frozen and may(self._worker, Right.RECRUITMENT)
        self.form.setEnabled(may_change)
        self.save_button.setEnabled(may_change)
        allow(self._worker, Right.RECRUITMENT, self.save_button)
        self.save_button.setVisible(may_change)
        self.cancel_button.setText(_("Batal") if may_change else _("Tutup"))
        self.frozen_text.setText(
            facts.frozen or _("Aturan ini tidak dapat diubah lagi sesudah nilai pertama masuk.")
        )
        set_look(self.frozen_text, tone="warn" if facts.frozen else "")
        self.frozen_text.show()
        self._say_formula()
        self.form.focus_first()

    def _say_formula(self) -> None:
        if self._facts is not None:
            form = self.form.typed()
            weighed = {test for test in TESTS if getattr(form, f"{test}_weight") > 0}
            self.form.say_formula(self._facts.criteria, self._facts.used | weighed)

    def _saved(self) -> None:
        self.said.emit(_("Aturan penilaian disimpan."))
        self.accept()
