"""A plan that waits is handed on, reminded of and asked about again, and everybody's card tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.sandbox.catalogue import TEAMS_ADMINISTRATOR
from tests.support.chat import Person, Shown, choices_of
from tests.support.sheets import PHONE, csv
from tests.support.town import Town

TWO = csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE))


async def asked(place: Town) -> tuple[Person, Shown]:
    """Alex has asked Sam; the asker and their card."""
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    await alex.click("Send for approval", plan)
    return alex, await alex.becomes(plan, "Waiting for approval", "Asked: Sam.")


@pytest.mark.long
async def test_an_approver_hands_a_plan_on_and_the_other_one_decides(place: Town) -> None:
    sam = await place.person("Sam")
    alex, own = await asked(place)
    question = await sam.sees("Please check this plan")
    place.somebody("Ben").directory_roles.add(TEAMS_ADMINISTRATOR)
    ben = await place.person("Ben")
    await sam.click("Hand on", question)
    form = await sam.sees("Hand this on")
    assert choices_of(form.card, "to") == {"Ben": place.somebody("Ben").id}  # nobody else, and not its author
    await sam.click("Hand on", form, to=place.somebody("Alex").id)
    await sam.sees("Alex may not approve this.")
    await sam.click("Hand on", form, to=place.somebody("Ben").id)
    theirs = await ben.sees("Please check this plan", "Sam left this to you.")
    await alex.becomes(own, "Sam left it to Ben.")
    await alex.click("Remind", own)
    await alex.becomes(own, "Reminded today")
    await ben.until(lambda m: m.id != theirs.id and "Sam left this to you." in m.words, "the reminder")
    assert sum("Please check this plan" in m.words for m in await sam.messages()) == 2  # the form became one
    await alex.click("Ask again", own)
    await alex.sees("I reminded them a moment ago.")
    await ben.click("Approve", theirs)
    await sam.becomes(question, "Approved", "Ben")
    await alex.sees("All done", "two.csv", "2 done")


async def test_whoever_has_nobody_to_stand_in_is_told_why(place: Town) -> None:
    alex = await place.connected()
    assert "has added me yet" in (await alex.say("substitute")).words  # Sam may approve, and isn't here


@pytest.mark.long
async def test_who_is_away_says_who_stands_in(place: Town) -> None:
    place.somebody("Ben").directory_roles.add(TEAMS_ADMINISTRATOR)
    sam, ben = await place.person("Sam"), await place.person("Ben")
    alex = await place.connected()
    form = await sam.say("substitute")
    assert "Nobody does." in form.words
    until = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}"
    await sam.click("Stand in for me", form, to=place.somebody("Ben").id, until="2020-01-01")
    await sam.becomes(form, "Please say until which day.")
    await sam.click("Stand in for me", await sam.now(form), to=place.somebody("Ben").id, until=until)
    form = await sam.becomes(form, "Ben stands in for you until")
    await alex.send("two.csv", TWO)
    await alex.click("Send for approval", await alex.sees("Nothing is written yet", "Send for approval"))
    await ben.sees("Please check this plan", "Sam left this to you.")
    await sam.click("I'm back", form)
    await sam.becomes(form, "Nobody does.")
    assert "named somebody who stands in" in (await alex.say("record")).words
