"""Families and people of the desa of a kecamatan, typed into a small table."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from db.rules.problems import Problem, RuleViolation
from db.rules.words import _
from db.services.mapping import reports
from desktop.clock import today
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.worker import Worker

NAMES = ("families", "people")


class SizesDialog(FormDialog):
    """Enter goes to the next line; an empty cell says that nobody knows."""

    def __init__(self, parent: QWidget, worker: Worker, kecamatan: str, lines: list[dict[str, Any]]) -> None:
        self._worker, self._lines = worker, lines
        self.table = QTableWidget(len(lines), 3)
        self.table.setHorizontalHeaderLabels([_("Desa/kelurahan"), _("KK"), _("Jiwa")])
        self.table.verticalHeader().hide()
        self.table.setMinimumHeight(360)
        self.table.setAccessibleName(_("Penduduk per desa"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, line in enumerate(lines):
            name = QTableWidgetItem(line["name"])
            name.setFlags(name.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(place, 0, name)
            for column, field in enumerate(NAMES, 1):
                made = QTableWidgetItem("" if line[field] is None else str(line[field]))
                made.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(place, column, made)
        form = Form(compact=True)
        form.add_widget(label(_("Jumlah KK dan jiwa menurut data desa atau BPS."), "muted", wrap=True))
        form.add_widget(self.table)
        super().__init__(parent, _("Penduduk Kecamatan {name}").format(name=kecamatan), form, _("Simpan"))
        form.fill({})
        self._opened = self._typed()

    def unsaved(self) -> bool:
        return self._typed() != self._opened

    def changed(self) -> bool:
        return self.unsaved()

    def save(self, values: dict[str, Any]) -> None:
        """Write what was changed."""
        after, problems = [], []
        for line, texts in zip(self._lines, self._typed(), strict=True):
            numbers = {}
            for field, text in zip(NAMES, texts, strict=True):
                clean = text.replace(".", "").replace(" ", "")
                if clean and not clean.isdigit():
                    sentence = _("{place}: tulis angka saja, bukan “{text}”.")
                    problems.append(Problem(sentence.format(place=line["name"], text=text)))
                    continue
                numbers[field] = int(clean) if clean else None
            changed = any(numbers.get(field) != line[field] for field in NAMES)
            after.append(line | numbers | ({"as_of": today()} if changed else {}))
        if problems:
            self.show_error(RuleViolation(problems))
            return
        work = partial(reports.change_sizes, before=self._lines, after=after, today=today())
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)

    def _typed(self) -> list[list[str]]:
        found = []
        for place in range(self.table.rowCount()):
            items = [self.table.item(place, column) for column in (1, 2)]
            found.append([item.text().strip() if item else "" for item in items])
        return found
