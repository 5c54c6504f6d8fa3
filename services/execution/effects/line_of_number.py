"""Whether a number that is about to be assigned in Teams is still on the line, and the line still the person's."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from services.domain.error_codes import MOVED
from services.domain.line import Line
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.steps import Step, StepKind
from services.execution.effects.base import MAX_SINGLE_READS, Result, World, WriteResult
from services.execution.effects.cpaas import BY_SOMEBODY, LOOK_AGAIN


async def moved(world: World, steps: Sequence[Step]) -> Mapping[str, WriteResult]:
    """By number, the answer for those whose line isn't as the plan says: they aren't sent.

    Many are compared with the list as it was last read, and only what differs there is read by itself, as lists lag.
    A single read may lag, too: the line is looked at again before that counts (`transitions.sent`).
    """
    doubtful = [step for step in steps if step.kind is StepKind.NUMBER_ASSIGN and step.after.key]
    if len(doubtful) > MAX_SINGLE_READS:
        listed = await world.lines.get(float("-inf"))
        doubtful = [step for step in doubtful if _why(step, listed.get(step.after.key or ""))]
    lines = await asyncio.gather(*(world.cpaas.extension(step.after.key or "") for step in doubtful))
    whys = {step.object: _why(step, line) for step, line in zip(doubtful, lines, strict=True)}
    return {e164: WriteResult(Result.MOVED, why, LOOK_AGAIN, short=MOVED.code) for e164, why in whys.items() if why}


def _why(step: Step, line: Line | None) -> str:
    """How the line differs from the plan's; empty if it doesn't."""
    key = step.after.key or ""
    if line is None:
        return tr("Extension {key} is gone. {how}", key=key, how=BY_SOMEBODY)
    if step.after.identity_uuid not in (None, line.identity_uuid):
        return tr("Extension {key} has another person. {how}", key=key, how=BY_SOMEBODY)
    if step.object not in line.numbers:
        return tr(
            "{number} is no longer on extension {key}. {how}", number=display(step.object), key=key, how=BY_SOMEBODY
        )
    return ""
