"""Two programs make letters final at once: real processes, real services, one database."""

import multiprocessing
import time
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text

from db.engine import Database
from db.lettering import Addressing, write_letter
from db.models.every import ALL
from db.models.letters import Letter, LetterNumber, LetterPaper, LetterTemplate, NumberCounter
from db.rules.access import system_actor
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter as Stated
from db.rules.numbering import NumberScope
from db.services import letters, numbering, numbers

DAY = date(2020, 4, 17)
EACH = 100
PAUSE = 0.004
PATIENCE = 120  # seconds for both processes on slow cores
SPAWN = multiprocessing.get_context("spawn")


def paper(frame, _letter):
    return f"nomor {frame.number}".encode()


def finalise(url, name, kinds, starting, results):
    """One program: so many letters one after the other, each round of kinds in a transaction of its own."""
    assert ALL
    database = Database(url, system_actor(name))
    starting.wait(PATIENCE)
    try:
        for _round in range(EACH // len(kinds)):
            with database.writing() as session:
                for kind in kinds:
                    addressing = Addressing(f"Surat {name}")
                    write_letter(session, Stated(kind, {}), addressing, dated_on=DAY, render=paper)
            time.sleep(PAUSE)  # SQLite would let one program have its way until it is done
        results.put("")
    except Exception as error:
        results.put(repr(error))
        raise
    finally:
        database.close()


def run_two(url, first, second):
    starting, results = SPAWN.Barrier(2), SPAWN.Queue()
    programs = [
        SPAWN.Process(target=finalise, args=(url, name, kinds, starting, results))
        for name, kinds in (("PC-1", first), ("PC-2", second))
    ]
    for program in programs:
        program.start()
    failures = [results.get(timeout=PATIENCE) for _program in programs]
    for program in programs:
        program.join(PATIENCE)
    assert failures == ["", ""]
    assert [program.exitcode for program in programs] == [0, 0]


def test_two_programs_with_100_letters_each_give_200_numbers(database, act):
    run_two(database.url, [LetterKind.CALL], [LetterKind.CALL])
    with database.reading() as session:
        rows = session.execute(
            select(LetterNumber.sequence, LetterNumber.number, Letter.number, Letter.subject, LetterPaper.pdf)
            .join(Letter, Letter.number_id == LetterNumber.id)
            .join(LetterPaper, LetterPaper.letter_id == Letter.id)
            .order_by(LetterNumber.sequence)
        ).all()
        assert session.get_one(NumberCounter, ("keluar", 2020)).last == 2 * EACH
    assert [row[0] for row in rows] == list(range(1, 2 * EACH + 1))
    assert len({row[1] for row in rows}) == 2 * EACH
    assert all(book == letter and pdf == f"nomor {letter}".encode() for _n, book, letter, _s, pdf in rows)
    owners = [row[3] for row in rows]
    assert {owner: owners.count(owner) for owner in owners} == {"Surat PC-1": EACH, "Surat PC-2": EACH}
    changes = sum(one != other for one, other in pairwise(owners))
    assert changes > 1, "the programs did not run at the same time"
    assert act(numbers.list_gaps, 2020) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([LetterKind.POSTER], [LetterKind.POSTER]),  # it has no number: no book keeps the programs apart
        ([LetterKind.NOTES, LetterKind.POSTER], [LetterKind.POSTER, LetterKind.NOTES]),
    ],
)
def test_the_first_letter_of_a_kind_is_made_by_two_programs_at_once(database, act, first, second):
    with database.writing() as session:
        session.execute(text("DELETE FROM letter_setting"))
    run_two(database.url, first, second)
    assert act(letters.count_letters) == 2 * EACH
    with database.reading() as session:
        assert session.scalar(select(func.count(LetterTemplate.id))) == len(first)


def test_runs_taken_in_opposite_order_wait_for_each_other_and_never_lock(database, act):
    opened = act(numbering.get_numbering)
    rows = tuple(
        replace(row, classification="005") if row.kind is LetterKind.INVITATION else row
        for row in opened.rows
    )
    wanted = replace(opened, rows=rows, scope=NumberScope.CLASSIFICATION)
    act(numbering.save_numbering, wanted, before=opened)
    forth = [LetterKind.CALL, LetterKind.INVITATION]
    run_two(database.url, forth, forth[::-1])
    for series in ("keluar:400.9.12.3", "keluar:005"):
        found = act(numbers.list_book, 0, 500, year=2020, series=series)
        assert sorted(row.sequence for row in found) == list(range(1, EACH + 1))
    assert act(numbers.list_gaps, 2020) == []
