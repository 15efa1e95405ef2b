"""Nothing typed is lost: a draft is left when it is in the database, and what keeps it from there is said."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from db.rules.drafts import DraftGone
from db.rules.letter_kinds import kind_label
from db.rules.problems import Conflict
from db.rules.words import _
from db.services import drafts
from db.services.drafts import DraftFacts
from desktop.letters.closing import BeforeClose
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner, Handler
from desktop.widgets.basics import link
from desktop.widgets.failure import sentence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from desktop.letters.compose import ComposeSection
    from desktop.letters.compose_editing import Editing


class TwoWayBanner(Banner):
    """A banner that may offer a second way on."""

    other: "QPushButton | None" = None
    _on_other: Handler | None = None

    def __init__(self) -> None:
        super().__init__()
        self.other = link("", lambda: self._on_other and self._on_other())
        box = self.layout()
        assert box is not None
        box.removeWidget(self.close_button)
        box.addWidget(self.other)
        box.addWidget(self.close_button)
        self.other.hide()

    def say(
        self, text: str, tone: str = "info", link_text: str = "", on_click: Handler | None = None
    ) -> None:
        super().say(text, tone, link_text, on_click)
        if self.other is not None:
            self.other.hide()

    def offer(self, text: str, on_click: Handler) -> None:
        """One more way on, until the banner says something else."""
        assert self.other is not None
        self._on_other = on_click
        self.other.setText(text)
        self.other.show()


class ComposeKeeping(QObject):
    """Leaves one letter for the next, and holds the window open until what is typed is kept."""

    def __init__(self, section: "ComposeSection") -> None:
        super().__init__(section)
        self._section = section
        self._next: Callable[[], object] | None = None  # what takes the letter's place; the newest wish wins
        self._closing = False
        BeforeClose(section, self.may_close)

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then` when what is typed is kept; until then the letter stays."""
        editing, self._next = self._section.editing, then
        if editing is None or not editing.unkept():
            self._go_on(editing)
        else:
            editing.save(partial(self._go_on, editing))

    def may_close(self) -> bool:
        """The window closes by itself when what is typed is kept."""
        editing = self._section.editing
        if editing is None or not editing.unkept():
            return True
        if not self._closing:
            self._closing = True
            editing.save(self._close)
        return False

    def take_failure(self, editing: "Editing", error: Exception) -> None:
        """Say why a draft was not kept, and what can be done about it; it stays open."""
        closing, self._closing, self._next = self._closing, False, None
        section = self._section
        if editing is not section.editing:
            section.tell(error)
            return
        anew = _("Simpan sebagai konsep baru")
        if isinstance(error, DraftGone):
            section.banner.say(str(error), "warn", anew, editing.start_anew)
        elif isinstance(error, Conflict):
            section.banner.say(str(error), "warn", anew, editing.start_anew)
            section.banner.offer(_("Muat ulang"), partial(self._reload, editing))
        else:
            section.tell(error)
        section.show_editing()
        if closing:
            QTimer.singleShot(0, section, lambda: self._ask_to_close(editing, error))

    def warn_of_cancelled(self, facts: DraftFacts) -> None:
        """A correction whose letter was cancelled meanwhile cannot become final as one."""
        if facts.corrects_cancelled:
            text = _("Surat {number} sudah dibatalkan, jadi tidak ada lagi yang diperbaiki.")
            self._section.banner.say(
                text.format(number=facts.corrects_number),
                "warn",
                _("Jadikan konsep biasa"),
                partial(self._make_ordinary, facts.id),
            )

    def _go_on(self, editing: "Editing | None") -> None:
        if editing is self._section.editing and self._next is not None:
            then, self._next = self._next, None
            self._section.close_letter()
            then()

    def _close(self) -> None:
        self._closing = False
        QTimer.singleShot(0, self._section, lambda: self._section.window().close())

    def _ask_to_close(self, editing: "Editing", error: Exception) -> None:
        section = self._section
        text = _("Konsep {kind} belum tersimpan. Tutup tanpa menyimpan?")
        text = text.format(kind=kind_label(editing.form.spec.kind))
        if confirm(section, text, _("Tutup tanpa menyimpan"), sentence(error), danger=True):
            if editing is section.editing:
                section.close_letter()
            section.window().close()

    def _reload(self, editing: "Editing") -> None:
        """Let go of what is typed, and show the draft as it is now."""
        section, draft_id = self._section, editing.draft_id
        if editing is section.editing and draft_id is not None:
            section.banner.clear()
            section.close_letter()
            section.open_draft(draft_id)

    def _make_ordinary(self, draft_id: int) -> None:
        section = self._section

        def show(_nothing: None) -> None:
            section.banner.clear()
            section.say(_("Konsep ini sekarang surat biasa."))
            editing = section.editing
            if editing is not None and editing.draft_id == draft_id:
                section.leave(partial(section.open_draft, draft_id))

        work = partial(drafts.make_ordinary, draft_id=draft_id)
        section.worker.write(section, work, then=show, failed=section.tell)
