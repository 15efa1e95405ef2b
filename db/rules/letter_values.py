"""What a letter says, as the values of its template's fields."""

from dataclasses import asdict
from datetime import date
from typing import Any

from db.rules.letters import Facts, Letter, Signer
from db.rules.office import OfficeFacts
from db.rules.phrases import head_of_region, office_in_words, province_office
from db.rules.templates import Values


def letter_of(facts: Facts | Letter) -> Letter:
    """The letter that states these facts."""
    if isinstance(facts, Letter):
        return facts
    values: dict[str, Any] = asdict(facts)
    return Letter(facts.kind, values)


def common_values(office: OfficeFacts, number: str, dated_on: date, signer: Signer) -> Values:
    """What every letter knows of itself and of the office: the fields of templates.COMMON."""
    return {
        "nomor": number,
        "tanggal": dated_on,
        "tahun": dated_on.year,
        "ibu_kota": office.capital,
        "dinas": office_in_words(office.name, office.regency),
        "kabupaten": office.regency,
        "nama_daerah": office.regency.removeprefix("Kabupaten ").removeprefix("Kota "),
        "provinsi": office.province,
        "dinas_provinsi": province_office(office.province),
        "ibu_kota_provinsi": office.province_capital,
        "kepala_daerah": head_of_region(office.regency),
        "bidang": office.section,
        "penanda_tangan": signer.name,
        "nip_penanda_tangan": signer.nip,
        "pangkat_penanda_tangan": signer.rank,
        "jabatan_penanda_tangan": " ".join(signer.position).rstrip(",").title(),
    }
