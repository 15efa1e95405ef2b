"""Regions of the office: chosen from, and brought up to date."""

from datetime import date

import pytest

from db.engine import Database
from db.migrate import migrate
from db.rules.problems import RuleViolation
from db.services import officers, practice, regions, setup
from db.services.mapping import recaps, records
from db.services.regions import RegionChanges, RegionPlan
from tests.conftest import ACTOR, TODAY
from tests.services.utan import PEOPLE, UTAN, leave_utan, open_utan

ON = date(2021, 1, 1)


def as_csv(act, *, without=(), more=(), renamed=None, delimiter=";"):
    """The office's own regions as a file, with some changes."""
    rows = [("52.04", "Kabupaten Sumbawa"), ("11.71.01", "Baiturrahman")]
    for kecamatan in act(regions.list_kecamatan):
        rows.append((kecamatan.code, kecamatan.name))
        rows += [(desa.code, desa.name) for desa in act(regions.list_desa, kecamatan.code)]
    rows = [(code, (renamed or {}).get(code, name)) for code, name in rows if not code.startswith(without)]
    return "\n".join(["kode" + delimiter + "nama", *(delimiter.join(row) for row in [*rows, *more])])


@pytest.mark.parametrize(("code", "kecamatan", "desa"), [("5204", 24, 165), ("1171", 9, 90)])
def test_an_office_has_the_regions_of_its_own_kabupaten(tmp_path, code, kecamatan, desa):
    database = Database(f"sqlite:///{tmp_path / 'kantor.db'}", ACTOR)
    migrate(database, TODAY)
    with database.writing() as session:
        setup.load_lists(session)
        practice.create_practice_office(session, code)
    with database.reading() as session:
        assert len(regions.list_kecamatan(session)) == kecamatan
        assert len(regions.list_desa(session)) == desa
        assert all(place.code.startswith(code) for place in regions.list_kecamatan(session))
    database.close()


def test_desa_of_the_whole_kabupaten_say_their_kecamatan(act):
    names = {place.code: place.name for place in act(regions.list_desa)}
    assert names["5204062001"].endswith(", Utan")
    assert [place.name for place in act(regions.list_desa, "520406")] == sorted(
        name.removesuffix(", Utan") for name in names.values() if name.endswith(", Utan")
    )


def test_the_same_list_changes_nothing(act):
    assert act(regions.import_regions, as_csv(act), on=ON) == RegionChanges(0, 0, 0)
    dotted = as_csv(act, delimiter=",").replace("520406", "52.04.06.").replace("52.04.06.,", "52.04.06,")
    assert act(regions.import_regions, "\ufeff" + dotted, on=ON) == RegionChanges(0, 0, 0)


def test_regions_are_added_renamed_and_closed_but_never_deleted(act):
    content = as_csv(
        act,
        without=("5204062001",),
        renamed={"520405": "Alas Baru"},
        more=[("520430", "Sebewe"), ("5204302001", "Sebewe Tengah")],
    )
    assert act(regions.import_regions, content, on=ON) == RegionChanges(added=2, renamed=1, closed=1)
    names = {place.code: place.name for place in act(regions.list_kecamatan)}
    assert (names["520430"], names["520405"]) == ("Sebewe", "Alas Baru")
    assert "5204062001" not in {place.code for place in act(regions.list_desa)}
    assert "Sebewe Tengah, Sebewe" in {place.name for place in act(regions.list_desa)}


def test_a_closed_kecamatan_stays_for_the_days_on_which_it_was_there(act):
    leave_utan(act)
    act(regions.import_regions, as_csv(act, without=("520406",)), on=ON)
    assert "Utan" not in {place.name for place in act(regions.list_kecamatan)}
    assert "Utan" in {place.name for place in act(regions.list_kecamatan, with_closed=True)}
    assert "Utan" in {post.kecamatan for post in act(officers.list_posts, on=date(2020, 12, 31))}
    assert "Utan" not in {post.kecamatan for post in act(officers.list_posts, on=ON)}


def test_a_region_that_comes_back_is_open_again(act):
    whole = as_csv(act)
    act(regions.import_regions, as_csv(act, without=("5204062001",)), on=ON)
    act(regions.import_regions, whole, on=ON)
    assert "5204062001" in {place.code for place in act(regions.list_desa)}


def test_people_of_a_closed_kecamatan_stay_in_the_recap(act):
    leave_utan(act)
    act(practice.fill_map, today=date(2026, 11, 21))
    counted = act(records.count_records)
    act(regions.import_regions, as_csv(act, without=("520406",)), on=ON)
    recap = act(recaps.recap)
    assert "Utan" in {name for name, _counts in recap.rows}
    assert sum(recap.totals) == counted > 0


def test_a_kecamatan_where_work_goes_on_is_not_closed(act):
    content = as_csv(act, without=("520405", "520406"))
    for service in (regions.preview_regions, regions.import_regions):
        with pytest.raises(RuleViolation, match=r"tidak dapat ditutup: Alas, Utan\.$"):
            act(service, content, on=date(2020, 6, 1))
    leave_utan(act)
    open_utan(act)
    with pytest.raises(RuleViolation, match=r"lowongan berjalan tidak dapat ditutup: Utan\.$"):
        act(regions.import_regions, as_csv(act, without=("520406",)), on=date(2020, 6, 1))
    assert "Utan" in {place.name for place in act(regions.list_kecamatan)}


def test_a_preview_counts_what_the_import_does_and_changes_nothing(act):
    leave_utan(act)
    more = [("520430", "Sebewe"), ("5204302001", "Sebewe Tengah")]
    content = as_csv(act, without=("520406",), renamed={"520405": "Alas Baru"}, more=more)
    desa = len(act(regions.list_desa, UTAN))
    plan = act(regions.preview_regions, content, on=ON)
    assert plan == RegionPlan(added=2, renamed=1, closed_kecamatan=("Utan",), closed_desa=desa)
    assert len(act(regions.list_kecamatan)) == 24
    assert act(regions.import_regions, content, on=ON) == RegionChanges(2, 1, desa + 1)


def test_nobody_is_appointed_to_a_closed_kecamatan(act):
    leave_utan(act)
    act(regions.import_regions, as_csv(act, without=(UTAN,)), on=ON)
    term = {"niat": "", "kecamatan_code": UTAN, "today": ON}
    with pytest.raises(RuleViolation, match="Kecamatan Utan sudah ditutup sejak 1 Januari 2021"):
        act(officers.add_officer, None, PEOPLE[0], **term, starts_on=date(2020, 5, 1), ends_on=None)
    until = {"starts_on": date(2020, 5, 1), "ends_on": date(2020, 12, 31)}
    act(officers.add_officer, None, PEOPLE[0], **term, **until)  # a term that was over by then


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Kolom “kode” dan “nama” tidak ditemukan"),
        ("kode;wilayah\n520406;Utan", "Kolom “nama” tidak ditemukan"),
        (
            "kode;nama\n117101;Baiturrahman\n1171012001;Peuniti",
            r"tidak memuat kecamatan kabupaten/kota Anda \(kode 52.04\)",
        ),
        ("kode;nama\n520406;Utan", "tidak memuat satu pun desa/kelurahan"),
        ("kode;nama\n520406;Utan\n5204302001;Sebewe", r"Sebewe \(5204302001\) tidak mempunyai kecamatan"),
    ],
)
def test_a_file_that_cannot_be_the_list_is_refused_in_one_sentence(act, content, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        act(regions.import_regions, content, on=ON)
    assert len(act(regions.list_desa)) == 165
