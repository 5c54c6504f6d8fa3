"""a stored conversation reference is called what it is"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLES = ("contacts", "messages", "outbox")


def upgrade() -> None:
    """Bring the tables to this revision."""
    _rename("place", "conversation")


def downgrade() -> None:
    """Take the tables back to the revision before."""
    _rename("conversation", "place")


def _rename(before: str, after: str) -> None:
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.alter_column(before, new_column_name=after)
