"""What lists of the social map bring: people, families, groups, DTSEN (domain.md 2.5, 2.7, 7.2)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.rules.import_cells import fold
from db.rules.import_people import birth_fields, street_fields
from db.rules.imports import Ask, Field, Target
from db.rules.mapping import Register, Subject
from db.rules.words import _

PEOPLE, GROUPS, WELFARE = "people", "groups", "welfare"
COUNTED = "PSKS-11"  # TKSK are counted from the roster, never typed
FACT = "fact."  # before the code of a field of the office's forms
AID = "aid."  # before the code of a programme
KIND_WORDS = {  # folded, as lists call them beside the official name, code and abbreviation
    **dict.fromkeys(("lansiatelantar", "lanjutusiatelantar", "lansia"), "PMKS-08"),
    **dict.fromkeys(("disabilitas", "penyandangcacat", "odgj", "difabel", "pd"), "PMKS-09"),
    **dict.fromkeys(("wrse", "wanitarawansosialekonomi", "prse"), "PMKS-23"),
    **dict.fromkeys(("anakbalitatelantar", "balitatelantar"), "PMKS-01"),
    **dict.fromkeys(("anakcacat", "anakdengandisabilitas", "anakdisabilitas"), "PMKS-05"),
    **dict.fromkeys(("kat", "komunitasadatterpencil"), "PMKS-26"),
    **dict.fromkeys(("keluargamiskin", "rumahtanggamiskin", "fakirmiskin"), "PMKS-24"),
    **dict.fromkeys(("hivaids", "odha", "odhiv"), "PMKS-16"),
    **dict.fromkeys(("pskj01", "psksj01", "psm"), "PSKS-02"),  # Buleleng (domain.md 2.4)
    **dict.fromkeys(("psksj02", "tksk"), COUNTED),
    **dict.fromkeys(("psksj04", "penyuluh"), "PSKS-10"),
    **dict.fromkeys(("psksj05", "tagana"), "PSKS-03"),
    **dict.fromkeys(("psksj06", "wpks"), "PSKS-09"),
    **dict.fromkeys(("psksl01", "karangtaruna", "kt"), "PSKS-05"),
    **dict.fromkeys(("psksl02", "psksl04", "lks", "lksa", "orsos"), "PSKS-04"),
    **dict.fromkeys(("psksl03", "lk3"), "PSKS-06"),
    **dict.fromkeys(("csr", "forumcsr"), "PSKS-12"),
}
DISABILITY_SIGNS = (  # as lists write them -> code of the list `disabilities`
    ("fisik", "fisik|tubuh|daksa|lumpuh|kaki|tangan|amputasi"),
    ("intelektual", "intelek|grahita|retardasi|down"),
    ("mental", "mental|jiwa|odgj|psik|autis"),
    ("sensorik", "sensor|netra|rungu|wicara|tuli|bisu|buta|dengar|lihat"),
)


@dataclass(frozen=True)
class KindSaid:
    """What an import must know of a kind."""

    code: str
    register: Register
    name: str
    abbreviation: str
    subject: Subject
    minimum_age: int | None
    maximum_age: int | None
    sex: str
    needs_disability: bool
    letters: frozenset[str]


@dataclass(frozen=True)
class FactSaid:
    """A field of the forms that a column may fill."""

    code: str
    label: str
    kinds: tuple[str, ...]  # none: it says something of the person or group
    read: str
    choices: tuple[str, ...] = ()


def words_of_kinds(kinds: Iterable[KindSaid]) -> dict[str, KindSaid]:
    """Every way to write a kind, folded: code, number, name, abbreviation, common words."""
    by_code = {kind.code: kind for kind in kinds}
    words = {word: by_code[code] for word, code in KIND_WORDS.items() if code in by_code}
    for code, kind in by_code.items():
        number = re.sub(r"\D", "", code)
        ways = [code, code.replace("PMKS", "PPKS"), kind.name, kind.abbreviation]
        if kind.register is Register.PPKS and number:
            ways += [number, str(int(number))]
        words |= {fold_kind(way): kind for way in ways}
        if number and code.startswith(("PMKS", "PSKS")):
            words |= {
                fold_kind(f"{name}{int(number)}"): kind for name in (code[:4], code[:4].replace("M", "P"))
            }
    return words


def fold_kind(text: str) -> str:
    """Lanjut Usia Terlantar and lanjut usia telantar are one."""
    return fold(text).replace("terlantar", "telantar")


def unknown_kind(text: str, words: Mapping[str, KindSaid]) -> str:
    """Why a cell is no kind; several kinds in one cell are several rows."""
    parts = re.split(r"[;,/|+&\n]", text)
    if len(parts) > 1 and any(part.strip() and fold_kind(part) in words for part in parts):
        told = _("“{text}” menyebut beberapa jenis: tulis satu jenis pada tiap baris")
    else:
        told = _("jenis “{text}” tidak dikenal atau tidak berlaku")
    return told.format(text=text[:60])


def read_disabilities(text: str) -> tuple[list[str], str]:
    """fisik|mental as codes, and a word that means none of them."""
    found: dict[str, None] = {}
    for part in re.split(r"[|;,/+&]| dan ", text.casefold()):
        word = fold(part)
        if not word or word in ("ganda", "tidakada", "0"):
            continue
        codes = [code for code, signs in DISABILITY_SIGNS if re.search(signs, word)]
        if not codes:
            return list(found), part.strip()
        found |= dict.fromkeys(codes)
    return list(found), ""


def read_criteria(text: str, letters: frozenset[str]) -> tuple[list[str], str]:
    """a, c or ac as letters of a kind; and a word about what is none."""
    words = re.findall(r"\w+", re.sub(r"\b(dan|huruf|kriteria)\b", " ", text.casefold()))
    found = {letter for word in words if letters.issuperset(word) for letter in word}
    strange = ", ".join(word for word in words if not letters.issuperset(word))[:30]
    told = _("kriteria “{text}” tidak dikenal; tidak disimpan").format(text=strange) if strange else ""
    return sorted(found), told


def people_target(
    kinds: Iterable[KindSaid],
    facts: Sequence[FactSaid],
    desa: Iterable[tuple[str, str]],
    words: Mapping[str, tuple[str, ...]],
) -> Target:
    """People, and the families they head; a special field stands before one that shares its heading.

    words: of the office's lists, by field.
    """
    offered = [
        kind for kind in kinds if kind.subject in (Subject.PERSON, Subject.FAMILY) and kind.code != COUNTED
    ]
    return Target(
        PEOPLE,
        _("Orang dan keluarga"),
        (
            Field("name", _("Nama"), "name", required=True),
            Field("nik", _("NIK"), "nik"),
            Field("kk", _("No. KK"), "kk"),
            Field("kind", _("Jenis PPKS/PSKS")),
            Field("disabilities", _("Jenis disabilitas")),
            Field("criteria", _("Kriteria (huruf)")),
            *birth_fields(),
            Field("mother", _("Nama ibu kandung"), "person"),
            Field("religion", _("Agama"), "religion"),
            Field("marital_status", _("Status kawin"), "marital"),
            Field("education", _("Pendidikan"), "education"),
            Field("occupation", _("Pekerjaan")),
            *_place_fields(),
            Field("phone", _("No. HP"), "phone"),
            Field("email", _("Pos-el"), "email"),
            Field("size", _("Jumlah anggota keluarga"), "whole"),
            Field("latitude", _("Lintang"), "degree"),
            Field("longitude", _("Bujur"), "degree"),
            Field("recorded_on", _("Tanggal data"), "past"),
            Field("source", _("Sumber")),
            Field("recorder", _("Petugas")),
            Field("no_nik_reason", _("Alasan tanpa NIK")),
            Field("exception_reason", _("Alasan pengecualian")),
            Field("note", _("Catatan")),
            *(Field(f"{FACT}{fact.code}", fact.label, fact.read) for fact in facts),
        ),
        asks=_asks(offered, desa),
        words={**_words(offered, facts), **words},
        needs=_needs() + " " + _("Tanpa NIK, isi alasannya. Jenis disabilitas wajib bagi PD dan ADK."),
    )


def groups_target(
    kinds: Iterable[KindSaid], facts: Sequence[FactSaid], desa: Iterable[tuple[str, str]]
) -> Target:
    """Communities and institutions: karang taruna, LKS, KAT…"""
    offered = [kind for kind in kinds if kind.subject in (Subject.COMMUNITY, Subject.INSTITUTION)]
    return Target(
        GROUPS,
        _("Kelompok dan lembaga"),
        (
            Field("name", _("Nama lembaga/kelompok"), required=True),
            Field("kind", _("Jenis PPKS/PSKS")),
            Field("leader", _("Ketua/tokoh"), "person"),
            *_place_fields(),
            Field("phone", _("No. HP"), "phone"),
            Field("email", _("Pos-el"), "email"),
            Field("households", _("Jumlah KK"), "whole"),
            Field("males", _("Jumlah laki-laki"), "whole"),
            Field("females", _("Jumlah perempuan"), "whole"),
            Field("recorded_on", _("Tanggal data"), "past"),
            Field("source", _("Sumber")),
            Field("recorder", _("Petugas")),
            Field("note", _("Catatan")),
            *(Field(f"{FACT}{fact.code}", fact.label, fact.read) for fact in facts),
        ),
        asks=_asks(offered, desa),
        words=_words(offered, facts),
        needs=_needs(),
    )


def welfare_target(programmes: Mapping[str, str]) -> Target:
    """DTSEN, decile and programmes of people who are known, by their NIK: names are never changed."""
    return Target(
        WELFARE,
        _("DTSEN, desil, dan program"),
        (
            Field("nik", _("NIK"), "nik", required=True),
            Field("name", _("Nama (untuk memeriksa)"), "name"),
            Field("dtsen_id", _("ID DTSEN")),
            Field("standing", _("Status DTSEN/DTKS")),
            Field("decile", _("Desil")),
            Field("as_of", _("Keadaan tanggal"), "as_of"),
            *(
                Field(f"{AID}{code}", _("Program: {name}").format(name=name))
                for code, name in programmes.items()
            ),
        ),
        asks=(Ask("as_of", _("Keadaan tanggal"), is_day=True, required=True), Ask("source", _("Sumber"))),
    )


def _place_fields() -> tuple[Field, ...]:
    return (
        *street_fields(),
        Field("desa_code", _("Kode desa/kelurahan")),
        Field("desa", _("Desa/kelurahan")),
        Field("home_kecamatan", _("Kecamatan")),
        Field("home_regency", _("Kab/kota")),
    )


def _needs() -> str:
    return _(
        "Setiap baris juga memerlukan jenis dan desa (kode, atau nama desa dengan kecamatannya); bila "
        "seluruh daftar sama, keduanya dapat dipilih saat impor."
    )


def _words(kinds: Iterable[KindSaid], facts: Iterable[FactSaid]) -> dict[str, tuple[str, ...]]:
    choices = {f"{FACT}{fact.code}": fact.choices for fact in facts if fact.choices}
    return {"kind": tuple(kind.name for kind in kinds), **choices}


def _asks(kinds: Iterable[KindSaid], desa: Iterable[tuple[str, str]]) -> tuple[Ask, ...]:
    return (
        Ask(
            "kind", _("Jenis, bila tidak ada kolomnya"), tuple((k.code, k.name) for k in kinds), instead=True
        ),
        Ask("desa_code", _("Desa, bila tidak ada kolomnya"), tuple(desa)),
        Ask("recorded_on", _("Tanggal data"), is_day=True, required=True),
        Ask("source", _("Sumber")),
    )
