"""The end of an upload: its author and the workspace's channel are told, each once, with the next click."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.store.tables import NoticeRow
from tests.scenarios.test_notices import settled
from tests.support.chat import Person, words_of
from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town
from tests.support.uploads import answered

LONG = 3_600.0


async def channel_of(place: Town) -> Person:
    """The channel that Alex chose for news."""
    channel = await place.person("Alex", "Telephony")
    await channel.say("notify here")
    await channel.sees("I'll say it here")
    return channel


def two_lines(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)


async def both_uploaded(alex: Person, sam: Person) -> None:
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891230-31")
    plan = await answered(alex, before)
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Upload 2 numbers")
    await sam.click("Approve")


@pytest.mark.slow
async def test_author_and_channel_hear_of_it_once_and_one_click_goes_on(place: Town) -> None:
    two_lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    channel = await channel_of(place)
    await both_uploaded(alex, sam)
    closing = await alex.sees("All done", "Upload 2 numbers", "2 done")
    told = await channel.sees("Upload finished", "2 numbers are in Teams now.", "2 of them have nobody yet.")
    assert "assign all" in told.words
    for personal in ("Alex", "John", "Alice", "6789", "101", "Upload 2"):
        assert personal not in words_of(told.card)
    assert told.actions == {}
    assert (await settled(place, "told")).state == "sent"
    assert sum("in Teams now" in m.words for m in await channel.messages()) == 1
    await alex.click("Assign them", closing)
    plan = await alex.sees("Your plan", "Assign 2 numbers in Teams")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Assign 2 numbers")
    await sam.click("Approve")
    done = await alex.sees("All done", "Assign 2 numbers in Teams")
    assert {n: r["holder"] for n, r in (await place.in_teams()).items()} == {
        "+6567891230": "John",
        "+6567891231": "Alice",
    }
    assert "Assign them" not in done.actions
    assert sum("in Teams now" in m.words for m in await channel.messages()) == 1


@pytest.mark.slow
async def test_failures_are_counted_in_the_channel_and_named_to_the_author(place: Town) -> None:
    two_lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    channel = await channel_of(place)
    await place.fault(system="operator", kind="number_error", numbers=["+6567891231"], code="internal_error")
    await both_uploaded(alex, sam)
    closing = await alex.sees("Some lines need you", "1 done, 1 failed", "102 Line 102")
    assert "Assign it" in closing.actions
    told = await channel.sees("Some lines need you", "1 number is in Teams now, 1 not.")
    assert "102" not in words_of(told.card)
    assert list(await place.in_teams()) == ["+6567891230"]


@pytest.mark.slow
async def test_an_author_out_of_reach_is_answered_by_one_message_in_the_channel(place: Town) -> None:
    two_lines(place)
    place.sandbox.delays.visible = LONG
    alex, sam = await place.connected(), await place.person("Sam")
    channel = await channel_of(place)
    await both_uploaded(alex, sam)
    await alex.sees("2 lines wait for Teams to show their numbers")
    await alex.uninstall()
    place.sandbox.delays.visible = 1.0
    place.sandbox.clock.advance(LONG)
    told = await channel.sees("I couldn't reach whoever started this job", "2 numbers are in Teams now.")
    assert (await settled(place, "told")).state == "sent"
    messages = [m for m in await channel.messages() if "in Teams now" in m.words]
    assert [m.id for m in messages] == [told.id]


@pytest.mark.slow
async def test_a_job_that_uploads_nothing_is_no_news_for_the_channel(place: Town) -> None:
    place.line("103", "hallie", "6567891232", PHONE)
    alex = await place.connected()
    channel = await channel_of(place)
    await alex.send("more.csv", csv(("103", "6567891232", "Hallie", "Call Recording")))
    await alex.click("Apply now", await alex.sees("Your plan"))
    await alex.sees("All done", "more.csv")
    assert (await settled(place)).state == "sent"
    async with place.bot.store.db.read() as session:
        assert list(await session.scalars(select(NoticeRow).where(NoticeRow.kind == "told"))) == []
    assert not any("All done" in m.words for m in await channel.messages())


@pytest.mark.slow
async def test_the_channel_is_told_once_though_the_answer_to_it_was_lost(place: Town) -> None:
    two_lines(place)
    alex = await place.connected()
    channel = await channel_of(place)
    own = (await channel.last()).raw["conversation"]
    await place.fault(system="teams", match=f"POST .*{own[:12]}", times=1, kind="after", status=500)
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891230")
    await alex.click("Apply now", await answered(alex, before))
    closing = await alex.sees("All done", "Upload 1 number")
    assert "Assign it" in closing.actions
    await channel.sees("Upload finished", "1 number is in Teams now.")
    assert (await settled(place, "told")).state == "sent"
    assert sum("in Teams now" in m.words for m in await channel.messages()) == 1
    assert len(await place.in_teams()) == 1


@pytest.mark.long
async def test_numbers_on_no_line_are_offered_to_be_given_to_somebody(place: Town) -> None:
    alex = await place.connected()
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891235")
    await alex.click("Apply now", await answered(alex, before))
    closing = await alex.sees("All done", "Upload 1 number")
    await alex.click("Assign it", closing)
    form = await alex.sees("Assign a number", "Left out, on no line: +65 6789 1235.")
    assert "See the plan" in form.actions
    assert list(await place.in_teams()) == ["+6567891235"]
