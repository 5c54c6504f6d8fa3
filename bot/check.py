"""`switchboard check`: does everything answer that the bot needs?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import aiohttp
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.config import Settings
from bot.core import endpoints
from services.domain.errors import RemoteError, RemoteIll, SwitchboardError
from services.remote.clients import CPAAS, GRAPH, Clients
from services.remote.cpaas import ORGANISATION, Cpaas
from services.remote.failures import oddity
from services.remote.graph import Graph
from services.remote.transport import answer_of, new_session
from services.remote.wire import OK
from services.store.migrate import migrate
from services.store.store import Store, open_store
from services.store.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One system: whether it answered, how fast, and what it said."""

    name: str
    good: bool
    seconds: float
    said: str


async def check(settings: Settings) -> bool:
    """Print a table of every system; True when all answered as they should."""
    store = open_store(settings.database_url, settings.secret_keys)
    async with new_session() as session:
        clients = Clients(endpoints(settings), session)
        workspaces: list[Workspace] = []
        first = await asyncio.gather(
            _try("Database", partial(_database, store)),
            _try("Stored workspaces", partial(_workspaces, store, workspaces)),
            _try("Microsoft Graph", partial(_reach, session, GRAPH, f"{settings.graph_url}/organization")),
            _try("CPaaS", partial(_reach, session, CPAAS, f"{settings.cpaas_url}{ORGANISATION}")),
            _try("Operator's gateway, signed in", partial(_operator, clients)),
        )
        lines = [*first, *await asyncio.gather(*_of_workspaces(workspaces, clients))]
    await store.db.close()
    _print(lines)
    return all(line.good for line in lines)


async def _workspaces(store: Store, found: list[Workspace]) -> str:
    await migrate(store.db)
    found += await store.workspaces.connected()
    return f"{len(found):,} linked"


async def _reach(session: aiohttp.ClientSession, system: str, url: str) -> str:
    """Whether the system itself is there: without a key, its own answer is that one is missing."""
    limit = aiohttp.ClientTimeout(total=10)
    async with session.get(url, timeout=limit, allow_redirects=False) as response:
        answer = await answer_of(response)
    if answer.status >= 500:
        raise RemoteError(system, answer.status, "", "It is there, and not well.")
    if saw := oddity(answer, OK):
        raise RemoteIll(system, saw, status=answer.status, request_id=answer.request_id)
    return "reachable"


def _of_workspaces(workspaces: list[Workspace], clients: Clients) -> list[Awaitable[CheckResult]]:
    found: list[Awaitable[CheckResult]] = []
    for workspace in workspaces:
        graph, cpaas = clients.graph(workspace.tenant_id), clients.cpaas(workspace.key, workspace.bond)
        found.append(_try(f"Microsoft Graph, {workspace.name}", partial(_graph, graph)))
        found.append(_try(f"CPaaS, {workspace.org_name}", partial(_cpaas, cpaas)))
    return found


async def _try(name: str, attempt: Callable[[], Awaitable[str]]) -> CheckResult:
    started = time.monotonic()
    try:
        said, good = await attempt(), True
    except SwitchboardError as error:
        said, good = str(error), False
    except Exception as error:
        said, good = f"{type(error).__name__}: {error}", False
    return CheckResult(name, good, time.monotonic() - started, said)


async def _database(store: Store) -> str:
    async with store.db.read() as session:
        await session.execute(text("SELECT 1"))
    return store.db.url.render_as_string(hide_password=True)


async def _operator(clients: Clients) -> str:
    accounts = [account.name async for account in clients.operator("").accounts()]
    return f"{len(accounts):,} accounts"


async def _graph(graph: Graph) -> str:
    return (await graph.organization()).display_name


async def _cpaas(cpaas: Cpaas) -> str:
    await cpaas.still_linked()
    return (await cpaas.organization()).name


def _print(lines: list[CheckResult]) -> None:
    table = Table("System", "", "Seconds", "Answer")
    for line in lines:
        table.add_row(line.name, "ok" if line.good else "FAILED", f"{line.seconds:.2f}", line.said)
    Console().print(table)
