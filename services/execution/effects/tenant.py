"""The effect that links the CPaaS organisation to a Microsoft tenant."""

from __future__ import annotations

from collections.abc import Sequence

from services.domain.steps import Step, StepKind
from services.execution.effects.base import Look, Observation, Result, StepAttempt, World, WriteResult, unnamed
from services.remote.clients import CPAAS


class TenantLink:
    """Tells the CPaaS which Microsoft tenant it belongs to, or makes it forget."""

    batch = 1
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """The tenant that the organisation names is ours, nobody's or another's; it is always read anew."""
        del newer_than
        return [await self.read(item) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """The same."""
        return _linked(item.step, (await self._world.cpaas.organization()).tenant_id)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """Link or unlink; what the answer names must be what was asked for."""
        return [await self._send(item.step) for item in items]

    async def _send(self, step: Step) -> WriteResult:
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
        return Look(Observation.AFTER)  # it was given to somebody else: nothing of ours is left to take away
    if linked.casefold() == (step.before.tenant or "").casefold():
        return Look(Observation.BEFORE)
    return Look(
        Observation.MOVED, "The CPaaS organisation is linked to another Microsoft tenant.", "Ask your provider."
    )
