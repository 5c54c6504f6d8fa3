"""The last part of the road as people take it: a plan is applied, or sent and approved, and ends."""

from __future__ import annotations

import re

from tests.support.chat import Person, Shown, inputs_of


async def applied(author: Person, plan: Shown) -> Shown:
    """Apply the plan as its author; the closing message."""
    before = {message.id for message in await author.messages()}
    await author.click("Apply now", plan)
    return await author.until(lambda m: m.id not in before and "All done" in m.words, "the end of the job")


async def approved(author: Person, approver: Person, plan: Shown) -> Shown:
    """Send the plan and approve it as a second person; the closing message."""
    before, asked = [{message.id for message in await one.messages()} for one in (author, approver)]
    assert "Apply now" not in plan.actions
    await author.click("Send for approval", plan)
    request = await approver.until(lambda m: m.id not in asked and "Approve" in m.actions, "the request")
    drastic = re.search(r"Type (\d+) to approve", request.words)
    await approver.click("Approve", request, **({"typed": drastic[1]} if drastic else {}))
    return await author.until(lambda m: m.id not in before and "All done" in m.words, "the end of the job")


async def disconnects(author: Person, approver: Person) -> Shown:
    """Unlink the tenant as two administrators; the closing message."""
    asked = await author.say("disconnect")
    await author.click("Disconnect", asked)
    return await approved(author, approver, await author.becomes(asked, "Your plan", "Disconnect Contoso"))


async def connects(admin: Person, key: str, form: Shown | None = None) -> Shown:
    """Link the tenant (key, code, the other administrator's approval); the message of the form."""
    asked = await offered(admin, key, form)
    if "code" not in inputs_of(asked.card):
        await admin.click("Link", asked)
        return asked
    second = await installed(admin, other_admin(admin.name))
    before = {message.id for message in await second.messages()}
    await admin.click("Link", asked, code=await link_code(admin, key))
    request = await second.until(lambda m: m.id not in before and "Approve" in m.actions, "the request to link")
    await second.click("Approve", request)
    return asked


async def offered(admin: Person, key: str, form: Shown | None = None) -> Shown:
    """Enter a key; the question whether to link its organisation."""
    shown = form or (await admin.until(lambda m: "key" in inputs_of(m.card), "the form"))
    await admin.click("Connect", shown, key=key)
    return await admin.becomes(shown, "Is this your organisation?")


async def link_code(admin: Person, key: str) -> str:
    """The link code that the CPaaS portal shows for the organisation of this key."""
    async with admin.http.get("/sandbox/state", params={"part": "cpaas"}) as answer:
        organisations = (await answer.json()).values()
    return str(next(one["link_code"] for one in organisations if one["api_key"] == key))


async def installed(admin: Person, name: str) -> Person:
    """Somebody else with the bot installed."""
    async with admin.http.post(f"/chat/{name}/install", json={}) as answer:
        assert answer.status == 200, await answer.text()
    return Person(name, admin.http)


def other_admin(name: str) -> str:
    """The second administrator of somebody's tenant, as the sandbox seeds them."""
    pairs = {"Alex": "Sam", "Sam": "Alex", "Fiona": "Felix", "Felix": "Fiona"}
    return pairs.get(name) or name.replace("Ada", "Bob")
