"""who has access, the policy, and each approver's yes"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "rules",
        sa.Column("tenant_id", sa.String(length=64), primary_key=True),
        sa.Column("name", sa.String(length=20), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("plan_id", sa.String(length=32), primary_key=True),
        sa.Column("object_id", sa.String(length=64), primary_key=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
    )
    with op.batch_alter_table("jobs") as table:
        table.add_column(sa.Column("vouched_by", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("jobs") as table:
        table.alter_column("vouched_by", server_default=None)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("jobs") as table:
        table.drop_column("vouched_by")
    op.drop_table("decisions")
    op.drop_table("rules")
