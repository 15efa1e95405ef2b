"""The map: circles without borders, areas with them; keys, names, and files that do not fit."""

import json
from datetime import date

import pytest
from PySide6.QtCore import Qt

from db.services import practice
from desktop.mapping.borders_dialog import BordersDialog
from desktop.mapping.map_section import MapSection

UTAN = "520406"


@pytest.fixture
def section(qtbot, worker, act, show, own_settings, set_day):
    set_day(date(2020, 4, 20))
    act(practice.fill_map, today=date(2020, 4, 20))
    made = show(MapSection(worker))
    qtbot.waitUntil(lambda: len(made.map.places) == 24)
    return made


def geojson(path, *facts):
    ring = [[117.0, -8.5], [117.2, -8.5], [117.2, -8.3], [117.0, -8.3], [117.0, -8.5]]
    features = [
        {"type": "Feature", "properties": one, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for one in facts
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_without_borders_places_are_circles_and_the_table_says_the_same(section):
    assert not any(place.border for place in section.map.places)
    assert "lingkaran" in section.hint.text()
    figures = {row[-1]: row[-2] for row in section.view.tables[0].rows}
    assert section.view.tables[0].totals[-2] == sum(n for n in figures.values() if isinstance(n, int)) > 0
    assert {place.id for place in section.map.places if place.hatched} == {
        code for code, figure in figures.items() if figure == "belum didata"
    }


def test_keys_choose_and_enter_leads_to_the_names(qtbot, section):
    links = []
    section.navigate.connect(lambda link, payload: links.append((link, payload)))
    section.view.views[0].choose(UTAN)
    assert section.map.current == UTAN
    assert "Utan: " in section.map.accessibleDescription()
    qtbot.keyClick(section.map, Qt.Key.Key_Return)
    kinds = tuple(f"PMKS-{number:02}" for number in range(1, 27))  # without those of the office's own
    asked = {"register": "ppks", "kind_code": "", "kind_codes": kinds, "kecamatan_code": UTAN}
    assert links == [("mapping/names", asked)]
    qtbot.keyClick(section.map, Qt.Key.Key_Right)
    assert section.view.views[0].current_row().id == section.map.current != UTAN


def test_zooming_keeps_what_is_under_the_pointer(qtbot, section):
    at = section.map._points[UTAN]
    section.map.zoom(2, at)
    assert (section.map._points[UTAN] - at).manhattanLength() < 1
    section.map.zoom(4, at)
    for place in section.map.places:  # a place that is chosen is seen
        section.map.choose(place.id)
        assert section.map.rect().contains(section.map._points[place.id].toPoint())
    qtbot.keyClick(section.map, Qt.Key.Key_0)
    assert (section.map._points[UTAN] - at).manhattanLength() < 1


def test_borders_are_looked_at_before_they_are_used(qtbot, section, tmp_path):
    section.borders_button.click()
    dialog = section.dialog
    assert isinstance(dialog, BordersDialog)
    assert not dialog.use_button.isEnabled()
    dialog.use_file(geojson(tmp_path / "asing.geojson", {"kode": "11.71.01"}, {"kode": "11.71.02"}))
    qtbot.waitUntil(lambda: "bukan wilayah kabupaten/kota ini" in dialog.banner.text.text())
    assert not dialog.use_button.isEnabled()
    torn = tmp_path / "rusak.geojson"
    torn.write_text("{")
    dialog.use_file(torn)
    qtbot.waitUntil(lambda: "bukan berkas GeoJSON yang utuh" in dialog.banner.text.text())
    dialog.use_file(
        geojson(tmp_path / "batas.geojson", {"kode": "52.04.06"}, {"nama": "Alas"}, {"nama": "Lain"})
    )
    qtbot.waitUntil(lambda: "2 dari 3 batas kecamatan cocok" in dialog.banner.text.text())
    assert [dialog.lines.rows[place][0] for place in (0, 1)] == ["Lain", "520402"]
    assert dialog.use_button.isDefault()
    with qtbot.waitSignal(dialog.accepted):
        dialog.use_button.click()
    qtbot.waitUntil(lambda: sum(bool(place.border) for place in section.map.places) == 2)
    assert "lingkaran" not in section.hint.text()
    assert section.map.place_at(section.map._points[UTAN]).border


def test_per_desa_and_one_kecamatan(qtbot, section):
    section.by_desa.setChecked(True)
    qtbot.waitUntil(lambda: len(section.map.places) == 165)
    section.receive("map", {"kecamatan_code": UTAN})
    qtbot.waitUntil(lambda: len(section.map.places) == 9)
    assert {row[1] for row in section.view.tables[0].rows} == {"Utan"}


def test_the_picture_is_a_png_twice_as_fine(section):
    picture = section.map.picture()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 2 * section.map.width()
