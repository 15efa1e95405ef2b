"""The tabs of the window and how each is made, and what stands in them until a database is open.

Nothing slow is imported before a tab is shown.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.rules.words import _

if TYPE_CHECKING:
    from desktop.widgets.tab import Tab
    from desktop.worker import Worker

Way = tuple[str, Callable[[], object]]  # a button of the waiting page, and what it does


def waiting_page(text: str, ways: Sequence[Way]) -> QWidget:
    """One sentence and perhaps buttons; the very first one is only words, so that it is there at once."""
    if ways:
        from desktop.widgets.basics import EmptyState, button

        empty = EmptyState(text, *ways[0])
        box = empty.layout()
        assert isinstance(box, QVBoxLayout)
        for name, on_click in ways[1:]:
            another = button(name, on_click=on_click)
            box.insertWidget(box.count() - 1, another, 0, Qt.AlignmentFlag.AlignHCenter)
        return empty
    page, words = QWidget(), QLabel(text)
    words.setProperty("role", "muted")
    middle = QHBoxLayout(page)
    middle.addStretch(1)
    middle.addWidget(words)
    middle.addStretch(1)
    return page


def tabs() -> tuple[tuple[str, str, str, Callable[["Worker"], "Tab"]], ...]:
    """Name, title, icon and maker of each tab; a maker imports what it makes."""
    return (
        ("home", _("Beranda"), "home-outline", _home),
        ("officers", _("TKSK"), "account-group-outline", _officers),
        ("recruitment", _("Rekrutmen"), "account-search-outline", _recruitment),
        ("mapping", _("Pemetaan Sosial"), "map-outline", _mapping),
        ("letters", _("Surat"), "email-outline", _letters),
    )


def _home(worker: "Worker") -> "Tab":
    from desktop.home.tab import HomeTab

    return HomeTab(worker)


def _officers(worker: "Worker") -> "Tab":
    from desktop.officers.tab import OfficersTab

    return OfficersTab(worker)


def _recruitment(worker: "Worker") -> "Tab":
    from desktop.recruitment.tab import RecruitmentTab

    return RecruitmentTab(worker)


def _mapping(worker: "Worker") -> "Tab":
    from desktop.mapping.tab import MappingTab

    return MappingTab(worker)


def _letters(worker: "Worker") -> "Tab":
    from desktop.letters.tab import LettersTab

    return LettersTab(worker)
