"""Fields in the text of a template, and what keeps a template from being used."""

from datetime import date
from decimal import Decimal

import pytest

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind, keep_block, kind_label, read_block
from db.rules.templates import (
    DOTS,
    FORMS,
    Block,
    BlockKind,
    Field,
    FieldType,
    Piece,
    applies,
    check_template,
    check_text,
    fill,
    is_empty,
    plain,
    say,
)

DAY = date(2022, 3, 8)
FIELDS = (
    Field("nama", "Nama"),
    Field("tugas", "Tugas", FieldType.LINES),
    Field("rows", "Tabel", FieldType.TABLE),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Yth. {nama}", "Yth. Dewi"),
        ("{nama:besar}", "DEWI"),
        ("pada {hari:hari}", "pada Selasa, 8 Maret 2022"),
        ("{hari}", "8 Maret 2022"),
        ("{hari:pendek}", "08-03-2022"),
        ("{hari:bulan}", "Maret 2022"),
        (
            "{hari:pembukaan}",
            "Pada hari ini Selasa tanggal delapan bulan Maret tahun dua ribu dua puluh dua (08-03-2022)",
        ),
        ("{jumlah:orang}", "3 (tiga) orang"),
        ("{jumlah:bilangan}", "3 (tiga)"),
        ("{jumlah:terbilang}", "tiga"),
        ("{uang:rupiah}", "Rp1.500.000,00 (satu juta lima ratus ribu rupiah)"),
        ("{nilai}", "75,92"),
        ("{kosong}", DOTS),
        ("{tak_dikenal:besar}", DOTS),
        ("{{nama}}", "{nama}"),
        ("{ nama }", "Dewi"),
        ("satu { saja", "satu { saja"),
        ("{tugas}", "satu, dua, dan tiga"),
        ("{rows}", "A dan B"),
    ],
)
def test_a_text_with_its_fields(text, shown):
    values = {
        "nama": "Dewi",
        "hari": DAY,
        "jumlah": 3,
        "uang": 1_500_000,
        "nilai": Decimal("75.9166"),
        "kosong": "",
        "tugas": ("satu", "dua", "tiga"),
        "rows": ({"nama": "A"}, {"nama": "B"}),
    }
    assert plain(text, values) == shown


def test_bold_is_a_piece_of_its_own():
    assert fill("Sdr. {nama:tebal}, di", {"nama": "Dewi"}) == [
        Piece("Sdr. "),
        Piece("Dewi", bold=True),
        Piece(", di"),
    ]


def test_what_was_typed_is_never_read_as_a_field():
    assert plain("{nama}", {"nama": "{tugas} {{x}}", "tugas": "bocor"}) == "{tugas} {{x}}"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "value", ["kata", 0, 12, Decimal("1.5"), DAY, ("a", "b"), ({"nama": "A"},), (), "", None]
)
def test_every_form_takes_every_value(form, value):
    assert isinstance(say(value, form), str)


def test_a_line_is_empty_when_none_of_its_fields_says_anything():
    assert is_empty("Telepon {telepon}", {"telepon": ""})
    assert not is_empty("Telepon {telepon} {nama}", {"nama": "Dewi"})
    assert not is_empty("tanpa bidang", {})


def test_a_block_applies_where_its_field_says_something():
    block, unless = Block(BlockKind.BODY, when="jumlah"), Block(BlockKind.BODY, when="!jumlah")
    for value, said in ((3, True), (0, False), ("", False), ((), False), ("x", True), (None, False)):
        assert applies(block, {"jumlah": value}) is said
        assert applies(unless, {"jumlah": value}) is not said


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{namaa}", "Bidang {namaa} tidak dikenal"),
        ("{nama:tebel}", "Bentuk “tebel”"),
        ("{nama", "Kurung kurawal"),
        ("nama}", "Kurung kurawal"),
        ("{}", "Bidang {} tidak dikenal"),
    ],
)
def test_a_wrong_field_is_one_sentence(text, problem):
    [found] = check_text(text, FIELDS)
    assert found.startswith(problem)
    assert not check_text("{nama} {nomor} {{x}} {tugas:besar}", FIELDS)


def test_a_template_without_a_signature_is_refused_when_the_letter_is_signed():
    blocks = [Block(BlockKind.BODY, text="{nama}")]
    [problem] = check_template(blocks, FIELDS, signed=True)
    assert "tanda tangan" in problem.text
    assert not check_template(blocks, FIELDS, signed=False)
    assert not check_template([*blocks, Block(BlockKind.SIGN_PAIR, lines=("a|b",))], FIELDS, signed=True)


def test_a_template_without_its_number_is_refused_when_the_letter_is_numbered():
    annex = Block(BlockKind.ANNEX, lines=("NOMOR: {nomor}",))
    blocks = [Block(BlockKind.BODY, text="Surat Nomor {nomor}"), Block(BlockKind.SIGN), annex]
    [problem] = check_template(blocks, FIELDS, signed=True, numbered=True)
    assert "nomor surat" in problem.text
    assert "Nomor, sifat, hal" in problem.text
    assert not check_template(blocks, FIELDS, signed=True)
    for said in (BlockKind.REFERENCE, BlockKind.TITLE):
        bare = [*blocks, Block(said, lines=("Hal: {nama}",))]
        assert len(check_template(bare, FIELDS, signed=True, numbered=True)) == 1
        whole = [*blocks, Block(said, lines=("Nomor: { nomor }",))]
        assert not check_template(whole, FIELDS, signed=True, numbered=True)


def test_the_problem_names_its_block():
    blocks = [
        Block(BlockKind.BODY, text="{nama}"),
        Block(BlockKind.LIST, field="nama"),
        Block(BlockKind.TABLE),
        Block(BlockKind.BODY, text="x", when="!tak_ada"),
        Block(BlockKind.SIGN),
    ]
    assert [problem.field for problem in check_template(blocks, FIELDS, signed=True)] == ["1", "2", "3"]


@pytest.mark.parametrize("kind", LetterKind)
def test_what_ships_is_a_template_that_an_office_could_save(kind):
    spec = spec_of(kind)
    assert check_template(spec.template.blocks, spec.fields, signed=spec.signed, numbered=spec.numbered) == []
    assert not [
        problem
        for text in (spec.subject, spec.recipient, spec.message)
        for problem in check_text(text, spec.fields)
    ]
    assert kind_label(kind)
    for block in spec.template.blocks:
        assert read_block(keep_block(block)) == block
