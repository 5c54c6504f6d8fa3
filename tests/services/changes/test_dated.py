"""A plan with a day has to be approved, by the policy and the roles of the moment in which it begins."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.changes import approvals, dated
from services.domain.access import ACCESS_UNKNOWN, Access, Role
from services.domain.errors import NotAllowed, RoleUnknown
from services.domain.policy import Policy, PolicyRule, policy_rules
from services.domain.states import PlanState
from services.store.records import StoredPlan
from tests.services.changes.quarters import Quarters, planned, quarters

DAY = 86_400.0


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Quarters]:
    async def fits(_services: object, _plan: StoredPlan) -> bool:
        return True  # what the plan is about is as it was

    monkeypatch.setattr(dated, "still_fits", fits)
    place = await quarters(tmp_path, "t")
    yield place
    await place.services.store.db.close()


async def scheduled(house: Quarters, lines: int = 2, *approvers: str) -> str:
    """Alex's plan, approved for in two days."""
    plan_id = await planned(house, "alex", lines, house.time + 2 * DAY)
    row = await house.services.store.plans.get(plan_id, "t")
    if lines == 1:
        await approvals.apply_now(house.services, row, "alex", row.hash)
    else:
        await approvals.submit(house.services, row, "alex", ["sam", "kim"])
        for who in approvers or ("sam",):
            row = await house.services.store.plans.get(plan_id, "t")
            await approvals.decide(house.services, row, who, who.title(), True, "", row.hash)
    assert (await house.services.store.plans.get(plan_id, "t")).state == PlanState.SCHEDULED
    return plan_id


async def its_time(house: Quarters, plan_id: str) -> StoredPlan:
    house.time += 2 * DAY + 1
    await dated.look(house.services)
    return await house.services.store.plans.get(plan_id, "t")


async def policy(house: Quarters, *rules: PolicyRule, singles: int = 20) -> None:
    before = await house.services.store.rules.get("t", "policy")
    assert await house.services.store.rules.replace("t", "policy", before, policy_rules(Policy(rules, singles)))


async def told(house: Quarters) -> set[str]:
    due = await house.services.store.outbox.due(house.time, 500)
    return {one.object_id for one in due if one.kind == "overtaken"}


@pytest.mark.parametrize("lines", [1, 2])
async def test_it_begins_when_all_is_as_it_was(house: Quarters, lines: int) -> None:
    assert (await its_time(house, await scheduled(house, lines))).state == PlanState.APPROVED


async def test_a_yes_of_somebody_whose_role_is_gone_does_not_count_then(house: Quarters) -> None:
    plan_id = await scheduled(house)
    house.directory.roles["sam"] = Role.OPERATOR
    row = await its_time(house, plan_id)
    assert row.state == PlanState.OVERTAKEN
    assert row.comment == "It lacks an approval by now. Sam may not approve it any more."
    assert await told(house) == {"alex", "sam"}
    assert row.job_id == ""


@pytest.mark.parametrize("lines", [1, 2])
async def test_a_policy_that_became_stricter_counts(house: Quarters, lines: int) -> None:
    plan_id = await scheduled(house, lines)
    await policy(house, PolicyRule(2))
    row = await its_time(house, plan_id)
    assert row.state == PlanState.OVERTAKEN
    assert "It needs 2 approvals" in row.comment


async def test_everybody_who_said_yes_is_told(house: Quarters) -> None:
    await policy(house, PolicyRule(2))
    plan_id = await scheduled(house, 2, "sam", "kim")
    house.directory.roles["kim"] = Role.NOBODY
    assert (await its_time(house, plan_id)).state == PlanState.OVERTAKEN
    assert await told(house) == {"alex", "sam", "kim"}


async def test_it_waits_while_nobody_can_be_asked(house: Quarters, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_id = await scheduled(house)
    real = house.directory.access

    async def access(tenant: str, who: str, fresh: bool) -> Access:
        return ACCESS_UNKNOWN if who == "sam" else await real(tenant, who, fresh)

    monkeypatch.setattr(house.directory, "access", access)
    monkeypatch.setattr(house.directory, "unknown", lambda *_: RoleUnknown("?"), raising=False)
    assert (await its_time(house, plan_id)).state == PlanState.SCHEDULED
    monkeypatch.setattr(house.directory, "access", real)
    await dated.look(house.services)
    assert (await house.services.store.plans.get(plan_id, "t")).state == PlanState.APPROVED


async def test_what_begins_later_is_of_the_same_budget(house: Quarters) -> None:
    await policy(house, singles=2)
    first = await scheduled(house, 1)
    await scheduled(house, 1)
    with pytest.raises(NotAllowed, match="second person"):
        await scheduled(house, 1)
    assert (await its_time(house, first)).state == PlanState.APPROVED  # which was paid for when it was decided
