"""How a letter of the register is said in a row: its state as a word on a colour, its number, its version."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from db.rules.dates import short_date
from db.rules.letter_kinds import kind_label
from db.rules.letter_life import RETURN_EXPECTED, LetterStatus, Standing, standing_label
from db.rules.words import _, grouped, ngettext
from db.services.expedition import UnsentRow
from db.services.letters import LetterRow
from desktop.clock import today
from desktop.widgets.columns import Column, Index
from desktop.widgets.pills import PADDING, RIGHT_PADDING, CellDelegate
from desktop.widgets.theme import colours


def letter_columns() -> tuple[Column, ...]:
    """The register: day, state, and the rest in two lines."""
    return (
        Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=104),
        state_column(184),
        Column(_("Nomor, hal, dan tujuan"), two_lines, tooltip=_whole),
    )


def _whole(letter: LetterRow) -> str:
    to = _("kepada {recipient}").format(recipient=letter.recipient) if letter.recipient else ""
    lines = (letter.number, letter.subject, to, kind_label(letter.kind), letter.signer_name)
    return "\n".join(line for line in lines if line)


def state_column(width: int = 160) -> Column:
    """How a letter stands today."""
    return Column(_("Keadaan"), state, tone=tone, width=width, tooltip=state)


def state(letter: LetterRow) -> str:
    """Final, Belum kembali 3 hari, Ditandatangani, Dibatalkan."""
    standing = letter.standing(today())
    if _lacks_pages(letter):
        return _("Pindaian belum lengkap")
    if standing is Standing.AWAITED:
        days = (today() - letter.since(today())).days
        text = ngettext("Belum kembali {n} hari", "Belum kembali {n} hari", days)
        return text.format(n=grouped(days))
    return standing_label(standing)


def tone(letter: LetterRow) -> str:
    """A letter that should have been back by now stands out."""
    standing = letter.standing(today())
    if _lacks_pages(letter):
        return "warn"
    if standing is Standing.AWAITED:
        return "warn" if (today() - letter.since(today())).days > RETURN_EXPECTED else "info"
    return {Standing.SIGNED: "good", Standing.CANCELLED: "bad"}.get(standing, "neutral")


def _lacks_pages(letter: LetterRow) -> bool:
    """A scan lies there, and yet the letter is awaited: it lacked pages."""
    return letter.scan_id is not None and letter.status is LetterStatus.FINAL


def edition(letter: LetterRow) -> str:
    """versi 2; nothing for the first."""
    return _("versi {n}").format(n=letter.edition) if letter.edition > 1 else ""


def number_of(letter: LetterRow | UnsentRow) -> str:
    """The number, or that it is still to be noted; some kinds never have one."""
    if letter.number or not isinstance(letter, LetterRow) or letter.numbered:
        return letter.number or _("(belum bernomor)")
    return _("(tanpa nomor)")


def two_lines(letter: LetterRow) -> str:
    """The number and version, and below it what the letter is about and for whom."""
    number = " · ".join(part for part in (number_of(letter), edition(letter)) if part)
    return f"{number}\n" + " · ".join(part for part in (letter.subject, letter.recipient) if part)


class StackedDelegate(CellDelegate):
    """Paints a cell of two lines as one over the other, the second one muted."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        first, _break, second = (index.data() or "").partition("\n")
        if not second:
            super().paint(painter, option, index)
            return
        worn, area = colours(), option.rect
        painter.save()
        self._paint_ground(painter, option, index, worn)
        inner = area.adjusted(PADDING, 4, -RIGHT_PADDING, -5)
        middle = inner.top() + inner.height() // 2
        painter.setFont(option.font)
        for text, colour, top in ((first, worn.text, inner.top()), (second, worn.muted, middle)):
            line = QRect(inner.left(), top, inner.width(), inner.height() // 2)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.setPen(QColor(colour))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
