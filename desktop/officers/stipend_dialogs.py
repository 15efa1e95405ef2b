"""What each source pays from when on, and all that was paid to one officer."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import MONTHS, short_date
from db.rules.problems import Problem
from db.rules.stipends import check_rate, read_rupiah, rupiah
from db.rules.words import _
from db.services import stipends
from db.services.stipends import PaymentRow, RateRow
from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.fields import ChoiceField, DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

SIZE = (760, 440)


class _ListDialog(QDialog, Opener):
    """A table that reads itself, with what can be done to its rows below it."""

    said = Signal(str)

    def __init__(
        self, parent: QWidget, worker: Worker, title: str, table: TableView, *actions: QWidget
    ) -> None:
        super().__init__(parent)
        self.worker, self.table = worker, table
        self.setWindowTitle(title)
        self.banner = Banner()
        self.banner.hide()
        self.close_button = button(_("Tutup"), on_click=self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.banner)
        box.addWidget(table, 1)
        box.addLayout(row(*actions, None, self.close_button))
        take_room(self, *SIZE)
        worker.changed.connect(self._on_changed)

    def read(self) -> None:
        raise NotImplementedError

    def _on_changed(self, tables: frozenset[str]) -> None:
        if {"stipend_rate", "stipend_payment"} & tables:
            self.read()

    def _failed(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")


class RatesDialog(_ListDialog):
    """Rates are dated: a new one never changes what was due before it."""

    def __init__(
        self, parent: QWidget, worker: Worker, sources: list[tuple[str, str]], source: str = ""
    ) -> None:
        self._sources, self._source = sources, source
        columns = (
            Column(_("Sumber dana"), lambda r: r.source, width=170),
            Column(_("Mulai"), lambda r: f"{MONTHS[r.starts_on.month - 1]} {r.starts_on.year}", width=140),
            Column(_("Per bulan (Rp)"), lambda r: rupiah(r.amount), align_right=True, width=140),
            Column(_("Dasar"), lambda r: r.basis, tooltip=lambda r: r.basis),
        )
        self.rates = RowsTable(columns)
        table = TableView(self.rates, "officers/rates")
        self.add_button = button(_("Tambah nilai…"), "plus", primary=True, on_click=self.add)
        self.remove_button = button(_("Hapus…"), "delete-outline", on_click=self.remove)
        super().__init__(
            parent, worker, _("Nilai tali asih per bulan"), table, self.add_button, self.remove_button
        )
        self.add_button.setDefault(True)
        table.set_empty(
            _("Belum ada nilai. Isi berapa rupiah per bulan menurut setiap sumber dana."),
            _("Tambah nilai…"),
            self.add,
        )
        table.current_row_changed.connect(self._offer)
        self._offer(None)
        allow(worker, Right.OFFICERS, self.add_button, self.remove_button)
        self.read()

    def read(self) -> None:
        self.worker.read(self, stipends.list_rates, self.rates.set_rows, failed=self._failed)

    def add(self) -> None:
        """Ask for a new rate."""
        self.open_dialog(RateDialog(self, self.worker, self._sources, self._source))

    def remove(self) -> None:
        """Take away the chosen rate after asking."""
        rate: RateRow | None = self.table.current_row()
        question = _("Nilai ini dihapus dan bulan yang terutang dihitung ulang. Yang sudah dibayar tetap.")
        if rate and confirm(self, question, _("Hapus nilai"), danger=True):
            self.worker.write(
                self,
                partial(stipends.remove_rate, rate_id=rate.id),
                then=lambda _nothing: None,
                failed=self._failed,
            )

    def _offer(self, rate: RateRow | None) -> None:
        self.remove_button.setEnabled(rate is not None)


class RateDialog(FormDialog):
    """One rate: source, month, rupiah, and the regulation that says so."""

    def __init__(
        self, parent: QWidget, worker: Worker, sources: list[tuple[str, str]], source: str = ""
    ) -> None:
        self._worker = worker
        self.source = ChoiceField(sources)
        self.starts_on, self.amount, self.basis = DateField(), line_edit(20), line_edit(200)
        form = Form(compact=True)
        form.add("source_code", _("Sumber dana"), self.source, required=True)
        hint = _("Tanggal 1 bulan pertama, misalnya 01-01-2026.")
        form.add("starts_on", _("Berlaku mulai"), self.starts_on, required=True, hint=hint)
        hint = _("Misalnya 700.000; isi 0 bila berakhir.")
        form.add("amount", _("Rupiah per bulan"), self.amount, required=True, hint=hint)
        form.add("basis", _("Dasar"), self.basis, hint=_("Peraturan atau keputusan yang menetapkannya."))
        super().__init__(parent, _("Nilai tali asih"), form, _("Simpan nilai"))
        form.fill({"source_code": source or None, "starts_on": today().replace(month=1, day=1)})

    def save(self, values: dict[str, Any]) -> None:
        amount = read_rupiah(values["amount"])
        problems = check_rate(values["starts_on"], amount)
        if amount is None:
            problems.append(Problem(_("Isi angka rupiah, misalnya 700.000."), "amount"))
        if amount is None or problems:
            self.form.show_problems(problems)
            return
        self._worker.write(
            self,
            lambda session: stipends.add_rate(
                session, values["source_code"], values["starts_on"], amount, values["basis"]
            ),
            then=lambda _id: self.accept(),
            failed=self.show_error,
        )


class PaymentsDialog(_ListDialog):
    """Every month that was paid; a wrong line can be taken back."""

    def __init__(self, parent: QWidget, worker: Worker, officer_id: int, name: str) -> None:
        self._officer_id = officer_id
        columns = (
            Column(_("Bulan"), lambda r: f"{MONTHS[r.month - 1]} {r.year}", width=140),
            Column(_("Sumber dana"), lambda r: r.source, width=170),
            Column(_("Rupiah"), lambda r: rupiah(r.amount), align_right=True, width=110),
            Column(_("Dibayar"), lambda r: short_date(r.paid_on), width=110),
            Column(_("Catatan"), _note, tooltip=_note),
        )
        self.payments = RowsTable(columns)
        table = TableView(self.payments, "officers/payments")
        self.remove_button = button(_("Hapus catatan…"), "delete-outline", on_click=self.remove)
        super().__init__(parent, worker, _("Tali asih {name}").format(name=name), table, self.remove_button)
        self.close_button.setDefault(True)
        table.set_empty(_("Belum ada pembayaran yang dicatat."))
        table.current_row_changed.connect(self._offer)
        self._offer(None)
        allow(worker, Right.OFFICERS, self.remove_button)
        self.read()

    def read(self) -> None:
        work = partial(stipends.list_payments, officer_id=self._officer_id)
        self.worker.read(self, work, self.payments.set_rows, failed=self._failed)

    def remove(self) -> None:
        """Take back the chosen payment after asking."""
        payment: PaymentRow | None = self.table.current_row()
        question = _("Bulan ini kembali terutang. Riwayat tetap mencatatnya.")
        if payment and confirm(self, question, _("Hapus catatan"), danger=True):
            self.worker.write(
                self,
                partial(stipends.remove_payment, payment_id=payment.id),
                then=lambda _nothing: None,
                failed=self._failed,
            )

    def _offer(self, payment: PaymentRow | None) -> None:
        self.remove_button.setEnabled(payment is not None)


def _note(payment: PaymentRow) -> str:
    listed = _("menurut daftar tanda terima") if payment.letter_id else ""
    return " · ".join(part for part in (listed, payment.note) if part)
