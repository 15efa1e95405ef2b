"""The second half of a case file: panel, timetable, scores, arithmetic, decision, proposal, decree.

Before every sheet is locked nothing here says a value, whoever asks (domain.md 5.3, 7).
"""

from dataclasses import replace

from sqlalchemy import select

from db.models.officers import Decree
from db.models.recruitment import Applicant, Proposal
from db.models.selection import ComponentScore, ProposalPaper, ScoreSheet
from db.rules.arithmetic import arithmetic_tables
from db.rules.case_file import CasePart, Heading, case_table, fact_table, moved_column, without_column
from db.rules.dates import day_and_date, long_date
from db.rules.phrases import sentence, weight_text
from db.rules.recruitment import Applied, applied_label, panel_role_label, proposal_label
from db.rules.reports import ColumnKind, ReportTable
from db.rules.selection import component_label, entry_label, relation_label, source_label
from db.rules.sheets import SheetState
from db.rules.slots import time_text
from db.services.recruitment.arithmetic import arithmetic_facts
from db.services.recruitment.case_chapters import EMPTY, NOTHING, Source, was_stopped
from db.services.recruitment.interviews import get_panel_decree
from db.services.recruitment.minutes import remarks_of
from db.services.recruitment.proposals import find_decree
from db.services.recruitment.recap import STATES, recap_of
from db.services.recruitment.result_locks import list_result_openings
from db.services.recruitment.sheets import list_openings, list_recusals
from db.services.recruitment.slots import slots_of

CLOSED = "Nilai belum ditampilkan: belum semua lembar nilai dikunci."
UNNAMED = "Nilai peserta tidak diumumkan; yang berhak memeriksa meminta berkas lengkap."


def panel(source: Source) -> tuple[CasePart, ...]:
    """Who judged, who signed the statement, who did not judge whom."""
    vacancy = source.vacancy
    if not vacancy.panel:
        return (EMPTY,)
    rows = (
        (
            m.name,
            panel_role_label(m.role),
            m.institution,
            f"ditandatangani {long_date(m.stated_on)}" if m.stated_on else "belum dicatat",
        )
        for m in vacancy.panel
    )
    columns = (("Nama", 30), ("Kedudukan", 16), ("Instansi", 28), ("Pakta integritas", 28))
    recusals = [
        (
            row.member,
            source.names.of(row.applicant_id),
            relation_label(row.relation),
            *(() if source.masked else (row.detail,)),
        )
        for row in list_recusals(source.session, vacancy.id)
    ]
    detail = () if source.masked else (("Uraian", 28),)
    none = () if recusals else ("Tidak ada benturan kepentingan yang tercatat.",)
    tables = [case_table("Tim seleksi", columns, rows, *none)]
    decree = get_panel_decree(source.session, vacancy.id)
    named = (
        f"Tim dibentuk dengan Keputusan Nomor {decree.number} tanggal {long_date(decree.on)}."
        if decree.on
        else ""
    )
    if recusals:
        recused = (("Anggota", 28), ("Tidak menilai", 28), ("Hubungan", 18), *detail)
        tables.append(case_table("Benturan kepentingan", recused, recusals))
    return (CasePart(tables=tuple(tables), lines=(named,) if named else ()),)


def timetable(source: Source) -> tuple[CasePart, ...]:
    """Turns and who came."""
    slots = slots_of(source.session, source.vacancy.id)
    found = [a for a in source.vacancy.applicants if a.id in slots or a.id in source.reckoning.scored]
    found += [a for a in source.vacancy.applicants if a.status is Applied.ABSENT and a not in found]
    if not found:
        return (EMPTY,)
    found.sort(key=lambda a: (a.id not in slots, slots[a.id].queue if a.id in slots else 0, a.id))
    rows = []
    for applicant in found:
        slot = slots.get(applicant.id)
        when = "belum dijadwalkan satu per satu"
        if slot is not None:
            room = f", {slot.room}" if slot.room else ""
            when = f"{day_and_date(slot.on)}, pukul {time_text(slot.starts_at)}, {slot.minutes} menit{room}"
        rows.append((source.names.of(applicant.id), when, _attendance(source, applicant)))
    columns = (("Calon", 34), ("Jadwal", 44), ("Kehadiran", 20))
    return (CasePart(tables=(case_table("Jadwal dan kehadiran", columns, rows),)),)


def sheets(source: Source) -> tuple[CasePart, ...]:
    """Candidate by candidate the values of each member as locked, the seals, sheets opened again."""
    book, scorers = source.reckoning.book, source.reckoning.book.scorers
    candidates = [one.applicant for one in source.reckoning.scored.values()]
    if not candidates or not scorers:
        return (EMPTY,)
    states = case_table(
        "Keadaan lembar nilai",
        (("Calon", 30), *((member.name, 18) for member in scorers)),
        ((source.names.of(a.id), *(_state(source, a, m.id) for m in scorers)) for a in candidates),
    )
    lines = [_seals(source), *(() if book.revealed else (CLOSED,))]
    first = CasePart(tables=(states, *_openings(source)), lines=tuple(lines))
    if not book.revealed or not source.scored:
        closed = (*lines, UNNAMED) if book.revealed else tuple(lines)
        return (replace(first, lines=closed),)
    return (first, *(_sheet(source, applicant) for applicant in candidates), *_tests(source))


def recap(source: Source) -> tuple[CasePart, ...]:
    """How they stand."""
    if not source.reckoning.revealed or not source.reckoning.ranked:
        return (CasePart(lines=(CLOSED if not source.reckoning.revealed else NOTHING[0],)),)
    table = recap_of(source.reckoning).table
    if not source.masked:
        return (CasePart(tables=(table,)),)
    if not source.scored:
        return (CasePart(lines=(UNNAMED,)),)
    table = moved_column(without_column(table, "number"), "name", before="remark")
    return (CasePart(tables=(table,)),)


def arithmetic(source: Source) -> tuple[CasePart, ...]:
    """One sheet for each candidate, that a pocket calculator can follow."""
    if not source.reckoning.complete:
        return (CasePart(lines=(CLOSED if not source.reckoning.revealed else NOTHING[0],)),)
    if not source.scored:
        return (CasePart(lines=(UNNAMED,)),)
    ids = {one.applicant.registration_number: key for key, one in source.reckoning.scored.items()}
    return tuple(
        CasePart(
            source.names.pair(ids[facts.registration_number]),
            tuple(arithmetic_tables(facts)),
            own_page=True,
        )
        for facts in arithmetic_facts(source.session, source.vacancy.id)
    )


def decision(source: Source) -> tuple[CasePart, ...]:
    """Who was chosen and why, who waits, and everything that was out of the usual."""
    vacancy, names = source.vacancy, source.names
    by = {
        wanted: [a for a in vacancy.applicants if a.status is wanted]
        for wanted in (Applied.CHOSEN, Applied.APPOINTED, Applied.RESERVE, Applied.REFUSED)
    }
    chosen = [*by[Applied.CHOSEN], *by[Applied.APPOINTED]]
    ranked = source.reckoning.ranked
    reserves = sorted(by[Applied.RESERVE], key=lambda a: ranked[a.id].rank if a.id in ranked else 0)
    if vacancy.decided_on is None:
        return (EMPTY,)
    rank = next((f"{ranked[a.id].rank} dari {len(ranked)} calon" for a in chosen if a.id in ranked), "")
    stopped = was_stopped(vacancy)
    pairs = [
        ("Lowongan dibatalkan", vacancy.cancel_reason if stopped else ""),
        ("Tanggal penetapan", long_date(vacancy.decided_on)),
        (
            "Ditetapkan sebelum dibatalkan" if stopped else "Calon yang diusulkan",
            "; ".join(names.pair(a.id) for a in chosen) or "tidak ada",
        ),
        ("Peringkatnya", rank if source.scored else ""),
        ("Alasan penetapan", vacancy.decision_reason),
        ("Alasan dalam masa sanggah", vacancy.early_reason),
        ("Cadangan", "; ".join(names.pair(a.id) for a in reserves)),
        ("Cadangan berlaku", f"sampai {long_date(vacancy.reserve_until)}" if vacancy.reserve_until else ""),
        ("Usulan ditolak", "; ".join(names.pair(a.id) for a in by[Applied.REFUSED])),
        ("Keterangan", "" if stopped else vacancy.cancel_reason),
    ]
    said: list[str] = []
    if source.reckoning.revealed and source.scored:
        said = [sentence(words) for words in remarks_of(source.session, source.reckoning)]
    return (CasePart(tables=(fact_table(pairs, "Penetapan"),), lines=tuple(said)),)


def proposal(source: Source) -> tuple[CasePart, ...]:
    """What was sent with it, and its way to the ministry."""
    session, vacancy = source.session, source.vacancy
    tables = []
    papers = list(
        session.scalars(
            select(ProposalPaper)
            .where(ProposalPaper.vacancy_id == vacancy.id)
            .order_by(ProposalPaper.position)
        )
    )
    if papers:
        rows = (
            (p.name, "disertakan" if p.wanted else "tidak disertakan", source_label(p.source)) for p in papers
        )
        columns = (("Lampiran", 52), ("Keadaan", 20), ("Sumber", 28))
        tables.append(case_table("Lampiran usulan", columns, rows))
    for one in session.scalars(
        select(Proposal).where(Proposal.vacancy_id == vacancy.id).order_by(Proposal.id)
    ):
        note = () if source.masked else (("Catatan", 36),)
        rows = (
            (proposal_label(e.status), long_date(e.on), *(() if source.masked else (e.note,)))
            for e in one.events
        )
        title = f"Perjalanan usulan {source.names.of(one.applicant_id)}"
        tables.append(case_table(title, (("Keadaan", 36), ("Tanggal", 24), *note), rows))
    return (CasePart(tables=tuple(tables)),) if tables else (EMPTY,)


def decree(source: Source) -> tuple[CasePart, ...]:
    """The decree that answered the proposal."""
    decree_id = find_decree(source.session, source.vacancy.id)
    if decree_id is None:
        return (EMPTY,)
    found = source.session.get_one(Decree, decree_id)
    until = f" sampai {long_date(found.ends_on)}" if found.ends_on else ""
    pairs = (
        ("Nomor SK", found.number),
        ("Tanggal", long_date(found.dated_on)),
        ("Penerbit", found.issuer),
        ("Tentang", found.title),
        ("Berlaku", f"mulai {long_date(found.starts_on)}{until}"),
    )
    return (CasePart(tables=(fact_table(pairs, "Keputusan pengangkatan"),)),)


def broken_seals(source: Source) -> list[str]:
    """Locked sheets that were changed in the file outside the program, one sentence for each."""
    return [
        f"Nilai {seal.member} untuk {source.names.pair(seal.applicant_id)} diubah di luar program "
        "sesudah dikunci."
        for seal in source.broken
    ]


def _seals(source: Source) -> str:
    locked = sum(sheet.locked_at is not None for sheet in source.reckoning.book.sheets.values())
    broken = broken_seals(source)
    if broken:
        return "PERINGATAN. " + " ".join(broken)
    results = sum(score.locked_at is not None for score in source.reckoning.book.results.values())
    what = f"{locked} lembar" + (f" dan {results} nilai tes" if results else "")
    return f"Segel {what} yang dikunci diperiksa pada saat berkas ini dibuat: semuanya utuh."


def _state(source: Source, applicant: Applicant, member_id: int) -> str:
    book = source.reckoning.book
    state = book.state(applicant, member_id)
    sheet = book.sheets.get((applicant.id, member_id))
    if state is not SheetState.LOCKED or sheet is None or sheet.locked_at is None:
        return STATES[state]
    return f"terkunci, {entry_label(sheet.way)}"


def _openings(source: Source) -> tuple[ReportTable, ...]:
    told = source.reckoning.revealed and source.scored
    rows: list[tuple[str, ...]] = []
    openings = list_openings(source.session, source.vacancy.id)
    for opening in openings:
        changed = [
            f"{code}: {weight_text(value)} menjadi "
            f"{weight_text(opening.after[code]) if code in opening.after else 'kosong'}"
            for code, value in opening.before.items()
            if opening.after.get(code) != value
        ]
        values = "; ".join(changed) or "nilai tidak berubah"
        rows.append(
            (
                opening.member,
                source.names.of(opening.applicant_id),
                f"{long_date(opening.at.astimezone().date())} oleh {opening.by}",
                opening.reason,
                *((values,) if told else ()),
            )
        )
    found = [("Lembar yang dibuka kembali", "Anggota", rows)]
    again: list[tuple[str, ...]] = []
    for result in list_result_openings(source.session, source.vacancy.id):
        values = "nilai tidak berubah"
        if result.before is not None and result.before != result.after:
            later = "kosong" if result.after is None else weight_text(result.after)
            values = f"{weight_text(result.before)} menjadi {later}"
        again.append(
            (
                component_label(result.test),
                source.names.of(result.applicant_id),
                f"{long_date(result.at.astimezone().date())} oleh {result.by}",
                result.reason,
                *((values,) if told else ()),
            )
        )
    found.append(("Nilai tes yang dibuka kembali", "Tes", again))
    both = (("Nilai sebelum dan sesudah", 26),) if told else ()
    return tuple(
        case_table(title, ((whose, 18), ("Calon", 20), ("Dibuka", 20), ("Alasan", 24), *both), lines)
        for title, whose, lines in found
        if lines
    )


def _sheet(source: Source, applicant: Applicant) -> CasePart:
    """One candidate: aspects by members."""
    book, vacancy = source.reckoning.book, source.vacancy
    members = [m for m in book.scorers if (applicant.id, m.id) not in book.recusals]
    values = {m.id: book.values(applicant, m.id) for m in members}
    rows = [
        (f"{c.code} {c.name}", weight_text(c.weight), *(values[m.id].get(c.id) for m in members))
        for c in vacancy.criteria
    ]
    columns: tuple[Heading, ...] = (
        ("Aspek", 34),
        ("Bobot", 8, ColumnKind.MARK),
        *((member.name, 16, ColumnKind.DECIMAL) for member in members),
    )
    notes = []
    for member in members:
        sheet: ScoreSheet | None = book.sheets.get((applicant.id, member.id))
        if sheet is None or sheet.locked_at is None:
            continue
        at = sheet.locked_at.astimezone()
        typists = " dan ".join(name for name in (sheet.first_typist, sheet.second_typist) if name)
        by = f", disalin {typists}" if typists else ""
        note = f" Catatan: {sheet.note.rstrip('.')}." if sheet.note else ""
        when = f"{long_date(at.date())} pukul {at:%H.%M}"
        by = f"oleh {sheet.locked_by}{by}"
        notes.append(f"{member.name}: dikunci {when} {by}.{note}")
    for seal in source.broken:
        if seal.applicant_id == applicant.id:
            notes.append(f"PERINGATAN: nilai {seal.member} diubah di luar program sesudah dikunci.")
    return CasePart(source.names.pair(applicant.id), (case_table("", columns, rows, " ".join(notes)),))


def _tests(source: Source) -> tuple[CasePart, ...]:
    """Results beside the interview, with where they come from."""
    own = select(Applicant.id).where(Applicant.vacancy_id == source.vacancy.id)
    found = list(source.session.scalars(select(ComponentScore).where(ComponentScore.applicant_id.in_(own))))
    if not found:
        return ()
    found.sort(key=lambda score: (score.component.value, score.applicant.registration_number))
    rows = (
        (source.names.of(s.applicant_id), component_label(s.component), s.value, s.source, _answered(s))
        for s in found
    )
    columns = (("Calon", 30), ("Tes", 16), ("Nilai", 10, ColumnKind.DECIMAL), ("Sumber", 26), ("Dikunci", 26))
    return (CasePart("Nilai tes", (case_table("", columns, rows),)),)


def _answered(score: ComponentScore) -> str:
    """Who typed a result, and who locked it and when."""
    typed = f"diisi {score.entered_by}" if score.entered_by else ""
    if score.locked_at is None:
        return typed or "belum dikunci"
    at = score.locked_at.astimezone()
    locked = f"dikunci {long_date(at.date())} pukul {at:%H.%M} oleh {score.locked_by}"
    return "; ".join(filter(None, (typed, locked)))


def _attendance(source: Source, applicant: Applicant) -> str:
    if applicant.status is Applied.ABSENT:
        return "tidak hadir"
    if applicant.status in (Applied.WITHDRAWN, Applied.DISQUALIFIED):
        return applied_label(applicant.status).lower()
    scored = any(key == applicant.id for key, _member in source.reckoning.book.sheets)
    return "hadir" if scored else "belum dicatat"
