"""What the minutes of a selection state: how candidates stood, who is proposed, what was out of the usual."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.access import needs
from db.models.recruitment import Vacancy
from db.rules.access import Right
from db.rules.dates import day_and_date, decimal_text, long_date
from db.rules.letters import InterviewMinutesFacts, InterviewRow, TeamMember
from db.rules.recruitment import Applied, PanelRole, panel_role_label
from db.rules.scoring import minimums_in_words
from db.rules.selection import EntryWay, TieStep, component_label, relation_label
from db.services.recruitment.pins import list_first_pins
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.renewal import LEFT_LABELS
from db.services.recruitment.result_locks import list_result_openings
from db.services.recruitment.sheets import list_openings, list_recusals
from db.services.recruitment.standing import standing_of
from db.services.recruitment.track import objection_period

if TYPE_CHECKING:
    from db.services.recruitment.standing import Standing

AWAY = {Applied.ABSENT: "Tidak hadir", **LEFT_LABELS}  # in place of a result


def interview_minutes(
    vacancy: Vacancy,
    regency: str,
    standing: "Standing",
    outcomes: Mapping[int, Applied],
    reason: str,
    remarks: Sequence[str],
    *,
    held_on: date | None = None,
    renewal: str = "",
) -> InterviewMinutesFacts:
    """The facts of the paper; outcomes: what becomes of each candidate, by applicant.

    renewal: which earlier minutes it replaces and why; then held_on is the day of the new decision.
    """
    by_outcome = {
        wanted: [row for row in standing.rows if outcomes.get(row.applicant_id) is wanted]
        for wanted in (Applied.CHOSEN, Applied.RESERVE)
    }
    reserves = by_outcome[Applied.RESERVE]
    chosen = next(iter(by_outcome[Applied.CHOSEN]), None)  # nobody: none has passed
    notes = {row.applicant_id: f"Cadangan {n}" for n, row in enumerate(reserves, 1)}
    if chosen is not None:
        notes[chosen.applicant_id] = "Diusulkan"
    watchers = [m for m in vacancy.panel if m.role is PanelRole.OBSERVER]  # below those who are P1, P2
    said = list(remarks)
    if reserves and vacancy.reserve_until:
        said.append(f"Cadangan berlaku sampai dengan {long_date(vacancy.reserve_until)}")
    return InterviewMinutesFacts(
        kecamatan=vacancy.kecamatan.name,
        regency=regency,
        year=vacancy.opened_on.year,
        held_on=held_on or vacancy.interview_on,
        place=vacancy.place,
        criteria=tuple((c.name, c.weight) for c in vacancy.criteria),
        rows=tuple(
            InterviewRow(
                row.registration_number,
                row.name,
                row.totals,
                row.final,
                row.rank,
                notes.get(row.applicant_id, AWAY.get(row.status, "Tidak lulus")),
                row.passes,
                row.tests,
                row.interview if standing.tests else None,
            )
            for row in standing.rows
        ),
        pass_mark=vacancy.pass_mark,
        tie_note=standing.tie_note,
        recommendation=chosen.name if chosen else "",
        reserves=tuple(row.name for row in reserves),
        team=(
            *(TeamMember(m.name, panel_role_label(m.role)) for m in standing.panel),
            *(TeamMember(m.name, panel_role_label(m.role)) for m in watchers),
        ),
        decision_reason=reason,
        tests=tuple(component_label(component) for component in standing.tests),
        formula=standing.formula if standing.tests else "",
        remarks=tuple(said),
        minimums=minimums_in_words(dict(standing.thresholds)),
        renewal=renewal,
    )


@needs(Right.READ)
def remarks_of(
    session: Session, reckoning: Reckoning, early_reason: str = "", few_reason: str = ""
) -> list[str]:
    """What was out of the usual: recusals, values opened again, exceptions, spreads, minimums, a draw.

    early_reason: of a decision within the period for objections, few_reason: why fewer members scored a
    candidate; both before they are kept.
    """
    vacancy = reckoning.vacancy
    names = {applicant.id: applicant.person.full_name for applicant in vacancy.applicants}
    said = []
    for recusal in list_recusals(session, vacancy.id):
        if recusal.applicant_id not in reckoning.scored:
            continue
        why = relation_label(recusal.relation) + (f", {recusal.detail}" if recusal.detail else "")
        divisor = len(reckoning.scored[recusal.applicant_id].totals)
        said.append(
            f"{recusal.member} tidak menilai {recusal.candidate} karena benturan kepentingan ({why}); "
            f"nilai {recusal.candidate} dibagi {divisor}"
        )
    openings, results = list_openings(session, vacancy.id), list_result_openings(session, vacancy.id)
    opened = [*((one.by, one.at) for one in openings), *((one.by, one.at) for one in results)]
    first_pins = _first_pins(session, vacancy.id, opened)
    for opening in openings:
        changed = [
            f"{code} {decimal_text(value)} menjadi {decimal_text(opening.after.get(code)) or 'kosong'}"
            for code, value in opening.before.items()
            if opening.after.get(code) != value
        ]
        values = "; ".join(changed) or "nilai tidak berubah"
        values += first_pins.get((opening.by, opening.at), "")
        said.append(
            f"Lembar {opening.member} untuk {opening.candidate} dibuka kembali oleh {opening.by}: "
            f"{opening.reason.rstrip('.')} ({values})"
        )
    said += _few(reckoning, few_reason.strip() or vacancy.few_reason)
    for result in results:
        values = "nilai tidak berubah"
        if result.before != result.after:
            values = f"{decimal_text(result.before)} menjadi {decimal_text(result.after) or 'kosong'}"
        values += first_pins.get((result.by, result.at), "")
        whose = f"{component_label(result.test).lower()} {result.candidate}"
        said.append(f"Nilai {whose} dibuka kembali oleh {result.by}: {result.reason.rstrip('.')} ({values})")
    period = objection_period(session, vacancy)
    if period.days and vacancy.interview_on <= period.last_on:
        said.append(
            f"Tes wawancara dilaksanakan sebelum masa sanggah hasil administrasi berakhir "
            f"({day_and_date(period.last_on)})"
        )
    if early := early_reason.strip() or vacancy.early_reason:
        said.append(
            f"Penetapan dilakukan sebelum masa sanggah hasil administrasi berakhir "
            f"({day_and_date(period.last_on)}) dengan alasan: {early.rstrip('.')}"
        )
    said += [*_copied(reckoning), *_tested(reckoning)]
    for applicant in vacancy.applicants:
        if applicant.id in reckoning.scored and applicant.override_reason:
            said.append(
                f"{names[applicant.id]} diikutsertakan dengan pengecualian oleh {applicant.override_by}: "
                f"{applicant.override_reason.rstrip('.')}"
            )
    for key, note in (vacancy.spread_notes or {}).items():
        if note and int(key) in reckoning.scored:
            said.append(f"Selisih nilai {names[int(key)]}: {note.rstrip('.')}")
    for place in reckoning.ranked.values():
        if place.below:
            short = ", ".join(component_label(component).lower() for component in place.below)
            said.append(f"{names[place.applicant_id]} tidak mencapai nilai minimum {short}")
    draw = reckoning.draw
    if draw and any(place.step is TieStep.DRAW for place in reckoning.ranked.values()):
        order = ", ".join(names[one] for one in draw.order if one in reckoning.scored)
        said.append(
            f"Undian {long_date(draw.on)} disaksikan {', '.join(draw.witnesses)}, urutan keluar: {order}"
        )
    return said


def _first_pins(
    session: Session, vacancy_id: int, openings: Sequence[tuple[str, datetime]]
) -> dict[tuple[str, datetime], str]:
    """Beside which openings, by whom and when, stands that the PIN was set just for it."""
    said = {}
    for pin in list_first_pins(session, vacancy_id):
        later = [at for by, at in openings if by == pin.name and at >= pin.at]
        if later:
            at = pin.at.astimezone()
            when = f"{long_date(at.date())} pukul {at:%H.%M} di PC {pin.pc} oleh {pin.user}"
            said[pin.name, min(later)] = f"; PIN {pin.name} baru ditetapkan saat itu, {when}"
    return said


def _few(reckoning: Reckoning, reason: str) -> list[str]:
    """Whom fewer members scored than the rules ask for, and why."""
    standing = standing_of(reckoning)
    names = ", ".join(f"{row.name} dinilai {row.scorers} orang" for row in standing.few)
    if not names:
        return []
    why = f", dengan alasan: {reason.rstrip('.')}" if reason else ""
    return [f"{names} dari paling sedikit {standing.least_members} penilai{why}"]


def _tested(reckoning: Reckoning) -> list[str]:
    """Where the results of the tests come from, who typed them and who answers for them."""
    said: dict[tuple[str, str], None] = {}
    for applicant_id, test in sorted(reckoning.book.results):
        score = reckoning.book.results[applicant_id, test]
        if applicant_id in reckoning.scored and test in reckoning.tests and score.locked_at is not None:
            typed = f"diisi oleh {score.entered_by}, " if score.entered_by != score.locked_by else ""
            how = f"{typed}dicocokkan dan dikunci oleh {score.locked_by}"
            said[component_label(test).lower(), f"diambil dari {score.source.rstrip('.')}, {how}"] = None
    return [f"Nilai {test} {how}" for test, how in said]


def _copied(reckoning: Reckoning) -> list[str]:
    """Whose sheets were typed from paper, by whom, and who answers for it."""
    whose: dict[str, dict[str, None]] = {}
    for applicant, member in reckoning.book.expected:
        sheet = reckoning.book.sheets.get((applicant.id, member.id))
        if sheet is None or sheet.way is EntryWay.OWN or sheet.locked_at is None:
            continue
        how = f"oleh {sheet.locked_by} dan dicocokkan dengan lembar bertanda tangan"
        typists = dict.fromkeys(filter(None, (sheet.first_typist, sheet.second_typist)))
        if sheet.locked_by == member.name and list(typists) == [member.name]:
            how = "sendiri dari lembar bertanda tangan"
        elif sheet.locked_by == member.name:
            how = f"oleh {' dan '.join(typists)} lalu dikunci anggota itu sendiri"
        whose.setdefault(how, {})[member.name] = None
    return [f"Nilai {_and(list(names))} disalin {how}" for how, names in whose.items()]


def _and(names: Sequence[str]) -> str:
    """Names that may hold commas: A, S.H. dan B, M.Si."""
    return " dan ".join(filter(None, ("; ".join(names[:-1]), names[-1])))
