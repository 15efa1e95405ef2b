"""What the roster shows of a kecamatan: its columns, and how it stands in a word on a colour."""

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from time import monotonic
from typing import Any

from db.roster import PostRow, count_totals, is_unknown, matches
from db.rules.dates import short_date
from db.rules.officers import AssignmentKind, PostState, assignment_label
from db.rules.words import _, ngettext
from desktop.clock import today
from desktop.widgets.lazy_table import Column
from desktop.widgets.table_view import TableView

ENDS_SOON = 90  # days before the end of a decree, until the office's own limit has been read
KEPT_FOR = 10  # seconds, in which nobody at another computer changes what a person is looking through
CELL, PILL = 26, 38  # beside the words of a cell
LEAST = 90  # of a column without a width of its own
MEASURED = 200  # rows: no office has more kecamatan
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
        Column(_("TKSK"), lambda row: row.holder or "—", width=226, muted=lambda row: not row.holder),
        Column(_("NIAT"), lambda row: row.niat if row.holder else "", width=106),
        Column(_("Berlaku s.d."), lambda row: short_date(row.decree_ends_on), width=104),
        Column(_("Keadaan"), lambda row: stands(row)[0], lambda row: stands(row)[1], width=168),
        Column(_("Plt/rangkap"), interim, width=120, tooltip=interim),
        Column(_("Catatan"), lambda row: row.cause, tooltip=lambda row: row.cause),
    )


def fit(table: TableView, rows: Sequence[Any]) -> None:
    """Each column as wide as its longest words, so that names have the room that empty ones do not need."""
    wide = table.fontMetrics().horizontalAdvance
    needs = [
        max((wide(column.text(row)) for row in rows[:MEASURED]), default=0) + (PILL if column.tone else CELL)
        for column in table.rows.columns
    ]
    table.set_ranges(
        [
            (min(need, column.width or LEAST), need)
            for need, column in zip(needs, table.rows.columns, strict=True)
        ]
    )


def interim(row: PostRow) -> str:
    """Rina Marlina (Plt)."""
    return f"{row.interim} ({assignment_label(row.interim_kind)})" if row.interim_kind else ""


def state(row: PostRow, day: date, ends_within: int = ENDS_SOON) -> State:
    """How a kecamatan stands on a day: Aktif, Lowong 3 hari, SK habis dalam 48 hari, Plt, tanpa SK."""
    if is_unknown(row, day, today()):
        return _("Belum ada data"), "neutral"
    if row.state is PostState.NO_POST:
        return _("Tanpa formasi"), "neutral"
    if row.state is PostState.VACANT:
        return _vacant(row.days_vacant), "bad"
    acting = row.state is PostState.ACTING
    said = assignment_label(row.interim_kind or AssignmentKind.ACTING) if acting else _("Aktif")
    left = days_left(row, day)
    if left is None or left > ends_within:
        tone = "info" if acting else "good"
        return said if row.by_decree else _("{state}, tanpa SK").format(state=said), tone
    tone = "warn" if left >= 0 else "bad"
    if acting:  # this first: what ends is seldom a decree
        return f"{said}, {_left(left)}", tone
    return (_("SK {ends}") if row.by_decree else _("Tugas {ends}")).format(ends=_ends(left)), tone


def days_left(row: PostRow, day: date) -> int | None:
    """Days until the decree ends; None where there is none, or none that ends."""
    return (row.decree_ends_on - day).days if row.decree_ends_on else None


def days(number: int) -> str:
    """3 hari."""
    return ngettext("{number} hari", "{number} hari", number).format(number=number)


def in_words(rows: Sequence[PostRow], day: date) -> str:
    """24 kecamatan · 23 terisi · 0 Plt · 1 lowong; of a day before all data only that."""
    totals = count_totals(rows)
    if rows and all(is_unknown(row, day, today()) for row in rows):
        text = _("{kecamatan} kecamatan · belum ada data per tanggal ini")
        return text.format(kecamatan=totals.kecamatan)
    text = _("{kecamatan} kecamatan · {filled} terisi · {acting} Plt · {vacant} lowong")
    if totals.no_post:
        text += " · " + _("{no_post} tanpa formasi")
    return text.format(**vars(totals))


def _ends(left: int) -> str:
    """Habis dalam 48 hari, habis 3 hari yang lalu."""
    if not left:
        return _("habis hari ini")
    text = _("habis dalam {days}") if left > 0 else _("habis {days} yang lalu")
    return text.format(days=days(abs(left)))


def _left(left: int) -> str:
    """20 hari lagi."""
    if not left:
        return _("hari terakhir")
    return (_("{days} lagi") if left > 0 else _("lewat {days}")).format(days=days(abs(left)))


def _vacant(number: int | None) -> str:
    if number is None:
        return _("Lowong")
    return _("Lowong {days}").format(days=days(number)) if number else _("Lowong hari ini")
