"""Who the applicant is and which papers are there, above the requirements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.dates import age_on, long_date
from db.rules.recruitment import applied_label
from db.rules.words import _
from db.services import people, references
from db.services.recruitment import administration, applicants, checkers, papers
from db.services.recruitment.applicants import ApplicantFacts
from db.services.recruitment.checking import CheckRow
from db.services.recruitment.papers import PaperFacts
from desktop.recruitment.words import APPLIED_TONES
from desktop.widgets.basics import Card, Checklist, Pill, label, link, row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


MOST_NAMED = 3  # papers that are missing; the list has all of them


@dataclass(frozen=True)
class ApplicantFile:
    """All that the administrative selection shows of one applicant."""

    facts: ApplicantFacts
    born: date | None
    education: str
    papers: tuple[PaperFacts, ...]
    checks: tuple[CheckRow, ...]
    second: bool  # this user gives the second opinion
    state: str = ""  # where two check: waiting | differs | agreed

    @property
    def blind(self) -> bool:
        """Whether what the first verifier found is not to be seen here yet."""
        return self.second and self.state == "waiting"


def load_file(session: "Session", applicant_id: int, checker: str = "") -> ApplicantFile:
    """Read one applicant's file, for who checks it."""
    facts = applicants.get_applicant(session, applicant_id)
    person = people.get_person(session, facts.person_id)
    levels = {choice.code: choice.text for choice in references.list_choices(session, "educations")}
    return ApplicantFile(
        facts=facts,
        born=person.birth_date,
        education=levels.get(person.education, ""),
        papers=tuple(papers.list_papers(session, applicant_id)),
        checks=tuple(administration.list_checks(session, applicant_id)),
        second=administration.verifies_second(session, applicant_id, checker),
        state=checkers.second_of(session, applicant_id),
    )


class ApplicantHead(QWidget):
    """Name, age on the counting day, desa, education; papers there and missing, the whole list on demand."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.pill, self.facts = label("", "title"), Pill(), label("", "muted")
        self.history_link = link(_("Riwayat"))
        self.papers, self.late = label("", wrap=True), label("", wrap=True, tone="warn")
        self.second = label(_("Pemeriksaan kedua: hasil pemeriksa pertama tidak ditampilkan."), "note")
        self.override = label("", wrap=True, tone="warn")
        self.expired = label("", wrap=True, tone="bad")
        self.papers_link = link(_("Daftar berkas"), self._toggle)
        self.details_link = link(_("Nomor dan pindaian…"))
        self.message_link = link(_("Salin teks WhatsApp"))
        self._lists = (Checklist(), Checklist())
        self._list = Card()
        lists = row(*self._lists, spacing=24)
        lists.setStretch(0, 1)
        lists.setStretch(1, 1)
        self._list.add(lists)
        self._list.hide()
        head = row(self.name, self.pill, None, self.message_link, self.history_link, spacing=12)
        line = row(self.papers, self.papers_link, self.details_link, spacing=12)
        line.setStretch(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self.facts)
        for piece in (self.late, self.second, self.override):
            box.addWidget(piece)
        box.addSpacing(4)
        box.addLayout(line)
        box.addWidget(self.expired)
        box.addWidget(self._list)

    def show_file(self, file: ApplicantFile, desa: str, late: str, counted_on: date) -> None:
        """Show another applicant."""
        facts = file.facts
        self.name.setText(facts.name)
        if file.blind:
            self.pill.set(_("1 dari 2"), "warn")
        elif file.state == "differs":
            self.pill.set(_("berbeda"), "bad")
        else:
            self.pill.set(applied_label(facts.status), APPLIED_TONES[facts.status])
        self.late.setText(late)
        self.late.setVisible(bool(late))
        self.second.setVisible(file.blind)
        said = _("Dikecualikan oleh {who}: {reason}")
        self.override.setText(said.format(who=facts.override_by, reason=facts.override_reason))
        self.override.setVisible(bool(facts.override_reason))
        age = _("tanggal lahir belum diisi")
        if file.born:
            text = _("{age} tahun pada {day}")
            age = text.format(age=age_on(file.born, counted_on), day=long_date(counted_on))
        pieces = (age, desa, file.education, facts.organisation, facts.registration_number)
        self.facts.setText(" · ".join(piece for piece in pieces if piece))
        self._show_papers(file.papers)

    def _show_papers(self, papers: Sequence[PaperFacts]) -> None:
        needed = [(paper.name.split(" (")[0], paper.present) for paper in papers if paper.required]
        missing = [name for name, there in needed if not there]
        counts = _("Berkas wajib {there} dari {all}").format(
            there=len(needed) - len(missing), all=len(needed)
        )
        said = _("belum ada: {names}").format(names=", ".join(missing)) if missing else _("lengkap")
        if len(missing) > MOST_NAMED:
            text = _("belum ada: {names}, dan {n} lainnya")
            said = text.format(names=", ".join(missing[:MOST_NAMED]), n=len(missing) - MOST_NAMED)
        if missing and len(missing) == len(needed):
            said = _("belum ada satu pun")
        expired = [f"{paper.name.split(' (')[0]} {paper.expired}" for paper in papers if paper.expired]
        self.papers.setText(f"{counts}; {said}")
        self.expired.setText("; ".join(expired))
        self.expired.setVisible(bool(expired))
        lines = [
            (
                paper.name if paper.required else _("{paper} (bila ada)").format(paper=paper.name),
                paper.present,
            )
            for paper in papers
        ]
        half = (len(lines) + 1) // 2
        for shown, part in zip(self._lists, (lines[:half], lines[half:]), strict=True):
            shown.set_lines(part)

    def _toggle(self) -> None:
        shown = self._list.isHidden()
        self._list.setVisible(shown)
        self.papers_link.setText(_("Tutup daftar") if shown else _("Daftar berkas"))
