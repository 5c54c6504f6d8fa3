"""Effects in Microsoft Teams: numbers becoming visible, assigned to people, and let go again."""

from __future__ import annotations

from collections.abc import Sequence

from services.changes.effects.base import Item, Look, Result, Seen, Sent, World, from_error
from services.changes.explain import explain
from services.domain.number import display
from services.domain.steps import Step, StepKind
from services.remote.graph_numbers import Assign, TeamsNumber
from services.remote.graph_numbers import Sent as Answer

_ASK_OPERATION_AFTER = 3  # looks; the list shows most successes sooner than their operations would


class NumberVisible:
    """Waits until the tenant's list shows a number (or shows it no more)."""

    batch = 1000
    waits = True

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[Item], newer_than: float) -> list[Look]:
        """Compares with the tenant's list, read in pages."""
        numbers = await self._world.teams.get(newer_than)
        return [_visible(item.step, item.step.object in numbers) for item in items]

    async def read(self, item: Item) -> Look:
        """Asks the tenant for this one number."""
        return _visible(item.step, await self._world.graph.number(item.step.object) is not None)

    async def send(self, items: Sequence[Item]) -> list[Sent]:
        """There is nothing to send; time does it."""
        return [Sent(Result.STARTED) for _ in items]


class NumberAssign:
    """Assigns numbers to people and resource accounts, or unassigns them, 20 a `$batch`."""

    batch = 20
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[Item], newer_than: float) -> list[Look]:
        """The tenant's list first; for those that take long, what their operations say."""
        numbers = await self._world.teams.get(newer_than)
        looks = [_assigned(item.step, numbers.get(item.step.object)) for item in items]
        slow = [
            i
            for i, (item, look) in enumerate(zip(items, looks, strict=True))
            if item.note and item.tries >= _ASK_OPERATION_AFTER and look.seen in (Seen.BEFORE, Seen.RUNNING)
        ]
        if slow:
            states = await self._world.graph.operations([items[i].note for i in slow])
            for i in slow:
                state = states.get(items[i].note)
                if state is not None and state.status == "failed":
                    looks[i] = await self._failed(items[i], state.detail)
                elif state is not None:
                    looks[i] = Look(Seen.RUNNING)
        return looks

    async def read(self, item: Item) -> Look:
        """Who has this one number now."""
        return _assigned(item.step, await self._world.graph.number(item.step.object))

    async def _failed(self, item: Item, detail: str) -> Look:
        """An operation failed; whoever has the number now has the last word on it."""
        now = await self.read(item)
        if now.seen is Seen.AFTER:
            return now
        said = explain("operation.failed", detail, item.note)
        return Look(Seen.AGAIN if said.later else Seen.FAILED, said.reason, said.fix, said.kind)

    async def send(self, items: Sequence[Item]) -> list[Sent]:
        """One `$batch`; each item answers for itself."""
        if items[0].step.kind is StepKind.NUMBER_ASSIGN:
            answers = await self._world.graph.assign([Assign(i.step.object, i.step.after.target or "") for i in items])
        else:
            answers = await self._world.graph.unassign([item.step.object for item in items])
        by_number = {answer.e164: answer for answer in answers}
        return [_sent(by_number[item.step.object]) for item in items]


def _visible(step: Step, there: bool) -> Look:
    return Look(Seen.AFTER if there is bool(step.after.exists) else Seen.RUNNING)


def _assigned(step: Step, number: TeamsNumber | None) -> Look:
    if number is None:
        return Look(Seen.RUNNING if step.kind is StepKind.NUMBER_ASSIGN else Seen.AFTER)
    if number.activation_state == "assignmentPending":
        return Look(Seen.RUNNING)
    target = number.target
    if target == (step.after.target or ""):
        return Look(Seen.AFTER)
    if target == (step.before.target or ""):
        return Look(Seen.BEFORE)
    why = f"Teams has given {display(step.object)} to somebody else since the plan was made."
    return Look(Seen.MOVED, why, "Look at the number and make a new plan.")


def _sent(answer: Answer) -> Sent:
    if answer.error is not None:
        return from_error(answer.error)
    if not answer.operation_id:
        return Sent(Result.UNKNOWN, "Teams took the order without saying how to follow it.")
    return Sent(Result.STARTED, note=answer.operation_id)
