"""What the buttons of a vacancy's page do."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QWidget

from db.rules.recruitment import Stage
from db.rules.words import _, ngettext
from db.services import decrees
from db.services.letters import IssuedLetter
from db.services.recruitment import applicants, interviews, proposals, vacancies
from desktop.clock import today
from desktop.errors import show_error
from desktop.paper import join, render, render_score_sheets
from desktop.recruitment.next_step import Action
from desktop.recruitment.opener import Opener
from desktop.recruitment.question import QuestionDialog

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.recruitment.state import VacancyState
    from desktop.recruitment.vacancy_page import VacancyPage

T = TypeVar("T")


class Actions(Opener):
    """Each method is one button; the page refreshes by itself when the data have changed."""

    def __init__(self, page: "VacancyPage") -> None:
        self.page = page
        self.worker, self.said = page.worker, page.said

    def take(self, action: Action) -> None:
        """Do what the primary button says."""
        steps: dict[Action, Callable[[], object]] = {
            Action.ANNOUNCE: self.announce,
            Action.ADD_APPLICANT: self.add_applicant,
            Action.CHECK_FILES: self.check_files,
            Action.FINISH_ADMINISTRATION: self.finish_administration,
            Action.SET_PANEL: self.set_panel,
            Action.ISSUE_CALLS: self.issue_calls,
            Action.ENTER_SCORES: self.enter_scores,
            Action.DECIDE: self.decide,
            Action.PROPOSE: self.propose,
            Action.TRACK: self.track,
            Action.PRESENT: self.present,
            Action.SHOW_OFFICER: self.show_officer,
            Action.CANCEL: self.cancel,
            Action.REOPEN: self.reopen,
        }
        if action in steps:
            steps[action]()

    # The vacancy

    def edit(self) -> None:
        from desktop.recruitment.vacancy_form import VacancyDialog

        self.open_dialog(VacancyDialog(self.page, self.worker, vacancy_id=self._id))

    def announce(self) -> None:
        self._write(partial(vacancies.announce, vacancy_id=self._id, render=render), self._announced)

    def close_registration(self) -> None:
        number = len(self._state.statuses)
        text = _(
            "{number} pelamar sudah dicatat untuk Kecamatan {name}. Sesudah ditutup, tidak ada pelamar yang "
            "dapat ditambahkan dan berkas mulai diperiksa."
        )
        self._ask(
            _("Tutup pendaftaran"),
            text.format(number=number, name=self._kecamatan),
            _("Tutup pendaftaran"),
            lambda session, _values: vacancies.close_registration(session, self._id),
            lambda _nothing: self.said.emit(_("Pendaftaran ditutup dengan {n} pelamar.").format(n=number)),
        )

    def cancel(self) -> None:
        text = _("Lowongan Kecamatan {name} dihentikan. Data dan surat yang sudah ada tetap tersimpan.")
        self._ask(
            _("Batalkan lowongan"),
            text.format(name=self._kecamatan),
            _("Batalkan lowongan"),
            lambda session, values: vacancies.cancel_vacancy(session, self._id, values["reason"]),
            lambda _nothing: self.said.emit(_("Lowongan {name} dibatalkan.").format(name=self._kecamatan)),
            reason=_("Alasan pembatalan"),
            danger=True,
        )

    def reopen(self) -> None:
        self.page.navigate.emit("recruitment/open", self._state.facts.form.kecamatan_code)

    def show_history(self) -> None:
        title = _("Lowongan Kecamatan {name}").format(name=self._kecamatan)
        self.show_history_of(title, "vacancy", self._id)

    # Applicants

    def add_applicant(self) -> None:
        self._open_applicant(None)

    def edit_applicant(self) -> None:
        if chosen := self.page.chosen():
            self._open_applicant(chosen.id)

    def open_applicant(self) -> None:
        """What Enter and double click do: the data while they may be changed."""
        if self.page.edit_applicant_button.isVisibleTo(self.page):
            self.edit_applicant()

    def print_receipt(self) -> None:
        if chosen := self.page.chosen():
            work = partial(applicants.issue_receipt, applicant_id=chosen.id, dated_on=today(), render=render)
            self._write(work, self._printed)

    def withdraw(self) -> None:
        if chosen := self.page.chosen():
            applicant_id, name = chosen.id, chosen.name
            self._ask(
                _("Mengundurkan diri"),
                _("{name} tidak lagi ikut seleksi; lamarannya tetap tercatat.").format(name=name),
                _("Catat pengunduran diri"),
                lambda session, values: applicants.withdraw(session, applicant_id, values["reason"]),
                lambda _nothing: self.said.emit(_("{name} mengundurkan diri.").format(name=name)),
                reason=_("Alasan"),
                danger=True,
            )

    def show_applicant_history(self) -> None:
        if chosen := self.page.chosen():
            self.show_history_of(chosen.name, "applicant", chosen.id)

    # Administration

    def check_files(self) -> None:
        from desktop.recruitment.administration import AdministrationDialog

        self.open_dialog(AdministrationDialog(self.page, self.worker, self._id))

    def check_chosen(self) -> None:
        from desktop.recruitment.administration import AdministrationDialog

        if chosen := self.page.chosen():
            self.open_dialog(AdministrationDialog(self.page, self.worker, self._id, chosen.id))

    def finish_administration(self) -> None:
        from desktop.recruitment.administration import TeamDialog

        self.open_dialog(TeamDialog(self.page, self.worker, self._id))

    # Interview

    def set_panel(self) -> None:
        from desktop.recruitment.panel_form import PanelDialog

        self.open_dialog(PanelDialog(self.page, self.worker, self._id))

    def issue_calls(self) -> None:
        number = self._state.candidates
        text = ngettext(
            "Satu surat panggilan untuk {number} calon.",
            "Satu surat panggilan untuk masing-masing dari {number} calon.",
            number,
        )
        self._ask(
            _("Cetak panggilan wawancara"),
            text.format(number=number),
            _("Cetak panggilan"),
            lambda session, values: interviews.issue_calls(
                session, self._id, dated_on=values["on"], render=render
            ),
            partial(self._print_all, _("Panggilan wawancara Kecamatan {name}")),
            day=(_("Tanggal surat"), self._state.facts.form.administration_on),
        )

    def print_score_sheets(self) -> None:
        title = _("Lembar nilai Kecamatan {name}").format(name=self._kecamatan)

        def work(session: "Session") -> bytes:
            return render_score_sheets(interviews.score_sheet_facts(session, self._id))

        self.worker.read(self.page, work, then=partial(self.show_paper, title))

    def enter_scores(self) -> None:
        from desktop.recruitment.scores import ScoresDialog

        self.open_dialog(ScoresDialog(self.page, self.worker, self._id))

    def decide(self) -> None:
        from desktop.recruitment.decision import DecisionDialog

        self.open_dialog(DecisionDialog(self.page, self.worker, self._id))

    # Proposal and decree

    def propose(self) -> None:
        text = _("Surat usulan pengangkatan {name} sebagai TKSK Kecamatan {kecamatan}.")
        self._ask(
            _("Buat surat usulan"),
            text.format(name=self._state.chosen, kecamatan=self._kecamatan),
            _("Cetak surat usulan"),
            lambda session, values: proposals.propose_candidate(
                session, self._id, dated_on=values["on"], render=render
            ),
            self._printed,
            day=(_("Tanggal surat"), today()),
        )

    def track(self) -> None:
        from desktop.recruitment.proposal import TrackDialog

        if proposal := self._state.proposal:
            self.open_dialog(TrackDialog(self.page, self.worker, proposal.id, proposal.status))

    def record_decree(self) -> None:
        from desktop.recruitment.proposal import VacancyDecreeDialog

        self.open_dialog(VacancyDecreeDialog(self.page, self.worker, self._id))

    def present(self) -> None:
        decree_id = self._state.decree_id
        if decree_id is None:
            return
        text = _("Surat kepada Camat {kecamatan} yang menghadapkan {name}.")
        self._ask(
            _("Cetak surat penghadapan"),
            text.format(name=self._state.chosen, kecamatan=self._kecamatan),
            _("Cetak surat penghadapan"),
            lambda session, values: decrees.issue_presentations(
                session, decree_id, dated_on=values["on"], render=render
            ),
            partial(self._print_all, _("Surat penghadapan Kecamatan {name}")),
            day=(_("Tanggal surat"), today()),
        )

    def show_officer(self) -> None:
        self.page.navigate.emit("officers/post", self._state.facts.form.kecamatan_code)

    # How

    def _widget(self) -> QWidget:
        return self.page

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

    def _open_applicant(self, applicant_id: int | None) -> None:
        from desktop.recruitment.applicant_form import ApplicantDialog

        if self._state.facts.stage in (Stage.ANNOUNCED, Stage.ADMINISTRATION):
            dialog = ApplicantDialog(self.page, self.worker, self._id, applicant_id)
            dialog.printed.connect(self.show_letter)
            self.open_dialog(dialog)

    def _ask(
        self,
        title: str,
        text: str,
        action: str,
        work: "Callable[[Session, dict[str, Any]], Any]",
        then: Callable[[Any], object],
        **asked: Any,
    ) -> None:
        dialog = QuestionDialog(self.page, self.worker, title, text, action, work, **asked)
        dialog.done_with.connect(then)
        self.open_dialog(dialog)

    def _write(self, work: "Callable[[Session], T]", then: Callable[[T], object]) -> None:
        """Without a question before it: the button waits until the answer is there."""
        pressed = self.page.next_button
        pressed.setEnabled(False)

        def answered(answer: T) -> None:
            pressed.setEnabled(True)
            then(answer)

        def failed(error: Exception) -> None:
            pressed.setEnabled(True)
            show_error(self.page, error)

        self.worker.write(self.page, work, then=answered, failed=failed)

    def _announced(self, letter: IssuedLetter) -> None:
        self.said.emit(_("Pengumuman {number} dicetak; pelamar dapat dicatat.").format(number=letter.number))
        self.show_letter(letter)

    def _printed(self, letter: IssuedLetter) -> None:
        self.said.emit(_("{subject} dicetak: {number}.").format(subject=letter.subject, number=letter.number))
        self.show_letter(letter)

    def _print_all(self, title: str, letters: list[IssuedLetter]) -> None:
        """Several letters as one paper, with the number of each as bookmark."""
        named = title.format(name=self._kecamatan)
        text = ngettext("{title}: {n} surat dicetak.", "{title}: {n} surat dicetak.", len(letters))
        self.said.emit(text.format(title=named, n=len(letters)))
        pdfs, numbers = [letter.pdf for letter in letters], [letter.number for letter in letters]
        self.worker.run(self.page, lambda: join(pdfs, numbers), then=partial(self.show_paper, named))
