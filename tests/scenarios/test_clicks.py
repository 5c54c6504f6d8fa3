"""Every click and every automatic refresh is answered with a card or with words: an empty answer looks like a failure.

That each button of each card gets one is looked at by every test that clicks (`tests/support/chat.py`); here are all
the verbs there are, with whatever comes of them.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from bot.registry import ACTIONS, load_commands
from services.sandbox.teams.chats import Chats
from tests.scenarios.test_shared_places import activity, clicked, elsewhere, posted
from tests.support.town import Town

load_commands()
CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"


def full(body: Any) -> bool:
    """Whether the answer shows something."""
    if body["statusCode"] != 200 or not body["value"]:
        return False
    return bool(body["type"] == (CARD if isinstance(body["value"], dict) else WORDS))


@pytest.mark.slow
@pytest.mark.parametrize("linked", [True, pytest.param(False, marks=pytest.mark.slow)])
async def test_every_verb_is_answered_with_something(place: Town, linked: bool) -> None:
    alex = await (place.connected() if linked else place.person("Alex"))
    own = place.sandbox.part(Chats).conversations[(await alex.say("hi")).raw["conversation"]]
    for no, verb in enumerate([*sorted(ACTIONS), "say", "no.such.verb"]):
        conversation = elsewhere(place, "personal", no)
        assert full(await clicked(place, conversation, verb, no)), verb
        said = len(conversation.messages)
        assert full(await clicked(place, conversation, verb, 1_000 + no, trigger="automatic")), verb
        assert len(conversation.messages) == said, f"{verb}: nobody clicked"
    await posted(place, activity(place, own, "message", 9_999, text="hi"))
    await alex.sees("Good to see you, Alex.")


async def test_a_click_that_is_delivered_again_gets_the_same_answer_and_posts_nothing(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("lines")
    first = await alex.click("As a file", card)
    offers = sum(m.offers for m in await alex.messages())
    again = await alex.resend()
    assert first["body"]["value"] == "I'm offering you the file below."
    assert full(again["body"])
    assert sum(m.offers for m in await alex.messages()) == offers
    home = await alex.say("home")
    first = await alex.click("Numbers", home)
    assert (await alex.resend())["body"] == first["body"]


async def test_what_another_process_did_is_said_to_be_done(place: Town) -> None:
    """All that this one knows is that the delivery was taken in."""
    await place.connected()
    conversation = elsewhere(place, "personal", 1)
    key = hashlib.sha256(f"{conversation.id}:f:1".encode()).hexdigest()
    assert await place.bot.store.seen.first(key, place.bot.services.clock.now())
    body = await clicked(place, conversation, "jobs.page", 1)
    assert body == {"statusCode": 200, "type": WORDS, "value": "I have done this already."}
