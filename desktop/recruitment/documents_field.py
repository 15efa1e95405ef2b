"""The papers of an application as a compact checklist."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from db.rules.words import _
from desktop.widgets.basics import label, link, row

COLUMNS = 2


class DocumentsField(QWidget):
    """The codes of the papers that are there."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self._required: list[str] = []
        self._awaited: frozenset[str] = frozenset()  # ticked before the list came
        self.all_button = link(_("Centang semua yang wajib"), self.tick_required)
        self.count = label("", "muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(row(self.count, None, self.all_button))
        box.addLayout(self._grid)

    def set_documents(self, documents: Iterable[tuple[str, str, bool]]) -> None:
        """Offer these papers: code, name, and whether required."""
        documents = list(documents)
        self._required = [code for code, _name, required in documents if required]
        rows = -(-len(documents) // COLUMNS)
        for place, (code, name, required) in enumerate(documents):
            made = _Paper(name, required)
            made.setChecked(code in self._awaited)
            made.toggled.connect(self._on_toggled)
            self.boxes[code] = made
            self._grid.addWidget(made, place % rows, place // rows)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))
        self._count()

    def value(self) -> frozenset[str]:
        """The codes of the ticked papers."""
        if not self.boxes:
            return self._awaited
        return frozenset(code for code, made in self.boxes.items() if made.isChecked())

    def set_value(self, codes: frozenset[str] | None) -> None:
        """Tick these papers."""
        self._awaited = codes or frozenset()
        for code, made in self.boxes.items():
            made.setChecked(code in self._awaited)

    def tick_required(self) -> None:
        """Tick all that are required; the others stay as they are."""
        self.tick(self._required)

    def tick(self, codes: Iterable[str]) -> None:
        """Tick these; the others stay as they are."""
        for code in codes:
            self.boxes[code].setChecked(True)

    def _on_toggled(self) -> None:
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        there = sum(self.boxes[code].isChecked() for code in self._required)
        text = _("{there} dari {total} berkas wajib ada")
        self.count.setText(text.format(there=there, total=len(self._required)))


class _Paper(QCheckBox):
    """The name of a paper, cut where it does not fit; the tooltip has it whole."""

    def __init__(self, name: str, required: bool) -> None:
        super().__init__()
        self._name = name.split(" (")[0]
        self._suffix = "" if required else _(" · bila ada")
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def hitButton(self, pos: QPoint) -> bool:
        """The whole cell can be clicked, however short the name is."""
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(240, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        room = self.width() - 40 - metrics.horizontalAdvance(self._suffix)
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        self.setText((name + self._suffix).replace("&", "&&"))
