"""The person in a form: the same fields, checks and "already known" panel wherever people are typed."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from db.rules.dates import short_date
from db.rules.names import fold
from db.rules.people import Sex, check_nik, compare_nik, is_dummy, mask_nik, read_nik, sex_label
from db.rules.words import _
from db.services import people, references, regions
from db.services.people import KnownPerson, PersonFacts
from desktop.clock import today
from desktop.widgets.basics import Card, button, card, clear, label
from desktop.widgets.fields import ChoiceField, DateField, DigitsField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

NIK, NIK_GROUPS = 16, (6, 6, 4)
PAUSE = 60  # ms of silence before known people are looked up: they are there within 150


class PersonPart(QWidget):
    """Adds person fields to a form and is itself the card of people who are already known.

    `person_id` is None for somebody new; choosing a known person fills the form. Of a known person who is
    changed, the card names others who may be the same.
    """

    person_chosen = Signal(object)  # PersonFacts, or None when let go

    def __init__(self, form: Form, worker: Worker) -> None:
        super().__init__()
        self.person_id: int | None = None
        self._form, self._worker = form, worker
        self._names: list[str] = []
        self._lookups = 0
        self.use_buttons: list[QPushButton] = []  # of those who are shown, the likeliest first
        self._card: Card = card(_("Sudah dikenal"))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._card.add(self._list)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._card)
        box.addStretch(1)
        self._look_soon = QTimer(form, singleShot=True, interval=PAUSE)
        self._look_soon.timeout.connect(self._look_up)
        form.edited.connect(self._on_edited)
        self._show(())

    def add(self, *names: str, required: tuple[str, ...] = ()) -> None:
        """Add the person's fields to the form, in this order."""
        makers: dict[str, tuple[str, Any]] = {
            "name": (_("Nama lengkap"), lambda: line_edit(120)),
            "front_title": (_("Gelar depan"), lambda: line_edit(40)),
            "back_title": (_("Gelar belakang"), lambda: line_edit(60)),
            "nik": (_("NIK"), lambda: DigitsField(16, NIK_GROUPS)),
            "no_nik_reason": (_("Alasan tanpa NIK"), lambda: line_edit(120)),
            "kk": (_("No. KK"), lambda: DigitsField(16, NIK_GROUPS)),
            "birth_place": (_("Tempat lahir"), lambda: line_edit(80)),
            "birth_date": (_("Tanggal lahir"), DateField),
            "sex": (_("Jenis kelamin"), _sex_field),
            "religion": (_("Agama"), lambda: self._list_field("religions")),
            "marital_status": (_("Status kawin"), lambda: self._list_field("marital_statuses")),
            "mother": (_("Nama ibu kandung"), lambda: line_edit(120)),
            "education": (_("Pendidikan"), lambda: self._list_field("educations")),
            "occupation": (_("Pekerjaan"), lambda: self._list_field("occupations")),
            "address": (_("Alamat (jalan/dusun)"), lambda: line_edit(200)),
            "rt": (_("RT"), lambda: DigitsField(None)),
            "rw": (_("RW"), lambda: DigitsField(None)),
            "desa_code": (_("Desa/kelurahan"), self._desa_field),
            "outside": (_("Domisili di luar kabupaten"), lambda: line_edit(160)),
            "phone": (_("No. HP"), lambda: DigitsField(None, (4, 4, 5), plus=True)),
            "email": (_("Pos-el"), lambda: line_edit(120)),
        }
        for name in names:
            text, make = makers[name]
            self._form.add(name, text, make(), required=name in required)
            self._names.append(name)
        if "nik" in names:
            self._form.widget("nik").editingFinished.connect(self._read_left_nik)

    def values(self) -> dict[str, Any]:
        """The person's fields as typed."""
        values = self._form.values()
        return {name: values[name] for name in self._names}

    def use(self, person: PersonFacts, others: Mapping[str, Any] | None = None) -> None:
        """Put a known person into the form; `others` are the form's fields that are not the person's."""
        self.person_id = person.id
        self._look_soon.stop()
        self._lookups += 1  # what is still looked for was about somebody new
        kept = {name: value for name, value in self._form.values().items() if name not in self._names}
        self._form.fill({**kept, **(others or {}), **{name: getattr(person, name) for name in self._names}})
        self._show(())
        self.person_chosen.emit(person)

    def let_go(self) -> None:
        """Type somebody new after all."""
        self.person_id = None
        self.person_chosen.emit(None)

    def focus_first(self) -> bool:
        """Go to the likeliest of the people who are known; Enter then takes him or her."""
        if self.use_buttons:
            self.use_buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        return bool(self.use_buttons)

    def compare(self) -> None:
        """Say what the NIK tells, and where it contradicts birth date or sex; also of data as it came."""
        values = self._form.values()
        nik = values.get("nik") or ""
        notes = {"birth_date": "", "sex": ""}
        if len(nik) == 16 and not check_nik(nik, today()):
            found = compare_nik(nik, values.get("birth_date"), values.get("sex"), today())
            notes |= {problem.field: problem.text for problem in found if problem.field}
            if facts := read_nik(nik, today()):
                text = _("NIK sah: lahir {date}, {sex}.")
                told = text.format(date=short_date(facts.birth_date), sex=sex_label(facts.sex).lower())
                self._form.note("nik", told, "good")
        for name, text in notes.items():
            if name in self._names:
                self._form.note(name, text, "warn")

    def forget_notes(self) -> None:
        """The form was emptied for the next one: what was said of the one before is over."""
        self._look_soon.stop()
        self._lookups += 1
        for name in {"nik", "birth_date", "sex", "kk"} & set(self._names):
            self._form.note(name, "")
        self._show(())

    def _on_edited(self, field: str) -> None:
        if field == "nik":
            self._read_nik()
        if field in {"nik", "birth_date", "sex"}:
            self.compare()
        if field in {"nik", "name", "birth_date"} and self.parentWidget():  # else nobody sees the answer
            self._look_soon.start()

    def _read_nik(self) -> None:
        """A whole NIK fills birth date and sex where they are still empty: two fields less to type."""
        nik = self._form.widget("nik").value()
        if len(nik) != 16:
            self._form.note("nik", "")
            return
        if problems := check_nik(nik, today()):
            hint = _("Bila tidak ada, kosongkan dan pilih alasannya.") if self._may_lack_nik(nik) else ""
            self._form.note("nik", f"{problems[0].text} {hint}".strip(), "bad")
            return
        facts = read_nik(nik, today())
        assert facts is not None
        for name, value in (("birth_date", facts.birth_date), ("sex", facts.sex)):
            if name in self._names and self._form.values()[name] is None:
                _put(self._form.widget(name), value)

    def _may_lack_nik(self, nik: str) -> bool:
        return is_dummy(nik) and "no_nik_reason" in self._names

    def _read_left_nik(self) -> None:
        """Too few or too many digits are said when the field is left, not at each digit."""
        nik = self._form.widget("nik").value()
        if nik and len(nik) != 16:
            self._form.note("nik", check_nik(nik, today())[0].text, "bad")

    def _look_up(self) -> None:
        self._lookups += 1
        lookup, values = self._lookups, self._form.values()
        nik, name, born = values.get("nik") or "", values.get("name") or "", values.get("birth_date")
        own = self.person_id

        def work(session: Any) -> list[KnownPerson]:
            same = [one for one in people.find_by_part(session, nik) if one.id != own]
            return same or people.suggest(session, name, born, of=own)

        self._worker.read(
            self, work, then=lambda found: self._show(found) if lookup == self._lookups else None
        )

    def _show(self, found: Any) -> None:
        clear(self._list)
        self.use_buttons = []
        for known in found:
            self._list.addWidget(self._known_person(known))
        known = self.person_id is None
        self._card.set_title(_("Sudah dikenal") if known else _("Mungkin tercatat dua kali"))
        self._card.setVisible(bool(found))

    def _known_person(self, known: KnownPerson) -> QWidget:
        lines = [label(known.name, "strong", wrap=True), *self._both_sides(known)]
        lines += [label(role, "muted", wrap=True) for role in known.roles]
        if known.why:
            lines.append(label(known.why[:1].upper() + known.why[1:] + ".", "note", wrap=True))
        if self.person_id is not None:  # a known person does not become another
            hint = _("Bila orangnya sama, gabungkan keduanya di Pemetaan Sosial › Orang ganda.")
            return card("", *lines, label(hint, "muted", wrap=True))
        use = button(_("Pakai data ini"), "check", on_click=lambda: self._fetch(known.id))
        use.setAutoDefault(True)  # so that Enter on it takes the person
        self.use_buttons.append(use)
        return card("", *lines, use)

    def _both_sides(self, known: KnownPerson) -> list[QWidget]:
        """What is recorded, and below it what was typed where that says something else."""
        typed = self.values()
        desa = self._form.widget("desa_code").currentText() if typed.get("desa_code") else ""
        pairs = (
            (
                known.masked_nik,
                mask_nik(typed.get("nik") or "") if len(typed.get("nik") or "") == NIK else "",
            ),
            (short_date(known.birth_date), short_date(typed.get("birth_date"))),
            (known.place, desa),
        )
        lines: list[QWidget] = []
        facts = " · ".join(recorded for recorded, _typed in pairs if recorded)
        lines.append(label(facts, "muted", wrap=True))
        others = [now for recorded, now in pairs if now and fold(now) != fold(recorded)]
        name = (typed.get("name") or "").strip()
        if name and name.casefold() != known.name.casefold():
            others.insert(0, name)
        if others:
            lines.append(
                label(_("Diketik: {facts}").format(facts=" · ".join(others)), "note", wrap=True, tone="warn")
            )
        return lines

    def _fetch(self, person_id: int) -> None:
        self._worker.read(self, lambda session: people.get_person(session, person_id), then=self.use)

    def _list_field(self, name: str) -> ChoiceField:
        return offer_list(self._worker, name, ChoiceField(hint=_("Pilih…")))

    def _desa_field(self) -> ChoiceField:
        field = ChoiceField(hint=_("Ketik nama desa atau kelurahan…"))
        self._worker.read(
            field,
            lambda session: [(place.code, place.name) for place in regions.list_desa(session)],
            then=field.set_choices,
        )
        return field


def offer_list(worker: Worker, name: str, field: ChoiceField) -> ChoiceField:
    """Let a field offer one of the office's lists as soon as it is read."""
    worker.read(
        field,
        lambda session: [(choice.code, choice.text) for choice in references.list_choices(session, name)],
        then=field.set_choices,
    )
    return field


def _sex_field() -> QComboBox:
    field = QComboBox()
    field.addItem("", None)
    for sex in Sex:
        field.addItem(sex_label(sex), sex)
    return field


def _put(widget: Any, value: Any) -> None:
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(widget.findData(value))
    else:
        widget.set_value(value)
