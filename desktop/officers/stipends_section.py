"""Tali asih: a year of one source, officer by officer and month by month."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from db.rules.access import Right
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.stipends import FIRST_YEAR, rupiah
from db.rules.words import _
from db.services import references, stipends
from db.services.stipends import Cell, LedgerRow
from desktop.clock import today
from desktop.officers.stipend_dialogs import PaymentsDialog, RatesDialog
from desktop.officers.stipend_pay import PayDialog
from desktop.parts.opener import Opener
from desktop.parts.report_view import ReportView
from desktop.parts.rights import allow
from desktop.widgets.basics import button
from desktop.widgets.fields import YearField
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

PAID, OWED = "✓", "!"
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


class StipendsSection(Tab, Opener):
    """What is due follows from the roster and the rate; only what was paid is noted."""

    reads = frozenset(
        {"stipend_rate", "stipend_payment", "assignment", "officer", "person", "monthly_report", "setting"}
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._rows: list[LedgerRow] = []
        self._sources_read = False
        self.source = QComboBox()
        self.source.setAccessibleName(_("Sumber dana"))
        self.year = YearField(FIRST_YEAR, today().year)
        self.report = ReportView(worker)
        self.report.banner.hide()
        self.rates_button = button(_("Nilai per bulan…"), on_click=self.show_rates)
        self.pay_button = button(_("Catat pembayaran…"), primary=True, on_click=self.pay)
        self.page = Page(
            _("Tali asih"),
            _("Bulan yang terutang dan dibayar, per sumber dana"),
            self.rates_button,
            self.report.print_button,
            self.report.excel_button,
            self.pay_button,
        )
        self.page.add_filter(self.source, self.year)
        self.page.add_main(self.report, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        allow(worker, Right.OFFICERS, self.pay_button)
        self.source.currentIndexChanged.connect(lambda _place: self._read())
        self.year.valueChanged.connect(lambda _year: self._read())
        self.report.activated.connect(self.show_payments)
        self.report.said.connect(self.said)

    def refresh(self) -> None:
        if self._sources_read:
            self._read()
        else:
            self.worker.read(self, partial(references.list_choices, list_name="funds"), self._take_sources)

    def show_rates(self) -> None:
        """Open what each source pays, from when on."""
        self.open_dialog(RatesDialog(self, self.worker, self._sources(), self.source.currentData()))

    def pay(self) -> None:
        """Open the months that are still owed."""
        code, name, year = self.source.currentData(), self.source.currentText(), self.year.value()

        def work(session: Any) -> dict[str, str]:
            return stipends.last_list(session, code)

        def open_form(last: dict[str, str]) -> None:
            owing = [row for row in self._rows if row.arrears]
            dialog = PayDialog(self, self.worker, code, name, year, owing, last)
            dialog.issued.connect(self.show_letter)
            self.open_dialog(dialog)

        self.worker.read(self, work, open_form)

    def show_payments(self, officer_id: Any) -> None:
        """Open all that was paid to one officer."""
        row = next((row for row in self._rows if row.id == officer_id), None)
        if row:
            self.open_dialog(PaymentsDialog(self, self.worker, row.id, row.name))

    def _sources(self) -> list[tuple[str, str]]:
        return [(self.source.itemData(n), self.source.itemText(n)) for n in range(self.source.count())]

    def _take_sources(self, choices: list[references.Choice]) -> None:
        self._sources_read = True
        self.source.blockSignals(True)
        for choice in choices:
            self.source.addItem(choice.text, choice.code)
        self.source.blockSignals(False)
        self._read()

    def _read(self) -> None:
        code, year, day = self.source.currentData(), self.year.value(), today()

        def work(session: Any) -> tuple[list[LedgerRow], bool]:
            known = any(rate.source_code == code for rate in stipends.list_rates(session))
            return stipends.ledger(session, code, year, day), known

        self.worker.read(self, work, lambda found: self._show(code, year, *found))

    def _show(self, code: str, year: int, rows: list[LedgerRow], known: bool) -> None:
        if (code, year) != (self.source.currentData(), self.year.value()):
            return  # another source or year was chosen meanwhile
        self._rows = rows
        owed = any(row.arrears for row in rows)
        self.pay_button.setEnabled(owed)
        self.pay_button.setToolTip("" if owed else _("Tidak ada bulan yang terutang."))
        if not rows:
            if known:
                text = _("Tidak ada bulan yang terutang atau dibayar pada tahun {year}.").format(year=year)
                self.report.show_nothing(text)
            else:
                text = _("Belum ada nilai tali asih dari sumber ini. Isi dahulu berapa rupiah per bulan.")
                self.report.show_nothing(text, _("Nilai per bulan…"), self.show_rates)
            self.page.set_count("")
            return
        self.report.show_report(_table(self.source.currentText(), year, rows))
        due, paid, arrears = (sum(getattr(row, name) for row in rows) for name in ("due", "paid", "arrears"))
        text = _("Terutang {due} · dibayar {paid} · tunggakan {arrears}")
        self.page.set_count(text.format(due=rupiah(due), paid=rupiah(paid), arrears=rupiah(arrears)))


def _table(source: str, year: int, rows: list[LedgerRow]) -> ReportTable:
    money = ColumnKind.MONEY
    return ReportTable(
        "",
        f"Tali Asih TKSK Tahun {year}",
        (
            ReportColumn("kecamatan", "Kecamatan", 16),
            ReportColumn("nama", "Nama", 28),
            *(ReportColumn(month.lower(), month, 3.6, ColumnKind.MARK) for month in SHORT_MONTHS),
            ReportColumn("terutang", "Terutang", 11, money),
            ReportColumn("dibayar", "Dibayar", 11, money),
            ReportColumn("tunggakan", "Tunggakan", 11, money),
        ),
        tuple(
            (row.kecamatan, row.name, *map(_mark, row.months), row.due, row.paid, row.arrears) for row in rows
        ),
        subtitle=(f"Sumber dana {source}",),
        totals=(
            "Jumlah",
            None,
            *(sum(row.months[n].paid is not None for row in rows) for n in range(12)),
            *(sum(getattr(row, name) for row in rows) for name in ("due", "paid", "arrears")),
        ),
        notes=(
            f"{PAID} sudah dibayar; {OWED} terutang dan belum dibayar; "
            "kosong: belum jatuh tempo atau tidak bertugas.",
        ),
        keys=tuple(row.id for row in rows),
    )


def _mark(cell: Cell) -> str:
    if cell.paid is not None:
        return PAID
    return OWED if cell.due else ""
