"""The steps at the operator and in Teams: numbers that leave somebody or the tenant, and numbers on their way in."""

from __future__ import annotations

from collections.abc import Iterator

from services.domain.line import HALF_DONE, Number, Upload
from services.domain.line_state import LineState
from services.domain.steps import State, Step, StepKind

_ABSENT = State(exists=False)
_NOBODY = State(target="")


def leaving(before: LineState, after: LineState) -> list[Step]:
    """Numbers that Teams has given to somebody who won't have them any more, and those that leave the tenant."""
    pairs = list(_pairs(before, after))
    taken = [
        Step(StepKind.NUMBER_UNASSIGN, was.e164, State(target=was.target), _NOBODY)
        for was, now in pairs
        if was.target and was.target != now.target
    ]
    released = [was for was, now in pairs if was.upload is not now.upload and now.upload is Upload.NOT_UPLOADED]
    return [*taken, *(step for number in released for step in _release(number))]


def arriving(before: LineState, after: LineState) -> list[Step]:
    """The way of numbers into the tenant and to their person."""
    return [step for was, now in _pairs(before, after) for step in _arrive(was, now)]


def _pairs(before: LineState, after: LineState) -> Iterator[tuple[Number, Number]]:
    """Each number of the state afterwards, as it is and as it will be."""
    for now in after.numbers:
        yield before.number(now.e164) or Number(now.e164), now


def _release(number: Number) -> Iterator[Step]:
    usage, location = number.usage, number.location or None
    here = State(exists=True, usage=usage, location=location, open_address=number.open_address)
    yield Step(StepKind.NUMBER_DELETE, number.e164, here, _ABSENT)
    yield Step(StepKind.NUMBER_GONE, number.e164, here, _ABSENT)


def _arrive(was: Number, now: Number) -> Iterator[Step]:
    if now.upload is Upload.UPLOADED and was.upload is not Upload.UPLOADED:
        if was.upload in (Upload.NOT_UPLOADED, Upload.FAILED):
            there = State(exists=True, usage=now.usage, location=now.location or None, open_address=now.open_address)
            yield Step(StepKind.NUMBER_UPLOAD, now.e164, _ABSENT, there)
        yield Step(StepKind.NUMBER_VISIBLE, now.e164, _ABSENT, State(exists=True, usage=now.usage))
    # What Teams began and didn't finish rings nowhere: it is ordered again.
    again = was.activation in HALF_DONE and now.activation not in HALF_DONE
    if now.target and (now.target != was.target or again):
        # The step says nothing of the category: as what a number is assigned can't be asked for yet, it is primary.
        yield Step(StepKind.NUMBER_ASSIGN, now.e164, _NOBODY, State(target=now.target, usage=now.usage))
