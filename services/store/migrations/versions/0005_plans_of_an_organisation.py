"""the organisation that each plan was made for"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PLANS = sa.table("plans", sa.column("tenant_id"), sa.column("created_at"), sa.column("org_uuid"))
_AUDIT = sa.table(
    "audit",
    sa.column("seq"),
    sa.column("tenant_id"),
    sa.column("at"),
    sa.column("action"),
    sa.column("detail", sa.JSON),
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    # It may be empty: processes of before may still be writing plans.
    with op.batch_alter_table("plans") as table:
        table.add_column(sa.Column("org_uuid", sa.String(length=64), nullable=True))
    # The record tells since when a tenant was linked to which organisation; the last word before a plan counts.
    for row in _links():
        newer = sa.and_(_PLANS.c.tenant_id == row.tenant_id, _PLANS.c.created_at >= row.at)
        organisation = str(row.detail.get("organisation", ""))
        op.get_bind().execute(_PLANS.update().where(newer).values(org_uuid=organisation))


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("plans") as table:
        table.drop_column("org_uuid")


def _links() -> list[Any]:
    query = _AUDIT.select().where(_AUDIT.c.action == "workspace.saved").order_by(_AUDIT.c.seq)
    return list(op.get_bind().execute(query).all())
