"""The tables of a card: the kinds, what was done, the family and its aid; each as high as what it shows."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from db.rules.aid import handling_label, is_stale, standing_label
from db.rules.amounts import amount_text
from db.rules.dates import long_date, short_date
from db.rules.mapping import RecordState, state_label
from db.rules.words import _
from db.services.mapping.aid import AidRow
from db.services.mapping.cards import Card as CardFacts
from desktop.clock import today
from desktop.widgets.basics import Card, Facts, Pill, button, label, link, row
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import ROW_HEIGHT, TableView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

HEAD = 44  # of a table, with its frame
LEAST, WIDE = 0.6, 120  # of its wished width a column may lose so much; width of one without a wish
EMPTY_ROWS, MOST_ROWS = 2, 8
TONES = {
    RecordState.VALID: "good",
    RecordState.SERVED: "good",
    RecordState.REFERRED: "info",
    RecordState.CHECKED: "info",
    RecordState.REPORTED: "warn",
}


class FittedTable(TableView):
    """A short table inside a page that scrolls."""

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        super().__init__(RowsTable(columns), name)
        self.model_rows: RowsTable = self.rows  # type: ignore[assignment]
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_ranges([(round(LEAST * (one.width or WIDE)), one.width or WIDE) for one in columns])
        self.model_rows.searched.connect(self._fit)
        self._fit(0)

    def set_rows(self, rows: Sequence[Any]) -> None:
        self.model_rows.set_rows(rows)

    def _fit(self, number: int) -> None:
        shown = min(max(number, 1 if number else EMPTY_ROWS), MOST_ROWS)
        height = HEAD + shown * ROW_HEIGHT
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)


def kinds_table() -> FittedTable:
    """All records of somebody: the chosen one is shown below."""
    columns = (
        Column(_("Jenis"), _kind_words, width=330),
        Column(
            _("Keadaan"),
            lambda one: state_label(one.state),
            tone=lambda one: TONES.get(one.state, "neutral"),
            width=150,
        ),
        Column(_("Tanggal data"), lambda one: short_date(one.recorded_on), width=110),
        Column(_("Terakhir dipastikan"), lambda one: short_date(one.confirmed_on)),
    )
    return FittedTable(columns, "card_kinds")


class TableCard(Card):
    """A table with its buttons: add, change, remove."""

    add_wanted = Signal()
    edit_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, title: str, columns: Sequence[Column], name: str, empty: str, add_text: str) -> None:
        super().__init__(title)
        self.table = FittedTable(columns, name)
        self.table.set_empty(empty)
        self.add_button = button(add_text, "plus", on_click=self.add_wanted.emit)
        self.edit_button = button(_("Ubah…"), "pencil-outline", on_click=self._edit)
        self.remove_button = button(_("Hapus"), "delete-outline", danger=True, on_click=self._remove)
        self._controls: tuple[QPushButton, ...] = (self.add_button, self.edit_button, self.remove_button)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(self._activate)
        self._may = False
        self.add(self.table, row(*self._controls, None))
        self._offer(None)

    def show_rows(self, rows: Sequence[Any], may_edit: bool) -> None:
        """Show these; what may not be done is out of sight."""
        self._may = may_edit
        self.table.set_rows(rows)
        for control in self._controls:
            control.setVisible(may_edit)

    def _offer(self, chosen: Any) -> None:
        for control in (self.edit_button, self.remove_button):
            control.setEnabled(chosen is not None)

    def _activate(self, chosen: Any) -> None:
        if self._may:
            self.edit_wanted.emit(chosen)

    def _edit(self) -> None:
        self.edit_wanted.emit(self.table.current_row())

    def _remove(self) -> None:
        self.remove_wanted.emit(self.table.current_row())


def handling_card() -> TableCard:
    """Needs, services and referrals of one record."""
    columns = (
        Column(_("Tanggal"), lambda one: short_date(one.on_day), width=96),
        Column(_("Macam"), lambda one: handling_label(one.kind), width=96),
        Column(_("Uraian"), lambda one: one.what, tooltip=lambda one: one.what, width=190),
        Column(_("Lembaga"), lambda one: one.institution, tooltip=lambda one: one.institution, width=150),
        Column(
            _("Selesai"),
            lambda one: short_date(one.done_on) if one.done_on else _("berjalan"),
            tone=lambda one: "good" if one.done_on else "warn",
            width=104,
        ),
        Column(_("Hasil"), lambda one: one.result, tooltip=lambda one: one.result),
    )
    empty = _("Belum ada kebutuhan, layanan, atau rujukan yang dicatat.")
    return TableCard(
        _("Kebutuhan, layanan, rujukan"), columns, "card_handling", empty, _("Catat penanganan…")
    )


def aid_card(months: Callable[[], int], on_report: Callable[[], object]) -> TableCard:
    """What the family gets and got. months: after which what is known is old."""

    def old(aid: AidRow) -> str | None:
        current = aid.ends_on is None or aid.ends_on >= today()
        return "warn" if current and is_stale(aid.as_of, today(), months()) else None

    columns = (
        Column(_("Program"), _short_programme, tooltip=_aid_tip, width=118),
        Column(_("Penerima"), lambda one: one.name, tooltip=lambda one: one.name, width=98),
        Column(_("Sejak"), lambda one: short_date(one.begins_on), width=92),
        Column(
            _("Sampai"),
            _aid_end,
            tone=_aid_tone,
            tooltip=_aid_tip,
            width=104,
        ),
        Column(_("Data per"), lambda one: short_date(one.as_of), tone=old, tooltip=_aid_tip, width=92),
    )
    empty = _("Belum ada bantuan yang dicatat untuk keluarga ini.")
    made = TableCard(_("Bantuan keluarga"), columns, "card_aid", empty, _("Catat bantuan…"))
    made.add(row(link(_("Cetak atau simpan riwayat bantuan…"), on_report), None))
    return made


class FamilyCard(Card):
    """Everybody with the same No. KK or in the same family; Enter opens the member's own card."""

    card_wanted = Signal(int)  # the id of a record
    relation_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Keluarga"))
        columns = (
            Column(_("Nama"), lambda one: one.name, tooltip=lambda one: one.masked_nik, width=150),
            Column(_("Hubungan"), lambda one: one.relation, width=126),
            Column(
                _("Umur"), lambda one: "" if one.age is None else str(one.age), align_right=True, width=52
            ),
            Column(_("Tercatat sebagai"), lambda one: one.kinds, tooltip=lambda one: one.kinds),
        )
        self.number = label("", "muted", wrap=True)
        self.table = FittedTable(columns, "card_family")
        self.relation_button = button(_("Ubah hubungan…"), "pencil-outline", on_click=self._relate)
        self.open_button = button(
            _("Buka kartu anggota"), on_click=lambda: self._open(self.table.current_row())
        )
        self.table.activated_row.connect(self._open)
        self.table.current_row_changed.connect(self._offer)
        self.add(self.number, self.table, row(self.relation_button, self.open_button, None))

    def show_family(self, facts: CardFacts, may_edit: bool) -> None:
        """A person without a known family is told how to get one."""
        known = bool(facts.family)
        for piece in (self.table, self.open_button):
            piece.setVisible(known)
        self.relation_button.setVisible(known and may_edit)
        told = _("No. KK {kk}").format(kk=facts.kk) if facts.kk else _("No. KK belum diisi.")
        if facts.family_size:
            text = _("{size} anggota, {number} tercatat").format(
                size=facts.family_size, number=len(facts.family)
            )
            told = f"{told.rstrip('.')} · {text}"
        if not known:
            told += " · " if facts.kk else " "
            told += _("Anggota lain muncul di sini bila No. KK-nya sama.")
        self.number.setText(told)
        self.table.set_rows(facts.family)
        self._offer(self.table.current_row())

    def _offer(self, member: Any) -> None:
        self.relation_button.setEnabled(member is not None)
        self.open_button.setEnabled(member is not None and member.record_id is not None)

    def _relate(self) -> None:
        self.relation_wanted.emit(self.table.current_row())

    def _open(self, member: Any) -> None:
        if member is not None and member.record_id is not None:
            self.card_wanted.emit(member.record_id)


class StatusCard(Card):
    """What DTSEN says, of which day, and whether that is too old."""

    def __init__(self, on_edit: Callable[[], object]) -> None:
        super().__init__("DTSEN")
        self.facts = Facts()
        self.edit_button = button(_("Ubah DTSEN…"), "pencil-outline", on_click=on_edit)
        self.add(self.facts, row(self.edit_button, None))

    def show_status(self, facts: CardFacts, may_edit: bool) -> None:
        """Nothing is shown of institutions."""
        status = facts.status
        self.setVisible(status is not None)
        self.edit_button.setVisible(may_edit)
        if status is None:
            return
        decile = _("Desil {number}").format(number=status.decile) if status.decile else ""
        standing = " · ".join(part for part in (standing_label(status.standing), decile) if part)
        pairs: list[tuple[str, Any]] = [(_("Status"), standing)]
        if status.dtsen_id:
            pairs.append(("ID", status.dtsen_id))
        if status.as_of:
            pairs.append((_("Keadaan"), _dated(status.as_of, facts.stale_months)))
        if status.source:
            pairs.append((_("Sumber"), status.source))
        self.facts.set_facts(pairs)


def _dated(day: date, months: int) -> Any:
    if not is_stale(day, today(), months):
        return long_date(day)
    text = _("{day}, lebih dari {months} bulan lalu").format(day=long_date(day), months=months)
    pill = Pill(text, "warn")
    pill.setToolTip(_("Periksa lagi status DTSEN. Batas bulannya diatur di Kantor → Batas."))
    return pill


def _kind_words(one: Any) -> str:
    where = " · " + _("keluarga") if one.of_family else ""
    return f"{one.kind.code} {one.kind.name}{where}"


def _short_programme(aid: AidRow) -> str:
    """PKH for Program Keluarga Harapan (PKH); the tooltip has it whole."""
    return aid.programme.rpartition("(")[2].rstrip(")")


def _aid_tone(aid: AidRow) -> str:
    if aid.ends_on is not None and aid.ends_on < today():
        return "neutral"
    if aid.double:
        return "bad"
    return "warn" if aid.exception_reason else "good"


def _aid_end(aid: AidRow) -> str:
    end = short_date(aid.ends_on) if aid.ends_on else _("kini")
    return _("{end}, ganda").format(end=end) if _aid_tone(aid) == "bad" else end


def _aid_tip(aid: AidRow) -> str:
    amount = f"Rp{amount_text(aid.amount)}" if aid.amount else ""
    double = _("bantuan ganda: {reason}").format(reason=aid.exception_reason) if aid.exception_reason else ""
    parts = (aid.programme, amount, aid.fund, aid.provider, double or aid.double)
    return " · ".join(part for part in parts if part)
