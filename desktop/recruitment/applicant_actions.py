"""What the buttons of a vacancy's page do for one applicant."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import Applied, Stage
from db.rules.words import _
from db.services.letters import IssuedLetter, LetterRow
from db.services.recruitment import applicants, interviews, messages
from db.services.recruitment.messages import ApplicantMessage
from desktop.clock import today
from desktop.paper import render
from desktop.parts.numbered import with_number
from desktop.recruitment.issuing import Issuing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from desktop.recruitment.state import VacancyState
    from desktop.recruitment.vacancy_page import VacancyPage


class ApplicantActions(Issuing):
    """The half of `Actions` that is about the applicant chosen in the table."""

    page: "VacancyPage"

    @property
    def _id(self) -> int:
        return self.page.vacancy_id

    @property
    def _state(self) -> "VacancyState":
        assert self.page.state is not None, "a button was pressed before the vacancy was read"
        return self.page.state

    @property
    def _kecamatan(self) -> str:
        return self._state.facts.kecamatan

    def add_applicant(self) -> None:
        self._open_applicant(None)

    def edit_applicant(self) -> None:
        if chosen := self.page.chosen():
            self._open_applicant(chosen.id)

    def open_applicant(self) -> None:
        """What Enter and double click do: the data while they may be changed."""
        pressed = self.page.edit_applicant_button
        if pressed.isVisibleTo(self.page) and pressed.isEnabled():
            self.edit_applicant()

    def print_receipt(self) -> None:
        if chosen := self.page.chosen():
            work = partial(applicants.issue_receipt, applicant_id=chosen.id, dated_on=today(), render=render)
            belongs, name = {"applicant_id": chosen.id}, chosen.name
            self._find_earlier(
                LetterKind.RECEIPT, belongs, lambda earlier: self._issue_receipt(work, name, earlier)
            )

    def withdraw(self) -> None:
        if chosen := self.page.chosen():
            self._withdraw(chosen.id, chosen.name, chosen.status is Applied.CHOSEN)

    def disqualify(self) -> None:
        """Somebody is put out of the selection for a reason."""
        if chosen := self.page.chosen():
            text = _("{name} tidak lagi ikut seleksi; lamarannya tetap tercatat dengan alasan ini.")
            self._ask(
                _("Gugurkan pelamar"),
                text.format(name=chosen.name),
                _("Gugurkan"),
                lambda session, values: applicants.disqualify(
                    session, chosen.id, values["reason"], on=values["on"], today=today()
                ),
                lambda _nothing: self.said.emit(_("{name} digugurkan.").format(name=chosen.name)),
                day=(_("Tanggal digugurkan"), today()),
                reason=_("Alasan"),
                danger=True,
            )

    def edit_papers(self) -> None:
        """Number, day, validity and scan of each paper."""
        from desktop.recruitment.applicant_papers import PapersDialog

        if chosen := self.page.chosen():
            self.open_dialog(PapersDialog(self.page, self.worker, chosen.id, chosen.name))

    def import_applicants(self) -> None:
        """Lists from Excel, taken in and taken back."""
        from desktop.recruitment.applicant_imports import ApplicantImportsDialog

        self.open_dialog(ApplicantImportsDialog(self.page, self.worker, self._id, self._kecamatan))

    def withdraw_candidate(self) -> None:
        """Whoever was chosen steps back: those who remain are candidates again."""
        if chosen := self._state.chosen_id:
            self._withdraw(chosen, self._state.chosen, True)

    def take_back_absence(self) -> None:
        """A candidate was noted as absent by mistake."""
        if chosen := self.page.chosen():
            text = _("{name} dapat dinilai lagi.").format(name=chosen.name)
            work = partial(interviews.mark_present, applicant_id=chosen.id)
            self._write(work, lambda _nothing: self.said.emit(text))

    def copy_message(self) -> None:
        """Put what this applicant should be told now on the clipboard."""
        if chosen := self.page.chosen():
            work = partial(messages.applicant_message, applicant_id=chosen.id)
            self.worker.read(self.page, work, then=self._copied)

    def _copied(self, message: ApplicantMessage) -> None:
        QGuiApplication.clipboard().setText(message.text)
        text = _("Teks untuk {name} disalin. Tempelkan di WhatsApp.")
        if message.phone:
            text = _("Teks untuk {name} disalin. Tempelkan di WhatsApp, nomor {phone}.")
        self.said.emit(text.format(name=message.name, phone=message.phone))

    def show_applicant_history(self) -> None:
        if chosen := self.page.chosen():
            self.show_history_of(chosen.name, "applicant", chosen.id)

    def _open_applicant(self, applicant_id: int | None) -> None:
        from desktop.recruitment.applicant_form import ApplicantDialog

        if self._state.facts.stage in (Stage.ANNOUNCED, Stage.ADMINISTRATION):
            dialog = ApplicantDialog(self.page, self.worker, self._id, applicant_id)
            dialog.printed.connect(self.show_letter)
            self.open_dialog(dialog)

    def _withdraw(self, applicant_id: int, name: str, chosen: bool) -> None:
        text = _("{name} tidak lagi ikut seleksi; lamarannya tetap tercatat.")
        if chosen:
            text = _(
                "{name} tidak lagi menjadi calon. Seleksi kembali ke tahap wawancara: nilai calon yang "
                "tersisa tetap berlaku, dan calon lain dapat ditetapkan."
            )
        self._ask(
            _("Mengundurkan diri"),
            text.format(name=name),
            _("Catat pengunduran diri"),
            lambda session, values: applicants.withdraw(
                session, applicant_id, values["reason"], on=values["on"], today=today()
            ),
            lambda _nothing: self.said.emit(_("{name} mengundurkan diri.").format(name=name)),
            day=(_("Tanggal mengundurkan diri"), today()),
            reason=_("Alasan"),
            danger=True,
        )

    def _issue_receipt(
        self, work: "Callable[[Session], IssuedLetter]", name: str, earlier: list[LetterRow]
    ) -> None:
        """The first one at once; another one only after a question."""
        if not earlier:
            self._write(work, self._printed)
            return
        self._ask(
            _("Cetak tanda terima"),
            _("Tanda terima berkas {name}.").format(name=name),
            _("Cetak lagi"),
            lambda session, _values: work(session),
            self._printed,
            earlier=(_("Tanda terima ini"), earlier),
        )

    def _printed(self, letter: IssuedLetter) -> None:
        self.said.emit(_("{letter} dicetak.").format(letter=with_number(letter.subject, letter)))
        self.show_letter(letter)
