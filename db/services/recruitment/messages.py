"""What is told one applicant by WhatsApp at each stage: received, MS or TMS, the interview, the result."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.recruitment import Applicant, Vacancy
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import day_and_date, long_date
from db.rules.phrases import office_in_words
from db.rules.recruitment import Applied, Stage
from db.services.office import get_office
from db.services.recruitment.case_chapters import names_of, was_stopped
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.results import result_message
from db.services.recruitment.slots import slots_of, told_to

FREE = "Seluruh tahapan seleksi tidak dipungut biaya."
GONE = {
    Applied.WITHDRAWN: "Pengunduran diri Saudara sudah kami catat.",
    Applied.DISQUALIFIED: "Saudara dinyatakan gugur dari seleksi ini.",
}
ENDED = {
    Applied.CHOSEN: "Saudara LULUS dan diusulkan untuk diangkat melalui Dinas Sosial Provinsi.",
    Applied.APPOINTED: "Saudara LULUS dan sudah diangkat. Silakan melapor ke kantor kami.",
    Applied.NOT_CHOSEN: "Saudara TIDAK LULUS.",
    Applied.ABSENT: "Saudara tercatat TIDAK HADIR pada tes wawancara.",
    Applied.REFUSED: "Usulan pengangkatan Saudara tidak dapat ditetapkan oleh pejabat yang berwenang.",
}


@dataclass(frozen=True)
class ApplicantMessage:
    """A text for one person, and where to send it."""

    name: str
    phone: str  # only for who edits people
    text: str


@needs(Right.READ)
def applicant_message(session: Session, applicant_id: int) -> ApplicantMessage:
    """The text that fits where this application stands now."""
    applicant = session.get_one(Applicant, applicant_id)
    may_call = actor_of(session).rights & EDITS_PEOPLE
    return ApplicantMessage(
        applicant.person.full_name,
        applicant.person.phone if may_call else "",
        _text(session, applicant),
    )


def _text(session: Session, applicant: Applicant) -> str:
    vacancy, status = applicant.vacancy, applicant.status
    if status in GONE:
        return _letter(session, applicant, [GONE[status], *_reason(applicant)])
    if was_stopped(vacancy):
        return _letter(session, applicant, _stopped(session, vacancy))
    if status is Applied.REGISTERED:
        return _letter(session, applicant, _received(applicant))
    ended = vacancy.stage in (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED, Stage.CANCELLED)
    if status is Applied.FAILED or (vacancy.stage is Stage.ADMINISTRATION):
        return result_message(session, applicant.id)
    if ended or status in ENDED:
        return _letter(session, applicant, _ended(session, applicant))
    return _letter(session, applicant, _called(session, applicant))


def _stopped(session: Session, vacancy: Vacancy) -> list[str]:
    """The reason as everybody may read it: it may name other applicants."""
    reason = names_of(session, vacancy).clean(vacancy.cancel_reason)
    return [
        f"Seleksi ini DIBATALKAN: {reason.rstrip('.')}.",
        "Tidak ada calon yang diusulkan dari seleksi ini.",
    ]


def _received(applicant: Applicant) -> list[str]:
    """What is still missing is said, so that it can be brought in time."""
    vacancy = applicant.vacancy
    there = {line.document_id for line in applicant.documents if line.present}
    missing = [
        document.name.split(" (")[0]
        for document in vacancy.documents
        if document.mandatory == "yes" and document.id not in there
    ]
    said = [f"Berkas lamaran Saudara kami terima {day_and_date(applicant.registered_on)}."]
    if missing and vacancy.stage is Stage.ANNOUNCED:
        said.append(f"Belum ada: {'; '.join(missing)}.")
        said.append(f"Lengkapi paling lambat {day_and_date(vacancy.closes_on)}, pukul {vacancy.hours}.")
    elif not missing:
        said.append("Berkas wajib lengkap.")
    said.append("Simpan nomor pendaftaran; hasil diumumkan menurut nomor itu.")
    return said


def _called(session: Session, applicant: Applicant) -> list[str]:
    vacancy = applicant.vacancy
    slot = slots_of(session, vacancy.id).get(applicant.id)
    on, time, place = told_to(slot, vacancy.interview_on, vacancy.interview_time, vacancy.place)
    queue = f" Nomor antrean {slot.queue}." if slot is not None else ""
    return [
        "Saudara MEMENUHI SYARAT (MS) dan dipanggil mengikuti tes wawancara:",
        f"{day_and_date(on)}, pukul {time}, di {place}.{queue}",
        "Harap hadir 30 menit sebelumnya dengan KTP-el asli dan tanda terima berkas.",
    ]


def _ended(session: Session, applicant: Applicant) -> list[str]:
    vacancy, status = applicant.vacancy, applicant.status
    if status is Applied.RESERVE:
        reckoning = Reckoning(session, vacancy.id)
        waiting = [key for key, one in reckoning.scored.items() if one.applicant.status is Applied.RESERVE]
        waiting.sort(key=lambda key: reckoning.ranked[key].rank if key in reckoning.ranked else 0)
        until = f" sampai {long_date(vacancy.reserve_until)}" if vacancy.reserve_until else ""
        return [f"Saudara LULUS sebagai CADANGAN {waiting.index(applicant.id) + 1}{until}."]
    return [ENDED.get(status, "Seleksi ini sudah berakhir.")]


def _reason(applicant: Applicant) -> list[str]:
    return [f"Alasan: {applicant.status_reason.rstrip('.')}."] if applicant.status_reason else []


def _letter(session: Session, applicant: Applicant, said: list[str]) -> str:
    vacancy, office = applicant.vacancy, get_office(session)
    return "\n".join(
        (
            f"Yth. {applicant.person.full_name}",
            f"Nomor pendaftaran {applicant.registration_number}",
            f"Seleksi calon TKSK Kecamatan {vacancy.kecamatan.name} Tahun {vacancy.opened_on.year}",
            "",
            *said,
            FREE,
            office_in_words(office.name, office.regency),
        )
    )
