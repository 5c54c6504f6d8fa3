"""No sequence of clicks, edits, expiries, revocations and crashes lets a plan run that wasn't approved.

The services run on a real database. Directory and engine are stood in for at their edge; what had to be so for a plan
to run is counted by this file alone, from what was clicked and who had which role then.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.changes import approvals, asking_again, dated, substitutes
from services.changes import control as jobs
from services.changes.drafts import Author
from services.domain.access import Role
from services.domain.errors import SwitchboardError
from services.domain.policy import DEFAULT, Policy, PolicyRule, policy_rules
from services.domain.states import JobState, PlanState
from services.execution import job_end
from services.execution import slice as slice_
from services.execution.effects.base import Result
from services.store.records import Job
from tests.services.changes.quarters import PEOPLE, Quarters, planned, quarters, worked

POLICIES = [DEFAULT, Policy((PolicyRule(2),)), Policy((PolicyRule(3, over=1), PolicyRule(1))), Policy((), singles=1)]
ROLES = (Role.OWNER, Role.APPROVER, Role.OPERATOR, Role.NOBODY)
WHO, WHICH = st.sampled_from(PEOPLE), st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), WHO, st.integers(1, 3)),
        st.tuples(st.just("dated"), WHO, st.integers(1, 3)),
        st.tuples(st.just("hand on"), WHO, st.tuples(WHICH, WHO)),
        st.tuples(st.just("remind"), WHO, WHICH),
        st.tuples(st.just("ask again"), WHO, WHICH),
        st.tuples(st.just("away"), WHO, WHO),
        st.tuples(st.just("submit"), WHO, WHICH),
        st.tuples(st.just("approve"), WHO, WHICH),
        st.tuples(st.just("approve"), WHO, WHICH),
        st.tuples(st.just("approve"), WHO, WHICH),
        st.tuples(st.just("together"), WHO, WHICH),
        st.tuples(st.just("apply"), WHO, WHICH),
        st.tuples(st.just("reject"), WHO, WHICH),
        st.tuples(st.just("withdraw"), WHO, WHICH),
        st.tuples(st.just("edit"), WHO, WHICH),
        st.tuples(st.just("work"), st.just(""), st.lists(st.sampled_from([Result.DONE, Result.REFUSED]), max_size=3)),
        st.tuples(st.just("pause"), WHO, WHICH),
        st.tuples(st.just("cancel"), WHO, WHICH),
        st.tuples(st.just("resume"), WHO, WHICH),
        st.tuples(st.just("role"), WHO, st.sampled_from(ROLES)),
        st.tuples(st.just("policy"), st.just(""), st.sampled_from(POLICIES)),
        st.tuples(st.just("wait"), st.just(""), st.sampled_from([60.0, 4_000.0, 86_400.0, 8 * 86_400.0, -4_000.0])),
        st.tuples(st.just("crash"), st.just(""), st.booleans()),
    ),
    min_size=4,
    max_size=26,
)


async def _step(town: Quarters, what: str, who: str, arg: Any) -> None:
    services = town.services
    if what == "plan":
        await planned(town, who, arg)
    elif what == "dated":
        await planned(town, who, arg, town.time + 86_400.0)
    elif what == "away":
        await substitutes.name_substitute(services, Author(town.tenant, who, who), arg, town.time + 86_400.0)
    elif what == "hand on":
        await _hand_on(town, who, *arg)
    elif what == "role":
        town.directory.roles[who] = arg
    elif what == "policy":
        before = await services.store.rules.get(town.tenant, "policy")
        assert await services.store.rules.replace(town.tenant, "policy", before, policy_rules(arg))
        town.policy = arg
    elif what == "wait":
        town.time += arg
        await dated.look(services)
    elif what == "crash":
        town.crashes = arg
    elif what == "work":
        town.remote.moods = list(arg)
        await takeover_of(town)
        await worked(town)
    elif arg < len(town.plans):
        await _on_plan(town, what, who, town.plans[-1 - arg])


async def _hand_on(town: Quarters, who: str, which: int, to: str) -> None:
    if which < len(town.plans):
        row = await town.services.store.plans.get(town.plans[-1 - which], town.tenant)
        await asking_again.hand_on(town.services, row, who, who, to)


async def _on_plan(town: Quarters, what: str, who: str, plan_id: str) -> None:
    services = town.services
    row = await services.store.plans.get(plan_id, town.tenant)
    match what:
        case "submit":
            await approvals.submit(services, row, who, [one for one in PEOPLE if one != who])
        case "approve":
            await _approve(town, who, plan_id)
        case "together":
            others = [one for one in PEOPLE if one != who]
            await asyncio.gather(*(_approve(town, one, plan_id) for one in others), return_exceptions=True)
        case "remind":
            await asking_again.remind_of(services, row, who)
        case "ask again":
            await asking_again.ask_again(services, row, who, [one for one in PEOPLE if one != who])
        case "apply":
            await approvals.apply_now(services, row, who, row.hash)
        case "reject":
            await approvals.decide(services, row, who, who, False, "no", row.hash)
        case "withdraw":
            await approvals.withdraw(services, row, who)
        case "pause" | "cancel" | "resume":
            await _control(town, what, who, plan_id)
        case "edit":
            edit = text("UPDATE plan_lines SET data = replace(data, '\"b\"', '\"c\"') WHERE plan_id = :id")
            async with services.store.db.begin() as session:
                await session.execute(edit, {"id": plan_id})
            town.edited.add(plan_id)


async def _control(town: Quarters, what: str, who: str, plan_id: str) -> None:
    job = await _job_of(town, plan_id)
    if job is not None:
        control = {"pause": jobs.pause, "cancel": jobs.cancel, "resume": jobs.resume}[what]
        await control(town.services, job, Author(town.tenant, who, who))


async def _job_of(town: Quarters, plan_id: str) -> Job | None:
    recent = await town.services.store.ledger.recent(town.tenant)
    return next((job for job in recent if job.plan_id == plan_id), None)


async def takeover_of(town: Quarters) -> None:
    """What a process that died left is taken up: approved plans get their jobs."""
    for plan in await town.services.store.plans.approved_without_job():
        await approvals.open_job(town.services, plan)


async def _approve(town: Quarters, who: str, plan_id: str) -> None:
    row = await town.services.store.plans.get(plan_id, town.tenant)
    await approvals.decide(town.services, row, who, who, True, "", row.hash)
    town.yes[plan_id].add(who)


async def _check(town: Quarters) -> None:
    """Every plan that runs by now had what it needs."""
    for plan_id in town.plans:
        row = await town.services.store.plans.get(plan_id, town.tenant)
        if row.state != PlanState.APPROVED or plan_id in town.ran:
            continue
        town.ran.add(plan_id)
        author, roles = town.authors[plan_id], town.directory.roles
        assert plan_id not in town.edited
        assert row.starts_at or town.time <= row.expires_at
        assert town.time >= row.starts_at
        assert roles[author] in (Role.OWNER, Role.APPROVER, Role.OPERATOR)
        good = {
            who
            for who in town.yes[plan_id]
            if roles[who] in (Role.OWNER, Role.APPROVER)
            and who != author
            and not (who.startswith("alex") and author.startswith("alex"))
        }
        at = row.decided_at  # a budget is spent when somebody decides alone, not when it begins
        recent = sum(who == author and at - then <= 3600 for who, then in town.alone)
        assert len(good) >= _needs(town.policy, row.busy, recent if not row.starts_at else 0)
        if not good:
            town.alone.append((author, at))


async def _check_jobs(town: Quarters) -> None:
    """What was sent is what was approved, and each line of a job that ended is accounted for."""
    assert [step.after.label for step in town.remote.sent if step.after.label != "b"] == []
    for job in await town.services.store.ledger.recent(town.tenant):
        counts = await town.services.store.ledger.counts(job.id)
        assert job.plan_id in town.ran
        assert counts.total() == job.total
        if job.ended_at and job.state != JobState.STOPPED:
            assert set(counts) <= {"done", "failed", "skipped", "cancelled"}


def _needs(policy: Policy, lines: int, alone: int) -> int:
    """The same question, answered by hand for the policies of this test."""
    if policy == POLICIES[3]:
        return int(alone >= 1)
    if policy == POLICIES[2]:
        return 3 if lines > 1 else 1
    if policy == POLICIES[1]:
        return 2
    return 1 if lines > 1 else int(alone >= 20)


async def _play(home: Path, steps: list[tuple[str, str, Any]]) -> Quarters:
    town = await quarters(home, "t")
    try:
        for what, who, arg in steps:
            with suppress(SwitchboardError):
                await _step(town, what, who, arg)
            await _check(town)
            await _check_jobs(town)
    finally:
        await town.services.store.db.close()
    return town


@pytest.fixture(autouse=True)
def _nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """What dated plans are about is as it was: that they are compared anew is tried elsewhere. So are real effects."""

    async def fits(*_: object) -> bool:
        return True

    monkeypatch.setattr(dated, "still_fits", fits)
    for room in (slice_, job_end):
        monkeypatch.setattr(room, "effects_of", lambda world: world.cpaas.remote.effects(world))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_runs_that_was_not_approved(tmp_path_factory: pytest.TempPathFactory, steps: list[Any]) -> None:
    asyncio.run(_play(tmp_path_factory.mktemp("town"), steps))


@pytest.mark.slow
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_runs_in_many_more_tries(tmp_path_factory: pytest.TempPathFactory, steps: list[Any]) -> None:
    asyncio.run(_play(tmp_path_factory.mktemp("town"), steps))


ROAD: list[Any] = [("plan", "alex", 2), ("submit", "alex", 0), ("approve", "sam", 0)]
WORK: tuple[str, str, list[object]] = ("work", "", [])


@pytest.mark.parametrize(
    ("steps", "sent"),
    [
        ([*ROAD, WORK], 2),
        ([*ROAD, ("edit", "", 0), WORK], 0),
        ([*ROAD, ("edit", "", 0), WORK, ("resume", "sam", 0), WORK], 0),
        ([("plan", "alex", 1), ("apply", "alex", 0), ("edit", "", 0), WORK], 0),
        ([*ROAD, ("role", "alex", Role.NOBODY), WORK], 0),
        ([*ROAD, ("role", "alex", Role.NOBODY), WORK, ("resume", "sam", 0), WORK], 2),
        ([("crash", "", True), *ROAD, ("crash", "", False), WORK], 2),
        ([*ROAD, ("cancel", "sam", 0), WORK], 0),
    ],
)
def test_what_is_sent_is_what_was_approved(tmp_path: Path, steps: list[Any], sent: int) -> None:
    """Lines that were bent in the database after the yes are never sent."""
    town = asyncio.run(_play(tmp_path, steps))
    assert len(town.remote.sent) == sent
    assert [step.after.label for step in town.remote.sent] == ["b"] * sent


DATED, TOMORROW = ("dated", "alex", 2), ("wait", "", 86_460.0)


@pytest.mark.parametrize(
    ("steps", "runs"),
    [
        (ROAD, 1),
        ([("plan", "alex", 1), ("apply", "alex", 0)], 1),
        ([*ROAD[:2], ("approve", "alex-two", 0)], 0),
        ([*ROAD[:2], ("role", "sam", Role.NOBODY), ROAD[2]], 0),
        ([*ROAD[:2], ("edit", "alex", 0), ROAD[2]], 0),
        ([*ROAD[:2], ("wait", "", 8 * 86_400.0), ROAD[2]], 0),
        ([*ROAD[:2], ("policy", "", POLICIES[1]), ROAD[2]], 0),
        ([*ROAD[:2], ("policy", "", POLICIES[1]), ROAD[2], ("approve", "kim", 0)], 1),
        (
            [*ROAD[:2], ("policy", "", POLICIES[1]), ROAD[2], ("role", "sam", Role.NOBODY), ("approve", "kim", 0)],
            0,
        ),
        ([*ROAD[:2], ("crash", "", True), ROAD[2]], 1),
        ([*ROAD[:2], ("policy", "", POLICIES[1]), ("together", "alex", 0)], 1),
        ([*ROAD[:2], ("hand on", "sam", (0, "kim")), ("approve", "kim", 0)], 1),
        ([*ROAD[:2], ("hand on", "sam", (0, "alex-two")), ("approve", "alex-two", 0)], 0),
        ([("away", "sam", "alex"), *ROAD[:2], ("approve", "alex", 0)], 0),
        ([DATED, *ROAD[1:]], 0),
        ([DATED, *ROAD[1:], TOMORROW], 1),
        ([DATED, *ROAD[1:], ("role", "sam", Role.OPERATOR), TOMORROW], 0),
        ([DATED, *ROAD[1:], ("role", "alex", Role.NOBODY), TOMORROW], 0),
        ([DATED, *ROAD[1:], ("policy", "", POLICIES[1]), TOMORROW], 0),
        ([DATED, *ROAD[1:], ("edit", "alex", 0), TOMORROW], 0),
        ([DATED, *ROAD[1:], ("withdraw", "sam", 0), TOMORROW], 0),
    ],
)
def test_roads_that_are_known(tmp_path: Path, steps: list[Any], runs: int) -> None:
    """That the property isn't held by nothing ever running."""

    async def play() -> int:
        town = await quarters(tmp_path, "t")
        for what, who, arg in steps:
            with suppress(SwitchboardError):
                await _step(town, what, who, arg)
            await _check(town)
        await town.services.store.db.close()
        return len(town.ran)

    assert asyncio.run(play()) == runs
