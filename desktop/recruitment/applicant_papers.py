"""The papers of one applicant: number, day, validity and scan of each, on one page."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from db.rules.access import Right
from db.rules.applicants import expiry_note, usual_expiry
from db.rules.words import _
from db.services.recruitment import applicants, papers, vacancies
from db.services.recruitment.papers import FIELDS, PaperFacts
from desktop.parts.rights import allow
from desktop.parts.scan import NewScan, ScanField, keep
from desktop.recruitment.scan_match import (
    MatchDialog,
    ReadFolder,
    ask_for_folder,
    dropped_files,
    read_files,
)
from desktop.widgets.basics import button, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.theme import set_look
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Values = dict[str, dict[str, Any]]
NUMBER_WIDTH = 170


class PapersDialog(FormDialog):
    """A folder of scans may be dropped here; nothing is kept before *Simpan*."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, applicant_id: int, name: str) -> None:
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Berkas {name}").format(name=name), form, _("Simpan"))
        self.worker, self._applicant_id, self._name = worker, applicant_id, name
        self._before: Values = {}
        self.papers = PapersField(worker)
        form.add("papers", _("Berkas yang dibawa pelamar"), self.papers)
        self.folder_button = button(_("Ambil dari folder…"), "file-upload-outline", on_click=self.ask_folder)
        self.folder_button.setToolTip(_("Folder atau beberapa berkas juga dapat diseret ke sini"))
        self.all_button = button(_("Centang semua yang wajib"), on_click=self.papers.tick_required)
        self.buttons.insertWidget(0, self.folder_button)
        self.buttons.insertWidget(1, self.all_button)
        self.match: MatchDialog | None = None
        self.setAcceptDrops(True)
        allow(worker, Right.RECRUITMENT, self.save_button, self.folder_button, self.all_button)
        take_room(self, 1180, 640)
        self.wished_height = 640
        worker.read(self, self._load, self._take, self.show_error)

    def ask_folder(self) -> None:
        """Ask for a folder, and match its files."""
        self.use_files(ask_for_folder(self))

    def use_files(self, paths: list[Path]) -> None:
        """Read these files and say which paper each is, to be corrected before they are used."""
        if paths:
            self.worker.run(self, partial(read_files, paths), self._match, self.show_error)

    def save(self, values: dict[str, Any]) -> None:
        before, after = self._before, values["papers"]

        def work(session: "Session") -> None:
            kept = {
                code: given | {"scan_id": keep(session, given["scan_id"])} for code, given in after.items()
            }
            papers.save_papers(session, self._applicant_id, before, kept)

        self.worker.write(self, work, lambda _nothing: self._finish(), self.show_error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.use_files(dropped_files(event.mimeData()))

    def _load(self, session: "Session") -> tuple[list[PaperFacts], date]:
        vacancy_id = applicants.get_applicant(session, self._applicant_id).vacancy_id
        interview_on = vacancies.get_vacancy(session, vacancy_id).form.interview_on
        return papers.list_papers(session, self._applicant_id), interview_on

    def _take(self, found: tuple[list[PaperFacts], date]) -> None:
        listed, interview_on = found
        self._before = {paper.code: {name: getattr(paper, name) for name in FIELDS} for paper in listed}
        self.papers.show_papers(listed, interview_on)
        self.form.fill({"papers": self._before})
        self.fit()

    def _match(self, found: ReadFolder) -> None:
        self.match = MatchDialog(self, found, self.papers.documents)
        self.match.matched.connect(self.papers.attach)
        self.match.open()

    def _finish(self) -> None:
        self.accept()
        self.said.emit(_("Berkas {name} disimpan.").format(name=self._name))


class PapersField(QWidget):
    """The value: by the code of each paper, what is typed about it."""

    edited = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._needed_on: date | None = None
        self.documents: list[tuple[str, str]] = []
        self._required: list[str] = []
        self.boxes: dict[str, QCheckBox] = {}
        self.numbers: dict[str, QLineEdit] = {}
        self.days: dict[str, DateField] = {}
        self.ends: dict[str, DateField] = {}
        self.scans: dict[str, ScanField] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        heads = (_("Ada"), _("Nomor"), _("Tanggal"), _("Berlaku sampai"), _("Pindaian"))
        for place, head in enumerate(heads):
            self._grid.addWidget(label(head, "muted"), 0, place)
        box = row(self._grid)
        box.setContentsMargins(0, 0, 0, 0)
        self.setLayout(box)

    def show_papers(self, listed: list[PaperFacts], needed_on: date) -> None:
        """Make a line for each paper."""
        self._needed_on = needed_on
        self.documents = [(paper.code, paper.name) for paper in listed]
        self._required = [paper.code for paper in listed if paper.required]
        for place, paper in enumerate(listed, 1):
            self._add(place, paper)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> Values:
        """What is typed now."""
        return {
            code: {
                "present": box.isChecked(),
                "number": self.numbers[code].text().strip(),
                "dated_on": self.days[code].value(),
                "expires_on": self.ends[code].value(),
                "scan_id": self.scans[code].value(),
            }
            for code, box in self.boxes.items()
        }

    def set_value(self, values: Values | None) -> None:
        """Show what is kept."""
        for code, given in (values or {}).items():
            if code in self.boxes:
                self.boxes[code].setChecked(given["present"])
                self.numbers[code].setText(given["number"])
                self.numbers[code].setCursorPosition(0)
                self.days[code].set_value(given["dated_on"])
                self.ends[code].set_value(given["expires_on"])
                self.scans[code].set_value(given["scan_id"])
                self._mark(code)

    def tick_required(self) -> None:
        """Everything that has to be there is there."""
        for code in self._required:
            self.boxes[code].setChecked(True)

    def problem(self) -> str:
        """A day that cannot be read, by its paper."""
        for code, name in self.documents:
            for field in (self.days[code], self.ends[code]):
                if field.text().strip() and (text := field.problem()):
                    return f"{name.split(' (')[0]}: {text}"
        return ""

    def attach(self, scans: dict[str, NewScan]) -> None:
        """Files for papers; a paper with a scan is there."""
        for code, scan in scans.items():
            self.scans[code].set_value(scan)
            self.boxes[code].setChecked(True)
        self.edited.emit()

    def _add(self, place: int, paper: PaperFacts) -> None:
        code, name = paper.code, paper.name.split(" (")[0]
        said = name if paper.required else _("{paper} (bila ada)").format(paper=name)
        box = QCheckBox(said.replace("&", "&&"))
        box.setToolTip(paper.name)
        number, day, end, scan = (
            QLineEdit(),
            DateField(),
            DateField(),
            ScanField(self._worker, right=Right.RECRUITMENT),
        )
        number.setMaxLength(80)
        number.setMinimumWidth(NUMBER_WIDTH)
        for field, word in ((number, _("nomor")), (day, _("tanggal")), (end, _("berlaku sampai"))):
            field.setAccessibleName(f"{name}, {word}")
        self.boxes[code], self.numbers[code], self.scans[code] = box, number, scan
        self.days[code], self.ends[code] = day, end
        for column, piece in enumerate((box, number, day, end, scan)):
            self._grid.addWidget(piece, place, column)
        box.toggled.connect(lambda _on: self.edited.emit())
        number.textEdited.connect(lambda _text: self.edited.emit())
        scan.edited.connect(partial(self._on_scan, code))
        day.textEdited.connect(partial(self._on_day, code, paper.valid_months))
        end.textChanged.connect(partial(self._on_end, code))

    def _on_scan(self, code: str) -> None:
        if self.scans[code].value() is not None:
            self.boxes[code].setChecked(True)
        self.edited.emit()

    def _on_day(self, code: str, valid_months: int | None, _text: str) -> None:
        usual = usual_expiry(valid_months, self.days[code].value())
        if usual and not self.ends[code].text():
            self.ends[code].set_value(usual)
        self.edited.emit()

    def _on_end(self, code: str, _text: str) -> None:
        self._mark(code)
        self.edited.emit()

    def _mark(self, code: str) -> None:
        """A paper that will have expired when it is needed."""
        end = self.ends[code]
        note = expiry_note(end.value(), self._needed_on) if self._needed_on else ""
        set_look(end, tone="bad" if note else "")
        end.setToolTip(note)
        end.setAccessibleDescription(note)
