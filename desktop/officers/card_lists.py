"""The last part of an officer's card: evaluations, every post, every decree."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import decimal_text, period, short_date
from db.rules.evaluation import Grade, grade_label, recommendation_label
from db.rules.officers import assignment_label, level_label
from db.rules.words import _
from db.services.evaluations import EvaluationFacts
from db.services.officer_card import DecreeLine, PostLine
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import ROW_HEIGHT, TableView
from desktop.worker import Worker

TONES = {Grade.GOOD: "good", Grade.FAIR: "warn", Grade.POOR: "bad"}
MOST_ROWS = 5  # shown without scrolling
LEAST_ROWS = 3


class CardLists(QWidget):
    """Only shows; what its buttons do is the business of the card."""

    evaluation_wanted = Signal(object)  # EvaluationFacts, or None for a new one
    print_wanted = Signal(object)  # the same; None: an empty form
    post_wanted = Signal(object)  # PostLine: of its kecamatan
    said = Signal(str)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.evaluations = RowsTable(_evaluation_columns(), parent=self)
        self.posts = RowsTable(_post_columns(), parent=self)
        self.decrees = RowsTable(_decree_columns(), parent=self)
        self.evaluation_table = TableView(self.evaluations, "officers/evaluations")
        self.post_table = TableView(self.posts, "officers/card-posts")
        self.decree_table = TableView(self.decrees, "officers/card-decrees")
        self.evaluation_table.set_empty(
            _("Belum ada evaluasi. Cetak formulir kosong, isi dan tandatangani, lalu catat di sini.")
        )
        self.post_table.set_empty(_("Belum pernah ditugaskan di kecamatan mana pun."))
        self.decree_table.set_empty(_("Belum disebut dalam SK mana pun. Catat SK lewat daftar SK."))
        self.add_button = button(
            _("Catat evaluasi…"), "plus", on_click=lambda: self.evaluation_wanted.emit(None)
        )
        self.open_button = button(_("Buka evaluasi…"), "pencil-outline", on_click=self._open)
        self.blank_button = button(
            _("Cetak formulir kosong"), "printer-outline", on_click=lambda: self.print_wanted.emit(None)
        )
        self.print_button = button(_("Cetak evaluasi"), "printer-outline", on_click=self._print)
        self.posts_button = button(_("Penugasan di kecamatan ini…"), on_click=self._open_post)
        allow(worker, Right.OFFICERS, self.add_button, self.open_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(label(_("Evaluasi tahunan"), "strong"))
        box.addWidget(self.evaluation_table)
        box.addLayout(row(self.add_button, self.open_button, self.blank_button, self.print_button, None))
        box.addWidget(label(_("Penugasan"), "strong"))
        box.addWidget(self.post_table)
        box.addLayout(row(self.posts_button, None))
        box.addWidget(label(_("SK"), "strong"))
        box.addWidget(self.decree_table)
        for table in (self.evaluation_table, self.post_table, self.decree_table):
            table.copied.connect(self.said)
        self.evaluation_table.activated_row.connect(self._activate)
        self.post_table.activated_row.connect(self.post_wanted)
        self.evaluation_table.current_row_changed.connect(self._offer)
        self._offer(None)

    def show_card(self, posts: Sequence[PostLine], decrees: Sequence[DecreeLine]) -> None:
        """Show where the officer served, and by which decrees."""
        self.posts.set_rows(posts)
        self.decrees.set_rows(decrees)
        self.posts_button.setEnabled(bool(posts))
        if posts and self.post_table.current_row() is None:
            self.post_table.selectRow(0)
        _fit(self.post_table, len(posts))
        _fit(self.decree_table, len(decrees))

    def show_evaluations(self, found: Sequence[EvaluationFacts]) -> None:
        """Show these evaluations."""
        self.evaluations.set_rows(found)
        _fit(self.evaluation_table, len(found))
        if found and self.evaluation_table.current_row() is None:
            self.evaluation_table.selectRow(0)

    def _offer(self, chosen: EvaluationFacts | None) -> None:
        for piece in (self.open_button, self.print_button):
            piece.setEnabled(chosen is not None)

    def _activate(self, chosen: EvaluationFacts) -> None:
        if self.open_button.isEnabled():
            self.evaluation_wanted.emit(chosen)

    def _open(self) -> None:
        self.evaluation_wanted.emit(self.evaluation_table.current_row())

    def _open_post(self) -> None:
        self.post_wanted.emit(self.post_table.current_row())

    def _print(self) -> None:
        self.print_wanted.emit(self.evaluation_table.current_row())


def grade_text(grade: Grade | None) -> str:
    """Baik; what is not complete has no grade."""
    return grade_label(grade) if grade else _("Belum lengkap")


def grade_tone(grade: Grade | None) -> str:
    """The tone of its pill."""
    return TONES[grade] if grade else "neutral"


def _fit(table: TableView, rows: int) -> None:
    """As high as its rows; longer lists scroll."""
    shown = min(max(rows, LEAST_ROWS), MOST_ROWS)
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + shown * ROW_HEIGHT + 6)


def _evaluation_columns() -> tuple[Column, ...]:
    return (
        Column(_("Tahun"), lambda r: str(r.year), width=70),
        Column(_("Nilai"), lambda r: decimal_text(r.value), align_right=True, width=80),
        Column(_("Predikat"), lambda r: grade_text(r.grade), tone=lambda r: grade_tone(r.grade), width=130),
        Column(_("Rekomendasi"), _advice, width=130),
        Column(_("Dinilai pada"), lambda r: short_date(r.form.assessed_on), width=110),
        Column(_("Pindaian"), lambda r: _("Ada") if r.form.scan_id else _("Belum"), width=90),
        Column(_("Penilai"), lambda r: r.form.assessor, tooltip=lambda r: r.form.assessor),
    )


def _advice(found: EvaluationFacts) -> str:
    advice = found.form.recommendation
    return recommendation_label(advice) if advice else ""


def _post_columns() -> tuple[Column, ...]:
    return (
        Column(_("Kecamatan"), lambda r: r.kecamatan, width=170),
        Column(_("Jenis"), lambda r: assignment_label(r.kind), width=90),
        Column(_("Masa tugas"), _term, width=280),
        Column(_("SK"), lambda r: r.decree, tooltip=lambda r: r.decree, width=200),
        Column(_("Sebab berakhir"), lambda r: r.why, tooltip=lambda r: r.why),
    )


def _term(post: PostLine) -> str:
    if post.ends_on is None:
        return _("sejak {day}").format(day=short_date(post.starts_on))
    return period(post.starts_on, post.ends_on)


def _decree_columns() -> tuple[Column, ...]:
    return (
        Column(_("Nomor"), lambda r: r.number, tooltip=lambda r: r.number, width=200),
        Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=100),
        Column(_("Tingkat"), lambda r: level_label(r.level), width=120),
        Column(_("Berlaku sampai"), lambda r: short_date(r.ends_on), width=140),
        Column(_("Kecamatan"), lambda r: r.kecamatan, width=150),
        Column(_("Tentang"), lambda r: r.title, tooltip=lambda r: r.title),
    )
