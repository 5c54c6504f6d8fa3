"""Checks what the program may do in a customer's tenant, permission by permission, and in the CPaaS, area by area.

An app-only token lists the application permissions that were consented to in its claim `roles`:
https://learn.microsoft.com/graph/auth-v2-service. Only these checks use it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.checks.result import CheckReport, SystemCheck
from services.domain.errors import RemoteError, RemoteRefused, SwitchboardError
from services.remote.clients import Clients
from services.remote.cpaas import Cpaas
from services.remote.failures import grant_of
from services.remote.graph import Graph
from services.remote.operator_connect import OperatorConnect
from services.store.workspaces import Workspace


class PermissionMissing(SwitchboardError):
    """Raised when a system lets the program in without a permission that it needs."""


@dataclass(frozen=True, slots=True)
class NeededPermission:
    """A permission of Microsoft Graph: its purpose, and others that include it; an optional one is for one feature."""

    name: str
    purpose: str
    held_by: frozenset[str] = frozenset()
    optional: bool = False


_ALL = frozenset({"Directory.Read.All", "Directory.ReadWrite.All"})
# https://learn.microsoft.com/graph/permissions-reference
GRAPH_PERMISSIONS = (
    NeededPermission("Organization.Read.All", "reading the tenant and its licences", _ALL),
    NeededPermission("User.Read.All", "finding people, and what they are members of", _ALL),
    NeededPermission(
        "User.ReadWrite.All", "setting usage locations", frozenset({"Directory.ReadWrite.All"}), optional=True
    ),
    NeededPermission(
        "LicenseAssignment.ReadWrite.All",
        "giving phone licences",
        frozenset({"User.ReadWrite.All", "Directory.ReadWrite.All"}),
    ),
    NeededPermission(
        "RoleManagement.Read.Directory",
        "telling administrators from others",
        _ALL | {"RoleManagement.ReadWrite.Directory"},
    ),
    NeededPermission("TeamsTelephoneNumber.ReadWrite.All", "reading and assigning numbers"),
    NeededPermission(
        "TeamsUserConfiguration.Read.All",
        "showing voice policies, and whether Teams has taken up a licence",
        optional=True,
    ),
    NeededPermission("TeamsPolicyUserAssign.ReadWrite.All", "giving voice policies", optional=True),
    NeededPermission(
        "GroupMember.Read.All",
        "naming groups that give licences, and giving roles to groups",
        _ALL | {"Group.Read.All", "GroupMember.ReadWrite.All"},
        optional=True,
    ),
    NeededPermission(
        "AdministrativeUnit.Read.All",
        "giving roles for administrative units",
        _ALL | {"AdministrativeUnit.ReadWrite.All"},
        optional=True,
    ),
)


def graph_checks(workspace: Workspace, clients: Clients) -> list[SystemCheck]:
    """One check for each permission that the tenant's admin consented to, or did not."""
    granted, graph = Granted(partial(clients.granted, workspace.tenant_id)), clients.graph(workspace.tenant_id)
    attempts: dict[str, Callable[[], Awaitable[CheckReport]]] = {"organization": partial(organization, graph)}
    attempts |= {one.name: partial(_permission, one, granted) for one in GRAPH_PERMISSIONS}
    if workspace.business_phones:
        attempts["business_phones"] = partial(business_phones, graph)
    title = f"Microsoft Graph, {workspace.name}"
    return [
        SystemCheck(f"graph.{name}", f"{title}: {name}", each, workspace.tenant_id) for name, each in attempts.items()
    ]


async def organization(graph: Graph) -> CheckReport:
    """The tenant's name."""
    return CheckReport((await graph.organization()).display_name)


async def business_phones(graph: Graph) -> CheckReport:
    """Whether people's numbers may be written to the directory as their business phones."""
    if await graph.may_set_business_phones():
        return CheckReport("may be written")
    what = "Business phones are to be written, and the permission User-Phone.ReadWrite.All is missing."
    why = "User.ReadWrite.All would do, too."
    raise PermissionMissing(what, why, "Grant it, or turn business phones off in *system settings*.")


class Granted:
    """The permissions granted in one tenant, read once."""

    def __init__(self, ask: Callable[[], Awaitable[frozenset[str] | None]]) -> None:
        self._ask = ask
        self._asked: Awaitable[frozenset[str] | None] | None = None

    async def get(self) -> frozenset[str] | None:
        """The permissions in the tenant's token; None when the token doesn't say."""
        self._asked = self._asked or asyncio.ensure_future(self._ask())
        return await asyncio.shield(self._asked)


async def _permission(wanted: NeededPermission, granted: Granted) -> CheckReport:
    return judged(wanted, await granted.get())


def judged(wanted: NeededPermission, granted: frozenset[str] | None) -> CheckReport:
    """The report on a permission; raises PermissionMissing when the program can't do without it."""
    if granted is None:
        return CheckReport(f"can't be told: the token can't be read; for {wanted.purpose}")
    if holder := next(iter(sorted(granted & (wanted.held_by | {wanted.name}))), ""):
        through = "" if wanted.name in granted else f" through {holder}"
        return CheckReport(f"granted{through}, for {wanted.purpose}")
    if not wanted.optional:
        raise PermissionMissing(f"{wanted.name} is missing.", f"It is for {wanted.purpose}.", grant_of((wanted.name,)))
    return CheckReport(f"missing; only for {wanted.purpose}", grant_of((wanted.name,)))


async def gateway_reads(operator: OperatorConnect) -> CheckReport:
    """The number of accounts that the gateway shows."""
    return CheckReport(f"{len([account async for account in operator.accounts()]):,} accounts")


async def gateway_writes(operator: OperatorConnect) -> CheckReport:
    """Whether numbers may be uploaded, by a POST that changes nothing, since uploads and releases are POSTs.

    The published roles cover GET (Read), PUT and PATCH (Write), DELETE (Delete) and everything (Admin):
    https://learn.microsoft.com/rest/api/voiceservices
    """
    accounts = [account.name async for account in operator.accounts()]
    if not accounts:
        return CheckReport("can't be tried before there is an account")
    try:
        await operator.capability_plans(accounts[0])
    except RemoteRefused as refused:
        if refused.status != 403:
            raise
        what = "It can be read and not be written to: the application role ProvisioningAPI.Admin is missing."
        raise PermissionMissing(what, refused.message, "Grant it in the tenant of the gateway.") from refused
    return CheckReport("ProvisioningAPI.Admin is granted")


def cpaas_checks(workspace: Workspace, cpaas: Cpaas) -> list[SystemCheck]:
    """One check for each area that the organisation's key must open, by reading only."""

    async def linked() -> CheckReport:
        await cpaas.still_linked()
        return CheckReport(f"linked to {(await cpaas.organization()).name}")

    async def licences() -> CheckReport:
        return CheckReport(f"{len(await cpaas.licences()):,} kinds")

    async def numbers() -> CheckReport:
        return CheckReport(f"{await cpaas.number_count():,} numbers")

    async def lines() -> CheckReport:
        await cpaas.line_count()
        return CheckReport("can be read")

    async def settings() -> CheckReport:
        await cpaas.system_settings()
        return CheckReport("can be read")

    areas = {"organisation": linked, "licences": licences, "numbers": numbers, "lines": lines, "settings": settings}
    return [
        SystemCheck(f"cpaas.{area}", f"CPaaS, {workspace.org_name}: {area}", partial(_area, read), workspace.tenant_id)
        for area, read in areas.items()
    ]


async def _area(read: Callable[[], Awaitable[CheckReport]]) -> CheckReport:
    try:
        return await read()
    except RemoteError as error:
        if error.status not in (401, 403):
            raise
        fix = "Have the CPaaS give the organisation's key this right, or say *connect* with another key."
        raise PermissionMissing("The organisation's key doesn't open this.", error.message, fix) from error
