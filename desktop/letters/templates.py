"""Templates that the office edits itself, seen with real data while they change."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
)

from db.catalog import spec_of
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.problems import Problem
from db.rules.templates import BlockKind, check_template
from db.rules.words import _
from db.services import templates
from db.services.templates import TemplateFacts
from desktop.letters.closing import BeforeClose
from desktop.letters.compose_list import WIDTH, KindList
from desktop.letters.fold import Fold
from desktop.letters.templates_block import BlockEditor
from desktop.letters.templates_draw import draw_template
from desktop.letters.templates_profile import ProfileForm
from desktop.letters.templates_state import TemplateState
from desktop.letters.templates_versions import SaveTemplateDialog, VersionsDialog, unsaved_note
from desktop.letters.templates_words import block_label, new_block, summary
from desktop.parts.live_preview import LivePreview
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import EmptyState, button, label, row, scrolled
from desktop.widgets.failure import sentence
from desktop.widgets.tab import Tab
from desktop.widgets.theme import colours, set_look
from desktop.worker import Worker


class TemplatesSection(Opener, Tab):
    """Surat → Templat. What was changed but not saved stays until the program is closed."""

    reads = frozenset({"letter_template", "letter", "office", "official"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.states: dict[LetterKind, TemplateState] = {}
        self.facts: TemplateFacts | None = None
        self.kind: LetterKind | None = None
        self._asked: LetterKind | None = None
        self.list = KindList(composed_only=False)
        self.list.setFixedWidth(WIDTH)
        self.banner = Banner()
        self.banner.hide()
        self.title, self.version = label("", "title"), label("", "muted")
        self.blocks = QListWidget()
        self.blocks.setAccessibleName(_("Blok surat"))
        self.blocks.setMinimumHeight(120)
        self.blocks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.blocks.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.editor = BlockEditor()
        self.profile = ProfileForm()
        self.preview = LivePreview(worker, _("Pratinjau templat muncul di sini."))
        self._make_buttons()
        self._lay_out()
        allow(worker, Right.OFFICE, self.save_button, self.shipped_button)

        self.list.chosen.connect(self.open_kind)
        self.blocks.currentRowChanged.connect(self._show_block)
        self.editor.changed.connect(self._change)
        self.profile.changed.connect(self._change_profile)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        BeforeClose(self, self._may_close)
        self._show_state()

    @property
    def state(self) -> TemplateState | None:
        return self.states.get(self.kind) if self.kind else None

    def refresh(self) -> None:
        """Others may have saved a version: what is not being edited here follows."""
        if self.kind is not None:
            self._read(self.kind)

    def open_kind(self, kind: LetterKind) -> None:
        """Show the template of a kind; what was typed before is still there."""
        if kind is not self.kind:
            self._read(kind)

    def receive(self, topic: str, payload: Any) -> None:
        """`templates` with a kind: show its template."""
        if payload:
            self.open_kind(LetterKind(payload))

    def _may_close(self) -> bool:
        changed = [kind_label(kind) for kind, state in self.states.items() if state.changed]
        text = _("Perubahan templat belum disimpan: {kinds}.").format(kinds=", ".join(changed))
        return not changed or confirm(self, text, _("Tutup tanpa menyimpan"), danger=True)

    # Blocks

    def add_block(self, kind: BlockKind) -> None:
        """Put a new block behind the chosen one."""
        if self.state is not None and self.kind is not None:
            block = new_block(kind, spec_of(self.kind).fields)
            self._follow(self.state.add(block, self.blocks.currentRow()))

    def remove_block(self) -> None:
        if self.state is not None and self.blocks.currentRow() >= 0:
            self._follow(self.state.remove(self.blocks.currentRow()))

    def duplicate_block(self) -> None:
        if self.state is not None and self.blocks.currentRow() >= 0:
            self._follow(self.state.duplicate(self.blocks.currentRow()))

    def move_block(self, by: int) -> None:
        """Move the chosen block up (-1) or down (1)."""
        if self.state is not None and self.blocks.currentRow() >= 0:
            self._follow(self.state.move(self.blocks.currentRow(), by))

    def undo(self) -> None:
        """One step back."""
        if self.state is not None:
            self.state.undo()
            self.banner.clear()
            self.profile.show_profile(self.state.template.profile)
            self._follow(min(self.blocks.currentRow(), len(self.state.blocks) - 1))

    # Versions

    def problems(self) -> list[Problem]:
        """What keeps the template from being saved."""
        if self.state is None or self.kind is None:
            return []
        spec = spec_of(self.kind)
        return check_template(self.state.blocks, spec.fields, signed=spec.signed, numbered=spec.numbered)

    def save(self) -> None:
        """Ask for a note, and make a new version."""
        state, kind = self.state, self.kind
        if state is None or kind is None or not state.changed or not self.save_button.isEnabled():
            return
        if problems := self.problems():
            self._tell_problem(problems[0])
            return
        dialog = SaveTemplateDialog(self, self.worker, kind, state.template, state.edition)
        dialog.accepted.connect(lambda: self._saved(kind, dialog.new_edition))
        self.open_dialog(dialog)

    def restore_shipped(self) -> None:
        """Back to what ships with the program, as a new version."""
        state, kind = self.state, self.kind
        if state is None or kind is None:
            return
        text = _(
            "Kembalikan templat {kind} ke bawaan? Versi sekarang tetap tersimpan dan dapat dipakai lagi."
        ).format(kind=kind_label(kind).lower())
        if state.changed:
            text = f"{text} {unsaved_note()}"
        if confirm(self, text, _("Kembalikan bawaan"), danger=state.changed):
            self.worker.write(
                self,
                partial(templates.restore_shipped, kind=kind, edition=state.edition),
                then=lambda edition: self._saved(kind, edition),
                failed=self._tell,
            )

    def discard(self) -> None:
        """Let go of what was changed since the last version."""
        if self.kind is None or self.state is None or not self.state.changed:
            return
        if confirm(self, _("Buang perubahan yang belum disimpan?"), _("Buang"), danger=True):
            self.states.pop(self.kind)
            self._read(self.kind)

    def open_versions(self) -> None:
        """Look at older versions."""
        if self.kind is not None:
            kind = self.kind
            dialog = VersionsDialog(
                self, self.worker, kind, unsaved=self.state is not None and self.state.changed
            )
            dialog.restored.connect(lambda edition: self._saved(kind, edition))
            self.open_dialog(dialog)

    def _saved(self, kind: LetterKind, edition: int) -> None:
        self.states.pop(kind, None)
        self.banner.clear()
        self.said.emit(_("Templat {kind}: versi {n} dipakai.").format(kind=kind_label(kind), n=edition))
        self._read(kind)

    def _read(self, kind: LetterKind) -> None:
        self._asked = kind
        work = partial(templates.get_template, kind=kind)
        self.worker.read(self, work, then=self._show, failed=self._tell)

    def _show(self, facts: TemplateFacts) -> None:
        if facts.kind is not self._asked:
            return
        fresh = facts.kind is not self.kind
        self.kind, self.facts = facts.kind, facts
        state = self.states.get(facts.kind)
        if state is None or not state.changed:
            changed = state is None or state.template != facts.template
            if changed:
                self.states[facts.kind] = TemplateState(facts.template, facts.edition)
            else:
                state.edition = facts.edition  # type: ignore[union-attr]
            fresh = fresh or changed
        self.list.mark(facts.kind)
        if fresh:
            self.fold.show_pane(1)
            self.banner.clear()
            assert self.state is not None
            self.profile.show_profile(self.state.template.profile)
            self._follow(0)
        else:
            self._draw()
            self._show_state()

    # Showing

    def _follow(self, place: int) -> None:
        """After the blocks changed: list them, choose one, draw."""
        if self.state is None or self.kind is None:
            return
        self.blocks.blockSignals(True)
        self.blocks.clear()
        for number, block in enumerate(self.state.blocks, 1):
            self.blocks.addItem(QListWidgetItem(summary(block, number, spec_of(self.kind).fields)))
        self.blocks.setCurrentRow(place)
        self.blocks.blockSignals(False)
        self._show_block(place)
        self._show_state()
        self._draw()

    def _show_block(self, place: int) -> None:
        blocks = self.state.blocks if self.state else ()
        block = blocks[place] if 0 <= place < len(blocks) else None
        self.editor.show_block(block, spec_of(self.kind).fields if self.kind else ())
        self._show_state()

    def _change(self, part: str, value: object) -> None:
        place = self.blocks.currentRow()
        if self.state is not None and self.kind is not None and 0 <= place < len(self.state.blocks):
            self.state.change(place, part, value)
            fields = spec_of(self.kind).fields
            self.blocks.item(place).setText(summary(self.state.blocks[place], place + 1, fields))
            self.banner.clear()
            self._show_state()
            self._draw()

    def _change_profile(self, profile: Any) -> None:
        if self.state is not None:
            self.state.change_profile(profile)
            self._show_state()
            self._draw()

    def _draw(self) -> None:
        if self.state is not None and self.kind is not None:
            self.preview.draw(draw_template(self.kind, self.state.template))

    def _show_state(self) -> None:
        state, facts = self.state, self.facts
        self.whole.setVisible(state is not None)
        self.empty.setVisible(state is None)
        if state is None or facts is None or self.kind is None:
            return
        broken = {problem.field: problem.text for problem in self.problems()}
        for place in range(self.blocks.count()):
            item, said = self.blocks.item(place), broken.get(str(place), "")
            colour = QColor(colours().bad) if said else None  # without one it follows the theme
            item.setData(Qt.ItemDataRole.ForegroundRole, colour)
            item.setToolTip(said or item.text())
        place, last = self.blocks.currentRow(), self.blocks.count() - 1
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < last)
        for piece in (self.copy_button, self.remove_button):
            piece.setEnabled(place >= 0)
        self.undo_button.setEnabled(state.may_undo)
        self.save_button.setEnabled(state.changed)
        self.discard_button.setVisible(state.changed)
        shipped = facts.template == spec_of(self.kind).template
        self.shipped_button.setEnabled(not shipped)
        self.shipped_button.setToolTip(_("Templat ini sudah sama dengan bawaan.") if shipped else "")
        self.title.setText(kind_label(self.kind))
        self.version.setText(_version(facts, changed=state.changed))

    def _tell_problem(self, problem: Problem) -> None:
        self.banner.say(problem.text, "bad")
        if problem.field and problem.field.isdigit():
            self.content_button.setChecked(True)
            self.blocks.setCurrentRow(int(problem.field))

    def _tell(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")

    # Looks

    def _make_buttons(self) -> None:
        self.add_button = button(_("Tambah"), "plus")
        menu = QMenu(self.add_button)
        for kind in BlockKind:
            menu.addAction(block_label(kind), partial(self.add_block, kind))
        set_look(self.add_button, menu="true")
        self.add_button.setMenu(menu)
        self.up_button = button(_("Naik"), on_click=lambda: self.move_block(-1))
        self.down_button = button(_("Turun"), on_click=lambda: self.move_block(1))
        self.copy_button = button(_("Gandakan"), on_click=self.duplicate_block)
        self.remove_button = button(_("Hapus"), on_click=self.remove_block)
        self.undo_button = button("", "undo", on_click=self.undo)
        self.undo_button.setToolTip(_("Urungkan"))
        self.undo_button.setAccessibleName(_("Urungkan"))
        self.save_button = button(_("Simpan versi…"), primary=True, on_click=self.save)
        self.save_button.setDefault(True)
        self.shipped_button = button(_("Kembalikan bawaan"), on_click=self.restore_shipped)
        self.versions_button = button(_("Versi…"), "history", on_click=self.open_versions)
        self.discard_button = button(_("Buang"), on_click=self.discard)
        self.content_button, self.layout_button = button(_("Isi surat")), button(_("Tata letak"))
        for made in (self.content_button, self.layout_button):
            made.setCheckable(True)
            made.setAutoExclusive(True)
        self.content_button.setChecked(True)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.version)
        head = row(words, self.content_button, self.layout_button)
        head.setStretch(0, 1)
        head.setContentsMargins(0, 0, 12, 0)
        content = QFrame()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 12, 0)
        inside.setSpacing(6)
        tools = row(self.add_button, self.up_button, self.down_button, self.copy_button, None, spacing=4)
        tools.insertWidget(4, self.remove_button)
        tools.insertWidget(5, self.undo_button)
        inside.addLayout(tools)
        inside.addWidget(self.blocks, 3)
        inside.addWidget(scrolled(self.editor), 4)
        self.stack = QStackedWidget()
        self.stack.addWidget(content)
        self.stack.addWidget(scrolled(self.profile))
        self.layout_button.toggled.connect(lambda on: self.stack.setCurrentIndex(int(on)))
        self.discard_button.setToolTip(_("Buang perubahan yang belum disimpan"))
        bottom = row(self.save_button, self.shipped_button, self.versions_button, self.discard_button, None)
        bottom.setContentsMargins(0, 0, 12, 0)
        self.whole = QFrame()
        box = QVBoxLayout(self.whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(head)
        box.addWidget(self.stack, 1)
        box.addLayout(bottom)
        self.empty = EmptyState(_("Pilih jenis surat di kiri untuk melihat dan mengubah templatnya."))
        middle = QFrame()
        middle.setProperty("role", "card")
        middle.setMinimumWidth(360)
        frame = QVBoxLayout(middle)
        frame.setContentsMargins(16, 10, 4, 10)
        frame.addWidget(self.empty, 1)
        frame.addWidget(self.whole, 1)
        self.preview.setMinimumWidth(300)
        names = (_("Jenis surat"), _("Templat"), _("Pratinjau"))
        self.fold = Fold((self.list, middle, self.preview), names)
        self.fold.splitter.setSizes([540, 520])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addWidget(self.fold, 1)


def _version(facts: TemplateFacts, *, changed: bool) -> str:
    parts = [_("Bawaan") if facts.shipped else _("Versi {n}").format(n=facts.edition)]
    if changed:
        parts.append(_("ada perubahan belum disimpan"))
    if facts.made_on and not facts.shipped:
        said = _("{name}, {day}")
        parts.append(said.format(name=facts.made_by, day=long_date(facts.made_on)))
    return " · ".join(parts)
