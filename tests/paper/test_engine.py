"""Blocks on paper: what each kind does, how a letter is tightened, what a PDF says of itself."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from db.catalog import spec_of
from db.rules.archive_code import SHOWN_CODE
from db.rules.letter_kinds import LetterKind, Profile, Template
from db.rules.letter_values import letter_of, typed_values
from db.rules.letters import Letter, PaperSize
from db.rules.templates import Block, BlockKind, Field, FieldType, TableColumn
from desktop import paper
from desktop.paper.content import table_of
from desktop.paper.engine import compose
from desktop.paper.layout import CM, Floor, Layout
from desktop.paper.pages import fitted
from desktop.paper.press import fitted_layout, layout_for
from desktop.paper.strips import Run, text
from desktop.paper.word import render_word
from tests.paper import samples

LOREM = (
    "Kata demi kata disusun menjadi kalimat yang cukup panjang untuk mengisi beberapa baris surat ini. " * 3
)
CODE = "7F3A-91C2"


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def places_of(page) -> dict[str, tuple[float, float]]:
    """Where each run of words of a page begins."""
    found: dict[str, tuple[float, float]] = {}

    def visit(said, _cm, matrix, _font, _size):
        if said.strip():
            found[said.strip()] = (matrix[4], matrix[5])

    page.extract_text(visitor_text=visit)
    return found


def printed(
    *blocks: Block, profile: Profile | None = None, kind=LetterKind.CALL, values=None, **changes
) -> bytes:
    frame = samples.frame(template=Template(blocks, profile or Profile()), **changes)
    return paper.render(frame, Letter(kind, values or {}))


def words(*blocks: Block, **more) -> str:
    return " ".join(pages_of(printed(*blocks, **more)))


def sample_letter(kind: LetterKind) -> Letter:
    spec = spec_of(kind)
    return Letter(kind, typed_values(spec.fields, spec.sample))


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("size", PaperSize)
def test_every_kind_prints_its_sample_twice_alike(kind, size):
    frame = samples.frame(code=CODE, paper=size)
    pdf = paper.render(frame, sample_letter(kind))
    assert pdf == paper.render(frame, sample_letter(kind))
    found = pages_of(pdf)
    assert all(CODE in page for page in found)
    if spec_of(kind).signed:
        assert "{" not in " ".join(found)


def test_a_title_a_body_and_a_signature():
    blocks = (
        Block(BlockKind.HEAD),
        Block(BlockKind.TITLE, lines=("SURAT TUGAS", "NOMOR {nomor}")),
        Block(BlockKind.BODY, text="Kepada {nama:tebal}, {{bukan bidang}}."),
        Block(BlockKind.SIGN, style="dated known", lines=("Ditetapkan di {ibu_kota}",)),
    )
    said = words(*blocks, values={"nama": "Dewi"})
    assert "SURAT TUGAS NOMOR 400.9.12.3/041/Dinsos/IV/2020 Kepada Dewi, {bukan bidang}." in said
    assert "Ditetapkan di Sumbawa Besar Sumbawa Besar, 17 April 2020 Mengetahui, KEPALA" in said


def test_facts_that_say_nothing_are_left_out_but_a_number_that_is_missing_is_dotted():
    lines = ("Nomor: {nomor}", "nama: {nama}", "NIAT: {niat}", "tanpa bidang: tetap", "baris saja")
    said = words(Block(BlockKind.FACTS, lines=lines), values={"nama": "Dewi", "niat": ""}, number="")
    assert "Nomor : ………" in said
    assert "nama : Dewi tanpa bidang : tetap baris saja" in said
    assert "NIAT" not in said


def test_lists_are_numbered_lettered_dashed_and_end_as_one_sentence():
    values = {"syarat": ("satu.", "dua;", "tiga"), "lain": ("empat",)}
    assert "1. satu. 2. dua; 3. tiga" in words(
        Block(BlockKind.LIST, field="syarat", style="1"), values=values
    )
    assert "a. satu; b. dua; c. tiga." in words(
        Block(BlockKind.LIST, field="syarat", style="a;"), values=values
    )
    said = words(Block(BlockKind.LIST, lines=("{syarat}", "{lain}", "{kosong}"), style="-"), values=values)
    assert "- satu. - dua; - tiga - empat" in said
    assert said.count("- ") == 4
    assert "aa. x" in words(Block(BlockKind.LIST, field="syarat", style="a"), values={"syarat": ("x",) * 27})


def test_what_was_typed_into_a_list_is_never_a_field():
    said = words(Block(BlockKind.LIST, field="syarat"), values={"syarat": ("{nama} <b>",), "nama": "Dewi"})
    assert "1. {nama} <b>" in said


def test_recitals_share_a_column_and_end_with_semicolons():
    blocks = (
        Block(BlockKind.RECITAL, label="Menimbang", style="a", lines=("satu", "dua;")),
        Block(BlockKind.RECITAL, label="Mengingat", style="1", lines=("hanya satu",)),
        Block(BlockKind.RECITAL, label="KESATU", text="Tugas:", style="a", lines=("ini", "itu")),
        Block(BlockKind.RECITAL, text="sebagai lanjutan."),
        Block(BlockKind.RECITAL, label="KEDUA", lines=("{kosong}",)),
    )
    said = words(*blocks)
    assert "Menimbang : a. satu; b. dua; Mengingat : hanya satu; KESATU : Tugas: a. ini; b. itu." in said
    assert "sebagai lanjutan." in said
    assert "KEDUA" not in said


def test_blocks_apply_where_their_field_says_something():
    blocks = (
        Block(BlockKind.BODY, text="ada", when="jumlah"),
        Block(BlockKind.BODY, text="tiada", when="!jumlah"),
    )
    assert words(*blocks, values={"jumlah": 2}) == "ada"
    assert words(*blocks, values={"jumlah": 0}) == "tiada"
    assert words(*blocks) == "tiada"


def test_two_sign_beside_each_other_and_one_alone_at_the_right():
    both = Block(
        BlockKind.SIGN_PAIR, lines=("PIHAK KEDUA,|{nama}|Camat", "PIHAK PERTAMA,|Lalu"), style="dated"
    )
    [page] = PdfReader(BytesIO(printed(both, values={"nama": "Dewi"}))).pages
    places = places_of(page)
    assert places["PIHAK KEDUA,"][0] < 100 < places["PIHAK PERTAMA,"][0]
    assert places["PIHAK KEDUA,"][1] == places["PIHAK PERTAMA,"][1]
    assert places["Sumbawa Besar, 17 April 2020"][0] == places["Lalu"][0]
    alone = Block(BlockKind.SIGN_PAIR, lines=("Penerima,|Dewi",))
    [page] = PdfReader(BytesIO(printed(alone))).pages
    assert places_of(page)["Penerima,"][0] > 250


def test_everybody_of_a_table_signs():
    values = {"tim": ({"nama": "Dewi", "jabatan": "Ketua"}, {"nama": "Lalu", "jabatan": "Anggota"})}
    block = Block(BlockKind.SIGN_ALL, field="tim", label="TIM SELEKSI")
    said = words(block, kind=LetterKind.ADMINISTRATION_MINUTES, values=values)
    assert said.startswith("TIM SELEKSI No. Nama Jabatan dalam Tim Tanda Tangan 1. Dewi Ketua 1. …")


def test_a_column_without_anything_is_left_out_and_an_empty_table_says_nihil():
    table = Block(BlockKind.TABLE, field="daftar", style="small numbered")
    row = {"nama": "Dewi", "tempat_tanggal_lahir": "", "niat": "1", "alamat": "", "kecamatan": "Utan"}
    said = words(table, kind=LetterKind.DECREE, values={"daftar": (row,)})
    assert said == "No. Nama NIAT Kecamatan Tugas 1 2 3 4 1. Dewi 1 Utan"
    assert "NIHIL" in words(table, kind=LetterKind.DECREE)


def test_a_row_that_no_page_holds_is_set_smaller_and_not_cut():
    row = {"nama": "Dewi", "alamat": "jalan " * 1200}
    pdf = printed(
        Block(BlockKind.TABLE, field="daftar"), kind=LetterKind.DECREE, values={"daftar": (row, row)}
    )
    counts = [page.count("jalan") for page in pages_of(pdf)]
    assert counts == [1200, 1200]
    for page in PdfReader(BytesIO(pdf)).pages:
        assert min(y for _x, y in places_of(page).values()) > 2.4 * CM


def test_copies_stay_with_the_signature():
    for count in range(20, 45):
        blocks = (
            Block(BlockKind.HEAD),
            *(Block(BlockKind.BODY, text="Satu baris saja.") for _i in range(count)),
            Block(BlockKind.SIGN),
            Block(BlockKind.COPIES, lines=("Camat Utan", "Arsip")),
        )
        last = pages_of(printed(*blocks, profile=Profile(one_page=False)))[-1]
        assert "Satu baris saja. Satu baris saja." in last
        assert last.index("KEPALA DINAS") < last.index("Tembusan: 1. Camat Utan; 2. Arsip.")


@pytest.mark.parametrize("count", [*range(1, 40)])
def test_the_ladder_saves_a_page_or_two_lines_stand_above_the_signature(count):
    body = Block(BlockKind.BODY, text=LOREM)
    blocks = (Block(BlockKind.HEAD), *([body] * count), Block(BlockKind.SIGN))
    found = pages_of(printed(*blocks))
    last = found[-1]
    before = last[: last.index("KEPALA DINAS SOSIAL KABUPATEN")].split()
    assert len(before) > 14
    assert "NIP 19700101" in last


def test_a_letter_is_tightened_line_white_margins_type_and_never_below_its_floor():
    layout = Layout(line=1.15, floor=Floor(1.0, 0.35, 0.8, 11.0), size=12)
    steps = list(layout.tighter(one_page=True))
    for tighter, looser in zip(steps[1:], steps, strict=False):
        assert (tighter.line, tighter.space, tighter.left, tighter.size) <= (
            looser.line,
            looser.space,
            looser.left,
            looser.size,
        )
    last = steps[-1]
    assert (last.line, last.space, last.size) == pytest.approx((1.0, 0.35, 11.0))
    assert (last.left, last.top) == pytest.approx((0.8 * layout.left, 0.8 * layout.top))
    assert all(step.size == 12 and step.left == layout.left for step in layout.tighter(one_page=False))
    first_margin = next(i for i, step in enumerate(steps) if step.left < layout.left)
    assert steps[first_margin].line == 1.0
    assert steps[first_margin].space == pytest.approx(0.35)
    assert next(step for step in steps if step.size < 12).left == pytest.approx(last.left)


def test_a_letter_that_is_not_meant_for_one_page_keeps_its_type():
    def compose(layout):
        return [line for _i in range(11) for line in text(LOREM, layout)]

    loose = Layout(one_page=False, floor=Floor(1.0, 0.35, 0.8, 9.0))
    layout, pages = fitted(compose, loose)
    assert (layout.size, layout.left) == (loose.size, loose.left)
    layout, pages = fitted(compose, replace(loose, one_page=True))
    assert len(pages) == 1


def test_a_profile_is_the_paper():
    profile = Profile(
        paper="A4", landscape=True, left=1.5, size=10, family="bonum", tte_box=True, bottom=1.0, head=0.9
    )
    layout = layout_for(profile, samples.frame(code=CODE))
    assert layout.paper is PaperSize.A4
    assert layout.page[0] > layout.page[1]
    assert layout.left == pytest.approx(1.5 * CM)
    assert layout.bottom == pytest.approx(2 * CM)  # room for the foot
    assert layout_for(profile, samples.frame()).bottom == pytest.approx(1 * CM)
    assert layout_for(Profile(), samples.frame(paper=PaperSize.A4)).paper is PaperSize.A4
    assert (layout.size, layout.tte_box, layout.head) == (10, True, 0.9)


def test_a_box_for_an_electronic_signature_only_where_it_is_wanted():
    sign = Block(BlockKind.SIGN)
    assert "Tempat tanda tangan elektronik" in words(sign, profile=Profile(tte_box=True))
    assert "elektronik" not in words(sign)


def test_a_pdf_says_its_title_language_and_parts():
    reader = PdfReader(BytesIO(paper.render(samples.frame(), samples.decree(19))))
    about = "Keputusan Penetapan TKSK di Kabupaten Sumbawa Tahun Anggaran 2020"
    assert reader.metadata.title == f"{about} Nomor {samples.frame().number}"
    assert reader.metadata.subject == about
    assert reader.metadata.author == "DINAS SOSIAL, PEMERINTAH KABUPATEN SUMBAWA"
    assert reader.root_object["/Lang"] == "id"
    assert [item.title for item in reader.outline] == [about, "Lampiran"]
    starts = [reader.get_destination_page_number(item) for item in reader.outline]
    assert starts[0] == 0
    assert "LAMPIRAN" in reader.pages[starts[1]].extract_text()
    assert PdfReader(BytesIO(paper.render(samples.frame(), samples.call()))).outline == []


def test_the_number_that_a_preview_expects_is_grey_and_its_neighbours_are_not():
    number = "400.9.12.3/017/Dinsos/IV/2020"
    frame = samples.frame(number="", expected=number, code=SHOWN_CODE)
    letter = sample_letter(LetterKind.COVER_LETTER)  # says its number twice
    strips = compose(frame, letter, layout_for(Profile(), frame))
    runs = [mark for strip in strips for mark in strip.marks if isinstance(mark, Run)]
    grey = [run.words for run in runs if run.grey]
    assert set(grey) == {number}
    bare = compose(replace(frame, number=number, expected=""), letter, layout_for(Profile(), frame))
    assert "".join(r.words for r in runs) == "".join(
        mark.words for strip in bare for mark in strip.marks if isinstance(mark, Run)
    )


def test_a_title_says_kind_number_and_subject_once():
    letter = sample_letter(LetterKind.COVER_LETTER)
    number = samples.frame().number
    said = PdfReader(BytesIO(paper.render(samples.frame(), letter))).metadata
    assert said.title.startswith(f"Surat pengantar Nomor {number}: ")
    assert said.title.endswith(said.subject)
    assert said.subject


@pytest.mark.parametrize("kind", LetterKind)
def test_no_title_names_a_person(kind):
    letter = sample_letter(kind)
    people = {str(letter.values.get(name)) for name in ("nama", "calon", "penerima", "diusulkan")} - {
        "None",
        "",
    }
    said = PdfReader(BytesIO(paper.render(samples.frame(), letter))).metadata
    assert said.title
    assert not [name for name in people if name in said.title + (said.subject or "")]


def test_the_poster_is_one_sheet_and_a_picture_for_phones():
    letter = sample_letter(LetterKind.POSTER)
    for size in PaperSize:
        [page] = pages_of(paper.render(samples.frame(paper=size), letter))
        assert "Seluruh tahapan seleksi tidak dipungut biaya." in page
        for wanted in ("KECAMATAN UTAN", "Formasi 1 (satu) orang", "Mampu mengoperasikan komputer"):
            assert wanted in page
    picture = paper.render_poster_picture(samples.frame(), letter)
    assert Image.open(BytesIO(picture)).size == (1080, 1350)
    assert picture == paper.render_poster_picture(samples.frame(), letter)
    assert picture != paper.render_poster_picture(samples.frame(practice=True), letter)


@pytest.mark.parametrize("count", [0, 1, 30, 200])
def test_a_poster_with_too_much_on_it_says_where_the_rest_is(count):
    letter = sample_letter(LetterKind.POSTER)
    needs = tuple(
        f"Syarat nomor {i} yang cukup panjang untuk dua baris penuh di poster" for i in range(count)
    )
    frame = samples.frame(head=samples.LONG_HEAD)
    [page] = pages_of(paper.render(frame, Letter(letter.kind, {**letter.values, "persyaratan": needs})))
    assert ("tanyakan kepada kami" in page) == (count == 200)
    assert "telepon (0371) 21999" in page


def test_facts_and_their_values_print_alike():
    for make, facts in samples.LETTERS.values():
        assert paper.render(make(), facts()) == paper.render(make(), letter_of(facts()))


REPLACED = "Surat ini menggantikan surat Nomor 042, yang dinyatakan tidak berlaku."


def words_of_word(frame, letter) -> str:
    return " ".join(one.text for one in Document(BytesIO(render_word(frame, letter))).paragraphs)


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_says_once_what_it_replaces_on_paper_and_in_word(kind):
    frame, letter = samples.frame(), sample_letter(kind)
    corrected = replace(frame, common={**frame.common, "menggantikan": REPLACED})
    told = " ".join(" ".join(pages_of(paper.render(corrected, letter))).split())
    assert told.count("yang dinyatakan tidak berlaku") == 1
    assert "yang dinyatakan tidak berlaku" not in " ".join(pages_of(paper.render(frame, letter)))
    assert [words_of_word(made, letter).count(REPLACED) for made in (corrected, frame)] == [1, 0]


def test_an_office_may_choose_where_it_stands():
    kind = LetterKind.INVITATION
    shipped = spec_of(kind).template
    last = Block(BlockKind.BODY, text="Catatan: {menggantikan}", when="menggantikan")
    frame = samples.frame(template=replace(shipped, blocks=(*shipped.blocks, last)))
    corrected = replace(frame, common={**frame.common, "menggantikan": REPLACED})
    [page] = pages_of(paper.render(corrected, sample_letter(kind)))
    assert page.count("yang dinyatakan tidak berlaku") == 1
    assert page.index("Tembusan") < page.index("Catatan:")


def test_a_table_adds_up_its_columns_of_numbers():
    field = Field("isi", "Isi", FieldType.TABLE, columns=(TableColumn("a", "A", 1), TableColumn("b", "B", 1)))
    rows = ({"a": "satu", "b": "1.000,5"}, {"a": "dua", "b": "25"})
    columns, cells = table_of(field, {"isi": rows}, total=True)
    assert (len(columns), cells[-1]) == (3, ["", "JUMLAH", "1025,5"])
    assert table_of(field, {"isi": rows[:1]}, numbered=False, total=True)[1][-1] == ["JUMLAH", "1000,5"]
    assert table_of(field, {"isi": ({"a": "x", "b": "dua"},)}, total=True)[1][-1] == ["", "JUMLAH", ""]
    assert table_of(field, {"isi": ()}, total=True)[1] == [["\u2013", "NIHIL", "\u2013"]]


def test_the_words_of_a_poster_are_those_of_its_template():
    letter, shipped = sample_letter(LetterKind.POSTER), spec_of(LetterKind.POSTER).template
    changed = [
        replace(block, text=block.text.replace("PERSYARATAN", "SYARATNYA")) for block in shipped.blocks
    ]
    changed[-1] = replace(changed[-1], text="Gratis, tanpa biaya.")
    changed.append(Block(BlockKind.SECTION, label="Catatan", text="bawa KTP"))
    changed.append(changed.pop(-2))
    frame = samples.frame(template=replace(shipped, blocks=tuple(changed)))
    [page] = pages_of(paper.render(frame, letter))
    for wanted in ("SYARATNYA", "Gratis, tanpa biaya.", "bawa KTP", "DINAS SOSIAL"):
        assert wanted in page
    assert "Seluruh tahapan" not in page
    assert paper.render_poster_picture(frame, letter) != paper.render_poster_picture(samples.frame(), letter)
    bare = replace(shipped, blocks=shipped.blocks[1:])
    [page] = pages_of(paper.render(samples.frame(template=bare), letter))
    assert "DINAS SOSIAL" not in page


@pytest.mark.parametrize("size", PaperSize)
def test_a_score_sheet_is_one_sheet_and_a_set_is_one_file(size):
    letter = sample_letter(LetterKind.SCORE_SHEET)
    [page] = pages_of(paper.render(samples.frame(paper=size, code=CODE), letter))
    assert "JUMLAH 100" in page
    assert page.index("menilai secara mandiri") < page.index("Pewawancara,")
    frame = samples.frame(paper=size)
    sheets = [samples.score_sheet(), samples.score_sheet(candidate="Ahmad Suryadi")]
    first, second = pages_of(paper.render_set(frame, sheets))
    assert "Ahmad Suryadi" in second
    assert first == pages_of(paper.render(frame, sheets[0]))[0]


def test_a_receipt_that_no_half_page_holds_stands_at_its_ease_on_a_whole_one():
    spec = spec_of(LetterKind.RECEIPT)
    frame = replace(samples.frame(), paper=PaperSize.A4, code="7F3A-91C2")
    for count, half in ((6, True), (12, False), (30, False)):
        papers = [{"nama": f"Surat keterangan yang ke-{n} dari kantor", "ada": "Ada"} for n in range(count)]
        letter = Letter(spec.kind, typed_values(spec.fields, {**spec.sample, "berkas": papers}))
        layout = fitted_layout(frame, letter)
        assert (layout.room is not None) is half
        assert half or layout.top >= 2 * CM
        [page] = pages_of(paper.render(frame, letter))
        assert f"ke-{count - 1} dari" in page


def test_who_signs_beside_or_above_the_head_begins_where_he_does():
    text = {}

    def visit(words, _cm, matrix, _font, _size):
        text[words.strip()] = round(matrix[4])

    spec = spec_of(LetterKind.EVALUATION)
    letter = Letter(spec.kind, typed_values(spec.fields, spec.sample))
    PdfReader(BytesIO(paper.render(samples.frame(), letter))).pages[0].extract_text(visitor_text=visit)
    assert text["Penilai,"] == text["Mengetahui,"]
