"""What became of the five steps of an exit: complete, publish, leave out, prepare again, or take all back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from db.rules.access import Right, missing_right
from db.rules.dates import day_and_date
from db.rules.exits import StepKind, StepState, step_label, step_state_label
from db.rules.words import _, ngettext
from db.services import covers, drafts, exit_steps, exits, letters
from db.services.covers import CoverChoice
from db.services.exit_steps import FollowUp, StepRow
from db.services.exits import Refused
from db.services.letters import IssuedLetter
from db.services.recruitment import vacancies
from desktop import paper
from desktop.clock import today
from desktop.officers.exit_missing import CoverDialog, MissingDialog, can_be_typed
from desktop.parts.opener import Opener
from desktop.parts.reason import ReasonDialog
from desktop.parts.rights import allow, may
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TONES = {StepState.READY: "info", StepState.DONE: "good", StepState.LEFT_OUT: "neutral"}
WIDTH, HEIGHT = 1120, 400


@dataclass(frozen=True)
class Line:
    """A step as the table shows it, with what kept it from being prepared just now."""

    id: StepKind
    step: StepRow
    refusal: str = ""


class FollowUpDialog(QDialog, Opener):
    """The five steps of one exit. `navigate` leads to a draft, a letter or the vacancy."""

    said = Signal(str)
    navigate = Signal(str, object)

    def __init__(
        self, parent: QWidget, worker: Worker, assignment_id: int, refused: Sequence[Refused] = ()
    ) -> None:
        super().__init__(parent)
        self.worker, self._assignment_id = worker, assignment_id
        self._refused = {one.kind: one.reason for one in refused}
        self._waiting_for: list[StepRow] = []
        self._total = 0
        self._made: list[IssuedLetter] = []
        self._troubles: list[str] = []
        self._stopped = False
        self.facts: FollowUp | None = None
        self.setWindowTitle(_("Tindak lanjut"))
        self.heading, self.why = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.banner, self.waiting = Banner(), Waiting()
        self.banner.hide()
        self.model = RowsTable(_columns(), parent=self)
        self.table = TableView(self.model, "officers/exit_steps")
        self.table.set_empty(_("Memuat langkah…"))
        self.open_button = button(_("Buka"), "file-document-outline", on_click=self.open_step)
        self.complete_button = button(_("Lengkapi…"), "pencil-outline", on_click=self.complete_step)
        self.switch_button = button(_("Tidak dibuat"), on_click=self.switch_step)
        self.announce = QCheckBox(_("Umumkan lowongannya juga"))
        self.publish_button = button(_("Terbitkan semua surat"), primary=True, on_click=self.publish)
        self.publish_button.setDefault(True)
        self.undo_button = button(_("Batalkan pencatatan berhenti…"), danger=True, on_click=self.undo)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        allow(worker, Right.OFFICERS, self.switch_button, self.undo_button)
        allow(worker, Right.LETTERS, self.publish_button, self.complete_button)
        allow(worker, Right.RECRUITMENT, self.announce)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        for piece in (self.heading, self.why, self.banner, self.waiting):
            box.addWidget(piece)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.complete_button, self.open_button, self.switch_button, None, self.announce))
        box.addLayout(row(self.undo_button, None, self.publish_button, self.close_button))
        take_room(self, WIDTH, HEIGHT)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(self._act_on)
        self.announce.toggled.connect(lambda _on: self._offer(self.table.current_row()))
        self.table.copied.connect(self.said)
        self._offer(None)
        self.read()

    @property
    def publishing(self) -> bool:
        """Whether letters are just being made final."""
        return bool(self._total)

    def read(self) -> None:
        """Read the steps anew."""
        work = partial(exit_steps.get_follow_up, assignment_id=self._assignment_id)
        self.worker.read(self, work, self._show, self._fail)

    def open_step(self) -> None:
        """Go to what belongs to the chosen step."""
        line = self.table.current_row()
        if line is None:
            return
        step: StepRow = line.step
        if step.letter_id is not None:
            letter_id = step.letter_id
            work = partial(letters.get_paper, letter_id=letter_id)
            self.worker.read(self, work, partial(self.show_paper, step.what), self._fail)
        elif step.draft_id is not None:
            self._go("letters/draft", step.draft_id)
        elif step.vacancy_id is not None:
            self._go("recruitment/show", step.vacancy_id)

    def complete_step(self) -> None:
        """Type what the letter of the chosen step still lacks."""
        line = self.table.current_row()
        if line is None or not line.step.missing or not may(self.worker, Right.LETTERS):
            return
        if not can_be_typed(line.step):
            self.open_step()
            return
        dialog = MissingDialog(self, self.worker, self._assignment_id, line.step)
        dialog.accepted.connect(partial(self._changed, line.id))
        self.open_dialog(dialog)

    def switch_step(self) -> None:
        """Leave the chosen step out, or prepare it after all."""
        line = self.table.current_row()
        if line is None or self.publishing:
            return
        kind, assignment_id = line.id, self._assignment_id
        if line.step.state is StepState.READY:
            self._write(partial(exits.leave_out, assignment_id=assignment_id, kind=kind, today=today()), kind)
        elif kind is StepKind.COVER and self.facts is not None:
            near = partial(covers.list_covers, kecamatan_code=self.facts.kecamatan_code, on=today())
            self.worker.read(self, near, self._ask_who, self._fail)
        else:
            work = partial(exits.prepare_step, assignment_id=assignment_id, kind=kind, today=today())
            self._write(work, kind)

    def publish(self) -> None:
        """Make every letter that is ready final, one after the other, and show them all."""
        wanted = self._publishable()
        if not wanted or self.publishing:
            return
        text = ngettext(
            "Terbitkan {n} surat? Surat itu mendapat nomor dan tidak dapat diubah lagi.",
            "Terbitkan {n} surat? Semuanya mendapat nomor dan tidak dapat diubah lagi.",
            len(wanted),
        )
        verb = _("Terbitkan dan umumkan") if self.announce.isChecked() else _("Terbitkan")
        lacking = [step_label(step.id) for step in self._incomplete()]
        details = _("Belum lengkap, tidak ikut: {steps}.").format(steps=", ".join(lacking)) if lacking else ""
        if not confirm(self, text.format(n=len(wanted)), verb, details):
            return
        self.banner.clear()
        self._waiting_for, self._total, self._stopped = wanted, len(wanted), False
        self._made, self._troubles = [], []
        self._offer(self.table.current_row())
        self.waiting.start(_("Menerbitkan surat…"), self._stop)
        self._publish_next()

    def undo(self) -> None:
        """Take back an exit that was recorded by mistake."""
        facts = self.facts
        if facts is None:
            return
        text = _(
            "{name} kembali bertugas di Kecamatan {kecamatan}. Konsep surat, penunjukan sementara, dan draf "
            "lowongan dari pencatatan ini dihapus; penunjukan yang sudah berjalan berakhir kemarin."
        ).format(name=facts.officer, kecamatan=facts.kecamatan)
        work = partial(exits.undo_exit, assignment_id=self._assignment_id, today=today())
        if facts.final:
            heading = _("Surat berikut sudah final dan ikut dibatalkan; nomornya tidak dipakai lagi:")
            told = "\n".join([text, "", heading, *(f"• {letter}" for letter in facts.final)])
            title = _("Batalkan pencatatan berhenti")
            dialog = ReasonDialog(self, self.worker, title, told, _("Batalkan pencatatan dan surat"), work)
            dialog.accepted.connect(self._undone)
            self.open_dialog(dialog)
        elif confirm(self, text, _("Batalkan pencatatan"), danger=True):
            self.worker.write(self, work, lambda _code: self._undone(), self._fail)

    def _undone(self) -> None:
        assert self.facts is not None, "shown before"
        self.said.emit(_("Pencatatan berhentinya {name} dibatalkan.").format(name=self.facts.officer))
        self.accept()

    def reject(self) -> None:
        """While letters are being made, Esc and Tutup first stop that."""
        if self.publishing:
            self._stop()
        else:
            super().reject()

    # Publishing

    def _publishable(self) -> list[StepRow]:
        steps = self.facts.steps if self.facts else ()
        ready = [step for step in steps if step.state is StepState.READY and step.complete]
        return [step for step in ready if step.draft_id or (step.vacancy_id and self.announce.isChecked())]

    def _incomplete(self) -> list[StepRow]:
        return [step for step in (self.facts.steps if self.facts else ()) if step.missing]

    def _act_on(self, line: Line) -> None:
        """Enter or a double click: what is missing first."""
        if line.step.missing and self.complete_button.isEnabled():
            self.complete_step()
        else:
            self.open_step()

    def _publish_next(self) -> None:
        self.waiting.advance(self._total - len(self._waiting_for), self._total)
        if self._stopped or not self._waiting_for:
            self._join()
            return
        step, day = self._waiting_for[0], today()

        def work(session: "Session") -> IssuedLetter:
            if step.draft_id is None:
                assert step.vacancy_id is not None
                return vacancies.announce(session, step.vacancy_id, render=paper.render)
            issued = drafts.finalise(session, step.draft_id, today=day, render=paper.render)
            return issued.letters[0]

        self.worker.write(self, work, self._take, self._refuse)

    def _take(self, letter: IssuedLetter) -> None:
        self._made.append(letter)
        self._waiting_for.pop(0)
        self._publish_next()

    def _refuse(self, error: Exception) -> None:
        step = self._waiting_for.pop(0)
        why = " ".join(sentence(error).split())
        self._troubles.append(_("{step}: {why}").format(step=step_label(step.id), why=why))
        self._publish_next()

    def _stop(self) -> None:
        self._stopped = True

    def _join(self) -> None:
        made = self._made
        if not made:
            self._finish(None)
            return
        titles = [f"{one.number} {one.subject}".strip() for one in made]
        self.worker.run(self, lambda: paper.join([one.pdf for one in made], titles), self._finish, self._fail)

    def _finish(self, pdf: bytes | None) -> None:
        self._total = 0
        self.waiting.finish()
        self.read()
        if self._troubles:
            self.banner.say("\n".join(self._troubles), "warn")
        if pdf is not None and self.facts is not None:
            text = _("{n} surat berhentinya {name} diterbitkan.")
            self.said.emit(text.format(n=len(self._made), name=self.facts.officer))
            title = _("Surat berhentinya {name}").format(name=self.facts.officer)
            self.show_paper(title, pdf)

    # The table

    def _show(self, facts: FollowUp) -> None:
        chosen = self.table.current_row()
        self.facts = facts
        self.heading.setText(
            _("{name}, TKSK Kecamatan {kecamatan}").format(name=facts.officer, kecamatan=facts.kecamatan)
        )
        text = _("Berhenti mulai {day}: {reason}.")
        self.why.setText(text.format(day=day_and_date(facts.left_on), reason=facts.reason))
        self.model.set_rows(Line(step.id, step, self._refused.get(step.id, "")) for step in facts.steps)
        ready = [step.id for step in facts.steps if step.state is StepState.READY]
        first = next((step.id for step in self._incomplete()), next(iter(ready), facts.steps[0].id))
        self.table.choose(chosen.id if chosen else first)
        self._offer(self.table.current_row())

    def _offer(self, line: Line | None) -> None:
        step = line.step if line else None
        idle, facts = not self.publishing, self.facts
        there = step is not None and (step.draft_id or step.letter_id or step.vacancy_id)
        self.open_button.setEnabled(bool(there) and idle)
        self.complete_button.setVisible(bool(self._incomplete()))
        allowed = may(self.worker, Right.LETTERS)
        self.complete_button.setEnabled(bool(step and step.missing) and idle and allowed)
        left_out = step is not None and step.state is StepState.LEFT_OUT
        self.switch_button.setText(_("Siapkan") if left_out else _("Tidak dibuat"))
        self.switch_button.setEnabled(step is not None and step.state is not StepState.DONE and idle)
        self.publish_button.setEnabled(bool(self._publishable()) and idle)
        steps = facts.steps if facts else ()
        draft = any(step.vacancy_id and step.state is StepState.READY for step in steps)
        self.announce.setVisible(draft)
        kept = facts.announced if facts else ""
        if facts and facts.final and not may(self.worker, Right.LETTERS):
            kept = missing_right(Right.LETTERS)
        self.undo_button.setEnabled(facts is not None and not kept and idle)
        self.undo_button.setToolTip(kept)

    def _ask_who(self, near: list[CoverChoice]) -> None:
        assert self.facts is not None, "shown before"
        dialog = CoverDialog(self, self.worker, self.facts, near)
        dialog.accepted.connect(partial(self._changed, StepKind.COVER))
        self.open_dialog(dialog)

    def _write(self, work: Any, kind: StepKind) -> None:
        self.banner.clear()
        self.worker.write(self, work, lambda _nothing: self._changed(kind), self._fail)

    def _changed(self, kind: StepKind) -> None:
        self._refused.pop(kind, None)
        self.read()

    def _go(self, link: str, payload: int) -> None:
        self.accept()
        self.navigate.emit(link, payload)

    def _fail(self, error: Exception) -> None:
        self._total = 0
        self.waiting.finish()
        self.banner.say(sentence(error), "bad")
        self._offer(self.table.current_row())


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Langkah"), lambda line: step_label(line.id), width=280),
        Column(
            _("Keadaan"),
            lambda line: _("Belum lengkap") if line.step.missing else step_state_label(line.step.state),
            tone=lambda line: "warn" if line.step.missing else TONES[line.step.state],
            width=140,
        ),
        Column(_("Isi"), lambda line: line.step.what, width=260, tooltip=lambda line: line.step.what),
        Column(_("Keterangan"), _note, tooltip=_note),
    )


def _note(line: Line) -> str:
    return line.refusal or line.step.note
