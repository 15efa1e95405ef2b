"""The administrative selection: what waits, a second verifier, overrides, and what is announced."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from db.rules.problems import Forbidden, RuleViolation
from db.rules.recruitment import Applied, Result, Stage
from db.services import history
from db.services.recruitment import (
    administration,
    applicants,
    checkers,
    components,
    overrides,
    results,
    vacancies,
)
from desktop import paper
from tests.services import utan
from tests.services.utan import PEOPLE, TEAM, announced, person, ready_to_score, register, render, verify

CLOSED = date(2020, 4, 17)
SIXTEEN = re.compile(r"(?<!\d)\d(?:[\s.\-]*\d){15}(?!\d)")


def closed(act, people=PEOPLE):
    vacancy = announced(act)
    ids = [register(act, vacancy, values) for values in people]
    act(vacancies.close_registration, vacancy)
    return vacancy, ids


def decide(act, applicant, changes=None):
    rows = act(administration.list_checks, applicant)
    given = {row.code: (row.proposed or Result.PASS, "") for row in rows} | (changes or {})
    decisions = [administration.Decision(row.requirement_id, *given[row.code]) for row in rows]
    return act(administration.decide_checks, applicant, decisions, before=rows)


def decide_as(act, act_as, role, applicant, changes=None):
    rows = act(administration.list_checks, applicant)
    given = {row.code: (row.proposed or Result.PASS, "") for row in rows} | (changes or {})
    decisions = [administration.Decision(row.requirement_id, *given[row.code]) for row in rows]
    return act_as(role, administration.decide_checks, applicant, decisions, before=rows)


def row_of(act, vacancy, applicant):
    return next(row for row in act(applicants.list_applicants, 0, 9, vacancy) if row.id == applicant)


# --- the day that counts


@pytest.mark.parametrize(
    ("born", "result", "age"),
    [
        (date(1984, 4, 18), Result.PASS, 35),  # 36 on the day after
        (date(1984, 4, 17), Result.FAIL, 36),
        (date(2000, 4, 17), Result.PASS, 20),
        (date(2000, 4, 18), Result.FAIL, 19),
        (date(2000, 2, 29), Result.PASS, 20),  # a leap day
        (date(1984, 2, 29), Result.FAIL, 36),
    ],
)
def test_the_age_counts_on_the_closing_day(act, born, result, age):
    _vacancy, [one] = closed(act, [person("Rina Marlina", f"520406{born.day + 40:02}{born:%m%y}9002", born)])
    row = act(administration.list_checks, one)[0]
    assert row.proposed is result
    assert f"umur {age} tahun pada 17 April 2020" in row.proposed_reason
    assert row.article


# --- what waits


def test_what_waits_needs_a_note_and_leaves_the_applicant_undecided(act):
    vacancy, (rina, *others) = closed(act)
    with pytest.raises(RuleViolation, match="Tulis apa yang ditunggu"):
        decide(act, rina, {"R07": (Result.WAIT, "")})
    assert decide(act, rina, {"R07": (Result.WAIT, "SKCK asli")}) is Applied.REGISTERED
    row = row_of(act, vacancy, rina)
    assert (row.status, row.status_reason) == (Applied.REGISTERED, "Ditunda: R07 SKCK asli")
    kept = next(one for one in act(administration.list_checks, rina) if one.code == "R07")
    assert (kept.result, kept.reason) == (Result.WAIT, "SKCK asli")
    for other in others:
        verify(act, other)
    with pytest.raises(RuleViolation, match="Berkas Rina Marlina belum diputuskan"):
        act(administration.finish_administration, vacancy, TEAM, render=render)
    assert decide(act, rina) is Applied.PASSED


def test_who_checked_is_kept(act, act_as):
    _vacancy, (rina, *_others) = closed(act)
    decide_as(act, act_as, "verifier", rina)
    assert {row.checked_by for row in act(administration.list_checks, rina)} == {"Verifier"}


# --- two verifiers


def test_two_who_find_otherwise_cannot_close_until_they_agree(act, act_as):
    vacancy, (rina, ahmad, *others) = closed(act)
    act(administration.set_second_verifier, vacancy, True)
    for one in (rina, ahmad, *others):
        decide_as(act, act_as, "verifier", one)
    assert row_of(act, vacancy, rina).second == "waiting"
    with pytest.raises(RuleViolation, match=r"Berkas Rina Marlina, Ahmad Zaelani, .* pemeriksa kedua"):
        act(administration.finish_administration, vacancy, TEAM, render=render)
    decide_as(act, act_as, "admin", rina, {"R07": (Result.FAIL, "SKCK fotokopi")})
    for one in (ahmad, *others):
        decide_as(act, act_as, "admin", one)
    assert (row_of(act, vacancy, rina).second, row_of(act, vacancy, ahmad).second) == ("differs", "agreed")
    assert row_of(act, vacancy, rina).status is Applied.PASSED  # the first opinion stands until they agree
    [other] = [row for row in act(administration.list_checks, rina) if row.differs]
    assert (other.code, other.result, other.second_result, other.second_by) == (
        "R07",
        Result.PASS,
        Result.FAIL,
        "Admin",
    )
    with pytest.raises(RuleViolation, match="Hasil kedua pemeriksa berbeda untuk Rina Marlina"):
        act(administration.finish_administration, vacancy, TEAM, render=render)
    decide_as(act, act_as, "verifier", rina, {"R07": (Result.FAIL, "SKCK fotokopi")})
    assert row_of(act, vacancy, rina).status is Applied.FAILED
    assert row_of(act, vacancy, rina).second == "agreed"
    act(administration.finish_administration, vacancy, TEAM, render=render)


def test_the_number_of_verifiers_is_fixed_with_the_first_file(act, act_as):
    vacancy, (rina, *_others) = closed(act)
    decide_as(act, act_as, "verifier", rina)
    with pytest.raises(RuleViolation, match="Berkas pertama sudah diputuskan"):
        act(administration.set_second_verifier, vacancy, True)


def test_two_who_share_a_pc_without_login_type_their_names(act):
    vacancy, ids = closed(act)
    act(administration.set_second_verifier, vacancy, True)
    for checker in ("Sari", "sari", "Budi"):  # the first one once more is no second opinion
        for one in ids:
            rows = act(administration.list_checks, one)
            decisions = [
                administration.Decision(row.requirement_id, row.proposed or Result.PASS, "") for row in rows
            ]
            act(administration.decide_checks, one, decisions, before=rows, checker=f" {checker} ")
        found = row_of(act, vacancy, ids[0]).second
        assert found == ("agreed" if checker == "Budi" else "waiting")
    row = act(administration.list_checks, ids[0])[0]
    assert (row.checked_by, row.second_by) == ("sari", "Budi")
    act(administration.finish_administration, vacancy, TEAM, render=render)


def test_one_verifier_is_enough_after_all_with_a_reason_and_before_anything_was_checked_twice(act, act_as):
    vacancy, (rina, *_others) = closed(act)
    act(administration.set_second_verifier, vacancy, True)
    decide_as(act, act_as, "verifier", rina)
    with pytest.raises(RuleViolation, match="Tulis alasan cukup satu pemeriksa"):
        act(administration.set_second_verifier, vacancy, False)
    act(administration.set_second_verifier, vacancy, False, "petugas kedua sakit")
    assert not act(administration.wants_second, vacancy)
    assert row_of(act, vacancy, rina).second == ""


def test_what_two_have_checked_stays_checked_by_two(act, act_as):
    vacancy, (rina, *_others) = closed(act)
    act(administration.set_second_verifier, vacancy, True)
    for role in ("verifier", "admin"):
        decide_as(act, act_as, role, rina)
    with pytest.raises(RuleViolation, match="Sudah ada berkas yang diperiksa dua orang"):
        act(administration.set_second_verifier, vacancy, False, "alasan")


# --- overrides


def test_only_the_chair_overrides_by_the_own_pin_and_it_is_printed_with_name_and_reason(act, act_as):
    vacancy, ids = closed(act)
    for one in ids:
        verify(act, one)
    budi = ids[2]
    with pytest.raises(Forbidden):
        act_as("verifier", overrides.override, budi, "satu-satunya PSM aktif")
    with pytest.raises(RuleViolation, match="Susun panel dahulu"):
        act(overrides.override, budi, "satu-satunya PSM aktif")
    key = utan.chair_key(act, budi)
    with pytest.raises(RuleViolation, match="Pengecualian diputuskan ketua panel, Ahmad Fauzi, dengan PIN"):
        act(overrides.override, budi, "satu-satunya PSM aktif")
    with pytest.raises(RuleViolation, match="Pengecualian diputuskan ketua panel"):
        act(overrides.override, budi, "satu-satunya PSM aktif", key=replace(key, proof="0"))
    with pytest.raises(RuleViolation, match="Tulis alasan pengecualian"):
        act(overrides.override, budi, " ", key=key)
    with pytest.raises(RuleViolation, match="hanya untuk pelamar yang TMS"):
        act(overrides.override, ids[0], "alasan", key=key)
    act(overrides.override, budi, "satu-satunya PSM aktif", key=key)
    [found] = act(overrides.list_overrides, vacancy)
    assert (found.name, found.by) == ("Budi Santoso", "Ahmad Fauzi (Ketua)")
    assert (found.reason, found.unmet) == (
        "satu-satunya PSM aktif",
        "umur 36 tahun pada 17 April 2020, batas 35",
    )
    facts = act(administration.minutes_facts, vacancy, TEAM)
    line = next(row for row in facts.rows if row.name == "Budi Santoso")
    assert line.passed
    assert line.reason == (
        "Dikecualikan oleh Ahmad Fauzi (Ketua): satu-satunya PSM aktif "
        "(tidak dipenuhi: umur 36 tahun pada 17 April 2020, batas 35)"
    )
    told = [line.sentence for line in act(history.list_history, 0, 99, "applicant", str(budi))]
    assert "Dikecualikan oleh Ahmad Fauzi (Ketua): satu-satunya PSM aktif" in told
    assert "dikecualikan oleh Ahmad Fauzi (Ketua)" in row_of(act, vacancy, budi).remark
    decide(act, budi, {"R01": (Result.FAIL, "umur 36 tahun"), "R07": (Result.FAIL, "tanpa SKCK")})
    assert act(overrides.list_overrides, vacancy) == []  # it was given for another reason
    assert act(applicants.get_applicant, budi).status is Applied.FAILED


def test_who_is_logged_in_and_may_decide_overrides_in_the_own_name(act, database):
    vacancy, ids = closed(act)
    for one in ids:
        verify(act, one)
    with database.writing() as session:
        session.info["actor"] = replace(database.actor, user_id=7, name="Drs. Ahmad Fauzan")
        assert overrides.chair_of(session, vacancy) is None
        overrides.override(session, ids[2], "satu-satunya PSM aktif")
    [found] = act(overrides.list_overrides, vacancy)
    assert found.by == "Drs. Ahmad Fauzan"


def test_an_override_is_taken_back_before_the_minutes(act):
    vacancy, ids = closed(act)
    for one in ids:
        verify(act, one)
    utan.override(act, ids[2], "alasan")
    act(overrides.take_back_override, ids[2])
    assert act(applicants.get_applicant, ids[2]).status is Applied.FAILED
    with pytest.raises(RuleViolation, match="tidak dikecualikan"):
        act(overrides.take_back_override, ids[2])
    assert act(overrides.list_overrides, vacancy) == []


# --- minutes


def test_who_checked_and_where_they_differed_stands_in_the_minutes(act):
    vacancy, ids = closed(act)
    act(administration.set_second_verifier, vacancy, True)
    assert act(administration.minutes_facts, vacancy, TEAM).checkers == ()

    def check(one, checker, **changes):
        rows = act(administration.list_checks, one)
        given = {row.code: (row.proposed or Result.PASS, "") for row in rows} | changes
        decisions = [administration.Decision(row.requirement_id, *given[row.code]) for row in rows]
        act(administration.decide_checks, one, decisions, before=rows, checker=checker)

    for one in ids:
        check(one, "Ani")
    waiting = row_of(act, vacancy, ids[2])
    assert (waiting.second, waiting.remark) == ("waiting", "")  # why TMS would tell the second what
    with pytest.raises(RuleViolation, match="menunggu pemeriksa kedua"):
        act(results.result_message, ids[2])
    internal = act(results.internal_results, vacancy)
    assert {(row[2], row[3]) for row in internal.rows} == {("Menunggu pemeriksa kedua", "")}
    for one in ids:
        check(one, "Bambang", **({"R07": (Result.FAIL, "SKCK fotokopi")} if one == ids[0] else {}))
    assert act(checkers.second_of, ids[0]) == "differs"
    check(ids[0], "Ani", R07=(Result.FAIL, "SKCK fotokopi"))
    assert act(checkers.second_of, ids[0]) == "agreed"
    assert act(administration.minutes_facts, vacancy, TEAM).checkers == (
        "Setiap berkas diperiksa dua orang secara terpisah: Ani dan Bambang",
        "Hasil pemeriksaan Rina Marlina semula berbeda (R07 Ani MS, Bambang TMS), "
        "lalu disamakan oleh keduanya",
    )


def test_the_minutes_name_the_first_test_that_comes(act):
    vacancy, _ids = closed(act)
    assert act(administration.minutes_facts, vacancy, TEAM).first_step == "tes wawancara"
    before = act(components.get_scoring, vacancy).form
    weights = {"written_weight": Decimal(30), "computer_weight": Decimal(10), "interview_weight": Decimal(60)}
    act(components.save_scoring, vacancy, replace(before, **weights), before=before)
    assert act(administration.minutes_facts, vacancy, TEAM).first_step == "tes tertulis"


# --- what is announced


def test_everybody_reads_number_name_and_result_but_no_nik_and_no_address(act):
    vacancy, _ids = ready_to_score(act)
    letter = act(results.issue_results, vacancy, dated_on=CLOSED, render=paper.render)
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(letter.pdf)).pages)
    flat = " ".join(said.split())
    assert "TKSK-2020-5204-06-001 Rina Marlina MS" in flat
    assert "TKSK-2020-5204-06-003 Budi Santoso TMS Persyaratan umur" in flat
    assert "Persyaratan domisili" in flat
    assert SIXTEEN.search(said.replace("5204-06", "")) is None
    assert "36 tahun" not in flat
    for secret in ("Motong", "Labuhan", *(values["nik"] for values in PEOPLE)):
        assert secret not in flat


def test_results_are_announced_only_after_the_minutes(act):
    vacancy, ids = closed(act)
    for one in ids:
        verify(act, one)
    with pytest.raises(RuleViolation, match="Buat berita acara seleksi administrasi dahulu"):
        act(results.results_letter, vacancy)


def test_the_internal_list_has_the_reasons(act):
    vacancy, ids = ready_to_score(act)
    utan.leave(act, applicants.disqualify, ids[0], "ijazah palsu")
    table = act(results.internal_results, vacancy)
    assert [row[2] for row in table.rows] == ["Gugur", "MS", "TMS", "TMS"]
    assert table.rows[0][3] == "ijazah palsu"
    assert table.rows[2][3] == "umur 36 tahun pada 17 April 2020, batas 35"
    assert any("INTERNAL" in line for line in table.subtitle)


def test_each_applicant_gets_the_own_result_as_a_text(act):
    _vacancy, (rina, _ahmad, budi, _nia) = ready_to_score(act)
    passed = act(results.result_message, rina)
    assert "MEMENUHI SYARAT (MS)" in passed
    assert "Senin, 20 April 2020" in passed
    failed = act(results.result_message, budi)
    assert "TIDAK MEMENUHI SYARAT (TMS)" in failed
    assert "umur 36 tahun" in failed
    assert SIXTEEN.search(passed.replace("5204-06", "")) is None


def test_before_a_decision_there_is_no_text(act):
    _vacancy, (rina, *_others) = closed(act)
    with pytest.raises(RuleViolation, match="Belum ada hasil"):
        act(results.result_message, rina)
    assert act(vacancies.get_vacancy, _vacancy).stage is Stage.ADMINISTRATION
