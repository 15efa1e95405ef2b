"""The table of kinds as the office keeps it: changed, dated, local ones added and closed."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.mapping import Register, Subject, subject_label
from db.rules.people import Sex, sex_label
from db.rules.words import _
from db.services.mapping import card_reports, kind_editor
from db.services.mapping.kind_editor import FIELDS, FIXED, CriterionLine, KindRow
from desktop.clock import today
from desktop.mapping.kept_table import KeptTable
from desktop.mapping.labels import register_label
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_field import RowColumn, RowsField
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class KindsDialog(KeptTable):
    """Every kind, also those that are closed."""

    list_all = staticmethod(kind_editor.list_all)
    report_table = staticmethod(card_reports.kinds_table)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent, worker, _("Jenis PPKS/PSKS"))
        explained = _(
            "26 PPKS dan 12 PSKS resmi dapat disesuaikan dan ditutup, tidak dihapus. Jenis lokal (LOK-xx) "
            "tercetak di laporan tetapi di luar rekap resmi."
        )
        columns = (
            Column(_("Kode"), lambda one: one.id, width=84, sort_key="id"),
            Column(_("Nama"), lambda one: one.name, width=400, sort_key="name"),
            Column(_("Singkatan"), lambda one: one.abbreviation, width=90),
            Column(_("Subjek"), lambda one: subject_label(one.subject), width=90),
            Column(_("Umur"), _ages, width=84),
            Column(_("L/P"), lambda one: one.sex, width=52),
            Column(_("Kriteria"), lambda one: str(len(one.criteria)), align_right=True, width=76),
            Column(
                _("Peka"),
                lambda one: _("peka") if one.sensitive else "",
                tone=lambda one: "warn" if one.sensitive else None,
                width=76,
            ),
            Column(
                _("Berlaku"),
                _validity,
                tone=lambda one: "neutral" if one.valid_until else "good",
            ),
        )
        self.rows = RowsTable(columns, parent=self)
        self.table = TableView(self.rows, "kinds")
        self.table.copied.connect(self.said)
        self.add_button = button(_("Tambah jenis lokal…"), "plus", on_click=self.add_kind)
        self.edit_button = button(_("Ubah…"), "pencil-outline", on_click=self.edit_kind)
        self.close_kind_button = button(_("Tutup jenis…"), "lock-outline", on_click=self.close_kind)
        self.delete_button = button(_("Hapus"), "delete-outline", danger=True, on_click=self.delete_kind)
        self.report_button = button(_("Cetak/Excel…"), "printer-outline", on_click=self.show_report)
        self.close_button = button(_("Tutup"), primary=True, on_click=self.accept)
        self.close_button.setDefault(True)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self.edit_kind())
        controls = (self.add_button, self.edit_button, self.close_kind_button, self.delete_button)
        self._offer(None)
        allow(worker, Right.OFFICE, *controls)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(label(explained, "muted", wrap=True))
        box.addWidget(self.banner)
        box.addWidget(self.table, 1)
        box.addLayout(row(*controls, None, self.report_button, self.close_button))
        take_room(self, 1080, 600)
        self.refresh()

    def add_kind(self) -> None:
        """A local kind."""
        self.open_form(KindDialog(self, self.worker))

    def edit_kind(self) -> None:
        """Change the chosen kind."""
        if self.edit_button.isEnabled() and (chosen := self.table.current_row()):
            self.open_form(KindDialog(self, self.worker, chosen))

    def close_kind(self) -> None:
        """Offer a kind no more, or offer it again."""
        chosen: KindRow | None = self.table.current_row()
        if chosen is None:
            return
        if chosen.valid_until is None:
            self.open_form(CloseKindDialog(self, self.worker, chosen))
        else:
            self.write(partial(kind_editor.open_kind, code=chosen.id))

    def delete_kind(self) -> None:
        """Take out a local kind that was never used."""
        chosen: KindRow | None = self.table.current_row()
        if chosen is None:
            return
        details = _("Hanya jenis lokal yang belum pernah dipakai yang dapat dihapus.")
        question = _("Hapus jenis {name}?").format(name=chosen.name)
        if confirm(self, question, _("Hapus jenis"), details, danger=True):
            self.write(partial(kind_editor.delete_kind, code=chosen.id))

    def show_all(self, found: list[KindRow]) -> None:
        """All of them."""
        self.rows.set_rows(found)

    def _offer(self, chosen: KindRow | None) -> None:
        self.edit_button.setEnabled(chosen is not None)
        self.close_kind_button.setEnabled(chosen is not None)
        closed = chosen is not None and chosen.valid_until is not None
        self.close_kind_button.setText(" " + (_("Buka lagi") if closed else _("Tutup jenis…")))
        self.delete_button.setEnabled(chosen is not None and not chosen.official)
        self.delete_button.setToolTip(
            _("Jenis resmi tidak dapat dihapus.") if chosen is not None and chosen.official else ""
        )


class KindDialog(FormDialog):
    """One kind: what the form shows beside it, and the rules it carries."""

    def __init__(self, parent: QWidget, worker: Worker, known: KindRow | None = None) -> None:
        form = Form("above", columns=3, compact=True)
        title = _("Jenis {code}").format(code=known.id) if known else _("Tambah jenis lokal")
        super().__init__(parent, title, form, _("Simpan jenis"))
        self.worker, self._known = worker, known
        self.register, self.subject, self.sex = QComboBox(), QComboBox(), QComboBox()
        for one in Register:
            self.register.addItem(register_label(one), one)
        for about in Subject:
            self.subject.addItem(subject_label(about), about)
        for text, value in ((_("Semua"), ""), *((sex_label(sex), sex.value) for sex in Sex)):
            self.sex.addItem(text, value)
        self.criteria = RowsField(
            CriterionLine,
            (RowColumn("text", _("Kalimat kriteria"), lambda: line_edit(400), stretch=1),),
            _("Tambah kriteria"),
        )
        definition = QPlainTextEdit()
        definition.setTabChangesFocus(True)
        form.add("name", _("Nama"), line_edit(160), required=True, wide=True)
        form.add("abbreviation", _("Singkatan"), line_edit(20))
        form.add("register", _("Daftar"), self.register, required=True)
        form.add("subject", _("Yang dicatat"), self.subject, required=True)
        form.add("definition", _("Definisi"), definition, wide=True)
        form.add("minimum_age", _("Umur paling rendah"), WholeField(3))
        form.add("maximum_age", _("Umur paling tinggi"), WholeField(3))
        form.add("sex", _("Jenis kelamin"), self.sex)
        form.add("group", _("Kelompok masalah"), line_edit(60))
        form.add("valid_from", _("Berlaku mulai"), DateField(maximum=today()))
        form.add("needs_disability", "", QCheckBox(_("Wajib jenis disabilitas")))
        form.add("sensitive", "", QCheckBox(_("Peka: nama hanya untuk yang berhak")))
        form.add("criteria", _("Kriteria"), self.criteria, wide=True)
        fixed = known is not None and known.official
        for name in FIXED:
            form.widget(name).setEnabled(not fixed)
        names = (*FIELDS, *FIXED, "criteria")
        self._before = {name: getattr(known, name) for name in names} if known else {}
        form.fill(self._before or {"register": Register.PPKS, "subject": Subject.PERSON, "sex": ""})
        take_room(self, 900, 560)

    def save(self, values: dict[str, Any]) -> None:
        after = values | {
            "register": Register(values["register"]),
            "subject": Subject(values["subject"]),
        }
        if self._known is None:
            work: Any = partial(kind_editor.add_kind, values=after)
        else:
            work = partial(kind_editor.change_kind, code=self._known.id, before=self._before, after=after)
        self.worker.write(self, work, then=lambda _code: self.accept(), failed=self.show_error)


class CloseKindDialog(FormDialog):
    """Until when a kind was valid."""

    def __init__(self, parent: QWidget, worker: Worker, known: KindRow) -> None:
        form = Form("above")
        super().__init__(parent, _("Tutup jenis {name}").format(name=known.name), form, _("Tutup jenis"))
        self.worker, self._known = worker, known
        explained = _("Jenis ini tidak ditawarkan lagi pada formulir; data yang sudah ada tetap terhitung.")
        form.add_widget(label(explained, "muted", wrap=True))
        form.add("on", _("Berlaku sampai"), DateField(known.valid_from, today()), required=True)
        form.fill({"on": today()})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(kind_editor.close_kind, code=self._known.id, on=values["on"], today=today())
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


def _ages(kind: KindRow) -> str:
    low, high = kind.minimum_age, kind.maximum_age
    if low is None and high is None:
        return ""
    return f"{low if low is not None else 0}–{high}" if high is not None else f"{low}+"


def _validity(kind: KindRow) -> str:
    if kind.valid_until is not None:
        return _("sampai {day}").format(day=short_date(kind.valid_until))
    if kind.valid_from is not None:
        return _("sejak {day}").format(day=short_date(kind.valid_from))
    return _("berlaku")
