"""The card of an officer: read and written as a whole, merged field by field, with its evaluations."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from db.models.office import Reference
from db.models.officers import Assignment
from db.rules.evaluation import Grade, Recommendation
from db.rules.officer_card import AccountRow, PaperRow, ProgrammeRow, TrainingRow
from db.rules.officers import AssignmentKind
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.rules.settings import Limits
from db.services import evaluations, history, letters, officer_card, officers, scans, settings
from db.services.evaluations import EvaluationForm
from tests.services.utan import UTAN

TODAY = date(2020, 4, 13)
ACCOUNTS = (
    AccountRow(None, "apbn", "BNI", "0123456789", "Burhan Maulana"),
    AccountRow(None, "apbd", "Bank NTB", "0011223344556", "Burhan Maulana"),
)
SCORES = {"E1": 85, "E2": 80, "E3": 78, "E4": 90, "E5": 75, "E6": 90}
FORM = EvaluationForm(2019, SCORES, Recommendation.EXTEND, "Siti Rahmawati", date(2019, 12, 20))


@pytest.fixture
def utan(act):
    """The id of Utan's officer."""
    return next(row for row in act(officers.list_posts, on=TODAY) if row.id == UTAN).officer_id


def card(act, officer_id):
    return act(officer_card.get_card, officer_id)


def save(act, officer_id, before, **changes):
    """Save what a form holds that was opened with `before`; `person` and `officer` only say what changed."""
    for name in ("person", "officer"):
        changes[name] = {**getattr(before, name), **changes.get(name, {})}
    act(officer_card.save_card, officer_id, before, replace(before, **changes), TODAY)


def full(act, officer_id):
    """A card with something in each part."""
    save(
        act,
        officer_id,
        card(act, officer_id).form,
        person={"mother": "Siti Aminah", "religion": "1", "rt": "001"},
        officer={"employment": "pppk", "study": "Sosiologi, 2010", "first_year": 2015, "performing": False},
        accounts=ACCOUNTS,
        papers=(PaperRow(None, "skck", "SKCK/1", "Polres", date(2019, 4, 1), date(2019, 10, 1)),),
        trainings=(TrainingRow(None, "Bimtek TKSK", "BBPPKS", 2018, 40, "123"),),
        programmes=(ProgrammeRow(None, "sembako", date(2019, 1, 1)),),
    )
    return card(act, officer_id)


def jpeg(size=(60, 80)):
    output = BytesIO()
    Image.new("RGB", size, "navy").save(output, "JPEG")
    return output.getvalue()


def test_a_card_comes_back_as_it_was_saved(act, utan):
    found = full(act, utan)
    assert (found.person.mother, found.person.religion, found.person.rt) == ("Siti Aminah", "1", "001")
    own = found.form.officer
    assert (own["employment"], own["study"], own["first_year"]) == ("pppk", "Sosiologi, 2010", 2015)
    assert own["performing"] is False
    assert [replace(row, id=None) for row in found.form.accounts] == list(ACCOUNTS)
    assert (found.form.papers[0].kind_code, found.form.papers[0].expires_on) == ("skck", date(2019, 10, 1))
    assert (found.form.trainings[0].hours, found.form.programmes[0].programme_code) == (40, "sembako")
    assert [post.kecamatan for post in found.posts] == ["Utan"]
    assert [decree.number for decree in found.decrees] == ["460/001/DINSOS/2020"]
    assert found.home.kecamatan_code == UTAN


def test_rows_are_added_changed_and_removed_and_the_log_keeps_what_is_gone(act, utan):
    before = full(act, utan).form
    apbn, _apbd = before.accounts
    rows = (replace(apbn, number="999 888"), AccountRow(None, "other", "BRI", "5"))
    save(act, utan, before, accounts=rows, papers=(), trainings=())
    after = card(act, utan).form
    assert [(row.source_code, row.number) for row in after.accounts] == [("apbn", "999888"), ("other", "5")]
    assert (after.papers, after.trainings) == ((), ())
    told = [row.sentence for row in act(history.list_history, 0, 50, "officer", str(utan))]
    assert any("Nomor rekening “0123456789” menjadi “999888”" in line for line in told)
    assert any(line.startswith("Rekening") and line.endswith("dihapus") for line in told)
    assert any(line.startswith("Dokumen TKSK") and line.endswith("dihapus") for line in told)
    assert "Pelatihan Bimtek TKSK dihapus" in told
    assert any("Agama kosong menjadi “Islam”" in line for line in told)
    assert any("Status kepegawaian kosong menjadi “PPPK”" in line for line in told)


def test_two_accounts_may_change_places(act, utan):
    before = full(act, utan).form
    apbn, apbd = before.accounts
    rows = (replace(apbn, source_code="apbd"), replace(apbd, source_code="apbn"))
    save(act, utan, before, accounts=rows)
    found = {row.source_code: row.bank for row in card(act, utan).form.accounts}
    assert found == {"apbd": "BNI", "apbn": "Bank NTB"}


def test_two_people_change_different_fields_and_both_are_kept(act, utan):
    before = full(act, utan).form
    apbn, apbd = before.accounts
    save(act, utan, before, officer={"note": "Aktif"}, accounts=(replace(apbn, bank="BSI"), apbd))
    save(act, utan, before, officer={"study": "Hukum"}, accounts=(replace(apbn, holder="B. Maulana"), apbd))
    after = card(act, utan).form
    assert (after.officer["note"], after.officer["study"]) == ("Aktif", "Hukum")
    assert (after.accounts[0].bank, after.accounts[0].holder) == ("BSI", "B. Maulana")


def test_the_same_field_or_row_changed_by_two_is_refused_at_its_place(act, utan):
    before = full(act, utan).form
    apbn, apbd = before.accounts
    save(act, utan, before, accounts=(replace(apbn, number="111"), apbd))
    with pytest.raises(Conflict, match="baru saja mengubah Nomor rekening menjadi “111”") as refusal:
        save(act, utan, before, accounts=(replace(apbn, number="222"), apbd))
    assert refusal.value.problems[0].field == "accounts/0/number"
    with pytest.raises(Conflict) as refusal:  # somebody removes what was just changed
        save(act, utan, before, accounts=(apbd,))
    assert refusal.value.problems[0].field == "accounts"
    save(act, utan, card(act, utan).form, accounts=())
    with pytest.raises(Conflict):  # somebody changes what was just removed
        save(act, utan, before, accounts=(replace(apbn, number="222"), apbd))
    empty = card(act, utan).form
    save(act, utan, empty, accounts=(ACCOUNTS[0],))
    with pytest.raises(Conflict, match="baru saja mengubah Rekening") as refusal:
        save(act, utan, empty, accounts=(replace(ACCOUNTS[0], number="7"),))
    assert refusal.value.problems[0].field == "accounts/0/source_code"


def test_nothing_is_half_written(act, utan):
    before = full(act, utan).form
    wrong = (*before.papers, PaperRow(None, "health", dated_on=TODAY, expires_on=date(2020, 1, 1)))
    with pytest.raises(RuleViolation) as refusal:
        save(act, utan, before, person={"mother": "Lain"}, officer={"note": "x"}, accounts=(), papers=wrong)
    assert [problem.field for problem in refusal.value.problems] == ["papers/1/expires_on"]
    assert card(act, utan).form == before


def test_a_double_niat_names_its_owner(act, utan):
    alas = next(row for row in act(officers.list_posts, on=TODAY) if row.id == "520405")
    with pytest.raises(RuleViolation) as refusal:
        save(
            act, utan, card(act, utan).form, officer={"niat": card(act, alas.officer_id).form.officer["niat"]}
        )
    [problem] = refusal.value.problems
    assert problem.field == "niat"
    assert "sudah dimiliki Nurhidayah Syafira" in problem.text


def test_who_may_not_change_officers_sees_masked_numbers_and_changes_nothing(act, act_as, utan):
    whole = full(act, utan)
    seen = act_as("verifier", officer_card.get_card, utan)  # may change people of the social map
    assert not seen.may_edit
    assert seen.person.nik == f"{whole.person.nik[:4]}••••••••{whole.person.nik[-4:]}"
    assert [row.number for row in seen.form.accounts] == ["••••••6789", "•••••••••4556"]
    with pytest.raises(Forbidden):
        act_as("auditor", officer_card.save_card, utan, whole.form, whole.form, TODAY)
    for service, last in ((officer_card.set_photo, [jpeg()]), (officer_card.remove_photo, [])):
        with pytest.raises(Forbidden):
            act_as("panel", service, whole.person.id, *last)
    with pytest.raises(Forbidden):
        act_as("head", evaluations.save_evaluation, utan, None, None, FORM, TODAY)
    with pytest.raises(Forbidden):
        act_as("auditor", evaluations.remove_evaluation, 1)


def test_a_photo_is_kept_exchanged_and_taken_away(act, utan):
    person = card(act, utan).person.id
    act(officer_card.set_photo, person, jpeg())
    act(officer_card.set_photo, person, jpeg((30, 40)))
    assert card(act, utan).photo == jpeg((30, 40))
    for wrong in (b"GIF89a", b"\xff\xd8\xff" + bytes(2 * 1024 * 1024)):
        with pytest.raises(RuleViolation, match="Foto harus JPEG paling besar 1 MB"):
            act(officer_card.set_photo, person, wrong)
    act(officer_card.remove_photo, person)
    act(officer_card.remove_photo, person)
    assert card(act, utan).photo is None
    told = [row.sentence for row in act(history.list_history, 0, 50, "officer", str(utan))]
    assert sum(line.startswith("Foto") for line in told) == 3


def test_a_paper_keeps_its_scan(act, utan):
    scan = act(scans.file_scan, "skck.pdf", b"%PDF-1.4 uji")
    save(act, utan, card(act, utan).form, papers=(PaperRow(None, "skck", scan_id=scan),))
    [paper] = card(act, utan).form.papers
    assert act(scans.get_scan, paper.scan_id) == ("skck.pdf", b"%PDF-1.4 uji")


# evaluations


def evaluate(act, officer_id, form=FORM):
    return act(evaluations.save_evaluation, officer_id, None, None, form, TODAY)


def test_the_grade_comes_from_the_scores_alone(act, utan):
    evaluate(act, utan)
    [found] = act(evaluations.list_evaluations, utan)
    assert (found.value, found.grade) == (Decimal("83.10"), Grade.GOOD)
    assert sum(criterion.weight for criterion in found.criteria) == 100
    weaker = replace(FORM, scores={**SCORES, "E1": 0})
    act(evaluations.save_evaluation, utan, found.id, FORM, weaker, TODAY)
    [found] = act(evaluations.list_evaluations, utan)
    assert (found.value, found.grade) == (Decimal("66.10"), Grade.FAIR)
    unfinished = replace(weaker, scores={"E1": 50})
    act(evaluations.save_evaluation, utan, found.id, weaker, unfinished, TODAY)
    [found] = act(evaluations.list_evaluations, utan)
    assert (found.value, found.grade) == (None, None)


def test_an_old_year_keeps_its_weights_and_its_limits(act, database, utan):
    number = evaluate(act, utan)
    with database.writing() as session:
        for row in session.query(Reference).filter_by(list_name="evaluation_criteria"):
            row.level = 50 if row.code == "E1" else 10
    act(settings.change_limits, Limits(), replace(Limits(), grade_good=90))
    act(evaluations.save_evaluation, utan, number, FORM, replace(FORM, note="Arsip"), TODAY)
    [old] = act(evaluations.list_evaluations, utan)
    assert (old.value, old.grade, old.criteria[0].weight) == (Decimal("83.10"), Grade.GOOD, 20)
    evaluate(act, utan, replace(FORM, year=2020, assessed_on=TODAY))
    new = act(evaluations.list_evaluations, utan)[0]
    assert (new.year, new.value, new.grade) == (2020, Decimal("83.80"), Grade.FAIR)


def test_one_evaluation_a_year_none_of_the_future_no_score_of_101(act, utan):
    evaluate(act, utan)
    with pytest.raises(RuleViolation, match="Evaluasi tahun 2019 sudah dicatat"):
        evaluate(act, utan)
    with pytest.raises(RuleViolation) as refusal:
        evaluate(act, utan, replace(FORM, year=2021, scores={"E1": 101}))
    assert [problem.field for problem in refusal.value.problems] == ["year", "score_E1", "assessed_on"]
    assert len(act(evaluations.list_evaluations, utan)) == 1


def test_two_assessments_of_one_year_clash_and_a_mistake_is_taken_away(act, utan):
    number = evaluate(act, utan)
    mine, theirs = replace(FORM, scores={**SCORES, "E1": 1}), replace(FORM, scores={**SCORES, "E1": 2})
    act(evaluations.save_evaluation, utan, number, FORM, theirs, TODAY)
    with pytest.raises(Conflict, match="Nilai per unsur menjadi “E1 2, E2 80"):
        act(evaluations.save_evaluation, utan, number, FORM, mine, TODAY)
    act(evaluations.save_evaluation, utan, number, FORM, replace(FORM, assessor="Lalu Wirahadi"), TODAY)
    act(evaluations.remove_evaluation, number)
    assert act(evaluations.list_evaluations, utan) == []
    told = [row.sentence for row in act(history.list_history, 0, 50, "officer", str(utan))]
    assert any(line.startswith("Evaluasi TKSK") and line.endswith("dihapus") for line in told)


def test_a_form_can_be_printed_by_who_may_read_and_takes_no_number(act, act_as, utan):
    frame, blank = act_as("head", evaluations.evaluation_paper, utan, 2020, TODAY)
    assert {row["nilai"] for row in blank.values["unsur"]} == {""}
    assert (blank.values["kecamatan"], blank.values["laporan_masuk"], frame.code) == ("Utan", 0, "")
    due = [act(evaluations.evaluation_paper, utan, year, TODAY)[1] for year in (2020, 2019)]
    assert [form.values["laporan_jatuh_tempo"] for form in due] == [3, 0]  # the term began in 2020
    number = evaluate(act, utan)
    frame, filled = act(evaluations.evaluation_paper, utan, 2019, TODAY, number)
    assert [row["terbobot"] for row in filled.values["unsur"]][:2] == ["17,00", "16,00"]
    assert (filled.values["nilai_akhir"], filled.values["predikat"]) == (Decimal("83.10"), "Baik")
    assert frame.dated_on == date(2019, 12, 20)
    assert act(letters.count_letters) == 0


def test_a_double_duty_does_not_hide_the_own_kecamatan(act, utan):
    other = {"kecamatan_code": "520405", "kind": AssignmentKind.DOUBLE, "starts_on": date(2020, 4, 1)}
    act(lambda session: session.add(Assignment(officer_id=utan, ends_on=date(2020, 9, 30), **other)))
    _frame, form = act(evaluations.evaluation_paper, utan, 2020, TODAY)
    assert form.values["kecamatan"] == "Utan"
    card = act(officer_card.get_card, utan)
    assert (card.posts[0].kecamatan_code, card.home.kecamatan) == ("520405", "Utan")
