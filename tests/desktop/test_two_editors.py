"""Another PC saves while a dialog is open: the dialog says who and what, and keeps what was typed."""

from dataclasses import replace
from decimal import Decimal

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget

from db.rules.office import OfficialForm
from db.rules.recruitment import Result
from db.services import office
from db.services.recruitment import administration, applicants, sheet_entry, vacancies
from desktop.office.official_dialog import OfficialDialog, save_official
from desktop.recruitment.administration import AdministrationDialog
from desktop.recruitment.scores import ScoresDialog
from desktop.recruitment.vacancy_form import VacancyDialog
from tests.services.utan import PEOPLE, announced, open_utan, ready_to_score, register

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def settings(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def sari(sqlite_database):
    """Run a service as Sari, at another PC."""

    def run(service, *args, **kwargs):
        with sqlite_database.writing() as session:
            session.info["actor"] = replace(sqlite_database.actor, name="Sari")
            return service(session, *args, **kwargs)

    return run


@pytest.fixture
def opened(qtbot, worker):
    window = QWidget()
    window.show()

    def show(kind, *args):
        dialog = kind(window, worker, *args)
        dialog.open()
        return dialog

    yield show
    shiboken6.delete(window)  # before the worker closes


def test_a_sheet_scored_elsewhere_stays_typed_until_it_is_read_again(qtbot, sari, opened):
    vacancy, (rina, *_others) = ready_to_score(sari)
    dialog = opened(ScoresDialog, vacancy)
    qtbot.waitUntil(lambda: dialog.is_ready and bool(dialog.scores))
    dialog.scores["W1"].setText("60")
    member, applicant = dialog.member.value(), dialog.candidate.value()
    assert applicant == rina
    sari(sheet_entry.save_scores, applicant, member, {"W1": Decimal(80)}, before={})
    qtbot.mouseClick(dialog.save_button, LEFT)
    qtbot.waitUntil(lambda: "Sari baru saja mengubah nilai W1" in dialog.banner.text.text())
    assert "80" not in dialog.banner.text.text()  # who, never to what: scores are blind
    assert dialog.scores["W1"].value() == 60
    assert dialog.unsaved()
    dialog.banner.link.click()
    qtbot.waitUntil(lambda: dialog.scores["W1"].placeholderText() == "•••")
    assert dialog.scores["W1"].text() == ""
    assert not dialog.unsaved()


def test_a_file_decided_elsewhere_is_not_decided_again_unseen(qtbot, sari, opened):
    vacancy = announced(sari)
    rina = register(sari, vacancy, PEOPLE[0])
    sari(vacancies.close_registration, vacancy)
    dialog = opened(AdministrationDialog, vacancy)
    qtbot.waitUntil(lambda: bool(dialog.rows))
    dialog.accept_all()
    rows = sari(administration.list_checks, rina)
    failed = [administration.Decision(row.requirement_id, Result.FAIL, "berkas palsu") for row in rows]
    sari(administration.decide_checks, rina, failed, before=rows)
    qtbot.mouseClick(dialog.save_button, LEFT)
    qtbot.waitUntil(lambda: "Sari baru saja mengubah keputusan persyaratan" in dialog.banner.text.text())
    assert {line.result for line in dialog.rows} == {Result.PASS}
    assert sari(applicants.get_applicant, rina).status_reason.startswith("berkas palsu")
    dialog.banner.link.click()
    qtbot.waitUntil(lambda: {line.result for line in dialog.rows} == {Result.FAIL})
    assert not dialog.unsaved()


def test_a_vacancy_changed_elsewhere_says_so_at_its_field(qtbot, sari, opened):
    vacancy = open_utan(sari)
    dialog = opened(VacancyDialog, None, vacancy)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    before = sari(vacancies.get_vacancy, vacancy)
    form = replace(before.form, place="Aula Bappeda")
    sari(vacancies.change_vacancy, vacancy, form, before.rules, before=before)
    place = dialog.form.widget("place")
    place.setText("Kantor Camat Utan")
    qtbot.mouseClick(dialog.save_button, LEFT)
    told = "Sari baru saja mengubah Tempat menjadi “Aula Bappeda”"
    qtbot.waitUntil(lambda: told in place.accessibleDescription())
    assert (dialog.isVisible(), place.text()) == (True, "Kantor Camat Utan")
    assert sari(vacancies.get_vacancy, vacancy).form.place == "Aula Bappeda"


def test_an_official_changed_elsewhere_keeps_both_changes(qtbot, sari, worker, opened):
    [row] = sari(office.list_officials)
    dialog = opened(OfficialDialog, lambda own, form: save_official(worker, row, own, form), row)
    as_form = OfficialForm(**{name: getattr(row, name) for name in OfficialForm.__dataclass_fields__})
    qtbot.waitUntil(lambda: dialog.fields.official() == as_form)
    sari(office.save_official, row.id, replace(as_form, rank="Pembina (IV/a)"), before=as_form)
    dialog.form.widget("back_title").setText("M.Kes.")
    qtbot.mouseClick(dialog.save_button, LEFT)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    [kept] = sari(office.list_officials)
    assert (kept.rank, kept.back_title) == ("Pembina (IV/a)", "M.Kes.")
