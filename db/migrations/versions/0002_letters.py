"""Letters: a book of numbers, drafts, templates, scans, agenda.

Every number that was given before stands in the book; letters keep their papers untouched.
"""

import sqlalchemy as sa
from alembic import op

from db.catalog import classification_rows, spec_of
from db.rules.letter_kinds import LetterKind
from db.rules.numbering import Secrecy, default_format

revision = "0002"
down_revision = "0001"
KINDS_BEFORE = (
    "announcement",
    "receipt",
    "call",
    "administration_minutes",
    "interview_minutes",
    "proposal",
    "presentation",
    "decree",
)


def upgrade() -> None:
    op.create_table(
        "classification",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("favourite", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_classification"),
    )
    op.create_table(
        "letter_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("classification", sa.String(length=30), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("reserved_by", sa.String(length=120), nullable=False),
        sa.Column("void_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter_number"),
        sa.UniqueConstraint(
            "series", "year", "sequence", "suffix", name="uq_letter_number_series_year_sequence_suffix"
        ),
    )
    op.create_index("ix_letter_number_number", "letter_number", ["number"], unique=False)
    op.create_index(
        "ix_letter_number_year_dated_on_id", "letter_number", ["year", "dated_on", "id"], unique=False
    )

    op.create_table(
        "letter_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter_template"),
        sa.UniqueConstraint("kind", "edition", name="uq_letter_template_kind_edition"),
    )
    op.create_table(
        "scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scan"),
    )
    op.create_index("ix_scan_sha256", "scan", ["sha256"], unique=False)

    op.create_table(
        "expedition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=60), nullable=False),
        sa.Column("carrier", sa.String(length=120), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_expedition_letter_id_letter"),
        sa.PrimaryKeyConstraint("id", name="pk_expedition"),
    )
    op.create_index("ix_expedition_letter_id", "expedition", ["letter_id"], unique=False)

    op.create_table(
        "incoming_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("classification", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["letter.id"], name="fk_incoming_letter_answer_id_letter"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_incoming_letter_scan_id_scan"),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_letter"),
        sa.UniqueConstraint("year", "sequence", name="uq_incoming_letter_year_sequence"),
    )
    op.create_index(
        "ix_incoming_letter_received_on_id", "incoming_letter", ["received_on", "id"], unique=False
    )

    op.create_table(
        "letter_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("checked_by", sa.String(length=120), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("correction_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["letter.id"], name="fk_letter_draft_corrects_id_letter"),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name="fk_letter_draft_official_id_official"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter_draft"),
    )
    op.create_table(
        "disposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("instruction", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["incoming_letter.id"], name="fk_disposition_incoming_id_incoming_letter"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_disposition"),
    )
    op.create_index("ix_disposition_incoming_id", "disposition", ["incoming_id"], unique=False)

    _bring_the_letters()
    with op.batch_alter_table("letter_setting") as setting:
        setting.add_column(
            sa.Column("number_by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        setting.add_column(sa.Column("type_code", sa.String(20), nullable=False, server_default=""))
        setting.add_column(sa.Column("secrecy", sa.String(40), nullable=False, server_default="B"))
    with op.batch_alter_table("letter_setting") as setting:
        for name in ("number_by_hand", "type_code", "secrecy"):
            setting.alter_column(name, server_default=None)
    _add_the_settings()
    with op.batch_alter_table("office") as office:
        office.add_column(sa.Column("number_scope", sa.String(40), nullable=False, server_default="all"))
        office.add_column(sa.Column("section_code", sa.String(40), nullable=False, server_default=""))
    with op.batch_alter_table("office") as office:
        for name in ("number_scope", "section_code"):
            office.alter_column(name, server_default=None)
    with op.batch_alter_table("official") as official:
        official.add_column(sa.Column("superior", sa.String(160), nullable=False, server_default=""))
    with op.batch_alter_table("official") as official:
        official.alter_column("superior", server_default=None)
    op.create_index("ix_letter_paper_sha256", "letter_paper", ["sha256"], unique=False)
    op.add_column("number_counter", sa.Column("outside", sa.JSON(), nullable=True))
    _load_the_classifications()
    _narrow_the_head()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        op.execute(
            "CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scan "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _bring_the_letters() -> None:
    """Every letter gets its number in the book, which the letter itself no longer counts."""
    op.execute(
        "INSERT INTO letter_number (series, year, sequence, suffix, number, classification, dated_on, status,"
        " purpose, reserved_by, void_reason, version)"
        " SELECT series, year, sequence, 0, number, classification, dated_on, 'used', '', '', '', 1"
        " FROM letter WHERE number <> '' ORDER BY id"
    )
    with op.batch_alter_table("letter") as letter:
        for column in (
            sa.Column("number_id", sa.Integer(), nullable=True),
            sa.Column("external_number", sa.String(120), nullable=False, server_default=""),
            sa.Column("frame", sa.JSON(), nullable=True),
            sa.Column("template_id", sa.Integer(), nullable=True),
            sa.Column("code", sa.String(16), nullable=True),
            sa.Column("status", sa.String(40), nullable=False, server_default="final"),
            sa.Column("cancel_reason", sa.String(300), nullable=False, server_default=""),
            sa.Column("edition", sa.Integer(), nullable=False, server_default="1"),
            sa.Column("replaces_id", sa.Integer(), nullable=True),
            sa.Column("checked_by", sa.String(120), nullable=False, server_default=""),
            sa.Column("checked_on", sa.Date(), nullable=True),
            sa.Column("signed_on", sa.Date(), nullable=True),
            sa.Column("scan_id", sa.Integer(), nullable=True),
        ):
            letter.add_column(column)
    op.execute(
        "UPDATE letter SET number_id = (SELECT id FROM letter_number"
        " WHERE letter_number.series = letter.series AND letter_number.year = letter.year"
        " AND letter_number.sequence = letter.sequence)"
    )
    with op.batch_alter_table("letter") as letter:
        for name in ("external_number", "status", "cancel_reason", "edition", "checked_by"):
            letter.alter_column(name, server_default=None)
        letter.drop_constraint("uq_letter_series_year_sequence", type_="unique")
        for name in ("code", "number_id", "replaces_id"):
            letter.create_unique_constraint(f"uq_letter_{name}", [name])
        for name, table in (
            ("template_id", "letter_template"),
            ("scan_id", "scan"),
            ("replaces_id", "letter"),
            ("number_id", "letter_number"),
        ):
            letter.create_foreign_key(f"fk_letter_{name}_{table}", table, [name], ["id"])
        letter.drop_column("series")
        letter.drop_column("sequence")


def _load_the_classifications() -> None:
    """An office that is at work already gets the list; a new one gets it with its other lists."""
    bind = op.get_bind()
    if bind.scalar(sa.text("SELECT count(*) FROM role")):
        columns = [sa.column(name) for name in ("code", "name", "source", "favourite", "version")]
        bind.execute(sa.insert(sa.table("classification", *columns)), classification_rows())


def _add_the_settings() -> None:
    """An office that is at work already gets the numbering of the kinds that are new."""
    bind = op.get_bind()
    known = set(bind.scalars(sa.text("SELECT kind FROM letter_setting")))
    rows: list[dict[str, object]] = [
        {
            "kind": kind.value,
            "classification": spec_of(kind).classification,
            "number_format": default_format(kind),
            "number_by_hand": False,
            "type_code": "",
            "secrecy": Secrecy.OPEN.value,
            "version": 1,
        }
        for kind in LetterKind
        if spec_of(kind).numbered and kind.value not in known
    ]
    if known and rows:
        columns = [sa.column(name) for name in rows[0]]
        bind.execute(sa.insert(sa.table("letter_setting", *columns)), rows)


def _narrow_the_head() -> None:
    """The head decides and reads; letters are the work of the office (rules/access.py)."""
    role = sa.table("role", sa.column("code"), sa.column("rights", sa.JSON()))
    bind = op.get_bind()
    rights = bind.scalar(sa.select(role.c.rights).where(role.c.code == "head"))
    if rights:
        kept = [right for right in rights if right != "letters"]
        bind.execute(sa.update(role).where(role.c.code == "head").values(rights=kept))


def _guard_sqlite() -> None:
    op.execute(  # INSERT OR REPLACE would delete the old row without asking the triggers below
        "CREATE TRIGGER scan_no_replace BEFORE INSERT ON scan "
        "WHEN EXISTS (SELECT 1 FROM scan WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END"
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER scan_no_{verb.lower()} BEFORE {verb} ON scan "
            "BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END"
        )


def downgrade() -> None:
    """The numbers go back into their letters; what 0001 cannot hold is lost."""
    op.drop_column("number_counter", "outside")
    op.drop_index("ix_letter_paper_sha256", "letter_paper")
    for new, old in (("sub_delegate", "on_behalf"), ("caretaker", "acting")):
        op.execute(f"UPDATE official SET authority = '{old}' WHERE authority = '{new}'")
    with op.batch_alter_table("official") as official:
        official.drop_column("superior")
    with op.batch_alter_table("office") as office:
        office.drop_column("number_scope")
        office.drop_column("section_code")
    with op.batch_alter_table("letter_setting") as setting:
        for name in ("number_by_hand", "type_code", "secrecy"):
            setting.drop_column(name)
    kinds = ", ".join(f"'{kind}'" for kind in KINDS_BEFORE)
    op.execute(f"DELETE FROM letter_setting WHERE kind NOT IN ({kinds})")  # 0001 would not know them
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("series", sa.String(40), nullable=False, server_default="keluar"))
        letter.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE letter SET series = 'tanpa', sequence = id")
    op.execute(  # 005.01 has the sequence of 005
        "UPDATE letter SET series = 'sisipan'"
        " WHERE number_id IN (SELECT id FROM letter_number WHERE suffix > 0)"
    )
    whole = "FROM letter_number WHERE letter_number.id = letter.number_id AND suffix = 0"
    op.execute(
        f"UPDATE letter SET series = (SELECT series {whole}), sequence = (SELECT sequence {whole})"
        f" WHERE EXISTS (SELECT 1 {whole})"
    )
    with op.batch_alter_table("letter") as letter:
        letter.alter_column("series", server_default=None)
        letter.alter_column("sequence", server_default=None)
        for name, table in (
            ("template_id", "letter_template"),
            ("scan_id", "scan"),
            ("replaces_id", "letter"),
            ("number_id", "letter_number"),
        ):
            letter.drop_constraint(f"fk_letter_{name}_{table}", type_="foreignkey")
        for name in ("code", "number_id", "replaces_id"):
            letter.drop_constraint(f"uq_letter_{name}", type_="unique")
        letter.create_unique_constraint("uq_letter_series_year_sequence", ["series", "year", "sequence"])
        for name in (
            "number_id",
            "external_number",
            "frame",
            "template_id",
            "code",
            "status",
            "cancel_reason",
            "edition",
            "replaces_id",
            "checked_by",
            "checked_on",
            "signed_on",
            "scan_id",
        ):
            letter.drop_column(name)
    for table in (
        "disposition",
        "incoming_letter",
        "expedition",
        "letter_draft",
        "letter_template",
        "letter_number",
        "scan",
        "classification",
    ):
        op.drop_table(table)
