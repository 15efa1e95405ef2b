"""The minutes of the plenary meeting say what the vacancy says, and can be made final."""

from datetime import date
from decimal import Decimal

import pytest

from db.catalog import spec_of
from db.lettering import Addressing, write_letter
from db.rules.amounts import settle
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import typed_values
from db.rules.letters import Letter
from db.rules.problems import RuleViolation
from db.rules.recruitment import PanelRole
from db.rules.selection import ObjectionOutcome, Relation
from db.services import letters
from db.services.recruitment import (
    applicants,
    interviews,
    objections,
    plenary,
    proposals,
    ranking,
    sheet_entry,
)
from tests.services.utan import EARLY, leave, lock, ready_to_score, render, score_all, untick

DAY = date(2020, 4, 20)


def test_there_is_no_plenary_before_the_decision(act):
    vacancy, _ids = ready_to_score(act)
    with pytest.raises(RuleViolation, match="Tetapkan calon dahulu"):
        act(plenary.plenary_values, vacancy)


def test_ranking_decision_reasons_and_reserves_stand_in_it(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(
        ranking.decide,
        vacancy,
        ids[0],
        "lebih lama di kecamatan",
        early_reason=EARLY,
        decided_on=DAY,
        render=render,
    )
    values = act(plenary.plenary_values, vacancy)
    assert (values["tanggal_acara"], values["tempat"]) == (
        "2020-04-20",
        "Aula Dinas Sosial Kabupaten Sumbawa",
    )
    assert [
        (row["nama"], row["nilai_akhir"], row["peringkat"], row["keterangan"]) for row in values["hasil"]
    ] == [
        ("Ahmad Zaelani", "90,00", "1", "Cadangan 1"),
        ("Rina Marlina", "80,00", "2", "Diusulkan"),
    ]
    assert (values["calon"], values["pertimbangan"]) == ("Rina Marlina", "lebih lama di kecamatan")
    assert values["cadangan"] == ["Ahmad Zaelani"]
    assert [one["nama"] for one in values["tim"]] == ["Ahmad Fauzi", "Sri Lestari", "Lalu Wirya"]
    assert [text.split(" Nomor ")[0] for text in values["berita_acara"]] == [
        "Berita Acara Seleksi Administrasi Calon TKSK Kecamatan Utan",
        "Berita Acara Tes Wawancara Calon TKSK Kecamatan Utan",
    ]
    names = {field.name for field in spec_of(LetterKind.PLENARY_MINUTES).fields}
    assert set(values) <= names


def test_where_nobody_passes_it_says_so(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 60, 65)
    act(ranking.choose_nobody, vacancy, early_reason=EARLY, decided_on=DAY, render=render)
    values = act(plenary.plenary_values, vacancy)
    assert (values["calon"], values["cadangan"]) == ("", [])
    assert {row["keterangan"] for row in values["hasil"]} == {"Tidak lulus"}


def test_a_recusal_is_named(act):
    vacancy, ids = ready_to_score(act)
    panel = [member.id for member in act(ranking.get_standing, vacancy).panel]
    act(sheet_entry.recuse, ids[0], panel[2], Relation.FAMILY, "adik", noted_on=DAY, typist="Sri Lestari")
    given = {f"W{n}": Decimal(80) for n in range(1, 7)}
    for applicant in ids[:2]:
        for member in panel:
            if (applicant, member) != (ids[0], panel[2]):
                act(sheet_entry.save_scores, applicant, member, given, before={})
                lock(act, applicant, member)
    few = "dua penilai, satu berbenturan kepentingan"
    more = {"early_reason": EARLY, "decided_on": DAY, "render": render}
    act(ranking.decide, vacancy, ids[0], "", few_reason=few, **more)
    notes = act(plenary.plenary_values, vacancy)["catatan"]
    assert any(
        "Lalu Wirya tidak menilai Rina Marlina" in note and "disalin Sri Lestari" in note for note in notes
    )


def test_it_says_of_objections_what_is_true_on_its_day(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(ranking.decide, vacancy, ids[1], "", early_reason=EARLY, decided_on=DAY, render=render)
    notes = act(plenary.plenary_values, vacancy)["catatan"]
    open_still = "Masa sanggah hasil administrasi masih berjalan sampai dengan Rabu, 22 April 2020; "
    assert notes[0] == open_still + "sampai dengan Senin, 20 April 2020 belum ada sanggahan yang masuk."
    for on in (DAY, date(2020, 4, 21)):  # the second comes after the meeting
        form = objections.ObjectionForm(ids[2], on, "Umur saya 35.")
        act(objections.record_objection, form, today=date(2020, 4, 24))
    notes = act(plenary.plenary_values, vacancy)["catatan"]
    assert notes[0] == open_still + "sampai dengan Senin, 20 April 2020 1 sanggahan masuk, 0 sudah dijawab."


def test_after_the_period_it_says_that_there_was_none_or_how_they_ended(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    form = objections.ObjectionForm(ids[2], date(2020, 4, 21), "Umur saya 35.")
    late = date(2020, 4, 24)
    act(ranking.decide, vacancy, ids[1], "", decided_on=late, render=render)
    last = "hasil administrasi berakhir Rabu, 22 April 2020"
    notes = act(plenary.plenary_values, vacancy)["catatan"]
    assert notes[0] == f"Tidak ada sanggahan sampai masa sanggah {last}."
    objection = act(objections.record_objection, form, today=late)
    rejected = objections.AnswerForm(ObjectionOutcome.REJECTED, "Akta benar.", late)
    act(objections.answer_objection, objection, rejected, today=late)
    notes = act(plenary.plenary_values, vacancy)["catatan"]
    assert notes[0] == f"Masa sanggah {last}; 1 sanggahan masuk, 1 sudah dijawab: tidak dapat diterima 1."


def test_an_observer_is_no_member_who_was_there(act):
    vacancy, ids = ready_to_score(act)
    panel = act(interviews.list_panel, vacancy)
    forms = [interviews.MemberForm(m.name, m.institution, m.role) for m in panel]
    watcher = interviews.MemberForm("Baiq Ayu", "Inspektorat", PanelRole.OBSERVER)
    act(interviews.set_panel, vacancy, [*forms, watcher], before=forms)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(ranking.decide, vacancy, ids[1], "", early_reason=EARLY, decided_on=DAY, render=render)
    values = act(plenary.plenary_values, vacancy)
    assert (values["anggota_hadir"], len(values["tim"])) == (3, 4)


def test_after_the_chosen_one_left_minutes_keep_the_places_and_say_what_they_replace(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    rina, ahmad = ids[:2]
    act(ranking.decide, vacancy, ahmad, "", early_reason=EARLY, decided_on=DAY, render=render)
    left_on = date(2020, 4, 23)
    leave(act, applicants.withdraw, ahmad, "diterima sebagai CPNS", left_on)
    printed = []

    def kept(frame, facts):
        printed.append(facts)
        return render(frame, facts)

    act(ranking.decide, vacancy, rina, "", decided_on=date(2020, 4, 24), render=kept)
    found = act(letters.letters_of, vacancy_id=vacancy)
    first, second = [one for one in found if one.kind is LetterKind.INTERVIEW_MINUTES]
    [facts] = printed
    assert facts.held_on == date(2020, 4, 24)
    assert [(row.name, row.rank, row.note) for row in facts.rows] == [
        ("Ahmad Zaelani", 1, "Mengundurkan diri"),
        ("Rina Marlina", 2, "Diusulkan"),
    ]
    said = (
        f"Berita Acara ini menggantikan Berita Acara Nomor {first.number} tanggal 20 April 2020 karena "
        "Ahmad Zaelani (peringkat 1) mengundurkan diri tanggal 23 April 2020 dengan alasan: diterima sebagai "
        "CPNS. Rina Marlina, cadangan 1 dalam berita acara itu, menjadi calon yang diusulkan."
    )
    assert facts.renewal == said
    assert (first.replaced_by, second.replaces) == (second.number, first.number)
    values = act(plenary.plenary_values, vacancy)
    assert [(row["nama"], row["peringkat"]) for row in values["hasil"]] == [
        ("Ahmad Zaelani", "1"),
        ("Rina Marlina", "2"),
    ]
    there = f"{second.subject} Nomor {second.number}"
    assert said.replace("Berita Acara ini", there) in values["catatan"]
    untick(act, vacancy)
    assert act(proposals.proposal_facts, vacancy).rank == 2  # as the minutes beside it say


def finish(session, vacancy, values):
    fields = spec_of(LetterKind.PLENARY_MINUTES).fields
    stated = Letter(LetterKind.PLENARY_MINUTES, settle(fields, typed_values(fields, values)))
    addressing = Addressing("Berita Acara Rapat Pleno", vacancy_id=vacancy)
    return write_letter(session, stated, addressing, dated_on=DAY, render=render)


def test_minutes_of_a_second_meeting_take_the_place_of_the_first(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(ranking.decide, vacancy, ids[1], "", early_reason=EARLY, decided_on=DAY, render=render)
    values = act(plenary.plenary_values, vacancy)
    assert "menggantikan" not in repr(values["catatan"])
    first = act(finish, vacancy, values)
    values = act(plenary.plenary_values, vacancy)
    said = (
        f"Berita Acara ini menggantikan Berita Acara Rapat Pleno Nomor {first.number} tanggal 20 April 2020."
    )
    assert said in values["catatan"]
    second = act(finish, vacancy, values)
    act(letters.cancel_letter, second.id, "salah")
    third = act(finish, vacancy, act(plenary.plenary_values, vacancy))
    rows = {row.id: row for row in act(letters.letters_of, vacancy_id=vacancy)}
    assert rows[first.id].replaced_by == second.number
    assert rows[second.id].replaced_by == third.number
    assert rows[third.id].replaces == second.number
