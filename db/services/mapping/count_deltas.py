"""What desa say of each kind without names, beside what they said in a locked round."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind
from db.models.regions import Region
from db.rules.access import Right
from db.rules.mapping import register_words
from db.rules.recap_tables import UNSURVEYED, RecapQuestion
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.services.mapping.confirmed import Key, statements
from db.services.mapping.deltas import Compared, compared_words, kinds_of, locked_round


@needs(Right.READ)
def count_delta_table(session: Session, compared: Compared) -> ReportTable:
    """The cells in which a desa says another number than then, or has said something for the first time.

    What a desa has not been asked again is no change, so it is left out.
    """
    then = _said(session, compared, compared.round_id)
    now = _said(session, compared, compared.with_id)
    changed = sorted(key for key, number in now.items() if number != then.get(key))
    names = dict(session.execute(select(Region.code, Region.name).where(Region.level >= 6)).all())
    kinds = dict(session.execute(select(Kind.code, Kind.name)).all())
    rows = tuple(
        (
            *(names.get(desa[:6], ""), names.get(desa, desa), kind, kinds[kind]),
            *(
                then.get((desa, kind), UNSURVEYED),
                now[desa, kind],
                now[desa, kind] - then.get((desa, kind), 0),
            ),
        )
        for desa, kind in changed
    )
    sums: list[Any] = [sum(row[place] for row in rows if row[place] != UNSURVEYED) for place in (4, 5, 6)]
    return ReportTable(
        "",
        f"Perubahan angka desa {register_words(compared.register, local=compared.local)}",
        (
            ReportColumn("kecamatan", "Kecamatan", 16),
            ReportColumn("desa", "Desa/kelurahan", 18),
            ReportColumn("code", "Kode", 9),
            ReportColumn("kind", "Jenis", 34),
            ReportColumn("before", "Angka terkirim", 9, ColumnKind.WHOLE),
            ReportColumn(
                "now", "Sekarang" if compared.with_id is None else "Angka kemudian", 9, ColumnKind.WHOLE
            ),
            ReportColumn("change", "Selisih", 8, ColumnKind.WHOLE),
        ),
        rows,
        subtitle=compared_words(session, compared),
        totals=("Jumlah", "", "", "", *sums) if rows else (),
        notes=(
            f"Angka yang disebut desa, dengan atau tanpa nama. {UNSURVEYED}: belum disebut pada waktu itu.",
        ),
        keys=tuple(range(len(rows))),
    )


def _said(session: Session, compared: Compared, round_id: int | None) -> dict[Key, int]:
    day = locked_round(session, compared.round_id).reference_date
    question = RecapQuestion(compared.register, day, round_id, kecamatan_code=compared.kecamatan_code)
    wanted = kinds_of(session, compared)
    return {key: number for key, number in statements(session, question).items() if key[1] in wanted}
