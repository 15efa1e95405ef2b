"""Writing a letter in the window: the form, the live paper, drafts that keep themselves, batches."""

from datetime import date
from pathlib import Path
from threading import Event

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow
from sqlalchemy import select

from db.catalog import spec_of
from db.models.office import Official
from db.numbers import setting_of
from db.rules.access import ROLES, Actor
from db.rules.drafts import CLASSIFICATION, DraftForm
from db.rules.letter_kinds import LetterKind
from db.rules.numbering import NumberWish, WishKind
from db.rules.office import Authority, OfficialForm
from db.services import drafts, letters, numbers, office
from desktop.letters.compose import ComposeSection
from desktop.letters.compose_dialogs import FinaliseDialog
from desktop.letters.compose_officers import TickDialog
from desktop.letters.fold import focus_chain
from desktop.parts.letter_batch import BatchDialog, Made
from desktop.parts.letter_messages import MessagesDialog
from desktop.viewer import PaperDialog
from tests.desktop.conftest import text_of

DAY = date(2020, 4, 16)
INVITATION, ASSIGNMENT = LetterKind.INVITATION, LetterKind.ASSIGNMENT
CAMAT = tuple({"name": f"Camat {n}", "at": n, "phone": "081200000000"} for n in ("Utan", "Alas", "Rhee"))


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(DAY)


@pytest.fixture
def ask(act):
    return act


@pytest.fixture
def open_section(worker, show):
    return lambda: show(ComposeSection(worker))


def field(section, name):
    return section.editing.form.form.widget(f"isi_{name}")


def begin(qtbot, section, kind=INVITATION, *args):
    section.begin(kind, *args)  # the letter before closes when it has been kept
    qtbot.waitUntil(lambda: section.editing is not None and section.editing.form.spec.kind is kind)
    qtbot.waitUntil(lambda: section.preview.last is not None)
    qtbot.waitUntil(lambda: section.editing.form.signer.value() is not None)


def test_a_letter_is_seen_while_it_is_typed_and_keeps_itself(qtbot, open_section, ask):
    section = open_section()
    begin(qtbot, section)
    assert "Yth. ……" in text_of(section)
    assert "Undangan ……" in text_of(section)
    assert not section.editing.changed()  # what the program put in is no work
    field(section, "penerima").setText("Camat Utan")
    qtbot.waitUntil(lambda: "Camat Utan" in text_of(section))
    assert section.editing.changed()
    section.hide()
    qtbot.waitUntil(lambda: section.editing.draft_id is not None)
    [row] = ask(drafts.list_drafts)
    assert row.id == section.editing.draft_id
    qtbot.waitUntil(lambda: not section.editing.changed())


def hold_writes(worker, owner):
    """Whoever writes now waits until the gate is set."""
    gate = Event()
    worker.write(owner, lambda _session: gate.wait(10), then=lambda _nothing: None)
    return gate


def clash(qtbot, section, ask):
    """A draft in which somebody else has just changed what is being changed here."""
    values = dict(spec_of(INVITATION).sample)
    form = DraftForm(INVITATION, DAY, None, values)
    draft_id = ask(drafts.save_draft, None, form)
    section.open_draft(draft_id)
    qtbot.waitUntil(lambda: section.editing is not None and section.editing.form.signer.value() is not None)
    changed = DraftForm(INVITATION, DAY, None, {**values, "penerima": "Camat Alas"})
    ask(drafts.save_draft, draft_id, changed, form)
    field(section, "penerima").setText("Camat Buer")
    return draft_id


def test_closing_the_window_keeps_what_was_just_typed(qtbot, worker, ask):
    window = QMainWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(window)
    section = ComposeSection(worker)
    window.setCentralWidget(section)
    window.show()
    begin(qtbot, section)
    field(section, "penerima").setText("Camat Utan")
    assert not window.close()
    qtbot.waitUntil(window.isHidden)
    assert ask(drafts.count_drafts) == 1


def test_the_window_stays_when_what_was_typed_cannot_be_kept(qtbot, worker, ask, monkeypatch):
    answers = [False, True]
    monkeypatch.setattr("desktop.letters.compose_keeping.confirm", lambda *_any, **_more: answers.pop(0))
    window = QMainWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(window)
    section = ComposeSection(worker)
    window.setCentralWidget(section)
    window.show()
    clash(qtbot, section, ask)
    window.close()
    qtbot.waitUntil(lambda: len(answers) == 1)
    qtbot.wait(50)
    assert window.isVisible()
    assert field(section, "penerima").text() == "Camat Buer"
    window.close()
    qtbot.waitUntil(window.isHidden)


def test_what_is_typed_while_a_write_waits_is_kept_before_another_letter_opens(
    qtbot, open_section, worker, ask
):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    qtbot.waitUntil(lambda: section.editing.draft_id is not None)
    draft_id, gate = section.editing.draft_id, hold_writes(worker, section)
    field(section, "penerima").setText("Camat Alas")
    section.check_button.click()
    field(section, "penerima").setText("Camat Rhee")
    section.begin(ASSIGNMENT)
    field(section, "penerima").setText("Camat Buer")  # the letter is there until it is kept
    gate.set()
    qtbot.waitUntil(lambda: section.editing is not None and section.editing.form.spec.kind is ASSIGNMENT)
    assert ask(drafts.get_draft, draft_id).form.values["penerima"] == "Camat Buer"
    assert section.banner.isHidden()


def test_what_is_typed_while_a_write_waits_is_kept_when_the_section_goes(qtbot, worker, ask):
    section = ComposeSection(worker)
    section.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    section.show()
    begin(qtbot, section)
    gate = hold_writes(worker, worker)
    field(section, "penerima").setText("Camat Alas")
    section.save_button.click()
    field(section, "penerima").setText("Camat Rhee")
    section.hide()
    shiboken6.delete(section)
    gate.set()
    qtbot.waitUntil(lambda: not worker.writing)
    [row] = ask(drafts.list_drafts)
    assert ask(drafts.get_draft, row.id).form.values["penerima"] == "Camat Rhee"


def test_a_conflict_keeps_the_letter_open_and_offers_both_ways_on(qtbot, open_section, ask, monkeypatch):
    monkeypatch.setattr("desktop.letters.compose_editing.AUTOSAVE", 30)
    section = open_section()
    draft_id = clash(qtbot, section, ask)
    failures = []
    section.editing.failed.connect(failures.append)
    section.begin(ASSIGNMENT)
    qtbot.waitUntil(lambda: "Muat ulang" in section.banner.other.text())
    qtbot.waitUntil(lambda: section.banner.other.isVisible())
    field(section, "penerima").setText("Camat Buer dan Rhee")
    qtbot.wait(150)
    assert len(failures) <= 2  # the autosave gives up
    assert section.editing.form.spec.kind is INVITATION
    section.banner.link.click()
    qtbot.waitUntil(lambda: ask(drafts.count_drafts) == 2)
    kept = [ask(drafts.get_draft, row.id).form.values["penerima"] for row in ask(drafts.list_drafts)]
    assert kept == ["Camat Buer dan Rhee", "Camat Alas"]
    qtbot.waitUntil(lambda: section.editing.draft_id not in (None, draft_id))
    section.begin(ASSIGNMENT)
    assert section.editing.form.spec.kind is ASSIGNMENT


def test_after_a_conflict_the_draft_can_be_read_anew(qtbot, open_section, ask):
    section = open_section()
    draft_id = clash(qtbot, section, ask)
    section.save_button.click()
    qtbot.waitUntil(lambda: section.banner.other.isVisible())
    section.banner.other.click()
    qtbot.waitUntil(lambda: section.editing is not None and field(section, "penerima").text() == "Camat Alas")
    assert (section.editing.draft_id, ask(drafts.count_drafts)) == (draft_id, 1)
    assert section.banner.isHidden()


def test_a_day_that_cannot_be_read_loses_nothing(qtbot, open_section, ask):
    section = open_section()
    begin(qtbot, section)
    section.editing.form.date.set_value(date(2020, 4, 20))
    field(section, "penerima").setText("Camat Alas")
    section.editing.form.date.setText("99-99")
    section.begin(ASSIGNMENT)
    qtbot.waitUntil(lambda: section.editing.form.spec.kind is ASSIGNMENT)
    [row] = ask(drafts.list_drafts)
    form = ask(drafts.get_draft, row.id).form
    assert (form.dated_on, form.values["penerima"]) == (date(2020, 4, 20), "Camat Alas")


def test_letters_that_others_number_begin_with_dots(qtbot, open_section, ask):
    def others_number(session):
        setting_of(session, INVITATION).number_by_hand = True

    ask(others_number)
    section = open_section()
    begin(qtbot, section)
    wish = section.editing.form.wish
    qtbot.waitUntil(lambda: "Titik-titik" in wish.choice.currentText())
    assert (wish.value(), section.editing.changed()) == (None, False)
    wish.choice.setCurrentIndex(0)
    assert wish.value() == NumberWish(WishKind.NEXT)
    assert section.editing.changed()


def test_a_reserved_number_that_was_taken_is_shown_and_can_be_given_up(qtbot, open_section, ask):
    [kept] = ask(numbers.reserve, INVITATION, DAY, 1, "Rapat")
    wish = NumberWish(WishKind.RESERVED, kept.id)
    values = dict(spec_of(INVITATION).sample)
    draft_id = ask(drafts.save_draft, None, DraftForm(INVITATION, DAY, None, values, wish=wish))
    ask(numbers.void, kept.id, "Rapat batal")
    section = open_section()
    section.open_draft(draft_id)
    qtbot.waitUntil(lambda: section.editing is not None)
    shown = section.editing.form.wish
    qtbot.waitUntil(lambda: shown.choice.currentText() == "Pesanan … (tidak tersedia)")
    qtbot.waitUntil(lambda: section.editing.form.signer.value() is not None)
    assert not section.editing.changed()
    shown.choice.setCurrentIndex(0)
    assert section.editing.changed()
    section.save_button.click()
    qtbot.waitUntil(lambda: ask(drafts.get_draft, draft_id).form.wish == NumberWish(WishKind.NEXT))


def test_a_number_of_a_later_day_is_pointed_out(qtbot, open_section, ask):
    values = dict(spec_of(INVITATION).sample)
    later = ask(drafts.save_draft, None, DraftForm(INVITATION, date(2020, 4, 30), None, values))
    [one] = ask(drafts.finalise, later, today=DAY, render=lambda _frame, _letter: b"%PDF").letters
    section = open_section()
    begin(qtbot, section)
    note = section.editing.form.form._fields["wish"]._note
    qtbot.waitUntil(lambda: one.number in note.text())
    section.editing.form.wish.choice.setCurrentIndex(1)
    assert note.text() == ""


def test_the_search_box_finds_drafts_too(qtbot, open_section, ask):
    for name in ("Rapat Utan", "Rapat Alas"):
        values = {**spec_of(INVITATION).sample, "acara": name}
        ask(drafts.save_draft, None, DraftForm(INVITATION, DAY, None, values))
    section = open_section()
    qtbot.waitUntil(lambda: section.list.drafts.count() == 2)
    section.list.search.setText("rapat alas")
    qtbot.waitUntil(lambda: section.list.drafts.count() == 1)
    section.list.search.setText("rapat rhee")
    qtbot.waitUntil(lambda: section.list.empty.isVisible())
    assert "Tidak ada konsep yang cocok" in section.list.empty.text()


def test_another_letter_takes_its_place_and_nothing_is_lost(qtbot, open_section, ask):
    section = open_section()
    begin(qtbot, section)
    field(section, "penerima").setText("Camat Alas")
    begin(qtbot, section, ASSIGNMENT)
    qtbot.waitUntil(lambda: section.list.drafts.count() == 1)
    section.list.draft_chosen.emit(ask(drafts.list_drafts)[0].id)
    qtbot.waitUntil(lambda: section.editing is not None and section.editing.form.spec.kind is INVITATION)
    assert field(section, "penerima").text() == "Camat Alas"
    assert section.editing.draft_id is not None


def test_every_kind_of_letter_opens_with_its_sample_and_says_nothing_is_changed(qtbot, open_section, ask):
    section = open_section()
    for kind in LetterKind:
        spec = spec_of(kind)
        if not spec.composed:
            continue
        draft_id = ask(drafts.save_draft, None, DraftForm(kind, DAY, None, dict(spec.sample)))
        section.open_draft(draft_id)
        qtbot.waitUntil(lambda k=kind: section.editing is not None and section.editing.form.spec.kind is k)
        qtbot.waitUntil(lambda: section.editing.form.signer.value() is not None)
        assert not section.editing.changed(), kind
        assert {f.name for f in spec.fields if f.required} <= set(section.editing.form.value().values), kind


def test_a_weekend_is_pointed_out(qtbot, open_section):
    section = open_section()
    begin(qtbot, section)
    section.editing.form.date.set_value(date(2020, 4, 18))
    assert (
        section.editing.form.form._fields["dated_on"]
        ._note.text()
        .startswith("Sabtu, 18 April 2020: hari libur")
    )


def test_the_last_question_repeats_what_the_form_warns_of(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    section.editing.form.date.set_value(date(2020, 4, 18))
    qtbot.waitUntil(lambda: section.editing.form.signer.value() is not None)
    section.final_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, FinaliseDialog))
    said = section.dialog.banner.text.text()
    assert "Konsep ini belum diparaf." in said
    assert "Sabtu, 18 April 2020: hari libur akhir pekan." in said
    section.dialog.reject()


def test_one_letter_to_a_list_is_shown_with_its_annex(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    form = section.editing.form
    assert not form.together.isVisibleTo(section)
    form.many.setChecked(True)
    form.recipients.take(CAMAT)
    form.together.setCurrentIndex(1)
    qtbot.waitUntil(lambda: section.preview.paper.document.pageCount() == 2, timeout=10_000)
    pages = section.preview.paper.document
    assert "(Daftar Terlampir)" in pages.getAllText(0).text()
    assert "Camat Alas" in pages.getAllText(1).text()
    section.final_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, FinaliseDialog))
    facts = {name.text(): words.text() for name, words in section.dialog.facts._shown}
    assert facts["Surat"] == "satu surat; 3 penerima dalam lampirannya"
    assert "seterusnya" not in facts["Nomor"]
    section.dialog.reject()


def test_another_classification_changes_the_number_that_is_expected(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    form = section.editing.form
    qtbot.waitUntil(lambda: form.classification.value() == "400.9.12.3")
    assert CLASSIFICATION not in form.value().values  # that of the kind is nobody's choice
    form.classification.set_value("005")
    qtbot.waitUntil(lambda: form.wish.said().startswith("005/001/"))
    assert form.value().values[CLASSIFICATION] == "005"


def test_paraf_and_final_with_everything_that_will_be_fixed(qtbot, open_section, ask):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    section.check_button.click()
    qtbot.waitUntil(lambda: "diparaf" in section.state.text() and "belum" not in section.state.text())
    section.final_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, FinaliseDialog))
    layout = section.dialog.layout()
    assert section.dialog.height() <= layout.totalHeightForWidth(section.dialog.width())  # no empty room
    said = " ".join(widget.text() for _name, widget in section.dialog.facts._shown)
    assert all(
        words in said.replace("\u200b", "") for words in ("/001/", "Kamis, 16 April 2020", "Nur Kartini")
    )
    assert section.dialog.final_button.isDefault()
    section.dialog.accept()
    qtbot.waitUntil(lambda: isinstance(section.dialog, PaperDialog), timeout=10_000)
    assert section.editing is None
    [letter] = ask(letters.list_letters, 0, 10)
    assert "/001/" in letter.number
    assert ask(drafts.count_drafts) == 0
    section.dialog.close_button.click()


def test_what_is_missing_is_said_at_its_field(qtbot, open_section):
    section = open_section()
    begin(qtbot, section)
    section.final_button.click()
    name = next(f.name for f in spec_of(INVITATION).fields if f.required)
    assert section.editing.form.form._fields[f"isi_{name}"]._note.text() == "Belum diisi."
    assert section.dialog is None


def test_one_letter_to_many_and_who_lacks_an_address_stays_in_the_draft(qtbot, open_section, ask, tmp_path):
    section = open_section()
    people = (*CAMAT, {"name": "Camat Buer", "at": ""})
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample, people)
    qtbot.waitUntil(lambda: section.editing.draft_id is not None)
    qtbot.waitUntil(lambda: "Yth. Camat Utan" in text_of(section))
    section.editing.form.recipients.table.setCurrentCell(1, 0)
    qtbot.waitUntil(lambda: "Yth. Camat Alas" in text_of(section))
    assert section.preview.about.text() == "untuk Camat Alas (2 dari 4)"
    section.final.ask()
    qtbot.waitUntil(lambda: isinstance(section.dialog, FinaliseDialog))
    assert "1 penerima belum lengkap" in section.dialog.banner.text.text()
    section.dialog.accept()
    qtbot.waitUntil(lambda: isinstance(section.dialog, BatchDialog), timeout=15_000)
    dialog = section.dialog
    assert [one.recipient for one in dialog.made] == ["Camat Utan", "Camat Alas", "Camat Rhee"]
    assert [found.name for found in dialog.problems] == ["Camat Buer"]
    target = tmp_path / "semua.pdf"
    with qtbot.waitSignal(dialog.said, timeout=15_000):
        dialog.write_to(target)
    assert target.read_bytes().startswith(b"%PDF")
    dialog.each.setChecked(True)
    folder = tmp_path / "surat"
    (folder / "002 x").mkdir(parents=True)
    with qtbot.waitSignal(dialog.said, timeout=15_000):
        dialog.write_to(folder)
    names = sorted(path.name for path in folder.glob("*.pdf"))
    assert [name[:3] for name in names] == ["001", "002", "003"]
    assert all(word in names[1] for word in ("Camat Alas", "002"))
    qtbot.waitUntil(lambda: section.editing is not None)
    assert [to["name"] for to in section.editing.form.value().recipients] == ["Camat Buer"]
    dialog.reject()


def test_a_file_in_the_way_is_named_and_the_rest_goes_on(qtbot, open_section, ask, tmp_path, monkeypatch):
    from db.rules.problems import Trouble
    from desktop import files

    section = open_section()
    made = []
    for name in ("Rina", "Ahmad"):
        values = {**spec_of(INVITATION).sample, "penerima": name}
        draft_id = ask(drafts.save_draft, None, DraftForm(INVITATION, DAY, None, values))
        [one] = ask(drafts.finalise, draft_id, today=DAY, render=lambda _frame, _letter: b"%PDF").letters
        made.append(Made(one.id, one.number, one.subject, name))

    def write(path: Path, content: bytes) -> Path:
        if "Rina" in path.name:
            raise Trouble(f"{path.name} sedang dibuka program lain.")
        return files.write_file(path, content)

    monkeypatch.setattr("desktop.parts.letter_files.write_file", write)
    dialog = BatchDialog(section, section.worker, made)
    dialog.each.setChecked(True)
    with qtbot.waitSignal(dialog.said):
        dialog.write_to(tmp_path)
    assert [path.name[:3] for path in tmp_path.glob("*.pdf")] == ["002"]
    assert "sedang dibuka" in dialog.problems[0].reason
    assert "1 tidak dapat disimpan" in dialog.banner.text.text()


def test_cancelled_means_what_is_made_stays_made(qtbot, open_section, ask, monkeypatch):
    monkeypatch.setattr("desktop.letters.issuing.CHUNK", 1)
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample, CAMAT)
    qtbot.waitUntil(lambda: section.editing.draft_id is not None)
    section.final.ask()
    qtbot.waitUntil(lambda: isinstance(section.dialog, FinaliseDialog))
    section.dialog.accept()
    section.final.issuing.progressed.connect(lambda *_any: section.final.issuing.cancel())
    qtbot.waitUntil(lambda: section.final.issuing is None, timeout=10_000)
    assert ask(letters.count_letters) == 1
    qtbot.waitUntil(lambda: section.editing is not None)
    assert len(section.editing.form.value().recipients) == 2
    assert "Dihentikan. 1 surat sudah final" in section.dialog.banner.text.text()
    section.dialog.reject()


def test_several_drafts_in_one_run_and_the_one_that_cannot_is_listed(qtbot, open_section, ask, monkeypatch):
    monkeypatch.setattr("desktop.letters.compose_final.confirm", lambda *_any, **_more: True)
    section = open_section()
    for name in ("Rina", "", "Ahmad"):
        values = {
            **spec_of(INVITATION).sample,
            "penerima": name,
            "acara": f"Acara {name or 'tanpa penerima'}",
        }
        ask(drafts.save_draft, None, DraftForm(INVITATION, DAY, None, values))
    section.refresh()
    qtbot.waitUntil(lambda: section.list.drafts.count() == 3)
    section.list.drafts.selectAll()
    assert section.list.issue_button.text() == "Jadikan final 3"
    section.list.issue_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, BatchDialog), timeout=15_000)
    assert [one.recipient for one in section.dialog.made] == ["Rina", "Ahmad"]  # the oldest first
    [left] = section.dialog.problems
    assert "tanpa penerima" in left.name
    assert "belum diisi" in left.reason
    assert ask(drafts.count_drafts) == 1
    section.dialog.reject()


def test_some_seconds_after_the_last_letter_the_draft_is_kept(qtbot, open_section, ask, monkeypatch):
    monkeypatch.setattr("desktop.letters.compose_editing.AUTOSAVE", 50)
    section = open_section()
    begin(qtbot, section)
    qtbot.wait(150)
    assert ask(drafts.count_drafts) == 0  # nothing was typed
    field(section, "penerima").setText("Camat Utan")
    qtbot.waitUntil(lambda: ask(drafts.count_drafts) == 1)
    qtbot.waitUntil(lambda: section.list.drafts.count() == 1)


def test_what_another_tab_hands_over_keeps_its_owner(qtbot, open_section, ask):
    section = open_section()
    values = spec_of(LetterKind.EXIT_ACCEPTANCE).sample
    section.receive("compose", {"kind": "exit_acceptance", "values": values, "officer_id": 1})
    qtbot.waitUntil(lambda: section.editing is not None and section.editing.draft_id is not None)
    draft_id = section.editing.draft_id
    [one] = ask(drafts.finalise, draft_id, today=DAY, render=lambda _frame, _letter: b"%PDF").letters
    assert [row.id for row in ask(lambda session: letters.letters_of(session, officer_id=1))] == [one.id]


def test_where_it_is_narrow_list_form_and_paper_take_turns(qtbot, open_section):
    section = open_section()
    begin(qtbot, section)
    section.resize(640, 400)
    panes = section.fold.panes
    assert [pane.isVisible() for pane in panes] == [False, True, False]
    section.fold.show_pane(2)
    assert [pane.isVisible() for pane in panes] == [False, False, True]
    section.resize(960, 400)
    assert [pane.isVisible() for pane in panes] == [True, False, True]
    section.resize(1366, 640)
    assert [pane.isVisible() for pane in panes] == [True, True, True]


def test_the_tab_key_goes_from_the_form_to_its_buttons_and_then_to_the_paper(qtbot, open_section):
    section = open_section()
    section.list.search.setText("undangan")
    section.list.chosen.emit(INVITATION)
    qtbot.waitUntil(lambda: section.editing is not None)
    assert section.list.search.text() == ""
    form, chain = section.editing.form, focus_chain(section)
    assert section.focusWidget() is form.date
    places = [
        chain.index(one)
        for one in (section.list.tree, form.date, field(section, "penerima"), section.final_button)
    ]
    assert places == sorted(places)
    assert chain.index(section.save_button) < min(chain.index(one) for one in focus_chain(section.preview))


def test_nobody_is_asked_when_nobody_may_sign(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    form = section.editing.form
    said = {name: form.form._fields[name]._note for name in ("dated_on", "signer")}
    form.date.set_value(date(1990, 1, 2))
    qtbot.waitUntil(lambda: "mendahului kantor ini" in said["dated_on"].text())
    with qtbot.waitSignal(section.preview.drawn):
        section.refresh()
    section.final.ask()
    assert section.dialog is None
    assert said["signer"].text() == section.banner.text.text() == section.preview.banner.text.text() == ""
    assert section.focusWidget() is form.date
    form.date.set_value(date(2020, 4, 17))
    qtbot.waitUntil(lambda: form.obstacle() == "")
    assert said["dated_on"].text() == "Jumat, 17 April 2020"


def test_a_day_between_two_officials_is_said_under_the_signer_alone(qtbot, open_section, sqlite_database):
    with sqlite_database.writing() as session:
        for official in session.scalars(select(Official)):
            official.ends_on = date(2020, 6, 30)
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    form = section.editing.form
    said = {name: form.form._fields[name]._note for name in ("dated_on", "signer")}
    form.date.set_value(date(2020, 7, 2))
    qtbot.waitUntil(lambda: "Tidak ada pejabat penandatangan" in said["signer"].text())
    with qtbot.waitSignal(section.preview.drawn):
        section.refresh()
    section.final.ask()
    assert section.dialog is None
    assert said["dated_on"].text() == "Kamis, 2 Juli 2020"
    assert section.banner.text.text() == section.preview.banner.text.text() == ""


def test_who_takes_the_place_of_the_signer_on_another_day_is_said(qtbot, open_section, sqlite_database):
    with sqlite_database.writing() as session:
        former = session.scalars(select(Official)).first()
        former.ends_on = date(2020, 6, 30)
        kept = {"position": former.position, "authority": former.authority}
        session.add(Official(name="Indra Wijaya", starts_on=date(2020, 7, 1), **kept))
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    form = section.editing.form
    note = form.form._fields["signer"]._note
    qtbot.waitUntil(lambda: form.signer.value() is not None)
    form.date.set_value(date(2020, 7, 2))
    qtbot.waitUntil(lambda: "yang menjabat: Indra Wijaya" in note.text())
    assert "tidak menjabat pada 2 Juli 2020" in note.text()
    form.date.set_value(date(2020, 7, 3))
    qtbot.waitUntil(lambda: note.text() == "")


def test_a_day_that_does_not_exist_is_said_in_place_of_what_was_said_before(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    form = section.editing.form
    note = form.form._fields["dated_on"]._note
    form.date.set_value(date(2030, 8, 17))
    qtbot.waitUntil(lambda: "terlalu jauh" in note.text())
    form.date.setText("31-02-2020")
    form.date.editingFinished.emit()
    assert "terlalu jauh" not in note.text()
    assert note.text()


def test_a_last_day_before_the_first_is_said_while_it_is_typed(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, ASSIGNMENT, spec_of(ASSIGNMENT).sample)
    later = next(found for found in spec_of(ASSIGNMENT).fields if found.after)
    note = section.editing.form.form._fields[f"isi_{later.name}"]._note
    field(section, later.after).set_value(date(2020, 4, 20))
    field(section, later.name).set_value(date(2020, 4, 19))
    assert "mendahului" in note.text()
    field(section, later.name).set_value(date(2020, 4, 21))
    assert "mendahului" not in note.text()


def test_officers_and_camat_are_ticked_from_the_lists(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, ASSIGNMENT)
    name = next(f.name for f in spec_of(ASSIGNMENT).fields if f.source == "officers")
    table = field(section, name)
    table.tools.itemAt(3).widget().click()
    dialog = section.dialog
    assert isinstance(dialog, TickDialog)
    qtbot.waitUntil(lambda: dialog.list.count() > 20)
    assert not dialog.take_button.isEnabled()
    for place in (0, 2):
        dialog.list.item(place).setCheckState(Qt.CheckState.Checked)
    dialog.take_button.click()
    assert len(table.value()) == 2
    assert table.value()[0]["nama"]


def test_rows_come_from_excel_and_go_back_to_it(qtbot, open_section):
    section = open_section()
    begin(qtbot, section)
    section.editing.form.many.setChecked(True)
    people = section.editing.form.recipients
    titles = "\t".join(column.title for column in people.columns)
    QGuiApplication.clipboard().setText(f"{titles}\nCamat Utan\tUtan\t0812\n\nCamat Alas\tAlas\t\n")
    people.paste()
    assert [to["name"] for to in people.value()] == ["Camat Utan", "Camat Alas"]
    people.table.selectAll()
    people.table.copy()
    assert QGuiApplication.clipboard().text() == "Camat Utan\tUtan\t0812\nCamat Alas\tAlas\t"
    people.table.setCurrentCell(0, 0)
    people.remove_rows()
    assert [to["name"] for to in people.value()] == ["Camat Alas"]
    assert not section.editing.form.form._fields["isi_penerima"].isVisibleTo(section.editing.form)


def test_a_year_has_no_point_and_nobody_types_a_signature(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, LetterKind.INTERVIEW_MINUTES, spec_of(LetterKind.INTERVIEW_MINUTES).sample)
    fields = spec_of(LetterKind.INTERVIEW_MINUTES).fields
    year = next(f.name for f in fields if "tahun" in f.name)
    assert field(section, year).text() == "2020"
    tables = [field(section, f.name) for f in fields if f.columns]
    assert all(column.name != "tanda_tangan" for table in tables for column in table.columns)
    qtbot.waitUntil(lambda: section.editing.draft_id is not None)
    assert not section.editing.changed()  # also after the program has chosen who signs


def test_another_signer_is_no_conflict_with_the_one_the_program_chose(qtbot, open_section, ask):
    form = OfficialForm(
        "", "Kabid Uji", "", "", "", "Kepala Bidang", Authority.ON_BEHALF, date(2019, 1, 1), None
    )
    other = ask(office.save_official, None, form, before=None)
    draft_id = ask(
        drafts.save_draft, None, DraftForm(INVITATION, DAY, None, dict(spec_of(INVITATION).sample))
    )
    section = open_section()
    section.open_draft(draft_id)
    qtbot.waitUntil(lambda: section.editing is not None and section.editing.form.signer.value() is not None)
    assert not section.editing.changed()
    section.editing.form.signer.set_value(other)
    section.save_button.click()
    qtbot.waitUntil(lambda: ask(drafts.get_draft, draft_id).form.official_id == other)
    assert section.banner.isHidden()
    again = open_section()
    again.open_draft(draft_id)
    qtbot.waitUntil(lambda: again.editing is not None and again.editing.form.signer.value() == other)
    assert not again.editing.changed()
    again.editing.form.signer.setCurrentIndex(0)
    again.save_button.click()
    qtbot.waitUntil(lambda: ask(drafts.get_draft, draft_id).form.official_id not in (None, other))
    assert again.banner.isHidden()


def test_texts_for_whatsapp_one_after_the_other(qtbot, open_section):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    qtbot.waitUntil(lambda: not section.out.message_button.isHidden())
    section.out.show_messages()
    assert "Rapat Koordinasi" in QGuiApplication.clipboard().text()
    section.editing.form.many.setChecked(True)
    section.editing.form.recipients.take(CAMAT)
    section.out.show_messages()
    dialog = section.dialog
    assert isinstance(dialog, MessagesDialog)
    dialog.copy()
    assert "Camat Utan" in QGuiApplication.clipboard().text()
    dialog.copy()
    assert "Camat Alas" in QGuiApplication.clipboard().text()
    dialog.accept()


def test_word_is_written_and_says_that_it_is_not_final(qtbot, open_section, tmp_path):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    with qtbot.waitSignal(section.said, timeout=10_000) as said:
        section.out.word_to(tmp_path / "konsep.docx")
    assert "bukan naskah final" in said.args[0]
    assert (tmp_path / "konsep.docx").read_bytes()[:2] == b"PK"


def test_a_draft_that_somebody_else_made_final_is_said_and_can_be_kept_anew(qtbot, open_section, ask):
    section = open_section()
    begin(qtbot, section, INVITATION, spec_of(INVITATION).sample)
    qtbot.waitUntil(lambda: section.editing.draft_id is not None)
    ask(drafts.delete_draft, section.editing.draft_id)
    field(section, "penerima").setText("Camat Buer")
    section.save_button.click()
    qtbot.waitUntil(lambda: "dihapus oleh pengguna lain" in section.banner.text.text())
    section.banner.link.click()
    qtbot.waitUntil(lambda: ask(drafts.count_drafts) == 1)
    assert field(section, "penerima").text() == "Camat Buer"


def test_a_correction_comes_from_the_register(qtbot, open_section, ask):
    values = dict(spec_of(INVITATION).sample)
    draft_id = ask(drafts.save_draft, None, DraftForm(INVITATION, DAY, None, values))
    [old] = ask(drafts.finalise, draft_id, today=DAY, render=lambda _frame, _letter: b"%PDF").letters
    correction = ask(drafts.draft_correction, old.id, "Nama keliru", DAY)
    section = open_section()
    section.receive("draft", correction)
    qtbot.waitUntil(lambda: section.editing is not None)
    assert old.number in section.state.text()
    assert field(section, "penerima").text() == values["penerima"]
    assert not section.editing.form.many.isVisibleTo(section)  # it replaces one letter


def test_a_correction_of_a_cancelled_letter_goes_on_as_an_ordinary_draft(qtbot, open_section, ask):
    values = dict(spec_of(INVITATION).sample)
    draft_id = ask(drafts.save_draft, None, DraftForm(INVITATION, DAY, None, values))
    [old] = ask(drafts.finalise, draft_id, today=DAY, render=lambda _frame, _letter: b"%PDF").letters
    correction = ask(drafts.draft_correction, old.id, "Nama keliru", DAY)
    ask(letters.cancel_letter, old.id, "Rapat batal")
    section = open_section()
    section.receive("draft", correction)
    qtbot.waitUntil(lambda: "sudah dibatalkan" in section.banner.text.text())
    section.banner.link.click()
    qtbot.waitUntil(lambda: ask(drafts.get_draft, correction).corrects_id is None)
    qtbot.waitUntil(lambda: section.editing is not None and section.editing.facts.corrects_id is None)
    assert old.number not in section.state.text()
    assert section.banner.isHidden()


def test_who_may_not_issue_letters_sees_why(qtbot, worker, open_section):
    worker.database.actor = Actor(None, "Pemeriksa", "PC", ROLES["auditor"][1])
    section = open_section()
    begin(qtbot, section)
    assert not section.final_button.isEnabled()
    assert "tidak berhak" in section.final_button.toolTip()
    assert "tidak berhak" in section.list.empty.text()
    field(section, "penerima").setText("x")
    section.hide()
    assert section.editing.draft_id is None
    section.begin(ASSIGNMENT)
    assert section.editing.form.spec.kind is ASSIGNMENT


def test_the_poster_is_saved_as_a_picture_for_phones(qtbot, open_section, tmp_path, monkeypatch):
    section = open_section()
    begin(qtbot, section)
    assert not section.out.picture_button.isVisibleTo(section)
    begin(qtbot, section, LetterKind.POSTER)
    qtbot.waitUntil(lambda: section.out.picture_button.isVisibleTo(section))
    target = tmp_path / "poster.png"
    monkeypatch.setattr("desktop.letters.picture_out.ask_where_to_save", lambda *_any: target)
    with qtbot.waitSignal(section.said):
        section.out.picture_button.click()
    with Image.open(target) as picture:
        assert picture.size == (1080, 1350)


def test_the_number_to_insert_behind_is_found_by_its_number_or_day(qtbot, open_section, ask):
    values = dict(spec_of(INVITATION).sample)
    made = []
    for day in (7, 8, 8):
        form = DraftForm(INVITATION, date(2020, 4, day), None, values)
        draft_id = ask(drafts.save_draft, None, form)
        made += ask(drafts.finalise, draft_id, today=DAY, render=lambda _frame, _letter: b"%PDF").letters
    section = open_section()
    begin(qtbot, section)
    wish = section.editing.form.wish
    section.editing.form.date.set_value(date(2020, 4, 8))
    qtbot.waitUntil(lambda: len(wish.choices.insertable) == 3)
    entries = [wish.choice.itemText(place) for place in range(wish.choice.count())]
    assert [text for text in entries if "isipan" in text] == ["Sisipan di belakang nomor lain…"]
    assert not wish.behind.isVisible()
    wish.choice.setCurrentIndex(len(entries) - 1)
    nearest, middle, first = wish.choices.insertable
    assert wish.behind.isVisible()
    assert wish.value() == NumberWish(WishKind.INSERTED, nearest.id)
    wish.behind.setEditText("07-04")
    assert wish.value() == NumberWish(WishKind.INSERTED, first.id)
    wish.behind.setEditText(middle.number.split("/")[1])
    assert wish.value() == NumberWish(WishKind.INSERTED, middle.id)
    assert wish.said() == f"sisipan di belakang {made[1].number}"
    wish.behind.setEditText("zakat")
    assert wish.problem() == "Pilih salah satu dari daftar."
    assert not section.editing.form.check()
    wish.choice.setCurrentIndex(0)
    assert (wish.problem(), wish.value()) == ("", NumberWish(WishKind.NEXT))
