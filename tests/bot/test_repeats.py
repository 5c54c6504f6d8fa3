"""The same thing done twice: shared while it runs, for a moment after, and never when it was refused."""

from __future__ import annotations

import asyncio

import pytest

from bot.repeats import Repeats, TurnOutcome, once_more
from bot.turn import Answer, Clicked, ConversationReference, Event, FileOffer, Scope, TextMessage, Turn, Who
from services.domain.subject import Subject, SubjectKind
from tests.bot.teams.harness import Ticks

ANSWER = Answer(text="Done")


def turn(event: Event, ident: str = "f:1", who: str = "alex", place: str = "a:1") -> Turn:
    return Turn(
        ident, Who("t", who, f"29:{who}", who), ConversationReference(place, Scope.PERSONAL, "https://x"), event
    )


def click(ident: str = "f:1", who: str = "alex", place: str = "a:1", automatic: bool = False, **typed: str) -> Turn:
    return turn(Clicked("go", "sealed", typed, "m1", automatic), ident, who, place)


async def ended(repeats: Repeats, first: Turn, outcome: TurnOutcome | Exception) -> None:
    async def work() -> TurnOutcome:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    task = asyncio.create_task(work())
    repeats.begin(first, task)
    await asyncio.wait({task})
    await asyncio.sleep(0)
    if isinstance(outcome, Exception):
        task.exception()


async def test_a_second_click_waits_for_the_first_however_long_it_runs() -> None:
    ticks, release = Ticks(), asyncio.Event()
    repeats = Repeats(ticks)

    async def work() -> TurnOutcome:
        await release.wait()
        return TurnOutcome(ANSWER)

    task = asyncio.create_task(work())
    repeats.begin(click("f:1"), task)
    ticks.now += 60
    assert repeats.before(click("f:2")) is task
    release.set()
    assert (await task).answer == ANSWER


@pytest.mark.parametrize(
    ("second", "same"),
    [
        (click("f:2"), True),
        (click("f:2", name="Ann"), False),
        (click("f:2", who="sam"), False),
        (click("f:2", place="a:2"), False),
        (click("f:2", automatic=True), False),
        (turn(Clicked("go", "other", {}, "m1"), "f:2"), False),
        (turn(Clicked("go", "sealed", {}, "m2"), "f:2"), False),
        (turn(TextMessage("go"), "f:2"), False),
    ],
)
async def test_what_is_the_same_click(second: Turn, same: bool) -> None:
    repeats = Repeats(Ticks())
    await ended(repeats, click("f:1"), TurnOutcome(ANSWER))
    assert (repeats.before(second) is not None) == same


async def test_a_moment_later_it_is_a_click_of_its_own_but_a_delivery_stays_the_same() -> None:
    ticks = Ticks()
    repeats = Repeats(ticks)
    await ended(repeats, click("f:1"), TurnOutcome(ANSWER))
    ticks.now += 1.1
    assert repeats.before(click("f:2")) is None
    assert repeats.before(click("f:1")) is not None
    ticks.now += 60
    assert repeats.before(click("f:1")) is None


@pytest.mark.parametrize("outcome", [TurnOutcome(ANSWER, refused=True), OSError("away")])
async def test_what_was_refused_or_broke_is_tried_again(outcome: TurnOutcome | Exception) -> None:
    repeats = Repeats(Ticks())
    await ended(repeats, click("f:1"), outcome)
    assert repeats.before(click("f:2")) is None
    assert repeats.before(click("f:1")) is None


async def test_thousands_of_clicks_are_not_kept() -> None:
    repeats = Repeats(Ticks())
    for no in range(3_000):
        await ended(repeats, click(f"f:{no}", number=str(no)), TurnOutcome(ANSWER))
    assert len(repeats._kept) <= 500


def test_what_was_posted_once_isnt_posted_again() -> None:
    posted = Answer(
        card={"type": "AdaptiveCard"}, new_message=True, note="Found it.", subject=Subject(SubjectKind.JOB, "1")
    )
    assert once_more(posted) == Answer(note="Found it.")
    shown = Answer(
        card={"type": "AdaptiveCard"}, offer=FileOffer("a", 1, "", {}), subject=Subject(SubjectKind.JOB, "1")
    )
    assert once_more(shown) == Answer(card={"type": "AdaptiveCard"})
    assert once_more(None) is None
