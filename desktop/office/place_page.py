"""First page: whose office this is."""

from typing import TYPE_CHECKING, cast

from db.rules.words import _
from db.services import setup
from db.services.setup import Territory
from desktop.office.wizard_page import StepPage
from desktop.widgets.basics import Facts, card, label, link
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from desktop.office.wizard import FirstStartWizard


class PlacePage(StepPage):
    """The kabupaten or kota brings along what can be known of it."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(
            _("Kantor ini di mana?"),
            _("Pengaturan awal berisi lima halaman pendek. Semuanya dapat diubah kemudian di menu Data."),
        )
        self._territories: dict[str, Territory] = {}
        self._listed = ""  # the province whose kabupaten are on offer
        self.province = ChoiceField(hint=_("Ketik nama provinsi…"))
        self.regency = ChoiceField(hint=_("Ketik nama kabupaten atau kota…"))
        form = Form()
        form.add(
            "province",
            _("Provinsi"),
            self.province,
            hint=_("Hanya memendekkan daftar di bawah; boleh dilewati."),
        )
        form.add("regency_code", _("Kabupaten/kota"), self.regency, required=True)
        self.facts = Facts()
        self.facts_card = card(_("Yang terisi sendiri"), self.facts)
        self.facts_card.hide()
        self.practice_button = link(_("Coba dengan data contoh"), self._practise)
        self.add_form(form)
        self.add(self.facts_card)
        self.add(
            card(
                _("Ingin melihat-lihat dahulu?"),
                label(
                    _(
                        "Kantor latihan berisi nama dan nomor rekaan. Berkasnya sendiri, "
                        "terpisah dari data kantor; setiap suratnya bertanda LATIHAN."
                    ),
                    "muted",
                    wrap=True,
                ),
                self.practice_button,
            )
        )
        form.edited.connect(self._on_edited)
        worker.read(self, setup.list_territories, then=self._offer)

    def territory(self) -> Territory | None:
        """The chosen kabupaten or kota."""
        return self._territories.get(self.regency.value() or "")

    def capital_of_province(self) -> str:
        """Where letters to the province go."""
        chosen = self.territory()
        return self._territories[chosen.code[:2]].capital if chosen else ""

    def _offer(self, territories: list[Territory]) -> None:
        self._territories = {territory.code: territory for territory in territories}
        self.province.set_choices((t.code, t.name) for t in territories if len(t.code) == 2)
        self._offer_regencies("")

    def _offer_regencies(self, province: str) -> None:
        """Of one province, or all with the province behind the name."""
        self._listed = province
        found = [t for t in self._territories.values() if len(t.code) == 4 and t.code.startswith(province)]
        self.regency.set_choices(
            (t.code, t.name if province else f"{t.name}, {self._territories[t.code[:2]].name}") for t in found
        )

    def _on_edited(self, field: str) -> None:
        if field == "province":
            province = self.province.value() or ""
            if province != self._listed:
                self._offer_regencies(province)
        self._tell()

    def _tell(self) -> None:
        chosen = self.territory()
        self.facts_card.setVisible(chosen is not None)
        if chosen:
            self.facts.set_facts(
                [
                    (_("Pemerintah daerah"), government_of(chosen)),
                    (_("Provinsi"), self._territories[chosen.code[:2]].name),
                    (_("Tempat surat"), chosen.capital),
                    (_("Zona waktu"), chosen.timezone),
                ]
            )

    def validatePage(self) -> bool:
        """Qt asks this before it closes the wizard, too; practice needs no place."""
        return self._wizard().practice or super().validatePage()

    def _practise(self) -> None:
        self._wizard().practise()

    def _wizard(self) -> "FirstStartWizard":
        return cast("FirstStartWizard", self.wizard())


def government_of(territory: Territory) -> str:
    """PEMERINTAH KABUPATEN SUMBAWA."""
    return f"PEMERINTAH {territory.name}".upper()
