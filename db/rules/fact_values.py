"""The facts of the recruitment and of the roster as the values of their letters' fields.

Field names are those of `resources/letters`. Computed phrases are made here: a template has words only.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from db.rules.dates import count_in_words, day_and_date, decimal_text, long_date
from db.rules.letters import (
    AdministrationMinutesFacts,
    AnnouncementFacts,
    CallFacts,
    DecreeFacts,
    DecreeReference,
    Facts,
    InterviewMinutesFacts,
    InterviewRow,
    PresentationFacts,
    ProposalFacts,
    ReceiptFacts,
    ScoreSheetFacts,
    TeamMember,
)
from db.rules.phrases import budget_name, days, sentence, weight_text
from db.rules.templates import Row, Values

PASSED, FAILED = "MS", "TMS"
PRESENT, MISSING = "Ada", "Tidak"
NONE = "\u2013"
DASHES = f"Tanda {NONE}: tidak menilai, dikecualikan (konflik kepentingan) atau peserta tidak hadir."


def values_of_facts(facts: Facts) -> Values:
    """What the fields of the letter of these facts say."""
    return BY_FACTS[type(facts)](facts)


def _announcement(facts: AnnouncementFacts) -> Values:
    return {
        "kecamatan": facts.kecamatan,
        "tahun_seleksi": facts.year,
        "jumlah": facts.quota,
        "persyaratan": facts.requirements,
        "berkas": facts.documents,
        "tempat_daftar": facts.registration_place,
        "tanggal_daftar": days(facts.opens_on, facts.closes_on),
        "jam_daftar": facts.hours,
        "tahapan": tuple(
            {"tahap": stage.name, "waktu": days(stage.first, stage.last), "tempat": stage.place or NONE}
            for stage in facts.stages
        ),
        "kontak": facts.contact.rstrip(" .;"),
        "perpanjangan": facts.extension,
    }


def _receipt(facts: ReceiptFacts) -> Values:
    missing = [line.name for line in facts.documents if not line.present]
    if not missing:
        remark = "Berkas diterima lengkap."
    elif facts.complete_by:
        remark = f"Kekurangan berkas dilengkapi paling lambat {day_and_date(facts.complete_by)}."
    else:
        remark = sentence(f"Berkas yang belum ada: {'; '.join(missing)}")
    return {
        "nomor_pendaftaran": facts.registration_number,
        "nama": facts.name,
        "kecamatan": facts.kecamatan,
        "tahun_seleksi": facts.year,
        "tanggal_terima": facts.received_on,
        "berkas": tuple(
            {
                "nama": f"{line.name} ({line.note})" if line.note else line.name,
                "ada": PRESENT if line.present else MISSING,
            }
            for line in facts.documents
        ),
        "catatan": remark,
        "penerima": facts.received_by,
    }


def _call(facts: CallFacts) -> Values:
    return {
        "nama": facts.name,
        "nomor_pendaftaran": facts.registration_number,
        "alamat": facts.address,
        "kecamatan": facts.kecamatan,
        "tahun_seleksi": facts.year,
        "tanggal_wawancara": facts.interview_on,
        "jam": facts.time,
        "tempat": facts.place,
    }


def _administration_minutes(facts: AdministrationMinutesFacts) -> Values:
    passed = sum(row.passed for row in facts.rows)
    return {
        "kecamatan": facts.kecamatan,
        "tahun_seleksi": facts.year,
        "tanggal_pelaksanaan": facts.held_on,
        "tempat": facts.place,
        "jumlah_berkas": len(facts.rows),
        "jumlah_ms": passed,
        "jumlah_tms": len(facts.rows) - passed,
        "pelamar": tuple(
            {
                "nomor_pendaftaran": row.registration_number,
                "nama": row.name,
                "hasil": PASSED if row.passed else FAILED,
                "keterangan": row.reason or NONE,
            }
            for row in facts.rows
        ),
        "tim": _team(facts.team),
        "tahap_berikut": facts.first_step,
        "pemeriksa": tuple(sentence(said) for said in facts.checkers),
        "pembaruan": facts.renewal,
    }


def _interview_minutes(facts: InterviewMinutesFacts) -> Values:
    came = sum(row.final is not None for row in facts.rows)
    dashes = any(total is None for row in facts.rows for total in row.member_totals)
    return {
        "kecamatan": facts.kecamatan,
        "tahun_seleksi": facts.year,
        "tanggal_pelaksanaan": facts.held_on,
        "tempat": facts.place,
        "jumlah_dijadwalkan": len(facts.rows),
        "jumlah_hadir": came,
        "jumlah_tidak_hadir": len(facts.rows) - came,
        "jumlah_pewawancara": len(facts.rows[0].member_totals) if facts.rows else len(facts.team),
        "jumlah_aspek": count_in_words(len(facts.criteria), "aspek"),
        "jumlah_bobot": weight_text(sum((weight for _name, weight in facts.criteria), Decimal(0))),
        "aspek": tuple(f"{name} (bobot {weight_text(weight)})" for name, weight in facts.criteria),
        "peserta": tuple(
            {
                "peringkat": str(row.rank) if row.rank is not None else NONE,
                "nomor_pendaftaran": row.registration_number,
                "nama": row.name,
                **{f"p{i}": decimal_text(total) or NONE for i, total in enumerate(row.member_totals, 1)},
                **_tests(facts, row),
                "nilai_akhir": decimal_text(row.final) or NONE,
                "keterangan": row.note,
            }
            for row in facts.rows
        ),
        "arti_tanda": DASHES if dashes else "",
        "arti_tes": _test_legend(facts),
        "rumus": facts.formula,
        "catatan": tuple(sentence(remark) for remark in facts.remarks),
        "ambang": facts.pass_mark,
        "minimum": facts.minimums,
        "jumlah_lulus": sum(row.passed for row in facts.rows),
        "nama_lulus": ", ".join(row.name for row in facts.rows if row.passed),
        "nilai_sama": sentence(f"Aturan nilai sama yang dipakai: {facts.tie_note}")
        if facts.tie_note
        else "Tidak terdapat nilai akhir yang sama.",
        "diusulkan": facts.recommendation,
        "pertimbangan": facts.decision_reason.rstrip(" .;"),
        "cadangan": "; ".join(f"{i}. {name}" for i, name in enumerate(facts.reserves, 1)) or "tidak ada",
        "tim": _team(facts.team),
        "pembaruan": facts.renewal,
    }


def _tests(facts: InterviewMinutesFacts, row: InterviewRow) -> dict[str, str]:
    """The columns T1, T2 and W of an office that has tests beside the interview."""
    if not facts.tests:
        return {}
    return {
        **{f"t{i}": decimal_text(score) or NONE for i, score in enumerate(row.tests, 1)},
        "w": decimal_text(row.interview) or NONE,
    }


def _test_legend(facts: InterviewMinutesFacts) -> str:
    if not facts.tests:
        return ""
    names = "; ".join(f"T{i}: nilai {name.lower()}" for i, name in enumerate(facts.tests, 1))
    return f"{names}; W: nilai wawancara."


def _proposal(facts: ProposalFacts) -> Values:
    reference = f" sesuai {facts.cause_reference}" if facts.cause_reference else ""
    return {
        "kecamatan": facts.kecamatan,
        "sebab": facts.cause + reference,
        "nomor_berita_acara": facts.minutes_number,
        "tanggal_berita_acara": facts.minutes_on,
        "nama": facts.name,
        "tempat_tanggal_lahir": f"{facts.birth_place}, {long_date(facts.birth_date)}",
        "pendidikan": facts.education,
        "alamat": facts.address,
        "nilai_akhir": facts.final,
        "peringkat": facts.rank,
        "lampiran": facts.attachments,
    }


def _presentation(facts: PresentationFacts) -> Values:
    decree = facts.decree
    return {
        "kecamatan": facts.kecamatan,
        "pejabat_keputusan": decree.issuer,
        "nomor_keputusan": decree.number,
        "tanggal_keputusan": decree.dated_on,
        "tentang_keputusan": decree.title,
        "nama": facts.name,
        "niat": facts.niat,
        "alamat": facts.address,
        "telepon": facts.phone,
        "masa_tugas": _term(decree),
        "tugas": tuple(_inner(duty) for duty in facts.duties),
    }


def _decree(facts: DecreeFacts) -> Values:
    """One officer is named in the decree itself; several are listed in the annex."""
    alone = facts.rows[0] if len(facts.rows) == 1 else None
    person = {
        "nama": alone.name if alone else "",
        "tempat_tanggal_lahir": alone.birth if alone else "",
        "niat": alone.niat if alone else "",
        "alamat": alone.address if alone else "",
        "kecamatan": alone.kecamatan if alone else "",
    }
    listed: tuple[Row, ...] = tuple(
        {
            "nama": row.name,
            "tempat_tanggal_lahir": row.birth,
            "niat": row.niat,
            "alamat": row.address,
            "kecamatan": row.kecamatan,
            "keterangan": row.note,
        }
        for row in facts.rows
    )
    return {
        **person,
        "daftar": () if alone else listed,
        "tahun_anggaran": facts.year,
        "mulai": facts.starts_on,
        "sampai": facts.ends_on,
        "mengingat": facts.legal_basis,
        "memperhatikan": facts.notices,
        "tugas": facts.duties,
        "tanggal_laporan": facts.report_day,
        "anggaran": budget_name(facts.budget),
    }


def _score_sheet(facts: ScoreSheetFacts) -> Values:
    return {
        "kecamatan": facts.kecamatan,
        "tanggal_wawancara": facts.interview_on,
        "nama": facts.candidate,
        "nomor_pendaftaran": facts.registration_number,
        "pewawancara": facts.member.name,
        "kedudukan": facts.member.role,
        "aspek": tuple(
            {"aspek": name, "bobot": weight_text(weight), "kurang": low, "cukup": middle, "sangat_baik": high}
            for name, weight, low, middle, high in facts.criteria
        ),
    }


def _team(team: tuple[TeamMember, ...]) -> tuple[Row, ...]:
    return tuple({"nama": member.name, "jabatan": member.role} for member in team)


def _term(decree: DecreeReference) -> str:
    if decree.ends_on is None:
        return f"terhitung mulai tanggal {long_date(decree.starts_on)}"
    return f"{long_date(decree.starts_on)} sampai dengan {long_date(decree.ends_on)}"


def _inner(duty: str) -> str:
    """A duty as part of a sentence: its first word in lower case, unless it is an acronym."""
    return duty if duty[:2].isupper() else duty[:1].lower() + duty[1:]


BY_FACTS: dict[type[Any], Callable[[Any], Values]] = {
    AnnouncementFacts: _announcement,
    ReceiptFacts: _receipt,
    CallFacts: _call,
    AdministrationMinutesFacts: _administration_minutes,
    InterviewMinutesFacts: _interview_minutes,
    ProposalFacts: _proposal,
    PresentationFacts: _presentation,
    DecreeFacts: _decree,
    ScoreSheetFacts: _score_sheet,
}
