"""A plan that is over stays over: no click on an older copy of its card shows it as one that still waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.scenarios.test_approvals import asked
from tests.scenarios.test_expiry import pass_time
from tests.support.chat import Person, Shown
from tests.support.town import Town

Ends = Callable[[Town, Person, Person, Shown, Shown], Awaitable[object]]  # asker, approver, and their cards
LIVE = {"Approve", "Reject", "Hand on", "Send for approval", "Remind", "Ask again", "Withdraw"}


async def _withdrawn(_place: Town, alex: Person, _sam: Person, own: Shown, _question: Shown) -> None:
    await alex.click("Withdraw", own)


async def _approved(_place: Town, alex: Person, sam: Person, _own: Shown, question: Shown) -> None:
    await sam.click("Approve", question)
    await alex.sees("All done")


async def _rejected(_place: Town, _alex: Person, sam: Person, _own: Shown, question: Shown) -> None:
    await sam.click("Reject", question, comment="Wrong extensions")


async def _expired(place: Town, _alex: Person, _sam: Person, _own: Shown, _question: Shown) -> None:
    await pass_time(place, left=-1)


ENDS: list[tuple[Ends, str, str]] = [
    (_withdrawn, "Plan withdrawn", "Alex withdrew it."),
    (_approved, "Approved", "Sam approved it."),
    (_rejected, "Rejected", "Sam rejected it."),
    (_expired, "Nobody decided in time", "Plan it again, so that it fits what is there now."),
]


async def _refused(who: Person, title: str, card: Shown, why: str, fresh: str) -> None:
    """Click an old copy's button: why that is too late, one click from the plan as it is."""
    before = {message.id for message in await who.messages()}
    await who.click(title, card, later=title)
    refused = await who.until(lambda m: m.id not in before and why in m.words, f"why {title} is too late")
    known = {message.id for message in await who.messages()}
    await who.click("Show it fresh", refused)
    shown = await who.until(lambda m: m.id not in known and fresh in m.words, "the plan as it is")
    assert not LIVE & set(shown.actions), (title, shown.words)
    now = await who.now(card)
    assert fresh in now.words, title
    assert not LIVE & set(now.actions), (title, now.words)


@pytest.mark.slow
@pytest.mark.parametrize(("ends", "fresh", "why"), ENDS)
async def test_no_click_on_an_old_copy_revives_a_plan(place: Town, ends: Ends, fresh: str, why: str) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place, sam)
    question = await sam.sees("Please check this plan")
    await ends(place, alex, sam, own, question)
    for who, copy in ((alex, own), (sam, question)):
        await who.becomes(copy, fresh)
    effects = await place.effects()
    for title in ("Reject", "Hand on"):
        await _refused(sam, title, question, why, fresh)
    for title in ("Remind", "Ask again"):
        await _refused(alex, title, own, why, fresh)
    assert await place.effects() == effects
