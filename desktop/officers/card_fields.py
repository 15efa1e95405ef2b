"""The fields of an officer's card in its parts, and how they hold what the services read and write."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from db.rules.access import Right
from db.rules.officer_card import AccountRow, PaperRow, ProgrammeRow, TrainingRow, is_expired
from db.rules.problems import Problem
from db.rules.words import _, ngettext
from db.services.officer_card import OWN_FIELDS, CardForm, OfficerCard
from desktop.officers.officer_form import note_niat
from desktop.parts.person import PersonPart, offer_list
from desktop.parts.scan import ScanField, keep
from desktop.widgets import adapters
from desktop.widgets.basics import link
from desktop.widgets.fields import ChoiceField, DateField, DigitsField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.rows_field import RowColumn, RowsField
from desktop.widgets.theme import set_look
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.officers.card_lists import CardLists

IDENTITY = ("name", "front_title", "back_title", "nik", "birth_place", "birth_date", "sex")
FAMILY = ("religion", "marital_status", "mother", "education")
CONTACT = ("phone", "email", "address", "rt", "rw", "desa_code", "outside")
PERSON = (*IDENTITY, *FAMILY, *CONTACT)
ROWS = ("accounts", "papers", "trainings", "programmes")
LISTS = {"source_code": "funds", "kind_code": "officer_papers", "programme_code": "programmes"}
DATE_WIDTH = 132
NOTE_HEIGHT = 56
Choices = Mapping[str, list[tuple[str, str]]]  # by the name of a list


@dataclass(frozen=True)
class Part:
    """One part of the card and the field with which it begins."""

    title: str
    first: str


def parts() -> tuple[Part, ...]:
    """The parts in the order of their keys, Ctrl+1 and so on."""
    return (
        Part(_("Identitas"), "name"),
        Part(_("Kontak dan alamat"), "phone"),
        Part(_("Data TKSK"), "niat"),
        Part(_("Rekening dan dokumen"), "accounts"),
        Part(_("Pelatihan dan program"), "trainings"),
        Part(_("Evaluasi, tugas, SK"), ""),
    )


class CardFields:
    """A form with all that can be changed; the lists at its end only show."""

    def __init__(self, worker: Worker, lists: "CardLists") -> None:
        self._worker = worker
        self._choices: Choices = {}
        self._home: str | None = None
        self._proposed: dict[str, Any] = {}
        self.propose_button = link(_("Isi pengangkatan dari SK yang tercatat"), self.take_decrees)
        self.before: dict[str, Any] = {}
        self.form = Form("above", columns=4, compact=True, gap=4)
        self.person = PersonPart(self.form, worker)
        titles = iter(parts())
        self.form.section(next(titles).title)
        self.person.add(*IDENTITY, *FAMILY, required=("name",))
        self.form.add("study", _("Jurusan dan tahun lulus"), line_edit(160))
        self.form.section(next(titles).title)
        self.person.add(*CONTACT)
        self.form.section(next(titles).title)
        self._add_own()
        self.form.section(next(titles).title)
        self.rows: dict[str, RowsField] = {}
        self._add_rows("accounts", _("Rekening, satu untuk tiap sumber dana"), AccountRow, self._accounts())
        self._add_rows("papers", _("Dokumen"), PaperRow, self._papers())
        self.form.section(next(titles).title)
        self._add_rows("trainings", _("Pelatihan"), TrainingRow, _trainings())
        self._add_rows("programmes", _("Program yang didampingi"), ProgrammeRow, self._programmes())
        self.form.section(next(titles).title)
        self.form.add_widget(lists)
        self.form.edited.connect(self._on_edited)

    def show(self, card: OfficerCard, choices: Choices, today: date) -> None:
        """Fill the form; a code that its list offers no more is offered as it is."""
        self._choices = {
            name: [*offered, *((code, code) for code in _used(card, name) - dict(offered).keys())]
            for name, offered in choices.items()
        }
        self._home = card.home.kecamatan_code if card.home else None
        self._proposed = card.proposed if card.may_edit else {}
        self.propose_button.setVisible(bool(self._proposed))
        person = {name: getattr(card.person, name) for name in PERSON}
        own = dict(card.form.officer)
        rows = {name: getattr(card.form, name) for name in ROWS}
        self.before = {**person, **own, **rows}
        self.person.use(card.person, {**own, **rows})
        if card.may_edit:
            self.person.compare()
            note_niat(self.form, own["niat"], self._home)
        else:
            self._lock(card)
        self.mark_expired(today)

    def values(self) -> dict[str, Any]:
        """The fields as they stand; one that was not touched keeps its value, also what no list offers."""
        values = self.form.values()
        untouched = {name for name, value in values.items() if value == self.form.original[name]}
        return {name: self.before[name] if name in untouched else value for name, value in values.items()}

    def take_decrees(self) -> None:
        """The first and the last appointment from the decrees of the register; saved with the card."""
        for name, value in self._proposed.items():
            adapters.write(self.form.widget(name), value)
        self.form.focus(next(iter(self._proposed)))
        self.propose_button.hide()

    def mark_expired(self, today: date) -> None:
        """Red where a paper is not valid any more."""
        field = self.rows["papers"]
        places = [
            place for place, line in enumerate(field.lines) if is_expired(line["expires_on"].value(), today)
        ]
        for place in range(len(field.lines)):
            field.mark(place, "expires_on", "bad" if place in places else "")
        text = ngettext("{n} dokumen sudah kedaluwarsa.", "{n} dokumen sudah kedaluwarsa.", len(places))
        self.form.note("papers", text.format(n=len(places)) if places else "", "bad")

    def at_rows(self, problems: Iterable[Problem]) -> list[Problem]:
        """Mark the cells that problems are about, and tell the form of them with the number of the row."""
        told: list[Problem] = []
        marks: dict[str, dict[str, str]] = {name: {} for name in ROWS}
        for problem in problems:
            name, _slash, cell = (problem.field or "").partition("/")
            if name in marks and cell:
                marks[name][cell] = problem.text
                row = _("Baris {row}: {text}").format(row=int(cell.partition("/")[0]) + 1, text=problem.text)
                told.append(Problem(row, name))
            else:
                told.append(problem)
        for name, cells in marks.items():
            self.rows[name].show_problems(cells)
        return told

    def _add_own(self) -> None:
        form = self.form
        form.add("niat", _("NIAT"), DigitsField(10))
        form.add("card_number", _("No. kartu registrasi"), line_edit(40))
        form.add(
            "employment",
            _("Status kepegawaian"),
            offer_list(self._worker, "employments", ChoiceField(hint=_("Pilih…"))),
        )
        form.add("main_job", _("Pekerjaan utama"), line_edit(120))
        form.add("first_year", _("Pengangkatan pertama: tahun"), WholeField())
        form.add("first_decree", _("Nomor SK pertama"), line_edit(80))
        form.add("first_issuer", _("Pejabat SK pertama"), line_edit(160))
        form.add("performing", _("Kinerja"), QCheckBox(_("Aktif bertugas")))
        form.add("last_year", _("Pengangkatan terakhir: tahun"), WholeField())
        form.add("last_decree", _("Nomor SK terakhir"), line_edit(80))
        form.add("last_issuer", _("Pejabat SK terakhir"), line_edit(160))
        form.add_widget(self.propose_button)
        note = QPlainTextEdit()
        note.setMaximumHeight(NOTE_HEIGHT)
        note.setTabChangesFocus(True)
        form.add("note", _("Catatan"), note, wide=True)

    def _add_rows(self, name: str, text: str, kind: Any, columns: tuple[RowColumn, ...]) -> None:
        add = {
            "accounts": _("Tambah rekening"),
            "papers": _("Tambah dokumen"),
            "trainings": _("Tambah pelatihan"),
            "programmes": _("Tambah program"),
        }[name]
        self.rows[name] = RowsField(kind, columns, add)
        self.form.add(name, text, self.rows[name], wide=True)

    def _accounts(self) -> tuple[RowColumn, ...]:
        return (
            RowColumn("source_code", _("Sumber dana"), self._choice("source_code"), 2),
            RowColumn("bank", _("Bank"), partial(line_edit, 60), 2),
            RowColumn("number", _("Nomor rekening"), partial(line_edit, 30), 2),
            RowColumn("holder", _("Atas nama"), partial(line_edit, 120), 3),
        )

    def _papers(self) -> tuple[RowColumn, ...]:
        return (
            RowColumn("kind_code", _("Jenis"), self._choice("kind_code"), 3),
            RowColumn("number", _("Nomor"), partial(line_edit, 80), 2),
            RowColumn("issuer", _("Penerbit"), partial(line_edit, 120), 2),
            RowColumn("dated_on", _("Tanggal"), _date_field),
            RowColumn("expires_on", _("Berlaku sampai"), _date_field),
            RowColumn("note", _("Catatan"), partial(line_edit, 200), 2),
            RowColumn("scan_id", _("Pindaian"), partial(ScanField, self._worker, right=Right.OFFICERS)),
        )

    def _programmes(self) -> tuple[RowColumn, ...]:
        return (
            RowColumn("programme_code", _("Program"), self._choice("programme_code"), 3),
            RowColumn("starts_on", _("Mulai"), _date_field),
            RowColumn("ends_on", _("Selesai"), _date_field),
            RowColumn("note", _("Catatan"), partial(line_edit, 200), 4),
        )

    def _choice(self, column: str) -> Callable[[], ChoiceField]:
        return lambda: ChoiceField(self._choices.get(LISTS[column], ()))

    def _on_edited(self, field: str) -> None:
        if field == "niat":
            note_niat(self.form, self.form.widget("niat").value(), self._home)

    def _lock(self, card: OfficerCard) -> None:
        for name in self.before:
            widget = self.form.widget(name)
            if isinstance(widget, RowsField):
                widget.lock()
                for line in widget.lines:
                    for cell in line.values():
                        _read_only(cell)
            else:
                _read_only(widget)
        self.form.widget("nik").setText(card.person.nik or "")  # masked: not only digits
        self.form.note("nik", "")


def read_form(values: Mapping[str, Any]) -> CardForm:
    """What the services take, out of the values of the form."""
    return CardForm(
        person={name: values[name] for name in PERSON},
        officer={name: values[name] for name in OWN_FIELDS},
        **{name: values[name] for name in ROWS},
    )


def keep_scans(session: "Session", form: CardForm) -> CardForm:
    """Keep the scans that were attached to papers, in the transaction of the card."""
    papers = tuple(replace(paper, scan_id=keep(session, paper.scan_id)) for paper in form.papers)
    return replace(form, papers=papers)


def _trainings() -> tuple[RowColumn, ...]:
    return (
        RowColumn("name", _("Nama"), partial(line_edit, 200), 4),
        RowColumn("organiser", _("Penyelenggara"), partial(line_edit, 160), 3),
        RowColumn("year", _("Tahun"), WholeField),
        RowColumn("hours", _("Jam"), WholeField),
        RowColumn("certificate", _("Nomor sertifikat"), partial(line_edit, 80), 2),
    )


def _date_field() -> DateField:
    field = DateField()
    field.setFixedWidth(DATE_WIDTH)
    return field


def _used(card: OfficerCard, list_name: str) -> set[str]:
    column = next(column for column, name in LISTS.items() if name == list_name)
    rows = (row for name in ROWS for row in getattr(card.form, name))
    return {getattr(row, column) for row in rows if getattr(row, column, None)}


def _read_only(widget: QWidget) -> None:
    """To be read and copied, not changed; it does not turn grey."""
    if isinstance(widget, ScanField):
        widget.lock()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        widget.setReadOnly(True)
    if isinstance(widget, QComboBox | QCheckBox | DateField):
        set_look(widget, tone="locked")
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    if isinstance(widget, ChoiceField) and (line := widget.lineEdit()):
        line.setPlaceholderText("")
    if isinstance(widget, DateField):
        widget.setPlaceholderText("")
