"""A code or a file is asked of the register; scans find their letter and are kept once."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.lettering import Addressing, write_letter
from db.rules.letter_life import LetterStatus
from db.rules.letters import CallFacts
from db.rules.problems import Forbidden, RuleViolation
from db.services import archive, letters, scans

DAY = date(2020, 4, 17)
SCAN = b"%PDF-1.4 hasil pindai"


def write(session, name="Rina Marlina"):
    facts = CallFacts(name, "3", "Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00", "Aula")

    def render(frame, _facts):
        return f"%PDF {frame.number}".encode()

    return write_letter(session, facts, Addressing("Panggilan", name), dated_on=DAY, render=render)


@pytest.fixture
def issue(act, database):
    def run(code=None, name="Rina Marlina"):
        letter = act(write, name)
        if code:
            with database.writing() as session:
                session.execute(
                    text("UPDATE letter SET code = :code WHERE id = :id"), {"code": code, "id": letter.id}
                )
        return letter

    return run


@pytest.mark.parametrize("typed", ["7F3A-9KC2", "7f3a9kc2", "PILAR-TKSK 7F3A-9KC2", "7F3A-9KCZ", "7F3A 9KC2"])
def test_a_code_with_slips_still_finds_its_letter(act, issue, typed):
    letter = issue("7F3A-9KC2")
    issue()
    checked = act(archive.check_code, typed)
    assert (checked.letter.id, checked.intact, checked.same_file) == (letter.id, True, None)


def test_what_is_typed_exactly_wins_over_its_twin(act, issue):
    issue("BF3A-9KC2")
    letter = issue("8F3A-9KC2")
    assert act(archive.check_code, "8F3A-9KC2").letter.id == letter.id


def test_a_code_that_may_mean_two_letters_names_none(act, issue):
    issue("LF3A-9KC2")
    issue("7F3A-9KC2")
    with pytest.raises(RuleViolation, match="mirip dengan beberapa surat"):
        act(archive.check_code, "1F3A-9KC2")


@pytest.mark.parametrize(
    ("typed", "sentence"), [("ABCD-2345", "tidak ada dalam arsip"), ("", "8 huruf dan angka")]
)
def test_a_wrong_code_is_one_sentence(act, issue, typed, sentence):
    issue()
    with pytest.raises(RuleViolation, match=sentence) as refusal:
        act(archive.check_code, typed)
    assert "\n" not in str(refusal.value)


def test_a_file_is_the_archived_one_or_another(act, issue):
    letter = issue("7F3A-9KC2")
    same = act(archive.check_file, letter.pdf, [])
    assert (same.letter.id, same.same_file) == (letter.id, True)
    other = act(archive.check_file, letter.pdf + b" ", ["7F3A-9KC2"])
    assert (other.letter.id, other.same_file, other.is_scan) == (letter.id, False, False)
    with pytest.raises(RuleViolation, match="tidak dikenal"):
        act(archive.check_file, b"x", [])


def test_a_paper_that_was_changed_behind_our_back_is_told(sqlite_database):
    with sqlite_database.writing() as session:
        letter = write(session)
        code = letters.get_letter(session, letter.id).code
    with sqlite_database.engine.begin() as connection:
        triggers = connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'letter_paper'")
        ).all()
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE letter_paper SET pdf = x'00'"))
    with sqlite_database.reading() as session:
        assert not archive.check_code(session, code).intact
        with pytest.raises(RuleViolation, match="tidak dikenal"):
            archive.check_file(session, b"\0", [])


def test_a_scan_is_filed_by_its_code_and_the_same_one_once(act, issue, database):
    letter = issue("7F3A-9KC2")
    filed = act(scans.file_by_code, "7F3A-9KC2", "a.pdf", SCAN, DAY + timedelta(3))
    assert (filed.letter_id, filed.number, filed.already) == (letter.id, letter.number, False)
    assert act(scans.file_by_code, "7F3A-9KC2", "b.pdf", SCAN, DAY + timedelta(9)).already
    row = act(letters.get_letter, letter.id)
    assert (row.status, row.signed_on) == (LetterStatus.SIGNED, DAY + timedelta(3))
    assert act(scans.get_scan, row.scan_id) == ("a.pdf", SCAN)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM scan")).scalar_one() == 1
    checked = act(archive.check_file, SCAN, [])
    assert (checked.letter.id, checked.is_scan) == (letter.id, True)


def test_another_scan_takes_its_place_only_when_asked_for(act, issue):
    letter = issue("7F3A-9KC2")
    act(scans.file_to_letter, letter.id, "a.pdf", SCAN, DAY)
    with pytest.raises(RuleViolation, match="sudah mempunyai pindaian lain"):
        act(scans.file_by_code, "7F3A-9KC2", "b.pdf", SCAN + b" lagi", DAY)
    act(scans.file_to_letter, letter.id, "b.pdf", SCAN + b" lagi", DAY, instead=True)
    assert act(scans.get_scan, act(letters.get_letter, letter.id).scan_id)[0] == "b.pdf"
    with pytest.raises(RuleViolation, match="Pindaian surat"):
        act(letters.mark_awaited, [letter.id])


def test_what_is_no_scan_of_a_letter_in_force_is_refused(act, act_as, issue):
    letter, cancelled = issue("7F3A-9KC2"), issue("AAAA-BBBB")
    act(letters.cancel_letter, cancelled.id, "Salah alamat")
    with pytest.raises(RuleViolation, match="tidak ada dalam arsip"):
        act(scans.file_by_code, "ZZZZ-9999", "a.pdf", SCAN, DAY)
    with pytest.raises(RuleViolation, match="sudah dibatalkan"):
        act(scans.file_by_code, "AAAA-BBBB", "a.pdf", SCAN, DAY)
    with pytest.raises(RuleViolation, match="bukan pindaian"):
        act(scans.file_to_letter, letter.id, "a.pdf", letter_pdf(act, letter), DAY)
    with pytest.raises(RuleViolation, match="bukan PDF, JPG, atau PNG"):
        act(scans.file_to_letter, letter.id, "a.docx", b"PK", DAY)
    with pytest.raises(Forbidden):
        act_as("auditor", scans.file_to_letter, letter.id, "a.pdf", SCAN, DAY)
    assert act(letters.get_letter, letter.id).scan_id is None


def test_a_scan_that_lacks_pages_leaves_the_letter_awaited(act, issue):
    letter, other = issue("7F3A-9KC2"), SCAN + b" lain"
    pages = {SCAN: 1, other: 1, SCAN + b" utuh": 2, letter.pdf: 2}
    file = partial(act, scans.file_by_code, "7F3A-9KC2", count_pages=pages.__getitem__)
    filed = file("a.pdf", SCAN, DAY)
    assert filed.missing == "1 dari 2 halaman"
    row = act(letters.get_letter, letter.id)
    assert (row.status, row.signed_on, row.scan_id is None) == (LetterStatus.FINAL, None, False)
    with pytest.raises(RuleViolation, match="semua halamannya bersama-sama"):
        file("b.pdf", other, DAY)
    whole = file("c.pdf", SCAN + b" utuh", DAY + timedelta(1))
    row = act(letters.get_letter, letter.id)
    assert (whole.missing, row.status, row.signed_on) == ("", LetterStatus.SIGNED, DAY + timedelta(1))
    assert act(scans.get_scan, row.scan_id)[0] == "c.pdf"


def letter_pdf(act, letter):
    return act(letters.get_paper, letter.id)


def test_the_database_itself_keeps_scans(act, issue, database):
    act(scans.file_to_letter, issue().id, "a.pdf", SCAN, DAY)
    for statement in ("UPDATE scan SET name = 'x'", "DELETE FROM scan"):
        with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
            session.execute(text(statement))
