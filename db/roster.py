"""The roster in one question: read by the service, and once at the start without waiting for SQLAlchemy."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.rules.office import full_name
from db.rules.officers import AssignmentKind, PostState, days_vacant
from db.rules.recruitment import OPEN_STAGES
from db.rules.words import _

Ask = Callable[[str], Iterable[Sequence[Any]]]  # runs POSTS with `day` and `regency` (its code and %)

# Who holds a kecamatan on the day, the definitive officer before the acting one; else who held it last.
POSTS = """
SELECT region.code, region.name, term.id, term.officer_id, term.kind, term.ends_on,
       term.end_reason, term.end_detail, decree.id, decree.ends_on, officer.niat,
       person.front_title, person.name, person.back_title,
       (SELECT max(id) FROM vacancy WHERE kecamatan_code = region.code AND stage IN ({stages}))
FROM region
LEFT JOIN assignment AS term ON term.id = coalesce(
    (SELECT id FROM assignment
     WHERE kecamatan_code = region.code AND starts_on <= :day AND (ends_on IS NULL OR ends_on >= :day)
     ORDER BY CASE kind WHEN '{definitive}' THEN 0 ELSE 1 END, id DESC LIMIT 1),
    (SELECT id FROM assignment
     WHERE kecamatan_code = region.code AND ends_on < :day
     ORDER BY ends_on DESC, id DESC LIMIT 1))
LEFT JOIN officer ON officer.id = term.officer_id
LEFT JOIN person ON person.id = officer.person_id
LEFT JOIN decree ON decree.id = term.decree_id
WHERE region.level = 6 AND region.code LIKE :regency
  AND (region.closed_on IS NULL OR region.closed_on > :day)
ORDER BY region.name, region.code
""".format(
    stages=", ".join(f"'{stage.value}'" for stage in sorted(OPEN_STAGES)),
    definitive=AssignmentKind.DEFINITIVE.value,
)


@dataclass(frozen=True)
class PostRow:
    """One kecamatan on a day: who holds it, or since when nobody does."""

    id: str  # code of the kecamatan
    kecamatan: str
    state: PostState
    officer_id: int | None
    assignment_id: int | None
    officer: str
    niat: str
    decree_ends_on: date | None
    vacant_since: date | None
    days_vacant: int | None
    cause: str
    vacancy_id: int | None  # an open selection for this kecamatan


@dataclass(frozen=True)
class PostTotals:
    kecamatan: int
    filled: int
    acting: int
    vacant: int


def read_posts(ask: Ask, on: date) -> list[PostRow]:
    """The roster as of a day; empty posts first, then by name of the kecamatan."""
    rows = [_post(on, *columns) for columns in ask(POSTS)]
    return sorted(rows, key=lambda row: row.state is not PostState.VACANT)


def matches(row: PostRow, text: str, state: PostState | None) -> bool:
    """Whether a search of the roster finds a row."""
    needle = text.strip().lower()
    return (state is None or row.state is state) and (
        not needle or needle in f"{row.kecamatan} {row.officer} {row.niat}".lower()
    )


def count_totals(rows: Sequence[PostRow]) -> PostTotals:
    """How many posts are held, acted for and empty."""
    states = [row.state for row in rows]
    return PostTotals(len(states), *(states.count(state) for state in PostState))


def _post(
    on: date,
    code: str,
    kecamatan: str,
    term_id: int | None,
    officer_id: int | None,
    kind: str,
    ends_on: date | str | None,
    end_reason: str,
    end_detail: str,
    decree_id: int | None,
    decree_ends_on: date | str | None,
    niat: str | None,
    front_title: str,
    name: str,
    back_title: str,
    vacancy_id: int | None,
) -> PostRow:
    last = as_date(ends_on)
    if term_id is not None and (last is None or last >= on):
        return PostRow(
            id=code,
            kecamatan=kecamatan,
            state=PostState.ACTING if kind == AssignmentKind.ACTING else PostState.FILLED,
            officer_id=officer_id,
            assignment_id=term_id,
            officer=full_name(front_title, name, back_title),
            niat=niat or "",
            decree_ends_on=as_date(decree_ends_on) if decree_id else last,
            vacant_since=None,
            days_vacant=None,
            cause="",
            vacancy_id=vacancy_id,
        )
    since = last + timedelta(days=1) if last else None
    said = ", ".join(part for part in (end_reason, end_detail) if part)
    return PostRow(
        id=code,
        kecamatan=kecamatan,
        state=PostState.VACANT,
        officer_id=None,
        assignment_id=term_id,
        officer="",
        niat="",
        decree_ends_on=None,
        vacant_since=since,
        days_vacant=days_vacant(since, on) if since else None,
        cause=said or (_("Masa tugas berakhir") if term_id else ""),
        vacancy_id=vacancy_id,
    )


def as_date(value: date | str | None) -> date | None:
    """SQLite keeps days as text, and a question without the ORM gets them so."""
    return date.fromisoformat(value) if isinstance(value, str) else value
