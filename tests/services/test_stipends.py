"""Tali asih: what is due, paid and owed, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.models.letters import Letter
from db.models.officers import Assignment
from db.models.stipends import StipendPayment
from db.rules.officers import AssignmentKind
from db.rules.problems import Forbidden, RuleViolation
from db.services import drafts, letters, officers, settings, stipends
from db.services.stipends import ListForm
from tests.services.utan import UTAN, leave_utan

MAY = date(2020, 5, 20)
QUARTER = [(2020, 1), (2020, 2), (2020, 3)]


@pytest.fixture
def rates(act):
    act(stipends.add_rate, "apbn", date(2020, 1, 1), 700_000, "Kepmensos")
    act(stipends.add_rate, "apbd", date(2020, 3, 1), 250_000, "Perbup")


@pytest.fixture
def utan(database):
    with database.reading() as session:
        return session.scalars(select(Assignment.officer_id).where(Assignment.kecamatan_code == UTAN)).one()


def row(act, officer, source="apbn", year=2020, today=MAY):
    return next(row for row in act(stipends.ledger, source, year, today) if row.id == officer)


def form(officers_, **changes):
    facts = {
        "source_code": "apbn",
        "months": tuple(QUARTER),
        "officers": tuple(officers_),
        "dated_on": MAY,
        "budget": "APBN Tahun Anggaran 2020",
        "basis": "Kepmensos",
        "treasurer": "Baiq Aminah",
        "treasurer_nip": "198204052006042011",
    }
    return ListForm(**facts | changes)


def test_without_a_rate_nothing_is_owed(act):
    assert act(stipends.ledger, "apbn", 2020, MAY) == []


def test_months_are_owed_until_now_and_by_source(act, rates, utan):
    assert len(act(stipends.ledger, "apbn", 2020, MAY)) == 24
    found = row(act, utan)
    assert [cell.due for cell in found.months] == [700_000] * 5 + [0] * 7
    assert (found.due, found.paid, found.arrears) == (3_500_000, 0, 3_500_000)
    assert row(act, utan, "apbd").due == 3 * 250_000


def test_who_leaves_is_owed_until_the_month_of_leaving(act, rates, utan):
    leave_utan(act)  # the last day is 9 April
    assert [bool(cell.due) for cell in row(act, utan).months[:5]] == [True, True, True, False, False]


def test_what_is_paid_is_owed_no_more_and_never_noted_twice(act, rates, utan):
    assert act(stipends.note_payments, "apbn", QUARTER, [utan], MAY, today=MAY) == 3
    assert row(act, utan).arrears == 2 * 700_000
    with pytest.raises(RuleViolation, match="belum dibayar"):
        act(stipends.note_payments, "apbn", QUARTER, [utan], MAY, today=MAY)
    assert act(stipends.note_payments, "apbn", [*QUARTER, (2020, 4)], [utan], MAY, today=MAY) == 1
    assert row(act, utan, "apbd").paid == 0  # another source


def test_a_later_rate_changes_nothing_that_was_paid(act, rates, utan):
    act(stipends.note_payments, "apbn", QUARTER, [utan], MAY, today=MAY)
    act(stipends.add_rate, "apbn", date(2020, 2, 1), 900_000, "")
    found = row(act, utan)
    assert [cell.paid for cell in found.months[:4]] == [700_000] * 3 + [None]
    assert found.arrears == 2 * 900_000


def test_a_payment_of_tomorrow_is_refused(act, rates, utan):
    with pytest.raises(RuleViolation, match="sesudah hari ini"):
        act(stipends.note_payments, "apbn", QUARTER, [utan], date(2020, 5, 21), today=MAY)


def test_the_list_sums_the_months_of_each_and_all(act, rates, utan):
    other = next(r.id for r in act(stipends.ledger, "apbn", 2020, MAY) if r.id != utan)
    act(stipends.note_payments, "apbn", [(2020, 1)], [other], MAY, today=MAY)
    facts = act(stipends.list_facts, form([utan, other]), today=MAY).values
    assert sorted(line["jumlah"] for line in facts["penerima"]) == ["1.400.000", "2.100.000"]
    assert (facts["total"], facts["periode"]) == (3_500_000, "Bulan Januari s.d. Maret 2020")


def test_the_final_list_keeps_its_months(act, database, rates, utan):
    rendered = []

    def render(frame, letter):
        rendered.append(letter)
        return b"%PDF"

    args = {"today": MAY, "render": render, "official_id": None, "note_paid": True}
    issued = act(stipends.issue_list, form([utan]), **args)
    assert len(rendered) == 1
    assert {p.letter_id for p in act(stipends.list_payments, utan)} == {issued.id}
    assert act(stipends.last_list, "apbn")["bendahara"] == "Baiq Aminah"
    with pytest.raises(RuleViolation):
        act(stipends.issue_list, form([utan]), **args)  # nothing left to pay: no second letter either
    with database.reading() as session:
        assert len(session.scalars(select(Letter.id)).all()) == 1


def test_a_wrong_payment_is_taken_back(act, database, rates, utan):
    act(stipends.note_payments, "apbn", QUARTER, [utan], MAY, today=MAY)
    [march, *_older] = act(stipends.list_payments, utan)
    assert (march.year, march.month, march.source) == (2020, 3, "APBN")
    act(stipends.remove_payment, march.id)
    assert row(act, utan).arrears == 3 * 700_000
    with database.reading() as session:
        assert len(session.scalars(select(StipendPayment.id)).all()) == 2


def test_one_rate_a_month_and_source(act, rates):
    with pytest.raises(RuleViolation, match="sudah dicatat"):
        act(stipends.add_rate, "apbn", date(2020, 1, 1), 1, "")
    with pytest.raises(RuleViolation, match="tanggal 1"):
        act(stipends.add_rate, "apbn", date(2020, 6, 2), 1, "")


def test_only_who_keeps_the_roster_notes_payments(act, act_as, rates, utan):
    with pytest.raises(Forbidden):
        act_as("head", stipends.note_payments, "apbn", QUARTER, [utan], MAY, today=MAY)
    assert act_as("head", stipends.ledger, "apbn", 2020, MAY)


def test_an_officer_of_no_month_is_left_out(act, rates):
    leave_utan(act)
    posts = act(officers.list_posts, date(2020, 12, 1))
    assert next(p for p in posts if p.id == UTAN).officer_id is None
    names = {r.kecamatan for r in act(stipends.ledger, "apbn", 2021, date(2021, 2, 1))}
    assert "Utan" not in names


def issue(act, officer, months=QUARTER):
    args = {"today": MAY, "render": lambda *_any: b"%PDF", "official_id": None, "note_paid": True}
    return act(stipends.issue_list, form([officer], months=tuple(months)), **args)


def test_a_void_list_pays_nobody(act, rates, utan):
    issued = issue(act, utan)
    assert row(act, utan).arrears == 2 * 700_000
    act(letters.cancel_letter, issued.id, "salah jumlah")
    assert row(act, utan).arrears == 5 * 700_000


def test_a_corrected_list_pays_in_place_of_the_old_one(act, rates, utan):
    issued = issue(act, utan)
    draft = act(drafts.draft_correction, issued.id, "salah nama bendahara", MAY)
    made = act(drafts.finalise, draft, today=MAY, render=lambda *_any: b"%PDF 2")
    [new] = made.letters
    assert {p.letter_id for p in act(stipends.list_payments, utan)} == {new.id}


def test_money_that_was_paid_is_shown_though_the_term_is_gone(act, database, rates, utan):
    act(stipends.note_payments, "apbn", QUARTER, [utan], MAY, today=MAY)
    with database.writing() as session:
        session.delete(session.scalars(select(Assignment).where(Assignment.officer_id == utan)).one())
    found = row(act, utan)
    assert (found.due, found.paid) == (0, 3 * 700_000)


def test_each_line_of_the_list_names_its_own_months(act, rates, utan):
    act(stipends.note_payments, "apbn", [(2020, 2)], [utan], MAY, today=MAY)
    [line] = act(stipends.list_facts, form([utan]), today=MAY).values["penerima"]
    assert (line["bulan"], line["jumlah"]) == ("Jan, Mar 2020", "1.400.000")


def test_rangkap_moves_nobody_and_plt_stands_where_he_serves(act, database, rates, utan):
    with database.writing() as session:
        alas = session.scalars(select(Assignment).where(Assignment.kecamatan_code == "520405")).one()
        own = alas.officer_id
        common = {"officer_id": own, "kecamatan_code": UTAN, "starts_on": date(2020, 4, 10)}
        session.add(Assignment(kind=AssignmentKind.DOUBLE, ends_on=date(2020, 5, 10), **common))
        held = session.scalars(select(Assignment).where(Assignment.officer_id == utan)).one()
        held.kind = AssignmentKind.ACTING
    assert row(act, own).kecamatan == "Alas"
    assert {
        line["kecamatan"] for line in act(stipends.list_facts, form([own]), today=MAY).values["penerima"]
    } == {"Alas"}
    limits = act(settings.get_limits)
    act(settings.change_limits, limits, replace(limits, stipend_for_acting=1))
    assert row(act, utan).kecamatan == "Utan"
