"""The effect that links the CPaaS organisation to a Microsoft tenant."""

from __future__ import annotations

from services.domain.phrases import tr
from services.domain.steps import Step, StepKind
from services.execution.effects.base import Look, Observation, ReadSingly, Result, StepAttempt, WriteResult, unnamed
from services.remote.clients import CPAAS


class TenantLink(ReadSingly):
    """Links the CPaaS organisation to a Microsoft tenant, or unlinks it."""

    async def read(self, item: StepAttempt) -> Look:
        """Whether the organisation is linked to our tenant, to none, or to another one."""
        return _linked(item.step, (await self._world.cpaas.organization()).tenant_id)

    async def write(self, step: Step) -> WriteResult:
        """Link or unlink; what the answer names must be what was asked for."""
        if step.kind is StepKind.TENANT_LINK:
            organisation = await self._world.cpaas.link_tenant(step.object)
        else:
            organisation = await self._world.cpaas.unlink_tenant()
        if _linked(step, organisation.tenant_id).seen is Observation.AFTER:
            return WriteResult(Result.DONE)
        return unnamed(CPAAS)


def _linked(step: Step, linked: str) -> Look:
    if linked.casefold() == (step.after.tenant or "").casefold():
        return Look(Observation.AFTER)
    if step.kind is StepKind.TENANT_UNLINK and linked.casefold() != (step.before.tenant or "").casefold():
        return Look(Observation.AFTER)  # it was linked to another tenant since: nothing of ours is left to unlink
    if linked.casefold() == (step.before.tenant or "").casefold():
        return Look(Observation.BEFORE)
    return Look(
        Observation.MOVED, tr("The CPaaS organisation is linked to another Microsoft tenant."), tr("Ask your provider.")
    )
