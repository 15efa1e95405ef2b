"""The chosen incoming letter at the side: what it is, who works on it, its scan, and the ways on."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.agenda import incoming_state, incoming_state_label
from db.rules.dates import long_date, short_date
from db.rules.letter_kinds import LetterKind
from db.rules.words import _
from db.services import agenda
from db.services.agenda import DispositionRow, IncomingFacts
from desktop import paper
from desktop.clock import today
from desktop.letters.incoming_disposition import AnswerDialog, DispositionDialog
from desktop.letters.incoming_form import ChangeDialog
from desktop.letters.incoming_scan import ScanView
from desktop.letters.incoming_sheet import read_sheet
from desktop.parts.opener import Opener
from desktop.parts.reason import ReasonDialog
from desktop.parts.rights import allow
from desktop.parts.scan import ask_for_scan, dropped_file, read_scan
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import EmptyState, Facts, Pill, button, label, link, row, scrolled
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

TONES = {"open": "info", "overdue": "bad", "done": "good", "void": "neutral"}
WIDTH = 480


class IncomingCard(QFrame, Opener):
    """Empty until a letter is chosen; asks the worker for what it says."""

    said = Signal(str)
    navigate = Signal(str, object)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.letter: IncomingFacts | None = None
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self.setMinimumWidth(WIDTH)
        self._make_pieces()
        self._lay_out()
        allow(
            worker,
            Right.LETTERS,
            *(self.dispose_button, self.finish_button, self.reply_button, self.change_link),
            *(self.answer_link, self.scan_link, self.result_button, self.void_link),
        )
        allow(worker, Right.HISTORY, self.scan_button)
        self.show_incoming(None)

    def show_incoming(self, incoming_id: int | None) -> None:
        """Show a letter of the list, or the hint; the same one again is read anew."""
        if incoming_id is None:
            self.letter = None
            self._show_pieces()
        else:
            self._wanted = incoming_id
            self.worker.read(self, partial(agenda.get_incoming, incoming_id=incoming_id), then=self._show)

    def use_file(self, path: Path) -> None:
        """Attach a scan to the letter shown."""
        if (letter := self.letter) is None:
            return

        def attach(scan: Any) -> None:
            work = partial(agenda.attach_scan, incoming_id=letter.id, name=scan.name, content=scan.content)
            text = _("{file} dilampirkan pada surat {place}.").format(file=scan.name, place=letter.place)
            self._write(work, text)
            self.scan_button.setChecked(True)

        self.banner.say(_("Melampirkan {file}…").format(file=path.name), "neutral")
        self.worker.run(self, lambda: read_scan(path), then=attach, failed=self._tell_failure)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        free = self.letter is not None and not self.letter.void_reason and self.scan_link.isEnabled()
        if free and dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.use_file(path)

    # What can be done

    def dispose(self) -> None:
        """Pass the letter on."""
        if self.letter and not self.letter.void_reason and self.dispose_button.isEnabled():
            self._open(DispositionDialog(self, self.worker, self.letter))

    def change_disposition(self, chosen: DispositionRow | None, result: bool = False) -> None:
        """Change a disposition, or write what came of it."""
        if self.letter and not self.letter.void_reason and chosen and self.result_button.isEnabled():
            dialog = DispositionDialog(self, self.worker, self.letter, chosen)
            self._open(dialog)
            if result:
                dialog.note_result()

    def print_sheet(self) -> None:
        """Print the disposition sheet of the letter."""
        if (letter := self.letter) is None:
            return
        title = _("Lembar disposisi {place}").format(place=letter.place)

        def render(stated: tuple[Any, Any]) -> None:
            self.worker.run(
                self,
                lambda: paper.render(*stated),
                then=partial(self.show_paper, title),
                failed=self._tell_failure,
            )

        work = partial(read_sheet, incoming_id=letter.id, on=today())
        self.worker.read(self, work, then=render, failed=self._tell_failure)

    def reply(self) -> None:
        """Begin a letter to the sender."""
        if letter := self.letter:
            number = f" Nomor {letter.number}" if letter.number else ""
            day = f" tanggal {long_date(letter.dated_on)}" if letter.dated_on else ""
            values = {
                "penerima": letter.sender,
                "sifat": letter.urgency,
                "hal": f"Jawaban atas {letter.subject}",
                "isi": [
                    f"Menjawab surat Saudara{number}{day} hal {letter.subject}, bersama ini kami sampaikan "
                ],
            }
            payload = {"kind": LetterKind.OFFICIAL_LETTER.value, "values": values, "incoming_id": letter.id}
            self.navigate.emit("letters/compose", payload)

    def finish(self) -> None:
        """Nothing remains to be done; or something does after all."""
        if (letter := self.letter) is None:
            return
        if letter.done_on or letter.void_reason:
            text = _("Surat {place} dibuka kembali.").format(place=letter.place)
            self._write(partial(agenda.reopen, incoming_id=letter.id), text)
            return
        number = letter.open_dispositions
        question = _("{n} disposisi belum selesai dan ikut ditandai selesai.").format(n=number)
        if number and not confirm(self, question, _("Tandai selesai")):
            return
        text = _("Surat {place} selesai.").format(place=letter.place)
        self._write(partial(agenda.finish, incoming_id=letter.id, on=today()), text)

    def void(self) -> None:
        """The letter was entered by mistake."""
        if (letter := self.letter) is None:
            return
        explanation = _("Nomor agenda {place} tidak dipakai lagi; buku agenda mencatat alasannya.")
        work = partial(agenda.void_incoming, incoming_id=letter.id, on=today())
        title = _("Batalkan pencatatan")
        told = explanation.format(place=letter.place)
        dialog = ReasonDialog(self, self.worker, title, told, title, work)
        said = _("Pencatatan {place} dibatalkan.").format(place=letter.place)
        dialog.accepted.connect(lambda: self.said.emit(said))
        self.open_dialog(dialog)

    def change(self) -> None:
        """Put right what was typed."""
        if self.letter and not self.letter.void_reason:
            self._open(ChangeDialog(self, self.worker, self.letter))

    def choose_answer(self) -> None:
        """Say which outgoing letter answers this one, or that none does."""
        if (letter := self.letter) is None:
            return
        if letter.answer_id is None:
            self._open(AnswerDialog(self, self.worker, letter))
            return
        text = _("Surat jawaban untuk {place} dilepas.").format(place=letter.place)
        work = partial(agenda.answer, incoming_id=letter.id, letter_id=None, on=today())
        self._write(work, text)

    def show_history(self) -> None:
        """Who changed what in the letter and its dispositions."""
        if letter := self.letter:
            from desktop.parts.history import HistoryDialog

            also = tuple(("disposition", str(made.id)) for made in letter.dispositions)
            record = ("incoming_letter", str(letter.id))
            title = _("surat masuk {place}").format(place=letter.place)
            self.open_dialog(HistoryDialog(self, self.worker, title, *record, also))

    # How it is built

    def _make_pieces(self) -> None:
        self.hint = EmptyState(_("Pilih surat pada daftar untuk melihat isi, disposisi, dan pindaiannya."))
        self.subject, self.sender_label = label("", "strong", wrap=True), label("", "muted", wrap=True)
        self.state = Pill()
        self.banner = Banner()
        self.facts_button, self.scan_button = button(_("Rincian")), button(_("Pindaian"))
        self._switch = QButtonGroup(self)
        for made in (self.facts_button, self.scan_button):
            made.setCheckable(True)
            self._switch.addButton(made)
        self.facts_button.setChecked(True)
        self.dispose_button = button(_("Disposisi…"), "send-outline", on_click=self.dispose)
        self.print_button = button(_("Cetak lembar"), "printer-outline", on_click=self.print_sheet)
        self.reply_button = button(_("Balas…"), on_click=self.reply)
        self.finish_button = button(_("Tandai selesai"), "check", on_click=self.finish)
        self.facts, self.scan = Facts(), ScanView(self.worker)
        self.change_link, self.answer_link = link(_("Ubah…"), self.change), link("", self.choose_answer)
        self.scan_link = link(_("Lampirkan pindaian…"), self._choose_scan)
        self.void_link = link(_("Batalkan…"), self.void)
        self.void_link.setToolTip(_("Batalkan pencatatan surat yang keliru dicatat"))
        self.history_link = link(_("Riwayat"), self.show_history)
        self.dispositions = RowsTable(_disposition_columns(), ())
        self.table = TableView(self.dispositions, "dispositions")
        self.table.set_compact(True)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.result_button = button(
            _("Catat hasil…"), on_click=lambda: self.change_disposition(self.table.current_row(), True)
        )
        self.table.activated_row.connect(self.change_disposition)
        self.table.current_row_changed.connect(
            lambda chosen: self.result_button.setEnabled(chosen is not None)
        )
        self.table.copied.connect(self.said)
        self.scan.paper.said.connect(self.said)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.subject)
        words.addWidget(self.sender_label)
        head = row(words, self.state, spacing=12)
        head.setStretch(0, 1)
        head.setAlignment(self.state, Qt.AlignmentFlag.AlignTop)
        details = QWidget()
        inside = QVBoxLayout(details)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.facts)
        inside.addLayout(
            row(self.change_link, self.answer_link, self.scan_link, self.void_link, None, spacing=16)
        )
        title = row(label(_("Disposisi"), "section"), None, self.result_button)
        inside.addLayout(title)
        inside.addWidget(self.table, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolled(details))
        self.stack.addWidget(self.scan)
        self.scan_button.toggled.connect(lambda shown: self.stack.setCurrentIndex(int(shown)))
        actions = row(self.dispose_button, self.print_button, self.reply_button, self.finish_button, None)
        switch = row(self.facts_button, self.scan_button, None, self.history_link)
        self._bar = QWidget()
        bar = QVBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        bar.addLayout(actions)
        bar.addLayout(switch)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.banner)
        box.addWidget(self._bar)
        box.addWidget(self.stack, 1)
        box.addWidget(self.hint, 1)

    # What it shows

    def _show(self, letter: IncomingFacts) -> None:
        if letter.id != self._wanted:  # another letter was chosen meanwhile
            return
        if self.letter is None or letter.id != self.letter.id:
            self.banner.clear()
        self.letter = letter
        self.subject.setText(letter.subject)
        self.sender_label.setText(letter.sender)
        state = incoming_state(letter.done_on, letter.due_on, today(), letter.void_reason)
        self.state.set(incoming_state_label(state), TONES[state.value])
        self.facts.set_facts(_facts(letter))
        self.dispositions.set_rows(letter.dispositions)
        self.answer_link.setText(_("Lepas jawaban") if letter.answer_id else _("Dijawab dengan…"))
        self.scan_link.setText(_("Ganti pindaian…") if letter.scan_id else _("Lampirkan pindaian…"))
        done = letter.done_on is not None or bool(letter.void_reason)
        changing = (self.print_button, self.reply_button, self.result_button, self.change_link)
        for piece in (self.dispose_button, *changing, self.answer_link, self.scan_link, self.void_link):
            piece.setVisible(not letter.void_reason)  # what was entered by mistake is only looked at
        self.finish_button.setText(" " + (_("Buka kembali") if done else _("Tandai selesai")))
        self.dispose_button.setEnabled(not done)
        offered = () if letter.void_reason else (_("Disposisi…"), self.dispose)
        self.table.set_empty(_("Belum diteruskan kepada siapa pun."), *offered)
        self.scan.show_scan(letter.scan_id)
        self._show_pieces()

    def _show_pieces(self) -> None:
        shown = self.letter is not None
        for piece in (self.subject, self.sender_label, self.state, self._bar, self.stack):
            piece.setVisible(shown)
        self.hint.setVisible(not shown)
        self.result_button.setEnabled(self.table.current_row() is not None)

    def _choose_scan(self) -> None:
        if path := ask_for_scan(self):
            self.use_file(path)

    def _open(self, dialog: QDialog) -> None:
        dialog.accepted.connect(lambda: self.said.emit(dialog.sentence))  # type: ignore[attr-defined]
        self.open_dialog(dialog)

    def _write(self, work: Any, said: str) -> None:
        def finish(_any: Any) -> None:
            self.banner.clear()
            self.said.emit(said)

        self.worker.write(self, work, then=finish, failed=self._tell_failure)

    def _tell_failure(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")


def _facts(letter: IncomingFacts) -> list[tuple[str, str]]:
    dated = _("tanggal {day}").format(day=long_date(letter.dated_on)) if letter.dated_on else ""
    number = " ".join(part for part in (letter.number, dated) if part)
    pairs = (
        (_("Nomor agenda"), letter.place),
        (_("Nomor surat"), number),
        (_("Diterima"), long_date(letter.received_on)),
        (_("Sifat"), letter.urgency),
        (_("Klasifikasi"), letter.classification),
        (_("Tindak lanjut sebelum"), long_date(letter.follow_up_on) if letter.follow_up_on else ""),
        (_("Selesai"), long_date(letter.done_on) if letter.done_on else ""),
        (_("Dibatalkan karena"), letter.void_reason),
        (_("Dijawab dengan"), letter.answer),
        (_("Pindaian"), letter.scan),
        (_("Catatan"), letter.note),
    )
    return [(name, words) for name, words in pairs if words]


def _disposition_columns() -> tuple[Column, ...]:
    return (
        Column(_("Kepada"), lambda r: r.recipient, width=130, tooltip=lambda r: r.recipient),
        Column(_("Isi"), lambda r: r.instruction, width=118, tooltip=lambda r: r.instruction),
        Column(_("Batas"), lambda r: short_date(r.due_on), width=98),
        Column(_("Keadaan"), _standing, tone=_tone, width=112, tooltip=lambda r: r.result),
        Column(_("Hasil"), lambda r: r.result, width=60, tooltip=lambda r: r.result),
    )


def _standing(made: DispositionRow) -> str:
    return incoming_state_label(incoming_state(made.done_on, made.due_on, today()))


def _tone(made: DispositionRow) -> str:
    return TONES[incoming_state(made.done_on, made.due_on, today()).value]
