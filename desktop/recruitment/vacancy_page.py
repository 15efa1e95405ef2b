"""The page of one vacancy: where it stands, who applied, and the one thing to do next."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from db.rules.access import Right, missing_right
from db.rules.dates import day_and_date, long_date
from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import NEXT_STAGES, Stage
from db.rules.words import _
from db.services.recruitment import applicants
from db.services.recruitment.applicants import ApplicantRow
from db.services.recruitment.standing import broken_in_words
from desktop.clock import today
from desktop.parts.rights import allow, may
from desktop.recruitment import words
from desktop.recruitment.actions import Actions
from desktop.recruitment.cards import ApplicantCard, LettersCard, NextCard, RulesCard
from desktop.recruitment.next_step import (
    RIGHTS,
    Action,
    NextStep,
    awaits_result,
    next_step,
    objections_until,
    tests_without_day,
)
from desktop.recruitment.proposal_card import ProposalCard
from desktop.recruitment.stage_actions import StageActions
from desktop.recruitment.stage_line import show_track
from desktop.recruitment.state import VacancyState, read_state
from desktop.widgets.basics import Card, button, label, row
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.stage_track import StageTrack
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable


class VacancyPage(Page):
    """Shows the vacancy given to `show_vacancy`; `do` does what its buttons say."""

    navigate = Signal(str, object)
    said = Signal(str)
    left = Signal()  # back to all vacancies

    def __init__(self, worker: Worker) -> None:
        self.back_button = button(_("Semua lowongan"), "arrow-left")
        self.edit_button = button(_("Ubah lowongan"), "pencil-outline")
        self.panel_button = button(_("Panel"), "account-group-outline")
        self.score_sheets_button = button(_("Cetak lembar nilai"), "printer-outline")
        super().__init__(
            _("Lowongan"),
            "",
            self.back_button,
            self.edit_button,
            self.panel_button,
            self.score_sheets_button,
        )
        self.worker = worker
        self.vacancy_id = 0
        self.state: VacancyState | None = None
        self.step: NextStep | None = None
        self._warned = False  # of objections
        self._then: Callable[[], object] | None = None
        self.do = Actions(self)
        self.stages = StageActions(self)
        self._lay_out_main()
        self._lay_out_cards()
        self._connect()
        self._lock()
        self._offer()

    @property
    def dialog(self) -> Any:
        """The dialog or paper that is open, or None."""
        return self.do.dialog or self.stages.dialog

    def show_vacancy(self, vacancy_id: int) -> None:
        """Show another vacancy, with nobody chosen."""
        if vacancy_id != self.vacancy_id:
            self.vacancy_id, self.state, self.step = vacancy_id, None, None
            self.search.clear()
            self.table.clearSelection()
            self.banner.clear()
            self._offer()
            self._search()
        self.refresh()

    def refresh(self) -> None:
        """Read this vacancy once more; what is chosen stays chosen."""
        if self.vacancy_id:
            wanted = self.vacancy_id
            self.worker.read(
                self, partial(read_state, vacancy_id=wanted), then=lambda state: self._show(wanted, state)
            )
            self.applicants.refresh()

    def when_read(self, then: "Callable[[], object]") -> None:
        """Do something once the vacancy asked for is shown."""
        self._then = then

    def chosen(self) -> ApplicantRow | None:
        """The applicant chosen in the table."""
        row: ApplicantRow | None = self.table.current_row()
        return row

    def _lay_out_main(self) -> None:
        self.track = StageTrack()
        self.search = SearchBox(_("Cari nama, NIK, atau nomor…"))
        self.add_applicant_button = button(_("Tambah pelamar"), "account-plus-outline")
        self.import_button = button(_("Impor Excel…"), "file-upload-outline")
        columns = (
            Column(
                _("No."),
                lambda r: words.short_number(r.registration_number),
                width=56,
                tooltip=lambda r: r.registration_number,
            ),
            Column(_("Nama"), lambda r: r.name, width=212),
            Column(_("Umur"), lambda r: "" if r.age is None else str(r.age), align_right=True, width=64),
            Column(_("Desa"), lambda r: r.desa, width=118),
            Column(_("Berkas"), lambda r: r.papers, align_right=True, width=76),
            Column(
                _("Keadaan"),
                words.listed_state,
                tone=words.listed_tone,
                width=166,
            ),
            Column(_("Keterangan"), lambda r: r.remark, tooltip=lambda r: r.remark),
        )
        self.applicants = LazyTable(
            self.worker, columns, applicants.count_applicants, applicants.list_applicants, self
        )
        self.table = TableView(self.applicants, "recruitment.applicants")
        self.search.results = self.table
        self.add_main(Card("", self.track, self.stages.links(), self.stages.waiting))
        self.found = label("", "muted")
        self.add_main(row(self.search, self.add_applicant_button, self.import_button, None, self.found))
        self.add_main(self.table, 1)

    def _lay_out_cards(self) -> None:
        self.next_card, self.applicant_card = NextCard(), ApplicantCard()
        self.rules_card, self.letters_card, self.proposal_card = RulesCard(), LettersCard(), ProposalCard()
        self.next_button = self.next_card.next_button
        self.close_button = self.next_card.close_button
        self.decree_button = self.next_card.decree_button
        self.officer_button = self.next_card.officer_button
        self.leave_button = self.next_card.leave_button
        self.refused_button = self.next_card.refused_button
        self.receipt_button = self.applicant_card.receipt_button
        self.withdraw_button = self.applicant_card.withdraw_button
        self.present_button = self.applicant_card.present_button
        self.edit_applicant_button = self.applicant_card.edit_button
        self.check_button = self.applicant_card.check_button
        self.cancel_button = self.rules_card.cancel_button
        self.history_link = self.rules_card.history_link
        self.add_card(self.next_card, self.applicant_card, self.proposal_card)
        self.add_card(self.rules_card, self.letters_card)

    def _connect(self) -> None:
        do = self.do
        do.issuing_buttons = (self.next_button, self.receipt_button, self.present_button)
        clicks: tuple[tuple[Any, Callable[[], object]], ...] = (
            (self.back_button, self.left.emit),
            (self.next_button, self._take_next_step),
            (self.edit_button, do.edit),
            (self.panel_button, do.set_panel),
            (self.score_sheets_button, do.print_score_sheets),
            (self.close_button, do.close_registration),
            (self.next_card.results_button, self.stages.announce_result),
            (self.decree_button, do.record_decree),
            (self.officer_button, do.show_officer),
            (self.leave_button, do.withdraw_candidate),
            (self.refused_button, do.note_refusal),
            (self.proposal_card.papers_link, do.attach),
            (self.proposal_card.file_link, do.gather),
            (self.proposal_card.remind_link, do.remind),
            (self.proposal_card.undo_link, do.undo_step),
            (self.cancel_button, do.cancel),
            (self.rules_card.scoring_link, do.show_scoring),
            (self.rules_card.tests_link, do.enter_tests),
            (self.rules_card.ranking_link, do.show_ranking),
            (self.history_link, do.show_history),
            (self.add_applicant_button, do.add_applicant),
            (self.edit_applicant_button, do.edit_applicant),
            (self.receipt_button, do.print_receipt),
            (self.check_button, do.check_chosen),
            (self.withdraw_button, do.withdraw),
            (self.present_button, do.take_back_absence),
            (self.import_button, do.import_applicants),
            (self.applicant_card.papers_button, do.edit_papers),
            (self.applicant_card.disqualify_button, do.disqualify),
            (self.applicant_card.message_link, do.copy_message),
            (self.applicant_card.history_link, do.show_applicant_history),
        )
        for pressed, action in clicks:
            pressed.clicked.connect(lambda _checked=False, action=action: action())
        QShortcut(QKeySequence(_("Ctrl+N")), self, self._add_by_key)
        self.search.searched.connect(lambda _text: self._search())
        self.applicants.searched.connect(self._count_in_words)
        self.table.current_row_changed.connect(lambda _row: self._offer_for_applicant())
        self.table.activated_row.connect(lambda _row: do.open_applicant())
        self.table.copied.connect(self.said)
        self.letters_card.chosen.connect(lambda letter_id: self.navigate.emit("letters/show", letter_id))

    def _lock(self) -> None:
        """What the user's role does not include; the primary button is another one at each stage."""
        allow(
            self.worker,
            Right.RECRUITMENT,
            *(self.edit_button, self.panel_button, self.close_button, self.cancel_button),
            *(self.add_applicant_button, self.edit_applicant_button, self.receipt_button),
            *(self.withdraw_button, self.leave_button, self.refused_button, self.next_card.results_button),
            *(self.import_button, self.applicant_card.disqualify_button),
            *(self.proposal_card.file_link, self.proposal_card.remind_link, self.proposal_card.undo_link),
        )
        allow(self.worker, Right.OFFICERS, self.decree_button)
        allow(self.worker, Right.SCORE, self.present_button)
        allow(self.worker, Right.HISTORY, self.history_link, self.applicant_card.history_link)

    def offer_next(self) -> None:
        """Whether the user may do what the primary button says; if not, its tooltip says why."""
        right = RIGHTS.get(self.step.action) if self.step else None
        allowed = right is None or may(self.worker, right)
        self.next_button.setEnabled(allowed and not self.do.is_waiting)
        self.next_button.setToolTip("" if allowed or right is None else missing_right(right))

    def _search(self) -> None:
        self.applicants.search(vacancy_id=self.vacancy_id, text=self.search.text().strip())

    def _show(self, wanted: int, state: VacancyState) -> None:
        if wanted != self.vacancy_id:
            return
        self.state, self.step = state, next_step(state, today())
        facts, form = state.facts, state.facts.form
        self.head.set_title(_("Lowongan Kecamatan {name}").format(name=facts.kecamatan))
        self.head.set_facts(self._facts_line(state))
        show_track(self.track, state, today())
        self.next_card.show_step(self.step, facts.stage)
        self.offer_next()
        self.rules_card.show_rules(state)
        self.letters_card.show_letters(state.letters)
        self.proposal_card.show_proposal(state)
        if facts.stage is Stage.CANCELLED and not facts.nobody_passed:
            untold = state.has_letter(LetterKind.CALL) and not state.has_letter(LetterKind.OFFICIAL_LETTER)
            told = (_("Beri tahu yang dipanggil…"), self.do.tell_cancelled) if untold else ()
            said = _("Lowongan ini dibatalkan: {why}").format(why=facts.cancel_reason)
            self.banner.say(said, "warn", *told)
        self._warn_of_objections(state)
        if state.standing.broken:
            self.banner.say(broken_in_words(state.standing.broken, printed=state.standing.printed), "bad")
        recruiter = may(self.worker, Right.RECRUITMENT)
        if facts.stage is Stage.DRAFT:
            text = _("Pelamar dapat dicatat sesudah pengumuman dicetak. Pendaftaran dibuka {day}.")
            said = text.format(day=day_and_date(form.opens_on))
            self.table.set_empty(said, _("Cetak pengumuman") if recruiter else "", self.do.announce)
        elif facts.stage is Stage.ANNOUNCED:
            add = _("Tambah pelamar") if recruiter else ""
            self.table.set_empty(_("Belum ada pelamar."), add, self.do.add_applicant)
        else:
            self.table.set_empty(_("Tidak ada pelamar."))
        self._offer()
        self._count_in_words(self.applicants.rowCount())
        then, self._then = self._then, None
        if then is not None:
            then()

    def _warn_of_objections(self, state: VacancyState) -> None:
        """Nothing should go on while somebody waits for an answer, or may still object."""
        number, last = state.open_objections, objections_until(state, today())
        tests = tests_without_day(state)
        if number:
            text = _("{n} sanggahan belum dijawab. Jawab dahulu sebelum tahap berikutnya.")
            self.banner.say(text.format(n=number), "warn", _("Buka sanggahan"), self.stages.show_objections)
        elif last is not None:
            text = _("Masa sanggah masih sampai {day}. Wawancara sebelum itu disebut dalam berita acara.")
            self.banner.say(text.format(day=day_and_date(last)), "warn")
        elif tests:
            text = _("Hari {tests} belum direncanakan.").format(tests=_(" dan ").join(tests))
            self.banner.say(text, "warn", _("Atur tahapan…"), self.stages.edit_track)
        elif self._warned:
            self.banner.clear()
        self._warned = number > 0 or last is not None or bool(tests)

    def _offer(self) -> None:
        """Only what applies at this stage is to be seen."""
        stage = self.state.facts.stage if self.state else None
        panel = bool(self.state and self.state.standing.panel)
        nobody = self.state is not None and not self.state.statuses
        self.edit_button.setVisible(nobody and stage in (Stage.DRAFT, Stage.ANNOUNCED))
        self.panel_button.setVisible(stage in (Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW))
        self.score_sheets_button.setVisible(panel and stage is Stage.INTERVIEW)
        for pressed in (self.add_applicant_button, self.import_button):
            pressed.setVisible(stage is Stage.ANNOUNCED)
        self.next_card.results_button.setVisible(self.state is not None and awaits_result(self.state))
        self.stages.offer(self.state)
        self.cancel_button.setVisible(stage is not None and Stage.CANCELLED in NEXT_STAGES[stage])
        if self.state is None:
            self.next_card.show_step(NextStep("", ""), Stage.DRAFT)
        self._offer_for_applicant()

    def _offer_for_applicant(self) -> None:
        stage = self.state.facts.stage if self.state else Stage.DRAFT
        self.applicant_card.show_applicant(self.chosen(), stage)

    def _take_next_step(self) -> None:
        if self.step is not None:
            self.do.take(self.step.action)

    def _add_by_key(self) -> None:
        if self.add_applicant_button.isVisible() and self.add_applicant_button.isEnabled():
            self.do.take(Action.ADD_APPLICANT)

    def _count_in_words(self, found: int) -> None:
        total = len(self.state.statuses) if self.state else found
        if self.search.text().strip():
            text = _("{found} dari {total} pelamar").format(found=found, total=total)
        else:
            text = _("{total} pelamar").format(total=found)
        self.found.setText(text)

    @staticmethod
    def _facts_line(state: VacancyState) -> str:
        facts, form = state.facts, state.facts.form
        if facts.stage is Stage.DRAFT:
            return _("Rancangan · akan diumumkan {day}").format(day=long_date(form.opened_on))
        parts = [
            _("Dibuka {day}").format(day=long_date(form.opened_on)),
            _("{n} pelamar").format(n=facts.applicants),
        ]
        if facts.stage not in (Stage.ANNOUNCED, Stage.CANCELLED):
            parts.append(_("{n} memenuhi syarat").format(n=facts.passed))
        return " · ".join(parts)
