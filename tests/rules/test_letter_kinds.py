"""Every kind of letter as it ships: its template holds, its sample fits, and it keeps to the rules."""

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

import resources
from db.catalog import spec_of
from db.rules.dates import DAYS, MONTHS, day_and_date
from db.rules.drafts import goes_to_many
from db.rules.letter_kinds import KindSpec, LetterKind, keep_block, kind_label, read_block
from db.rules.letter_values import typed_values
from db.rules.templates import COMMON, NAMED, BlockKind, FieldType, check_template, check_text, fill

GROUPS = {"Rekrutmen", "TKSK", "Kantor"}
PUBLIC = (  # hung out for everybody: no NIK, no scores
    *(LetterKind.ANNOUNCEMENT, LetterKind.POSTER),
    *(LetterKind.ADMINISTRATION_RESULTS, LetterKind.FINAL_RESULTS),
)
LETTER_FORM = (
    *(LetterKind.REMINDER, LetterKind.OFFICIAL_LETTER, LetterKind.COVER_LETTER),
    *(LetterKind.OBJECTION_ANSWER, LetterKind.INVITATION),
    *(LetterKind.EXIT_ACCEPTANCE, LetterKind.DISMISSAL_PROPOSAL),
)
TITLE_FORM = (
    *(LetterKind.PANEL_DECREE, LetterKind.ASSIGNMENT, LetterKind.ACTING_ASSIGNMENT),
    *(LetterKind.PLENARY_MINUTES, LetterKind.HANDOVER_MINUTES),
    *(LetterKind.ADMINISTRATION_RESULTS, LetterKind.FINAL_RESULTS),
)
SHEETS = (  # forms and lists: never a number
    *(LetterKind.POSTER, LetterKind.INTEGRITY_STATEMENT, LetterKind.ATTENDANCE_LIST, LetterKind.SCORE_SHEET),
    *(LetterKind.INTERNAL_RESULTS, LetterKind.PROPOSAL_CHECKLIST, LetterKind.ALLOWANCE_LIST),
    *(LetterKind.MONTHLY_REPORT, LetterKind.EVALUATION, LetterKind.NOTES),
    *(LetterKind.DISPOSITION, LetterKind.AGENDA),
)
MESSAGES = (
    *(LetterKind.CALL, LetterKind.INVITATION, LetterKind.ASSIGNMENT),
    *(LetterKind.ACTING_ASSIGNMENT, LetterKind.REMINDER),
)
SHADOWS = {(LetterKind.POSTER, "kabupaten")}  # the poster is drawn without a frame's common values
RAW = {
    FieldType.TEXT: str,
    FieldType.LINES: list,
    FieldType.DATE: str,
    FieldType.NUMBER: int,
    FieldType.DECIMAL: str,
    FieldType.TABLE: list,
}
NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
SCORE = re.compile(r"nilai|skor|peringkat|ambang|rentang")
WRITTEN_DAY = re.compile(rf"({'|'.join(DAYS)}), (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")

every_kind = pytest.mark.parametrize("kind", LetterKind)


def stored(kind: LetterKind) -> dict:
    return json.loads(resources.path("letters", f"{kind.value}.json").read_text("utf-8"))


def texts(spec: KindSpec) -> Iterator[str]:
    """All that a kind says with fields in it."""
    yield from (spec.subject, spec.recipient, spec.message)
    for block in spec.template.blocks:
        yield from (block.text, block.label, *block.lines)


def named(spec: KindSpec) -> set[str]:
    """The fields that a kind uses."""
    found = {
        hit.group(1).partition(":")[0].strip()
        for text in texts(spec)
        for hit in NAMED.finditer(text)
        if hit.group(1) is not None
    }
    for block in spec.template.blocks:
        found |= {block.field, block.when.lstrip("!")}
    return found


def words(spec: KindSpec) -> str:
    """Everything that the sample letter says."""
    values = typed_values(spec.fields, spec.sample)
    said = ["".join(piece.words for piece in fill(text, values)) for text in texts(spec)]
    return "\n".join([*said, json.dumps(spec.sample, ensure_ascii=False)])


def kinds_of(spec: KindSpec) -> list[BlockKind]:
    return [block.kind for block in spec.template.blocks]


def columns(spec: KindSpec) -> set[str]:
    return {column.name for field in spec.fields for column in field.columns}


def test_every_kind_has_a_file_and_every_file_a_kind():
    files = {path.stem for path in resources.path("letters").glob("*.json")}
    assert files == {kind.value for kind in LetterKind}


@every_kind
def test_a_kind_reads_and_its_template_can_be_used(kind):
    spec = spec_of(kind)
    assert spec.group in GROUPS
    assert check_template(spec.template.blocks, spec.fields, signed=spec.signed, numbered=spec.numbered) == []
    for text in (spec.subject, spec.recipient, spec.message):
        assert check_text(text, spec.fields) == []
    assert kind_label(kind)


@every_kind
def test_blocks_are_kept_as_they_are_written(kind):
    for raw in stored(kind)["blocks"]:
        assert keep_block(read_block(raw)) == raw


@every_kind
def test_every_field_that_is_asked_for_is_used(kind):
    spec = spec_of(kind)
    asked = [field.name for field in spec.fields]
    assert len(set(asked)) == len(asked)
    assert set(asked) <= named(spec)


@every_kind
def test_no_field_hides_one_that_all_letters_know(kind):
    common = {field.name for field in COMMON}
    hidden = {(kind, field.name) for field in spec_of(kind).fields if field.name in common}
    assert hidden <= SHADOWS


@every_kind
def test_fields_have_plain_names_and_labels(kind):
    for field in spec_of(kind).fields:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
        assert field.label[:1].isupper() or field.label.startswith("NI")
        assert (field.type is FieldType.TABLE) == bool(field.columns)
        assert field.source in ("", "officers", "officials", "kecamatan", "duties", "aspects")
        assert len({column.name for column in field.columns}) == len(field.columns)


@every_kind
def test_the_sample_fills_the_fields(kind):
    spec = spec_of(kind)
    fields = {field.name: field for field in spec.fields}
    assert set(spec.sample) <= set(fields)
    for name, value in spec.sample.items():
        assert isinstance(value, RAW[fields[name].type]), name
        if fields[name].type is FieldType.TABLE:
            assert {key for row in value for key in row} <= {c.name for c in fields[name].columns}
    values = typed_values(spec.fields, spec.sample)
    empty = [f.name for f in spec.fields if f.required and values[f.name] in (None, "", ())]
    assert empty == []


@every_kind
def test_a_weekday_in_a_sample_is_that_of_the_date(kind):
    for found in WRITTEN_DAY.finditer(words(spec_of(kind))):
        day = date(int(found[4]), MONTHS.index(found[3]) + 1, int(found[2]))
        assert found[0] == day_and_date(day)


@every_kind
def test_no_template_states_a_weekday_of_its_own(kind):
    said = " ".join(texts(spec_of(kind)))
    assert [day for day in DAYS if re.search(rf"\b{day}\b", said)] == []


@every_kind
def test_no_kind_asks_for_a_nik(kind):
    spec = spec_of(kind)
    assert not {"nik", "no_kk", "nomor_kk"} & ({field.name for field in spec.fields} | columns(spec))
    assert not NIK.search(words(spec))


@pytest.mark.parametrize("kind", PUBLIC)
def test_what_hangs_out_for_everybody_has_no_place_for_scores(kind):
    spec = spec_of(kind)
    assert [name for name in {f.name for f in spec.fields} | columns(spec) if SCORE.search(name)] == []
    assert not re.search(r"\b\d{1,3},\d{2}\b", words(spec))
    assert not goes_to_many(spec)


def test_the_internal_results_say_so_first_and_have_the_scores():
    spec = spec_of(LetterKind.INTERNAL_RESULTS)
    [title, *_others] = [block for block in spec.template.blocks if block.kind is BlockKind.TITLE]
    assert title.lines[0] == "INTERNAL \N{EN DASH} TIDAK UNTUK DIUMUMKAN"
    assert {"nilai_akhir", "peringkat"} <= columns(spec)


@every_kind
def test_classifications_are_those_of_the_seed_list(kind):
    codes = {row["code"] for row in resources.read_seed("classifications")}
    assert spec_of(kind).classification in codes


@pytest.mark.parametrize("kind", LETTER_FORM)
def test_letters_have_the_letter_form(kind):
    found = kinds_of(spec_of(kind))
    order = [BlockKind.HEAD, BlockKind.REFERENCE, BlockKind.TO, BlockKind.BODY, BlockKind.SIGN]
    assert sorted(map(found.index, order)) == [found.index(block) for block in order]
    assert found.index(BlockKind.COPIES) > found.index(BlockKind.SIGN)
    assert BlockKind.TITLE not in found


@pytest.mark.parametrize("kind", TITLE_FORM)
def test_the_others_have_the_title_form(kind):
    spec = spec_of(kind)
    assert kinds_of(spec)[:2] == [BlockKind.HEAD, BlockKind.TITLE]
    assert "NOMOR {nomor}" in spec.template.blocks[1].lines
    assert BlockKind.REFERENCE not in kinds_of(spec)


@every_kind
def test_who_has_a_number_prints_it(kind):
    spec = spec_of(kind)
    assert spec.numbered == (kind not in SHEETS)
    assert spec.numbered == ("nomor" in named(spec))


@every_kind
def test_only_signed_papers_have_the_block_of_the_signer(kind):
    spec = spec_of(kind)
    if BlockKind.SIGN in kinds_of(spec):
        assert spec.signed


@pytest.mark.parametrize("kind", MESSAGES)
def test_who_is_called_gets_a_text_for_the_telephone(kind):
    message = spec_of(kind).message
    assert message.startswith("Yth. ")
    assert "Anda" not in message


@pytest.mark.parametrize("kind", [LetterKind.ATTENDANCE_LIST, LetterKind.ALLOWANCE_LIST])
def test_lists_to_sign_have_a_place_to_sign(kind):
    spec = spec_of(kind)
    [block] = [block for block in spec.template.blocks if block.kind is BlockKind.SIGN_ALL]
    [signed] = [field for field in spec.fields if field.name == block.field]
    assert signed.columns[-1].name == "tanda_tangan"
    assert not any("tanda_tangan" in row for row in spec.sample[block.field])


def test_the_panel_decree_is_a_decree():
    spec = spec_of(LetterKind.PANEL_DECREE)
    labels = [block.label for block in spec.template.blocks if block.kind is BlockKind.RECITAL]
    assert labels[:4] == ["Menimbang", "Mengingat", "Memperhatikan", "Menetapkan"]
    assert labels[4:] == ["KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM"]
    assert spec.template.profile.family == "bonum"
    assert kinds_of(spec)[-4:] == [BlockKind.ANNEX, BlockKind.TITLE, BlockKind.TABLE, BlockKind.SIGN]


def test_a_dismissal_is_only_proposed_to_the_ministry_through_the_province():
    spec = spec_of(LetterKind.DISMISSAL_PROPOSAL)
    [to] = [block for block in spec.template.blocks if block.kind is BlockKind.TO]
    said = " ".join(texts(spec))
    assert spec.subject.startswith("Usulan Pemberhentian")
    assert to.lines == ("Kepala {dinas_provinsi}",)
    assert "kewenangan Kementerian Sosial Republik Indonesia" in said
    assert "mengusulkan pemberhentian" in said


@every_kind
def test_no_kind_dismisses(kind):
    for text in texts(spec_of(kind)):
        said = text.lower()
        assert "memberhentikan" not in said
        assert "keputusan pemberhentian" not in said
        if "pemberhentian" in said:
            assert "usul" in said
