"""The office: letterhead, who signs on which day."""

from dataclasses import replace
from datetime import date

import pytest

from db.rules.office import Authority, OfficialForm
from db.rules.problems import Conflict, RuleViolation
from db.services import office
from db.services.setup import load_lists

SECRETARY = OfficialForm(
    front_title="",
    name="Lalu Hamdan",
    back_title="S.Sos.",
    nip="19750101 200003 1 001",
    rank="Pembina (IV/a)",
    position="Sekretaris",
    authority=Authority.ON_BEHALF,
    starts_on=date(2019, 1, 2),
)


def head(act):
    [found] = [o for o in act(office.list_officials) if o.authority is Authority.HEAD]
    return found


def as_form(official, **changes):
    own = {field: getattr(official, field) for field in OfficialForm.__dataclass_fields__}
    return OfficialForm(**own | changes)


def test_the_head_signs_with_capitals_rank_and_nip(act):
    signer = act(office.signer_on, date(2020, 4, 20))
    assert signer.position == ("KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")
    assert signer.name == "Dra. Hj. Nur Kartini Wahyuni, M.Si."
    assert (signer.rank, signer.nip) == ("Pembina Utama Muda (IV/c)", "196808171994032009")


def test_a_day_without_a_signer_is_refused_in_one_sentence(act):
    with pytest.raises(RuleViolation) as refusal:
        act(office.signer_on, date(2018, 12, 31))
    assert str(refusal.value) == (
        "Tidak ada pejabat penandatangan pada 31 Desember 2018. "
        "Tambahkan lewat menu Data, Kantor dan pejabat, atau pilih tanggal lain."
    )


def test_who_signs_is_a_matter_of_the_day(act):
    first = head(act)
    act(office.save_official, first.id, as_form(first, ends_on=date(2020, 4, 15)), before=as_form(first))
    new = as_form(first, name="Rahmat Hidayat", nip="", starts_on=date(2020, 5, 1), ends_on=None)
    act(office.save_official, None, new, before=None)
    plt = replace(new, name="Sri Astuti", authority=Authority.ACTING, starts_on=date(2020, 4, 16))
    act(office.save_official, None, replace(plt, ends_on=date(2020, 4, 30)), before=None)
    act(office.save_official, None, SECRETARY, before=None)
    signers = {day: act(office.signer_on, day) for day in map(date.fromisoformat, DAYS)}
    assert [s.name.split(",")[0].removeprefix("Dra. Hj. ") for s in signers.values()] == [*DAYS.values()]
    acting = signers[date(2020, 4, 20)]
    assert acting.position == ("Plt. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")


DAYS = {
    "2020-04-15": "Nur Kartini Wahyuni",
    "2020-04-16": "Sri Astuti",
    "2020-04-20": "Sri Astuti",
    "2020-04-30": "Sri Astuti",
    "2020-05-01": "Rahmat Hidayat",
    "2026-01-01": "Rahmat Hidayat",
}


def test_somebody_may_be_asked_to_sign_on_behalf_of_the_head(act):
    secretary = act(office.save_official, None, SECRETARY, before=None)
    signer = act(office.signer_on, date(2020, 4, 20), secretary)
    assert signer.position == ("a.n. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA", "SEKRETARIS,")
    assert signer.nip == "197501012000031001"
    assert act(office.signer_on, date(2020, 4, 20)).position[0] == "KEPALA DINAS SOSIAL"


def test_who_is_asked_to_sign_must_hold_office_on_that_day(act):
    secretary = act(office.save_official, None, replace(SECRETARY, starts_on=date(2020, 5, 1)), before=None)
    with pytest.raises(RuleViolation) as refusal:
        act(office.signer_on, date(2020, 4, 20), secretary)
    assert str(refusal.value) == (
        "Lalu Hamdan, S.Sos. tidak berwenang menandatangani pada 20 April 2020. "
        "Yang berwenang: Dra. Hj. Nur Kartini Wahyuni, M.Si. (Kepala Dinas)."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Isi nama pejabat."),
        ({"position": ""}, "Isi jabatan."),
        ({"nip": "123"}, "NIP harus 18 angka; yang diketik 3."),
        ({"ends_on": date(2019, 1, 1)}, "Masa jabatan berakhir sebelum mulai."),
    ],
)
def test_an_official_who_cannot_sign_is_refused(act, changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        act(office.save_official, None, replace(SECRETARY, **changes), before=None)


def test_what_letters_need_cannot_be_emptied(act):
    with pytest.raises(RuleViolation, match="Isi alamat kantor"):
        act(office.save_office, {"address": "Jalan Garuda Nomor 1, Sumbawa Besar"}, {"address": " "})


def test_a_text_that_is_too_long_is_refused_with_its_name_on_both_databases(act):
    before = {"phone": act(office.get_office).phone}
    with pytest.raises(RuleViolation, match="Telepon paling banyak 40 angka; sekarang 41") as refusal:
        act(office.save_office, before, {"phone": "0" * 41})
    assert refusal.value.problems[0].field == "phone"


def test_two_people_may_change_different_fields_of_the_office(act):
    before = {"phone": act(office.get_office).phone, "email": act(office.get_office).email}
    act(office.save_office, before, before | {"phone": "(0371) 1"})
    act(office.save_office, before, before | {"email": "baru@contoh.example"})
    kept = act(office.get_office)
    assert (kept.phone, kept.email) == ("(0371) 1", "baru@contoh.example")


def test_the_same_field_of_the_office_is_refused_with_name_and_value(act):
    before = {"phone": act(office.get_office).phone}
    act(office.save_office, before, {"phone": "(0371) 1"})
    with pytest.raises(Conflict) as refusal:
        act(office.save_office, before, {"phone": "(0371) 2"})
    assert str(refusal.value) == (
        "Pilar TKSK baru saja mengubah Telepon menjadi “(0371) 1”. Muat ulang untuk melihatnya."
    )
    act(office.save_office, before, {"phone": "(0371) 1"})  # the same value is no quarrel


def test_loading_the_lists_twice_changes_nothing(act):
    act(load_lists)
    assert len(act(office.list_officials)) == 1
