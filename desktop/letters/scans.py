"""Filing a heap of scans: each is read for its code, filed to its letter, and what is left is listed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.words import _, ngettext
from db.services import scans
from db.services.letters import LetterRow
from db.services.scans import FiledScan
from desktop import paper
from desktop.clock import today
from desktop.letters import reader
from desktop.letters.columns import number_of
from desktop.letters.pick import pick_letter
from desktop.letters.reader import Part
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

FILED, ALREADY, PARTIAL, LEFT = KINDS = "filed", "already", "partial", "left"


@dataclass(frozen=True)
class Line:
    """What became of one scan."""

    id: int
    name: str
    parts: tuple[Part, ...]
    outcome: str = LEFT
    note: str = ""


class ScansDialog(QDialog):
    """Begins at once; what could not be filed can be given to a letter by hand."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker, paths: Sequence[Path]) -> None:
        super().__init__(parent)
        self._worker, self._stopped = worker, False
        self._files: list[Path] = []
        self._parts: list[Part] = []
        self._heaps: list[list[Part]] = []
        self._read = self._total = 0
        self.working = True
        self.dialog: QDialog | None = None
        self.setWindowTitle(_("Masukkan pindaian"))
        self.summary = label(_("Mencari berkas…"), "strong", wrap=True)
        self.waiting = Waiting()
        self.banner = Banner()
        self.banner.hide()
        columns = (
            Column(_("Berkas"), lambda r: r.name, width=230, tooltip=lambda r: r.name, sort_key="name"),
            Column(_("Hasil"), _outcome, tone=_tone, width=130, sort_key="outcome"),
            Column(_("Surat atau sebab"), lambda r: r.note, tooltip=lambda r: r.note),
        )
        self.lines = RowsTable(columns, parent=self)
        self.table = TableView(self.lines, "scans")
        self.table.set_empty(_("Pindaian PDF, JPG, atau PNG dibaca satu per satu; hasilnya muncul di sini."))
        self.file_button = button(_("Masukkan ke surat…"), "email-outline", on_click=self._choose_letter)
        self.look_button = button(_("Buka berkas"), on_click=self._look)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self.close_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self.summary)
        box.addWidget(self.waiting)
        box.addWidget(self.banner)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.file_button, self.look_button, None, self.close_button))
        take_room(self, 1040, 520)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self._look())
        self._offer(None)
        self.waiting.start(_("Membaca pindaian…"), self._stop)
        worker.run(self, partial(reader.find_files, paths), self._begin, self._fail)

    # Reading

    def _begin(self, files: list[Path]) -> None:
        self._files, self._total = files, len(files)
        if self._total >= reader.MOST_FILES:
            text = _("Hanya {n} berkas pertama yang dibaca. Masukkan sisanya per folder.")
            self.banner.say(text.format(n=reader.MOST_FILES), "warn")
        self._read_next()

    def _read_next(self) -> None:
        if self._stopped:
            self._finish()
        elif self._read < self._total:
            if self._total > 1:  # of a single file nobody knows how far it is
                self.waiting.advance(self._read, self._total)
            work = partial(reader.read_parts, self._files[self._read], lambda: self._stopped)
            self._worker.run(self, work, self._take, self._skip)
        else:
            digests = {part.sha256 for part in self._parts if part.sha256}
            self._worker.read(self, partial(scans.find_papers, digests=digests), self._sort_out, self._fail)

    def _take(self, parts: list[Part]) -> None:
        self._read += 1
        self._parts += parts
        self._read_next()

    def _skip(self, error: Exception) -> None:
        """One file that cannot even be looked at does not stop the rest."""
        self._take([Part(self._files[self._read], None, trouble=sentence(error))])

    def _sort_out(self, papers: dict[str, str]) -> None:
        """What no code is known of is listed; the rest is filed, all scans of one letter together."""
        heaps: dict[str, list[Part]] = {}
        for part in self._parts:
            if part.sha256 in papers:
                text = _("PDF arsip surat {number}, bukan pindaian yang ditandatangani.")
                part = replace(part, trouble=text.format(number=papers[part.sha256]))
            if part.code and not part.trouble:
                heaps.setdefault(part.code, []).append(part)
            else:
                self._add([part], LEFT, part.trouble)
        self._heaps, self._read, self._total = list(heaps.values()), 0, len(heaps)
        self.waiting.advance(0, self._total, _("Menyimpan pindaian…"))
        self._file_next()

    # Filing

    def _file_next(self) -> None:
        if self._stopped or self._read >= len(self._heaps):
            self._finish()
            return
        heap = self._heaps[self._read]
        self.waiting.advance(self._read, self._total)
        failed = partial(self._miss, heap)
        self._worker.run(self, partial(reader.load, heap), partial(self._file, heap), failed)

    def _file(self, heap: list[Part], loaded: tuple[str, bytes]) -> None:
        name, content = loaded
        work = partial(
            scans.file_by_code,
            code=heap[0].code or "",
            name=name,
            content=content,
            returned_on=today(),
            count_pages=paper.count_pages,
        )
        self._worker.write(self, work, partial(self._note, heap), partial(self._miss, heap))

    def _note(self, heap: list[Part], filed: FiledScan) -> None:
        self._read += 1
        self._add(heap, _outcome_of(filed), _name(filed))
        self._file_next()

    def _miss(self, heap: list[Part], error: Exception) -> None:
        self._read += 1
        self._add(heap, LEFT, sentence(error))
        self._file_next()

    def _add(self, parts: Sequence[Part], outcome: str, note: str) -> None:
        lines = self.lines.rows
        name = " + ".join(part.name for part in parts)
        self._put([*lines, Line(len(lines), name, tuple(parts), outcome, note)])

    def _put(self, lines: Iterable[Line]) -> None:
        ordered = sorted(lines, key=lambda line: line.id)
        self.lines.set_rows(ordered)
        numbers = {kind: sum(line.outcome == kind for line in ordered) for kind in KINDS}
        said = [
            ngettext("{n} pindaian disimpan", "{n} pindaian disimpan", numbers[FILED]).format(
                n=numbers[FILED]
            )
        ]
        if numbers[ALREADY]:
            said.append(_("{n} sudah ada sebelumnya").format(n=numbers[ALREADY]))
        if numbers[PARTIAL]:
            said.append(_("{n} belum lengkap halamannya").format(n=numbers[PARTIAL]))
        if numbers[LEFT]:
            said.append(_("{n} belum masuk ke surat mana pun").format(n=numbers[LEFT]))
        self.summary.setText("; ".join(said) + ".")

    def _stop(self) -> None:
        self._stopped = True

    def _finish(self) -> None:
        self.working = False
        self.waiting.finish()
        if self._stopped:
            self.banner.say(_("Dihentikan. Yang sudah tersimpan tetap tersimpan."), "warn")
        if not self._files:
            self.summary.setText(_("Folder itu tidak berisi berkas."))
        elif not self.lines.rows:
            self.summary.setText(_("Belum ada yang disimpan."))
        self.said.emit(self.summary.text())
        left = next((line for line in self.lines.rows if line.outcome == LEFT), None)
        if left is not None:
            self.table.choose(left.id)
        self._offer(self.table.current_row())

    def _fail(self, error: Exception) -> None:
        self.working = False
        self.waiting.finish()
        self._say_failure(error)

    def reject(self) -> None:
        """While scans are being filed, Esc and Tutup first stop that, and what was done stays in sight."""
        if self.working and not self._stopped:
            self._stop()
        else:
            super().reject()

    # By hand

    def _offer(self, line: Line | None) -> None:
        self.look_button.setEnabled(line is not None)
        can = line is not None and line.outcome == LEFT and any(part.sha256 for part in line.parts)
        self.file_button.setEnabled(can and not self.working)

    def _look(self) -> None:
        if line := self.table.current_row():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(line.parts[0].path)))

    def _choose_letter(self) -> None:
        if line := self.table.current_row():
            what = _("Pindaian {name} milik surat mana?").format(name=line.name)
            self.dialog = pick_letter(self, self._worker, what, _("Masukkan"), self._give, line)

    def _give(self, line: Line, letter: LetterRow) -> None:
        question = _("Surat {number} sudah mempunyai pindaian lain.").format(number=number_of(letter))
        details = _("Pindaian lama tetap tersimpan, tetapi tidak lagi ditampilkan.")
        if letter.scan_id is not None and not confirm(self, question, _("Ganti pindaian"), details):
            return
        given = partial(self._give_loaded, line, letter)
        self._worker.run(self, partial(reader.load, line.parts), given, self._say_failure)

    def _give_loaded(self, line: Line, letter: LetterRow, loaded: tuple[str, bytes]) -> None:
        name, content = loaded
        work = partial(
            scans.file_to_letter,
            letter_id=letter.id,
            name=name,
            content=content,
            returned_on=today(),
            instead=True,
            count_pages=paper.count_pages,
        )
        self._worker.write(self, work, partial(self._note_given, line), self._say_failure)

    def _say_failure(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")

    def _note_given(self, line: Line, filed: FiledScan) -> None:
        self.banner.clear()
        done = replace(line, outcome=PARTIAL if filed.missing else FILED, note=_name(filed))
        self._put(done if each.id == line.id else each for each in self.lines.rows)
        self._offer(self.table.current_row())


def _outcome(line: Line) -> str:
    return {
        FILED: _("Tersimpan"),
        ALREADY: _("Sudah ada"),
        PARTIAL: _("Belum lengkap"),
        LEFT: _("Belum masuk"),
    }[line.outcome]


def _tone(line: Line) -> str:
    return {FILED: "good", ALREADY: "neutral"}.get(line.outcome, "warn")


def _name(filed: FiledScan) -> str:
    lacks = _("{missing}: surat ini masih ditunggu").format(missing=filed.missing) if filed.missing else ""
    return " · ".join(filter(None, (lacks, filed.number, filed.subject)))


def _outcome_of(filed: FiledScan) -> str:
    return PARTIAL if filed.missing else ALREADY if filed.already else FILED
