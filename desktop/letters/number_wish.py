"""Which number a letter shall have."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.letter_kinds import KindSpec
from db.rules.numbering import NumberWish, WishKind
from db.rules.words import _
from db.services import letter_sources
from db.services.letter_sources import NumberChoices
from desktop.widgets.fields import line_edit
from desktop.worker import Worker

Wished = tuple[WishKind, int | None]


class WishField(QWidget):
    """The next number, one set aside, one inserted, one given by the sub-bagian umum, or dots."""

    edited = Signal()

    def __init__(self, worker: Worker, spec: KindSpec) -> None:
        super().__init__()
        self._worker, self._spec = worker, spec
        self._day: date | None = None
        self._wished = NumberWish()
        self.choices = NumberChoices("", False, (), ())
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Nomor surat"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(20)
        self.text = line_edit(120)
        self.text.setPlaceholderText(_("Ketik nomor dari bagian umum"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.choice)
        box.addWidget(self.text)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.text.textEdited.connect(lambda _text: self.edited.emit())
        self._offer(self.choices)

    def show_day(self, day: date) -> None:
        """Offer the numbers of this day."""
        if day != self._day:
            self._day = day
            self.read()

    def read(self) -> None:
        """Ask anew which numbers there are."""
        if self._day is not None and self._spec.numbered:
            work = partial(letter_sources.list_numbers, kind=self._spec.kind, dated_on=self._day)
            self._worker.read(self, work, then=self._offer)

    def value(self) -> NumberWish:
        kind, number_id = self.choice.currentData() or (WishKind.NEXT, None)
        text = self.text.text().strip() if kind is WishKind.BY_HAND else ""
        return NumberWish(kind, number_id, text)

    def set_value(self, value: NumberWish | None) -> None:
        self._wished = value or NumberWish()
        self.text.setText(self._wished.text)
        self._choose(self._wished)

    def said(self) -> str:
        """The number as far as it is known: what the letter will have."""
        kind = self.value().kind
        if not self._spec.numbered:
            return _("tanpa nomor")
        if kind is WishKind.NEXT:
            return self.choices.next
        return self.text.text().strip() if kind is WishKind.BY_HAND else self.choice.currentText()

    def _offer(self, choices: NumberChoices) -> None:
        wished = self.value() if self.choice.count() else self._wished
        if self._wished.kind is not WishKind.NEXT and wished.kind is WishKind.NEXT:
            wished = self._wished  # what the draft had, before its numbers were known
        self.choices = choices
        self.choice.blockSignals(True)
        self.choice.clear()
        if self._spec.numbered:
            coming = _("Nomor berikutnya ({number})") if choices.next else _("Nomor berikutnya")
            entries: list[tuple[Wished, str]] = []
            entries.append(((WishKind.NEXT, None), coming.format(number=choices.next)))
            entries.append(((WishKind.LATER, None), _("Titik-titik, diisi dengan tangan")))
            entries.append(((WishKind.BY_HAND, None), _("Nomor dari bagian umum…")))
            for number_id, number, purpose in choices.reserved:
                text = _("Pesanan {number} — {purpose}") if purpose else _("Pesanan {number}")
                entries.append(((WishKind.RESERVED, number_id), text.format(number=number, purpose=purpose)))
            for number_id, number in choices.insertable:
                text = _("Sisipan di belakang {number}")
                entries.append(((WishKind.INSERTED, number_id), text.format(number=number)))
        else:
            entries = [((WishKind.NEXT, None), _("Surat jenis ini tidak bernomor"))]
        for key, text in entries:
            self.choice.addItem(text, key)
        self.choice.setEnabled(self._spec.numbered)
        self.choice.blockSignals(False)
        self._choose(wished)

    def _choose(self, wished: NumberWish) -> None:
        keys = [self.choice.itemData(place) for place in range(self.choice.count())]
        place = next((n for n, key in enumerate(keys) if tuple(key) == (wished.kind, wished.number_id)), 0)
        self.choice.blockSignals(True)
        self.choice.setCurrentIndex(place)
        self.choice.blockSignals(False)
        self.text.setVisible(self.value().kind is WishKind.BY_HAND)

    def _on_chosen(self) -> None:
        self._wished = NumberWish()
        self.text.setVisible(self.value().kind is WishKind.BY_HAND)
        self.edited.emit()
