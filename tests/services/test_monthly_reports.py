"""Monthly reports: the matrix, marking many, undoing, and the printed report; on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from db.catalog import spec_of
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.regions import Region
from db.models.work import MonthlyReport
from db.rules.drafts import keep_value
from db.rules.letter_values import typed_values
from db.rules.officers import AssignmentKind
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.rules.work import ReportState
from db.services import activities, monthly_paper, monthly_reports, officer_reports, scans
from db.services.activities import ActivityForm, Photo
from db.services.monthly_paper import ReportKey
from db.services.officer_reports import Wanted
from tests.services.utan import UTAN, leave_utan

MAY = date(2020, 5, 20)
R, P, A = ReportState.RECEIVED, ReportState.REVISE, ReportState.APPROVED


@pytest.fixture
def utan(database):
    with database.reading() as session:
        return session.scalars(select(Assignment.officer_id).where(Assignment.kecamatan_code == UTAN)).one()


@pytest.fixture
def key(utan):
    return ReportKey(utan, UTAN, 2020, 4)


def receive(act, *keys, on=MAY):
    return act(monthly_reports.receive, keys, on, today=MAY)


def matrix(act, year=2020, on=MAY):
    return act(monthly_reports.month_matrix, year, on)


def row(act, officer, **args):
    return next(row for row in matrix(act, **args) if row.id == (officer, UTAN))


def states(act, officer):
    return [cell.state for cell in row(act, officer).cells]


def test_the_matrix_counts_as_report_l05_does(act, utan, key):
    receive(act, key, key._replace(month=5))
    act(monthly_reports.decide, [key], A, MAY)
    leave_utan(act)
    table = act(officer_reports.monthly_report, Wanted(MAY, year=2020))
    shares = {place[:2]: cells[-1] for place, cells in zip(table.keys, table.rows, strict=True)}
    assert {row.id: row.share for row in matrix(act)} == shares
    assert len(shares) == 24


def test_months_without_service_take_nothing(act, utan, key):
    leave_utan(act)  # the last day is 9 April
    cells = row(act, utan).cells
    assert [cell.begun for cell in cells] == [True] * 4 + [False] * 8
    assert [cell.missing for cell in cells[:4]] == [True] * 3 + [False]
    marked = receive(act, key, key._replace(month=5))
    assert (marked.number, marked.skipped) == (1, {"tidak bertugas pada bulan itu": 1})


def test_a_month_to_come_takes_nothing(act, key):
    with pytest.raises(RuleViolation, match="sebelum bulan itu"):
        receive(act, key._replace(month=6))


@pytest.mark.parametrize("day", [date(2020, 5, 21), date(2020, 3, 31)])
def test_a_day_that_cannot_be_is_refused(act, key, day):
    with pytest.raises(RuleViolation):
        receive(act, key, on=day)
    assert act(monthly_reports.report_details, key).state is None


def test_the_chain_from_paper_to_approval(act, utan, key):
    receive(act, key)
    assert receive(act, key).skipped == {"sudah diterima": 1}
    with pytest.raises(RuleViolation, match="apa yang perlu diperbaiki"):
        act(monthly_reports.decide, [key], P, MAY, " ")
    act(monthly_reports.decide, [key], P, MAY, "Lampirkan daftar hadir")
    details = act(monthly_reports.report_details, key)
    assert (details.state, details.note, details.decided_on) == (P, "Lampirkan daftar hadir", MAY)
    assert details.decided_by
    act(monthly_reports.decide, [key], A, MAY)
    assert act(monthly_reports.decide, [key], A, MAY).skipped == {"sudah disetujui": 1}
    assert states(act, utan)[3] is A


def test_what_has_not_come_in_cannot_be_approved(act, key):
    marked = act(monthly_reports.decide, [key], A, MAY)
    assert (marked.number, marked.skipped) == (0, {"belum diterima": 1})


def test_many_at_once_and_all_of_it_back(act, database):
    keys = [ReportKey(*row.id, 2020, month) for row in matrix(act) for month in (1, 2, 3)]
    marked = act(monthly_reports.receive, keys, MAY, today=MAY)
    assert marked.number == 72
    decided = act(monthly_reports.decide, keys[:10], A, MAY)
    assert act(monthly_reports.undo, decided) == 10
    with database.reading() as session:
        assert set(session.scalars(select(MonthlyReport.state))) == {R}
    kept = act(monthly_reports.receive, keys, MAY, today=MAY)
    assert (kept.number, kept.skipped) == (0, {"sudah diterima": 72})


def test_undo_removes_what_was_noted(act, utan, key):
    marked = receive(act, key)
    act(monthly_reports.undo, marked)
    assert states(act, utan)[3] is None


def test_steps_are_undone_one_after_the_other(act, utan, key):
    steps = [receive(act, key), act(monthly_reports.decide, [key], P, MAY, "Kurang foto")]
    steps.append(act(monthly_reports.decide, [key], A, MAY))
    found = []
    for marked in reversed(steps):
        act(monthly_reports.undo, marked)
        found.append(states(act, utan)[3])
    assert found == [P, R, None]


def test_undo_brings_back_what_was_taken_back(act, utan, key):
    receive(act, key)
    act(monthly_reports.decide, [key], P, MAY, "Kurang foto")
    marked = act(monthly_reports.take_back, [key])
    assert states(act, utan)[3] is None
    act(monthly_reports.undo, marked)
    details = act(monthly_reports.report_details, key)
    assert (details.state, details.note) == (P, "Kurang foto")


def test_undo_never_overruns_what_somebody_else_did(act, key):
    marked = receive(act, key)
    act(monthly_reports.decide, [key], A, MAY)
    with pytest.raises(Conflict, match="April 2020"):
        act(monthly_reports.undo, marked)
    assert act(monthly_reports.report_details, key).state is A


def test_the_scan_waits_for_the_report(act, key):
    scan = act(scans.file_scan, "laporan.pdf", b"%PDF-1.7 laporan")
    with pytest.raises(RuleViolation, match="diterima dahulu"):
        act(monthly_reports.attach_scan, key, scan)
    receive(act, key)
    act(monthly_reports.attach_scan, key, scan)
    assert act(monthly_reports.report_details, key).scan_id == scan


def test_the_reminder_names_the_months_that_are_late(act, utan, key):
    receive(act, key._replace(month=2))
    text = act(monthly_reports.reminder_text, row(act, utan), 2020, MAY)
    assert "Januari, Maret dan April 2020" in text
    assert "Kecamatan Utan" in text
    receive(act, *(key._replace(month=month) for month in (1, 3, 4)))
    with pytest.raises(RuleViolation, match="Tidak ada laporan"):
        act(monthly_reports.reminder_text, row(act, utan), 2020, MAY)


def note(act, officer, **changes):
    facts = {"done_on": date(2020, 4, 3), "duty_code": "T1", "text": "Pemutakhiran data.", "place": "Motong"}
    form = ActivityForm(officer, **facts | changes)
    return act(activities.save_activity, None, ActivityForm(), form, MAY)


def test_the_printed_report_is_made_of_what_was_noted(act, utan, key):
    note(act, utan, done_on=date(2020, 4, 14), participants=32, result="Warga paham", problem="Hujan")
    note(act, utan)
    note(act, utan, duty_code="", programme_code="sembako", text="Penyaluran")
    note(act, utan, done_on=date(2020, 5, 1))  # of another month
    letter = act(monthly_paper.report_letter, key, MAY)
    lines = letter.values["kegiatan"]
    assert [line["waktu"] for line in lines] == [*["Jumat, 3 April 2020"] * 2, "Selasa, 14 April 2020"]
    assert lines[1]["kegiatan"] == "Sembako (BPNT): Penyaluran"
    assert lines[1]["tugas"] == "Program"
    assert lines[2]["kegiatan"] == "Pemutakhiran data (32 peserta). Hasil: Warga paham"
    assert lines[2]["kendala"] == "Hujan"
    recap = {line["kode"]: line["jumlah"] for line in letter.values["rekap"]}
    assert recap == {"T1": "2", **{f"T{n}": "0" for n in range(2, 9)}, "Program": "1"}
    assert (letter.values["kecamatan"], letter.values["bulan"]) == ("Utan", date(2020, 4, 1))
    fields = spec_of(letter.kind).fields
    assert typed_values(fields, keep_value(letter.values)) == dict(letter.values)  # so it can be composed


def test_photos_are_named_and_in_order(act, utan, key):
    jpeg = b"\xff\xd8\xff"
    note(act, utan, done_on=date(2020, 4, 14), photos=(Photo(None, "", jpeg + b"3"),))
    note(act, utan, photos=(Photo(None, "Rapat", jpeg + b"1"), Photo(None, "", jpeg + b"2")))
    photos = act(monthly_paper.report_photos, key)
    assert [photo.jpeg[-1:] for photo in photos] == [b"1", b"2", b"3"]
    assert [photo.caption for photo in photos] == [
        "Rapat, 3 April 2020",
        "Pemutakhiran data, 3 April 2020",
        "Pemutakhiran data, 14 April 2020",
    ]
    letter = act(monthly_paper.report_letter, key, MAY)
    assert letter.values["dokumentasi"] == ("Foto kegiatan 3 (tiga) lembar, terlampir",)
    details = act(monthly_reports.report_details, key)
    assert (details.activities, details.photos) == (2, 3)


def test_a_month_without_activities_prints_nothing(act, key):
    with pytest.raises(RuleViolation, match="Kegiatan bulan ini"):
        act(monthly_paper.report_letter, key, MAY)


def test_who_only_reads_marks_nothing(act_as, act, key):
    marked = receive(act, key)
    for service, args, more in (
        (monthly_reports.receive, ([key], MAY), {"today": MAY}),
        (monthly_reports.decide, ([key], A, MAY), {}),
        (monthly_reports.take_back, ([key],), {}),
        (monthly_reports.undo, (marked,), {}),
        (monthly_reports.attach_scan, (key, None), {}),
    ):
        with pytest.raises(Forbidden):
            act_as("head", service, *args, **more)


def test_the_number_of_questions_does_not_grow_with_the_roster(act, database):
    def ask():
        asked = []
        with database.reading() as session:
            listener = lambda *args: asked.append(args[2])  # noqa: E731
            event.listen(session.get_bind(), "before_cursor_execute", listener)
            rows = monthly_reports.month_matrix(session, 2000, MAY)
            event.remove(session.get_bind(), "before_cursor_execute", listener)
        return len(rows), sum(words.startswith("SELECT") for words in asked)

    before = ask()
    with database.writing() as session:
        code = session.scalars(select(Region.code).where(Region.level == 6)).first()
        for n in range(50):
            officer = Officer(person=Person(name=f"Uji {n}", no_nik_reason="uji"))
            first = date(2000, 1, 1) + timedelta(n * 7)
            term = {"kind": AssignmentKind.DEFINITIVE, "starts_on": first, "ends_on": first + timedelta(5)}
            session.add(Assignment(officer=officer, kecamatan_code=code, **term))
    assert (before, ask()) == ((0, 3), (50, 3))
