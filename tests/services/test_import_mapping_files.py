"""Files as offices send them, through the reading of the wizard; and the power cut in the middle of one."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from db.exchange.headings import count_known, find_lists, match, source_rows
from db.exchange.import_book import result_workbook, template_workbook
from db.exchange.sheets import read_grid
from db.models.imports import ImportBatch
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.rules.imports import Outcome, Task
from db.services import imports

TODAY = date(2020, 4, 9)
HEAD = "kode_desa;nik;nama;tgl_lahir;jenis_kelamin;kode_kategori;catatan;jenis_disabilitas"
LINE = "5204062003;520406{day:02}0150{serial};Warga {name};{day:02}-01-1950;L;PMKS-11;;"


def csv(path, count=5, encoding="utf-8", name="Émile"):
    lines = [LINE.format(day=n % 28 + 1, serial=9000 + n // 28, name=f"{name} {n}") for n in range(count)]
    path.write_text("\n".join((HEAD, *lines)), encoding=encoding)
    return path


def opened(act, path, **fixed):
    """A file as the wizard reads it."""
    targets = act(imports.get_targets)
    grid = read_grid(path)
    target = max(targets.values(), key=lambda one: count_known(grid, one))
    chosen = find_lists(grid, target)[:1]
    header = chosen[0][1]
    task = Task(
        *(target.name, match(header.titles, target, {}), TODAY),
        headings=header.titles,
        file_name=path.name,
        sha256=grid.sha256,
        count=chosen[0][0].height,
        fixed=fixed,
    )
    return task, list(source_rows(chosen))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding(act, tmp_path, encoding):
    task, rows = opened(act, csv(tmp_path / "motong.csv", encoding=encoding))
    assert task.target == "people"
    assert all(task.columns)
    done = act(imports.apply, task, rows)
    assert [row.outcome for row in done.rows] == [Outcome.NEW] * 5
    assert act(lambda session: session.scalars(select(Person.name).order_by(Person.id.desc())).first()) == (
        "Warga Émile 4"
    )


@pytest.mark.parametrize("name", ["people", "groups", "welfare"])
def test_every_heading_of_a_template_is_understood_and_its_words_are_no_list(act, tmp_path, name):
    target = act(imports.get_targets)[name]
    path = tmp_path / "templat.xlsx"
    path.write_bytes(template_workbook(target))
    sheet, header = find_lists(read_grid(path), target)[0]
    fields = target.by_name()
    assert [fields[one].label for one in match(header.titles, target, {})] == list(header.titles)
    assert (sheet.name, len(set(header.titles))) == ("Daftar", len(header.titles))


def test_a_file_without_a_row(act, tmp_path):
    path = tmp_path / "kosong.csv"
    path.write_text(HEAD, encoding="utf-8")
    task, rows = opened(act, path)
    result = act(imports.apply, task, rows)
    assert (len(result.rows), sum(result.totals.values())) == (0, 0)


def test_merged_headings_serials_floats_and_formulas(act, tmp_path):
    """Two rows of headings, a NIK kept as a number, a day kept as a count, a name that would compute."""
    import xlsxwriter

    path = tmp_path / "psm.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        sheet = file.add_worksheet("PSM")
        sheet.write_string(0, 0, "DATA PSM KABUPATEN SUMBAWA")
        for place, title in enumerate(("NTR", "NAMA PSM", "NIK", "TANGGAL LAHIR", "JENIS KELAMIN")):
            sheet.merge_range(2, place, 3, place, title)
        sheet.merge_range(2, 5, 2, 6, "TEMPAT TUGAS")
        sheet.write_string(3, 5, "KECAMATAN")
        sheet.write_string(3, 6, "KELURAHAN")
        sheet.merge_range(2, 7, 3, 7, "KONDISI EKSISTING")
        day = file.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(4, 0, (1, "SITI UJI", 5204064501709001, 25573, "P", "Utan", "Motong", "sangat aktif"))
        sheet.write_row(5, 0, (2, "BUDI UJI", 5.20e15, None, "L", "Utan", "Motong", ""))
        sheet.write_datetime(5, 3, datetime(1970, 1, 5), day)
        sheet.write_row(6, 0, (3, "AHMAD UJI", "'5204060601709003", "06/01/1970", "L", "Utan", "Motong", ""))
        sheet.write_string(7, 1, "=1+1 Uji")
        sheet.write_row(7, 2, ("5204060701709004", "7 Januari 1970", "L", "Utan", "Motong", "rajin"))
    task, rows = opened(act, path, kind="PSKS-02")
    assert task.columns == (
        *("", "name", "nik", "birth_date", "sex", "home_kecamatan", "desa", "fact.activity_level"),
    )
    done = act(imports.apply, task, rows)
    assert [row.outcome for row in done.rows] == [Outcome.NEW, Outcome.ERROR, Outcome.NEW, Outcome.NEW]
    assert "angka terakhirnya hilang" in done.rows[1].reason
    assert "bukan salah satu pilihan" in done.rows[3].reason
    made = act(
        lambda s: s.scalars(select(Person.nik).where(Person.name.like("%Uji")).order_by(Person.id)).all()
    )
    assert {"5204064501709001", "5204060601709003"} <= set(made)
    (tmp_path / "hasil.xlsx").write_bytes(result_workbook(task.headings, rows, done.rows))
    again, corrected = opened(act, tmp_path / "hasil.xlsx", kind="PSKS-02")
    assert again.columns[:8] == task.columns
    assert [row.outcome for row in act(imports.dry_run, again, corrected).rows] == [
        *(Outcome.SAME, Outcome.ERROR, Outcome.SAME, Outcome.SAME),
    ]


SCRIPT = """
import os, signal, sys
from datetime import date
from pathlib import Path
from db.engine import Database
from db.rules.access import system_actor
from db.services import imports
from tests.services.test_import_mapping_files import csv, opened

database = Database(sys.argv[1], system_actor("PC-UJI"))

def act(service, *args):
    with database.writing() as session:
        return service(session, *args)

task, rows = opened(act, csv(Path(sys.argv[2]), 12_000, name="Listrik"))

def cut(done):
    if done >= float(sys.argv[3]) * task.count:
        os.kill(os.getpid(), signal.SIGKILL)

act(imports.apply, task, rows, cut)
"""


@pytest.mark.parametrize("share", ["0.3", "0.65", "0.94"])
def test_a_power_cut_leaves_nothing_half_written(sqlite_database, tmp_path, share):
    def count(session, kind):
        return session.scalar(select(func.count()).select_from(kind))

    kinds = (Person, MappingRecord, ImportBatch)
    with sqlite_database.reading() as session:
        before = [count(session, kind) for kind in kinds]
    sqlite_database.close()
    command = [sys.executable, "-c", SCRIPT, sqlite_database.url, str(tmp_path / "listrik.csv"), share]
    ended = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert ended.returncode == -9, ended.stderr[-2000:]
    with sqlite_database.writing() as session:
        assert [count(session, kind) for kind in kinds] == before
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        found = text("SELECT count(*) FROM person_search WHERE person_search MATCH 'listrik'")
        assert session.scalar(found) == 0
        triggers = text("SELECT count(*) FROM sqlite_master WHERE name LIKE 'person_search_%ed'")
        assert session.scalar(triggers) == 3
