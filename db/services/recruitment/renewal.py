"""Minutes that take the place of earlier ones: which, why, and who moves up. For services only."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.lettering import IssuedLetter, take_place
from db.models.letters import Letter
from db.models.recruitment import Applicant, Proposal, Vacancy
from db.models.selection import Objection
from db.rules.dates import long_date
from db.rules.recruitment import Applied
from db.rules.selection import ObjectionOutcome
from db.services.recruitment.reckoning import Reckoning

LEFT = {
    Applied.WITHDRAWN: "mengundurkan diri",
    Applied.DISQUALIFIED: "digugurkan",
    Applied.REFUSED: "ditolak usulannya",
}
LEFT_LABELS = {  # in the tables of minutes and announcements
    Applied.WITHDRAWN: "Mengundurkan diri",
    Applied.DISQUALIFIED: "Gugur",
    Applied.REFUSED: "Usulan ditolak",
}
THIS = "Berita Acara ini"
RENEWAL = "pembaruan"  # the field of the minutes that says so


def with_left(minutes: Letter | None, session: Session, vacancy_id: int) -> Reckoning:
    """How candidates stood in these minutes, who has left since among them; without minutes, as they stand.

    Only sheets that are still locked are counted: nothing is told that is not printed already.
    """
    reckoning = Reckoning(session, vacancy_id)
    numbers = listed_in(minutes, "peserta")
    left = [
        a.id
        for a in reckoning.vacancy.applicants
        if a.status in LEFT
        and a.registration_number in numbers
        and all(
            reckoning.book.is_locked((a.id, member.id))
            for member in reckoning.book.scorers
            if (a.id, member.id) not in reckoning.book.recusals
        )
    ]
    return Reckoning(session, vacancy_id, also=left) if left else reckoning


def listed_in(minutes: Letter | None, field: str) -> dict[str, str]:
    """What minutes say beside each registration number in one of their tables."""
    rows = minutes.facts.get(field, ()) if minutes is not None else ()
    return {row.get("nomor_pendaftaran", ""): row.get("keterangan", "") for row in rows}


def renewed_by(minutes: Letter | None) -> list[str]:
    """What minutes say of the earlier ones whose place they took, as another paper says it."""
    said = str(minutes.facts.get(RENEWAL, "")) if minutes is not None else ""
    if minutes is None or not said:
        return []
    return [said.replace(THIS, f"{minutes.subject} Nomor {minutes.number}", 1)]


def interview_renewal(
    vacancy: Vacancy, session: Session, earlier: Letter | None, whole: Reckoning, chosen_id: int | None
) -> str:
    """Which minutes of the interview are replaced, who has left since and why, and who moves up."""
    if earlier is None:
        return ""
    places = listed_in(earlier, "peserta")
    people = [a for a in vacancy.applicants if a.registration_number in places]
    causes = []
    for one in people:
        if one.status not in LEFT or places[one.registration_number] == LEFT_LABELS[one.status]:
            continue  # is here, or was named in the earlier ones already
        place = whole.ranked.get(one.id)
        rank = f" (peringkat {place.rank})" if place else ""
        on = _left_on(session, one)
        day = f" tanggal {long_date(on)}" if on else ""
        why = one.status_reason.rstrip(" .;")
        causes.append(f"{one.person.full_name}{rank} {LEFT[one.status]}{day} dengan alasan: {why}")
    said = _replaces(earlier, causes)
    moved = next((a for a in people if a.id == chosen_id), None)
    if moved is not None and (place_then := places[moved.registration_number]).startswith("Cadangan"):
        name = moved.person.full_name
        said += f" {name}, {place_then.lower()} dalam berita acara itu, menjadi calon yang diusulkan."
    return said


def administration_renewal(vacancy: Vacancy, session: Session, earlier: Letter | None) -> str:
    """Which minutes of the administration are replaced, and after which accepted objections."""
    if earlier is None:
        return ""
    query = (
        select(Objection)
        .join(Objection.applicant)
        .where(Applicant.vacancy_id == vacancy.id, Objection.final.is_(False))
        .where(Objection.outcome == ObjectionOutcome.ACCEPTED)
        .order_by(Objection.received_on, Objection.id)
    )
    known = str(earlier.facts.get(RENEWAL, ""))
    causes = []
    for objection in session.scalars(query):
        name, number = objection.applicant.person.full_name, objection.applicant.registration_number
        cause = f"sanggahan {name} ({number}) tanggal {long_date(objection.received_on)} diterima"
        if cause not in known:
            causes.append(cause)
    return _replaces(earlier, causes)


def note_renewal(issued: IssuedLetter, session: Session, earlier: Letter | None) -> None:
    """The register says which minutes took the place of which."""
    if earlier is not None:
        take_place(session, session.get_one(Letter, issued.id), earlier)


def _replaces(earlier: Letter, causes: Iterable[str]) -> str:
    why = "; ".join(causes)
    told = f"{THIS} menggantikan Berita Acara Nomor {earlier.number} tanggal "
    told += long_date(earlier.dated_on)
    return f"{told} karena {why}." if why else f"{told}."


def _left_on(session: Session, applicant: Applicant) -> date | None:
    if applicant.status is not Applied.REFUSED:
        return applicant.left_on
    return session.scalar(select(Proposal.status_on).where(Proposal.applicant_id == applicant.id))
