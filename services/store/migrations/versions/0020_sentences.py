"""what stored sentences were made of"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_SENTENCES = {
    "plans": ("title",),
    "jobs": ("title", "waiting_for"),
    "drafts": ("name",),
    "ledger": ("reason", "fix"),
}


def upgrade() -> None:
    """Bring the tables to this revision; the version before goes on writing rows without it."""
    for name, sentences in _SENTENCES.items():
        with op.batch_alter_table(name) as table:
            for one in sentences:
                table.add_column(sa.Column(f"{one}_said", sa.Text(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for name, sentences in _SENTENCES.items():
        with op.batch_alter_table(name) as table:
            for one in sentences:
                table.drop_column(f"{one}_said")
