"""Places as people paste them."""

import pytest

from db.rules.coordinates import in_words, kilometres, lies_within, read_point
from db.rules.problems import RuleViolation


@pytest.mark.parametrize(
    "text",
    [
        "-8.4651, 117.2041",
        "-8.4651 117.2041",
        "-8,4651; 117,2041",
        "-8,4651, 117,2041",
        "Lokasi saya: -8.4651,117.2041 ya pak",
        "117.2041, -8.4651",  # the wrong way round, as GeoJSON has it
        "8.4651 S, 117.2041 E",
        "8.4651 LS 117.2041 BT",
        "LS 8.4651 BT 117.2041",
        "Lat: -8.4651 Long: 117.2041",
        "Lat -8,4651, Lon 117,2041",
        "latitude=-8.4651 longitude=117.2041",
        "Lat: 8.4651 S, Long: 117.2041 E",
        "8°27'54.36\"S 117°12'14.76\"E",
        "8° 27′ 54,36″ LS, 117° 12′ 14,76″ BT",
        "S 8°27'54.36\" E 117°12'14.76\"",
        "8.4651° S, 117.2041° E",
        "https://maps.google.com/?q=-8.4651,117.2041",
        "https://maps.google.com/maps?q=-8.4651%2C117.2041&z=17&hl=en",
        "https://www.google.com/maps/@-8.4651,117.2041,17z",
        "https://www.google.com/maps/place/Utan/@-8.1,117.1,17z/data=!3m1!4b1!4m5!3m4!1s0x0!8m2!3d-8.4651!4d117.2041",
        "https://www.google.com/maps/search/-8.4651,+117.2041?entry=tts",
        "https://www.google.com/maps/search/?api=1&query=-8.4651,117.2041",
        "geo:-8.4651,117.2041",
    ],
)
def test_every_way_of_writing_a_place_is_read(text):
    latitude, longitude = read_point(text)
    assert (round(latitude, 4), round(longitude, 4)) == (-8.4651, 117.2041)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Koordinat tidak terbaca"),
        ("Dusun Motong", "Koordinat tidak terbaca"),
        ("-8.4651", "Koordinat tidak terbaca"),
        ("-95.1, 200.3", "Koordinat di luar bumi"),
        ("8°99'54\"S 117°12'14\"E", "Menit dan detik koordinat harus kurang dari 60"),
        ("8°27'54\"S 117°12'60\"E", "Menit dan detik koordinat harus kurang dari 60"),
        ("https://maps.app.goo.gl/AbC123", "Tautan pendek"),
    ],
)
def test_what_is_no_place_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        read_point(text)


def test_what_is_shown_is_read_again_and_distances_are_true():
    assert read_point(in_words(-8.4651, 117.2041)) == (-8.4651, 117.2041)
    assert 110 < kilometres((-8, 117), (-9, 117)) < 112
    square = [[(117, -9), (118, -9), (118, -8), (117, -8)]]
    assert lies_within((-8.5, 117.5), square)
    assert not lies_within((-7.5, 117.5), square)
