"""The tab Surat: a row of sections, and the chosen one below it."""

from types import MappingProxyType
from typing import Any

from db.rules.words import _
from desktop.parts.sections import Maker, SectionedTab
from desktop.widgets.tab import Tab
from desktop.worker import Worker


class LettersTab(SectionedTab):
    """Opens with the section that was in front the last time."""

    name = "letters"
    section_of = MappingProxyType(
        {"show": "outgoing", "awaited": "outgoing", "draft": "compose", "number": "numbers"}
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker, sections())

    @property
    def outgoing(self) -> Any:
        """The register of final letters."""
        return self.section("outgoing")


def sections() -> tuple[tuple[str, str, Maker], ...]:
    """Name, title and maker of each section, in the order of their buttons; a maker imports what it makes."""
    return (
        ("outgoing", _("Surat keluar"), _outgoing),
        ("compose", _("Buat surat"), _compose),
        ("incoming", _("Surat masuk"), _incoming),
        ("agenda", _("Agenda"), _agenda),
        ("expedition", _("Ekspedisi"), _expedition),
        ("numbers", _("Nomor"), _numbers),
        ("templates", _("Templat"), _templates),
        ("check", _("Periksa keaslian"), _check),
    )


def _outgoing(worker: Worker) -> Tab:
    from desktop.letters.outgoing import OutgoingSection

    return OutgoingSection(worker)


def _incoming(worker: Worker) -> Tab:
    from desktop.letters.incoming import IncomingSection

    return IncomingSection(worker)


def _agenda(worker: Worker) -> Tab:
    from desktop.letters.agenda import AgendaSection

    return AgendaSection(worker)


def _expedition(worker: Worker) -> Tab:
    from desktop.letters.expedition import ExpeditionSection

    return ExpeditionSection(worker)


def _compose(worker: Worker) -> Tab:
    from desktop.letters.compose import ComposeSection

    return ComposeSection(worker)


def _templates(worker: Worker) -> Tab:
    from desktop.letters.templates import TemplatesSection

    return TemplatesSection(worker)


def _numbers(worker: Worker) -> Tab:
    from desktop.letters.numbers import NumbersSection

    return NumbersSection(worker)


def _check(worker: Worker) -> Tab:
    from desktop.letters.check import CheckSection

    return CheckSection(worker)
