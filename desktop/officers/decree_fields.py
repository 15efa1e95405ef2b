"""The fields of a decree, in every form that has them."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.officers import DecreeLevel, level_label
from db.rules.words import _
from db.services.decrees import DecreeForm, DecreeListRow
from db.services.references import Choice
from desktop.parts.scan import ScanField, keep
from desktop.widgets.fields import ChoiceField, DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

YEARLY = "yearly"


class DecreeFields:
    """Put into a form with `add_to`; `read` makes of its values what the services take."""

    def __init__(
        self, worker: Worker, kinds: Sequence[Choice], decrees: Sequence[DecreeListRow], own_id: int = 0
    ) -> None:
        self.level, self.kind_code = QComboBox(), ChoiceField((one.code, one.text) for one in kinds)
        for level in DecreeLevel:
            self.level.addItem(level_label(level), level)
        self.number, self.issuer, self.title = line_edit(80), line_edit(160), line_edit(300)
        self.dated_on, self.starts_on, self.ends_on = DateField(), DateField(), DateField()
        self.fiscal_year = WholeField()
        self.fiscal_year.setMinimumWidth(120)
        self.replaces_id = ChoiceField(
            ((one.id, f"{one.number} ({short_date(one.dated_on)})") for one in decrees if one.id != own_id),
            _("Tidak menggantikan SK lain"),
        )
        self.scan_id = ScanField(worker, right=Right.OFFICERS)
        self.note = line_edit(500)

    def add_to(self, form: Form, *, whole: bool = True) -> None:
        """In three columns; `whole` has what can as well be said later."""
        form.add("level", _("Tingkat"), self.level, required=True)
        form.add("number", _("Nomor SK"), self.number, required=True)
        form.add("dated_on", _("Tanggal SK"), self.dated_on, required=True)
        form.add("issuer", _("Pejabat penerbit"), self.issuer, required=True, wide=True)
        form.add("title", _("Tentang"), self.title, wide=True)
        form.add("starts_on", _("Berlaku mulai"), self.starts_on, required=True)
        form.add("ends_on", _("Berlaku sampai"), self.ends_on)
        form.add("fiscal_year", _("Tahun anggaran"), self.fiscal_year)
        form.add("kind_code", _("Jenis"), self.kind_code)
        form.add("replaces_id", _("Menggantikan"), self.replaces_id)
        form.add("scan_id", _("Pindaian"), self.scan_id)
        if whole:
            form.add("note", _("Keterangan"), self.note, wide=True)

    def propose_year(self) -> None:
        """The fiscal year of a decree is the one in which it begins, until somebody says another."""
        if day := self.starts_on.value():
            self.fiscal_year.set_value(day.year)


def decree_of(session: Any, values: Mapping[str, Any]) -> DecreeForm:
    """The values of a form as a decree; a scan that was attached is kept in the same transaction."""
    names = DecreeForm.__dataclass_fields__
    typed = {name: value for name, value in values.items() if name in names}
    typed["kind_code"] = typed.get("kind_code") or ""
    typed["scan_id"] = keep(session, typed.get("scan_id"))
    return DecreeForm(**{**typed, "level": DecreeLevel(typed["level"])})
