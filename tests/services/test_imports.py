"""Rosters taken in as they are: looked at, written, taken back; on both databases."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from db.exchange.headings import find_lists, known_headings, match, same_headings, source_rows
from db.exchange.sheets import read_grid
from db.models.audit import AuditEntry
from db.models.imports import ImportBatch, ImportRow
from db.models.officer_card import BankAccount
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.stipends import StipendPayment
from db.models.work import Activity, MonthlyReport
from db.rules.imports import Outcome, SourceRow, Task, count_placed, stopped
from db.rules.imports_officers import officer_target
from db.rules.people import Sex
from db.rules.problems import Forbidden, RuleViolation
from db.rules.work import ReportState
from db.services import imports, officers, unplaced
from tests.services.rosters import EPSKS, SULTENG, write_dki, write_list

TODAY = date(2020, 4, 9)
FIELDS = ("name", "nik", "niat", "birth_date", "phone", "post", "first_year", "desa", "home_kecamatan")


def task(columns=FIELDS, **options):
    return Task(
        "officers", tuple(columns), TODAY, headings=tuple(columns), file_name="daftar.xlsx", **options
    )


def rows(*given, columns=FIELDS):
    return [
        SourceRow("Sheet1", number, tuple(row.get(field, "") for field in columns))
        for number, row in enumerate(given, 2)
    ]


def person(number, **others):
    born = date(1990, 1, 1 + number % 28)
    nik = f"520406{born:%d%m%y}{9000 + number}"
    return {
        "name": f"Orang Uji {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{number}",
        "nik": nik,
        "birth_date": born,
    } | others


def outcomes(result):
    return [row.outcome for row in result.rows]


def read(path, every=False):
    """A file as the wizard reads it: its task and its rows."""
    grid, target = read_grid(path), officer_target()
    lists = find_lists(grid, target)
    chosen = same_headings(lists) if every else lists[:1]
    header = chosen[0][1]
    columns = match(header.titles, target, {})
    found = Task(
        *("officers", columns, TODAY),
        headings=header.titles,
        file_name=path.name,
        sha256=grid.sha256,
        sheets=len(chosen),
    )
    return found, list(source_rows(chosen))


@pytest.fixture
def known(act):
    """Utan's officer as the practice roster has him."""
    post = next(post for post in act(officers.list_posts, TODAY) if post.kecamatan == "Utan")
    return act(lambda session: _of(session, post.assignment_id))


def _of(session, assignment_id):
    officer = session.get_one(Assignment, assignment_id).officer
    return {
        "id": officer.id,
        "person_id": officer.person_id,
        "nik": officer.person.nik,
        "name": officer.person.name,
        "niat": officer.niat,
        "phone": officer.person.phone,
        "birth_date": officer.person.birth_date,
    }


def count(act, kind):
    return act(lambda session: session.scalar(select(func.count()).select_from(kind)))


def one(act, query):
    def get(session):
        found = session.scalars(query).one()
        session.expunge_all()
        return found

    return act(get)


def test_looking_changes_nothing_and_writing_does_what_was_shown(act, known):
    given = rows(
        person(1),
        {"name": known["name"].upper(), "nik": known["nik"], "phone": "0812-9999-0001"},
        {"name": known["name"], "nik": known["nik"][:-1]},
        {},
    )[:3]
    people = count(act, Person)
    looked = act(imports.dry_run, task(overwrite=frozenset({"phone"})), given)
    assert outcomes(looked) == [Outcome.NEW, Outcome.CHANGED, Outcome.ERROR]
    [difference] = looked.rows[1].differences
    assert (difference.label, difference.before, difference.after) == (
        "No. HP",
        known["phone"],
        "081299990001",
    )
    assert "NIK harus 16 angka; di daftar 15 angka" in looked.rows[2].reason
    assert (count(act, Person), count(act, ImportBatch)) == (people, 0)
    written = act(imports.apply, task(overwrite=frozenset({"phone"})), given)
    assert (outcomes(written), sum(written.totals.values())) == (outcomes(looked), 3)
    assert count(act, Person) == people + 1
    assert one(act, select(Person).where(Person.id == known["person_id"])).phone == "081299990001"
    again = act(imports.dry_run, task(), given)
    assert outcomes(again) == [Outcome.SAME, Outcome.SAME, Outcome.ERROR]


def test_only_what_is_empty_is_filled_unless_a_column_may_replace(act, known):
    given = rows({"name": known["name"], "nik": known["nik"], "phone": "081299990001"})
    [row] = act(imports.dry_run, task(), given).rows
    assert (row.outcome, row.differences) == (Outcome.SAME, ())
    assert f"No. HP tetap {known['phone']} (di daftar 081299990001)" in row.reason


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"nik": "same"}, "NIK sama dengan baris 2"),
        ({"niat": "5204060077"}, "NIAT sama dengan baris 2"),
    ],
)
def test_a_number_stands_once_in_a_list(act, second, reason):
    first = person(1, niat="5204060077")
    second = person(2) | second
    if second["nik"] == "same":
        second["nik"] = first["nik"]
    result = act(imports.dry_run, task(), rows(first, second))
    assert outcomes(result) == [Outcome.NEW, Outcome.ERROR]
    assert reason in result.rows[1].reason


def test_one_person_with_and_without_nik_is_one_row_too_many(act):
    first = person(1)
    result = act(imports.dry_run, task(), rows(first, first | {"nik": ""}))
    assert outcomes(result) == [Outcome.NEW, Outcome.ERROR]
    assert result.rows[1].reason == "Nama dan tanggal lahir sama dengan baris 2"


def test_twenty_rows_without_nik_are_people_with_the_reason(act):
    given = [person(number) | {"nik": "-"} for number in range(20)]
    result = act(imports.apply, task(), rows(*given))
    assert result.totals[Outcome.NEW] == 20
    query = select(func.count()).where(Person.nik.is_(None), Person.no_nik_reason == "tidak ada pada daftar")
    assert act(lambda session: session.scalar(query)) == 20


def test_somebody_is_found_by_niat_then_by_name_and_birth_date(act, known):
    by_niat = {"name": known["name"], "niat": known["niat"], "phone": "081299990001"}
    by_name = {"name": known["name"].upper(), "birth_date": known["birth_date"]}
    for given in (by_niat, by_name):
        [row] = act(imports.dry_run, task(), rows(given)).rows
        assert row.outcome is Outcome.SAME, row


def test_what_is_unclear_is_refused_with_whom(act, known):
    twin = person(3, name=known["name"], birth_date=known["birth_date"])
    alone = {"name": known["name"]}
    other = person(4, niat=known["niat"])
    result = act(imports.dry_run, task(), rows(twin, alone, other))
    assert outcomes(result) == [Outcome.ERROR] * 3
    for row, words in zip(
        result.rows, ("NIK-nya lain", "Mungkin sama dengan", "NIAT ini milik"), strict=True
    ):
        assert words in row.reason
        assert known["name"] in row.reason


def test_two_people_with_one_name_and_birth_date_are_never_guessed(act):
    born = date(1991, 5, 6)
    with_nik = [person(n, name="Siti Uji", birth_date=born) for n in (5, 6)]

    def add(session):
        session.add_all(Person(name=one["name"], nik=one["nik"], birth_date=born) for one in with_nik)

    act(add)
    [row] = act(imports.dry_run, task(), rows({"name": "SITI UJI", "birth_date": born})).rows
    assert row.outcome is Outcome.ERROR
    assert row.reason.count("Siti Uji") == 2


def test_a_nik_that_is_another_persons_is_refused(act, known):
    born = date(1971, 2, 3)
    act(lambda session: setattr(session.get_one(Person, known["person_id"]), "birth_date", born))
    for name, day in (("Zubaidah Kurnia", born), (known["name"], date(1981, 2, 3))):
        line = {"name": name, "nik": known["nik"], "birth_date": day}
        [row] = act(imports.dry_run, task(), rows(line)).rows
        assert row.outcome is Outcome.ERROR
        assert f"NIK ini milik {known['name']} (03-02-1971); periksa NIK" in row.reason


def test_a_lost_nik_is_refused_with_what_to_do(act):
    given = rows(
        person(1, nik=5204061203900000.0), person(2, nik="5.204E+15"), person(3, nik=5204060401909003.0)
    )
    result = act(imports.dry_run, task(), given)
    assert outcomes(result) == [Outcome.ERROR, Outcome.ERROR, Outcome.NEW]
    assert "angka terakhirnya hilang" in result.rows[0].reason
    assert "5.204E+15" in result.rows[1].reason


def test_the_assignment_begins_in_the_year_where_the_post_is_empty(act):
    post = next(post for post in act(officers.list_posts, TODAY) if post.kecamatan == "Utan")
    act(lambda session: session.delete(session.get_one(Assignment, post.assignment_id)))
    given = rows(
        person(1, post="Kec. UTAN", first_year="2015"),
        person(2, post="UTAN ", first_year=2016.0),
        person(3, post="Alas", first_year="2016"),
        person(4, post="Utaan", first_year="2016"),
        person(5, post="Rhee"),
    )
    result = act(imports.apply, task(), given)
    reasons = [row.reason for row in result.rows]
    assert outcomes(result) == [*[Outcome.NEW] * 3, Outcome.ERROR, Outcome.NEW]
    assert reasons[:2] == ["", f"Penugasan di Utan tidak dibuat: sudah dijabat {person(1)['name']}"]
    assert "Penugasan di Alas tidak dibuat: sudah dijabat" in reasons[2]
    assert reasons[3] == "Kecamatan “Utaan” tidak ada di kabupaten/kota ini"
    assert "tahun pengangkatan tidak ada" in reasons[4]
    assert one(act, select(Assignment).where(Assignment.kecamatan_code == "520406")).starts_on == date(
        2015, 1, 1
    )
    act(imports.take_back, result.batch_id)
    assert act(lambda s: s.scalar(select(func.count()).where(Assignment.kecamatan_code == "520406"))) == 0


def test_an_assignment_follows_who_left_in_that_year(act):
    post = next(post for post in act(officers.list_posts, TODAY) if post.kecamatan == "Utan")

    def leave(session):
        assignment = session.get_one(Assignment, post.assignment_id)
        assignment.starts_on, assignment.ends_on = date(2015, 1, 1), date(2020, 3, 31)

    act(leave)
    given = rows(person(1, post="Utan", first_year="2020"), person(2, post="Utan", first_year="2020"))
    result = act(imports.apply, task(), given)
    assert [row.reason for row in result.rows] == [
        "",
        f"Penugasan di Utan tidak dibuat: sudah dijabat {person(1)['name']}",
    ]
    begun = select(Assignment.starts_on).where(
        Assignment.kecamatan_code == "520406", Assignment.ends_on.is_(None)
    )
    assert act(lambda session: session.scalar(begun)) == date(2020, 4, 1)


def test_desa_of_one_name_in_two_kecamatan(act):
    def names(session):
        from db.models.regions import Region

        session.get_one(Region, "5204062001").name = "Sama Nama"
        session.get_one(Region, "5204052001").name = "Sama Nama"

    act(names)
    given = rows(
        person(1, desa="SAMA NAMA", home_kecamatan="Utan"),
        person(2, desa="Desa Sama Nama "),
        person(3, desa="Antah"),
    )
    result = act(imports.apply, task(), given)
    assert outcomes(result) == [Outcome.NEW] * 3
    assert one(act, select(Person).where(Person.nik == person(1)["nik"])).desa_code == "5204062001"
    assert "ada di Kecamatan" in result.rows[1].reason
    assert "“Antah” tidak ada di" in result.rows[2].reason


def test_dki_two_row_heading_over_sheets_with_floats_serials_and_ticks(act, tmp_path):
    north = [
        {
            "NOMOR INDUK ANGGOTA TKSK": 5204060077.0,
            "TEMPAT TUGAS/KECAMATAN": "UTAN ",
            "NAMA": "H. AHMAD UJI, S.Sos",
            "NAMA IBU KANDUNG": "SITI",
            "NIK": 5204061203909001,
            "TEMPAT DAN TANGGAL LAHIR": "UTAN, 12-03-1990",
            "JENIS KELAMIN L": "√",
            "ALAMAT JALAN": "Jl. Uji 1",
            "ALAMAT RT": 1.0,
            "ALAMAT RW": "02",
            "TELPON": 81234567890.0,
            "PENDIDIKAN TERAKHIR S1": "v",
            "PENGANGKATAN TKSK PERTAMA TAHUN": 2015.0,
            "PENGANGKATAN TKSK PERTAMA NOMOR SK": "12/HUK/2015",
            "NAMA DI REKENING": "AHMAD UJI",
            "NOMOR REKENING": "0123456789",
            "NAMA BANK": "BNI",
        },
        {"NAMA": "Bukan Siapa", "NIK": "5.204E+15", "TEMPAT TUGAS/KECAMATAN": "Utan"},
    ]
    south = [
        {
            "NAMA": "DRA. SITI UJI",
            "NIK": "'5204054501929002",
            "TEMPAT DAN TANGGAL LAHIR": datetime(1992, 1, 5),
            "JENIS KELAMIN P": "x",
            "PENDIDIKAN TERAKHIR SLTA": "1",
            "TEMPAT TUGAS/KECAMATAN": "Alas",
        },
        {"NAMA": "Tanggal Serial", "NIK": "5204054501929003", "TEMPAT DAN TANGGAL LAHIR": 33608.0},
    ]
    path = write_dki(tmp_path / "dki.xlsx", {"Utara": north, "Selatan": south})
    found, source = read(path, every=True)
    assert (found.sheets, len(source)) == (2, 4)
    result = act(imports.apply, found, source)
    assert sum(result.totals.values()) == 4
    assert outcomes(result) == [Outcome.NEW, Outcome.ERROR, Outcome.NEW, Outcome.NEW]
    first = one(act, select(Person).where(Person.nik == "5204061203909001"))
    assert (first.front_title, first.name, first.back_title) == ("H.", "Ahmad Uji", "S.Sos")
    assert (first.birth_place, first.birth_date, first.sex) == ("Utan", date(1990, 3, 12), Sex.MALE)
    assert (first.rt, first.rw, first.phone, first.education) == ("001", "002", "081234567890", "8")
    officer = one(act, select(Officer).where(Officer.person_id == first.id))
    assert (officer.niat, officer.first_year, officer.first_decree) == ("5204060077", 2015, "12/HUK/2015")
    account = one(act, select(BankAccount).where(BankAccount.officer_id == officer.id))
    assert (account.source_code, account.bank, account.number) == ("apbn", "BNI", "0123456789")
    second = one(act, select(Person).where(Person.nik == "5204054501929002"))
    assert (second.front_title, second.name, second.sex, second.education) == (
        "Dra.",
        "Siti Uji",
        Sex.FEMALE,
        "5",
    )
    assert second.birth_date == date(1992, 1, 5)
    assert one(act, select(Person).where(Person.nik == "5204054501929003")).birth_date == date(1992, 1, 5)
    assert "lembar Selatan" in act(imports.get_results, result.batch_id)[2].reason


def test_e_psks_with_all_24_columns(act, tmp_path):
    row = dict(
        zip(
            EPSKS,
            (
                *(
                    "Budi Uji",
                    "Aminah",
                    "5204061203909001",
                    "52.04.06-0077",
                    "Utan",
                    "12 Maret 1990",
                    "L",
                    "Islam",
                ),
                *(
                    "Jl. Uji",
                    "Kab. Sumbawa",
                    "Utan",
                    "Motong",
                    "1",
                    "2",
                    "+62 812-3456-7890",
                    "budi@contoh.id",
                ),
                *("KABUPATEN SUMBAWA", "Utan", "2015", "Petani", "0011223344", "0099887766", "Aktif", "Baik"),
            ),
            strict=True,
        )
    )
    elsewhere = row | {"Kab/Kota Lokasi Tugas": "Kota Bima", "No. KTP / NIK": "5204061203909002", "NIAT": ""}
    found, source = read(write_list(tmp_path / "epsks.xlsx", EPSKS, [row, elsewhere]))
    assert [title for title, field in zip(found.headings, found.columns, strict=True) if not field] == [
        "Penilaian Tahunan"
    ]
    result = act(imports.apply, found, source)
    assert outcomes(result) == [Outcome.NEW, Outcome.SKIPPED]
    assert result.rows[1].reason == "Bertugas di Kota Bima"
    made = one(act, select(Person).where(Person.nik == "5204061203909001"))
    assert (made.religion, made.phone, made.email, made.mother) == (
        "1",
        "081234567890",
        "budi@contoh.id",
        "Aminah",
    )
    assert act(lambda s: s.get(Person, made.id).desa.name) == "Motong"
    accounts = act(lambda s: {(a.source_code, a.bank, a.number) for a in s.scalars(select(BankAccount))})
    assert accounts == {("apbd_province", "Bank Jatim", "0011223344"), ("apbn", "BNI", "0099887766")}


def test_the_form_of_sulawesi_tengah(act, tmp_path):
    cells = (
        *("520406", "77", "Sumbawa", "Utan", "Budi Uji", "Aminah", "5204061203909001", "Utan", "12/03/90"),
        *("[1] L", "Jl. Uji", "081234567890", "[3] SLTA", "2015"),
    )
    row = dict(zip(SULTENG, cells, strict=True))
    result = act(
        imports.apply, *read(write_list(tmp_path / "sulteng.xlsx", SULTENG, [row], title="DATA TKSK"))
    )
    assert outcomes(result) == [Outcome.NEW]
    made = one(act, select(Person).where(Person.nik == "5204061203909001"))
    assert (made.birth_date, made.sex, made.education) == (date(1990, 3, 12), Sex.MALE, "5")
    assert one(act, select(Officer).where(Officer.person_id == made.id)).niat == "5204060077"


def test_an_import_is_taken_back_but_for_what_changed_since(act, known):
    given = rows(person(1), person(2), {"name": known["name"], "nik": known["nik"], "phone": "081299990001"})
    people = count(act, Person)
    result = act(imports.apply, task(overwrite=frozenset({"phone"})), given)
    act(lambda s: setattr(s.scalars(select(Person).where(Person.nik == person(2)["nik"])).one(), "rt", "009"))
    looked = act(imports.check_take_back, result.batch_id)
    assert (looked.undone, [row.number for row in looked.kept]) == (2, [3])
    assert looked.kept[0].reason == "Data orang sudah diubah sesudahnya"
    done = act(imports.take_back, result.batch_id)
    assert done == looked
    assert count(act, Person) == people + 1
    assert one(act, select(Person).where(Person.id == known["person_id"])).phone == known["phone"]
    [batch] = act(imports.list_batches, "officers")
    assert (batch.taken_back_by, batch.taken_back_at is not None) == ("Pilar TKSK", True)
    sentences = act(
        lambda s: list(s.scalars(select(AuditEntry.sentence).order_by(AuditEntry.id.desc()).limit(9)))
    )
    assert any("Diambil kembali" in sentence for sentence in sentences)
    with pytest.raises(RuleViolation, match="sudah diambil kembali"):
        act(imports.take_back, result.batch_id)


def test_who_is_used_elsewhere_stays(act):
    result = act(imports.apply, task(), rows(person(1)))

    def appoint(session):
        officer = session.scalars(
            select(Officer).join(Officer.person).where(Person.nik == person(1)["nik"])
        ).one()
        session.add(BankAccount(officer=officer, source_code="other", number="1"))

    act(appoint)
    looked = act(imports.check_take_back, result.batch_id)
    assert (looked.undone, looked.kept[0].reason) == (0, "TKSK sudah dipakai dalam Rekening")


def test_two_imports_are_taken_back_one_after_the_other(act, known):
    change = {"name": known["name"], "nik": known["nik"]}
    options = {"overwrite": frozenset({"phone"})}
    first = act(imports.apply, task(**options), rows(change | {"phone": "081299990001"}))
    second = act(imports.apply, task(**options), rows(change | {"phone": "081299990002"}))
    assert act(imports.check_take_back, first.batch_id).kept[0].reason == "No. HP sudah diubah sesudahnya"
    assert act(imports.take_back, second.batch_id).undone == 1
    assert act(imports.take_back, first.batch_id).undone == 1
    assert one(act, select(Person).where(Person.id == known["person_id"])).phone == known["phone"]


def test_a_cancelled_import_leaves_nothing(act, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    people = count(act, Person)

    def cancel(done):
        if done >= 4:
            raise stopped()

    with pytest.raises(RuleViolation, match="Dihentikan"):
        act(imports.apply, task(), rows(*(person(number) for number in range(6))), cancel)
    assert (count(act, Person), count(act, ImportBatch), count(act, ImportRow)) == (people, 0, 0)


def test_the_same_file_is_known_and_headings_are_remembered(act):
    given = task(sha256="a" * 64)
    headings = replace(given, headings=("Orangnya", *given.headings[1:]), by_hand=frozenset({"Orangnya"}))
    result = act(imports.apply, headings, rows(person(1)))
    assert act(imports.find_same_file, "a" * 64).id == result.batch_id
    assert act(imports.remembered_headings, "officers") == {"orangnya": "name"}
    again = replace(headings, by_hand=frozenset())
    act(imports.apply, again, rows(person(2)))
    assert act(imports.remembered_headings, "officers") == {}
    assert match(("ORANGNYA ",), officer_target(), {"orangnya": "name"}) == ("name",)


def test_a_list_without_names_is_refused(act):
    with pytest.raises(RuleViolation, match="Pilih dahulu kolom untuk Nama"):
        act(imports.dry_run, task(columns=("nik",)), rows({"nik": ""}, columns=("nik",)))


def test_rights(act_as):
    with pytest.raises(Forbidden):
        act_as("head", imports.apply, task(), rows(person(1)))


def test_every_synonym_means_a_field():
    fields = {field.name for field in officer_target().fields}
    assert {field for field, _heading in known_headings("officers")} <= fields


@pytest.mark.parametrize("work", ["report", "payment", "activity"])
def test_an_assignment_that_work_was_noted_on_stays(act, work):
    post = next(post for post in act(officers.list_posts, TODAY) if post.kecamatan == "Utan")
    act(lambda session: session.delete(session.get_one(Assignment, post.assignment_id)))
    act(lambda s: s.add(Officer(person=Person(name=person(1)["name"], nik=person(1)["nik"]))))
    result = act(imports.apply, task(), rows(person(1, post="Utan", first_year="2020")))
    officer = one(act, select(Officer).join(Officer.person).where(Person.nik == person(1)["nik"]))
    noted = {
        "report": MonthlyReport(
            **{"kecamatan_code": "520406", "year": 2020, "month": 3, "received_on": TODAY},
            **{"officer_id": officer.id, "state": ReportState.RECEIVED},
        ),
        "payment": StipendPayment(
            **{"source_code": "apbn", "year": 2020, "month": 1, "amount": 1, "paid_on": TODAY},
            officer_id=officer.id,
        ),
        "activity": Activity(
            officer_id=officer.id, kecamatan_code="520406", done_on=date(2020, 1, 1), text="Uji"
        ),
    }[work]
    act(lambda session: session.add(noted))
    looked = act(imports.check_take_back, result.batch_id)
    assert looked.undone == 0
    assert looked.kept[0].reason.startswith("Penugasan sudah dipakai dalam")
    act(imports.take_back, result.batch_id)
    assert one(act, select(Assignment).where(Assignment.officer_id == officer.id)).ends_on is None


def test_looking_and_writing_agree_beyond_a_portion(act, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    given = rows(
        *(person(1, nik=""), person(2, birth_date=""), person(1, nik="")),
        *({"name": person(2)["name"]}, person(2, niat="5204060088")),
    )
    looked, written = act(imports.dry_run, task(), given), act(imports.apply, task(), given)
    assert [(row.outcome, row.reason) for row in looked.rows] == [
        (row.outcome, row.reason) for row in written.rows
    ]
    assert "Nama dan tanggal lahir sama dengan baris 2" in written.rows[2].reason


def test_a_double_names_the_sheet_where_there_are_several(act):
    [first] = rows(person(1))
    result = act(imports.dry_run, task(sheets=2), [first, SourceRow("Selatan", 2, first.cells)])
    assert result.rows[1].reason == "NIK sama dengan lembar Sheet1 baris 2"


def test_the_result_says_who_got_an_assignment(act):
    post = next(post for post in act(officers.list_posts, TODAY) if post.kecamatan == "Utan")
    act(lambda session: session.delete(session.get_one(Assignment, post.assignment_id)))
    given = rows(person(1, post="Utan", first_year=2016), person(2, post="Alas", first_year=2016), person(3))
    result = act(imports.apply, task(), given)
    assert [row.placed for row in result.rows] == [True, False, None]
    assert count_placed(result.rows) == (1, 2)
    found = act(unplaced.list_unplaced, TODAY)
    assert {person(number)["name"] for number in (2, 3)} < {one.name for one in found}  # and who lost Utan


def test_tmt_is_the_first_day_of_the_assignment(act):
    post = next(post for post in act(officers.list_posts, TODAY) if post.kecamatan == "Utan")
    act(lambda session: session.delete(session.get_one(Assignment, post.assignment_id)))
    columns = match(("Nama", "NIK", "Kecamatan Tugas", "TMT Penugasan"), officer_target(), {})
    assert columns[3] == "post_start"
    given = SourceRow("S", 2, (person(1)["name"], person(1)["nik"], "Utan", 43891.0))
    act(imports.apply, task(columns), [given])
    assert one(act, select(Assignment).where(Assignment.kecamatan_code == "520406")).starts_on == date(
        2020, 3, 1
    )


def test_rows_without_a_year_begin_on_the_day_that_was_chosen(act):
    post = next(post for post in act(officers.list_posts, TODAY) if post.kecamatan == "Utan")
    act(lambda session: session.delete(session.get_one(Assignment, post.assignment_id)))
    given = rows(person(1, post="Utan"))
    assert [row.placed for row in act(imports.dry_run, task(), given).rows] == [False]
    act(imports.apply, replace(task(), post_from=date(2020, 2, 3)), given)
    assert one(act, select(Assignment).where(Assignment.kecamatan_code == "520406")).starts_on == date(
        2020, 2, 3
    )


def test_accounts_below_a_merged_heading_are_known_and_half_ones_told(act):
    titles = ("Nama", "NIK", "REKENING · NAMA", "REKENING · NOMOR", "REKENING · BANK")
    columns = match(titles, officer_target(), {})
    assert columns == ("name", "nik", "apbn.holder", "apbn.number", "apbn.bank")
    whole, no_number, no_bank = (
        SourceRow("S", number, (person(number)["name"], person(number)["nik"], "Uji", account, bank))
        for number, account, bank in ((2, "1234567", "BNI"), (3, "", "BNI"), (4, "7654321", ""))
    )
    result = act(imports.apply, task(columns), [whole, no_number, no_bank])
    reasons = [row.reason for row in result.rows]
    assert "rekening" not in reasons[0].lower()
    assert "Rekening tanpa nomor; tidak disimpan" in reasons[1]
    assert "Rekening tanpa nama bank" in reasons[2]
    account = one(act, select(BankAccount).where(BankAccount.number == "1234567"))
    assert (account.bank, account.holder) == ("BNI", "Uji")
