"""The effect that links the CPaaS organisation to a Microsoft tenant."""

from __future__ import annotations

from collections.abc import Sequence

from services.changes.effects.base import Item, Look, Result, Seen, Sent, World
from services.domain.steps import Step, StepKind


class TenantLink:
    """Tells the CPaaS which Microsoft tenant it belongs to, or makes it forget."""

    batch = 1
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[Item], newer_than: float) -> list[Look]:
        """The tenant that the organisation names is ours, nobody's or another's; it is always read anew."""
        del newer_than
        return [await self.read(item) for item in items]

    async def read(self, item: Item) -> Look:
        """The same."""
        return _linked(item.step, (await self._world.cpaas.organization()).tenant_id)

    async def send(self, items: Sequence[Item]) -> list[Sent]:
        """Link or unlink."""
        for item in items:
            if item.step.kind is StepKind.TENANT_LINK:
                await self._world.cpaas.link_tenant(item.step.object)
            else:
                await self._world.cpaas.unlink_tenant()
        return [Sent(Result.DONE) for _ in items]


def _linked(step: Step, linked: str) -> Look:
    if linked == (step.after.tenant or ""):
        return Look(Seen.AFTER)
    if linked == (step.before.tenant or ""):
        return Look(Seen.BEFORE)
    return Look(Seen.MOVED, "The CPaaS organisation is linked to another Microsoft tenant.", "Ask your provider.")
