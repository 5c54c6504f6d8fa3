"""Effects on settings: of extensions, 100 a call, and of the organisation itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from services.domain.phrases import tr
from services.domain.settings.catalogue import effective
from services.domain.settings.paths import patch_of
from services.domain.steps import Step
from services.execution.effects.base import (
    MAX_SINGLE_READS,
    Look,
    Observation,
    ReadSingly,
    Result,
    StepAttempt,
    World,
    WriteResult,
    results_of,
)
from services.remote.cpaas_records import SettingsBatch

_LOOK_AGAIN = tr("Look at the settings and make a new plan.")


class SettingsUpdate:
    """Sets what the plan says of each extension's settings and leaves the rest as it is."""

    batch = 100
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """One extension is read by itself; several, in the list of all."""
        there = await self._world.settings_of([item.step.object for item in items], newer_than)
        return [_seen(item.step, there.get(item.step.object)) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """One extension's settings, read by themselves."""
        found = await self._world.cpaas.find_settings(item.step.object)
        return _seen(item.step, found.settings if found else None)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One batch; each extension answers for itself."""
        patches = {item.step.object: patch_of(item.step.after.settings) for item in items}
        answer = await self._world.cpaas.update_settings(patches, items[0].key)
        await self._keep(len(items), answer)
        return results_of(items, answer.failed, {one.key for one in answer.done})

    async def _keep(self, sent: int, answer: SettingsBatch) -> None:
        """Update the cache with what a batch answered; a few settings are read one by one and not cached."""
        if sent > MAX_SINGLE_READS:
            kept = await self._world.settings.get(float("-inf"))
            kept.update({one.key: one.settings for one in answer.done})


class SystemUpdate(ReadSingly):
    """Sets what the plan says of the organisation's settings."""

    async def read(self, item: StepAttempt) -> Look:
        """The organisation's settings compared with both sides of the step."""
        return _seen(item.step, await self._world.cpaas.system_settings())

    async def write(self, step: Step) -> WriteResult:
        """One patch."""
        await self._world.cpaas.patch_system_settings(patch_of(step.after.settings))
        return WriteResult(Result.DONE)


def _seen(step: Step, there: Mapping[str, JsonValue] | None) -> Look:
    if there is None:
        return Look(
            Observation.MOVED, tr("Extension {key} is gone since the plan was made.", key=step.object), _LOOK_AGAIN
        )
    now = {path: effective(there, path) for path in step.after.settings}
    if now == dict(step.after.settings):
        return Look(Observation.AFTER)
    if any(now[path] not in (step.before.settings.get(path), step.after.settings[path]) for path in now):
        return Look(Observation.MOVED, tr("Somebody changed these settings since the plan was made."), _LOOK_AGAIN)
    return Look(Observation.BEFORE)
