"""our code for why a line or job ended as it did"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = ("ledger", "jobs")


def upgrade() -> None:
    """Bring the tables to this revision; the version before goes on writing rows without it."""
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("short", sa.String(length=10), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("short")
