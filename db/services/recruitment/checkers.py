"""Where two verify a file: what the second found otherwise, for the log and for the minutes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.audit import note
from db.models.audit import AuditEntry
from db.models.recruitment import Applicant, Vacancy
from db.rules.access import Right
from db.rules.recruitment import result_label
from db.services.recruitment.applicants import second_state

DIFFERS = "Hasil kedua pemeriksa berbeda: "


@needs(Right.READ)
def second_of(session: Session, applicant_id: int) -> str:
    """Whether the second verifier has looked and agrees: waiting, differs, agreed; or nothing."""
    applicant = session.get_one(Applicant, applicant_id)
    return second_state(applicant) if applicant.vacancy.second_verifier else ""


@needs(Right.VERIFY)
def note_difference(session: Session, applicant_id: int) -> None:
    """Keep in the log what two found differently: once they agree, the file no longer says it."""
    applicant = session.get_one(Applicant, applicant_id)
    found = [
        f"{check.requirement.code} {check.checked_by} {result_label(check.result)}, "
        f"{check.second_by} {result_label(check.second_result)}"
        for check in applicant.checks
        if check.second_result is not None and check.second_result is not check.result
    ]
    if found:
        note(session, Applicant, f"{DIFFERS}{'; '.join(found)}", applicant_id)


@needs(Right.READ)
def checkers_in_words(session: Session, vacancy_id: int) -> tuple[str, ...]:
    """As the minutes say it: who checked, where two did, and whose results differed at first."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    checks = [check for applicant in vacancy.applicants for check in applicant.checks]
    firsts, seconds = ({getattr(c, by) for c in checks} - {""} for by in ("checked_by", "second_by"))
    if not vacancy.second_verifier or not seconds:
        return ()
    who = " dan ".join(", ".join(sorted(names)) for names in (firsts, seconds))
    said = [f"Setiap berkas diperiksa dua orang secara terpisah: {who}"]
    kept = _differences(session, [applicant.id for applicant in vacancy.applicants])
    said += [
        f"Hasil pemeriksaan {applicant.person.full_name} semula berbeda ({kept[applicant.id]}), "
        "lalu disamakan oleh keduanya"
        for applicant in vacancy.applicants
        if applicant.id in kept
    ]
    return tuple(said)


def _differences(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The first difference that was found of each, as the log has it."""
    query = select(AuditEntry.record_id, AuditEntry.sentence).where(
        AuditEntry.table_name == Applicant.__tablename__,
        AuditEntry.record_id.in_([str(one) for one in ids]),
        AuditEntry.sentence.startswith(DIFFERS),
    )
    found: dict[int, str] = {}
    for record_id, sentence in session.execute(query.order_by(AuditEntry.id)):
        found.setdefault(int(record_id), sentence.removeprefix(DIFFERS))
    return found
