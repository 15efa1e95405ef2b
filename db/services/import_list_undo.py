"""Taking a long list back with few statements: what it made goes, old values return, changes stay."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from db.models.imports import ImportRow
from db.rules.imports import KeptRow, Outcome
from db.rules.twins import Verdict
from db.rules.words import _
from db.services.import_mapping_known import Edit, write_edits
from db.services.import_stage import AT_ONCE, Stage, plain_value
from db.tallies import counting_later

MADE = {"person": "person_id", "family": "family_id", "mapping_record": "record_id"}
COLUMNS = ("id", "row", "name", *MADE.values(), "why")
GOES_ALONG = {"person_profile", "family_member"}  # with the person whom the list brought


class ListUndo:
    """`undone` rows can be taken back, `kept` stay, each with its reason."""

    def __init__(self, session: Session, stage: Stage, batch_id: int) -> None:
        self._session, self._stage, self._batch_id = session, stage, batch_id
        stage.make("undo", COLUMNS)
        self._load()
        for column in MADE.values():
            stage.run(f"CREATE INDEX undo_{column} ON undo ({column}) WHERE {column} IS NOT NULL")
        self._find_changed()
        self._find_used()
        self._find_shared()
        self.undone: int = stage.one("SELECT count(*) FROM undo WHERE why = ''")
        self.kept = [
            KeptRow(row, name, why)
            for row, name, why in stage.all(
                "SELECT u.row, coalesce(nullif(u.name, ''), p.name, (SELECT max(m.name) FROM person_merge m "
                "WHERE m.gone_id = u.person_id), ''), u.why FROM undo u "
                "LEFT JOIN person p ON p.id = u.person_id WHERE u.why <> '' ORDER BY u.row"
            )
        ]

    def run(self, today: date) -> None:
        """Do it."""
        stage = self._stage
        kept = {row[0] for row in stage.all("SELECT id FROM undo WHERE why <> ''")}
        for edits in self._edits():
            self._restore([edit for place, edit in edits if place not in kept])
        people = stage.one("SELECT count(*) FROM undo WHERE person_id IS NOT NULL AND why = ''")
        records = stage.one("SELECT count(*) FROM undo WHERE record_id IS NOT NULL AND why = ''")
        counting: AbstractContextManager[None] = nullcontext()
        if stage.is_large("mapping_record", records):
            counting = counting_later(self._session, today)
        with counting, stage.without_unsearching(people):
            chosen = "(SELECT {column} FROM undo WHERE why = '' AND {column} IS NOT NULL)"
            for table in ("mapping_record", "family"):
                stage.run(f"DELETE FROM {table} WHERE id IN {chosen.format(column=MADE[table])}")
            mine = chosen.format(column="person_id")
            stage.run(
                "DELETE FROM twin_pair WHERE verdict = :open "
                f"AND (first_id IN {mine} OR second_id IN {mine})",
                open=Verdict.OPEN.value,
            )
            for table in sorted(GOES_ALONG):
                stage.run(f"DELETE FROM {table} WHERE person_id IN {mine}")
            stage.run(f"DELETE FROM person WHERE id IN {mine}")
        stage.drop("undo")

    def _load(self) -> None:
        self._stage.fill_in_portions("undo", COLUMNS, self._rows())

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        """One line for each row of the file that did something; ranges are told row by row."""
        number = 0
        for row, name, identity, changes in self._kept_rows():
            if changes and "rows" in changes[0]:
                [made] = changes
                for step in range(made["rows"]):
                    ids = made["person"] + step, None, made["record"] + step
                    yield (-number - 1, row + step, "", *ids, "")
                    number += 1
                continue
            own = {change["table"]: change["id"] for change in changes if change["before"] is None}
            yield (identity, row, name, *(own.get(table) for table in MADE), "")

    def _kept_rows(self) -> Iterator[tuple[int, str, int, list[Edit]]]:
        asked = (
            "SELECT id, row, name, changes FROM import_row WHERE batch_id = :batch AND id > :after "
            f"AND outcome IN ('{Outcome.NEW}', '{Outcome.CHANGED}') ORDER BY id LIMIT :most"
        )
        for portion in self._stage.portions(asked, first=0, batch=self._batch_id):
            for identity, row, name, changes in portion:
                told = json.loads(changes) if isinstance(changes, str) else changes
                if told:
                    yield row, name, identity, told

    def _edits(self) -> Iterator[list[tuple[int, Edit]]]:
        """What the list changed in known people, in portions, with the id of the row."""
        portion: list[tuple[int, Edit]] = []
        for _row, _name, identity, changes in self._kept_rows():
            if "rows" in changes[0]:
                continue
            portion += [
                (identity, change)
                for change in changes
                if change["before"] is not None or change["table"] not in MADE
            ]
            if len(portion) >= AT_ONCE:
                yield portion
                portion = []
        yield portion

    def _find_changed(self) -> None:
        stage = self._stage
        for table, column in MADE.items():
            stage.run(
                f"UPDATE undo SET why = :why WHERE why = '' AND {column} IN "
                f"(SELECT id FROM {table} WHERE version <> 1 AND id IN (SELECT {column} FROM undo))",
                why=_("{what} sudah diubah sesudahnya").format(what=_label(table)),
            )
            stage.run(
                f"UPDATE undo SET why = :why WHERE why = '' AND {column} IS NOT NULL "
                f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = undo.{column})",
                why=_("{what} sudah digabungkan atau dihapus sesudahnya").format(what=_label(table)),
            )
        for portion in self._edits():
            blocked = [{"id": place, "why": why} for place, why in self._differing(portion) if why]
            stage.change("UPDATE undo SET why = :why WHERE id = :id AND why = ''", blocked)

    def _differing(self, portion: Sequence[tuple[int, Edit]]) -> Iterator[tuple[int, str]]:
        by_table: dict[str, list[tuple[int, Edit]]] = defaultdict(list)
        for place, edit in portion:
            by_table[edit["table"]].append((place, edit))
        for table, edits in by_table.items():
            key = _key(table)
            names = sorted({name for _place, edit in edits for name in edit["after"]})
            ids = ", ".join(str(int(edit["id"])) for _place, edit in edits)
            rows = self._stage.all(f"SELECT {key}, {', '.join(names)} FROM {table} WHERE {key} IN ({ids})")
            now = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
            for place, edit in edits:
                if edit["id"] not in now:
                    yield place, _("datanya sudah dihapus") if edit["before"] is not None else ""
                    continue
                for name, value in edit["after"].items():
                    if plain_value(name, now[edit["id"]][name]) != value:
                        yield place, _("{field} sudah diubah sesudahnya").format(field=_label(table, name))
                        break

    def _find_used(self) -> None:
        """Others point to what the list made: an officer, a case that was added since, a service."""
        for table in ImportRow.metadata.sorted_tables:
            if table.name in GOES_ALONG:
                continue
            for column in table.columns:
                for key in column.foreign_keys:
                    own = MADE.get(str(key.target_fullname).partition(".")[0])
                    if own is None:
                        continue
                    others = ""
                    if table.name == "twin_pair":  # what nobody has decided is a guess of the program
                        others = f"AND t.verdict <> '{Verdict.OPEN.value}'"
                    if table.name in MADE:
                        others = (
                            f"AND t.id NOT IN (SELECT {MADE[table.name]} FROM undo "
                            f"WHERE {MADE[table.name]} IS NOT NULL)"
                        )
                    self._stage.run(
                        f"UPDATE undo SET why = :why WHERE why = '' AND {own} IN (SELECT t.{column.name} "
                        f"FROM {table.name} t WHERE t.{column.name} IN (SELECT {own} FROM undo) {others})",
                        why=_("sudah dipakai dalam {user}").format(user=_label(table.name)),
                    )

    def _find_shared(self) -> None:
        """A person stays with a case of theirs that stays, and with a family whose head they are."""
        why = _("ada data lain tentangnya yang tetap")
        stays = "(SELECT {column} FROM undo WHERE why <> '' AND {column} IS NOT NULL)"
        records = stays.format(column="record_id")
        statements = (
            f"person_id IN (SELECT person_id FROM mapping_record WHERE id IN {records})",
            f"family_id IN (SELECT family_id FROM mapping_record WHERE id IN {records})",
            f"person_id IN (SELECT head_id FROM family WHERE id IN {stays.format(column='family_id')})",
        )
        while sum(
            self._stage.run(f"UPDATE undo SET why = :why WHERE why = '' AND {where}", why=why)
            for where in statements
        ):
            pass

    def _restore(self, edits: Sequence[Edit]) -> None:
        by_shape: dict[tuple[str, tuple[str, ...]], list[Edit]] = defaultdict(list)
        made: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for edit in edits:
            if edit["before"] is None:
                made[edit["table"]].append({"key": edit["id"]})
            else:
                by_shape[edit["table"], tuple(edit["before"])].append(edit | {"after": edit["before"]})
        for table, keys in made.items():
            self._stage.change(f"DELETE FROM {table} WHERE {_key(table)} = :key", keys)
        for (table, names), changed in by_shape.items():
            write_edits(self._stage, table, names, changed, step=-1)


def _key(table: str) -> str:
    return "person_id" if table in ("person_profile", "welfare_status") else "id"


def _label(table: str, column: str = "") -> str:
    kind = next(
        mapper.class_ for mapper in ImportRow.registry.mappers if mapper.class_.__tablename__ == table
    )
    if column:
        label: str = inspect(kind).columns[column].info.get("label", column)
        return label
    return kind.__label__ or table
