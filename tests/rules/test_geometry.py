"""Borders that an office brings: read, matched by code or name, thinned, kept as text."""

import json

import pytest

from db.rules.geometry import from_text, match_borders, middle, read_borders, simplify, to_text
from db.rules.problems import Trouble

PLACES = {
    "520406": "Utan",
    "520405": "Alas",
    "5204062001": "Jorok",
    "5204062002": "Motong",
    "5204052001": "Jorok",
}
SQUARE = [[[117.0, -8.5], [117.1, -8.5], [117.1, -8.4], [117.0, -8.4], [117.0, -8.5]]]


def collection(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": facts,
                    "geometry": {"type": "Polygon", "coordinates": shape},
                }
                for facts, shape in features
            ],
        }
    )


def matched(*facts):
    return match_borders(read_borders(collection(*((one, SQUARE) for one in facts)), "batas.geojson"), PLACES)


@pytest.mark.parametrize("facts", [{"kode": "52.04.06"}, {"KDCPUM": 520406.0}, {"x": 520406, "nama": "lain"}])
def test_a_code_with_or_without_dots_or_made_a_number_finds_its_place(facts):
    found = matched(facts)
    assert set(found.shapes) == {"520406"}
    assert found.level == 6
    assert found.bare == ("520405",)


def test_a_name_finds_its_place_in_any_spelling():
    assert set(matched({"WADMKC": "KEC. UTAN"}, {"WADMKC": "alas"}).shapes) == {"520405", "520406"}


def test_two_desa_of_one_name_are_told_apart_by_their_kecamatan():
    both = matched(
        {"desa": "Jorok", "kec": "Utan"}, {"desa": "Jorok", "kec": "Alas"}, {"desa": "Motong", "kec": "Utan"}
    )
    assert set(both.shapes) == {"5204062001", "5204052001", "5204062002"}
    alone = matched({"desa": "Jorok"}, {"desa": "Motong"}, {"desa": "Lain"})
    assert set(alone.shapes) == {"5204062002"}
    assert [name for name, _why in alone.strangers] == ["Jorok", "Lain"]
    assert "2 wilayah" in alone.strangers[0][1]


def test_a_desa_of_another_office_is_not_taken_for_one_of_the_same_name():
    found = matched({"kode": "11.71.01.2001", "nama": "Jorok"}, {"kode": "11.71.01.2002", "nama": "Motong"})
    assert not found.shapes
    assert len(found.strangers) == 2


def test_islands_of_one_place_are_put_together():
    assert len(matched({"kode": "52.04.06"}, {"kode": "52.04.06"}).shapes["520406"]) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "bukan berkas GeoJSON yang utuh"),
        ('{"type": "FeatureCollection", "features": []}', "tidak berisi batas wilayah"),
        ('{"type": "Topology", "objects": {}}', "tidak dapat dibaca"),
        ("[1, 2]", "tidak dapat dibaca"),
        (collection(({}, [[[117.0, -8.5], [117.1]]])), "tidak dapat dibaca"),
        (
            collection(({}, [[[500000, 9000000], [500100, 9000000], [500100, 9000100], [500000, 9000000]]])),
            "WGS 84",
        ),
        (
            '{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}',
            "poligon",
        ),
    ],
)
def test_what_is_no_map_of_borders_is_refused_in_one_sentence(text, said):
    with pytest.raises(Trouble, match=said):
        read_borders(text, "batas.geojson")


def test_a_thinned_border_keeps_its_corners_and_closes():
    dense = [[117 + step / 1000, -8.5] for step in range(100)]
    ring = [*dense, [117.099, -8.4], [117.0, -8.4], dense[0]]
    (border,) = read_borders(collection(({}, [ring])), "batas.geojson")
    ((outer,),) = simplify(border.shape)
    assert len(outer) == 5
    assert outer[0] == outer[-1]
    assert from_text(to_text(((outer,),))) == ((outer,),)


def test_the_middle_of_a_square_is_its_centre():
    (border,) = read_borders(collection(({}, SQUARE)), "batas.geojson")
    assert middle(border.shape) == pytest.approx((117.05, -8.45))
