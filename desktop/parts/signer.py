"""Who signs a letter: whoever may on its day, the head or who acts as head first."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.rules.dates import long_date
from db.rules.office import nobody_signs, signer_label
from db.rules.words import _
from db.services import office
from db.services.office import OfficialRow
from desktop.widgets import adapters
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.worker import Worker


class SignerField(ChoiceField):
    """The id of an official who may sign on the day shown; somebody is chosen as soon as that is known."""

    offered = Signal(bool)  # whether anybody may sign on the day shown

    def __init__(self, worker: Worker) -> None:
        super().__init__(hint=_("Pilih penandatangan…"))
        self._worker = worker
        self.day: date | None = None
        self.swapped = ""  # that somebody else than before signs on this day, and who

    def show_day(self, day: date | None) -> None:
        """Offer who may sign on this day; whoever was chosen stays, if he or she may."""
        if day is None or day == self.day:
            return
        self.day = day
        self._worker.read(
            self,
            lambda session: office.list_signers(session, day),
            then=lambda able: self._offer(day, able),
        )

    def set_value(self, value: int | None) -> None:
        super().set_value(value)
        if value is None and self.count():
            super().set_value(self.itemData(0))  # which also shows the beginning of a long name

    def _offer(self, day: date, able: list[OfficialRow]) -> None:
        if day != self.day:  # another day has been typed meanwhile
            return
        before, chosen = self.currentText(), self.value()
        self.set_choices((o.id, signer_label(o.full_name, o.authority)) for o in able)
        if self.value() is None:
            self.set_value(None)
        self.swapped = ""
        if chosen is not None and able and self.value() != chosen:
            text = _("{before} tidak menjabat pada {day}; yang menjabat: {now}.")
            self.swapped = text.format(before=before, day=long_date(day), now=self.currentText())
        self.setToolTip(self.currentText())
        self.offered.emit(bool(able))


def add_signer(form: Form, worker: Worker, day: QWidget | date | None = None) -> SignerField:
    """Add the field `signer` to a form; it follows the field of the letter's day, or stands at one day."""
    field = SignerField(worker)
    form.add("signer", _("Penandatangan"), field)

    def answer(anybody: bool) -> None:
        form.take_as_original("signer")
        said = field.swapped if anybody or field.day is None else nobody_signs(field.day)
        form.note("signer", said, "warn")

    field.offered.connect(answer)
    if isinstance(day, QWidget):
        adapters.edited(day).connect(lambda *_anything: field.show_day(adapters.read(day)))
        field.show_day(adapters.read(day))
    else:
        field.show_day(day)
    return field
