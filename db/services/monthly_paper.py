"""The monthly report of an officer on paper, from what was noted day by day (domain.md 9.9)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.officers import Officer
from db.models.regions import Region
from db.models.work import Activity, ActivityPhoto
from db.rules.access import Right
from db.rules.dates import count_in_words, day_and_date, long_date
from db.rules.due import last_of_month
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter
from db.rules.problems import refuse
from db.rules.words import _
from db.rules.work import activity_words, month_name
from db.services.references import list_choices

IN_ORDER = (Activity.done_on, Activity.id)


class ReportKey(NamedTuple):
    """One report: of whom, where, of which month."""

    officer_id: int
    kecamatan_code: str
    year: int
    month: int


@dataclass(frozen=True)
class PaperPhoto:
    """A photo for the annex DOKUMENTASI."""

    jpeg: bytes
    caption: str


@needs(Right.READ)
def report_letter(session: Session, key: ReportKey, on: date) -> Letter:
    """The monthly report as the office prints it (domain.md 9.9), from what was noted of the month."""
    officer = session.get_one(Officer, key.officer_id)
    activities = list(session.scalars(select(Activity).where(*of_month(key)).order_by(*IN_ORDER)))
    if not activities:
        text = _("Belum ada kegiatan {month} yang dicatat. Catat dahulu lewat “Kegiatan bulan ini”.")
        raise refuse(text.format(month=month_name(key.year, key.month)))
    programmes = {choice.code: choice.text for choice in list_choices(session, "programmes")}
    counts = Counter(one.duty_code for one in activities)
    extra = Counter(one.programme_code for one in activities if one.programme_code)
    photos = len(_photos(session, key))
    recap = [(duty.code, duty.text, counts[duty.code]) for duty in list_choices(session, "duties")]
    recap += [("Program", programmes.get(code, code), number) for code, number in sorted(extra.items())]
    return Letter(
        LetterKind.MONTHLY_REPORT,
        {
            "nama": officer.person.full_name,
            "niat": officer.niat or "",
            "kecamatan": session.get_one(Region, key.kecamatan_code).name,
            "bulan": date(key.year, key.month, 1),
            "kegiatan": tuple(
                {
                    "waktu": day_and_date(one.done_on),
                    "tempat": one.place,
                    "tugas": one.duty_code or "Program",
                    "kegiatan": _words(one, programmes),
                    "kendala": one.problem,
                }
                for one in activities
            ),
            "rekap": tuple(
                {"kode": code, "tugas": text, "jumlah": str(number)} for code, text, number in recap
            ),
            "dokumentasi": (f"Foto kegiatan {count_in_words(photos, 'lembar')}, terlampir",)
            if photos
            else (),
            "saran": (),
            "tanggal_laporan": on,
            "camat": "",
            "nip_camat": "",
        },
    )


@needs(Right.READ)
def report_photos(session: Session, key: ReportKey) -> list[PaperPhoto]:
    """The photos of a month, in the order of its activities."""
    photos = _photos(session, key)
    jpegs = dict(
        session.execute(
            select(ActivityPhoto.id, ActivityPhoto.jpeg).join(Activity).where(*of_month(key))
        ).all()
    )
    return [PaperPhoto(jpegs[photo.id], photo.caption) for photo in photos]


class _Photo(NamedTuple):
    id: int
    caption: str


def _photos(session: Session, key: ReportKey) -> list[_Photo]:
    """Each photo with its own caption, else with what was done; and the day."""
    query = (
        select(ActivityPhoto.id, ActivityPhoto.caption, Activity.text, Activity.done_on)
        .join(Activity)
        .where(*of_month(key))
        .order_by(*IN_ORDER, ActivityPhoto.position)
    )
    return [
        _Photo(photo_id, f"{(caption or text).strip().rstrip('.')}, {long_date(day)}")
        for photo_id, caption, text, day in session.execute(query)
    ]


def _words(activity: Activity, programmes: Mapping[str, str]) -> str:
    words = activity_words(activity.text, activity.participants, activity.result)
    name = programmes.get(activity.programme_code, activity.programme_code)
    return f"{name}: {words}" if name else words


def of_month(key: ReportKey) -> tuple[Any, ...]:
    """What tells the activities of one report."""
    first, last = date(key.year, key.month, 1), last_of_month(key.year, key.month)
    return (
        Activity.officer_id == key.officer_id,
        Activity.kecamatan_code == key.kecamatan_code,
        Activity.done_on.between(first, last),
    )
