"""What all forms of the map have in common: kinds, the case, the keys, and going on with the next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QWidget

from db.rules.kind_fields import FormCode, form_of
from db.rules.mapping import Subject, check_by_hand
from db.rules.words import _, ngettext
from db.services.mapping import entry, lists, records
from db.services.mapping.entry import Recorded, RecordForm
from db.services.mapping.kinds import KindFacts
from db.services.mapping.lists import EntryLists, OpenedRecord
from desktop.clock import today
from desktop.mapping.dictionary import KindsDialog
from desktop.mapping.fact_fields import FactsField, fields_for
from desktop.mapping.kind_fields import KindCard, KindsField, TicksField
from desktop.widgets import adapters
from desktop.widgets.basics import button, label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.icons import icon, set_icon
from desktop.worker import Worker

OWN = ("recorded_on", "source", "recorder", "exception_reason", "note")
LAST = "last"  # in what the next form begins with: all values of the one before


class EntryDialog(FormDialog):
    """Enter goes on, F2 or Ctrl+S saves, Ctrl+D repeats the value of the one before, F1 explains a kind.

    Saving goes on with the next; a record that is changed is only saved.
    """

    recorded = Signal(str, object)  # a sentence about what was recorded, and what the next form begins with
    carried: Sequence[str] = ()  # the next one is usually a neighbour

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        title: str,
        carried: Mapping[str, Any] | None = None,
        record_id: int | None = None,
    ) -> None:
        form = Form("above", columns=4, compact=True)
        changes = record_id is not None
        super().__init__(parent, title, form, _("Simpan") if changes else _("Simpan dan berikutnya"))
        self.worker, self.record_id = worker, record_id
        self.dialog: QWidget | None = None  # the meanings, while they are open
        self._closes = changes
        self._opened: RecordForm | None = None
        self.lists: EntryLists | None = None
        self._last: Mapping[str, Any] = (carried or {}).get(LAST, {})
        self.kinds_field, self._disabilities, self.facts = KindsField(), TicksField(), FactsField()
        self.kinds: dict[str, KindCard] = self.kinds_field.kinds
        self.disabilities = self._disabilities.boxes
        self.kind_choice = self.kinds_field.kind_choice
        self.add_kind_button = self.kinds_field.add_kind_button
        self.help_link = self.kinds_field.help_link
        self.exception_reason, self.recorded_on = line_edit(200), DateField(maximum=today())
        self.source, self.recorder = suggesting(120, _sources()), line_edit(120)
        self.close_button = button(_("Simpan dan tutup"), on_click=self.submit_and_close)
        self.close_button.setVisible(not changes)
        self.buttons.insertWidget(self.buttons.indexOf(self.cancel_button), self.close_button)
        self.keys = label(
            _("Enter lanjut · F2 simpan · Ctrl+D ulangi isian sebelumnya · F1 arti jenis"), "muted"
        )
        self.buttons.insertWidget(0, self.keys)
        self._begins = {"recorded_on": today(), **(carried or {})}
        self._begins.pop(LAST, None)
        for keys, does in (("F2", self.submit), ("Ctrl+D", self.repeat)):
            QShortcut(QKeySequence(keys), self, does)

    def begin(self) -> None:
        """Called when all fields stand: fill them, and read what is offered."""
        self.form.edited.connect(self._on_edited)
        self.kinds_field.help_wanted.connect(self.show_meaning)
        self.kinds_field.refused.connect(self._say_refused)
        self.kinds_field.finished.connect(lambda: self.form.go_on("kind_code"))
        self.facts.finished.connect(lambda: self.form.go_on("facts"))
        self._fill(self._begins)
        record_id = self.record_id

        def work(session: Any) -> tuple[EntryLists, OpenedRecord | None]:
            opened = lists.open_record(session, record_id) if record_id is not None else None
            return lists.entry_lists(session, today=today()), opened

        self.worker.read(self, work, then=lambda answer: self._take_lists(*answer))

    def submit(self) -> None:
        """Save, and keep the form open for the next of the same place and source."""
        if self.kind_choice.value() is not None:  # found but not yet added
            self.kinds_field.add_chosen()
        super().submit()
        if not self._saving:  # something is missing: the next press says anew what it wants
            self._closes = self.record_id is not None

    def submit_and_close(self) -> None:
        """Save, and be done."""
        self._closes = True
        self.submit()

    def save(self, values: dict[str, Any]) -> None:
        form = self.record_form(values)
        if self.record_id is not None and self._opened is not None:
            work: Callable[[Any], Recorded | None] = partial(
                entry.change, record_id=self.record_id, before=self.opened_form(), after=form, today=today()
            )
        else:
            work = partial(records.record, form=form, today=today())
        self.worker.write(self, work, then=partial(self._saved, values), failed=self.show_error)

    def changed(self) -> bool:
        """What was carried over from the one before is no work that would be lost."""
        original = self._begins | self.form.original
        carried = {name: value for name, value in self._begins.items() if name in self.form.original}
        return any(
            value != original.get(name) and value != carried.get(name, original.get(name))
            for name, value in self.form.values().items()
        )

    def show_error(self, error: Exception) -> None:
        self._closes = self.record_id is not None
        super().show_error(error)

    def repeat(self) -> None:
        """Put in what the one before had in this field, and go on."""
        here = QApplication.focusWidget()
        name = self.form.field_of(here)
        inner = self.facts.form if name == "facts" else None
        code = inner.field_of(here) if inner else None
        if inner is not None and code is not None:
            answered = self._last.get("facts") or {}
            if code in answered:
                adapters.write(inner.widget(code), answered[code])
                inner.go_on(code)
        elif name is not None and name in self._last:
            adapters.write(self.form.widget(name), self._last[name])
            self.form.go_on(name)

    def show_meaning(self, code: str = "") -> None:
        """Open the meanings of the kinds at one of them."""
        shown = KindsDialog(self, self.kinds_field.offered(), code, offer=self.record_id is None)
        shown.taken.connect(self.kinds_field.add_kind)
        self.dialog = shown
        shown.open()

    def record_form(self, values: Mapping[str, Any]) -> RecordForm:
        """What is typed, as the service takes it."""
        raise NotImplementedError

    def opened_form(self) -> RecordForm:
        """The same as it was when a record was opened to be changed."""
        raise NotImplementedError

    def offers(self, kind: KindFacts) -> bool:
        """Whether this form is for a kind."""
        raise NotImplementedError

    def form_code(self, kind: KindFacts) -> FormCode:
        """Which form a kind is taken down on here."""
        return form_of(kind.register, kind.subject)

    def opened_values(self, opened: OpenedRecord) -> dict[str, Any]:
        """The fields of a record that is to be changed."""
        form = opened.form
        return {
            "kind_code": form.kinds,
            "disabilities": form.disabilities,
            "facts": form.facts,
            "desa_code": form.desa_code,
            **{name: getattr(form, name) for name in OWN},
        }

    def add_case_fields(self) -> None:
        """The kinds with their criteria and fields, and where the data come from."""
        form = self.form
        form.section(_("Jenis dan kriteria"))
        form.add("kind_code", _("Jenis PPKS atau PSKS"), self.kinds_field, required=True, wide=True)
        form.add("disabilities", _("Jenis disabilitas"), self._disabilities, required=True, wide=True)
        form.add(
            "exception_reason", _("Alasan pengecualian"), self.exception_reason, required=True, wide=True
        )
        form.add("facts", _("Keterangan menurut jenis"), self.facts, wide=True)
        self.add_more_fields()
        form.section(_("Data"))
        form.add("recorded_on", _("Tanggal data"), self.recorded_on, required=True)
        form.add("source", _("Sumber"), self.source)
        form.add("recorder", _("Petugas"), self.recorder)
        form.add("note", _("Catatan"), line_edit(500))

    def add_more_fields(self) -> None:
        """What else a subclass asks for because of the kinds."""

    def case_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Of the fields above, what every case has."""
        return {
            "kinds": values["kind_code"] or {},
            "disabilities": values["disabilities"] or (),
            "desa_code": values["desa_code"] or "",
            "facts": {code: value for code, value in values["facts"].items() if code in self._asked()},
            **{name: values[name] for name in OWN},
        }

    def offer_fields(self) -> None:
        """Ask only for what the chosen kinds need."""
        chosen = self.kinds_field.chosen()
        self.form.show_field("disabilities", any(kind.rules.needs_disability for kind in chosen))
        if self.lists is not None:
            forms = [(self.form_code(kind), [kind.code]) for kind in chosen]
            self.facts.set_fields(fields_for(self.lists.fields, forms))
        self.form.show_field("facts", bool(self.facts.fields))

    def _asked(self) -> set[str]:
        return {field.code for field in self.facts.fields}

    def _fill(self, values: Mapping[str, Any]) -> None:
        """A form with these values in it and nothing else."""
        self.form.fill(values)
        self.offer_fields()

    def _take_lists(self, lists: EntryLists, opened: OpenedRecord | None) -> None:
        self.lists = lists
        self.kinds_field.set_kinds(kind for kind in lists.kinds if self.offers(kind))
        self._disabilities.set_choices((code, _kind_of(text)) for code, text in lists.disabilities)
        if lists.reference_date is not None:
            text = _("Umur dihitung pada {day} ({round}).")
            told = text.format(day=f"{lists.reference_date:%d-%m-%Y}", round=lists.round_name)
            self.form.note("recorded_on", told)
        self.take_lists(lists)
        if opened is not None:
            self._opened = opened.form
            self._fill(self.opened_values(opened))
            self.kinds_field.lock()
            self.form.original = self.form.values()
            self.fit()
        else:
            self.offer_fields()

    def take_lists(self, lists: EntryLists) -> None:
        """What a subclass does with them."""

    def _on_edited(self, field: str) -> None:
        if field in {"kind_code", "birth_date", "nik", "sex", "recorded_on"}:
            self.offer_fields()
        if field == "kind_code":
            self._grow()

    def _say_refused(self, code: str) -> None:
        self.banner.say(check_by_hand([code])[0].text, "warn")

    def _saved(self, values: Mapping[str, Any], _done: Recorded | None) -> None:
        carried = {name: values[name] for name in self.carried}
        if carried.get("kind_code"):
            carried["kind_code"] = dict.fromkeys(carried["kind_code"], ())  # its criteria are each one's own
        said = self._told(values)
        self.recorded.emit(said, {} if self.record_id is not None else {**carried, LAST: dict(values)})
        if self._closes:
            self.accept()
            return
        self._last, self._begins = dict(values), carried
        self._set_saving(False)
        self._fill(carried)
        self.banner.say(said, "good")
        self.form.focus_first()

    def _told(self, values: Mapping[str, Any]) -> str:
        name = values.get("name") or values.get("collective_name") or ""
        if self.record_id is not None:
            return _("Pendataan {name} diubah.").format(name=name)
        number = len(values["kind_code"])
        text = ngettext("{name} dicatat dengan {n} jenis.", "{name} dicatat dengan {n} jenis.", number)
        return text.format(name=name, n=number)

    def _set_saving(self, saving: bool) -> None:
        super()._set_saving(saving)
        self.close_button.setEnabled(not saving)


def suggest(line: QLineEdit, texts: Iterable[str]) -> QLineEdit:
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


def suggesting(length: int, texts: Iterable[str]) -> QLineEdit:
    """A line of at most so many letters with usual answers."""
    return suggest(line_edit(length), texts)


def is_of_people(kind: KindFacts) -> bool:
    """Whether a kind is recorded on a person or a family."""
    return kind.subject in (Subject.PERSON, Subject.FAMILY)


def _kind_of(disability: str) -> str:
    """Fisik for Disabilitas fisik: the field already says what it is about."""
    return disability.removeprefix("Disabilitas ").capitalize()


def _sources() -> tuple[str, ...]:
    return (
        _("Kunjungan rumah"),
        _("Musyawarah desa"),
        _("Usulan TKSK"),
        _("Usulan desa/kelurahan"),
        _("Laporan warga"),
        _("Rujukan lembaga"),
    )
