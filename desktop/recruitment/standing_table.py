"""How candidates stand: each interviewer's total, the final score, the place."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from db.rules.dates import decimal_text
from db.rules.names import short_name
from db.rules.recruitment import Applied
from db.rules.selection import Component, component_label
from db.rules.sheets import SheetState, state_label
from db.rules.words import _
from db.services.recruitment.standing import MemberFacts, SheetRow, Standing
from desktop.recruitment.words import short_number
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

FIRST_MEMBER = 2  # the columns before the panel's
LONGEST_LINE = 11  # letters of a heading: three members fit a screen of 1366
RECUSED_WIDTH = 104  # for "tidak menilai"
PANEL_WIDTH, WIDEST, NARROWEST = 320, 106, 72  # of all members together, of one


class StandingTable(QWidget):
    """Candidates by interviewers; the columns are the panel's, so they are made when it is known."""

    cell_chosen = Signal(object, object)  # the candidate, and the interviewer or None
    row_chosen = Signal(object)  # a candidate, or None

    def __init__(self) -> None:
        super().__init__()
        self._panel: tuple[MemberFacts, ...] = ()
        self._tests: tuple[Component, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._build()

    def show_standing(self, standing: Standing) -> None:
        """Show how candidates stand now."""
        if (self._panel, self._tests) != (standing.panel, standing.tests):
            self._panel, self._tests = standing.panel, standing.tests
            self._build()
        self._model.set_rows(standing.rows)
        if self._tests:
            self.table.set_ranges(_ranges(standing))

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
        self._model = RowsTable(_columns(self._panel, self._tests))
        shape = f"standing-{len(self._panel)}" + (f"-{len(self._tests)}" if self._tests else "")
        self.table = TableView(self._model, shape if self._panel else "")
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
        return _("{n} lembar nilai belum dikunci; peringkat menunggu.").format(n=standing.open_sheets)
    if standing.open_tests:
        return _("{n} nilai tes belum diisi; peringkat menunggu.").format(n=standing.open_tests)
    if standing.unlocked_tests:
        return _("{n} nilai tes belum dikunci; peringkat menunggu.").format(n=standing.unlocked_tests)
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
    said = text.format(name=first[0].name, score=decimal_text(first[0].final), n=len(first))
    if not any(row.passes for row in standing.rows):
        return _("{said} Semua calon di bawah ambang lulus.").format(said=said)
    if not first[0].passes:
        return _("{said} Nilai itu di bawah ambang.").format(said=said)
    return said


def row_remark(row: SheetRow) -> str:
    """Whether a candidate has passed, and what the panel still has to settle."""
    if row.status is Applied.ABSENT:
        return _("tidak hadir")
    if row.rank is None:
        return ""
    said = [_("lulus") if row.passes else _("tidak lulus")]
    if row.below:
        names = ", ".join(component_label(one).lower().removeprefix("tes ") for one in row.below)
        said = [_("{names} kurang").format(names=names)]
    if row.tied:
        said.append(_("nilai sama"))
    if row.wide and not row.spread_note:
        said.append(_("selisih"))
    return ", ".join(said)


def _whole_remark(row: SheetRow) -> str:
    """The same in full, below the pointer."""
    names = ", ".join(component_label(component).lower() for component in row.below)
    below = _("di bawah nilai minimum {names}").format(names=names) if names else ""
    return " · ".join(filter(None, (row_remark(row), below)))


def sheet_words(row: SheetRow, place: int) -> str:
    """One member's sheet: the total once all are locked, before that only how far it is."""
    if row.status is Applied.ABSENT:
        return "–"
    if row.missing[place]:
        return _("{n} belum").format(n=row.missing[place])
    total = row.totals[place]
    if total is not None:
        return decimal_text(total)
    if row.unequal and row.unequal[place]:
        return _("berbeda")
    return state_label(row.states[place]) if row.states else ""


def _ranges(standing: Standing) -> list[tuple[int, int]]:
    """The least and the wished width of each column, so that three members and two tests fit a screen."""
    recused = [
        any(row.states[place] is SheetState.RECUSED for row in standing.rows if row.states)
        for place in range(len(standing.panel))
    ]
    members = [(RECUSED_WIDTH if told else 70, WIDEST) for told in recused]
    return [(46, 50), (118, 150), *members, *[(70, 90)] * len(standing.tests), (56, 66), (66, 76), (78, 134)]


def _columns(panel: Sequence[MemberFacts], tests: Sequence[Component]) -> tuple[Column, ...]:
    """Number, name, one column for each of the panel, the tests, then the result."""
    columns = len(panel) + len(tests)
    width = max(NARROWEST, min(WIDEST, PANEL_WIDTH // max(columns, 1)))
    rank = _("Pering-\nkat") if tests else ""
    return (
        Column(_("No."), lambda r: short_number(r.registration_number), width=52),
        Column(_("Calon"), lambda r: r.name, width=138 if len(panel) > 3 else 150),
        *(_member_column(place, member, width) for place, member in enumerate(panel)),
        *(_test_column(place, test) for place, test in enumerate(tests)),
        Column(_("Nilai"), lambda r: decimal_text(r.final) or "–", align_right=True, width=66, bold=_first),
        Column(_("Peringkat"), _rank, align_right=True, width=98, bold=_first, heading=rank),
        Column(_("Keterangan"), row_remark, tooltip=_whole_remark, tone=_note_tone, width=134),
    )


def _member_column(place: int, member: MemberFacts, width: int) -> Column:
    def tone(row: SheetRow) -> str | None:
        state = row.states[place] if row.states else None
        if row.unequal and row.unequal[place]:
            return "bad"
        return "warn" if row.missing[place] or state is SheetState.TYPED else None

    def tip(row: SheetRow) -> str:
        if row.states and row.states[place] is SheetState.RECUSED:
            return _("Tidak menilai karena benturan kepentingan")
        unequal = row.unequal and row.unequal[place]
        return _("Dua salinan lembar ini berbeda; cocokkan dengan kertasnya") if unequal else ""

    return Column(
        member.name,
        lambda row: sheet_words(row, place),
        tooltip=tip,
        tone=tone,
        width=width,
        heading=short_name(member.name, LONGEST_LINE),
    )


def _test_column(place: int, test: Component) -> Column:
    def text(row: SheetRow) -> str:
        given = decimal_text(row.tests[place] if row.tests else None)
        if given or row.status is Applied.ABSENT:
            return given or "–"
        return state_label(row.test_states[place]) if row.test_states else "–"

    def tone(row: SheetRow) -> str | None:
        waits = row.test_states and row.test_states[place] in (SheetState.OPEN, SheetState.TYPED)
        return "warn" if waits else None

    name = component_label(test)
    heading = "\n".join(name.split(" ", 1))
    return Column(name, text, tone=tone, width=NARROWEST + 36, heading=heading)


def _first(row: SheetRow) -> bool:
    return row.rank == 1


def _rank(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return "–"
    return str(row.rank) if row.rank else "–"


def _note_tone(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return "neutral"
    if not row.passes:
        return "bad"
    return "warn" if row.tied or (row.wide and not row.spread_note) else "good"
