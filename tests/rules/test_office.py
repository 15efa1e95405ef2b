"""NIP, names and the lines above a signature (domain.md 3.4, 4.5)."""

import pytest

from db.rules.office import Authority, check_nip, full_name, group_nip, signer_position


@pytest.mark.parametrize(
    "nip", ["199001012015031001", "19900101 201503 1 001", "199201052022212003", "", "196808171994032009"]
)
def test_nip_and_pppk_numbers_are_sound(nip):
    assert check_nip(nip) == []


@pytest.mark.parametrize(
    ("nip", "sentence"),
    [
        ("19900101201503100", "NIP harus 18 angka; yang diketik 17."),
        ("1990010120150310O1", "NIP harus 18 angka"),
        ("199013012015031001", "Delapan angka pertama NIP harus tanggal lahir"),
        ("199001012015131001", "harus bulan pengangkatan"),
        ("199001012015221001", "harus bulan pengangkatan"),
        ("199001012015033001", "harus 1 (laki-laki) atau 2 (perempuan)"),
    ],
)
def test_a_wrong_nip_is_refused_in_one_sentence(nip, sentence):
    [problem] = check_nip(nip)
    assert sentence in problem.text


def test_a_nip_is_printed_in_groups():
    assert group_nip("199001012015031001") == "19900101 201503 1 001"
    assert group_nip("") == ""


def test_names_carry_their_titles():
    assert full_name("Dr.", "Rahmi Kartika", "S.Sos., M.A.") == "Dr. Rahmi Kartika, S.Sos., M.A."
    assert full_name("", "Ahmad", "") == "Ahmad"


@pytest.mark.parametrize(
    ("authority", "lines"),
    [
        (Authority.HEAD, ("KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")),
        (Authority.ACTING, ("Plt. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")),
        (Authority.CARETAKER, ("Pj. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")),
        (Authority.DAILY_ACTING, ("Plh. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")),
        (Authority.ON_BEHALF, ("a.n. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA", "SEKRETARIS,")),
    ],
)
def test_the_position_above_the_signature(authority, lines):
    assert signer_position(authority, "Dinas Sosial", "Kabupaten Sumbawa", "Sekretaris") == lines


def test_below_the_secretary_stand_three_levels():
    lines = signer_position(
        Authority.SUB_DELEGATE, "Dinas Sosial", "Kabupaten Sumbawa", "Kepala Bidang Dayasos", "Sekretaris"
    )
    assert lines == (
        "a.n. KEPALA DINAS SOSIAL",
        "KABUPATEN SUMBAWA",
        "SEKRETARIS",
        "u.b.",
        "KEPALA BIDANG DAYASOS,",
    )
