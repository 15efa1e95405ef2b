"""The case file of a vacancy: everything in it, nothing of it for the wrong eyes, on both databases."""

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import event, text

from db.rules.access import Right
from db.rules.case_file import CasePaper
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.problems import Forbidden, RuleViolation
from db.rules.proposals import PaperForm
from db.rules.public_lists import NIK
from db.rules.selection import Relation
from db.services import history, letters, scans
from db.services.recruitment import (
    applicants,
    calls,
    case_file,
    interviews,
    objections,
    plenary,
    proposal_papers,
    proposals,
    ranking,
    sheet_entry,
    sheets,
    vacancies,
)
from db.services.recruitment.recap import get_recap
from desktop.paper.case_file import bind_case_file, count_steps
from tests.services import utan
from tests.services.utan import (
    EARLY,
    PEOPLE,
    announced,
    leave_utan,
    lock,
    open_utan,
    person,
    ready_to_score,
    register,
    render,
    score_all,
    untick,
)

AT = datetime(2020, 5, 4, 9, 30)
DAY = date(2020, 4, 20)
RUN = re.compile(r"\d(?:[\s.\-]*\d){15}")
PHONE = re.compile(r"(?<!\d)(?:\+?62|0)8[\d\s.\-]{7,}")
SCORE = "87,65"


def case_of(act, vacancy, **more):
    return act(case_file.get_case_file, vacancy, at=AT, **more)


def bound(act, vacancy, case):
    """The PDF of a case file, and what it says."""
    output, ticks = BytesIO(), []

    def bind(session):
        fetch = case_file.open_papers(session, vacancy, masked=case.masked)
        return bind_case_file(case, output, fetch, ticks.append)

    result = act(bind)
    assert ticks == list(range(1, count_steps(case) + 1))
    reader = PdfReader(BytesIO(output.getvalue()))
    assert result.pages == len(reader.pages)
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def titles(outline):
    found = []
    for item in outline:
        found += titles(item) if isinstance(item, list) else [item.title]
    return found


@pytest.fixture
def asked(database):
    """Every statement that goes to the database."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def scored(act):
    """Two candidates, all sheets locked: vacancy and applicants."""
    vacancy, ids = ready_to_score(act)
    act(calls.issue_calls, vacancy, dated_on=date(2020, 4, 17), render=render)
    score_all(act, vacancy, ids[:2], "87.654", "71.5")
    return vacancy, ids


@pytest.fixture
def proposed(act, scored):
    vacancy, (rina, *_others) = scored
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    return scored


def test_everything_of_the_vacancy_stands_in_order_with_pages_and_bookmarks(act, proposed):
    vacancy, _ids = proposed
    case = case_of(act, vacancy, masked=False)
    reader, said = bound(act, vacancy, case)
    top = [item.title for item in reader.outline if not isinstance(item, list)]
    chapters = [f"{n}. {chapter.title}" for n, chapter in enumerate(case.chapters, 1)]
    assert top == [
        "Sampul dan daftar isi",
        *chapters,
        f"{len(chapters) + 1}. Daftar naskah dan sidik SHA-256",
    ]
    pages = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        assert f"Halaman {number} dari {pages}" in page.extract_text()
    flat = titles(reader.outline)
    for letter in act(letters.letters_of, vacancy_id=vacancy):
        assert any(letter.number in title for title in flat) if letter.number else True
    contents = reader.pages[1].extract_text()
    for item in reader.outline:
        if not isinstance(item, list) and item.title != "Sampul dan daftar isi":
            page = reader.get_destination_page_number(item) + 1
            assert re.search(rf"{re.escape(item.title)}\s+hal\. {page}\b", contents), item.title
    for words in ("5204061508909001", "Ahmad Zaelani", SCORE, "71,50", "umur 36 tahun"):
        assert words in said


def test_each_paper_stands_with_the_hash_that_the_archive_keeps(act, database, proposed):
    vacancy, _ids = proposed
    case = case_of(act, vacancy, masked=False)
    _reader, said = bound(act, vacancy, case)
    bare = re.sub(r"[\s:]", "", said)
    with database.reading() as session:
        rows = session.execute(
            text(
                "SELECT p.pdf, p.sha256 FROM letter_paper p JOIN letter l ON l.id = p.letter_id"
                " WHERE l.vacancy_id = :v"
            ),
            {"v": vacancy},
        ).all()
    assert len(rows) == len(case.papers) == 6
    for pdf, digest in rows:
        assert hashlib.sha256(pdf).hexdigest() == digest
        assert digest in bare


def test_the_masked_file_says_nobody(act, proposed):
    vacancy, (rina, *_others) = proposed
    rows = act(applicants.list_applicants, 0, 10, vacancy)
    for scores in (False, True):
        case = case_of(act, vacancy, masked=True, scores=scores)
        assert not any(paper.wanted for paper in case.papers)
        _reader, said = bound(act, vacancy, case)
        assert not RUN.search(said), RUN.findall(said)
        assert not NIK.search(said)
        assert not PHONE.search(said)
        for row in rows:
            assert row.registration_number in said
            assert (row.name in said) is (row.id == rina), row.name
        for secret in ("Zaelani", "Santoso", "1990", "0812", "Motong", "Telepon"):
            assert secret not in said
        assert (SCORE in said) is scores


def test_nobody_is_named_before_the_result_is_announced(act, scored):
    vacancy, (rina, *_others) = scored
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    _reader, said = bound(act, vacancy, case_of(act, vacancy))
    assert "Rina" not in said


def test_no_score_stands_in_it_before_all_sheets_are_locked(act, scored):
    vacancy, (rina, ahmad, *_others) = scored
    minutes = act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    act(letters.cancel_letter, minutes.id, "salah tanggal")
    utan.leave(act, applicants.withdraw, rina, "diterima bekerja")
    chair = act(interviews.list_panel, vacancy)[0].id
    utan.open_locked(act, ahmad, chair, "salah salin", chair)
    assert not act(sheets.all_locked, vacancy)
    for masked in (True, False):
        case = case_of(act, vacancy, masked=masked, scores=True)
        [paper] = [p for p in case.papers if kind_label(LetterKind.INTERVIEW_MINUTES) in p.title]
        assert not paper.wanted
        _reader, said = bound(act, vacancy, case)
        assert "71,5" not in said
        assert SCORE not in said
        assert "belum semua lembar nilai dikunci" in re.sub(r"\s+", " ", said)


def test_a_score_changed_in_the_file_is_named_everywhere_and_stops_the_minutes(act, database, scored):
    vacancy, (rina, ahmad, *_others) = scored
    member = act(interviews.list_panel, vacancy)[2]
    assert case_of(act, vacancy).warnings == ()
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE score SET value = 99 WHERE applicant_id = :a AND member_id = :m"),
            {"a": ahmad, "m": member.id},
        )
    [broken] = act(sheets.verify_seals, vacancy)
    assert (broken.member, broken.candidate) == ("Lalu Wirya", "Ahmad Zaelani")
    [seen] = act(ranking.get_standing, vacancy).broken
    assert seen == broken
    assert "Lalu Wirya untuk Ahmad Zaelani" in act(get_recap, vacancy).table.notes[0]
    with pytest.raises(RuleViolation, match=r"Lalu Wirya untuk .* Ahmad Zaelani"):
        act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    with pytest.raises(RuleViolation, match="diubah di luar program"):
        act(ranking.minutes_facts, vacancy, rina, "")
    case = case_of(act, vacancy, masked=False)
    assert "Lalu Wirya untuk TKSK-2020-5204-06-002, Ahmad Zaelani" in case.warnings[0]
    reader, said = bound(act, vacancy, case)
    assert "PERINGATAN" in reader.pages[0].extract_text()
    assert "Lalu Wirya" in reader.pages[0].extract_text()
    assert said.count("diubah di luar program") >= 3
    masked = case_of(act, vacancy)
    assert "Lalu Wirya untuk TKSK-2020-5204-06-002 diubah" in masked.warnings[0]


def test_values_changed_after_the_decision_stop_the_plenary_minutes(act, database, proposed):
    vacancy, (_rina, ahmad, *_others) = proposed
    act(plenary.plenary_values, vacancy)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE score SET value = 99 WHERE applicant_id = :a"), {"a": ahmad})
    with pytest.raises(RuleViolation, match=r"Sri Lestari untuk .* Ahmad Zaelani"):
        act(plenary.plenary_values, vacancy)


def test_what_people_typed_of_others_is_masked_too(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    chair, secretary, _member = (one.id for one in act(interviews.list_panel, vacancy))
    act(
        sheet_entry.recuse,
        *(ahmad, secretary, Relation.FAMILY, "adik kandung Ahmad Zaelani, HP 0812-3456-7890"),
        noted_on=DAY,
    )
    score_all(act, vacancy, [rina], 80)
    values = {f"W{n}": Decimal(75) for n in range(1, 7)}
    for member in act(interviews.list_panel, vacancy):
        if member.id != secretary:
            act(sheet_entry.save_scores, ahmad, member.id, values, before={})
            lock(act, ahmad, member.id)
    reason = "Ahmad Zaelani (NIK 5204.0615.0890.9001, lahir 15 Agustus 1990) salah salin"
    utan.open_locked(act, ahmad, chair, reason, chair)
    lock(act, ahmad, chair)
    for scores in (False, True):
        _reader, said = bound(act, vacancy, case_of(act, vacancy, scores=scores))
        assert not NIK.search(said)
        assert not PHONE.search(said)
        for secret in ("Zaelani", "adik kandung", "1990", "0812"):
            assert secret not in said
        assert "salah salin" in re.sub(r"\s+", " ", said)
        assert "keluarga" in said
    _reader, whole = bound(act, vacancy, case_of(act, vacancy, masked=False))
    assert "adik kandung" in re.sub(r"\s+", " ", whole)


def test_a_letter_changed_in_the_file_is_found_by_its_hash(act, scored):
    vacancy, _ids = scored
    case = case_of(act, vacancy, masked=False)
    first = next(paper for paper in case.papers if paper.wanted)

    output = BytesIO()

    def bind(session):
        archive = case_file.open_papers(session, vacancy, masked=False)
        return bind_case_file(case, output, lambda p: archive(p) + (b" " if p == first else b""))

    assert act(bind).changed == (first.title,)
    reader = PdfReader(output)
    assert "TIDAK COCOK" in reader.pages[0].extract_text()
    assert "TIDAK COCOK" in reader.pages[-1].extract_text()


def test_a_cancelled_letter_says_so(act, scored):
    vacancy, _ids = scored
    call = next(one for one in act(letters.letters_of, vacancy_id=vacancy) if one.kind is LetterKind.CALL)
    act(letters.cancel_letter, call.id, "salah hari")
    [paper] = [one for one in case_of(act, vacancy, masked=False).papers if one.letter_id == call.id]
    assert paper.cancelled == "salah hari"


def test_the_whole_file_is_for_who_may_see_a_nik_and_the_log_says_who_took_it(act, act_as, scored):
    vacancy, _ids = scored
    for role in ("auditor", "panel", "verifier"):
        with pytest.raises(Forbidden, match="yang disamarkan"):
            act_as(role, case_file.get_case_file, vacancy, at=AT, masked=False)
        with pytest.raises(Forbidden):
            act_as(role, case_file.note_case_file, vacancy, masked=False)
        assert act_as(role, case_file.get_case_file, vacancy, at=AT).masked
    act_as("auditor", case_file.note_case_file, vacancy, masked=True, scores=True, pages=12)
    act_as("operator", case_file.note_case_file, vacancy, masked=False, pages=40)
    assert not act_as("head", case_file.get_case_file, vacancy, at=AT, masked=False).masked
    said = [entry.sentence for entry in act(history.list_history, 0, 20, "vacancy", str(vacancy))]
    assert any("lengkap TKSK Kecamatan Utan diambil dari program, 40 halaman" in one for one in said)
    assert any("disamarkan, dengan nilai, diambil dari program, 12 halaman" in one for one in said)


def test_objections_are_told_and_masked(act, scored):
    vacancy, (_rina, _ahmad, budi, _nia) = scored
    form = objections.ObjectionForm(budi, date(2020, 4, 21), "Umur Budi Santoso salah, hubungi 081234567890")
    act(objections.record_objection, form, today=date(2020, 4, 21))
    _reader, whole = bound(act, vacancy, case_of(act, vacancy, masked=False))
    assert "hubungi 081234567890" in re.sub(r"\s+", " ", whole)
    _reader, masked = bound(act, vacancy, case_of(act, vacancy))
    assert "hubungi" not in masked
    assert "21 April 2020" in masked


def test_scans_are_appended_or_named_and_a_broken_one_says_so(act, act_as, database, scored):
    vacancy, (rina, *_others) = scored
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    kept = [
        act(scans.file_scan, name, content)
        for name, content in (("ktp.jpg", picture.getvalue()), ("kk.pdf", b"%PDF-1.4 rusak"))
    ]
    with database.engine.begin() as connection:
        for place, scan in enumerate(kept):
            only = "(SELECT id FROM applicant_document WHERE applicant_id = :a ORDER BY id LIMIT 1 OFFSET :n)"
            connection.execute(
                text(f"UPDATE applicant_document SET scan_id = :s WHERE id = {only}"),
                {"s": scan, "a": rina, "n": place},
            )
    case = case_of(act, vacancy, masked=False)
    assert [paper.scan_id for paper in case.chapters[-1].papers] == kept
    reader, said = bound(act, vacancy, case)
    assert "Naskah ini tidak dapat dibuka" in said
    assert sum("Pelamar" not in t and "Rina Marlina" in t for t in titles(reader.outline)) >= 2
    named = case_of(act, vacancy, masked=False, scans=False)
    assert not any(paper.wanted for paper in named.chapters[-1].papers)
    assert not any(paper.wanted for paper in case_of(act, vacancy).chapters[-1].papers)
    digest = hashlib.sha256(picture.getvalue()).hexdigest()
    assert digest in re.sub(r"[\s:]", "", bound(act, vacancy, named)[1])


def test_a_vacancy_that_has_just_begun_has_its_file_too(act):
    vacancy = announced(act)
    case = case_of(act, vacancy, masked=False)
    _reader, said = bound(act, vacancy, case)
    assert "Belum ada sampai berkas ini dibuat." in said


def test_no_paper_is_given_that_is_not_in_the_file(act, act_as, scored):
    vacancy, (rina, *_others) = scored
    scan = act(scans.file_scan, "ktp.pdf", b"%PDF-1.4 KTP orang lain")
    minutes = act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    own, other = CasePaper("", "", letter_id=minutes.id), CasePaper("", "", scan_id=scan)

    def asked(role, paper, *, masked):
        return act_as(role, lambda s: case_file.open_papers(s, vacancy, masked=masked)(paper))

    for role in ("auditor", "panel", "head", "operator"):
        for paper in (own, other):
            with pytest.raises(Forbidden, match="tidak termasuk"):
                asked(role, paper, masked=True)
    for role in ("auditor", "panel", "verifier"):
        with pytest.raises(Forbidden, match="Berkas lengkap"):
            asked(role, own, masked=False)
    with pytest.raises(Forbidden, match="tidak termasuk"):
        asked("operator", other, masked=False)
    assert asked("operator", own, masked=False).startswith(b"%PDF")
    act(letters.cancel_letter, minutes.id, "salah tanggal")
    utan.leave(act, applicants.withdraw, rina, "diterima bekerja")
    chair = act(interviews.list_panel, vacancy)[0].id
    utan.open_locked(act, scored[1][1], chair, "salah salin", chair)
    with pytest.raises(Forbidden, match="tidak termasuk"):
        asked("operator", own, masked=False)


def test_scans_need_the_right_to_read_scans(act, database, scored):
    vacancy, (rina, *_others) = scored
    scan = act(scans.file_scan, "ktp.pdf", b"%PDF-1.4 KTP")
    with database.engine.begin() as connection:
        first = "(SELECT min(id) FROM applicant_document WHERE applicant_id = :a)"
        connection.execute(
            text(f"UPDATE applicant_document SET scan_id = :s WHERE id = {first}"), {"s": scan, "a": rina}
        )
    blind = replace(database.actor, rights=frozenset({Right.READ, Right.RECRUITMENT, Right.EXPORT}))
    [paper] = case_of(act, vacancy, masked=False).chapters[-1].papers
    with database.reading() as session:
        assert case_file.open_papers(session, vacancy, masked=False)(paper) == b"%PDF-1.4 KTP"
    with database.reading() as session:
        session.info["actor"] = blind
        case = case_file.get_case_file(session, vacancy, at=AT, masked=False)
        assert case.chapters[-1].papers[0].left_out == case_file.UNSEEN
        with pytest.raises(Forbidden, match="tidak termasuk"):
            case_file.open_papers(session, vacancy, masked=False)(paper)


def test_free_text_of_attachments_and_tests_is_masked(act, database, scored):
    vacancy, (rina, ahmad, *_others) = scored
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    before = [proposal_papers.form_of(line) for line in act(proposal_papers.list_papers, vacancy)]
    scan = act(scans.file_scan, "x.pdf", b"%PDF-1.4")
    own = PaperForm(0, "Surat keberatan Ahmad Zaelani NIK 5204061508909001", True, scan)
    act(proposal_papers.save_papers, vacancy, before, [*before, own])
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO component_score (applicant_id, component, value, source, version)"
                " VALUES (:a, 'written', 80, 'Lembar jawaban Ahmad Zaelani, HP 081234567890', 1)"
            ),
            {"a": ahmad},
        )
    said = repr(case_of(act, vacancy, scores=True))
    for secret in ("Zaelani", "5204061508909001", "081234567890"):
        assert secret not in said
    assert "Surat keberatan" in said
    assert "Lembar jawaban" in said


@pytest.mark.parametrize("masked", [True, False])
def test_a_sheet_opened_again_is_told_of_the_right_one_of_two_namesakes(act, monkeypatch, masked):
    monkeypatch.setattr(utan, "PEOPLE", (PEOPLE[0], {**PEOPLE[1], "name": "Rina Marlina"}, *PEOPLE[2:]))
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "87", "71")
    chair = act(interviews.list_panel, vacancy)[0].id
    utan.open_locked(act, ids[0], chair, "salah salin", chair)
    lock(act, ids[0], chair)
    case = case_of(act, vacancy, masked=masked, scores=True)
    [row] = [
        row
        for chapter in case.chapters
        for part in chapter.parts
        for table in part.tables
        if table.title == "Lembar yang dibuka kembali"
        for row in table.rows
    ]
    assert row[1] == ("TKSK-2020-5204-06-001" if masked else "Rina Marlina")
    [opening] = act(sheets.list_openings, vacancy)
    assert opening.applicant_id == ids[0]


def test_a_cancelled_vacancy_is_told_as_cancelled(act, scored):
    vacancy, (rina, *_others) = scored
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    act(vacancies.cancel_vacancy, vacancy, "formasi dihapus; Ahmad Zaelani keberatan")
    case = case_of(act, vacancy)
    facts = dict(case.facts)
    assert facts["Ditetapkan"] == ""
    assert facts["Alasan batal"] == "formasi dihapus; TKSK-2020-5204-06-002 keberatan"
    [chapter] = [one for one in case.chapters if one.title == "Berita acara dan penetapan"]
    pairs = dict(chapter.parts[0].tables[0].rows)
    assert pairs["Lowongan dibatalkan"].startswith("formasi dihapus")
    assert "Calon yang diusulkan" not in pairs
    assert "Rina" not in repr(case)


@pytest.mark.parametrize("masked", [True, False])
def test_more_applicants_ask_no_more_questions(act, asked, masked):
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    for values in PEOPLE[:2]:
        register(act, vacancy, values)

    def questions():
        asked.clear()
        case_of(act, vacancy, masked=masked)
        return len(asked)

    few = questions()
    for n, name in enumerate(("Adi", "Beni", "Citra", "Dodi", "Edi", "Fajar")):
        nik, born = f"52040615089090{11 + n}", date(1990, 8, 15)
        register(act, vacancy, person(name, nik, born, desa=f"520406200{2 + n % 3}"))
    assert questions() == few
