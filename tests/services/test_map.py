"""Borders that the office keeps, and the figures of the map: nobody there and nobody knows are kept apart."""

from dataclasses import replace
from datetime import date

import pytest

from db.rules import recap_tables
from db.rules.geometry import Border
from db.rules.map_figures import UNSURVEYED
from db.rules.map_table import map_table
from db.rules.mapping import Register
from db.rules.problems import Forbidden
from db.rules.recap_tables import CASES, RecapQuestion, recap_table
from db.services import boundaries, practice
from db.services.mapping import head_counts, recaps, rounds
from db.services.mapping.map_figures import read_map

SQUARE = ((((117.0, -8.5), (117.1, -8.5), (117.1, -8.4), (117.0, -8.4), (117.0, -8.5)),),)
QUESTION = RecapQuestion(Register.PPKS, date(2020, 4, 20))
UTAN, ALAS = "520406", "520405"


@pytest.fixture
def people(act):
    act(practice.fill_map, today=QUESTION.on)


def border(**facts):
    return Border(facts, SQUARE)


def test_borders_are_kept_by_level_and_taken_out_again(act):
    match = act(boundaries.check, [border(kode="52.04.06"), border(kode="99.99.99", nama="Utan")])
    assert set(match.shapes) == {UTAN}
    assert len(match.strangers) == 1
    act(boundaries.keep, match, "batas.geojson")
    desa = act(boundaries.check, [border(kode="52.04.06.2001")])
    act(boundaries.keep, desa, "desa.geojson")
    assert set(act(boundaries.get_shapes, 6)) == {UTAN}
    assert [(one.level, one.number, one.places) for one in act(boundaries.list_kept)] == [
        (6, 1, 24),
        (10, 1, 165),
    ]
    act(boundaries.keep, act(boundaries.check, [border(kode="52.04.05")]), "baru.geojson")
    assert set(act(boundaries.get_shapes, 6)) == {ALAS}  # a new file takes the place of the old one
    act(boundaries.remove, 6)
    assert act(boundaries.get_shapes, 6) == {}
    assert act(boundaries.get_shapes, 10)["5204062001"][0][0][0] == (117.0, -8.5)


def test_borders_are_for_those_who_run_the_office(act_as):
    with pytest.raises(Forbidden):
        act_as("operator", boundaries.check, [])


def test_the_map_shows_the_figures_of_the_recap(act, people):
    for by_desa in (False, True):
        question = replace(QUESTION, by_desa=by_desa)
        counted = act(recaps.count, question)
        shown = act(read_map, question)
        rows = {place.code: sum(counted.row(place.code)) for place in counted.places}
        found = {place.code: place.figure for place in shown.places if place.figure}
        assert found == {code: number for code, number in rows.items() if number}
        assert sum(found.values()) == sum(counted.totals) > 0
        table = map_table(shown)
        assert table.totals[-2] == sum(counted.totals)
        assert table.rows[0][-2] == max(found.values())


def test_nobody_knows_and_nobody_there_are_not_the_same(act, people):
    kind = "PMKS-26"
    before = {place.code: place.figure for place in act(read_map, QUESTION, kind).places}
    empty = next(code for code, figure in before.items() if figure is None)
    days = {"reference_date": date(2020, 6, 30), "begins_on": date(2020, 4, 1), "ends_on": date(2020, 6, 30)}
    values = {"name": "Semester I 2020", "year": 2020, "note": "", **days}
    made = act(rounds.create_round, values, today=date(2020, 4, 20))
    matrix = act(head_counts.read_matrix, made)
    inside = [row.id for row in matrix.rows if row.id.startswith(empty)]

    def say(number, *desa):
        cells = [head_counts.CellChange(one, kind, head_counts.NOTHING, number) for one in desa]
        act(head_counts.set_counts, made, cells, on=date(2020, 4, 20), source="Desa")

    def shown(code, asked=kind, **question):
        places = act(read_map, replace(QUESTION, **question), asked).places
        return {place.code: place.figure for place in places}[code]

    say(head_counts.Said(0), *inside[:-1])
    assert shown(empty) is None  # one desa has not said anything
    assert shown(inside[0], by_desa=True) == 0
    assert shown(inside[0], "", by_desa=True) is None  # of the other kinds it has not
    say(head_counts.Said(0), inside[-1])
    after = {place.code: place.figure for place in act(read_map, QUESTION, kind).places}
    assert after[empty] == 0
    assert {code for code in after if after[code] != before[code]} == {empty}
    words = {row[-1]: row[-2] for row in map_table(act(read_map, QUESTION, kind)).rows}
    assert words[empty] == 0
    assert UNSURVEYED in words.values()
    other = next(row.id for row in matrix.rows if after[row.id[:6]] is None)
    say(head_counts.Said(7), other)
    assert shown(other, by_desa=True) is None  # seven without names are not nobody
    by_desa = replace(QUESTION, by_desa=True)
    assert {one.words for one in act(read_map, by_desa, kind).places if one.code == other} == {
        "disebut tanpa nama"
    }
    told = recap_table(act(recaps.count, by_desa))
    column = [one.name for one in told.columns].index(kind)
    assert told.rows[told.keys.index(other)][column] == recap_tables.UNNAMED
    assert "Di luar rekap ini: 7 kasus yang disebut desa tanpa nama." in told.notes


def test_a_public_map_shows_no_small_figure(act, people):
    shown = act(read_map, QUESTION, "PMKS-08", masked=True)
    assert not [place for place in shown.places if isinstance(place.figure, int) and 0 < place.figure < 5]
    assert any(place.figure == "<5" for place in shown.places)


def test_a_public_map_tells_what_the_public_recap_tells(act, people):
    for by_desa in (False, True):
        question = replace(QUESTION, by_desa=by_desa)
        public = recap_table(act(recaps.count, question, masked=True), masked=True)
        names = [column.name for column in public.columns]
        for kind, column in (("", CASES), ("PMKS-08", "PMKS-08")):
            own = {key: row[names.index(column)] for key, row in zip(public.keys, public.rows, strict=True)}
            shown = act(read_map, question, kind, masked=True).places
            assert {
                one.code: recap_tables.UNSURVEYED if one.figure is None else one.figure for one in shown
            } == own
            assert any(isinstance(figure, str) for figure in own.values())
