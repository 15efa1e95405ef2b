"""The formation board: how each kecamatan's post stands, and the step it waits for; as a table or a map."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout

from db.roster import PostRow, count_totals, is_unknown, matches, next_step
from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.geometry import KECAMATAN, Shape
from db.rules.officers import NextStep, PostState, step_label
from db.rules.words import _, grouped
from desktop.clock import today
from desktop.officers.post_actions import PostActions
from desktop.officers.post_side import PostSide
from desktop.officers.roster import PostReader, days, fit, interim, state
from desktop.parts.map_places import Place
from desktop.parts.place_map import PlaceMap
from desktop.parts.rights import allow
from desktop.widgets.basics import button
from desktop.widgets.columns import Column
from desktop.widgets.page import Page
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

TONES = {
    PostState.FILLED: "good",
    PostState.ACTING: "info",
    PostState.VACANT: "bad",
    PostState.NO_POST: "neutral",
}
Borders = dict[str, Shape]  # by code of the kecamatan
STEP = 7  # the column of the next step


class BoardSection(PostActions):
    """Totals that filter, a row per kecamatan, and its cards at the side."""

    reads = frozenset(
        {"assignment", "officer", "person", "decree", "vacancy", "region", "setting", "boundary"}
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.make_day()
        self.reader = PostReader()
        self._wanted: str | None = None
        self._rows: list[PostRow] = []
        self._spots: dict[str, tuple[float, float]] = {}
        self._borders: Borders = {}
        self.posts_button = button(_("Ubah formasi…"), "pencil-outline", on_click=self.change_posts)
        self._about_posts = _("Tetapkan ada atau tidaknya formasi TKSK di kecamatan yang dipilih.")
        self.print_button = button(_("Cetak / Excel…"), "printer-outline", on_click=self.print_board)
        self.map_button = button(_("Peta"), "map-outline")
        self.map_button.setCheckable(True)
        self.map_button.setToolTip(_("Tampilkan sebagai peta; sekali lagi: sebagai tabel."))
        self.page = Page(_("Formasi"), "", self.map_button, self.print_button, self.posts_button)
        self.model = RowsTable(self._columns())
        self.table = TableView(self.model, "officers/board")
        self.table.set_empty(_("Tidak ada kecamatan yang cocok."), _("Tampilkan semua"), self.clear_filters)
        self.map = PlaceMap([(TONES[state], word) for state, word in _words().items()])
        self.views = QStackedWidget()
        self.views.addWidget(self.table)
        self.views.addWidget(self.map)
        self.search = SearchBox(_("Cari nama, kecamatan…"), self.table, width=210)
        self.side = PostSide()
        allow(worker, Right.OFFICERS, self.posts_button)

        self.states: dict[PostState | None, QPushButton] = {}
        self._group = QButtonGroup(self)  # exclusive: one is chosen
        for one, word in ({None: _("Semua")} | _words()).items():
            self._add_toggle(self._group, self.states, one, word).toggled.connect(self._filter_if)
        self.states[None].setChecked(True)

        self.page.add_filter(self.search, *self.states.values(), self.as_of, self.today_button)
        self.page.add_main(self.views, 1)
        self.page.add_card(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

        self.use_side()
        self.search.searched.connect(lambda _text: self._filter())
        self.map_button.toggled.connect(self._show_view)
        self.table.current_row_changed.connect(lambda chosen: self.map.choose(chosen.id if chosen else None))
        self.table.activated_row.connect(self._act_on)
        self.table.clicked.connect(self._click)
        self.map.chosen.connect(self._choose)
        self.map.activated.connect(lambda _code: self._act_on(self.table.current_row()))

    def refresh(self) -> None:
        """Read the board anew; the chosen kecamatan stays chosen."""
        self.reader.forget()
        if not self.keep_to_today():
            self.read_day()

    def read_day(self) -> None:
        """Read the board as of the chosen day."""
        why = self.why_not()
        self.posts_button.setEnabled(not why)
        self.posts_button.setToolTip(why or self._about_posts)
        day, reader = self.day, self.reader

        def work(session: Any) -> tuple[list[PostRow], dict[str, tuple[float, float]], Borders]:
            from db.services import boundaries, formation

            spots = {one.id: (one.latitude, one.longitude) for one in formation.list_spots(session)}
            return reader.rows(session, day), spots, boundaries.get_shapes(session, KECAMATAN)

        self.worker.read(self, work, partial(self._show, day), self.model.failed.emit)

    def receive(self, topic: str, payload: Any) -> None:
        """`board`: bring a kecamatan into sight and choose it, or show only a state."""
        if isinstance(payload, PostState):
            self.states[payload].setChecked(True)
        elif payload:
            self._wanted = str(payload)
            self.clear_filters()

    def clear_filters(self) -> None:
        """Show every kecamatan again."""
        self.search.setText("")
        self.states[None].setChecked(True)
        self._filter()

    def change_posts(self) -> None:
        """Say whether the chosen kecamatan has a post."""
        from desktop.officers.formation_form import FormationDialog

        if chosen := self.table.current_row():
            self._open_form(FormationDialog(self, self.worker, chosen))

    def print_board(self) -> None:
        """Print the rows that are shown, or save them as Excel."""
        from desktop.officers.post_tables import board_table, show_table

        shown = self._state()
        filters = [] if shown is None else [f"Keadaan: {_words()[shown]}"]
        if text := self.search.text().strip():
            filters.append(f"Cari: “{text}”")
        show_table(self, board_table(self.model.rows, self.day, filters))

    def step_of(self, post: PostRow) -> NextStep | None:
        """What a kecamatan waits for now; on another day it is too late or too early."""
        return None if self.why_not() else next_step(post, self.day, self.reader.ends_within)

    def _columns(self) -> tuple[Column, ...]:
        def word(post: PostRow) -> str:
            return state(post, self.day, self.reader.ends_within)[0]

        def tone(post: PostRow) -> str:
            return state(post, self.day, self.reader.ends_within)[1]

        def step(post: PostRow) -> str:
            found = self.step_of(post)
            return step_label(found) if found else ""

        return (
            Column(_("Kecamatan"), lambda r: r.kecamatan, width=118, sort_key="kecamatan"),
            Column(_("TKSK"), lambda r: r.holder or "—", width=220, muted=lambda r: not r.holder),
            Column(_("Plt/rangkap"), interim, width=100, tooltip=interim, sort_key="interim"),
            Column(_("Keadaan"), word, tone, width=140, sort_key="state"),
            Column(
                _("Lowong sejak"),
                lambda r: short_date(r.vacant_since),
                width=98,
                sort_key="vacant_since",
                heading=_("Lowong\nsejak"),
            ),
            Column(_("Hari"), _days, align_right=True, width=52, sort_key="days_vacant"),
            Column(_("Sebab"), lambda r: r.cause, tooltip=lambda r: r.cause, width=60, sort_key="cause"),
            Column(_("Langkah"), step, lambda r: "info" if step(r) else None, width=128),
        )

    def _add_toggle(
        self, group: QButtonGroup, made: dict[Any, QPushButton], key: Any, text: str
    ) -> QPushButton:
        made[key] = button(text)
        made[key].setCheckable(True)
        group.addButton(made[key])
        return made[key]

    def _show(self, day: date, found: tuple[list[PostRow], dict[str, tuple[float, float]], Borders]) -> None:
        if day != self.day:  # another one was chosen meanwhile
            return
        self._rows, self._spots, self._borders = found
        totals = count_totals(self._rows)
        numbers = (totals.kecamatan, totals.filled, totals.acting, totals.vacant, totals.no_post)
        for (key, made), number in zip(self.states.items(), numbers, strict=True):
            made.setText(f"{_words().get(key, _('Semua')) if key else _('Semua')}  {number}")
        posts = sum(post.posts for post in self._rows)
        text = _("Keadaan per {day} · {posts} formasi")
        if self._rows and all(is_unknown(post, day, today()) for post in self._rows):
            text = _("Keadaan per {day}: belum ada data")
        self.page.head.set_facts(text.format(day=long_date(day), posts=posts))
        fit(self.table, self._rows)
        self._filter()

    def _state(self) -> PostState | None:
        return next(key for key, made in self.states.items() if made.isChecked())

    def _filter_if(self, chosen: bool) -> None:
        if chosen:
            self._filter()

    def _filter(self) -> None:
        text, wanted_state = self.search.text(), self._state()
        shown = [post for post in self._rows if matches(post, text, wanted_state)]
        self.model.set_rows(shown)
        wanted, self._wanted = self._wanted, None
        if not (wanted and self.table.choose(wanted)) and shown and self.table.current_row() is None:
            self.table.selectRow(0)
        self._draw()

    def _tone(self, post: PostRow) -> str:
        return "neutral" if is_unknown(post, self.day, today()) else TONES[post.state]

    def _draw(self) -> None:
        """What the table leaves out is faint on the map; nothing to do while nobody looks at it."""
        if self.views.currentWidget() is not self.map:
            return
        shown = {post.id for post in self.model.rows}
        self.map.set_places(
            Place(
                *(post.id, post.kecamatan, *spot, self._tone(post), _tooltip(post), post.id not in shown),
                border=self._borders.get(post.id, ()),
            )
            for post in self._rows
            if (spot := self._spots.get(post.id))
        )
        chosen = self.table.current_row()
        self.map.choose(chosen.id if chosen else None)

    def _show_view(self, as_map: bool) -> None:
        shown = self.map if as_map else self.table
        self.views.setCurrentWidget(shown)
        shown.setFocus()
        self._draw()

    def _choose(self, code: str) -> None:
        """Somebody chose a place on the map, maybe one that the filter leaves out of the table."""
        if not self.table.choose(code):
            self._wanted = code
            self.clear_filters()

    def _click(self, index: QModelIndex) -> None:
        if index.column() == STEP and (post := self.model.row_at(index)) and (step := self.step_of(post)):
            self.take_step(step)

    def _act_on(self, post: PostRow | None) -> None:
        """Enter or a double click: the next step, or all who served there."""
        if post is None:
            return
        if step := self.step_of(post):
            self.take_step(step)
        else:
            self.show_assignments()


def _words() -> dict[PostState, str]:
    return {
        PostState.FILLED: _("Terisi"),
        PostState.ACTING: _("Plt"),
        PostState.VACANT: _("Lowong"),
        PostState.NO_POST: _("Tanpa formasi"),
    }


def _days(post: PostRow) -> str:
    return grouped(post.days_vacant) if post.days_vacant is not None else ""


def _tooltip(post: PostRow) -> str:
    """Utan: Lowong sejak 10-04-2020, 3 hari. Mengundurkan diri"""
    said = [_words()[post.state], post.holder or interim(post)]
    if post.vacant_since and post.days_vacant is not None:
        text = _("lowong sejak {day}, {days}")
        said.append(text.format(day=short_date(post.vacant_since), days=days(post.days_vacant)))
    return f"{post.kecamatan}: {' · '.join(part for part in (*said, post.cause) if part)}"
