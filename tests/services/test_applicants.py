"""Applicants: what is noted of each, their papers, who leaves, and lists taken in from files."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import func, select

from db.models.people import Person
from db.models.recruitment import Applicant
from db.rules.applicants import check_application, match_papers, read_clock, usual_expiry
from db.rules.imports import Outcome, SourceRow, Task
from db.rules.imports_applicants import applicant_target
from db.rules.problems import Forbidden, RuleViolation
from db.rules.recruitment import Applied, Stage
from db.services import exits, imports, officers, people, scans
from db.services.recruitment import applicants, papers, vacancies
from tests.services import utan
from tests.services.utan import PEOPLE, UTAN, announced, person, ready_to_score, register

DAY = date(2020, 4, 14)
PDF = b"%PDF-1.4 selembar"
FIELDS = ("name", "nik", "birth_date", "sex", "desa", "phone", "education", "organisation", "registered_on")


def application(values, **others):
    form = applicants.ApplicationForm(None, values, DAY, "PSM", "", frozenset({"D01"}))
    return replace(form, **others)


def values_of(act, applicant):
    found = {paper.code: paper for paper in act(papers.list_papers, applicant)}
    return {code: {name: getattr(paper, name) for name in papers.FIELDS} for code, paper in found.items()}


# --- what is noted


def test_name_nik_desa_and_phone_are_enough(act):
    vacancy = announced(act)
    short = {
        "name": "Rina Marlina",
        "nik": PEOPLE[0]["nik"],
        "desa_code": "5204062001",
        "phone": "0812345678",
    }
    form = application(short, received_at="930", way="brought", service_years=7)
    found = act(applicants.get_applicant, act(applicants.register, vacancy, form, today=DAY))
    assert (found.received_at, found.way, found.service_years) == ("09.30", "brought", 7)
    assert found.registration_number == "TKSK-2020-5204-06-001"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"received_at": "25.00"}, "Tulis jam"), ({"service_years": 61}, "Lama aktif 0 sampai 60")],
)
def test_a_time_that_is_none_is_refused(act, changes, sentence):
    vacancy = announced(act)
    with pytest.raises(RuleViolation, match=sentence):
        act(applicants.register, vacancy, application(PEOPLE[0], **changes), today=DAY)


@pytest.mark.parametrize(
    ("typed", "read"), [("", ""), ("930", "09.30"), ("9:05", "09.05"), ("0905", "09.05"), ("siang", None)]
)
def test_clock(typed, read):
    assert read_clock(typed) == read
    assert bool(check_application(typed, None)) is (read is None)


def test_a_digit_changed_later_is_merged_and_asks_for_a_new_decision(act):
    vacancy = announced(act)
    before = application(PEOPLE[0], received_at="09.30")
    rina = act(applicants.register, vacancy, before, today=DAY)
    after = replace(before, way="post", service_years=3)
    act(applicants.change_application, rina, before, after, today=DAY)
    found = act(applicants.get_applicant, rina)
    assert (found.received_at, found.way, found.service_years) == ("09.30", "post", 3)


def test_posts_with_reason_and_earlier_applications_appear_for_a_nik_half_typed(act):
    post = next(p for p in act(officers.list_posts, on=date(2020, 4, 9)) if p.id == UTAN)
    officer = act(officers.get_officer, post.officer_id)
    leave = exits.ExitForm("Mengundurkan diri", "ikut Pilkades", date(2020, 4, 10), "", None)
    act(exits.record_exit, post.assignment_id, leave)
    nik = act(people.get_person, officer.person_id).nik
    [known] = [k for k in act(people.find_by_part, nik[:13]) if k.id == officer.person_id]
    assert any("(Mengundurkan diri, ikut Pilkades)" in role for role in known.roles)
    assert nik not in repr(known)
    assert act(people.find_by_part, nik[:8]) == []


def test_an_earlier_application_tells_how_it_ended(act):
    _vacancy, (_rina, _ahmad, budi, _nia) = ready_to_score(act)
    person_id = act(applicants.get_applicant, budi).person_id
    assert act(people.suggest, "Budi Sant")[0].id == person_id
    assert "Pelamar Utan 2020: TMS" in act(people.suggest, "Budi Sant")[0].roles


# --- papers


def test_number_day_validity_and_scan_of_each_paper(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0], ["D01"])
    scan = act(scans.file_scan, "skck.pdf", PDF)
    before = values_of(act, rina)
    skck = {"number": " SKCK/77 ", "dated_on": date(2019, 9, 1), "expires_on": date(2020, 3, 1)}
    after = before | {"D07": before["D07"] | skck | {"scan_id": scan}}
    act(papers.save_papers, rina, before, after)
    found = {paper.code: paper for paper in act(papers.list_papers, rina)}
    assert (found["D07"].present, found["D07"].number, found["D07"].scan_name) == (
        True,
        "SKCK/77",
        "skck.pdf",
    )
    assert found["D07"].expired == "berlaku sampai 01-03-2020, habis sebelum wawancara 20-04-2020"
    assert found["D01"].expired == ""
    assert "D16" not in found  # the bank account is asked of who is chosen
    assert act(applicants.list_applicants, 0, 9, vacancy)[0].papers == "2/12"


def test_a_paper_that_ends_before_it_begins_is_refused(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0])
    before = values_of(act, rina)
    wrong = before["D07"] | {"dated_on": date(2020, 4, 1), "expires_on": date(2020, 3, 1)}
    with pytest.raises(RuleViolation, match="masa berlaku berakhir sebelum tanggal suratnya"):
        act(papers.save_papers, rina, before, before | {"D07": wrong})


def test_what_was_judged_stays_there_but_may_get_its_number(act):
    _vacancy, (rina, *_others) = ready_to_score(act)
    before = values_of(act, rina)
    act(papers.save_papers, rina, before, before | {"D07": before["D07"] | {"number": "12"}})
    before = values_of(act, rina)
    with pytest.raises(RuleViolation, match="Berkas sudah diputuskan"):
        act(papers.save_papers, rina, before, before | {"D07": before["D07"] | {"present": False}})


def test_files_find_their_papers_by_the_words_of_their_names(act):
    listed = [(code, name) for code, name, _required in act(applicants.list_documents, announced(act))]
    files = [
        *("KTP rina.jpg", "kk_rina.pdf", "IJAZAH-S1.pdf", "skck2020.pdf", "Surat Sehat RSUD.pdf"),
        *("pas foto.jpg", "Lamaran.pdf", "DRH.pdf", "rekomendasi camat.pdf", "Rekomendasi Kades.pdf"),
        *("pakta.pdf", "surat pernyataan.pdf", "bebas narkoba.pdf", "D11 scan.pdf", "IMG_0001.jpg"),
    ]
    assert match_papers(files, listed) == [
        *("D03", "D04", "D06", "D07", "D08", "D10", "D01", "D02", "D12", "D13", "D18", "D14", "D09", "D11"),
        "",
    ]
    assert match_papers(["ktp.jpg", "ktp 2.jpg"], [("D03", "Fotokopi KTP elektronik")]) == ["D03", ""]


def test_skck_is_usually_valid_for_six_months():
    assert usual_expiry(6, date(2019, 8, 31)) == date(2020, 2, 29)
    assert usual_expiry(None, date(2019, 8, 31)) is None


# --- who leaves


def test_a_disqualification_has_a_reason_and_nothing_is_deleted(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    with pytest.raises(RuleViolation, match="Tulis alasan pelamar digugurkan"):
        utan.leave(act, applicants.disqualify, rina, " ")
    utan.leave(act, applicants.disqualify, rina, "ijazah palsu")
    row = act(applicants.list_applicants, 0, 9, vacancy)[0]
    assert (row.id, row.status, row.status_reason) == (rina, Applied.DISQUALIFIED, "ijazah palsu")
    with pytest.raises(RuleViolation, match="sudah tidak ikut seleksi"):
        utan.leave(act, applicants.disqualify, rina, "lagi")
    assert act(applicants.count_applicants, vacancy) == 4


def test_only_who_runs_the_selection_disqualifies(act, act_as):
    rina = register(act, announced(act), PEOPLE[0])
    with pytest.raises(Forbidden):
        utan.leave(partial(act_as, "verifier"), applicants.disqualify, rina, "alasan")


def test_who_left_can_neither_be_changed_nor_get_papers(act):
    rina = register(act, announced(act), PEOPLE[0])
    utan.leave(act, applicants.disqualify, rina, "ijazah palsu")
    form = application(PEOPLE[0])
    with pytest.raises(RuleViolation, match="sudah digugurkan"):
        act(applicants.change_application, rina, form, form, today=DAY)
    before = values_of(act, rina)
    with pytest.raises(RuleViolation, match="sudah digugurkan"):
        act(papers.save_papers, rina, before, before)


# --- lists


def task(vacancy, columns=FIELDS):
    name = applicant_target(vacancy).name
    return Task(name, tuple(columns), DAY, headings=tuple(columns), file_name="pelamar.xlsx")


def rows(*given):
    return [
        SourceRow("Sheet1", number, tuple(one.get(field, "") for field in FIELDS))
        for number, one in enumerate(given, 2)
    ]


def listed(place, **others):
    name = ("Rina Marlina", "Ahmad Zaelani", "Budi Santoso", "Nia Lestari")[place]
    return {
        "name": name,
        "nik": PEOPLE[place]["nik"],
        "desa": "Motong",
        "phone": "081234567890",
        "education": "S1",
        "organisation": "PSM",
        "registered_on": "14-04-2020",
    } | others


def outcomes(result):
    return [row.outcome for row in result.rows]


def test_a_list_becomes_applicants_with_numbers_and_is_taken_back_whole(act, database):
    vacancy = announced(act)
    given = rows(
        listed(0), listed(1), listed(2, registered_on="25-04-2020"), listed(1), {"name": "Tanpa NIK"}
    )
    looked = act(imports.dry_run, task(vacancy), given)
    assert act(applicants.count_applicants, vacancy) == 0
    written = act(imports.apply, task(vacancy), given)
    new, error = Outcome.NEW, Outcome.ERROR
    assert outcomes(looked) == outcomes(written) == [new, new, error, error, error]
    reasons = [row.reason for row in written.rows]
    assert "Tulis alasan menerima di luar waktu itu" in reasons[2]
    assert reasons[3:] == ["NIK sama dengan baris 3", "NIK kosong atau tidak terbaca"]
    found = act(applicants.list_applicants, 0, 9, vacancy)
    assert [(r.name, r.desa, r.papers) for r in found] == [
        ("Rina Marlina", "Motong", "0/12"),
        ("Ahmad Zaelani", "Motong", "0/12"),
    ]
    again = act(imports.dry_run, task(vacancy), given[:1])
    assert again.rows[0].reason == "Sudah terdaftar dengan nomor TKSK-2020-5204-06-001"
    [batch] = act(imports.list_batches, task(vacancy).target)
    assert act(imports.take_back, batch.id).undone == 2
    assert act(applicants.count_applicants, vacancy) == 0
    with database.reading() as session:
        niks = [PEOPLE[0]["nik"], PEOPLE[1]["nik"]]
        assert session.scalar(select(func.count()).select_from(Person).where(Person.nik.in_(niks))) == 0


def test_an_imported_application_that_was_worked_on_is_not_taken_back(act):
    vacancy = announced(act)
    act(imports.apply, task(vacancy), rows(listed(0), listed(1)))
    rina = act(applicants.list_applicants, 0, 9, vacancy)[0].id
    utan.leave(act, applicants.withdraw, rina, "pindah")
    [batch] = act(imports.list_batches, task(vacancy).target)
    done = act(imports.take_back, batch.id)
    assert (done.undone, [kept.name for kept in done.kept]) == (1, ["Rina Marlina"])
    assert act(applicants.count_applicants, vacancy) == 1


def test_a_known_person_is_filled_not_overwritten(act, database):
    vacancy = announced(act)
    values = person("Rina Marlina", PEOPLE[0]["nik"], date(1992, 1, 5), phone="")
    rina = register(act, vacancy, values)
    act(vacancies.cancel_vacancy, vacancy, "ulang")
    second = act(
        vacancies.open_vacancy,
        act(vacancies.get_vacancy, vacancy).form,
        act(vacancies.get_vacancy, vacancy).rules,
    )
    with database.writing() as session:
        session.get_one(vacancies.Vacancy, second).stage = Stage.ANNOUNCED
    result = act(imports.apply, task(second), rows(listed(0, birth_date="06-01-1992")))
    assert outcomes(result) == [Outcome.NEW]
    assert "orangnya sudah dikenal" in result.rows[0].reason.lower()
    with database.reading() as session:
        one = session.get_one(Applicant, rina).person
        assert (one.birth_date, one.phone) == (date(1992, 1, 5), "081234567890")


def test_another_ones_nik_and_a_closed_vacancy_are_refused(act):
    vacancy = announced(act)
    register(act, vacancy, PEOPLE[0])
    wrong = act(imports.dry_run, task(vacancy), rows(listed(1, nik=PEOPLE[0]["nik"])))
    assert [(row.outcome, row.reason) for row in wrong.rows] == [
        (Outcome.ERROR, "NIK ini milik Rina Marlina; periksa")
    ]
    act(vacancies.close_registration, vacancy)
    with pytest.raises(RuleViolation, match="langkah ini untuk tahap Pendaftaran"):
        act(imports.dry_run, task(vacancy), rows(listed(1)))


def test_only_who_runs_the_selection_imports(act, act_as):
    vacancy = announced(act)
    with pytest.raises(Forbidden):
        act_as("verifier", imports.apply, task(vacancy), rows(listed(0)))
