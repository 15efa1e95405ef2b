"""A letter with scores stays in the register while sheets are open, with a sentence in place of its pages."""

from datetime import date

import pytest

from db.rules.letter_kinds import LetterKind
from db.services import letters
from db.services.recruitment import applicants, interviews, ranking
from desktop import paper
from desktop.letters.check import CheckSection
from desktop.letters.outgoing import OutgoingSection
from tests.services import utan
from tests.services.utan import EARLY, lock, ready_to_score, score_all

DAY = date(2020, 4, 20)


@pytest.fixture
def minutes(act):
    """Cancelled minutes of an interview that goes on, and the sheet that is open again."""
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "87.654", "71.5")
    made = act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=DAY, render=paper.render)
    act(letters.cancel_letter, made.id, "salah tanggal")
    utan.leave(act, applicants.withdraw, ids[0], "diterima bekerja")
    chair = act(interviews.list_panel, vacancy)[0].id
    utan.open_locked(act, ids[1], chair, "salah salin", chair)
    return made, (ids[1], chair)


def test_the_register_shows_its_line_and_why_there_are_no_pages(
    qtbot, worker, show, act, own_settings, minutes
):
    made, sheet = minutes
    section = show(OutgoingSection(worker))
    qtbot.waitUntil(lambda: section.letters.rows_loaded)
    preview = section.preview
    qtbot.waitUntil(lambda: "lembar nilai" in preview.paper.empty.text.text())
    assert section.table.current_row().id == made.id
    assert made.number in preview.facts.text()
    assert made.number in preview.paper.empty.text.text()
    assert preview.paper.empty.isVisible()
    assert not preview.paper.print_button.isVisible()
    section.table.selectRow(1)  # one without scores is shown as ever
    qtbot.waitUntil(lambda: preview.paper._pdf != b"")
    assert section.table.current_row().kind is not LetterKind.INTERVIEW_MINUTES
    lock(act, *sheet)
    section.table.selectRow(0)
    qtbot.waitUntil(lambda: preview.paper._pdf == made.pdf)


def test_the_check_knows_it_but_does_not_show_it(qtbot, worker, show, act, own_settings, minutes, papers):
    made, _sheet = minutes
    section = show(CheckSection(worker))
    section.receive("check", act(letters.get_letter, made.id).code)
    qtbot.waitUntil(lambda: section.checked is not None)
    assert section.checked.letter.number == made.number
    section.paper_button.click()
    qtbot.waitUntil(lambda: "lembar nilai" in section.banner.text.text())
    assert papers == []
