"""What becomes of a final letter: signed, cancelled, replaced, numbered elsewhere; its paper stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from db.lettering import Addressing, write_letter
from db.models.letters import Letter
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus, Standing
from db.rules.letters import CallFacts
from db.rules.numbering import NumberWish, WishKind
from db.rules.office import Authority, OfficialForm
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services import drafts, history, letters, numbers, office
from db.services.letters import LetterSearch, Numbers
from desktop import paper

DAY = date(2020, 4, 17)


def render(frame, _facts):
    return f"%PDF {frame.number} {frame.signer.name}".encode()


@pytest.fixture
def issue(act):
    def run(name="Rina Marlina", on=DAY, make=render, **more):
        facts = CallFacts(name, "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00 WITA", "Aula")
        return act(write_letter, facts, Addressing("Panggilan", name), dated_on=on, render=make, **more)

    return run


def standing_counts(act, on):
    return [act(letters.count_letters, LetterSearch(standing=standing, on=on)) for standing in Standing]


def test_the_register_says_how_each_letter_stands_on_a_day(act, issue):
    issued = [issue(on=DAY + timedelta(days)) for days in range(4)]
    act(letters.mark_returned, [issued[0].id], DAY + timedelta(2))
    act(letters.cancel_letter, issued[1].id, "Salah alamat")
    on = DAY + timedelta(3)
    assert standing_counts(act, on) == [1, 1, 1, 1]
    rows = act(letters.list_letters, 0, 10)
    assert [row.standing(on) for row in rows] == [
        Standing.FINAL,
        Standing.AWAITED,
        Standing.CANCELLED,
        Standing.SIGNED,
    ]
    for standing in Standing:
        [row] = act(letters.list_letters, 0, 10, LetterSearch(standing=standing, on=on))
        assert row.standing(on) is standing
    assert standing_counts(act, DAY) == [2, 0, 1, 1]


def test_several_letters_come_back_at_once_and_a_slip_is_taken_back(act, issue):
    ids = [issue().id for _ in range(3)]
    assert act(letters.mark_returned, ids, DAY + timedelta(1)) == 3
    assert act(letters.mark_returned, ids, DAY + timedelta(2)) == 0
    assert act(letters.get_letter, ids[0]).signed_on == DAY + timedelta(1)
    act(letters.mark_awaited, [ids[0]])
    row = act(letters.get_letter, ids[0])
    assert (row.status, row.signed_on) == (LetterStatus.FINAL, None)


def test_no_letter_comes_back_before_its_day(act, issue):
    letter, other = issue(), issue(on=DAY + timedelta(5))
    with pytest.raises(RuleViolation, match="tidak mungkin kembali sebelum itu"):
        act(letters.mark_returned, [letter.id, other.id], DAY)
    assert act(letters.get_letter, letter.id).status is LetterStatus.FINAL


def test_a_cancelled_letter_keeps_its_paper_and_its_number_is_void(act, issue, database):
    letter = issue()
    act(letters.cancel_letter, letter.id, "  Nama penerima keliru ")
    row = act(letters.get_letter, letter.id)
    assert (row.status, row.cancel_reason) == (LetterStatus.CANCELLED, "Nama penerima keliru")
    assert act(letters.get_paper, letter.id) == letter.pdf
    with database.reading() as session:
        book = session.execute(text("SELECT status, void_reason FROM letter_number")).one()
    assert tuple(book) == ("void", "Nama penerima keliru")
    assert issue().number != letter.number
    for refused in (
        lambda: act(letters.cancel_letter, letter.id, "Sekali lagi"),
        lambda: act(letters.mark_returned, [letter.id], DAY),
    ):
        with pytest.raises(RuleViolation, match="sudah dibatalkan"):
            refused()


def test_a_letter_is_not_cancelled_without_a_reason(act, issue):
    letter = issue()
    with pytest.raises(RuleViolation, match="Tulis alasannya"):
        act(letters.cancel_letter, letter.id, " - ")
    assert act(letters.get_letter, letter.id).status is LetterStatus.FINAL


@pytest.mark.parametrize("role", ["auditor", "head", "panel"])
def test_who_may_only_read_changes_nothing(act_as, issue, role):
    letter = issue()
    for service, args in (
        (letters.cancel_letter, (letter.id, "Salah alamat")),
        (letters.mark_returned, ([letter.id], DAY)),
        (letters.mark_awaited, ([letter.id],)),
    ):
        with pytest.raises(Forbidden):
            act_as(role, service, *args)


def test_version_two_names_what_it_replaces_and_version_one_what_replaced_it(act, issue):
    first = issue()
    draft = act(drafts.draft_correction, first.id, "Jam wawancara keliru", DAY)
    [second] = act(drafts.finalise, draft, today=DAY, render=render).letters
    old, new = act(letters.get_letter, first.id), act(letters.get_letter, second.id)
    assert (old.status, old.cancel_reason) == (LetterStatus.CANCELLED, "Jam wawancara keliru")
    assert (old.replaced_by, old.replaced_by_id) == (second.number, second.id)
    assert (new.edition, new.replaces, new.status) == (2, first.number, LetterStatus.FINAL)
    assert act(letters.get_paper, first.id) == first.pdf
    with pytest.raises(RuleViolation, match="Perbaiki versi penggantinya"):
        act(drafts.draft_correction, first.id, "Masih keliru", DAY)


def test_the_number_of_srikandi_stands_beside_our_own(act, issue):
    letter = issue()
    before = Numbers(letter.number, "")
    act(letters.note_numbers, letter.id, before, Numbers(letter.number, " B/12/SRK/2020 "))
    assert act(letters.get_letter, letter.id).external_number == "B/12/SRK/2020"
    assert act(letters.count_letters, LetterSearch("SRK/2020")) == 1
    with pytest.raises(RuleViolation, match="sudah bernomor"):
        act(letters.note_numbers, letter.id, before, Numbers("1/lain", ""))
    with pytest.raises(Conflict):
        act(letters.note_numbers, letter.id, before, Numbers(letter.number, "B/13"))


def test_a_number_noted_afterwards_stands_in_the_book_and_is_not_noted_twice(act, issue):
    first, second = (issue(wish=NumberWish(WishKind.LATER)) for _ in range(2))
    nothing = Numbers("", "")
    act(letters.note_numbers, first.id, nothing, Numbers(" 094/18/Umum", "B/12"))
    [row] = act(numbers.list_book, 0, 10, 2020)
    assert (row.number, row.letter_id, row.external_number) == ("094/18/Umum", first.id, "B/12")
    with pytest.raises(RuleViolation, match="094/18/Umum sudah ada dalam buku nomor"):
        act(letters.note_numbers, second.id, nothing, Numbers("094/18/Umum", ""))
    with pytest.raises(RuleViolation, match="B/12 sudah dicatat") as refused:
        act(letters.note_numbers, second.id, nothing, Numbers("094/19/Umum", "B/12"))
    assert [problem.field for problem in refused.value.problems] == ["external_number"]
    assert act(letters.get_letter, second.id).number == ""


def test_an_export_has_every_letter_that_was_found_oldest_first(act, act_as, issue):
    numbers = [issue(f"Orang{place}x", on=DAY + timedelta(place)).number for place in range(3)]
    assert [row.number for row in act(letters.export_letters)] == numbers
    assert [row.number for row in act(letters.export_letters, LetterSearch("orang1x"))] == [numbers[1]]
    with pytest.raises(Forbidden):
        act_as("auditor", letters.export_letters)


def test_the_history_of_a_letter_tells_of_its_cancelling(act, issue):
    letter = issue()
    act(letters.cancel_letter, letter.id, "Salah alamat")
    newest = act(history.list_history, 0, 1, table_name="letter", record_id=str(letter.id))[0]
    assert "Dibatalkan" in str(newest)
    assert "Salah alamat" in str(newest)


HEAD_OF_SECTION = OfficialForm(
    front_title="",
    name="Baiq Sukarti",
    back_title="S.Sos.",
    nip="",
    rank="Penata (III/c)",
    position="Kepala Bidang Pemberdayaan Sosial",
    authority=Authority.SUB_DELEGATE,
    starts_on=date(2020, 1, 2),
    superior="Sekretaris",
)


def test_names_of_the_day_stay_on_paper_and_in_the_register_whatever_changes(act, issue, database):
    section = act(office.save_official, None, HEAD_OF_SECTION, before=None)
    letter = issue(make=paper.render, official_id=section)
    kept = act(letters.get_letter, letter.id)
    moved = replace(HEAD_OF_SECTION, name="Baiq Sukarti Ningsih", back_title="M.Si.", rank="Pembina (IV/a)")
    act(office.save_official, section, moved, before=HEAD_OF_SECTION)
    facts = act(office.find_office)
    for field, value in {"name": "DINAS SOSIAL DAN P3A", "address": "Jalan Baru 2"}.items():
        act(office.save_office, {field: getattr(facts, field)}, {field: value})
    assert act(letters.get_paper, letter.id) == letter.pdf
    assert act(letters.get_letter, letter.id) == kept
    assert kept.signer_name == "Baiq Sukarti, S.Sos."
    with database.reading() as session:
        stored = session.get_one(Letter, letter.id)
        assert "Ningsih" not in str(stored.facts)


def test_u_b_is_printed_in_three_levels(act):
    section = act(office.save_official, None, HEAD_OF_SECTION, before=None)
    assert act(office.signer_on, DAY, section).position == (
        "a.n. KEPALA DINAS SOSIAL",
        "KABUPATEN SUMBAWA",
        "SEKRETARIS",
        "u.b.",
        "KEPALA BIDANG PEMBERDAYAAN SOSIAL,",
    )
    with pytest.raises(RuleViolation, match=r"Isi jabatan yang memberi u\.b\."):
        act(office.save_official, None, replace(HEAD_OF_SECTION, superior=" "), before=None)


def test_a_signer_of_another_day_is_refused_and_who_held_office_is_named(act, issue):
    first = next(o for o in act(office.list_officials) if o.authority is Authority.HEAD)
    form = OfficialForm(**{name: getattr(first, name) for name in OfficialForm.__dataclass_fields__})
    act(office.save_official, first.id, replace(form, ends_on=DAY), before=form)
    caretaker = replace(
        form, name="Rahmat Hidayat", nip="", authority=Authority.CARETAKER, starts_on=DAY + timedelta(1)
    )
    act(office.save_official, None, caretaker, before=None)
    with pytest.raises(RuleViolation, match=r"Yang berwenang: .*Rahmat Hidayat.* \(Pj\. Kepala Dinas\)\."):
        issue(on=DAY + timedelta(1), official_id=first.id)
    later = act(office.signer_on, DAY + timedelta(1))
    assert later.position == ("Pj. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")


def test_kinds_that_nobody_signs_are_not_waited_for():
    assert LetterKind.CALL in letters.signed_kinds()


def test_a_letter_dated_back_is_awaited_from_the_day_it_became_final(act, database):
    made = date.today()
    letter = act(write_back, made - timedelta(40))
    for on, awaited in ((made, 0), (made + timedelta(1), 1)):
        search = LetterSearch(standing=Standing.AWAITED, on=on)
        [row] = act(letters.list_letters, 0, 9, LetterSearch())
        assert (row.since(on), row.id) == (made, letter.id)
        assert (row.standing(on) is Standing.AWAITED) == bool(awaited)
        assert act(letters.count_letters, search) == awaited
        assert act(letters.count_letters, replace(search, standing=Standing.FINAL)) == 1 - awaited
    late = LetterSearch(standing=Standing.AWAITED, on=made - timedelta(7))  # as the first page asks
    assert act(letters.count_letters, late) == 0


def write_back(session, day):
    facts = CallFacts("Rina", "3", "Motong", "Utan", "Kabupaten Sumbawa", 2020, day, "09.00", "Aula")
    return write_letter(
        session, facts, Addressing("Panggilan", "Rina"), dated_on=day, render=lambda *_any: b"%PDF"
    )


def test_a_kind_without_numbers_says_so(act, database):
    letter = act(write_back, date(2020, 4, 17))
    with database.writing() as session:
        session.get_one(Letter, letter.id).kind = LetterKind.SCORE_SHEET
    assert not act(letters.get_letter, letter.id).numbered
