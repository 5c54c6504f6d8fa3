"""A key before it links: whose it is, wrong ones, and keys typed where they don't belong."""

from __future__ import annotations

import pytest

from services.domain.record.entries import Recorded
from services.store.record.search import RecordQuery, RecordScope
from services.timing.tries import WINDOW_SECONDS
from tests.support.chat import Person, Shown
from tests.support.road import connects, offered
from tests.support.town import KEY, OTHER_KEY, Town

ELSEWHERE = "linked to another Microsoft tenant"


async def unwritten(place: Town) -> bool:
    """Whether nothing was written, here or at the CPaaS."""
    kept = [await place.bot.store.workspaces.find(place.tenant(name).id) for name in ("Contoso", "Fabrikam")]
    return kept == [None, None] and not await place.effects()


async def test_a_key_shows_whose_it_is_before_anything_is_written(place: Town) -> None:
    alex = await place.person("Alex")
    asked = await offered(alex, KEY, await alex.say("connect"))
    for words in ("CPaaS organisation: \nContoso", "Numbers: \n20", "Members: \n14", "14 by their e-mail address"):
        assert words in asked.words
    assert "All are domains of your tenant" in asked.words
    assert "somebody else's" not in asked.words
    assert set(asked.actions) == {"Link", "Another key"}
    assert await unwritten(place)
    assert KEY.encode() not in place.stored()
    assert KEY not in str(asked.card)


@pytest.mark.slow
async def test_a_strangers_key_says_first_that_it_may_be_somebody_elses(place: Town) -> None:
    fiona = await place.person("Fiona")
    asked = await offered(fiona, KEY, await fiona.say("connect"))
    lines = asked.words.split("Is this your organisation?")[1].split("\n")
    assert "This may be somebody else's organisation" in lines[1]
    assert "0 of 14 members match people of your tenant" in asked.words
    assert "Not among your tenant's domains: contoso.com (13), contoso.onmicrosoft.com (1)" in asked.words
    assert asked.actions["Link"]["style"] == "destructive"
    assert await place.calls("cpaas GET /cpaas/v1/calls") == 0
    assert await unwritten(place)


async def test_another_tenants_organisation_is_refused_and_its_owner_hears_of_the_key(place: Town) -> None:
    alex, fiona = await place.connected(), await place.person("Fiona")
    form = await fiona.say("connect")
    await fiona.click("Connect", form, key=KEY)
    refused = await fiona.becomes(form, ELSEWHERE)
    assert "Contoso" not in refused.words
    assert place.tenant().id not in str(refused.card)
    warned = await alex.sees("Somebody else has your key", "Make a new key")
    assert "Fabrikam" not in warned.words
    assert await place.calls("cpaas GET /cpaas/v1/members") == 1  # Alex's own look


async def test_a_confirmation_is_somebodys_own(place: Town) -> None:
    alex, sam = await place.person("Alex"), await place.person("Sam")
    asked = await offered(alex, KEY, await alex.say("connect"))
    await sam.press(await sam.say("hi"), "connect.confirm", asked.actions["Link"]["data"])
    await sam.sees("I don't have this key any more.")
    assert await unwritten(place)


async def wrong(person: Person, form: Shown, key: str = "sb-nobody-key-9999") -> Shown:
    """The form after a wrong key."""
    await person.click("Connect", form, key=key, again=str(len(await person.transcript())))
    return await person.now(form)


async def test_wrong_keys_are_throttled_recorded_and_told(place: Town) -> None:
    alex, sam = await place.person("Alex"), await place.person("Sam")
    form = await alex.say("connect")
    asked = await place.calls("cpaas GET /cpaas/v1/organization")
    for no in range(8):
        await wrong(alex, form, f"sb-nobody-key-{no:04d}")
    assert await place.calls("cpaas GET /cpaas/v1/organization") - asked == 5
    held = await alex.becomes(form, "too many wrong keys", "Try again in 15 minutes")
    assert "sb-nobody" not in str(held.card)
    told = await sam.sees("Wrong keys were entered", "Alex")
    assert "sb-nobody" not in str(told.card)
    refused = RecordQuery(actions=(Recorded.KEY_REFUSED,))
    entries = await place.bot.store.record_search.find(RecordScope(place.tenant().id), refused, 0, 10)
    assert ['"detail":{"why":"unknown"}' in entry.leaf for entry in entries] == [True] * 5
    assert b"sb-nobody" not in place.stored()
    await alex.click("Connect", form, key=KEY, later="yes")  # also the right one waits: it might be a guess
    assert "too many" in (await alex.now(form)).words
    asked_sam = await offered(sam, KEY, await sam.say("connect"))
    assert "Contoso" in asked_sam.words


@pytest.mark.long
async def test_after_the_wait_a_right_key_is_taken(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    alex = await place.person("Alex")
    form = await alex.say("connect")
    for no in range(6):
        await wrong(alex, form, f"sb-nobody-key-{no:04d}")
    tries = place.bot.services.tries
    monkeypatch.setattr(tries, "_clock", lambda: place.bot.services.steady.now() + WINDOW_SECONDS)
    await connects(alex, KEY, form)


@pytest.mark.parametrize("words", [KEY, f"my key is {KEY}.", f"connect {KEY}"])
async def test_a_key_typed_into_the_chat_is_used_and_never_echoed(
    place: Town, capfd: pytest.CaptureFixture[str], words: str
) -> None:
    alex = await place.person("Alex")
    asked = await alex.say(words)
    assert "Is this your organisation?" in asked.words
    assert "delete your message" in asked.words
    await alex.click("Link", asked)
    bots = [m for m in await alex.messages() if KEY in str(m.raw)]
    assert not bots
    assert KEY.encode() not in place.stored()
    assert KEY not in "".join(capfd.readouterr())


async def test_a_wrong_key_in_the_chat_is_to_be_deleted_too(place: Town) -> None:
    alex = await place.person("Alex")
    said = await alex.say("sb-nobody-key-0001")
    assert "doesn't know this key" in said.words
    assert "delete your message" in said.words


@pytest.mark.long
async def test_a_key_of_somebody_who_may_not_connect_is_not_used(place: Town) -> None:
    ben = await place.person("Ben")
    said = await ben.say(KEY)
    assert "I didn't use that key" in said.words
    assert "delete your message" in said.words
    assert await place.calls("cpaas ") == 0


async def test_a_key_in_a_group_is_to_be_revoked(place: Town) -> None:
    alex = await place.person("Alex", "Telecom admins")
    said = await alex.say(f"@Switchboard {KEY}")
    assert "Everybody here can read it." in said.words
    assert "Revoke it in the CPaaS portal" in said.words
    assert await place.calls("cpaas ") == 0
    assert await unwritten(place)


@pytest.mark.long
async def test_a_leaked_key_cannot_lock_its_owner_out(place: Town) -> None:
    """What Fiona may only look at, Alex links."""
    fiona, alex = await place.person("Fiona"), await place.person("Alex")
    await offered(fiona, KEY, await fiona.say("connect"))
    await place.connected("Alex")
    await fiona.click("Link")
    await fiona.sees(ELSEWHERE)
    await alex.sees("Somebody else has your key")
    assert (await place.in_cpaas())["tenant_id"] == place.tenant().id
    assert "Front desk" in (await alex.say("lines")).words
    await offered(fiona, OTHER_KEY, await fiona.say("connect"))
