"""Editing templates in the window: blocks, fields, layout, versions; seen with real data all the while."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QMainWindow

from db.catalog import spec_of
from db.rules.access import ROLES, Actor
from db.rules.letter_kinds import LetterKind
from db.rules.templates import SIGNING, Block, BlockKind
from db.services import templates
from desktop.letters.templates import TemplatesSection
from desktop.letters.templates_state import TemplateState
from desktop.letters.templates_versions import SaveTemplateDialog, VersionsDialog
from desktop.letters.templates_words import block_label, new_block, parts_of, summary
from tests.desktop.conftest import text_of

KIND = LetterKind.INVITATION
DAY = date(2020, 4, 16)


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(DAY)


@pytest.fixture
def section(qtbot, worker, show):
    made = show(TemplatesSection(worker))
    made.open_kind(KIND)
    qtbot.waitUntil(lambda: made.preview.last is not None)
    return made


def choose(section, kind):
    place = next(n for n, block in enumerate(section.state.blocks) if block.kind is kind)
    section.blocks.setCurrentRow(place)
    return place


def test_a_template_is_seen_with_its_sample_while_it_changes(qtbot, section, act):
    assert "Camat Utan" in text_of(section)
    assert section.preview.about.text() == "isi contoh"
    choose(section, BlockKind.BODY)
    section.editor.texts["text"].insert("Kalimat baru. ")
    qtbot.waitUntil(lambda: "Kalimat baru." in text_of(section))
    assert section.save_button.isEnabled()
    section.save()
    assert isinstance(section.dialog, SaveTemplateDialog)
    section.dialog.form.widget("note").setText("kalimat baru")
    section.dialog.submit()
    qtbot.waitUntil(lambda: "Versi 2" in section.version.text() and not section.save_button.isEnabled())
    assert [v.note for v in act(templates.list_versions, KIND)] == ["kalimat baru", ""]


def test_a_broken_field_name_is_marked_and_explained_while_typing(qtbot, section):
    place = choose(section, BlockKind.BODY)
    text = section.editor.texts["text"]
    assert not text.note.isVisible()
    text.set_text("Kepada {nmaa} dan {penerima}")
    text.edit.insertPlainText(" ")
    assert "{nmaa} tidak dikenal" in text.note.text()
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    formats = text.edit.document().firstBlock().layout().formats()
    assert [(f.start, f.length) for f in formats if f.format.underlineStyle() == wave] == [(8, 6)]
    section.save()
    assert "nmaa" in section.banner.text.text()
    assert section.blocks.currentRow() == place
    assert section.dialog is None
    section.undo()
    qtbot.waitUntil(lambda: not section.state.changed)


def test_a_broken_field_is_told_beside_the_preview_and_at_its_block(qtbot, section):
    place = choose(section, BlockKind.BODY)
    section.editor.texts["text"].insert("{nmaa} ")
    said = "Bidang {nmaa} tidak dikenal"
    assert said in section.blocks.item(place).toolTip()
    qtbot.waitUntil(lambda: f"Blok {place + 1}: {said}" in section.preview.banner.text.text())
    section.undo()
    assert said not in section.blocks.item(place).toolTip()
    qtbot.waitUntil(lambda: section.preview.banner.text.text() == "")


def test_a_row_says_when_its_block_is_printed(section):
    field = spec_of(KIND).fields[0]
    place = choose(section, BlockKind.BODY)
    section.editor.when_choice.setCurrentIndex(section.editor.when_choice.findData(f"!{field.name}"))
    assert f"hanya bila “{field.label}” kosong" in section.blocks.item(place).text()
    section.editor.when_choice.setCurrentIndex(section.editor.when_choice.findData(field.name))
    assert f"hanya bila “{field.label}” diisi" in section.blocks.item(place).text()
    section.editor.when_choice.setCurrentIndex(0)
    assert "hanya" not in section.blocks.item(place).text()


def test_without_a_signature_it_is_not_saved(qtbot, section):
    place = next(n for n, block in enumerate(section.state.blocks) if block.kind in SIGNING)
    section.blocks.setCurrentRow(place)
    name = section.preview.last.frame.signer.name
    assert name in text_of(section)
    section.remove_block()
    qtbot.waitUntil(lambda: name not in text_of(section))  # the preview shows what it would look like
    assert "tidak memuat blok tanda tangan" in section.preview.banner.text.text()
    section.save()
    assert "tidak memuat blok tanda tangan" in section.banner.text.text()
    assert section.dialog is None


def test_blocks_are_added_moved_doubled_and_every_step_goes_back(qtbot, section):
    before = section.state.blocks
    section.blocks.setCurrentRow(1)
    section.add_block(BlockKind.LIST)
    assert section.state.blocks[2].kind is BlockKind.LIST
    section.move_block(-1)
    assert section.blocks.currentRow() == 1
    section.duplicate_block()
    assert [block.kind for block in section.state.blocks[1:3]] == [BlockKind.LIST, BlockKind.LIST]
    section.editor.texts["lines"].insert("a")
    section.editor.texts["lines"].insert("b")
    for _step in range(4):  # typing in one part is one step
        section.undo()
    assert section.state.blocks == before
    assert not section.undo_button.isEnabled()


def test_every_kind_of_block_can_be_edited(qtbot, section):
    for kind in BlockKind:
        section.add_block(kind)
        place = section.blocks.currentRow()
        assert section.editor.title.text() == block_label(kind)
        assert set(section.editor.texts) >= {p.name for p in parts_of(kind)} & {"text", "lines", "label"}
        for part, text in section.editor.texts.items():
            text.insert("{nomor}")
            assert "{nomor}" in str(getattr(section.state.blocks[place], part))
    qtbot.wait(400)
    assert not section.problems() or all("tabel" in problem.text for problem in section.problems())


def test_fields_are_offered_and_put_where_the_cursor_was(qtbot, section):
    choose(section, BlockKind.BODY)
    section.editor.open_menu()
    titles = [action.text() for action in section.editor.menu.actions()]
    assert all(any(f"{{{f.name}}}" in title for title in titles) for f in spec_of(KIND).fields)
    section.editor.menu.close()
    section.editor.insert("{tanggal:hari}")
    qtbot.waitUntil(lambda: "Kamis, 16 April 2020" in text_of(section))


def test_style_and_condition_are_chosen_not_typed(section):
    place = choose(section, BlockKind.BODY)
    menu = section.editor.style_button.menu()
    next(action for action in menu.actions() if action.text() == "di tengah").trigger()
    assert section.state.blocks[place].style == "center"
    choice = section.editor.when_choice
    choice.setCurrentIndex(choice.findData("!tembusan"))
    assert section.state.blocks[place].when == "!tembusan"


def test_the_layout_is_a_form_with_limits(qtbot, section):
    section.layout_button.setChecked(True)
    form = section.profile.form
    form.widget("left").setText("4")
    assert section.state.template.profile.left == 4.0
    form.widget("left").setText("40")
    assert section.state.template.profile.left == 4.0
    assert "antara" in form._fields["left"]._note.text()
    form.widget("tte_box").setChecked(True)
    form.widget("left").setText("3")
    assert section.state.template.profile.tte_box


def test_older_versions_are_looked_at_and_taken_again(qtbot, section, act):
    changed = TemplateState(spec_of(KIND).template, 0)
    changed.add(Block(BlockKind.BODY, text="Tambahan."), 3)
    act(templates.save_template, KIND, changed.template, edition=0, note="tambahan")
    section.open_versions()
    dialog = section.dialog
    assert isinstance(dialog, VersionsDialog)
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 2)
    assert not dialog.use_button.isEnabled()  # the one in use
    dialog.table.selectRow(1)
    qtbot.waitUntil(lambda: dialog.preview.last is not None)
    dialog.use_button.click()
    qtbot.waitUntil(lambda: section.dialog is None)
    qtbot.waitUntil(lambda: len(act(templates.list_versions, KIND)) == 3)
    qtbot.waitUntil(lambda: section.facts.template == spec_of(KIND).template)


def test_back_to_what_ships(qtbot, section, act, monkeypatch):
    assert not section.shipped_button.isEnabled()
    assert "sudah sama dengan bawaan" in section.shipped_button.toolTip()
    changed = TemplateState(spec_of(KIND).template, 0)
    changed.remove(3)
    act(templates.save_template, KIND, changed.template, edition=0)
    section.refresh()
    qtbot.waitUntil(lambda: section.facts.edition == 2)
    assert section.shipped_button.isEnabled()
    monkeypatch.setattr("desktop.letters.templates.confirm", lambda *_any, **_more: True)
    section.shipped_button.click()
    qtbot.waitUntil(
        lambda: section.state is not None and section.state.blocks == spec_of(KIND).template.blocks
    )
    assert not section.shipped_button.isEnabled()


@pytest.mark.parametrize("where", ["templates", "templates_versions"])
def test_going_back_asks_before_it_drops_what_is_not_saved(qtbot, section, act, monkeypatch, where):
    changed = TemplateState(spec_of(KIND).template, 0)
    changed.add(Block(BlockKind.BODY, text="Tambahan."), 3)
    first = act(templates.save_template, KIND, changed.template, edition=0)
    section.refresh()
    qtbot.waitUntil(lambda: section.facts.edition == first)
    choose(section, BlockKind.BODY)
    section.editor.texts["text"].insert("Belum disimpan. ")
    asked, answer = [], []

    def confirm(_parent, text, *_any, danger=False, **_more):
        asked.append((text, danger))
        return bool(answer)

    monkeypatch.setattr(f"desktop.letters.{where}.confirm", confirm)

    def go_back():
        if where == "templates":
            section.shipped_button.click()
        else:
            section.open_versions()
            qtbot.waitUntil(lambda: section.dialog.rows.rowCount() == first)
            section.dialog.table.selectRow(first - 1)
            section.dialog.use_button.click()

    go_back()
    assert section.state.changed
    answer.append(True)
    if where == "templates":
        go_back()
    else:
        section.dialog.use_button.click()
    qtbot.waitUntil(lambda: section.facts.edition == first + 1)
    assert not section.state.changed
    assert [
        (text.endswith("Perubahan yang belum disimpan akan hilang."), danger) for text, danger in asked
    ] == [(True, True)] * 2


def test_a_version_that_came_meanwhile_is_shown_not_overridden(qtbot, section, act, monkeypatch):
    changed = TemplateState(spec_of(KIND).template, 0)
    changed.remove(3)
    first = act(templates.save_template, KIND, changed.template, edition=0)
    section.open_versions()
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == first)
    changed.remove(3)
    act(templates.save_template, KIND, changed.template, edition=first)
    dialog.table.selectRow(first - 1)
    dialog.use_button.click()
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == first + 1)
    assert "baru saja menyimpan versi" in dialog.banner.text.text()


def test_the_words_of_the_poster_are_blocks_in_a_design_of_its_own(qtbot, section):
    section.open_kind(LetterKind.POSTER)
    qtbot.waitUntil(lambda: section.kind is LetterKind.POSTER and section.preview.last is not None)
    choose(section, BlockKind.TITLE)
    with qtbot.waitSignal(section.preview.drawn):
        section.editor.texts["lines"].insert("MARI BERGABUNG ")
    assert "MARI BERGABUNG" in PdfReader(BytesIO(section.preview.last.pdf)).pages[0].extract_text()


def test_what_is_not_saved_is_still_there_after_another_kind(qtbot, section):
    choose(section, BlockKind.BODY)
    section.editor.texts["text"].insert("Belum disimpan. ")
    section.open_kind(LetterKind.ASSIGNMENT)
    qtbot.waitUntil(lambda: section.kind is LetterKind.ASSIGNMENT)
    section.open_kind(KIND)
    qtbot.waitUntil(lambda: section.kind is KIND)
    assert section.state.changed
    assert any("Belum disimpan." in block.text for block in section.state.blocks)


def test_closing_the_window_asks_about_what_is_not_saved(qtbot, worker, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "desktop.letters.templates.confirm", lambda _parent, text, *_any, **_more: asked.append(text)
    )
    window = QMainWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(window)
    made = TemplatesSection(worker)
    window.setCentralWidget(made)
    window.show()
    made.open_kind(KIND)
    qtbot.waitUntil(lambda: made.preview.last is not None)
    choose(made, BlockKind.BODY)
    made.editor.texts["text"].insert("x")
    assert not window.close()
    assert asked == ["Perubahan templat belum disimpan: Undangan rapat."]
    made.undo()
    assert window.close()


def test_who_may_not_arrange_the_office_only_looks(qtbot, worker):
    worker.database.actor = Actor(None, "Operator", "PC", ROLES["operator"][1])
    made = TemplatesSection(worker)
    qtbot.addWidget(made)
    made.open_kind(KIND)
    qtbot.waitUntil(lambda: made.preview.last is not None)
    choose(made, BlockKind.BODY)
    made.editor.texts["text"].insert("x")
    assert not made.save_button.isEnabled()
    assert "tidak berhak" in made.save_button.toolTip()


@pytest.mark.parametrize("kind", BlockKind)
def test_a_new_block_has_words_and_a_place_in_the_list(kind):
    block = new_block(kind, spec_of(LetterKind.ASSIGNMENT).fields)
    assert summary(block, 3, ()).startswith(f"3. {block_label(kind)}")
