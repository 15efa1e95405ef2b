"""The minutes of the plenary meeting, filled in from the vacancy (domain.md 9.6, kind 4)."""

from typing import Any

from sqlalchemy.orm import Session

from db.access import needs
from db.models.recruitment import Vacancy
from db.rules.access import Right
from db.rules.dates import day_and_date, decimal_text, long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letters import InterviewMinutesFacts, InterviewRow
from db.rules.problems import refuse
from db.rules.recruitment import Applied, PanelRole
from db.rules.words import _
from db.services.office import get_office
from db.services.recruitment.interviews import get_panel_decree
from db.services.recruitment.minutes import interview_minutes, remarks_of
from db.services.recruitment.objections import RULED, get_log
from db.services.recruitment.renewal import renewed_by, with_left
from db.services.recruitment.standing import broken_in_words, standing_of
from db.sheet_book import newest_letter

MATERIAL = (LetterKind.ADMINISTRATION_MINUTES, LetterKind.INTERVIEW_MINUTES)
NONE = "–"
AS_DECIDED = {Applied.APPOINTED: Applied.CHOSEN}  # who has the decree by now was proposed then


@needs(Right.READ)
def plenary_values(session: Session, vacancy_id: int) -> dict[str, Any]:
    """What the form of the minutes is filled with: who was there, the ranking, the decision, its reasons."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    if vacancy.decided_on is None:
        raise refuse(_("Tetapkan calon dahulu, atau catat bahwa tidak ada yang lulus."))
    minutes = newest_letter(session, vacancy_id, LetterKind.INTERVIEW_MINUTES)
    reckoning = with_left(minutes, session, vacancy_id)
    if broken := reckoning.book.broken:
        raise refuse(broken_in_words(broken, printed=True))
    outcomes = {a.id: AS_DECIDED.get(a.status, a.status) for a in vacancy.applicants}
    facts = interview_minutes(
        vacancy,
        get_office(session).regency,
        standing_of(reckoning),
        outcomes,
        vacancy.decision_reason,
        remarks_of(session, reckoning),
    )
    decree = get_panel_decree(session, vacancy_id)
    return {
        "kecamatan": facts.kecamatan,
        "tahun_seleksi": facts.year,
        "tanggal_acara": vacancy.decided_on.isoformat(),
        "tempat": vacancy.place,
        "nomor_keputusan": decree.number,
        "tanggal_keputusan": decree.on.isoformat() if decree.on else None,
        "anggota_hadir": sum(member.role is not PanelRole.OBSERVER for member in vacancy.panel),
        "berita_acara": _material(session, vacancy_id),
        "hasil": [_row(row) for row in facts.rows],
        "ambang": f"{facts.pass_mark:f}",
        "calon": facts.recommendation,
        "pertimbangan": facts.decision_reason.rstrip(" .;"),
        "cadangan": list(facts.reserves),
        "nilai_sama": facts.tie_note,
        "catatan": [
            f"{remark.rstrip('.')}."
            for remark in (
                *_objections(session, vacancy),
                *_earlier(session, vacancy_id),
                *renewed_by(minutes),
                *facts.remarks,
            )
        ],
        "tim": _team(facts),
    }


def _material(session: Session, vacancy_id: int) -> list[str]:
    found = [letter for kind in MATERIAL if (letter := newest_letter(session, vacancy_id, kind))]
    return [
        f"{letter.subject} Nomor {letter.number} tanggal {long_date(letter.dated_on)}" for letter in found
    ]


def _earlier(session: Session, vacancy_id: int) -> list[str]:
    """Which minutes of an earlier meeting about this vacancy these replace."""
    before = newest_letter(session, vacancy_id, LetterKind.PLENARY_MINUTES)
    if before is None:
        return []
    number = f" Nomor {before.number}" if before.number else ""
    told = f"Berita Acara ini menggantikan Berita Acara Rapat Pleno{number}"
    return [f"{told} tanggal {long_date(before.dated_on)}"]


def _row(row: InterviewRow) -> dict[str, str]:
    return {
        "nomor_pendaftaran": row.registration_number,
        "nama": row.name,
        "nilai_akhir": decimal_text(row.final) or NONE,
        "peringkat": str(row.rank) if row.rank is not None else NONE,
        "keterangan": row.note,
    }


def _team(facts: InterviewMinutesFacts) -> list[dict[str, str]]:
    return [{"nama": member.name, "kedudukan": member.role} for member in facts.team]


def _objections(session: Session, vacancy: Vacancy) -> list[str]:
    """What stood of the objections to the administrative result on the day of the meeting; never more."""
    assert vacancy.decided_on is not None, "asked for a decision only"
    log, on = get_log(session, vacancy.id), vacancy.decided_on
    if not log.window.days:
        return []
    last = day_and_date(log.window.last_on)
    rows = [row for row in log.rows if not row.final and row.received_on <= on]
    answered = [row for row in rows if row.answered_on is not None and row.answered_on <= on]
    said = f"{len(rows)} sanggahan masuk, {len(answered)} sudah dijawab"
    if on <= log.window.last_on:
        said = said if rows else "belum ada sanggahan yang masuk"
        return [
            f"Masa sanggah hasil administrasi masih berjalan sampai dengan {last}; "
            f"sampai dengan {day_and_date(on)} {said}"
        ]
    if not rows:
        return [f"Tidak ada sanggahan sampai masa sanggah hasil administrasi berakhir {last}"]
    ends = [
        f"{words} {number}"
        for outcome, words in RULED.items()
        if (number := sum(row.outcome is outcome for row in answered))
    ]
    said = ": ".join((said, ", ".join(ends))) if ends else said
    return [f"Masa sanggah hasil administrasi berakhir {last}; {said}"]
