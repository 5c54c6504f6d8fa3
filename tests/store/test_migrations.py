"""Migrations bring an empty database to exactly the tables, once, whoever calls them how often at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select
from sqlalchemy import text as sql

from services.domain.plan import write
from services.store.database import Database
from services.store.migrate import config, migrate
from services.store.plans import Plans
from services.store.tables import AuditRow, Base, DraftRow, PlanLineRow, PlanRow
from tests.store.rows import TENANT, a_plan, some_lines


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An empty database."""
    found = Database(database_url)
    yield found
    await found.close()


async def test_tables_are_what_the_code_says(db: Database) -> None:
    await migrate(db)
    async with db.engine.begin() as connection:
        assert await connection.run_sync(_differences) == []


async def test_parallel_calls_are_safe(db: Database, database_url: str) -> None:
    others = [Database(database_url) for _ in range(4)]
    await asyncio.gather(*(migrate(one) for one in [db, *others]))
    await migrate(db)
    async with db.engine.begin() as connection:
        assert await connection.run_sync(_differences) == []
    for one in others:
        await one.close()


async def test_the_way_back_leaves_nothing(db: Database) -> None:
    await migrate(db)
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "base"))
    async with db.engine.begin() as connection:
        assert await connection.run_sync(lambda c: inspect(c).get_table_names()) == ["alembic_version"]


async def test_a_plan_that_waits_can_be_approved_after_an_upgrade(db: Database) -> None:
    """Lines were JSON once, stored with spaces; the hash is taken of them without."""
    await migrate(db)
    plans, lines = Plans(db), write(some_lines())
    await plans.add(a_plan(), lines)
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0002"))
        for line in lines:
            old = {"data": json.dumps(json.loads(line.text)), "no": line.no}
            await connection.execute(sql("UPDATE plan_lines SET data = :data WHERE no = :no"), old)
    await migrate(db)
    assert await plans.texts("plan-1") == [line.text for line in lines]
    async with db.read() as session:
        rows = await session.execute(select(PlanLineRow.no, PlanLineRow.shape).order_by(PlanLineRow.no))
        assert [tuple(row) for row in rows] == [(line.no, line.shape) for line in lines]


async def test_plans_of_before_belong_to_the_organisation_that_was_linked_then(db: Database) -> None:
    await migrate(db)
    plans = Plans(db)
    saved = {"actor": "alex", "actor_name": "Alex", "action": "workspace.saved", "subject": "workspace"}
    async with db.begin() as session:
        for seq, (at, organisation) in enumerate(((10.0, "first"), (20.0, "second")), 1):
            detail = {"organisation": organisation}
            row = AuditRow(seq=seq, tenant_id=TENANT, at=at, detail=detail, prev="", hash="", **saved)
            session.add(row)
    for ident, at in (("before", 5.0), ("one", 15.0), ("two", 25.0)):
        await plans.add(a_plan(ident, created_at=at), ())
    await plans.add(a_plan("other", created_at=25.0, tenant_id="tenant-2"), ())
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0003"))
    await migrate(db)
    async with db.read() as session:
        rows = await session.execute(select(PlanRow.id, PlanRow.org_uuid))
        assert {row.id: row.org_uuid for row in rows} == {
            "before": None,
            "one": "first",
            "two": "second",
            "other": None,
        }


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    found: list[object] = compare_metadata(context, Base.metadata)
    return found


async def test_what_stood_among_a_drafts_answers_gets_columns_of_its_own_and_back(db: Database) -> None:
    await migrate(db)
    drafts = (
        ("d-file", {"2": "o-jane", "skip": "1"}),
        ("d-form", {"changes.json": "1", "notes.json": '[{"message": "Left out."}]'}),
    )
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0003"))
        for ident, answers in drafts:
            values = {"id": ident, "answers": json.dumps(answers)}
            await connection.execute(sql(_OLD_DRAFT), values)
    await migrate(db)
    async with db.read() as session:
        rows = {row.id: row for row in await session.scalars(select(DraftRow))}
    file, form = rows["d-file"], rows["d-form"]
    assert (file.kind, file.notes, file.answers, file.skip_faulty) == ("file", [], {"2": "o-jane"}, True)
    assert (form.kind, form.notes, form.answers, form.skip_faulty) == ("changes", [{"message": "Left out."}], {}, False)
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0003"))
        query = sql("SELECT id, CAST(answers AS TEXT) AS answers FROM drafts")
        found = {row.id: json.loads(row.answers) for row in await connection.execute(query)}
    assert found == dict(drafts)


_OLD_DRAFT = """INSERT INTO drafts
(id, tenant_id, author, author_name, name, content, answers, state, outcome, plan_id, created_at, rounds)
VALUES (:id, 't', 'a', 'A', 'n', '', :answers, 'asking', '{}', '', 0, 0)"""
