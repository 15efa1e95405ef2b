"""The announcement of the final result says what the vacancy says, and nobody's NIK or score."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from db.catalog import spec_of
from db.lettering import Addressing, write_letter
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter
from db.rules.problems import Forbidden, RuleViolation
from db.rules.public_lists import NIK
from db.rules.selection import TrackStep
from db.services import letters
from db.services.recruitment import (
    applicants,
    final_results,
    interviews,
    objections,
    proposals,
    public_result,
    ranking,
    results,
    track,
)
from db.services.recruitment.objections import ObjectionForm
from desktop import paper
from tests.services import utan
from tests.services.utan import EARLY, ready_to_score, render, score_all, untick

DECIDED, DAY = date(2020, 4, 20), date(2020, 4, 21)
PLACES = [("Rina Marlina", "Diusulkan"), ("Ahmad Zaelani", "Cadangan 1")]


@pytest.fixture
def decided(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "80.25", "72.75")
    minutes = act(
        ranking.decide,
        *(vacancy, ids[0], ""),
        early_reason=EARLY,
        decided_on=DECIDED,
        render=render,
        reserve_until=date(2020, 12, 31),
    )
    return vacancy, ids, minutes


def stated(act, vacancy, on=DAY):
    return act(final_results.final_letter, vacancy, on).values


def issue(act, vacancy, on=DAY, render=render):
    return act(final_results.issue_final, vacancy, dated_on=on, render=render)


def step_of(act, vacancy):
    return next(one for one in act(track.list_steps, vacancy) if one.step is TrackStep.RESULT)


def test_there_is_none_before_the_decision(act):
    vacancy, _ids = ready_to_score(act)
    with pytest.raises(RuleViolation, match="Tetapkan calon dahulu"):
        stated(act, vacancy)


def test_it_says_what_was_decided(act, decided):
    vacancy, _ids, minutes = decided
    values = stated(act, vacancy)
    assert [(row["nama"], row["keterangan"]) for row in values["hasil"]] == PLACES
    assert [row["nomor_pendaftaran"] for row in values["hasil"]] == [
        f"TKSK-2020-5204-06-00{n}" for n in (1, 2)
    ]
    assert (values["berita_acara"], values["nomor_berita_acara"], values["tanggal_berita_acara"]) == (
        *("Berita Acara Tes Wawancara", minutes.number, DECIDED),
    )
    assert (values["calon"], values["cadangan_sampai"]) == ("Rina Marlina", date(2020, 12, 31))
    assert values["batas_sanggah"] == date(2020, 4, 24)  # three working days from its own day
    assert stated(act, vacancy, date(2020, 4, 24))["batas_sanggah"] == date(2020, 4, 29)
    assert "Kabupaten Sumbawa" in values["tempat_sanggah"]
    assert set(values) <= {field.name for field in spec_of(LetterKind.FINAL_RESULTS).fields}


def test_the_paper_says_neither_nik_nor_score(act, decided):
    vacancy, *_rest = decided
    issued = issue(act, vacancy, render=paper.render)
    reader = PdfReader(BytesIO(issued.pdf))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert issued.number in said
    assert not NIK.search(said.partition("NIP")[0])
    for secret in ("80,25", "72,75", "5204064501929002", "Motong"):
        assert secret not in said
    assert "“Diusulkan”, yaitu Rina Marlina, diusulkan kepada Kementerian Sosial" in said
    assert "Cadangan berlaku sampai dengan tanggal 31 Desember 2020" in said
    assert "paling lambat hari Jumat, 24 April 2020" in said
    assert "…" not in said


def test_it_rests_on_the_plenary_minutes_where_there_are_any(act, decided):
    vacancy, *_rest = decided
    act(write_plenary, vacancy)
    values = stated(act, vacancy)
    assert values["berita_acara"] == "Berita Acara Rapat Pleno Tim Seleksi"
    assert values["tanggal_berita_acara"] == DAY
    with pytest.raises(RuleViolation, match="mendahului berita acaranya tanggal 21 April 2020"):
        issue(act, vacancy, DECIDED)


def write_plenary(session, vacancy):
    """Minutes of the plenary meeting, as they come from the form of letters."""
    facts = Letter(LetterKind.PLENARY_MINUTES, {"kecamatan": "Utan", "tahun_seleksi": 2020})
    addressing = Addressing("Berita Acara Rapat Pleno", vacancy_id=vacancy)
    return write_letter(session, facts, addressing, dated_on=DAY, render=render)


def test_its_day_is_that_of_the_step_and_goes_with_the_letter(act, decided):
    vacancy, *_rest = decided
    assert (step_of(act, vacancy).done_on, step_of(act, vacancy).passed) == (None, False)
    issued = issue(act, vacancy)
    step = step_of(act, vacancy)
    assert (step.begun_on, step.done_on, step.passed) == (DAY, DAY, True)
    steps = act(track.list_steps, vacancy)
    act(track.change_track, vacancy, steps, before=steps, today=DAY)  # saved as it was opened
    [page] = act(public_result.public_page, [vacancy], on=DAY).page.results
    said = " ".join(page.lines)
    assert f"Hasil akhir diumumkan Selasa, 21 April 2020 dengan Nomor {issued.number}." in said
    assert "Sanggahan atas hasil akhir diterima secara tertulis sampai dengan Jumat, 24 April 2020" in said
    act(letters.cancel_letter, issued.id, "salah ketik")
    step = step_of(act, vacancy)
    assert (step.begun_on, step.done_on) == (None, None)


def test_objections_to_it_are_taken_in_its_own_days(act, decided):
    vacancy, (_rina, ahmad, *_others), _minutes = decided
    late = ObjectionForm(ahmad, date(2020, 4, 24), "Nilai wawancara saya keliru.")
    with pytest.raises(RuleViolation, match="berakhir Rabu, 22 April 2020"):
        act(objections.record_objection, late, today=date(2020, 5, 1))
    issue(act, vacancy)
    assert act(objections.get_log, vacancy).final.last_on == date(2020, 4, 24)
    act(objections.record_objection, late, today=date(2020, 5, 1))
    later = ObjectionForm(ahmad, date(2020, 4, 27), "Sekali lagi.")
    with pytest.raises(RuleViolation, match="berakhir Jumat, 24 April 2020"):
        act(objections.record_objection, later, today=date(2020, 5, 1))
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    act(objections.record_objection, late, today=date(2020, 5, 1))


def test_where_nobody_passes_it_says_so_and_promises_a_new_one(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 40, 30)
    act(ranking.choose_nobody, vacancy, early_reason=EARLY, decided_on=DECIDED, render=render)
    values = stated(act, vacancy)
    assert {row["keterangan"] for row in values["hasil"]} == {"Tidak lulus"}
    assert "calon" not in values
    said = PdfReader(BytesIO(issue(act, vacancy, render=paper.render).pdf)).pages[0].extract_text()
    assert "Tidak ada peserta yang dinyatakan lulus" in said
    assert "Diusulkan" not in said
    assert "cadangan" not in said.lower()


def test_who_did_not_come_is_told_and_who_left_before_is_not(act):
    vacancy, ids = ready_to_score(act)
    act(interviews.mark_absent, ids[1])
    score_all(act, vacancy, ids[:1], 80)
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=DECIDED, render=render)
    found = [(row["nama"], row["keterangan"]) for row in stated(act, vacancy)["hasil"]]
    assert found == [("Rina Marlina", "Diusulkan"), ("Ahmad Zaelani", "Tidak hadir")]


def test_a_decision_taken_back_is_not_announced(act, decided):
    vacancy, (rina, *_others), minutes = decided
    act(letters.cancel_letter, minutes.id, "salah tanggal")
    with pytest.raises(RuleViolation, match="Tetapkan calon sekali lagi"):
        stated(act, vacancy)
    utan.leave(act, applicants.withdraw, rina, "diterima bekerja")
    with pytest.raises(RuleViolation, match="Tetapkan calon dahulu"):
        stated(act, vacancy)


def test_no_score_that_was_changed_outside_stands_behind_it(act, database, decided):
    vacancy, (rina, *_others), _minutes = decided
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE score SET value = 1 WHERE applicant_id = :a"), {"a": rina})
    with pytest.raises(RuleViolation, match="diubah di luar program"):
        issue(act, vacancy)


def test_who_may_only_read_does_not_announce(act, act_as, decided):
    vacancy, *_rest = decided
    assert act_as("auditor", final_results.final_letter, vacancy, DAY)
    with pytest.raises(Forbidden):
        act_as("auditor", final_results.issue_final, vacancy, dated_on=DAY, render=render)


def test_the_administrative_announcement_tells_the_days_for_objections_too(act):
    vacancy, _ids = ready_to_score(act)
    assert act(results.results_letter, vacancy).values["batas_sanggah"] == date(2020, 4, 22)
