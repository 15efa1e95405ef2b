"""What the roster shows of a kecamatan: its columns, and how it stands in a word on a colour."""

from collections.abc import Callable
from datetime import date

from db.roster import PostRow, PostTotals
from db.rules.dates import short_date
from db.rules.officers import PostState
from db.rules.words import _, ngettext
from desktop.widgets.lazy_table import Column

ENDS_SOON = 90  # days before the end of a decree at which the roster begins to warn
State = tuple[str, str]  # the word and its tone


def columns(day: Callable[[], date]) -> tuple[Column, ...]:
    """The columns of the roster as of `day()`."""
    return (
        Column(_("Kecamatan"), lambda row: row.kecamatan, width=128),
        Column(_("TKSK"), lambda row: row.officer or "—", width=232),
        Column(_("NIAT"), lambda row: row.niat, width=104),
        Column(_("SK berlaku s.d."), lambda row: short_date(row.decree_ends_on), width=134),
        Column(_("Keadaan"), lambda row: state(row, day())[0], lambda row: state(row, day())[1], width=146),
        Column(_("Catatan"), lambda row: row.cause, tooltip=lambda row: row.cause),
    )


def state(row: PostRow, day: date) -> State:
    """How a kecamatan stands on a day: Aktif, Plt, Lowong 3 hari, SK habis 48 hari, SK berakhir."""
    if row.state is PostState.VACANT:
        return _vacant(row.days_vacant), "bad"
    left = days_left(row, day)
    if left is not None and left < 0:
        return _("SK berakhir"), "bad"
    if left is not None and left <= ENDS_SOON:
        text = ngettext("SK habis {number} hari", "SK habis {number} hari", left)
        return text.format(number=left) if left else _("SK habis hari ini"), "warn"
    return (_("Plt"), "info") if row.state is PostState.ACTING else (_("Aktif"), "good")


def days_left(row: PostRow, day: date) -> int | None:
    """Days until the decree ends; None where there is none, or none that ends."""
    return (row.decree_ends_on - day).days if row.decree_ends_on else None


def days(number: int) -> str:
    """3 hari."""
    return ngettext("{number} hari", "{number} hari", number).format(number=number)


def in_words(totals: PostTotals) -> str:
    """24 kecamatan · 23 terisi · 0 Plt · 1 lowong."""
    text = _("{kecamatan} kecamatan · {filled} terisi · {acting} Plt · {vacant} lowong")
    return text.format(**vars(totals))


def _vacant(number: int | None) -> str:
    if number is None:
        return _("Lowong")
    return _("Lowong {days}").format(days=days(number)) if number else _("Lowong hari ini")
