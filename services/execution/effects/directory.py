"""Effects on the Microsoft directory: usage locations, licences and business phones of people."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from services.domain.business_phones import digits, same_phones
from services.domain.errors import RemoteError
from services.domain.phrases import tr
from services.domain.steps import Step, StepKind
from services.execution.effects.base import Look, Observation, Result, StepAttempt, World, WriteResult, from_error
from services.remote.graph_people import GraphUser
from services.remote.graph_permissions import DENIED

_GONE = Look(Observation.MOVED, tr("The person is no longer in your Microsoft directory."), tr("Look at the line."))


# https://learn.microsoft.com/graph/api/resources/users#who-can-update-sensitive-attributes
_WHY = tr("Microsoft lets no program write the business phone of somebody with an administrator's role.")
_BY_THEM = tr("Have a Global Administrator set it in the Microsoft 365 admin centre.")
_BY_GROUP = tr("This licence comes by a group by now, so it can't be taken from the person alone.")


class _OnPeople:
    """What these effects share: 20 side by side, looked at one by one or, when they are many, in the list of all."""

    batch = 20
    waits = False

    def __init__(self, world: World, seen: Callable[[Step, GraphUser], Look]) -> None:
        self._world = world
        self._seen = seen

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where each person stands."""
        people = await self._world.people_of([item.step.object for item in items], newer_than)
        return [self._look(item.step, people.get(item.step.object)) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """Where this person stands, read by itself."""
        return self._look(item.step, await self._world.graph.find_user(item.step.object))

    def _look(self, step: Step, person: GraphUser | None) -> Look:
        return self._seen(step, person) if person else _GONE

    async def _each(self, items: Sequence[StepAttempt], write: Callable[[Step], Awaitable[None]]) -> list[WriteResult]:
        async def one(item: StepAttempt) -> WriteResult:
            try:
                await write(item.step)
            except RemoteError as error:
                return from_error(error)
            return WriteResult(Result.STARTED, note="sent")

        return list(await asyncio.gather(*map(one, items)))


class LocationSet(_OnPeople):
    """Sets where people use Microsoft's services."""

    def __init__(self, world: World) -> None:
        super().__init__(world, _located)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One call a person."""
        graph = self._world.graph
        return await self._each(items, lambda step: graph.set_usage_location(step.object, step.after.country or ""))


class PhonesSet(_OnPeople):
    """Sets people's business phones."""

    def __init__(self, world: World) -> None:
        super().__init__(world, _phoned)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One call a person. Who is denied although it may be done to others holds an administrator's role."""
        graph = self._world.graph
        ends = await self._each(items, lambda step: graph.set_business_phones(step.object, step.after.phones or ()))
        if any(map(_denied, ends)) and await graph.may_set_business_phones():
            return [replace(end, reason=_WHY, fix=_BY_THEM, locked=None) if _denied(end) else end for end in ends]
        return ends


def _denied(end: WriteResult) -> bool:
    return end.locked is not None and end.locked.code == DENIED


class LicenceAssign(_OnPeople):
    """Gives people a Microsoft licence, or takes it back."""

    def __init__(self, world: World) -> None:
        super().__init__(world, _licensed)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One call a person."""
        graph = self._world.graph

        async def write(step: Step) -> None:
            if step.kind is StepKind.LICENCE_GIVE:
                await graph.assign_licence(step.object, add=[step.after.licence or ""])
            else:
                await graph.assign_licence(step.object, remove=[step.before.licence or ""])

        return await self._each(items, write)


def _located(step: Step, person: GraphUser) -> Look:
    if person.usage_location == step.after.country:
        return Look(Observation.AFTER)
    if person.usage_location == (step.before.country or ""):
        return Look(Observation.BEFORE)
    return Look(
        Observation.MOVED, tr("Somebody changed the usage location since the plan was made."), tr("Make a new plan.")
    )


def _phoned(step: Step, person: GraphUser) -> Look:
    """Where a business phone stands. An empty one may be filled; one to be emptied is done once its number is gone."""
    now, before, after = person.business_phones, step.before.phones or (), step.after.phones or ()
    if same_phones(now, after) or not (after or set(map(digits, now)) & set(map(digits, before))):
        return Look(Observation.AFTER)
    if same_phones(now, before) or not now:
        return Look(Observation.BEFORE)
    return Look(
        Observation.MOVED, tr("Somebody changed the business phone since the plan was made."), tr("Make a new plan.")
    )


def _licensed(step: Step, person: GraphUser) -> Look:
    wanted = step.after.licence or step.before.licence
    has, should = wanted in person.sku_ids, step.kind is StepKind.LICENCE_GIVE
    if has and not should and wanted in person.group_skus:
        # A group gives it, so it can't be taken from one person: the whole request would be refused.
        return Look(Observation.MOVED, _BY_GROUP, tr("Change the group's licences, or who is in it, in Microsoft 365."))
    return Look(Observation.AFTER if has is should else Observation.BEFORE)
