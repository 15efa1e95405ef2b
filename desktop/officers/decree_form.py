"""A decree and everybody it names, read from the Excel list that came with it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from db.exchange.officers import read_officer_list
from db.rules.officers import DecreeLevel, MemberForm, level_label
from db.rules.people import mask_nik
from db.rules.problems import refuse
from db.rules.words import _, ngettext
from db.services import decrees
from db.services.decrees import DecreeForm
from desktop.clock import today
from desktop.files import ask_what_to_open
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

WIDTH, TABLE_HEIGHT = 1120, 220
BANNER_HEIGHT = 44  # room for the sentence about a file that cannot be used
LEVELS = tuple(DecreeLevel)


@dataclass(frozen=True)
class MemberRow:
    """One line of the list, and what is wrong with it."""

    member: MemberForm
    problem: str

    @property
    def id(self) -> int:
        """Its place in the file."""
        return self.member.row


class DecreeDialog(FormDialog):
    """Notes a decree; its names come from a file. `decree_id` and `sentence` say what was recorded."""

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        self._worker = worker
        self._files = 0
        self.decree_id: int | None = None
        self.sentence = ""
        self.level, self.number, self.issuer, self.title = (
            QComboBox(),
            line_edit(80),
            line_edit(160),
            line_edit(300),
        )
        self.dated_on, self.starts_on, self.ends_on = DateField(), DateField(), DateField()
        for level in LEVELS:
            self.level.addItem(level_label(level), level)
        self.excel_button = button(_("Baca dari Excel…"), "file-excel-outline", on_click=self.choose_file)
        self.found = label(_("Daftar nama dalam lampiran SK, satu baris satu orang."), "muted", wrap=True)
        self.model = RowsTable(_columns(), [])
        self.table = TableView(self.model, "officers/decree_members")
        self.table.setMinimumHeight(TABLE_HEIGHT)
        self.table.set_empty(_("Belum ada nama."), _("Baca dari Excel…"), self.choose_file)
        super().__init__(parent, _("Catat SK baru"), self._make_form(), _("Catat SK"))
        self.model.setParent(self)
        self.setMinimumWidth(WIDTH)
        self.form.fill({"level": DecreeLevel.PROVINCE})

    def choose_file(self) -> None:
        """Ask for the Excel list."""
        kinds = _("Excel (*.xlsx *.xls *.xlsm *.ods)")
        if path := ask_what_to_open(self, _("Baca daftar TKSK"), kinds):
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read the names from a file; what has been typed stays, whatever is wrong with the file."""
        self.banner.clear()
        self._files += 1
        number = self._files

        def check(members: list[MemberForm]) -> None:
            day = today()
            self._worker.read(
                self,
                lambda session: decrees.find_member_problems(session, members, today=day),
                then=lambda problems: self._show(number, path.name, members, problems),
                failed=self.show_error,
            )

        self._worker.run(self, lambda: read_officer_list(path), then=check, failed=self._refuse_file)

    def changed(self) -> bool:
        """A list that was read would be lost as well."""
        return super().changed() or bool(self.model.rows)

    def save(self, values: dict[str, Any]) -> None:
        """Write the decree, the officers and their terms: all or nothing."""
        rows: list[MemberRow] = self.model.rows
        if wrong := [row for row in rows if row.problem]:
            self.show_error(refuse(_first_of(wrong)))
            return
        members = sorted((row.member for row in rows), key=lambda member: member.row)
        form, day = DecreeForm(**{**values, "level": LEVELS[self.level.currentIndex()]}), today()
        self._worker.write(
            self,
            lambda session: decrees.record_decree(session, form, members, today=day),
            then=lambda decree_id: self._finish(decree_id, form.number, len(members)),
            failed=self.show_error,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.resize(self.width(), self.height() + BANNER_HEIGHT)

    def _make_form(self) -> Form:
        form = Form("above", columns=3, compact=True)
        form.add("level", _("Tingkat"), self.level, required=True)
        form.add("number", _("Nomor SK"), self.number, required=True)
        form.add("dated_on", _("Tanggal SK"), self.dated_on, required=True)
        form.add("issuer", _("Pejabat penerbit"), self.issuer, required=True, wide=True)
        form.add("title", _("Tentang"), self.title, wide=True)
        form.add("starts_on", _("Berlaku mulai"), self.starts_on, required=True)
        form.add("ends_on", _("Berlaku sampai"), self.ends_on)
        form.section(_("Nama dalam SK"))
        bar = QWidget()
        line = row(self.excel_button, self.found, spacing=12)
        line.setStretch(1, 1)
        bar.setLayout(line)
        form.add_widget(bar)
        form.add_widget(self.table)
        return form

    def _show(self, number: int, file: str, members: list[MemberForm], problems: dict[int, str]) -> None:
        if number != self._files:  # another file was chosen meanwhile
            return
        self.model.set_rows(MemberRow(member, problems.get(member.row, "")) for member in members)
        text = ngettext(
            "{number} nama dibaca dari {file}.", "{number} nama dibaca dari {file}.", len(members)
        )
        said = text.format(number=len(members), file=file)
        if problems:
            text = ngettext(
                "{number} baris perlu diperbaiki.", "{number} baris perlu diperbaiki.", len(problems)
            )
            said = f"{said} {text.format(number=len(problems))}"
        self.found.setText(said)

    def _refuse_file(self, error: Exception) -> None:
        """A file that cannot be used is said on top, where the eye is after choosing it."""
        self.banner.say(sentence(error), "bad", _("Pilih berkas lain"), self.choose_file)

    def _finish(self, decree_id: int, number: str, names: int) -> None:
        self.decree_id = decree_id
        text = ngettext(
            "SK {decree} dicatat dengan {number} nama.", "SK {decree} dicatat dengan {number} nama.", names
        )
        self.sentence = text.format(decree=number, number=names)
        self.accept()


def _first_of(wrong: list[MemberRow]) -> str:
    text = ngettext(
        "Baris {row}: {problem} Perbaiki di Excel, lalu baca lagi berkasnya.",
        "Baris {row}: {problem} Ada {number} baris yang perlu diperbaiki di Excel; lalu baca lagi berkasnya.",
        len(wrong),
    )
    first = min(wrong, key=lambda row: row.id)
    return text.format(row=first.id, problem=first.problem, number=len(wrong))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Baris"), lambda row: str(row.id), align_right=True, width=60),
        Column(_("Nama"), lambda row: row.member.name, width=250),
        Column(_("NIAT"), lambda row: row.member.niat, width=100),
        Column(_("NIK"), lambda row: mask_nik(row.member.nik), width=145),
        Column(_("Kecamatan"), lambda row: row.member.kecamatan, width=140),
        Column(
            _("Keadaan"),
            lambda row: _("Perbaiki") if row.problem else _("Siap"),
            lambda row: "bad" if row.problem else "good",
            width=90,
        ),
        Column(_("Keterangan"), lambda row: row.problem, tooltip=lambda row: row.problem),
    )
