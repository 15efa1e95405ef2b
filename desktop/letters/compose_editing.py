"""One draft that is being edited: whether it is changed, and how it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from db.rules.access import Right
from db.rules.drafts import DraftForm, DraftGone
from db.rules.problems import Conflict
from db.services import drafts
from db.services.drafts import DraftFacts
from desktop.letters.compose_form import ComposeForm
from desktop.parts.rights import may
from desktop.worker import Worker

AUTOSAVE = 3000  # ms after the last change


@dataclass
class _Draft:
    """What the writes that were asked for, one after the other, leave in the database."""

    id: int | None
    kept: DraftForm | None
    waiting: int = 0  # writes on their way


class Editing(QObject):
    """Keeps itself: some seconds after the last change, and when it is left. Nothing typed is lost.

    Each write takes the form as it is now, at once: one that waits for another does not need the form again.
    """

    kept = Signal(int)  # the id of the draft, whenever it has been written
    failed = Signal(object)

    def __init__(self, parent: QObject, worker: Worker, form: ComposeForm, facts: DraftFacts | None) -> None:
        super().__init__(parent)
        self.form, self.facts = form, facts
        self.draft_id = facts.id if facts else None
        self.stuck = False  # refused for good: trying again changes nothing
        self._worker = worker
        self._kept: DraftForm | None = form.value()
        self._draft = _Draft(self.draft_id, self._kept)
        self._sent: DraftForm | None = None
        self._offered: int | None = None  # the signer that the program has chosen
        self._over = False
        self._after: list[Callable[[], object]] = []
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE)
        self._soon.timeout.connect(self.save)
        form.edited.connect(self._on_edited)
        form.signer.offered.connect(self._take_signer)
        form.maker.prefilled.connect(self._take_prefilled)

    def changed(self) -> bool:
        """Whether something typed is not in the database yet."""
        return not self._over and self.form.value() != self._settled()

    def unkept(self) -> bool:
        """Whether leaving now would lose something."""
        return may(self._worker, Right.LETTERS) and (self._draft.waiting > 0 or self.changed())

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Write the draft if it is changed, and go on with `then` when it is in the database."""
        self._soon.stop()
        if self._over or not may(self._worker, Right.LETTERS):
            return
        if then is not None:
            self._after.append(then)
        form = self.form.value()
        if self._draft.waiting:
            if form != self._sent:
                self._write(form)
        elif form != self._settled() or (self.draft_id is None and self._after):
            self._write(form)
        else:
            self._go_on()

    def start_anew(self) -> None:
        """Keep what is typed as a new draft, whatever became of the one that was opened."""
        if not self._over:
            self.draft_id, self.facts, self.stuck = None, None, False
            self._draft = _Draft(None, None)
            self.save(lambda: None)

    def drop(self) -> None:
        """Let go: what is typed now is kept, or shall not be."""
        self._soon.stop()
        self._over = True
        self._after.clear()

    def _write(self, form: DraftForm) -> None:
        draft, self._sent = self._draft, form
        draft.waiting += 1

        def work(session: object) -> int:
            draft.id = drafts.save_draft(session, draft.id, form, draft.kept)  # type: ignore[arg-type]
            draft.kept = form
            return draft.id

        self._worker.write(
            self, work, then=partial(self._take, draft, form), failed=partial(self._fail, draft)
        )

    def _take(self, draft: _Draft, form: DraftForm, draft_id: int) -> None:
        draft.waiting -= 1
        if self._over or draft is not self._draft:
            return
        self.draft_id, self._kept, self.stuck = draft_id, form, False
        self.kept.emit(draft_id)
        if not draft.waiting:
            self.save() if self._after and self.changed() else self._go_on()

    def _fail(self, draft: _Draft, error: Exception) -> None:
        draft.waiting -= 1
        if self._over or draft is not self._draft or draft.waiting:  # the next write brings all of it
            return
        draft.id, draft.kept = self.draft_id, self._kept
        self.stuck = isinstance(error, Conflict | DraftGone)
        self._after.clear()
        self.failed.emit(error)

    def _go_on(self) -> None:
        waiting, self._after = self._after, []
        for then in waiting:
            then()

    def _on_edited(self) -> None:
        if self.changed() and not self.stuck:
            self._soon.start()

    def _take_signer(self, _anybody: bool) -> None:
        self._offered = self.form.signer.value()

    def _take_prefilled(self, name: str, value: object) -> None:
        """What the program puts into a new letter is no work that would be kept by itself."""
        if self.draft_id is None and self._kept is not None and not self._draft.waiting:
            self._kept = replace(self._kept, values={**self._kept.values, name: value})
            self._draft.kept = self._kept

    def _settled(self) -> DraftForm | None:
        """What is in the database; who signs there, if nobody was chosen yet, is no edit."""
        if self._kept is not None and self._kept.official_id is None:
            return replace(self._kept, official_id=self._offered)
        return self._kept
