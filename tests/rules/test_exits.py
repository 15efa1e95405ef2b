"""What follows from each reason for leaving."""

from datetime import date

import pytest

import resources
from db.rules import exits
from db.rules.exits import RULES, StepKind, check_exit, cover_until, handover_day

REASONS = [row["code"] for row in resources.read_seed("exit_reasons")]
A, H, C, D, V = StepKind
PROPOSED = {
    "resigned": {A, H, C, D, V},
    "age_limit": {H, C, D, V},
    "civil_servant": {H, C, D, V},
    "died": {C, D, V},
    "term_ended": {H, C, V},
    "evaluation": {H, C, D, V},
    "absent": {H, C, D, V},
    "ethics": {H, C, D, V},
    "double_post": {H, C, D, V},
    "village_post": {H, C, D, V},
    "party": {H, C, D, V},
    "moved": {H, C, D, V},
    "convicted": {C, D, V},
    "ill": {H, C, D, V},
    "new_kecamatan": {C, V},
    "other": {H, C, D, V},
}


def test_every_reason_of_the_list_has_its_rule():
    assert set(RULES) == set(REASONS) == set(PROPOSED)


@pytest.mark.parametrize("code", REASONS)
def test_the_steps_of_each_reason(code):
    rule = exits.rule_of(code)
    assert rule.proposed == PROPOSED[code]
    assert rule.proposed <= rule.possible
    assert rule.said == rule.said.strip(" .")


def test_a_reason_that_the_office_has_added_leads_to_all_but_the_acceptance():
    assert exits.rule_of("mutasi").proposed == {H, C, D, V}


def test_nobody_accepts_a_resignation_that_nobody_has_handed_in():
    accepted = {code for code in REASONS if A in exits.rule_of(code).proposed}
    assert accepted == {"resigned"}
    never = {"died", "age_limit", "term_ended", "evaluation", "absent", "ethics", "convicted"}
    assert all(A not in exits.rule_of(code).possible for code in never)


@pytest.mark.parametrize(
    ("code", "detail", "said"),
    [
        (
            "resigned",
            "ikut Pilkades",
            "mengundurkan diri karena mencalonkan diri dalam pemilihan kepala desa",
        ),
        ("resigned", "alasan keluarga", "mengundurkan diri karena alasan keluarga"),
        ("resigned", "", "mengundurkan diri"),
        ("civil_servant", "", "menjadi ASN, anggota TNI, atau anggota Polri"),
        (
            *("civil_servant", "lulus PPPK"),
            "lulus seleksi Pegawai Pemerintah dengan Perjanjian Kerja (PPPK)",
        ),
        ("village_post", "kepala desa", "menjadi kepala desa"),
        ("died", "", "telah meninggal dunia"),
        ("moved", "ke Mataram.", "pindah domisili (ke Mataram)"),
    ],
)
def test_why_as_a_letter_says_it(code, detail, said):
    assert exits.why_on_paper(code, detail) == said


def test_the_acceptance_says_why_the_officer_wishes_to_leave():
    assert exits.wish_on_paper("ikut Pilkades") == "mencalonkan diri dalam pemilihan kepala desa"
    assert exits.wish_on_paper("") == "alasan pribadi"


def test_a_letter_is_named_as_far_as_it_is_known():
    assert exits.letter_on_paper("05/2020", date(2020, 4, 8)) == "Nomor 05/2020 tanggal 8 April 2020"
    assert exits.letter_on_paper("", date(2020, 4, 8)) == "tanggal 8 April 2020"
    assert exits.letter_on_paper("", None) == ""


def test_nobody_leaves_before_having_started():
    assert check_exit(date(2020, 1, 2), date(2020, 1, 3)) == []
    [problem] = check_exit(date(2020, 1, 2), date(2020, 1, 2))
    assert problem.text == "Tanggal berhenti harus sesudah awal penugasan (2 Januari 2020)."


def test_nobody_leaves_twice():
    [problem] = check_exit(
        date(2020, 1, 2), date(2020, 5, 1), recorded="Burhan Maulana", ends_on=date(2020, 4, 9)
    )
    assert problem.text == (
        "Burhan Maulana sudah dicatat berhenti mulai 10 April 2020. "
        "Batalkan dahulu pencatatan itu bila keliru."
    )


@pytest.mark.parametrize(
    ("today", "left_on", "day"),
    [
        (date(2020, 4, 10), date(2020, 4, 10), date(2020, 4, 10)),  # a Friday
        (date(2020, 4, 1), date(2020, 4, 10), date(2020, 4, 9)),  # the last day of duty
        (date(2020, 4, 11), date(2020, 4, 10), date(2020, 4, 13)),  # not on a Saturday
    ],
)
def test_the_minutes_are_signed_on_a_working_day(today, left_on, day):
    assert handover_day(today, left_on) == day


@pytest.mark.parametrize(
    ("starts_on", "last"),
    [
        (date(2020, 4, 10), date(2020, 10, 9)),
        (date(2020, 7, 1), date(2020, 12, 31)),
        (date(2020, 8, 31), date(2021, 2, 28)),
    ],
)
def test_an_interim_lasts_so_many_months(starts_on, last):
    assert cover_until(starts_on, 6) == last
