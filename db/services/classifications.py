"""The codes by which letters are filed: the tree of Permendagri 83/2022, older codes, the office's own."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Classification
from db.rules.access import Right
from db.rules.classifications import check_code, code_order, parent_of
from db.rules.problems import refuse, require
from db.rules.words import _

OWN = "kode kantor"
OLDER = ("kode lama",)


@dataclass(frozen=True)
class ClassificationRow:
    """One code with its place in the tree."""

    id: str  # the code
    name: str
    source: str
    favourite: bool
    closed_on: date | None
    path: str  # the names above it: Sosial › Pemberdayaan Keluarga dan Kelembagaan Sosial

    @property
    def label(self) -> str:
        """400.9.12.3 Tenaga kesejahteraan sosial masyarakat."""
        return f"{self.id} {self.name}"


@needs(Right.READ)
def list_classifications(
    session: Session, text: str = "", *, with_closed: bool = False
) -> list[ClassificationRow]:
    """The codes that a search finds, favourites first, then in the order of the tree, older codes last.

    Each word must stand in the name, in a name above it, or at the beginning of the code.
    """
    found = {row.code: row for row in session.scalars(select(Classification))}
    rows = [_row(row, found) for row in found.values() if with_closed or row.closed_on is None]
    words = text.casefold().split()
    rows = [row for row in rows if all(_has(row, word) for word in words)]
    return sorted(rows, key=lambda row: (not row.favourite, row.source in OLDER, code_order(row.id)))


@needs(Right.LETTERS)
def set_favourite(session: Session, code: str, favourite: bool) -> None:
    """Put a code on top of the list, or back into its place."""
    session.get_one(Classification, code).favourite = favourite


@needs(Right.LETTERS)
def add_classification(session: Session, code: str, name: str, *, favourite: bool = True) -> None:
    """Add a code that this office uses besides the shipped ones."""
    code, name = code.strip(), " ".join(name.split())
    require(check_code(code, name))
    if known := session.get(Classification, code):
        text = _("Kode {code} sudah ada: {name}.")
        raise refuse(text.format(code=code, name=known.name), "code")
    session.add(Classification(code=code, name=name, source=OWN, favourite=favourite))


@needs(Right.OFFICE)
def close_classification(session: Session, code: str, on: date | None) -> None:
    """Offer a code no longer from a day on, or again; letters that bear it keep it."""
    session.get_one(Classification, code).closed_on = on


def _has(row: ClassificationRow, word: str) -> bool:
    return row.id.casefold().startswith(word) or word in f"{row.name} {row.path}".casefold()


def _row(row: Classification, found: dict[str, Classification]) -> ClassificationRow:
    above: list[str] = []
    parent = parent_of(row.code, found)
    while parent:
        above.append(found[parent].name)
        parent = parent_of(parent, found)
    path = " › ".join(reversed(above))
    return ClassificationRow(row.code, row.name, row.source, row.favourite, row.closed_on, path)
