"""The case file and the public page from the page of a vacancy, with the real worker."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from sqlalchemy import text

from db.rules.access import ROLES
from db.rules.letter_kinds import LetterKind
from db.rules.problems import refuse
from db.services import history, letters
from db.services.recruitment import calls, case_file, interviews, results
from desktop import clock
from desktop.paper import render
from desktop.recruitment.case_dialog import CaseFileDialog
from desktop.recruitment.public_page import PublicPageDialog
from desktop.recruitment.ranking_dialog import RankingDialog
from desktop.recruitment.vacancy_page import VacancyPage
from tests.services.utan import ready_to_score, score_all

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def day(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    clock.set_today(date(2020, 4, 24))
    yield
    clock.set_today(None)


@pytest.fixture
def vacancy(act, worker):
    """Two candidates with all sheets locked, letters as they are printed."""
    vacancy, ids = ready_to_score(act)
    act(results.issue_results, vacancy, dated_on=date(2020, 4, 17), render=render)
    act(calls.issue_calls, vacancy, dated_on=date(2020, 4, 17), render=render)
    score_all(act, vacancy, ids[:2], "87.654", "71.5")
    return vacancy


@pytest.fixture
def page(qtbot, worker, vacancy):
    page = VacancyPage(worker)
    page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(page)
    page.resize(1366, 640)
    page.show()
    page.show_vacancy(vacancy)
    qtbot.waitUntil(lambda: page.state is not None and page.applicants.rowCount() == 4)
    return page


@pytest.fixture
def opened(qtbot, worker):
    window = QWidget()
    window.show()

    def run(make, *args):
        dialog = make(window, worker, *args)
        dialog.show()
        return dialog

    yield run
    window.close()
    window.deleteLater()


def fonts_of(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def words_of(path):
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_one_link_makes_the_masked_file_and_the_log_knows(qtbot, act, page, tmp_path, monkeypatch):
    qtbot.mouseClick(page.stages.case_link, LEFT)
    dialog = page.dialog
    assert isinstance(dialog, CaseFileDialog)
    assert dialog.make_button.isDefault()
    assert dialog.masked.isChecked()
    path = tmp_path / "perkara.pdf"
    asked = []

    def ask(_parent, _title, name, _kind):
        asked.append(name)
        return path

    monkeypatch.setattr("desktop.recruitment.case_dialog.ask_where_to_save", ask)
    qtbot.mouseClick(dialog.make_button, LEFT)
    qtbot.waitUntil(lambda: "disimpan" in dialog.banner.text.text(), timeout=20000)
    assert asked == ["Berkas perkara seleksi TKSK Utan 2020-04-24 disamarkan.pdf"]
    assert not list(tmp_path.glob("*.part"))
    said = words_of(path)
    assert "DISAMARKAN UNTUK UMUM" in said
    assert "Ahmad Zaelani" not in said
    assert "87,65" not in said
    assert "disamarkan" in act(history.list_history, 0, 1)[0].sentence
    dialog.close()


def test_the_whole_file_has_the_letters_of_the_archive(qtbot, act, opened, vacancy, tmp_path):
    call = next(one for one in act(letters.letters_of, vacancy_id=vacancy) if one.kind is LetterKind.CALL)
    act(letters.cancel_letter, call.id, "salah hari")
    dialog = opened(CaseFileDialog, vacancy, "Utan")
    dialog.whole.setChecked(True)
    assert dialog.scores.isHidden()
    path = tmp_path / "perkara.pdf"
    dialog.write_to(path)
    qtbot.waitUntil(lambda: "disimpan" in dialog.banner.text.text(), timeout=20000)
    reader = PdfReader(path)
    said = words_of(path)
    assert "RAHASIA" in said
    cancelled = [page for page in reader.pages if "DIBATALKAN: salah hari" in page.extract_text()]
    assert [call.number in page.extract_text() for page in cancelled] == [True]
    stamped = {"/PILARA+LiberationSans-Regular", "/PILARA+LiberationSans-Bold"}
    assert {str(font["/BaseFont"]) for font in fonts_of(cancelled[0])} >= stamped
    fonts = [font for page in reader.pages for font in fonts_of(page)]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)  # embedded, every one
    assert len({f.indirect_reference.idnum for f in fonts if f["/BaseFont"] in stamped}) == 2  # and once
    assert "87,65" in said
    assert "5204061508909001" in said
    assert f"Halaman {len(reader.pages)} dari {len(reader.pages)}" in reader.pages[-1].extract_text()
    [said] = taken(act)
    assert "lengkap" in said
    assert f"{len(reader.pages)} halaman" in said
    dialog.close()


def test_batal_leaves_no_file(qtbot, act, opened, vacancy, tmp_path, monkeypatch):
    dialog = opened(CaseFileDialog, vacancy, "Utan")
    count = dialog.progress.tick

    def tick(done):
        dialog.progress.stop()
        count(done)

    monkeypatch.setattr(dialog.progress, "tick", tick)
    dialog.write_to(tmp_path / "perkara.pdf")
    qtbot.waitUntil(lambda: "Dihentikan" in dialog.banner.text.text(), timeout=20000)
    assert list(tmp_path.glob("perkara*")) == []
    assert dialog.make_button.isEnabled()
    assert not taken(act)
    dialog.close()


def taken(act):
    """What the log says of case files that left the program."""
    entries = act(history.list_history, 0, 50)
    return [entry.sentence for entry in entries if "Berkas perkara" in entry.sentence]


def test_batal_while_it_is_read_is_not_forgotten(qtbot, act, opened, vacancy, tmp_path, monkeypatch):
    dialog = opened(CaseFileDialog, vacancy, "Utan")
    read = case_file.get_case_file

    def slow(session, **asked):
        dialog.progress.stop()
        return read(session, **asked)

    monkeypatch.setattr(case_file, "get_case_file", slow)
    dialog.write_to(tmp_path / "perkara.pdf")
    qtbot.waitUntil(lambda: "Dihentikan" in dialog.banner.text.text(), timeout=20000)
    assert list(tmp_path.glob("perkara*")) == []
    assert dialog.make_button.isEnabled()
    assert not taken(act)
    dialog.close()


def test_a_file_that_the_log_cannot_name_is_not_left(qtbot, act, opened, vacancy, tmp_path, monkeypatch):
    dialog = opened(CaseFileDialog, vacancy, "Utan")

    def refused(*_args, **_more):
        raise refuse("Riwayat tidak dapat ditulis.")

    monkeypatch.setattr(case_file, "note_case_file", refused)
    dialog.write_to(tmp_path / "perkara.pdf")
    qtbot.waitUntil(lambda: "Riwayat tidak" in dialog.banner.text.text(), timeout=20000)
    assert list(tmp_path.glob("perkara*")) == []
    dialog.close()


def test_a_folder_that_is_gone_is_one_sentence(qtbot, act, opened, vacancy, tmp_path):
    dialog = opened(CaseFileDialog, vacancy, "Utan")
    dialog.write_to(tmp_path / "tidak ada" / "perkara.pdf")
    qtbot.waitUntil(lambda: "foldernya tidak ada" in dialog.banner.text.text(), timeout=20000)
    assert not taken(act)
    dialog.close()


def test_who_only_reads_is_offered_the_masked_file_alone(
    qtbot, opened, vacancy, worker, tmp_path, monkeypatch
):
    from dataclasses import replace

    actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    monkeypatch.setattr(worker.database, "actor", actor)
    dialog = opened(CaseFileDialog, vacancy, "Utan")
    assert not dialog.whole.isEnabled()
    assert dialog.scores.isEnabled()
    dialog.scores.setChecked(True)
    path = tmp_path / "perkara.pdf"
    dialog.write_to(path)
    qtbot.waitUntil(lambda: "disimpan" in dialog.banner.text.text(), timeout=20000)
    assert "87,65" in words_of(path)
    dialog.close()


def test_the_public_page_is_saved_and_printed(qtbot, page, tmp_path, monkeypatch):
    qtbot.mouseClick(page.stages.public_link, LEFT)
    dialog = page.dialog
    assert isinstance(dialog, PublicPageDialog)
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled())
    assert dialog.save_button.isDefault()
    assert "Utan" in dialog.contents.text()
    path = tmp_path / "hasil.html"
    monkeypatch.setattr("desktop.recruitment.public_page.ask_where_to_save", lambda *_asked: path)
    qtbot.mouseClick(dialog.save_button, LEFT)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    html = path.read_text(encoding="utf-8")
    assert "TKSK-2020-5204-06-001" in html
    assert "Jumat, 24 April 2020" in html
    shown = []
    monkeypatch.setattr(dialog, "show_paper", lambda title, pdf: shown.append((title, pdf)))
    qtbot.mouseClick(dialog.print_button, LEFT)
    qtbot.waitUntil(lambda: bool(shown), timeout=10000)
    assert "HASIL SELEKSI" in PdfReader(BytesIO(shown[0][1])).pages[0].extract_text()
    dialog.close()


def test_the_text_for_whatsapp_is_beside_each_applicant(qtbot, page):
    page.table.choose(page.applicants.row(0).id)
    qtbot.waitUntil(lambda: page.chosen() is not None)
    heard = []
    page.said.connect(heard.append)
    qtbot.mouseClick(page.applicant_card.message_link, LEFT)
    qtbot.waitUntil(lambda: bool(heard))
    assert "081234567890" in heard[0]
    assert "dipanggil mengikuti tes wawancara" in QGuiApplication.clipboard().text()


def test_tampering_is_told_on_the_page_and_in_the_recap_and_stops_the_decision(
    qtbot, act, opened, page, vacancy, sqlite_database
):
    member = act(interviews.list_panel, vacancy)[2]
    with sqlite_database.engine.begin() as connection:
        connection.execute(
            text("UPDATE score SET value = 99 WHERE applicant_id = 2 AND member_id = :m"), {"m": member.id}
        )
    page.refresh()
    qtbot.waitUntil(lambda: "diubah di luar program" in page.banner.text.text())
    dialog = opened(RankingDialog, vacancy)
    qtbot.waitUntil(lambda: "diubah di luar program" in dialog.banner.text.text())
    for words in ("Lalu Wirya", "Ahmad Zaelani"):
        assert words in page.banner.text.text()
        assert words in dialog.banner.text.text()
    assert not dialog.decide_button.isEnabled()
    dialog.close()
