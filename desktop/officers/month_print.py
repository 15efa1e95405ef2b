"""Printing the monthly report of an officer, with its photos as an annex."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from db.rules.drafts import keep_value
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Frame, Letter
from db.rules.words import _
from db.rules.work import month_name
from db.services import letter_preview, monthly_paper
from db.services.monthly_paper import PaperPhoto, ReportKey
from desktop import paper
from desktop.clock import today
from desktop.widgets.busy import Waiting

if TYPE_CHECKING:
    from desktop.parts.opener import Opener

Facts = tuple[Frame, Letter, list[PaperPhoto]]


class Printer(QObject):
    """Facts from the database, pages in a worker, then the viewer; one report at a time."""

    failed = Signal(object)

    def __init__(self, section: Any, waiting: Waiting) -> None:
        super().__init__(section)
        self._section: Opener = section
        self._waiting = waiting
        self._asked = 0  # tells a late answer from the one awaited

    def print_report(self, key: ReportKey) -> None:
        """Open the report as a PDF; it is no letter of the register, so it has no number and no code."""
        day = today()
        self._asked += 1
        asked = self._asked
        self._waiting.start(_("Mencetak laporan {month}…").format(month=month_name(*key[2:])), self._give_up)

        def work(session: Any) -> Facts:
            letter = monthly_paper.report_letter(session, key, day)
            frame = letter_preview.preview_frame(session, LetterKind.MONTHLY_REPORT, day).frame
            return replace(frame, code=""), letter, monthly_paper.report_photos(session, key)

        def draw(facts: Facts) -> None:
            if asked == self._asked:
                worker = self._section.worker
                worker.run(self, lambda: print_all(*facts), partial(self._show, asked, facts[1]), self._fail)

        self._section.worker.read(self, work, draw, self._fail)

    def read_values(self, key: ReportKey, then: Callable[[dict[str, Any]], object]) -> None:
        """The fields of the report as *Buat surat* takes them."""
        day = today()

        def work(session: Any) -> dict[str, Any]:
            kept: dict[str, Any] = keep_value(monthly_paper.report_letter(session, key, day).values)
            return kept

        self._section.worker.read(self, work, then, self._fail)

    def _show(self, asked: int, letter: Letter, pdf: bytes) -> None:
        if asked == self._asked:
            self._waiting.finish()
            month = letter.values["bulan"]
            title = _("Laporan bulanan TKSK {kecamatan} {month}")
            said = month_name(month.year, month.month)  # type: ignore[union-attr]
            self._section.show_paper(title.format(kecamatan=letter.values["kecamatan"], month=said), pdf)

    def _fail(self, error: Exception) -> None:
        self._waiting.finish()
        self.failed.emit(error)

    def _give_up(self) -> None:
        self._asked += 1
        self._waiting.finish()


def print_all(frame: Frame, letter: Letter, photos: list[PaperPhoto]) -> bytes:
    """The report, and behind it its photos."""
    pdf = paper.render(frame, letter)
    if not photos:
        return pdf
    annex = paper.render_photos(frame, letter, [(photo.jpeg, photo.caption) for photo in photos])
    return paper.join([pdf, annex], [_("Laporan"), _("Dokumentasi")])
