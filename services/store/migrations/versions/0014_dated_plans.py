"""plans that begin by themselves at a time"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("plans") as table:
        table.add_column(sa.Column("starts_at", sa.Float(), nullable=False, server_default="0"))
    with op.batch_alter_table("plans") as table:
        table.alter_column("starts_at", server_default=None)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("plans") as table:
        table.drop_column("starts_at")
