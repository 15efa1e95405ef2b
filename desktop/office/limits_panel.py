"""When the program warns, and who is paid for a month: the office's own limits."""

from dataclasses import asdict
from typing import Any

from PySide6.QtWidgets import QCheckBox, QSpinBox

from db.rules.access import Right
from db.rules.problems import RuleViolation
from db.rules.settings import RANGES, WIDEST, Limits
from db.rules.words import _
from db.services import settings
from desktop.office.panel import Panel
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, link, scrolled
from desktop.widgets.form import Form
from desktop.worker import Worker

FIELD_WIDTH = 96


def groups() -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """The limits as the panel shows them: title of a group, then name, label and unit of each."""
    days, months, years = _("hari"), _("bulan"), _("tahun")
    return (
        (
            _("SK dan masa tugas"),
            (
                ("decree_ends_within", _("SK akan berakhir: ingatkan sebelum"), days),
                ("decree_second", _("SK akan berakhir: mendesak sebelum"), days),
                ("decree_third", _("SK akan berakhir: sangat mendesak sebelum"), days),
                ("term_years", _("Masa tugas paling lama"), years),
                ("term_ends_within", _("Ingatkan sebelum batas masa tugas"), days),
                ("age_limit_years", _("Batas usia TKSK"), years),
                ("age_ends_within", _("Ingatkan sebelum batas usia"), days),
                ("acting_months", _("Plt paling lama"), months),
                ("niat_after_months", _("NIAT ditunggu paling lama"), months),
                ("paper_ends_within", _("Ingatkan sebelum dokumen habis berlaku"), days),
            ),
        ),
        (
            _("Laporan, kinerja, dan tali asih"),
            (
                ("report_day", _("Laporan bulanan paling lambat tanggal"), ""),
                ("report_warns", _("Ingatkan laporan bulanan yang terlambat"), ""),
                ("duty_idle_months", _("Ingatkan bila tugas tidak dikerjakan selama"), months),
                ("grade_good", _("Predikat Baik mulai nilai"), ""),
                ("grade_fair", _("Predikat Cukup mulai nilai"), ""),
                ("stipend_from_day", _("Tali asih dibayar bila bertugas pada tanggal"), ""),
                ("stipend_for_acting", _("Plt juga menerima tali asih"), ""),
            ),
        ),
        (
            _("Usulan, nomor surat, pemetaan, dan cadangan"),
            (
                ("proposal_first", _("Usulan belum dijawab: ingatkan sesudah"), days),
                ("proposal_second", _("Usulan belum dijawab: mendesak sesudah"), days),
                ("proposal_third", _("Usulan belum dijawab: sangat mendesak sesudah"), days),
                ("round_ends_within", _("Lembar desa ditagih sebelum putaran berakhir"), days),
                ("record_stale_months", _("Pendataan dianggap lama sesudah"), months),
                ("welfare_stale_months", _("Data DTSEN dianggap lama sesudah"), months),
                ("number_reserved", _("Nomor pesanan belum dipakai sesudah"), days),
                ("backup_after", _("Ingatkan bila data tidak dicadangkan selama"), days),
            ),
        ),
    )


class LimitsPanel(Panel):
    """Every limit with its unit; nothing here stands in a regulation beyond doubt."""

    reads = frozenset({"setting"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.form = form = Form("above", columns=2, compact=True)
        self.fields: dict[str, QSpinBox | QCheckBox] = {}
        for title, limits in groups():
            form.section(title)
            for name, text, unit in limits:
                form.add(name, text, self._field(name, unit))
        hint = _("Angka ini menentukan kapan Beranda memperingatkan. Sesuaikan dengan aturan yang berlaku.")
        self.defaults_button = link(_("Isi angka bawaan"), self._fill_defaults)
        self.save_button = button(_("Simpan batas"), "content-save-outline", primary=True, on_click=self.save)
        self.box.addWidget(label(hint, "muted", wrap=True))
        self.box.addWidget(scrolled(form), 1)
        self.set_actions(self.defaults_button, None, self.save_button)
        allow(worker, Right.OFFICE, form, self.save_button, self.defaults_button)
        self.main_button = self.save_button
        form.submitted.connect(self.save)
        form.edited.connect(lambda _field: self.banner.hide())

    def refresh(self) -> None:
        if not self.is_edited():
            self.worker.read(self, settings.get_limits, then=self._show, failed=self.show_failure)

    def is_edited(self) -> bool:
        return bool(self.form.original) and self.form.changed()

    def save(self) -> None:
        """Write what was changed."""
        if not self.save_button.isEnabled() or not self.form.original:
            return
        before, after = Limits(**_whole(self.form.original)), Limits(**_whole(self.form.values()))

        def work(session: Any) -> Limits:
            settings.change_limits(session, before, after)
            return settings.get_limits(session)

        self.worker.write(self, work, then=self._saved, failed=self.form_failure)

    def form_failure(self, error: Exception) -> None:
        """A limit that makes no sense is said at its field."""
        if isinstance(error, RuleViolation):
            self.form.show_problems(error.problems)
        else:
            self.show_failure(error)

    def _saved(self, limits: Limits) -> None:
        self._show(limits)
        self.tell(_("Batas tersimpan."))

    def _show(self, limits: Limits) -> None:
        self.form.fill(asdict(limits))

    def _fill_defaults(self) -> None:
        for name, value in asdict(Limits()).items():
            field = self.fields[name]
            if isinstance(field, QCheckBox):
                field.setChecked(bool(value))
            else:
                field.setValue(value)

    def _field(self, name: str, unit: str) -> QSpinBox | QCheckBox:
        made: QSpinBox | QCheckBox
        if RANGES.get(name) == (0, 1):
            made = QCheckBox()
        else:
            made = QSpinBox()
            made.setRange(*RANGES.get(name, WIDEST))
            made.setSuffix(f" {unit}" if unit else "")
            made.setFixedWidth(FIELD_WIDTH + 40 * bool(unit))
        self.fields[name] = made
        return made


def _whole(values: dict[str, Any]) -> dict[str, int]:
    return {name: int(value or 0) for name, value in values.items()}
