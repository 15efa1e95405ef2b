"""Whom the rows of a long list are about: the same person twice in it, people who are known, and the unclear.

By NIK, then name and birth date (peers.md 5.2); never the first of several: what is unclear waits in a queue.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from db.rules.import_told import Told
from db.rules.imports import Outcome
from db.rules.names import ALIKE, alikeness
from db.rules.people import is_same_name
from db.rules.words import _
from db.services.import_stage import Stage, plain_value

LIMITS = {
    **dict.fromkeys(("name", "mother", "email", "source", "recorder", "no_nik_reason"), 120),
    **{"birth_place": 80, "front_title": 40, "back_title": 60, "address": 200, "exception_reason": 200},
    **{"phone": 16, "note": 500},
}
DUMMY = 3  # different names under one NIK: it is nobody's


class Matcher:
    """Works on the tables `staged` (rows), `who` (row: person), `follows` (row: the first of its person)."""

    def __init__(self, stage: Stage, told: Told, labels: Mapping[str, str]) -> None:
        self._stage, self._told, self._labels = stage, told, labels
        self.unclear: dict[int, list[int]] = {}  # row: whom it may mean
        self.values: dict[int, dict[str, Any]] = {}  # of unclear rows, before they left the table

    def match(self) -> None:
        """Fill `who` and `follows`; rows that cannot be taken leave `staged`."""
        stage = self._stage
        stage.make("who", ("id", "new_id", "how"))
        stage.make("follows", ("id", "new_id"))
        stage.run("CREATE INDEX staged_nik ON staged (nik) WHERE nik IS NOT NULL")
        self._too_long()
        self._same_nik()
        self._same_name()
        if stage.one("SELECT EXISTS (SELECT 1 FROM person)"):
            self._known_by_nik()
            self._known_by_name()
        stage.run(
            "INSERT INTO who (id, new_id, how) SELECT f.id, w.new_id, 'known' FROM follows f "
            "JOIN who w ON w.id = f.new_id"
        )
        self._same_person()
        self._without_desa()
        self._orphans()

    def _too_long(self) -> None:
        """The limits of the columns, told before anything is written."""
        wrong = " OR ".join(f"length({field}) > {limit}" for field, limit in LIMITS.items())
        for row in self._stage.all(f"SELECT * FROM staged WHERE {wrong}"):
            values = row._mapping
            told = [
                _("{field} paling panjang {limit} huruf").format(
                    field=self._labels.get(field, field), limit=limit
                )
                for field, limit in LIMITS.items()
                if len(values[field] or "") > limit
            ]
            self._drop([row.id], Outcome.ERROR, "; ".join(told))

    def _same_nik(self) -> None:
        rows = self._stage.all(
            "SELECT s.nik, s.id, s.name, s.folded, s.kind_code, s.birth_date "
            "FROM staged s JOIN (SELECT nik FROM staged "
            "WHERE nik IS NOT NULL GROUP BY nik HAVING count(*) > 1) d ON d.nik = s.nik ORDER BY s.nik, s.id"
        )
        dummies: list[dict[str, Any]] = []
        for nik, found in groupby(rows, lambda row: row[0]):
            group = list(found)
            names = {row.folded for row in group}
            others = [row for row in group if not _are_one(row, group[0])]
            if not others:
                self._follow([(row.id, row.kind_code, row.name) for row in group])
            elif len(names) >= DUMMY:
                text = _("NIK {nik} dipakai {n} orang di daftar ini; dicatat tanpa NIK")
                reason = text.format(nik=nik, n=len(names))
                for row in group:
                    self._told.tell(row.id, Outcome.NEW, reason)
                    dummies.append({"id": row.id, "reason": reason[:120]})
            else:
                for row in group:
                    other = next(one for one in group if one.folded != row.folded)
                    text = _("NIK sama dengan baris {row} yang bernama {name}; periksa")
                    told = text.format(row=self._told.number(other.id), name=other.name)
                    self._drop([row.id], Outcome.ERROR, told)
        self._stage.change(
            "UPDATE staged SET nik = NULL, no_nik_reason = :reason, noted = 1 WHERE id = :id", dummies
        )

    def _same_name(self) -> None:
        """People without NIK who share name, birth date and desa are one."""
        rows = self._stage.all(
            "SELECT s.folded, s.birth_date, s.desa_code, s.id, s.kind_code, s.name "
            "FROM staged s JOIN (SELECT folded, "
            "birth_date, desa_code FROM staged WHERE nik IS NULL AND birth_date IS NOT NULL GROUP BY 1, 2, 3 "
            "HAVING count(*) > 1) d ON d.folded = s.folded AND d.birth_date = s.birth_date AND d.desa_code = "
            "s.desa_code WHERE s.nik IS NULL ORDER BY 1, 2, 3, 4"
        )
        for _key, group in groupby(rows, lambda row: tuple(row[:3])):
            self._follow([(row.id, row.kind_code, row.name) for row in group])

    def _follow(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """The first row makes the person, the others bring further kinds; the same kind again is left out."""
        (leader, kind, written), *others = rows
        seen, followers = {kind}, []
        for place, kind, name in others:
            first = f"{self._told.number(leader)}" + (f" ({written})" if name != written else "")
            if kind in seen:
                text = _("orang dan jenis ini sudah ada di baris {row}")
                self._drop([place], Outcome.SKIPPED, text.format(row=first))
                continue
            seen.add(kind)
            self._told.tell(place, Outcome.NEW, _("orang yang sama dengan baris {row}").format(row=first))
            followers.append((place, leader))
        self._stage.fill("follows", ("id", "new_id"), followers)

    def _known_by_nik(self) -> None:
        stage = self._stage
        stage.run(
            "INSERT INTO who (id, new_id, how) SELECT s.id, p.id, 'known' FROM staged s CROSS JOIN person p "
            "WHERE p.nik = s.nik AND s.id NOT IN (SELECT id FROM follows)"
        )
        for row in stage.all(
            "SELECT w.id, s.name, p.id AS person, p.name AS known, p.birth_date AS born FROM who w "
            "JOIN staged s ON s.id = w.id JOIN person p ON p.id = w.new_id WHERE p.folded <> s.folded"
        ):
            if not is_same_name(row.name, row.known):
                who = _described(row.known, row.born)
                self._wait(row.id, [row.person], _("NIK ini milik {who}; periksa").format(who=who))

    def _known_by_name(self) -> None:
        stage = self._stage
        left = "s.id NOT IN (SELECT id FROM follows) AND s.id NOT IN (SELECT id FROM who)"
        rows = stage.all(
            "SELECT s.id, s.nik, s.sex, s.desa_code, p.id AS person, p.nik AS known_nik, p.sex AS known_sex, "
            "p.desa_code AS known_desa, p.name, p.birth_date AS born FROM staged s CROSS JOIN person p "
            f"WHERE p.folded = s.folded AND p.birth_date = s.birth_date AND {left} ORDER BY s.id, p.id"
        )
        sure: list[tuple[int, int, str]] = []
        for place, found in groupby(rows, lambda row: row[0]):
            group = [row for row in found if not (row.sex and row.known_sex and row.sex != row.known_sex)]
            if not group:
                continue
            one = group[0]
            other_nik = [row for row in group if row.nik and row.known_nik]
            if len(group) == 1 and not other_nik and one.known_desa == one.desa_code:
                sure.append((place, one.person, "known"))
                continue
            who = "; ".join(_described(row.name, row.born) for row in group[:3])
            if other_nik:
                text = _("nama dan tanggal lahirnya sama dengan {who}, tetapi NIK-nya lain")
            else:
                text = _("mungkin sama dengan {who} yang tinggal di desa lain")
            self._wait(place, [row.person for row in group], text.format(who=who))
        stage.fill("who", ("id", "new_id", "how"), sure)
        alike = defaultdict(list)
        for row in stage.all(
            "SELECT s.id, p.id AS person, p.name, p.birth_date AS born "
            "FROM staged s CROSS JOIN person p WHERE "
            "s.nik IS NULL AND s.birth_date IS NULL AND p.folded = s.folded AND p.desa_code = s.desa_code "
            f"AND {left}"
        ):
            alike[row.id].append(row)
        for place, group in alike.items():
            who = "; ".join(_described(row.name, row.born) for row in group[:3])
            text = _("mungkin sama dengan {who}; lengkapi NIK atau tanggal lahir").format(who=who)
            self._wait(place, [row.person for row in group], text)

    def _same_person(self) -> None:
        """Two rows that mean one known person under one kind, found by different ways."""
        rows = self._stage.all(
            "SELECT w.new_id, s.kind_code, w.id "
            "FROM who w JOIN staged s ON s.id = w.id JOIN (SELECT w.new_id, "
            "s.kind_code FROM who w JOIN staged s ON s.id = w.id GROUP BY 1, 2 HAVING count(*) > 1) d "
            "ON d.new_id = w.new_id AND d.kind_code = s.kind_code ORDER BY 1, 2, 3"
        )
        for _key, group in groupby(rows, lambda row: tuple(row[:2])):
            first, *others = (row[2] for row in group)
            text = _("orang dan jenis ini sudah ada di baris {row}").format(row=self._told.number(first))
            self._drop(others, Outcome.SKIPPED, text)

    def _without_desa(self) -> None:
        rows = self._stage.all(
            "SELECT s.id FROM staged s LEFT JOIN who w ON w.id = s.id LEFT JOIN person p ON p.id = w.new_id "
            "WHERE s.desa_code = '' AND p.desa_code IS NULL"
        )
        text = _("desa/kelurahan kosong; isi kolomnya, atau pilih satu desa untuk seluruh berkas")
        self._drop([row[0] for row in rows], Outcome.ERROR, text)

    def _orphans(self) -> None:
        """Whose first row is refused or waits shares its lot."""
        for place, leader in self._stage.all(
            "SELECT f.id, f.new_id FROM follows f JOIN staged s ON s.id = f.id "
            "WHERE f.new_id NOT IN (SELECT id FROM staged) AND f.id NOT IN (SELECT id FROM who)"
        ):
            text = _("orang yang sama dengan baris {row}").format(row=self._told.number(leader))
            if leader in self.unclear:
                self._wait(place, self.unclear[leader], text)
            else:
                self._drop([place], Outcome.ERROR, _("{text}, yang ditolak").format(text=text))

    def _wait(self, place: int, offers: list[int], reason: str) -> None:
        self.unclear[place] = offers
        row = self._stage.all("SELECT * FROM staged WHERE id = :id", id=place)[0]
        self.values[place] = {name: plain_value(name, value) for name, value in row._mapping.items()}
        self._drop([place], Outcome.UNCLEAR, reason)

    def _drop(self, places: Iterable[int], outcome: Outcome, reason: str) -> None:
        rows = [{"id": place} for place in places]
        for row in rows:
            self._told.tell(row["id"], outcome, reason)
        self._stage.change("DELETE FROM staged WHERE id = :id", rows)
        self._stage.change("DELETE FROM who WHERE id = :id", rows)


def _are_one(row: Any, other: Any) -> bool:
    """Two rows with one NIK: spellings of a name are forgiven where the birth date is the same."""
    same_day = row.birth_date == other.birth_date
    return row.folded == other.folded or (same_day and alikeness(row.folded, other.folded) >= ALIKE)


def _described(name: str, born: Any) -> str:
    """Salmah (12-03-1990)."""
    if not born:
        return name
    text = str(born)[:10]
    return f"{name} ({text[8:]}-{text[5:7]}-{text[:4]})"
