"""The words of the screen: Bahasa Indonesia as written, or another language where a catalogue is bound.

gettext's own functions look for a catalogue on the disk at each call, and a table asks hundreds of times.
"""

import gettext
import re
from decimal import Decimal
from pathlib import Path

WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}([. ][0-9]{3})+")
_catalogue: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def bind(folder: Path, languages: list[str]) -> None:
    """Use the first catalogue `folder/LANGUAGE/LC_MESSAGES/pilar.mo`; without one, the words as written."""
    _catalogue[0] = gettext.translation("pilar", str(folder), languages, fallback=True)


def _(text: str) -> str:
    """A text of the screen in the language in use."""
    return _catalogue[0].gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of a text that goes with a number."""
    return _catalogue[0].ngettext(one, many, number)


def ungrouped(text: str) -> int | None:
    """5.000, 5 000 or 5000 as a number; None for what is no whole number: 1.5 of another Excel is no 15."""
    plain = text.strip()
    return int(re.sub("[. ]", "", plain)) if WHOLE.fullmatch(plain) else None


def grouped(number: int | Decimal) -> str:
    """5.000, on the screen as on paper."""
    return f"{number:,}".replace(",", ".")
