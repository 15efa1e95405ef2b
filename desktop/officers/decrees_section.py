"""The register of decrees, and what follows from one: letters, an annex, the next year's decree."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.decrees import is_in_force, standing_words
from db.rules.officers import DecreeLevel, MemberForm, level_label
from db.rules.settings import Limits
from db.rules.words import _, ngettext
from db.services import decree_members, decrees, references
from db.services.decree_members import Removal
from db.services.decrees import DecreeListRow, DecreeMemberRow
from db.services.references import Choice
from db.services.settings import get_limits
from desktop.clock import today
from desktop.officers.decree_form import AddNamesDialog, DecreeDialog, EditDecreeDialog
from desktop.officers.decree_papers import DecreePapers
from desktop.officers.decree_side import DecreeSide
from desktop.parts.rights import allow, may
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label
from desktop.widgets.columns import Column
from desktop.widgets.fields import DateField
from desktop.widgets.page import Page
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

LEVELS = (None, *DecreeLevel)


class DecreesSection(DecreePapers):
    """Newest first; with the chosen decree in cards at its side."""

    reads = frozenset({"decree", "decree_member", "assignment", "officer", "person", "setting"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.decrees: list[DecreeListRow] = []
        self.kinds: list[Choice] = []
        self.within = Limits().decree_ends_within
        self._loaded = False
        self._wanted: int | None = None  # a decree to choose when the register is read
        self._then: Callable[[], object] | None = None  # asked for before the register was read
        self.record_button = button(_("Catat SK…"), "plus", primary=True, on_click=self.record)
        self.renew_button = button(_("Perpanjang…"), "file-sign", on_click=self.renew)
        self.renew_button.setToolTip(_("SK baru untuk semua yang bertugas, dengan centang."))
        self.check_button = button(
            _("Periksa SK masuk…"), "clipboard-check-outline", on_click=self.check_incoming
        )
        self.page = Page(
            _("SK"),
            _("SK penetapan TKSK dari tiga tingkat"),
            self.check_button,
            self.renew_button,
            self.record_button,
        )
        self.model = RowsTable(_columns(lambda: self.within), parent=self)
        self.table = TableView(self.model, "officers/decrees")
        self.search = SearchBox(_("Cari nomor, pejabat, tentang…"), self.table, width=270)
        self.level, self.year = QComboBox(), QComboBox()
        self.level.addItems([_("Semua tingkat"), *map(level_label, DecreeLevel)])
        self.level.setAccessibleName(_("Tingkat"))
        self.year.addItem(_("Semua tahun"))
        self.year.setAccessibleName(_("Tahun"))
        self.on = DateField()
        self.on.setFixedWidth(136)
        self.on.setAccessibleName(_("Berlaku pada"))
        self.on.setToolTip(_("Hanya SK yang berlaku pada tanggal ini."))
        self.side = DecreeSide(worker)
        recorder = allow(worker, Right.OFFICERS, self.record_button, self.renew_button)
        self.page.add_filter(self.search, self.level, self.year, label(_("Berlaku pada"), "muted"), self.on)
        self.page.add_main(self.table, 1)
        self.page.add_card(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        nothing = _("Belum ada SK yang dicatat. Catat SK pertama, misalnya dari daftar Excel lampirannya.")
        self._nothing = (nothing, _("Catat SK…") if recorder else "", self.record)
        self._connect()

    def refresh(self) -> None:
        """Read the register anew; the chosen decree stays chosen."""

        def work(session: Any) -> tuple[list[DecreeListRow], list[Choice], int]:
            kinds = references.list_choices(session, "decree_kinds")
            return decrees.list_decrees(session), kinds, get_limits(session).decree_ends_within

        self.worker.read(self, work, lambda found: self._take(*found), self._refuse)

    def receive(self, topic: str, payload: Any) -> None:
        """`decrees`: bring one into sight (its id), or only show the register; `record_decree`: note one."""
        if topic == "record_decree":
            self._when_read(self.record)
        elif topic == "renew_decree":
            self._when_read(self.renew)
        elif payload is not None:
            self._wanted = int(payload)
            self.clear_filters()
            self._when_read(self._show)

    def clear_filters(self) -> None:
        """Show the whole register again."""
        self.search.setText("")
        self.level.setCurrentIndex(0)
        self.year.setCurrentIndex(0)
        self.on.set_value(None)
        self._show()

    def record(self, members: Sequence[MemberForm] = ()) -> None:
        """Note a decree that has come."""
        if not may(self.worker, Right.OFFICERS):
            return
        dialog = DecreeDialog(self, self.worker, self.kinds, self.decrees, members)
        dialog.accepted.connect(lambda: self._note_recorded(dialog.decree_id))
        self._open(dialog)

    def edit(self) -> None:
        """Correct the chosen decree."""
        if (decree := self.table.current_row()) and may(self.worker, Right.OFFICERS):
            self._open(EditDecreeDialog(self, self.worker, self.kinds, self.decrees, decree))

    def renew(self) -> None:
        """The next year's decree for everybody who serves."""
        from desktop.officers.renewal_form import RenewalDialog

        chosen = self.table.current_row() or next(iter(self.decrees), None)
        dialog = RenewalDialog(self, self.worker, self.kinds, self.decrees, chosen)
        dialog.accepted.connect(lambda: self._note_recorded(dialog.decree_id))
        self._open(dialog)

    def check_incoming(self) -> None:
        """Compare a list that came with what we proposed."""
        from desktop.officers.decree_check_dialog import DecreeCheckDialog

        dialog = DecreeCheckDialog(self, self.worker)
        dialog.taken.connect(self.record)
        self.open_dialog(dialog)

    def add_names(self) -> None:
        """More names for the chosen decree."""
        if decree := self.table.current_row():
            self._open(AddNamesDialog(self, self.worker, decree, self.side.model.rows))

    def remove_name(self) -> None:
        """Take the chosen name out, once the person has agreed."""
        decree, one = self.table.current_row(), self.side.table.current_row()
        if decree is None or one is None:
            return
        question = _("Keluarkan {name} (Kecamatan {kecamatan}) dari SK {decree}?").format(
            name=one.name, kecamatan=one.kecamatan, decree=decree.number
        )
        details = _("Penugasannya tetap tercatat, menurut SK sebelumnya bila ada. Riwayat mencatatnya.")
        if confirm(self, question, _("Keluarkan"), details, danger=True):
            self.worker.write(
                self,
                lambda session: decree_members.remove_member(session, one.id),
                self._say_removed,
                self._refuse,
            )

    def show_history(self) -> None:
        """Who changed what in the chosen decree, and who was named or taken out."""
        from desktop.parts.history import HistoryDialog

        if (decree := self.table.current_row()) is None:
            return

        def show(also: tuple[tuple[str, str], ...]) -> None:
            self.open_dialog(HistoryDialog(self, self.worker, decree.number, "decree", str(decree.id), also))

        self.worker.read(self, lambda session: decrees.find_history(session, decree.id), show, self._refuse)

    def _connect(self) -> None:
        side = self.side
        self.search.searched.connect(lambda _text: self._show())
        self.level.currentIndexChanged.connect(lambda _place: self._show())
        self.year.currentIndexChanged.connect(lambda _place: self._show())
        self.on.textChanged.connect(lambda _text: self._show())
        self.table.current_row_changed.connect(self._show_one)
        self.table.activated_row.connect(lambda _row: self.edit())
        self.table.copied.connect(self.said)
        side.table.activated_row.connect(lambda one: self.navigate.emit("officers/card", one.officer_id))
        for one, act in (
            (side.edit_button, self.edit),
            (side.scan_button, self.attach_scan),
            (side.scan_link, self.show_scan),
            (side.presentations_button, self.print_presentations),
            (side.keputusan_button, self.make_keputusan),
            (side.annex_button, self.print_annex),
            (side.history_button, self.show_history),
            (side.add_button, self.add_names),
            (side.remove_button, self.remove_name),
            (side.replaces_link, lambda: self._go_to("replaces_id")),
            (side.replaced_link, lambda: self._go_to("replaced_by_id")),
        ):
            one.clicked.connect(partial(_call, act))

    def _when_read(self, act: Callable[[], object]) -> None:
        if self._loaded:
            act()
        else:
            self._then = act

    def _take(self, found: list[DecreeListRow], kinds: list[Choice], within: int) -> None:
        self.decrees, self.kinds, self.within, self._loaded = found, kinds, within, True
        years = sorted({row.dated_on.year for row in found} | {row.starts_on.year for row in found})
        if [self.year.itemData(n) for n in range(1, self.year.count())] != years[::-1]:
            chosen = self.year.currentData()
            self.year.blockSignals(True)
            self.year.clear()
            self.year.addItem(_("Semua tahun"))
            for year in reversed(years):
                self.year.addItem(str(year), year)
            self.year.setCurrentIndex(max(self.year.findData(chosen), 0) if chosen else 0)
            self.year.blockSignals(False)
        self._show()
        then, self._then = self._then, None
        if then:
            then()

    def _show(self) -> None:
        if not self._loaded:
            return
        shown = [row for row in self.decrees if self._matches(row)]
        if self.decrees:
            text = _("Tidak ada SK yang cocok.")
            self.table.set_empty(text, _("Tampilkan semua"), self.clear_filters)
        else:
            self.table.set_empty(*self._nothing)
        self.model.set_rows(shown)
        text = ngettext("{n} SK", "{n} SK", len(shown)).format(n=len(shown))
        if len(shown) < len(self.decrees):
            text = _("{n} dari {all} SK").format(n=len(shown), all=len(self.decrees))
        self.page.set_count(text)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.table.choose(wanted):
            return
        if shown and self.table.current_row() is None:
            self.table.choose(shown[0].id)

    def _matches(self, row: DecreeListRow) -> bool:
        level, year, day = LEVELS[self.level.currentIndex()], self.year.currentData(), self.on.value()
        words = " ".join((row.number, row.issuer, row.title, row.kind_name, row.note)).casefold()
        return (
            all(part in words for part in self.search.text().casefold().split())
            and level in (None, row.level)
            and year in (None, row.fiscal_year, row.dated_on.year, row.starts_on.year)
            and (day is None or is_in_force(row, day))
        )

    def _show_one(self, decree: DecreeListRow | None) -> None:
        if decree is None:
            self.side.show_nothing()
            return
        self.side.show_decree(decree, today(), self.within)

        def show(members: list[DecreeMemberRow]) -> None:
            now = self.table.current_row()
            if now is not None and now.id == decree.id:  # another one may have been chosen meanwhile
                self.side.show_members(members)

        self.worker.read(self, lambda session: decrees.list_members(session, decree.id), show, self._refuse)

    def _go_to(self, field: str) -> None:
        if decree := self.table.current_row():
            self.receive("decrees", getattr(decree, field))

    def _open(self, dialog: Any) -> None:
        """A dialog whose `sentence` says what was done."""
        dialog.accepted.connect(lambda: self._say(dialog.sentence))
        self.open_dialog(dialog)

    def _note_recorded(self, decree_id: int | None) -> None:
        self.clear_filters()
        self._wanted = decree_id
        self.refresh()

    def _say_removed(self, gone: Removal) -> None:
        if gone.decree:
            text = _("{name} dikeluarkan; penugasannya kembali menurut SK {decree}.")
        else:
            text = _("{name} dikeluarkan; penugasannya di {kecamatan} tetap ada tanpa SK.")
        self._say(text.format(name=gone.name, kecamatan=gone.kecamatan, decree=gone.decree))


def _call(act: Callable[[], object], _checked: bool = False) -> None:
    act()


def _columns(within: Callable[[], int]) -> tuple[Column, ...]:
    def words(row: DecreeListRow) -> tuple[str, str]:
        return standing_words(row, today(), within())

    return (
        Column(_("Nomor"), lambda row: row.number, sort_key="number", width=164),
        Column(_("Tentang"), lambda row: row.title, tooltip=lambda row: row.title, width=130),
        Column(_("Tingkat"), lambda row: level_label(row.level), sort_key="level", width=108),
        Column(_("Tanggal"), lambda row: short_date(row.dated_on), sort_key="dated_on", width=92),
        Column(_("Berlaku"), _term, sort_key="starts_on", width=196),
        Column(
            _("Sisa"), lambda row: words(row)[0], lambda row: words(row)[1], sort_key="ends_on", width=128
        ),
        Column(_("Nama"), lambda row: str(row.members), align_right=True, sort_key="members", width=62),
        Column(_("Pindaian"), lambda row: _("ada") if row.scan_id else "—", width=88),
        Column(_("Pejabat penerbit"), lambda row: row.issuer, sort_key="issuer", width=200),
        Column(_("Jenis"), lambda row: row.kind_name, sort_key="kind_name", width=130),
        Column(
            _("Tahun"),
            lambda row: str(row.fiscal_year or ""),
            align_right=True,
            sort_key="fiscal_year",
            width=64,
        ),
        Column(_("Digantikan oleh"), lambda row: row.replaced_by, sort_key="replaced_by", width=150),
    )


def _term(row: DecreeListRow) -> str:
    if row.ends_on is None:
        return _("sejak {day}").format(day=short_date(row.starts_on))
    return f"{short_date(row.starts_on)} – {short_date(row.ends_on)}"
