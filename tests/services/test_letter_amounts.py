"""Letters with sums, usual words and aspects: what a draft may become."""

from dataclasses import replace
from datetime import date

import pytest

from db.catalog import spec_of
from db.models.letters import Letter
from db.rules.drafts import DraftForm
from db.rules.letter_kinds import LetterKind, Template
from db.rules.problems import RuleViolation
from db.rules.templates import Block, BlockKind
from db.services import drafts, letter_preview, letter_sources, templates

DAY = date(2020, 4, 17)
LIST = LetterKind.ALLOWANCE_LIST


def render(_frame, letter):
    return repr(dict(letter.values)).encode()


def draft(act, kind, **values):
    whole = {**spec_of(kind).sample, **values}
    return act(drafts.save_draft, None, DraftForm(kind, DAY, None, whole))


def finalise(act, draft_id):
    [issued] = act(drafts.finalise, draft_id, today=DAY, render=render).letters
    return issued


def test_a_sum_that_does_not_fit_its_rows_never_becomes_final(act):
    rows = [{"nama": "Dewi Lestari", "jumlah": "700000"}, {"nama": "Hasan Basri", "jumlah": "650.000"}]
    issued = finalise(act, draft(act, LIST, penerima=rows, total=3_500_000))
    facts = act(lambda session: session.get_one(Letter, issued.id).facts)
    assert facts["total"] == 1_350_000
    assert [row["jumlah"] for row in facts["penerima"]] == ["700.000", "650.000"]
    seen = act(letter_preview.preview_letter, LIST, {"penerima": rows, "total": 1})
    assert seen.values["total"] == 1_350_000


def test_words_for_an_amount_are_refused_with_their_row(act):
    made = draft(act, LIST, penerima=[{"nama": "Dewi Lestari", "jumlah": "tujuh ratus ribu"}])
    with pytest.raises(RuleViolation, match="Baris 1: Jumlah") as refused:
        finalise(act, made)
    assert refused.value.problems[0].field == "penerima"
    assert act(drafts.count_drafts) == 1


def test_what_nobody_says_is_said_as_usual(act):
    kept = dict(spec_of(LetterKind.INVITATION).sample, sifat="", lampiran="")
    issued = finalise(act, draft(act, LetterKind.INVITATION, **kept))
    facts = act(lambda session: session.get_one(Letter, issued.id).facts)
    assert (facts["sifat"], facts["lampiran"]) == ("Segera", "-")


def test_a_template_without_its_number_is_refused_when_it_is_saved_and_when_it_is_used(act):
    kind = LetterKind.INVITATION
    shipped = act(templates.get_template, kind).template
    bare = Template(tuple(b for b in shipped.blocks if b.kind is not BlockKind.REFERENCE), shipped.profile)
    with pytest.raises(RuleViolation, match="nomor surat"):
        act(templates.save_template, kind, bare, edition=0)
    titled = replace(bare, blocks=(*bare.blocks, Block(BlockKind.TITLE, lines=("NOMOR {nomor}",))))
    assert act(templates.save_template, kind, titled, edition=0)


def test_aspects_come_from_the_set_in_force(act):
    rows = act(letter_sources.list_rows, "aspects", DAY)
    assert len(rows) >= 3
    assert sum(float(row["bobot"].replace(",", ".")) for row in rows) == 100
    assert all(row["aspek"] and row["kurang"] and row["sangat_baik"] for row in rows)
