"""Prints what everything was waiting for when a measurement came to a standstill, to find the cause."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import ClientError

from tests.support.processes import Machines

_JOBS = "SELECT id, state, run, owner, moves, stuck_at, wanted, waiting_for FROM jobs ORDER BY created_at"
_LINES = (
    "SELECT job_id, step, phase, outcome, reason, count(*) FROM ledger"
    " GROUP BY job_id, step, phase, outcome, reason ORDER BY 1, 2, 3"
)
_NOTICES = "SELECT kind, state, attempts, error, count(*) FROM outbox WHERE state <> 'sent' GROUP BY 1, 2, 3, 4"
_FLOWS = (
    "SELECT workflow_uuid, name, status, executor_id, queue_name FROM {schema}workflow_status"
    " WHERE status IN ('PENDING', 'ENQUEUED', 'DELAYED') ORDER BY created_at"
)
_LOG_TAIL = 40
Ask = Callable[[str], Sequence[tuple[Any, ...]]]


async def told(here: Machines) -> str:
    """Health, jobs, lines, notices, the engine's workflows, faults that are on, and the end of every log."""
    parts = [("health", await _health(here)), *_stored(here), ("faults", await _faults(here))]
    parts += [
        (log.name, "\n".join(log.read_text(errors="replace").splitlines()[-_LOG_TAIL:])) for log in _logs(here.log)
    ]
    return "\n".join(f"--- {name}\n{words}" for name, words in parts)


async def _health(here: Machines) -> str:
    try:
        async with here.http.get(f"http://127.0.0.1:{here.bot_port}/healthz") as answer:
            return f"{answer.status} {await answer.text()}"
    except (ClientError, TimeoutError) as error:
        return f"no answer: {type(error).__name__}"


async def _faults(here: Machines) -> str:
    try:
        async with here.http.get("/sandbox/faults") as answer:
            rules = await answer.json()
    except (ClientError, TimeoutError) as error:
        return f"no answer: {type(error).__name__}"
    return "\n".join(f"{r['system']} {r['kind']}: struck {r['used']} times" for r in rules)


def _stored(here: Machines) -> list[tuple[str, str]]:
    url = here.environment["SWITCHBOARD_DATABASE_URL"]
    if url.startswith("sqlite"):
        file = url.removeprefix("sqlite:///")
        ours, engine, schema = _sqlite(file), _sqlite(f"{file}.jobs"), ""
    else:
        ours = engine = _postgres(url)
        schema = "dbos."
    asked = [("jobs", ours, _JOBS), ("lines", ours, _LINES), ("notices", ours, _NOTICES)]
    asked += [("workflows", engine, _FLOWS.format(schema=schema))]
    return [(name, _rows(ask, query)) for name, ask, query in asked]


def _rows(ask: Ask, query: str) -> str:
    try:
        return "\n".join(" | ".join(map(str, row)) for row in ask(query)) or "none"
    except (sqlite3.Error, psycopg.Error) as error:
        return f"can't be read: {error}"


def _sqlite(file: str) -> Ask:
    def ask(query: str) -> Sequence[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(query).fetchall()

    return ask


def _postgres(url: str) -> Ask:
    def ask(query: str) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect(url, connect_timeout=10) as connection:
            return connection.execute(query.encode()).fetchall()

    return ask


def _logs(log: Path) -> list[Path]:
    return sorted(log.parent.glob("*.log"))
