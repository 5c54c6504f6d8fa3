"""A number's provisioning status: pending until it settles, then synced or failed."""

from __future__ import annotations

from services.sandbox.world import Account, OperatorNumber, World


def status_of(account: Account, number: OperatorNumber, now: float) -> str:
    """`pending`, `synced` or `failed`; pending for as long as the account passes nothing on to Microsoft."""
    waits = now < number.settles_at or (is_in_teams(number) and not account.syncs)
    return "pending" if waits else number.outcome


def is_in_teams(number: OperatorNumber) -> bool:
    """Whether the number is meant for Microsoft Teams: Operator Connect is enabled on it."""
    service = number.resource.get("serviceDetails", {}).get("teamsOperatorConnect")
    return bool(service and service["enabled"])


def account_of(world: World, tenant_id: str | None) -> Account | None:
    """The account of a Microsoft tenant, if the operator has one."""
    return next((account for account in world.operator.accounts.values() if account.tenant_id == tenant_id), None)
