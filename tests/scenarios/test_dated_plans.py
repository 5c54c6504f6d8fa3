"""A plan with a day: approved now, begun by itself at its time, checked anew, and withdrawn until then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from services.changes import dated
from services.store.tables import PlanRow
from tests.scenarios.test_journeys import NUMBERS, Counted, both_in_teams, holders, settings_of
from tests.support.chat import Person, Shown
from tests.support.sheets import TEAMS
from tests.support.town import Town

_DAY = 86_400.0


def in_three_days(place: Town) -> str:
    """A day that is to come, as people write it."""
    return f"{datetime.fromtimestamp(place.bot.services.clock.now() + 3 * _DAY, UTC):%Y-%m-%d}"


async def its_time(place: Town, left: float) -> None:
    """Every dated plan begins in so many seconds; whoever looks after them has looked."""
    now = place.bot.services.clock.now()
    async with place.bot.store.db.begin() as session:
        await session.execute(update(PlanRow).values(starts_at=now + left, decided_at=now - 3 * _DAY))
    await dated.look(place.bot.services)


async def leaving(place: Town, alex: Person, sam: Person, more: str = "") -> tuple[Counted, Shown, Shown]:
    """Alice's leaving in three days, approved: who asked, their card and the approver's."""
    await both_in_teams(place, alex)
    asker = Counted(alex)
    plan = await asker.say(f"alice is leaving on {in_three_days(place)}{more}")
    assert "It begins by itself on" in plan.words
    assert ", 18:00. A second admin has to approve this before." in plan.words
    await asker.click("Send for approval", plan)
    question = await sam.sees("Please check this plan", "Begins by itself on")
    await sam.click("Approve", question)
    own = await alex.becomes(plan, "Approved for later", "Begins by itself on", "Sam")
    return asker, own, await sam.becomes(question, "Approved for later")


@pytest.mark.slow
async def test_somebody_leaves_on_a_day_and_a_colleague_covers(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    asker, own, _ = await leaving(place, alex, sam, ", forward to john")
    await dated.look(place.bot.services)
    assert await holders(place) == ["John", "Alice"]
    await its_time(place, left=-1)
    await alex.sees("All done", "Take 105 from Alice, who leaves")
    assert (asker.messages, asker.clicks) == (1, 1)
    assert await holders(place) == ["John", None]
    assert (await settings_of(place, "105"))["callForwarding"] == {"enabled": True, "numbers": ["101"]}
    assert (await place.in_cpaas())["extensions"]["105"]["numbers"] == [NUMBERS[1]]
    assert "Withdraw" not in (await alex.becomes(own, "Approved")).actions


def _announces(before: Shown) -> Callable[[Shown], bool]:
    return lambda message: message.id != before.id and "Approved for later" in message.words


@pytest.mark.slow
async def test_it_is_announced_once_and_whoever_approved_it_withdraws_it(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    _, own, question = await leaving(place, alex, sam)
    await its_time(place, left=3_600)
    for who, copy in ((alex, own), (sam, question)):
        await who.until(_announces(copy))
    await its_time(place, left=3_500)
    assert sum("Approved for later" in m.words for m in await sam.messages()) == 2
    await sam.click("Withdraw", question)
    await alex.becomes(own, "Plan withdrawn")
    await its_time(place, left=-1)
    assert await holders(place) == ["John", "Alice"]


@pytest.mark.slow
async def test_it_is_listed_until_it_begins_also_after_a_restart(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await leaving(place, alex, sam)
    await place.restart()
    listed = await sam.say("approvals")
    assert "begins " in listed.words
    assert "Nothing waits" not in listed.words
    before = {message.id for message in await sam.messages()}
    await sam.click("Open", listed)
    opened = await sam.until(lambda m: m.id not in before and "Begins by itself on" in m.words, "the plan")
    await sam.click("Withdraw", opened)
    await sam.becomes(opened, "Plan withdrawn")
    assert "Nothing waits" in (await sam.say("approvals")).words


@pytest.mark.slow
async def test_a_restart_keeps_its_time(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await leaving(place, alex, sam)
    await place.restart()
    await its_time(place, left=-1)
    await alex.sees("All done", "Take 105 from Alice, who leaves")
    assert await holders(place) == ["John", None]


@pytest.mark.slow
async def test_what_changed_meanwhile_is_told_and_not_begun(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await leaving(place, alex, sam)
    members = place.organisation().members.values()
    nadia = next(member.identity_uuid for member in members if member.username == "nadia")
    place.organisation().extensions["105"].identity_uuid = nadia
    place.organisation().index = None
    await its_time(place, left=-1)
    for who in (alex, sam):
        told = await who.sees("Not begun: things have changed", "Nothing was written.")
        assert "Plan again" in told.actions
    assert await holders(place) == ["John", "Alice"]


@pytest.mark.long
async def test_the_form_asks_who_leaves_who_covers_and_when(place: Town) -> None:
    alex = await place.connected()
    await both_in_teams(place, alex)
    form = await alex.say("someone is leaving")
    await alex.click("See the plan", form, person="105", cover="101", day=in_three_days(place))
    plan = await alex.becomes(form, "Your plan", "It begins by itself on")
    assert "Calls to +65 6789 1231 go to 101 John until somebody else has 105." in plan.words


async def test_a_colleague_who_cannot_be_called_is_remarked_before_the_plan_is_sent(place: Town) -> None:
    alex = await place.connected()
    place.line("105", "alice", "6567891231", TEAMS)
    place.line("103", "priya", "", TEAMS)
    plan = await alex.say("alice is leaving, forward to priya")
    assert "Priya can't be called in Teams yet: no number." in plan.words
    assert "Calls to +65 6789 1231 go to 103 Priya" in plan.words
