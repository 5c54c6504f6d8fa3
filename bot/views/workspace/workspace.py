"""The workspace as a card: linked, being linked, or unlinked."""

from __future__ import annotations

from bot.turn import Card
from bot.views.viewer import Viewer
from cards.changes.clicks import WithdrawPlan
from cards.changes.job_clicks import ResumeJob
from cards.elements import Click, say
from cards.workspace import connect
from cards.workspace.connect import Connection
from services.changes.approvals import asked_of
from services.changes.tenant_link import link_job, waiting_link
from services.context import Services
from services.domain.phrases import join_text, tr
from services.domain.states import JobState, WorkspaceState
from services.store.records import StoredPlan
from services.store.workspaces import Workspace


async def workspace_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """The card of the link."""
    workspace = await services.store.workspaces.find(tenant_id)
    if workspace is None:
        return connect.not_connected()
    link = connection(workspace, viewer, services.clock.now())
    if workspace.state == WorkspaceState.LINKING:
        return await _linking(services, workspace, link, viewer)
    following = None if viewer.reads_only else say(tr("Send a file"), "bulk")
    return connect.connected(link, next=following, may_change=not viewer.reads_only)


async def _linking(services: Services, workspace: Workspace, link: Connection, viewer: Viewer) -> Card:
    """The progress of linking: under way, waiting for a system, or stopped until somebody resumes it."""
    if waiting := await waiting_link(services, workspace):
        return await _waiting(services, waiting, link, viewer)
    job = await link_job(services, workspace)
    if job is not None and job.state == JobState.STOPPED:
        resume = None if viewer.reads_only else Click(tr("Resume"), ResumeJob(job.id), "positive")
        return connect.linking(link, tr("It stopped. {waiting_for}", waiting_for=job.waiting_for), resume)
    words = tr("I'm telling the CPaaS about your tenant. That takes a moment.")
    return connect.linking(link, (job.waiting_for if job else "") or words)


async def _waiting(services: Services, plan: StoredPlan, link: Connection, viewer: Viewer) -> Card:
    """The words that another administrator has to approve first."""
    known = await services.store.contacts.names(plan.tenant_id, asked_of(plan))
    names = join_text(", ", list(known.values())[:3]) or tr("Another administrator")
    back = Click(tr("Withdraw"), WithdrawPlan(plan.id)) if plan.author == viewer.object_id else None
    return connect.linking(link, tr("I asked for a second yes: {names}. It goes on by itself then.", names=names), back)


def connection(workspace: Workspace, viewer: Viewer, now: float) -> Connection:
    """The link in words."""
    return Connection(
        workspace=workspace.name,
        tenant_id=workspace.tenant_id,
        organisation=workspace.org_name,
        operator=tr("{account} ({names})", account=workspace.account, names=join_text(", ", workspace.countries)),
        by=workspace.connected_by,
        when=viewer.when(workspace.connected_at, now),
    )
