"""What happens between the systems as time passes: the operator's numbers arrive in Graph, assignments end.

Nothing runs in the background. Whoever reads or writes numbers calls `settle` first; the operator's side reports with
`uploaded` and `deleted`.
"""

from __future__ import annotations

import heapq

from services.sandbox import assignment, numbering
from services.sandbox.operator import status
from services.sandbox.state import Sandbox
from services.sandbox.world import Account, OperatorNumber, TeamsNumber

_CAPABILITY = {
    "CallingUserAssignment": "userAssignment",
    "FirstPartyAppAssignment": "voiceApplicationAssignment",
    "ConferenceAssignment": "conferenceAssignment",
}


def uploaded(sandbox: Sandbox, account: Account, number: str) -> None:
    """Report that the operator wrote `account.numbers[number]`, which Graph shows some time after it is synced."""
    written = account.numbers[number]
    due = written.settles_at + sandbox.delays.visible
    heapq.heappush(sandbox.world.arrivals, (due, account.name, number, written.etag))


def deleted(sandbox: Sandbox, account: Account, number: str) -> None:
    """Report that the operator deleted a number, which Graph shows for some time after that."""
    due = sandbox.clock.now() + sandbox.delays.gone
    heapq.heappush(sandbox.world.departures, (due, account.name, account.tenant_id, number))
    _depart(sandbox)


def settle(sandbox: Sandbox) -> None:
    """Bring the world up to the present: due numbers become visible or go, due operations end."""
    _depart(sandbox)
    _arrive(sandbox)
    assignment.finish_due(sandbox)


def _depart(sandbox: Sandbox) -> None:
    """Remove numbers that were deleted long enough ago, except those that were uploaded again meanwhile."""
    world, now = sandbox.world, sandbox.clock.now()
    while world.departures and world.departures[0][0] <= now:
        _, account_name, tenant_id, number = heapq.heappop(world.departures)
        account = world.operator.accounts.get(account_name)
        back = account is not None and number in account.numbers and status.is_in_teams(account.numbers[number])
        if (tenant := world.tenants.get(tenant_id)) and not back:
            numbering.remove(tenant, number)


def _arrive(sandbox: Sandbox) -> None:
    world, now = sandbox.world, sandbox.clock.now()
    while world.arrivals and world.arrivals[0][0] <= now:
        _, account_name, number, etag = heapq.heappop(world.arrivals)
        account = world.operator.accounts.get(account_name)
        written = account.numbers.get(number) if account else None
        if (
            account is None
            or not account.syncs
            or written is None
            or written.etag != etag
            or written.outcome != "synced"
        ):
            continue
        if tenant := world.tenants.get(account.tenant_id):
            numbering.put(tenant, _as_graph_shows(number, written, tenant.numbers.get(number)))


def _as_graph_shows(number: str, written: OperatorNumber, known: TeamsNumber | None) -> TeamsNumber:
    configuration = written.resource["serviceDetails"]["teamsOperatorConnect"]["configuration"]
    usages = [configuration["usage"], *configuration.get("additionalUsages", [])]
    shown = known or TeamsNumber(number)
    shown.capabilities = [_CAPABILITY[usage] for usage in usages if usage in _CAPABILITY]
    shown.iso_country_code = configuration.get("displayedCountryCode") or numbering.country_of(number)
    editable = configuration.get("allowTenantAddressUpdate", True)
    shown.customer_actions = ["locationUpdate", "release"] if editable else ["release"]
    if known is None or not editable:
        shown.civic_address_id = configuration.get("civicAddressId")
        shown.location_id = configuration.get("locationId")
    return shown
