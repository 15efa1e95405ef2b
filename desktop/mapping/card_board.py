"""The board of an institution by period, and the papers that expire (peers.md rows 58, 59)."""

from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.dates import long_date, short_date
from db.rules.problems import Problem, RuleViolation
from db.rules.words import _
from db.services.mapping import boards
from db.services.mapping.boards import BoardRow
from db.services.mapping.cards import Card as CardFacts
from db.services.mapping.cards import Permit
from desktop.clock import today
from desktop.widgets.basics import Card, Facts, Pill, button, clear, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, DigitsField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_field import RowColumn, RowsField
from desktop.worker import Worker


class BoardCard(Card):
    """Who sits on the board, the newest period first."""

    def __init__(self, on_edit: Any) -> None:
        super().__init__(_("Pengurus"))
        self.edit_button = button(_("Ubah pengurus…"), "pencil-outline", on_click=on_edit)
        self._list = QVBoxLayout()
        self.add(self._list, row(self.edit_button, None))

    def show_board(self, rows: tuple[BoardRow, ...]) -> None:
        """Each period with its decree."""
        clear(self._list)
        if not rows:
            self._list.addWidget(label(_("Pengurus belum dicatat."), "muted"))
        for (begins, ends, decree), members in groupby(rows, key=_period):
            days = " – ".join(str(day.year) if day else "…" for day in (begins, ends))
            head = f"{days} · SK {decree}" if decree else days
            over = ends is not None and ends < today()
            self._list.addWidget(label(head, "muted" if over else "strong", wrap=True))
            names = Facts((member.position, _name(member)) for member in members)
            self._list.addWidget(names)


class BoardDialog(FormDialog):
    """The board as a short list of rows; a NIK that is known links the person."""

    def __init__(self, parent: QWidget | None, worker: Worker, card: CardFacts) -> None:
        form = Form("above")
        super().__init__(parent, _("Pengurus {name}").format(name=card.name), form, _("Simpan pengurus"))
        self.worker, self._card = worker, card
        self.rows = RowsField(BoardRow, _columns(), _("Tambah pengurus"))
        explained = _("Isi NIK bila orangnya sudah tercatat: pengurus terhubung dengan data orang itu.")
        form.add_widget(label(explained, "muted", wrap=True))
        form.add("board", _("Pengurus"), self.rows)
        form.fill({"board": card.board})
        take_room(self, 1080, 420)

    def save(self, values: dict[str, Any]) -> None:
        assert self._card.collective_id is not None
        self.rows.show_problems({})
        work = partial(
            boards.save_board,
            collective_id=self._card.collective_id,
            before=self._card.board,
            after=values["board"],
            today=today(),
        )
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)

    def show_error(self, error: Exception) -> None:
        if isinstance(error, RuleViolation):
            at_rows = {
                problem.field.removeprefix("board/"): problem.text
                for problem in error.problems
                if problem.field and problem.field.startswith("board/")
            }
            told = dict.fromkeys(at_rows.values())
            others = [problem for problem in error.problems if not (problem.field or "").startswith("board/")]
            error = type(error)([*others, *(Problem(text, "board") for text in told)])
            super().show_error(error)
            self.rows.show_problems(at_rows)
        else:
            super().show_error(error)


class PermitsCard(Card):
    """Papers that are valid until a day, with the days that are left."""

    def __init__(self) -> None:
        super().__init__(_("Izin dan masa berlaku"))
        self.facts = Facts()
        self.add(self.facts)

    def show_permits(self, permits: tuple[Permit, ...], warn_days: int) -> None:
        """An expired one is red, one that ends soon amber."""
        self.setVisible(bool(permits))
        self.facts.set_facts((permit.label, _until(permit, warn_days)) for permit in permits)


def _until(permit: Permit, warn_days: int) -> QWidget:
    left = (permit.until - today()).days
    if left < 0:
        pill = Pill(_("habis {days} hari lalu").format(days=-left), "bad")
    else:
        pill = Pill(_("{days} hari lagi").format(days=left), "warn" if left <= warn_days else "good")
    made = QWidget()
    made.setLayout(row(label(long_date(permit.until)), pill, None))
    return made


def _columns() -> tuple[RowColumn, ...]:
    return (
        RowColumn("position", _("Jabatan"), lambda: line_edit(80), stretch=2),
        RowColumn("name", _("Nama"), lambda: line_edit(120), stretch=3),
        RowColumn("nik", _("NIK"), lambda: DigitsField(16, (6, 6, 4))),
        RowColumn("decree_number", _("Nomor SK"), lambda: line_edit(80), stretch=2),
        RowColumn("begins_on", _("Mulai"), DateField),
        RowColumn("ends_on", _("Selesai"), DateField),
    )


def _period(member: BoardRow) -> tuple[Any, ...]:
    return member.begins_on, member.ends_on, member.decree_number


def _name(member: BoardRow) -> str:
    days = short_date(member.begins_on) if member.begins_on else ""
    since = _("sejak {day}").format(day=days) if days else ""
    return " · ".join(part for part in (member.name, member.nik, since) if part)
