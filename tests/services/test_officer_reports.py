"""L01–L05 and L19: what they say, on both databases, and that they ask few questions for many TKSK."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import event, insert, select

from db.models.officer_card import Evaluation, OfficerPaper, OfficerProgramme, PersonPhoto, Training
from db.models.officers import Assignment, Decree, DecreeMember, Officer
from db.models.people import Person
from db.models.regions import Region
from db.models.stipends import StipendPayment
from db.models.work import Activity, MonthlyReport
from db.rules.evaluation import Grade, Recommendation
from db.rules.officer_reports import State
from db.rules.officers import AssignmentKind, DecreeLevel
from db.rules.problems import Forbidden
from db.rules.work import ReportState
from db.services import history, practice, reports
from db.services.kecamatan_profile import kecamatan_profile
from db.services.officer_history import list_officer_names, officer_report
from db.services.officer_reports import (
    Wanted,
    decrees_report,
    monthly_report,
    posts_report,
    replacement_report,
    report_years,
    roster_report,
)
from db.services.setup import NOTE

TODAY = date(2020, 4, 13)
AT = datetime(2020, 4, 13, 14, 3)
UTAN, ALAS = "520406", "520405"


def named(table, row):
    return {column.name: cell for column, cell in zip(table.columns, row, strict=True)}


def rows_of(table):
    return [named(table, row) for row in table.rows]


def utan(session):
    return session.scalars(select(Assignment).where(Assignment.kecamatan_code == UTAN)).one()


def utan_left(session, on=date(2020, 4, 9)):
    term = utan(session)
    term.ends_on, term.end_reason, term.end_detail = on, "Mengundurkan diri", "ikut Pilkades"


def test_the_roster_masks_the_nik_and_counts_years(act):
    table = act(roster_report, Wanted(TODAY))
    assert (table.code, len(table.rows), table.subtitle) == ("L01", 24, ("Keadaan 13 April 2020",))
    first = rows_of(table)[0]
    assert first["name"] == "Nurhidayah Syafira, S.Sos."
    assert first["nik"] == "5204••••••••9002"
    assert first["born"] == date(1993, 7, 22)
    assert (first["age"], first["sex"], first["kecamatan"], first["served"]) == (26, "P", "Alas", 0)
    assert (first["decree"], first["starts"], first["state"]) == (
        *("460/001/DINSOS/2020", date(2020, 1, 2)),
        "Definitif",
    )
    assert table.keys[0][1] == ALAS


def test_the_roster_knows_any_day_and_its_filters(act):
    act(utan_left)
    assert len(act(roster_report, Wanted(date(2020, 4, 9))).rows) == 24
    assert len(act(roster_report, Wanted(date(2020, 4, 10))).rows) == 23
    assert len(act(roster_report, Wanted(date(2019, 12, 31))).rows) == 0
    [alas] = rows_of(act(roster_report, Wanted(TODAY, ALAS)))
    assert alas["kecamatan"] == "Alas"
    assert act(roster_report, Wanted(TODAY, state=State.ACTING)).rows == ()
    assert len(act(roster_report, Wanted(TODAY, year=2020)).rows) == 23
    table = act(roster_report, Wanted(TODAY, ALAS, State.DEFINITIVE, 2019))
    assert table.rows == ()
    assert table.subtitle == ("Keadaan 13 April 2020, Kecamatan Alas, hanya definitif, tahun 2019",)


def test_posts_are_counted_and_an_empty_one_says_why_and_since(act):
    act(utan_left)
    table = act(posts_report, Wanted(TODAY))
    assert named(table, table.totals) | {"posts": 24, "filled": 23, "acting": 0, "vacant": 1} == named(
        table, table.totals
    )
    [empty] = [row for row in rows_of(table) if row["vacant"]]
    assert (empty["kecamatan"], empty["since"]) == ("Utan", date(2020, 4, 10))
    assert "ikut Pilkades" in empty["cause"]
    [only] = act(posts_report, Wanted(TODAY, state=State.VACANT)).rows
    assert only[1] == "Utan"


def test_decrees_say_how_many_days_are_left(act):
    assert {row["left"] for row in rows_of(act(decrees_report, Wanted(TODAY)))} == {262}
    late = rows_of(act(decrees_report, Wanted(date(2020, 12, 1), UTAN)))
    assert [(row["left"], row["warning"]) for row in late] == [(30, "Berakhir dalam 90 hari")]
    assert len(act(decrees_report, Wanted(date(2020, 12, 1), state=State.ENDING)).rows) == 24
    assert act(decrees_report, Wanted(TODAY, state=State.ENDED)).rows == ()
    assert act(decrees_report, Wanted(TODAY, state=State.VALID, year=2019)).rows == ()
    assert act(report_years) == [2020]


def test_who_has_left_holds_the_decree_no_more(act):
    act(utan_left)
    [row] = [r for r in rows_of(act(decrees_report, Wanted(TODAY))) if r["kecamatan"] == "Utan"]
    assert list(row.values())[-2:] == [None, "berhenti 10-04-2020"]
    leaver = next(key for key, name in act(list_officer_names) if name.startswith(list(row.values())[5]))
    [decrees] = [table for table in act(officer_report, leaver, TODAY) if table.title == "SK"]
    assert decrees.rows[0][-1] == "berhenti 10-04-2020"
    valid = rows_of(act(decrees_report, Wanted(TODAY, state=State.VALID)))
    assert (len(valid), "Utan" in {r["kecamatan"] for r in valid}) == (23, False)
    before = rows_of(act(decrees_report, Wanted(date(2020, 4, 8))))
    assert all("berhenti" not in str(list(r.values())[-1]) for r in before)


def test_whole_niks_are_for_who_edits_people_and_are_logged(act, act_as):
    wanted = Wanted(TODAY, whole_nik=True)
    assert all(len(r["nik"]) == 16 and r["nik"].isdigit() for r in rows_of(act(roster_report, wanted)))
    assert all("•" in r["nik"] for r in rows_of(act_as("head", roster_report, wanted)))
    with pytest.raises(Forbidden):
        act_as("head", reports.open_whole_niks, "L01")
    act(reports.open_whole_niks, "L01 Daftar TKSK")
    [entry] = act(history.list_history, 0, 1)
    assert entry.sentence == "NIK lengkap dibuka pada L01 Daftar TKSK"


def test_the_matrix_of_monthly_reports_has_signs_and_a_share(act):
    def fill(session):
        term = utan(session)
        states = {1: ReportState.APPROVED, 2: ReportState.REVISE, 4: ReportState.RECEIVED}
        for month, state in states.items():
            received = date(2020, min(month + 1, 4), 8)
            session.add(
                MonthlyReport(
                    officer_id=term.officer_id,
                    kecamatan_code=UTAN,
                    year=2020,
                    month=month,
                    state=state,
                    received_on=received,
                )
            )

    act(fill)
    [row] = rows_of(act(monthly_report, Wanted(TODAY, UTAN)))
    assert [row[f"m{n}"] for n in range(1, 6)] == ["●", "▲", "×", "○", ""]
    assert row["share"] == Decimal("0.75")  # January, February and April of January to April
    [row] = rows_of(act(monthly_report, Wanted(TODAY, UTAN, State.DATES)))
    assert (row["m1"], row["m3"]) == ("08-02", "×")
    [row] = rows_of(act(monthly_report, Wanted(date(2020, 3, 5), UTAN)))  # due on the 5th: not late yet
    assert [row["m1"], row["m2"], row["share"]] == ["●", "", 1]
    assert act(monthly_report, Wanted(TODAY, UTAN, year=2019)).rows == ()


def test_who_is_to_be_replaced_by_term_and_by_age(act):
    def change(session):
        utan(session).starts_on = date(2015, 9, 1)
        term = session.scalars(select(Assignment).where(Assignment.kecamatan_code == ALAS)).one()
        term.officer.person.birth_date = date(1960, 2, 1)

    act(change)
    table = act(replacement_report, Wanted(TODAY))
    last = "SK atau penugasan berakhir"
    assert [(r["kecamatan"], r["why"], r["first"], r["left"]) for r in rows_of(table)][:3] == [
        ("Alas", f"umur 60 tahun dan {last}", date(2020, 2, 1), -72),
        ("Utan", f"masa tugas 5 tahun dan {last}", date(2020, 9, 1), 141),
        ("Alas Barat", last, date(2020, 12, 31), 262),
    ]
    assert len(table.rows) == len(act(replacement_report, Wanted(TODAY, state=State.LAST)).rows) == 24
    assert table.subtitle[1] == f"Sampai dengan 13 April 2021: masa tugas 5 tahun, umur 60 tahun, {last}"
    early = act(replacement_report, Wanted(date(2019, 6, 1), state=State.AGE))
    assert (early.rows, early.subtitle[-1]) == ((), "Sampai dengan 1 Juni 2020: umur 60 tahun")
    assert [row[1] for row in act(replacement_report, Wanted(TODAY, state=State.TERM)).rows] == ["Utan"]
    assert [row[1] for row in act(replacement_report, Wanted(TODAY, state=State.AGE)).rows] == ["Alas"]


def fill_card(session):
    term = utan(session)
    own = {"officer_id": term.officer_id}
    session.add_all(
        [
            OfficerPaper(**own, kind_code="skck", number="SKCK/1", expires_on=date(2020, 6, 1)),
            Training(**own, name="Bimtek dasar", year=2018, hours=40),
            OfficerProgramme(**own, programme_code="sembako", starts_on=date(2020, 1, 2)),
            Evaluation(
                **own,
                year=2019,
                criteria=[],
                scores={},
                value=Decimal("82.50"),
                grade=Grade.GOOD,
                recommendation=Recommendation.EXTEND,
            ),
            MonthlyReport(
                **own,
                kecamatan_code=UTAN,
                year=2020,
                month=1,
                state=ReportState.APPROVED,
                received_on=date(2020, 2, 4),
            ),
            *(
                StipendPayment(
                    **own, source_code="apbd", year=2020, month=n, amount=500_000, paid_on=date(2020, n, 28)
                )
                for n in (1, 2, 3)
            ),
        ]
    )
    for number in range(12):
        session.add(
            Activity(
                **own,
                kecamatan_code=UTAN,
                done_on=date(2020, 1 + number % 3, 1 + number),
                duty_code="T1" if number % 2 else "T4",
                text=f"Kegiatan {number}",
            )
        )
    picture = BytesIO()
    Image.new("RGB", (30, 40), "navy").save(picture, "JPEG")
    session.add(PersonPhoto(person_id=term.officer.person_id, jpeg=picture.getvalue()))
    session.flush()
    return term.officer_id


def test_the_history_of_one_officer_has_a_table_for_everything(act, act_as):
    officer_id = act(fill_card)
    tables = act(officer_report, officer_id, TODAY)
    assert [table.title for table in tables] == [
        *("Riwayat TKSK", "SK", "Penugasan", "Dokumen", "Pelatihan", "Program yang didampingi"),
        *("Laporan bulanan", "Evaluasi tahunan", "Tali asih"),
    ]
    assert [len(table.rows) for table in tables[1:]] == [1] * 8
    facts = dict(tables[0].rows)
    assert facts["Nama"] == "Burhan Maulana, S.Pd."
    assert "•" not in facts["NIK"]
    assert tables[6].rows[0][:4] == (2020, "Utan", "●", "×")
    assert tables[7].rows[0][:4] == (2019, Decimal("82.50"), "Baik", "Diperpanjang")
    assert tables[8].rows[0][2:] == (3, 1_500_000, date(2020, 3, 28))
    seen = dict(act_as("auditor", officer_report, officer_id, TODAY)[0].rows)
    assert "••••" in seen["NIK"]
    assert (officer_id, "Burhan Maulana, S.Pd. · 5204060109") in act(list_officer_names)


def test_the_profile_of_a_kecamatan(act):
    act(fill_card)
    act(practice.fill_map, today=TODAY)
    profile = act(kecamatan_profile, UTAN, TODAY, at=AT)
    assert dict(profile.facts)["TKSK"] == "Burhan Maulana, S.Pd."
    assert profile.photo.startswith(b"\xff\xd8")
    assert {duty.code: duty.number for duty in profile.duties if duty.number} == {"T1": 6, "T4": 6}
    assert len(profile.activities.rows) == 12
    assert profile.months.rows[0][:4] == (2020, "Burhan Maulana, S.Pd.", "●", "×")
    ppks = profile.recaps[0]
    assert ppks.totals[1] == sum(number for _kind, number in ppks.rows) > 0


def test_the_profile_of_an_empty_kecamatan(act):
    act(utan_left)
    profile = act(kecamatan_profile, UTAN, TODAY, at=AT)
    assert profile.facts == (("TKSK", "Lowong sejak 10 April 2020"),)
    assert (profile.photo, profile.history.rows[0][4]) == (None, "Mengundurkan diri, ikut Pilkades")


def test_taking_a_report_out_needs_its_right(act, act_as):
    table = act_as("auditor", roster_report, Wanted(TODAY))
    with pytest.raises(Forbidden):
        act_as("auditor", reports.frame_report, [table], at=AT)
    framed = act_as("head", reports.frame_report, [table], at=AT, signed=True)
    assert framed.printed == (
        "Sumber: Dinas Sosial Kabupaten Sumbawa, dicetak 13-04-2020 pukul 14.03 WITA oleh Head"
    )
    assert framed.signer.name == "Dra. Hj. Nur Kartini Wahyuni, M.Si."


def fill_many(session, kecamatan, years=11):
    """A TKSK in each of many kecamatan, with a decree and twelve reports for every year."""
    note = {"execution_options": NOTE}
    codes = [f"5204{number:05}" for number in range(kecamatan)]
    old = session.scalar(select(Person.id).order_by(Person.id.desc()))
    people = [
        {
            "id": old + n,
            "name": f"Orang {n}",
            "nik": f"5204060101{n:06}",
            "birth_date": date(1980, 1, 1 + n % 28),
        }
        for n in range(1, kecamatan + 1)
    ]
    officers = [{"id": 1000 + n, "person_id": old + n} for n in range(1, kecamatan + 1)]
    places = [{"code": c, "level": 6, "name": f"Kec {c}", "posts": 1, "postcode": ""} for c in codes]
    session.execute(insert(Region), places, **note)
    session.execute(insert(Person), people, **note)
    session.execute(insert(Officer), officers, **note)
    decrees = [
        {
            "id": 500 + n,
            "level": DecreeLevel.PROVINCE,
            "number": f"460/{n}",
            "dated_on": date(2010 + n, 1, 2),
            "issuer": "Kepala",
            "title": "Penetapan",
            "starts_on": date(2010 + n, 1, 2),
            "ends_on": date(2010 + n, 12, 31),
        }
        for n in range(years)
    ]
    session.execute(insert(Decree), decrees, **note)
    pairs = list(zip((row["id"] for row in officers), codes, strict=True))
    session.execute(
        insert(DecreeMember),
        [
            {"decree_id": d["id"], "officer_id": o, "kecamatan_code": c, "position": n}
            for d in decrees
            for n, (o, c) in enumerate(pairs)
        ],
        **note,
    )
    session.execute(
        insert(Assignment),
        [
            {
                "officer_id": o,
                "kecamatan_code": c,
                "kind": AssignmentKind.DEFINITIVE,
                "decree_id": decrees[-1]["id"],
                "starts_on": date(2010, 1, 2),
            }
            for o, c in pairs
        ],
        **note,
    )
    session.execute(
        insert(MonthlyReport),
        [
            {
                "officer_id": o,
                "kecamatan_code": c,
                "year": 2010 + year,
                "month": month,
                "state": ReportState.APPROVED,
                "received_on": date(2010 + year, month, 28),
            }
            for o, c in pairs
            for year in range(years)
            for month in range(1, 13)
        ],
        **note,
    )


@pytest.mark.parametrize(
    "report", [roster_report, posts_report, decrees_report, monthly_report, replacement_report]
)
def test_many_officers_need_no_more_questions(database, act, report):
    def questions():
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        rows = len(
            act(report, Wanted(date(2019, 12, 1), year=2019 if report is monthly_report else None)).rows
        )
        event.remove(database.engine, "before_cursor_execute", note)
        return rows, len(asked)

    few = questions()
    act(fill_many, 40)
    many = questions()
    assert many[0] >= few[0] + 40
    assert many[1] <= few[1] <= 8
