"""Drafts become final letters in the writing thread, some at a time, with progress and a way to stop."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.catalog import spec_of
from db.rules.drafts import Unfit
from db.rules.words import _
from db.services import drafts, letters
from db.services.letters import IssuedLetter
from desktop import paper
from desktop.clock import today
from desktop.parts.letter_batch import Made
from desktop.widgets.failure import is_expected, sentence
from desktop.worker import Worker

CHUNK = 10  # letters in one transaction: half a second or less


@dataclass
class Outcome:
    """What a run has made and what not."""

    made: list[Made] = field(default_factory=list)
    unfit: list[Unfit] = field(default_factory=list)
    refused: list[Unfit] = field(default_factory=list)  # whole drafts, by their subject
    cancelled: bool = False
    only: IssuedLetter | None = None  # where just one was made
    error: Exception | None = None  # why a run of one draft made nothing

    @property
    def missing(self) -> list[Unfit]:
        """All who got no letter, with the reason."""
        return [*self.unfit, *self.refused]

    def said(self, left: int = 0) -> str:
        """The result in a sentence or two."""
        text = _("{n} surat dijadikan final.").format(n=len(self.made))
        if self.cancelled:
            text = _("Dihentikan. {n} surat sudah final dan tetap berlaku; {left} belum dibuat.")
            text = text.format(n=len(self.made), left=left)
        if self.missing:
            more = _("{n} belum mendapat surat; daftarnya ada di bawah dan tetap tersimpan sebagai konsep.")
            text = f"{text} {more.format(n=len(self.missing))}"
        return text


class Issuing(QObject):
    """One run. `start` it; `finished` brings the outcome."""

    progressed = Signal(int, int)  # letters made, letters in all
    finished = Signal(object)

    def __init__(self, parent: QObject, worker: Worker, wanted: Sequence[tuple[int, str, int]]) -> None:
        """wanted: id, subject and number of letters of each draft."""
        super().__init__(parent)
        self._worker = worker
        self._waiting = list(wanted)
        self._single = len(self._waiting) == 1
        self.total = sum(max(number, 1) for _id, _subject, number in wanted)
        self.outcome = Outcome()
        self.running = False
        self._fresh = True  # nothing of the next draft has been made yet

    @property
    def left(self) -> int:
        """How many letters are still to be made."""
        return max(self.total - len(self.outcome.made) - len(self.outcome.missing), 0)

    def start(self) -> None:
        self.running = True
        self._step()

    def cancel(self) -> None:
        """Stop after the letters that are just being made."""
        self.outcome.cancelled = True

    def _step(self) -> None:
        if not self._waiting or (self.outcome.cancelled and self.running):
            self.running = False
            self.outcome.cancelled = bool(self._waiting) and self.outcome.cancelled
            self.finished.emit(self.outcome)
            return
        draft_id = self._waiting[0][0]
        day = today()

        def work(session: Any) -> tuple[tuple[Made, ...], int, tuple[Unfit, ...], IssuedLetter | None]:
            issued = drafts.finalise(session, draft_id, today=day, render=paper.render, limit=CHUNK)
            made = tuple(
                Made(
                    *(one.id, one.number, one.subject, letters.get_letter(session, one.id).recipient),
                    phone=phone,
                    message=bool(spec_of(one.kind).message),
                )
                for one, phone in zip(issued.letters, issued.phones, strict=True)
            )
            only = issued.letters[0] if len(issued.letters) == 1 else None
            return made, issued.left, issued.unfit, only

        self._worker.write(self, work, then=self._take, failed=partial(self._refuse, draft_id))

    def _take(self, answer: tuple[tuple[Made, ...], int, tuple[Unfit, ...], IssuedLetter | None]) -> None:
        made, left, unfit, only = answer
        self.outcome.made += made
        self.outcome.only = only if len(self.outcome.made) == 1 else None
        if self._fresh:  # the list as it was given: later it is shorter, and its places are others
            self.outcome.unfit += unfit
        self._fresh = not left
        if not left:
            self._waiting.pop(0)
        self.progressed.emit(len(self.outcome.made), self.total)
        self._step()

    def _refuse(self, _draft_id: int, error: Exception) -> None:
        _id, subject, _number = self._waiting.pop(0)
        self._fresh = True
        if self._single:
            self.outcome.error = error
        if self._single or not is_expected(error):
            self._waiting.clear()
        self.outcome.refused.append(Unfit(len(self.outcome.refused) + 1, subject, sentence(error)))
        self._step()
