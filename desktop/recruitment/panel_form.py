"""Who interviews: the panel of a vacancy."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.words import _
from db.services import letters
from db.services.letters import LetterRow
from db.services.recruitment import interviews
from db.services.recruitment.interviews import MemberForm
from db.services.recruitment.ranking import MemberFacts
from desktop.recruitment.people_lines import NamedPerson, PeopleDialog
from desktop.widgets.basics import label
from desktop.worker import Worker


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
        self.form.add_widget(self.decree)
        worker.read(self, partial(interviews.list_panel, vacancy_id=vacancy_id), then=self._fill)
        worker.read(self, partial(letters.letters_of, vacancy_id=vacancy_id), then=self._tell_decree)

    def save(self, values: dict[str, Any]) -> None:
        members = [MemberForm(person.name, person.institution, person.role) for person in values["people"]]
        opened = self._opened
        work = partial(interviews.set_panel, vacancy_id=self._vacancy_id, members=members, before=opened)
        self.worker.write(self, work, then=lambda _nothing: self._saved(members), failed=self.show_error)

    def _fill(self, panel: list[MemberFacts]) -> None:
        if panel and not self.form.changed():
            people = [NamedPerson(member.name, member.institution, member.role) for member in panel]
            self.form.fill({"people": people})
            self._opened = [MemberForm(member.name, member.institution, member.role) for member in panel]

    def _tell_decree(self, found: list[LetterRow]) -> None:
        """The pakta integritas prints number and day of the newest decree about this panel."""
        decrees = [one for one in found if one.kind is LetterKind.PANEL_DECREE and not one.cancel_reason]
        text = _("Keputusan tim seleksi lowongan ini belum ada; pakta integritas dicetak dengan titik-titik.")
        for one in decrees[-1:]:
            text = _("Keputusan tim seleksi Nomor {number} tanggal {day} dicetak pada pakta integritas.")
            text = text.format(number=one.number, day=long_date(one.dated_on))
        self.decree.setText(text)

    def _saved(self, members: list[MemberForm]) -> None:
        self.said.emit(_("Panel {n} orang disimpan.").format(n=len(members)))
        self.accept()
