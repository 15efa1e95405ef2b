"""The first half of a case file: the rules, the track, who applied, what was checked, who objected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Reference
from db.models.recruitment import Applicant, ApplicantCheck, ApplicantDocument, Vacancy
from db.people import address_of, places_of
from db.rules.access import Right
from db.rules.applicants import way_label
from db.rules.case_file import Called, CasePart, Names, case_table, fact_table
from db.rules.dates import decimal_text, long_date
from db.rules.phrases import weight_text
from db.rules.recruitment import Applied, Result, Stage, applied_label, result_label
from db.rules.reports import ColumnKind, ReportTable
from db.rules.selection import TieStep, component_label, objection_label, run_by_label, tie_label, track_label
from db.rules.ties import read_ladder
from db.services.recruitment.checking import papers_row
from db.services.recruitment.objections import get_log
from db.services.recruitment.reckoning import Reckoning, minimums_of
from db.services.recruitment.results import public_reason
from db.services.recruitment.track import list_steps
from db.sheet_book import BrokenSeal

TOLD = (Applied.CHOSEN, Applied.APPOINTED)
NOTHING = ("Belum ada sampai berkas ini dibuat.",)
EMPTY = CasePart(lines=NOTHING)
MANDATORY = {
    "yes": "wajib",
    "conditional": "bila ada",
    "optional": "pilihan",
    "when_chosen": "bila terpilih",
}


@dataclass(frozen=True)
class Source:
    """What the chapters are written from."""

    session: Session
    vacancy: Vacancy
    reckoning: Reckoning
    names: Names
    scored: bool = True  # whether values may stand in it once they are open
    broken: tuple[BrokenSeal, ...] = ()  # sheets that were changed outside the program

    @property
    def masked(self) -> bool:
        return self.names.masked


def was_stopped(vacancy: Vacancy) -> bool:
    """Whether it was cancelled for a reason of its own: what was decided in it holds no more."""
    return vacancy.stage is Stage.CANCELLED and not vacancy.nobody_passed


@needs(Right.READ)
def names_of(session: Session, vacancy: Vacancy, *, told: bool = False, masked: bool = True) -> Names:
    """What the applicants are called; told: everybody has read who was chosen."""
    places = places_of(session, [a.person for a in vacancy.applicants])
    people = [
        Called(
            a.id,
            a.registration_number,
            a.person.full_name,
            a.person.name,
            told=told and a.status in TOLD,
            nik=a.person.nik or "",
            phone=a.person.phone,
            birth=a.person.birth_date,
            address=a.person.address or address_of(session, a.person, places),
        )
        for a in vacancy.applicants
    ]
    public = [  # what the announcement says stays
        vacancy.kecamatan.name,
        *(member.name for member in vacancy.panel),
        *(requirement.text for requirement in vacancy.requirements),
        *(document.name for document in vacancy.documents),
        *(f"{c.name} {c.level_1} {c.level_3} {c.level_5}" for c in vacancy.criteria),
    ]
    return Names(people, public, masked=masked)


def rules(source: Source) -> tuple[CasePart, ...]:
    """Requirements with their articles, papers, aspects with weights, the formula, the ladder."""
    vacancy, reckoning = source.vacancy, source.reckoning
    minimums = {c: m for c, m in minimums_of(vacancy).items() if m is not None}
    ladder = [f"{n}. {tie_label(step)}" for n, step in enumerate(read_ladder(vacancy.tie_ladder), 1)]
    counted = [
        ("Rumus", reckoning.formula),
        ("Ambang lulus", decimal_text(vacancy.pass_mark)),
        *((f"Minimum {component_label(c).lower()}", decimal_text(m)) for c, m in minimums.items()),
        ("Nilai akhir sama", "; ".join(ladder) or "tidak diatur"),
        ("Undian", "memakai dua saksi" if TieStep.DRAW.value in (vacancy.tie_ladder or []) else ""),
        ("Selisih penilai", f"{weight_text(vacancy.spread_limit)} atau lebih wajib dijelaskan panel"),
        ("Penilai paling sedikit", f"{vacancy.least_members} orang untuk setiap calon"),
        ("Pembulatan", "setengah ke atas, dua angka di belakang koma, hanya pada hasil akhir"),
        ("Umur dihitung pada", long_date(vacancy.age_counted_on)),
        ("Masa sanggah", f"{vacancy.objection_days} hari kerja" if vacancy.objection_days else "tidak ada"),
        ("Pemeriksa", "dua orang untuk setiap berkas" if vacancy.second_verifier else "satu orang"),
    ]
    return (
        CasePart(
            tables=(
                case_table(
                    "Persyaratan",
                    (("Kode", 9), ("Persyaratan", 58), ("Sifat", 12), ("Dasar", 27)),
                    (
                        (r.code, r.text, "wajib" if r.mandatory else "tidak wajib", r.article)
                        for r in vacancy.requirements
                    ),
                ),
                case_table(
                    "Dokumen",
                    (("Kode", 9), ("Dokumen", 70), ("Sifat", 18)),
                    ((d.code, d.name, MANDATORY.get(d.mandatory, d.mandatory)) for d in vacancy.documents),
                ),
                case_table(
                    "Aspek wawancara",
                    (("Aspek", 26), ("Bobot", 9), ("Nilai kurang", 24), ("Cukup", 24), ("Sangat baik", 24)),
                    (
                        (f"{c.code} {c.name}", weight_text(c.weight), c.level_1, c.level_3, c.level_5)
                        for c in vacancy.criteria
                    ),
                ),
                fact_table(counted, "Cara menghitung"),
            )
        ),
    )


def track(source: Source) -> tuple[CasePart, ...]:
    """Every step that is used: planned, real, who ran it."""
    steps = [step for step in list_steps(source.session, source.vacancy.id) if step.active]
    rows = (
        (
            track_label(step.step),
            run_by_label(step.run_by),
            _days(step.planned_on, step.planned_until),
            _days(step.begun_on, step.done_on) or ("sudah lewat" if step.passed else "belum"),
            step.note,
        )
        for step in steps
    )
    columns = (("Tahap", 20), ("Pelaksana", 16), ("Rencana", 22), ("Pelaksanaan", 22), ("Catatan", 24))
    return (CasePart(tables=(case_table("Rencana dan pelaksanaan", columns, rows),)),)


def applicants(source: Source) -> tuple[CasePart, ...]:
    """Everybody who applied, and what became of it."""
    found = source.vacancy.applicants
    if not found:
        return (EMPTY,)
    rows = (
        (
            a.registration_number,
            *(() if source.masked else (a.person.full_name,)),
            " ".join(filter(None, (long_date(a.registered_on), a.received_at and f"pukul {a.received_at}"))),
            way_label(a.way) if a.way else "",
            a.late_reason,
            _state(source, a),
        )
        for a in found
    )
    columns = (
        ("Nomor pendaftaran", 26, ColumnKind.NIK),
        *(() if source.masked else (("Nama", 24),)),
        ("Diterima", 24),
        ("Cara", 14),
        ("Alasan di luar waktu", 20),
        ("Keadaan", 18),
    )
    tables = [case_table("Daftar pelamar", columns, rows)]
    if not source.masked:
        tables.append(_people(source, found))
    told = "Nama pelamar yang tidak terpilih diganti dengan nomor pendaftarannya."
    return (CasePart(tables=tuple(tables), lines=(told,) if source.masked else ()),)


def checks(source: Source) -> tuple[CasePart, ...]:
    """File by file: each requirement, what the program proposed, what was decided and by whom."""
    parts = []
    for applicant in source.vacancy.applicants:
        decided = sorted(applicant.checks, key=lambda check: check.requirement.position)
        papers = papers_row(applicant)
        rows = [_check(source, check) for check in decided]
        if papers is not None and papers.result is not None:
            reason = () if source.masked else (papers.reason,)
            line = (papers.text, _result(papers.proposed), _result(papers.result), *reason)
            rows.insert(0, line if source.masked else (*line, ""))
        if not rows:
            continue
        masked = (("Persyaratan", 66), ("Usul program", 14), ("Hasil", 10))
        whole = (("Persyaratan", 40), ("Usul program", 22), ("Hasil", 9), ("Alasan", 22), ("Pemeriksa", 18))
        parts.append(
            CasePart(
                source.names.pair(applicant.id),
                (case_table("", masked if source.masked else whole, rows), *_documents(source, applicant)),
                _verdict(source, applicant),
            )
        )
    return tuple(parts) or (EMPTY,)


def results(source: Source) -> tuple[CasePart, ...]:
    """Who went on after the administration."""
    rows = [
        (
            *(() if source.masked else (a.person.full_name,)),
            _administration(a),
            a.override_reason or (public_reason(a) if source.masked else a.status_reason),
        )
        for a in source.vacancy.applicants
        if a.status is not Applied.REGISTERED
    ]
    if not rows:
        return (EMPTY,)
    numbers = [a.registration_number for a in source.vacancy.applicants if a.status is not Applied.REGISTERED]
    columns = (
        ("Nomor pendaftaran", 26, ColumnKind.NIK),
        *(() if source.masked else (("Nama", 24),)),
        ("Hasil", 20),
        ("Alasan", 40),
    )
    lines = ((number, *row) for number, row in zip(numbers, rows, strict=True))
    return (CasePart(tables=(case_table("Hasil seleksi administrasi", columns, lines),)),)


def objections(source: Source) -> tuple[CasePart, ...]:
    """What was said against the result, and the answer; for the public only that there was one."""
    log = get_log(source.session, source.vacancy.id)
    lines = []
    if log.window.days:
        lines.append(
            f"Masa sanggah {log.window.days} hari kerja sesudah hasil tanggal "
            f"{long_date(log.window.result_on)}, sampai dengan {long_date(log.window.last_on)}."
        )
    if not log.rows:
        return (CasePart(lines=(*lines, "Tidak ada sanggahan yang tercatat.")),)
    rows = (
        (
            source.names.of(row.applicant_id),
            long_date(row.received_on),
            *(() if source.masked else (row.text, row.answer)),
            objection_label(row.outcome),
            f"dijawab {long_date(row.answered_on)}" if row.answered_on else "belum dijawab",
        )
        for row in log.rows
    )
    columns = (
        ("Pelamar", 20),
        ("Diterima", 16),
        *(() if source.masked else (("Isi sanggahan", 32), ("Jawaban", 32))),
        ("Hasil", 12),
        ("Keterangan", 16),
    )
    return (CasePart(tables=(case_table("Sanggahan", columns, rows),), lines=tuple(lines)),)


def _people(source: Source, found: Sequence[Applicant]) -> ReportTable:
    """What identifies them: only in the whole file."""
    levels = {
        code: text
        for code, text in source.session.execute(
            select(Reference.code, Reference.text).where(Reference.list_name == "educations")
        ).all()
    }
    places = places_of(source.session, [a.person for a in found])
    rows = (
        (
            a.person.full_name,
            a.person.nik or a.person.no_nik_reason,
            ", ".join(
                part
                for part in (
                    a.person.birth_place,
                    long_date(a.person.birth_date) if a.person.birth_date else "",
                )
                if part
            ),
            address_of(source.session, a.person, places),
            levels.get(a.person.education, ""),
            a.organisation,
            a.person.phone,
        )
        for a in found
    )
    columns = (
        ("Nama", 20),
        ("NIK", 20, ColumnKind.NIK),
        ("Lahir", 20),
        ("Alamat", 28),
        ("Pendidikan", 13),
        ("Organisasi", 14),
        ("No. HP", 16, ColumnKind.NIK),
    )
    return case_table("Data pelamar", columns, rows)


def _check(source: Source, check: ApplicantCheck) -> tuple[str, ...]:
    requirement = check.requirement
    proposed, result = _result(check.proposed), _result(check.result)
    text = f"{requirement.code} {requirement.text}"
    if source.masked:
        return text, proposed, result
    if check.proposed_reason:
        proposed = f"{proposed}: {check.proposed_reason}" if proposed else check.proposed_reason
    who = check.checked_by
    if check.second_by:
        who = f"{who}; kedua {check.second_by}: {_result(check.second_result)}"
    return text, proposed, result, check.reason, who


def _documents(source: Source, applicant: Applicant) -> tuple[ReportTable, ...]:
    """Papers of which more is known than that they are there."""
    lines = [d for d in _there(applicant) if d.number or d.dated_on or d.expires_on or d.scan_id]
    if not lines or source.masked:
        return ()
    rows = (
        (
            d.document.name,
            d.number,
            long_date(d.dated_on) if d.dated_on else "",
            long_date(d.expires_on) if d.expires_on else "",
            "ada" if d.scan_id else "",
        )
        for d in lines
    )
    columns = (("Dokumen", 50), ("Nomor", 20), ("Tanggal", 18), ("Berlaku sampai", 18), ("Pindaian", 10))
    return (case_table("Keterangan dokumen", columns, rows),)


def _there(applicant: Applicant) -> list[ApplicantDocument]:
    return sorted((d for d in applicant.documents if d.present), key=lambda d: d.document.position)


def _verdict(source: Source, applicant: Applicant) -> tuple[str, ...]:
    said = [f"Hasil: {_administration(applicant)}."]
    if applicant.status_reason and not source.masked:
        said.append(f"Alasan: {applicant.status_reason.rstrip('.')}.")
    if applicant.override_reason:
        reason = applicant.override_reason.rstrip(".")
        said.append(f"Dikecualikan oleh {applicant.override_by}: {reason}.")
    if papers := [d.document.name.split(" (")[0] for d in _there(applicant)]:
        said.append(f"Dokumen yang diserahkan: {'; '.join(papers)}.")
    return tuple(said)


def _administration(applicant: Applicant) -> str:
    """What came of the administration, whatever came later."""
    if applicant.status in (Applied.REGISTERED, Applied.WITHDRAWN, Applied.DISQUALIFIED):
        return (
            "belum diputuskan" if applicant.status is Applied.REGISTERED else applied_label(applicant.status)
        )
    if applicant.override_reason:
        return "MS dengan pengecualian"
    return "TMS" if applicant.status is Applied.FAILED else "MS"


def _state(source: Source, applicant: Applicant) -> str:
    """What became of an application; of who left, since when and who noted it."""
    said = applied_label(applicant.status)
    if applicant.left_on is None:
        return said
    noted = f", dicatat oleh {applicant.left_by}" if applicant.left_by and not source.masked else ""
    return f"{said} {long_date(applicant.left_on)}{noted}"


def _result(result: Result | None) -> str:
    return result_label(result) if result is not None else ""


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None or first == last:
        found = first or last
        return long_date(found) if found else ""
    return f"{long_date(first)} s.d. {long_date(last)}"
