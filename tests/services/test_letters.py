"""Final letters: numbers without gap or double, papers that never change."""

import hashlib
import io
import multiprocessing
import re
import threading
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.catalog import spec_of
from db.engine import Database
from db.lettering import Addressing, write_letter
from db.records import copy
from db.rules.archive_code import qr_text
from db.rules.drafts import DraftForm
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import typed_values
from db.rules.letters import DecreeReference, PresentationFacts
from db.rules.letters import Letter as Stated
from db.rules.office import OfficialForm
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services import drafts, letter_preview, letters, office, scans
from db.services.letters import LetterSearch
from desktop import paper
from tests.conftest import ACTOR

FACTS = PresentationFacts(
    kecamatan="Utan",
    regency="Kabupaten Sumbawa",
    name="Rina Marlina",
    niat="",
    address="Motong",
    phone="",
    decree=DecreeReference("1/2020", date(2020, 1, 2), "Kepala", "Penetapan", date(2020, 1, 2), None),
    duties=("Koordinasi",),
)


def render(frame, _facts):
    return f"%PDF {frame.number}".encode()


def issue(session, day=date(2020, 4, 20), render=render, subject="Penghadapan TKSK Kecamatan Utan"):
    return write_letter(session, FACTS, Addressing(subject, "Camat Utan"), dated_on=day, render=render).number


def issue_many(url, count):
    """What one PC does, in a process of its own."""
    database = Database(url, ACTOR)
    for _turn in range(count):
        with database.writing() as session:
            issue(session)
    database.close()


def sequences(act):
    return sorted(int(row.number.split("/")[1]) for row in act(letters.list_letters, 0, 100))


def test_a_letter_is_kept_byte_for_byte_with_its_hash(act, database):
    letter = act(write_letter, FACTS, Addressing("Hal"), dated_on=date(2020, 4, 20), render=render)
    assert letter.number == "400.9.12.3/001/Dinsos/2020"
    assert act(letters.get_paper, letter.id) == letter.pdf == b"%PDF 400.9.12.3/001/Dinsos/2020"
    with database.reading() as session:
        kept = session.execute(text("SELECT sha256 FROM letter_paper")).scalar_one()
    assert kept == hashlib.sha256(letter.pdf).hexdigest()


def test_the_number_follows_the_letters_day_not_todays(act):
    numbers = [act(issue, date.fromisoformat(day)) for day in ("2020-12-29", "2021-01-02", "2020-12-30")]
    assert numbers == [
        "400.9.12.3/001/Dinsos/2020",
        "400.9.12.3/001/Dinsos/2021",
        "400.9.12.3/002/Dinsos/2020",
    ]
    assert act(letters.list_years) == [2021, 2020]


def test_a_paper_that_fails_uses_no_number(act):
    def fails(_frame, _facts):
        raise ZeroDivisionError

    act(issue)
    with pytest.raises(ZeroDivisionError):
        act(issue, render=fails)
    assert act(issue) == "400.9.12.3/002/Dinsos/2020"
    assert act(letters.count_letters) == 2


def test_a_day_without_a_signer_uses_no_number(act):
    with pytest.raises(RuleViolation, match="Tidak ada pejabat penandatangan pada 1 Januari 2019"):
        act(issue, date(2019, 1, 1))
    assert act(letters.count_letters) == 0


def test_two_threads_get_forty_numbers_without_gap_or_double(database, act):
    failures = []

    def work():
        try:
            for _turn in range(20):
                with database.writing() as session:
                    issue(session)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sequences(act) == list(range(1, 41))


def test_two_programs_get_forty_numbers_without_gap_or_double(database, act):
    spawn = multiprocessing.get_context("spawn")
    programs = [spawn.Process(target=issue_many, args=(database.url, 20)) for _ in range(2)]
    for program in programs:
        program.start()
    for program in programs:
        program.join(60)
    assert [program.exitcode for program in programs] == [0, 0]
    assert sequences(act) == list(range(1, 41))


@pytest.mark.parametrize("table", ["audit_entry", "letter_paper"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_database_itself_refuses_to_change_what_is_final(act, database, table, statement):
    act(issue)
    column = {"audit_entry": "sentence", "letter_paper": "sha256"}[table]
    with pytest.raises(DBAPIError, match=f"{table} is append-only"), database.writing() as session:
        session.execute(text(statement.format(table=table, column=column)))
    with database.reading() as session:
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0


def test_the_database_itself_refuses_to_replace_what_is_final(act, database):
    act(issue)
    verb = {"sqlite": "INSERT OR REPLACE INTO"}.get(database.engine.dialect.name, "INSERT INTO")
    copied = f"{verb} letter_paper SELECT letter_id, pdf, 'lain' FROM letter_paper"
    with pytest.raises((DBAPIError, Conflict)), database.writing() as session:
        session.connection().execute(text(copied))


def test_the_register_is_searched_by_every_word(act):
    act(issue, subject="Panggilan wawancara Rina")
    act(issue, date(2021, 2, 1), subject="Panggilan wawancara Ahmad 100%")
    rows = act(letters.list_letters, 0, 10)
    assert [row.dated_on for row in rows] == [date(2021, 2, 1), date(2020, 4, 20)]
    assert rows[0].signer_name == "Dra. Hj. Nur Kartini Wahyuni, M.Si."
    for typed, found in (("rina camat", 1), ("panggilan", 2), ("0%", 1), ("Dinsos/2021", 1), ("zakat", 0)):
        search = LetterSearch(typed)
        assert act(letters.count_letters, search) == found
        assert len(act(letters.list_letters, 0, 10, search)) == found
    assert act(letters.count_letters, LetterSearch(year=2021)) == 1
    assert act(letters.count_letters, LetterSearch(kind=LetterKind.PRESENTATION)) == 2
    assert act(letters.count_letters, LetterSearch(kind=LetterKind.CALL)) == 0


@pytest.mark.parametrize("typed", ["{qr}", "{qr_lower}", "rina {qr}", "PILAR-TKSK ABCD-EFGH {qr}"])
def test_the_qr_at_the_foot_scanned_into_the_search_finds_its_letter(act, typed):
    act(issue, subject="Panggilan wawancara Rina")
    act(issue, subject="Panggilan wawancara Ahmad")
    [first] = act(letters.list_letters, 0, 10, LetterSearch("rina"))
    code = first.code
    text = typed.format(qr=qr_text(code), qr_lower=qr_text(code).lower())
    assert [row.id for row in act(letters.list_letters, 0, 10, LetterSearch(text))] == [first.id]
    assert act(letters.count_letters, LetterSearch(qr_text("ABCD-EFGH"))) == 0


def test_several_papers_come_in_the_order_asked_for(act):
    ids = [
        act(write_letter, FACTS, Addressing("Hal"), dated_on=date(2020, 4, 20), render=render).id
        for _ in range(3)
    ]
    asked = [ids[2], ids[0], ids[1]]
    assert [number.split("/")[1] for number, _pdf in act(letters.get_papers, asked)] == ["003", "001", "002"]


def test_facts_are_kept_as_they_were_without_the_logo(act, database):
    act(issue)
    with database.reading() as session:
        facts = session.execute(text("SELECT facts FROM letter")).scalar_one()
    assert "Rina Marlina" in str(facts)
    assert "2020-01-02" in str(facts)


def test_a_final_letter_keeps_its_signer_and_its_office(act):
    frames = []

    def keep(frame, facts):
        frames.append(frame)
        return render(frame, facts)

    letter = act(write_letter, FACTS, Addressing("Hal"), dated_on=date(2020, 4, 20), render=keep)
    today = act(office.get_office)
    changed = {"address": "Jalan Kenari Nomor 9", "capital": "Alas", "section": "Bidang Lain"}
    act(office.save_office, {name: getattr(today, name) for name in changed}, changed)
    for official in act(office.list_officials):
        before = copy(OfficialForm, official)
        act(office.save_official, official.id, replace(before, name="Pejabat Lain", rank=""), before=before)
    frame, stated = act(letter_preview.final_letter, letter.id)
    assert replace(frame, head=replace(frame.head, logo=None), template=None) == replace(
        frames[0], head=replace(frames[0].head, logo=None), template=None
    )
    assert frame.signer.name == "Dra. Hj. Nur Kartini Wahyuni, M.Si."
    assert stated.values["nama"] == "Rina Marlina"


def test_the_paraf_stays_with_the_final_letter(act):
    kind, day = LetterKind.NOTES, date(2020, 4, 20)
    draft = act(drafts.save_draft, None, DraftForm(kind, day, values=spec_of(kind).sample))
    act(drafts.check_draft, draft, day)
    [letter] = act(drafts.finalise, draft, today=day, render=render).letters
    row = act(letters.get_letter, letter.id)
    assert (row.checked_by, row.checked_on) == (ACTOR.name, day)


def result_list(note):
    kind = LetterKind.ADMINISTRATION_RESULTS
    values = typed_values(spec_of(kind).fields, spec_of(kind).sample)
    rows = tuple({**row, "keterangan": note} for row in values["hasil"])
    return Stated(kind, {**values, "hasil": rows})


def test_a_list_for_everybody_has_no_nik(act):
    stated = result_list("umur 36 tahun; 13-04-2020 17-04-2020")
    letter = act(write_letter, stated, Addressing("Hasil"), dated_on=date(2020, 4, 20), render=paper.render)
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(letter.pdf)).pages)
    assert "umur 36 tahun" in said
    assert re.search(r"(?<!\d)\d{16}(?!\d)", said) is None


@pytest.mark.parametrize(
    "nik",
    [
        "5204060501920001",
        "5204 0605 0192 0001",
        "5204.0605.0192.0001",
        "520406-050192-0001",
        "2020 5204060501920001",
    ],
)
def test_a_nik_in_a_list_for_everybody_is_refused(act, nik):
    with pytest.raises(RuleViolation, match="Hasil memuat 16 angka berurutan seperti NIK"):
        act(
            write_letter,
            result_list(f"NIK {nik}"),
            Addressing("Hasil"),
            dated_on=date(2020, 4, 20),
            render=render,
        )
    assert act(letters.count_letters) == 0


def test_a_scanned_paper_is_not_for_the_panel(act, act_as):
    scan = act(scans.file_scan, "masuk.pdf", b"%PDF-1.4 surat")
    for role in ("operator", "head", "auditor"):
        assert act_as(role, scans.get_scan, scan)[0] == "masuk.pdf"
    with pytest.raises(RuleViolation, match="tidak berhak membaca riwayat perubahan dan pindaian"):
        act_as("panel", scans.get_scan, scan)


@pytest.mark.parametrize("role", ["verifier", "panel"])
def test_a_refusal_names_every_right_that_would_do(act_as, role):
    named = "menerbitkan surat atau mengubah data TKSK atau mengelola lowongan dan pelamar"
    with pytest.raises(Forbidden, match=rf"tidak berhak {named}\. Mintalah kepada admin"):
        act_as(role, scans.file_scan, "a.pdf", b"%PDF-1.4")
