"""Who checked the files: the names under the minutes of the administrative selection."""

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from db.rules.letters import TeamMember
from db.rules.recruitment import PanelRole, panel_role_label
from db.rules.words import _
from db.services.letters import IssuedLetter
from db.services.recruitment import administration, vacancies
from desktop.paper import render
from desktop.parts.signer import add_signer
from desktop.recruitment.papers import show_letter
from desktop.recruitment.people_lines import NamedPerson, PeopleDialog
from desktop.worker import Worker

if TYPE_CHECKING:
    from desktop.viewer import PaperDialog

SETTING = "recruitment/team"


class TeamDialog(PeopleDialog):
    """Closes the administrative selection with its minutes; the names are remembered on this computer."""

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(
            parent,
            worker,
            title=_("Berita acara seleksi administrasi"),
            explanation=_(
                "Nama ini tercetak sebagai penanda tangan. Sesudah dicetak, keputusan berkas tetap."
            ),
            heading=_("Tim yang memeriksa berkas"),
            save_text=_("Cetak berita acara"),
        )
        self._vacancy_id = vacancy_id
        self.paper: PaperDialog | None = None
        self.setMinimumWidth(660)
        self.form.fill({"people": _remembered()})
        self.signer = add_signer(self.form, worker)
        worker.read(
            self,
            partial(vacancies.get_vacancy, vacancy_id=vacancy_id),
            then=lambda vacancy: self.signer.show_day(vacancy.form.administration_on),
        )

    def save(self, values: dict[str, Any]) -> None:
        people: list[NamedPerson] = values["people"]
        team = [TeamMember(person.name, panel_role_label(person.role)) for person in people]
        work = partial(
            administration.finish_administration,
            vacancy_id=self._vacancy_id,
            team=team,
            render=render,
            official_id=values["signer"],
        )
        self.worker.write(self, work, then=lambda made: self._saved(made, people), failed=self.show_error)

    def _saved(self, letter: IssuedLetter, people: list[NamedPerson]) -> None:
        pairs = [[person.name, person.role.value] for person in people]
        QSettings().setValue(SETTING, json.dumps(pairs))
        text = _("Berita acara seleksi administrasi nomor {number} dibuat.")
        self.said.emit(text.format(number=letter.number))
        self.accept()
        self.paper = show_letter(self, self.worker, letter)


def _remembered() -> list[NamedPerson]:
    """Whoever checked last time, or nobody yet."""
    try:
        pairs = json.loads(str(QSettings().value(SETTING, "") or "[]"))
        return [NamedPerson(str(name), "", PanelRole(role)) for name, role in pairs]
    except ValueError:
        return []
