"""Who sits at the sheets: somebody copying paper, a second copyist, or a member with the own PIN."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from db.rules.problems import refuse
from db.rules.words import _
from db.services.recruitment import pins
from db.services.recruitment.pins import Entry, MemberKey
from db.services.recruitment.standing import MemberFacts
from desktop.widgets.basics import label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.worker import Worker

PAPER, SECOND = "paper", "second"
LONGEST_PIN = 8


@dataclass(frozen=True)
class Seat:
    """How sheets are filled now."""

    second: bool = False
    key: MemberKey | None = None
    typist: str = ""


class SeatBar(QWidget):
    """The choice of a way in; it changes only once PIN or name were given."""

    changed = Signal()
    wanted = Signal(object)  # "second", or the id of the member whose PIN is asked for

    def __init__(self) -> None:
        super().__init__()
        self.seat = Seat()
        self.choice = ChoiceField()
        self.choice.setMinimumWidth(300)
        self.choice.setAccessibleName(_("Cara mengisi"))
        self.choice.currentIndexChanged.connect(lambda _place: self._choose())
        box = row(label(_("Cara mengisi"), "muted"), self.choice, None)
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)

    def show_panel(self, panel: Sequence[MemberFacts]) -> None:
        """Offer the ways in."""
        self.choice.set_choices(
            [
                (PAPER, _("Disalin dari lembar kertas")),
                (SECOND, _("Salinan kedua, pembanding")),
                *((member.id, _("{name} sendiri, dengan PIN").format(name=member.name)) for member in panel),
            ]
        )
        self.show_seat()

    def take(self, seat: Seat) -> None:
        """Somebody has sat down."""
        self.seat = seat
        self.show_seat()
        self.changed.emit()

    def show_seat(self) -> None:
        """Show who sits there: the choice was called off."""
        self.choice.blockSignals(True)
        self.choice.set_value(self._chosen())
        self.choice.blockSignals(False)

    def _chosen(self) -> Any:
        if self.seat.key is not None:
            return self.seat.key.member_id
        return SECOND if self.seat.second else PAPER

    def _choose(self) -> None:
        wanted = self.choice.value()
        if wanted == self._chosen() or wanted is None:
            return
        if wanted == PAPER:
            self.take(Seat())
        else:
            self.wanted.emit(wanted)


class PinDialog(FormDialog):
    """The PIN of one member; on first use the member sets it here, twice the same."""

    opened = Signal(object)  # the key

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        member: pins.Seat,
        action: str = "",
        text: str = "",
        *,
        to_open: bool = False,
    ) -> None:
        """to_open: a first PIN is set just to open what is locked; the minutes say so, and so does this."""
        form = Form(labels="above", compact=True)
        first = not member.has_pin
        title = _("PIN {name}").format(name=member.name)
        super().__init__(parent, title, form, _("Simpan PIN") if first else action or _("Buka lembar"))
        self._worker, self._member, self._to_open = worker, member, to_open
        hint = _("{name} menetapkan PIN sendiri: 4 sampai 8 angka, tidak dilihat orang lain.")
        if to_open:
            hint += " " + _("Berita acara menyebut bahwa PIN ini baru ditetapkan sekarang, di PC ini.")
        self.text = label(hint.format(name=member.name) if first else text, "muted", wrap=True)
        form.add_widget(self.text)
        self.text.setVisible(bool(self.text.text()))
        self.pin, self.again = pin_field(), pin_field()
        form.add("pin", _("PIN"), self.pin, required=True)
        if first:
            form.add("again", _("PIN sekali lagi"), self.again, required=True)

    def save(self, values: dict[str, Any]) -> None:
        if not self._member.has_pin:
            if values["pin"] != values["again"]:
                self.show_error(_unequal())
                return
            work = partial(pins.set_pin, member_id=self._member.id, pin=values["pin"], to_open=self._to_open)
            self._worker.write(self, work, then=self._open, failed=self.show_error)
        else:
            enter = partial(pins.enter_pin, member_id=self._member.id, pin=values["pin"])
            self._worker.write(self, enter, then=self._entered, failed=self.show_error)

    def _entered(self, entry: Entry) -> None:
        if entry.key is None:
            self.show_error(pins.refused(entry))
            self.pin.setFocus()
            self.pin.selectAll()
        else:
            self._open(entry.key)

    def _open(self, key: MemberKey) -> None:
        self.accept()
        self.opened.emit(key)


class TypistDialog(FormDialog):
    """Who types the second copy: never the one who typed the first."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None, name: str = "") -> None:
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Salinan kedua"), form, _("Mulai menyalin"))
        form.add_widget(
            label(
                _("Lembar yang sama diketik orang lain tanpa melihat salinan pertama; beda angka merah."),
                "muted",
                wrap=True,
            )
        )
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        form.add("name", _("Nama penyalin kedua"), self.name, required=True)
        form.fill({"name": name})

    def save(self, values: dict[str, Any]) -> None:
        self.accept()
        self.named.emit(values["name"])


def pin_field() -> QLineEdit:
    """What is typed stays hidden."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(LONGEST_PIN)
    field.setMaximumWidth(160)
    return field


def _unequal() -> Exception:
    return refuse(_("Kedua PIN tidak sama; ketik sekali lagi."), "again")
