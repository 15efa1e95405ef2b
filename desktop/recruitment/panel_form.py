"""Who interviews: the panel of a vacancy."""

from functools import partial
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.services.recruitment import interviews
from db.services.recruitment.interviews import MemberFacts, MemberForm
from desktop.recruitment.people_lines import NamedPerson, PeopleLines, PersonLine
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.worker import Worker


class PanelDialog(FormDialog):
    """At least three people, one of them chair; it stands once the first score is in."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        self.worker, self._vacancy_id = worker, vacancy_id
        self.people = PeopleLines(with_institution=True)
        form = Form(labels="above")
        rule = _("Paling sedikit tiga orang, tepat satu ketua. Panel tetap setelah nilai pertama masuk.")
        form.add_widget(label(rule, "muted", wrap=True))
        form.add("panel", _("Anggota panel"), self.people, required=True)
        super().__init__(parent, _("Panel wawancara"), form, _("Simpan panel"))
        self.setMinimumWidth(760)
        worker.read(self, partial(interviews.list_panel, vacancy_id=vacancy_id), then=self._fill)

    @property
    def lines(self) -> list[PersonLine]:
        """One line for each member, each with `.name`, `.institution` and `.role`."""
        return self.people.lines

    def save(self, values: dict[str, Any]) -> None:
        members = [MemberForm(person.name, person.institution, person.role) for person in values["panel"]]
        work = partial(interviews.set_panel, vacancy_id=self._vacancy_id, members=members)
        self.worker.write(self, work, then=lambda _nothing: self._saved(members), failed=self.show_error)

    def _fill(self, panel: list[MemberFacts]) -> None:
        if panel and not self.form.changed():
            people = [NamedPerson(member.name, member.institution, member.role) for member in panel]
            self.form.fill({"panel": people})

    def _saved(self, members: list[MemberForm]) -> None:
        self.said.emit(_("Panel {n} orang disimpan.").format(n=len(members)))
        self.accept()
