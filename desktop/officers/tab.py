"""The tab TKSK: the roster first, and beside it all else that the office keeps of its officers."""

from collections.abc import Sequence
from types import MappingProxyType

from db.rules.words import _
from desktop.parts.sections import Maker, SectionedTab
from desktop.widgets.tab import Tab
from desktop.worker import Worker


class OfficersTab(SectionedTab):
    """Opens with the roster, whatever was in front the last time: it is what people look for first."""

    name = "officers"
    section_of = MappingProxyType(
        {
            **dict.fromkeys(("post", "card", "first", "exit"), "roster"),
            **dict.fromkeys(("record_decree", "renew_decree"), "decrees"),
            "activities": "work",
        }
    )
    remembers = False

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker, sections())


def sections() -> Sequence[tuple[str, str, Maker]]:
    """Name, title and maker of each section, in the order of their buttons; a maker imports what it makes."""
    return (
        ("roster", _("Daftar TKSK"), _roster),
        ("board", _("Formasi"), _board),
        ("decrees", _("SK"), _decrees),
        ("work", _("Kegiatan & laporan"), _work),
        ("stipends", _("Tali asih"), _stipends),
        ("reports", _("Laporan"), _reports),
        ("imports", _("Impor"), _imports),
    )


def _roster(worker: Worker) -> Tab:
    from desktop.officers.roster_section import RosterSection

    return RosterSection(worker)


def _board(worker: Worker) -> Tab:
    from desktop.officers.board_section import BoardSection

    return BoardSection(worker)


def _decrees(worker: Worker) -> Tab:
    from desktop.officers.decrees_section import DecreesSection

    return DecreesSection(worker)


def _work(worker: Worker) -> Tab:
    from desktop.officers.work_section import WorkSection

    return WorkSection(worker)


def _stipends(worker: Worker) -> Tab:
    from desktop.officers.stipends_section import StipendsSection

    return StipendsSection(worker)


def _reports(worker: Worker) -> Tab:
    from desktop.officers.reports_section import ReportsSection

    return ReportsSection(worker)


def _imports(worker: Worker) -> Tab:
    from desktop.officers.imports_section import ImportsSection

    return ImportsSection(worker)
