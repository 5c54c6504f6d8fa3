"""A link is proved from both sides: a code of the CPaaS's portal, and a second administrator of the tenant."""

from __future__ import annotations

import pytest

from services.changes import plan_moves
from services.sandbox.catalogue import TEAMS_ADMINISTRATOR
from services.sandbox.world import RoleGroup
from services.store.plans import Plans
from tests.support.chat import Person, Shown
from tests.support.road import connects, disconnects, link_code, offered
from tests.support.town import KEY, Town


async def linked(place: Town) -> bool:
    """Whether the CPaaS names Contoso's tenant."""
    return bool((await place.in_cpaas())["tenant_id"] == place.tenant().id)


async def kept(place: Town) -> bool:
    """Whether the bot keeps a workspace, and with it the key."""
    return await place.bot.store.workspaces.find(place.tenant().id) is not None


async def asked(place: Town) -> tuple[Person, Person, Shown, Shown]:
    """Alex with her card, and Sam with the request to link."""
    alex, sam = await place.person("Alex"), await place.person("Sam")
    card = await offered(alex, KEY, await alex.say("connect"))
    await alex.click("Link", card, code=await link_code(alex, KEY))
    waiting = await alex.becomes(card, "Connecting", "I asked for a second yes: Sam")
    return alex, sam, waiting, await sam.sees("Please check this plan", "Link Contoso Pte Ltd to Contoso")


async def test_one_message_two_clicks_and_one_of_a_second_administrator_link(place: Town) -> None:
    alex, sam, waiting, request = await asked(place)
    assert "14 of its 14 members are people of your tenant" in request.words, request.words
    assert "Warning" not in request.words  # nothing is wrong with it
    assert "line" not in request.words.replace("Lines", "")  # and it changes none
    assert not await linked(place)
    welcome = await sam.sees("Welcome to Switchboard", "is being linked")
    assert "Connect" in welcome.actions
    assert "Someone joins" not in welcome.actions
    refusal = (await alex.say("lines")).words
    assert "is being linked" in refusal
    assert "isn't confirmed yet" in refusal  # Sam hasn't decided, so the CPaaS wasn't even asked
    assert "Wait a moment" not in refusal
    await sam.click("Approve", request)
    await alex.becomes(waiting, "Connected", "Send a file")
    assert "Someone joins" in (await sam.becomes(welcome, "Say “home” to see how far")).actions
    await alex.sees("All done", "Link Contoso Pte Ltd to Contoso")
    assert await linked(place)


async def test_a_leaked_key_without_the_code_links_nothing(place: Town) -> None:
    fiona = await place.person("Fiona")
    await place.person("Felix")
    card = await offered(fiona, KEY, await fiona.say("connect"))
    await fiona.click("Link", card)
    card = await fiona.becomes(card, "The link code is missing.")
    for no in range(5):
        await fiona.click("Link", card, code=f"AAAA-BBB{no}")
        card = await fiona.becomes(card, "The CPaaS portal shows another code.", "Link code")
    await fiona.click("Link", card, code=await link_code(fiona, KEY))
    await fiona.becomes(card, "too many wrong keys or codes", "Try again in 15 minutes")
    assert (await place.in_cpaas())["tenant_id"] is None
    assert await place.bot.store.workspaces.find(place.tenant("Fabrikam").id) is None
    assert await place.effects() == {}


async def test_a_tenant_of_another_organisation_is_told_before_anybody_is_asked(place: Town) -> None:
    alex, sam = await place.person("Alex"), await place.person("Sam")
    place.organisation("Fabrikam").tenant_id = place.tenant().id
    card = await offered(alex, KEY, await alex.say("connect"))
    await alex.click("Link", card, code=await link_code(alex, KEY))
    await alex.becomes(card, "linked to another organisation", "Ask your provider")
    assert "Approve" not in (await sam.last()).actions
    assert not await kept(place)


@pytest.mark.long
async def test_a_no_forgets_the_key(place: Town) -> None:
    alex, sam, waiting, request = await asked(place)
    await sam.click("Reject", request, comment="not ours")
    await alex.becomes(waiting, "Not connected", "I keep no key of one")
    assert not await kept(place)
    assert not await linked(place)
    assert KEY.encode() not in place.stored()


async def test_taken_back_before_the_yes_the_key_is_forgotten_too(place: Town) -> None:
    alex, sam, waiting, request = await asked(place)
    await alex.click("Withdraw", waiting)
    await sam.becomes(request, "withdr")
    assert not await kept(place)
    assert not await linked(place)


@pytest.mark.slow
async def test_an_older_request_that_comes_to_nothing_leaves_a_newer_ones_key(place: Town) -> None:
    alex, sam, _, older = await asked(place)
    again = await offered(alex, KEY, await alex.say("new key"))
    await alex.click("Link", again, code=await link_code(alex, KEY))
    again = await alex.becomes(again, "Connecting", "I asked for a second yes: Sam")
    newer = await sam.until(lambda m: m.id != older.id and "Approve" in m.actions, "the newer request")
    await sam.click("Reject", older, comment="twice")
    assert await kept(place)
    await sam.click("Approve", newer)
    await alex.becomes(again, "Connected", "Send a file")
    assert await linked(place)


async def test_nobody_approves_their_own_link(place: Town) -> None:
    alex, _, _, request = await asked(place)
    await alex.press(await alex.say("hi"), "approval.approve", request.actions["Approve"]["data"])
    await alex.sees("You can't approve your own plan.")
    assert not await linked(place)


async def test_a_second_administrator_who_has_not_come_yet_is_named(place: Town) -> None:
    alex = await place.person("Alex")
    card = await offered(alex, KEY, await alex.say("connect"))
    await alex.click("Link", card, code=await link_code(alex, KEY))
    await alex.becomes(card, "There is nobody to ask yet.", "Sam hasn't opened Switchboard")
    assert not await kept(place)


async def test_a_second_administrator_who_stands_behind_many_programs_and_groups_counts(place: Town) -> None:
    for no in range(25):
        ident = f"00000000-0000-4000-8000-{no:012d}"
        place.tenant().role_groups[ident] = RoleGroup(ident, f"Nobody {no}", set(), {TEAMS_ADMINISTRATOR})
    alex = await place.person("Alex")
    card = await offered(alex, KEY, await alex.say("connect"))
    await alex.click("Link", card, code=await link_code(alex, KEY))
    await alex.becomes(card, "There is nobody to ask yet.", "Sam hasn't opened Switchboard")
    assert not await linked(place)


async def test_where_there_is_one_administrator_the_code_is_enough(place: Town) -> None:
    place.somebody("Sam").directory_roles.discard(TEAMS_ADMINISTRATOR)
    alex = await place.person("Alex")
    card = await offered(alex, KEY, await alex.say("connect"))
    await alex.click("Link", card, code=await link_code(alex, KEY))
    await alex.becomes(card, "Connected", "Send a file")
    assert await linked(place)


@pytest.mark.slow
async def test_linking_again_needs_both_again(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await disconnects(alex, sam)
    card = await offered(alex, KEY, await alex.say("connect"))
    assert "Link code" in card.words
    await connects(alex, KEY, await alex.say("connect"))
    await alex.sees("Connected", "Send a file")
    assert await linked(place)


@pytest.mark.parametrize("dies", ["with the plan", "with the decision", "with the record"])
async def test_a_process_that_dies_while_it_begins_a_link_leaves_nothing_half(
    place: Town, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    """Otherwise the tenant would be “being linked” for ever, with nothing that links it."""
    alex, sam = await place.person("Alex"), await place.person("Sam")
    card = await offered(alex, KEY, await alex.say("connect"))

    async def death(*_: object, **__: object) -> None:
        raise RuntimeError("the process dies")

    where, what = {
        "with the plan": (Plans, "add"),
        "with the decision": (Plans, "move_in"),
        "with the record": (plan_moves, "record_in"),
    }[dies]
    with monkeypatch.context() as dying:
        dying.setattr(where, what, death)
        await alex.click("Link", card, code=await link_code(alex, KEY))
    await place.restart()
    assert not await kept(place)
    again = await offered(alex, KEY, await alex.say("connect"))
    await alex.click("Link", again, code=await link_code(alex, KEY))
    await sam.click("Approve", await sam.sees("Please check this plan", "Link Contoso Pte Ltd to Contoso"))
    await alex.becomes(again, "Connected", "Send a file")
    assert await linked(place)
