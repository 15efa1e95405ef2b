"""Names under sensitive kinds stay with who may see them, whatever is asked (domain.md 2.3 R9)."""

import importlib
import inspect
import pkgutil
import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

import db.services.mapping
from db.models.aid import Aid, Handling, WelfareStatus
from db.models.mapping import Kind, MappingRecord, RecordPhoto, RecordStep
from db.models.people import Person
from db.models.rounds import SurveyKit
from db.models.twins import TwinPair
from db.rules.access import Right
from db.rules.aid import HandlingKind, Standing
from db.rules.lookups import read_text
from db.rules.mapping import Register
from db.rules.people import Sex
from db.rules.problems import Forbidden, RuleViolation
from db.rules.releases import NamesForm
from db.rules.twins import Verdict
from db.services import history, import_queue, imports, people
from db.services.mapping import (
    entry,
    handling,
    kits,
    lists,
    lookup,
    merges,
    photos,
    records,
    releases,
    twins,
)
from db.services.mapping.records import Filter
from tests.services.test_import_mapping import person as line
from tests.services.test_import_mapping import rows, task
from tests.services.test_mapping import AMAQ, DESA, TODAY, form
from tests.services.test_rounds import AT, MOTONG, SECOND, begin

KIND = re.compile("PMKS-16|HIV|dirahasiakan")
WHO = re.compile("Sahnun|5204061508509001", re.IGNORECASE)
NARROW = frozenset({Right.READ, Right.MAPPING, Right.EXPORT})


@pytest.fixture
def as_narrow(database):
    """Run a service as somebody who works on the map but may not see sensitive kinds."""

    def run(service, *args, rights=NARROW, **kwargs):
        with database.writing() as session:
            session.info["actor"] = replace(database.actor, rights=rights)
            return service(session, *args, **kwargs)

    return run


@pytest.fixture
def secret(act):
    """The case of somebody who is on record under nothing but a sensitive kind."""
    made = act(records.record, form(AMAQ, {"PMKS-16": ["a"]}, desa_code=MOTONG), today=TODAY)

    def more(session):
        [record_id] = made.record_ids
        session.add_all(
            [
                Aid(person_id=made.person_id, programme_code="PKH", begins_on=date(2025, 1, 1)),
                WelfareStatus(person_id=made.person_id, standing=next(iter(Standing)), decile=2, as_of=TODAY),
                Handling(record_id=record_id, kind=HandlingKind.NEED, what="Obat", on_day=TODAY),
                RecordPhoto(record_id=record_id, jpeg=b"x", caption="Rumah"),
            ]
        )

    act(more)
    return made


def twin_of(act):
    def add(session):
        born = AMAQ["birth_date"]
        made = Person(name="Sahnun", no_nik_reason="Belum punya", birth_date=born, sex=Sex.MALE)
        made.desa_code = DESA
        session.add(made)
        session.flush()
        return made.id

    return act(add)


def test_what_is_known_of_a_person_leaves_sensitive_kinds_out(act, act_as, secret):
    who = secret.person_id
    assert act(lists.known_facts, who).kinds
    assert not act_as("auditor", lists.known_facts, who).kinds
    asked = read_text(AMAQ["nik"], TODAY)
    [found] = act_as("auditor", lookup.look_up, asked, lambda _done: None, today=TODAY)
    assert (found.met.value, found.name) == ("missing", "")  # being here would tell under what
    assert not KIND.search(repr(act_as("auditor", people.find_by_nik, AMAQ["nik"])))
    assert not KIND.search(repr(act_as("auditor", twins.compare, who, twin_of(act))))


def test_pairs_with_somebody_secret_are_for_those_who_may_see_them(act, act_as, secret):
    other = twin_of(act)

    def pair(session):
        session.add(TwinPair(first_id=secret.person_id, second_id=other, score=9.0, reasons=[]))

    act(pair)
    assert (act(twins.count_pairs), len(act(twins.list_pairs, 0, 9))) == (1, 1)
    assert (act_as("auditor", twins.count_pairs), act_as("auditor", twins.list_pairs, 0, 9)) == (0, [])
    assert act_as("auditor", twins.count_verdicts)[Verdict.OPEN] == 0
    act(merges.merge_people, other, secret.person_id, [], today=TODAY)
    assert (act(twins.count_pairs, Verdict.SAME), act_as("auditor", twins.count_pairs, Verdict.SAME)) == (
        1,
        0,
    )
    known = form(AMAQ, {"PMKS-08": ["a"]}, person_id=other, desa_code=MOTONG)
    act(records.record, known, today=TODAY)
    assert act_as("auditor", twins.count_pairs, Verdict.SAME) == 1


def test_the_log_does_not_join_a_case_to_its_name(act, act_as, secret):
    merge = act(merges.merge_people, twin_of(act), secret.person_id, [], today=TODAY)
    act(merges.part_people, merge, today=TODAY)
    [record_id] = secret.record_ids
    key = "mapping_record", str(record_id)
    assert act(history.count_history, *key) > 1
    seen = act_as("auditor", history.list_history, 0, 500)
    assert any("Sahnun" in one.sentence for one in seen)
    assert not any(re.search("HIV|Obat|Rumah", one.sentence) for one in seen)
    assert act_as("auditor", history.count_history) == len(seen)
    assert act_as("auditor", history.list_history, 0, 500, *key) == []


def test_the_log_stays_silent_of_a_case_that_is_gone(act, act_as):
    act(imports.apply, task(), rows(line(1, kind="PMKS-16")))
    [batch] = act(imports.list_batches, "people")
    act(imports.take_back, batch.id)
    made = act(records.record, form(AMAQ, {"PMKS-16": ["a"], "PMKS-08": ["a"]}), today=TODAY)

    def drop_and_rename(session):
        for step in session.scalars(select(RecordStep)):
            session.delete(step)
        for record_id in made.record_ids:
            session.add(Handling(record_id=record_id, kind=HandlingKind.NEED, what="Obat", on_day=TODAY))
        session.flush()
        for one in (*session.scalars(select(Handling)), *session.scalars(select(MappingRecord))):
            session.delete(one)
            session.flush()
        session.get_one(Kind, "PMKS-16").name = "Nama baru"

    act(drop_and_rename)
    seen = [one.sentence for one in act_as("auditor", history.list_history, 0, 500)]
    assert not any(re.search("Pendataan.*HIV|Obat", one) for one in seen)
    assert any(re.search("Pendataan.*Lanjut usia.* dihapus", one) for one in seen)


@pytest.mark.parametrize(
    "asked",
    [{"programme_code": "PKH", "gets_on": TODAY}, {"decile": 2}, {"without_nik": True}, {"text": "sahnun"}],
)
def test_no_filter_of_people_finds_what_is_hidden(act, act_as, secret, asked):
    if "without_nik" in asked:
        act(lambda session: setattr(session.get_one(Person, secret.person_id), "nik", None))
    where = Filter(kind_code="PMKS-16", **asked)
    assert act(records.count_records, where) == 1
    assert act_as("auditor", records.count_records, where) == 0
    assert act_as("auditor", records.count_records, Filter(kind_code="PMKS-16")) == 1  # figures stay whole


def test_trying_kinds_tells_nothing_of_a_known_person(act, as_narrow, secret):
    other = act(lambda session: _add(session, "Amaq Lain"))
    said = set()
    for who in (secret.person_id, other):
        with pytest.raises(RuleViolation, match="peka") as refused:
            as_narrow(entry.record, form({"name": "Amaq"}, {"PMKS-16": ["a"]}, person_id=who), today=TODAY)
        said.add(str(refused.value))
    assert len(said) == 1


def test_what_hangs_on_a_hidden_case_is_not_touched(act, as_narrow, secret):
    [need] = act(lambda session: session.scalars(select(Handling.id)).all())
    [photo] = act(lambda session: session.scalars(select(RecordPhoto.id)).all())
    with pytest.raises(Forbidden, match="peka"):
        as_narrow(handling.remove_handling, need)
    with pytest.raises(Forbidden, match="peka"):
        as_narrow(photos.remove_photo, photo)
    with pytest.raises(Forbidden, match="peka"):
        as_narrow(photos.name_photo, photo, "x")
    assert act(photos.list_photos, secret.record_ids[0])[0].caption == "Rumah"


def test_a_waiting_row_is_decided_by_who_may_see_it(act, as_narrow):
    act(imports.apply, task(), rows(line(1)))
    act(imports.apply, task(), rows(line(1, name="Nurhayati Binti Ahmad", kind="PMKS-16")))
    [row] = act(import_queue.list_waiting)
    for service, args in ((import_queue.settle, (None,)), (import_queue.skip, ())):
        with pytest.raises(RuleViolation, match="peka"):
            as_narrow(service, row.id, *args)
    act(import_queue.skip, row.id)
    assert as_narrow(import_queue.list_waiting, settled=True) == []
    with pytest.raises(RuleViolation, match="peka"):
        as_narrow(import_queue.unsettle, row.id)


def test_results_of_an_import_keep_names_and_numbers(act, act_as):
    open_one, hidden = line(1), line(2, kind="PMKS-16")
    done = act(imports.apply, task(), rows(open_one, hidden))
    whole = act(imports.get_results, done.batch_id)
    assert [one.name for one in whole] == [open_one["name"], hidden["name"]]
    kept = act_as("head", imports.get_results, done.batch_id)
    assert [one.name for one in kept] == [open_one["name"], "(dirahasiakan)"]
    again = act(imports.apply, task(), rows(line(2, kind="PMKS-16", kk="5204060101209001")))
    assert "5204060101209001" in repr(act(imports.get_results, again.batch_id))
    told = repr(act_as("head", imports.get_results, again.batch_id))
    assert hidden["name"] not in told
    assert "5204060101209001" not in told
    plain = act(imports.apply, task(), rows(line(1, kind="PMKS-11", kk="5204060101209001")))
    told = repr(act_as("head", imports.get_results, plain.batch_id))
    assert open_one["name"] in told
    assert "••••9001" in told
    assert "5204060101209001" not in told


def test_a_kit_with_hidden_names_is_opened_by_right(act, as_narrow, secret):
    round_id = begin(act, SECOND)
    act(kits.make_kit, round_id, MOTONG, ("PMKS-16",), at=AT)
    kit_id = act(lambda session: session.scalar(select(SurveyKit.id)))
    assert act(kits.get_kit, kit_id).rows
    with pytest.raises(Forbidden, match="peka"):
        as_narrow(kits.get_kit, kit_id)
    assert as_narrow(kits.make_kit, round_id, MOTONG, ("PMKS-16",), at=AT).rows == ()


def test_a_whole_list_of_names_leaves_with_minutes_only(act, as_narrow):
    act(records.record, form(AMAQ, {"PMKS-08": ["a"]}), today=TODAY)
    wished = NamesForm(
        register=Register.PPKS, kecamatan_code=DESA[:6], recipient="BPS", reason="pemadanan data", whole=True
    )
    with pytest.raises(Forbidden, match="berita acara"):
        as_narrow(releases.take_names, wished, today=TODAY)
    assert act(releases.take_names, wished, today=TODAY).draft_id is not None


def test_a_looked_up_table_tells_no_nik_that_was_not_brought(act, secret):
    def table(text):
        found = act(lookup.look_up, read_text(text, TODAY), lambda _done: None, today=TODAY)
        return repr(lookup.lookup_table(found).rows)

    assert AMAQ["nik"] in table(AMAQ["nik"])
    assert AMAQ["nik"] not in table("Amaq Sahnun;15-08-1950")
    assert AMAQ["nik"] not in table("5204061508509077;Amaq Sahnun;15-08-1950")


# --- every reading service of the map, as somebody who may not see


def _add(session, name):
    made = Person(name=name, no_nik_reason="Belum punya", desa_code=DESA)
    session.add(made)
    session.flush()
    return made.id


def readers():
    for module in pkgutil.iter_modules(db.services.mapping.__path__):
        found = importlib.import_module(f"db.services.mapping.{module.name}")
        for name, service in vars(found).items():
            if getattr(service, "__module__", "") != found.__name__ or name.startswith("_"):
                continue
            if not inspect.isfunction(service):
                continue
            parameters = inspect.signature(service).parameters
            if next(iter(parameters), "") == "session":
                yield f"{module.name}.{name}", service, parameters


def test_no_reading_service_leads_from_a_hidden_case_to_its_name(act, as_narrow, secret):
    twin = twin_of(act)
    act(lambda session: session.add(TwinPair(first_id=min(twin, secret.person_id), second_id=max(twin, secret.person_id), score=0.9, reasons=[])))  # fmt: skip  # noqa: E501
    round_id = begin(act, SECOND)
    [record_id] = secret.record_ids
    given = {
        "record_id": record_id, "record_ids": [record_id], "person_id": secret.person_id,
        "person_ids": [secret.person_id], "round_id": round_id, "today": TODAY, "on": TODAY, "offset": 0,
        "limit": 50, "desa_code": MOTONG, "kecamatan_code": MOTONG[:6], "register": Register.PPKS,
        "kind_code": "PMKS-16", "first_id": secret.person_id, "second_id": twin, "where": Filter(),
        "text": "Sahnun", "year": 2026, "day": TODAY, "rule": "nik",
    }  # fmt: skip
    called, told = [], []
    for name, service, parameters in readers():
        wanted = [one for one in list(parameters.values())[1:] if one.default is inspect.Parameter.empty]
        if any(one.name not in given for one in wanted):
            continue
        arguments = {one.name: given[one.name] for one in wanted}
        try:
            answer = repr(as_narrow(service, rights=frozenset({Right.READ, Right.EXPORT}), **arguments))
        except (RuleViolation, LookupError):  # not for a reader, or it has no such thing
            continue
        called.append(name)
        of_case = {"record_id", "record_ids"} & set(arguments)
        of_person = {"person_id", "person_ids", "first_id"} & set(arguments)
        leads = bool(WHO.search(answer)) and bool(of_case or re.search("PMKS-16|HIV", answer))
        if KIND.search(answer) if of_person else leads:
            told.append(name)
    assert told == []
    assert {"records.list_records", "records.get_row", "lists.known_facts", "cards.get_card"} <= set(called)
    assert len(called) > 40
    assert act(lambda session: session.get_one(MappingRecord, record_id).kind.sensitive)
