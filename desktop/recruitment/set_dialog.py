"""The default rules of a selection: shown, changed, and kept as a new dated set."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from db.rules.access import Right
from db.rules.problems import RuleViolation
from db.rules.words import _
from db.services.recruitment import vacancies
from db.services.recruitment.vacancies import SetFacts
from desktop.clock import today
from desktop.parts.rights import allow
from desktop.recruitment.day_field import DayField
from desktop.recruitment.rules_editor import RulesEditor
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DecimalField
from desktop.widgets.form import Form
from desktop.worker import Worker

FORM_WIDTH, WIDTH, HEIGHT = 400, 1200, 700


class SetDialog(FormDialog):
    """Vacancies that run keep their own copy; the next vacancy begins with the newest set."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Set seleksi bawaan"), form, _("Simpan sebagai set baru"))
        self._worker = worker
        self.in_force = label("", "muted", wrap=True)
        form.section(_("Set yang berlaku"))
        form.add_widget(self.in_force)
        form.section(_("Set baru"))
        form.add("name", _("Nama set"), QLineEdit(maxLength=160), required=True)
        form.add("valid_from", _("Berlaku mulai"), DayField(), required=True)
        form.add("pass_mark", _("Ambang lulus"), DecimalField(2, 0, 100), required=True)
        form.add_widget(
            label(_("Lowongan yang sedang berjalan tetap memakai aturannya sendiri."), "note", wrap=True)
        )
        self.rules = RulesEditor(worker)
        self.add_side(self.rules, 1)
        self._area.setMinimumWidth(FORM_WIDTH)
        self._area.setMaximumWidth(FORM_WIDTH)
        self.resize(WIDTH, HEIGHT)
        self.wished_height = HEIGHT
        self.save_button.setEnabled(False)
        allow(worker, Right.OFFICE, self.save_button)
        day = today()
        worker.read(
            self, lambda session: vacancies.default_set(session, day), self._fill, failed=self.show_error
        )

    def save(self, values: dict[str, Any]) -> None:
        rules = self.rules.rules(values["pass_mark"])
        self._worker.write(
            self,
            lambda session: vacancies.save_set(session, values["name"], values["valid_from"], rules),
            then=lambda _id: self._finish(values["name"]),
            failed=self.show_error,
        )

    def show_error(self, error: Exception) -> None:
        if isinstance(error, RuleViolation) and any(p.field == "weight" for p in error.problems):
            self.rules.show_criteria()
        super().show_error(error)

    def changed(self) -> bool:
        return super().changed() or self.rules.changed()

    def _fill(self, rules: SetFacts) -> None:
        self.in_force.setText(rules.name)
        name = _("{name}, perubahan {year}").format(name=rules.name.split(",")[0], year=today().year)
        self.form.fill({"name": name, "valid_from": today(), "pass_mark": rules.pass_mark})
        self.rules.set_rules(rules)
        self.save_button.setEnabled(True)

    def _finish(self, name: str) -> None:
        self.accept()
        self.said.emit(_("Set seleksi “{name}” disimpan.").format(name=name))
