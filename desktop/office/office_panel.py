"""The office itself: letterhead, code in numbers, paper, where letters are written."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.letters import PaperSize
from db.rules.office import OfficeFacts
from db.rules.problems import RuleViolation
from db.rules.words import _
from db.services import office
from desktop.office.letterhead_fields import LetterheadFields, paper_field
from desktop.office.panel import Panel
from desktop.parts.history import HistoryDialog
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, link, scrolled
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

TIMEZONES = ("WIB", "WITA", "WIT")


class OfficePanel(Panel):
    """Saves only what was changed; a change that somebody else made meanwhile is never overwritten."""

    reads = frozenset({"office"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.form = form = Form(labels="above", columns=2, compact=True)
        self.fields = fields = LetterheadFields(form, worker)
        self.preview, self.logo = fields.preview, fields.logo
        self.government, self.office_name, self.address = (
            fields.government,
            fields.office_name,
            fields.address,
        )
        self.phone, self.email, self.website = fields.phone, fields.email, fields.website
        self.postcode, self.section, self.short_code = fields.postcode, fields.section, fields.short_code
        self.capital, self.province_capital = line_edit(80), line_edit(80)
        self.timezone, self.paper = QComboBox(), paper_field()
        for zone in TIMEZONES:
            self.timezone.addItem(zone, zone)
        form.add("capital", _("Tempat surat"), self.capital, required=True)
        form.add("province_capital", _("Ibu kota provinsi"), self.province_capital, required=True)
        form.add("paper", _("Kertas surat"), self.paper, required=True)
        form.add("timezone", _("Zona waktu"), self.timezone, required=True)
        self.regency = label("", "muted")
        self.history_button = link(_("Riwayat"), self._open_history)
        self.save_button = button(
            _("Simpan kantor"), "content-save-outline", primary=True, on_click=self.save
        )
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(self.preview)
        inside.addWidget(form)
        inside.addStretch(1)
        self.box.addWidget(scrolled(content), 1)
        self.set_actions(self.regency, None, self.history_button, self.save_button)
        allow(worker, Right.OFFICE, form, self.save_button)
        allow(worker, Right.HISTORY, self.history_button)
        self.main_button = self.save_button
        form.edited.connect(self._on_edited)
        form.submitted.connect(self.save)

    def refresh(self) -> None:
        def work(session: Any) -> tuple[OfficeFacts, bytes | None]:
            return office.get_office(session), office.get_letterhead(session).logo

        if not self.is_edited():
            self.worker.read(self, work, then=self._show, failed=self.show_failure)

    def is_edited(self) -> bool:
        return bool(self.form.original) and self.form.changed()

    def save(self) -> None:
        """Check, and write what was changed."""
        if not self.save_button.isEnabled() or not self.form.check():
            return
        before, after = dict(self.form.original), self.form.values()
        old_logo, new_logo = before.pop("logo"), after.pop("logo")
        before["paper"], after["paper"] = PaperSize(before["paper"]), PaperSize(after["paper"])

        def work(session: Any) -> None:
            office.save_office(session, before, after)
            if new_logo != old_logo:
                office.save_logo(session, new_logo)

        self.save_button.setEnabled(False)
        self.worker.write(self, work, then=self._saved, failed=self._fail)

    def _show(self, found: tuple[OfficeFacts, bytes | None]) -> None:
        facts, logo = found
        self.fields.place, self.fields.paper, self.fields.practice = (
            facts.capital,
            facts.paper,
            facts.practice,
        )
        values = {name: getattr(facts, name) for name in self.form.values() if name != "logo"}
        self.form.fill(values | {"logo": logo})
        self.regency.setText(f"{facts.regency}, {facts.province}")
        self.fields.show()

    def _on_edited(self, _field: str) -> None:
        self.fields.place = self.capital.text().strip()
        self.fields.paper = PaperSize(self.paper.currentData() or PaperSize.F4)
        self.fields.show()

    def _saved(self, _nothing: None) -> None:
        self.save_button.setEnabled(True)
        self.form.original = self.form.values()
        self.tell(_("Data kantor disimpan. Surat berikutnya memakai kop ini; surat lama tidak berubah."))

    def _fail(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, RuleViolation):
            self.form.show_problems(error.problems)
        else:
            self.show_failure(error)

    def _open_history(self) -> None:
        self.dialog = HistoryDialog(self, self.worker, _("kantor"), "office", "1")
        self.dialog.open()
