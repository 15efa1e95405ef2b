"""The results as everybody may read them, and what is told one applicant, on both databases."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO

import pytest
from pypdf import PdfReader

from db.rules.problems import RuleViolation
from db.rules.public_lists import NIK
from db.rules.public_result import PublicPage, PublicResult, public_html
from db.services.recruitment import applicants, calls, messages, proposals, public_result, ranking, vacancies
from desktop.paper import render_public_page
from tests.services.utan import PEOPLE, announced, ready_to_score, register, render, score_all, untick

ON = date(2020, 4, 21)


@pytest.fixture
def decided(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "80.25", "72.75")
    act(ranking.decide, vacancy, ids[0], "", decided_on=date(2020, 4, 20), render=render)
    return vacancy, ids


class Reader(HTMLParser):
    """What a browser would fetch, run and show."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.words = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src", "action", "data")]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def said(self):
        return " ".join(self.words)


def test_nothing_is_public_before_the_administration_is_over(act):
    vacancy = announced(act)
    register(act, vacancy, PEOPLE[0])
    assert not act(public_result.has_results, vacancy)
    with pytest.raises(RuleViolation, match=r"Belum ada hasil.*Utan"):
        act(public_result.public_page, [vacancy], on=ON)


def test_after_the_administration_numbers_and_topics_and_where_to_object(act):
    vacancy, _ids = ready_to_score(act)
    [one] = act(public_result.public_page, [vacancy], on=ON).page.results
    assert one.administration == (
        ("TKSK-2020-5204-06-001", "MS", ""),
        ("TKSK-2020-5204-06-002", "MS", ""),
        ("TKSK-2020-5204-06-003", "TMS", "Persyaratan umur"),
        ("TKSK-2020-5204-06-004", "TMS", "Persyaratan domisili"),
    )
    assert one.final == ()
    said = " ".join(one.lines)
    assert "Sanggahan" in said
    assert "Rabu, 22 April 2020" in said
    assert "Tes wawancara: Senin, 20 April 2020" in said


def test_the_result_names_the_chosen_alone_and_tells_no_score(act, decided):
    vacancy, _ids = decided
    offer = act(public_result.public_page, [vacancy], on=ON)
    [one] = offer.page.results
    assert one.final == (
        ("TKSK-2020-5204-06-001", "Rina Marlina", "Lulus, diusulkan"),
        ("TKSK-2020-5204-06-002", "", "Cadangan 1"),
    )
    pdf = render_public_page(offer.page, offer.head, offer.paper, practice=offer.practice)
    paper = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    for said in (public_html(offer.page), paper):
        assert "Diumumkan Selasa, 21 April 2020" in said
        for hidden in ("Zaelani", "Santoso", "Nia Lestari", "80,25", "72,75", "0812", "Peringkat"):
            assert hidden not in said
        assert "Rina Marlina" in said
        assert not NIK.search(re.sub(r"<[^>]*>", "|", said))


def test_the_html_needs_nothing_else_and_takes_nothing_as_markup(act, decided):
    vacancy, _ids = decided
    page = act(public_result.public_page, [vacancy], on=ON).page
    bad = '<script src="https://x.id/a.js">alert(1)</script><img src=x onerror="a()">" & \''
    evil = PublicResult(9, bad, 2020, ((bad, "TMS", bad),), ((bad, bad, bad),), (bad,))
    read = Reader(public_html(PublicPage(bad, (bad,), bad, (*page.results, evil))))
    assert {"script", "img", "iframe", "link", "object"}.isdisjoint(read.tags)
    assert all(link.startswith("#") for link in read.links)
    assert bad in read.said
    html = public_html(page)
    assert 'name="viewport"' in html
    assert "default-src 'none'" in html
    assert 'lang="id"' in html
    assert "http://" not in html
    assert "https://" not in html


def test_many_vacancies_stand_on_one_page_by_name(act, decided):
    vacancy, _ids = decided
    page = act(public_result.public_page, [vacancy], on=ON).page
    other = replace(page.results[0], kecamatan="Alas")
    many = replace(page, results=(other, page.results[0]))
    html = public_html(many)
    assert html.count("<section") == 2
    assert 'href="#k2"' in html
    offer = act(public_result.public_page, [vacancy], on=ON)
    pdf = render_public_page(many, offer.head, offer.paper, practice=False)
    assert len(PdfReader(BytesIO(pdf)).pages) == 2


def test_each_applicant_has_a_text_at_each_stage(act):
    vacancy = announced(act)
    early = register(act, vacancy, PEOPLE[0], papers=["D01"])
    said = act(messages.applicant_message, early)
    assert said.phone == "081234567890"
    assert "TKSK-2020-5204-06-001" in said.text
    assert "Belum ada: " in said.text
    assert "paling lambat Jumat, 17 April 2020" in said.text
    act(applicants.withdraw, early, "diterima bekerja")
    assert "Alasan: diterima bekerja." in act(messages.applicant_message, early).text
    act(vacancies.cancel_vacancy, vacancy, "salah formasi")


def test_the_texts_from_ms_to_the_result(act, act_as):
    vacancy, (rina, ahmad, budi, _nia) = ready_to_score(act)
    act(calls.issue_calls, vacancy, dated_on=date(2020, 4, 17), render=render)
    called = act(messages.applicant_message, rina).text
    assert "MEMENUHI SYARAT (MS)" in called
    assert "Senin, 20 April 2020, pukul 09.00 WITA" in called
    failed = act(messages.applicant_message, budi).text
    assert "TIDAK MEMENUHI SYARAT (TMS)" in failed
    assert "umur 36 tahun" in failed
    score_all(act, vacancy, (rina, ahmad), 80, 72)
    act(ranking.decide, vacancy, rina, "", decided_on=date(2020, 4, 20), render=render)
    assert "LULUS dan diusulkan" in act(messages.applicant_message, rina).text
    assert "CADANGAN 1" in act(messages.applicant_message, ahmad).text
    assert "TIDAK MEMENUHI SYARAT" in act(messages.applicant_message, budi).text
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    assert "LULUS dan diusulkan" in act(messages.applicant_message, rina).text
    assert act_as("auditor", messages.applicant_message, rina).phone == ""
