"""What the letters of an exit say, filled in from what the office knows (domain.md 9, peers.md idea 9)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import able_to_sign, find_signer
from db.models.office import Reference
from db.models.officers import Assignment, Officer
from db.people import address_of, place_of
from db.rules.access import Right
from db.rules.dates import MONTHS, long_date
from db.rules.drafts import OWNERS, DraftForm, keep_value
from db.rules.exits import (
    StepKind,
    handover_day,
    letter_on_paper,
    why_on_paper,
    wish_on_paper,
)
from db.rules.letter_kinds import LetterKind
from db.rules.office import Authority
from db.rules.officers import AssignmentKind, serves
from db.services.letter_preview import common_of
from db.services.references import list_choices
from db.services.settings import get_limits

LETTERS = {
    StepKind.ACCEPTANCE: LetterKind.EXIT_ACCEPTANCE,
    StepKind.HANDOVER: LetterKind.HANDOVER_MINUTES,
    StepKind.COVER: LetterKind.ACTING_ASSIGNMENT,
    StepKind.DISMISSAL: LetterKind.DISMISSAL_PROPOSAL,
}
MINISTRY = "Direktur Jenderal Pemberdayaan Sosial Kementerian Sosial Republik Indonesia di Jakarta"
COPIES = 3  # of the minutes: one for each side, one for the office


@dataclass(frozen=True)
class Leaving:
    """An exit as its letters tell it. `cover` is the interim, where there is one; `steps` the papers made."""

    assignment: Assignment
    code: str  # of the reason
    left_on: date
    cover: Assignment | None
    steps: frozenset[StepKind]
    today: date


@needs(Right.READ)
def draft_of(session: Session, leaving: Leaving, kind: StepKind) -> DraftForm:
    """One letter of an exit, filled in. Refuses a day on which nobody may sign."""
    day = handover_day(leaving.today, leaving.left_on) if kind is StepKind.HANDOVER else leaving.today
    find_signer(session, day)
    values = _WRITERS[kind](session, leaving)
    officer_id = leaving.assignment.officer_id
    if kind is StepKind.COVER and leaving.cover:
        officer_id = leaving.cover.officer_id
    kept = keep_value({"kecamatan": leaving.assignment.kecamatan.name, **values})
    return DraftForm(LETTERS[kind], day, values={**kept, OWNERS: {"officer_id": officer_id}})


@needs(Right.READ)
def reason_code(session: Session, text: str) -> str:
    """The code of a reason as the office's list words it; empty where the list has it no more."""
    query = select(Reference.code).where(Reference.list_name == "exit_reasons", Reference.text == text)
    return session.scalar(query) or ""


def _acceptance(session: Session, leaving: Leaving) -> dict[str, Any]:
    left, person = leaving.assignment, leaving.assignment.officer.person
    return {
        "penerima": person.full_name,
        "niat": left.officer.niat or "",
        "tempat_penerima": place_of(session, person) or f"Kecamatan {left.kecamatan.name}",
        "tanggal_permohonan": left.end_letter_on,
        "alasan": wish_on_paper(left.end_detail),
        "tanggal_berhenti": leaving.left_on,
        "tanggal_serah_terima": handover_day(leaving.today, leaving.left_on),
        "serah_terima_kepada": _receiver(session, leaving),
        "tembusan": _copies(session, leaving),
    }


def _handover(session: Session, leaving: Leaving) -> dict[str, Any]:
    left, person = leaving.assignment, leaving.assignment.officer.person
    kecamatan = left.kecamatan.name
    first = (person.full_name, f"TKSK Kecamatan {kecamatan}", _address(session, left.officer, kecamatan))
    if leaving.code == "died":  # the family or the kecamatan hands over: who, is asked
        first = ("", f"Keluarga almarhum/almarhumah {person.full_name}", first[2])
    second = _second_party(session, leaving)
    until = f"{MONTHS[left.ends_on.month - 1]} {left.ends_on.year}" if left.ends_on else ""
    things = (
        (f"Buku dan berkas data PPKS dan PSKS Kecamatan {kecamatan}", "1 (satu) berkas", "Lengkap"),
        (f"Berkas laporan kegiatan sampai dengan {until}", "1 (satu) berkas", "Lengkap"),
        ("Kartu tanda pengenal dan atribut TKSK", "1 (satu) set", "Baik"),
    )
    return {
        "tanggal_acara": handover_day(leaving.today, leaving.left_on),
        "tempat": f"Kantor Camat {kecamatan}",
        **dict(zip(("nama_pertama", "jabatan_pertama", "alamat_pertama"), first, strict=True)),
        **dict(zip(("nama_kedua", "jabatan_kedua", "alamat_kedua"), second, strict=True)),
        "dasar": _ground(leaving),
        "barang": [
            {"nama": name, "jumlah": number, "keadaan": state, "keterangan": ""}
            for name, number, state in things
        ],
        "tugas_berjalan": [],
        "rangkap": COPIES,
    }


def _cover(session: Session, leaving: Leaving) -> dict[str, Any]:
    cover = leaving.cover
    assert cover is not None, "nobody covers"
    ground = _ground(leaving)
    duties = [choice.text for choice in list_choices(session, "duties")]
    return {
        "dasar": [ground[:1].upper() + ground[1:]],
        "nama": cover.officer.person.full_name,
        "niat": cover.officer.niat or "",
        "jabatan": _job(cover),
        "alamat": _address(session, cover.officer, ""),
        "tanggal_mulai": cover.starts_on,
        "tanggal_selesai": cover.ends_on,
        "tugas": [duty[:1].lower() + duty[1:].rstrip(".") for duty in duties],
        "hari_laporan": get_limits(session).report_day,
        "tembusan": _copies(session, leaving),
    }


def _dismissal(session: Session, leaving: Leaving) -> dict[str, Any]:
    left = leaving.assignment
    said = letter_on_paper(left.end_letter_number, left.end_letter_on)
    told = []
    resigned = leaving.code == "resigned"
    if said:
        what = "Surat pengunduran diri yang bersangkutan" if resigned else "Surat"
        told.append(f"{what} {said} telah kami terima.")
    told.append(
        f"Yang bersangkutan tidak bertugas lagi terhitung mulai tanggal {long_date(leaving.left_on)}."
    )
    if leaving.cover:
        name = leaving.cover.officer.person.full_name
        what = f"Pelaksana Tugas (Plt.) TKSK Kecamatan {left.kecamatan.name}"
        told.append(f"Untuk kelangsungan pelayanan, Saudara {name} kami tunjuk sebagai {what}.")
    papers = [
        (bool(said), "Surat pengunduran diri" if resigned else "Surat yang menerangkan alasan berhenti"),
        (StepKind.ACCEPTANCE in leaving.steps, "Surat persetujuan pengunduran diri"),
        (StepKind.HANDOVER in leaving.steps, "Berita acara serah terima"),
        (StepKind.COVER in leaving.steps and leaving.cover is not None, "Surat penunjukan Pelaksana Tugas"),
        (True, "Fotokopi keputusan pengangkatan"),
    ]
    common = common_of(session, leaving.today)
    return {
        "nama": left.officer.person.full_name,
        "niat": left.officer.niat or "",
        "keputusan": _decree(left),
        "alasan": why_on_paper(leaving.code, left.end_detail),
        "uraian": told,
        "tanggal_usul": leaving.left_on,
        "pengganti": "",
        "berkas": [name for there, name in papers if there],
        "tembusan": [
            MINISTRY,
            f"{common['kepala_daerah']} di {common['ibu_kota']} (sebagai laporan)",
            f"Camat {left.kecamatan.name}",
            "Arsip",
        ],
    }


_WRITERS = {
    StepKind.ACCEPTANCE: _acceptance,
    StepKind.HANDOVER: _handover,
    StepKind.COVER: _cover,
    StepKind.DISMISSAL: _dismissal,
}


def _ground(leaving: Leaving) -> str:
    """Upon what a letter rests: the letter of who leaves, else the fact."""
    left, name = leaving.assignment, leaving.assignment.officer.person.full_name
    who = f"Saudara {name}, TKSK Kecamatan {left.kecamatan.name},"
    said = letter_on_paper(left.end_letter_number, left.end_letter_on)
    if leaving.code == "resigned":
        return f"surat pengunduran diri {who} {said}".rstrip(" ,")
    since = f"terhitung mulai tanggal {long_date(leaving.left_on)}"
    fact = f"berhentinya {who} {since} karena {why_on_paper(leaving.code, left.end_detail)}"
    return f"surat {said} tentang {fact}" if said else fact


def _decree(left: Assignment) -> str:
    decree = left.decree
    if decree is None:
        return " Nomor ".join(part for part in (left.officer.last_issuer, left.officer.last_decree) if part)
    return f"{decree.issuer} Nomor {decree.number} tanggal {long_date(decree.dated_on)}"


def _job(cover: Assignment) -> str:
    """What who covers does otherwise: TKSK Kecamatan Alas, or the main job."""
    own = [
        term.kecamatan.name
        for term in cover.officer.assignments
        if term.kind is AssignmentKind.DEFINITIVE and serves(term, cover.starts_on)
    ]
    return f"TKSK Kecamatan {own[0]}" if own else cover.officer.main_job


def _acting(leaving: Leaving) -> str:
    return f"Pelaksana Tugas TKSK Kecamatan {leaving.assignment.kecamatan.name}"


def _receiver(session: Session, leaving: Leaving) -> str:
    """Who receives, in one phrase."""
    if leaving.cover:
        return f"Saudara {leaving.cover.officer.person.full_name}, {_acting(leaving)},"
    common = common_of(session, leaving.today)
    return f"Kepala {common['bidang']}" if common["bidang"] else f"Kepala {common['dinas']}"


def _second_party(session: Session, leaving: Leaving) -> tuple[str, str, str]:
    """Who covers; else an official beside the head, who only takes note of the minutes."""
    if leaving.cover:
        officer = leaving.cover.officer
        return officer.person.full_name, _acting(leaving), _address(session, officer, "")
    common = common_of(session, leaving.today)
    able = able_to_sign(session, handover_day(leaving.today, leaving.left_on))
    other = next((found for found in able if found.authority is not Authority.HEAD), None)
    position = other.position if other else f"Kepala {common['bidang']}"
    return other.full_name if other else "", position, str(common["dinas"])


def _address(session: Session, officer: Officer, kecamatan: str) -> str:
    return address_of(session, officer.person) or (f"Kecamatan {kecamatan}" if kecamatan else "")


def _copies(session: Session, leaving: Leaving) -> list[str]:
    common = common_of(session, leaving.today)
    province = f"Kepala {common['dinas_provinsi']} di {common['ibu_kota_provinsi']}"
    return [province, f"Camat {leaving.assignment.kecamatan.name}", "Arsip"]
