"""The office's table of kinds: dated, official ones never deleted, local ones LOK-xx (domain.md 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, cast, exists, func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind, KindCriterion, KindField, MappingRecord
from db.records import is_pointed_at, merge
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.mapping import LOCAL, Register, Subject, is_official
from db.rules.problems import Problem, refuse, require
from db.rules.words import _

FIELDS = (
    *("name", "abbreviation", "definition", "minimum_age", "maximum_age", "sex", "needs_disability"),
    *("sensitive", "group", "valid_from"),
)
FIXED = ("register", "subject")  # what a record cannot follow


@dataclass(frozen=True)
class CriterionLine:
    """One criterion as the form takes it; its letter is its place."""

    letter: str = ""
    text: str = ""


@dataclass(frozen=True)
class KindRow:
    """One kind with everything that may be changed of it."""

    id: str
    register: Register
    subject: Subject
    name: str
    abbreviation: str
    definition: str
    minimum_age: int | None
    maximum_age: int | None
    sex: str
    needs_disability: bool
    sensitive: bool
    group: str
    valid_from: date | None
    valid_until: date | None
    criteria: tuple[CriterionLine, ...]

    @property
    def official(self) -> bool:
        return is_official(self.id)


@needs(Right.READ)
def list_all(session: Session) -> list[KindRow]:
    """Every kind, also the closed ones, in official order."""
    query = select(Kind).order_by(Kind.register, Kind.position, Kind.code)
    return [_row(kind) for kind in session.scalars(query)]


@needs(Right.OFFICE)
def add_kind(session: Session, values: Mapping[str, Any]) -> str:
    """A local kind with the next code LOK-xx, outside the official recap. Returns its code."""
    require(_check(values))
    codes = session.scalars(select(Kind.code).where(Kind.code.startswith(LOCAL)))
    numbers = [int(code.removeprefix(LOCAL)) for code in codes if code.removeprefix(LOCAL).isdigit()]
    code = f"{LOCAL}{max(numbers, default=0) + 1:02d}"
    last = session.scalar(select(func.max(Kind.position)).where(Kind.register == values["register"]))
    own = {name: _clean(values[name]) for name in FIELDS}
    kind = Kind(
        code=code,
        register=Register(values["register"]),
        subject=Subject(values["subject"]),
        position=(last or 0) + 1,
        **own,
    )
    kind.criteria = [
        KindCriterion(kind_code=code, letter=line.letter, text=line.text)
        for line in _lettered(values["criteria"])
    ]
    session.add(kind)
    session.flush()
    return code


@needs(Right.OFFICE)
def change_kind(session: Session, code: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write what was changed; a criterion that records have ticked is not taken out."""
    require(_check(after))
    kind = session.get_one(Kind, code)
    names: tuple[str, ...] = FIELDS
    if any(after[name] != before[name] for name in FIXED):
        if is_official(code) or has_records(session, code):
            raise refuse(_("Daftar dan subjek tidak dapat diubah: jenis ini resmi atau sudah dipakai."))
        names = (*FIELDS, *FIXED)
    merge(
        session, kind, {name: before[name] for name in names}, {name: _clean(after[name]) for name in names}
    )
    lines = _lettered(after["criteria"])
    if tuple(lines) != tuple(before["criteria"]):
        _write_criteria(session, kind, lines)
    session.flush()


@needs(Right.OFFICE)
def close_kind(session: Session, code: str, *, on: date, today: date) -> None:
    """From the next day on a kind is not offered any more; its records and its figures stay."""
    kind = session.get_one(Kind, code)
    if on > today:
        raise refuse(_("Tanggal tidak boleh sesudah hari ini."), "on")
    if kind.valid_from and on < kind.valid_from:
        raise refuse(_("Paling awal {day}.").format(day=short_date(kind.valid_from)), "on")
    kind.valid_until = on
    session.flush()


@needs(Right.OFFICE)
def open_kind(session: Session, code: str) -> None:
    """A closed kind is offered again."""
    session.get_one(Kind, code).valid_until = None
    session.flush()


@needs(Right.OFFICE)
def delete_kind(session: Session, code: str) -> None:
    """Take out a local kind that nothing was ever recorded under."""
    kind = session.get_one(Kind, code)
    if is_official(code):
        raise refuse(_("Jenis resmi tidak dapat dihapus; tutup bila tidak berlaku lagi."))
    for criterion in list(kind.criteria):
        session.delete(criterion)
    session.flush()
    session.expire(kind, ["criteria"])
    if is_pointed_at(session, kind):
        raise refuse(_("{kind} sudah dipakai; tutup saja.").format(kind=kind.name))
    for field in session.scalars(select(KindField)):
        if code in field.kinds:
            field.kinds = [one for one in field.kinds if one != code]
            field.active = bool(field.kinds) and field.active  # else it would be asked of everybody
    session.delete(kind)
    session.flush()


@needs(Right.READ)
def has_records(session: Session, code: str) -> bool:
    """Whether anything was ever recorded under a kind."""
    return bool(session.scalar(select(exists().where(MappingRecord.kind_code == code))))


def _write_criteria(session: Session, kind: Kind, lines: list[CriterionLine]) -> None:
    known = {criterion.letter: criterion for criterion in kind.criteria}
    letters = {line.letter for line in lines}
    if gone := set(known) - letters:
        ticked = (
            select(cast(MappingRecord.criteria, String))
            .where(MappingRecord.kind_code == kind.code)
            .distinct()
        )
        used = " ".join(session.scalars(ticked))
        if kept := sorted(letter for letter in gone if f'"{letter}"' in used):
            text = _("Kriteria {letters} sudah dicentang pada data; ubah kalimatnya, jangan dihapus.")
            raise refuse(text.format(letters=", ".join(kept)), "criteria")
    for letter in gone:
        session.delete(known[letter])
    for line in lines:
        if line.letter in known:
            known[line.letter].text = line.text
        else:
            session.add(KindCriterion(kind_code=kind.code, letter=line.letter, text=line.text))
    session.flush()
    session.expire(kind, ["criteria"])


def _lettered(lines: Any) -> list[CriterionLine]:
    """Criteria keep the letter they have, new ones get the next free one."""
    written = [line for line in lines or () if line.text.strip()]
    taken = {line.letter for line in written}
    free = iter(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in taken)
    named = [CriterionLine(line.letter or next(free), line.text.strip()) for line in written]
    return sorted(named, key=lambda line: line.letter)


def _check(values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if not values["name"].strip():
        problems.append(Problem(_("Isi nama jenis."), "name"))
    if not values["register"]:
        problems.append(Problem(_("Pilih PPKS atau PSKS."), "register"))
    if not values["subject"]:
        problems.append(Problem(_("Pilih siapa yang dicatat."), "subject"))
    low, high = values["minimum_age"], values["maximum_age"]
    if low is not None and high is not None and low > high:
        problems.append(Problem(_("Umur paling tinggi lebih kecil daripada paling rendah."), "maximum_age"))
    if sum(bool(line.text.strip()) for line in values["criteria"] or ()) > 20:
        problems.append(Problem(_("Paling banyak 20 kriteria."), "criteria"))
    return problems


def _row(kind: Kind) -> KindRow:
    own = {name: getattr(kind, name) for name in (*FIELDS, *FIXED, "valid_until")}
    criteria = tuple(CriterionLine(criterion.letter, criterion.text) for criterion in kind.criteria)
    return KindRow(id=kind.code, criteria=criteria, **own)


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
