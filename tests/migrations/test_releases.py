"""The database of every release opens in this program, with everything that was in it."""

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from db.catalog import reference_rows, spec_of
from db.engine import Database
from db.migrate import migrate
from db.models.letters import Letter
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import letter_of
from db.rules.old_facts import read_facts
from db.rules.problems import RuleViolation
from db.rules.recruitment import ProposalStatus, Stage
from db.services import drafts, history, letter_preview, letters, officers, setup
from db.services.mapping import recaps, records
from db.services.recruitment import proposal_papers, proposals, ranking, vacancies
from tests.conftest import ACTOR
from tests.releases.make import version

FILES = sorted((Path(__file__).parents[1] / "releases").glob("*.db"))
TODAY = date(2026, 11, 21)


def rows_of(database):
    """How many rows each table has."""
    with database.engine.connect() as connection:
        return {
            table: connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
            for table in inspect(connection).get_table_names()
        }


def structure(database):
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    with database.engine.connect() as connection:  # a table that was made anew has its parts in any order
        return [
            (kind, name, sorted(line.strip(" \t,") for line in sql.split("\n")))
            for kind, name, sql in connection.exec_driver_sql(query)
        ]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def release(request, tmp_path):
    path = tmp_path / "pilar.db"
    shutil.copy(request.param, path)
    database = Database(f"sqlite:///{path}", ACTOR)
    yield database
    database.close()


NEW_LISTS = len(reference_rows(setup.REFERENCES[6:]))  # lists that 0.1.0 did not have


def test_this_version_has_left_its_database():
    assert f"{version()}.db" in {path.name for path in FILES}, "run: python -m tests.releases.make"


def test_a_released_database_is_brought_up_with_all_its_rows(release):
    before = rows_of(release)
    assert migrate(release, TODAY) is False
    after = rows_of(release)
    assert after.pop("letter_setting") == sum(spec_of(kind).numbered for kind in LetterKind)
    before.pop("letter_setting")  # kinds of letter that are new have got their numbering
    lists_then = before.pop("reference")
    assert after["reference"] == lists_then + NEW_LISTS
    assert {table: after[table] for table in before} == before
    with release.reading() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_released_database_has_the_tables_of_today(release, tmp_path):
    """For this version it differs only when its migration was changed: then make it anew, or migrate."""
    migrate(release, TODAY)
    fresh = Database(f"sqlite:///{tmp_path / 'baru.db'}", ACTOR)
    migrate(fresh, TODAY)
    assert structure(release) == structure(fresh)
    fresh.close()


def test_a_released_database_tells_the_story_of_utan(release):
    migrate(release, TODAY)
    with release.writing() as session:
        posts = officers.list_posts(session, date(2020, 4, 13))
        assert (len(posts), posts[0].kecamatan, posts[0].days_vacant) == (24, "Utan", 3)
        vacancy = vacancies.get_vacancy(session, posts[0].vacancy_id)
        assert (vacancy.stage, vacancy.applicants, vacancy.passed) == (Stage.PROPOSED, 4, 2)
        standing = ranking.get_standing(session, vacancy.id)
        assert [(row.name, row.rank) for row in standing.rows] == [("Rina Marlina", 1), ("Ahmad Zaelani", 2)]
        assert proposals.find_proposal(session, vacancy.id).status is ProposalStatus.RECEIVED
        assert len(proposal_papers.list_papers(session, vacancy.id)) == 12
        assert records.count_records(session) == sum(recaps.recap(session).totals) > 0
        assert history.count_history(session, "vacancy", str(vacancy.id)) == 48


def test_the_papers_of_a_release_are_still_those_that_were_signed(release):
    migrate(release, TODAY)
    with release.reading() as session:
        rows = letters.list_letters(session, 0, 50)
        hashes = dict(session.execute(text("SELECT letter_id, sha256 FROM letter_paper")).all())
        assert len(rows) == len(hashes) == 4
        for row in rows:
            assert hashlib.sha256(letters.get_paper(session, row.id)).hexdigest() == hashes[row.id]


def test_the_letters_of_a_release_are_taken_apart_for_word_and_put_right(release):
    migrate(release, TODAY)
    with release.writing() as session:
        rows = {row.kind: row for row in letters.list_letters(session, 0, 50)}
        for kind, row in rows.items():
            frame, letter = letter_preview.final_letter(session, row.id)
            assert (letter.kind, letter.values["kecamatan"], frame.number) == (kind, "Utan", row.number)
            assert frame.signer.name == row.signer_name
            draft = drafts.draft_correction(session, row.id, "salah ketik", TODAY)
            kept = drafts.get_draft(session, draft).form.values
            assert letter_preview.preview_letter(session, kind, kept) == letter
        _frame, minutes = letter_preview.final_letter(session, rows[LetterKind.INTERVIEW_MINUTES].id)
        assert minutes.values["peserta"][0]["nama"] == minutes.values["diusulkan"] == "Rina Marlina"
        assert str(minutes.values["ambang"]) == "70"
        _frame, announced = letter_preview.final_letter(session, rows[LetterKind.ANNOUNCEMENT].id)
        stored = session.get_one(Letter, rows[LetterKind.ANNOUNCEMENT].id)
        assert announced == letter_of(read_facts(stored.kind, stored.facts))
        assert announced.values["tahapan"][0]["waktu"] == "Senin, 13 April 2020 s.d. Jumat, 17 April 2020"


def test_a_letter_of_a_release_that_cannot_be_read_is_refused_in_words(release):
    migrate(release, TODAY)
    with release.writing() as session:
        [row, *_others] = letters.list_letters(session, 0, 50)
        session.get_one(Letter, row.id).facts = {"nama": "Rina"}
        for work in (
            lambda: letter_preview.final_letter(session, row.id),
            lambda: drafts.draft_correction(session, row.id, "salah ketik", TODAY),
        ):
            with pytest.raises(RuleViolation, match="dari versi lama tidak terbaca lagi; pakai PDF-nya"):
                work()
