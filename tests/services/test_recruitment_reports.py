"""L12, L13, L16, lead times and the board: what they say of 19 vacancies, and how few questions they ask."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from db.exchange.report import report_workbook
from db.models.recruitment import Applicant, Score, Vacancy
from db.rules.holidays import HolidayForm
from db.rules.problems import Forbidden
from db.rules.recruitment import OPEN_STAGES, Applied, Stage
from db.rules.recruitment_reports import averages, days_from, ministry_words, province_words
from db.rules.reports import row_texts
from db.rules.selection import TrackStep
from db.services import holidays
from db.services import reports as paper_reports
from db.services.recruitment import batch_calls, overview, reports, score_report, track, vacancies
from db.services.recruitment.reports import Wanted
from tests.services.many import ALL_LOCKED, CALLED, ON, STAGES, fill_many

ALL = Wanted(ON)
AT = datetime(2020, 5, 20, 9, 0)


@pytest.fixture
def ids(act):
    return act(fill_many)


def named(table):
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def by_vacancy(table):
    return dict(zip(table.keys, named(table), strict=True))


def counted(database, service, *given):
    """What a service answers, and how many statements went to the database."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    with database.reading() as session:
        found = service(session, *given)
    event.remove(database.engine, "before_cursor_execute", note)
    return found, len(statements)


# --- L12


def test_the_recap_of_applicants_counts_each_one_once(act, ids):
    table = act(reports.applicants_report, ALL)
    assert (table.code, len(table.rows), table.subtitle) == ("L12", 19, ("Keadaan 20 Mei 2020",))
    rows = named(table)
    assert sum(row["applied"] for row in rows) == 300
    for row in rows:
        assert row["applied"] == row["undecided"] + row["passed"] + row["failed"] + row["gone"]
        assert row["applied"] - row["men"] - row["women"] in (0, 1)
    found = by_vacancy(table)
    decided = found[ids[STAGES.index(Stage.DECIDED)]]
    assert (decided["passed"], decided["present"], decided["absent"], decided["through"]) == (6, 5, 1, 3)
    assert (decided["failed"], decided["gone"]) == (8, 2)
    assert decided["why"] == "berkas 3; domisili 2; pendidikan 2; umur 2"
    opened = found[ids[1]]
    assert (opened["undecided"], opened["present"], opened["through"]) == (16, None, None)
    called = found[ids[CALLED]]
    assert (called["passed"], called["present"], called["absent"]) == (6, 2, 0)
    stopped = found[ids[-1]]
    assert (stopped["stage"], stopped["failed"], stopped["present"]) == ("Dibatalkan", 16, None)
    totals = dict(zip((column.name for column in table.columns), table.totals, strict=True))
    assert totals["applied"] == 300
    assert totals["men"] + totals["women"] == 299
    assert "1 pelamar belum diisi jenis kelaminnya" in table.notes[1]


def test_who_came_is_who_was_scored_also_if_gone_since(act, ids):
    """Two of six have locked sheets: one of those withdraws; one of the others is noted as absent."""

    def change(session):
        people = session.query(Applicant).filter_by(vacancy_id=ids[CALLED]).order_by(Applicant.id)
        first, *others = (one for one in people if one.status is Applied.PASSED)
        first.status, others[-1].status = Applied.WITHDRAWN, Applied.ABSENT

    act(change)
    row = by_vacancy(act(reports.applicants_report, ALL))[ids[CALLED]]
    assert (row["passed"], row["absent"], row["present"], row["gone"]) == (5, 1, 2, 3)
    waits = ids[CALLED - 2]  # nobody has a sheet yet
    day = act(lambda session: session.get_one(Vacancy, waits).interview_on)
    for on in (day - timedelta(1), day, day + timedelta(9)):  # also where nobody was ever called
        row = by_vacancy(act(reports.applicants_report, Wanted(on)))[waits]
        assert (row["present"], row["absent"]) == (None, None)


def test_the_filters_of_the_recap(act, ids):
    interview = act(reports.applicants_report, Wanted(ON, stages=frozenset({Stage.INTERVIEW})))
    assert len(interview.rows) == 6
    assert interview.subtitle == ("Keadaan 20 Mei 2020, hanya tahap Wawancara",)
    assert len(act(reports.applicants_report, Wanted(ON, stages=OPEN_STAGES)).rows) == 17
    assert act(reports.vacancy_years) == [2020]
    code = act(lambda session: session.get_one(Vacancy, ids[0]).kecamatan_code)
    [row] = act(reports.applicants_report, Wanted(ON, 2020, code)).rows
    assert row[6] == 0
    nothing = act(reports.applicants_report, Wanted(ON, 2019))
    assert (nothing.rows, nothing.totals[6]) == ((), 0)
    assert nothing.subtitle == ("Keadaan 20 Mei 2020, lowongan tahun 2019",)


def test_no_report_tells_a_nik(act, ids):
    tables = [act(reports.applicants_report, ALL), act(reports.register_report, ALL)]
    tables += [*act(reports.lead_report, ALL), *act(score_report.score_report, ids[ALL_LOCKED]).tables]
    said = " ".join(cell for table in tables for row in table.rows for cell in row_texts(table, row))
    niks = act(lambda session: [one.person.nik for one in session.query(Applicant)])
    assert len(niks) == 300
    assert not any(nik in said for nik in niks)


# --- L13


def test_the_matrix_has_every_value_of_every_member(act, ids):
    found = act(score_report.score_report, ids[ALL_LOCKED])
    places, *matrices = found.tables
    assert (places.code, len(places.rows), len(matrices)) == ("L13", 6, 6)
    first = matrices[0]
    assert first.title.startswith("Peringkat 1: ")
    assert [column.title for column in first.columns[2:]] == [
        *("Ahmad Fauzi", "Sri Lestari", "Lalu Wirya", "Rata-rata", "Selisih", "SD")
    ]
    assert first.rows[0][1:] == ("20,00", 86, 85, 88, Decimal("86.33"), 3, Decimal("1.53"))
    assert first.totals[2:] == (
        *(Decimal("86.25"), Decimal("86.45"), Decimal("86.85")),
        *(Decimal("86.52"), Decimal("0.60"), Decimal("0.31")),
    )
    ranks = {row["name"]: (row["rank"], row["interview"]) for row in named(places)}
    for matrix in matrices:
        rank, mean = ranks[matrix.title.split(": ")[1].split(" (")[0]]
        assert matrix.title.startswith(f"Peringkat {rank}: ")
        assert matrix.totals[5] == mean


def test_before_the_last_sheet_is_locked_no_value_is_told(act, act_as, ids):
    for role in ("operator", "head", "panel"):
        found = act_as(role, score_report.score_report, ids[CALLED])
        assert found.tables == ()
        assert found.why.startswith("Masih ada 12 lembar nilai yang belum dikunci.")
    assert "Belum ada calon yang dinilai" in act(score_report.score_report, ids[0]).why


def test_a_changed_value_is_named_on_the_matrix(act, ids, database):
    def tamper(session):
        score = session.query(Score).join(Score.applicant).filter_by(vacancy_id=ids[ALL_LOCKED]).first()
        score.value = Decimal(99)

    act(tamper)
    places = act(score_report.score_report, ids[ALL_LOCKED]).tables[0]
    assert "diubah di luar program" in places.notes[0]


# --- L16


def test_the_register_tells_the_way_of_each_proposal(act, ids):
    act(holidays.save_holiday, HolidayForm(date(2020, 4, 21), "Libur percobaan"))
    found = by_vacancy(act(reports.register_report, ALL))
    first, second = (found[ids[place]] for place, stage in enumerate(STAGES) if stage is Stage.PROPOSED)
    filled = found[ids[STAGES.index(Stage.FILLED)]]
    assert (first["province"], first["ministry"]) == ("dikembalikan 28-04-2020", "")
    assert (second["province"], second["ministry"]) == ("rekomendasi 04-05-2020", "menunggu")
    assert (filled["ministry"], filled["decree"], filled["decreed"]) == (
        *("SK terbit", "6/5/SK/2020", date(2020, 5, 15)),
    )
    assert (first["sent"], first["days"], first["working"]) == (date(2020, 4, 19), 31, 22)
    assert (filled["sent"], filled["days"]) == (date(2020, 4, 25), 20)  # up to the decree, not to today
    assert act(reports.register_report, Wanted(ON, 2019)).rows == ()


def test_the_way_of_a_proposal_in_words():
    assert (province_words([]), ministry_words([])) == ("", "")
    assert averages([]) == ((None,) * 7, (None,) * 7)
    means, medians = averages([(1, None), (2, None), (4, None)])
    assert (means, medians) == ((Decimal("2.33"), None), (Decimal("2.00"), None))


# --- lead time


def test_a_step_before_the_vacancy_has_no_number():
    assert days_from(date(2023, 1, 1), [date(2020, 4, 17), None, date(2023, 1, 3)]) == (None, None, 2)


def test_the_days_from_the_vacancy_planned_and_real(act, ids):
    days, summary = act(reports.lead_report, ALL)
    assert len(days.rows) == 38
    rows = [row for key, row in zip(days.keys, named(days), strict=True) if key == ids[13]]
    assert [row["which"] for row in rows] == ["rencana", "nyata"]
    planned, real = rows
    assert (planned["from"], planned["since"]) == ("hari lowong", date(2020, 3, 6))
    steps = [step.value for step in (TrackStep.ANNOUNCEMENT, TrackStep.REGISTRATION, TrackStep.PLENARY)]
    assert [planned[step] for step in steps] == [22, 29, 38]
    assert [real[step] for step in steps] == [23, 29, 38]
    assert (real["interview"], real["proposal"], real["decree"]) == (38, None, None)
    shown = [row for key, row in zip(days.keys, named(days), strict=True) if key == ids[13]][1]
    view = {step.step: step for step in act(track.list_steps, ids[13])}[TrackStep.INTERVIEW]
    assert (view.done_on - real["since"]).days == shown["interview"]  # as the page of the vacancy says
    unknown = [row for row in named(days) if row["from"] == "pengumuman"]
    assert {row["announcement"] for row in unknown if row["which"] == "rencana"} == {0}
    real_days = [
        row["registration"] for row in named(days) if row["which"] == "nyata" and row["from"] == "hari lowong"
    ]
    known = sorted(day for day in real_days if day is not None)
    mean = next(row for row in named(summary) if (row["what"], row["which"]) == ("Rata-rata", "nyata"))
    assert mean["registration"] == round(Decimal(sum(known)) / len(known), 2)
    assert [(row["what"], row["which"]) for row in named(summary)] == [
        *(("Rata-rata", "rencana"), ("Rata-rata", "nyata"), ("Median", "rencana"), ("Median", "nyata"))
    ]


# --- all three outlets, few questions, rights


def test_excel_has_the_same_cells_as_the_screen(act, ids):
    tables = [
        (act(reports.applicants_report, ALL),),
        (act(reports.register_report, ALL),),
        act(reports.lead_report, ALL),
        act(score_report.score_report, ids[ALL_LOCKED]).tables,
    ]
    for some in tables:
        framed = act(paper_reports.frame_report, some, at=AT)
        book = CalamineWorkbook.from_object(BytesIO(report_workbook(framed)))
        for name, table in zip(book.sheet_names, some, strict=True):
            sheet = book.get_sheet_by_name(name).to_python()
            head = sheet.index([column.title for column in table.columns])
            rows = [*table.rows, *([table.totals] if table.totals else [])]
            for written, row in zip(sheet[head + 1 :], rows, strict=False):
                cells = [cell if cell not in (None, "") else "" for cell in row]
                assert [float(c) if isinstance(c, int | Decimal) else c for c in cells] == [
                    float(c) if isinstance(c, int | float) else c for c in written
                ]


def test_the_number_of_questions_does_not_grow(act, database, ids):
    assert counted(database, overview.list_board, ON)[1] <= 10
    assert counted(database, reports.applicants_report, ALL)[1] <= 5
    assert counted(database, reports.register_report, ALL)[1] <= 5
    assert counted(database, reports.lead_report, ALL)[1] <= 7
    assert counted(database, batch_calls.list_calls)[1] <= 7
    assert counted(database, score_report.score_report, ids[ALL_LOCKED])[1] <= 16
    one = frozenset({Stage.FILLED})
    assert counted(database, reports.lead_report, Wanted(ON, stages=one))[1] <= 7
    _rows, asked = counted(database, batch_calls.batch_facts, act(_candidates))
    assert asked <= 10


def _candidates(session):
    return [row.applicant_id for one in batch_calls.list_calls(session) for row in one.rows]


def test_who_may_not_take_data_out_sees_the_report_but_makes_no_file(act_as, ids):
    table = act_as("auditor", reports.applicants_report, ALL)
    with pytest.raises(Forbidden):
        act_as("auditor", paper_reports.frame_report, [table], at=AT)


# --- the board


def test_the_board_tells_what_is_late_and_who_is_not_called(act, ids):
    rows = {row.id: row for row in act(overview.list_board, ON)}
    assert len(rows) == 19
    assert {row.id: row.applicants for row in rows.values()} == {
        row.id: row.applicants for row in act(vacancies.list_vacancies)
    }
    called = {place: rows[ids[place]].uncalled for place in range(7, 13)}
    assert called == {7: 6, 8: 4, 9: 0, 10: 6, 11: 6, 12: 6}
    assert rows[ids[7]].late[0] == (TrackStep.INTERVIEW, 51)
    assert rows[ids[7]].days_late == 51
    assert rows[ids[7]].objections == 2
    assert rows[ids[1]].late == ()
    assert rows[ids[STAGES.index(Stage.FILLED)]].late == rows[ids[-1]].late == ()


def test_the_fixture_is_as_big_as_it_says(act, ids):
    statuses = act(lambda session: [one.status for one in session.query(Applicant)])
    assert (len(ids), len(statuses)) == (19, 300)
    assert set(Applied) - set(statuses) == {Applied.REFUSED}
