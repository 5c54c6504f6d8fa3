"""A plan that nobody decides ends loudly: a reminder before, a notice after, and the same plan again in one click."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import update

from services.changes import expiry
from services.store.tables import PlanRow
from tests.scenarios.test_approvals import asked
from tests.support.chat import Shown
from tests.support.sheets import PHONE
from tests.support.town import Town


async def pass_time(place: Town, left: float) -> None:
    """All plans have so many seconds of their week left."""
    now = place.bot.services.clock.now()
    async with place.bot.store.db.begin() as session:
        await session.execute(update(PlanRow).values(created_at=now + left - 7 * 86_400, expires_at=now + left))
    await expiry.look(place.bot.services)


def _expired_beside(copies: Iterable[Shown]) -> Callable[[Shown], bool]:
    known = {copy.id for copy in copies}
    return lambda message: message.id not in known and "Nobody decided in time" in message.words


@pytest.mark.long
async def test_a_reminder_before_and_a_notice_after(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    await pass_time(place, left=3_600)
    reminder = await sam.sees("Please check this plan: it ends")
    assert reminder.id != question.id
    await pass_time(place, left=3_500)
    assert sum("Please check this plan: it ends" in m.words for m in await sam.messages()) == 1
    await pass_time(place, left=-1)
    for who, copies in ((sam, (question, reminder)), (alex, (own,))):
        told = await who.until(_expired_beside(copies))
        assert "Plan again" in told.actions
        for copy in copies:
            shown = await who.becomes(copy, "Nobody decided in time", "Nothing was written.")
            assert not {"Approve", "Reject", "Withdraw", "Send for approval"} & set(shown.actions)
    assert await place.effects() == {}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["Alex", "Sam"])
async def test_whoever_sees_it_plans_again(place: Town, who: str) -> None:
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    await pass_time(place, left=-1)
    one, other = (alex, sam) if who == "Alex" else (sam, alex)
    await one.click("Plan again", await one.sees("Nobody decided in time"))
    again = await one.sees("Your plan", "two.csv")
    await one.click("Send for approval", again)
    await other.click("Approve", await other.sees("Please check this plan", f"{who} asks"))
    await one.sees("All done", "two.csv")


@pytest.mark.slow
async def test_a_wish_typed_is_planned_again_too(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    plan = await alex.say("rename 101 to 101 as Reception")
    assert "Apply now" in plan.actions, plan.words
    await pass_time(place, left=-1)
    plan = await alex.becomes(plan, "Nobody decided in time")
    await alex.click("Plan again", plan)
    await alex.click("Apply now", await alex.until(lambda m: m.id != plan.id and "Apply now" in m.actions))
    await alex.sees("All done")
