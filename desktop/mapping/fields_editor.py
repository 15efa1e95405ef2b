"""The fields of forms F-1 to F-5: the office adds its own, and switches off shipped ones it does not use."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QPlainTextEdit, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.kind_fields import FieldType, FormCode, type_label
from db.rules.words import _
from db.services.mapping import card_reports, fields
from db.services.mapping.fields import FIELDS, FieldRow
from desktop.mapping.kept_table import KeptTable
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.widgets.tick_list import TickList
from desktop.worker import Worker

LIST_HEIGHT = 150


def form_label(form: FormCode) -> str:
    """What a form is called, with its number."""
    return {
        FormCode.PPKS_PERSON: _("F-1 PPKS orang"),
        FormCode.PPKS_FAMILY: _("F-2 keluarga"),
        FormCode.PPKS_COMMUNITY: _("F-3 kelompok atau kejadian"),
        FormCode.PSKS_PERSON: _("F-4 PSKS orang"),
        FormCode.PSKS_INSTITUTION: _("F-5 PSKS lembaga"),
    }[form]


class FieldsDialog(KeptTable):
    """The fields of one form in their order."""

    list_all = staticmethod(fields.list_all)
    report_table = staticmethod(card_reports.fields_table)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent, worker, _("Isian formulir pendataan"))
        self._all: list[FieldRow] = []
        explained = _(
            "Isian tanpa jenis menerangkan orang, keluarga, atau lembaganya; isian dengan jenis muncul bila "
            "jenis itu dipilih. Isian bawaan dapat dimatikan; isi yang sudah ada tetap tersimpan."
        )
        self.form_choice = QComboBox()
        self.form_choice.setAccessibleName(_("Formulir"))
        for one in FormCode:
            self.form_choice.addItem(form_label(one), one)
        self.form_choice.currentIndexChanged.connect(lambda _place: self._show())
        columns = (
            Column(_("Isian"), lambda one: one.label, width=210),
            Column(_("Kelompok"), lambda one: one.block, width=150),
            Column(_("Macam"), lambda one: type_label(one.type), width=120),
            Column(_("Pilihan/satuan"), _details, tooltip=_details, width=240),
            Column(_("Untuk jenis"), _kinds, tooltip=_kinds, width=130),
            Column(_("Wajib"), lambda one: _("wajib") if one.required else "", width=66),
            Column(_("Asal"), lambda one: _("bawaan") if one.built_in else _("kantor"), width=76),
            Column(
                _("Dipakai"),
                lambda one: _("dipakai") if one.active else _("mati"),
                tone=lambda one: "good" if one.active else "neutral",
            ),
        )
        self.rows = RowsTable(columns, parent=self)
        self.table = TableView(self.rows, "kind_fields")
        self.table.copied.connect(self.said)
        self.table.set_empty(_("Formulir ini belum mempunyai isian."), _("Tambah isian"), self.add_field)
        self.add_button = button(_("Tambah isian…"), "plus", on_click=self.add_field)
        self.edit_button = button(_("Ubah…"), "pencil-outline", on_click=self.edit_field)
        self.switch_button = button(_("Matikan"), on_click=self.switch_field)
        self.up_button = button(_("Naikkan"), on_click=lambda: self._move(-1))
        self.down_button = button(_("Turunkan"), on_click=lambda: self._move(1))
        self.delete_button = button(_("Hapus"), "delete-outline", danger=True, on_click=self.delete_field)
        self.report_button = button(_("Cetak/Excel…"), "printer-outline", on_click=self.show_report)
        self.close_button = button(_("Tutup"), primary=True, on_click=self.accept)
        self.close_button.setDefault(True)
        self._of_row = (self.edit_button, self.switch_button, self.up_button, self.down_button)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self.edit_field())
        self._offer(None)
        allow(worker, Right.OFFICE, self.add_button, *self._of_row, self.delete_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(label(explained, "muted", wrap=True))
        box.addLayout(row(self.form_choice, None))
        box.addWidget(self.banner)
        box.addWidget(self.table, 1)
        actions = (self.add_button, *self._of_row, self.delete_button)
        box.addLayout(row(*actions, None, self.report_button, self.close_button))
        take_room(self, 1180, 600)
        self.refresh()

    def add_field(self) -> None:
        """A field of the office's own, at the end of the form."""
        if self.add_button.isEnabled():
            self.open_form(FieldDialog(self, self.worker, self.form_choice.currentData(), self._blocks()))

    def edit_field(self) -> None:
        """Change the chosen field."""
        if self.edit_button.isEnabled() and (chosen := self.table.current_row()):
            self.open_form(FieldDialog(self, self.worker, chosen.form, self._blocks(), chosen))

    def switch_field(self) -> None:
        """Ask for a field no more, or ask again."""
        if chosen := self.table.current_row():
            self.write(partial(fields.switch_field, code=chosen.id, active=not chosen.active))

    def delete_field(self) -> None:
        """Take out a field of the office's own that nobody has answered."""
        chosen: FieldRow | None = self.table.current_row()
        if chosen is None:
            return
        details = _("Hanya isian kantor yang belum pernah diisi yang dapat dihapus.")
        question = _("Hapus isian {name}?").format(name=chosen.label)
        if confirm(self, question, _("Hapus isian"), details, danger=True):
            self.write(partial(fields.delete_field, code=chosen.id))

    def _move(self, step: int) -> None:
        if chosen := self.table.current_row():
            self.write(partial(fields.move_field, code=chosen.id, step=step))

    def show_all(self, found: list[FieldRow]) -> None:
        """Those of the chosen form."""
        self._all = found
        self._show()

    def _show(self) -> None:
        form = self.form_choice.currentData()
        self.rows.set_rows(one for one in self._all if one.form == form)

    def _blocks(self) -> list[str]:
        form = self.form_choice.currentData()
        return list(dict.fromkeys(one.block for one in self._all if one.form == form and one.block))

    def _offer(self, chosen: FieldRow | None) -> None:
        for control in self._of_row:
            control.setEnabled(chosen is not None)
        self.switch_button.setText(_("Pakai lagi") if chosen and not chosen.active else _("Matikan"))
        self.delete_button.setEnabled(chosen is not None and not chosen.built_in)
        self.delete_button.setToolTip(
            _("Isian bawaan hanya dapat dimatikan.") if chosen and chosen.built_in else ""
        )


class FieldDialog(FormDialog):
    """One field: its name, what kind of answer it takes, and when it is asked."""

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        form_code: FormCode,
        blocks: Sequence[str],
        known: FieldRow | None = None,
    ) -> None:
        form = Form("above", columns=2, compact=True)
        title = _("Ubah isian") if known else _("Tambah isian")
        super().__init__(parent, f"{title} {form_label(FormCode(form_code))}", form, _("Simpan isian"))
        self.worker, self._known, self._form_code = worker, known, FormCode(form_code)
        self.type = QComboBox()
        for one in FieldType:
            self.type.addItem(type_label(one), one)
        self.kinds = TickList()
        self.kinds.setFixedHeight(LIST_HEIGHT)
        self.choices = QPlainTextEdit()
        form.add("label", _("Nama isian"), line_edit(80), required=True)
        block = line_edit(40)
        block.setCompleter(QCompleter(list(blocks), block))
        form.add("block", _("Kelompok"), block)
        form.add("type", _("Macam"), self.type, required=True)
        form.add("unit", _("Satuan, misalnya m²"), line_edit(20))
        form.add("choices", _("Pilihan, satu pada tiap baris"), self.choices, wide=True)
        form.add("kinds", _("Hanya untuk jenis (kosong: selalu ditanyakan)"), self.kinds, wide=True)
        form.add("required", "", QCheckBox(_("Wajib diisi")))
        form.add("active", "", QCheckBox(_("Dipakai")))
        self.type.setEnabled(known is None or not known.built_in)
        self._before = {name: getattr(known, name) for name in FIELDS} if known else {}
        self._fill()
        work = partial(fields.kinds_of_form, form=self._form_code)
        worker.read(self, work, then=self._offer_kinds)
        self.type.currentIndexChanged.connect(self._follow_type)
        self._follow_type()
        take_room(self, 640, 520)

    def save(self, values: dict[str, Any]) -> None:
        after = values | {
            "form": self._form_code,
            "type": FieldType(values["type"]),
            "choices": tuple(line.strip() for line in values["choices"].splitlines() if line.strip()),
        }
        work = partial(
            fields.save_field,
            code=self._known.id if self._known else None,
            before=self._before,
            after=after,
        )
        self.worker.write(self, work, then=lambda _code: self.accept(), failed=self.show_error)

    def _fill(self) -> None:
        shown = self._before or {"type": FieldType.TEXT, "active": True, "choices": (), "kinds": ()}
        self.form.fill({**shown, "choices": "\n".join(shown["choices"])})

    def _offer_kinds(self, found: list[tuple[str, str]]) -> None:
        self.kinds.set_choices(found, ticked=False)
        if self._known is not None:
            self.kinds.set_value(self._known.kinds)
        self.form.take_as_original("kinds")

    def _follow_type(self) -> None:
        picked = FieldType(self.type.currentData()) in fields.PICKED
        number = FieldType(self.type.currentData()) is FieldType.WHOLE
        self.form.show_field("choices", picked)
        self.form.show_field("unit", number or bool(self.form.widget("unit").text()))


def _details(one: FieldRow) -> str:
    return ", ".join(one.choices) or one.unit


def _kinds(one: FieldRow) -> str:
    return ", ".join(one.kinds) or _("semua")
