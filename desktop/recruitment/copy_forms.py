"""What is asked of sheets that were copied from paper: lock them once compared, hand them back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from db.rules.problems import refuse
from db.rules.selection import Component, component_label
from db.rules.words import _, ngettext
from db.services.recruitment import pins, result_locks, sheet_entry
from desktop.recruitment.score_desk import Sheet
from desktop.recruitment.score_seat import pin_field
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.theme import set_role
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.services.recruitment.pins import Entry


class LockDialog(FormDialog):
    """One line for each member: a tick once compared with the signed paper, or the PIN of who has one."""

    locked = Signal(int)

    def __init__(
        self, parent: QWidget | None, worker: Worker, sheets: Sequence[Sheet], panel: Sequence[pins.Seat]
    ) -> None:
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Kunci lembar"), form, _("Kunci lembar"))
        self._worker, self._sheets = worker, sheets
        text = _(
            "Lembar yang dicentang akan dikunci dan disegel; sesudah itu hanya ketua atau sekretaris yang "
            "membukanya dengan alasan. Anggota yang mempunyai PIN mengunci lembarnya sendiri; kosongkan "
            "bila ia belum datang."
        )
        explanation = label(text, "muted", wrap=True)
        explanation.setMinimumWidth(520)
        form.add_widget(explanation)
        self.ticks: dict[int, QCheckBox] = {}
        self.pins: dict[int, QLineEdit] = {}
        counts = Counter(member for member, _applicant in sheets)
        for seat in panel:
            if number := counts[seat.id]:
                self._add(form, seat, number)
        self.typist = line_edit(120)
        form.add("typist", _("Disalin dan dicocokkan oleh"), self.typist)
        fill_own_name(form, worker, self.typist)
        form.edited.connect(lambda _field: self._count())
        self._count()

    def save(self, values: dict[str, Any]) -> None:
        given = {member: field.text() for member, field in self.pins.items() if field.text()}
        if not given and not self._ticked():
            text = _("Centang lembar yang sudah dicocokkan dengan kertasnya, atau isi PIN anggotanya.")
            self.show_error(refuse(text))
            return
        self._worker.write(
            self,
            lambda session: {member: pins.enter_pin(session, member, pin) for member, pin in given.items()},
            then=lambda entries: self._entered(entries, values["typist"]),
            failed=self.show_error,
        )

    def _entered(self, entries: "dict[int, Entry]", typist: str) -> None:
        for member, entry in entries.items():
            if entry.key is None:
                self.show_error(refuse(entry.text, f"pin-{member}"))
                self.pins[member].selectAll()
                return
        keys = [entry.key for entry in entries.values() if entry.key is not None]
        wanted = {*entries, *self._ticked()}
        work = partial(
            sheet_entry.lock_sheets,
            pairs=[(applicant, member) for member, applicant in self._sheets if member in wanted],
            keys=keys,
            compared=self._ticked(),
            typist=typist,
        )
        self._worker.write(self, work, then=self._done, failed=self.show_error)

    def _done(self, count: int) -> None:
        self.accept()
        self.locked.emit(count)

    def _add(self, form: Form, seat: pins.Seat, number: int) -> None:
        heaps = ngettext("{name}, {n} lembar", "{name}, {n} lembar", number).format(name=seat.name, n=number)
        if seat.has_pin:
            self.pins[seat.id] = pin_field()
            form.add(f"pin-{seat.id}", _("PIN {whose}").format(whose=heaps), self.pins[seat.id])
            return
        tick = QCheckBox(_("{whose}: sudah dicocokkan dengan lembar bertanda tangan").format(whose=heaps))
        tick.toggled.connect(lambda _on: self._count())
        self.ticks[seat.id] = tick
        form.add_widget(tick)

    def _ticked(self) -> set[int]:
        return {member for member, tick in self.ticks.items() if tick.isChecked()}

    def _count(self) -> None:
        wanted = self._ticked() | {member for member, field in self.pins.items() if field.text()}
        number = sum(member in wanted for member, _applicant in self._sheets)
        text = ngettext("Kunci {n} lembar", "Kunci {n} lembar", number).format(n=number)
        self._save_text = text if number else _("Kunci lembar")
        self.save_button.setText(self._save_text)


class LockResultsDialog(FormDialog):
    """One tick for each test whose results are all in, once compared with their source."""

    locked = Signal(int)

    def __init__(
        self, parent: QWidget | None, worker: Worker, vacancy_id: int, tests: Mapping[Component, int]
    ) -> None:
        """tests: how many results of each would be locked."""
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Kunci nilai tes"), form, _("Kunci nilai"))
        self._worker, self._vacancy_id = worker, vacancy_id
        text = _(
            "Nilai yang dicentang dikunci dan disegel; sesudah itu hanya ketua atau sekretaris panel yang "
            "membukanya dengan PIN dan alasan, yang dicetak dalam berita acara."
        )
        explanation = label(text, "muted", wrap=True)
        explanation.setMinimumWidth(520)
        form.add_widget(explanation)
        self.ticks: dict[Component, QCheckBox] = {}
        for test, number in tests.items():
            said = _("{test}, {n} nilai: sudah dicocokkan dengan sumbernya")
            self.ticks[test] = QCheckBox(said.format(test=component_label(test), n=number))
            form.add_widget(self.ticks[test])
        self.typist = line_edit(120)
        form.add("typist", _("Dicocokkan oleh"), self.typist, required=True)
        fill_own_name(form, worker, self.typist)
        self.wished_height = 300

    def save(self, values: dict[str, Any]) -> None:
        wanted = [test for test, tick in self.ticks.items() if tick.isChecked()]
        if not wanted:
            self.show_error(refuse(_("Centang nilai yang sudah dicocokkan dengan sumbernya.")))
            return
        work = partial(
            result_locks.lock_results, vacancy_id=self._vacancy_id, tests=wanted, typist=values["typist"]
        )
        self._worker.write(self, work, then=self._done, failed=self.show_error)

    def _done(self, count: int) -> None:
        self.accept()
        self.locked.emit(count)


def fill_own_name(form: Form, worker: Worker, field: QLineEdit) -> None:
    """Who has logged in; without a login nobody is known, and the name is typed."""

    def fill(name: str) -> None:
        if name and not field.text():
            form.fill({"typist": name})

    worker.read(form, pins.own_name, then=fill)


class HandBackDialog(FormDialog):
    """The member is to type the sheet: what was copied is emptied, the reason stands in the log."""

    handed_back = Signal(int)

    def __init__(
        self, parent: QWidget | None, worker: Worker, sheet: Sheet, whose: str, every: Sequence[Sheet]
    ) -> None:
        """`every`: all sheets of this member that were copied and are not locked."""
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Kembalikan kepada anggota"), form, _("Kosongkan dan kembalikan"))
        self._worker, self._sheet, self._every = worker, sheet, every
        text = _(
            "Lembar {whose} dikosongkan agar diisi anggota sendiri dengan PIN. Angka yang sudah disalin "
            "dihapus dan tidak dapat dilihat lagi; alasan dicatat."
        )
        explanation = label(text.format(whose=whose), wrap=True)
        explanation.setMinimumWidth(520)
        form.add_widget(explanation)
        self.extent, self.reason = ChoiceField(), line_edit(300)
        several = _("Semua lembar anggota ini yang disalin dan belum dikunci ({n})").format(n=len(every))
        self.extent.set_choices([("one", _("Lembar ini saja")), ("all", several)])
        form.add("extent", _("Yang dikembalikan"), self.extent, required=True)
        form.add("reason", _("Alasan"), self.reason, required=True)
        form.fill({"extent": "one"})
        form.show_field("extent", len(every) > 1)
        set_role(self.save_button, "danger")

    def save(self, values: dict[str, Any]) -> None:
        wanted = self._every if values["extent"] == "all" else [self._sheet]
        pairs = [(applicant, member) for member, applicant in wanted]

        def work(session: "Session") -> int:
            return sheet_entry.hand_back(session, pairs, values["reason"])

        self._worker.write(self, work, then=self._done, failed=self.show_error)

    def _done(self, count: int) -> None:
        self.accept()
        self.handed_back.emit(count)
