"""The book of numbers: set aside, made void, counted, explained."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.letters import Letter, LetterNumber, NumberCounter
from db.models.office import LetterSetting, Office
from db.numbers import (
    BY_HAND,
    OUTGOING,
    classified,
    default_setting,
    give_next,
    hold_book,
    is_outgoing,
    next_sequence,
    note_outside,
    open_run,
    series_label,
    series_of,
    setting_of,
    text_of,
    write_by_hand,
)
from db.records import copy, count, hold
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_life import LetterStatus
from db.rules.numbering import NumberStatus
from db.rules.problems import Problem, refuse, require
from db.rules.words import _
from db.services.numbering import numbered_kinds

RESERVE_LIMIT = 100
HIGHEST = 99_999
OFFERED = 1_000  # numbers to insert behind, newest first


@dataclass(frozen=True)
class NumberRow:
    """One number of the book, and what became of it."""

    id: int
    series: str
    run: str  # the series in words
    sequence: int
    suffix: int
    number: str
    classification: str
    dated_on: date
    status: NumberStatus
    explanation: str
    recipient: str
    external_number: str
    letter_id: int | None
    cancelled: bool  # the letter that bears it was cancelled

    @property
    def place(self) -> str:
        """41, or 41.02 for an insertion."""
        return f"{self.sequence}.{self.suffix:02}" if self.suffix else str(self.sequence)


@dataclass(frozen=True)
class Run:
    """One run of numbers in a year, as far as it has come."""

    series: str
    label: str
    last: int
    outside: tuple[tuple[int, int], ...] = ()  # given elsewhere: before this program, by hand

    @property
    def counted(self) -> bool:
        """Whether this program counts it; others give the numbers of the rest."""
        return self.series != BY_HAND


@dataclass(frozen=True)
class Gap:
    """Numbers of a run that are not in the book; explained where they were given elsewhere."""

    series: str
    run: str
    first: int
    last: int
    explained: bool

    def describe(self) -> str:
        """41 or 41–43."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Offer:
    """A number that a letter may have or be inserted behind."""

    id: int
    number: str
    dated_on: date
    purpose: str
    reserved_by: str


# Before a letter is made


@needs(Right.LETTERS)
def reserve(session: Session, kind: LetterKind, dated_on: date, count: int, purpose: str) -> list[NumberRow]:
    """Set numbers aside for letters that are still to be written; the book says by whom and for what."""
    purpose = purpose.strip()
    problems = []
    if kind not in numbered_kinds():
        problems.append(Problem(_("{kind} tidak bernomor.").format(kind=kind_label(kind)), "kind"))
    if not purpose:
        problems.append(Problem(_("Tulis untuk apa nomor ini dipesan."), "purpose"))
    if not 1 <= count <= RESERVE_LIMIT:
        text = _("Paling sedikit 1, paling banyak {limit} nomor sekaligus.")
        problems.append(Problem(text.format(limit=RESERVE_LIMIT), "count"))
    require(problems)
    office, setting = session.scalars(select(Office)).one(), setting_of(session, kind)
    who = actor_of(session).name
    made = [
        give_next(session, office, setting, dated_on, purpose=purpose, reserved_by=who)
        for _place in range(count)
    ]
    session.flush()
    return [_row(number, None) for number in made]


@needs(Right.READ)
def list_reserved(session: Session, kind: LetterKind, year: int, classification: str = "") -> list[Offer]:
    """The numbers set aside that a letter of this kind and year may have, in order."""
    query = select(LetterNumber).where(
        LetterNumber.series == _series(session, kind, classification),
        LetterNumber.year == year,
        LetterNumber.status == NumberStatus.RESERVED,
    )
    ordered = query.order_by(LetterNumber.sequence, LetterNumber.suffix)
    return [copy(Offer, number) for number in session.scalars(ordered)]


@needs(Right.READ)
def list_insertable(
    session: Session, kind: LetterKind, dated_on: date, classification: str = ""
) -> list[Offer]:
    """The numbers behind which a letter of this day may be inserted: the nearest one first.

    None before a number that an earlier day has: the book stays in the order of days.
    """
    own = (
        LetterNumber.series == _series(session, kind, classification),
        LetterNumber.year == dated_on.year,
    )
    earlier = select(func.max(LetterNumber.sequence)).where(
        *own, LetterNumber.dated_on < dated_on, LetterNumber.status == NumberStatus.USED
    )
    query = select(LetterNumber).where(
        *own,
        LetterNumber.sequence >= func.coalesce(earlier.scalar_subquery(), 0),
        LetterNumber.dated_on <= dated_on,
        LetterNumber.status != NumberStatus.RESERVED,
        LetterNumber.suffix == 0,
    )
    ordered = query.order_by(LetterNumber.dated_on.desc(), LetterNumber.sequence.desc())
    return [copy(Offer, number) for number in session.scalars(ordered.limit(OFFERED))]


@needs(Right.READ)
def preview_next(session: Session, kind: LetterKind, dated_on: date, classification: str = "") -> str:
    """The number that a letter of this kind and day would get now; nothing where it has none.

    classification: empty: the code of the kind.
    """
    if kind not in numbered_kinds():
        return ""
    office = session.scalars(select(Office)).one()
    setting = classified(_setting(session, kind), classification)
    return text_of(office, setting, dated_on, next_sequence(session, office, setting, dated_on))


@needs(Right.READ)
def later_number(session: Session, kind: LetterKind, dated_on: date, classification: str = "") -> str:
    """A number of a later day that is given already: a letter of this day is better inserted."""
    query = select(LetterNumber.number).where(
        LetterNumber.series == _series(session, kind, classification),
        LetterNumber.year == dated_on.year,
        LetterNumber.dated_on > dated_on,
        LetterNumber.status == NumberStatus.USED,
    )
    return session.scalars(query.order_by(LetterNumber.sequence).limit(1)).first() or ""


# Afterwards


@needs(Right.LETTERS)
def void(session: Session, number_id: int, reason: str) -> None:
    """Strike a number out, with the reason: it is never given again. Not while a valid letter bears it."""
    number = hold(session, LetterNumber, number_id)
    if number.status is NumberStatus.VOID:
        raise refuse(_("Nomor {number} sudah batal.").format(number=number.number))
    if not (reason := reason.strip()):
        raise refuse(_("Tulis alasan pembatalan; buku nomor memuatnya."), "reason")
    valid = select(Letter).where(Letter.number_id == number_id, Letter.status != LetterStatus.CANCELLED)
    if letter := session.scalars(valid).first():
        text = _("Nomor {number} dipakai surat “{subject}”. Batalkan suratnya dahulu.")
        raise refuse(text.format(number=number.number, subject=letter.subject))
    number.status, number.void_reason = NumberStatus.VOID, reason


@needs(Right.LETTERS)
def note_by_hand(session: Session, letter_id: int, text: str) -> None:
    """Note the number that the sub-bagian umum wrote on a letter that was printed with dots."""
    letter = hold(session, Letter, letter_id)
    if letter.number:
        raise refuse(_("Surat ini sudah bernomor {number}.").format(number=letter.number), "number")
    number = write_by_hand(session, text, letter.classification, letter.dated_on, letter.subject)
    session.flush()
    letter.number, letter.number_id = number.number, number.id


@needs(Right.OFFICE)
def set_start(session: Session, series: str, year: int, last: int) -> None:
    """Say which number was the last one given before this program counts on; only upwards."""
    if last > HIGHEST:
        raise refuse(_("Nomor awal paling besar {highest}.").format(highest=HIGHEST), "last")
    hold_book(session, year)
    counter = open_run(session, series, year)
    if last < counter.last:
        text = _("Nomor {last} sudah diberikan dalam urutan ini; nomor awal hanya dapat dinaikkan.")
        raise refuse(text.format(last=counter.last), "last")
    if last > counter.last:
        note_outside(counter, last)


# The book


@needs(Right.READ)
def list_book_years(session: Session) -> list[int]:
    """The years that have numbers, newest first."""
    return list(session.scalars(select(LetterNumber.year).distinct().order_by(LetterNumber.year.desc())))


@needs(Right.READ)
def list_runs(session: Session, year: int) -> list[Run]:
    """The runs of a year: those with numbers, and those that the office's choice would begin."""
    found = {
        counter.series: counter for counter in session.scalars(select(NumberCounter).filter_by(year=year))
    }
    office = session.scalars(select(Office)).one()
    wanted = dict.fromkeys(
        series_of(office, kind, _setting(session, kind).classification) for kind in numbered_kinds()
    )
    used = [
        s for s, c in found.items() if c.last and (s in (OUTGOING, BY_HAND) or s.startswith(f"{OUTGOING}:"))
    ]
    return [
        Run(series, series_label(series), counter.last, tuple((f, t) for f, t in counter.outside or ()))
        if (counter := found.get(series))
        else Run(series, series_label(series), 0)
        for series in dict.fromkeys([*wanted, *sorted(used)])
    ]


@needs(Right.READ)
def count_book(
    session: Session, year: int, series: str = "", status: NumberStatus | None = None, text: str = ""
) -> int:
    """How many numbers of a year a search finds."""
    return count(session, _matching(year, series, status, text))


@needs(Right.READ)
def list_book(
    session: Session,
    offset: int,
    limit: int,
    year: int,
    series: str = "",
    status: NumberStatus | None = None,
    text: str = "",
) -> list[NumberRow]:
    """One page of the book, each run from its newest number down."""
    in_order = (LetterNumber.series, LetterNumber.sequence.desc(), LetterNumber.suffix.desc())
    ids = _matching(year, series, status, text).order_by(*in_order).offset(offset).limit(limit)
    query = (
        select(LetterNumber, Letter)
        .outerjoin(Letter, Letter.number_id == LetterNumber.id)
        .where(LetterNumber.id.in_(ids.scalar_subquery()))
        .order_by(*in_order)
    )
    return [_row(number, letter) for number, letter in session.execute(query)]


@needs(Right.READ)
def get_number(session: Session, number_id: int) -> NumberRow:
    """One number of the book."""
    letter = session.scalars(select(Letter).where(Letter.number_id == number_id)).first()
    return _row(session.get_one(LetterNumber, number_id), letter)


@needs(Right.READ)
def list_gaps(session: Session, year: int) -> list[Gap]:
    """Numbers that were counted and are not in the book, run by run; those given elsewhere are explained."""
    gaps = []
    counters = session.scalars(select(NumberCounter).filter_by(year=year).order_by(NumberCounter.series))
    for counter in counters:
        if counter.series != BY_HAND and counter.series.partition(":")[0] != OUTGOING:
            continue  # numbers of registrations and of letters that come in
        query = select(LetterNumber.sequence).filter_by(series=counter.series, year=year, suffix=0)
        present = set(session.scalars(query))
        outside = {n for first, last in counter.outside or () for n in range(first, last + 1)}
        last = max([counter.last, *present])
        for explained, missing in (
            (True, outside - present),
            (False, set(range(1, last + 1)) - present - outside),
        ):
            label = series_label(counter.series)
            gaps += [Gap(counter.series, label, *span, explained) for span in _spans(missing)]
    return sorted(gaps, key=lambda gap: (gap.series, gap.first))


def _series(session: Session, kind: LetterKind, classification: str = "") -> str:
    office = session.scalars(select(Office)).one()
    return series_of(office, kind, classification or _setting(session, kind).classification)


def _setting(session: Session, kind: LetterKind) -> LetterSetting:
    return session.get(LetterSetting, kind) or default_setting(kind)


def _matching(year: int, series: str, status: NumberStatus | None, text: str) -> Select[int]:
    query = select(LetterNumber.id).where(LetterNumber.year == year)
    query = query.where(or_(is_outgoing(), LetterNumber.series == BY_HAND))
    if series:
        query = query.where(LetterNumber.series == series)
    if status:
        query = query.where(LetterNumber.status == status)
    if words := text.split():
        query = query.outerjoin(Letter, Letter.number_id == LetterNumber.id)
        query = query.where(*(or_(*_searched(word)) for word in words))
    return query


def _searched(word: str) -> list[ColumnElement[bool]]:
    columns = (LetterNumber.number, LetterNumber.purpose, LetterNumber.reserved_by, LetterNumber.void_reason)
    of_letter = (Letter.subject, Letter.recipient, Letter.external_number)
    return [column.icontains(word, autoescape=True) for column in (*columns, *of_letter)]


def _row(number: LetterNumber, letter: Letter | None) -> NumberRow:
    return copy(
        NumberRow,
        number,
        run=series_label(number.series),
        explanation=_explain(number, letter),
        recipient=letter.recipient if letter else "",
        external_number=letter.external_number if letter else "",
        letter_id=letter.id if letter else None,
        cancelled=letter is not None and letter.status is LetterStatus.CANCELLED,
    )


def _explain(number: LetterNumber, letter: Letter | None) -> str:
    """What became of a number, in one sentence."""
    if number.status is NumberStatus.RESERVED:
        text = _("Dipesan {who} untuk {purpose}")
        return text.format(who=number.reserved_by, purpose=number.purpose)
    said = _named(letter) if letter else number.purpose
    if number.status is NumberStatus.VOID:
        text = _("Batal: {reason} ({meant})") if said else _("Batal: {reason}")
        return text.format(reason=number.void_reason, meant=said)
    if letter is None:
        return said or _("Dipakai")
    if letter.status is LetterStatus.CANCELLED:
        text = _("{letter} (dibatalkan: {reason})")
        return text.format(letter=said, reason=letter.cancel_reason or _("tanpa alasan"))
    return said


def _named(letter: Letter) -> str:
    """Surat tugas: Pendataan; the kind is left out where the subject begins with it."""
    kind = kind_label(letter.kind)
    return letter.subject if letter.subject.lower().startswith(kind.lower()) else f"{kind}: {letter.subject}"


def _spans(numbers: set[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans
