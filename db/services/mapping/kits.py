"""Survey kits: what is given out for a desa, with the rows that are known there (peers.md 5 no. 18)."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import actor_of, needs
from db.models.families import Family
from db.models.mapping import Kind, MappingRecord
from db.models.office import Office, Reference
from db.models.regions import Region
from db.models.rounds import RoundSheet, SurveyKit
from db.rules.access import Right, missing_right
from db.rules.archive_code import CODE_LETTERS
from db.rules.dates import short_date
from db.rules.kits import KitFacts, KitKind, ReturnedKit, seal_of
from db.rules.problems import Forbidden, Problem, refuse
from db.rules.rounds import BLANK, CellState
from db.rules.words import _
from db.services.mapping.facts import person_facts
from db.services.mapping.head_counts import read_matrix
from db.services.mapping.rounds import asked_kinds, find_open
from db.services.mapping.seen import hides_names, shown_kinds
from db.services.office import get_letterhead, get_office

YES_NO = {True: "Ya", False: "Tidak"}
HALF = 4  # letters of a code on each side of its dash


@dataclass(frozen=True)
class KitRow:
    """A kit that was given out, as the list shows it."""

    id: int
    code: str
    desa_code: str
    desa: str
    kecamatan: str
    kinds: int
    rows: int
    made_at: datetime
    made_by: str
    returned_at: datetime | None
    outcome: str  # baru 3, berubah 1


@needs(Right.READ)
def list_kits(session: Session, round_id: int) -> list[KitRow]:
    """The kits of a round, the newest first."""
    query = (
        select(SurveyKit, Region.code, Region.name)
        .join(RoundSheet, RoundSheet.id == SurveyKit.sheet_id)
        .join(Region, Region.code == RoundSheet.desa_code)
        .where(RoundSheet.round_id == round_id)
        .order_by(SurveyKit.id.desc())
    )
    kecamatan = dict(session.execute(select(Region.code, Region.name).where(Region.level == 6)).all())
    return [
        KitRow(
            kit.id,
            kit.code,
            code,
            desa,
            kecamatan.get(code[:6], ""),
            len(kit.kinds),
            len(kit.rows),
            kit.made_at,
            kit.made_by,
            kit.returned_at,
            ", ".join(f"{name} {number}" for name, number in kit.outcome.items() if number),
        )
        for kit, code, desa in session.execute(query)
    ]


@needs(Right.MAPPING)
def make_kit(
    session: Session,
    round_id: int,
    desa_code: str,
    kind_codes: Collection[str],
    *,
    at: datetime,
    named: bool = True,
) -> KitFacts:
    """Make a kit for a desa with the open cases that are known there; sensitive ones by right (R9).

    named: False leaves it empty, for hands that are to see nobody's NIK.
    """
    find_open(session, round_id)
    sheet = session.scalars(
        select(RoundSheet).where(RoundSheet.round_id == round_id, RoundSheet.desa_code == desa_code)
    ).first()
    if sheet is None:
        raise refuse(_("Desa {code} tidak ikut putaran ini.").format(code=desa_code))
    asked = [code for code in asked_kinds(session) if not kind_codes or code in kind_codes]
    if not asked:
        raise refuse(_("Pilih paling sedikit satu jenis."))
    records = _known(session, desa_code, asked) if named else []
    names = list_names(session)
    rows = [
        {"record": record.id, "values": values_of(session, record, names)}
        for record in sorted(records, key=lambda one: (asked.index(one.kind_code), _name(one)))
    ]
    kit = SurveyKit(
        code=_new_code(session),
        sheet=sheet,
        kinds=asked,
        rows=rows,
        made_at=at,
        made_by=actor_of(session).name,
        outcome={},
    )
    session.add(kit)
    session.flush()
    return kit_facts(session, kit)


@needs(Right.MAPPING)
def get_kit(session: Session, kit_id: int) -> KitFacts:
    """A kit as it was given out, to be written or printed once more."""
    return kit_facts(session, session.get_one(SurveyKit, kit_id))


@needs(Right.MAPPING)
def kit_facts(session: Session, kit: SurveyKit) -> KitFacts:
    """Everything on a kit; one with names under sensitive kinds only by right (R9)."""
    _require_seen(session, kit)
    sheet, office = kit.sheet, get_office(session)
    kinds = {
        kind.code: kind
        for kind in session.scalars(
            select(Kind).where(Kind.code.in_(kit.kinds)).options(selectinload(Kind.criteria))
        )
    }
    return KitFacts(
        code=kit.code,
        regency_code=session.scalars(select(Office.regency_code)).one(),
        regency=office.regency,
        round=sheet.round.name,
        reference_date=sheet.round.reference_date,
        desa_code=sheet.desa_code,
        desa=sheet.desa.name,
        kecamatan=session.get_one(Region, sheet.desa_code[:6]).name,
        recorder=sheet.recorder,
        begins_on=sheet.begins_on,
        ends_on=sheet.ends_on or sheet.round.ends_on,
        kinds=tuple(_kit_kind(kinds[code]) for code in kit.kinds if code in kinds),
        rows=tuple(row["values"] for row in kit.rows),
        disabilities=tuple(list_names(session).values()),
        reasons=tuple(_texts(session, "closing_reasons").values()),
        head=get_letterhead(session),
        paper=office.paper,
        practice=office.practice,
    )


@needs(Right.MAPPING)
def values_of(session: Session, record: MappingRecord, names: Mapping[str, str]) -> dict[str, str]:
    """A case as a kit gives it out: of a family its head, of a group its name. names: of disabilities."""
    person = record.person or (record.family.head if record.family else None)
    values = {
        "kind": f"{record.kind.code} {record.kind.name}",
        "criteria": ", ".join(record.criteria),
        "disabilities": ", ".join(names.get(code, code) for code in record.disabilities),
        "note": record.note,
    }
    if person is None:
        assert record.collective is not None, "a record is of a person, a family or a group"
        return values | {"name": record.collective.name, "address": record.collective.address}
    card = person_facts(session, person.id).get("has_id_card")
    return values | {
        "nik": person.nik or "",
        "no_nik_reason": person.no_nik_reason,
        "kk": (record.family.kk if record.family else "") or person.kk,
        "name": person.name,
        "sex": person.sex or "",
        "birth_date": short_date(person.birth_date),
        "address": person.address,
        "rt": person.rt,
        "rw": person.rw,
        "has_id_card": YES_NO.get(card, "") if isinstance(card, bool) else "",
    }


@needs(Right.READ)
def list_names(session: Session) -> dict[str, str]:
    """The kinds of disability by their codes."""
    return _texts(session, "disabilities")


@needs(Right.READ)
def find_kit(session: Session, code: str) -> SurveyKit | None:
    """The kit with a code."""
    return session.scalars(select(SurveyKit).where(SurveyKit.code == code)).first()


@needs(Right.MAPPING)
def find_returned(session: Session, returned: ReturnedKit) -> SurveyKit:
    """The kit that a file says it is; refuses another office's and one whose code was changed."""
    regency = session.scalars(select(Office.regency_code)).one()
    if returned.regency_code and returned.regency_code != regency:
        text = _("{file} paket kantor lain (kode wilayah {code}); kantor ini {own}. Kirim ke kantor asalnya.")
        raise refuse(text.format(file=returned.file_name, code=returned.regency_code, own=regency))
    sealed = returned.regency_code or returned.desa_code or returned.seal
    if sealed and returned.seal != seal_of(returned.code, returned.regency_code, returned.desa_code):
        text = _("Kode paket di {file} sudah diubah, jadi tidak dipercaya. Minta berkas aslinya.")
        raise refuse(text.format(file=returned.file_name))
    kit = find_kit(session, returned.code)
    if kit is None:
        text = _("Paket {code} tidak dikenal: bukan dibuat dari basis data ini.")
        raise refuse(text.format(code=returned.code))
    if kit.sheet.round.locked_at is not None:
        text = _("Paket {code} milik {round} yang sudah dikunci; buat paket pada putaran yang berjalan.")
        raise refuse(text.format(code=kit.code, round=kit.sheet.round.name))
    return kit


@dataclass(frozen=True)
class KitDesa:
    """A desa that a kit can be made for, and the kinds that nobody has surveyed there."""

    code: str
    name: str
    kecamatan_code: str
    kecamatan: str
    white: tuple[str, ...]


@needs(Right.READ)
def list_desa(session: Session, round_id: int) -> tuple[list[KitDesa], list[tuple[str, str]]]:
    """The desa and the kinds (code and name) that a dialog offers which makes kits."""
    matrix = read_matrix(session, round_id)
    codes = [kind.code for kind in matrix.kinds]
    found = []
    for row in matrix.rows:
        white = [code for code in codes if row.cells.get(code, BLANK).state is CellState.NOT_SURVEYED]
        found.append(KitDesa(row.id, row.desa, row.kecamatan_code, row.kecamatan, tuple(white)))
    return found, [(kind.code, kind.name) for kind in matrix.kinds]


@needs(Right.MAPPING)
def make_kits(
    session: Session,
    round_id: int,
    wishes: Mapping[str, Collection[str]],
    *,
    at: datetime,
    named: bool = True,
    tick: Callable[[int], object] = lambda _done: None,
) -> list[KitFacts]:
    """A kit for each desa with its kinds (none: all), all or none; `tick` is told after each."""
    made = []
    for place, (desa_code, kinds) in enumerate(wishes.items(), 1):
        made.append(make_kit(session, round_id, desa_code, kinds, at=at, named=named))
        tick(place)
    return made


@needs(Right.MAPPING)
def remove_kit(session: Session, kit_id: int) -> None:
    """Take back a kit that was made by mistake; one that has come back stays."""
    kit = session.get_one(SurveyKit, kit_id)
    find_open(session, kit.sheet.round_id)
    if kit.returned_at is not None:
        raise refuse(_("Paket {code} sudah kembali, jadi tetap disimpan.").format(code=kit.code))
    session.delete(kit)
    session.flush()


def _known(session: Session, desa_code: str, kinds: Sequence[str]) -> list[MappingRecord]:
    query = (
        select(MappingRecord)
        .join(Kind, Kind.code == MappingRecord.kind_code)
        .where(
            MappingRecord.desa_code == desa_code,
            MappingRecord.kind_code.in_(kinds),
            MappingRecord.closed_on.is_(None),
        )
        .options(
            joinedload(MappingRecord.person),
            joinedload(MappingRecord.family).joinedload(Family.head),
            joinedload(MappingRecord.collective),
            joinedload(MappingRecord.kind),
        )
    )
    return list(session.scalars(query.where(shown_kinds(session))))


def _require_seen(session: Session, kit: SurveyKit) -> None:
    """All or nothing: the rows of a kit are known by their places."""
    if hides_names(session):
        secret = session.scalars(select(Kind.code).where(Kind.sensitive))
        if {row["values"]["kind"].split()[0] for row in kit.rows} & set(secret):
            raise Forbidden([Problem(missing_right(Right.SENSITIVE))])


def _name(record: MappingRecord) -> str:
    return record.subject.full_name if record.subject else ""


def _kit_kind(kind: Kind) -> KitKind:
    criteria = tuple((one.letter, one.text) for one in kind.criteria)
    return KitKind(kind.code, kind.name, criteria, kind.subject, kind.needs_disability)


def _texts(session: Session, list_name: str) -> dict[str, str]:
    query = (
        select(Reference.code, Reference.text)
        .where(Reference.list_name == list_name, Reference.active)
        .order_by(Reference.position)
    )
    return dict(session.execute(query).all())


def _new_code(session: Session) -> str:
    while True:
        halves = ("".join(secrets.choice(CODE_LETTERS) for _place in range(HALF)) for _half in range(2))
        code = "-".join(halves)
        if find_kit(session, code) is None:
            return code
