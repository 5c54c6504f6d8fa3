"""answers that Teams didn't take, in the outbox"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("reader", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("answer", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("outbox") as table:
        table.alter_column("reader", server_default=None)
        table.alter_column("answer", server_default=None)
    op.create_index("outbox_subject", "outbox", ["subject"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_index("outbox_subject", "outbox")
    with op.batch_alter_table("outbox") as table:
        table.drop_column("answer")
        table.drop_column("reader")
