"""The report of a social mapping before it is printed: its texts are read and changed here (L17)."""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from db.rules.mapping import Register
from db.rules.mapping_report import TEXTS, Camat, MappingReport
from db.rules.problems import Problem, RuleViolation
from db.rules.releases import NamesForm, check_release
from db.rules.reports import ReportTable
from db.rules.words import _
from db.services.mapping import releases, reports
from db.services.mapping.mapping_report import ReportForm, mapping_report
from desktop import paper
from desktop.clock import today
from desktop.mapping.sizes_dialog import SizesDialog
from desktop.parts.opener import Opener
from desktop.widgets.basics import button, label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.worker import Worker

ROWS = 24  # pixels of one line of text


class MappingReportDialog(FormDialog, Opener):
    """Enter in the last field prints; the dialog stays open until the paper is right."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker, wanted: ReportForm, ready: MappingReport) -> None:
        self.worker, self._wanted = worker, wanted
        self.texts: dict[str, QPlainTextEdit] = {}
        self.camat, self.rank, self.nip = QLineEdit(), QLineEdit(), QLineEdit()
        self.annex = QCheckBox(_("Lampirkan daftar nama PPKS (NIK disamarkan, tanpa jenis peka)"))
        self.reason = QLineEdit()
        self.sizes_button = button(_("Ubah jumlah KK dan jiwa…"), on_click=self._edit_sizes)
        form = Form(compact=True)
        chapter = ""
        for one in TEXTS:
            if one.chapter != chapter:
                chapter = one.chapter
                form.section(chapter)
            field = self.texts[one.name] = QPlainTextEdit()
            field.setTabChangesFocus(True)
            field.setFixedHeight(ROWS * (4 if len(ready.texts[one.name]) > 160 else 3))
            form.add(one.name, one.heading or _("Isi"), field)
            if one.name == "region":
                form.add_widget(self.sizes_button)
        form.section(_("TANDA TANGAN DAN LAMPIRAN"))
        form.add_widget(label(f"TKSK: {ready.officer or _('(belum ada TKSK)')}"))
        form.add("camat", _("Nama Camat"), self.camat, hint=_("dengan gelar"))
        form.add("rank", _("Pangkat"), self.rank)
        form.add("nip", "NIP", self.nip)
        form.add("annex", "", self.annex)
        form.add("reason", _("Alasan lampiran"), self.reason, hint=_("dicatat dalam register data keluar"))
        title = _("Laporan pemetaan sosial Kecamatan {name}").format(name=ready.kecamatan)
        super().__init__(parent, title, form, _("Cetak laporan"))
        form.fill(dict(ready.texts))
        take_room(self, 760, 640)

    def save(self, values: dict[str, Any]) -> None:
        """Make the paper; names go into the register first."""
        if not self.annex.isChecked():
            self._make(())
            return
        form = NamesForm(
            Register.PPKS,
            self._wanted.kecamatan_code,
            reason=self.reason.text(),
            recipient=_("Lampiran laporan pemetaan sosial (terbatas)"),
            round_id=self._wanted.round_id,
        )
        if problems := check_release(form):
            self.show_error(RuleViolation([Problem(one.text, one.field) for one in problems]))
            return
        work = partial(releases.take_names, form=form, today=today())
        self.worker.write(self, work, then=lambda made: self._make(made.tables), failed=self.show_error)

    def _make(self, annex: tuple[ReportTable, ...]) -> None:
        wanted = ReportForm(
            self._wanted.kecamatan_code,
            self._wanted.on,
            self._wanted.round_id,
            {name: field.toPlainText() for name, field in self.texts.items()},
            Camat(self.camat.text().strip(), self.rank.text().strip(), self.nip.text().strip()),
            annex,
        )
        at = datetime.combine(today(), datetime.now().time())
        self.worker.read(
            self, lambda session: mapping_report(session, wanted, at=at), self._print, self.show_error
        )

    def _print(self, report: MappingReport) -> None:
        def show(pdf: bytes) -> None:
            self._set_saving(False)
            self.show_paper(report.title, pdf)

        self.worker.run(self, partial(paper.render_mapping_report, report), show, self.show_error)

    def _edit_sizes(self) -> None:
        code = self._wanted.kecamatan_code
        self.worker.read(self, lambda session: reports.list_sizes(session, code), self._open_sizes)

    def _open_sizes(self, lines: list[dict[str, Any]]) -> None:
        name = self.windowTitle().rpartition(" ")[2]
        dialog = SizesDialog(self, self.worker, name, lines)
        dialog.accepted.connect(partial(self._take_sizes, self.texts["region"].toPlainText()))
        self.open_dialog(dialog)

    def _take_sizes(self, before: str) -> None:
        """The sentence about families and people follows, unless somebody has written another one."""
        if before != self.form.original.get("region"):
            return
        at = datetime.combine(today(), datetime.now().time())
        self.worker.read(
            self, lambda session: mapping_report(session, self._wanted, at=at), self._retell, self.show_error
        )

    def _retell(self, report: MappingReport) -> None:
        self.texts["region"].setPlainText(report.texts["region"])
        self.form.take_as_original("region")
