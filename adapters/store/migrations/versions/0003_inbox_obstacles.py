"""What cannot be listed in the inbox, since when, and below which folders a file was seen.

Without the folders nobody can tell whether a file is gone or lies where nothing can be listed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of obstacles, and the folders of files and drops."""
    op.create_table(
        "inbox_obstacles",
        sa.Column("path_key", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("alarmed", sa.Boolean, nullable=False),
        comment="What cannot be listed in the inbox or does not leave it; forgotten when it is over",
    )
    op.add_column("inbox_files", sa.Column("folder_keys", sa.Text))
    op.add_column("drops", sa.Column("folder_keys", sa.Text))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("drops", "folder_keys")
    op.drop_column("inbox_files", "folder_keys")
    op.drop_table("inbox_obstacles")
