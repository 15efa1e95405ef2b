"""Homework of a desa: which of its records want mending, as a list to take along (peers.md row 65)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.models.regions import Region
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.people import mask_nik, read_nik, sex_label
from db.rules.problems import refuse
from db.rules.quality import BY_CODE
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.words import _, grouped
from db.services.mapping.quality import broken_rules

MOST = 3000  # lines of one print
TITLE = "Perbaikan data {desa}"
COLUMNS = (
    ReportColumn("place", "No.", 4, ColumnKind.MARK),
    ReportColumn("name", "Nama", 22),
    ReportColumn("nik", "NIK", 15, ColumnKind.NIK),
    ReportColumn("sex", "L/P", 4, ColumnKind.MARK),
    ReportColumn("born", "Lahir", 10, ColumnKind.DATE),
    ReportColumn("address", "Alamat", 20),
    ReportColumn("kind", "Jenis", 20),
    ReportColumn("wrong", "Yang perlu diperiksa", 28),
    ReportColumn("right", "Perbaikan (diisi desa)", 28),
)
BACK = (
    "Cocokkan dengan KTP dan KK. Dikembalikan kepada Dinas Sosial paling lambat tanggal ______________ ; "
    "diisi oleh ______________________________ (nama dan tanda tangan)."
)
LEFT_OUT = "{number} pendataan jenis yang peka tidak dicetak; diperbaiki di kantor Dinas Sosial."


@needs(Right.EXPORT)
def list_homework(session: Session, kecamatan_code: str, desa_code: str, *, today: date) -> list[ReportTable]:
    """A table for each desa of a kecamatan, or for one. Sensitive kinds are never on a list of names (R9)."""
    broken = broken_rules(session, today=today, kecamatan_code=kecamatan_code)
    if not broken:
        return []
    query = (
        select(MappingRecord)
        .join(Kind, Kind.code == MappingRecord.kind_code)
        .where(
            MappingRecord.closed_on.is_(None),
            MappingRecord.kecamatan_code == kecamatan_code,
            MappingRecord.desa_code.startswith(desa_code),
        )
        .options(
            joinedload(MappingRecord.person),
            joinedload(MappingRecord.family),
            joinedload(MappingRecord.collective),
            joinedload(MappingRecord.kind),
        )
    )
    lines: dict[str, list[tuple[Cell, ...]]] = {}
    hidden: dict[str, int] = {}
    for record in session.scalars(query.execution_options(yield_per=1000)):
        rules = broken.get(record.id)
        if not rules:
            continue
        if record.kind.sensitive:
            hidden[record.desa_code] = hidden.get(record.desa_code, 0) + 1
            continue
        subject = record.subject
        assert subject is not None
        person, place = record.person, record.person or record.family or record.collective
        nik, sex, born = (mask_nik(person.nik), person.sex, person.birth_date) if person else ("", None, None)
        wrong = "; ".join(BY_CODE[rule].title + _nik_says(rule, person, today) for rule in rules)
        facts = (subject.full_name, nik, sex or "", born, _address(place), record.kind.name, wrong)
        lines.setdefault(record.desa_code, []).append(facts)
    if sum(map(len, lines.values())) > MOST:
        text = _("Lebih dari {n} baris untuk satu cetakan. Pilih satu desa.")
        raise refuse(text.format(n=grouped(MOST)))
    names = dict(
        session.execute(select(Region.code, Region.name).where(Region.code.startswith(kecamatan_code))).all()
    )
    return [
        ReportTable(
            "",
            TITLE.format(desa=names.get(code, code)),
            COLUMNS,
            tuple((str(place), *line, "") for place, line in enumerate(_sorted(lines.get(code, ())), 1)),
            (f"Kecamatan {names.get(kecamatan_code, '')}",),
            notes=(BACK, *((LEFT_OUT.format(number=hidden[code]),) if code in hidden else ())),
            own_page=True,
        )
        for code in sorted({*lines, *hidden})
    ]


def _sorted(lines: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """By name, then by kind."""
    return sorted(lines, key=lambda line: (str(line[0]).casefold(), str(line[5])))


def _nik_says(rule: str, person: Person | None, today: date) -> str:
    """What the masked number holds, where that is what is wrong."""
    said = read_nik(person.nik, today) if person and person.nik else None
    if said is None or rule not in ("nik_birth", "nik_sex"):
        return ""
    fact = short_date(said.birth_date) if rule == "nik_birth" else sex_label(said.sex).lower()
    return f" (menurut NIK: {fact})"


def _address(place: Any) -> str:
    """Dusun Kaung RT 001 RW 002, as far as it is known."""
    parts = (f"{name.upper()} {value}" for name in ("rt", "rw") if (value := getattr(place, name, "")))
    return " ".join(part for part in (place.address, *parts) if part)
