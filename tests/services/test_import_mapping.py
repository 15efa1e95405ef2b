"""Lists of the social map taken in: people, families, what is unclear; on both databases."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from db.models.audit import AuditEntry
from db.models.families import Family, PersonProfile
from db.models.imports import ImportBatch, ImportRow
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.rules.imports import Outcome, SourceRow, Task, stopped
from db.rules.problems import Forbidden, RuleViolation
from db.services import imports

TODAY = date(2020, 4, 9)
FIELDS = ("nik", "name", "birth_date", "sex", "kind", "note", "disabilities", "desa", "home_kecamatan", "kk")
UTAN = {"desa": "Motong", "home_kecamatan": "Utan"}
NEW, CHANGED, SAME, ERROR, SKIPPED, UNCLEAR = (
    *(Outcome.NEW, Outcome.CHANGED, Outcome.SAME),
    *(Outcome.ERROR, Outcome.SKIPPED, Outcome.UNCLEAR),
)


def task(columns=FIELDS, **options):
    return Task(
        *("people", tuple(columns), TODAY),
        **{"headings": tuple(columns), "file_name": "pmks.csv", "count": 100} | options,
    )


def rows(*given, columns=FIELDS):
    return [
        SourceRow("pmks", number, tuple(row.get(field, "") for field in columns))
        for number, row in enumerate(given, 2)
    ]


def person(number, **others):
    born = date(1950, 1, 1 + number % 28)
    facts = {
        "nik": f"520406{born:%d%m%y}{9000 + number}",
        "name": f"Warga {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{'aeiou'[number % 5]}ng {number}",
        "birth_date": f"{born:%d-%m-%Y}",
        "sex": "L",
        "kind": "PMKS-08",
    }
    return facts | UTAN | others


def outcomes(result):
    return [row.outcome for row in result.rows]


def reasons(result):
    return [row.reason for row in result.rows]


def count(act, kind):
    return act(lambda session: session.scalar(select(func.count()).select_from(kind)))


def test_what_is_shown_is_what_is_written(act):
    given = rows(person(1), person(2, kind="lanjut usia terlantar"), person(3, name=""), {"kind": "PMKS-08"})
    people = count(act, Person)
    looked = act(imports.dry_run, task(), given)
    assert outcomes(looked) == [NEW, NEW, ERROR, SKIPPED]
    assert count(act, Person) == people
    done = act(imports.apply, task(), given)
    assert outcomes(done) == outcomes(looked)
    assert sum(done.totals.values()) == len(given)
    assert count(act, Person) == people + 2

    def check(session):
        record = session.scalars(select(MappingRecord).order_by(MappingRecord.id.desc())).first()
        one = record.person
        assert (one.name, one.nik, one.folded) == ("Warga Cong 2".replace("Cong", "Cing"), given[1].cells[0], one.folded)
        assert one.folded
        assert (record.sex, record.born) == ("L", one.birth_date)
        assert record.desa.name == "Motong"
        assert record.kecamatan_code == "520406"
        assert record.criteria == record.disabilities == []
        assert record.facts == {}
        [entry] = session.scalars(select(AuditEntry).where(AuditEntry.sentence.contains("pmks.csv: 2 baru")))
        kept = session.scalars(select(ImportRow).where(ImportRow.batch_id == done.batch_id)).all()
        assert len(kept) == 3
        assert kept[0].changes[0]["rows"] == 2

    act(check)
    again = act(imports.dry_run, task(), given)
    assert outcomes(again) == [SAME, SAME, ERROR, SKIPPED]
