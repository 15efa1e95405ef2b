"""Results of the written and the computer test: candidates by tests, typed or pasted from Excel."""

from decimal import Decimal
from fractions import Fraction
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from db.rules.access import Right
from db.rules.recruitment import Stage
from db.rules.scoring import plain
from db.rules.selection import Component, Place, Scale, component_label
from db.rules.sheets import read_score
from db.rules.words import _
from db.services.recruitment import components, pins, result_locks
from db.services.recruitment.components import ResultRow, ResultTable
from desktop.parts.rights import allow, may
from desktop.recruitment.copy_forms import LockResultsDialog
from desktop.recruitment.score_dialogs import OpenLockDialog
from desktop.recruitment.words import short_number
from desktop.recruitment.work_dialog import WorkDialog
from desktop.widgets.basics import button, label, row
from desktop.widgets.fields import line_edit
from desktop.widgets.theme import colours
from desktop.worker import Worker

FIRST_TEST = 2  # the columns before the tests'
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
READ_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ResultsDialog(WorkDialog):
    """One cell is one result; an empty cell is missing, never 0. Enter goes down."""

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(parent, worker)
        self.setWindowTitle(_("Nilai tes"))
        self._vacancy_id = vacancy_id
        self.dialog: QDialog | None = None
        self._table: ResultTable | None = None
        self._opened: dict[Place, Decimal | None] = {}
        self._opened_source = ""
        self.grid = _Grid()
        self.grid.pasted.connect(self.paste)
        self.grid.itemChanged.connect(lambda _item: self._follow())
        self.source = line_edit(200)
        self.source.setPlaceholderText(_("Misalnya: lembar jawaban tanggal 19 April 2020"))
        self.source.textEdited.connect(lambda _text: self._follow())
        self.typist = line_edit(120)
        self.typist.setPlaceholderText(_("Nama yang mengetik nilai ini"))
        self.typist.textEdited.connect(lambda _text: self._follow())
        self.progress = label("", "muted")
        self.lock_button = button(_("Kunci nilai…"), "lock-outline", on_click=self.lock)
        self.open_button = button(_("Buka kunci…"), "undo", on_click=self.open_locked)
        for waiting in (self.lock_button, self.open_button):
            waiting.setEnabled(False)
        self.grid.currentCellChanged.connect(lambda *_places: self._offer())
        self.paste_button = button(_("Tempel dari Excel"), "content-copy", on_click=self.paste)
        self.save_button = button(_("Simpan"), "content-save-outline", primary=True, on_click=self.save)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self.save_button.setDefault(True)
        self.box.addWidget(
            label(
                _(
                    "Hanya calon yang memenuhi syarat. Nilai 0–100; sel kosong berarti belum ada nilai. "
                    "Peringkat terlihat setelah semua nilai dikunci."
                ),
                "muted",
                wrap=True,
            )
        )
        self.box.addWidget(self.grid, 1)
        told = row(
            *(label(_("Sumber nilai"), "muted"), self.source, label(_("Diisi oleh"), "muted"), self.typist)
        )
        told.setStretch(1, 3)
        told.setStretch(3, 2)
        self.box.addLayout(told)
        self.box.addLayout(
            row(
                *(self.paste_button, self.progress, None, self.open_button, self.lock_button),
                *(self.save_button, self.close_button),
            )
        )
        writing = (self.save_button, self.paste_button, self.lock_button, self.open_button)
        allow(worker, Right.SCORE, *writing)
        self.reload()

    def reload(self) -> None:
        work = partial(components.list_tests, vacancy_id=self._vacancy_id)
        self.banner.clear()
        self.worker.read(self, work, then=self._show, failed=self.show_error)

    def save(self) -> None:
        """Keep what was typed; what cannot be read is said first, with its cell."""
        if self._saving or self._table is None or not self._may_type():
            return
        if problem := self._problem():
            place, column, text = problem
            self.grid.setCurrentCell(place, column)
            name, test = self._table.rows[place].name, self._table.tests[column - FIRST_TEST]
            self.banner.say(f"{name}, {component_label(test).lower()}: {text}", "bad")
            return
        if not self.typist.text().strip():
            self.banner.say(_("Tulis nama yang mengisi nilai ini."), "bad")
            self.typist.setFocus()
            return
        self.set_saving(True)
        work = partial(
            components.save_tests,
            vacancy_id=self._vacancy_id,
            values=self.values(),
            source=self.source.text(),
            before=self._opened,
            typist=self.typist.text(),
        )
        self.worker.write(self, work, then=lambda _nothing: self._saved(), failed=self.show_error)

    def values(self) -> dict[Place, Decimal | None]:
        """What stands in the cells; what cannot be read is None."""
        if self._table is None:
            return {}
        return {
            (line.applicant_id, test): read_score(self.grid.words(place, FIRST_TEST + column), Scale.HUNDRED)[
                0
            ]
            for place, line in enumerate(self._table.rows)
            for column, test in enumerate(self._table.tests)
            if test not in line.locked
        }

    def lock(self) -> None:
        """Close what was compared with its source."""
        if self._table is None:
            return
        counts = {
            test: sum(test not in line.locked for line in self._table.rows) for test in self._table.lockable
        }
        form = LockResultsDialog(self, self.worker, self._vacancy_id, counts)
        form.locked.connect(lambda count: self._done(_("{n} nilai tes dikunci.").format(n=count)))
        self.dialog = form
        form.open()

    def open_locked(self) -> None:
        """Open the locked result chosen, to be corrected."""
        if (chosen := self._chosen()) is None:
            return
        line, test = chosen
        whose = _("Nilai {test} {name}").format(test=component_label(test).lower(), name=line.name)
        act = partial(result_locks.open_result, applicant_id=line.applicant_id, test=test)

        def ask(panel: list[pins.Seat]) -> None:
            form = OpenLockDialog(self, self.worker, whose, panel, act)
            form.opened.connect(lambda: self._done(_("{whose} dibuka.").format(whose=whose)))
            self.dialog = form
            form.open()

        self.worker.read(self, partial(pins.list_seats, vacancy_id=self._vacancy_id), ask)

    def _chosen(self) -> tuple[ResultRow, Component] | None:
        """The locked result in the chosen cell."""
        place, column = self.grid.currentRow(), self.grid.currentColumn() - FIRST_TEST
        if self._table is None or not (0 <= place < len(self._table.rows)):
            return None
        if not 0 <= column < len(self._table.tests):
            return None
        line, test = self._table.rows[place], self._table.tests[column]
        return (line, test) if test in line.locked else None

    def _offer(self) -> None:
        """What can be done now with locks."""
        free = self._may_type() and not self._saving and not self.unsaved()
        self.lock_button.setEnabled(free and bool(self._table and self._table.lockable))
        self.open_button.setEnabled(free and self._chosen() is not None)

    def unsaved(self) -> bool:
        return self._table is not None and (
            self.values() != self._opened
            or self.source.text() != self._opened_source
            or self._problem() is not None
        )

    def paste(self) -> None:
        """The cells of the clipboard from the chosen one on; a line with a number finds its candidate."""
        if self._table is None or not self._may_type():
            return
        lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines() if line.strip()]
        if not lines:
            self.banner.say(_("Papan klip kosong. Salin dulu selnya di Excel, lalu tempel di sini."), "warn")
            return
        numbers = {line.registration_number.casefold(): n for n, line in enumerate(self._table.rows)}
        first, column = max(self.grid.currentRow(), 0), max(self.grid.currentColumn(), FIRST_TEST)
        placed = 0
        for offset, cells in enumerate(lines):
            words = [" ".join(cell.split()) for cell in cells]
            known = next((n for n, cell in enumerate(words) if cell.casefold() in numbers), None)
            if known is None:
                place, start, given = first + offset, column, words
            else:
                place, start = numbers[words[known].casefold()], FIRST_TEST
                given = words[known + 1 :][-len(self._table.tests) :]
            placed += self._put(place, start, given)
        text = _("{n} nilai ditempel.") if placed else _("Tidak ada nilai yang dapat ditempel di sini.")
        self.banner.say(text.format(n=placed), "good" if placed else "warn")

    def _put(self, place: int, start: int, cells: list[str]) -> int:
        """How many cells of a line found their place."""
        if place >= self.grid.rowCount():
            return 0
        placed, fitting = 0, [(n, cell) for n, cell in enumerate(cells, start) if n < self.grid.columnCount()]
        for number, cell in fitting:
            item = self.grid.item(place, number)
            if item is not None and item.flags() & Qt.ItemFlag.ItemIsEditable:
                item.setText(cell)
                placed += 1
        return placed

    def _show(self, table: ResultTable) -> None:
        self._table = table
        self.setWindowTitle(_("Nilai tes Kecamatan {name}").format(name=table.kecamatan))
        self.grid.blockSignals(True)
        self.grid.show_tests(table)
        self.grid.blockSignals(False)
        self._opened = {
            (line.applicant_id, test): line.values.get(test)
            for line in table.rows
            for test in table.tests
            if test not in line.locked
        }
        self.source.setText(table.source)
        self._opened_source = table.source
        if not self.typist.text():
            self.typist.setText(table.typist)
        opened = self._may_type()
        self.grid.setEditTriggers(
            QAbstractItemView.EditTrigger.AllEditTriggers
            if opened
            else QAbstractItemView.EditTrigger.NoEditTriggers
        )
        for field in (self.source, self.typist):
            field.setReadOnly(not opened)
        self.paste_button.setEnabled(opened)
        if not table.tests:
            self.banner.say(_("Seleksi ini tanpa tes; beri tes bobot dalam Aturan penilaian."), "info")
        elif table.stage is not Stage.INTERVIEW:
            self.banner.say(_("Nilai tes diisi pada tahap wawancara."), "info")
        elif table.rows and all(set(table.tests) <= line.locked for line in table.rows):
            self.banner.say(
                _("Semua nilai tes terkunci; yang salah dibuka ketua atau sekretaris panel."), "good"
            )
        self._follow()
        self.grid.setFocus()
        self.grid.setCurrentCell(0, FIRST_TEST)

    def _may_type(self) -> bool:
        return bool(
            self._table
            and self._table.tests
            and self._table.stage is Stage.INTERVIEW
            and may(self.worker, Right.SCORE)
        )

    def _follow(self) -> None:
        """Colour what cannot be read, and count what is missing."""
        if self._table is None:
            return
        self.grid.blockSignals(True)
        for place in range(self.grid.rowCount()):
            for column in range(FIRST_TEST, self.grid.columnCount()):
                item = self.grid.item(place, column)
                if item is not None and item.flags() & Qt.ItemFlag.ItemIsEditable:
                    problem = read_score(item.text().strip(), Scale.HUNDRED)[1]
                    item.setForeground(colours().tone("bad" if problem else "text"))
                    item.setToolTip(problem)
        self.grid.blockSignals(False)
        missing = sum(value is None for value in self.values().values())
        self.progress.setText(
            _("{n} nilai belum diisi.").format(n=missing) if missing else _("Semua nilai terisi.")
        )
        self.save_button.setEnabled(self._may_type() and not self._saving and self.unsaved())
        self._offer()

    def _problem(self) -> tuple[int, int, str] | None:
        """The first cell that cannot be read: its row, its column, and why."""
        places = (
            (r, c) for r in range(self.grid.rowCount()) for c in range(FIRST_TEST, self.grid.columnCount())
        )
        for place, column in places:
            item = self.grid.item(place, column)
            if item is None or not item.flags() & Qt.ItemFlag.ItemIsEditable:
                continue
            if text := read_score(self.grid.words(place, column), Scale.HUNDRED)[1]:
                return place, column, text
        return None

    def _saved(self) -> None:
        self.set_saving(False)
        self._done(_("Nilai tes disimpan."))

    def _done(self, said: str) -> None:
        self.said.emit(said)
        self.reload()


class _Grid(QTableWidget):
    """Number and name, then a cell for each test."""

    pasted = Signal()

    def __init__(self) -> None:
        super().__init__(0, FIRST_TEST)
        self.verticalHeader().hide()
        self.setWordWrap(False)
        self.setAccessibleName(_("Nilai tes menurut calon"))

    def show_tests(self, table: ResultTable) -> None:
        """A row for each candidate."""
        self.setColumnCount(FIRST_TEST + len(table.tests))
        titles = [_("No."), _("Calon"), *(component_label(test) for test in table.tests)]
        self.setHorizontalHeaderLabels(titles)
        self.setRowCount(len(table.rows))
        for place, line in enumerate(table.rows):
            for column, text in enumerate((short_number(line.registration_number), line.name)):
                item = QTableWidgetItem(text)
                item.setFlags(READ_ONLY)
                self.setItem(place, column, item)
            for column, test in enumerate(table.tests, FIRST_TEST):
                item = QTableWidgetItem(plain(Fraction(line.values[test])) if test in line.values else "")
                if test in line.locked:
                    item.setText(item.text() or _("terkunci"))
                    item.setFlags(READ_ONLY)
                    item.setForeground(colours().tone("neutral"))
                    item.setToolTip(_("Terkunci; dibuka ketua atau sekretaris panel dengan PIN dan alasan"))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(place, column, item)
        self.setColumnWidth(0, 64)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in range(FIRST_TEST, self.columnCount()):
            self.setColumnWidth(column, 150)

    def words(self, place: int, column: int) -> str:
        """What stands in a cell."""
        item = self.item(place, column)
        return item.text().strip() if item else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() in ENTER and self.state() != QAbstractItemView.State.EditingState:
            self.setCurrentCell(min(self.currentRow() + 1, self.rowCount() - 1), self.currentColumn())
        elif event.key() == Qt.Key.Key_Delete:
            for item in self.selectedItems():
                if item.flags() & Qt.ItemFlag.ItemIsEditable:
                    item.setText("")
        else:
            super().keyPressEvent(event)
