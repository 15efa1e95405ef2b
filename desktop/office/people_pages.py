"""Third and fourth page: who signs, on which paper."""

from db.rules.dates import short_date
from db.rules.office import HEADS, Authority, OfficialForm, authority_label, full_name
from db.rules.words import _
from db.services.setup import Territory
from desktop.office.letterhead_fields import paper_field
from desktop.office.official_dialog import OfficialDialog
from desktop.office.official_fields import OfficialFields
from desktop.office.wizard_page import StepPage
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

OTHERS = tuple(authority for authority in Authority if authority is not Authority.HEAD)


class HeadPage(StepPage):
    """The head of the office."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(
            _("Kepala dinas"),
            _("Nama, pangkat, dan NIP dicetak di bawah tanda tangan setiap surat, persis seperti di sini."),
        )
        form = Form()
        self.fields = fields = OfficialFields(form, worker, HEADS, ends=False)
        self.front_title, self.name, self.back_title = fields.front_title, fields.name, fields.back_title
        self.nip, self.rank, self.position = fields.nip, fields.rank, fields.position
        self.authority, self.starts_on = fields.authority, fields.starts_on
        self.add_form(form)
        fields.fill()

    def official(self) -> OfficialForm:
        """The head as typed."""
        return self.fields.official()

    def complaint(self) -> bool:
        return not self.fields.check()


class SignersPage(StepPage):
    """Others who may sign, and the paper."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(
            _("Kertas dan penandatangan lain"),
            _("Penandatangan lain, misalnya sekretaris atas nama kepala dinas, boleh dikosongkan."),
        )
        self._worker = worker
        self.dialog: OfficialDialog | None = None
        self.paper, self.capital = paper_field(), line_edit(80)
        form = Form()
        form.add("paper", _("Kertas surat"), self.paper, required=True)
        form.add("capital", _("Tempat surat"), self.capital, required=True)
        self.add_form(form)
        form.fill({"paper": self.paper.itemData(0)})
        self._written = ""
        columns = (
            Column(_("Nama"), _printed_name, width=250),
            Column(_("Sebagai"), lambda r: authority_label(r.authority), width=170),
            Column(_("Jabatan"), lambda r: r.position, width=170),
            Column(_("Mulai"), lambda r: short_date(r.starts_on)),
        )
        self.officials = RowsTable(columns, [], self)
        self.table = TableView(self.officials, "wizard_officials")
        self.table.set_empty(_("Belum ada. Lewati saja bila semua surat ditandatangani kepala dinas."))
        self.add_button = button(_("Tambah pejabat…"), "account-plus-outline", on_click=self._add)
        self.remove_button = button(_("Hapus dari daftar"), "account-minus-outline", on_click=self._remove)
        self.remove_button.setEnabled(False)
        self.table.current_row_changed.connect(lambda r: self.remove_button.setEnabled(r is not None))
        self.add(label(_("Penandatangan lain"), "section"))
        self.add(self.table, 1)
        self.add(row(self.add_button, self.remove_button, None))

    def use_place(self, territory: Territory) -> None:
        """Letters are dated in the capital, unless the person has written something else."""
        if self.capital.text() in ("", self._written):
            self._written = territory.capital
            self.capital.setText(self._written)

    def _add(self) -> None:
        self.dialog = OfficialDialog(self, self._worker, self._keep, authorities=OTHERS)
        self.dialog.open()

    def _keep(self, dialog: OfficialDialog, official: OfficialForm) -> None:
        self.officials.set_rows([*self.officials.rows, official])
        dialog.accept()

    def _remove(self) -> None:
        chosen = self.table.current_row()
        self.officials.set_rows(row for row in self.officials.rows if row is not chosen)


def _printed_name(official: OfficialForm) -> str:
    return full_name(official.front_title, official.name, official.back_title)
