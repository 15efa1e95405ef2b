"""How the map's pages call a kind, and the pieces they share."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from db.rules.mapping import Register, subject_label
from db.rules.words import _
from db.services.mapping.kinds import KindFacts
from desktop.widgets.basics import Pill, label, row
from desktop.widgets.icons import icon
from desktop.widgets.theme import theme


def kind_label(kind: KindFacts) -> str:
    """01 Anak balita telantar (ABT), LOK-01 Nelayan: found by number, name or abbreviation."""
    number = kind.code.removeprefix("PMKS-")  # PSKS-04 and LOK-01 would be taken for PMKS-04 and 01
    return f"{number} {kind.name} ({kind.abbreviation})" if kind.abbreviation else f"{number} {kind.name}"


def register_label(register: Register) -> str:
    """PPKS or PSKS."""
    return "PPKS" if register is Register.PPKS else "PSKS"


def describe(kind: KindFacts) -> str:
    """PMKS-24 · PPKS · keluarga · 18–59 tahun · perempuan."""
    rules = kind.rules
    ages = {
        (False, False): "",
        (True, False): _("{minimum} tahun ke atas"),
        (False, True): _("sampai {maximum} tahun"),
        (True, True): _("{minimum}–{maximum} tahun"),
    }[rules.minimum_age is not None, rules.maximum_age is not None]
    sex = {"P": _("perempuan"), "L": _("laki-laki")}.get(rules.sex, "")
    age = ages.format(minimum=rules.minimum_age, maximum=rules.maximum_age)
    parts = (kind.code, register_label(kind.register), subject_label(kind.subject), age, sex)
    return " · ".join(part for part in parts if part)


class SensitiveMark(QWidget):
    """A small lock and the word “Peka”: names of this kind are shown to few."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = label("")
        self.setLayout(row(self._lock, Pill(_("Peka"), "warn"), spacing=4))
        self.setToolTip(_("Data peka: jangan dibagikan di luar petugas pemetaan."))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._draw()
        theme.changed.connect(self._draw)

    def _draw(self) -> None:
        self._lock.setPixmap(icon("lock-outline", "warn").pixmap(16, 16))
