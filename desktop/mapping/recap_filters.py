"""What a recap is asked for: list, period, places, sex, age, day; shared by the recap and its reports."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox

from db.rules.mapping import Register
from db.rules.people import Sex, sex_label
from db.rules.recap_tables import RecapQuestion
from db.rules.recaps import AgeGroup, age_group_label
from db.rules.words import _
from db.services import regions
from db.services.mapping import recaps
from db.services.mapping.recaps import Period, period_words
from desktop.clock import today
from desktop.parts.choices import refill
from desktop.widgets.fields import DateField

EVERY = ""  # no choice made
LISTS = (  # register and whether its local kinds
    (Register.PPKS, False, "PPKS (26)"),
    (Register.PSKS, False, "PSKS (12)"),
    (Register.PPKS, True, "PPKS lokal"),
    (Register.PSKS, True, "PSKS lokal"),
)
NARROW, WIDE = 120, 190


class RecapFilters(QObject):
    """The controls themselves are for the page to place; `changed` says that another question is asked."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.list, self.period, self.other = _combo(_("Daftar")), _combo(_("Periode")), _combo(_("Banding"))
        self.kecamatan, self.sex, self.age = (
            _combo(_("Kecamatan")),
            _combo(_("Jenis kelamin")),
            _combo(_("Umur")),
        )
        self.by_desa = QCheckBox(_("Per desa"))
        self.masked = QCheckBox(_("Versi publik"))
        self.masked.setToolTip(
            _("Angka kecil (1–4) disamarkan, juga dari jumlahnya. Hanya untuk semua jenis kelamin dan umur.")
        )
        self.grouped = QCheckBox(_("Kelompok masalah"))
        self.grouped.setToolTip(_("Jumlah menurut tujuh masalah sosial PP 39/2012."))
        self.day = DateField()
        self.day.setAccessibleName(_("Umur per tanggal"))
        self.day.setToolTip(_("Umur dihitung pada tanggal ini. Putaran terkunci memakai tanggal acuannya."))
        self.day.setFixedWidth(130)
        self.day.set_value(today())
        for combo in (self.period, self.other):  # Semester I and II differ at the end of their names
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.setMaximumWidth(WIDE + 40)
        self.sex.setMaximumWidth(NARROW)
        self._periods: list[Period] = []
        for register, local, words in LISTS:
            self.list.addItem(words, (register, local))
        self.period.addItem(period_words(None), None)
        self.other.addItem(_("Tidak dibandingkan"), EVERY)
        self.kecamatan.addItem(_("Semua kecamatan"), EVERY)
        self.sex.addItem(_("L dan P"), None)
        for sex in Sex:
            self.sex.addItem(sex_label(sex), sex.value)
        self.sex.addItem(_("Tanpa jenis kelamin"), "")
        self.age.addItem(_("Semua umur"), None)
        for group in AgeGroup:
            self.age.addItem(age_group_label(group), group)
        for combo in (self.list, self.period, self.other, self.kecamatan, self.sex, self.age):
            combo.currentIndexChanged.connect(lambda _place: self._change())
        for check in (self.by_desa, self.masked, self.grouped):
            check.toggled.connect(lambda _on: self._change())
        self.day.textChanged.connect(lambda _text: self._change())

    @property
    def question(self) -> RecapQuestion | None:
        """What is asked; None while the day is half typed."""
        chosen, day = self.chosen_period, self.day.value()
        on = chosen.reference_date if chosen else day
        if on is None:
            return None
        register, local = self.list.currentData()
        return RecapQuestion(
            register,
            on,
            chosen.round_id if chosen else None,
            by_desa=self.by_desa.isChecked(),
            kecamatan_code=self.kecamatan.currentData() or "",
            sex=self.sex.currentData(),
            age_group=self.age.currentData(),
            local=local,
            asked_on=None if chosen else today(),
        )

    @property
    def compared(self) -> RecapQuestion | None:
        """The same of the period to compare with; None: nothing is compared."""
        question = self.question
        if question is None or self.other.currentData() == EVERY:
            return None
        other = self._find(self.other.currentData())
        day = other.reference_date if other else today()
        asked_on = None if other else today()
        return replace(question, round_id=other.round_id if other else None, on=day, asked_on=asked_on)

    @property
    def chosen_period(self) -> Period | None:
        return self._find(self.period.currentData())

    def offer(self, places: Sequence[Any], periods: Sequence[Period]) -> None:
        """Other kecamatan and rounds; what was chosen stays where it is still there."""
        self._periods = list(periods)
        names = [(one.round_id, period_words(one)) for one in periods]
        refill(self.kecamatan, [(EVERY, _("Semua kecamatan")), *((one.code, one.name) for one in places)])
        refill(self.period, [(None, period_words(None)), *names])
        refill(self.other, [(EVERY, _("Tidak dibandingkan")), (None, period_words(None)), *names])
        self.day.setEnabled(self.chosen_period is None)

    def ask(self, asked: dict[str, Any]) -> None:
        """Take what a link asks for, as one change."""
        with QSignalBlocker(self):
            for name, combo in (("kecamatan_code", self.kecamatan), ("round_id", self.period)):
                if name in asked:
                    combo.setCurrentIndex(max(combo.findData(asked[name]), 0))
            if "register" in asked:
                self.list.setCurrentIndex(0 if asked["register"] == Register.PPKS else 1)
            if "by_desa" in asked:
                self.by_desa.setChecked(bool(asked["by_desa"]))
        self.changed.emit()

    def _find(self, round_id: int | None) -> Period | None:
        return next((one for one in self._periods if one.round_id == round_id), None)

    def _change(self) -> None:
        self.day.setEnabled(self.chosen_period is None)
        public = self.masked.isChecked()
        for combo in (self.sex, self.age):  # a public table of a part would give the rest away
            if public and combo.currentIndex():
                with QSignalBlocker(combo):
                    combo.setCurrentIndex(0)
            combo.setEnabled(not public)
        self.changed.emit()


def read_offers(session: Any) -> tuple[list[Any], list[Period]]:
    """What may be chosen."""
    return regions.list_kecamatan(session), recaps.list_periods(session)


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumWidth(NARROW)
    made.setMaximumWidth(WIDE)
    made.currentTextChanged.connect(made.setToolTip)
    return made
