from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox

from db.rules.problems import Problem, RuleViolation, Trouble
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.form import Form

VALUES = {
    "name": "Siti",
    "kecamatan": 2,
    "born": date(1990, 4, 17),
    "children": 2,
    "sex": "P",
    "active": True,
}


def make_form(labels="left", columns=1):
    form = Form(labels, columns)
    form.section("Identitas")
    form.add("name", "Nama", QLineEdit(), required=True, hint="Dengan gelar")
    form.add("kecamatan", "Kecamatan", ChoiceField([(1, "Utan"), (2, "Alas")]), required=True)
    form.add("born", "Tanggal lahir", DateField())
    form.section("Lain-lain")
    form.add("children", "Anak", QSpinBox())
    sex = QComboBox()
    sex.addItem("Laki-laki", "L")
    sex.addItem("Perempuan", "P")
    form.add("sex", "Jenis kelamin", sex)
    form.add("active", "", QCheckBox("Masih aktif"))
    form.add("note", "Catatan", QPlainTextEdit(), wide=True)
    return form


@pytest.fixture(params=[("left", 1), ("above", 2)], ids=["left", "above"])
def form(request, qtbot):
    form = make_form(*request.param)
    qtbot.addWidget(form)
    form.show()
    return form


def test_what_is_filled_in_comes_out_again(form):
    form.fill(VALUES)
    assert form.values() == {**VALUES, "note": ""}
    assert not form.changed()
    form.widget("name").setText("Siti Rahma")
    assert form.changed()


def test_an_untouched_empty_form_has_nothing_to_lose(form):
    form.fill({})
    assert not form.changed()


def test_a_half_typed_date_is_something_to_lose(form):
    form.fill({})
    form.widget("born").setText("17-0")
    assert form.changed()


def test_what_is_missing_or_illegible_is_said_under_its_field(form):
    form.fill({"name": "", "kecamatan": None})
    form.widget("born").setText("32-03-2020")
    assert not form.check()
    assert form._fields["name"]._note.text() == "Belum diisi."
    assert form._fields["born"]._note.text() == "Maret 2020 hanya sampai tanggal 31."
    assert form.focusWidget() is form.widget("name")


def test_a_problem_goes_away_when_its_field_is_edited_and_the_hint_comes_back(form):
    form.fill(VALUES)
    form.show_problems(
        [Problem("Sudah ada.", "name"), Problem("Kuota penuh."), Problem("Entah.", "no_field")]
    )
    assert form._banner.text.text() == "Kuota penuh.\nEntah."
    form.widget("name").setText("Siti R")
    assert form._fields["name"]._note.text() == "Dengan gelar"


def test_a_note_is_said_while_typing(form):
    form.fill(VALUES)
    told = []
    form.edited.connect(told.append)
    form.widget("born").setText("01-01-1980")
    form.note("born", "40 tahun", "warn")
    assert told == ["born"]
    assert form._fields["born"]._note.text() == "40 tahun"


def test_enter_goes_on_and_submits_at_the_end(form, qtbot):
    form.fill(VALUES)
    form.show_field("born", False)
    form.activateWindow()
    form.widget("kecamatan").setFocus()
    qtbot.keyClick(form.widget("kecamatan"), Qt.Key.Key_Return)
    assert form.focusWidget() is form.widget("children")
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(form.widget("note"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def dialog(qtbot):
    form = make_form()
    saved = []
    dialog = FormDialog(None, "Ubah data", form, "Simpan data", saved.append)
    dialog.saved = saved
    form.fill(VALUES)
    qtbot.addWidget(dialog, before_close_func=lambda dialog: dialog.form.fill(VALUES))
    dialog.show()
    return dialog


@pytest.fixture
def answers(monkeypatch):
    """What the person answers when asked whether to lose what was typed."""
    asked = []

    def answer(reply):
        monkeypatch.setattr("desktop.widgets.dialog.choose", lambda *a, **k: asked.append(a[1:]) or reply)
        return asked

    return answer


def test_ctrl_s_saves_once_and_waits(dialog, qtbot):
    dialog.submit()
    dialog.submit()
    assert dialog.saved == [{**VALUES, "note": ""}]
    assert not dialog.save_button.isEnabled()
    dialog.reject()
    assert dialog.isVisible()
    dialog.accept()
    assert not dialog.isVisible()


def test_a_refusal_leaves_the_dialog_open_with_what_was_typed(dialog):
    dialog.form.widget("name").setText("Siti R")
    dialog.submit()
    dialog.show_error(RuleViolation([Problem("Nama ini sudah ada.", "name")]))
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    assert dialog.form.values()["name"] == "Siti R"
    assert dialog.form._fields["name"]._note.text() == "Nama ini sudah ada."


def test_trouble_is_said_in_the_dialog(dialog):
    dialog.submit()
    dialog.show_error(Trouble("Cakram penuh."))
    assert dialog.banner.isVisible()
    assert dialog.banner.text.text() == "Cakram penuh."


def test_escape_asks_before_it_loses_anything(dialog, answers, qtbot):
    asked = answers(None)  # Batal
    dialog.form.widget("name").setText("Lain")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == [("Simpan perubahan?", "Simpan", "Buang isian")]
    assert dialog.isVisible()
    assert dialog.saved == []
    answers(1)  # Buang isian
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.saved == []


def test_what_is_typed_can_be_saved_on_the_way_out(dialog, answers, qtbot):
    answers(0)  # Simpan
    dialog.form.widget("name").setText("Lain")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert [values["name"] for values in dialog.saved] == ["Lain"]
    dialog.accept()
    assert not dialog.isVisible()


def test_closing_an_unchanged_dialog_asks_nothing(dialog, answers):
    asked = answers(None)
    dialog.close()
    assert asked == []
    assert not dialog.isVisible()


def test_enter_has_a_meaning(dialog):
    assert dialog.save_button.isDefault()
    assert not dialog.cancel_button.autoDefault()
