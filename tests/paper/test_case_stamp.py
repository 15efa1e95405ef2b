"""The number on each page of a bound file: in the program's own type, embedded once, whatever is written."""

import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop import paper
from desktop.paper.case_stamp import StampedBinder
from tests.paper import samples

NAME = "Berkas perkara seleksi TKSK Kecamatan Utan 2020"


@pytest.fixture(scope="module")
def call():
    make, facts = samples.LETTERS["call"]
    return paper.render(make(), facts())


def stamped(*papers, name=NAME):
    """The bound file of papers with the reason for which each was cancelled."""
    output = BytesIO()
    binder = StampedBinder(output, name)
    for pdf, cancelled in papers:
        binder.cancelled = cancelled
        binder.add(pdf, "Surat")
    binder.close()
    return output.getvalue()


def fonts_of(reader):
    """Each font of a file once: its name and its file."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            found[font.indirect_reference.idnum] = (font["/BaseFont"], font["/FontDescriptor"]["/FontFile2"])
    return list(found.values())


def test_every_font_is_embedded_and_that_of_the_numbers_once(call):
    reader = PdfReader(BytesIO(stamped(*[(call, "")] * 30, (call, "salah hari"))))
    named = [name for name, _file in fonts_of(reader) if name.startswith("/PILARA")]
    assert sorted(named) == ["/PILARA+LiberationSans-Bold", "/PILARA+LiberationSans-Regular"]
    assert all(len(file.get_data()) == file["/Length1"] for _name, file in fonts_of(reader))


def test_a_file_without_cancelled_papers_has_no_bold_numbers(call):
    reader = PdfReader(BytesIO(stamped((call, ""))))
    assert [name for name, _file in fonts_of(reader) if name.startswith("/PILARA")] == [
        "/PILARA+LiberationSans-Regular"
    ]


def test_the_numbers_and_reasons_can_be_read_and_searched(call):
    reason = "salah “hari” (3×) \\ café 😀 – Ž"
    reader = PdfReader(BytesIO(stamped((call, ""), (call, reason))))
    first, second = (page.extract_text() for page in reader.pages)
    assert f"{NAME} · Halaman 1 dari 2" in first
    assert "DIBATALKAN" not in first
    assert f"{NAME} · Halaman 2 dari 2" in second
    assert "DIBATALKAN: salah “hari” (3×) \\ café  – Ž" in second


def test_more_letters_than_one_font_holds_do_not_break_the_file(call):
    name = "".join(map(chr, range(0x400, 0x500))) + "".join(map(chr, range(0x21, 0x7F)))
    reader = PdfReader(BytesIO(stamped((call, ""), name=name)))
    assert "".join(map(chr, range(0x410, 0x450))) in reader.pages[0].extract_text()


def test_poppler_agrees(call, tmp_path):
    """The file as another program reads it."""
    path = tmp_path / "perkara.pdf"
    path.write_bytes(stamped((call, ""), (call, "salah hari")))
    try:
        listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("pdffonts is not installed")
    assert listed.stderr == ""
    for line in listed.stdout.splitlines()[2:]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line
