"""What everybody may read says nobody's NIK."""

import re
from collections.abc import Iterator

from db.rules.letter_kinds import KindSpec
from db.rules.problems import Problem
from db.rules.templates import Value, Values
from db.rules.words import _

NIK = re.compile(r"(?<!\d)\d(?:[\s.\-\u2010-\u2014]*\d){15}")
DAY = re.compile(r"(?<!\d)[0-3]?\d[-.][01]?\d[-.](?:19|20)\d\d(?!\d)")  # two days in a row have 16 digits


def check_public(spec: KindSpec, values: Values) -> list[Problem]:
    """The fields of a letter for everybody that hold 16 digits in a row, however they are set apart."""
    if not spec.public:
        return []
    text = _("{field} memuat 16 angka berurutan seperti NIK, padahal surat ini dibaca umum. Hapus angka itu.")
    return [
        Problem(text.format(field=field.label), field.name)
        for field in spec.fields
        if any(NIK.search(DAY.sub("/", said)) for said in _texts(values.get(field.name)))
    ]


def _texts(value: Value) -> Iterator[str]:
    for item in value if isinstance(value, tuple) else (value,):
        yield from map(str, item.values() if isinstance(item, dict) else (item,))
