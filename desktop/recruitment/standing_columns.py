"""How candidates stand, as columns: each interviewer's total, the final score, the place."""

from collections.abc import Sequence
from gettext import gettext as _

from db.rules.dates import decimal_text
from db.rules.recruitment import Applied
from db.services.recruitment.interviews import MemberFacts, SheetRow
from desktop.recruitment.words import short_number
from desktop.widgets.columns import Column

FIRST_MEMBER = 2  # the columns before the panel's
MEMBER_WIDTH = 116


def standing_columns(panel: Sequence[MemberFacts]) -> tuple[Column, ...]:
    """Number, name, one column for each of the panel, then the result."""
    return (
        Column(_("No."), lambda r: short_number(r.registration_number), width=52),
        Column(_("Calon"), lambda r: r.name, width=190),
        *(_member_column(place, member) for place, member in enumerate(panel)),
        Column(_("Nilai"), lambda r: decimal_text(r.final) or "–", align_right=True, width=72, bold=_first),
        Column(_("Peringkat"), _rank, align_right=True, width=92, bold=_first),
        Column(_("Keterangan"), _note, tone=_note_tone, width=130),
    )


def _member_column(place: int, member: MemberFacts) -> Column:
    def text(row: SheetRow) -> str:
        if row.status is Applied.ABSENT:
            return "–"
        total, missing = row.totals[place], row.missing[place]
        return _("{n} belum").format(n=missing) if missing else decimal_text(total)

    def tone(row: SheetRow) -> str | None:
        return "warn" if row.missing[place] else None

    return Column(member.name, text, tone=tone, width=MEMBER_WIDTH)


def _first(row: SheetRow) -> bool:
    return row.rank == 1


def _rank(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return "–"
    return str(row.rank) if row.rank else _("menunggu")


def _note(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return _("tidak hadir")
    if row.rank is None:
        return ""
    if not row.passes:
        return _("di bawah ambang")
    return _("nilai sama") if row.tied else _("lulus")


def _note_tone(row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return "neutral"
    if not row.passes:
        return "bad"
    return "warn" if row.tied else "good"
