"""What the sheets of a round ask: who goes when, how many are expected, what is to be repaired."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from db.exchange.sheets import read_grid
from db.rules.dates import short_date
from db.rules.import_cells import cell_text
from db.rules.rounds import SheetState, in_sentence, sheet_state_label
from db.rules.words import _, ngettext
from db.services.mapping import sheets
from db.services.mapping.sheets import SheetRow, Step, TargetPlan
from desktop.clock import today
from desktop.files import ask_what_to_open
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

FIELDS = ("target", "recorder", "begins_on", "ends_on", "note")


class SheetDialog(FormDialog):
    """One sheet whole, or what many are to have in common: empty fields leave theirs as they are."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker, rows: Sequence[SheetRow]) -> None:
        self._worker, self._rows = worker, rows
        form = Form(compact=True)
        alone = len(rows) == 1
        if not alone:
            text = _("Untuk {n} desa yang dipilih. Isian yang kosong tidak mengubah apa pun.")
            form.add_widget(label(text.format(n=len(rows)), "muted", wrap=True))
        form.add("target", _("Target (orang)"), WholeField(6))
        form.add("recorder", _("Petugas"), line_edit(120))
        form.add("begins_on", _("Mulai"), DateField())
        form.add("ends_on", _("Selesai"), DateField())
        if alone:
            form.add("note", _("Catatan"), line_edit(300))
        first = rows[0]
        title = _("Lembar {desa}").format(desa=first.desa) if alone else _("Ubah lembar")
        super().__init__(parent, title, form, _("Simpan"))
        self._before = {field: getattr(first, field) for field in FIELDS} if alone else {}
        form.fill(self._before)

    def save(self, values: dict[str, Any]) -> None:
        if len(self._rows) == 1:
            sheet_id, before = self._rows[0].id, self._before
            work: Any = lambda session: sheets.change_sheet(session, sheet_id, before, values) or 1  # noqa: E731
        else:
            ids = [found.id for found in self._rows]
            given = {field: value for field, value in values.items() if value not in (None, "")}
            work = lambda session: sheets.change_sheets(session, ids, given)  # noqa: E731
        self._worker.write(self, work, self._finish, self.show_error)

    def _finish(self, changed: int) -> None:
        self.said.emit(ngettext("{n} lembar diubah.", "{n} lembar diubah.", changed).format(n=changed))
        self.accept()


class StateDialog(FormDialog):
    """Brings sheets to a state, with its day and a note; what is sent back says why."""

    said = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        rows: Sequence[SheetRow],
        state: SheetState,
        done: Callable[[str, Any], object],
    ) -> None:
        self._worker, self._rows, self._state, self._done = worker, rows, state, done
        back = state is SheetState.RETURNED
        self.on, self.note = DateField(maximum=today()), QPlainTextEdit()
        self.note.setFixedHeight(76)
        self.note.setTabChangesFocus(True)
        form = Form(compact=True)
        named = ", ".join(found.desa for found in rows[:6]) + (" …" if len(rows) > 6 else "")
        text = _("{n} desa: {named}").format(n=len(rows), named=named)
        form.add_widget(label(text, "muted", wrap=True))
        form.add("on", _("Tanggal"), self.on, required=True)
        form.add("note", _("Yang harus diperbaiki") if back else _("Catatan"), self.note, required=back)
        super().__init__(parent, sheet_state_label(state), form, _("Kembalikan") if back else _("Tandai"))
        form.fill({"on": today()})

    def save(self, values: dict[str, Any]) -> None:
        ids, state = [found.id for found in self._rows], self._state

        def work(session: Any) -> Any:
            return sheets.set_state(session, ids, state, on=values["on"], note=values["note"])

        self._worker.write(self, work, self._finish, self.show_error)

    def _finish(self, before: Any) -> None:
        text = _("{n} lembar: {state}.")
        self.accept()
        self._done(text.format(n=len(before), state=in_sentence(self._state)), before)


class TargetsDialog(QDialog):
    """Targets from Excel: paste them, see which desa are meant, then write them."""

    said = Signal(str)

    def __init__(
        self, parent: QWidget, worker: Worker, round_id: int, lines: Sequence[Sequence[str]]
    ) -> None:
        super().__init__(parent)
        self.worker, self._round_id = worker, round_id
        self.plan: TargetPlan | None = None
        self.setWindowTitle(_("Target dari Excel"))
        take_room(self, 760, 520)
        hint = _("Tempel kolom desa (atau kode desa) dan target dari Excel; kecamatan boleh di depannya.")
        self.text = QPlainTextEdit("\n".join("\t".join(line) for line in lines))
        self.text.setPlaceholderText(_("Utan\tMotong\t120"))
        self.text.setMaximumHeight(120)
        self.model = RowsTable(
            (
                Column(_("Kecamatan"), lambda r: r[0], width=130),
                Column(_("Desa"), lambda r: r[1], width=150),
                Column(
                    _("Target lama"), lambda r: "" if r[2] is None else str(r[2]), align_right=True, width=90
                ),
                Column(
                    _("Target baru"), lambda r: "" if r[3] is None else str(r[3]), align_right=True, width=90
                ),
                Column(
                    _("Keterangan"),
                    lambda r: r[4] or _("siap"),
                    lambda r: "bad" if r[4] else "good",
                    width=240,
                ),
            )
        )
        self.table = TableView(self.model, "mapping/targets")
        self.table.set_empty(_("Belum ada baris. Tempel dari Excel di atas."))
        self.count = label("", "muted")
        self.file_button = button(_("Buka berkas…"), "file-excel-outline", on_click=self.ask_file)
        self.save_button = button(_("Tulis target"), primary=True, on_click=self.write)
        self.save_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(label(hint, "muted", wrap=True))
        box.addWidget(self.text)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.file_button, self.count, None, self.save_button, self.cancel_button))
        self.model.set_rows(())
        self.text.textChanged.connect(self.read)
        self.read()

    def ask_file(self) -> None:
        """A list of targets as a file."""
        kinds = _("Excel atau CSV (*.xlsx *.xls *.ods *.csv)")
        if path := ask_what_to_open(self, _("Target dari berkas"), kinds):
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read the first sheet of a list."""
        self.worker.run(self, lambda: _lines(path), lambda lines: self.text.setPlainText(lines))

    def read(self) -> None:
        """Ask which desa the lines mean."""
        lines = [
            line.split("\t") if "\t" in line else line.split(";")
            for line in self.text.toPlainText().splitlines()
        ]
        round_id = self._round_id
        self.worker.read(self, lambda session: sheets.plan_targets(session, round_id, lines), self._show)

    def write(self) -> None:
        """Write the targets that were understood."""
        if self.plan and self.plan.targets:
            targets = self.plan.targets
            self.worker.write(self, lambda session: sheets.set_targets(session, targets), self._finish)

    def _show(self, plan: TargetPlan) -> None:
        self.plan = plan
        self.model.set_rows(plan.rows)
        bad = sum(bool(found[4]) for found in plan.rows)
        text = _("{n} desa siap, {bad} baris tidak dipahami") if bad else _("{n} desa siap")
        self.count.setText(text.format(n=len(plan.targets), bad=bad))
        self.save_button.setEnabled(bool(plan.targets))

    def _finish(self, changed: int) -> None:
        self.said.emit(_("Target {n} desa ditulis.").format(n=changed))
        self.accept()


def _lines(path: Path) -> str:
    rows = read_grid(path).sheets[0].rows(0)
    return "\n".join("\t".join(cell_text(cell) for cell in cells) for _number, cells in rows)


class StepsDialog(QDialog):
    """The life of a sheet: which state it came to, when, and who said so."""

    def __init__(self, parent: QWidget, worker: Worker, sheet: SheetRow) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Riwayat lembar {desa}").format(desa=sheet.desa))
        take_room(self, 660, 340)
        self.model = RowsTable(
            (
                Column(_("Tanggal"), lambda r: short_date(r.on_day), width=100),
                Column(_("Keadaan"), lambda r: sheet_state_label(r.state), _tone, width=180),
                Column(_("Oleh"), lambda r: r.by, width=140),
                Column(_("Catatan"), lambda r: r.note, tooltip=lambda r: r.note, width=200),
            )
        )
        self.table = TableView(self.model, "mapping/steps")
        self.table.set_empty(_("Lembar ini belum mulai."))
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.close_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self.table, 1)
        box.addLayout(row(None, self.close_button))
        worker.read(self, lambda session: sheets.list_steps(session, sheet.id), self.model.set_rows)


def _tone(step: Step) -> str:
    return state_tone(step.state)


def state_tone(state: SheetState) -> str:
    """The colour of a state."""
    return {
        SheetState.NOT_BEGUN: "neutral",
        SheetState.RUNNING: "info",
        SheetState.HANDED_IN: "info",
        SheetState.VERIFIED: "good",
        SheetState.VALIDATED: "good",
        SheetState.RETURNED: "warn",
        SheetState.LOCKED: "neutral",
    }[state]
