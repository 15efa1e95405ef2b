"""As member B, the chair included: no service gives away what A wrote before all sheets are locked.

Every service that exists is called, with arguments by their names, but those in WHY_NOT_ASKED. One that is
added is called too; one whose arguments are not known here, or that crashes, fails until somebody says more.
"""

import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import inspect as mapper_of
from sqlalchemy import select

import db.services
import db.services.mapping
import db.services.recruitment
from db.access import needs
from db.base import Base
from db.exchange.report import report_workbook
from db.models.imports import ImportBatch, ImportRow
from db.models.letters import Letter, LetterDraft, Scan
from db.models.recruitment import Applicant, PanelMember, Proposal, Score, Vacancy
from db.rules.access import Right
from db.rules.geometry import Border
from db.rules.imports import Outcome
from db.rules.kind_fields import FormCode
from db.rules.letter_kinds import LetterKind
from db.rules.problems import Problem, RuleViolation
from db.rules.recruitment import ProposalStatus
from db.rules.selection import Component, Relation
from db.services import drafts, letters, scans
from db.services.recruitment import (
    applicants,
    pins,
    ranking,
    recap,
    score_report,
    sets,
    sheet_entry,
    sheets,
    vacancies,
)
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.test_calls import Sitting
from db.services.reports import frame_report
from desktop.paper.report import print_report
from tests.services import utan
from tests.services.utan import EARLY, TEAM, UTAN, lock, ready_to_score

DAY = date(2020, 4, 20)
GIVEN = tuple(map(Decimal, ("83.191", "61.373", "72.917", "68.431", "91.237", "57.619")))
WEIGHTS = (20, 20, 20, 15, 15, 10)
SECRETS = (*GIVEN, sum((v * w for v, w in zip(GIVEN, WEIGHTS, strict=True)), Decimal(0)) / 100)
HERE = "tests/services/test_blindness.py"
WHY_NOT_ASKED = {
    "changes what somebody typed into a form that only the window can make": (
        "activities.save_activity agenda.change_incoming agenda.record_incoming "
        "applicants.change_application applicants.register assignments.add_assignment "
        "components.save_scoring components.switch_tests covers.appoint_cover "
        "decree_letters.issue_decree decree_members.add_members decree_members.write_members "
        "decree_renewal.renew decrees.change_decree decrees.record_decree "
        "dispositions.add_disposition dispositions.change_disposition drafts.save_draft "
        "evaluations.save_evaluation exits.complete_step exits.leave exits.prepare_step "
        "exits.record_exit expedition.change_expedition expedition.send holidays.remove_holidays "
        "holidays.save_holiday holidays.take_holidays imports.apply interviews.set_panel "
        "letters.note_numbers monthly_reports.attach_scan monthly_reports.decide "
        "monthly_reports.receive monthly_reports.take_back monthly_reports.undo "
        "numbering.save_numbering objections.answer_objection objections.record_objection "
        "office.save_logo office.save_office office.save_official officer_card.save_card "
        "officer_card.set_photo officers.add_officer officers.correct_term papers.save_papers "
        "proposal_papers.save_papers proposals.receive_decree "
        "ranking.explain_spread ranking.record_draw region_changes.change_regions "
        "region_changes.preview regions.import_regions sets.change_set "
        "slots.propose_slots slots.save_slots sop.change_steps "
        "stipends.issue_list stipends.note_payments templates.save_template track.change_track "
        "users.save_user vacancies.change_vacancy"
    ),
    "begins an office in an empty database": "practice.create_practice_office setup.create_office",
    "keeps the whole database in a file, for the admin alone": "backups.copy_data backups.note_backup",
    "makes nothing but what it is given into rows and words": (
        "activities.activities_table assignments.warn_of_assignment decree_check.check_names "
        "decree_check.members_of decree_check.result_table decree_letters.decree_facts "
        "decree_members.find_member_problems decree_people.find_people decrees.check_decree "
        "exit_papers.draft_of exit_steps.announced exit_steps.final_letters exit_steps.settled "
        "exit_steps.step_row history.names_of import_undo.in_words imports.dry_run "
        "monthly_reports.reminder_text regions.preview_regions "
        "reports.frame_report sets.changed_rules stipends.list_facts"
    ),
    "is about one record, and the room has none of its kind": (
        "activities.delete_activity activities.get_activity agenda.answer agenda.attach_scan "
        "agenda.finish agenda.get_incoming agenda.link_reply agenda.reopen agenda.void_incoming "
        "classifications.close_classification classifications.set_favourite "
        "evaluations.remove_evaluation expedition.note_received monthly_paper.report_letter "
        "monthly_paper.report_photos monthly_reports.report_details objections.answer_letter "
        "objections.issue_answer objections.reopen_check proposal_papers.letter_of proposals.track "
        "proposals.undo_step stipends.remove_payment stipends.remove_rate"
    ),
}
NOT_ASKED = {name for names in WHY_NOT_ASKED.values() for name in names.split()}
ONLY_GIVEN = ("makes nothing but", "is about one record")  # of these it is looked at that they read no scores
SCORES = (
    r"\b(score|ScoreSheet|SheetOpening|ComponentScore|Reckoning|book_of|LetterPaper|Scan\.content|facts_of)\b"
)
OWN_WORDS = {  # where a name means something else than elsewhere
    "kecamatan_profile.kecamatan_profile": {"code": UTAN},
    "letter_preview.preview_letter": {"kept": {}},
}
SQUARE = ((((117.0, -8.5), (117.1, -8.5), (117.1, -8.4), (117.0, -8.5)),),)  # a polygon, of one ring
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
    given = [one for one in given if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
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
    elif isinstance(answer, datetime):
        yield f"{answer:%Y-%m-%d %H:%M}"  # its seconds are like scores now and then
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
        lock(act, applicant, panel[1], key=secretary)
    act(sheet_entry.open_sheet, ids[1], panel[1], "salah ketik", opener_id=panel[1], key=secretary)
    act(sheet_entry.save_scores, ids[0], panel[2], given, before={})  # from paper, typed twice
    act(sheet_entry.save_second, ids[0], panel[2], given, typist="Sari")
    announcement = act(letters.letters_of, vacancy_id=vacancy)[0]
    act(scans.file_to_letter, announcement.id, "pengumuman.pdf", b"%PDF-1.4 pindaian", DAY)
    act(drafts.draft_correction, announcement.id, "salah tanggal", DAY)
    act(leave_waiting, ids[0])
    return vacancy, ids, panel, chair, secretary


@pytest.fixture
def annulled(act):
    """Cancelled minutes, their scan and a draft to correct them; a sheet of the chair is open again.

    Who was chosen in them stepped back, so the interview goes on.
    """
    vacancy, ids = ready_to_score(act)
    panel = [member.id for member in act(pins.list_seats, vacancy)]
    chair, secretary = (
        act(pins.set_pin, member, pin) for member, pin in zip(panel, ("4071", "5093"), strict=False)
    )
    given = {f"W{n}": value for n, value in enumerate(GIVEN, 1)}
    others = dict.fromkeys(given, Decimal(80))
    sheets_of = ((panel[0], others, chair), (panel[1], given, secretary), (panel[2], others, None))
    for applicant in ids[:2]:
        for member, values, key in sheets_of:
            act(sheet_entry.save_scores, applicant, member, values, before={}, key=key)
            lock(act, applicant, member, key=key)
    rina, ahmad, *rest = ids
    minutes = act(
        ranking.decide, vacancy, rina, "calon pertama", early_reason=EARLY, decided_on=DAY, render=print_facts
    )
    assert told(minutes.pdf)
    act(scans.file_to_letter, minutes.id, "ba.pdf", b"%PDF-1.4 " + minutes.pdf, DAY)
    act(drafts.draft_correction, minutes.id, "salah tanggal", DAY)
    act(letters.cancel_letter, minutes.id, "salah tanggal")
    utan.leave(act, applicants.withdraw, rina, "diterima bekerja")
    act(sheet_entry.open_sheet, ahmad, panel[0], "salah salin", opener_id=panel[0], key=chair)
    assert not act(sheets.all_locked, vacancy)
    act(leave_waiting, ahmad)
    return vacancy, [ahmad, rina, *rest], panel, chair, secretary


def leave_waiting(session, applicant_id):
    """A row of an import that may mean this applicant waits for somebody to say so."""
    person = session.get_one(Applicant, applicant_id).person
    now = datetime(2020, 4, 20, 2, tzinfo=UTC)
    batch = ImportBatch(
        target="people",
        file_name="f1.xlsx",
        sha256="0" * 64,
        mapping={},
        totals={Outcome.UNCLEAR.value: 1},
        made_at=now,
        made_by="Sari",
    )
    session.add(batch)
    session.flush()
    cleaned = {"name": person.name, "kind_code": "PMKS-11", "recorded_on": DAY.isoformat()}
    cleaned |= {"desa_code": person.desa_code, "birth_date": person.birth_date.isoformat()}
    session.add(
        ImportRow(
            batch_id=batch.id,
            row=2,
            name=person.name,
            outcome=Outcome.UNCLEAR,
            changes=[],
            cleaned=cleaned,
            offers=[person.id],
        )
    )


def print_facts(_frame, facts):
    """A paper that says all it was given."""
    return repr(facts).encode()


def known(session, room):
    """What the services are asked with, by the name of the argument."""
    vacancy, ids, panel, chair, _secretary = room
    rules = sets.default_set(session, DAY)
    others = {f"W{n}": Decimal(10) for n in range(1, 7)}
    newest = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
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
        "tests": (Component.WRITTEN,),
        "sitting": Sitting(Component.WRITTEN, DAY, "08.00 WITA", "Aula"),
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
        "render": print_facts,
        "kind": LetterKind.INTERVIEW_MINUTES,
        "letter_id": newest.id,
        "letter_ids": [newest.id],
        "code": newest.code,
        "typed": newest.code,
        "content": newest.paper.pdf,
        "codes": [newest.code],
        "digests": [newest.paper.sha256],
        "row_id": session.scalar(select(ImportRow.id)),
        "batch_id": session.scalar(select(ImportBatch.id)),
        "person_id": session.get_one(Applicant, ids[0]).person_id,
        "forms": set(FormCode),
        "borders": [Border({"kode": UTAN}, SQUARE)],
        "shapes": {UTAN: SQUARE},
        "level": len(UTAN),
        "draft_id": session.scalar(select(LetterDraft.id)),
        "scan_id": session.scalar(select(Scan.id)),
        "proposals": list(session.scalars(select(Proposal))),
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
    assert not lost, f"{name}: tell {HERE} what {lost} of {kind.__name__} are"
    return kind(**{one: table[one] for one in wanted})


def arguments(name, service, table):
    """What a service is called with; fails where somebody must first say how."""
    given = {}
    for argument, kind, default in asked_of(service):
        if isinstance(kind, type) and is_dataclass(kind) and not isinstance(table.get(argument), kind):
            if default is inspect.Parameter.empty:
                given[argument] = made(name, kind, table)
        elif isinstance(kind, type) and issubclass(kind, Base) and not isinstance(table.get(argument), kind):
            given[argument] = table["first_of"](kind)
            assert given[argument] is not None, f"{name}: there is no {kind.__name__} in the room"
        elif argument in table:
            given[argument] = table[argument]
        elif default is inspect.Parameter.empty:
            given[argument] = guessed(kind, table)
            assert given[argument] is not None, f"{name}: tell {HERE} what “{argument}” is"
    return given


def guessed(kind, table):
    """Something of a plain type; None where the name must say what is meant."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    plain = {bool: True, int: 1, str: "83", date: DAY, datetime: table["at"]}
    if kind in plain:
        return plain[kind]
    of = set(typing.get_args(kind))
    if {bytes, str} & of and typing.get_origin(kind) not in (list, tuple, Sequence):
        return None
    return table["vacancy_ids"] if of == {int} or of == {int, ...} else None


def answers(database, room, service, given_by):
    """What a service says, or why it refuses; anything else that it raises is for the caller."""
    found = []
    try:
        with database.writing() as session:
            given = given_by(known(session, room))
            try:
                found = list(pieces(service(session, **given)))
            except RuleViolation as refusal:
                found = [str(refusal)]
            raise Undone
    except Undone:
        return found


def leaks(database, room, package):
    """The services that give a secret number away, and which; one that fails was not asked at all."""
    found, failed, every = {}, {}, dict(services(package))
    for name, service in every.items():
        if name in NOT_ASKED:
            continue
        names = {argument for argument, _kind, _default in asked_of(service)}
        for member in room[2][:2] if "member_id" in names else room[2][1:2]:
            for key in (room[3], None) if "key" in names else (None,):

                def given_by(table, member=member, key=key, name=name, service=service):
                    return arguments(
                        name, service, table | {"member_id": member, "key": key} | OWN_WORDS.get(name, {})
                    )

                try:
                    if numbers := told(answers(database, room, service, given_by)):
                        found[name] = numbers
                except Exception as error:
                    failed[name] = repr(error)
    assert not failed, f"call them rightly, or say in WHY_NOT_ASKED why not: {failed}"
    return found


def test_no_service_gives_the_numbers_of_another_away(database, room):
    assert leaks(database, room, db.services.recruitment) == {}


def test_nor_does_any_other_part_of_the_program(database, room):
    """History, letters and their previews, search, attention, archive."""
    assert leaks(database, room, db.services) == {}


@pytest.mark.parametrize("package", [db.services.recruitment, db.services])
def test_nor_does_any_while_minutes_were_cancelled_and_a_sheet_is_open_again(database, annulled, package):
    assert leaks(database, annulled, package) == {}


def test_no_table_but_the_sheets_themselves_holds_them(database, room):
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in OPEN_TABLES:
                assert not told([dict(row._mapping) for row in session.execute(select(table))]), table.name


def test_who_is_not_asked_exists_and_reads_no_scores():
    every = {**dict(services(db.services)), **dict(services(db.services.recruitment))}
    assert set(every) >= NOT_ASKED
    assert len(NOT_ASKED) == sum(len(names.split()) for names in WHY_NOT_ASKED.values())
    for why, names in WHY_NOT_ASKED.items():
        if why.startswith(ONLY_GIVEN):
            for name in names.split():
                source = inspect.getsource(inspect.unwrap(every[name]))
                assert not re.search(SCORES, source), f"{name}: {why}?"


def test_the_social_map_reads_no_scores():
    """Its services are not asked one by one: none of them can know what members gave."""
    for path in Path(db.services.mapping.__file__).parent.glob("*.py"):
        assert not re.search(
            r"sheet_book|models\.scoring|LetterPaper|hidden_letters", path.read_text("utf-8")
        )


def test_a_service_that_crashes_fails_the_test(database, room, monkeypatch):
    """One that raised was once taken for one that keeps silent."""

    @needs(Right.READ)
    def crashes(session):
        raise KeyError("x")

    @needs(Right.READ)
    def unknown(session, *, something_new: object):
        return something_new

    for service in (crashes, unknown):
        monkeypatch.setattr(f"{__name__}.services", lambda _package, service=service: [("new.one", service)])
        with pytest.raises(AssertionError, match=r"new\.one"):
            leaks(database, room, db.services)


def test_papers_and_workbooks_of_reports_hold_nothing_before_locking(act, annulled):
    """What is printed or written from L13 and the recap, in each of the two outlets."""
    vacancy, ids, panel, chair, _secretary = annulled
    hidden = reports_of(act, vacancy)
    assert all(hidden), "both outlets can be read here"
    assert not told(hidden)
    lock(act, ids[0], panel[0], key=chair)
    assert all(told(text) for text in reports_of(act, vacancy))


def reports_of(act, vacancy):
    """The words of the PDF and of the workbook of every table about the scores of a vacancy."""
    tables = [act(recap.get_recap, vacancy).table, *act(score_report.score_report, vacancy).tables]
    report = act(frame_report, tables, at=datetime(2020, 4, 20, 10))
    pages = PdfReader(BytesIO(print_report(report))).pages
    book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report)))
    cells = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return " ".join(page.extract_text() for page in pages), " ".join(pieces(cells))


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
    lock(act, ids[1], panel[1], key=secretary)
    for applicant, member, key in (
        *((applicant, panel[0], chair) for applicant in ids[:2]),
        (ids[1], panel[2], None),
    ):
        act(sheet_entry.save_scores, applicant, member, given, before={}, key=key)
        lock(act, applicant, member, key=key)
    lock(act, ids[0], panel[2])
    assert act(sheets.all_locked, vacancy)
    found = leaks(database, room, db.services.recruitment)
    for name in (
        "sheets.get_sheet",
        "ranking.get_standing",
        "ranking.minutes_facts",
        "arithmetic.arithmetic_facts",
    ):
        assert name in found
