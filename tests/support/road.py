"""The last part of the road, as people walk it: a plan is applied, or sent and approved, and ends."""

from __future__ import annotations

import re

from tests.support.chat import Person, Shown


async def applied(author: Person, plan: Shown) -> Shown:
    """The closing message after the author applied the plan alone."""
    before = {message.id for message in await author.messages()}
    await author.click("Apply now", plan)
    return await author.until(lambda m: m.id not in before and "All done" in m.words, "the end of the job")


async def approved(author: Person, approver: Person, plan: Shown) -> Shown:
    """The closing message after a second person approved the plan."""
    before, asked = [{message.id for message in await one.messages()} for one in (author, approver)]
    assert "Apply now" not in plan.actions
    await author.click("Send for approval", plan)
    request = await approver.until(lambda m: m.id not in asked and "Approve" in m.actions, "the request")
    drastic = re.search(r"Type (\d+) to approve", request.words)
    await approver.click("Approve", request, **({"typed": drastic[1]} if drastic else {}))
    return await author.until(lambda m: m.id not in before and "All done" in m.words, "the end of the job")
