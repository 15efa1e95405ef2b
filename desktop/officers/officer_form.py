"""An officer by hand: somebody new on the roster, or changed data of one who serves."""

from dataclasses import asdict
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from db.rules.words import _
from db.services import officers, regions
from db.services.officers import OfficerFacts, TermFacts
from db.services.people import PersonFacts
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
TERM = ("kecamatan_code", "starts_on")
NIAT_GROUPS = (6, 4)
FORM_WIDTH, SIDE_WIDTH = 740, 330
NOTE_HEIGHT = 60


class _OfficerDialog(FormDialog):
    """The person's fields and the NIAT, with people already known at their side."""

    columns, width_wanted = 2, FORM_WIDTH

    def __init__(self, parent: QWidget, worker: Worker, title: str, save_text: str) -> None:
        self._worker = worker
        self.sentence = ""
        form = Form("above", columns=self.columns, compact=True)
        self.person = PersonPart(form, worker)
        form.section(_("Identitas"))
        self.person.add(*IDENTITY, required=("name", "nik"))
        form.section(_("Keterangan"))
        self.person.add(*DETAILS)
        self.niat = DigitsField(10, NIAT_GROUPS)
        form.add("niat", _("NIAT"), self.niat, hint=_("Boleh kosong bila belum ada."))
        self._add_fields(form)
        super().__init__(parent, title, form, save_text)
        self.setMinimumWidth(self.width_wanted)
        form.edited.connect(self._on_edited)

    def _add_fields(self, form: Form) -> None:
        """What the two dialogs differ in."""

    def _kecamatan_code(self) -> str | None:
        raise NotImplementedError

    def _on_edited(self, field: str) -> None:
        if field in {"niat", "kecamatan_code"}:
            note_niat(self.form, self.niat.value(), self._kecamatan_code())

    def _finish(self, sentence: str) -> None:
        self.sentence = sentence
        self.accept()


class AddOfficerDialog(_OfficerDialog):
    """Puts somebody on the roster without a selection; `kecamatan` may be chosen beforehand."""

    width_wanted = FORM_WIDTH + SIDE_WIDTH

    def __init__(
        self, parent: QWidget, worker: Worker, kecamatan: list[Place], chosen: str | None, starts_on: date
    ) -> None:
        self.kecamatan = ChoiceField([(place.code, place.name) for place in kecamatan])
        self.starts_on, self.ends_on = DateField(), DateField()
        super().__init__(parent, worker, _("Tambah TKSK"), _("Simpan TKSK"))
        self.add_side(self._make_side())
        self.form.fill({"kecamatan_code": chosen, "starts_on": starts_on})

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

    def _add_fields(self, form: Form) -> None:
        form.section(_("Penugasan"))
        form.add("kecamatan_code", _("Kecamatan"), self.kecamatan, required=True)
        form.add("starts_on", _("Mulai bertugas"), self.starts_on, required=True)
        form.add("ends_on", _("Sampai dengan"), self.ends_on, hint=_("Kosong: sampai ada perubahan."))

    def _make_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(SIDE_WIDTH)
        box = QVBoxLayout(side)
        hint = _("Orang yang sudah ada di data muncul di sini begitu nama atau NIK diketik.")
        box.addWidget(label(hint, "muted", wrap=True))
        box.addWidget(self.person, 1)
        return side

    def _kecamatan_code(self) -> str | None:
        code = self.kecamatan.value()
        return str(code) if code else None


class EditOfficerDialog(_OfficerDialog):
    """Changes the data of an officer; what somebody else changed meanwhile is not overwritten."""

    moved = Signal(str)  # to this kecamatan: the one noted before was a mistake
    columns, width_wanted = 3, 980

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        officer: OfficerFacts,
        person: PersonFacts,
        term: TermFacts,
    ) -> None:
        self._officer, self._term = officer, term
        self.kecamatan = ChoiceField([(term.kecamatan_code, term.kecamatan)])
        self.kecamatan.setEnabled(not term.stays)
        self.starts_on = DateField()
        self.note = QPlainTextEdit()
        super().__init__(
            parent, worker, _("Ubah data {name}").format(name=officer.name), _("Simpan perubahan")
        )
        self._before = {name: asdict(person)[name] for name in (*IDENTITY, *DETAILS)}
        others = {"niat": officer.niat, "note": officer.note, **{name: getattr(term, name) for name in TERM}}
        self._before |= others
        self.person.use(person, others)
        if not term.stays:
            self._offer_kecamatan()
        note_niat(self.form, self.niat.value(), self._kecamatan_code())

    def changed(self) -> bool:
        """Lists that came after the person did not change anything."""
        return super().changed() and self._as_read(self.form.values()) != self._before

    def save(self, values: dict[str, Any]) -> None:
        """Write what was changed."""
        before, after, day, officer_id = self._before, self._as_read(values), today(), self._officer.id
        said = _("Data {name} diperbarui.").format(name=values["name"])
        term_id, old, new = self._term.id, _of_term(before), _of_term(after)

        def work(session: Any) -> None:
            officers.change_officer(session, officer_id, before, after, day)
            officers.correct_term(session, term_id, old, new)

        self._worker.write(self, work, then=lambda _nothing: self._changed(said), failed=self.show_error)

    def _changed(self, said: str) -> None:
        code = str(self.kecamatan.value())
        self._finish(said)
        if code != self._term.kecamatan_code:
            self.moved.emit(code)

    def _offer_kecamatan(self) -> None:
        self._worker.read(
            self.kecamatan,
            lambda session: [(place.code, place.name) for place in regions.list_kecamatan(session)],
            then=self.kecamatan.set_choices,
        )

    def _add_fields(self, form: Form) -> None:
        form.section(_("Penugasan"))
        hint = self._term.stays or _("Hanya untuk membetulkan salah catat.")
        form.add("kecamatan_code", _("Kecamatan"), self.kecamatan, required=True, hint=hint)
        form.add("starts_on", _("Mulai bertugas"), self.starts_on, required=True)
        self.note.setMaximumHeight(NOTE_HEIGHT)
        form.add("note", _("Catatan"), self.note)

    def _as_read(self, values: dict[str, Any]) -> dict[str, Any]:
        """A field that was not touched keeps its value, also one that its list does not offer."""
        untouched = {name for name, value in values.items() if value == self.form.original[name]}
        return {name: self._before[name] if name in untouched else value for name, value in values.items()}

    def _kecamatan_code(self) -> str | None:
        code = self.kecamatan.value()
        return str(code) if code else None


def note_niat(form: Form, niat: str, kecamatan_code: str | None) -> None:
    """The first six digits are the kecamatan of the first appointment: a warning, never a refusal."""
    text = ""
    if kecamatan_code and len(niat) == 10 and niat[:6] != kecamatan_code:
        text = _("Enam angka pertama NIAT berbeda dari kode kecamatan {code}; periksa lagi.")
    form.note(
        "niat", text.format(code=kecamatan_code) or _("Boleh kosong bila belum ada."), "warn" if text else ""
    )


def _of_term(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in TERM}
