"""The roster: who serves in which kecamatan on a day, which posts are empty, and what to do about it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from db.roster import PostRow, PostTotals, count_totals
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.officers import PostState
from db.rules.words import _
from desktop.clock import today
from desktop.officers.post_side import PostFacts, PostSide
from desktop.officers.roster import columns, in_words
from desktop.parts.opener import Opener
from desktop.parts.rights import allow, may
from desktop.widgets.basics import button, label, link
from desktop.widgets.fields import DateField
from desktop.widgets.lazy_table import LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:  # the dialogs are imported when they are opened: the roster is what people wait for
    from db.services.people import PersonFacts
    from desktop.officers.decrees_dialog import DecreesDialog
    from desktop.officers.exit_form import ExitDialog
    from desktop.officers.officer_form import AddOfficerDialog, EditOfficerDialog

STATES = (None, PostState.FILLED, PostState.ACTING, PostState.VACANT)


class RosterSection(Tab, Opener):
    """The roster as of any day, with the chosen kecamatan in cards at its side."""

    reads = frozenset({"assignment", "officer", "person", "decree", "vacancy", "region"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._day = today()
        self._follows_today = True
        self._searched = False
        self._wanted: str | None = None  # a kecamatan to choose when the roster is read
        self._found: PostFacts | None = None
        self.decrees_button = button(_("Daftar SK"), "file-sign", on_click=self.show_decrees)
        self.add_button = button(_("Tambah TKSK"), "account-plus-outline", on_click=self.add_officer)
        self.page = Page(_("TKSK"), "", self.decrees_button, self.add_button)
        self.model = LazyTable(worker, columns(lambda: self._day), count_posts, page_posts, self)
        self.table = TableView(self.model, "officers/roster")
        self.table.set_empty(_("Tidak ada kecamatan yang cocok."), _("Tampilkan semua"), self.clear_filters)
        self.search = SearchBox(_("Cari nama, NIAT, atau kecamatan…"), self.table, width=290)
        self.state = QComboBox()
        self.state.addItems([_("Semua keadaan"), _("Terisi"), _("Plt"), _("Lowong")])
        self.state.setAccessibleName(_("Keadaan"))
        self.as_of = DateField()
        self.as_of.setAccessibleName(_("Keadaan per tanggal"))
        self.as_of.setToolTip(_("Lihat daftar TKSK pada tanggal lain."))
        self.as_of.setFixedWidth(136)
        self.as_of.set_value(self._day)
        self.today_button = link(_("Hari ini"), self.go_to_today)
        self.today_button.hide()
        self.side = PostSide()
        self.side.lock(worker)
        allow(worker, Right.OFFICERS, self.add_button)

        self.page.add_filter(self.search, self.state, label(_("Per"), "muted"), self.as_of, self.today_button)
        self.page.add_main(self.table, 1)
        self.page.add_card(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

        self.search.searched.connect(lambda _text: self._search())
        self.state.currentIndexChanged.connect(lambda _place: self._search())
        self.as_of.textChanged.connect(self._take_day)
        self.model.searched.connect(self._choose_one)
        self.table.current_row_changed.connect(self._show_post)
        self.table.activated_row.connect(self._act_on)
        self.table.copied.connect(self.said)
        self.side.open_vacancy_button.clicked.connect(lambda: self._ask("recruitment/open", "id"))
        self.side.show_vacancy_button.clicked.connect(lambda: self._ask("recruitment/show", "vacancy_id"))
        self.side.renew_button.clicked.connect(self.record_decree)
        self.side.fill_button.clicked.connect(self.fill_post)
        self.side.edit_button.clicked.connect(self.edit_officer)
        self.side.exit_button.clicked.connect(self.record_exit)
        self.side.history_button.clicked.connect(self.show_history)

    def refresh(self) -> None:
        """Read the roster anew; the chosen kecamatan stays chosen."""
        if self._follows_today and self._day != today():
            self.as_of.set_value(today())  # searches by itself
        elif self._searched:
            self.model.refresh()
            self._count()
        else:
            self._search()
        self._show_post(self.table.current_row())

    def receive(self, topic: str, payload: Any) -> None:
        """`post`: bring a kecamatan into sight and choose it; `decrees`: open the register of decrees;
        `first`: today's roster as the first look has found it, until the database is open.
        """
        if topic == "post":
            self._wanted = str(payload)
            self.clear_filters()
        elif topic == "decrees":
            self.show_decrees()
        elif topic == "first":
            self.model.offer(payload)
            self.page.set_count(in_words(count_totals(payload)))

    def clear_filters(self) -> None:
        """Show the whole roster again."""
        self.search.setText("")
        self.state.setCurrentIndex(0)
        self._search()

    def go_to_today(self) -> None:
        """Back from another day."""
        self.as_of.set_value(today())

    def show_decrees(self) -> "DecreesDialog":
        """Open the register of decrees."""
        from desktop.officers.decrees_dialog import DecreesDialog

        dialog = DecreesDialog(self, self.worker)
        self.open_dialog(dialog)
        return dialog

    def record_decree(self) -> None:
        """Open the register of decrees at a new one."""
        self.show_decrees().record()

    def add_officer(self) -> None:
        """Put somebody on the roster by hand."""
        self._add(None, today())

    def fill_post(self) -> None:
        """Fill the chosen empty kecamatan by hand."""
        if row := self.table.current_row():
            self._add(row.id, today())

    def edit_officer(self) -> None:
        """Change the data of the officer who is shown."""
        from desktop.officers.officer_form import EditOfficerDialog

        found = self._found
        if not found or not found.officer or not found.term:
            return
        officer, term = found.officer, found.term

        def open_form(person: "PersonFacts") -> None:
            dialog = EditOfficerDialog(self, self.worker, officer, person, term)
            dialog.moved.connect(lambda code: self.receive("post", code))
            self._open_form(dialog)

        from db.services import people

        self.worker.read(self, lambda session: people.get_person(session, officer.person_id), open_form)

    def record_exit(self) -> None:
        """Somebody stops: ask why and when."""
        from desktop.officers.exit_form import ExitDialog

        if self._found and self._found.term:
            self._open_form(ExitDialog(self, self.worker, self._found.term))

    def show_history(self) -> None:
        """Who changed what about this officer: the person, the officer, the term."""
        from desktop.parts.history import HistoryDialog

        found = self._found
        if found and found.officer and found.term:
            officer, also = found.officer, (("assignment", str(found.term.id)),)
            records = (("officer", str(officer.id)), *also)
            self.open_dialog(
                HistoryDialog(self, self.worker, officer.name, "person", str(officer.person_id), records)
            )

    def _search(self) -> None:
        self._searched = True
        self.page.head.set_facts(_("Keadaan per {day}").format(day=long_date(self._day)))
        self.today_button.setVisible(self._day != today())
        state = STATES[self.state.currentIndex()]
        self.model.search(on=self._day, text=self.search.text().strip(), state=state)
        self._count()

    def _count(self) -> None:
        day = self._day
        self.worker.read(
            self,
            lambda session: post_totals(session, day),
            then=lambda totals: self.page.set_count(in_words(totals)) if day == self._day else None,
        )

    def _take_day(self) -> None:
        day = self.as_of.value()
        if day and day != self._day:
            self._day = day
            self._follows_today = day == today()
            self._search()

    def _choose_one(self, rows: int) -> None:
        """What was asked for, else the first: the empty posts stand on top and show what is next."""
        wanted, self._wanted = self._wanted, None
        chosen = wanted is not None and self.table.choose(wanted)
        if rows and not chosen and self.table.current_row() is None:
            self.table.selectRow(0)

    def _show_post(self, row: PostRow | None) -> None:
        self._found = None
        if row is None:
            self.side.show_nothing()
            return

        def work(session: Any) -> PostFacts:
            from db.services import officers

            term = officers.get_term(session, row.assignment_id) if row.assignment_id else None
            return PostFacts(row, term, officers.get_officer(session, term.officer_id) if term else None)

        self.worker.read(self, work, self._take_post)

    def _take_post(self, found: PostFacts) -> None:
        if found.post == self.table.current_row():  # another one may have been chosen meanwhile
            self._found = found
            self.side.show_post(found, self._day)

    def _act_on(self, row: PostRow) -> None:
        """Enter or a double click: what the row is most likely meant for."""
        if row.vacancy_id is not None:
            self._ask("recruitment/show", "vacancy_id")
        elif row.state is not PostState.VACANT and may(self.worker, Right.OFFICERS):
            self.edit_officer()
        elif row.state is PostState.VACANT and may(self.worker, Right.RECRUITMENT):
            self._ask("recruitment/open", "id")

    def _ask(self, topic: str, field: str) -> None:
        if row := self.table.current_row():
            self.navigate.emit(topic, getattr(row, field))

    def _add(self, code: str | None, day: date) -> None:
        from db.services import regions
        from desktop.officers.officer_form import AddOfficerDialog

        def open_form(kecamatan: "list[regions.Place]") -> None:
            dialog = AddOfficerDialog(self, self.worker, kecamatan, code, day)
            dialog.accepted.connect(lambda: self.receive("post", dialog.kecamatan.value()))
            self._open_form(dialog)

        self.worker.read(self, regions.list_kecamatan, open_form)

    def _open_form(self, dialog: "ExitDialog | AddOfficerDialog | EditOfficerDialog") -> None:
        dialog.accepted.connect(lambda: self.said.emit(dialog.sentence))
        self.open_dialog(dialog)


# The roster is painted before SQLAlchemy is there: what asks the database imports it in the worker.


def count_posts(session: Any, **criteria: Any) -> int:
    """How many kecamatan a search finds."""
    from db.services import officers

    return officers.count_posts(session, **criteria)


def page_posts(session: Any, **criteria: Any) -> list[PostRow]:
    """One page of them."""
    from db.services import officers

    return officers.page_posts(session, **criteria)


def post_totals(session: Any, day: date) -> PostTotals:
    """How many posts are held, acted for and empty."""
    from db.services import officers

    return officers.post_totals(session, day)
