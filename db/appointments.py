"""Who serves where: every door through which an assignment begins, moves or ends, and the rules at it.

By hand, by decree, after a selection, by an exit and by taking one back: never two definitive officers in a
kecamatan on one day, never two definitive posts of one officer, no interim without end beside one.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from db.models.exits import ExitStep
from db.models.officers import Assignment, Decree, Officer, serves_within
from db.models.people import Person
from db.models.regions import Region
from db.rules.dates import long_date
from db.rules.office import full_name
from db.rules.officers import (
    AssignmentKind,
    Term,
    check_definitive,
    check_interim,
    check_term,
    interim_end,
    serves,
)
from db.rules.problems import refuse, require
from db.rules.words import _
from db.worked import find_worked

KECAMATAN = 6  # digits of its code
DAY = timedelta(days=1)


def require_own_niat(session: Session, person: Person, niat: str | None) -> None:
    """A NIAT belongs to one person only."""
    owner = session.scalars(select(Officer).where(Officer.niat == niat)).first() if niat else None
    if owner is not None and owner.person_id != person.id:
        text = _("NIAT {niat} sudah dimiliki {name}.")
        raise refuse(text.format(niat=niat, name=owner.person.name), "niat")


def find_officer(session: Session, person: Person, niat: str | None) -> Officer:
    """The officer record of a person, made if there is none."""
    require_own_niat(session, person, niat)
    officer = session.scalars(select(Officer).where(Officer.person_id == person.id)).first()
    if officer is None:
        officer = Officer(person=person, niat=niat)
        session.add(officer)
        session.flush()
    elif niat and not officer.niat:
        officer.niat = niat
    return officer


def appoint(
    session: Session,
    officer: Officer,
    kecamatan_code: str,
    starts_on: date,
    ends_on: date | None,
    decree: Decree | None,
) -> Assignment:
    """Give a kecamatan its definitive officer; refuses, naming the other, when it has one on that day.

    Also refuses who is definitive elsewhere on that day. An interim ends the day before.
    """
    kecamatan = find_kecamatan(session, kecamatan_code, ends_on)
    require_definitive(session, officer, kecamatan, starts_on, ends_on)
    assignment = Assignment(
        officer=officer,
        kecamatan=kecamatan,
        kind=AssignmentKind.DEFINITIVE,
        starts_on=starts_on,
        ends_on=ends_on,
        decree=decree,
    )
    session.add(assignment)
    session.flush()
    return assignment


def find_kecamatan(session: Session, code: str, ends_on: date | None) -> Region:
    """The kecamatan of a term that ends then; refuses one that is closed before."""
    kecamatan = session.get(Region, code)
    if kecamatan is None or kecamatan.level != KECAMATAN:
        raise refuse(_("Pilih kecamatan dari daftar."), "kecamatan_code")
    if kecamatan.closed_on and (ends_on is None or ends_on >= kecamatan.closed_on):
        text = _("Kecamatan {name} sudah ditutup sejak {day}.")
        raise refuse(text.format(name=kecamatan.name, day=long_date(kecamatan.closed_on)), "kecamatan_code")
    return kecamatan


def appoint_interim(
    session: Session,
    officer: Officer,
    kecamatan_code: str,
    kind: AssignmentKind,
    starts_on: date,
    ends_on: date | None,
    decree: Decree | None,
) -> Assignment:
    """Let somebody serve for the time being; it ends at the latest before the next definitive officer."""
    require(check_term(starts_on, ends_on))
    hold_posts(session, [kecamatan_code], [officer.id])
    last = interim_end(terms_of(session, kecamatan_code, definitive=True), starts_on, ends_on)
    kecamatan = find_kecamatan(session, kecamatan_code, last)
    assignment = Assignment(
        officer=officer,
        kecamatan=kecamatan,
        kind=kind,
        starts_on=starts_on,
        ends_on=require_interim(session, officer, kecamatan, kind, starts_on, ends_on),
        decree=decree,
    )
    session.add(assignment)
    session.flush()
    return assignment


def hold_posts(session: Session, kecamatan_codes: Iterable[str], officer_ids: Iterable[int] = ()) -> None:
    """Keep kecamatan and officers from other appointments until this transaction ends.

    Whoever comes second then reads what the first has written, and the rule names him. Always in one order,
    so that two decrees never wait for each other. On SQLite a writer holds the whole file anyway.
    """
    for column, keys in ((Region.code, kecamatan_codes), (Officer.id, officer_ids)):
        wanted = select(column).where(column.in_(set(keys))).order_by(column)
        session.execute(wanted.with_for_update()).all()


def require_definitive(
    session: Session,
    officer: Officer,
    kecamatan: Region,
    first: date,
    last: date | None,
    except_for: Assignment | None = None,
    keep: Collection[Assignment] = (),
) -> None:
    """Make room for a definitive term; refuses, naming who, when there is none (domain.md 1.2).

    except_for: the term itself, when it is there already. An interim that began before ends the day before;
    one that begins on a day that this term gains goes when nobody has used it, else it is named. An interim
    for the days of a leave stays, and so do those in `keep`.
    """
    hold_posts(session, [kecamatan.code], [officer.id])
    holders = terms_of(session, kecamatan.code, definitive=True, except_for=except_for)
    name, posts = officer.person.full_name, posts_of(session, officer, except_for)
    require(check_definitive(kecamatan.name, name, holders, posts, first, last))
    for interim in _interims(session, kecamatan.code, first, last, except_for):
        if interim in keep or (interim.ends_on and _for_a_leave(interim, except_for)):
            continue
        if interim.starts_on < first:
            end_term(interim, first - DAY, _("TKSK definitif mulai bertugas"))
        else:
            remove_interim(session, interim)
    session.flush()


def require_interim(
    session: Session,
    officer: Officer,
    kecamatan: Region,
    kind: AssignmentKind,
    starts_on: date,
    ends_on: date | None,
    except_for: Assignment | None = None,
) -> date | None:
    """The last day of an interim: at the latest the day before the next definitive officer.

    Refuses a second interim, one without end beside a definitive officer, double duty without a post.
    """
    code = kecamatan.code
    hold_posts(session, [code], [officer.id])
    definitive = terms_of(session, code, definitive=True, except_for=except_for)
    interim = terms_of(session, code, definitive=False, except_for=except_for)
    require(check_interim(kecamatan.name, definitive, interim, starts_on, ends_on))
    posts = posts_of(session, officer, except_for)
    held = [term.kecamatan for term in posts if serves(term, starts_on)]
    shown = {"officer": officer.person.full_name, "kecamatan": kecamatan.name, "day": long_date(starts_on)}
    if kecamatan.name in held:
        text = _("{officer} sudah menjadi TKSK definitif Kecamatan {kecamatan} pada {day}.")
        raise refuse(text.format(**shown), "officer_id")
    if kind is AssignmentKind.DOUBLE and not held:
        text = _("{officer} bukan TKSK kecamatan lain pada {day}: pilih jenis Plt, bukan Rangkap.")
        raise refuse(text.format(**shown), "kind")
    return interim_end(definitive, starts_on, ends_on)


def retime(
    session: Session,
    term: Assignment,
    first: date,
    last: date | None,
    keep: Collection[Assignment] = (),
) -> None:
    """Let a term run between other days, by the rules of a new one."""
    if term.kind is AssignmentKind.DEFINITIVE:
        require_definitive(session, term.officer, term.kecamatan, first, last, term, keep)
    else:
        last = require_interim(session, term.officer, term.kecamatan, term.kind, first, last, term)
    term.starts_on, term.ends_on = first, last


def end_term(term: Assignment, last: date, reason: str) -> None:
    """A term stops, and remembers until when it would have lasted."""
    if not term.end_reason:
        term.ends_before, term.end_reason = term.ends_on, reason
    term.ends_on = last


def end_post(session: Session, post: Assignment, last: date, reason: str) -> list[Assignment]:
    """End a definitive term, and with it the double duty elsewhere. Returns the terms that end.

    Double duty that would only begin afterwards goes, unless it is used.
    """
    doubles = doubles_of(post)
    if post.ends_on is not None and post.ends_on < last:
        require_definitive(session, post.officer, post.kecamatan, post.starts_on, last, post)
    ending = [post]
    for double in doubles:
        if double.ends_on is not None and double.ends_on <= last:
            continue
        if double.starts_on > last:
            remove_interim(session, double)
        else:
            ending.append(double)
    for term in ending:
        end_term(term, last, reason)
    return ending


def doubles_of(post: Assignment) -> list[Assignment]:
    """The double duty elsewhere of who is definitive here: it ends with the post."""
    terms = post.officer.assignments
    later = [t for t in terms if t.kind is AssignmentKind.DEFINITIVE and t.starts_on > post.starts_on]
    return [
        term
        for term in terms
        if term.kind is AssignmentKind.DOUBLE
        and term.starts_on >= post.starts_on
        and not any(serves(other, term.starts_on) for other in later)
    ]


def remove_interim(session: Session, interim: Assignment) -> None:
    """An interim that never took place goes; refuses, naming who, one that was used."""
    used = or_(ExitStep.cover_id == interim.id, ExitStep.assignment_id == interim.id)
    if has_worked(session, interim) or session.scalar(select(exists().where(used))):
        text = _(
            "{officer} ditunjuk bertugas sementara di Kecamatan {kecamatan} mulai {day}, dan penunjukan itu "
            "sudah dipakai. Akhiri atau betulkan dahulu penunjukan itu."
        )
        name, day = interim.officer.person.full_name, long_date(interim.starts_on)
        shown = text.format(officer=name, kecamatan=interim.kecamatan.name, day=day)
        raise refuse(shown, "starts_on")
    session.delete(interim)
    session.flush()
    session.expire(interim.officer, ["assignments"])


def has_worked(session: Session, term: Assignment) -> bool:
    """Whether work, a report or a payment of the officer falls into a term."""
    return bool(find_worked(session, [term.id]))


def terms_of(
    session: Session, kecamatan_code: str, *, definitive: bool, except_for: Assignment | None = None
) -> list[Term]:
    """The definitive terms of a kecamatan, or the interim ones, from the first to the last."""
    is_definitive = Assignment.kind == AssignmentKind.DEFINITIVE
    return _terms(
        session,
        except_for,
        Assignment.kecamatan_code == kecamatan_code,
        is_definitive if definitive else ~is_definitive,
    )


def posts_of(session: Session, officer: Officer, except_for: Assignment | None = None) -> list[Term]:
    """The definitive terms of an officer."""
    definitive = Assignment.kind == AssignmentKind.DEFINITIVE
    return _terms(session, except_for, Assignment.officer_id == officer.id, definitive)


def _terms(session: Session, except_for: Assignment | None, *which: ColumnElement[bool]) -> list[Term]:
    """Read anew, as others may have written them while this one waited."""
    why = func.coalesce(func.nullif(Assignment.end_detail, ""), Assignment.end_reason)
    query = (
        select(
            *(Person.front_title, Person.name, Person.back_title),
            *(Assignment.starts_on, Assignment.ends_on, why, Region.name),
        )
        .join(Assignment.officer)
        .join(Officer.person)
        .join(Assignment.kecamatan)
        .where(*which, Assignment.id != (except_for.id if except_for else 0))
        .order_by(Assignment.starts_on)
    )
    return [Term(full_name(*row[:3]), *row[3:]) for row in session.execute(query)]


def _for_a_leave(interim: Assignment, term: Assignment | None) -> bool:
    """Whether an interim began while a term of the same kecamatan lasted already."""
    if term is None or term.kecamatan_code != interim.kecamatan_code:
        return False
    return serves(term, interim.starts_on)


def _interims(
    session: Session, kecamatan_code: str, first: date, last: date | None, except_for: Assignment | None
) -> list[Assignment]:
    """Who serves in a kecamatan for the time being on one of these days."""
    found = session.scalars(
        select(Assignment).where(
            Assignment.kecamatan_code == kecamatan_code,
            Assignment.kind != AssignmentKind.DEFINITIVE,
            serves_within(first, last),
        )
    )
    return [interim for interim in found if interim is not except_for]
