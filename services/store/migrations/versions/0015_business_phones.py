"""whether a workspace writes people's numbers back to their directory entry"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("workspaces") as table:
        table.add_column(sa.Column("business_phones", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("workspaces") as table:
        table.alter_column("business_phones", server_default=None)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("workspaces") as table:
        table.drop_column("business_phones")
