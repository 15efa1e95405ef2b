"""The office writes down that regions became others; what lives there goes with them (peers.md row 50).

Locked rounds stay as they were sent: they keep the old codes, which stay known for ever.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from db.access import needs
from db.audit import note
from db.models.families import Collective, Family
from db.models.mapping import MappingRecord
from db.models.office import Office
from db.models.officers import Assignment, DecreeMember, lasts_on
from db.models.people import Person
from db.models.quality import Boundary, RegionChange, RegionSize
from db.models.recruitment import Vacancy
from db.models.regions import Region
from db.models.rounds import Round, RoundSheet
from db.models.work import Activity, MonthlyReport
from db.rules.access import Right
from db.rules.problems import refuse, require
from db.rules.recruitment import OPEN_STAGES
from db.rules.region_changes import (
    DESA,
    KECAMATAN,
    Affected,
    ChangeKind,
    RegionForm,
    check_form,
    dotted,
    next_code,
)
from db.rules.words import _, grouped
from db.services.mapping.region_sheets import add_sheets, count_unsaid, move_sheets
from db.services.region_choices import in_use, rw_rt
from db.tallies import counting_later

LIVES: tuple[Any, ...] = (Person, Family, Collective)  # who has a desa
OF_KECAMATAN: tuple[Any, ...] = (
    Assignment,
    DecreeMember,
    Vacancy,
    Activity,
    MonthlyReport,
)  # what follows its new code
MANY = 100_000  # records whose figures are counted anew in one go
Move = tuple[str, str]  # old and new code


@needs(Right.OFFICE)
def preview(session: Session, form: RegionForm, *, today: date) -> Affected:
    """How much a change touches; refuses what `change_regions` would refuse, and changes nothing."""
    form = _checked(session, form, today)
    moves = _moves(session, form)
    found = Affected(regions=len(moves), locked=_locked(session))
    for old, new in moves:
        if len(old) == KECAMATAN:
            if form.kind is ChangeKind.RENAME:
                terms = sum(
                    _count(session, kind, kind.kecamatan_code == old) for kind in (Assignment, Vacancy)
                )
                found = replace(found, officers=found.officers + terms)
            continue
        goes = _who_goes(form, old)
        numbers = [_count(session, kind, goes[kind]) for kind in (*LIVES, MappingRecord)]
        sheets = _count(session, RoundSheet, _open_sheet(old)) if not _is_split_desa(form) else 0
        found = replace(
            found,
            people=found.people + numbers[0],
            families=found.families + numbers[1],
            groups=found.groups + numbers[2],
            records=found.records + numbers[3],
            sheets=found.sheets + sheets,
            unsaid=found.unsaid + (count_unsaid(session, old, new) if form.kind is ChangeKind.MERGE else 0),
        )
    return found


@needs(Right.OFFICE)
def change_regions(session: Session, form: RegionForm, *, today: date) -> Affected:
    """Write a change down and take along whatever belongs to the regions."""
    form = _checked(session, form, today)
    found = preview(session, form, today=today)
    assert form.on is not None
    moves = _moves(session, form)
    sentence = _sentence(session, form)
    later = counting_later(session, today) if found.records > MANY else nullcontext()
    with later:
        for old, new in moves:
            _make(session, form, old, new)
        for old, new in moves:
            _move(session, form, old, new)
    if not moves:  # another name only, or a goal that takes another name
        session.get_one(Region, form.code).name = form.name
    elif form.kind is ChangeKind.MERGE and form.name.strip():
        session.get_one(Region, form.code).name = form.name.strip()
    pairs = moves or [(form.code, form.code)]
    if form.kind is ChangeKind.SPLIT and len(form.codes[0]) == KECAMATAN:
        pairs = [*pairs, (form.codes[0], form.code)]
    basis, head = form.basis.strip(), 0
    for old, new in sorted(pairs, key=lambda pair: -len(pair[0])):  # the kecamatan last: lists begin with it
        change = RegionChange(old_code=old, new_code=new, on_day=form.on, basis=basis)
        session.add(change)
        session.flush()
        head = change.id
    note(session, RegionChange, f"{sentence}; {_numbers(found)}", head)
    return found


def _checked(session: Session, form: RegionForm, today: date) -> RegionForm:
    """The form as it is kept; refuses what cannot be."""
    form = replace(form, name=form.name.strip())
    require(check_form(form, _regency(session), today))
    regions = [session.get_one(Region, code) for code in form.codes]
    if any(region.closed_on is not None for region in regions):
        raise refuse(_("Wilayah ini sudah ditutup."), "codes")
    level = len(form.codes[0])
    known = session.get(Region, form.code)
    if form.kind is ChangeKind.MERGE:
        going = tuple(code for code in form.codes if code != form.code)
        if not going or any(len(code) != len(form.code) for code in going):
            raise refuse(_("Centang wilayah setingkat yang bergabung ke wilayah itu."), "codes")
        form = replace(form, codes=going)
        if level == KECAMATAN:
            _refuse_busy(session, going, today)
    elif form.kind is ChangeKind.SPLIT or form.code != form.codes[0]:
        if known is not None:
            text = _("Kode {code} sudah dipakai {name}.")
            raise refuse(text.format(code=dotted(form.code), name=known.name), "code")
        parent = session.get(Region, form.code[:KECAMATAN]) if level == DESA else None
        if level == DESA and (parent is None or parent.closed_on is not None):
            raise refuse(
                _("Kecamatan dengan kode {code} tidak ada.").format(code=dotted(form.code[:6])), "code"
            )
    elif form.name == regions[0].name:
        raise refuse(_("Nama dan kodenya masih sama."), "name")
    if form.kind is ChangeKind.SPLIT and level == KECAMATAN:
        inside = select(func.count()).where(
            Region.level == DESA, Region.code.startswith(form.codes[0]), in_use()
        )
        if not 0 < len(form.parts) < session.scalars(inside).one():
            raise refuse(
                _("Centang desa yang masuk kecamatan baru; paling sedikit satu tetap tinggal."), "parts"
            )
    if form.name:
        siblings = select(Region.code).where(
            Region.level == level,
            Region.code.startswith(form.code[: KECAMATAN if level == DESA else 4]),
            Region.name == form.name,
            Region.code.not_in((*form.codes, form.code) if form.kind is not ChangeKind.SPLIT else ()),
            in_use(),
        )
        if session.scalars(siblings).first():
            raise refuse(_("Sudah ada {name} di sana.").format(name=form.name), "name")
    return form


def _refuse_busy(session: Session, codes: Sequence[str], today: date) -> None:
    serving = select(Assignment.kecamatan_code).where(lasts_on(today))
    running = select(Vacancy.kecamatan_code).where(Vacancy.stage.in_(OPEN_STAGES))
    busy = {*session.scalars(serving), *session.scalars(running)}
    if names := [session.get_one(Region, code).name for code in codes if code in busy]:
        text = _("Kecamatan yang masih mempunyai TKSK atau lowongan berjalan tidak dapat ditutup: {names}.")
        raise refuse(text.format(names=", ".join(names)), "codes")


def _moves(session: Session, form: RegionForm) -> list[Move]:
    """Which region gets which code; a kecamatan stands before its desa."""
    if form.kind is ChangeKind.SPLIT and len(form.codes[0]) == DESA:
        return [(form.codes[0], form.code)]
    if form.kind is ChangeKind.SPLIT:
        return _with_desa(session, [part.removeprefix("desa:") for part in form.parts], form.code)
    moves: list[Move] = []
    for code in form.codes:
        if code == form.code:
            continue
        moves.append((code, form.code))
        if len(code) == KECAMATAN:
            inside = select(Region.code).where(Region.level == DESA, Region.code.startswith(code), in_use())
            moves += _with_desa(session, session.scalars(inside.order_by(Region.code)), form.code, moves)
    return moves


def _with_desa(session: Session, desa: Iterable[str], parent: str, known: Sequence[Move] = ()) -> list[Move]:
    taken = {*session.scalars(select(Region.code).where(Region.code.startswith(parent)))}
    taken |= {new for _old, new in known}
    moves = []
    for code in desa:
        new = next_code(parent, code, taken)
        taken.add(new)
        moves.append((code, new))
    return moves


def _make(session: Session, form: RegionForm, old: str, new: str) -> None:
    """The new region, like the old one; the old one ends, unless only a part of it goes."""
    splits = form.kind is ChangeKind.SPLIT and len(form.codes[0]) == KECAMATAN
    if splits and session.get(Region, form.code) is None:
        session.add(_like(session.get_one(Region, form.codes[0]), form.code, form.name))
    before = session.get_one(Region, old)
    if session.get(Region, new) is None:
        own = new == form.code
        session.add(_like(before, new, form.name if own else before.name))
    if not _is_split_desa(form):
        before.closed_on = form.on
    session.flush()


def _like(region: Region, code: str, name: str) -> Region:
    same = ("level", "postcode", "posts", "latitude", "longitude")
    return Region(code=code, name=name, **{field: getattr(region, field) for field in same})


def _move(session: Session, form: RegionForm, old: str, new: str) -> None:
    """Take along what belongs to a region, or the part of it that goes."""
    text = _("{old} menjadi {new}").format(old=dotted(old), new=dotted(new))
    options = {"note": _("Perubahan wilayah: {text}").format(text=text), "synchronize_session": False}
    if len(old) == KECAMATAN:
        if form.kind is ChangeKind.RENAME:
            for kind in OF_KECAMATAN:
                moved: dict[str, Any] = {"kecamatan_code": new}
                if hasattr(kind, "version"):
                    moved["version"] = kind.version + 1
                session.execute(
                    update(kind).where(kind.kecamatan_code == old).values(moved), execution_options=options
                )
            _carry(session, old, new, form)
        return
    goes = _who_goes(form, old)
    session.execute(  # while their people still live in the old desa
        update(MappingRecord)
        .where(goes[MappingRecord])
        .values(desa_code=new, kecamatan_code=new[:KECAMATAN], version=MappingRecord.version + 1),
        execution_options=options,
    )
    for kind in LIVES:
        session.execute(
            update(kind).where(goes[kind]).values(desa_code=new, version=kind.version + 1),
            execution_options=options,
        )
    session.expire_all()
    if _is_split_desa(form):
        add_sheets(session, old, new)
    else:
        move_sheets(session, old, new, on=form.on)
        _carry(session, old, new, form)


def _carry(session: Session, old: str, new: str, form: RegionForm) -> None:
    """Border and size of a region that has another code; of two that are one, the sizes are added up."""
    border, size = session.get(Boundary, old), session.get(RegionSize, old)
    joins = form.kind is ChangeKind.MERGE and new == form.code
    if border is not None and not joins:
        session.add(Boundary(region_code=new, geometry=border.geometry, source=border.source))
    if border is not None:
        session.delete(border)
    known = session.get(RegionSize, new)
    if known is not None:
        for name in ("families", "people"):
            numbers = (getattr(known, name), getattr(size, name) if size else None)
            setattr(known, name, None if None in numbers else sum(numbers))
    elif size is not None and not joins:
        names = ("families", "people", "as_of")
        session.add(RegionSize(region_code=new, **{name: getattr(size, name) for name in names}))
    if size is not None:
        session.delete(size)
    session.flush()


def _who_goes(form: RegionForm, old: str) -> dict[Any, ColumnElement[bool]]:
    """Of each table the rows of a desa that go."""
    goes: dict[Any, ColumnElement[bool]] = {kind: kind.desa_code == old for kind in LIVES}
    goes[MappingRecord] = MappingRecord.desa_code == old
    if not _is_split_desa(form):
        return goes
    rts = [part.removeprefix("rt:") for part in form.parts if part.startswith("rt:")]
    groups = [int(part.removeprefix("group:")) for part in form.parts if part.startswith("group:")]
    for kind in (Person, Family):
        goes[kind] = and_(goes[kind], rw_rt(kind).in_(rts))
    goes[Collective] = and_(goes[Collective], Collective.id.in_(groups))
    record = MappingRecord
    goes[record] = and_(
        goes[record],
        or_(
            record.person_id.in_(select(Person.id).where(goes[Person])),
            record.family_id.in_(select(Family.id).where(goes[Family])),
            record.collective_id.in_(groups),
        ),
    )
    return goes


def _is_split_desa(form: RegionForm) -> bool:
    return form.kind is ChangeKind.SPLIT and len(form.codes[0]) == DESA


def _open_sheet(desa: str) -> ColumnElement[bool]:
    open_rounds = select(Round.id).where(Round.locked_at.is_(None))
    return and_(RoundSheet.desa_code == desa, RoundSheet.round_id.in_(open_rounds))


def _locked(session: Session) -> int:
    return _count(session, Round, Round.locked_at.is_not(None))


def _count(session: Session, kind: Any, where: ColumnElement[bool]) -> int:
    return session.scalars(select(func.count()).select_from(kind).where(where)).one()


def _sentence(session: Session, form: RegionForm) -> str:
    names = ", ".join(f"{session.get_one(Region, code).name} ({dotted(code)})" for code in form.codes)
    assert form.on is not None
    new = f"{form.name} ({dotted(form.code)})"
    if form.kind is ChangeKind.MERGE:
        kept = session.get_one(Region, form.code)
        new = f"{form.name or kept.name} ({dotted(form.code)})"
    text = {
        ChangeKind.RENAME: _("{old} menjadi {new}"),
        ChangeKind.SPLIT: _("Pemekaran {old}: {new}"),
        ChangeKind.MERGE: _("{old} digabung ke {new}"),
    }[form.kind]
    return text.format(old=names, new=new)


def _numbers(found: Affected) -> str:
    text = _("{people} orang, {families} keluarga, {records} pendataan ikut")
    return text.format(
        people=grouped(found.people), families=grouped(found.families), records=grouped(found.records)
    )


def _regency(session: Session) -> str:
    return session.scalars(select(Office.regency_code)).one()
