"""Scores are given blind, locked under a seal, opened with a reason; whoever looks early finds nothing."""

import threading
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from db.models.recruitment import PanelMember
from db.rules.problems import Conflict, RuleViolation
from db.rules.recruitment import PanelRole
from db.rules.selection import Relation, Scale
from db.rules.sheets import SheetState
from db.services import history
from db.services.recruitment import (
    applicants,
    interviews,
    pins,
    proposals,
    ranking,
    sheet_entry,
    sheets,
    vacancies,
)
from tests.services import utan
from tests.services.utan import EARLY, lock, open_locked, ready_to_score, render

CODES = [f"W{n}" for n in range(1, 7)]
SECRET = Decimal("87.654")  # a number that nothing else in the database looks like
DAY = date(2020, 4, 20)


def values(number=80):
    return dict.fromkeys(CODES, Decimal(number))


def panel_of(act, vacancy):
    return act(interviews.list_panel, vacancy)


def type_sheet(act, applicant, member, number=80, **more):
    act(sheet_entry.save_scores, applicant, member, values(number), before={}, **more)


def lock_all(act, vacancy, ids, number=80):
    for applicant in ids:
        for member in panel_of(act, vacancy):
            type_sheet(act, applicant, member.id, number)
            lock(act, applicant, member.id)


@pytest.fixture
def room(act):
    """An interview of two candidates before three members: vacancy, candidates, members."""
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    return vacancy, (rina, ahmad), [member.id for member in panel_of(act, vacancy)]


# --- the PIN


def test_a_pin_is_kept_as_argon2_and_opens_the_own_sheets_only(act, database, room):
    _vacancy, (rina, _ahmad), (chair, secretary, _third) = room
    key = act(pins.set_pin, chair, "4071")
    type_sheet(act, rina, chair, key=key)
    assert act(sheets.get_sheet, rina, chair, key).values == values()
    with database.reading() as session:
        assert session.get_one(PanelMember, chair).pin_hash.startswith("$argon2id$")
        log = " ".join(session.scalars(text("SELECT sentence FROM audit_entry")))
    assert "4071" not in log
    assert "argon2" not in log
    with pytest.raises(RuleViolation, match="dibuka dengan PIN-nya sendiri"):
        type_sheet(act, rina, secretary, key=key)
    with pytest.raises(RuleViolation, match="sudah mempunyai PIN"):
        act(pins.set_pin, chair, "9182")
    assert act(pins.enter_pin, chair, "4071").key == key


@pytest.mark.parametrize("pin", ["", "123", "12a4", "1234", "7777", "123456789", "98765"])
def test_a_pin_that_anybody_guesses_is_refused(act, room, pin):
    with pytest.raises(RuleViolation, match="PIN"):
        act(pins.set_pin, room[2][0], pin)


def test_five_wrong_pins_lock_until_the_secretary_resets_with_a_reason(act, act_as, room):
    _vacancy, (rina, _ahmad), (chair, *_others) = room
    old = act(pins.set_pin, chair, "4071")
    type_sheet(act, rina, chair, key=old)
    said = [act(pins.enter_pin, chair, "0000").text for _try in range(5)]
    assert said[0] == "PIN salah; masih 4 kali lagi."
    assert "terkunci" in said[4]
    right = act(pins.enter_pin, chair, "4071")
    assert (right.key, "terkunci" in right.text) == (None, True)
    assert act(sheets.get_sheet, rina, chair, old).values == {}
    with pytest.raises(RuleViolation, match="tidak berhak"):
        act_as("panel", pins.reset_pin, chair, "lupa")
    with pytest.raises(RuleViolation, match="Tulis alasan"):
        act(pins.reset_pin, chair, " ")
    act(pins.reset_pin, chair, "lupa PIN")
    assert "lupa PIN" in act(history.list_history, 0, 1)[0].sentence
    new = act(pins.set_pin, chair, "5093")
    assert act(sheets.get_sheet, rina, chair, old).values == {}
    assert act(sheets.get_sheet, rina, chair, new).values == values()


def test_a_right_pin_forgets_the_wrong_ones(act, room):
    chair = room[2][0]
    act(pins.set_pin, chair, "4071")
    for _round in range(3):
        for _try in range(4):
            act(pins.enter_pin, chair, "0000")
        assert act(pins.enter_pin, chair, "4071").key


# --- what is written


@pytest.mark.parametrize(
    ("number", "scale", "sentence"),
    [
        ("101", Scale.HUNDRED, "antara 0 dan 100; yang diketik 101"),
        ("-1", Scale.HUNDRED, "antara 0 dan 100; yang diketik -1"),
        ("85000", Scale.HUNDRED, "antara 0 dan 100"),
        ("6", Scale.FIVE, "antara 1 dan 5; yang diketik 6"),
        ("0", Scale.FIVE, "antara 1 dan 5"),
    ],
)
def test_a_value_off_its_scale_is_refused(act, database, room, number, scale, sentence):
    vacancy, (rina, _ahmad), (chair, *_others) = room
    set_scale(database, vacancy, scale)
    with pytest.raises(RuleViolation, match=sentence):
        type_sheet(act, rina, chair, number)


def set_scale(database, vacancy, scale):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE vacancy SET scale = :s WHERE id = :v"), {"s": scale, "v": vacancy})


def test_a_scale_of_five_counts_twentyfold_and_is_kept_as_given(act, database, room):
    vacancy, (rina, ahmad), members = room
    set_scale(database, vacancy, Scale.FIVE)
    lock_all(act, vacancy, [rina, ahmad], 4)
    assert act(interviews.get_scores, rina, members[0]) == values(4)
    ranking = act(sheets.values_for_ranking, vacancy)
    assert set(ranking[rina][members[0]].values()) == {Decimal(80)}


# --- blindness


def every_answer(act, vacancy, ids, members):
    """What the reading functions say to somebody who may read everything."""
    answers = [
        *(act(sheets.get_sheet, a, m) for a in ids for m in members),
        *(act(interviews.get_scores, a, m) for a in ids for m in members),
        act(ranking.get_standing, vacancy),
        act(sheets.values_for_ranking, vacancy),
        act(sheets.list_openings, vacancy),
        act(sheets.list_recusals, vacancy),
        act(sheets.verify_seals, vacancy),
        act(vacancies.get_vacancy, vacancy),
        *(act(applicants.get_applicant, a) for a in ids),
        act(history.list_history, 0, 1000),
        *(act(history.list_history, 0, 1000, "applicant", str(a)) for a in ids),
        act(history.list_history, 0, 1000, "vacancy", str(vacancy)),
        act(history.list_history, 0, 1000, "", "", "87"),
    ]
    return [asdict(answer) if is_dataclass(answer) else answer for answer in answers]


def is_told(answers):
    said = str(answers).replace("',", "").replace("Decimal('", "")
    return any(written in said for written in ("87.654", "87,654", "87.65", "87,65", "87654"))


def test_member_b_finds_the_numbers_of_a_nowhere_until_all_are_locked(act, database, room):
    vacancy, ids, members = room
    rina, ahmad = ids
    first = act(pins.set_pin, members[0], "4071")
    second = act(pins.set_pin, members[1], "5093")
    type_sheet(act, rina, members[0], SECRET, key=first)
    act(sheet_entry.save_scores, rina, members[0], {"W1": Decimal(80)}, before=values(SECRET), key=first)
    act(sheet_entry.save_scores, rina, members[0], {"W1": SECRET}, before={"W1": Decimal(80)}, key=first)
    type_sheet(act, ahmad, members[0], SECRET, key=first)
    lock(act, ahmad, members[0], key=first)
    act(sheet_entry.open_sheet, ahmad, members[0], "salah", opener_id=members[0], key=first)
    lock(act, ahmad, members[0], key=first)
    lock(act, rina, members[0], key=first)
    type_sheet(act, rina, members[2], SECRET)  # on paper, typed
    act(sheet_entry.save_second, rina, members[2], values(SECRET), typist="Sari")
    assert act(sheets.get_sheet, rina, members[0], second).values == {}
    assert not is_told(every_answer(act, vacancy, ids, members))
    with pytest.raises(Conflict) as told:
        type_sheet(act, rina, members[2], 10)
    assert not is_told([str(told.value)])
    with pytest.raises(RuleViolation) as refused:
        act(ranking.minutes_facts, vacancy, rina, "")
    assert not is_told([str(refused.value)])
    with database.reading() as session:
        log = session.execute(text("SELECT sentence, old, new FROM audit_entry")).all()
    assert not is_told(log)

    lock(act, rina, members[2])
    for applicant in ids:
        type_sheet(act, applicant, members[1], key=second)
        lock(act, applicant, members[1], key=second)
    type_sheet(act, ahmad, members[2])
    assert not is_told(every_answer(act, vacancy, ids, members))
    lock(act, ahmad, members[2])
    assert is_told(every_answer(act, vacancy, ids, members))  # the net does catch
    with database.reading() as session:
        assert not is_told(session.execute(text("SELECT sentence, old, new FROM audit_entry")).all())


def test_nought_is_hidden_in_the_log_as_well(act, database, room):
    _vacancy, (rina, _ahmad), (chair, *_others) = room
    type_sheet(act, rina, chair, 0)
    with database.reading() as session:
        rows = session.scalars(text("SELECT new FROM audit_entry WHERE table_name = 'score'")).all()
    assert len(rows) == 6
    assert all("\\u2022" in str(row) or "•" in str(row) for row in rows)


# --- locking and opening


def test_a_locked_sheet_is_not_written_and_opening_keeps_both_values(act, room):
    vacancy, (rina, ahmad), members = room
    lock_all(act, vacancy, [rina, ahmad])
    with pytest.raises(RuleViolation, match="Ahmad Fauzi untuk Rina Marlina sudah dikunci oleh"):
        act(sheet_entry.save_scores, rina, members[0], {"W1": Decimal(90)}, before=values())
    for reason, opener, sentence in (
        (" ", members[0], "Tulis alasan"),
        ("salah salin", members[2], "ketua atau sekretaris"),
    ):
        with pytest.raises(RuleViolation, match=sentence):
            act(sheet_entry.open_sheet, rina, members[0], reason, opener_id=opener)
    open_locked(act, rina, members[0], "salah salin", members[1])
    [(member, applicant)] = act(lambda s: [(m.id, a.id) for m, a in sheets.open_sheets(s, vacancy)])
    assert (member, applicant) == (members[0], rina)
    [hidden] = act(sheets.list_openings, vacancy)
    assert (hidden.before, hidden.after) == ({}, {})
    act(sheet_entry.save_scores, rina, members[0], {"W1": Decimal(90)}, before=values())
    lock(act, rina, members[0])
    [opening] = act(sheets.list_openings, vacancy)
    assert (opening.by, opening.reason, opening.member) == ("Sri Lestari", "salah salin", "Ahmad Fauzi")
    assert (opening.before["W1"], opening.after["W1"]) == (Decimal(80), Decimal(90))


def test_an_opener_with_a_pin_gives_it(act, room):
    vacancy, (rina, ahmad), members = room
    lock_all(act, vacancy, [rina, ahmad])
    key = act(pins.set_pin, members[0], "4071")
    with pytest.raises(RuleViolation, match="PIN-nya sendiri"):
        act(sheet_entry.open_sheet, rina, members[2], "salah", opener_id=members[0])
    act(sheet_entry.open_sheet, rina, members[2], "salah", opener_id=members[0], key=key)


def test_locking_needs_the_pin_and_every_value(act, room):
    _vacancy, (rina, _ahmad), (chair, *_others) = room
    key = act(pins.set_pin, chair, "4071")
    act(sheet_entry.save_scores, rina, chair, {"W1": Decimal(0)}, before={}, key=key)
    with pytest.raises(RuleViolation, match="5 nilai belum diisi"):
        lock(act, rina, chair, key=key)
    act(sheet_entry.save_scores, rina, chair, values(), before={"W1": Decimal(0)}, key=key)
    with pytest.raises(RuleViolation, match="mempunyai PIN"):
        lock(act, rina, chair)
    lock(act, rina, chair, key=key)
    assert act(sheets.get_sheet, rina, chair).state is SheetState.LOCKED


def test_two_pcs_locking_one_sheet_end_with_one_lock_and_a_sentence(act, database, room):
    _vacancy, (rina, _ahmad), (chair, *_others) = room
    type_sheet(act, rina, chair)
    start, told = threading.Barrier(2), []

    def work():
        start.wait()
        try:
            with database.writing() as session:
                sheet_entry.lock_sheets(session, [(rina, chair)], compared=[chair], typist="Sari")
        except RuleViolation as error:
            told.append(str(error))

    threads = [threading.Thread(target=work) for _pc in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "sudah dikunci oleh" in told[0]


@pytest.mark.parametrize("change", ["value", "gone"])
def test_a_score_changed_in_the_file_is_found_and_named_and_blocks_the_decision(act, database, room, change):
    vacancy, (rina, ahmad), members = room
    lock_all(act, vacancy, [rina, ahmad])
    assert act(sheets.verify_seals, vacancy) == []
    statement = {
        "value": "UPDATE score SET value = 80.001 WHERE applicant_id = :a AND member_id = :m"
        " AND criterion_id = (SELECT min(criterion_id) FROM score)",
        "gone": "DELETE FROM score WHERE applicant_id = :a AND member_id = :m"
        " AND criterion_id = (SELECT min(criterion_id) FROM score)",
    }[change]
    with database.engine.begin() as connection:
        connection.execute(text(statement), {"a": ahmad, "m": members[2]})
    [broken] = act(sheets.verify_seals, vacancy)
    assert (broken.candidate, broken.member) == ("Ahmad Zaelani", "Lalu Wirya")
    with pytest.raises(RuleViolation, match=r"Lalu Wirya untuk .* Ahmad Zaelani"):
        act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)


# --- typed twice


def test_any_single_wrong_digit_of_two_copies_is_caught(act, room):
    _vacancy, (rina, _ahmad), (chair, *_others) = room
    type_sheet(act, rina, chair, "80.25", typist="Budi")
    with pytest.raises(RuleViolation, match="diketik orang lain"):
        act(sheet_entry.save_second, rina, chair, values("80.25"), typist="budi")
    assert act(sheet_entry.save_second, rina, chair, {"W1": Decimal("80.25")}, typist="Sari") == ()
    with pytest.raises(RuleViolation, match=r"Salinan kedua .* belum lengkap"):
        lock(act, rina, chair)
    for code in CODES:
        for wrong in ("80.26", "81.25", "90.25", "80.2", "8.25", "80.35"):
            typed = values("80.25") | {code: Decimal(wrong)}
            assert act(sheet_entry.save_second, rina, chair, typed, typist="Sari") == (code,)
    seen = act(sheets.get_sheet, rina, chair)
    assert (seen.values, seen.differing) == ({}, ("W6",))
    with pytest.raises(RuleViolation, match="berbeda pada W6"):
        lock(act, rina, chair)
    with pytest.raises(RuleViolation, match="Hanya nilai yang berbeda"):
        act(sheet_entry.settle, rina, chair, {"W1": Decimal(10)})
    act(sheet_entry.settle, rina, chair, {"W6": Decimal("80.35")})
    lock(act, rina, chair)
    assert act(sheets.get_sheet, rina, chair).locked_by


def test_a_power_cut_between_two_scores_leaves_the_first(act, database, room):
    _vacancy, (rina, _ahmad), (chair, *_others) = room
    act(sheet_entry.save_scores, rina, chair, {"W1": Decimal(80)}, before={})

    def cut(session):
        sheet_entry.save_scores(session, rina, chair, {"W2": Decimal(70)}, before={})
        session.flush()
        raise InterruptedError

    with pytest.raises(InterruptedError):
        act(cut)
    database.engine.dispose()
    sheet = act(sheets.get_sheet, rina, chair)
    assert (sheet.given, sheet.state) == ({"W1"}, SheetState.OPEN)
    act(sheet_entry.save_scores, rina, chair, {"W2": Decimal(70)}, before={})
    assert act(sheets.get_sheet, rina, chair).given == {"W1", "W2"}


def test_who_withdraws_after_the_interview_has_no_place_and_moves_nobody(act, room):
    vacancy, (rina, ahmad), members = room
    lock_all(act, vacancy, [rina], 90)
    lock_all(act, vacancy, [ahmad], 80)
    assert [row.applicant_id for row in act(ranking.get_standing, vacancy).rows] == [rina, ahmad]
    utan.leave(act, applicants.withdraw, rina, "diterima PPPK")
    [row] = act(ranking.get_standing, vacancy).rows
    assert (row.applicant_id, row.rank, row.final) == (ahmad, 1, Decimal(80))
    with pytest.raises(RuleViolation, match="Pilih calon yang sudah dinilai"):
        act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=DAY, render=render)
    with pytest.raises(RuleViolation, match="Hanya pelamar yang MS dan hadir"):
        type_sheet(act, rina, members[0])


def test_a_panel_of_one_is_refused(act, room):
    vacancy, _ids, _members = room
    opened = [interviews.MemberForm(m.name, m.institution, m.role) for m in panel_of(act, vacancy)]
    with pytest.raises(RuleViolation, match="paling sedikit"):
        act(interviews.set_panel, vacancy, opened[:1], before=opened)


# --- recusal and observers


def test_who_is_the_brother_of_a_candidate_owes_no_sheet_and_the_divisor_is_one_less(act, room):
    vacancy, (rina, ahmad), members = room
    act(sheet_entry.recuse, rina, members[2], Relation.FAMILY, "adik kandung", noted_on=DAY)
    with pytest.raises(RuleViolation, match="tidak menilai Rina Marlina karena benturan"):
        type_sheet(act, rina, members[2])
    for applicant, number in ((rina, 80), (ahmad, 70)):
        for member in members:
            if (applicant, member) != (rina, members[2]):
                type_sheet(act, applicant, member, number)
                lock(act, applicant, member)
    first, _second = act(ranking.get_standing, vacancy).rows
    assert (first.final, first.states[2]) == (Decimal(80), SheetState.RECUSED)
    assert set(act(sheets.values_for_ranking, vacancy)[rina]) == set(members[:2])
    [recusal] = act(sheets.list_recusals, vacancy)
    assert (recusal.member, recusal.candidate, recusal.detail) == (
        "Lalu Wirya",
        "Rina Marlina",
        "adik kandung; disalin Pilar TKSK dari pernyataan bertanda tangan",
    )
    act(sheet_entry.unrecuse, rina, members[2])
    assert act(ranking.get_standing, vacancy).open_sheets == 1


def test_whoever_has_a_pin_declares_an_interest_with_it_or_somebody_copies_the_paper(act, database, room):
    vacancy, (rina, ahmad), members = room
    key = act(pins.set_pin, members[2], "4071")
    other = act(pins.set_pin, members[1], "5162")
    noted = {"noted_on": DAY}
    for given in ({}, {"key": other}, {"key": other, "typist": "Sari"}):
        with pytest.raises(RuleViolation, match="PIN-nya sendiri"):
            act(sheet_entry.recuse, rina, members[2], Relation.FAMILY, "", **noted, **given)
        with pytest.raises(RuleViolation, match="PIN-nya sendiri"):
            act(pins.note_statement, members[2], DAY, **given)
    act(sheet_entry.recuse, rina, members[2], Relation.FAMILY, "", **noted, key=key)
    act(sheet_entry.recuse, ahmad, members[2], Relation.BUSINESS, "mitra", **noted, typist="Sari")
    assert [recusal.detail for recusal in act(sheets.list_recusals, vacancy)] == [
        "dinyatakan sendiri dengan PIN",
        "mitra; disalin Sari dari pernyataan bertanda tangan",
    ]
    with pytest.raises(RuleViolation, match="PIN-nya sendiri"):
        act(sheet_entry.unrecuse, rina, members[2])
    act(sheet_entry.unrecuse, rina, members[2], key=key)
    act(pins.note_statement, members[2], DAY, key=key)
    act(pins.note_statement, members[0], DAY, typist="Sari")
    with database.reading() as session:
        said = " ".join(session.scalars(text("SELECT sentence FROM audit_entry")).all())
    assert "Lalu Wirya untuk Rina Marlina: menilai, dinyatakan sendiri dengan PIN" in said
    assert "Pernyataan integritas Ahmad Fauzi: disalin Sari dari pernyataan bertanda tangan" in said


def test_the_log_of_a_member_shows_who_declared_it(act, database, room):
    _vacancy, (rina, _ahmad), members = room
    act(pins.note_statement, members[1], DAY, typist="Sari")
    act(sheet_entry.recuse, rina, members[2], Relation.FAMILY, "", noted_on=DAY)
    with database.reading() as session:
        recusal = session.scalar(text("SELECT id FROM recusal"))
    act(sheet_entry.unrecuse, rina, members[2], typist="Sari")
    for table, key, said in (
        ("panel_member", members[1], "Pernyataan integritas Sri Lestari: disalin Sari"),
        ("recusal", recusal, "Lalu Wirya untuk Rina Marlina: menilai, disalin Sari"),
    ):
        found = [entry.sentence for entry in act(history.list_history, 0, 20, table, str(key))]
        assert any(said in sentence for sentence in found)


def test_what_is_typed_of_an_interest_is_kept_whole_or_refused(act, room):
    vacancy, (rina, _ahmad), members = room
    long = "a" * sheet_entry.LONGEST_DETAIL
    with pytest.raises(RuleViolation, match="Uraian paling panjang 120 huruf"):
        act(sheet_entry.recuse, rina, members[2], Relation.FAMILY, f"{long}b", noted_on=DAY)
    act(sheet_entry.recuse, rina, members[2], Relation.FAMILY, long, noted_on=DAY)
    assert act(sheets.list_recusals, vacancy)[0].detail.startswith(f"{long}; disalin")


def test_a_recusal_comes_before_the_values_and_somebody_is_left(act, room):
    _vacancy, (rina, ahmad), members = room
    type_sheet(act, rina, members[0])
    with pytest.raises(RuleViolation, match="sudah berisi nilai"):
        act(sheet_entry.recuse, rina, members[0], Relation.FAMILY, "", noted_on=DAY)
    act(sheet_entry.clear_sheet, rina, members[0])
    for member in members[:2]:
        act(sheet_entry.recuse, ahmad, member, Relation.FAMILY, "", noted_on=DAY)
    with pytest.raises(RuleViolation, match="Tidak ada penilai lain"):
        act(sheet_entry.recuse, ahmad, members[2], Relation.FAMILY, "", noted_on=DAY)
    with pytest.raises(RuleViolation, match="Uraikan"):
        act(sheet_entry.recuse, rina, members[2], Relation.OTHER, " ", noted_on=DAY)


def test_an_observer_has_no_sheet(act, room):
    vacancy, (rina, _ahmad), _members = room
    opened = [interviews.MemberForm(m.name, m.institution, m.role) for m in panel_of(act, vacancy)]
    watcher = interviews.MemberForm("Hj. Baiq Nurlaila", "Inspektorat", PanelRole.OBSERVER)
    act(interviews.set_panel, vacancy, [*opened, watcher], before=opened)
    assert len(act(ranking.get_standing, vacancy).panel) == 3
    observer = panel_of(act, vacancy)[3].id
    with pytest.raises(RuleViolation, match="pengamat"):
        type_sheet(act, rina, observer)
    with pytest.raises(RuleViolation, match="Pengamat"):
        act(pins.set_pin, observer, "4071")


def test_a_statement_of_integrity_is_ticked_per_member(act, room):
    vacancy, _ids, members = room
    act(pins.note_statement, members[1], DAY)
    assert [seat.stated_on for seat in act(pins.list_seats, vacancy)] == [None, DAY, None]


def test_a_vacancy_that_was_decided_before_sheets_had_locks_shows_its_values(act, database, room):
    vacancy, (rina, ahmad), members = room
    lock_all(act, vacancy, [rina, ahmad])
    act(ranking.decide, vacancy, rina, "bernilai sama", early_reason=EARLY, decided_on=DAY, render=render)
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM score_sheet"))
    assert act(interviews.get_scores, rina, members[0]) == values()
    assert act(ranking.get_standing, vacancy).open_sheets == 0
    assert act(proposals.find_proposal, vacancy) is None
