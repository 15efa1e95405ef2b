"""The papers of a selection's day: filled in as far as the program knows, the rest by hand."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import make_frame
from db.models.recruitment import Applicant, PanelMember, Vacancy
from db.rules.access import Right
from db.rules.dates import count_in_words, day_and_date
from db.rules.day_pack import DayPack, DeskCard, PackPart, QueueCard
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Frame, Letter, Signer
from db.rules.phrases import weight_text
from db.rules.problems import refuse
from db.rules.recruitment import panel_role_label
from db.rules.scoring import minimums_in_words
from db.rules.slots import Slot
from db.rules.templates import DOTS
from db.rules.words import _
from db.services.recruitment.calls import score_sheets
from db.services.recruitment.interviews import get_panel_decree
from db.services.recruitment.reckoning import minimums_of
from db.services.recruitment.slots import slots_of, told_to
from db.services.templates import get_template
from db.sheet_book import candidates_of

NOBODY = Signer((), "")


@needs(Right.READ)
def day_pack(session: Session, vacancy_id: int) -> DayPack:
    """Attendance list, score sheets, statements, cards, queue numbers and the draft of the minutes."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    if not vacancy.panel:
        raise refuse(_("Susun panel wawancara dahulu; namanya dicetak pada setiap lembar."))
    slots = slots_of(session, vacancy_id)
    candidates = sorted(
        candidates_of(vacancy),
        key=lambda one: (slots[one.id].queue if one.id in slots else len(slots) + 1, one.registration_number),
    )
    if not candidates:
        raise refuse(_("Belum ada calon yang MS untuk diwawancarai."))
    on = min((slots[one.id].on for one in candidates if one.id in slots), default=vacancy.interview_on)
    sheet_frame, sheets = score_sheets(session, vacancy_id)
    places = {one.registration_number: place for place, one in enumerate(candidates)}
    members = [member.name for member in vacancy.panel]
    by_member = {
        name: sorted(
            (sheet for sheet in sheets if sheet.member.name == name),
            key=lambda sheet: places.get(sheet.registration_number, len(places)),
        )
        for name in members
    }
    return DayPack(
        title=f"Paket Hari Seleksi Kecamatan {vacancy.kecamatan.name}",
        frame=sheet_frame,
        parts=(
            _attendance(session, vacancy, candidates, on),
            *(
                PackPart(f"Lembar penilaian: {name}", sheet_frame, tuple(found))
                for name, found in by_member.items()
                if found
            ),
            *_statements(session, vacancy, on),
        ),
        desk_cards=tuple(
            DeskCard(m.name, f"{panel_role_label(m.role)} Tim Seleksi", m.institution) for m in vacancy.panel
        ),
        queue_cards=tuple(
            QueueCard(
                slots[one.id].queue if one.id in slots else place,
                one.person.full_name,
                one.registration_number,
                _turn(slots.get(one.id), vacancy),
            )
            for place, one in enumerate(candidates, 1)
        ),
        draft=_draft(session, vacancy, candidates, on),
    )


def _attendance(session: Session, vacancy: Vacancy, candidates: Sequence[Applicant], on: date) -> PackPart:
    """The panel first, then the candidates in the order in which they are called."""
    rows = [{"nama": m.name, "jabatan": f"{panel_role_label(m.role)} Tim Seleksi"} for m in vacancy.panel]
    rows += [
        {"nama": one.person.full_name, "jabatan": f"Peserta {one.registration_number}"} for one in candidates
    ]
    values = {
        "kegiatan": f"Tes Wawancara Calon TKSK Kecamatan {vacancy.kecamatan.name} "
        f"Tahun {vacancy.opened_on.year}",
        "tanggal_acara": on,
        "jam": f"{vacancy.interview_time} s.d. selesai",
        "tempat": vacancy.place,
        "peserta": tuple(rows),
    }
    return _part(session, "Daftar hadir", LetterKind.ATTENDANCE_LIST, on, [values])


def _statements(session: Session, vacancy: Vacancy, on: date) -> list[PackPart]:
    """One for each member, signed alone: what is declared is nobody else's business."""
    decree = get_panel_decree(session, vacancy.id)

    def values(member: PanelMember) -> dict[str, Any]:
        return {
            "kecamatan": vacancy.kecamatan.name,
            "tahun_seleksi": vacancy.opened_on.year,
            "nomor_keputusan": decree.number,
            "tanggal_keputusan": decree.on,
            "benturan": (DOTS * 5, DOTS * 5),  # by hand; "tidak ada" where there is none
            "tim": ({"nama": member.name, "kedudukan": panel_role_label(member.role)},),
        }

    return [
        _part(session, f"Pakta integritas: {m.name}", LetterKind.INTEGRITY_STATEMENT, on, [values(m)])
        for m in vacancy.panel
    ]


def _draft(session: Session, vacancy: Vacancy, candidates: Sequence[Applicant], on: date) -> PackPart:
    """The minutes with room for what is only known at the end of the day."""
    scorers = [member for member in vacancy.panel if member.role.value != "observer"]
    blank = {f"p{place}": " " for place in range(1, len(scorers) + 1)}
    notes = [
        f"{one.person.full_name} diikutsertakan dengan pengecualian oleh {one.override_by}: "
        f"{one.override_reason}"
        for one in candidates
        if one.override_reason
    ]
    values = {
        "kecamatan": vacancy.kecamatan.name,
        "tahun_seleksi": vacancy.opened_on.year,
        "tanggal_pelaksanaan": on,
        "tempat": vacancy.place,
        "jumlah_dijadwalkan": len(candidates),
        "jumlah_hadir": None,
        "jumlah_tidak_hadir": None,
        "jumlah_pewawancara": len(scorers),
        "jumlah_aspek": count_in_words(len(vacancy.criteria), "aspek"),
        "jumlah_bobot": weight_text(sum((c.weight for c in vacancy.criteria), Decimal(0))),
        "aspek": tuple(f"{c.name} (bobot {weight_text(c.weight)})" for c in vacancy.criteria),
        "peserta": tuple(
            {
                "peringkat": " ",
                "nomor_pendaftaran": one.registration_number,
                "nama": one.person.full_name,
                **blank,
                "nilai_akhir": " ",
                "keterangan": " ",
            }
            for one in candidates
        ),
        "ambang": vacancy.pass_mark,
        "minimum": minimums_in_words(minimums_of(vacancy)),
        "jumlah_lulus": None,
        "nama_lulus": f"{DOTS}{DOTS}",
        "nilai_sama": f"Aturan nilai sama yang dipakai: {DOTS}{DOTS}",
        "diusulkan": f"{DOTS}{DOTS}",
        "pertimbangan": f"{DOTS}{DOTS}",
        "cadangan": f"{DOTS}{DOTS}",
        "catatan": tuple(notes),
        "tim": tuple({"nama": m.name, "jabatan": panel_role_label(m.role)} for m in vacancy.panel),
    }
    return _part(session, "Rancangan berita acara", LetterKind.INTERVIEW_MINUTES, on, [values])


def _part(
    session: Session, title: str, kind: LetterKind, on: date, papers: Sequence[dict[str, Any]]
) -> PackPart:
    frame = _frame(session, kind, on)
    return PackPart(title, frame, tuple(Letter(kind, values) for values in papers))


def _frame(session: Session, kind: LetterKind, on: date) -> Frame:
    """The office's paper; nobody has signed, and nothing has a number yet."""
    return make_frame(session, get_template(session, kind).template, on, NOBODY, "", "")


def _turn(slot: Slot | None, vacancy: Vacancy) -> str:
    on, time, _place = told_to(slot, vacancy.interview_on, vacancy.interview_time, vacancy.place)
    said = f"{day_and_date(on)}, pukul {time}"
    return f"{said}, {slot.room}" if slot and slot.room else said
