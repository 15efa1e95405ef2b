"""Letter templates that an office edits itself: blocks of plain text with fields (domain.md 9).

A field is written `{nama}` or `{nama:format}`; `{{` and `}}` are braces. Nothing else has a meaning, so a
template cannot be broken by what somebody types. The same blocks make the PDF and the Word file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from db.rules.dates import (
    MONTHS,
    count_in_words,
    day_and_date,
    decimal_text,
    in_words,
    long_date,
    minutes_opening,
    short_date,
)
from db.rules.problems import Problem
from db.rules.words import _

DOTS = "\u2026" * 8  # for what is filled in by hand


class FieldType(StrEnum):
    TEXT = "text"
    LINES = "lines"  # one sentence on each line
    DATE = "date"
    NUMBER = "number"
    DECIMAL = "decimal"
    TABLE = "table"


@dataclass(frozen=True)
class TableColumn:
    """One column of a table field; a column that is empty in all rows is not printed, unless it is kept.

    The column `tanda_tangan` is always printed: as places to sign, in rows that are high enough.
    """

    name: str
    title: str
    share: float
    align: str = "left"  # left, center, right
    bold: bool = False
    keep: bool = False  # printed though empty: filled in by hand
    type: str = ""  # money: dots are put by the program, words refused


@dataclass(frozen=True)
class Field:
    """Something a letter says that is different each time."""

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    help: str = ""
    columns: tuple[TableColumn, ...] = ()
    after: str = ""  # a date field that this one must not precede
    source: str = ""  # where a form may take it from: officers, officials, kecamatan, duties, aspects
    choices: tuple[str, ...] = ()  # what a form offers
    usual: str = ""  # said where nobody says anything else
    sums: str = ""  # "tabel.kolom": a number that is their sum, whatever is typed
    event: bool = False  # a day on which people are expected


class BlockKind(StrEnum):
    HEAD = "head"  # the letterhead
    TITLE = "title"  # lines: centred, bold; an empty line is white
    REFERENCE = "reference"  # place and date at right; lines "Nomor: {nomor}"
    TO = "to"  # lines after "Yth."; text: where, after "di"
    BODY = "body"  # text: a paragraph
    FACTS = "facts"  # lines "nama: {nama}", colons below each other; empty ones are left out
    LIST = "list"  # lines, or those of a field
    RECITAL = "recital"  # label before the colon: Menimbang, Dasar, KESATU; text, lines or field after it
    SECTION = "section"  # label "I." and text; what follows is indented until the next; an empty one ends it
    TABLE = "table"  # a table field
    SIGN = "sign"  # the signature; lines stand above the position
    SIGN_PAIR = "sign_pair"  # lines "PIHAK KEDUA,|{nama_kedua}|{ket}": left, then right; text above the right
    SIGN_ALL = "sign_all"  # everybody of a table field (nama, jabatan) signs in a table; label: its title
    COPIES = "copies"  # Tembusan: label, lines or field
    ANNEX = "annex"  # a new page that begins with label (LAMPIRAN) and text; lines "NOMOR: {nomor}"
    PAGE = "page"  # a new page
    SPACE = "space"  # white
    CUT = "cut"  # a dashed line across the middle of the sheet


@dataclass(frozen=True)
class Block:
    """One piece of a template. Which parts have a meaning depends on its kind."""

    kind: BlockKind
    text: str = ""
    lines: tuple[str, ...] = ()
    label: str = ""
    field: str = ""
    style: str = ""  # words, see STYLES
    when: str = ""  # only where this field says something; "!nama": only where it does not


@dataclass(frozen=True)
class Piece:
    """Words that are set alike."""

    words: str
    bold: bool = False


STYLES = {  # what each kind of block understands; several are parted by blanks
    BlockKind.BODY: ("plain", "center", "small", "tiny"),
    BlockKind.FACTS: ("plain", "small", "1", "a"),
    BlockKind.LIST: ("1", "a", "-", "1;", "a;", "-;", "plain", "small"),
    BlockKind.RECITAL: ("a", "1", "-", "facts"),
    BlockKind.TABLE: ("small", "tiny", "numbered", "bare", "double", "tall", "total"),  # bare: without No.
    BlockKind.SIGN: ("dated", "known"),
    BlockKind.SIGN_PAIR: ("dated",),
}
Row = Mapping[str, str]
Value = str | int | Decimal | date | tuple[str, ...] | tuple[Row, ...] | None
Values = Mapping[str, Value]

COMMON = (  # what every letter knows of itself and of the office
    Field("nomor", _("Nomor surat")),
    Field("tanggal", _("Tanggal surat"), FieldType.DATE),
    Field("tahun", _("Tahun surat"), FieldType.NUMBER),
    Field("ibu_kota", _("Tempat surat")),
    Field("dinas", _("Nama dinas dengan daerahnya")),
    Field("kabupaten", _("Kabupaten atau kota")),
    Field("nama_daerah", _("Nama daerah tanpa Kabupaten/Kota")),
    Field("provinsi", _("Provinsi")),
    Field("dinas_provinsi", _("Dinas Sosial provinsi")),
    Field("ibu_kota_provinsi", _("Ibu kota provinsi")),
    Field("kepala_daerah", _("Bupati atau wali kota")),
    Field("bidang", _("Bidang pengelola")),
    Field("penanda_tangan", _("Nama penanda tangan")),
    Field("nip_penanda_tangan", _("NIP penanda tangan")),
    Field("pangkat_penanda_tangan", _("Pangkat penanda tangan")),
    Field("jabatan_penanda_tangan", _("Jabatan penanda tangan")),
    Field("menggantikan", _("Kalimat tentang surat yang digantikan")),
)
NAMED = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def fill(text: str, values: Values) -> list[Piece]:
    """The text with its fields filled in; a field that says nothing becomes dots to be filled in by hand."""
    pieces: list[Piece] = []
    for words, name, form in _parts(text):
        if name is None:
            pieces.append(Piece(words))
        else:
            said = say(values.get(name), form)
            pieces.append(Piece(said or DOTS, bold=form == "tebal"))
    return [piece for piece in pieces if piece.words]


def plain(text: str, values: Values) -> str:
    """The filled text without its look."""
    return "".join(piece.words for piece in fill(text, values))


def is_empty(text: str, values: Values) -> bool:
    """Whether a text has fields and none of them says anything: such a line is left out."""
    named = [(name, form) for _words, name, form in _parts(text) if name is not None]
    return bool(named) and not any(say(values.get(name), form) for name, form in named)


def applies(block: Block, values: Values) -> bool:
    """Whether a block is printed at all; a number that is 0 says nothing."""
    if not block.when:
        return True
    value = values.get(block.when.lstrip("!"))
    said = value != 0 and bool(say(value, ""))
    return said != block.when.startswith("!")


def say(value: Any, form: str) -> str:
    """A value as letters write it; the forms are those of FORMS."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, tuple):
        return _listed([item if isinstance(item, str) else next(iter(item.values()), "") for item in value])
    return FORMS.get(form, FORMS[""])(value)


def _usual(value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    return str(value)


def _rupiah(value: Any) -> str:
    """Rp1.500.000,00 (satu juta lima ratus ribu rupiah)."""
    whole = int(value)
    return f"Rp{whole:,}".replace(",", ".") + f",00 ({in_words(whole)} rupiah)"


FORMS: dict[str, Callable[[Any], str]] = {  # what may stand after the colon of a field
    "": _usual,
    "tebal": _usual,
    "besar": lambda value: _usual(value).upper(),
    "pembukaan": lambda value: minutes_opening(value) if isinstance(value, date) else _usual(value),
    "hari": lambda value: day_and_date(value) if isinstance(value, date) else _usual(value),
    "pendek": lambda value: short_date(value) if isinstance(value, date) else _usual(value),
    "bulan": lambda value: (
        f"{MONTHS[value.month - 1]} {value.year}" if isinstance(value, date) else _usual(value)
    ),
    "terbilang": lambda value: in_words(int(value)) if isinstance(value, int) else _usual(value),
    "bilangan": lambda value: count_in_words(value, "").rstrip() if isinstance(value, int) else _usual(value),
    "orang": lambda value: count_in_words(value, "orang") if isinstance(value, int) else _usual(value),
    "rupiah": lambda value: _rupiah(value) if isinstance(value, int | Decimal) else _usual(value),
}


def check_template(
    blocks: Sequence[Block], fields: Sequence[Field], *, signed: bool, numbered: bool = False
) -> list[Problem]:
    """What keeps a template from being used; `field` of a problem is the place of its block, from 0."""
    known = {field.name: field for field in (*COMMON, *fields)}
    problems = [
        Problem(problem, str(place))
        for place, block in enumerate(blocks)
        for problem in _check_block(block, known)
    ]
    if signed and not any(block.kind in SIGNING for block in blocks):
        problems.append(
            Problem(_("Templat ini tidak memuat blok tanda tangan. Tambahkan satu, lalu simpan lagi."))
        )
    if numbered and not any(_says_number(block) for block in blocks):
        text = _(
            "Templat ini tidak memuat nomor surat. Tambahkan blok “Nomor, sifat, hal” atau “Judul” dengan "
            "baris yang memuat {nomor}, lalu simpan lagi."
        )
        problems.append(Problem(text))
    return problems


def _says_number(block: Block) -> bool:
    """Whether a block stands for the number of the letter; an annex or a text only repeats it."""
    return block.kind in NUMBERING and any(
        name == "nomor" for line in block.lines for _words, name, _form in _parts(line)
    )


NUMBERING = {BlockKind.REFERENCE, BlockKind.TITLE, BlockKind.FACTS}
SIGNING = {BlockKind.SIGN, BlockKind.SIGN_PAIR, BlockKind.SIGN_ALL}


def check_text(text: str, fields: Iterable[Field]) -> list[str]:
    """What is wrong with the fields of one text, a sentence each; also asked while somebody types."""
    known = {field.name for field in (*COMMON, *fields)}
    problems = []
    if any(found.group(0) in ("{", "}") for found in NAMED.finditer(text)):
        problems.append(_("Kurung kurawal tidak berpasangan. Tulis {{ atau }} untuk mencetak kurung."))
    for _words, name, form in _parts(text):
        if name is not None and name not in known:
            said = _("Bidang {{{name}}} tidak dikenal. Pilih bidang dari daftar.")
            problems.append(said.format(name=name))
        elif name is not None and form not in FORMS:
            said = _("Bentuk “{form}” pada {{{name}}} tidak dikenal. Yang dikenal: {forms}.")
            problems.append(said.format(form=form, name=name, forms=", ".join(filter(None, FORMS))))
    return problems


def _check_block(block: Block, known: Mapping[str, Field]) -> Iterator[str]:
    for text in (block.text, block.label, *block.lines):
        yield from check_text(text, known.values())
    for name, types in ((block.field, (FieldType.LINES, FieldType.TABLE)), (block.when.lstrip("!"), ())):
        if name and name not in known:
            yield _("Bidang {{{name}}} tidak dikenal. Pilih bidang dari daftar.").format(name=name)
        elif name and types and known[name].type not in types:
            yield _("Bidang {{{name}}} bukan daftar atau tabel.").format(name=name)
    if block.kind in (BlockKind.TABLE, BlockKind.SIGN_ALL) and not block.field:
        yield _("Blok tabel belum menunjuk bidang tabel.")


def _parts(text: str) -> Iterator[tuple[str, str | None, str]]:
    """(words, None, "") or ("", name of a field, its form); a single brace comes back as it is."""
    last = 0
    for found in NAMED.finditer(text):
        if found.start() > last:
            yield text[last : found.start()], None, ""
        last = found.end()
        whole = found.group(0)
        if found.group(1) is not None:
            name, _colon, form = found.group(1).partition(":")
            yield "", name.strip(), form.strip()
        else:
            yield {"{{": "{", "}}": "}"}.get(whole, whole) if len(whole) == 2 else whole, None, ""
    if last < len(text):
        yield text[last:], None, ""


def _listed(items: Sequence[str]) -> str:
    """a; a dan b; a, b, dan c."""
    if len(items) < 3:
        return " dan ".join(items)
    return f"{', '.join(items[:-1])}, dan {items[-1]}"
