"""Numbers of letters: each is written into the book in the transaction that uses it.

Whoever takes a number holds the book of that year until the transaction ends, so that no number is given
twice or left out, whoever else is at work.
"""

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from db.catalog import spec_of
from db.models.letters import Letter, LetterNumber, NumberCounter
from db.models.office import LetterSetting, Office
from db.records import add_once, hold, open_counter
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.numbering import (
    SUFFIX_DIGITS,
    NumberScope,
    NumberStatus,
    NumberWish,
    Secrecy,
    WishKind,
    check_by_hand,
    default_format,
    default_type_code,
    format_number,
    number_status_label,
)
from db.rules.problems import refuse, require
from db.rules.words import _

OUTGOING = "keluar"
BY_HAND = "tangan"  # numbers that the sub-bagian umum gave


def take(
    session: Session,
    office: Office,
    setting: LetterSetting,
    dated_on: date,
    wish: NumberWish | None = None,
    purpose: str = "",
) -> LetterNumber | None:
    """The number of a letter of this day, as wished; None where it is filled in by hand later, or never.

    Without a wish a letter gets the next number, or dots where the sub-bagian umum numbers its kind.
    Raises RuleViolation where the wish cannot be met.
    """
    wish = wish or NumberWish(WishKind.LATER if setting.number_by_hand else WishKind.NEXT)
    if wish.kind is WishKind.LATER or not spec_of(setting.kind).numbered:
        return None
    hold_book(session, dated_on.year)
    match wish.kind:
        case WishKind.RESERVED:
            return _reserved(session, office, setting, dated_on, wish.number_id)
        case WishKind.INSERTED:
            return _inserted(session, office, setting, dated_on, wish.number_id, purpose)
        case WishKind.BY_HAND:
            return write_by_hand(session, wish.text, setting.classification, dated_on, purpose)
        case _:
            return give_next(session, office, setting, dated_on, purpose=purpose)


def give_next(
    session: Session,
    office: Office,
    setting: LetterSetting,
    dated_on: date,
    *,
    purpose: str = "",
    reserved_by: str = "",
) -> LetterNumber:
    """Write the next number into the book: for a letter, or set aside by somebody."""
    year = dated_on.year
    series = series_of(office, setting.kind, setting.classification)
    hold_book(session, year)
    counter = open_run(session, series, year)
    if not counter.last and (earlier := _continued(session, office, setting, year)):
        note_outside(counter, earlier)
    number = text_of(office, setting, dated_on, counter.last + 1)
    while is_written(session, number, year):  # somebody typed it by hand, or another run had it
        note_outside(counter, counter.last + 1)
        number = text_of(office, setting, dated_on, counter.last + 1)
    counter.last += 1
    return _write(
        session,
        series,
        counter.last,
        number,
        setting.classification,
        dated_on,
        status=NumberStatus.RESERVED if reserved_by else NumberStatus.USED,
        purpose=purpose,
        reserved_by=reserved_by,
    )


def write_by_hand(
    session: Session, text: str, classification: str, dated_on: date, purpose: str = ""
) -> LetterNumber:
    """Write a number that somebody else gave into the book; the same text twice a year is refused."""
    text = " ".join(text.split())
    require(check_by_hand(text))
    hold_book(session, dated_on.year)
    _refuse_double(session, text, dated_on.year)
    counter = open_run(session, BY_HAND, dated_on.year)
    counter.last += 1
    return _write(session, BY_HAND, counter.last, text, classification, dated_on, purpose=purpose)


def hold_book(session: Session, year: int) -> None:
    """Wait until nobody else writes numbers of this year, and keep it so until the transaction ends."""
    open_run(session, OUTGOING, year)


def open_run(session: Session, series: str, year: int) -> NumberCounter:
    """The counter of a run, from this year's first number on, kept from other writers."""
    open_counter(session, series, year)
    return hold(session, NumberCounter, (series, year))


def note_outside(counter: NumberCounter, last: int) -> None:
    """Go on after numbers that were given elsewhere, up to `last`; the book explains them."""
    counter.outside = [*(counter.outside or []), [counter.last + 1, last]]
    counter.last = last


def next_sequence(session: Session, office: Office, setting: LetterSetting, dated_on: date) -> int:
    """Which number of its run a letter of this day would get now, as far as nobody takes it before."""
    year = dated_on.year
    series = series_of(office, setting.kind, setting.classification)
    last = session.scalar(select(NumberCounter.last).filter_by(series=series, year=year))
    return (last or _continued(session, office, setting, year)) + 1


def text_of(office: Office, setting: LetterSetting, day: date, sequence: int, suffix: int = 0) -> str:
    """A number as this office writes it on this kind of letter."""
    return format_number(
        setting.number_format,
        classification=setting.classification,
        sequence=sequence,
        suffix=suffix,
        code=office.short_code,
        day=day,
        section_code=office.section_code,
        type_code=setting.type_code or default_type_code(setting.kind),
        secrecy=setting.secrecy,
    )


def setting_of(session: Session, kind: LetterKind) -> LetterSetting:
    """How a kind of letter is numbered; a kind that is new to this database is set as it ships."""
    setting = session.get(LetterSetting, kind)
    if setting is None:
        add_once(session, LetterSetting, default_values(kind))
        setting = session.get_one(LetterSetting, kind)
    return setting


def classified(setting: LetterSetting, classification: str) -> LetterSetting:
    """How one letter is numbered that bears another code than its kind; the office's setting stays."""
    if classification in ("", setting.classification):
        return setting
    names = ("kind", "number_format", "number_by_hand", "type_code", "secrecy")
    return LetterSetting(classification=classification, **{name: getattr(setting, name) for name in names})


def default_setting(kind: LetterKind) -> LetterSetting:
    """How a kind of letter is numbered as the program ships."""
    return LetterSetting(**default_values(kind))


def default_values(kind: LetterKind) -> dict[str, Any]:
    """The same as columns."""
    return {
        "kind": kind,
        "classification": spec_of(kind).classification,
        "number_format": default_format(kind),
        "number_by_hand": False,
        "type_code": "",
        "secrecy": Secrecy.OPEN,
    }


def series_of(office: Office, kind: LetterKind, classification: str) -> str:
    """Which run of numbers a letter belongs to, by the office's choice."""
    own = {NumberScope.KIND: kind.value, NumberScope.CLASSIFICATION: classification}.get(office.number_scope)
    return f"{OUTGOING}:{own}"[:40] if own else OUTGOING


def series_label(series: str) -> str:
    """What the screen and the book call a run of numbers."""
    if series == BY_HAND:
        return _("Dari bagian umum")
    own = series.partition(":")[2]
    if not own:
        return _("Surat keluar")
    return kind_label(LetterKind(own)) if own in set(LetterKind) else _("Klasifikasi {code}").format(code=own)


def is_outgoing() -> ColumnElement[bool]:
    """Whether a number was counted by this program."""
    return or_(LetterNumber.series == OUTGOING, LetterNumber.series.startswith(f"{OUTGOING}:"))


def _reserved(
    session: Session, office: Office, setting: LetterSetting, dated_on: date, number_id: int | None
) -> LetterNumber:
    number = hold(session, LetterNumber, number_id)
    if number.status is not NumberStatus.RESERVED:
        text = _("Nomor {number} tidak lagi dipesan: {status}. Pilih nomor lain.")
        status = number_status_label(number.status).lower()
        raise refuse(text.format(number=number.number, status=status), "wish")
    _refuse_strange(number, office, setting, dated_on)
    written = text_of(office, setting, dated_on, number.sequence, number.suffix)
    if written != number.number:
        _refuse_double(session, written, dated_on.year)
    number.number, number.status, number.dated_on = written, NumberStatus.USED, dated_on
    number.classification = setting.classification
    return number


def _inserted(
    session: Session,
    office: Office,
    setting: LetterSetting,
    dated_on: date,
    number_id: int | None,
    purpose: str,
) -> LetterNumber:
    before = session.get_one(LetterNumber, number_id)
    _refuse_strange(before, office, setting, dated_on)
    if before.status is NumberStatus.RESERVED:
        text = _("Nomor {number} baru dipesan, belum dipakai. Sisipkan di belakang nomor lain.")
        raise refuse(text.format(number=before.number), "wish")
    if before.dated_on > dated_on:
        text = _("Nomor {number} bertanggal {day}, sesudah surat ini. Sisipkan di belakang nomor lain.")
        raise refuse(text.format(number=before.number, day=long_date(before.dated_on)), "wish")
    if after := _follower(session, before, dated_on):
        text = _(
            "Nomor {number} bertanggal {day}, sebelum surat ini: sisipan akan mengacaukan urutan tanggal. "
            "Sisipkan di belakang nomor itu atau yang sesudahnya."
        )
        raise refuse(text.format(number=after.number, day=long_date(after.dated_on)), "wish")
    place = {"series": before.series, "year": before.year, "sequence": before.sequence}
    suffix = session.scalars(select(func.max(LetterNumber.suffix)).filter_by(**place)).one() + 1
    if suffix >= 10**SUFFIX_DIGITS:
        text = _("Di belakang nomor {number} tidak ada tempat lagi untuk sisipan.")
        raise refuse(text.format(number=before.number), "wish")
    written = text_of(office, setting, dated_on, before.sequence, suffix)
    _refuse_double(session, written, dated_on.year)
    return _write(
        session,
        before.series,
        before.sequence,
        written,
        setting.classification,
        dated_on,
        suffix=suffix,
        purpose=purpose,
    )


def _follower(session: Session, before: LetterNumber, dated_on: date) -> LetterNumber | None:
    """A number given after this one to a letter of an earlier day: behind it there is no room."""
    query = select(LetterNumber).filter_by(
        series=before.series, year=before.year, status=NumberStatus.USED, suffix=0
    )
    later = query.where(LetterNumber.sequence > before.sequence, LetterNumber.dated_on < dated_on)
    return session.scalars(later.order_by(LetterNumber.sequence.desc()).limit(1)).first()


def _refuse_strange(number: LetterNumber, office: Office, setting: LetterSetting, dated_on: date) -> None:
    """A number serves only letters of its own run and year."""
    if number.year != dated_on.year:
        text = _("Nomor {number} milik tahun {year}; surat ini bertanggal {day}.")
        day = long_date(dated_on)
        raise refuse(text.format(number=number.number, year=number.year, day=day), "wish")
    if number.series != series_of(office, setting.kind, setting.classification):
        text = _("Nomor {number} milik urutan “{run}”, bukan urutan surat ini.")
        raise refuse(text.format(number=number.number, run=series_label(number.series)), "wish")


def _refuse_double(session: Session, number: str, year: int) -> None:
    if is_written(session, number, year):
        text = _("Nomor {number} sudah ada dalam buku nomor tahun {year}.")
        raise refuse(text.format(number=number, year=year), "number")


def is_written(session: Session, number: str, year: int) -> bool:
    """Whether the book of a year has this number already."""
    return session.scalar(select(LetterNumber.id).filter_by(number=number, year=year).limit(1)) is not None


def _continued(session: Session, office: Office, setting: LetterSetting, year: int) -> int:
    """The highest number of such letters in runs that the office chose before in this year."""
    query = select(func.max(LetterNumber.sequence)).where(LetterNumber.year == year, is_outgoing())
    if office.number_scope is NumberScope.KIND:
        query = query.join(Letter, Letter.number_id == LetterNumber.id).where(Letter.kind == setting.kind)
    elif office.number_scope is NumberScope.CLASSIFICATION:
        query = query.where(LetterNumber.classification == setting.classification)
    return session.scalar(query) or 0


def _write(
    session: Session,
    series: str,
    sequence: int,
    number: str,
    classification: str,
    dated_on: date,
    *,
    suffix: int = 0,
    status: NumberStatus = NumberStatus.USED,
    purpose: str = "",
    reserved_by: str = "",
) -> LetterNumber:
    written = LetterNumber(
        series=series,
        year=dated_on.year,
        sequence=sequence,
        suffix=suffix,
        number=number,
        classification=classification,
        dated_on=dated_on,
        status=status,
        purpose=purpose[:200],
        reserved_by=reserved_by[:120],
    )
    session.add(written)
    return written
