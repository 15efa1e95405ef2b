"""What can be done with letters of the register: corrected, cancelled, noted as returned, saved, exported."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from db.catalog import spec_of
from db.exchange.letters import register_workbook
from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_life import LetterStatus
from db.rules.words import _, ngettext
from db.services import drafts, letter_preview, letters, scans
from db.services.letter_preview import LetterMessage
from db.services.letters import LetterRow, LetterSearch
from desktop import paper
from desktop.clock import today
from desktop.files import ask_where_to_save, start_folder, write_file
from desktop.letters.columns import edition, number_of, state
from desktop.letters.life_dialogs import NumbersDialog, ReturnedDialog
from desktop.letters.picture_out import save_as_picture
from desktop.letters.word_out import save_as_word
from desktop.parts.letter_files import FolderSaver, Saved
from desktop.parts.letter_messages import MessagesDialog
from desktop.parts.opener import Opener
from desktop.parts.reason import ReasonDialog
from desktop.parts.rights import allow
from desktop.settings import remember_folder
from desktop.widgets.ask import inform
from desktop.widgets.banner import Banner
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.tab import Tab
from desktop.worker import Worker

LISTED = 15  # failures named one by one in a message


class Section(Tab, Opener):
    """A section of the tab that opens dialogs."""


class LetterActions:
    """The actions of the register; `offer` says which of them the chosen letter allows."""

    def __init__(self, section: Section, worker: Worker, banner: Banner, waiting: Waiting) -> None:
        self.section, self.worker, self.said = section, worker, section.said
        self._banner, self._waiting = banner, waiting
        self._letter: LetterRow | None = None
        self._saver = FolderSaver(section, worker, waiting)
        self.correct = self.action(_("Perbaiki…"), self._correct)
        self.scan = self.action(_("Lihat pindaian"), self._show_scan)
        self.replacement = self.action(_("Buka surat pengganti"), self._show_replacement)
        self.numbers = self.action(_("Catat nomor…"), self._note_numbers)
        self.copy = self.action(_("Salin nomor"), self._copy_number)
        self.message = self.action(_("Salin teks WhatsApp"), self._copy_message)
        self.word = self.action(_("Simpan Word…"), self._save_word)
        self.word.setToolTip(_("Untuk mengubah kata-katanya; berkas Word bukan naskah final"))
        self.picture = self.action(_("Simpan gambar…"), self._save_picture)
        self.history = self.action(_("Riwayat"), self._show_history)
        self.await_again = self.action(_("Catat belum kembali"), self._await_again)
        self.cancel = self.action(_("Batalkan surat…"), self._cancel)
        allow(worker, Right.LETTERS, self.correct, self.numbers, self.await_again, self.cancel)
        allow(worker, Right.HISTORY, self.history, self.scan)
        self.menu = [
            self.scan,
            self.replacement,
            self.numbers,
            self.copy,
            self.message,
            self.word,
            self.picture,
            self.history,
        ]
        self.menu += [self.await_again, self.cancel]
        self.offer(None)

    def action(self, text: str, handler: Callable[[], object]) -> QAction:
        """A way to do something with letters; what the banner told of before is over then."""

        def run() -> None:
            self._banner.clear()
            handler()

        made = QAction(text, self.section)
        made.triggered.connect(run)
        return made

    def offer(self, letter: LetterRow | None) -> None:
        """Switch on what this letter allows."""
        self._letter = letter
        valid = letter is not None and letter.status is not LetterStatus.CANCELLED
        for action in (self.correct, self.cancel, self.numbers):
            action.setEnabled(valid)
        self.copy.setEnabled(letter is not None and bool(letter.number))
        self.word.setEnabled(letter is not None)
        self.picture.setVisible(letter is not None and letter.kind is LetterKind.POSTER)
        self.message.setEnabled(valid)
        self.message.setVisible(letter is not None and bool(spec_of(letter.kind).message))
        self.history.setEnabled(letter is not None)
        self.scan.setEnabled(letter is not None and letter.scan_id is not None)
        self.replacement.setVisible(letter is not None and letter.replaced_by_id is not None)
        noted = letter is not None and letter.status is LetterStatus.SIGNED and letter.scan_id is None
        self.await_again.setVisible(noted)

    def note_returned(self, chosen: Sequence[LetterRow]) -> None:
        """Ask when these letters came back, and for the scan of a single one."""
        if not chosen:
            return
        self._banner.clear()
        dialog = ReturnedDialog(self.section, self.worker, chosen)
        dialog.accepted.connect(lambda: self.said.emit(dialog.sentence))
        self.section.open_dialog(dialog)

    def save_all(self, chosen: Sequence[LetterRow]) -> None:
        """Write each of these letters into a folder."""
        title = _("Pilih folder untuk PDF")
        if folder := QFileDialog.getExistingDirectory(self.section, title, str(start_folder())):
            remember_folder(Path(folder))
            self.save_into(Path(folder), chosen)

    def save_into(self, folder: Path, chosen: Sequence[LetterRow]) -> None:
        """Write each of these letters into this folder."""
        self._saver.save(chosen, folder, _("Menyimpan PDF…"), self._tell_saved)

    def export(self, search: LetterSearch) -> None:
        """Ask where, and write what is listed into a workbook."""
        kind = _("Excel (*.xlsx)")
        name = _("Surat keluar {day}.xlsx").format(day=today().isoformat())
        if path := ask_where_to_save(self.section, _("Ekspor daftar surat"), name, kind):
            self.export_to(path, search)

    def export_to(self, path: Path, search: LetterSearch) -> None:
        """Write what is listed into this workbook."""

        def work(session: Any) -> bytes:
            rows = letters.export_letters(session, search)
            count = ngettext("{n} surat", "{n} surat", len(rows)).format(n=len(rows))
            subtitle = _("{count}, dicetak {day}").format(count=count, day=long_date(today()))
            return register_workbook(_("Daftar surat keluar"), subtitle, [_cells(row) for row in rows])

        def keep(content: bytes) -> None:
            self.worker.run(self.section, lambda: write_file(path, content), self._tell_file, self._fail)

        self._waiting.start(_("Menyusun daftar…"))
        self.worker.read(self.section, work, keep, self._fail)

    # The chosen letter

    def _correct(self) -> None:
        if letter := self._letter:
            text = _(
                "Versi baru mendapat nomor baru. Surat {number} tetap berlaku sampai versi baru itu final, "
                "lalu ditandai dibatalkan dengan alasan ini."
            )

            def work(session: Any, reason: str) -> int:
                return drafts.draft_correction(session, letter.id, reason, today())

            dialog = ReasonDialog(
                self.section,
                self.worker,
                _("Perbaiki surat"),
                text.format(number=number_of(letter)),
                _("Buat konsep perbaikan"),
                work,
            )
            dialog.accepted.connect(lambda: self.section.navigate.emit("letters/draft", dialog.answer))
            self.section.open_dialog(dialog)

    def _cancel(self) -> None:
        if letter := self._letter:
            text = _(
                "Surat {number} ditandai dibatalkan dan tetap tersimpan. Nomornya tercatat batal dalam buku "
                "nomor dan tidak dipakai lagi. Data yang lahir dari surat ini tidak ikut berubah."
            )
            dialog = ReasonDialog(
                self.section,
                self.worker,
                _("Batalkan surat"),
                text.format(number=number_of(letter)),
                _("Batalkan surat"),
                partial(letters.cancel_letter, letter_id=letter.id),
            )
            done = _("Surat {number} dibatalkan.").format(number=number_of(letter))
            dialog.accepted.connect(lambda: self.said.emit(done))
            self.section.open_dialog(dialog)

    def _await_again(self) -> None:
        if letter := self._letter:
            work = partial(letters.mark_awaited, letter_ids=[letter.id])
            self.worker.write(self.section, work, lambda _nothing: None, self._fail)

    def _note_numbers(self) -> None:
        if letter := self._letter:
            self.section.open_dialog(NumbersDialog(self.section, self.worker, letter))

    def _copy_number(self) -> None:
        if letter := self._letter:
            QGuiApplication.clipboard().setText(letter.number)
            self.said.emit(_("Nomor {number} disalin.").format(number=number_of(letter)))

    def _copy_message(self) -> None:
        if letter := self._letter:
            work = partial(letter_preview.final_messages, letter_ids=[letter.id])
            self.worker.read(self.section, work, self._take_message, self._fail)

    def show_messages(self, chosen: Sequence[LetterRow]) -> None:
        """The texts for WhatsApp of these letters, in a table."""
        dialog = MessagesDialog(self.section, self.worker)
        self.section.open_dialog(dialog)
        dialog.read([letter.id for letter in chosen if letter.status is not LetterStatus.CANCELLED])

    def _take_message(self, messages: Sequence[LetterMessage]) -> None:
        QGuiApplication.clipboard().setText(messages[0].text)
        self.said.emit(_("Teks WhatsApp disalin. Tempelkan di WhatsApp."))

    def _save_word(self) -> None:
        if letter := self._letter:
            title = f"{letter.number} {letter.subject}"
            save_as_word(self.section, self.worker, letter.id, title, self._banner.say, self._fail)

    def _save_picture(self) -> None:
        if letter := self._letter:
            said = self.said.emit
            save_as_picture(self.section, self.worker, letter.id, letter.subject, said, self._fail)

    def _show_history(self) -> None:
        if letter := self._letter:
            self.section.show_history_of(number_of(letter), "letter", letter.id)

    def _show_replacement(self) -> None:
        if self._letter and self._letter.replaced_by_id:
            self.section.receive("show", self._letter.replaced_by_id)

    def _show_scan(self) -> None:
        letter = self._letter
        if letter is None or letter.scan_id is None:
            return

        def work(session: Any, scan_id: int = letter.scan_id) -> bytes:
            _name, content = scans.get_scan(session, scan_id)
            return content if b"%PDF-" in content[:1024] else paper.gather([(content, None)])

        title = _("Pindaian surat {number}").format(number=number_of(letter))
        self.worker.read(self.section, work, partial(self.section.show_paper, title), self._fail)

    # How it ended

    def _tell_saved(self, saved: Saved) -> None:
        folder = QUrl.fromLocalFile(str(saved.folder))
        text = ngettext("{n} PDF disimpan.", "{n} PDF disimpan.", saved.written).format(n=saved.written)
        if saved.stopped:
            text += " " + _("Dihentikan sebelum selesai.")
        if not saved.failures:
            tone = "warn" if saved.stopped else "good"
            self._banner.say(text, tone, _("Buka folder"), lambda: QDesktopServices.openUrl(folder))
            return
        failed = ngettext("{n} tidak dapat disimpan.", "{n} tidak dapat disimpan.", len(saved.failures))
        said = f"{text} {failed.format(n=len(saved.failures))}"
        if len(saved.failures) == 1:
            self._banner.say(f"{text} {saved.failures[0][1]}", "warn")
        else:
            self._banner.say(said, "warn", _("Lihat daftarnya"), lambda: self._list(said, saved))

    def _list(self, said: str, saved: Saved) -> None:
        lines = [told for _name, told in saved.failures[:LISTED]]
        if len(saved.failures) > LISTED:
            lines.append(_("dan {n} lagi").format(n=len(saved.failures) - LISTED))
        inform(self.section, said, "\n".join(lines))

    def _tell_file(self, path: Path) -> None:
        self._waiting.finish()
        folder = QUrl.fromLocalFile(str(path.parent))
        text = _("Disimpan: {file}").format(file=path.name)
        self._banner.say(text, "good", _("Buka folder"), lambda: QDesktopServices.openUrl(folder))

    def _fail(self, error: Exception) -> None:
        self._waiting.finish()
        self._banner.say(sentence(error), "bad")


def _cells(letter: LetterRow) -> tuple[str, ...]:
    return (
        letter.number,
        short_date(letter.dated_on),
        kind_label(letter.kind),
        letter.subject,
        letter.recipient,
        letter.signer_name,
        state(letter),
        short_date(letter.signed_on),
        edition(letter),
        letter.replaces,
        letter.replaced_by,
        letter.cancel_reason,
        letter.external_number,
        letter.code or "",
    )
