"""Who interviews: the panel of a vacancy."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from db.rules.dates import long_date
from db.rules.words import _
from db.services.recruitment import interviews
from db.services.recruitment.interviews import MemberForm, PanelDecree
from db.services.recruitment.standing import MemberFacts
from desktop.clock import today
from desktop.recruitment.day_field import DayField
from desktop.recruitment.people_lines import NamedPerson, PeopleDialog
from desktop.widgets.basics import label
from desktop.widgets.fields import line_edit
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class PanelDialog(PeopleDialog):
    """At least three people, one of them chair; it stands once the first score is in."""

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(
            parent,
            worker,
            title=_("Panel wawancara"),
            explanation=_(
                "Paling sedikit tiga orang, tepat satu ketua. Panel tetap setelah nilai pertama masuk."
            ),
            heading=_("Anggota panel"),
            save_text=_("Simpan panel"),
            with_institution=True,
        )
        self._vacancy_id = vacancy_id
        self._opened: list[MemberForm] = []
        self.setMinimumWidth(760)
        self.decree = label("", "note", wrap=True)
        self.decree_number, self.decree_on = line_edit(80), DayField()
        self.form.add_widget(self.decree)
        self.form.add("decree_number", _("Nomor keputusan tim seleksi"), self.decree_number)
        self.form.add("decree_on", _("Tanggal keputusan"), self.decree_on)
        self._show_decree(PanelDecree())
        worker.read(self, partial(_load, vacancy_id=vacancy_id), then=lambda loaded: self._fill(*loaded))

    def save(self, values: dict[str, Any]) -> None:
        members = [MemberForm(person.name, person.institution, person.role) for person in values["people"]]
        vacancy_id, opened, known = self._vacancy_id, self._opened, self._decree
        decree = known
        if not known.is_letter:
            decree = PanelDecree(values["decree_number"] or "", values["decree_on"])

        def work(session: "Session") -> None:
            interviews.set_panel(session, vacancy_id, members, before=opened)
            interviews.set_panel_decree(session, vacancy_id, decree, before=known, today=today())

        self.worker.write(self, work, then=lambda _nothing: self._saved(members), failed=self.show_error)

    def _fill(self, panel: list[MemberFacts], decree: PanelDecree) -> None:
        if not self.form.changed():
            people = [NamedPerson(member.name, member.institution, member.role) for member in panel]
            self.form.fill({"people": people or None, "decree_number": decree.number, "decree_on": decree.on})
            self._opened = [MemberForm(member.name, member.institution, member.role) for member in panel]
            self._show_decree(decree)

    def _show_decree(self, decree: PanelDecree) -> None:
        """A letter of this vacancy is cited; one that was made outside the program is typed."""
        self._decree = decree
        text = _(
            "Keputusan tim seleksi yang dibuat di luar program diketik di sini. Pakta integritas dan berita "
            "acara mencetaknya; tanpa isian dicetak titik-titik."
        )
        if decree.is_letter and decree.on is not None:
            text = _(
                "Keputusan tim seleksi Nomor {number} tanggal {day} dicetak pada pakta integritas dan "
                "berita acara."
            )
            text = text.format(number=decree.number, day=long_date(decree.on))
        self.decree.setText(text)
        for field in ("decree_number", "decree_on"):
            self.form.show_field(field, not decree.is_letter)

    def _saved(self, members: list[MemberForm]) -> None:
        self.said.emit(_("Panel {n} orang disimpan.").format(n=len(members)))
        self.accept()


def _load(session: "Session", vacancy_id: int) -> tuple[list[MemberFacts], PanelDecree]:
    return interviews.list_panel(session, vacancy_id), interviews.get_panel_decree(session, vacancy_id)
