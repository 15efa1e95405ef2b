"""All vacancies on one page, and the empty posts that have none yet."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout

from db.roster import PostRow
from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.officers import PostState
from db.rules.recruitment import OPEN_STAGES, Stage, stage_label
from db.rules.selection import track_label
from db.rules.words import _
from db.services import officers
from db.services.recruitment import overview
from db.services.recruitment.overview import BoardRow
from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.parts.rights import allow, may
from desktop.recruitment.words import short_stage, short_step, stage_tone
from desktop.widgets.basics import Card, button, clear, label, link, row
from desktop.widgets.columns import Column
from desktop.widgets.page import Page
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import set_role
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.recruitment.batch_calls import CallsMade

EMPTY_POSTS_SHOWN = 8
EVERY = frozenset(Stage)
PUBLIC = EVERY - {Stage.DRAFT, Stage.ANNOUNCED, Stage.ADMINISTRATION}  # there is a result to publish
SIDES = 18  # of a stage in the strip


class VacancyBoard(Page, Opener):
    """Asks for a vacancy to be shown with `chosen`, for the reports with `reports_wanted`."""

    chosen = Signal(int)  # the id of a vacancy
    reports_wanted = Signal()
    said = Signal(str)

    def __init__(self, worker: Worker) -> None:
        self.sets_button = button(_("Set seleksi bawaan…"), "format-list-checks", on_click=self.show_sets)
        self.reports_button = button(
            _("Laporan"), "file-document-outline", on_click=lambda: self.reports_wanted.emit()
        )
        self.calls_button = button(_("Panggilan…"), "email-outline", on_click=self.issue_calls)
        self.calls_button.setToolTip(
            _("Surat panggilan wawancara untuk calon dari banyak lowongan sekaligus.")
        )
        self.open_button = button(_("Buka lowongan"), "plus", on_click=self.open_vacancy)
        actions = (self.sets_button, self.reports_button, self.calls_button, self.open_button)
        super().__init__(_("Rekrutmen"), "", *actions)
        self.worker = worker
        self._rows: list[BoardRow] = []
        self.empty_post_links: list[QPushButton] = []
        self._every_post = False  # or only the first of the empty ones
        self.stages: dict[frozenset[Stage], QPushButton] = {}
        self._group = QButtonGroup(self)  # exclusive: one is chosen
        self.search = SearchBox(_("Cari kecamatan…"), width=178)
        self._make_strip()
        self.vacancies = RowsTable(self._columns(), parent=self)
        self.table = TableView(self.vacancies, "recruitment.vacancies")
        self.table.set_compact(True)
        self.search.results = self.table
        self.add_main(self.table, 1)
        self._make_cards()

        self.search.searched.connect(lambda _text: self._show_rows())
        self.table.current_row_changed.connect(lambda _row: self._describe())
        self.table.selectionModel().selectionChanged.connect(lambda *_any: self._describe())
        self.table.activated_row.connect(lambda chosen: self.chosen.emit(chosen.id))
        self.table.copied.connect(self.said)
        allow(worker, Right.RECRUITMENT, self.open_button, self.calls_button, self.call_button)
        self._describe()
        self.posts_card.hide()

    def refresh(self) -> None:
        """Read all vacancies and empty posts."""
        day = today()

        def work(session: "Session") -> tuple[list[BoardRow], list[PostRow]]:
            empty = officers.list_posts(session, on=day, state=PostState.VACANT)
            return overview.list_board(session, day), [post for post in empty if post.vacancy_id is None]

        self.worker.read(self, work, then=lambda found: self._show(*found))

    def selected(self) -> list[BoardRow]:
        """The vacancies that are selected in the table, from top to bottom."""
        rows = self.vacancies.rows
        return [row for first, last in self.table.selected_ranges() for row in rows[first : last + 1]]

    def open_vacancy(self, kecamatan_code: str | None = None) -> None:
        """Open the form of a new vacancy."""
        from desktop.recruitment.vacancy_form import VacancyDialog

        dialog = VacancyDialog(self, self.worker, kecamatan_code)
        dialog.saved.connect(self.chosen)
        self.open_dialog(dialog)

    def show_sets(self) -> None:
        """Open the default rules."""
        from desktop.recruitment.set_dialog import SetDialog

        self.open_dialog(SetDialog(self, self.worker))

    def issue_calls(self) -> None:
        """Call letters: for the selected vacancies where several are, else for all who have none."""
        from desktop.recruitment.batch_calls import BatchCallsDialog

        several = self.selected()
        wanted = [one.id for one in several] if len(several) > 1 else []
        dialog = BatchCallsDialog(self, self.worker, wanted)
        dialog.made.connect(self._show_made)
        self.open_dialog(dialog)

    def show_public(self) -> None:
        """What may be published of the selected vacancies."""
        from desktop.recruitment.public_page import PublicPageDialog

        if ids := [one.id for one in self.selected() if one.stage in PUBLIC]:
            self.open_dialog(PublicPageDialog(self, self.worker, ids))

    def _show_made(self, calls: "CallsMade") -> None:
        from desktop.parts.letter_batch import BatchDialog

        self.said.emit(calls.said)
        if calls.made or calls.missing:
            title = _("Panggilan wawancara")
            dialog = BatchDialog(
                self, self.worker, calls.made, title=title, text=calls.said, missing=calls.missing
            )
            self.open_dialog(dialog)

    def _make_strip(self) -> None:
        for stages in (OPEN_STAGES, *(frozenset({stage}) for stage in Stage), EVERY):
            made = button(_stages_label(stages))
            set_role(made, "stage")
            made.setCheckable(True)
            self._group.addButton(made)
            made.toggled.connect(lambda on: self._show_rows() if on else None)
            self.stages[stages] = made
        self.stages[OPEN_STAGES].blockSignals(True)
        self.stages[OPEN_STAGES].setChecked(True)
        self.stages[OPEN_STAGES].blockSignals(False)
        strip = row(*self.stages.values(), None, self.search, spacing=4)
        self.add_main(strip)

    def _make_cards(self) -> None:
        self.heading = label("", "title", wrap=True)
        self.explanation = label("", "muted", wrap=True)
        self.show_button = button(
            _("Lihat lowongan"), "eye-outline", primary=True, on_click=self._show_chosen
        )
        self.call_button = button(_("Panggilan wawancara…"), "email-outline", on_click=self.issue_calls)
        self.public_button = button(_("Halaman hasil publik…"), "eye-outline", on_click=self.show_public)
        self.next_card = Card(
            _("Langkah berikutnya"),
            *(self.heading, self.explanation),
            *(self.show_button, self.call_button, self.public_button),
        )
        self.empty_posts = QVBoxLayout()
        self.empty_posts.setSpacing(6)
        self.posts_card = Card(_("Kosong, belum ada lowongan"), self.empty_posts)
        self.add_card(self.next_card, self.posts_card)
        self.public_action = QAction(_("Halaman hasil publik…"), self)
        self.public_action.triggered.connect(lambda _checked: self.show_public())
        self.table.menu_actions = [self.public_action]

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Kecamatan"), lambda r: r.kecamatan, width=118, sort_key="kecamatan"),
            Column(_("Tahap"), lambda r: short_stage(r.stage), tone=lambda r: stage_tone(r.stage), width=124),
            Column(_("Penutupan"), lambda r: short_date(r.closes_on), width=102, sort_key="closes_on"),
            Column(_("Wawancara"), lambda r: short_date(r.interview_on), width=106, sort_key="interview_on"),
            _number(_("Pelamar"), "applicants", 78),
            _number(_("MS"), "passed", 48),
            _number(_("Periksa"), "undecided", 74, _("Berkas yang belum diperiksa")),
            Column(
                _("Terlambat"),
                late_words,
                tone=lambda r: "bad" if r.late else None,
                width=166,
                tooltip=late_tip,
                sort_key="days_late",
            ),
            Column(_("Catatan"), lambda r: remark(r, today()), tooltip=lambda r: remark(r, today())),
        )

    def _show(self, rows: list[BoardRow], empty: list[PostRow]) -> None:
        self._rows = rows
        self._show_empty_posts(empty)
        running = [row for row in rows if row.stage in OPEN_STAGES]
        said = [_("{n} lowongan berjalan").format(n=len(running))] if running else []
        totals = (
            (sum(row.applicants for row in running), _("{n} pelamar")),
            (sum(row.objections for row in running), _("{n} sanggahan belum dijawab")),
            (sum(bool(row.late) for row in running), _("{n} terlambat")),
            (len(empty), _("{n} kecamatan kosong")),
        )
        said += [words.format(n=number) for number, words in totals if number]
        self.head.set_facts(" · ".join(said))
        self._count_stages(rows)
        self._show_rows()

    def _count_stages(self, rows: list[BoardRow]) -> None:
        """How many stand at each stage; a stage without any is left out, unless it is chosen."""
        for stages, made in self.stages.items():
            number = sum(row.stage in stages for row in rows)
            made.setText(f"{number}\n{_stages_label(stages)}")
            made.setMinimumWidth(made.fontMetrics().horizontalAdvance(_stages_label(stages)) + SIDES)
            made.setVisible(bool(number) or len(stages) > 1 or made.isChecked())

    def _wanted(self) -> frozenset[Stage]:
        return next(stages for stages, made in self.stages.items() if made.isChecked())

    def _show_rows(self) -> None:
        wanted, text = self._wanted(), self.search.text().strip().casefold()
        rows = [row for row in self._rows if row.stage in wanted and text in row.kecamatan.casefold()]
        self.vacancies.set_rows(rows)
        self._say_why_empty(wanted, text)
        if rows and self.table.current_row() is None:
            self.table.choose(rows[0].id)
        self._describe()

    def _say_why_empty(self, wanted: frozenset[Stage], text: str) -> None:
        if text:
            self.table.set_empty(
                _("Tidak ada kecamatan yang cocok."), _("Hapus pencarian"), self.search.clear
            )
            return
        said = _("Belum ada lowongan. Buka lowongan untuk kecamatan yang TKSK-nya berhenti.")
        if self._rows:
            said = _("Tidak ada lowongan yang berjalan.")
            if wanted != OPEN_STAGES:
                said = _("Tidak ada lowongan pada tahap ini.")
        way_on = _("Buka lowongan") if may(self.worker, Right.RECRUITMENT) else ""
        self.table.set_empty(said, way_on, self.open_vacancy)

    def _describe(self) -> None:
        """What may be done with the one that is chosen, or with several."""
        rows = self.selected()
        self.next_card.setVisible(bool(rows))
        uncalled = sum(row.uncalled for row in rows)
        self.show_button.setVisible(len(rows) == 1)
        self.call_button.setVisible(len(rows) > 1 and any(row.stage is Stage.INTERVIEW for row in rows))
        public = any(row.stage in PUBLIC for row in rows)
        self.public_button.setVisible(public)
        self.public_action.setEnabled(public)
        if len(rows) == 1:
            self.heading.setText(_("Kecamatan {name}").format(name=rows[0].kecamatan))
            late = _("terlambat: {what}").format(what=late_words(rows[0])) if rows[0].late else ""
            parts = (stage_label(rows[0].stage), late, remark(rows[0], today()))
            self.explanation.setText(" · ".join(part for part in parts if part))
        elif rows:
            self.heading.setText(_("{n} lowongan dipilih").format(n=len(rows)))
            totals = (
                (sum(row.applicants for row in rows), _("{n} pelamar")),
                (sum(row.passed for row in rows), _("{n} MS")),
                (uncalled, _("{n} calon belum dipanggil")),
            )
            said = [words.format(n=number) for number, words in totals if number]
            self.explanation.setText(" · ".join(said))

    def _show_empty_posts(self, posts: list[PostRow]) -> None:
        clear(self.empty_posts)
        self.empty_post_links = []
        shown = len(posts) if self._every_post else EMPTY_POSTS_SHOWN
        for post in posts[:shown]:
            made = link(post.kecamatan, partial(self.open_vacancy, post.id))
            made.setToolTip(_("Buka lowongan untuk Kecamatan {name}").format(name=post.kecamatan))
            allow(self.worker, Right.RECRUITMENT, made)
            since = _("sejak {day}").format(day=long_date(post.vacant_since)) if post.vacant_since else ""
            self.empty_posts.addLayout(row(made, label(since, "muted"), None))
            self.empty_post_links.append(made)
        if (more := len(posts) - shown) > 0:

            def show_every_post() -> None:
                self._every_post = True
                self._show_empty_posts(posts)

            self.more_link = link(_("dan {n} lainnya").format(n=more), show_every_post)
            self.empty_posts.addLayout(row(self.more_link, None))
        self.posts_card.setVisible(bool(posts))

    def _show_chosen(self) -> None:
        chosen: Any = self.table.current_row()
        if chosen is not None:
            self.chosen.emit(chosen.id)


def remark(vacancy: BoardRow, on: date) -> str:
    """What to watch: objections, days left for papers, who is not called, how near the interview is."""
    said = []
    if vacancy.objections:
        said.append(_("{n} sanggahan").format(n=vacancy.objections))
    if vacancy.stage is Stage.ANNOUNCED:
        left = (vacancy.closes_on - on).days
        if left > 0:
            said.append(_("tutup {n} hari lagi").format(n=left))
        elif left == 0:
            said.append(_("tutup hari ini"))
    if vacancy.uncalled:
        said.append(_("{n} belum dipanggil").format(n=vacancy.uncalled))
    if vacancy.stage in (Stage.ADMINISTRATION, Stage.INTERVIEW):
        left = (vacancy.interview_on - on).days
        if left > 0:
            said.append(_("wawancara {n} hari lagi").format(n=left))
        elif left == 0:
            said.append(_("wawancara hari ini"))
    return " · ".join(said)


def late_words(vacancy: BoardRow) -> str:
    """The first step that is late, and by how many days."""
    if not vacancy.late:
        return ""
    step, days = vacancy.late[0]
    return _("{step} {n} hari").format(step=short_step(step), n=days)


def late_tip(vacancy: BoardRow) -> str:
    """All steps that are late."""
    said = _("{step}: seharusnya selesai {n} hari yang lalu")
    return "\n".join(said.format(step=track_label(step), n=days) for step, days in vacancy.late)


def _stages_label(stages: frozenset[Stage]) -> str:
    if stages == OPEN_STAGES:
        return _("Berjalan")
    return _("Semua") if stages == EVERY else short_stage(*stages)


def _number(title: str, name: str, width: int, tip: str = "") -> Column:
    return Column(
        title,
        lambda row: str(getattr(row, name) or ""),
        align_right=True,
        width=width,
        tooltip=(lambda _row: tip) if tip else None,
        sort_key=name,
    )
