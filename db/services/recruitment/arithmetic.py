"""The arithmetic sheet of a candidate: every figure from the members' values to the place (domain.md 5.3)."""

from sqlalchemy.orm import Session

from db.access import needs
from db.rules.access import Right
from db.rules.arithmetic import ArithmeticFacts, MemberLine
from db.rules.problems import require
from db.rules.scoring import Ranked
from db.rules.selection import Component, relation_label
from db.services.recruitment.reckoning import Reckoning, Scored, minimums_of, scorers_in_order
from db.services.recruitment.standing import open_problems, standing_of


@needs(Right.READ)
def arithmetic_facts(
    session: Session, vacancy_id: int, applicant_id: int | None = None
) -> list[ArithmeticFacts]:
    """Of one candidate, or of all in the order of their places. Refuses while anything is open."""
    reckoning = Reckoning(session, vacancy_id)
    standing = standing_of(reckoning)
    require(problem for problem in open_problems(standing) if not standing.complete)
    ranked = sorted(reckoning.ranked.values(), key=lambda place: (place.rank, place.applicant_id))
    return [
        _facts(reckoning, reckoning.scored[place.applicant_id], place)
        for place in ranked
        if applicant_id in (None, place.applicant_id)
    ]


def _facts(reckoning: Reckoning, scored: Scored, place: Ranked) -> ArithmeticFacts:
    vacancy, applicant = reckoning.vacancy, scored.applicant
    assert scored.final is not None, "only complete scores are ranked"
    return ArithmeticFacts(
        kecamatan=vacancy.kecamatan.name,
        held_on=vacancy.interview_on,
        registration_number=applicant.registration_number,
        name=applicant.person.full_name,
        scale=vacancy.scale,
        criteria=tuple((c.code, c.name, c.weight) for c in vacancy.criteria),
        members=tuple(_member_line(reckoning, scored, m.id, m.name) for m in scorers_in_order(reckoning))
        if reckoning.with_interview
        else (),
        components=tuple(
            (component, reckoning.weights[component], part, score)
            for component, part in reckoning.parts.items()
            if (score := scored.components[component]) is not None
        ),
        minimums=tuple((c, minimum) for c, minimum in minimums_of(vacancy).items() if minimum is not None),
        interview=scored.components.get(Component.INTERVIEW),
        final=scored.final,
        pass_mark=vacancy.pass_mark,
        place=place,
        candidates=len(reckoning.ranked),
        tie_note=reckoning.tie_note if place.step or place.tied else "",
        formula=reckoning.formula,
    )


def _member_line(reckoning: Reckoning, scored: Scored, member_id: int, name: str) -> MemberLine:
    recusal = reckoning.book.recusals.get((scored.applicant.id, member_id))
    if recusal is not None:
        return MemberLine(name, None, None, relation_label(recusal.relation))
    values = reckoning.book.values(scored.applicant, member_id)
    given = tuple(values[criterion.id] for criterion in reckoning.vacancy.criteria)
    return MemberLine(name, given, scored.totals[member_id])
