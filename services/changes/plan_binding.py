"""The bond between a plan and the organisation it was made for: nothing is approved or applied in another one.

A tenant can be linked to another organisation while a plan waits, a job is paused, or a file is read. The same keys
and numbers mean other lines there.
"""

from __future__ import annotations

import structlog

from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import OtherOrganisation, RemoteError, RemoteRefused
from services.domain.phrases import tr
from services.domain.steps import StepKind
from services.store.records import StoredPlan
from services.store.workspaces import Workspace

log = structlog.get_logger()

LINKING = frozenset({StepKind.TENANT_LINK, StepKind.TENANT_UNLINK})


def is_about_the_link(plan: StoredPlan) -> bool:
    """Whether the plan links or unlinks the tenant itself."""
    return bool(LINKING & set(plan.summary.get("counts", {})))


def links(plan: StoredPlan) -> bool:
    """Whether the plan links the tenant."""
    return StepKind.TENANT_LINK in plan.summary.get("counts", {})


async def workspace_of(services: Services, plan: StoredPlan) -> Workspace:
    """The workspace that the plan was made for.

    NotConnected when the tenant isn't linked, OtherOrganisation when it is linked to another organisation by now.
    """
    workspaces = services.store.workspaces
    linking = is_about_the_link(plan) and await workspaces.find(plan.tenant_id)
    workspace = linking or await workspaces.get(plan.tenant_id)
    if workspace.org_uuid != plan.org_uuid:
        raise OtherOrganisation(
            tr("This was planned for another CPaaS organisation."),
            tr(
                "Your tenant is linked to {org_name} now, and the same numbers mean other lines there.",
                org_name=workspace.org_name,
            ),
            tr("Make a new plan."),
        )
    return workspace


async def need_link(services: Services, plan: StoredPlan, *, fresh: bool = False) -> None:
    """NotConnected if work on the plan must not go on: the tenant was unlinked, here or at the CPaaS.

    `fresh`: by a new look at the CPaaS, otherwise by a recent one.
    """
    workspace = await workspace_of(services, plan)
    if is_about_the_link(plan):
        return
    try:
        await services.clients.cpaas(workspace.key, workspace.bond).still_linked(fresh=fresh)
    except RemoteError as error:
        if isinstance(error, RemoteRefused):
            raise
        # Nothing follows from a CPaaS that can't be asked: steps that write to it wait for it anyway.
        log.warning("the link couldn't be looked at", tenant=plan.tenant_id, **for_log(error))
