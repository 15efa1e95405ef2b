"""The interview's scores: candidates by interviewers, and the sheet that is typed."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.recruitment import Stage, panel_role_label
from db.rules.selection import EntryWay
from db.rules.sheets import SheetState
from db.rules.words import _
from db.services.recruitment import ranking, sheets, vacancies
from db.services.recruitment.sheets import SheetFacts
from db.services.recruitment.standing import MemberFacts, SheetRow, Standing, broken_in_words
from db.services.recruitment.vacancies import VacancyFacts
from desktop.parts.rights import allow, may
from desktop.recruitment.decision import DecisionDialog
from desktop.recruitment.panel_dues import PanelDues
from desktop.recruitment.panel_form import PanelDialog
from desktop.recruitment.score_acts import SheetActs
from desktop.recruitment.score_desk import Desk, Sheet
from desktop.recruitment.score_field import ScoreField
from desktop.recruitment.score_keeper import Keeper
from desktop.recruitment.score_seat import SeatBar
from desktop.recruitment.score_sheet import ScoreSheet
from desktop.recruitment.standing_table import StandingTable, in_words
from desktop.recruitment.words import short_number
from desktop.recruitment.work_dialog import WorkDialog
from desktop.widgets.basics import button, label, row
from desktop.widgets.icons import set_icon
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import set_role
from desktop.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog
    from sqlalchemy.orm import Session

    from db.services.recruitment.pins import MemberKey
    from desktop.viewer import PaperDialog

SHEET_WIDTH = 430
Loaded = tuple[VacancyFacts, Standing, list[tuple[int, int]]]


class ScoresDialog(WorkDialog):
    """Nobody is ranked until every sheet is locked; each value is kept when its field is left."""

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(parent, worker)
        self.setWindowTitle(_("Nilai wawancara"))
        self.dialog: QDialog | None = None
        self.paper: PaperDialog | None = None
        self.vacancy_id = vacancy_id
        self._vacancy: VacancyFacts | None = None
        self.desk = Desk()
        self.facts: SheetFacts | None = None  # of the sheet shown
        self._shown: Sheet | None = None
        self.grid = StandingTable()
        self.sheet, self.bar = ScoreSheet(), SeatBar()
        self.member, self.candidate = self.sheet.member, self.sheet.candidate
        self.save_button, self.absent_button = self.sheet.save_button, self.sheet.absent_button
        self.standing_text = label("", "strong", wrap=True)
        self.tie_text = label("", wrap=True, tone="warn")
        self.formula = label("", "muted", wrap=True)  # of this vacancy
        self.dues = PanelDues(worker, vacancy_id)
        self.fill_button = button(_("Isi lembar"), "clipboard-edit-outline", on_click=self._fill_next)
        self.print_button = button(_("Cetak lembar nilai kosong"), "printer-outline")
        self.acts, self.keeper = SheetActs(self), Keeper(self)
        self.decide_button = button(_("Tetapkan calon"), "trophy-outline", on_click=self._open_decision)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self._lay_out()
        self._connect()
        self.read()

    @property
    def table(self) -> TableView:
        """The candidates; it is made anew when the panel is known."""
        return self.grid.table

    @property
    def scores(self) -> dict[str, ScoreField]:
        """The fields of the sheet shown, by code of the criterion."""
        return self.sheet.scores

    @property
    def shown(self) -> Sheet | None:
        """The sheet that can be typed on."""
        return self._shown

    def save(self) -> None:
        """Keep the sheet shown and go on to the next open one."""
        if self._saving or self._shown is None or not self.may_type() or not self.sheet.check():
            return
        sheet, values = self._shown, self.keeper.values()
        if self.bar.seat.second:
            self.acts.save_second(sheet, values)
            return
        self.set_saving(True)
        self.worker.write(
            self,
            self.keeper.writing(sheet, values),
            then=lambda _nothing: self._saved(sheet, values),
            failed=self.show_error,
        )

    def reload(self) -> None:
        if self._shown:
            self.desk.drafts.pop(self._shown, None)
            self.desk.known.pop(self._shown, None)
            self.read(self._shown)
        self.banner.clear()

    @property
    def is_ready(self) -> bool:
        """Whether the sheet of the chosen member and candidate is shown, and may be typed into."""
        return not self._saving and self._shown == (self.member.value(), self.candidate.value())

    @property
    def open_sheets(self) -> int:
        """How many sheets still wait for values."""
        rows = self.desk.standing.rows
        return sum(state is SheetState.OPEN for row in rows for state in row.states)

    def unsaved(self) -> bool:
        return bool(self.desk.drafts)

    def set_saving(self, saving: bool) -> None:
        super().set_saving(saving)
        self.offer()

    # Laying out

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(SHEET_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 8, 16, 14)
        inside.addWidget(self.sheet)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.bar)
        left.addWidget(self.standing_text)
        left.addWidget(self.dues)
        left.addWidget(self.grid, 1)
        left.addWidget(self.tie_text)
        left.addWidget(self.formula)
        body = row(left, card, spacing=16)
        body.setStretch(0, 1)
        self.box.addLayout(body, 1)
        acts = self.acts
        self.box.addLayout(
            row(
                *(self.fill_button, self.print_button, acts.pins_button, acts.open_button, None),
                *(acts.lock_button, self.decide_button, self.close_button),
            )
        )
        self.tie_text.hide()
        self.save_button.setDefault(True)

    def _connect(self) -> None:
        self.grid.cell_chosen.connect(self._choose_cell)
        self.sheet.edited.connect(self.keeper.keep_draft)
        self.sheet.left.connect(self.keeper.keep_value)
        self.sheet.chosen.connect(lambda: self._read_sheet())
        self.sheet.submitted.connect(self.save)
        self.absent_button.clicked.connect(self.acts.mark_absent)
        self.print_button.clicked.connect(self.acts.print_sheets)
        self.bar.changed.connect(self._sit)
        self.dues.settled.connect(lambda: self.read())
        allow(self.worker, Right.SCORE, self.save_button, self.absent_button, self.fill_button)
        allow(self.worker, Right.DECIDE, self.decide_button)

    # Reading

    def read(self, wanted: Sheet | None = None) -> None:
        """Look at everything once more, and show this sheet."""
        self.worker.read(self, self._loading(), then=lambda loaded: self._show(*loaded, wanted))

    def _loading(self) -> "partial[Loaded]":
        return partial(_load, vacancy_id=self.vacancy_id, key=self.bar.seat.key)

    def _show(
        self, vacancy: VacancyFacts, standing: Standing, lockable: list[tuple[int, int]], wanted: Sheet | None
    ) -> None:
        first = self._vacancy is None
        self._vacancy, self.desk.standing = vacancy, standing
        self.desk.lockable = tuple((member, applicant) for applicant, member in lockable)
        self.setWindowTitle(_("Nilai wawancara Kecamatan {name}").format(name=vacancy.kecamatan))
        if first:
            self.sheet.set_criteria(vacancy.rules.criteria)
            self.bar.show_panel(standing.panel)
        self.grid.show_standing(standing)
        self.formula.setText(standing.formula)
        self._fill_choices()
        self.say_standing()
        self.offer()
        if wanted or (first and self._sheets()):
            self.open_sheet(wanted or self.desk.next_open(self.bar.seat) or self._sheets()[0])

    def _fill_choices(self) -> None:
        every = self._sheets()
        members, candidates = {sheet[0] for sheet in every}, {sheet[1] for sheet in every}
        self.member.set_choices(
            (member.id, f"{member.name} ({panel_role_label(member.role).lower()})")
            for member in self.desk.standing.panel
            if member.id in members
        )
        self.candidate.set_choices(
            (row.applicant_id, f"{short_number(row.registration_number)}  {row.name}")
            for row in self.desk.standing.rows
            if row.applicant_id in candidates
        )
        self.sheet.show_beginnings()

    def _read_sheet(self, *, focus: bool = True) -> None:
        sheet = (self.member.value(), self.candidate.value())
        if sheet == self._shown:
            return
        self._shown = None  # nothing can be typed until the other sheet is there
        self.offer()
        ids = {"applicant_id": sheet[1], "member_id": sheet[0]}
        work = partial(sheets.get_sheet, **ids, key=self.bar.seat.key)
        self.worker.read(self, work, then=lambda facts: self._show_sheet(sheet, facts, focus=focus))

    def _show_sheet(self, sheet: Sheet, facts: SheetFacts, *, focus: bool) -> None:
        if sheet == (self.member.value(), self.candidate.value()):
            self._shown, self.facts = sheet, facts
            second = self.bar.seat.second
            known = self.desk.settle(
                sheet, {} if second else facts.values, facts.second if second else facts.given
            )
            self.sheet.set_scale(facts.scale)
            given = facts.second - set(facts.differing) if second else facts.given
            self.sheet.hide_values(given - set(known))
            self.sheet.fill(known, self.desk.drafts.get(sheet))
            self.acts.compare(facts.differing if second else ())
            self.grid.choose(sheet[1])
            self.offer()
            if focus and self.may_type():
                self.sheet.focus_first_empty()

    # Going from sheet to sheet

    def _sit(self) -> None:
        """Somebody else types from now on; what the one before saw is gone."""
        self.desk.sit()
        self._shown = None
        self._vacancy = None
        self.banner.clear()
        self.read()

    def _sheets(self) -> list[Sheet]:
        return self.desk.sheets(self.bar.seat)

    def open_sheet(self, sheet: Sheet, *, focus: bool = True) -> None:
        """Show a sheet as it is now."""
        self.sheet.choose(*sheet)
        self._shown = None
        self._read_sheet(focus=focus)

    def _fill_next(self) -> None:
        """The sheet of the chosen candidate that waits, or the next that waits at all."""
        chosen = self.grid.current_row()
        waiting = self.desk.waiting(self.bar.seat)
        own = [sheet for sheet in waiting if chosen is not None and sheet[1] == chosen.applicant_id]
        for sheet in (own or waiting or self._sheets())[:1]:
            self.open_sheet(sheet)

    def _choose_cell(self, chosen: SheetRow | None, member: MemberFacts | None) -> None:
        every = [sheet for sheet in self._sheets() if chosen and sheet[1] == chosen.applicant_id]
        waiting = [sheet for sheet in self.desk.waiting(self.bar.seat) if sheet in every]
        named = [sheet for sheet in every if member is not None and sheet[0] == member.id]
        for sheet in (named or waiting or every)[:1]:
            self.open_sheet(sheet)

    # Typing

    def _saved(self, sheet: Sheet, values: Mapping[str, Decimal | None]) -> None:
        self.set_saving(False)
        self.banner.clear()
        self.desk.drafts.pop(sheet, None)
        self.desk.known[sheet] = {code: value for code, value in values.items() if value is not None}
        missing = sum(value is None for value in values.values())
        text = _("Lembar {whose} disimpan.").format(whose=self.whose(sheet))
        self.said.emit(f"{text} {_('{n} nilai belum diisi.').format(n=missing)}" if missing else text)
        self.go_on(sheet)

    def go_on(self, left: Sheet) -> None:
        """To the next sheet that waits, else to the lock."""
        self.worker.read(self, self._loading(), then=lambda loaded: self._go_on(*loaded, left))

    def _go_on(
        self, vacancy: VacancyFacts, standing: Standing, lockable: list[tuple[int, int]], left: Sheet
    ) -> None:
        self._show(vacancy, standing, lockable, None)
        if following := self.desk.next_open(self.bar.seat, left):
            self.open_sheet(following)
            return
        if left in self._sheets():
            self.open_sheet(left, focus=False)  # as it is now: full, or locked
        if self.acts.lock_button.isEnabled():
            self.acts.lock_button.setFocus()
        else:  # another member sits down, until all is there
            (self.bar.choice if standing.open_sheets else self.decide_button).setFocus()

    # What can be done now

    def whose(self, sheet: Sheet) -> str:
        """A sheet in words: member and candidate."""
        member = next((m.name for m in self.desk.standing.panel if m.id == sheet[0]), "")
        candidate = self.desk.row(sheet[1])
        return _("{member} untuk {name}").format(member=member, name=candidate.name if candidate else "")

    @property
    def is_running(self) -> bool:
        """Whether the interview is on and this user may type."""
        running = self._vacancy is not None and self._vacancy.stage is Stage.INTERVIEW
        return running and may(self.worker, Right.SCORE)

    def may_type(self) -> bool:
        """Whether values may be typed on the sheet shown."""
        if not self.is_running or self.facts is None:
            return False
        if self.bar.seat.second:
            return self.facts.state is SheetState.TYPED
        copied = self.facts.given and self.facts.way is not EntryWay.OWN  # to be locked, or handed back
        open_now = self.facts.state in (SheetState.OPEN, SheetState.TYPED)
        return open_now and not (copied and self.bar.seat.key is not None)

    def say_standing(self) -> None:
        """Say how far the interview is."""
        standing = self.desk.standing
        if not standing.panel:
            text = _("Panel wawancara belum ditetapkan.")
            way_on = _("Tetapkan panel") if may(self.worker, Right.RECRUITMENT) else ""
            self.banner.say(text, "warn", way_on, self._open_panel)
        elif standing.broken:
            self.banner.say(broken_in_words(standing.broken, printed=standing.printed), "bad")
        self.standing_text.setText(in_words(standing, len(self.desk.drafts)))
        note = standing.tie_note
        self.tie_text.setText(f"{note[:1].upper()}{note[1:]}." if note else "")
        self.tie_text.setVisible(bool(note))
        self.dues.show_standing(standing, running=self.is_running, every=False)

    def offer(self) -> None:
        """Switch on what can be done now."""
        can = self.is_running and not self._saving
        every = self._sheets()
        candidate = self.desk.row(self.candidate.value())
        standing = self.desk.standing
        complete = standing.complete
        for piece in (self.save_button, self.absent_button, self.fill_button, self.decide_button):
            piece.setVisible(self._vacancy is None or self.is_running)
        self.sheet.setEnabled(bool(every))
        self.sheet.set_open(can and self._shown is not None and self.may_type())
        self.absent_button.setEnabled(can and candidate is not None and not self._has_scores(candidate))
        self.fill_button.setEnabled(can and bool(every))
        self.print_button.setEnabled(bool(every))
        self.acts.offer(can)
        ready = can and complete and not self.desk.drafts
        self.decide_button.setEnabled(ready)
        set_role(self.decide_button, "primary" if ready else "")
        set_icon(self.decide_button, "trophy-outline", "on_accent" if ready else "text")
        set_role(self.save_button, "" if ready else "primary")

    def _has_scores(self, candidate: SheetRow) -> bool:
        criteria = len(self._vacancy.rules.criteria) if self._vacancy else 0
        full = (SheetState.TYPED, SheetState.LOCKED)
        pairs = zip(candidate.missing, candidate.states, strict=True)
        return any(
            state in full or (state is SheetState.OPEN and missing < criteria) for missing, state in pairs
        )

    def _open_panel(self) -> None:
        self._open(PanelDialog(self, self.worker, self.vacancy_id), self._sit)

    def _open_decision(self) -> None:
        self._open(DecisionDialog(self, self.worker, self.vacancy_id), self.accept)

    def _open(self, dialog: PanelDialog | DecisionDialog, then: Callable[[], object]) -> None:
        dialog.said.connect(self.said)
        dialog.accepted.connect(then)
        self.dialog = dialog
        dialog.open()


def _load(session: "Session", vacancy_id: int, key: "MemberKey | None") -> Loaded:
    return (
        vacancies.get_vacancy(session, vacancy_id),
        ranking.get_standing(session, vacancy_id),
        sheets.list_lockable(session, vacancy_id, key),
    )
