"""which account a member was; what a draft is, its notes and the wish to skip faulty lines, in columns of their own"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FORM, _NOTES, _SKIP = "changes.json", "notes.json", "skip"  # what stood among the answers
_DRAFTS = sa.table(
    "drafts",
    sa.column("id"),
    sa.column("kind"),
    sa.column("notes", sa.JSON),
    sa.column("answers", sa.JSON),
    sa.column("skip_faulty", sa.Boolean),
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "joins",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("identity_uuid", sa.String(length=200), nullable=False),
        sa.Column("object_id", sa.String(length=200), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "identity_uuid"),
    )
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="file"))
        table.add_column(sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("skip_faulty", sa.Boolean(), nullable=False, server_default=sa.false()))
    _rewrite(_as_now)
    with op.batch_alter_table("drafts") as table:
        for name in ("kind", "notes", "skip_faulty"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    _rewrite(_as_before)
    with op.batch_alter_table("drafts") as table:
        for name in ("kind", "notes", "skip_faulty"):
            table.drop_column(name)
    op.drop_table("joins")


def _rewrite(changed: Any) -> None:
    rows = op.get_bind().execute(sa.select(_DRAFTS)).all()
    for row in rows:
        op.get_bind().execute(_DRAFTS.update().where(_DRAFTS.c.id == row.id).values(changed(row)))


def _as_now(row: Any) -> dict[str, Any]:
    answers = dict(row.answers)
    form, notes, skip = (answers.pop(name, "") for name in (_FORM, _NOTES, _SKIP))
    kind = "changes" if form else "file"
    return {"kind": kind, "notes": json.loads(notes or "[]"), "skip_faulty": bool(skip), "answers": answers}


def _as_before(row: Any) -> dict[str, Any]:
    answers = dict(row.answers)
    if row.kind == "changes":
        answers |= {_FORM: "1", _NOTES: json.dumps(row.notes)}
    return {"answers": answers | ({_SKIP: "1"} if row.skip_faulty else {})}
