"""The effect that changes what the workspace decided about itself: who has access, and its policy."""

from __future__ import annotations

from services.domain.phrases import tr
from services.domain.steps import RULES_OF, Step
from services.execution.effects.base import Look, Observation, ReadSingly, Result, StepAttempt, WriteResult
from services.store.rules import Rules

_MOVED = Look(Observation.MOVED, tr("Somebody changed this since the plan was made."), tr("Make a new plan."))


class RulesSet(ReadSingly):
    """Replaces the rules that the plan saw with the planned ones."""

    async def read(self, item: StepAttempt) -> Look:
        """Whether the rules are the planned ones, those that the plan saw, or others."""
        step = item.step
        found = await self._rules.get(self._world.tenant_id, RULES_OF[step.kind])
        if found == dict(step.after.rules):
            return Look(Observation.AFTER)
        return Look(Observation.BEFORE) if found == dict(step.before.rules) else _MOVED

    async def write(self, step: Step) -> WriteResult:
        """Replace the rules in one transaction, unless somebody changed them since."""
        name, tenant_id = RULES_OF[step.kind], self._world.tenant_id
        replaced = await self._rules.replace(tenant_id, name, step.before.rules, step.after.rules)
        return WriteResult(Result.DONE) if replaced else WriteResult(Result.REFUSED, _MOVED.reason, _MOVED.fix)

    @property
    def _rules(self) -> Rules:
        if self._world.rules is None:
            raise RuntimeError("this world has no rules")
        return self._world.rules
