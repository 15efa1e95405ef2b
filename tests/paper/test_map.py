"""The map on paper: lines and letters, no picture; every class in the legend; the table behind it."""

from db.rules.map_figures import MapFigures, MapPlace
from desktop.paper.layout import Layout
from desktop.paper.map import map_strips
from desktop.paper.strips import Area, Run

SQUARE = ((((117.0, -8.5), (117.1, -8.5), (117.1, -8.4), (117.0, -8.4), (117.0, -8.5)),),)
PLACES = (
    MapPlace("520406", "Utan", "", 36, -8.4, 117.1, SQUARE),
    MapPlace("520405", "Alas", "", 0, -8.5, 117.0),
    MapPlace("520402", "Lunyuk", "", None, -8.9, 117.2),
)
LAYOUT = Layout(
    "F4", landscape=False, top=40, bottom=40, left=40, right=40, size=11, line=1.0, one_page=False
)


def strips(*places):
    return map_strips(MapFigures("Peta PPKS", ("Semua",), places), LAYOUT, 600)


def test_each_place_is_an_area_with_its_colour_and_the_unsurveyed_are_hatched():
    ground, _gap, legend = strips(*PLACES)
    areas = [mark for mark in ground.marks if isinstance(mark, Area)]
    assert [area.hatched for area in areas] == [False, False, True]
    assert len({area.fill for area in areas}) == 3
    words = [mark.words for mark in legend.marks if isinstance(mark, Run)]
    assert words == ["belum didata", "0", "1–36"]
    assert {"Utan", "36", "Alas", "0", "Lunyuk"} <= {m.words for m in ground.marks if isinstance(m, Run)}


def test_all_fits_between_the_margins_and_north_is_up():
    ground, _gap, legend = strips(*PLACES)
    assert ground.height + legend.height <= 600
    corners = [p for mark in ground.marks if isinstance(mark, Area) for ring in mark.rings for p in ring]
    assert all(-0.1 <= x <= LAYOUT.width + 0.1 and 0 <= y <= ground.height for x, y in corners)
    north, south = (
        min(y for _x, y in area.rings[0]) for area in [m for m in ground.marks if isinstance(m, Area)][::2]
    )
    assert north < south


def test_an_office_without_places_has_a_page_nevertheless():
    assert strips()[0].marks == ()
