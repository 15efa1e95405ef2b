"""What each kind means: definition and criteria, to read while recording."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.rules.words import _
from db.services.mapping.kinds import KindFacts
from desktop.mapping.labels import SensitiveMark, describe, kind_label
from desktop.widgets.basics import button, card, label, row
from desktop.widgets.room import take_room
from desktop.widgets.search_box import SearchBox

ROW = QSize(0, 28)


class KindsDialog(QDialog):
    """All kinds on the left, the chosen one's meaning on the right."""

    taken = Signal(str)  # code of the kind to record

    def __init__(
        self, parent: QWidget | None, kinds: Sequence[KindFacts], code: str = "", offer: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Arti jenis PPKS dan PSKS"))
        take_room(self, 860, 520)
        self._kinds = {kind.code: kind for kind in kinds}
        self.list = QListWidget()
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for kind in kinds:
            item = QListWidgetItem(kind_label(kind))
            item.setData(Qt.ItemDataRole.UserRole, kind.code)
            item.setToolTip(kind_label(kind))
            item.setSizeHint(ROW)
            self.list.addItem(item)
        self.search = SearchBox(_("Cari jenis, arti, atau kriteria…"), self.list, width=360)
        self.name = label("", "title", wrap=True)
        self.facts, self.definition = label("", "muted", wrap=True), label("", wrap=True)
        self.criteria = label("", wrap=True)
        self._criteria_title = label(_("Kriteria"), "section")
        self.sensitive = SensitiveMark()
        self.use_button = button(_("Pakai jenis ini"), "check", primary=True, on_click=self._take)
        self.use_button.setVisible(offer)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        (self.use_button if offer else self.close_button).setDefault(True)

        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        meaning = card("", self.name, row(self.facts, self.sensitive), self.definition)
        meaning.add(self._criteria_title, self.criteria)
        right = QVBoxLayout()
        right.addWidget(meaning)
        right.addStretch(1)
        body = row(spacing=12)
        body.addLayout(left, 2)
        body.addLayout(right, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(12)
        box.addLayout(body, 1)
        box.addLayout(row(None, self.use_button, self.close_button))
        self.list.currentItemChanged.connect(self._show)
        self.search.searched.connect(self._search)
        self.choose(code or next(iter(self._kinds), ""))

    def choose(self, code: str) -> None:
        """Show the meaning of a kind."""
        for place in range(self.list.count()):
            if self.list.item(place).data(Qt.ItemDataRole.UserRole) == code:
                self.list.setCurrentRow(place)

    def _current(self) -> KindFacts | None:
        item = self.list.currentItem()
        return self._kinds[item.data(Qt.ItemDataRole.UserRole)] if item else None

    def _show(self) -> None:
        kind = self._current()
        if kind is None:
            return
        self.name.setText(kind.name)
        self.facts.setText(describe(kind))
        self.definition.setText(kind.definition)
        self.criteria.setText("\n".join(f"{letter}. {text}" for letter, text in kind.criteria))
        self._criteria_title.setVisible(bool(kind.criteria))
        self.sensitive.setVisible(kind.sensitive)

    def _search(self, text: str) -> None:
        """Hide what does not fit; a name that fits comes before a definition that does."""
        needle = text.casefold()
        named, explained = [], []
        for place in range(self.list.count()):
            item = self.list.item(place)
            kind = self._kinds[item.data(Qt.ItemDataRole.UserRole)]
            words = " ".join((kind.definition, *(said for _letter, said in kind.criteria)))
            if needle in kind_label(kind).casefold():
                named.append(place)
            elif needle in words.casefold():
                explained.append(place)
            item.setHidden(place not in named and place not in explained)
        shown = [*named, *explained]
        if needle and shown:
            self.list.setCurrentRow(shown[0])

    def _take(self) -> None:
        if kind := self._current():
            self.taken.emit(kind.code)
            self.accept()
