"""What a plan takes away: from whom, what, and where it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.views.changes.step_words import changes_of, names_of
from cards.changes.plan_view import Loss
from services.domain.addons import name_of
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.plan import PlanLine
from services.domain.settings.paths import VITAL
from services.domain.steps import Step, StepKind

_UPDATES = frozenset({StepKind.EXTENSION_UPDATE, StepKind.EXTENSION_RESTORE})
_EVERYBODY = {StepKind.TENANT_UNLINK: tr("Everybody"), StepKind.SYSTEM_UPDATE: tr("Everybody it is for")}
_UNASSIGNED = tr("is unassigned in Teams")
_REMOVED = tr("is removed from Teams")
_OFF = tr("comes off the line")
_HEAVIEST_FIRST = (_REMOVED, _OFF, _UNASSIGNED)


def takers_of(lines: Sequence[PlanLine]) -> dict[str, str]:
    """The names of those who get numbers by the plan, by number."""
    return {number: names_of(line)[0] or line.title for line in lines for number in _comes(line)}


def _comes(line: PlanLine) -> Iterator[str]:
    for step in line.steps:
        if step.kind is StepKind.NUMBER_ASSIGN:
            yield step.object
        elif step.kind in _UPDATES:
            yield from step.after.numbers


def losses_of(lines: Sequence[PlanLine], takers: Mapping[str, str]) -> list[Loss]:
    """Who loses what by each line: its present holder, never the new one. `takers` come from `takers_of`."""
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
    """The loss of the whole line."""
    if step.kind is StepKind.EXTENSION_DELETE:
        yield tr("Line {object} is deleted", object=step.object)
    elif step.kind in _UPDATES and step.before.identity_uuid and step.after.identity_uuid is not None:
        yield tr(
            "Line {object} {goes}",
            object=step.object,
            goes=_goes(names_of(line)[0] if step.after.identity_uuid else tr("nobody")),
        )


def _things(step: Step) -> Iterator[str]:
    """The losses other than lines and numbers, as several steps may be about one number."""
    before, after = step.before, step.after
    match step.kind:
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            for code, n in (Counter(before.addons) - Counter(after.addons)).items():
                yield tr(
                    "{name_of} is taken away",
                    name_of=name_of(code) if n == 1 else tr("{n} × {name_of}", n=n, name_of=name_of(code)),
                )
        case StepKind.LICENCE_TAKE:
            yield tr("Microsoft phone licence is taken back")
        case StepKind.TENANT_UNLINK:
            yield tr("Microsoft tenant is unlinked")
        case StepKind.EXTENSION_DELETE | StepKind.NUMBER_UNASSIGN | StepKind.NUMBER_DELETE:
            return
        case _:
            yield from (
                tr("{what}: {was} → {now}", what=what, was=was, now=now) for what, was, now in changes_of(_vital(step))
            )


def _vital(step: Step) -> Step:
    """A change of settings, reduced to those that take service away; any other step unchanged."""
    if step.kind is not StepKind.SETTINGS_UPDATE:
        return step
    gone = {path: None for path in VITAL if path in step.after.settings}
    return replace(step, after=replace(step.after, settings=gone))


def _goes(who: str) -> str:
    return tr("goes to {who}", who=who or tr("somebody else"))


def _numbers(taken: Sequence[Step], who: str, takers: Mapping[str, str]) -> Iterator[str]:
    """What becomes of each number, once even if several steps are about it."""
    fates: dict[str, set[str]] = {}
    for number, fate in (found for step in taken for found in _fates(step)):
        fates.setdefault(number, set()).add(fate)
    for number, found in fates.items():
        taker = takers.get(number)
        kept = next(fate for fate in _HEAVIEST_FIRST if fate in found)
        yield tr(
            "{number} {word}",
            number=display(number),
            word=tr("is given anew in Teams") if taker == who else _goes(taker) if taker else kept,
        )


def _fates(step: Step) -> Iterator[tuple[str, str]]:
    if step.kind is StepKind.NUMBER_UNASSIGN:
        yield step.object, _UNASSIGNED
    elif step.kind is StepKind.NUMBER_DELETE:
        yield step.object, _REMOVED
    elif step.kind in _UPDATES:
        yield from ((number, _OFF) for number in step.before.numbers)
