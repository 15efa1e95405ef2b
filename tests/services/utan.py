"""The steps of the story of Utan, for the tests that need a selection to be somewhere on its way."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from db.rules.letters import TeamMember
from db.rules.recruitment import PanelRole, Result
from db.services import exits, officers
from db.services.recruitment import (
    administration,
    applicants,
    interviews,
    overrides,
    pins,
    proposal_papers,
    sets,
    sheet_entry,
    vacancies,
)
from tests.conftest import ACTOR

UTAN = "520406"
EARLY = "Tidak ada sanggahan yang masuk"  # for a decision within the period for objections
TEAM = [TeamMember("Ahmad Fauzi", "Ketua"), TeamMember("Sri Lestari", "Sekretaris")]


def render(frame, facts):
    return f"%PDF {frame.number} {type(facts).__name__}".encode()


def leave_utan(act):
    post = next(p for p in act(officers.list_posts, on=date(2020, 4, 9)) if p.id == UTAN)
    form = exits.ExitForm(
        "Mengundurkan diri", "ikut Pilkades", date(2020, 4, 10), "05/TKSK-UTN/2020", date(2020, 4, 8)
    )
    act(exits.record_exit, post.assignment_id, form)


def default_rules(act):
    return act(sets.default_set, date(2020, 4, 13))


def vacancy_form(**changes):
    usual = vacancies.VacancyForm(
        kecamatan_code=UTAN,
        quota=1,
        opened_on=date(2020, 4, 13),
        opens_on=date(2020, 4, 13),
        closes_on=date(2020, 4, 17),
        administration_on=date(2020, 4, 17),
        interview_on=date(2020, 4, 20),
        result_on=date(2020, 4, 21),
        age_counted_on=date(2020, 4, 17),
        hours="08.00–15.00 WITA",
        interview_time="09.00 WITA",
        place="Aula Dinas Sosial Kabupaten Sumbawa",
    )
    return replace(usual, **changes)


def open_utan(act, **changes):
    return act(vacancies.open_vacancy, vacancy_form(**changes), default_rules(act))


def person(name, nik, born, desa="5204062001", education="5", **more):
    return {
        "name": name,
        "nik": nik,
        "birth_date": born,
        "birth_place": "Utan",
        "desa_code": desa,
        "education": education,
        "phone": "081234567890",
        **more,
    }


PEOPLE = (
    person("Rina Marlina", "5204064501929002", date(1992, 1, 5), education="8"),
    person("Ahmad Zaelani", "5204061508909001", date(1990, 8, 15)),
    person("Budi Santoso", "5204061003849003", date(1984, 3, 10)),
    person("Nia Lestari", "5204055507929004", date(1992, 7, 15), desa="5204052001"),
)


def all_papers(act, vacancy):
    return frozenset(code for code, _name, required in act(applicants.list_documents, vacancy) if required)


def register(act, vacancy, values, papers=None):
    """With all the papers that are required, or with these."""
    papers = all_papers(act, vacancy) if papers is None else frozenset(papers)
    form = applicants.ApplicationForm(None, values, date(2020, 4, 14), "PSM", "", papers)
    return act(applicants.register, vacancy, form, today=date(2020, 4, 14))


def verify(act, applicant):
    rows = act(administration.list_checks, applicant)
    decisions = [administration.Decision(row.requirement_id, row.proposed or Result.PASS, "") for row in rows]
    return act(administration.decide_checks, applicant, decisions, before=rows)


def ready_to_score(act, rules=None):
    """A vacancy whose panel may begin, and its four applicants; the usual one is played once in a process."""
    if rules is None and hasattr(act, "begin"):
        return act.begin(_ready)
    return _ready(act, rules)


def _ready(act, rules=None):
    leave_utan(act)
    vacancy = act(vacancies.open_vacancy, vacancy_form(), rules or default_rules(act))
    act(vacancies.announce, vacancy, render=render)
    ids = [register(act, vacancy, values) for values in PEOPLE]
    act(vacancies.close_registration, vacancy)
    for applicant in ids:
        verify(act, applicant)
    act(administration.finish_administration, vacancy, TEAM, render=render)
    act(interviews.set_panel, vacancy, PANEL, before=[])
    return vacancy, ids


def score(act, vacancy, applicant, *sheets):
    panel = [one for one in act(interviews.list_panel, vacancy) if one.role is not PanelRole.OBSERVER]
    for member, values in zip(panel, sheets, strict=True):
        given = dict(zip((f"W{n}" for n in range(1, 7)), map(Decimal, values), strict=True))
        before = act(interviews.get_scores, applicant, member.id)
        act(sheet_entry.save_scores, applicant, member.id, given, before=before)
        lock(act, applicant, member.id)


def leave(act, service, applicant, reason, on=date(2020, 4, 20)):
    """Steps back, or is put out, on a day."""
    return act(service, applicant, reason, on=on, today=max(on, date(2020, 4, 20)))


def lock(act, applicant, member, key=None):
    """A member's sheet with the PIN, or copied from paper and compared by whoever runs the tests."""
    keys, who = [key] if key else [], ACTOR.name
    return act(sheet_entry.lock_sheets, [(applicant, member)], keys=keys, compared=[member], typist=who)


def open_locked(act, applicant, member, reason, opener):
    """A leader without a PIN sets one, opens a locked sheet, and the secretary clears the PIN again."""
    key = act(pins.set_pin, opener, "4071")
    act(sheet_entry.open_sheet, applicant, member, reason, opener_id=opener, key=key)
    act(pins.reset_pin, opener, "uji")


def announced(act):
    """A vacancy that takes applicants, played once in a process."""
    return act.begin(_announced) if hasattr(act, "begin") else _announced(act)


def _announced(act):
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    return vacancy


def score_all(act, vacancy, ids, *values):
    """The same value from every member on every criterion, one value for each applicant."""
    for applicant, value in zip(ids, values, strict=True):
        score(act, vacancy, applicant, *[(value,) * 6] * 3)


PANEL = [
    interviews.MemberForm("Ahmad Fauzi", "Dinas Sosial", PanelRole.CHAIR),
    interviews.MemberForm("Sri Lestari", "Dinas Sosial", PanelRole.SECRETARY),
    interviews.MemberForm("Lalu Wirya", "Inspektorat", PanelRole.MEMBER),
]


def chair_key(act, applicant):
    """The chair of the panel gives the PIN, on a PC where nobody logs in."""
    vacancy = act(applicants.get_applicant, applicant).vacancy_id
    if not act(interviews.list_panel, vacancy):
        act(interviews.set_panel, vacancy, PANEL, before=[])
    chair = act(overrides.chair_of, vacancy)
    if chair.has_pin:
        return act(pins.enter_pin, chair.id, "4711").key
    return act(pins.set_pin, chair.id, "4711")


def override(act, applicant, reason):
    """The chair lets somebody go on who is TMS."""
    act(overrides.override, applicant, reason, key=chair_key(act, applicant))


def untick(act, vacancy):
    """Leave out of the proposal what has no file."""
    lines = act(proposal_papers.list_papers, vacancy)
    before = [proposal_papers.form_of(line) for line in lines]
    after = [
        replace(proposal_papers.form_of(line), wanted=line.wanted and not line.missing) for line in lines
    ]
    act(proposal_papers.save_papers, vacancy, before, after)
