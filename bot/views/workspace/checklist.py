"""What connecting takes and how it stands: drawn when asked for, and again when access was granted."""

from __future__ import annotations

from bot.turn import Card
from bot.views.viewer import Viewer
from bot.views.workspace.workspace import workspace_card
from cards.workspace import connect as cards
from cards.workspace.connect import ChecklistItem
from services.changes.consent import grant_url
from services.context import Services
from services.domain.access import Right, may
from services.domain.errors import RemoteError
from services.inventory.link_prerequisites import AtOperator, LinkPrerequisites, Tenant, look_around

_LATER = "Check again in a minute."
_OPERATORS = "Add the operator in the Teams admin centre under Voice > Operators"


async def checklist_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """The checklist as it stands now, by fresh looks; what is linked, where the tenant got further meanwhile."""
    if await services.store.workspaces.find(tenant_id) is not None:
        return await workspace_card(services, tenant_id, viewer)
    access = await services.roles.access(tenant_id, viewer.object_id, True)
    if not access.known:
        unknown = services.roles.unknown(tenant_id, viewer.object_id)
        return for_unknown(services, viewer, unknown.why, consent=unknown.consent)
    if not may(access, Right.CONNECT).allowed:
        return for_others()
    services.glances.around.forget(tenant_id)
    return await for_admins(services, viewer)


async def for_admins(services: Services, viewer: Viewer, *, error: str = "", typed: bool = False) -> Card:
    """For those who may connect. `typed`: a key stands in a message of the chat."""
    tenant_id = viewer.tenant_id
    found = await services.glances.around.get(
        tenant_id, services.steady, lambda: look_around(services.clients, tenant_id)
    )
    form = isinstance(found.microsoft, Tenant) and found.microsoft.consented and _has_account(found.operator)
    checks = [
        _tenant_check(found.microsoft),
        ChecklistItem("Your role", "done", "Teams administrator"),
        _operator_check(found.operator),
        ChecklistItem("CPaaS organisation", "now", "Paste its API key below")
        if form
        else ChecklistItem("CPaaS organisation", "todo", "Its API key comes last, when all the others are in place"),
    ]
    grant = grant_url(services, tenant_id, viewer.object_id) if _unconsented(found) else ""
    return cards.checklist(checks, form=form, error=error, grant=grant, typed=typed)


def for_others() -> Card:
    """For those who may not connect."""
    role = ChecklistItem("Your role", "attention", "Connecting takes a Teams administrator role")
    return cards.checklist([role], form=False, intro="Ask a Teams administrator to say connect to me.")


def for_unknown(services: Services, viewer: Viewer, why: str, *, consent: bool) -> Card:
    """For somebody whose role couldn't be asked; `consent`: because nobody has granted access yet."""
    first = ChecklistItem("Microsoft tenant", "attention" if consent else "unknown", why)
    later = "I can see it once access is granted" if consent else _LATER
    grant = grant_url(services, viewer.tenant_id, viewer.object_id) if consent else ""
    return cards.checklist([first, ChecklistItem("Your role", "unknown", later)], form=False, grant=grant)


def _unconsented(found: LinkPrerequisites) -> bool:
    return isinstance(found.microsoft, Tenant) and not found.microsoft.consented


def _has_account(operator: AtOperator | RemoteError) -> bool:
    return isinstance(operator, AtOperator) and bool(operator.account)


def _tenant_check(tenant: Tenant | RemoteError) -> ChecklistItem:
    if isinstance(tenant, RemoteError):
        return ChecklistItem("Microsoft tenant", "unknown", f"{tenant.trouble} {_LATER}")
    if not tenant.consented:
        return ChecklistItem("Microsoft tenant", "attention", "A Global Administrator has to grant access first")
    return ChecklistItem("Microsoft tenant", "done", tenant.name)


def _operator_check(operator: AtOperator | RemoteError) -> ChecklistItem:
    if isinstance(operator, RemoteError):
        return ChecklistItem("Operator", "unknown", f"{operator.trouble} {_LATER}")
    if operator.unreachable:
        return ChecklistItem("Operator", "attention", f"{operator.unreachable}. Ask your operator to switch it on")
    if operator.account and operator.consent == "active":
        return ChecklistItem(
            "Operator", "done", f"Consent for {', '.join(operator.countries)}, account {operator.account}"
        )
    if operator.consent and operator.consent != "active":
        return ChecklistItem(
            "Operator", "attention", f"Your consent to the operator is {operator.consent}. {_OPERATORS} again"
        )
    return ChecklistItem("Operator", "attention", _OPERATORS)
