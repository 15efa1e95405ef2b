"""The interview's scores: candidates by interviewers, and the sheet that is typed."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.recruitment import Applied, Stage, panel_role_label
from db.rules.words import _
from db.services.recruitment import calls, interviews, vacancies
from db.services.recruitment.interviews import MemberFacts, SheetRow, Standing
from db.services.recruitment.vacancies import VacancyFacts
from desktop.paper import render_set
from desktop.parts.rights import allow, may
from desktop.recruitment.decision import DecisionDialog
from desktop.recruitment.panel_form import PanelDialog
from desktop.recruitment.score_sheet import ScoreSheet, Values
from desktop.recruitment.standing_table import StandingTable, in_words
from desktop.recruitment.words import short_number
from desktop.recruitment.work_dialog import WorkDialog
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, row
from desktop.widgets.fields import DecimalField
from desktop.widgets.icons import set_icon
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import set_role
from desktop.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog
    from sqlalchemy.orm import Session

    from desktop.viewer import PaperDialog

SHEET_WIDTH = 430
Sheet = tuple[int, int]  # of this interviewer, for this candidate


class ScoresDialog(WorkDialog):
    """Nobody is ranked until every sheet is full; an unsaved sheet waits while another is looked at."""

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(parent, worker)
        self.setWindowTitle(_("Nilai wawancara"))
        self.dialog: QDialog | None = None
        self.paper: PaperDialog | None = None
        self._vacancy_id = vacancy_id
        self._vacancy: VacancyFacts | None = None
        self._standing = Standing((), (), 0, "")
        self._shown: Sheet | None = None
        self._opened: Mapping[str, Decimal] = {}  # the sheet shown, as it was read before anything was typed
        self._drafts: dict[Sheet, tuple[dict[str, str], Mapping[str, Decimal]]] = {}
        self.grid = StandingTable()
        self.sheet = ScoreSheet()
        self.member, self.candidate = self.sheet.member, self.sheet.candidate
        self.save_button, self.absent_button = self.sheet.save_button, self.sheet.absent_button
        self.standing_text = label("", "strong", wrap=True)
        self.tie_text = label("", wrap=True, tone="warn")
        self.fill_button = button(_("Isi lembar"), "clipboard-edit-outline", on_click=self._fill_next)
        self.print_button = button(
            _("Cetak lembar nilai kosong"), "printer-outline", on_click=self.print_sheets
        )
        self.decide_button = button(_("Tetapkan calon"), "trophy-outline", on_click=self._open_decision)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self._lay_out()
        self._connect()
        self._read()

    @property
    def table(self) -> TableView:
        """The candidates; it is made anew when the panel is known."""
        return self.grid.table

    @property
    def scores(self) -> dict[str, DecimalField]:
        """The fields of the sheet shown, by code of the criterion."""
        return self.sheet.scores

    def save(self) -> None:
        """Keep the sheet shown and go on to the next open one."""
        if self._saving or self._shown is None or not self._may_type() or not self.sheet.check():
            return
        member, applicant = self._shown
        values = self.sheet.values()
        self.set_saving(True)
        ids = {"applicant_id": applicant, "member_id": member}
        work = partial(interviews.save_scores, **ids, values=values, before=self._opened)
        self.worker.write(
            self, work, then=lambda _nothing: self._saved((member, applicant), values), failed=self.show_error
        )

    def reload(self) -> None:
        if self._shown:
            self._drafts.pop(self._shown, None)
            self._read(self._shown)
        self.banner.clear()

    @property
    def is_ready(self) -> bool:
        """Whether the sheet of the chosen member and candidate is shown, and may be typed into."""
        return not self._saving and self._shown == (self.member.value(), self.candidate.value())

    @property
    def open_sheets(self) -> int:
        """How many sheets are still to be filled."""
        return self._standing.open_sheets

    def unsaved(self) -> bool:
        return bool(self._drafts)

    def set_saving(self, saving: bool) -> None:
        super().set_saving(saving)
        self._offer()

    def mark_absent(self) -> None:
        """The candidate shown did not come."""
        candidate = self._row(self.candidate.value())
        if candidate is None:
            return
        question = _("Catat bahwa {name} tidak hadir? Calon ini tidak dinilai dan tidak diperingkat.")
        if confirm(self, question.format(name=candidate.name), _("Catat tidak hadir"), danger=True):
            self.set_saving(True)
            work = partial(interviews.mark_absent, applicant_id=candidate.applicant_id)
            self.worker.write(
                self, work, then=lambda _nothing: self._marked_absent(candidate), failed=self.show_error
            )

    def print_sheets(self) -> None:
        """Make the empty sheets that interviewers write on: one for each of them and each candidate."""
        self.print_button.setEnabled(False)
        self.worker.read(
            self,
            lambda session: render_set(*calls.score_sheets(session, self._vacancy_id)),
            then=self._show_sheets,
            failed=self.show_error,
        )

    # Laying out

    def _lay_out(self) -> None:
        formula = _(
            "Nilai anggota = jumlah (bobot × nilai) ÷ 100; nilai akhir = rata-rata anggota; "
            "dibulatkan dua angka hanya pada hasil."
        )
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(SHEET_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 8, 16, 14)
        inside.addWidget(self.sheet)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.standing_text)
        left.addWidget(self.grid, 1)
        left.addWidget(self.tie_text)
        left.addWidget(label(formula, "muted", wrap=True))
        body = row(left, card, spacing=16)
        body.setStretch(0, 1)
        self.box.addLayout(body, 1)
        self.box.addLayout(
            row(self.fill_button, self.print_button, None, self.decide_button, self.close_button)
        )
        self.tie_text.hide()
        self.save_button.setDefault(True)

    def _connect(self) -> None:
        self.grid.cell_chosen.connect(self._choose_cell)
        self.sheet.edited.connect(self._keep_draft)
        self.sheet.chosen.connect(self._read_sheet)
        self.sheet.submitted.connect(self.save)
        self.absent_button.clicked.connect(self.mark_absent)
        allow(self.worker, Right.SCORE, self.save_button, self.absent_button, self.fill_button)
        allow(self.worker, Right.DECIDE, self.decide_button)

    # Reading

    def _read(self, wanted: Sheet | None = None) -> None:
        work = partial(_load, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, then=lambda loaded: self._show(*loaded, wanted))

    def _show(self, vacancy: VacancyFacts, standing: Standing, wanted: Sheet | None) -> None:
        first = self._vacancy is None
        self._vacancy, self._standing = vacancy, standing
        self.setWindowTitle(_("Nilai wawancara Kecamatan {name}").format(name=vacancy.kecamatan))
        if first:
            self.sheet.set_criteria(vacancy.rules.criteria)
        self.grid.show_standing(standing)
        self._fill_choices()
        self._say_standing()
        self._offer()
        if wanted or (first and self._sheets()):
            self._open_sheet(wanted or self._next_open() or self._sheets()[0])

    def _fill_choices(self) -> None:
        present = [row for row in self._standing.rows if row.status is not Applied.ABSENT]
        self.member.set_choices(
            (member.id, f"{member.name} ({panel_role_label(member.role).lower()})")
            for member in self._standing.panel
        )
        self.candidate.set_choices(
            (row.applicant_id, f"{short_number(row.registration_number)}  {row.name}") for row in present
        )
        self.sheet.show_beginnings()

    def _read_sheet(self) -> None:
        sheet = (self.member.value(), self.candidate.value())
        if sheet == self._shown:
            return
        self._shown = None  # nothing can be typed until the other sheet is there
        self._offer()
        work = partial(interviews.get_scores, applicant_id=sheet[1], member_id=sheet[0])
        self.worker.read(self, work, then=lambda values: self._show_sheet(sheet, values))

    def _show_sheet(self, sheet: Sheet, values: Mapping[str, Decimal]) -> None:
        if sheet == (self.member.value(), self.candidate.value()):
            self._shown = sheet
            texts, self._opened = self._drafts.get(sheet, (None, values))
            self.sheet.fill(values, texts)
            self.grid.choose(sheet[1])
            self._offer()
            if self._may_type():
                self.sheet.focus_first_empty()

    # Going from sheet to sheet

    def _sheets(self) -> list[Sheet]:
        """Every sheet, as they lie on the table: one interviewer after the other."""
        present = [row for row in self._standing.rows if row.status is not Applied.ABSENT]
        present.sort(key=lambda row: row.registration_number)
        return [(member.id, row.applicant_id) for member in self._standing.panel for row in present]

    def _open_sheets(self) -> list[Sheet]:
        places = {member.id: place for place, member in enumerate(self._standing.panel)}
        owed = {row.applicant_id: row.missing for row in self._standing.rows}
        return [sheet for sheet in self._sheets() if owed[sheet[1]][places[sheet[0]]]]

    def _next_open(self, after: Sheet | None = None) -> Sheet | None:
        """The next sheet that waits; the one just left comes last."""
        every, waiting = self._sheets(), set(self._open_sheets())
        place = every.index(after) + 1 if after in every else 0
        return next((sheet for sheet in every[place:] + every[:place] if sheet in waiting), None)

    def _open_sheet(self, sheet: Sheet) -> None:
        self.sheet.choose(*sheet)
        self._shown = None
        self._read_sheet()

    def _fill_next(self) -> None:
        """The sheet of the chosen candidate that waits, or the next that waits at all."""
        chosen = self.grid.current_row()
        waiting = self._open_sheets()
        own = [sheet for sheet in waiting if chosen is not None and sheet[1] == chosen.applicant_id]
        for sheet in (own or waiting or self._sheets())[:1]:
            self._open_sheet(sheet)

    def _open_row(self, chosen: SheetRow) -> None:
        own = [sheet for sheet in self._open_sheets() if sheet[1] == chosen.applicant_id]
        own = own or [sheet for sheet in self._sheets() if sheet[1] == chosen.applicant_id]
        if own:
            self._open_sheet(own[0])

    def _choose_cell(self, chosen: SheetRow | None, member: MemberFacts | None) -> None:
        if chosen is None or chosen.status is Applied.ABSENT:
            return
        if member is not None:
            self._open_sheet((member.id, chosen.applicant_id))
        else:
            self._open_row(chosen)

    def _keep_draft(self) -> None:
        if self._shown:
            self._drafts[self._shown] = (self.sheet.texts(), self._opened)
            self.banner.clear()
            self._say_standing()
            self._offer()

    # After a write

    def _saved(self, sheet: Sheet, values: Values) -> None:
        self.set_saving(False)
        self.banner.clear()
        self._drafts.pop(sheet, None)
        missing = sum(value is None for value in values.values())
        candidate = self._row(sheet[1])
        member = next(member.name for member in self._standing.panel if member.id == sheet[0])
        text = _("Lembar {member} untuk {candidate} disimpan.")
        said = text.format(member=member, candidate=candidate.name if candidate else "")
        self.said.emit(f"{said} {_('{n} nilai belum diisi.').format(n=missing)}" if missing else said)
        work = partial(_load, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, then=lambda loaded: self._go_on(*loaded, sheet))

    def _go_on(self, vacancy: VacancyFacts, standing: Standing, left: Sheet) -> None:
        self._show(vacancy, standing, None)
        if following := self._next_open(left):
            self._open_sheet(following)
        else:
            self.decide_button.setFocus()

    def _marked_absent(self, candidate: SheetRow) -> None:
        self.set_saving(False)
        self._drafts = {
            sheet: text for sheet, text in self._drafts.items() if sheet[1] != candidate.applicant_id
        }
        self._shown = None
        self.said.emit(_("{name} dicatat tidak hadir.").format(name=candidate.name))
        self.worker.read(self, partial(_load, vacancy_id=self._vacancy_id), self._show_after_absence)

    def _show_after_absence(self, loaded: tuple[VacancyFacts, Standing]) -> None:
        self._show(*loaded, None)
        if following := self._next_open():
            self._open_sheet(following)

    def _show_sheets(self, pdf: bytes) -> None:
        from desktop import viewer  # late: it brings QtPdf

        self._offer()
        kecamatan = self._vacancy.kecamatan if self._vacancy else ""
        title = _("Lembar nilai wawancara Kecamatan {name}").format(name=kecamatan)
        self.paper = viewer.show_paper(self, self.worker, title, pdf)
        self.said.emit(_("Lembar nilai kosong siap dicetak."))

    # What can be done now

    def _row(self, applicant_id: int | None) -> SheetRow | None:
        return next((row for row in self._standing.rows if row.applicant_id == applicant_id), None)

    def _may_type(self) -> bool:
        running = self._vacancy is not None and self._vacancy.stage is Stage.INTERVIEW
        return running and may(self.worker, Right.SCORE)

    def _say_standing(self) -> None:
        if not self._standing.panel:
            text = _("Panel wawancara belum ditetapkan.")
            way_on = _("Tetapkan panel") if may(self.worker, Right.RECRUITMENT) else ""
            self.banner.say(text, "warn", way_on, self._open_panel)
        self.standing_text.setText(in_words(self._standing, len(self._drafts)))
        note = self._standing.tie_note
        self.tie_text.setText(f"{note[:1].upper()}{note[1:]}." if note else "")
        self.tie_text.setVisible(bool(note))

    def _offer(self) -> None:
        can = self._may_type() and not self._saving
        sheets = self._sheets()
        candidate = self._row(self.candidate.value())
        scored = candidate is None or self._has_scores(candidate)
        complete = self._standing.open_sheets == 0 and any(row.rank for row in self._standing.rows)
        for piece in (self.save_button, self.absent_button, self.fill_button, self.decide_button):
            piece.setVisible(self._vacancy is None or self._may_type())
        self.sheet.setEnabled(bool(sheets))
        self.sheet.set_open(can and self._shown is not None)
        self.absent_button.setEnabled(can and not scored)
        self.fill_button.setEnabled(can and bool(sheets))
        self.print_button.setEnabled(bool(sheets))
        ready = can and complete and not self._drafts
        self.decide_button.setEnabled(ready)
        set_role(self.decide_button, "primary" if ready else "")
        set_icon(self.decide_button, "trophy-outline", "on_accent" if ready else "text")
        set_role(self.save_button, "" if ready else "primary")

    def _has_scores(self, candidate: SheetRow) -> bool:
        criteria = len(self._vacancy.rules.criteria) if self._vacancy else 0
        return any(missing < criteria for missing in candidate.missing)

    def _open_panel(self) -> None:
        dialog = PanelDialog(self, self.worker, self._vacancy_id)
        dialog.said.connect(self.said)
        dialog.accepted.connect(self._after_panel)
        self.dialog = dialog
        dialog.open()

    def _after_panel(self) -> None:
        self._vacancy = None
        self.banner.clear()
        self._read()

    def _open_decision(self) -> None:
        dialog = DecisionDialog(self, self.worker, self._vacancy_id)
        dialog.said.connect(self.said)
        dialog.accepted.connect(self.accept)
        self.dialog = dialog
        dialog.open()


def _load(session: "Session", vacancy_id: int) -> tuple[VacancyFacts, Standing]:
    return vacancies.get_vacancy(session, vacancy_id), interviews.get_standing(session, vacancy_id)
