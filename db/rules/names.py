"""Indonesian names as they are looked for: folded over old and new spelling, and how alike two are.

The folds: titles left out, Moh./Muh. for Muhammad, St. for Siti, oe/u, dj/j, tj/c, ch/kh/h, sy/sh/s, f/v/p,
y/j, z/j, ie/i, ae/ai, double letters, an h within a word (performance.md "Duplicates"). Databases keep what
`fold` makes: whoever changes it adds a migration that folds all names anew.
"""

import re
import unicodedata
from functools import lru_cache

ALIKE = 0.86  # of 1; below it two folded names are two people
FIRST_NAMES = {
    **dict.fromkeys(("moh", "mohd", "moch", "mochd", "muh", "muhd", "mhd", "md"), "muhammad"),
    **dict.fromkeys(("mohammad", "mohamad", "mohammed", "mochammad", "mochamad", "muchamad"), "muhammad"),
    **dict.fromkeys(("st", "sti"), "siti"),
    "abd": "abdul",
}
TITLES = {"h", "hj", "dr", "drg", "drs", "dra", "ir", "prof", "kh", "hjh", "tgk", "tgh", "lt", "ny", "tn"}
SPELLINGS = tuple(
    (re.compile(old), new)
    for old, new in (
        ("oe", "u"),
        ("ie|ee", "i"),
        ("ae", "ai"),
        ("tj", "c"),
        ("dj", "j"),
        ("sy|sj|sh", "s"),
        ("kh", "h"),
        (r"(?<=\w)ch", "h"),
        (r"\bch", "c"),
        ("ph|[fv]", "p"),
        ("[yz]", "j"),
        ("q", "k"),
        ("x", "ks"),
        (r"(?<=\w)h", ""),
        (r"(.)\1+", r"\1"),
    )
)


def fold(name: str) -> str:
    """Drs. H. Moch. Djoenaedi, M.Si. -> muamad junaidi, as all spellings of that name: letters and blanks."""
    return " ".join(map(_fold_word, _bare_words(name)))


def spellings(typed: str) -> list[tuple[str, str]]:
    """Each typed word as it stands and folded: So -> so, so; St -> st, siti; Djoe -> djoe, ju."""
    return [(word, _fold_word(word)) for word in _bare_words(typed)]


def short_name(name: str, longest: int) -> str:
    """A name without its titles, in two lines of so many letters: Muhammad, N. Zainuddin."""
    plain = name.partition(",")[0].split()
    words = [word for word in plain if word.rstrip(".").casefold() not in TITLES] or plain
    first, middle, last = words[0], words[1:-1], words[-1] if len(words) > 1 else ""
    for kept in (middle, [f"{word[0]}." for word in middle], []):
        lines = [first, " ".join((*kept, last))]
        if len(lines[1]) <= longest:
            break
    return "\n".join(cut(line, longest) for line in lines if line)


def cut(text: str, longest: int) -> str:
    """A text of at most so many letters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _bare_words(name: str) -> list[str]:
    plain = name.partition(",")[0].casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if not (plain.isascii() and plain.replace(" ", "").isalnum()):  # most names need no more
        plain = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[./\-]", " ", plain))
    words = plain.split()
    return [word for word in words if word not in TITLES] or words


@lru_cache(50_000)  # a million names have some thousand words
def _fold_word(word: str) -> str:
    folded = FIRST_NAMES.get(word, word)
    for old, new in SPELLINGS:
        folded = old.sub(new, folded)
    return folded


def alikeness(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 1; the order of the words does not count."""
    from rapidfuzz import fuzz  # 40 ms to import: not at the start

    return float(fuzz.token_sort_ratio(one, other)) / 100
