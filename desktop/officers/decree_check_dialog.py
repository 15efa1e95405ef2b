"""An incoming decree against our proposals and roster: paste or read, compare, print, record (D5)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from db.exchange.officers import read_officer_list
from db.rules.access import Right
from db.rules.decree_check import (
    OURS,
    OUTCOMES,
    IncomingName,
    Outcome,
    incoming_of,
    outcome_label,
    outcome_tone,
)
from db.rules.decree_text import ReadText, read_text
from db.rules.officers import MemberForm
from db.rules.reports import ReportTable
from db.rules.words import _, ngettext
from db.services import decree_check
from db.services.decree_check import CheckResult, CheckRow
from desktop.clock import today
from desktop.files import ask_what_to_open
from desktop.officers.decree_names import LISTS
from desktop.officers.roster import fit
from desktop.parts.opener import Opener
from desktop.parts.report_dialog import ReportDialog
from desktop.parts.rights import allow
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, link, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import GuardedDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

PASTE_HEIGHT = 96
EXAMPLE = "1. Nama Lengkap, S.Sos.   5204060012   5204••••••••9001   Utan"


class DecreeCheckDialog(GuardedDialog, Opener):
    """`taken` brings the names that are ours, to record them as a decree."""

    said = Signal(str)
    taken = Signal(list)  # of MemberForm

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self._result: CheckResult | None = None
        self._asked = 0
        self._kecamatan: list[str] = []
        self._members: list[MemberForm] = []
        self.setWindowTitle(_("Pemeriksaan SK masuk"))
        self.about = line_edit(200)
        self.about.setPlaceholderText(_("misalnya SK Dirjen Dayasos Nomor 6/5/SK/HK.01/01/2024"))
        self.about.setAccessibleName(_("SK yang diperiksa"))
        self.on = DateField()
        self.on.set_value(today())
        self.on.setFixedWidth(136)
        self.on.setAccessibleName(_("Berlaku mulai"))
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(
            _("Tempel di sini daftar nama yang disalin dari PDF (urutan kolom bebas), misalnya:")
            + f"\n{EXAMPLE}"
        )
        self.text.setAccessibleName(_("Daftar nama yang disalin dari PDF"))
        self.text.setTabChangesFocus(True)
        self.check_button = button(_("Periksa"), "magnify", primary=True, on_click=self.check_text)
        self.check_button.setDefault(True)
        self.excel_button = button(_("Baca dari Excel/CSV…"), "file-excel-outline", on_click=self.choose_file)
        self.found = label("", "muted")
        self.unread_link = link("", self.show_unread)
        self.unread_link.hide()
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Hasil"))
        self.filter.setMinimumWidth(220)
        self.counts = label("", "strong")
        self.model = RowsTable(_columns(), [], parent=self)
        self.table = TableView(self.model, "officers/decree_check")
        self.table.set_empty(_("Tidak ada baris dengan hasil ini."))
        self.print_button = button(_("Cetak hasil…"), "printer-outline", on_click=self.print_result)
        self.record_button = button(_("Catat sebagai SK…"), "file-sign", on_click=self.take_over)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self.banner = Banner()
        for piece in (self.banner, self.filter, self.counts, self.table):
            piece.hide()  # the room is for the text until there is a result
        allow(worker, Right.OFFICERS, self.record_button)
        self._unread: tuple[str, ...] = ()
        self._lay_out()
        self.filter.currentIndexChanged.connect(lambda _place: self._filter())
        self.text.textChanged.connect(self._enable)
        self.table.copied.connect(self.said)
        self._enable()
        worker.read(self, decree_check.list_kecamatan_names, self._take_names, self.say_failure)

    def check_text(self) -> None:
        """Compare what was pasted."""
        kecamatan, text = self._kecamatan, self.text.toPlainText()

        def take(read: ReadText) -> None:
            self._compare(read.names, _("teks yang ditempel"), read.unread)

        self.worker.run(self, lambda: read_text(text, kecamatan), take, self.say_failure)

    def choose_file(self) -> None:
        """Ask for the list that came."""
        kinds = _("Daftar ({kinds})").format(kinds=LISTS)
        if path := ask_what_to_open(self, _("Baca daftar dari SK"), kinds):
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Compare the names of a file."""
        self.banner.clear()
        self.worker.run(
            self,
            lambda: incoming_of(read_officer_list(path)),
            lambda names: self._compare(names, path.name),
            self.say_failure,
        )

    def show_unread(self) -> None:
        """The lines of which nothing was taken."""
        shown = "\n".join(self._unread[:12])
        more = len(self._unread) - 12
        self.banner.say(f"{shown}\n… (+{more})" if more > 0 else shown, "info")

    def print_result(self) -> None:
        """The lines that are shown, as an attachment: PDF or Excel."""
        result, rows, about = self._result, self.model.rows, self.about.text().strip()
        if result is None:
            return

        def show(table: ReportTable) -> None:
            self.open_dialog(ReportDialog(self, self.worker, table, signed=True))

        self.worker.read(
            self,
            lambda session: decree_check.result_table(session, result, rows, about),
            show,
            self.say_failure,
        )

    def take_over(self) -> None:
        """Go on to the form of a decree with the names that are ours."""
        rows = self._ours()

        def hand_over(members: list[MemberForm]) -> None:
            self._members = members
            self.accept()
            self.taken.emit(members)

        self.worker.read(
            self, lambda session: decree_check.members_of(session, rows), hand_over, self.say_failure
        )

    def unsaved(self) -> bool:
        """A comparison is made anew in a second; only a text that was never compared would be lost."""
        return bool(self.text.toPlainText().strip()) and self._result is None

    def _lay_out(self) -> None:
        head = row(
            label(_("SK"), "muted"), self.about, label(_("Berlaku mulai"), "muted"), self.on, spacing=8
        )
        head.setStretch(1, 1)
        bar = row(self.check_button, self.excel_button, self.found, self.unread_link, None)
        results = row(self.filter, self.counts, None, spacing=12)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(self.banner)
        box.addLayout(head)
        box.addWidget(self.text, 1)
        box.addLayout(bar)
        box.addLayout(results)
        box.addWidget(self.table, 1)
        box.addLayout(row(None, self.record_button, self.print_button, self.close_button))
        take_room(self, 1300, 690)

    def _take_names(self, names: list[str]) -> None:
        self._kecamatan = names
        self._enable()

    def _compare(self, names: Sequence[IncomingName], source: str, unread: tuple[str, ...] = ()) -> None:
        self.banner.clear()
        self._unread = unread
        text = ngettext("{n} baris tidak dibaca", "{n} baris tidak dibaca", len(unread))
        self.unread_link.setText(text.format(n=len(unread)))
        self.unread_link.setVisible(bool(unread))
        if not names:
            self.banner.say(_("Tidak ada nama yang terbaca. Salin lagi daftarnya dari PDF."), "warn")
            return
        found = ngettext("{n} nama dari {source}", "{n} nama dari {source}", len(names))
        self.found.setText(found.format(n=len(names), source=source))
        day = self.on.value() or today()
        self._asked += 1
        asked = self._asked

        def show(result: CheckResult) -> None:
            if asked == self._asked:
                self._show(result)

        self.worker.read(
            self, lambda session: decree_check.check_names(session, names, on=day), show, self.say_failure
        )

    def _show(self, result: CheckResult) -> None:
        self._result = result
        self.text.setFixedHeight(PASTE_HEIGHT)
        for piece in (self.filter, self.counts, self.table):
            piece.show()
        fit(self.table, result.rows)
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(_("Semua hasil ({n})").format(n=len(result.rows)), None)
        for one in OUTCOMES:
            if number := result.counts[one]:
                self.filter.addItem(f"{outcome_label(one)} ({number})", one)
        self.filter.blockSignals(False)
        shown = (f"{outcome_label(one)} {number}" for one, number in result.counts.items() if number)
        self.counts.setText(" · ".join(shown))
        self._filter()
        self._enable()

    def _filter(self) -> None:
        if self._result is None:
            return
        wanted = self.filter.currentData()
        outcome = Outcome(wanted) if wanted else None
        self.model.set_rows(one for one in self._result.rows if outcome in (None, one.match.outcome))

    def _ours(self) -> list[CheckRow]:
        rows = self._result.rows if self._result else ()
        return [one for one in rows if one.match.outcome in OURS]

    def _enable(self) -> None:
        self.check_button.setEnabled(bool(self.text.toPlainText().strip()) and bool(self._kecamatan))
        self.print_button.setEnabled(self._result is not None)
        ours = len(self._ours())
        self.record_button.setEnabled(bool(ours))
        text = ngettext("Catat {n} nama sebagai SK…", "Catat {n} nama sebagai SK…", ours)
        said = text.format(n=ours) if ours else _("Catat sebagai SK…")
        self.record_button.setText(f" {said}")  # room for its icon


def _columns() -> tuple[Column, ...]:
    def came(one: Any, field: str) -> str:
        return str(getattr(one.match.incoming, field)) if one.match.incoming else ""

    def ours(one: Any, field: str) -> str:
        return str(getattr(one.match.ours, field)) if one.match.ours else ""

    return (
        Column(_("Baris"), lambda one: came(one, "row"), align_right=True, width=60),
        Column(_("Nama (SK)"), lambda one: came(one, "name"), width=180),
        Column(_("NIAT (SK)"), lambda one: came(one, "niat"), width=104),
        Column(_("Kecamatan (SK)"), lambda one: came(one, "kecamatan"), width=136),
        Column(
            _("Hasil"),
            lambda one: outcome_label(one.match.outcome),
            lambda one: outcome_tone(one.match.outcome),
            width=164,
        ),
        Column(_("Data kita"), lambda one: ours(one, "name"), width=200),
        Column(_("Kecamatan kita"), lambda one: ours(one, "kecamatan"), width=134),
        Column(_("Keterangan"), lambda one: one.match.note, tooltip=lambda one: one.match.note),
    )
