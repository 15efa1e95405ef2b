"""Rows of a list of people and families, read and checked one by one, as they go into the staging table."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.access import needs
from db.models.mapping import Kind, KindField
from db.models.office import Reference
from db.models.regions import Region
from db.rules.access import Right
from db.rules.dates import age_on
from db.rules.import_cells import fold
from db.rules.import_ends import Ends, end_said
from db.rules.import_fast import RowReader, nik_doubts
from db.rules.imports import SourceRow, Target, Task
from db.rules.imports_mapping import (
    FACT,
    FactSaid,
    KindSaid,
    fold_kind,
    read_criteria,
    read_disabilities,
    unknown_kind,
    words_of_kinds,
)
from db.rules.kind_fields import FieldType, FormCode
from db.rules.mapping import Subject
from db.rules.names import fold as fold_name
from db.rules.people import Sex, read_nik
from db.rules.problems import refuse
from db.rules.words import _
from db.services.import_places import Places

STAGED = (  # columns of the staging table, in this order
    *("id", "row", "nik", "no_nik_reason", "kk", "front_title", "name", "folded", "back_title", "mother"),
    *("birth_place", "birth_date", "sex", "religion", "marital_status", "education", "occupation"),
    *("address", "rt", "rw", "desa_code", "phone", "email", "kind_code", "recorded_on", "source"),
    *("recorder", "exception_reason", "note", "criteria", "disabilities", "facts", "profile"),
    *("latitude", "longitude", "size", "noted"),
)
STRICT = frozenset({"birth", "birth_date", "sex"})  # what cannot be read here refuses the row
STRICT_AGE = {"PMKS-08"}  # too young for these is refused, for others taken with a word (domain.md 2.3 R3)
LONGEST_SIZE = 3  # digits
ENOUGH = 1_000  # places after which a list of another office shows
FORM_WORDS = {
    FormCode.PPKS_PERSON: "orang",
    FormCode.PPKS_FAMILY: "keluarga",
    FormCode.PPKS_COMMUNITY: "kelompok",
    FormCode.PSKS_PERSON: "PSKS",
    FormCode.PSKS_INSTITUTION: "lembaga",
}
LISTS = {  # field of a list: list of the office
    "religion": "religions",
    "marital_status": "marital_statuses",
    "education": "educations",
    "occupation": "occupations",
    "disabilities": "disabilities",
}
READ_AS = {
    FieldType.WHOLE: "whole",
    FieldType.MONEY: "whole",
    FieldType.DATE: "date",
    FieldType.YES_NO: "yes",
}


@needs(Right.READ)
def kinds_said(session: Session) -> list[KindSaid]:
    """The kinds in force, as an import sees them."""
    query = select(Kind).where(Kind.valid_until.is_(None)).order_by(Kind.register, Kind.position)
    return [
        KindSaid(
            *(kind.code, kind.register, kind.name, kind.abbreviation, kind.subject),
            *(kind.minimum_age, kind.maximum_age, kind.sex, kind.needs_disability),
            frozenset(criterion.letter for criterion in kind.criteria),
        )
        for kind in session.scalars(query.options(selectinload(Kind.criteria)))
    ]


@needs(Right.READ)
def facts_said(session: Session, forms: set[FormCode]) -> list[FactSaid]:
    """The fields of these forms, shipped ones and the office's own; of two alike the second says its form."""
    query = select(KindField).where(KindField.active, KindField.form.in_(forms))
    found: dict[str, FactSaid] = {}
    for one in session.scalars(query.order_by(KindField.form, KindField.position)):
        label = f"{one.label} ({FORM_WORDS[one.form]})" if one.label in found else one.label
        kind, choices = READ_AS.get(one.type, "text"), tuple(one.choices)
        found[label] = FactSaid(one.code, label, tuple(one.kinds), kind, choices)
    return list(found.values())


@needs(Right.READ)
def words_said(session: Session) -> dict[str, tuple[str, ...]]:
    """What cells usually say, of fields that the office keeps a list for."""
    query = select(Reference.list_name, Reference.text).where(Reference.list_name.in_(LISTS.values()))
    texts: dict[str, list[str]] = {}
    for name, text in session.execute(query.order_by(Reference.position)):
        texts.setdefault(name, []).append(text)
    return {field: tuple(texts.get(name, ())) for field, name in LISTS.items()}


@needs(Right.READ)
def desa_offered(session: Session) -> list[tuple[str, str]]:
    """The office's desa with their kecamatan, to choose one for a whole list."""
    places = Places(session)
    regions = session.execute(
        select(Region.code, Region.name)
        .where(Region.level == 10, Region.code.startswith(places.regency_code), Region.closed_on.is_(None))
        .order_by(Region.name)
    )
    return [(code, f"{name}, {places.name(code[:6])}") for code, name in regions]


class PeopleReader:
    """Reads one list; `places_said` and `places_unknown` tell a list of another office."""

    def __init__(self, session: Session, task: Task, target: Target) -> None:
        fields = target.by_name()
        columns = [(place, fields[name]) for place, name in enumerate(task.columns) if name]
        self._rows = RowReader(columns, task.today, strict=STRICT)
        self._task, self._places = task, Places(session)
        kinds = kinds_said(session)
        self.kinds = {kind.code: kind for kind in kinds}
        self._kinds = words_of_kinds(kinds)
        self._facts = {one.code: one for one in facts_said(session, set(FormCode))}
        self._has_facts = any(name.startswith(FACT) for name in task.columns)
        jobs = select(Reference.text, Reference.code).where(Reference.list_name == "occupations")
        self._jobs = {fold(text): code for text, code in session.execute(jobs)}
        fixed = task.fixed
        self._desa = str(fixed.get("desa_code") or "")
        self._kind = self.kinds.get(str(fixed.get("kind") or ""))
        self._day: date = fixed.get("recorded_on") or task.today
        self.day = self._day.isoformat()
        self.source = str(fixed.get("source") or "")[:120]
        self._no_nik = _("tidak ada di daftar")
        self._ends = Ends()
        self._found_desa: dict[tuple[str, ...], tuple[str, str, bool]] = {}
        self._found_kinds: dict[str, tuple[KindSaid | None, str]] = {}
        self.places_said = self.places_unknown = 0

    def read(self, row: SourceRow, place: int) -> tuple[tuple[Any, ...] | None, str, str, bool]:
        """The staged values or none; the name; what is wrong or doubtful; whether it is only left out."""
        values, notes, errors = self._rows.read(row.cells)
        get = values.get
        name: str = get("name", "")
        if "nik" not in values and "birth_date" not in values and self._ends.has(row, values):
            return None, name, end_said(), True
        if not name:
            left_out = not get("nik") and not errors
            told = _("baris tanpa nama dan NIK") if left_out else _("nama kosong")
            return None, name, "; ".join([told, *errors]), left_out
        nik: str | None = get("nik")
        born: date | None = get("birth_date")
        sex: str = get("sex") or ""
        if nik:
            if not sex and (said := read_nik(nik, self._task.today)):
                sex = said.sex
            notes += nik_doubts(nik, born, sex, self._task.today)
        if born is not None and born > self._task.today:
            errors.append(_("tanggal lahir {day:%d-%m-%Y} di masa depan").format(day=born))
        desa, told = self.find_place(
            (get("desa_code", ""), get("desa", ""), get("home_kecamatan", ""), get("home_regency", ""))
        )
        if told:
            errors.append(told)
        kind, told = self.find_kind(get("kind", ""))
        if told:
            errors.append(told)
        if kind is not None and kind.code == "PSKS-11":
            return None, name, _("TKSK dihitung dari Daftar TKSK, tidak dicatat di sini"), True
        day: date = get("recorded_on") or self._day
        disabilities, reason = "[]", get("exception_reason", "")
        if kind is not None:
            disabilities, reason = self._check_kind(kind, values, sex, born, day, notes, errors)
        if errors:
            return None, name, "; ".join(dict.fromkeys(errors)), False
        assert kind is not None
        if kind.subject is Subject.FAMILY:
            notes.append(_("dicatat pada keluarganya"))
        facts, profile, doubts = self._read_facts(values, kind) if self._has_facts else ("{}", "{}", [])
        notes += doubts
        if job := get("occupation", ""):
            job = self.find_job(job) or ""
            if not job:
                notes.append(_("pekerjaan “{text}” tidak dikenal").format(text=values["occupation"][:30]))
        letters = "[]"
        if "criteria" in values:
            found, told = read_criteria(values["criteria"], kind.letters)
            letters = json.dumps(found)
            notes += [told] if told else []
        size = get("size", "")
        if len(size) > LONGEST_SIZE:
            told = _("jumlah anggota keluarga {size} tidak mungkin; tidak disimpan")
            notes.append(told.format(size=size))
        staged = (
            *(place, row.number, nik, "" if nik else get("no_nik_reason") or self._no_nik, get("kk", "")),
            *(get("front_title", ""), name, fold_name(name), get("back_title", ""), get("mother", "")),
            *(get("birth_place", ""), born.isoformat() if born else None, sex or None, get("religion", "")),
            *(get("marital_status", ""), get("education", ""), job, get("address", "")),
            *(get("rt", ""), get("rw", ""), desa, get("phone", ""), get("email", ""), kind.code),
            *(day.isoformat(), get("source") or self.source, get("recorder", ""), reason),
            *(get("note", ""), letters, disabilities, facts, profile, get("latitude"), get("longitude")),
            *(int(size) if 0 < len(size) <= LONGEST_SIZE else None, 1 if notes else 0),
        )
        return staged, name, "; ".join(dict.fromkeys(notes)) if notes else "", False

    def refuse_strangers(self, *, whole: bool = False) -> None:
        """Most desa are not this office's: say so before anything is done."""
        said, unknown = self.places_said, self.places_unknown
        if unknown * 2 > said and (said >= ENOUGH or (whole and said > 4)):
            text = _(
                "Berkas ini tampaknya milik kantor lain: {unknown} dari {said} baris pertama menyebut desa "
                "yang tidak ada di {regency}. Tidak ada yang diambil; periksa berkas dan kolom desanya."
            )
            raise refuse(text.format(unknown=unknown, said=said, regency=self._places.regency))

    def find_place(self, key: tuple[str, ...]) -> tuple[str, str]:
        """The desa of a code, a name, a kecamatan and a regency; or why there is none. Counted."""
        code, told, unknown = self.place_of(key)
        if key[0] or key[1]:
            self.places_said += 1
            self.places_unknown += unknown
        return code, told

    def place_of(self, key: tuple[str, ...]) -> tuple[str, str, bool]:
        """The same, and whether the place is none of this office's; not counted."""
        if not (key[0] or key[1]):
            return self._desa, "", False
        found = self._found_desa.get(key)
        if found is None:
            told = self._places.desa(*key)
            found = self._found_desa[key] = *told, bool(told[1]) and self._places.is_unknown(*key)
        return found

    def find_kind(self, text: str) -> tuple[KindSaid | None, str]:
        """The kind that a cell means, or why there is none."""
        if not text:
            missing = _("jenis PPKS/PSKS kosong; isi kolomnya, atau pilih satu jenis untuk seluruh berkas")
            return self._kind, "" if self._kind else missing
        if (found := self._found_kinds.get(text)) is None:
            kind = self._kinds.get(fold_kind(text))
            told = ""
            if kind is None:
                told = unknown_kind(text, self._kinds)
            elif kind.subject in (Subject.INSTITUTION, Subject.COMMUNITY):
                told = _("{kind} bukan jenis orang; ambil baris ini sebagai Kelompok dan lembaga")
                told = told.format(kind=kind.name)
            found = self._found_kinds[text] = (None if told else kind), told
        return found

    def find_disabilities(self, text: str) -> tuple[str | None, str]:
        """The disabilities as the database keeps them, or which word is none."""
        codes, stranger = read_disabilities(text)
        told = _("jenis disabilitas “{word}” tidak dikenal").format(word=stranger) if stranger else ""
        return (None if told else json.dumps(codes)), told

    def find_job(self, text: str) -> str | None:
        """The code of a job in words; None: there is none."""
        return self._jobs.get(fold(text)) if text else ""

    def _check_kind(
        self,
        kind: KindSaid,
        values: Mapping[str, Any],
        sex: str,
        born: date | None,
        day: date,
        notes: list[str],
        errors: list[str],
    ) -> tuple[str, str]:
        """Sex, age and disability of a kind (domain.md 2.3 R3, R4); the disabilities and a reason to keep."""
        reason: str = values.get("exception_reason", "")
        if kind.sex and sex and kind.sex != sex:
            only = _("perempuan") if kind.sex == Sex.FEMALE else _("laki-laki")
            errors.append(_("{kind} hanya untuk {only}").format(kind=kind.name, only=only))
        if born is not None and (kind.minimum_age is not None or kind.maximum_age is not None):
            age = age_on(born, day)
            low, high = kind.minimum_age or 0, kind.maximum_age
            if age < low or (high is not None and age > high):
                limits = _("{low}–{high}").format(low=low, high=high) if high is not None else f"{low}+"
                text = _("umur {age} tahun, {kind} untuk umur {limits}")
                told = text.format(age=age, kind=kind.name, limits=limits)
                (errors if kind.code in STRICT_AGE and not reason else notes).append(told)
                reason = reason or _("umur {age} tahun menurut daftar").format(age=age)
        found, told = self.find_disabilities(values.get("disabilities", ""))
        if told:
            errors.append(told)
        elif kind.needs_disability and found == "[]":
            errors.append(_("jenis disabilitas wajib diisi untuk {kind}").format(kind=kind.name))
        return (found if kind.needs_disability and found else "[]"), reason

    def _read_facts(self, values: Mapping[str, Any], kind: KindSaid) -> tuple[str, str, list[str]]:
        """Fields of the record, fields of the person, and what could not be read."""
        own: dict[str, Any] = {}
        profile: dict[str, Any] = {}
        notes: list[str] = []
        for name, value in values.items():
            if not name.startswith(FACT):
                continue
            fact = self._facts[name.removeprefix(FACT)]
            if fact.kinds and kind.code not in fact.kinds:
                continue
            read, told = fact_value(fact, value)
            notes += [told] if told else []
            if read is not None:
                (own if fact.kinds else profile)[fact.code] = read
        return json.dumps(own), json.dumps(profile), notes


def fact_value(fact: FactSaid, value: Any) -> tuple[Any, str]:
    """A cell as the field keeps it; none and a word where it is none of the choices."""
    if isinstance(value, date):
        return value.isoformat(), ""
    if fact.read == "whole":
        return int(value), ""
    if not fact.choices or not isinstance(value, str):
        return value, ""
    known = {fold(choice): choice for choice in fact.choices}
    parts = [known.get(fold(part)) for part in value.replace(";", "|").split("|")]
    if None in parts or not parts:
        text = _("{label} “{text}” bukan salah satu pilihan; tidak disimpan")
        return None, text.format(label=fact.label, text=value[:30])
    return parts[0] if len(parts) == 1 else parts, ""
