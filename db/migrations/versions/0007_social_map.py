"""The social map: families, collectives, fields by kind, aid, rounds, twins, quality, borders (issue 6)."""

import json
import re
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
LISTS = Path(__file__).with_name("0007_lists.json")  # as they shipped: an office at work gets them too
TABLES = (
    "aid_pair",
    "data_release",
    "data_round",
    "kind_field",
    "person_merge",
    "quality_count",
    "boundary",
    "collective",
    "region_change",
    "region_size",
    "round_count",
    "round_figure",
    "round_people",
    "round_record",
    "round_sheet",
    "aid",
    "board_member",
    "family",
    "head_count",
    "person_profile",
    "sheet_step",
    "survey_kit",
    "twin_pair",
    "welfare_status",
    "family_member",
    "handling",
    "record_photo",
    "record_step",
)
# `sex` and `born` of a record repeat the person's, whoever changes the person.
REPEATED = (
    "UPDATE mapping_record SET sex = coalesce(NEW.sex, ''), born = NEW.birth_date WHERE person_id = NEW.id"
)
SUBJECTS = (
    "(person_id IS NOT NULL AND family_id IS NULL AND collective_id IS NULL) "
    "OR (person_id IS NULL AND family_id IS NOT NULL AND collective_id IS NULL) "
    "OR (person_id IS NULL AND family_id IS NULL AND collective_id IS NOT NULL)"
)
# What a locked round has counted never changes, whoever tries; it is written before the lock.
FROZEN = ("round_figure", "round_people", "round_record", "round_count")
REFUSAL = "the round is locked"
LOCKED = "SELECT 1 FROM data_round WHERE id = {row}.round_id AND locked_at IS NOT NULL"
OPEN = "closed_on IS NULL AND {subject} IS NOT NULL"
# A No. KK, and no dummy that strangers share.
NUMBER = re.compile(r"(?!([0-9])\1{15}|1234567890)[0-9]{12}(?!0000)[0-9]{4}")
PRIMARY = {"pk": "pk_%(table_name)s"}  # a key that never gives a number twice has no name in SQLite


def upgrade() -> None:
    _remake_people(sqlite_autoincrement=True)
    op.drop_index("ix_person_folded", "person")  # imports ask for name and birth date together
    op.create_index("ix_person_folded_birth_date", "person", ["folded", "birth_date"])
    _make_the_new_tables()
    _widen_the_old_ones()
    _move_families()
    _repeat_the_person()
    _freeze_locked_rounds()
    _load_the_lists()


def _remake_people(**table_kwargs: bool) -> None:
    """SQLite gives the number of somebody who is gone to nobody else: kits, imports and merges keep numbers.

    The triggers of the search index go with the table and are made again as they were.
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person' ORDER BY rowid"
    triggers = bind.exec_driver_sql(asked).scalars().all()
    with op.batch_alter_table(
        "person", recreate="always", table_kwargs=table_kwargs, naming_convention=PRIMARY
    ):
        pass
    for trigger in triggers:
        bind.exec_driver_sql(trigger)


def _widen_the_old_ones() -> None:
    with op.batch_alter_table("import_row") as row:
        row.add_column(sa.Column("cleaned", sa.JSON(), nullable=True))
        row.add_column(sa.Column("offers", sa.JSON(), nullable=True))
        row.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        row.add_column(sa.Column("settled_by", sa.String(120), nullable=False, server_default=""))
    with op.batch_alter_table("import_row") as row:
        row.alter_column("settled_by", server_default=None)
    with op.batch_alter_table("mapping_record") as record:
        record.add_column(sa.Column("family_id", sa.Integer(), nullable=True))
        record.add_column(sa.Column("collective_id", sa.Integer(), nullable=True))
        record.add_column(sa.Column("sex", sa.String(1), nullable=False, server_default=""))
        record.add_column(sa.Column("born", sa.Date(), nullable=True))
        record.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
        record.add_column(sa.Column("state", sa.String(40), nullable=False, server_default="reported"))
        record.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        record.add_column(sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True))
        record.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        record.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        record.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        record.create_foreign_key("fk_mapping_record_family_id_family", "family", ["family_id"], ["id"])
        record.create_foreign_key(
            "fk_mapping_record_collective_id_collective", "collective", ["collective_id"], ["id"]
        )
    day = "recorded_on || ' 00:00:00.000000'" if op.get_bind().dialect.name == "sqlite" else "recorded_on"
    op.execute(
        f"UPDATE mapping_record SET confirmed_on = recorded_on, entered_at = {day}, "
        "state = CASE WHEN closed_on IS NULL THEN 'reported' ELSE 'closed' END, "
        "sex = coalesce((SELECT sex FROM person WHERE person.id = person_id), ''), "
        "born = (SELECT birth_date FROM person WHERE person.id = person_id)"
    )
    with op.batch_alter_table("mapping_record", table_kwargs={"sqlite_autoincrement": True}) as record:
        for name in ("sex", "facts", "state"):
            record.alter_column(name, server_default=None)
        record.alter_column("entered_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        record.create_check_constraint(op.f("ck_mapping_record_one_subject"), SUBJECTS)
    op.create_index("ix_mapping_record_listed", "mapping_record", [*LISTED])
    for subject in ("family", "collective"):
        op.create_index(f"ix_mapping_record_{subject}_id", "mapping_record", [f"{subject}_id"])
        where = sa.text(OPEN.format(subject=f"{subject}_id"))
        op.create_index(
            f"uq_mapping_record_open_{subject}",
            "mapping_record",
            [f"{subject}_id", "kind_code"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


LISTED = (  # what the list of names asks for, so that a walk over a million needs no other page
    *("closed_on", "id", "kind_code", "kecamatan_code", "sex", "born", "state"),
    *("person_id", "family_id", "collective_id"),
)


def _move_families() -> None:
    """A kind of families was recorded on the person who heads one: it is the family's from now on."""
    bind, families = op.get_bind(), {}
    rows = bind.execute(
        sa.text(
            "SELECT mapping_record.id, person.id, person.kk, mapping_record.desa_code, person.address, "
            "person.rt, person.rw FROM mapping_record JOIN person ON person.id = mapping_record.person_id "
            "JOIN kind ON kind.code = mapping_record.kind_code WHERE kind.subject = 'family' "
            "ORDER BY mapping_record.id"
        )
    ).all()
    for record, person, kk, desa, address, rt, rw in rows:
        kk = kk if NUMBER.fullmatch(kk) else ""
        key = kk or person
        if key not in families:
            families[key] = bind.scalar(
                sa.text(
                    "INSERT INTO family (kk, head_id, desa_code, address, rt, rw, facts, version) "
                    "VALUES (:kk, :person, :desa, :address, :rt, :rw, '{}', 1) RETURNING id"
                ),
                {"kk": kk or None, "person": person, "desa": desa, "address": address, "rt": rt, "rw": rw},
            )
        same = sa.text(
            "SELECT count(*) FROM mapping_record AS other JOIN mapping_record AS own "
            "ON own.kind_code = other.kind_code WHERE own.id = :record AND other.family_id = :family "
            "AND other.closed_on IS NULL AND own.closed_on IS NULL"
        )
        facts = {"record": record, "family": families[key]}
        closed = (
            ", closed_on = recorded_on, closed_reason = 'Ganda', state = 'closed'"
            if bind.scalar(same, facts)
            else ""
        )
        bind.execute(
            sa.text(
                "UPDATE mapping_record SET person_id = NULL, family_id = :family, sex = '', born = NULL"
                f"{closed} WHERE id = :record"
            ),
            facts,
        )


def _repeat_the_person() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER mapping_record_person AFTER UPDATE OF sex, birth_date ON person "
            f"BEGIN {REPEATED}; END"
        )
        return
    op.execute(
        "CREATE FUNCTION repeat_person() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{REPEATED}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER mapping_record_person AFTER UPDATE OF sex, birth_date ON person "
        "FOR EACH ROW EXECUTE FUNCTION repeat_person()"
    )


def _freeze_locked_rounds() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        old, new = LOCKED.format(row="OLD"), LOCKED.format(row="NEW")
        op.execute(
            "CREATE FUNCTION refuse_locked_round() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP <> 'INSERT' AND EXISTS ({old}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF; "
            f"IF TG_OP <> 'DELETE' AND EXISTS ({new}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE FUNCTION refuse_unlocking() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    for table in FROZEN:
        if sqlite:
            for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
                op.execute(
                    f"CREATE TRIGGER {table}_{event.lower()}_frozen BEFORE {event} ON {table} "
                    f"WHEN EXISTS ({LOCKED.format(row=row)}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_locked_round()"
            )
    for event in ("UPDATE", "DELETE"):
        does = (
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            if sqlite
            else "EXECUTE FUNCTION refuse_unlocking()"
        )
        each = "" if sqlite else "FOR EACH ROW "
        when = "OLD.locked_at IS NOT NULL" if sqlite else "(OLD.locked_at IS NOT NULL)"
        op.execute(
            f"CREATE TRIGGER data_round_{event.lower()}_frozen BEFORE {event} ON data_round "
            f"{each}WHEN {when} {does}"
        )


def _load_the_lists() -> None:
    """An office that is at work already gets the new lists; a new one gets them with its other lists."""
    bind = op.get_bind()
    roles = bind.execute(sa.text("SELECT code, rights FROM role").columns(rights=sa.JSON())).all()
    if not roles:
        return
    lists = json.loads(LISTS.read_text(encoding="utf-8"))
    for name, rows in lists.items():
        kinds = {"kinds": sa.JSON(), "choices": sa.JSON()}
        columns = [sa.column(key, kinds.get(key)) for key in rows[0]]
        bind.execute(sa.insert(sa.table(name, *columns)), rows)
    role = sa.table("role", sa.column("code"), sa.column("rights", sa.JSON()))
    for code, rights in roles:
        if "mapping" in rights:
            wider = sorted({*rights, "sensitive"})
            bind.execute(sa.update(role).where(role.c.code == code).values(rights=wider))


def _make_the_new_tables() -> None:
    op.create_table(
        "aid_pair",
        sa.Column("first_code", sa.String(length=20), nullable=False),
        sa.Column("second_code", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("first_code", "second_code", name="pk_aid_pair"),
    )
    op.create_table(
        "data_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("masked", sa.Boolean(), nullable=False),
        sa.Column("recipient", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_release"),
    )
    op.create_table(
        "data_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_round"),
        sa.UniqueConstraint("name", name="uq_data_round_name"),
    )
    op.create_table(
        "kind_field",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_kind_field"),
    )
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_merge"),
    )
    op.create_index("ix_person_merge_kept_id", "person_merge", ["kept_id"])

    op.create_table(
        "quality_count",
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("on_day", "rule", name="pk_quality_count"),
    )
    op.create_table(
        "boundary",
        sa.Column("region_code", sa.String(length=10), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name="fk_boundary_region_code_region"),
        sa.PrimaryKeyConstraint("region_code", name="pk_boundary"),
    )
    op.create_table(
        "collective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("leader", sa.String(length=120), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("males", sa.Integer(), nullable=True),
        sa.Column("females", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_collective_desa_code_region"),
        sa.PrimaryKeyConstraint("id", name="pk_collective"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_collective_name_id", "collective", ["name", "id"])

    op.create_table(
        "region_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_code", sa.String(length=10), nullable=False),
        sa.Column("new_code", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["new_code"], ["region.code"], name="fk_region_change_new_code_region"),
        sa.ForeignKeyConstraint(["old_code"], ["region.code"], name="fk_region_change_old_code_region"),
        sa.PrimaryKeyConstraint("id", name="pk_region_change"),
    )
    op.create_index("ix_region_change_old_code", "region_change", ["old_code"])

    op.create_table(
        "region_size",
        sa.Column("region_code", sa.String(length=10), nullable=False),
        sa.Column("families", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("bps_code", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name="fk_region_size_region_code_region"),
        sa.PrimaryKeyConstraint("region_code", name="pk_region_size"),
    )
    op.create_table(
        "round_count",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("males", sa.Integer(), nullable=True),
        sa.Column("females", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_round_count_desa_code_region"),
        sa.ForeignKeyConstraint(["kind_code"], ["kind.code"], name="fk_round_count_kind_code_kind"),
        sa.ForeignKeyConstraint(["round_id"], ["data_round.id"], name="fk_round_count_round_id_data_round"),
        sa.PrimaryKeyConstraint("round_id", "desa_code", "kind_code", name="pk_round_count"),
    )
    op.create_table(
        "round_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_round_figure_desa_code_region"),
        sa.ForeignKeyConstraint(["kind_code"], ["kind.code"], name="fk_round_figure_kind_code_kind"),
        sa.ForeignKeyConstraint(["round_id"], ["data_round.id"], name="fk_round_figure_round_id_data_round"),
        sa.PrimaryKeyConstraint("id", name="pk_round_figure"),
    )
    op.create_index("ix_round_figure_round_id_kind_code", "round_figure", ["round_id", "kind_code"])

    op.create_table(
        "round_people",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_round_people_desa_code_region"),
        sa.ForeignKeyConstraint(["round_id"], ["data_round.id"], name="fk_round_people_round_id_data_round"),
        sa.PrimaryKeyConstraint("round_id", "desa_code", "register", name="pk_round_people"),
    )
    op.create_table(
        "round_record",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["data_round.id"], name="fk_round_record_round_id_data_round"),
        sa.PrimaryKeyConstraint("round_id", "record_id", name="pk_round_record"),
    )
    op.create_table(
        "round_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("recorder", sa.String(length=120), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_round_sheet_desa_code_region"),
        sa.ForeignKeyConstraint(["round_id"], ["data_round.id"], name="fk_round_sheet_round_id_data_round"),
        sa.PrimaryKeyConstraint("id", name="pk_round_sheet"),
        sa.UniqueConstraint("round_id", "desa_code", name="uq_round_sheet_round_id_desa_code"),
    )
    op.create_index("ix_round_sheet_desa_code", "round_sheet", ["desa_code"])

    op.create_table(
        "aid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("fund_code", sa.String(length=20), nullable=False),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("exception_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_aid_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_aid"),
    )
    op.create_index("ix_aid_person_id", "aid", ["person_id"])
    op.create_index("ix_aid_programme_code_begins_on", "aid", ["programme_code", "begins_on"])

    op.create_table(
        "board_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collective_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.String(length=80), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collective.id"], name="fk_board_member_collective_id_collective"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_board_member_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_board_member"),
    )
    op.create_index("ix_board_member_collective_id", "board_member", ["collective_id"])

    op.create_table(
        "family",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kk", sa.String(length=16), nullable=True),
        sa.Column("head_id", sa.Integer(), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("rt", sa.String(length=3), nullable=False),
        sa.Column("rw", sa.String(length=3), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_family_desa_code_region"),
        sa.ForeignKeyConstraint(["head_id"], ["person.id"], name="fk_family_head_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_family"),
        sa.UniqueConstraint("kk", name="uq_family_kk"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_family_head_id", "family", ["head_id"])

    op.create_table(
        "head_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("males", sa.Integer(), nullable=True),
        sa.Column("females", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("surveyed_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kind_code"], ["kind.code"], name="fk_head_count_kind_code_kind"),
        sa.ForeignKeyConstraint(["sheet_id"], ["round_sheet.id"], name="fk_head_count_sheet_id_round_sheet"),
        sa.PrimaryKeyConstraint("id", name="pk_head_count"),
        sa.UniqueConstraint("sheet_id", "kind_code", name="uq_head_count_sheet_id_kind_code"),
    )
    op.create_table(
        "person_profile",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_profile_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_profile"),
    )
    op.create_table(
        "sheet_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["round_sheet.id"], name="fk_sheet_step_sheet_id_round_sheet"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_step"),
    )
    op.create_index("ix_sheet_step_sheet_id", "sheet_step", ["sheet_id"])

    op.create_table(
        "survey_kit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["round_sheet.id"], name="fk_survey_kit_sheet_id_round_sheet"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_kit"),
        sa.UniqueConstraint("code", name="uq_survey_kit_code"),
    )
    op.create_index("ix_survey_kit_sheet_id", "survey_kit", ["sheet_id"])

    op.create_table(
        "twin_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name="fk_twin_pair_first_id_person"),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name="fk_twin_pair_second_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_twin_pair"),
        sa.UniqueConstraint("first_id", "second_id", name="uq_twin_pair_first_id_second_id"),
    )
    op.create_index("ix_twin_pair_second_id", "twin_pair", ["second_id"])
    op.create_index("ix_twin_pair_verdict_score", "twin_pair", ["verdict", "score"])

    op.create_table(
        "welfare_status",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("dtsen_id", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("decile", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_welfare_status_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_welfare_status"),
    )
    op.create_index("ix_welfare_status_dtsen_id", "welfare_status", ["dtsen_id"])

    op.create_table(
        "family_member",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("relation_code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name="fk_family_member_family_id_family"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_family_member_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_family_member"),
    )
    op.create_index("ix_family_member_family_id", "family_member", ["family_id"])

    op.create_table(
        "handling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("institution", sa.String(length=160), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mapping_record.id"], name="fk_handling_record_id_mapping_record"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handling"),
    )
    op.create_index("ix_handling_record_id", "handling", ["record_id"])

    op.create_table(
        "record_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=120), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mapping_record.id"], name="fk_record_photo_record_id_mapping_record"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_record_photo"),
    )
    op.create_index("ix_record_photo_record_id", "record_photo", ["record_id"])

    op.create_table(
        "record_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mapping_record.id"], name="fk_record_step_record_id_mapping_record"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_record_step"),
    )
    op.create_index("ix_record_step_record_id", "record_step", ["record_id"])


def downgrade() -> None:
    bind = op.get_bind()
    op.drop_index("ix_person_folded_birth_date", "person")
    op.create_index("ix_person_folded", "person", ["folded"])
    for table in FROZEN:
        if bind.dialect.name == "sqlite":
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_{event}_frozen")
        else:
            op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
    for event in ("update", "delete"):
        on_table = "" if bind.dialect.name == "sqlite" else " ON data_round"
        op.execute(f"DROP TRIGGER data_round_{event}_frozen{on_table}")
    if bind.dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_locked_round()")
        op.execute("DROP FUNCTION refuse_unlocking()")
    if bind.dialect.name == "sqlite":
        op.execute("DROP TRIGGER mapping_record_person")
    else:
        op.execute("DROP TRIGGER mapping_record_person ON person")
        op.execute("DROP FUNCTION repeat_person()")
    op.drop_index("ix_mapping_record_listed", "mapping_record")
    for subject in ("family", "collective"):
        op.drop_index(f"uq_mapping_record_open_{subject}", "mapping_record")
        op.drop_index(f"ix_mapping_record_{subject}_id", "mapping_record")
    for table in ("record_step", "record_photo", "handling"):
        op.execute(
            f"DELETE FROM {table} WHERE record_id IN "
            "(SELECT id FROM mapping_record WHERE collective_id IS NOT NULL)"
        )
    op.execute("DELETE FROM mapping_record WHERE collective_id IS NOT NULL")  # 0006 would not know them
    with op.batch_alter_table("mapping_record") as record:
        record.drop_constraint(op.f("ck_mapping_record_one_subject"), type_="check")
    op.execute(  # who heads two families has a kind in force twice
        "UPDATE mapping_record SET closed_on = recorded_on, closed_reason = 'Ganda' "
        "WHERE family_id IS NOT NULL AND closed_on IS NULL AND EXISTS (SELECT 1 FROM mapping_record AS other "
        "LEFT JOIN family AS their ON their.id = other.family_id WHERE other.closed_on IS NULL "
        "AND other.kind_code = mapping_record.kind_code AND coalesce(other.person_id, their.head_id) = "
        "(SELECT head_id FROM family WHERE family.id = mapping_record.family_id) "
        "AND (other.person_id IS NOT NULL OR other.id < mapping_record.id))"
    )
    op.execute(
        "UPDATE mapping_record SET person_id = (SELECT head_id FROM family WHERE family.id = family_id) "
        "WHERE family_id IS NOT NULL"
    )
    with op.batch_alter_table("mapping_record", naming_convention=PRIMARY) as record:
        record.drop_constraint("fk_mapping_record_family_id_family", type_="foreignkey")
        record.drop_constraint("fk_mapping_record_collective_id_collective", type_="foreignkey")
        for name in ("family_id", "collective_id", "sex", "born", "facts", "state"):
            record.drop_column(name)
        for name in ("confirmed_on", "entered_at", "latitude", "longitude"):
            record.drop_column(name)
        record.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("import_row") as row:
        for name in ("cleaned", "offers", "settled_at", "settled_by"):
            row.drop_column(name)
    for table in reversed(TABLES):
        op.drop_table(table)
    _remake_people()
    op.execute(
        "DELETE FROM reference WHERE list_name IN "
        "('aid_programmes', 'aid_funds', 'closing_reasons', 'family_relations', 'occupations')"
    )
    role = sa.table("role", sa.column("code"), sa.column("rights", sa.JSON()))
    for code, rights in bind.execute(sa.select(role)).all():
        if "sensitive" in rights:
            narrower = [right for right in rights if right != "sensitive"]
            bind.execute(sa.update(role).where(role.c.code == code).values(rights=narrower))
