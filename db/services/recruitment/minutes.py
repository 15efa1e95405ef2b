"""What the minutes of an interview state: how candidates stood, who is proposed, who waits in reserve."""

from typing import TYPE_CHECKING

from db.models.recruitment import Vacancy
from db.rules.letters import InterviewMinutesFacts, InterviewRow, TeamMember
from db.rules.recruitment import Applied, panel_role_label

if TYPE_CHECKING:
    from db.services.recruitment.interviews import Standing


def interview_minutes(
    vacancy: Vacancy, regency: str, standing: "Standing", reason: str
) -> InterviewMinutesFacts:
    """The facts of the paper; the chosen candidate has that status already."""
    chosen = next(row for row in standing.rows if row.status is Applied.CHOSEN)
    reserves = [row for row in standing.rows if row.status is Applied.RESERVE]
    notes = {row.applicant_id: f"Cadangan {n}" for n, row in enumerate(reserves, 1)}
    notes[chosen.applicant_id] = "Diusulkan"
    return InterviewMinutesFacts(
        kecamatan=vacancy.kecamatan.name,
        regency=regency,
        year=vacancy.opened_on.year,
        held_on=vacancy.interview_on,
        place=vacancy.place,
        criteria=tuple((c.name, c.weight) for c in vacancy.criteria),
        rows=tuple(
            InterviewRow(
                row.registration_number,
                row.name,
                row.totals,
                row.final,
                row.rank,
                notes.get(row.applicant_id, "Tidak hadir" if row.status is Applied.ABSENT else "Tidak lulus"),
                row.passes,
            )
            for row in standing.rows
        ),
        pass_mark=vacancy.pass_mark,
        tie_note=standing.tie_note,
        recommendation=chosen.name,
        reserves=tuple(row.name for row in reserves),
        team=tuple(TeamMember(m.name, panel_role_label(m.role)) for m in vacancy.panel),
        decision_reason=reason,
    )
