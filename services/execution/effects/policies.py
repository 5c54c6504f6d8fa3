"""The effect that gives people voice policies in Teams, or takes their own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from services.domain.errors import RemoteError, RemoteRefused
from services.domain.phrases import tr
from services.domain.steps import Step
from services.domain.voice_policies import HeldPolicy, PolicyKind, VoicePolicy, own_policy
from services.execution.effects.base import Look, Observation, Result, StepAttempt, World, WriteResult, from_error

_MOVED = Look(Observation.MOVED, tr("Somebody changed the policy since the plan was made."), tr("Make a new plan."))

_UNKNOWN = Look(
    Observation.MOVED,
    tr("Teams doesn't know this person."),
    tr("Give them a licence with Teams, wait a while, then retry."),
)


class VoicePolicySet:
    """Sets policies, one call per person; Teams may show the new policy late."""

    batch = 20
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where each person stands; they are always read anew."""
        del newer_than
        return list(await asyncio.gather(*map(self.read, items)))

    async def read(self, item: StepAttempt) -> Look:
        """Where this person stands."""
        try:
            held = await self._world.graph.policies_of(item.step.object)
        except RemoteRefused as refused:
            if refused.status == 404:
                return _UNKNOWN
            raise
        return policy_look(item, held)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One call a person."""
        return list(await asyncio.gather(*(self._send(item.step) for item in items)))

    async def _send(self, step: Step) -> WriteResult:
        try:
            await self._world.graph.set_policy(step.object, wanted_by(step))
        except RemoteError as error:
            return from_error(error)
        return WriteResult(Result.STARTED, note="sent")


def wanted_by(step: Step) -> VoicePolicy:
    """The policy that a step leads to."""
    return step.after.policy or VoicePolicy(PolicyKind.CALLING)


def policy_look(item: StepAttempt, held: tuple[HeldPolicy, ...]) -> Look:
    """Compares somebody's own policy of the kind with the step's two sides."""
    wanted, was = wanted_by(item.step), item.step.before.policy
    own = own_policy(held, wanted.kind)
    if own.id == wanted.id:
        return Look(Observation.AFTER)
    return Look(Observation.BEFORE) if own.id == (was.id if was else "") else _MOVED
