"""The map: people under kinds of PPKS and PSKS, as a list of names and as a recap of figures."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.exchange.recap import recap_workbook
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.letters import RecapFacts
from db.rules.mapping import Register
from db.rules.words import _, ngettext
from db.services import mapping, regions
from db.services.mapping import KindFacts
from db.services.regions import Place
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.mapping.form import RecordDialog
from desktop.mapping.labels import kind_label, register_label
from desktop.mapping.recap import TITLES, RecapAnswer, RecapView, read_recap, recap_facts
from desktop.mapping.record_card import RecordCard
from desktop.paper import render_recap
from desktop.widgets.basics import button, card, label
from desktop.widgets.fields import ChoiceField
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class MappingTab(Tab):
    """Two views of the same records: Daftar and Rekap."""

    reads = frozenset({"mapping_record", "person", "kind", "region", "office"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.dialog: QWidget | None = None
        self._carried: dict[str, Any] = {}  # desa, day, source and recorder of the person before
        self._searched: dict[str, str] | None = None
        self.list_button, self.recap_button = _switch(_("Daftar")), _switch(_("Rekap"))
        self.ppks_button, self.psks_button = _switch("PPKS"), _switch("PSKS")
        self.pdf_button = button(_("PDF"), "file-pdf-box", on_click=self.print_recap)
        self.excel_button = button(_("Excel"), "file-excel-outline", on_click=self.save_excel)
        self.page = Page(_("Pemetaan Sosial"), "", _joined(self, self.list_button, self.recap_button))
        for action in (self.pdf_button, self.excel_button):
            self.page.head.add_action(action)
        self._make_list()
        self._make_recap()
        self.views = QStackedWidget()
        self.views.addWidget(self.table)
        self.views.addWidget(self.recap)
        self.page.add_main(self.views, 1)
        self._make_cards()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.list_button.clicked.connect(self.show_list)
        self.recap_button.clicked.connect(self.show_recap)
        self.show_list()

    def refresh(self) -> None:
        may = Right.MAPPING in self.worker.database.actor.rights
        self.add_button.setEnabled(may)
        self.add_button.setToolTip("" if may else _("Anda tidak berhak mengubah data pemetaan sosial."))
        for export in (self.pdf_button, self.excel_button):
            export.setEnabled(Right.EXPORT in self.worker.database.actor.rights)
        self.worker.read(
            self,
            lambda session: (mapping.list_kinds(session), regions.list_kecamatan(session)),
            then=lambda lists: self._take_lists(*lists),
        )
        if self._searched is None:
            self.search_records()
        else:
            self.records.refresh()
        if self.views.currentWidget() is self.recap:
            self._read_recap()

    def receive(self, topic: str, payload: Any) -> None:
        """`show` looks for a name, `recap` shows the figures, `add` opens an empty form."""
        match topic:
            case "show":
                self.show_list()
                self.filter_by("", "", str(payload or ""))
            case "recap":
                self.show_recap()
            case "add":
                self.show_list()
                self.add_record()

    def show_list(self) -> None:
        """The names."""
        self._show_view(self.table)
        self._show_count(self.records.rowCount())

    def show_recap(self) -> None:
        """The figures, read anew."""
        self._show_view(self.recap)
        self._read_recap()

    def filter_by(self, kecamatan_code: str, kind_code: str, text: str = "") -> None:
        """Set the filters and search."""
        self.search.setText(text)
        self.kecamatan.set_value(kecamatan_code or None)
        self.kind.set_value(kind_code or None)
        self.search_records()

    def search_records(self) -> None:
        """Look for what the filters say, if that is something else than before."""
        criteria = {
            "text": self.search.text().strip(),
            "kecamatan_code": self.kecamatan.value() or "",
            "kind_code": self.kind.value() or "",
        }
        if criteria != self._searched:
            self._searched = criteria
            self.records.search(**criteria)
            self._offer_way_on(any(criteria.values()))

    def add_record(self) -> None:
        """Open the form; it begins with the desa, day and source of the person before."""
        dialog = RecordDialog(self, self.worker, self._carried)
        dialog.recorded.connect(self._note_recorded)
        self.dialog = dialog
        dialog.open()

    def print_recap(self) -> None:
        """The recap on landscape paper."""
        self._with_facts(
            lambda facts: self.worker.run(
                self, lambda: render_recap(facts), then=partial(self._show_paper, facts)
            )
        )

    def save_excel(self) -> None:
        """Ask where, and write the recap as a workbook."""
        name = f"{TITLES[self.register]} {short_date(today())}.xlsx"
        if path := ask_where_to_save(self, _("Simpan rekap"), name, _("Buku kerja Excel (*.xlsx)")):
            self.write_excel(path)

    def write_excel(self, path: Path) -> None:
        """Write the recap to a file; the status bar says where it is."""
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        self._with_facts(
            lambda facts: self.worker.run(
                self,
                lambda: _written(facts, target),
                then=lambda done: self.said.emit(_("Rekap disimpan: {path}").format(path=done)),
            )
        )

    @property
    def register(self) -> Register:
        """Which register the recap shows."""
        return Register.PSKS if self.psks_button.isChecked() else Register.PPKS

    def _make_list(self) -> None:
        columns = (
            Column(_("Nama"), lambda row: row.name, width=166),
            Column(_("NIK"), lambda row: row.masked_nik, width=146),
            Column(
                _("Umur"), lambda row: "" if row.age is None else str(row.age), align_right=True, width=66
            ),
            Column(_("Jenis"), lambda row: row.kind, width=178),
            Column(_("Kriteria"), lambda row: row.criteria, width=76),
            Column(_("Desa"), lambda row: row.desa, width=104),
            Column(_("Kecamatan"), lambda row: row.kecamatan, width=110),
            Column(_("Tanggal data"), lambda row: short_date(row.recorded_on), width=118),
        )
        self.records = LazyTable(self.worker, columns, mapping.count_records, mapping.list_records, self)
        self.table = TableView(self.records, "mapping")
        self.search = SearchBox(_("Cari nama atau NIK…"), self.table, width=220)
        self.kecamatan = _filter_field(_("Semua kecamatan"), 12)
        self.kind = _filter_field(_("Semua jenis"), 23)
        self.page.add_filter(self.search, self.kecamatan, self.kind)
        self.search.searched.connect(lambda _text: self.search_records())
        for field in (self.kecamatan, self.kind):
            field.editTextChanged.connect(lambda _text: self.search_records())
            field.currentIndexChanged.connect(lambda _place: self.search_records())
        self.records.searched.connect(self._show_count)
        self.table.copied.connect(self.said)
        self.table.current_row_changed.connect(self._show_record)

    def _make_recap(self) -> None:
        self.recap = RecapView()
        self.registers = _joined(self, self.ppks_button, self.psks_button)
        self.ppks_button.setChecked(True)
        self.recap_hint = label(_("Klik angka untuk melihat namanya."), "muted")
        self.page.add_filter(self.registers, self.recap_hint)
        self.recap.chosen.connect(self._show_names)
        for made in (self.ppks_button, self.psks_button):
            made.clicked.connect(self._read_recap)

    def _make_cards(self) -> None:
        self.add_button = button(
            _("Catat orang"), "account-plus-outline", primary=True, on_click=self.add_record
        )
        explained = _("Satu orang dapat dicatat dengan beberapa jenis sekaligus.")
        self.next_card = card(_("Langkah berikutnya"), label(explained, "muted", wrap=True), self.add_button)
        self.record_card = RecordCard(self.worker)
        self.close_button = self.record_card.close_button
        self.history_link = self.record_card.history_link
        self.record_card.closed.connect(self.said)
        self.page.add_card(self.next_card, self.record_card)

    def _show_view(self, view: QWidget) -> None:
        is_list = view is self.table
        self.views.setCurrentWidget(view)
        self.list_button.setChecked(is_list)
        self.recap_button.setChecked(not is_list)
        self.page.show_cards(is_list)
        of_list: tuple[QWidget, ...] = (self.search, self.kecamatan, self.kind)
        of_recap: tuple[QWidget, ...] = (self.registers, self.recap_hint, self.pdf_button, self.excel_button)
        for piece in (*of_list, *of_recap):
            piece.setVisible((piece in of_list) == is_list)

    def _take_lists(self, kinds: list[KindFacts], places: list[Place]) -> None:
        numbers = [
            f"{register_label(register)} {sum(kind.register is register for kind in kinds)} " + _("jenis")
            for register in Register
        ]
        self.page.head.set_facts(" · ".join(numbers))
        self.kecamatan.set_choices((place.code, place.name) for place in places)
        self.kind.set_choices((kind.code, kind_label(kind)) for kind in kinds)

    def _show_count(self, number: int) -> None:
        if self.views.currentWidget() is self.table:
            text = ngettext("{number} pendataan", "{number} pendataan", number)
            self.page.set_count(text.format(number=f"{number:,}".replace(",", ".")))

    def _offer_way_on(self, filtered: bool) -> None:
        if filtered:
            text = _("Tidak ada pendataan yang cocok dengan saringan ini.")
            self.table.set_empty(text, _("Tampilkan semua"), lambda: self.filter_by("", ""))
        else:
            self.table.set_empty(_("Belum ada orang yang dicatat."), _("Catat orang"), self.add_record)

    def _show_record(self, record: Any) -> None:
        self.record_card.show_record(record, Right.MAPPING in self.worker.database.actor.rights)

    def _note_recorded(self, sentence: str, carried: dict[str, Any]) -> None:
        self._carried = carried
        self.said.emit(sentence)

    def _read_recap(self) -> None:
        register = self.register
        self.worker.read(self, lambda session: read_recap(session, register), then=self._take_recap)

    def _take_recap(self, answer: RecapAnswer) -> None:
        if answer.register is not self.register:  # switched meanwhile
            return
        self.recap.show_recap(answer)
        if self.views.currentWidget() is self.recap:
            text = ngettext("{number} pendataan {register}", "{number} pendataan {register}", answer.total)
            number = f"{answer.total:,}".replace(",", ".")
            self.page.set_count(text.format(number=number, register=register_label(answer.register)))

    def _show_names(self, kecamatan_code: str, kind_code: str) -> None:
        self.show_list()
        self.filter_by(kecamatan_code, kind_code)

    def _with_facts(self, then: Any) -> None:
        register = self.register
        self.worker.read(self, lambda session: recap_facts(session, register), then=then)

    def _show_paper(self, facts: RecapFacts, pdf: bytes) -> None:
        from desktop.viewer import show_paper

        title = f"{facts.title} {short_date(facts.as_of)}"
        self.dialog = show_paper(self, self.worker, title, pdf)


def _written(facts: RecapFacts, path: Path) -> Path:
    """The workbook on disk; Trouble says what is in the way."""
    return write_file(path, recap_workbook(facts))


def _switch(text: str) -> QPushButton:
    made = button(text)
    made.setCheckable(True)
    return made


def _joined(owner: QWidget, *buttons: QPushButton) -> QWidget:
    """Buttons of which one is down, side by side."""
    group = QButtonGroup(owner)
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    for made in buttons:
        group.addButton(made)
        box.addWidget(made)
    holder = QWidget()
    holder.setLayout(box)
    return holder


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
