"""A proposal with its attachments, its way, how long it waits, and the decree that answers it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from db.models.officer_card import OfficerPaper
from db.models.officers import Assignment
from db.models.recruitment import Vacancy
from db.rules.holidays import HolidayForm
from db.rules.letter_kinds import LetterKind
from db.rules.officers import DecreeLevel, MemberForm
from db.rules.problems import Conflict, RuleViolation
from db.rules.proposals import PaperForm
from db.rules.recruitment import Applied, ProposalStatus, Stage
from db.rules.sop import DEFAULT_STEPS, SopStep
from db.services import attention, decrees, holidays, letters, scans, sop
from db.services.recruitment import (
    applicants,
    papers,
    proposal_file,
    proposal_papers,
    proposal_time,
    proposals,
    ranking,
    reports,
    vacancies,
)
from tests.services import utan
from tests.services.utan import EARLY, default_rules, ready_to_score, render, score_all, untick

SENT = date(2020, 4, 24)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
    "48afa4710000000049454e44ae426082"
)
DECREE = decrees.DecreeForm(
    DecreeLevel.MINISTRY,
    "12/5/SK/HK.01/05/2020",
    date(2020, 5, 11),
    "Direktur Jenderal Pemberdayaan Sosial",
    "Penetapan TKSK",
    date(2020, 5, 11),
    date(2020, 12, 31),
)


@pytest.fixture
def decided(act):
    """Rina is chosen, Ahmad is the reserve."""
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    decide(act, vacancy, rina)
    return vacancy, rina, ahmad


@pytest.fixture
def proposed(act, decided):
    untick(act, decided[0])
    propose(act, decided[0])
    return decided


def decide(act, vacancy, applicant):
    act(
        ranking.decide,
        vacancy,
        applicant,
        "",
        early_reason=EARLY,
        decided_on=date(2020, 4, 20),
        render=render,
    )


def propose(act, vacancy, on=SENT):
    return act(proposals.propose_candidate, vacancy, dated_on=on, render=render)


def lines(act, vacancy):
    return act(proposal_papers.list_papers, vacancy)


def by_name(act, vacancy, name):
    return next(line for line in lines(act, vacancy) if line.name.startswith(name))


def scan(act, name="ktp.png", content=PNG):
    return act(scans.file_scan, name, content)


def change(act, vacancy, name, **changes):
    """One line as the dialog saves it."""
    before = [proposal_papers.form_of(line) for line in lines(act, vacancy)]
    after = [replace(form, **changes) if form.name.startswith(name) else form for form in before]
    act(proposal_papers.save_papers, vacancy, before, after)


def track(act, vacancy, status, on, note="", number=""):
    proposal = act(proposals.find_proposal, vacancy)
    act(proposals.track, proposal.id, status, on=on, note=note, number=number, today=date(2021, 1, 1))


# --- attachments


def test_the_attachments_come_from_the_set_and_what_exists_is_found(act, decided):
    vacancy, *_people = decided
    found = {line.name: line for line in lines(act, vacancy)}
    assert len(found) == 12
    assert found["Berita Acara Seleksi Administrasi"].found.letter_id is not None
    assert found["Berita Acara Tes Wawancara"].found.letter_id is not None
    assert found["Rekapitulasi nilai"].found.name == "dicetak program"
    ktp = found["Fotokopi KTP elektronik"]
    assert ktp.missing
    assert ktp.document
    assert sum(line.missing for line in found.values()) == 9


def test_a_scan_of_the_applicant_is_found_by_itself(act, decided):
    vacancy, rina, _ahmad = decided
    before = {
        paper.code: {name: getattr(paper, name) for name in papers.FIELDS}
        for paper in act(papers.list_papers, rina)
    }
    after = {code: dict(values) for code, values in before.items()}
    after["D03"]["scan_id"] = scan(act)
    act(papers.save_papers, rina, before, after)
    ktp = by_name(act, vacancy, "Fotokopi KTP")
    assert (ktp.found.name, ktp.scan_id, ktp.missing) == ("ktp.png", None, False)


def test_the_letter_of_who_left_is_found_by_itself(act, decided):
    vacancy, *_people = decided
    assert by_name(act, vacancy, "Surat pengunduran diri").missing
    act(file_exit_letter, vacancy)
    assert by_name(act, vacancy, "Surat pengunduran diri").found.name == "pengunduran.png"


def file_exit_letter(session, vacancy_id):
    """As the dialog of the exit files it."""
    left = session.get_one(Assignment, session.get_one(Vacancy, vacancy_id).previous_assignment_id)
    kept = scans.file_scan(session, "pengunduran.png", PNG)
    session.add(OfficerPaper(officer_id=left.officer_id, kind_code="exit_letter", number="05", scan_id=kept))


def test_the_proposal_is_not_final_while_a_ticked_attachment_has_no_file(act, decided):
    vacancy, *_people = decided
    number = act(letters.count_letters)
    with pytest.raises(
        RuleViolation, match=r"belum ada berkasnya: Fotokopi KTP elektronik, .* dan 6 lainnya"
    ):
        propose(act, vacancy)
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.DECIDED
    assert act(letters.count_letters) == number


def test_the_letter_lists_what_is_ticked(act, decided):
    vacancy, *_people = decided
    change(act, vacancy, "Fotokopi KTP", scan_id=scan(act))
    before = [proposal_papers.form_of(line) for line in lines(act, vacancy)]
    own = PaperForm(0, "Keputusan tim seleksi", wanted=True, scan_id=scan(act, "sk.png", PNG + b"1"))
    act(proposal_papers.save_papers, vacancy, before, [*before, own])
    assert sum(line.missing for line in lines(act, vacancy)) == 8
    untick(act, vacancy)
    stated = act(proposals.proposal_facts, vacancy)
    assert stated.attachments == (
        "Berita Acara Seleksi Administrasi",
        "Berita Acara Tes Wawancara",
        "Rekapitulasi nilai",
        "Fotokopi KTP elektronik",
        "Keputusan tim seleksi",
    )
    propose(act, vacancy)
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.PROPOSED


def test_an_office_that_wants_no_attachments_gets_none(act):
    none = replace(default_rules(act), attachments=())
    vacancy, (rina, ahmad, *_others) = ready_to_score(act, none)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    decide(act, vacancy, rina)
    assert lines(act, vacancy) == []
    propose(act, vacancy)
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.PROPOSED
    assert lines(act, vacancy) == []


def test_own_lines_may_go_again_but_those_of_the_set_stay(act, decided):
    vacancy, *_people = decided
    before = [proposal_papers.form_of(line) for line in lines(act, vacancy)]
    act(proposal_papers.save_papers, vacancy, before, [*before, PaperForm(0, "Foto", True, None)])
    now = [proposal_papers.form_of(line) for line in lines(act, vacancy)]
    assert now[-1].name == "Foto"
    act(proposal_papers.save_papers, vacancy, now, now[1:-1])
    assert [line.name for line in lines(act, vacancy)] == [form.name for form in before]


def test_two_who_attach_different_files_are_told(act, decided):
    vacancy, *_people = decided
    opened = [proposal_papers.form_of(line) for line in lines(act, vacancy)]
    change(act, vacancy, "Fotokopi KTP", scan_id=scan(act))
    mine = [replace(f, scan_id=scan(act, "b.png", PNG + b"2")) if "KTP" in f.name else f for f in opened]
    with pytest.raises(Conflict):
        act(proposal_papers.save_papers, vacancy, opened, mine)


def test_after_the_letter_files_may_be_added_but_the_list_stays_until_it_comes_back(act, proposed):
    vacancy, *_people = proposed
    with pytest.raises(RuleViolation, match="sudah menyebut lampirannya"):
        change(act, vacancy, "Fotokopi KTP", wanted=True)
    change(act, vacancy, "Fotokopi KTP", scan_id=scan(act))
    track(act, vacancy, ProposalStatus.RETURNED, date(2020, 4, 28), "kurang kartu keluarga")
    change(act, vacancy, "Fotokopi kartu keluarga", wanted=True)
    with pytest.raises(RuleViolation, match="belum ada berkasnya: Fotokopi kartu keluarga"):
        track(act, vacancy, ProposalStatus.SENT, date(2020, 4, 29))
    change(act, vacancy, "Fotokopi kartu keluarga", scan_id=scan(act, "kk.png", PNG + b"3"))
    track(act, vacancy, ProposalStatus.SENT, date(2020, 4, 29), number="400/9")
    assert act(proposals.find_proposal, vacancy).steps[-1].note == "Nomor 400/9"


def test_another_candidate_does_not_go_with_the_first_ones_papers(act, decided):
    vacancy, rina, ahmad = decided
    change(act, vacancy, "Fotokopi KTP", scan_id=scan(act))
    change(act, vacancy, "Surat pengunduran diri", scan_id=scan(act, "surat.png", PNG + b"4"))
    untick(act, vacancy)
    propose(act, vacancy)
    utan.leave(act, applicants.withdraw, rina, "diterima PPPK")
    act(letters.cancel_letter, minutes_of(act, vacancy), "calon mundur")
    decide(act, vacancy, ahmad)
    assert by_name(act, vacancy, "Fotokopi KTP").missing
    assert by_name(act, vacancy, "Fotokopi kartu keluarga").wanted
    assert by_name(act, vacancy, "Surat pengunduran diri").found.name == "surat.png"
    untick(act, vacancy)
    propose(act, vacancy, date(2020, 5, 6))
    again = act(proposals.find_proposal, vacancy)
    assert (again.candidate, again.status) == ("Ahmad Zaelani", ProposalStatus.SENT)
    assert act(applicants.get_applicant, rina).status is Applied.WITHDRAWN


def minutes_of(act, vacancy):
    rows = act(letters.letters_of, vacancy_id=vacancy)
    return next(row.id for row in rows if row.kind is LetterKind.INTERVIEW_MINUTES)


def test_the_same_candidate_keeps_the_files_when_the_minutes_are_made_anew(act, decided):
    vacancy, rina, _ahmad = decided
    change(act, vacancy, "Fotokopi KTP", scan_id=scan(act))
    act(letters.cancel_letter, minutes_of(act, vacancy), "salah tanggal")
    assert by_name(act, vacancy, "Berita Acara Tes Wawancara").missing
    decide(act, vacancy, rina)
    assert by_name(act, vacancy, "Fotokopi KTP").found.name == "ktp.png"
    assert not by_name(act, vacancy, "Berita Acara Tes Wawancara").missing


def test_the_file_to_send_is_the_letter_and_every_ticked_attachment(act, decided):
    vacancy, *_people = decided
    with pytest.raises(RuleViolation, match="Buat surat usulan dahulu"):
        act(proposal_file.proposal_file, vacancy, at=datetime(2020, 4, 24, 9, 0))
    change(act, vacancy, "Fotokopi KTP", scan_id=scan(act))
    untick(act, vacancy)
    letter = propose(act, vacancy)
    parts = act(proposal_file.proposal_file, vacancy, at=datetime(2020, 4, 24, 9, 0))
    assert [part.title for part in parts] == [
        "Surat usulan",
        "Daftar periksa berkas",
        "Berita Acara Seleksi Administrasi",
        "Berita Acara Tes Wawancara",
        "Rekapitulasi nilai",
        "Fotokopi KTP elektronik",
    ]
    assert parts[0].content == letter.pdf
    assert parts[1].sheet is not None
    assert parts[4].report is not None
    assert parts[5].content == PNG


def test_a_proposal_whose_letter_was_cancelled_is_printed_once_more(act, proposed):
    vacancy, *_people = proposed
    first = next(
        row for row in act(letters.letters_of, vacancy_id=vacancy) if row.kind is LetterKind.PROPOSAL
    )
    with pytest.raises(RuleViolation, match="belum dapat ke tahap"):
        propose(act, vacancy)
    act(letters.cancel_letter, first.id, "salah nama")
    assert act(proposals.find_proposal, vacancy).void
    for work in (
        lambda: act(proposal_file.proposal_file, vacancy, at=datetime(2020, 4, 24, 9, 0)),
        lambda: act(proposal_time.reminder_letter, vacancy, dated_on=date(2020, 6, 30)),
    ):
        with pytest.raises(RuleViolation, match="Buat surat usulan"):
            work()
    change(act, vacancy, "Fotokopi KTP", wanted=True, scan_id=scan(act))
    second = propose(act, vacancy, date(2020, 4, 27))
    view = act(proposals.find_proposal, vacancy)
    assert (view.void, view.letter_id, len(view.steps)) == (False, second.id, 2)
    assert act(proposal_time.get_time, vacancy, date(2020, 4, 28)).sent_on == date(2020, 4, 27)


# --- the way


def test_the_whole_way_is_noted_and_the_last_step_taken_back(act, proposed):
    vacancy, *_people = proposed
    track(act, vacancy, ProposalStatus.RECEIVED, date(2020, 4, 28), "agenda 12")
    track(act, vacancy, ProposalStatus.RECOMMENDED, date(2020, 5, 4), number="460/77")
    track(act, vacancy, ProposalStatus.MINISTRY, date(2020, 5, 6))
    view = act(proposals.find_proposal, vacancy)
    assert [step.note for step in view.steps][1:] == ["agenda 12", "Nomor 460/77", ""]
    with pytest.raises(RuleViolation, match="baru saja berubah"):
        act(proposals.undo_step, view.id, ProposalStatus.RECEIVED)
    act(proposals.undo_step, view.id, ProposalStatus.MINISTRY)
    act(proposals.undo_step, view.id, ProposalStatus.RECOMMENDED)
    act(proposals.undo_step, view.id, ProposalStatus.RECEIVED)
    view = act(proposals.find_proposal, vacancy)
    assert (view.status, view.status_on, len(view.steps)) == (ProposalStatus.SENT, SENT, 1)
    with pytest.raises(RuleViolation, match="langkah pertama tidak dapat dibatalkan"):
        act(proposals.undo_step, view.id, ProposalStatus.SENT)


def test_what_comes_back_says_what_is_missing(act, proposed):
    vacancy, *_people = proposed
    with pytest.raises(RuleViolation, match="Tulis apa yang kurang"):
        track(act, vacancy, ProposalStatus.RETURNED, date(2020, 4, 28), " ")


def test_days_are_counted_of_the_calendar_and_of_work(act, proposed):
    vacancy, *_people = proposed  # sent on a Friday
    act(holidays.save_holiday, HolidayForm(date(2020, 5, 1), "Hari Buruh", joint_leave=False))
    time = act(proposal_time.get_time, vacancy, date(2020, 5, 4))
    assert (time.days, time.worked, time.silent, time.level, time.place) == (10, 5, 10, 0, 0)
    track(act, vacancy, ProposalStatus.RECEIVED, date(2020, 5, 4))
    later = act(proposal_time.get_time, vacancy, date(2020, 7, 3))
    assert (later.silent, later.level) == (60, 1)
    assert [
        act(proposal_time.get_time, vacancy, d).level for d in (date(2020, 9, 1), date(2020, 10, 31))
    ] == [
        2,
        3,
    ]
    track(act, vacancy, ProposalStatus.RETURNED, date(2020, 7, 6), "kurang SKCK")
    back = act(proposal_time.get_time, vacancy, date(2020, 7, 9))
    assert (back.ours, back.silent, back.days) == (3, 0, 73)  # the clock of the others stands
    track(act, vacancy, ProposalStatus.SENT, date(2020, 7, 10))
    again = act(proposal_time.get_time, vacancy, date(2020, 7, 13))
    assert (again.sent_on, again.first_sent_on, again.days, again.worked) == (date(2020, 7, 10), SENT, 80, 55)


def test_nothing_waits_once_the_decree_is_there(act, proposed):
    vacancy, *_people = proposed
    act(proposals.receive_decree, vacancy, DECREE, "5204060099", today=date(2020, 12, 1))
    time = act(proposal_time.get_time, vacancy, date(2021, 1, 1))
    assert (time.over, time.days, time.silent) == (True, 17, 0)


# --- the reminder


def test_the_reminder_says_since_when_and_what_is_awaited(act, proposed):
    vacancy, *_people = proposed
    track(act, vacancy, ProposalStatus.RECEIVED, date(2020, 4, 28))
    on = date(2020, 6, 30)
    number = act(letters.count_letters)
    stated = act(proposal_time.reminder_letter, vacancy, dated_on=on)
    assert stated.values["lama_hari"] == 67
    first = act(proposals.find_proposal, vacancy).steps[0]
    assert stated.values["kabar_terakhir"] == (
        f"dikirim tanggal 24 April 2020 ({first.note}) dan diterima tanggal 28 April 2020"
    )
    assert stated.values["yang_ditunggu"] == "rekomendasi atas usulan dimaksud"
    assert stated.values["lowong_sejak"] == date(2020, 4, 10)
    assert act(letters.count_letters) == number
    letter = act(proposal_time.issue_reminder, vacancy, dated_on=on, render=render)
    row = act(letters.get_letter, letter.id)
    assert (row.kind, row.recipient) == (
        LetterKind.PROPOSAL_REMINDER,
        "Kepala Dinas Sosial Provinsi Nusa Tenggara Barat",
    )
    assert act(proposal_time.last_reminder, vacancy) == on
    [silent] = [m for m in act(attention.list_attention, on) if m.kind.value == "proposal_silent"]
    assert silent.detail == "30 Juni 2020"
    act(letters.cancel_letter, letter.id, "salah alamat")
    assert act(proposal_time.last_reminder, vacancy) is None


def test_nobody_is_reminded_of_what_came_back(act, proposed):
    vacancy, *_people = proposed
    with pytest.raises(RuleViolation, match="mendahului kabar terakhir"):
        act(proposal_time.reminder_letter, vacancy, dated_on=date(2020, 4, 23))
    track(act, vacancy, ProposalStatus.RETURNED, date(2020, 4, 28), "kurang SKCK")
    with pytest.raises(RuleViolation, match="dikembalikan: lengkapi dan kirim kembali"):
        act(proposal_time.issue_reminder, vacancy, dated_on=date(2020, 6, 30), render=render)


# --- the decree


def test_a_decree_is_still_the_answer_when_its_number_is_put_right(act, proposed):
    vacancy, *_people = proposed
    assert act(proposals.find_decree, vacancy) is None
    decree = act(proposals.receive_decree, vacancy, DECREE, "5204060099", today=date(2020, 12, 1))
    right = replace(DECREE, number="12/6/SK/HK.01/05/2020", dated_on=date(2020, 5, 12))
    act(decrees.change_decree, decree, vars(DECREE), vars(right))
    assert act(proposals.find_decree, vacancy) == decree
    [row] = act(reports.register_report, reports.Wanted(date(2020, 12, 1))).rows
    assert (right.number, right.dated_on) == row[-4:-2]
    assert row[-2] == 18  # days up to the decree


def test_a_decree_before_its_proposal_is_refused(act, proposed):
    vacancy, *_people = proposed
    with pytest.raises(RuleViolation, match="mendahului surat usulannya"):
        act(
            proposals.receive_decree,
            vacancy,
            replace(DECREE, dated_on=date(2020, 4, 1), starts_on=date(2020, 4, 1)),
            "",
            today=date(2020, 12, 1),
        )


def test_no_day_is_noted_that_has_not_come(act, proposed):
    vacancy, *_people = proposed
    proposal, today = act(proposals.find_proposal, vacancy), date(2020, 4, 24)
    received = ProposalStatus.RECEIVED
    with pytest.raises(RuleViolation, match="28 April 2020 belum tiba"):
        act(proposals.track, proposal.id, received, on=date(2020, 4, 28), note="", today=today)
    with pytest.raises(RuleViolation, match="belum tiba"):
        act(proposals.note_refusal, vacancy, "penuh", on=date(2020, 4, 28), today=today)
    with pytest.raises(RuleViolation, match="belum tiba"):
        act(proposals.receive_decree, vacancy, DECREE, "", today=today)
    with pytest.raises(RuleViolation, match="Tulis apa yang kurang"):  # a field of a window gives a word
        act(proposals.track, proposal.id, "returned", on=today, note=" ", today=today)


def test_a_reminder_counts_from_the_first_sending_and_tells_the_whole_way(act, proposed):
    vacancy, *_people = proposed
    status = ProposalStatus
    track(act, vacancy, status.RECEIVED, date(2020, 4, 28), number="460/12")
    track(act, vacancy, status.RETURNED, date(2020, 5, 4), "kurang SKCK")
    untick(act, vacancy)
    track(act, vacancy, status.SENT, date(2020, 5, 8), number="460/77")
    on = date(2020, 8, 20)
    first = act(proposals.find_proposal, vacancy).steps[0]
    values = act(proposal_time.reminder_letter, vacancy, dated_on=on).values
    assert values["lama_hari"] == (on - first.on).days == act(proposal_time.get_time, vacancy, on).days
    assert values["kabar_terakhir"] == (
        f"dikirim tanggal 24 April 2020 ({first.note}), diterima tanggal 28 April 2020 (Nomor 460/12), "
        "dikembalikan kepada kami tanggal 4 Mei 2020 (kurang SKCK), "
        "dan dikirim kembali tanggal 8 Mei 2020 (Nomor 460/77)"
    )


def test_a_decree_for_somebody_who_was_not_proposed_is_refused(act, proposed):
    vacancy, *_people = proposed
    other = MemberForm(1, "Hasan Basri", "", "", "Utan")
    with pytest.raises(RuleViolation, match="yang diusulkan Rina Marlina, bukan orang ini"):
        act(decrees.record_decree, DECREE, [other], today=date(2020, 5, 12))
    older = replace(DECREE, dated_on=date(2020, 4, 10), starts_on=date(2020, 4, 11))
    act(decrees.record_decree, older, [other], today=date(2020, 5, 12))  # not an answer to our proposal
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.PROPOSED


# --- the scale


def test_the_office_keeps_its_own_scale(act, act_as):
    assert act(sop.get_steps) == DEFAULT_STEPS
    own = (SopStep("Diterima", 3), SopStep("Verifikasi", 20))
    with pytest.raises(RuleViolation):
        act_as("operator", sop.change_steps, DEFAULT_STEPS, own)
    act(sop.change_steps, DEFAULT_STEPS, own)
    assert act(sop.get_steps) == own
    with pytest.raises(Conflict):
        act(sop.change_steps, DEFAULT_STEPS, own[:1])
    act(sop.change_steps, own, own[:1])
    assert act(sop.get_steps) == own[:1]
    act(sop.change_steps, own[:1], DEFAULT_STEPS)
    assert act(sop.get_steps) == DEFAULT_STEPS


def test_a_note_too_long_to_keep_is_refused_and_not_cut(act, decided):
    vacancy, *_people = decided
    untick(act, vacancy)
    propose(act, vacancy)
    with pytest.raises(RuleViolation, match="Catatan paling panjang 300 huruf"):
        track(act, vacancy, ProposalStatus.RETURNED, date(2020, 4, 27), note="x" * 301)
    track(act, vacancy, ProposalStatus.RETURNED, date(2020, 4, 27), note="x" * 200, number="4" * 80)
    assert act(proposals.find_proposal, vacancy).steps[-1].note.endswith("x" * 200)
