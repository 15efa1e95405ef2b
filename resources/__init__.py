"""Data that ship with the program, and the few small readers for them (standard library only)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent  # in a bundle too: PyInstaller sets __file__ inside its own folder
PARENT_LENGTHS = (2, 4, 6)


@dataclass(frozen=True, slots=True)
class Region:
    """One row of the national list; the length of its code (2, 4, 6, 10 digits) tells its level."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    postcode: str


@dataclass(frozen=True, slots=True)
class Territory(Region):
    """A province, kabupaten or kota: it has a capital (ibu kota) and lies in WIB, WITA or WIT."""

    capital: str
    timezone: str


def path(*parts: str) -> Path:
    """Where a shipped file lies: `path("fonts", "PilarBonum-Regular.ttf")`."""
    return HERE.joinpath(*parts)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _region(row: list[str]) -> Region:
    code, name, latitude, longitude, postcode = row
    return Region(code, name, _number(latitude), _number(longitude), postcode)


def read_regions(prefix: str = "", *, with_parents: bool = False) -> Iterator[Region]:
    """Yield the regions whose code starts with prefix, in order of code, parents before children.

    with_parents: the regions above the prefix come first, so `"5204"` brings province 52 along.
    """
    lengths = [length for length in PARENT_LENGTHS if length < len(prefix)] if with_parents else []
    import csv
    import gzip

    parents = {prefix[:length] for length in lengths}
    with gzip.open(path("regions", "regions.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)  # the header
        for row in rows:
            if row[0].startswith(prefix) or row[0] in parents:
                yield _region(row)
            elif prefix and row[0] > prefix:  # sorted by code: nothing that belongs to the prefix follows
                return


@cache
def _territories() -> tuple[Territory, ...]:
    import csv

    with path("regions", "regencies.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Territory(
                row["code"],
                row["name"],
                _number(row["latitude"]),
                _number(row["longitude"]),
                "",
                row["capital"],
                row["timezone"],
            )
            for row in csv.DictReader(file)
        )


def list_provinces() -> list[Territory]:
    """All provinces, in order of code."""
    return [territory for territory in _territories() if len(territory.code) == 2]


def list_regencies(province_code: str = "") -> list[Territory]:
    """All kabupaten and kota, or those of one province, in order of code."""
    return [t for t in _territories() if len(t.code) == 4 and t.code.startswith(province_code)]


def read_seed(name: str) -> list[dict[str, str]]:
    """Read one list for an empty database: `read_seed("kinds")` gives the rows of seed/kinds.csv."""
    import csv

    with path("seed", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", strict=True))
