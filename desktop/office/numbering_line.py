"""One kind of letter in the numbering: what its number is made of, and what comes out."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.numbering import Secrecy, default_type_code, secrecy_label
from db.rules.words import _
from db.services.classifications import ClassificationRow
from db.services.numbering import NumberingRow
from desktop.parts.classification import ClassificationField
from desktop.widgets.basics import label, row
from desktop.widgets.fields import line_edit
from desktop.widgets.theme import set_look

NAME_WIDTH, CODE_WIDTH, TYPE_WIDTH = 190, 200, 64


class NumberingLine(QFrame):
    """Two rows: what can be set, and below it the next number as it would be written."""

    edited = Signal()

    def __init__(self, kind: LetterKind) -> None:
        super().__init__()
        self.kind = kind
        name = kind_label(kind)
        self.name = label(name, "strong", wrap=True)
        self.name.setFixedWidth(NAME_WIDTH)
        self.classification = ClassificationField()
        self.classification.setFixedWidth(CODE_WIDTH)
        self.format = line_edit(120)
        self.format.setMinimumWidth(220)
        self.type_code = line_edit(20)
        self.type_code.setFixedWidth(TYPE_WIDTH)
        self.type_code.setPlaceholderText(default_type_code(kind))
        self.secrecy = QComboBox()
        for secrecy in Secrecy:
            self.secrecy.addItem(secrecy_label(secrecy), secrecy)
        self.secrecy.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.secrecy.setMinimumContentsLength(5)
        self.by_hand = QCheckBox(_("dinomori bagian umum"))
        self.example = label("", "muted", wrap=True)
        named = (
            (self.classification, _("Klasifikasi {kind}")),
            (self.format, _("Format nomor {kind}")),
            (self.type_code, _("Kode jenis {kind}")),
            (self.secrecy, _("Kode keamanan {kind}")),
            (self.by_hand, _("{kind} dinomori bagian umum")),
        )
        for piece, words in named:
            piece.setAccessibleName(words.format(kind=name))
        self.type_code.setToolTip(_("Kode jenis: pengganti {jenis} dalam format"))
        self.secrecy.setToolTip(_("Kode keamanan: pengganti {keamanan} dalam format"))
        self._lay_out()
        self.classification.editTextChanged.connect(lambda _text: self.edited.emit())
        self.classification.currentIndexChanged.connect(lambda _place: self.edited.emit())
        for field in (self.format, self.type_code):
            field.textChanged.connect(lambda _text: self.edited.emit())
        self.secrecy.currentIndexChanged.connect(lambda _place: self.edited.emit())
        self.by_hand.toggled.connect(lambda _on: self.edited.emit())

    def offer(self, rows: Iterable[ClassificationRow]) -> None:
        """Offer these codes."""
        self.classification.offer(rows)

    def fill(self, numbering: NumberingRow) -> None:
        """Put in what the office has."""
        self.classification.set_value(numbering.classification)
        for field, text in ((self.format, numbering.number_format), (self.type_code, numbering.type_code)):
            field.setText(text)
            field.setCursorPosition(0)
        self.secrecy.setCurrentIndex(self.secrecy.findData(numbering.secrecy))
        self.by_hand.setChecked(numbering.number_by_hand)

    def value(self) -> NumberingRow:
        """What is set now."""
        return NumberingRow(
            self.kind,
            self.classification.value(),
            self.format.text().strip(),
            self.by_hand.isChecked(),
            self.type_code.text().strip(),
            Secrecy(self.secrecy.currentData()),
        )

    def say(self, text: str, *, bad: bool) -> None:
        """Show the next number, or what is wrong."""
        self.example.setText(text)
        set_look(self.example, role="note" if bad else "muted", tone="bad" if bad else "")
        set_look(self.format, tone="bad" if bad else "")

    def _lay_out(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.classification)
        fields.addWidget(self.format, 1)
        fields.addWidget(self.type_code)
        fields.addWidget(self.secrecy)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addLayout(fields)
        below = row(self.example, self.by_hand, spacing=12)
        below.setStretch(0, 1)
        right.addLayout(below)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 6)
        box.setSpacing(12)
        box.addWidget(self.name)
        box.addLayout(right, 1)
