"""The tab Pemetaan Sosial: the list of names first, and beside it all else that is done with them."""

from collections.abc import Sequence
from types import MappingProxyType

from db.rules.words import _
from desktop.parts.sections import Maker, SectionedTab
from desktop.widgets.tab import Tab
from desktop.worker import Worker


class MappingTab(SectionedTab):
    """Opens with the list, whatever was in front the last time."""

    name = "mapping"
    section_of = MappingProxyType(
        {**dict.fromkeys(("show", "names", "record", "add"), "records"), "lookup": "twins"}
    )
    remembers = False

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker, sections())


def sections() -> Sequence[tuple[str, str, Maker]]:
    """Name, title and maker of each section, in the order of their buttons; a maker imports what it makes.

    Order: records, rounds, recap, map, quality, twins, reports, imports.
    """
    return (
        ("records", _("Daftar"), _records),
        ("recap", _("Rekap"), _recap),
        ("twins", _("Orang ganda"), _twins),
    )


def _records(worker: Worker) -> Tab:
    from desktop.mapping.records_section import RecordsSection

    return RecordsSection(worker)


def _recap(worker: Worker) -> Tab:
    from desktop.mapping.recap_section import RecapSection

    return RecapSection(worker)


def _twins(worker: Worker) -> Tab:
    from desktop.mapping.twins_section import TwinsSection

    return TwinsSection(worker)
