"""What becomes of a letter, asked in small forms: why it is cancelled, when it came back, its numbers."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from db.rules.problems import Problem, RuleViolation
from db.rules.words import _, ngettext
from db.services import letters, scans
from db.services.letters import LetterRow, Numbers
from desktop import paper
from desktop.clock import today
from desktop.files import start_folder
from desktop.letters import reader
from desktop.letters.columns import number_of
from desktop.letters.reader import Part
from desktop.settings import remember_folder
from desktop.widgets.basics import button, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

Work = Callable[[Any], Any]


class ReturnedDialog(FormDialog):
    """Letters came back signed; a single one perhaps with its scan."""

    def __init__(self, parent: QWidget, worker: Worker, chosen: Sequence[LetterRow]) -> None:
        self._worker, self._chosen = worker, list(chosen)
        self._parts: list[Part] = []
        self.sentence = ""
        self.returned_on = DateField()
        self.file_button = button(_("Pilih berkas…"), on_click=self.choose_file)
        form = Form(compact=True)
        single = chosen[0] if len(chosen) == 1 else None
        replaced = single is not None and single.scan_id is not None
        self._no_file = _("berkas baru menggantikan pindaian yang ada") if replaced else _("boleh menyusul")
        self.file_label = label(self._no_file, "muted")
        names = number_of(single) if single else _("{n} surat").format(n=len(chosen))
        form.add_widget(label(names, "strong", wrap=True))
        form.add("returned_on", _("Tanggal kembali"), self.returned_on, required=True)
        if single:
            chooser = QWidget()
            chooser.setLayout(row(self.file_button, self.file_label, None))
            form.add_widget(label(_("Pindaian yang sudah ditandatangani (PDF, JPG, atau PNG)")))
            form.add_widget(chooser)
        super().__init__(parent, _("Kembali ditandatangani"), form, _("Catat kembali"))
        form.fill({"returned_on": (single.signed_on if single else None) or today()})

    def unsaved(self) -> bool:
        return super().unsaved() or bool(self._parts)

    def choose_file(self) -> None:
        """Ask for the scan, and look which letter is on it."""
        ending = _("Pindaian (*.pdf *.jpg *.jpeg *.png)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Pilih pindaian"), str(start_folder()), ending)
        if path:
            remember_folder(Path(path).parent)
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Read this file; the scan of another letter is pointed out."""
        self.file_label.setText(_("Membaca {file}…").format(file=path.name))
        self.save_button.setEnabled(False)
        self._worker.run(self, partial(reader.read_parts, path), partial(self._take, path), self.show_error)

    def _take(self, path: Path, parts: list[Part]) -> None:
        self.save_button.setEnabled(True)
        own = self._chosen[0].code
        codes = {part.code for part in parts if part.code}
        unusable = not any(part.sha256 for part in parts)
        self._parts = [] if unusable else [Part(path, own, None, parts[0].sha256)]
        self.banner.clear()
        if unusable:
            self.banner.say(parts[0].trouble, "bad")
        elif codes and codes != {own}:
            text = _("Pada {file} terbaca kode surat lain: {codes}. Periksa dahulu sebelum menyimpan.")
            self.banner.say(text.format(file=path.name, codes=", ".join(sorted(codes))), "warn")
        self.file_label.setText(path.name if self._parts else self._no_file)
        self.fit()

    def save(self, values: dict[str, Any]) -> None:
        """Note the day, and file the scan."""
        if self._parts:
            work = partial(reader.load, self._parts)
            self._worker.run(self, work, partial(self._file, values["returned_on"]), self.show_error)
            return
        ids, day = [letter.id for letter in self._chosen], values["returned_on"]
        self._worker.write(
            self,
            lambda session: letters.mark_returned(session, ids, day),
            then=self._tell_noted,
            failed=self.show_error,
        )

    def _file(self, day: Any, loaded: tuple[str, bytes]) -> None:
        letter, (name, content) = self._chosen[0], loaded
        if day < letter.dated_on:
            text = _("Surat bertanggal sesudah itu.")
            self.show_error(RuleViolation([Problem(text, "returned_on")]))
            return
        work = partial(
            scans.file_to_letter,
            letter_id=letter.id,
            name=name,
            content=content,
            returned_on=day,
            instead=True,
            count_pages=paper.count_pages,
        )
        self._worker.write(self, work, then=self._tell_filed, failed=self.show_error)

    def _tell_filed(self, filed: scans.FiledScan) -> None:
        text = _("Pindaian surat {number} disimpan.")
        if filed.missing:
            text = _("Pindaian surat {number} baru {missing}: disimpan, tetapi suratnya masih ditunggu.")
        self.sentence = text.format(number=filed.number or filed.subject, missing=filed.missing)
        self.accept()

    def _tell_noted(self, noted: int) -> None:
        text = ngettext("{n} surat dicatat kembali.", "{n} surat dicatat kembali.", noted)
        self.sentence = text.format(n=noted)
        self.accept()


class NumbersDialog(FormDialog):
    """The number written by hand, and that of SRIKANDI."""

    def __init__(self, parent: QWidget, worker: Worker, letter: LetterRow) -> None:
        self._worker, self._letter = worker, letter
        self._before = Numbers(letter.number, letter.external_number)
        self.number, self.external_number = line_edit(120), line_edit(120)
        form = Form(compact=True)
        hint = _("Nomor yang ditulis bagian umum pada kertasnya; kertas di arsip tidak berubah.")
        form.add("number", _("Nomor surat"), self.number, hint=hint)
        form.add("external_number", _("Nomor SRIKANDI"), self.external_number)
        super().__init__(parent, _("Catat nomor"), form, _("Simpan nomor"))
        form.fill(vars(self._before))
        if letter.number:
            self.number.setReadOnly(True)
            form.note("number", _("Tercatat dalam buku nomor; tidak dapat diganti."))

    def save(self, values: dict[str, Any]) -> None:
        """Write both numbers."""
        work = partial(
            letters.note_numbers, letter_id=self._letter.id, before=self._before, after=Numbers(**values)
        )
        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)
