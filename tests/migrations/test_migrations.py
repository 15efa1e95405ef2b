"""Migrations as SecureDrop tests them: always in step with the models, up and down, nothing lost."""

import shutil
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from db import migrate as program
from db.base import Base
from db.engine import Database, sqlite_file
from db.lettering import Addressing, write_letter
from db.migrate import HEAD, config, connected, migrate
from db.models.every import ALL
from db.models.families import Family
from db.models.letters import Letter
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.models.recruitment import Applicant, Vacancy
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter as Stated
from db.rules.numbering import NumberWish, WishKind
from db.rules.problems import RuleViolation, Trouble
from db.rules.selection import AttachmentSource
from db.search import belongs_to_search, is_named
from db.services import officers, setup
from db.services.mapping import kinds
from db.services.recruitment import applicants, proposal_papers, proposals, ranking, vacancies
from tests.conftest import ACTOR, TODAY
from tests.services import utan
from tests.services.test_proposals import DECREE

NEXT = '''
"""A column of tomorrow."""
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{head}"
def upgrade():
    op.add_column("person", sa.Column("nickname", sa.String(40)))
    {fault}
def downgrade():
    op.drop_column("person", "nickname")
'''


def schema(database):
    """Every table, column, index, constraint and trigger, as the database itself tells them."""
    dialect = database.engine.dialect.name
    if dialect == "sqlite":
        query = (
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
        )
    else:
        query = (
            "SELECT 'column', table_name, column_name, data_type || is_nullable "
            "|| coalesce(character_maximum_length, 0) FROM information_schema.columns "
            "WHERE table_schema = 'public' "
            "UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes "
            "WHERE schemaname = 'public' "
            "UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
            "UNION ALL SELECT 'trigger', event_object_table, trigger_name, event_manipulation "
            "FROM information_schema.triggers ORDER BY 1, 2, 3, 4"
        )
    with database.engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(query)) if "alembic_version" not in row]
    if dialect == "sqlite":  # a table that was made anew has its constraints in any order
        return [
            (*row[:3], "\n".join(sorted(line.strip(" \t,") for line in row[3].split("\n")))) for row in rows
        ]
    return rows


def go(database, where):
    with connected(database) as settings:
        (command.upgrade if where == "head" else command.downgrade)(settings, where)


@pytest.fixture
def tomorrow(monkeypatch, tmp_path):
    """A program with one migration more; `tomorrow(fault=…)` puts a fault into it."""

    def make(fault=""):
        folder = tmp_path / "migrations"
        shutil.copytree(Path(program.__file__).parent / "migrations", folder)
        (folder / "versions" / "9999_next.py").write_text(NEXT.format(head=HEAD, fault=fault), "utf-8")
        settings = program.config

        def with_one_more():
            made = settings()
            made.set_main_option("script_location", str(folder))
            return made

        monkeypatch.setattr(program, "config", with_one_more)
        monkeypatch.setattr(program, "HEAD", "9999")

    return make


def columns(database, table="person"):
    return {column["name"] for column in inspect(database.engine).get_columns(table)}


def backups(database):
    path = sqlite_file(database.url)
    return sorted(path.parent.glob(f"{path.stem}-*"))


# --- in step with the models


def test_the_newest_script_is_the_one_the_program_knows():
    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]


def test_the_scripts_form_one_line():
    scripts = list(ScriptDirectory.from_config(config()).walk_revisions())
    assert [script.down_revision for script in scripts[:-1]] == [script.revision for script in scripts[1:]]
    assert scripts[-1].down_revision is None
    files = {Path(script.path).name for script in scripts}
    folder = Path(program.__file__).parent / "migrations" / "versions"
    assert files == {path.name for path in folder.glob("*.py")}
    assert all(script.revision == Path(script.path).name[:4] for script in scripts)


def test_the_tables_are_exactly_those_of_the_models(bare_database):
    migrate(bare_database, TODAY)
    assert ALL
    with bare_database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _parents: not belongs_to_search(name, kind),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_a_name_by_the_convention(empty_database):
    inspector = inspect(empty_database.engine)
    for table in Base.metadata.sorted_tables:
        kept = {
            *(c["name"] for c in inspector.get_foreign_keys(table.name)),
            *(c["name"] for c in inspector.get_unique_constraints(table.name)),
            *(c["name"] for c in inspector.get_check_constraints(table.name)),
            inspector.get_pk_constraint(table.name)["name"],
        }
        named = {str(constraint.name) for constraint in table.constraints}
        if (
            empty_database.engine.dialect.name == "sqlite"
            and table.dialect_options["sqlite"]["autoincrement"]
        ):
            named, kept = named - {f"pk_{table.name}"}, kept - {None}  # such a key has no room for a name
        assert named == kept
        assert {name.split("_")[0] for name in kept} <= {"pk", "fk", "uq", "ck"}


def test_partial_indexes_are_those_of_the_models(empty_database):
    indexes = {index[2]: index[3] for index in schema(empty_database) if index[0] == "index"}
    if empty_database.engine.dialect.name == "sqlite":
        indexes = {row[1]: row[3] for row in schema(empty_database) if row[0] == "index"}
    assert "WHERE" in indexes["uq_mapping_record_open"].upper()
    assert "WHERE" in indexes["uq_vacancy_running"].upper()


# --- up, down, up


def test_a_database_is_made_from_nothing_once(bare_database):
    assert migrate(bare_database, TODAY) is True
    assert migrate(bare_database, TODAY) is False


def test_down_and_up_again_leaves_the_schema_as_it_was(empty_database):
    made = schema(empty_database)
    assert len(made) > 60
    go(empty_database, "base")
    assert inspect(empty_database.engine).get_table_names() == ["alembic_version"]
    go(empty_database, "head")
    assert schema(empty_database) == made


def test_people_and_records_go_down_to_the_tables_they_were(empty_database):
    def tables():
        kept = ("person", "mapping_record")
        return [
            tuple(str(text).replace('"', "") for text in row)
            for row in schema(empty_database)
            if set(kept) & {*row[1:3]}
        ]

    go(empty_database, "base")
    before = {}
    for number in ("0006", "0007", "head"):
        go_up(empty_database, number)
        before[number] = tables()
    for number in ("0007", "0006"):
        go(empty_database, number)
        assert tables() == before[number]


def go_up(database, where):
    with connected(database) as settings:
        command.upgrade(settings, where)


def test_numbers_of_people_and_records_are_never_given_again(database, act):
    """SQLite would; PostgreSQL counts on. The search follows people through the table that was remade."""
    go(database, "0006")
    go(database, "head")

    def make(session):
        person = Person(name="Amaq Nomor", no_nik_reason="Belum punya", desa_code="5204062004")
        session.add(person)
        session.flush()
        assert session.scalars(select(Person.id).where(is_named(session, "nomor"))).all() == [person.id]
        day = {"recorded_on": TODAY, "confirmed_on": TODAY}
        place = {"desa_code": "5204062004", "kecamatan_code": "520406"}
        record = MappingRecord(
            person=person, kind_code="PMKS-08", criteria=["a"], disabilities=[], **day, **place
        )
        session.add(record)
        session.flush()
        ids = person.id, record.id
        session.delete(record)
        session.flush()
        session.delete(person)
        session.flush()
        assert session.scalars(select(Person.id).where(is_named(session, "nomor"))).all() == []
        return ids

    first, second = act(make), act(make)
    assert [new > old for old, new in zip(first, second, strict=True)] == [True, True]


@pytest.mark.parametrize("kk", ["0000000000000000", "9999999999999999", "1234567890123456"])
def test_a_dummy_number_makes_no_family_of_strangers(database, act, kk):
    def fill(session):
        for name in ("Amaq Satu", "Inaq Dua"):
            person = Person(name=name, no_nik_reason="Belum punya", desa_code="5204062004", kk=kk)
            session.add(person)
            session.flush()
            columns = (
                "person_id, kind_code, desa_code, kecamatan_code, criteria, disabilities, recorded_on, "
                "source, recorder, exception_reason, note, closed_reason, version"
            )
            session.execute(
                text(
                    f"INSERT INTO mapping_record ({columns}) VALUES ({person.id}, 'PMKS-24', '5204062004', "
                    "'520406', '[]', '[]', '2020-01-01', '', '', '', '', '', 1)"
                )
            )

    go(database, "0006")
    act(fill)
    go(database, "head")

    def families(session):
        found = session.scalars(select(MappingRecord).where(MappingRecord.kind_code == "PMKS-24"))
        return {(one.family.head.name, one.family.kk, one.closed_on) for one in found}

    assert act(families) == {("Amaq Satu", None, None), ("Inaq Dua", None, None)}


def test_two_families_of_one_head_go_down_as_one_case(database, act):
    def fill(session):
        person = Person(name="Amaq Dua Keluarga", no_nik_reason="Belum punya", desa_code="5204062004")
        session.add(person)
        for _time in range(2):
            family = Family(head=person, desa_code="5204062004", facts={})
            record = MappingRecord(
                family=family,
                kind_code="PMKS-24",
                desa_code="5204062004",
                kecamatan_code="520406",
                criteria=["a"],
                disabilities=[],
                recorded_on=TODAY,
            )
            session.add(record)

    act(fill)
    go(database, "0006")
    with database.engine.connect() as connection:
        asked = "SELECT closed_reason FROM mapping_record WHERE kind_code = 'PMKS-24' ORDER BY id"
        assert connection.execute(text(asked)).scalars().all() == ["", "Ganda"]


def test_insertions_and_letters_without_number_go_down_and_up_again(database):
    with database.writing() as session:
        first = issue(session, LetterKind.CALL)
        issue(session, LetterKind.CALL, NumberWish(WishKind.INSERTED, first.number_id))
        issue(session, LetterKind.CALL, NumberWish(WishKind.LATER))
        issue(session, LetterKind.POSTER)
        numbers = session.scalars(select(Letter.number).order_by(Letter.id)).all()
    assert numbers[1:] == ["400.9.12.3/001.01/Dinsos/2020", "", ""]
    go(database, "0001")
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT series, sequence, number FROM letter ORDER BY id")).all()
        settings = connection.execute(text("SELECT count(*) FROM letter_setting")).scalar_one()
    assert (rows[0][:2], settings) == (("keluar", 1), 8)
    assert [row[0] for row in rows[1:]] == ["sisipan", "tanpa", "tanpa"]
    assert [row[2] for row in rows] == numbers
    go(database, "head")
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT number FROM letter ORDER BY id")).scalars().all() == numbers
        book = connection.execute(text("SELECT number FROM letter_number ORDER BY id")).scalars().all()
        unnumbered = connection.execute(text("SELECT number FROM letter WHERE number_id IS NULL"))
        assert (book, unnumbered.scalars().all()) == (numbers[:2], ["", ""])


def issue(session, kind, wish=None):
    made = write_letter(
        session,
        Stated(kind, {}),
        Addressing("Surat"),
        dated_on=date(2020, 4, 17),
        render=lambda frame, _letter: b"pdf " + frame.code.encode(),
        wish=wish,
    )
    return session.get_one(Letter, made.id)


def test_both_databases_have_the_same_tables_and_columns(empty_database):
    inspector = inspect(empty_database.engine)
    tables = {name for name in inspector.get_table_names() if not belongs_to_search(name, "table")}
    assert tables - {"alembic_version"} == set(Base.metadata.tables)
    for name, table in Base.metadata.tables.items():
        found = {column["name"]: column["nullable"] for column in inspector.get_columns(name)}
        assert found == {column.name: bool(column.nullable) for column in table.columns}


# --- from one version to the next


def test_an_older_database_is_brought_up_with_its_rows(database, tomorrow):
    tomorrow()
    assert migrate(database, TODAY) is False
    assert "nickname" in columns(database)
    with database.reading() as session:
        assert len(officers.list_posts(session, TODAY)) == 24


def test_a_backup_is_written_before_migrating(sqlite_database, tomorrow):
    with sqlite_database.writing() as session:
        session.execute(text("UPDATE number_counter SET last = 77"))  # lies in the WAL file
    tomorrow()
    migrate(sqlite_database, date(2026, 11, 21))
    [backup] = backups(sqlite_database)
    assert backup.name == f"pilar-2026-11-21-versi-{HEAD}.db"
    copy = Database(f"sqlite:///{backup}", ACTOR)
    with copy.reading() as session:
        assert len(officers.list_posts(session, TODAY)) == 24
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
        assert set(session.execute(text("SELECT last FROM number_counter")).scalars()) <= {77}
    assert "nickname" not in columns(copy)
    copy.close()


def test_the_same_version_needs_no_backup(sqlite_database):
    migrate(sqlite_database, TODAY)
    assert backups(sqlite_database) == []


def test_a_migration_that_fails_leaves_no_trace(database, tomorrow):
    before = schema(database)
    tomorrow(fault="raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        migrate(database, TODAY)
    assert schema(database) == before
    with database.reading() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD


def test_a_backup_that_cannot_be_written_stops_the_migration(sqlite_database, tomorrow, monkeypatch):
    tomorrow()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Trouble, match="Cadangan sebelum pembaruan tidak dapat ditulis; data tidak diubah"):
        migrate(sqlite_database, TODAY)
    assert "nickname" not in columns(sqlite_database)
    assert backups(sqlite_database) == []


def test_a_newer_database_is_refused_with_both_versions(database):
    with database.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    before = schema(database)
    with pytest.raises(Trouble) as refusal:
        migrate(database, TODAY)
    assert str(refusal.value) == (
        f"Basis data ini dibuat program yang lebih baru (versi 0099; program ini {HEAD}). "
        "Perbarui Pilar TKSK, lalu buka lagi."
    )
    assert schema(database) == before


def test_the_data_of_another_program_are_left_alone(bare_database):
    with bare_database.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("CREATE TABLE resep (nama TEXT)"))
    with pytest.raises(Trouble, match="berisi data program lain"):
        migrate(bare_database, TODAY)
    assert inspect(bare_database.engine).get_table_names() == ["resep"]


# --- places where nothing can be made


def test_a_new_folder_is_made(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'baru' / 'lagi' / 'pilar.db'}", ACTOR)
    assert migrate(database, TODAY) is True
    database.close()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "berkas").touch()
    database = Database(f"sqlite:///{tmp_path / 'berkas' / 'pilar.db'}", ACTOR)
    with pytest.raises(Trouble, match="berkas tidak dapat ditulis. Pilih folder lain atau minta izin"):  # noqa: RUF043
        migrate(database, TODAY)
    database.close()


def test_a_file_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    def forbidden(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    database = Database(f"sqlite:///{tmp_path / 'pilar.db'}", ACTOR)
    with pytest.raises(Trouble, match="tidak dapat ditulis"):
        migrate(database, TODAY)
    database.close()


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "surat.db"
    path.write_bytes(b"Yth. Camat Utan " * 400)
    database = Database(f"sqlite:///{path}", ACTOR)
    with pytest.raises(Trouble, match="bukan basis data Pilar TKSK atau rusak"):
        migrate(database, TODAY)
    assert path.read_bytes() == b"Yth. Camat Utan " * 400
    database.close()


def test_a_disk_that_fills_up_while_the_tables_are_made_is_told(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'pilar.db'}", ACTOR)
    make = database.engine.pool._creator

    def small(*_args):
        connection = make()
        connection.execute("PRAGMA max_page_count=20")
        return connection

    database.engine.pool._creator = small
    with pytest.raises(Trouble, match="Cakram penuh"):
        migrate(database, TODAY)
    assert inspect(database.engine).get_table_names() == []
    database.engine.pool._creator = make
    database.engine.dispose()
    assert migrate(database, TODAY) is True
    database.close()


def test_two_programs_that_start_at_once_make_one_database(bare_database):
    start, outcome = threading.Barrier(2), []

    def open_program():
        mine = Database(bare_database.url, ACTOR)
        start.wait()
        try:
            migrate(mine, TODAY)
            with mine.writing() as session:
                setup.load_lists(session)
            outcome.append("open")
        except RuleViolation:  # a server: the other one has just loaded the lists
            outcome.append("again")
        finally:
            mine.close()

    threads = [threading.Thread(target=open_program) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcome) == 2
    assert "open" in outcome
    with bare_database.reading() as session:
        assert len(kinds.list_kinds(session)) == 38


def test_a_selection_of_before_gets_its_attachments_and_its_decree(database, act):
    """The decree that answered a proposal is found by number and day; what runs gets the usual list."""
    filled, (rina, ahmad, *_others) = utan.ready_to_score(act)
    utan.score_all(act, filled, [rina, ahmad], 80, 75)
    act(
        ranking.decide,
        filled,
        rina,
        "",
        early_reason=utan.EARLY,
        decided_on=date(2020, 4, 20),
        render=utan.render,
    )
    utan.untick(act, filled)
    act(proposals.propose_candidate, filled, dated_on=date(2020, 4, 24), render=utan.render)
    decree = act(proposals.receive_decree, filled, DECREE, "5204060099", today=date(2020, 12, 1))
    running = act(vacancies.open_vacancy, utan.vacancy_form(kecamatan_code="520405"), utan.default_rules(act))
    act(lambda session: setattr(session.get_one(Vacancy, running), "previous_assignment_id", None))
    go(database, "0003")
    go(database, "head")
    assert act(proposals.find_decree, filled) == decree
    assert act(proposal_papers.list_papers, filled) == []
    lines = act(proposal_papers.list_papers, running)
    assert [line.name for line in lines] == [one.name for one in utan.default_rules(act).attachments]
    papers = [line.document for line in lines if line.source is AttachmentSource.APPLICANT_PAPER]
    assert all(papers)
    assert len(set(papers)) == 8
    assert [line.wanted for line in lines] == [True] * 11 + [False]  # nobody has left there


def test_the_day_of_a_withdrawal_of_before_is_told_by_the_log(database, act):
    running = utan.announced(act)
    gone, stays = (utan.register(act, running, values) for values in utan.PEOPLE[:2])
    utan.leave(act, applicants.withdraw, gone, "Pindah ke Mataram")
    go(database, "0005")
    go(database, "head")
    left = [
        act(lambda session, key=key: (one := session.get_one(Applicant, key)) and (one.left_on, one.left_by))
        for key in (gone, stays)
    ]
    assert left == [(datetime.now(UTC).astimezone().date(), ACTOR.name), (None, None)]
