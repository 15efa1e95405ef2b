"""What is odd in a letter, but may be meant: said in amber, never refused."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from db.rules.dates import day_and_date, long_date
from db.rules.letter_kinds import KindSpec
from db.rules.letter_values import NIP_DIGITS, is_nip
from db.rules.office import digits
from db.rules.problems import Problem
from db.rules.templates import FieldType
from db.rules.words import _
from db.rules.working_days import NOBODY, why_free

SATURDAY = 5


def find_doubts(
    spec: KindSpec, values: Mapping[str, Any], dated_on: date, holidays: Mapping[date, str] = NOBODY
) -> list[Problem]:
    """One sentence for each kept value that is odd, at its field."""
    return [*_events(spec, values, dated_on, holidays), *_nips(spec, values)]


def odd_day(day: date | None, holidays: Mapping[date, str] = NOBODY) -> str:
    """Why the day of a letter is odd, in a sentence; nothing for a day on which the office works."""
    why = why_free(day, holidays) if day else ""
    return f"{day_and_date(day)}: {why}." if day and why else ""


def _events(
    spec: KindSpec, values: Mapping[str, Any], dated_on: date, holidays: Mapping[date, str]
) -> Iterator[Problem]:
    for field in spec.fields:
        if not field.event:
            continue
        try:
            day = date.fromisoformat(str(values.get(field.name) or ""))
        except ValueError:
            continue
        said = day_and_date(day)
        if day < dated_on:
            text = _("{day} mendahului tanggal surat ({dated}).").format(day=said, dated=long_date(dated_on))
            yield Problem(text, field.name)
        elif day.weekday() != SATURDAY and (why := why_free(day, holidays)):
            yield Problem(f"{said}: {why}.", field.name)


def _nips(spec: KindSpec, values: Mapping[str, Any]) -> Iterator[Problem]:
    for field in spec.fields:
        value = values.get(field.name)
        if field.type is FieldType.TEXT and is_nip(field.name) and (said := _nip(str(value or ""))):
            yield Problem(said, field.name)
        for column in filter(lambda column: is_nip(column.name), field.columns):
            for place, row in enumerate(value or (), 1):
                if said := _nip(str(row.get(column.name) or "")):
                    text = _("Baris {row}: {said}").format(row=place, said=said)
                    yield Problem(text, field.name)
                    break


def _nip(text: str) -> str:
    """What is odd with a NIP; a dash says that there is none."""
    typed = digits(text)
    if not typed or (typed.isascii() and typed.isdigit() and len(typed) == NIP_DIGITS):
        return ""
    count = sum(sign.isdigit() for sign in typed)
    return _("NIP biasanya 18 angka; yang diketik {count}.").format(count=count)
