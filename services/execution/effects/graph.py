"""Effects in Microsoft Teams: numbers become visible, are assigned to people, and are unassigned."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from services.domain.error_codes import GONE
from services.domain.errors import RemoteError, RemoteRefused
from services.domain.line import HALF_DONE, Activation, Category
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.steps import Step, StepKind
from services.execution.effects.base import Look, Observation, Result, StepAttempt, World, WriteResult, from_error
from services.execution.effects.line_of_number import moved
from services.inventory.snapshot import USES
from services.remote.graph_numbers import Assign, Sent, TeamsNumber
from services.wording.refusals import explain

_HALF_DONE = (
    tr("Teams named the holder of the number and didn't finish, so it doesn't ring there."),
    tr("Retry. If it stays, ask Microsoft support and quote the operation."),
)
_GONE = WriteResult(Result.REFUSED, GONE.means, GONE.admin, short=GONE.code)
_LOOKS_BEFORE_OPERATION = 3  # looks; the list shows most successes sooner than their operations would


class NumberVisible:
    """Waits until the tenant's list shows a number (or shows it no more)."""

    batch = 1000
    waits = True

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Compares with the tenant's list, read in pages."""
        numbers = await self._world.teams.get(newer_than)
        return [_visible(item.step, item.step.object in numbers) for item in items]

    async def read(self, item: StepAttempt) -> Look:
        """Asks the tenant for this one number."""
        return _visible(item.step, await self._world.graph.number(item.step.object) is not None)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """Nothing is sent: the number appears by itself."""
        return [WriteResult(Result.STARTED) for _ in items]


class NumberAssign:
    """Assigns numbers to people and resource accounts, or unassigns them, 20 a `$batch`."""

    batch = 20
    waits = False

    def __init__(self, world: World) -> None:
        self._world = world

    async def look(self, items: Sequence[StepAttempt], newer_than: float) -> list[Look]:
        """Where each number stands by the tenant's list; of those that take long, by their operations."""
        numbers = await self._world.teams.get(newer_than)
        looks = [_assigned(item.step, numbers.get(item.step.object)) for item in items]
        slow = [
            i
            for i, (item, look) in enumerate(zip(items, looks, strict=True))
            if item.note
            and item.tries >= _LOOKS_BEFORE_OPERATION
            and look.seen in (Observation.BEFORE, Observation.RUNNING)
        ]
        if slow:
            states = await self._world.graph.operations([items[i].note for i in slow])
            for i in slow:
                state = states.get(items[i].note)
                if state is not None and state.status == "failed":
                    looks[i] = await self._failed(items[i], state.detail)
                elif state is not None:
                    ended = state.status == "succeeded" and _is_half_done(items[i], numbers)
                    looks[i] = Look(Observation.FAILED, *_HALF_DONE) if ended else Look(Observation.RUNNING)
        return looks

    async def read(self, item: StepAttempt) -> Look:
        """Who has this one number now."""
        return _assigned(item.step, await self._world.graph.number(item.step.object))

    async def _failed(self, item: StepAttempt, detail: str) -> Look:
        """What a failed operation means: who has the number now counts more than what the operation says."""
        now = await self.read(item)
        if now.seen is Observation.AFTER:
            return now
        said = explain("operation.failed", detail, item.note)
        seen = Observation.AGAIN if said.later else Observation.FAILED
        return Look(seen, said.reason, said.fix, said.kind, said.short)

    async def send(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        """One `$batch`; each item answers for itself. A number whose line isn't as the plan says isn't sent."""
        held_back = await moved(self._world, [item.step for item in items])
        going = [item for item in items if item.step.object not in held_back]
        sent = zip(going, await self._sent(going), strict=True)
        answers = {**held_back, **{item.step.object: answer for item, answer in sent}}
        return [answers[item.step.object] for item in items]

    async def _sent(self, items: Sequence[StepAttempt]) -> list[WriteResult]:
        if not items:
            return []
        if items[0].step.kind is StepKind.NUMBER_ASSIGN:
            answers = await self._world.graph.assign([_order(item.step) for item in items])
        else:
            answers = await self._world.graph.unassign([item.step.object for item in items])
        by_number = {answer.e164: answer for answer in answers}
        gone = await self._gone([item for item in items if _not_found(by_number[item.step.object])])
        return [_GONE if item in gone else _sent(by_number[item.step.object]) for item in items]

    async def _gone(self, items: Sequence[StepAttempt]) -> list[StepAttempt]:
        """Those whose holder isn't in the directory (any more).

        Teams says the same of somebody whose licence it doesn't know yet, and that passes.
        """
        found = await asyncio.gather(*(self._is_gone(item.step.after.target or "") for item in items))
        return [item for item, gone in zip(items, found, strict=True) if gone]

    async def _is_gone(self, target: str) -> bool:
        try:
            return bool(target) and await self._world.graph.find_user(target) is None
        except RemoteError:
            return False  # the directory gave no answer, and the writes are sent: their answers count


def _order(step: Step) -> Assign:
    return Assign(step.object, step.after.target or "", category=step.after.category or Category.PRIMARY)


def _visible(step: Step, there: bool) -> Look:
    return Look(Observation.AFTER if there is bool(step.after.exists) else Observation.RUNNING)


def _assigned(step: Step, number: TeamsNumber | None) -> Look:
    if number is None:
        return _released(step) if step.kind is StepKind.NUMBER_ASSIGN else Look(Observation.AFTER)
    state, target = Activation.of(number.activation_state), number.target
    if state is Activation.ASSIGNING:
        return Look(Observation.RUNNING)
    if target and target == step.after.target and not _is_as_ordered(step, number):
        why = tr(
            "Teams has given {object} to this person as their {casefold} number.",
            object=display(step.object),
            casefold=number.category.casefold(),
        )
        return Look(Observation.MOVED, why, tr("Look at the number and make a new plan."))
    if target == (step.after.target or ""):
        # A half-finished assignment may be older than ours: the operation of our write says what became of it.
        return Look(Observation.BEFORE if target and state in HALF_DONE else Observation.AFTER)
    use = USES.get(number.assignment_status.casefold())
    if target == (step.before.target or "") and use is None:
        return Look(Observation.BEFORE)
    why = (
        tr("Teams has given {object} to {source} since the plan was made.", object=display(step.object), source=tr(use))
        if use
        else tr("Teams has given {object} to somebody else since the plan was made.", object=display(step.object))
    )
    return Look(Observation.MOVED, why, tr("Look at the number and make a new plan."))


def _released(step: Step) -> Look:
    """A number was in Teams when it was planned, or came to be there by an earlier step: it doesn't come back."""
    why = tr("Teams doesn't have {object} any more: it was released since.", object=display(step.object))
    return Look(Observation.MOVED, why, tr("Look at the number and make a new plan."))


def _is_as_ordered(step: Step, number: TeamsNumber) -> bool:
    """Whether they have the number in the role that the step says; True where Teams doesn't say."""
    return number.category.casefold() in ("", step.after.category or Category.PRIMARY)


def _is_half_done(item: StepAttempt, numbers: Mapping[str, TeamsNumber]) -> bool:
    number = numbers.get(item.step.object)
    return number is not None and bool(number.target) and Activation.of(number.activation_state) in HALF_DONE


def _not_found(answer: Sent) -> bool:
    return isinstance(answer.error, RemoteRefused) and answer.error.status == 404


def _sent(answer: Sent) -> WriteResult:
    if answer.error is not None:
        return from_error(answer.error)
    if not answer.operation_id:
        return WriteResult(Result.UNKNOWN, tr("Teams took the order without saying how to follow it."))
    return WriteResult(Result.STARTED, note=answer.operation_id)
