"""Pass an incoming letter on, note what came of it, or say which letter answers it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.agenda import INSTRUCTIONS, DispositionForm
from db.rules.dates import short_date
from db.rules.words import _
from db.services import agenda, dispositions, letters, office
from db.services.agenda import DispositionRow, IncomingFacts, Offered
from db.services.letters import LetterSearch
from db.services.office import OfficialRow
from desktop.clock import today
from desktop.letters.incoming_fields import WordsField
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.dialog import FormDialog, GuardedDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import ENTER, Form
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.room import take_room
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from db.services.letters import LetterRow

FIELDS = ("recipient", "instruction", "due_on", "made_by", "made_on", "done_on", "result")


class DispositionDialog(FormDialog):
    """A disposition: a new one, or one that was made before, with its result."""

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        letter: IncomingFacts,
        disposition: DispositionRow | None = None,
    ) -> None:
        self.worker, self._letter, self._disposition = worker, letter, disposition
        self.sentence = ""
        self.recipient, self.instruction = WordsField(200), WordsField(500, INSTRUCTIONS)
        self.made_by, self.made_on = WordsField(200), DateField()
        self.due_on, self.done_on, self.result_line = DateField(), DateField(), line_edit(300)
        form = Form("above", columns=2, compact=True)
        form.add_widget(label(f"{letter.place} · {letter.sender}: {letter.subject}", "muted", wrap=True))
        form.add("recipient", _("Kepada"), self.recipient, required=True, wide=True)
        form.add("instruction", _("Isi disposisi"), self.instruction, required=True, wide=True)
        form.add("due_on", _("Batas waktu"), self.due_on, hint=_("Boleh kosong."))
        form.add("made_on", _("Tanggal disposisi"), self.made_on, required=True)
        form.add("made_by", _("Dari"), self.made_by, required=True, wide=True)
        form.add("done_on", _("Selesai tanggal"), self.done_on)
        form.add("result", _("Hasil"), self.result_line)
        known = disposition is not None
        for field in ("done_on", "result"):
            form.show_field(field, known)
        title = _("Ubah disposisi") if known else _("Disposisi surat {place}").format(place=letter.place)
        super().__init__(parent, title, form, _("Simpan disposisi"))
        self._before: dict[str, Any] = {"made_on": max(today(), letter.received_on)}
        if disposition is not None:
            self._before = {name: getattr(disposition, name) for name in FIELDS}
        form.fill(self._before)
        worker.read(self, agenda.list_offered, then=self._offer)
        worker.read(self, partial(office.list_signers, on=today()), then=self._offer_heads)

    def note_result(self) -> None:
        """Begin where the result is written: it is done today."""
        if self.done_on.value() is None:
            self.done_on.set_value(today())
        self.form.focus("result")

    def save(self, values: dict[str, Any]) -> None:
        if self._disposition is None:
            form = DispositionForm(**values)
            work: Any = partial(dispositions.add_disposition, incoming_id=self._letter.id, form=form)
            self.sentence = _("Surat {place} diteruskan kepada {recipient}.")
        else:
            work = partial(
                dispositions.change_disposition,
                disposition_id=self._disposition.id,
                before=self._before,
                after=values,
            )
            self.sentence = _("Disposisi surat {place} kepada {recipient} diubah.")
        self.sentence = self.sentence.format(place=self._letter.place, recipient=values["recipient"])
        self.worker.write(self, work, then=lambda _id: self.accept(), failed=self.show_error)

    def _offer(self, offered: Offered) -> None:
        self.recipient.offer(offered.recipients)

    def _offer_heads(self, heads: list[OfficialRow]) -> None:
        self.made_by.offer(head.position for head in heads)
        if heads and not self.made_by.text():
            self.made_by.setText(heads[0].position)
            self.form.take_as_original("made_by")


class AnswerDialog(GuardedDialog):
    """Which outgoing letter answers this one; those to the same sender are looked for first."""

    def __init__(self, parent: QWidget | None, worker: Worker, letter: IncomingFacts) -> None:
        super().__init__(parent)
        self.worker, self._letter = worker, letter
        self.sentence = ""
        self.setWindowTitle(_("Surat jawaban untuk {place}").format(place=letter.place))
        take_room(self, 820, 480)
        self.about = label(f"{letter.sender}: {letter.subject}", "muted")
        columns = (
            Column(_("Nomor"), lambda r: r.number, width=236, tooltip=lambda r: r.number),
            Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=96),
            Column(_("Hal"), lambda r: r.subject, width=240),
            Column(_("Tujuan"), lambda r: r.recipient),
        )
        self.model = LazyTable(worker, columns, letters.count_letters, letters.list_letters, self)
        self.table = TableView(self.model, "answers")
        self.search = SearchBox(_("Cari nomor, hal, atau tujuan…"), self.table)
        self.table.set_empty(_("Tidak ada surat keluar yang cocok."), _("Hapus pencarian"), self.search.clear)
        self.banner = Banner()
        self.banner.hide()
        self.save_button = button(_("Pilih sebagai jawaban"), primary=True, on_click=self.submit)
        self.save_button.setDefault(True)
        self.save_button.setEnabled(False)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        for piece in (self.about, self.search, self.banner):
            box.addWidget(piece)
        box.addWidget(self.table, 1)
        box.addLayout(row(None, self.save_button, self.cancel_button))
        self.search.searched.connect(lambda text: self.model.search(search=LetterSearch(text)))
        self.table.current_row_changed.connect(lambda chosen: self.save_button.setEnabled(chosen is not None))
        self.table.activated_row.connect(lambda _row: self.submit())
        self.model.search(search=LetterSearch())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter after a search goes on to what was found; it does not save yet."""
        if event.key() in ENTER and self.search.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def unsaved(self) -> bool:
        """Nothing is typed here that could be lost."""
        return False

    def submit(self) -> None:
        """Note the chosen letter as the answer."""
        chosen: LetterRow | None = self.table.current_row()
        if chosen is None:
            return
        self.save_button.setEnabled(False)
        text = _("Surat {place} dijawab dengan {number}.")
        self.sentence = text.format(place=self._letter.place, number=chosen.number or chosen.subject)
        work = partial(agenda.answer, incoming_id=self._letter.id, letter_id=chosen.id, on=today())
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self._tell_failure)

    def _tell_failure(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self.say_failure(error)
