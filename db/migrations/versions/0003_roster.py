"""The roster: what else is kept of officers, their work, tali asih, exits, imports, the limits."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
# the lists as they were shipped then: code, text, level, detail
LISTS: dict[str, tuple[tuple[str, str, int, str], ...]] = {
    "employments": (
        ("volunteer", "Relawan", 0, ""),
        ("pppk", "PPPK", 0, ""),
        ("other", "Lainnya", 0, ""),
    ),
    "programmes": (
        ("sembako", "Sembako (BPNT)", 0, ""),
        ("pkh", "Program Keluarga Harapan (PKH)", 0, ""),
        ("atensi", "ATENSI", 0, ""),
        ("slrt", "SLRT dan Puskesos", 0, ""),
        ("pena", "PENA", 0, ""),
        ("kube", "KUBE", 0, ""),
        ("rutilahu", "RS-Rutilahu", 0, ""),
        ("disaster", "Penanggulangan bencana", 0, ""),
        ("other", "Lainnya", 0, ""),
    ),
    "funds": (
        ("apbn", "APBN", 0, ""),
        ("apbd_province", "APBD Provinsi", 0, ""),
        ("apbd", "APBD Kabupaten/Kota", 0, ""),
        ("other", "Lainnya", 0, ""),
    ),
    "evaluation_criteria": (
        ("E1", "Kehadiran dan laporan bulanan", 20, "Laporan bulanan masuk tepat waktu dan lengkap."),
        (
            "E2",
            "Pemetaan sosial",
            20,
            "Data PPKS dan PSKS kecamatan mutakhir dan dapat dipertanggungjawabkan.",
        ),
        ("E3", "Pendampingan dan pelayanan", 20, "PPKS didampingi sampai memperoleh pelayanan."),
        ("E4", "Koordinasi", 15, "Bekerja sama dengan camat, desa/kelurahan, dan pilar sosial lain."),
        ("E5", "Inovasi dan jejaring", 10, "Menggerakkan masyarakat dan dunia usaha."),
        ("E6", "Integritas", 15, "Jujur, netral, dan menaati kode etik."),
    ),
    "decree_kinds": (
        ("appointment", "Pengangkatan", 0, ""),
        ("extension", "Perpanjangan", 0, ""),
        ("yearly", "Penetapan tahunan", 0, ""),
        ("acting", "Penunjukan Plt", 0, ""),
        ("dismissal", "Pemberhentian", 0, ""),
        ("selection_team", "Pembentukan tim seleksi", 0, ""),
        ("other", "Lain", 0, ""),
    ),
    "officer_papers": (
        ("skck", "SKCK", 0, ""),
        ("health", "Surat keterangan sehat", 0, ""),
        ("drug_free", "Surat keterangan bebas narkoba", 0, ""),
        ("identity_card", "Kartu tanda anggota TKSK", 0, ""),
        ("diploma", "Ijazah", 0, ""),
        ("statement", "Surat pernyataan", 0, ""),
        ("bank_book", "Buku rekening", 0, ""),
        ("npwp", "NPWP", 0, ""),
        ("exit_letter", "Surat berhenti", 0, ""),
        ("other", "Lainnya", 0, ""),
    ),
    "religions": (
        ("1", "Islam", 0, ""),
        ("2", "Kristen", 0, ""),
        ("3", "Katolik", 0, ""),
        ("4", "Hindu", 0, ""),
        ("5", "Buddha", 0, ""),
        ("6", "Khonghucu", 0, ""),
        ("7", "Kepercayaan terhadap Tuhan Yang Maha Esa", 0, ""),
    ),
    "marital_statuses": (
        ("1", "Belum kawin", 0, ""),
        ("2", "Kawin", 0, ""),
        ("3", "Cerai hidup", 0, ""),
        ("4", "Cerai mati", 0, ""),
    ),
}
OFFICER_TEXTS = (
    ("employment", 20),
    ("card_number", 40),
    ("study", 160),
    ("main_job", 120),
    ("first_decree", 80),
    ("first_issuer", 160),
    ("last_decree", 80),
    ("last_issuer", 160),
)


def upgrade() -> None:
    _widen_the_old_tables()
    _make_the_new_tables()
    _load_the_lists()


def _widen_the_old_tables() -> None:
    with op.batch_alter_table("region") as region:
        region.add_column(sa.Column("posts", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("region") as region:
        region.alter_column("posts", server_default=None)
    with op.batch_alter_table("incoming_letter") as incoming:
        incoming.add_column(sa.Column("void_reason", sa.String(300), nullable=False, server_default=""))
    with op.batch_alter_table("incoming_letter") as incoming:
        incoming.alter_column("void_reason", server_default=None)
    with op.batch_alter_table("officer") as officer:
        for name, length in OFFICER_TEXTS:
            officer.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        officer.add_column(sa.Column("performing", sa.Boolean(), nullable=False, server_default=sa.true()))
        officer.add_column(sa.Column("last_year", sa.Integer(), nullable=True))
    with op.batch_alter_table("officer") as officer:
        for name in (*(name for name, _length in OFFICER_TEXTS), "performing"):
            officer.alter_column(name, server_default=None)
    # never in a batch: SQLite would make the table anew, without its triggers
    op.add_column("assignment", sa.Column("ends_before", sa.Date(), nullable=True))
    op.execute(
        "UPDATE assignment SET ends_before = (SELECT ends_on FROM decree WHERE decree.id = decree_id) "
        "WHERE end_reason <> ''"
    )
    with op.batch_alter_table("decree") as decree:
        decree.add_column(sa.Column("kind_code", sa.String(20), nullable=False, server_default=""))
        decree.add_column(sa.Column("note", sa.String(500), nullable=False, server_default=""))
        decree.add_column(sa.Column("fiscal_year", sa.Integer(), nullable=True))
        decree.add_column(sa.Column("scan_id", sa.Integer(), nullable=True))
        decree.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        decree.create_foreign_key("fk_decree_scan_id_scan", "scan", ["scan_id"], ["id"])
        decree.create_foreign_key("fk_decree_replaces_id_decree", "decree", ["replaces_id"], ["id"])
    with op.batch_alter_table("decree") as decree:
        for name in ("kind_code", "note"):
            decree.alter_column(name, server_default=None)


def _make_the_new_tables() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_index("ix_import_batch_sha256", "import_batch", ["sha256"], unique=False)
    op.create_table(
        "import_heading",
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("target", "heading", name="pk_import_heading"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "stipend_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="amount"),
        sa.PrimaryKeyConstraint("id", name="pk_stipend_rate"),
        sa.UniqueConstraint("source_code", "starts_on", name="uq_stipend_rate_source_code_starts_on"),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_row_batch_id_import_batch"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_row"),
    )
    op.create_index("ix_import_row_batch_id_row", "import_row", ["batch_id", "row"], unique=False)
    op.create_table(
        "person_photo",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_photo_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_photo"),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=10), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("duty_code", sa.String(length=20), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("result", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"], ["region.code"], name="fk_activity_kecamatan_code_region"
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_activity_officer_id_officer"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    op.create_index("ix_activity_done_on_id", "activity", ["done_on", "id"], unique=False)
    op.create_index(
        "ix_activity_officer_id_done_on_id", "activity", ["officer_id", "done_on", "id"], unique=False
    )
    op.create_table(
        "bank_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(length=20), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_bank_account_officer_id_officer"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_account"),
        sa.UniqueConstraint("officer_id", "source_code", name="uq_bank_account_officer_id_source_code"),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("value", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("grade", sa.String(40), nullable=True),
        sa.Column("recommendation", sa.String(40), nullable=True),
        sa.Column("assessor", sa.String(length=120), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_evaluation_officer_id_officer"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_evaluation_scan_id_scan"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation"),
        sa.UniqueConstraint("officer_id", "year", name="uq_evaluation_officer_id_year"),
    )
    op.create_table(
        "monthly_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"], ["region.code"], name="fk_monthly_report_kecamatan_code_region"
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_monthly_report_officer_id_officer"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_monthly_report_scan_id_scan"),
        sa.PrimaryKeyConstraint("id", name="pk_monthly_report"),
        sa.UniqueConstraint(
            "officer_id",
            "kecamatan_code",
            "year",
            "month",
            name="uq_monthly_report_officer_id_kecamatan_code_year_month",
        ),
    )
    op.create_index("ix_monthly_report_year_month", "monthly_report", ["year", "month"], unique=False)
    op.create_table(
        "officer_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_officer_paper_officer_id_officer"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_officer_paper_scan_id_scan"),
        sa.PrimaryKeyConstraint("id", name="pk_officer_paper"),
    )
    op.create_index("ix_officer_paper_expires_on", "officer_paper", ["expires_on"], unique=False)
    op.create_index("ix_officer_paper_officer_id", "officer_paper", ["officer_id"], unique=False)
    op.create_table(
        "officer_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name="fk_officer_programme_officer_id_officer"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_officer_programme"),
    )
    op.create_index("ix_officer_programme_officer_id", "officer_programme", ["officer_id"], unique=False)
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=160), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_training_officer_id_officer"),
        sa.PrimaryKeyConstraint("id", name="pk_training"),
    )
    op.create_index("ix_training_officer_id", "training", ["officer_id"], unique=False)
    op.create_table(
        "activity_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name="fk_activity_photo_activity_id_activity"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_photo"),
    )
    op.create_index("ix_activity_photo_activity_id", "activity_photo", ["activity_id"], unique=False)
    op.create_table(
        "stipend_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_stipend_payment_letter_id_letter"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_stipend_payment_officer_id_officer"),
        sa.PrimaryKeyConstraint("id", name="pk_stipend_payment"),
        sa.UniqueConstraint(
            "officer_id",
            "source_code",
            "year",
            "month",
            name="uq_stipend_payment_officer_id_source_code_year_month",
        ),
    )
    op.create_index("ix_stipend_payment_letter_id", "stipend_payment", ["letter_id"], unique=False)
    op.create_index("ix_stipend_payment_year_month", "stipend_payment", ["year", "month"], unique=False)
    op.create_table(
        "exit_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("vacancy_id", sa.Integer(), nullable=True),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_exit_step_assignment_id_assignment"
        ),
        sa.ForeignKeyConstraint(["cover_id"], ["assignment.id"], name="fk_exit_step_cover_id_assignment"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["letter_draft.id"], name="fk_exit_step_draft_id_letter_draft", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_exit_step_letter_id_letter"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_exit_step_vacancy_id_vacancy"),
        sa.PrimaryKeyConstraint("id", name="pk_exit_step"),
        sa.UniqueConstraint("assignment_id", "kind", name="uq_exit_step_assignment_id_kind"),
    )


def _load_the_lists() -> None:
    """An office that is at work already gets the new lists; a new one gets them with its other lists."""
    bind = op.get_bind()
    if bind.scalar(sa.text("SELECT count(*) FROM role")):
        rows = [
            {
                **{"list_name": name, "code": code, "text": text, "level": level, "detail": detail},
                **{"position": position, "active": True, "version": 1},
            }
            for name, entries in LISTS.items()
            for position, (code, text, level, detail) in enumerate(entries, 1)
        ]
        columns = [sa.column(name) for name in rows[0]]
        bind.execute(sa.insert(sa.table("reference", *columns)), rows)


def downgrade() -> None:
    for table in (
        "exit_step",
        "stipend_payment",
        "stipend_rate",
        "activity_photo",
        "activity",
        "monthly_report",
        "evaluation",
        "officer_programme",
        "training",
        "officer_paper",
        "bank_account",
        "person_photo",
        "import_row",
        "import_heading",
        "import_batch",
        "setting",
    ):
        op.drop_table(table)
    names = ", ".join(f"'{name}'" for name in LISTS)
    op.execute(f"DELETE FROM reference WHERE list_name IN ({names})")
    op.execute("DELETE FROM assignment WHERE kind = 'double'")  # 0002 would not know them
    op.drop_column("assignment", "ends_before")
    with op.batch_alter_table("decree") as decree:
        decree.drop_constraint("fk_decree_scan_id_scan", type_="foreignkey")
        decree.drop_constraint("fk_decree_replaces_id_decree", type_="foreignkey")
        for name in ("kind_code", "note", "fiscal_year", "scan_id", "replaces_id"):
            decree.drop_column(name)
    with op.batch_alter_table("officer") as officer:
        for name in (*(name for name, _length in OFFICER_TEXTS), "performing", "last_year"):
            officer.drop_column(name)
    with op.batch_alter_table("region") as region:
        region.drop_column("posts")
    with op.batch_alter_table("incoming_letter") as incoming:
        incoming.drop_column("void_reason")
