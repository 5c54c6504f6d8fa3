"""`switchboard check`: does everything answer that the bot needs?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import aiohttp
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.config import Settings
from bot.core import endpoints, proof_of
from bot.pilot import Tried, Where
from bot.pilot import pilot as try_facts
from services.domain.errors import RemoteError, RemoteIll, RemoteRefused, SettingWrong, SwitchboardError
from services.remote.clients import CPAAS, GRAPH, Clients
from services.remote.cpaas import ORGANISATION, Cpaas
from services.remote.failures import oddity
from services.remote.graph import Graph
from services.remote.operator_connect import OperatorConnect
from services.remote.proof import CertificateProof
from services.remote.transport import answer_of, new_session
from services.remote.wire import OK
from services.store.migrate import migrate
from services.store.store import Store, open_store
from services.store.workspaces import Workspace

_SOON_DAYS = 30  # before a certificate's end it is said what to do
_WAYS = {"password": "secret", "federated": "federated token", "managed": "managed identity"}


class RoleMissing(SwitchboardError):
    """A system lets the program in, and not far enough."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One system: whether it answered, how fast, and what it said."""

    name: str
    good: bool
    seconds: float
    said: str


async def check(settings: Settings, *, pilot: bool = False) -> bool:
    """Print a table of every system; True when all answered as they should.

    With `pilot` what is only inferred of them is tried, too, by reading; what differs there is no failure.
    """
    store = open_store(settings.database_url, settings.secret_keys)
    async with new_session() as session:
        clients = Clients(endpoints(settings), session)
        workspaces: list[Workspace] = []
        first = await asyncio.gather(
            _try("Database", partial(_database, store)),
            _try("Sign-in", partial(_sign_in, settings, datetime.now(UTC))),
            *_secrets(settings, clients),
            _try("Stored workspaces", partial(_workspaces, store, workspaces)),
            _try("Microsoft Graph", partial(_reach, session, GRAPH, f"{settings.graph_url}/organization")),
            _try("CPaaS", partial(_reach, session, CPAAS, f"{settings.cpaas_url}{ORGANISATION}")),
            _try("Operator's gateway, signed in", partial(_operator, clients)),
        )
        lines = [*first, *await asyncio.gather(*_of_workspaces(workspaces, clients))]
        tried = [(one, await _tried(one, clients)) for one in workspaces] if pilot else []
    await store.db.close()
    _print(lines)
    for workspace, facts in tried:
        _print_facts(workspace, facts)
    return all(line.good for line in lines)


async def _sign_in(settings: Settings, now: datetime) -> str:
    """How the program signs in, and until when that goes well."""
    proof = proof_of(settings)
    if not isinstance(proof, CertificateProof):
        return f"by {_WAYS[settings.sign_in]}"
    left = (proof.ends - now).days
    until = f"{proof.ends:%-d %B %Y}"
    renew = "Make a new certificate, upload it to the app registration, and put it into the file."
    if left < 0:
        raise SettingWrong(f"The certificate ended on {until}.", "Microsoft gives no token for it any more.", renew)
    return f"by certificate, which ends on {until}{f', in {left} days. {renew}' if left < _SOON_DAYS else ''}"


def _secrets(settings: Settings, clients: Clients) -> list[Awaitable[CheckResult]]:
    """A look at the ends of the app's secrets, where it has one and its tenant is known."""
    if settings.sign_in != "password" or not settings.app_tenant_id:
        return []
    graph, app_id = clients.graph(settings.app_tenant_id), endpoints(settings).client_id
    return [_try("Secrets of the app", partial(secrets_end, graph, app_id, datetime.now(UTC)))]


async def secrets_end(graph: Graph, app_id: str, now: datetime) -> str:
    """Until when the app's newest secret is good, as far as that may be read."""
    try:
        found = await graph.app_credentials(app_id)
    except RemoteRefused as refused:
        if refused.status != 403:
            raise
        return "their end can't be read without Application.Read.All; nothing else needs it"
    if not found:
        return "this tenant doesn't have the app's registration"
    left, until = (found[0].end_date_time - now).days, f"{found[0].end_date_time:%-d %B %Y}"
    renew = "Make a new secret in Entra and set it."
    if left < 0:
        raise SettingWrong(f"The last of the app's secrets ended on {until}.", "Microsoft takes none of them.", renew)
    return f"the last one ends on {until}{f', in {left} days. {renew}' if left < _SOON_DAYS else ''}"


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
        found.append(
            _try(f"Microsoft Graph, {workspace.name}", partial(_graph, graph, phones=workspace.business_phones))
        )
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
    operator = clients.operator("")
    accounts = [account.name async for account in operator.accounts()]
    if accounts:
        await _may_write(operator, accounts[0])
    return f"{len(accounts):,} accounts"


async def _may_write(operator: OperatorConnect, account: str) -> None:
    """Ask something by POST that changes nothing: uploads and releases are POST, too.

    The published roles cover GET (Read), PUT and PATCH (Write), DELETE (Delete) and everything (Admin):
    https://learn.microsoft.com/rest/api/voiceservices
    """
    try:
        await operator.capability_plans(account)
    except RemoteRefused as refused:
        if refused.status != 403:
            raise
        what = "It can be read and not be written to: the application role ProvisioningAPI.Admin is missing."
        raise RoleMissing(what, refused.message, "Grant it in the tenant of the gateway.") from refused


async def _graph(graph: Graph, *, phones: bool = False) -> str:
    if phones and not await graph.may_set_business_phones():
        what = "Business phones are to be written, and the permission User-Phone.ReadWrite.All is missing."
        why = "User.ReadWrite.All would do, too."
        raise RoleMissing(what, why, "Grant it, or turn business phones off in *system settings*.")
    return (await graph.organization()).display_name


async def _cpaas(cpaas: Cpaas) -> str:
    await cpaas.still_linked()
    return (await cpaas.organization()).name


async def _tried(workspace: Workspace, clients: Clients) -> list[Tried]:
    tenant_id = workspace.tenant_id
    return await try_facts(Where(clients.graph(tenant_id), clients.operator(tenant_id), workspace.account))


def _print_facts(workspace: Workspace, facts: list[Tried]) -> None:
    table = Table("Fact", workspace.name, "What it says", title="What docs/facts.md only infers")
    for fact in facts:
        table.add_row(fact.key, fact.came.value, fact.said)
    Console().print(table)


def _print(lines: list[CheckResult]) -> None:
    table = Table("System", "", "Seconds", "Answer")
    for line in lines:
        table.add_row(line.name, "ok" if line.good else "FAILED", f"{line.seconds:.2f}", line.said)
    Console().print(table)
