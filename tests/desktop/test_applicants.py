"""The windows of applicants and of the administrative selection, with the real worker."""

import re
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from db.rules.access import ROLES
from db.rules.recruitment import Applied
from db.rules.selection import AttachmentSource
from db.services import exits, officers, people, scans
from db.services.recruitment import administration, applicants, papers, sets, vacancies
from desktop.recruitment.administration import AdministrationDialog
from desktop.recruitment.applicant_form import ApplicantDialog
from desktop.recruitment.applicant_imports import ApplicantImportsDialog
from desktop.recruitment.applicant_papers import PapersDialog
from desktop.recruitment.scan_match import scan_files
from desktop.recruitment.set_dialog import SetDialog
from desktop.recruitment.vacancy_form import VacancyDialog
from tests.desktop.conftest import click
from tests.services.rosters import write_list
from tests.services.utan import (
    PEOPLE,
    UTAN,
    announced,
    leave_utan,
    open_utan,
    ready_to_score,
    register,
    render,
    verify,
)


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(date(2020, 4, 14))


@pytest.fixture
def folder(tmp_path):
    """Five scans as a phone names them, and a file that is none."""
    place = tmp_path / "rina"
    place.mkdir()
    names = ("KTP rina.jpg", "kk.png", "SKCK.jpg", "pas foto.jpg", "IMG_0001.jpg")
    for size, name in enumerate(names, 60):
        Image.new("RGB", (size, 80), "white").save(place / name)
    (place / "lamaran.pdf").write_bytes(b"bukan pdf")
    return place


@pytest.fixture
def files(act):
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    ids = [register(act, vacancy, values) for values in PEOPLE]
    act(vacancies.close_registration, vacancy)
    return vacancy, ids


def begin(qtbot, opened, vacancy):
    dialog = opened(ApplicantDialog, vacancy)
    qtbot.waitUntil(lambda: bool(dialog.documents))
    qtbot.waitUntil(lambda: dialog.form.widget("desa_code").count() > 0)
    return dialog


def shows(dialog, name):
    return dialog.head.name.text() == name and len(dialog.rows) == 11 and dialog.rows[-1].isVisible()


def as_user(worker, name, role):
    worker.database.actor = replace(worker.database.actor, user_id=7, name=name, rights=ROLES[role][1])


# --- the receipt


def test_a_folder_of_scans_is_matched_corrected_and_kept_with_the_application(qtbot, act, opened, folder):
    vacancy = announced(act)
    dialog = begin(qtbot, opened, vacancy)
    form = dialog.form
    qtbot.keyClicks(form.widget("name"), "Rina Marlina")
    qtbot.keyClicks(form.widget("nik"), PEOPLE[0]["nik"])
    form.widget("desa_code").set_value("5204062001")
    qtbot.keyClicks(form.widget("phone"), "081234567890")
    dialog.scans.use_files(scan_files([folder]))
    qtbot.waitUntil(lambda: dialog.scans.match is not None)
    match = dialog.scans.match
    found = {
        scan.name: choice.currentData() for scan, choice in zip(match._scans, match.choices, strict=True)
    }
    assert found == {
        "IMG_0001.jpg": "",
        "KTP rina.jpg": "D03",
        "SKCK.jpg": "D07",
        "kk.png": "D04",
        "pas foto.jpg": "D10",
    }
    assert "lamaran.pdf bukan PDF" in match.banner.text.text()
    match.choices[0].setCurrentIndex(match.choices[0].findData("D03"))
    click(qtbot, match.keep_button)
    assert "dipilih untuk dua berkas" in match.banner.text.text()
    match.choices[0].setCurrentIndex(match.choices[0].findData("D01"))
    click(qtbot, match.keep_button)
    assert dialog.scans.text.text().startswith("5 pindaian siap disimpan: Surat lamaran bermeterai")
    assert dialog.documents["D07"].isChecked()
    click(qtbot, dialog.save_next_button)
    qtbot.waitUntil(lambda: bool(dialog.heard))
    assert dialog.scans.waiting == {}
    assert not dialog.changed()
    [row] = act(applicants.list_applicants, 0, 9, vacancy)
    kept = {paper.code: paper.scan_name for paper in act(papers.list_papers, row.id) if paper.scan_id}
    assert kept == {
        "D01": "IMG_0001.jpg",
        "D03": "KTP rina.jpg",
        "D04": "kk.png",
        "D07": "SKCK.jpg",
        "D10": "pas foto.jpg",
    }
    facts = act(applicants.get_applicant, row.id)
    assert re.fullmatch(r"\d\d\.\d\d", facts.received_at) or facts.received_at == ""
    assert facts.way == "direct"
    dialog.form.fill({})


def test_who_served_before_appears_with_the_reason_while_the_nik_is_typed(qtbot, act, opened):
    post = next(p for p in act(officers.list_posts, on=date(2020, 4, 9)) if p.id == UTAN)
    person = act(officers.get_officer, post.officer_id).person_id
    leave = exits.ExitForm("Mengundurkan diri", "ikut Pilkades", date(2020, 4, 10), "", None)
    act(exits.record_exit, post.assignment_id, leave)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    nik = act(people.get_person, person).nik
    dialog = begin(qtbot, opened, vacancy)
    qtbot.keyClicks(dialog.form.widget("nik"), nik[:14])

    def texts():
        return " ".join(
            piece.text() for piece in dialog.person.findChildren(QWidget) if hasattr(piece, "text")
        )

    qtbot.waitUntil(lambda: "Mengundurkan diri, ikut Pilkades" in texts(), timeout=1000)
    dialog.form.fill({})
    dialog.person._show(())


def test_numbers_days_and_an_expired_skck(qtbot, act, opened, files, folder):
    _vacancy, (rina, *_others) = files
    dialog = opened(PapersDialog, rina, "Rina Marlina")
    qtbot.waitUntil(lambda: "D07" in dialog.papers.boxes)
    line = dialog.papers
    qtbot.keyClicks(line.numbers["D07"], "SKCK/77")
    qtbot.keyClicks(line.days["D07"], "01-09-2019")
    assert line.ends["D07"].value() == date(2020, 3, 1)  # six months, as usual
    assert "habis sebelum wawancara" in line.ends["D07"].toolTip()
    dialog.use_files(scan_files([folder]))
    qtbot.waitUntil(lambda: dialog.match is not None)
    click(qtbot, dialog.match.keep_button)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: dialog.heard == ["Berkas Rina Marlina disimpan."])
    found = {paper.code: paper for paper in act(papers.list_papers, rina)}
    assert (found["D07"].number, found["D07"].expires_on) == ("SKCK/77", date(2020, 3, 1))
    assert found["D07"].scan_name == "SKCK.jpg"


# --- lists


def test_a_list_of_applicants_is_taken_in_and_back_from_the_window(qtbot, act, opened, tmp_path):
    vacancy = announced(act)
    titles = ("No", "Nama Lengkap", "NIK", "Tgl Lahir", "Desa", "No. HP", "Pendidikan Terakhir")
    rows = [
        (str(number), one["name"], one["nik"], f"{one['birth_date']:%d-%m-%Y}", "Motong", "0812345678", "SMA")
        for number, one in enumerate(PEOPLE[:3], 1)
    ]
    rows.append(("4", "Tanpa Nomor", "", "", "Motong", "", ""))
    path = tmp_path / "pelamar.xlsx"
    write_list(path, titles, [dict(zip(titles, row, strict=True)) for row in rows])
    dialog = opened(ApplicantImportsDialog, vacancy, "Utan")
    wizard = dialog.start_import(path)
    qtbot.waitUntil(wizard.next_button.isEnabled)
    for _step in range(2):
        click(qtbot, wizard.next_button)
        qtbot.waitUntil(wizard.next_button.isEnabled)
    assert act(applicants.count_applicants, vacancy) == 0  # only looked at
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: act(applicants.count_applicants, vacancy) == 3)
    qtbot.waitUntil(lambda: wizard.close_button.isEnabled() and not wizard.next_button.isVisible())
    wizard.accept()
    qtbot.waitUntil(lambda: dialog.back_button.isEnabled())
    click(qtbot, dialog.back_button)
    qtbot.waitUntil(lambda: dialog.dialog is not None and hasattr(dialog.dialog, "back_button"))
    click(qtbot, dialog.dialog.back_button)
    qtbot.waitUntil(lambda: act(applicants.count_applicants, vacancy) == 0)
    qtbot.waitUntil(lambda: not dialog.back_button.isEnabled())


# --- the administration


def test_three_puts_off_with_a_note_and_page_down_goes_on(qtbot, act, opened, files):
    vacancy, (rina, *_others) = files
    dialog = opened(AdministrationDialog, vacancy)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina") and dialog.rows[3].hasFocus())
    qtbot.keyClick(dialog.rows[3], Qt.Key.Key_3)
    assert dialog.rows[3].reason.hasFocus()
    qtbot.keyClicks(dialog.rows[3].reason, "asli dibawa besok")
    click(qtbot, dialog.accept_all_button)
    assert dialog.verdict.text() == "Tunda"
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: shows(dialog, "Ahmad Zaelani"))
    assert dialog.heard == ["Rina Marlina: ditunda."]
    assert act(applicants.get_applicant, rina).status is Applied.REGISTERED
    qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: shows(dialog, "Budi Santoso"))
    qtbot.keyClick(dialog, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: shows(dialog, "Ahmad Zaelani"))


def test_the_scan_stands_beside_the_requirements(qtbot, act, opened, files, folder):
    vacancy, (rina, *_others) = files
    scan = act(scans.file_scan, "SKCK.jpg", (folder / "SKCK.jpg").read_bytes())
    opened_with = {p.code: {n: getattr(p, n) for n in papers.FIELDS} for p in act(papers.list_papers, rina)}
    changed = {"D07": opened_with["D07"] | {"scan_id": scan, "expires_on": date(2020, 4, 1)}}
    act(papers.save_papers, rina, opened_with, opened_with | changed)
    dialog = opened(AdministrationDialog, vacancy)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina"))
    qtbot.waitUntil(lambda: dialog.scans.paper is not None and dialog.scans.paper.document.pageCount() == 1)
    assert dialog.scans.isVisible()
    assert dialog.scans.choice.currentText().startswith("Surat keterangan catatan kepolisian")
    assert "habis sebelum wawancara" in dialog.scans.note.text()
    assert "habis sebelum wawancara" in dialog.head.expired.text()
    before = dialog.scans.paper.view.zoomFactor()
    click(qtbot, dialog.scans.larger_button)
    click(qtbot, dialog.scans.larger_button)
    assert dialog.scans.paper.view.zoomFactor() != before
    qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: shows(dialog, "Ahmad Zaelani"))
    assert not dialog.scans.isVisible()


def test_two_verifiers_who_differ_see_it_in_red_and_cannot_close(qtbot, act, opened, files, worker):
    vacancy, ids = files
    act(administration.set_second_verifier, vacancy, True)
    for one in ids:
        verify(act, one)
    dialog = opened(AdministrationDialog, vacancy, ids[0])
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina") and dialog.checker.isVisible())
    assert dialog.banner.text.text().startswith("4 berkas menunggu pemeriksa kedua.")
    click(qtbot, dialog.save_button)  # nobody logs in here: who checks says so
    assert "Tulis nama Anda" in dialog.banner.text.text()
    dialog.checker.setText("Sari")
    qtbot.keyClick(dialog.checker, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina") and dialog.head.second.isVisible())
    assert not dialog.minutes_button.isVisible()
    assert dialog.rows[6].result is None  # the first opinion is not shown
    dialog.rows[6].setFocus()
    qtbot.keyClick(dialog.rows[6], Qt.Key.Key_2)
    click(qtbot, dialog.accept_all_button)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: shows(dialog, "Ahmad Zaelani"))
    dialog.people.choose(ids[0])
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina") and dialog.rows[6].differing.isVisible())
    assert "MS" in dialog.rows[6].differing.text()
    assert "Sari: TMS" in dialog.rows[6].differing.text()
    assert dialog.people.current_row().second == "differs"
    assert not dialog.minutes_button.isVisible()


def test_only_the_head_sees_the_override_and_its_reason_is_asked(qtbot, act, opened, files, worker):
    vacancy, ids = files
    for one in ids:
        verify(act, one)
    as_user(worker, "Kadis", "head")
    dialog = opened(AdministrationDialog, vacancy, ids[2])
    qtbot.waitUntil(lambda: shows(dialog, "Budi Santoso") and dialog.override_button.isVisible())
    click(qtbot, dialog.override_button)
    qtbot.waitUntil(lambda: dialog.dialog is not None)  # whose act it is was asked first
    question = dialog.dialog
    qtbot.keyClicks(question.form.widget("reason"), "satu-satunya PSM aktif")
    click(qtbot, question.save_button)
    qtbot.waitUntil(lambda: "Dikecualikan oleh Kadis" in dialog.head.override.text())
    assert act(applicants.get_applicant, ids[2]).status is Applied.PASSED
    qtbot.waitUntil(lambda: dialog.take_back_button.isVisible())


def test_a_verifier_is_not_offered_the_override(qtbot, act, opened, files, worker):
    vacancy, ids = files
    for one in ids:
        verify(act, one)
    as_user(worker, "Sari", "verifier")
    dialog = opened(AdministrationDialog, vacancy, ids[2])
    qtbot.waitUntil(lambda: shows(dialog, "Budi Santoso"))
    assert not dialog.override_button.isVisible()


def test_results_are_told_to_each_listed_inside_and_announced_outside(qtbot, act, opened):
    vacancy, (rina, *_others) = ready_to_score(act)
    dialog = opened(AdministrationDialog, vacancy, rina)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina"))
    click(qtbot, dialog.head.message_link)
    qtbot.waitUntil(lambda: "disalin" in dialog.banner.text.text())
    assert "MEMENUHI SYARAT (MS)" in QApplication.clipboard().text()
    click(qtbot, dialog.internal_button)
    qtbot.waitUntil(lambda: dialog.dialog is not None)
    assert [row[2] for row in dialog.dialog.view.tables[0].rows] == ["MS", "MS", "TMS", "TMS"]
    dialog.dialog.accept()
    dialog.dialog = None
    click(qtbot, dialog.public_button)
    qtbot.waitUntil(lambda: dialog.dialog is not None)
    question = dialog.dialog

    def seen():
        document = question.look.paper.document
        return "".join(document.getAllText(page).text() for page in range(document.pageCount()))

    qtbot.waitUntil(lambda: "Rina Marlina" in seen(), timeout=10_000)
    assert "HASIL SELEKSI ADMINISTRASI" in seen()
    question.form.original = question.form.values()
    question.reject()


# --- sets of rules


def test_a_set_is_changed_where_it_stands_and_chosen_for_a_vacancy(qtbot, act, opened):
    first = act(sets.default_set, date(2020, 4, 14))
    other = act(
        sets.save_set,
        "Set 2021",
        date(2021, 1, 1),
        replace(first, documents=first.documents[:4], attachments=()),
    )
    dialog = opened(SetDialog)
    qtbot.waitUntil(lambda: dialog.rules.sets.count() == 2)
    assert dialog.rules.sets.currentData() == first.id
    dialog.rules.sets.setCurrentIndex(dialog.rules.sets.findData(other))
    dialog.rules.sets.activated.emit(0)
    qtbot.waitUntil(lambda: len(dialog.rules.documents.facts()) == 4)
    assert dialog.in_force.text() == "Set 2021, berlaku mulai 1 Januari 2021"
    dialog.rules.requirements.form.widget("maximum").setText("40")
    click(qtbot, dialog.change_button)
    qtbot.waitUntil(lambda: bool(dialog.heard))
    leave_utan(act)
    form = opened(VacancyDialog, UTAN)
    qtbot.waitUntil(lambda: form.save_button.isEnabled() and form.rules.sets.count() == 2)
    form.rules.sets.setCurrentIndex(form.rules.sets.findData(other))
    form.rules.sets.activated.emit(0)
    qtbot.waitUntil(lambda: len(form.rules.documents.facts()) == 4)
    saved = []
    form.saved.connect(saved.append)
    click(qtbot, form.save_button)
    qtbot.waitUntil(lambda: bool(saved))
    rules = act(vacancies.get_vacancy, saved[0]).rules
    assert (len(rules.documents), rules.requirements[0].maximum) == (4, 40)


def test_a_set_keeps_how_it_counts_how_long_papers_are_valid_and_its_attachments(qtbot, act, opened):
    first = act(sets.default_set, date(2020, 4, 14))
    dialog = opened(SetDialog)
    qtbot.waitUntil(lambda: dialog.rules.sets.count() == 1 and dialog.change_button.isEnabled())
    rules, counting = dialog.rules, dialog.rules.counting
    counting.widget("written_weight").setText("40")
    assert counting.formula.text() == "Jumlah bobot komponen harus 100; sekarang 140."
    counting.widget("interview_weight").setText("enam puluh")
    click(qtbot, dialog.change_button)
    assert rules.tabs.tabText(rules.tabs.currentIndex()) == "Penilaian"
    assert dialog.isVisible()
    counting.widget("interview_weight").setText("60")
    assert counting.formula.text().startswith("Nilai akhir = 40% tes tertulis + 60% wawancara")
    counting.widget("objection_days").setText("5")
    rules.documents.table.choose(8)
    rules.documents.form.widget("valid_months").setText("3")
    lines = rules.attachments
    click(qtbot, lines.add_button)
    click(qtbot, dialog.change_button)
    qtbot.waitUntil(lambda: rules.tabs.currentWidget() is lines)  # its name is missing
    lines.form.widget("name").setText("Sertifikat komputer")
    source = lines.form.widget("source")
    source.setCurrentIndex(source.findData(AttachmentSource.APPLICANT_PAPER))
    source.activated.emit(source.currentIndex())
    qtbot.waitUntil(lambda: lines.form.widget("document_code").isVisible())
    lines.form.widget("document_code").set_value("D15")
    click(qtbot, dialog.change_button)
    qtbot.waitUntil(lambda: bool(dialog.heard))
    kept = act(sets.get_set, first.id)
    assert (kept.scoring.written_weight, kept.scoring.interview_weight, kept.objection_days) == (40, 60, 5)
    assert [d.code for d in kept.documents if d.valid_months == 3] == ["D08"]
    added = kept.attachments[-1]
    assert (added.name, added.source, added.document_code) == (
        "Sertifikat komputer",
        AttachmentSource.APPLICANT_PAPER,
        "D15",
    )
