"""People who may be there twice: looked for, seen side by side, made one or told apart by the keyboard."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.reports import ReportTable
from db.rules.twins import Verdict, verdict_label
from db.rules.words import _, grouped, ngettext
from db.services import regions
from db.services.mapping import merges, twin_finding, twins
from db.services.mapping.twins import Comparison, TwinRow
from desktop.clock import today
from desktop.mapping.twin_sides import PAIR_RANGES, TwinSides, pair_columns
from desktop.parts.opener import Opener
from desktop.parts.progress import Progress
from desktop.parts.report_dialog import ReportDialog
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, row
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.lazy_table import LazyTable
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.services.mapping.twin_finding import FoundPair, Kept

LEAST = (0, 90, 75, 50)  # per cent


class TwinsSection(Tab, Opener):
    """The likeliest pair first; G merges it, B says that they are two people, arrows go on."""

    reads = frozenset({"twin_pair", "person_merge", "person", "mapping_record"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.find_button = button(
            _("Cari orang ganda"), "account-search-outline", primary=True, on_click=self.find_twins
        )
        self.lookup_button = button(_("Cocokkan daftar…"), "clipboard-check-outline", on_click=self.look_up)
        self.lookup_button.setToolTip(_("Tempel NIK atau nama dan tanggal lahir: siapa sudah tercatat?"))
        self.report_button = button(_("Daftar…"), "printer-outline", on_click=self.show_report)
        self.report_button.setToolTip(_("Daftar dugaan ganda untuk dicetak atau disimpan ke Excel."))
        self.page = Page(_("Orang ganda"), "", self.report_button, self.lookup_button, self.find_button)
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self.state, self.kecamatan, self.least = QComboBox(), QComboBox(), QComboBox()
        self.state.setAccessibleName(_("Keadaan"))
        for verdict in Verdict:
            self.state.addItem(verdict_label(verdict), verdict)
        self.kecamatan.setAccessibleName(_("Kecamatan"))
        self.kecamatan.addItem(_("Semua kecamatan"), "")
        self.least.setAccessibleName(_("Kemungkinan"))
        for percent in LEAST:
            self.least.addItem(
                _("Kemungkinan ≥ {number}%").format(number=percent) if percent else _("Semua nilai"), percent
            )
        self.pairs = LazyTable(worker, pair_columns(), twins.count_pairs, twins.list_pairs, self)
        self.table = TableView(self.pairs, "mapping/twins")
        self.table.set_ranges(PAIR_RANGES)
        self.sides = TwinSides()
        self.merge_button = button(
            _("Gabungkan… (G)"), "account-group-outline", primary=True, on_click=self.merge
        )
        self.differ_button = button(_("Bukan orang yang sama (B)"), "close", on_click=self.tell_apart)
        self.reopen_button = button(_("Tanyakan lagi"), "history", on_click=self.reopen)
        self.part_button = button(_("Pisahkan lagi…"), "undo", on_click=self.part)
        self.counted: dict[Verdict, int] = {}
        self._searched = True  # until it is known
        self._next: int | None = None  # where to go on when the chosen pair is gone
        self._may_decide = allow(
            worker,
            Right.MAPPING,
            self.find_button,
            self.merge_button,
            self.differ_button,
            self.reopen_button,
            self.part_button,
        )
        allow(worker, Right.EXPORT, self.report_button)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the list anew; the chosen pair stays chosen."""
        self.worker.read(
            self,
            lambda session: (twins.count_verdicts(session), twins.last_search(session)),
            lambda found: self._show_counts(*found),
        )
        self.worker.read(self, regions.list_kecamatan, self._fill_kecamatan)
        self._search() if not self.pairs.rows_loaded else self.pairs.refresh()

    def find_twins(self) -> None:
        """Look through all people, in the worker; what was decided stays decided."""
        self.page.banner.hide()
        self.find_button.setEnabled(False)
        self.progress.begin(_("Mencari orang ganda…"), 100)
        self.worker.read(
            self, lambda session: twin_finding.find_twins(session, self.progress.tick), self._keep, self._fail
        )

    def merge(self) -> None:
        """Choose field by field what the one record shall say."""
        from desktop.mapping.merge_dialog import MergeDialog

        if (pair := self._open_pair()) and self._may_decide and (compared := self.sides.compared):
            dialog = MergeDialog(self, self.worker, pair, compared)
            place = self.table.currentIndex().row()
            dialog.merged.connect(self._say_merged)
            dialog.merged.connect(lambda *_answer: self._go_on(place))
            self.open_dialog(dialog)

    def tell_apart(self) -> None:
        """They are two people: never offered again."""
        if pair := self._open_pair():
            self._decide(pair, Verdict.DIFFERENT)

    def reopen(self) -> None:
        """The answer was wrong: ask again."""
        pair = self.table.current_row()
        if pair and pair.verdict is Verdict.DIFFERENT:
            self._decide(pair, Verdict.OPEN)

    def part(self) -> None:
        """Two people again, once the person has seen what goes back."""
        pair = self.table.current_row()
        if not pair or pair.verdict is not Verdict.SAME or pair.undone:
            return

        def ask(facts: merges.MergeFacts) -> None:
            question = _("Pisahkan lagi {gone} dari {kept}?").format(gone=facts.gone, kept=facts.kept)
            back = ", ".join(facts.moved) or _("tidak ada")
            details = _("Yang kembali ke {gone}: {back}. Isian yang diubah sesudah digabungkan tetap.")
            if confirm(self, question, _("Pisahkan lagi"), details.format(gone=facts.gone, back=back)):
                self._part(facts.id)

        self.worker.read(self, lambda session: merges.get_merge(session, pair.id), ask, self._refuse)

    def look_up(self) -> None:
        """Compare a list that somebody brings with the people here."""
        from desktop.mapping.lookup_dialog import LookupDialog

        self.open_dialog(LookupDialog(self, self.worker))

    def show_report(self) -> None:
        """The list as it stands, to print or to save."""
        where = self.pairs.criteria

        def show(table: ReportTable) -> None:
            self.open_dialog(ReportDialog(self, self.worker, table))

        self.worker.read(self, lambda session: twins.report_pairs(session, **where), show, self._refuse)

    def receive(self, topic: str, payload: Any) -> None:
        """`twins`: the open pairs, of a kecamatan if one is named; `lookup`: the dialog for a list."""
        if topic == "lookup":
            self.look_up()
        else:
            self.state.setCurrentIndex(0)
            self.least.setCurrentIndex(0)
            place = (payload or {}).get("kecamatan_code") or ""
            self.kecamatan.setCurrentIndex(max(self.kecamatan.findData(place), 0))

    def _lay_out(self) -> None:
        self.page.add_filter(self.state, self.kecamatan, self.least)
        below = QWidget()
        box = QVBoxLayout(below)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.sides, 1)
        box.addLayout(row(self.merge_button, self.differ_button, self.reopen_button, self.part_button, None))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(below)
        halves.setSizes([190, 350])
        self.below = below
        below.hide()
        self.page.add_main(self.waiting)
        self.page.add_main(halves, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)

    def _connect(self) -> None:
        for choice in (self.state, self.kecamatan, self.least):
            choice.currentIndexChanged.connect(lambda _place: self._search())
        self.pairs.searched.connect(self._show_number)
        self.table.current_row_changed.connect(self._show_pair)
        self.table.activated_row.connect(lambda _row: self.merge())
        self.table.copied.connect(self.said)
        for key, act in (("G", self.merge), ("B", self.tell_apart)):
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def _verdict(self) -> Verdict:
        return Verdict(self.state.currentData())

    def _search(self) -> None:
        verdict = self._verdict
        self.kecamatan.setEnabled(verdict is not Verdict.SAME)
        self.least.setEnabled(verdict is not Verdict.SAME)
        self.table.setColumnHidden(len(PAIR_RANGES) - 1, verdict is Verdict.OPEN)
        self.pairs.search(
            verdict=verdict, kecamatan_code=self.kecamatan.currentData() or "", least=self.least.currentData()
        )

    def _keep(self, found: "list[FoundPair]") -> None:
        def keep(session: "Session") -> "Kept":
            return twin_finding.keep_twins(session, found)

        self.worker.write(self, keep, self._say_found, self._fail)

    def _say_found(self, kept: "Kept") -> None:
        self._finish()
        self.state.setCurrentIndex(0)
        text = ngettext(
            "{new} pasangan baru; {open} belum diputuskan.",
            "{new} pasangan baru; {open} belum diputuskan.",
            kept.new,
        )
        said = text.format(new=grouped(kept.new), open=grouped(kept.open))
        self.page.banner.say(said if kept.open else _("Tidak ada dugaan orang ganda."), "good")

    def _fail(self, error: Exception) -> None:
        self._finish()
        if self.progress.was_stopped:
            self.page.banner.say(_("Pencarian dihentikan. Daftar tidak berubah."), "info")
        else:
            self._refuse(error)

    def _finish(self) -> None:
        self.progress.finish()
        self.find_button.setEnabled(self._may_decide)

    def _decide(self, pair: TwinRow, verdict: Verdict) -> None:
        if not self._may_decide:
            return
        place = self.table.currentIndex().row()

        def done(_nothing: object) -> None:
            self._go_on(place if verdict is not Verdict.OPEN else None)
            if verdict is Verdict.DIFFERENT:
                text = _("{one} dan {other} dicatat sebagai dua orang.").format(
                    one=pair.first, other=pair.second
                )
                self.page.banner.say(text, "good", _("Batalkan"), lambda: self._decide(pair, Verdict.OPEN))
            else:
                self.page.banner.hide()

        self.worker.write(self, lambda session: twins.decide(session, pair.id, verdict), done, self._refuse)

    def _go_on(self, place: int | None) -> None:
        """The next pair will stand where the decided one stands."""
        self._next = place
        self.pairs.refresh()

    def _choose_next(self) -> None:
        place, self._next = self._next, None
        if place is not None and (rows := self.pairs.rowCount()):
            self.table.selectRow(min(place, rows - 1))
            self.table.setFocus()

    def _say_merged(self, merge_id: int, name: str) -> None:
        text = _("{name}: kedua data digabungkan.").format(name=name)
        self.page.banner.say(text, "good", _("Pisahkan lagi"), lambda: self._part(merge_id))

    def _part(self, merge_id: int) -> None:
        def done(_nothing: object) -> None:
            self.page.banner.say(_("Dipisahkan lagi; semua kembali ke tempatnya."), "good")

        day = today()
        self.worker.write(
            self, lambda session: merges.part_people(session, merge_id, today=day), done, self._refuse
        )

    def _open_pair(self) -> TwinRow | None:
        pair = self.table.current_row()
        return pair if pair and pair.verdict is Verdict.OPEN else None

    def _show_pair(self, pair: TwinRow | None) -> None:
        verdict = pair.verdict if pair else None
        self.merge_button.setVisible(verdict is Verdict.OPEN)
        self.differ_button.setVisible(verdict is Verdict.OPEN)
        self.reopen_button.setVisible(verdict is Verdict.DIFFERENT)
        self.part_button.setVisible(verdict is Verdict.SAME)
        self.part_button.setEnabled(bool(pair and not pair.undone) and self._may_decide)
        self.below.setVisible(pair is not None)
        if pair is None:
            self.sides.clear()
            QTimer.singleShot(0, self, self._choose_next)
            return

        def read(session: "Session") -> Comparison:
            if pair.verdict is Verdict.SAME:
                return merges.get_merge(session, pair.id).compared
            return twins.compare(session, pair.first_id, pair.second_id)

        def show(compared: Comparison) -> None:
            now = self.table.current_row()
            if now is not None and now.id == pair.id:
                self.sides.show_pair(pair, compared)

        self.worker.read(self, read, show, self._refuse)

    def _show_counts(self, counted: dict[Verdict, int], searched_on: date | None) -> None:
        self.counted, self._searched = counted, searched_on is not None
        facts = _("{open} belum diputuskan · {same} digabungkan · {different} bukan orang yang sama")
        numbers = facts.format(**{verdict.value: grouped(counted[verdict]) for verdict in Verdict})
        if searched_on is None:
            self.page.head.set_facts(_("Belum pernah dicari"))
        else:
            day = _("terakhir dicari {day}").format(day=short_date(searched_on))
            self.page.head.set_facts(f"{numbers} · {day}")
        self._set_empty()

    def _fill_kecamatan(self, places: Any) -> None:
        chosen = self.kecamatan.currentData()
        if [self.kecamatan.itemData(place) for place in range(1, self.kecamatan.count())] == [
            one.code for one in places
        ]:
            return
        self.kecamatan.blockSignals(True)
        self.kecamatan.clear()
        self.kecamatan.addItem(_("Semua kecamatan"), "")
        for place in places:
            self.kecamatan.addItem(place.name, place.code)
        self.kecamatan.setCurrentIndex(max(self.kecamatan.findData(chosen), 0))
        self.kecamatan.blockSignals(False)

    def _set_empty(self) -> None:
        if self._verdict is not Verdict.OPEN:
            self.table.set_empty(_("Belum ada yang diputuskan begitu."))
        elif self.counted.get(Verdict.OPEN):
            self.table.set_empty(
                _("Tidak ada pasangan untuk pilihan ini."), _("Tampilkan semua"), self._show_all
            )
        else:
            text = _("Orang yang tercatat dua kali dicari dari nama, tanggal lahir, NIK, dan desanya.")
            if self._searched:
                text = _("Tidak ada dugaan orang ganda yang menunggu. Cari sesudah data banyak bertambah.")
            self.table.set_empty(text, _("Cari orang ganda") if self._may_decide else "", self.find_twins)

    def _show_all(self) -> None:
        self.kecamatan.setCurrentIndex(0)
        self.least.setCurrentIndex(0)

    def _show_number(self, number: int) -> None:
        self._set_empty()
        self.page.set_count(
            ngettext("{number} pasangan", "{number} pasangan", number).format(number=grouped(number))
        )
        if number and self.table.current_row() is None:
            self.table.selectRow(0)

    def _refuse(self, error: Exception) -> None:
        self.page.banner.say(sentence(error), "bad")
