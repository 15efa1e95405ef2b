"""The scale of a proposal's way, its steps, and what its attachments lack."""

from dataclasses import replace
from datetime import date

import pytest

from db.rules.proposals import PaperForm, PaperLine, check_papers, check_step, missing_in_words, note_of
from db.rules.recruitment import ProposalStatus, proposal_steps
from db.rules.selection import AttachmentSource
from db.rules.sop import (
    DEFAULT_STEPS,
    MOST_STEPS,
    ProposalTime,
    SopStep,
    check_steps,
    place_in_words,
    step_on,
    time_in_words,
)

DAY = date(2020, 4, 24)


def line(name, *, wanted=True):
    return PaperLine(1, name, wanted, AttachmentSource.OTHER, "", None, None)


def test_the_steps_that_ship_are_those_of_the_sop():
    assert [step.days for step in DEFAULT_STEPS] == [5, 1, 5, 30, 4, 5, 3, 183]
    assert sum(step.days for step in DEFAULT_STEPS) == 236


@pytest.mark.parametrize(
    ("worked", "place"),
    [(0, 0), (5, 0), (6, 1), (7, 2), (11, 2), (12, 3), (41, 3), (42, 4), (53, 6), (54, 7)],
)
def test_the_step_that_should_run_follows_from_the_working_days(worked, place):
    assert step_on(DEFAULT_STEPS, worked) == place


def test_after_the_last_day_no_step_is_left():
    assert step_on(DEFAULT_STEPS, 236) == 7
    assert step_on(DEFAULT_STEPS, 237) is None


def test_the_time_is_told_in_words():
    time = ProposalTime(DEFAULT_STEPS, DAY, DAY, 20, 12, 3, 0)
    assert time_in_words(time) == "20 hari kalender, 12 hari kerja dari 236 hari kerja SOP"
    assert place_in_words(time) == "Menurut SOP sekarang langkah 4 dari 8: Verifikasi dan validasi berkas."
    over = replace(time, worked=240)
    assert place_in_words(over) == "Sudah lewat 4 hari kerja dari seluruh langkah SOP."


def test_a_scale_needs_steps_with_names_and_days():
    assert not check_steps(DEFAULT_STEPS)
    [none] = check_steps(())
    assert none.text == "Isi paling sedikit satu langkah."
    texts = [problem.text for problem in check_steps((SopStep(" ", 5), SopStep("Verifikasi", 0)))]
    assert texts == ["Langkah 1: isi namanya.", "Langkah 2: isi 1 sampai 1000 hari kerja."]
    assert check_steps((SopStep("Satu", 1),) * (MOST_STEPS + 1))


def test_every_pair_of_steps_of_a_proposal():
    S = ProposalStatus
    allowed = {
        *((S.SENT, S.RECEIVED), (S.SENT, S.RETURNED), (S.RECEIVED, S.RECOMMENDED), (S.RECEIVED, S.RETURNED)),
        *((S.RETURNED, S.SENT), (S.RECOMMENDED, S.MINISTRY), (S.RECOMMENDED, S.RETURNED)),
        (S.MINISTRY, S.RETURNED),
    }
    for now in S:
        for then in S:
            assert (then in proposal_steps(now)) is ((now, then) in allowed)
            assert bool(check_step(now, then)) is ((now, then) not in allowed)


def test_a_step_out_of_order_is_refused_with_what_may_come():
    [problem] = check_step(ProposalStatus.SENT, ProposalStatus.MINISTRY)
    assert problem.text == (
        "Langkah diterima kementerian belum dapat dicatat: usulan ini dikirim ke provinsi. "
        "Langkah berikutnya: diterima provinsi atau dikembalikan."
    )


def test_ticked_attachments_without_a_file_are_named():
    assert missing_in_words([line("KTP", wanted=False)]) == ""
    assert missing_in_words([line("KTP"), line("KK")]).startswith("Lampiran belum ada berkasnya: KTP, KK.")
    many = missing_in_words([line(name) for name in ("KTP", "KK", "SKCK", "Ijazah", "Rekening")])
    assert "KTP, KK, SKCK, dan 2 lainnya." in many


def test_lines_are_named_and_different():
    good = PaperForm(1, "KTP", wanted=True, scan_id=None)
    assert not check_papers([good])
    assert check_papers([good, replace(good, name=" ")])[0].text == "Isi nama setiap lampiran."
    assert check_papers([good, replace(good, name="ktp ")])[0].text == "KTP tertulis dua kali."


def test_a_note_has_the_number_before_it():
    assert note_of("", "kurang SKCK") == "kurang SKCK"
    assert note_of("460/12", "") == "Nomor 460/12"
    assert note_of(" 460/12 ", "kurang SKCK") == "Nomor 460/12; kurang SKCK"
    assert note_of("460/12", "x" * 400) == f"Nomor 460/12; {'x' * 400}"  # too long is refused, never cut
