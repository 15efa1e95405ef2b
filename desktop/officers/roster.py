"""What the roster shows of a kecamatan: its columns, and how it stands in a word on a colour."""

from collections.abc import Callable
from datetime import date
from threading import Lock
from time import monotonic
from typing import Any

from db.roster import PostRow, PostTotals, count_totals, matches
from db.rules.dates import short_date
from db.rules.officers import AssignmentKind, PostState, assignment_label
from db.rules.words import _, ngettext
from desktop.widgets.lazy_table import Column

ENDS_SOON = 90  # days before the end of a decree, until the office's own limit has been read
KEPT_FOR = 10  # seconds, in which nobody at another computer changes what a person is looking through
State = tuple[str, str]  # the word and its tone


class PostReader:
    """Asks the roster's one question once: pages, counts, totals and prints come from the same rows."""

    def __init__(self) -> None:
        self.ends_within = ENDS_SOON
        self._round = 0  # told apart, so that an answer from before a change is never kept after it
        self._asking = Lock()  # two threads read: the second takes the answer of the first
        self._kept: tuple[int, date | None, float, list[PostRow]] = (-1, None, 0.0, [])

    def forget(self) -> None:
        """Something has changed: ask anew."""
        self._round += 1

    def rows(self, session: Any, on: date, text: str = "", state: PostState | None = None) -> list[PostRow]:
        """The roster as of a day, or what a search finds in it."""
        found = self._all(session, on)
        return [row for row in found if matches(row, text, state)] if text or state else found

    def count(self, session: Any, **criteria: Any) -> int:
        """How many kecamatan a search finds."""
        return len(self.rows(session, **criteria))

    def page(self, session: Any, offset: int, limit: int, **criteria: Any) -> list[PostRow]:
        """One page of them."""
        return self.rows(session, **criteria)[offset : offset + limit]

    def totals(self, session: Any, on: date) -> PostTotals:
        """How many posts are held, acted for and empty."""
        return count_totals(self._all(session, on))

    def _all(self, session: Any, on: date) -> list[PostRow]:
        from db.services import officers, settings  # the roster is painted before SQLAlchemy is there

        with self._asking:
            now, (kept_round, day, at, rows) = self._round, self._kept
            if (kept_round, day) == (now, on) and monotonic() - at < KEPT_FOR:
                return rows
            self.ends_within = settings.get_limits(session).decree_ends_within
            rows = officers.list_posts(session, on)
            self._kept = (now, on, monotonic(), rows)
            return rows


def columns(day: Callable[[], date], reader: PostReader) -> tuple[Column, ...]:
    """The columns of the roster as of `day()`."""

    def stands(row: PostRow) -> State:
        return state(row, day(), reader.ends_within)

    return (
        Column(_("Kecamatan"), lambda row: row.kecamatan, width=118),
        Column(_("TKSK"), lambda row: row.holder or "—", width=206, muted=lambda row: not row.holder),
        Column(_("NIAT"), lambda row: row.niat if row.holder else "", width=106),
        Column(_("Berlaku s.d."), lambda row: short_date(row.decree_ends_on), width=104),
        Column(_("Keadaan"), lambda row: stands(row)[0], lambda row: stands(row)[1], width=140),
        Column(_("Plt/rangkap"), interim, width=150),
        Column(_("Catatan"), lambda row: row.cause, tooltip=lambda row: row.cause),
    )


def interim(row: PostRow) -> str:
    """Rina Marlina (Plt)."""
    return f"{row.interim} ({assignment_label(row.interim_kind)})" if row.interim_kind else ""


def state(row: PostRow, day: date, ends_within: int = ENDS_SOON) -> State:
    """How a kecamatan stands on a day: Aktif, Plt, Lowong 3 hari, SK habis 48 hari, SK berakhir."""
    if row.state is PostState.NO_POST:
        return _("Tanpa formasi"), "neutral"
    if row.state is PostState.VACANT:
        return _vacant(row.days_vacant), "bad"
    left = days_left(row, day)
    if left is not None and left < 0:
        return _("SK berakhir"), "bad"
    if left is not None and left <= ends_within:
        text = ngettext("SK habis {number} hari", "SK habis {number} hari", left)
        return text.format(number=left) if left else _("SK habis hari ini"), "warn"
    if row.state is PostState.ACTING:
        return assignment_label(row.interim_kind or AssignmentKind.ACTING), "info"
    return _("Aktif"), "good"


def days_left(row: PostRow, day: date) -> int | None:
    """Days until the decree ends; None where there is none, or none that ends."""
    return (row.decree_ends_on - day).days if row.decree_ends_on else None


def days(number: int) -> str:
    """3 hari."""
    return ngettext("{number} hari", "{number} hari", number).format(number=number)


def in_words(totals: PostTotals) -> str:
    """24 kecamatan · 23 terisi · 0 Plt · 1 lowong."""
    text = _("{kecamatan} kecamatan · {filled} terisi · {acting} Plt · {vacant} lowong")
    if totals.no_post:
        text += " · " + _("{no_post} tanpa formasi")
    return text.format(**vars(totals))


def _vacant(number: int | None) -> str:
    if number is None:
        return _("Lowong")
    return _("Lowong {days}").format(days=days(number)) if number else _("Lowong hari ini")
