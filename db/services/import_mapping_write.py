"""People, families and records of a long list, written with a few statements for all rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from db.rules.import_told import Told
from db.rules.imports import Outcome, Task
from db.rules.imports_mapping import KindSaid
from db.rules.mapping import Subject
from db.services.import_stage import AT_ONCE, Stage

PERSON = (
    *("nik", "no_nik_reason", "kk", "front_title", "name", "folded", "back_title", "mother", "birth_place"),
    *("birth_date", "sex", "religion", "marital_status", "education", "occupation", "address", "rt", "rw"),
    *("desa_code", "phone", "email"),
)
RECORD = (
    *("kind_code", "criteria", "disabilities", "facts", "recorded_on", "source", "recorder"),
    *("exception_reason", "note", "latitude", "longitude"),
)
LONGEST_REASON, LONGEST_NAME = 500, 200
ROW = (
    *("batch_id", "row", "name", "outcome", "reason", "changes", "cleaned", "offers", "settled_at"),
    "settled_by",
)


class Writer:
    """Writes what `staged`, `who` and `edited` say; `written` gives the rows of the batch afterwards."""

    def __init__(self, stage: Stage, task: Task, kinds: Mapping[str, KindSaid]) -> None:
        self._stage, self._task = stage, task
        family = [code for code, kind in kinds.items() if kind.subject is Subject.FAMILY]
        self._of_families = f"s.kind_code IN ({', '.join(map(repr, family)) or repr('')})"
        moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"
        self._now = f"'{moment}'" if stage.is_sqlite else f"TIMESTAMPTZ '{moment}+00'"

    def write(self) -> None:
        """New people, then their records; each table once."""
        stage = self._stage
        stage.number(
            "person", "who", "SELECT id FROM staged WHERE id NOT IN (SELECT id FROM who) "
            "AND id NOT IN (SELECT id FROM follows)"
        )  # fmt: skip
        people = stage.one("SELECT count(*) FROM who WHERE how IS NULL")
        names = ", ".join(PERSON)
        own = ", ".join(f"s.{name}" for name in PERSON).replace("s.desa_code", "nullif(s.desa_code, '')")
        with stage.without_indexes("person", people), stage.without_search(people):
            stage.run(
                f"INSERT INTO person (id, {names}, outside, version) SELECT w.new_id, {own}, '', 1 "
                "FROM who w JOIN staged s ON s.id = w.id WHERE w.how IS NULL ORDER BY w.id"
            )
        stage.run(
            "INSERT INTO who (id, new_id, how) SELECT f.id, w.new_id, 'follows' FROM follows f "
            "JOIN who w ON w.id = f.new_id WHERE w.how IS NULL AND f.id IN (SELECT id FROM staged)"
        )
        empty = "CAST(s.profile AS TEXT) <> '{}'"
        stage.run(
            "INSERT INTO person_profile (person_id, facts, version) SELECT w.new_id, s.profile, 1 FROM who w "
            f"JOIN staged s ON s.id = w.id WHERE w.how IS NULL AND {empty}"
        )
        stage.make("cases", ("id", "new_id", "family_id"))
        self._write_records()
        self._write_families()

    def _write_records(self) -> None:
        stage = self._stage
        stage.number(
            "mapping_record",
            "cases",
            f"SELECT s.id FROM staged s JOIN who w ON w.id = s.id WHERE NOT ({self._of_families}) "
            "AND (w.how IS NULL OR NOT EXISTS (SELECT 1 FROM mapping_record r WHERE r.person_id = w.new_id "
            "AND r.kind_code = s.kind_code AND r.closed_on IS NULL))",
        )
        cases = stage.one("SELECT count(*) FROM cases")
        facts = ", ".join(f"s.{name}" for name in RECORD)
        into = (
            f"INSERT INTO mapping_record (id, person_id, {', '.join(RECORD)}, desa_code, kecamatan_code, "
            "sex, born, state, confirmed_on, entered_at, closed_reason, version) "
            f"SELECT c.new_id, w.new_id, {facts}, {{desa}}, substr({{desa}}, 1, 6), "
            "coalesce({who}.sex, ''), "
            f"{{who}}.birth_date, 'reported', s.recorded_on, {self._now}, '', 1 FROM cases c "
            "JOIN staged s ON s.id = c.id JOIN who w ON w.id = c.id {more} ORDER BY c.id"
        )
        known = "JOIN person p ON p.id = w.new_id WHERE w.how IS NOT NULL"
        with stage.without_indexes("mapping_record", cases):
            stage.run(into.format(desa="s.desa_code", who="s", more="WHERE w.how IS NULL"))
            desa = "coalesce(nullif(s.desa_code, ''), p.desa_code)"
            stage.run(into.format(desa=desa, who="p", more=known))

    def _write_families(self) -> None:
        """Kinds of families stand on the family of the row's person: found by No. KK, then by its head."""
        stage = self._stage
        if not stage.one(f"SELECT EXISTS (SELECT 1 FROM staged s WHERE {self._of_families})"):
            return
        stage.make("houses", ("id", "new_id"))
        stage.number(
            "family",
            "houses",
            "SELECT min(s.id) AS id FROM staged s JOIN who w ON w.id = s.id JOIN person p ON p.id = w.new_id "
            f"WHERE {self._of_families} AND NOT EXISTS (SELECT 1 FROM family f WHERE f.kk = p.kk) "
            "AND NOT EXISTS (SELECT 1 FROM family f WHERE f.head_id = w.new_id) "
            "GROUP BY CASE WHEN p.kk = '' THEN CAST(p.id AS TEXT) ELSE p.kk END",
        )
        stage.run(
            "INSERT INTO family (id, kk, head_id, desa_code, address, rt, rw, size, facts, version) "
            "SELECT h.new_id, nullif(p.kk, ''), p.id, coalesce(nullif(s.desa_code, ''), p.desa_code), "
            "p.address, p.rt, p.rw, s.size, '{}', 1 FROM houses h JOIN staged s ON s.id = h.id "
            "JOIN who w ON w.id = h.id JOIN person p ON p.id = w.new_id"
        )
        stage.make("homes", ("id", "family_id", "kind"))
        stage.run(
            "INSERT INTO homes (id, family_id, kind) SELECT s.id, coalesce((SELECT f.id FROM family f "
            "WHERE p.kk <> '' AND f.kk = p.kk), (SELECT min(f.id) FROM family f WHERE f.head_id = p.id)), "
            "s.kind_code FROM staged s JOIN who w ON w.id = s.id JOIN person p ON p.id = w.new_id "
            f"WHERE {self._of_families}"
        )
        stage.make("stays", ("id", "new_id"))
        stage.number(
            "mapping_record",
            "stays",
            "SELECT min(h.id) AS id FROM homes h WHERE NOT EXISTS (SELECT 1 FROM mapping_record r WHERE "
            "r.family_id = h.family_id AND r.kind_code = h.kind AND r.closed_on IS NULL) "
            "GROUP BY h.family_id, h.kind",
        )
        facts = ", ".join(f"s.{name}" for name in RECORD)
        stage.run(
            f"INSERT INTO mapping_record (id, family_id, {', '.join(RECORD)}, desa_code, kecamatan_code, "
            "sex, born, state, confirmed_on, entered_at, closed_reason, version) "
            f"SELECT c.new_id, h.family_id, {facts}, f.desa_code, substr(f.desa_code, 1, 6), '', NULL, "
            f"'reported', s.recorded_on, {self._now}, '', 1 FROM stays c JOIN homes h ON h.id = c.id "
            "JOIN staged s ON s.id = c.id JOIN family f ON f.id = h.family_id"
        )
        stage.run(
            "INSERT INTO cases (id, new_id, family_id) SELECT h.id, c.new_id, g.new_id FROM homes h "
            "LEFT JOIN stays c ON c.id = h.id LEFT JOIN houses g ON g.id = h.id"
        )


class Keeper:
    """What became of each row, as the batch keeps it: plainly new rows as ranges, others one by one."""

    def __init__(self, stage: Stage, task: Task, told: Told, batch_id: int) -> None:
        self._stage, self._task, self._told, self._batch_id = stage, task, told, batch_id

    def keep(self, unclear: Mapping[int, list[int]], values: Mapping[int, dict[str, Any]]) -> None:
        """Write the rows of the batch."""
        stage = self._stage
        stage.fill_in_portions("import_row", ROW, self._ranges())
        stage.fill_in_portions("import_row", ROW, self._others(unclear, values))

    def _ranges(self) -> Iterator[tuple[Any, ...]]:
        """Rows, people and records that follow each other; a row that is kept by itself ends a range."""
        for first, count, person, record in self._stage.all(
            "SELECT min(r.row), count(*), min(r.person), min(r.record) FROM ("
            "SELECT s.id, s.row, w.new_id AS person, c.new_id AS record, "
            "s.id - row_number() OVER (ORDER BY s.id) AS range FROM cases c "
            "JOIN staged s ON s.id = c.id JOIN who w ON w.id = c.id "
            "WHERE s.noted = 0 AND w.how IS NULL) AS r "
            "GROUP BY r.range, r.id - r.person, r.id - r.record, r.row - r.id"
        ):
            changes = [{"rows": count, "person": person, "record": record}]
            yield kept_row(self._batch_id, first, "", Outcome.NEW, "", changes)

    def _others(
        self, unclear: Mapping[int, list[int]], values: Mapping[int, dict[str, Any]]
    ) -> Iterator[tuple[Any, ...]]:
        """By the places of the rows in the file."""
        told = self._told
        places = told.noted()
        for start in range(0, len(places), AT_ONCE):
            portion = places[start : start + AT_ONCE]
            touched = self._touched(portion[0], portion[-1])
            for place in portion:
                row = told[place]
                where = f"lembar {row.sheet}" if self._task.sheets > 1 else ""
                reason = "; ".join(part for part in (where, row.reason) if part)
                yield kept_row(
                    self._batch_id, row.number, row.name, row.outcome, reason, touched.get(place, []),
                    values.get(place), unclear.get(place),
                )  # fmt: skip

    def _touched(self, first: int, last: int) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = {}
        rows = self._stage.all(
            "SELECT w.id, w.new_id, w.how, c.new_id AS record_id, c.family_id FROM who w "
            "JOIN staged s ON s.id = w.id LEFT JOIN cases c ON c.id = w.id "
            "WHERE w.id BETWEEN :first AND :last "
            "AND (s.noted = 1 OR w.how IS NOT NULL)",
            first=first,
            last=last,
        )
        for place, person, how, record, family in rows:
            made = [
                ("person", person if how is None else None),
                ("family", family),
                ("mapping_record", record),
            ]
            found[place] = [{"table": table, "id": one, "before": None} for table, one in made if one]
        edited = "SELECT id, changes FROM edited WHERE id BETWEEN :first AND :last"
        for place, changes in self._stage.all(edited, first=first, last=last):
            found.setdefault(place, []).extend(json.loads(changes))
        return found


def kept_row(
    batch_id: int,
    number: int,
    name: str,
    outcome: Outcome,
    reason: str,
    changes: Sequence[dict[str, Any]],
    cleaned: dict[str, Any] | None = None,
    offers: list[int] | None = None,
) -> tuple[Any, ...]:
    """A row of the batch, in the order of ROW."""
    short = reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…"
    return (
        *(batch_id, number, name[:LONGEST_NAME], outcome.value, short, json.dumps(changes)),
        *(json.dumps(cleaned) if cleaned else None, json.dumps(offers) if offers else None, None, ""),
    )
