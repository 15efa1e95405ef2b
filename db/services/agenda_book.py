"""The agenda: letters of both directions and numbers without a letter, in one book by date."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.agenda import IncomingLetter
from db.models.letters import Letter, LetterNumber
from db.rules.access import Right
from db.rules.agenda import AgendaBook, AgendaLine, Direction
from db.rules.dates import MONTHS, short_date
from db.rules.letter_life import LetterStatus
from db.rules.numbering import NumberStatus
from db.rules.problems import refuse
from db.rules.words import _, grouped
from db.services.office import get_office

NAMES = (
    *("direction", "record_id", "day", "sequence", "suffix", "number"),
    *("dated_on", "party", "subject", "note", "state", "done_on"),
)
PRINTED = 10_000  # lines of one book, the same on paper and in Excel


@dataclass(frozen=True)
class AgendaRow:
    """One line of the agenda on the screen."""

    id: str  # in-12, out-7, number-3
    record_id: int
    direction: Direction
    place: str  # the number in the book: 12, or 005.01
    day: date  # received, or the letter's own date
    number: str
    dated_on: date | None
    party: str  # sender or recipient
    subject: str
    note: str


@needs(Right.READ)
def count_agenda(
    session: Session, text: str = "", direction: Direction | None = None, year: int = 0, month: int = 0
) -> int:
    """How many lines the agenda has, or a search finds in it."""
    lines = _lines(text, direction, year, month).subquery()
    return session.scalars(select(func.count()).select_from(lines)).one()


@needs(Right.READ)
def list_agenda(
    session: Session,
    offset: int,
    limit: int,
    text: str = "",
    direction: Direction | None = None,
    year: int = 0,
    month: int = 0,
    oldest_first: bool = False,
) -> list[AgendaRow]:
    """One page of the agenda by date; outgoing letters are in it as soon as they are final."""
    lines = _lines(text, direction, year, month).subquery()
    in_order = [lines.c.day, lines.c.direction, lines.c.sequence, lines.c.suffix, lines.c.record_id]
    order = in_order if oldest_first else [column.desc() for column in in_order]
    query = select(lines).order_by(*order).offset(offset).limit(limit)
    return [_row(line) for line in session.execute(query)]


@needs(Right.READ)
def list_agenda_years(session: Session) -> list[int]:
    """The years that the agenda has, newest first."""
    years = {
        year
        for column in (IncomingLetter.year, Letter.year, LetterNumber.year)
        for year in session.scalars(select(column).distinct())
    }
    return sorted(years, reverse=True)


@needs(Right.EXPORT)
def export_agenda(
    session: Session,
    *,
    at: datetime,
    text: str = "",
    direction: Direction | None = None,
    year: int = 0,
    month: int = 0,
) -> AgendaBook:
    """The book of some time, the oldest first, with who took it out of the program and when."""
    office, who = get_office(session), actor_of(session).name
    found = count_agenda(session, text, direction, year, month)
    if found > PRINTED:
        too_long = _("Satu buku memuat paling banyak {most} baris, pilihan ini {n}. Pilih tahun atau bulan.")
        raise refuse(too_long.format(most=grouped(PRINTED), n=grouped(found)))
    rows = list_agenda(
        session, 0, found, text=text, direction=direction, year=year, month=month, oldest_first=True
    )
    return AgendaBook(
        title=TITLES[direction],
        office=f"{office.name} {office.regency}".upper(),
        period=period(year, month),
        lines=tuple(
            AgendaLine(
                row.direction, row.place, row.day, row.number, row.dated_on, row.party, row.subject, row.note
            )
            for row in rows
        ),
        printed=f"dicetak {short_date(at.date())} pukul {at:%H.%M} {office.timezone} oleh {who}",
    )


TITLES = {  # as printed, so never translated
    None: "BUKU AGENDA SURAT",
    Direction.IN: "BUKU AGENDA SURAT MASUK",
    Direction.OUT: "BUKU AGENDA SURAT KELUAR",
    Direction.NUMBER: "DAFTAR NOMOR TANPA SURAT",
}


def period(year: int, month: int) -> str:
    """April 2026; tahun 2026; semua tahun."""
    if not year:
        return "Semua tahun"
    return f"{MONTHS[month - 1]} {year}" if month else f"Tahun {year}"


def _lines(text: str, direction: Direction | None, year: int, month: int) -> Select[Any]:
    wanted = (direction,) if direction else (Direction.IN, Direction.OUT)
    parts = [part for one in wanted for part in _parts(one, text, year, month)]
    return union_all(*parts) if len(parts) > 1 else parts[0]  # type: ignore[return-value]


def _parts(direction: Direction, text: str, year: int, month: int) -> Iterator[Select[Any]]:
    if direction is Direction.IN:
        yield _between(_incoming(text), IncomingLetter.received_on, year, month)
    elif direction is Direction.OUT:
        yield _between(_outgoing(text), Letter.dated_on, year, month)
        yield _between(_numbers(text), LetterNumber.dated_on, year, month)
    else:
        yield _between(_numbers(text), LetterNumber.dated_on, year, month)


def _incoming(text: str) -> Select[Any]:
    query = _select(
        literal(Direction.IN.value),
        IncomingLetter.id,
        IncomingLetter.received_on,
        IncomingLetter.sequence,
        literal(0),
        IncomingLetter.number,
        IncomingLetter.dated_on,
        IncomingLetter.sender,
        IncomingLetter.subject,
        case((IncomingLetter.void_reason != "", IncomingLetter.void_reason), else_=IncomingLetter.note),
        case((IncomingLetter.void_reason != "", NumberStatus.VOID.value), else_=""),
        IncomingLetter.done_on,
    )
    return _with_words(query, text, IncomingLetter.number, IncomingLetter.sender, IncomingLetter.subject)


def _outgoing(text: str) -> Select[Any]:
    query = _select(
        literal(Direction.OUT.value),
        Letter.id,
        Letter.dated_on,
        func.coalesce(LetterNumber.sequence, 0),
        func.coalesce(LetterNumber.suffix, 0),
        Letter.number,
        Letter.dated_on,
        Letter.recipient,
        Letter.subject,
        Letter.cancel_reason,
        _as_text(Letter.status),
        null(),
    ).outerjoin(LetterNumber, LetterNumber.id == Letter.number_id)
    return _with_words(query, text, Letter.number, Letter.recipient, Letter.subject)


def _numbers(text: str) -> Select[Any]:
    """Numbers that no letter bears: reserved, or void with the reason."""
    borne = select(Letter.id).where(Letter.number_id == LetterNumber.id)
    query = _select(
        literal(Direction.NUMBER.value),
        LetterNumber.id,
        LetterNumber.dated_on,
        LetterNumber.sequence,
        LetterNumber.suffix,
        LetterNumber.number,
        null(),
        LetterNumber.reserved_by,
        LetterNumber.purpose,
        LetterNumber.void_reason,
        _as_text(LetterNumber.status),
        null(),
    ).where(~borne.exists())
    return _with_words(query, text, LetterNumber.number, LetterNumber.purpose, LetterNumber.void_reason)


def _select(*columns: Any) -> Select[Any]:
    return select(*(column.label(name) for column, name in zip(columns, NAMES, strict=True)))


def _as_text(column: Any) -> Any:
    """The value as it is kept: a union has columns of one type."""
    return func.trim(column, type_=IncomingLetter.number.type)


def _between(query: Select[Any], column: Any, year: int, month: int) -> Select[Any]:
    if not year:
        return query
    first, last = (month, month) if month else (1, 12)
    return query.where(column.between(date(year, first, 1), date(year, last, monthrange(year, last)[1])))


def _with_words(query: Select[Any], text: str, *searched: Any) -> Select[Any]:
    for word in text.split():
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in searched)))
    return query


def _row(line: Any) -> AgendaRow:
    direction = Direction(line.direction)
    return AgendaRow(
        id=f"{line.direction}-{line.record_id}",
        record_id=line.record_id,
        direction=direction,
        place=_place(direction, line.sequence, line.suffix),
        day=line.day,
        number=line.number,
        dated_on=line.dated_on,
        party="" if direction is Direction.NUMBER else line.party,
        subject=line.subject,
        note=_note(direction, line),
    )


def _place(direction: Direction, sequence: int, suffix: int) -> str:
    if direction is Direction.IN:
        return str(sequence)
    return "" if not sequence else f"{sequence:03}.{suffix:02}" if suffix else f"{sequence:03}"


def _note(direction: Direction, line: Any) -> str:
    """Why a number has no letter, that a letter is void, that an incoming one is done; as printed."""
    if line.state == NumberStatus.VOID:
        return f"batal: {line.note}" if line.note else "batal"
    if direction is Direction.IN:
        done = f"selesai {short_date(line.done_on)}" if line.done_on else ""
        return "; ".join(filter(None, (line.note, done)))
    if line.state == LetterStatus.CANCELLED:
        return f"dibatalkan: {line.note}" if line.note else "dibatalkan"
    if line.state == NumberStatus.RESERVED:
        return f"dipesan oleh {line.party}" if line.party else "dipesan"
    return "ditandatangani" if line.state == LetterStatus.SIGNED else ""
