"""Migrations bring an empty database to exactly the tables, once, whoever calls them how often at once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect, select
from sqlalchemy import text as sql

from services.domain.plan import WrittenLine, write
from services.domain.states import LineOutcome
from services.store.conversion import columns_of
from services.store.database import Database
from services.store.ledger import LedgerEntry
from services.store.migrate import config, migrate
from services.store.plans import Plans
from services.store.store import open_store
from services.store.tables import AuditRow, Base, DraftRow, PlanLineRow, PlanRow
from tests.store.rows import TENANT, a_job, a_plan, some_lines

ROOT = Path(__file__).parents[2]
# One program that migrates as soon as it is told to, so that all of them begin at once.
MIGRATES = """
import asyncio, sys
from services.store.database import Database
from services.store.migrate import migrate

async def main():
    db = Database(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    await migrate(db)
    await db.close()

asyncio.run(main())
"""


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


@pytest.mark.long
async def test_processes_that_start_at_once_make_the_tables_once(db: Database, database_url: str) -> None:
    command_line, pipe = [sys.executable, "-c", MIGRATES, database_url], subprocess.PIPE
    programs = [
        subprocess.Popen(command_line, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)  # noqa: ASYNC220
        for _ in range(2 if db.is_sqlite else 3)
    ]
    for one in programs:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    ended = await asyncio.gather(*(asyncio.to_thread(one.communicate, "now\n", 120) for one in programs))
    assert [one.returncode for one in programs] == [0] * len(programs), ended
    async with db.engine.begin() as connection:
        assert await connection.run_sync(_differences) == []


@pytest.mark.long
async def test_what_waits_and_what_is_in_flight_goes_on_after_an_upgrade(db: Database, database_url: str) -> None:
    lines = write(some_lines())
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.upgrade(config(c), "0007"))
        await connection.run_sync(_fill_0007, lines)
    await migrate(db)
    store = open_store(database_url, ("a" * 32,))
    (waiting,) = await store.plans.waiting(TENANT)
    assert (waiting.id, await store.plans.texts("waits")) == ("waits", [line.text for line in lines])
    (flying,) = await store.ledger.unfinished()
    assert flying.id == "job-1"
    assert (await store.ledger.get("job-1", TENANT)).owner == "the old version"
    assert [entry.no for entry in await store.ledger.entries("job-1", unfinished=True)] == [2, 3]
    await store.ledger.claim("job-1", "the new version", 20.0)
    rest = [LedgerEntry(no, outcome=LineOutcome.DONE, since=21.0) for no in (2, 3)]
    await store.ledger.write("job-1", "the new version", rest)
    assert await store.ledger.counts("job-1") == {"done": 3}
    await store.db.close()


def _fill_0007(connection: Connection, lines: tuple[WrittenLine, ...]) -> None:
    """What a version of that time left: a plan that waits, and a job of which one line of three is done."""
    tables = MetaData()
    tables.reflect(connection)

    def put(table: str, **values: object) -> None:
        columns = tables.tables[table].columns
        usual = {c.name: "" for c in columns if not c.nullable and c.server_default is None}
        known = {name: value for name, value in values.items() if name in columns}
        connection.execute(tables.tables[table].insert().values({**usual, **known}))

    for ident, state, job_id in (("waits", "waiting", ""), ("flies", "approved", "job-1")):
        plan = a_plan(ident, state=state, job_id=job_id)
        put("plans", **{**columns_of(plan), "decided_at": 0.0, "summary": {}})
        for line in lines:
            put("plan_lines", plan_id=ident, no=line.no, data=line.text, shape=line.shape)
    job = a_job("job-1", "flies", state="running", owner="the old version", started_at=2.0)
    put("jobs", **columns_of(job))
    for line in lines:
        entry = {"job_id": "job-1", "no": line.no, "shape": line.shape, "step": 0, "since": 1.0, "began": 0.0}
        put(
            "ledger",
            **entry,
            attempts=0,
            trace=[],
            outcome=LineOutcome.DONE if line.no == 1 else "",
            phase="ended" if line.no == 1 else "todo",
        )


async def test_the_way_back_leaves_nothing(db: Database) -> None:
    await migrate(db)
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "base"))
    async with db.engine.begin() as connection:
        assert await connection.run_sync(lambda c: inspect(c).get_table_names()) == ["alembic_version"]


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.parametrize(
    ("table", "column"),
    [(name, "ref") for name in ("drafts", "plans", "jobs", "outbox")]
    + [(name, "short") for name in ("jobs", "ledger")],
)
async def test_a_process_of_the_version_before_goes_on_writing(db: Database, table: str, column: str) -> None:
    """It names no such column while a deployment rolls, so the database itself must know what stands there."""
    await migrate(db)
    async with db.engine.begin() as connection:
        columns = await connection.run_sync(lambda c: inspect(c).get_columns(table))
    (found,) = (one for one in columns if one["name"] == column)
    assert str(found["default"]).startswith("''")
