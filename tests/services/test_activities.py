"""Activities: written, found, changed by two, with photos; on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.models.audit import AuditEntry
from db.models.officers import Assignment
from db.models.work import Activity, ActivityPhoto
from db.rules.officers import AssignmentKind
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services import activities
from db.services.activities import ActivityForm, Photo, Search
from tests.services.utan import UTAN, leave_utan

MAY = date(2020, 5, 20)
JPEG = b"\xff\xd8\xff" + b"x" * 100
NEW = ActivityForm()


@pytest.fixture
def utan(database):
    with database.reading() as session:
        return session.scalars(select(Assignment.officer_id).where(Assignment.kecamatan_code == UTAN)).one()


def entry(officer, **changes):
    facts = {
        "officer_id": officer,
        "done_on": date(2020, 5, 4),
        "place": "Desa Motong",
        "duty_code": "T4",
        "text": "Penyuluhan pencegahan kekerasan terhadap anak",
        "participants": 32,
    }
    return ActivityForm(**facts | changes)


def save(act, form, activity_id=None, before=NEW):
    return act(activities.save_activity, activity_id, before, form, MAY)


def find(act, **search):
    return act(activities.list_activities, 0, 50, Search(**search))


def test_an_entry_is_found_by_all_that_it_says(act, utan):
    made = save(act, entry(utan, programme_code="pkh", result="Warga paham"))
    other = next(o.id for o in act(activities.list_work_officers) if o.id != utan)
    save(act, entry(other, duty_code="T1", done_on=date(2019, 12, 31), text="Pemutakhiran data"))
    for search in (
        {"officer_id": utan},
        {"year": 2020},
        {"year": 2020, "month": 5},
        {"month": 5},
        {"duty": "T4"},
        {"programme": "pkh"},
        {"text": "ANAK kekerasan"},
        {"text": "motong paham"},
    ):
        assert [row.id for row in find(act, **search)] == [made], search
        assert act(activities.count_activities, Search(**search)) == 1
    assert len(find(act)) == 2
    assert find(act, text="100%") == []


def test_the_newest_stands_first_until_somebody_sorts(act, utan):
    first, second = (save(act, entry(utan, done_on=date(2020, 5, day))) for day in (4, 6))
    assert [row.id for row in find(act)] == [second, first]
    sorted_ = act(activities.list_activities, 0, 50, Search(), sort="done_on", descending=False)
    assert [row.id for row in sorted_] == [first, second]


def test_it_belongs_to_the_kecamatan_of_that_day(act, database, utan):
    made = save(act, entry(utan))
    with database.reading() as session:
        assert session.get_one(Activity, made).kecamatan_code == UTAN
    leave_utan(act)
    late = save(act, entry(utan, done_on=date(2020, 5, 1)))  # after the term: only warned of
    with database.reading() as session:
        assert session.get_one(Activity, late).kecamatan_code == UTAN


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"officer_id": None}, "officer_id"),
        ({"done_on": date(2020, 5, 21)}, "done_on"),
        ({"text": "  "}, "text"),
        ({"duty_code": ""}, "duty_code"),
        ({"place": "x" * 161}, "place"),
        ({"photos": (Photo(None, "", b"GIF89a"),)}, "photos"),
        ({"photos": (Photo(None, "", JPEG),) * 13}, "photos"),
        ({"photos": (Photo(None, "x" * 201, JPEG),)}, "photos"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(act, utan, changes, field):
    with pytest.raises(RuleViolation) as refusal:
        save(act, entry(utan, **changes))
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert find(act) == []


def test_photos_are_added_put_in_order_named_and_taken_away(act, database, utan):
    photos = tuple(Photo(None, name, JPEG + name.encode()) for name in ("satu", "dua", "tiga"))
    made = save(act, entry(utan, photos=photos))
    form = act(activities.get_activity, made)
    assert [photo.caption for photo in form.photos] == ["satu", "dua", "tiga"]
    one, _two, three = form.photos
    after = replace(form, photos=(three, replace(one, caption=" Satu ")))
    save(act, after, made, form)
    form = act(activities.get_activity, made)
    assert [(photo.caption, photo.jpeg) for photo in form.photos] == [
        ("tiga", JPEG + b"tiga"),
        ("Satu", JPEG + b"satu"),
    ]
    assert find(act)[0].photos == 2
    act(activities.delete_activity, made)
    with database.reading() as session:
        assert session.scalars(select(ActivityPhoto.id)).all() == []


def test_two_who_change_different_fields_both_win(act, utan):
    made = save(act, entry(utan))
    seen = act(activities.get_activity, made)
    save(act, replace(seen, place="Desa Jorok"), made, seen)
    save(act, replace(seen, result="Warga paham"), made, seen)
    form = act(activities.get_activity, made)
    assert (form.place, form.result) == ("Desa Jorok", "Warga paham")
    with pytest.raises(Conflict, match="Desa Jorok"):
        save(act, replace(seen, place="Desa Pukat"), made, seen)


def test_two_who_add_photos_do_not_lose_one(act, utan):
    made = save(act, entry(utan))
    seen = act(activities.get_activity, made)
    save(act, replace(seen, photos=(Photo(None, "a", JPEG),)), made, seen)
    with pytest.raises(Conflict):
        save(act, replace(seen, photos=(Photo(None, "b", JPEG),)), made, seen)


def test_a_deleted_entry_stays_in_the_log(act, database, utan):
    made = save(act, entry(utan))
    act(activities.delete_activity, made)
    assert find(act) == []
    with database.reading() as session:
        log = session.scalars(select(AuditEntry).where(AuditEntry.table_name == "activity")).all()
    assert any("Penyuluhan" in str(line.old) for line in log)


def test_a_duty_that_nobody_did_counts_nothing(act, utan):
    save(act, entry(utan))
    save(act, entry(utan, done_on=date(2020, 2, 20), duty_code="T1"))  # three months ago: no longer
    save(act, entry(utan, done_on=date(2020, 2, 21), duty_code="T2"))
    since, counts = act(activities.duty_counts, MAY)
    assert since == date(2020, 2, 20)
    assert {duty.code: duty.number for duty in counts if duty.number} == {"T4": 1, "T2": 1}
    assert len(counts) == 8
    assert not any(duty.number for duty in act(activities.duty_counts, MAY, officer_id=-1)[1])


def test_the_table_for_excel_has_every_entry(act, utan):
    save(act, entry(utan))
    save(act, entry(utan, done_on=date(2020, 5, 2), participants=None))
    table = act(activities.activities_table, Search(year=2020, month=5), ["Tugas T4"])
    assert [row[0] for row in table.rows] == [date(2020, 5, 2), date(2020, 5, 4)]
    assert table.subtitle == ("Tugas T4", "Mei 2020")
    assert [row[7] for row in table.rows] == [None, 32]


def test_who_only_reads_writes_nothing(act_as, act, utan):
    made = save(act, entry(utan))
    for service, args in (
        (activities.save_activity, (None, NEW, entry(utan), MAY)),
        (activities.delete_activity, (made,)),
    ):
        with pytest.raises(Forbidden):
            act_as("auditor", service, *args)


def test_officers_are_offered_with_their_terms(act, utan):
    officer = next(o for o in act(activities.list_work_officers) if o.id == utan)
    assert officer.kecamatan == "Utan"
    assert officer.spans[0][1] == date(2020, 12, 31)


@pytest.fixture
def double(act, utan):
    """Utan's officer with a double duty in another kecamatan."""
    here = {"officer_id": utan, "kecamatan_code": "520405", "kind": AssignmentKind.DOUBLE}
    act(lambda s: s.add(Assignment(**here, starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))))
    return "520405"


def code_of(act, activity_id):
    return act(lambda session: session.get_one(Activity, activity_id).kecamatan_code)


def test_who_serves_in_two_kecamatan_says_where_it_was(act, utan, double):
    officer = next(one for one in act(activities.list_work_officers) if one.id == utan)
    assert set(officer.places_on(MAY)) == {UTAN, double}
    assert set(officer.places_on(date(2020, 7, 1))) == {UTAN}
    assert code_of(act, save(act, entry(utan))) == UTAN
    chosen = save(act, entry(utan, kecamatan_code=double))
    assert code_of(act, chosen) == double
    before = act(activities.get_activity, chosen)
    save(act, replace(before, done_on=date(2020, 3, 2)), chosen, before)
    assert code_of(act, chosen) == UTAN  # that day there was no double duty


def test_an_old_entry_stays_where_it_was_when_its_words_change(act, utan, double):
    made = save(act, entry(utan, kecamatan_code=double))
    act(
        lambda s: s.delete(
            s.scalars(select(Assignment).where(Assignment.kind == AssignmentKind.DOUBLE)).one()
        )
    )
    before = act(activities.get_activity, made)
    save(act, replace(before, text="Diperbaiki", kecamatan_code=""), made, before)
    assert code_of(act, made) == double
