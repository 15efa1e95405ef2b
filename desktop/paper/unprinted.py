"""What of a letter its type does not carry, asked of the fonts that print it."""

from collections.abc import Iterator

from db.catalog import spec_of
from db.rules.joint_letters import fields_of
from db.rules.letter_values import letter_of
from db.rules.letters import Facts, Frame, Letter
from db.rules.printable import say_unprinted
from db.rules.templates import COMMON, NAMED, SIGNING, Block, BlockKind, Value
from db.rules.words import _
from desktop.paper.content import printed_blocks
from desktop.paper.engine import template_of, values_of
from desktop.paper.fonts import printable
from desktop.paper.press import FAMILIES

SIGNER = {"penanda_tangan", "pangkat_penanda_tangan", "jabatan_penanda_tangan"}


def find_unprinted(frame: Frame, facts: Facts | Letter) -> str:
    """One sentence about the signs that do not print as they are typed; empty when all do."""
    letter = letter_of(facts)
    family = FAMILIES[template_of(frame, letter).profile.family]

    def shown(sign: str) -> str:
        printed = printable(sign, family.regular)
        return printed if printed != sign else printable(sign, family.bold)

    return say_unprinted(_said(frame, letter), shown)


def _said(frame: Frame, letter: Letter) -> Iterator[tuple[str, Value]]:
    """The fields that are printed, each under the name that its form has; then the template's own words."""
    values = values_of(frame, letter)
    blocks = printed_blocks(template_of(frame, letter).blocks, values)
    named = {name for block in blocks for name in _named(block)}
    for field in (*fields_of(spec_of(letter.kind)), *COMMON):
        if field.name in named:
            yield _("isian {field}").format(field=field.label), values.get(field.name)
    yield _("teks templat"), tuple(NAMED.sub("", text) for block in blocks for text in _texts(block))


def _named(block: Block) -> Iterator[str]:
    """The fields that a block prints."""
    yield block.field
    for text in _texts(block):
        yield from ((found[1] or "").partition(":")[0].strip() for found in NAMED.finditer(text))
    if block.kind in SIGNING:
        yield from SIGNER
    if block.kind is BlockKind.REFERENCE:
        yield "ibu_kota"


def _texts(block: Block) -> tuple[str, ...]:
    return (block.text, block.label, *block.lines)
