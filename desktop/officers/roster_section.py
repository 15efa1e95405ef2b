"""The roster: who serves in which kecamatan on a day, which posts are empty, and what to do about it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from db.roster import PostRow
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.officers import NextStep, PostState
from db.rules.words import _
from desktop.officers.post_actions import PostActions
from desktop.officers.post_side import PostSide
from desktop.officers.roster import PostReader, columns, fit, in_words
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, link
from desktop.widgets.lazy_table import LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

STATES = (None, PostState.FILLED, PostState.ACTING, PostState.VACANT, PostState.NO_POST)


class RosterSection(PostActions):
    """The roster as of any day, with the chosen kecamatan in cards at its side."""

    reads = frozenset({"assignment", "officer", "person", "decree", "vacancy", "region", "setting"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.make_day()
        self._searched = False
        self._wanted: str | None = None  # a kecamatan to choose when the roster is read
        self.print_button = button(_("Cetak…"), "printer-outline", on_click=self.print_roster)
        self.print_button.setToolTip(_("Cetak daftar seperti yang tampil, per tanggal yang dipilih."))
        self.add_button = button(_("Tambah TKSK"), "account-plus-outline", on_click=self.add_officer)
        self.unplaced_button = link(_("TKSK tanpa penugasan…"), self.show_unplaced)
        self.page = Page(_("TKSK"), "", self.unplaced_button, self.print_button, self.add_button)
        self.reader = PostReader()
        self.model = LazyTable(
            worker, columns(lambda: self.day, self.reader), self.reader.count, self.reader.page, self
        )
        self.table = TableView(self.model, "officers/roster")
        self.table.set_empty(_("Tidak ada kecamatan yang cocok."), _("Tampilkan semua"), self.clear_filters)
        self.search = SearchBox(_("Cari nama, NIAT, kecamatan…"), self.table, width=250)
        self.state = QComboBox()
        self.state.addItems([_("Semua keadaan"), _("Terisi"), _("Plt"), _("Lowong"), _("Tanpa formasi")])
        self.state.setAccessibleName(_("Keadaan"))
        self.side = PostSide()
        allow(worker, Right.OFFICERS, self.add_button)

        self.page.add_filter(
            self.search,
            self.state,
            label(_("Per"), "muted"),
            self.as_of,
            self.today_button,
        )
        self.page.add_main(self.table, 1)
        self.page.add_card(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

        self.use_side()
        self.search.searched.connect(lambda _text: self._search())
        self.state.currentIndexChanged.connect(lambda _place: self._search())
        self.model.searched.connect(self._choose_one)
        self.table.activated_row.connect(self._act_on)

    def refresh(self) -> None:
        """Read the roster anew; the chosen kecamatan stays chosen."""
        self.reader.forget()
        if self.keep_to_today():
            pass
        elif self._searched:
            self.model.refresh()
            self._count()
        else:
            self._search()
        self.show_post(self.table.current_row())

    def receive(self, topic: str, payload: Any) -> None:
        """`post`: bring a kecamatan into sight and choose it; `card`: open the card of an officer by id;
        `first`: today's roster as the first look has found it, until the database is open.
        """
        if topic == "post":
            self._wanted = str(payload)
            self.clear_filters()
        elif topic == "card":
            self.open_card(int(payload))
        elif topic == "exit":
            self.show_exit(int(payload))
        elif topic == "first":
            self.model.offer(payload)
            self._tell(self.day, payload)

    def clear_filters(self) -> None:
        """Show the whole roster again."""
        self.search.setText("")
        self.state.setCurrentIndex(0)
        self._search()

    def show_unplaced(self) -> None:
        """Officers who serve nowhere, and so stand in no row of the roster."""
        from desktop.officers.unplaced_dialog import UnplacedDialog

        self.open_dialog(UnplacedDialog(self, self.worker))

    def print_roster(self) -> None:
        """Print the rows that are shown, as of the day that is shown; save them as Excel."""
        from desktop.officers.post_tables import roster_table, show_table

        day, reader, filters = self.day, self.reader, self._filters()
        criteria = self.model.criteria

        def work(session: Any) -> Any:
            return roster_table(reader.rows(session, **criteria), day, filters)

        self.worker.read(self, work, lambda table: show_table(self, table))

    def _filters(self) -> tuple[str, ...]:
        """What was asked for, as the paper says it."""
        text, state = self.search.text().strip(), self.state
        said = [f"Keadaan: {state.currentText()}"] if state.currentIndex() else []
        return (*said, f"Cari: “{text}”") if text else tuple(said)

    def _search(self) -> None:
        self._searched = True
        self.page.head.set_facts(_("Keadaan per {day}").format(day=long_date(self.day)))
        state = STATES[self.state.currentIndex()]
        self.model.search(on=self.day, text=self.search.text().strip(), state=state)
        self._count()

    def _count(self) -> None:
        day = self.day
        self.worker.read(
            self,
            lambda session: self.reader.rows(session, day),
            then=lambda rows: self._tell(day, rows) if day == self.day else None,
        )

    def _tell(self, day: date, rows: Sequence[PostRow]) -> None:
        """The counts in words; and names get the room that empty columns leave."""
        self.page.set_count(in_words(rows, day))
        fit(self.table, rows)

    def read_day(self) -> None:
        """Read the roster as of the chosen day."""
        self._search()

    def _choose_one(self, rows: int) -> None:
        """What was asked for, else the first: the empty posts stand on top and show what is next."""
        wanted, self._wanted = self._wanted, None
        chosen = wanted is not None and self.table.choose(wanted)
        if rows and not chosen and self.table.current_row() is None:
            self.table.selectRow(0)

    def _act_on(self, row: PostRow) -> None:
        """Enter or a double click: what the row is most likely meant for."""
        if row.vacancy_id is not None:
            self.take_step(NextStep.SHOW_VACANCY)
        elif row.officer_id is not None:
            self.edit_officer()
        elif row.state is PostState.VACANT:
            self.take_step(NextStep.OPEN_VACANCY)
