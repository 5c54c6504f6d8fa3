"""`switchboard check`: tries whether every system that the bot needs answers and lets it do what it must."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import aiohttp

from bot.checks import permissions
from bot.checks.database import database, record_keys, tables
from bot.checks.public import messages, page
from bot.checks.reach import clocks, reach
from bot.checks.result import CheckReport, CheckResult, SystemCheck, tried
from bot.checks.show import as_json, passed, print_facts, print_results
from bot.checks.sign_in import secrets_end, sign_in
from bot.config import Settings
from bot.core import endpoints
from bot.pilot import Tried, Where
from bot.pilot import pilot as try_facts
from services.remote.clients import CPAAS, GRAPH, Clients
from services.remote.cpaas import ORGANISATION
from services.remote.transport import new_session
from services.store.migrate import newest, revision
from services.store.store import Store, open_store
from services.store.workspaces import Workspace


async def check(settings: Settings, *, pilot: bool = False, as_data: bool = False) -> bool:
    """Print the results of all checks, as a table or as JSON; True when none failed.

    With `pilot` it also tries, by reading, what is only inferred about the systems; a difference there is no failure.
    """
    store = open_store(settings.database_url, settings.secret_keys)
    async with new_session() as session:
        clients = Clients(endpoints(settings), session)
        workspaces: list[Workspace] = []
        results = await _all(_of_program(settings, store, session, clients, workspaces))
        results += await _all(_of_workspaces(workspaces, clients))
        facts = [(one, await _tried(one, clients)) for one in workspaces] if pilot else []
    await store.db.close()
    _tell(results, facts, as_data=as_data)
    return passed(results)


async def _all(checks: Sequence[SystemCheck]) -> list[CheckResult]:
    return list(await asyncio.gather(*map(tried, checks)))


def _of_program(
    settings: Settings, store: Store, session: aiohttp.ClientSession, clients: Clients, found: list[Workspace]
) -> list[SystemCheck]:
    """The checks that don't belong to a workspace; adds the workspaces to `found`."""
    now = datetime.now(UTC)
    graph, cpaas = f"{settings.graph_url}/organization", f"{settings.cpaas_url}{ORGANISATION}"
    return [
        SystemCheck("database", "Database", partial(database, store.db)),
        SystemCheck("database.tables", "Tables", partial(tables, store.db)),
        SystemCheck("workspaces", "Stored workspaces", partial(_workspaces, store, found)),
        SystemCheck("record.keys", "Keys of the record", partial(record_keys, store.db, store.record_keys)),
        SystemCheck("sign_in", "Sign-in", partial(sign_in, settings, now)),
        *_secrets(settings, clients, now),
        SystemCheck("clock", "Clock", partial(clocks, session, {GRAPH: graph, CPAAS: cpaas})),
        SystemCheck("graph", GRAPH, partial(reach, session, GRAPH, graph)),
        SystemCheck("cpaas", CPAAS, partial(reach, session, CPAAS, cpaas)),
        SystemCheck(
            "gateway.read", "Operator's gateway, reading", partial(permissions.gateway_reads, clients.operator(""))
        ),
        SystemCheck(
            "gateway.write", "Operator's gateway, writing", partial(permissions.gateway_writes, clients.operator(""))
        ),
        *_public(settings, session, now),
    ]


def _secrets(settings: Settings, clients: Clients, now: datetime) -> list[SystemCheck]:
    """The checks of when the apps' secrets expire, if they have any and their tenant is known."""
    if settings.sign_in != "password" or not settings.app_tenant_id:
        return []
    graph, apps = clients.graph(settings.app_tenant_id), {"secrets.graph": endpoints(settings).client_id}
    if settings.app_id not in apps.values() and settings.app_type != "UserAssignedMSI":
        apps["secrets.bot"] = settings.app_id
    return [
        SystemCheck(key, f"Secrets of the app {app}", partial(secrets_end, graph, app, now))
        for key, app in apps.items()
    ]


def _public(settings: Settings, session: aiohttp.ClientSession, now: datetime) -> list[SystemCheck]:
    """The checks of the bot from outside, if its address is set; without channel sign-in it refuses nobody."""
    if "public_url" not in settings.model_fields_set:
        return []
    seen = [SystemCheck("public.page", "Public page", partial(page, session, settings.public_url, now))]
    if not settings.local:
        seen.append(
            SystemCheck("public.messages", "Messaging endpoint", partial(messages, session, settings.public_url))
        )
    return seen


async def _workspaces(store: Store, found: list[Workspace]) -> CheckReport:
    if await revision(store.db) != newest():
        return CheckReport("can't be read before the tables are this version's")
    found += await store.workspaces.connected()
    return CheckReport(f"{len(found):,} linked")


def _of_workspaces(workspaces: Sequence[Workspace], clients: Clients) -> list[SystemCheck]:
    found: list[SystemCheck] = []
    for one in workspaces:
        found += permissions.graph_checks(one, clients)
        found += permissions.cpaas_checks(one, clients.cpaas(one.key, one.bond))
    return found


async def _tried(workspace: Workspace, clients: Clients) -> list[Tried]:
    tenant_id = workspace.tenant_id
    return await try_facts(Where(clients.graph(tenant_id), clients.operator(tenant_id), workspace.account))


def _tell(results: list[CheckResult], facts: Sequence[tuple[Workspace, list[Tried]]], *, as_data: bool) -> None:
    if as_data:
        sys.stdout.write(as_json(results, [(one.tenant_id, some) for one, some in facts]) + "\n")
        return
    print_results(results)
    for workspace, some in facts:
        print_facts(workspace.name, some)
