"""What a list brings to people who are known: only what is empty is filled, or these columns are replaced."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from db.rules.import_told import Told
from db.rules.imports import Difference, Outcome, Target, Task, values_of
from db.rules.names import fold
from db.rules.words import _
from db.services.import_places import LISTS, Places
from db.services.import_stage import DAYS, JSON, Stage, plain_value

PERSON = (
    *("nik", "kk", "front_title", "name", "back_title", "mother", "birth_place", "birth_date", "sex"),
    *("religion", "marital_status", "education", "occupation", "address", "rt", "rw", "desa_code"),
    *("phone", "email"),
)
RECORD = (
    *("criteria", "disabilities", "facts", "exception_reason", "note", "source", "recorder"),
    *("latitude", "longitude"),
)
OTHER_WAYS = {"desa": {"desa_code"}, "rt_rw": {"rt", "rw"}, "sex_male": {"sex"}, "sex_female": {"sex"}}
Edit = dict[str, Any]  # table, id, before, after: as a row of an import keeps it


OF_FAMILY = (  # the open record of the kind that stands on the family of a person
    "SELECT min(o.id) FROM mapping_record o WHERE o.kind_code = s.kind_code AND o.closed_on IS NULL "
    "AND o.family_id = coalesce((SELECT g.id FROM family g WHERE p.kk <> '' AND g.kk = p.kk), "
    "(SELECT min(g.id) FROM family g WHERE g.head_id = p.id))"
)


class KnownPeople:
    """Compares row by row, and keeps the edits in the table `edited` for whoever takes the import back."""

    def __init__(self, stage: Stage, told: Told, task: Task, target: Target, places: Places) -> None:
        self._stage, self._told, self._places = stage, told, places
        fields = target.by_name()
        self._labels = {name: field.label for name, field in fields.items()}
        self._replaced = replaced_by(task, target)

    def compare(self, *, writing: bool) -> None:
        """Tell what becomes of each row; and write it."""
        if writing:
            self._stage.make("edited", ("id", "changes"))
        person = ", ".join(f"p.{name} AS p_{name}" for name in PERSON)
        record = ", ".join(f"r.{name} AS r_{name}" for name in RECORD)
        asked = (
            f"SELECT w.id, w.new_id, s.*, {person}, {record}, r.id AS record_id, f.facts AS f_facts, "
            f"({OF_FAMILY}) AS family_record "
            "FROM who w JOIN staged s ON s.id = w.id JOIN person p ON p.id = w.new_id "
            "LEFT JOIN mapping_record r ON r.person_id = p.id AND r.kind_code = s.kind_code "
            "AND r.closed_on IS NULL LEFT JOIN person_profile f ON f.person_id = p.id "
            "WHERE w.how = 'known' AND w.id > :after ORDER BY w.id LIMIT :most"
        )
        for portion in self._stage.portions(asked):
            kept = []
            by_shape: dict[tuple[str, tuple[str, ...]], list[Edit]] = defaultdict(list)
            for row in portion:
                edits = self._compare(row._mapping)
                kept.append((row[0], json.dumps(edits)))
                for edit in edits:
                    by_shape[edit["table"], tuple(edit["after"])].append(edit)
            if writing:
                self._stage.fill("edited", ("id", "changes"), [one for one in kept if one[1] != "[]"])
                for (table, names), edits in by_shape.items():
                    write_edits(self._stage, table, names, edits)

    def _compare(self, row: Mapping[Any, Any]) -> list[Edit]:
        place, person, record = row["id"], row["new_id"], row["record_id"]
        differences: list[Difference] = []
        edits: list[Edit] = []
        kept = self._differ(row, "p_", PERSON, "person", person, differences, edits)
        if record is not None:
            kept += self._differ(row, "r_", RECORD, "mapping_record", record, differences, edits)
        profile = plain_value("facts", row["profile"])
        if profile:
            self._differ_profile(profile, plain_value("facts", row["f_facts"]), person, differences, edits)
        if record is None and row["family_record"] is None:
            outcome, reason = Outcome.NEW, _("orangnya sudah tercatat; jenis ini baru baginya")
        else:
            outcome, reason = (Outcome.CHANGED, "") if edits else (Outcome.SAME, "")
        if kept:
            told = _("berbeda, tidak ditimpa: {fields}").format(fields=", ".join(dict.fromkeys(kept)))
            reason = "; ".join(part for part in (reason, told) if part)
        self._told.tell(place, outcome, reason, tuple(differences))
        return edits

    def _differ(
        self,
        row: Mapping[Any, Any],
        prefix: str,
        names: Sequence[str],
        table: str,
        identity: int,
        differences: list[Difference],
        edits: list[Edit],
    ) -> list[str]:
        """Notes what changes; returns what is different and stays, by its label."""
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        kept: list[str] = []
        for name in names:
            new, old = row[name], row[prefix + name]
            if new is None or new == "" or new == old:
                continue
            new, old = plain_value(name, new), plain_value(name, old)
            if not new or new == old:
                continue
            if old and name not in self._replaced and name != "facts":
                kept.append(self._label(name))
                continue
            if name == "facts":
                new = _joined(old or {}, new, self._replaced)
                if new == old:
                    continue
            before[name], after[name] = old, new
            differences += self._said(name, old, new)
        if not after:
            return kept
        if "name" in after:
            before["folded"], after["folded"] = fold(before["name"]), fold(after["name"])
        if "nik" in after:
            before["no_nik_reason"], after["no_nik_reason"] = "", ""
        edits.append({"table": table, "id": identity, "before": before, "after": after})
        return kept

    def _differ_profile(
        self,
        new: dict[str, Any],
        old: dict[str, Any] | None,
        person: int,
        differences: list[Difference],
        edits: list[Edit],
    ) -> None:
        joined = _joined(old or {}, new, self._replaced)
        if joined == old:
            return
        edit = {"table": "person_profile", "id": person, "before": None, "after": {"facts": joined}}
        edits.append(edit if old is None else edit | {"before": {"facts": old}})
        differences += self._said("facts", old or {}, joined)

    def _label(self, name: str) -> str:
        return self._labels.get(name) or self._labels.get("desa" if name == "desa_code" else "name", name)

    def _said(self, name: str, old: Any, new: Any) -> list[Difference]:
        """Old and new in words."""
        if name == "facts":
            return [
                Difference(
                    f"fact.{code}", self._labels.get(f"fact.{code}", code), _word(old.get(code)), _word(value)
                )
                for code, value in new.items()
                if old.get(code) != value
            ]
        label = self._label(name)
        words = [_word(value) for value in (old, new)]
        if name in LISTS or name == "desa_code":
            words = [self._places.said(name, word) if word else "" for word in words]
        return [Difference(name, label, *words)]


def replaced_by(task: Task, target: Target) -> set[str]:
    """The values that the ticked columns may replace."""
    fields = target.by_name()
    found: set[str] = set()
    for name in task.overwrite & set(fields):
        found |= values_of(fields[name]) | OTHER_WAYS.get(name, set())
    return found


def write_edits(
    stage: Stage, table: str, names: Sequence[str], edits: Sequence[Edit], *, step: int = 1
) -> None:
    """Rows whose same columns change, in one statement; a profile that is new is added.

    step: -1 when a change is taken back, so that what was before it is unchanged again.
    """
    key = "person_id" if table in ("person_profile", "welfare_status") else "id"
    rows = [
        {"key": edit["id"]}
        | {name: json.dumps(value) if name in JSON else value for name, value in edit["after"].items()}
        for edit in edits
    ]
    fresh = [row for row, edit in zip(rows, edits, strict=True) if edit["before"] is None]
    known = [row for row, edit in zip(rows, edits, strict=True) if edit["before"] is not None]
    sets = ", ".join(f"{name} = {mark(stage, name)}" for name in names)
    stage.change(f"UPDATE {table} SET {sets}, version = version + {step} WHERE {key} = :key", known)
    columns, marks = ", ".join(names), ", ".join(mark(stage, name) for name in names)
    stage.change(f"INSERT INTO {table} ({key}, {columns}, version) VALUES (:key, {marks}, 1)", fresh)


def mark(stage: Stage, name: str) -> str:
    """The place of a value in a statement."""
    if stage.is_sqlite:
        return f":{name}"
    kinds = dict.fromkeys(DAYS, "DATE") | dict.fromkeys(JSON, "JSON")
    return f"CAST(:{name} AS {kinds[name]})" if name in kinds else f":{name}"


def _joined(old: dict[str, Any], new: dict[str, Any], replaced: set[str]) -> dict[str, Any]:
    """Facts that are empty are filled; those whose column is ticked are replaced."""
    taken = {
        code: value
        for code, value in new.items()
        if f"fact.{code}" in replaced or old.get(code) in (None, "", [])
    }
    return old | taken


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    iso = len(text) == 10 and text[4:5] == text[7:8] == "-"
    return f"{text[8:]}-{text[5:7]}-{text[:4]}" if iso else text
