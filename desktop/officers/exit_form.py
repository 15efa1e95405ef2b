"""Somebody stops: why, from which day, by which letter, and what is prepared along with it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from db.rules.access import Right
from db.rules.dates import day_and_date, long_date
from db.rules.exits import StepKind, rule_of
from db.rules.problems import Problem
from db.rules.words import _
from db.services import covers, exits, references
from db.services.covers import CoverChoice
from db.services.exits import ExitForm, Recorded
from db.services.officers import TermFacts
from db.services.references import Choice
from desktop.clock import today
from desktop.officers.exit_parts import StepsPart
from desktop.parts.scan import ScanField
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FORM_WIDTH, WIDTH, HEIGHT = 620, 1170, 500


class ExitDialog(FormDialog):
    """Ends one term; the kecamatan is vacant from `left_on`. `sentence` says so once it is done."""

    recorded = Signal(object)  # Recorded: what could not be prepared, and why

    def __init__(self, parent: QWidget, worker: Worker, term: TermFacts) -> None:
        self._worker, self._term = worker, term
        self._reasons: dict[str, Choice] = {}
        self.sentence = ""
        self.reason, self.detail = ChoiceField(hint=_("Pilih alasan…")), SuggestionField()
        self.left_on, self.letter_on = DateField(), DateField()
        self.letter_number, self.scan = QLineEdit(), ScanField(worker, roomy=True, right=Right.OFFICERS)
        self.letter_number.setMaxLength(80)
        self.consequence = label("", "strong", wrap=True)
        title = _("{name} berhenti sebagai TKSK").format(name=term.officer)
        super().__init__(parent, title, self._make_form(), _("Catat dan siapkan"))
        self.steps = StepsPart(term.officer)
        self.add_side(self.steps, 1)
        self._area.setMinimumWidth(FORM_WIDTH)
        self._area.setMaximumWidth(FORM_WIDTH)
        take_room(self, WIDTH, HEIGHT)
        self.wished_height = HEIGHT
        self.form.edited.connect(self._on_edited)
        self.steps.edited.connect(self._note_letter)
        self.steps.cover.edited.connect(self._make_room)
        self.scan.refused.connect(lambda text: self.form.note("scan", text, "bad" if text else ""))
        self.form.fill({"left_on": today()})
        self._say_consequence()
        worker.read(self, self._load, self._offer)

    def save(self, values: dict[str, Any]) -> None:
        """Write the end of the term, and prepare what is ticked."""
        steps, problem = self.steps.chosen(), self._lacking(values)
        known = self.steps.check()
        if problem or not known:
            self._set_saving(False)
            self.form.show_problems([problem] if problem else [])
            return
        scan = values.pop("scan")
        form, assignment_id, day = ExitForm(**values), self._term.id, today()
        cover = self.steps.cover.value()
        paper = (scan.name, scan.content) if scan else None

        def work(session: "Session") -> Recorded:
            return exits.leave(session, assignment_id, form, steps, cover, today=day, scan=paper)

        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def changed(self) -> bool:
        return super().changed() or self.steps.cover.changed()

    def _lacking(self, values: dict[str, Any]) -> Problem | None:
        """The acceptance answers a letter: without its day it could not be issued."""
        if values["letter_on"] or StepKind.ACCEPTANCE not in self.steps.chosen():
            return None
        text = _("Isi tanggal surat pengunduran diri: surat persetujuannya menjawab surat itu.")
        return Problem(text, "letter_on")

    def _note_letter(self) -> None:
        wanted = StepKind.ACCEPTANCE in self.steps.chosen()
        self.form.note("letter_on", _("Wajib untuk surat persetujuan pengunduran diri.") if wanted else "")

    def _make_room(self) -> None:
        """For the fields of somebody else who covers."""
        wished = self.steps.heightForWidth(self.steps.width()) + self.buttons.sizeHint().height() + 48
        room = self.screen().availableGeometry().height() - 64
        self.resize(self.width(), max(self.height(), min(wished, room)))

    def _make_form(self) -> Form:
        form = Form(compact=True)
        form.add("reason", _("Alasan berhenti"), self.reason, required=True)
        form.add("detail", _("Rincian"), self.detail, hint=_("Boleh kosong, misalnya “ikut Pilkades”."))
        hint = _("Hari pertama tanpa tugas.")
        form.add("left_on", _("Berhenti terhitung tanggal"), self.left_on, required=True, hint=hint)
        form.add("letter_number", _("Nomor surat"), self.letter_number)
        form.add("letter_on", _("Tanggal surat"), self.letter_on)
        form.add("scan", _("Pindaian surat"), self.scan)
        form.add_widget(self.consequence)
        return form

    def _load(self, session: "Session") -> tuple[list[Choice], list[CoverChoice]]:
        choices = references.list_choices(session, "exit_reasons")
        return choices, covers.list_covers(session, self._term.kecamatan_code, today())

    def _offer(self, found: tuple[list[Choice], list[CoverChoice]]) -> None:
        choices, near = found
        self._reasons = {choice.text: choice for choice in choices}
        self.reason.set_choices((choice.text, choice.text) for choice in choices)
        self.steps.cover.offer(near)

    def _on_edited(self, field: str) -> None:
        if field == "reason":
            chosen = self._reasons.get(self.reason.value() or "")
            self._suggest(chosen.details if chosen else ())
            self.steps.propose(rule_of(chosen.code) if chosen else None)
        self._say_consequence()

    def _suggest(self, details: tuple[str, ...]) -> None:
        """The usual details of the reason; one of another reason does not stay."""
        if self.detail.value() in self.detail.suggested and self.detail.value() not in details:
            self.detail.set_value("")
        self.detail.suggest(details)

    def _say_consequence(self) -> None:
        day, started = self.left_on.value(), self._term.starts_on
        if day and day <= started:
            text = _("Penugasan baru dimulai pada {day}.").format(day=long_date(started))
            self.form.note("left_on", text, "bad")
        else:
            self.form.note("left_on", _("Hari pertama tanpa tugas."))
        serious = day if day and day > started else None
        self.consequence.setText(self._consequence(serious))
        self.steps.show_day(serious, today())

    def _consequence(self, day: date | None) -> str:
        text = _("Kecamatan {kecamatan} lowong mulai {day}.")
        return text.format(kecamatan=self._term.kecamatan, day=day_and_date(day)) if day else ""

    def _finish(self, recorded: Recorded) -> None:
        self.sentence = self._consequence(self.left_on.value())
        wanted = bool(self.steps.chosen())
        self.accept()
        if wanted:
            self.recorded.emit(recorded)


class SuggestionField(QComboBox):
    """A line of free words with some usual ones to choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.suggested: tuple[str, ...] = ()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if completer := self.completer():
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def suggest(self, texts: tuple[str, ...]) -> None:
        """Offer these; what was typed stays."""
        typed = self.value()
        self.suggested = texts
        self.clear()
        self.addItems(texts)
        self.setCurrentIndex(-1)
        self.setEditText(typed)

    def value(self) -> str:
        """The words as typed."""
        return self.currentText().strip()

    def set_value(self, text: str | None) -> None:
        """Put words in; None empties the line."""
        self.setEditText(text or "")
