"""Makes a plan of a draft: reading and storing happen here, computing elsewhere."""

from __future__ import annotations

from services.changes import upload_options
from services.changes.approvals import store_plan
from services.changes.drafts import live_for, starts_of
from services.changes.headings import headings_of, remember_headings
from services.changes.voice_policies import answered
from services.context import Services
from services.domain.access import Access, Right, may
from services.domain.errors import BadInput, NotAllowed
from services.domain.phrases import tr
from services.domain.states import DraftState
from services.inventory.operator_offers import read_offers
from services.inventory.snapshot import Snapshot, remember
from services.planning.draft_plan import (
    DraftInput,
    KeepHeadings,
    ReadAddresses,
    ReadLive,
    ReadOffers,
    ReadPolicies,
    Request,
    refused,
)
from services.store.drafts import DraftKind
from services.store.records import Draft
from services.store.workspaces import Workspace


async def plan_draft(services: Services, draft_id: str) -> str:
    """Compare the draft with the live state and store the outcome; the new state of the draft.

    It waits for its turn among the tenants before the file is loaded, so that many files take no more memory than few.
    """
    tenant = await services.store.drafts.tenant_of(draft_id)
    async with services.compute.slot(tenant):
        draft = await services.store.drafts.find(draft_id)
        if draft is None or draft.state != DraftState.READING:
            return draft.state if draft else "gone"
        return await _planned(services, draft)


async def _planned(services: Services, draft: Draft) -> str:
    services = services.for_viewer(await _author_access(services, draft))
    workspace = await services.store.workspaces.get(draft.tenant_id)
    outside = _Outside(services, workspace)
    try:
        result = await services.compute.run(await _input(services, draft, workspace), outside.answer)
    except BadInput as fault:
        result = refused(fault)
    values = {"state": result.state, "outcome": result.outcome}
    if result.plan is not None and outside.live is not None:
        # The plan names them as they are called now, and they are identified by their account from here on.
        await remember(services.store, outside.live, result.members, told=True)
        stored = await store_plan(services, result.plan, workspace.bond, draft.author_name, draft.id, starts_of(draft))
        values["plan_id"] = stored.id
    await services.store.drafts.set(draft.id, **values)
    return result.state


async def _author_access(services: Services, draft: Draft) -> Access:
    """The author's access now, perhaps long after the draft was sent; RoleUnknown, or NotAllowed without a right."""
    access = await services.roles.access(draft.tenant_id, draft.author, True)
    if not access.known:
        raise services.roles.unknown(draft.tenant_id, draft.author)
    if not may(access, Right.CHANGE).allowed:
        raise NotAllowed(
            tr("{author_name} may not change anything any more.", author_name=draft.author_name),
            tr("The role is gone."),
            tr("Ask an owner."),
        )
    return access


async def _input(services: Services, draft: Draft, workspace: Workspace) -> DraftInput:
    return DraftInput(
        tenant_id=draft.tenant_id,
        author=draft.author,
        name=draft.name,
        is_file=draft.kind == DraftKind.FILE,
        content=draft.content,
        notes=draft.notes,
        answers=draft.answers,
        skip_faulty=draft.skip_faulty,
        country=workspace.country,
        headings=await headings_of(services, draft.tenant_id),
        limits=services.limits,
        templates={one.folded: one.settings for one in await services.store.templates.all(draft.tenant_id)},
    )


class _Outside:
    """Answers the computation's requests; keeps the live state that was read last."""

    def __init__(self, services: Services, workspace: Workspace) -> None:
        self._services = services
        self._workspace = workspace
        self.live: Snapshot | None = None

    async def answer(self, request: Request) -> object:
        """The answer to a request of the computation."""
        match request:
            case ReadLive():
                self.live = await live_for(self._services, self._workspace, request)
                return self.live
            case ReadAddresses():
                return await upload_options.places(self._services, self._workspace)
            case ReadOffers():
                operator = self._services.clients.operator(self._workspace.tenant_id)
                return await read_offers(operator, self._workspace.account)
            case ReadPolicies(asked):
                return await answered(self._services.clients.graph(self._workspace.tenant_id), asked)
            case KeepHeadings(learnt):
                await remember_headings(self._services, self._workspace.tenant_id, learnt)
                return None
