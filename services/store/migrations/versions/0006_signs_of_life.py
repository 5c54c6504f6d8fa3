"""a job counts its signs of life, and says when it got stuck"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision. With a default of the database's own, processes from before can go on."""
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("moves", sa.Integer(), nullable=False, server_default="0"))
        jobs.add_column(sa.Column("stuck_at", sa.Float(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("stuck_at")
        jobs.drop_column("moves")
