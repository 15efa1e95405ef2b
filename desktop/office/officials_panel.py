"""Who signs, and since when."""

from functools import partial

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.office import authority_label, group_nip
from db.rules.words import _
from db.services import office
from db.services.office import OfficialRow
from desktop.clock import today
from desktop.office.official_dialog import OfficialDialog, save_official
from desktop.office.panel import Panel
from desktop.parts.history import HistoryDialog
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, link
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class OfficialsPanel(Panel):
    """Officials with their terms; a letter is signed by whoever holds office on its day."""

    reads = frozenset({"official"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        columns = (
            Column(
                _("Nama"), lambda r: r.full_name, width=240, sort_key="name", tooltip=lambda r: r.full_name
            ),
            Column(_("Sebagai"), lambda r: authority_label(r.authority), width=140),
            Column(_("NIP"), lambda r: group_nip(r.nip), width=200),
            Column(_("Mulai"), lambda r: short_date(r.starts_on), width=92, sort_key="starts_on"),
            Column(_("Selesai"), lambda r: short_date(r.ends_on) or "—", width=92),
            Column(_("Keadaan"), _state, tone=_tone),
        )
        self.officials = RowsTable(columns, parent=self)
        self.table = TableView(self.officials, "officials")
        self.add_button = button(_("Tambah pejabat…"), "account-plus-outline", on_click=self._add)
        self.change_button = button(_("Ubah…"), "pencil-outline", on_click=self._change)
        self.history_button = link(_("Riwayat"), self._open_history)
        able = allow(worker, Right.OFFICE, self.add_button, self.change_button)
        allow(worker, Right.HISTORY, self.history_button)
        self.table.set_empty(
            _("Belum ada pejabat. Tanpa pejabat, surat tidak dapat dibuat."),
            _("Tambah pejabat…") if able else "",
            self._add,
        )
        note = _(
            "Saat kepala dinas berganti, isi tanggal selesai pejabat lama, lalu tambahkan yang baru; "
            "surat memakai pejabat yang menjabat pada tanggalnya."
        )
        self.box.addWidget(label(note, "muted", wrap=True))
        self.box.addWidget(self.table, 1)
        self.set_actions(self.add_button, self.change_button, self.history_button, None)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self.change_button.click())
        self._offer(None)

    def refresh(self) -> None:
        self.worker.read(self, office.list_officials, self.officials.set_rows, self.show_failure)

    def _offer(self, official: OfficialRow | None) -> None:
        self.change_button.setEnabled(official is not None)
        self.history_button.setEnabled(official is not None)

    def _add(self) -> None:
        self._open(None)

    def _change(self) -> None:
        self._open(self.table.current_row())

    def _open(self, official: OfficialRow | None) -> None:
        keep = partial(save_official, self.worker, official)
        self.dialog = OfficialDialog(self, self.worker, keep, official)
        self.dialog.accepted.connect(lambda: self.tell(_("Pejabat disimpan.")))
        self.dialog.open()

    def _open_history(self) -> None:
        if official := self.table.current_row():
            self.dialog = HistoryDialog(self, self.worker, official.full_name, "official", str(official.id))
            self.dialog.open()


def _state(official: OfficialRow) -> str:
    if official.starts_on > today():
        return _("Akan menjabat")
    return _("Selesai") if official.ends_on and official.ends_on < today() else _("Menjabat")


def _tone(official: OfficialRow) -> str:
    if official.starts_on > today():
        return "info"
    return "neutral" if official.ends_on and official.ends_on < today() else "good"
