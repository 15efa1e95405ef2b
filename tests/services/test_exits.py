"""An officer leaves: five steps are prepared, made final, left out, taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.rules.exits import StepKind, StepState
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.officers import PostState
from db.rules.problems import RuleViolation
from db.rules.recruitment import Stage
from db.services import covers, drafts, exit_steps, exits, history, letters, office, officers
from db.services.covers import CoverForm
from db.services.recruitment import vacancies
from tests.services.utan import UTAN, render

FRIDAY = date(2020, 4, 10)
ALL = frozenset(StepKind)
ACCEPTANCE, HANDOVER, COVER, DISMISSAL, VACANCY = StepKind
RESIGNED = exits.ExitForm("Mengundurkan diri", "ikut Pilkades", FRIDAY, "05/TKSK/2020", date(2020, 4, 8))


def utan(act, on=date(2020, 4, 9)):
    return next(post for post in act(officers.list_posts, on=on) if post.id == UTAN)


def neighbour(act):
    return act(covers.list_covers, UTAN, FRIDAY)[0]


def leave(act, steps=ALL, form=RESIGNED, cover=None, **more):
    term = utan(act).assignment_id
    cover = cover or CoverForm(neighbour(act).officer_id)
    return term, act(exits.leave, term, form, steps, cover, today=FRIDAY, **more)


def steps(act, term):
    return {row.id: row for row in act(exit_steps.get_follow_up, term).steps}


def values(act, row):
    return act(drafts.get_draft, row.draft_id).form.values


def finalise(act, row):
    return act(drafts.finalise, row.draft_id, today=FRIDAY, render=render)


def test_one_event_prepares_four_letters_an_interim_and_a_vacancy(act):
    name = utan(act).officer
    term, recorded = leave(act)
    assert (recorded.kecamatan_code, recorded.refused) == (UTAN, ())
    made = steps(act, term)
    assert {row.state for row in made.values()} == {StepState.READY}
    assert all(row.complete for row in made.values()), [row.note for row in made.values()]
    assert made[DISMISSAL].what == f"Usulan Pemberhentian TKSK Kecamatan Utan a.n. {name}"
    assert made[VACANCY].note == "Pendaftaran 10 s.d. 16 April 2020"
    accepted = values(act, made[ACCEPTANCE])
    assert accepted["penerima"] == name
    assert accepted["alasan"] == "mencalonkan diri dalam pemilihan kepala desa"
    assert accepted["tanggal_permohonan"] == "2020-04-08"
    minutes = values(act, made[HANDOVER])
    assert minutes["tanggal_acara"] == "2020-04-10"
    assert minutes["nama_pertama"] == name
    assert minutes["nama_kedua"] == neighbour(act).name
    proposal = values(act, made[DISMISSAL])
    assert proposal["alasan"].startswith("mengundurkan diri karena ")
    assert "Surat persetujuan pengunduran diri" in proposal["berkas"]
    post = utan(act, FRIDAY)
    assert (post.state, post.officer) == (PostState.ACTING, neighbour(act).name)


def test_only_what_is_ticked_is_made(act):
    term, _recorded = leave(act, frozenset({DISMISSAL}))
    made = steps(act, term)
    states = {kind: row.state for kind, row in made.items()}
    assert states == {kind: StepState.READY if kind is DISMISSAL else StepState.LEFT_OUT for kind in StepKind}
    assert values(act, made[DISMISSAL])["berkas"] == [
        "Surat pengunduran diri",
        "Fotokopi keputusan pengangkatan",
    ]
    assert act(vacancies.list_vacancies) == []


def test_a_step_that_cannot_be_prepared_says_why_and_the_exit_stands(act):
    [head] = act(office.list_officials)
    form = exits.ExitForm("Meninggal dunia", "", date(2018, 4, 10), "", None)
    term = utan(act).assignment_id
    cover = CoverForm(neighbour(act).officer_id)
    early = date(2018, 4, 10)
    with pytest.raises(RuleViolation, match="awal penugasan"):
        act(exits.leave, term, form, ALL, cover, today=early)
    recorded = act(exits.leave, term, RESIGNED, ALL, cover, today=early)
    refused = {one.kind: one.reason for one in recorded.refused}
    assert refused.keys() == {ACCEPTANCE, COVER, DISMISSAL}  # their day precedes the first head of the office
    assert head.starts_on > early
    assert "Tidak ada pejabat penandatangan pada 10 April 2018" in refused[ACCEPTANCE]
    made = steps(act, term)
    assert made[VACANCY].state is made[HANDOVER].state is StepState.READY
    assert utan(act, FRIDAY).state is PostState.VACANT  # no interim without its letter
    act(exits.prepare_step, term, ACCEPTANCE, today=FRIDAY)
    assert steps(act, term)[ACCEPTANCE].state is StepState.READY


def test_nobody_covers_until_somebody_is_chosen(act):
    term, recorded = leave(act, cover=CoverForm())
    assert [(one.kind, one.reason) for one in recorded.refused] == [
        (COVER, "Pilih siapa yang bertugas sementara.")
    ]
    assert values(act, steps(act, term)[ACCEPTANCE])["serah_terima_kepada"] == (
        "Kepala Bidang Pemberdayaan dan Kelembagaan Sosial"
    )
    assert not steps(act, term)[HANDOVER].complete  # who receives is not known
    assert "Nama pihak kedua" in steps(act, term)[HANDOVER].note
    act(exits.prepare_step, term, COVER, CoverForm(neighbour(act).officer_id), today=FRIDAY)
    assert steps(act, term)[COVER].state is StepState.READY


@pytest.mark.parametrize(
    ("chosen", "starts_on"),
    [
        (None, date(2020, 4, 14)),  # a letter does not reach back by itself
        (FRIDAY, FRIDAY),  # but the office may choose the first day without duty
        (date(2020, 4, 20), date(2020, 4, 20)),
    ],
)
def test_who_covers_begins_with_the_letter_or_when_chosen(act, chosen, starts_on):
    term, tuesday = utan(act).assignment_id, date(2020, 4, 14)
    cover = CoverForm(neighbour(act).officer_id, starts_on=chosen)
    assert act(exits.leave, term, RESIGNED, ALL, cover, today=tuesday).refused == ()
    letter = act(drafts.get_draft, steps(act, term)[COVER].draft_id).form
    assert (letter.dated_on, letter.values["tanggal_mulai"]) == (tuesday, starts_on.isoformat())
    before = utan(act, starts_on - timedelta(1)).state
    assert before is (PostState.FILLED if starts_on == FRIDAY else PostState.VACANT)
    assert utan(act, starts_on).state is PostState.ACTING
    act(exits.undo_exit, term, today=tuesday)  # what was written today has not begun
    assert utan(act, starts_on).interim == ""


def test_nobody_covers_for_who_still_serves(act):
    early = CoverForm(neighbour(act).officer_id, starts_on=date(2020, 4, 9))
    _term, recorded = leave(act, cover=early)
    [refused] = recorded.refused
    assert (refused.kind, "paling cepat 10 April 2020" in refused.reason) == (COVER, True)


def test_somebody_who_is_no_officer_covers(act):
    cover = CoverForm(
        name="Sri Handayani", nik="5204064501929007", job="Ketua PSM Kecamatan Utan", address="Motong"
    )
    term, recorded = leave(act, cover=cover)
    assert recorded.refused == ()
    told = values(act, steps(act, term)[COVER])
    assert (told["nama"], told["jabatan"], told["alamat"]) == (
        *("Sri Handayani", "Ketua PSM Kecamatan Utan"),
        "Motong",
    )
    assert (told["tanggal_mulai"], told["tanggal_selesai"]) == ("2020-04-10", "2020-10-09")
    assert utan(act, FRIDAY).officer == "Sri Handayani"


def test_a_nik_of_somebody_else_is_refused_by_name(act):
    known = act(officers.find_term, utan(act).assignment_id)
    nik = "5204064501929007"
    leave(act, cover=CoverForm(name="Sri Handayani", nik=nik, job="PSM", address="Motong"))
    act(exits.undo_exit, known.id, today=date(2020, 4, 11))
    _term, recorded = leave(act, cover=CoverForm(name="Budi Santoso", nik=nik, job="PSM", address="Motong"))
    assert [one.reason for one in recorded.refused] == [
        "NIK ini milik Sri Handayani. Periksa NIK atau nama yang bertugas sementara."
    ]


def test_the_dead_hand_nothing_over(act):
    form = exits.ExitForm("Meninggal dunia", "", FRIDAY, "", None)
    term, _recorded = leave(act, frozenset({HANDOVER, DISMISSAL}), form)
    made = steps(act, term)
    assert made[HANDOVER].note == "Belum diisi: Nama pihak pertama, Nama pihak kedua"
    assert values(act, made[DISMISSAL])["alasan"] == "telah meninggal dunia"


def test_a_final_letter_closes_its_step(act):
    term, _recorded = leave(act)
    before = steps(act, term)
    [letter] = finalise(act, before[ACCEPTANCE]).letters
    row = steps(act, term)[ACCEPTANCE]
    assert (row.state, row.letter_id, row.note) == (StepState.DONE, letter.id, letter.number)
    with pytest.raises(RuleViolation, match="sudah final"):
        act(exits.leave_out, term, ACCEPTANCE, today=FRIDAY)
    with pytest.raises(RuleViolation, match="sudah final"):
        act(exits.undo_exit, term, today=FRIDAY)
    act(letters.cancel_letter, letter.id, "salah alamat")
    row = steps(act, term)[ACCEPTANCE]
    assert (row.state, row.note) == (StepState.LEFT_OUT, f"Surat {letter.number} dibatalkan")
    act(exits.prepare_step, term, ACCEPTANCE, today=FRIDAY)
    assert steps(act, term)[ACCEPTANCE].state is StepState.READY


def test_all_letters_become_final_in_turn(act):
    term, _recorded = leave(act)
    for kind in (ACCEPTANCE, HANDOVER, COVER, DISMISSAL):
        finalise(act, steps(act, term)[kind])
    act(vacancies.announce, steps(act, term)[VACANCY].vacancy_id, render=render)
    assert {row.state for row in steps(act, term).values()} == {StepState.DONE}
    assert {row.kind for row in act(letters.list_letters, 0, 10)} == {
        LetterKind.EXIT_ACCEPTANCE,
        LetterKind.HANDOVER_MINUTES,
        LetterKind.ACTING_ASSIGNMENT,
        LetterKind.DISMISSAL_PROPOSAL,
        LetterKind.ANNOUNCEMENT,
    }


def test_a_step_is_left_out_and_prepared_again(act):
    term, _recorded = leave(act)
    for kind in StepKind:
        act(exits.leave_out, term, kind, today=FRIDAY)
    assert {row.state for row in steps(act, term).values()} == {StepState.LEFT_OUT}
    assert act(drafts.list_drafts) == []
    assert utan(act, FRIDAY).state is PostState.VACANT
    assert [row.stage for row in act(vacancies.list_vacancies)] == [Stage.CANCELLED]
    for kind in StepKind:
        act(exits.prepare_step, term, kind, CoverForm(neighbour(act).officer_id), today=FRIDAY)
    assert {row.state for row in steps(act, term).values()} == {StepState.READY}
    with pytest.raises(RuleViolation, match="sudah disiapkan"):
        act(exits.prepare_step, term, VACANCY, today=FRIDAY)


def test_a_second_vacancy_is_refused_and_the_rest_made(act):
    term, _recorded = leave(act, frozenset({VACANCY}))
    first = act(vacancies.get_vacancy, steps(act, term)[VACANCY].vacancy_id)
    act(exits.leave_out, term, VACANCY, today=FRIDAY)
    act(vacancies.open_vacancy, first.form, first.rules)
    with pytest.raises(RuleViolation, match="sudah mempunyai lowongan yang berjalan"):
        act(exits.prepare_step, term, VACANCY, today=FRIDAY)


def test_an_exit_is_recorded_once(act):
    name = utan(act).officer
    term, _recorded = leave(act)
    with pytest.raises(RuleViolation, match=f"{name} sudah dicatat berhenti mulai 10 April 2020"):
        act(exits.leave, term, RESIGNED, ALL, None, today=FRIDAY)


def test_a_mistaken_exit_is_taken_back_and_noted(act):
    before = act(officers.find_term, utan(act).assignment_id)
    term, _recorded = leave(act)
    assert act(exits.undo_exit, term, today=FRIDAY) == UTAN
    assert act(officers.find_term, term) == before
    assert utan(act, date(2020, 5, 1)).state is PostState.FILLED
    assert act(drafts.list_drafts) == []
    with pytest.raises(RuleViolation, match="belum dicatat"):
        act(exit_steps.get_follow_up, term)
    noted = " ".join(row.sentence for row in act(history.list_history, 0, 100))
    assert "Alasan berhenti “Mengundurkan diri” menjadi kosong" in noted
    leave(act)  # and it may be recorded again


def test_final_letters_are_cancelled_with_the_exit_for_one_reason(act, act_as):
    term, _recorded = leave(act)
    for kind in (ACCEPTANCE, COVER):
        finalise(act, steps(act, term)[kind])
    final = act(exit_steps.get_follow_up, term).final
    assert [text.split(" (")[0] for text in final] == ["Surat persetujuan pengunduran diri", "Penunjukan Plt"]
    numbers = [row.letter_id for row in steps(act, term).values() if row.letter_id]
    with pytest.raises(RuleViolation, match="sudah final"):
        act(exits.undo_exit, term, today=FRIDAY)
    with pytest.raises(RuleViolation, match="alasannya"):
        act(exits.undo_exit, term, today=FRIDAY, reason="x")
    assert [row.letter_id for row in steps(act, term).values() if row.letter_id] == numbers  # all or nothing
    act(exits.undo_exit, term, today=FRIDAY, reason="Salah orang")
    kept = [row for row in act(letters.list_letters, 0, 50) if row.id in numbers]
    assert [row.status for row in kept] == [LetterStatus.CANCELLED] * 2
    assert {row.cancel_reason for row in kept} == {"Salah orang"}
    post = utan(act, date(2020, 5, 1))
    assert (post.state, post.interim) == (PostState.FILLED, "")  # whose letter was of today had not begun
    again, _recorded = leave(act)
    issued = finalise(act, steps(act, again)[ACCEPTANCE])
    assert issued.letters[0].number not in {row.number for row in kept}


def test_an_announced_vacancy_keeps_the_exit(act):
    term, _recorded = leave(act, frozenset({VACANCY}))
    act(vacancies.announce, steps(act, term)[VACANCY].vacancy_id, render=render)
    with pytest.raises(RuleViolation, match="sudah diumumkan"):
        act(exits.undo_exit, term, today=FRIDAY)
    assert act(exit_steps.get_follow_up, term).announced.startswith("Lowongan Kecamatan Utan sudah diumumkan")


def test_double_duty_ends_with_the_post(act):
    chosen = neighbour(act)
    leave(act)
    other = next(p for p in act(officers.list_posts, on=FRIDAY) if p.kecamatan == chosen.kecamatan)
    form = exits.ExitForm("Meninggal dunia", "", date(2020, 5, 1), "", None)
    act(exits.leave, other.assignment_id, form, frozenset(), None, today=date(2020, 5, 1))
    assert utan(act, date(2020, 5, 1)).state is PostState.VACANT
    act(exits.undo_exit, other.assignment_id, today=FRIDAY)
    assert utan(act, date(2020, 5, 1)).state is PostState.ACTING


def test_the_letter_of_who_leaves_is_kept_among_the_papers(act):
    scan = ("surat.pdf", b"%PDF-1.4 surat pengunduran diri")
    leave(act, scan=scan)
    assert any("Dokumen TKSK" in row.sentence for row in act(history.list_history, 0, 100))


def test_who_may_not_make_letters_may_still_record_an_exit(act, act_as):
    term = utan(act).assignment_id
    with pytest.raises(RuleViolation):
        act_as("auditor", exits.leave, term, RESIGNED, ALL, None, today=FRIDAY)
    assert utan(act, FRIDAY).state is PostState.FILLED


def test_the_nearest_officers_come_first(act):
    near = act(covers.list_covers, UTAN, FRIDAY)
    assert len(near) == 23
    assert near[0].kecamatan in {"Rhee", "Buer", "Alas"}


def test_the_day_of_a_resignation_that_was_missed_is_told_by_every_letter(act):
    term, _recorded = leave(act, form=replace(RESIGNED, letter_on=None))
    made = steps(act, term)
    assert made[ACCEPTANCE].note == "Belum diisi: Tanggal surat pengunduran diri"
    assert [field.name for field in made[ACCEPTANCE].missing] == ["tanggal_permohonan"]
    act(exits.complete_step, term, ACCEPTANCE, {"tanggal_permohonan": date(2020, 4, 8)})
    made = steps(act, term)
    assert all(row.complete for row in made.values())
    assert values(act, made[ACCEPTANCE])["tanggal_permohonan"] == "2020-04-08"
    said = "Nomor 05/TKSK/2020 tanggal 8 April 2020"
    assert said in values(act, made[HANDOVER])["dasar"]
    assert said in values(act, made[COVER])["dasar"][0]
    assert said in values(act, made[DISMISSAL])["uraian"][0]
    assert act(officers.find_term, term).end_letter_on == date(2020, 4, 8)
    finalise(act, made[ACCEPTANCE])
    with pytest.raises(RuleViolation, match="tidak lagi berupa konsep"):
        act(exits.complete_step, term, ACCEPTANCE, {})
