"""Taking in a list step by step: file, columns, a look at what would happen, writing, the result."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.exchange.headings import count_known, find_lists, source_rows
from db.exchange.headings import match as match_titles
from db.exchange.import_book import result_workbook
from db.exchange.sheets import KINDS, Grid, read_grid
from db.rules.imports import Outcome, Result, SourceRow, Target, Task
from db.rules.words import _
from db.services import imports
from desktop.clock import today
from desktop.files import ask_what_to_open, ask_where_to_save, write_file
from desktop.parts.import_pages import Chosen, ColumnsPage, FilePage
from desktop.parts.import_preview import PreviewPage, rows_said
from desktop.parts.import_result import ResultPage, result_sentence
from desktop.parts.import_twins import PEOPLE, ImportTwins
from desktop.parts.progress import Progress
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, row
from desktop.widgets.busy import Waiting
from desktop.widgets.dialog import GuardedDialog
from desktop.widgets.room import take_room
from desktop.widgets.stage_track import StageTrack
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SHOWN = 50_000  # rows whose cells are held for the preview; of longer lists only the outcome is shown
FILE, COLUMNS, PREVIEW, RESULT = range(4)


class ImportWizard(GuardedDialog):
    """Nothing is written before *Tulis ke data*; `result` says afterwards what was done."""

    said = Signal(str)
    navigate = Signal(str, object)

    _busy = False

    def __init__(self, parent: QWidget | None, worker: Worker, target: Target, *others: Target) -> None:
        """others: what the file may hold instead; the one that knows most of its headings is proposed."""
        super().__init__(parent)
        self.worker, self.target = worker, target
        self.targets = {one.name: one for one in (target, *others)}
        self.grid: Grid | None = None
        self.task: Task | None = None
        self.result_found: Result | None = None
        self._remembered: dict[str, str] = {}
        self.setWindowTitle(_("Impor: {title}").format(title=target.title))
        self.setMinimumSize(900, 520)
        self.setAcceptDrops(True)
        self.banner = Banner()
        self.banner.hide()
        self.track = StageTrack()
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self.file_page = FilePage(tuple(self.targets.values()))
        self.columns_page = ColumnsPage(target)
        self.preview_page = PreviewPage(target)
        self.twins = ImportTwins(worker)
        self.result_page = ResultPage(self.twins)
        self.stack = QStackedWidget()
        for page in (self.file_page, self.columns_page, self.preview_page, self.result_page):
            self.stack.addWidget(page)
        self.back_button = button(_("Kembali"), "arrow-left", on_click=self.go_back)
        self.next_button = button(_("Lanjut"), primary=True, on_click=self.go_on)
        self.next_button.setDefault(True)
        self.save_button = button(_("Simpan hasil…"), "content-save-outline", on_click=self.save_result)
        self.close_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.track)
        box.addWidget(self.banner)
        box.addWidget(self.stack, 1)
        box.addWidget(self.waiting)
        box.addLayout(row(self.back_button, None, self.save_button, self.next_button, self.close_button))
        take_room(self, 1240, 680)
        self.file_page.wanted.connect(self.choose_file)
        self.file_page.changed.connect(self._offer)
        self.file_page.retargeted.connect(self._retarget)
        self.columns_page.changed.connect(self._offer)
        self.twins.wanted.connect(self._open_twins)
        self.finished.connect(self.twins.stop)
        self._show_page(FILE)
        self._remember()

    def choose_file(self) -> None:
        """Ask for another list."""
        if path := ask_for_list(self):
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Open a list and find its headings."""
        self.banner.clear()

        def job() -> tuple[Grid, str, Chosen]:
            grid = read_grid(path)
            name = max(self.targets, key=lambda one: count_known(grid, self.targets[one]))
            return grid, name, find_lists(grid, self.targets[name])

        self._begin(_("Membaca {file}…").format(file=path.name))
        self._saving = False  # whoever does not want to wait may leave: nothing is lost
        self._offer()
        self.worker.run(self, job, self._take_file, self._fail)

    def go_on(self) -> None:
        """To the next page; from the preview, write."""
        match self.stack.currentIndex():
            case 0:
                chosen = self.file_page.chosen()
                titles = chosen[0][1].titles
                if titles != self.columns_page.headings:
                    self.columns_page.show_columns(
                        chosen, match_titles(titles, self.target, self._remembered)
                    )
                self._show_page(COLUMNS)
            case 1:
                self.look()
            case 2:
                self.write()

    def go_back(self) -> None:
        """To the page before; nothing is lost."""
        self.banner.clear()
        self._show_page(self.stack.currentIndex() - 1)

    def look(self) -> None:
        """Find out what would become of each row."""
        self.task = self._make_task()
        task, chosen, total = self.task, self.file_page.chosen(), self._count()

        def work(session: "Session") -> tuple[Result, dict[tuple[str, int], SourceRow]]:
            held: dict[tuple[str, int], SourceRow] = {}

            def rows() -> Iterator[SourceRow]:
                for one in source_rows(chosen):
                    if total <= SHOWN:
                        held[one.sheet, one.number] = one
                    yield one

            return imports.dry_run(session, task, rows(), self.progress.tick), held

        self._begin(_("Memeriksa baris…"), total, _("baris/detik"))
        self.worker.read(self, work, self._take_look, self._fail)

    def write(self) -> None:
        """Take the list in: one transaction, all or nothing."""
        task, chosen, total = self._task(), self.file_page.chosen(), self._count()
        self._begin(_("Menulis…"), total, _("baris/detik"))
        self.worker.write(
            self,
            lambda session: imports.apply(session, task, source_rows(chosen), self.progress.tick),
            self._take_result,
            self._fail,
        )

    def save_result(self) -> None:
        """Ask where the workbook with a reason for each row goes."""
        stem = self._task().file_name.rpartition(".")[0]
        name = _("{file} - hasil.xlsx").format(file=stem)
        if path := ask_where_to_save(self, _("Simpan hasil"), name, _("Excel (*.xlsx)")):
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the workbook."""
        task, result, chosen = self._task(), self.result_found, self.file_page.chosen()
        assert result is not None

        def job() -> Path:
            return write_file(path, result_workbook(task.headings, source_rows(chosen), result.rows))

        def tell(path: Path) -> None:
            self._rest()
            self.banner.say(_("{file} disimpan.").format(file=path.name), "good")

        self._begin(_("Menyimpan…"))
        self.worker.run(self, job, tell, self._fail)

    def unsaved(self) -> bool:
        return self.stack.currentIndex() in (COLUMNS, PREVIEW)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if self.stack.currentIndex() == FILE and len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.read_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _make_task(self) -> Task:
        assert self.grid is not None
        chosen = self.file_page.chosen()
        sheet, header = chosen[0]
        names = sheet.name if len(chosen) == 1 else _("{n} lembar").format(n=len(chosen))
        return Task(
            target=self.target.name,
            columns=self.columns_page.columns(),
            today=today(),
            overwrite=self.columns_page.overwrite(),
            with_posts=self.columns_page.with_posts.isChecked(),
            post_from=self.columns_page.post_from(),
            headings=self.columns_page.headings,
            by_hand=self._chosen_by_hand(),
            file_name=self.grid.path.name,
            sha256=self.grid.sha256,
            source=_("{sheets}, judul baris {row}").format(sheets=names, row=header.last),
            sheets=len(chosen),
            fixed=self.columns_page.asks.values(),
            count=self._count(),
        )

    def _chosen_by_hand(self) -> frozenset[str]:
        titles = self.columns_page.headings
        pairs = zip(titles, self.columns_page.columns(), match_titles(titles, self.target, {}), strict=True)
        return frozenset(title for title, chosen, known in pairs if chosen != known)

    def _count(self) -> int:
        """How many rows there are at most."""
        return max(sum(sheet.height - header.last for sheet, header in self.file_page.chosen()), 1)

    def _task(self) -> Task:
        assert self.task is not None
        return self.task

    def _begin(self, what: str, total: int = 0, unit: str = "") -> None:
        self.banner.clear()
        self._busy = self._saving = True
        self.progress.begin(what, total, unit)
        self._offer()

    def _rest(self) -> None:
        self._busy = self._saving = False
        self.progress.finish()
        self._offer()

    def _fail(self, error: Exception) -> None:
        self._rest()
        if self.progress.was_stopped:
            self.banner.say(str(error), "neutral")
        else:
            self.say_failure(error)

    def _take_file(self, read: tuple[Grid, str, Chosen]) -> None:
        self._rest()
        self.grid, name, lists = read
        self._set_target(self.targets[name])
        sha256 = self.grid.sha256
        self.columns_page.headings = ()
        self.file_page.show_file(self.grid.path.name, lists)
        self._show_page(FILE)
        self.worker.read(self, lambda session: imports.find_same_file(session, sha256), self._warn_same)

    def _retarget(self, name: str) -> None:
        """Somebody says what the file holds."""
        assert self.grid is not None
        self._set_target(self.targets[name])
        self.file_page.show_file(self.grid.path.name, find_lists(self.grid, self.target))

    def _set_target(self, target: Target) -> None:
        self.file_page.target.setCurrentIndex(self.file_page.target.findData(target.name))
        if target is not self.target:
            self.target = self.preview_page.target = target
            self.columns_page.set_target(target)
            self.setWindowTitle(_("Impor: {title}").format(title=target.title))
            self._remember()

    def _remember(self) -> None:
        name = self.target.name

        def take(found: dict[str, str]) -> None:
            self._remembered = found

        self.worker.read(self, lambda session: imports.remembered_headings(session, name), take)

    def _warn_same(self, batch: imports.BatchRow | None) -> None:
        if batch is not None:
            text = _("Berkas ini sudah pernah diimpor oleh {who} pada {day}; hasilnya terlihat di pratinjau.")
            day = f"{batch.made_at.astimezone():%d-%m-%Y}"
            self.banner.say(text.format(who=batch.made_by, day=day), "warn")

    def _take_look(self, found: tuple[Result, dict[tuple[str, int], SourceRow]]) -> None:
        self._rest()
        result, held = found
        self.result_found = result
        task = self._task()
        self.preview_page.show_result(result, task.columns, held, task.sheets)
        self._show_page(PREVIEW)
        if not result.rows:
            self.banner.say(_("Tidak ada baris di bawah judulnya. Pilih berkas lain."), "warn")

    def _take_result(self, result: Result) -> None:
        self._rest()
        self.result_found = result
        text = result_sentence(self._task().file_name, result, self.target)
        self.result_page.show_result(text, result, self.target.rest)
        self.twins.offer(result if self.target.name == PEOPLE else None)
        self._show_page(RESULT)
        self.said.emit(text)

    def _open_twins(self) -> None:
        self.accept()
        self.navigate.emit("mapping/twins", None)

    def _show_page(self, page: int) -> None:
        self.stack.setCurrentIndex(page)
        stages = ((_("Berkas"), ""), (_("Kolom"), ""), (_("Pratinjau"), ""), (_("Hasil"), ""))
        self.track.set_stages(stages, 4 if page == RESULT else page)
        self._offer()
        (self.close_button if page == RESULT else self.next_button).setFocus()

    def _offer(self) -> None:
        """What can be pressed now, and what it is called."""
        page, free = self.stack.currentIndex(), not self._busy
        self.back_button.setVisible(page in (COLUMNS, PREVIEW))
        self.back_button.setEnabled(free)
        self.next_button.setVisible(page != RESULT)
        self.save_button.setVisible(page in (PREVIEW, RESULT))
        self.save_button.setEnabled(free)
        self.stack.setEnabled(free)
        self.close_button.setText(_("Tutup") if page == RESULT else _("Batal"))
        self.close_button.setEnabled(not self._saving)
        totals: Any = self.result_found.totals if self.result_found and page == PREVIEW else {}
        number = sum(totals.get(one, 0) for one in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCLEAR))
        ready: Callable[[], bool] = {
            FILE: lambda: bool(self.file_page.lists) and bool(self.file_page.chosen()[0][1].titles),
            COLUMNS: lambda: not self.columns_page.missing() and self.columns_page.is_start_told(),
            PREVIEW: lambda: number > 0,
        }.get(page, lambda: False)
        self.next_button.setEnabled(free and ready())
        text = {COLUMNS: _("Periksa"), PREVIEW: _("Tulis {rows} ke data").format(rows=rows_said(number))}
        self.next_button.setText(text.get(page, _("Lanjut")))


def ask_for_list(parent: QWidget) -> Path | None:
    """Ask which file holds the list; None is Batal."""
    kinds = " ".join(f"*{kind}" for kind in KINDS)
    return ask_what_to_open(parent, _("Pilih daftar"), _("Excel dan CSV ({kinds})").format(kinds=kinds))
