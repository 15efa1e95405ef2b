"""Selection: the track, sheets that are locked and sealed, recusals, objections, slots, attachments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
NUMBER = sa.Numeric(precision=7, scale=3)
# column, type, what rows of before get (None: nothing is known of them)
COUNTING: tuple[tuple[str, sa.types.TypeEngine[object], str | None], ...] = (
    ("scale", sa.String(40), "hundred"),
    ("written_weight", NUMBER, "0"),
    ("computer_weight", NUMBER, "0"),
    ("interview_weight", NUMBER, "100"),
    ("written_minimum", NUMBER, None),
    ("computer_minimum", NUMBER, None),
    ("interview_minimum", NUMBER, None),
    ("tie_ladder", sa.JSON(), None),
    ("spread_limit", NUMBER, "20"),
    ("least_members", sa.Integer(), "3"),
    ("objection_days", sa.Integer(), "3"),
    ("second_verifier", sa.Boolean(), "0"),
)
COLUMNS: dict[str, tuple[tuple[str, sa.types.TypeEngine[object], str | None], ...]] = {
    "applicant": (
        ("received_at", sa.String(5), ""),
        ("way", sa.String(20), ""),
        ("service_years", sa.Integer(), None),
        ("override_by", sa.String(120), ""),
        ("override_reason", sa.String(300), ""),
    ),
    "applicant_check": (
        ("checked_by", sa.String(120), ""),
        ("second_result", sa.String(40), None),
        ("second_by", sa.String(120), ""),
    ),
    "applicant_document": (
        ("number", sa.String(80), ""),
        ("dated_on", sa.Date(), None),
        ("expires_on", sa.Date(), None),
        ("scan_id", sa.Integer(), None),
    ),
    "panel_member": (
        ("pin_hash", sa.String(200), ""),
        ("pin_misses", sa.Integer(), "0"),
        ("stated_on", sa.Date(), None),
    ),
    "proposal": (("decree_id", sa.Integer(), None),),
    "selection_set": COUNTING,
    "set_document": (("valid_months", sa.Integer(), None),),
    "vacancy": (
        *COUNTING,
        ("nobody_passed", sa.Boolean(), "0"),
        ("reserve_until", sa.Date(), None),
        ("spread_notes", sa.JSON(), None),
        ("draw", sa.JSON(), None),
    ),
    "vacancy_document": (("valid_months", sa.Integer(), None),),
}
POINTS = {("applicant_document", "scan_id"): "scan", ("proposal", "decree_id"): "decree"}
# What goes with a proposal: source, the applicant's paper, name (domain.md 9.7); of the sets there are,
# and of the vacancies that run.
ATTACHMENTS = (
    ("administration_minutes", "", "Berita Acara Seleksi Administrasi"),
    ("interview_minutes", "", "Berita Acara Tes Wawancara"),
    ("recap", "", "Rekapitulasi nilai"),
    ("applicant_paper", "D03", "Fotokopi KTP elektronik"),
    ("applicant_paper", "D04", "Fotokopi kartu keluarga"),
    ("applicant_paper", "D06", "Fotokopi ijazah terakhir yang dilegalisasi"),
    ("applicant_paper", "D07", "Surat keterangan catatan kepolisian (SKCK)"),
    ("applicant_paper", "D08", "Surat keterangan sehat jasmani dan rohani"),
    ("applicant_paper", "D12", "Rekomendasi camat"),
    ("applicant_paper", "D14", "Surat pernyataan bermeterai"),
    ("applicant_paper", "D16", "Fotokopi buku rekening bank"),
    ("exit_letter", "", "Surat pengunduran diri atau pemberhentian TKSK sebelumnya"),
)
# Who is not MS is neither scheduled nor scored nor proposed, unless the chair has said why (domain.md 8.1).
GATES = {"score": "applicant_id", "interview_slot": "applicant_id", "proposal": "applicant_id"}
BARRED = (
    "SELECT 1 FROM applicant WHERE id = NEW.{key} AND override_reason = ''"
    " AND status IN ('registered', 'failed', 'withdrawn', 'disqualified')"
)
REFUSAL = "applicant is not admitted"


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as widened:
            for name, kind, before in columns:
                default = sa.false() if before == "0" and isinstance(kind, sa.Boolean) else before
                widened.add_column(sa.Column(name, kind, nullable=before is None, server_default=default))
            for (owner, name), other in POINTS.items():
                if owner == table:
                    widened.create_foreign_key(f"fk_{table}_{name}_{other}", other, [name], ["id"])
        with op.batch_alter_table(table) as widened:
            for name, _kind, before in columns:
                if before is not None:
                    widened.alter_column(name, server_default=None)
    for table in ("set_document", "vacancy_document"):
        op.execute(f"UPDATE {table} SET valid_months = 6 WHERE name LIKE '%SKCK%'")
    _make_the_new_tables()
    _fill_the_attachments()
    _fill_the_proposals()
    op.execute(
        "UPDATE vacancy SET nobody_passed = (1 = 1) WHERE stage = 'cancelled' AND decided_on IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM applicant WHERE vacancy_id = vacancy.id AND status = 'chosen')"
    )
    if op.get_bind().dialect.name == "sqlite":
        _gate_sqlite()
    else:
        _gate_postgres()


def _gate_sqlite() -> None:
    for table, key in GATES.items():
        op.execute(
            f"CREATE TRIGGER {table}_admitted BEFORE INSERT ON {table} "
            f"WHEN EXISTS ({BARRED.format(key=key)}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _gate_postgres() -> None:
    op.execute(
        "CREATE FUNCTION refuse_not_admitted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF EXISTS ({BARRED.format(key='applicant_id')}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF; "
        "RETURN NEW; END $$"
    )
    for table in GATES:
        op.execute(
            f"CREATE TRIGGER {table}_admitted BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_not_admitted()"
        )


def _fill_the_attachments() -> None:
    attachment = sa.table(
        "set_attachment",
        *(sa.column(name) for name in ("set_id", "position", "source", "document_code", "name")),
    )
    for set_id in op.get_bind().scalars(sa.text("SELECT id FROM selection_set")).all():
        op.bulk_insert(
            attachment,
            [
                {"set_id": set_id, "position": n, "source": source, "document_code": code, "name": name}
                for n, (source, code, name) in enumerate(ATTACHMENTS, 1)
            ],
        )


def _fill_the_proposals() -> None:
    """The attachments of vacancies that run, and the decrees that have answered."""
    op.execute(
        "UPDATE proposal SET decree_id = (SELECT max(decree.id) FROM decree JOIN proposal_event ON "
        "decree.number = proposal_event.note AND decree.dated_on = proposal_event.happened_on "
        "WHERE proposal_event.proposal_id = proposal.id AND proposal_event.status = 'decreed') "
        "WHERE status = 'decreed'"
    )
    for position, (source, code, name) in enumerate(ATTACHMENTS, 1):
        wanted = "previous_assignment_id IS NOT NULL" if source == "exit_letter" else "1 = 1"
        row = sa.text(
            "INSERT INTO proposal_paper (vacancy_id, position, name, wanted, source, document_id, version) "
            f"SELECT id, :position, :name, {wanted}, :source, (SELECT max(vacancy_document.id) "
            "FROM vacancy_document WHERE vacancy_id = vacancy.id AND code = :code), 1 "
            "FROM vacancy WHERE stage NOT IN ('filled', 'cancelled')"
        )
        op.execute(row.bindparams(position=position, name=name, source=source, code=code))


def _make_the_new_tables() -> None:
    op.create_table(
        "set_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("document_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["selection_set.id"], name="fk_set_attachment_set_id_selection_set"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_set_attachment"),
    )
    op.create_index("ix_set_attachment_set_id", "set_attachment", ["set_id"], unique=False)
    op.create_table(
        "holiday",
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("joint_leave", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("on_day", name="pk_holiday"),
    )
    op.create_table(
        "vacancy_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("run_by", sa.String(40), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("planned_until", sa.Date(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_vacancy_step_vacancy_id_vacancy"),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy_step"),
        sa.UniqueConstraint("vacancy_id", "step", name="uq_vacancy_step_vacancy_id_step"),
    )
    op.create_table(
        "component_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(40), nullable=False),
        sa.Column("value", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0 AND value <= 100", name=op.f("ck_component_score_in_range")),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_component_score_applicant_id_applicant"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_component_score"),
        sa.UniqueConstraint("applicant_id", "component", name="uq_component_score_applicant_id_component"),
    )
    op.create_table(
        "interview_slot",
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_interview_slot_applicant_id_applicant"
        ),
        sa.PrimaryKeyConstraint("applicant_id", name="pk_interview_slot"),
    )
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["applicant_id"], ["applicant.id"], name="fk_recusal_applicant_id_applicant"),
        sa.ForeignKeyConstraint(["member_id"], ["panel_member.id"], name="fk_recusal_member_id_panel_member"),
        sa.PrimaryKeyConstraint("id", name="pk_recusal"),
        sa.UniqueConstraint("applicant_id", "member_id", name="uq_recusal_applicant_id_member_id"),
    )
    op.create_index("ix_recusal_member_id", "recusal", ["member_id"], unique=False)
    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("first_typist", sa.String(length=120), nullable=False),
        sa.Column("second_typist", sa.String(length=120), nullable=False),
        sa.Column("second", sa.JSON(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.String(length=120), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_score_sheet_applicant_id_applicant"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["panel_member.id"], name="fk_score_sheet_member_id_panel_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_score_sheet"),
        sa.UniqueConstraint("applicant_id", "member_id", name="uq_score_sheet_applicant_id_member_id"),
    )
    op.create_index("ix_score_sheet_member_id", "score_sheet", ["member_id"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_objection_applicant_id_applicant"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_objection_letter_id_letter"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_objection_scan_id_scan"),
        sa.PrimaryKeyConstraint("id", name="pk_objection"),
    )
    op.create_index("ix_objection_applicant_id", "objection", ["applicant_id"], unique=False)
    op.create_table(
        "proposal_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["vacancy_document.id"], name="fk_proposal_paper_document_id_vacancy_document"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_proposal_paper_letter_id_letter"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_proposal_paper_scan_id_scan"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_proposal_paper_vacancy_id_vacancy"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_paper"),
        sa.UniqueConstraint("vacancy_id", "position", name="uq_proposal_paper_vacancy_id_position"),
    )
    op.create_table(
        "sheet_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["score_sheet.id"], name="fk_sheet_opening_sheet_id_score_sheet"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_opening"),
    )
    op.create_index("ix_sheet_opening_sheet_id", "sheet_opening", ["sheet_id"], unique=False)


def downgrade() -> None:
    for table in GATES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {table}_admitted")
        else:
            op.execute(f"DROP TRIGGER {table}_admitted ON {table}")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_not_admitted()")
    for table in (
        "sheet_opening",
        "score_sheet",
        "recusal",
        "component_score",
        "objection",
        "interview_slot",
        "proposal_paper",
        "vacancy_step",
        "holiday",
        "set_attachment",
    ):
        op.drop_table(table)
    op.execute("UPDATE applicant SET status = 'withdrawn' WHERE status = 'disqualified'")
    op.execute("UPDATE panel_member SET role = 'member' WHERE role = 'observer'")
    for (table, name), other in POINTS.items():
        with op.batch_alter_table(table) as narrowed:
            narrowed.drop_constraint(f"fk_{table}_{name}_{other}", type_="foreignkey")
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as narrowed:
            for name, _kind, _before in columns:
                narrowed.drop_column(name)
