"""Looks through all people for those who are there twice: found while reading, kept in one short write."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.imports import ImportRow
from db.models.people import Person
from db.models.twins import TwinPair
from db.records import in_portions
from db.rules.access import Right
from db.rules.twins import MOST_PAIRS, OFFERED, Side, Sign, Verdict, weigh_further
from db.rules.words import _

if TYPE_CHECKING:
    from db.rules.twin_search import Columns, Pairs

ASKED = """
SELECT id, folded, birth_date, CASE sex WHEN 'L' THEN 1 WHEN 'P' THEN 2 ELSE 0 END,
       coalesce(CAST(desa_code AS bigint), -1)
FROM person WHERE id > {last} ORDER BY id LIMIT 2000"""
MOST_IDS = 10_000  # of pairs in one statement
READ_UNTIL, SEARCHED_UNTIL = 35, 90  # of 100, as the bar tells it

Tick = Callable[[int], object]  # told how many of 100 parts are done; raises to end it all


@dataclass(frozen=True)
class FoundPair:
    """Two people who look alike; `first_id` is the smaller."""

    first_id: int
    second_id: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """What one search has left to decide."""

    new: int
    open: int


@needs(Right.MAPPING)
def find_twins(session: Session, tick: Tick, only: Collection[int] | None = None) -> list[FoundPair]:
    """All pairs of people who may be one, the likeliest first. only: who is new or changed."""
    import numpy as np  # 0.1 s and 25 MB: not before somebody looks for twins

    from db.rules import twin_search

    total = session.scalars(select(func.count()).select_from(Person)).one()
    ids, columns = _read(session, total, tick)
    fresh = None if only is None else np.flatnonzero(np.isin(ids, list(only)))
    part = (SEARCHED_UNTIL - READ_UNTIL) / twin_search.STEPS
    pairs = twin_search.search(columns, lambda step: tick(int(READ_UNTIL + part * step)), fresh)
    del columns
    found = _weigh(session, ids, pairs, tick)
    tick(100)
    return found


@needs(Right.MAPPING)
def people_of_import(session: Session, batch_id: int) -> set[int]:
    """Whom an import has made or changed: among them and everybody else twins may be looked for."""
    found: set[int] = set()
    rows = select(ImportRow.changes).where(ImportRow.batch_id == batch_id)
    for change in chain.from_iterable(session.scalars(rows)):
        if "rows" in change:  # a range of plainly new rows of a long list
            found.update(range(change["person"], change["person"] + change["rows"]))
        elif change["table"] == Person.__tablename__:
            found.add(change["id"])
    return found


@needs(Right.MAPPING)
def keep_twins(session: Session, found: Sequence[FoundPair], only: Collection[int] | None = None) -> Kept:
    """Offer these pairs in place of those still open; what somebody has decided stays decided."""
    before = _known(session)
    note = _("Orang ganda dicari: {count} pasangan ditemukan").format(count=len(found))
    anew = delete(TwinPair).where(TwinPair.verdict == Verdict.OPEN)
    if only is None:
        session.execute(anew, execution_options={"note": note})
    else:
        for gone in [*in_portions(_open_of(session, set(only)), MOST_IDS)] or [[]]:
            session.execute(anew.where(TwinPair.id.in_(gone)), execution_options={"note": note})
    still = _known(session)
    alive = _alive(session, found)
    rows = [
        {
            "first_id": pair.first_id,
            "second_id": pair.second_id,
            "score": pair.score,
            "reasons": list(pair.reasons),
            "verdict": Verdict.OPEN,
            "decided_by": "",
        }
        for pair in found
        if (pair.first_id, pair.second_id) not in still and {pair.first_id, pair.second_id} <= alive
    ]
    for portion in in_portions(rows):
        session.connection().execute(insert(TwinPair), portion)
    now_open = select(func.count()).where(TwinPair.verdict == Verdict.OPEN)
    new = sum((row["first_id"], row["second_id"]) not in before for row in rows)
    return Kept(new, session.scalars(now_open).one())


def _open_of(session: Session, only: set[int]) -> list[int]:
    """The open pairs of these people, who may be more than a statement takes."""
    pairs = select(TwinPair.id, TwinPair.first_id, TwinPair.second_id)
    asked = session.execute(pairs.where(TwinPair.verdict == Verdict.OPEN))
    return [pair for pair, one, other in asked if one in only or other in only]


def _known(session: Session) -> set[tuple[int, int]]:
    return {(one, other) for one, other in session.execute(select(TwinPair.first_id, TwinPair.second_id))}


def _alive(session: Session, found: Sequence[FoundPair]) -> set[int]:
    """Who is still there: somebody may have been merged while others were looked for."""
    ids = sorted({one for pair in found for one in (pair.first_id, pair.second_id)})
    return {
        person
        for portion in in_portions(ids)
        for person in session.scalars(select(Person.id).where(Person.id.in_(portion)))
    }


def _read(session: Session, total: int, tick: Tick) -> tuple[Any, "Columns"]:
    """People in columns, through the driver: no objects, some 25 bytes each and the distinct names."""
    import numpy as np

    from db.rules.twin_search import UNKNOWN, Columns

    places: dict[str, int] = {}
    pieces = [tuple(np.empty(0, kind) for kind in (np.int64, np.int32, np.int32, np.int8, np.int64))]
    done = 0
    for ids, names, born, sexes, desa in _portions(session):
        days = np.array(born, "datetime64[D]").astype(np.int64)
        pieces.append(
            (
                np.array(ids, np.int64),
                np.array([places.setdefault(name, len(places)) for name in names], np.int32),
                np.maximum(days, UNKNOWN).astype(np.int32),  # not a day is the least there is
                np.array(sexes, np.int8),
                np.array(desa, np.int64),
            )
        )
        done += len(ids)
        tick(READ_UNTIL * done // max(total, done))
    whole = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    del pieces
    folded, same = _called(places)
    return whole[0], Columns(np.array(same, np.int32)[whole[1]], folded, *whole[2:])


def _portions(session: Session) -> Iterator[Sequence[Sequence[Any]]]:
    """All people in columns, so many at a time: the window breathes in between."""
    last = 0
    while rows := session.connection().exec_driver_sql(ASKED.format(last=last)).cursor.fetchall():
        columns = list(zip(*rows, strict=True))
        yield columns
        last = columns[0][-1]


def _called(places: Mapping[str, int]) -> tuple[list[str], list[int]]:
    """The distinct names, and for each as it was written its place there: M. Ali is Muhammad Ali."""
    distinct: dict[str, int] = {}
    same = [
        distinct.setdefault(f"muamad{name[1:]}" if name.startswith("m ") else name, len(distinct))
        for name in places
    ]
    return list(distinct), same


def _weigh(session: Session, ids: Any, pairs: "Pairs", tick: Tick) -> list[FoundPair]:
    """Read the candidates whole, and let NIK, KK, spelling, mother, phone and address speak too."""
    from db.rules.twin_search import SIGNS

    first, second = ids[pairs.first].tolist(), ids[pairs.second].tolist()
    signs = list(zip(*(column.tolist() for column in pairs.signs), strict=True))
    sides = _sides(session, sorted({*first, *second}), tick)
    respelt = {
        (one, other)
        for one, other, said in zip(first, second, signs, strict=True)
        if SIGNS[said[0]] is Sign.NAME_SAME and sides[one].name.casefold() != sides[other].name.casefold()
    }
    times = _times(session, Person.name, {sides[one].name for one in chain.from_iterable(respelt)})
    folds = _times(session, Person.folded, {sides[one].folded for one, _other in respelt})
    found = []
    for one, other, score, said in zip(first, second, pairs.score.tolist(), signs, strict=True):
        left, right = sides[one], sides[other]
        seldom = 0.0
        if (one, other) in respelt:
            fewest = min(times.get(left.name, 1), times.get(right.name, 1))
            seldom = folds.get(left.folded, 1) / fewest
        weighed, reasons = weigh_further(score, [SIGNS[sign] for sign in said], left, right, seldom)
        if weighed >= OFFERED:
            found.append(FoundPair(min(one, other), max(one, other), weighed, tuple(reasons)))
    found.sort(key=lambda pair: (-pair.score, pair.first_id, pair.second_id))
    return found[:MOST_PAIRS]


def _sides(session: Session, ids: Sequence[int], tick: Tick) -> dict[int, Side]:
    asked = select(
        *(Person.id, Person.name, Person.folded, Person.nik, Person.kk),
        *(Person.mother, Person.phone, Person.address, Person.rt),
    )
    sides = {}
    for portion in in_portions(ids):
        for person, *facts in session.execute(asked.where(Person.id.in_(portion))):
            sides[person] = Side(*facts)  # type: ignore[arg-type]  # in the order asked for
        tick(SEARCHED_UNTIL)
    return sides


def _times(session: Session, column: Any, values: Collection[str]) -> dict[str, int]:
    return {
        value: number
        for portion in in_portions(sorted(values))
        for value, number in session.execute(
            select(column, func.count()).where(column.in_(portion)).group_by(column)
        )
    }
