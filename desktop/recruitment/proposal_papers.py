"""What goes with a proposal: ticked line by line, each with its file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.proposals import PaperForm, PaperLine
from db.rules.recruitment import ProposalStatus, Stage
from db.rules.selection import AttachmentSource, source_label
from db.rules.words import _, ngettext
from db.services import letters, scans
from db.services.recruitment import proposal_papers, proposals, vacancies
from desktop.parts.rights import allow, may
from desktop.parts.scan import NewScan, ScanField, as_pages, keep
from desktop.viewer import show_paper
from desktop.widgets.basics import Pill, button, icon_button, label, link, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WIDTH, HEIGHT = 1120, 640
Loaded = tuple[list[PaperLine], Stage, bool]


class ProposalPapersDialog(FormDialog):
    """Files that exist are found by themselves; the others are attached here, or left out."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        form = Form("above", compact=True)
        super().__init__(parent, _("Lampiran usulan"), form, _("Simpan lampiran"))
        self.worker, self._vacancy_id = worker, vacancy_id
        self._before: list[PaperForm] = []
        self.papers = PapersField(worker)
        self.summary = label("", "muted", wrap=True)
        form.add_widget(self.summary)
        form.add("papers", "", self.papers)
        self.untick_button = link(_("Lepas centang yang belum ada berkas"), self.papers.untick_missing)
        self.add_button = button(_("Tambah lampiran"), "plus", on_click=self.papers.add_own)
        self.buttons.insertWidget(0, self.add_button)
        self.buttons.insertWidget(1, self.untick_button)
        self.papers.edited.connect(self._say)
        allow(worker, Right.RECRUITMENT, self.save_button, self.add_button, self.untick_button)
        take_room(self, WIDTH, HEIGHT)
        self.wished_height = HEIGHT
        worker.read(self, self._load, self._take, self.show_error)

    def save(self, values: dict[str, Any]) -> None:
        before, after = self._before, values["papers"]

        def work(session: "Session") -> None:
            kept = [
                PaperForm(place, name, wanted, keep(session, attached))
                for place, name, wanted, attached in after
            ]
            proposal_papers.save_papers(session, self._vacancy_id, before, kept)

        self.worker.write(self, work, lambda _nothing: self._finish(), self.show_error)

    def _load(self, session: "Session") -> Loaded:
        stage = vacancies.get_vacancy(session, self._vacancy_id).stage
        proposal = proposals.find_proposal(session, self._vacancy_id)
        listed = proposal is None or proposal.void or proposal.status is ProposalStatus.RETURNED
        return proposal_papers.list_papers(session, self._vacancy_id), stage, listed

    def _take(self, loaded: Loaded) -> None:
        lines, stage, listed = loaded
        running = stage in proposal_papers.OPEN
        self._before = [proposal_papers.form_of(line) for line in lines]
        self.papers.show_lines(lines, listed=listed and running, filing=running)
        self.form.fill({"papers": self.papers.value()})
        self.add_button.setVisible(listed and running)
        self.save_button.setVisible(running)
        if not running:
            self.cancel_button.setText(_("Tutup"))
            self.cancel_button.setDefault(True)
        self._say()
        self.fit()

    def _say(self) -> None:
        missing = self.papers.missing()
        self.untick_button.setVisible(bool(missing) and self.papers.listed)
        if missing:
            text = ngettext(
                "{n} lampiran yang dicentang belum ada berkasnya. Lampirkan, seret berkasnya ke baris itu, "
                "atau lepas centangnya: usulan baru dapat dikirim bila semua ada.",
                "{n} lampiran yang dicentang belum ada berkasnya. Lampirkan, seret berkasnya ke baris itu, "
                "atau lepas centangnya: usulan baru dapat dikirim bila semua ada.",
                len(missing),
            )
            self.summary.setText(text.format(n=len(missing)))
        elif not self.papers.lines:
            self.summary.setText(
                _("Usulan ini tanpa lampiran; tambahkan bila perlu. Daftar bawaannya: Set seleksi bawaan.")
            )
        elif not self.papers.listed:
            said = _("Surat usulan sudah menyebut lampirannya. Berkasnya masih dapat ditambah atau diganti.")
            self.summary.setText(said if self.papers.filing else _("Usulan ini sudah selesai."))
        else:
            self.summary.setText(
                _("Semua lampiran yang dicentang ada berkasnya; surat usulan menyebut semuanya.")
            )

    def _finish(self) -> None:
        self.accept()
        self.said.emit(_("Lampiran usulan disimpan."))


class PapersField(QWidget):
    """The value: of each line its place, name, whether it goes along, and the file attached here."""

    edited = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self.listed = self.filing = True
        self.lines: list[_Line] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 4)
        self._grid.setColumnStretch(3, 3)
        for place, head in enumerate((_("Disertakan"), _("Asal"), _("Keadaan"), _("Berkas"))):
            self._grid.addWidget(label(head, "muted"), 0, place)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._grid)
        box.addStretch(1)

    def show_lines(self, lines: list[PaperLine], *, listed: bool, filing: bool) -> None:
        """Make the lines; `listed`: the list may change, `filing`: files may still be added."""
        self.listed, self.filing = listed, filing
        for line in lines:
            self._add(_Line(self._worker, line, listed=listed, filing=filing))
        if self.lines:
            self.setFocusProxy(self.lines[0].box)

    def add_own(self) -> None:
        """One more line, for what the set does not know."""
        new = PaperLine(0, "", True, AttachmentSource.OTHER, "", None, None)
        self._add(_Line(self._worker, new, listed=True, filing=True))
        self.lines[-1].name.setFocus()
        self.edited.emit()

    def untick_missing(self) -> None:
        """Send without what is not there."""
        for line in self.missing():
            line.box.setChecked(False)

    def missing(self) -> "list[_Line]":
        """The lines that are ticked and have no file."""
        return [line for line in self.lines if line.is_missing()]

    def value(self) -> list[tuple[int, str, bool, Any]]:
        """What is ticked and attached now."""
        return [line.value() for line in self.lines]

    def set_value(self, _values: Any) -> None:
        """The lines are shown by `show_lines`."""

    def problem(self) -> str:
        """A file that is still being read cannot be saved yet."""
        return next((said for line in self.lines if (said := line.scan.problem())), "")

    def _add(self, line: "_Line") -> None:
        self.lines.append(line)
        place = self._grid.rowCount()
        for column, piece in enumerate((line.head, line.source, line.state, line.files)):
            alignment = Qt.AlignmentFlag.AlignLeft if column == 2 else Qt.AlignmentFlag(0)
            self._grid.addWidget(piece, place, column, alignment | Qt.AlignmentFlag.AlignVCenter)
        line.changed.connect(self.edited)
        line.removed.connect(partial(self._remove, line))

    def _remove(self, line: "_Line") -> None:
        self.lines.remove(line)
        for piece in (line.head, line.source, line.state, line.files):
            self._grid.removeWidget(piece)
            piece.hide()
        self.edited.emit()


class _Line(QObject):
    """The pieces of one line, laid out by the field."""

    changed = Signal()
    removed = Signal()

    def __init__(self, worker: Worker, paper: PaperLine, *, listed: bool, filing: bool) -> None:
        super().__init__()
        self._worker, self._paper = worker, paper
        own = paper.source is AttachmentSource.OTHER and listed
        self.box = QCheckBox("" if own else paper.name.replace("&", "&&"))
        self.box.setChecked(paper.wanted)
        self.box.setEnabled(listed)
        self.box.setToolTip("" if listed else _("Surat usulan sudah menyebut lampirannya."))
        self.name: QLineEdit = line_edit(200)
        self.name.setText(paper.name)
        self.name.setPlaceholderText(_("Nama lampiran"))
        self.name.setAccessibleName(_("Nama lampiran"))
        self.head = QWidget()
        pieces = row(self.box, self.name, spacing=4)
        pieces.setStretch(1, 1)
        self.head.setLayout(pieces)
        self.name.setVisible(own)
        self.source = label(source_label(paper.source), "muted")
        self.source.setToolTip(paper.document)
        self.state = Pill()
        self.scan = ScanField(worker, right=Right.RECRUITMENT)
        self.scan.set_value(paper.scan_id)
        if paper.found is not None:
            self.scan.attach_button.setText(" " + _("Ganti…"))
        self.found = link("", self.look)
        self.remove_button = icon_button("delete-outline", _("Hapus baris ini"), self.removed.emit)
        self.remove_button.setVisible(own)
        if not filing:
            self.scan.lock()
        self.files = QWidget()
        files = row(self.found, self.scan, self.remove_button, spacing=6)
        files.setStretch(1, 1)  # where a file may be dropped
        self.files.setLayout(files)
        for piece in (self.box, self.scan):
            piece.setAccessibleDescription(paper.name)
        self.box.toggled.connect(lambda _on: self._on_changed())
        self.name.textEdited.connect(lambda _text: self._on_changed())
        self.scan.edited.connect(self._on_changed)
        self._show()

    def value(self) -> tuple[int, str, bool, Any]:
        """Place, name, ticked, attached."""
        return self._paper.position, self.name.text().strip(), self.box.isChecked(), self.scan.value()

    def is_missing(self) -> bool:
        """Ticked, and nothing is there."""
        return self.box.isChecked() and not self._is_there()

    def attach(self, path: Path) -> None:
        """Use a file of the disk."""
        self.scan.use_file(path)

    def look(self) -> None:
        """Open the file that was found."""
        found = self._paper.found
        if found is None:
            return
        if found.letter_id is not None:
            work = partial(letters.get_paper, letter_id=found.letter_id)
            self._worker.read(self.scan, work, then=lambda pdf: self._lay_out(found.name, pdf))
        elif found.scan_id is not None:
            read = partial(scans.get_scan, scan_id=found.scan_id)
            self._worker.read(self.scan, read, then=self._open_scan)

    def _open_scan(self, scan: tuple[str, bytes]) -> None:
        name, content = scan
        self._worker.run(self.scan, partial(as_pages, name, content), lambda pdf: self._lay_out(name, pdf))

    def _lay_out(self, name: str, pdf: bytes) -> None:
        show_paper(self.scan.window(), self._worker, name, pdf)

    def _is_there(self) -> bool:
        if self.scan.value() is not None:
            return True
        found = self._paper.found
        return found is not None and (found.scan_id is None or found.scan_id != self._paper.scan_id)

    def _on_changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        there, wanted = self._is_there(), self.box.isChecked()
        said = _("ada") if there else _("belum ada berkas")
        self.state.set(said, "good" if there else "warn" if wanted else "neutral")
        attached, found = self.scan.value(), self._paper.found
        own = isinstance(attached, NewScan)
        name = attached.name if isinstance(attached, NewScan) else found.name if found else ""
        self.found.setText(name if there else "")
        scanned = found is not None and found.scan_id is not None and may(self._worker, Right.HISTORY)
        opens = not own and (scanned or bool(found and found.letter_id is not None))
        self.found.setEnabled(opens)
        self.found.setVisible(there)
        self.found.setToolTip(_("Buka berkas ini") if opens else "")
