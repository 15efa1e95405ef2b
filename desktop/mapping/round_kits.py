"""Paket: the survey kits of a round, given out and come back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.exchange.kit_book import kit_workbook
from db.exchange.kit_reading import read_kit
from db.rules.access import Right
from db.rules.archive_code import without_mark
from db.rules.dates import short_date
from db.rules.imports import TakeBack
from db.rules.kits import KitFacts
from db.rules.words import _, ngettext
from db.services.mapping import kit_undo, kits
from db.services.mapping.kits import KitRow
from db.services.mapping.rounds import RoundFacts
from desktop import paper
from desktop.files import ask_what_to_open, ask_where_to_save, write_file
from desktop.mapping.round_kit_dialog import MakeKitsDialog
from desktop.mapping.round_return import ReturnDialog
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import BusyCursor
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class RoundKits(QWidget):
    """What is out, what has come back; a kit may be written or printed once more."""

    said = Signal(str)
    failed = Signal(object)
    told = Signal(str, object)

    def __init__(self, worker: Worker, open_dialog: Callable[[Any], object]) -> None:
        super().__init__()
        self.worker, self._open = worker, open_dialog
        self.round: RoundFacts | None = None
        self.rows: list[KitRow] = []
        self._waiting: list[Path] = []  # several kits dropped at once come one after the other
        self.dialog: Any = None
        self._busy = BusyCursor(self)
        self.model = RowsTable(_columns())
        self.table = TableView(self.model, "mapping/kits")
        self.search = SearchBox(_("Cari kode, desa…"), self.table, width=200)
        self.out_button = button(_("Belum kembali"))
        self.out_button.setCheckable(True)
        self.make_button = button(_("Buat paket…"), "plus", on_click=lambda: self.make([], ()))
        self.take_button = button(_("Terima paket kembali…"), on_click=lambda: self.take_back(None))
        self.excel_button = button(_("Simpan Excel"), "file-excel-outline", on_click=self.save_again)
        self.print_button = button(_("Cetak formulir"), "printer-outline", on_click=self.print_again)
        self.remove_button = button(_("Batalkan paket"), danger=True, on_click=self.remove)
        self.undo_button = button(_("Ambil kembali isi…"), "undo", on_click=self.undo)
        self.undo_button.setToolTip(_("Membatalkan yang ditulis paket ini ketika terakhir kali diterima."))
        self.count = label("", "muted")
        hint = _("Seret berkas paket yang kembali ke jendela ini; ia dikenali dari kodenya, apa pun namanya.")
        allow(
            worker, Right.MAPPING, self.make_button, self.take_button, self.excel_button, self.print_button,
            self.remove_button, self.undo_button,
        )  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(
            row(
                self.search, self.out_button, self.make_button, self.take_button, self.excel_button,
                self.print_button, self.undo_button, self.remove_button, None, self.count,
            )
        )  # fmt: skip
        box.addWidget(self.table, 1)
        box.addWidget(label(hint, "note"))
        self.search.searched.connect(lambda _text: self._show())
        self.out_button.toggled.connect(lambda _on: self._show())
        self.table.current_row_changed.connect(lambda _row: self._offer())
        self.table.copied.connect(self.said)

    def show_round(self, found: RoundFacts) -> None:
        """Another round, or the same once more."""
        self.round = found
        self.refresh()

    def refresh(self) -> None:
        """Read the kits."""
        if self.round is not None:
            round_id = self.round.id
            self.worker.read(
                self, lambda session: kits.list_kits(session, round_id), self._take, self.failed.emit
            )

    def make(self, desa_codes: Sequence[str], cells: Sequence[tuple[str, str]]) -> None:
        """Ask for which desa and kinds. cells: white ones that were chosen in the matrix."""
        if self.round is None:
            return
        round_id = self.round.id
        self._busy.start()
        self.worker.read(
            self,
            lambda session: kits.list_desa(session, round_id),
            lambda found: self._ask(round_id, found, desa_codes, cells),
            self._fail,
        )

    def take_back(self, paths: Sequence[str] | None) -> None:
        """Read kits that came back, and show what each would do."""
        if paths is None:
            chosen = ask_what_to_open(self, _("Terima paket kembali"), _kinds())
            paths = [str(chosen)] if chosen else []
        self._waiting += [Path(path) for path in paths]
        self._take_next()

    def save_again(self) -> None:
        """The workbook of the chosen kit once more, as it was given out."""
        if kit := self.table.current_row():
            name = f"Paket {kit.desa} {kit.code}.xlsx"
            if path := ask_where_to_save(self, _("Simpan paket"), name, _("Excel (*.xlsx)")):
                self._with_kit(
                    kit, lambda facts: write_file(path, kit_workbook(facts)), lambda p: self.said.emit(
                        _("{file} disimpan.").format(file=p.name)
                    )
                )  # fmt: skip

    def print_again(self) -> None:
        """The form of the chosen kit."""
        if kit := self.table.current_row():
            title = _("Paket {desa} {code}").format(desa=kit.desa, code=kit.code)
            self._with_kit(kit, paper.render_kit, lambda pdf: self._show_paper(title, pdf))

    def remove(self) -> None:
        """A kit that was made by mistake."""
        kit = self.table.current_row()
        if kit is None:
            return
        question = _("Batalkan paket {code} untuk {desa}? Berkasnya tidak akan dikenali lagi.")
        if confirm(self, question.format(code=kit.code, desa=kit.desa), _("Batalkan paket"), danger=True):
            self.worker.write(
                self, lambda session: kits.remove_kit(session, kit.id), lambda _n: None, self._fail
            )

    def undo(self) -> None:
        """Take back what a returned kit wrote, after saying how much that is."""
        kit = self.table.current_row()
        if kit is None:
            return

        def ask(found: TakeBack) -> None:
            self._busy.stop()
            question = _("Ambil kembali isi penerimaan terakhir paket {code} ({desa})?")
            question = question.format(code=kit.code, desa=kit.desa)
            details = _("{n} kelompok baris yang saling berkaitan kembali seperti sebelumnya.").format(
                n=found.undone
            )
            if found.kept:
                reasons = "; ".join(dict.fromkeys(one.reason for one in found.kept))
                details += " " + _("{n} tetap: {why}.").format(n=len(found.kept), why=reasons)
            if confirm(self, question, _("Ambil kembali"), details, danger=True):
                self.worker.write(self, lambda session: kit_undo.take_back(session, kit.id), done, self._fail)

        def done(found: TakeBack) -> None:
            text = _("Isi paket {code} diambil kembali: {n} dibatalkan, {kept} tetap.")
            self.said.emit(text.format(code=kit.code, n=found.undone, kept=len(found.kept)))

        self._busy.start()
        self.worker.read(self, lambda session: kit_undo.check_take_back(session, kit.id), ask, self._fail)

    def _ask(
        self, round_id: int, found: Any, desa_codes: Sequence[str], cells: Sequence[tuple[str, str]]
    ) -> None:
        self._busy.stop()
        desa, kinds = found
        dialog = MakeKitsDialog(self, self.worker, round_id, desa, kinds, desa_codes, cells)
        self._open(dialog)
        self.dialog = dialog

    def _take_next(self) -> None:
        if self._waiting:
            path = self._waiting.pop(0)
            self._busy.start()
            self.worker.run(self, lambda: read_kit(path), self._returned, self._fail_return)

    def _returned(self, returned: Any) -> None:
        self._busy.stop()
        dialog = ReturnDialog(self, self.worker, returned)
        dialog.finished.connect(lambda _result: self._take_next())
        dialog.refused.connect(self._fail)
        self._open(dialog)
        self.dialog = dialog

    def _fail_return(self, error: Exception) -> None:
        self._fail(error)
        self._take_next()

    def _with_kit(self, kit: KitRow, work: Callable[[KitFacts], Any], then: Callable[[Any], object]) -> None:
        self._busy.start()

        def done(answer: Any) -> None:
            self._busy.stop()
            then(answer)

        self.worker.read(
            self,
            lambda session: kits.get_kit(session, kit.id),
            lambda facts: self.worker.run(self, lambda: work(facts), done, self._fail),
            self._fail,
        )

    def _show_paper(self, title: str, pdf: bytes) -> None:
        from desktop.viewer import show_paper

        self.paper = show_paper(self, self.worker, title, pdf)

    def _take(self, rows: list[KitRow]) -> None:
        self.rows = rows
        self._show()

    def _show(self) -> None:
        words = without_mark(self.search.text()).casefold().split()  # a scanned QR finds its kit
        shown = [
            kit
            for kit in self.rows
            if not (self.out_button.isChecked() and kit.returned_at)
            and all(word in _searched(kit) for word in words)
        ]
        if self.rows:
            self.table.set_empty(_("Tidak ada paket yang cocok."), _("Tampilkan semua"), self.clear)
        else:
            self.table.set_empty(
                _(
                    "Belum ada paket. Paket berisi nama yang sudah didata dan lembar angka satu desa: "
                    "Excel dengan pilihan siap pakai dan formulir cetak."
                ),
                _("Buat paket…"),
                lambda: self.make([], ()),
            )
        self.model.set_rows(shown)
        if shown and self.table.current_row() is None:
            self.table.selectRow(0)
        self.count.setText(ngettext("{n} paket", "{n} paket", len(shown)).format(n=len(shown)))
        self._offer()

    def clear(self) -> None:
        """Show every kit again."""
        self.search.setText("")
        self.out_button.setChecked(False)
        self._show()

    def _offer(self) -> None:
        kit = self.table.current_row()
        is_open = self.round is not None and not self.round.locked
        self.make_button.setEnabled(is_open)
        self.take_button.setEnabled(is_open)
        for made in (self.excel_button, self.print_button):
            made.setEnabled(kit is not None)
        self.undo_button.setEnabled(is_open and kit is not None and kit.returned_at is not None)
        self.remove_button.setEnabled(is_open and kit is not None and kit.returned_at is None)

    def _fail(self, error: Exception) -> None:
        self._busy.stop()
        self.failed.emit(error)


def _kinds() -> str:
    return _("Paket pendataan (*.xlsx *.xlsm *.ods *.csv)")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Kode"), lambda r: r.code, width=112, sort_key="code", bold=lambda _r: True),
        Column(_("Kecamatan"), lambda r: r.kecamatan, width=120, sort_key="kecamatan"),
        Column(_("Desa/kelurahan"), lambda r: r.desa, width=140, sort_key="desa"),
        Column(_("Jenis"), lambda r: str(r.kinds), align_right=True, width=60, sort_key="kinds"),
        Column(_("Baris lama"), lambda r: str(r.rows), align_right=True, width=84, sort_key="rows"),
        Column(_("Dibuat"), lambda r: _day(r.made_at), width=96, sort_key="made_at"),
        Column(_("Oleh"), lambda r: r.made_by, width=140),
        Column(
            _("Keadaan"),
            lambda r: (
                _("kembali {day}").format(day=_day(r.returned_at)) if r.returned_at else _("di lapangan")
            ),
            lambda r: "good" if r.returned_at else "info",
            width=178,
            sort_key="returned_at",
        ),
        Column(_("Hasil"), lambda r: r.outcome, width=240, tooltip=lambda r: r.outcome),
    )


def _searched(kit: KitRow) -> str:
    """The code as printed and without its dash."""
    return f"{kit.code} {kit.code.replace('-', '')} {kit.desa} {kit.kecamatan}".casefold()


def _day(moment: Any) -> str:
    return short_date(moment.astimezone().date()) if moment else ""
