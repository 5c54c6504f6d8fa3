"""Linking a tenant: its preconditions, and the plan that links or unlinks it, on the same road as any change."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.approvals import apply_now, new_plan, submit
from services.changes.drafts import Author
from services.changes.link_check import entry_of, need_free, need_prerequisites, organisation_of
from services.changes.plan_binding import is_about_the_link, links
from services.changes.sending import keep_plan, made_in
from services.context import Services
from services.domain.errors import NotConnected, Stale
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.plan import Finding, Plan, PlanLine, Severity, count_steps
from services.domain.record.entries import Recorded, ToRecord
from services.domain.states import JobState, WorkspaceState
from services.domain.steps import ObjectState, Step, StepKind
from services.domain.subject import Subject, SubjectKind
from services.inventory.key_owner import KeyOwner
from services.inventory.link_offers import LinkOffer
from services.planning.prepared import prepare
from services.store.records import Job, StoredPlan
from services.store.workspaces import Workspace

_MAX_RECENT_JOBS = 20  # jobs looked through for the one that links


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmed offer links; `linked` when the organisation names the tenant already, which is proof enough.

    `before`: the link that it takes the place of.
    """

    offer: LinkOffer
    workspace: Workspace
    linked: bool
    before: Workspace | None


async def read_again(services: Services, author: Author, offer: LinkOffer) -> Confirmed:
    """What is to be linked, read again; BadInput when it can no longer be linked.

    Between the look and the yes another tenant may have come first.
    """
    microsoft, operator = await need_prerequisites(services, author.tenant_id)
    organisation = await organisation_of(services, author, offer.key)
    before = await services.store.workspaces.find(author.tenant_id)
    await need_free(services, before, organisation)
    if organisation.uuid != offer.owner.organisation.uuid:
        raise Stale(
            tr("This key opens another organisation now."),
            tr("It was changed since you saw it."),
            tr("Enter it again."),
        )
    workspace = Workspace(
        tenant_id=author.tenant_id,
        name=microsoft.name or organisation.name,
        country=organisation.country or microsoft.country,
        org_uuid=organisation.uuid,
        org_name=organisation.name,
        account=operator.account,
        countries=operator.countries,
        state=WorkspaceState.LINKING,
        connected_by=author.name,
        connected_at=services.clock.now(),
        channel=before.channel if before else {},
        key=offer.key,
    )
    return Confirmed(offer, workspace, bool(organisation.tenant_id), before)


async def link(services: Services, author: Author, confirmed: Confirmed, asked: Sequence[str]) -> None:
    """Store the workspace, and have it linked: by a job at once, or when one of the `asked` administrators agreed.

    Stale when somebody else linked or disconnected the tenant since it was read.
    """
    workspace = confirmed.workspace
    if confirmed.linked:
        workspace = replace(workspace, state=WorkspaceState.CONNECTED)
    detail = {"organisation": workspace.org_uuid}
    entry = entry_of(services, author, Recorded.WORKSPACE_SAVED, detail)
    if confirmed.linked:
        await services.store.workspaces.save(workspace, entry, before=confirmed.before)
        await _redraw(services, author.tenant_id, confirmed.offer.id)
    else:
        await _begin(services, author, confirmed, entry, asked)
    services.offers.drop(confirmed.offer.id)


async def _begin(
    services: Services, author: Author, confirmed: Confirmed, entry: ToRecord, asked: Sequence[str]
) -> None:
    """Store the workspace and its plan as sent or applied, in one transaction: a crash leaves both or neither."""
    workspace = confirmed.workspace
    step = Step(StepKind.TENANT_LINK, author.tenant_id, ObjectState(tenant=""), ObjectState(tenant=author.tenant_id))
    title = tr("Link {name} to {org_name}", name=workspace.name, org_name=workspace.org_name)
    notes = (_fit(confirmed.offer.owner),)
    plan = _plan(author, title, step, notes, second_person=bool(asked))
    made = await asyncio.to_thread(prepare, plan, author.tenant_id, author.object_id)
    row = await keep_plan(services, made, workspace.bond, author.name)

    async def begins(session: AsyncSession) -> None:
        await services.store.workspaces.save_in(session, workspace, entry, before=confirmed.before)
        await made_in(services, session, row)

    if asked:
        await submit(services, row, author.object_id, asked, begins=begins)
    else:
        await apply_now(services, row, author.object_id, row.hash, begins)


def _fit(owner: KeyOwner) -> Finding:
    """How well the organisation fits the tenant, for whoever decides."""
    said = tr(
        "{matched} of its {members} members are people of your tenant, by their e-mail address.",
        matched=owner.matched,
        members=owner.members,
    )
    fix = tr("Make sure that it is your organisation before you approve.") if owner.doubtful else ""
    return Finding(Severity.WARNING if owner.doubtful else Severity.INFO, "link.fit", said, fix)


async def plan_unlink(services: Services, author: Author) -> StoredPlan:
    """A stored plan that unlinks the tenant; it takes service away, so it needs a second person."""
    workspace = await services.store.workspaces.find(author.tenant_id)
    if workspace is None:
        raise NotConnected(
            tr("Switchboard isn't connected."), tr("There is nothing to disconnect."), tr("Say *connect*.")
        )
    step = Step(StepKind.TENANT_UNLINK, author.tenant_id, ObjectState(tenant=author.tenant_id), ObjectState(tenant=""))
    title = tr("Disconnect {name} from {org_name}", name=workspace.name, org_name=workspace.org_name)
    return await new_plan(services, _plan(author, title, step), workspace.bond, author.object_id, author.name)


def _plan(
    author: Author, title: str, step: Step, notes: tuple[Finding, ...] = (), *, second_person: bool = False
) -> Plan:
    """The plan of this one step."""
    lines = (PlanLine(no=1, key=author.tenant_id, title=title, steps=(step,)),)
    return Plan(title, lines, notes, counts=count_steps(lines), second_person=second_person)


async def waiting_link(services: Services, workspace: Workspace) -> StoredPlan | None:
    """The plan that links this workspace once another administrator has agreed, or None when none waits."""
    waiting = await services.store.plans.waiting(workspace.tenant_id)
    return next((plan for plan in reversed(waiting) if links(plan) and plan.org_uuid == workspace.org_uuid), None)


async def link_job(services: Services, workspace: Workspace) -> Job | None:
    """The newest job that links this workspace, or None when there is none."""
    for job in await services.store.ledger.recent(workspace.tenant_id, most=_MAX_RECENT_JOBS):
        plan = await services.store.plans.find(job.plan_id)
        if plan is not None and is_about_the_link(plan) and plan.org_uuid == workspace.org_uuid:
            return job
    return None


async def about_the_link(services: Services, job: Job) -> bool:
    """Whether the job links or unlinks the tenant itself."""
    plan = await services.store.plans.find(job.plan_id)
    return plan is not None and is_about_the_link(plan)


def _not_linked(workspace: Workspace, plan: StoredPlan, state: JobState) -> bool:
    """Whether the job that was to link the tenant is over without having done so.

    A link that was begun later is another one.
    """
    begun = workspace.state == WorkspaceState.LINKING and workspace.connected_at <= plan.created_at
    return begun and state != JobState.STOPPED


async def follow(services: Services, job: Job, state: JobState, *, done: bool) -> bool:
    """Update the workspace after its link job ended; True if the workspace's card says everything about it.

    A refused link deletes its key. A job that stopped has decided nothing: the key stays, so that it can be resumed.
    What another job linked since is left alone.
    """
    plan = await services.store.plans.find(job.plan_id)
    if plan is None or not is_about_the_link(plan):
        return False
    makes = links(plan)
    workspaces = services.store.workspaces
    workspace = await workspaces.find(job.tenant_id)
    if workspace is not None and workspace.org_uuid == plan.org_uuid:
        if makes and done:
            await workspaces.set_state(job.tenant_id, workspace.org_uuid, WorkspaceState.CONNECTED)
        elif _not_linked(workspace, plan, state) if makes else done:
            await workspaces.set_state(job.tenant_id, workspace.org_uuid, WorkspaceState.DISCONNECTED)
    await _redraw(services, job.tenant_id, f"{job.id}:{job.run}")
    # Somebody who waited for an approval is told by a message of its own.
    return makes and done and not plan.needs_approval


async def _redraw(services: Services, tenant_id: str, why: str) -> None:
    """Queue a redraw of every card about the tenant's link; `why` tells one from another."""
    subject = Subject(SubjectKind.WORKSPACE, tenant_id)
    key = f"{subject}:{why}"
    await services.store.outbox.add(key=key, tenant_id=tenant_id, kind=NoticeKind.REDRAW, subject=subject)
