"""The kinds of letter and their codes as they ship, read from `resources`."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import resources
from db.rules.letter_kinds import KindSpec, LetterKind, read_spec

SOURCES = {"83/2022": "Permendagri 83/2022", "lama": "kode lama"}


@cache
def spec_of(kind: LetterKind) -> KindSpec:
    """What the program knows of a kind of letter before the office changes anything."""
    stored = json.loads(resources.path("letters", f"{kind.value}.json").read_text("utf-8"))
    return read_spec(kind, stored)


def classification_rows() -> list[dict[str, Any]]:
    """The codes by which letters are filed, as rows of the table `classification`."""
    return [
        {
            "code": row["code"],
            "name": row["name"],
            "source": SOURCES[row["profile"]],
            "favourite": row["favourite"] == "yes",
            "version": 1,
        }
        for row in resources.read_seed("classifications")
    ]


def reference_rows(names: Sequence[str]) -> list[dict[str, Any]]:
    """Small lists as they ship, as rows of the table `reference`."""
    rows: list[dict[str, Any]] = []
    for name in names:
        for position, row in enumerate(resources.read_seed(name), 1):
            code = row.get("code") or str(position)
            text = row.get("text") or row.get("name") or f"{row['pangkat']} ({row['golongan']})"
            level = int(row.get("level") or 0)
            place = {"list_name": name, "code": code, "position": position}
            rows.append({**place, "text": text, "detail": row.get("detail") or "", "level": level})
    return rows
