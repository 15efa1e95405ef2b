"""The office's kecamatan and desa by the names that lists use, and the words for codes."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.audit import Action, AuditEntry
from db.models.office import Reference
from db.models.quality import RegionChange
from db.models.regions import Region
from db.rules.import_cells import fold_place, same_regency
from db.rules.words import _
from db.services.office import get_office

KECAMATAN = 6  # digits of its code
NAME = Region.name.info["label"]  # what the log calls it
LISTS = {"education": "educations", "religion": "religions", "marital_status": "marital_statuses"}


class Places:
    """Read once for a whole list."""

    def __init__(self, session: Session) -> None:
        office = get_office(session)
        self.regency, self.regency_code = office.regency, office.regency_code
        self._names: dict[str, str] = {}
        self._kecamatan: dict[str, str] = {}
        self._desa: dict[str, list[str]] = defaultdict(list)
        self._open: set[str] = set()  # the codes of all desa in use
        self._without_post: set[str] = set()
        regions = session.execute(
            select(Region.code, Region.name, Region.posts, Region.closed_on)
            .where(Region.code.startswith(office.regency_code))
            .order_by(Region.closed_on.is_(None), Region.code)  # of one name the one that is not closed
        )
        for region, name, posts, closed_on in regions:
            self._names[region] = name
            if len(region) == KECAMATAN:
                self._kecamatan[fold_place(name)] = region
                if closed_on or not posts:
                    self._without_post.add(region)
            elif len(region) > KECAMATAN and not closed_on:
                self._desa[fold_place(name)].append(region)
                self._open.add(region)
        self._became: dict[str, str] = {}  # codes that are gone, and what the region is now
        self._once: dict[str, list[tuple[str, str]]] = defaultdict(list)  # kecamatan and desa of old names
        self._read_changes(session)
        words = session.execute(select(Reference.list_name, Reference.code, Reference.text))
        self._words = {(name, code): text for name, code, text in words}

    def kecamatan(self, name: str) -> str:
        """The code of a kecamatan by name or by code; empty where there is none."""
        digits = name.replace(".", "")
        code = digits if digits in self._names else self._kecamatan.get(fold_place(name), "")
        code = self._became.get(code, code)
        return code if len(code) == KECAMATAN else ""

    def name(self, code: str) -> str:
        """What a region is called."""
        return self._names.get(code, code)

    def said(self, field: str, code: str) -> str:
        """A code in the words of its list."""
        return self.name(code) if field == "desa_code" else self._words.get((LISTS[field], code), code)

    def no_post(self, code: str) -> str:
        """Why a kecamatan has no post; empty when it has."""
        return _("kecamatan ini tidak memiliki formasi") if code in self._without_post else ""

    def is_elsewhere(self, regency: str) -> bool:
        """Whether a row is about another kabupaten or kota."""
        return bool(regency) and not same_regency(regency, self.regency)

    def desa(self, code: str, name: str, kecamatan: str, regency: str) -> tuple[str, str]:
        """The code of a desa, by code or by name in its kecamatan; or why there is none (domain.md 3.3)."""
        if digits := "".join(filter(str.isdigit, code)):
            now = self._became.get(digits, digits)
            if now in self._open:
                return now, ""
            return "", _("kode desa “{code}” tidak ada di {where}").format(code=code[:20], where=self.regency)
        if self.is_elsewhere(regency):
            return "", _("baris ini milik {regency}").format(regency=regency[:60])
        if not name:
            return "", _("desa/kelurahan kosong")
        offers = self._desa.get(fold_place(name), [])
        within = self.kecamatan(kecamatan) if kecamatan else ""
        inside = [one for one in offers if one[:KECAMATAN] == within] if kecamatan else offers
        inside = inside or self._formerly(name, kecamatan, within)
        if len(inside) == 1:
            return inside[0], ""
        if len(inside) > 1:
            text = _("desa {name} ada di Kecamatan {places}; isi kecamatannya")
            places = _(" dan ").join(self.name(one[:KECAMATAN]) for one in offers)
            return "", text.format(name=name[:40], places=places)
        text = _("desa/kelurahan “{name}” tidak ada di {where}")
        where = f"Kecamatan {kecamatan[:40]}" if kecamatan else self.regency
        return "", text.format(name=name[:40], where=where)

    def is_unknown(self, code: str, name: str, kecamatan: str, regency: str) -> bool:
        """Whether a place is none of this office's at all, not only not clear."""
        if self.is_elsewhere(regency):
            return True
        if digits := "".join(filter(str.isdigit, code)):
            return not digits.startswith(self.regency_code)
        return fold_place(name) not in self._desa and fold_place(name) not in self._once

    def home(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Where a person lives, and what is doubtful: two desa may share a name (domain.md 3.3)."""
        desa, kecamatan = values.get("desa", ""), values.get("home_kecamatan", "")
        regency = values.get("home_regency", "")
        if self.is_elsewhere(regency):
            parts = (desa, f"Kecamatan {kecamatan}" if kecamatan else "", regency)
            return {"outside": ", ".join(part for part in parts if part)}, []
        if not desa:
            return {}, []
        offers = self._desa.get(fold_place(desa), [])
        within = self.kecamatan(kecamatan or values.get("post", ""))
        inside = [code for code in offers if code[:KECAMATAN] == within]
        if not inside and len(old := self._formerly(desa, kecamatan, within)) == 1:
            inside = old
        if inside or (len(offers) == 1 and not kecamatan):
            return {"desa_code": (inside or offers)[0]}, []
        if not offers or kecamatan:
            text = _("desa/kelurahan “{name}” tidak ada di {where}")
            where = f"Kecamatan {kecamatan}" if kecamatan else self.regency
            return {}, [text.format(name=desa[:40], where=where)]
        text = _("desa/kelurahan {name} ada di Kecamatan {places}; kecamatannya belum jelas")
        places = _(" dan ").join(self.name(code[:KECAMATAN]) for code in offers)
        return {}, [text.format(name=desa, places=places)]

    def _formerly(self, name: str, kecamatan: str, within: str) -> list[str]:
        """What the desa of an old name is now; in a kecamatan that it was in, or is."""
        found = self._once.get(fold_place(name), [])
        said = self._kecamatan.get(fold_place(kecamatan), "")
        codes = [code for was, code in found if not kecamatan or {was, code[:KECAMATAN]} & {within, said}]
        return list(dict.fromkeys(codes))

    def _read_changes(self, session: Session) -> None:
        """Codes and names that regions had before they were renamed, recoded or merged (peers.md row 50)."""
        own = Region.code.startswith(self.regency_code)
        follows = {  # of a region that ended: the change of the day on which it did
            old: new
            for old, new in session.execute(
                select(RegionChange.old_code, RegionChange.new_code)
                .join(Region, Region.code == RegionChange.old_code)
                .where(own, Region.closed_on == RegionChange.on_day)
                .order_by(RegionChange.id)
            )
        }
        for old in follows:
            now = old
            while now in follows and follows[now] != old:
                now = follows[now]
            self._became[old] = now
            if len(old) > KECAMATAN and now in self._open:
                self._once[fold_place(self._names[old])].append((old[:KECAMATAN], now))
        renamed = select(AuditEntry.record_id, AuditEntry.old).where(
            AuditEntry.table_name == Region.__tablename__, AuditEntry.action == Action.CHANGE
        )
        for code, old_values in session.execute(renamed):
            now = self._became.get(code, code)
            if not (name := fold_place(str(old_values.get(NAME) or ""))) or now not in self._names:
                continue
            if len(now) == KECAMATAN:
                self._kecamatan.setdefault(name, now)
            elif now in self._open:
                self._once[name].append((code[:KECAMATAN], now))
