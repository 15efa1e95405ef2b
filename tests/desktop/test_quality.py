"""The quality board from the window: check, explain, lead to what is to be mended, print for the desa."""

from datetime import date

import pytest

from db.services import practice
from desktop.mapping.quality_section import QualitySection

UTAN = "520406"


@pytest.fixture
def section(qtbot, worker, act, show, own_settings, set_day):
    set_day(date(2020, 4, 20))
    act(practice.fill_map, today=date(2020, 4, 20))
    made = show(QualitySection(worker))
    qtbot.waitUntil(lambda: made.kecamatan.count() == 25)
    return made


def test_nothing_is_said_before_the_first_check(qtbot, section):
    qtbot.waitUntil(lambda: section.page.head.facts.text() == "Belum pernah diperiksa")
    assert section.view.empty.isVisible()
    assert not section.side.isVisible()


def test_a_check_counts_explains_and_leads_to_the_records(qtbot, section):
    links = []
    section.navigate.connect(lambda link, payload: links.append((link, payload)))
    section.check_button.click()
    qtbot.waitUntil(lambda: bool(section.view.tables))
    numbers = {
        key: row[2] for key, row in zip(section.view.tables[0].keys, section.view.tables[0].rows, strict=True)
    }
    assert numbers["no_kk"] > 0
    section.view.views[0].choose("no_kk")
    assert section.title.text() == "Tanpa No. KK"
    assert section.fix_button.text() == f"Perbaiki sekarang ({numbers['no_kk']})"
    qtbot.waitUntil(lambda: len(section.trend.shown) == 1 and section.trend.shown[0].title == "Tanpa No. KK")
    section.fix_button.click()
    qtbot.waitUntil(lambda: bool(links))
    [(link, payload)] = links
    assert link == "mapping/names"
    assert len(payload["record_ids"]) == numbers["no_kk"]
    section.view.views[0].choose("nik_shape")
    assert not section.fix_button.isEnabled()


def test_one_kecamatan_is_counted_at_once_and_its_desa_get_their_paper(qtbot, section):
    section.print_homework()
    assert "Pilih dahulu kecamatannya" in section.view.banner.text.text()
    section.receive("quality", {"kecamatan_code": UTAN})
    qtbot.waitUntil(lambda: bool(section.view.tables))
    assert section.page.head.facts.text().startswith("Kecamatan Utan")
    section.print_homework()
    qtbot.waitUntil(lambda: section.view.dialog is not None)
