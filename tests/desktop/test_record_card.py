"""The card behind the list, from the window: a record's life, aid, what is done, photos, kinds, fields."""

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from db.models.mapping import KindField
from db.rules.access import ROLES
from db.rules.aid import HandlingKind
from db.rules.kind_fields import FieldType
from db.rules.mapping import RecordState
from db.services import practice
from db.services.mapping import aid, handling, kinds, records
from db.services.mapping.collectives import CollectiveForm
from db.services.mapping.families import FamilyForm
from db.services.mapping.records import Filter
from desktop import clock
from desktop.mapping.card_dialog import RecordCardDialog
from desktop.mapping.card_place import small_enough
from desktop.mapping.records_section import RecordsSection
from desktop.parts.photo import read_photo
from tests.services.test_mapping import AMAQ, INAQ, form

pytestmark = pytest.mark.usefixtures("day")
TODAY = date(2026, 11, 21)
CHECKED, VALID, REFERRED, SERVED, CLOSED = list(RecordState)[1:]


@pytest.fixture
def tab(qtbot, act, worker):
    act(practice.fill_map, today=TODAY)
    tab = RecordsSection(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: tab.records.rowCount() == 62 and tab.kind.count() == 38)
    return tab


@pytest.fixture
def opened(qtbot, worker, act):
    """Opens the card of a record that is taken down for the test."""

    def run(*args, **kwargs):
        made = act(records.record, form(*args, **kwargs), today=TODAY)
        dialog = RecordCardDialog(None, worker, made.record_ids[0])
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.record is not None)
        return dialog

    return run


def settled(qtbot, dialog, condition):
    qtbot.waitUntil(lambda: dialog.dialog is None and condition(), timeout=5000)


def test_the_card_opens_from_the_list_and_follows_the_life_of_the_record(qtbot, tab, monkeypatch):
    tab.receive("show", "Aisyah Humaira")
    qtbot.waitUntil(lambda: tab.records.rowCount() == 1)
    tab.table.selectRow(0)
    qtbot.waitUntil(tab.record_card.open_button.isVisible)
    tab.record_card.open_button.click()
    card = tab.record_card.dialog
    qtbot.waitUntil(lambda: card.record is not None)
    assert card.head.title.text() == "Aisyah Humaira Ramadhani"
    assert list(card.life.step_buttons) == [CHECKED]
    card.life.step_buttons[CHECKED].click()
    card.dialog.form.widget("note").setPlainText("rumah dikunjungi")
    card.dialog.save_button.click()
    settled(qtbot, card, lambda: card.record.state is CHECKED)
    card.life.step_buttons[VALID].click()
    card.dialog.save_button.click()
    settled(qtbot, card, lambda: card.record.state is VALID)
    card.life.close_button.click()
    qtbot.waitUntil(lambda: card.dialog.reason.count() == 7)
    card.dialog.reason.set_value("Pindah")
    card.dialog.save_button.click()
    settled(qtbot, card, lambda: card.record.closed_on == TODAY)
    qtbot.waitUntil(lambda: tab.records.rowCount() == 0)
    assert not card.edit_button.isEnabled()
    card.life.reopen_button.click()
    card.dialog.reason.setPlainText("pulang lagi ke desa")
    card.dialog.save_button.click()
    settled(qtbot, card, lambda: card.record.closed_on is None)
    assert card.record.state is VALID
    assert [step.state for step in card.record.steps] == [RecordState.REPORTED, CHECKED, VALID, CLOSED, VALID]
    card.close_button.click()


def test_many_rows_are_said_to_be_the_same_at_once(qtbot, tab, act, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "desktop.mapping.record_card.confirm", lambda _parent, text, *_more: asked.append(text) or True
    )
    clock.set_today(date(2026, 11, 25))
    tab.kind.set_value("PMKS-08")
    qtbot.waitUntil(lambda: tab.records.rowCount() == 10)
    tab.table.selectAll()
    qtbot.waitUntil(lambda: "10 baris" in tab.record_card.confirm_button.text())
    with qtbot.waitSignal(tab.said) as said:
        tab.record_card.confirm_button.click()
    assert asked == ["Pastikan 10 pendataan masih sama hari ini?"]
    assert said.args == ["10 pendataan dipastikan masih sama hari ini."]
    rows = act(records.list_records, 0, 20, Filter(kind_code="PMKS-08"))
    assert {row.confirmed_on for row in rows} == {date(2026, 11, 25)}


def test_a_double_aid_is_told_while_typing_and_wants_its_reason(qtbot, opened):
    card = opened()
    for programme, reason in (("pkh", ""), ("meals", "musyawarah desa")):
        card.aid.add_button.click()
        dialog = card.dialog
        qtbot.waitUntil(lambda dialog=dialog: dialog.programme.count() > 10)
        fields = dialog.form.widget
        fields("programme_code").set_value(programme)
        fields("begins_on").set_value(date(2026, 5, 1))
        if reason:
            qtbot.waitUntil(fields("exception_reason").isVisible)
            assert (
                "Program Keluarga Harapan (PKH) untuk Amaq Sahnun sejak 01-05-2026"
                in fields("exception_reason").accessibleDescription()
            )
            dialog.save_button.click()
            assert dialog.isVisible()
            fields("exception_reason").setText(reason)
        dialog.save_button.click()
        settled(
            qtbot, card, lambda programme=programme: programme in {a.programme_code for a in card.facts.aid}
        )
    assert len(card.facts.aid) == 2


def test_the_family_says_who_heads_it_and_opens_the_card_of_a_member(qtbot, opened, act):
    kk = "5204060101209001"
    act(records.record, form(INAQ | {"kk": kk}, {"PMKS-23": ["a"]}), today=TODAY)
    card = opened(AMAQ | {"kk": kk})
    assert [one.relation for one in card.facts.family] == ["", ""]
    card.family.table.selectRow(0)
    card.family.relation_button.click()
    dialog = card.dialog
    qtbot.waitUntil(lambda: dialog.relation.count() == 11)
    dialog.relation.set_value("1")
    dialog.save_button.click()
    settled(qtbot, card, lambda: card.facts.family[0].relation == "Kepala keluarga")
    member = next(place for place, one in enumerate(card.facts.family) if one.name == "Inaq Mariam")
    card.family.table.selectRow(member)
    card.family.open_button.click()
    qtbot.waitUntil(lambda: card.head.title.text() == "Inaq Mariam")


def test_a_family_says_how_many_of_its_members_are_recorded(opened):
    card = opened(AMAQ | {"kk": "5204060101209001"}, {"PMKS-24": ["a"]}, family=FamilyForm(5))
    assert card.family.number.text() == "No. KK 5204060101209001 · 5 anggota, 1 tercatat"


def test_dtsen_is_noted_and_an_old_day_is_marked(qtbot, opened):
    card = opened()
    card.status.edit_button.click()
    dialog = card.dialog
    dialog.standing.setCurrentIndex(0)
    dialog.decile.setCurrentIndex(2)
    dialog.form.widget("as_of").set_value(date(2025, 1, 1))
    dialog.save_button.click()
    settled(qtbot, card, lambda: card.facts.status.decile == 2)
    words = [widget.text() for _name, widget in card.status.facts._shown]
    assert words[0] == "Terdaftar · Desil 2"
    assert words[1] == "1 Januari 2025, lebih dari 12 bulan lalu"


def test_a_referral_makes_the_state_follow_and_a_letter_begins_with_it(qtbot, opened):
    card = opened()
    card.handling.add_button.click()
    dialog = card.dialog
    dialog.kind.setCurrentIndex(list(HandlingKind).index(HandlingKind.REFERRAL))
    assert dialog.kind.accessibleDescription() == "Keadaan data menjadi Dirujuk."
    dialog.form.widget("what").setText("rehabilitasi sosial")
    dialog.form.widget("institution").setText("Sentra Paramita Mataram")
    dialog.save_button.click()
    settled(qtbot, card, lambda: card.record.state is REFERRED)
    with qtbot.waitSignal(card.navigate) as went:
        card.letter_button.click()
    topic, payload = went.args
    assert topic == "letters/compose"
    assert payload["values"]["penerima"] == "Sentra Paramita Mataram"
    assert "Amaq Sahnun" in payload["values"]["hal"]


def test_photos_are_pasted_made_small_removed_and_brought_back(qtbot, opened, act, tmp_path):
    card = opened()
    noise = Image.effect_noise((2400, 1800), 90).convert("RGB")
    noise.save(tmp_path / "rumah.jpg", quality=95)
    assert len(small_enough(read_photo, tmp_path / "rumah.jpg")) <= 300 * 1024
    card.place.use_files([tmp_path / "rumah.jpg"])
    qtbot.waitUntil(lambda: len(card.place.thumbs) == 1, timeout=15000)
    QApplication.clipboard().setImage(QImage(40, 30, QImage.Format.Format_RGB32))
    card.place.paste_button.click()
    qtbot.waitUntil(lambda: len(card.place.thumbs) == 2, timeout=5000)
    assert Image.open(io.BytesIO(card.record.photos[0].jpeg)).format == "JPEG"
    mime = QMimeData()
    mime.setText("bukan foto")
    QApplication.clipboard().setMimeData(mime)
    card.place.paste_button.click()
    assert "tidak berisi foto" in card.place.problem.text()
    (tmp_path / "surat.jpg").write_text("bukan foto")
    card.place.use_files([tmp_path / "surat.jpg"])
    qtbot.waitUntil(lambda: "bukan foto yang dapat dibaca" in card.place.problem.text())
    card.place.thumbs[0]._opens()
    card.place.dialog.remove_button.click()
    qtbot.waitUntil(lambda: len(card.place.thumbs) == 1 and card.banner.isVisible())
    card.banner.link.click()
    qtbot.waitUntil(lambda: len(card.place.thumbs) == 2)
    day = TODAY
    pkh = dict.fromkeys(aid.FIELDS, "") | dict.fromkeys(("ends_on", "amount", "as_of"))
    pkh |= {"person_id": card.facts.person_id, "programme_code": "PKH", "begins_on": day}
    act(aid.save_aid, None, {}, pkh, today=day)
    need = {"kind": "need", "what": "kursi roda", "institution": "", "on_day": day, "done_on": None}
    act(handling.save_handling, card.record.id, None, {}, need | {"result": ""}, today=day)
    card._read()
    qtbot.waitUntil(lambda: len(card.facts.aid) == len(card.record.handling) == 1)
    gone_and_back(qtbot, card, card.aid, lambda: card.facts.aid)
    gone_and_back(qtbot, card, card.handling, lambda: card.record.handling)


def gone_and_back(qtbot, card, table, left):
    table.table.selectRow(0)
    table.remove_button.click()
    qtbot.waitUntil(lambda: not left() and "dihapus" in card.banner.text.text())
    card.banner.link.click()
    qtbot.waitUntil(lambda: len(left()) == 1 and "dikembalikan" in card.banner.text.text())


def test_a_place_far_away_is_asked_about(qtbot, opened, monkeypatch):
    card = opened()
    asked, answers = [], [False, True]
    monkeypatch.setattr(
        "desktop.mapping.card_place.confirm", lambda _p, text, *_m, **_k: asked.append(text) or answers.pop(0)
    )
    QApplication.clipboard().setText("-8.4651, 117.2041")
    card.place.paste()
    dialog = card.place.dialog
    assert dialog.form.values()["point"] == "-8.4651, 117.2041"
    dialog.form.widget("point").setText("https://maps.app.goo.gl/x")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "Tautan pendek" in dialog.form.widget("point").accessibleDescription())
    dialog.form.widget("point").setText("https://www.google.com/maps?q=-6.2,106.8")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: len(asked) == 1 and dialog.save_button.isEnabled())
    assert "di luar kabupaten" in asked[0]
    assert dialog.isVisible()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: card.record.point == (-6.2, 106.8))
    assert card.place.place.text() == "-6.200000, 106.800000"


def test_an_institution_shows_its_board_and_what_expires(qtbot, opened, worker):
    card = opened(
        {},
        {"PSKS-04": ["a"]},
        collective=CollectiveForm(None, {"name": "LKS Harapan"}),
        facts={"registration_until": "2026-12-01"},
    )
    assert card.permits.isVisible()

    def rename(session):
        session.get_one(KindField, "registration_until").label = "Berlaku sampai"

    worker.write(card, rename, lambda _done: None)
    qtbot.waitUntil(lambda: card.facts.permits[0].label == "Berlaku sampai")
    assert not card.letter_button.isVisible()
    card.board.edit_button.click()
    dialog = card.dialog
    dialog.rows.add_row({"name": "Hj. Nurhayati", "decree_number": "12/2025"})
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "Isi jabatan" in dialog.rows.accessibleDescription())
    dialog.rows.lines[0]["position"].setText("Ketua")
    dialog.save_button.click()
    settled(qtbot, card, lambda: len(card.facts.board) == 1)


def test_who_may_not_see_a_sensitive_kind_sees_no_name_and_changes_nothing(qtbot, opened, worker):
    worker.database.actor = replace(worker.database.actor, rights=ROLES["operator"][1])
    made = opened(AMAQ, {"PMKS-16": ["a"]}).record_id
    worker.database.actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    card = RecordCardDialog(None, worker, made)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: card.record is not None)
    assert card.head.title.text() == "(dirahasiakan)"
    assert card.banner.isVisible()
    for piece in (card.edit_button, card.letter_button, card.handling, card.place, card.aid, card.family):
        assert not piece.isVisible()
    assert not card.life.confirm_button.isVisible()


def test_the_office_adds_a_kind_and_a_field_from_the_window(qtbot, tab, act):
    tab.setup_card.kinds_link.click()
    dialog = tab.setup_card.dialog
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 38)
    dialog.add_button.click()
    form = dialog.dialog.form
    form.widget("name").setText("Rumah tak layak huni")
    dialog.dialog.criteria.add_row({"text": "atap bocor"})
    dialog.dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 39)
    assert "LOK-01" in {kind.code for kind in act(kinds.list_kinds)}
    dialog.table.choose("PMKS-01")
    assert not dialog.delete_button.isEnabled()
    dialog.close_button.click()
    tab.setup_card.fields_link.click()
    dialog = tab.setup_card.dialog
    qtbot.waitUntil(lambda: dialog.rows.rowCount() > 30)
    before = dialog.rows.rowCount()
    dialog.add_button.click()
    field = dialog.dialog
    qtbot.waitUntil(lambda: field.kinds.count() > 20)
    field.form.widget("label").setText("Punya ternak")
    field.type.setCurrentIndex(list(FieldType).index(FieldType.CHOICE))
    field.choices.setPlainText("Kambing")
    field.save_button.click()
    qtbot.waitUntil(lambda: "dua pilihan" in field.choices.accessibleDescription())
    field.choices.setPlainText("Kambing\nSapi")
    field.save_button.click()
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == before + 1)
    dialog.table.choose("income")
    dialog.switch_button.click()
    qtbot.waitUntil(lambda: not next(row for row in dialog.rows.rows if row.id == "income").active)
    dialog.close_button.click()
    tab.setup_card.pairs_link.click()
    dialog = tab.setup_card.dialog
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 13)
    dialog.close_button.click()
