"""Which number a letter shall have."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.dates import short_date
from db.rules.letter_kinds import KindSpec
from db.rules.numbering import NumberWish, WishKind
from db.rules.words import _
from db.services import letter_sources, number_book
from db.services.letter_sources import NumberChoices
from desktop.widgets.fields import ChoiceField, line_edit
from desktop.worker import Worker

Wished = tuple[WishKind, int | None]
INSERTION = (WishKind.INSERTED, None)  # behind which number is chosen below


class WishField(QWidget):
    """The next number, one set aside, one inserted, one given by the sub-bagian umum, or dots."""

    edited = Signal()
    offered = Signal(object)  # NumberChoices
    told = Signal(str)  # what is odd about the number; empty when nothing is

    def __init__(self, worker: Worker, spec: KindSpec) -> None:
        super().__init__()
        self._worker, self._spec = worker, spec
        self._day: date | None = None
        self._code = ""  # the classification, where it is not that of the kind
        self._wished: NumberWish | None = None  # as letters of this kind are numbered
        self._keys: list[Wished] = []
        self._filling = False
        self._places: list[tuple[int, str]] = []  # to insert behind
        self._known = False  # which numbers there are
        self.choices = NumberChoices("", False)
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Nomor surat"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(20)
        self.behind = ChoiceField(hint=_("Ketik nomor atau tanggal…"))
        self.behind.setAccessibleName(_("Sisipan di belakang nomor"))
        self.text = line_edit(120)
        self.text.setPlaceholderText(_("Ketik nomor dari bagian umum"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.choice)
        box.addWidget(self.behind)
        box.addWidget(self.text)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.behind.currentIndexChanged.connect(self._on_place)
        self.behind.editTextChanged.connect(self._on_place)
        self.text.textEdited.connect(self._on_typed)
        self._show()

    def show_day(self, day: date) -> None:
        """Offer the numbers of this day."""
        if day != self._day:
            self._day = day
            self.read()

    def show_code(self, code: str) -> None:
        """Offer the numbers of letters that bear this classification; empty: that of the kind."""
        if code != self._code:
            self._code = code
            self.read()

    def read(self) -> None:
        """Ask anew which numbers there are."""
        if self._day is not None and self._spec.numbered:
            work = partial(
                letter_sources.list_numbers,
                kind=self._spec.kind,
                dated_on=self._day,
                classification=self._code,
            )
            self._worker.read(self, work, then=partial(self._offer, self._code))

    def value(self) -> NumberWish | None:
        if self._wished is None or self._wished.kind is not WishKind.BY_HAND:
            return self._wished
        return NumberWish(WishKind.BY_HAND, None, self.text.text().strip())

    def set_value(self, value: NumberWish | None) -> None:
        self._wished = value
        self.text.setText(value.text if value else "")
        self._show()

    def problem(self) -> str:
        """What is wrong with what was typed, or nothing."""
        if self._key() != INSERTION or self.behind.value() is not None:
            return ""
        return self.behind.problem() or _("Pilih nomor yang disisipi.")

    def said(self) -> str:
        """The number as far as it is known: what the letter will have."""
        kind, number_id = self._meant()
        if not self._spec.numbered:
            return _("tanpa nomor")
        if kind is WishKind.RESERVED:
            for offer in self.choices.reserved:
                if offer.id == number_id:
                    text = _("{number} (dipesan untuk {purpose})") if offer.purpose else "{number}"
                    return text.format(number=offer.number, purpose=offer.purpose)
        if kind is WishKind.NEXT:
            return self.choices.next
        if kind is WishKind.INSERTED:
            for offer in self.choices.insertable:
                if offer.id == number_id:
                    return _("sisipan di belakang {number}").format(number=offer.number)
        return self.text.text().strip() if kind is WishKind.BY_HAND else self.choice.currentText()

    def expected(self) -> str:
        """The number that the letter would get if it were made final now; nothing where nobody knows."""
        kind, number_id = self._meant()
        if kind is WishKind.RESERVED:
            return next((offer.number for offer in self.choices.reserved if offer.id == number_id), "")
        if kind is WishKind.BY_HAND:
            return self.text.text().strip()
        return self.choices.next if kind is WishKind.NEXT else ""

    def _meant(self) -> Wished:
        """What is wished; where nobody has said, how the office numbers letters of this kind."""
        if self._wished is not None:
            return self._wished.kind, self._wished.number_id
        return (WishKind.LATER if self.choices.by_hand else WishKind.NEXT), None

    def _offer(self, code: str, choices: NumberChoices) -> None:
        if code != self._code:  # another was chosen meanwhile
            return
        self.offered.emit(choices)
        self.choices, self._known = choices, True
        self._show()

    def _entries(self) -> list[tuple[Wished, str]]:
        if not self._spec.numbered:
            return [(self._meant(), _("Surat jenis ini tidak bernomor"))]
        choices = self.choices
        coming = _("Nomor berikutnya ({number})") if choices.next else _("Nomor berikutnya")
        entries: list[tuple[Wished, str]] = [
            ((WishKind.NEXT, None), coming.format(number=choices.next)),
            ((WishKind.LATER, None), _("Titik-titik, diisi dengan tangan")),
            ((WishKind.BY_HAND, None), _("Nomor dari bagian umum…")),
        ]
        for offer in choices.reserved:
            text = _("Pesanan {number} — {purpose}") if offer.purpose else _("Pesanan {number}")
            said = text.format(number=offer.number, purpose=offer.purpose)
            entries.append(((WishKind.RESERVED, offer.id), said))
        if choices.insertable:
            entries.append((INSERTION, _("Sisipan di belakang nomor lain…")))
        meant = self._key()
        if meant not in [key for key, _text in entries]:  # taken or struck out meanwhile: to be chosen anew
            reserved = meant[0] is WishKind.RESERVED
            gone = _("Pesanan … (tidak tersedia)") if reserved else _("Sisipan … (tidak tersedia)")
            coming = _("Pesanan …") if reserved else _("Sisipan …")
            entries.append((meant, gone if self._known else coming))
        return entries

    def _key(self) -> Wished:
        """The entry that stands for what is meant: all insertions have one."""
        kind, number_id = self._meant()
        offered = any(offer.id == number_id for offer in self.choices.insertable)
        return INSERTION if kind is WishKind.INSERTED and offered else (kind, number_id)

    def _show(self) -> None:
        meant = self._key()
        self._offer_places()
        self.choice.blockSignals(True)
        self.choice.clear()
        entries = self._entries()
        self._keys = [key for key, _text in entries]
        self.choice.addItems([text for _key, text in entries])
        self.choice.setCurrentIndex(self._keys.index(meant) if meant in self._keys else 0)
        self.choice.setEnabled(self._spec.numbered)
        self.choice.blockSignals(False)
        self._follow()

    def _offer_places(self) -> None:
        """The numbers to insert behind, the nearest day first."""
        kind, number_id = self._meant()
        places = [(one.id, f"{one.number}, {short_date(one.dated_on)}") for one in self.choices.insertable]
        self._filling = True
        if places != self._places or not self.problem():  # else somebody is typing just now
            self._places = places
            self.behind.set_choices(places)
            self.behind.set_value(number_id if kind is WishKind.INSERTED else None)
        self._filling = False

    def _on_chosen(self) -> None:
        kind, number_id = self._keys[self.choice.currentIndex()]
        if (kind, number_id) == INSERTION:
            number_id = self.choices.insertable[0].id
        self._wished = NumberWish(kind, number_id)
        self._offer_places()
        self._follow()
        self.edited.emit()

    def _on_place(self) -> None:
        if self._filling or self._meant()[0] is not WishKind.INSERTED:
            return
        if (number_id := self.behind.value()) is not None:
            self._wished = NumberWish(WishKind.INSERTED, number_id)
        self.edited.emit()

    def _on_typed(self, text: str) -> None:
        self.edited.emit()
        if self._day is not None:
            number, year = text.strip(), self._day.year

            def tell(given: bool) -> None:
                said = _("Nomor {number} sudah ada dalam buku nomor tahun {year}.")
                if number == self.text.text().strip():
                    self.told.emit(said.format(number=number, year=year) if given else "")

            self._worker.read(self, partial(number_book.is_given, number=number, year=year), then=tell)

    def _follow(self) -> None:
        kind = self._meant()[0]
        self.text.setVisible(kind is WishKind.BY_HAND)
        self.behind.setVisible(self._keys[self.choice.currentIndex()] == INSERTION)
        told = ""
        if kind is WishKind.NEXT and self.choices.later:
            text = _("Sudah ada nomor bertanggal lebih akhir ({number}). Pertimbangkan sisipan.")
            told = text.format(number=self.choices.later)
        self.told.emit(told)
