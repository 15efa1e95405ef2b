"""Record one person under one or more kinds, and go on with the next."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from db.rules.words import _, ngettext
from db.services import mapping, references
from db.services.mapping import KindFacts, RecordForm
from db.services.people import PersonFacts
from desktop.clock import today
from desktop.mapping.dictionary import KindsDialog
from desktop.mapping.kind_fields import KindCard, KindsField, TicksField
from desktop.parts.person import PersonPart
from desktop.widgets.basics import button
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.icons import icon, set_icon
from desktop.worker import Worker

PERSON = ("name", "nik", "birth_date", "sex", "no_nik_reason", "phone", "desa_code", "address", "rt", "rw")
CARRIED = ("desa_code", "recorded_on", "source", "recorder")  # the next person is usually a neighbour


class RecordDialog(FormDialog):
    """The person on top, the kinds with their criteria below, then the day and the source."""

    recorded = Signal(str, object)  # a sentence about what was recorded, and what the next form begins with

    def __init__(
        self, parent: QWidget | None, worker: Worker, carried: Mapping[str, Any] | None = None
    ) -> None:
        form = Form("above", columns=2, compact=True)
        super().__init__(parent, _("Catat orang"), form, _("Simpan"))
        self.worker = worker
        self._go_on = False
        self._before: Mapping[str, Any] = {}
        self.dialog: QWidget | None = None  # the meanings, while they are open
        self.person = PersonPart(form, worker)
        self.kinds_field, self._disabilities = KindsField(), TicksField()
        self.kinds: dict[str, KindCard] = self.kinds_field.kinds
        self.disabilities = self._disabilities.boxes
        self.kind_choice = self.kinds_field.kind_choice
        self.add_kind_button = self.kinds_field.add_kind_button
        self.help_link = self.kinds_field.help_link
        self.exception_reason, self.recorded_on = line_edit(200), DateField(maximum=today())
        self.source = _suggesting(120, _sources())
        self.recorder, self.note = line_edit(120), line_edit(500)
        self._add_fields()
        self.save_next_button = button(_("Simpan, lalu orang berikutnya"), on_click=self.submit_and_go_on)
        self.buttons.insertWidget(self.buttons.indexOf(self.save_button), self.save_next_button)
        self.add_side(self.person)
        self.setMinimumWidth(880)

        form.edited.connect(self._on_edited)
        self.person.person_chosen.connect(self._take_person)
        self.kinds_field.help_wanted.connect(self.show_meaning)
        self._begin({"recorded_on": today(), **(carried or {})})
        worker.read(self, _lists, then=self._take_lists)

    def submit_and_go_on(self) -> None:
        """Save, and keep the form open for the next person of the same desa and source."""
        self._go_on = True
        self.submit()
        self._go_on = self._saving

    def submit(self) -> None:
        if self.kind_choice.value() is not None:  # found but not yet added
            self.kinds_field.add_chosen()
        super().submit()

    def save(self, values: dict[str, Any]) -> None:
        own = {"kind_code", "disabilities", "recorded_on", "source", "recorder", "exception_reason", "note"}
        person = {name: value for name, value in values.items() if name not in own}
        form = RecordForm(
            person_id=self.person.person_id,
            person=person,
            kinds=values["kind_code"],
            disabilities=values["disabilities"] or (),
            desa_code=values["desa_code"] or "",
            recorded_on=values["recorded_on"],
            source=values["source"],
            recorder=values["recorder"],
            exception_reason=values["exception_reason"] if self._doubts() else "",
            note=values["note"],
            person_before=self._before,
        )
        work = partial(mapping.record, form=form, today=today())
        self.worker.write(self, work, then=lambda _person: self._saved(values), failed=self.show_error)

    def show_error(self, error: Exception) -> None:
        self._go_on = False
        super().show_error(error)

    def show_meaning(self, code: str = "") -> None:
        """Open the meanings of the kinds at one of them."""
        shown = KindsDialog(self, self.kinds_field.offered(), code)
        shown.taken.connect(self.kinds_field.add_kind)
        self.dialog = shown
        shown.open()

    def _add_fields(self) -> None:
        form = self.form
        form.section(_("Orang"))
        self.person.add(*PERSON, required=("name", "desa_code"))
        self.no_nik_reason = _suggest(form.widget("no_nik_reason"), _no_nik_reasons())
        form.section(_("Jenis dan kriteria"))
        form.add("kind_code", _("Jenis PPKS atau PSKS"), self.kinds_field, required=True, wide=True)
        form.add("disabilities", _("Jenis disabilitas"), self._disabilities, required=True, wide=True)
        form.add(
            "exception_reason", _("Alasan pengecualian"), self.exception_reason, required=True, wide=True
        )
        form.section(_("Data"))
        form.add("recorded_on", _("Tanggal data"), self.recorded_on, required=True)
        form.add("source", _("Sumber"), self.source)
        form.add("recorder", _("Petugas"), self.recorder)
        form.add("note", _("Catatan"), self.note)

    def _begin(self, values: Mapping[str, Any]) -> None:
        """An empty form with these values in it."""
        self.person.person_id, self._before = None, {}
        self.form.fill(values)
        self._offer_fields()

    def _take_lists(self, lists: tuple[list[KindFacts], list[tuple[str, str]]]) -> None:
        kinds, disabilities = lists
        self.kinds_field.set_kinds(kinds)
        self._disabilities.set_choices(disabilities)

    def _take_person(self, person: PersonFacts | None) -> None:
        self._before = {name: getattr(person, name) for name in PERSON} if person else {}
        self.banner.clear()
        if person:
            text = _("Memakai data {name} yang sudah tercatat.").format(name=person.full_name)
            self.banner.say(text, "info", _("Ini orang lain"), self.person.let_go)
        self._offer_fields()

    def _on_edited(self, field: str) -> None:
        if field in {"kind_code", "birth_date", "nik", "recorded_on"}:
            self._offer_fields()

    def _offer_fields(self) -> None:
        """Disabilities and the reason for an exception are asked for only where they are needed."""
        kinds = self.kinds_field.chosen()
        self.form.show_field("disabilities", any(kind.rules.needs_disability for kind in kinds))
        doubts = self._doubts()
        self.form.show_field("exception_reason", bool(doubts))
        self.form.note("exception_reason", "\n".join(doubts), "warn")

    def _doubts(self) -> list[str]:
        born = self.form.widget("birth_date").value()
        on = self.recorded_on.value()
        if on is None:
            return []
        return [problem.text for problem in mapping.doubts_of(self.kinds_field.chosen(), born, on)]

    def _saved(self, values: Mapping[str, Any]) -> None:
        number = len(values["kind_code"])
        text = ngettext("{name} dicatat dengan {n} jenis.", "{name} dicatat dengan {n} jenis.", number)
        said = text.format(name=values["name"], n=number)
        carried = {name: values[name] for name in CARRIED}
        self.recorded.emit(said, carried)
        if not self._go_on:
            self.accept()
            return
        self._go_on = False
        self._set_saving(False)
        self._begin(carried)
        self.banner.say(said, "good")
        self.form.focus_first()

    def _set_saving(self, saving: bool) -> None:
        super()._set_saving(saving)
        self.save_next_button.setEnabled(not saving)


def _lists(session: Any) -> tuple[list[KindFacts], list[tuple[str, str]]]:
    choices = references.list_choices(session, "disabilities")
    return mapping.list_kinds(session), [(choice.code, _kind_of(choice.text)) for choice in choices]


def _kind_of(disability: str) -> str:
    """Fisik for Disabilitas fisik: the field already says what it is about."""
    return disability.removeprefix("Disabilitas ").capitalize()


def _no_nik_reasons() -> tuple[str, ...]:
    return (
        _("Belum pernah direkam di Dukcapil"),
        _("Anak belum mempunyai NIK"),
        _("Dokumen hilang atau rusak karena bencana"),
        _("Tidak membawa KTP atau KK"),
        _("Tidak dapat menyebutkan identitasnya"),
    )


def _sources() -> tuple[str, ...]:
    return (
        _("Kunjungan rumah"),
        _("Musyawarah desa"),
        _("Usulan TKSK"),
        _("Usulan desa/kelurahan"),
        _("Laporan warga"),
        _("Rujukan lembaga"),
    )


def _suggesting(length: int, texts: Sequence[str]) -> QLineEdit:
    return _suggest(line_edit(length), texts)


def _suggest(line: QLineEdit, texts: Sequence[str]) -> QLineEdit:
    """Offer usual answers while typing, and all of them behind the arrow; any other is welcome too."""
    completer = QCompleter(list(texts), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    line.setCompleter(completer)

    def show_all() -> None:
        line.setFocus()
        completer.setCompletionPrefix("")
        completer.complete()

    opener = line.addAction(icon("chevron-down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
    set_icon(opener, "chevron-down", "muted")
    opener.setToolTip(_("Pilih dari daftar"))
    opener.triggered.connect(show_all)
    return line
