"""One term of office: somebody starts, a term is put right, an interim ends."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from db.rules.dates import long_date, short_date
from db.rules.officers import AssignmentKind, assignment_label
from db.rules.words import _
from db.services import assignments, decrees, officers, regions
from db.services.assignments import AssignmentForm, AssignmentRow, OfficerChoice
from desktop.clock import today
from desktop.parts.person import PersonPart
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

INTERIM = (AssignmentKind.ACTING, AssignmentKind.DOUBLE)
TERM = ("kecamatan_code", "kind", "starts_on", "ends_on", "decree_id")
PERSON = ("name", "nik")
FORM_WIDTH, SIDE_WIDTH = 560, 300


class KindField(ChoiceField):
    """A choice of kinds; Qt gives them back as plain text."""

    def value(self) -> AssignmentKind | None:
        found = super().value()
        return AssignmentKind(found) if found else None


class _TermDialog(FormDialog):
    """Kind, from, until and decree; says beside the dates what a person should know of them."""

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        title: str,
        save_text: str,
        kinds: Iterable[AssignmentKind],
        kecamatan: tuple[str, str],
    ) -> None:
        self._worker, self._looks = worker, 0
        self.sentence = ""
        self.kecamatan = ChoiceField([kecamatan])
        self.kind = KindField([(kind, assignment_label(kind)) for kind in kinds])
        self.starts_on, self.ends_on = DateField(), DateField()
        self.decree = ChoiceField(hint=_("Ketik nomor SK…"))
        self.warning = label("", wrap=True, tone="warn")
        self.warning.hide()
        form = Form(compact=True)
        self._add_who(form)
        form.add("kecamatan_code", _("Kecamatan"), self.kecamatan, required=True)
        form.add("kind", _("Jenis"), self.kind, required=True)
        form.add("starts_on", _("Mulai"), self.starts_on, required=True)
        form.add("ends_on", _("Sampai dengan"), self.ends_on, hint=_("Kosong: sampai ada perubahan."))
        form.add("decree_id", _("SK / surat tugas"), self.decree, hint=_("Boleh kosong bila belum terbit."))
        form.add_widget(self.warning)
        super().__init__(parent, title, form, save_text)
        form.edited.connect(self._on_edited)
        worker.read(self.decree, decrees.list_decrees, self._offer_decrees)

    def _add_who(self, form: Form) -> None:
        """Whom the term is of, where that can be chosen."""

    def _on_edited(self, field: str) -> None:
        if field in TERM:
            self._look()

    def _look(self) -> None:
        """Ask what stands beside these dates; a late answer to older dates is dropped."""
        self._looks += 1
        look, values = self._looks, self.form.values()
        code, kind, starts_on = values["kecamatan_code"], values["kind"], values["starts_on"]
        if not (code and kind and starts_on):
            self._warn("")
            return
        self._worker.read(
            self,
            lambda session: assignments.warn_of_assignment(session, code, kind, starts_on, values["ends_on"]),
            then=lambda text: self._warn(text) if look == self._looks else None,
            failed=lambda _error: self._warn(""),
        )

    def _warn(self, text: str) -> None:
        self.warning.setText(text)
        self.warning.setVisible(bool(text))
        self._grow()

    def _offer_decrees(self, found: list[decrees.DecreeListRow]) -> None:
        self.decree.set_choices((one.id, f"{one.number}, {short_date(one.dated_on)}") for one in found)

    def _finish(self, sentence: str) -> None:
        self.sentence = sentence
        self.accept()


class AssignmentDialog(_TermDialog):
    """Notes who serves in a kecamatan from a day: an officer of the list, or somebody who is none yet."""

    def __init__(
        self, parent: QWidget, worker: Worker, code: str, kecamatan: str, *, interim: bool = False
    ) -> None:
        self._kind_typed = False
        title = (
            _("Tunjuk Plt / rangkap di Kecamatan {name}") if interim else _("Penugasan di Kecamatan {name}")
        )
        kinds = INTERIM if interim else tuple(AssignmentKind)
        super().__init__(
            parent, worker, title.format(name=kecamatan), _("Simpan penugasan"), kinds, (code, kecamatan)
        )
        self.person.setFixedWidth(SIDE_WIDTH)
        self.add_side(self.person)
        self._choices: dict[int, OfficerChoice] = {}
        kind = AssignmentKind.ACTING if interim else AssignmentKind.DEFINITIVE
        self.form.fill({"kecamatan_code": code, "kind": kind, "starts_on": today(), "new_person": False})
        self.kecamatan.setEnabled(False)
        self._show_who()
        day = today()
        worker.read(
            self.officer, lambda session: assignments.list_choices(session, day), self._offer_officers
        )

    def save(self, values: dict[str, Any]) -> None:
        """Write the term."""
        is_new, day = values["new_person"], today()
        form = AssignmentForm(
            officer_id=None if is_new else values["officer_id"], **{name: values[name] for name in TERM}
        )
        person = {**self.person.values(), "no_nik_reason": ""} if is_new else None
        person_id = self.person.person_id if is_new else None
        name = values["name"] if is_new else self._choices[values["officer_id"]].name
        text = _("{name} bertugas sebagai {kind} di Kecamatan {kecamatan} mulai {day}.")
        said = text.format(
            name=name,
            kind=assignment_label(form.kind),
            kecamatan=self.kecamatan.currentText(),
            day=long_date(form.starts_on),
        )
        self._worker.write(
            self,
            lambda session: assignments.add_assignment(
                session, form, today=day, person_id=person_id, person=person
            ),
            then=lambda _id: self._finish(said),
            failed=self.show_error,
        )

    def _add_who(self, form: Form) -> None:
        self.officer = ChoiceField(hint=_("Ketik nama TKSK…"))
        self.new_person = QCheckBox(_("Orang lain, belum pernah menjadi TKSK"))
        self.person = PersonPart(form, self._worker)
        form.add("officer_id", _("Petugas"), self.officer, required=True)
        form.add("new_person", "", self.new_person)
        self.person.add(*PERSON, required=PERSON)

    def _on_edited(self, field: str) -> None:
        if field == "new_person":
            self._show_who()
        if field == "kind":
            self._kind_typed = True
        if field == "officer_id" and not self._kind_typed:
            self._propose_kind()
        super()._on_edited(field)

    def _show_who(self) -> None:
        is_new = self.new_person.isChecked()
        self.form.show_field("officer_id", not is_new)
        for name in PERSON:
            self.form.show_field(name, is_new)
        self.person.setVisible(is_new)
        self.setMinimumWidth(FORM_WIDTH + SIDE_WIDTH * is_new)
        self._grow()

    def _propose_kind(self) -> None:
        """Who is the officer of another kecamatan serves here on double duty."""
        chosen = self._choices.get(self.officer.value() or 0)
        if chosen and self.kind.value() in INTERIM:
            self.kind.set_value(AssignmentKind.DOUBLE if chosen.kecamatan else AssignmentKind.ACTING)

    def _offer_officers(self, found: list[OfficerChoice]) -> None:
        self._choices = {choice.id: choice for choice in found}
        self.officer.set_choices(
            (choice.id, f"{choice.name} — {choice.kecamatan}" if choice.kecamatan else choice.name)
            for choice in found
        )


class CorrectAssignmentDialog(_TermDialog):
    """Puts right what was typed wrongly about a term."""

    def __init__(self, parent: QWidget, worker: Worker, row: AssignmentRow) -> None:
        self._row = row
        super().__init__(
            parent,
            worker,
            _("Betulkan penugasan {name}").format(name=row.officer),
            _("Simpan perubahan"),
            AssignmentKind,
            (row.kecamatan_code, row.kecamatan),
        )
        if row.decree_id:
            self.decree.set_choices([(row.decree_id, row.decree)])
        self._before = {name: getattr(row, name) for name in TERM}
        self.form.fill(self._before)
        self.kecamatan.setEnabled(not row.stays)
        if row.stays:
            self.form.note("kecamatan_code", row.stays)
        else:
            worker.read(self.kecamatan, regions.list_kecamatan, self._offer_kecamatan)

    def save(self, values: dict[str, Any]) -> None:
        """Write what was changed."""
        before, row = self._before, self._row
        said = _("Penugasan {name} di Kecamatan {kecamatan} dibetulkan.")
        sentence = said.format(name=row.officer, kecamatan=self.kecamatan.currentText())
        self._worker.write(
            self,
            lambda session: officers.correct_term(session, row.id, before, values),
            then=lambda _nothing: self._finish(sentence),
            failed=self.show_error,
        )

    def _offer_kecamatan(self, found: list[regions.Place]) -> None:
        self.kecamatan.set_choices((place.code, place.name) for place in found)


class CloseInterimDialog(FormDialog):
    """Ends a Plt or a double duty on a day."""

    def __init__(
        self, parent: QWidget, worker: Worker, assignment_id: int, name: str, kecamatan: str, since: date
    ) -> None:
        self._worker, self._id, self._who = worker, assignment_id, (name, kecamatan)
        self.sentence = ""
        self.ends_on, self.reason = DateField(minimum=since), line_edit(120)
        form = Form(compact=True)
        hint = _("Bertugas sejak {day}.").format(day=long_date(since))
        form.add("ends_on", _("Hari terakhir bertugas"), self.ends_on, required=True, hint=hint)
        form.add("reason", _("Alasan"), self.reason, hint=_("Boleh kosong, misalnya “selesai cuti”."))
        title = _("Akhiri tugas sementara {name}").format(name=name)
        super().__init__(parent, title, form, _("Akhiri tugas"))
        form.fill({"ends_on": max(today(), since)})

    def save(self, values: dict[str, Any]) -> None:
        """Write the last day."""
        name, kecamatan = self._who
        text = _("Tugas sementara {name} di Kecamatan {kecamatan} berakhir {day}.")
        said = text.format(name=name, kecamatan=kecamatan, day=long_date(values["ends_on"]))
        number = self._id

        def done(_nothing: None) -> None:
            self.sentence = said
            self.accept()

        self._worker.write(
            self,
            lambda session: assignments.close_interim(session, number, values["ends_on"], values["reason"]),
            then=done,
            failed=self.show_error,
        )
