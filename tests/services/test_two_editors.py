"""Two people with one record open: the second is told who changed what, and nothing is lost silently."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.rules.office import OfficialForm
from db.rules.problems import Conflict
from db.rules.recruitment import Result
from db.services import numbering as numbering_service
from db.services import office, users
from db.services.recruitment import administration, applicants, interviews, sheet_entry, vacancies
from tests.services.test_selection import on_sheet
from tests.services.utan import PEOPLE, announced, open_utan, ready_to_score, register

DAY = date(2020, 4, 14)


@dataclass(frozen=True)
class Case:
    """One form, opened twice; `save` takes the runner and what was changed in it."""

    save: Callable[..., Any]
    first: dict[str, Any]
    clash: dict[str, Any]  # the same field, another value
    other: dict[str, Any]  # something else
    told: str
    read: Callable[[], dict[str, Any]]


def official(act):
    row = act(office.list_officials)[0]
    opened = OfficialForm(**{name: getattr(row, name) for name in OfficialForm.__dataclass_fields__})

    def save(do, **changes):
        do(office.save_official, row.id, replace(opened, **changes), before=opened)

    return Case(
        save,
        {"rank": "Pembina (IV/a)"},
        {"rank": "Penata (III/c)"},
        {"back_title": "M.Kes."},
        "mengubah Pangkat menjadi “Pembina (IV/a)”",
        lambda: vars(next(o for o in act(office.list_officials) if o.id == row.id)),
    )


def numbering(act):
    opened = act(numbering_service.get_numbering)

    def save(do, **changes):
        rows = (replace(opened.rows[0], **changes), *opened.rows[1:])
        do(numbering_service.save_numbering, replace(opened, rows=rows), before=opened)

    return Case(
        save,
        {"classification": "460"},
        {"classification": "467.1"},
        {"number_format": "{urut}/{tahun}"},
        "mengubah Klasifikasi menjadi “460”",
        lambda: vars(act(numbering_service.get_numbering).rows[0]),
    )


def user(act):
    form = {"login": "rahmat", "name": "Rahmat", "role_code": "operator", "active": True}
    rahmat = act(users.save_user, None, **form, password="rahasia-sekali", before=None)
    [opened] = act(users.list_users)

    def save(do, **changes):
        do(users.save_user, rahmat, **form | changes, password="", before=opened)

    return Case(
        save,
        {"active": False},
        {},
        {"name": "Rahmat Hidayat"},
        "",
        lambda: vars(act(users.list_users)[0]),
    )


def vacancy_days(act):
    vacancy = open_utan(act)
    opened = act(vacancies.get_vacancy, vacancy)

    def save(do, **changes):
        do(vacancies.change_vacancy, vacancy, replace(opened.form, **changes), opened.rules, before=opened)

    return Case(
        save,
        {"closes_on": date(2020, 4, 16)},
        {"closes_on": date(2020, 4, 15)},
        {"place": "Aula Kantor Camat Utan"},
        "mengubah Pendaftaran ditutup menjadi 16-04-2020",
        lambda: vars(act(vacancies.get_vacancy, vacancy).form),
    )


def vacancy_rules(act):
    vacancy = open_utan(act)
    opened = act(vacancies.get_vacancy, vacancy)

    def save(do, **changes):
        rules = replace(opened.rules, **changes)
        do(vacancies.change_vacancy, vacancy, opened.form, rules, before=opened)

    def older(limit):
        return tuple(replace(r, maximum=limit) if r.maximum == 35 else r for r in opened.rules.requirements)

    code = next(r.code for r in opened.rules.requirements if r.maximum == 35)
    return Case(
        save,
        {"requirements": older(40)},
        {"requirements": older(45)},
        {"documents": opened.rules.documents[::-1]},
        f"mengubah persyaratan {code}. Muat ulang",
        lambda: vars(act(vacancies.get_vacancy, vacancy).rules),
    )


def application(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0], {"D01", "D03"})
    opened = applicants.ApplicationForm(None, PEOPLE[0], DAY, "PSM", "", frozenset({"D01", "D03"}))

    def save(do, **changes):
        do(applicants.change_application, rina, opened, replace(opened, **changes), today=DAY)

    return Case(
        save,
        {"organisation": "Tagana"},
        {"organisation": "Karang Taruna"},
        {"registered_on": date(2020, 4, 15)},
        "mengubah Asal organisasi menjadi “Tagana”",
        lambda: vars(act(applicants.get_applicant, rina)),
    )


def score_sheet(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    member = act(interviews.list_panel, vacancy)[0].id

    def save(do, **changes):
        do(sheet_entry.save_scores, rina, member, changes, before={})

    return Case(
        save,
        {"W1": Decimal(80)},
        {"W1": Decimal(60)},
        {"W2": Decimal(75)},
        "mengubah nilai W1 (",
        lambda: act(on_sheet, rina, member),
    )


CASES = [official, numbering, vacancy_days, vacancy_rules, application, score_sheet]


@pytest.fixture
def work_as(database):
    """Run a service as somebody with a name."""

    def named(name):
        def run(service, *args, **kwargs):
            with database.writing() as session:
                session.info["actor"] = replace(database.actor, name=name)
                return service(session, *args, **kwargs)

        return run

    return named


@pytest.mark.parametrize("prepare", CASES)
def test_the_second_is_told_who_changed_what_and_the_first_change_stays(act, work_as, prepare):
    case = prepare(act)
    case.save(work_as("Sari"), **case.first)
    kept = case.read()
    with pytest.raises(Conflict) as refusal:
        case.save(work_as("Budi"), **case.clash)
    assert str(refusal.value).startswith(f"Sari baru saja {case.told}")
    assert case.read() == kept


@pytest.mark.parametrize("prepare", [*CASES, user])
def test_what_two_people_change_in_different_places_is_kept_from_both(act, work_as, prepare):
    case = prepare(act)
    case.save(work_as("Sari"), **case.first)
    case.save(work_as("Budi"), **case.other)
    kept = case.read()
    assert {name: kept[name] for name in (*case.first, *case.other)} == case.first | case.other


@pytest.mark.parametrize("prepare", [*CASES, user])
def test_two_who_make_the_same_change_are_not_disturbed(act, work_as, prepare):
    case = prepare(act)
    case.save(work_as("Sari"), **case.first)
    kept = case.read()
    case.save(work_as("Budi"), **case.first)
    assert case.read() == kept


def test_a_user_whom_two_admins_rename_is_named_by_the_first(act, work_as):
    case = user(act)
    case.save(work_as("Sari"), name="Rahmat Hidayat")
    with pytest.raises(Conflict, match="Sari baru saja mengubah Nama menjadi “Rahmat Hidayat”"):
        case.save(work_as("Budi"), name="Rahmat S.")
    assert case.read()["name"] == "Rahmat Hidayat"


def test_papers_ticked_by_two_people_are_all_there(act, work_as):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0], {"D01", "D03"})
    opened = applicants.ApplicationForm(None, PEOPLE[0], DAY, "PSM", "", frozenset({"D01", "D03"}))
    for name, papers in (("Sari", {"D01", "D02", "D03"}), ("Budi", {"D01", "D04"})):
        form = replace(opened, documents=frozenset(papers))
        work_as(name)(applicants.change_application, rina, opened, form, today=DAY)
    assert act(applicants.get_applicant, rina).documents == {"D01", "D02", "D04"}


def test_a_panel_named_by_two_people_is_the_first(act, work_as):
    vacancy, _ids = ready_to_score(act)
    opened = [
        interviews.MemberForm(m.name, m.institution, m.role) for m in act(interviews.list_panel, vacancy)
    ]
    first, second = ([*opened[:2], replace(opened[2], name=name)] for name in ("Nur Aini", "Lalu Iqbal"))
    work_as("Sari")(interviews.set_panel, vacancy, first, before=opened)
    with pytest.raises(Conflict, match=r"Sari baru saja mengubah panel wawancara menjadi “.*, Nur Aini”"):
        work_as("Budi")(interviews.set_panel, vacancy, second, before=opened)
    assert [member.name for member in act(interviews.list_panel, vacancy)][2] == "Nur Aini"
    work_as("Budi")(interviews.set_panel, vacancy, first, before=opened)  # the same panel disturbs nobody


def test_a_file_decided_by_two_people_is_decided_by_the_first(act, work_as):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0])
    act(vacancies.close_registration, vacancy)
    opened = act(administration.list_checks, rina)

    def decide(name, **results):
        decisions = [
            administration.Decision(
                row.requirement_id, results.get(row.code, Result.PASS), f"diperiksa {name}"
            )
            for row in opened
        ]
        return work_as(name)(administration.decide_checks, rina, decisions, before=opened)

    code = opened[-1].code
    decide("Sari", **{code: Result.FAIL})
    with pytest.raises(
        Conflict, match=rf"Sari baru saja mengubah keputusan persyaratan {code} menjadi “TMS: diper"
    ):
        decide("Budi")
    last = act(administration.list_checks, rina)[-1]
    assert (last.result, last.reason) == (Result.FAIL, "diperiksa Sari")
