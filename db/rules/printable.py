"""What a letter says that the type on paper cannot print, in one sentence for who writes it.

Which signs a font carries, only the font knows: `shown` tells what is printed in place of a sign.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from db.rules.templates import Value
from db.rules.words import _

Shown = Callable[[str], str]  # a sign -> what is printed instead; nothing if it is left out
MANY = 4  # of the same fate are named, the others are only told of
LONGEST = 12  # signs of a word in another script
RIGHT_TO_LEFT = {"R", "AL", "AN"}
SELECTORS = range(0xFE00, 0xFE10)  # how an emoji looks; nobody sees them themselves


class Fate(Enum):
    """What becomes of a sign on paper."""

    PRINTED = "printed"
    UNSEEN = "unseen"  # left out, and nobody misses it
    LOST = "lost"
    ASKED = "asked"  # a question mark stands in its place
    BACKWARD = "backward"


def say_unprinted(said: Iterable[tuple[str, Value]], shown: Shown) -> str:
    """One sentence that names the places and the signs; empty when all is printed as it is typed.

    said: what each place is called (isian Nama), and what stands there.
    """
    places: dict[str, None] = {}
    signs: dict[Fate, dict[str, None]] = {}
    for place, value in said:
        for text in _texts(value):
            for fate, found in _unprinted(text, shown):
                places[place] = None
                signs.setdefault(fate, {})[found] = None
    clauses = [
        text.format(signs=_listed([*signs[fate]]))
        for fate, text in (
            (Fate.LOST, _("tanda {signs} tidak ada pada huruf surat dan tidak akan tercetak")),
            (Fate.ASKED, _("tanda {signs} tidak ada pada huruf surat dan akan tercetak sebagai “?”")),
            (Fate.BACKWARD, _("tulisan {signs} dibaca dari kanan ke kiri dan akan tercetak terbalik")),
        )
        if fate in signs
    ]
    if not clauses:
        return ""
    return _("Pada {places}: {what}.").format(places=_listed([*places]), what="; ".join(clauses))


def _unprinted(text: str, shown: Shown) -> Iterator[tuple[Fate, str]]:
    """Signs that share a fate and stand together, as one: an emoji of several signs, an Arabic word."""
    if text.isascii():
        return
    run, last = "", Fate.PRINTED
    for sign in unicodedata.normalize("NFC", text):
        fate = _fate(sign, shown)
        if fate is last or (fate is Fate.UNSEEN and last is not Fate.PRINTED):
            run += sign
        else:
            if last not in (Fate.PRINTED, Fate.UNSEEN):
                yield last, _named(run, shown)
            run, last = sign, fate
    if last not in (Fate.PRINTED, Fate.UNSEEN):
        yield last, _named(run, shown)


def _fate(sign: str, shown: Shown) -> Fate:
    printed = shown(sign)
    if printed == sign:
        backward = unicodedata.bidirectional(sign) in RIGHT_TO_LEFT
        return Fate.BACKWARD if backward else Fate.PRINTED
    if printed:
        return Fate.ASKED
    unseen = unicodedata.category(sign) in ("Cc", "Cf") or ord(sign) in SELECTORS
    return Fate.UNSEEN if unseen else Fate.LOST


def _named(run: str, shown: Shown) -> str:
    """A run as it is shown on the screen: without what only steers the signs beside it."""
    while run and _fate(run[-1], shown) is Fate.UNSEEN and ord(run[-1]) not in SELECTORS:
        run = run[:-1]
    return run if len(run) <= LONGEST else f"{run[:LONGEST]}…"


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from (item,) if isinstance(item, str) else item.values()


def _listed(items: list[str]) -> str:
    """a, b, c dan lainnya."""
    if len(items) > MANY:
        items = [*items[:MANY], _("lainnya")]
    if len(items) == 1:
        return items[0]
    return _("{first} dan {last}").format(first=", ".join(items[:-1]), last=items[-1])
