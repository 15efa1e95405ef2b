"""What forms of letters take from the office's own lists."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.catalog import spec_of
from db.models.office import LetterSetting, Official
from db.models.officers import Officer
from db.people import place_of
from db.rules.access import Right
from db.rules.drafts import check_day
from db.rules.letter_kinds import LetterKind
from db.rules.office import group_nip
from db.rules.phrases import weight_text
from db.rules.problems import Problem, RuleViolation
from db.services import numbers
from db.services.numbers import Offer
from db.services.office import list_officials
from db.services.officers import list_posts
from db.services.recruitment.sets import default_set
from db.services.references import list_choices
from db.services.regions import list_kecamatan


@dataclass(frozen=True)
class OfficerSource:
    """Who serves in a kecamatan, as letters name him or her."""

    id: int
    name: str
    niat: str
    kecamatan: str
    address: str
    place: str  # desa, for "di"
    phone: str


@dataclass(frozen=True)
class NumberChoices:
    """The numbers that a letter of one kind and day may have."""

    next: str  # empty: letters of this kind have no number
    by_hand: bool  # the sub-bagian umum numbers this kind
    reserved: tuple[Offer, ...] = ()
    insertable: tuple[Offer, ...] = ()  # behind which it may be inserted, the nearest first
    later: str = ""  # a number of a later day that is given already
    classification: str = ""  # the code that letters of this kind bear


@needs(Right.READ)
def list_numbers(
    session: Session, kind: LetterKind, dated_on: date, classification: str = ""
) -> NumberChoices:
    """Which numbers a letter of this day may have; the next one as far as nobody takes it before."""
    if not spec_of(kind).numbered:
        return NumberChoices("", False)
    setting = session.get(LetterSetting, kind)
    usual = setting.classification if setting else spec_of(kind).classification
    return NumberChoices(
        next=numbers.preview_next(session, kind, dated_on, classification),
        by_hand=setting is not None and setting.number_by_hand,
        reserved=tuple(numbers.list_reserved(session, kind, dated_on.year, classification)),
        insertable=tuple(numbers.list_insertable(session, kind, dated_on, classification)),
        later=numbers.later_number(session, kind, dated_on, classification),
        classification=usual,
    )


@needs(Right.READ)
def check_letter_day(session: Session, dated_on: date, today: date) -> list[Problem]:
    """What is wrong with the day of a letter: before the office had anybody, or years ahead."""
    return check_day(dated_on, session.scalar(select(func.min(Official.starts_on))), today)


@needs(Right.READ)
def list_officers(session: Session, on: date) -> list[OfficerSource]:
    """Who serves on a day, in the order of the kecamatan."""
    posts = [post for post in list_posts(session, on) if post.officer_id is not None]
    query = select(Officer).where(Officer.id.in_([post.officer_id for post in posts]))
    known = {officer.id: officer for officer in session.scalars(query.options(joinedload(Officer.person)))}
    found = []
    for post in sorted(posts, key=lambda post: post.kecamatan):
        officer = known[post.officer_id or 0]
        person = officer.person
        place = place_of(session, person)
        found.append(
            OfficerSource(
                id=officer.id,
                name=person.full_name,
                niat=officer.niat or "",
                kecamatan=post.kecamatan,
                address=", ".join(part for part in (person.address, place) if part),
                place=place or f"Kecamatan {post.kecamatan}",
                phone=person.phone,
            )
        )
    return found


@needs(Right.READ)
def list_kecamatan_names(session: Session) -> list[str]:
    """The kecamatan of the office, in order of name."""
    return [place.name for place in list_kecamatan(session)]


@needs(Right.READ)
def list_lines(session: Session, source: str) -> list[str]:
    """The lines that a list field may take: the duties of TKSK, the kecamatan."""
    if source == "kecamatan":
        return list_kecamatan_names(session)
    return [choice.text for choice in list_choices(session, source)] if source == "duties" else []


@needs(Right.READ)
def list_rows(session: Session, source: str, on: date) -> list[dict[str, str]]:
    """The rows that a table field may take from a list other than the roster."""
    if source == "officials":
        return [
            {"nama": o.full_name, "nip": group_nip(o.nip), "jabatan": o.position, "pangkat": o.rank}
            for o in list_officials(session)
            if o.starts_on <= on and (o.ends_on is None or on <= o.ends_on)
        ]
    if source == "kecamatan":
        return [{"kecamatan": name, "nama": name} for name in list_kecamatan_names(session)]
    if source == "aspects":
        return _aspects(session, on)
    return [{"uraian": line, "nama": line} for line in list_lines(session, source)]


def _aspects(session: Session, on: date) -> list[dict[str, str]]:
    """The criteria of the selection set in force, as a score sheet has them; none where there is no set."""
    try:
        rules = default_set(session, on)
    except RuleViolation:
        return []
    return [
        {
            "aspek": one.name,
            "bobot": weight_text(one.weight),
            "kurang": one.level_1,
            "cukup": one.level_3,
            "sangat_baik": one.level_5,
        }
        for one in rules.criteria
    ]
