"""The agenda: incoming letters with their dispositions, both directions in one book, the expedition."""

import multiprocessing
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from db.lettering import Addressing, write_letter
from db.models.letters import Letter, LetterNumber, Scan
from db.rules.agenda import (
    Direction,
    DispositionForm,
    ExpeditionForm,
    ExpeditionState,
    IncomingForm,
    IncomingState,
)
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import CallFacts
from db.rules.numbering import NumberStatus
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services import agenda, agenda_book, dispositions, expedition, history, scans
from tests.conftest import ACTOR

TODAY = date(2020, 4, 20)
PDF = b"%PDF-1.7 pindaian"
FORM = IncomingForm(
    received_on=date(2020, 4, 15),
    sender="Camat Utan",
    subject="Permohonan pengganti TKSK",
    number="467/88/Kec.Utan/2020",
    dated_on=date(2020, 4, 13),
    follow_up_on=date(2020, 4, 22),
)
DISPOSITION = DispositionForm(
    made_on=date(2020, 4, 16),
    made_by="Kepala Dinas",
    recipient="Kabid Pemberdayaan Sosial",
    instruction="Siapkan balasan",
    due_on=date(2020, 4, 18),
)


def record(act, form=FORM, today=TODAY, **changes):
    return act(agenda.record_incoming, replace(form, **changes), today=today)


def issue(act, day=TODAY, subject="Panggilan Tes Wawancara", recipient="Rina Marlina"):
    facts = CallFacts(recipient, "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, day, "09.00", "Aula")
    addressing = Addressing(subject, recipient)
    return act(write_letter, facts, addressing, dated_on=day, render=lambda *_any: b"%PDF").id


def change(act, incoming_id, **typed):
    before = asdict(FORM)
    act(agenda.change_incoming, incoming_id, before, before | typed, today=TODAY)


def test_numbers_follow_the_year_in_which_a_letter_was_received(act):
    old = replace(FORM, received_on=date(2019, 12, 31), dated_on=date(2019, 12, 30), follow_up_on=None)
    assert act(agenda.next_sequence, 2020) == 1
    places = [(r.sequence, r.year) for r in (record(act), record(act, old), record(act), record(act, old))]
    assert places == [(1, 2020), (1, 2019), (2, 2020), (2, 2019)]
    assert act(agenda.next_sequence, 2020) == 3
    assert act(agenda.list_years) == [2020, 2019]


def test_a_refused_letter_takes_no_number(act):
    with pytest.raises(RuleViolation):
        act(agenda.record_incoming, FORM, today=TODAY, scan=("surat.txt", b"teks"))
    with pytest.raises(RuleViolation):
        record(act, note="x" * 501)
    assert record(act).sequence == 1


def test_the_first_letter_of_a_year_may_go_on_where_a_paper_book_ended(act):
    places = [act(agenda.record_incoming, FORM, today=TODAY, first=first).sequence for first in (345, 9, 1)]
    assert places == [345, 346, 347]
    assert act(agenda.next_sequence, 2020) == 348


def enter_many(url, count):
    """What one PC does, in a process of its own."""
    database = Database(url, ACTOR)
    for _turn in range(count):
        with database.writing() as session:
            agenda.record_incoming(session, FORM, today=TODAY)
    database.close()


def test_two_computers_at_once_leave_no_gap_and_no_double(act, database):
    spawn = multiprocessing.get_context("spawn")
    url = database.url if isinstance(database.url, str) else str(database.url)
    clerks = [spawn.Process(target=enter_many, args=(url, 15)) for _pc in range(2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert [clerk.exitcode for clerk in clerks] == [0, 0]
    rows = act(agenda.list_incoming, 0, 100, TODAY)
    assert sorted(row.sequence for row in rows) == list(range(1, 31))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"sender": " "}, "sender", "Isi pengirim surat"),
        ({"subject": ""}, "subject", "Isi hal surat"),
        ({"dated_on": date(2020, 4, 16)}, "received_on", "bertanggal 16-04-2020 tidak mungkin diterima 15-"),
        ({"received_on": date(2020, 4, 21)}, "received_on", "Tanggal terima 21-04-2020 belum tiba"),
        ({"follow_up_on": date(2020, 4, 14)}, "follow_up_on", "paling awal pada tanggal terima, 15 April"),
        ({"dated_on": date(1920, 4, 13)}, "dated_on", "Tanggal surat 13-04-1920 terlalu lama berlalu"),
        (
            {"received_on": date(202, 4, 15), "dated_on": None, "follow_up_on": None},
            "received_on",
            "terlalu lama berlalu; periksa tahunnya",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_at_its_field(act, changes, field, sentence):
    with pytest.raises(RuleViolation, match=sentence) as refusal:
        record(act, **changes)
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert act(agenda.count_incoming, TODAY) == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("surat.docx", b"PK\x03\x04", "surat.docx bukan PDF, JPG, atau PNG"),
        ("kosong.pdf", b"", "kosong.pdf bukan PDF"),
        ("besar.pdf", b"%PDF-" + bytes(20 * 1024 * 1024), "besar.pdf berukuran 21 MB; paling besar 20 MB"),
    ],
)
def test_a_scan_is_a_pdf_or_a_picture_of_at_most_20_mb(act, name, content, sentence):
    letter = record(act)
    with pytest.raises(RuleViolation, match=sentence):
        act(agenda.attach_scan, letter.id, name, content)
    assert act(agenda.get_incoming, letter.id).scan_id is None


@pytest.mark.parametrize("content", [PDF, b"\xff\xd8\xff\xe0jpg", b"\x89PNG\r\n\x1a\n"])
def test_a_scan_is_kept_byte_for_byte_and_an_earlier_one_stays(act, database, content):
    letter = act(agenda.record_incoming, FORM, today=TODAY, scan=("pertama.pdf", PDF + b" pertama"))
    act(agenda.attach_scan, letter.id, "kedua", content)
    facts = act(agenda.get_incoming, letter.id)
    assert facts.scan == "kedua"
    assert act(scans.get_scan, facts.scan_id) == ("kedua", content)
    with database.reading() as session:
        assert len(session.scalars(select(Scan.id)).all()) == 2
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(text("UPDATE scan SET name = 'lain'"))


def test_the_same_sender_number_and_date_is_found_again(act):
    first = record(act)
    same = ("CAMAT UTAN ", FORM.number.lower(), FORM.dated_on)
    assert act(agenda.find_double, *same) == first
    assert act(agenda.find_double, *same, except_id=first.id) is None
    assert act(agenda.find_double, "Camat Utan", FORM.number, date(2020, 4, 14)) is None
    assert act(agenda.find_double, "Camat Utan", "", FORM.dated_on) is None
    assert record(act).sequence == 2  # it may still be recorded


def test_two_people_may_change_different_fields_but_not_the_same(act):
    letter = record(act)
    change(act, letter.id, subject="Pengganti TKSK Utan")
    change(act, letter.id, note="Asli di map merah")
    facts = act(agenda.get_incoming, letter.id)
    assert (facts.subject, facts.note) == ("Pengganti TKSK Utan", "Asli di map merah")
    with pytest.raises(Conflict, match="baru saja mengubah Hal menjadi “Pengganti TKSK Utan”"):
        change(act, letter.id, subject="Lain lagi")


def test_what_two_people_changed_must_fit_together(act):
    letter = record(act, dated_on=date(2020, 4, 10))
    before = asdict(replace(FORM, dated_on=date(2020, 4, 10)))
    act(agenda.change_incoming, letter.id, before, before | {"dated_on": date(2020, 4, 14)}, today=TODAY)
    early = {"received_on": date(2020, 4, 12)}
    with pytest.raises(RuleViolation, match="bertanggal 14-04-2020 tidak mungkin diterima 12-04-2020"):
        act(agenda.change_incoming, letter.id, before, before | early, today=TODAY)


def test_a_number_stays_in_its_year(act):
    letter = record(act, dated_on=None)
    before = asdict(replace(FORM, dated_on=None))
    with pytest.raises(RuleViolation, match="Nomor agenda 1/2020 milik tahun 2020"):
        act(
            agenda.change_incoming,
            letter.id,
            before,
            before | {"received_on": date(2019, 4, 15), "follow_up_on": None},
            today=TODAY,
        )


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"recipient": ""}, "recipient", "Isi kepada siapa surat diteruskan"),
        ({"instruction": " "}, "instruction", "Isi apa yang harus dilakukan"),
        ({"made_on": date(2020, 4, 14)}, "made_on", "Surat baru diterima 15 April 2020"),
        ({"due_on": date(2020, 4, 15)}, "due_on", "Batas waktu paling awal pada tanggal disposisi, 16 Apr"),
        ({"done_on": date(2020, 4, 15)}, "done_on", "Tanggal selesai paling awal pada tanggal disposisi"),
    ],
)
def test_a_disposition_says_who_does_what_in_time(act, changes, field, sentence):
    letter = record(act)
    with pytest.raises(RuleViolation, match=sentence) as refusal:
        act(dispositions.add_disposition, letter.id, replace(DISPOSITION, **changes))
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_a_disposition_is_done_with_a_result(act):
    letter = record(act)
    made = act(dispositions.add_disposition, letter.id, DISPOSITION)
    done = {"done_on": date(2020, 4, 17), "result": "Konsep balasan diserahkan"}
    before = asdict(DISPOSITION)
    act(dispositions.change_disposition, made, before, before | done)
    [row] = act(agenda.get_incoming, letter.id).dispositions
    assert (row.done_on, row.result) == (date(2020, 4, 17), "Konsep balasan diserahkan")
    with pytest.raises(Conflict, match="Hasil menjadi “Konsep balasan diserahkan”"):
        act(dispositions.change_disposition, made, before, before | {"result": "Belum ada"})
    assert act(agenda.list_offered).recipients == ("Kabid Pemberdayaan Sosial",)


def test_overdue_by_the_letter_or_by_an_open_disposition(act):
    by_letter = record(act, follow_up_on=date(2020, 4, 18))
    by_disposition = record(act, follow_up_on=None)
    in_time = record(act)
    made = act(dispositions.add_disposition, by_disposition.id, DISPOSITION)

    def late(on=TODAY):
        assert act(agenda.count_incoming, on, state=IncomingState.OVERDUE) == len(act(agenda.overdue, on))
        rows = act(agenda.list_incoming, 0, 9, on, state=IncomingState.OVERDUE)
        assert {row.id for row in rows} == {row.id for row in act(agenda.overdue, on)}
        return [row.id for row in act(agenda.overdue, on)]

    assert late() == [by_letter.id, by_disposition.id]
    assert late(date(2020, 4, 18)) == []  # the last day is still in time
    assert late(date(2020, 5, 1)) == [by_letter.id, by_disposition.id, in_time.id]
    done = asdict(DISPOSITION) | {"done_on": TODAY}
    act(dispositions.change_disposition, made, asdict(DISPOSITION), done)
    act(agenda.finish, by_letter.id, TODAY)
    assert late() == []
    assert act(agenda.count_incoming, TODAY, state=IncomingState.DONE) == 1
    assert act(agenda.count_incoming, TODAY, state=IncomingState.OPEN) == 2


def test_finishing_ends_the_dispositions_and_can_be_taken_back(act):
    letter = record(act)
    act(dispositions.add_disposition, letter.id, DISPOSITION)
    act(agenda.finish, letter.id, TODAY)
    facts = act(agenda.get_incoming, letter.id)
    assert (facts.done_on, facts.open_dispositions) == (TODAY, 0)
    with pytest.raises(RuleViolation, match="Surat ini sudah selesai pada 20 April 2020"):
        act(agenda.finish, letter.id, TODAY)
    with pytest.raises(RuleViolation, match="Buka kembali sebelum meneruskannya"):
        act(dispositions.add_disposition, letter.id, DISPOSITION)
    act(agenda.reopen, letter.id)
    assert act(agenda.get_incoming, letter.id).done_on is None
    with pytest.raises(RuleViolation, match="tidak mungkin selesai lebih awal"):
        act(agenda.finish, letter.id, date(2020, 4, 14))


def test_an_answer_finishes_the_letter(act):
    letter = record(act)
    early = issue(act, date(2020, 4, 12))
    with pytest.raises(RuleViolation, match="lebih awal daripada surat yang dijawabnya"):
        act(agenda.answer, letter.id, early, TODAY)
    act(agenda.answer, letter.id, issue(act), TODAY)
    facts = act(agenda.get_incoming, letter.id)
    assert facts.answer.endswith("Panggilan Tes Wawancara")
    assert facts.done_on == TODAY
    act(agenda.answer, letter.id, None, TODAY)
    assert act(agenda.get_incoming, letter.id).answer == ""


def test_a_reply_that_is_final_is_linked_and_nothing_else_is_marked(act):
    letter = record(act)
    first, second = issue(act), issue(act)
    act(agenda.link_reply, letter.id, first)
    before = act(agenda.get_incoming, letter.id)
    assert (before.answer_id, before.done_on) == (first, None)
    act(agenda.link_reply, letter.id, second)
    assert act(agenda.get_incoming, letter.id) == before


@pytest.mark.parametrize(
    ("needle", "found"),
    [("utan", 2), ("468/1", 1), ("2/2020", 1), ("2", 2), ("pengganti camat", 1), ("100%", 0), ("3/2020", 0)],
)
def test_search_by_number_sender_subject_and_place_in_the_agenda(act, needle, found):
    record(act, number="B/88", received_on=date(2020, 4, 14))
    record(act, sender="Desa Motong", subject="Undangan di Utan", number="468/1")
    record_2019 = replace(FORM, sender="PT Maju", subject="Penawaran", number="X-2", follow_up_on=None)
    record(act, record_2019, received_on=date(2019, 4, 14), dated_on=None)
    assert act(agenda.count_incoming, TODAY, needle) == found
    assert len(act(agenda.list_incoming, 0, 10, TODAY, needle)) == found
    assert act(agenda.count_incoming, TODAY, year=2020) == 2


def test_pages_follow_each_other_newest_first(act):
    for day in (10, 12, 11, 12):
        record(act, received_on=date(2020, 4, day), dated_on=None, follow_up_on=None)
    pages = [act(agenda.list_incoming, offset, 2, TODAY) for offset in (0, 2, 4)]
    assert [[row.sequence for row in page] for page in pages] == [[4, 2], [3, 1], []]


@pytest.mark.parametrize("role", ["auditor", "head", "panel"])
def test_who_may_not_issue_letters_may_look_at_the_agenda_only(act, act_as, role):
    letter = record(act)
    assert act_as(role, agenda.count_incoming, TODAY) == 1
    assert act_as(role, agenda_book.count_agenda) == 1
    for service, args in (
        (agenda.finish, (letter.id, TODAY)),
        (agenda.attach_scan, (letter.id, "a.pdf", PDF)),
        (dispositions.add_disposition, (letter.id, DISPOSITION)),
    ):
        with pytest.raises(Forbidden, match="tidak berhak menerbitkan surat"):
            act_as(role, service, *args)


def test_the_log_says_what_happened_to_an_incoming_letter(act):
    letter = record(act)
    change(act, letter.id, subject="Pengganti")
    [last] = act(history.list_history, 0, 1, "incoming_letter", str(letter.id))
    assert last.sentence == (
        "Surat masuk 1/2020 Pengganti diubah: Hal “Permohonan pengganti TKSK” menjadi “Pengganti”"
    )


# Both directions in one book


@pytest.fixture
def booked(act, database):
    """April 2020: in on the 15th, out on the 20th (one of two is void), a reserved and a void number."""
    record(act)
    issue(act)
    cancelled = issue(act, subject="Panggilan yang salah")
    with database.writing() as session:
        letter = session.get_one(Letter, cancelled)
        letter.status, letter.cancel_reason = LetterStatus.CANCELLED, "salah nama"
        common = {"series": "all", "year": 2020, "dated_on": date(2020, 4, 18)}
        reserved = {"status": NumberStatus.RESERVED, "purpose": "Undangan", "reserved_by": "Sari"}
        session.add(LetterNumber(**common, sequence=90, number="N/090", **reserved))
        void = {"status": NumberStatus.VOID, "void_reason": "salah ketik", "purpose": "Surat tugas"}
        session.add(LetterNumber(**common, sequence=5, suffix=1, number="N/005.01", **void))
    record(act, today=date(2020, 5, 9), received_on=date(2020, 5, 4), follow_up_on=None)


def test_every_number_is_explained_in_one_list_by_date(act, booked):
    rows = act(agenda_book.list_agenda, 0, 20, oldest_first=True)
    assert [(row.direction, row.place, row.day.day, row.note) for row in rows] == [
        (Direction.IN, "1", 15, ""),
        (Direction.NUMBER, "005.01", 18, "batal: salah ketik"),
        (Direction.NUMBER, "090", 18, "dipesan oleh Sari"),
        (Direction.OUT, "001", 20, ""),
        (Direction.OUT, "002", 20, "dibatalkan: salah nama"),
        (Direction.IN, "2", 4, ""),
    ]
    assert [row.id for row in act(agenda_book.list_agenda, 0, 20)] == [row.id for row in reversed(rows)]
    pages = [act(agenda_book.list_agenda, offset, 4) for offset in (0, 4)]
    assert [row.id for page in pages for row in page] == [row.id for row in reversed(rows)]
    assert rows[3].party == "Rina Marlina"
    assert rows[2].subject == "Undangan"
    assert isinstance(rows[0].dated_on, date)
    assert act(agenda_book.list_agenda_years) == [2020]


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ({}, 6),
        ({"direction": Direction.IN}, 2),
        ({"direction": Direction.OUT}, 4),
        ({"direction": Direction.NUMBER}, 2),
        ({"year": 2020, "month": 4}, 5),
        ({"year": 2020, "month": 5, "direction": Direction.OUT}, 0),
        ({"year": 2019}, 0),
        ({"text": "utan"}, 2),
        ({"text": "salah"}, 2),
    ],
)
def test_the_agenda_by_direction_month_and_words(act, booked, criteria, found):
    assert act(agenda_book.count_agenda, **criteria) == found
    rows = act(agenda_book.list_agenda, 0, 20, **criteria)
    assert len(rows) == found
    assert all(row.day.year == 2020 for row in rows)


def test_the_book_states_what_the_list_shows(act, act_as, booked):
    at = datetime(2020, 5, 9, 9, 5)
    book = act_as("operator", agenda_book.export_agenda, at=at, year=2020, month=4)
    assert (book.title, book.period, len(book.lines)) == ("BUKU AGENDA SURAT", "April 2020", 5)
    assert book.lines[0].party == "Camat Utan"
    assert book.printed == "dicetak 09-05-2020 pukul 09.05 WITA oleh Operator"
    incoming = act(agenda_book.export_agenda, at=at, direction=Direction.IN, year=2020)
    assert (incoming.title, incoming.period) == ("BUKU AGENDA SURAT MASUK", "Tahun 2020")
    with pytest.raises(Forbidden):
        act_as("auditor", agenda_book.export_agenda, at=at)


def test_a_book_that_is_too_long_is_refused_with_what_to_narrow(act, booked, monkeypatch):
    monkeypatch.setattr(agenda_book, "PRINTED", 5)
    at = datetime(2020, 5, 9, 9, 5)
    with pytest.raises(
        RuleViolation, match=r"paling banyak 5 baris, pilihan ini \d+\. Pilih tahun atau bulan"
    ):
        act(agenda_book.export_agenda, at=at)
    assert len(act(agenda_book.export_agenda, at=at, year=2020, month=4).lines) == 5


# The expedition


def sent(on=TODAY, **more):
    return ExpeditionForm("Rina Marlina", on, "Diantar", "Anto", **more)


def test_a_letter_is_carried_out_and_received(act):
    first, second = issue(act), issue(act, recipient="Ahmad Zaelani")
    assert act(expedition.count_unsent) == 2
    assert act(expedition.count_unsent, since=TODAY + timedelta(1)) == 0
    sent_on = TODAY + timedelta(1)
    count = act(
        expedition.send_all, [first, second], sent_on=sent_on, way="Pos", carrier="Anto", today=sent_on
    )
    assert count == 2
    assert act(expedition.count_unsent) == 0
    rows = act(expedition.list_expedition, 0, 10)
    assert [row.recipient for row in rows] == ["Ahmad Zaelani", "Rina Marlina"]
    assert act(expedition.count_expedition, state=ExpeditionState.ON_THE_WAY) == 2
    received = {"received_on": TODAY + timedelta(3), "received_by": "Ibu Rina", "today": TODAY + timedelta(9)}
    assert act(expedition.note_received, [rows[1].id], **received) == 1
    assert act(expedition.note_received, [row.id for row in rows], **received) == 1  # the other one
    assert act(expedition.count_expedition, state=ExpeditionState.RECEIVED) == 2
    assert act(expedition.count_expedition, "ibu rina") == 2
    assert act(expedition.list_sent_years) == [2020]
    assert act(expedition.list_carried) == expedition.CarriedWords(("Anto",), ("Ibu Rina",))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (sent(date(2020, 4, 19)), "Surat ini bertanggal 20 April 2020; pengiriman"),
        (sent(date(2020, 4, 22)), "Tanggal kirim 22-04-2020 belum tiba"),
        (sent(received_on=date(2020, 4, 19)), "Surat baru dikirim 20 April 2020"),
        (sent(received_by="Ibu Rina"), "Isi juga tanggal diterima"),
        (replace(sent(), recipient=" "), "Isi tujuan surat"),
    ],
)
def test_a_letter_is_not_sent_before_it_was_written(act, form, sentence):
    letter = issue(act)
    with pytest.raises(RuleViolation, match=sentence):
        act(expedition.send, letter, form, today=TODAY + timedelta(1))


def test_a_cancelled_letter_is_not_carried_out(act, database):
    letter, other = issue(act), issue(act)
    with database.writing() as session:
        session.get_one(Letter, letter).status = LetterStatus.CANCELLED
    assert act(expedition.count_unsent) == 1
    with pytest.raises(RuleViolation, match="sudah dibatalkan"):
        act(expedition.send_all, [other, letter], sent_on=TODAY, way="", carrier="", today=TODAY)
    assert act(expedition.count_expedition) == 0  # all of them or none


def test_signed_letters_are_offered_first_and_those_without_a_number_never(act, database):
    first, second, third = issue(act), issue(act), issue(act)
    with database.writing() as session:
        session.get_one(Letter, first).status = LetterStatus.SIGNED
        session.get_one(Letter, third).kind = LetterKind.SCORE_SHEET
    rows = act(expedition.list_unsent, 0, 9)
    assert [(row.id, row.unsigned) for row in rows] == [(first, False), (second, True)]
    later = TODAY + timedelta(1)
    assert act(expedition.count_unsent) == 2
    assert act(expedition.list_unsent, 0, 9, since=later) == []
    assert len(act(expedition.list_unsent, 0, 9, "rina", later)) == act(
        expedition.count_unsent, "rina", later
    )


def test_a_letter_that_is_carried_names_its_carrier(act):
    letter = issue(act)
    with pytest.raises(RuleViolation, match="siapa yang mengantar") as refusal:
        act(expedition.send_all, [letter], sent_on=TODAY, way="Diantar", carrier=" ", today=TODAY)
    assert refusal.value.problems[0].field == "carrier"
    with pytest.raises(RuleViolation, match="siapa yang mengantar"):
        act(expedition.send, letter, replace(sent(), carrier=""), today=TODAY)
    assert act(expedition.send_all, [letter], sent_on=TODAY, way="Surel", carrier="", today=TODAY) == 1


def test_an_entry_is_put_right_by_one_person_at_a_time(act):
    entry = act(expedition.send, issue(act), sent(), today=TODAY)
    before = asdict(sent())
    act(expedition.change_expedition, entry, before, before | {"carrier": "Budi"}, today=TODAY)
    act(expedition.change_expedition, entry, before, before | {"way": "Pos"}, today=TODAY)
    [row] = act(expedition.list_expedition, 0, 5)
    assert (row.carrier, row.way) == ("Budi", "Pos")
    with pytest.raises(Conflict, match="baru saja mengubah Pembawa menjadi “Budi”"):
        act(expedition.change_expedition, entry, before, before | {"carrier": "Cici"}, today=TODAY)


def test_a_letter_entered_by_mistake_keeps_its_number_and_says_why(act):
    first = record(act)
    act(agenda.void_incoming, first.id, reason="tercatat dua kali", on=TODAY)
    assert act(agenda.count_incoming, on=TODAY, state=IncomingState.VOID) == 1
    assert act(agenda.count_incoming, on=TODAY, state=IncomingState.OPEN) == 0
    again = record(act)
    assert again.sequence == first.sequence + 1
    [note] = [r.note for r in act(agenda_book.list_agenda, 0, 50) if r.record_id == first.id]
    assert note == "batal: tercatat dua kali"
    with pytest.raises(RuleViolation, match="sudah dibatalkan"):
        act(agenda.finish, first.id, TODAY)
    act(agenda.reopen, first.id)
    assert act(agenda.get_incoming, first.id).void_reason == ""


def test_no_letter_is_void_without_a_reason(act):
    made = record(act)
    with pytest.raises(RuleViolation):
        act(agenda.void_incoming, made.id, reason=" ", on=TODAY)


def test_nothing_is_done_any_more_about_a_void_letter(act):
    made = record(act)
    disposition = act(dispositions.add_disposition, made.id, DISPOSITION)
    act(agenda.void_incoming, made.id, reason="tercatat dua kali", on=TODAY)
    card = act(agenda.get_incoming, made.id)
    assert [each.done_on for each in card.dispositions] == [TODAY]
    form, known = asdict(FORM), asdict(DISPOSITION)
    for work in (
        partial(agenda.change_incoming, before=form, after=form | {"note": "x"}, today=TODAY),
        partial(agenda.attach_scan, name="a.pdf", content=b"%PDF-1.4 x"),
        partial(agenda.answer, letter_id=issue(act), on=TODAY),
    ):
        with pytest.raises(RuleViolation, match="sudah dibatalkan"):
            act(work, incoming_id=made.id)
    with pytest.raises(RuleViolation, match="sudah dibatalkan"):
        act(dispositions.change_disposition, disposition, known, known | {"result": "x"})
