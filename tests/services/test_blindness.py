"""As member B, the chair included: no service gives away what A wrote before all sheets are locked.

Every service that exists is called, with arguments by their names; a service that is added is called
too, and one whose arguments are not known here fails until it is told how to call it.
"""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import inspect as mapper_of
from sqlalchemy import select

import db.services
import db.services.recruitment
from db.base import Base
from db.models.recruitment import Applicant, PanelMember, Score, Vacancy
from db.rules.problems import Problem, RuleViolation
from db.rules.recruitment import ProposalStatus
from db.rules.selection import Relation
from db.services.recruitment import pins, sets, sheet_entry, sheets, vacancies
from db.services.recruitment.reckoning import Reckoning
from tests.services.utan import TEAM, UTAN, ready_to_score

DAY = date(2020, 4, 20)
GIVEN = tuple(map(Decimal, ("83.191", "61.373", "72.917", "68.431", "91.237", "57.619")))
WEIGHTS = (20, 20, 20, 15, 15, 10)
SECRETS = (*GIVEN, sum((v * w for v, w in zip(GIVEN, WEIGHTS, strict=True)), Decimal(0)) / 100)
WRITERS = {  # change what somebody typed into a form that only the window can make
    *("administration.decide_checks", "applicants.register", "applicants.change_application"),
    *("components.save_scoring", "components.save_tests", "components.switch_tests", "interviews.set_panel"),
    *("objections.answer_objection", "objections.record_objection", "papers.save_papers", "pins.set_pin"),
    *("proposal_papers.save_papers", "proposals.receive_decree", "ranking.explain_spread"),
    *("ranking.record_draw", "sets.change_set", "slots.propose_slots", "slots.save_slots"),
    *("track.change_track", "vacancies.change_vacancy", "case_file.read_paper"),
}
OPEN_TABLES = ("score", "score_sheet", "sheet_opening")  # where they stand; services guard them


def services(package):
    """Every service below a package, by module and name."""
    for found in pkgutil.iter_modules(package.__path__):
        if found.ispkg:
            continue
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        for name, service in vars(module).items():
            own = inspect.isfunction(service) and hasattr(service, "__wrapped__")
            if own and inspect.unwrap(service).__module__ == module.__name__:
                yield f"{found.name}.{name}", service


def asked_of(service):
    """The names of what it must be given, without the session, and the types that can be made."""
    given = list(inspect.signature(service).parameters.values())[1:]
    types = typing.get_type_hints(inspect.unwrap(service))
    return [(one.name, types.get(one.name), one.default) for one in given]


def pieces(answer):
    """Every word and number in an answer, however deep; of a record its columns."""
    if isinstance(answer, Base):
        columns = mapper_of(type(answer)).column_attrs
        yield from (piece for column in columns for piece in pieces(getattr(answer, column.key)))
    elif is_dataclass(answer) and not isinstance(answer, type):
        yield from (piece for field in fields(answer) for piece in pieces(getattr(answer, field.name)))
    elif isinstance(answer, Mapping):
        yield from (piece for pair in answer.items() for one in pair for piece in pieces(one))
    elif isinstance(answer, bytes):
        yield answer.decode("latin-1")
    elif isinstance(answer, Fraction):
        yield f"{float(answer):.3f}"
    elif isinstance(answer, Iterable) and not isinstance(answer, str):
        yield from (piece for one in answer for piece in pieces(one))
    else:
        yield str(answer)


def told(answer):
    """Which of the secret numbers an answer gives away."""
    said = " ".join(pieces(answer)).replace(",", ".")
    return {secret for secret in SECRETS if f"{secret}" in said or f"{secret:.2f}" in said}


@pytest.fixture
def room(act):
    """A, the secretary, has typed and locked all; B, the chair, has a key and nothing more."""
    vacancy, ids = ready_to_score(act)
    panel = [member.id for member in act(pins.list_seats, vacancy)]
    chair, secretary = (
        act(pins.set_pin, member, pin) for member, pin in zip(panel, ("4071", "5093"), strict=False)
    )
    given = {f"W{n}": value for n, value in enumerate(GIVEN, 1)}
    for applicant in ids[:2]:
        act(sheet_entry.save_scores, applicant, panel[1], given, before={}, key=secretary)
        act(sheet_entry.lock_sheet, applicant, panel[1], key=secretary)
    act(sheet_entry.open_sheet, ids[1], panel[1], "salah ketik", opener_id=panel[1], key=secretary)
    act(sheet_entry.save_scores, ids[0], panel[2], given, before={})  # from paper, typed twice
    act(sheet_entry.save_second, ids[0], panel[2], given, typist="Sari")
    return vacancy, ids, panel, chair, secretary


def known(session, room):
    """What the services are asked with, by the name of the argument."""
    vacancy, ids, panel, chair, _secretary = room
    rules = sets.default_set(session, DAY)
    others = {f"W{n}": Decimal(10) for n in range(1, 7)}
    return {
        "first_of": lambda kind: session.scalars(select(kind)).first(),
        "vacancy_id": vacancy,
        "vacancy": session.get_one(Vacancy, vacancy),
        "vacancy_ids": [vacancy],
        "vacancies": [session.get_one(Vacancy, vacancy)],
        "applicant_id": ids[0],
        "chosen_id": ids[0],
        "applicant_ids": ids,
        "ids": ids,
        "candidates": list(session.scalars(select(Applicant).where(Applicant.vacancy_id == vacancy))),
        "member_id": panel[1],
        "opener_id": panel[0],
        "member": session.get_one(PanelMember, panel[1]),
        "key": chair,
        "pin": "4071",
        "typist": "Budi",
        "pairs": [(ids[0], panel[1]), (ids[0], panel[2])],
        "reckoning": Reckoning(session, vacancy),
        "before": others,
        "values": others,
        "relation": Relation.FAMILY,
        "detail": "adik",
        "team": TEAM,
        "kecamatan_code": UTAN,
        "rules": rules,
        "kept": rules,
        "set_id": rules.id,
        "form": vacancies.get_vacancy(session, vacancy).form,
        "status": ProposalStatus.RECEIVED,
        "masked": False,
        "wanted": True,
        "decisions": [],
        "query": "83",
        "search": "83",
        "render": lambda _frame, facts: repr(facts).encode(),
        "offset": 0,
        "limit": 500,
        "days": 3,
        "at": datetime(2020, 4, 20, 2, tzinfo=UTC),
        **dict.fromkeys(("proposal_id", "objection_id"), 1),
        **dict.fromkeys(("name", "note", "reason", "source", "niat", "text"), "83"),
        **dict.fromkeys(
            (
                "on",
                "today",
                "day",
                "dated_on",
                "decided_on",
                "closes_on",
                "noted_on",
                "stated_on",
                "valid_from",
            ),
            DAY,
        ),
    }


class Undone(Exception):
    """Nothing that a service did here is kept."""


def made(name, kind, table):
    """A dataclass that is asked for, of what is known by the names of its fields."""
    wanted = [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
    lost = [one for one in wanted if one not in table]
    assert not lost, f"{name}: tell tests/services/test_blindness.py what {lost} of {kind.__name__} are"
    return kind(**{one: table[one] for one in wanted})


def arguments(name, service, table, *, strict):
    """What a service is called with; None where somebody must first say how."""
    given = {}
    for argument, kind, default in asked_of(service):
        if isinstance(kind, type) and is_dataclass(kind) and not isinstance(table.get(argument), kind):
            if default is inspect.Parameter.empty:
                if not strict:
                    return None
                given[argument] = made(name, kind, table)
        elif argument in table:
            given[argument] = table[argument]
        elif isinstance(kind, type) and issubclass(kind, Base):
            if (record := table["first_of"](kind)) is None:
                return None  # there is none before the scores are known
            given[argument] = record
        elif default is inspect.Parameter.empty:
            guess = guessed(kind, table)
            assert not strict or guess is not None, (
                f"{name}: tell tests/services/test_blindness.py what “{argument}” is"
            )
            if guess is None:
                return None
            given[argument] = guess
    return given


def guessed(kind, table):
    """Something of a plain type; None where the name must say what is meant."""
    plain = {bool: True, int: 1, str: "83", date: DAY, datetime: table["at"]}
    if kind in plain:
        return plain[kind]
    of = set(typing.get_args(kind))
    if {bytes, str} & of and typing.get_origin(kind) not in (list, tuple, Sequence):
        return None
    return table["vacancy_ids"] if of == {int} or of == {int, ...} else None


def answers(database, room, service, given_by):
    """What a service says, or why it refuses."""
    found = []
    try:
        with database.writing() as session:
            given = given_by(known(session, room))
            if given is not None:
                try:
                    found = list(pieces(service(session, **given)))
                except RuleViolation as refusal:
                    found = [str(refusal)]
            raise Undone
    except Undone:
        return found
    except AssertionError:
        raise
    except Exception as error:  # arguments that make no sense together
        return [*found, str(error)]


def leaks(database, room, package, *, strict):
    """The services that give a secret number away, and which."""
    found, every = {}, dict(services(package))
    assert not strict or set(every) >= WRITERS
    for name, service in every.items():
        if name in WRITERS:
            continue
        names = {argument for argument, _kind, _default in asked_of(service)}
        for member in room[2][:2] if "member_id" in names else room[2][1:2]:
            for key in (room[3], None) if "key" in names else (None,):

                def given_by(table, member=member, key=key, name=name, service=service):
                    return arguments(name, service, table | {"member_id": member, "key": key}, strict=strict)

                if numbers := told(answers(database, room, service, given_by)):
                    found[name] = numbers
    return found


def test_no_service_gives_the_numbers_of_another_away(database, room):
    assert leaks(database, room, db.services.recruitment, strict=True) == {}


def test_nor_does_any_other_part_of_the_program(database, room):
    """History, letters and their previews, search, attention, archive."""
    assert leaks(database, room, db.services, strict=False) == {}


def test_no_table_but_the_sheets_themselves_holds_them(database, room):
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in OPEN_TABLES:
                assert not told([dict(row._mapping) for row in session.execute(select(table))]), table.name


def test_a_service_that_gave_them_away_would_be_found(database, room):
    def leaks_rows(session):
        return {"rows": session.scalars(select(Score)).all()}

    def leaks_in_a_sentence(session):
        raise RuleViolation(
            [Problem(f"Nilai {session.scalars(select(Score)).first().value} terlalu tinggi.")]
        )

    assert told(answers(database, room, leaks_rows, lambda _table: {})) == set(GIVEN)
    assert len(told(answers(database, room, leaks_in_a_sentence, lambda _table: {}))) == 1


def test_the_search_finds_them_once_all_sheets_are_locked(act, database, room):
    """The same search where there is something to find: one that never finds anything proves nothing."""
    vacancy, ids, panel, chair, secretary = room
    given = {f"W{n}": value for n, value in enumerate(GIVEN, 1)}
    act(sheet_entry.lock_sheet, ids[1], panel[1], key=secretary)
    for applicant, member, key in (
        *((applicant, panel[0], chair) for applicant in ids[:2]),
        (ids[1], panel[2], None),
    ):
        act(sheet_entry.save_scores, applicant, member, given, before={}, key=key)
        act(sheet_entry.lock_sheet, applicant, member, key=key)
    act(sheet_entry.lock_sheet, ids[0], panel[2])
    assert act(sheets.all_locked, vacancy)
    found = leaks(database, room, db.services.recruitment, strict=True)
    for name in (
        "sheets.get_sheet",
        "ranking.get_standing",
        "ranking.minutes_facts",
        "arithmetic.arithmetic_facts",
    ):
        assert name in found
