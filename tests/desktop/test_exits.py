"""The exit chain in the window: under ten clicks from the roster to five papers."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox

from db.rules.exits import StepKind, StepState
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.officers import PostState
from db.services import exit_steps, exits, letters, officers
from desktop.officers.exit_follow_up import FollowUpDialog
from desktop.officers.exit_form import ExitDialog
from desktop.officers.exit_missing import CoverDialog, MissingDialog
from desktop.officers.roster_section import RosterSection
from desktop.parts.reason import ReasonDialog
from desktop.viewer import PaperDialog

FRIDAY = date(2020, 4, 10)
UTAN = "520406"
ACCEPTANCE, HANDOVER, COVER, DISMISSAL, VACANCY = StepKind


@pytest.fixture(autouse=True)
def _friday(set_day):
    set_day(FRIDAY)


@pytest.fixture
def roster(qtbot, worker):
    section = RosterSection(worker)
    qtbot.addWidget(section)
    section.resize(1366, 700)
    section.show()
    qtbot.waitUntil(lambda: section.model.rowCount() == 24)
    return section


@pytest.fixture
def hand(qtbot, roster):
    return Hand(qtbot, roster)


class Hand:
    """Clicks like a person, and counts."""

    def __init__(self, qtbot, roster):
        self.qtbot, self.roster, self.clicks = qtbot, roster, 0

    def click(self, button):
        self.qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
        self.clicks += 1
        place = button.rect().center()
        place.setX(min(place.x(), 10))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)

    def choose_row(self, code):
        table = self.roster.table
        place = next(n for n in range(24) if table.model().row(n).id == code)
        table.scrollTo(table.model().index(place, 0))
        spot = table.visualRect(table.model().index(place, 0)).center()
        self.clicks += 1
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.qtbot.waitUntil(lambda: self.roster._found is not None and self.roster._found.post.id == code)

    def pick(self, field, place):
        """One click opens the list, the second chooses."""
        self.clicks += 2
        field.setCurrentIndex(place)

    def keys(self, field, text):
        """Typed into the field that has the cursor; Enter goes on to the next."""
        assert field.hasFocus() or field.isAncestorOf(field.window().focusWidget()), text
        target = field.window().focusWidget()
        QTest.keyClicks(target, text)
        QTest.keyClick(target, Qt.Key.Key_Return)

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: isinstance(self.roster.dialog, kind) and self.roster.dialog.isVisible())
        return self.roster.dialog

    def leave(self, code=UTAN):
        """Open the exit form of a kecamatan."""
        self.choose_row(code)
        self.click(self.roster.side.exit_button)
        dialog = self.dialog(ExitDialog)
        self.qtbot.waitUntil(lambda: dialog.reason.count() > 0 and dialog.steps.cover.choice.count() > 1)
        dialog.activateWindow()
        dialog.reason.setFocus()  # where the cursor is when the dialog opens; offscreen has no active window
        return dialog

    def follow_up(self):
        dialog = self.dialog(FollowUpDialog)
        self.qtbot.waitUntil(lambda: dialog.facts is not None)
        return dialog


def states(dialog):
    return {line.id: line.step.state for line in dialog.model.rows}


def resign(hand):
    dialog = hand.leave()
    dialog.reason.setCurrentText("Mengundurkan diri")
    dialog.letter_on.set_value(date(2020, 4, 8))
    dialog.steps.ticks[COVER].setChecked(False)  # nobody is chosen
    return dialog


def words(dialog, kind):
    """How a step stands, and what is said of it."""
    place = next(n for n, line in enumerate(dialog.model.rows) if line.id is kind)
    return [dialog.model.index(place, column).data() for column in (1, 3)]


def choose(dialog, kind):
    assert dialog.table.choose(kind)


def test_the_utan_exit_takes_under_ten_clicks_and_makes_five_papers(hand, qtbot, act, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    dialog = hand.leave()
    hand.keys(dialog.reason, "Mengundurkan diri")
    hand.keys(dialog.detail, "ikut Pilkades")
    hand.keys(dialog.left_on, "")  # today already
    hand.keys(dialog.letter_number, "05/TKSK-UTN/IV/2020")
    hand.keys(dialog.letter_on, "08-04-2020")
    assert dialog.steps.chosen() == frozenset(StepKind)
    hand.pick(dialog.steps.cover.choice, 0)
    hand.click(dialog.save_button)

    follow_up = hand.follow_up()
    assert set(states(follow_up).values()) == {StepState.READY}
    hand.click(follow_up.announce)
    hand.click(follow_up.publish_button)
    hand.clicks += 1  # the question before the announcement
    qtbot.waitUntil(lambda: isinstance(follow_up.dialog, PaperDialog), timeout=20_000)
    qtbot.waitUntil(lambda: set(states(follow_up).values()) == {StepState.DONE})
    assert hand.clicks < 10

    pdf = follow_up.dialog.paper._pdf
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    text = " ".join(text.split())
    for said in (
        "mencalonkan diri dalam pemilihan kepala desa",
        "Pada hari ini Jumat tanggal sepuluh bulan April tahun dua ribu dua puluh (10-04-2020)",
        "Pelaksana Tugas (Plt.) Tenaga Kesejahteraan Sosial Kecamatan (TKSK) Kecamatan Utan",
        "pemberhentian TKSK merupakan kewenangan Kementerian Sosial",
        "Nomor 05/TKSK-UTN/IV/2020 tanggal 8 April 2020",
    ):
        assert said in text, said
    made = act(letters.list_letters, 0, 10)
    assert {row.kind for row in made} == {
        *(LetterKind.EXIT_ACCEPTANCE, LetterKind.HANDOVER_MINUTES, LetterKind.ACTING_ASSIGNMENT),
        *(LetterKind.DISMISSAL_PROPOSAL, LetterKind.ANNOUNCEMENT),
    }
    assert sorted(row.number.split("/")[1] for row in made) == ["001", "002", "003", "004", "005"]


def test_the_reason_decides_what_is_ticked(hand):
    dialog = hand.leave()
    assert dialog.steps.chosen() == frozenset()
    dialog.reason.setCurrentText("Meninggal dunia")
    assert dialog.steps.chosen() == {COVER, DISMISSAL, VACANCY}
    assert not dialog.steps.ticks[ACCEPTANCE].isEnabled()
    assert dialog.steps.lines[ACCEPTANCE].text() == "Tidak ada untuk alasan ini."
    dialog.steps.ticks[VACANCY].setFocus()
    QTest.keyClick(dialog.steps.ticks[VACANCY], Qt.Key.Key_Space)
    assert VACANCY not in dialog.steps.chosen()
    dialog.reason.setCurrentText("Mengundurkan diri")
    assert dialog.steps.chosen() == frozenset(StepKind)
    assert dialog.steps.lines[HANDOVER].text().startswith("Jumat, 10 April 2020, dari ")
    dialog.detail.setEditText("ikut Pilkades")
    dialog.reason.setCurrentText("Pindah domisili")
    assert dialog.detail.value() == ""


def test_an_exit_before_the_start_is_refused_where_it_was_typed(hand, qtbot, act):
    dialog = resign(hand)
    dialog.left_on.set_value(date(2019, 12, 31))
    hand.click(dialog.save_button)
    qtbot.waitUntil(lambda: not dialog._saving)
    said = [shown.text() for shown in dialog.form.findChildren(QLabel)]
    assert "Tanggal berhenti harus sesudah awal penugasan (2 Januari 2020)." in said
    assert act(exit_steps.find_exit, UTAN) is None


def test_a_ticked_cover_asks_who_at_once(hand, qtbot, act):
    dialog = hand.leave()
    dialog.reason.setCurrentText("Mengundurkan diri")
    hand.click(dialog.save_button)
    assert dialog.letter_on.accessibleDescription().startswith("Isi tanggal surat pengunduran diri")
    assert dialog.steps.cover.problem.text().startswith(
        "Pilih siapa yang bertugas sementara. Terdekat: Ardiansyah Rahmatullah, S.Kom., TKSK Kecamatan Buer."
    )
    assert act(exit_steps.find_exit, UTAN) is None
    dialog.steps.cover.choice.setCurrentIndex(1)
    assert not dialog.steps.cover.problem.isVisible()
    dialog.letter_on.set_value(date(2020, 4, 8))
    hand.click(dialog.save_button)
    assert dialog.steps.cover.name.accessibleDescription() == "Belum diisi."
    dialog.steps.ticks[COVER].setChecked(False)
    hand.click(dialog.save_button)
    hand.follow_up()


def test_without_somebody_to_cover_the_rest_is_made_and_the_step_follows_later(hand, qtbot, act):
    hand.click(resign(hand).save_button)
    follow_up = hand.follow_up()
    rows = {line.id: line for line in follow_up.model.rows}
    assert rows[COVER].step.state is StepState.LEFT_OUT
    choose(follow_up, COVER)
    assert follow_up.switch_button.text().strip() == "Siapkan"
    hand.click(follow_up.switch_button)
    qtbot.waitUntil(lambda: isinstance(follow_up.dialog, CoverDialog))
    asked = follow_up.dialog
    asked.cover.choice.setCurrentIndex(1)
    asked.cover.name.setText("Sri Handayani")
    asked.cover.job.setText("Ketua PSM Kecamatan Utan")
    asked.cover.address.setText("Motong")
    hand.click(asked.save_button)
    qtbot.waitUntil(lambda: states(follow_up)[COVER] is StepState.READY)
    post = next(p for p in act(officers.list_posts, on=FRIDAY) if p.id == UTAN)
    assert (post.state, post.officer) == (PostState.ACTING, "Sri Handayani")


def test_what_is_incomplete_is_named_and_the_others_are_published_and_taken_back(
    hand, qtbot, act, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        QMessageBox,
        "exec",
        lambda box: (asked.append(f"{box.text()} {box.informativeText()}"), box.buttons()[0].click()),
    )
    hand.click(resign(hand).save_button)  # nobody covers: who receives is open
    follow_up = hand.follow_up()
    assert words(follow_up, HANDOVER) == ["Belum lengkap", "Belum diisi: Nama pihak kedua"]
    assert words(follow_up, DISMISSAL)[0] == "Siap"
    hand.click(follow_up.publish_button)
    qtbot.waitUntil(lambda: isinstance(follow_up.dialog, PaperDialog), timeout=20_000)
    assert asked == [
        "Terbitkan 2 surat? Semuanya mendapat nomor dan tidak dapat diubah lagi. "
        "Belum lengkap, tidak ikut: Berita acara serah terima."
    ]
    qtbot.waitUntil(lambda: states(follow_up)[DISMISSAL] is StepState.DONE)
    assert states(follow_up)[HANDOVER] is StepState.READY
    hand.click(follow_up.undo_button)
    asked = follow_up.dialog
    assert isinstance(asked, ReasonDialog)
    asked.reason.setPlainText("Salah catat")
    hand.click(asked.save_button)
    qtbot.waitUntil(lambda: hand.roster.dialog is None)
    kept = {row.status for row in act(letters.list_letters, 0, 50)}
    assert kept == {LetterStatus.CANCELLED}


def test_what_a_letter_lacks_is_typed_in_the_follow_up(hand, qtbot, act):
    hand.click(resign(hand).save_button)
    follow_up = hand.follow_up()
    assert follow_up.table.current_row().id is HANDOVER
    hand.click(follow_up.complete_button)
    asked = follow_up.dialog
    assert isinstance(asked, MissingDialog)
    hand.click(asked.save_button)
    assert asked.form.widget("nama_kedua").accessibleDescription() == "Belum diisi."
    asked.form.widget("nama_kedua").setText("Sri Handayani")
    hand.click(asked.save_button)
    qtbot.waitUntil(lambda: words(follow_up, HANDOVER) == ["Siap", ""])
    assert not follow_up.complete_button.isVisible()


def test_a_step_leads_to_its_draft_and_to_the_vacancy(hand, qtbot):
    asked = []
    hand.roster.navigate.connect(lambda topic, payload: asked.append((topic, payload)))
    hand.click(resign(hand).save_button)
    follow_up = hand.follow_up()
    drafted = next(line.step.draft_id for line in follow_up.model.rows if line.id is DISMISSAL)
    choose(follow_up, DISMISSAL)
    hand.click(follow_up.open_button)
    assert asked == [("letters/draft", drafted)]
    qtbot.waitUntil(lambda: hand.roster.dialog is None)
    hand.click(hand.roster.side.follow_button)
    follow_up = hand.follow_up()
    choose(follow_up, VACANCY)
    hand.click(follow_up.open_button)
    assert asked[1][0] == "recruitment/show"


def test_a_step_is_left_out_and_prepared_again(hand, qtbot):
    hand.click(resign(hand).save_button)
    follow_up = hand.follow_up()
    choose(follow_up, ACCEPTANCE)
    hand.click(follow_up.switch_button)
    qtbot.waitUntil(lambda: states(follow_up)[ACCEPTANCE] is StepState.LEFT_OUT)
    hand.click(follow_up.switch_button)
    qtbot.waitUntil(lambda: states(follow_up)[ACCEPTANCE] is StepState.READY)


def test_a_mistaken_exit_is_taken_back(hand, qtbot, act, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    said = []
    hand.roster.said.connect(said.append)
    hand.click(resign(hand).save_button)
    follow_up = hand.follow_up()
    hand.click(follow_up.undo_button)
    qtbot.waitUntil(lambda: hand.roster.dialog is None)
    assert "dibatalkan" in said[-1]
    post = next(p for p in act(officers.list_posts, on=FRIDAY) if p.id == UTAN)
    assert post.state is PostState.FILLED


def test_an_exit_that_is_known_already_is_refused_and_its_steps_are_one_click_away(hand, qtbot, act):
    term = next(p for p in act(officers.list_posts, on=FRIDAY) if p.id == UTAN).assignment_id
    form = exits.ExitForm("Mengundurkan diri", "", date(2020, 5, 1), "", None)  # still on duty today
    act(exits.leave, term, form, frozenset({DISMISSAL}), None, today=FRIDAY)
    hand.roster.refresh()
    dialog = resign(hand)
    hand.click(dialog.save_button)
    qtbot.waitUntil(lambda: not dialog._saving)
    assert "sudah dicatat berhenti mulai 1 Mei 2020" in dialog.form._banner.text.text()
    dialog.done(0)
    hand.roster.receive("exit", term)
    assert hand.follow_up().facts.left_on == date(2020, 5, 1)
