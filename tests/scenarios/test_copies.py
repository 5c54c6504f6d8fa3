"""Every copy of a plan or job that was sent or opened tells how it stands; no card of theirs is overwritten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from services.domain.subject import SubjectKind
from services.store.records import Message
from tests.support.chat import Person, Shown
from tests.support.sheets import PHONE, csv
from tests.support.town import Town

TWO = csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE))
LIVE = {"Approve", "Reject", "Withdraw", "Discard", "Send for approval", "Apply now", "Pause", "Cancel", "Resume"}


async def sent(place: Town, sam: Person) -> tuple[Person, Shown, Shown]:
    """Alex has asked Sam: the asker, their card and the question."""
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Send for approval")
    await alex.click("Send for approval", plan)
    return alex, await alex.becomes(plan, "Waiting for approval"), await sam.sees("Please check this plan")


async def opened(who: Person) -> Shown:
    """Another copy of the plan that waits, from the list."""
    before = {message.id for message in await who.messages()}
    listed = await who.say("approvals")
    await who.click("Open", listed)
    return await who.until(lambda m: m.id not in before | {listed.id} and "two.csv" in m.words, "the copy")


def _ended(copy: Shown) -> Callable[[Shown], bool]:
    return lambda message: message.id == copy.id and not LIVE & set(message.actions)


async def test_an_approved_plan_says_when_its_job_has_ended(place: Town) -> None:
    sam = await place.person("Sam")
    alex, _, question = await sent(place, sam)
    await place.fault(system="cpaas", kind="before", status=503)
    await sam.click("Approve", question)
    await sam.becomes(question, "Approved", "Switchboard applies it now.")
    await place.calm()
    closing = await alex.sees("All done", "two.csv")
    over = await sam.becomes(question, "Approved", "The job has ended.")
    assert "applies it now" not in over.words
    assert "All done" in (await alex.now(closing)).words  # what tells of the job isn't drawn over by its plan


@pytest.mark.slow
@pytest.mark.parametrize("end", ["Approve", "Reject", "Withdraw"])
async def test_every_copy_shows_the_decision(place: Town, end: str) -> None:
    sam = await place.person("Sam")
    alex, plan, question = await sent(place, sam)
    copies = [(sam, question), (sam, await opened(sam)), (sam, await opened(sam)), (alex, await opened(alex))]
    who, card = (alex, plan) if end == "Withdraw" else copies[1]
    await who.click(end, card, **({"comment": "Not now"} if end == "Reject" else {}))
    for reader, copy in [(alex, plan), *copies]:
        shown = await reader.until(_ended(copy), f"{end} shown")
        assert "two.csv" in shown.words


@pytest.mark.long
async def test_a_result_is_never_overwritten_by_navigation(place: Town) -> None:
    sam = await place.person("Sam")
    alex, _, question = await sent(place, sam)
    await sam.click("Approve", question)
    closing = await alex.sees("All done", "two.csv")
    await alex.click("Lines", closing)
    lines = await alex.until(lambda m: m.id != closing.id and "101" in m.words and "Lines" in m.words, "the lines")
    assert (await alex.now(closing)).words == closing.words
    await alex.click("As a file", lines)
    decided = await sam.becomes(question, "Approved")
    await sam.click("See the job", decided)
    assert "two.csv" in (await sam.now(question)).words


@pytest.mark.slow
async def test_a_reject_without_a_comment_keeps_the_very_question(place: Town) -> None:
    sam = await place.person("Sam")
    _, _, question = await sent(place, sam)
    count = len(await sam.messages())
    await sam.click("Reject", question)
    await sam.becomes(question, "Please say why")
    assert len(await sam.messages()) == count


@pytest.mark.long
async def test_a_plan_is_known_as_one_before_it_can_be_clicked(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody clicks while what the edit showed isn't stored yet; the click's card takes its place all the same."""
    await place.person("Sam")
    alex = await place.connected()
    messages, clicked = place.bot.store.messages, asyncio.Event()
    stored = messages.shown

    async def after_the_click(message: Message, fingerprint: str) -> None:
        if message.subject.kind is SubjectKind.DRAFT:
            draft = await place.bot.store.drafts.get(message.subject.id, message.tenant_id)
            await (clicked.wait() if draft.plan_id else asyncio.sleep(0))
        await stored(message, fingerprint)

    monkeypatch.setattr(messages, "shown", after_the_click)
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    await alex.click("Send for approval", plan)
    clicked.set()
    await alex.becomes(plan, "Waiting for approval")
    assert not any("Send for approval" in message.actions for message in await alex.messages())
