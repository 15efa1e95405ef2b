"""Templates that the office edits: versions, refusals, and letters that keep the one they were made with."""

from dataclasses import replace
from datetime import date

import pytest

from db.catalog import spec_of
from db.models.letters import Letter, LetterTemplate
from db.rules.drafts import DraftForm
from db.rules.letter_kinds import LetterKind, Profile, Template
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.rules.template_profile import check_profile
from db.rules.templates import SIGNING, Block, BlockKind
from db.services import drafts, letter_preview, templates

DAY = date(2020, 4, 17)
KIND = LetterKind.INVITATION
EXTRA = Block(BlockKind.BODY, text="Harap membawa {perlengkapan}.")


def render(_frame, _letter):
    return b"%PDF"


def with_block(template, block=EXTRA):
    return replace(template, blocks=(*template.blocks[:-1], block, template.blocks[-1]))


def issue(act):
    form = DraftForm(KIND, DAY, None, dict(spec_of(KIND).sample))
    return act(drafts.finalise, act(drafts.save_draft, None, form), today=DAY, render=render).letters[0]


def test_a_change_is_a_version_and_letters_keep_theirs(act):
    opened = act(templates.get_template, KIND)
    assert (opened.edition, opened.shipped, opened.template) == (0, True, spec_of(KIND).template)
    before = issue(act)
    opened = act(templates.get_template, KIND)
    changed = with_block(opened.template)
    edition = act(templates.save_template, KIND, changed, edition=opened.edition, note=" tambah paragraf ")
    after = issue(act)
    assert act(templates.get_template, KIND).template == changed
    versions = act(templates.list_versions, KIND)
    assert [(v.edition, v.shipped, v.note, v.letters) for v in versions] == [
        (edition, False, "tambah paragraf", 1),
        (edition - 1, True, "", 1),
    ]

    def made_with(session):
        return [session.get_one(Letter, one.id).template_id for one in (before, after)]

    assert act(made_with) == [versions[1].id, versions[0].id]


def test_a_template_without_a_signature_is_refused_in_one_sentence(act):
    opened = act(templates.get_template, KIND)
    bare = tuple(block for block in opened.template.blocks if block.kind not in SIGNING)
    with pytest.raises(RuleViolation) as refusal:
        act(templates.save_template, KIND, Template(bare, opened.template.profile), edition=opened.edition)
    [problem] = refusal.value.problems
    assert "tanda tangan" in problem.text
    assert act(templates.list_versions, KIND) == []


def test_a_field_that_does_not_exist_and_a_sheet_without_room_are_refused(act):
    opened = act(templates.get_template, KIND)
    broken = with_block(opened.template, Block(BlockKind.BODY, text="Kepada {nmaa}"))
    with pytest.raises(RuleViolation, match="nmaa"):
        act(templates.save_template, KIND, broken, edition=0)
    narrow = replace(opened.template, profile=replace(opened.template.profile, left=12.0))
    with pytest.raises(RuleViolation, match="Kiri"):
        act(templates.save_template, KIND, narrow, edition=0)
    with pytest.raises(RuleViolation, match="Tidak ada yang berubah"):
        act(templates.save_template, KIND, opened.template, edition=0)


def test_back_to_what_ships_and_back_to_an_older_version(act):
    with pytest.raises(RuleViolation, match="sama dengan bawaan"):
        act(templates.restore_shipped, KIND, edition=0)
    changed = with_block(spec_of(KIND).template)
    first = act(templates.save_template, KIND, changed, edition=0)
    second = act(templates.restore_shipped, KIND, edition=first)
    assert act(templates.get_template, KIND).template == spec_of(KIND).template
    [kept] = [v for v in act(templates.list_versions, KIND) if v.edition == first]
    third = act(templates.restore_version, kept.id, edition=second)
    assert (second, third) == (first + 1, first + 2)
    assert act(templates.get_template, KIND).template == changed
    with pytest.raises(RuleViolation, match="sama dengan yang dipakai"):
        act(templates.restore_version, kept.id, edition=third)


def test_two_people_cannot_overwrite_each_other(act):
    opened = act(templates.get_template, KIND)
    act(templates.save_template, KIND, with_block(opened.template), edition=opened.edition)
    other = with_block(opened.template, Block(BlockKind.BODY, text="Lain."))
    with pytest.raises(Conflict, match="baru saja menyimpan versi"):
        act(templates.save_template, KIND, other, edition=opened.edition)


def test_going_back_does_not_override_a_version_that_came_meanwhile(act):
    first = act(templates.save_template, KIND, with_block(spec_of(KIND).template), edition=0)
    other = with_block(spec_of(KIND).template, Block(BlockKind.BODY, text="Lain."))
    second = act(templates.save_template, KIND, other, edition=first)
    [kept] = [v for v in act(templates.list_versions, KIND) if v.edition == first]
    with pytest.raises(Conflict, match="baru saja menyimpan versi"):
        act(templates.restore_shipped, KIND, edition=first)
    with pytest.raises(Conflict, match="baru saja menyimpan versi"):
        act(templates.restore_version, kept.id, edition=first)
    assert act(templates.get_template, KIND).edition == second


def test_an_older_version_with_a_sheet_without_room_is_not_taken_again(act):
    first = act(templates.save_template, KIND, with_block(spec_of(KIND).template), edition=0)
    second = act(templates.restore_shipped, KIND, edition=first)
    [kept] = [v.id for v in act(templates.list_versions, KIND) if v.edition == first]

    def narrow(session):
        old = session.get_one(LetterTemplate, kept)
        old.profile = {**old.profile, "left": 12.0}

    act(narrow)
    with pytest.raises(RuleViolation, match="Kiri"):
        act(templates.restore_version, kept, edition=second)


def test_only_who_arranges_the_office_changes_templates(act, act_as):
    changed = with_block(spec_of(KIND).template)
    assert act_as("auditor", templates.get_template, KIND).shipped
    with pytest.raises(Forbidden):
        act_as("operator", templates.save_template, KIND, changed, edition=0)


def test_the_preview_has_the_newest_letter_else_the_sample(act):
    values, number = act(letter_preview.real_values, KIND)
    assert (values["penerima"], number) == (spec_of(KIND).sample["penerima"], "")
    issued = issue(act)
    assert act(letter_preview.real_values, KIND)[1] == issued.number
    edited = with_block(spec_of(KIND).template)
    seen = act(letter_preview.preview_frame, KIND, DAY, template=edited)
    assert seen.frame.template == edited


def test_a_final_letter_shows_the_template_of_its_day(act):
    issued = issue(act)
    act(templates.save_template, KIND, with_block(spec_of(KIND).template), edition=1)

    def blocks(session):
        letter = session.get_one(Letter, issued.id)
        return len(session.get_one(LetterTemplate, letter.template_id).blocks)

    assert act(blocks) == len(spec_of(KIND).template.blocks)


def test_profiles_stay_within_what_a_sheet_can_take():
    assert check_profile(Profile()) == []
    assert [p.field for p in check_profile(Profile(size=30.0))] == ["size"]
    assert [p.field for p in check_profile(Profile(size=10.0, least_size=11.0))] == ["least_size"]


@pytest.mark.parametrize("kind", LetterKind)
def test_what_ships_could_be_saved(kind):
    from db.rules.templates import check_template

    spec = spec_of(kind)
    assert check_template(spec.template.blocks, spec.fields, signed=spec.signed, numbered=spec.numbered) == []
    assert check_profile(spec.template.profile) == []
