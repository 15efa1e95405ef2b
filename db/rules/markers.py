"""Numbers and dashes that came along with a pasted list: the letter puts its own."""

import re

from db.rules.letter_kinds import KindSpec
from db.rules.templates import BlockKind

MARKER = re.compile(
    r"\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)](?!\s*n\.)|[-\u2013\u2014\u2022\u00b7*\uf0b7])\s+(?=\S)"
)
LISTS = {BlockKind.LIST, BlockKind.RECITAL, BlockKind.COPIES}


def without_marker(line: str) -> str:
    """A line of a list without "1.", "a)" or "-" before it; "a. n." is no marker."""
    return MARKER.sub("", line, count=1) if MARKER.match(line) else line


def is_listed(spec: KindSpec, name: str) -> bool:
    """Whether the lines of a field are printed with numbers, letters or dashes before them."""
    return any(
        block.kind in LISTS and (block.field == name or f"{{{name}}}" in block.lines)
        for block in spec.template.blocks
    )
