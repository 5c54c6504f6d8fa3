"""the record: a Merkle log a workspace, with the keys of what is sealed and signed checkpoints"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0007"
branch_labels = None
depends_on = None

_REFUSED = "the record is only ever added to"


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "record",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("line", sa.String(length=200), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("approver", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "seq"),
    )
    for name in ("line", "person", "job", "plan"):
        op.create_index(f"record_{name}", "record", ["tenant_id", name])
    op.create_table(
        "record_heads",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("last", sa.String(length=64), nullable=False),
        sa.Column("key_sealed", sa.Text(), nullable=False),
        sa.Column("key_public", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id"),
    )
    op.create_table(
        "record_keys",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("key_sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", "month"),
    )
    op.create_table(
        "record_checkpoints",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("witnessed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "size"),
    )
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER record_no_{event.lower()} BEFORE {event} ON record "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION record_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER record_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON record "
        "FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept()"
    )


def downgrade() -> None:
    """Take the tables back to the revision before; what was recorded since is lost."""
    for name in ("record_checkpoints", "record_keys", "record_heads", "record"):
        op.drop_table(name)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION record_is_kept()")
