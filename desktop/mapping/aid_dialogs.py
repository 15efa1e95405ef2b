"""Aid of a family, what DTSEN says of a person, and the pairs of programmes that are no double aid."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.aid import DECILES, Standing, standing_label
from db.rules.words import _
from db.services import references
from db.services.mapping import aid, card_reports
from db.services.mapping.aid import FIELDS, STATUS, AidRow, PairRow, StatusFacts
from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.parts.report_dialog import ReportDialog
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField, DecimalField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

Members = Sequence[tuple[int, str]]  # id and name of everybody in the family


class AidDialog(FormDialog):
    """Who gets what since when; a double aid is told while it is typed, and asks for its reason."""

    def __init__(
        self, parent: QWidget | None, worker: Worker, members: Members, known: AidRow | None = None
    ) -> None:
        form = Form("above", columns=2, compact=True)
        super().__init__(parent, _("Ubah bantuan") if known else _("Catat bantuan"), form, _("Simpan"))
        self.worker, self._known = worker, known
        self.programme, self.fund = ChoiceField(hint=_("Pilih program…")), ChoiceField(hint=_("Pilih…"))
        for field, name in ((self.programme, "aid_programmes"), (self.fund, "aid_funds")):
            worker.read(field, partial(_choices, name=name), then=field.set_choices)
        form.add("person_id", _("Penerima"), ChoiceField(members), required=True)
        form.add("programme_code", _("Program"), self.programme, required=True)
        form.add("begins_on", _("Sejak"), DateField(), required=True)
        form.add("ends_on", _("Sampai (kosong: masih menerima)"), DateField())
        form.add("exception_reason", _("Alasan bantuan ganda"), line_edit(200), required=True, wide=True)
        form.add("amount", _("Nilai (Rp)"), DecimalField(0, minimum=0))
        form.add("fund_code", _("Sumber anggaran"), self.fund)
        form.add("provider", _("Pemberi"), line_edit(120))
        form.add("source", _("Sumber data"), line_edit(120))
        form.add("as_of", _("Keadaan tanggal"), DateField(maximum=today()))
        form.add("note", _("Catatan"), line_edit(300))
        self._before = dict(known.values) if known else {}
        form.show_field("exception_reason", bool(known and known.exception_reason))
        form.fill(self._before or {"person_id": members[0][0], "as_of": today()})
        form.edited.connect(self._look)
        self._look("begins_on")

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            aid.save_aid,
            aid_id=self._known.id if self._known else None,
            before=self._before,
            after=_typed(values),
            today=today(),
        )
        self.worker.write(self, work, then=lambda _id: self.accept(), failed=self.show_error)

    def _look(self, field: str) -> None:
        if field in ("person_id", "programme_code", "begins_on", "ends_on"):
            values, own = _typed(self.form.values()), self._known.id if self._known else None
            self.worker.read(self, lambda session: aid.double_of(session, values, own), then=self._say_double)

    def _say_double(self, told: str) -> None:
        shown = bool(told)
        self.form.show_field("exception_reason", shown)
        self.form.note("exception_reason", told, "warn")
        if shown:
            self._grow()


class StatusDialog(FormDialog):
    """What DTSEN says, and of which day that is."""

    def __init__(
        self, parent: QWidget | None, worker: Worker, person_id: int, name: str, known: StatusFacts
    ) -> None:
        form = Form("above", columns=2)
        super().__init__(parent, _("DTSEN: {name}").format(name=name), form, _("Simpan"))
        self.worker, self._person_id = worker, person_id
        self.standing, self.decile = QComboBox(), QComboBox()
        for one in Standing:
            self.standing.addItem(standing_label(one), one)
        self.decile.addItem(_("Belum ada peringkat"), None)
        for number in DECILES:
            self.decile.addItem(_("Desil {number}").format(number=number), number)
        form.add("standing", _("Status"), self.standing, required=True)
        form.add("decile", _("Desil"), self.decile)
        form.add("dtsen_id", _("ID DTSEN"), line_edit(40))
        form.add("as_of", _("Keadaan tanggal"), DateField(maximum=today()), required=True)
        form.add("source", _("Sumber"), line_edit(120), wide=True)
        self._before = {name: getattr(known, name) for name in STATUS}
        form.fill(self._before)
        self.standing.currentIndexChanged.connect(self._offer_decile)
        self._offer_decile()

    def save(self, values: dict[str, Any]) -> None:
        after = values | {"standing": Standing(values["standing"])}
        if after["standing"] is not Standing.LISTED:
            after["decile"] = None
        work = partial(
            aid.save_status, person_id=self._person_id, before=self._before, after=after, today=today()
        )
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)

    def _offer_decile(self) -> None:
        self.decile.setEnabled(self.standing.currentData() == Standing.LISTED)


class PairsDialog(QDialog, Opener):
    """Which two programmes one family may have at the same time."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self.setWindowTitle(_("Pasangan bantuan yang diperbolehkan"))
        explained = _(
            "Dua program lain pada satu keluarga dan waktu yang sama diperingatkan sebagai bantuan ganda. "
            "Program yang sama dua kali berarti beberapa anggota keluarga boleh menerimanya."
        )
        columns = (
            Column(_("Program"), lambda pair: pair.first, width=262, sort_key="first"),
            Column(_("Boleh bersama"), lambda pair: pair.second, width=262, sort_key="second"),
            Column(_("Dasar"), lambda pair: pair.note),
        )
        self.rows = RowsTable(columns, parent=self)
        self.table = TableView(self.rows, "aid_pairs")
        self.table.set_empty(_("Belum ada pasangan yang diperbolehkan."), _("Tambah pasangan"), self.add_pair)
        self.table.copied.connect(self.said)
        self.add_button = button(_("Tambah pasangan…"), "plus", on_click=self.add_pair)
        self.remove_button = button(
            _("Hapus pasangan"), "delete-outline", danger=True, on_click=self.remove_pair
        )
        self.report_button = button(_("Cetak/Excel…"), "printer-outline", on_click=self.show_report)
        self.close_button = button(_("Tutup"), primary=True, on_click=self.accept)
        self.close_button.setDefault(True)
        self.remove_button.setEnabled(False)
        self.table.current_row_changed.connect(lambda pair: self.remove_button.setEnabled(pair is not None))
        allow(worker, Right.OFFICE, self.add_button, self.remove_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(label(explained, "muted", wrap=True))
        box.addWidget(self.table, 1)
        box.addLayout(row(self.add_button, self.remove_button, None, self.report_button, self.close_button))
        take_room(self, 920, 520)
        self._read()

    def add_pair(self) -> None:
        """Ask for two programmes."""
        dialog = PairDialog(self, self.worker)
        dialog.accepted.connect(self._read)
        self.open_dialog(dialog)

    def remove_pair(self) -> None:
        """From now on the two are a double aid again."""
        pair: PairRow | None = self.table.current_row()
        if pair is None:
            return
        text = _("Hapus pasangan {first} dan {second}?").format(first=pair.first, second=pair.second)
        details = _("Sesudah itu keduanya diperingatkan sebagai bantuan ganda; bantuan yang tercatat tetap.")
        if confirm(self, text, _("Hapus pasangan"), details, danger=True):
            self.worker.write(
                self, partial(aid.forbid_pair, pair=pair.id), then=lambda _nothing: self._read()
            )

    def show_report(self) -> None:
        """The whole table, to be printed or saved."""
        work = partial(card_reports.pairs_table, today=today())
        self.worker.read(
            self, work, then=lambda table: self.open_dialog(ReportDialog(self, self.worker, table))
        )

    def _read(self) -> None:
        self.worker.read(self, aid.list_pairs, then=self.rows.set_rows)


class PairDialog(FormDialog):
    """Two programmes, and why they go together."""

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        form = Form("above")
        super().__init__(parent, _("Tambah pasangan bantuan"), form, _("Tambah pasangan"))
        self.worker = worker
        for name, text in (("one", _("Program")), ("other", _("Boleh bersama"))):
            field = ChoiceField(hint=_("Pilih program…"))
            worker.read(field, partial(_choices, name="aid_programmes"), then=field.set_choices)
            form.add(name, text, field, required=True)
        form.add("note", _("Dasar"), line_edit(200))
        form.fill({})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(aid.allow_pair, **values)
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


def _choices(session: Any, name: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.text) for choice in references.list_choices(session, name)]


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """As the service takes it: whole rupiah, and words where nothing was chosen."""
    amount = values["amount"]
    given = {name: values[name] for name in FIELDS}
    return given | {
        "amount": None if amount is None else int(amount),
        "fund_code": values["fund_code"] or "",
        "programme_code": values["programme_code"] or "",
    }
