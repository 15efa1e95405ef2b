"""The sets of rules of a selection: chosen, changed, and kept as they were or as a new dated set."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.words import _
from db.services.recruitment import sets
from db.services.recruitment.sets import SetFacts
from desktop.clock import today
from desktop.parts.rights import allow
from desktop.recruitment.day_field import DayField
from desktop.recruitment.rules_dialog import RulesDialog
from desktop.widgets.basics import button, label
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WIDTHS = (400, 1200)  # of the form, and of the whole


class SetDialog(RulesDialog):
    """Vacancies that run keep their own copy; the next vacancy begins with the newest set in force."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        form = Form(labels="above", compact=True)
        title, action = _("Set seleksi bawaan"), _("Simpan sebagai set baru")
        super().__init__(parent, worker, title, form, action, WIDTHS)
        self._worker = worker
        self._opened: SetFacts | None = None
        self._changing = False
        self._offered = ""  # the name for a new set
        self.in_force = label("", "muted", wrap=True)
        form.section(_("Set yang dibuka"))
        form.add_widget(self.in_force)
        form.section(_("Nama dan masa berlaku"))
        form.add("name", _("Nama set"), QLineEdit(maxLength=160), required=True)
        form.add("valid_from", _("Berlaku mulai"), DayField(), required=True)
        form.add_widget(
            label(
                _(
                    "Lowongan yang sedang berjalan tetap memakai aturannya sendiri. Set lain dipilih di atas "
                    "daftar; saat lowongan dibuka, set juga dapat dipilih."
                ),
                "note",
                wrap=True,
            )
        )
        self.change_button = button(_("Ubah set ini"), "pencil-outline", on_click=self.change)
        self.buttons.insertWidget(1, self.change_button)
        self.change_button.setEnabled(False)
        self.save_button.setEnabled(False)
        allow(worker, Right.OFFICE, self.save_button, self.change_button)
        self.rules.set_chosen.connect(self._fill)
        day = today()
        worker.read(self, lambda session: sets.default_set(session, day), self._fill, failed=self.show_error)

    def change(self) -> None:
        """Keep what is typed in the set itself, not as a new one."""
        self._changing = True
        self.submit()
        self._changing = self._saving

    def save(self, values: dict[str, Any]) -> None:
        rules, before = self.rules.rules(), self._opened
        name, day, changing = values["name"], values["valid_from"], self._changing
        if changing and before is not None:  # what was only offered for a new set does not change this one
            name = before.name if name == self._offered else name
            day = before.valid_from if day == today() and before.valid_from else day

        def work(session: "Session") -> None:
            if changing and before is not None:
                sets.change_set(session, name, day, rules, before=before)
            else:
                sets.save_set(session, name, day, rules)

        self._worker.write(self, work, then=lambda _done: self._finish(name), failed=self.show_error)

    def show_error(self, error: Exception) -> None:
        self._changing = False
        super().show_error(error)

    def _fill(self, rules: SetFacts) -> None:
        first, self._opened = self._opened is None, rules
        if rules.valid_from is not None:
            text = _("{name}, berlaku mulai {day}")
            self.in_force.setText(text.format(name=rules.name, day=long_date(rules.valid_from)))
        self._offered = _("{name}, perubahan {year}").format(name=rules.name.split(",")[0], year=today().year)
        self.form.fill({"name": self._offered, "valid_from": today()})
        self.save_button.setEnabled(True)
        self.change_button.setEnabled(True)
        if first:
            self.rules.set_rules(rules)
            self.rules.offer_sets(today())

    def _finish(self, name: str) -> None:
        self.accept()
        self.said.emit(_("Set seleksi “{name}” disimpan.").format(name=name))
