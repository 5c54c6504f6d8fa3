"""Numbers written back to directory entries: only where it is wanted, and only what the change moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from services.changes.undo import inverse_of
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Category, Line, Number, UploadState
from services.domain.people import Person
from services.domain.plan import Plan
from services.domain.steps import Step, StepKind
from services.execution.effects.base import Observation
from services.execution.effects.directory import _phoned
from services.inventory.snapshot import Snapshot
from services.planning.planner import make_plan
from services.remote.graph_people import GraphUser
from tests.services.planning.test_planner import done_entry
from tests.services.worlds import person, snapshot

ADA, BEN = person("Ada", business_phones=("+65 6789 1200",)), person("Ben")
N1, N2 = "+6567891200", "+6567891201"
GIVEN = [
    Number(N1, "101", UploadState.UPLOADED, ADA.object_id, usage="CallingUserAssignment", category=Category.PRIMARY),
    Number(N2, "", UploadState.UPLOADED, usage="CallingUserAssignment"),
]


def world(ada: Person = ADA, ben: Person = BEN, *, on: bool = True) -> Snapshot:
    """Ada calls with the first number on 101; Ben has the empty line 102."""
    lines = [
        Line("101", "Ada", ada.identity_uuid, (addons.TEAMS_USER,), (N1,)),
        Line("102", "Ben", ben.identity_uuid, (addons.TEAMS_USER,)),
    ]
    return replace(snapshot([ada, ben], lines, GIVEN), business_phones=on)


def phones(plan: Plan) -> list[tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]]:
    """Whose entry becomes what, by line."""
    steps: Sequence[Step] = [step for line in plan.lines for step in line.steps if step.kind is StepKind.PHONES_SET]
    return [(step.object, step.before.phones, step.after.phones) for step in steps]


def gives(key: str, number: str) -> Change:
    return Change(key, number=number, upload=True, assign=True, primary=number, replace=True)


def test_who_comes_to_call_with_a_number_gets_it_as_business_phone_last_of_all() -> None:
    plan = make_plan("t", [gives("102", N2)], {}, world())
    assert phones(plan) == [(BEN.object_id, (), (N2,))]
    assert plan.lines[0].steps[-1].kind is StepKind.PHONES_SET


def test_without_the_setting_no_entry_is_touched() -> None:
    assert phones(make_plan("t", [gives("102", N2)], {}, world(on=False))) == []


def test_another_first_number_takes_the_place_of_the_one_before() -> None:
    assert phones(make_plan("t", [gives("101", N2)], {}, world())) == [(ADA.object_id, ADA.business_phones, (N2,))]


def test_who_loses_the_number_loses_it_in_the_directory_too_unless_something_else_stands_there() -> None:
    change = Change("101", number=N1, unassign=True)
    assert phones(make_plan("t", [change], {}, world())) == [(ADA.object_id, ADA.business_phones, ())]
    other = world(replace(ADA, business_phones=("+1 425 555 0109",)))
    assert phones(make_plan("t", [change], {}, other)) == []


def test_a_number_that_stands_there_already_is_not_written_again() -> None:
    live = world(ben=replace(BEN, business_phones=("+65 6789 1201",)))
    assert phones(make_plan("t", [gives("102", N2)], {}, live)) == []


def test_of_two_lines_of_one_plan_the_one_that_gives_counts() -> None:
    """Ada loses her number with line 101, and has another one on 102 by the same plan: nothing empties her entry."""
    changes = [Change("101", person=""), replace(gives("102", N2), person=ADA.user_name)]
    plan = make_plan("t", changes, {1: ADA}, world())
    assert phones(plan) == [(ADA.object_id, ADA.business_phones, (N2,))]


def test_an_entry_kept_on_premises_is_left_alone_and_that_is_said() -> None:
    plan = make_plan("t", [gives("102", N2)], {}, world(ben=replace(BEN, synchronised=True)))
    assert phones(plan) == []
    said = next(finding for finding in plan.findings if finding.code == "phones.on_premises")
    assert "Ben is kept in your Active Directory on premises" in said.message
    assert not plan.errors


def test_a_resource_account_has_no_business_phone() -> None:
    assert phones(make_plan("t", [gives("102", N2)], {}, world(ben=replace(BEN, is_resource=True)))) == []


def test_undone_the_number_of_before_stands_there_again() -> None:
    line = make_plan("t", [gives("101", N2)], {}, world()).lines[0]
    back = inverse_of(line, done_entry(line.steps)).steps[0]
    assert (back.kind, back.before.phones, back.after.phones) == (StepKind.PHONES_SET, (N2,), ADA.business_phones)


@pytest.mark.parametrize(
    ("before", "after", "now", "seen"),
    [
        ((N1,), (N2,), (N1,), Observation.BEFORE),
        (("+65 6789 1200",), (N2,), (N1,), Observation.BEFORE),
        ((N1,), (N2,), (), Observation.BEFORE),
        ((N1,), (N2,), ("+65 6789 1201",), Observation.AFTER),
        ((N1,), (N2,), ("+14255550109",), Observation.MOVED),
        ((N1,), (), (N1,), Observation.BEFORE),
        ((N1,), (), (), Observation.AFTER),
        ((N1,), (), ("+14255550109",), Observation.AFTER),
    ],
)
def test_an_entry_is_read_before_it_is_written(
    before: tuple[str, ...], after: tuple[str, ...], now: tuple[str, ...], seen: Observation
) -> None:
    line = make_plan("t", [gives("102", N2)], {}, world()).lines[0]
    step = line.steps[-1]
    step = replace(step, before=replace(step.before, phones=before), after=replace(step.after, phones=after))
    user = GraphUser("id", "Ada", "ada@contoso.com", "", "SG", True, (), business_phones=now)
    assert _phoned(step, user).seen is seen
