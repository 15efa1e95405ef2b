"""Letters on paper: size, fonts, wording, signatures, page breaks. Read back with pypdf."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.rules.letters import AdministrationMinutesFacts, PaperSize
from desktop import paper
from desktop.paper.strips import BREAKABLE
from tests.paper import samples

MM = 72 / 25.4
SIZES = {PaperSize.F4: (215 * MM, 330 * MM), PaperSize.A4: (210 * MM, 297 * MM)}
HEADS = {"short": samples.SUMBAWA, "long": samples.LONG_HEAD, "no logo": replace(samples.SUMBAWA, logo=None)}


def pages(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font of every page, and whether a subset of it is embedded."""
    found = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object()
            name = font["/BaseFont"]
            found[name] = name[7:8] == "+" and "/FontFile2" in font["/FontDescriptor"]
    return found


def render(kind: str, **changes) -> bytes:
    frame, facts = samples.LETTERS[kind]
    return paper.render(replace(frame(), **changes), facts())


def every_pdf() -> dict[str, bytes]:
    sheets = [samples.score_sheet(), samples.score_sheet(candidate="Ahmad Suryadi")]
    return {
        **{kind: render(kind) for kind in samples.LETTERS},
        "score_sheets": paper.render_set(samples.frame(), sheets),
        "recap": paper.render_report(samples.recap()),
        "preview": paper.render_letterhead_preview(samples.frame()),
    }


@pytest.fixture(scope="module")
def pdfs() -> dict[str, bytes]:
    return every_pdf()


def test_importing_paper_does_not_import_reportlab():
    script = "import sys, desktop.paper; sys.exit('reportlab' in sys.modules or 'pypdf' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("kind", samples.LETTERS)
def test_every_page_is_exactly_the_paper_asked_for(kind, size):
    for page in PdfReader(BytesIO(render(kind, paper=size))).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            SIZES[size], abs=0.01
        )


def test_the_recap_lies_on_its_side():
    page = PdfReader(BytesIO(paper.render_report(samples.recap()))).pages[0]
    size = (float(page.mediabox.width), float(page.mediabox.height))
    assert size == pytest.approx(tuple(reversed(SIZES[PaperSize.F4])), abs=0.01)


def test_all_fonts_are_embedded_as_subsets(pdfs):
    for name, pdf in pdfs.items():
        assert fonts(pdf), name
        assert all(fonts(pdf).values()), name


def test_a_practice_letter_embeds_the_font_of_its_mark():
    assert all(fonts(render("decree", practice=True)).values())


def test_a_decree_is_set_in_bonum_and_a_letter_in_sans(pdfs):
    assert any("Bonum" in font for font in fonts(pdfs["decree"]))
    assert all("LiberationSans" in font for font in fonts(pdfs["call"]))


def test_same_facts_give_same_bytes(pdfs):
    assert every_pdf() == pdfs


def test_metadata_names_the_letter_and_the_office_but_no_person(pdfs):
    for name, pdf in pdfs.items():
        metadata = " ".join(str(value) for value in PdfReader(BytesIO(pdf)).metadata.values())
        assert "DINAS SOSIAL" in metadata, name
        for person in ("Baiq", "Rahmat", "Ikhsan", "Fauzan"):
            assert person not in metadata, name


@pytest.mark.parametrize("kind", samples.LETTERS)
def test_latihan_stands_on_every_page_of_practice_and_nowhere_else(kind):
    assert all("LATIHAN" in page for page in pages(render(kind, practice=True)))
    assert "LATIHAN" not in text(render(kind))


def test_latihan_on_score_sheets_and_recap():
    assert "LATIHAN" in text(paper.render_set(samples.frame(practice=True), [samples.score_sheet()]))
    assert all("LATIHAN" in page for page in pages(paper.render_report(samples.recap(60, practice=True))))


def test_the_number_is_printed_or_dotted():
    assert "NOMOR 400.9.12.3/041/Dinsos/IV/2020" in text(render("announcement"))
    assert "400.9.12.3/041/Dinsos/IV/2020" in text(render("call"))
    assert "NOMOR 400.9.12.3/041/Dinsos/IV/2020" in text(render("receipt"))
    assert "NOMOR ………" in text(render("announcement", number=""))
    assert re.search(r"Nomor ?: ?………", text(render("call", number="")))


def test_the_announcement_gives_weekdays_and_no_final_word(pdfs):
    words = text(pdfs["announcement"])
    assert "Jumat, 17 April 2020" in words
    assert "Senin, 20 April 2020" in words
    assert "Senin, 6 April 2020 s.d. Rabu, 15 April 2020" in words
    assert "1 (satu) orang" in words
    assert "Seluruh tahapan seleksi tidak dipungut biaya." in words
    assert "mutlak" not in words
    assert "Dinas Sosial Provinsi Nusa Tenggara Barat" in words


def test_the_call_says_when_where_and_to_whom(pdfs):
    words = text(pdfs["call"])
    for part in ("Sumbawa Besar, 17 April 2020", "Segera", "Baiq Nurhayati", "Senin, 20 April 2020"):
        assert part in words
    assert "pukul 09.00 WITA s.d. selesai" in words
    assert "Tembusan:" in words


def test_minutes_open_in_words(pdfs):
    opening = "Pada hari ini Jumat tanggal tujuh belas bulan April tahun dua ribu dua puluh (17-04-2020)"
    assert opening in text(pdfs["administration_minutes"])
    assert "Pada hari ini Senin tanggal dua puluh bulan April" in text(pdfs["interview_minutes"])


def test_the_team_signs_and_the_head_knows(pdfs):
    for kind in ("administration_minutes", "interview_minutes"):
        last = pages(pdfs[kind])[-1]
        assert "Demikian Berita Acara ini dibuat" in last
        for member in samples.TEAM:
            assert member.name in last
        assert last.index("TIM SELEKSI") < last.index("Mengetahui,") < last.index("NIP 19700101")


def test_interview_minutes_show_scores_recusal_and_the_proposed(pdfs):
    words = text(pdfs["interview_minutes"])
    assert "75,92" in words
    assert "Ambang kelulusan 70,00" in words
    assert "Mengusulkan Baiq Nurhayati sebagai calon TKSK Kecamatan Utan." in words
    assert "konflik kepentingan" in words
    assert "Tidak terdapat nilai akhir yang sama." in words


def test_five_interviewers_keep_their_scores_on_one_line():
    facts = samples.interview_minutes()
    rows = tuple(replace(row, member_totals=(row.member_totals * 2)[:5]) for row in facts.rows)
    team = (*samples.TEAM, *samples.TEAM[:2])
    words = text(paper.render(samples.frame(), replace(facts, rows=rows, team=team)))
    assert words.count("73,75") == 2


def test_nobody_recommended_is_said():
    facts = replace(samples.interview_minutes(), recommendation="", reserves=())
    assert "Tidak ada peserta yang diusulkan" in text(paper.render(samples.frame(), facts))


def test_the_proposal_goes_through_the_province(pdfs):
    words = text(pdfs["proposal"])
    assert "Kepala Dinas Sosial Provinsi Nusa Tenggara Barat" in words
    assert "75,92 (peringkat 1)" in words
    assert "Bupati Sumbawa di Sumbawa Besar (sebagai laporan);" in words


def test_aceh_has_no_provinsi_in_the_name_of_its_office():
    words = text(paper.render(samples.banda_aceh(), samples.proposal()))
    assert "Kepala Dinas Sosial Aceh" in words
    assert "Wali Kota Banda Aceh" in words


def test_the_presentation_quotes_the_decree_on_one_page(pdfs):
    (words,) = pages(pdfs["presentation"])
    assert "Keputusan Kepala Dinas Sosial Aceh Nomor 467.1/1540/2022 tanggal 31 Januari 2022" in words
    assert "1171020001" in words
    assert "8. mendukung dan berpartisipasi" in words


def test_signer_and_nip_are_grouped(pdfs):
    for kind in ("announcement", "call", "proposal", "decree"):
        words = text(pdfs[kind])
        assert "Dr. Ir. Muhammad Ikhsan, M.T." in words
        assert "Pembina Utama Muda (IV/c)" in words
        assert "NIP 19700101 199503 1 002" in words


def test_a_signer_without_nip_has_no_line_for_it():
    assert "NIP" not in text(render("call", signer=replace(samples.HEAD_OF_OFFICE, nip="")))


def test_the_receipt_is_signed_by_who_received(pdfs):
    (words,) = pages(pdfs["receipt"])
    assert "Sari Puspita" in words
    assert "Ikhsan" not in words
    assert "paling lambat Rabu, 15 April 2020" in words


def test_the_receipt_keeps_to_the_upper_half():
    for documents in (samples.receipt().documents, samples.receipt(0).documents * 2):
        pdf = paper.render(samples.frame(), replace(samples.receipt(), documents=documents))
        assert len(pages(pdf)) == 1
    lowest = []
    page = PdfReader(BytesIO(render("receipt"))).pages[0]
    page.extract_text(
        visitor_text=lambda words, _cm, tm, _font, _size: words.strip() and lowest.append(tm[5])
    )
    assert min(lowest) > float(page.mediabox.height) / 2


def test_no_run_of_sixteen_digits(pdfs):
    for kind in ("announcement", "administration_minutes", "interview_minutes", "decree"):
        assert not re.search(r"\d{16}", text(pdfs[kind]).replace(" ", "").replace(samples.NIP, ""))


@pytest.mark.parametrize("rows", [2, 24, 60, 290])
def test_the_annex_repeats_its_header_and_keeps_rows_with_the_signature(rows):
    annex = pages(paper.render(samples.frame(), samples.decree(rows)))
    first = next(i for i, page in enumerate(annex) if "LAMPIRAN KEPUTUSAN" in page)
    assert all("Kecamatan Tugas" in page for page in annex[first:])
    numbers = [int(n) for page in annex[first:] for n in re.findall(r"(\d+)\. (?=[A-Z][a-z]+ [A-Z])", page)]
    assert numbers == list(range(1, rows + 1))
    assert f"{rows}. " in annex[-1]
    assert f"{rows - 1}. " in annex[-1]
    assert annex[-1].index(f"{rows}. ") < annex[-1].index("NIP 19700101 199503 1 002")
    assert "Ditetapkan di" in " ".join(annex[:first])


def test_a_decree_for_one_officer_names_him_without_an_annex():
    words = text(paper.render(samples.frame(), samples.decree(1)))
    assert "Lampiran" not in words
    assert "LAMPIRAN" not in words
    assert "Ahmad Suryadi" in words


def test_the_decree_in_the_order_of_a_decree(pdfs):
    words = text(pdfs["decree"])
    order = [
        "Menimbang",
        "Mengingat",
        "Memperhatikan",
        "MEMUTUSKAN:",
        "Menetapkan",
        "KESATU",
        "KEDUA",
        "KETIGA",
    ]
    order += [
        "KEEMPAT",
        "KELIMA",
        "KEENAM",
        "Ditetapkan di Sumbawa Besar",
        "pada tanggal 17 April 2020",
        "LAMPIRAN",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_pages_are_numbered_from_the_second(pdfs):
    first, *others = pages(pdfs["decree"])
    assert "- 1 -" not in first
    assert all(f"- {i} -" in page for i, page in enumerate(others, start=2))


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("kind", samples.LETTERS)
def test_the_signature_never_stands_alone(kind, head, size):
    """At least two lines of text (some ten words) stand above the signature on its page."""
    pdf = render(kind, head=HEADS[head], paper=size, signer=samples.ON_BEHALF)
    signed = [page for page in pages(pdf) if "Sari Puspita" in page or "SEKRETARIS," in page]
    assert signed
    for page in signed:
        before = re.split("a.n. KEPALA|Yang menerima", page)[0]
        assert len(before.split()) > 10


@pytest.mark.parametrize("lines", range(1, 60, 3))
def test_the_signature_is_whole_wherever_it_falls(lines):
    facts = replace(samples.announcement(), requirements=("Berpendidikan paling rendah SMA",) * lines)
    last = pages(paper.render(samples.frame(), facts))[-1]
    assert "Demikian pengumuman ini" in last
    assert last.index("KEPALA DINAS SOSIAL KABUPATEN SUMBAWA,") < last.index("NIP 19700101 199503 1 002")


def test_a_long_office_name_takes_three_lines():
    words = PdfReader(BytesIO(render("call", head=samples.LONG_HEAD))).pages[0].extract_text()
    assert words.replace("\n", " ").startswith(
        "PEMERINTAH KABUPATEN SUMBAWA DINAS SOSIAL, PEMBERDAYAAN PEREMPUAN,"
    )
    assert [line for line in words.splitlines() if "KELUARGA BERENCANA" in line]


def test_a_long_name_is_printed_whole():
    assert len(samples.LONG_NAME) >= 60
    signer = replace(samples.HEAD_OF_OFFICE, name=samples.LONG_NAME)
    pdf = paper.render(samples.frame(signer=signer), replace(samples.call(), name=samples.LONG_NAME))
    assert text(pdf).count(samples.LONG_NAME) == 2


def test_markup_in_a_name_is_printed_as_typed():
    name = "A <b>& B</b> <para> &amp;"
    for facts in (replace(samples.call(), name=name), replace(samples.receipt(), name=name)):
        assert name in text(paper.render(samples.frame(), facts))


def test_control_characters_in_a_name_are_blanks():
    facts = replace(samples.call(), name="Baiq\n\tNur\x00hayati")
    assert "Baiq Nur hayati" in text(paper.render(samples.frame(), facts))


def test_a_word_longer_than_its_line_is_cut():
    head = replace(samples.SUMBAWA, email="a" * 150 + "@example")
    assert "a" * 40 in text(render("call", head=head))


def test_empty_lists_still_print():
    minutes = AdministrationMinutesFacts(
        "Utan", samples.REGENCY, 2020, date(2020, 4, 17), "Aula", (), samples.TEAM
    )
    assert "NIHIL" in text(paper.render(samples.frame(), minutes))
    bare = replace(samples.decree(), legal_basis=(), notices=(), duties=(), rows=())
    assert "Memperhatikan" not in text(paper.render(samples.frame(), bare))
    assert paper.render(samples.frame(), replace(samples.presentation(), duties=(), niat="", phone=""))
    assert paper.render(samples.frame(), replace(samples.proposal(), attachments=(), cause_reference=""))
    assert paper.render_report(samples.recap(0))
    assert paper.render_set(samples.frame(), [])


def test_score_sheets_ask_for_what_the_program_takes():
    facts = [samples.score_sheet(), samples.score_sheet(candidate="Ahmad Suryadi", member=samples.TEAM[1])]
    first, second = pages(paper.render_set(samples.frame(), facts))
    assert "Nilai (0–100)" in first
    assert "tidak mempunyai hubungan keluarga" in first
    assert first.count("Drs. Ahmad Fauzan, M.Si.") == 2
    assert "Ahmad Suryadi" in second


def test_the_recap_has_totals_legend_and_counted_pages():
    facts = samples.recap(60)
    found = pages(paper.render_report(facts))
    words = " ".join(found)
    assert all("Kecamatan" in page for page in found[:-1])
    assert f"{facts.tables[0].totals[26]:,}".replace(",", ".") in words
    assert "PMKS-26 Komunitas adat terpencil" in words
    for i, page in enumerate(found, start=1):
        assert f"Halaman {i} dari {len(found)}" in page
        assert facts.printed in page


def test_a_district_of_24_fits_on_one_sheet():
    assert len(pages(paper.render_report(samples.recap(24)))) == 1


def test_the_preview_shows_only_the_head(pdfs):
    (words,) = pages(pdfs["preview"])
    assert "DINAS SOSIAL" in words
    assert "Contoh isi surat." in words


def test_an_amount_is_never_broken_but_a_number_of_a_letter_may_be():
    assert BREAKABLE.split("12.500.000") == ["12.500.000"]
    assert BREAKABLE.split("400.9.12.3/002") == ["400.", "9.", "12.", "3/", "002"]
