"""All versions of a template: look at one, take it again."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.letter_kinds import LetterKind, Template, kind_label
from db.rules.words import _
from db.services import templates
from db.services.templates import TemplateFacts
from desktop.letters.templates_draw import draw_template
from desktop.parts.live_preview import LivePreview
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.widgets.lazy_table import Column
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class VersionsDialog(QDialog):
    """`restored` tells the edition that was made of an older one."""

    restored = Signal(int)

    def __init__(
        self, parent: QWidget | None, worker: Worker, kind: LetterKind, *, unsaved: bool = False
    ) -> None:
        super().__init__(parent)
        self.worker, self.kind, self._unsaved = worker, kind, unsaved
        self.setWindowTitle(_("Versi templat: {kind}").format(kind=kind_label(kind)))
        take_room(self, 1080, 640)
        self.banner = Banner()
        self.banner.hide()
        self.rows = RowsTable(_columns(), None)
        self.table = TableView(self.rows)
        self.table.set_empty(_("Belum ada versi: templat ini masih bawaan dan belum pernah dipakai."))
        self.preview = LivePreview(worker, _("Pilih sebuah versi untuk melihatnya."))
        self.note = label(
            _("Surat final tetap memakai versi yang dipakai ketika surat itu dibuat."), "muted", wrap=True
        )
        self.use_button = button(_("Pakai lagi versi ini"), primary=True, on_click=self.restore)
        self.use_button.setDefault(True)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.table, 1)
        body.addWidget(self.preview, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self.banner)
        box.addLayout(body, 1)
        bottom = row(self.note, self.use_button, self.close_button)
        bottom.setStretch(0, 1)
        box.addLayout(bottom)
        self.table.current_row_changed.connect(self._show)
        self.use_button.setEnabled(False)
        allow(worker, Right.OFFICE, self.use_button)
        self._read()

    def restore(self) -> None:
        """Make a new version of the chosen one; asks where that drops what was not saved."""
        chosen: TemplateFacts | None = self.table.current_row()
        newest: TemplateFacts | None = self.rows.row(0)
        if chosen is None or chosen.id is None or newest is None:
            return
        text = _("Pakai lagi versi {n}?").format(n=chosen.edition)
        if self._unsaved and not confirm(
            self, f"{text} {unsaved_note()}", _("Pakai lagi versi ini"), danger=True
        ):
            return
        self.use_button.setEnabled(False)
        self.worker.write(
            self,
            partial(templates.restore_version, template_id=chosen.id, edition=newest.edition),
            then=self._done,
            failed=self._fail,
        )

    def _done(self, edition: int) -> None:
        self.restored.emit(edition)
        self.accept()

    def _fail(self, error: Exception) -> None:
        """Say why, and show what a colleague may have saved meanwhile."""
        self.banner.say(sentence(error), "bad")
        self._read()

    def _read(self) -> None:
        self.worker.read(self, partial(templates.list_versions, kind=self.kind), then=self._fill)

    def _fill(self, found: Sequence[TemplateFacts]) -> None:
        self.rows.set_rows(found)
        if found:
            self.table.selectRow(0)

    def _show(self, chosen: TemplateFacts | None) -> None:
        newest = self.rows.row(0)
        self.use_button.setEnabled(chosen is not None and chosen is not newest)
        if chosen is None:
            self.preview.clear()
        else:
            self.preview.draw(draw_template(self.kind, chosen.template), now=True)


class SaveTemplateDialog(FormDialog):
    """A word about what is new in a version."""

    def __init__(
        self, parent: QWidget | None, worker: Worker, kind: LetterKind, template: Template, edition: int
    ) -> None:
        form = Form(compact=True)
        note = line_edit(200)
        note.setPlaceholderText(_("misalnya: kalimat penutup diperbaiki"))
        form.add("note", _("Yang berubah"), note)
        form.fill({})
        super().__init__(parent, _("Simpan sebagai versi baru"), form, _("Simpan versi baru"))
        self._worker, self._kind, self._template, self._edition = worker, kind, template, edition
        self.new_edition = 0

    def save(self, values: dict[str, str]) -> None:
        self._worker.write(
            self,
            partial(
                templates.save_template,
                kind=self._kind,
                template=self._template,
                edition=self._edition,
                note=values["note"],
            ),
            then=self._saved,
            failed=self.show_error,
        )

    def _saved(self, edition: int) -> None:
        self.new_edition = edition
        self.accept()


def unsaved_note() -> str:
    """What is lost when another version is taken."""
    return _("Perubahan yang belum disimpan akan hilang.")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Versi"), lambda t: str(t.edition), width=60, align_right=True),
        Column(_("Dibuat"), lambda t: short_date(t.made_on), width=92),
        Column(_("Oleh"), lambda t: t.made_by, width=110),
        Column(_("Catatan"), lambda t: t.note or (_("bawaan") if t.shipped else ""), width=150),
        Column(_("Surat"), lambda t: str(t.letters), align_right=True, width=60),
    )
