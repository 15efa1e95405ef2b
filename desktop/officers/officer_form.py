"""Somebody new on the roster, put there by hand."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.words import _
from db.services import officers
from db.services.regions import Place
from desktop.clock import today
from desktop.parts.person import PersonPart
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField, DigitsField
from desktop.widgets.form import Form
from desktop.worker import Worker

IDENTITY = ("name", "nik", "front_title", "back_title", "birth_place", "birth_date")
DETAILS = ("sex", "education", "address", "desa_code", "phone")
FORM_WIDTH, SIDE_WIDTH = 740, 330


class AddOfficerDialog(FormDialog):
    """Puts somebody on the roster without a selection; `kecamatan` may be chosen beforehand.

    What else the office keeps is written on the card, once the officer is there.
    """

    def __init__(
        self, parent: QWidget, worker: Worker, kecamatan: list[Place], chosen: str | None, starts_on: date
    ) -> None:
        self._worker = worker
        self.sentence = ""
        self.kecamatan = ChoiceField([(place.code, place.name) for place in kecamatan])
        self.starts_on, self.ends_on = DateField(), DateField()
        self.niat = DigitsField(10)
        form = Form("above", columns=2, compact=True)
        self.person = PersonPart(form, worker)
        form.section(_("Identitas"))
        self.person.add(*IDENTITY, required=("name", "nik"))
        form.section(_("Keterangan"))
        self.person.add(*DETAILS)
        form.add("niat", _("NIAT"), self.niat, hint=_("Boleh kosong bila belum ada."))
        form.section(_("Penugasan"))
        form.add("kecamatan_code", _("Kecamatan"), self.kecamatan, required=True)
        form.add("starts_on", _("Mulai bertugas"), self.starts_on, required=True)
        form.add("ends_on", _("Sampai dengan"), self.ends_on, hint=_("Kosong: sampai ada perubahan."))
        super().__init__(parent, _("Tambah TKSK"), form, _("Simpan TKSK"))
        self.setMinimumWidth(FORM_WIDTH + SIDE_WIDTH)
        form.edited.connect(self._on_edited)
        self.add_side(self._make_side())
        form.fill({"kecamatan_code": chosen, "starts_on": starts_on})

    def save(self, values: dict[str, Any]) -> None:
        """Write the person, the officer and the term."""
        person_id, person, day = self.person.person_id, self.person.values(), today()
        post = {field: values[field] for field in ("niat", "kecamatan_code", "starts_on", "ends_on")}
        text = _("{name} bertugas sebagai TKSK Kecamatan {kecamatan}.")
        said = text.format(name=values["name"], kecamatan=self.kecamatan.currentText())
        self._worker.write(
            self,
            lambda session: officers.add_officer(session, person_id, person, **post, today=day),
            then=lambda _id: self._finish(said),
            failed=self.show_error,
        )

    def _make_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(SIDE_WIDTH)
        box = QVBoxLayout(side)
        hint = _("Orang yang sudah ada di data muncul di sini begitu nama atau NIK diketik.")
        box.addWidget(label(hint, "muted", wrap=True))
        box.addWidget(self.person, 1)
        return side

    def _on_edited(self, field: str) -> None:
        if field in {"niat", "kecamatan_code"}:
            note_niat(self.form, self.niat.value(), self.kecamatan.value())

    def _finish(self, sentence: str) -> None:
        self.sentence = sentence
        self.accept()


def note_niat(form: Form, niat: str, kecamatan_code: str | None) -> None:
    """The first six digits are the kecamatan of the first appointment: a warning, never a refusal."""
    text = ""
    if kecamatan_code and len(niat) == 10 and niat[:6] != kecamatan_code:
        text = _("Enam angka pertama NIAT berbeda dari kode kecamatan {code}; periksa lagi.")
    form.note(
        "niat", text.format(code=kecamatan_code) or _("Boleh kosong bila belum ada."), "warn" if text else ""
    )
