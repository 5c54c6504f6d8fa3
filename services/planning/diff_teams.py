"""The steps at the operator and in Teams: numbers that leave somebody or the tenant, and numbers on their way in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from services.domain.line import HALF_DONE, Category, Number, UploadState
from services.domain.line_state import LineState
from services.domain.steps import ObjectState, Step, StepKind

_ABSENT = ObjectState(exists=False)
_NOBODY = ObjectState(target="")


def leaving(before: LineState, after: LineState) -> list[Step]:
    """The steps that unassign numbers from people who lose them, and that release numbers from the tenant."""
    pairs = list(_pairs(before, after))
    waiting = _making_way(pairs)
    gone = [was for was, now in pairs if was.target and was.target != now.target and was.e164 not in waiting]
    return [*_unassigned(gone, before), *_released(pair for pair in pairs if pair[0].e164 not in waiting)]


def arriving(before: LineState, after: LineState) -> list[Step]:
    """The steps that bring numbers into the tenant and to their person.

    A person's first number is replaced only when the new one is in the tenant, which may take hours; the two writes
    then follow each other.
    """
    pairs = list(_pairs(before, after))
    waiting = _making_way(pairs)
    changed = [was for was, now in pairs if was.e164 in waiting or _is_something_else(was, now)]
    assigned = sorted((now for was, now in pairs if _is_given(was, now)), key=_place)
    return [
        *(step for was, now in pairs for step in _into_the_tenant(was, now)),
        *_unassigned(changed),
        *(Step(StepKind.NUMBER_ASSIGN, now.e164, _NOBODY, _holder_of(now, after, now.usage)) for now in assigned),
        *_released(pair for pair in pairs if pair[0].e164 in waiting),
    ]


def _making_way(pairs: Iterable[tuple[Number, Number]]) -> frozenset[str]:
    """Primary numbers that go last, since their replacement isn't in the tenant or has another category yet."""
    pairs = list(pairs)
    changing = {now.target for was, now in pairs if _is_something_else(was, now)}
    followed = {
        now.target
        for was, now in pairs
        if _is_given(was, now) and now.category is Category.PRIMARY and _is_late(was, now, changing)
    }
    return frozenset(
        was.e164
        for was, now in pairs
        if was.target in followed and was.category in (None, Category.PRIMARY) and was.target != now.target
    )


def _is_late(was: Number, now: Number, changing: Collection[str]) -> bool:
    return was.upload is not UploadState.UPLOADED or now.target in changing


def _is_given(was: Number, now: Number) -> bool:
    """Whether the number has to be assigned; an assignment that Teams didn't finish is made again."""
    again = was.activation in HALF_DONE and now.activation not in HALF_DONE
    return bool(now.target) and (now.target != was.target or again or _is_something_else(was, now))


def _is_something_else(was: Number, now: Number) -> bool:
    """Whether its person gets it in another category; for that it is unassigned and assigned again."""
    return bool(now.target) and was.target == now.target and was.category is not now.category


def _place(number: Number) -> int:
    """The order of assignments: Teams needs a primary number first: https://learn.microsoft.com/microsoftteams/multi-line"""
    return list(Category).index(number.category or Category.PRIMARY)


def _unassigned(numbers: Iterable[Number], line: LineState | None = None) -> list[Step]:
    """The steps that unassign, the primary number last: it is the first to be assigned.

    `line` is what the numbers are still on by then; an undo assigns them only to who has that line.
    """
    ordered = sorted(numbers, key=_place, reverse=True)
    return [Step(StepKind.NUMBER_UNASSIGN, was.e164, _holder_of(was, line), _NOBODY) for was in ordered]


def _holder_of(number: Number, line: LineState | None, usage: str | None = None) -> ObjectState:
    """Who has the number in Teams, and by which line, where it is their line's."""
    category = None if number.category is Category.PRIMARY else number.category
    theirs = line is not None and line.has(number) and line.person(number.target) == line.holder
    key, identity = (line.key, line.identity_uuid) if line is not None and theirs else (None, None)
    return ObjectState(target=number.target, category=category, usage=usage, key=key, identity_uuid=identity or None)


def _pairs(before: LineState, after: LineState) -> Iterator[tuple[Number, Number]]:
    """Each number of the state afterwards, with its state before."""
    for now in after.numbers:
        yield before.number(now.e164) or Number(now.e164), now


def _released(pairs: Iterable[tuple[Number, Number]]) -> list[Step]:
    gone = [was for was, now in pairs if was.upload is not now.upload and now.upload is UploadState.NOT_UPLOADED]
    return [step for number in gone for step in _release(number)]


def _release(number: Number) -> Iterator[Step]:
    usage, location = number.usage, number.location or None
    here = ObjectState(exists=True, usage=usage, location=location, open_address=number.open_address)
    yield Step(StepKind.NUMBER_DELETE, number.e164, here, _ABSENT)
    yield Step(StepKind.NUMBER_GONE, number.e164, here, _ABSENT)


def _into_the_tenant(was: Number, now: Number) -> Iterator[Step]:
    if now.upload is UploadState.UPLOADED and was.upload is not UploadState.UPLOADED:
        if was.upload in (UploadState.NOT_UPLOADED, UploadState.FAILED):
            there = ObjectState(
                exists=True, usage=now.usage, location=now.location or None, open_address=now.open_address
            )
            yield Step(StepKind.NUMBER_UPLOAD, now.e164, _ABSENT, there)
        yield Step(StepKind.NUMBER_VISIBLE, now.e164, _ABSENT, ObjectState(exists=True, usage=now.usage))
