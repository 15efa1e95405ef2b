"""Copied sheets: locked by name once compared, with the PIN of who has one; handed back with a reason."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from db.rules.problems import RuleViolation
from db.services.recruitment import interviews, pins, ranking, sheet_entry, sheets
from tests.services.utan import ready_to_score

CODES = [f"W{n}" for n in range(1, 7)]


@pytest.fixture
def copied(act):
    """Two candidates before three members, all six sheets copied from paper; the chair has a PIN."""
    vacancy, ids = ready_to_score(act)
    ids = ids[:2]
    members = [member.id for member in act(interviews.list_panel, vacancy)]
    key = act(pins.set_pin, members[0], "4071")
    for applicant in ids:
        for member in members:
            values = dict.fromkeys(CODES, Decimal("87.654"))
            act(sheet_entry.save_scores, applicant, member, values, before={}, typist="Sari")
    return vacancy, ids, members, key


def test_copied_sheets_are_locked_with_the_pin_or_once_compared_by_name(act, copied):
    vacancy, ids, members, key = copied
    pairs = act(sheets.list_lockable, vacancy)
    assert len(pairs) == 6
    others = [pair for pair in pairs if pair[1] != members[0]]
    lock = sheet_entry.lock_sheets
    with pytest.raises(RuleViolation, match="Ahmad Fauzi mempunyai PIN"):
        act(lock, pairs, compared=members, typist="Sari")
    with pytest.raises(RuleViolation, match="belum dicocokkan"):
        act(lock, others, compared=members[:2], typist="Sari")
    with pytest.raises(RuleViolation, match="Tulis nama"):
        act(lock, others, compared=members, typist=" ")
    assert len(act(sheets.list_lockable, vacancy)) == 6  # all or none
    assert act(lock, others, compared=members[1:], typist="Sari") == 4
    assert act(lock, act(sheets.list_lockable, vacancy, key), keys=[key]) == 2
    assert act(sheets.get_sheet, ids[0], members[1]).locked_by == "Sari"
    remarks = act(ranking.minutes_facts, vacancy, ids[0], "").remarks
    assert "Nilai Ahmad Fauzi disalin oleh Sari lalu dikunci anggota itu sendiri" in remarks
    compared = "disalin oleh Sari dan dicocokkan dengan lembar bertanda tangan"
    assert f"Nilai Sri Lestari dan Lalu Wirya {compared}" in remarks


def test_a_pin_that_is_set_just_to_open_a_sheet_stands_in_the_minutes_beside_it(act, copied):
    vacancy, ids, members, chair = copied
    act(sheet_entry.lock_sheets, act(sheets.list_lockable, vacancy, chair), keys=[chair])
    others = act(sheets.list_lockable, vacancy)
    act(sheet_entry.lock_sheets, others, compared=members[1:], typist="Sari")
    secretary = act(pins.set_pin, members[1], "5093", to_open=True)
    for applicant, opener, key in (
        (ids[0], members[0], chair),  # his PIN is older
        (ids[0], members[1], secretary),
        (ids[1], members[1], secretary),
    ):
        sheet = (applicant, members[2] if opener == members[1] else members[0])
        act(sheet_entry.open_sheet, *sheet, "salah salin", opener_id=opener, key=key)
        act(sheet_entry.lock_sheets, [sheet], **_how(sheet, members, chair))
    remarks = [one for one in act(ranking.minutes_facts, vacancy, ids[0], "").remarks if "dibuka" in one]
    said = [one.partition("(")[2] for one in remarks]
    assert [one.rstrip(")") for one in said if "PIN" not in one] == ["nilai tidak berubah"] * 2
    (pin,) = act(pins.list_first_pins, vacancy)
    at = f"{pin.at.astimezone():%H.%M} di PC {pin.pc} oleh {pin.user})"
    assert said[1].startswith("nilai tidak berubah; PIN Sri Lestari baru ditetapkan saat itu, ")
    assert said[1].endswith(at)


def _how(sheet, members, chair):
    return {"keys": [chair]} if sheet[1] == members[0] else {"compared": members[1:], "typist": "Sari"}


def test_a_sheet_begun_from_paper_is_handed_back_and_its_numbers_are_nowhere(act, act_as, database, copied):
    vacancy, ids, members, key = copied
    pairs = [(applicant, member) for member, applicant in act(sheets.list_copied, vacancy, members[0])]
    assert len(pairs) == 2
    with pytest.raises(RuleViolation, match="sedang disalin dari kertas oleh Sari"):
        act(sheet_entry.save_scores, ids[0], members[0], {"W1": Decimal(80)}, before={}, key=key)
    with pytest.raises(RuleViolation, match="Tulis alasan"):
        act(sheet_entry.hand_back, pairs, " ")
    assert act(sheet_entry.hand_back, pairs, "salah memilih cara mengisi") == 2
    assert act(sheets.get_sheet, ids[0], members[0]).given == frozenset()
    with database.reading() as session:
        log = " ".join(session.scalars(text("SELECT sentence FROM audit_entry")))
    assert "Ahmad Fauzi: salah memilih cara mengisi" in log
    assert "87,65" not in log
    assert "87.65" not in log
    act(sheet_entry.save_scores, ids[0], members[0], {"W1": Decimal(80)}, before={}, key=key)
    with pytest.raises(RuleViolation, match="tidak disalin dari kertas"):
        act(sheet_entry.hand_back, pairs[:1], "sekali lagi")


def test_two_copies_that_differ_are_told_in_the_grid_without_a_number(act, copied):
    vacancy, ids, members, _key = copied
    second = dict.fromkeys(CODES, Decimal("87.654")) | {"W5": Decimal(12)}
    act(sheet_entry.save_second, ids[0], members[1], second, typist="Budi")
    rows = {row.applicant_id: row for row in act(ranking.get_standing, vacancy).rows}
    assert rows[ids[0]].unequal == (False, True, False)
    assert rows[ids[1]].unequal == (False, False, False)
    assert act(ranking.get_standing, vacancy).unstated == ("Ahmad Fauzi", "Sri Lestari", "Lalu Wirya")
