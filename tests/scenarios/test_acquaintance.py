"""Who somebody is: what is known stays known, and the directory tells the rest."""

from __future__ import annotations

from services.sandbox.teams.chats import Chats
from services.store.records import Contact
from tests.scenarios.test_approvals import TWO
from tests.support.chat import Json
from tests.support.town import Town


async def contact(place: Town, name: str) -> Contact:
    found = await place.bot.store.contacts.get(place.tenant().id, place.somebody(name).id)
    assert found is not None
    return found


def events(place: Town, name: str) -> list[Json]:
    """What told the bot that this person added it."""
    activities = place.sandbox.part(Chats).activities.values()
    mine = (a for a in activities if a["from"]["aadObjectId"] == place.somebody(name).id)
    return [a for a in mine if a["type"] in ("installationUpdate", "conversationUpdate")]


async def test_being_added_again_wipes_nothing(place: Town) -> None:
    alex = await place.person("Alex")
    for event in events(place, "Alex"):
        assert not {"locale", "localTimezone", "localTimestamp"} & set(event)
        assert set(event["from"]) == {"id", "aadObjectId"}
    await alex.say("hi")
    before = await contact(place, "Alex")
    assert (before.name, before.locale, before.time_zone) == ("Alex", "en-SG", "Asia/Singapore")
    for no, event in enumerate(events(place, "Alex")):
        assert await place.deliver({**event, "id": f"again-{no}"}) == 200
    after = await contact(place, "Alex")
    assert (after.name, after.locale, after.time_zone) == ("Alex", "en-SG", "Asia/Singapore")


async def test_who_only_added_the_app_is_asked_and_greeted_by_name(place: Town) -> None:
    sam = await place.person("Sam")
    assert "Hello Sam." in (await sam.last()).words
    assert (await contact(place, "Sam")).name == "Sam"


async def test_a_name_the_directory_did_not_tell_is_asked_for_again(place: Town) -> None:
    await place.fault(system="graph", kind="auth", match=f"GET .*/users/{place.somebody('Sam').id}")
    await place.person("Sam")
    assert (await contact(place, "Sam")).name == ""
    await place.calm()
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Send for approval")
    await alex.click("Send for approval", plan)
    assert "Asked: Sam." in (await alex.becomes(plan, "Waiting for approval")).words


async def test_somebody_without_a_name_is_counted(place: Town) -> None:
    await place.person("Sam")
    sam = place.somebody("Sam")
    alex = await place.connected()
    await place.bot.store.contacts.save(place.tenant().id, sam.id, {"name": ""})
    await place.fault(system="graph", kind="auth", match=f"GET .*/users/{sam.id}(\\?|$)")
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Send for approval")
    await alex.click("Send for approval", plan)
    assert "Asked: 1 admin." in (await alex.becomes(plan, "Waiting for approval")).words


async def test_what_an_event_leaves_out_is_what_was_known(place: Town) -> None:
    """A client that tells no name and no time zone: the plan is by Alex all the same, and times are in her own."""
    alex = await place.connected()
    await alex.say("jobs")
    spoken = place.activity(alex.sent)
    bare = {key: value for key, value in spoken.items() if key not in ("entities", "locale", "localTimezone")}
    sender = {key: value for key, value in spoken["from"].items() if key != "name"}
    assert await place.deliver({**bare, "id": "bare-1", "text": "hi", "attachments": [], "from": sender}) == 200
    await alex.sees("Good to see you, Alex.")
    assert (await contact(place, "Alex")).time_zone == "Asia/Singapore"
