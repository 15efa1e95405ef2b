"""A table that knows how many rows there are and holds only those being looked at."""

from __future__ import annotations

from collections import OrderedDict, deque
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.widgets.columns import NOWHERE, Column, Index, TableModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.worker import Worker

__all__ = ["Column", "LazyTable"]


class LazyTable(TableModel):
    """Shows the rows that `count` and `page` answer for a search; both run in the worker.

    count(session, **criteria) -> int
    page(session, offset, limit, **criteria) -> list of rows with an `id`, in a fixed order;
    where the person has sorted by a column, page also gets `sort=column.sort_key` and `descending`.
    """

    PAGE = 200
    PAGES_KEPT = 50
    COUNT_AFTER = 200  # ms in which no other key was pressed: counting may take long

    def __init__(
        self,
        worker: Worker,
        columns: Sequence[Column],
        count: Callable[..., int],
        page: Callable[..., list[Any]],
        parent: QObject,
    ) -> None:
        super().__init__(columns, parent)
        self._worker, self._count, self._page = worker, count, page
        self._criteria: dict[str, Any] = {}
        self._order: dict[str, Any] = {}
        self._rows = 0
        self._pages: OrderedDict[int, list[Any]] = OrderedDict()
        self._fresh: set[int] = set()  # the others are shown until they have been read anew
        self._searches = 0  # tells a late answer to an old search from the one awaited
        self._searching = False  # one at a time: while the person types, only the newest waits
        self._anew = False  # what is awaited is another search, not the same once more
        self._wanted: deque[int] = deque(maxlen=4)  # old wishes fall out while the user drags
        self._asked: set[int] = set()  # on their way
        self._fetch_soon = QTimer(self, singleShot=True, interval=0)
        self._fetch_soon.timeout.connect(self._fetch)

    def search(self, **criteria: Any) -> None:
        """Look for other rows, and show them from the first."""
        self._criteria = criteria
        self._anew = True
        self._search()

    def refresh(self) -> None:
        """Read the same search once more; what is shown stays until the new rows are there."""
        self._search()

    def offer(self, rows: list[Any]) -> None:
        """Show rows that are known already, all of them, until the search that runs has been answered."""
        self._put(len(rows), rows)
        self.searched.emit(len(rows))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        key = self.columns[column].sort_key if 0 <= column < len(self.columns) else None
        wished = {"sort": key, "descending": order == Qt.SortOrder.DescendingOrder} if key else {}
        if wished != self._order:
            self._order = wished
            if self._searches:
                self._anew = True
                self._search()

    @property
    def criteria(self) -> dict[str, Any]:
        """What is looked for, for a print or an export of the same rows (without the order)."""
        return dict(self._criteria)

    @property
    def order(self) -> dict[str, Any]:
        """`sort` and `descending` as the person chose them, or nothing."""
        return dict(self._order)

    def row(self, number: int) -> Any | None:
        page, place = divmod(number, self.PAGE)
        rows = self._pages.get(page, ())
        return rows[place] if place < len(rows) else None

    def is_fresh(self, number: int) -> bool:
        return number // self.PAGE in self._fresh

    def place_of(self, wanted: Any, first: int, last: int) -> int | None:
        for page in sorted(self._fresh):
            if first // self.PAGE <= page <= last // self.PAGE:
                for place, row in enumerate(self._pages[page]):
                    if row.id == wanted:
                        return page * self.PAGE + place
        return None

    def fetch(self, ranges: Iterable[tuple[int, int]], then: Callable[[list[Any]], object]) -> None:
        page = partial(self._page, **self._criteria, **self._order)
        spans = [(first, last - first + 1) for first, last in ranges]

        def work(session: Any) -> list[Any]:
            return [row for offset, limit in spans for row in page(session, offset=offset, limit=limit)]

        self._worker.read(self, work, then)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and index.isValid():
            page = index.row() // self.PAGE
            if page not in self._fresh:
                self._want(page)
            if self.row(index.row()) is None:
                return ""
        return super().data(index, role)

    def _search(self) -> None:
        self._searches += 1
        if not self._searching:
            self._ask()

    def _ask(self) -> None:
        self._searching = True
        tag = self._searches
        if not self._anew:
            self._ask_how_many(tag, None)
            return
        page = partial(self._page, offset=0, limit=self.PAGE, **self._criteria, **self._order)
        self._worker.read(self, page, partial(self._show_first, tag), failed=partial(self._fail, tag))

    def _ask_how_many(self, tag: int, first_page: list[Any] | None) -> None:
        """The rows are shown meanwhile: to count them may take longer than to read the first."""
        count = partial(self._count, **self._criteria)
        self._worker.read(
            self, count, lambda rows: self._show(tag, (rows, first_page)), failed=partial(self._fail, tag)
        )

    def _show_first(self, search: int, first_page: list[Any]) -> None:
        if search != self._searches or len(first_page) < self.PAGE:
            self._show(search, (len(first_page), first_page))
            return
        self._fresh.clear()
        self._put(len(first_page), first_page)
        self._searching = False  # whoever types on does not wait for a number
        QTimer.singleShot(self.COUNT_AFTER, self, partial(self._count_soon, search, first_page))

    def _count_soon(self, search: int, first_page: list[Any]) -> None:
        if search == self._searches and not self._searching:
            self._searching = True
            self._ask_how_many(search, first_page)

    def _show(self, search: int, answer: tuple[int, list[Any] | None]) -> None:
        self._searching = False
        if search != self._searches:  # the person has typed on: what waits is newer
            self._ask()
            return
        rows, first_page = answer
        self._asked.clear()
        self._wanted.clear()
        self._fresh.clear()
        if first_page is None:  # keep the selection and the scroll position
            self._resize(rows)
            self.rows_loaded = True
            self.repaint_rows(0, rows - 1)
        else:
            self._anew = False
            shown = (self._rows, self._pages.get(0))
            if shown[1] is first_page:  # shown while the others were counted
                self._fresh.add(0)
                self._resize(rows)
            elif rows == len(first_page) and shown == (rows, first_page):  # as offered: nothing flickers
                self._fresh.add(0)
            else:
                self._put(rows, first_page)
        self.searched.emit(rows)

    def _put(self, rows: int, first_page: list[Any]) -> None:
        self.beginResetModel()
        self._pages.clear()
        self._pages[0] = first_page
        self._fresh.add(0)
        self._rows = rows
        self.rows_loaded = True
        self.endResetModel()

    def _resize(self, rows: int) -> None:
        if rows > self._rows:
            self.beginInsertRows(NOWHERE, self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows < self._rows:
            self.beginRemoveRows(NOWHERE, rows, self._rows - 1)
            self._rows = rows
            self.endRemoveRows()

    def _fail(self, search: int, error: Exception) -> None:
        self._searching = False
        if search != self._searches:
            self._ask()
        else:
            self.failed.emit(error)

    def _want(self, page: int) -> None:
        if page not in self._asked and page not in self._wanted:
            self._wanted.append(page)
            self._fetch_soon.start()

    def _fetch(self) -> None:
        while self._wanted and len(self._asked) < 2 and not (self._searching and self._anew):
            page, tag = self._wanted.pop(), self._searches  # the newest wish first
            self._asked.add(page)
            work = partial(
                self._page, offset=page * self.PAGE, limit=self.PAGE, **self._criteria, **self._order
            )
            keep, fail = partial(self._keep, tag, page), partial(self._miss, tag, page)
            self._worker.read(self, work, keep, failed=fail)

    def _keep(self, search: int, page: int, rows: list[Any]) -> None:
        if search == self._searches:
            self._asked.discard(page)
            self._pages[page] = rows
            self._pages.move_to_end(page)
            self._fresh.add(page)
            if len(self._pages) > self.PAGES_KEPT:
                self._fresh.discard(self._pages.popitem(last=False)[0])
            self.repaint_rows(page * self.PAGE, min(page * self.PAGE + len(rows), self._rows) - 1)
            self._fetch()

    def _miss(self, search: int, page: int, error: Exception) -> None:
        if search == self._searches:
            self._asked.discard(page)
            self._pages.setdefault(page, [])
            self._fresh.add(page)  # not asked for again before the next refresh
            self.failed.emit(error)
