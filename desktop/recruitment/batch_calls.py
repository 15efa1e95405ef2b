"""Call letters for the interview, for many vacancies in one go: ticked, looked at, made some at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from db.catalog import spec_of
from db.rules.dates import short_date
from db.rules.drafts import Unfit
from db.rules.letter_kinds import LetterKind
from db.rules.letters import CallFacts
from db.rules.words import _, ngettext
from db.services.recruitment import batch_calls
from db.services.recruitment.batch_calls import CallRow, CallVacancy, IssuedCalls
from desktop.clock import today
from desktop.paper import render
from desktop.parts.letter_batch import Made
from desktop.parts.look import MOST, add_look
from desktop.parts.signer import add_signer
from desktop.recruitment.day_field import DayField
from desktop.recruitment.words import short_day, short_number
from desktop.widgets.basics import label
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import set_look, set_role
from desktop.widgets.tick_list import TickList
from desktop.worker import Worker

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

CHUNK = 10  # letters in one transaction: half a second or less
LIST_HEIGHT, TABLE_HEIGHT, WIDTH = 118, 214, 850
RANGES = ((84, 98), (44, 44), (134, 190), (98, 98), (112, 116), (70, 240))  # of the columns
SMALL = (620, 170)  # with nobody to call


@dataclass
class CallsMade:
    """What a run has made, and who got nothing."""

    made: list[Made] = field(default_factory=list)
    missing: list[Unfit] = field(default_factory=list)
    said: str = ""


class BatchCallsDialog(FormDialog):
    """`made` brings what was made, also when it was stopped half way.

    wanted: the vacancies to begin with; none: all with somebody who has no call letter.
    """

    made = Signal(object)  # CallsMade

    def __init__(self, parent: QWidget | None, worker: Worker, wanted: Sequence[int] = ()) -> None:
        self._worker, self._first = worker, tuple(wanted)
        self._vacancies: list[CallVacancy] = []
        self._rows: list[CallRow] = []  # of those that are ticked
        self._calls = CallsMade()
        self._left: list[int] = []
        self._total, self._stopped = 0, False
        self.vacancies = TickList()
        self.vacancies.setFixedHeight(LIST_HEIGHT)
        self.vacancies.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.again = QCheckBox(_("Cetak lagi juga untuk yang sudah dipanggil"))
        self.rows = RowsTable(self._columns())
        self.table = TableView(self.rows, "recruitment.batch_calls")
        self.table.set_compact(True)
        self.table.set_ranges(RANGES)
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.table.setAccessibleName(_("Calon"))
        self.count = label("", "strong", wrap=True)
        self.warning = label("", "note", wrap=True, tone="warn")
        form = Form(labels="above", compact=True, gap=6)
        form.add("vacancies", _("Lowongan pada tahap wawancara: yang dicentang"), self.vacancies, wide=True)
        form.add_widget(self.table)
        self._lines = QWidget()
        box = QVBoxLayout(self._lines)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        for piece in (self.count, self.warning, self.again):
            box.addWidget(piece)
        form.add_widget(self._lines)
        form.add("on", _("Tanggal surat"), DayField(), required=True)
        form.add(
            "reason", _("Alasan tetap memanggil (disimpan dalam riwayat)"), line_edit(200), required=True
        )
        form.fill({"on": today(), "reason": ""})
        form.show_field("reason", False)
        super().__init__(parent, _("Panggilan wawancara"), form, _("Cetak panggilan"))
        self.signer = add_signer(form, worker, form.widget("on"))
        self.setMinimumWidth(WIDTH)
        self.waiting = Waiting()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(2, self.waiting)
        self.form.edited.connect(self._follow)
        self.again.toggled.connect(lambda _on: self.form.edited.emit("again"))
        self.look = add_look(self, worker, self._stated, self._day)
        self.save_button.setEnabled(False)
        worker.read(self, batch_calls.list_calls, self._show, self.say_failure)

    def changed(self) -> bool:
        """Ticks are soon set again."""
        return False

    def save(self, values: dict[str, Any]) -> None:
        """Make the letters, some at a time, each lot in a transaction of its own."""
        self._calls, self._stopped = CallsMade(), False
        self._left = [row.applicant_id for row in self._wanted()]
        self._total = len(self._left)
        self.waiting.start(_("Membuat surat panggilan…"), self.stop)
        self._make(values)

    def stop(self) -> None:
        """Stop after the letters that are just being made."""
        self._stopped = True

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Kecamatan"), lambda r: r.kecamatan, width=98, sort_key="kecamatan"),
            Column(
                _("No."),
                lambda r: short_number(r.registration_number),
                width=44,
                tooltip=lambda r: r.registration_number,
            ),
            Column(_("Calon"), lambda r: r.name, width=146, tooltip=lambda r: r.name, sort_key="name"),
            Column(_("Jadwal"), _turn, width=98, muted=lambda r: not r.planned, tooltip=_turn_tip),
            Column(_("Panggilan"), self._state, tone=self._tone, width=116, tooltip=self._state_tip),
            Column(_("Alamat"), lambda r: r.address or _("tanpa alamat"), tooltip=lambda r: r.address),
        )

    def _show(self, found: list[CallVacancy]) -> None:
        self._vacancies = found
        here = {vacancy.id for vacancy in found}
        first = set(self._first) or {vacancy.id for vacancy in found if vacancy.uncalled}
        self.vacancies.set_choices((one.id, _words(one)) for one in found)
        self.vacancies.set_value(first & here)
        if gone := len(set(self._first) - here):
            text = _("{n} lowongan yang dipilih tidak pada tahap wawancara dan tidak ditampilkan.")
            self.banner.say(text.format(n=gone), "info")
        if not found:
            self.banner.say(
                _(
                    "Tidak ada lowongan yang sedang pada tahap wawancara: panggilan dibuat setelah seleksi "
                    "administrasi selesai dan sebelum calon ditetapkan."
                ),
                "warn",
            )
            self._shrink()
        else:
            self.table.set_empty(_("Centang lowongan di atas."))
        self._count()
        self.form.edited.emit("vacancies")

    def _shrink(self) -> None:
        """Nobody can be called: only the sentence that says so."""
        for field_name in ("vacancies", "on", "reason", "signer"):
            self.form.show_field(field_name, False)
        beside = self.look.parentWidget()
        assert beside is not None
        for piece in (self.table, self._lines, beside, self.save_button):
            piece.hide()
        self.cancel_button.setText(_("Tutup"))
        self.setMinimumWidth(SMALL[0])
        self.resize(*SMALL)

    def _follow(self, field_name: str) -> None:
        if field_name in ("vacancies", "again", "on"):
            self._count()

    def _count(self) -> None:
        ticked = set(self.vacancies.value())
        self._rows = [row for one in self._vacancies if one.id in ticked for row in one.rows]
        self.rows.set_rows(self._rows)
        wanted = self._wanted()
        have = len(self._rows) - sum(row.called_on is None for row in self._rows)
        text = ngettext("{n} surat akan dibuat", "{n} surat akan dibuat", len(wanted))
        said = [text.format(n=len(wanted))]
        if have:
            said.append(_("{n} sudah dipanggil").format(n=have))
        self.count.setText(" · ".join(said))
        self.warning.setText(self._lacks(wanted, ticked))
        self.warning.setVisible(bool(self.warning.text()))
        doubtful = self._doubtful(wanted, ticked)
        self.form.show_field("reason", doubtful)
        set_look(self.warning, tone="bad" if doubtful else "warn")
        set_role(self.save_button, "danger" if doubtful else "primary")
        self.save_button.setEnabled(bool(wanted))

    def _lacks(self, wanted: Sequence[CallRow], ticked: set[int]) -> str:
        day = self.form.widget("on").value()
        lacks = (
            (
                sum(not row.planned for row in wanted),
                _("{n} belum punya jadwal sendiri: dipanggil untuk jam mulai wawancara"),
            ),
            (
                sum(day is not None and row.on <= day for row in wanted),
                _("{n} jadwalnya tidak sesudah tanggal surat"),
            ),
            (sum(not row.address for row in wanted), _("{n} tanpa alamat: tertulis “Tempat”")),
            (
                sum(one.objections for one in self._vacancies if one.id in ticked),
                _("{n} sanggahan belum dijawab"),
            ),
        )
        return " · ".join(words.format(n=number) for number, words in lacks if number)

    def _doubtful(self, wanted: Sequence[CallRow], ticked: set[int]) -> bool:
        """Whether somebody would be called for a day that is over, or while an objection waits."""
        day = self.form.widget("on").value()
        late = any(day is not None and row.on <= day for row in wanted)
        objected = any(one.objections for one in self._vacancies if one.id in ticked)
        return bool(wanted) and (late or objected)

    def _wanted(self) -> list[CallRow]:
        """Who gets a letter."""
        return [row for row in self._rows if self.again.isChecked() or row.called_on is None]

    def _state(self, row: CallRow) -> str:
        if row.called_on is None:
            return _("akan dibuat")
        return (
            _("dibuat lagi")
            if self.again.isChecked()
            else _("sudah {day}").format(day=short_day(row.called_on))
        )

    def _tone(self, row: CallRow) -> str:
        if row.called_on is not None and not self.again.isChecked():
            return "neutral"
        return "good" if row.planned and row.address else "warn"

    @staticmethod
    def _state_tip(row: CallRow) -> str:
        if row.called_on is None:
            return ""
        return _("Surat {number} tanggal {day}").format(
            number=row.number or "—", day=short_date(row.called_on)
        )

    def _stated(self, session: "Session", _values: dict[str, Any]) -> Sequence[CallFacts]:
        """The first letters in full; of the others only how many there are."""
        ids = [row.applicant_id for row in self._wanted()]
        facts = batch_calls.batch_facts(session, ids[:MOST])
        return [*facts, *facts[-1:] * (len(ids) - len(facts))]

    def _day(self, values: dict[str, Any]) -> "date | None":
        return values["on"] if self._wanted() else None

    def _make(self, values: dict[str, Any]) -> None:
        chunk = self._left[:CHUNK]
        if not chunk or self._stopped:
            self._end()
            return

        again = self.again.isChecked()

        def work(session: "Session") -> IssuedCalls:
            return batch_calls.issue_batch(
                session,
                chunk,
                dated_on=values["on"],
                render=render,
                official_id=values["signer"],
                again=again,
                reason=values["reason"] or "",
            )

        def take(issued: IssuedCalls) -> None:
            self._left = self._left[CHUNK:]
            message = bool(spec_of(LetterKind.CALL).message)
            self._calls.made += [
                Made(one.letter.id, one.letter.number, one.letter.subject, one.recipient, one.phone, message)
                for one in issued.made
            ]
            why = _("sudah dipanggil atau tidak lagi menjadi calon")
            self._miss([(name, why) for name in issued.skipped])
            self.waiting.advance(self._total - len(self._left), self._total)
            self._make(values)

        self._worker.write(self, work, take, self._fail)

    def _fail(self, error: Exception) -> None:
        if not self._calls.made:  # nothing was made: the form says why
            self.waiting.finish()
            self.show_error(error)
            return
        names = {row.applicant_id: row.name for row in self._rows}
        self._miss([(names[key], sentence(error)) for key in self._left])
        self._end()

    def _miss(self, names: Sequence[tuple[str, str]]) -> None:
        first = len(self._calls.missing) + 1
        self._calls.missing += [Unfit(n, name, why) for n, (name, why) in enumerate(names, first)]

    def _end(self) -> None:
        self.waiting.finish()
        number, left = len(self._calls.made), len(self._left)
        text = _("{n} surat panggilan dibuat.").format(n=number)
        if self._stopped and left:
            text = _("Dihentikan. {n} surat panggilan sudah dibuat dan tetap berlaku; {left} belum.")
            text = text.format(n=number, left=left)
        self._calls.said = text
        self.accept()
        self.made.emit(self._calls)


def _words(one: CallVacancy) -> str:
    said = [one.kecamatan, short_date(one.interview_on), _("{n} calon").format(n=len(one.rows))]
    said.append(
        _("{n} belum dipanggil").format(n=one.uncalled) if one.uncalled else _("semua sudah dipanggil")
    )
    if one.objections:
        said.append(_("{n} sanggahan belum dijawab").format(n=one.objections))
    return " · ".join(said)


def _turn(row: CallRow) -> str:
    return f"{short_day(row.on)}, {row.time.split(' ')[0]}"


def _turn_tip(row: CallRow) -> str:
    return "" if row.planned else _("Belum punya jadwal sendiri: jam mulai wawancara.")
