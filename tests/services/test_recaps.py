"""The recap: screen, paper and Excel say the same; TKSK count themselves; small figures stay secret."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from db.exchange.open_data import open_data_csv
from db.exchange.report import report_workbook
from db.models.families import Collective, Family
from db.models.mapping import Kind, MappingRecord
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.quality import DataRelease
from db.models.rounds import Round, RoundFigure, RoundPeople, RoundRecord
from db.rules.mapping import Register, Subject
from db.rules.masking import COVERED, SMALL
from db.rules.officers import AssignmentKind
from db.rules.problems import Forbidden, RuleViolation
from db.rules.recap_charts import recap_charts
from db.rules.recap_compare import compare_table
from db.rules.recap_tables import (
    GROUP,
    UNSURVEYED,
    RecapQuestion,
    names_wanted,
    recap_table,
    recap_tables,
    seats_within,
)
from db.rules.recaps import AgeGroup
from db.rules.releases import NamesForm
from db.rules.reports import row_texts
from db.services import drafts
from db.services.mapping import (
    frozen_names,
    head_counts,
    mapping_report,
    recaps,
    records,
    releases,
    reports,
    rounds,
    snapshots,
)
from db.services.mapping.records import Filter
from db.services.reports import frame_report
from desktop.paper import render_mapping_report, render_report
from tests.conftest import TODAY

UTAN, RHEE = "520406", "520427"
AT = datetime(2020, 4, 9, 10, 30)
FORM = NamesForm(Register.PPKS, "", reason="Rapat koordinasi kecamatan", recipient="Bappeda")


@pytest.fixture
def places(act):
    """Two desa of one kecamatan, and one of another."""
    codes = act(
        lambda session: list(
            session.execute(
                select(recaps.Region.code).where(recaps.Region.level == 10).order_by(recaps.Region.code)
            ).scalars()
        )
    )
    first = codes[0][:6]
    own = [code for code in codes if code.startswith(first)]
    other = next(code for code in codes if not code.startswith(first))
    return own[0], own[1], other


def record(session, kind, desa, person=None, **values):
    born, sex = (person.birth_date, person.sex or "") if person else (None, "")
    session.add(
        MappingRecord(
            person_id=person.id if person else None,
            kind_code=kind,
            desa_code=desa,
            kecamatan_code=desa[:6],
            sex=sex,
            born=born,
            criteria=["a"],
            disabilities=[],
            recorded_on=TODAY,
            **values,
        )
    )


@pytest.fixture
def recorded(act, places):
    """Ten old people, one with a disability; a child (sensitive); a family; an institution; a local kind."""
    one, two, other = places

    def fill(session):
        session.add(
            Kind(
                code="LOK-01",
                register=Register.PPKS,
                position=91,
                name="Rumah tak layak",
                abbreviation="RTLH",
                subject=Subject.PERSON,
            )
        )
        people = [
            Person(
                name=f"=Uji {n}",
                sex="L" if n else "P",
                birth_date=date(1950, 1, 1 + n),
                nik=f"52040601015{n:05}",
            )
            for n in range(10)
        ]
        child = Person(name="Anak Uji", sex="L", birth_date=date(2006, 5, 5))
        session.add_all([*people, child])
        session.flush()
        for person in people[:7]:
            record(session, "PMKS-08", one, person)
        for person in people[7:9]:
            record(session, "PMKS-08", two, person)
        record(session, "PMKS-08", other, people[9])
        record(session, "PMKS-09", two, people[0])  # in another desa of the same kecamatan
        record(session, "PMKS-03", one, child)
        record(session, "LOK-01", one, child)
        family = Family(head_id=people[0].id, kk="5204060101500001", desa_code=one, facts={})
        group = Collective(subject=Subject.INSTITUTION, name="LKS Uji", desa_code=one, facts={})
        session.add_all([family, group])
        session.flush()
        record(session, "PMKS-24", one, family_id=family.id)
        record(session, "PSKS-04", one, collective_id=group.id)
        session.flush()

    act(fill)
    return places


def asked(register=Register.PPKS, **values):
    return RecapQuestion(register, values.pop("on", TODAY), **values)


def cell(table, key, column):
    names = [one.name for one in table.columns]
    row = table.totals if key is None else table.rows[table.keys.index(key)]
    return row[names.index(column)]


def test_persons_and_cases_stand_apart(act, recorded):
    one, two, other = recorded
    table = recap_table(act(recaps.count, asked()))
    assert cell(table, one[:6], "PMKS-08") == 9
    assert cell(table, other[:6], "PMKS-08") == 1
    assert (cell(table, None, "cases"), cell(table, None, "people")) == (13, 12)
    assert "LOK-01" not in [column.name for column in table.columns]
    by_desa = recap_table(act(recaps.count, asked(by_desa=True, kecamatan_code=one[:6])))
    assert (cell(by_desa, one, "people"), cell(by_desa, two, "people"), cell(by_desa, None, "people")) == (
        9,
        3,
        11,
    )
    local = recap_table(act(recaps.count, asked(local=True)))
    assert cell(local, None, "LOK-01") == 1


def test_by_sex_and_age_on_the_day(act, recorded):
    one, _two, _other = recorded
    old = act(recaps.count, asked(sex="P", age_group=AgeGroup.OLD))
    assert (sum(old.totals), old.all_people) == (2, 1)
    assert sum(act(recaps.count, asked(age_group=AgeGroup.OLD, on=date(2009, 12, 31))).totals) == 0
    youth = act(recaps.count, asked(age_group=AgeGroup.YOUTH))
    assert sum(youth.totals) == 1
    tables = recap_tables(act(recaps.count, asked(), sheets=True))
    parts = {table.title.rpartition(": ")[2]: table for table in tables[1:]}
    assert cell(parts["Laki-laki"], None, "cases") + cell(parts["Perempuan"], None, "cases") + 1 == 13
    assert cell(parts["Umur 60 tahun ke atas"], one[:6], "PMKS-08") == 9


def test_officers_count_themselves(act, recorded):
    one, _two, _other = recorded
    seats = act(recaps.list_seats, TODAY)
    table = recap_table(act(recaps.count, asked(Register.PSKS)))
    assert cell(table, None, "PSKS-11") == len(seats) > 0
    assert cell(table, None, "people") == len(seats) + 1
    person = seats[0]

    def also_psm(session):
        record(session, "PSKS-02", one, session.get_one(Person, person.person_id))

    act(also_psm)
    table = recap_table(act(recaps.count, asked(Register.PSKS)))
    assert (cell(table, None, "cases"), cell(table, None, "people")) == (len(seats) + 2, len(seats) + 1)
    inside = recap_table(
        act(recaps.count, asked(Register.PSKS, by_desa=True, kecamatan_code=person.kecamatan_code))
    )
    assert cell(inside, person.kecamatan_code, "PSKS-11") == 1
    assert sum(act(recaps.count, asked(Register.PSKS, on=date(1990, 1, 1))).totals) == 2
    utan = act(recaps.count, asked(Register.PSKS, by_desa=True, kecamatan_code=UTAN)).places
    assert [place.name for place in utan[-2:]] == ["Tengah", recaps.SEAT_NAME]  # after all desa


def test_seven_problem_groups(act, recorded):
    table = recap_table(act(recaps.count, asked()), grouped=True)
    assert sum(column.name.startswith(GROUP) for column in table.columns) == 7
    assert cell(table, None, f"{GROUP}Ketelantaran") == 10
    assert cell(table, None, "cases") == 13


def test_screen_paper_and_excel_say_the_same(act, recorded):
    figures = act(recaps.count, asked(), sheets=True)
    tables = recap_tables(figures)
    charts = recap_charts(figures, act(recaps.count_sexes, asked()))
    report = act(frame_report, tables, at=AT, charts=charts)
    book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report)))
    assert len(book.sheet_names) == len(tables)
    for place, table in enumerate(tables):
        rows = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
        head = next(n for n, row in enumerate(rows) if row[0] == table.columns[0].title)
        assert [str(title) for title in rows[head]][: len(table.columns)] == [c.title for c in table.columns]
        for row, read in zip((*table.rows, table.totals), rows[head + 1 :], strict=False):
            assert [value if value != "" else None for value in read[: len(row)]] == list(row)
    pages = [page.extract_text() for page in PdfReader(BytesIO(render_report(report))).pages]
    text = "\n".join(pages)
    lines = [line.split() for line in text.splitlines()]
    for row in (*tables[0].rows, tables[0].totals):
        assert " ".join(row_texts(tables[0], row)).split() in lines, row
    for bar in charts[0].bars:
        assert bar.words in text
    assert all("Keadaan 9 April 2020" in page for page in pages)


def test_a_locked_round_is_counted_from_what_it_froze(act, recorded):
    one, two, _other = recorded

    def lock(session):
        made = Round(
            name="Semester I",
            year=2019,
            reference_date=date(2019, 6, 30),
            begins_on=date(2019, 5, 1),
            ends_on=date(2019, 6, 30),
            locked_by="Uji",
        )
        session.add(made)
        session.flush()
        own = session.scalars(select(MappingRecord).where(MappingRecord.desa_code == one)).first()
        session.add_all(
            [
                RoundFigure(
                    round_id=made.id, desa_code=one, kind_code="PMKS-08", sex="L", age_group="60+", cases=4
                ),
                RoundFigure(
                    round_id=made.id, desa_code=two, kind_code="PMKS-08", sex="P", age_group="60+", cases=2
                ),
                RoundFigure(
                    round_id=made.id,
                    desa_code=one[:6],
                    kind_code="PSKS-11",
                    sex="L",
                    age_group="18-59",
                    cases=1,
                ),
                RoundPeople(round_id=made.id, desa_code=one, register="ppks", people=4),
                RoundPeople(round_id=made.id, desa_code=two, register="ppks", people=2),
                RoundRecord(
                    round_id=made.id,
                    record_id=own.id,
                    kind_code="PMKS-08",
                    desa_code=one,
                    sex="L",
                    born=date(1950, 1, 1),
                ),
            ]
        )
        session.flush()
        made.locked_at = datetime(2019, 7, 1, tzinfo=UTC)
        session.flush()
        return made.id, own.id

    round_id, own = act(lock)
    assert [one.round_id for one in act(recaps.list_periods)] == [round_id]
    question = asked(round_id=round_id, on=date(2019, 6, 30))
    frozen = act(recaps.count, question)
    assert (sum(frozen.totals), frozen.all_people) == (6, 6)
    assert sum(act(recaps.count, asked(round_id=round_id, sex="P")).totals) == 2
    psks = act(recaps.count, asked(Register.PSKS, round_id=round_id, by_desa=True, kecamatan_code=one[:6]))
    assert psks.cells[one[:6], "PSKS-11"] == 1
    table = compare_table(frozen, act(recaps.count, asked()))
    assert table.rows[table.keys.index("PMKS-08")][2:5] == (6, 10, 4)
    assert act(frozen_names.find_frozen, question, one, ("PMKS-08",)) == [own]


def test_the_public_version_covers_small_figures(act, recorded):
    one, _two, other = recorded
    public = recap_table(act(recaps.count, asked(), masked=True), masked=True)
    assert cell(public, other[:6], "PMKS-08") == SMALL
    assert cell(public, one[:6], "PMKS-08") == COVERED  # or the one would follow from the total
    assert cell(public, None, "PMKS-08") == 10
    assert cell(public, None, "PMKS-03") == SMALL
    assert cell(public, one[:6], "people") == COVERED
    inside = act(recaps.count, asked(by_desa=True, kecamatan_code=one[:6]), masked=True)
    assert inside.covered_totals == {"PMKS-03", "PMKS-08", "PMKS-09", "PMKS-24"}
    assert isinstance(cell(recap_table(inside, masked=True), None, "PMKS-08"), str)
    psks = recap_table(act(recaps.count, asked(Register.PSKS), masked=True), masked=True)
    assert cell(psks, one[:6], "PSKS-11") in (0, 1)  # of TKSK and institutions nothing is hidden
    assert cell(psks, one[:6], "PSKS-04") == 1


def test_a_number_knows_its_names(act, recorded):
    one, _two, _other = recorded
    figures = act(
        recaps.count, asked(by_desa=True, kecamatan_code=one[:6], sex="L", age_group=AgeGroup.ADULT)
    )
    assert names_wanted(figures, one, "PMKS-08") == {
        "register": "ppks",
        "kecamatan_code": one[:6],
        "desa_code": one,
        "kind_code": "PMKS-08",
        "sex": "L",
        "age_from": 18,
        "age_to": 59,
        "age_on": TODAY,
    }
    whole = names_wanted(figures, None, "cases")
    assert "desa_code" not in whole
    assert len(whole["kind_codes"]) == 26


def test_open_data(act, recorded):
    figures = act(recaps.count, asked(), masked=True)
    table = act(reports.open_data_table, figures, year=2020)
    content = open_data_csv(table).decode("utf-8-sig").splitlines()
    assert content[0] == "kode_wilayah;nama_wilayah;jenis;jumlah;satuan;tahun;sumber"
    assert len(content) == 1 + sum(map(bool, figures.cells.values()))  # nobody is said where nobody asked
    line = next(line for line in content if "Lanjut usia" in line and ";<5;" in line).split(";")
    assert line[4:6] == ["orang", "2020"]


def test_open_data_says_nobody_where_all_desa_have_said_so(act, recorded):
    days = {"reference_date": date(2020, 6, 30), "begins_on": date(2020, 4, 1), "ends_on": date(2020, 6, 30)}
    made = act(rounds.create_round, {"name": "I 2020", "year": 2020, "note": "", **days}, today=TODAY)
    desa = [row.id for row in act(head_counts.read_matrix, made).rows if row.id.startswith(UTAN)]
    question = asked()

    def figures_of(kind):
        table = act(reports.open_data_table, act(recaps.count, question), year=2020, masked=False)
        return [row[3] for row in table.rows if row[0] == UTAN and row[2] == kind]

    name = act(lambda session: session.get_one(Kind, "PMKS-26").name)
    act(head_counts.confirm_none, made, [(one, "PMKS-26") for one in desa[1:]], on=TODAY, source="Desa")
    assert figures_of(name) == []
    act(head_counts.confirm_none, made, [(desa[0], "PMKS-26")], on=TODAY, source="Desa")
    assert figures_of(name) == [0]


def test_the_public_version_is_only_the_whole(act, recorded):
    for part in ({"sex": "L"}, {"sex": ""}, {"age_group": AgeGroup.OLD}):
        with pytest.raises(RuleViolation, match="Versi publik hanya untuk semua"):
            act(recaps.count, asked(**part), masked=True)


def test_a_sum_leads_to_the_cases_that_it_adds_up(act, recorded):
    one, _two, _other = recorded

    def names(figures, place, column):
        return act(records.count_records, Filter.of(names_wanted(figures, place, column), TODAY))

    for part in ({}, {"local": True}, {"sex": ""}, {"sex": "P"}, {"age_group": AgeGroup.UNKNOWN}):
        figures = act(recaps.count, asked(**part))
        for grouped in (False, True):
            table = recap_table(figures, grouped=grouped)
            for column in table.columns[1:]:
                if column.name != "people":
                    for place in (one[:6], None):
                        told = cell(table, place, column.name)
                        assert names(figures, place, column.name) == (0 if told == UNSURVEYED else told)


def test_the_tksk_of_a_sum_are_told(act, recorded):
    one, _two, _other = recorded
    figures = act(recaps.count, asked(Register.PSKS))
    table = recap_table(figures)
    seats = seats_within(figures, None, "cases")
    assert seats == len(act(recaps.list_seats, TODAY))
    listed = act(records.count_records, Filter.of(names_wanted(figures, None, "cases"), TODAY))
    assert listed + seats == cell(table, None, "cases")
    assert seats_within(figures, None, "PSKS-04") == 0
    assert seats_within(figures, one[:6], "cases") == figures.cells[one[:6], "PSKS-11"]


def test_a_list_of_names_needs_a_reason_and_leaves_a_trace(act, act_as, recorded):
    one, _two, _other = recorded
    with pytest.raises(RuleViolation):
        act(releases.take_names, NamesForm(Register.PPKS, one[:6], reason="", recipient=""), today=TODAY)
    form = NamesForm(Register.PPKS, one[:6], reason=FORM.reason, recipient=FORM.recipient)
    made = act(releases.take_names, form, today=TODAY)
    official, local = made.tables
    assert len(official.rows) == 11  # without the sensitive one
    question = asked(by_desa=True, kecamatan_code=one[:6])
    assert len(official.rows) + 1 == sum(act(recaps.count, question).totals)
    assert "1 kasus jenis peka" in official.notes[0]
    assert all("•" in row[2] for row in official.rows if row[2])
    assert (local.title[:17], local.rows[0][0], local.rows[0][6]) == (
        "Daftar PPKS lokal",
        1,
        "LOK-01 Rumah tak layak",
    )
    assert made.draft_id is None
    whole = NamesForm(Register.PPKS, one[:6], one, reason=FORM.reason, recipient="Bappeda", whole=True)
    named = act(releases.take_names, whole, today=TODAY)
    assert "Anak Uji" in [row[1] for row in named.tables[0].rows]  # one desa, and the right
    assert any(row[2] == "5204060101500001" for row in named.tables[0].rows)
    assert act(drafts.get_draft, named.draft_id).form.values["lembaga_kedua"] == "Bappeda"
    with pytest.raises(Forbidden):
        act_as("head", releases.take_names, whole, today=TODAY)
    narrow = NamesForm(Register.PPKS, one[:6], one, reason=FORM.reason, recipient="Bappeda")
    seen = act_as("head", releases.take_names, narrow, today=TODAY)
    assert not any("PMKS-03" in row[6] for table in seen.tables for row in table.rows)
    register = act(releases.releases_table)
    assert [row[4] for row in register.rows] == ["Disamarkan", "Lengkap", "Disamarkan"]
    assert act(lambda session: session.scalars(select(DataRelease)).first().reason) == FORM.reason
    book = CalamineWorkbook.from_filelike(
        BytesIO(report_workbook(act(frame_report, named.tables, at=AT, watermark="RAHASIA")))
    )
    cells = [value for row in book.get_sheet_by_index(0).to_python() for value in row]
    assert {"=Uji 0", "5204060101500001", "RAHASIA"} <= set(cells)  # words, not a formula


def eleven_kinds(session, desa):
    """Seven more than the four that are recorded."""
    person = session.scalars(select(Person).where(Person.name == "=Uji 9")).one()
    for number in range(11, 18):
        record(session, f"PMKS-{number}", desa, person)


def test_the_report_of_a_mapping(act, recorded):
    one, _two, _other = recorded
    lines = act(reports.list_sizes, one[:6])
    bare = act(mapping_report.mapping_report, mapping_report.ReportForm(one[:6], TODAY), at=AT)
    assert bare.texts["region"].endswith(f"terdiri atas {len(lines)} desa/kelurahan.")
    assert bare.sizes is None
    act(reports.change_sizes, lines, [lines[0] | {"families": 120, "people": 400}, *lines[1:]], today=TODAY)
    act(eleven_kinds, one)
    form = mapping_report.ReportForm(one[:6], TODAY)
    ready = act(mapping_report.mapping_report, form, at=AT)
    assert "120 KK dan 400 jiwa" in ready.texts["region"]
    assert ready.priorities.rows[0][1] == "PMKS-08 Lanjut usia telantar"
    assert (bare.priorities.title, len(ready.priorities.rows)) == ("Prioritas Masalah", 10)
    assert ready.priorities.notes == (
        "Urutan menurut jumlah kasus; 10 terbanyak dari 11 jenis yang tercatat.",
    )
    changed = mapping_report.ReportForm(one[:6], TODAY, texts=ready.texts | {"advice": "Saran kami."})
    pdf = PdfReader(BytesIO(render_mapping_report(act(mapping_report.mapping_report, changed, at=AT))))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    for words in (
        "I PENDAHULUAN",
        "II GAMBARAN WILAYAH",
        "III HASIL PEMETAAN",
        "IV KENDALA",
        "Saran kami.",
        "Prioritas Masalah (10 terbanyak)",
        "Mengetahui,",
        "TKSK Kecamatan",
        "Camat ",
    ):
        assert words in text


def test_desa_of_all_kecamatan_are_covered_with_them(act, recorded):
    one, two, other = recorded
    public = recap_table(act(recaps.count, asked(by_desa=True), masked=True), masked=True)
    assert {cell(public, place, "PMKS-08") for place in (one, two, other)} == {COVERED}
    assert cell(public, None, "PMKS-08") == 10


def test_the_annex_of_a_locked_round_names_whom_it_counted(act, recorded):
    one, two, _other = recorded
    values = {"name": "Semester I", "year": 2020, "reference_date": date(2020, 1, 3), "note": ""}
    days = {"begins_on": date(2020, 1, 1), "ends_on": date(2020, 6, 30)}
    made = act(rounds.create_round, values | days, today=TODAY)
    act(snapshots.lock_round, made, at=AT.astimezone(UTC), today=TODAY)
    form = replace(FORM, kecamatan_code=one[:6], recipient="Bappeda", round_id=made)
    question = asked(round_id=made, on=date(2020, 1, 3), by_desa=True, kecamatan_code=one[:6])
    [sent] = [row for row in act(releases.take_names, form, today=TODAY).tables[0].rows if row[1] == "=Uji 3"]
    assert (sent[3], sent[5]) == (69, act(lambda session: session.get_one(recaps.Region, one).name))

    def live_on(session):
        """One dies, one moves, one is taken for a woman, one is under another kind, one is gone."""
        records = session.scalars(select(MappingRecord).where(MappingRecord.kind_code == "PMKS-08")).all()
        own = {found.person.name: found for found in records}
        own["=Uji 1"].closed_on = TODAY
        own["=Uji 2"].desa_code = two
        own["=Uji 3"].person.sex, own["=Uji 3"].person.birth_date = "P", date(1949, 5, 5)
        own["=Uji 4"].kind_code = "PMKS-09"
        session.delete(own["=Uji 5"])
        fresh = Person(name="Baru Dua", sex="L", birth_date=date(1940, 1, 1))
        session.add(fresh)
        session.flush()
        record(session, "PMKS-08", one, fresh)

    act(live_on)
    tables = act(releases.take_names, form, today=TODAY).tables
    table = tables[0]
    names = [row[1] for row in table.rows]
    assert "Baru Dua" not in names
    assert {"=Uji 1", releases.GONE} < set(names)
    rows = {row[1]: row for row in table.rows if row[6].startswith("PMKS-08")}
    assert rows["=Uji 2"][5] == rows["=Uji 3"][5] == sent[5]
    assert rows["=Uji 3"][3:5] == sent[3:5]
    assert (rows["=Uji 4"][7], rows["=Uji 1"][7]) == ("", "a")  # criteria belong to a kind
    assert len(table.rows) + 1 == sum(act(recaps.count, question).totals)  # and a sensitive one
    wanted = mapping_report.ReportForm(one[:6], question.on, made, annex=tables)
    pages = PdfReader(BytesIO(render_mapping_report(act(mapping_report.mapping_report, wanted, at=AT)))).pages
    said = "nama menurut putaran Semester I, tanggal acuan 3 Januari 2020"
    text = "\n".join(page.extract_text() for page in pages)
    assert said in text
    assert text.index(said) < text.index(releases.GONE) < text.index("Daftar PPKS lokal")
    [what] = {row[2] for row in act(releases.releases_table).rows}
    assert what.endswith(", Semester I")


def test_the_report_of_a_locked_round_is_signed_by_who_serves_when_it_is_printed(act):
    day = date(2020, 3, 31)
    form = mapping_report.ReportForm(UTAN, day)

    def replaced(session):
        left = session.scalars(
            select(Assignment).where(Assignment.kecamatan_code == UTAN, Assignment.ends_on >= TODAY)
        ).one()
        left.ends_on = day
        fresh = Person(name="Rina Uji", sex="P")
        session.add(
            Assignment(
                officer=Officer(person=fresh),
                kecamatan_code=UTAN,
                kind=AssignmentKind.DEFINITIVE,
                starts_on=TODAY,
            )
        )
        session.flush()
        return left.officer.person.full_name

    name = act(replaced)
    signers = [
        act(mapping_report.mapping_report, form, at=datetime.combine(on, AT.time())).officer
        for on in (day, date(2020, 4, 1), TODAY)
    ]
    assert signers == [name, "", "Rina Uji"]
