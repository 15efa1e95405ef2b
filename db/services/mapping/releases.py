"""Lists by name that leave the office, each with its reason, and the register of them (L08, L18)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from db.access import actor_of, needs
from db.models.aid import Aid
from db.models.families import Family
from db.models.mapping import Kind, MappingRecord
from db.models.office import Reference
from db.models.quality import DataRelease
from db.models.regions import Region
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import age_on, long_date
from db.rules.drafts import DraftForm
from db.rules.letter_kinds import LetterKind
from db.rules.people import mask_nik
from db.rules.problems import Forbidden, Problem, refuse, require
from db.rules.releases import MOST_ROWS, NamesForm, check_release
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.words import _, grouped
from db.services.drafts import save_draft
from db.services.mapping.filters import Filter, conditions, gets_now
from db.services.mapping.seen import hides_names
from db.services.office import get_office

KEPT = timedelta(days=365)  # how long the other side may keep what it gets, unless the minutes say otherwise
HIDDEN_NOTE = "{number} kasus jenis peka tidak dicantumkan: namanya hanya untuk rekap desa oleh yang berhak."


@dataclass(frozen=True)
class Release:
    """A list that may go out now; it stands in the register already."""

    table: ReportTable
    masked: bool
    draft_id: int | None  # of the minutes that belong to it


@needs(Right.READ)
def count_names(session: Session, form: NamesForm) -> tuple[int, int]:
    """How many cases the list would name, and how many sensitive ones it leaves out."""
    named, hidden = _asked(session, form)
    whole = select(func.count()).select_from(MappingRecord)
    return session.scalars(whole.where(*named)).one(), session.scalars(whole.where(*hidden)).one()


@needs(Right.EXPORT)
def take_names(session: Session, form: NamesForm, *, today: date) -> Release:
    """Make the list (BNBA) and write it down in the register; unmasked, draft the minutes of its handover."""
    require(check_release(form))
    if form.whole and not actor_of(session).rights & EDITS_PEOPLE:
        raise Forbidden([Problem(_("NIK lengkap hanya untuk yang mengubah data orang."))])
    if form.whole and Right.LETTERS not in actor_of(session).rights:
        text = _("NIK lengkap keluar dengan berita acara: mintalah kepada yang menerbitkan surat.")
        raise Forbidden([Problem(text)])
    number, left = count_names(session, form)
    if number > MOST_ROWS:
        text = _("{number} baris terlalu banyak. Pilih desa atau jenis: paling banyak {most} baris.")
        raise refuse(text.format(number=grouped(number), most=grouped(MOST_ROWS)), "desa_code")
    if not number:
        raise refuse(_("Tidak ada yang dapat dicantumkan untuk pilihan ini."), "desa_code")
    table = _names_table(session, form, left, today)
    session.add(
        DataRelease(
            at=datetime.now(UTC),
            by=actor_of(session).name[:120],
            what=f"BNBA {form.register.upper()} {_place(session, form)}"[:200],
            rows=number,
            masked=not form.whole,
            recipient=form.recipient.strip()[:160],
            reason=form.reason.strip()[:300],
        )
    )
    session.flush()
    return Release(table, not form.whole, _draft(session, form, number, today) if form.whole else None)


@needs(Right.READ)
def releases_table(session: Session, year: int | None = None) -> ReportTable:
    """L18: what left the office, the newest first."""
    query = select(DataRelease).order_by(DataRelease.at.desc(), DataRelease.id.desc())
    found = [one for one in session.scalars(query) if year in (None, one.at.year)]
    return ReportTable(
        "L18",
        "Register Akses dan Penyerahan Data",
        (
            ReportColumn("day", "Tanggal", 9, ColumnKind.DATE),
            ReportColumn("by", "Pengguna", 16),
            ReportColumn("what", "Data", 26),
            ReportColumn("rows", "Baris", 7, ColumnKind.WHOLE),
            ReportColumn("masked", "NIK", 10),
            ReportColumn("recipient", "Penerima", 20),
            ReportColumn("reason", "Alasan", 30),
        ),
        tuple(
            (
                one.at.date(),
                one.by,
                one.what,
                one.rows,
                "Disamarkan" if one.masked else "Lengkap",
                one.recipient,
                one.reason,
            )
            for one in found
        ),
        subtitle=(f"Tahun {year}" if year else "Semua tahun",),
        keys=tuple(one.id for one in found),
    )


@needs(Right.READ)
def release_years(session: Session) -> list[int]:
    """The years in which something left, the newest first."""
    return sorted({at.year for at in session.scalars(select(DataRelease.at))}, reverse=True)


def _asked(session: Session, form: NamesForm) -> tuple[list[ColumnElement[bool]], list[ColumnElement[bool]]]:
    """The cases that are named, and the sensitive ones that are not (R9)."""
    where = Filter(
        register=form.register,
        kecamatan_code=form.kecamatan_code,
        desa_code=form.desa_code,
        kind_code=form.kind_code,
    )
    asked = conditions(where)
    sensitive = MappingRecord.kind_code.in_(select(Kind.code).where(Kind.sensitive))
    if form.desa_code and not hides_names(session):
        return [*asked], [*asked, sensitive, ~sensitive]
    return [*asked, ~sensitive], [*asked, sensitive]


def _names_table(session: Session, form: NamesForm, left: int, today: date) -> ReportTable:
    named, _hidden = _asked(session, form)
    found = (
        session.scalars(
            select(MappingRecord)
            .where(*named)
            .options(
                joinedload(MappingRecord.person),
                joinedload(MappingRecord.family).joinedload(Family.head),
                joinedload(MappingRecord.collective),
                joinedload(MappingRecord.kind),
                joinedload(MappingRecord.desa),
            )
        )
        .unique()
        .all()
    )
    programmes = _programmes(session, form, today)
    rows: list[tuple[Cell, ...]] = []
    for one in sorted(found, key=lambda one: (one.desa.name, _name(one), one.kind_code)):
        person = one.person or (one.family.head if one.family else None)
        nik = (person.nik or "") if person else ""
        rows.append(
            (
                len(rows) + 1,
                _name(one),
                nik if form.whole else mask_nik(nik),
                age_on(one.born, today) if one.born else None,
                one.sex,
                one.desa.name,
                f"{one.kind_code} {one.kind.name}",
                ", ".join(one.criteria),
                ", ".join(programmes[person.id]) if person else "",
                one.recorder,
            )
        )
    return ReportTable(
        "L08",
        f"Daftar {form.register.upper()} Menurut Nama dan Alamat (BNBA)",
        (
            ReportColumn("number", "No.", 4, ColumnKind.WHOLE),
            ReportColumn("name", "Nama", 22),
            ReportColumn("nik", "NIK", 14, ColumnKind.NIK),
            ReportColumn("age", "Umur", 5, ColumnKind.WHOLE),
            ReportColumn("sex", "JK", 4, ColumnKind.MARK),
            ReportColumn("desa", "Desa/kelurahan", 14),
            ReportColumn("kind", "Kategori", 24),
            ReportColumn("criteria", "Kriteria", 8),
            ReportColumn("programmes", "Program", 16),
            ReportColumn("recorder", "Petugas", 14),
        ),
        tuple(rows),
        subtitle=(
            f"{_place(session, form)}, keadaan {long_date(today)}",
            f"Untuk: {form.recipient.strip()} · Alasan: {form.reason.strip()}",
        ),
        notes=((HIDDEN_NOTE.format(number=grouped(left)),) if left else ())
        + (("NIK disamarkan.",) if not form.whole else ()),
        keys=tuple(range(len(rows))),
    )


def _programmes(session: Session, form: NamesForm, today: date) -> dict[int, list[str]]:
    """What each person and each head of a family gets now, in words."""
    names = dict(
        session.execute(
            select(Reference.code, Reference.text).where(Reference.list_name == "aid_programmes")
        ).all()
    )
    named, _hidden = _asked(session, form)
    people = select(MappingRecord.person_id).where(*named)
    heads = select(Family.head_id).where(Family.id.in_(select(MappingRecord.family_id).where(*named)))
    query = select(Aid.person_id, Aid.programme_code).where(
        gets_now(today), or_(Aid.person_id.in_(people), Aid.person_id.in_(heads))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for person, code in session.execute(query.distinct().order_by(Aid.programme_code)):
        found[person].append(names.get(code, code))
    return found


def _name(one: MappingRecord) -> str:
    return one.subject.full_name if one.subject else ""


def _place(session: Session, form: NamesForm) -> str:
    kecamatan = session.get_one(Region, form.kecamatan_code)
    desa = session.get(Region, form.desa_code) if form.desa_code else None
    return (
        f"Desa/Kelurahan {desa.name}, Kecamatan {kecamatan.name}" if desa else f"Kecamatan {kecamatan.name}"
    )


def _draft(session: Session, form: NamesForm, number: int, today: date) -> int:
    """The minutes of domain.md 9.10, for the office to complete."""
    office = get_office(session)
    values = {
        "tanggal_acara": today.isoformat(),
        "tempat": office.name,
        "lembaga_kedua": form.recipient.strip(),
        "data": f"BNBA {form.register.upper()} {_place(session, form)}",
        "jumlah_data": f"{grouped(number)} baris",
        "bentuk": "berkas elektronik",
        "tujuan": form.reason.strip()[:1].lower() + form.reason.strip()[1:],
        "tanggal_hapus": (today + KEPT).isoformat(),
        "rangkap": 2,
    }
    return save_draft(session, None, DraftForm(LetterKind.DATA_HANDOVER, today, values=values))
