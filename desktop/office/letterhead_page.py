"""Second page: the letterhead, seen as it will print."""

from db.rules.words import _
from db.services.setup import Territory
from desktop.office.letterhead_fields import LetterheadFields
from desktop.office.place_page import government_of
from desktop.office.wizard_page import StepPage
from desktop.widgets.form import Form
from desktop.worker import Worker


class LetterheadPage(StepPage):
    """Prefilled from the place, as far as that can be known."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(
            _("Kop surat"), _("Inilah kop setiap surat. Isi seperti pada kertas dinas yang dipakai sekarang.")
        )
        form = Form(labels="above", columns=2, compact=True)
        self.fields = fields = LetterheadFields(form, worker)
        self.preview = fields.preview
        self.government, self.office_name, self.address = (
            fields.government,
            fields.office_name,
            fields.address,
        )
        self.phone, self.email, self.website = fields.phone, fields.email, fields.website
        self.postcode, self.section, self.short_code = fields.postcode, fields.section, fields.short_code
        self.logo = fields.logo
        self._written = ""  # the government that we filled in, to be replaced when the place changes
        self.add(self.preview)
        self.add_form(form)
        form.fill({"name": "DINAS SOSIAL", "short_code": "Dinsos"})

    def use_place(self, territory: Territory) -> None:
        """Fill in what the place tells, unless the person has written something else."""
        if self.government.text() in ("", self._written):
            self._written = government_of(territory)
            self.government.setText(self._written)
        self.fields.place = territory.capital
        self.fields.show()

    def begin(self) -> None:
        """The first field that is still empty."""
        assert self.form is not None
        self.form.focus("name" if self.address.text() else "address")
