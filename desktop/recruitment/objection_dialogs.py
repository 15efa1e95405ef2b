"""The log of objections of a vacancy: noted, answered, the letter, and the check opened again."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from db.rules.access import Right, missing_right
from db.rules.dates import day_and_date, short_date
from db.rules.recruitment import applied_label
from db.rules.selection import ObjectionOutcome, objection_label
from db.rules.words import _
from db.services import scans
from db.services.letters import IssuedLetter
from db.services.recruitment import objections
from db.services.recruitment.objections import AnswerForm, ObjectionForm, ObjectionLog, ObjectionRow
from desktop.clock import today
from desktop.paper import render
from desktop.parts.numbered import with_number
from desktop.parts.opener import Opener
from desktop.parts.rights import may
from desktop.parts.scan import ScanField
from desktop.recruitment.day_field import DayField
from desktop.recruitment.question import QuestionDialog
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog, GuardedDialog
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

WIDTH, HEIGHT = 1160, 560
TONES = {ObjectionOutcome.ACCEPTED: "good", ObjectionOutcome.REJECTED: "neutral", None: "warn"}


class NewObjectionDialog(FormDialog):
    """An objection as it came in, with its paper."""

    def __init__(self, parent: QWidget | None, worker: Worker, log: ObjectionLog) -> None:
        form = Form("above", compact=True)
        super().__init__(parent, _("Catat sanggahan"), form, _("Simpan sanggahan"))
        self._worker = worker
        form.add("applicant_id", _("Pelamar"), ChoiceField(log.applicants, _("Ketik nama…")), required=True)
        form.add("received_on", _("Diterima"), DayField(), required=True)
        form.add("text", _("Isi sanggahan"), QPlainTextEdit(), required=True)
        self.scan = ScanField(worker, roomy=True, right=Right.RECRUITMENT)
        form.add("scan", _("Pindaian surat"), self.scan)
        last = _("Hari terakhir {day}.").format(day=day_and_date((log.final or log.window).last_on))
        form.fill({"applicant_id": None, "received_on": today(), "text": "", "scan": None})
        form.note("received_on", last)

    def save(self, values: dict[str, Any]) -> None:
        scan = values.pop("scan")
        work = partial(
            objections.record_objection,
            form=ObjectionForm(**values),
            today=today(),
            scan=(scan.name, scan.content) if scan else None,
        )
        self._worker.write(self, work, then=lambda _id: self.accept(), failed=self.show_error)


class AnswerDialog(FormDialog):
    """What was found when the files were looked at again, and how the objection ends."""

    def __init__(self, parent: QWidget | None, worker: Worker, objection: ObjectionRow) -> None:
        form = Form("above", compact=True)
        super().__init__(parent, _("Jawab sanggahan"), form, _("Simpan jawaban"))
        self._worker, self._id = worker, objection.id
        form.add_widget(label(f"{objection.name}, {short_date(objection.received_on)}", "strong"))
        form.add_widget(label(objection.text, "muted", wrap=True))
        outcomes = [(outcome, objection_label(outcome)) for outcome in ObjectionOutcome]
        form.add("outcome", _("Hasil"), ChoiceField(outcomes), required=True)
        form.add("answer", _("Hasil pemeriksaan ulang"), QPlainTextEdit(), required=True)
        form.add("answered_on", _("Dijawab"), DayField(), required=True)
        form.fill(
            {
                "outcome": objection.outcome,
                "answer": objection.answer,
                "answered_on": objection.answered_on or today(),
            }
        )
        form.note("answer", _("Satu pokok per baris; tanpa nilai peserta lain. Dicetak dalam surat jawaban."))

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            objections.answer_objection, objection_id=self._id, form=AnswerForm(**values), today=today()
        )
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class ObjectionsDialog(GuardedDialog, Opener):
    """All objections of a vacancy; each is answered, then its letter goes out."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(parent)
        self.worker, self._vacancy_id = worker, vacancy_id
        self.log: ObjectionLog | None = None
        self.setWindowTitle(_("Sanggahan hasil seleksi"))
        self.banner = Banner()
        self.banner.hide()
        self.period = label("", wrap=True)
        columns = (
            Column(_("Diterima"), lambda r: short_date(r.received_on), width=100, sort_key="received_on"),
            Column(_("Nama"), lambda r: r.name, width=200, sort_key="name"),
            Column(_("Keadaan"), lambda r: applied_label(r.status), width=120),
            Column(_("Atas"), lambda r: _("Hasil akhir") if r.final else _("Administrasi"), width=110),
            Column(_("Isi"), lambda r: r.text, width=280, tooltip=lambda r: r.text),
            Column(
                _("Hasil"), lambda r: objection_label(r.outcome), tone=lambda r: TONES[r.outcome], width=130
            ),
            Column(_("Surat jawaban"), lambda r: r.letter_number),
        )
        self.rows = RowsTable(columns, parent=self)
        self.table = TableView(self.rows, "recruitment.objections")
        self.add_button = button(_("Catat sanggahan…"), "plus", on_click=self._add)
        self.answer_button = button(_("Jawab…"), "pencil-outline", on_click=self._answer)
        self.letter_button = button(_("Surat jawaban…"), "printer-outline", on_click=self._issue)
        self.reopen_button = button(_("Periksa ulang berkas"), "undo", on_click=self._reopen)
        self.scan_button = button(_("Lihat pindaian"), "eye-outline", on_click=self._show_scan)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(12)
        for piece in (self.banner, self.period):
            box.addWidget(piece)
        box.addWidget(self.table, 1)
        actions = (self.add_button, self.answer_button, self.letter_button, self.reopen_button)
        box.addLayout(row(*actions, self.scan_button, None, self.close_button))
        self.table.current_row_changed.connect(lambda _row: self._offer())
        self.table.activated_row.connect(lambda _row: self.answer_button.click())
        self.table.copied.connect(self.said)
        self.said.connect(lambda text: self.banner.say(text, "good"))
        take_room(self, WIDTH, HEIGHT)
        self._offer()
        self.refresh()

    def unsaved(self) -> bool:
        return False

    def refresh(self) -> None:
        """Read the log once more."""
        work = partial(objections.get_log, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, then=self._show, failed=self.say_failure)

    def _show(self, log: ObjectionLog) -> None:
        self.log = log
        window = log.window
        text = _("Masa sanggah {n} hari kerja sesudah {result}: sampai {last}.")
        said = text.format(
            n=window.days, result=day_and_date(window.result_on), last=day_and_date(window.last_on)
        )
        if log.final is not None and log.final.days:
            text = _("Masa sanggah hasil akhir sesudah {result}: sampai {last}.")
            said += " " + text.format(
                result=day_and_date(log.final.result_on), last=day_and_date(log.final.last_on)
            )
            window = log.final
        if today() > window.last_on:
            said += " " + _("Masa sanggah sudah berakhir.")
        if log.open:
            said += " " + _("{n} sanggahan belum dijawab.").format(n=log.open)
        self.period.setText(said)
        self.rows.set_rows(log.rows)
        self.table.set_empty(_("Belum ada sanggahan."), _("Catat sanggahan…"), self._add)
        if log.rows and self.table.current_row() is None:
            self.table.choose(log.rows[0].id)
        self._offer()

    def _offer(self) -> None:
        chosen: ObjectionRow | None = self.table.current_row()
        recruiter = may(self.worker, Right.RECRUITMENT)
        self.add_button.setEnabled(recruiter and self.log is not None)
        self.answer_button.setEnabled(recruiter and chosen is not None and chosen.letter_id is None)
        self.letter_button.setEnabled(
            recruiter and chosen is not None and chosen.outcome is not None and chosen.letter_id is None
        )
        verifier = may(self.worker, Right.VERIFY)
        accepted = chosen is not None and chosen.outcome is ObjectionOutcome.ACCEPTED and not chosen.final
        self.reopen_button.setEnabled(verifier and accepted)
        self.reopen_button.setToolTip("" if verifier else missing_right(Right.VERIFY))
        self.scan_button.setEnabled(
            chosen is not None and chosen.scan_id is not None and may(self.worker, Right.HISTORY)
        )

    def _add(self) -> None:
        if self.log is not None:
            self._open(NewObjectionDialog(self, self.worker, self.log), _("Sanggahan dicatat."))

    def _answer(self) -> None:
        if chosen := self.table.current_row():
            self._open(AnswerDialog(self, self.worker, chosen), _("Jawaban dicatat; buat surat jawabannya."))

    def _open(self, dialog: FormDialog, text: str) -> None:
        dialog.accepted.connect(lambda: self._done(text))
        self.open_dialog(dialog)

    def _done(self, text: str) -> None:
        self.said.emit(text)
        self.refresh()

    def _issue(self) -> None:
        chosen = self.table.current_row()
        if chosen is None:
            return
        dialog = QuestionDialog(
            self,
            self.worker,
            _("Surat jawaban sanggahan"),
            _("Surat kepada {name}: sanggahan {outcome}.").format(
                name=chosen.name, outcome=objection_label(chosen.outcome).lower()
            ),
            _("Cetak surat jawaban"),
            lambda session, values: objections.issue_answer(
                session, chosen.id, dated_on=values["on"], render=render, official_id=values["signer"]
            ),
            day=(_("Tanggal surat"), chosen.answered_on or today()),
            signer=today(),
            look=lambda session, _values: [objections.answer_letter(session, chosen.id)],
        )
        dialog.done_with.connect(self._issued)
        self.open_dialog(dialog)

    def _issued(self, letter: IssuedLetter) -> None:
        self._done(_("{letter} dicetak.").format(letter=with_number(letter.subject, letter)))
        self.show_letter(letter)

    def _reopen(self) -> None:
        if chosen := self.table.current_row():
            text = _("Berkas {name} diperiksa ulang; seleksi kembali ke tahap administrasi.")
            work = partial(objections.reopen_check, objection_id=chosen.id)
            self.worker.write(
                self,
                work,
                then=partial(self._reopened, text.format(name=chosen.name)),
                failed=self.say_failure,
            )

    def _reopened(self, text: str, _nothing: None) -> None:
        self._done(text)

    def _show_scan(self) -> None:
        chosen = self.table.current_row()
        if chosen is not None and chosen.scan_id is not None:
            work = partial(scans.get_scan, scan_id=chosen.scan_id)
            self.worker.read(self, work, then=self._show_scanned, failed=self.say_failure)

    def _show_scanned(self, found: tuple[str, bytes]) -> None:
        from desktop.parts.scan import as_pages

        name, content = found
        self.worker.run(
            self,
            partial(as_pages, name, content),
            then=partial(self.show_paper, name),
            failed=self.say_failure,
        )
