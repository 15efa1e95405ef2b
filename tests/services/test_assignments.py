"""Definitive, Plt and double duty over time: who may serve beside whom, and what ends by itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models.audit import AuditEntry
from db.rules.officers import AssignmentKind, PostState
from db.rules.problems import RuleViolation
from db.services import assignments, formation, officers
from db.services.assignments import AssignmentForm
from tests.services.utan import UTAN, leave_utan, person

ALAS, BUER = "520405", "520420"
TODAY = date(2020, 4, 9)
DEFINITIVE, ACTING, DOUBLE = AssignmentKind
RINA = person("Rina Marlina", "5204064501929002", date(1992, 1, 5))
AHMAD = person("Ahmad Zaelani", "5204061508909001", date(1990, 8, 15))


def post(act, on=TODAY, code=UTAN):
    return next(row for row in act(officers.list_posts, on=on) if row.id == code)


def assign(act, who, kind, starts_on, ends_on=None, code=UTAN):
    """who: an officer's id, or the facts of a person who is none yet."""
    new = who if isinstance(who, dict) else None
    form = AssignmentForm(None if new else who, code, kind, starts_on, ends_on, None)
    return act(assignments.add_assignment, form, today=TODAY, person=new)


def terms(act, code=UTAN):
    return [
        (row.officer, row.kind, row.starts_on, row.ends_on) for row in act(assignments.list_assignments, code)
    ]


def test_an_interim_ends_by_itself_the_day_before_a_definitive_officer_starts(act, database):
    leave_utan(act)
    plt = assign(act, RINA, ACTING, date(2020, 4, 10))
    assign(act, AHMAD, DEFINITIVE, date(2020, 6, 1))
    [ahmad, rina, _burhan] = act(assignments.list_assignments, UTAN)
    assert (rina.id, rina.ends_on, rina.cause) == (plt, date(2020, 5, 31), "TKSK definitif mulai bertugas")
    assert (ahmad.kind, ahmad.ends_on) == (DEFINITIVE, None)
    assert post(act, date(2020, 5, 31)).state is PostState.ACTING
    after = post(act, date(2020, 6, 1))
    assert (after.state, after.officer, after.interim) == (PostState.FILLED, "Ahmad Zaelani", "")
    with database.reading() as session:
        of_plt = select(AuditEntry.sentence).where(
            AuditEntry.table_name == "assignment", AuditEntry.record_id == str(plt)
        )
        *_first, last = session.scalars(of_plt.order_by(AuditEntry.id))
    assert "Selesai kosong menjadi 31-05-2020" in last


def test_an_interim_noted_after_the_next_officer_ends_before_him_too(act):
    leave_utan(act)
    assign(act, AHMAD, DEFINITIVE, date(2020, 6, 1))
    said = act(assignments.warn_of_assignment, UTAN, ACTING, date(2020, 4, 10), None)
    assert said == "Berakhir sendiri pada 31 Mei 2020, sehari sebelum TKSK definitif mulai bertugas."
    assign(act, RINA, ACTING, date(2020, 4, 10))
    assert ("Rina Marlina", ACTING, date(2020, 4, 10), date(2020, 5, 31)) in terms(act)


def test_a_corrected_start_of_the_definitive_officer_ends_the_interim_earlier(act):
    leave_utan(act)
    assign(act, RINA, ACTING, date(2020, 4, 10))
    ahmad = assign(act, AHMAD, DEFINITIVE, date(2020, 6, 1))
    act(officers.correct_term, ahmad, {"starts_on": date(2020, 6, 1)}, {"starts_on": date(2020, 5, 11)})
    assert ("Rina Marlina", ACTING, date(2020, 4, 10), date(2020, 5, 10)) in terms(act)


def test_beside_a_definitive_officer_an_interim_needs_an_end_and_is_warned_of(act):
    holder = post(act).officer
    with pytest.raises(RuleViolation) as refusal:
        assign(act, RINA, ACTING, date(2020, 4, 13))
    assert f"Kecamatan Utan masih dijabat {holder} pada 13 April 2020." in str(refusal.value)
    said = act(assignments.warn_of_assignment, UTAN, ACTING, date(2020, 4, 13), date(2020, 7, 13))
    assert said.startswith(f"{holder} masih definitif pada 13 April 2020")
    assign(act, RINA, ACTING, date(2020, 4, 13), date(2020, 7, 13))
    row = post(act, date(2020, 5, 1))
    assert (row.state, row.holder, row.interim, row.interim_kind) == (
        PostState.FILLED,
        holder,
        "Rina Marlina",
        ACTING,
    )


def test_one_interim_at_a_time(act):
    leave_utan(act)
    assign(act, RINA, ACTING, date(2020, 4, 10))
    with pytest.raises(RuleViolation, match="sudah dijalankan sementara oleh Rina Marlina pada 1 Mei 2020"):
        assign(act, AHMAD, ACTING, date(2020, 5, 1))


def test_double_duty_is_for_the_officer_of_another_kecamatan(act):
    leave_utan(act)
    alas = post(act, code=ALAS)
    assign(act, alas.officer_id, DOUBLE, date(2020, 4, 10))
    utan = post(act, date(2020, 4, 20))
    assert (utan.state, utan.interim, utan.interim_kind) == (PostState.ACTING, alas.officer, DOUBLE)
    assert post(act, date(2020, 4, 20), ALAS).holder == alas.officer
    said = act(officers.get_officer, alas.officer_id).posts
    assert said[0] == "Utan (Rangkap): 10-04-2020 s.d. sekarang"
    assert len(said) == 2
    leave_buer = post(act, code=BUER)
    with pytest.raises(RuleViolation, match="bukan TKSK kecamatan lain pada 1 Mei 2021: pilih jenis Plt"):
        assign(act, leave_buer.officer_id, DOUBLE, date(2021, 5, 1), code="520402")


def test_nobody_stands_in_for_himself(act):
    burhan = post(act)
    with pytest.raises(RuleViolation, match="sudah menjadi TKSK definitif Kecamatan Utan"):
        assign(act, burhan.officer_id, ACTING, date(2020, 5, 1), date(2020, 6, 1))


def test_nobody_is_definitive_in_two_kecamatan_on_one_day(act):
    leave_utan(act)
    alas = post(act, code=ALAS)
    with pytest.raises(RuleViolation) as refusal:
        assign(act, alas.officer_id, DEFINITIVE, date(2020, 5, 1))
    assert str(refusal.value).startswith(
        f"{alas.officer} bertugas definitif di Kecamatan Alas pada 1 Mei 2020."
    )
    assign(act, alas.officer_id, DEFINITIVE, date(2021, 1, 1))  # the day after
    assert post(act, date(2021, 1, 1)).holder == alas.officer
    after = {"starts_on": date(2020, 12, 31)}
    with pytest.raises(RuleViolation, match="bertugas definitif di Kecamatan Alas"):
        act(
            officers.correct_term,
            post(act, date(2021, 1, 1)).assignment_id,
            {"starts_on": date(2021, 1, 1)},
            after,
        )


def test_an_interim_is_put_right_and_ended(act):
    leave_utan(act)
    plt = assign(act, RINA, ACTING, date(2020, 4, 13))
    before = {"kind": ACTING, "starts_on": date(2020, 4, 13), "ends_on": None}
    act(officers.correct_term, plt, before, before | {"starts_on": date(2020, 4, 10)})
    with pytest.raises(RuleViolation, match="Tanggal selesai mendahului tanggal mulai"):
        act(assignments.close_interim, plt, date(2020, 4, 9), "")
    act(assignments.close_interim, plt, date(2020, 4, 30), " selesai ")
    assert post(act, date(2020, 4, 30)).state is PostState.ACTING
    vacant = post(act, date(2020, 5, 1))
    assert (vacant.state, vacant.vacant_since) == (PostState.VACANT, date(2020, 4, 10))  # since Burhan left
    with pytest.raises(RuleViolation, match="sudah berakhir lebih dahulu"):
        act(assignments.close_interim, plt, date(2020, 6, 1), "")
    [_rina, burhan] = act(assignments.list_assignments, UTAN)
    with pytest.raises(RuleViolation, match="Tugas definitif diakhiri lewat"):
        act(assignments.close_interim, burhan.id, date(2020, 4, 1), "")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (AssignmentForm(None, UTAN, ACTING, date(2020, 5, 1), None, None), "Pilih siapa yang bertugas"),
        (
            AssignmentForm(1, UTAN, ACTING, date(2020, 5, 1), date(2020, 4, 1), None),
            "mendahului tanggal mulai",
        ),
        (AssignmentForm(1, "999999", ACTING, date(2020, 5, 1), None, None), "Pilih kecamatan dari daftar"),
    ],
)
def test_a_term_that_cannot_be_is_refused_in_a_sentence(act, form, sentence):
    leave_utan(act)
    with pytest.raises(RuleViolation, match=sentence):
        act(assignments.add_assignment, form, today=TODAY)
    assert len(act(assignments.list_assignments, UTAN)) == 1


def test_every_day_shows_who_served_on_it(act, database):
    """Three officers in a row with gaps, a Plt in one gap, a stand-in beside the second: all days at once."""
    leave_utan(act)
    assign(act, RINA, ACTING, date(2020, 4, 20), date(2020, 5, 3))
    assign(act, AHMAD, DEFINITIVE, date(2020, 5, 11), date(2020, 6, 10))
    alas = post(act, code=ALAS).officer_id
    assign(act, alas, DOUBLE, date(2020, 5, 20), date(2020, 6, 2))
    third = person("Siti Hafsah", "5204064107919003", date(1991, 7, 1))
    assign(act, third, DEFINITIVE, date(2020, 6, 11))
    told = act(assignments.list_assignments, UTAN)

    def serves(row, day, definitive):
        is_kind = (row.kind is DEFINITIVE) == definitive
        return is_kind and row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)

    with database.reading() as session:
        for number in range(-30, 120):
            day = date(2020, 4, 1) + timedelta(days=number)
            holders = [row.officer for row in told if serves(row, day, True)]
            interims = [row.officer for row in told if serves(row, day, False)]
            [row] = [row for row in officers.list_posts(session, day) if row.id == UTAN]
            assert len(holders) <= 1
            assert [row.holder] == (holders or [""]), day
            assert [row.interim] == (interims or [""]), day
            wanted = PostState.FILLED if holders else PostState.ACTING if interims else PostState.VACANT
            assert row.state is wanted, day
            if not holders:
                last = max(
                    row.ends_on
                    for row in told
                    if row.kind is DEFINITIVE and row.ends_on and row.ends_on < day
                )
                assert (row.vacant_since, row.days_vacant) == (
                    last + timedelta(days=1),
                    (day - last).days - 1,
                ), day


def test_who_may_serve_is_listed_with_the_own_kecamatan(act):
    leave_utan(act)
    choices = {choice.id: choice for choice in act(assignments.list_choices, date(2020, 4, 13))}
    assert len(choices) == 24
    assert choices[post(act, code=ALAS).officer_id].kecamatan == "Alas"
    assert choices[post(act, TODAY).officer_id].kecamatan == ""


# formation


def test_a_kecamatan_without_a_post_is_not_vacant(act, database):
    leave_utan(act)
    act(formation.change_posts, UTAN, 1, 0, "digabung dengan Rhee")
    on = date(2020, 4, 13)
    row = post(act, on)
    assert (row.state, row.posts) == (PostState.NO_POST, 0)
    totals = act(officers.post_totals, on)
    assert (totals.filled, totals.acting, totals.vacant, totals.no_post) == (23, 0, 0, 1)
    assert post(act, TODAY).state is PostState.FILLED  # somebody served then
    with database.reading() as session:
        last = session.scalars(select(AuditEntry.sentence).order_by(AuditEntry.id.desc())).first()
    assert last == "Formasi Kecamatan Utan 1 menjadi 0: digabung dengan Rhee"


def test_the_formation_changes_with_a_reason_and_not_behind_somebodys_back(act, act_as):
    with pytest.raises(RuleViolation, match="Tulis alasannya"):
        act(formation.change_posts, UTAN, 1, 0, " ")
    with pytest.raises(RuleViolation, match="Formasi satu kecamatan 1 atau 0"):
        act(formation.change_posts, UTAN, 1, 2, "salah")
    with pytest.raises(RuleViolation, match="baru saja diubah orang lain menjadi 1"):
        act(formation.change_posts, UTAN, 0, 1, "salah")
    assert len(act(formation.list_spots)) == 24
    assert post(act).posts == 1
