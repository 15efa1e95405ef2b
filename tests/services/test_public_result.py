"""The results as everybody may read them, and what is told one applicant, on both databases."""

import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import event, select

from db.models.recruitment import Vacancy
from db.rules.problems import RuleViolation
from db.rules.public_lists import NIK
from db.rules.public_result import PublicPage, PublicResult, public_html
from db.rules.selection import TrackStep
from db.services import letters
from db.services.recruitment import (
    applicants,
    calls,
    case_file,
    final_results,
    messages,
    proposals,
    public_result,
    ranking,
    reports,
    results,
    track,
    vacancies,
)
from desktop.paper import render_public_page
from tests.services import utan
from tests.services.many import fill_many
from tests.services.utan import EARLY, PEOPLE, announced, ready_to_score, register, render, score_all, untick

ON = date(2020, 4, 21)
AT = datetime(2020, 5, 4, 9, 30)


@pytest.fixture
def decided(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "80.25", "72.75")
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    act(final_results.issue_final, vacancy, dated_on=ON, render=render)
    return vacancy, ids


def shown(act, vacancy):
    [one] = act(public_result.public_page, [vacancy], on=ON).page.results
    return one


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
    with pytest.raises(RuleViolation, match=r"Belum ada hasil.*Utan"):
        act(public_result.public_page, [vacancy], on=ON)


def test_nothing_is_public_before_it_is_announced(act):
    vacancy, ids = ready_to_score(act)
    with pytest.raises(RuleViolation, match=r"Belum ada hasil.*Utan.*pengumuman hasil administrasi"):
        act(public_result.public_page, [vacancy], on=ON)
    letter = act(results.issue_results, vacancy, dated_on=date(2020, 4, 17), render=render)
    assert shown(act, vacancy).administration
    act(letters.cancel_letter, letter.id, "salah hari")
    with pytest.raises(RuleViolation, match="Belum ada hasil"):
        act(public_result.public_page, [vacancy], on=ON)
    score_all(act, vacancy, ids[:2], "80.25", "72.75")
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    one = shown(act, vacancy)
    assert one.administration
    assert one.final == ()
    assert "Hasil akhir belum diumumkan." in one.lines
    assert "Rina" not in repr(one)
    assert "Rina" not in repr(act(case_file.get_case_file, vacancy, at=AT))
    act(final_results.issue_final, vacancy, dated_on=ON, render=render)
    assert shown(act, vacancy).final[0] == ("TKSK-2020-5204-06-001", "Rina Marlina", "Lulus, diusulkan")
    assert "Rina" in repr(act(case_file.get_case_file, vacancy, at=AT))


def test_an_announcement_noted_in_the_track_counts(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "80.25", "72.75")
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    before = act(track.list_steps, vacancy)
    after = [
        replace(step, begun_on=ON, done_on=ON) if step.step is TrackStep.RESULT else step for step in before
    ]
    act(track.change_track, vacancy, after, before=before, today=ON)
    assert shown(act, vacancy).final[0][1] == "Rina Marlina"


@pytest.mark.parametrize("stage", ["decided", "announced", "proposed"])
def test_a_cancelled_vacancy_is_said_to_be_cancelled(act, stage):
    vacancy, ids = ready_to_score(act)
    act(results.issue_results, vacancy, dated_on=date(2020, 4, 17), render=render)
    score_all(act, vacancy, ids[:2], "80.25", "72.75")
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    if stage != "decided":
        act(final_results.issue_final, vacancy, dated_on=ON, render=render)
    if stage == "proposed":
        untick(act, vacancy)
        act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    act(vacancies.cancel_vacancy, vacancy, "formasi dihapus, Ahmad Zaelani sudah diberi tahu.")
    one = shown(act, vacancy)
    said = " ".join(one.lines)
    assert one.final == ()
    assert one.administration
    assert "Seleksi ini dibatalkan: formasi dihapus, TKSK-2020-5204-06-002 sudah diberi tahu." in said
    assert "Tidak ada peserta yang memenuhi ambang lulus" not in said
    assert "Cadangan" not in said
    for applicant in ids:
        text = act(messages.applicant_message, applicant).text
        assert "Seleksi ini DIBATALKAN: formasi dihapus, TKSK-2020-5204-06-002 sudah diberi tahu." in text
        assert "LULUS" not in text
    report = act(reports.applicants_report, reports.Wanted(ON))
    assert report.rows[0][-1] is None  # nobody of them is "lulus"
    with pytest.raises(RuleViolation, match="dibatalkan"):
        act(final_results.final_letter, vacancy, ON)


def test_nobody_passed_is_another_thing(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "60", "50")
    act(ranking.choose_nobody, vacancy, early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    act(final_results.issue_final, vacancy, dated_on=ON, render=render)
    one = shown(act, vacancy)
    assert {said for _number, _name, said in one.final} == {"Tidak lulus"}
    assert "Tidak ada peserta yang memenuhi ambang lulus; lowongan akan dibuka kembali." in one.lines
    assert "TIDAK LULUS" in act(messages.applicant_message, ids[0]).text


def test_who_applied_to_a_vacancy_that_was_cancelled_hears_it(act):
    vacancy = announced(act)
    applicant = register(act, vacancy, PEOPLE[0])
    act(vacancies.cancel_vacancy, vacancy, "formasi ditiadakan")
    text = act(messages.applicant_message, applicant).text
    assert "DIBATALKAN: formasi ditiadakan." in text
    assert "Simpan nomor" not in text


def test_more_vacancies_and_applicants_ask_few_more_questions(act, database):
    with database.writing() as session:
        fill_many(session)
    with database.reading() as session:
        ids = [v.id for v in session.scalars(select(Vacancy)) if v.stage in public_result.DECIDED]
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    counts = []
    for number in (1, 4, len(ids)):
        asked.clear()
        act(public_result.public_page, ids[:number], on=ON)
        counts.append(len(asked))
    event.remove(database.engine, "before_cursor_execute", note)
    assert counts[0] <= 25
    assert counts[2] - counts[0] <= 9 * (len(ids) - 1)


def test_after_the_administration_numbers_and_topics_and_where_to_object(act):
    vacancy, _ids = ready_to_score(act)
    act(results.issue_results, vacancy, dated_on=date(2020, 4, 17), render=render)
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
    assert f"{offer.page.title}\n" in paper
    assert "Halaman 1 dari 1" in paper
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
    utan.leave(act, applicants.withdraw, early, "diterima bekerja")
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
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    assert "LULUS dan diusulkan" in act(messages.applicant_message, rina).text
    assert "CADANGAN 1" in act(messages.applicant_message, ahmad).text
    assert "TIDAK MEMENUHI SYARAT" in act(messages.applicant_message, budi).text
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    assert "LULUS dan diusulkan" in act(messages.applicant_message, rina).text
    assert act_as("auditor", messages.applicant_message, rina).phone == ""
