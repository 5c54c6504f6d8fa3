"""The last part of the road, as people walk it: a plan is applied, or sent and approved, and ends."""

from __future__ import annotations

import re

from tests.support.chat import Person, Shown, inputs_of


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


async def connects(admin: Person, key: str, form: Shown | None = None) -> Shown:
    """The message of the form once the admin gave a key and confirmed whose it is."""
    asked = await offered(admin, key, form)
    await admin.click("Link", asked)
    return asked


async def offered(admin: Person, key: str, form: Shown | None = None) -> Shown:
    """The question whether to link what this key opens."""
    shown = form or (await admin.until(lambda m: "key" in inputs_of(m.card), "the form"))
    await admin.click("Connect", shown, key=key)
    return await admin.becomes(shown, "Is this your organisation?")
