"""What comes of the administrative selection: for the office with reasons, for everybody without."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter as LetterRecord
from db.models.recruitment import Applicant, Vacancy
from db.rules.access import Right
from db.rules.applicants import GONE
from db.rules.dates import day_and_date, long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import Letter
from db.rules.phrases import office_in_words
from db.rules.problems import refuse
from db.rules.recruitment import Applied, RequirementKind, Result
from db.rules.reports import ReportColumn, ReportTable
from db.rules.words import _
from db.services.office import get_office
from db.services.recruitment.applicants import second_state
from db.services.recruitment.checking import papers_row
from db.services.recruitment.track import objection_period

TOPICS = {  # what everybody may read of a reason: no age, no address
    RequirementKind.AGE: "Persyaratan umur",
    RequirementKind.EDUCATION: "Persyaratan pendidikan",
    RequirementKind.DOMICILE: "Persyaratan domisili",
    RequirementKind.DOCUMENT: "Kelengkapan surat keterangan",
    RequirementKind.STATEMENT: "Surat pernyataan",
    RequirementKind.MEMBERSHIP: "Persyaratan keanggotaan",
    RequirementKind.OTHER: "Persyaratan lain",
}

OUT = GONE | {Applied.REGISTERED}
LEFT_SINCE = {
    Applied.WITHDRAWN: "Kemudian mengundurkan diri",
    Applied.DISQUALIFIED: "Kemudian digugurkan",
}


@needs(Right.READ)
def results_letter(session: Session, vacancy_id: int) -> Letter:
    """The announcement of who is MS: registration number, name and result, no NIK, no address."""
    vacancy, office = session.get_one(Vacancy, vacancy_id), get_office(session)
    minutes = _minutes(session, vacancy_id)
    if minutes is None:
        raise refuse(_("Buat berita acara seleksi administrasi dahulu; pengumuman menyebut nomornya."))
    judged = judged_in(vacancy, minutes)
    passed = any(has_passed(a) for a in judged)
    address = ", ".join(
        part for part in (office_in_words(office.name, office.regency), office.address) if part
    )
    until = _objections_until(session, vacancy)
    return Letter(
        LetterKind.ADMINISTRATION_RESULTS,
        {
            "kecamatan": vacancy.kecamatan.name,
            "tahun_seleksi": vacancy.opened_on.year,
            "nomor_berita_acara": minutes.number,
            "tanggal_berita_acara": minutes.dated_on,
            "hasil": tuple(
                {
                    "nomor_pendaftaran": a.registration_number,
                    "nama": a.person.full_name,
                    "hasil": "MS" if was_ms(a) else "TMS",
                    "keterangan": public_reason(a),
                }
                for a in judged
            ),
            **(
                {
                    "tanggal_wawancara": vacancy.interview_on,
                    "jam": vacancy.interview_time,
                    "tempat": vacancy.place,
                }
                if passed
                else {}
            ),
            **({"batas_sanggah": until, "tempat_sanggah": address} if until else {}),
        },
    )


@needs(Right.RECRUITMENT)
def issue_results(
    session: Session, vacancy_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Make the announcement of the results final."""
    letter, office = results_letter(session, vacancy_id), get_office(session)
    subject = (
        f"Pengumuman Hasil Seleksi Administrasi Calon TKSK Kecamatan {letter.values['kecamatan']} "
        f"Tahun {letter.values['tahun_seleksi']}"
    )
    addressing = Addressing(subject, recipient=f"Masyarakat {office.regency}", vacancy_id=vacancy_id)
    return write_letter(
        session, letter, addressing, dated_on=dated_on, render=render, official_id=official_id
    )


@needs(Right.READ)
def internal_results(session: Session, vacancy_id: int) -> ReportTable:
    """Everybody who applied, with the reasons: for the team, not for the notice board."""
    vacancy, office = session.get_one(Vacancy, vacancy_id), get_office(session)
    return ReportTable(
        "",
        "Hasil seleksi administrasi (internal)",
        (
            ReportColumn("number", "Nomor Pendaftaran", 24),
            ReportColumn("name", "Nama", 26),
            ReportColumn("result", "Hasil", 18),
            ReportColumn("reason", "Alasan", 60),
            ReportColumn("checked", "Pemeriksa", 22),
        ),
        tuple(
            (
                a.registration_number,
                a.person.full_name,
                _result(a),
                _reason(a),
                ", ".join(sorted({name for c in a.checks for name in (c.checked_by, c.second_by) if name})),
            )
            for a in vacancy.applicants
        ),
        subtitle=(
            f"TKSK Kecamatan {vacancy.kecamatan.name}, {office.regency}, tahun {vacancy.opened_on.year}",
            "INTERNAL \N{EN DASH} TIDAK UNTUK DIUMUMKAN",
        ),
        notes=(f"Umur dihitung pada {long_date(vacancy.age_counted_on)}.",),
    )


@needs(Right.READ)
def result_message(session: Session, applicant_id: int) -> str:
    """The result of one applicant as a text for WhatsApp, to this applicant alone."""
    applicant = session.get_one(Applicant, applicant_id)
    vacancy, office = applicant.vacancy, get_office(session)
    if applicant.status in OUT:
        raise refuse(_("Belum ada hasil seleksi administrasi untuk pelamar ini."))
    if _waits(applicant):
        raise refuse(_("Berkas ini masih menunggu pemeriksa kedua."))
    lines = [
        f"Yth. {applicant.person.full_name}",
        f"Nomor pendaftaran {applicant.registration_number}",
        "",
        f"Hasil seleksi administrasi calon TKSK Kecamatan {vacancy.kecamatan.name} "
        f"Tahun {vacancy.opened_on.year}: Saudara dinyatakan "
        f"{'MEMENUHI SYARAT (MS)' if has_passed(applicant) else 'TIDAK MEMENUHI SYARAT (TMS)'}.",
    ]
    if has_passed(applicant):
        lines.append(
            f"Tes wawancara: {day_and_date(vacancy.interview_on)}, pukul {vacancy.interview_time}, "
            f"di {vacancy.place}. Harap hadir 30 menit sebelumnya dengan KTP-el asli dan tanda terima berkas."
        )
    else:
        lines.append(f"Alasan: {applicant.status_reason}.")
        if until := _objections_until(session, vacancy):
            lines.append(f"Sanggahan disampaikan secara tertulis paling lambat {day_and_date(until)}.")
    lines += ["Seluruh tahapan seleksi tidak dipungut biaya.", office_in_words(office.name, office.regency)]
    return "\n".join(lines)


def has_passed(applicant: Applicant) -> bool:
    """Whoever went on after the administration was MS, whatever came later."""
    return applicant.status not in OUT | {Applied.FAILED}


def judged_in(vacancy: Vacancy, minutes: LetterRecord | None) -> list[Applicant]:
    """Whose result the minutes tell, who has left since among them, in the order of registration."""
    told = {row.get("nomor_pendaftaran") for row in (minutes.facts.get("pelamar", ()) if minutes else ())}
    return [
        a
        for a in vacancy.applicants
        if a.status not in OUT or (a.status in GONE and a.registration_number in told)
    ]


def was_ms(applicant: Applicant) -> bool:
    """MS on the day of the minutes, whatever came later."""
    if applicant.status not in GONE:
        return has_passed(applicant)
    if "(pernah dikecualikan oleh " in applicant.status_reason:
        return True
    papers = papers_row(applicant)
    failed = [c for c in applicant.checks if c.result is Result.FAIL and c.requirement.mandatory]
    return bool(applicant.checks) and not failed and (papers is None or papers.result is Result.PASS)


def _waits(applicant: Applicant) -> bool:
    """Whether only one of two verifiers has looked: nobody is told the result then."""
    return applicant.vacancy.second_verifier and second_state(applicant) == "waiting"


def _result(applicant: Applicant) -> str:
    if _waits(applicant):
        return "Menunggu pemeriksa kedua"
    if applicant.status is Applied.WITHDRAWN:
        return "Mengundurkan diri"
    if applicant.status is Applied.DISQUALIFIED:
        return "Gugur"
    if applicant.status is Applied.REGISTERED:
        return "Belum diputuskan"
    if applicant.override_reason:
        return "MS (dikecualikan)"
    return "MS" if has_passed(applicant) else "TMS"


def _reason(applicant: Applicant) -> str:
    if _waits(applicant):
        return ""
    if not applicant.override_reason:
        return applicant.status_reason
    return (
        f"{applicant.status_reason}; dikecualikan oleh {applicant.override_by}: {applicant.override_reason}"
    )


def public_reason(applicant: Applicant) -> str:
    """What was not met, in a word each; of an override that it is one; of who has left that, too."""
    if applicant.status in GONE:
        return LEFT_SINCE[applicant.status]
    if applicant.override_reason:
        return "MS dengan pengecualian yang dicatat dalam berita acara"
    if applicant.status is not Applied.FAILED:
        return ""
    failed = [c for c in applicant.checks if c.result is Result.FAIL and c.requirement.mandatory]
    papers = papers_row(applicant)
    topics = ["Kelengkapan berkas"] if papers and papers.result is Result.FAIL else []
    return "; ".join(dict.fromkeys(topics + [TOPICS[check.requirement.kind] for check in failed]))


def _minutes(session: Session, vacancy_id: int) -> LetterRecord | None:
    """The minutes that hold: the newest that were not cancelled."""
    query = select(LetterRecord).where(
        LetterRecord.vacancy_id == vacancy_id,
        LetterRecord.kind == LetterKind.ADMINISTRATION_MINUTES,
        LetterRecord.status != LetterStatus.CANCELLED,
    )
    return session.scalars(query.order_by(LetterRecord.id.desc())).first()


def _objections_until(session: Session, vacancy: Vacancy) -> date | None:
    """The last day for objections, where this selection takes any."""
    window = objection_period(session, vacancy)
    return window.last_on if window.days else None
