"""Lists of the social map taken in: people, families, what is unclear; on both databases."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from db.models.aid import Aid, WelfareStatus
from db.models.audit import AuditEntry
from db.models.families import Collective, Family, PersonProfile
from db.models.imports import ImportBatch, ImportRow
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.models.twins import TwinPair
from db.rules.access import Right
from db.rules.imports import Outcome, SourceRow, TakeBack, Task, stopped
from db.rules.problems import Forbidden, RuleViolation
from db.rules.twins import Verdict
from db.services import import_queue, imports
from db.services.mapping import merges

TODAY = date(2020, 4, 9)
FIELDS = ("nik", "name", "birth_date", "sex", "kind", "note", "disabilities", "desa", "home_kecamatan", "kk")
UTAN = {"desa": "Motong", "home_kecamatan": "Utan"}
NEW, CHANGED, SAME, ERROR, SKIPPED, UNCLEAR = (
    *(Outcome.NEW, Outcome.CHANGED, Outcome.SAME),
    *(Outcome.ERROR, Outcome.SKIPPED, Outcome.UNCLEAR),
)


def task(columns=FIELDS, **options):
    return Task(
        *("people", tuple(columns), TODAY),
        **{"headings": tuple(columns), "file_name": "pmks.csv", "count": 100} | options,
    )


def rows(*given, columns=FIELDS):
    return [
        SourceRow("pmks", number, tuple(row.get(field, "") for field in columns))
        for number, row in enumerate(given, 2)
    ]


def person(number, **others):
    born = date(1950, 1, 1 + number % 28)
    facts = {
        "nik": f"520406{born:%d%m%y}{9000 + number}",
        "name": f"Warga {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{'aeiou'[number % 5]}ng {number}",
        "birth_date": f"{born:%d-%m-%Y}",
        "sex": "L",
        "kind": "PMKS-08",
    }
    return facts | UTAN | others


def outcomes(result):
    return [row.outcome for row in result.rows]


def reasons(result):
    return [row.reason for row in result.rows]


def count(act, kind):
    return act(lambda session: session.scalar(select(func.count()).select_from(kind)))


def test_what_is_shown_is_what_is_written(act):
    given = rows(person(1), person(2, kind="lanjut usia terlantar"), person(3, name=""), {"kind": "PMKS-08"})
    people = count(act, Person)
    looked = act(imports.dry_run, task(), given)
    assert outcomes(looked) == [NEW, NEW, ERROR, SKIPPED]
    assert count(act, Person) == people
    done = act(imports.apply, task(), given)
    assert outcomes(done) == outcomes(looked)
    assert sum(done.totals.values()) == len(given)
    assert count(act, Person) == people + 2

    def check(session):
        record = session.scalars(select(MappingRecord).order_by(MappingRecord.id.desc())).first()
        one = record.person
        assert (one.name, one.nik, one.folded) == (
            "Warga Cong 2".replace("Cong", "Cing"),
            given[1].cells[0],
            one.folded,
        )
        assert one.folded
        assert (record.sex, record.born) == ("L", one.birth_date)
        assert record.desa.name == "Motong"
        assert record.kecamatan_code == "520406"
        assert record.criteria == record.disabilities == []
        assert record.facts == {}
        [_entry] = session.scalars(select(AuditEntry).where(AuditEntry.sentence.contains("pmks.csv: 2 baru")))
        kept = session.scalars(select(ImportRow).where(ImportRow.batch_id == done.batch_id)).all()
        assert len(kept) == 3
        assert kept[0].changes[0]["rows"] == 2

    act(check)
    again = act(imports.dry_run, task(), given)
    assert outcomes(again) == [SAME, SAME, ERROR, SKIPPED]


def test_a_whole_import_goes_back_and_what_changed_since_stays(act):
    people = count(act, Person)
    done = act(imports.apply, task(), rows(*(person(number) for number in range(1, 9))))

    def touch(session):
        one = session.scalars(select(Person).where(Person.nik == person(3)["nik"])).one()
        one.mother = "Salmah"
        other = session.scalars(select(Person).where(Person.nik == person(5)["nik"])).one()
        session.add(
            MappingRecord(
                person=other, kind_code="PMKS-11", desa_code=other.desa_code, kecamatan_code="520406",
                criteria=[], disabilities=[], recorded_on=TODAY,
            )
        )  # fmt: skip

    act(touch)
    found = act(imports.check_take_back, done.batch_id)
    assert (found.undone, [(kept.number, kept.reason) for kept in found.kept]) == (
        6,
        [(4, "Data orang sudah diubah sesudahnya"), (6, "sudah dipakai dalam Pendataan")],
    )
    taken = act(imports.take_back, done.batch_id)
    assert (taken.undone, len(taken.kept)) == (6, 2)
    assert count(act, Person) == people + 2
    with pytest.raises(RuleViolation, match="sudah diambil kembali"):
        act(imports.take_back, done.batch_id)


def test_rows_with_a_word_between_others_go_back_with_them_also_when_twins_were_found(act):
    people, records = count(act, Person), count(act, MappingRecord)
    odd = {"sex": "P"}  # not as the NIK says: told, and kept apart from the rows about it
    given = rows(*(person(n, **(odd if n in (2, 4) else {})) for n in range(6)))
    done = act(imports.apply, task(), given)
    assert [outcomes(done).count(NEW), sum(map(bool, reasons(done)))] == [6, 2], reasons(done)
    ids = act(lambda s: s.scalars(select(Person.id).order_by(Person.id.desc()).limit(2)).all())
    pair = {"first_id": min(ids), "second_id": max(ids), "score": 9, "reasons": [], "decided_by": ""}
    act(lambda s: s.add(TwinPair(verdict=Verdict.OPEN, **pair)))
    assert act(imports.take_back, done.batch_id) == TakeBack(6, ())
    assert (count(act, Person), count(act, MappingRecord)) == (people, records)


def test_known_people_are_filled_or_replaced_and_get_their_old_values_back(act):
    people = count(act, Person)
    first = act(imports.apply, task(), rows(person(1)))
    more = person(1, kk="5204060101010001", note="tinggal sendiri", name=person(1)["name"].upper())
    looked = act(imports.dry_run, task(), rows(more))
    assert outcomes(looked) == [CHANGED]
    assert {(one.label, one.before, one.after) for one in looked.rows[0].differences} == {
        ("No. KK", "", "5204060101010001"),
        ("Catatan", "", "tinggal sendiri"),
    }
    done = act(imports.apply, task(), rows(more))
    other = person(1, kk="5204060101010002")
    assert outcomes(act(imports.dry_run, task(), rows(other))) == [SAME]
    replaced = act(imports.apply, task(overwrite=frozenset({"kk"})), rows(other))
    assert outcomes(replaced) == [CHANGED]

    def kk(session):
        return session.scalars(select(Person.kk).where(Person.nik == other["nik"])).one()

    assert act(kk) == "5204060101010002"
    assert act(imports.check_take_back, done.batch_id).undone == 0
    assert act(imports.take_back, replaced.batch_id).undone == 1
    assert act(kk) == "5204060101010001"
    assert act(imports.take_back, done.batch_id).undone == 1
    assert act(imports.take_back, first.batch_id) == TakeBack(1, ())  # nobody has changed anything since
    assert count(act, Person) == people


def test_one_person_may_have_several_kinds_but_each_once(act):
    given = rows(
        person(1), person(1, kind="PMKS-11"), person(1), person(2, nik=""), person(2, nik="", kind="PMKS-12"),
        person(2, nik=""),
    )  # fmt: skip
    people = count(act, Person)
    done = act(imports.apply, task(), given)
    assert outcomes(done) == [NEW, NEW, SKIPPED, NEW, NEW, SKIPPED]
    assert reasons(done)[2] == "Orang dan jenis ini sudah ada di baris 2"
    assert count(act, Person) == people + 2
    again = act(imports.dry_run, task(), given)
    assert outcomes(again) == [SAME, SAME, SKIPPED, SAME, SAME, SKIPPED]
    assert act(imports.take_back, done.batch_id).undone == 4
    assert count(act, Person) == people


def test_numbers_that_are_nobodys(act):
    dummy = "5204060101509999"
    given = [person(number, nik=dummy) for number in range(1, 11)]
    given += [
        person(11, nik="0"),
        person(12, nik="-"),
        person(13, nik="9999999999999999"),
        person(14, nik=""),
        person(15, nik="Belum ada"),
        person(16, nik="5204060101500000"),
    ]
    one = person(17)
    given += [one | {"name": f"{name} Bin Dua"} for name in ("Amir", "Basri", "Candra")]
    done = act(imports.apply, task(), rows(*given))
    assert outcomes(done) == [NEW] * 19

    def niks(session):
        names = [one["name"] for one in given]
        return session.execute(select(Person.nik, Person.no_nik_reason).where(Person.name.in_(names))).all()

    found = act(niks)
    assert [nik for nik, _reason in found] == [None] * 19
    assert all(reason for _nik, reason in found)
    assert "dipakai 10 orang" in reasons(done)[0]
    two = act(imports.dry_run, task(), rows(person(20), person(21, nik=person(20)["nik"])))
    assert outcomes(two) == [ERROR, ERROR]
    assert "NIK sama dengan baris 3" in reasons(two)[0]


@pytest.mark.parametrize(
    ("others", "outcome", "words"),
    [
        ({"nik": 5.20e15}, ERROR, "angka terakhirnya hilang"),
        ({"nik": "5.20E+15"}, ERROR, "angka terakhirnya hilang"),
        ({"nik": "52040601"}, ERROR, "NIK harus 16 angka; di daftar 8 angka"),
        ({"birth_date": "29-02-2001"}, ERROR, "Tanggal lahir “29-02-2001” tidak terbaca"),
        ({"sex": "X"}, ERROR, "Jenis kelamin “X” tidak dikenal"),
        ({"kind": "PMKS-23"}, ERROR, "hanya untuk perempuan"),
        ({"kind": "PMKS-08", "birth_date": "01-05-1961"}, ERROR, "Umur 58 tahun"),
        ({"kind": "PMKS-02"}, NEW, "Umur 70 tahun, Anak terlantar untuk umur 6–18"),
        ({"kind": "PMKS-09"}, ERROR, "Jenis disabilitas wajib diisi untuk Penyandang disabilitas"),
        ({"kind": "PMKS-09", "disabilities": "fisik|netra"}, NEW, ""),
        ({"kind": "PMKS-09", "disabilities": "sakti"}, ERROR, "Jenis disabilitas “sakti” tidak dikenal"),
        ({"kind": "PMKS-99"}, ERROR, "Jenis “PMKS-99” tidak dikenal"),
        ({"kind": "Penyandang disabilitas; Fakir miskin"}, ERROR, "tulis satu jenis pada tiap baris"),
        ({"kind": ""}, ERROR, "Jenis PPKS/PSKS kosong"),
        ({"kind": "Karang Taruna"}, ERROR, "Kelompok dan lembaga"),
        ({"kind": "TKSK"}, SKIPPED, "dihitung dari Daftar TKSK"),
        ({"desa": "Desa Entah"}, ERROR, "Desa/kelurahan “Desa Entah” tidak ada di Kecamatan Utan"),
        ({"desa": ""}, ERROR, "Desa/kelurahan kosong"),
        ({"desa": "Labuhan Bajo", "home_kecamatan": ""}, NEW, ""),
        ({"name": "x" * 130}, ERROR, "paling panjang 120 huruf"),
        ({"birth_date": 33000.0}, NEW, ""),
        ({"birth_date": "12 Maret 1950"}, NEW, ""),
    ],
)  # fmt: skip
def test_each_row_is_told(act, others, outcome, words):
    given = person(1, **others)
    if "birth_date" in others:
        given["nik"] = ""
        given["kind"] = others.get("kind", "PMKS-11")
    [row] = act(imports.apply, task(), rows(given)).rows
    assert (row.outcome, words in row.reason) == (outcome, True), row.reason


def test_sums_and_signatures_are_nobody(act):
    """One kind and one desa were chosen for the whole list, so a name alone would do."""
    columns = ("", "name", "nik", "birth_date", "sex")
    told = "Baris jumlah atau tanda tangan"
    given = [
        ("", "Jumlah", "2", "", ""),
        ("", "JUMLAH TOTAL : 25 orang", "", "", "2"),
        ("Sub Total", "25", "", "", ""),
        ("1", "Jumlah Wati", "", "02-01-1950", "P"),
        ("2", "Amaq Total", "", "", "L"),
        ("", "Grand Total", "", "", ""),
        ("", "Motong, 12 Mei 2020", "", "", ""),
        ("", "Mengetahui", "", "", ""),
        ("", "Kepala Desa Motong", "", "", ""),
        ("", "H. Abdul Uji", "", "", ""),
        ("3", "Inaq Uji", person(4)["nik"], "05-01-1950", ""),
    ]
    fixed = {"kind": "PMKS-11", "desa_code": "5204062004"}
    lines = [SourceRow("pmks", number, row) for number, row in enumerate(given, 2)]
    done = act(imports.apply, task(columns, fixed=fixed), lines)
    assert outcomes(done) == [*[SKIPPED] * 3, NEW, NEW, *[SKIPPED] * 5, NEW]
    assert {row.reason for row in done.rows if row.outcome is SKIPPED} == {told}
    two = ("Jumlah", "Karang Taruna", "Motong", "Utan", "", "", "", ""), ("Ketua Lurah", *("",) * 7)
    looked = act(imports.dry_run, *groups(*two, ("Mengetahui", *("",) * 7), fixed=fixed))
    assert [row.outcome for row in looked.rows] == [SKIPPED, ERROR, SKIPPED]
    made, _rows = welfare()
    lines = [
        SourceRow("d", n, row)
        for n, row in enumerate([("Jumlah", "", "3", "", ""), ("3", "Total", "", "", "")])
    ]
    assert [row.reason for row in act(imports.dry_run, made, lines).rows] == [told] * 2


def test_a_desa_of_two_kecamatan_needs_its_kecamatan(act):
    from db.models.regions import Region

    def double(session):
        session.add(Region(code="5204052099", level=10, name="Motong"))

    act(double)
    [row] = act(imports.dry_run, task(), rows(person(1, home_kecamatan=""))).rows
    assert row.outcome is ERROR
    assert "desa Motong ada di Kecamatan Alas dan Utan; isi kecamatannya" in row.reason.replace(
        "Desa", "desa"
    )


def test_a_list_of_another_office_is_refused_at_once(act):
    given = rows(*(person(number, desa="Peunayong", home_kecamatan="Kuta Alam") for number in range(1, 20)))
    with pytest.raises(RuleViolation, match="tampaknya milik kantor lain: 19 dari 19"):
        act(imports.dry_run, task(), given)


def test_what_is_unclear_waits_with_whom_it_may_mean(act):
    act(imports.apply, task(), rows(person(1), person(2)))
    given = rows(
        person(1, name="Nurhayati Binti Ahmad"),
        person(2, nik="5204061203509777"),
        person(2, nik="", desa="Jorok"),
        person(1, nik="", birth_date=""),
    )
    people = count(act, Person)
    done = act(imports.apply, task(), given)
    assert outcomes(done) == [UNCLEAR] * 4
    assert "NIK ini milik" in reasons(done)[0]
    assert "NIK-nya lain" in reasons(done)[1]
    assert "desa lain" in reasons(done)[2]
    assert "lengkapi NIK" in reasons(done)[3]
    assert count(act, Person) == people

    def kept(session):
        rows = session.scalars(select(ImportRow).where(ImportRow.batch_id == done.batch_id)).all()
        return [(row.offers, row.cleaned["name"], row.cleaned["criteria"]) for row in rows]

    assert all(len(offers) == 1 and name and criteria == [] for offers, name, criteria in act(kept))


def test_families_stand_on_their_head_and_no_kk(act):
    given = rows(
        person(1, kind="Fakir Miskin", kk="5204060101010001"),
        person(2, kind="Fakir Miskin", kk="5204060101010001"),
        person(3, kind="PMKS-24"),
    )
    families = count(act, Family)
    done = act(imports.apply, task(), given)
    assert outcomes(done) == [NEW, NEW, NEW]
    assert count(act, Family) == families + 2

    def records(session):
        return session.scalar(
            select(func.count()).select_from(MappingRecord).where(MappingRecord.family_id.is_not(None))
        )

    assert act(records) == 2
    again = act(imports.apply, task(), given)
    assert outcomes(again) == [SAME, SAME, SAME]
    assert count(act, Family) == families + 2
    assert act(records) == 2
    assert act(imports.take_back, again.batch_id).kept == ()
    assert act(imports.take_back, done.batch_id).undone == 3
    assert count(act, Family) == families


def test_a_field_of_the_forms_goes_where_it_belongs(act):
    columns = (*FIELDS, "fact.hamlet", "fact.lives_alone", "fact.house_tenure")
    given = person(1) | {
        "fact.hamlet": "Stowe",
        "fact.lives_alone": "ya",
        "fact.house_tenure": "milik SENDIRI",
    }
    act(imports.apply, task(columns), rows(given, columns=columns))

    def facts(session):
        record = session.scalars(select(MappingRecord).order_by(MappingRecord.id.desc())).first()
        return record.facts, session.get_one(PersonProfile, record.person_id).facts

    assert act(facts) == ({"lives_alone": True}, {"hamlet": "Stowe", "house_tenure": "Milik sendiri"})


def test_somebody_without_the_right_imports_nothing(act_as):
    with pytest.raises(Forbidden):
        act_as("auditor", imports.dry_run, task(), rows(person(1)))


def test_a_stopped_import_leaves_nothing(act):
    people, batches = count(act, Person), count(act, ImportBatch)

    def stop(done):
        if done > 60:
            raise stopped()

    with pytest.raises(RuleViolation, match="Dihentikan"):
        act(imports.apply, task(), rows(*(person(number) for number in range(1, 40))), stop)
    assert (count(act, Person), count(act, ImportBatch)) == (people, batches)


def test_one_row_by_one_and_many_at_once_say_the_same(act):
    """The usual rows are read by columns; a column that this cannot read sends all rows the slow way."""
    given = [person(number, kind=("PMKS-08", "PMKS-11")[number % 2], note="x  y ") for number in range(1, 30)]
    act(imports.apply, task(), rows(*given))
    columns = (*FIELDS, "criteria")
    again = act(imports.dry_run, task(columns), rows(*given, columns=columns))
    assert outcomes(again) == [SAME] * 29
    assert json.dumps(sorted({row.reason for row in again.rows})) == '[""]'


def test_no_value_is_dropped_or_bent_without_a_word(act):
    odd = {
        "kk": ("0000000000000000", "No. KK “0000000000000000” bukan 16 angka"),
        "latitude": ("999", "Lintang “999” di luar Indonesia"),
        "longitude": ("-117.4", "Bujur “-117.4” di luar Indonesia"),
        "criteria": ("z, a", "kriteria “z” tidak dikenal"),
        "size": ("-3", "Jumlah anggota keluarga “-3” tidak dikenal"),
        "fact.income": ("banyak", "“banyak” tidak dikenal"),
        "fact.has_id_card": ("kadang", "“kadang” tidak dikenal"),
    }
    columns = ("nik", *FIELDS[1:-1], *odd)
    given = person(1, nik="0000000000000000") | {name: cell for name, (cell, _told) in odd.items()}
    good = person(2) | {"latitude": "-8,49", "longitude": 117.42, "criteria": "b dan a", "size": "4.0"}
    good |= {"fact.income": "Rp 1.500.000,00", "fact.has_id_card": "belum punya"}
    late = person(3)
    columns = (*columns, "recorded_on")
    late["recorded_on"] = "10-04-2020"
    done = act(imports.apply, task(columns), rows(given, good, late, columns=columns))
    assert outcomes(done) == [NEW, NEW, ERROR]
    assert reasons(done)[1:] == ["", "Tanggal data 10-04-2020 sesudah hari ini"]
    words = [told for _cell, told in odd.values()] + ["NIK 0000000000000000 hanya pengganti"]
    assert [one for one in words if one.casefold() not in reasons(done)[0].casefold()] == []

    def kept(session):
        query = select(MappingRecord).order_by(MappingRecord.id.desc()).limit(2)
        return [(one.latitude, one.longitude, one.criteria) for one in session.scalars(query)]

    assert act(kept) == [(-8.49, 117.42, ["a", "b"]), (None, None, ["a"])]
    facts = act(
        lambda s: s.scalars(select(PersonProfile.facts).order_by(PersonProfile.person_id.desc())).first()
    )
    assert facts == {"income": 1_500_000, "has_id_card": False}
    [row] = act(imports.dry_run, *number_of_men("-5")).rows
    assert (row.outcome, row.reason) == (NEW, "Jumlah laki-laki “-5” tidak dikenal; tidak disimpan")


def number_of_men(cell):
    columns = ("name", "kind", "desa", "home_kecamatan", "males")
    made = Task("groups", columns, TODAY, headings=columns)
    return made, [SourceRow("kt", 2, ("KT Uji", "Karang Taruna", "Motong", "Utan", cell))]


@pytest.fixture
def waiting(act):
    """Two rows in the queue: another name under a known NIK, another NIK under a known name."""
    act(imports.apply, task(), rows(person(1), person(2)))
    given = rows(
        person(1, name="Nurhayati Binti Ahmad", kind="PMKS-12"),
        person(2, nik="5204061203509777", kind="PMKS-12", kk="5204060101010009"),
    )
    done = act(imports.apply, task(), given)
    return done.batch_id, act(import_queue.list_waiting)


def test_the_queue_is_worked_off_later_and_back(act, waiting):
    batch, (first, second) = waiting
    assert act(import_queue.count_waiting) == 2
    facts = act(import_queue.get_waiting, second.id)
    assert facts.said.values[0] == facts.offers[0].values[0]
    assert facts.said.values[1] != facts.offers[0].values[1]
    assert facts.offers[0].values[-1] == "Lanjut usia telantar"
    people = count(act, Person)

    act(import_queue.settle, first.id, None)
    act(import_queue.settle, second.id, facts.offers[0].person_id)
    assert count(act, Person) == people + 1
    assert act(import_queue.count_waiting) == 0

    def after(session):
        new = session.scalars(select(Person).where(Person.name == "Nurhayati Binti Ahmad")).one()
        known = session.get_one(Person, facts.offers[0].person_id)
        totals = session.get_one(ImportBatch, batch).totals
        return new.nik, new.no_nik_reason, known.kk, {key: value for key, value in totals.items() if value}

    assert act(after) == (None, "NIK di daftar milik orang lain", "5204060101010009", {"new": 2})
    with pytest.raises(RuleViolation, match="sudah diputuskan"):
        act(import_queue.skip, first.id)
    act(import_queue.unsettle, second.id)
    assert [row.id for row in act(import_queue.list_waiting)] == [second.id]
    assert [row.id for row in act(import_queue.list_waiting, settled=True)] == [first.id]
    act(import_queue.skip, second.id)
    act(import_queue.unsettle, first.id)
    assert count(act, Person) == people


def test_a_batch_with_decided_rows_goes_back_whole(act, waiting):
    batch, (first, second) = waiting
    people = count(act, Person)
    act(import_queue.settle, first.id, None)
    act(import_queue.settle, second.id, act(import_queue.get_waiting, second.id).offers[0].person_id)
    taken = act(imports.take_back, batch)
    assert (taken.undone, taken.kept) == (2, ())
    assert count(act, Person) == people
    assert act(import_queue.list_waiting) == []


def welfare(*given, overwrite=frozenset(), as_of=date(2020, 3, 1)):
    columns = ("nik", "name", "decile", "dtsen_id", "aid.pkh")
    made = Task(
        *("welfare", columns, TODAY, frozenset(overwrite)),
        headings=columns, file_name="dtsen.csv", count=100, fixed={"as_of": as_of, "source": "DTSEN Maret"},
    )  # fmt: skip
    return made, [SourceRow("dtsen", number, tuple(row)) for number, row in enumerate(given, 2)]


def test_dtsen_changes_only_its_own_columns_and_goes_back(act):
    act(imports.apply, task(), rows(person(1), person(2), person(3)))
    niks = [person(number)["nik"] for number in (1, 2, 3)]
    done = act(
        imports.apply,
        *welfare(
            (niks[0], "", "4", "ID-1", "ya"), (niks[1], person(2)["name"].upper(), "desil 2", "", "tidak"),
            ("5204060101509998", "", "1", "", "ya"), (niks[2], "Nurhayati Binti Ahmad", "3", "", ""),
            (niks[0], "", "5", "", ""),
        ),
    )  # fmt: skip
    assert outcomes(done) == [CHANGED, CHANGED, SKIPPED, ERROR, SKIPPED]
    assert "belum tercatat" in reasons(done)[2]

    def found(session):
        one = session.scalars(select(Person).where(Person.nik == niks[0])).one()
        status = session.get(WelfareStatus, one.id)
        aid = session.scalars(select(Aid).where(Aid.person_id == one.id)).all()
        told = status and (status.decile, status.dtsen_id, status.standing.value, status.as_of, status.source)
        return one.name, told, [(item.programme_code, item.begins_on, item.ends_on) for item in aid]

    day = date(2020, 3, 1)
    first = (person(1)["name"], (4, "ID-1", "listed", day, "DTSEN Maret"), [("pkh", day, None)])
    assert act(found) == first
    older = act(imports.dry_run, *welfare((niks[0], "", "6", "", ""), as_of=date(2019, 1, 1)))
    assert outcomes(older) == [SAME]
    later = act(
        imports.apply,
        *welfare((niks[0], "", "6", "", "tidak"), overwrite={"aid.pkh"}, as_of=date(2020, 4, 1)),
    )
    assert {(one.before, one.after) for one in later.rows[0].differences} == {("4", "6"), ("ya", "tidak")}
    assert act(found)[2] == [("pkh", day, date(2020, 4, 1))]
    assert [kept.reason for kept in act(imports.check_take_back, done.batch_id).kept]
    assert act(imports.take_back, later.batch_id).kept == ()
    assert act(found) == first
    assert act(imports.take_back, done.batch_id).kept == ()
    assert act(found) == (first[0], None, [])


def test_dtsen_takes_only_what_is_said_and_known(act):
    """An unknown word is no yes, a day that cannot be read is not today, what is empty is not shown."""
    act(imports.apply, task(), rows(*map(person, range(1, 6))))
    niks = [person(number)["nik"] for number in range(1, 6)]
    columns = ("nik", "standing", "decile", "as_of", "aid.pkh")
    given = (
        (niks[0], "", "4", "", "mungkin"),
        (niks[1], "entah", "", "29-02-2001", "ya"),
        (niks[2], "", "3", "01-01-2030", ""),
        (niks[3], "Tidak terdaftar", "2", "", "penerima PKH"),
        (niks[4], "mungkin", "belum ada", "", "Pernah"),
    )
    made = replace(welfare()[0], columns=columns, headings=columns)
    done = act(imports.apply, made, [SourceRow("d", n, row) for n, row in enumerate(given, 2)])
    assert outcomes(done) == [CHANGED, ERROR, ERROR, CHANGED, SAME]
    told = reasons(done)
    assert "“mungkin” tidak dikenal; tidak disimpan" in told[0]
    assert "“29-02-2001” tidak terbaca" in told[1]
    assert told[2] == "Keadaan tanggal 01-01-2030 sesudah hari ini"
    assert told[3] == "Desil hanya untuk yang terdaftar di DTSEN; tidak disimpan"
    assert "Status DTSEN/DTKS “mungkin” tidak" in told[4]
    assert "“Pernah” tidak" in told[4]
    assert [[(one.field, one.after) for one in row.differences] for row in done.rows] == [
        *([("standing", "Terdaftar, karena ada desilnya"), ("decile", "4")], [], []),
        *([("standing", "Tidak terdaftar"), ("aid.pkh", "ya")], []),
    ]
    assert act(lambda s: set(s.execute(select(WelfareStatus.decile, WelfareStatus.standing)).all())) == {
        *((4, "listed"), (None, "not_listed")),
    }
    with pytest.raises(RuleViolation, match="sesudah hari ini"):
        act(imports.dry_run, *welfare((niks[0], "", "1", "", ""), as_of=date(2020, 4, 10)))


GROUPS = ("name", "kind", "desa", "home_kecamatan", "leader", "phone", "fact.accreditation", "fact.founded")


def groups(*given, **options):
    made = Task(*("groups", GROUPS, TODAY), headings=GROUPS, file_name="lks.xlsx", count=9, **options)
    return made, [SourceRow("lks", number, tuple(row)) for number, row in enumerate(given, 2)]


def test_institutions_are_known_by_name_and_desa(act):
    number = count(act, Collective)
    given = (
        ("LKS Harapan", "LKS", "Motong", "Utan", "SALMAH", "081234567890", "a", "2001"),
        ("Karang Taruna Jaya", "karang taruna", "Jorok", "Utan", "", "", "", ""),
        ("LKS Harapan", "LKS", "Motong", "Utan", "", "", "", ""),
        ("Budi", "PSM", "Motong", "Utan", "", "", "", ""),
        ("LKS Jauh", "LKS", "Entah", "Utan", "", "", "", ""),
    )
    done = act(imports.apply, *groups(*given))
    assert outcomes(done) == [NEW, NEW, SKIPPED, ERROR, ERROR]
    assert count(act, Collective) == number + 2

    def found(session):
        one = session.scalars(select(Collective).where(Collective.name == "LKS Harapan")).one()
        record = session.scalars(select(MappingRecord).where(MappingRecord.collective_id == one.id)).one()
        return one.leader, one.phone, one.facts, record.kind_code, record.facts

    assert act(found) == ("Salmah", "081234567890", {"founded": 2001}, "PSKS-04", {"accreditation": "A"})
    again = act(
        imports.dry_run,
        *groups(("lks harapan", "", "Motong", "Utan", "", "", "", ""), fixed={"kind": "PSKS-04"}),
    )
    assert outcomes(again) == [SAME]
    assert act(imports.take_back, done.batch_id).undone == 2
    assert count(act, Collective) == number


def test_sensitive_rows_wait_for_who_may_see_them(act, database):
    act(imports.apply, task(), rows(person(1)))
    act(imports.apply, task(), rows(person(1, name="Nurhayati Binti Ahmad", kind="PMKS-16")))
    [row] = act(import_queue.list_waiting)
    with database.writing() as session:
        session.info["actor"] = replace(database.actor, rights=database.actor.rights - {Right.SENSITIVE})
        assert import_queue.list_waiting(session) == []
        with pytest.raises(RuleViolation, match="peka"):
            import_queue.get_waiting(session, row.id)


def test_who_was_merged_since_stays_and_a_newcomer_never_gets_the_number(act):
    """The list keeps ids: a stranger with the number of somebody who is gone would be deleted with it."""
    done = act(imports.apply, task(), rows(person(1), person(2), person(3)))
    names = ("Amaq Tua", "Pelamar Lain")

    def add(session, name):
        made = Person(name=name, no_nik_reason="Belum punya", desa_code="5204062004")
        session.add(made)
        session.flush()
        return made.id

    def find(session):
        return session.scalar(select(Person.id).where(Person.name == person(3)["name"]))

    gone = act(find)
    act(merges.merge_people, act(add, names[0]), gone, [], today=date(2026, 11, 21))
    assert act(add, names[1]) > gone
    kept = act(imports.check_take_back, done.batch_id).kept
    assert [(row.name, "sudah dig" in row.reason) for row in kept] == [("Amaq Tua ← Warga Dong 3", True)]
    assert act(imports.take_back, done.batch_id).undone == 2
    left = act(lambda s: set(s.scalars(select(Person.name).where(Person.name.in_(names)))))
    assert left == set(names)


def test_another_list_after_a_list_taken_back_has_numbers_of_its_own(act):
    done = act(imports.apply, task(), rows(person(1), person(2)))
    ids = act(lambda s: [set(s.scalars(select(kind.id))) for kind in (Person, MappingRecord)])
    act(imports.take_back, done.batch_id)
    act(imports.apply, task(), rows(person(7), person(8)))
    made = act(lambda s: set(s.scalars(select(Person.id).where(Person.name.like("Warga%")))))
    assert not made & ids[0]
    assert not act(lambda s: set(s.scalars(select(MappingRecord.id)))) & ids[1]
