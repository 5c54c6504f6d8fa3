"""Old cards: one that is too old says so and offers a fresh one; one whose matter moved on has no second effect."""

from __future__ import annotations

import pytest

from bot.registry import ACTIONS, load_commands
from tests.support.marks import first_quick
from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town

# Clicks that come by themselves, or with a file: there is no card to show afresh.
BY_THEMSELVES = {"search", "file.sent", "file.answered", "app.installed", "app.removed", "notice.seen"}


def test_every_button_has_a_fresh_card() -> None:
    load_commands()
    without = {verb for verb, found in ACTIONS.items() if not found.fresh}
    assert without == BY_THEMSELVES


@pytest.mark.parametrize(
    ("verb", "data", "fresh"),
    first_quick(
        [
            ("ready.mend", {"link": "rule", "key": "101"}, "Who can call"),
            ("plan.submit", {"plan": "x"}, "Nothing waits"),
            ("approval.approve", {"plan": "x"}, "Nothing waits"),
            ("job.undo", {"job": "x"}, "Jobs"),
            ("draft.skip", {"draft": "x"}, "Just send me the file here"),
            ("connect.save", {}, "Connected"),
            ("disconnect.confirm", {}, "What goes"),
        ]
    ),
)
async def test_a_card_that_is_too_old_says_so_and_offers_a_fresh_one(
    place: Town, verb: str, data: dict[str, str], fresh: str
) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    card = await alex.say("hi")
    await alex.press(card, verb, place.sealed(verb, data, days=-1))
    refused = await alex.sees("This card is too old to act on.", "It was made a month ago.")
    assert (await alex.now(card)).words == card.words
    await alex.click("Show it fresh", refused)
    await alex.becomes(refused, fresh)
    assert await place.effects() == {}


async def test_words_on_an_old_card_still_do_what_typing_them_does(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("hi")
    await alex.press(card, "say", place.sealed("say", {"text": "whoami"}, days=-1))
    await alex.becomes(card, "Alex", "Contoso")
    kim = await place.person("Kim")
    await kim.press(await kim.say("hi"), "say", place.sealed("say", {"text": "mend rule"}, days=-1))
    await kim.sees("You may not change anything.")


@pytest.mark.slow
async def test_a_plan_that_was_decided_meanwhile(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE)))
    await alex.click("Send for approval", await alex.sees("Send for approval"))
    question = await sam.sees("Please check this plan")
    await sam.click("Approve", question)
    await alex.sees("All done")
    await sam.click("Reject", question, comment="too late")
    late = await sam.sees("This was decided already.", "Sam approved it.")
    assert "Show it fresh" in late.actions
    assert {"101", "102"} <= set((await place.in_cpaas())["extensions"])


async def test_a_mend_button_of_yesterday_looks_anew(place: Town) -> None:
    """What was to be mended has been mended since, and by another way: nothing is done twice."""
    place.line("101", "john", "6567891230", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    card = await alex.say("ready 101")
    await sam.say("mend rule 101")
    await sam.sees("All done", "Give the outbound rule Singapore default")
    await alex.click("Give the rule Singapore default", card)
    await alex.becomes(card, "There is nothing to mend: this is so already.")
    assert await place.effects() == {"settings:101": 1}


@pytest.mark.slow
async def test_another_person_s_and_another_tenant_s_cards_are_no_keys(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    card = await alex.say("ready 101")
    data = {"link": "rule", "key": "101"}
    await alex.press(card, "ready.mend", place.sealed("ready.mend", data, tenant="Fabrikam"))
    await alex.sees("This button isn't one of mine any more.")
    john = await place.person("John")
    await john.press(await john.say("hi"), "ready.mend", place.sealed("ready.mend", data))
    await john.sees("You may not change anything.")
    assert await place.effects() == {}
