"""Where others read along nothing of people and numbers is told, nothing is written, and no button goes round that.

Every command and every button there is, with a token as the bot itself seals it, in each kind of conversation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.registry import ACTIONS, COMMANDS, load_commands
from bot.shared import asked_by
from services.sandbox.teams.chats import Chats, Conversation
from services.sandbox.teams.people import mri
from tests.support.chat import Json, actions_of
from tests.support.sheets import PHONE, csv
from tests.support.town import Town

load_commands()

# Declared as such where it is handled; a new name here wants a reason.
SHARED_COMMANDS = {"hi", "help", "home", "whoami", "notify here", "approvals"}
SHARED_ACTIONS = {"help.about", "app.installed", "app.removed", "notice.seen"}
# Short answers to short words: they name nobody and look at nothing.
SHARED_ACTIONS |= {"talk.thanks", "talk.okay", "talk.declined", "talk.too_much"}
# A key that was typed there: it isn't used, and whoever typed it must hear that others can read it.
SHARED_ACTIONS |= {"connect.typed"}
# Decisions on counts alone.
SHARED_ACTIONS |= {"approval.approve_here", "approval.reject_here", "approvals.next_here"}
REFUSED = "Let's do this in our own chat"
WORDS = "application/vnd.microsoft.activity.message"
# What any handler could be about.
DATA: Mapping[str, Any] = {
    "page": 1,
    "line": "101",
    "key": "101",
    "link": "upload",
    "number": "+6567891230",
    "filter": "all",
    "query": "",
    "section": "general",
    "kind": "lines",
    "notice": 1,
}


def test_nearly_everything_is_private() -> None:
    assert {name for name, one in COMMANDS.items() if not one.private} == SHARED_COMMANDS
    assert {verb for verb, one in ACTIONS.items() if not one.private} == SHARED_ACTIONS


def elsewhere(place: Town, kind: str, no: int) -> Conversation:
    """A conversation of its own: Teams counts what is sent by conversation."""
    conversation = Conversation(f"19:{kind}-{no}", kind, "Elsewhere", place.tenant().id, [], install="installed")
    place.sandbox.part(Chats).conversations[conversation.id] = conversation
    return conversation


def activity(place: Town, conversation: Conversation, kind: str, no: int, **more: object) -> Json:
    """What Teams would send for Alex in that conversation."""
    alex, tenant = place.somebody("Alex").id, place.tenant().id
    return {
        "type": kind,
        "id": f"f:{no}",
        "channelId": "msteams",
        "serviceUrl": f"{place.url}/teams/",
        "from": {"id": mri(alex), "name": "Alex", "aadObjectId": alex},
        "recipient": {"id": "28:bot", "name": "Switchboard"},
        "conversation": {"id": conversation.id, "conversationType": conversation.kind, "tenantId": tenant},
        "channelData": {"tenant": {"id": tenant}},
        **more,
    }


async def posted(place: Town, body: Json) -> Any:
    """What the bot answers over HTTP."""
    async with place.http.post(f"{place.sandbox.options.bot_url}/api/messages", json=body) as answer:
        text = await answer.text()
        assert answer.status == 200, text
        return json.loads(text) if text else None


async def clicked(place: Town, conversation: Conversation, verb: str, no: int, trigger: str = "manual") -> Any:
    """What the bot answers to a button that it might have made itself."""
    data = {**place.sealed(verb, DATA), "person": "John", "number": "all"}
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": trigger}
    return await posted(place, activity(place, conversation, "invoke", no, name="adaptiveCard/action", value=value))


def last(conversation: Conversation) -> str:
    """The newest thing that was said there, as it is on the wire."""
    return json.dumps(list(conversation.messages.values())[-1].attachments)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_no_button_of_the_own_chat_does_anything_elsewhere(place: Town, kind: str) -> None:
    await place.connected()
    for no, verb in enumerate(sorted(set(ACTIONS) - SHARED_ACTIONS)):
        conversation = elsewhere(place, kind, no)
        body = await clicked(place, conversation, verb, no)
        assert (body["type"], body["value"]) == (WORDS, REFUSED), verb
        assert len(conversation.messages) == 1, verb
        assert REFUSED in last(conversation), verb
    await nothing_happened(place)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_no_words_of_the_own_chat_are_answered_elsewhere(place: Town, kind: str) -> None:
    await place.connected()
    for no, name in enumerate(sorted(COMMANDS)):
        conversation = elsewhere(place, kind, no)
        await posted(place, activity(place, conversation, "message", no, text=f"<at>Switchboard</at> {name}"))
        shown = last(conversation)
        assert (REFUSED in shown) == COMMANDS[name].private, name
        for personal in ("6789", "John", "Alice"):
            assert personal not in shown, name
    await nothing_happened(place)


@pytest.mark.long
async def test_a_card_there_offers_only_what_is_answered_there(place: Town) -> None:
    """Also home, whose buttons mend at once what they name."""
    await place.connected()
    for name in ("Telecom admins", "Telephony"):
        alex = await place.person("Alex", name)
        for words in ("home", "help", "hi", "help settings", "help assign", "help home", "order a pizza", "numbrs"):
            card = await alex.say(words)
            for action in (one for one in actions_of(card.card) if one["type"] != "Action.OpenUrl"):
                asked = asked_by({"verb": action["verb"], "data": {"d": sealed_data(action)}})
                assert asked is not None, (words, action)
                assert not asked.private, (words, action)
    await nothing_happened(place)


async def test_a_search_in_a_group_finds_nobody(place: Town) -> None:
    alex = await place.connected()
    value = {"queryText": "", "queryOptions": {"skip": 0, "top": 15}, "dataset": "people"}
    search: dict[str, object] = {"name": "application/search", "value": value}
    for kind in ("groupChat", "channel"):
        body = await posted(place, activity(place, elsewhere(place, kind, 1), "invoke", 1, **search))
        assert body["value"] == {"results": []}
    own = place.sandbox.part(Chats).conversations[(await alex.last()).raw["conversation"]]
    assert (await posted(place, activity(place, own, "invoke", 1, **search)))["value"]["results"]


@pytest.mark.parametrize("where", ["Telecom admins", "Telephony"])
async def test_a_file_posted_there_is_told_where_to_go(place: Town, where: str) -> None:
    """Teams tells a bot nothing of it: what arrives is a mention alone, or with words."""
    alex = await place.person("Alex", where)
    await alex.send("lines.csv", b"Ext Key,User\n101,Ann\n")
    await alex.sees("What can I do for you?", "Teams doesn't show it to me. Send it to me in our own chat.")
    for words in ("<at>Switchboard</at>&nbsp;", "<at>Switchboard</at> here is our list"):
        assert "Teams doesn't show it to me. Send it to me in our own chat." in (await alex.say(words)).words


def sealed_data(action: Json) -> Any:
    """What a click carries; its seal is no secret, only not to be forged."""
    import jwt

    return jwt.decode(action["data"]["s"], options={"verify_signature": False})["d"]


async def nothing_happened(place: Town) -> None:
    """Neither a plan nor a draft nor a job was made, and nothing remote was written."""
    store = place.bot.store
    assert await place.effects() == {}
    assert await store.ledger.unfinished() == ()
    assert await store.drafts.reading() == {}
    assert await store.plans.approved_without_job() == ()
    assert await store.plans.waiting(place.tenant().id) == ()


async def test_an_answer_that_comes_late_in_a_group_keeps_its_buttons(place: Town) -> None:
    alex = await place.person("Alex", "Telecom admins")
    await place.fault(system="teams", kind="before", status=500, times=1, match="POST .*/activities")
    await alex.say("hi")
    card = await alex.sees("Good to see you, Alex.")
    assert set(card.actions) == {"Home", "Help"}


@pytest.mark.long
async def test_a_plan_is_decided_there_in_counts_and_every_card_of_it_follows(place: Town) -> None:
    alex = await place.connected()
    await alex.send("two.csv", csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE)))
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    sam, there = await place.person("Sam"), await place.person("Sam", "Telecom admins")
    await sam.say("hi")
    await alex.click("Send for approval", plan, reason="for John")
    own = await sam.sees("Please check this plan")
    card = await there.say("approvals")
    assert "A plan waits for a decision" in card.words
    assert "2 lines would change" in card.words
    for personal in ("John", "Alice", "two.csv", "101", "6789"):
        assert personal not in card.words
    await there.click("Reject", card)
    card = await there.becomes(card, "Please say why in the comment")
    among = await place.person("Alex", "Telecom admins")
    await among.press(card, "approval.approve_here", card.actions["Approve"]["data"])
    await among.sees("You can't approve your own plan.")
    await among.press(card, "approval.reject_here", card.actions["Reject"]["data"])
    refused = await among.sees("You can't reject your own plan.", "say “approvals” in our own chat, and withdraw it")
    assert "Approvals" in refused.actions
    await there.click("Approve", card)
    over = await there.becomes(card, "Approved", "2 lines change")
    assert list(over.actions) == ["Approvals"]
    await sam.becomes(own, "Approved")
    await alex.sees("All done", "two.csv")
    assert "Nothing waits for a decision." in (await there.say("approvals")).words


async def test_a_card_there_follows_what_is_decided_elsewhere(place: Town) -> None:
    alex = await place.connected()
    await alex.send("two.csv", csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE)))
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    sam = await place.person("Sam")
    await sam.say("hi")
    await alex.click("Send for approval", plan)
    there = await place.person("Sam", "Telecom admins")
    card = await there.say("approvals")
    await alex.click("Withdraw", await alex.becomes(plan, "Waiting for approval"))
    over = await there.becomes(card, "No longer open")
    assert "Approve" not in over.actions


async def test_it_introduces_itself_there_once(place: Town) -> None:
    await place.connected()
    conversation = elsewhere(place, "groupChat", 1)
    added = {"action": "add"}
    for no in (1, 2):
        await posted(place, activity(place, conversation, "installationUpdate", no, **added))
    assert len(conversation.messages) == 1
    for words in ("Switchboard is here", "Alex added me.", "/l/chat/0/0?users=28:bot", "Approvals", "counts alone"):
        assert words in last(conversation)
