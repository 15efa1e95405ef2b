"""The first pages of an import: the file with its headings, and what each column is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.exchange.headings import Header, header_at, is_numbering, same_headings
from db.exchange.sheets import Sheet
from db.rules.import_cells import cell_text, is_empty
from db.rules.import_rows import example
from db.rules.imports import (
    Target,
)
from db.rules.words import _
from desktop.clock import today
from desktop.parts.import_asks import ListAsks
from desktop.widgets.basics import button, clear, label, row, scrolled
from desktop.widgets.columns import Column
from desktop.widgets.fields import DateField
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

EXAMPLES = 3  # cells shown beside a heading
Chosen = list[tuple[Sheet, Header]]


@dataclass(frozen=True)
class _GridRow:
    id: int  # as the spreadsheet counts
    cells: tuple[str, ...]
    part: int  # -1 above the headings, 0 a heading, 1 below


class WideTable(RowsTable):
    """Its columns follow the file."""

    def show(self, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        """Other columns with their rows."""
        self.columns = tuple(columns)
        self.set_rows(rows)


class FilePage(QWidget):
    """Which sheet, and where its headings stand."""

    wanted = Signal()  # a file is to be chosen
    changed = Signal()
    retargeted = Signal(str)  # the file holds another kind of data

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self.lists: Chosen = []
        self.target = QComboBox()
        self.target.setAccessibleName(_("Isi berkas"))
        for one in targets:
            self.target.addItem(one.title, one.name)
        self.target.activated.connect(lambda _place: self.retargeted.emit(self.target.currentData()))
        self.file = label(_("Belum ada berkas."), "strong")
        self.choose_button = button(_("Pilih berkas…"), "file-excel-outline", on_click=self.wanted.emit)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(_("Lembar"))
        self.sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.first, self.last = QSpinBox(), QSpinBox()
        self.first.setAccessibleName(_("Baris pertama judul kolom"))
        self.last.setAccessibleName(_("Baris terakhir judul kolom"))
        self.model = WideTable((), parent=self)
        self.table = TableView(self.model)
        self.table.set_empty(_("Seret berkas Excel atau CSV ke sini."), _("Pilih berkas…"), self.wanted.emit)
        self.controls = QWidget()
        self.controls.setLayout(
            row(
                *([label(_("Isi berkas"), "muted"), self.target] if len(targets) > 1 else []),
                label(_("Lembar"), "muted"),
                self.sheet,
                label(_("Judul kolom: baris"), "muted"),
                self.first,
                label(_("s.d."), "muted"),
                self.last,
                None,
            )
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        head = row(self.file, self.choose_button, spacing=12)
        head.setStretch(0, 1)
        box.addLayout(head)
        box.addWidget(self.controls)
        box.addWidget(self.table, 1)
        self.controls.setVisible(False)
        self.sheet.currentIndexChanged.connect(self._take_sheet)
        self.first.valueChanged.connect(self._take_rows)
        self.last.valueChanged.connect(self._take_rows)

    def show_file(self, name: str, lists: Chosen) -> None:
        """A file that was read: its sheets with the headings that were found."""
        self.file.setText(name)
        self.lists = lists
        self.sheet.blockSignals(True)
        self.sheet.clear()
        for sheet, _header in lists:
            self.sheet.addItem(sheet.name)
        if len(same := same_headings(self.lists)) > 1:
            text = _("Semua lembar dengan judul yang sama ({n})")
            self.sheet.insertItem(0, text.format(n=len(same)), same)
        self.sheet.setCurrentIndex(0)
        self.sheet.blockSignals(False)
        self.controls.setVisible(True)
        self._take_sheet()

    def chosen(self) -> Chosen:
        """The sheets to take in, each with its headings."""
        if not self.lists:
            return []
        sheet, found = self._front()
        header = self._header(sheet)
        if self.sheet.currentData() is None:
            return [(sheet, header)]
        same = same_headings(self.lists)
        return same if header == found else [(one, self._header(one)) for one, _old in same]

    def _front(self) -> tuple[Sheet, Header]:
        offset = 0 if self.sheet.itemData(0) is None else 1
        return self.lists[max(self.sheet.currentIndex() - offset, 0)]

    def _header(self, sheet: Sheet) -> Header:
        last = min(self.last.value(), len(sheet.top))
        return header_at(sheet, min(self.first.value(), last), last)

    def _take_sheet(self) -> None:
        sheet, header = self._front()
        for field, value in ((self.first, header.first), (self.last, header.last)):
            field.blockSignals(True)
            field.setRange(1, len(sheet.top))
            field.setValue(value)
            field.blockSignals(False)
        self._show()

    def _take_rows(self) -> None:
        if self.last.value() < self.first.value():
            self.last.blockSignals(True)
            self.last.setValue(self.first.value())
            self.last.blockSignals(False)
        self._show()

    def _show(self) -> None:
        sheet, _header = self._front()
        first, last = self.first.value(), self.last.value()
        width = max(map(len, sheet.top), default=0)
        rows = [
            _GridRow(
                number,
                tuple(cell_text(cell) for cell in [*cells, *[""] * width][:width]),
                -1 if number < first else int(number > last),
            )
            for number, cells in enumerate(sheet.top, 1)
        ]
        self.model.show((_NUMBER, *(_grid_column(place) for place in range(width))), rows)
        self.changed.emit()


class ColumnsPage(QWidget):
    """What each column is, remembered by its heading; and which may replace what is known."""

    changed = Signal()

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target
        self.headings: tuple[str, ...] = ()
        self.fields: list[QComboBox] = []
        self.examples: list[QLabel] = []
        self.overwrites: list[QCheckBox] = []
        self.summary = label("", "muted", wrap=True)
        self.overwrite_all = QCheckBox(_("Timpa semua kolom"))
        self.overwrite_all.setToolTip(
            _("Tanpa centang, data yang sudah ada tidak berubah: hanya yang kosong yang diisi.")
        )
        self.with_posts = QCheckBox(target.option)
        self.with_posts.setChecked(True)
        self.with_posts.setVisible(bool(target.option))
        self.start_choice, self.start_day = QComboBox(), DateField()
        self.start_choice.setAccessibleName(_("Masa tugas baris tanpa tahun pengangkatan"))
        self.start_choice.addItems([_("belum dicatat"), _("dimulai tanggal")])
        self.start_day.setAccessibleName(_("Masa tugas dimulai"))
        self.start_day.setFixedWidth(150)
        self.starts = QWidget()
        told = label(_("Masa tugas baris tanpa tahun pengangkatan"), "muted")
        self.starts.setLayout(row(told, self.start_choice, self.start_day, None))
        self.starts.setContentsMargins(26, 0, 0, 0)  # below the words of the tick
        self.starts.setVisible(bool(target.option))
        self.asks = ListAsks()
        self.grid_widget = QWidget()
        self._grid = QGridLayout(self.grid_widget)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setContentsMargins(0, 0, 8, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.summary)
        box.addWidget(scrolled(self.grid_widget), 1)
        box.addWidget(self.asks)
        box.addLayout(row(self.with_posts, None, self.overwrite_all))
        box.addWidget(self.starts)
        self.with_posts.toggled.connect(self._offer_start)
        self.start_choice.currentIndexChanged.connect(self._offer_start)
        self.start_day.textChanged.connect(self._offer_start)
        self._offer_start()
        self.overwrite_all.toggled.connect(self._set_all)
        self.asks.changed.connect(self._tell)
        self.asks.show_asks(target.asks)

    def set_target(self, target: Target) -> None:
        """Another kind of data: its own fields and questions."""
        self.target, self.headings = target, ()
        self.asks.show_asks(target.asks)

    def show_columns(self, chosen: Chosen, fields: Sequence[str]) -> None:
        """The columns of a file, matched as far as their headings are known."""
        sheet, header = chosen[0]
        clear(self._grid)
        self.headings = header.titles
        self.fields, self.examples, self.overwrites = [], [], []
        heads = (_("Judul di berkas"), _("Contoh isi"), _("Menjadi"), _("Timpa"))
        for place, title in enumerate(heads):
            self._grid.addWidget(label(title, "section"), 0, place)
        below = [cells for cells in sheet.top[header.last :] if not is_numbering(cells)]
        for place, title in enumerate(header.titles):
            cells = [cells[place] for cells in below if place < len(cells) and not is_empty(cells[place])]
            self._add_column(place, title, cells, fields[place])
        self._grid.setRowStretch(len(header.titles) + 1, 1)
        self._tell()

    def columns(self) -> tuple[str, ...]:
        """The field of each column."""
        return tuple(field.currentData() for field in self.fields)

    def overwrite(self) -> frozenset[str]:
        """The fields that may replace what is known."""
        pairs = zip(self.columns(), self.overwrites, strict=True)
        return frozenset(name for name, box in pairs if name and box.isChecked())

    def missing(self) -> list[str]:
        """Required fields that no column brings, and what is not told of the whole list instead."""
        columns = self.columns()
        fields = [one.label for one in self.target.fields if one.required and one.name not in columns]
        return fields + self.asks.missing(columns)

    def post_from(self) -> date | None:
        """When those begin whose row tells no year; None: they do not."""
        asked = self.with_posts.isChecked() and self.start_choice.currentIndex() == 1
        return self.start_day.value() if asked else None

    def is_start_told(self) -> bool:
        """Whether a day stands where one is asked for."""
        asked = self.with_posts.isChecked() and self.start_choice.currentIndex() == 1
        return not asked or self.start_day.value() is not None

    def _offer_start(self) -> None:
        self.starts.setEnabled(self.with_posts.isChecked())
        asked = self.start_choice.currentIndex() == 1
        if asked and self.start_day.isHidden():
            self.start_day.show()
            self.start_day.setFocus()  # before the button that waits for it is switched off
        self.start_day.setVisible(asked)
        self.changed.emit()

    def _add_column(self, place: int, title: str, cells: Sequence[Any], field: str) -> None:
        combo = QComboBox()
        combo.setAccessibleName(_("Kolom {title} menjadi").format(title=title))
        combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        combo.setFixedWidth(320)
        combo.setMaxVisibleItems(18)
        combo.addItem(_("(tidak diambil)"), "")
        for one in self.target.fields:
            combo.addItem(f"{one.label} — {_('wajib')}" if one.required else one.label, one.name)
        combo.setCurrentIndex(max(combo.findData(field), 0))
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]  # the page scrolls
        box = QCheckBox()
        box.setAccessibleName(_("Timpa {title}").format(title=title))
        box.setChecked(self.overwrite_all.isChecked())
        self.fields.append(combo)
        self.overwrites.append(box)
        head = label(title or _("(tanpa judul)"), "strong" if field else "muted")
        head.setMaximumWidth(340)
        examples = label("", "muted")
        self.examples.append(examples)
        for column, widget in enumerate((head, examples, combo, box)):
            self._grid.addWidget(widget, place + 1, column)

        def show_examples() -> None:
            kept = self.target.by_name().get(combo.currentData())
            said = dict.fromkeys(example(cell, kept, today()) for cell in cells)
            examples.setText("  ·  ".join([one for one in said if one][:EXAMPLES]))

        show_examples()
        combo.currentIndexChanged.connect(show_examples)
        combo.currentIndexChanged.connect(lambda _place: self._take(combo))

    def _take(self, chosen: QComboBox) -> None:
        """A field comes from one column only."""
        for combo in self.fields:
            if combo is not chosen and chosen.currentData() and combo.currentData() == chosen.currentData():
                combo.setCurrentIndex(0)
        self._tell()

    def _tell(self) -> None:
        taken = sum(bool(name) for name in self.columns())
        text = _(
            "{n} dari {total} kolom diambil; pilihan ini diingat menurut judulnya. "
            "Data yang sudah ada hanya diganti oleh kolom yang dicentang Timpa."
        )
        said = text.format(n=taken, total=len(self.fields))
        if missing := self.missing():
            said = _("Belum ada kolom untuk {fields}. {said}").format(fields=", ".join(missing), said=said)
        if half := half_accounts(self.columns()):
            said = f"{half} {said}"
        self.summary.setText(said)
        for combo, box in zip(self.fields, self.overwrites, strict=True):
            box.setEnabled(bool(combo.currentData()))
        self.changed.emit()

    def _set_all(self, on: bool) -> None:
        for box in self.overwrites:
            box.setChecked(on)


def _grid_column(place: int) -> Column:
    return Column(
        _letters(place),
        lambda row: row.cells[place],
        bold=lambda row: row.part == 0,
        muted=lambda row: row.part < 0,
        width=118,
    )


def half_accounts(columns: Sequence[str]) -> str:
    """An account without its number is not kept, one without its bank is no account yet."""
    named = [name for name in columns if name]
    for source in dict.fromkeys(name.partition(".")[0] for name in named if "." in name):
        parts = {name.partition(".")[2] for name in named if name.startswith(f"{source}.")}
        if parts <= {"bank", "holder"}:
            return _("Rekening tanpa kolom nomor tidak disimpan: pilih kolom nomornya.")
        if "number" in parts and "bank" not in parts:
            return _("Rekening tanpa kolom nama bank: pilih kolom banknya.")
    return ""


def _letters(place: int) -> str:
    """A, B … Z, AA."""
    return (_letters(place // 26 - 1) if place > 25 else "") + chr(65 + place % 26)


_NUMBER = Column(
    "",
    lambda row: _("Judul {n}").format(n=row.id) if row.part == 0 else str(row.id),
    lambda row: "info" if row.part == 0 else None,
    muted=lambda row: row.part < 0,
    width=92,
)
