"""Rounds of data: sheets, figures without names, zero or not surveyed, locking and what changed since."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.exchange.report import report_workbook
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.rules.deltas import Change
from db.rules.mapping import Register
from db.rules.people import Sex
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.rules.recap_tables import RecapQuestion
from db.rules.recaps import AgeGroup
from db.rules.reports import row_texts
from db.rules.rounds import Cell, CellState, NextStep, SheetState, reconciled
from db.services.mapping import (
    count_deltas,
    deltas,
    frozen_names,
    head_counts,
    kind_editor,
    recaps,
    records,
    round_reports,
    rounds,
    sheets,
    snapshots,
    states,
)
from db.services.mapping.deltas import Compared
from db.services.mapping.head_counts import NOTHING, CellChange, Said
from db.services.reports import frame_report
from desktop import paper
from tests.services.utan import person

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
MOTONG, ORONG = "5204062006", "5204062004"
FIRST = {
    "name": "Semester I 2026",
    "year": 2026,
    "reference_date": date(2026, 6, 30),
    "begins_on": date(2026, 5, 1),
    "ends_on": date(2026, 7, 31),
    "note": "",
}
SECOND = FIRST | {
    "name": "Semester II 2026",
    "reference_date": date(2026, 12, 31),
    "begins_on": date(2026, 11, 1),
    "ends_on": date(2026, 12, 31),
}


def begin(act, values=FIRST):
    return act(rounds.create_round, values, today=TODAY)


def record(act, name, nik, born, *, desa=MOTONG, kind="PMKS-08", sex=Sex.MALE):
    act(
        records.record,
        records.RecordForm(
            person_id=None,
            person=person(name, nik, born, sex=sex),
            kinds={kind: ["a"]},
            disabilities=(),
            desa_code=desa,
            recorded_on=TODAY,
            source="Pendataan",
            recorder="Sari",
            exception_reason="",
            note="",
        ),
        today=TODAY,
    )
    return act(lambda session: session.query(MappingRecord.id).order_by(MappingRecord.id.desc()).first()[0])


def four(act):
    """Three old men and one woman in Motong."""
    return [
        record(act, "Amaq Sahnun", "5204061508509001", date(1950, 8, 15)),
        record(act, "Amaq Rinah", "5204061607459003", date(1945, 7, 16)),
        record(act, "Amaq Darwis", "5204060101489004", date(1948, 1, 1)),
        record(act, "Inaq Mariam", "5204064501909002", date(1990, 1, 5), kind="PMKS-23", sex=Sex.FEMALE),
    ]


def say(act, round_id, *cells, **others):
    changes = [CellChange(desa, kind, before, after) for desa, kind, before, after in cells]
    return act(head_counts.set_counts, round_id, changes, on=TODAY, **others)


def cell(act, round_id, desa=MOTONG, kind="PMKS-08"):
    matrix = act(head_counts.read_matrix, round_id)
    return next(row for row in matrix.rows if row.id == desa).cells.get(kind, Cell())


def sheet_ids(act, round_id, *desa):
    rows = act(sheets.list_sheets, round_id)
    return [row.id for row in rows if row.desa_code in desa or not desa]


def lock(act, round_id):
    return act(snapshots.lock_round, round_id, at=AT, today=TODAY)


def test_a_round_begins_with_a_sheet_for_each_desa_and_proposes_the_tksk(act):
    round_id = begin(act)
    rows = act(sheets.list_sheets, round_id)
    assert len(rows) == len(act(rounds.desa_in_use, TODAY)) > 100
    assert {row.state for row in rows} == {SheetState.NOT_BEGUN}
    assert [row.asked for row in rows][:1] == [37]  # 26 and 12, without the TKSK of the roster
    assert act(rounds.get_progress, round_id).next_step(TODAY) is NextStep.MAKE_KITS
    assert act(rounds.add_missing_sheets, round_id, today=TODAY) == 0


def test_the_tksk_of_the_kecamatan_is_proposed(act):
    utan = next(
        row
        for row in act(
            sheets.list_sheets,
            begin(
                act,
                FIRST
                | {
                    "begins_on": date(2020, 4, 1),
                    "ends_on": date(2020, 12, 1),
                    "reference_date": date(2020, 6, 30),
                },
            ),
        )
        if row.desa_code == MOTONG
    )
    assert utan.recorder


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Isi nama putaran"),
        ({"reference_date": None}, "Isi tanggal"),
        ({"ends_on": date(2026, 4, 1)}, "selesai sebelum"),
    ],
)
def test_what_a_round_must_say(act, changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        begin(act, FIRST | changes)


def test_no_two_rounds_of_one_name_and_an_empty_one_can_go(act):
    round_id = begin(act)
    with pytest.raises(RuleViolation, match="Sudah ada putaran"):
        begin(act)
    act(rounds.remove_round, round_id)
    assert act(rounds.list_rounds) == []


def test_a_round_with_figures_stays(act):
    round_id = begin(act)
    say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(3)))
    with pytest.raises(RuleViolation, match="sudah berisi angka"):
        act(rounds.remove_round, round_id)


def test_two_people_change_one_round(act):
    round_id = begin(act)
    act(rounds.change_round, round_id, FIRST, FIRST | {"note": "satu"})
    act(rounds.change_round, round_id, FIRST, FIRST | {"ends_on": date(2026, 8, 5)})
    with pytest.raises(Conflict, match="mengubah Catatan"):
        act(rounds.change_round, round_id, FIRST, FIRST | {"note": "dua"})


def test_states_of_many_sheets_at_once_with_who_and_when(act):
    round_id = begin(act)
    ids = sheet_ids(act, round_id, MOTONG, ORONG)
    act(sheets.set_state, ids, SheetState.HANDED_IN, on=TODAY, note="lewat TKSK")
    with pytest.raises(RuleViolation, match="Tulis apa yang harus diperbaiki"):
        act(sheets.set_state, ids, SheetState.RETURNED, on=TODAY)
    with pytest.raises(RuleViolation, match="belum dapat menjadi"):
        act(sheets.set_state, ids, SheetState.VALIDATED, on=TODAY)
    before = act(sheets.set_state, ids, SheetState.VERIFIED, on=TODAY)
    act(sheets.restore_states, before, on=TODAY)
    row = next(row for row in act(sheets.list_sheets, round_id) if row.id == ids[0])
    assert (row.state, row.since, row.note) == (SheetState.HANDED_IN, TODAY, "diurungkan")
    assert [step.state for step in act(sheets.list_steps, ids[0])] == [
        SheetState.HANDED_IN,
        SheetState.VERIFIED,
        SheetState.HANDED_IN,
    ]


def test_all_sheets_or_none(act):
    round_id = begin(act)
    ids = sheet_ids(act, round_id, MOTONG, ORONG)
    act(sheets.set_state, ids[:1], SheetState.HANDED_IN, on=TODAY)
    with pytest.raises(RuleViolation):
        act(sheets.set_state, ids, SheetState.VERIFIED, on=TODAY)
    states = {row.state for row in act(sheets.list_sheets, round_id) if row.id in ids}
    assert states == {SheetState.HANDED_IN, SheetState.NOT_BEGUN}


def test_targets_are_pasted_by_code_or_name(act):
    round_id = begin(act)
    rows = act(sheets.list_sheets, round_id)
    orong = next(row for row in rows if row.desa_code == ORONG)
    lines = [
        ("Kecamatan", "Desa", "Target"),
        ("52.04.06.2006", "120"),
        ("Utan", orong.desa, "1.250"),
        ("Utan", "Negeri Antah", "5"),
        ("Utan", "Motong", "7"),
        ("5204062002", "banyak"),
    ]
    plan = act(sheets.plan_targets, round_id, lines)
    assert sorted(plan.targets.values()) == [120, 1250]
    whys = [why for *_row, why in plan.rows]
    assert whys[2:] == [
        "Desa “Utan Negeri Antah” tidak ditemukan.",
        "Desa ini disebut dua kali.",
        "“banyak” bukan angka.",
    ]
    assert act(sheets.set_targets, plan.targets) == 2
    assert act(sheets.set_targets, plan.targets) == 0


def test_white_zero_and_a_number_are_three_things(act):
    round_id = begin(act)
    record(act, "Amaq Sahnun", "5204061508509001", date(1950, 8, 15))
    say(act, round_id, (MOTONG, "PMKS-01", NOTHING, Said(0)), (MOTONG, "PMKS-02", NOTHING, Said(12, 5, 7)))
    states = [cell(act, round_id, kind=f"PMKS-0{n}").state for n in (1, 2, 3, 8)]
    assert states == [CellState.NONE, CellState.COUNTED, CellState.NOT_SURVEYED, CellState.COUNTED]
    table = act(round_reports.matrix_table, round_id, Register.PPKS, kecamatan_code="520406")
    row = next(row for row, key in zip(table.rows, table.keys, strict=True) if key == MOTONG)
    assert row[2:10] == (0, 12, None, None, None, None, None, 1)
    shares = act(round_reports.completeness_table, round_id)
    utan = next(row for row in shares.rows if row[0] == "Utan")
    assert utan[4:7] == (2, 1, utan[3] - 3)
    assert (
        next(r for r in act(sheets.list_sheets, round_id) if r.desa_code == MOTONG).state
        is SheetState.RUNNING
    )


def test_figures_and_names_are_reconciled(act):
    round_id = begin(act)
    four(act)
    say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(12)), (MOTONG, "PMKS-23", NOTHING, Said(0)))
    assert reconciled(cell(act, round_id)).startswith("angka 12, bernama 3, belum bernama 9")
    woman = cell(act, round_id, kind="PMKS-23")
    assert (woman.figure, woman.state, woman.beyond) == (1, CellState.COUNTED, 1)
    table = act(round_reports.reconciled_table, round_id)
    assert [row[3:7] for row in table.rows] == [(12, 3, 9, 0), (0, 1, 0, 1)]
    assert table.notes == (
        "Seluruh putaran: angka 12, bernama 4, belum bernama 9; bernama tanpa angka desa 0.",
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said(-1), "harus 0 sampai"),
        (Said(3, 2, 2), "tidak sama dengan jumlah 3"),
        (Said(1_000_000), "harus 0 sampai"),
    ],
)
def test_impossible_figures_are_refused(act, said, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        say(act, begin(act), (MOTONG, "PMKS-08", NOTHING, said))


def test_a_figure_that_somebody_else_has_typed_is_not_overwritten(act):
    round_id = begin(act)
    say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(3)))
    with pytest.raises(Conflict, match="orang lain baru saja mengisi 3"):
        say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(5)), (MOTONG, "PMKS-01", NOTHING, Said(1)))
    assert cell(act, round_id, kind="PMKS-01").total is None
    assert say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(3))) == 0  # the same: nobody is in the way


def test_a_validated_sheet_keeps_its_figures(act):
    round_id = begin(act)
    ids = sheet_ids(act, round_id, MOTONG)
    for state in (SheetState.HANDED_IN, SheetState.VERIFIED, SheetState.VALIDATED):
        act(sheets.set_state, ids, state, on=TODAY)
    with pytest.raises(RuleViolation, match="Kembalikan dahulu"):
        say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(3)))


def test_many_cells_are_said_to_be_empty_and_it_is_undone(act):
    round_id = begin(act)
    record(act, "Amaq Sahnun", "5204061508509001", date(1950, 8, 15))
    row = [(MOTONG, kind) for kind in act(rounds.asked_kinds)]
    changes = act(head_counts.confirm_none, round_id, row, on=TODAY, source="Kepala desa")
    assert len(changes) == 36  # where somebody is recorded by name, it is not nobody
    said = cell(act, round_id, kind="PMKS-01")
    assert (said.state, said.surveyed_on, said.source) == (CellState.NONE, TODAY, "Kepala desa")
    assert act(head_counts.confirm_none, round_id, row, on=TODAY, source="") == []
    back = [CellChange(one.desa_code, one.kind_code, one.after, one.before) for one in changes]
    assert act(head_counts.set_counts, round_id, back, on=TODAY) == 36
    assert cell(act, round_id, kind="PMKS-01").state is CellState.NOT_SURVEYED


def test_a_sheet_that_only_a_figure_set_going_stands_still_when_that_is_taken_back(act):
    round_id = begin(act)
    act(sheets.set_state, sheet_ids(act, round_id, ORONG), SheetState.RUNNING, on=TODAY)  # somebody said so
    cells = [(desa, kind) for desa in (MOTONG, ORONG) for kind in ("PMKS-01", "PMKS-02")]

    def running():
        return {row.desa_code for row in act(sheets.list_sheets, round_id) if row.state is SheetState.RUNNING}

    say(act, round_id, *((*one, NOTHING, Said(3)) for one in cells))
    say(act, round_id, *((*one, Said(3), NOTHING) for one in cells[1:]))
    assert running() == {MOTONG, ORONG}  # one figure is left
    say(act, round_id, (*cells[0], Said(3), NOTHING))
    assert running() == {ORONG}
    assert act(sheets.list_steps, sheet_ids(act, round_id, MOTONG)[0]) == []


def test_l10_adds_up(act):
    round_id = begin(act)
    four(act)
    ids = sheet_ids(act, round_id, MOTONG)
    act(sheets.set_targets, {ids[0]: 8})
    act(sheets.set_state, ids, SheetState.HANDED_IN, on=TODAY)
    table = act(round_reports.progress_table, round_id)
    utan = next(row for row in table.rows if row[0] == "Utan")
    assert [str(cell) for cell in utan[2:]] == ["8", "4", "1", "0", "0", "0.50"]
    assert table.totals[1:4] == (len(sheet_ids(act, round_id)), 8, 4)
    by_desa = act(round_reports.progress_table, round_id, by_desa=True, kecamatan_code="520406")
    assert next(row for row in by_desa.rows if row[1] == "Motong")[5:8] == ("✓", "–", "–")
    lock(act, round_id)
    assert act(round_reports.progress_table, round_id).rows == table.rows  # as far as they had come


def locked_round(act):
    """One with names, and a figure of more than they are."""
    round_id = begin(act)
    four(act)
    say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(12)))
    lock(act, round_id)


def test_a_locked_figure_never_changes(act, database):
    round_id = begin(act)
    ids = four(act)
    say(act, round_id, (MOTONG, "PMKS-08", NOTHING, Said(12)))
    assert lock(act, round_id) == 4
    act(records.close_record, ids[0], on=TODAY, today=TODAY, reason="meninggal")
    locked = cell(act, round_id)
    assert (locked.total, locked.named) == (12, 3)
    with pytest.raises(RuleViolation, match="sudah dikunci"):
        say(act, round_id, (MOTONG, "PMKS-08", Said(12), Said(13)))
    for refused in (
        lambda: act(rounds.change_round, round_id, FIRST, FIRST | {"note": "x"}),
        lambda: act(sheets.set_targets, {sheet_ids(act, round_id)[0]: 5}),
        lambda: lock(act, round_id),
        lambda: act(rounds.remove_round, round_id),
    ):
        with pytest.raises(RuleViolation, match="sudah dikunci"):
            refused()


@pytest.mark.parametrize(
    "table", ["round_figure", "round_people", "round_record", "round_count", "data_round"]
)
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET {column} = {column}"])
def test_the_database_refuses_who_comes_past_the_program(act, database, table, statement):
    act.begin(locked_round)
    column = "name" if table == "data_round" else "round_id"
    with pytest.raises(DBAPIError, match="the round is locked"), database.engine.begin() as connection:
        connection.execute(text(statement.format(table=table, column=column)))


def test_stopping_locks_nothing(act):
    round_id = begin(act)
    four(act)

    def stop(_done):
        raise RuntimeError("Batal")

    with pytest.raises(RuntimeError):
        act(snapshots.lock_round, round_id, at=AT, today=TODAY, tick=stop)
    assert not act(rounds.get_round, round_id).locked
    assert lock(act, round_id) == 4


def test_locked_figures_by_sex_and_age_of_the_reference_date(act):
    round_id = begin(act)
    record(act, "Amaq Muda", "5204063006669005", date(1966, 6, 30))  # sixty on the reference date
    record(act, "Amaq Sahnun", "5204061508509001", date(1950, 8, 15))
    record(act, "Inaq Mariam", "5204064501909002", date(1990, 1, 5), kind="PMKS-23", sex=Sex.FEMALE)
    lock(act, round_id)
    query = (
        "SELECT kind_code, sex, age_group, cases FROM round_figure WHERE desa_code = :desa ORDER BY kind_code"
    )
    found = act(lambda session: session.execute(text(query), {"desa": MOTONG}).all())
    assert [tuple(row) for row in found] == [("PMKS-08", "L", "60+", 2), ("PMKS-23", "P", "18-59", 1)]
    people = act(
        lambda s: s.execute(text("SELECT people FROM round_people WHERE desa_code = :d"), {"d": MOTONG}).all()
    )
    assert [tuple(row) for row in people] == [(3,)]


def test_what_changed_since_the_figures_were_sent_and_why(act, act_as):
    round_id = begin(act)
    stays, moves, dies, changes = four(act)
    lock(act, round_id)
    act(records.close_record, dies, on=TODAY, today=TODAY, reason="Meninggal dunia")
    new = record(act, "Amaq Baru", "5204060101519006", date(1951, 1, 1), desa=ORONG)

    def edit(session):
        session.get_one(MappingRecord, moves).desa_code = ORONG
        session.get_one(MappingRecord, changes).kind_code = "PMKS-10"
        session.get_one(Person, session.get_one(MappingRecord, stays).person_id).birth_date = date(
            1951, 8, 15
        )

    act(edit)
    found = act(deltas.differences, Compared(round_id))
    assert {one.record_id: one.change for one in found} == {
        stays: Change.CORRECTED,
        moves: Change.MOVED,
        dies: Change.CLOSED,
        changes: Change.KIND,
        new: Change.NEW,
    }
    by_kind = {row[0]: row[2:] for row in act(deltas.delta_table, Compared(round_id)).rows}
    assert by_kind["PMKS-08"] == (3, 1, 1, 1, 1, 0, 0, 3, 0, 1, "Meninggal dunia 1")
    assert by_kind["PMKS-23"][:8] == (1, 0, 0, 0, 0, 0, 1, 0)
    assert by_kind["PMKS-10"][:8] == (0, 0, 0, 0, 0, 1, 0, 1)
    table = act(deltas.delta_table, Compared(round_id), by_desa=True)
    by_desa = {row[1]: row[2:] for row in table.rows}
    assert by_desa["Motong"][:8] == (4, 0, 1, 0, 1, 1, 1, 2)
    assert table.totals[2:10] == (4, 1, 1, 1, 1, 1, 1, 4)
    names = act(deltas.names_table, Compared(round_id))
    assert {row[0]: row[1] for row in names.rows} == {
        "Baru": "Amaq Baru",
        "Ditutup": "Amaq Darwis",
        "Pindah desa": "Amaq Rinah",
        "Ganti jenis": "Inaq Mariam",
        "Koreksi JK/tgl lahir": "Amaq Sahnun",
    }
    assert all(row[6] for row in names.rows)  # who noted it, and when
    hidden = act_as("head", deltas.names_table, Compared(round_id), Change.KIND)
    assert [row[1] for row in hidden.rows] == ["(dirahasiakan)"]  # PMKS-10 is sensitive


def test_two_locked_rounds_are_compared(act):
    first = begin(act)
    _stays, _moves, dies, _woman = four(act)
    lock(act, first)
    act(records.close_record, dies, on=TODAY, today=TODAY, reason="Meninggal dunia")
    record(act, "Amaq Baru", "5204060101519006", date(1951, 1, 1))
    record(act, "Amaq Lagi", "5204060101529007", date(1952, 1, 1))
    second = begin(act, SECOND)
    say(act, second, (MOTONG, "PMKS-01", NOTHING, Said(4)))
    with pytest.raises(RuleViolation, match="belum dikunci"):
        act(round_reports.growth_table, [first, second])
    lock(act, second)
    table = act(round_reports.growth_table, [second, first])
    assert len(table.rows) == 26  # those of the recap, so that the sum is that of L06
    assert len(act(round_reports.growth_table, [second, first], Register.PSKS).rows) == 12
    assert not act(round_reports.growth_table, [second, first], local=True).rows
    row = next(row for row in table.rows if row[0] == "PMKS-08")
    assert [str(cell) for cell in row[2:]] == ["3", "4", "1", "0.33"]
    assert not act(deltas.differences, Compared(first, second, Register.PSKS))
    counted = act(count_deltas.count_delta_table, Compared(first, second)).rows
    assert [row[1:3] + row[4:] for row in counted] == [("Motong", "PMKS-01", "–", 4, 4)]
    assert not act(deltas.delta_table, Compared(first, second, local=True)).rows
    found = act(deltas.differences, Compared(first, second))
    assert sorted(one.change for one in found) == [Change.CLOSED, Change.NEW, Change.NEW]
    by_kind = {row[0]: row[2:] for row in act(deltas.delta_table, Compared(first, second)).rows}
    assert by_kind["PMKS-08"][:3] + by_kind["PMKS-08"][7:9] == (3, 2, 1, 4, 1)


def test_who_may_only_read_changes_nothing(act, act_as):
    round_id = begin(act)
    for service, *args in (
        (rounds.create_round, SECOND),
        (snapshots.lock_round, round_id),
        (head_counts.confirm_none, round_id, [(MOTONG, "PMKS-01")]),
        (sheets.set_state, sheet_ids(act, round_id)[:1], SheetState.RUNNING),
    ):
        with pytest.raises(Forbidden):
            act_as("auditor", service, *args)
    assert act_as("auditor", head_counts.read_matrix, round_id).rows


def test_the_three_states_stay_apart_on_paper_and_in_excel(act):
    round_id = begin(act)
    say(act, round_id, (MOTONG, "PMKS-01", NOTHING, Said(0)), (MOTONG, "PMKS-02", NOTHING, Said(12)))
    table = act(round_reports.matrix_table, round_id, Register.PPKS, kecamatan_code="520406")
    report = act(frame_report, [table], at=datetime(2026, 11, 21, 9))
    book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report)))
    lines = book.get_sheet_by_index(0).to_python()
    assert next(line for line in lines if "Motong" in line[:2])[2:5] == [0, 12, ""]
    place = next(n for n, row in enumerate(table.rows) if row[1] == "Motong")
    assert row_texts(table, table.rows[place])[2:5] == ["0", "12", ""]
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.render_report(report))).pages)
    assert "0 = nihil, sudah dipastikan" in words
    assert "Kosong = belum didata" in words


def test_a_locked_round_keeps_its_kinds(act):
    round_id = begin(act, SECOND)
    old = record(act, "Amaq Sahnun", "5204061508509001", date(1950, 8, 15))
    lock(act, round_id)
    question = RecapQuestion(Register.PPKS, SECOND["reference_date"], round_id=round_id)

    def figures():
        progress = act(rounds.get_progress, round_id)
        return (
            act(recaps.count, question).totals,
            act(round_reports.completeness_table, round_id).totals,
            (progress.cells, progress.surveyed),
            act(sheets.list_sheets, round_id)[0].asked,
        )

    before = figures()
    assert sum(before[0]) == before[2][1] == 1
    act(states.close_record, old, on=TODAY, reason="Meninggal", today=TODAY)
    act(kind_editor.close_kind, "PMKS-08", on=TODAY, today=TODAY)
    assert figures() == before


def test_the_names_of_a_locked_figure_are_found_by_age_and_kind(act, monkeypatch):
    monkeypatch.setattr(frozen_names, "MOST_NAMES", 3)
    round_id = begin(act, SECOND)
    woman = four(act)[-1]
    lock(act, round_id)
    question = RecapQuestion(
        Register.PPKS, SECOND["reference_date"], round_id=round_id, age_group=AgeGroup.ADULT
    )
    kinds = [kind.code for kind in act(recaps.count, question).kinds]
    assert act(frozen_names.find_frozen, question, "", kinds) == [woman]
    assert act(frozen_names.find_frozen, question, "", ("PMKS-08",)) == []
    old = replace(question, age_group=AgeGroup.OLD)
    assert len(act(frozen_names.find_frozen, old, "", kinds)) == 3
    assert act(frozen_names.find_frozen, replace(question, age_group=AgeGroup.UNKNOWN), "", kinds) == []
    with pytest.raises(RuleViolation, match="Lebih dari 3 nama"):
        act(frozen_names.find_frozen, replace(question, age_group=None), "", kinds)
