"""Enter an incoming letter into the agenda, one after the other; or put one right."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from db.rules.agenda import URGENCIES, IncomingForm
from db.rules.words import _
from db.services import agenda, classifications
from db.services.agenda import IncomingFacts, Offered, Recorded
from db.services.classifications import ClassificationRow
from desktop.clock import today
from desktop.letters.incoming_fields import WordsField
from desktop.parts.classification import ClassificationField
from desktop.parts.scan import NewScan, ScanField
from desktop.widgets.basics import button, label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

SAME = {"sender", "number", "dated_on"}  # what tells a letter from another
FIELDS = (
    *("received_on", "number", "dated_on", "sender", "subject"),
    *("urgency", "follow_up_on", "classification", "note"),
)
HIGHEST_FIRST = 99_999


class _IncomingDialog(FormDialog):
    """The fields of an incoming letter, and a word when it seems to be in the agenda already."""

    def __init__(self, parent: QWidget | None, worker: Worker, title: str, save_text: str) -> None:
        self.worker = worker
        self._own_id: int | None = None
        self.sentence = ""
        self.place = label("", "strong")
        self.received_on, self.dated_on = DateField(maximum=today()), DateField()
        self.number, self.sender_line = line_edit(120), WordsField(200)
        self.subject, self.note = line_edit(300), line_edit(500)
        self.urgency, self.follow_up_on = QComboBox(), DateField()
        for urgency in URGENCIES:
            self.urgency.addItem(urgency, urgency)
        self.classification, self.scan = ClassificationField(), ScanField(worker, roomy=True)
        self.first = QSpinBox()
        self.first.setRange(1, HIGHEST_FIRST)
        super().__init__(parent, title, self._make_form(), save_text)
        self.setMinimumWidth(680)
        self.form.edited.connect(self._on_edited)
        self.scan.refused.connect(self._tell_refusal)
        worker.read(self, agenda.list_offered, then=self._offer)
        worker.read(self, classifications.list_classifications, then=self._offer_codes)

    def use_file(self, path: Path) -> None:
        """Attach this file, if it is a scan."""
        self.scan.use_file(path)

    def _make_form(self) -> Form:
        form = Form("above", columns=2, compact=True)
        form.add_widget(self.place)
        form.add("received_on", _("Diterima tanggal"), self.received_on, required=True)
        form.add("first", _("Mulai dari nomor agenda"), self.first)
        form.add("number", _("Nomor surat"), self.number, hint=_("Boleh kosong bila surat tidak bernomor."))
        form.add("dated_on", _("Tanggal surat"), self.dated_on)
        form.add("sender", _("Pengirim"), self.sender_line, required=True, wide=True)
        form.add("subject", _("Hal"), self.subject, required=True, wide=True)
        form.add("urgency", _("Sifat"), self.urgency)
        form.add("follow_up_on", _("Tindak lanjut sebelum"), self.follow_up_on)
        form.add("classification", _("Klasifikasi"), self.classification)
        form.add("note", _("Catatan"), self.note)
        form.add("scan", _("Pindaian (PDF, JPG, atau PNG)"), self.scan, wide=True)
        form.show_field("first", False)
        return form

    def _offer(self, offered: Offered) -> None:
        self.sender_line.offer(offered.senders)

    def _offer_codes(self, codes: list[ClassificationRow]) -> None:
        self.classification.offer(codes)

    def _on_edited(self, field: str) -> None:
        if field in SAME:
            self._look_for_double()

    def _look_for_double(self) -> None:
        asked = (self.sender_line.text(), self.number.text(), self.dated_on.value())
        work = partial(
            agenda.find_double, sender=asked[0], number=asked[1], dated_on=asked[2], except_id=self._own_id
        )

        def answer(found: Recorded | None) -> None:
            if asked == (self.sender_line.text(), self.number.text(), self.dated_on.value()):
                self._tell_double(found)

        self.worker.read(self, work, then=answer)

    def _tell_double(self, found: Recorded | None) -> None:
        if found is None:
            self.form.note("number", _("Boleh kosong bila surat tidak bernomor."))
            return
        text = _("Sudah dicatat dengan nomor agenda {place}. Simpan hanya bila memang surat lain.")
        self.form.note("number", text.format(place=f"{found.sequence}/{found.year}"), "warn")

    def _tell_refusal(self, text: str) -> None:
        self.form.note("scan", text, "bad" if text else "")
        self._grow()


class RecordDialog(_IncomingDialog):
    """A new letter; its number in the agenda is shown before it is taken."""

    recorded = Signal(object, str)  # Recorded, and a sentence for the status bar

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        self._go_on = False
        super().__init__(parent, worker, _("Catat surat masuk"), _("Simpan"))
        self.save_next_button = button(_("Simpan dan catat berikutnya"), on_click=self.submit_and_go_on)
        self.save_next_button.setToolTip(_("Ctrl+Enter"))
        self.buttons.insertWidget(self.buttons.indexOf(self.save_button), self.save_next_button)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self, self.submit_and_go_on)
        self._begin(today())

    def submit_and_go_on(self) -> None:
        """Save, and keep the form open for the next letter of the same day."""
        self._go_on = True
        self.submit()
        self._go_on = self._saving

    def save(self, values: dict[str, Any]) -> None:
        form = IncomingForm(**{name: values[name] for name in FIELDS})
        scan = _pair(values["scan"])
        first = values["first"] if self.form.widget("first").isVisibleTo(self) else 1
        work = partial(agenda.record_incoming, form=form, today=today(), scan=scan, first=first)
        self.worker.write(self, work, then=self._saved, failed=self.show_error)

    def show_error(self, error: Exception) -> None:
        self._go_on = False
        super().show_error(error)

    def _begin(self, received_on: Any) -> None:
        self.form.fill({"received_on": received_on, "urgency": URGENCIES[0], "first": 1})
        self._tell_double(None)
        self._ask_place()

    def _on_edited(self, field: str) -> None:
        super()._on_edited(field)
        if field in {"received_on", "first"}:
            self._ask_place()

    def _ask_place(self) -> None:
        day = self.received_on.value()
        if day is None or self.received_on.problem():
            self.place.setText("")
            return
        work = partial(agenda.next_sequence, year=day.year)
        self.worker.read(self, work, then=partial(self._show_place, day.year))

    def _show_place(self, year: int, number: int) -> None:
        day = self.received_on.value()
        if day is None or day.year != year:
            return
        self.form.show_field("first", number == 1)
        number = max(number, self.first.value()) if number == 1 else number
        self.place.setText(_("Nomor agenda {place}").format(place=f"{number}/{year}"))
        hint = _("Isi bila buku agenda kertas tahun ini sudah berjalan.")
        self.form.note("first", hint if self.first.value() == 1 else "")

    def _saved(self, recorded: Recorded) -> None:
        place = f"{recorded.sequence}/{recorded.year}"
        self.sentence = _("{subject} dicatat dengan nomor agenda {place}.").format(
            subject=self.subject.text().strip(), place=place
        )
        self.recorded.emit(recorded, self.sentence)
        if not self._go_on:
            self.accept()
            return
        self._go_on = False
        self._set_saving(False)
        self._begin(self.received_on.value())
        self.worker.read(self, agenda.list_offered, then=self._offer)
        self.banner.say(self.sentence, "good")
        self.form.focus("number")

    def _set_saving(self, saving: bool) -> None:
        super()._set_saving(saving)
        self.save_next_button.setEnabled(not saving)


class ChangeDialog(_IncomingDialog):
    """A letter that is in the agenda already; its number stays."""

    def __init__(self, parent: QWidget | None, worker: Worker, letter: IncomingFacts) -> None:
        title = _("Ubah surat masuk {place}").format(place=letter.place)
        super().__init__(parent, worker, title, _("Simpan perubahan"))
        self._own_id, self._letter = letter.id, letter
        self.place.setText(_("Nomor agenda {place}").format(place=letter.place))
        self._before = {name: getattr(letter, name) for name in FIELDS}
        self.form.fill(self._before)
        if letter.scan:
            text = _("Terlampir: {file}. Berkas baru menggantikannya; yang lama tetap tersimpan.")
            self.form.note("scan", text.format(file=letter.scan))
        self._look_for_double()

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            agenda.change_incoming,
            incoming_id=self._letter.id,
            before=self._before,
            after={name: values[name] for name in FIELDS},
            today=today(),
            scan=_pair(values["scan"]),
        )
        self.sentence = _("Surat masuk {place} diubah.").format(place=self._letter.place)
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


def _pair(scan: NewScan | None) -> tuple[str, bytes] | None:
    return (scan.name, scan.content) if scan else None
