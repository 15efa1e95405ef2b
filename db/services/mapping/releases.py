"""Lists by name that leave the office, each with its reason, and the register of them (L08, L18)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, defer, joinedload

from db.access import actor_of, needs
from db.models.aid import Aid
from db.models.families import Family
from db.models.mapping import Kind, MappingRecord
from db.models.office import Reference
from db.models.people import Person
from db.models.quality import DataRelease
from db.models.regions import Region
from db.models.rounds import Round, RoundRecord, RoundSheet, SurveyKit
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import age_on, long_date
from db.rules.drafts import DraftForm
from db.rules.letter_kinds import LetterKind
from db.rules.mapping import is_official, register_words
from db.rules.people import mask_nik
from db.rules.problems import Forbidden, Problem, refuse, require
from db.rules.recap_tables import CODES
from db.rules.releases import MOST_ROWS, NamesForm, check_release
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.words import _, grouped
from db.services.drafts import save_draft
from db.services.mapping.deltas import locked_round
from db.services.mapping.filters import Filter, conditions, gets_now
from db.services.mapping.recaps import names_before
from db.services.mapping.seen import hides_names
from db.services.office import get_office

KEPT = timedelta(days=365)  # how long the other side may keep what it gets, unless the minutes say otherwise
GONE = "(datanya sudah tidak ada)"  # as printed, where a locked round counted a case that is no longer there
MASKED, WHOLE = "Disamarkan", "Lengkap"  # as printed: of a NIK
KITS_NOTE = (
    "Paket pendataan yang memuat nama tercantum dengan petugas desanya sebagai penerima; paket yang dihapus "
    "tinggal di riwayat."
)
Left = tuple[datetime, tuple[Cell, ...], str]  # when, the rest of its line, and its key
LOCAL_NOTE = "Jenis lokal berada di luar rekap resmi ({code})."
HIDDEN_NOTE = "{number} kasus jenis peka tidak dicantumkan: namanya hanya untuk rekap desa oleh yang berhak."


@dataclass(frozen=True)
class Release:
    """A list that may go out now; it stands in the register already."""

    tables: tuple[ReportTable, ...]  # local kinds in one of their own: L06 does not count them
    masked: bool
    draft_id: int | None  # of the minutes that belong to it


@dataclass(frozen=True)
class Listed:
    """A case as the list states it: as it is now, or as a locked round has counted it."""

    record: MappingRecord | None  # None: no longer there
    kind: Kind
    desa: str
    sex: str
    born: date | None

    @property
    def name(self) -> str:
        if self.record is None:
            return GONE
        return self.record.subject.full_name if self.record.subject else ""

    @property
    def person(self) -> Person | None:
        """Who is meant; of a family its head."""
        if self.record is None:
            return None
        return self.record.person or (self.record.family.head if self.record.family else None)


@needs(Right.EXPORT)
def take_names(session: Session, form: NamesForm, *, today: date) -> Release:
    """Make the list (BNBA) and write it down in the register; unmasked, draft the minutes of its handover."""
    require(check_release(form))
    if form.whole and not actor_of(session).rights & EDITS_PEOPLE:
        raise Forbidden([Problem(_("NIK lengkap hanya untuk yang mengubah data orang."))])
    if form.whole and Right.LETTERS not in actor_of(session).rights:
        text = _("NIK lengkap keluar dengan berita acara: mintalah kepada yang menerbitkan surat.")
        raise Forbidden([Problem(text)])
    named, hidden = _count(session, form)
    number = sum(named.values())
    if number > MOST_ROWS:
        text = _("{number} baris terlalu banyak. Pilih desa atau jenis: paling banyak {most} baris.")
        raise refuse(text.format(number=grouped(number), most=grouped(MOST_ROWS)), "desa_code")
    if not number:
        raise refuse(_("Tidak ada yang dapat dicantumkan untuk pilihan ini."), "desa_code")
    found = locked_round(session, form.round_id) if form.round_id is not None else None
    tables = _names_tables(session, form, found, hidden, today)
    what = f"BNBA {form.register.upper()} {_place(session, form)}{f', {found.name}' if found else ''}"
    session.add(
        DataRelease(
            at=datetime.now(UTC),
            by=actor_of(session).name[:120],
            what=what[:200],
            rows=number,
            masked=not form.whole,
            recipient=form.recipient.strip()[:160],
            reason=form.reason.strip()[:300],
        )
    )
    session.flush()
    return Release(tables, not form.whole, _draft(session, form, number, today) if form.whole else None)


@needs(Right.READ)
def releases_table(session: Session) -> ReportTable:
    """L18: what left the office, the newest first."""
    query = select(DataRelease).order_by(DataRelease.id.desc())
    given: list[Left] = [
        (
            one.at,
            (one.by, one.what, one.rows, MASKED if one.masked else WHOLE, one.recipient, one.reason),
            f"release {one.id}",
        )
        for one in session.scalars(query)
    ]
    kits = _kits(session)
    left = sorted([*given, *kits], key=lambda one: one[0], reverse=True)
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
        tuple((at.astimezone().date(), *words) for at, words, _key in left),
        subtitle=("Semua tahun",),
        notes=(KITS_NOTE,) if kits else (),
        keys=tuple(key for _at, _words, key in left),
    )


def _kits(session: Session) -> list[Left]:
    """Survey kits with names, which hold each NIK whole; those without names are none of personal data."""
    number = func.json_array_length(SurveyKit.rows)
    kecamatan = aliased(Region)
    query = (
        select(SurveyKit, number, RoundSheet.recorder, Round.name, Region.name, kecamatan.name)
        .join(RoundSheet, RoundSheet.id == SurveyKit.sheet_id)
        .join(Round, Round.id == RoundSheet.round_id)
        .join(Region, Region.code == RoundSheet.desa_code)
        .join(kecamatan, kecamatan.code == func.substr(RoundSheet.desa_code, 1, 6))
        .where(number > 0)
        .options(defer(SurveyKit.rows), defer(SurveyKit.outcome))
        .order_by(SurveyKit.id.desc())
    )
    return [
        (
            kit.made_at,
            (
                kit.made_by,
                f"Paket pendataan {desa}, Kecamatan {above} ({kit.code})",
                rows,
                WHOLE,
                recorder or "Petugas pendataan",
                f"Pendataan {name}",
            ),
            f"kit {kit.id}",
        )
        for kit, rows, recorder, name, desa, above in session.execute(query)
    ]


def _asked(session: Session, form: NamesForm) -> tuple[list[ColumnElement[bool]], list[ColumnElement[bool]]]:
    """The cases that are named, and the sensitive ones that are not (R9): now, or of a locked round."""
    if form.round_id is None:
        where = Filter(
            register=form.register,
            kecamatan_code=form.kecamatan_code,
            desa_code=form.desa_code,
            kind_code=form.kind_code,
        )
        asked = conditions(where)
    else:
        kinds = select(Kind.code).where(Kind.register == form.register)
        asked = [
            RoundRecord.round_id == form.round_id,
            RoundRecord.desa_code.startswith(form.desa_code or form.kecamatan_code),
            RoundRecord.kind_code == form.kind_code if form.kind_code else RoundRecord.kind_code.in_(kinds),
        ]
    sensitive = _source(form).kind_code.in_(select(Kind.code).where(Kind.sensitive))
    if form.desa_code and not hides_names(session):
        return [*asked], [*asked, sensitive, ~sensitive]
    return [*asked, ~sensitive], [*asked, sensitive]


def _source(form: NamesForm) -> type[MappingRecord] | type[RoundRecord]:
    return MappingRecord if form.round_id is None else RoundRecord


def _count(session: Session, form: NamesForm) -> Iterator[dict[str, int]]:
    """By kind, how many cases the list would name, and how many sensitive ones it leaves out."""
    kind = _source(form).kind_code
    for asked in _asked(session, form):
        yield dict(session.execute(select(kind, func.count()).where(*asked).group_by(kind)).all())


def _listed(session: Session, form: NamesForm, found: Round | None) -> list[Listed]:
    """The cases by desa and name. Of a locked round kind, desa, sex and birth date are as it counted them."""
    named, _hidden = _asked(session, form)
    subject = (
        joinedload(MappingRecord.person),
        joinedload(MappingRecord.family).joinedload(Family.head),
        joinedload(MappingRecord.collective),
    )
    query: Select[Any] = select(MappingRecord)
    if found is not None:
        query = query.add_columns(RoundRecord).select_from(RoundRecord)
        query = query.outerjoin(MappingRecord, MappingRecord.id == RoundRecord.record_id)
    answer = session.execute(query.options(*subject).where(*named))
    rows = [(row[0], row[-1]) for row in answer]  # the case, and what is counted: the case itself today
    kinds = {kind.code: kind for kind in session.scalars(select(Kind))}
    codes = {as_of.desa_code for _record, as_of in rows}
    places = dict(session.execute(select(Region.code, Region.name).where(Region.code.in_(codes))).all())
    if found is not None:
        places |= names_before(session, found.locked_at)
    listed = [
        Listed(record, kinds[as_of.kind_code], places[as_of.desa_code], as_of.sex, as_of.born)
        for record, as_of in rows
    ]
    return sorted(listed, key=lambda one: (one.desa, one.name, one.kind.code))


def _names_tables(
    session: Session, form: NamesForm, found: Round | None, hidden: Mapping[str, int], today: date
) -> tuple[ReportTable, ...]:
    """The official kinds, then the local ones; each only where there is something."""
    day = found.reference_date if found else today
    programmes = _programmes(session, form, day)
    subtitle = (
        *_said(_place(session, form), found, today),
        f"Untuk: {form.recipient.strip()} · Alasan: {form.reason.strip()}",
    )
    listed = _listed(session, form, found)
    made = []
    for local in (False, True):
        own = [one for one in listed if is_official(one.kind.code) is not local]
        left = sum(number for code, number in hidden.items() if is_official(code) is not local)
        notes = [LOCAL_NOTE.format(code=CODES[form.register])] if local else []
        notes += [HIDDEN_NOTE.format(number=grouped(left))] if left else []
        notes += ["NIK disamarkan."] if not form.whole else []
        if own or left:
            words = register_words(form.register, local=local)
            table = _names_table(words, _rows(own, form, programmes, day))
            made.append(replace(table, subtitle=subtitle, notes=tuple(notes)))
    return tuple(made)


def _rows(
    listed: Sequence[Listed], form: NamesForm, programmes: Mapping[int, Sequence[str]], day: date
) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    for one in listed:
        person = one.person
        nik = (person.nik or "") if person else ""
        same = one.record is not None and one.record.kind_code == one.kind.code
        rows.append(
            (
                len(rows) + 1,
                one.name,
                nik if form.whole else mask_nik(nik),
                age_on(one.born, day) if one.born and one.born <= day else None,
                one.sex,
                one.desa,
                f"{one.kind.code} {one.kind.name}",
                ", ".join(one.record.criteria) if one.record and same else "",
                ", ".join(programmes[person.id]) if person else "",
                one.record.recorder if one.record else "",
            )
        )
    return tuple(rows)


def _names_table(register: str, rows: tuple[tuple[Cell, ...], ...]) -> ReportTable:
    return ReportTable(
        "L08",
        f"Daftar {register} Menurut Nama dan Alamat (BNBA)",
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
        rows,
        keys=tuple(range(len(rows))),
    )


def _said(place: str, found: Round | None, today: date) -> tuple[str, ...]:
    """As of which day the list is."""
    if found is None:
        return (f"{place}, keadaan {long_date(today)}",)
    return (
        f"{place}, nama menurut putaran {found.name}, tanggal acuan {long_date(found.reference_date)}",
        "Jenis, desa, JK, dan umur seperti dikunci, juga dari yang ditutup sesudahnya; nama, NIK, kriteria, "
        f"dan petugas seperti tercatat pada {long_date(today)}",
    )


def _programmes(session: Session, form: NamesForm, day: date) -> dict[int, list[str]]:
    """What each person and each head of a family gets on a day, in words."""
    names = dict(
        session.execute(
            select(Reference.code, Reference.text).where(Reference.list_name == "aid_programmes")
        ).all()
    )
    named, _hidden = _asked(session, form)
    if form.round_id is not None:
        named = [MappingRecord.id.in_(select(RoundRecord.record_id).where(*named))]
    people = select(MappingRecord.person_id).where(*named)
    heads = select(Family.head_id).where(Family.id.in_(select(MappingRecord.family_id).where(*named)))
    query = select(Aid.person_id, Aid.programme_code).where(
        gets_now(day), or_(Aid.person_id.in_(people), Aid.person_id.in_(heads))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for person, code in session.execute(query.distinct().order_by(Aid.programme_code)):
        found[person].append(names.get(code, code))
    return found


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
