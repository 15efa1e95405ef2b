"""Two records of one person made one, field by field, and made two again (peers.md row 64)."""

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.aid import Aid, WelfareStatus
from db.models.families import BoardMember, Family, FamilyMember, PersonProfile
from db.models.mapping import Kind, MappingRecord, RecordStep
from db.models.officer_card import PersonPhoto
from db.models.officers import Officer
from db.models.people import Person
from db.models.recruitment import Applicant, Vacancy
from db.models.regions import Region
from db.models.twins import PersonMerge, TwinPair
from db.people import FIELDS, hold_person, place_of
from db.records import as_json, hold
from db.rules.access import Right
from db.rules.mapping import RecordState
from db.rules.people import sex_label
from db.rules.problems import Problem, refuse, require
from db.rules.twins import Verdict, certainty, reasons_said
from db.rules.words import _
from db.services.mapping.merged_families import DOUBLE, close_doubles, join_families, part_families
from db.services.mapping.twins import Comparison, compare_rows

if TYPE_CHECKING:
    from db.base import Base

# Every column that points to a person, and what a merge does with it: a test holds this against the tables.
MOVED = (
    (Officer, "person_id"),
    (Applicant, "person_id"),
    (MappingRecord, "person_id"),
    (Family, "head_id"),
    (BoardMember, "person_id"),
    (Aid, "person_id"),
)
ONE_EACH = (
    FamilyMember,
    PersonProfile,
    WelfareStatus,
    PersonPhoto,
)  # the person is the key: one of two stays
PAIRED = ((TwinPair, "first_id"), (TwinPair, "second_id"))
Values = dict[str, Any]


@dataclass(frozen=True)
class MergeFacts:
    """A merge as it was, and what was moved with it, in words."""

    id: int
    kept: str
    gone: str
    made_at: datetime
    made_by: str
    moved: tuple[str, ...]
    undone_at: datetime | None
    compared: Comparison  # both as they were


@needs(Right.MAPPING)
def find_obstacles(session: Session, kept_id: int, gone_id: int) -> list[Problem]:
    """Why two cannot be made one, before anybody chooses fields."""
    if kept_id == gone_id:
        return [Problem(_("Pilih dua orang yang berbeda."))]
    kept, gone = session.get(Person, kept_id), session.get(Person, gone_id)
    if kept is None or gone is None:
        return [Problem(_("Salah satu dari kedua orang ini sudah tidak ada. Cari orang ganda sekali lagi."))]
    problems = []
    officers = session.scalars(select(Officer.id).where(Officer.person_id.in_((kept_id, gone_id)))).all()
    if len(officers) > 1:
        text = _(
            "{one} dan {other} sama-sama tercatat sebagai TKSK. Gabungkan penugasannya dahulu di tab TKSK."
        )
        problems.append(Problem(text.format(one=kept.name, other=gone.name)))
    own, its = (
        select(Applicant.vacancy_id).where(Applicant.person_id == person).scalar_subquery()
        for person in (kept_id, gone_id)
    )
    both = (
        select(Region.name, Vacancy.opened_on)
        .join(Region, Region.code == Vacancy.kecamatan_code)
        .where(Vacancy.id.in_(own), Vacancy.id.in_(its))
    )
    for kecamatan, opened in session.execute(both):
        text = _("Keduanya melamar lowongan {kecamatan} {year}: seorang tidak dapat melamar dua kali.")
        problems.append(Problem(text.format(kecamatan=kecamatan, year=opened.year)))
    return problems


@needs(Right.MAPPING)
def merge_people(
    session: Session, kept_id: int, gone_id: int, from_gone: Collection[str], *, today: date
) -> int:
    """Make two people one: `from_gone` are the fields taken from the one who goes. Returns the merge's id.

    Everything that points to the one who goes moves; both rows are kept, so that it can be undone.
    """
    require(find_obstacles(session, kept_id, gone_id))
    held = {key: hold_person(session, key) for key in sorted((kept_id, gone_id))}
    kept, gone = held[kept_id], held[gone_id]
    before: Values = {
        "kept": _values(kept),
        "gone": _values(gone),
        "places": [place_of(session, kept), place_of(session, gone)],
        **_forget_pairs(session, kept_id, gone_id),
        "closed": close_doubles(session, kept_id, gone_id, today),
        "moved": _move(session, kept_id, gone_id),
        "single": _move_single(session, kept_id, gone_id),
    }
    joined = [key for table, _column, key in before["moved"] if table == "family"]
    before |= join_families(session, kept_id, joined, takes_number="kk" in from_gone)
    before["why"] = reasons_said(before["reasons"], kept.name, gone.name) or _(
        "digabungkan atas pilihan petugas"
    )
    taken = {field: getattr(gone, field) for field in FIELDS if field in from_gone}
    name = f"{kept.name} ← {gone.name}"
    session.flush()
    session.delete(gone)
    session.flush()  # a NIK belongs to one person only
    for field, value in taken.items():
        setattr(kept, field, value)
    if kept.nik:
        kept.no_nik_reason = ""
    session.flush()
    _repeat(session, kept, [key for table, _column, key in before["moved"] if table == "mapping_record"])
    require(_unfit(session, kept))
    before["after"] = _values(kept)
    merge = PersonMerge(
        kept_id=kept_id,
        gone_id=gone_id,
        name=name[:120],
        before=before,
        made_at=datetime.now(UTC),
        made_by=actor_of(session).name,
    )
    session.add(merge)
    session.flush()
    return merge.id


@needs(Right.MAPPING)
def part_people(session: Session, merge_id: int, *, today: date) -> None:
    """Make two people of one again: refused, saying what is in the way, where that cannot be."""
    merge = hold(session, PersonMerge, merge_id)
    before = merge.before
    kept = session.get(Person, merge.kept_id)
    require(_hindrances(session, merge, kept))
    assert kept is not None
    for field in FIELDS:
        if as_json(getattr(kept, field)) == before["after"][field]:  # what was changed since stays
            setattr(kept, field, _revived(Person.__table__.columns[field], before["kept"][field]))
    session.flush()
    if (nik := before["gone"]["nik"]) and (owner := session.scalar(select(Person).where(Person.nik == nik))):
        text = _("NIK {nik} kini dipakai {name}. Perbaiki data itu dahulu, lalu pisahkan lagi.")
        raise refuse(text.format(nik=nik, name=owner.name))
    values = _all_revived(Person, before["gone"])
    if session.get(Person, merge.gone_id):
        del values["id"]  # somebody new has this number
    gone = Person(**values)
    session.add(gone)
    session.flush()
    for earlier in session.scalars(select(PersonMerge).where(PersonMerge.kept_id == merge.gone_id)):
        earlier.kept_id = gone.id
    _move_back(session, merge, gone, today)
    _bring_pairs_back(session, merge, gone.id)
    merge.gone_id = gone.id
    merge.undone_at, merge.undone_by = datetime.now(UTC), actor_of(session).name


@needs(Right.READ)
def get_merge(session: Session, merge_id: int) -> MergeFacts:
    """What a merge did, to decide whether to undo it."""
    merge = session.get_one(PersonMerge, merge_id)
    before = merge.before
    tables = [table for table, _column, _key in before["moved"]] + [one["table"] for one in before["single"]]
    kinds = _kinds()
    moved = tuple(
        f"{kinds[table].__label__ or table} ({tables.count(table)})" for table in dict.fromkeys(tables)
    )
    return MergeFacts(
        merge.id,
        before["kept"]["name"],
        before["gone"]["name"],
        merge.made_at,
        merge.made_by,
        moved,
        merge.undone_at,
        compare_rows(session, *(Person(**_all_revived(Person, before[side])) for side in ("kept", "gone"))),
    )


def _unfit(session: Session, kept: Person) -> Iterator[Problem]:
    """A kind of one sex does not come to the other: the user takes the other sex, or closes that case."""
    query = select(Kind).join(MappingRecord, MappingRecord.kind_code == Kind.code)
    query = query.where(MappingRecord.person_id == kept.id, MappingRecord.closed_on.is_(None))
    text = _(
        "{kind} tidak berlaku bagi {sex}. Pilih jenis kelamin yang benar, atau tutup pendataan itu dahulu."
    )
    for kind in session.scalars(query.where(Kind.sex != "", Kind.sex != (kept.sex or Kind.sex))):
        yield Problem(text.format(kind=kind.name, sex=sex_label(kept.sex) if kept.sex else ""), "sex")


def _move(session: Session, kept_id: int, gone_id: int) -> list[tuple[str, str, int]]:
    moved = []
    for kind, column in MOVED:
        for record in session.scalars(select(kind).where(getattr(kind, column) == gone_id)):
            setattr(record, column, kept_id)
            moved.append((kind.__tablename__, column, record.id))  # type: ignore[attr-defined]
    session.flush()
    return moved


def _move_single(session: Session, kept_id: int, gone_id: int) -> list[Values]:
    """Of what a person has once: moved, or one of two kept and the other remembered."""
    found = []
    for kind in ONE_EACH:
        own, its = session.get(kind, kept_id), session.get(kind, gone_id)
        if its is None:
            continue
        found.append({"table": kind.__tablename__, "kept": own and _values(own), "gone": _values(its)})
        if own is None:
            its.person_id = kept_id  # type: ignore[attr-defined]
        else:
            _take_better(own, its)
            session.delete(its)
        session.flush()
        found[-1]["after"] = _values(own if own is not None else its)
    return found


def _take_better(own: "Base", its: "Base") -> None:
    if isinstance(own, WelfareStatus) and isinstance(its, WelfareStatus) and its.as_of > own.as_of:
        for column in ("dtsen_id", "standing", "decile", "as_of", "source"):
            setattr(own, column, getattr(its, column))
    if isinstance(own, PersonProfile) and isinstance(its, PersonProfile):
        own.facts = its.facts | {
            name: value for name, value in own.facts.items() if value not in (None, "", [])
        }


def _repeat(session: Session, person: Person, record_ids: Sequence[int]) -> None:
    """Sex and birth date stand in the records too."""
    for record_id in record_ids:
        if record := session.get(MappingRecord, record_id, populate_existing=True):
            record.sex, record.born = person.sex.value if person.sex else "", person.birth_date
    session.flush()


def _hindrances(session: Session, merge: PersonMerge, kept: Person | None) -> Iterator[Problem]:
    if merge.undone_at:
        yield Problem(_("Kedua orang ini sudah dipisahkan lagi."))
        return
    name = merge.before["kept"]["name"]
    later = select(PersonMerge).where(
        PersonMerge.gone_id == merge.kept_id, PersonMerge.id > merge.id, PersonMerge.undone_at.is_(None)
    )
    if into := session.scalars(later.order_by(PersonMerge.id.desc())).first():
        text = _("{name} sesudah itu digabungkan lagi ({merge}). Pisahkan yang itu dahulu.")
        yield Problem(text.format(name=name, merge=into.name))
        return
    if kept is None:
        yield Problem(_("{name} sudah tidak ada.").format(name=name))
        return
    kinds = _kinds()
    for table, column, key in merge.before["moved"]:
        record = session.get(kinds[table], key)
        if record is not None and getattr(record, column) != merge.kept_id:
            text = _("{what} sesudah itu dipindahkan ke orang lain. Kembalikan dahulu, lalu pisahkan lagi.")
            yield Problem(text.format(what=f"{record.__label__} {record.describe()}"))


def _move_back(session: Session, merge: PersonMerge, gone: Person, today: date) -> None:
    before, kinds = merge.before, _kinds()
    part_families(session, before)
    for table, column, key in before["moved"]:
        if (record := session.get(kinds[table], key)) is not None:
            setattr(record, column, gone.id)
    session.flush()
    for was in before["closed"]:
        record = session.get(MappingRecord, was["id"])
        if record is not None and (record.closed_reason, as_json(record.closed_on)) == (DOUBLE, was["on"]):
            record.closed_on, record.closed_reason, record.state = None, "", RecordState(was["state"])
            by = actor_of(session).name
            session.add(
                RecordStep(
                    record_id=record.id,
                    state=record.state,
                    on_day=today,
                    by=by,
                    note="Dipisahkan lagi",
                )
            )
    _repeat(session, gone, [key for table, _column, key in before["moved"] if table == "mapping_record"])
    for one in before["single"]:
        kind = kinds[one["table"]]
        own = session.get(kind, merge.kept_id)
        if one["kept"] is None:
            if own is not None:
                own.person_id = gone.id  # type: ignore[attr-defined]
        else:
            session.add(kind(**_all_revived(kind, one["gone"]) | {"person_id": gone.id}))
            if own is not None and _values(own) == one["after"]:
                for name, value in _all_revived(kind, one["kept"]).items():
                    setattr(own, name, value)
        session.flush()


def _forget_pairs(session: Session, kept_id: int, gone_id: int) -> Values:
    """Pairs with the one who goes: "not the same" holds for the one who stays; the others are asked anew."""
    kept: Values = {"score": None, "reasons": [], "pairs": [], "repointed": []}
    pairs = session.scalars(
        select(TwinPair).where(or_(TwinPair.first_id == gone_id, TwinPair.second_id == gone_id))
    ).all()
    for pair in pairs:
        session.delete(pair)
    session.flush()
    for pair in pairs:
        other = pair.second_id if pair.first_id == gone_id else pair.first_id
        if other == kept_id:
            kept |= {"score": certainty(pair.score), "odds": pair.score, "reasons": list(pair.reasons)}
            continue
        kept["pairs"].append(_values(pair) | {"other": other})
        low, high = sorted((other, kept_id))
        there = select(TwinPair).where(TwinPair.first_id == low, TwinPair.second_id == high)
        if pair.verdict is Verdict.DIFFERENT and session.scalar(there) is None:
            moved = TwinPair(
                **_all_revived(TwinPair, _values(pair)) | {"id": None, "first_id": low, "second_id": high}
            )
            session.add(moved)
            session.flush()
            kept["repointed"].append(moved.id)
    return kept


def _bring_pairs_back(session: Session, merge: PersonMerge, gone_id: int) -> None:
    before = merge.before
    for pair_id in before["repointed"]:
        if pair := session.get(TwinPair, pair_id):
            session.delete(pair)
    session.flush()
    pairs = [one | {"verdict": Verdict(one["verdict"]).value} for one in before["pairs"]]
    if before["score"] is not None:
        open_again = {"score": before["odds"], "reasons": before["reasons"], "verdict": Verdict.OPEN.value}
        pairs.append(open_again | {"other": merge.kept_id, "decided_at": None, "decided_by": ""})
    for one in pairs:
        if session.get(Person, one["other"]) is None:
            continue
        low, high = sorted((one["other"], gone_id))
        values = _all_revived(TwinPair, {name: one[name] for name in one if name != "other"})
        session.add(TwinPair(**values | {"id": None, "first_id": low, "second_id": high}))
    session.flush()


def _kinds() -> "Mapping[str, type[Base]]":
    return {kind.__tablename__: kind for kind in (*(kind for kind, _column in MOVED), *ONE_EACH)}


def _values(record: "Base") -> Values:
    """A row as JSON keeps it whole."""
    found = {}
    for attribute in inspect(type(record)).column_attrs:
        value = getattr(record, attribute.key)
        found[attribute.key] = b64encode(value).decode() if isinstance(value, bytes) else as_json(value)
    return found


def _all_revived(kind: "type[Base]", values: Values) -> Values:
    columns = inspect(kind).columns
    return {name: _revived(columns[name], value) for name, value in values.items() if name != "version"}


def _revived(column: Any, value: Any) -> Any:
    if value is None or isinstance(value, dict | list):
        return value
    kind: Any = getattr(column.type, "impl_instance", column.type).python_type
    if kind is bytes:
        return b64decode(value)
    return kind.fromisoformat(value) if issubclass(kind, date) else kind(value)
