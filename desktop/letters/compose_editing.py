"""One draft that is being edited: whether it is changed, and how it is kept."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from db.rules.access import Right
from db.rules.drafts import DraftForm
from db.services import drafts
from db.services.drafts import DraftFacts
from desktop.letters.compose_form import ComposeForm
from desktop.parts.rights import may
from desktop.worker import Worker

AUTOSAVE = 3000  # ms after the last change


class Editing(QObject):
    """Keeps itself: some seconds after the last change, and when it is left. Nothing typed is lost."""

    kept = Signal(int)  # the id of the draft, whenever it has been written
    failed = Signal(object)

    def __init__(self, parent: QObject, worker: Worker, form: ComposeForm, facts: DraftFacts | None) -> None:
        super().__init__(parent)
        self.form, self.facts = form, facts
        self.draft_id = facts.id if facts else None
        self._worker = worker
        self._kept: DraftForm | None = form.value()
        self._offered: int | None = None  # the signer that the program has chosen
        self._writing = False
        self._after: list[Callable[[], object]] = []
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE)
        self._soon.timeout.connect(self.save)
        form.edited.connect(self._on_edited)
        form.signer.offered.connect(self._take_signer)

    def changed(self) -> bool:
        """Whether something typed is not in the database yet."""
        return self.form.value() not in (None, self._settled())

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Write the draft if it is changed, and go on with `then` when it is in the database."""
        self._soon.stop()
        form = self.form.value()
        if form is None or not may(self._worker, Right.LETTERS):
            return
        if then is not None:
            self._after.append(then)
        if self._writing:
            return
        if form == self._settled() and (self.draft_id is not None or not self._after):
            self._go_on()
            return
        self._writing, draft_id, before = True, self.draft_id, self._kept

        def work(session: object) -> int:
            return drafts.save_draft(session, draft_id, form, before)  # type: ignore[arg-type]

        self._worker.write(
            self, work, then=lambda kept: self._take(form, kept), failed=partial(self._fail, draft_id)
        )

    def start_anew(self) -> None:
        """The draft is gone from the database: keep what is typed as a new one."""
        self.draft_id, self.facts = None, None
        self.save(lambda: None)

    def drop(self) -> None:
        """Let go without keeping."""
        self._soon.stop()
        self._kept = self.form.value()

    def _take(self, form: DraftForm, draft_id: int) -> None:
        self._writing = False
        self.draft_id, self._kept = draft_id, form
        self.kept.emit(draft_id)
        if self._after and self.changed():
            self.save()
        else:
            self._go_on()

    def _fail(self, draft_id: int | None, error: Exception) -> None:
        self._writing = False
        if draft_id != self.draft_id:  # begun anew while the write for the draft that is gone was on its way
            self.save()
            return
        self._after.clear()
        self.failed.emit(error)

    def _go_on(self) -> None:
        waiting, self._after = self._after, []
        for then in waiting:
            then()

    def _on_edited(self) -> None:
        if self.changed():
            self._soon.start()

    def _take_signer(self, _anybody: bool) -> None:
        self._offered = self.form.signer.value()

    def _settled(self) -> DraftForm | None:
        """What is in the database; who signs there, if nobody was chosen yet, is no edit."""
        if self._kept is not None and self._kept.official_id is None:
            return replace(self._kept, official_id=self._offered)
        return self._kept
