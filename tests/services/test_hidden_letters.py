"""Letters that carry scores are read by nobody while sheets of their vacancy are open, cancelled ones too."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import event

from db.catalog import spec_of
from db.hidden_letters import hidden_letters
from db.lettering import Addressing, write_letter
from db.models.recruitment import Vacancy
from db.models.selection import ProposalPaper
from db.rules.drafts import OWNERS, DraftForm
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import typed_values
from db.rules.letters import Letter as Stated
from db.rules.problems import RuleViolation
from db.rules.selection import AttachmentSource
from db.services import archive, drafts, letter_preview, letters, scans
from db.services.recruitment import applicants, interviews, ranking, sheets
from tests.services import utan
from tests.services.utan import EARLY, lock, ready_to_score, score_all

DAY = date(2020, 4, 20)
MINUTES = LetterKind.INTERVIEW_MINUTES
SECRET = b"71.5"


def render(_frame, facts):
    return f"%PDF-1.4 {facts!r}".encode()


def decided(act):
    """Rina is chosen, Ahmad has 71.5; the minutes say so."""
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "87.654", "71.5")
    minutes = act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=DAY, render=render)
    assert SECRET in minutes.pdf
    return vacancy, ids, minutes.id


@pytest.fixture
def opened(act):
    """The minutes were cancelled, who was chosen in them stepped back, a sheet of Ahmad is open again."""
    vacancy, ids, minutes = decided(act)
    scan = act(scans.file_to_letter, minutes, "ba.pdf", b"%PDF-1.4 tanda tangan 71.5", DAY).letter_id
    scan = act(letters.get_letter, scan).scan_id
    act(letters.cancel_letter, minutes, "salah tanggal")
    utan.leave(act, applicants.withdraw, ids[0], "diterima bekerja")
    chair = act(interviews.list_panel, vacancy)[0].id
    utan.open_locked(act, ids[1], chair, "salah salin", chair)
    assert not act(sheets.all_locked, vacancy)
    return vacancy, ids, minutes, scan


def by_hand(act, kind, *, dated_on=DAY, kecamatan="Utan", **owner):
    """A letter written from the letters tab."""
    spec = spec_of(kind)
    stated = Stated(kind, typed_values(spec.fields, {**spec.sample, "kecamatan": kecamatan}))
    return act(write_letter, stated, Addressing(kind.value, **owner), dated_on=dated_on, render=render).id


def refused(run, service, *args, **kwargs):
    with pytest.raises(RuleViolation, match="baru dapat dibuka sesudah semua lembar nilai"):
        run(service, *args, **kwargs)


def test_no_door_leads_to_cancelled_minutes_while_a_sheet_is_open(act, act_as, opened):
    _vacancy, _ids, minutes, scan = opened
    for role in ("panel", "head", "auditor", "admin"):
        as_role = partial(act_as, role)
        refused(as_role, letters.get_paper, minutes)
        refused(as_role, letters.get_papers, [minutes])
        refused(as_role, letter_preview.final_letter, minutes)
    for role in ("head", "auditor", "admin"):
        with pytest.raises(RuleViolation, match="Pindaian ini memuat nilai"):
            act_as(role, scans.get_scan, scan)
    refused(act, letters.get_papers, [by_hand(act, LetterKind.CALL), minutes])


def test_lists_and_the_check_still_say_number_and_subject(act, opened):
    _vacancy, _ids, minutes, _scan = opened
    row = act(letters.get_letter, minutes)
    assert row in act(letters.list_letters, 0, 10)
    assert act(archive.check_code, row.code).letter == row
    assert row.number
    assert SECRET.decode() not in str(row)
    with pytest.raises(RuleViolation, match=row.number):
        act(letters.get_paper, minutes)


def test_a_template_is_not_shown_with_their_values(act, opened):
    values, number = act(letter_preview.real_values, MINUTES)
    assert number == ""
    assert values == typed_values(spec_of(MINUTES).fields, spec_of(MINUTES).sample)


def test_they_open_when_the_last_sheet_is_locked(act, opened):
    vacancy, ids, minutes, scan = opened
    chair = act(interviews.list_panel, vacancy)[0].id
    lock(act, ids[1], chair)
    assert SECRET in act(letters.get_paper, minutes)
    assert SECRET in act(scans.get_scan, scan)[1]
    assert act(letter_preview.real_values, MINUTES)[1]


def test_letters_without_scores_are_read_as_ever(act, database, opened):
    vacancy, *_others = opened
    with database.reading() as session:
        kinds = {row.kind for row in letters.letters_of(session, vacancy_id=vacancy)} - {MINUTES}
        ids = [row.id for row in letters.letters_of(session, vacancy_id=vacancy) if row.kind is not MINUTES]
        assert len(letters.get_papers(session, ids)) == len(ids) > 0
    assert LetterKind.ADMINISTRATION_MINUTES in kinds


@pytest.mark.parametrize(
    "kind", [MINUTES, LetterKind.PLENARY_MINUTES, LetterKind.INTERNAL_RESULTS, LetterKind.PROPOSAL]
)
def test_nor_letters_written_by_hand_about_its_kecamatan(act, opened, kind):
    vacancy, *_others = opened
    refused(act, letters.get_paper, by_hand(act, kind))
    refused(act, letters.get_paper, by_hand(act, kind, kecamatan="Alas", vacancy_id=vacancy))
    assert act(letters.get_paper, by_hand(act, kind, kecamatan="Alas"))
    assert act(letters.get_paper, by_hand(act, kind, dated_on=date(2020, 4, 12)))  # of an earlier selection


def test_a_score_sheet_is_hidden_once_somebody_wrote_on_it(act, opened):
    vacancy, *_others = opened
    sheet = by_hand(act, LetterKind.SCORE_SHEET, vacancy_id=vacancy)
    assert act(letters.get_paper, sheet)
    act(scans.file_to_letter, sheet, "lembar.pdf", b"%PDF-1.4 W1 71.5", DAY)
    with pytest.raises(RuleViolation, match="Pindaian ini memuat nilai"):
        act(scans.get_scan, act(letters.get_letter, sheet).scan_id)
    spec = spec_of(LetterKind.SCORE_SHEET)
    [(name, rows)] = [(n, v) for n, v in spec.sample.items() if isinstance(v, list) and "bobot" in v[0]]
    filled = {**spec.sample, name: [{**row, "nilai": "71,5"} for row in rows]}
    stated = Stated(LetterKind.SCORE_SHEET, typed_values(spec.fields, filled))
    own = Addressing("Lembar", vacancy_id=vacancy)
    refused(act, letters.get_paper, act(write_letter, stated, own, dated_on=DAY, render=render).id)


def test_a_draft_that_took_over_their_values_is_not_opened_either(act, database):
    vacancy, ids, minutes = decided(act)
    correction = act(drafts.draft_correction, minutes, "salah tanggal", DAY)
    spec = spec_of(LetterKind.PLENARY_MINUTES)
    begun = DraftForm(spec.kind, DAY, None, {**spec.sample, OWNERS: {"vacancy_id": vacancy}})
    begun_id = act(drafts.save_draft, None, begun)
    free_id = act(drafts.save_draft, None, DraftForm(spec.kind, DAY, None, dict(spec.sample)))
    act(letters.cancel_letter, minutes, "salah tanggal")
    utan.leave(act, applicants.withdraw, ids[0], "diterima bekerja")
    chair = act(interviews.list_panel, vacancy)[0].id
    utan.open_locked(act, ids[1], chair, "salah salin", chair)
    for draft_id in (correction, begun_id):
        refused(act, drafts.get_draft, draft_id)
        refused(act, drafts.finalise, draft_id, today=DAY, render=render)
    assert act(drafts.get_draft, free_id).form.kind is spec.kind
    refused(act, drafts.draft_correction, minutes, "lagi", DAY)


def test_scans_attached_to_a_proposal_as_minutes_are_hidden_too(act, opened):
    vacancy, *_others = opened
    scan = act(scans.file_scan, "rekap.pdf", b"%PDF-1.4 rekap 71.5")
    other = act(scans.file_scan, "ktp.pdf", b"%PDF-1.4 KTP")

    def attach(session):
        for place, (source, scan_id) in enumerate(
            ((AttachmentSource.RECAP, scan), (AttachmentSource.OTHER, other)), 90
        ):
            session.add(
                ProposalPaper(
                    vacancy_id=vacancy, position=place, name="x", source=source, scan_id=scan_id, wanted=True
                )
            )

    act(attach)
    with pytest.raises(RuleViolation, match="Pindaian ini memuat nilai"):
        act(scans.get_scan, scan)
    assert act(scans.get_scan, other)


def test_where_everybody_stepped_back_the_minutes_stay_readable(act):
    """Nobody is left to be scored: what was locked may be read, for the audit of how it ended."""
    vacancy, ids, minutes = decided(act)
    for applicant in ids[:2]:
        utan.leave(act, applicants.withdraw, applicant, "diterima bekerja")
    assert not act(sheets.all_locked, vacancy)
    assert SECRET in act(letters.get_paper, minutes)


def test_where_the_interview_does_not_count_nothing_is_hidden(act, database, opened):
    vacancy, _ids, minutes, _scan = opened
    with database.writing() as session:
        session.get_one(Vacancy, vacancy).interview_weight = 0
    assert SECRET in act(letters.get_paper, minutes)


def test_a_batch_without_scores_costs_one_question_more(act, database, opened):
    many = [by_hand(act, LetterKind.CALL) for _n in range(4)]
    asked = []
    with database.reading() as session:
        event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert hidden_letters(session, many) == {}
    assert sum(statement.startswith("SELECT") for statement in asked) == 1
