"""Shows any report: its tables on the screen, and the same tables as PDF and as Excel."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from heapq import nlargest
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.exchange.report import report_workbook
from db.exchange.sealed_zip import sealed
from db.rules.access import Right
from db.rules.recap_tables import SIGNS
from db.rules.reports import NUMBERS, ColumnKind, Report, ReportColumn, ReportTable, cell_text, report_name
from db.rules.words import _
from db.services import reports
from desktop import paper
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.parts.awaited import Awaited
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.banner import Banner
from desktop.widgets.basics import EmptyState, button, clear, label, scrolled
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView, title_width
from desktop.worker import Worker

if TYPE_CHECKING:
    from db.rules.charts import Chart
    from db.rules.map_figures import MapFigures

SIDES, NARROWEST, WIDEST = 24, 48, 320  # a cell's sides, a column on the screen
SHORT_SIDES, SHORT_NARROWEST = 17, 34  # of a column that has a short title
SHORTENED = 104  # so narrow a column of texts may become where the room is short
MOST_ROWS = 20  # of one table among several; the rest scrolls
MEASURED = 20  # of the longest cells of a column: the one of most letters is not always the widest
ROW, BAR = 28, 14  # a row, and room for a bar below
ENDING = ".xlsx"


class ReportView(QWidget, Opener):
    """Put `print_button` and `excel_button` where the actions of the page stand.

    What is printed and saved is what is shown. signed: asked when printing, whether with *Mengetahui*.
    """

    said = Signal(str)
    activated = Signal(object)  # Enter or a double click: the key of the row
    chosen = Signal(object)  # the key of the chosen row, or None
    figure = Signal(object, str)  # a number was clicked, or Enter pressed on it: key of the row, column

    def __init__(self, worker: Worker, signed: Callable[[], bool] = lambda: False) -> None:
        super().__init__()
        self.worker = worker
        self.tables: tuple[ReportTable, ...] = ()  # what is shown
        self.charts: tuple[Chart, ...] = ()  # printed below them
        self.map: MapFigures | None = None  # printed above them
        self.watermark = ""  # across the paper, and in Excel
        self.views: list[TableView] = []
        self.models: list[RowsTable] = []
        self._signed = signed
        self._shape: Any = None
        self.print_button = button(_("Cetak PDF"), "printer-outline", on_click=self.print_report)
        self.excel_button = button(_("Simpan Excel"), "file-excel-outline", on_click=self.save_excel)
        self.waiting, self.banner = Waiting(), Banner()
        self.banner.hide()
        self.awaited = Awaited(self.waiting, self.banner)
        self.empty = EmptyState("")
        self._inside = QWidget()
        self._inside_box = QVBoxLayout(self._inside)
        self._inside_box.setContentsMargins(0, 0, 12, 12)
        self._inside_box.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._many = scrolled(self._inside)
        self._single = QVBoxLayout()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for piece in (self.banner, self.waiting, self.empty, self._many):
            self._box.addWidget(piece)
        self._box.addLayout(self._single, 1)
        self.notes = label("", "muted", wrap=True)
        self._box.addWidget(self.notes)
        allow(worker, Right.EXPORT, self.print_button, self.excel_button)
        self.show_nothing("")

    def show_report(self, *tables: ReportTable) -> None:
        """Show these tables; a single one with the same columns keeps its view, with widths and choice."""
        alone = len(tables) == 1
        shape = (tables[0].code, tables[0].columns) if alone else None
        if shape is None or shape != self._shape:
            self._clear()
            self._shape = shape
            self._many.setVisible(not alone)
            for table in tables:
                self._add(table, alone=alone)
        else:
            self.models[0].set_rows(_rows(tables[0]))
            self._fit(self.views[0], tables[0])
        self.tables = tables
        notes = list(dict.fromkeys(note for table in tables for note in table.notes if table.rows))
        notes[:0] = tables[0].subtitle[1:]  # the first line stands at the head of the page
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.empty.hide()
        self._enable()

    def show_nothing(
        self, text: str, button_text: str = "", on_click: Callable[[], object] | None = None
    ) -> None:
        """Say what to choose or to do first."""
        self._clear()
        self.empty.set(text, button_text, on_click)
        self.empty.show()
        self._enable()

    def print_report(self) -> None:
        """Make the PDF of what is shown, and open it."""
        self._make(
            _("Mencetak laporan…"),
            lambda report: (report_name(report), paper.render_report(report)),
            lambda made: self.show_paper(*made),
        )

    def print_tables(self, tables: Sequence[ReportTable]) -> None:
        """Make the PDF of other tables than those shown, and open it."""
        self._make(
            _("Mencetak laporan…"),
            lambda report: (report_name(report), paper.render_report(report)),
            lambda made: self.show_paper(*made),
            tables,
        )

    def save_excel(self) -> None:
        """Ask where, and write what is shown as a workbook."""
        if self.tables:
            name = f"{self.tables[0].code} {self.tables[0].title} {today():%Y-%m-%d}{ENDING}".strip()
            if path := ask_where_to_save(self, _("Simpan laporan"), name, _("Buku kerja Excel (*.xlsx)")):
                self.write_excel(path)

    def save_sealed(self) -> None:
        """Ask for a password and where, and write the workbook into an encrypted zip."""
        from desktop.parts.password_form import PasswordDialog

        dialog = PasswordDialog(self)
        dialog.chosen.connect(self._save_sealed)
        self.open_dialog(dialog)

    def _save_sealed(self, password: str) -> None:
        if self.tables:
            name = f"{self.tables[0].code} {self.tables[0].title} {today():%Y-%m-%d}".strip()
            if path := ask_where_to_save(self, _("Simpan laporan"), f"{name}.zip", _("ZIP (*.zip)")):
                self.write_sealed(path, password)

    def write_sealed(self, path: Path, password: str) -> None:
        """Write the encrypted zip; the status bar says where it is."""
        inside = f"{path.stem}{ENDING}"
        self._make(
            _("Menulis berkas bersandi…"),
            lambda report: write_file(path, sealed(inside, report_workbook(report), password)),
            lambda written: self.said.emit(_("Laporan disimpan: {path}").format(path=written)),
        )

    def write_excel(self, path: Path) -> None:
        """Write the workbook; the status bar says where it is."""
        target = path if path.suffix.lower() == ENDING else path.with_name(f"{path.name}{ENDING}")
        self._make(
            _("Menulis Excel…"),
            lambda report: write_file(target, report_workbook(report)),
            lambda written: self.said.emit(_("Laporan disimpan: {path}").format(path=written)),
        )

    def _make(
        self,
        what: str,
        work: Callable[[Report], Any],
        then: Callable[[Any], object],
        others: Sequence[ReportTable] = (),
    ) -> None:
        if not (others or self.tables):
            return
        job = self.awaited.start(what)
        failed = partial(self.awaited.fail, job)
        at = datetime.combine(today(), datetime.now().time())
        frame = partial(reports.frame_report, tables=others or self.tables, at=at, signed=self._signed())
        if not others:
            frame = partial(frame, charts=self.charts, map=self.map, watermark=self.watermark)

        def made(answer: Any) -> None:
            if self.awaited.end(job):
                then(answer)

        def framed(report: Report) -> None:
            if self.awaited.is_awaited(job):
                self.worker.run(self, lambda: work(report), made, failed)

        self.worker.read(self, frame, framed, failed)

    def _add(self, table: ReportTable, *, alone: bool) -> None:
        if alone:
            self._single.addWidget(self._view(table))
            return
        self._inside_box.addWidget(label(table.title, "section"))
        if not table.rows:
            self._inside_box.addWidget(label(_("Tidak ada data."), "muted"))
            return
        view = self._view(table)
        header = view.horizontalHeader().sizeHint().height()
        view.setFixedHeight(header + ROW * min(view.rows.rowCount(), MOST_ROWS) + 2 * view.frameWidth() + BAR)
        self._inside_box.addWidget(view)

    def _view(self, table: ReportTable) -> TableView:
        metrics = self.fontMetrics()
        contents = _content_widths(table, metrics.horizontalAdvance)
        columns = [_column(column, wide) for column, wide in zip(table.columns, contents, strict=True)]
        model = RowsTable(columns, _rows(table))
        view = TableView(model, f"report/{table.code or table.title}")
        view.set_compact(True)
        view.set_empty("\n".join((_("Tidak ada data untuk pilihan ini."), *table.subtitle)))
        view.horizontalHeader().setStretchLastSection(table.columns[-1].kind not in NUMBERS)
        view.copied.connect(self.said)
        view.activated_row.connect(lambda row: self._activate(view, row))
        view.clicked.connect(partial(self._ask_figure, view))
        view.current_row_changed.connect(lambda row: self.chosen.emit(row.id if row else None))
        self._fit(view, table)
        self.views.append(view)
        self.models.append(model)
        return view

    def _activate(self, view: TableView, row: Any) -> None:
        self.activated.emit(row.id)
        self._ask_figure(view, view.currentIndex())

    def _ask_figure(self, view: TableView, index: QModelIndex) -> None:
        row = view.rows.row_at(index)
        if row is None:
            return
        column = self.tables[self.views.index(view)].columns[index.column()]
        if column.kind in NUMBERS and getattr(row, column.name) not in (None, 0, *SIGNS):
            self.figure.emit(row.id, column.name)

    def _fit(self, view: TableView, table: ReportTable) -> None:
        """Numbers, days and signs whole; texts give way where the room is short."""
        contents = _content_widths(table, self.fontMetrics().horizontalAdvance)
        view.set_ranges(
            [
                (min(wide, SHORTENED) if column.kind is ColumnKind.TEXT else wide, min(wide, WIDEST))
                for column, wide in zip(table.columns, contents, strict=True)
            ]
        )

    def _clear(self) -> None:
        self._shape, self.tables, self.views, self.models = None, (), [], []
        clear(self._inside_box)
        clear(self._single)
        self._many.hide()
        self.notes.hide()

    def _enable(self) -> None:
        for one in (self.print_button, self.excel_button):
            one.setEnabled(bool(self.tables))


def _rows(table: ReportTable) -> list[SimpleNamespace]:
    names = [column.name for column in table.columns]
    keys = table.keys or range(len(table.rows))
    rows = [
        SimpleNamespace(id=key, total=False, **dict(zip(names, cells, strict=True)))
        for key, cells in zip(keys, table.rows, strict=True)
    ]
    if table.totals:
        rows.append(SimpleNamespace(id=None, total=True, **dict(zip(names, table.totals, strict=True))))
    return rows


def _content_widths(table: ReportTable, wide: Callable[[str], int]) -> list[int]:
    """The room that the longest cell of each column needs."""
    rows = [*table.rows, *([table.totals] if table.totals else ())]
    found = []
    for place, column in enumerate(table.columns):
        texts = (cell_text(column.kind, row[place]) for row in rows)
        sides, least = (SHORT_SIDES, SHORT_NARROWEST) if column.short else (SIDES, NARROWEST)
        longest = nlargest(MEASURED, set(texts), key=len)
        found.append(max(max(map(wide, longest), default=0) + sides, least))
    return found


def _two_lines(title: str) -> str:
    """The title broken at the blank that leaves the shortest lines."""
    words = title.split(" ")
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return "\n".join(min(halves, key=lambda lines: max(map(len, lines)), default=(title,)))


def _column(column: ReportColumn, wide: int) -> Column:
    def text(row: Any) -> str:
        return cell_text(column.kind, getattr(row, column.name))

    def tip(row: Any) -> str:
        return f"{column.title}: {text(row)}" if column.short else text(row)

    found = Column(
        column.title,
        text,
        align_right=column.kind in NUMBERS,
        width=min(wide, WIDEST),
        tooltip=tip,
        muted=(lambda row: getattr(row, column.name) in (None, 0, *SIGNS)) if column.short else None,
        sort_key=None if column.kind is ColumnKind.MARK else column.name,
        bold=lambda row: row.total,
    )
    if column.short:
        return replace(found, heading=column.short)
    return replace(found, heading=_two_lines(column.title)) if title_width(found) > wide else found
