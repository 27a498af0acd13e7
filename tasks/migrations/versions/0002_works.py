"""What of the agenda was carried out"""

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


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("works")
