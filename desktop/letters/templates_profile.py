"""How a kind of letter is set on paper: its layout profile as a form."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from db.rules.letter_kinds import Profile
from db.rules.letters import PaperSize
from db.rules.template_profile import LIMITS, check_profile, profile_label
from db.rules.words import _
from desktop.widgets.fields import DecimalField
from desktop.widgets.form import Form

CHOICES = ("paper", "family")
TICKS = ("landscape", "half", "one_page", "tte_box")


class ProfileForm(QWidget):
    """`changed` tells the profile as soon as what is typed is one."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._profile = Profile()
        self.form = Form(labels="above", columns=2, compact=True, gap=6)
        self.form.section(_("Kertas"))
        papers = ("", _("seperti pengaturan kantor")), (PaperSize.F4.value, "F4"), (PaperSize.A4.value, "A4")
        self.form.add("paper", _("Ukuran"), _choice(papers))
        faces = ("sans", _("Arial")), ("bonum", _("Bookman Old Style"))
        self.form.add("family", _("Jenis huruf"), _choice(faces))
        self.form.add("landscape", "", QCheckBox(_("Mendatar")))
        self.form.add("half", "", QCheckBox(_("Hanya separuh lembar")))
        self.form.section(_("Margin"))
        self._add("top", "bottom", "left", "right")
        self.form.section(_("Huruf dan jarak"))
        self._add("size", "line", "space", "head")
        self.form.section(_("Bila tidak muat satu halaman, rapatkan sampai"))
        self.form.add("one_page", "", QCheckBox(_("Usahakan satu halaman")), wide=True)
        self._add("least_size", "least_line", "least_space", "least_margin")
        self.form.section(_("Tanda tangan elektronik"))
        self.form.add("tte_box", "", QCheckBox(_("Sediakan kotak untuk TTE")), wide=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 12, 0)
        box.addWidget(self.form)
        self.form.edited.connect(self._on_edited)

    def show_profile(self, profile: Profile) -> None:
        """Fill the form; that is no change."""
        self._profile = profile
        numbers = {name: Decimal(str(getattr(profile, name))) for name in LIMITS}
        self.form.fill({**numbers, **{name: getattr(profile, name) for name in (*CHOICES, *TICKS)}})
        for name in LIMITS:
            self.form.note(name, "")

    def _add(self, *names: str) -> None:
        for name in names:
            self.form.add(name, profile_label(name), DecimalField(2))

    def _on_edited(self, _name: str) -> None:
        values = self.form.values()
        if any(values[name] is None for name in LIMITS):
            return  # half typed
        numbers: dict[str, Any] = {name: float(values[name]) for name in LIMITS}
        others = {name: values[name] for name in (*CHOICES, *TICKS)}
        profile = replace(self._profile, **numbers, **others)
        problems = check_profile(profile)
        for name in LIMITS:
            said = next((problem.text for problem in problems if problem.field == name), "")
            self.form.note(name, said, "bad" if said else "")
        if not problems and profile != self._profile:
            self._profile = profile
            self.changed.emit(profile)


def _choice(entries: tuple[tuple[str, str], ...]) -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(22)
    for key, text in entries:
        made.addItem(text, key)
    return made
