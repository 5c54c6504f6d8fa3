"""Who links at once: one tenant by two administrators, one organisation by two tenants. One outcome, nothing half."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.chat import Person, Shown
from tests.support.road import link_code, offered
from tests.support.town import KEY, OTHER_KEY, Town

PROVING = "POST .*msTeamsTenant"
TOO_LATE = "The link of your tenant changed just now."


async def begun(person: Person, key: str) -> tuple[Shown, str]:
    """The question whether to link, and the code that proves it."""
    return await offered(person, key, await person.say("connect")), await link_code(person, key)


@pytest.mark.long
async def test_14_of_two_administrators_who_link_their_tenant_at_once_one_does(place: Town) -> None:
    alex, sam = await place.person("Alex"), await place.person("Sam")
    mine, code = await begun(alex, KEY)
    theirs, other = await begun(sam, OTHER_KEY)
    await place.fault(system="cpaas", kind="slow", match=PROVING, seconds=1.0)
    await asyncio.gather(alex.click("Link", mine, code=code), sam.click("Link", theirs, code=other))
    assert await place.struck() == [2]
    late = [TOO_LATE in await person.transcript() for person in (alex, sam)]
    assert sorted(late) == [False, True]
    first, second = (sam, alex) if late[0] else (alex, sam)
    organisation = "Fabrikam" if late[0] else "Contoso"
    await second.click("Approve", await second.sees("Please check this plan", organisation))
    await first.sees("Connected", organisation)
    kept = await place.bot.store.workspaces.get(place.tenant().id)
    assert (kept.org_name, kept.key) == (organisation, OTHER_KEY if late[0] else KEY)
    linked = [name for name in ("Contoso", "Fabrikam") if (await place.in_cpaas(name))["tenant_id"]]
    assert linked == [organisation]


@pytest.mark.long
async def test_14_of_two_tenants_that_link_one_organisation_at_once_one_does(place: Town) -> None:
    alex, fiona = await place.person("Alex"), await place.person("Fiona")
    await place.person("Sam")
    await place.person("Felix")
    mine, code = await begun(alex, KEY)
    theirs, _ = await begun(fiona, KEY)
    await place.fault(system="cpaas", kind="slow", match=PROVING, seconds=1.0)
    await asyncio.gather(alex.click("Link", mine, code=code), fiona.click("Link", theirs, code=code))
    store, tenants = place.bot.store, [place.tenant().id, place.tenant("Fabrikam").id]
    begun_by = [await store.workspaces.find(tenant) is not None for tenant in tenants]
    assert sorted(begun_by) == [False, True]
    first, second = ("Alex", "Sam") if begun_by[0] else ("Fiona", "Felix")
    approver = Person(second, place.http)
    await approver.click("Approve", await approver.sees("Please check this plan"))
    await Person(first, place.http).sees("Connected", "Send a file")
    assert (await place.in_cpaas())["tenant_id"] == tenants[begun_by.index(True)]
    assert await store.workspaces.find(tenants[begun_by.index(False)]) is None
    wrong = Person("Fiona" if begun_by[0] else "Alex", place.http)
    await wrong.sees("The CPaaS portal shows another code.")
