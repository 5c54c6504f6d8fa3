"""What connecting a tenant needs: Microsoft's consent and the operator's account, or why that isn't known."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from services.domain.errors import RemoteError
from services.inventory.operator_offers import unreachable
from services.remote.clients import Clients
from services.remote.consent import lacks_consent


@dataclass(frozen=True, slots=True)
class Tenant:
    """What Microsoft says of the tenant: its name and country, or that the program has no consent there."""

    name: str = ""
    country: str = ""
    consented: bool = True


@dataclass(frozen=True, slots=True)
class AtOperator:
    """What the operator says of the tenant; an empty `account` or `consent` means that there is none."""

    account: str = ""
    consent: str = ""
    countries: tuple[str, ...] = ()
    unreachable: str = ""  # in words, why nothing in the account reaches Teams


@dataclass(frozen=True, slots=True)
class LinkPrerequisites:
    """What is in place for a tenant; the error of a system that couldn't be asked, from which nothing follows."""

    microsoft: Tenant | RemoteError
    operator: AtOperator | RemoteError


async def look_around(clients: Clients, tenant_id: str) -> LinkPrerequisites:
    """What Microsoft and the operator know of this tenant, each asked independently."""
    microsoft, operator = await asyncio.gather(_tenant(clients, tenant_id), _operator(clients, tenant_id))
    return LinkPrerequisites(microsoft, operator)


async def _tenant(clients: Clients, tenant_id: str) -> Tenant | RemoteError:
    try:
        found = await clients.graph(tenant_id).organization()
    except RemoteError as error:
        return Tenant(consented=False) if lacks_consent(error) else error
    return Tenant(found.display_name, found.country)


async def _operator(clients: Clients, tenant_id: str) -> AtOperator | RemoteError:
    operator = clients.operator(tenant_id)
    try:
        account = await operator.account_for(tenant_id)
        consent = await operator.consent(tenant_id)
    except RemoteError as error:
        return error
    name = account.name if account else ""
    off = unreachable(account) if account else ""
    return AtOperator(name, consent.status, consent.countries, off) if consent else AtOperator(name, unreachable=off)
