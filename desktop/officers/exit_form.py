"""Somebody stops: why, from which day, by which letter."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from db.rules.dates import day_and_date, long_date
from db.rules.words import _
from db.services import officers, references
from db.services.officers import ExitForm, TermFacts
from db.services.references import Choice
from desktop.clock import today
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.form import Form
from desktop.worker import Worker


class ExitDialog(FormDialog):
    """Ends one term; the kecamatan is vacant from `left_on`. `sentence` says so once it is done."""

    def __init__(self, parent: QWidget, worker: Worker, term: TermFacts) -> None:
        self._worker, self._term = worker, term
        self._details: dict[str, tuple[str, ...]] = {}
        self.sentence = ""
        self.reason, self.detail = ChoiceField(hint=_("Pilih alasan…")), SuggestionField()
        self.left_on, self.letter_on = DateField(), DateField()
        self.letter_number = QLineEdit()
        self.letter_number.setMaxLength(80)
        self.consequence = label("", "strong", wrap=True)
        title = _("{name} berhenti sebagai TKSK").format(name=term.officer)
        super().__init__(parent, title, self._make_form(), _("Catat berhenti"))
        self.form.edited.connect(self._on_edited)
        self.form.fill({"left_on": today()})
        self._say_consequence()
        worker.read(self, lambda session: references.list_choices(session, "exit_reasons"), self._offer)

    def save(self, values: dict[str, Any]) -> None:
        """Write the end of the term."""
        form, assignment_id = ExitForm(**values), self._term.id
        self._worker.write(
            self,
            lambda session: officers.record_exit(session, assignment_id, form),
            then=lambda _code: self._finish(),
            failed=self.show_error,
        )

    def _make_form(self) -> Form:
        form = Form(compact=True)
        form.add("reason", _("Alasan berhenti"), self.reason, required=True)
        form.add("detail", _("Rincian"), self.detail, hint=_("Boleh kosong, misalnya “ikut Pilkades”."))
        hint = _("Hari pertama tanpa tugas.")
        form.add("left_on", _("Berhenti terhitung tanggal"), self.left_on, required=True, hint=hint)
        form.add("letter_number", _("Nomor surat"), self.letter_number)
        form.add("letter_on", _("Tanggal surat"), self.letter_on)
        form.add_widget(self.consequence)
        return form

    def _offer(self, choices: list[Choice]) -> None:
        self._details = {choice.text: choice.details for choice in choices}
        self.reason.set_choices((choice.text, choice.text) for choice in choices)

    def _on_edited(self, field: str) -> None:
        if field == "reason":
            self.detail.suggest(self._details.get(self.reason.value() or "", ()))
        self._say_consequence()

    def _say_consequence(self) -> None:
        day, started = self.left_on.value(), self._term.starts_on
        if day and day <= started:
            text = _("Penugasan baru dimulai pada {day}.").format(day=long_date(started))
            self.form.note("left_on", text, "bad")
        else:
            self.form.note("left_on", _("Hari pertama tanpa tugas."))
        self.consequence.setText(self._consequence() if day and day > started else "")

    def _consequence(self) -> str:
        day = self.left_on.value()
        text = _("Kecamatan {kecamatan} lowong mulai {day}.")
        return text.format(kecamatan=self._term.kecamatan, day=day_and_date(day)) if day else ""

    def _finish(self) -> None:
        self.sentence = self._consequence()
        self.accept()


class SuggestionField(QComboBox):
    """A line of free words with some usual ones to choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if completer := self.completer():
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def suggest(self, texts: tuple[str, ...]) -> None:
        """Offer these; what was typed stays."""
        typed = self.value()
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
