"""The small dialogs of a record's life: a step with its day, closing, and what was done for somebody."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from db.rules.aid import HandlingKind, handling_label
from db.rules.mapping import RecordState, state_label
from db.rules.record_life import FOLLOWS, leads_back, step_verb
from db.rules.words import _
from db.services import references
from db.services.mapping import handling, relations, states
from db.services.mapping.cards import CardRecord
from db.services.mapping.handling import FIELDS, HandlingRow
from desktop.clock import today
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

Record = Any  # a row of the list or a record of a card: both have id, recorded_on and state


class CloseDialog(FormDialog):
    """Why a record leaves the figures; it stays on file."""

    def __init__(self, parent: QWidget | None, worker: Worker, record: Record, name: str, kind: str) -> None:
        form = Form("above")
        super().__init__(parent, _("Tutup data: {name}").format(name=name), form, _("Tutup data"))
        self.worker, self._record = worker, record
        self.reason = ChoiceField(hint=_("Pilih alasan…"))
        worker.read(
            self.reason,
            lambda session: [
                (choice.text, choice.text) for choice in references.list_choices(session, "closing_reasons")
            ],
            then=self.reason.set_choices,
        )
        self.closed_on = DateField(minimum=record.recorded_on, maximum=max(today(), record.recorded_on))
        explained = _("{kind}. Data keluar dari daftar dan rekap, tetapi tetap tersimpan dalam riwayat.")
        form.add_widget(label(explained.format(kind=kind), "muted", wrap=True))
        form.add("reason", _("Alasan"), self.reason, required=True)
        form.add("on", _("Sejak tanggal"), self.closed_on, required=True)
        form.add("note", _("Keterangan"), line_edit(200))
        form.fill({"on": max(today(), record.recorded_on)})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(states.close_record, record_id=self._record.id, today=today(), **values)
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class StepDialog(FormDialog):
    """One step on, or back with a reason, and the day it was taken."""

    def __init__(
        self, parent: QWidget | None, worker: Worker, record: Record, name: str, state: RecordState
    ) -> None:
        form = Form("above")
        back = leads_back(record.state, state)
        title = f"{name}: {state_label(state)}"
        super().__init__(parent, title, form, step_verb(record.state, state).rstrip("…"))
        self.worker, self._record, self._state = worker, record, state
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        last = max(today(), record.recorded_on)
        self.day = DateField(minimum=record.recorded_on, maximum=last)
        form.add("on", _("Tanggal"), self.day, required=True)
        form.add("note", _("Alasan") if back else _("Catatan"), self.note, required=back)
        form.fill({"on": last})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(states.move, record_id=self._record.id, state=self._state, today=today(), **values)
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class HandlingDialog(FormDialog):
    """A need, a service or a referral; the state follows the last two."""

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        record: CardRecord,
        kind: HandlingKind = HandlingKind.NEED,
        row: HandlingRow | None = None,
    ) -> None:
        form = Form("above", columns=2)
        title = _("Catat penanganan") if row is None else _("Ubah penanganan")
        super().__init__(parent, title, form, _("Simpan"))
        self.worker, self._record, self._row = worker, record, row
        self.kind = QComboBox()
        for one in HandlingKind:
            self.kind.addItem(handling_label(one), one)
        form.add("kind", _("Macam"), self.kind, required=True)
        form.add("on_day", _("Tanggal"), DateField(maximum=today()), required=True)
        form.add("what", _("Uraian"), line_edit(200), required=True, wide=True)
        form.add("institution", _("Lembaga pemberi atau tujuan"), line_edit(160), wide=True)
        form.add("done_on", _("Selesai tanggal"), DateField(maximum=today()))
        form.add("result", _("Hasil"), line_edit(300))
        self._before = {name: getattr(row, name) for name in FIELDS} if row else {}
        form.fill(self._before or {"kind": kind, "on_day": today()})
        self.kind.currentIndexChanged.connect(self._say_state)
        self._say_state()

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            handling.save_handling,
            record_id=self._record.id,
            handling_id=self._row.id if self._row else None,
            before=self._before,
            after=values,
            today=today(),
        )
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)

    def _say_state(self) -> None:
        """What saving does to the state of the record."""
        follows = FOLLOWS.get(HandlingKind(self.kind.currentData()))
        if self._row is not None or follows in (None, self._record.state):
            self.form.note("kind", "")
        else:
            assert follows is not None
            text = _("Keadaan data menjadi {state}.")
            self.form.note("kind", text.format(state=state_label(follows)), "info")


class RelationDialog(FormDialog):
    """What somebody is to the head of the family."""

    def __init__(self, parent: QWidget | None, worker: Worker, person_id: int, name: str) -> None:
        form = Form("above")
        super().__init__(parent, _("Hubungan keluarga: {name}").format(name=name), form, _("Simpan"))
        self.worker, self._person_id = worker, person_id
        self.relation = ChoiceField(hint=_("Pilih hubungan…"))
        worker.read(
            self.relation,
            lambda session: [
                (choice.code, choice.text) for choice in references.list_choices(session, "family_relations")
            ],
            then=self.relation.set_choices,
        )
        explained = _(
            "Memilih “Kepala keluarga” membentuk keluarga dari semua orang dengan No. KK yang sama."
        )
        form.add_widget(label(explained, "muted", wrap=True))
        form.add("relation_code", _("Hubungan dengan kepala keluarga"), self.relation, required=True)
        form.fill({})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(relations.set_relation, person_id=self._person_id, **values)
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


def begin_step(
    owner: QWidget, worker: Worker, record: CardRecord, name: str, state: RecordState
) -> FormDialog:
    """The dialog that takes a record to a state: a referral and a service are noted as what they are."""
    forward: dict[RecordState, Callable[[], FormDialog]] = {
        RecordState.REFERRED: lambda: HandlingDialog(owner, worker, record, HandlingKind.REFERRAL),
        RecordState.SERVED: lambda: HandlingDialog(owner, worker, record, HandlingKind.SERVICE),
    }
    made = forward.get(state)
    return made() if made else StepDialog(owner, worker, record, name, state)
