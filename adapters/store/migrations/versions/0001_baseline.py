"""The tables of 0.2.0, which a new store makes from the metadata: nothing to migrate.

A change of the tables is a revision after this one; it brings forward the stores that exist,
while a new store is made in its newest form and stamped with the newest revision.
"""

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing."""


def downgrade() -> None:
    """Change nothing."""
