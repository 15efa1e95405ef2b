"""How a sentence on the screen names a letter: with its number, or that the number comes later."""

from db.catalog import spec_of
from db.rules.words import _
from db.services.letters import IssuedLetter, LetterRow


def with_number(name: str, letter: IssuedLetter | LetterRow) -> str:
    """Keputusan Nomor 12; Keputusan (nomor menyusul); only the name where such letters have no number."""
    if letter.number:
        return _("{letter} Nomor {number}").format(letter=name, number=letter.number)
    return _("{letter} (nomor menyusul)").format(letter=name) if spec_of(letter.kind).numbered else name
