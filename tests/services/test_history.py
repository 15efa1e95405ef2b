"""Every write says who, where and what; nothing slips by."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

import resources
from db.audit import changed_tables
from db.models.audit import AuditEntry
from db.models.office import Official, Reference
from db.models.officers import Decree
from db.models.people import Person
from db.services import history, office, officers
from db.services.recruitment import proposals, ranking
from db.services.scans import file_scan
from tests.services.utan import EARLY, announced, leave_utan, ready_to_score, render, score, score_all, untick


def last(act, n=1):
    return act(history.list_history, 0, n)


def test_a_change_says_who_where_and_what(act):
    leave_utan(act)
    [entry] = last(act)
    assert (entry.user_name, entry.pc) == ("Pilar TKSK", "PC-UJI")
    assert entry.sentence.startswith("Penugasan ")
    assert " di Utan diubah: Selesai 31-12-2020 menjadi 09-04-2020; " in entry.sentence
    assert "Alasan berhenti kosong menjadi “Mengundurkan diri”" in entry.sentence


def test_the_moment_is_in_utc_on_both_databases(act):
    leave_utan(act)
    [entry] = last(act)
    assert entry.at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - entry.at) < timedelta(minutes=1)


def test_what_comes_and_goes_is_noted_too(act, database):
    act(office.save_logo, b"baru")
    size = resources.path("letterhead", "practice_logo.png").stat().st_size
    change = f"Logo “berkas {size} bita” menjadi “berkas 4 bita”"
    assert last(act)[0].sentence == f"Kantor DINAS SOSIAL diubah: {change}"
    with database.writing() as session:
        session.delete(session.query(Official).one())
    assert last(act)[0].sentence == "Pejabat Nur Kartini Wahyuni dihapus"
    [row] = act(history.list_history, 0, 1, "official", "1")
    assert row == last(act)[0]


def test_the_old_values_of_what_is_deleted_stay_in_the_log(act, database):
    with database.writing() as session:
        session.delete(session.query(Official).one())
    with database.reading() as session:
        entry = session.get_one(AuditEntry, last(act)[0].id)
        assert (entry.old["NIP"], entry.new) == ("196808171994032009", {})


def test_a_write_that_changes_nothing_is_not_noted(act):
    before = act(history.count_history)
    facts = act(office.get_office)
    act(office.save_office, {"phone": facts.phone}, {"phone": facts.phone})
    assert act(history.count_history) == before


def test_what_is_rolled_back_is_not_noted(act, database):
    before = act(history.count_history)

    def fails(session):
        session.get_one(Official, 1).name = "Lain"
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act(fails)
    assert act(history.count_history) == before


@pytest.mark.parametrize(
    "statement",
    [
        update(Person).values(phone=""),
        delete(Reference).where(Reference.code == "x"),
        insert(Reference).values(list_name="x", code="x", position=1, text="x"),
    ],
)
def test_a_statement_over_many_rows_must_say_what_it_does(act, statement):
    with pytest.raises(RuntimeError, match="without a note"):
        act(lambda session: session.execute(statement))
    note = {"note": "Nomor HP dikosongkan atas permintaan kepala"}
    act(lambda session: session.execute(statement, execution_options=note))
    assert last(act)[0].sentence == note["note"]


def test_a_session_knows_which_tables_it_changed(act, database):
    with database.writing() as session:
        assert changed_tables(session) == frozenset()
        session.get_one(Official, 1).name = "Lain"
        session.flush()
        session.execute(update(Person).values(email=""), execution_options={"note": "uji"})
        assert changed_tables(session) == {"official", "person"}


def test_the_history_is_searched_and_paged(act):
    vacancy = announced(act)
    about = ("vacancy", str(vacancy))
    rows = act(history.list_history, 0, 100, *about)
    assert [row.sentence for row in rows if row.sentence.startswith("Lowongan")] == [
        "Lowongan TKSK Kecamatan Utan diubah: Tahap “Rancangan” menjadi “Pendaftaran”",
        "Lowongan TKSK Kecamatan Utan ditambahkan",
    ]
    assert act(history.list_history, 1, 10, *about) == rows[1:11]
    assert act(history.count_history, *about) == len(rows) > 2  # with its rules
    assert act(history.count_history, text="kecamatan utan DITAMBAHKAN") == 1
    assert act(history.count_history, text="100%") == 0


def test_every_record_of_the_roster_has_a_line(act):
    officer = act(officers.list_posts, on=date(2020, 4, 9))[0].officer_id
    lines = [row.sentence for row in act(history.list_history, 0, 9, "officer", str(officer))]
    assert [line.split()[0] for line in lines] == ["Penugasan", "TKSK", "Data"]  # the post, the person too


def test_the_log_of_numbers_is_kept_as_json_on_both_databases(act, database):
    announced(act)
    with database.reading() as session:
        kept = session.execute(
            text("SELECT new FROM audit_entry WHERE table_name = 'letter' ORDER BY id DESC LIMIT 1")
        ).scalar_one()
    assert "400.9.12.3/001/Dinsos/2020" in str(kept)


def test_the_history_of_an_applicant_includes_person_papers_checks_and_scores(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    score(act, vacancy, rina, *[(80,) * 6] * 3)
    rows = act(history.list_history, 0, 200, "applicant", str(rina))
    beginnings = {row.sentence.split(" ")[0] for row in rows}
    assert {"Data", "Pelamar", "Berkas", "Pemeriksaan", "Nilai"} <= beginnings
    assert len(rows) == act(history.count_history, "applicant", str(rina))
    assert not any("Ahmad Zaelani" in row.sentence for row in rows)


def test_the_history_of_a_vacancy_includes_rules_panel_and_proposal(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 72)
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    sentences = [row.sentence for row in act(history.list_history, 0, 200, "vacancy", str(vacancy))]
    for beginning in ("Lowongan", "Persyaratan", "Aspek wawancara", "Anggota panel", "Usulan", "Perjalanan"):
        assert any(sentence.startswith(beginning) for sentence in sentences), beginning
    assert not any(sentence.startswith("Nilai") for sentence in sentences)


def test_codes_of_places_and_choices_are_read_and_found_by_their_names(act, database):
    with database.writing() as session:
        person = session.scalars(select(Person)).first()
        person.desa_code, person.education = None, ""
        name = person.name
        session.flush()
        person.desa_code, person.education = "5204062001", "8"
    [row, *_older] = act(history.list_history, 0, 1)
    assert row.sentence == (
        f"Data orang {name} diubah: Pendidikan kosong menjadi “Diploma IV/Strata I”; "
        "Desa/kelurahan kosong menjadi “Stowe Brang, Kecamatan Utan”"
    )
    for words in ("stowe brang", "strata i"):
        assert act(history.list_history, 0, 1, text=words) == [row]
    assert act(history.count_history, text="tidak ada di mana pun") == 0


def test_decrees_and_scans_are_read_by_number_and_name(act, database):
    with database.writing() as session:
        first = session.scalars(select(Decree)).first()
        facts = {"issuer": "Dirjen", "title": "Perpanjangan", "starts_on": date(2021, 1, 1)}
        scan = file_scan(session, "SK 2021.pdf", b"%PDF-1.4 sk")
        later = Decree(level=first.level, number="7/2021", dated_on=date(2021, 1, 4), **facts)
        session.add(later)
        session.flush()
        later.replaces_id, later.scan_id = first.id, scan
        number = first.number
    [row] = act(history.list_history, 0, 1)
    assert row.sentence == (
        f"SK 7/2021 diubah: Pindaian kosong menjadi “SK 2021.pdf”; Menggantikan SK kosong menjadi “{number}”"
    )
    assert row in act(history.list_history, 0, 9, text=number)


def test_long_numbers_are_masked_for_who_edits_no_people(act, act_as, database):
    with database.writing() as session:
        person = session.scalars(select(Person).where(Person.nik.is_not(None)).order_by(Person.id)).first()
        person.phone = "081298765432"
    [whole] = [r.sentence for r in act(history.list_history, 0, 1)]
    assert "081298765432" in whole
    [masked] = [r.sentence for r in act_as("auditor", history.list_history, 0, 1)]
    assert "••••5432" in masked
    assert not re.search(r"\d{8}", masked)
