"""The checklist for connecting, drawn on request and again when access was granted."""

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
from services.domain.phrases import join_text, tr
from services.domain.settings.countries import country_name
from services.inventory.link_prerequisites import AtOperator, LinkPrerequisites, Tenant, look_around

_LATER = tr("Check again in a minute.")
_OPERATORS = tr("Add the operator in the Teams admin centre under Voice > Operators")


async def checklist_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """The current checklist, freshly read; the link instead, if there is one by now."""
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
    """The checklist for those who may connect. `typed`: a message of the chat contains a key."""
    tenant_id = viewer.tenant_id
    found = await services.glances.around.get(
        tenant_id, services.steady, lambda: look_around(services.clients, tenant_id)
    )
    form = isinstance(found.microsoft, Tenant) and found.microsoft.consented and _has_account(found.operator)
    checks = [
        _tenant_check(found.microsoft),
        ChecklistItem(tr("Your role"), "done", tr("Teams administrator")),
        _operator_check(found.operator),
        ChecklistItem(tr("CPaaS organisation"), "now", tr("Paste its API key below"))
        if form
        else ChecklistItem(
            tr("CPaaS organisation"), "todo", tr("Its API key comes last, when all the others are in place")
        ),
    ]
    grant = grant_url(services, tenant_id, viewer.object_id) if _unconsented(found) else ""
    return cards.checklist(checks, form=form, error=error, grant=grant, typed=typed)


def for_others() -> Card:
    """The card for those who may not connect."""
    role = ChecklistItem(tr("Your role"), "attention", tr("Connecting takes a Teams administrator role"))
    return cards.checklist([role], form=False, intro=tr("Ask a Teams administrator to say connect to me."))


def for_unknown(services: Services, viewer: Viewer, why: str, *, consent: bool) -> Card:
    """The card for somebody whose role couldn't be asked; `consent`: because access hasn't been granted yet."""
    first = ChecklistItem(tr("Microsoft tenant"), "attention" if consent else "unknown", why)
    later = tr("I can see it once access is granted") if consent else _LATER
    grant = grant_url(services, viewer.tenant_id, viewer.object_id) if consent else ""
    return cards.checklist([first, ChecklistItem(tr("Your role"), "unknown", later)], form=False, grant=grant)


def _unconsented(found: LinkPrerequisites) -> bool:
    return isinstance(found.microsoft, Tenant) and not found.microsoft.consented


def _has_account(operator: AtOperator | RemoteError) -> bool:
    return isinstance(operator, AtOperator) and bool(operator.account)


def _tenant_check(tenant: Tenant | RemoteError) -> ChecklistItem:
    if isinstance(tenant, RemoteError):
        return ChecklistItem(
            tr("Microsoft tenant"), "unknown", tr("{trouble} {later}", trouble=tenant.trouble, later=_LATER)
        )
    if not tenant.consented:
        return ChecklistItem(
            tr("Microsoft tenant"), "attention", tr("A Global Administrator has to grant access first")
        )
    return ChecklistItem(tr("Microsoft tenant"), "done", tenant.name)


def _operator_check(operator: AtOperator | RemoteError) -> ChecklistItem:
    if isinstance(operator, RemoteError):
        return ChecklistItem(tr("Operator"), "unknown", tr("{trouble} {later}", trouble=operator.trouble, later=_LATER))
    if operator.unreachable:
        return ChecklistItem(
            tr("Operator"),
            "attention",
            tr("{unreachable}. Ask your operator to switch it on", unreachable=operator.unreachable),
        )
    if operator.account and operator.consent == "active":
        return ChecklistItem(
            tr("Operator"),
            "done",
            tr(
                "Consent for {names}, account {account}",
                names=join_text(", ", map(country_name, operator.countries)),
                account=operator.account,
            ),
        )
    if operator.consent and operator.consent != "active":
        return ChecklistItem(
            tr("Operator"),
            "attention",
            tr(
                "Your consent to the operator is {consent}. {operators} again",
                consent=operator.consent,
                operators=_OPERATORS,
            ),
        )
    return ChecklistItem(tr("Operator"), "attention", _OPERATORS)
