"""Paying months that are owed: who, which months, and the list that everybody signs."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from db.rules.dates import MONTHS
from db.rules.letters import Letter
from db.rules.problems import Problem
from db.rules.stipends import Month, months_between, rupiah
from db.rules.words import _
from db.rules.work import ReportState
from db.services import stipends
from db.services.letters import IssuedLetter
from db.services.stipends import LedgerRow, ListForm
from desktop import paper
from desktop.clock import today
from desktop.parts.look import add_look
from desktop.parts.signer import add_signer
from desktop.widgets.basics import button
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.tick_list import TickList
from desktop.worker import Worker

LIST_HEIGHT = 150


class PayDialog(FormDialog):
    """The list as it will be printed stands beside the form; it can also be noted without one."""

    issued = Signal(object)  # the list that is final now
    said = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        source_code: str,
        source: str,
        year: int,
        owing: Sequence[LedgerRow],
        last: dict[str, str],
    ) -> None:
        self._worker, self._source, self._year, self._owing = worker, source_code, year, owing
        self.first, self.last = QComboBox(), QComboBox()
        self.approved = QCheckBox(_("Hanya yang laporan bulanannya sudah disetujui"))
        self.officers = TickList()
        self.officers.setFixedHeight(LIST_HEIGHT)
        self.dated_on = DateField()
        self.budget, self.basis = line_edit(200), line_edit(300)
        self.treasurer, self.treasurer_nip = line_edit(120), line_edit(30)
        form = self._make_form()
        title = _("Catat pembayaran tali asih {source}").format(source=source)
        super().__init__(parent, title, form, _("Terbitkan daftar dan catat dibayar"))
        self.note_button = button(_("Catat dibayar tanpa daftar"), on_click=self.note)
        self.buttons.insertWidget(0, self.note_button)
        self._fill(last)
        form.edited.connect(self._on_edited)
        self._offer()
        self.look = add_look(self, worker, self._stated, lambda values: values["dated_on"])

    def save(self, values: dict[str, Any]) -> None:
        """Make the list final, and note its months."""
        if problem := self._empty():
            self.form.show_problems([problem])
            return
        form, day = self._list_form(values), today()

        def work(session: Any) -> IssuedLetter:
            return stipends.issue_list(
                session, form, today=day, render=paper.render, official_id=values["signer"], note_paid=True
            )

        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def note(self) -> None:
        """Note the months as paid; the list was signed elsewhere."""
        day, paid_on = today(), self.dated_on.value()
        problem = self._empty()
        if paid_on is None:
            problem = Problem(_("Isi tanggal bayar."), "dated_on")
        if problem or paid_on is None:
            self.form.show_problems([problem] if problem else [])
            return
        months, officers = self._months(), self.officers.value()

        def work(session: Any) -> int:
            return stipends.note_payments(session, self._source, months, officers, paid_on, today=day)

        self._worker.write(self, work, then=self._noted, failed=self.show_error)

    def _finish(self, letter: IssuedLetter) -> None:
        self.accept()
        self.issued.emit(letter)

    def _noted(self, number: int) -> None:
        self.accept()
        self.said.emit(_("{n} bulan dicatat dibayar.").format(n=number))

    def _make_form(self) -> Form:
        form = Form("above", columns=2, compact=True)
        for field in (self.first, self.last):
            for number, month in enumerate(MONTHS, 1):
                field.addItem(f"{month} {self._year}", number)
        form.add("first", _("Dari bulan"), self.first)
        form.add("last", _("Sampai bulan"), self.last)
        form.add("approved", "", self.approved, wide=True)
        form.add("officers", _("Penerima"), self.officers, wide=True)
        form.add("dated_on", _("Tanggal bayar"), self.dated_on, required=True)
        self.signer = add_signer(form, self._worker, self.dated_on)
        form.add("budget", _("Sumber anggaran"), self.budget, required=True, wide=True)
        form.add("basis", _("Dasar pembayaran"), self.basis, required=True, wide=True)
        form.add("treasurer", _("Yang membayarkan"), self.treasurer, required=True)
        form.add("treasurer_nip", _("NIP"), self.treasurer_nip, required=True)
        return form

    def _fill(self, last: dict[str, str]) -> None:
        owed = {n for row in self._owing for n, cell in enumerate(row.months, 1) if _owes(cell)}
        running = today().month if self._year == today().year else 0
        whole = owed - {running} or owed  # the running month is not over yet
        self.form.fill(
            {
                "first": min(owed, default=1),
                "last": max(whole, default=1),
                "dated_on": today(),
                "budget": last["sumber_anggaran"],
                "basis": last["dasar"],
                "treasurer": last["bendahara"],
                "treasurer_nip": last["nip_bendahara"],
            }
        )

    def _on_edited(self, field: str) -> None:
        if field in {"first", "last", "approved"}:
            self._offer()

    def _offer(self) -> None:
        """Everybody who is owed something in the months, with the sum."""
        offered, unapproved = [], 0
        for row in self._owing:
            cells = [row.months[month - 1] for _year, month in self._months()]
            owed = [cell for cell in cells if _owes(cell)]
            approved = all(cell.report is ReportState.APPROVED for cell in owed)
            if owed and (approved or not self.approved.isChecked()):
                unapproved += not approved
                amount = rupiah(sum(cell.due for cell in owed))
                offered.append((row.id, f"{row.kecamatan} · {row.name} · Rp{amount}"))
        self.officers.set_choices(offered)
        text = _("{n} penerima belum semua laporan bulanannya disetujui.").format(n=unapproved)
        self.form.note("officers", text if unapproved else "", "warn")

    def _months(self) -> list[Month]:
        first, last = self.first.currentData(), self.last.currentData()
        return months_between((self._year, first), (self._year, last)) if first <= last else []

    def _empty(self) -> Problem | None:
        if not self._months():
            return Problem(_("Bulan terakhir tidak boleh mendahului bulan pertama."), "last")
        if not self.officers.value():
            return Problem(_("Centang paling sedikit satu penerima."), "officers")
        return None

    def _list_form(self, values: dict[str, Any]) -> ListForm:
        return ListForm(
            self._source,
            tuple(self._months()),
            tuple(values["officers"]),
            values["dated_on"],
            values["budget"],
            values["basis"],
            values["treasurer"],
            values["treasurer_nip"],
        )

    def _stated(self, session: Any, values: dict[str, Any]) -> list[Letter]:
        if self._empty():
            return []
        return [stipends.list_facts(session, self._list_form(values), today=today())]


def _owes(cell: stipends.Cell) -> bool:
    return bool(cell.due) and cell.paid is None
