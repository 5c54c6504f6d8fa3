"""What a plan takes away: from whom, what, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.views.changes.step_words import changes_of, names_of
from cards.changes.plan_view import Loss
from services.domain.addons import name_of
from services.domain.number import display
from services.domain.plan import PlanLine
from services.domain.settings.paths import VITAL
from services.domain.steps import Step, StepKind

_UPDATES = frozenset({StepKind.EXTENSION_UPDATE, StepKind.EXTENSION_RESTORE})
_EVERYBODY = {StepKind.TENANT_UNLINK: "Everybody", StepKind.SYSTEM_UPDATE: "Everybody it is for"}
_UNASSIGNED = "is unassigned in Teams"
_REMOVED = "is removed from Teams"
_OFF = "comes off the line"
_HEAVIEST_FIRST = (_REMOVED, _OFF, _UNASSIGNED)


def takers_of(lines: Sequence[PlanLine]) -> dict[str, str]:
    """Who gets each number that the plan gives to somebody, by name."""
    return {number: names_of(line)[0] or line.title for line in lines for number in _comes(line)}


def _comes(line: PlanLine) -> Iterator[str]:
    for step in line.steps:
        if step.kind is StepKind.NUMBER_ASSIGN:
            yield step.object
        elif step.kind in _UPDATES:
            yield from step.after.numbers


def losses_of(lines: Sequence[PlanLine], takers: Mapping[str, str]) -> list[Loss]:
    """Who loses what by each line: whoever has it now, never whoever gets it. `takers` are of `takers_of`."""
    return [loss for line in lines for loss in _of_line(line, takers)]


def _of_line(line: PlanLine, takers: Mapping[str, str]) -> Iterator[Loss]:
    for who in dict.fromkeys(_who(step, name, line) for step, name in line.taken):
        taken = [step for step, name in line.taken if _who(step, name, line) == who]
        lines = dict.fromkeys(words for step in taken for words in _lines(step, line))
        things = dict.fromkeys(words for step in taken for words in _things(step))
        yield Loss(who, (*lines, *_numbers(taken, who, takers), *things))


def _who(step: Step, name: str, line: PlanLine) -> str:
    return _EVERYBODY.get(step.kind) or name or line.title


def _lines(step: Step, line: PlanLine) -> Iterator[str]:
    """That the whole line goes."""
    if step.kind is StepKind.EXTENSION_DELETE:
        yield f"Line {step.object} is deleted"
    elif step.kind in _UPDATES and step.before.identity_uuid and step.after.identity_uuid is not None:
        yield f"Line {step.object} {_goes(names_of(line)[0] if step.after.identity_uuid else 'nobody')}"


def _things(step: Step) -> Iterator[str]:
    """What goes besides lines and numbers; of a number several steps may tell."""
    before, after = step.before, step.after
    match step.kind:
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            for code, n in (Counter(before.addons) - Counter(after.addons)).items():
                yield f"{name_of(code) if n == 1 else f'{n} × {name_of(code)}'} is taken away"
        case StepKind.LICENCE_TAKE:
            yield "Microsoft phone licence is taken back"
        case StepKind.TENANT_UNLINK:
            yield "Microsoft tenant is unlinked"
        case StepKind.EXTENSION_DELETE | StepKind.NUMBER_UNASSIGN | StepKind.NUMBER_DELETE:
            return
        case _:
            yield from (f"{what}: {was} → {now}" for what, was, now in changes_of(_vital(step)))


def _vital(step: Step) -> Step:
    """A change of a line's settings, down to those that take service away; any other step as it is."""
    if step.kind is not StepKind.SETTINGS_UPDATE:
        return step
    gone = {path: None for path in VITAL if path in step.after.settings}
    return replace(step, after=replace(step.after, settings=gone))


def _goes(who: str) -> str:
    return f"goes to {who or 'somebody else'}"


def _numbers(taken: Sequence[Step], who: str, takers: Mapping[str, str]) -> Iterator[str]:
    """What becomes of each number, said once though several steps take part in it."""
    fates: dict[str, set[str]] = {}
    for number, fate in (found for step in taken for found in _fates(step)):
        fates.setdefault(number, set()).add(fate)
    for number, found in fates.items():
        taker = takers.get(number)
        kept = next(fate for fate in _HEAVIEST_FIRST if fate in found)
        yield f"{display(number)} {'is given anew in Teams' if taker == who else _goes(taker) if taker else kept}"


def _fates(step: Step) -> Iterator[tuple[str, str]]:
    if step.kind is StepKind.NUMBER_UNASSIGN:
        yield step.object, _UNASSIGNED
    elif step.kind is StepKind.NUMBER_DELETE:
        yield step.object, _REMOVED
    elif step.kind in _UPDATES:
        yield from ((number, _OFF) for number in step.before.numbers)
