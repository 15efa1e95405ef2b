"""The form of one kind of letter, made from its fields."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QVBoxLayout, QWidget

from db.rules.amounts import add_up
from db.rules.dates import day_and_date
from db.rules.doubts import find_doubts, odd_day
from db.rules.drafts import (
    CLASSIFICATION,
    TOGETHER,
    DraftForm,
    find_turned,
    goes_to_many,
    name_field,
    place_field,
    says_something,
)
from db.rules.joint_letters import can_list
from db.rules.letter_kinds import KindSpec
from db.rules.office import nobody_signs
from db.rules.problems import Problem
from db.rules.templates import Field, FieldType, TableColumn
from db.rules.words import _
from db.services import classifications, holidays, letter_sources
from db.services.letter_sources import NumberChoices
from desktop.clock import today
from desktop.letters.compose_make import FieldMaker, kept, typed
from desktop.letters.compose_officers import (
    TickDialog,
    camat_recipients,
    officer_recipients,
)
from desktop.letters.compose_table import TableField
from desktop.letters.number_wish import WishField
from desktop.parts.classification import ClassificationField
from desktop.parts.signer import SignerField
from desktop.widgets import adapters
from desktop.widgets.fields import DateField
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WIDE = 26  # letters of the sample: a field of its own line
RECIPIENTS = (
    TableColumn("name", _("Nama atau jabatan"), 4),
    TableColumn("at", _("Di (alamat)"), 3),
    TableColumn("phone", _("WhatsApp"), 2.6),
)
PREFIX = "isi_"  # keeps a kind's own names apart from those of the form


class ComposeForm(QWidget):
    """Date, signer, number, recipients, and the fields of the kind."""

    edited = Signal()
    recipient_changed = Signal(int)
    wants_dialog = Signal(QDialog)

    def __init__(self, worker: Worker, spec: KindSpec, *, single: bool = False) -> None:
        """single: one letter only, as a correction is."""
        super().__init__()
        self._possible = goes_to_many(spec) and not single
        self._last_day = today()  # the letter's day, as far as it could be read
        self.worker, self.spec = worker, spec
        self._nobody = ""  # why nobody may sign on the day of the letter
        self._wrong_day = ""  # what is wrong with that day
        self.holidays: Mapping[date, str] = {}  # as the office keeps them
        self._official: int | None = None  # until it is known who may sign
        self._odd: set[str] = set()  # the fields below which stands that they are odd
        self._others: dict[str, Any] = {}  # what the letter says besides the fields of its kind
        self.form = Form(labels="above", columns=2, compact=True, gap=6)
        self.date = DateField()
        self.form.add("dated_on", _("Tanggal surat"), self.date, required=True, wide=True)
        self.signer = SignerField(worker)
        self.form.add("signer", _("Penandatangan"), self.signer, wide=True)
        self.wish = WishField(worker, spec)
        self.form.add("wish", _("Nomor"), self.wish, wide=True)
        self._usual = ""  # the classification of the kind
        self.classification = ClassificationField()
        self.form.add("classification", _("Klasifikasi"), self.classification, wide=True)
        self.form.show_field("classification", spec.numbered)
        worker.read(self, classifications.list_classifications, then=self.classification.offer)
        self.many = QCheckBox(_("Banyak penerima"))
        self.together = QComboBox()
        self.together.addItem(_("Satu surat untuk tiap penerima, nomornya sendiri-sendiri"), False)
        self.together.addItem(_("Satu surat, daftar penerima terlampir"), True)
        self.recipients = TableField(RECIPIENTS, _("Belum ada penerima. Ambil dari daftar atau ketik."))
        self._add_recipients()
        if spec.fields:
            self.form.section(_("Isi surat"))
        self.maker = FieldMaker(self, worker, spec, self._day, self._offer)
        for field in spec.fields:
            self._add(field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 12, 0)
        box.addWidget(self.form)
        self.form.edited.connect(self._on_edited)
        self.signer.currentIndexChanged.connect(lambda _place: self.edited.emit())
        self.signer.offered.connect(self._on_offered)
        self.wish.offered.connect(self._take_usual)
        self.wish.told.connect(lambda text: self.form.note("wish", text, "warn"))
        self._warn_of_weekend()

    # In and out

    def fill(self, draft: DraftForm) -> None:
        """Show a draft; that is no edit."""
        own = {f"{PREFIX}{f.name}": typed(f, draft.values.get(f.name)) for f in self.spec.fields}
        known = {TOGETHER, CLASSIFICATION, *(field.name for field in self.spec.fields)}
        self._official = draft.official_id
        self._others = {name: value for name, value in draft.values.items() if name not in known}
        self._last_day = draft.dated_on
        self._possible = self._possible or bool(draft.recipients)  # else they could not be taken out
        self.form.fill(
            {
                "dated_on": draft.dated_on,
                "signer": draft.official_id,
                "wish": draft.wish,
                "many": bool(draft.recipients),
                "together": bool(draft.values.get(TOGETHER)),
                "classification": draft.values.get(CLASSIFICATION) or self._usual,
                "recipients": draft.recipients,
                **own,
            }
        )
        self._show_recipients()
        self._add_up()
        self._follow_day()
        self._warn()
        for field in self.spec.fields:
            if field.source == "aspects" and not own[f"{PREFIX}{field.name}"]:
                self.maker.prefill(field, self.form.widget(f"{PREFIX}{field.name}"))

    def value(self) -> DraftForm:
        """What the form holds; of a day that cannot be read the last one that could."""
        found = self.form.values()
        values = {f.name: kept(f, found[f"{PREFIX}{f.name}"]) for f in self.spec.fields}
        many = found.get("many") and found.get("recipients")
        options = {TOGETHER: bool(many and found["together"]), CLASSIFICATION: self.code()}
        return DraftForm(
            kind=self.spec.kind,
            dated_on=self._day(),
            official_id=found["signer"] if self.signer.count() else self._official,
            values={
                **self._others,
                **{name: chosen for name, chosen in options.items() if chosen},
                **{name: v for name, v in values.items() if says_something(v)},
            },
            recipients=tuple(found["recipients"]) if many else (),
            wish=self.wish.value(),
        )

    def code(self) -> str:
        """The classification of this letter; empty where it is that of its kind."""
        chosen = "" if self.classification.problem() else self.classification.value()
        return "" if chosen == self._usual else chosen

    def obstacle(self) -> str:
        """The field below which stands why no letter can be made on this day; empty where one can."""
        return "dated_on" if self._wrong_day else "signer" if self._nobody else ""

    def read_again(self) -> None:
        """Officials or numbers may be others by now."""
        self.signer.day = None
        self._follow_day()
        self.wish.read()

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put sentences under the fields of the kind, or of the form."""
        own = {field.name for field in self.spec.fields}
        self.form.show_problems(
            Problem(found.text, f"{PREFIX}{found.field}" if found.field in own else found.field)
            for found in problems
        )

    def check(self) -> bool:
        """Whether the letter may become final, as far as the form can tell; if not, it says where."""
        if not self.form.check():
            return False
        if obstacle := self.obstacle():
            self.form.focus(obstacle)
        return not obstacle

    def is_legible(self) -> bool:
        """Whether dates and numbers can be read; a draft may lack anything else."""
        found = [(name, adapters.problem(self.form.widget(name))) for name in self.form.values()]
        problems = [Problem(text, name) for name, text in found if text]
        if self.date.value() is None and not problems:
            problems = [Problem(_("Isi tanggal surat."), "dated_on")]
        self.form.show_problems(problems)
        return not problems

    # Fields

    def _add(self, field: Field) -> None:
        widget = self.maker.make(field)
        sample = self.spec.sample.get(field.name)
        length = len(str(sample)) if isinstance(sample, str) else 0
        wide = field.type in (FieldType.TABLE, FieldType.LINES) or length > WIDE
        name = f"{PREFIX}{field.name}"
        self.form.add(name, field.label, widget, required=field.required, hint=field.help, wide=wide)
        if taker := self.maker.taker(field, widget):
            self.form.add_widget(taker)

    # Recipients

    def _add_recipients(self) -> None:
        take = self.recipients.take
        roster = self.recipients.add_source(_("TKSK…"))
        roster.clicked.connect(
            lambda: self._offer(_("Pilih TKSK penerima"), officer_recipients(self._day()), take)
        )
        camat = self.recipients.add_source(_("Camat…"), "office-building-outline")
        camat.clicked.connect(
            lambda: self._offer(
                _("Pilih Camat penerima"), camat_recipients(), self.recipients.take, ticked=True
            )
        )
        self.form.add("many", _("Penerima"), self.many, wide=True)
        self.form.add("together", _("Suratnya"), self.together, wide=True)
        self.form.add("recipients", _("Daftar penerima"), self.recipients, wide=True)
        self.recipients.current_changed.connect(self.recipient_changed)
        self.many.toggled.connect(lambda _on: self._show_recipients())
        self._show_recipients()

    def _show_recipients(self) -> None:
        possible, on = self._possible, self.many.isChecked()
        self.form.show_field("many", possible)
        self.form.show_field("recipients", possible and on)
        self.form.show_field("together", possible and on and can_list(self.spec))
        for name in (name_field(self.spec), place_field(self.spec)):
            if name and f"{PREFIX}{name}" in self.form.values():
                self.form.show_field(f"{PREFIX}{name}", not (possible and on))

    def _offer(
        self,
        title: str,
        read: Callable[[Any], Any],
        take: Callable[[list[dict[str, Any]]], object],
        *,
        ticked: bool = False,
    ) -> None:
        self.wants_dialog.emit(TickDialog(self, self.worker, title, read, take, all_ticked=ticked))

    # The day

    def _on_edited(self, name: str) -> None:
        if name == "dated_on":
            self._follow_day()
        if name == "classification":
            self.wish.show_code(self.code())
        self._add_up()
        self._warn()
        self.edited.emit()

    def _follow_day(self) -> None:
        day = self.date.value()
        if day is None:
            self.form.note("dated_on", self.date.problem(), "bad")
        if day is None or day == self.signer.day:
            return
        self._last_day, self._wrong_day, self._nobody = day, "", ""
        self._warn()
        self.signer.show_day(day)
        self.wish.show_day(day)
        self._say_day()

        def work(session: "Session") -> tuple[list[Problem], Mapping[date, str]]:
            problems = letter_sources.check_letter_day(session, day, today())
            return problems, holidays.holiday_names(session)

        self.worker.read(self, work, then=lambda found: self._take_day(day, *found))

    def _take_day(self, day: date, found: list[Problem], free: Mapping[date, str]) -> None:
        self.holidays = free
        if day == self.date.value():
            self._wrong_day = found[0].text if found else ""
            self._say_day()

    def _take_usual(self, choices: NumberChoices) -> None:
        """The code of the kind stands there until somebody chooses another."""
        if not self.classification.value() and not self.classification.hasFocus():
            self.classification.blockSignals(True)
            self.classification.set_value(choices.classification)
            self.classification.blockSignals(False)
            self.form.take_as_original("classification")
        self._usual = choices.classification

    def _on_offered(self, anybody: bool) -> None:
        """Long names show their beginning; nobody at all is said here, not only at the end."""
        line = self.signer.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
        self.signer.setToolTip(self.signer.currentText())
        self._nobody = "" if anybody or self.signer.day is None else nobody_signs(self.signer.day)
        self._say_day()

    def _say_day(self) -> None:
        """What keeps a letter of this day from being made, once, under its field; else its weekday."""
        swapped = "" if self._nobody else self.signer.swapped
        said = "" if self._wrong_day else self._nobody or swapped
        self.form.note("signer", said, "warn" if swapped else "bad")
        if self._wrong_day:
            self.form.note("dated_on", self._wrong_day, "bad")
        else:
            self._warn_of_weekend()

    def _warn_of_weekend(self) -> None:
        if day := self.date.value():
            odd = odd_day(day, self.holidays)
            self.form.note("dated_on", odd or day_and_date(day), "warn" if odd else "")

    def _doubts(self) -> list[Problem]:
        draft = self.value()
        return [
            *find_turned(self.spec, draft.values),
            *find_doubts(self.spec, draft.values, draft.dated_on, self.holidays),
        ]

    def _warn(self) -> None:
        """Say what is odd below its field, in amber; else what helps to fill it in."""
        odd: dict[str | None, str] = {}
        for found in self._doubts():
            odd.setdefault(found.field, found.text)
        for field in self.spec.fields:
            if (text := odd.get(field.name, "")) or field.name in self._odd:
                self.form.note(f"{PREFIX}{field.name}", text or field.help, "warn" if text else "")
        self._odd = {name for name in odd if name}

    def _add_up(self) -> None:
        """Sums follow their tables."""
        for field in self.spec.fields:
            if field.sums:
                table = field.sums.partition(".")[0]
                rows = self.form.widget(f"{PREFIX}{table}").value()
                self.form.widget(f"{PREFIX}{field.name}").show_sum(add_up(field, {table: rows}))

    def _day(self) -> date:
        return self.date.value() or self._last_day
