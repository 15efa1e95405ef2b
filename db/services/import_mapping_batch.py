"""The usual rows of a list of people in portions of thousands, as they go into the staging table.

What it takes, the reader of rows would have taken the same way, without a word to say about it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import compress
from typing import Any

from db.rules.import_columns import Cells, born_of, simple
from db.rules.imports import SourceRow, Target, Task
from db.rules.imports_mapping import KindSaid
from db.rules.mapping import Subject
from db.rules.names import fold as fold_name
from db.rules.people import Sex
from db.services.import_mapping_read import PeopleReader

EVER, NEVER = "9999-12-31", "0000-01-01"
ONE_BY_ONE = {"recorded_on", "criteria", "exception_reason", "size"}  # columns that need a look at each row
PLAIN = (  # columns of the staging table that a list brings as they are
    *("mother", "birth_place", "religion", "marital_status", "education", "address", "rt", "rw", "phone"),
    *("email", "source", "recorder", "note"),
)


class Usual:
    """Knows which columns the list has; `reader` answers for what is unusual."""

    def __init__(self, reader: PeopleReader, task: Task, target: Target) -> None:
        self._reader = reader
        fields = target.by_name()
        columns = [(place, fields[name]) for place, name in enumerate(task.columns) if name]
        self._readers = {field.name: (place, simple(field, task.today)) for place, field in columns}
        self.can = all(read is not None for _place, read in self._readers.values())
        self.can &= {"name", "nik", "birth_date", "sex"} <= set(self._readers)
        self.can &= not any(name in ONE_BY_ONE or "." in name for name in self._readers)
        self.columns: tuple[str, ...] = ()  # of the staging table, that are filled
        self._width = 1 + max((place for place, _field in columns), default=0)
        self._day, self._today = reader.day, task.today.isoformat()
        self._kinds = Cells(self._kind)
        self._places = Cells(self._place)
        self._disabilities = Cells(lambda text: reader.find_disabilities(text)[0])
        self._jobs = Cells(reader.find_job)

    def read(self, rows: Sequence[SourceRow], first: int) -> tuple[list[str], Iterator[Any], list[int]]:
        """The names, the staged rows that are usual, and which are not. first: the place of the first."""
        count, width = len(rows), self._width
        cells = [
            row.cells if len(row.cells) >= width else (*row.cells, *[""] * width)[:width] for row in rows
        ]
        columns = list(zip(*cells, strict=False))
        got: dict[str, Any] = {
            name: read(columns[place]) for name, (place, read) in self._readers.items() if read
        }
        empty = [""] * count
        nowhere = zip(*(got.get(name, empty) for name in PLACE), strict=True)
        desa = list(map(self._places.__getitem__, nowhere))
        kinds = list(map(self._kinds.__getitem__, got.get("kind", empty)))
        born = born_of(got["birth_date"])
        impaired = list(map(self._disabilities.__getitem__, got.get("disabilities", empty)))
        jobs = list(map(self._jobs.__getitem__, got.get("occupation", empty)))
        names, niks, sexes = got["name"], got["nik"], got["sex"]
        checked = [got[name] for name in ("kk", *PLAIN) if name in got]
        usual = [
            name is not None
            and nik is not None
            and place is not None
            and kind is not None
            and day is not None
            and nik[6:12] == (day[2] if sex is Sex.FEMALE else day[1] if sex is Sex.MALE else "")
            and kind[2] <= day[0] <= kind[3]
            and (not kind[1] or kind[1] == sex)
            and impairment is not None
            and (not kind[4] or impairment != "[]")
            and job is not None
            for name, nik, place, kind, day, sex, impairment, job in zip(
                names, niks, desa, kinds, born, sexes, impaired, jobs, strict=True
            )
        ]
        for column in checked:
            if None in column:
                usual = [one and cell is not None for one, cell in zip(usual, column, strict=True)]
        self._reader.places_said += sum(usual)
        unusual = [place for place, one in enumerate(usual) if not one]
        shown = [name or "" for name in names]
        found: dict[str, Any] = {
            "id": range(first, first + count),
            "row": [row.number for row in rows],
            "folded": map(fold_name, shown),
            "birth_date": [day and day[0] for day in born],
            "sex": [sex or None for sex in sexes],
            "occupation": jobs,
            "desa_code": desa,
            "kind_code": [kind and kind[0] for kind in kinds],
        }
        if "disabilities" in got:
            pairs = zip(kinds, impaired, strict=True)
            found["disabilities"] = [text if kind and kind[4] else "[]" for kind, text in pairs]
        for name in ("latitude", "longitude"):
            if name in got:
                found[name] = [value or None for value in got[name]]
        if "source" in got and self._reader.source:
            found["source"] = [one or self._reader.source for one in got["source"]]
        found |= {
            name: got[name] for name in ("nik", "name", "kk", *PLAIN) if name in got and name not in found
        }
        self.columns = tuple(found)
        return shown, compress(zip(*found.values(), strict=True), usual), unusual

    def _place(self, key: tuple[str, ...]) -> str | None:
        code, told, _unknown = self._reader.place_of(key)
        return None if told or not code else code

    def _kind(self, text: str) -> tuple[str, str, str, str, bool] | None:
        """Code, sex, the days of birth between which it applies, whether a disability is asked for."""
        kind, told = self._reader.find_kind(text)
        if kind is None or told or kind.subject is not Subject.PERSON or kind.code == "PSKS-11":
            return None
        first, last = limits_of(kind, date.fromisoformat(self._day))
        return kind.code, kind.sex, first, min(last, self._today), kind.needs_disability


PLACE = ("desa_code", "desa", "home_kecamatan", "home_regency")


def limits_of(kind: KindSaid, day: date) -> tuple[str, str]:
    """The first and the last birth date that fit the ages of a kind on a day."""
    month_day = f"{day:-%m-%d}"
    last = EVER if kind.minimum_age is None else f"{day.year - kind.minimum_age:04}{month_day}"
    first = NEVER if kind.maximum_age is None else f"{day.year - kind.maximum_age - 1:04}{month_day}~"
    return first, last
