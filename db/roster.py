"""The roster in one question: read by the service, and once at the start without waiting for SQLAlchemy."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.rules.office import full_name
from db.rules.officers import AssignmentKind, NextStep, PostState, days_vacant
from db.rules.recruitment import OPEN_STAGES, Stage
from db.rules.words import _

Ask = Callable[[str], Iterable[Sequence[Any]]]  # runs POSTS with `day` and `regency` (its code and %)
INTERIM_AFTER = 30  # days without anybody after which somebody should serve while the selection runs

# A kecamatan that took another code is shown under the new one, one that was split off from its first day.
# `term`: the definitive officer of the day, else who held the post last. `stand_in`: the interim of the day.
POSTS = """
SELECT region.code, region.name, region.posts, term.id, term.ends_on, term.end_reason, term.end_detail,
       vacancy.id, vacancy.stage, stand_in.kind, stand_in.starts_on,
       term.officer_id, officer.niat, decree.id, decree.ends_on,
       person.front_title, person.name, person.back_title,
       stand_in.id, stand_in.ends_on, stand_in.officer_id, other.niat, mandate.id, mandate.ends_on,
       deputy.front_title, deputy.name, deputy.back_title
FROM region
LEFT JOIN assignment AS term ON term.id = coalesce(
    (SELECT id FROM assignment
     WHERE kecamatan_code = region.code AND {serving}
       AND kind = '{definitive}' LIMIT 1),
    (SELECT id FROM assignment
     WHERE kecamatan_code = region.code AND ends_on < :day
     ORDER BY CASE kind WHEN '{definitive}' THEN 0 ELSE 1 END, ends_on DESC, id DESC LIMIT 1))
LEFT JOIN assignment AS stand_in ON stand_in.id =
    (SELECT id FROM assignment
     WHERE kecamatan_code = region.code AND {serving}
       AND kind <> '{definitive}' ORDER BY starts_on DESC, id DESC LIMIT 1)
LEFT JOIN officer ON officer.id = term.officer_id
LEFT JOIN person ON person.id = officer.person_id
LEFT JOIN decree ON decree.id = term.decree_id
LEFT JOIN officer AS other ON other.id = stand_in.officer_id
LEFT JOIN person AS deputy ON deputy.id = other.person_id
LEFT JOIN decree AS mandate ON mandate.id = stand_in.decree_id
LEFT JOIN vacancy ON vacancy.id =
    (SELECT max(id) FROM vacancy WHERE kecamatan_code = region.code AND stage IN ({stages}))
WHERE region.level = 6 AND region.code LIKE :regency
  AND (region.closed_on IS NULL OR region.closed_on > :day)
  AND NOT EXISTS
    (SELECT 1 FROM region_change AS gone WHERE gone.old_code = region.code AND gone.on_day = region.closed_on
       AND NOT EXISTS (SELECT 1 FROM assignment WHERE kecamatan_code = region.code))
  AND NOT EXISTS
    (SELECT 1 FROM region_change AS came JOIN region AS parent ON parent.code = came.old_code
     WHERE came.new_code = region.code AND came.on_day > :day AND came.old_code <> came.new_code
       AND (parent.closed_on IS NULL OR parent.closed_on > came.on_day))
ORDER BY region.name, region.code
""".format(
    stages=", ".join(f"'{stage.value}'" for stage in sorted(OPEN_STAGES)),
    definitive=AssignmentKind.DEFINITIVE.value,
    serving="starts_on <= :day AND (ends_on IS NULL OR ends_on >= :day)",  # as db.models.officers.serves_on
)
HOLDER, STAND_IN = slice(11, 18), slice(18, 27)  # where their columns stand


@dataclass(frozen=True)
class PostRow:
    """One kecamatan on a day: who holds it, or since when nobody does."""

    id: str  # code of the kecamatan
    kecamatan: str
    state: PostState
    officer_id: int | None  # who serves: the definitive officer, else the interim
    assignment_id: int | None  # the term of who serves, else the last one
    officer: str
    niat: str
    decree_ends_on: date | None
    vacant_since: date | None  # without a definitive officer, also while somebody acts
    days_vacant: int | None
    cause: str
    vacancy_id: int | None  # an open selection for this kecamatan
    vacancy_stage: Stage | None = None
    interim: str = ""  # who serves for the time being, also beside a definitive officer on leave
    interim_kind: AssignmentKind | None = None
    interim_id: int | None = None  # of the assignment
    interim_since: date | None = None
    posts: int = 1  # formasi
    by_decree: bool = True  # who serves does so by a decree

    @property
    def holder(self) -> str:
        """The definitive officer."""
        return self.officer if self.state is PostState.FILLED else ""


@dataclass(frozen=True)
class PostTotals:
    kecamatan: int
    filled: int
    acting: int
    vacant: int
    no_post: int = 0


def read_posts(ask: Ask, on: date) -> list[PostRow]:
    """The roster as of a day; empty posts first, then by name of the kecamatan."""
    rows = [_post(on, columns) for columns in ask(POSTS)]
    return sorted(rows, key=lambda row: row.state is not PostState.VACANT)


def is_unknown(row: PostRow, on: date, today: date) -> bool:
    """Whether a past day lies before all that is known of a kecamatan: nobody can say that it was empty."""
    return on < today and row.state is PostState.VACANT and row.vacant_since is None


def matches(row: PostRow, text: str, state: PostState | None) -> bool:
    """Whether a search of the roster finds a row."""
    needle = text.strip().lower()
    return (state is None or row.state is state) and (
        not needle or needle in f"{row.kecamatan} {row.officer} {row.niat} {row.interim}".lower()
    )


def count_totals(rows: Sequence[PostRow]) -> PostTotals:
    """How many posts are held, acted for and empty."""
    states = [row.state for row in rows]
    return PostTotals(len(states), *(states.count(state) for state in PostState))


def next_step(row: PostRow, on: date, ends_within: int) -> NextStep | None:
    """What the kecamatan waits for; None while all is well. `ends_within`: days before a decree ends."""
    if row.vacancy_stage is Stage.PROPOSED:
        return NextStep.SHOW_PROPOSAL
    if row.vacancy_id is not None:
        long_empty = row.state is PostState.VACANT and (row.days_vacant or 0) > INTERIM_AFTER
        return NextStep.APPOINT_INTERIM if long_empty else NextStep.SHOW_VACANCY
    if row.state in (PostState.VACANT, PostState.ACTING):
        return NextStep.OPEN_VACANCY if row.posts else None
    ends_soon = row.decree_ends_on is not None and (row.decree_ends_on - on).days <= ends_within
    return NextStep.RENEW if row.state is PostState.FILLED and ends_soon else None


def _post(on: date, columns: Sequence[Any]) -> PostRow:
    code, kecamatan, posts, term_id, ends_on, reason, detail, vacancy_id, stage, kind, since = columns[:11]
    interim_id, interim_ends_on, *interim = columns[STAND_IN]
    last = as_date(ends_on)
    vacant_since, days, cause = None, None, ""
    if term_id is not None and (last is None or last >= on):
        state, served = PostState.FILLED, _who(term_id, last, columns[HOLDER])
    else:
        if last is not None:
            vacant_since = last + timedelta(days=1)
            days = days_vacant(vacant_since, on)
            cause = ", ".join(part for part in (reason, detail) if part) or _("Masa tugas berakhir")
        if interim_id is not None:
            state, served = PostState.ACTING, _who(interim_id, as_date(interim_ends_on), interim)
        else:
            state = PostState.VACANT if posts else PostState.NO_POST
            served = (None, term_id, "", "", None, True)
    return PostRow(
        code,
        kecamatan,
        state,
        *served[:5],
        vacant_since,
        days,
        cause,
        vacancy_id,
        Stage(stage) if stage else None,
        full_name(*interim[4:]) if interim_id else "",
        AssignmentKind(kind) if kind else None,
        interim_id,
        as_date(since),
        posts,
        served[5],
    )


def _who(
    term_id: int, last: date | None, columns: Sequence[Any]
) -> tuple[int | None, int | None, str, str, date | None, bool]:
    """Who serves by a term, and until when: as its decree says, where there is one."""
    officer_id, niat, decree_id, decree_ends_on, *names = columns
    until = as_date(decree_ends_on) if decree_id else last
    return officer_id, term_id, full_name(*names), niat or "", until, decree_id is not None


def as_date(value: date | str | None) -> date | None:
    """SQLite keeps days as text, and a question without the ORM gets them so."""
    return date.fromisoformat(value) if isinstance(value, str) else value
