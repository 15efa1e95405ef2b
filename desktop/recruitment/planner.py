"""The timetable of the interviews: one plan for all candidates, put in order by hand."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QLineEdit,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.rules.dates import day_and_date
from db.rules.problems import RuleViolation
from db.rules.slots import LONGEST, SHORTEST, Slot, SlotPlan, minutes_of, plan_slots, time_text
from db.rules.words import _
from db.services import holidays
from db.services.recruitment import slots, track, vacancies
from db.services.recruitment.slots import SlotRow
from desktop.recruitment.day_field import DayField
from desktop.widgets.basics import button, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.services.recruitment.vacancies import VacancyFacts

KEY = Qt.ItemDataRole.UserRole
ROOM = 3  # the column of the rooms
FORM_WIDTH, WIDTH, HEIGHT = 400, 1300, 620
BREAK = re.compile(r"(\d{1,2}[.:]\d{2})\s*(?:-|–|s\.d\.|sampai)\s*(\d{1,2}[.:]\d{2})")
USUAL = {"starts_at": "09.00", "ends_at": "15.00", "minutes": 30, "pause": 0, "breaks": "12.00–13.00"}
Loaded = tuple["VacancyFacts", list[SlotRow], Mapping[date, str], date | None]


class QueueList(QTreeWidget):
    """Candidates in their order: dragged, or moved with Alt+Up and Alt+Down."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        heads = (_("No."), _("Hari, tanggal"), _("Pukul"), _("Ruang"), _("Nomor pendaftaran"), _("Nama"))
        self.setHeaderLabels(heads)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setAccessibleName(_("Urutan wawancara"))
        for column, width in enumerate((50, 190, 116, 110, 196)):
            self.setColumnWidth(column, width)

    def set_rows(self, rows: list[SlotRow]) -> None:
        """Show these candidates in this order."""
        self.clear()
        for shown in rows:
            item = QTreeWidgetItem(["", "", "", "", shown.registration_number, shown.name])
            item.setData(0, KEY, shown.applicant_id)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.addTopLevelItem(item)
        if rows:
            self.setCurrentItem(self._item(0))

    def order(self) -> list[int]:
        """The ids of the candidates as they stand now."""
        return [self._item(place).data(0, KEY) for place in range(self.topLevelItemCount())]

    def show_slots(self, made: Mapping[int, Slot]) -> None:
        """Write each candidate's turn beside the name; a column for rooms only where there are any."""
        self.setColumnHidden(ROOM, not any(slot.room for slot in made.values()))
        for place in range(self.topLevelItemCount()):
            item = self._item(place)
            slot = made.get(item.data(0, KEY))
            texts = ("", "", "", "")
            if slot is not None:
                time = f"{time_text(slot.starts_at)}–{time_text(slot.starts_at + slot.minutes)}"
                texts = (str(slot.queue), day_and_date(slot.on), time, slot.room)
            for column, text in enumerate(texts):
                item.setText(column, text)

    def move_current(self, step: int) -> None:
        """The chosen candidate goes one place up or down."""
        item = self.currentItem()
        place = self.indexOfTopLevelItem(item) if item is not None else -1
        if item is not None and place >= 0 and 0 <= place + step < self.topLevelItemCount():
            self.takeTopLevelItem(place)
            self.insertTopLevelItem(place + step, item)
            self.setCurrentItem(item)
            self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(step)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.moved.emit()

    def _item(self, place: int) -> QTreeWidgetItem:
        item = self.topLevelItem(place)
        assert item is not None
        return item


class PlannerDialog(FormDialog):
    """Every change of the plan or the order is shown at once; nothing is kept before *Simpan jadwal*."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        form = Form("above", columns=2, compact=True)
        super().__init__(parent, _("Jadwal wawancara"), form, _("Simpan jadwal"))
        self._worker, self._vacancy_id = worker, vacancy_id
        self._before: list[Slot | None] = []
        self._free: Mapping[date, str] = {}
        self._objections_until: date | None = None
        self.slots: list[Slot] = []  # as they would be kept
        self._kept_order: list[int] = []
        self._add_fields()
        self.queue = QueueList()
        self.up_button = button(_("Naik"), on_click=partial(self.queue.move_current, -1))
        self.down_button = button(_("Turun"), on_click=partial(self.queue.move_current, 1))
        self.note = label("", "muted", wrap=True)
        hint = label(_("Seret baris, atau Alt+↑ dan Alt+↓."), "note")
        side = QWidget()
        box = QVBoxLayout(side)
        box.addWidget(self.queue, 1)
        box.addLayout(row(self.up_button, self.down_button, hint, None))
        box.addWidget(self.note)
        self.add_side(side, 1)
        self._area.setFixedWidth(FORM_WIDTH)
        take_room(self, WIDTH, HEIGHT)
        self.wished_height = HEIGHT
        self.save_button.setEnabled(False)
        form.edited.connect(lambda _field: self._plan())
        self.queue.moved.connect(self._plan)
        worker.read(self, self._load, then=self._fill, failed=self.show_error)

    def changed(self) -> bool:
        kept = {slot.applicant_id: slot for slot in self._before if slot is not None}
        return (
            bool(self._before)
            and {slot.applicant_id: slot for slot in self.slots} != kept
            and (super().changed() or self.queue.order() != self._kept_order)
        )

    def save(self, values: dict[str, Any]) -> None:
        work = partial(slots.save_slots, vacancy_id=self._vacancy_id, slots=self.slots, before=self._before)
        self._worker.write(self, work, then=lambda _nothing: self._finish(), failed=self.show_error)

    def plan(self) -> SlotPlan:
        """What is typed, as a plan; ValueError where a day or a time cannot be read."""
        values = self.form.values()
        start, end = minutes_of(values["starts_at"]), minutes_of(values["ends_at"])
        spans = [(minutes_of(first), minutes_of(last)) for first, last in BREAK.findall(values["breaks"])]
        breaks = tuple((a, b) for a, b in spans if a is not None and b is not None)
        if values["on"] is None or start is None or end is None:
            raise ValueError(values)
        if values["breaks"] and not breaks:
            raise ValueError(values)
        rooms = tuple(name.strip() for name in re.split(r"[;,\n]", values["rooms"]) if name.strip())
        return SlotPlan(
            on=values["on"],
            starts_at=start,
            ends_at=end,
            minutes=values["minutes"],
            pause=values["pause"],
            breaks=breaks,
            friday_prayer=values["friday_prayer"],
            rooms=rooms or ("",),
        )

    def _add_fields(self) -> None:
        form = self.form
        minutes, pause = QSpinBox(), QSpinBox()
        minutes.setRange(SHORTEST, LONGEST)
        pause.setRange(0, 60)
        for spin in (minutes, pause):
            spin.setSuffix(_(" menit"))
        form.section(_("Rencana"))
        form.add("on", _("Hari pertama"), DayField(), required=True, wide=True)
        form.add("starts_at", _("Mulai pukul"), line_edit(5), required=True)
        form.add("ends_at", _("Selesai pukul"), line_edit(5), required=True)
        form.add("minutes", _("Lama tiap calon"), minutes)
        form.add("pause", _("Jeda"), pause)
        form.add("breaks", _("Istirahat"), QLineEdit(maxLength=80), wide=True)
        form.add("rooms", _("Ruang (pisahkan dengan koma)"), QLineEdit(maxLength=200), wide=True)
        form.add("friday_prayer", "", QCheckBox(_("Jeda salat Jumat 11.30–13.00")), wide=True)

    def _load(self, session: "Session") -> Loaded:
        return (
            vacancies.get_vacancy(session, self._vacancy_id),
            slots.list_slots(session, self._vacancy_id),
            holidays.holiday_names(session),
            track.last_objection_day(session, self._vacancy_id),
        )

    def _fill(self, loaded: Loaded) -> None:
        facts, rows, self._free, self._objections_until = loaded
        self.form.widget("on").set_holidays(self._free)
        self._before = [shown.slot for shown in rows]
        kept = [slot for slot in self._before if slot is not None]
        first = minutes_of(facts.form.interview_time.split()[0]) if facts.form.interview_time else None
        values: dict[str, Any] = {**USUAL, "on": facts.form.interview_on, "rooms": "", "friday_prayer": True}
        if first is not None:
            values["starts_at"] = time_text(first)
        if kept:
            values["on"], values["starts_at"] = kept[0].on, time_text(kept[0].starts_at)
            values["minutes"] = kept[0].minutes
            values["rooms"] = ", ".join(dict.fromkeys(slot.room for slot in kept if slot.room))
        self.queue.set_rows(rows)
        self._kept_order = self.queue.order()
        self.form.fill(values)
        self.slots = kept
        self.queue.show_slots({slot.applicant_id: slot for slot in kept})
        if len(kept) == len(rows):
            self._say()
        else:
            self._plan()

    def _plan(self) -> None:
        """Show what the plan gives; or why it gives nothing."""
        self.form.show_problems([])
        try:
            self.slots = plan_slots(self.queue.order(), self.plan(), self._free)
        except RuleViolation as refusal:
            self._refuse(" ".join(problem.text for problem in refusal.problems))
        except ValueError:
            self._refuse(
                _("Tulis tanggal seperti 20-04-2020, jam seperti 09.00, dan istirahat seperti 12.00–13.00.")
            )
        else:
            self.banner.clear()
            self.queue.show_slots({slot.applicant_id: slot for slot in self.slots})
            self._say()

    def _refuse(self, text: str) -> None:
        self.slots = []
        self.queue.show_slots({})
        self.note.setText("")
        self.banner.say(text, "bad")
        self.save_button.setEnabled(False)

    def _say(self) -> None:
        self.save_button.setEnabled(bool(self.slots))
        days = sorted({slot.on for slot in self.slots})
        if days:
            last = max(slot.starts_at + slot.minutes for slot in self.slots if slot.on == days[-1])
            text = _("{n} calon dalam {days} hari; selesai {day} pukul {time}.")
            said = text.format(
                n=len(self.slots), days=len(days), day=day_and_date(days[-1]), time=time_text(last)
            )
            self.note.setText(said)
            early = self._objections_until is not None and days[0] <= self._objections_until
            if early and self._objections_until:
                text = _("Masa sanggah masih berjalan sampai {day}.")
                self.banner.say(text.format(day=day_and_date(self._objections_until)), "warn")

    def _finish(self) -> None:
        self._before = []
        self.accept()
        self.said.emit(
            _("Jadwal {n} calon disimpan; surat panggilan memuat jamnya.").format(n=len(self.slots))
        )
