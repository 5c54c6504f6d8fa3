"""A plan that waits goes to whoever can answer it, within bounds and on record, and never to its author."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.changes import approvals, substitutes
from services.changes.asking_again import BETWEEN_SECONDS, MOST_REMINDERS, ask_again, hand_on, remind_of
from services.changes.away import Substitute
from services.changes.away import substitutes as away_now
from services.changes.drafts import Author
from services.changes.plan_summary import asked_of, handed_in
from services.domain.access import Role
from services.domain.errors import BadInput, NotAllowed, Stale
from services.domain.policy import Policy, PolicyRule, policy_rules
from services.domain.record.entries import Recorded
from services.domain.states import NoticeState, PlanState
from services.store.record.search import RecordQuery, RecordScope
from services.store.records import StoredPlan
from tests.services.changes.quarters import Quarters, planned, quarters


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Quarters]:
    place = await quarters(tmp_path, "t")
    yield place
    await place.services.store.db.close()


async def sent(house: Quarters, *asked: str) -> StoredPlan:
    """Alex asked these for approval of two lines."""
    plan_id = await planned(house, "alex", 2)
    await approvals.submit(house.services, await row_of(house, plan_id), "alex", asked)
    return await row_of(house, plan_id)


async def row_of(house: Quarters, plan_id: str) -> StoredPlan:
    return await house.services.store.plans.get(plan_id, house.tenant)


async def told(house: Quarters, kind: str) -> list[str]:
    due = await house.services.store.outbox.due(house.time, 500)
    return [one.object_id for one in due if one.kind == kind]


async def recorded(house: Quarters, action: Recorded) -> int:
    query = RecordQuery(actions=(action,))
    return await house.services.store.record_search.count(RecordScope(house.tenant), query)


async def test_an_approver_hands_a_request_to_another_one_who_hears_of_it(house: Quarters) -> None:
    row = await sent(house, "sam")
    await hand_on(house.services, row, "sam", "Sam", "kim")
    row = await row_of(house, row.id)
    assert (handed_in(row), asked_of(row)) == ({"sam": "kim"}, ("sam", "kim"))
    assert await told(house, "approval") == ["sam", "kim"]
    assert await recorded(house, Recorded.PLAN_HANDED_ON) == 1
    await approvals.decide(house.services, row, "kim", "Kim", True, "", row.hash)
    assert (await row_of(house, row.id)).state == PlanState.APPROVED


async def test_who_gets_it_back_left_it_to_nobody(house: Quarters) -> None:
    row = await sent(house, "sam")
    await hand_on(house.services, row, "sam", "Sam", "kim")
    await hand_on(house.services, await row_of(house, row.id), "kim", "Kim", "sam")
    assert handed_in(await row_of(house, row.id)) == {"kim": "sam"}
    assert await told(house, "approval") == ["sam", "kim", "sam"]


@pytest.mark.parametrize(
    ("who", "to", "error"),
    [
        ("sam", "alex", NotAllowed),  # the author
        ("sam", "alex-two", NotAllowed),  # the author's other account
        ("sam", "omar", NotAllowed),  # an operator
        ("sam", "sam", BadInput),
        ("sam", "nobody", BadInput),
        ("alex", "kim", NotAllowed),
        ("alex-two", "kim", NotAllowed),
        ("omar", "kim", NotAllowed),
    ],
)
async def test_it_is_handed_on_by_and_to_those_who_may_approve_it(
    house: Quarters, who: str, to: str, error: type[Exception]
) -> None:
    house.directory.roles["omar"] = Role.OPERATOR
    row = await sent(house, "sam")
    with pytest.raises(error):
        await hand_on(house.services, row, who, who, to)
    assert handed_in(await row_of(house, row.id)) == {}
    assert await recorded(house, Recorded.PLAN_HANDED_ON) == 0


async def test_nothing_is_handed_on_after_the_decision_nor_to_whoever_said_yes(house: Quarters) -> None:
    two = policy_rules(Policy((PolicyRule(2),)))
    await house.services.store.rules.replace(house.tenant, "policy", {}, two)
    row = await sent(house, "sam", "kim")
    await approvals.decide(house.services, row, "kim", "Kim", True, "", row.hash)
    with pytest.raises(BadInput, match="said yes"):
        await hand_on(house.services, row, "sam", "Sam", "kim")
    await approvals.withdraw(house.services, row, "alex")
    with pytest.raises(Stale):
        await hand_on(house.services, row, "sam", "Sam", "omar")


async def test_being_handed_a_plan_gives_no_right(house: Quarters) -> None:
    row = await sent(house, "sam")
    await hand_on(house.services, row, "sam", "Sam", "kim")
    house.directory.roles["kim"] = Role.OPERATOR
    with pytest.raises(NotAllowed):
        await approvals.decide(house.services, row, "kim", "Kim", True, "", row.hash)
    # Sam may still decide, by the right that is their own.
    await approvals.decide(house.services, row, "sam", "Sam", True, "", row.hash)


async def test_the_author_has_those_reminded_who_did_not_decide(house: Quarters) -> None:
    row = await sent(house, "sam", "kim", "omar")
    await hand_on(house.services, row, "sam", "Sam", "kim")
    assert await remind_of(house.services, row, "alex") == 2
    assert sorted(await told(house, "nudge")) == ["kim", "omar"]
    assert await recorded(house, Recorded.PLAN_REMINDED) == 1
    for who in ("sam", "alex-two"):
        with pytest.raises(NotAllowed):
            await remind_of(house.services, row, who)


async def test_reminders_are_bounded_also_when_many_come_at_once(house: Quarters) -> None:
    row = await sent(house, "sam")
    said = await asyncio.gather(*(remind_of(house.services, row, "alex") for _ in range(5)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in said) == ["BadInput"] * 4 + ["int"]
    with pytest.raises(BadInput, match="15 minutes"):
        await ask_again(house.services, row, "alex", ["sam"])
    for _ in range(MOST_REMINDERS - 1):
        house.time += BETWEEN_SECONDS
        await remind_of(house.services, row, "alex")
    house.time += BETWEEN_SECONDS
    with pytest.raises(BadInput, match="10 times"):
        await remind_of(house.services, row, "alex")
    house.time -= 10 * BETWEEN_SECONDS  # a clock that is put back helps nobody
    with pytest.raises(BadInput):
        await remind_of(house.services, row, "alex")
    assert len(await told(house, "nudge")) == MOST_REMINDERS


async def test_asking_again_reaches_who_can_decide_by_now_and_whoever_could_not_be_reached(house: Quarters) -> None:
    row = await sent(house, "sam", "omar")
    lost = next(one for one in await house.services.store.outbox.due(house.time) if one.object_id == "omar")
    await house.services.store.outbox.settle(lost.id, NoticeState.FAILED, error="gone")
    assert await ask_again(house.services, row, "alex", ["sam", "omar", "kim", "alex-two"]) == 3
    assert asked_of(await row_of(house, row.id)) == ("sam", "omar", "kim")
    assert sorted(await told(house, "approval")) == ["kim", "omar", "sam"]  # Sam's first, the others' of now
    assert await told(house, "nudge") == ["sam"]
    assert (await house.services.store.outbox.asked_of(row.id))["omar"] is NoticeState.NEW
    assert await recorded(house, Recorded.PLAN_ASKED_AGAIN) == 1


SAM = Author("t", "sam", "Sam")
DAY = 86_400.0


async def test_who_stands_in_gets_what_waits_and_what_comes(house: Quarters) -> None:
    row = await sent(house, "sam", "kim")
    assert await substitutes.name_substitute(house.services, SAM, "kim", house.time + DAY) == 1
    assert handed_in(await row_of(house, row.id)) == {"sam": "kim"}
    later = await sent(house, "sam", "kim", "omar")
    assert handed_in(later) == {"sam": "kim"}
    assert asked_of(later) == ("sam", "kim", "omar")  # who is away may decide, all the same
    assert await away_now(house.services, house.tenant) == {"sam": Substitute("sam", "kim", house.time + DAY)}
    house.time += DAY + 1
    assert handed_in(await sent(house, "sam", "kim")) == {}
    assert await recorded(house, Recorded.SUBSTITUTE_NAMED) == 1


async def test_whoever_is_back_decides_again(house: Quarters) -> None:
    await substitutes.name_substitute(house.services, SAM, "kim", house.time + DAY)
    await substitutes.end_substitute(house.services, SAM)
    assert await away_now(house.services, house.tenant) == {}
    assert await recorded(house, Recorded.SUBSTITUTE_ENDED) == 1


async def test_nobody_stands_in_for_a_plan_of_their_own(house: Quarters) -> None:
    await substitutes.name_substitute(house.services, Author("t", "sam", "Sam"), "alex", house.time + DAY)
    row = await sent(house, "sam", "kim")
    assert handed_in(row) == {}
    with pytest.raises(NotAllowed):
        await approvals.decide(house.services, row, "alex", "Alex", True, "", row.hash)


@pytest.mark.parametrize(
    ("who", "to", "days", "error"),
    [
        ("sam", "sam", 1, BadInput),
        ("sam", "nobody", 1, BadInput),
        ("sam", "omar", 1, NotAllowed),  # an operator
        ("omar", "kim", 1, NotAllowed),
        ("alex", "alex-two", 1, NotAllowed),
        ("sam", "kim", 0, BadInput),
        ("sam", "kim", 61, BadInput),
        ("sam", "kim", float("nan"), BadInput),
    ],
)
async def test_a_substitute_is_an_approver_another_human_and_for_a_time(
    house: Quarters, who: str, to: str, days: float, error: Any
) -> None:
    house.directory.roles["omar"] = Role.OPERATOR
    with pytest.raises(error):
        await substitutes.name_substitute(house.services, Author("t", who, who), to, house.time + days * DAY)
    assert await recorded(house, Recorded.SUBSTITUTE_NAMED) == 0


async def test_two_who_are_away_do_not_stand_in_for_each_other(house: Quarters) -> None:
    await substitutes.name_substitute(house.services, SAM, "kim", house.time + DAY)
    with pytest.raises(BadInput, match="away, too"):
        await substitutes.name_substitute(house.services, Author("t", "kim", "Kim"), "sam", house.time + DAY)
