"""Decrees: the nine officers of Banda Aceh from their Excel list, and what lists get wrong."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

import resources
from db.exchange.officers import read_officer_list
from db.models.letters import Letter
from db.models.officer_card import Evaluation
from db.models.officers import Assignment, Decree, Officer
from db.models.people import Person
from db.people import write_person
from db.rules.access import Right
from db.rules.evaluation import Grade
from db.rules.officers import DecreeLevel, MemberForm, PostState
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services import (
    decree_letters,
    decree_members,
    decree_renewal,
    decrees,
    history,
    letters,
    officers,
    people,
    practice,
    scans,
    setup,
)
from tests.services.utan import PEOPLE, UTAN, leave_utan, render

LIST = resources.path("seed", "daftar_tksk_banda_aceh_2022.xlsx")
TODAY = date(2022, 3, 8)
ACEH = decrees.DecreeForm(
    DecreeLevel.PROVINCE,
    "467.1/1540/2022",
    date(2022, 1, 31),
    "Kepala Dinas Sosial Aceh",
    "Penunjukan/Penetapan TKSK di Kabupaten/Kota se-Aceh Tahun 2022",
    date(2022, 1, 1),
    date(2022, 12, 31),
)
NTB = replace(ACEH, number="460/002/2021", dated_on=date(2021, 1, 4), starts_on=date(2021, 1, 1))
NTB = replace(NTB, ends_on=date(2021, 12, 31), issuer="Kepala Dinas Sosial Provinsi NTB")

UTAN_2021 = {"kecamatan_code": UTAN, "starts_on": date(2021, 1, 1), "ends_on": None, "today": TODAY}


@pytest.fixture
def aceh(empty_database):
    """An office of Banda Aceh, and how to act in it."""

    def run(service, *args, **kwargs):
        with empty_database.writing() as session:
            return service(session, *args, **kwargs)

    run(setup.load_lists)
    run(practice.create_practice_office, practice.BANDA_ACEH)
    return run


def how_many(session, *tables):
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def member(name, kecamatan="Utan", nik="", niat="", row=5, **more):
    return MemberForm(row=row, name=name, nik=nik, niat=niat, kecamatan=kecamatan, **more)


def post(act, on, code=UTAN):
    return next(row for row in act(officers.list_posts, on=on) if row.id == code)


def test_the_nine_officers_of_banda_aceh_come_from_one_list(aceh):
    members = read_officer_list(LIST)
    assert aceh(decree_members.find_member_problems, members, today=TODAY) == {}
    decree = aceh(decrees.record_decree, ACEH, members, today=TODAY)
    posts = aceh(officers.list_posts, on=TODAY)
    assert len(posts) == 9
    assert {row.state for row in posts} == {PostState.FILLED}
    assert {row.decree_ends_on for row in posts} == {date(2022, 12, 31)}
    assert aceh(decrees.list_decrees)[0] == decrees.DecreeListRow(**vars(ACEH), id=decree, members=9)
    [rizal] = [row for row in posts if row.kecamatan == "Baiturrahman"]
    assert (rizal.officer, rizal.niat) == ("Teuku Rizal Maulidin, S.Sos.", "1171010103")
    known = aceh(people.find_by_nik, "1171011605879001")
    person = aceh(people.get_person, known.id)
    assert (person.name, person.back_title) == ("Teuku Rizal Maulidin", "S.Sos.")
    assert (person.birth_date, person.desa_code, person.education) == (
        date(1987, 5, 16),
        "1171012005",
        "8",
    )


def test_nine_letters_present_them_in_the_order_of_the_decree(aceh):
    members = read_officer_list(LIST)
    decree = aceh(decrees.record_decree, ACEH, members, today=TODAY)
    issued = aceh(decree_letters.issue_presentations, decree, dated_on=TODAY, render=render)
    assert [letter.number.split("/")[1] for letter in issued] == [f"{n:03}" for n in range(1, 10)]
    rows = aceh(letters.letters_of, decree_id=decree)
    assert [row.recipient.lower() for row in rows] == [f"camat {m.kecamatan.lower()}" for m in members]
    assert {row.dated_on for row in rows} == {TODAY}


def test_letters_that_cannot_be_printed_leave_no_trace(aceh, empty_database):
    decree = aceh(decrees.record_decree, ACEH, read_officer_list(LIST), today=TODAY)
    pages = iter([b"1", b"2"])
    with pytest.raises(RuntimeError):
        aceh(decree_letters.issue_presentations, decree, dated_on=TODAY, render=lambda *_: next_page(pages))
    with empty_database.reading() as session:
        assert how_many(session, Letter) == [0]


def next_page(pages):
    for page in pages:
        return page
    raise RuntimeError("cakram penuh")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kecamatan": "Meurasa"}, "Baris 7: kecamatan “Meurasa” tidak ada di kabupaten/kota ini"),
        ({"kecamatan": "Utan"}, "Baris 7: kecamatan “Utan” tidak ada"),
        ({"nik": "117103081185900"}, "Baris 7: NIK harus 16 angka; yang diketik 15 angka."),
        ({"nik": "1171026302909002"}, "Baris 7: NIK sama dengan baris 6"),
        ({"niat": "1171020106"}, "Baris 7: NIAT sama dengan baris 6"),
        ({"niat": "117103"}, "Baris 7: NIAT berisi 10 angka"),
        ({"phone": "0651 22000"}, "Baris 7: Nomor HP dimulai 08"),
        ({"name": " "}, "Baris 7: nama kosong"),
        ({"kecamatan": "Kuta Alam"}, "Baris 7, Iskandar.*: Kecamatan Kuta Alam sudah dijabat Cut Meurah"),
        ({"address": "x" * 201}, "Alamat paling panjang 200 huruf; sekarang 201"),
    ],
)
def test_one_wrong_row_refuses_the_list_and_nothing_is_half_written(aceh, empty_database, wrong, sentence):
    members = read_officer_list(LIST)
    assert members[2].row == 7
    members[2] = replace(members[2], **wrong)
    with pytest.raises(RuleViolation, match=sentence):
        aceh(decrees.record_decree, ACEH, members, today=TODAY)
    with empty_database.reading() as session:
        assert how_many(session, Person, Officer, Assignment, Decree) == [0, 0, 0, 0]


def test_kecamatan_are_found_however_the_list_writes_them(act):
    leave_utan(act)
    form = replace(ACEH, starts_on=date(2020, 5, 11), ends_on=date(2020, 12, 31))
    act(decrees.record_decree, form, [member("Rina Marlina", " KEC. U T A N ")], today=TODAY)
    assert post(act, date(2020, 6, 1)).officer == "Rina Marlina"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": " "}, "Isi nomor SK."),
        ({"issuer": ""}, "Isi pejabat penerbit SK."),
        ({"ends_on": date(2021, 12, 31)}, "Tanggal selesai mendahului tanggal mulai."),
    ],
)
def test_a_decree_that_says_too_little_is_refused(aceh, changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        aceh(decrees.record_decree, replace(ACEH, **changes), read_officer_list(LIST), today=TODAY)


def test_a_decree_is_noted_once(aceh):
    members = read_officer_list(LIST)
    aceh(decrees.record_decree, replace(ACEH, number=" 467.1/1540/2022 "), members, today=TODAY)
    with pytest.raises(RuleViolation, match="SK dengan nomor dan tanggal ini sudah dicatat"):
        aceh(decrees.record_decree, ACEH, members, today=TODAY)


def test_an_empty_list_is_refused(aceh):
    with pytest.raises(RuleViolation, match="Belum ada nama dalam SK ini"):
        aceh(decrees.record_decree, ACEH, [], today=TODAY)


def serving(act, on=date(2020, 4, 9)):
    """Who holds Utan, as a list would name the officer."""
    holder = post(act, on)
    return member(holder.officer, niat=holder.niat)


def test_the_next_years_decree_renews_the_officer(act):
    again = serving(act)
    act(decrees.record_decree, NTB, [again], today=date(2021, 1, 4))
    renewed = post(act, date(2021, 6, 1))
    assert (renewed.officer, renewed.decree_ends_on) == (again.name, date(2021, 12, 31))
    assert post(act, date(2020, 12, 31)).officer_id == renewed.officer_id


def test_a_new_decree_within_the_year_prolongs_the_term(act):
    again = serving(act)
    form = replace(NTB, starts_on=date(2020, 7, 1))
    act(decrees.record_decree, form, [again], today=date(2020, 7, 1))
    assert post(act, date(2021, 6, 1)).decree_ends_on == date(2021, 12, 31)
    card = act(officers.get_officer, post(act, date(2021, 6, 1)).officer_id)
    assert card.posts == ("Utan: 02-01-2020 s.d. 31-12-2021",)


def test_a_decree_that_comes_late_does_not_bring_back_who_has_left(act):
    left = serving(act)
    leave_utan(act)
    form = replace(NTB, starts_on=date(2020, 2, 1), ends_on=date(2020, 12, 31))
    act(decrees.record_decree, form, [left], today=date(2020, 4, 20))
    assert post(act, date(2020, 4, 20)).state is PostState.VACANT


def test_an_older_decree_noted_late_leaves_the_present_term_alone(act):
    again = serving(act)
    form = replace(NTB, number="2019", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))
    act(decrees.record_decree, form, [again], today=date(2020, 4, 9))
    now, before = post(act, date(2020, 4, 9)), post(act, date(2019, 6, 1))
    assert (now.decree_ends_on, before.decree_ends_on) == (date(2020, 12, 31), date(2019, 12, 31))
    assert now.officer_id == before.officer_id


def test_a_decree_cannot_prolong_a_term_into_the_successors(act):
    old = serving(act)
    act(decrees.record_decree, NTB, [member("Rina Marlina")], today=date(2021, 1, 4))
    form = replace(NTB, number="3", starts_on=date(2020, 6, 1), ends_on=date(2021, 3, 31))
    with pytest.raises(RuleViolation, match=r"Baris 5, .*sudah dijabat Rina Marlina pada 1 Januari 2021"):
        act(decrees.record_decree, form, [old], today=date(2021, 1, 4))


def test_the_kabupatens_own_decree_names_everybody_who_serves_on_its_first_day(act):
    leave_utan(act)
    days = {"starts_on": date(2020, 4, 20), "ends_on": date(2020, 12, 31)}
    facts = act(decree_letters.decree_facts, **days, notices=("Berita Acara",))
    assert len(facts.rows) == 23
    assert [row.kecamatan for row in facts.rows] == sorted(row.kecamatan for row in facts.rows)
    assert (len(facts.duties), facts.year, facts.regency) == (8, 2020, "Kabupaten Sumbawa")
    letter = act(decree_letters.issue_decree, facts, dated_on=date(2020, 4, 20), render=render)
    assert letter.number == "400.9.12.3/001/Kpts/Dinsos/2020"


def test_a_decree_that_names_nobody_is_not_printed(act):
    days = {"starts_on": date(2019, 4, 20), "ends_on": date(2019, 12, 31)}
    facts = act(decree_letters.decree_facts, **days, notices=())
    with pytest.raises(RuleViolation, match="Belum ada TKSK yang bertugas"):
        act(decree_letters.issue_decree, facts, dated_on=date(2020, 4, 20), render=render)


def test_a_number_that_belongs_to_somebody_else_is_pointed_out(act):
    leave_utan(act)
    rina = act(officers.add_officer, None, PEOPLE[0], niat="5204060099", **UTAN_2021)
    nik = PEOPLE[0]["nik"]
    rows = [member("Lalu Wirya", "Alas", nik=nik), member("Siti Aminah", "Lunyuk", niat="5204060099", row=6)]
    assert act(decree_members.find_member_problems, rows, today=TODAY) == {
        5: "NIK baris ini milik Rina Marlina; periksa.",
        6: "NIAT baris ini milik Rina Marlina; periksa.",
    }
    with pytest.raises(RuleViolation, match="Baris 5: NIK baris ini milik Rina Marlina"):
        act(decrees.record_decree, NTB, rows, today=TODAY)
    known = member("Dra. Hj. RINA MARLINAH, M.Si.", nik=nik, niat="5204060099")
    assert act(decree_members.find_member_problems, [known], today=TODAY) == {}
    act(decrees.record_decree, NTB, [known], today=TODAY)
    assert post(act, date(2021, 6, 1)).officer_id == rina


# the register: corrections, names, scans


def recorded(act, **changes):
    """Next year's decree for everybody who serves; its id."""
    members = act(decrees.list_roster_members, date(2021, 1, 1))
    return act(decrees.record_decree, replace(NTB, **changes), members, today=TODAY)


def fields(decree):
    return vars(decrees.DecreeForm(**{name: getattr(decree, name) for name in vars(ACEH)}))


def test_the_next_years_decree_goes_on_with_the_same_term(act):
    recorded(act)
    now, before = post(act, date(2021, 6, 1)), post(act, date(2020, 4, 9))
    assert (now.assignment_id, now.officer_id) == (before.assignment_id, before.officer_id)
    [card] = [act(officers.get_officer, now.officer_id)]
    assert card.posts == ("Utan: 02-01-2020 s.d. 31-12-2021",)


def test_a_yearly_decree_of_the_kabupaten_does_not_shorten_what_the_ministry_gave(act):
    five_years = {"level": DecreeLevel.MINISTRY, "ends_on": date(2025, 12, 31)}
    recorded(act, **five_years)
    recorded(act, level=DecreeLevel.REGENCY, number="188.4/03", dated_on=date(2021, 2, 1))
    assert post(act, date(2024, 6, 1)).decree_ends_on == date(2025, 12, 31)


def test_a_correction_of_the_validity_takes_the_terms_along(act):
    decree = recorded(act)
    before = fields(act(decrees.list_decrees)[0])
    act(decrees.change_decree, decree, before, before | {"ends_on": date(2022, 6, 30), "note": " sah "})
    changed = act(decrees.list_decrees)[0]
    assert (changed.ends_on, changed.note, changed.members) == (date(2022, 6, 30), "sah", 24)
    assert post(act, date(2021, 6, 1)).decree_ends_on == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": date(2020, 12, 31)}, "Tanggal selesai mendahului tanggal mulai"),
        ({"number": " "}, "Isi nomor SK"),
        ({"number": "460/001/DINSOS/2020", "dated_on": date(2020, 1, 2)}, "sudah dicatat"),
        ({"starts_on": date(2019, 1, 1), "ends_on": date(2019, 6, 1)}, "bertugas sejak 2 Januari 2020"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_whole(act, changes, sentence):
    decree = recorded(act)
    before = fields(act(decrees.list_decrees)[0])
    with pytest.raises(RuleViolation, match=sentence):
        act(decrees.change_decree, decree, before, before | changes)
    assert fields(act(decrees.list_decrees)[0]) == before


def test_two_people_correct_two_fields_of_one_decree(act):
    decree = recorded(act)
    before = fields(act(decrees.list_decrees)[0])
    act(decrees.change_decree, decree, before, before | {"note": "satu"})
    act(decrees.change_decree, decree, before, before | {"title": "dua"})
    with pytest.raises(Conflict, match="baru saja mengubah Keterangan"):
        act(decrees.change_decree, decree, before, before | {"note": "tiga"})
    now = act(decrees.list_decrees)[0]
    assert (now.note, now.title) == ("satu", "dua")


def test_a_decree_replaces_another_but_never_itself(act):
    first = act(decrees.list_decrees)[0]
    second = recorded(act, replaces_id=first.id)
    newer, older = act(decrees.list_decrees)
    assert (newer.replaces, older.replaced_by, older.replaced_by_id) == (first.number, NTB.number, second)
    before = fields(older)
    with pytest.raises(RuleViolation, match="menggantikan dirinya sendiri"):
        act(decrees.change_decree, first.id, before, before | {"replaces_id": second})


def test_a_name_is_taken_out_and_the_log_knows_it(act):
    decree = recorded(act)
    burhan = next(one for one in act(decrees.list_members, decree) if one.kecamatan_code == UTAN)
    gone = act(decree_members.remove_member, burhan.id)
    assert (gone.name, gone.kecamatan, gone.decree) == (burhan.name, "Utan", "460/001/DINSOS/2020")
    assert (gone.ends_on, post(act, date(2020, 6, 1)).decree_ends_on) == (date(2020, 12, 31),) * 2
    assert len(act(decrees.list_members, decree)) == 23
    also = act(decrees.find_history, decree)
    assert ("decree_member", str(burhan.id)) in also
    said = [row.sentence for row in act(history.list_history, 0, 50, "decree", str(decree), also=also)]
    assert any(line.startswith("Nama dalam SK Burhan Maulana") and "dihapus" in line for line in said)
    added = [one for one in act(decrees.list_roster_members, date(2021, 1, 1)) if one.kecamatan == "Utan"]
    assert act(decree_members.add_members, decree, added, today=TODAY) == 1
    assert post(act, date(2021, 6, 1)).officer == burhan.name
    with pytest.raises(RuleViolation, match="sudah tercantum dalam SK ini"):
        act(decree_members.add_members, decree, added, today=TODAY)


def test_a_decree_that_names_who_has_left_says_who_and_since_when(act):
    left = serving(act)
    leave_utan(act)
    sentence = f"{left.name} sudah berhenti sejak 10 April 2020"
    [(row, said)] = act(
        decree_members.find_member_problems, [left], starts_on=NTB.starts_on, today=TODAY
    ).items()
    assert row == 5
    assert sentence in said
    with pytest.raises(RuleViolation, match=f"Baris 5: {sentence}"):
        act(decrees.record_decree, NTB, [left], today=TODAY)
    assert len(act(decrees.list_decrees)) == 1


def test_a_scan_is_kept_and_the_one_before_it_too(act):
    decree = act(decrees.list_decrees)[0].id
    assert not act(decrees.attach_scan, decree, "sk.pdf", b"%PDF-1.7 satu")
    assert act(decrees.attach_scan, decree, "sk.pdf", b"%PDF-1.7 dua")
    assert not act(decrees.attach_scan, decree, "sk.pdf", b"%PDF-1.7 dua")
    scan_id = act(decrees.list_decrees)[0].scan_id
    assert act(scans.get_scan, scan_id) == ("sk.pdf", b"%PDF-1.7 dua")
    with pytest.raises(RuleViolation, match=r"sk.docx bukan PDF, JPG, atau PNG"):
        act(decrees.attach_scan, decree, "sk.docx", b"PK")


@pytest.mark.parametrize(
    ("right", "may"), [(Right.OFFICERS, True), (Right.LETTERS, False), (Right.RECRUITMENT, False)]
)
def test_who_may_change_officers_attaches_a_scan_without_the_right_to_letters(act, database, right, may):
    decree = act(decrees.list_decrees)[0].id
    with database.writing() as session:
        session.info["actor"] = replace(database.actor, rights=frozenset({Right.READ, right}))
        if may:
            decrees.attach_scan(session, decree, "sk.pdf", b"%PDF-1.7 satu")
        else:
            with pytest.raises(Forbidden):
                decrees.attach_scan(session, decree, "sk.pdf", b"%PDF-1.7 satu")


def test_nobody_keeps_a_scan_without_a_right_to_something(act, database):
    with database.writing() as session:
        session.info["actor"] = replace(database.actor, rights=frozenset({Right.READ, Right.HISTORY}))
        with pytest.raises(Forbidden):
            scans.file_scan(session, "sk.pdf", b"%PDF-1.7 satu")


def test_the_annex_has_everybody_in_the_order_of_the_decree(act):
    decree = recorded(act)
    table = act(decrees.annex_table, decree)
    assert len(table.rows) == 24
    assert [row[1] for row in table.rows] == [one.name for one in act(decrees.list_members, decree)]
    assert {row[6] for row in table.rows} == {date(2020, 1, 2)}
    assert table.subtitle[1] == "Nomor 460/002/2021 tanggal 4 Januari 2021"


# the yearly renewal


def test_all_but_one_are_renewed_in_one_go(act):
    candidates = act(decree_renewal.list_candidates, date(2021, 1, 1))
    assert len(candidates) == 24
    assert [one.kecamatan for one in candidates] == sorted(one.kecamatan for one in candidates)
    utan = next(one for one in candidates if one.kecamatan == "Utan")
    ticked = tuple(one.id for one in candidates if one is not utan)
    decree = act(decree_renewal.renew, NTB, ticked, {utan.id: "Hasil evaluasi"}, today=TODAY)
    assert len(act(decrees.list_members, decree)) == 23
    posts = act(officers.list_posts, on=date(2021, 6, 1))
    assert [row.kecamatan for row in posts if row.state is PostState.VACANT] == ["Utan"]
    assert {row.decree_ends_on for row in posts if row.officer_id} == {date(2021, 12, 31)}
    left = act(officers.get_officer, post(act, date(2020, 6, 1)).officer_id)
    assert left.posts == ("Utan: 02-01-2020 s.d. 31-12-2020 (Hasil evaluasi)",)
    [member] = [one for one in act(decrees.list_members, decree - 1) if one.kecamatan == "Utan"]
    assert member.left_on is None  # he stayed until the end of that decree


@pytest.mark.parametrize(
    ("reason", "changes", "sentence"),
    [
        ({}, {}, "tidak dicentang: pilih alasannya"),
        ({"reason": "x"}, {"ends_on": date(2020, 6, 1)}, "Tanggal selesai mendahului tanggal mulai"),
        ({"reason": "x"}, {"number": ""}, "Isi nomor SK"),
    ],
)
def test_a_renewal_that_cannot_be_writes_nothing(act, reason, changes, sentence):
    first, *others = act(decree_renewal.list_candidates, date(2021, 1, 1))
    ticked = tuple(one.id for one in others)
    reasons = {first.id: reason["reason"]} if reason else {}
    with pytest.raises(RuleViolation, match=sentence):
        act(decree_renewal.renew, replace(NTB, **changes), ticked, reasons, today=TODAY)
    assert len(act(decrees.list_decrees)) == 1
    assert all(row.officer_id for row in act(officers.list_posts, on=date(2020, 12, 31)))


def test_a_renewal_after_a_gap_begins_a_new_term(act):
    form = replace(NTB, starts_on=date(2021, 2, 1))
    candidates = act(decree_renewal.list_candidates, form.starts_on)
    act(decree_renewal.renew, form, tuple(one.id for one in candidates), {}, today=TODAY)
    assert post(act, date(2021, 1, 15)).officer_id is None
    assert post(act, date(2021, 3, 1)).officer_id == post(act, date(2020, 6, 1)).officer_id


def test_age_and_term_are_told_beside_the_name(act, database):
    with database.writing() as session:
        utan = session.scalars(select(Assignment).where(Assignment.kecamatan_code == UTAN)).one()
        utan.officer.person.birth_date = date(1961, 3, 12)
        utan.starts_on = date(2016, 2, 1)
        session.add(
            Evaluation(officer_id=utan.officer_id, year=2020, criteria=[], scores={}, grade=Grade.FAIR)
        )
    candidates = act(decree_renewal.list_candidates, date(2021, 1, 1))
    assert next(one.words for one in candidates if one.kecamatan == "Utan") == (
        "Utan — Burhan Maulana, S.Pd. · 2020: Cukup · masa tugas 5 tahun pada 01-02-2021 "
        "· 60 tahun pada 12-03-2021"
    )


def test_titles_stand_apart_from_the_name_of_somebody_new(act):
    leave_utan(act)
    decree = act(decrees.record_decree, NTB, [member("Drs. H. Ahmad Baru, S.Sos")], today=TODAY)
    [row] = act(decrees.list_members, decree)
    person = act(people.get_person, row.person_id)
    assert (person.front_title, person.name, person.back_title) == ("Drs. H.", "Ahmad Baru", "S.Sos")


def test_a_list_without_nik_makes_nobody_twice(act):
    leave_utan(act)
    values = PEOPLE[0] | {"nik": "", "no_nik_reason": "belum diserahkan"}
    known = act(lambda session: write_person(session, None, {}, values, TODAY).id)
    name, born = PEOPLE[0]["name"], PEOPLE[0]["birth_date"]
    doubted = act(decree_members.find_member_problems, [member(name)], today=TODAY)
    assert f"Mungkin sama dengan {name}" in doubted[5]
    decree = act(decrees.record_decree, NTB, [member(f"{name}, S.Sos", birth_date=born)], today=TODAY)
    assert [row.person_id for row in act(decrees.list_members, decree)] == [known]
