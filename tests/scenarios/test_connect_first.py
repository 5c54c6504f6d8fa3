"""The first steps of connecting: the role comes first, nobody is accused, and the way to grant access can be walked."""

from __future__ import annotations

import pytest

from services.sandbox.tokens import CLIENT_ID
from tests.support.chat import inputs_of
from tests.support.road import connects, link_code, offered
from tests.support.town import KEY, Town


@pytest.mark.long
async def test_who_may_not_connect_has_nothing_asked_for_them(place: Town) -> None:
    ben = await place.person("Ben")
    before = await place.calls("operator "), await place.calls("graph GET /organization")
    for _ in range(5):
        card = await ben.say("connect")
        assert "Connecting takes a Teams administrator role" in card.words
        assert set(card.actions) == {"Check again"}
    assert (await place.calls("operator "), await place.calls("graph GET /organization")) == before


async def test_an_admin_who_checks_again_and_again_asks_the_gateway_now_and_then(place: Town) -> None:
    alex = await place.person("Alex")
    for _ in range(5):
        await alex.say("connect")
    assert await place.calls("operator GET /operator/accounts") <= 2


async def test_access_is_granted_on_microsofts_page(place: Town) -> None:
    roles = set(place.tenant().granted_roles)
    place.tenant().granted_roles.clear()
    alex = await place.person("Alex")
    card = await alex.say("connect")
    (grant,) = [action for action in card.actions.values() if action["type"] == "Action.OpenUrl"]
    assert f"/{place.tenant().id}/v2.0/adminconsent?client_id={CLIENT_ID}&" in grant["url"]
    assert grant["url"] in card.words  # whole, so that it can be passed on
    assert "Paste" not in card.words
    assert "takes a Teams administrator" not in card.words
    assert set(card.actions) == {grant["title"], "Check again"}
    assert "A Global Administrator has to grant me User.Read.All first." in (await alex.say("home")).words
    assert "not known" in (await alex.say("whoami")).words
    place.tenant().granted_roles |= roles
    assert "Paste its API key below" in (await alex.say("connect")).words


async def test_an_operator_that_cannot_be_asked_is_not_a_missing_consent(place: Town) -> None:
    alex = await place.person("Alex")
    await place.fault(system="operator", kind="before", status=302)
    card = await alex.say("connect")
    assert "The operator's gateway gives answers that I don't understand" in card.words
    assert "Add the operator" not in card.words
    assert "Paste" not in card.words
    assert "Connect" not in card.actions


@pytest.mark.long
async def test_an_organisation_that_answers_oddly_leaves_the_form_as_it_is(place: Town) -> None:
    alex = await place.person("Alex")
    form = await alex.say("connect")
    await place.fault(system="cpaas", kind="before", status=302)
    await alex.click("Connect", form, key=KEY)
    said = await alex.sees("The CPaaS gave an answer that I don't understand.", "status 302")
    assert "doesn't know this key" not in said.words
    assert "Connect" in (await alex.now(form)).actions
    assert await place.bot.store.workspaces.find(place.tenant().id) is None
    await place.calm()
    await connects(alex, KEY, form)
    await alex.becomes(form, "Connected", "Send a file")


@pytest.mark.long
async def test_what_led_to_the_link_is_over_once_there_is_one(place: Town) -> None:
    """Every card that offered to connect: the welcomes, and another admin's checklist with its form."""
    alex, sam = await place.person("Alex"), await place.person("Sam")
    welcomes = [await one.sees("Welcome to Switchboard", "You can start now") for one in (alex, sam)]
    assert all("Connect" in welcome.actions for welcome in welcomes)
    theirs = await sam.say("connect")
    assert "Connect" in theirs.actions
    await connects(alex, KEY, await alex.say("connect"))
    for one, welcome in zip((alex, sam), welcomes, strict=True):
        over = await one.becomes(welcome, "Welcome to Switchboard", "Say “home” to see how far")
        assert "Connect" not in over.actions
        assert "Someone joins" in over.actions
    over = await sam.becomes(theirs, "Connected")
    assert "key" not in inputs_of(over.card)


@pytest.mark.slow
async def test_a_link_that_is_held_up_keeps_its_key_until_it_is_resumed(place: Town) -> None:
    alex = await place.person("Alex")
    form = await alex.say("connect")
    await place.fault(system="cpaas", kind="auth", match="PUT .*msTeamsTenant")
    await connects(alex, KEY, form)
    held = await alex.becomes(form, "Connecting", "It stopped.", "doesn't let it do this")
    assert set(held.actions) == {"Resume", "Check again", "Use another key"}
    await alex.sees("Stopped", "Link Contoso Pte Ltd to Contoso", "nothing is lost")
    await place.calm()
    await alex.click("Resume", held)
    await alex.becomes(form, "Connected", "Send a file")
    assert "no key" not in await alex.transcript()


@pytest.mark.long
async def test_a_link_that_is_refused_takes_the_key_along_and_says_so(place: Town) -> None:
    alex = await place.person("Alex")
    sam, form = await place.person("Sam"), await offered(alex, KEY, await alex.say("connect"))
    await alex.click("Link", form, code=await link_code(alex, KEY))
    request = await sam.sees("Please check this plan", "Link Contoso")
    place.organisation("Fabrikam").tenant_id = place.tenant().id
    await sam.click("Approve", request)
    gone = await alex.becomes(form, "Not connected", "I keep no key of one")
    assert "Connect" in gone.actions
    closing = await alex.sees("Link Contoso Pte Ltd to Contoso", "linked to another Microsoft tenant")
    assert "Retry 1 line" not in closing.actions
    assert "Resume" not in closing.actions
    assert await place.bot.store.workspaces.find(place.tenant().id) is None
