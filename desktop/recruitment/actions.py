"""What the buttons of a vacancy's page do."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.rules.dates import day_and_date, long_date
from db.rules.letter_kinds import LetterKind
from db.rules.words import _, ngettext
from db.services import decree_letters
from db.services.letters import IssuedLetter
from db.services.recruitment import calls, cancellation, proposals, vacancies
from db.services.recruitment.cancellation import Begun, CancellationLetter
from desktop.clock import today
from desktop.errors import show_error
from desktop.paper import join, render, render_set
from desktop.parts.numbered import with_number
from desktop.recruitment.next_step import Action
from desktop.recruitment.proposal_actions import ProposalActions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.recruitment.vacancy_page import VacancyPage


class Actions(ProposalActions):
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
            Action.ENTER_TESTS: self.enter_tests,
            Action.SHOW_RANKING: self.show_ranking,
            Action.DECIDE: self.decide,
            Action.CHOOSE_NOBODY: self.decide,
            Action.ATTACH: self.attach,
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
        day = self._state.facts.form.opened_on
        text = _("Pengumuman tertanggal {day}. Sesudah dicetak, pelamar dapat dicatat.")
        self._ask_letter(
            LetterKind.ANNOUNCEMENT,
            {"vacancy_id": self._id},
            _("Cetak pengumuman"),
            text.format(day=day_and_date(day)),
            _("Cetak pengumuman"),
            lambda session, values: vacancies.announce(
                session, self._id, render=render, official_id=values["signer"]
            ),
            self._announced,
            signer=day,
            look=lambda session, _values: [calls.announcement_facts(session, self._id)],
        )

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
        """Say first what has been begun: who was called in, whether scores were given."""
        work = partial(cancellation.begun_so_far, vacancy_id=self._id)
        self.worker.read(self.page, work, self._ask_cancel, partial(show_error, self.page))

    def _ask_cancel(self, begun: Begun) -> None:
        text = _("Lowongan Kecamatan {name} dihentikan. Data dan surat yang sudah ada tetap tersimpan.")
        said = [text.format(name=self._kecamatan)]
        if begun.called:
            text = _("Sudah dipanggil: {names}. Sesudah ini surat pemberitahuan kepada mereka disiapkan.")
            said.append(text.format(names=", ".join(begun.called)))
        if begun.scored:
            said.append(_("Nilai sudah ada yang diisi; nilai itu tidak dipakai lagi."))
        self._ask(
            _("Batalkan lowongan"),
            " ".join(said),
            _("Batalkan lowongan"),
            lambda session, values: vacancies.cancel_vacancy(session, self._id, values["reason"]),
            lambda _nothing: self._cancelled(begun),
            reason=_("Alasan pembatalan"),
            danger=True,
        )

    def _cancelled(self, begun: Begun) -> None:
        self.said.emit(_("Lowongan {name} dibatalkan.").format(name=self._kecamatan))
        if begun.called:
            self.tell_cancelled()

    def tell_cancelled(self) -> None:
        """The letter to everybody who was called in, filled in, in the form of letters."""

        def compose(letter: CancellationLetter) -> None:
            payload = {"kind": LetterKind.OFFICIAL_LETTER, "vacancy_id": self._id, **vars(letter)}
            self.page.navigate.emit("letters/compose", payload)

        work = partial(cancellation.cancellation_letter, vacancy_id=self._id)
        self.worker.read(self.page, work, compose, partial(show_error, self.page))

    def reopen(self) -> None:
        self.page.navigate.emit("recruitment/open", self._state.facts.form.kecamatan_code)

    def show_history(self) -> None:
        title = _("Lowongan Kecamatan {name}").format(name=self._kecamatan)
        self.show_history_of(title, "vacancy", self._id)

    def note_refusal(self) -> None:
        text = _(
            "Usulan {name} ditolak kementerian. Seleksi kembali ke tahap wawancara: nilai calon yang tersisa "
            "tetap berlaku, dan calon lain dapat ditetapkan."
        )
        name = self._state.chosen
        self._ask(
            _("Usulan ditolak"),
            text.format(name=name),
            _("Catat penolakan"),
            lambda session, values: proposals.note_refusal(
                session, self._id, values["reason"], on=values["on"], today=today()
            ),
            lambda _nothing: self.said.emit(_("Penolakan usulan {name} dicatat.").format(name=name)),
            day=(_("Tanggal penolakan"), today()),
            reason=_("Alasan"),
            danger=True,
        )

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
        number, form = self._state.candidates, self._state.facts.form
        day = max(form.administration_on, min(today(), form.interview_on))  # nothing is dated back
        text = ngettext(
            "Satu surat panggilan untuk {number} calon.",
            "Satu surat panggilan untuk masing-masing dari {number} calon.",
            number,
        )
        self._ask_letter(
            LetterKind.CALL,
            {"vacancy_id": self._id},
            _("Cetak panggilan wawancara"),
            text.format(number=number),
            _("Cetak panggilan"),
            lambda session, values: calls.issue_calls(
                session, self._id, dated_on=values["on"], render=render, official_id=values["signer"]
            ),
            partial(self._print_all, _("Panggilan wawancara Kecamatan {name}")),
            day=(_("Tanggal surat"), day),
            caution=lambda on: _same_day(on, form.interview_on),
            signer=day,
            look=lambda session, _values: calls.call_facts(session, self._id),
        )

    def call_to_test(self) -> None:
        """Letters to the written or the computer test."""
        from desktop.recruitment.test_calls import TestCallDialog

        dialog = TestCallDialog(self.page, self.worker, self._id)
        dialog.issued.connect(partial(self._print_all, _("Panggilan tes Kecamatan {name}")))
        self.open_dialog(dialog)

    def print_score_sheets(self) -> None:
        title = _("Lembar nilai Kecamatan {name}").format(name=self._kecamatan)

        def work(session: "Session") -> bytes:
            return render_set(*calls.score_sheets(session, self._id))

        self.worker.read(self.page, work, then=partial(self.show_paper, title))

    def enter_scores(self) -> None:
        from desktop.recruitment.scores import ScoresDialog

        self.open_dialog(ScoresDialog(self.page, self.worker, self._id))

    def show_scoring(self) -> None:
        from desktop.recruitment.scoring_form import ScoringDialog

        self.open_dialog(ScoringDialog(self.page, self.worker, self._id))

    def enter_tests(self) -> None:
        from desktop.recruitment.components_form import ResultsDialog

        self.open_dialog(ResultsDialog(self.page, self.worker, self._id))

    def show_ranking(self) -> None:
        from desktop.recruitment.ranking_dialog import RankingDialog

        dialog = RankingDialog(self.page, self.worker, self._id)
        dialog.matrix_wanted.connect(
            lambda: self.page.navigate.emit("recruitment/reports", ("L13", self._id))
        )
        self.open_dialog(dialog)

    def decide(self) -> None:
        from desktop.recruitment.decision import DecisionDialog

        self.open_dialog(DecisionDialog(self.page, self.worker, self._id))

    # Decree

    def record_decree(self) -> None:
        from desktop.recruitment.proposal import VacancyDecreeDialog

        self.open_dialog(VacancyDecreeDialog(self.page, self.worker, self._id))

    def present(self) -> None:
        decree_id = self._state.decree_id
        if decree_id is None:
            return
        text = _("Surat kepada Camat {kecamatan} yang menghadapkan {name}.")
        self._ask_letter(
            LetterKind.PRESENTATION,
            {"decree_id": decree_id},
            _("Cetak surat penghadapan"),
            text.format(name=self._state.chosen, kecamatan=self._kecamatan),
            _("Cetak surat penghadapan"),
            lambda session, values: decree_letters.issue_presentations(
                session, decree_id, dated_on=values["on"], render=render, official_id=values["signer"]
            ),
            partial(self._print_all, _("Surat penghadapan Kecamatan {name}")),
            day=(_("Tanggal surat"), today()),
            signer=today(),
            look=lambda session, _values: decree_letters.presentation_facts(session, decree_id),
        )

    def show_officer(self) -> None:
        self.page.navigate.emit("officers/post", self._state.facts.form.kecamatan_code)

    # How

    def _widget(self) -> QWidget:
        return self.page

    def _offer_again(self) -> None:
        self.page.offer_next()

    def _announced(self, letter: IssuedLetter) -> None:
        text = _("{letter} dicetak; pelamar dapat dicatat.")
        self.said.emit(text.format(letter=with_number(_("Pengumuman"), letter)))
        self.show_letter(letter)

    def _print_all(self, title: str, letters: list[IssuedLetter]) -> None:
        """Several letters as one paper, with the number of each as bookmark."""
        named = title.format(name=self._kecamatan)
        text = ngettext("{title}: {n} surat dicetak.", "{title}: {n} surat dicetak.", len(letters))
        self.said.emit(text.format(title=named, n=len(letters)))
        pdfs, marks = [letter.pdf for letter in letters], [one.number or one.subject for one in letters]
        self.worker.run(self.page, lambda: join(pdfs, marks), then=partial(self.show_paper, named))


def _same_day(on: "date", held_on: "date") -> str:
    """What to mind where a call is dated on the day to which it calls, or after it."""
    if on < held_on:
        return ""
    if on > held_on:
        return _("Surat bertanggal sesudah wawancara {day}.").format(day=long_date(held_on))
    return _("Surat bertanggal hari wawancara itu sendiri; pastikan calon sudah menerimanya sebelumnya.")
