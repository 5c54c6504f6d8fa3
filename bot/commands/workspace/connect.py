"""Connect and disconnect: what is in place at Microsoft and the operator, and the way back."""

from __future__ import annotations

from urllib.parse import quote

from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from bot.views.plans import plan_for
from bot.views.workspace import connection, workspace_card
from cards.workspace import connect as cards
from cards.workspace.clicks import ConfirmDisconnect
from cards.workspace.connect import ChecklistItem
from services.changes.tenant_link import plan_unlink
from services.domain.access import Right, Role
from services.domain.errors import LinkLost, RemoteError
from services.domain.states import WorkspaceState
from services.inventory.link_prerequisites import AtOperator, LinkPrerequisites, Tenant, look_around
from services.store.workspaces import Workspace

_LATER = "Check again in a minute."
_OPERATORS = "Add the operator in the Teams admin centre under Voice > Operators"


@command(
    "connect",
    "link",
    "link tenant",
    "set up",
    "setup",
    help="Link this tenant to your CPaaS",
    group="Start",
    right=Right.NONE,
)
async def connect(context: Context, _rest: str) -> Said:
    """The checklist, or what is linked already, or how far the linking is."""
    found = await context.services.store.workspaces.find(context.tenant_id)
    if found is None:
        return await checklist(context)
    if found.state == WorkspaceState.CONNECTED and (lost := await _lost(context, found)):
        return await checklist(context, error=f"{lost.what} {lost.why}")
    card = await workspace_card(context.services, context.tenant_id, context.viewer)
    return Answer(card=card, subject=f"workspace:{context.tenant_id}" if found.state == WorkspaceState.LINKING else "")


@command(
    "new key",
    "change key",
    "replace key",
    help="Give me another key of the same organisation",
    group="Start",
    right=Right.CONNECT,
)
async def new_key(context: Context, _rest: str) -> Said:
    """The form for the key, also when the tenant is linked already."""
    if await context.services.store.workspaces.find(context.tenant_id) is None:
        await context.workspace()
    return await checklist(context)


@command("disconnect", "unlink", help="Take the link away", group="Start", right=Right.CONNECT)
async def disconnect(context: Context, _rest: str) -> Said:
    """Ask before anything happens."""
    workspace = await context.workspace()
    return cards.disconnect_confirm(
        connection(workspace, context.viewer, context.services.clock.now()),
        goes=("The link between the two systems", "The stored key of the organisation"),
        stays=("Extensions, numbers and assignments", "The record of what was done"),
    )


@action(ConfirmDisconnect, right=Right.CONNECT, fresh="disconnect")
async def confirm_disconnect(context: Context) -> Said:
    """A plan to unlink; a second person has to agree."""
    plan = await plan_unlink(context.services, context.author)
    card = await plan_for(context.services, plan.id, context.viewer)
    return Answer(card=card, subject=f"plan:{plan.id}")


async def _lost(context: Context, workspace: Workspace) -> LinkLost | None:
    """That the link is gone at the CPaaS, for those who may connect anew; None when it stands or can't be looked at."""
    if not context.may(Right.CONNECT):
        return None
    try:
        await context.services.clients.cpaas(workspace.key, workspace.bond).still_linked()
    except LinkLost as lost:
        return lost
    except RemoteError:
        return None
    return None


async def checklist(context: Context, error: str = "", *, typed: bool = False) -> Answer:
    """What is in place. The role comes first: who may not connect has nothing else asked for them.

    `typed`: a key stands in a message of the chat.
    """
    if not context.may(Right.CONNECT):
        return Answer(card=_for_others(context))
    services, tenant_id = context.services, context.tenant_id
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
    grant = _grant_url(context) if _unconsented(found) else ""
    return Answer(card=cards.checklist(checks, form=form, error=error, grant=grant, typed=typed))


def _for_others(context: Context) -> Card:
    """For those who may not connect, or of whom it isn't known."""
    if context.role is not Role.UNKNOWN:
        role = ChecklistItem("Your role", "attention", "Connecting takes a Teams administrator role")
        return cards.checklist([role], form=False, intro="Ask a Teams administrator to say connect to me.")
    unknown = context.house.services.roles.unknown(context.tenant_id, context.turn.who.object_id)
    first = ChecklistItem("Microsoft tenant", "attention" if unknown.consent else "unknown", unknown.why)
    later = "I can see it once access is granted" if unknown.consent else _LATER
    grant = _grant_url(context) if unknown.consent else ""
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


def _grant_url(context: Context) -> str:
    """Microsoft's page for granting access, for this tenant and our app.

    https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent#construct-the-url-for-granting-tenant-wide-admin-consent
    """
    app = quote(context.house.graph_app_id, safe="")
    return f"{context.house.login_url}/{quote(context.tenant_id, safe='')}/adminconsent?client_id={app}"
