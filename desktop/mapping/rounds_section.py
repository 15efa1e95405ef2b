"""Putaran: data brought up to date desa by desa, then locked; and what changed since (domain.md 2.6)."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.rules.access import Right
from db.rules.rounds import HANDED_IN_OR_LATER, NextStep, SheetState
from db.rules.words import _, grouped, ngettext
from db.services.mapping import rounds, snapshots
from db.services.mapping.rounds import RoundFacts
from db.services.mapping.snapshots import LockPreview
from desktop.clock import today
from desktop.mapping.round_kits import RoundKits
from desktop.mapping.round_matrix import RoundMatrix
from desktop.mapping.round_overview import RoundOverview, lock_words
from desktop.mapping.round_reports import RoundReports
from desktop.mapping.round_sheets import RoundSheets
from desktop.parts.opener import Opener
from desktop.parts.progress import Progress as Steps
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import EmptyState, button, row
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

V = TypeVar("V", bound=QWidget)
SOON = 800  # ms after the last typed figure the overview is reckoned anew


class RoundsSection(Tab, Opener):
    """One round at a time: sheets, matrix, kits and reports under its overview."""

    reads = frozenset(
        {
            "data_round",
            "round_sheet",
            "head_count",
            "mapping_record",
            "survey_kit",
            "region",
            "kind",
            "person",
        }
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.rounds: list[RoundFacts] = []
        self._wanted: int | None = None
        self.new_button = button(_("Putaran baru…"), "plus", primary=True, on_click=self.add_round)
        self.return_button = button(_("Terima paket kembali…"), on_click=lambda: self.take_kit())
        self.more_button = button(_("Putaran ini"))
        self._make_menu()
        self.page = Page(_("Putaran pendataan"), "", self.more_button, self.return_button, self.new_button)
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(_("Putaran"))
        self.chooser.setMinimumWidth(240)
        self.overview = RoundOverview()
        self.waiting = Waiting()
        self.locking = Steps(self.waiting)
        self.sheets = RoundSheets(worker, self.open_dialog)
        self.views = QStackedWidget()
        self.views.addWidget(self.sheets)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.front = "sheets"
        for name, title in (
            ("sheets", _("Lembar desa")),
            ("matrix", _("Matriks")),
            ("kits", _("Paket")),
            ("reports", _("Laporan & perubahan")),
        ):
            self._add_view(name, title)
        self.empty = EmptyState(
            _(
                "Belum ada putaran pendataan. Putaran adalah satu masa pendataan, misalnya Semester I: "
                "setiap desa mendapat lembar, angkanya dikumpulkan dan diperiksa, lalu dikunci supaya angka "
                "yang dikirim tidak berubah lagi.\n\n1. Buat putaran   2. Bagikan paket   3. Isi angka atau "
                "terima paket kembali   4. Periksa   5. Kunci"
            ),
            _("Buat putaran pertama…"),
            self.add_round,
        )
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(row(self.chooser, *self.buttons.values(), None))
        inside.addWidget(self.overview)
        inside.addWidget(self.views, 1)
        self.page.add_main(self.waiting)
        self.page.add_main(self.empty, 1)
        self.page.add_main(self.body, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.buttons["sheets"].setChecked(True)
        for piece in (self.body, self.empty):
            piece.hide()
        self.setAcceptDrops(True)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._read_progress)
        self._join()
        allow(worker, Right.MAPPING, self.new_button, self.return_button, self.empty.button)

    @property
    def round(self) -> RoundFacts | None:
        """The round that is shown."""
        return next((found for found in self.rounds if found.id == self.chooser.currentData()), None)

    def refresh(self) -> None:
        """Read the rounds; what was just typed here is on the screen already."""
        if "matrix" in self.__dict__ and self.matrix.pending:
            self._soon.start()
        else:
            self.worker.read(self, rounds.list_rounds, self._take, self._fail)

    def receive(self, topic: str, payload: Any) -> None:
        """`rounds`: a round to show, or the view of it that is wanted."""
        if isinstance(payload, int):
            self._wanted = payload
            self._stale = True
            self._catch_up()
        elif payload in self.buttons:
            self.buttons[payload].setChecked(True)

    def add_round(self) -> None:
        """Ask for a new round, with the half year that it is."""
        day = today()
        self.worker.read(
            self,
            lambda session: rounds.propose_round(session, today=day),
            lambda values: self._ask_round(values),
        )

    def change_round(self) -> None:
        """Correct name and days."""
        if found := self.round:
            fields = ("name", "year", "reference_date", "begins_on", "ends_on", "note")
            self._ask_round({field: getattr(found, field) for field in fields}, found.id)

    def remove_round(self) -> None:
        """Take back a round in which nobody has said anything."""
        found = self.round
        if found and confirm(
            self, _("Hapus {name}?").format(name=found.name), _("Hapus putaran"), danger=True
        ):
            self.worker.write(
                self, lambda session: rounds.remove_round(session, found.id), lambda _n: None, self._fail
            )

    def add_sheets(self) -> None:
        """Sheets for desa that came since the round began."""
        if found := self.round:
            day = today()
            self.worker.write(
                self,
                lambda session: rounds.add_missing_sheets(session, found.id, today=day),
                lambda n: self._tell(
                    ngettext("{n} lembar ditambahkan.", "{n} lembar ditambahkan.", n).format(n=n)
                ),
                self._fail,
            )

    def lock_round(self) -> None:
        """Say what will be frozen, and ask."""
        if found := self.round:
            self.worker.read(
                self,
                lambda session: snapshots.preview_lock(session, found.id),
                lambda preview: self._ask_lock(found, preview),
                self._fail,
            )

    def take_kit(self, path: Any = None) -> None:
        """A kit has come back."""
        self.buttons["kits"].setChecked(True)
        self.kits.take_back(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if urls and all(url.isLocalFile() for url in urls) and self.return_button.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_kit([url.toLocalFile() for url in event.mimeData().urls()])

    @cached_property
    def matrix(self) -> RoundMatrix:
        """Made when it is first shown, as the other views are: the section opens at once."""
        made = self._joined(RoundMatrix(self.worker))
        made.changed.connect(self.page.banner.clear)
        made.told.connect(self._tell_undo)
        made.kits_wished.connect(self._make_kits_of_cells)
        made.names_wished.connect(self._show_names)
        return made

    @cached_property
    def kits(self) -> RoundKits:
        made = self._joined(RoundKits(self.worker, self.open_dialog))
        made.told.connect(self._tell_undo)
        made.round = self.round  # kits can be made from every view
        return made

    @cached_property
    def reports(self) -> RoundReports:
        made = self._joined(RoundReports(self.worker))
        made.activated.connect(self._open_row)
        return made

    def _joined(self, view: V) -> V:
        view.said.connect(self.said)  # type: ignore[attr-defined]
        view.failed.connect(self._fail)  # type: ignore[attr-defined]
        self.views.addWidget(view)
        return view

    def _add_view(self, name: str, title: str) -> None:
        made = self.buttons[name] = button(title.replace("&", "&&"))
        made.setCheckable(True)
        made.toggled.connect(lambda chosen: self._show_view(name) if chosen else None)
        made.clicked.connect(self.page.banner.clear)  # it spoke of what stood here before
        self._group.addButton(made)

    def _make_menu(self) -> None:
        menu = QMenu(self)
        self.change_action = menu.addAction(_("Ubah nama dan tanggal…"), self.change_round)
        self.add_action = menu.addAction(_("Tambah lembar desa yang belum ada"), self.add_sheets)
        self.lock_action = menu.addAction(_("Kunci putaran…"), self.lock_round)
        menu.addSeparator()
        self.remove_action = menu.addAction(_("Hapus putaran…"), self.remove_round)
        self.more_button.setMenu(menu)
        allow(
            self.worker,
            Right.MAPPING,
            *(self.change_action, self.add_action, self.lock_action, self.remove_action),
        )

    def _join(self) -> None:
        self.sheets.said.connect(self.said)
        self.sheets.failed.connect(self._fail)
        self.sheets.told.connect(self._tell_undo)
        self.sheets.kits_wished.connect(lambda rows: self.kits.make([row.desa_code for row in rows], ()))
        self.chooser.currentIndexChanged.connect(lambda _place: self._show_round())
        self.overview.wished.connect(self.take_step)

    def take_step(self, step: NextStep) -> None:
        """The button of the overview."""
        if step in (NextStep.WAIT, NextStep.MAKE_KITS):
            self.kits.make([], ())
        elif step is NextStep.LOCK:
            self.lock_round()
        elif step is NextStep.COMPARE:
            self.reports.show_report("delta")
            self.buttons["reports"].setChecked(True)
        else:
            self.buttons["sheets"].setChecked(True)
            states = {
                NextStep.VERIFY: (SheetState.HANDED_IN,),
                NextStep.VALIDATE: (SheetState.VERIFIED,),
            }.get(step, tuple(state for state in SheetState if state not in HANDED_IN_OR_LATER))
            self.sheets.show_state(*states)

    def _take(self, found: list[RoundFacts]) -> None:
        chosen = self._wanted or self.chooser.currentData()
        self._wanted = None
        self.rounds = found
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for one in found:
            self.chooser.addItem(f"{one.name}{_(' (dikunci)') if one.locked else ''}", one.id)
        self.chooser.setCurrentIndex(max(self.chooser.findData(chosen), 0))
        self.chooser.blockSignals(False)
        self.empty.setVisible(not found)
        self.body.setVisible(bool(found))
        for made in (self.more_button, self.return_button):
            made.setVisible(bool(found))
        self._show_round()

    def _show_round(self) -> None:
        found = self.round
        if found is None:
            self.page.head.set_facts("")
            return
        for action in (self.change_action, self.add_action, self.lock_action, self.remove_action):
            action.setEnabled(not found.locked)
        self.page.head.set_facts(found.note)
        if "kits" in self.__dict__:
            self.kits.round = found
        self._read_progress()
        self._show_view(self.front)

    def _show_view(self, name: str) -> None:
        self.front = name
        view = getattr(self, name)
        self.views.setCurrentWidget(view)
        if (found := self.round) is None:
            return
        if name == "reports":
            self.reports.show_round(found, self.rounds)
        else:
            view.show_round(found)

    def _read_progress(self) -> None:
        if found := self.round:
            self.worker.read(
                self,
                lambda session: rounds.get_progress(session, found.id),
                lambda progress: self.overview.show_progress(found, progress),
                self._fail,
            )

    def _ask_round(self, values: dict[str, Any], round_id: int | None = None) -> None:
        from desktop.mapping.round_form import RoundDialog

        dialog = RoundDialog(self, self.worker, values, round_id)
        dialog.accepted.connect(lambda: setattr(self, "_wanted", dialog.made))
        self.open_dialog(dialog)

    def _ask_lock(self, found: RoundFacts, preview: LockPreview) -> None:
        question = _("Kunci {name}?").format(name=found.name)
        if not confirm(self, question, _("Kunci putaran"), lock_words(found, preview), danger=True):
            return
        at, day = datetime.now(UTC), today()
        self.locking.begin(_("Mengunci putaran…"), preview.kecamatan)
        tick = self.locking.tick
        self.worker.write(
            self,
            lambda session: snapshots.lock_round(session, found.id, at=at, today=day, tick=tick),
            lambda number: self._locked(found, number),
            self._fail,
        )

    def _locked(self, found: RoundFacts, n: int) -> None:
        self.locking.finish()
        self._tell(_("{name} dikunci dengan {n} pendataan.").format(name=found.name, n=grouped(n)))

    def _make_kits_of_cells(self, cells: list[tuple[str, str]]) -> None:
        if not cells:
            self._tell(_("Tidak ada sel kosong di sini: semua sudah didata."))
            return
        self.kits.make(sorted({desa for desa, _kind in cells}), cells)

    def _show_names(self, desa_code: str, kind_code: str) -> None:
        payload = {"kecamatan_code": desa_code[:6], "desa_code": desa_code, "kind_code": kind_code}
        self.navigate.emit("mapping/names", payload)

    def _open_row(self, report: str, key: Any) -> None:
        if report == "names" and key:
            self.navigate.emit("mapping/record", key)
        elif report in ("progress", "complete") and key:
            self.buttons["matrix"].setChecked(True)
            self.matrix.kecamatan.set_value(key)
        elif report == "delta" and key:
            self.navigate.emit("mapping/names", {"kind_code": key})

    def _tell(self, text: str) -> None:
        self.page.banner.say(text, "good")
        self.said.emit(text)

    def _tell_undo(self, text: str, undo: Callable[[], object] | None) -> None:
        def back() -> None:
            self.page.banner.clear()
            if undo:
                undo()

        self.page.banner.say(text, "good", _("Urungkan") if undo else "", back)
        self.said.emit(text)

    def _fail(self, error: Exception) -> None:
        self.locking.finish()
        if not self.locking.was_stopped:
            self.page.banner.say(sentence(error), "bad")
        else:
            self.said.emit(_("Dihentikan; tidak ada yang dikunci."))
