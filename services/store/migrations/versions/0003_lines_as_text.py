"""lines of plans as the text that their hash is taken of"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PART = 1_000
_LINES = sa.table("plan_lines", sa.column("plan_id"), sa.column("no"), sa.column("shape"), sa.column("data", sa.Text))


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("plan_lines") as table:
        table.alter_column("data", type_=sa.Text(), existing_nullable=False, postgresql_using="data::text")
        table.add_column(sa.Column("shape", sa.String(length=400), nullable=False, server_default=""))
    with op.batch_alter_table("plan_lines") as table:
        table.alter_column("shape", server_default=None)
    # Lines were stored with spaces that the hash doesn't know: without them, plans that wait can still be approved.
    key = _LINES.c.plan_id, _LINES.c.no
    update = _LINES.update().where(_LINES.c.plan_id == sa.bindparam("plan"), _LINES.c.no == sa.bindparam("line"))
    update = update.values(data=sa.bindparam("text"), shape=sa.bindparam("kinds"))
    part = _LINES.select().order_by(*key).limit(_PART)
    last = ("", 0)
    while rows := op.get_bind().execute(part.where(sa.tuple_(*key) > last)).all():
        found = [{"plan": row.plan_id, "line": row.no, **_as_now(json.loads(row.data))} for row in rows]
        op.get_bind().execute(update, found)
        last = (rows[-1].plan_id, rows[-1].no)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("plan_lines") as table:
        table.drop_column("shape")
        table.alter_column("data", type_=sa.JSON(), existing_nullable=False, postgresql_using="data::json")


def _as_now(line: dict[str, Any]) -> dict[str, str]:
    kinds = " ".join(step["kind"] for step in line["steps"])
    return {"text": json.dumps(line, ensure_ascii=False, separators=(",", ":")), "kinds": kinds}
