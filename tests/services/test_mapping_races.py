"""Two PCs at one person, family or figure at the same time: nobody is counted or made twice."""

import threading
import time
from datetime import date

import pytest
from sqlalchemy import func, select

from db.models.families import Family
from db.models.mapping import MappingRecord
from db.rules.mapping import Register
from db.rules.people import Sex
from db.rules.problems import Conflict, RuleViolation
from db.services.mapping import entry, merges
from db.tallies import DESA, count_people
from tests.services.test_mapping import AMAQ, TODAY, form
from tests.services.utan import person

MOTONG, ORONG = "5204062002", "5204062004"
STEP = 0.3  # seconds: long enough for the other to come in between


@pytest.fixture
def both(database):
    """Run the steps of two PCs, each in a transaction of its own; gives what they were told."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer")

    def run(*pcs):
        told = []

        def work(steps, wait):
            time.sleep(wait)
            try:
                with database.writing() as session:
                    for step in steps:
                        step(session)
                        time.sleep(STEP * 2)
            except (Conflict, RuleViolation) as error:
                told.append(str(error))

        threads = [threading.Thread(target=work, args=(steps, n * STEP)) for n, steps in enumerate(pcs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return told

    return run


def recording(who, kind, desa=MOTONG, **others):
    """A step: somebody is recorded under a kind."""
    return lambda session: entry.record(
        session, form(who, {kind: ["a"]}, desa_code=desa, **others), today=TODAY
    )


def old(day):
    return person(f"Amaq Tua {day}", f"520406{day:02}01409001", date(1940, 1, day), sex=Sex.MALE)


def woman(day):
    return person(f"Inaq Muda {day}", f"520406{day + 40}01909001", date(1990, 1, day), sex=Sex.FEMALE)


def test_one_person_saved_under_two_kinds_at_once_is_counted_once(act, both):
    known = act(recording(AMAQ, "PMKS-25")).person_id
    told = both([recording(AMAQ, "PMKS-08", person_id=known)], [recording(AMAQ, "PMKS-11", person_id=known)])
    assert told == []
    counted = act(count_people, DESA, TODAY, Register.PPKS, by=("sex",))
    assert counted == {("",): 1, ("L",): 1}  # the family and the person


def test_unrelated_people_saved_in_any_order_do_not_stop_each_other(act, both):
    told = both(
        [recording(old(1), "PMKS-08"), recording(woman(2), "PMKS-23")],
        [recording(woman(3), "PMKS-23", ORONG), recording(old(4), "PMKS-08", ORONG)],
    )
    assert told == []
    assert sum(act(count_people, DESA, TODAY, Register.PPKS).values()) == 4


def test_one_head_saved_twice_at_once_heads_one_family(act, both):
    known = act(recording(AMAQ, "PMKS-08")).person_id
    told = both(*[[recording(AMAQ, "PMKS-24", person_id=known)]] * 2)
    assert told == ["Keluarga Amaq Sahnun sudah tercatat sebagai Fakir miskin."]
    assert act(lambda session: session.scalar(select(func.count()).select_from(Family))) == 1


def test_recording_somebody_who_is_being_merged_away_is_told_in_a_sentence(act, both):
    kept = act(recording(AMAQ, "PMKS-08")).person_id
    gone = act(recording(old(5), "PMKS-11")).person_id
    told = both(
        [lambda session: merges.merge_people(session, kept, gone, [], today=TODAY)],
        [recording(old(5), "PMKS-25", person_id=gone)],
    )
    assert len(told) == 1
    assert "baru saja digabungkan" in told[0]
    assert act(lambda session: session.scalar(select(func.count()).select_from(MappingRecord))) == 2
