"""Selection: a panel decree of elsewhere, when an applicant left, locked results of tests, the first plan."""

from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
# column, type, what rows of before get (None: nothing is known of them)
COLUMNS: dict[str, tuple[tuple[str, sa.types.TypeEngine[object], object], ...]] = {
    "vacancy": (
        ("panel_decree_number", sa.String(80), ""),
        ("panel_decree_on", sa.Date(), None),
        ("early_reason", sa.String(300), ""),
        ("few_reason", sa.String(300), ""),
        ("first_plan", sa.JSON(), None),
    ),
    # `applicant` cannot be made anew: the gates of other tables look into it
    "applicant": (("left_on", sa.Date(), None), ("left_by", sa.String(120), None)),
    "objection": (("final", sa.Boolean(), sa.false()),),
    "component_score": (
        ("entered_by", sa.String(120), None),
        ("locked_at", sa.DateTime(timezone=True), None),
        ("locked_by", sa.String(120), None),
        ("seal", sa.String(64), None),
    ),
}
LEFT = ("Mengundurkan diri", "Gugur")
NOTE = 300


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as widened:
            for name, kind, before in columns:
                widened.add_column(sa.Column(name, kind, nullable=before is None, server_default=before))
        known = [name for name, _kind, before in columns if before is not None]
        if known:
            with op.batch_alter_table(table) as widened:
                for name in known:
                    widened.alter_column(name, server_default=None)
    with op.batch_alter_table("vacancy_step") as widened:
        widened.alter_column("note", type_=sa.Text(), existing_type=sa.String(300), existing_nullable=False)
    op.execute(
        "UPDATE objection SET final = (1 = 1) WHERE EXISTS (SELECT 1 FROM letter JOIN applicant "
        "ON applicant.vacancy_id = letter.vacancy_id WHERE applicant.id = objection.applicant_id "
        "AND letter.kind = 'final_results' AND letter.dated_on <= objection.received_on)"
    )
    _fill_the_days()
    op.create_table(
        "result_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(40), nullable=False),
        sa.Column("value", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_result_opening_applicant_id_applicant"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_result_opening"),
    )
    op.create_index("ix_result_opening_applicant_id", "result_opening", ["applicant_id"])


def _fill_the_days() -> None:
    """Who left before is told by the log: the last entry that says so."""
    connection = op.get_bind()
    gone = connection.scalars(
        sa.text("SELECT id FROM applicant WHERE status IN ('withdrawn', 'disqualified')")
    ).all()
    entry = sa.text(
        "SELECT at, user_name, new FROM audit_entry WHERE table_name = 'applicant' "
        "AND record_id = :key AND action = 'change' ORDER BY id DESC"
    ).columns(at=sa.DateTime(timezone=True), new=sa.JSON())
    for applicant in gone:
        for at, who, new in connection.execute(entry, {"key": str(applicant)}):
            if new.get("Keadaan") in LEFT:
                on = at.replace(tzinfo=at.tzinfo or UTC).astimezone().date()
                connection.execute(
                    sa.text("UPDATE applicant SET left_on = :on, left_by = :who WHERE id = :id"),
                    {"on": on, "who": who, "id": applicant},
                )
                break


def downgrade() -> None:
    op.drop_table("result_opening")
    op.execute(f"UPDATE vacancy_step SET note = substr(note, 1, {NOTE})")
    with op.batch_alter_table("vacancy_step") as narrowed:
        narrowed.alter_column("note", type_=sa.String(NOTE), existing_type=sa.Text(), existing_nullable=False)
    for table, columns in COLUMNS.items():
        for name, _kind, _before in columns:
            op.drop_column(table, name)
