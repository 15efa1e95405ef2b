"""How candidates stand: each interviewer's total, the final score, the place."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from db.rules.dates import decimal_text
from db.rules.recruitment import Applied
from db.rules.words import _
from db.services.recruitment.interviews import MemberFacts, SheetRow, Standing
from desktop.recruitment.words import short_number
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

FIRST_MEMBER = 2  # the columns before the panel's
PANEL_WIDTH, WIDEST, NARROWEST = 360, 118, 72  # of all members together, of one


class StandingTable(QWidget):
    """Candidates by interviewers; the columns are the panel's, so they are made when it is known."""

    cell_chosen = Signal(object, object)  # the candidate, and the interviewer or None
    row_chosen = Signal(object)  # a candidate, or None

    def __init__(self) -> None:
        super().__init__()
        self._panel: tuple[MemberFacts, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._build()

    def show_standing(self, standing: Standing) -> None:
        """Show how candidates stand now."""
        if self._panel != standing.panel:
            self._panel = standing.panel
            self._build()
        self._model.set_rows(standing.rows)

    def current_row(self) -> SheetRow | None:
        """The chosen candidate."""
        row: SheetRow | None = self.table.current_row()
        return row

    def choose(self, applicant_id: int) -> None:
        """Choose a candidate."""
        self.table.choose(applicant_id)

    def _build(self) -> None:
        while item := self._box.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self._model = RowsTable(_columns(self._panel))
        self.table = TableView(self._model, f"standing-{len(self._panel)}" if self._panel else "")
        self._model.setParent(self.table)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.set_empty(_("Belum ada calon yang memenuhi syarat."))
        self.table.clicked.connect(self._choose_cell)
        self.table.activated_row.connect(lambda row: self.cell_chosen.emit(row, None))
        self.table.current_row_changed.connect(self.row_chosen)
        self._box.addWidget(self.table)

    def _choose_cell(self, index: QModelIndex) -> None:
        place = index.column() - FIRST_MEMBER
        member = self._panel[place] if 0 <= place < len(self._panel) else None
        self.cell_chosen.emit(self._model.row_at(index), member)


def in_words(standing: Standing, drafts: int) -> str:
    """Where the interview stands; `drafts` are sheets typed and not saved."""
    if standing.open_sheets:
        return _("{n} lembar nilai belum lengkap; peringkat menunggu.").format(n=standing.open_sheets)
    if drafts:
        return _("{n} lembar nilai belum disimpan.").format(n=drafts)
    first = [row for row in standing.rows if row.rank == 1]
    if not first:
        return _("Belum ada calon yang dinilai.")
    text = (
        _("Semua lembar lengkap. Peringkat 1: {name}, nilai {score}.")
        if len(first) == 1
        else _("Semua lembar lengkap. Nilai tertinggi {score} dicapai {n} calon.")
    )
    return text.format(name=first[0].name, score=decimal_text(first[0].final), n=len(first))


def _columns(panel: Sequence[MemberFacts]) -> tuple[Column, ...]:
    """Number, name, one column for each of the panel, then the result."""
    width = max(NARROWEST, min(WIDEST, PANEL_WIDTH // max(len(panel), 1)))
    return (
        Column(_("No."), lambda r: short_number(r.registration_number), width=52),
        Column(_("Calon"), lambda r: r.name, width=138 if len(panel) > 3 else 160),
        *(_member_column(place, member, width) for place, member in enumerate(panel)),
        Column(_("Nilai"), lambda r: decimal_text(r.final) or "–", align_right=True, width=66, bold=_first),
        Column(_("Peringkat"), _rank, align_right=True, width=98, bold=_first),
        Column(_("Keterangan"), _note, tone=_note_tone, width=112),
    )


def _member_column(place: int, member: MemberFacts, width: int) -> Column:
    def text(row: SheetRow) -> str:
        if row.status is Applied.ABSENT:
            return "–"
        total, missing = row.totals[place], row.missing[place]
        return _("{n} belum").format(n=missing) if missing else decimal_text(total)

    def tone(row: SheetRow) -> str | None:
        return "warn" if row.missing[place] else None

    return Column(member.name, text, tone=tone, width=width)


def _first(row: SheetRow) -> bool:
    return row.rank == 1


def _rank(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return "–"
    return str(row.rank) if row.rank else _("menunggu")


def _note(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return _("tidak hadir")
    if row.rank is None:
        return ""
    if not row.passes:
        return _("tidak lulus")
    return _("nilai sama") if row.tied else _("lulus")


def _note_tone(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return "neutral"
    if not row.passes:
        return "bad"
    return "warn" if row.tied else "good"
