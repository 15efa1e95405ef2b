"""The words of the screen: Bahasa Indonesia as written, or another language where a catalogue is bound.

gettext's own functions look for a catalogue on the disk at each call, and a table asks hundreds of times.
"""

import gettext
from decimal import Decimal
from pathlib import Path

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


def grouped(number: int | Decimal) -> str:
    """5.000, on the screen as on paper."""
    return f"{number:,}".replace(",", ".")
