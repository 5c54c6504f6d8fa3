"""Closing messages: once in effect through lost answers and refusals, or else the channel is told."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select

from services.domain.notice_kind import NoticeKind
from services.domain.subject import NO_SUBJECT
from services.store.tables import NoticeRow
from tests.bot.teams.harness import Ticks
from tests.scenarios.test_approvals import asked
from tests.scenarios.test_failures import LONG, started
from tests.scenarios.test_jobs import ended
from tests.support.chat import Person, words_of
from tests.support.processes import until
from tests.support.town import Town

POST = "POST .*/activities"
PUT = "PUT .*/activities"


async def job_at_rest(place: Town) -> Person:
    """A job that waits for its numbers to show, so that what follows meets its closing message alone."""
    place.sandbox.delays.visible = LONG
    alex = await started(place)
    await alex.sees("3 lines wait for Teams to show their numbers")
    return alex


def show(place: Town) -> None:
    """The wait is over."""
    place.sandbox.delays.visible = 1.0
    place.sandbox.clock.advance(LONG)


async def closings(alex: Person) -> list[str]:
    """All that is said of the end, in messages of their own."""
    shown = await alex.messages()
    return [m.words for m in shown if "Result as a file" in m.actions or "A job has ended" in m.words]


async def settled(place: Town, kind: str = "closing") -> NoticeRow:
    """The notice, once it is sent or given up."""
    found: list[NoticeRow] = []

    async def done() -> bool:
        async with place.bot.store.db.read() as session:
            found[:] = list(await session.scalars(select(NoticeRow).where(NoticeRow.kind == kind)))
        return bool(found) and found[-1].state in ("sent", "failed")

    await until(done, "the notice is settled", every=0.1)
    return found[-1]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "429", "times": 2, "retry_after": 0.1},
        {"kind": "before", "status": 412, "times": 2},
        {"kind": "before", "status": 502, "times": 1},
        {"kind": "before", "status": 504, "times": 1},
        {"kind": "before", "status": 500, "times": 1},
    ],
    ids=lambda fault: f"{fault['kind']}-{fault.get('status', '')}",
)
@pytest.mark.slow
async def test_a_refused_message_comes_in_the_end_and_once(place: Town, fault: dict[str, Any]) -> None:
    alex = await job_at_rest(place)
    await place.fault(system="teams", match=POST, **fault)
    show(place)
    await ended(alex, "4 done")
    assert (await settled(place)).state == "sent"
    assert len(await closings(alex)) == 1


@pytest.mark.parametrize(
    "fault", [{"kind": "after", "status": 500}, {"kind": "after", "status": 502}, {"kind": "timeout", "seconds": 0.3}]
)
@pytest.mark.slow
async def test_a_message_that_arrived_without_an_answer_is_not_sent_again(place: Town, fault: dict[str, Any]) -> None:
    alex = await job_at_rest(place)
    await place.fault(system="teams", match=POST, times=1, **fault)
    show(place)
    await ended(alex, "4 done")
    await settled(place)
    assert sum(await place.struck()) == 1
    assert len(await closings(alex)) == 1


@pytest.mark.slow
async def test_one_that_shows_up_late_is_taken_back(place: Town) -> None:
    """Nobody looks for so long that the message is posted once more; then both come into view."""
    alex = await job_at_rest(place)
    await place.fault(system="teams", match=POST, times=1, kind="after", status=500)
    show(place)
    notice = await settled(place)
    assert notice.state == "sent"
    assert await place.calls("teams POST") >= 2
    assert len(await closings(alex)) == 1
    shown = await alex.messages()
    assert not any("One moment" in m.words for m in shown)


@pytest.mark.parametrize("kind", ["after", "before"])
@pytest.mark.slow
async def test_a_lost_answer_to_completing_it_is_harmless(place: Town, kind: str) -> None:
    alex = await job_at_rest(place)
    await place.fault(system="teams", match=PUT, times=3, kind=kind, status=500)
    show(place)
    await ended(alex, "4 done")
    await settled(place)
    assert len(await closings(alex)) == 1


LOST = [
    {"kind": "503"},
    {"kind": "timeout_before", "seconds": 0.3},
    *(
        pytest.param({"kind": "before", "status": status}, marks=pytest.mark.slow)
        for status in (302, 400, 401, 408, 500)
    ),
]


@pytest.mark.parametrize("fault", LOST, ids=str)
async def test_an_answer_that_teams_did_not_take_comes_all_the_same(place: Town, fault: dict[str, Any]) -> None:
    alex = await place.person("Alex")
    await place.fault(system="teams", match=POST, times=1, **fault)
    await alex.say("help")
    await alex.sees("What you can say")
    assert await place.struck() == [1]
    assert (await settled(place, "answer")).state == "sent"
    assert sum("What you can say" in m.words for m in await alex.messages()) == 1


@pytest.mark.parametrize("kind", ["after", "timeout", pytest.param("timeout_before", marks=pytest.mark.slow)])
async def test_while_nobody_knows_what_arrives_an_answer_comes_once(place: Town, kind: str) -> None:
    """After the first answer of unknown fate they go the way of notices: a card that tells when it is seen."""
    alex = await place.person("Alex")
    await place.fault(system="teams", match=POST, times=1, kind="before", status=500)
    await alex.say("hi")
    await alex.sees("Good to see you, Alex.")
    await place.calm()
    await place.fault(system="teams", match=POST, times=1, kind=kind, seconds=0.3, status=500)
    await alex.say("help")
    await alex.sees("What you can say")
    await settled(place, "answer")
    shown = await alex.messages()
    assert sum("What you can say" in m.words for m in shown) == 1
    assert not any("One moment" in m.words for m in shown)


async def test_a_file_that_was_offered_into_a_fault_is_offered_and_given(place: Town) -> None:
    """Also what isn't a card goes the long way, and its consent is worth what it was."""
    alex = await place.connected()
    await alex.say("lines")
    await place.fault(system="teams", match=POST, times=1, kind="503")
    await alex.click("As a file")
    assert await alex.take_file()


async def test_a_message_that_cannot_be_made_is_tried_with_a_bound_and_holds_up_no_other_one(place: Town) -> None:
    alex, store = await place.person("Alex"), place.bot.store
    nowhere: dict[str, Any] = {
        "tenant_id": place.tenant().id,
        "object_id": place.somebody("Alex").id,
        "conversation": {},
    }
    await store.outbox.add(key="ill", kind=NoticeKind.ANSWER, subject=NO_SUBJECT, **nowhere)

    async def tried() -> bool:
        found = await store.outbox.find("ill")
        return found is not None and found.attempts >= 2

    await until(tried, "it is tried and counted", every=0.1)
    await place.fault(system="teams", match=POST, times=1, kind="503")
    await alex.say("help")
    await alex.sees("What you can say")


@pytest.mark.long
async def test_a_notice_shows_itself_to_whom_it_is_for_only(place: Town) -> None:
    sam, kim = await place.person("Sam"), await place.person("Kim")
    await asked(place, sam)
    notice = await settled(place, "approval")
    sealed = place.sealed("notice.seen", {"notice": notice.id})
    body = (await kim.press(await kim.last(), "notice.seen", sealed))["body"]
    assert body["value"] == "This was meant for somebody else."
    found = await place.bot.store.outbox.get(notice.id)
    assert found is not None
    assert found.message_id == notice.message_id


async def test_health_tells_when_nothing_gets_out(place: Town) -> None:
    pulse, ticks, url = place.bot.teams._pulse, Ticks(), f"{place.sandbox.options.bot_url}/healthz"
    pulse._clock = ticks
    for _ in range(3):
        async with place.http.get(url) as answer:
            assert await answer.json() == {"status": "ok"}
        with suppress(OSError), pulse.felt():
            raise OSError("away")
        ticks.now += 40
    async with place.http.get(url) as answer:
        found = await answer.json()
        assert (answer.status, found["status"]) == (503, "teams")
        assert found["why"].startswith("Nothing got out to Teams for 120 s")
    await (await place.person("Alex")).say("hi")
    async with place.http.get(url) as answer:
        assert answer.status == 200


async def test_an_answer_is_not_kept_for_ever(place: Town) -> None:
    alex = await place.person("Alex")
    await place.fault(system="teams", match=POST, times=1, kind="503")
    await alex.say("whoami")
    await alex.sees("Who you are here")
    notice = await settled(place, "answer")
    assert (notice.state, notice.answer) == ("sent", {})


@pytest.mark.slow
async def test_who_cannot_be_reached_is_told_through_the_channel_without_names(place: Town) -> None:
    channel = await place.person("Alex", "Telephony")
    alex = await job_at_rest(place)
    await channel.say("notify here")
    await channel.sees("I'll say it here")
    await alex.uninstall()
    show(place)
    told = await channel.sees("I couldn't reach whoever started this job", "4 done")
    for personal in ("Alex", "John", "Alice", "6789", "seed-bulk", "101"):
        assert personal not in words_of(told.card)
    assert (await settled(place)).state == "sent"
    assert sum("couldn't reach" in m.words for m in await channel.messages()) == 1


@pytest.mark.slow
async def test_a_chat_that_refuses_is_answered_by_the_channel(place: Town) -> None:
    channel = await place.person("Sam", "Telecom admins")
    alex = await job_at_rest(place)
    await channel.say("notify here")
    own = (await alex.last()).raw["conversation"]
    blocked = {"kind": "auth", "code": "BotNotInConversationRoster"}
    await place.fault(system="teams", match=f"POST .*{own[:12]}", **blocked)
    show(place)
    await channel.sees("I couldn't reach whoever started this job", "4 done")
    assert await closings(alex) == []


async def test_a_second_place_to_tell_says_that_the_first_is_not_told_any_more(place: Town) -> None:
    await place.connected()
    first = await (await place.person("Alex", "Telephony")).say("notify here")
    again = await (await place.person("Alex", "Telephony")).say("notify here")
    second = await (await place.person("Alex", "Telecom admins")).say("notify here")
    assert ["another place" in one.words for one in (first, again, second)] == [False, False, True]


@pytest.mark.slow
async def test_when_nobody_can_be_told_it_is_on_record(place: Town) -> None:
    alex, sam = await job_at_rest(place), await place.person("Sam")
    own = (await alex.last()).raw["conversation"]
    await place.fault(system="teams", kind="auth", match=f"POST .*{own[:12]}")
    show(place)
    notice = await settled(place)
    assert (notice.state, bool(notice.error)) == ("failed", True)
    assert "I couldn't tell anybody that it ended." in (await sam.say("jobs")).words


@pytest.mark.slow
async def test_notify_here_is_for_admins_and_shared_places(place: Town) -> None:
    alex = await place.connected()
    assert "our own chat" in (await alex.say("notify here")).words
    kim = await place.person("Kim", "Telecom admins")
    assert "You may not connect this tenant" in (await kim.say("notify here")).words
    workspace = await place.bot.store.workspaces.get(place.tenant().id)
    assert workspace.channel == {}


@pytest.mark.slow
async def test_progress_is_edited_at_most_every_two_seconds(place: Town) -> None:
    """However often the job changes; what happens in between is shown together, and the newest in the end."""
    alex, ledger, messages = await job_at_rest(place), place.bot.store.ledger, place.bot.notifier.messages
    card = await alex.sees("Working on it")
    await place.bot.notifier.stop()
    ticks, edited = Ticks(), list[float]()
    ticks.now = 1e9  # later than any real moment
    messages.clock = ticks
    begin, shown = ticks.now, (await alex.now(card)).raw["updatedSeq"]
    for tick in range(65):
        ticks.now = begin + tick / 10
        job = (await ledger.unfinished())[0]
        await ledger.set_job(job.id, job.owner, waiting_for=f"Change {tick} of many.")
        await messages.progress()
        if (seq := (await alex.now(card)).raw["updatedSeq"]) != shown:
            shown = seq
            edited.append(round(ticks.now - begin, 1))
    assert edited == [0.0, 2.0, 4.0, 6.0]
    assert "Change 60 of many." in (await alex.now(card)).words
