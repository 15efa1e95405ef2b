"""DTSEN, decile and programmes of people who are known, by their NIK: other data are never touched."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.aid import Aid, WelfareStatus
from db.models.office import Reference
from db.models.people import Person
from db.rules.access import Right
from db.rules.aid import Standing, standing_label
from db.rules.import_cells import fold, read_yes
from db.rules.import_ends import Ends, end_said
from db.rules.import_rows import clean_row
from db.rules.import_told import Told
from db.rules.imports import Advance, CleanRow, Difference, Outcome, SourceRow, Target, Task
from db.rules.imports_mapping import AID, welfare_target
from db.rules.people import is_same_name
from db.rules.words import _
from db.services.import_mapping_known import Edit, write_edits
from db.services.import_mapping_write import ROW, kept_row
from db.services.import_pace import Pace
from db.services.import_stage import Stage

AT_ONCE = 900  # rows that are looked up together: below the most values of a question to SQLite
TABLES = {"welfare_status", "aid", "import_row"}
STANDINGS = (
    *(("nonaktif", Standing.INACTIVE), ("tidakaktif", Standing.INACTIVE), ("non", Standing.INACTIVE)),
    *(("belumdicek", Standing.UNCHECKED), ("belumdiperiksa", Standing.UNCHECKED)),
)
LISTS = ("dtsen", "dtks")


class WelfareImport:
    """One list of DTSEN or of a programme; what is recorded of a later day stays."""

    right = Right.MAPPING

    @staticmethod
    def target(session: Session) -> Target:
        """What such a list may bring: a column for each programme of the office."""
        query = select(Reference.code, Reference.text).where(Reference.list_name == "aid_programmes")
        programmes = session.execute(query.where(Reference.active).order_by(Reference.position))
        return welfare_target({code: text for code, text in programmes})

    def __init__(self, session: Session, task: Task) -> None:
        self._session, self._task = session, task
        target = self.target(session)
        fields = target.by_name()
        self._labels = {field.name: field.label for field in target.fields}
        self._own = {name: _words(label) for name, label in self._labels.items() if name.startswith(AID)}
        self._columns = [(place, fields[name]) for place, name in enumerate(task.columns) if name]
        self._day: date = task.fixed.get("as_of") or task.today
        self._source = str(task.fixed.get("source") or "")[:120]
        self._seen: dict[str, int] = {}
        self._ends = Ends()
        self._written = 0  # rows

    def run(self, rows: Iterable[SourceRow], advance: Advance, batch_id: int | None = None) -> Told:
        """What becomes of each row; written when there is a batch."""
        told, pace = Told(), Pace(advance, self._task.count)
        stage = Stage(self._session, pace.beat)
        source = iter(rows)
        with stage.open():
            while portion := list(islice(source, AT_ONCE)):
                cleaned = [clean_row(row, self._columns, self._task.today) for row in portion]
                kept = self._look(stage, cleaned, told)
                if batch_id is not None:
                    self._write(stage, kept, told, batch_id)
                pace.at(len(told) / max(self._task.count, 1))
            pace.at(1)
        if batch_id is not None:
            self._session.info.setdefault("changed", set()).update(TABLES)
        return told

    def _look(self, stage: Stage, rows: Sequence[CleanRow], told: Told) -> dict[int, list[Edit]]:
        """What each row changes, by its place."""
        niks = [row.values["nik"] for row in rows if "nik" in row.values]
        people = {
            nik: (identity, name)
            for nik, identity, name in self._session.execute(
                select(Person.nik, Person.id, Person.name).where(Person.nik.in_(niks))
            )
        }
        ids = [identity for identity, _name in people.values()]
        status = WelfareStatus.__table__
        known = {
            row["person_id"]: row
            for row in self._session.execute(select(status).where(status.c.person_id.in_(ids))).mappings()
        }
        aids: dict[int, dict[str, Any]] = defaultdict(dict)
        open_aid = select(Aid.person_id, Aid.programme_code, Aid.id).where(Aid.person_id.in_(ids))
        for person_id, code, identity in self._session.execute(open_aid.where(Aid.ends_on.is_(None))):
            aids[person_id][code] = identity
        kept: dict[int, list[Edit]] = {}
        for row in rows:
            place = told.add(row.sheet, row.number, row.values.get("name", ""))
            refusal, outcome = self._refusal(row, people)
            if refusal:
                told.tell(place, outcome, refusal)
                continue
            person_id, name = people[row.values["nik"]]
            told.rename(place, row.values.get("name") or name)
            edits, differences, notes = self._compare(
                person_id, row.values, known.get(person_id), aids[person_id]
            )
            notes += row.warnings
            told.tell(place, Outcome.CHANGED if edits else Outcome.SAME, "; ".join(notes), tuple(differences))
            kept[place] = edits
        return kept

    def _refusal(self, row: CleanRow, people: Mapping[Any, tuple[int, str]]) -> tuple[str, Outcome]:
        nik, name = row.values.get("nik"), row.values.get("name")
        if not nik and self._ends.has(row, row.values):
            return end_said(), Outcome.SKIPPED
        if row.errors:
            return "; ".join(row.errors), Outcome.ERROR
        if not nik:
            return _("NIK kosong"), Outcome.SKIPPED
        if (first := self._seen.setdefault(nik, row.number)) != row.number:
            return _("NIK sama dengan baris {row}").format(row=first), Outcome.SKIPPED
        if nik not in people:
            return _("NIK belum tercatat; orangnya tidak ditambahkan oleh daftar ini"), Outcome.SKIPPED
        if name and not is_same_name(name, people[nik][1]):
            return _("NIK ini milik {name}; periksa").format(name=people[nik][1]), Outcome.ERROR
        return "", Outcome.SAME

    def _compare(
        self, person_id: int, values: Mapping[str, Any], old: Any, aids: Mapping[str, int]
    ) -> tuple[list[Edit], list[Difference], list[str]]:
        day: date = values.get("as_of") or self._day
        edits: list[Edit] = []
        differences: list[Difference] = []
        notes: list[str] = []
        new = self._status(values, notes)
        if new and old is not None and old["as_of"] > day:
            notes.append(_("yang tercatat lebih baru, per {day:%d-%m-%Y}").format(day=old["as_of"]))
            new = {}
        said = set(new)
        if old is None and any(new.values()):
            new = {"dtsen_id": "", "standing": Standing.UNCHECKED.value, "decile": None} | new
        elif old is None:
            new = {}
        before = {name: _plain(old[name]) for name in new} if old is not None else {}
        if changed := {
            name: value for name, value in new.items() if before.get(name) != value or old is None
        }:
            for name, value in changed.items():
                was, now = _word(before.get(name)), _word(value) or "–"
                if name == "standing" and not values.get("standing") and not values.get("dtsen_id"):
                    now = _("{standing}, karena ada desilnya").format(standing=now)
                if name in said and was != now:
                    differences.append(Difference(name, self._labels[name], was, now))
            after = changed | {"as_of": day.isoformat(), "source": self._source}
            kept = None if old is None else {name: _plain(old[name]) for name in after}
            edits.append({"table": "welfare_status", "id": person_id, "before": kept, "after": after})
        for name, text in values.items():
            if not name.startswith(AID):
                continue
            code, gets = name.removeprefix(AID), read_yes(text, *self._own[name])
            if gets is None:
                notes.append(self._unknown(name, text))
                continue
            if gets == (code in aids):
                continue
            if gets:
                facts = {"person_id": person_id, "programme_code": code, "begins_on": day.isoformat()}
                edits.append({"table": "aid", "id": 0, "before": None, "after": facts})
            elif name in self._task.overwrite:
                after = {"ends_on": day.isoformat()}
                edits.append({"table": "aid", "id": aids[code], "before": {"ends_on": None}, "after": after})
            else:
                notes.append(
                    _("{label} tetap; centang Timpa untuk mengakhirinya").format(label=self._labels[name])
                )
                continue
            words = (_("tidak"), _("ya"))
            differences.append(Difference(name, self._labels[name], words[not gets], words[gets]))
        return edits, differences, notes

    def _unknown(self, name: str, text: str) -> str:
        said = _("{label} “{text}” tidak dikenal; tidak disimpan")
        return said.format(label=self._labels[name], text=text[:30])

    def _status(self, values: Mapping[str, Any], notes: list[str]) -> dict[str, Any]:
        """What the row says of DTSEN."""
        found: dict[str, Any] = {}
        if "dtsen_id" in values:
            found["dtsen_id"] = str(values["dtsen_id"])[:40]
        if "decile" in values:
            number = re.search(r"[0-9]+", values["decile"])
            if number and 1 <= int(number[0]) <= 10:
                found["decile"] = int(number[0])
            elif fold(values["decile"]).startswith("belum"):
                found["decile"] = None
            else:
                notes.append(
                    _("desil “{text}” bukan 1–10; tidak disimpan").format(text=values["decile"][:20])
                )
        if text := values.get("standing", ""):
            standing = next((one for sign, one in STANDINGS if fold(text).startswith(sign)), None)
            is_listed = read_yes(text, *LISTS)
            if standing is None and is_listed is None:
                notes.append(self._unknown("standing", text))
            else:
                standing = standing or (Standing.LISTED if is_listed else Standing.NOT_LISTED)
                found["standing"] = standing.value
                if standing is not Standing.LISTED and found.pop("decile", None):
                    notes.append(_("desil hanya untuk yang terdaftar di DTSEN; tidak disimpan"))
        if "standing" not in found and (found.get("dtsen_id") or found.get("decile")):
            found["standing"] = Standing.LISTED.value  # only who is listed has a decile
        return found

    def _write(self, stage: Stage, kept: Mapping[int, list[Edit]], told: Told, batch_id: int) -> None:
        fresh = [
            edit for edits in kept.values() for edit in edits if edit["table"] == "aid" and not edit["id"]
        ]
        for edit, identity in zip(fresh, stage.ids("aid", len(fresh)) if fresh else (), strict=True):
            edit["id"] = identity
        empty = {"fund_code": "", "provider": "", "note": "", "exception_reason": "", "source": self._source}
        by_shape: dict[tuple[str, tuple[str, ...]], list[Edit]] = defaultdict(list)
        for edits in kept.values():
            for edit in edits:
                full = edit
                if edit["table"] == "aid" and edit["before"] is None:
                    full = edit | {"after": edit["after"] | {"as_of": edit["after"]["begins_on"]} | empty}
                by_shape[edit["table"], tuple(full["after"])].append(full)
        for (table, names), changed in by_shape.items():
            write_edits(stage, table, names, changed)
        rows = ((place, told[place]) for place in range(self._written, len(told)))
        lines = (
            kept_row(batch_id, row.number, row.name, row.outcome, row.reason, kept.get(place, []))
            for place, row in rows
        )
        stage.fill("import_row", ROW, list(lines))
        self._written = len(told)


def _words(label: str) -> tuple[str, ...]:
    """Program: Program Sembako (BPNT) -> what lists write of it in place of yes."""
    name = label.partition(": ")[2]
    return tuple(word for word in map(fold, (name, *re.split(r"[()/]", name))) if word)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else getattr(value, "value", value)


def _word(value: Any) -> str:
    if value in tuple(Standing):
        return standing_label(Standing(value))
    return "" if value is None else str(value)
