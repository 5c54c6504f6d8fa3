"""the reference that drafts, plans, jobs and notices have in common with the log"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TABLES = ("drafts", "plans", "jobs", "outbox")


def upgrade() -> None:
    """Bring the tables to this revision; the version before goes on writing rows without it."""
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("ref", sa.String(length=32), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("ref")
