"""Once: Teams delivers twice, people take the app out and put it in again, and each thing still happens once."""

from __future__ import annotations

import pytest

from tests.support.chat import Person
from tests.support.sheets import HEAD, PHONE, csv
from tests.support.town import Town

TWO = csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE))


async def count(person: Person, words: str) -> int:
    """How many of the bot's messages hold these words."""
    return sum(words in m.words for m in await person.messages())


async def test_words_delivered_twice_are_answered_once(place: Town) -> None:
    alex = await place.person("Alex")
    await alex.say("hi")
    assert (await alex.resend())["status"] == 200
    await alex.resend()
    await alex.say("help")
    assert await count(alex, "Good to see you") == 1


async def test_a_file_delivered_twice_is_one_plan(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", TWO)
    sent = alex.sent
    await alex.resend()
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    alex.sent = sent
    await alex.resend()
    await sam.sees("Please check this plan")
    assert await count(sam, "Please check this plan") == 1
    assert await count(alex, "two.csv") == 1
    assert "Waiting for a decision: 1 plan" in (await sam.say("approvals")).words


@pytest.mark.long
async def test_a_click_delivered_twice_has_one_effect(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    head = (*HEAD, "Addon license 2")
    await alex.send("more.csv", csv(("101", "6567891230", "John", PHONE, "Call Recording"), head=head))
    await alex.sees("Apply now")
    await alex.click("Apply now")
    await alex.resend()
    await alex.resend()
    await alex.sees("All done")
    await alex.resend()
    assert await place.effects() == {"addon.add:101:call_recording": 1}
    assert "1 job" in (await alex.say("jobs")).words
    assert await count(alex, "All done") == 1
    assert await count(alex, "didn't work") == 0


async def test_the_welcome_comes_once_and_again_after_a_new_install(place: Town) -> None:
    alex = await place.person("Alex")
    await alex.sees("Welcome to Switchboard", "You can start now")
    await alex.install()
    await alex.say("hi")
    assert await count(alex, "Welcome to Switchboard") == 1
    await alex.uninstall()
    await alex.install()
    assert await count(alex, "Welcome to Switchboard") == 2
    kim = await place.person("Kim")
    assert "You can start now" not in (await kim.sees("Welcome to Switchboard")).words


async def test_no_welcome_among_others(place: Town) -> None:
    alex = await place.person("Alex", "Telecom admins")
    await alex.say("hi")
    assert await count(alex, "Welcome") == 0


@pytest.mark.slow
async def test_somebody_who_took_the_app_out_is_not_written_to(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", TWO)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    await alex.uninstall()
    seen = len(await alex.messages())
    await sam.click("Approve")
    await sam.sees("Approved")
    job = await sam.say("jobs")
    await sam.click("Open", job)
    await sam.until(lambda m: "two.csv" in m.words and "100%" in m.words)
    assert {"101", "102"} <= set((await place.in_cpaas())["extensions"])
    assert len(await alex.messages()) == seen
    await alex.install()
    assert "2 of 2 lines" in (await alex.say("jobs")).words


@pytest.mark.long
async def test_a_chat_that_refuses_messages_does_not_hold_a_job_up(place: Town) -> None:
    """The app is gone without the bot having heard of it: Teams answers 403."""
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", TWO)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    own = next(iter((await alex.messages())[-1:])).raw["conversation"]
    await place.fault(system="teams", kind="auth", match=f"POST .*{own[:8]}")
    await sam.click("Approve")
    await sam.sees("Approved")
    await sam.click("See the job")
    await sam.until(lambda m: "two.csv" in m.words and "100%" in m.words)
    assert {"101", "102"} <= set((await place.in_cpaas())["extensions"])
    assert await count(alex, "All done") == 0


async def test_those_who_took_the_app_out_are_not_asked(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await sam.uninstall()
    await alex.send("two.csv", TWO)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await alex.sees("There is nobody to ask yet.")
