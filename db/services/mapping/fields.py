"""The fields of forms F-1 to F-5 as the office keeps them: its own added, shipped ones switched off."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, exists, func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.families import Collective, Family, PersonProfile
from db.models.mapping import Kind, KindField, MappingRecord
from db.records import merge
from db.rules.access import Right
from db.rules.kind_fields import FieldType, FormCode, form_of
from db.rules.mapping import ALSO_OF_GROUPS
from db.rules.problems import Problem, refuse, require
from db.rules.words import _

FIELDS = ("form", "kinds", "block", "label", "type", "choices", "unit", "required", "active")
OWN = "own_"  # how the codes of the office's fields begin
PICKED = (FieldType.CHOICE, FieldType.CHOICES)


@dataclass(frozen=True)
class FieldRow:
    """One field with everything that may be changed of it."""

    id: str
    form: FormCode
    kinds: tuple[str, ...]
    block: str
    position: int
    label: str
    type: FieldType
    choices: tuple[str, ...]
    unit: str
    required: bool
    built_in: bool
    active: bool


@needs(Right.READ)
def list_all(session: Session) -> list[FieldRow]:
    """Every field, also those switched off, in the order of the forms."""
    query = select(KindField).order_by(KindField.form, KindField.position, KindField.code)
    return [_row(field) for field in session.scalars(query)]


@needs(Right.READ)
def kinds_of_form(session: Session, form: FormCode) -> list[tuple[str, str]]:
    """The kinds that are taken down on a form, to choose from."""
    query = select(Kind).where(Kind.valid_until.is_(None)).order_by(Kind.register, Kind.position)
    return [
        (kind.code, f"{kind.code} {kind.name}")
        for kind in session.scalars(query)
        if form_of(kind.register, kind.subject) is form
        or (form is FormCode.PPKS_COMMUNITY and kind.code in ALSO_OF_GROUPS)
    ]


@needs(Right.OFFICE)
def save_field(
    session: Session, code: str | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str:
    """Add a field at the end of its form, or change one; of a shipped one the type and the form stay."""
    require([*_check(after), *_check_name(session, code, after)])
    values = {name: _clean(after[name]) for name in FIELDS}
    values["choices"] = _choices(values["choices"]) if values["type"] in PICKED else []
    if code is None:
        last = session.scalar(select(func.max(KindField.position)).where(KindField.form == values["form"]))
        made = KindField(code=_free_code(session, values["label"]), position=(last or 0) + 1, **values)
        session.add(made)
        session.flush()
        return made.code
    known = session.get_one(KindField, code)
    changed = [name for name in ("form", "type") if values[name] != getattr(known, name)]
    if changed and (known.built_in or is_used(session, code)):
        text = _("Formulir dan macam isian tidak dapat diubah: isian ini bawaan atau sudah diisi.")
        raise refuse(text, changed[0])
    merge(session, known, {name: _clean(before[name]) for name in FIELDS}, values)
    return code


@needs(Right.OFFICE)
def switch_field(session: Session, code: str, *, active: bool) -> None:
    """Ask for a field, or ask no more; what was answered stays on the cards."""
    session.get_one(KindField, code).active = active
    session.flush()


@needs(Right.OFFICE)
def move_field(session: Session, code: str, step: int) -> None:
    """Put a field one place up (-1) or down (1) in its form."""
    known = session.get_one(KindField, code)
    query = select(KindField).where(KindField.form == known.form).order_by(KindField.position, KindField.code)
    fields = list(session.scalars(query))
    place = fields.index(known)
    if 0 <= place + step < len(fields):
        fields.insert(place + step, fields.pop(place))
    for position, field in enumerate(fields, 1):
        if field.position != position:
            field.position = position
    session.flush()


@needs(Right.OFFICE)
def delete_field(session: Session, code: str) -> None:
    """Take out a field of the office's own that nobody has answered yet."""
    known = session.get_one(KindField, code)
    if known.built_in:
        raise refuse(_("Isian bawaan tidak dapat dihapus; matikan bila tidak dipakai."))
    if is_used(session, code):
        raise refuse(_("{field} sudah diisi pada data; matikan saja.").format(field=known.label))
    session.delete(known)
    session.flush()


@needs(Right.READ)
def is_used(session: Session, code: str) -> bool:
    """Whether anybody has answered a field."""
    return any(
        session.scalar(
            select(exists().where(cast(table.facts, String).contains(f'"{code}"', autoescape=True)))
        )
        for table in (MappingRecord, PersonProfile, Family, Collective)
    )


def _check(values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for name, text in (
        ("label", _("Isi nama isian.")),
        ("form", _("Pilih formulir.")),
        ("type", _("Pilih macam isian.")),
    ):
        if not (values[name] or "").strip():
            problems.append(Problem(text, name))
    if values["type"] in PICKED and len(_choices(values["choices"])) < 2:
        problems.append(Problem(_("Tulis paling sedikit dua pilihan, satu pada tiap baris."), "choices"))
    return problems


def _check_name(session: Session, code: str | None, values: Mapping[str, Any]) -> list[Problem]:
    """Two fields of one name that are asked together could not be told apart, on paper or in Excel."""
    name = (values["label"] or "").strip()
    others = session.scalars(
        select(KindField).where(KindField.form == values["form"], KindField.code != (code or ""))
    )
    kinds = set(values["kinds"] or ())
    together = (one for one in others if not kinds or not one.kinds or kinds & set(one.kinds))
    if not name or all(one.label.casefold() != name.casefold() for one in together):
        return []
    text = _("Formulir ini sudah mempunyai isian bernama {name}; pilih nama lain.").format(name=name)
    return [Problem(text, "label")]


def _choices(value: Any) -> list[str]:
    lines: Sequence[str] = value.splitlines() if isinstance(value, str) else value or ()
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _clean(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.strip() if isinstance(value, str) and not isinstance(value, FormCode | FieldType) else value


def _free_code(session: Session, label: str) -> str:
    base = OWN + (re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:30] or "isian")
    taken = set(
        session.scalars(select(KindField.code).where(KindField.code.startswith(base, autoescape=True)))
    )
    if base not in taken:
        return base
    return next(name for number in range(2, 1000) if (name := f"{base}_{number}") not in taken)


def _row(field: KindField) -> FieldRow:
    own = {name: getattr(field, name) for name in FIELDS if name not in ("kinds", "choices")}
    return FieldRow(
        id=field.code,
        kinds=tuple(field.kinds),
        choices=tuple(field.choices),
        position=field.position,
        built_in=field.built_in,
        **own,
    )
