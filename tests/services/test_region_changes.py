"""Regions become others: whoever lives there goes along, figures follow, old codes and names stay known."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db import tallies
from db.base import Base
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.models.regions import Region
from db.models.rounds import HeadCount, RoundRecord, RoundSheet
from db.rules.deltas import Change
from db.rules.mapping import Register
from db.rules.problems import Forbidden, RuleViolation
from db.rules.recap_tables import RecapQuestion
from db.rules.region_changes import Affected, ChangeKind, RegionForm, affected_words
from db.services import officers, region_changes, region_choices, regions
from db.services.import_places import Places
from db.services.mapping import deltas, head_counts, recaps, rounds, snapshots
from db.services.mapping.deltas import Compared
from db.services.mapping.head_counts import NOTHING, CellChange, Said
from tests.services.test_rounds import AT, MOTONG, ORONG, SECOND, TODAY, begin, record

DAY = date(2026, 11, 20)
LAW = "Perda 3/2026"


def form(kind, *codes, code, name="", parts=()):
    return RegionForm(kind, codes, code, name, DAY, LAW, parts)


@pytest.fixture
def lived(act, database):
    """Two people in Motong, one in Orong Bawa; one round locked, one open."""
    begin(act)
    record(act, "AMAQ SATU", "5204061508509001", date(1950, 8, 15))
    record(act, "AMAQ DUA", "5204061608509002", date(1950, 8, 16))
    record(act, "AMAQ TIGA", "5204061708509003", date(1950, 8, 17), desa=ORONG)
    [locked] = act(rounds.list_rounds)
    act(snapshots.lock_round, locked.id, at=AT, today=TODAY)
    return begin(act, SECOND)


def places(act):
    """Where each person and record is, and whether the tallies say so too."""

    def look(session):
        before = dict(tallies.count_cases(session, 10, TODAY))
        tallies.rebuild(session.connection(), TODAY)
        assert before == dict(tallies.count_cases(session, 10, TODAY))
        query = select(Person.name, Person.desa_code, MappingRecord.desa_code, MappingRecord.kecamatan_code)
        rows = session.execute(query.join(MappingRecord, MappingRecord.person_id == Person.id))
        return {name: codes for name, *codes in rows}

    return act(look)


def test_a_desa_with_another_code_takes_all_along_and_is_known_by_the_old_one(act, lived):
    new = "5204062021"
    wanted = form(ChangeKind.RENAME, MOTONG, code=new, name="Motong Baru")
    seen = act(region_changes.preview, wanted, today=TODAY)
    assert seen == Affected(regions=1, people=2, records=2, sheets=1, locked=1)
    assert "2 orang" in affected_words(seen)
    assert act(region_changes.change_regions, wanted, today=TODAY) == seen
    assert places(act)["AMAQ SATU"] == [new, new, "520406"]

    def look(session):
        assert session.get_one(Region, MOTONG).closed_on == DAY
        assert set(session.scalars(select(RoundRecord.desa_code))) == {MOTONG, ORONG}  # as it was sent
        sheets = select(RoundSheet.round_id).where(RoundSheet.desa_code == new)
        assert list(session.scalars(sheets)) == [lived]
        known = Places(session)
        assert known.desa("52.04.06.2006", "", "", "") == (new, "")
        assert known.desa("", "Motong", "Utan", "") == (new, "")
        assert known.home({"desa": "Motong", "home_kecamatan": "Utan"}) == ({"desa_code": new}, [])

    act(look)
    first = act(rounds.list_rounds)[-1].id
    found = act(deltas.differences, Compared(first))
    assert [one.change for one in found] == [Change.REGION] * 2
    [row] = act(region_choices.list_changes)
    assert (row.old_code, row.new_code, row.basis) == (MOTONG, new, LAW)
    assert "2 orang" in row.what


def test_a_locked_round_keeps_its_places_and_their_names(act, lived):
    locked = act(rounds.list_rounds)[-1]
    question = RecapQuestion(Register.PPKS, locked.reference_date, locked.id, by_desa=True)
    sent = act(recaps.count, question)
    for change in (
        form(ChangeKind.RENAME, MOTONG, code=MOTONG, name="Motong Raya"),
        form(ChangeKind.RENAME, MOTONG, code="5204062021", name="Motong Raya"),
        form(ChangeKind.SPLIT, ORONG, code="5204062022", name="Orong Timur"),
    ):
        act(region_changes.change_regions, change, today=TODAY)
    assert act(recaps.count, question) == sent
    now = {place.name for place in act(recaps.count, replace(question, round_id=None)).places}
    assert {"Motong Raya", "Orong Timur"} <= now
    assert "Motong" not in now


def test_another_name_only(act, lived):
    act(
        region_changes.change_regions,
        form(ChangeKind.RENAME, MOTONG, code=MOTONG, name="Mutiara"),
        today=TODAY,
    )

    def look(session):
        assert Places(session).desa("", "Motong", "Utan", "") == (MOTONG, "")
        assert Places(session).desa("", "Mutiara", "", "") == (MOTONG, "")

    act(look)


def test_of_a_split_desa_only_those_go_who_are_chosen(act, lived):
    act(
        lambda session: setattr(
            session.scalars(select(Person).where(Person.name == "AMAQ DUA")).one(), "rt", "007"
        )
    )
    parts = [part.key for part in act(region_choices.list_parts, MOTONG)]
    assert "rt:/007" in parts
    new = act(region_choices.propose_code, MOTONG)
    wanted = form(ChangeKind.SPLIT, MOTONG, code=new, name="Motong Timur", parts=("rt:/007",))
    seen = act(region_changes.change_regions, wanted, today=TODAY)
    assert (seen.people, seen.records) == (1, 1)
    found = places(act)
    assert found["AMAQ DUA"][:2] == [new, new]
    assert found["AMAQ SATU"][:2] == [MOTONG, MOTONG]
    sheets = select(RoundSheet.round_id).where(RoundSheet.desa_code == new)
    assert act(lambda session: list(session.scalars(sheets))) == [lived]


def test_merged_desa_add_up_what_both_have_said(act, lived):
    said = ((MOTONG, "PMKS-08", 4), (ORONG, "PMKS-08", 3), (ORONG, "PMKS-01", 0))
    changes = [CellChange(desa, kind, NOTHING, Said(total)) for desa, kind, total in said]
    act(head_counts.set_counts, lived, changes, on=DAY)
    wanted = form(ChangeKind.MERGE, MOTONG, code=ORONG, name="Orong Motong")
    seen = act(region_changes.change_regions, wanted, today=TODAY)
    assert (seen.people, seen.sheets, seen.unsaid) == (2, 1, 1)
    assert {tuple(codes[:2]) for codes in places(act).values()} == {(ORONG, ORONG)}

    def look(session):
        said = session.execute(select(HeadCount.kind_code, HeadCount.total))
        assert [tuple(row) for row in said] == [("PMKS-08", 7)]
        assert Places(session).desa(MOTONG, "", "", "") == (ORONG, "")

    act(look)


def test_a_kecamatan_is_split_with_its_desa_and_recoded_with_its_officer(act, lived):
    wanted = form(ChangeKind.SPLIT, "520406", code="520431", name="Utan Timur", parts=(f"desa:{MOTONG}",))
    act(region_changes.change_regions, wanted, today=TODAY)
    assert places(act)["AMAQ SATU"] == ["5204312006", "5204312006", "520431"]
    assert act(lambda session: Places(session).desa("", "Motong", "Utan", "")) == ("5204312006", "")
    seen = act(
        region_changes.change_regions,
        replace(form(ChangeKind.RENAME, "520406", code="520432", name="Utan Barat"), on=TODAY),
        today=TODAY,
    )
    assert seen.officers > 0
    assert places(act)["AMAQ TIGA"] == ["5204322004", "5204322004", "520432"]
    assert act(lambda session: Places(session).kecamatan("Utan")) == "520432"
    before, since = (
        {row.id for row in act(officers.list_posts, on=day)}
        for day in (date(2026, 11, 1), date(2026, 11, 21))
    )
    assert since - before == {"520431"}  # split off: not there before its day
    assert "520432" in before
    assert "520406" not in before  # the same kecamatan under another code
    assert "Utan" not in {place.name for place in act(regions.list_kecamatan)}


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (form(ChangeKind.RENAME, MOTONG, code=MOTONG, name="Motong"), "masih sama"),
        (form(ChangeKind.RENAME, MOTONG, code=ORONG, name="Motong"), "sudah dipakai"),
        (form(ChangeKind.RENAME, MOTONG, code="5204992001", name="Motong"), "tidak ada"),
        (form(ChangeKind.RENAME, MOTONG, code="1171012001", name="Motong"), "diawali 52.04"),
        (form(ChangeKind.MERGE, MOTONG, code=MOTONG), "setingkat"),
        (form(ChangeKind.SPLIT, "520406", code="520431", name="Baru"), "Centang desa"),
    ],
)
def test_what_cannot_be_is_refused(act, wanted, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        act(region_changes.change_regions, wanted, today=TODAY)


def test_a_kecamatan_with_an_officer_does_not_end(act):
    wanted = replace(form(ChangeKind.MERGE, "520405", code="520406"), on=date(2020, 4, 1))
    with pytest.raises(RuleViolation, match="masih mempunyai TKSK"):
        act(region_changes.preview, wanted, today=date(2020, 4, 9))


def test_only_who_may_change_the_office_may(act_as):
    with pytest.raises(Forbidden):
        act_as(
            "auditor",
            region_changes.change_regions,
            form(ChangeKind.RENAME, MOTONG, code=MOTONG, name="X"),
            today=TODAY,
        )


def test_every_table_with_a_region_is_thought_of():
    """A new table with a region says here whether it goes along."""
    goes = {"person", "family", "collective", "mapping_record", "round_sheet", "boundary", "region_size"}
    of_kecamatan = {kind.__tablename__ for kind in region_changes.OF_KECAMATAN}
    stays = {"office", "region_change", "round_figure", "round_people", "round_count"}
    found = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "region"
    }
    assert found == goes | of_kecamatan | stays
