"""The proposal in the window: attachments, the file to send, its way, the reminder; the scale."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import ProposalStatus, Stage
from db.rules.sop import DEFAULT_STEPS
from db.services import letters, sop
from db.services.recruitment import proposal_papers, proposals, ranking
from desktop import clock, paper
from desktop.home.tab import HomeTab
from desktop.office.sop_panel import SopPanel
from desktop.recruitment.next_step import Action
from desktop.recruitment.proposal import TrackDialog
from desktop.recruitment.proposal_papers import ProposalPapersDialog
from desktop.recruitment.question import QuestionDialog
from desktop.recruitment.tab import RecruitmentTab
from desktop.viewer import PaperDialog
from tests.services import utan

pytestmark = pytest.mark.usefixtures("own_settings")
SENT = date(2020, 4, 24)


@pytest.fixture
def tab(qtbot, worker, act, monkeypatch, set_day):
    """The page of a vacancy whose first was chosen, with true letters."""
    monkeypatch.setattr(utan, "render", paper.render)
    set_day(SENT)
    vacancy, (rina, ahmad, *_others) = utan.ready_to_score(act)
    utan.score_all(act, vacancy, [rina, ahmad], 80, 75)
    act(
        ranking.decide,
        vacancy,
        rina,
        "",
        early_reason=utan.EARLY,
        decided_on=date(2020, 4, 20),
        render=paper.render,
    )
    made = RecruitmentTab(worker)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    made.receive("show", vacancy)
    qtbot.waitUntil(lambda: made.page.state is not None)
    return made


@pytest.fixture
def sent(qtbot, tab, act):
    """The same after the proposal was printed."""
    vacancy = tab.page.vacancy_id
    utan.untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=SENT, render=paper.render)
    tab.page.refresh()
    qtbot.waitUntil(lambda: tab.page.state.facts.stage is Stage.PROPOSED)
    return tab


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "ktp.png"
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.lightGray)
    image.save(str(path))
    return path


def click(qtbot, button):
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_for(qtbot, tab, kind):
    qtbot.waitUntil(lambda: isinstance(tab.dialog, kind), timeout=10_000)
    return tab.dialog


def open_papers(qtbot, tab):
    click(qtbot, tab.page.proposal_card.papers_link)
    dialog = wait_for(qtbot, tab, ProposalPapersDialog)
    qtbot.waitUntil(lambda: bool(dialog.papers.lines))
    return dialog


def line(dialog, name):
    return next(one for one in dialog.papers.lines if one.name.text().startswith(name))


def test_the_primary_button_leads_to_what_is_missing_and_then_to_the_letter(qtbot, act, tab, picture):
    page = tab.page
    assert page.step.action is Action.ATTACH
    assert "belum ada berkasnya: Fotokopi KTP elektronik" in page.next_card.explanation.text()
    click(qtbot, page.next_button)
    dialog = wait_for(qtbot, tab, ProposalPapersDialog)
    qtbot.waitUntil(lambda: len(dialog.papers.lines) == 12)
    assert line(dialog, "Berita Acara Tes").state.text() == "ada"
    assert line(dialog, "Fotokopi KTP").state.text() == "belum ada berkas"
    assert dialog.summary.text().startswith("9 lampiran yang dicentang belum ada berkasnya")
    line(dialog, "Fotokopi KTP").attach(picture)
    qtbot.waitUntil(lambda: line(dialog, "Fotokopi KTP").state.text() == "ada")
    click(qtbot, dialog.untick_button)
    assert not dialog.untick_button.isVisible()
    click(qtbot, dialog.add_button)
    own = dialog.papers.lines[-1]
    assert own.name.hasFocus()
    click(qtbot, dialog.save_button)
    assert dialog.isVisible()  # a line without a name
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled())
    click(qtbot, own.remove_button)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: page.step.action is Action.PROPOSE)
    assert [p.name for p in act(proposal_papers.list_papers, page.vacancy_id) if p.wanted] == [
        "Berita Acara Seleksi Administrasi",
        "Berita Acara Tes Wawancara",
        "Rekapitulasi nilai",
        "Fotokopi KTP elektronik",
    ]
    click(qtbot, page.next_button)
    question = wait_for(qtbot, tab, QuestionDialog)
    qtbot.waitUntil(lambda: question.signer.value() is not None)
    click(qtbot, question.save_button)
    shown = wait_for(qtbot, tab, PaperDialog)
    qtbot.waitUntil(lambda: shown.paper.document.pageCount() > 0)
    text = " ".join(shown.paper.document.getAllText(0).text().split())
    assert "Fotokopi KTP elektronik" in text
    assert "kartu keluarga" not in text


def test_what_is_typed_about_attachments_is_not_lost_by_accident(qtbot, tab):
    dialog = open_papers(qtbot, tab)
    assert not dialog.unsaved()
    line(dialog, "Fotokopi KTP").box.setChecked(False)
    assert dialog.unsaved()
    line(dialog, "Fotokopi KTP").box.setChecked(True)
    assert not dialog.unsaved()
    dialog.reject()


def test_a_file_that_is_found_opens(qtbot, tab, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "desktop.recruitment.proposal_papers.show_paper",
        lambda _p, _w, title, pdf: shown.append((title, pdf)),
    )
    dialog = open_papers(qtbot, tab)
    click(qtbot, line(dialog, "Berita Acara Tes").found)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0][1].startswith(b"%PDF-")
    assert not line(dialog, "Rekapitulasi").found.isEnabled()  # it is printed when it is needed
    dialog.reject()


def test_the_file_to_send_has_a_bookmark_for_each_attachment(qtbot, sent):
    click(qtbot, sent.page.proposal_card.file_link)
    shown = wait_for(qtbot, sent, PaperDialog)
    reader = PdfReader(BytesIO(shown.paper._pdf))
    assert [mark.title for mark in reader.outline] == [
        "Surat usulan",
        "Daftar periksa berkas",
        "Berita Acara Seleksi Administrasi",
        "Berita Acara Tes Wawancara",
        "Rekapitulasi nilai",
    ]
    shown.accept()


def test_the_list_is_shut_after_the_letter_and_open_again_when_it_comes_back(qtbot, act, sent):
    page = sent.page
    dialog = open_papers(qtbot, sent)
    assert not line(dialog, "Fotokopi KTP").box.isEnabled()
    assert not dialog.add_button.isVisible()
    dialog.reject()
    proposal = act(proposals.find_proposal, page.vacancy_id)
    act(
        proposals.track,
        proposal.id,
        ProposalStatus.RETURNED,
        on=SENT,
        note="kurang SKCK",
        today=date(2020, 12, 1),
    )
    page.refresh()
    qtbot.waitUntil(lambda: "kurang SKCK" in page.next_card.explanation.text())
    assert not page.proposal_card.remind_link.isVisible()
    dialog = open_papers(qtbot, sent)
    line(dialog, "Surat keterangan catatan").box.setChecked(True)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: page.step.action is Action.ATTACH)


def test_a_cancelled_letter_is_offered_once_more(qtbot, act, sent):
    page = sent.page
    act(letters.cancel_letter, page.state.proposal.letter_id, "salah nama")
    page.refresh()
    qtbot.waitUntil(lambda: page.step.action is Action.PROPOSE)
    assert page.next_card.heading.text() == "Surat usulan dibatalkan"
    assert not page.proposal_card.file_link.isVisible()
    dialog = open_papers(qtbot, sent)
    assert line(dialog, "Fotokopi KTP").box.isEnabled()
    dialog.reject()


def test_the_way_is_noted_with_numbers_and_the_last_step_taken_back(qtbot, act, sent, monkeypatch, set_day):
    set_day(date(2020, 5, 12))
    page = sent.page
    click(qtbot, page.next_button)
    dialog = wait_for(qtbot, sent, TrackDialog)
    dialog.on.set_value(date(2020, 4, 28))
    qtbot.keyClicks(dialog.number, "460/12")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: page.state.proposal.status is ProposalStatus.RECEIVED)
    assert page.state.proposal.steps[-1].note == "Nomor 460/12"
    assert page.proposal_card.undo_link.isVisible()
    asked = []
    monkeypatch.setattr(
        "desktop.recruitment.proposal_actions.confirm", lambda _p, text, _a: asked.append(text) or True
    )
    click(qtbot, page.proposal_card.undo_link)
    qtbot.waitUntil(lambda: page.state.proposal.status is ProposalStatus.SENT)
    assert "diterima provinsi, Selasa, 28 April 2020" in asked[0]
    assert not page.proposal_card.undo_link.isVisible()


def test_days_stand_on_the_scale_in_the_colour_of_the_silence(qtbot, sent):
    page, card = sent.page, sent.page.proposal_card
    assert card.bar.tone == "good"
    assert "langkah 1 dari 8" in card.place.text()
    for day, tone in ((date(2020, 6, 23), "info"), (date(2020, 8, 22), "warn"), (date(2020, 10, 21), "bad")):
        clock.set_today(day)
        page.refresh()
        qtbot.waitUntil(lambda tone=tone: card.bar.tone == tone)
    assert card.days.text().startswith("180 hari kalender, ")
    assert "180 hari tanpa kabar" in card.silence.text()
    assert "langkah 8 dari 8" in card.bar.accessibleName()


def test_beranda_leads_to_the_reminder_in_one_click(qtbot, act, worker, sent, set_day):
    set_day(date(2020, 7, 1))
    home = HomeTab(worker)
    qtbot.addWidget(home)
    home.show()
    asked = []
    home.navigate.connect(lambda where, payload: asked.append((where, payload)))
    home.refresh()
    qtbot.waitUntil(lambda: bool(home.matters.buttons))
    remind = next(one for one in home.matters.buttons if one.text() == "Surat tindak lanjut")
    number = act(letters.count_letters)
    remind.click()
    assert asked == [("recruitment/remind", sent.page.vacancy_id)]
    sent.receive("remind", sent.page.vacancy_id)
    question = wait_for(qtbot, sent, QuestionDialog)
    qtbot.waitUntil(lambda: question.signer.value() is not None)
    document = question.look.paper.document
    qtbot.waitUntil(lambda: document.pageCount() > 0, timeout=10_000)
    assert "68 hari kalender" in " ".join(document.getAllText(0).text().split())
    assert act(letters.count_letters) == number
    click(qtbot, question.save_button)
    shown = wait_for(qtbot, sent, PaperDialog)
    assert act(letters.count_letters) == number + 1
    assert act(letters.list_letters, 0, 1)[0].kind is LetterKind.PROPOSAL_REMINDER
    shown.accept()
    qtbot.waitUntil(lambda: "Ditanyakan dengan surat 1 Juli 2020" in sent.page.proposal_card.silence.text())


@pytest.fixture
def panel(qtbot, worker, own_settings):
    made = SopPanel(worker)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: len(made.names) == len(DEFAULT_STEPS))
    return made


def test_the_office_changes_its_scale(qtbot, act, panel):
    assert panel.total.text() == "Jumlah 236 hari kerja"
    panel.days[-1].setValue(100)
    assert panel.total.text() == "Jumlah 153 hari kerja"
    assert panel.is_edited()
    panel.add_step()
    click(qtbot, panel.save_button)
    qtbot.waitUntil(lambda: panel.banner.isVisible())
    assert panel.banner.text.text() == "Langkah 9: isi namanya."
    panel.names[-1].setText("Pengambilan SK")
    click(qtbot, panel.save_button)
    qtbot.waitUntil(lambda: not panel.is_edited())
    assert act(sop.get_steps)[-1].name == "Pengambilan SK"
    click(qtbot, panel.defaults_button)
    click(qtbot, panel.save_button)
    qtbot.waitUntil(lambda: act(sop.get_steps) == DEFAULT_STEPS)
