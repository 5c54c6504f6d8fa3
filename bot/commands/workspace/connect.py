"""Connect and disconnect: what is in place at Microsoft and the operator, and unlinking."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views.changes.plans import plan_for
from bot.views.workspace import checklist as checklists
from bot.views.workspace.workspace import connection, workspace_card
from cards.workspace import connect as cards
from cards.workspace.clicks import ConfirmDisconnect
from services.changes.tenant_link import plan_unlink
from services.domain.access import Right, Role
from services.domain.errors import LinkLost, RemoteError
from services.domain.phrases import tr
from services.domain.states import WorkspaceState
from services.domain.subject import NO_SUBJECT, Subject, SubjectKind
from services.store.workspaces import Workspace


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
    """The checklist, or the existing link, or the progress of linking."""
    found = await context.services.store.workspaces.find(context.tenant_id)
    if found is None:
        return await checklist(context)
    if found.state == WorkspaceState.CONNECTED and (lost := await _lost(context, found)):
        return await checklist(context, error=tr("{what} {why}", what=lost.what, why=lost.why))
    card = await workspace_card(context.services, context.tenant_id, context.viewer)
    return Answer(
        card=card,
        subject=Subject(SubjectKind.WORKSPACE, context.tenant_id)
        if found.state == WorkspaceState.LINKING
        else NO_SUBJECT,
    )


@command(
    "new key",
    "change key",
    "replace key",
    help="Give me another key of the same organisation",
    group="Start",
    right=Right.CONNECT,
)
async def new_key(context: Context, _rest: str) -> Said:
    """Show the form for the key, even if the tenant is already linked."""
    if await context.services.store.workspaces.find(context.tenant_id) is None:
        await context.workspace()
    return await checklist(context)


@command("disconnect", "unlink", help="Take the link away", group="Start", right=Right.CONNECT)
async def disconnect(context: Context, _rest: str) -> Said:
    """Ask before anything happens."""
    workspace = await context.workspace()
    return cards.disconnect_confirm(
        connection(workspace, context.viewer, context.services.clock.now()),
        goes=(tr("The link between the two systems"), tr("The stored key of the organisation")),
        stays=(tr("Extensions, numbers and assignments"), tr("The record of what was done")),
    )


@action(ConfirmDisconnect, right=Right.CONNECT, fresh="disconnect")
async def confirm_disconnect(context: Context) -> Said:
    """Plan to unlink; a second person has to approve."""
    plan = await plan_unlink(context.services, context.author)
    card = await plan_for(context.services, plan.id, context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.PLAN, plan.id))


async def _lost(context: Context, workspace: Workspace) -> LinkLost | None:
    """The card for a link that the CPaaS no longer has, for those who may link; None if it has or can't be asked."""
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
    """What is in place. The role is checked first, as nothing else is for those who may not connect.

    `typed`: a message of the chat contains a key.
    """
    services, viewer = context.services, context.viewer
    if context.may(Right.CONNECT):
        card = await checklists.for_admins(services, viewer, error=error, typed=typed)
    elif context.role is Role.UNKNOWN:
        unknown = context.house.services.roles.unknown(context.tenant_id, viewer.object_id)
        card = checklists.for_unknown(services, viewer, unknown.why, consent=unknown.consent)
    else:
        card = checklists.for_others()
    return Answer(card=card, subject=Subject(SubjectKind.CHECKLIST, context.tenant_id))
