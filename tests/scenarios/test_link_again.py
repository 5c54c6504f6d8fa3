"""The link is looked at again: what was given to somebody else is left alone, and a plan keeps its organisation."""

from __future__ import annotations

import pytest

from tests.scenarios.test_failures import resumed, started
from tests.support.chat import Person, Shown
from tests.support.road import connects, disconnects
from tests.support.sheets import TEAMS, csv
from tests.support.town import KEY, OTHER_KEY, Town

TWO = csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Alice", TEAMS))


def given(place: Town, tenant: str | None) -> None:
    """The provider gives Contoso's organisation to this tenant, or to none; nobody has looked since."""
    place.organisation().tenant_id = place.tenant(tenant).id if tenant else None
    place.forget_links()


async def a_plan(place: Town) -> tuple[Person, Person, Shown]:
    """Alex, Sam, and the request that waits for him."""
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", TWO)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    return alex, sam, await sam.sees("Please check this plan", "two.csv")


async def test_an_organisation_of_another_tenant_is_not_read(place: Town) -> None:
    alex = await place.connected()
    assert "Front desk" in (await alex.say("lines")).words
    given(place, "Fabrikam")
    read = await place.calls("cpaas GET /cpaas/v1/extensions")
    for words in ("lines", "home", "ready", "numbers", "system settings", "calls"):
        said = await alex.say(words)
        assert "is no longer linked to your Microsoft tenant" in said.words, words
        assert "another Microsoft tenant" in said.words
        assert "Front desk" not in said.words
    assert await place.calls("cpaas GET /cpaas/v1/extensions") == read
    given(place, "Contoso")
    assert "Front desk" in (await alex.say("lines")).words


@pytest.mark.slow
async def test_a_job_stops_when_its_organisation_belongs_to_somebody_else(place: Town) -> None:
    async def away() -> None:
        given(place, "Fabrikam")

    alex = await started(place, ready=away)
    closing = await alex.sees("Stopped", "Why it stopped", "no longer linked", "another Microsoft tenant", "Resume")
    assert "consent" not in closing.words
    assert await place.effects() == {}
    given(place, "Contoso")
    await resumed(place, alex)


@pytest.mark.slow
async def test_a_plan_is_not_applied_in_another_organisation(place: Town) -> None:
    alex, sam, request = await a_plan(place)
    given(place, None)
    form = await alex.say("connect")
    assert "is no longer linked to your Microsoft tenant" in form.words
    await connects(alex, OTHER_KEY, form)  # gone at the provider's, so this needs no disconnect
    await alex.sees("Connected", "Fabrikam", "Send a file")
    await sam.click("Approve", request)
    refused = await sam.sees("planned for another CPaaS organisation")
    assert "Your tenant is linked to Fabrikam now" in refused.words
    assert await place.effects() == {f"tenant.link:{place.tenant().id}": 1}
    assert not (await place.in_cpaas("Fabrikam"))["extensions"]


@pytest.mark.slow
async def test_a_job_that_rests_does_not_go_on_in_another_organisation(place: Town) -> None:
    async def away() -> None:
        given(place, None)

    alex = await started(place, ready=away)
    await alex.sees("Stopped", "it is linked to no tenant")
    await alex.say("new key")
    await connects(alex, OTHER_KEY)
    await alex.sees("Connected", "Fabrikam", "Send a file")
    closing = await alex.sees("Stopped", "Why it stopped")
    await alex.click("Resume", closing)
    await alex.sees("Stopped", "planned for another CPaaS organisation")
    assert not (await place.in_cpaas("Fabrikam"))["extensions"]


@pytest.mark.slow
async def test_nothing_is_decided_while_the_tenant_is_being_linked(place: Town) -> None:
    alex, sam, request = await a_plan(place)
    given(place, None)
    await place.fault(system="cpaas", kind="before", status=302, match="PUT .*msTeamsTenant")
    await alex.say("new key")
    await connects(alex, KEY)
    linking = await alex.sees("Connecting", "I'm telling the CPaaS")
    await sam.click("Approve", request)
    await sam.sees("Your tenant is being linked.")
    assert "is being linked" in (await alex.say("lines")).words
    await place.calm()
    await alex.becomes(linking, "Connected", "Send a file")
    await sam.click("Approve", request)
    await alex.sees("All done", "two.csv")


@pytest.mark.slow
async def test_a_link_that_was_given_away_can_be_taken_away_here(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    given(place, "Fabrikam")
    await disconnects(alex, sam)
    assert await place.bot.store.workspaces.find(place.tenant().id) is None
    assert place.organisation().tenant_id == place.tenant("Fabrikam").id  # theirs, and untouched
