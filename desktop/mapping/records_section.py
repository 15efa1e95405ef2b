"""The section Daftar: who is recorded under which kind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from db.exchange.report import report_workbook
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.mapping import RecordState, Register, state_label
from db.rules.words import _, grouped, ngettext
from db.services import references, regions, reports
from db.services.mapping import kinds, listing, records
from db.services.mapping.kinds import KindFacts
from db.services.mapping.records import Filter, MappingRow
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.mapping.card_setup import SetupCard
from desktop.mapping.collective_form import CollectiveDialog
from desktop.mapping.entry_dialog import EntryDialog
from desktop.mapping.filter_dialog import FilterDialog, in_words
from desktop.mapping.form import RecordDialog
from desktop.mapping.labels import kind_label, register_label
from desktop.mapping.record_card import RecordCard
from desktop.parts.progress import Progress
from desktop.parts.rights import allow
from desktop.widgets.basics import button, card, label, link, row
from desktop.widgets.busy import Waiting
from desktop.widgets.fields import ChoiceField
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

EVERYTHING = Filter()
WIDTHS = (  # the least and the wished
    *((150, 200), (148, 148), (46, 50), (130, 230)),
    *((76, 108), (76, 108), (98, 100), (116, 120)),
)
TONES = {
    RecordState.VALID: "good",
    RecordState.SERVED: "good",
    RecordState.REFERRED: "info",
    RecordState.CHECKED: "info",
}


class RecordsSection(Tab):
    """The names with their filters, and the card of the chosen one at the side."""

    reads = frozenset({"mapping_record", "person", "family", "collective", "kind", "region", "office"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.dialog: QWidget | None = None
        self.where: Filter = EVERYTHING
        self._carried: dict[str, Any] = {}  # what the next form begins with
        self._searched: Filter | None = None
        self._names: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})  # of desa and programmes
        self._setting_filters = False
        self._choose_first = False  # a link asked for one record: it is chosen when it is found
        self._kinds: list[KindFacts] = []
        self.page = Page(_("Pemetaan Sosial"), "")
        self.paste_button = button(_("Tempel dari Excel…"), "content-copy", on_click=self.paste_rows)
        self.excel_button = button(_("Simpan Excel"), "file-excel-outline", on_click=self.save_excel)
        self.lookup_button = button(_("Cocokkan daftar…"), "clipboard-check-outline")
        self.lookup_button.clicked.connect(lambda: self.navigate.emit("mapping/lookup", None))
        for action in (self.lookup_button, self.paste_button, self.excel_button):
            self.page.head.add_action(action)
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self._make_list()
        self.more_words = label("", "muted")
        self.clear_link = link(_("Hapus saringan"), lambda: self.show_filter(EVERYTHING))
        self._more_line = QWidget()
        self._more_line.setLayout(row(self.more_words, self.clear_link, None))
        self._more_line.hide()
        self.page.add_main(self._more_line)
        self.page.add_main(self.waiting)
        self.page.add_main(self.table, 1)
        self._make_cards()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        for keys, does in (
            (QKeySequence.StandardKey.Paste, self.paste_rows),
            (QKeySequence("Ctrl+N"), self.add_record),
        ):
            shortcut = QAction(self)
            shortcut.setShortcut(QKeySequence(keys))
            shortcut.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.triggered.connect(does)
            self.addAction(shortcut)

    def refresh(self) -> None:
        changes = (self.add_button, self.add_group_button, self.edit_button, self.paste_button)
        allow(self.worker, Right.MAPPING, *changes)
        allow(self.worker, Right.EXPORT, self.excel_button)
        self.worker.read(self, _lists, then=lambda lists: self._take_lists(*lists))
        if self._searched is None:
            self.search_records()
        else:
            self.records.refresh()

    def receive(self, topic: str, payload: Any) -> None:
        """`show` looks for a name, `names` for what a dict says, `record` opens a card, `add` a form."""
        match topic:
            case "show":
                self.show_filter(Filter(text=str(payload or "")))
            case "names":
                asked = payload if isinstance(payload, Filter) else Filter.of(payload or {}, today())
                self.show_filter(asked)
            case "record":
                self.show_filter(Filter(record_ids=(int(payload),)))
                self._choose_first = True
                self.record_card.open_card_of(int(payload))
            case "add":
                self.add_record()

    def show_filter(self, where: Filter) -> None:
        """Put a filter into the fields, and search."""
        self._setting_filters = True
        self.search.setText(where.text)
        self.register_buttons[where.register].setChecked(True)
        self._offer_kinds()
        self.kecamatan.set_value(where.kecamatan_code or None)
        self.kind.set_value(where.kind_code or None)
        self._setting_filters = False
        self.where = where
        self.search_records()

    def search_records(self) -> None:
        """Look for what the filters say, if that is something else than before."""
        if self._setting_filters:
            return
        before = self.where
        self.where = replace(
            self.where,
            text=self.search.text().strip(),
            register=next(one for one, made in self.register_buttons.items() if made.isChecked()),
            kecamatan_code=self.kecamatan.value() or "",
            kind_code=self.kind.value() or "",
        )
        if self.where.kind_code or self.where.register != before.register:
            self.where = replace(self.where, kind_codes=None)
        if self.where.desa_code and not self.where.desa_code.startswith(self.where.kecamatan_code):
            self.where = replace(self.where, desa_code="")
        if self.where != self._searched:
            self._searched = self.where
            self.records.search(where=self.where)
            self._offer_way_on()
            self._say_more()

    def open_filters(self) -> None:
        """The filters that do not stand in the bar."""
        dialog = FilterDialog(self, self.worker, self.where)
        dialog.chosen.connect(self.show_filter)
        self.dialog = dialog
        dialog.open()

    def add_record(self) -> None:
        """Open the form; it begins with what the person before had."""
        if self.add_button.isEnabled():
            self._open_form(RecordDialog(self, self.worker, self._carried))

    def add_group(self) -> None:
        """The form of groups, incidents and institutions."""
        if self.add_group_button.isEnabled():
            self._open_form(CollectiveDialog(self, self.worker))

    def edit_record(self, record: MappingRow) -> None:
        """Open a record to change it; a sensitive one from its card, whose opening is noted."""
        if record.sensitive:
            self.record_card.open_card()
            return
        made = CollectiveDialog if record.collective_id else RecordDialog
        self._open_form(made(self, self.worker, record_id=record.id))

    def paste_rows(self) -> None:
        """Rows copied in Excel go into a grid, where they are checked before they are saved."""
        if not self.paste_button.isEnabled():
            return
        from desktop.mapping.paste_dialog import PasteDialog

        dialog = PasteDialog(self, self.worker)
        dialog.said.connect(self.said)
        self.dialog = dialog
        dialog.open()

    def save_excel(self) -> None:
        """Ask where, and write what the list shows; NIKs stay masked."""
        name = _("Daftar pendataan {day}").format(day=short_date(today()))
        if path := ask_where_to_save(
            self, _("Simpan daftar"), f"{name}.xlsx", _("Buku kerja Excel (*.xlsx)")
        ):
            self.write_excel(path)

    def write_excel(self, path: Path) -> None:
        """Write the list to a file, with progress; the status bar says where it is."""
        at = datetime.combine(today(), datetime.now().time())
        asked = in_words(self.where, *self._names)
        self.progress.begin(_("Membaca daftar…"), max(self.records.rowCount(), 1))

        def work(session: Any) -> Any:
            table = listing.records_table(session, self.where, asked, at.date(), self.progress.tick)
            return reports.frame_report(session, [table], at=at)

        def written(report: Any) -> None:
            self.worker.run(
                self,
                lambda: write_file(path, report_workbook(report)),
                then=lambda done: self._finish(_("Daftar disimpan: {path}").format(path=done)),
                failed=self._fail,
            )

        self.worker.read(self, work, then=written, failed=self._fail)

    def _make_list(self) -> None:
        columns = (
            Column(_("Nama"), lambda row: row.name),
            Column(_("NIK"), lambda row: row.masked_nik),
            Column(_("Umur"), lambda row: "" if row.age is None else str(row.age), align_right=True),
            Column(_("Jenis"), lambda row: row.kind, tooltip=lambda row: row.kind),
            Column(_("Desa"), lambda row: row.desa),
            Column(_("Kecamatan"), lambda row: row.kecamatan),
            Column(_("Tanggal"), lambda row: short_date(row.recorded_on)),
            Column(
                _("Keadaan"),
                lambda row: state_label(row.state),
                tone=lambda row: TONES.get(row.state, "neutral"),
            ),
        )
        self.records = LazyTable(self.worker, columns, records.count_records, records.list_records, self)
        self.table = TableView(self.records, "mapping")
        self.table.set_ranges(WIDTHS)
        self.search = SearchBox(_("Cari nama, NIK, atau No. KK…"), self.table, width=200)
        self.kecamatan = _filter_field(_("Kecamatan"), 8)
        self.kind = _filter_field(_("Jenis"), 9)
        self.more_button = button(_("Saringan…"), on_click=self.open_filters)
        self.register_buttons: dict[Register | None, QPushButton] = {}
        group = QButtonGroup(self)
        for register, text in ((None, _("Semua")), *((one, register_label(one)) for one in Register)):
            made = self.register_buttons[register] = button(text)
            made.setCheckable(True)
            group.addButton(made)
            made.clicked.connect(self._change_register)
        self.register_buttons[None].setChecked(True)
        switch = row(*self.register_buttons.values(), spacing=2)
        self.page.add_filter(self.search, switch, self.kecamatan, self.kind, self.more_button)
        self.search.searched.connect(lambda _text: self.search_records())
        for field in (self.kecamatan, self.kind):
            field.editTextChanged.connect(lambda _text: self.search_records())
            field.currentIndexChanged.connect(lambda _place: self.search_records())
        self.records.searched.connect(self._show_count)
        self.table.copied.connect(self.said)
        self.table.current_row_changed.connect(self._show_record)
        self.table.activated_row.connect(self._activate)

    def _make_cards(self) -> None:
        self.add_button = button(
            _("Catat orang"), "account-plus-outline", primary=True, on_click=self.add_record
        )
        self.add_group_button = button(_("Catat kelompok/lembaga"), "plus", on_click=self.add_group)
        self.edit_button = button(_("Ubah pendataan ini"), "pencil-outline", on_click=self._edit_chosen)
        self.edit_button.setEnabled(False)
        explained = _("Satu orang dapat dicatat dengan beberapa jenis sekaligus. Ctrl+N membuka formulir.")
        self.next_card = card(_("Langkah berikutnya"), label(explained, "muted", wrap=True), self.add_button)
        self.next_card.add(self.add_group_button, self.edit_button)
        self.record_card = RecordCard(self.worker, self.progress)
        self.record_card.watch(self.table)
        self.setup_card = SetupCard(self.worker)
        self.setup_card.said.connect(self.said)
        self.close_button = self.record_card.close_button
        self.history_link = self.record_card.history_link
        self.record_card.closed.connect(self.said)
        self.record_card.navigate.connect(self.navigate)
        self.page.add_card(self.next_card, self.record_card, self.setup_card)

    def _change_register(self) -> None:
        self._offer_kinds()
        self.search_records()

    def _take_lists(
        self,
        known: list[KindFacts],
        places: list[Any],
        desa: Mapping[str, str],
        programmes: Mapping[str, str],
    ) -> None:
        self._kinds, self._names = known, (desa, programmes)
        numbers = [
            f"{register_label(register)} {sum(kind.register is register for kind in known)} " + _("jenis")
            for register in Register
        ]
        self.page.head.set_facts(" · ".join(numbers))
        self.kecamatan.set_choices((place.code, place.name) for place in places)
        self._offer_kinds()
        self._say_more()

    def _offer_kinds(self) -> None:
        """Those of the register, where one is chosen."""
        register = next(one for one, made in self.register_buttons.items() if made.isChecked())
        self.kind.set_choices(
            (kind.code, kind_label(kind)) for kind in self._kinds if register in (None, kind.register)
        )

    def _show_count(self, number: int) -> None:
        text = ngettext("{number} pendataan", "{number} pendataan", number)
        if not records.in_order_of_name(number):
            text += " · " + _("terbaru di atas")
        self.page.set_count(text.format(number=grouped(number)))
        if self._choose_first and number:
            self._choose_first = False
            self.table.selectRow(0)

    def _say_more(self) -> None:
        words = in_words(self.where, *self._names)
        self.more_words.setText(words)
        self._more_line.setVisible(bool(words))

    def _offer_way_on(self) -> None:
        if self.where.is_set:
            text = _("Tidak ada pendataan yang cocok dengan saringan ini.")
            self.table.set_empty(text, _("Tampilkan semua"), lambda: self.show_filter(EVERYTHING))
        else:
            self.table.set_empty(_("Belum ada orang yang dicatat."), _("Catat orang"), self.add_record)

    def _edit_chosen(self) -> None:
        if (record := self.table.current_row()) is not None:
            self.edit_record(record)

    def _show_record(self, record: Any) -> None:
        self.edit_button.setEnabled(record is not None and record.closed_on is None and not _hidden(record))
        self.record_card.show_record(record, Right.MAPPING in self.worker.database.actor.rights)

    def _activate(self, record: MappingRow) -> None:
        if self.edit_button.isEnabled():
            self.edit_record(record)
        else:
            self.record_card.open_card()

    def _open_form(self, dialog: EntryDialog) -> None:
        dialog.recorded.connect(self._note_recorded)
        self.dialog = dialog
        dialog.open()

    def _note_recorded(self, sentence: str, carried: dict[str, Any]) -> None:
        if isinstance(self.dialog, RecordDialog):
            self._carried = carried or self._carried
        self.said.emit(sentence)

    def _finish(self, sentence: str) -> None:
        self.progress.finish()
        self.said.emit(sentence)

    def _fail(self, error: Exception) -> None:
        from desktop.errors import show_error

        self.progress.finish()
        if not self.progress.was_stopped:
            show_error(self, error)


def _hidden(record: MappingRow) -> bool:
    return not (record.person_id or record.family_id or record.collective_id)


def _lists(session: Any) -> tuple[list[KindFacts], list[Any], dict[str, str], dict[str, str]]:
    return (
        kinds.list_kinds(session),
        regions.list_kecamatan(session),
        {place.code: place.name for place in regions.list_desa(session)},
        {choice.code: choice.text for choice in references.list_choices(session, "aid_programmes")},
    )


def _filter_field(hint: str, letters: int) -> ChoiceField:
    """A choice that may stay empty; it gives way before the count does."""
    made = ChoiceField(hint=hint)
    made.setAccessibleName(hint)
    made.setMinimumContentsLength(letters)
    made.setMinimumWidth(96)
    line = made.lineEdit()
    assert line is not None
    line.setClearButtonEnabled(True)
    made.currentIndexChanged.connect(lambda _place: line.setCursorPosition(0))
    return made
