"""The tables of the first program."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Rows of these tables are never changed or deleted, whoever tries.
APPEND_ONLY = {"audit_entry": "id", "letter_paper": "letter_id"}  # with their keys

RUNNING = "stage NOT IN ('filled', 'cancelled')"

SQLITE_SINGLE_HOLDER = """
CREATE TRIGGER assignment_single_holder_{event} BEFORE {when} ON assignment
WHEN NEW.kind = 'definitive' AND EXISTS (
    SELECT 1 FROM assignment other
    WHERE other.kind = 'definitive' AND other.kecamatan_code = NEW.kecamatan_code AND other.id IS NOT NEW.id
      AND other.starts_on <= coalesce(NEW.ends_on, '9999-12-31')
      AND NEW.starts_on <= coalesce(other.ends_on, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'two definitive officers in one kecamatan'); END
"""
POSTGRES_SINGLE_HOLDER = """
ALTER TABLE assignment ADD CONSTRAINT ex_assignment_single_holder EXCLUDE USING gist (
    kecamatan_code WITH =, daterange(starts_on, coalesce(ends_on, 'infinity'), '[]') WITH &&)
WHERE (kind = 'definitive')
"""


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("pc", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.String(length=60), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
    )
    op.create_index(
        "ix_audit_entry_table_name_record_id_id",
        "audit_entry",
        ["table_name", "record_id", "id"],
        unique=False,
    )
    op.create_table(
        "decree",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decree"),
        sa.UniqueConstraint("number", "dated_on", name="uq_decree_number_dated_on"),
    )
    op.create_table(
        "kind",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("abbreviation", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("needs_disability", sa.Boolean(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("group", sa.String(length=60), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_kind"),
    )
    op.create_table(
        "letter_setting",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("classification", sa.String(length=30), nullable=False),
        sa.Column("number_format", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_letter_setting"),
    )
    op.create_table(
        "number_counter",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name="pk_number_counter"),
    )
    op.create_table(
        "official",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("front_title", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("back_title", sa.String(length=60), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("rank", sa.String(length=60), nullable=False),
        sa.Column("position", sa.String(length=160), nullable=False),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_official"),
    )
    op.create_table(
        "reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reference"),
        sa.UniqueConstraint("list_name", "code", name="uq_reference_list_name_code"),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_region"),
    )
    op.create_index("ix_region_level_name_code", "region", ["level", "name", "code"], unique=False)
    op.create_table(
        "role",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rights", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_role"),
    )
    op.create_table(
        "selection_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("pass_mark", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_selection_set"),
        sa.UniqueConstraint("name", name="uq_selection_set_name"),
    )
    op.create_table(
        "app_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role_code", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_code"], ["role.code"], name="fk_app_user_role_code_role"),
        sa.PrimaryKeyConstraint("id", name="pk_app_user"),
        sa.UniqueConstraint("login", name="uq_app_user_login"),
    )
    op.create_table(
        "kind_criterion",
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["kind_code"], ["kind.code"], name="fk_kind_criterion_kind_code_kind"),
        sa.PrimaryKeyConstraint("kind_code", "letter", name="pk_kind_criterion"),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("regency_code", sa.String(length=10), nullable=False),
        sa.Column("government", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("website", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("capital", sa.String(length=80), nullable=False),
        sa.Column("province_capital", sa.String(length=80), nullable=False),
        sa.Column("timezone", sa.String(length=4), nullable=False),
        sa.Column("section", sa.String(length=120), nullable=False),
        sa.Column("short_code", sa.String(length=40), nullable=False),
        sa.Column("paper", sa.String(40), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("login_required", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["regency_code"], ["region.code"], name="fk_office_regency_code_region"),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("no_nik_reason", sa.String(length=120), nullable=False),
        sa.Column("kk", sa.String(length=16), nullable=False),
        sa.Column("front_title", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("back_title", sa.String(length=60), nullable=False),
        sa.Column("mother", sa.String(length=120), nullable=False),
        sa.Column("birth_place", sa.String(length=80), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(40), nullable=True),
        sa.Column("religion", sa.String(length=20), nullable=False),
        sa.Column("marital_status", sa.String(length=20), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.Column("occupation", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("rt", sa.String(length=3), nullable=False),
        sa.Column("rw", sa.String(length=3), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=True),
        sa.Column("outside", sa.String(length=160), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_person_desa_code_region"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("nik", name="uq_person_nik"),
    )
    op.create_index("ix_person_desa_code_name_id", "person", ["desa_code", "name", "id"], unique=False)
    op.create_index("ix_person_kk", "person", ["kk"], unique=False)
    op.create_index("ix_person_name_id", "person", ["name", "id"], unique=False)
    op.create_table(
        "set_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("level_1", sa.Text(), nullable=False),
        sa.Column("level_3", sa.Text(), nullable=False),
        sa.Column("level_5", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["selection_set.id"], name="fk_set_criterion_set_id_selection_set"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_set_criterion"),
    )
    op.create_index("ix_set_criterion_set_id", "set_criterion", ["set_id"], unique=False)
    op.create_table(
        "set_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mandatory", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["selection_set.id"], name="fk_set_document_set_id_selection_set"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_set_document"),
    )
    op.create_index("ix_set_document_set_id", "set_document", ["set_id"], unique=False)
    op.create_table(
        "set_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("article", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["selection_set.id"], name="fk_set_requirement_set_id_selection_set"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_set_requirement"),
    )
    op.create_index("ix_set_requirement_set_id", "set_requirement", ["set_id"], unique=False)
    op.create_table(
        "mapping_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind_code", sa.String(length=20), nullable=False),
        sa.Column("desa_code", sa.String(length=10), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=10), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("disabilities", sa.JSON(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("recorder", sa.String(length=120), nullable=False),
        sa.Column("exception_reason", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["desa_code"], ["region.code"], name="fk_mapping_record_desa_code_region"),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"], ["region.code"], name="fk_mapping_record_kecamatan_code_region"
        ),
        sa.ForeignKeyConstraint(["kind_code"], ["kind.code"], name="fk_mapping_record_kind_code_kind"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mapping_record_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_mapping_record"),
    )
    op.create_index(
        "uq_mapping_record_open",
        "mapping_record",
        ["person_id", "kind_code"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index("ix_mapping_record_person_id", "mapping_record", ["person_id"], unique=False)
    op.create_index("ix_mapping_record_desa_code", "mapping_record", ["desa_code"], unique=False)
    op.create_index(
        "ix_mapping_record_kecamatan_code_kind_code",
        "mapping_record",
        ["kecamatan_code", "kind_code"],
        unique=False,
    )
    op.create_index(
        "ix_mapping_record_kind_code_kecamatan_code",
        "mapping_record",
        ["kind_code", "kecamatan_code"],
        unique=False,
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("niat", sa.String(length=10), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_officer_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_officer"),
        sa.UniqueConstraint("niat", name="uq_officer_niat"),
        sa.UniqueConstraint("person_id", name="uq_officer_person_id"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("decree_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=120), nullable=False),
        sa.Column("end_detail", sa.String(length=200), nullable=False),
        sa.Column("end_letter_number", sa.String(length=80), nullable=False),
        sa.Column("end_letter_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_assignment_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name="fk_assignment_decree_id_decree"),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"], ["region.code"], name="fk_assignment_kecamatan_code_region"
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_assignment_officer_id_officer"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_decree_id", "assignment", ["decree_id"], unique=False)
    op.create_index(
        "ix_assignment_kecamatan_code_starts_on", "assignment", ["kecamatan_code", "starts_on"], unique=False
    )
    op.create_index("ix_assignment_officer_id", "assignment", ["officer_id"], unique=False)
    op.create_table(
        "decree_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decree_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name="fk_decree_member_decree_id_decree"),
        sa.ForeignKeyConstraint(
            ["kecamatan_code"], ["region.code"], name="fk_decree_member_kecamatan_code_region"
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_decree_member_officer_id_officer"),
        sa.PrimaryKeyConstraint("id", name="pk_decree_member"),
        sa.UniqueConstraint(
            "decree_id",
            "officer_id",
            "kecamatan_code",
            name="uq_decree_member_decree_id_officer_id_kecamatan_code",
        ),
    )
    op.create_index("ix_decree_member_officer_id", "decree_member", ["officer_id"], unique=False)
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kecamatan_code", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("previous_assignment_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("administration_on", sa.Date(), nullable=False),
        sa.Column("interview_on", sa.Date(), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=False),
        sa.Column("age_counted_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(length=60), nullable=False),
        sa.Column("interview_time", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("pass_mark", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("decision_reason", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quota > 0", name=op.f("ck_vacancy_has_quota")),
        sa.ForeignKeyConstraint(["kecamatan_code"], ["region.code"], name="fk_vacancy_kecamatan_code_region"),
        sa.ForeignKeyConstraint(
            ["previous_assignment_id"], ["assignment.id"], name="fk_vacancy_previous_assignment_id_assignment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy"),
    )
    op.create_index(
        "uq_vacancy_running",
        "vacancy",
        ["kecamatan_code"],
        unique=True,
        sqlite_where=sa.text(RUNNING),
        postgresql_where=sa.text(RUNNING),
    )
    op.create_index("ix_vacancy_kecamatan_code", "vacancy", ["kecamatan_code"], unique=False)
    op.create_index("ix_vacancy_previous_assignment_id", "vacancy", ["previous_assignment_id"], unique=False)
    op.create_table(
        "applicant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("registration_number", sa.String(length=40), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_applicant_person_id_person"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_applicant_vacancy_id_vacancy"),
        sa.PrimaryKeyConstraint("id", name="pk_applicant"),
        sa.UniqueConstraint("registration_number", name="uq_applicant_registration_number"),
        sa.UniqueConstraint("vacancy_id", "person_id", name="uq_applicant_vacancy_id_person_id"),
    )
    op.create_index("ix_applicant_person_id", "applicant", ["person_id"], unique=False)
    op.create_index(
        "ix_applicant_vacancy_id_registration_number",
        "applicant",
        ["vacancy_id", "registration_number"],
        unique=False,
    )
    op.create_table(
        "panel_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("institution", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_panel_member_vacancy_id_vacancy"),
        sa.PrimaryKeyConstraint("id", name="pk_panel_member"),
        sa.UniqueConstraint("vacancy_id", "name", name="uq_panel_member_vacancy_id_name"),
    )
    op.create_table(
        "vacancy_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("level_1", sa.Text(), nullable=False),
        sa.Column("level_3", sa.Text(), nullable=False),
        sa.Column("level_5", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name="fk_vacancy_criterion_vacancy_id_vacancy"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy_criterion"),
    )
    op.create_index("ix_vacancy_criterion_vacancy_id", "vacancy_criterion", ["vacancy_id"], unique=False)
    op.create_table(
        "vacancy_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mandatory", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name="fk_vacancy_document_vacancy_id_vacancy"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy_document"),
    )
    op.create_index("ix_vacancy_document_vacancy_id", "vacancy_document", ["vacancy_id"], unique=False)
    op.create_table(
        "vacancy_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("article", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name="fk_vacancy_requirement_vacancy_id_vacancy"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy_requirement"),
    )
    op.create_index("ix_vacancy_requirement_vacancy_id", "vacancy_requirement", ["vacancy_id"], unique=False)
    op.create_table(
        "applicant_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.String(40), nullable=True),
        sa.Column("proposed_reason", sa.String(length=300), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_applicant_check_applicant_id_applicant"
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["vacancy_requirement.id"],
            name="fk_applicant_check_requirement_id_vacancy_requirement",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applicant_check"),
        sa.UniqueConstraint(
            "applicant_id", "requirement_id", name="uq_applicant_check_applicant_id_requirement_id"
        ),
    )
    op.create_table(
        "applicant_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_applicant_document_applicant_id_applicant"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["vacancy_document.id"],
            name="fk_applicant_document_document_id_vacancy_document",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applicant_document"),
        sa.UniqueConstraint(
            "applicant_id", "document_id", name="uq_applicant_document_applicant_id_document_id"
        ),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("classification", sa.String(length=30), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=True),
        sa.Column("applicant_id", sa.Integer(), nullable=True),
        sa.Column("decree_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["applicant_id"], ["applicant.id"], name="fk_letter_applicant_id_applicant"),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name="fk_letter_decree_id_decree"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_letter_officer_id_officer"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_letter_vacancy_id_vacancy"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("series", "year", "sequence", name="uq_letter_series_year_sequence"),
    )
    op.create_index("ix_letter_applicant_id", "letter", ["applicant_id"], unique=False)
    op.create_index("ix_letter_dated_on_id", "letter", ["dated_on", "id"], unique=False)
    op.create_index("ix_letter_decree_id", "letter", ["decree_id"], unique=False)
    op.create_index("ix_letter_kind_dated_on_id", "letter", ["kind", "dated_on", "id"], unique=False)
    op.create_index("ix_letter_officer_id", "letter", ["officer_id"], unique=False)
    op.create_index("ix_letter_vacancy_id", "letter", ["vacancy_id"], unique=False)
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(precision=7, scale=3), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0 AND value <= 100", name=op.f("ck_score_in_range")),
        sa.ForeignKeyConstraint(["applicant_id"], ["applicant.id"], name="fk_score_applicant_id_applicant"),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["vacancy_criterion.id"], name="fk_score_criterion_id_vacancy_criterion"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["panel_member.id"], name="fk_score_member_id_panel_member"),
        sa.PrimaryKeyConstraint("id", name="pk_score"),
        sa.UniqueConstraint(
            "applicant_id", "member_id", "criterion_id", name="uq_score_applicant_id_member_id_criterion_id"
        ),
    )
    op.create_index("ix_score_member_id", "score", ["member_id"], unique=False)
    op.create_table(
        "letter_paper",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_paper_letter_id_letter"),
        sa.PrimaryKeyConstraint("letter_id", name="pk_letter_paper"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name="fk_proposal_applicant_id_applicant"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_proposal_letter_id_letter"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_proposal_vacancy_id_vacancy"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint("applicant_id", name="uq_proposal_applicant_id"),
    )
    op.create_index("ix_proposal_vacancy_id", "proposal", ["vacancy_id"], unique=False)
    op.create_table(
        "proposal_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_proposal_event_proposal_id_proposal"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_event"),
    )
    op.create_index("ix_proposal_event_proposal_id", "proposal_event", ["proposal_id"], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgres()


def _guard_sqlite() -> None:
    for table, key in APPEND_ONLY.items():
        op.execute(  # INSERT OR REPLACE would delete the old row without asking the triggers below
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(SQLITE_SINGLE_HOLDER.format(event="insert", when="INSERT"))
    op.execute(SQLITE_SINGLE_HOLDER.format(event="update", when="UPDATE"))


def _guard_postgres() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(POSTGRES_SINGLE_HOLDER)
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_index("ix_proposal_event_proposal_id", table_name="proposal_event")
    op.drop_table("proposal_event")
    op.drop_index("ix_proposal_vacancy_id", table_name="proposal")
    op.drop_table("proposal")
    op.drop_table("letter_paper")
    op.drop_index("ix_score_member_id", table_name="score")
    op.drop_table("score")
    op.drop_index("ix_letter_vacancy_id", table_name="letter")
    op.drop_index("ix_letter_officer_id", table_name="letter")
    op.drop_index("ix_letter_kind_dated_on_id", table_name="letter")
    op.drop_index("ix_letter_decree_id", table_name="letter")
    op.drop_index("ix_letter_dated_on_id", table_name="letter")
    op.drop_index("ix_letter_applicant_id", table_name="letter")
    op.drop_table("letter")
    op.drop_table("applicant_document")
    op.drop_table("applicant_check")
    op.drop_index("ix_vacancy_requirement_vacancy_id", table_name="vacancy_requirement")
    op.drop_table("vacancy_requirement")
    op.drop_index("ix_vacancy_document_vacancy_id", table_name="vacancy_document")
    op.drop_table("vacancy_document")
    op.drop_index("ix_vacancy_criterion_vacancy_id", table_name="vacancy_criterion")
    op.drop_table("vacancy_criterion")
    op.drop_table("panel_member")
    op.drop_index("ix_applicant_vacancy_id_registration_number", table_name="applicant")
    op.drop_index("ix_applicant_person_id", table_name="applicant")
    op.drop_table("applicant")
    op.drop_index("ix_vacancy_previous_assignment_id", table_name="vacancy")
    op.drop_index("uq_vacancy_running", table_name="vacancy")
    op.drop_index("ix_vacancy_kecamatan_code", table_name="vacancy")
    op.drop_table("vacancy")
    op.drop_index("ix_decree_member_officer_id", table_name="decree_member")
    op.drop_table("decree_member")
    op.drop_index("ix_assignment_officer_id", table_name="assignment")
    op.drop_index("ix_assignment_kecamatan_code_starts_on", table_name="assignment")
    op.drop_index("ix_assignment_decree_id", table_name="assignment")
    op.drop_table("assignment")
    op.drop_table("officer")
    op.drop_index("ix_mapping_record_kind_code_kecamatan_code", table_name="mapping_record")
    op.drop_index("ix_mapping_record_kecamatan_code_kind_code", table_name="mapping_record")
    op.drop_index("ix_mapping_record_desa_code", table_name="mapping_record")
    op.drop_index("ix_mapping_record_person_id", table_name="mapping_record")
    op.drop_index("uq_mapping_record_open", table_name="mapping_record")
    op.drop_table("mapping_record")
    op.drop_index("ix_set_requirement_set_id", table_name="set_requirement")
    op.drop_table("set_requirement")
    op.drop_index("ix_set_document_set_id", table_name="set_document")
    op.drop_table("set_document")
    op.drop_index("ix_set_criterion_set_id", table_name="set_criterion")
    op.drop_table("set_criterion")
    op.drop_index("ix_person_name_id", table_name="person")
    op.drop_index("ix_person_kk", table_name="person")
    op.drop_index("ix_person_desa_code_name_id", table_name="person")
    op.drop_table("person")
    op.drop_table("office")
    op.drop_table("kind_criterion")
    op.drop_table("app_user")
    op.drop_table("selection_set")
    op.drop_table("role")
    op.drop_index("ix_region_level_name_code", table_name="region")
    op.drop_table("region")
    op.drop_table("reference")
    op.drop_table("official")
    op.drop_table("number_counter")
    op.drop_table("letter_setting")
    op.drop_table("kind")
    op.drop_table("decree")
    op.drop_index("ix_audit_entry_table_name_record_id_id", table_name="audit_entry")
    op.drop_table("audit_entry")

    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
