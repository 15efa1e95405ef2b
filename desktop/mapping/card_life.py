"""One record on its card: what it says in words, its steps with who and when, and the ways on."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from db.rules.dates import long_date, short_date
from db.rules.mapping import RecordState, Register, state_label
from db.rules.record_life import FOLLOWS, NEXT, leads_back, step_verb
from db.rules.words import _
from db.services.mapping import states
from db.services.mapping.cards import CardRecord, Said
from desktop.clock import today
from desktop.mapping.card_steps import CloseDialog, begin_step
from desktop.mapping.labels import SensitiveMark
from desktop.parts.reason import ReasonDialog
from desktop.widgets.basics import Card, Checklist, Facts, button, clear, label, row
from desktop.widgets.theme import set_role
from desktop.worker import Worker


class LifeCard(Card):
    """The kind, the criteria, and the life of one record."""

    said = Signal(str)
    dialog_wanted = Signal(object)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.record: CardRecord | None = None
        self._name = ""
        self.kind, self.sensitive = label("", "strong", wrap=True), SensitiveMark()
        self.definition = label("", "muted", wrap=True)
        self.criteria, self.facts = Checklist(), Facts()
        self.steps = Facts()
        self.confirm_button = button(_("Masih sama hari ini"), "check", on_click=self.confirm)
        self.close_button = button(_("Tutup data…"), "account-minus-outline", on_click=self.close_record)
        self.reopen_button = button(_("Buka kembali…"), "undo", on_click=self.reopen)
        self.step_buttons: dict[RecordState, QPushButton] = {}
        self._ways = QHBoxLayout()
        self._ways.setSpacing(8)
        head = row(self.kind, self.sensitive)
        head.setStretch(0, 1)
        self._criteria_title = label(_("Kriteria"), "section")
        self.add(head, self.definition, self._criteria_title, self.criteria, self.facts)
        self.add(label(_("Perjalanan data"), "section"), self.steps, self._ways)
        self.add(row(self.confirm_button, self.close_button, self.reopen_button, None))

    def show_record(self, record: CardRecord, name: str, may_edit: bool) -> None:
        """Show one record; who may not change it sees no buttons."""
        self.record, self._name = record, name
        self.kind.setText(record.kind.name)
        self.sensitive.setVisible(record.kind.sensitive)
        self.definition.setText(record.kind.definition)
        self.criteria.set_lines((text, True) for text in record.criteria)
        self._criteria_title.setVisible(bool(record.criteria))
        self.facts.set_facts((title, text) for title, text in _lines(record) if text)
        self.steps.set_facts(
            (state_label(step.state), _step_words(step.on_day, step.by, step.note)) for step in record.steps
        )
        is_open = record.closed_on is None
        self._offer_ways(record, may_edit and is_open)
        self.confirm_button.setVisible(may_edit and is_open)
        self.confirm_button.setEnabled(record.confirmed_on is None or record.confirmed_on < today())
        self.close_button.setVisible(may_edit and is_open)
        self.reopen_button.setVisible(may_edit and not is_open)

    def confirm(self) -> None:
        """What is recorded is still so today."""
        if (record := self.record) is None:
            return
        text = _("{name} dipastikan masih sama hari ini.").format(name=self._name)
        work = partial(states.confirm, record_ids=[record.id], on=today(), today=today())
        self.worker.write(self, work, then=lambda _number: self.said.emit(text))

    def close_record(self) -> None:
        """Ask why, and take the record out of the figures."""
        if (record := self.record) is not None:
            dialog = CloseDialog(self.window(), self.worker, record, self._name, record.kind.name)
            self.dialog_wanted.emit(dialog)

    def reopen(self) -> None:
        """Ask why, and bring the record back."""
        if (record := self.record) is not None:
            title = _("Buka kembali: {name}").format(name=self._name)
            explained = _("Data kembali masuk daftar dan rekap dengan keadaan sebelum ditutup.")
            day = max(today(), record.closed_on or today())
            work = partial(states.reopen, record_id=record.id, on=day, today=today())
            verb = _("Buka kembali")
            self.dialog_wanted.emit(ReasonDialog(self.window(), self.worker, title, explained, verb, work))

    def _offer_ways(self, record: CardRecord, offered: bool) -> None:
        clear(self._ways)
        self.step_buttons = {}
        for place, state in enumerate(_ways(record) if offered else ()):
            made = button(step_verb(record.state, state), on_click=partial(self._begin, state))
            if place == 0 and not leads_back(record.state, state):
                set_role(made, "primary")
            made.setAutoDefault(True)
            self.step_buttons[state] = made
            self._ways.addWidget(made)
        self._ways.addStretch(1)

    def _begin(self, state: RecordState) -> None:
        if self.record is not None:
            self.dialog_wanted.emit(begin_step(self.window(), self.worker, self.record, self._name, state))


class SaidCard(Card):
    """What the forms have answered, block by block."""

    def __init__(self) -> None:
        super().__init__(_("Isian formulir"))
        self._box = QVBoxLayout()
        self.add(self._box)

    def show_record(self, record: CardRecord, general: tuple[Said, ...]) -> None:
        """Those of the kind first, then those about the person, family or institution."""
        clear(self._box)
        blocks: dict[str, list[tuple[str, Any]]] = {}
        for said in (*record.said, *general):
            blocks.setdefault(said.block, []).append((said.label, said.text))
        for block, pairs in blocks.items():
            self._box.addWidget(label(block or _("Lainnya"), "strong"))
            self._box.addWidget(Facts(pairs))
        self.setVisible(bool(blocks))


def _ways(record: CardRecord) -> list[RecordState]:
    """A source of help (PSKS) is checked and valid, never referred or served."""
    helped = record.kind.register is Register.PPKS
    return [state for state in NEXT[record.state] if helped or state not in FOLLOWS.values()]


def _lines(record: CardRecord) -> tuple[tuple[str, str], ...]:
    confirmed = long_date(record.confirmed_on) if record.confirmed_on else _("belum pernah")
    if record.confirmed_on is not None:
        days = (today() - record.confirmed_on).days
        confirmed += "" if days < 1 else " · " + _("{days} hari lalu").format(days=days)
    closed = ""
    if record.closed_on is not None:
        closed = f"{long_date(record.closed_on)} · {record.closed_reason}"
    return (
        (_("Disabilitas"), ", ".join(record.disabilities)),
        (_("Tanggal data"), long_date(record.recorded_on)),
        (_("Terakhir dipastikan"), confirmed),
        (_("Ditutup"), closed),
        (_("Sumber"), record.source),
        (_("Petugas"), record.recorder),
        (_("Pengecualian"), record.exception_reason),
        (_("Catatan"), record.note),
    )


def _step_words(day: Any, by: str, note: str) -> str:
    return " · ".join(part for part in (short_date(day), by, note) if part)
