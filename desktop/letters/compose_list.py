"""The kinds of letter to begin with, and the drafts to go on with."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from db.catalog import spec_of
from db.rules.dates import short_date
from db.rules.letter_kinds import KindSpec, LetterKind, kind_label
from db.rules.words import _
from db.services.drafts import DraftRow
from desktop.widgets.basics import button, label, row
from desktop.widgets.search_box import SearchBox

GROUPS = ("Rekrutmen", "TKSK", "Kantor")
DATA = Qt.ItemDataRole.UserRole
WIDTH, ROW = 272, 23


class KindList(QFrame):
    """A tree of kinds by group, with a box to search; `chosen` tells a kind."""

    chosen = Signal(object)

    def __init__(self, *, composed_only: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.search = SearchBox(_("Cari jenis surat…"), width=220)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(10)
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setAccessibleName(_("Jenis surat"))
        self.tree.setUniformRowHeights(True)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search.results = self.tree
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(10, 10, 10, 10)
        self.box.setSpacing(6)
        self.box.addWidget(self.search)
        self.nothing = label(_("Tidak ada jenis surat yang cocok. Ketik kata lain."), "muted", wrap=True)
        self.nothing.hide()
        self.box.addWidget(self.nothing)
        self.box.addWidget(self.tree, 3)
        specs = [spec_of(kind) for kind in LetterKind]
        self._fill([spec for spec in specs if spec.composed or not composed_only])
        self.search.searched.connect(self._narrow)
        self.search.returnPressed.connect(self._open_first)
        self.tree.itemClicked.connect(lambda item, _column: self._tell(item))
        self.tree.itemActivated.connect(lambda item, _column: self._tell(item))

    def mark(self, kind: LetterKind | None) -> None:
        """Show which kind is open."""
        item = self._items.get(kind)
        self.tree.setCurrentItem(item) if item else self.tree.clearSelection()
        if item:
            self.tree.scrollToItem(item)

    def _fill(self, specs: Sequence[KindSpec]) -> None:
        self._items: dict[LetterKind | None, QTreeWidgetItem] = {}
        groups = [*GROUPS, *dict.fromkeys(s.group for s in specs if s.group not in GROUPS)]
        for group in groups:
            own = [spec for spec in specs if spec.group == group]
            if not own:
                continue
            head = QTreeWidgetItem([group.upper()])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            self.tree.addTopLevelItem(head)
            for spec in own:
                item = QTreeWidgetItem([kind_label(spec.kind)])
                item.setData(0, DATA, spec.kind.value)
                item.setToolTip(0, kind_label(spec.kind))
                item.setSizeHint(0, QSize(0, ROW))
                head.addChild(item)
                self._items[spec.kind] = item
        self.tree.expandAll()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for place in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(place)
            if head is None:
                continue
            children = [item for n in range(head.childCount()) if (item := head.child(n)) is not None]
            for item in children:
                item.setHidden(not all(word in item.text(0).casefold() for word in words))
            head.setHidden(all(item.isHidden() for item in children))
        found = [item for item in self._items.values() if not item.isHidden()]
        self.nothing.setVisible(not found)
        if words and found:
            self.tree.setCurrentItem(found[0])

    def _open_first(self) -> None:
        """Enter in the search box opens what it has found."""
        item = self.tree.currentItem()
        if self.search.text().strip() and item is not None and not item.isHidden():
            self._tell(item)

    def _tell(self, item: QTreeWidgetItem) -> None:
        if kind := item.data(0, DATA):
            self.chosen.emit(LetterKind(kind))


class ComposeList(KindList):
    """The kinds, and below them the drafts; several drafts can become final in one run."""

    draft_chosen = Signal(int)
    delete_asked = Signal(list)  # DraftRow
    issue_asked = Signal(list)  # DraftRow

    def __init__(self) -> None:
        super().__init__(composed_only=True)
        self.search.setPlaceholderText(_("Cari jenis atau konsep…"))
        self.search.setAccessibleName(_("Cari jenis atau konsep…"))
        self._locked = ""
        self.rows: dict[int, DraftRow] = {}
        self.heading = label(_("Konsep"), "section")
        self.drafts = QListWidget()
        self.drafts.setFrameShape(QFrame.Shape.NoFrame)
        self.drafts.setAccessibleName(_("Konsep"))
        self.drafts.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.drafts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drafts.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.empty = label("", "muted", wrap=True)
        self.issue_button = button(
            _("Jadikan final"), on_click=lambda: self.issue_asked.emit(self.selected())
        )
        self.delete_button = button(_("Hapus"), on_click=lambda: self.delete_asked.emit(self.selected()))
        self.box.addWidget(self.heading)
        self.box.addWidget(self.empty)
        self.box.addWidget(self.drafts, 2)
        self.box.addLayout(row(self.delete_button, self.issue_button, None))
        self.drafts.itemClicked.connect(self._open)
        self.drafts.itemActivated.connect(self._open)
        self.drafts.itemSelectionChanged.connect(self._follow)
        self.setFixedWidth(WIDTH)
        self.show_drafts([])

    def lock(self, reason: str) -> None:
        """Drafts are not for this user."""
        self._locked = reason
        self.show_drafts([])

    def show_drafts(self, rows: Sequence[DraftRow], number: int = 0, *, searched: bool = False) -> None:
        """List these drafts, of `number` that there are; those chosen stay chosen."""
        chosen = {found.id for found in self.selected()}
        self.rows = {found.id: found for found in rows}
        self.drafts.blockSignals(True)
        self.drafts.clear()
        for found in rows:
            item = QListWidgetItem(f"{self._short(found.subject)}\n{_facts(found)}")
            item.setData(DATA, found.id)
            item.setToolTip(f"{kind_label(found.kind)}\n{found.subject}\n{_facts(found)}")
            item.setSizeHint(QSize(WIDTH - 60, 44))
            self.drafts.addItem(item)
            item.setSelected(found.id in chosen)
        self.drafts.blockSignals(False)
        heading = _("Konsep ({n})") if rows else _("Konsep")
        if number > len(rows) > 0:
            heading = _("Konsep ({shown} terbaru dari {n}; cari yang lain)")
        number = max(number, len(rows))
        self.heading.setText(heading.format(n=number, shown=len(rows)).upper())
        self.drafts.setVisible(bool(rows))
        nothing = _("Belum ada konsep. Pilih jenis surat di atas; yang diketik tersimpan sendiri.")
        if searched:
            nothing = _("Tidak ada konsep yang cocok. Ketik kata lain.")
        self.empty.setText(self._locked or nothing)
        self.empty.setVisible(not rows)
        self._follow()

    def mark_draft(self, draft_id: int | None) -> None:
        """Show which draft is open."""
        self.drafts.blockSignals(True)
        self.drafts.clearSelection()
        for place in range(self.drafts.count()):
            item = self.drafts.item(place)
            if item.data(DATA) == draft_id:
                item.setSelected(True)
        self.drafts.blockSignals(False)
        self._follow()

    def selected(self) -> list[DraftRow]:
        """The drafts that are chosen, in the order of the list."""
        ids = [self.drafts.row(item) for item in self.drafts.selectedItems()]
        found: list[Any] = [self.drafts.item(place).data(DATA) for place in sorted(ids)]
        return [self.rows[draft_id] for draft_id in found if draft_id in self.rows]

    def _short(self, words: str) -> str:
        return self.drafts.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, WIDTH - 68)

    def _open(self, item: QListWidgetItem) -> None:
        if len(self.drafts.selectedItems()) <= 1:
            self.draft_chosen.emit(item.data(DATA))

    def _follow(self) -> None:
        number = len(self.drafts.selectedItems())
        self.delete_button.setVisible(number > 0)
        self.delete_button.setText(_("Hapus {n}").format(n=number) if number > 1 else _("Hapus"))
        self.issue_button.setVisible(number > 1)
        self.issue_button.setText(_("Jadikan final {n}").format(n=number))


def _facts(found: DraftRow) -> str:
    parts = [short_date(found.dated_on)]
    if found.recipients > 1:
        parts.append(_("{n} penerima").format(n=found.recipients))
    if found.corrects:
        parts.append(_("perbaikan"))
    if found.checked_by:
        parts.append(_("diparaf"))
    return " · ".join(parts)
