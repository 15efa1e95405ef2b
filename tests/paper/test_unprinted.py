"""Which signs of a letter do not print: asked of the fonts that are shipped."""

from dataclasses import replace

import pytest

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import typed_values
from db.rules.letters import Letter
from db.rules.templates import Block, BlockKind
from desktop import paper
from tests.paper import samples
from tests.paper.test_hostile import ARABIC, HEBREW, words_of


def letter(kind, **changes):
    spec = spec_of(kind)
    return Letter(kind, typed_values(spec.fields, {**spec.sample, **changes}))


@pytest.mark.parametrize("kind", LetterKind)
def test_the_samples_print_as_they_are_typed(kind):
    assert paper.find_unprinted(samples.frame(), letter(kind)) == ""


def test_an_emoji_is_named_with_its_field_and_the_letter_prints_without_it():
    hostile = letter(LetterKind.CALL, nama="Baiq \U0001f600 Nurhayati")
    said = paper.find_unprinted(samples.frame(), hostile)
    assert said.startswith("Pada isian Nama")
    assert said.endswith(": tanda \U0001f600 tidak ada pada huruf surat dan tidak akan tercetak.")
    assert "Baiq Nurhayati" in words_of(paper.render(samples.frame(), hostile))


def test_what_a_font_carries_decides_not_a_list():
    """Hebrew is in the sans face and not in the other one; Arabic is in neither."""
    frame, hostile = samples.frame(), letter(LetterKind.CALL, nama=HEBREW)
    assert "terbalik" in paper.find_unprinted(frame, hostile)
    template = spec_of(LetterKind.CALL).template
    bonum = replace(frame, template=replace(template, profile=replace(template.profile, family="bonum")))
    assert "“?”" in paper.find_unprinted(bonum, hostile)
    assert "“?”" in paper.find_unprinted(frame, letter(LetterKind.CALL, nama=ARABIC))


def test_a_table_the_signer_and_the_template_are_looked_at():
    rows = [{"nama": "Sari \u2603", "niat": "1", "jabatan": "TKSK"}]
    assert "\u2603" in paper.find_unprinted(samples.frame(), letter(LetterKind.ASSIGNMENT, petugas=rows))
    common = {"penanda_tangan": "Rahmi \U0001f600"}
    said = paper.find_unprinted(replace(samples.frame(), common=common), letter(LetterKind.CALL))
    assert said.startswith("Pada isian Nama penanda tangan: ")
    template = spec_of(LetterKind.CALL).template
    blocks = (*template.blocks, Block(BlockKind.BODY, text="Terima kasih \U0001f64f"))
    frame = replace(samples.frame(), template=replace(template, blocks=blocks))
    assert paper.find_unprinted(frame, letter(LetterKind.CALL)).startswith("Pada teks templat: ")


def test_what_is_not_printed_is_not_warned_of():
    template = replace(spec_of(LetterKind.CALL).template, blocks=(Block(BlockKind.BODY, text="Halo"),))
    hostile = letter(LetterKind.CALL, nama="\U0001f600")
    assert paper.find_unprinted(replace(samples.frame(), template=template), hostile) == ""
