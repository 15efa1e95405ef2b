"""What officers do by day: entries with their photos, and which duties nobody does (domain.md 1.4, 1.9)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import extract, func, or_, select
from sqlalchemy.orm import Session, undefer

from db.access import needs
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.regions import Region
from db.models.work import Activity, ActivityPhoto
from db.records import clash, copy, count, hold, merge
from db.rules.access import Right
from db.rules.due import months_after
from db.rules.office import full_name
from db.rules.officers import AssignmentKind, covers, serves
from db.rules.problems import Conflict, refuse, require
from db.rules.profile import DutyCount
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.words import _
from db.rules.work import MOST_PHOTOS, Span, check_activity, month_name
from db.services.references import list_choices
from db.services.settings import get_limits

LARGEST_PHOTO = 1024 * 1024  # it was made small before: desktop/parts/photo.py
JPEG = b"\xff\xd8\xff"
LENGTHS = {"place": 160, "problem": 500, "result": 500}
TITLES = {"place": "Tempat", "problem": "Kendala", "result": "Hasil"}
COLUMNS = (
    ReportColumn("done_on", "Tanggal", 10, ColumnKind.DATE),
    ReportColumn("officer", "TKSK", 20),
    ReportColumn("kecamatan", "Kecamatan", 13),
    ReportColumn("place", "Tempat", 16),
    ReportColumn("duty", "Tugas", 6, ColumnKind.MARK),
    ReportColumn("programme", "Program", 14),
    ReportColumn("text", "Kegiatan", 36),
    ReportColumn("participants", "Peserta", 8, ColumnKind.WHOLE),
    ReportColumn("problem", "Kendala", 20),
    ReportColumn("result", "Hasil", 20),
    ReportColumn("photos", "Foto", 6, ColumnKind.WHOLE),
)


@dataclass(frozen=True)
class Photo:
    """A photo of a form; a new one has no id."""

    id: int | None
    caption: str
    jpeg: bytes


@dataclass(frozen=True)
class ActivityForm:
    """One entry as it is typed."""

    officer_id: int | None = None
    done_on: date | None = None
    kecamatan_code: str = ""  # empty: where the officer is definitive
    place: str = ""
    duty_code: str = ""
    programme_code: str = ""
    text: str = ""
    participants: int | None = None
    problem: str = ""
    result: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class ActivityRow:
    """One entry in the list."""

    id: int
    officer_id: int
    done_on: date
    officer: str
    kecamatan: str
    place: str
    duty: str
    programme: str
    text: str
    participants: int | None
    problem: str
    result: str
    photos: int


@dataclass(frozen=True)
class Search:
    """Which entries are looked for; what is empty does not matter."""

    officer_id: int | None = None
    year: int | None = None
    month: int | None = None
    duty: str = ""
    programme: str = ""
    text: str = ""


@dataclass(frozen=True)
class WorkOfficer:
    """Somebody who serves or served, when and where."""

    id: int
    name: str
    kecamatan: str  # the last one
    spans: tuple[Span, ...]
    places: tuple[tuple[str, str], ...]  # code and name of the kecamatan of each span

    def places_on(self, day: date) -> dict[str, str]:
        """Where he or she serves on a day."""
        pairs = zip(self.spans, self.places, strict=True)
        return {code: name for (start, end), (code, name) in pairs if covers(start, end, day)}


@needs(Right.READ)
def count_activities(session: Session, search: Search) -> int:
    """How many entries a search finds."""
    return count(session, _found(search, select(Activity.id)))


@needs(Right.READ)
def list_activities(
    session: Session,
    offset: int,
    limit: int,
    search: Search,
    sort: str | None = None,
    descending: bool = False,
) -> list[ActivityRow]:
    """Some of them, the newest first unless sorted otherwise."""
    keys = {
        "done_on": Activity.done_on,
        "officer": Person.name,
        "kecamatan": Region.name,
        "duty": Activity.duty_code,
        "participants": Activity.participants,
    }
    order: list[Any] = [Activity.done_on.desc(), Activity.id.desc()]
    if sort in keys:
        order.insert(0, keys[sort].desc() if descending else keys[sort])
    query = select(
        *(Activity.id, Activity.officer_id, Activity.done_on, Activity.place, Activity.text),
        *(Activity.duty_code, Activity.programme_code, Activity.participants),
        *(Activity.problem, Activity.result),
        *(Person.front_title, Person.name, Person.back_title, Region.name.label("kecamatan")),
    ).join(Region, Region.code == Activity.kecamatan_code)
    found = session.execute(_found(search, query).order_by(*order).offset(offset).limit(limit)).all()
    photos = _count_photos(session, [row.id for row in found])
    programmes = {choice.code: choice.text for choice in list_choices(session, "programmes")}
    return [
        ActivityRow(
            id=row.id,
            officer_id=row.officer_id,
            done_on=row.done_on,
            officer=full_name(row.front_title, row.name, row.back_title),
            kecamatan=row.kecamatan,
            place=row.place,
            duty=row.duty_code,
            programme=programmes.get(row.programme_code, row.programme_code),
            text=row.text,
            participants=row.participants,
            problem=row.problem,
            result=row.result,
            photos=photos.get(row.id, 0),
        )
        for row in found
    ]


@needs(Right.READ)
def activities_table(session: Session, search: Search, said: Sequence[str]) -> ReportTable:
    """All entries of a search, for paper and Excel; said: what was asked for, in words."""
    most = count_activities(session, search)
    rows = list_activities(session, 0, most, search, sort="done_on")
    cells = tuple(tuple(getattr(row, column.name) or None for column in COLUMNS) for row in rows)
    asked = (*said, f"{month_name(search.year, search.month)}" if search.year and search.month else "")
    return ReportTable("", "Kegiatan TKSK", COLUMNS, cells, tuple(part for part in asked if part))


@needs(Right.READ)
def get_activity(session: Session, activity_id: int) -> ActivityForm:
    """One entry with its photos."""
    activity = session.get_one(Activity, activity_id)
    return copy(ActivityForm, activity, photos=tuple(_photos(session, activity_id)))


@needs(Right.OFFICERS)
def save_activity(
    session: Session, activity_id: int | None, before: ActivityForm, after: ActivityForm, today: date
) -> int:
    """Write an entry with its photos, all of it or nothing. Returns its id.

    What somebody else changed meanwhile stays; the same field changed by two is refused.
    """
    after = _stripped(after)
    if after.officer_id is None:
        raise refuse(_("Pilih TKSK yang melakukan kegiatan."), "officer_id")
    what = (after.duty_code, after.programme_code, after.participants)
    require(check_activity(after.done_on, after.text, *what, today))
    _require_lengths(after)
    _require_photos(after.photos)
    assert after.done_on is not None, "checked above"
    own = _own(after)
    moved = (before.officer_id, before.done_on) != (after.officer_id, after.done_on)
    if activity_id is None or moved or after.kecamatan_code not in ("", before.kecamatan_code):
        own["kecamatan_code"] = _kecamatan(session, after)
    else:  # it stays where it was, also when the roster was corrected meanwhile
        own["kecamatan_code"] = before.kecamatan_code
    if activity_id is None:
        activity = Activity(**own)
        session.add(activity)
        session.flush()
    else:
        activity = hold(session, Activity, activity_id)
        merge(session, activity, _own(before), own)
    if after.photos != before.photos:
        _write_photos(session, activity, before.photos, after.photos)
    session.flush()
    return activity.id


@needs(Right.OFFICERS)
def delete_activity(session: Session, activity_id: int) -> None:
    """Delete an entry with its photos; the log keeps what it said."""
    session.delete(session.get_one(Activity, activity_id))


@needs(Right.READ)
def duty_counts(
    session: Session, on: date, officer_id: int | None = None
) -> tuple[date, tuple[DutyCount, ...]]:
    """How often each duty was done in the last months (a limit of the office), and since when."""
    since = months_after(on, -get_limits(session).duty_idle_months)
    query = select(Activity.duty_code, func.count()).where(Activity.done_on > since, Activity.done_on <= on)
    if officer_id is not None:
        query = query.where(Activity.officer_id == officer_id)
    counted = dict(session.execute(query.group_by(Activity.duty_code)).all())
    duties = list_choices(session, "duties")
    return since, tuple(DutyCount(duty.code, duty.text, counted.get(duty.code, 0)) for duty in duties)


@needs(Right.READ)
def list_work_officers(session: Session) -> list[WorkOfficer]:
    """All who serve or served, by name."""
    query = (
        select(
            *(Assignment.officer_id, Assignment.starts_on, Assignment.ends_on, Region.code, Region.name),
            *(Person.front_title, Person.name, Person.back_title),
        )
        .select_from(Assignment)
        .join(Assignment.officer)
        .join(Officer.person)
        .join(Region, Region.code == Assignment.kecamatan_code)
        .order_by(Person.name, Assignment.officer_id, Assignment.starts_on)
    )
    terms: dict[int, list[Any]] = defaultdict(list)
    for officer_id, *term in session.execute(query):
        terms[officer_id].append(term)
    return [
        WorkOfficer(
            *(officer_id, full_name(*own[-1][4:]), own[-1][3]),
            spans=tuple((start, end) for start, end, *_rest in own),
            places=tuple((code, name) for _start, _end, code, name, *_rest in own),
        )
        for officer_id, own in terms.items()
    ]


def _found(search: Search, query: Any) -> Any:
    query = query.join(Officer, Officer.id == Activity.officer_id).join(Officer.person)
    if search.officer_id is not None:
        query = query.where(Activity.officer_id == search.officer_id)
    if search.year and search.month:
        first = date(search.year, search.month, 1)
        query = query.where(Activity.done_on >= first, Activity.done_on < months_after(first, 1))
    elif search.year:
        query = query.where(Activity.done_on.between(date(search.year, 1, 1), date(search.year, 12, 31)))
    elif search.month:
        query = query.where(extract("month", Activity.done_on) == search.month)
    if search.duty:
        query = query.where(Activity.duty_code == search.duty)
    if search.programme:
        query = query.where(Activity.programme_code == search.programme)
    searched = (Activity.text, Activity.place, Activity.problem, Activity.result, Person.name)
    for word in search.text.split():
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in searched)))
    return query


def _count_photos(session: Session, ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for first in range(0, len(ids), 500):
        query = select(ActivityPhoto.activity_id, func.count()).group_by(ActivityPhoto.activity_id)
        some = query.where(ActivityPhoto.activity_id.in_(ids[first : first + 500]))
        found |= dict(session.execute(some).all())
    return found


def _photos(session: Session, activity_id: int) -> Sequence[Photo]:
    query = select(ActivityPhoto).where(ActivityPhoto.activity_id == activity_id)
    query = query.order_by(ActivityPhoto.position).options(undefer(ActivityPhoto.jpeg))
    return [copy(Photo, photo) for photo in session.scalars(query)]


def _kecamatan(session: Session, form: ActivityForm) -> str:
    """Where the officer served that day, as chosen, else definitive before interim; else the last place."""
    day = form.done_on
    assert day is not None, "checked before"
    query = select(Assignment).where(Assignment.officer_id == form.officer_id)
    terms = session.scalars(query.order_by(Assignment.starts_on.desc())).all()
    if not terms:
        raise refuse(_("Orang ini belum pernah ditugaskan sebagai TKSK di kecamatan mana pun."), "officer_id")

    def rank(term: Assignment) -> tuple[bool, bool, bool, bool]:
        other = term.kecamatan_code != form.kecamatan_code
        interim = term.kind != AssignmentKind.DEFINITIVE
        return (not serves(term, day), term.starts_on > day, other, interim)

    return min(terms, key=rank).kecamatan_code


def _own(form: ActivityForm) -> dict[str, Any]:
    return {name: value for name, value in vars(form).items() if name != "photos"}


def _stripped(form: ActivityForm) -> ActivityForm:
    texts: Mapping[str, Any] = {name: v.strip() for name, v in vars(form).items() if isinstance(v, str)}
    photos = tuple(replace(photo, caption=photo.caption.strip()) for photo in form.photos)
    return replace(form, photos=photos, **texts)


def _require_lengths(form: ActivityForm) -> None:
    for name, most in LENGTHS.items():
        if len(getattr(form, name)) > most:
            text = _("{field} paling panjang {most} huruf.")
            raise refuse(text.format(field=TITLES[name], most=most), name)


def _require_photos(photos: Sequence[Photo]) -> None:
    if len(photos) > MOST_PHOTOS:
        raise refuse(_("Paling banyak {most} foto untuk satu kegiatan.").format(most=MOST_PHOTOS), "photos")
    for photo in photos:
        if not photo.jpeg.startswith(JPEG) or len(photo.jpeg) > LARGEST_PHOTO:
            raise refuse(_("Foto harus JPEG paling besar 1 MB."), "photos")
        if len(photo.caption) > 200:
            raise refuse(_("Keterangan foto paling panjang 200 huruf."), "photos")


def _write_photos(
    session: Session, activity: Activity, before: Sequence[Photo], after: Sequence[Photo]
) -> None:
    """The photos as they were put in order; refused where somebody else added or took away some."""
    known = {photo.id: photo for photo in activity.photos}
    if set(known) != {photo.id for photo in before}:
        label = ActivityPhoto.__label__
        owner = {"activity_id": activity.id}
        raise Conflict([clash(session, ActivityPhoto, label, ids=known, field="photos", **owner)])
    kept = {photo.id for photo in after}
    for photo_id, photo in known.items():
        if photo_id not in kept:
            activity.photos.remove(photo)
    for place, shown in enumerate(after, 1):
        if shown.id is None:
            activity.photos.append(ActivityPhoto(position=place, caption=shown.caption, jpeg=shown.jpeg))
        else:
            known[shown.id].position, known[shown.id].caption = place, shown.caption
