"""The planner: requested minus live, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.changes.undo import inverse_of
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Number
from services.domain.people import Person
from services.domain.plan import PlanLine, plan_hash, read, write
from services.domain.steps import ORDER, Step, StepKind
from services.planning.planner import make_plan
from services.store.ledger import LedgerEntry
from tests.services.planning.remote_model import applied
from tests.services.worlds import person, snapshot

FREE = [f"+65678912{n:02}" for n in range(20)]
CODES = sorted(set(addons.ADDONS) - addons.TEAMS_CODES - {addons.NUMBER})
PEOPLE = [person(f"Person {n}") for n in range(20)]


@st.composite
def requests(draw: st.DrawFn) -> tuple[list[Change], dict[int, Person]]:
    size = draw(st.integers(0, 12))
    changes, people = [], {}
    for n in range(size):
        codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=4))
        teams = [addons.TEAMS_USER] if draw(st.booleans()) else []
        number = FREE[n] if draw(st.booleans()) else None
        changes.append(Change(str(100 + n), number=number, person=PEOPLE[n].name, addons=(*teams, *codes), row=n + 2))
        if draw(st.booleans()):
            people[n] = PEOPLE[n]
    return changes, people


WORLD = snapshot(PEOPLE, [], [Number(n, country="SG") for n in FREE])


@given(requests())
@settings(max_examples=150, deadline=None)
def test_an_applied_plan_leaves_nothing_to_do(asked: tuple[list[Change], dict[int, Person]]) -> None:
    changes, people = asked
    plan = make_plan("t", changes, people, WORLD)
    assert not plan.errors
    again = make_plan("t", changes, people, applied(WORLD, [step for line in plan.lines for step in line.steps]))
    assert not again.busy_lines
    assert again.seats == ()


@given(requests())
@settings(max_examples=100, deadline=None)
def test_steps_are_in_order_and_counted(asked: tuple[list[Change], dict[int, Person]]) -> None:
    plan = make_plan("t", *asked, WORLD)
    for line in plan.lines:
        positions = [ORDER[step.kind] for step in line.steps]
        assert positions == sorted(set(positions))
    assert sum(plan.counts.values()) == sum(len(line.steps) for line in plan.lines)
    for use in plan.seats:
        assert 0 <= use.free_after < use.free_before


@given(requests(), st.integers(0, 11))
@settings(max_examples=100, deadline=None)
def test_hash_is_bound_to_every_step(asked: tuple[list[Change], dict[int, Person]], which: int) -> None:
    plan = make_plan("t", *asked, WORLD)
    good = _hash("contoso", "alex", plan.lines)
    assert _hash("contoso", "alex", plan.lines) == good
    assert _hash("fabrikam", "alex", plan.lines) != good
    assert _hash("contoso", "sam", plan.lines) != good
    if plan.busy_lines:
        line = plan.busy_lines[which % len(plan.busy_lines)]
        bent = tuple(replace(one, steps=one.steps[:-1]) if one is line else one for one in plan.lines)
        assert _hash("contoso", "alex", bent) != good


@given(requests())
@settings(max_examples=100, deadline=None)
def test_undo_of_undo_is_the_plan_again(asked: tuple[list[Change], dict[int, Person]]) -> None:
    plan = make_plan("t", *asked, WORLD)
    for line in plan.busy_lines:
        back = inverse_of(line, done_entry(line.steps))
        assert {step.object for step in back.steps} == {
            s.object for s in line.steps if s.kind is not StepKind.NUMBER_VISIBLE
        }
        forth = inverse_of(back, done_entry(back.steps))
        wanted = {(s.kind, s.object, s.after) for s in line.steps if s.kind is not StepKind.NUMBER_VISIBLE}
        assert wanted <= {(s.kind, s.object, s.after) for s in forth.steps}


def _hash(workspace: str, author: str, lines: tuple[PlanLine, ...]) -> str:
    return plan_hash(workspace, author, [line.text for line in write(lines)])


@given(requests())
@settings(max_examples=100, deadline=None)
def test_what_is_stored_reads_as_it_was(asked: tuple[list[Change], dict[int, Person]]) -> None:
    plan = make_plan("t", *asked, WORLD)
    assert read(line.text for line in write(plan.lines)) == plan.lines


def done_entry(steps: tuple[Step, ...]) -> LedgerEntry:
    return LedgerEntry(
        1, trace=tuple({"kind": s.kind.value, "how": "done", "at": 0.0, "request_id": ""} for s in steps)
    )


def test_a_row_without_teams_code_keeps_its_number_in_the_cpaas() -> None:
    change = Change("109", number=FREE[0], person="Person 0", addons=("device_ip_phone",))
    plan = make_plan("t", [change], {0: PEOPLE[0]}, WORLD)
    assert [step.kind for step in plan.lines[0].steps] == [StepKind.EXTENSION_CREATE, StepKind.EXTENSION_UPDATE]


def test_policy_one_reversible_line_needs_nobody_else() -> None:
    one = Change("101", person="Person 0", addons=("call_recording",))
    two = Change("102", person="Person 1", addons=("call_recording",))
    assert not make_plan("t", [one], {0: PEOPLE[0]}, WORLD).needs_approval
    assert make_plan("t", [one, two], {0: PEOPLE[0], 1: PEOPLE[1]}, WORLD).needs_approval


def test_number_licence_is_counted_once() -> None:
    change = Change("101", number=FREE[0], addons=(addons.NUMBER,))
    plan = make_plan("t", [change], {}, WORLD)
    assert {use.code: use.free_before - use.free_after for use in plan.seats} == {addons.NUMBER: 1, addons.BASE: 1}


def test_seats_that_are_not_there_stop_the_plan() -> None:
    change = Change("101", addons=("call_recording",))
    plan = make_plan("t", [change], {}, snapshot(seats=0))
    assert {f.code for f in plan.errors} == {"seats.short"}
    assert {f.value for f in plan.errors} == {"call_recording", addons.BASE}
