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
        ("rounds", _("Putaran"), _rounds),
        ("recap", _("Rekap"), _recap),
        ("map", _("Peta"), _map),
        ("quality", _("Mutu data"), _quality),
        ("twins", _("Orang ganda"), _twins),
        ("reports", _("Laporan"), _reports),
        ("imports", _("Impor"), _imports),
    )


def _records(worker: Worker) -> Tab:
    from desktop.mapping.records_section import RecordsSection

    return RecordsSection(worker)


def _rounds(worker: Worker) -> Tab:
    from desktop.mapping.rounds_section import RoundsSection

    return RoundsSection(worker)


def _recap(worker: Worker) -> Tab:
    from desktop.mapping.recap_section import RecapSection

    return RecapSection(worker)


def _map(worker: Worker) -> Tab:
    from desktop.mapping.map_section import MapSection

    return MapSection(worker)


def _quality(worker: Worker) -> Tab:
    from desktop.mapping.quality_section import QualitySection

    return QualitySection(worker)


def _twins(worker: Worker) -> Tab:
    from desktop.mapping.twins_section import TwinsSection

    return TwinsSection(worker)


def _reports(worker: Worker) -> Tab:
    from desktop.mapping.reports_section import ReportsSection

    return ReportsSection(worker)


def _imports(worker: Worker) -> Tab:
    from desktop.mapping.imports_section import ImportsSection

    return ImportsSection(worker)
