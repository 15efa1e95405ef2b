"""A practice office with invented people, in a database of its own: new staff may try everything."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

import resources
from db.access import needs
from db.rules.access import Right
from db.rules.letters import PaperSize
from db.rules.mapping import Subject, doubt_age
from db.rules.office import Authority, OfficialForm
from db.rules.officers import DecreeLevel, MemberForm
from db.rules.people import Sex
from db.rules.words import _
from db.services.decrees import DecreeForm, record_decree
from db.services.mapping.collectives import CollectiveForm
from db.services.mapping.kinds import list_kinds
from db.services.mapping.records import RecordForm, record
from db.services.setup import OfficeForm, create_office

SUMBAWA, BANDA_ACEH = "5204", "1171"


@dataclass(frozen=True)
class PracticeOffice:
    """What the two practice offices differ in. All persons and numbers are invented."""

    government: str
    name: str
    address: str
    phone: str
    email: str
    section: str
    head: OfficialForm


OFFICES = {
    SUMBAWA: PracticeOffice(
        government="PEMERINTAH KABUPATEN SUMBAWA",
        name="DINAS SOSIAL",
        address="Jalan Garuda Nomor 1, Sumbawa Besar",
        phone="(0371) 21000",
        email="dinsos@contoh.example",
        section="Bidang Pemberdayaan dan Kelembagaan Sosial",
        head=OfficialForm(
            front_title="Dra. Hj.",
            name="Nur Kartini Wahyuni",
            back_title="M.Si.",
            nip="196808171994032009",
            rank="Pembina Utama Muda (IV/c)",
            position="Kepala Dinas",
            authority=Authority.HEAD,
            starts_on=date(2019, 1, 2),
        ),
    ),
    BANDA_ACEH: PracticeOffice(
        government="PEMERINTAH KOTA BANDA ACEH",
        name="DINAS SOSIAL",
        address="Jalan Pocut Baren Nomor 1, Banda Aceh",
        phone="(0651) 22000",
        email="dinsos.bna@contoh.example",
        section="Bidang Pemberdayaan Sosial",
        head=OfficialForm(
            front_title="Drs.",
            name="Teuku Hasballah Ramli",
            back_title="M.AP.",
            nip="196703121993031009",
            rank="Pembina Utama Muda (IV/c)",
            position="Kepala Dinas",
            authority=Authority.HEAD,
            starts_on=date(2019, 1, 2),
        ),
    ),
}


@needs(Right.OFFICE)
def create_practice_office(session: Session, regency_code: str = SUMBAWA) -> None:
    """The office alone: letterhead, head of office, regions."""
    office = OFFICES[regency_code]
    regency = next(t for t in resources.list_regencies() if t.code == regency_code)
    province = next(t for t in resources.list_provinces() if t.code == regency_code[:2])
    form = OfficeForm(
        regency_code=regency_code,
        government=office.government,
        name=office.name,
        address=office.address,
        phone=office.phone,
        email=office.email,
        website="",
        postcode="",
        capital=regency.capital,
        province_capital=province.capital,
        timezone=regency.timezone,
        section=office.section,
        short_code="Dinsos",
        paper=PaperSize.F4,
        logo=resources.path("letterhead", "practice_logo.png").read_bytes(),
        practice=True,
    )
    create_office(session, form, [office.head])


@needs(Right.OFFICERS)
def fill_roster(session: Session, *, year: int, today: date) -> int:
    """Sumbawa's 24 officers under one decree of the year. Returns the decree's id."""
    names = {region.code: region.name for region in resources.read_regions(SUMBAWA)}
    members = [
        MemberForm(
            row=number,
            name=", ".join(part for part in (row["name"], row["back_title"]) if part),
            nik=row["nik"],
            niat=row["niat"],
            kecamatan=names[row["kecamatan_code"]],
            birth_place=row["birth_place"],
            birth_date=date.fromisoformat(row["birth_date"]),
            sex=Sex(row["sex"]),
            address=row["address"],
            desa=names[row["desa_code"]],
            phone=row["phone"],
            education=row["education_code"],
        )
        for number, row in enumerate(resources.read_seed("practice_sumbawa"), 1)
    ]
    form = DecreeForm(
        level=DecreeLevel.PROVINCE,
        number=f"460/001/DINSOS/{year}",
        dated_on=date(year, 1, 2),
        issuer="Kepala Dinas Sosial Provinsi Nusa Tenggara Barat",
        title=f"Penetapan Tenaga Kesejahteraan Sosial Kecamatan Tahun {year}",
        starts_on=date(year, 1, 2),
        ends_on=date(year, 12, 31),
    )
    return record_decree(session, form, members, today=today)


@needs(Right.MAPPING)
def fill_map(session: Session, *, today: date) -> int:
    """People of Utan and around under the kinds that fit their age today. Returns how many records."""
    kinds = {kind.code: kind for kind in list_kinds(session)}
    known: dict[str, int | None] = {}
    done = 0
    for row in resources.read_seed("practice_people"):
        born = date.fromisoformat(row["birth_date"]) if row["birth_date"] else None
        kind = kinds[row["kind_code"]]
        rules, of_group = kind.rules, kind.subject is Subject.COMMUNITY
        if (born and born >= today) or doubt_age(rules, born, today):
            continue
        key = row["nik"] or row["name"]
        person = {field: row[field] for field in ("nik", "no_nik_reason", "name", "address")}
        person["kk"] = row["family_card"]
        form = RecordForm(
            person_id=known.get(key),
            person=person | {"birth_date": born, "sex": Sex(row["sex"]) if row["sex"] else None},
            kinds={row["kind_code"]: row["criteria"].split(",")},
            disabilities=[part for part in row["disabilities"].split(",") if part],
            desa_code=row["desa_code"],
            recorded_on=today,
            source=row["source"],
            recorder=_("Data contoh"),
            exception_reason="",
            note="",
            collective=CollectiveForm(None, {"name": row["name"], "address": row["address"]})
            if of_group
            else None,
        )
        known[key] = record(session, form, today=today).person_id
        done += 1
    return done
