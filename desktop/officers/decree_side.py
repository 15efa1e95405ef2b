"""The cards beside the register: the chosen decree, and whom it names."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import long_date, period, short_date
from db.rules.decrees import standing_words
from db.rules.officers import level_label
from db.rules.words import _, ngettext
from db.services.decrees import DecreeListRow, DecreeMemberRow
from desktop.parts.rights import allow
from desktop.widgets.basics import Card, Facts, Pill, breakable, button, label, link, row
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import set_role
from desktop.worker import Worker

MEMBERS_HEIGHT = 220


class DecreeSide(QWidget):
    """Only shows; what its buttons do is the business of the section."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.heading = label("", "title", wrap=True)
        self.hint = label(_("Pilih satu SK pada daftar untuk melihat rinciannya."), "muted", wrap=True)
        self.subject = label("", wrap=True)
        self.pill = Pill()
        self.replaces_link, self.replaced_link, self.scan_link = link(""), link(""), link(_("Lihat pindaian"))
        self.facts = Facts()
        self.edit_button = button(_("Ubah…"))
        self.scan_button = button(_("Pasang pindaian…"))
        self.presentations_button = button(_("Surat penghadapan…"))
        self.annex_button = button(_("Lampiran…"))
        self.annex_button.setToolTip(_("Lampiran dari daftar TKSK: cetak atau simpan sebagai Excel."))
        self.keputusan_button = button(_("Buat Keputusan Kepala Dinas…"))
        self.keputusan_button.setToolTip(_("Keputusan dinas ini; lampirannya semua yang bertugas."))
        self.history_button = link(_("Riwayat"))
        self.card = Card("", self.heading, self.hint, self.subject, self.facts)
        self.card.add(
            row(self.scan_button, self.edit_button, None),
            row(self.presentations_button, self.annex_button, None),
            row(self.keputusan_button, None),
            row(self.history_button, None),
        )
        self.model = RowsTable(_columns(), [], parent=self)
        self.table = TableView(self.model, "officers/decree_names")
        self.table.set_compact(True)
        self.table.setFixedHeight(MEMBERS_HEIGHT)
        self.table.setToolTip(_("Enter membuka kartu TKSK."))
        self.add_button = button(_("Tambah nama…"))
        self.remove_button = button(_("Keluarkan…"))
        self.members_card = Card("", self.table, row(self.add_button, self.remove_button, None))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.card)
        box.addWidget(self.members_card)
        box.addStretch(1)
        editing = (self.edit_button, self.scan_button, self.add_button, self.remove_button)
        allow(worker, Right.OFFICERS, *editing)
        allow(worker, Right.LETTERS, self.presentations_button, self.keputusan_button)
        allow(worker, Right.HISTORY, self.history_button, self.scan_link)
        self.table.current_row_changed.connect(lambda one: self.remove_button.setEnabled(one is not None))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No decree is chosen."""
        self.card.set_title(_("SK"))
        for piece in self._pieces():
            piece.hide()
        self.hint.show()

    def show_decree(self, decree: DecreeListRow, day: date, within: int) -> None:
        """Say what the register knows of a decree."""
        self.card.set_title(
            " · ".join(part for part in (level_label(decree.level), decree.kind_name) if part)
        )
        self.heading.setText(breakable(decree.number))
        self.subject.setText(decree.title)
        self.pill.set(*standing_words(decree, day, within))
        self.replaces_link.setText(decree.replaces)
        self.replaced_link.setText(decree.replaced_by)
        pairs: list[tuple[str, str | QWidget]] = [
            (_("Tanggal"), long_date(decree.dated_on)),
            (_("Penerbit"), decree.issuer),
            (_("Berlaku"), _term(decree)),
            (_("Sisa"), self.pill),
        ]
        if decree.fiscal_year:
            pairs.append((_("Anggaran"), str(decree.fiscal_year)))
        if decree.replaces:
            pairs.append((_("Menggantikan"), self.replaces_link))
        if decree.replaced_by:
            pairs.append((_("Digantikan"), self.replaced_link))
        pairs.append((_("Pindaian"), self.scan_link if decree.scan_id else _("belum ada")))
        if decree.note:
            pairs.append((_("Keterangan"), decree.note))
        self.facts.set_facts(pairs)
        self.scan_button.setText(_("Ganti pindaian…") if decree.scan_id else _("Pasang pindaian…"))
        missing = not decree.scan_id  # first the paper itself, then what follows from it
        set_role(self.scan_button, "primary" if missing else "")
        set_role(self.presentations_button, "" if missing else "primary")
        for piece in self._pieces():
            piece.show()
        self.subject.setVisible(bool(decree.title))
        self.pill.show()
        self.hint.hide()
        self.presentations_button.setEnabled(decree.members > 0)

    def show_members(self, members: Sequence[DecreeMemberRow]) -> None:
        """Whom it names, in its order."""
        self.model.set_rows(members)
        text = ngettext("{number} nama dalam SK", "{number} nama dalam SK", len(members))
        self.members_card.set_title(text.format(number=len(members)))
        self.remove_button.setEnabled(False)

    def _pieces(self) -> tuple[QWidget, ...]:
        buttons = (self.edit_button, self.scan_button, self.presentations_button, self.annex_button)
        return (self.heading, self.subject, self.facts, self.history_button, self.members_card, *buttons)


def _term(decree: DecreeListRow) -> str:
    if decree.ends_on is None:
        return _("sejak {day}").format(day=long_date(decree.starts_on))
    return period(decree.starts_on, decree.ends_on)


def _columns() -> tuple[Column, ...]:
    def said(one: DecreeMemberRow) -> str:
        left = short_date(one.left_on)
        stopped = _("berhenti {day}").format(day=left) if left else ""
        return " · ".join(part for part in (one.name, one.niat, one.kecamatan, stopped) if part)

    return (
        Column(_("Nama"), lambda one: one.name, sort_key="name", width=150, tooltip=said),
        Column(
            _("Kecamatan"),
            lambda one: one.kecamatan,
            lambda one: "warn" if one.left_on else None,
            sort_key="kecamatan",
            tooltip=said,
        ),
    )
