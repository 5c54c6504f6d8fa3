"""the language that somebody chose"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the version before goes on writing rows without it."""
    with op.batch_alter_table("contacts") as table:
        table.add_column(sa.Column("language", sa.String(length=8), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("contacts") as table:
        table.drop_column("language")
