"""Many papers as one PDF: the pages of the archive as they are, and no more than one paper held at a time."""

import gc
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link

from desktop import paper
from tests.paper import samples


@pytest.fixture(scope="module")
def pdfs():
    return {
        kind: paper.render(make(), facts())
        for kind, (make, facts) in samples.LETTERS.items()
        if kind in ("call", "decree", "receipt")
    }


def test_joined_papers_have_bookmarks_in_order(pdfs):
    titles = ["Panggilan 1", "Keputusan", "Panggilan 2"]
    bundle = [pdfs["call"], pdfs["decree"], pdfs["call"]]
    joined = paper.join(bundle, titles)
    assert joined == paper.join(bundle, titles)
    reader = PdfReader(BytesIO(joined))
    assert [item.title for item in reader.outline] == titles
    assert reader.root_object["/Lang"] == "id"
    starts = [reader.get_destination_page_number(item) for item in reader.outline]
    assert starts == [0, 1, 1 + len(PdfReader(BytesIO(pdfs["decree"])).pages)]


def test_joined_pages_are_those_of_the_archive(pdfs):
    bundle = [pdfs["call"], pdfs["decree"], pdfs["receipt"]]
    joined = PdfReader(BytesIO(paper.join(iter(bundle), ["a", "b", "c"])))
    kept = [page for pdf in bundle for page in PdfReader(BytesIO(pdf)).pages]
    assert len(joined.pages) == len(kept)
    for page, before in zip(joined.pages, kept, strict=True):
        assert page.get_contents()._data == before.get_contents()._data
        assert page.mediabox == before.mediabox
        assert page.extract_text() == before.extract_text()
        fonts, fonts_before = page["/Resources"]["/Font"], before["/Resources"]["/Font"]
        for name in fonts_before:
            files = [kind[name]["/FontDescriptor"]["/FontFile2"].get_data() for kind in (fonts, fonts_before)]
            assert files[0] == files[1]


def test_a_logo_that_all_papers_have_is_joined_once(pdfs):
    one, many = (len(paper.join([pdfs["call"]] * count, ["x"] * count)) for count in (1, 50))
    assert many < 4 * one


def test_scanned_pages_with_links_to_each_other_can_be_joined():
    writer = PdfWriter()
    for _page in range(3):
        writer.add_blank_page(200, 300)
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), target_page_index=2))
    output = BytesIO()
    writer.write(output)
    joined = PdfReader(BytesIO(paper.join([output.getvalue()] * 2, ["a", "b"])))
    for first in (0, 3):
        link = joined.pages[first]["/Annots"][0].get_object()
        target = link.get("/Dest") or link["/A"]["/D"]
        assert target[0].get_object() == joined.pages[first + 2]


def test_pages_of_a_scan_are_counted():
    writer = PdfWriter()
    for _page in range(2):
        writer.add_blank_page(200, 300)
    output = BytesIO()
    writer.write(output)
    assert paper.count_pages(output.getvalue()) == 2
    assert paper.count_pages(b"\x89PNG") == 1
    assert paper.count_pages(b"%PDF-1.4 rusak") == 0


def test_nothing_of_a_paper_is_held_once_it_is_written(pdfs):
    binder = paper.binding(BytesIO())
    binder.add(pdfs["call"], "a")
    gc.collect()
    gc.disable()  # as in the program, where only the GUI thread collects
    binder.add(pdfs["decree"], "b")
    left = gc.collect()
    gc.enable()
    assert left == 0
