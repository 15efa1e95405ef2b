"""The five steps that an exit prepares, with their ticks; and who serves for the time being."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from db.rules.dates import day_and_date, long_date
from db.rules.exits import (
    RULES,
    ReasonRule,
    StepKind,
    check_cover,
    cover_from,
    handover_day,
    step_label,
    warn_of_cover,
)
from db.rules.words import _
from db.rules.working_days import next_working_day
from db.services.covers import CoverChoice, CoverForm
from desktop.widgets.basics import Label, label
from desktop.widgets.fields import ChoiceField, DateField, DigitsField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.theme import set_look

SOMEBODY_ELSE = 0  # in place of an officer's id
INDENT = 26  # under the words of a tick
NIK_GROUPS = (6, 6, 4)


class CoverPart(QWidget):
    """An officer of another kecamatan, the nearest first, or somebody else by name."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = ChoiceField(hint=_("Pilih yang bertugas sementara…"))
        self.choice.setAccessibleName(_("Yang bertugas sementara"))
        self.name, self.nik = line_edit(120), DigitsField(16, NIK_GROUPS)
        self.job, self.address, self.starts_on = line_edit(120), line_edit(200), DateField()
        self.form = Form(compact=True, gap=4)
        self.form.add("name", _("Nama"), self.name, required=True)
        self.form.add("nik", _("NIK"), self.nik)
        self.form.add("job", _("Jabatan sekarang"), self.job, hint=_("Misalnya Ketua PSM Kecamatan Utan."))
        self.form.add("address", _("Alamat"), self.address)
        self.form.hide()
        self.days = Form(compact=True, gap=4)
        self.days.add("starts_on", _("Mulai bertugas"), self.starts_on, required=True)
        self.days.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.choice)
        self.problem = label("", "note", wrap=True, tone="bad")
        self.problem.hide()
        box.addWidget(self.problem)
        box.addWidget(self.form)
        box.addWidget(self.days)
        self._names: dict[int, str] = {}
        self._left_on: date | None = None
        self._today = self._proposed = date.min
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.form.edited.connect(lambda _field: self.edited.emit())
        self.days.edited.connect(lambda _field: self._on_day())

    def show_day(self, left_on: date | None, today: date) -> None:
        """The first day without duty, as typed: who covers begins then, unless another day was chosen."""
        own = self.starts_on.value() not in (None, self._proposed)
        self._left_on, self._today = left_on, today
        self._proposed = cover_from(today, left_on or today)
        if not own:
            self.days.fill({"starts_on": self._proposed})
        self._judge()

    def offer(self, near: Sequence[CoverChoice]) -> None:
        """Offer these officers, and somebody else."""
        self._names = {one.officer_id: one.name for one in near}
        text = _("{name}, TKSK Kecamatan {kecamatan}")
        shown = [(one.officer_id, text.format(name=one.name, kecamatan=one.kecamatan)) for one in near]
        self.choice.set_choices([*shown[:1], (SOMEBODY_ELSE, _("Orang lain (Plt)…")), *shown[1:]])

    def value(self) -> CoverForm | None:
        """Who was chosen; None while nobody is."""
        chosen = self.choice.value()
        if chosen is None:
            return None
        if chosen == SOMEBODY_ELSE:
            return CoverForm(None, **self.form.values(), starts_on=self.starts_on.value())
        return CoverForm(chosen, starts_on=self.starts_on.value())

    def changed(self) -> bool:
        """Whether something would be lost."""
        return self.choice.value() is not None

    def check(self) -> bool:
        """Whether somebody is chosen and named; if not, it says so where that is missing."""
        chosen = self.choice.value()
        self.say_missing(chosen is None)
        if chosen is None:
            self.choice.setFocus()
            return False
        return (chosen != SOMEBODY_ELSE or self.form.check()) and self.days.check()

    def say_missing(self, missing: bool) -> None:
        """The sentence below the choice; it goes away once somebody is chosen."""
        nearest = _("Terdekat: {who}.").format(who=self.choice.itemText(0)) if self._names else ""
        text = _("Pilih siapa yang bertugas sementara.")
        self.problem.setText(f"{text} {nearest}".strip() if missing else "")
        self.problem.setVisible(missing)
        set_look(self.choice, tone="bad" if missing else "")

    def who(self) -> str:
        """The name, as far as it is known."""
        chosen = self.choice.value()
        return self.name.text().strip() if chosen == SOMEBODY_ELSE else self._names.get(chosen or -1, "")

    def _on_chosen(self, _place: int) -> None:
        other = self.choice.value() == SOMEBODY_ELSE and self.choice.value() is not None
        self.form.setVisible(other)
        self.days.setVisible(self.choice.value() is not None)
        if self.choice.value() is not None:
            self.say_missing(False)
        self.edited.emit()

    def _on_day(self) -> None:
        self._judge()
        self.edited.emit()

    def _judge(self) -> None:
        day, left_on = self.starts_on.value(), self._left_on
        wrong = check_cover(day, left_on)[0].text if day and left_on and check_cover(day, left_on) else ""
        doubt = warn_of_cover(day, left_on, self._today) if day and left_on else ""
        self.days.note("starts_on", wrong or doubt, "bad" if wrong else "warn")


class StepsPart(QWidget):
    """Five ticks (Space toggles), each with a line that says what it will contain."""

    edited = Signal()

    def __init__(self, officer: str) -> None:
        super().__init__()
        self._officer = officer
        self._rule: ReasonRule | None = None
        self._left_on: date | None = None
        self._today: date | None = None
        self.ticks: dict[StepKind, QCheckBox] = {}
        self.lines: dict[StepKind, Label] = {}
        self.cover = CoverPart()
        self.cover.setContentsMargins(INDENT, 0, 0, 0)
        box = QVBoxLayout(self)
        box.setSpacing(2)
        box.addWidget(label(_("Yang disiapkan"), "section"))
        for kind in StepKind:
            tick = self.ticks[kind] = QCheckBox(step_label(kind))
            line = self.lines[kind] = label("", "muted", wrap=True)
            line.setContentsMargins(INDENT, 0, 0, 8)
            tick.toggled.connect(lambda _on: self._on_tick())
            box.addWidget(tick)
            if kind is StepKind.COVER:
                box.addWidget(self.cover)
            box.addWidget(line)
        box.addStretch(1)
        self.cover.edited.connect(self._on_cover)
        self.propose(None)

    def propose(self, rule: ReasonRule | None) -> None:
        """Tick what a reason leads to; None: no reason yet."""
        self._rule = rule
        for kind, tick in self.ticks.items():
            tick.setEnabled(rule is not None and kind in rule.possible)
            tick.setChecked(rule is not None and kind in rule.proposed)
        self._say()

    def show_day(self, left_on: date | None, today: date) -> None:
        """The first day without duty, as typed."""
        self._left_on, self._today = left_on, today
        self.cover.show_day(left_on, today)
        self._say()

    def chosen(self) -> frozenset[StepKind]:
        """The steps to prepare."""
        return frozenset(kind for kind, tick in self.ticks.items() if tick.isChecked())

    def check(self) -> bool:
        """Whether it is known who covers, where that is ticked."""
        return not self.ticks[StepKind.COVER].isChecked() or self.cover.check()

    def _on_tick(self) -> None:
        if not self.ticks[StepKind.COVER].isChecked():
            self.cover.say_missing(False)
        self._say()
        self.edited.emit()

    def _on_cover(self) -> None:
        if self.cover.value() is not None and self.ticks[StepKind.COVER].isEnabled():
            self.ticks[StepKind.COVER].setChecked(True)
        self._say()

    def _say(self) -> None:
        for kind, line in self.lines.items():
            if self._rule is None:
                line.setText("")
            elif kind not in self._rule.possible:
                line.setText(_("Tidak ada untuk alasan ini."))
            else:
                line.setText(self._line(kind))
        self.cover.setEnabled(self.ticks[StepKind.COVER].isEnabled())

    def _line(self, kind: StepKind) -> str:
        left_on, today = self._left_on, self._today
        if left_on is None or today is None:
            return ""
        covers = self.ticks[StepKind.COVER].isChecked()
        match kind:
            case StepKind.ACCEPTANCE:
                text = _("Kepada {name}: tidak bertugas lagi mulai {day}.")
                return text.format(name=self._officer, day=long_date(left_on))
            case StepKind.HANDOVER if self._rule is RULES["died"]:
                return _("Oleh keluarga atau kecamatan; namanya diisi pada konsepnya.")
            case StepKind.HANDOVER:
                to = (self.cover.who() if covers else "") or _("pejabat dinas")
                text = _("{day}, dari {name} kepada {to}.")
                day = day_and_date(handover_day(today, left_on))
                return text.format(day=day, name=self._officer, to=to.rstrip("."))
            case StepKind.COVER:
                starts_on = self.cover.starts_on.value()
                if self.cover.who() and starts_on:
                    text = _("{name} mulai {day}, sampai TKSK baru ditetapkan.")
                    return text.format(name=self.cover.who(), day=long_date(starts_on))
                nobody = covers and self.cover.value() is None
                return _("Pilih siapa, atau hilangkan centangnya: dapat disiapkan nanti.") if nobody else ""
            case StepKind.DISMISSAL:
                return _("Ke Kementerian Sosial melalui provinsi; dinas hanya mengusulkan.")
            case StepKind.VACANCY:
                text = _("Diumumkan {day}, dengan jadwal dan syarat bawaan; masih dapat diubah.")
                return text.format(day=day_and_date(next_working_day(max(today, left_on))))
