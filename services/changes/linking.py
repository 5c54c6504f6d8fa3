"""Linking a tenant: what must be there, and the plan that links or unlinks it. It walks the same road as any change."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from services.changes.approvals import apply_now, new_plan
from services.changes.drafts import Author
from services.changes.services import Services
from services.domain.errors import BadInput, NotConnected, RemoteRefused
from services.domain.plan import Plan, PlanLine, count_steps
from services.domain.steps import State, Step, StepKind
from services.store.tables import Plan as Row
from services.store.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """What is in place for a tenant. Empty strings mean: not there, or not readable yet."""

    tenant_name: str
    country: str
    account: str
    consent: str
    countries: tuple[str, ...]


async def look_around(services: Services, tenant_id: str) -> Found:
    """What Microsoft and the operator know of this tenant."""
    (name, country), (account, consent, countries) = await asyncio.gather(
        _tenant(services, tenant_id), _operator(services, tenant_id)
    )
    return Found(name, country, account, consent, countries)


async def _tenant(services: Services, tenant_id: str) -> tuple[str, str]:
    try:
        found = await services.clients.graph(tenant_id).organization()
    except RemoteRefused:
        return "", ""
    return found.display_name, found.country


async def _operator(services: Services, tenant_id: str) -> tuple[str, str, tuple[str, ...]]:
    operator = services.clients.operator(tenant_id)
    account = await operator.account_for(tenant_id)
    consent = await operator.consent(tenant_id)
    name = account.name if account else ""
    return (name, consent.status, consent.countries) if consent else (name, "", ())


async def link(services: Services, author: Author, key: str) -> Workspace:
    """Store the workspace and start the job that links it; BadInput when the key or the tenant isn't usable."""
    found = await look_around(services, author.tenant_id)
    if not found.account:
        raise BadInput(
            "The operator has no account for your tenant.",
            "It makes one when it accepts your consent.",
            "In the Teams admin centre add the operator under Voice > Operators, then ask it.",
        )
    try:
        organisation = await services.clients.cpaas(key).organization()
    except RemoteRefused as error:
        if error.status not in (401, 403):
            raise
        raise BadInput(
            "The CPaaS doesn't know this key.", "It may be cut short or reset.", "Paste it again."
        ) from error
    if organisation.tenant_id not in ("", author.tenant_id):
        raise BadInput(
            "This organisation is linked to another Microsoft tenant.",
            "One organisation serves one tenant.",
            "Ask your provider to unlink it there first.",
        )
    before = await services.store.workspaces.find(author.tenant_id)
    if before is not None and before.state == "connected" and before.org_uuid != organisation.uuid:
        raise BadInput(
            f"Your tenant is linked to {before.org_name} already.",
            "Taking that link away needs a second person.",
            "Say *disconnect* first.",
        )
    workspace = Workspace(
        tenant_id=author.tenant_id,
        name=found.tenant_name or organisation.name,
        country=organisation.country or found.country,
        org_uuid=organisation.uuid,
        org_name=organisation.name,
        account=found.account,
        countries=found.countries,
        state="linking",
        connected_by=author.name,
        connected_at=services.clock.now(),
        channel=before.channel if before else {},
        key=key,
    )
    return await _link(services, author, workspace, linked=organisation.tenant_id == author.tenant_id)


async def _link(services: Services, author: Author, workspace: Workspace, *, linked: bool) -> Workspace:
    if linked:
        workspace = replace(workspace, state="connected")
    await services.store.workspaces.save(workspace)
    await services.store.audit.append(
        tenant_id=author.tenant_id,
        at=services.clock.now(),
        actor=author.object_id,
        actor_name=author.name,
        action="workspace.saved",
        subject=f"workspace:{author.tenant_id}",
        detail={"organisation": workspace.org_uuid},
    )
    if not linked:
        step = Step(StepKind.TENANT_LINK, author.tenant_id, State(tenant=""), State(tenant=author.tenant_id))
        row = await _store(services, author, f"Link {workspace.name} to {workspace.org_name}", step)
        await apply_now(services, row, author.object_id, row.hash)
    return workspace


async def plan_unlink(services: Services, author: Author) -> Row:
    """A stored plan that unlinks the tenant; it takes service away, so it needs a second person."""
    workspace = await services.store.workspaces.find(author.tenant_id)
    if workspace is None:
        raise NotConnected("Switchboard isn't connected.", "There is nothing to disconnect.", "Say *connect*.")
    step = Step(StepKind.TENANT_UNLINK, author.tenant_id, State(tenant=author.tenant_id), State(tenant=""))
    return await _store(services, author, f"Disconnect {workspace.name} from {workspace.org_name}", step)


async def _store(services: Services, author: Author, title: str, step: Step) -> Row:
    lines = (PlanLine(no=1, key=author.tenant_id, title=title, steps=(step,)),)
    plan = Plan(title, lines, counts=count_steps(lines))
    return await new_plan(services, plan, author.tenant_id, author.object_id, author.name)
