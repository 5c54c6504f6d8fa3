"""Changes of one plan that give each other numbers: in whatever order lines get ahead, each finds what it needs."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.changes.undo import inverse_of
from services.domain.addons import TEAMS_USER
from services.domain.change import Change
from services.domain.line import Category, Line, Number, UploadState
from services.domain.people import Person
from services.domain.plan import Plan, PlanLine
from services.domain.states import LineOutcome, LinePhase
from services.domain.steps import StepKind
from services.execution.line_order import LineOrder, Stand, waits_of
from services.inventory.snapshot import Snapshot
from services.planning.planner import make_plan
from services.store.ledger import LedgerEntry
from tests.services.planning.remote_model import applied
from tests.services.planning.test_planner import done_entry
from tests.services.worlds import person, snapshot

PEOPLE = [person(f"Person {n}") for n in range(4)]
NUMBERS = [f"+65678912{n:02}" for n in range(4)]
KEYS = ("101", "102", "103", "104")


def world(in_teams: bool = True) -> Snapshot:
    """Four people, each with a line and a number that Teams has given them."""
    lines = [
        Line(key, who.name, who.identity_uuid, (TEAMS_USER,), (e164,), 1)
        for key, who, e164 in zip(KEYS, PEOPLE, NUMBERS, strict=True)
    ]
    numbers = [
        Number(e164, key, UploadState.UPLOADED, who.object_id, country="SG", category=Category.PRIMARY)
        if in_teams
        else Number(e164, key, country="SG")
        for key, who, e164 in zip(KEYS, PEOPLE, NUMBERS, strict=True)
    ]
    return snapshot(PEOPLE, lines, numbers)


def numbers_over(order: list[int]) -> list[Change]:
    """Each line gets the number of another one and gives its own away."""
    return [
        Change(KEYS[at], number=NUMBERS[other], drop_numbers=(NUMBERS[at],), primary=NUMBERS[other])
        for at, other in enumerate(order)
        if other != at
    ]


def people_over(order: list[int]) -> tuple[list[Change], dict[int, Person]]:
    """Each line gets the person of another one."""
    moved = [(at, other) for at, other in enumerate(order) if other != at]
    changes = [Change(KEYS[at], person=PEOPLE[other].user_name, replace=True) for at, other in moved]
    return changes, {position: PEOPLE[other] for position, (_, other) in enumerate(moved)}


def walked(live: Snapshot, lines: tuple[PlanLine, ...], seed: int) -> Snapshot:
    """The world once all lines are done, each a step at a time in any order that `LineOrder` lets them go."""
    chance = Random(seed)
    order = LineOrder(waits_of(lines), {line.no: LedgerEntry(line.no) for line in lines})
    open_lines = [line for line in lines if line.steps]
    while open_lines:
        free = [line for line in open_lines if order.stand(order.entries[line.no]) is Stand.FREE]
        assert free, "lines wait for each other"
        line = chance.choice(free)
        entry = order.entries[line.no]
        live = applied(live, [line.steps[entry.step]])
        last = entry.step + 1 == len(line.steps)
        order.entries[line.no] = (
            replace(entry, phase=LinePhase.ENDED, outcome=LineOutcome.DONE)
            if last
            else replace(entry, step=entry.step + 1)
        )
        open_lines = [one for one in open_lines if one is not line or not last]
    return live


def stopped(live: Snapshot, lines: tuple[PlanLine, ...], seed: int, after: int) -> tuple[Snapshot, dict[int, int]]:
    """The world once the job was cancelled or killed after so many steps, and how many each line has done."""
    chance = Random(seed)
    order = LineOrder(waits_of(lines), {line.no: LedgerEntry(line.no) for line in lines})
    done = dict.fromkeys((line.no for line in lines), 0)
    for _ in range(after):
        begun = [line for line in lines if done[line.no] < len(line.steps)]
        free = [line for line in begun if order.stand(order.entries[line.no]) is Stand.FREE]
        if not free:
            break
        line = chance.choice(free)
        live = applied(live, [line.steps[done[line.no]]])
        done[line.no] += 1
        whole = done[line.no] == len(line.steps)
        order.heard(
            LedgerEntry(line.no, phase=LinePhase.ENDED, outcome=LineOutcome.DONE)
            if whole
            else LedgerEntry(line.no, done[line.no])
        )
    return live, done


def undo_of(plan: Plan) -> tuple[PlanLine, ...]:
    """The lines that take the plan back."""
    return tuple(inverse_of(line, done_entry(line.steps)) for line in plan.lines)


def calling(live: Snapshot) -> list[tuple[str, str, str]]:
    """Each line with its person and number, and who has that number in Teams."""
    return [
        (live.lines[key].identity_uuid, *live.lines[key].numbers, live.numbers[live.lines[key].numbers[0]].target)
        for key in KEYS
    ]


@given(st.permutations(range(4)), st.booleans(), st.integers(0, 99))
def test_numbers_go_round_in_any_order(order: list[int], in_teams: bool, seed: int) -> None:
    live = world(in_teams)
    plan = make_plan("t", numbers_over(order), {}, live)
    assert not plan.errors
    after = walked(live, plan.lines, seed)
    assert [(who, e164) for who, e164, _ in calling(after)] == [
        (PEOPLE[at].identity_uuid, NUMBERS[other]) for at, other in enumerate(order)
    ]
    assert all(after.numbers[NUMBERS[other]].target in ("", PEOPLE[at].object_id) for at, other in enumerate(order))
    if in_teams:
        assert {n.target for n in after.numbers.values()} == {who.object_id for who in PEOPLE}
    back = walked(after, undo_of(plan), seed)
    assert calling(back) == calling(live)


@given(st.permutations(range(4)), st.integers(0, 99))
def test_people_go_round_in_any_order_and_call_with_their_new_lines(order: list[int], seed: int) -> None:
    live = world()
    plan = make_plan("t", *people_over(order), live)
    assert not plan.errors
    after = walked(live, plan.lines, seed)
    assert calling(after) == [
        (PEOPLE[other].identity_uuid, NUMBERS[at], PEOPLE[other].object_id) for at, other in enumerate(order)
    ]
    assert calling(walked(after, undo_of(plan), seed)) == calling(live)


@given(st.permutations(range(4)), st.booleans(), st.integers(0, 99), st.integers(0, 40))
def test_an_order_that_ends_in_the_middle_is_finished_or_taken_back(
    order: list[int], people: bool, seed: int, after: int
) -> None:
    live = world()
    plan = make_plan("t", *(people_over(order) if people else (numbers_over(order), {})), live)
    half, done = stopped(live, plan.lines, seed, after)
    # Without a number is nobody whose line is as planned or wasn't begun: the card names the others as not done.
    under_way = {line.key for line in plan.lines if 0 < done[line.no] < len(line.steps)}
    with_number = {n.target for n in half.numbers.values()}
    calls = {who.object_id for who, key in zip(PEOPLE, KEYS, strict=True) if not people and key not in under_way}
    assert calls <= with_number
    rest = tuple(replace(line, steps=line.steps[done[line.no] :]) for line in plan.lines)
    assert calling(walked(half, rest, seed)) == calling(walked(live, plan.lines, seed))
    begun = (replace(line, steps=line.steps[: done[line.no]]) for line in plan.lines)
    back = tuple(inverse_of(line, done_entry(line.steps)) for line in begun)
    assert calling(walked(half, back, seed)) == calling(live)


def test_a_number_moves_to_a_line_that_has_one() -> None:
    live = world()
    changes = [Change("101", drop_numbers=(NUMBERS[0],)), Change("102", number=NUMBERS[0], primary=NUMBERS[0])]
    plan = make_plan("t", changes, {}, live)
    assert not plan.errors
    after = walked(live, plan.lines, 1)
    assert after.lines["102"].numbers == (NUMBERS[0], NUMBERS[1])
    assert after.numbers[NUMBERS[0]].target == PEOPLE[1].object_id
    assert after.lines["101"].numbers == ()


def test_two_rows_of_a_file_swap_two_numbers() -> None:
    live = world()
    changes = [Change("101", number=NUMBERS[1], row=2), Change("102", number=NUMBERS[0], row=3)]
    plan = make_plan("t", changes, {}, live)
    assert not plan.errors
    after = walked(live, plan.lines, 1)
    assert [after.lines[key].numbers for key in KEYS[:2]] == [(NUMBERS[1],), (NUMBERS[0],)]
    assert after.numbers[NUMBERS[0]].target == PEOPLE[1].object_id


@pytest.mark.parametrize("kept", [True, False])
def test_a_number_that_nobody_gives_away_stays_taken(kept: bool) -> None:
    live = world()
    changes = [Change("102", number=NUMBERS[0], row=3)]
    changes += [Change("101", label="Desk", row=2)] if kept else []
    assert "number.taken" in {finding.code for finding in make_plan("t", changes, {}, live).errors}


def test_lines_that_give_each_other_nothing_wait_for_nobody() -> None:
    live = world()
    changes = [Change(key, drop_numbers=(e164,)) for key, e164 in zip(KEYS, NUMBERS, strict=True)]
    assert waits_of(make_plan("t", changes, {}, live).lines) == {}


def test_a_line_whose_number_never_comes_is_lost() -> None:
    live = world()
    changes = [Change("101", drop_numbers=(NUMBERS[0],)), Change("102", number=NUMBERS[0], primary=NUMBERS[0])]
    lines = make_plan("t", changes, {}, live).lines
    gets = next(at for at, step in enumerate(lines[1].steps) if step.kind is StepKind.EXTENSION_UPDATE)
    order = LineOrder(waits_of(lines), {1: LedgerEntry(1), 2: LedgerEntry(2, step=gets)})
    assert order.stand(order.entries[2]) is Stand.WAITS
    order.heard(LedgerEntry(1, phase=LinePhase.ENDED, outcome=LineOutcome.FAILED))
    assert order.stand(order.entries[2]) is Stand.LOST
    order.heard(LedgerEntry(1, step=len(lines[0].steps) - 1, phase=LinePhase.ENDED, outcome=LineOutcome.DONE))
    assert order.stand(order.entries[2]) is Stand.FREE
