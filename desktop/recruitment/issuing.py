"""How the page of a vacancy issues letters: one at a time, and earlier ones are offered first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.words import _
from db.services import letters
from db.services.letters import IssuedLetter, LetterRow
from desktop.clock import today
from desktop.errors import show_error
from desktop.paper import join, render
from desktop.parts.numbered import with_number
from desktop.parts.opener import Opener
from desktop.recruitment.question import QuestionDialog

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QAbstractButton
    from sqlalchemy.orm import Session

    from db.rules.letters import Letter

T = TypeVar("T")
Work = Callable[["Session", dict[str, Any]], Any]


class Issuing(Opener):
    """Between a click and its answer every further click is ignored: no letter gets two numbers."""

    issuing_buttons: "Sequence[QAbstractButton]" = ()
    is_waiting = False

    def _ask(
        self, title: str, text: str, action: str, work: Work, then: Callable[[Any], object], **asked: Any
    ) -> None:
        """A question before a step is taken."""
        dialog = QuestionDialog(self._widget(), self.worker, title, text, action, work, **asked)
        dialog.done_with.connect(then)
        dialog.earlier_wanted.connect(self._show_earlier)
        self.open_dialog(dialog)

    def _find_earlier(
        self, kind: LetterKind, belongs: dict[str, int], then: Callable[[list[LetterRow]], object]
    ) -> None:
        """Look whether letters of this kind exist: `belongs` says of what, as `letters_of` wants it."""

        def work(session: "Session") -> list[LetterRow]:
            return [row for row in letters.letters_of(session, **belongs) if row.kind is kind]

        self._once(partial(self.worker.read, self._widget(), work), then)

    def _ask_letter(self, kind: LetterKind, belongs: dict[str, int], *question: Any, **asked: Any) -> None:
        """A question before letters are issued; where such letters exist, it offers them."""

        def ask(earlier: list[LetterRow]) -> None:
            self._ask(*question, **asked, earlier=(kind_label(kind), earlier))

        self._find_earlier(kind, belongs, ask)

    def _announce(
        self,
        kind: LetterKind,
        vacancy_id: int,
        title: str,
        text: str,
        issue: Callable[..., IssuedLetter],
        letter: "Callable[[Session, date], Letter]",
    ) -> None:
        """Ask for day and signer of an announcement of results, which is seen beside the question."""
        self._ask_letter(
            kind,
            {"vacancy_id": vacancy_id},
            title,
            text,
            _("Cetak pengumuman"),
            lambda session, values: issue(
                session, vacancy_id, dated_on=values["on"], render=render, official_id=values["signer"]
            ),
            self._announced,
            day=(_("Tanggal pengumuman"), today()),
            signer=today(),
            look=lambda session, values: [letter(session, values["on"])],
        )

    def _announced(self, letter: IssuedLetter) -> None:
        self.said.emit(_("{letter} dicetak.").format(letter=with_number(letter.subject, letter)))
        self.show_letter(letter)

    def _write(self, work: "Callable[[Session], T]", then: Callable[[T], object]) -> None:
        """Without a question before it."""
        self._once(partial(self.worker.write, self._widget(), work), then)

    def _once(self, start: Callable[..., object], then: Callable[[Any], object]) -> None:
        if self.is_waiting:
            return
        self._wait_for_answer(True)

        def answered(answer: Any) -> None:
            self._wait_for_answer(False)
            then(answer)

        def failed(error: Exception) -> None:
            self._wait_for_answer(False)
            show_error(self._widget(), error)

        start(then=answered, failed=failed)

    def _wait_for_answer(self, waiting: bool) -> None:
        self.is_waiting = waiting
        for pressed in self.issuing_buttons:
            pressed.setEnabled(not waiting)
        if not waiting:
            self._offer_again()

    def _offer_again(self) -> None:
        """After an answer: which buttons may be pressed now."""

    def _show_earlier(self, rows: list[LetterRow]) -> None:
        ids, marks = [row.id for row in rows], [row.number or row.subject for row in rows]
        title = with_number(rows[0].subject, rows[0]) if len(rows) == 1 else kind_label(rows[0].kind)

        def work(session: "Session") -> bytes:
            return join([pdf for _number, pdf in letters.get_papers(session, ids)], marks)

        self.worker.read(self._widget(), work, then=partial(self.show_paper, title))
