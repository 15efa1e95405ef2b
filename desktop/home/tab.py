"""The first page: what waits today, four numbers, the latest letters."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.roster import PostTotals
from db.rules.attention import Attention, AttentionKind
from db.rules.dates import day_and_date, short_date
from db.rules.letter_kinds import kind_label
from db.rules.mapping import Register
from db.rules.office import OfficeFacts
from db.rules.words import _
from db.services import attention, letters, office, officers
from db.services.letters import LetterRow
from db.services.mapping import recaps
from db.services.recruitment import vacancies
from desktop.clock import today
from desktop.home.first_steps import FirstSteps
from desktop.home.matters import MattersCard
from desktop.home.numbers import NumberCard
from desktop.widgets.basics import breakable, card, clear, label, link, row, scrolled
from desktop.widgets.page import GAP, Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

LATEST = 5


@dataclass(frozen=True)
class HomeFacts:
    """Everything the page shows, read at once."""

    office: OfficeFacts
    posts: PostTotals
    running: int
    recorded: int  # PPKS in force
    matters: list[Attention]
    letters: list[LetterRow]

    @property
    def is_new(self) -> bool:
        """Whether nobody has ever been put on the roster."""
        held = self.posts.filled + self.posts.acting
        return not held and not self.running and not any(m.on for m in self.matters if m.kecamatan)


class HomeTab(Tab):
    """Calm: it only tells, and each line leads to the tab where the work is done."""

    reads = frozenset(
        {
            *("office", "official", "region", "person", "officer", "assignment", "decree", "letter"),
            *("vacancy", "applicant", "proposal", "mapping_record", "incoming_letter", "disposition"),
            *(
                "monthly_report",
                "round_sheet",
                "data_round",
                "activity",
                "officer_paper",
                "letter_number",
                "setting",
                "decree_member",
                "applicant_document",
            ),
        }
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.page = Page(_("Beranda"))
        self.filled_card = NumberCard(_("TKSK terisi"), lambda: self._ask("officers/list", None))
        self.vacant_card = NumberCard(_("Kecamatan lowong"), self._show_vacant)
        self.running_card = NumberCard(_("Lowongan berjalan"), lambda: self._ask("recruitment/board", None))
        self.recorded_card = NumberCard(_("Pendataan PPKS"), lambda: self._ask("mapping/recap", None))
        self.numbers = (self.filled_card, self.vacant_card, self.running_card, self.recorded_card)
        self.matters = MattersCard(worker, self._ask)
        self.first_steps = FirstSteps(worker, self._ask)
        self.letter_links: list[QPushButton] = []
        self._letters = QVBoxLayout()
        self._letters.setSpacing(10)
        self.letters_card = card(_("Surat terbaru"), self._letters)
        self._vacant_place: str | None = None

        numbers = row(spacing=GAP)
        for made in self.numbers:
            numbers.addWidget(made, 1)
        self.page.add_main(numbers)
        self.page.add_main(_scrolling(self.first_steps, self.matters), 1)
        self.page.add_card(self.letters_card)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.first_steps.hide()
        self.matters.hide()

    def refresh(self) -> None:
        day = today()
        self.worker.read(self, lambda session: _read(session, day), then=self._show)

    def _show(self, facts: HomeFacts) -> None:
        own = facts.office
        self.page.head.set_facts(f"{own.name.title()} {own.regency} · {day_and_date(today())}")
        vacant = [matter for matter in facts.matters if matter.kind is AttentionKind.POST_VACANT]
        self._vacant_place = vacant[0].kecamatan_code if vacant else None
        self.filled_card.set_number(facts.posts.filled)
        self.vacant_card.set_number(
            facts.posts.vacant, "bad" if facts.posts.vacant and not facts.is_new else ""
        )
        self.running_card.set_number(facts.running)
        self.recorded_card.set_number(facts.recorded)
        self.first_steps.setVisible(facts.is_new)
        matters = [m for m in facts.matters if not (facts.is_new and m.kecamatan)]
        self.matters.setVisible(bool(matters) or not facts.is_new)
        self.matters.show_matters(matters)
        self._show_letters(facts.letters)

    def _show_letters(self, rows: list[LetterRow]) -> None:
        clear(self._letters)
        self.letter_links = [self._letter_link(found) for found in rows]
        for made, found in zip(self.letter_links, rows, strict=True):
            facts = " · ".join((short_date(found.dated_on), kind_label(found.kind)))
            lines = QVBoxLayout()
            lines.setSpacing(0)
            lines.addWidget(made)
            for words in (facts, found.subject):
                lines.addWidget(label(words, "muted", wrap=True))
            self._letters.addLayout(lines)
        if not rows:
            text = _("Belum ada surat. Surat terbit dari tab Rekrutmen dan TKSK, lengkap dengan nomornya.")
            self._letters.addWidget(label(text, "muted", wrap=True))

    def _letter_link(self, found: LetterRow) -> QPushButton:
        return link(breakable(found.number or found.subject), lambda: self._ask("letters/show", found.id))

    def _show_vacant(self) -> None:
        if self._vacant_place is None:
            self._ask("officers/list", None)
        else:
            self._ask("officers/post", self._vacant_place)

    def _ask(self, topic: str, payload: object) -> None:
        self.navigate.emit(topic, payload)


def _read(session: Any, day: Any) -> HomeFacts:
    return HomeFacts(
        office=office.get_office(session),
        posts=officers.post_totals(session, day),
        running=len(vacancies.list_vacancies(session, only_open=True)),
        recorded=sum(recaps.recap(session, Register.PPKS).totals),
        matters=attention.list_attention(session, day),
        letters=letters.list_letters(session, 0, LATEST),
    )


def _scrolling(*cards: QWidget) -> QScrollArea:
    """Cards under each other that scroll when there are many lines in them."""
    content = QWidget()
    box = QVBoxLayout(content)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(GAP)
    for made in cards:
        box.addWidget(made)
    box.addStretch(1)
    return scrolled(content)
