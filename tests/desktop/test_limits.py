"""The office's limits in the settings."""

from dataclasses import fields

import pytest

from db.rules.settings import Limits
from db.services import settings
from desktop.office.limits_panel import LimitsPanel, groups


@pytest.fixture
def panel(qtbot, worker):
    made = LimitsPanel(worker)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: bool(made.form.original))
    return made


def test_every_limit_stands_in_the_panel():
    shown = {name for _title, limits in groups() for name, _text, _unit in limits}
    assert shown == {field.name for field in fields(Limits)}


def test_a_changed_limit_is_saved_and_in_force(qtbot, worker, panel):
    panel.fields["report_day"].setValue(10)
    assert panel.is_edited()
    panel.save_button.click()
    qtbot.waitUntil(lambda: panel.banner.isVisible())
    with worker.database.reading() as session:
        assert settings.get_limits(session).report_day == 10
    assert not panel.is_edited()


def test_three_steps_of_a_proposal_must_grow(qtbot, panel):
    panel.fields["proposal_second"].setValue(500)
    panel.save_button.click()
    qtbot.waitUntil(lambda: "Tiga batas" in panel.fields["proposal_third"].accessibleDescription())
    panel.defaults_button.click()
    assert panel.fields["proposal_second"].value() == Limits().proposal_second
