"""several keys of the record for one person and month, so that a damaged one is kept beside its successor"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_COPY = (
    "INSERT INTO record_keys (tenant_id, person, month, key_sealed) "
    "SELECT tenant_id, person, month, key_sealed FROM record_keys_before"
)


def upgrade() -> None:
    """Bring the tables to this revision; the version before goes on writing first keys."""
    _made_anew(sa.Column("no", sa.Integer(), autoincrement=False, nullable=False, server_default=sa.text("1")))
    op.execute(_COPY)
    op.drop_table("record_keys_before")


def downgrade() -> None:
    """Take the tables back to the revision before; what later keys sealed is forgotten."""
    _made_anew()
    op.execute(f"{_COPY} WHERE no = 1")
    op.drop_table("record_keys_before")


def _made_anew(*number: sa.Column[int]) -> None:
    """Put an empty table in place of the old one: SQLite can't change a primary key."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("record_keys_pkey", "record_keys", type_="primary")
    op.rename_table("record_keys", "record_keys_before")
    op.create_table(
        "record_keys",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        *number,
        sa.Column("key_sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", "month", *(one.name for one in number)),
    )
