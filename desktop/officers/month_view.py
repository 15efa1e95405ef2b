"""Laporan bulanan: which reports of a year came in, marked in one grid from the keyboard."""

from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QSpinBox, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.due import month_before
from db.rules.letter_kinds import LetterKind
from db.rules.words import _, ngettext
from db.rules.work import DECIDED, FIRST_YEAR, ReportState
from db.services import monthly_reports, officer_reports
from db.services.monthly_paper import ReportKey
from db.services.monthly_reports import Marked, MonthsRow
from db.services.officer_reports import Wanted
from desktop.clock import today
from desktop.officers.month_dialogs import ReceiveDialog, ReviseDialog
from desktop.officers.month_grid import MonthGrid, MonthTable
from desktop.officers.month_print import Printer
from desktop.officers.month_side import MonthSide
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label
from desktop.widgets.busy import BusyCursor, Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.worker import Worker

ALL, MISSING, REVISE, RECEIVED = "", "missing", "revise", "received"
KEPT_STEPS = 50  # of undoing


class MonthView(Tab, Opener):
    """Every key writes at once, and Ctrl+Z takes it back."""

    reads = frozenset(
        {"monthly_report", "assignment", "officer", "person", "region", "setting"}
        | {"activity", "activity_photo"}
    )

    def __init__(self, worker: Worker, switch: QWidget) -> None:
        super().__init__(worker)
        self.rows: list[MonthsRow] = []
        self._wanted: int | None = None  # an officer to put the cursor on
        self._steps: list[tuple[str, Marked]] = []
        self._asked = 0
        self.year = QSpinBox()
        self.year.setRange(FIRST_YEAR, today().year)
        self.year.setValue(month_before(today())[0])
        self.year.setAccessibleName(_("Tahun"))
        self.year.lineEdit().setTextMargins(7, 0, 0, 0)  # the style sheet's padding does not reach it
        self.grid = MonthGrid(MonthTable())
        self.search = SearchBox(_("Cari nama, kecamatan…"), self.grid, width=240)
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Keadaan"))
        for code, text in (
            (ALL, _("Semua TKSK")),
            (MISSING, _("Belum lapor")),
            (REVISE, _("Perlu perbaikan")),
            (RECEIVED, _("Menunggu persetujuan")),
        ):
            self.filter.addItem(text, code)
        self.copy_button = button(_("Salin teks WhatsApp"), "content-copy", on_click=self.copy_reminder)
        self.print_button = button(_("Cetak / Excel…"), "printer-outline", on_click=self.show_table)
        self.receive_button = button(_("Tandai diterima…"), "check", primary=True, on_click=self.receive_many)
        self.page = Page(_("Laporan bulanan"), "", switch, self.print_button, self.receive_button)
        self.side = MonthSide(worker)
        self.waiting = Waiting()
        self.printer = Printer(self, self.waiting)
        self.legend = label(_legend(), "note", wrap=True)
        self.grid.setToolTip(_("Shift+panah memilih banyak bulan; Ctrl+Z mengurungkan."))
        self.page.add_filter(self.year, self.filter, self.search, self.copy_button)
        self.page.add_main(self.waiting)
        self.page.add_main(self.grid, 1)
        self.page.add_main(self.legend)
        self.page.add_card(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self._busy = BusyCursor(self)
        self.undo_key = QShortcut(QKeySequence.StandardKey.Undo, self, self.undo)
        self.may_mark = allow(worker, Right.OFFICERS, self.receive_button)

        self.year.valueChanged.connect(lambda _year: self._read())
        self.filter.currentIndexChanged.connect(lambda _place: self._show())
        self.search.searched.connect(lambda _text: self._show())
        self.grid.received.connect(self.toggle_received)
        self.grid.approved.connect(self.approve)
        self.grid.revised.connect(self.revise)
        self.grid.removed.connect(lambda: self._take_back(self.grid.chosen_keys()))
        self.grid.moved.connect(self._follow)
        self.grid.activated_row.connect(lambda _row: self.receive_waiting())
        self._offer_menu()
        self.grid.copied.connect(self.said)
        self.side.wished.connect(self.take_step)
        self.side.failed.connect(self._fail)
        self.printer.failed.connect(self._fail)

    def refresh(self) -> None:
        self._read()

    def show_late(self, officer_id: int | None) -> None:
        """Bring an officer whose report is late into sight, with the cursor on last month."""
        self._wanted = officer_id
        self.search.setText("")
        self.filter.setCurrentIndex(self.filter.findData(MISSING))
        self.year.setValue(month_before(today())[0])
        self._read()

    # Marking

    def toggle_received(self) -> None:
        """Space: what has not come in came today; where all has come in, it is taken back."""
        keys = self._chosen()
        waiting = [key for key in keys if self._state(key) is None]
        if waiting:
            day = today()
            self._write(
                lambda session: monthly_reports.receive(session, waiting, day, today=day), self._say_received
            )
        elif keys:
            self._take_back(keys)

    def receive_waiting(self) -> None:
        """Enter or a double click: as Space, but it never takes anything back."""
        if any(self._state(key) is None for key in self.grid.chosen_keys()):
            self.toggle_received()

    def approve(self) -> None:
        """A: what came in is approved."""
        keys, day = self._chosen(), today()
        if keys:
            self._write(
                lambda session: monthly_reports.decide(session, keys, ReportState.APPROVED, day),
                self._say_approved,
            )

    def revise(self) -> None:
        """P: ask what is to be repaired."""
        keys = self._chosen()
        able = [key for key in keys if self._state(key) in {ReportState.RECEIVED, ReportState.APPROVED}]
        if able:
            dialog = ReviseDialog(self, self.worker, able, "", self._say_revised)
            dialog.finished.connect(lambda _result: self.grid.setFocus())
            self.open_dialog(dialog)
        elif keys:
            self.page.banner.say(_("Hanya laporan yang sudah diterima dapat diminta diperbaiki."), "warn")

    def receive_many(self) -> None:
        """Ask whose reports the pile holds, and when they came."""
        if not any(cell.begun and cell.state is None for row in self.rows for cell in row.cells):
            self.page.banner.say(_("Semua laporan tahun ini sudah ditandai diterima."), "info")
            return
        key = self.grid.current_key()
        month = key.month if key else month_before(today())[1]
        self.open_dialog(
            ReceiveDialog(self, self.worker, self.year.value(), month, self.rows, self._say_received)
        )

    def undo(self) -> None:
        """Take back the last marking."""
        if self._steps:
            said, marked = self._steps.pop()

            def work(session: Any) -> int:
                return monthly_reports.undo(session, marked)

            done = _("Diurungkan: {what}").format(what=said)
            self.worker.write(self, work, lambda _n: self.page.banner.say(done, "info"), self._fail)

    def _take_back(self, keys: list[ReportKey]) -> None:
        keys = [key for key in keys if self._state(key) is not None]
        decided = sum(self._state(key) in DECIDED for key in keys)
        question = ngettext(
            "{n} laporan sudah diputuskan. Menandainya belum masuk menghapus keputusan itu.",
            "{n} laporan sudah diputuskan. Menandainya belum masuk menghapus keputusan itu.",
            decided,
        ).format(n=decided)
        if not self.may_mark or not keys:
            return
        if decided and not confirm(self, question, _("Tandai belum masuk"), danger=True):
            return
        self._write(lambda session: monthly_reports.take_back(session, keys), self._say_taken_back)

    def _chosen(self) -> list[ReportKey]:
        keys = self.grid.chosen_keys() if self.may_mark else []
        if self.may_mark and not keys:
            self.page.banner.say(_("Pilih bulan yang sudah mulai dan TKSK-nya bertugas."), "warn")
        return keys

    def _state(self, key: ReportKey) -> ReportState | None:
        cell = self.grid.cell(key)
        return cell.state if cell else None

    def _write(self, work: Any, then: Any) -> None:
        self._busy.start()
        self.worker.write(self, work, then, self._fail)

    def _say_received(self, marked: Marked) -> None:
        self._say(marked, _("{n} laporan ditandai diterima."))

    def _say_approved(self, marked: Marked) -> None:
        self._say(marked, _("{n} laporan disetujui."))

    def _say_revised(self, marked: Marked) -> None:
        self._say(marked, _("{n} laporan perlu perbaikan."))

    def _say_taken_back(self, marked: Marked) -> None:
        self._say(marked, _("{n} laporan ditandai belum masuk."))

    def _say(self, marked: Marked, done: str) -> None:
        """What was marked, with the way back; and what was left out, and why."""
        self._busy.stop()
        text = done.format(n=marked.number) if marked.number else _("Tidak ada yang diubah.")
        skipped = ", ".join(f"{number} {why}" for why, number in marked.skipped.items())
        if skipped:
            text = _("{done} Dilewati: {skipped}.").format(done=text, skipped=skipped)
        if marked.number:
            self._steps = [*self._steps[-KEPT_STEPS:], (done.format(n=marked.number), marked)]
            self.page.banner.say(text, "good", _("Urungkan (Ctrl+Z)"), self.undo)
        else:
            self.page.banner.say(text, "warn")

    def _offer_menu(self) -> None:
        """The same by the right button of the mouse."""
        for text, what in (
            (_("Tandai diterima / belum (Spasi)"), self.toggle_received),
            (_("Setujui (A)"), self.approve),
            (_("Perlu perbaikan… (P)"), self.revise),
        ):
            action = QAction(text, self.grid)
            action.triggered.connect(lambda _checked, what=what: what())
            self.grid.menu_actions.append(action)
        allow(self.worker, Right.OFFICERS, *self.grid.menu_actions)

    # The chosen month

    def take_step(self, wish: str) -> None:
        """What a button beside the matrix asks for."""
        key = self.side.key
        if wish in ("receive", "approve", "revise"):
            {"receive": self.toggle_received, "approve": self.approve, "revise": self.revise}[wish]()
            self.grid.setFocus()
        elif key is None:
            return
        elif wish == "activities":
            self.navigate.emit("officers/activities", (key.officer_id, key.year, key.month))
        elif wish == "print":
            self.printer.print_report(key)
        elif wish == "compose":
            self.printer.read_values(key, partial(self._compose, key))
        elif wish == "history" and self.side.details and self.side.details.report_id:
            self.show_history_of(_("Riwayat laporan"), "monthly_report", self.side.details.report_id)

    def copy_reminder(self) -> None:
        """Put the reminder to the chosen officer on the clipboard."""
        row, year, day = self.grid.current_row(), self.year.value(), today()
        if row is None:
            self.page.banner.say(_("Pilih TKSK yang akan diingatkan."), "warn")
            return

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            said = _("Teks untuk {name} disalin; nomornya {phone}.")
            self.page.banner.say(said.format(name=row.name, phone=row.phone or _("belum dicatat")), "good")

        self.worker.read(
            self,
            lambda session: monthly_reports.reminder_text(session, row, year, day),
            copy,
            self._fail,
        )

    def show_table(self) -> None:
        """The matrix as report L05, on paper and in Excel."""
        from desktop.officers.post_tables import show_table

        wanted = Wanted(today(), year=self.year.value())
        self.worker.read(
            self,
            lambda session: officer_reports.monthly_report(session, wanted),
            partial(show_table, self),
            self._fail,
        )

    def _compose(self, key: ReportKey, values: dict[str, Any]) -> None:
        payload = {"kind": LetterKind.MONTHLY_REPORT, "values": values, "officer_id": key.officer_id}
        self.navigate.emit("letters/compose", payload)

    def _follow(self) -> None:
        row, key = self.grid.current_row(), self.grid.current_key()
        self.copy_button.setEnabled(bool(row and row.missing))
        self.copy_button.setToolTip("" if row and row.missing else _("Pilih TKSK yang terlambat lapor."))
        if row is None or key is None or row.id != key[:2]:
            self.side.clear()
            return
        cells = [cell for one in self.grid.chosen_keys() if (cell := self.grid.cell(one))]
        self.side.show_month(row, key, cells)

    # Reading

    def _read(self) -> None:
        year, day = self.year.value(), today()
        self.year.setMaximum(day.year)
        self._asked += 1
        asked = self._asked

        def take(rows: list[MonthsRow]) -> None:
            if asked == self._asked:
                self._busy.stop()
                self.rows = rows
                self._show()

        self._busy.start()
        self.worker.read(
            self, lambda session: monthly_reports.month_matrix(session, year, day), take, self._fail
        )

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        shown = [
            row
            for row in self.rows
            if self._fits(row) and all(word in f"{row.name} {row.kecamatan}".casefold() for word in words)
        ]
        self._say_empty()
        self.grid.table.show_year(self.year.value(), shown)
        self._place_cursor()
        late = sum(len(row.missing) for row in shown)
        came = sum(cell.state is not None for row in shown for cell in row.cells)
        share = f"{round(100 * came / (came + late))}%" if came + late else "—"
        text = _("{n} TKSK · masuk {share} · {late} laporan terlambat · keadaan {day}")
        said = text.format(n=len(shown), share=share, late=late, day=long_date(today()))
        self.page.head.set_facts(said)
        self._follow()

    def _place_cursor(self) -> None:
        """On the officer asked for, on last month; else where it was, or on the first row."""
        wanted, self._wanted = self._wanted, None
        year, month = month_before(today())
        month = month if year == self.year.value() else 12
        row = next((row for row in self.grid.table.rows if row.id[0] == wanted), None)
        if row is not None:
            self.grid.choose_month(row.id, month)
            self.grid.setFocus()
        elif self.grid.current_row() is None and self.grid.table.rows:
            self.grid.choose_month(self.grid.table.rows[0].id, month)

    def _fits(self, row: MonthsRow) -> bool:
        wish = self.filter.currentData()
        if wish == MISSING:
            return bool(row.missing)
        states = {cell.state for cell in row.cells}
        wanted = {REVISE: ReportState.REVISE, RECEIVED: ReportState.RECEIVED}.get(wish)
        return wanted is None or wanted in states

    def _say_empty(self) -> None:
        if not self.rows:
            self.grid.set_empty(_("Tidak ada TKSK yang bertugas pada tahun ini."))
        elif self.filter.currentData() == MISSING and not self.search.text().strip():
            self.grid.set_empty(
                _("Semua laporan yang jatuh tempo sudah masuk."), _("Tampilkan semua"), self.clear
            )
        else:
            self.grid.set_empty(_("Tidak ada TKSK yang cocok."), _("Tampilkan semua"), self.clear)

    def clear(self) -> None:
        """Show everybody again."""
        self.search.setText("")
        self.filter.setCurrentIndex(0)
        self._show()

    def _fail(self, error: Exception) -> None:
        self._busy.stop()
        self.page.banner.say(sentence(error), "bad")


def _legend() -> str:
    return _(
        "● disetujui · ○ diterima · ▲ perlu perbaikan · × terlambat · – belum waktunya · sudut merah: masuk "
        "terlambat"
    )
