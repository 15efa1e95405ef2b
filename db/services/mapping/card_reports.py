"""What the card and its editors print and save as Excel: the kinds, the fields, the pairs, a family's aid."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.people import Person
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.kind_fields import type_label
from db.rules.mapping import subject_label
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.services.mapping import aid, fields, kind_editor

TEXT, WHOLE, DATE, MONEY = ColumnKind.TEXT, ColumnKind.WHOLE, ColumnKind.DATE, ColumnKind.MONEY


@needs(Right.READ)
def kinds_table(session: Session, *, today: date) -> ReportTable:
    """Every kind with its definition and criteria."""
    columns = (
        ReportColumn("code", "Kode", 9),
        ReportColumn("name", "Nama", 26),
        ReportColumn("short", "Singkatan", 9),
        ReportColumn("subject", "Subjek", 9),
        ReportColumn("low", "Umur dari", 6, WHOLE),
        ReportColumn("high", "Umur sampai", 6, WHOLE),
        ReportColumn("sex", "L/P", 4),
        ReportColumn("sensitive", "Peka", 5),
        ReportColumn("definition", "Definisi", 40),
        ReportColumn("criteria", "Kriteria", 40),
        ReportColumn("until", "Berlaku sampai", 11, DATE),
    )
    rows = tuple(
        (
            *(one.id, one.name, one.abbreviation, subject_label(one.subject)),
            *(one.minimum_age, one.maximum_age, one.sex, "ya" if one.sensitive else ""),
            one.definition,
            "; ".join(f"{line.letter}. {line.text}" for line in one.criteria),
            one.valid_until,
        )
        for one in kind_editor.list_all(session)
    )
    return ReportTable("", "Jenis PPKS dan PSKS", columns, rows, (f"Keadaan {short_date(today)}",))


@needs(Right.READ)
def fields_table(session: Session, *, today: date) -> ReportTable:
    """Every field of the forms."""
    columns = (
        ReportColumn("form", "Formulir", 8),
        ReportColumn("label", "Isian", 28),
        ReportColumn("block", "Kelompok", 18),
        ReportColumn("type", "Macam", 14),
        ReportColumn("choices", "Pilihan/satuan", 36),
        ReportColumn("kinds", "Untuk jenis", 24),
        ReportColumn("required", "Wajib", 6),
        ReportColumn("origin", "Asal", 8),
        ReportColumn("active", "Dipakai", 8),
    )
    rows = tuple(
        (
            *(one.form.value, one.label, one.block, type_label(one.type)),
            *(", ".join(one.choices) or one.unit, ", ".join(one.kinds) or "semua"),
            *("wajib" if one.required else "", "bawaan" if one.built_in else "kantor"),
            "ya" if one.active else "tidak",
        )
        for one in fields.list_all(session)
    )
    return ReportTable("", "Isian formulir pendataan", columns, rows, (f"Keadaan {short_date(today)}",))


@needs(Right.READ)
def pairs_table(session: Session, *, today: date) -> ReportTable:
    """The pairs of programmes that are no double aid."""
    columns = (
        ReportColumn("first", "Program", 30),
        ReportColumn("second", "Boleh bersama", 30),
        ReportColumn("note", "Dasar", 40),
    )
    rows = tuple((one.first, one.second, one.note) for one in aid.list_pairs(session))
    subtitle = (f"Keadaan {short_date(today)}",)
    return ReportTable("", "Pasangan bantuan yang diperbolehkan", columns, rows, subtitle, landscape=False)


@needs(Right.READ)
def aid_table(session: Session, person_id: int, *, today: date) -> ReportTable:
    """All aid of somebody's family, past and present."""
    columns = (
        ReportColumn("programme", "Program", 26),
        ReportColumn("name", "Penerima", 24),
        ReportColumn("begins", "Sejak", 11, DATE),
        ReportColumn("ends", "Sampai", 11, DATE),
        ReportColumn("amount", "Nilai (Rp)", 12, MONEY),
        ReportColumn("fund", "Sumber anggaran", 16),
        ReportColumn("provider", "Pemberi", 18),
        ReportColumn("as_of", "Keadaan tanggal", 11, DATE),
        ReportColumn("reason", "Alasan bantuan ganda", 26),
    )
    rows = tuple(
        (
            *(one.programme, one.name, one.begins_on, one.ends_on, one.amount, one.fund, one.provider),
            *(one.as_of, one.exception_reason),
        )
        for one in aid.list_aid(session, aid.family_of(session, person_id))
    )
    name = session.scalars(select(Person).where(Person.id == person_id)).one().full_name
    subtitle = (f"Keluarga {name}", f"Keadaan {short_date(today)}")
    return ReportTable("", "Riwayat bantuan keluarga", columns, rows, subtitle)
