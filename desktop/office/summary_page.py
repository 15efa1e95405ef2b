"""Fifth page: what was set."""

from collections.abc import Iterable

from db.rules.words import _
from desktop.office.wizard_page import StepPage
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Facts, card


class SummaryPage(StepPage):
    """Nothing is asked here; trouble with saving is told here."""

    def __init__(self) -> None:
        super().__init__(
            _("Selesai"), _("Periksa sekali lagi. Wilayah, daftar, dan penomoran surat disiapkan sendiri.")
        )
        self.banner = Banner()
        self.facts = Facts()
        self.add(self.banner)
        self.add(card(_("Kantor ini"), self.facts))

    def tell(self, facts: Iterable[tuple[str, str]]) -> None:
        """Show what was set."""
        self.banner.clear()
        self.facts.set_facts(facts)
