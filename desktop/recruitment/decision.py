"""The panel's decision: who is proposed, and the minutes of the interview."""

from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.rules.dates import day_and_date, decimal_text, long_date
from db.rules.due import months_after
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import InterviewMinutesFacts
from db.rules.objections import LONGEST_REASON
from db.rules.problems import Problem
from db.rules.scoring import Ranked, check_choice, minimums_in_words
from db.rules.words import _
from db.services import letters
from db.services.letters import IssuedLetter
from db.services.recruitment import ranking, track, vacancies
from db.services.recruitment.standing import (
    SheetRow,
    Standing,
    check_few,
    earliest_day,
    open_problems,
)
from db.services.recruitment.vacancies import VacancyFacts
from desktop.clock import today
from desktop.paper import render
from desktop.parts.numbered import with_number
from desktop.parts.signer import add_signer
from desktop.recruitment.panel_dues import PanelDues
from desktop.recruitment.papers import show_letter
from desktop.recruitment.standing_table import StandingTable
from desktop.widgets.basics import button, label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.parts.look import LookDialog
    from desktop.viewer import PaperDialog

WIDTH = 980
RESERVE_MONTHS = 12  # proposed; the office says otherwise where it wants
ROW_HEIGHT, HEAD_HEIGHT, FEWEST_ROWS, MOST_ROWS = 32, 58, 3, 8


class DecisionDialog(FormDialog):
    """The single first is chosen already; anybody else, or a tie, needs a reason that is printed."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        self.worker, self._vacancy_id = worker, vacancy_id
        self.paper: PaperDialog | None = None
        self._standing = Standing((), (), 0, "")
        self.facts = label("", "muted", wrap=True)
        self.dues = PanelDues(worker, vacancy_id)
        self.open_text = self.dues.owed
        self.grid = StandingTable()
        self.tie_text, self.choice_text = label("", wrap=True, tone="warn"), label("", "strong", wrap=True)
        self.reason, self.decided_on, self.reserve_until = QPlainTextEdit(), DateField(), DateField()
        self.early_reason, self.few_reason = line_edit(LONGEST_REASON), line_edit(LONGEST_REASON)
        form = Form(labels="above", compact=True)
        self._objections_until: date | None = None
        for piece in (self.facts, self.grid, self.dues, self.tie_text, self.choice_text):
            form.add_widget(piece)
        form.add("reason", _("Alasan penetapan"), self.reason, required=True)
        few = _("Alasan jumlah penilai kurang (dicetak tersendiri dalam berita acara)")
        form.add("few_reason", few, self.few_reason, required=True)
        form.show_field("few_reason", False)
        form.add("decided_on", _("Tanggal penetapan"), self.decided_on, required=True)
        early = _("Alasan menetapkan dalam masa sanggah (dicetak dalam berita acara)")
        form.add("early_reason", early, self.early_reason, required=True)
        form.show_field("early_reason", False)
        form.add("reserve_until", _("Cadangan berlaku sampai"), self.reserve_until)
        self.signer = add_signer(form, worker, self.decided_on)
        super().__init__(parent, _("Tetapkan calon"), form, _("Tetapkan dan cetak berita acara"))
        self.setMinimumWidth(WIDTH)
        self.tie_text.hide()
        self.reason.setFixedHeight(64)
        form.show_field("reason", False)
        self.save_button.setEnabled(False)
        self.look: LookDialog | None = None
        self.look_button = button(_("Pratinjau"), "eye-outline", on_click=self.show_look)
        self.look_button.setEnabled(False)
        self.buttons.insertWidget(0, self.look_button)
        self.grid.row_chosen.connect(self._follow)
        self.dues.settled.connect(self._read_again)
        self.decided_on.textChanged.connect(self._say_early)
        work = partial(track.last_objection_day, vacancy_id=vacancy_id)
        worker.read(self, work, then=self._take_objections)
        worker.read(self, partial(_load, vacancy_id=vacancy_id), then=lambda loaded: self._show(*loaded))

    def _take_objections(self, last: date | None) -> None:
        self._objections_until = last
        self._say_early()

    def _say_early(self) -> None:
        """Objections are still taken on that day: whoever decides all the same says why."""
        last = self._objections_until
        self.form.show_field("early_reason", self._is_early())
        text = _("Masa sanggah baru berakhir {day}. Tetapkan sesudahnya, atau tulis alasannya di sini.")
        self.form.note("early_reason", text.format(day=day_and_date(last)) if last else "", "warn")
        QTimer.singleShot(0, self, self._fit)

    def _is_early(self) -> bool:
        day, last = self.decided_on.value(), self._objections_until
        return day is not None and last is not None and day <= last

    @property
    def table(self) -> TableView:
        """The candidates; the chosen row is proposed."""
        return self.grid.table

    def submit(self) -> None:
        """A reason that is wanted is asked for in the words of the rule."""
        chosen = self.grid.current_row()
        if self._nobody:
            super().submit()
        elif self._needs_reason(chosen) and not self.form.values()["reason"]:
            self.form.show_problems([Problem(self._problem(chosen), "reason")])
        elif chosen is not None:
            super().submit()

    def save(self, values: dict[str, Any]) -> None:
        chosen = self.grid.current_row()
        if self._nobody:
            nobody = partial(
                ranking.choose_nobody,
                vacancy_id=self._vacancy_id,
                decided_on=values["decided_on"],
                render=render,
                official_id=values["signer"],
                early_reason=self._early(values),
                today=today(),
            )
            self.worker.write(self, nobody, then=self._saved, failed=self.show_error)
            return
        assert chosen is not None, "the button waits for a choice"
        work = partial(
            ranking.decide,
            vacancy_id=self._vacancy_id,
            applicant_id=chosen.applicant_id,
            reason=values["reason"] if self._needs_reason(chosen) else "",
            decided_on=values["decided_on"],
            reserve_until=values["reserve_until"] if self._has_reserve(chosen) else None,
            render=render,
            official_id=values["signer"],
            early_reason=self._early(values),
            few_reason=values["few_reason"] or "",
            today=today(),
        )
        self.worker.write(self, work, then=lambda made: self._saved(made, chosen), failed=self.show_error)

    def _early(self, values: dict[str, Any]) -> str:
        return (values["early_reason"] or "") if self._is_early() else ""

    def show_look(self) -> None:
        """Show the minutes as they would be printed."""
        from desktop.parts.look import LookDialog  # late: it brings QtPdf

        chosen = None if self._nobody else self.grid.current_row()
        if chosen is None and not self._nobody:
            return
        vacancy_id, asked = self._vacancy_id, self._needs_reason(chosen)
        candidate = chosen.applicant_id if chosen else None

        def stated(session: "Session", values: dict[str, Any]) -> list[InterviewMinutesFacts]:
            reason = values["reason"] if asked else ""
            early, day = self._early(values), values["decided_on"]
            return [ranking.minutes_facts(session, vacancy_id, candidate, reason, early, day)]

        self.look = LookDialog(self, self.worker, stated, lambda values: values["decided_on"])
        self.look.open()

    def _show(self, vacancy: VacancyFacts, standing: Standing, decided_before: date | None) -> None:
        text = _("Wawancara {day} di {place}. Ambang lulus {mark}.")
        if least := minimums_in_words(dict(standing.thresholds)):
            text = _("Wawancara {day} di {place}. Ambang lulus {mark}, nilai minimum {least}.")
        self.facts.setText(
            text.format(
                day=long_date(vacancy.form.interview_on),
                place=vacancy.form.place,
                mark=decimal_text(vacancy.rules.scoring.pass_mark),
                least=least,
            )
        )
        earliest = earliest_day(standing, today())[0]
        day = vacancy.form.interview_on
        if decided_before or (earliest is not None and day < earliest):  # the plan does not hold any more
            day = max(today(), decided_before or today())
        until = months_after(day, RESERVE_MONTHS)
        self.form.fill({"decided_on": day, "reserve_until": until})
        self._show_standing(standing)
        first = [row for row in standing.rows if row.rank == 1]
        if self._nobody:
            self._save_text = _("Cetak berita acara: tidak ada yang lulus")
            self.save_button.setText(self._save_text)
        elif len(first) == 1:
            self.grid.choose(first[0].applicant_id)
        self._follow(self.grid.current_row())
        self.grid.table.setFocus()

    def _read_again(self) -> None:
        """The panel has written what it owed; what was chosen and typed stays."""
        work = partial(ranking.get_standing, vacancy_id=self._vacancy_id)

        def show(standing: Standing) -> None:
            self._show_standing(standing)
            self._follow(self.grid.current_row())

        self.worker.read(self, work, then=show, failed=self.show_error)

    def _show_standing(self, standing: Standing) -> None:
        self._standing = standing
        self.dues.show_standing(standing)
        self.grid.show_standing(standing)
        rows = min(max(len(standing.rows), FEWEST_ROWS), MOST_ROWS)
        self.grid.setFixedHeight(HEAD_HEIGHT + rows * ROW_HEIGHT)
        note = standing.tie_note
        self.tie_text.setText(f"{note[:1].upper()}{note[1:]}." if note else "")
        self.tie_text.setVisible(bool(note))

    def _follow(self, chosen: SheetRow | None) -> None:
        """Say what this choice means, and ask for a reason where one is printed."""
        problem = "" if self._nobody else self._problem(chosen)
        needs = self._needs_reason(chosen)
        self.form.show_field("reason", needs)
        self.form.note("reason", problem if needs else "", "warn")
        few = check_few(self._standing, "") if chosen is not None and chosen.passes else []
        self.form.show_field("few_reason", bool(few))
        self.form.note("few_reason", few[0].text if few else "", "warn")
        self.form.show_field("reserve_until", self._has_reserve(chosen))
        if self._nobody:
            self.choice_text.setText(
                _(
                    "Tidak ada calon yang memenuhi ambang lulus. Berita acara menyatakannya, lowongan ini "
                    "ditutup, dan lowongan baru dapat dibuka."
                )
            )
        elif chosen is None or (problem and not needs):
            self.choice_text.setText(problem)
        else:
            text = _("{name} diusulkan sebagai TKSK, peringkat {rank} dengan nilai {score}.")
            score = decimal_text(chosen.final)
            self.choice_text.setText(text.format(name=chosen.name, rank=chosen.rank, score=score))
        for pressed in (self.save_button, self.look_button):
            closed = open_problems(self._standing)
            may = self._nobody or (chosen is not None and (needs or not problem))
            pressed.setEnabled(may and not closed)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Be as high as the questions that are asked now."""
        inner = self.form.width()
        wished = self.form.heightForWidth(inner) if self.form.hasHeightForWidth() else 0
        wished = max(wished, self.form.sizeHint().height()) + self.buttons.sizeHint().height() + 40
        self.resize(self.width(), min(wished, self.screen().availableGeometry().height() - 64))

    @property
    def _nobody(self) -> bool:
        """Whether every candidate who has a place stays below a mark."""
        return self._standing.complete and not any(row.passes for row in self._standing.rows)

    def _problem(self, chosen: SheetRow | None) -> str:
        if chosen is None:
            return _("Pilih calon yang diusulkan.")
        if chosen.rank is None or chosen.final is None:
            return _("Calon ini belum mempunyai peringkat.")
        place = Ranked(
            chosen.applicant_id,
            Fraction(chosen.final),
            chosen.rank,
            chosen.tied,
            chosen.passes,
            below=chosen.below,
        )
        found = check_choice(place, "")
        return found[0].text if found else ""

    def _needs_reason(self, chosen: SheetRow | None) -> bool:
        return chosen is not None and chosen.passes and (chosen.tied or (chosen.rank or 0) > 1)

    def _has_reserve(self, chosen: SheetRow | None) -> bool:
        """Whether somebody else passes and waits in reserve."""
        return any(row.passes and row is not chosen for row in self._standing.rows)

    def _saved(self, letter: IssuedLetter, chosen: SheetRow | None = None) -> None:
        text = _("{name} ditetapkan sebagai calon. {letter} dibuat.")
        if chosen is None:
            text = _("Tidak ada yang lulus. {letter} dibuat; lowongan dapat dibuka kembali.")
        name = chosen.name if chosen else ""
        self.said.emit(text.format(name=name, letter=with_number(_("Berita acara"), letter)))
        self.accept()
        self.paper = show_letter(self, self.worker, letter)


def _load(session: "Session", vacancy_id: int) -> tuple[VacancyFacts, Standing, date | None]:
    """With the day of the last decision, if there was one."""
    found = letters.letters_of(session, vacancy_id=vacancy_id)
    days = [
        letter.dated_on
        for letter in found
        if letter.kind is LetterKind.INTERVIEW_MINUTES and letter.status is not LetterStatus.CANCELLED
    ]
    vacancy, standing = (
        vacancies.get_vacancy(session, vacancy_id),
        ranking.get_standing(session, vacancy_id),
    )
    return vacancy, standing, max(days, default=None)
