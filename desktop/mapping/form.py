"""Forms F-1, F-2 and F-4: a person, or the family that he or she heads."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from db.rules.kind_fields import FormCode
from db.rules.mapping import MAY_LACK_NIK, Subject, check_sex, doubt_pairs
from db.rules.people import Sex, is_dummy
from db.rules.words import _
from db.services.mapping import families, lists
from db.services.mapping.entry import RecordForm
from db.services.mapping.families import FamilyFacts, FamilyForm, MemberForm
from db.services.mapping.kinds import KindFacts, doubts_of
from db.services.mapping.lists import EntryLists, KnownFacts, OpenedRecord
from db.services.people import PersonFacts
from desktop.clock import today
from desktop.mapping.entry_dialog import EntryDialog, is_of_people, suggest
from desktop.parts.person import PersonPart
from desktop.widgets import adapters
from desktop.widgets.basics import link
from desktop.widgets.fields import ChoiceField, DateField, DigitsField, WholeField, line_edit
from desktop.widgets.rows_field import RowColumn, RowsField
from desktop.worker import Worker

PERSON = (
    *("nik", "name", "birth_date", "sex", "desa_code", "address", "rt", "rw"),
    *("kk", "phone", "email", "no_nik_reason"),
)
MORE = ("birth_place", "mother", "religion", "marital_status", "education", "occupation")
RESIDENCE = ("desa_code", "address", "rt", "rw")
WIDE = 1240
NUMBER = 16  # digits of a NIK and of a No. KK


class RecordDialog(EntryDialog):
    """The person on top, the kinds with their criteria below, then the day and the source."""

    carried = ("desa_code", "rt", "rw", "recorded_on", "source", "recorder", "kind_code")

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        carried: Mapping[str, Any] | None = None,
        record_id: int | None = None,
    ) -> None:
        title = _("Catat orang") if record_id is None else _("Ubah pendataan")
        super().__init__(parent, worker, title, carried, record_id)
        self._before: Mapping[str, Any] = {}
        self._elsewhere = False  # whether a known person lives in another desa than the chosen one
        self._known: Mapping[str, str] = {}  # kinds in which a known person stands already
        self._family: FamilyFacts | None = None
        self.person = PersonPart(self.form, worker)
        self.members = RowsField(MemberForm, self._member_columns(), _("Tambah anggota"))
        self.more_link = link(_("Keterangan orang lainnya…"), self._open_more)
        self._add_fields()
        self.add_side(self.person)
        self.setMinimumWidth(WIDE)
        self.person.person_chosen.connect(self._take_person)
        self.show_more(False)
        self.keys.setText(self.keys.text() + " · " + _("F3 orang yang sudah dikenal"))
        QShortcut(QKeySequence("F3"), self, self.person.focus_first)
        self.begin()

    def show_more(self, shown: bool) -> None:
        """Also ask for what is asked seldom."""
        for name in MORE:
            self.form.show_field(name, shown)
        self.more_link.setVisible(not shown)

    def offers(self, kind: KindFacts) -> bool:
        return is_of_people(kind)

    def record_form(self, values: Mapping[str, Any]) -> RecordForm:
        person = {name: values[name] for name in (*PERSON, *MORE)}
        if person["nik"]:
            person["no_nik_reason"] = ""
        case = self.case_values(values)
        if not self._doubts():
            case["exception_reason"] = ""
        return RecordForm(
            person_id=self.person.person_id,
            person=person,
            person_before=self._before,
            moves=values["moves"] if self._elsewhere else None,
            family=FamilyForm(values["family_size"], values["members"]),
            **case,
        )

    def opened_form(self) -> RecordForm:
        assert self._opened is not None
        return self._opened

    def opened_values(self, opened: OpenedRecord) -> dict[str, Any]:
        assert opened.person is not None
        self.person.person_id = opened.person.id
        self._before = _as_known(opened.person)
        own = super().opened_values(opened)
        return {**self._before, **own, "family_size": opened.form.family.size, "members": ()}

    def take_lists(self, lists: EntryLists) -> None:
        self._relations = lists.relations

    def offer_fields(self) -> None:
        """Disabilities, family, and reasons are asked for only where they are needed."""
        super().offer_fields()
        self._offer_move()
        kinds, form = self.kinds_field.chosen(), self.form
        of_family = any(kind.subject is Subject.FAMILY for kind in kinds)
        for name in ("family_size", "members"):
            form.show_field(name, of_family)
        nik = form.widget("nik").value()
        lacks = not nik and bool(MAY_LACK_NIK & {kind.code for kind in kinds})
        form.show_field("no_nik_reason", lacks)
        form.show_field("email", FormCode.PSKS_PERSON in {self.form_code(kind) for kind in kinds})  # F-4
        doubts = self._doubts()
        strict = [*self._of_other_sex(), *(text for kind, text in doubts if kind.rules.strict_age)]
        asked = [text for kind, text in doubts if not kind.rules.strict_age]
        form.show_field("exception_reason", bool(asked))
        form.note("exception_reason", "\n".join(asked), "warn")
        known = {kind.code: kind.name for kind in kinds}
        pairs = [problem.text for problem in doubt_pairs({**self._known, **known})]
        form.note("kind_code", "\n".join((*strict, *pairs)), "bad" if strict else "warn")

    def _add_fields(self) -> None:
        form = self.form
        form.section(_("Orang"))
        self.person.add(*PERSON, required=("name", "desa_code"))
        suggest(form.widget("no_nik_reason"), _no_nik_reasons())
        form.add("moves", "", QCheckBox(_("Orang ini pindah ke desa/kelurahan ini")), wide=True)
        form.add_widget(self.more_link)
        self.person.add(*MORE)
        self.add_case_fields()

    def add_more_fields(self) -> None:
        title = _("Anggota keluarga (orang di atas kepala keluarganya)")
        self.form.add("family_size", _("Jumlah anggota keluarga"), WholeField(2), wide=True)
        self.form.add("members", title, self.members, wide=True)

    def _member_columns(self) -> tuple[RowColumn, ...]:
        def relation() -> ChoiceField:
            return ChoiceField(self._relations, hint=_("Hubungan…"))

        return (
            RowColumn("name", _("Nama"), lambda: line_edit(120), stretch=3),
            RowColumn("nik", _("NIK"), lambda: DigitsField(NUMBER, (6, 6, 4))),
            RowColumn("sex", _("L/P"), _sexes),
            RowColumn("relation_code", _("Hubungan"), relation, stretch=1),
            RowColumn("birth_date", _("Tanggal lahir"), lambda: DateField(maximum=today())),
        )

    def _fill(self, values: Mapping[str, Any]) -> None:
        if self._opened is None:
            self.person.person_id, self._before, self._known = None, {}, {}
        super()._fill(values)
        self.person.forget_notes()
        self._show_answered()

    def _open_more(self) -> None:
        self.show_more(True)
        self.form.focus(MORE[0])

    def _show_answered(self) -> None:
        """What is asked seldom, where it has been answered."""
        if any(adapters.read(self.form.widget(name)) for name in MORE):
            self.show_more(True)

    def _take_person(self, person: PersonFacts | None) -> None:
        self._before = _as_known(person) if person else {}
        self.form.widget("moves").setChecked(False)
        self._show_answered()
        self._known = {}
        self.banner.clear()
        if person:
            text = _("Memakai data {name} yang sudah tercatat.").format(name=person.full_name)
            self.banner.say(text, "info", _("Ini orang lain"), self.person.let_go)
            person_id = person.id
            self.worker.read(
                self, lambda session: lists.known_facts(session, person_id), then=self._take_known
            )
            self.form.focus("kind_code")
        self.offer_fields()

    def _take_known(self, known: KnownFacts) -> None:
        self._known = known.kinds
        self.facts.set_value({**known.facts, **self.facts.value()})
        self.offer_fields()

    def _on_edited(self, field: str) -> None:
        super()._on_edited(field)
        if field == "kk":
            self._look_for_family()
        if field in RESIDENCE:
            self._offer_move()

    def _offer_move(self) -> None:
        """A case may be taken down away from home: it is asked, not guessed, whether somebody has moved."""
        form, before = self.form, self._before
        field, home = form.widget("desa_code"), before.get("desa_code")
        chosen = field.value()
        self._elsewhere = bool(chosen and (home or before.get("outside"))) and chosen != home
        name = field.itemText(field.findData(home)) if home else before.get("outside", "")
        text = _("Tinggal di {home}, dan tetap di sana kecuali ia pindah.").format(home=name)
        form.note("desa_code", text if self._elsewhere else "", "info")
        form.show_field("moves", self._elsewhere)
        if self._elsewhere and any(adapters.read(form.widget(one)) != before[one] for one in RESIDENCE[1:]):
            form.widget("moves").setChecked(True)

    def _look_for_family(self) -> None:
        number = self.form.widget("kk").value()
        if len(number) != NUMBER or is_dummy(number):
            text = _("Bukan nomor yang sebenarnya; dicatat tanpa No. KK.") if is_dummy(number) else ""
            self.form.note("kk", text, "warn")
            return
        self.worker.read(
            self,
            lambda session: families.find_family(session, number, today=today()),
            then=lambda found: self._say_family(number, found),
        )

    def _say_family(self, number: str, found: FamilyFacts | None) -> None:
        if number == self.form.widget("kk").value():
            text = _("Keluarga {head}, {number} orang tercatat.") if found else ""
            told = text.format(head=found.head, number=len(found.members)) if found else ""
            self.form.note("kk", told, "info")

    def _of_other_sex(self) -> list[str]:
        sex = self.form.values()["sex"]
        kinds = [kind for kind in self.kinds_field.chosen() if kind.subject is Subject.PERSON]
        return [problem.text for kind in kinds for problem in check_sex(kind.rules, sex)]

    def _doubts(self) -> list[tuple[KindFacts, str]]:
        born = self.form.widget("birth_date").value()
        on = (self.lists.reference_date if self.lists else None) or self.recorded_on.value()
        if on is None:
            return []
        kinds = [kind for kind in self.kinds_field.chosen() if kind.subject is Subject.PERSON]
        return [(kind, problem.text) for kind in kinds for problem in doubts_of([kind], born, on)]

    _relations: tuple[tuple[str, str], ...] = ()


def _as_known(person: PersonFacts) -> dict[str, Any]:
    return {name: getattr(person, name) for name in (*PERSON, *MORE, "outside")}


def _sexes() -> QComboBox:
    made = QComboBox()
    for text, value in (("", None), ("L", Sex.MALE), ("P", Sex.FEMALE)):
        made.addItem(text, value)
    return made


def _no_nik_reasons() -> tuple[str, ...]:
    return (
        _("Belum pernah direkam di Dukcapil"),
        _("Anak belum mempunyai NIK"),
        _("Dokumen hilang atau rusak karena bencana"),
        _("Tidak membawa KTP atau KK"),
        _("Tidak dapat menyebutkan identitasnya"),
    )
