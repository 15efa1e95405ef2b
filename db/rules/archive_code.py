"""The short code at the foot of a letter, as it is typed, scanned and misread."""

import re
from itertools import product

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O: too easily mistaken
CODE_LENGTH = 8
SHOWN_CODE = "XXXX-XXXX"  # in a preview: no letter has it
MANY = 200  # readings of one code: past that it was not read at all
MARK = "PILAR-TKSK"  # stands before the code in the QR
LOOK_ALIKE = {"0": "QD", "O": "QD", "1": "L7J", "I": "L7J"}  # never printed: read as what it may be
CONFUSED = {
    "8": "B",
    "B": "8",
    "5": "S",
    "S": "5",
    "2": "Z",
    "Z": "2",
    "6": "G",
    "G": "6",
    "U": "V",
    "V": "U",
}


def qr_text(code: str) -> str:
    """What the QR at the foot holds."""
    return f"{MARK} {code}"


def without_mark(text: str) -> str:
    """What is looked for in a register: of a QR that was scanned into the box the code alone."""
    place = text.upper().rfind(MARK)
    return text if place < 0 else text[place + len(MARK) :].strip()


def find_code(text: str) -> str | None:
    """The code in what a QR holds; None where the QR is not one of ours."""
    found = re.fullmatch(rf"{MARK} ([0-9A-Z]{{4}}-[0-9A-Z]{{4}})", text.strip())
    return found[1] if found else None


def is_exact(typed: str, code: str) -> bool:
    """Whether somebody typed just this code, with or without its dash or the words of the QR."""
    return _plain(typed) == _plain(code)


def readings(typed: str) -> tuple[tuple[str, ...], ...]:
    """The codes that somebody may mean, the likelier ones in the first group; nothing if it cannot be one.

    Lower case, a missing dash, spaces and the words of the QR are forgiven; a character that is never
    printed is read as what it looks like; in the second group one printed character is taken for its twin.
    """
    plain = _plain(typed)
    if len(plain) != CODE_LENGTH:
        return ()
    straight = ["".join(read) for read in product(*(LOOK_ALIKE.get(letter, letter) for letter in plain))]
    straight = straight[:MANY]
    twins = [
        code[:place] + CONFUSED[letter] + code[place + 1 :]
        for code in straight
        for place, letter in enumerate(code)
        if letter in CONFUSED
    ]
    return _dashed(straight), _dashed(twins[:MANY])


def _plain(typed: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", typed.upper()).removeprefix(re.sub(r"[^A-Z]", "", MARK))


def _dashed(codes: list[str]) -> tuple[str, ...]:
    return tuple(f"{code[:4]}-{code[4:]}" for code in dict.fromkeys(codes))
