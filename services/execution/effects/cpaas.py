"""Effects on the CPaaS's extensions: their person, add-ons, numbers, name and key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from services.domain.line import Line
from services.domain.phrases import tr
from services.domain.steps import Step
from services.execution.effects.base import Look, Observation, StepAttempt, World, WriteResult, results_of
from services.remote.cpaas_records import ExtensionBatch, ExtensionPatch, NewExtension

BY_SOMEBODY = tr("Somebody changed it since the plan was made.")
LOOK_AGAIN = tr("Look at the line and make a new plan.")


class _OnExtensions:
    """What all effects on extensions share: 100 a call, looked at in the list of all extensions."""

    batch = 100
    waits = False

    def __init__(self, world: World, seen: Callable[[Step, Line | None], Look]) -> None:
        self._world = world
        self._seen = seen

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where each extension stands, by the fields that its step touches."""
        lines = await self._world.lines.get(newer_than)
        return [self._seen(item.step, lines.get(item.step.object)) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """The same, of one extension read by itself."""
        return self._seen(item.step, await self._world.cpaas.extension(item.step.object))


class ExtensionCreate(_OnExtensions):
    """Creates extensions. One that exists with our label is ours; with another label somebody else made it."""

    def __init__(self, world: World) -> None:
        super().__init__(world, _created)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One batch of new extensions."""
        new = [_new(item.step) for item in items]
        answer = await self._world.cpaas.create_extensions(new, items[0].key)
        await _keep(self._world, answer)
        return results_of(items, answer.failed, {line.key for line in answer.done})


class ExtensionUpdate(_OnExtensions):
    """Sets (or takes back) person, add-ons, numbers and name of extensions."""

    def __init__(self, world: World) -> None:
        super().__init__(world, _updated)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One batch of changed extensions."""
        answer = await self._world.cpaas.update_extensions([_change(item.step) for item in items], items[0].key)
        await _keep(self._world, answer)
        return results_of(items, answer.failed, {line.key for line in answer.done})


class ExtensionDelete(_OnExtensions):
    """Deletes extensions. Gone is done; a person or number on it means somebody uses it."""

    def __init__(self, world: World) -> None:
        super().__init__(world, _deleted)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One batch of extensions to delete."""
        answer = await self._world.cpaas.delete_extensions([item.step.object for item in items], items[0].key)
        lines = await self._world.lines.get(float("-inf"))
        for item in items:
            if item.step.object in answer.done:
                lines.pop(item.step.object, None)
        return results_of(items, answer.failed, set(answer.done))


class ExtensionRekey(_OnExtensions):
    """Gives extensions another key; everything on them stays."""

    def __init__(self, world: World) -> None:
        super().__init__(world, _never)

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where old and new key stand."""
        lines = await self._world.lines.get(newer_than)
        return [_renamed(item.step, lines) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """The same, both keys read by themselves."""
        keys = (item.step.object, item.step.after.key or "")
        found = {key: await self._world.cpaas.extension(key) for key in keys}
        return _renamed(item.step, {key: line for key, line in found.items() if line is not None})

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One batch of new keys."""
        renames = [ExtensionPatch(key=item.step.object, new_key=item.step.after.key) for item in items]
        answer = await self._world.cpaas.update_extensions(renames, items[0].key)
        await _keep(self._world, answer)
        lines, there = await self._world.lines.get(float("-inf")), {line.key for line in answer.done}
        moved = {item.step.object for item in items if item.step.after.key in there}
        for key in moved:
            lines.pop(key, None)
        return results_of(items, answer.failed, moved)


def _new(step: Step) -> NewExtension:
    return NewExtension(step.object, step.after.label or "", step.after.base or "")


def _never(_step: Step, _line: Line | None) -> Look:
    raise AssertionError("a new key is seen by looking at two lines")


def _renamed(step: Step, lines: Mapping[str, Line]) -> Look:
    old, new = lines.get(step.object), lines.get(step.after.key or "")
    if old is None:
        gone = Look(
            Observation.MOVED, tr("Extension {key} is gone. {how}", key=step.object, how=BY_SOMEBODY), LOOK_AGAIN
        )
        return Look(Observation.AFTER) if new else gone
    if new is not None:
        return Look(
            Observation.MOVED, tr("Extension {key} exists by now. {how}", key=new.key, how=BY_SOMEBODY), LOOK_AGAIN
        )
    return Look(Observation.BEFORE)


def _created(step: Step, line: Line | None) -> Look:
    if line is None:
        return Look(Observation.BEFORE)
    if line.label == step.after.label:
        return Look(Observation.AFTER)
    return Look(
        Observation.MOVED, tr("Extension {key} exists by now. {how}", key=line.key, how=BY_SOMEBODY), LOOK_AGAIN
    )


def _updated(step: Step, line: Line | None) -> Look:
    if line is None:
        return Look(
            Observation.MOVED, tr("Extension {key} is gone. {how}", key=step.object, how=BY_SOMEBODY), LOOK_AGAIN
        )
    if _has(line, step):
        return Look(Observation.AFTER)
    before, after = step.before, step.after
    moved = (
        after.identity_uuid is not None and line.identity_uuid not in (before.identity_uuid, after.identity_uuid)
    ) or (after.label is not None and line.label not in (before.label, after.label))
    if moved:
        return Look(
            Observation.MOVED,
            tr("Extension {key} has another person or name. {how}", key=line.key, how=BY_SOMEBODY),
            LOOK_AGAIN,
        )
    return Look(Observation.BEFORE)


def _has(line: Line, step: Step) -> bool:
    before, after = step.before, step.after
    held, wanted = Counter(line.addons), Counter(after.addons)
    return (
        after.identity_uuid in (None, line.identity_uuid)
        and after.label in (None, line.label)
        and all(held[code] >= count for code, count in wanted.items())
        and all(held[code] <= wanted[code] for code in before.addons)
        and set(after.numbers) <= set(line.numbers)
        and not set(before.numbers) & set(line.numbers)
        and (after.primary is None or [after.primary] == list(line.numbers[:1]))
    )


def _deleted(_step: Step, line: Line | None) -> Look:
    if line is None:
        return Look(Observation.AFTER)
    if line.identity_uuid or line.numbers:
        return Look(
            Observation.MOVED, tr("Extension {key} is in use. {how}", key=line.key, how=BY_SOMEBODY), LOOK_AGAIN
        )
    return Look(Observation.BEFORE)


def _change(step: Step) -> ExtensionPatch:
    return ExtensionPatch(
        key=step.object,
        label=step.after.label,
        identity_uuid=step.after.identity_uuid,
        add_addons=step.after.addons,
        remove_addons=step.before.addons,
        add_numbers=step.after.numbers,
        remove_numbers=step.before.numbers,
        primary=step.after.primary,
    )


async def _keep(world: World, answer: ExtensionBatch) -> None:
    lines = await world.lines.get(float("-inf"))
    lines.update({line.key: line for line in answer.done})
