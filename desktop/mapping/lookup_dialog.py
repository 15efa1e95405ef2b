"""A list that somebody brings, compared with the people here: pasted, or out of a file."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from db.exchange.sheets import KINDS, read_grid
from db.rules.imports import stopped
from db.rules.lookups import MOST, Asked, read_rows, read_text
from db.rules.problems import Trouble
from db.rules.words import _, grouped, ngettext
from db.services.mapping import lookup
from db.services.mapping.lookup import Answer
from desktop.clock import today
from desktop.files import ask_what_to_open
from desktop.parts.progress import Progress
from desktop.parts.report_view import ReportView
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.dialog import GuardedDialog
from desktop.widgets.room import take_room
from desktop.worker import Worker

EXAMPLE = "5204061508859001\n5204064501929002; Siti Aminah; 05-01-1992\nMoh. Yusuf; 17 April 1980"


class LookupDialog(GuardedDialog):
    """First the list, then the answers; nothing is changed by it."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self.asked: list[Asked] = []
        self.answers: list[Answer] = []
        self._file = ""
        self.setWindowTitle(_("Cocokkan daftar"))
        self.banner, self.waiting = Banner(), Waiting()
        self.banner.hide()
        self.progress = Progress(self.waiting)
        self.paste = QPlainTextEdit()
        self.paste.setPlaceholderText(EXAMPLE)
        self.paste.setAccessibleName(_("Daftar"))
        self.paste.setTabChangesFocus(True)
        self.count = label("", "muted")
        self.file_button = button(_("Ambil dari berkas…"), "file-excel-outline", on_click=self.choose_file)
        self.view = ReportView(worker)
        self.view.said.connect(self.said)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._first_page())
        self.summary = label("", "strong")
        answers = QWidget()
        inside = QVBoxLayout(answers)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.summary)
        inside.addWidget(self.view, 1)
        self.stack.addWidget(answers)
        self.again_button = button(_("Daftar lain"), "arrow-left", on_click=self.begin_again)
        self.look_button = button(_("Cocokkan"), primary=True, on_click=self.look_up)
        self.look_button.setDefault(True)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(self.banner)
        box.addWidget(self.stack, 1)
        box.addWidget(self.waiting)
        box.addLayout(
            row(
                *(self.again_button, None, self.view.print_button, self.view.excel_button),
                *(self.look_button, self.close_button),
            )
        )
        take_room(self, 1240, 620)
        self.paste.textChanged.connect(self._read_paste)
        self._show_page(0)
        self._read_paste()
        self.paste.setFocus()

    def unsaved(self) -> bool:
        return False

    def choose_file(self) -> None:
        """Take the rows from a workbook or CSV file."""
        kinds = " ".join(f"*{kind}" for kind in KINDS)
        if path := ask_what_to_open(
            self, _("Daftar yang dicocokkan"), _("Daftar ({kinds})").format(kinds=kinds)
        ):
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read the first sheet in which a NIK or a name is found."""
        day = today()

        def job() -> list[Asked]:
            for sheet in read_grid(path).sheets:
                if sheet.height > MOST:
                    raise Trouble(_too_long(sheet.height))
                asked = list(read_rows(sheet.rows(0), day))
                if any(one.nik or one.name for one in asked):
                    return asked
            raise Trouble(_("{file} tidak berisi NIK atau nama.").format(file=path.name))

        def take(asked: list[Asked]) -> None:
            self.progress.finish()
            self._file = path.name
            self.paste.clear()
            self._file = path.name
            self._take(asked)

        self.banner.hide()
        self.progress.begin(_("Membaca {file}…").format(file=path.name))
        self.worker.run(self, job, take, self._fail)

    def look_up(self) -> None:
        """Compare, in the worker."""
        asked, day, progress = self.asked, today(), self.progress

        def tick(done: int) -> None:
            if progress.was_stopped:
                raise stopped()
            progress.tick(done)

        self.banner.hide()
        self.look_button.setEnabled(False)
        self.progress.begin(_("Mencocokkan…"), max(len(asked), 1))
        self.worker.read(
            self, lambda session: lookup.look_up(session, asked, tick, today=day), self._show, self._fail
        )

    def begin_again(self) -> None:
        """Another list."""
        self._show_page(0)
        self.paste.setFocus()

    def _first_page(self) -> QWidget:
        page = QWidget()
        hint = label(
            _(
                "Tempel satu orang tiap baris: NIK saja; NIK, nama, dan tanggal lahir; "
                "atau nama dan tanggal lahir. Baris dari Excel dapat ditempel langsung, "
                "dengan atau tanpa judul kolom."
            ),
            "muted",
            wrap=True,
        )
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(hint)
        box.addWidget(self.paste, 1)
        box.addLayout(row(self.file_button, self.count, None))
        return page

    def _read_paste(self) -> None:
        text = self.paste.toPlainText()
        if text.strip() or not self._file:
            self._file = ""
            lines = text.count("\n") + 1
            if lines > MOST:
                self.banner.say(_too_long(lines), "bad")
                self._take([])
            else:
                self._take(read_text(text, today()))

    def _take(self, asked: list[Asked]) -> None:
        self.asked = asked
        said = ngettext("{number} orang akan dicari", "{number} orang akan dicari", len(asked))
        said = said.format(number=grouped(len(asked)))
        self.count.setText(f"{self._file}: {said}" if self._file else said if asked else "")
        self.look_button.setEnabled(bool(asked))

    def _show(self, answers: list[Answer]) -> None:
        self.progress.finish()
        self.look_button.setEnabled(True)
        self.answers = answers
        table = lookup.lookup_table(answers)
        self.summary.setText(table.subtitle[0])
        self.view.show_report(table)
        self._show_page(1)

    def _show_page(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        for one in (self.again_button, self.view.print_button, self.view.excel_button):
            one.setVisible(bool(place))
        self.look_button.setVisible(not place)
        self.view.excel_button.setDefault(bool(place))
        self.look_button.setDefault(not place)

    def _fail(self, error: Any) -> None:
        self.progress.finish()
        self.look_button.setEnabled(bool(self.asked))
        if self.progress.was_stopped:
            self.banner.say(_("Dihentikan."), "info")
        else:
            self.say_failure(error)


def _too_long(number: int) -> str:
    text = _("Daftar ini {number} baris; paling banyak {most}. Bagi menjadi beberapa daftar.")
    return text.format(number=grouped(number), most=grouped(MOST))
