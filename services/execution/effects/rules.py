"""The effect that changes what the workspace decided about itself: who has access, and its policy."""

from __future__ import annotations

from collections.abc import Sequence

from services.domain.steps import RULES_OF, Step
from services.execution.effects.base import Look, Observation, Result, StepAttempt, World, WriteResult
from services.store.rules import Rules

_MOVED = Look(Observation.MOVED, "Somebody changed this since the plan was made.", "Make a new plan.")


class RulesSet:
    """Puts the rules as planned where those stand that the plan saw."""

    batch = 1
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """The rules stand as planned, as they did, or otherwise; they are always read anew."""
        del newer_than
        return [await self.read(item) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """The same."""
        step = item.step
        found = await self._rules.get(self._world.tenant_id, RULES_OF[step.kind])
        if found == dict(step.after.rules):
            return Look(Observation.AFTER)
        return Look(Observation.BEFORE) if found == dict(step.before.rules) else _MOVED

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """Replace the rules in one transaction, unless others stand there by now."""
        return [await self._send(item.step) for item in items]

    async def _send(self, step: Step) -> WriteResult:
        name, tenant_id = RULES_OF[step.kind], self._world.tenant_id
        replaced = await self._rules.replace(tenant_id, name, step.before.rules, step.after.rules)
        return WriteResult(Result.DONE) if replaced else WriteResult(Result.REFUSED, _MOVED.reason, _MOVED.fix)

    @property
    def _rules(self) -> Rules:
        if self._world.rules is None:
            raise RuntimeError("this world has no rules")
        return self._world.rules
