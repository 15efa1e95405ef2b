"""All vacancies on one page, and the empty posts that have none yet."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout

from db.roster import PostRow
from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.officers import PostState
from db.rules.recruitment import OPEN_STAGES, Stage, stage_label
from db.rules.words import _, ngettext
from db.services import officers
from db.services.recruitment import vacancies
from db.services.recruitment.vacancies import VacancyRow
from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.parts.rights import allow, may
from desktop.recruitment.words import stage_tone
from desktop.widgets.basics import Card, button, clear, label, link, row
from desktop.widgets.columns import Column
from desktop.widgets.page import Page
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EMPTY_POSTS_SHOWN = 8


class VacancyBoard(Page, Opener):
    """Asks for a vacancy to be shown with `chosen`."""

    chosen = Signal(int)  # the id of a vacancy
    said = Signal(str)

    def __init__(self, worker: Worker) -> None:
        self.sets_button = button(_("Set seleksi bawaan…"), "format-list-checks", on_click=self.show_sets)
        self.open_button = button(_("Buka lowongan"), "plus", on_click=self.open_vacancy)
        super().__init__(_("Rekrutmen"), "", self.sets_button, self.open_button)
        self.worker = worker
        self._rows: list[VacancyRow] = []
        self.empty_post_links: list[QPushButton] = []
        self.filter = QComboBox()
        self.filter.addItem(_("Lowongan yang berjalan"), OPEN_STAGES)
        self.filter.addItem(_("Semua lowongan"), frozenset(Stage))
        for stage in Stage:
            self.filter.addItem(stage_label(stage), frozenset({stage}))
        self.filter.setAccessibleName(_("Saring lowongan"))
        self.add_filter(self.filter)
        self.vacancies = RowsTable(self._columns(), parent=self)
        self.table = TableView(self.vacancies, "recruitment.vacancies")
        self.add_main(self.table, 1)

        self.heading = label("", "title", wrap=True)
        self.explanation = label("", "muted", wrap=True)
        self.show_button = button(
            _("Lihat lowongan"), "eye-outline", primary=True, on_click=self._show_chosen
        )
        self.next_card = Card(_("Langkah berikutnya"), self.heading, self.explanation, self.show_button)
        self.empty_posts = QVBoxLayout()
        self.empty_posts.setSpacing(6)
        self.posts_card = Card(_("Kosong, belum ada lowongan"), self.empty_posts)
        self.add_card(self.next_card, self.posts_card)

        self.filter.currentIndexChanged.connect(lambda _place: self._show_rows())
        self.table.current_row_changed.connect(self._describe)
        self.table.activated_row.connect(lambda chosen: self.chosen.emit(chosen.id))
        self.table.copied.connect(self.said)
        allow(worker, Right.RECRUITMENT, self.open_button)
        self._describe(None)
        self.posts_card.hide()

    def refresh(self) -> None:
        """Read all vacancies and empty posts."""
        day = today()

        def work(session: "Session") -> tuple[list[VacancyRow], list[PostRow]]:
            empty = officers.list_posts(session, on=day, state=PostState.VACANT)
            return vacancies.list_vacancies(session), [post for post in empty if post.vacancy_id is None]

        self.worker.read(self, work, then=lambda found: self._show(*found))

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

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Kecamatan"), lambda r: r.kecamatan, width=150, sort_key="kecamatan"),
            Column(_("Tahap"), lambda r: stage_label(r.stage), tone=lambda r: stage_tone(r.stage), width=170),
            Column(_("Diumumkan"), lambda r: short_date(r.opened_on), width=116, sort_key="opened_on"),
            Column(_("Penutupan"), lambda r: short_date(r.closes_on), width=106, sort_key="closes_on"),
            Column(_("Wawancara"), lambda r: short_date(r.interview_on), width=106, sort_key="interview_on"),
            Column(
                _("Pelamar"),
                lambda r: str(r.applicants),
                align_right=True,
                width=80,
                sort_key="applicants",
            ),
            Column(_("MS"), lambda r: str(r.passed), align_right=True, width=56, sort_key="passed"),
            Column(
                _("Periksa"),
                lambda r: str(r.undecided or ""),
                align_right=True,
                width=72,
                tooltip=lambda _row: _("Berkas yang belum diperiksa"),
                sort_key="undecided",
            ),
            Column(_("Catatan"), lambda r: remark(r, today()), tooltip=lambda r: remark(r, today())),
        )

    def _show(self, rows: list[VacancyRow], empty: list[PostRow]) -> None:
        self._rows = rows
        self._show_empty_posts(empty)
        running = sum(row.stage in OPEN_STAGES for row in rows)
        said = [_("{n} lowongan berjalan").format(n=running)] if running else []
        if applicants := sum(row.applicants for row in rows if row.stage in OPEN_STAGES):
            said.append(_("{n} pelamar").format(n=applicants))
        self._count_stages(rows)
        if empty:
            said.append(_("{n} kecamatan kosong tanpa lowongan").format(n=len(empty)))
        self.head.set_facts(" · ".join(said))
        self._show_rows()

    def _count_stages(self, rows: list[VacancyRow]) -> None:
        """How many stand at each stage, beside its name in the filter."""
        for place in range(self.filter.count()):
            stages: frozenset[Stage] = self.filter.itemData(place)
            number = sum(row.stage in stages for row in rows)
            name = stage_label(*stages) if len(stages) == 1 else self.filter.itemText(place).split(" (")[0]
            self.filter.setItemText(place, f"{name} ({number})")

    def _show_rows(self) -> None:
        wanted = self.filter.currentData()
        rows = [row for row in self._rows if row.stage in wanted]
        self.vacancies.set_rows(rows)
        text = _("Belum ada lowongan. Buka lowongan untuk kecamatan yang TKSK-nya berhenti.")
        if self._rows:
            text = _("Tidak ada lowongan yang berjalan.")
            if wanted != OPEN_STAGES:
                text = _("Tidak ada lowongan pada tahap ini.")
        way_on = _("Buka lowongan") if may(self.worker, Right.RECRUITMENT) else ""
        self.table.set_empty(text, way_on, self.open_vacancy)
        self.set_count(ngettext("{n} lowongan", "{n} lowongan", len(rows)).format(n=len(rows)))
        if rows and self.table.current_row() is None:
            self.table.choose(rows[0].id)

    def _describe(self, chosen: VacancyRow | None) -> None:
        self.next_card.setVisible(chosen is not None)
        if chosen is not None:
            self.heading.setText(_("Kecamatan {name}").format(name=chosen.kecamatan))
            note = remark(chosen, today())
            self.explanation.setText(" · ".join(part for part in (stage_label(chosen.stage), note) if part))

    def _show_empty_posts(self, posts: list[PostRow]) -> None:
        clear(self.empty_posts)
        self.empty_post_links = []
        for post in posts[:EMPTY_POSTS_SHOWN]:
            made = link(post.kecamatan, partial(self.open_vacancy, post.id))
            made.setToolTip(_("Buka lowongan untuk Kecamatan {name}").format(name=post.kecamatan))
            allow(self.worker, Right.RECRUITMENT, made)
            since = _("sejak {day}").format(day=long_date(post.vacant_since)) if post.vacant_since else ""
            self.empty_posts.addLayout(row(made, label(since, "muted"), None))
            self.empty_post_links.append(made)
        if (more := len(posts) - EMPTY_POSTS_SHOWN) > 0:
            self.empty_posts.addWidget(label(_("dan {n} lainnya").format(n=more), "muted"))
        self.posts_card.setVisible(bool(posts))

    def _show_chosen(self) -> None:
        chosen: Any = self.table.current_row()
        if chosen is not None:
            self.chosen.emit(chosen.id)


def remark(vacancy: VacancyRow, on: date) -> str:
    """What to watch: how long papers are still taken, how near the interview is."""
    if vacancy.objections:
        return _("{n} sanggahan belum dijawab").format(n=vacancy.objections)
    if vacancy.stage is Stage.ANNOUNCED:
        left = (vacancy.closes_on - on).days
        if left < 0:
            return _("pendaftaran lewat {n} hari").format(n=-left)
        return _("pendaftaran tinggal {n} hari").format(n=left) if left else _("hari terakhir pendaftaran")
    if vacancy.stage in (Stage.ADMINISTRATION, Stage.INTERVIEW):
        left = (vacancy.interview_on - on).days
        if left > 0:
            return _("wawancara {n} hari lagi").format(n=left)
        return _("wawancara hari ini") if left == 0 else ""
    return ""
