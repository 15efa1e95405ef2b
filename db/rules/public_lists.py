"""What everybody may read says nobody's NIK and nobody's score."""

import re
from collections.abc import Iterator

from db.rules.letter_kinds import KindSpec
from db.rules.problems import Problem
from db.rules.templates import Value, Values
from db.rules.words import _

NIK = re.compile(r"(?<!\d)\d(?:[\s.\-\u2010-\u2014]*\d){15}")
SECRET = re.compile(
    r"\b(nik|nomor induk kependudukan|no kk|nomor kk|nilai|skor|bobot|peringkat|ambang|rentang)\b"
)
DAY = re.compile(r"(?<!\d)[0-3]?\d[-.][01]?\d[-.](?:19|20)\d\d(?!\d)")  # two days in a row have 16 digits


def check_public(spec: KindSpec, values: Values) -> list[Problem]:
    """What a letter for everybody must not say: columns for scores or NIK, 16 digits in a row."""
    if not spec.public:
        return []
    return check_public_columns(spec) or _check_digits(spec, values)


def check_public_columns(spec: KindSpec) -> list[Problem]:
    """The tables of a kind for everybody that have a column for scores or a NIK."""
    text = _("{field} memuat kolom {column}, padahal surat ini dibaca umum. Kolom itu tidak boleh ada.")
    return [
        Problem(text.format(field=field.label, column=column.title), field.name)
        for field in (spec.fields if spec.public else ())
        for column in field.columns
        if any(SECRET.search(said.replace("_", " ").lower()) for said in (column.name, column.title))
    ]


def _check_digits(spec: KindSpec, values: Values) -> list[Problem]:
    """Fields with 16 digits in a row, however they are set apart."""
    text = _("{field} memuat 16 angka berurutan seperti NIK, padahal surat ini dibaca umum. Hapus angka itu.")
    return [
        Problem(text.format(field=field.label), field.name)
        for field in spec.fields
        if any(NIK.search(DAY.sub("/", said)) for said in _texts(values.get(field.name)))
    ]


def _texts(value: Value) -> Iterator[str]:
    for item in value if isinstance(value, tuple) else (value,):
        yield from map(str, item.values() if isinstance(item, dict) else (item,))
