"""One person, one record: found before typed, completed without erasing, changed by two at once."""

from datetime import date

import pytest
from sqlalchemy import func, select, text, update

from db.models.people import Person
from db.people import complete_person, write_person
from db.rules.people import Sex
from db.rules.problems import Conflict, RuleViolation
from db.services import history, people
from tests.services.utan import person

TODAY = date(2020, 4, 14)
RINA = person("Rina Marlina", "5204064501929002", date(1992, 1, 5))


def add(act, values=RINA):
    def run(session):
        return complete_person(session, None, values, TODAY).id

    return act(run)


def complete(act, known, **typed):
    act(lambda session: complete_person(session, known, typed, TODAY).id)
    return act(people.get_person, known)


def change(act, known, before, **after):
    act(lambda session: write_person(session, known, before, before | after, TODAY).id)


def edit(act, known):
    return vars(act(people.get_person, known)).copy()


def test_a_person_is_kept_as_typed(act):
    kept = act(
        people.get_person, add(act, RINA | {"nik": " 5204.0645.0192.9002 ", "phone": "+62 812-3456-7890"})
    )
    assert (kept.nik, kept.phone, kept.name) == (RINA["nik"], "081234567890", "Rina Marlina")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Isi nama lengkap."),
        ({"nik": "123"}, "NIK harus 16 angka; yang diketik 3 angka."),
        ({"phone": "123"}, "Nomor HP dimulai 08"),
        ({"address": "x" * 201}, "Alamat paling panjang 200 huruf; sekarang 201."),
        ({"kk": "5204061508850001234"}, "No. KK paling banyak 16 angka; sekarang 19."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(act, wrong, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        add(act, RINA | wrong)


@pytest.mark.parametrize("missing", [None, ""])
def test_nothing_typed_is_nothing_on_both_databases(act, missing):
    kept = act(
        people.get_person,
        add(act, dict.fromkeys(RINA, missing) | {"name": "Tanpa Data", "sex": missing, "outside": missing}),
    )
    assert (kept.nik, kept.birth_date, kept.desa_code, kept.sex) == (None,) * 4
    assert (kept.phone, kept.birth_place, kept.outside) == ("",) * 3


def test_ten_people_without_nik_stay_ten(act, database):
    for n in range(10):
        add(act, {"name": f"Orang {n}", "nik": "", "no_nik_reason": "belum merekam"})
    with database.reading() as session:
        query = select(func.count()).where(Person.no_nik_reason == "belum merekam")
        assert session.scalar(query) == 10


def test_a_nik_belongs_to_one_person_and_two_may_share_a_phone(act):
    add(act)
    with pytest.raises(RuleViolation, match="NIK ini sudah dimiliki Rina Marlina"):
        add(act, RINA | {"name": "Rina M."})
    other = add(act, RINA | {"name": "Adik Rina", "nik": "5204064501939002"})
    assert act(people.get_person, other).phone == RINA["phone"]


def test_a_known_person_typed_again_with_the_same_values_is_not_changed(act):
    rina = add(act)
    before = act(history.count_history, "person", str(rina))
    assert vars(complete(act, rina, **RINA)) == edit(act, rina)
    assert act(history.count_history, "person", str(rina)) == before


def test_what_is_left_empty_erases_nothing(act):
    rina = add(act)
    kept = complete(act, rina, name="", nik="", birth_date=None, phone=" ", desa_code=None, outside="")
    assert (kept.name, kept.nik, kept.birth_date, kept.phone, kept.desa_code) == (
        *("Rina Marlina", RINA["nik"], date(1992, 1, 5), "081234567890", "5204062001"),
    )


def test_what_is_typed_differently_replaces_and_the_log_says_so(act):
    rina = add(act)
    kept = complete(act, rina, **RINA | {"phone": "081300000000", "sex": Sex.FEMALE})
    assert (kept.phone, kept.sex) == ("081300000000", Sex.FEMALE)
    last = act(history.list_history, 0, 1, "person", str(rina))[0]
    assert last.sentence == (
        "Data orang Rina Marlina diubah: Jenis kelamin kosong menjadi “Perempuan”; "
        "No. HP “081234567890” menjadi “081300000000”"
    )


def test_who_moved_away_no_longer_lives_in_the_desa(act):
    rina = add(act)
    moved = complete(act, rina, outside="Kota Mataram")
    assert (moved.desa_code, moved.outside) == (None, "Kota Mataram")
    back = complete(act, rina, desa_code="5204062001")
    assert (back.desa_code, back.outside) == ("5204062001", "")


def test_a_nik_that_comes_later_takes_the_place_of_the_reason(act):
    known = add(act, {"name": "Amaq Sahnun", "no_nik_reason": "belum merekam"})
    kept = complete(act, known, nik="5204061508859001")
    assert (kept.nik, kept.no_nik_reason) == ("5204061508859001", "")
    assert complete(act, known, no_nik_reason="KTP hilang").no_nik_reason == ""


def test_two_people_who_change_different_fields_both_keep_their_work(act):
    rina = add(act)
    mine = theirs = edit(act, rina)
    change(act, rina, theirs, address="Dusun Baru", rt="002")
    change(act, rina, mine, phone="081300000000")
    kept = act(people.get_person, rina)
    assert (kept.address, kept.rt, kept.phone) == ("Dusun Baru", "002", "081300000000")


def test_the_same_field_is_a_conflict_that_says_who_and_what(act):
    rina = add(act)
    mine = theirs = edit(act, rina)
    change(act, rina, theirs, phone="081300000000", birth_date=date(1992, 1, 6))
    with pytest.raises(Conflict) as refusal:
        change(act, rina, mine, phone="081999999999", birth_date=date(1992, 1, 7), address="Dusun Baru")
    assert [(problem.field, problem.text) for problem in refusal.value.problems] == [
        (
            "birth_date",
            "Pilar TKSK baru saja mengubah Tanggal lahir menjadi 06-01-1992. Muat ulang untuk melihatnya.",
        ),
        (
            "phone",
            "Pilar TKSK baru saja mengubah No. HP menjadi “081300000000”. Muat ulang untuk melihatnya.",
        ),
    ]
    assert act(people.get_person, rina).address == ""  # all of it, or nothing


def test_the_same_field_with_the_same_value_is_no_conflict(act):
    rina = add(act)
    before = edit(act, rina)
    change(act, rina, before, phone="081300000000")
    change(act, rina, before, phone="0813 0000 0000")


def test_an_old_version_is_refused_also_between_reading_and_writing(act):
    rina = add(act)

    def overtaken(session):
        found = session.get_one(Person, rina)
        session.connection().execute(text("UPDATE person SET version = version + 1"))
        found.phone = "081300000000"

    with pytest.raises(Conflict, match="baru saja diubah orang lain"):
        act(overtaken)
    assert act(people.get_person, rina).phone == "081234567890"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # writers of a file queue
def test_two_writers_on_a_server_do_not_overwrite_each_other(act, database):
    rina = add(act)

    def slow(session):
        found = session.get_one(Person, rina)
        with database.writing() as quick:
            quick.get_one(Person, rina).phone = "081300000000"
        found.phone = "081999999999"

    with pytest.raises(Conflict):
        act(slow)
    assert act(people.get_person, rina).phone == "081300000000"


def test_people_are_found_by_nik_and_by_the_beginning_of_the_name(act):
    rina = add(act)
    assert act(people.find_by_nik, "5204 0645 0192 9002").id == rina
    assert act(people.find_by_nik, "5204064501929003") is None
    add(act, RINA | {"nik": "5204064501939002", "birth_date": date(1993, 1, 5)})
    by_date = act(people.suggest, "rina mar", date(1993, 1, 5))
    assert [known.birth_date.year for known in by_date] == [1993, 1992]
    assert by_date[0].masked_nik == "5204••••••••9002"
    assert by_date[0].place.endswith("Kecamatan Utan")
    assert act(people.suggest, "Ri") == act(people.suggest, "%%%") == []


@pytest.mark.parametrize("typed", ["Marlina Ri", "rina merlina", "RINA MARLIENA", "Hj. Rina Marlina, S.Sos."])
def test_one_who_is_spelt_otherwise_is_found_with_the_reason(act, typed):
    rina = add(act)
    [known] = act(people.suggest, typed, RINA["birth_date"])
    assert known.id == rina
    assert "tanggal lahir sama" in known.why


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Soekarno-Hatta", "So Hat"),
        ("Djoko Susilo", "D Susilo"),
        ("Stefanus Gunawan", "St Gunawan"),
        ("Abdi Negara", "Abd Negara"),
        ("Zaenab", "Zae"),
        ("José Pereira", "jose per"),
    ],
)
def test_the_beginning_of_each_word_is_enough_however_it_is_spelt(act, name, typed):
    known = add(act, RINA | {"name": name})
    assert known in [one.id for one in act(people.suggest, typed)]


def test_the_very_name_comes_first_among_hundreds_that_begin_alike(act):
    for number in range(people.ENOUGH + 20):
        add(act, {"name": f"Siti Aminah Binti {number}", "no_nik_reason": "data uji"})
    known = add(act, {"name": "Siti Aminah", "no_nik_reason": "data uji"})
    assert act(people.suggest, "Siti Aminah")[0].id == known


def test_names_are_not_changed_behind_the_index(act):
    add(act)
    with pytest.raises(RuntimeError, match="one by one"):
        act(
            lambda session: session.execute(
                update(Person).values(name="Ani"), execution_options={"note": "x"}
            )
        )


def test_a_long_name_is_kept_and_found(act):
    name = "x" + "ax" * 59
    known = add(act, RINA | {"name": name})
    assert [one.id for one in act(people.suggest, name)] == [known]


def test_day_and_month_swapped_are_told(act):
    rina = add(act, RINA | {"birth_date": date(1992, 5, 1)})
    [known] = act(people.suggest, "Rina Merlina", date(1992, 1, 5))
    assert (known.id, known.why) == (rina, "nama mirip, tanggal dan bulan lahir tertukar")


def test_a_new_name_is_found_and_the_old_one_no_more(act):
    rina = add(act)
    change(act, rina, edit(act, rina), name="Wulandari")
    assert [known.id for known in act(people.suggest, "wulan")] == [rina]
    assert act(people.suggest, "marlina") == []


def test_a_known_person_carries_posts_and_applications(act):
    holder = act(people.suggest, "Burhan") or act(people.suggest, "Lalu")
    assert any(role.startswith("TKSK") for known in holder for role in known.roles)


@pytest.mark.parametrize(("role", "whole"), [("operator", True), ("verifier", True), ("panel", False)])
def test_a_whole_nik_is_only_for_who_edits_people(act, act_as, role, whole):
    rina = add(act, RINA)
    person = act_as(role, people.get_person, rina)
    assert person.nik == (RINA["nik"] if whole else "5204••••••••9002")
    assert act_as(role, people.find_by_nik, RINA["nik"]).masked_nik == "5204••••••••9002"
