"""The names in a decree while it is being recorded: from its Excel list, or from the roster."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.exchange.officers import read_officer_list
from db.rules.officers import MemberForm
from db.rules.people import mask_nik
from db.rules.problems import refuse
from db.rules.words import _, ngettext
from db.services import decree_members, decrees
from desktop.clock import today
from desktop.files import ask_what_to_open
from desktop.parts.opener import Opener
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.widgets.tick_list import TickList
from desktop.worker import Worker

TABLE_HEIGHT = 190
LISTS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv"


@dataclass(frozen=True)
class MemberRow:
    """One line of the list, and what is wrong with it."""

    member: MemberForm
    problem: str | None  # None: not checked yet

    @property
    def id(self) -> int:
        """Its place in the file."""
        return self.member.row


class NamesField(QWidget, Opener):
    """`members` is what the decree names; each name is checked when it comes, and when the day changes."""

    said = Signal(str)
    failed = Signal(object)  # a file that cannot be used
    read = Signal()  # another list has come

    def __init__(
        self,
        worker: Worker,
        starts_on: Callable[[], date | None],
        members: Iterable[MemberForm] = (),
        without: Collection[int] = (),
    ) -> None:
        super().__init__()
        self.worker = worker
        self._starts_on, self._without = starts_on, frozenset(without)
        self._asked = 0
        self._given = list(members)
        self.excel_button = button(_("Baca dari Excel…"), "file-excel-outline", on_click=self.choose_file)
        self.roster_button = button(
            _("Ambil dari daftar TKSK…"), "account-plus-outline", on_click=self.take_roster
        )
        self.remove_button = button(_("Keluarkan baris"), "delete-outline", on_click=self.remove_rows)
        self.found = label(_("Satu baris satu orang, sesuai lampiran SK."), "muted")
        self.model = RowsTable(_columns(), [], parent=self)
        self.table = TableView(self.model, "officers/decree_members")
        self.table.setMinimumHeight(TABLE_HEIGHT)
        self.table.set_empty(_("Belum ada nama."), _("Baca dari Excel…"), self.choose_file)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table, self.remove_rows)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        bar = row(self.excel_button, self.roster_button, self.remove_button, self.found, spacing=8)
        bar.setStretch(3, 1)
        box.addLayout(bar)
        box.addWidget(self.table, 1)
        self._put(self._given, self._counted(len(self._given)) if self._given else "")

    @property
    def members(self) -> list[MemberForm]:
        """In the order of the decree."""
        return sorted((one.member for one in self.model.rows), key=lambda member: member.row)

    def changed(self) -> bool:
        """Whether a list would be lost."""
        return bool(self.model.rows) and self.members != self._given

    def require_sound(self) -> None:
        """Refuse names that cannot be recorded, with the first of them."""
        if wrong := [one for one in self.model.rows if one.problem]:
            text = ngettext(
                "Baris {row}: {problem} Perbaiki di Excel lalu baca lagi, atau keluarkan barisnya.",
                "Baris {row}: {problem} Ada {number} baris seperti itu: perbaiki di Excel lalu baca lagi, "
                "atau keluarkan barisnya.",
                len(wrong),
            )
            first = min(wrong, key=lambda one: one.id)
            raise refuse(text.format(row=first.id, problem=first.problem, number=len(wrong)))

    def choose_file(self) -> None:
        """Ask for the Excel list."""
        if path := ask_what_to_open(self, _("Baca daftar TKSK"), _("Daftar ({kinds})").format(kinds=LISTS)):
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read the names from a file; what is there stays, whatever is wrong with the file."""
        self.read.emit()
        self._asked += 1
        asked = self._asked

        def take(members: list[MemberForm]) -> None:
            if asked == self._asked:  # no other file was chosen meanwhile
                text = ngettext(
                    "{number} nama dibaca dari {file}.", "{number} nama dibaca dari {file}.", len(members)
                )
                self._put(members, text.format(number=len(members), file=path.name))

        self.worker.run(self, lambda: read_officer_list(path), then=take, failed=self.failed.emit)

    def take_roster(self) -> None:
        """Choose among those who serve on the first day of the decree."""
        day = self._starts_on() or today()

        def ask(serving: list[MemberForm]) -> None:
            there = {one.person_id for one in self.members} | self._without
            dialog = PickDialog(self, [one for one in serving if one.person_id not in there])
            dialog.accepted.connect(lambda: self._add(dialog.chosen))
            self.open_dialog(dialog)

        self.worker.read(self, lambda session: decrees.list_roster_members(session, day), ask)

    def remove_rows(self) -> None:
        """Take the selected lines out of the list."""
        gone = {n for first, last in self.table.selected_ranges() for n in range(first, last + 1)}
        kept = [one.member for place, one in enumerate(self.model.rows) if place not in gone]
        if gone:
            self._put(sorted(kept, key=lambda one: one.row), self._counted(len(kept)))

    def check(self) -> None:
        """Check the names anew: the first day of the decree has changed."""
        members, day, starts_on = self.members, today(), self._starts_on()
        self._asked += 1
        asked = self._asked

        def show(problems: dict[int, str]) -> None:
            if asked == self._asked:
                self.model.set_rows(MemberRow(one, problems.get(one.row, "")) for one in members)
                self._count(problems)

        if members:
            self.worker.read(
                self,
                lambda session: decree_members.find_member_problems(
                    session, members, starts_on=starts_on, today=day
                ),
                show,
            )

    def _add(self, chosen: list[MemberForm]) -> None:
        members = self.members
        last = max((one.row for one in members), default=0)
        members += [replace(one, row=last + place) for place, one in enumerate(chosen, 1)]
        self._put(members, self._counted(len(members)))

    def _put(self, members: list[MemberForm], said: str) -> None:
        self._said = said
        self.model.set_rows(MemberRow(one, None) for one in members)
        self._count({})
        self.check()

    def _count(self, problems: dict[int, str]) -> None:
        said = self._said
        if problems:
            text = ngettext(
                "{number} baris perlu diperbaiki.", "{number} baris perlu diperbaiki.", len(problems)
            )
            said = f"{said} {text.format(number=len(problems))}".strip()
        if said:
            self.found.setText(said)
        self.remove_button.setEnabled(bool(self.model.rows))

    @staticmethod
    def _counted(number: int) -> str:
        return ngettext("{number} nama.", "{number} nama.", number).format(number=number)


class PickDialog(FormDialog):
    """Ticks among those who serve. `chosen` is what was ticked."""

    def __init__(self, parent: QWidget, serving: list[MemberForm]) -> None:
        self.chosen: list[MemberForm] = []
        self._serving = {one.person_id: one for one in serving}
        self.names = TickList()
        self.names.set_choices((key, f"{one.kecamatan} — {one.name}") for key, one in self._serving.items())
        self.names.setMinimumHeight(320)
        self.names.setAccessibleName(_("TKSK yang bertugas"))
        form = Form("above", compact=True)
        hint = _("Spasi mencentang satu baris, Ctrl+A semuanya.")
        if not serving:
            hint = _("Tidak ada TKSK lain yang bertugas pada tanggal mulai SK.")
        form.add("names", _("TKSK yang bertugas"), self.names, hint=hint)
        super().__init__(parent, _("Ambil dari daftar TKSK"), form, _("Ambil"))
        form.original = form.values()

    def save(self, values: dict[str, Any]) -> None:
        """Hand over what is ticked."""
        self.chosen = [self._serving[key] for key in values["names"]]
        self.accept()


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Baris"), lambda one: str(one.id), align_right=True, width=60),
        Column(_("Nama"), lambda one: one.member.name, width=236),
        Column(_("NIAT"), lambda one: one.member.niat, width=100),
        Column(_("NIK"), lambda one: mask_nik(one.member.nik), width=145),
        Column(_("Kecamatan"), lambda one: one.member.kecamatan, width=140),
        Column(
            _("Keadaan"),
            lambda one: _("Perbaiki") if one.problem else "…" if one.problem is None else _("Siap"),
            lambda one: "bad" if one.problem else "neutral" if one.problem is None else "good",
            width=90,
        ),
        Column(_("Keterangan"), lambda one: one.problem or "", tooltip=lambda one: one.problem or ""),
    )
