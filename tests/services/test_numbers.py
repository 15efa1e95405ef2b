"""The book of numbers: by the letter's year, never twice, never without a word (peers.md 6.2)."""

from dataclasses import replace
from datetime import date

import pytest

from db.lettering import Addressing, write_letter
from db.models.audit import AuditEntry
from db.models.letters import Letter, LetterNumber, NumberCounter
from db.models.office import LetterSetting, Office
from db.numbers import default_setting, take
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import CallFacts
from db.rules.letters import Letter as Stated
from db.rules.numbering import NumberScope, NumberStatus, NumberWish, WishKind
from db.rules.problems import Forbidden, RuleViolation
from db.services import number_book, numbering, numbers, srikandi

DAY = date(2020, 4, 17)
LATER = NumberWish(WishKind.LATER)
UNNUMBERED = [kind for kind in LetterKind if kind not in numbering.numbered_kinds()]


def call(name="Rina Marlina"):
    return CallFacts(name, "003", "Desa Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00 WITA", "Aula")


def paper(frame, _facts):
    return f"nomor {frame.number or '…'}".encode()


@pytest.fixture
def issue(act):
    """Make a letter final; returns it as issued."""

    def run(on=DAY, wish=None, facts=None, subject="Panggilan Tes Wawancara"):
        addressing = Addressing(subject, "Rina Marlina")
        return act(write_letter, facts or call(), addressing, dated_on=on, render=paper, wish=wish)

    return run


@pytest.fixture
def change(act):
    """Change how letters are numbered."""

    def run(kinds=None, **office):
        opened = act(numbering.get_numbering)
        rows = tuple(replace(row, **(kinds or {}).get(row.kind, {})) for row in opened.rows)
        act(numbering.save_numbering, replace(opened, rows=rows, **office), before=opened)

    return run


def cancel(session, letter_id, reason="Salah tanggal"):
    letter = session.get_one(Letter, letter_id)
    letter.status, letter.cancel_reason = LetterStatus.CANCELLED, reason


def book(act, year=2020, **criteria):
    rows = act(numbers.list_book, 0, 500, year=year, **criteria)
    assert act(numbers.count_book, year=year, **criteria) == len(rows)
    return rows


def wish(kind, number_id=None, text=""):
    return NumberWish(WishKind(kind), number_id, text)


# The next number


def test_a_letter_of_30_december_entered_on_2_january_takes_last_years_number(issue):
    assert issue(date(2020, 12, 29)).number == "400.9.12.3/001/Dinsos/2020"
    assert issue(date(2021, 1, 4)).number == "400.9.12.3/001/Dinsos/2021"
    assert issue(date(2020, 12, 30)).number == "400.9.12.3/002/Dinsos/2020"
    assert issue(date(2021, 1, 5)).number == "400.9.12.3/002/Dinsos/2021"


def test_a_letter_that_fails_gives_its_number_back(issue, act):
    def broken(_frame, _facts):
        raise ZeroDivisionError

    issue()
    with pytest.raises(ZeroDivisionError):
        act(write_letter, call(), Addressing("x"), dated_on=DAY, render=broken)
    assert issue().number == "400.9.12.3/002/Dinsos/2020"
    assert act(numbers.list_gaps, 2020) == []


def test_several_letters_of_one_transaction_count_on(act, database):
    with database.writing() as session:
        made = [
            write_letter(session, call(), Addressing("x"), dated_on=DAY, render=paper).number
            for _letter in range(3)
        ]
    assert made == [f"400.9.12.3/00{place}/Dinsos/2020" for place in (1, 2, 3)]


def test_a_kind_without_numbers_takes_none(act, database):
    with database.writing() as session:
        office = session.get_one(Office, 1)
        for kind in UNNUMBERED:
            assert take(session, office, default_setting(kind), DAY, NumberWish()) is None
            assert numbers.preview_next(session, kind, DAY) == ""
    assert UNNUMBERED
    assert book(act) == []


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (NumberScope.ALL, ["1", "2", "3", "4"]),
        (NumberScope.KIND, ["1", "1", "2", "2"]),
        (NumberScope.CLASSIFICATION, ["1", "1", "2", "2"]),
    ],
)
def test_counters_follow_the_choice_of_the_office(issue, act, change, scope, expected):
    change(
        {
            kind: {
                "number_format": "{klasifikasi}/{urut}/{jenis}/{tahun}",
                "type_code": f"J{place}",
                "classification": "005" if kind is LetterKind.INVITATION else "400.9.12.3",
            }
            for place, kind in enumerate(numbering.numbered_kinds())
        },
        scope=scope,
    )
    other = Stated(LetterKind.INVITATION, {})
    for facts in (None, other, None, other):
        issue(facts=facts)
    with_places = {row.letter_id: row.place for row in book(act)}
    assert [with_places[key] for key in sorted(with_places)] == expected
    assert act(numbers.list_gaps, 2020) == []


def test_runs_that_would_write_the_same_number_are_refused(act, change):
    with pytest.raises(RuleViolation, match="dihitung sendiri-sendiri, tetapi nomornya akan sama"):
        change(scope=NumberScope.KIND)
    with pytest.raises(RuleViolation, match="kode bidang"):
        change({LetterKind.CALL: {"number_format": "{urut}/{kode_bidang}"}})
    change({LetterKind.CALL: {"number_format": "{urut}/{kode_bidang}"}}, section_code="BID.PEMSOS")
    assert act(numbers.preview_next, LetterKind.CALL, DAY) == "1/BID.PEMSOS"


def test_another_choice_in_the_middle_of_the_year_doubles_nothing(issue, act, change):
    for _letter in range(3):
        issue()
    change({LetterKind.INVITATION: {"classification": "005"}}, scope=NumberScope.CLASSIFICATION)
    assert issue().number == "400.9.12.3/004/Dinsos/2020"
    assert issue(facts=Stated(LetterKind.INVITATION, {})).number == "005/001/Dinsos/2020"
    change(scope=NumberScope.ALL)
    assert issue().number == "400.9.12.3/005/Dinsos/2020"
    written = [row.number for row in book(act)]
    assert len(written) == len(set(written)) == 6
    assert [gap for gap in act(numbers.list_gaps, 2020) if not gap.explained] == []


def test_a_number_typed_by_hand_is_left_out_by_the_counter_and_explained(issue, act):
    assert (
        issue(wish=wish("by_hand", text=" 400.9.12.3/002/Dinsos/2020 ")).number
        == "400.9.12.3/002/Dinsos/2020"
    )
    assert issue().number == "400.9.12.3/001/Dinsos/2020"
    assert issue().number == "400.9.12.3/003/Dinsos/2020"
    [gap] = act(numbers.list_gaps, 2020)
    assert (gap.describe(), gap.explained) == ("2", True)


# Numbers by hand, and dots


def test_a_number_by_hand_is_refused_when_the_year_has_it(issue, act):
    issue(wish=wish("by_hand", text="094/17/Umum"))
    with pytest.raises(RuleViolation, match="Nomor 094/17/Umum sudah ada dalam buku nomor tahun 2020"):
        issue(wish=wish("by_hand", text="094/17/Umum"))
    assert issue(on=date(2021, 1, 4), wish=wish("by_hand", text="094/17/Umum")).number == "094/17/Umum"
    [row] = book(act)
    assert (row.series, row.run) == ("tangan", "Dari bagian umum")


@pytest.mark.parametrize("text", ["", "  ", "tanpa angka", "1\n2\x00", "1" * 121])
def test_what_is_no_number_is_refused(issue, text):
    with pytest.raises(RuleViolation):
        issue(wish=wish("by_hand", text=text))


def test_dots_take_no_number_and_can_be_filled_later(issue, act):
    letter = issue(wish=LATER)
    assert (letter.number, letter.pdf) == ("", "nomor …".encode())
    assert book(act) == []
    act(numbers.note_by_hand, letter.id, "094/18/Umum")
    [row] = book(act)
    assert (row.number, row.letter_id) == ("094/18/Umum", letter.id)
    with pytest.raises(RuleViolation, match="sudah bernomor 094/18/Umum"):
        act(numbers.note_by_hand, letter.id, "094/19/Umum")
    assert issue().number == "400.9.12.3/001/Dinsos/2020"


def test_letters_numbered_by_the_general_section_get_dots_unless_wished_otherwise(issue, change):
    change({LetterKind.CALL: {"number_by_hand": True}})
    assert issue().number == ""
    assert issue(wish=wish("by_hand", text="094/1/Umum")).number == "094/1/Umum"
    assert issue(wish=NumberWish()).number == "400.9.12.3/001/Dinsos/2020"


# Set aside


def test_numbers_set_aside_say_by_whom_and_for_what(act_as, act, issue):
    first, second = act_as("operator", numbers.reserve, LetterKind.CALL, DAY, 2, " Undangan Camat ")
    assert [first.number, second.number] == ["400.9.12.3/001/Dinsos/2020", "400.9.12.3/002/Dinsos/2020"]
    assert issue().number == "400.9.12.3/003/Dinsos/2020"
    rows = book(act, status=NumberStatus.RESERVED)
    assert {row.explanation for row in rows} == {"Dipesan Operator untuk Undangan Camat"}
    offers = act(numbers.list_reserved, LetterKind.CALL, 2020)
    assert [(offer.number, offer.reserved_by, offer.purpose) for offer in offers] == [
        (first.number, "Operator", "Undangan Camat"),
        (second.number, "Operator", "Undangan Camat"),
    ]
    letter = issue(on=date(2020, 4, 20), wish=wish("reserved", second.id))
    assert letter.number == second.number
    used = next(row for row in book(act) if row.id == second.id)
    assert (used.status, used.letter_id, used.dated_on) == (NumberStatus.USED, letter.id, date(2020, 4, 20))
    assert [offer.id for offer in act(numbers.list_reserved, LetterKind.CALL, 2020)] == [first.id]
    with pytest.raises(RuleViolation, match="tidak lagi dipesan: dipakai"):
        issue(wish=wish("reserved", second.id))


def test_a_reserved_number_serves_its_own_year_and_run_only(act, issue, change):
    [number] = act(numbers.reserve, LetterKind.CALL, DAY, 1, "Undangan")
    with pytest.raises(RuleViolation, match="milik tahun 2020; surat ini bertanggal 4 Januari 2021"):
        issue(on=date(2021, 1, 4), wish=wish("reserved", number.id))
    change({LetterKind.INVITATION: {"classification": "005"}}, scope=NumberScope.CLASSIFICATION)
    with pytest.raises(RuleViolation, match="bukan urutan surat ini"):
        issue(facts=Stated(LetterKind.INVITATION, {}), wish=wish("reserved", number.id))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": "  "}, "untuk apa"),
        ({"count": 0}, "Paling sedikit 1"),
        ({"count": 101}, "paling banyak 100"),
        ({"kind": UNNUMBERED[0]}, "tidak bernomor"),
    ],
)
def test_a_reservation_without_sense_is_refused(act, changes, sentence):
    asked = {"kind": LetterKind.CALL, "dated_on": DAY, "count": 1, "purpose": "Undangan"} | changes
    with pytest.raises(RuleViolation, match=sentence):
        act(numbers.reserve, **asked)
    assert book(act) == []


# Insertions


def test_an_insertion_stands_behind_an_earlier_day_and_counts_its_own_suffix(act, issue):
    issue(on=date(2020, 4, 13))
    issue(on=date(2020, 4, 15))
    issue(on=date(2020, 4, 20))
    assert act(numbers.later_number, LetterKind.CALL, DAY) == "400.9.12.3/003/Dinsos/2020"
    nearest = act(numbers.list_insertable, LetterKind.CALL, DAY)
    assert [offer.number[11:14] for offer in nearest] == ["002"]  # behind 001 a later day would stand
    first = next(row for row in book(act) if row.place == "1")
    with pytest.raises(RuleViolation, match="002/Dinsos/2020 bertanggal 15 April 2020, sebelum surat ini"):
        issue(wish=wish("inserted", first.id))
    behind = wish("inserted", nearest[0].id)
    assert issue(wish=behind).number == "400.9.12.3/002.01/Dinsos/2020"
    assert issue(wish=behind).number == "400.9.12.3/002.02/Dinsos/2020"
    rows = book(act)
    assert [row.place for row in rows] == ["3", "2.02", "2.01", "2", "1"]
    assert issue().number == "400.9.12.3/004/Dinsos/2020"
    assert act(numbers.list_gaps, 2020) == []
    late = next(row for row in rows if row.place == "3")
    with pytest.raises(RuleViolation, match="bertanggal 20 April 2020, sesudah surat ini"):
        issue(wish=wish("inserted", late.id))
    with pytest.raises(RuleViolation, match="milik tahun 2020"):
        issue(on=date(2021, 1, 4), wish=behind)


def test_nothing_is_inserted_behind_a_number_that_is_only_reserved(act, issue):
    [kept] = act(numbers.reserve, LetterKind.CALL, DAY, 1, "Undangan")
    with pytest.raises(RuleViolation, match=f"{kept.number} baru dipesan, belum dipakai"):
        issue(wish=wish("inserted", kept.id))
    assert [row.place for row in book(act)] == ["1"]


def test_the_hundredth_insertion_is_refused(act, issue, database):
    issue()
    [first] = book(act)
    with database.writing() as session:
        session.add(
            LetterNumber(
                series="keluar",
                year=2020,
                sequence=1,
                suffix=99,
                number="x",
                dated_on=DAY,
                status=NumberStatus.VOID,
            )
        )
    with pytest.raises(RuleViolation, match="tidak ada tempat lagi"):
        issue(wish=wish("inserted", first.id))


def test_the_book_says_whether_a_number_typed_by_hand_is_there(act, issue):
    given = issue().number
    assert act(number_book.is_given, given, 2020)
    assert not act(number_book.is_given, given, 2021)
    assert not act(number_book.is_given, f"{given}x", 2020)


# Void


def test_a_void_number_keeps_its_place_and_its_reason(act, issue):
    [number] = act(numbers.reserve, LetterKind.CALL, DAY, 1, "Undangan")
    with pytest.raises(RuleViolation, match="alasan"):
        act(numbers.void, number.id, "  ")
    act(numbers.void, number.id, "Rapat batal")
    assert issue().number == "400.9.12.3/002/Dinsos/2020"
    with pytest.raises(RuleViolation, match="tidak lagi dipesan: batal"):
        issue(wish=wish("reserved", number.id))
    with pytest.raises(RuleViolation, match="sudah ada dalam buku"):
        issue(wish=wish("by_hand", text=number.number))
    with pytest.raises(RuleViolation, match="sudah batal"):
        act(numbers.void, number.id, "Lagi")
    [row] = book(act, status=NumberStatus.VOID)
    assert row.explanation == "Batal: Rapat batal (Undangan)"


def test_the_number_of_a_valid_letter_cannot_be_void(act, issue, database):
    letter = issue()
    [row] = book(act)
    with pytest.raises(RuleViolation, match="dipakai surat “Panggilan Tes Wawancara”"):
        act(numbers.void, row.id, "Salah")
    with database.writing() as session:
        cancel(session, letter.id)
    [row] = book(act)
    assert row.cancelled
    assert row.explanation.endswith("(dibatalkan: Salah tanggal)")
    act(numbers.void, row.id, "Surat dibatalkan")
    assert issue().number == "400.9.12.3/002/Dinsos/2020"


# The book


def test_numbers_that_vanish_are_found(act, issue, database):
    for _letter in range(4):
        issue(wish=NumberWish())
    with database.writing() as session:
        for number in session.query(LetterNumber).filter(LetterNumber.sequence.in_((2, 3))):
            session.query(Letter).filter_by(number_id=number.id).one().number_id = None
            session.flush()
            session.delete(number)
    [gap] = act(numbers.list_gaps, 2020)
    assert (gap.describe(), gap.explained, gap.run) == ("2–3", False, "Surat keluar")


def test_an_office_that_begins_in_the_middle_of_the_year_counts_on(act, issue):
    act(numbers.set_start, "keluar", 2020, 1540)
    assert act(numbers.preview_next, LetterKind.CALL, DAY) == "400.9.12.3/1541/Dinsos/2020"
    assert issue().number == "400.9.12.3/1541/Dinsos/2020"
    assert issue(on=date(2021, 1, 4)).number == "400.9.12.3/001/Dinsos/2021"
    with pytest.raises(RuleViolation, match="Nomor 1541 sudah diberikan"):
        act(numbers.set_start, "keluar", 2020, 1540)
    act(numbers.set_start, "keluar", 2020, 1541)  # nothing to do
    act(numbers.set_start, "keluar", 2020, 1545)
    assert issue().number == "400.9.12.3/1546/Dinsos/2020"
    assert [(gap.describe(), gap.explained) for gap in act(numbers.list_gaps, 2020)] == [
        ("1–1540", True),
        ("1542–1545", True),
    ]
    [run] = act(numbers.list_runs, 2020)
    assert (run.label, run.last, run.outside) == ("Surat keluar", 1546, ((1, 1540), (1542, 1545)))
    with pytest.raises(RuleViolation, match="paling besar 99999"):
        act(numbers.set_start, "keluar", 2020, 10**9)


def test_the_log_says_who_raised_the_start(act, database):
    act(numbers.set_start, "keluar", 2020, 12)
    with database.reading() as session:
        sentences = [e.sentence for e in session.query(AuditEntry).filter_by(table_name="number_counter")]
    assert sentences == ["Urutan nomor keluar 2020 diubah: Dipakai di luar buku ini kosong menjadi “1–12”"]


def test_the_book_is_searched_by_year_run_status_and_words(act, issue):
    issue(subject="Panggilan Tes Wawancara")
    issue(on=date(2019, 5, 2))
    act(numbers.reserve, LetterKind.CALL, DAY, 1, "Undangan Camat")
    assert act(numbers.list_book_years) == [2020, 2019]
    assert len(book(act)) == 2
    assert [row.explanation for row in book(act, text="camat")] == ["Dipesan Pilar TKSK untuk Undangan Camat"]
    assert [row.recipient for row in book(act, text="wawancara rina")] == ["Rina Marlina"]
    assert book(act, series="tangan") == []
    assert len(act(numbers.list_book, 1, 1, year=2020)) == 1


def test_every_number_in_the_book_has_its_word(act, issue):
    issue()
    act(numbers.reserve, LetterKind.CALL, DAY, 1, "Undangan")
    [voided] = act(numbers.reserve, LetterKind.CALL, DAY, 1, "Rapat")
    act(numbers.void, voided.id, "Rapat batal")
    issue(wish=wish("by_hand", text="094/1/Umum"))
    assert all(row.explanation.strip() for row in book(act))


# SRIKANDI


def test_the_number_of_srikandi_stands_beside_our_own(act, issue, database):
    first, second = issue(), issue(subject="Surat\tdengan tab")
    dropped = issue()
    with database.writing() as session:
        cancel(session, dropped.id)
    assert act(srikandi.count_not_entered, 2020) == 2
    act(srikandi.record_external, first.id, "  B/41/400.9/IV/2020 ")
    [left] = act(srikandi.list_not_entered, 2020)
    assert left.id == second.id
    titles, line = srikandi.entry_sheet([left]).split("\n")
    assert titles.split("\t")[0] == "Nomor"
    assert line.split("\t")[4] == "Surat dengan tab"
    assert len(line.split("\t")) == len(titles.split("\t"))
    assert [row.external_number for row in book(act, text="B/41")] == ["B/41/400.9/IV/2020"]
    with pytest.raises(RuleViolation, match="sudah dicatat pada surat"):
        act(srikandi.record_external, second.id, "B/41/400.9/IV/2020")
    act(srikandi.record_external, first.id, "")
    assert act(srikandi.count_not_entered, 2020) == 2


# Rights


@pytest.mark.parametrize("role", ["auditor", "panel", "head", "verifier"])
def test_numbers_are_the_work_of_those_who_make_letters(act_as, role):
    with pytest.raises(Forbidden):
        act_as(role, numbers.reserve, LetterKind.CALL, DAY, 1, "Undangan")
    with pytest.raises(Forbidden):
        act_as(role, numbers.void, 1, "x")
    with pytest.raises(Forbidden):
        act_as(role, srikandi.record_external, 1, "x")
    with pytest.raises(Forbidden):
        act_as("operator", numbers.set_start, "keluar", 2020, 5)
    assert act_as(role, numbers.list_gaps, 2020) == []


def test_reading_the_book_writes_nothing(act, database):
    act(numbers.preview_next, LetterKind.CALL, DAY)
    act(numbers.list_runs, 2020)
    act(numbering.next_sequences, DAY)
    with database.reading() as session:
        assert session.query(NumberCounter).filter(NumberCounter.series.startswith("keluar")).count() == 0
        assert session.query(LetterSetting).count() <= len(LetterKind)
