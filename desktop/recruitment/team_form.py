"""Who checked the files: the names under the minutes of the administrative selection."""

import json
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from db.rules.letters import AdministrationMinutesFacts, TeamMember
from db.rules.recruitment import PanelRole, panel_role_label
from db.rules.words import _
from db.services.letters import IssuedLetter
from db.services.recruitment import administration
from desktop.clock import today
from desktop.paper import render
from desktop.parts.look import add_look
from desktop.parts.numbered import with_number
from desktop.parts.signer import add_signer
from desktop.recruitment.day_field import DayField
from desktop.recruitment.papers import show_letter
from desktop.recruitment.people_lines import NamedPerson, PeopleDialog
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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
        self.form.add("on", _("Tanggal berita acara"), DayField())
        self.signer = add_signer(self.form, worker, self.form.widget("on"))
        self.look = add_look(self, worker, self._stated, self._day_of)
        work = partial(administration.minutes_day, vacancy_id=vacancy_id, today=today())
        worker.read(self, work, then=self._propose_day)

    def _propose_day(self, day: date) -> None:
        field = self.form.widget("on")
        if field.value() is None:
            field.set_value(day)
            self.form.take_as_original("on")

    def _day_of(self, values: dict[str, Any]) -> date | None:
        """The day of the minutes, once there is somebody to sign them."""
        return values.get("on") if values["people"] else None

    def _stated(self, session: "Session", values: dict[str, Any]) -> list[AdministrationMinutesFacts]:
        team = _team(values["people"] or [])
        return [administration.minutes_facts(session, self._vacancy_id, team, held_on=values["on"])]

    def save(self, values: dict[str, Any]) -> None:
        people: list[NamedPerson] = values["people"]
        work = partial(
            administration.finish_administration,
            vacancy_id=self._vacancy_id,
            team=_team(people),
            render=render,
            official_id=values["signer"],
            dated_on=values["on"],
        )
        self.worker.write(self, work, then=lambda made: self._saved(made, people), failed=self.show_error)

    def _saved(self, letter: IssuedLetter, people: list[NamedPerson]) -> None:
        pairs = [[person.name, person.role.value] for person in people]
        QSettings().setValue(SETTING, json.dumps(pairs))
        named = with_number(_("Berita acara seleksi administrasi"), letter)
        self.said.emit(_("{letter} dibuat.").format(letter=named))
        self.accept()
        self.paper = show_letter(self, self.worker, letter)


def _team(people: list[NamedPerson]) -> list[TeamMember]:
    return [TeamMember(person.name, panel_role_label(person.role)) for person in people]


def _remembered() -> list[NamedPerson]:
    """Whoever checked last time, or nobody yet."""
    try:
        pairs = json.loads(str(QSettings().value(SETTING, "") or "[]"))
        return [NamedPerson(str(name), "", PanelRole(role)) for name, role in pairs]
    except ValueError:
        return []
