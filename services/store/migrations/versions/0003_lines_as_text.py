"""lines of plans as the text that their hash is taken of"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PART = 1_000
_LINES = sa.table("plan_lines", sa.column("plan_id"), sa.column("no"), sa.column("data", sa.Text))


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("plan_lines") as table:
        table.alter_column("data", type_=sa.Text(), existing_nullable=False, postgresql_using="data::text")
    # Lines were stored with spaces that the hash doesn't know: without them, plans that wait can still be approved.
    key = _LINES.c.plan_id, _LINES.c.no
    update = _LINES.update().where(_LINES.c.plan_id == sa.bindparam("plan"), _LINES.c.no == sa.bindparam("line"))
    part = _LINES.select().order_by(*key).limit(_PART)
    last = ("", 0)
    while rows := op.get_bind().execute(part.where(sa.tuple_(*key) > last)).all():
        texts = [{"plan": row.plan_id, "line": row.no, "text": _compact(row.data)} for row in rows]
        op.get_bind().execute(update.values(data=sa.bindparam("text")), texts)
        last = (rows[-1].plan_id, rows[-1].no)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("plan_lines") as table:
        table.alter_column("data", type_=sa.JSON(), existing_nullable=False, postgresql_using="data::json")


def _compact(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
