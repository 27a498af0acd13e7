"""Results, objections, and what of the agenda was carried out"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "works",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        comment="What of the agenda was carried out (done), or lay before the start (passed_over)",
    )
    op.create_index(op.f("ix_works_flow"), "works", ["flow"], unique=False)
    op.create_table(
        "definition_files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
        comment="Files of plan, roster and forms that results were derived by, kept in the archive",
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("notice_first", sa.Text(), nullable=True),
        sa.Column("notice_last", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supersedes"],
            ["results.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        comment="Results by the hash of their bytes; root is the drafted one that a renewed one is of",
    )
    op.create_index(op.f("ix_results_root"), "results", ["root"], unique=False)
    op.create_index(op.f("ix_results_state"), "results", ["state"], unique=False)
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.Text(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_why", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["result"],
            ["results.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        comment="Objections to entries of results in their notice periods, and what was decided",
    )
    op.create_index(op.f("ix_objections_result"), "objections", ["result"], unique=False)


def downgrade() -> None:
    """Take the tables back."""
    op.drop_index(op.f("ix_objections_result"), table_name="objections")
    op.drop_table("objections")
    op.drop_index(op.f("ix_results_state"), table_name="results")
    op.drop_index(op.f("ix_results_root"), table_name="results")
    op.drop_table("results")
    op.drop_table("definition_files")
    op.drop_index(op.f("ix_works_flow"), table_name="works")
    op.drop_table("works")
