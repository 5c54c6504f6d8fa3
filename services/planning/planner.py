"""The planner: each change's line as it is and as it will be, and the steps between. Pure: writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from services.domain.change import SYSTEM, Change
from services.domain.number import display
from services.domain.people import Person
from services.domain.phrases import tr
from services.domain.plan import Finding, Plan, PlanLine, Severity, count_steps
from services.domain.reach import stored_together
from services.domain.settings.paths import rules_of
from services.domain.steps import Step, StepKind
from services.inventory.snapshot import Snapshot
from services.inventory.visibility import planned_extent
from services.planning.business_phones import check_phones, phone_steps
from services.planning.checks import check_line, check_plan
from services.planning.checks_directory import count_licences
from services.planning.checks_reach import check_reach
from services.planning.desired import Comparison
from services.planning.desired_numbers import gains
from services.planning.seats import count_seats
from services.planning.together import Adjusted, see_together
from services.planning.voice_policies import policy_steps

_OF_AN_ACCOUNT = frozenset({StepKind.NUMBER_UNASSIGN, StepKind.LICENCE_TAKE})


def make_plan(
    title: str,
    changes: Sequence[Change],
    people: Mapping[int, Person],
    live: Snapshot,
    findings: Sequence[Finding] = (),
) -> Plan:
    """The plan for these changes: steps a line, findings of all lines at once, seats before and after."""
    together = see_together(changes, people, live)
    compared = [seen.one for seen in together]
    found = [*findings, *check_plan(compared, live), *check_phones(compared, live)]
    found += [finding for seen in together for finding in check_line(seen.one, seen.live)]
    phones = phone_steps(compared, live)
    lines = tuple(_line(no, seen, phones[no - 1], live) for no, seen in enumerate(together, 1))
    found += check_reach(lines, live)
    seats, missing = count_seats(compared, live)
    bought, short = count_licences(lines, live)
    ordered = sorted([*found, *missing, *short], key=lambda f: (f.severity is not Severity.ERROR, f.row))
    return Plan(
        title,
        lines,
        tuple(ordered),
        (*seats, *bought),
        counts=count_steps(lines),
        of_lines=len(live.lines),
        touches=stored_together(planned_extent(live, line) for line in lines),
    )


def _line(no: int, seen: Adjusted, phones: Sequence[Step], live: Snapshot) -> PlanLine:
    one = seen.one
    number, before = _number(one), _held_by(one)
    about = one.named or _holder(one)
    steps = (*_with_names(seen.steps(), live), *phones, *policy_steps(one))
    return PlanLine(
        no=no,
        key=one.change.key,
        title=_title(one, number, live),
        steps=steps,
        row=one.change.row,
        person=about.label if about else "",
        number=number,
        held_by=before.label if before else "",
        person_name=about.name if about else "",
        held_by_name=before.name if before else "",
        person_id=about.object_id if about else "",
        held_by_id=before.object_id if before else "",
        losers=tuple(_loser(step, one, live) for step in steps if step.takes_away),
    )


def _loser(step: Step, one: Comparison, live: Snapshot) -> str:
    """Who loses by the step: the person who has the number in Teams, or the licence, otherwise the line's holder."""
    account = step.before.target or step.object if step.kind in _OF_AN_ACCOUNT else ""
    who = live.directory.get(account) if account else one.before.holder
    return _name(who, live) if who else ""


def _number(one: Comparison) -> str:
    """The number that the line is about, as the plan shows it."""
    away = one.change.number if one.change.unassign or one.change.release else ""
    return away or one.change.primary or next(iter(gains(one.change)), "") or next(iter(one.before.own), "")


def _title(one: Comparison, number: str, live: Snapshot) -> str:
    if one.change.key == SYSTEM:
        return tr("System settings")
    called = one.before.label if one.before.exists else one.change.label or ""
    name = _name(one.named, live) if one.named else called
    return tr("{key} {name}", key=one.change.key, name=name).strip() or display(number)


def _name(person: Person, live: Snapshot) -> str:
    """The person's name, with the user name where others are called the same."""
    return person.label if len(live.directory.find(person.name)) > 1 else person.name


def _holder(one: Comparison) -> Person | None:
    """The line's present holder, for a change that names nobody but concerns them."""
    return one.before.holder if one.change.assign or one.change.unassign else None


def _held_by(one: Comparison) -> Person | None:
    """Who had the line that goes to somebody else, or to nobody."""
    before, person = one.before, one.named
    if one.change.person is None or (person and person.identity_uuid == before.identity_uuid):
        return None
    return before.holder


def _with_names(steps: Iterable[Step], live: Snapshot) -> Iterator[Step]:
    """The steps, with names for the outbound rules among the settings that they change."""
    for step in steps:
        yield _with_rule_names(step, rules_of(live.system)) if step.after.settings else step


def _with_rule_names(step: Step, rules: Mapping[str, str]) -> Step:
    values = (*step.before.settings.values(), *step.after.settings.values())
    names = {value: rules[value] for value in values if isinstance(value, str) and value in rules}
    if not names:
        return step
    return replace(step, before=replace(step.before, names=names), after=replace(step.after, names=names))
