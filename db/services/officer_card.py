"""The card of one officer: all that the office keeps of him or her, read and written as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import actor_of, needs
from db.appointments import require_own_niat
from db.models.officer_card import BankAccount, OfficerPaper, OfficerProgramme, PersonPhoto, Training
from db.models.officers import Assignment, Decree, DecreeMember, Officer
from db.models.regions import Region
from db.people import write_person
from db.records import clash, copy, hold, merge
from db.rules.access import Right
from db.rules.office import digits
from db.rules.officer_card import (
    AccountRow,
    PaperRow,
    ProgrammeRow,
    TrainingRow,
    check_accounts,
    check_appointments,
    check_papers,
    check_programmes,
    check_trainings,
    mask_account,
    propose_appointments,
)
from db.rules.officers import AssignmentKind, DecreeLevel, check_niat
from db.rules.people import mask_nik
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.words import _
from db.services.people import PersonFacts

OWN_FIELDS = (
    *("niat", "employment", "performing", "card_number", "study", "main_job"),
    *("first_year", "first_decree", "first_issuer", "last_year", "last_decree", "last_issuer", "note"),
)
PARTS = (  # the lists of a card: what they are called, where they are kept, what a row is
    ("accounts", BankAccount, AccountRow),
    ("papers", OfficerPaper, PaperRow),
    ("trainings", Training, TrainingRow),
    ("programmes", OfficerProgramme, ProgrammeRow),
)
APPOINTING = {"", "appointment", "extension", "yearly"}  # kinds of decrees; not Plt, not a dismissal
NUMBERS = {"first_year", "last_year", "performing"}
LARGEST_PHOTO = 1024 * 1024  # it was made small before: desktop/parts/photo.py
JPEG = b"\xff\xd8\xff"

Row = TypeVar("Row", AccountRow, PaperRow, TrainingRow, ProgrammeRow)


@dataclass(frozen=True)
class PostLine:
    """One term in one kecamatan."""

    id: int  # of the assignment
    kecamatan_code: str
    kecamatan: str
    kind: AssignmentKind
    starts_on: date
    ends_on: date | None
    decree: str
    why: str  # it ended


@dataclass(frozen=True)
class DecreeLine:
    """One decree that names the officer."""

    id: int
    number: str
    dated_on: date
    level: DecreeLevel
    title: str
    kecamatan: str
    ends_on: date | None
    issuer: str
    kind_code: str


@dataclass(frozen=True)
class CardForm:
    """The card as a form holds it; rows keep their ids, new ones have none."""

    person: Mapping[str, Any]
    officer: Mapping[str, Any]
    accounts: tuple[AccountRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    trainings: tuple[TrainingRow, ...] = ()
    programmes: tuple[ProgrammeRow, ...] = ()


@dataclass(frozen=True)
class OfficerCard:
    """All that is known of one officer."""

    id: int
    person: PersonFacts
    form: CardForm
    posts: tuple[PostLine, ...]  # the newest first
    decrees: tuple[DecreeLine, ...]
    photo: bytes | None
    may_edit: bool

    @property
    def proposed(self) -> dict[str, Any]:
        """The first and the last appointment as the register has them, where the card does not tell."""
        appointing = (one for one in reversed(self.decrees) if one.kind_code in APPOINTING)
        facts = [(one.dated_on.year, one.number, one.issuer) for one in appointing]
        return propose_appointments(self.form.officer, facts)

    @property
    def home(self) -> PostLine | None:
        """The newest definitive post, else the newest; a NIAT should begin with its kecamatan."""
        definitive = (post for post in self.posts if post.kind is AssignmentKind.DEFINITIVE)
        return next(definitive, self.posts[0] if self.posts else None)


@needs(Right.READ)
def get_card(session: Session, officer_id: int) -> OfficerCard:
    """The whole card; who may not change officers sees masked numbers."""
    officer = session.get_one(Officer, officer_id)
    may_edit = Right.OFFICERS in actor_of(session).rights
    person = officer.person
    facts = copy(PersonFacts, person)
    if not may_edit:
        facts = replace(facts, nik=mask_nik(person.nik) or None, kk=mask_nik(person.kk))
    rows: dict[str, Any] = {
        name: tuple(copy(row, record) for record in _records(session, table, officer_id))
        for name, table, row in PARTS
    }
    if not may_edit:
        rows["accounts"] = tuple(replace(row, number=mask_account(row.number)) for row in rows["accounts"])
    own = {name: getattr(officer, name) for name in OWN_FIELDS} | {"niat": officer.niat or ""}
    posts = _posts(session, officer_id)
    return OfficerCard(
        id=officer.id,
        person=facts,
        form=CardForm(vars(facts), own, **rows),
        posts=tuple(posts),
        decrees=tuple(_decrees(session, officer_id)),
        photo=get_photo(session, person.id),
        may_edit=may_edit,
    )


@needs(Right.OFFICERS)
def save_card(session: Session, officer_id: int, before: CardForm, after: CardForm, today: date) -> None:
    """Write what the user changed in a card, all of it or nothing.

    What somebody else changed meanwhile stays; the same field, or the same row, changed by two is refused.
    """
    own_before, own_after = _own(before.officer), _own(after.officer)
    after = replace(after, accounts=tuple(_plain_number(row) for row in after.accounts))
    require(
        [
            *check_niat(own_after.get("niat") or ""),
            *check_appointments(own_after, today),
            *check_accounts(after.accounts),
            *check_papers(after.papers),
            *check_trainings(after.trainings, today),
            *check_programmes(after.programmes),
        ]
    )
    officer = hold(session, Officer, officer_id)
    write_person(session, officer.person_id, before.person, after.person, today)
    require_own_niat(session, officer.person, own_after.get("niat"))
    merge(session, officer, own_before, own_after)
    kept = {row.id: row.source_code for row in before.accounts}
    moved = [  # an account of another source is another account: two may have changed places
        replace(row, id=None) if row.id and kept.get(row.id) != row.source_code else row
        for row in after.accounts
    ]
    _write_rows(session, officer_id, "accounts", BankAccount, before.accounts, moved)
    _write_rows(session, officer_id, "papers", OfficerPaper, before.papers, after.papers)
    _write_rows(session, officer_id, "trainings", Training, before.trainings, after.trainings)
    _write_rows(session, officer_id, "programmes", OfficerProgramme, before.programmes, after.programmes)


@needs(Right.READ)
def get_photo(session: Session, person_id: int) -> bytes | None:
    """The photo of a person, as JPEG."""
    found = session.get(PersonPhoto, person_id)
    return found.jpeg if found else None


@needs(Right.OFFICERS)
def set_photo(session: Session, person_id: int, jpeg: bytes) -> None:
    """Keep a photo that was made small before; the one before is gone."""
    if not jpeg.startswith(JPEG) or len(jpeg) > LARGEST_PHOTO:
        raise refuse(_("Foto harus JPEG paling besar 1 MB."), "photo")
    photo = session.get(PersonPhoto, person_id)
    if photo is None:
        session.add(PersonPhoto(person_id=person_id, jpeg=jpeg))
    else:
        photo.jpeg = jpeg


@needs(Right.OFFICERS)
def remove_photo(session: Session, person_id: int) -> None:
    """Take a photo away; no harm where there is none."""
    if photo := session.get(PersonPhoto, person_id):
        session.delete(photo)


def _write_rows(
    session: Session,
    officer_id: int,
    part: str,
    table: Any,
    before: Sequence[Row],
    after: Sequence[Row],
) -> None:
    """Remove, change and add rows; a row that somebody else changed or removed meanwhile is not overrun."""
    old = {row.id: row for row in before}
    for gone in old.keys() - {row.id for row in after}:
        record = session.get(table, gone)
        if record is not None:
            if copy(type(old[gone]), record) != old[gone]:
                raise Conflict([clash(session, table, table.__label__, ids=(record.id,), field=part)])
            session.delete(record)
    session.flush()  # so that a new row may take the place of a removed one
    for place, row in enumerate(after):
        values = _stripped(row)
        if row.id is None:
            _require_free(session, officer_id, part, table, place, row)
            session.add(table(officer_id=officer_id, **values))
        elif row != old[row.id]:
            record = session.get(table, row.id)
            if record is None:
                raise Conflict([clash(session, table, table.__label__, ids=(row.id,), field=part)])
            try:
                merge(session, record, asdict(old[row.id]), values)
            except Conflict as conflict:
                found = [Problem(p.text, f"{part}/{place}/{p.field}") for p in conflict.problems]
                raise Conflict(found) from None
    session.flush()


def _require_free(session: Session, officer_id: int, part: str, table: Any, place: int, row: Any) -> None:
    """Somebody else may just have added an account of the same source."""
    if isinstance(row, AccountRow):
        same = select(table).where(table.officer_id == officer_id, table.source_code == row.source_code)
        if (taken := session.scalars(same).first()) is not None:
            text = clash(session, table, table.__label__, taken.number, ids=(taken.id,)).text
            raise Conflict([Problem(text, f"{part}/{place}/source_code")])


def _records(session: Session, table: Any, officer_id: int) -> Iterable[Any]:
    return session.scalars(select(table).where(table.officer_id == officer_id).order_by(table.id))


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    """The officer's own fields of a form, without the spaces around what was typed."""
    own = {
        name: value if name in NUMBERS else (value or "").strip()
        for name, value in values.items()
        if name in OWN_FIELDS
    }
    return own | ({"niat": digits(own["niat"]) or None} if "niat" in own else {})


def _plain_number(row: AccountRow) -> AccountRow:
    return replace(row, number=digits(row.number))


def _stripped(row: Any) -> dict[str, Any]:
    values = asdict(row)
    del values["id"]
    return {name: value.strip() if type(value) is str else value for name, value in values.items()}


def _posts(session: Session, officer_id: int) -> list[PostLine]:
    found = session.scalars(
        select(Assignment)
        .where(Assignment.officer_id == officer_id)
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
        .options(joinedload(Assignment.kecamatan), joinedload(Assignment.decree))
    )
    return [_post(post) for post in found]


def _post(post: Assignment) -> PostLine:
    return PostLine(
        id=post.id,
        kecamatan_code=post.kecamatan_code,
        kecamatan=post.kecamatan.name,
        kind=post.kind,
        starts_on=post.starts_on,
        ends_on=post.ends_on,
        decree=post.decree_number,
        why=post.cause,
    )


def _decrees(session: Session, officer_id: int) -> Iterable[DecreeLine]:
    found = session.execute(
        select(Decree, Region.name)
        .join(DecreeMember, DecreeMember.decree_id == Decree.id)
        .join(Region, Region.code == DecreeMember.kecamatan_code)
        .where(DecreeMember.officer_id == officer_id)
        .order_by(Decree.dated_on.desc(), Decree.id.desc())
    )
    return [copy(DecreeLine, decree, kecamatan=name) for decree, name in found]
