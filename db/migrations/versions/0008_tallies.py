"""Figures of the map by place, kind, sex and age, kept in step by the database itself (issue 6, recap)."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from db.tallies import rebuild

revision = "0008"
down_revision = "0007"
COUNTED = "kind_code, desa_code, kecamatan_code, sex, born, closed_on, person_id, family_id, collective_id"
OFFICIAL = "{row}.kind_code NOT LIKE 'LOK-%'"
AGE = (
    "coalesce((SELECT age_group FROM tally_age WHERE born_until >= {row}.born "
    "ORDER BY born_until LIMIT 1), '')"
)
CASES = (
    "INSERT INTO case_tally (level, place, kind_code, sex, age_group, cases) "
    f"SELECT level, place, {{row}}.kind_code, {{row}}.sex, {AGE}, {{step}} FROM "
    "(SELECT 6 AS level, {row}.kecamatan_code AS place UNION ALL SELECT 10, {row}.desa_code) AS own "
    "WHERE {row}.closed_on IS NULL ON CONFLICT (level, place, kind_code, sex, age_group) "
    "DO UPDATE SET cases = case_tally.cases + excluded.cases"
)
# Who stands in a place under another kind of the same register is counted there already.
PEOPLE = (
    "INSERT INTO people_tally (level, place, register, sex, age_group, people) "
    f"SELECT own.level, own.place, kind.register, {{row}}.sex, {AGE}, {{step}} FROM "
    "(SELECT 4 AS level, substr({row}.kecamatan_code, 1, 4) AS place "
    "UNION ALL SELECT 6, {row}.kecamatan_code UNION ALL SELECT 10, {row}.desa_code) AS own "
    "JOIN kind ON kind.code = {row}.kind_code "
    f"WHERE {{row}}.closed_on IS NULL AND {OFFICIAL} AND NOT EXISTS (SELECT 1 FROM mapping_record AS other "
    "JOIN kind AS their ON their.code = other.kind_code WHERE (other.person_id = {row}.person_id "
    "OR other.family_id = {row}.family_id OR other.collective_id = {row}.collective_id) "
    "AND other.id <> {row}.id AND other.closed_on IS NULL AND their.register = kind.register "
    "AND other.sex = {row}.sex "  # while a person's sex or birth date is corrected record by record
    "AND (other.born = {row}.born OR (other.born IS NULL AND {row}.born IS NULL)) "
    f"AND {OFFICIAL.format(row='other')} AND (own.level = 4 OR (own.level = 6 AND other.kecamatan_code = "
    "own.place) OR (own.level = 10 AND other.desa_code = own.place))) "
    "ON CONFLICT (level, place, register, sex, age_group) "
    "DO UPDATE SET people = people_tally.people + excluded.people"
)
LEAVES = ("OLD", "-1")
COMES = ("NEW", "1")
# On PostgreSQL one writer after the other counts: two who save one person under two kinds would both count
# him, not seeing each other's record, and two who take the same figures in other order would lock each other.
ONE_BY_ONE = "PERFORM pg_advisory_xact_lock(hashtext('people_tally'));"
EVENTS = {  # what happens to a record, and what that does to the figures
    "inserted": ("INSERT", (COMES,)),
    "changed": (f"UPDATE OF {COUNTED}", (LEAVES, COMES)),
    "deleted": ("DELETE", (LEAVES,)),
}


def upgrade() -> None:
    _make_the_tables()
    op.create_index("ix_mapping_record_born", "mapping_record", ["born"])
    bind = op.get_bind()
    rebuild(bind, date.today())
    if bind.dialect.name == "sqlite":
        _keep_in_step_on_sqlite()
    else:
        _keep_in_step_on_postgresql()


def _does(steps: tuple[tuple[str, str], ...]) -> str:
    return " ".join(f"{what.format(row=row, step=step)};" for row, step in steps for what in (CASES, PEOPLE))


def _keep_in_step_on_sqlite() -> None:
    for name, (event, steps) in EVENTS.items():
        op.execute(
            sa.DDL(
                f"CREATE TRIGGER mapping_record_{name}_tally AFTER {event} ON mapping_record "
                f"WHEN EXISTS (SELECT 1 FROM tally_age) BEGIN {_does(steps)} END".replace("%", "%%")
            )
        )


def _keep_in_step_on_postgresql() -> None:
    """Before the row is written: so the rows before it, also of the same statement, are seen."""
    for name, (event, steps) in EVENTS.items():
        gives = "OLD" if event == "DELETE" else "NEW"
        op.execute(
            sa.DDL(
                (
                    f"CREATE FUNCTION tally_{name}_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF EXISTS (SELECT 1 FROM tally_age) THEN {ONE_BY_ONE} {_does(steps)} END IF; "
                    f"RETURN {gives}; END $$"
                ).replace("%", "%%")
            )
        )
        op.execute(
            f"CREATE TRIGGER mapping_record_{name}_tally BEFORE {event} ON mapping_record "
            f"FOR EACH ROW EXECUTE FUNCTION tally_{name}_record()"
        )


def _make_the_tables() -> None:
    op.create_table(
        "case_tally",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", "kind_code", "sex", "age_group", name="pk_case_tally"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "people_tally",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", "register", "sex", "age_group", name="pk_people_tally"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tally_age",
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("born_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("age_group", name="pk_tally_age"),
    )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in EVENTS:
        op.execute(f"DROP TRIGGER mapping_record_{name}_tally" + ("" if sqlite else " ON mapping_record"))
        if not sqlite:
            op.execute(f"DROP FUNCTION tally_{name}_record()")
    op.drop_index("ix_mapping_record_born", "mapping_record")
    for table in ("tally_age", "people_tally", "case_tally"):
        op.drop_table(table)
