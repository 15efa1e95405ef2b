"""What stands at the head of letters and in their numbers."""

from PySide6.QtWidgets import QComboBox

from db.rules.letters import Letterhead, PaperSize
from db.rules.words import _
from desktop.office.letterhead_preview import LetterheadPreview
from desktop.office.logo import LogoField
from desktop.widgets.fields import DigitsField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker


class LetterheadFields:
    """Puts the fields into a form of two columns, and keeps the preview up to date."""

    def __init__(self, form: Form, worker: Worker) -> None:
        self.form = form
        self.preview = LetterheadPreview(worker)
        self.place, self.paper, self.practice = "", PaperSize.F4, False
        self.government, self.office_name, self.address = line_edit(120), line_edit(200), line_edit(200)
        self.phone, self.email, self.website = line_edit(40), line_edit(120), line_edit(120)
        self.postcode = DigitsField(5)
        self.section, self.short_code = line_edit(120), line_edit(40)
        self.logo = LogoField(worker)
        self.section.setPlaceholderText(_("misalnya Bidang Pemberdayaan Sosial"))
        self.short_code.setPlaceholderText(_("misalnya Dinsos"))
        form.add("government", _("Pemerintah daerah"), self.government, required=True)
        form.add("name", _("Nama dinas"), self.office_name, required=True)
        form.add("address", _("Alamat kantor"), self.address, required=True)
        form.add("logo", _("Logo"), self.logo)
        form.add("phone", _("Telepon"), self.phone)
        form.add("postcode", _("Kode pos"), self.postcode)
        form.add("email", _("Pos-el"), self.email)
        form.add("website", _("Laman"), self.website)
        form.add("section", _("Bidang pengelola"), self.section)
        form.add("short_code", _("Kode surat dalam nomor"), self.short_code, required=True)
        form.edited.connect(self._on_edited)

    def _on_edited(self, field: str) -> None:
        if field == "logo":
            self.form.note("logo", self.logo.refusal(), "bad")
        self.show()

    def show(self) -> None:
        """Draw the letterhead as it is typed now."""
        head = Letterhead(
            self.government.text().strip(),
            self.office_name.text().strip(),
            self.address.text().strip(),
            self.phone.text().strip(),
            self.email.text().strip(),
            self.website.text().strip(),
            self.postcode.value(),
            self.logo.value(),
        )
        self.preview.show_head(head, self.place, self.paper, self.practice)


def paper_field() -> QComboBox:
    """The office's paper."""
    field = QComboBox()
    field.addItem(_("F4 (215 × 330 mm)"), PaperSize.F4)
    field.addItem(_("A4 (210 × 297 mm)"), PaperSize.A4)
    return field
